//! An earlier text of an entry.

use sea_orm::entity::prelude::*;

/// An earlier text of an entry.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "faq_revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub entry_id: Uuid,
    pub revision: i32,
    pub status: super::faq_entry::FaqStatus,
    pub question: String,
    pub answer: String,
    pub sources: String,
    pub author_user_id: Option<Uuid>,
    pub made_at: DateTimeUtc,
    pub remark: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
