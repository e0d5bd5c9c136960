//! A person who can sign in.

use sea_orm::entity::prelude::*;

/// One row of `user_account`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_account")]
pub struct Model {
    /// The account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Lower-case.
    #[sea_orm(unique, column_type = "Text")]
    pub email: String,
    /// As colleagues see it.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// A PHC string; none for who signs in elsewhere.
    #[sea_orm(column_type = "Text", nullable)]
    pub password_hash: Option<String>,
    /// Of the screens.
    #[sea_orm(column_type = "Text")]
    pub language: String,
    /// Whether the account may be used.
    pub active: bool,
    /// When the account was made.
    pub created_at: DateTimeUtc,
    /// When somebody last signed in with it.
    pub last_sign_in_at: Option<DateTimeUtc>,
    /// Changes with what a person changes; forms carry it.
    pub revision: i32,
    /// The roles it is given.
    #[sea_orm(has_many)]
    pub roles: HasMany<super::user_role::Entity>,
    /// Its open sessions.
    #[sea_orm(has_many)]
    pub sessions: HasMany<super::session::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
