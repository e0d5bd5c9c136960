//! A province of Flanders.

use sea_orm::entity::prelude::*;

/// A province of Flanders.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "province")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: String,
    #[sea_orm(unique)]
    pub nis_code: String,
    pub name: String,
    pub governor_office: String,
    pub capital: String,
    pub office_city: String,
    pub email_domain: String,
    pub active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
