//! Who has a question open at this moment, so that two colleagues do not answer it both. In real time, as
//! leases are, and of no weight: what was changed meanwhile is found by the question's revision.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};
use uuid::Uuid;

use crate::clock::real_now;
use crate::context::Context;
use crate::entity::{presence, user_account};
use crate::store::{Change, StoreError};

/// A page that is open says so more often than this; whoever is not heard of for so long is away.
const AWAY: Duration = Duration::from_secs(75);
/// Longest name of a page.
const LONGEST_TAB: usize = 64;

/// What somebody does in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    /// Looks at it.
    Reading,
    /// Has begun to write.
    Writing,
}

/// Somebody who has a question open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Their name.
    pub name: String,
    /// What they do.
    pub doing: Doing,
}

/// Notes that `user` has a question open in the page `tab`. Others are told when that is new.
pub async fn heard_of(
    ctx: &Context,
    ticket: Uuid,
    user: Uuid,
    tab: &str,
    doing: Doing,
) -> Result<(), StoreError> {
    let now = real_now();
    let tab: String = tab.chars().take(LONGEST_TAB).collect();
    let before = presence::Entity::find_by_id((ticket, user, tab.clone()))
        .one(&ctx.db)
        .await?
        .filter(|row| row.seen_at > since(now))
        .map(|row| row.writing);
    let writing = doing == Doing::Writing;
    let row = presence::ActiveModel {
        ticket_id: Set(ticket),
        user_id: Set(user),
        tab: Set(tab),
        writing: Set(writing),
        seen_at: Set(now),
    };
    let known = OnConflict::columns([
        presence::Column::TicketId,
        presence::Column::UserId,
        presence::Column::Tab,
    ])
    .update_columns([presence::Column::Writing, presence::Column::SeenAt])
    .to_owned();
    presence::Entity::insert(row)
        .on_conflict(known)
        .exec_without_returning(&ctx.db)
        .await?;
    if before != Some(writing) {
        let change = Change::Presence(ticket);
        ctx.changes.publish(&ctx.db, change).await?;
    }
    Ok(())
}

/// Notes that `user` closed the page `tab`.
pub async fn left(ctx: &Context, ticket: Uuid, user: Uuid, tab: &str) -> Result<(), StoreError> {
    let tab: String = tab.chars().take(LONGEST_TAB).collect();
    let gone = presence::Entity::delete_by_id((ticket, user, tab))
        .exec(&ctx.db)
        .await?;
    if gone.rows_affected > 0 {
        let change = Change::Presence(ticket);
        ctx.changes.publish(&ctx.db, change).await?;
    }
    Ok(())
}

/// Who else has a question open, by name: each once, however many pages they have.
pub async fn present(
    db: &impl ConnectionTrait,
    ticket: Uuid,
    user: Uuid,
) -> Result<Vec<Present>, StoreError> {
    let rows: Vec<(Uuid, String, bool)> = presence::Entity::find()
        .select_only()
        .column(presence::Column::UserId)
        .column(user_account::Column::Name)
        .column(presence::Column::Writing)
        .join(JoinType::InnerJoin, account())
        .filter(presence::Column::TicketId.eq(ticket))
        .filter(presence::Column::UserId.ne(user))
        .filter(presence::Column::SeenAt.gt(since(real_now())))
        .order_by_asc(user_account::Column::Name)
        .order_by_asc(presence::Column::UserId)
        .into_tuple()
        .all(db)
        .await?;
    let mut present: Vec<(Uuid, Present)> = Vec::new();
    for (id, name, writing) in rows {
        let doing = if writing {
            Doing::Writing
        } else {
            Doing::Reading
        };
        match present.last_mut() {
            Some((last, one)) if *last == id => one.doing = one.doing.max(doing),
            _ => present.push((id, Present { name, doing })),
        }
    }
    Ok(present.into_iter().map(|(_, one)| one).collect())
}

/// Forgets who has been away for long; says how many.
pub async fn sweep_presence(ctx: &Context) -> Result<bool, StoreError> {
    let gone = presence::Entity::delete_many()
        .filter(presence::Column::SeenAt.lte(since(real_now())))
        .exec(&ctx.db)
        .await?;
    Ok(gone.rows_affected > 0)
}

fn account() -> RelationDef {
    presence::Entity::belongs_to(user_account::Entity)
        .from(presence::Column::UserId)
        .to(user_account::Column::Id)
        .into()
}

fn since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - AWAY
}
