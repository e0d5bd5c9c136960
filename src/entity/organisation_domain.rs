//! A mail domain of an organisation.

use sea_orm::entity::prelude::*;

/// A mail domain of an organisation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_domain")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub domain: String,
    pub organisation_id: Uuid,
    pub basis: String,
    pub active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
