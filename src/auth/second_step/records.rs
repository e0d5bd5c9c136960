//! The tables of the second step.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
};
use uuid::Uuid;

use crate::entity::{user_recovery_code, user_second_step};
use crate::store::StoreError;

pub(super) async fn find(
    db: &impl ConnectionTrait,
    user: Uuid,
) -> Result<Option<user_second_step::Model>, StoreError> {
    Ok(user_second_step::Entity::find_by_id(user).one(db).await?)
}

pub(super) async fn codes_left(db: &impl ConnectionTrait, user: Uuid) -> Result<usize, StoreError> {
    let left = user_recovery_code::Entity::find()
        .filter(user_recovery_code::Column::UserId.eq(user))
        .count(db)
        .await?;
    Ok(usize::try_from(left).unwrap_or(usize::MAX))
}

/// Turns it on; `false` when it is on already.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    user: Uuid,
    sealed_key: String,
    last_step: i64,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row = user_second_step::ActiveModel {
        user_id: Set(user),
        sealed_key: Set(sealed_key),
        last_step: Set(last_step),
        created_at: Set(now),
    };
    let on_conflict = OnConflict::column(user_second_step::Column::UserId)
        .do_nothing()
        .to_owned();
    let written = user_second_step::Entity::insert(row)
        .on_conflict(on_conflict)
        .exec_without_returning(db)
        .await?;
    Ok(written == 1)
}

/// Takes the code of a time step; `false` when that one or a later one was taken already.
pub(super) async fn take_step(
    db: &impl ConnectionTrait,
    user: Uuid,
    step: i64,
) -> Result<bool, StoreError> {
    let done = user_second_step::Entity::update_many()
        .col_expr(user_second_step::Column::LastStep, Expr::value(step))
        .filter(user_second_step::Column::UserId.eq(user))
        .filter(user_second_step::Column::LastStep.lt(step))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Uses a recovery code up; `false` when there is no such one any more.
pub(super) async fn take_code(
    db: &impl ConnectionTrait,
    user: Uuid,
    code_hash: &str,
) -> Result<bool, StoreError> {
    let id = (user, code_hash.to_owned());
    let done = user_recovery_code::Entity::delete_by_id(id)
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives an account these recovery codes and no others.
pub(super) async fn replace_codes(
    db: &impl ConnectionTrait,
    user: Uuid,
    hashes: Vec<String>,
) -> Result<(), StoreError> {
    delete_codes(db, user).await?;
    let rows = hashes
        .into_iter()
        .map(|code_hash| user_recovery_code::ActiveModel {
            user_id: Set(user),
            code_hash: Set(code_hash),
        });
    user_recovery_code::Entity::insert_many(rows)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

async fn delete_codes(db: &impl ConnectionTrait, user: Uuid) -> Result<(), StoreError> {
    user_recovery_code::Entity::delete_many()
        .filter(user_recovery_code::Column::UserId.eq(user))
        .exec(db)
        .await?;
    Ok(())
}

/// Turns it off; `false` when it was not on.
pub(super) async fn delete(db: &impl ConnectionTrait, user: Uuid) -> Result<bool, StoreError> {
    delete_codes(db, user).await?;
    let done = user_second_step::Entity::delete_by_id(user)
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
