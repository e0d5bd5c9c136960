//! The entries of a conversation.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::attachments::{self, NewAttachment};
use super::names::note_name;
use crate::context::Context;
use crate::entity::message::{self, Column};
pub use crate::entity::message::{Direction, MessageKind, MessageState};
use crate::store::StoreError;

/// A message to append.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Its id, when something was said of it before it is written down.
    pub id: Option<Uuid>,
    /// Which way it goes.
    pub direction: Direction,
    /// What it is.
    pub kind: MessageKind,
    /// Whether it waits for a person.
    pub state: MessageState,
    /// Who wrote it, as they sign.
    pub author_name: Option<String>,
    /// Their address.
    pub author_email: Option<String>,
    /// Their account, when it is one of ours.
    pub author_user_id: Option<Uuid>,
    /// The desk it speaks for.
    pub desk_id: Option<Uuid>,
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
    pub inbound_mail_id: Option<Uuid>,
    /// The Message-ID of that mail.
    pub rfc_message_id: Option<String>,
    /// The files that came with it, already kept as blobs.
    pub attachments: Vec<NewAttachment>,
}

impl NewMessage {
    /// A message with nothing but its words.
    #[must_use]
    pub fn plain(direction: Direction, kind: MessageKind, body: String) -> Self {
        Self {
            id: None,
            direction,
            kind,
            state: MessageState::Posted,
            author_name: None,
            author_email: None,
            author_user_id: None,
            desk_id: None,
            subject: None,
            body,
            quoted: None,
            signature: None,
            html: None,
            language: "nl".to_owned(),
            inbound_mail_id: None,
            rfc_message_id: None,
            attachments: Vec::new(),
        }
    }
}

/// A message as it stands in the register.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredMessage {
    /// Its id.
    pub id: Uuid,
    /// Its ticket.
    pub ticket_id: Uuid,
    /// Its conversation.
    pub thread_id: Uuid,
    /// What it is.
    pub kind: MessageKind,
    /// Whether it waits for a person.
    pub state: MessageState,
    /// Who wrote it.
    pub author_name: Option<String>,
    /// The desk it speaks for.
    pub desk_id: Option<Uuid>,
    /// What is new in it.
    pub body: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl From<message::Model> for StoredMessage {
    fn from(row: message::Model) -> Self {
        Self {
            id: row.id,
            ticket_id: row.ticket_id,
            thread_id: row.thread_id,
            kind: row.kind,
            state: row.state,
            author_name: row.author_name,
            desk_id: row.desk_id,
            body: row.body,
            created_at: row.created_at,
        }
    }
}

/// Appends a message to a conversation and returns its id.
pub async fn append_message(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    thread_id: Uuid,
    new: NewMessage,
) -> Result<Uuid, StoreError> {
    let id = new.id.unwrap_or_else(|| ctx.new_id());
    note_name(tx, new.author_name.as_deref()).await?;
    let row = message::ActiveModel {
        id: Set(id),
        ticket_id: Set(ticket_id),
        thread_id: Set(thread_id),
        direction: Set(new.direction),
        kind: Set(new.kind),
        state: Set(new.state),
        author_name: Set(new.author_name),
        author_email: Set(new.author_email),
        author_user_id: Set(new.author_user_id),
        desk_id: Set(new.desk_id),
        subject: Set(new.subject),
        body: Set(new.body),
        quoted: Set(new.quoted),
        signature: Set(new.signature),
        html: Set(new.html),
        language: Set(new.language),
        inbound_mail_id: Set(new.inbound_mail_id),
        rfc_message_id: Set(new.rfc_message_id),
        created_at: Set(ctx.clock.now()),
    };
    message::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    attachments::insert(tx, ctx, ticket_id, id, new.attachments).await?;
    Ok(id)
}

/// The latest message of a conversation.
pub async fn last_message(
    db: &impl ConnectionTrait,
    thread_id: Uuid,
) -> Result<Option<StoredMessage>, StoreError> {
    let row = message::Entity::find()
        .filter(message::Column::ThreadId.eq(thread_id))
        .order_by_desc(message::Column::CreatedAt)
        .order_by_desc(message::Column::Id)
        .one(db)
        .await?;
    Ok(row.map(StoredMessage::from))
}

/// The message with this id.
pub async fn message(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<StoredMessage>, StoreError> {
    Ok(message::Entity::find_by_id(id)
        .one(db)
        .await?
        .map(StoredMessage::from))
}

/// The last answer that left for the asker of a ticket.
pub async fn last_answer(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Option<StoredMessage>, StoreError> {
    Ok(message::Entity::find()
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(message::Column::Kind.eq(MessageKind::Answer))
        .filter(message::Column::Direction.eq(Direction::Outbound))
        .order_by_desc(message::Column::CreatedAt)
        .order_by_desc(message::Column::Id)
        .one(db)
        .await?
        .map(StoredMessage::from))
}

/// The answers that left for the asker of a ticket since a moment, the first one first.
pub async fn answers_since(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<StoredMessage>, StoreError> {
    let rows = message::Entity::find()
        .filter(message::Column::TicketId.eq(ticket_id))
        .filter(message::Column::Kind.eq(MessageKind::Answer))
        .filter(message::Column::Direction.eq(Direction::Outbound))
        .filter(message::Column::CreatedAt.gte(since))
        .order_by_asc(message::Column::CreatedAt)
        .order_by_asc(message::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(StoredMessage::from).collect())
}

/// A person read what was laid before them as an answer for what it is: words of the desk, which count.
pub async fn settle_as_reply(tx: &impl ConnectionTrait, id: Uuid) -> Result<(), StoreError> {
    message::Entity::update_many()
        .col_expr(Column::State, Expr::value(MessageState::Posted))
        .col_expr(Column::Kind, Expr::value(MessageKind::Reply))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Says that a desk wrote a message that waited for a person, and what it is: no word of the asker's side.
pub async fn give_to_desk(
    tx: &impl ConnectionTrait,
    id: Uuid,
    desk: Uuid,
    kind: MessageKind,
) -> Result<(), StoreError> {
    message::Entity::update_many()
        .col_expr(Column::DeskId, Expr::value(desk))
        .col_expr(Column::Kind, Expr::value(kind))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Notes that a waiting message was dealt with.
pub async fn set_message_state(
    tx: &impl ConnectionTrait,
    id: Uuid,
    state: MessageState,
) -> Result<(), StoreError> {
    message::Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
