//! That a question shows where an instrument gets in the way.

use sea_orm::entity::prelude::*;

/// That a question shows where an instrument gets in the way.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "knelpunt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: Uuid,
    pub instrument: String,
    pub folded: String,
    pub user_id: Option<Uuid>,
    pub set_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
