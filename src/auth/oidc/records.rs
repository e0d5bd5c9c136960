//! The table that says who an account is at a provider.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
};
use uuid::Uuid;

use crate::auth::accounts::Account;
use crate::auth::records::account_of;
use crate::entity::{user_account, user_identity};
use crate::store::StoreError;

/// The account of who is `subject` at `issuer`, used or not.
pub(super) async fn by_identity(
    db: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
) -> Result<Option<Account>, StoreError> {
    let id = (issuer.to_owned(), subject.to_owned());
    let found = user_identity::Entity::find_by_id(id)
        .find_also_related(user_account::Entity)
        .one(db)
        .await?;
    match found.and_then(|(_, account)| account) {
        Some(row) => account_of(db, row).await.map(Some),
        None => Ok(None),
    }
}

/// Whether the account is somebody at `issuer` already.
pub(super) async fn is_known_at(
    db: &impl ConnectionTrait,
    user: Uuid,
    issuer: &str,
) -> Result<bool, StoreError> {
    let found = user_identity::Entity::find()
        .filter(user_identity::Column::UserId.eq(user))
        .filter(user_identity::Column::Issuer.eq(issuer))
        .count(db)
        .await?;
    Ok(found > 0)
}

/// Says who an account is at a provider; `false` when somebody is that already, or the account is
/// somebody else there.
pub(super) async fn insert_identity(
    db: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
    user: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row = user_identity::ActiveModel {
        issuer: Set(issuer.to_owned()),
        subject: Set(subject.to_owned()),
        user_id: Set(user),
        created_at: Set(now),
    };
    let written = user_identity::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(written == 1)
}
