//! What waits for the owner while somebody else has the ball, or nobody: messages of the asker that nobody
//! has looked at, what the house found out, and desks that must be called. Each is kept where it belongs, so
//! that what is dealt with first leaves the other as it was.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use uuid::Uuid;

use super::assignments::{Assignment, AssignmentRole, assignments};
use super::events::{NewEvent, append_events};
use super::leaving::take_along;
use super::messages::{
    Direction, MessageKind, MessageState, NewMessage, append_message, message as message_by_id,
    set_message_state,
};
use super::records::{Decided, Ticket, load_beside, save};
use super::standing::{NextStep, Stage, Waits};
use super::terms::terms;
use super::threads::asker_thread;
use super::{Reference, RegistryError, Term, WorkingDays};
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

/// What waits in a ticket. What is held in one that goes on in another one was laid before the owner of that one.
pub(super) async fn waits(db: &impl ConnectionTrait, ticket: &Ticket) -> Result<Waits, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM message WHERE ticket_id = $1 AND state = 'new' \
               AND direction <> 'internal'), \
               EXISTS (SELECT 1 FROM message WHERE ticket_id = $1 AND state = 'new' \
               AND direction = 'internal'), \
               EXISTS (SELECT 1 FROM assignment WHERE ticket_id = $1 \
               AND chase_since IS NOT NULL AND progress IN ('sent', 'accepted', 'no_reaction')), \
               EXISTS (SELECT 1 FROM message WHERE ticket_id = $1 AND state = 'held')";
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, [ticket.id.into()]);
    let Some(row) = db.query_one_raw(statement).await? else {
        return Ok(Waits::default());
    };
    let held: bool = row.try_get_by_index(3)?;
    Ok(Waits {
        message: row.try_get_by_index(0)?,
        notice: row.try_get_by_index(1)?,
        chase: row.try_get_by_index(2)?,
        held: held && ticket.goes_on_in().is_none(),
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
        .filter(Column::Role.eq(AssignmentRole::Handler))
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
    let answers = |one: &&Assignment| one.role == AssignmentRole::Handler;
    let last = all
        .iter()
        .filter(answers)
        .rfind(|one| one.progress.is_open());
    Ok(last.map(|one| one.desk_id))
}

/// What waits to be read is dealt with: whoever answers the asker, or ends the question, has read it. What
/// the house found out waits until a person did.
pub async fn settle_messages(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    ticket_id: Uuid,
) -> Result<(), StoreError> {
    let by_house = actor.user().is_none();
    let of_asker = by_house.then(|| message::Column::Direction.ne(Direction::Internal));
    message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(MessageState::Posted))
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(message::Column::State.eq(MessageState::New))
        .filter(Condition::all().add_option(of_asker))
        .exec(tx)
        .await?;
    Ok(())
}

/// Lays before the owner, in the caller's transaction, what the house found out and a person must know. It
/// stands in the conversation, for colleagues alone, until somebody has seen it, also in a closed ticket.
pub async fn lay_before_owner(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    words: String,
) -> Result<Uuid, StoreError> {
    let now = ctx.clock.now();
    let thread = asker_thread(tx, ticket.id).await?;
    let notice = NewMessage {
        state: MessageState::New,
        ..NewMessage::plain(Direction::Internal, MessageKind::Note, words)
    };
    let message = append_message(tx, ctx, ticket.id, thread.id, notice).await?;
    due_anew(tx, ctx, ticket).await?;
    save(tx, ticket, Decided::Unattended, now).await?;
    Ok(message)
}

/// What somebody must look at in a question that is over is due as a new one is.
pub async fn due_anew(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
) -> Result<(), StoreError> {
    let over = matches!(ticket.standing.stage, Stage::Closed { .. });
    if over && ticket.standing.step == NextStep::Done {
        let days = WorkingDays(terms(tx, ctx).await?.first_reaction_working_days);
        ticket.due_at = Term::from(ctx.clock.now(), days).due_at;
    }
    Ok(())
}

/// A person read what the asker wrote or the house found out, and nothing need be done: whoever has the
/// ball keeps it.
pub async fn mark_seen(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    message: Uuid,
) -> Result<(), RegistryError> {
    let tx = write_tx(&ctx.db).await?;
    let ticket = load_beside(&tx, actor, Verb::Assign, reference, Some(seen)).await?;
    message_by_id(&tx, message)
        .await?
        .filter(|it| it.ticket_id == ticket.id && it.state == MessageState::New)
        .ok_or(StoreError::Stale)?;
    set_message_state(&tx, message, MessageState::Posted).await?;
    save(&tx, &ticket, Decided::Now, ctx.clock.now()).await?;
    take_along(&tx, actor, &ticket).await?;
    let event = NewEvent::new("message_seen").fact("message", message.to_string());
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(tx.commit().await?)
}
