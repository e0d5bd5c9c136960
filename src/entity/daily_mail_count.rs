//! Automatic mails to an address in a day.

use sea_orm::entity::prelude::*;

/// Automatic mails to an address in a day.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "daily_mail_count")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub address: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: String,
    pub mails: i32,
}

impl ActiveModelBehavior for ActiveModel {}
