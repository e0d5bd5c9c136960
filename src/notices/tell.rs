//! Whom something concerns: who took the question and works at the desk that answers for it, else everybody
//! there, or the one who was named. Who did it oneself is not told.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, Value};
use uuid::Uuid;

use super::wishes::{due, due_today, wish};
use super::{NoticeError, NoticeKind, Pace};
use crate::auth::accounts;
use crate::context::Context;
use crate::entity::{happening, notice_digest};
use crate::registry::{self, Ticket};
use crate::store::{Claim, StoreError, claim, write_tx};

/// What happened and was told to nobody yet, by `now` (the one parameter).
#[must_use]
pub fn happenings(now: &[Value; 1]) -> Claim<'_> {
    Claim {
        table: "happening",
        due: "at <= $1",
        order: "at, id",
        values: now,
        limit: 1,
    }
}

/// Finds out whom one thing concerns and notes it for each of them; `false` when there is none.
pub async fn tell_one(ctx: &Context) -> Result<bool, NoticeError> {
    let now = [ctx.clock.now().into()];
    let Some(id) = claim(&ctx.db, &happenings(&now)).await?.pop() else {
        return Ok(false);
    };
    let tx = write_tx(&ctx.db).await?;
    let Some(happened) = happening::Entity::find_by_id(id).one(&tx).await? else {
        return Ok(true);
    };
    let taken = happening::Entity::delete_by_id(id).exec(&tx).await?;
    if taken.rows_affected == 0 {
        return Ok(true);
    }
    if let Some(ticket) = registry::find_by_id(&tx, happened.ticket_id).await? {
        for user in concerned(&tx, &ticket, &happened).await? {
            note(&tx, ctx, user, &happened).await?;
        }
    }
    tx.commit().await.map_err(StoreError::from)?;
    ctx.work.notify_waiters();
    Ok(true)
}

/// Whom it concerns.
async fn concerned(
    tx: &impl ConnectionTrait,
    ticket: &Ticket,
    happened: &happening::Model,
) -> Result<Vec<Uuid>, StoreError> {
    let mut users: Vec<Uuid> = if let Some(user) = happened.to_user_id {
        vec![user]
    } else {
        let members = accounts::members(tx, ticket.owner_desk_id).await?;
        members.into_iter().map(|member| member.id).collect()
    };
    // Who took it and works there no more hears nothing; the desk does.
    let handler = ticket.handler_user_id;
    let handler = handler.filter(|handler| users.contains(handler));
    if let (None, Some(handler)) = (happened.to_user_id, handler)
        && happened.kind != NoticeKind::New
    {
        users = vec![handler];
    }
    let mut own = happened.by_user_id;
    if happened.kind == NoticeKind::New && own.is_none() {
        // A colleague wrote it down or set it apart; the house registered it.
        own = registry::put_by(tx, ticket.id).await?;
    }
    users.retain(|user| Some(*user) != own);
    Ok(users)
}

/// Notes it for one person, with when they hear of it.
async fn note(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    user: Uuid,
    happened: &happening::Model,
) -> Result<(), StoreError> {
    let pace = wish(tx, user, happened.kind).await?;
    if pace == Pace::Off || accounts::user(tx, user).await?.is_none() {
        return Ok(());
    }
    let digest = notice_digest::Entity::find()
        .filter(notice_digest::Column::UserId.eq(user))
        .one(tx)
        .await?;
    let sent = digest.and_then(|row| row.sent_at);
    let now = ctx.clock.now();
    let due = match happened.kind {
        NoticeKind::DueToday => due_today(pace, now, sent),
        _ => due(pace, now, sent),
    };
    let Some(due) = due else {
        return Ok(());
    };
    let backend = tx.get_database_backend();
    // What waits already is said once, with the first.
    tx.execute_raw(Statement::from_sql_and_values(
        backend,
        "INSERT INTO notice (id, user_id, ticket_id, kind, at, due_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (user_id, ticket_id, kind) DO NOTHING",
        [
            ctx.new_id().into(),
            user.into(),
            happened.ticket_id.into(),
            happened.kind.slug().into(),
            happened.at.into(),
            due.into(),
        ],
    ))
    .await?;
    tx.execute_raw(Statement::from_sql_and_values(
        backend,
        "INSERT INTO notice_digest (id, user_id, due_at, attempts) VALUES ($1, $2, $3, 0) \
         ON CONFLICT (user_id) DO UPDATE SET due_at = CASE WHEN notice_digest.due_at IS NULL \
         OR excluded.due_at < notice_digest.due_at THEN excluded.due_at \
         ELSE notice_digest.due_at END",
        [ctx.new_id().into(), user.into(), due.into()],
    ))
    .await?;
    Ok(())
}
