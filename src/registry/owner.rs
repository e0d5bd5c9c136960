//! Another desk answers for a question: another contact point, or the central desk. Whoever has the question
//! besides keeps it, and nobody outside is written to: the page of the asker names the new contact point.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::assignments::desk_by_slug;
use super::events::{NewEvent, append_events};
use super::records::{Decided, Ticket, load, save};
use super::withdraw::end_advice;
use super::{Reference, RegistryError};
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::directory::DeskKind;
use crate::entity::desk;
use crate::store::{StoreError, write_tx};

/// Whether a desk of this kind can answer for questions.
#[must_use]
pub fn can_own(kind: &str) -> bool {
    kind == DeskKind::Central.as_str() || kind == DeskKind::ContactPoint.as_str()
}

/// Gives a question to the desk with this slug, which answers for it from now on.
pub async fn hand_over(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    desk: &str,
) -> Result<(), RegistryError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Assign, reference, Some(seen)).await?;
    let desk = owner(&tx, desk).await?.ok_or(RegistryError::UnfitOwner)?;
    if desk.id == ticket.owner_desk_id {
        return Ok(());
    }
    ticket.standing.handed_over()?;
    let to = (desk.id, desk.slug.as_str());
    give_to(&tx, ctx, actor, &mut ticket, to).await?;
    save(&tx, &ticket, Decided::Now, now).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Makes another desk the owner of a question, in the caller's transaction; the caller saves the ticket.
pub(super) async fn give_to(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    (desk, slug): (Uuid, &str),
) -> Result<(), StoreError> {
    ticket.owner_desk_id = desk;
    // Who took it works at the desk that answered before.
    ticket.handler_user_id = None;
    let event = NewEvent::new("owner_changed").fact("desk", slug);
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    // Its own question is nothing to advise on.
    end_advice(tx, ctx, actor, ticket.id, desk).await
}

async fn owner(tx: &impl ConnectionTrait, slug: &str) -> Result<Option<desk::Model>, StoreError> {
    let desk = desk_by_slug(tx, slug).await?;
    Ok(desk.filter(|desk| desk.active && can_own(&desk.kind)))
}
