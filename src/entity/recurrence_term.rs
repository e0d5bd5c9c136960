//! A term of a question.

use sea_orm::entity::prelude::*;

/// A term of a question.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recurrence_term")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub term: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
