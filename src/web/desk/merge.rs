//! Making one question of two, and two of one again: which goes on in which, what follows from it, and the
//! questions that went on in one on its page.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde::Deserialize;

use super::handlers::{parsed, permitted};
use super::page::{html, see_other};
use super::preview;
use super::queue::typed_reference;
use super::shell::{Reader, leave_notice};
use super::ticket::{Library, Reading, ticket_url};
use super::trouble::{Said, Trouble};
use super::view::admin::{Field, Input};
use super::view::parts::{Choice, Place};
use super::view::ticket::MergedPart;
use super::view::ticket_form::{Card, TicketForm, TicketFormPage};
use super::words;
use crate::auth::{Actor, Subject, Verb, may};
use crate::context::Context;
use crate::dispatch::{self, Merge};
use crate::registry::{
    self, AssignmentRole, AssignmentView, Case, Contact, NoMerge, Original, Status, Ticket,
};
use crate::text::{Texts, dates};
use crate::web::{Agent, CurrentAtlas, Posted, Problem};

/// A question that went on in another one, as its page shows it.
pub struct MergedCase {
    case: Case,
    can_undo: bool,
}

/// The questions that went on in `ticket` and that this reader may read.
pub(super) async fn merged_cases(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ticket: &Ticket,
    now: DateTime<Utc>,
) -> Result<Vec<MergedCase>, Problem> {
    let mut found = Vec::new();
    for source in registry::merged_into(db, ticket.id).await? {
        let facts = registry::facts(db, &source).await?;
        let subject = Subject::Ticket(&facts);
        if may(actor, Verb::ReadTicket, subject).is_err() {
            continue;
        }
        let can_undo =
            may(actor, Verb::Merge, subject).is_ok() && undoable(db, &source, now).await?;
        if let Some(case) = registry::case(db, &source.reference).await? {
            found.push(MergedCase { case, can_undo });
        }
    }
    Ok(found)
}

/// Who gets the answer to `ticket` besides its asker, each by a mail of their own.
pub(super) async fn answered_too(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<Vec<String>, Problem> {
    let mut askers = vec![ticket.asker_id];
    let mut found = Vec::new();
    for one in registry::waiting_merged(db, ticket.id).await? {
        if askers.contains(&one.asker_id) {
            continue;
        }
        askers.push(one.asker_id);
        let (asker, organisation) = registry::asker_of(db, &one).await?;
        let who = in_full(&asker, organisation.as_deref());
        found.push(format!("{who} <{}>", asker.email));
    }
    Ok(found)
}

/// Whether `source` can still be put back as it was before it went on in another question.
pub(super) async fn undoable(
    db: &impl ConnectionTrait,
    source: &Ticket,
    now: DateTime<Utc>,
) -> Result<bool, Problem> {
    if source.goes_on_in().is_none() {
        return Ok(false);
    }
    let last = registry::going_on(db, source.clone()).await?;
    let can = dispatch::can_unmerge(db, source, &last, now).await?;
    Ok(can.is_ok())
}

impl Reading<'_> {
    /// The questions that went on in this one, each with its conversations, to read.
    pub(super) fn merged_parts(&self) -> Vec<MergedPart> {
        let reads = |verb| verb == Verb::ReadNotes && (self.may)(verb);
        let part = |one: &MergedCase| {
            let inner = Reading {
                t: self.t,
                case: &one.case,
                atlas: self.atlas,
                may: &reads,
                me: self.me,
                now: self.now,
                administration_term: self.administration_term,
                library: Library::default(),
                colleagues: &[],
                own_desks: &[],
                present: &[],
                doubts: &[],
                merged: &[],
                answered_too: &[],
                can_unmerge: false,
                list: self.list,
                signer: self.signer,
                spells: &[],
            };
            let number = one.case.ticket.reference.as_str();
            MergedPart {
                reference: number.to_owned(),
                title: self.t.with("desk-merged-with", "reference", number),
                subject: one.case.ticket.subject.clone(),
                asker: who(&one.case),
                url: ticket_url(number, ""),
                undo: one.can_undo.then(|| ticket_url(number, "/unmerge")),
                threads: inner.all_threads(),
            }
        };
        self.merged.iter().map(part).collect()
    }
}

/// Who asks, and for whom.
fn who(case: &Case) -> String {
    in_full(&case.asker, case.organisation.as_deref())
}

fn in_full(asker: &Contact, organisation: Option<&str>) -> String {
    let name = asker.name.as_ref().unwrap_or(&asker.email);
    match organisation {
        Some(organisation) => format!("{name}, {organisation}"),
        None => name.clone(),
    }
}

/// What stands behind the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MergeQuery {
    /// The number of the other question, as somebody typed it.
    with: String,
}

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct MergePost {
    revision: i32,
    into: String,
    into_seen: i32,
    /// `1`.
    tell: String,
    /// `1`.
    confirmed: String,
    why: String,
}

/// `GET /desk/tickets/{reference}/merge?with=`: with which question, and then what follows from it.
pub(super) async fn form(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    reference: web::Path<String>,
    query: web::Query<MergeQuery>,
) -> Result<HttpResponse, Problem> {
    let source = permitted(&ctx, &agent, &parsed(&reference)?, Verb::Merge).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    if query.with.trim().is_empty() {
        let page = choosing(reader, &source, "", None);
        return html(page.render(), StatusCode::OK);
    }
    let blank = MergePost {
        tell: "1".to_owned(),
        ..MergePost::default()
    };
    confirming(&ctx, &agent, reader, &source, &query.with, &blank, None).await
}

/// `POST /desk/tickets/{reference}/merge`.
pub(super) async fn merge(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    reference: web::Path<String>,
    posted: Posted<MergePost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let reference = parsed(&reference)?;
    let wanted = Merge {
        into: form.into.clone(),
        into_seen: form.into_seen,
        tell: form.tell == "1",
        confirmed: form.confirmed == "1",
        why: form.why.clone(),
    };
    let done = dispatch::merge(&ctx, &agent.actor, &reference, form.revision, wanted).await;
    let trouble = match done.map_err(Trouble::from) {
        Ok(()) => {
            leave_notice(&ctx, &agent, "desk-done-merge").await?;
            // The page there shows how this is undone.
            let rest = format!("?samen={reference}");
            return Ok(see_other(&ticket_url(&form.into, &rest)));
        }
        Err(Trouble::Problem(problem)) => return Err(problem),
        Err(trouble) => trouble,
    };
    let source = permitted(&ctx, &agent, &reference, Verb::Merge).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    confirming(
        &ctx,
        &agent,
        reader,
        &source,
        &form.into,
        &form,
        Some(trouble),
    )
    .await
}

/// What a button sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct UndoPost {
    revision: i32,
}

/// `GET /desk/tickets/{reference}/unmerge`: what follows when the question stands by itself again, with the
/// mail that leaves.
pub(super) async fn unmerge_form(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    reference: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let source = permitted(&ctx, &agent, &parsed(&reference)?, Verb::Merge).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    parting(&ctx, &agent, reader, &source, None).await
}

/// `POST /desk/tickets/{reference}/unmerge`: the question stands by itself again.
pub(super) async fn unmerge(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    reference: web::Path<String>,
    posted: Posted<UndoPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let reference = parsed(&reference)?;
    let done = dispatch::unmerge(&ctx, &agent.actor, &reference, form.revision).await;
    let trouble = match done.map_err(Trouble::from) {
        Ok(()) => {
            leave_notice(&ctx, &agent, "desk-done-unmerge").await?;
            return Ok(see_other(&ticket_url(reference.as_str(), "")));
        }
        Err(Trouble::Problem(problem)) => return Err(problem),
        Err(trouble) => trouble,
    };
    let source = permitted(&ctx, &agent, &reference, Verb::Merge).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    parting(&ctx, &agent, reader, &source, Some(trouble)).await
}

/// The page that shows what follows when `source` stands by itself again, as far as that can be.
async fn parting(
    ctx: &Context,
    agent: &Agent,
    reader: Reader,
    source: &Case,
    trouble: Option<Trouble>,
) -> Result<HttpResponse, Problem> {
    let t = reader.t;
    let ticket = &source.ticket;
    let rehearsed =
        dispatch::rehearse_unmerge(ctx, &agent.actor, &ticket.reference, ticket.revision);
    // Boxed: all that can follow is a large future.
    let (mails, barred) = match Box::pin(rehearsed).await.map_err(Trouble::from) {
        Ok(mails) => (Some(mails), None),
        Err(Trouble::Problem(problem)) => return Err(problem),
        Err(barred) => (None, Some(barred)),
    };
    let (wrong, status) = match trouble.or(barred) {
        None => (None, StatusCode::OK),
        Some(Trouble::Wrong(said)) => (Some(said.in_words(t)), said.status()),
        Some(_) => (Some(t.say("desk-form-stale")), StatusCode::CONFLICT),
    };
    let into = match ticket.goes_on_in() {
        Some(id) => registry::find_by_id(&ctx.db, id).await?,
        None => None,
    };
    let target = into.as_ref().map(|into| into.reference.as_str());
    let number = ticket.reference.as_str();
    let follows = match (&mails, target) {
        (Some(mails), Some(target)) => parted(t, source, target, !mails.is_empty()),
        _ => Vec::new(),
    };
    let page = TicketFormPage {
        t,
        reference: number.to_owned(),
        back: ticket_url(number, ""),
        title: t.say("desk-unmerge-do"),
        about: target.map_or_else(
            || t.say("desk-merge-about"),
            |target| t.with("desk-unmerge-about", "target", target),
        ),
        wrong,
        cards: vec![known(t, source, t.say("desk-split-first"))],
        previews: preview::shown(ctx, mails.unwrap_or_default()),
        form: TicketForm {
            url: ticket_url(number, "/unmerge"),
            asks: false,
            hidden: vec![("revision", ticket.revision.to_string())],
            fields: Vec::new(),
            follows,
            submit: t.say("desk-unmerge-do"),
            other: None,
        },
        keep: None,
        typed: false,
        shell: reader.shell,
    };
    html(page.render(), status)
}

/// What follows when two questions of one are two again, a line each.
fn parted(t: Texts, source: &Case, target: &str, told: bool) -> Vec<String> {
    let mail = if told {
        let email = source.asker.email.as_str();
        t.with("desk-unmerge-follows-asker", "email", email)
    } else {
        t.say("desk-unmerge-follows-silent")
    };
    vec![
        t.with("desk-unmerge-follows-back", "target", target),
        mail,
        t.say("desk-unmerge-follows-desks"),
    ]
}

/// The page that asks with which question.
fn choosing(reader: Reader, source: &Case, typed: &str, wrong: Option<String>) -> TicketFormPage {
    let t = reader.t;
    let number = source.ticket.reference.as_str();
    let own = |tail: &str| ticket_url(number, tail);
    let mut field = Field::new(
        "with",
        t.say("desk-merge-number"),
        Input::Line("text", typed.to_owned(), "off"),
    )
    .help(t.say("desk-merge-number-help"))
    .required();
    field.wrong = wrong;
    let earlier = source.earlier.iter().chain(&source.earlier_of_organisation);
    let open = earlier.filter(|one| !matches!(one.status, Status::Answered | Status::Closed));
    let links: Vec<(String, String)> = open
        .map(|one| {
            let url = own(&format!("/merge?with={}", one.reference));
            (url, format!("{} {}", one.reference, one.subject))
        })
        .collect();
    let mut cards = vec![known(t, source, t.say("desk-merge-source"))];
    if !links.is_empty() {
        cards.push(Card {
            title: t.say("desk-merge-earlier"),
            links,
            ..Card::default()
        });
    }
    TicketFormPage {
        t,
        reference: number.to_owned(),
        back: own(""),
        title: t.say("desk-merge"),
        about: t.say("desk-merge-about"),
        wrong: None,
        cards,
        previews: Vec::new(),
        form: TicketForm {
            url: own("/merge"),
            asks: true,
            hidden: Vec::new(),
            fields: vec![field],
            follows: Vec::new(),
            submit: t.say("desk-merge-next"),
            other: None,
        },
        keep: None,
        typed: false,
        shell: reader.shell,
    }
}

/// The page that shows what follows, with what somebody chose on it already.
async fn confirming(
    ctx: &Context,
    agent: &Agent,
    reader: Reader,
    source: &Case,
    typed: &str,
    post: &MergePost,
    trouble: Option<Trouble>,
) -> Result<HttpResponse, Problem> {
    let t = reader.t;
    let prefixes = ctx.settings.reference.prefixes();
    let of = typed_reference(typed, &prefixes, ctx.clock.now());
    let refused = |why| Said::NoMerge(typed.trim().to_owned(), why);
    let unfit = StatusCode::UNPROCESSABLE_ENTITY;
    let target = match &of {
        Some(of) => registry::case(&ctx.db, of).await?,
        None => None,
    };
    let readable = |target: &Case, verb| agent.may(verb, Subject::Ticket(&target.facts)).is_ok();
    let Some(target) = target.filter(|it| readable(it, Verb::ReadTicket)) else {
        let wrong = refused(NoMerge::Unknown).in_words(t);
        let page = choosing(reader, source, typed, Some(wrong));
        return html(page.render(), unfit);
    };
    if !readable(&target, Verb::Merge) {
        let desk = target.owner.1.as_str();
        let wrong = t.with("desk-wrong-merge-desk", "desk", desk);
        return html(choosing(reader, source, typed, Some(wrong)).render(), unfit);
    }
    // Whose it is, the form asks itself.
    if let Err(why) = dispatch::can_merge(&source.ticket, &target.ticket, true) {
        let said = Said::NoMerge(target.ticket.reference.to_string(), why).in_words(t);
        return html(choosing(reader, source, typed, Some(said)).render(), unfit);
    }
    let (wrong, status) = match trouble {
        None => (None, StatusCode::OK),
        Some(Trouble::Wrong(said)) => (Some(said.in_words(t)), said.status()),
        Some(_) => (Some(t.say("desk-merge-stale")), StatusCode::CONFLICT),
    };
    let page = both(reader, source, &target, post, wrong);
    html(page.render(), status)
}

fn both(
    reader: Reader,
    source: &Case,
    target: &Case,
    post: &MergePost,
    wrong: Option<String>,
) -> TicketFormPage {
    let t = reader.t;
    let (number, other) = (
        source.ticket.reference.as_str(),
        target.ticket.reference.as_str(),
    );
    let own = |tail: &str| ticket_url(number, tail);
    let same_asker = source.ticket.asker_id == target.ticket.asker_id;
    let theirs = Original::of(&source.ticket, &target.ticket).is_theirs;
    let chosen = |value: &str, words: String| Choice {
        value: "1".to_owned(),
        words,
        chosen: value == "1",
    };
    let mut fields = Vec::new();
    if !theirs {
        let words = t.with("desk-merge-confirm", "who", who(target));
        fields.push(Field::new(
            "confirmed",
            t.say("desk-merge-other"),
            Input::Boxes(vec![chosen(&post.confirmed, words)]),
        ));
    }
    if same_asker {
        let words = t.with("desk-merge-tell", "email", source.asker.email.as_str());
        fields.push(Field::new(
            "tell",
            t.say("desk-merge-told"),
            Input::Boxes(vec![chosen(&post.tell, words)]),
        ));
    }
    fields.push(Field::new(
        "why",
        t.say("desk-merge-why"),
        Input::Area(post.why.clone(), 3),
    ));
    TicketFormPage {
        t,
        reference: number.to_owned(),
        back: own(""),
        title: t.with2("desk-merge-both", "source", number, "target", other),
        about: t.say("desk-merge-about"),
        wrong,
        cards: vec![
            known(t, target, t.say("desk-merge-target")),
            Card {
                links: vec![(
                    ticket_url(other, &format!("/merge?with={number}")),
                    t.with2("desk-merge-turned", "source", other, "target", number),
                )],
                ..known(t, source, t.say("desk-merge-source"))
            },
        ],
        previews: Vec::new(),
        form: TicketForm {
            url: own("/merge"),
            asks: false,
            hidden: vec![
                ("revision", source.ticket.revision.to_string()),
                ("into", other.to_owned()),
                ("into_seen", target.ticket.revision.to_string()),
            ],
            fields,
            follows: follows(t, source, target, same_asker),
            submit: t.with("desk-merge-do", "target", other),
            other: None,
        },
        keep: None,
        typed: false,
        shell: reader.shell,
    }
}

/// What is known of one of the two.
pub(super) fn known(t: Texts, case: &Case, title: String) -> Card {
    let ticket = &case.ticket;
    let day = |at| dates::plain_day(dates::local_day(at), t.language());
    Card {
        title,
        facts: vec![
            (t.say("desk-merge-numbered"), ticket.reference.to_string()),
            (t.say("desk-new-subject"), ticket.subject.clone()),
            (t.say("desk-side-asker"), who(case)),
            (t.say("desk-merge-asked"), day(ticket.registered_at)),
            (t.say("desk-merge-due"), day(ticket.due_at)),
            (
                t.say("desk-merge-status"),
                words::status(t, ticket.standing.status()),
            ),
        ],
        ..Card::default()
    }
}

/// The desks that still owe something in a question.
fn owing(case: &Case) -> impl Iterator<Item = &AssignmentView> {
    let held = case.threads.iter().filter_map(|it| it.assignment.as_ref());
    held.filter(|one| words::is_owed(one.progress))
}

/// What follows, a line each.
fn follows(t: Texts, source: &Case, target: &Case, same_asker: bool) -> Vec<String> {
    let number = target.ticket.reference.as_str();
    let mut lines = vec![t.with("desk-merge-follows-closed", "target", number)];
    if !same_asker {
        let email = source.asker.email.as_str();
        lines.push(t.with("desk-merge-follows-asker", "email", email));
    }
    // Whoever advises on the other question does not have it.
    let there: Vec<&str> = owing(target)
        .filter(|one| one.role == AssignmentRole::Handler)
        .map(|one| one.desk_slug.as_str())
        .collect();
    for held in owing(source) {
        let key = if there.contains(&held.desk_slug.as_str()) {
            "desk-merge-follows-same-desk"
        } else {
            "desk-merge-follows-desk"
        };
        lines.push(t.with(key, "desk", held.desk_name.as_str()));
    }
    lines.push(t.say("desk-merge-follows-due"));
    lines.push(t.say("desk-merge-follows-mail"));
    lines.push(t.with("desk-merge-follows-undo", "days", dispatch::DAYS_TO_UNDO));
    lines
}
