//! Who must answer, and why.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Who sent the question on, if anybody.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum DispatchMode {
    #[sea_orm(string_value = "automatic")]
    Automatic,
    #[sea_orm(string_value = "proposed")]
    Proposed,
    #[sea_orm(string_value = "stay")]
    Stay,
    #[sea_orm(string_value = "person")]
    Person,
}

impl DispatchMode {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Proposed => "proposed",
            Self::Stay => "stay",
            Self::Person => "person",
        }
    }
}

/// Who must answer, and why.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dispatch_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub made_at: DateTimeUtc,
    pub mode: DispatchMode,
    pub owner_desk_id: Uuid,
    pub desk_id: Option<Uuid>,
    pub topic_slug: Option<String>,
    pub confidence: f64,
    pub explanation: String,
}

impl ActiveModelBehavior for ActiveModel {}
