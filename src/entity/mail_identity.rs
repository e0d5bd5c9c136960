//! What makes two mails the same.

use sea_orm::entity::prelude::*;

/// What makes two mails the same.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_identity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub identity: String,
    pub inbound_mail_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
