//! Asking a question with the form: looking for an answer that exists already, correcting, sending.

use actix_web::{HttpResponse, web};
use garde::Validate;
use serde::Deserialize;

use super::status::{Link, asked};
use crate::context::Context;
use crate::directory::Atlas;
use crate::faq::{self, Shelf};
use crate::intake::{Submission, SubmissionChannel, SubmittedFile, Understander, submit};
use crate::outbound::mailable;
use crate::registry::Attachment;
use crate::text::{Language, Texts};
use crate::web::fields::{Fields, MOST_UPLOAD};
use crate::web::portal::answers::summary;
use crate::web::portal::ask::{AskForm, AskPage, FieldErrors, Offer, OffersPart, Sent, SentPage};
use crate::web::portal::limits::{self, Limited};
use crate::web::portal::telling::to_asker;
use crate::web::portal::visitor::{Visitor, see_other};
use crate::web::portal::words::{Words as _, file_size, known_organisations, organisation_name};
use crate::web::{CurrentAtlas, Kind, Problem, uploads};

/// Published answers that are offered at most.
const OFFERS: usize = 3;
/// How well an answer must fit to be offered: this share of the words, weighed.
const FITS: f32 = 0.3;

/// What a link into the form fills in.
#[derive(Debug, Default, Deserialize)]
pub struct Begun {
    /// A subject.
    #[serde(default)]
    onderwerp: String,
    /// A local government.
    #[serde(default)]
    bestuur: String,
}

/// `GET /vraag`.
pub async fn form(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    begun: web::Query<Begun>,
) -> Result<HttpResponse, Problem> {
    let short = |text: &str| text.trim().chars().take(200).collect();
    let form = AskForm {
        subject: short(&begun.onderwerp),
        organisation: short(&begun.bestuur),
        nonce: ctx.new_id().simple().to_string(),
        ..AskForm::default()
    };
    visitor.page(&page(&visitor, &atlas, form))
}

fn page(visitor: &Visitor, atlas: &Atlas, form: AskForm) -> AskPage {
    let most = file_size(MOST_UPLOAD, &visitor.t);
    let organisations = known_organisations(atlas);
    AskPage::new(visitor.t, &visitor.site, form, organisations, most)
}

/// `POST /vraag`.
pub async fn send(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    shelf: web::Data<Shelf>,
    understander: web::Data<Understander>,
    visitor: Visitor,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    limits::count(Limited::Ask, visitor.from)?;
    let form = typed(&ctx, &fields);
    let files = uploads::received(&ctx, &mut fields).await?;
    let kept = uploads::kept(&ctx, &files, |size| file_size(size, &visitor.t));

    let looking = fields.text("doe") == "kijk";
    let mut errors = FieldErrors::default();
    let mut doubt = Vec::new();
    if !looking {
        errors = wrong(&form, &fields, &files, visitor.t);
        doubt = meant(&atlas, &form, &fields);
        if !doubt.is_empty() && !errors.has("bestuur") {
            let typed = form.organisation.clone();
            errors.add(
                "bestuur",
                visitor
                    .t
                    .say1("portal-error-organisation-unknown", "typed", typed),
            );
        }
    }
    if looking {
        let offers = offers(&ctx, &shelf, &form).await?;
        let page = page(&visitor, &atlas, form)
            .with_kept(kept)
            .with_offers(offers);
        return visitor.page(&page);
    }
    if !errors.is_empty() {
        let page = page(&visitor, &atlas, form)
            .with_kept(kept)
            .with_meant(doubt)
            .with_errors(errors);
        return visitor.page_again(&page);
    }
    let submission = Submission {
        nonce: form.nonce,
        channel: SubmissionChannel::Portal,
        by: None,
        acknowledged: true,
        answered: false,
        held: false,
        subject: form.subject,
        body: form.question,
        asker_name: form.name,
        asker_email: form.mail,
        municipality: atlas
            .seat_of(&form.organisation)
            .certain()
            .map(|it| it.name.clone()),
        organisation: Some(form.organisation).filter(|name| !name.is_empty()),
        topic: None,
        files,
    };
    let submitted = submit(&understander, submission).await?;
    let lost = || Problem::new(Kind::Internal).caused_by("a status link without its tag");
    let (_, tag) = submitted.status_url.split_once("?t=").ok_or_else(lost)?;
    Ok(see_other(&format!(
        "/vraag/{}/verstuurd?t={tag}",
        submitted.reference
    )))
}

fn typed(ctx: &Context, fields: &Fields) -> AskForm {
    let trimmed = |name: &str| fields.text(name).trim().to_owned();
    let nonce = fields.nonce().unwrap_or_else(|| ctx.new_id());
    let typed = trimmed("bestuur");
    // What was chosen instead of a name stands for that name only, not for one typed since.
    let chosen = Some(trimmed("bedoeld"))
        .filter(|it| !matches!(it.as_str(), "" | "-") && trimmed("bedoeld-bij") == typed);
    AskForm {
        subject: trimmed("onderwerp"),
        question: fields.text("vraag"),
        name: trimmed("naam"),
        mail: trimmed("mail"),
        organisation: chosen.unwrap_or(typed),
        nonce: nonce.simple().to_string(),
    }
}

/// The organisations that may be meant by a name that nobody knows, or that several places bear;
/// none once somebody said that it is right.
fn meant(atlas: &Atlas, form: &AskForm, fields: &Fields) -> Vec<String> {
    let t = Texts::new(Language::Nl);
    let typed = &form.organisation;
    let said = fields.text("bedoeld") == "-" && fields.text("bedoeld-bij").trim() == *typed;
    if typed.is_empty() || said || atlas.organisation_named(typed).is_some() {
        return Vec::new();
    }
    let seat = atlas.seat_of(typed);
    let places = if seat.is_unknown() {
        atlas.nearly_named(typed)
    } else {
        seat.matches.iter().map(|it| it.municipality).collect()
    };
    places
        .into_iter()
        .filter_map(|it| atlas.organisation(it.organisation))
        .map(|it| organisation_name(it, &t))
        .collect()
}

/// What must be right before a question is sent.
#[derive(Debug, Validate)]
struct Complete<'f> {
    #[garde(length(chars, min = 1, max = 200))]
    subject: &'f str,
    #[garde(length(chars, min = 1, max = 50_000))]
    question: &'f str,
    #[garde(length(chars, min = 1, max = 200))]
    name: &'f str,
    #[garde(custom(full_address))]
    mail: &'f str,
    #[garde(length(chars, max = 200))]
    organisation: &'f str,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "garde hands the context over by reference"
)]
fn full_address(mail: &str, (): &()) -> garde::Result {
    let full = mail.len() <= 254 && mailable(mail).is_some();
    if full {
        Ok(())
    } else {
        Err(garde::Error::new("not a full address"))
    }
}

/// What is wrong, in the order of the fields and in the reader's language.
fn wrong(form: &AskForm, fields: &Fields, files: &[SubmittedFile], t: Texts) -> FieldErrors {
    let complete = Complete {
        subject: &form.subject,
        question: form.question.trim(),
        name: &form.name,
        mail: &form.mail,
        organisation: &form.organisation,
    };
    let report = complete.validate().err();
    let fails = |name: &str| {
        let fields = report.iter().flat_map(garde::Report::iter);
        fields.into_iter().any(|(path, _)| path.to_string() == name)
    };
    let mut errors = FieldErrors::default();
    let mut add = |field, name, empty: bool, missing, long| {
        if fails(name) {
            errors.add(field, t.say(if empty { missing } else { long }));
        }
    };
    add(
        "onderwerp",
        "subject",
        form.subject.is_empty(),
        "portal-error-subject",
        "portal-error-subject-long",
    );
    add(
        "vraag",
        "question",
        complete.question.is_empty(),
        "portal-error-question",
        "portal-error-question-long",
    );
    let mut add = |field, message| errors.add(field, message);
    if let Some(excess) = uploads::excess(fields, files) {
        add("bijlagen", excess.in_words(t));
    }
    if fails("name") {
        let empty = form.name.is_empty();
        add(
            "naam",
            t.say(if empty {
                "portal-error-name"
            } else {
                "portal-error-name-long"
            }),
        );
    }
    if fails("mail") {
        add("mail", t.say("portal-error-mail"));
    }
    if fails("organisation") {
        add("bestuur", t.say("portal-error-organisation-long"));
    }
    errors
}

/// The published answers that fit what was typed.
async fn offers(ctx: &Context, shelf: &Shelf, form: &AskForm) -> Result<Vec<Offer>, Problem> {
    let published = shelf.published(&ctx.db).await?;
    let mut fitting: Vec<&faq::Entry> = published
        .answering(&form.subject, &form.question)
        .into_iter()
        .map(|(entry, _)| entry)
        .collect();
    let words = format!("{} {}", form.subject, form.question);
    for hit in faq::search(&published.entries, &words) {
        if hit.score >= FITS && !fitting.iter().any(|it| it.id == hit.entry.id) {
            fitting.push(hit.entry);
        }
    }
    Ok(fitting
        .into_iter()
        .take(OFFERS)
        .map(|entry| Offer {
            slug: entry.slug.clone(),
            question: entry.text.question.clone(),
            summary: summary(&entry.text.answer),
        })
        .collect())
}

/// What somebody typed so far.
#[derive(Debug, Default, Deserialize)]
pub struct Typing {
    /// The subject.
    #[serde(default)]
    onderwerp: String,
    /// The question.
    #[serde(default)]
    vraag: String,
}

/// `POST /vraag/aanbod`: the published answers that fit what somebody is typing, as a part of the page;
/// empty when there are none. Nothing of it is kept.
pub async fn offer(
    ctx: web::Data<Context>,
    shelf: web::Data<Shelf>,
    visitor: Visitor,
    typing: web::Form<Typing>,
) -> Result<HttpResponse, Problem> {
    limits::count(Limited::Offers, visitor.from)?;
    let short = |text: &str, most| text.trim().chars().take(most).collect();
    let form = AskForm {
        subject: short(&typing.onderwerp, 200),
        question: short(&typing.vraag, 5_000),
        ..AskForm::default()
    };
    let offers = offers(&ctx, &shelf, &form).await?;
    visitor.private_page(&OffersPart::new(visitor.t, offers))
}

/// `GET /vraag/{reference}/verstuurd?t={tag}`.
pub async fn sent(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    shelf: web::Data<Shelf>,
    visitor: Visitor,
    reference: web::Path<String>,
    link: web::Query<Link>,
) -> Result<HttpResponse, Problem> {
    let case = asked(&ctx, &reference, &link.t).await?;
    let no_files = |_: &Attachment| String::new();
    let told = to_asker(visitor.t, &case, &atlas, ctx.clock.now(), &no_files);
    let due = told.ball.and_then(|ball| ball.due).map(|due| due.day);
    let form = AskForm {
        subject: case.ticket.subject.clone(),
        question: question_of(&case).to_owned(),
        ..AskForm::default()
    };
    let offers = offers(&ctx, &shelf, &form).await?;
    let follow = format!("/vraag/{}?t={}", case.ticket.reference, link.t);
    let sent = Sent {
        reference: case.ticket.reference.to_string(),
        mail: case.asker.email.clone(),
        contact: told.contact,
        due,
        follow_url: follow,
        offers,
    };
    visitor.private_page(&SentPage::new(visitor.t, &visitor.site, sent))
}

fn question_of(case: &crate::registry::Case) -> &str {
    let own = case
        .threads
        .iter()
        .find(|thread| thread.assignment.is_none());
    own.and_then(|thread| thread.messages.first())
        .map_or("", |message| message.body.as_str())
}
