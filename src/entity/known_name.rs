//! The name of a person that the register knows, folded.

use sea_orm::entity::prelude::*;

/// The name of a person that the register knows, folded.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "known_name")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub folded: String,
    pub family: String,
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
