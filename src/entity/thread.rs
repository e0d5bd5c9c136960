//! One conversation of a ticket.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Whose conversation it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum ThreadKind {
    #[sea_orm(string_value = "asker")]
    Asker,
    #[sea_orm(string_value = "assignment")]
    Assignment,
    #[sea_orm(string_value = "former")]
    Former,
}

impl ThreadKind {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Asker => "asker",
            Self::Assignment => "assignment",
            Self::Former => "former",
        }
    }
}

/// One conversation of a ticket.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "thread")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub kind: ThreadKind,
    pub assignment_id: Option<Uuid>,
    pub contact_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
