//! Sending an answer that did not arrive once more, to another address of the same asker: of an answer in
//! parts, each that did not.

use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::DispatchError;
use super::answer::{await_receipt, await_rest, owed, owing};
use super::mails::{self, Answering};
use super::pending::none_waits;
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::outbound::{Draft, enqueue, mailable};
use crate::registry::{
    NewEvent, Reference, WorkingDays, append_events, attachments_of, citation, contact_by_id,
    correspondence, desk_by_id, facts_of, last_answer, load, message, terms, undelivered,
    upsert_contact,
};
use crate::store::{StoreError, write_tx};

/// Makes `address` the address of the asker and sends them again what did not arrive of the answer.
///
/// Nobody has shown yet that the new address is theirs, so it counts as unverified until they write.
pub async fn readdress(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    address: &str,
) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    readdress_in(&tx, ctx, actor, reference, seen, address, false).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The same in the caller's transaction; with `same` it may also leave again to the address that the asker
/// has, at which it did not arrive.
pub(super) async fn readdress_in(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    address: &str,
    same: bool,
) -> Result<(), DispatchError> {
    let address = mailable(address)
        .ok_or_else(|| DispatchError::NoAddress(address.trim().to_owned()))?
        .to_string();
    let now = ctx.clock.now();
    let mut ticket = load(tx, actor, Verb::Answer, reference, Some(seen)).await?;
    none_waits(tx, ticket.id).await?;
    // A part of the answer leaves again as a part: whoever owes the rest goes on.
    let rest = match ticket.standing.part {
        Some(_) => owing(tx, ticket.id).await?,
        None => Vec::new(),
    };
    let stood = ticket.standing;
    let desk = rest.last().map(|(held, _)| held.desk_id);
    ticket.standing = stood.readdressed(now, desk)?;
    let lost = |column| StoreError::Inconsistent {
        table: "ticket",
        column,
        row: ticket.id.to_string(),
    };
    let mut answers = Vec::new();
    for part in undelivered(tx, ticket.id).await? {
        answers.extend(message(tx, part.message).await?);
    }
    if answers.is_empty() {
        // Its mail arrived somewhere, and its reader said that it did not.
        answers.extend(last_answer(tx, ticket.id).await?);
    }
    if answers.is_empty() {
        return Err(lost("receipt").into());
    }
    let before = contact_by_id(tx, ticket.asker_id)
        .await?
        .ok_or_else(|| lost("asker_id"))?;
    let name = before.name.as_deref();
    let asker = upsert_contact(tx, ctx, &address, name, before.organisation_id, false).await?;
    let moved = asker.id != ticket.asker_id;
    if !moved && !same {
        return Err(DispatchError::SameAddress(before.email));
    }
    if moved {
        // Whoever reads the old address is not who reads the answer from here on.
        ticket.link_version += 1;
    }
    ticket.asker_id = asker.id;

    let about = correspondence(tx, &ticket).await?;
    let cited = citation(tx, about.thread.id).await?;
    let answered = facts_of(tx, ticket.id, "answered").await?;
    let completing = answered
        .last()
        .filter(|_| completes(&answered))
        .and_then(|last| last["message"].as_str());
    let terms = terms(tx, ctx).await?;
    let mut events = Vec::with_capacity(answers.len());
    for answer in answers {
        let source = match answer.desk_id {
            Some(desk) => desk_by_id(tx, desk).await?.map(|desk| desk.name),
            None => None,
        };
        let files = attachments_of(tx, answer.id).await?;
        let answering = Answering {
            message: answer.id,
            markdown: &answer.body,
            source,
            files: &files,
            person: answer.author_name.as_deref(),
            completes: completing == Some(answer.id.to_string().as_str()),
            rest: owed(&rest),
            presumed_after: WorkingDays(terms.presume_working_days),
        };
        let again = mails::answer(ctx, &about, cited.clone(), answering)?;
        let again = Draft {
            // The same answer, and another occasion: each revision of the ticket is one.
            idempotency_key: format!("{}:{seen}", again.idempotency_key),
            ..again
        };
        enqueue(ctx, tx, again).await?;
        let event = NewEvent::new("readdressed")
            .fact("message", answer.id.to_string())
            .fact("moved", moved)
            .personal("address", asker.email.clone());
        events.push(event);
    }
    append_events(tx, ctx, ticket.id, actor, events).await?;
    if stood.part.is_some() {
        await_rest(tx, ctx, &mut ticket, actor, &rest, stood.stage).await?;
    } else {
        await_receipt(tx, ctx, &mut ticket, actor).await?;
    }
    Ok(())
}

/// Whether the last of these answers is the rest of the one before.
fn completes(answered: &[Value]) -> bool {
    let is_part = |facts: &Value| facts["still"].is_array();
    match answered {
        [.., before, last] => is_part(before) && !is_part(last),
        _ => false,
    }
}
