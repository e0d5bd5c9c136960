//! The mail with all that somebody hears of at one moment.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Value,
};
use uuid::Uuid;

use super::{NoticeError, NoticeKind};
use crate::auth::accounts;
use crate::context::Context;
use crate::entity::notice_digest::{self, Column};
use crate::entity::{notice, ticket};
use crate::outbound::mails::{Heard, NoticeMail, Noticed};
use crate::outbound::{Author, Draft, OutboundKind, enqueue};
use crate::registry::letterhead;
use crate::store::{Claim, StoreError, claim, write_tx};
use crate::text::Texts;

/// Lines of one mail at most; of the rest it says how many there are.
const MOST_LINES: u64 = 50;

/// The mails that are due by `now` (the one parameter).
#[must_use]
pub fn due_digests(now: &[Value; 1]) -> Claim<'_> {
    Claim {
        table: "notice_digest",
        due: "due_at <= $1",
        order: "due_at, id",
        values: now,
        limit: 1,
    }
}

/// Writes one person's mail that is due; `false` when none is. An account that is locked gets none, and
/// what waited for it is over.
pub async fn send_digest(ctx: &Context) -> Result<bool, NoticeError> {
    let now = ctx.clock.now();
    let due = [now.into()];
    let Some(id) = claim(&ctx.db, &due_digests(&due)).await?.pop() else {
        return Ok(false);
    };
    let tx = write_tx(&ctx.db).await?;
    let Some(digest) = notice_digest::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&tx)
        .await?
    else {
        return Ok(true);
    };
    let Some(due_at) = digest.due_at.filter(|due_at| *due_at <= now) else {
        // Another process wrote it after our lease had ended.
        return Ok(true);
    };
    let waiting = notice::Entity::find()
        .filter(notice::Column::UserId.eq(digest.user_id))
        .filter(notice::Column::DueAt.lte(now));
    let many = waiting.clone().count(&tx).await?;
    let shown = waiting
        .order_by_asc(notice::Column::At)
        .order_by_asc(notice::Column::Id)
        .limit(MOST_LINES)
        .all(&tx)
        .await?;
    let user = accounts::user(&tx, digest.user_id).await?;
    if let (Some(user), false) = (&user, shown.is_empty()) {
        let mail = NoticeMail {
            more: many.saturating_sub(MOST_LINES),
            lines: lines(&tx, ctx, &shown).await?,
            settings: ctx.link("/desk/profiel"),
        };
        let draft = Draft {
            kind: OutboundKind::Notice,
            author: Author::Machine,
            ticket: None,
            thread: None,
            message: None,
            assignment: None,
            to: vec![user.email.clone()],
            reply_to: None,
            body: mail.write(&Texts::new(user.language), &letterhead(ctx))?,
            in_reply_to: None,
            references: Vec::new(),
            enclosures: Vec::new(),
            idempotency_key: format!("notice:{id}:{}", due_at.timestamp_micros()),
        };
        enqueue(ctx, &tx, draft).await?;
    }
    notice::Entity::delete_many()
        .filter(notice::Column::UserId.eq(digest.user_id))
        .filter(notice::Column::DueAt.lte(now))
        .exec(&tx)
        .await?;
    let next = notice::Entity::find()
        .filter(notice::Column::UserId.eq(digest.user_id))
        .order_by_asc(notice::Column::DueAt)
        .one(&tx)
        .await?
        .map(|row| row.due_at);
    notice_digest::Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(next))
        .col_expr(Column::SentAt, Expr::value(Some(now)))
        .col_expr(Column::LockedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Attempts, Expr::value(0))
        .filter(Column::Id.eq(id))
        .exec(&tx)
        .await?;
    tx.commit().await.map_err(StoreError::from)?;
    ctx.work.notify_waiters();
    Ok(true)
}

/// What happened, and to which question.
async fn lines(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    shown: &[notice::Model],
) -> Result<Vec<Heard>, StoreError> {
    let numbers: Vec<(Uuid, String)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Id, ticket::Column::Reference])
        .filter(ticket::Column::Id.is_in(shown.iter().map(|one| one.ticket_id)))
        .into_tuple()
        .all(tx)
        .await?;
    let numbers: HashMap<Uuid, String> = numbers.into_iter().collect();
    let line = |one: &notice::Model| {
        let reference = numbers.get(&one.ticket_id)?.clone();
        Some(Heard {
            url: ctx.link(&format!("/desk/tickets/{reference}")),
            reference,
            what: noticed(one.kind),
        })
    };
    Ok(shown.iter().filter_map(line).collect())
}

fn noticed(kind: NoticeKind) -> Noticed {
    match kind {
        NoticeKind::New => Noticed::New,
        NoticeKind::Replied => Noticed::Replied,
        NoticeKind::Undeliverable => Noticed::Undeliverable,
        NoticeKind::Due => Noticed::Due,
        NoticeKind::DueToday => Noticed::DueToday,
        NoticeKind::Mentioned => Noticed::Mentioned,
    }
}
