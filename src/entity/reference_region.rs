//! A reference region.

use sea_orm::entity::prelude::*;

/// A reference region.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reference_region")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub name: String,
    pub aliases: String,
    pub provinces: String,
    pub uri: String,
    pub active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
