//! That two questions belong together.

use sea_orm::entity::prelude::*;

/// That two questions belong together.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub other_id: Uuid,
    pub linked_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
