//! What a person is about to send, as its readers will get it. It is carried out for trial and nothing of that
//! is kept: so the mails on screen are those that leave, and what cannot be done is said before it is sent.

use sea_orm::DatabaseTransaction;

use super::DispatchError;
use super::merge::unmerge_in;
use super::pending::{Outgoing, carry_out};
use crate::auth::Actor;
use crate::context::Context;
use crate::outbound::{WrittenMail, written_since};
use crate::registry::{Reference, find, waiting_merged};
use crate::store::write_tx;

/// The mails that sending this leaves, the one to whom it is written to first.
pub async fn rehearse(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    outgoing: Outgoing,
) -> Result<Vec<WrittenMail>, DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    let found = written_for(&tx, ctx, actor, reference, seen, outgoing).await;
    tx.rollback().await?;
    found
}

/// The mails that making two questions of one again leaves.
pub async fn rehearse_unmerge(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<Vec<WrittenMail>, DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    let found = written_by_unmerging(&tx, ctx, actor, reference, seen).await;
    tx.rollback().await?;
    found
}

async fn written_by_unmerging(
    tx: &DatabaseTransaction,
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<Vec<WrittenMail>, DispatchError> {
    let own = find(tx, reference).await?.map(|ticket| ticket.id);
    let mark = ctx.new_id();
    unmerge_in(tx, ctx, actor, reference, seen).await?;
    Ok(written_since(tx, own.as_slice(), mark).await?)
}

async fn written_for(
    tx: &DatabaseTransaction,
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    outgoing: Outgoing,
) -> Result<Vec<WrittenMail>, DispatchError> {
    let mut tickets = Vec::new();
    if let Some(ticket) = find(tx, reference).await? {
        tickets.push(ticket.id);
        // Whoever else waits for the answer gets it by a mail of their own.
        let merged = waiting_merged(tx, ticket.id).await?;
        tickets.extend(merged.into_iter().map(|one| one.id));
    }
    let mark = ctx.new_id();
    carry_out(tx, ctx, actor, reference, seen, outgoing).await?;
    Ok(written_since(tx, &tickets, mark).await?)
}
