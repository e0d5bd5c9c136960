//! A mail domain that proves nothing about the sender.

use sea_orm::entity::prelude::*;

/// A mail domain that proves nothing about the sender.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "shared_domain")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub domain: String,
    pub kind: String,
    pub note: String,
    pub active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
