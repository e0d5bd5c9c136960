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
}

impl ActiveModelBehavior for ActiveModel {}
