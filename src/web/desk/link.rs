//! Linking a question with another one that it belongs with, and taking that away again.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;

use super::handlers::{parsed, permitted};
use super::merge::known;
use super::page::{html, see_other};
use super::queue::typed_reference;
use super::shell::{Reader, leave_notice};
use super::ticket::ticket_url;
use super::view::admin::{Field, Input};
use super::view::parts::Place;
use super::view::ticket_form::{Card, TicketForm, TicketFormPage};
use crate::auth::Verb;
use crate::context::Context;
use crate::registry::{self, Case, Linked, NoLink, RegistryError};
use crate::store::StoreError;
use crate::text::Texts;
use crate::web::{Agent, CurrentAtlas, Posted, Problem};

/// The form, and what stands behind the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct LinkPost {
    revision: i32,
    /// The number of the other question, as somebody typed it.
    with: String,
    /// The number of the one that the link is taken away of.
    remove: String,
}

/// `GET /desk/tickets/{reference}/link?remove=`: with which question, or which link is taken away.
pub(super) async fn form(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    reference: web::Path<String>,
    query: web::Query<LinkPost>,
) -> Result<HttpResponse, Problem> {
    let case = permitted(&ctx, &agent, &parsed(&reference)?, Verb::Link).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let page = page(reader, &case, &query, None);
    html(page.render(), StatusCode::OK)
}

/// `POST /desk/tickets/{reference}/link`.
pub(super) async fn link(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    reference: web::Path<String>,
    posted: Posted<LinkPost>,
) -> Result<HttpResponse, Problem> {
    let Posted {
        agent, form: post, ..
    } = posted;
    let reference = parsed(&reference)?;
    let (actor, seen) = (&agent.actor, post.revision);
    let (done, key) = if post.remove.is_empty() {
        let prefixes = ctx.settings.reference.prefixes();
        let with = typed_reference(&post.with, &prefixes, ctx.clock.now());
        let with = with.map_or_else(|| post.with.clone(), |with| with.to_string());
        let done = registry::link(&ctx, actor, &reference, seen, &with).await;
        (done, "desk-done-link")
    } else {
        let done = registry::unlink(&ctx, actor, &reference, seen, &post.remove).await;
        (done, "desk-done-unlink")
    };
    let (wrong, status) = match done {
        Ok(()) => {
            leave_notice(&ctx, &agent, key).await?;
            return Ok(see_other(&ticket_url(reference.as_str(), "")));
        }
        Err(RegistryError::NoLink(why)) => (wrong(why), StatusCode::UNPROCESSABLE_ENTITY),
        Err(RegistryError::Store(StoreError::Stale)) => ("desk-form-stale", StatusCode::CONFLICT),
        Err(error) => return Err(error.into()),
    };
    let case = permitted(&ctx, &agent, &reference, Verb::Link).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let page = page(reader, &case, &post, Some(wrong));
    html(page.render(), status)
}

fn wrong(why: NoLink) -> &'static str {
    match why {
        NoLink::Missing => "desk-wrong-double-missing",
        NoLink::Unknown => "desk-link-wrong-unknown",
        NoLink::Itself => "desk-link-wrong-itself",
        NoLink::Already => "desk-link-wrong-already",
        NoLink::TooMany => "desk-link-wrong-many",
        NoLink::NotThere => "desk-link-wrong-not",
    }
}

fn page(reader: Reader, case: &Case, post: &LinkPost, wrong: Option<&str>) -> TicketFormPage {
    let t = reader.t;
    let number = case.ticket.reference.as_str();
    let revision = ("revision", case.ticket.revision.to_string());
    let url = ticket_url(number, "/link");
    let removed = case.linked.iter().find(|one| one.reference == post.remove);
    let wrong = wrong.map(|key| t.say(key));
    let mut cards = vec![known(t, case, t.say("desk-split-first"))];
    let (title, form) = if let Some(other) = removed {
        let named = t.with2(
            "desk-link-removes",
            "reference",
            other.reference.as_str(),
            "subject",
            other.subject.as_str(),
        );
        let form = TicketForm {
            url,
            asks: false,
            hidden: vec![revision, ("remove", other.reference.clone())],
            fields: Vec::new(),
            follows: vec![named],
            submit: t.say("desk-link-remove"),
            other: None,
        };
        (t.say("desk-link-remove"), form)
    } else {
        cards.extend(of_linked(t, number, &case.linked));
        let with = Input::Line("text", post.with.clone(), "off");
        let mut field = Field::new("with", t.say("desk-link-number"), with)
            .help(t.say("desk-merge-number-help"))
            .required();
        field.wrong.clone_from(&wrong);
        let form = TicketForm {
            url,
            asks: false,
            hidden: vec![revision],
            fields: vec![field],
            follows: vec![t.say("desk-link-follows")],
            submit: t.say("desk-link"),
            other: None,
        };
        (t.say("desk-link"), form)
    };
    TicketFormPage {
        t,
        reference: number.to_owned(),
        back: ticket_url(number, ""),
        title,
        about: t.say("desk-link-lead"),
        wrong: wrong.filter(|_| form.fields.is_empty()),
        cards,
        previews: Vec::new(),
        form,
        keep: None,
        typed: false,
        shell: reader.shell,
    }
}

/// The questions that it is linked with, each with the way to take that away.
fn of_linked(t: Texts, number: &str, linked: &[Linked]) -> Option<Card> {
    let one = |other: &Linked| {
        let reference = other.reference.as_str();
        let words = t.with2(
            "desk-link-remove-of",
            "reference",
            reference,
            "subject",
            other.subject.as_str(),
        );
        let url = ticket_url(number, &format!("/link?remove={reference}"));
        (url, words)
    };
    (!linked.is_empty()).then(|| Card {
        title: t.say("desk-link-linked"),
        links: linked.iter().map(one).collect(),
        ..Card::default()
    })
}
