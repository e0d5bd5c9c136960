//! When the mail was last counted.

use sea_orm::entity::prelude::*;

/// When the mail was last counted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_watch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub checked_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
