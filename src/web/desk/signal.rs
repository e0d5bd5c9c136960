//! Pointing the governor's office at a question, and taking that back.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;

use super::handlers::{parsed, permitted};
use super::merge::known;
use super::page::{html, see_other};
use super::shell::{Reader, leave_notice};
use super::ticket::ticket_url;
use super::view::admin::{Field, Input};
use super::view::parts::Place;
use super::view::ticket_form::{TicketForm, TicketFormPage};
use crate::auth::Verb;
use crate::context::Context;
use crate::directory::Atlas;
use crate::registry::{self, Case, NoSignal, RegistryError, Signal};
use crate::store::StoreError;
use crate::text::{Texts, dates};
use crate::web::{Agent, CurrentAtlas, Posted, Problem};

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SignalPost {
    revision: i32,
    why: String,
    /// `1` to take it back.
    withdraw: String,
}

/// `GET /desk/tickets/{reference}/signal`: the form, or the signal that there is.
pub(super) async fn form(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    reference: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let case = permitted(&ctx, &agent, &parsed(&reference)?, Verb::Signal).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let page = page(reader, &atlas, &case, "", None);
    html(page.render(), StatusCode::OK)
}

/// `POST /desk/tickets/{reference}/signal`.
pub(super) async fn signal(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    reference: web::Path<String>,
    posted: Posted<SignalPost>,
) -> Result<HttpResponse, Problem> {
    let Posted {
        agent, form: post, ..
    } = posted;
    let reference = parsed(&reference)?;
    let (actor, seen) = (&agent.actor, post.revision);
    let withdraws = post.withdraw == "1";
    let done = if withdraws {
        registry::withdraw_signal(&ctx, actor, &reference, seen).await
    } else {
        registry::signal(&ctx, actor, &reference, seen, &post.why).await
    };
    let (key, status) = match done {
        Ok(()) => {
            let done = if withdraws {
                "desk-done-signal-withdrawn"
            } else {
                "desk-done-signal"
            };
            leave_notice(&ctx, &agent, done).await?;
            return Ok(see_other(&ticket_url(reference.as_str(), "")));
        }
        Err(RegistryError::NoSignal(why)) => (wrong(why), StatusCode::UNPROCESSABLE_ENTITY),
        Err(RegistryError::Store(StoreError::Stale)) => ("desk-form-stale", StatusCode::CONFLICT),
        Err(error) => return Err(error.into()),
    };
    let case = permitted(&ctx, &agent, &reference, Verb::Signal).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let page = page(reader, &atlas, &case, &post.why, Some(key));
    html(page.render(), status)
}

fn wrong(why: NoSignal) -> &'static str {
    match why {
        NoSignal::Missing => "desk-signal-wrong-missing",
        NoSignal::Long => "desk-signal-wrong-long",
        NoSignal::NoProvince => "desk-signal-wrong-province",
        NoSignal::Already => "desk-signal-wrong-already",
        NoSignal::NotThere => "desk-signal-wrong-not",
    }
}

fn page(
    reader: Reader,
    atlas: &Atlas,
    case: &Case,
    typed: &str,
    wrong: Option<&str>,
) -> TicketFormPage {
    let t = reader.t;
    let number = case.ticket.reference.as_str();
    let revision = ("revision", case.ticket.revision.to_string());
    let province = case.ticket.province_slug.as_deref();
    let province = province.and_then(|slug| atlas.province(slug));
    let province = province.map_or("–", |province| province.name.as_str());
    let form = if let Some(open) = &case.signal {
        TicketForm {
            url: ticket_url(number, "/signal"),
            asks: false,
            hidden: vec![revision, ("withdraw", "1".to_owned())],
            fields: Vec::new(),
            follows: vec![said(t, open), t.say("desk-signal-follows-unsent")],
            submit: t.say("desk-signal-withdraw"),
            other: None,
        }
    } else {
        let why = Input::Line("text", typed.to_owned(), "off");
        TicketForm {
            url: ticket_url(number, "/signal"),
            asks: false,
            hidden: vec![revision],
            fields: vec![
                Field::new("why", t.say("desk-signal-why"), why)
                    .help(t.with("desk-signal-why-help", "most", registry::MOST_WHY))
                    .required(),
            ],
            follows: vec![
                t.with("desk-signal-follows-mail", "province", province),
                t.say("desk-signal-follows-text"),
            ],
            submit: t.say("desk-signal-do"),
            other: None,
        }
    };
    TicketFormPage {
        t,
        reference: number.to_owned(),
        back: ticket_url(number, ""),
        title: t.say(if case.signal.is_some() {
            "desk-signal-open"
        } else {
            "desk-signal"
        }),
        about: t.say("desk-signal-about"),
        wrong: wrong.map(|key| t.say(key)),
        cards: vec![known(t, case, t.say("desk-split-first"))],
        previews: Vec::new(),
        form,
        keep: None,
        typed: false,
        shell: reader.shell,
    }
}

/// That a question is signaled, by whom, when and why.
pub(super) fn said(t: Texts, signal: &Signal) -> String {
    let day = dates::plain_day(dates::local_day(signal.at), t.language());
    let named = [
        ("name", signal.by.as_deref().unwrap_or("–").into()),
        ("day", day.into()),
        ("why", signal.why.as_str().into()),
    ];
    t.fill("desk-signal-said", named)
}
