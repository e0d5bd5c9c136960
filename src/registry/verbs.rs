//! What a person does with a ticket that concerns nobody outside: take it, give it to a colleague or back to
//! the desk, note something, close it, open it again. What goes to the asker or to a desk is a verb of
//! `dispatch`.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::contacts::contact_by_id;
use super::deadlines::{
    DeadlineKind, cancel_all, days_left, end_deadline, go_on_with, running_due, start_deadline,
};
use super::events::{NewEvent, append_events, has_written_down};
use super::leaving::take_along;
use super::letters::hold_again;
use super::messages::{Direction, MessageKind, NewMessage, append_message, message};
use super::records::{Decided, Ticket, facts, find, load, load_beside, load_by_id, save};
use super::reopening::tell_reopened;
use super::standing::{CloseReason, Stage, Standing};
use super::terms::terms;
use super::threads::asker_thread;
use super::untold::{Untold, untold_in};
use super::withdraw::withdraw_all;
use super::{Reference, RegistryError, happenings};
use crate::auth::{Actor, Subject, Verb, accounts, may};
use crate::context::Context;
use crate::entity::deadline::DeadlineState;
use crate::entity::ticket::Channel;
use crate::outbound::mails::Moot;
use crate::store::{StoreError, write_tx};

/// The namespace of the notes that programs name.
const NOTES: Uuid = Uuid::from_u128(0x6d1f_3b80_92c4_4e57_8a06_51f7_c3de_9b42);

/// A person takes a ticket of their desk that nobody has; one that a colleague has stays theirs
/// ([`RegistryError::HandledBy`]).
pub async fn take(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<(), RegistryError> {
    take_by(ctx, actor, reference, seen, Holder::Nobody, Standing::taken).await
}

/// A person takes a ticket of their desk, also from a colleague who has it.
pub async fn take_over(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<(), RegistryError> {
    take_by(
        ctx,
        actor,
        reference,
        seen,
        Holder::Anybody,
        Standing::taken,
    )
    .await
}

/// A person takes a ticket of their desk to answer it, whoever is proposed to send it on to.
pub async fn take_to_answer(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<(), RegistryError> {
    take_by(ctx, actor, reference, seen, Holder::Nobody, Standing::kept).await
}

/// Whose hands a ticket is taken from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    Nobody,
    Anybody,
}

async fn take_by(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    from: Holder,
    how: impl FnOnce(Standing) -> Standing,
) -> Result<(), RegistryError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load_beside(&tx, actor, Verb::Take, reference, Some(seen)).await?;
    let mut event = NewEvent::new("taken");
    if let Some(colleague) = colleague_with(&tx, actor, &ticket).await? {
        if from == Holder::Nobody {
            return Err(RegistryError::HandledBy(colleague));
        }
        event = event.fact("from", colleague);
    }
    ticket.standing = how(ticket.standing);
    ticket.handler_user_id = actor.user().map(|user| user.id);
    looked_at(&tx, &mut ticket, now).await?;
    save(&tx, &ticket, Decided::Now, now).await?;
    take_along(&tx, actor, &ticket).await?;
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(tx.commit().await?)
}

/// The name of who has a ticket, when that is somebody else.
async fn colleague_with(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    ticket: &Ticket,
) -> Result<Option<String>, StoreError> {
    let own = actor.user().map(|user| user.id);
    let Some(other) = ticket.handler_user_id.filter(|it| Some(*it) != own) else {
        return Ok(None);
    };
    Ok(accounts::user(tx, other).await?.map(|user| user.name))
}

/// A ticket goes back to its desk: nobody handles it from now on. A person gives back what they have
/// themselves ([`RegistryError::HandledBy`]), a program what anybody of its desk has.
pub async fn release(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<(), RegistryError> {
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load_beside(&tx, actor, Verb::Take, reference, Some(seen)).await?;
    if actor.user().is_some()
        && let Some(colleague) = colleague_with(&tx, actor, &ticket).await?
    {
        return Err(RegistryError::HandledBy(colleague));
    }
    if ticket.handler_user_id.take().is_none() {
        return Ok(());
    }
    save(&tx, &ticket, Decided::Now, ctx.clock.now()).await?;
    take_along(&tx, actor, &ticket).await?;
    append_events(&tx, ctx, ticket.id, actor, vec![NewEvent::new("released")]).await?;
    Ok(tx.commit().await?)
}

/// A ticket goes to a colleague at the desk that answers for it.
pub async fn assign(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    to: Uuid,
) -> Result<(), RegistryError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load_beside(&tx, actor, Verb::Assign, reference, Some(seen)).await?;
    let members = accounts::members(&tx, ticket.owner_desk_id).await?;
    let colleague = members.into_iter().find(|it| it.id == to);
    let colleague = colleague.ok_or(RegistryError::NotAtDesk)?;
    if ticket.handler_user_id == Some(to) {
        return Ok(());
    }
    ticket.standing = ticket.standing.taken();
    ticket.handler_user_id = Some(to);
    looked_at(&tx, &mut ticket, now).await?;
    save(&tx, &ticket, Decided::Now, now).await?;
    take_along(&tx, actor, &ticket).await?;
    let event = NewEvent::new("assigned").fact("to", colleague.name);
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(tx.commit().await?)
}

/// Adds a note that only staff read. It changes nothing that a form could rest on. Whoever is named in it by
/// an `@` is told.
pub async fn note(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    text: &str,
) -> Result<(), RegistryError> {
    write_note(ctx, actor, reference, ctx.new_id(), text).await
}

/// The same once, however often a program sends it under this name: a note that is there already is not
/// written again.
pub async fn note_once(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    name: &str,
    text: &str,
) -> Result<(), RegistryError> {
    // A name that is used again for another note, or elsewhere, stands for that one.
    let own = format!("{name}\n{reference}\n{text}");
    let id = Uuid::new_v5(&NOTES, own.as_bytes());
    write_note(ctx, actor, reference, id, text).await
}

async fn write_note(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    id: Uuid,
    text: &str,
) -> Result<(), RegistryError> {
    let text = clean(text).ok_or(RegistryError::EmptyText)?;
    let tx = write_tx(&ctx.db).await?;
    let ticket = load_beside(&tx, actor, Verb::Note, reference, None).await?;
    if message(&tx, id).await?.is_some() {
        return Ok(());
    }
    let thread = asker_thread(&tx, ticket.id).await?;
    let note = NewMessage {
        id: Some(id),
        author_name: actor.name().map(str::to_owned),
        author_user_id: actor.user().map(|user| user.id),
        ..NewMessage::plain(Direction::Internal, MessageKind::Note, text.clone())
    };
    append_message(&tx, ctx, ticket.id, thread.id, note).await?;
    happenings::mention(&tx, ctx, ticket.id, actor, &text).await?;
    let event = NewEvent::new("noted").fact("message", id.to_string());
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// What every closing by a person comes to, in the caller's transaction.
pub async fn end(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    reason: CloseReason,
    why: &str,
) -> Result<(), RegistryError> {
    let now = ctx.clock.now();
    ticket.standing = ticket.standing.closed_by_person(now, reason)?;
    let mut event = NewEvent::new("closed").fact("reason", reason.slug());
    if let Some(why) = clean(why) {
        event = event.personal("why", why);
    }
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    withdraw_all(tx, ctx, actor, ticket, Moot::Closed).await?;
    cancel_all(tx, ticket.id, now).await?;
    save(tx, ticket, Decided::Now, now).await?;
    Ok(())
}

/// Whether the holder of the asker's address can still say that they did not ask: somebody typed that
/// address or passed a mail on, and no answer has left yet.
pub async fn can_be_disowned(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<bool, StoreError> {
    if !ticket.standing.is_open() {
        return Ok(false);
    }
    if ticket.channel != Channel::Mail {
        return Ok(true);
    }
    let asker = contact_by_id(db, ticket.asker_id).await?;
    Ok(asker.is_some_and(|asker| !asker.verified))
}

/// The holder of an address that somebody else typed says that they did not ask: the question is
/// withdrawn. One that [cannot be disowned](can_be_disowned) is left as it is.
pub async fn disown(ctx: &Context, ticket_id: Uuid) -> Result<(), RegistryError> {
    let actor = Actor::AskerLink { ticket: ticket_id };
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let Some(mut ticket) = load_by_id(&tx, ticket_id).await? else {
        return Ok(());
    };
    let about = facts(&tx, &ticket).await?;
    may(&actor, Verb::Disown, Subject::Ticket(&about))?;
    if !can_be_disowned(&tx, &ticket).await? {
        return Ok(());
    }
    let reason = CloseReason::Withdrawn;
    ticket.standing = ticket.standing.closed_by_person(now, reason)?;
    let closed = NewEvent::new("closed").fact("reason", reason.slug());
    let events = vec![NewEvent::new("disowned"), closed];
    append_events(&tx, ctx, ticket.id, &actor, events).await?;
    withdraw_all(&tx, ctx, &actor, &ticket, Moot::Closed).await?;
    cancel_all(&tx, ticket.id, now).await?;
    save(&tx, &ticket, Decided::Now, now).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Opens a closed ticket again; its term begins anew, and the asker is told so by mail, unless they are one
/// of those whom the house [does not write to](super::Untold). `why` is for colleagues, `to_asker` stands in
/// that mail.
pub async fn reopen(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    why: &str,
    to_asker: &str,
) -> Result<Option<Untold>, RegistryError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Reopen, reference, Some(seen)).await?;
    let untold = untold_in(&tx, &ticket).await?;
    ticket.standing = ticket.standing.reopened(now)?;
    if hold_again(&tx, ticket.id).await? {
        ticket.standing = ticket.standing.sender_unknown();
    }
    restart_answer_term(&tx, ctx, &mut ticket).await?;
    save(&tx, &ticket, Decided::Now, now).await?;
    let mut event = NewEvent::new("reopened");
    if let Some(why) = clean(why) {
        event = event.personal("why", why);
    }
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    let told = clean(to_asker);
    tell_reopened(&tx, ctx, actor, &ticket, told.as_deref(), untold).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(untold)
}

/// What an actor must be allowed for what the words of a question show: `verb`; whoever wrote it down for its
/// asker knows them first, and need only be allowed to register.
pub async fn unless_written_down(
    db: &impl ConnectionTrait,
    actor: &Actor,
    reference: &Reference,
    verb: Verb,
) -> Result<Verb, StoreError> {
    let own = match find(db, reference).await? {
        Some(ticket) => has_written_down(db, actor, ticket.id).await?,
        None => false,
    };
    Ok(if own { Verb::Register } else { verb })
}

/// Somebody has looked at it: the first term is met, the term of the answer is what counts now.
pub(crate) async fn looked_at(
    tx: &impl ConnectionTrait,
    ticket: &mut Ticket,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    end_deadline(
        tx,
        ticket.id,
        None,
        DeadlineKind::FirstReaction,
        DeadlineState::Met,
        now,
    )
    .await?;
    if let Some(due) = running_due(tx, ticket.id, DeadlineKind::Answer).await? {
        ticket.due_at = due;
    }
    Ok(())
}

/// The term of the answer begins anew: the ticket was disputed, undeliverable or reopened.
pub(crate) async fn restart_answer_term(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
) -> Result<(), StoreError> {
    cancel_all(tx, ticket.id, ctx.clock.now()).await?;
    let days = terms(tx, ctx).await?.answer_working_days;
    ticket.due_at = start_deadline(tx, ctx, ticket.id, None, DeadlineKind::Answer, days)
        .await?
        .due_at;
    Ok(())
}

/// The term of the answer stands still: the asker owes us something. What was left of it stays in its
/// row, until it goes on in the next.
pub(crate) async fn pause_answer_term(
    tx: &impl ConnectionTrait,
    ticket: &Ticket,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (kind, state) = (DeadlineKind::Answer, DeadlineState::Paused);
    end_deadline(tx, ticket.id, None, kind, state, now).await
}

/// The term of the answer goes on with the working days that were left when it stood still, one at
/// least: nobody can answer on the day that is over. One that had passed by then stays passed.
pub(crate) async fn resume_answer_term(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
) -> Result<(), StoreError> {
    let kind = DeadlineKind::Answer;
    if let Some(left) = days_left(tx, ticket.id, kind).await? {
        ticket.due_at = go_on_with(tx, ctx, ticket.id, kind, left.max(1))
            .await?
            .due_at;
    }
    Ok(())
}

/// The term of the answer goes on when the ball came back from the asker, who had it `before`.
pub(crate) async fn resume_when_back(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    before: Stage,
) -> Result<(), StoreError> {
    let waits = |stage: Stage| stage == Stage::WaitingOnAsker;
    if waits(before) && !waits(ticket.standing.stage) && ticket.standing.is_open() {
        resume_answer_term(tx, ctx, ticket).await?;
    }
    Ok(())
}

/// A text as a person typed it, without the NUL that PostgreSQL refuses; `None` when nothing is left.
pub(crate) fn clean(text: &str) -> Option<String> {
    let text = text.replace('\0', "");
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
