//! The second step of a local account (RFC 6238).

use sea_orm::entity::prelude::*;

/// One row of `user_second_step`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_second_step")]
pub struct Model {
    /// The account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    /// The key that it shares with its owner's app, sealed.
    #[sea_orm(column_type = "Text")]
    pub sealed_key: String,
    /// The time step of the last code that was taken.
    pub last_step: i64,
    /// When it was confirmed.
    pub created_at: DateTimeUtc,
    /// Whose it is.
    #[sea_orm(belongs_to, from = "user_id", to = "id", on_delete = "Cascade")]
    pub user_account: BelongsTo<super::user_account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
