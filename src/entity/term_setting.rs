//! A term that was changed on screen.

use sea_orm::entity::prelude::*;

/// A term that was changed on screen.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "term_setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub working_days: i32,
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
