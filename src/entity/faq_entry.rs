//! A published or future answer for all.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// How far an entry is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum FaqStatus {
    #[sea_orm(string_value = "draft")]
    Draft,
    #[sea_orm(string_value = "in_review")]
    InReview,
    #[sea_orm(string_value = "published")]
    Published,
    #[sea_orm(string_value = "archived")]
    Archived,
}

impl FaqStatus {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }
}

/// A published or future answer for all.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "faq_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub slug: String,
    pub status: FaqStatus,
    pub question: String,
    pub answer: String,
    pub sources: String,
    pub topic_slug: Option<String>,
    #[sea_orm(unique)]
    pub group_id: Option<Uuid>,
    pub revision: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub published_at: Option<DateTimeUtc>,
    pub review_due_at: Option<DateTimeUtc>,
    pub remark: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
