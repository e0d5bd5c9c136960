//! A browser that is signed in.

use sea_orm::entity::prelude::*;

/// One row of `session`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the key in the cookie, in hex.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub key_hash: String,
    /// Who is signed in.
    pub user_id: Option<Uuid>,
    /// What the session remembers, as JSON.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// When it began.
    pub created_at: DateTimeUtc,
    /// When it was last used, give or take a minute.
    pub last_seen_at: DateTimeUtc,
    /// When it ends whatever happens.
    pub expires_at: DateTimeUtc,
    /// The ID token that it began with, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub id_token: Option<String>,
    /// What the browser says that it is, as it began.
    #[sea_orm(column_type = "Text", nullable)]
    pub user_agent: Option<String>,
    /// The network address that it began at.
    #[sea_orm(column_type = "Text", nullable)]
    pub address: Option<String>,
    /// Who is signed in.
    #[sea_orm(belongs_to, from = "user_id", to = "id", on_delete = "Cascade")]
    pub user_account: BelongsTo<Option<super::user_account::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
