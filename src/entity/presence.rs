//! Who has a question open at this moment.

use sea_orm::entity::prelude::*;

/// Who has a question open at this moment.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "presence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tab: String,
    pub writing: bool,
    pub seen_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
