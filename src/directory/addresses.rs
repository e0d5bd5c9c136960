//! The addresses of desks test themselves: what arrived there, what came back and who stayed silent is
//! kept, and one that is in doubt is told before the next question goes there.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, UpdateMany,
};

use super::model::DeskId;
use crate::entity::desk::{self, Column};
use crate::store::StoreError;

/// So many questions in a row without any reaction make an address doubtful.
const SILENT: i32 = 3;

/// Why a question may not reach anybody at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// So many mails came back since one last arrived.
    Bounces(u32),
    /// So many questions passed in silence since it last reacted.
    Silent(u32),
}

impl Doubt {
    pub(super) fn of(bounces: i32, silent: i32) -> Option<Self> {
        let count = |count: i32| u32::try_from(count).unwrap_or_default();
        if bounces > 0 {
            Some(Self::Bounces(count(bounces)))
        } else if silent >= SILENT {
            Some(Self::Silent(count(silent)))
        } else {
            None
        }
    }
}

/// The desks whose address is in doubt.
pub async fn doubts(db: &impl ConnectionTrait) -> Result<Vec<(DeskId, Doubt)>, StoreError> {
    let doubtful = Condition::any()
        .add(Column::BounceCount.gt(0))
        .add(Column::SilentCount.gte(SILENT));
    let rows = desk::Entity::find().filter(doubtful).all(db).await?;
    let found = rows.iter().filter_map(|row| {
        let doubt = Doubt::of(row.bounce_count, row.silent_count)?;
        Some((DeskId(row.id), doubt))
    });
    Ok(found.collect())
}

/// Why the address of this desk is in doubt, if it is.
pub async fn doubt(db: &impl ConnectionTrait, desk: DeskId) -> Result<Option<Doubt>, StoreError> {
    let row = desk::Entity::find_by_id(desk.0).one(db).await?;
    Ok(row.and_then(|row| Doubt::of(row.bounce_count, row.silent_count)))
}

/// A mail server took a mail to this desk.
pub async fn note_arrived(
    tx: &impl ConnectionTrait,
    desk: DeskId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    change(desk)
        .col_expr(Column::LastProvenAt, Expr::value(Some(at)))
        .col_expr(Column::BounceCount, Expr::value(0))
        .exec(tx)
        .await?;
    Ok(())
}

/// A mail to this desk came back.
pub async fn note_bounced(tx: &impl ConnectionTrait, desk: DeskId) -> Result<(), StoreError> {
    let one_more = Expr::col(Column::BounceCount).add(1);
    change(desk)
        .col_expr(Column::BounceCount, one_more)
        .exec(tx)
        .await?;
    Ok(())
}

/// This desk let the term of a question pass in silence.
pub async fn note_silence(tx: &impl ConnectionTrait, desk: DeskId) -> Result<(), StoreError> {
    let one_more = Expr::col(Column::SilentCount).add(1);
    change(desk)
        .col_expr(Column::SilentCount, one_more)
        .exec(tx)
        .await?;
    Ok(())
}

/// This desk reacted to a question: somebody reads what is sent there.
pub async fn note_reaction(tx: &impl ConnectionTrait, desk: DeskId) -> Result<(), StoreError> {
    change(desk)
        .col_expr(Column::SilentCount, Expr::value(0))
        .filter(Column::SilentCount.ne(0))
        .exec(tx)
        .await?;
    Ok(())
}

/// The desk has another address: what was known of the old one says nothing about it.
pub(super) fn forget_address(change: UpdateMany<desk::Entity>) -> UpdateMany<desk::Entity> {
    change
        .col_expr(Column::LastProvenAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::BounceCount, Expr::value(0))
        .col_expr(Column::SilentCount, Expr::value(0))
}

fn change(desk: DeskId) -> UpdateMany<desk::Entity> {
    desk::Entity::update_many().filter(Column::Id.eq(desk.0))
}
