//! Taking a question back from a desk that still owes something: how far it is, its term, its event
//! and the mail that says so are one. No desk goes on working for nobody.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::assignments::{Assignment, assignments, desk_by_id, desks_of, save_progress};
use super::correspondence::{Correspondence, citation, correspondence, letterhead, mail_texts};
use super::deadlines::{DeadlineKind, end_deadline};
use super::error::RegistryError;
use super::events::{NewEvent, append_events};
use super::letters::{set_aside_held, settle_questions_back};
use super::messages::{Direction, MessageKind, NewMessage, append_message};
use super::records::Ticket;
use super::threads::assignment_thread;
use super::waits::settle_messages;
use super::{AssignmentRole, day_in_brussels};
use crate::auth::{Actor, Addresses};
use crate::context::Context;
use crate::entity::deadline::DeadlineState;
use crate::entity::desk;
use crate::outbound::mails::{Moot, Passage, Wanted, Withdrawal};
use crate::outbound::{Author, Draft, OutboundKind, enqueue};
use crate::store::StoreError;

/// Takes the question back from every desk that still owes something, in the caller's transaction, and ends
/// what else waited in it.
pub async fn withdraw_all(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &Ticket,
    why: Moot,
) -> Result<(), RegistryError> {
    if why == Moot::Closed {
        set_aside(tx, ctx, actor, ticket).await?;
    }
    withdraw_others(tx, ctx, actor, ticket, why, &[]).await
}

/// The same, but for the assignments that are kept.
pub async fn withdraw_others(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &Ticket,
    why: Moot,
    kept: &[Uuid],
) -> Result<(), RegistryError> {
    if kept.is_empty() {
        settle_questions_back(tx, ticket.id, None).await?;
    }
    settle_messages(tx, actor, ticket.id).await?;
    let mut open = assignments(tx, ticket.id).await?;
    open.retain(|held| held.progress.is_open() && !kept.contains(&held.id));
    if open.is_empty() {
        return Ok(());
    }
    let about = correspondence(tx, ticket).await?;
    let desks = desks_of(tx, &open).await?;
    for held in open {
        let desk = desks.iter().find(|desk| desk.id == held.desk_id);
        let from = Held {
            ticket,
            about: &about,
            assignment: &held,
            desk,
        };
        take_from(tx, ctx, actor, from, why, None).await?;
    }
    Ok(())
}

/// A person who closes a question has read what somebody wrote in it of whom nobody said that they belong
/// there: it ends with the question. What comes in later waits, and so does what nobody read: where a program
/// or the asker closes it, or the question goes on in another one and may come back from there.
async fn set_aside(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &Ticket,
) -> Result<(), StoreError> {
    if actor.user().is_none() || ticket.goes_on_in().is_some() {
        return Ok(());
    }
    let held = set_aside_held(tx, ticket.id).await?;
    let told = held
        .into_iter()
        .map(|id| NewEvent::new("message_set_aside").fact("message", id.to_string()));
    append_events(tx, ctx, ticket.id, actor, told.collect()).await
}

/// Takes the question back from one desk, in the caller's transaction; `note` is what a person adds.
/// A desk that owes nothing any more is left alone.
pub async fn withdraw(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &Ticket,
    held: &Assignment,
    why: Moot,
    note: Option<&str>,
) -> Result<(), RegistryError> {
    let about = correspondence(tx, ticket).await?;
    let desk = desk_by_id(tx, held.desk_id).await?;
    let from = Held {
        ticket,
        about: &about,
        assignment: held,
        desk: desk.as_ref(),
    };
    take_from(tx, ctx, actor, from, why, note).await
}

/// From which desk a question is taken back, and what a mail to it says of the question.
struct Held<'a> {
    ticket: &'a Ticket,
    about: &'a Correspondence,
    assignment: &'a Assignment,
    desk: Option<&'a desk::Model>,
}

async fn take_from(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    from: Held<'_>,
    why: Moot,
    note: Option<&str>,
) -> Result<(), RegistryError> {
    let Held {
        ticket,
        about,
        assignment: held,
        desk,
    } = from;
    let now = ctx.clock.now();
    let Ok(progress) = held.progress.withdraw(now) else {
        return Ok(());
    };
    save_progress(tx, held, progress).await?;
    let (term, ended) = (DeadlineKind::Administration, DeadlineState::Cancelled);
    end_deadline(tx, ticket.id, Some(held.id), term, ended, now).await?;
    let thread = assignment_thread(tx, ctx, ticket.id, held.id).await?;
    settle_questions_back(tx, ticket.id, Some(thread.id)).await?;
    let message = match note {
        Some(note) => {
            let words = NewMessage {
                author_name: actor.user().map(|user| user.name.clone()),
                author_user_id: actor.user().map(|user| user.id),
                ..NewMessage::plain(Direction::Outbound, MessageKind::Request, note.to_owned())
            };
            Some(append_message(tx, ctx, ticket.id, thread.id, words).await?)
        }
        None => None,
    };
    if let Some(desk) = desk {
        let cited = citation(tx, thread.id).await?;
        // What follows from an answer or a closing leaves by itself.
        let person = actor.user().filter(|_| why == Moot::TakenBack);
        let mail = Withdrawal {
            why,
            wanted: match held.role {
                AssignmentRole::Handler => Wanted::Answer,
                AssignmentRole::Consulted => Wanted::Advice,
            },
            reference: ticket.reference.to_string(),
            subject: ticket.subject.clone(),
            asker: about.asker_words(),
            question: Passage::plain(&about.question),
            asked_on: day_in_brussels(about.asked_at),
            due: day_in_brussels(held.due_at),
            note: note.map(Passage::plain),
            signature: about.signature(person.map(|user| user.name.as_str())),
        };
        let draft = Draft {
            kind: OutboundKind::Withdrawal,
            author: match person {
                Some(_) => Author::Person,
                None => Author::Machine,
            },
            ticket: Some(about.about()),
            thread: Some(thread.id),
            message,
            assignment: Some(held.id),
            to: vec![desk.email.clone()],
            reply_to: Addresses::of(ctx)
                .ok()
                .map(|all| all.reply_of_assignment(held.id)),
            body: mail.write(&mail_texts(), &letterhead(ctx))?,
            in_reply_to: cited
                .in_reply_to
                .or_else(|| cited.references.last().cloned()),
            references: cited.references,
            enclosures: Vec::new(),
            idempotency_key: format!("withdrawal:{}", held.id),
        };
        enqueue(ctx, tx, draft).await?;
    }
    let event = NewEvent::new("taken_back")
        .fact("assignment", held.id.to_string())
        .fact("because", why.slug());
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(())
}

/// A desk that gets the question itself need not advise on it any more: one or the other is open.
pub async fn end_advice(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket_id: Uuid,
    desk_id: Uuid,
) -> Result<(), StoreError> {
    let now = ctx.clock.now();
    for held in assignments(tx, ticket_id).await? {
        if held.desk_id != desk_id || held.role != AssignmentRole::Consulted {
            continue;
        }
        let Ok(progress) = held.progress.withdraw(now) else {
            continue;
        };
        save_progress(tx, &held, progress).await?;
        let (term, ended) = (DeadlineKind::Administration, DeadlineState::Cancelled);
        end_deadline(tx, ticket_id, Some(held.id), term, ended, now).await?;
        let event = NewEvent::new("taken_back")
            .fact("assignment", held.id.to_string())
            .fact("because", "forwarded");
        append_events(tx, ctx, ticket_id, actor, vec![event]).await?;
    }
    Ok(())
}
