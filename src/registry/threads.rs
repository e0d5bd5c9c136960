//! The conversations of a ticket, and how a mail is recognised as part of one.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement,
};
use uuid::Uuid;

use crate::context::Context;
pub use crate::entity::thread::ThreadKind;
use crate::entity::{mail_reference, thread};
pub use crate::outbound::message_id_hash;
use crate::store::{StoreError, constant};

/// One conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thread {
    /// Its id.
    pub id: Uuid,
    /// Its ticket.
    pub ticket_id: Uuid,
    /// The assignment it belongs to; none: it is the asker's.
    pub assignment_id: Option<Uuid>,
}

impl From<thread::Model> for Thread {
    fn from(row: thread::Model) -> Self {
        Self {
            id: row.id,
            ticket_id: row.ticket_id,
            assignment_id: row.assignment_id,
        }
    }
}

/// Opens a conversation.
pub(super) async fn open(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    assignment_id: Option<Uuid>,
) -> Result<Thread, StoreError> {
    let kind = if assignment_id.is_some() {
        ThreadKind::Assignment
    } else {
        ThreadKind::Asker
    };
    let id = ctx.new_id();
    let row = thread::ActiveModel {
        id: Set(id),
        ticket_id: Set(ticket_id),
        kind: Set(kind),
        assignment_id: Set(assignment_id),
        contact_id: Set(None),
    };
    thread::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(Thread {
        id,
        ticket_id,
        assignment_id,
    })
}

/// The asker's conversation of a ticket.
pub async fn asker_thread(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Thread, StoreError> {
    thread::Entity::find()
        .filter(thread::Column::TicketId.eq(ticket_id))
        .filter(Expr::col(thread::Column::Kind).eq(constant(ThreadKind::Asker.slug())))
        .one(db)
        .await?
        .map(Thread::from)
        .ok_or(StoreError::Inconsistent {
            table: "thread",
            column: "kind",
            row: ticket_id.to_string(),
        })
}

/// Ends the conversation with the asker `before`, who asks no more, and opens one with `after`: the one that
/// they had, when they asked before.
pub(super) async fn succeed(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    before: Uuid,
    after: Uuid,
) -> Result<(), StoreError> {
    let ended = asker_thread(tx, ticket_id).await?;
    thread::Entity::update_many()
        .col_expr(thread::Column::Kind, Expr::value(ThreadKind::Former))
        .col_expr(thread::Column::ContactId, Expr::value(before))
        .filter(thread::Column::Id.eq(ended.id))
        .exec(tx)
        .await?;
    let again = thread::Entity::update_many()
        .col_expr(thread::Column::Kind, Expr::value(ThreadKind::Asker))
        .col_expr(thread::Column::ContactId, Expr::value(None::<Uuid>))
        .filter(thread::Column::TicketId.eq(ticket_id))
        .filter(thread::Column::ContactId.eq(after))
        .exec(tx)
        .await?;
    if again.rows_affected == 0 {
        open(tx, ctx, ticket_id, None).await?;
    }
    Ok(())
}

/// The conversations with those who asked before, each with whom.
pub(super) async fn former(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<(Thread, Uuid)>, StoreError> {
    let rows = thread::Entity::find()
        .filter(thread::Column::TicketId.eq(ticket_id))
        .filter(thread::Column::ContactId.is_not_null())
        .all(db)
        .await?;
    let with = |row: thread::Model| Some((row.contact_id?, Thread::from(row)));
    let all = rows.into_iter().filter_map(with);
    Ok(all.map(|(contact, thread)| (thread, contact)).collect())
}

/// The conversation of an assignment, when it was opened.
pub async fn thread_of_assignment(
    db: &impl ConnectionTrait,
    assignment_id: Uuid,
) -> Result<Option<Thread>, StoreError> {
    let found = thread::Entity::find()
        // As the index says it.
        .filter(Expr::col(thread::Column::Kind).eq(constant(ThreadKind::Assignment.slug())))
        .filter(thread::Column::AssignmentId.eq(assignment_id))
        .one(db)
        .await?;
    Ok(found.map(Thread::from))
}

/// The conversation of an assignment, opened when it is not there yet.
pub async fn assignment_thread(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    assignment_id: Uuid,
) -> Result<Thread, StoreError> {
    match thread_of_assignment(tx, assignment_id).await? {
        Some(thread) => Ok(thread),
        None => open(tx, ctx, ticket_id, Some(assignment_id)).await,
    }
}

/// Notes a Message-ID of theirs, so that a later mail that cites it is recognised.
pub async fn note_message_id(
    tx: &impl ConnectionTrait,
    thread: Thread,
    message_id: &str,
) -> Result<(), StoreError> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "INSERT INTO mail_reference (id_hash, ticket_id, thread_id, ours) VALUES ($1, $2, $3, FALSE) \
         ON CONFLICT (id_hash, ticket_id) DO NOTHING",
        [message_id_hash(message_id).into(), thread.ticket_id.into(), thread.id.into()],
    ))
    .await?;
    Ok(())
}

/// The conversation that one of these Message-IDs belongs to, and whether the Message-ID is ours;
/// the ids are tried in the order given.
pub async fn known_by_message_ids(
    db: &impl ConnectionTrait,
    message_ids: &[String],
) -> Result<Option<(Thread, bool)>, StoreError> {
    if message_ids.is_empty() {
        return Ok(None);
    }
    let hashes: Vec<String> = message_ids.iter().map(|id| message_id_hash(id)).collect();
    let rows = mail_reference::Entity::find()
        .filter(mail_reference::Column::IdHash.is_in(hashes.clone()))
        .all(db)
        .await?;
    let best = rows.into_iter().min_by_key(|row| {
        (
            hashes.iter().position(|hash| *hash == row.id_hash),
            !row.ours,
            row.ticket_id,
        )
    });
    let Some(best) = best else { return Ok(None) };
    let thread = thread::Entity::find_by_id(best.thread_id).one(db).await?;
    Ok(thread.map(|row| (Thread::from(row), best.ours)))
}

/// Takes the root of a mail thread for this transaction, so that its mails are handled one at a
/// time; returns the ticket that the root has become, if it has.
pub async fn thread_root(
    tx: &impl ConnectionTrait,
    root: &str,
    becomes: Option<Uuid>,
) -> Result<Option<Uuid>, StoreError> {
    let row = tx
        .query_one_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "INSERT INTO mail_root (root_hash, ticket_id) VALUES ($1, $2) ON CONFLICT (root_hash) \
             DO UPDATE SET ticket_id = COALESCE(mail_root.ticket_id, excluded.ticket_id) \
             RETURNING ticket_id",
            [message_id_hash(root).into(), becomes.into()],
        ))
        .await?;
    Ok(row
        .map(|row| row.try_get_by_index(0))
        .transpose()?
        .flatten())
}
