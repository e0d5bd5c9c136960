//! How often somebody tried to sign in of late, per account and per network address.

use sea_orm::entity::prelude::*;

/// One row of `sign_in_attempt`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempt")]
pub struct Model {
    /// Digest of what is counted.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub subject: String,
    /// Attempts in this window.
    pub attempts: i32,
    /// When the counter starts again.
    pub window_ends_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
