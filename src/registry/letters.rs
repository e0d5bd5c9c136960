//! Messages that came in by mail and may yet move: what it takes to put one in another ticket, and
//! who is known in a ticket as a writer.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, Statement, Value,
};
use uuid::Uuid;

use super::attachments::{Attachment, attachments_of};
use super::messages::{
    Direction, MessageKind, MessageState, NewMessage, StoredMessage, set_message_state,
};
use super::records::{Ticket, about_tickets};
use super::standing::NextStep;
use super::threads::{Thread, message_id_hash};
use crate::entity::{attachment, inbound_mail, message};
use crate::store::{StoreError, constant};

/// Messages that go along with a question at most; the latest say most.
pub const MOST_ADDED: u64 = 50;

/// A message that came in, whole.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its id.
    pub id: Uuid,
    /// Its ticket.
    pub ticket_id: Uuid,
    /// Whether it waits for a person.
    pub state: MessageState,
    /// Who wrote it, as they sign.
    pub author_name: Option<String>,
    /// Their address.
    pub author_email: Option<String>,
    /// The subject of the mail.
    pub subject: Option<String>,
    /// What is new in it.
    pub body: String,
    /// The quoted history.
    pub quoted: Option<String>,
    /// The signature.
    pub signature: Option<String>,
    /// The sanitised HTML.
    pub html: Option<String>,
    /// Its language.
    pub language: String,
    /// The mail it came in.
    pub inbound_mail_id: Uuid,
    /// The Message-ID of that mail.
    pub rfc_message_id: Option<String>,
    /// Its files.
    pub files: Vec<Attachment>,
}

impl Letter {
    /// The same words for another conversation.
    #[must_use]
    pub fn again(&self, kind: MessageKind) -> NewMessage {
        let files = self.files.iter().filter_map(Attachment::again);
        NewMessage {
            author_name: self.author_name.clone(),
            author_email: self.author_email.clone(),
            subject: self.subject.clone(),
            quoted: self.quoted.clone(),
            signature: self.signature.clone(),
            html: self.html.clone(),
            language: self.language.clone(),
            inbound_mail_id: Some(self.inbound_mail_id),
            rfc_message_id: self.rfc_message_id.clone(),
            attachments: files.collect(),
            ..NewMessage::plain(Direction::Inbound, kind, self.body.clone())
        }
    }
}

/// The message with this id, when it is in this ticket and came by mail.
pub async fn letter(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    id: Uuid,
) -> Result<Option<Letter>, StoreError> {
    let row = message::Entity::find_by_id(id)
        .filter(message::Column::TicketId.eq(ticket_id))
        .one(db)
        .await?;
    match row {
        Some(row) => whole(db, row).await,
        None => Ok(None),
    }
}

/// The question that a ticket began with, when it came by mail.
pub async fn question_letter(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Option<Letter>, StoreError> {
    let row = message::Entity::find()
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(message::Column::Kind.eq(MessageKind::Question))
        .one(db)
        .await?;
    match row {
        Some(row) => whole(db, row).await,
        None => Ok(None),
    }
}

async fn whole(
    db: &impl ConnectionTrait,
    row: message::Model,
) -> Result<Option<Letter>, StoreError> {
    let Some(inbound_mail_id) = row.inbound_mail_id else {
        return Ok(None);
    };
    Ok(Some(Letter {
        files: attachments_of(db, row.id).await?,
        id: row.id,
        ticket_id: row.ticket_id,
        state: row.state,
        author_name: row.author_name,
        author_email: row.author_email,
        subject: row.subject,
        body: row.body,
        quoted: row.quoted,
        signature: row.signature,
        html: row.html,
        language: row.language,
        inbound_mail_id,
        rfc_message_id: row.rfc_message_id,
    }))
}

/// Lets whatever cites a letter later find the conversation that it is in now.
pub async fn cite_in(
    tx: &impl ConnectionTrait,
    letter: &Letter,
    to: Thread,
) -> Result<(), StoreError> {
    let Some(message_id) = &letter.rfc_message_id else {
        return Ok(());
    };
    let hash = message_id_hash(message_id);
    let steps: [(&str, Vec<Value>); 2] = [
        (
            "DELETE FROM mail_reference WHERE id_hash = $1 AND ticket_id = $2",
            vec![hash.clone().into(), letter.ticket_id.into()],
        ),
        (
            "INSERT INTO mail_reference (id_hash, ticket_id, thread_id, ours) \
             VALUES ($1, $2, $3, FALSE) ON CONFLICT (id_hash, ticket_id) DO NOTHING",
            vec![hash.into(), to.ticket_id.into(), to.id.into()],
        ),
    ];
    for (sql, values) in steps {
        let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        tx.execute_raw(statement).await?;
    }
    Ok(())
}

/// Takes a letter out of its ticket, once `becomes` in `to` holds its words and files.
pub async fn take_out(
    tx: &impl ConnectionTrait,
    letter: &Letter,
    to: Thread,
    becomes: Uuid,
) -> Result<(), StoreError> {
    cite_in(tx, letter, to).await?;
    let ticket = inbound_mail::Column::TicketId;
    inbound_mail::Entity::update_many()
        .col_expr(ticket, Expr::value(Some(to.ticket_id)))
        .col_expr(inbound_mail::Column::MessageId, Expr::value(Some(becomes)))
        .filter(inbound_mail::Column::Id.eq(letter.inbound_mail_id))
        .exec(tx)
        .await?;
    attachment::Entity::delete_many()
        .filter(attachment::Column::MessageId.eq(letter.id))
        .exec(tx)
        .await?;
    message::Entity::delete_by_id(letter.id).exec(tx).await?;
    Ok(())
}

/// What the owner must do in a ticket whose last writer was looked at.
pub async fn step_of_owner(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<NextStep, StoreError> {
    Ok(if waiting(db, ticket.id, MessageState::Held).await? > 0 {
        NextStep::ReviewSender
    } else if proposals_waiting(db, ticket.id).await? > 0 {
        NextStep::ReviewProposal
    } else if waiting(db, ticket.id, MessageState::Asks).await? > 0 {
        NextStep::AnswerDesk
    } else if ticket.proposed.is_some() {
        NextStep::ConfirmProposal
    } else {
        NextStep::Answer
    })
}

/// How many answers of desks wait to be read in a ticket.
pub async fn proposals_waiting(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<u64, StoreError> {
    waiting(db, ticket_id, MessageState::Proposed).await
}

/// The answers of desks that wait to be read in a ticket, the oldest first.
pub async fn waiting_proposals(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<StoredMessage>, StoreError> {
    let waiting = message::Entity::find()
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(message::Column::State.eq(MessageState::Proposed))
        .order_by_asc(message::Column::CreatedAt)
        .order_by_asc(message::Column::Id)
        .all(db)
        .await?;
    Ok(waiting.into_iter().map(StoredMessage::from).collect())
}

/// How many messages of the asker go along with each of these tickets when it is sent on; none is named
/// that has none.
pub async fn added_to(
    db: &impl ConnectionTrait,
    tickets: &[Uuid],
) -> Result<HashMap<Uuid, u64>, StoreError> {
    let rows = about_tickets(db, tickets, |these| {
        format!(
            "SELECT m.ticket_id, COUNT(*) FROM message m JOIN thread t ON t.id = m.thread_id \
             WHERE m.ticket_id IN ({these}) AND t.kind = 'asker' AND m.direction = 'inbound' \
             AND m.kind = 'reply' AND m.state IN ('posted', 'new') AND m.desk_id IS NULL \
             GROUP BY m.ticket_id"
        )
    });
    let rows = rows.await?;
    let mut found = HashMap::new();
    for row in rows {
        let many: i64 = row.try_get_by_index(1)?;
        let many = u64::try_from(many).unwrap_or_default();
        found.insert(row.try_get_by_index(0)?, Ord::min(many, MOST_ADDED));
    }
    Ok(found)
}

/// How many things that the house found out and that begin with these words wait to be read in a ticket.
pub async fn notices_waiting(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    words: &str,
) -> Result<u64, StoreError> {
    Ok(message::Entity::find()
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(Expr::col(message::Column::State).eq(constant(MessageState::New.slug())))
        .filter(message::Column::Direction.eq(Direction::Internal))
        .filter(message::Column::Body.starts_with(words))
        .count(db)
        .await?)
}

/// The questions of desks in a ticket wait no longer: all of them, or those in one conversation. Whether
/// one did.
pub async fn settle_questions_back(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
    thread: Option<Uuid>,
) -> Result<bool, StoreError> {
    let of_thread = thread.map(|thread| message::Column::ThreadId.eq(thread));
    let settled = message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(MessageState::Posted))
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(message::Column::State.eq(MessageState::Asks))
        .filter(Condition::all().add_option(of_thread))
        .exec(tx)
        .await?;
    Ok(settled.rows_affected > 0)
}

/// What is held in a ticket waits no longer, and counts no more than it did; which messages those are.
pub(super) async fn set_aside_held(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<Uuid>, StoreError> {
    let held: Vec<Uuid> = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(message::Column::State.eq(MessageState::Held))
        .order_by_asc(message::Column::CreatedAt)
        .order_by_asc(message::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    for id in &held {
        set_message_state(tx, *id, MessageState::Aside).await?;
    }
    Ok(held)
}

/// What was set aside when a person closed a ticket waits in it again; whether there was any.
pub(super) async fn hold_again(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<bool, StoreError> {
    let held = message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(MessageState::Held))
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(message::Column::State.eq(MessageState::Aside))
        .exec(tx)
        .await?;
    Ok(held.rows_affected > 0)
}

/// Whether a message waits in a ticket for somebody to say who wrote it.
pub async fn holds_message(db: &impl ConnectionTrait, ticket_id: Uuid) -> Result<bool, StoreError> {
    Ok(waiting(db, ticket_id, MessageState::Held).await? > 0)
}

async fn waiting(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    state: MessageState,
) -> Result<u64, StoreError> {
    Ok(message::Entity::find()
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(message::Column::State.eq(state))
        .count(db)
        .await?)
}

/// What the asker's side wrote after the question: not what is held, nor the words of a desk.
fn added_in(asker_thread: Uuid) -> Select<message::Entity> {
    message::Entity::find()
        .filter(message::Column::ThreadId.eq(asker_thread))
        .filter(message::Column::Direction.eq(Direction::Inbound))
        .filter(message::Column::Kind.eq(MessageKind::Reply))
        .filter(message::Column::State.is_in([MessageState::Posted, MessageState::New]))
        .filter(message::Column::DeskId.is_null())
}

/// What the asker's side wrote after the question, oldest first: not what is held, nor the words of a desk.
/// Of all that, the latest [`MOST_ADDED`], or those of `only`.
pub async fn added_by_asker(
    db: &impl ConnectionTrait,
    asker_thread: Uuid,
    only: Option<&[Uuid]>,
) -> Result<Vec<StoredMessage>, StoreError> {
    let only = only.map(|ids| message::Column::Id.is_in(ids.iter().copied()));
    let mut latest = added_in(asker_thread)
        .filter(Condition::all().add_option(only))
        .order_by_desc(message::Column::CreatedAt)
        .order_by_desc(message::Column::Id)
        .limit(MOST_ADDED)
        .all(db)
        .await?;
    latest.reverse();
    Ok(latest.into_iter().map(StoredMessage::from).collect())
}

/// Who writes from the asker's side of a ticket: whoever wrote there, was not held, and spoke for no
/// desk.
pub async fn known_writers(
    db: &impl ConnectionTrait,
    asker_thread: Uuid,
) -> Result<Vec<String>, StoreError> {
    let found: Vec<Option<String>> = added_in(asker_thread)
        .select_only()
        .column(message::Column::AuthorEmail)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().flatten().collect())
}
