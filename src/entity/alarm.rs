//! Something that somebody must look at.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What an alarm is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    #[sea_orm(string_value = "difference")]
    Difference,
    #[sea_orm(string_value = "source")]
    Source,
    #[sea_orm(string_value = "silence")]
    Silence,
    #[sea_orm(string_value = "scanner")]
    Scanner,
    #[sea_orm(string_value = "outgoing")]
    Outgoing,
}

impl AlarmKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Difference,
        Self::Source,
        Self::Silence,
        Self::Scanner,
        Self::Outgoing,
    ];

    /// The word for it in tables, figures and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Difference => "difference",
            Self::Source => "source",
            Self::Silence => "silence",
            Self::Scanner => "scanner",
            Self::Outgoing => "outgoing",
        }
    }
}

/// Something that somebody must look at.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "alarm")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: AlarmKind,
    pub subject: String,
    pub facts: String,
    pub raised_at: DateTimeUtc,
    pub seen_at: DateTimeUtc,
    pub cleared_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
