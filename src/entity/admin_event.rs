//! What people changed that belongs to no ticket, append-only.

use sea_orm::entity::prelude::*;

use super::event::ActorKind;

/// What people changed that belongs to no ticket, append-only.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "admin_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub seq: i64,
    pub at: DateTimeUtc,
    pub kind: String,
    pub actor_kind: ActorKind,
    pub actor_id: Option<Uuid>,
    pub subject_kind: String,
    pub subject_id: Option<Uuid>,
    pub subject_slug: Option<String>,
    pub body: String,
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
