//! Which contents a virus scanner has looked at, once for each content however often it comes. A
//! scanner that is away makes files wait, and the mails that they leave with; no mail that comes in
//! waits for it, and no mail that leaves counts the wait as a try.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Statement,
    Value,
};
use tracing::warn;
use uuid::Uuid;

use super::clamd::{self, Verdict};
use super::{BlobKey, Blobs, Claim, StoreError, claim, constant};
use crate::config::ScanSettings;
pub use crate::entity::blob_scan::ScanState;
use crate::entity::blob_scan::{self, Column};

/// Pauses between tries; the last one is for every further try, for nobody gives up.
const PAUSES: [TimeDelta; 4] = [
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(15),
    TimeDelta::hours(1),
];

/// So many tries, some twenty minutes, and a scanner is not just being restarted.
const STUCK_AFTER: i32 = 4;

/// What is known of a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Which content.
    pub blob_key: String,
    /// How far the scanner is with it.
    pub state: ScanState,
    /// The name of what was found.
    pub signature: Option<String>,
    /// Why the scanner could not look at it, the last time that it could not.
    pub failure: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
}

impl Scan {
    /// Whether the scanner could not look at it again and again, so that whatever waits for it would
    /// wait for ever.
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        self.state == ScanState::Waiting && self.failure.is_some() && self.attempts >= STUCK_AFTER
    }
}

/// The contents that wait for the scanner, as a worker claims them.
#[must_use]
pub fn waiting_scans(values: &[Value]) -> Claim<'_> {
    Claim {
        table: "blob_scan",
        due: "state = 'waiting' AND run_at <= $1",
        order: "run_at, id",
        values,
        limit: 1,
    }
}

/// Has a content looked at, unless it was or will be.
pub async fn want_scan(
    tx: &impl ConnectionTrait,
    id: Uuid,
    key: &BlobKey,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "INSERT INTO blob_scan (id, blob_key, state, attempts, run_at) \
         VALUES ($1, $2, 'waiting', 0, $3) ON CONFLICT (blob_key) DO NOTHING",
        [id.into(), key.as_str().into(), now.into()],
    ))
    .await?;
    Ok(())
}

/// What is known of these contents; nothing of those that no scanner was asked about.
pub async fn scans(db: &impl ConnectionTrait, keys: Vec<String>) -> Result<Vec<Scan>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows = blob_scan::Entity::find()
        .filter(Column::BlobKey.is_in(keys))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Scan {
            blob_key: row.blob_key,
            state: row.state,
            signature: row.signature,
            failure: row.failure,
            attempts: row.attempts,
        })
        .collect())
}

/// As the index says it.
fn waits() -> Expr {
    use sea_orm::sea_query::ExprTrait as _;
    Expr::col(Column::State).eq(constant("waiting"))
}

/// Files that the scanner could not look at again and again: how many, and why the last time. `None` when
/// there are none. For a raw mail as a whole nobody waits.
pub async fn stuck_scans(db: &impl ConnectionTrait) -> Result<Option<(u64, String)>, StoreError> {
    let stuck = blob_scan::Entity::find()
        .filter(waits())
        .filter(Column::Failure.is_not_null())
        .filter(Column::Attempts.gte(STUCK_AFTER))
        .filter(Expr::cust(
            "NOT EXISTS (SELECT 1 FROM inbound_mail m WHERE m.sha256 = blob_scan.blob_key)",
        ));
    let count = stuck.clone().count(db).await?;
    let last = stuck.order_by_desc(Column::RunAt).one(db).await?;
    Ok(last.map(|row| (count, row.failure.unwrap_or_default())))
}

/// Goes on without a content that the scanner cannot look at: it stays here, is handed to nobody, and
/// nothing waits for it any more. `false` when there is no such content.
pub async fn leave_out(
    tx: &impl ConnectionTrait,
    blob_key: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let left = blob_scan::Entity::update_many()
        .col_expr(Column::State, Expr::value(ScanState::LeftOut))
        .col_expr(Column::ScannedAt, Expr::value(Some(now)))
        .filter(Column::BlobKey.eq(blob_key))
        .filter(Column::State.eq(ScanState::Waiting))
        .filter(Column::Failure.is_not_null())
        .filter(Column::Attempts.gte(STUCK_AFTER))
        .exec(tx)
        .await?;
    Ok(left.rows_affected > 0)
}

/// Lets go of what waits for a scanner that is no longer there.
pub async fn forget_waiting_scans(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    blob_scan::Entity::delete_many()
        .filter(waits())
        .exec(db)
        .await?;
    Ok(())
}

/// Has the content that has waited longest looked at; `false` when none waits.
pub async fn scan_one(
    db: &impl ConnectionTrait,
    blobs: &Blobs,
    settings: &ScanSettings,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    if !settings.is_on() {
        return Ok(false);
    }
    let values = [now.into()];
    let Some(id) = claim(db, &waiting_scans(&values)).await?.pop() else {
        return Ok(false);
    };
    let Some(row) = blob_scan::Entity::find_by_id(id).one(db).await? else {
        return Ok(true);
    };
    let content = match BlobKey::parse(&row.blob_key) {
        Some(key) => blobs.get(&key).await?,
        None => None,
    };
    let patience = Duration::from_secs(settings.timeout_seconds.max(1));
    let said = match content {
        Some(content) => clamd::ask(&settings.clamd, &content, patience)
            .await
            .map_err(|error| error.to_string()),
        None => Err("the content is not there".to_owned()),
    };
    let update = blob_scan::Entity::update_many()
        .col_expr(
            Column::LockedUntil,
            Expr::value(Option::<DateTime<Utc>>::None),
        )
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(ScanState::Waiting));
    let done = |state, signature: Option<String>| {
        update
            .clone()
            .col_expr(Column::State, Expr::value(state))
            .col_expr(Column::Signature, Expr::value(signature))
            .col_expr(Column::Failure, Expr::value(Option::<String>::None))
            .col_expr(Column::ScannedAt, Expr::value(Some(now)))
    };
    let update = match said {
        Ok(Verdict::Clean) => done(ScanState::Clean, None),
        Ok(Verdict::Infected(name)) => {
            warn!(
                blob.key = row.blob_key,
                signature = name,
                "A file is infected"
            );
            done(ScanState::Infected, Some(name))
        }
        Err(why) => {
            warn!(
                blob.key = row.blob_key,
                error = why,
                "A file could not be scanned"
            );
            let nth = usize::try_from(row.attempts.max(1) - 1).unwrap_or_default();
            let pause = PAUSES[nth.min(PAUSES.len() - 1)];
            update
                .clone()
                .col_expr(Column::Failure, Expr::value(Some(why.replace('\0', ""))))
                .col_expr(Column::RunAt, Expr::value(now + pause))
        }
    };
    update.exec(db).await?;
    Ok(true)
}
