//! What a question can be about.

use sea_orm::entity::prelude::*;

/// What a question can be about.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "topic")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: String,
    pub title: String,
    pub description: String,
    pub administration: Option<String>,
    pub automatic: bool,
    pub active: bool,
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
