//! That a question looks like an earlier one.

use sea_orm::entity::prelude::*;

/// That a question looks like an earlier one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recurrence_alike")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub other_id: Uuid,
    pub alike: f64,
}

impl ActiveModelBehavior for ActiveModel {}
