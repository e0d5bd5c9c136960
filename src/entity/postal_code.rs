//! A postal code and its municipality.

use sea_orm::entity::prelude::*;

/// A postal code and its municipality.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "postal_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub nis_code: String,
    pub place_names: String,
    pub active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
