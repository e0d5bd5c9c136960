//! Closing a question as the double of another one. Its asker is told that both are handled together,
//! and learns nothing of a question that is not theirs.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::DispatchError;
use super::mails;
use crate::auth::{Actor, Subject, Verb, may};
use crate::context::Context;
use crate::outbound::enqueue;
use crate::registry::{
    CloseReason, NewEvent, NoDouble, Original, Reference, RegistryError, Ticket, append_events,
    citation, correspondence, end, facts, find, find_by_id, load, load_by_id,
};
use crate::store::{StoreError, write_tx};

/// Doubles of doubles that are followed at most.
const LONGEST_CHAIN: usize = 50;

/// Closes a question as the double of the one with the number `of`, as somebody typed it; `why` is for
/// colleagues.
pub async fn close_duplicate(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    of: &str,
    why: &str,
) -> Result<(), DispatchError> {
    let refused = |why| RegistryError::NoDouble(of.trim().to_owned(), why);
    let original: Reference = match of.trim() {
        "" => return Err(refused(NoDouble::Missing).into()),
        of => of.parse().map_err(|_| refused(NoDouble::Unknown))?,
    };
    let tx = write_tx(&ctx.db).await?;
    let own = find(&tx, reference)
        .await?
        .ok_or_else(|| RegistryError::UnknownTicket(reference.clone()))?;
    let other = find(&tx, &original).await?;
    // Tickets are locked in the order of their ids, so that two people never wait for each other.
    let mut ids: Vec<Uuid> = other.iter().map(|it| it.id).chain([own.id]).collect();
    ids.sort_unstable();
    for id in ids {
        load_by_id(&tx, id).await?;
    }
    let mut ticket = load(&tx, actor, Verb::Close, reference, Some(seen)).await?;
    let Some(other) = other else {
        return Err(refused(NoDouble::Unknown).into());
    };
    if other.id == ticket.id {
        return Err(refused(NoDouble::Itself).into());
    }
    let about = facts(&tx, &other).await?;
    // Whether there is one that they may not see, they are not told.
    may(actor, Verb::ReadTicket, Subject::Ticket(&about))
        .map_err(|_| refused(NoDouble::Unknown))?;
    if leads_to(&tx, &other, ticket.id).await? {
        return Err(refused(NoDouble::Circle).into());
    }
    ticket.duplicate_of = Some(other.id);
    end(&tx, ctx, actor, &mut ticket, CloseReason::Duplicate, why).await?;
    let about = correspondence(&tx, &ticket).await?;
    let cited = citation(&tx, about.thread.id).await?;
    let told = Original::of(&ticket, &other);
    let person = actor.user().map(|user| user.name.as_str());
    enqueue(
        ctx,
        &tx,
        mails::duplicate(ctx, &about, cited, &told, person)?,
    )
    .await?;
    let here = NewEvent::new("doubles").fact("reference", other.reference.to_string());
    append_events(&tx, ctx, ticket.id, actor, vec![here]).await?;
    let there = NewEvent::new("doubled_by").fact("reference", ticket.reference.to_string());
    append_events(&tx, ctx, other.id, actor, vec![there]).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Whether `ticket` is handled together with the ticket `id`, be it by way of others.
async fn leads_to(
    tx: &impl ConnectionTrait,
    ticket: &Ticket,
    id: Uuid,
) -> Result<bool, StoreError> {
    let mut next = ticket.duplicate_of;
    for _ in 0..LONGEST_CHAIN {
        let Some(at) = next else { return Ok(false) };
        if at == id {
            return Ok(true);
        }
        next = find_by_id(tx, at).await?.and_then(|it| it.duplicate_of);
    }
    Ok(next.is_some())
}
