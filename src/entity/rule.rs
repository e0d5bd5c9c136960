//! A rule that a person made about sending on.

use sea_orm::entity::prelude::*;

/// A rule that a person made about sending on.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub position: i32,
    pub name: String,
    pub condition: String,
    pub target: String,
    pub active: bool,
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
