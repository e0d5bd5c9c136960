//! What the virus scanner said of a content.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// How far the scanner is with a content.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum ScanState {
    #[sea_orm(string_value = "waiting")]
    Waiting,
    #[sea_orm(string_value = "clean")]
    Clean,
    #[sea_orm(string_value = "infected")]
    Infected,
    /// The scanner would not say, again and again: a person goes on without it.
    #[sea_orm(string_value = "left_out")]
    LeftOut,
}

impl ScanState {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Clean => "clean",
            Self::Infected => "infected",
            Self::LeftOut => "left_out",
        }
    }
}

/// What the virus scanner said of a content.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "blob_scan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub blob_key: String,
    pub state: ScanState,
    pub signature: Option<String>,
    pub failure: Option<String>,
    pub attempts: i32,
    pub run_at: DateTimeUtc,
    pub locked_until: Option<DateTimeUtc>,
    pub scanned_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
