//! What happened, append-only.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Who did it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    #[sea_orm(string_value = "system")]
    System,
    #[sea_orm(string_value = "user")]
    User,
    #[sea_orm(string_value = "api")]
    Api,
    #[sea_orm(string_value = "asker")]
    Asker,
    #[sea_orm(string_value = "administration")]
    Administration,
}

impl ActorKind {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Api => "api",
            Self::Asker => "asker",
            Self::Administration => "administration",
        }
    }
}

/// What happened, append-only.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub seq: i32,
    pub at: DateTimeUtc,
    pub kind: String,
    pub actor_kind: ActorKind,
    pub actor_id: Option<Uuid>,
    pub body: String,
    pub personal: Option<String>,
    pub salt: Option<String>,
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
