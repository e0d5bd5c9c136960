//! Who an account is at an OpenID Connect provider.

use sea_orm::entity::prelude::*;

/// One row of `user_identity`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_identity")]
pub struct Model {
    /// The provider.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub issuer: String,
    /// Who it is there.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub subject: String,
    /// The account.
    pub user_id: Uuid,
    /// When the two were brought together.
    pub created_at: DateTimeUtc,
    /// Whose it is.
    #[sea_orm(belongs_to, from = "user_id", to = "id", on_delete = "Cascade")]
    pub user_account: BelongsTo<super::user_account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
