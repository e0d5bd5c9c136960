//! Asking another desk for advice: which desk and what, and then exactly who gets it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;

use super::drafts;
use super::handlers::{parsed, permitted};
use super::merge::known;
use super::page::{html, see_other};
use super::preview;
use super::shell::{Reader, leave_notice};
use super::ticket::ticket_url;
use super::trouble::Trouble;
use super::view::admin::{Field, Input};
use super::view::parts::{Choice, Place};
use super::view::ticket_form::{Card, TicketForm, TicketFormPage};
use crate::auth::Verb;
use crate::context::Context;
use crate::directory::{Atlas, Desk};
use crate::dispatch::{self, Along, Consult, Outgoing, Sent, WrittenIn};
use crate::registry::{self, Case, RegistryError, Term, WorkingDays, day_in_brussels};
use crate::text::{Texts, dates};
use crate::web::{Agent, CurrentAtlas, Posted, Problem};

/// The form, and what stands behind the address before it is confirmed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConsultPost {
    revision: i32,
    desk: String,
    words: String,
    days: String,
    /// `1` once who gets it was on screen.
    confirmed: String,
    /// The draft that it was made from.
    draft: String,
    /// `1` when its writer goes on writing.
    again: String,
}

impl ConsultPost {
    fn wanted(&self, t: Texts) -> Result<Consult, (&'static str, String)> {
        if self.words.trim().is_empty() {
            return Err(("words", t.say("desk-consult-wrong-words")));
        }
        let days = self.days.trim().parse::<u16>().ok();
        let days = days.filter(|days| (1..=dispatch::MOST_DAYS).contains(days));
        if days.is_none() {
            let most = t.with("desk-consult-wrong-days", "most", dispatch::MOST_DAYS);
            return Err(("days", most));
        }
        Ok(Consult {
            desk: self.desk.clone(),
            words: self.words.clone(),
            days,
            along: Along::All,
        })
    }
}

/// `GET /desk/tickets/{reference}/consult`: whom, and what.
pub(super) async fn form(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    reference: web::Path<String>,
    query: web::Query<ConsultPost>,
) -> Result<HttpResponse, Problem> {
    let case = permitted(&ctx, &agent, &parsed(&reference)?, Verb::Consult).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let query = query.into_inner();
    let draft = match query.draft.parse() {
        Ok(id) => dispatch::draft(&ctx.db, reader.user, id).await?,
        Err(_) => None,
    };
    let ordinary = registry::terms(&ctx.db, &ctx).await?.consult_working_days;
    let place = drafts::consult_place(&query.draft);
    let (typed, keep) = drafts::of_page(&ctx, &agent, &case.ticket, &place).await?;
    let kept: Option<ConsultPost> = typed.as_ref().map(drafts::as_form);
    let post = match draft.map(|draft| draft.outgoing) {
        // What was typed in what came back is newer than that.
        _ if kept.is_some() => kept.unwrap_or_default(),
        Some(Outgoing::Consult(consult)) => ConsultPost {
            desk: consult.desk,
            words: consult.words,
            days: consult.days.unwrap_or(ordinary).to_string(),
            ..query
        },
        _ => ConsultPost {
            days: ordinary.to_string(),
            draft: String::new(),
            ..query
        },
    };
    if !case.ticket.standing.is_open() {
        return too_late(&ctx, reader, &atlas, &case, &post).await;
    }
    let mut page = page(&ctx, reader, &atlas, &case, &post, Vec::new(), None).await?;
    page.keep = Some(keep);
    html(page.render(), StatusCode::OK)
}

/// `POST /desk/tickets/{reference}/consult`: shows who gets it, and sends it once that was confirmed.
pub(super) async fn consult(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    reference: web::Path<String>,
    posted: Posted<ConsultPost>,
) -> Result<HttpResponse, Problem> {
    let Posted {
        agent, form: post, ..
    } = posted;
    let reference = parsed(&reference)?;
    let case = permitted(&ctx, &agent, &reference, Verb::Consult).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let t = reader.t;
    if !case.ticket.standing.is_open() {
        return too_late(&ctx, reader, &atlas, &case, &post).await;
    }
    let place = drafts::consult_place(&post.draft);
    let place = place.as_str();
    if post.again == "1" {
        let page = page(&ctx, reader, &atlas, &case, &post, Vec::new(), None).await?;
        let page = drafts::again(&ctx, &agent, &case.ticket, place, page).await?;
        return html(page.render(), StatusCode::OK);
    }
    let unfit = StatusCode::UNPROCESSABLE_ENTITY;
    let mut faults: Vec<(&'static str, String)> = Vec::new();
    let known_desk = advisers(&atlas, &case).any(|desk| desk.slug == post.desk);
    if !known_desk {
        faults.push(("desk", t.say("desk-wrong-desk")));
    }
    let wanted = match post.wanted(t) {
        Ok(wanted) => Some(wanted),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    let Some(wanted) = wanted.filter(|_| faults.is_empty()) else {
        let page = page(&ctx, reader, &atlas, &case, &post, faults, None).await?;
        let page = drafts::again(&ctx, &agent, &case.ticket, place, page).await?;
        return html(page.render(), unfit);
    };
    let (actor, seen) = (&agent.actor, post.revision);
    let consult = Outgoing::Consult(wanted);
    let done = if post.confirmed == "1" {
        let written = WrittenIn {
            draft: post.draft.parse().ok(),
            place,
        };
        let sent = dispatch::send(&ctx, actor, &reference, seen, consult, written).await;
        sent.map(|sent| (Some(sent), Vec::new()))
    } else {
        let mails = dispatch::rehearse(&ctx, actor, &reference, seen, consult).await;
        mails.map(|mails| (None, mails))
    };
    match done.map_err(Trouble::from) {
        Ok((None, mails)) => {
            let page = TicketFormPage {
                previews: preview::shown(&ctx, mails),
                ..confirming(&ctx, reader, &atlas, &case, &post)
            };
            html(page.render(), StatusCode::OK)
        }
        // The page of the question itself says that it leaves in a moment.
        Ok((Some(Sent::Waits), _)) => Ok(see_other(&ticket_url(reference.as_str(), ""))),
        Ok((Some(Sent::Now), _)) => {
            leave_notice(&ctx, &agent, "desk-done-consult").await?;
            Ok(see_other(&ticket_url(reference.as_str(), "")))
        }
        Err(Trouble::Problem(problem)) => Err(problem),
        Err(Trouble::Wrong(said)) => {
            let words = Some(said.in_words(t));
            let page = page(&ctx, reader, &atlas, &case, &post, Vec::new(), words).await?;
            let page = drafts::again(&ctx, &agent, &case.ticket, place, page).await?;
            html(page.render(), said.status())
        }
        Err(Trouble::Late) => {
            let words = Some(t.say("desk-form-stale"));
            let page = page(&ctx, reader, &atlas, &case, &post, Vec::new(), words).await?;
            let page = drafts::again(&ctx, &agent, &case.ticket, place, page).await?;
            html(page.render(), StatusCode::CONFLICT)
        }
    }
}

/// Advice on a question that has its answer is none, whoever asks for it: what the page of the question hides
/// is no question that changed meanwhile. Words that were written before are shown, to copy.
async fn too_late(
    ctx: &Context,
    reader: Reader,
    atlas: &Atlas,
    case: &Case,
    post: &ConsultPost,
) -> Result<HttpResponse, Problem> {
    if post.words.trim().is_empty() {
        return Err(RegistryError::from(dispatch::over_for_advice(&case.ticket)).into());
    }
    let over = Some(reader.t.say("desk-consult-over"));
    let page = page(ctx, reader, atlas, case, post, Vec::new(), over).await?;
    html(page.render(), StatusCode::CONFLICT)
}

/// The desks that can be asked for advice.
fn advisers<'a>(atlas: &'a Atlas, case: &'a Case) -> impl Iterator<Item = &'a Desk> {
    let all = atlas.administrations().chain(atlas.contact_points());
    all.filter(|desk| desk.active && desk.slug != case.owner.0)
}

async fn page(
    ctx: &Context,
    reader: Reader,
    atlas: &Atlas,
    case: &Case,
    post: &ConsultPost,
    faults: Vec<(&'static str, String)>,
    wrong: Option<String>,
) -> Result<TicketFormPage, Problem> {
    let t = reader.t;
    let ordinary = registry::terms(&ctx.db, ctx).await?.consult_working_days;
    let number = case.ticket.reference.as_str();
    let choice = |value: &str, words: String| Choice {
        value: value.to_owned(),
        chosen: value == post.desk,
        words,
    };
    let mut desks: Vec<Choice> = advisers(atlas, case)
        .map(|desk| choice(&desk.slug, desk.name.clone()))
        .collect();
    desks.sort_by_cached_key(|choice| choice.words.to_lowercase());
    desks.insert(0, choice("", t.say("desk-forward-choose")));
    let mut fields = vec![
        Field::new("desk", t.say("desk-consult-desk"), Input::Choose(desks)),
        Field::new(
            "words",
            t.say("desk-consult-words"),
            Input::Area(post.words.clone(), 6),
        )
        .help(t.say("desk-consult-words-help"))
        .required(),
        Field::new(
            "days",
            t.say("desk-consult-days"),
            Input::Line("number", post.days.clone(), "off"),
        )
        .required(),
    ];
    let mut wrong = wrong;
    for (name, words) in faults {
        match fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.wrong = Some(words),
            None => wrong = Some(words),
        }
    }
    Ok(TicketFormPage {
        t,
        reference: number.to_owned(),
        back: ticket_url(number, ""),
        title: t.say("desk-consult"),
        about: t.with("desk-consult-about", "days", ordinary),
        wrong,
        cards: vec![known(t, case, t.say("desk-split-first"))],
        previews: Vec::new(),
        form: TicketForm {
            url: ticket_url(number, "/consult"),
            asks: false,
            hidden: vec![
                ("revision", case.ticket.revision.to_string()),
                ("draft", post.draft.clone()),
            ],
            fields,
            follows: Vec::new(),
            submit: t.say("desk-merge-next"),
            other: None,
        },
        keep: None,
        typed: false,
        shell: reader.shell,
    })
}

/// The page that shows who gets it.
fn confirming(
    ctx: &Context,
    reader: Reader,
    atlas: &Atlas,
    case: &Case,
    post: &ConsultPost,
) -> TicketFormPage {
    let t = reader.t;
    let number = case.ticket.reference.as_str();
    let desk = advisers(atlas, case).find(|desk| desk.slug == post.desk);
    let (name, email) = desk.map_or(("–", "–"), |desk| (&desk.name, &desk.email));
    let days = post.days.trim().parse().unwrap_or(1);
    let due = Term::from(ctx.clock.now(), WorkingDays(days)).due_at;
    let day = dates::day(day_in_brussels(due), t.language());
    let not_to = case.asker.name.as_deref().unwrap_or(&case.asker.email);
    TicketFormPage {
        t,
        reference: number.to_owned(),
        back: ticket_url(number, ""),
        title: t.with("desk-consult-who", "desk", name),
        about: t.say("desk-consult-check"),
        wrong: None,
        cards: vec![Card {
            title: t.say("desk-consult-words"),
            text: Some(post.words.clone()),
            ..Card::default()
        }],
        previews: Vec::new(),
        form: TicketForm {
            url: ticket_url(number, "/consult"),
            asks: false,
            hidden: vec![
                ("revision", post.revision.to_string()),
                ("desk", post.desk.clone()),
                ("words", post.words.clone()),
                ("days", post.days.clone()),
                ("confirmed", "1".to_owned()),
                ("draft", post.draft.clone()),
            ],
            fields: Vec::new(),
            follows: vec![
                t.with2("desk-consult-to", "desk", name, "email", email),
                t.with("desk-consult-not-to", "name", not_to),
                t.with("desk-consult-due", "day", day),
                t.say("desk-consult-stays"),
            ],
            submit: t.with("desk-consult-do", "desk", name),
            other: Some(("again", t.say("desk-consult-again"))),
        },
        keep: None,
        typed: false,
        shell: reader.shell,
    }
}
