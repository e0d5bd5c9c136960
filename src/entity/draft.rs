//! What a person is typing in a form.

use sea_orm::entity::prelude::*;

/// One row of `draft`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    /// Empty for a question that is not there yet.
    pub ticket_id: Option<Uuid>,
    pub place: String,
    /// Names and values, as JSON.
    pub fields: String,
    pub kept_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
