//! A file that goes along with what a person sent and may still call back.

use sea_orm::entity::prelude::*;

/// A file that goes along with what a person sent and may still call back.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub send_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    pub filename: String,
    pub media_type: String,
    pub size: i64,
    pub blob_key: String,
}

impl ActiveModelBehavior for ActiveModel {}
