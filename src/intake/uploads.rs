//! Files that came with a form. They are kept before the form is sent, and a form may never be: what
//! nobody sent is swept, and never a file that the register knows.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::IntakeError;
use crate::context::Context;
use crate::entity::upload::{self, Column};
use crate::entity::{attachment, blob_scan, inbound_mail, pending_file};
use crate::store::{BlobKey, StoreError, write_tx};

/// How long a form may stand open with files that it brought before.
pub const UPLOAD_KEPT: TimeDelta = TimeDelta::days(1);

/// How long a file stays for which no form was sent: no form that still names it can be open then.
const UNSENT_KEPT: TimeDelta = TimeDelta::days(2);

/// How long a file stays noted for which a form was sent. By then the register names it, or no form that
/// was sent ever came to anything.
const SENT_KEPT: TimeDelta = TimeDelta::days(30);

/// A blob that anybody wrote or wanted to write within this time, on the clock of the machine, stays:
/// the row that names it may not be there yet.
const FRESH: Duration = Duration::from_hours(1);

/// Files that are swept at once.
const BATCH: u64 = 50;

/// Notes that files came with a form, or were named again by one. It is called before they are written:
/// a file that is written is one that can be swept.
pub async fn note_uploads(ctx: &Context, keys: &[BlobKey]) -> Result<(), IntakeError> {
    if keys.is_empty() {
        return Ok(());
    }
    let now = ctx.clock.now();
    let mut keys: Vec<&BlobKey> = keys.iter().collect();
    // In one order, so that two forms with the same files never wait for each other.
    keys.sort_unstable();
    keys.dedup();
    let rows = keys.into_iter().map(|key| upload::ActiveModel {
        blob_key: Set(key.to_string()),
        kept_at: Set(now),
        sent_at: Set(None),
    });
    let again = OnConflict::column(Column::BlobKey)
        .update_column(Column::KeptAt)
        .to_owned();
    upload::Entity::insert_many(rows)
        .on_conflict(again)
        .exec_without_returning(&ctx.db)
        .await?;
    Ok(())
}

/// Notes that a form that names these files is sent: they stay until the register names them, or until that
/// form has come to nothing for long.
pub(super) async fn note_sent(
    ctx: &Context,
    keys: impl IntoIterator<Item = &str>,
) -> Result<(), StoreError> {
    let mut keys: Vec<&str> = keys.into_iter().collect();
    keys.sort_unstable();
    for key in keys {
        upload::Entity::update_many()
            .col_expr(Column::SentAt, Expr::value(Some(ctx.clock.now())))
            .filter(Column::BlobKey.eq(key))
            .filter(Column::SentAt.is_null())
            .exec(&ctx.db)
            .await?;
    }
    Ok(())
}

/// Removes some files that came with forms that were never sent, or that came to nothing, and forgets those
/// that the register names by now; `false` when there are none.
pub async fn sweep_uploads(ctx: &Context) -> Result<bool, StoreError> {
    let now = ctx.clock.now();
    let over = Condition::any()
        .add(
            Condition::all()
                .add(Column::SentAt.is_null())
                .add(Column::KeptAt.lt(now - UNSENT_KEPT)),
        )
        .add(
            Condition::all()
                .add(Column::SentAt.lt(now - SENT_KEPT))
                .add(Column::KeptAt.lt(now - UNSENT_KEPT)),
        );
    let old: Vec<(String, Option<DateTime<Utc>>)> = upload::Entity::find()
        .select_only()
        .columns([Column::BlobKey, Column::SentAt])
        .filter(over.clone())
        .order_by_asc(Column::KeptAt)
        .limit(BATCH)
        .into_tuple()
        .all(&ctx.db)
        .await?;
    for (key, sent_at) in &old {
        let sent = sent_at.is_some();
        let tx = write_tx(&ctx.db).await?;
        // Whoever notes it now waits until this is over, and then writes it anew.
        let taken = upload::Entity::delete_many()
            .filter(Column::BlobKey.eq(key.as_str()))
            .filter(over.clone())
            .exec(&tx)
            .await?;
        if taken.rows_affected == 1
            && let Some(blob) = BlobKey::parse(key)
            && !is_named(&tx, key).await?
            && (sent && a_form_waits(&tx).await?
                || !ctx.blobs.remove_unless_fresh(&blob, FRESH).await?)
        {
            // A form that waits may name it, or somebody is busy with the same content: it is looked at
            // again when that is over.
            drop(tx);
            put_off(ctx, key).await?;
            continue;
        }
        tx.commit().await?;
    }
    Ok(!old.is_empty())
}

/// Whether a form that was sent is not understood yet: only it itself names its files.
async fn a_form_waits(db: &impl ConnectionTrait) -> Result<bool, StoreError> {
    use inbound_mail::{Column, InboundFormat, InboundState};
    let waiting = inbound_mail::Entity::find()
        .filter(Column::State.is_in([InboundState::Received, InboundState::Quarantined]))
        .filter(Column::Format.eq(InboundFormat::Form));
    Ok(waiting.limit(1).count(db).await? > 0)
}

async fn put_off(ctx: &Context, key: &str) -> Result<(), StoreError> {
    let now = ctx.clock.now();
    upload::Entity::update_many()
        .col_expr(Column::KeptAt, Expr::value(now))
        .col_expr(
            Column::SentAt,
            Expr::case(Column::SentAt.is_not_null(), Expr::value(now)).into(),
        )
        .filter(Column::BlobKey.eq(key))
        .exec(&ctx.db)
        .await?;
    Ok(())
}

/// Whether the register names a content: as a file of a message, as a mail or form, or as something
/// that is scanned, or as something that a person sent and that has not left yet. What leaves with a mail of
/// ours is a file of a message, too.
async fn is_named(db: &impl ConnectionTrait, key: &str) -> Result<bool, StoreError> {
    let files = attachment::Entity::find().filter(attachment::Column::BlobKey.eq(key));
    let mails = inbound_mail::Entity::find().filter(inbound_mail::Column::Sha256.eq(key));
    let scans = blob_scan::Entity::find().filter(blob_scan::Column::BlobKey.eq(key));
    let pending = pending_file::Entity::find().filter(pending_file::Column::BlobKey.eq(key));
    Ok(files.limit(1).count(db).await? > 0
        || pending.limit(1).count(db).await? > 0
        || mails.limit(1).count(db).await? > 0
        || scans.limit(1).count(db).await? > 0)
}
