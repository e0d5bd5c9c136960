//! The answer to a request that its client may send again.

use sea_orm::entity::prelude::*;

/// One row of `idempotency_key`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Whose key it is.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub principal: String,
    /// The key, as the client chose it.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub key: String,
    /// SHA-256 of method, path and body.
    #[sea_orm(column_type = "Text")]
    pub request_hash: String,
    /// The status of the answer; none while the request is being carried out.
    pub status: Option<i32>,
    /// Of the answer.
    #[sea_orm(column_type = "Text", nullable)]
    pub content_type: Option<String>,
    /// The `Location` of the answer.
    #[sea_orm(column_type = "Text", nullable)]
    pub location: Option<String>,
    /// The answer.
    #[sea_orm(column_type = "Text", nullable)]
    pub body: Option<String>,
    /// When the key was first seen.
    pub created_at: DateTimeUtc,
    /// Until when, in real time, whoever carries the request out has it for themselves; none once
    /// there is an answer.
    pub locked_until: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
