//! An API token that was handed out; the token itself is kept nowhere.

use sea_orm::entity::prelude::*;

/// One row of `api_token`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    /// The `jti` of the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is for, in the words of who made it.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The role it acts in.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// The desk it acts for.
    pub desk_id: Option<Uuid>,
    /// The province it may look at, for an observer.
    #[sea_orm(column_type = "Text", nullable)]
    pub province_slug: Option<String>,
    /// Separated by spaces.
    #[sea_orm(column_type = "Text")]
    pub scopes: String,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it ends.
    pub expires_at: DateTimeUtc,
    /// When somebody ended it before its time.
    pub revoked_at: Option<DateTimeUtc>,
    /// The account that made it; none for the command line.
    pub created_by: Option<Uuid>,
    /// When it was last used, give or take some minutes.
    pub last_used_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
