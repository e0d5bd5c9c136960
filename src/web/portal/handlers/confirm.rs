//! "Ja, beantwoord", "nee, nog niet" and "dit was ik niet": opening the link changes nothing, its
//! button does, and after that the link shows the state.

use actix_web::{HttpResponse, web};
use uuid::Uuid;

use crate::auth::{Actor, Signer, Subject, Tag, Verb, may};
use crate::context::Context;
use crate::entity::deadline::DeadlineState;
use crate::followup::{self, Said};
use crate::registry::{
    self, Case, CloseReason, DeadlineKind, EvidenceKind, MessageView, Receipt, Stage, Ticket,
    can_be_disowned, find_by_id, status_link,
};
use crate::text::dates::local_day;
use crate::web::fields::Fields;
use crate::web::portal::confirm::{
    ConfirmPage, ConfirmedPage, Links, NotMePage, NotYetPage, ReopenedPage,
};
use crate::web::portal::visitor::{Visitor, see_other};
use crate::web::{Kind, Problem};

/// Whether an answer went to an address that is no longer the asker's: the question was sent on to another
/// one since, without this answer.
fn is_for_another(case: &Case, answer: Uuid) -> bool {
    let moved = || {
        let events = case.events.iter();
        events.filter(|event| event.kind == "readdressed" && event.facts["moved"] == true)
    };
    let messages = case.threads.iter().flat_map(|thread| &thread.messages);
    let mut messages = messages.filter(|it| it.id == answer);
    let id = answer.to_string();
    let before = |sent: &MessageView| moved().any(|event| event.at > sent.created_at);
    messages.next().is_some_and(before) && !moved().any(|event| event.facts["message"] == *id)
}

/// An answer that a link is about.
struct About {
    case: Case,
    answer: Uuid,
    links: Links,
}

impl About {
    /// Reads the link; one that we did not sign opens nothing.
    async fn read(ctx: &Context, tag: &str) -> Result<Self, Problem> {
        let over = || Problem::new(Kind::LinkOver);
        let Some(Tag::Action { ticket, message }) = Signer::of(ctx).read(tag) else {
            return Err(over());
        };
        let ticket = find_by_id(&ctx.db, ticket).await?.ok_or_else(over)?;
        let facts = registry::facts(&ctx.db, &ticket).await?;
        let actor = Actor::AskerLink { ticket: ticket.id };
        may(&actor, Verb::ConfirmReceipt, Subject::Ticket(&facts))?;
        let case = registry::case(&ctx.db, &ticket.reference)
            .await?
            .ok_or_else(over)?;
        if is_for_another(&case, message) {
            return Err(over());
        }
        let links = Links {
            yes: format!("/b/ja/{tag}"),
            no: format!("/b/nee/{tag}"),
            status: status_link(ctx, &ticket),
        };
        Ok(Self {
            case,
            answer: message,
            links,
        })
    }

    fn reference(&self) -> String {
        self.case.ticket.reference.to_string()
    }

    /// Whether somebody else than the asker said that they have the answer: their page tells who.
    fn is_said_by_another(&self) -> bool {
        let proofs = self.case.evidence.iter().rev();
        let mut confirming = proofs.filter(|it| it.receipt == Receipt::Confirmed);
        self.case.ticket.standing.receipt == Receipt::Confirmed
            && confirming.any(|it| it.kind == EvidenceKind::Noted)
    }

    /// Whether the rest of the answer is still to come.
    fn is_part(&self) -> bool {
        self.case.ticket.standing.part.is_some()
    }

    /// Whether the link is about a part of the answer, and the rest left since.
    fn is_overtaken(&self) -> bool {
        let this = self.answer.to_string();
        let mut sent = self.case.events.iter().filter(|it| it.kind == "answered");
        let was_part =
            |facts: &serde_json::Value| facts["message"] == *this && facts["still"].is_array();
        sent.any(|it| was_part(&it.facts)) && sent.next().is_some()
    }

    /// When the asker confirmed, if that is how it stands.
    fn confirmed_at(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        let standing = &self.case.ticket.standing;
        if standing.receipt != Receipt::Confirmed {
            return None;
        }
        let confirming = self
            .case
            .evidence
            .iter()
            .rev()
            .find(|it| it.receipt == Receipt::Confirmed);
        match (confirming, standing.stage) {
            (Some(evidence), _) => Some(evidence.at),
            (None, Stage::Closed { at, .. }) => Some(at),
            (None, _) => None,
        }
    }

    /// When the asker said no, if that is how it stands.
    fn disputed_at(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        if self.case.ticket.standing.receipt != Receipt::Disputed {
            return None;
        }
        let saying = |kind| matches!(kind, EvidenceKind::SaidNo | EvidenceKind::RepliedAgain);
        self.case
            .evidence
            .iter()
            .rev()
            .find(|it| saying(it.kind))
            .map(|it| it.at)
    }

    fn due(&self) -> Option<chrono::NaiveDate> {
        let pending = |kind, state| kind == DeadlineKind::Answer && state == DeadlineState::Pending;
        let deadlines = self.case.deadlines.iter().rev();
        let mut running = deadlines.filter(|it| pending(it.kind, it.state));
        running.next().map(|it| local_day(it.due_at))
    }
}

/// `GET /b/ja/{tag}`.
pub async fn yes(
    ctx: web::Data<Context>,
    visitor: Visitor,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let about = About::read(&ctx, &tag).await?;
    if about.is_said_by_another() || about.is_overtaken() {
        return Ok(see_other(&about.links.status));
    }
    let (reference, part) = (about.reference(), about.is_part());
    if let Some(at) = about.confirmed_at() {
        let status = about.links.status;
        let page = ConfirmedPage::new(visitor.t, &visitor.site, reference, at, status, part);
        return visitor.private_page(&page);
    }
    let subject = about.case.ticket.subject;
    let links = about.links;
    let page = ConfirmPage::new(visitor.t, &visitor.site, reference, subject, links, part);
    visitor.private_page(&page)
}

/// `POST /b/ja/{tag}`.
pub async fn say_yes(
    ctx: web::Data<Context>,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let about = About::read(&ctx, &tag).await?;
    let ticket = about.case.ticket.id;
    followup::say(&ctx, ticket, about.answer, Said::Yes, "").await?;
    Ok(see_other(&about.links.yes))
}

/// `GET /b/nee/{tag}`.
pub async fn no(
    ctx: web::Data<Context>,
    visitor: Visitor,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let about = About::read(&ctx, &tag).await?;
    if let Some(at) = about.disputed_at() {
        let (reference, due) = (about.reference(), about.due());
        let part = about.is_part();
        let status = about.links.status;
        let page = ReopenedPage::new(visitor.t, &visitor.site, reference, at, due, status, part);
        return visitor.private_page(&page);
    }
    visitor.private_page(&NotYetPage::new(visitor.t, &visitor.site, about.links))
}

/// `POST /b/nee/{tag}`.
pub async fn say_no(
    ctx: web::Data<Context>,
    tag: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let about = About::read(&ctx, &tag).await?;
    let ticket = about.case.ticket.id;
    let why = fields.text("wat");
    followup::say(&ctx, ticket, about.answer, Said::No, &why).await?;
    Ok(see_other(&about.links.no))
}

/// The question behind "dit was ik niet". The link opens it while it can be disowned, and shows
/// afterwards that it was.
async fn not_mine(ctx: &Context, tag: &str) -> Result<Ticket, Problem> {
    let over = || Problem::new(Kind::LinkOver);
    let Some(Tag::NotMe { ticket, version }) = Signer::of(ctx).read(tag) else {
        return Err(over());
    };
    let ticket = find_by_id(&ctx.db, ticket).await?.ok_or_else(over)?;
    let current = u32::try_from(ticket.link_version) == Ok(version);
    if !current || !(is_withdrawn(&ticket) || can_be_disowned(&ctx.db, &ticket).await?) {
        return Err(over());
    }
    let facts = registry::facts(&ctx.db, &ticket).await?;
    let actor = Actor::AskerLink { ticket: ticket.id };
    may(&actor, Verb::Disown, Subject::Ticket(&facts))?;
    Ok(ticket)
}

fn is_withdrawn(ticket: &Ticket) -> bool {
    let reason = CloseReason::Withdrawn;
    matches!(ticket.standing.stage, Stage::Closed { reason: why, .. } if why == reason)
}

/// `GET /b/niet-ik/{tag}`.
pub async fn not_me(
    ctx: web::Data<Context>,
    visitor: Visitor,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let ticket = not_mine(&ctx, &tag).await?;
    let done = is_withdrawn(&ticket);
    let reference = ticket.reference.to_string();
    let act = format!("/b/niet-ik/{tag}");
    let status = status_link(&ctx, &ticket);
    let page = NotMePage::new(visitor.t, &visitor.site, reference, act, status, done);
    visitor.private_page(&page)
}

/// `POST /b/niet-ik/{tag}`.
pub async fn say_not_me(
    ctx: web::Data<Context>,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let ticket = not_mine(&ctx, &tag).await?;
    registry::disown(&ctx, ticket.id).await?;
    Ok(see_other(&format!("/b/niet-ik/{tag}")))
}
