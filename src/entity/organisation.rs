//! A local government or an association of them.

use sea_orm::entity::prelude::*;

/// A local government or an association of them.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    pub kbo_number: Option<String>,
    pub provinces: String,
    pub province_slug: Option<String>,
    pub regions: String,
    pub region_code: Option<String>,
    pub municipality_nis: Option<String>,
    pub lead_province: Option<String>,
    pub mailbox: Option<String>,
    pub active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
