//! Asking another desk for advice, in a conversation of its own and with a term of its own. The question
//! stays where it is: whoever has the ball keeps it, and the status is what it was. What comes back is laid
//! before the owner, to be used or left; it never goes to the asker by itself.

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::DispatchError;
use super::forward::{Along, added, assign, is_reachable, went_along};
use super::mails::{self, Sending};
use super::pending::none_waits;
use crate::auth::{Actor, Verb};
use crate::config::MOST_CONSULT;
use crate::context::Context;
use crate::directory::DeskKind;
use crate::entity::desk;
use crate::outbound::enqueue;
use crate::outbound::mails::{Occasion, Wanted};
use crate::registry::{
    Assignment, AssignmentRole, Attachment, Decided, Direction, MessageKind, NewEvent, NewMessage,
    Reference, RegistryError, Term, Ticket, WorkingDays, WrongStep, append_events, append_message,
    assignment_thread, assignments, citation, clean, correspondence, desk_by_slug, load, looked_at,
    save, settle_questions_back, terms,
};
use crate::store::write_tx;

/// The longest term for advice, in working days.
pub const MOST_DAYS: u16 = MOST_CONSULT;

/// Whom to ask for advice, and what.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Consult {
    /// The slug of the desk: an administration, or another contact point.
    pub desk: String,
    /// What is asked of it.
    pub words: String,
    /// Within how many working days; the ordinary term when it is not said.
    pub days: Option<u16>,
    /// What the asker wrote after the question that goes along.
    pub along: Along,
}

/// Whether a desk of this kind can be asked for advice.
#[must_use]
pub fn can_advise(kind: &str) -> bool {
    kind == DeskKind::Administration.as_str() || kind == DeskKind::ContactPoint.as_str()
}

/// That advice on this question comes too late: it has its answer, or is closed.
#[must_use]
pub fn over_for_advice(ticket: &Ticket) -> WrongStep {
    WrongStep {
        status: ticket.standing.status(),
        verb: "advised on",
    }
}

/// A person asks a desk for advice, or writes again to one that was asked.
pub async fn consult(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    wanted: Consult,
) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    consult_in(&tx, ctx, actor, reference, seen, wanted).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The same in the caller's transaction.
pub(super) async fn consult_in(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    wanted: Consult,
) -> Result<(), DispatchError> {
    let words = clean(&wanted.words).ok_or(RegistryError::EmptyText)?;
    let now = ctx.clock.now();
    let mut ticket = load(tx, actor, Verb::Consult, reference, Some(seen)).await?;
    none_waits(tx, ticket.id).await?;
    if !ticket.standing.is_open() {
        return Err(over_for_advice(&ticket).into());
    }
    let desk = desk_by_slug(tx, &wanted.desk)
        .await?
        .filter(|desk| desk.active && can_advise(&desk.kind) && desk.id != ticket.owner_desk_id)
        .ok_or_else(|| DispatchError::UnknownDesk(wanted.desk.clone()))?;
    if !is_reachable(ctx, &desk.email) {
        return Err(DispatchError::Placeholder(desk.name));
    }
    let ordinary = terms(tx, ctx).await?.consult_working_days;
    let days = wanted.days.unwrap_or(ordinary);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(DispatchError::UnfitTerm(days));
    }
    let term = Term::from(now, WorkingDays(days));
    let asking = Asking {
        desk: &desk,
        words: &words,
        term: &term,
        along: &wanted.along,
    };
    ask(tx, ctx, actor, &mut ticket, asking).await?;
    save(tx, &ticket, Decided::Now, now).await?;
    Ok(())
}

/// Whom, what and until when.
struct Asking<'a> {
    desk: &'a desk::Model,
    words: &'a str,
    term: &'a Term,
    along: &'a Along,
}

async fn ask(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    asking: Asking<'_>,
) -> Result<(), DispatchError> {
    let Asking {
        desk,
        words,
        term,
        along,
    } = asking;
    let held = assignments(tx, ticket.id)
        .await?
        .into_iter()
        .find(|held| held.desk_id == desk.id && held.progress.is_open());
    let again = held.is_some();
    let assignment: Assignment = match held {
        Some(held) if held.role == AssignmentRole::Consulted => held,
        // It answers the question: it need not advise on it.
        Some(_) => return Err(DispatchError::AlreadyThere(desk.name.clone())),
        None => assign(tx, ctx, ticket, desk, AssignmentRole::Consulted, term).await?,
    };
    looked_at(tx, ticket, ctx.clock.now()).await?;
    let mut about = correspondence(tx, ticket).await?;
    let added = if again && *along == Along::All {
        Vec::new()
    } else {
        added(tx, &about, &assignment, along).await?
    };
    let thread = assignment_thread(tx, ctx, ticket.id, assignment.id).await?;
    let user = actor.user();
    let message = NewMessage {
        author_name: user.map(|user| user.name.clone()),
        author_user_id: user.map(|user| user.id),
        quoted: mails::as_added(&added),
        attachments: added
            .iter()
            .flat_map(|one| &one.files)
            .filter_map(Attachment::again)
            .collect(),
        ..NewMessage::plain(Direction::Outbound, MessageKind::Forward, words.to_owned())
    };
    let message = append_message(tx, ctx, ticket.id, thread.id, message).await?;
    let answers = settle_questions_back(tx, ticket.id, Some(thread.id)).await?;
    for one in &added {
        about.files.extend(one.files.iter().cloned());
    }
    let sending = Sending {
        thread: thread.id,
        message,
        comment: Some(words),
        person: user.map(|user| user.name.as_str()),
        term: (!again).then_some(term),
        wanted: Wanted::Advice,
        occasion: if answers {
            Occasion::Reply
        } else {
            Occasion::Question
        },
        added: &added,
        cited: if again {
            Some(citation(tx, thread.id).await?)
        } else {
            None
        },
    };
    let mail = mails::forward(ctx, &about, desk, &assignment, &sending)?;
    enqueue(ctx, tx, mail).await?;
    let mut events = vec![
        NewEvent::new("consulted")
            .fact("due", assignment.due_at.to_rfc3339())
            .fact("desk", desk.slug.clone())
            .fact("assignment", assignment.id.to_string()),
    ];
    events.extend(went_along(tx, along, &added, desk, &assignment).await?);
    append_events(tx, ctx, ticket.id, actor, events).await?;
    Ok(())
}
