//! One entry in a ticket's conversation.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Which way a message went.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[sea_orm(string_value = "inbound")]
    Inbound,
    #[sea_orm(string_value = "outbound")]
    Outbound,
    #[sea_orm(string_value = "internal")]
    Internal,
}

impl Direction {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
            Self::Internal => "internal",
        }
    }
}

/// What a message is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    #[sea_orm(string_value = "question")]
    Question,
    #[sea_orm(string_value = "reply")]
    Reply,
    #[sea_orm(string_value = "answer")]
    Answer,
    #[sea_orm(string_value = "forward")]
    Forward,
    #[sea_orm(string_value = "proposal")]
    Proposal,
    #[sea_orm(string_value = "request")]
    Request,
    #[sea_orm(string_value = "note")]
    Note,
    #[sea_orm(string_value = "acknowledgement")]
    Acknowledgement,
    #[sea_orm(string_value = "receipt_question")]
    ReceiptQuestion,
    /// The asker is told that the question is closed without an answer.
    #[sea_orm(string_value = "closing")]
    Closing,
    #[sea_orm(string_value = "reopening")]
    Reopening,
}

impl MessageKind {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Reply => "reply",
            Self::Answer => "answer",
            Self::Forward => "forward",
            Self::Proposal => "proposal",
            Self::Request => "request",
            Self::Note => "note",
            Self::Acknowledgement => "acknowledgement",
            Self::ReceiptQuestion => "receipt_question",
            Self::Closing => "closing",
            Self::Reopening => "reopening",
        }
    }
}

/// Whether a message still waits for a person.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    #[sea_orm(string_value = "posted")]
    Posted,
    #[sea_orm(string_value = "proposed")]
    Proposed,
    #[sea_orm(string_value = "used")]
    Used,
    #[sea_orm(string_value = "held")]
    Held,
    /// It was held, and a person closed the question without a word about who wrote it: it waits no longer, and
    /// counts no more than it did. When the question is opened again, it is held again.
    #[sea_orm(string_value = "aside")]
    Aside,
    #[sea_orm(string_value = "asks")]
    Asks,
    #[sea_orm(string_value = "new")]
    New,
}

impl MessageState {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Proposed => "proposed",
            Self::Used => "used",
            Self::Held => "held",
            Self::Aside => "aside",
            Self::Asks => "asks",
            Self::New => "new",
        }
    }
}

/// One entry in a ticket's conversation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub thread_id: Uuid,
    pub direction: Direction,
    pub kind: MessageKind,
    pub state: MessageState,
    pub author_name: Option<String>,
    pub author_email: Option<String>,
    pub author_user_id: Option<Uuid>,
    pub desk_id: Option<Uuid>,
    pub subject: Option<String>,
    pub body: String,
    pub quoted: Option<String>,
    pub signature: Option<String>,
    pub html: Option<String>,
    pub language: String,
    pub inbound_mail_id: Option<Uuid>,
    pub rfc_message_id: Option<String>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
