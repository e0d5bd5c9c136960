//! A running or ended term.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What must have happened by then.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    #[sea_orm(string_value = "first_reaction")]
    FirstReaction,
    #[sea_orm(string_value = "answer")]
    Answer,
    #[sea_orm(string_value = "administration")]
    Administration,
    #[sea_orm(string_value = "presume")]
    Presume,
}

impl DeadlineKind {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::FirstReaction => "first_reaction",
            Self::Answer => "answer",
            Self::Administration => "administration",
            Self::Presume => "presume",
        }
    }
}

/// How a term ended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum DeadlineState {
    #[sea_orm(string_value = "pending")]
    Pending,
    #[sea_orm(string_value = "met")]
    Met,
    #[sea_orm(string_value = "fired")]
    Fired,
    #[sea_orm(string_value = "cancelled")]
    Cancelled,
    /// It stands still; the next of its kind, if any, goes on with what was left.
    #[sea_orm(string_value = "paused")]
    Paused,
}

impl DeadlineState {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Met => "met",
            Self::Fired => "fired",
            Self::Cancelled => "cancelled",
            Self::Paused => "paused",
        }
    }
}

/// A running or ended term.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deadline")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub assignment_id: Option<Uuid>,
    pub kind: DeadlineKind,
    pub starts_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub working_days: i32,
    pub calculation: String,
    pub state: DeadlineState,
    pub ended_at: Option<DateTimeUtc>,
    pub told_at: Option<DateTimeUtc>,
    pub attempts: i32,
    pub locked_until: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
