//! A Message-ID that belongs to a ticket.

use sea_orm::entity::prelude::*;

/// A Message-ID that belongs to a ticket.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_reference")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_hash: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: Uuid,
    pub thread_id: Uuid,
    pub ours: bool,
}

impl ActiveModelBehavior for ActiveModel {}
