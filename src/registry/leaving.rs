//! What a person sent and may still call back waits beside the register (`dispatch`), resting on the revision
//! that its author saw. What that author does to the question meanwhile either goes with it, and takes that
//! revision along, or must wait until it has left.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{RegistryError, Ticket};
use crate::auth::Actor;
use crate::entity::pending_send::{self, Column};
use crate::store::StoreError;

/// Refuses what would cross something that the same person sent and that leaves in a moment.
pub(super) async fn nothing_leaves_of(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    ticket_id: Uuid,
) -> Result<(), RegistryError> {
    let Some(user) = actor.user() else {
        return Ok(());
    };
    let waits: Option<Uuid> = pending_send::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::TicketId.eq(ticket_id))
        .filter(Column::UserId.eq(user.id))
        .filter(Column::Draft.eq(false))
        .into_tuple()
        .one(tx)
        .await?;
    waits.map_or(Ok(()), |_| Err(RegistryError::OnItsWay))
}

/// Takes what the same person sent along to the next revision of a ticket that was just saved: they did this
/// themselves, so it rests on what they have seen. What rests on an older one stays there.
pub(crate) async fn take_along(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    ticket: &Ticket,
) -> Result<(), StoreError> {
    let Some(user) = actor.user() else {
        return Ok(());
    };
    pending_send::Entity::update_many()
        .col_expr(Column::Seen, Expr::value(ticket.revision + 1))
        .filter(Column::TicketId.eq(ticket.id))
        .filter(Column::UserId.eq(user.id))
        .filter(Column::Draft.eq(false))
        .filter(Column::Seen.eq(ticket.revision))
        .exec(tx)
        .await?;
    Ok(())
}
