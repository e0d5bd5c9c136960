//! Sending a question on to an administration: by a person, or by itself where we are sure enough.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::DispatchError;
use super::mails::{self, Sending};
use super::records::{NewDecision, keep_decision, last_of_house, person_decided};
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::directory::{DeskKind, is_reserved};
use crate::entity::desk;
use crate::entity::dispatch_decision::DispatchMode;
use crate::outbound::enqueue;
use crate::registry::{
    Assignment, AssignmentRole, DeadlineKind, Decided, Direction, MessageKind, NewEvent,
    NewMessage, Progress, Reference, Stage, Term, Ticket, WorkingDays, append_events,
    append_message, assignment_thread, clean, correspondence, desk_by_id, desk_by_slug,
    insert_assignment, load, looked_at, resume_answer_term, save, start_deadline,
};
use crate::store::write_tx;

/// Where a question goes, and what the person adds.
#[derive(Debug, Clone, Default)]
pub struct Forward {
    /// The desk.
    pub desk: String,
    /// A word for that desk; empty when there is none.
    pub comment: String,
}

/// A person sends a question on, or confirms the proposal to do so.
pub async fn forward(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    forward: Forward,
) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Forward, reference, Some(seen)).await?;
    let desk = desk_by_slug(&tx, &forward.desk)
        .await?
        .filter(|desk| desk.active && desk.kind == DeskKind::Administration.as_str())
        .ok_or_else(|| DispatchError::UnknownDesk(forward.desk.clone()))?;
    let as_proposed = ticket
        .proposed
        .is_some_and(|(proposed, _)| proposed == desk.id);
    let decision = NewDecision {
        mode: DispatchMode::Person,
        owner_desk_id: ticket.owner_desk_id,
        desk_id: Some(desk.id),
        topic_slug: ticket.topic_slug.clone(),
        confidence: 1.0,
        explanation: person_decided(actor.user().map(|user| user.name.as_str()), as_proposed),
    };
    keep_decision(&tx, ctx, ticket.id, decision).await?;
    send_to_desk(
        &tx,
        ctx,
        actor,
        &mut ticket,
        &desk,
        clean(&forward.comment).as_deref(),
    )
    .await?;
    save(&tx, &ticket, Decided::Now, ctx.clock.now()).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Sends a question on by itself, inside the transaction that registers it.
pub async fn forward_automatically(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    desk_id: Uuid,
) -> Result<(), DispatchError> {
    let desk = desk_by_id(tx, desk_id)
        .await?
        .ok_or_else(|| DispatchError::UnknownDesk(desk_id.to_string()))?;
    send_to_desk(tx, ctx, &Actor::System, ticket, &desk, None).await?;
    save(tx, ticket, Decided::Unattended, ctx.clock.now()).await?;
    Ok(())
}

/// Does what the house decided when the question came in, now that a person let it go on.
pub async fn go_on_as_decided(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
) -> Result<(), DispatchError> {
    match last_of_house(tx, ticket.id).await? {
        Some((DispatchMode::Automatic, Some(desk))) => {
            forward_automatically(tx, ctx, ticket, desk).await
        }
        _ => Ok(()),
    }
}

/// Whether mail can go to this desk at all: a placeholder address gets none outside the demo.
#[must_use]
pub fn is_reachable(ctx: &Context, email: &str) -> bool {
    ctx.settings.demo || !is_reserved(email)
}

async fn send_to_desk(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    desk: &desk::Model,
    comment: Option<&str>,
) -> Result<(), DispatchError> {
    if !is_reachable(ctx, &desk.email) {
        return Err(DispatchError::Placeholder(desk.name.clone()));
    }
    let now = ctx.clock.now();
    let stood_still = ticket.standing.stage == Stage::WaitingOnAsker;
    ticket.standing = ticket.standing.forwarded(desk.id, now)?;
    if stood_still {
        // Whoever sends it on waits for the asker no longer.
        resume_answer_term(tx, ctx, ticket).await?;
    }
    let days = ctx.settings.terms.administration_working_days;
    let mut assignment = Assignment {
        id: ctx.new_id(),
        ticket_id: ticket.id,
        desk_id: desk.id,
        role: AssignmentRole::Handler,
        progress: Progress::Sent,
        sent_at: now,
        due_at: now,
        revision: 1,
    };
    let term = Term::from(now, WorkingDays(days));
    assignment.due_at = term.due_at;
    insert_assignment(tx, &assignment)
        .await?
        .ok_or_else(|| DispatchError::AlreadyThere(desk.name.clone()))?;
    start_deadline(
        tx,
        ctx,
        ticket.id,
        Some(assignment.id),
        DeadlineKind::Administration,
        days,
    )
    .await?;
    looked_at(tx, ticket, now).await?;

    let thread = assignment_thread(tx, ctx, ticket.id, assignment.id).await?;
    let message = NewMessage {
        author_name: actor.user().map(|user| user.name.clone()),
        author_user_id: actor.user().map(|user| user.id),
        ..NewMessage::plain(
            Direction::Outbound,
            MessageKind::Forward,
            comment.unwrap_or_default().to_owned(),
        )
    };
    let message = append_message(tx, ctx, ticket.id, thread.id, message).await?;
    let about = correspondence(tx, ticket).await?;
    let person = actor.user().map(|user| user.name.as_str());
    let sending = Sending {
        thread: thread.id,
        message,
        comment,
        person,
        term: &term,
    };
    enqueue(
        ctx,
        tx,
        mails::forward(ctx, &about, desk, &assignment, &sending)?,
    )
    .await?;
    let event = NewEvent::new("forwarded")
        .fact("desk", desk.slug.clone())
        .fact("assignment", assignment.id.to_string())
        .fact("due", term.due_at.to_rfc3339());
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(())
}
