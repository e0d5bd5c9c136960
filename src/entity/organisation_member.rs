//! A municipality that takes part in an organisation.

use sea_orm::entity::prelude::*;

/// A municipality that takes part in an organisation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub nis_code: String,
    pub active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
