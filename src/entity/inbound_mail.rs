//! A raw mail and what became of it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What the raw bytes are.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum InboundFormat {
    #[sea_orm(string_value = "mail")]
    Mail,
    #[sea_orm(string_value = "form")]
    Form,
}

impl InboundFormat {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Form => "form",
        }
    }
}

/// How far a raw mail is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum InboundState {
    #[sea_orm(string_value = "received")]
    Received,
    #[sea_orm(string_value = "done")]
    Done,
    #[sea_orm(string_value = "quarantined")]
    Quarantined,
}

impl InboundState {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Done => "done",
            Self::Quarantined => "quarantined",
        }
    }
}

/// What a person says that a raw mail is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    #[sea_orm(string_value = "question")]
    Question,
    #[sea_orm(string_value = "reply")]
    Reply,
    #[sea_orm(string_value = "auto_reply")]
    AutoReply,
    #[sea_orm(string_value = "bulk")]
    Bulk,
}

impl Treatment {
    /// Every one, the likeliest first.
    pub const ALL: [Self; 4] = [Self::Question, Self::Reply, Self::AutoReply, Self::Bulk];

    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Reply => "reply",
            Self::AutoReply => "auto_reply",
            Self::Bulk => "bulk",
        }
    }
}

/// What the receiving mail server found out about the domain of a sender.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum SenderProof {
    /// The domain stands by the mail.
    #[sea_orm(string_value = "proven")]
    Proven,
    /// Nobody vouches for it.
    #[sea_orm(string_value = "unproven")]
    Unproven,
    /// The domain disowns it.
    #[sea_orm(string_value = "refuted")]
    Refuted,
}

/// What is remarkable about how a mail came: signed, sealed, to be read with the older one in it, or mended to be
/// read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Signed with S/MIME; nobody looked whether the signature holds.
    SmimeSigned,
    /// Sealed with S/MIME: it cannot be read here.
    SmimeSealed,
    /// Signed with PGP; nobody looked whether the signature holds.
    PgpSigned,
    /// Sealed with PGP: it cannot be read here.
    PgpSealed,
    /// Its writer may have put something in the older mail below their words, and nothing tells it from the rest.
    AnswersBelow,
    /// Something stood before the headers.
    JunkBeforeHeaders,
    /// A header held bytes that are no letters of today.
    RawHeaderBytes,
    /// A header hid control characters.
    ControlCharacters,
    /// Content did not come whole.
    BrokenBase64,
    /// The text was in another character set than it said.
    WrongCharset,
    /// Its parts were badly marked off.
    BrokenMultipart,
    /// Its date is none.
    BadDate,
    /// It has more parts, or deeper ones, than are read: the rest is in the raw mail alone.
    OverLimit,
}

impl Mark {
    /// Marks as the table keeps them; none when there are none.
    #[must_use]
    pub fn kept(marks: &[Self]) -> Option<String> {
        let written = serde_json::to_string(marks).ok();
        written.filter(|_| !marks.is_empty())
    }

    /// What the table keeps.
    #[must_use]
    pub fn read(kept: Option<&str>) -> Vec<Self> {
        kept.and_then(|kept| serde_json::from_str(kept).ok())
            .unwrap_or_default()
    }
}

/// A raw mail and what became of it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "inbound_mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub sha256: String,
    pub size: i64,
    pub format: InboundFormat,
    pub state: InboundState,
    pub kind: Option<String>,
    pub reason: Option<String>,
    pub from_email: Option<String>,
    pub subject: Option<String>,
    pub ticket_id: Option<Uuid>,
    pub message_id: Option<Uuid>,
    pub duplicate_of: Option<Uuid>,
    pub received_at: DateTimeUtc,
    pub done_at: Option<DateTimeUtc>,
    pub attempts: i32,
    pub locked_until: Option<DateTimeUtc>,
    pub source: Option<String>,
    pub treat_as: Option<Treatment>,
    pub treat_ticket_id: Option<Uuid>,
    pub revision: i32,
    /// What the receiving mail server found out about the sender's domain; none: nobody was asked.
    pub sender_proof: Option<SenderProof>,
    /// What is remarkable about how it came, as [`Mark::kept`] writes it.
    pub marks: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
