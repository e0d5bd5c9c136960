//! A municipality.

use sea_orm::entity::prelude::*;

/// A municipality.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "municipality")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub nis_code: String,
    pub name: String,
    pub province_slug: String,
    pub region_code: String,
    pub former_names: String,
    pub former_nis_codes: String,
    pub sub_municipalities: String,
    pub lat: f64,
    pub lon: f64,
    pub organisation_id: Uuid,
    pub active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
