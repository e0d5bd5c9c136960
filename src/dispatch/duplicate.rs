//! Doubles. Closing a question as the double of another one tells its asker that both are handled
//! together, and nothing of a question that is not theirs. When that other question has come to its
//! end, each double of another asker comes back to its desk: that asker has no answer by it.

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

use super::DispatchError;
use super::mails;
use crate::auth::{Actor, Verb, may_name};
use crate::context::Context;
use crate::outbound::enqueue;
use crate::registry::{
    CloseReason, DeadlineKind, Decided, NewEvent, NoDouble, Original, Reference, RegistryError,
    Stage, Ticket, Untold, append_events, citation, correspondence, days_of_last, end, facts, find,
    find_by_id, load, load_by_id, save, start_deadline, untold_in,
};
use crate::store::{StoreError, write_tx};

/// Doubles of doubles that are followed at most.
const LONGEST_CHAIN: usize = 50;

/// Working days in which a desk passes an answer on that is there.
const DAYS_TO_PASS_ON: u16 = 1;

/// Closes a question as the double of the one with the number `of`, as somebody typed it; `why` is for
/// colleagues. When that one is a double itself, the one that it is handled together with counts; what
/// waited for this question waits for that one. Says why its asker is not told, when they are one of those
/// whom the house [does not write to](Untold).
pub async fn close_duplicate(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    of: &str,
    why: &str,
) -> Result<Option<Untold>, DispatchError> {
    let of = of.trim();
    let refused = |why| DispatchError::from(RegistryError::NoDouble(of.to_owned(), why));
    let typed: Reference = match of {
        "" => return Err(refused(NoDouble::Missing)),
        of => of.parse().map_err(|_| refused(NoDouble::Unknown))?,
    };
    let tx = write_tx(&ctx.db).await?;
    let own = find(&tx, reference)
        .await?
        .ok_or_else(|| RegistryError::UnknownTicket(reference.clone()))?;
    let named = find(&tx, &typed).await?;
    let original = match named {
        Some(named) if named.id == own.id => return Err(refused(NoDouble::Itself)),
        Some(named) => Some(handled_with(&tx, named).await?),
        None => None,
    };
    let behind = waiting_for(&tx, own.id).await?;
    let others = original.iter().map(|it| it.id).chain(behind);
    let mut locked = lock_all(&tx, others.chain([own.id])).await?;
    let mut ticket = load(&tx, actor, Verb::Close, reference, Some(seen)).await?;
    // As it is now that nobody else can change it.
    let place = original.and_then(|it| locked.iter().position(|now| now.id == it.id));
    let Some(original) = place.map(|at| locked.swap_remove(at)) else {
        return Err(refused(NoDouble::Unknown));
    };
    // Whether there is one that they may not see, they are not told.
    let about = facts(&tx, &original).await?;
    if !may_name(actor, &about) {
        return Err(refused(NoDouble::Unknown));
    }
    if original.id == ticket.id {
        return Err(refused(NoDouble::Circle));
    }
    let same_asker = original.asker_id == ticket.asker_id;
    match original.standing.stage {
        // It became a double itself, a moment ago.
        Stage::Closed {
            reason: CloseReason::Duplicate,
            ..
        } => return Err(StoreError::Stale.into()),
        _ if original.standing.is_answered() && same_asker => {}
        _ if original.standing.is_answered() => return Err(refused(NoDouble::Answered)),
        Stage::Closed { .. } => return Err(refused(NoDouble::GivenUp)),
        _ => {}
    }
    for mut waiting in locked.into_iter().filter(|it| it.waits_for(ticket.id)) {
        waiting.duplicate_of = Some(original.id);
        waiting.awaits_original = waiting.asker_id != original.asker_id;
        save(&tx, &waiting, Decided::Unattended, ctx.clock.now()).await?;
    }
    ticket.duplicate_of = Some(original.id);
    // Who has an answer already, waits for none.
    ticket.awaits_original = !same_asker && !ticket.standing.has_answer();
    let untold = untold_in(&tx, &ticket).await?;
    end(&tx, ctx, actor, &mut ticket, CloseReason::Duplicate, why).await?;
    if let Some(untold) = untold {
        let event = NewEvent::new("asker_not_told").fact("because", untold.slug());
        append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    } else {
        let about = correspondence(&tx, &ticket).await?;
        let cited = citation(&tx, about.thread.id).await?;
        let told = Original::of(&ticket, &original);
        let person = actor.user().map(|user| user.name.as_str());
        let mail = mails::duplicate(ctx, &about, cited, &told, person)?;
        enqueue(ctx, &tx, mail).await?;
    }
    let here = NewEvent::new("doubles").fact("reference", original.reference.to_string());
    append_events(&tx, ctx, ticket.id, actor, vec![here]).await?;
    let there = NewEvent::new("doubled_by").fact("reference", ticket.reference.to_string());
    append_events(&tx, ctx, original.id, actor, vec![there]).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(untold)
}

/// The question that `ticket` is handled together with, be it by way of others; itself when it is no
/// double.
async fn handled_with(tx: &impl ConnectionTrait, ticket: Ticket) -> Result<Ticket, StoreError> {
    let mut at = ticket;
    for _ in 0..LONGEST_CHAIN {
        let Some(next) = at.duplicate_of else { break };
        match find_by_id(tx, next).await? {
            Some(next) => at = next,
            None => break,
        }
    }
    Ok(at)
}

/// The doubles that wait for the end of the ticket `id`.
pub(super) async fn waiting_for(
    tx: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Vec<Uuid>, StoreError> {
    let found = tx
        .query_all_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "SELECT id FROM ticket WHERE awaits_original AND duplicate_of_id = $1",
            [id.into()],
        ))
        .await?;
    let ids: Result<_, _> = found.iter().map(|row| row.try_get_by_index(0)).collect();
    Ok(ids?)
}

/// Tickets as they are, locked in the order of their ids, so that no two ever wait for each other.
pub(super) async fn lock_all(
    tx: &impl ConnectionTrait,
    ids: impl Iterator<Item = Uuid>,
) -> Result<Vec<Ticket>, StoreError> {
    let mut ids: Vec<Uuid> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let mut locked = Vec::with_capacity(ids.len());
    for id in ids {
        locked.extend(load_by_id(tx, id).await?);
    }
    Ok(locked)
}

#[derive(Debug, FromQueryResult)]
struct Waiting {
    id: Uuid,
    original: Uuid,
}

/// Brings one double back to its desk whose original has come to its end; `false` when there is none.
pub async fn return_double(ctx: &Context) -> Result<bool, DispatchError> {
    const FOUND: &str = "SELECT d.id, o.id AS original FROM ticket d \
        JOIN ticket o ON o.id = d.duplicate_of_id WHERE d.awaits_original AND \
        (o.status = 'answered' OR o.status = 'closed' AND o.close_reason <> 'duplicate') LIMIT 1";
    let backend = ctx.db.get_database_backend();
    let found = Waiting::find_by_statement(Statement::from_string(backend, FOUND));
    let Some(found) = found.one(&ctx.db).await? else {
        return Ok(false);
    };
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let locked = lock_all(&tx, [found.id, found.original].into_iter()).await?;
    let by_id = |id| locked.iter().find(|it| it.id == id);
    let (Some(ticket), Some(original)) = (by_id(found.id), by_id(found.original)) else {
        return Ok(true);
    };
    if !ticket.waits_for(original.id) || !original.has_ended() {
        // Another worker was first, its asker wrote, or the original is open again.
        return Ok(true);
    }
    let mut ticket = ticket.clone();
    ticket.standing = ticket.standing.reopened(now).map_err(RegistryError::from)?;
    let (kind, event) = (DeadlineKind::Answer, NewEvent::new("original_answered"));
    let (days, event) = if original.standing.is_answered() {
        (DAYS_TO_PASS_ON, event)
    } else {
        // The asker's clock ran on meanwhile.
        let left = days_of_last(&tx, ticket.id, kind, now).await?;
        (left.max(1), NewEvent::new("original_given_up"))
    };
    ticket.due_at = start_deadline(&tx, ctx, ticket.id, None, kind, days)
        .await?
        .due_at;
    save(&tx, &ticket, Decided::Now, now).await?;
    let event = event.fact("reference", original.reference.to_string());
    append_events(&tx, ctx, ticket.id, &Actor::System, vec![event]).await?;
    tx.commit().await?;
    Ok(true)
}
