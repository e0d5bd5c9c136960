//! The asker's page about a question, and adding something to it.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use lettre::message::header::ContentType;
use lettre::message::{Attachment as MailPart, Mailbox, MultiPart, SinglePart};
use serde::Deserialize;
use tracing::warn;
use uuid::Uuid;

use crate::auth::{Actor, Signer, Subject, Tag, Verb, may};
use crate::context::Context;
use crate::directory::Atlas;
use crate::intake::{Handed, InboundFormat, PORTAL, Understander, take_in, understand_at_once};
use crate::registry::{
    self, Attachment, Case, Reference, action_links, reply_of_asker, status_link,
};
use crate::web::fields::{Fields, Upload};
use crate::web::portal::limits::{self, Limited};
use crate::web::portal::status::{Addition, StatusPage, YesNo};
use crate::web::portal::telling::to_asker;
use crate::web::portal::visitor::{Visitor, see_other};
use crate::web::{CurrentAtlas, Kind, Problem, uploads};

/// The link in our mails.
#[derive(Debug, Default, Deserialize)]
pub struct Link {
    /// The tag that opens the question.
    #[serde(default)]
    pub t: String,
    /// What was just done: `bericht`.
    #[serde(default)]
    pub klaar: String,
}

/// The case that a link opens. Whoever has no valid link learns nothing, not even whether the
/// question exists.
pub async fn asked(ctx: &Context, reference: &str, tag: &str) -> Result<Case, Problem> {
    let over = || Problem::new(Kind::LinkOver);
    let reference: Reference = reference.parse().map_err(|_| over())?;
    let Some(Tag::View { ticket, version }) = Signer::of(ctx).read(tag) else {
        return Err(over());
    };
    let case = registry::case(&ctx.db, &reference)
        .await?
        .ok_or_else(over)?;
    if case.ticket.id != ticket || u32::try_from(case.ticket.link_version) != Ok(version) {
        return Err(over());
    }
    let facts = registry::facts(&ctx.db, &case.ticket).await?;
    may(
        &Actor::AskerLink { ticket },
        Verb::ReadTicket,
        Subject::Ticket(&facts),
    )?;
    Ok(case)
}

/// `GET /vraag/{reference}?t={tag}`.
pub async fn status(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    reference: web::Path<String>,
    link: web::Query<Link>,
) -> Result<HttpResponse, Problem> {
    if link.t.is_empty() {
        return Ok(see_other("/status"));
    }
    let case = asked(&ctx, &reference, &link.t).await?;
    let leads_to = leads_to(&ctx, &case).await?;
    let page = page_of(&ctx, &atlas, &visitor, &case, &link.t).leading_to(leads_to);
    let page = if link.klaar == "bericht" {
        page.after_addition()
    } else {
        page
    };
    visitor.private_page(&page)
}

/// The page of the question that this one goes on in, when the same person asked it.
async fn leads_to(ctx: &Context, case: &Case) -> Result<Option<String>, Problem> {
    if case.ticket.goes_on_in().is_none() {
        return Ok(None);
    }
    let target = registry::going_on(&ctx.db, case.ticket.clone()).await?;
    let same = target.asker_id == case.ticket.asker_id;
    Ok(same.then(|| status_link(ctx, &target)))
}

fn page_of(ctx: &Context, atlas: &Atlas, visitor: &Visitor, case: &Case, tag: &str) -> StatusPage {
    let own = format!("/vraag/{}", case.ticket.reference);
    let file_url = |file: &Attachment| format!("{own}/bijlage/{}?t={tag}", file.id);
    let told = to_asker(visitor.t, case, atlas, ctx.clock.now(), &file_url);
    let contact = Some(told.contact);
    let mut page = StatusPage::new(
        visitor.t,
        &visitor.site,
        told.question,
        told.steps,
        told.messages,
        contact,
    );
    if let Some(ball) = told.ball {
        page = page.with_ball(ball);
    }
    if let Some((id, answer)) = told.answer {
        page = page.with_answer(answer, told.undelivered);
        if let Some(rest) = told.rest {
            page = page.with_rest(rest);
        }
        if told.asks {
            let (yes_url, no_url) = action_links(ctx, case.ticket.id, id);
            page = page.with_question(YesNo {
                yes_url,
                no_url,
                closes: told.closes,
            });
        }
    }
    match told.closed {
        Some(mut closed) => {
            if let Some(noted) = &mut closed.noted {
                let (ticket, message) = (case.ticket.id, noted.message);
                noted.not_url = message.map(|message| action_links(ctx, ticket, message).1);
            }
            page.with_end(closed)
        }
        None => page.with_addition(Addition {
            url: format!("{own}/bericht?t={tag}"),
            nonce: ctx.new_id().simple().to_string(),
        }),
    }
}

/// `POST /vraag/{reference}/bericht?t={tag}`: what the asker adds takes the way of a mail.
pub async fn add(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    understander: web::Data<Understander>,
    visitor: Visitor,
    reference: web::Path<String>,
    link: web::Query<Link>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let case = asked(&ctx, &reference, &link.t).await?;
    let own = format!("/vraag/{}?t={}", case.ticket.reference, link.t);
    // A question that was closed meanwhile opens again by it, as by a mail.
    limits::count(Limited::Ask, visitor.from)?;
    let t = visitor.t;
    let text = fields.text("bericht");
    let wrong = if text.trim().is_empty() {
        Some(t.say("portal-error-message"))
    } else {
        uploads::excess(&fields, &[]).map(|excess| excess.in_words(t))
    };
    if let Some(wrong) = wrong {
        let page = page_of(&ctx, &atlas, &visitor, &case, &link.t);
        return visitor.page_again(&page.with_addition_error(wrong, text));
    }
    let nonce = fields.nonce().unwrap_or_else(|| ctx.new_id());
    let raw = as_mail(&ctx, &case, nonce, text, fields.files)?;
    let handed = Handed {
        source_id: ctx.new_id().to_string(),
        raw,
    };
    let taken = take_in(&ctx, PORTAL, handed, InboundFormat::Mail).await?;
    // Whoever added it reads the page as it is with it; where that fails, a worker reads it in a moment.
    if let Err(error) = Box::pin(understand_at_once(&understander, taken.inbound_id)).await {
        warn!(inbound.id = %taken.inbound_id, %error, "What an asker added waits for a worker");
    }
    ctx.work.notify_waiters();
    Ok(see_other(&format!("{own}&klaar=bericht")))
}

/// What the asker adds, as the mail it would be: to the signed address of the conversation. A second
/// press of the button is the same mail again: its id and its date are those of the form.
fn as_mail(
    ctx: &Context,
    case: &Case,
    nonce: Uuid,
    text: String,
    files: Vec<Upload>,
) -> Result<Vec<u8>, Problem> {
    let unfit = |why: lettre::error::Error| Problem::new(Kind::Internal).caused_by(why);
    let address = |text: &str| {
        text.parse::<lettre::Address>()
            .map_err(|error| Problem::new(Kind::Internal).caused_by(error))
    };
    let central = || ctx.settings.mail.address.clone();
    let to = reply_of_asker(ctx, case.ticket.id).unwrap_or_else(central);
    let from = address(&case.asker.email)?;
    let message_id = format!("<{}@{}>", nonce.simple(), from.domain());
    let now = ctx.clock.now();
    let date = begun(nonce).filter(|at| *at <= now).unwrap_or(now);
    let builder = lettre::Message::builder()
        .from(Mailbox::new(case.asker.name.clone(), from))
        .to(Mailbox::new(None, address(&to)?))
        .subject(format!(
            "Re: {} [{}]",
            case.ticket.subject, case.ticket.reference
        ))
        .date(date.into())
        .message_id(Some(message_id));
    let text = SinglePart::plain(text);
    let mail = if files.is_empty() {
        builder.singlepart(text)
    } else {
        let whole = files
            .into_iter()
            .fold(MultiPart::mixed().singlepart(text), |whole, file| {
                let kind = ContentType::parse(&file.media_type).unwrap_or(ContentType::TEXT_PLAIN);
                whole.singlepart(MailPart::new(file.name).body(file.content, kind))
            });
        builder.multipart(whole)
    };
    Ok(mail.map_err(unfit)?.formatted())
}

/// When the page with the form was made, as its nonce tells.
fn begun(nonce: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = nonce.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}
