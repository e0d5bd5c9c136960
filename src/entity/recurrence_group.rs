//! Tickets that ask the same.

use sea_orm::entity::prelude::*;

/// Tickets that ask the same.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recurrence_group")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub title: String,
    pub topic_slug: Option<String>,
    pub tickets: i32,
    pub organisations: i32,
    pub created_at: DateTimeUtc,
    pub last_asked_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
