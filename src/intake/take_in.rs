//! Step 1: a source hands raw bytes over. They are kept and counted before anybody looks into them;
//! only after the commit does the source let go.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};
use uuid::Uuid;

use super::health;
use super::mail::Reason;
use crate::context::Context;
use crate::entity::handover;
use crate::entity::inbound_mail::InboundFormat;
use crate::store::{StoreError, write_tx};

/// Names that one statement asks for.
const ASKED_AT_ONCE: usize = 500;

/// One message as a source hands it over.
#[derive(Debug, Clone)]
pub struct Handed {
    /// The source's own name for it: the same one again is the same hand-over.
    pub source_id: String,
    /// The bytes, as they came.
    pub raw: Vec<u8>,
}

/// What became of a hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenIn {
    /// The raw mail it is.
    pub inbound_id: Uuid,
    /// Whether these bytes were seen for the first time.
    pub new_content: bool,
    /// Whether this hand-over was counted for the first time.
    pub new_handover: bool,
}

/// Takes one message in. When this returns, the source may let go.
pub async fn take_in(
    ctx: &Context,
    source: &str,
    handed: Handed,
    format: InboundFormat,
) -> Result<TakenIn, StoreError> {
    let mut taken = take_in_all(ctx, source, vec![handed], format).await?;
    taken.pop().ok_or(StoreError::Inconsistent {
        table: "inbound_mail",
        column: "id",
        row: source.to_owned(),
    })
}

/// Takes several messages in with one commit; what became of each comes in the same order.
pub async fn take_in_all(
    ctx: &Context,
    source: &str,
    handed: Vec<Handed>,
    format: InboundFormat,
) -> Result<Vec<TakenIn>, StoreError> {
    if handed.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<(String, i64)> = handed
        .iter()
        .map(|one| {
            (
                one.source_id.clone(),
                i64::try_from(one.raw.len()).unwrap_or(i64::MAX),
            )
        })
        .collect();
    // The bytes are on disk before the row that names them.
    let keys = ctx
        .blobs
        .put_all(handed.into_iter().map(|one| one.raw).collect())
        .await?;
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let backend = tx.get_database_backend();
    let mut taken = Vec::with_capacity(keys.len());
    for ((source_id, size), key) in names.into_iter().zip(keys) {
        let fresh = tx
            .query_one_raw(Statement::from_sql_and_values(
                backend,
                "INSERT INTO inbound_mail (id, sha256, size, format, state, received_at, attempts, \
                 source, revision) VALUES ($1, $2, $3, $4, 'received', $5, 0, $6, 1) \
                 ON CONFLICT (sha256) DO NOTHING RETURNING id",
                [
                    ctx.new_id().into(),
                    key.as_str().into(),
                    size.into(),
                    format.slug().into(),
                    now.into(),
                    source.into(),
                ],
            ))
            .await?;
        let new_content = fresh.is_some();
        let row = match fresh {
            Some(row) => Some(row),
            None => {
                tx.query_one_raw(Statement::from_sql_and_values(
                    backend,
                    "SELECT id FROM inbound_mail WHERE sha256 = $1",
                    [key.as_str().into()],
                ))
                .await?
            }
        };
        let inbound_id: Uuid = row
            .ok_or_else(|| StoreError::Inconsistent {
                table: "inbound_mail",
                column: "sha256",
                row: key.to_string(),
            })?
            .try_get_by_index(0)?;
        let counted = tx
            .execute_raw(Statement::from_sql_and_values(
                backend,
                "INSERT INTO handover (id, source, source_id, inbound_mail_id, received_at, repeats) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (source, source_id) DO NOTHING",
                [
                    ctx.new_id().into(),
                    source.into(),
                    source_id.into(),
                    inbound_id.into(),
                    now.into(),
                    (!new_content).into(),
                ],
            ))
            .await?;
        taken.push(TakenIn {
            inbound_id,
            new_content,
            new_handover: counted.rows_affected() == 1,
        });
    }
    health::know(&tx, source).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(taken)
}

/// Keeps the headers of a message that is too large to be taken in: it is counted and stands in the
/// quarantine with the reason, under the size of the whole.
pub(super) async fn keep_headers(
    ctx: &Context,
    source: &str,
    headers: Handed,
    size: u64,
    reason: Reason,
) -> Result<(), StoreError> {
    let read = super::mail::read(&headers.raw).ok();
    let (from, subject) = read.map_or((None, None), |mail| {
        (mail.from.map(|from| from.email), mail.subject)
    });
    let mut keys = ctx.blobs.put_all(vec![headers.raw]).await?;
    let Some(key) = keys.pop() else {
        return Ok(());
    };
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let backend = tx.get_database_backend();
    let written = tx
        .execute_raw(Statement::from_sql_and_values(
            backend,
            "INSERT INTO inbound_mail (id, sha256, size, format, state, kind, reason, from_email, \
         subject, received_at, done_at, attempts, source, revision) \
         VALUES ($1, $2, $3, 'mail', 'quarantined', 'unparsable', $4, $5, $6, $7, $7, 0, $8, 1) \
         ON CONFLICT (sha256) DO NOTHING",
            [
                ctx.new_id().into(),
                key.as_str().into(),
                i64::try_from(size).unwrap_or(i64::MAX).into(),
                Reason::kept(&[reason]).into(),
                from.into(),
                subject.into(),
                now.into(),
                source.into(),
            ],
        ))
        .await?;
    tx.execute_raw(Statement::from_sql_and_values(
        backend,
        "INSERT INTO handover (id, source, source_id, inbound_mail_id, received_at, repeats) \
         SELECT $1, $2, $3, id, $4, $5 FROM inbound_mail WHERE sha256 = $6 \
         ON CONFLICT (source, source_id) DO NOTHING",
        [
            ctx.new_id().into(),
            source.into(),
            headers.source_id.into(),
            now.into(),
            (written.rows_affected() == 0).into(),
            key.as_str().into(),
        ],
    ))
    .await?;
    health::know(&tx, source).await?;
    tx.commit().await?;
    Ok(())
}

/// Which of these messages a source has handed over before, by their names.
pub(super) async fn handed_over(
    db: &impl ConnectionTrait,
    source: &str,
    names: Vec<String>,
) -> Result<HashSet<String>, StoreError> {
    let mut known = HashSet::new();
    for asked in names.chunks(ASKED_AT_ONCE) {
        let found: Vec<String> = handover::Entity::find()
            .select_only()
            .column(handover::Column::SourceId)
            .filter(handover::Column::Source.eq(source))
            .filter(handover::Column::SourceId.is_in(asked.iter().map(String::as_str)))
            .into_tuple()
            .all(db)
            .await?;
        known.extend(found);
    }
    Ok(known)
}
