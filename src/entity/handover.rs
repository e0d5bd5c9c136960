//! One hand-over of a message by a source.

use sea_orm::entity::prelude::*;

/// One hand-over of a message by a source.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "handover")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub source: String,
    pub source_id: String,
    pub inbound_mail_id: Uuid,
    pub received_at: DateTimeUtc,
    pub repeats: bool,
}

impl ActiveModelBehavior for ActiveModel {}
