//! A file that came with a message.

use sea_orm::entity::prelude::*;

/// A file that came with a message.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub message_id: Uuid,
    pub position: i32,
    pub filename: String,
    pub media_type: String,
    pub size: i64,
    pub blob_key: String,
    pub damaged: bool,
}

impl ActiveModelBehavior for ActiveModel {}
