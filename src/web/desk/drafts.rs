//! What a person is typing in a form: kept as it is typed, shown in its form again on any machine, and over
//! once the form was carried out. The others never see it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::handlers::TicketPost;
use super::page::{html, see_other};
use super::pending::{self, Nothing, readable};
use super::shell::leave_notice;
use super::ticket::{Form, TicketQuery, Typed, ticket_url};
use super::view::parts::{Csrf, Tone};
use super::view::pending::{Draft, Keep, Kept, KeptPage};
use super::view::ticket_form::TicketFormPage;
use super::words;
use crate::auth::{Subject, Verb};
use crate::context::Context;
use crate::directory::Atlas;
use crate::dispatch;
use crate::registry::{self, Reference, Ticket, TypedDraft, TypedIn};
use crate::text::{Texts, dates};
use crate::web::{Agent, Kind, Posted, Problem};

/// Where the drafts of a new question are kept.
const OF_NEW: &str = "/desk/nieuw/drafts";
/// What the form of a new question is called among them.
pub const NEW: &str = "new";
/// What the page that asks for advice is called among the drafts of a question.
const CONSULT: &str = "consult";
/// The same of the page that makes a second question.
pub const SPLIT: &str = "split";
/// The form that answers what an administration asked back.
const REPLY: &str = "reply";

/// What a form says of itself and nobody typed.
const NOT_TYPED: [&str; 5] = ["csrf", "revision", "steps", "reread", SAW];
/// Which writing of the draft a page goes on from; nothing when it saw none.
const SAW: &str = "saw";
/// The fields that hold words of their own: where all are empty, there is nothing to keep.
const WORDS: [&str; 12] = [
    "body",
    "words",
    "told",
    "by",
    "of",
    "subject",
    "question",
    "what",
    "mail",
    "name",
    "organisation",
    "knelpunt",
];

/// Who types, and in which form.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// The number of the question; none for a new one.
    pub reference: Option<&'a str>,
    /// What the form is called.
    pub place: &'a str,
}

impl At<'_> {
    fn base(self) -> String {
        match self.reference {
            Some(reference) => ticket_url(reference, "/drafts"),
            None => OF_NEW.to_owned(),
        }
    }
}

/// What a form of a question is called among the drafts of a person, as it was sent.
#[must_use]
pub fn place(form: Form, post: &TicketPost) -> String {
    match form {
        Form::Forward if post.reply => format!("{REPLY}.{}", post.chosen_desk()),
        Form::PassOn => format!("{}.{}", form.slug(), post.message),
        Form::Withdraw => format!("{}.{}", form.slug(), post.assignment),
        _ => form.slug().to_owned(),
    }
}

/// Whether a form can be called so.
fn is_place(place: &str) -> bool {
    let (form, about) = place.split_once('.').unwrap_or((place, ""));
    let known =
        [REPLY, CONSULT, SPLIT].contains(&form) || Form::named(form).is_some_and(Form::is_typed);
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    known && about.len() <= 64 && about.chars().all(plain)
}

/// The line at a form: where what is typed in it is kept, and what was kept of it.
pub fn line(
    ctx: &Context,
    agent: &Agent,
    at: At<'_>,
    kept: Option<(Uuid, DateTime<Utc>, String)>,
) -> Result<Keep, Problem> {
    let user = agent.user()?;
    let t = Texts::new(user.language);
    let base = at.base();
    Ok(Keep {
        url: format!("{base}/{}", at.place),
        reader: user.id.to_string(),
        csrf: Csrf(agent.form_token(ctx)),
        kept: kept.map(|(id, at, version)| Kept {
            words: kept_words(t, at, ctx.clock.now()),
            version,
            discard: format!("{base}/{id}/discard"),
        }),
    })
}

/// The same, of a draft.
pub fn line_of(
    ctx: &Context,
    agent: &Agent,
    at: At<'_>,
    draft: Option<&TypedDraft>,
) -> Result<Keep, Problem> {
    let kept = draft.map(|draft| (draft.id, draft.kept_at, draft.version()));
    line(ctx, agent, at, kept)
}

/// "Kept at 10.42", with the day when that is not today.
fn kept_words(t: Texts, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    if dates::local_day(at) == dates::local_day(now) {
        let hour = dates::clock(at, t.language());
        t.with("desk-draft-kept-at", "hour", hour)
    } else {
        t.with("desk-draft-kept-on", "when", words::when(t, at, now))
    }
}

/// The page that a draft asks for, with its fields in the form.
pub fn opened(draft: &TypedDraft, query: &TicketQuery) -> (TicketQuery, Typed) {
    let (form, about) = draft
        .place
        .split_once('.')
        .unwrap_or((draft.place.as_str(), ""));
    let replies = form == REPLY;
    let form = match form {
        REPLY => Some(Form::Forward),
        form => Form::named(form),
    };
    let post = TicketPost::try_from(draft.fields.clone()).unwrap_or_default();
    let used: Option<Uuid> = post.proposal.parse().ok();
    let typed = Typed {
        // What was written with a proposal holds it already.
        adds: query.proposal.is_some() && query.proposal != used,
        ..post.typed(None)
    };
    let asked = TicketQuery {
        form: query.form.or(form),
        proposal: query.proposal.or(used),
        of: query.of.or(post.assignment.parse().ok()),
        about: query.about.or(post.message.parse().ok()),
        to: query
            .to
            .clone()
            .or_else(|| replies.then(|| about.to_owned())),
        ..query.clone()
    };
    (asked, typed)
}

/// A draft that is not open, as the bar at the top of the question shows it.
pub fn shown(
    t: Texts,
    atlas: &Atlas,
    reference: &str,
    draft: &TypedDraft,
    now: DateTime<Utc>,
) -> Draft {
    let (form, about) = draft
        .place
        .split_once('.')
        .unwrap_or((draft.place.as_str(), ""));
    let own_page = match form {
        CONSULT => Some("desk-consult"),
        SPLIT => Some("desk-split"),
        _ => None,
    };
    let (name, open) = if let Some(key) = own_page {
        let taken_up = if about.is_empty() { "" } else { "?draft=" };
        (t.say(key), format!("/{form}{taken_up}{about}"))
    } else if form == REPLY {
        let desk = atlas.desk_by_slug(about);
        let desk = desk.map_or(about, |desk| desk.name.as_str());
        let open = format!("?do=forward&to={about}&draft={}#tekst", draft.id);
        (t.with("desk-form-reply", "desk", desk), open)
    } else {
        let key = Form::named(form).map_or("desk-do-note", |form| form.tab(false));
        (t.say(key), format!("?do={form}&draft={}#tekst", draft.id))
    };
    let when = words::when(t, draft.kept_at, now);
    Draft {
        tone: Tone::Soft,
        words: t.with2("desk-draft-typed", "form", name, "when", when),
        open: ticket_url(reference, &open),
        discard: discard_url(reference, draft.id),
    }
}

/// Where a draft about a question is thrown away.
pub fn discard_url(reference: &str, draft: Uuid) -> String {
    ticket_url(reference, &format!("/drafts/{draft}/discard"))
}

/// The form that asks for advice, which keeps what is typed in a request that was called back apart from what
/// is typed in a new one.
pub fn consult_place(called_back: &str) -> String {
    match called_back.parse::<Uuid>() {
        Ok(id) => format!("{CONSULT}.{id}"),
        Err(_) => CONSULT.to_owned(),
    }
}

/// The fields of a draft as the form that they stood in says them.
pub fn as_form<T: DeserializeOwned + Default>(draft: &TypedDraft) -> T {
    let written = serde_urlencoded::to_string(&draft.fields).unwrap_or_default();
    serde_urlencoded::from_str(&written).unwrap_or_default()
}

/// The form was carried out: what was typed in it is over.
pub async fn end(
    ctx: &Context,
    agent: &Agent,
    reference: &Reference,
    place: &str,
) -> Result<(), Problem> {
    let author = agent.user()?.id;
    if let Some(ticket) = registry::find(&ctx.db, reference).await? {
        let ticket = Some(ticket.id);
        let typed = TypedIn {
            author,
            ticket,
            place,
        };
        registry::forget_typed(&ctx.db, typed).await?;
    }
    Ok(())
}

/// What the reader typed in the form on a page of its own about a question, and the line at that form.
pub async fn of_page(
    ctx: &Context,
    agent: &Agent,
    ticket: &Ticket,
    place: &str,
) -> Result<(Option<TypedDraft>, Keep), Problem> {
    let typed = TypedIn {
        author: agent.user()?.id,
        ticket: Some(ticket.id),
        place,
    };
    let draft = registry::typed_in(&ctx.db, typed).await?;
    let at = At {
        reference: Some(ticket.reference.as_str()),
        place,
    };
    let keep = line_of(ctx, agent, at, draft.as_ref())?;
    Ok((draft, keep))
}

/// The page of such a form that was not accepted, with what was typed in it.
pub async fn again(
    ctx: &Context,
    agent: &Agent,
    ticket: &Ticket,
    place: &str,
    page: TicketFormPage,
) -> Result<TicketFormPage, Problem> {
    let (_, keep) = of_page(ctx, agent, ticket, place).await?;
    Ok(TicketFormPage {
        keep: Some(keep),
        typed: true,
        ..page
    })
}

/// What the reader typed in the form of a new question.
pub async fn of_new(ctx: &Context, agent: &Agent) -> Result<Option<TypedDraft>, Problem> {
    Ok(registry::typed_in(&ctx.db, new_of(agent)?).await?)
}

/// The new question was registered: what was typed of it is over.
pub async fn end_new(ctx: &Context, agent: &Agent) -> Result<(), Problem> {
    Ok(registry::forget_typed(&ctx.db, new_of(agent)?).await?)
}

fn new_of(agent: &Agent) -> Result<TypedIn<'static>, Problem> {
    Ok(TypedIn {
        author: agent.user()?.id,
        ticket: None,
        place: NEW,
    })
}

/// What a form says as it is typed in.
pub(super) type Fields = Vec<(String, String)>;

/// `POST /desk/tickets/{reference}/drafts/{place}`: keeps what is typed in a form of a question; the answer
/// is the line that says so.
pub(super) async fn keep(
    ctx: web::Data<Context>,
    path: web::Path<(String, String)>,
    posted: Posted<Fields>,
) -> Result<HttpResponse, Problem> {
    let (reference, place) = path.into_inner();
    let Posted {
        agent,
        form: mut fields,
        ..
    } = posted;
    let (ticket, author) = readable(&ctx, &agent, &reference).await?;
    if !is_place(&place) {
        return Err(Problem::not_found());
    }
    let at = At {
        reference: Some(&reference),
        place: &place,
    };
    let is_gone = match rewritten(&ctx, author, &place, &fields).await? {
        WrittenBack::Kept(id, version) => {
            let kept = Some((id, ctx.clock.now(), version));
            return said(line(&ctx, &agent, at, kept)?, &agent);
        }
        WrittenBack::Gone => true,
        WrittenBack::Nowhere => false,
    };
    let typed = TypedIn {
        author,
        ticket: Some(ticket.id),
        place: &place,
    };
    if is_gone && registry::typed_in(&ctx.db, typed).await?.is_none() {
        // What it goes on from is nowhere any more: its words are new ones.
        fields.retain(|(name, _)| name != SAW);
        fields.push((SAW.to_owned(), String::new()));
    }
    let kept = keep_in(&ctx, typed, fields).await?;
    said(line_of(&ctx, &agent, at, kept.as_ref())?, &agent)
}

/// `POST /desk/nieuw/drafts/new`: the same of a question that is not there yet.
pub(super) async fn keep_new(
    ctx: web::Data<Context>,
    posted: Posted<Fields>,
) -> Result<HttpResponse, Problem> {
    let Posted {
        agent,
        form: fields,
        ..
    } = posted;
    agent.may(Verb::Register, Subject::House)?;
    let kept = keep_in(&ctx, new_of(&agent)?, fields).await?;
    let at = At {
        reference: None,
        place: NEW,
    };
    said(line_of(&ctx, &agent, at, kept.as_ref())?, &agent)
}

/// `POST /desk/nieuw/drafts/{id}/discard`: throws it away.
pub(super) async fn discard_new(
    ctx: web::Data<Context>,
    id: web::Path<Uuid>,
    posted: Posted<Nothing>,
) -> Result<HttpResponse, Problem> {
    let agent = posted.agent;
    agent.may(Verb::Register, Subject::House)?;
    registry::discard_typed(&ctx.db, agent.user()?.id, *id).await?;
    leave_notice(&ctx, &agent, "desk-draft-discarded").await?;
    Ok(see_other("/desk/nieuw"))
}

/// What became of the draft that was sent once and came back, when a form was opened with one.
enum WrittenBack {
    /// The form was opened with none.
    Nowhere,
    /// It says now what stands in the form: which draft, in which version.
    Kept(Uuid, String),
    /// It is there no more: it was sent or thrown away in another window.
    Gone,
}

/// Lets the draft that was sent once and came back say what stands in the form, when it is what the form was
/// opened with; where its writer went on elsewhere meanwhile it does not (409).
async fn rewritten(
    ctx: &Context,
    author: Uuid,
    place: &str,
    fields: &[(String, String)],
) -> Result<WrittenBack, Problem> {
    let post = TicketPost::try_from(fields.to_vec()).unwrap_or_default();
    let (Some(form), Ok(id)) = (pending::called_back_in(place), post.draft.parse::<Uuid>()) else {
        return Ok(WrittenBack::Nowhere);
    };
    let Ok(Some(outgoing)) = pending::outgoing(form, &post, &[]) else {
        return Ok(WrittenBack::Nowhere);
    };
    let version = dispatch::rewrite_draft(ctx, author, id, seen_in(fields), &outgoing).await?;
    Ok(match version {
        Some(version) => WrittenBack::Kept(id, version),
        None => WrittenBack::Gone,
    })
}

/// Which writing the page says that it goes on from; none when it says nothing of it.
fn seen_in(fields: &[(String, String)]) -> Option<&str> {
    let saw = fields.iter().find(|(name, _)| name == SAW);
    saw.map(|(_, version)| version.as_str())
}

/// Keeps what was typed, or forgets it when all of it was wiped out; where its writer went on elsewhere
/// meanwhile, neither (409).
async fn keep_in(
    ctx: &Context,
    typed: TypedIn<'_>,
    mut fields: Fields,
) -> Result<Option<TypedDraft>, Problem> {
    let saw = seen_in(&fields).map(str::to_owned);
    fields.retain(|(name, _)| !NOT_TYPED.contains(&name.as_str()));
    let mut words = fields
        .iter()
        .filter(|(name, _)| WORDS.contains(&name.as_str()));
    let elsewhere = || Problem::new(Kind::Stale);
    if words.all(|(_, value)| value.trim().is_empty()) {
        if !registry::wipe_typed(ctx, typed, saw.as_deref()).await? {
            return Err(elsewhere());
        }
        return Ok(None);
    }
    let kept = registry::keep_typed(ctx, typed, saw.as_deref(), &fields).await?;
    kept.map(Some).ok_or_else(elsewhere)
}

fn said(keep: Keep, agent: &Agent) -> Result<HttpResponse, Problem> {
    let page = KeptPage {
        t: Texts::new(agent.user()?.language),
        keep: Some(keep),
    };
    html(page.render(), StatusCode::OK)
}
