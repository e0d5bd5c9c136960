//! Who can hold a question.

use sea_orm::entity::prelude::*;

/// Who can hold a question.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "desk")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub slug: String,
    pub kind: String,
    pub level: Option<String>,
    pub name: String,
    pub province_slug: Option<String>,
    pub email: String,
    pub phone: Option<String>,
    pub answers_for: String,
    pub active: bool,
    pub revision: i32,
    pub last_proven_at: Option<DateTimeUtc>,
    pub bounce_count: i32,
    pub silent_count: i32,
}

impl ActiveModelBehavior for ActiveModel {}
