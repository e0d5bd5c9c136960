//! Running and ended terms. The verbs start and end them in their own transaction; `followup` fires
//! those that pass.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::calendar::{Term, WorkingDays, working_days_between};
use crate::context::Context;
pub use crate::entity::deadline::DeadlineKind;
use crate::entity::deadline::{self, Column, DeadlineState};
use crate::store::{StoreError, constant};

/// Starts a term, in place of a running one of the same kind.
pub async fn start_deadline(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    assignment_id: Option<Uuid>,
    kind: DeadlineKind,
    working_days: u16,
) -> Result<Term, StoreError> {
    let now = ctx.clock.now();
    end_deadline(
        tx,
        ticket_id,
        assignment_id,
        kind,
        DeadlineState::Cancelled,
        now,
    )
    .await?;
    begin(tx, ctx, ticket_id, assignment_id, kind, working_days).await
}

/// Starts a term with what is left of one that [stands still](DeadlineState::Paused): that one stays
/// as it is, so that the two together are the whole term.
pub(super) async fn go_on_with(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    kind: DeadlineKind,
    working_days: u16,
) -> Result<Term, StoreError> {
    begin(tx, ctx, ticket_id, None, kind, working_days).await
}

async fn begin(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    assignment_id: Option<Uuid>,
    kind: DeadlineKind,
    working_days: u16,
) -> Result<Term, StoreError> {
    let now = ctx.clock.now();
    let term = Term::from(now, WorkingDays(working_days));
    let new = NewTerm {
        ticket_id,
        assignment_id,
        kind,
        starts_at: now,
        term: &term,
    };
    insert_terms(tx, ctx, &[new]).await?;
    Ok(term)
}

/// A term that begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewTerm<'a> {
    pub ticket_id: Uuid,
    pub assignment_id: Option<Uuid>,
    pub kind: DeadlineKind,
    pub starts_at: DateTime<Utc>,
    pub term: &'a Term,
}

/// Writes down terms that begin, where none of their kind runs.
pub(super) async fn insert_terms(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    terms: &[NewTerm<'_>],
) -> Result<(), StoreError> {
    let rows = terms.iter().map(|new| deadline::ActiveModel {
        id: Set(ctx.new_id()),
        ticket_id: Set(new.ticket_id),
        assignment_id: Set(new.assignment_id),
        kind: Set(new.kind),
        starts_at: Set(new.starts_at),
        due_at: Set(new.term.due_at),
        working_days: Set(i32::from(new.term.working_days.0)),
        calculation: Set(serde_json::to_string(new.term).unwrap_or_default()),
        state: Set(DeadlineState::Pending),
        ended_at: Set(None),
        told_at: Set(None),
        attempts: Set(0),
        locked_until: Set(None),
    });
    deadline::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Ends a running term of this kind, if there is one.
pub async fn end_deadline(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
    assignment_id: Option<Uuid>,
    kind: DeadlineKind,
    state: DeadlineState,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut running = running(state, now)
        .filter(Column::TicketId.eq(ticket_id))
        .filter(Column::Kind.eq(kind));
    if let Some(assignment) = assignment_id {
        running = running.filter(Column::AssignmentId.eq(assignment));
    }
    running.exec(tx).await?;
    Ok(())
}

/// Ends every running term of a ticket that came to its end, and the one that stands still: nothing
/// goes on with it.
pub async fn cancel_all(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    running(DeadlineState::Cancelled, now)
        .filter(Column::TicketId.eq(ticket_id))
        .exec(tx)
        .await?;
    let last = last_of(tx, ticket_id, DeadlineKind::Answer).await?;
    if let Some(last) = last.filter(|row| row.state == DeadlineState::Paused) {
        deadline::Entity::update_many()
            .col_expr(Column::State, Expr::value(DeadlineState::Cancelled))
            .filter(Column::Id.eq(last.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

fn running(state: DeadlineState, now: DateTime<Utc>) -> sea_orm::UpdateMany<deadline::Entity> {
    deadline::Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::EndedAt, Expr::value(Some(now)))
        .filter(Expr::col(Column::State).eq(constant(DeadlineState::Pending.slug())))
}

/// The working days that were left of the last term of this kind when it began to stand still; none
/// when it runs, has passed, was met or was called off.
pub async fn days_left(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    kind: DeadlineKind,
) -> Result<Option<u16>, StoreError> {
    let last = last_of(db, ticket_id, kind).await?;
    let stands_still = last.filter(|row| row.state == DeadlineState::Paused);
    Ok(stands_still.and_then(|row| Some(left_of(row.ended_at?, row.due_at))))
}

/// The working days that are left at `now` of the last term of this kind, whatever became of it.
pub async fn days_of_last(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    kind: DeadlineKind,
    now: DateTime<Utc>,
) -> Result<u16, StoreError> {
    let last = last_of(db, ticket_id, kind).await?;
    Ok(last.map_or(0, |row| left_of(now, row.due_at)))
}

/// The working days that are left at `now` of a term that ends at `due_at`.
pub(super) fn left_of(now: DateTime<Utc>, due_at: DateTime<Utc>) -> u16 {
    u16::try_from(working_days_between(now, due_at)).unwrap_or_default()
}

/// By when the asker was promised an answer, while that is still owed.
pub async fn promised(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let last = last_of(db, ticket_id, DeadlineKind::Answer).await?;
    let owed =
        |row: &deadline::Model| matches!(row.state, DeadlineState::Pending | DeadlineState::Fired);
    Ok(last.filter(owed).map(|row| row.due_at))
}

pub(super) async fn last_of(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    kind: DeadlineKind,
) -> Result<Option<deadline::Model>, StoreError> {
    Ok(deadline::Entity::find()
        .filter(Column::TicketId.eq(ticket_id))
        .filter(Column::Kind.eq(kind))
        .order_by_desc(Column::StartsAt)
        .order_by_desc(Column::Id)
        .one(db)
        .await?)
}

/// When the running term of this kind ends.
pub async fn running_due(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    kind: DeadlineKind,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(deadline::Entity::find()
        .filter(Column::TicketId.eq(ticket_id))
        .filter(Column::Kind.eq(kind))
        .filter(Expr::col(Column::State).eq(constant(DeadlineState::Pending.slug())))
        .one(db)
        .await?
        .map(|row| row.due_at))
}
