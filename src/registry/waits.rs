//! What waits for the owner while an administration has the ball: messages of the asker that nobody has
//! looked at, and desks that must be called. Each is kept where it belongs, so that what is dealt with
//! first leaves the other as it was.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use uuid::Uuid;

use super::assignments::assignments;
use super::events::{NewEvent, append_events};
use super::messages::{MessageState, message as message_by_id, set_message_state};
use super::records::{Decided, load, save};
use super::standing::Waits;
use super::{Reference, RegistryError};
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::entity::assignment::{self, Column, ProgressKind};
use crate::entity::message;
use crate::store::{StoreError, write_tx};

/// The progress of desks that still owe something.
const OWING: [ProgressKind; 3] = [
    ProgressKind::Sent,
    ProgressKind::Accepted,
    ProgressKind::NoReaction,
];

/// What waits in a ticket.
pub(super) async fn waits(db: &impl ConnectionTrait, ticket_id: Uuid) -> Result<Waits, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM message WHERE ticket_id = $1 AND state = 'new'), \
               EXISTS (SELECT 1 FROM assignment WHERE ticket_id = $1 \
               AND chase_since IS NOT NULL AND progress IN ('sent', 'accepted', 'no_reaction'))";
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, [ticket_id.into()]);
    let Some(row) = db.query_one_raw(statement).await? else {
        return Ok(Waits::default());
    };
    Ok(Waits {
        message: row.try_get_by_index(0)?,
        chase: row.try_get_by_index(1)?,
    })
}

/// The owner must call a desk that still owes something, or each of them: since when stays what it was.
pub async fn mark_chase(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
    only: Option<Uuid>,
    since: DateTime<Utc>,
) -> Result<(), StoreError> {
    let only = only.map(|id| Column::Id.eq(id));
    assignment::Entity::update_many()
        .col_expr(Column::ChaseSince, Expr::value(Some(since)))
        .filter(Column::TicketId.eq(ticket_id))
        .filter(Column::Progress.is_in(OWING))
        .filter(Expr::col(Column::ChaseSince).is_null())
        .filter(Condition::all().add_option(only))
        .exec(tx)
        .await?;
    Ok(())
}

/// The desk was spoken to, or says in time by when it answers.
pub async fn settle_chase(tx: &impl ConnectionTrait, assignment: Uuid) -> Result<(), StoreError> {
    assignment::Entity::update_many()
        .col_expr(Column::ChaseSince, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::Id.eq(assignment))
        .exec(tx)
        .await?;
    Ok(())
}

/// The desk that was asked last of those that still owe something.
pub async fn rest_owed(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Option<Uuid>, StoreError> {
    let all = assignments(db, ticket_id).await?;
    let last = all.iter().rfind(|one| one.progress.is_open());
    Ok(last.map(|one| one.desk_id))
}

/// What the asker wrote is dealt with: whoever answers them, or ends the question, has read it.
pub async fn settle_messages(tx: &impl ConnectionTrait, ticket_id: Uuid) -> Result<(), StoreError> {
    message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(MessageState::Posted))
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(message::Column::State.eq(MessageState::New))
        .exec(tx)
        .await?;
    Ok(())
}

/// A person read what the asker wrote, and nothing need be done: whoever has the ball keeps it.
pub async fn mark_seen(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    message: Uuid,
) -> Result<(), RegistryError> {
    let tx = write_tx(&ctx.db).await?;
    let ticket = load(&tx, actor, Verb::Assign, reference, Some(seen)).await?;
    message_by_id(&tx, message)
        .await?
        .filter(|it| it.ticket_id == ticket.id && it.state == MessageState::New)
        .ok_or(StoreError::Stale)?;
    set_message_state(&tx, message, MessageState::Posted).await?;
    save(&tx, &ticket, Decided::Now, ctx.clock.now()).await?;
    let event = NewEvent::new("message_seen").fact("message", message.to_string());
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(tx.commit().await?)
}
