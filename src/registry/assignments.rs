//! The only door to the assignments: what desks owe in a ticket.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement, UpdateMany, Value,
};
use uuid::Uuid;

use super::progress::Progress;
use crate::directory::{DeskId, note_reaction, note_silence};
pub use crate::entity::assignment::AssignmentRole;
use crate::entity::assignment::{self, Column, ProgressKind};
use crate::entity::{desk, thread};
use crate::store::StoreError;

/// A desk's obligation in a ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Its id.
    pub id: Uuid,
    /// The ticket.
    pub ticket_id: Uuid,
    /// The desk.
    pub desk_id: Uuid,
    /// What it owes.
    pub role: AssignmentRole,
    /// How far it is.
    pub progress: Progress,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// By when it must have answered.
    pub due_at: DateTime<Utc>,
    /// Rises with each change.
    pub revision: i32,
}

impl TryFrom<assignment::Model> for Assignment {
    type Error = StoreError;

    fn try_from(row: assignment::Model) -> Result<Self, Self::Error> {
        let lost = |column: &'static str| StoreError::Inconsistent {
            table: "assignment",
            column,
            row: row.id.to_string(),
        };
        let progress = match row.progress {
            ProgressKind::Sent => Progress::Sent,
            ProgressKind::Accepted => Progress::Accepted {
                at: row.accepted_at.ok_or_else(|| lost("accepted_at"))?,
            },
            ProgressKind::Refused => Progress::Refused {
                at: row.refused_at.ok_or_else(|| lost("refused_at"))?,
                instead: row.refused_instead_desk_id,
            },
            ProgressKind::Answered => Progress::Answered {
                at: row.answered_at.ok_or_else(|| lost("answered_at"))?,
                message: row
                    .answer_message_id
                    .ok_or_else(|| lost("answer_message_id"))?,
            },
            ProgressKind::Withdrawn => Progress::Withdrawn {
                at: row.withdrawn_at.ok_or_else(|| lost("withdrawn_at"))?,
            },
            ProgressKind::NoReaction => Progress::NoReaction {
                since: row
                    .no_reaction_since
                    .ok_or_else(|| lost("no_reaction_since"))?,
            },
        };
        Ok(Self {
            id: row.id,
            ticket_id: row.ticket_id,
            desk_id: row.desk_id,
            role: row.role,
            progress,
            sent_at: row.sent_at,
            due_at: row.due_at,
            revision: row.revision,
        })
    }
}

/// The assignment with this id.
pub async fn assignment(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Assignment>, StoreError> {
    assignment::Entity::find_by_id(id)
        .one(db)
        .await?
        .map(Assignment::try_from)
        .transpose()
}

/// The assignment in whose conversation a message stands; `None` when that is the asker's.
pub async fn assignment_of_thread(
    db: &impl ConnectionTrait,
    thread_id: Uuid,
) -> Result<Option<Assignment>, StoreError> {
    let thread = thread::Entity::find_by_id(thread_id).one(db).await?;
    match thread.and_then(|thread| thread.assignment_id) {
        Some(id) => assignment(db, id).await,
        None => Ok(None),
    }
}

/// The assignments of a ticket, oldest first.
pub async fn assignments(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<Assignment>, StoreError> {
    let rows = assignment::Entity::find()
        .filter(Column::TicketId.eq(ticket_id))
        .order_by_asc(Column::SentAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(Assignment::try_from).collect()
}

/// Notes a new assignment; `None` when this desk already holds an open one in the ticket.
pub async fn insert_assignment(
    tx: &impl ConnectionTrait,
    new: &Assignment,
) -> Result<Option<()>, StoreError> {
    let open = assignments(tx, new.ticket_id).await?;
    // The ticket's row is locked, so nobody adds one between this look and the insert; the unique
    // index guards what the lock cannot.
    if open
        .iter()
        .any(|one| one.desk_id == new.desk_id && one.progress.is_open())
    {
        return Ok(None);
    }
    let row = assignment::ActiveModel {
        id: Set(new.id),
        ticket_id: Set(new.ticket_id),
        desk_id: Set(new.desk_id),
        role: Set(new.role),
        progress: Set(ProgressKind::Sent),
        sent_at: Set(new.sent_at),
        due_at: Set(new.due_at),
        accepted_at: Set(None),
        refused_at: Set(None),
        refused_instead_desk_id: Set(None),
        answered_at: Set(None),
        answer_message_id: Set(None),
        withdrawn_at: Set(None),
        no_reaction_since: Set(None),
        chase_since: Set(None),
        revision: Set(new.revision),
    };
    assignment::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(Some(()))
}

/// Writes how far the desk is now.
pub async fn save_progress(
    tx: &impl ConnectionTrait,
    assignment: &Assignment,
    progress: Progress,
) -> Result<(), StoreError> {
    let changed = progressed(assignment, progress).exec(tx).await?;
    if changed.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    tell_address(tx, assignment, progress).await
}

/// Writes how far the desk was before, without saying anything about its address.
pub(super) async fn restore_progress(
    tx: &impl ConnectionTrait,
    assignment: &Assignment,
    progress: Progress,
) -> Result<(), StoreError> {
    let changed = progressed(assignment, progress).exec(tx).await?;
    if changed.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// What a step of a desk says about its address: whether anybody reads there.
async fn tell_address(
    tx: &impl ConnectionTrait,
    before: &Assignment,
    progress: Progress,
) -> Result<(), StoreError> {
    let desk = DeskId(before.desk_id);
    match progress.kind() {
        ProgressKind::NoReaction => note_silence(tx, desk).await,
        ProgressKind::Accepted | ProgressKind::Refused | ProgressKind::Answered => {
            note_reaction(tx, desk).await
        }
        ProgressKind::Sent | ProgressKind::Withdrawn => Ok(()),
    }
}

/// How a desk reacts: of its last questions to which it did or whose term passed, how many it reacted
/// to, and how many those were.
pub async fn reactions(db: &impl ConnectionTrait, desk: Uuid) -> Result<(u32, u32), StoreError> {
    const LAST: u64 = 50;
    let last = assignment::Entity::find()
        .filter(Column::DeskId.eq(desk))
        .order_by_desc(Column::SentAt)
        .limit(LAST)
        .all(db)
        .await?;
    let reacted = |row: &&assignment::Model| {
        row.accepted_at.is_some() || row.refused_at.is_some() || row.answered_at.is_some()
    };
    let silent = |row: &&assignment::Model| row.no_reaction_since.is_some() && !reacted(row);
    let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    let yes = last.iter().filter(reacted).count();
    Ok((count(yes), count(yes + last.iter().filter(silent).count())))
}

/// The questions that a desk owes something about: how many, and the numbers of the oldest `most` of them.
pub async fn open_at_desk(
    db: &impl ConnectionTrait,
    desk: Uuid,
    most: usize,
) -> Result<(u64, Vec<String>), StoreError> {
    let sql = "SELECT DISTINCT t.reference, t.number FROM assignment a \
               JOIN ticket t ON t.id = a.ticket_id WHERE a.desk_id = $1 \
               AND a.progress IN ('sent', 'accepted', 'no_reaction') ORDER BY t.number";
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, [Value::from(desk)]);
    let rows = db.query_all_raw(statement).await?;
    let numbers = rows.iter().take(most).map(|row| row.try_get_by_index(0));
    let numbers = numbers.collect::<Result<_, _>>()?;
    Ok((rows.len() as u64, numbers))
}

/// Writes how far the desk is now, and by when it says that it answers.
pub async fn save_promise(
    tx: &impl ConnectionTrait,
    assignment: &Assignment,
    progress: Progress,
    due_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let change = progressed(assignment, progress).col_expr(Column::DueAt, Expr::value(due_at));
    if change.exec(tx).await?.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    tell_address(tx, assignment, progress).await
}

/// The change of one assignment that nobody else changed since.
fn progressed(assignment: &Assignment, progress: Progress) -> UpdateMany<assignment::Entity> {
    let change = assignment::Entity::update_many()
        .col_expr(Column::Progress, Expr::value(progress.kind()))
        .col_expr(Column::Revision, Expr::value(assignment.revision + 1))
        .filter(Column::Id.eq(assignment.id))
        .filter(Column::Revision.eq(assignment.revision));
    match progress {
        Progress::Sent => change,
        Progress::Accepted { at } => change.col_expr(Column::AcceptedAt, Expr::value(Some(at))),
        Progress::Refused { at, instead } => change
            .col_expr(Column::RefusedAt, Expr::value(Some(at)))
            .col_expr(Column::RefusedInsteadDeskId, Expr::value(instead)),
        Progress::Answered { at, message } => change
            .col_expr(Column::AnsweredAt, Expr::value(Some(at)))
            .col_expr(Column::AnswerMessageId, Expr::value(Some(message))),
        Progress::Withdrawn { at } => change.col_expr(Column::WithdrawnAt, Expr::value(Some(at))),
        Progress::NoReaction { since } => {
            change.col_expr(Column::NoReactionSince, Expr::value(Some(since)))
        }
    }
}

/// The desk with this slug, as it stands in the register now.
pub async fn desk_by_slug(
    db: &impl ConnectionTrait,
    slug: &str,
) -> Result<Option<desk::Model>, StoreError> {
    Ok(desk::Entity::find()
        .filter(desk::Column::Slug.eq(slug))
        .one(db)
        .await?)
}

/// The desk with this id.
pub async fn desk_by_id(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<desk::Model>, StoreError> {
    Ok(desk::Entity::find_by_id(id).one(db).await?)
}

/// The desks that hold these assignments, in no order.
pub async fn desks_of(
    db: &impl ConnectionTrait,
    held: &[Assignment],
) -> Result<Vec<desk::Model>, StoreError> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    Ok(desk::Entity::find()
        .filter(desk::Column::Id.is_in(held.iter().map(|one| one.desk_id)))
        .all(db)
        .await?)
}
