//! A mail of ours.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Why a mail leaves.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum OutboundKind {
    #[sea_orm(string_value = "acknowledgement")]
    Acknowledgement,
    #[sea_orm(string_value = "forward")]
    Forward,
    #[sea_orm(string_value = "consultation")]
    Consultation,
    #[sea_orm(string_value = "answer")]
    Answer,
    #[sea_orm(string_value = "request")]
    Request,
    #[sea_orm(string_value = "receipt_question")]
    ReceiptQuestion,
    #[sea_orm(string_value = "reminder")]
    Reminder,
    #[sea_orm(string_value = "duplicate")]
    Duplicate,
    #[sea_orm(string_value = "closing")]
    Closing,
    #[sea_orm(string_value = "reopening")]
    Reopening,
    #[sea_orm(string_value = "withdrawal")]
    Withdrawal,
    #[sea_orm(string_value = "status_links")]
    StatusLinks,
    #[sea_orm(string_value = "signal")]
    Signal,
    #[sea_orm(string_value = "alarm")]
    Alarm,
    #[sea_orm(string_value = "notice")]
    Notice,
}

impl OutboundKind {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::Forward => "forward",
            Self::Consultation => "consultation",
            Self::Answer => "answer",
            Self::Request => "request",
            Self::ReceiptQuestion => "receipt_question",
            Self::Reminder => "reminder",
            Self::Duplicate => "duplicate",
            Self::Closing => "closing",
            Self::Reopening => "reopening",
            Self::Withdrawal => "withdrawal",
            Self::StatusLinks => "status_links",
            Self::Signal => "signal",
            Self::Alarm => "alarm",
            Self::Notice => "notice",
        }
    }
}

/// A mail of ours.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbound_mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Option<Uuid>,
    pub thread_id: Option<Uuid>,
    pub message_id: Option<Uuid>,
    pub assignment_id: Option<Uuid>,
    pub kind: OutboundKind,
    pub automatic: bool,
    pub null_sender: bool,
    #[sea_orm(unique)]
    pub rfc_message_id: String,
    pub subject: String,
    pub reply_to: Option<String>,
    pub in_reply_to: Option<String>,
    pub mail_references: String,
    pub body_text: String,
    pub body_html: String,
    pub attachments: String,
    #[sea_orm(unique)]
    pub idempotency_key: String,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
