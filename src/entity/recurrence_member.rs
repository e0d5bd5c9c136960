//! A ticket in its group.

use sea_orm::entity::prelude::*;

/// A ticket in its group.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recurrence_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: Uuid,
    pub group_id: Uuid,
    pub organisation_id: Option<Uuid>,
    pub similarity: f64,
    pub fingerprint: String,
    pub joined_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
