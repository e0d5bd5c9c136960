//! The root of a mail thread.

use sea_orm::entity::prelude::*;

/// The root of a mail thread.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_root")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub root_hash: String,
    pub ticket_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
