//! The rows of `imap_mailbox`, and what the register knows of a folder's messages.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, UpdateMany,
};
use uuid::Uuid;

use super::account::Mailbox;
use super::round::Holding;
use super::session::Opened;
use crate::clock::real_now;
use crate::entity::imap_mailbox::{ActiveModel, Column, Entity};
use crate::store::{LEASE, StoreError};

/// Makes the row of a mailbox when it has none.
pub(super) async fn introduce(
    db: &impl ConnectionTrait,
    mailbox: &Mailbox,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        source: Set(mailbox.source().to_owned()),
        name: Set(mailbox.name().to_owned()),
        last_uid: Set(0),
        failures: Set(0),
        taken_in: Set(0),
        too_large: Set(0),
        uncounted: Set(0),
        ..Default::default()
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::Source)
                .update_column(Column::Name)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// When the folder was last counted against the register, and how many messages were not there.
pub(super) async fn counted(
    db: &impl ConnectionTrait,
    source: &str,
) -> Result<Option<(DateTime<Utc>, u64)>, StoreError> {
    let row = Entity::find_by_id(source.to_owned()).one(db).await?;
    Ok(row.and_then(|row| {
        let missing = u64::try_from(row.uncounted).unwrap_or_default();
        Some((row.counted_at?, missing))
    }))
}

/// What the folders held when they were last counted, and when that was; none: not yet.
pub(super) async fn last_counts(
    db: &impl ConnectionTrait,
    sources: Vec<String>,
) -> Result<Vec<(Holding, Option<DateTime<Utc>>)>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Source.is_in(sources))
        .order_by_asc(Column::Source)
        .all(db)
        .await?;
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    let counted = rows.into_iter().map(|row| {
        let present = number(row.counted.unwrap_or_default());
        let counted = Holding {
            source: row.source,
            name: row.name,
            present,
            known: present.saturating_sub(number(row.uncounted)),
        };
        // A count of before it was kept how many messages there were tells nothing.
        (counted, row.counted_at.filter(|_| row.counted.is_some()))
    });
    Ok(counted.collect())
}

/// Notes that the folder was counted.
pub(super) async fn note_count(
    db: &impl ConnectionTrait,
    counted: &Holding,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Entity::update_many()
        .col_expr(Column::CountedAt, Expr::value(Some(at)))
        .col_expr(Column::Counted, Expr::value(Some(number(counted.present))))
        .col_expr(Column::Uncounted, Expr::value(number(counted.missing())))
        .filter(Column::Source.eq(counted.source.as_str()))
        .exec(db)
        .await?;
    Ok(())
}

/// Takes the mailbox for `holder` alone, unless another process has it or it is left alone after a
/// failure; whether it did.
pub(super) async fn take(
    db: &impl ConnectionTrait,
    source: &str,
    holder: Uuid,
) -> Result<bool, StoreError> {
    let now = real_now();
    let free = Condition::any()
        .add(Column::HeldBy.is_null())
        .add(Column::HeldBy.eq(holder))
        .add(Column::HeldUntil.lt(now));
    let rested = Condition::any()
        .add(Column::RetryAt.is_null())
        .add(Column::RetryAt.lte(now));
    let may = Condition::all()
        .add(Column::Source.eq(source))
        .add(free)
        .add(rested);
    // Looking first keeps a waiting process from taking the write lock of SQLite.
    if Entity::find().filter(may.clone()).one(db).await?.is_none() {
        return Ok(false);
    }
    let taken = Entity::update_many()
        .col_expr(Column::HeldBy, Expr::value(Some(holder)))
        .col_expr(Column::HeldUntil, Expr::value(Some(now + LEASE)))
        .filter(may)
        .exec(db)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Lengthens the lease of `holder`; whether it still had it.
pub(super) async fn keep(
    db: &impl ConnectionTrait,
    source: &str,
    holder: Uuid,
) -> Result<bool, StoreError> {
    let kept = held(source, holder)
        .col_expr(Column::HeldUntil, Expr::value(Some(real_now() + LEASE)))
        .exec(db)
        .await?;
    Ok(kept.rows_affected == 1)
}

/// Gives the mailbox back.
pub(super) async fn give_back(
    db: &impl ConnectionTrait,
    source: &str,
    holder: Uuid,
) -> Result<(), StoreError> {
    released(source, holder).exec(db).await?;
    Ok(())
}

/// A change of the mailbox that counts only while `holder` has it.
fn held(source: &str, holder: Uuid) -> UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::Source.eq(source))
        .filter(Column::HeldBy.eq(holder))
}

/// The same, with which `holder` lets go of it.
fn released(source: &str, holder: Uuid) -> UpdateMany<Entity> {
    held(source, holder)
        .col_expr(Column::HeldBy, Expr::value(None::<Uuid>))
        .col_expr(Column::HeldUntil, Expr::value(None::<DateTime<Utc>>))
}

/// Where the last round ended: the numbering of the folder, and the last number that was dealt with.
pub(super) async fn position(
    db: &impl ConnectionTrait,
    source: &str,
) -> Result<Option<(Option<u32>, u32)>, StoreError> {
    let row = Entity::find_by_id(source).one(db).await?;
    let number = |column, value: i64| {
        u32::try_from(value).map_err(|_| StoreError::Inconsistent {
            table: "imap_mailbox",
            column,
            row: source.to_owned(),
        })
    };
    row.map(|row| {
        let numbering = row.uid_validity.map(|value| number("uid_validity", value));
        Ok((numbering.transpose()?, number("last_uid", row.last_uid)?))
    })
    .transpose()
}

/// Begins again with another numbering.
pub(super) async fn begin(
    db: &impl ConnectionTrait,
    source: &str,
    uid_validity: u32,
) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(
            Column::UidValidity,
            Expr::value(Some(i64::from(uid_validity))),
        )
        .col_expr(Column::LastUid, Expr::value(0_i64))
        .filter(Column::Source.eq(source))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes that everything up to `last_uid` is dealt with; never goes back.
pub(super) async fn advance(
    db: &impl ConnectionTrait,
    source: &str,
    uid_validity: u32,
    last_uid: u32,
) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::LastUid, Expr::value(i64::from(last_uid)))
        .filter(Column::Source.eq(source))
        .filter(Column::UidValidity.eq(i64::from(uid_validity)))
        .filter(Column::LastUid.lt(i64::from(last_uid)))
        .exec(db)
        .await?;
    Ok(())
}

/// Adds to the counts of the mailbox.
pub(super) async fn count(
    db: &impl ConnectionTrait,
    source: &str,
    taken_in: u64,
    too_large: u64,
) -> Result<(), StoreError> {
    let add =
        |column: Column, more: u64| Expr::col(column).add(i64::try_from(more).unwrap_or(i64::MAX));
    Entity::update_many()
        .col_expr(Column::TakenIn, add(Column::TakenIn, taken_in))
        .col_expr(Column::TooLarge, add(Column::TooLarge, too_large))
        .filter(Column::Source.eq(source))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes a round that went well.
pub(super) async fn succeeded(
    db: &impl ConnectionTrait,
    source: &str,
    opened: Opened,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::LastSuccessAt, Expr::value(Some(at)))
        .col_expr(
            Column::Present,
            Expr::value(Some(i64::from(opened.present))),
        )
        .col_expr(Column::Failures, Expr::value(0))
        .col_expr(Column::RetryAt, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::Source.eq(source))
        .exec(db)
        .await?;
    Ok(())
}

/// How often it failed since the last success.
pub(super) async fn failures(db: &impl ConnectionTrait, source: &str) -> Result<u32, StoreError> {
    let row = Entity::find_by_id(source).one(db).await?;
    Ok(row.map_or(0, |row| u32::try_from(row.failures).unwrap_or(0)))
}

/// Notes a failure, after which nobody tries for `pause`, and gives the mailbox back.
pub(super) async fn failed(
    db: &impl ConnectionTrait,
    source: &str,
    holder: Uuid,
    said: &str,
    at: DateTime<Utc>,
    pause: TimeDelta,
) -> Result<(), StoreError> {
    released(source, holder)
        .col_expr(Column::LastErrorAt, Expr::value(Some(at)))
        .col_expr(Column::LastError, Expr::value(Some(said.to_owned())))
        .col_expr(Column::Failures, Expr::col(Column::Failures).add(1))
        .col_expr(Column::RetryAt, Expr::value(Some(real_now() + pause)))
        .exec(db)
        .await?;
    Ok(())
}
