//! How each source of mail fares, as the source itself reports it: every look at it says whether it
//! succeeded and how many messages had to stay behind. The watch raises an alarm from these rows.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Statement};

use crate::context::Context;
use crate::entity::source_health;
use crate::store::StoreError;

/// A success that is not older is not written again: sources look every few seconds.
const FRESH: TimeDelta = TimeDelta::minutes(1);

/// How a source fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceHealth {
    /// Its name, as in the hand-overs.
    pub source: String,
    /// When it was last looked at with success; none: it does not report.
    pub succeeded_at: Option<DateTime<Utc>>,
    /// When it last failed.
    pub failed_at: Option<DateTime<Utc>>,
    /// Since when every try failed; none: the last one succeeded.
    pub failing_since: Option<DateTime<Utc>>,
    /// Why, in the source's own words.
    pub failure: Option<String>,
    /// Messages that lie there and cannot be taken in.
    pub left_behind: i32,
}

impl From<source_health::Model> for SourceHealth {
    fn from(row: source_health::Model) -> Self {
        Self {
            source: row.source,
            succeeded_at: row.succeeded_at,
            failed_at: row.failed_at,
            failing_since: row.failing_since,
            failure: row.failure,
            left_behind: row.left_behind,
        }
    }
}

/// Every source that ever handed something over or reported, by name.
pub async fn sources(db: &impl ConnectionTrait) -> Result<Vec<SourceHealth>, StoreError> {
    let rows = source_health::Entity::find()
        .order_by_asc(source_health::Column::Source)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(SourceHealth::from).collect())
}

/// Notes how a look at a source went: how many messages had to stay behind, or why it failed. Cheap
/// to call after every look: it writes only what is news.
pub async fn report_source(
    ctx: &Context,
    source: &str,
    report: Result<usize, String>,
) -> Result<(), StoreError> {
    let now = ctx.clock.now();
    let before = source_health::Entity::find_by_id(source.to_owned())
        .one(&ctx.db)
        .await?;
    let backend = ctx.db.get_database_backend();
    let statement = match report {
        Ok(left_behind) => {
            let left_behind = i32::try_from(left_behind).unwrap_or(i32::MAX);
            let no_news = before.is_some_and(|row| {
                row.failing_since.is_none()
                    && row.left_behind == left_behind
                    && row
                        .succeeded_at
                        .is_some_and(|at| at <= now && now - at < FRESH)
            });
            if no_news {
                return Ok(());
            }
            Statement::from_sql_and_values(
                backend,
                "INSERT INTO source_health (source, succeeded_at, left_behind) VALUES ($1, $2, $3) \
                 ON CONFLICT (source) DO UPDATE SET succeeded_at = excluded.succeeded_at, \
                 failing_since = NULL, failure = NULL, left_behind = excluded.left_behind",
                [source.into(), now.into(), left_behind.into()],
            )
        }
        Err(why) => {
            let no_news = before.is_some_and(|row| {
                row.failing_since.is_some()
                    && row.failure.as_deref() == Some(why.as_str())
                    && row
                        .failed_at
                        .is_some_and(|at| at <= now && now - at < FRESH)
            });
            if no_news {
                return Ok(());
            }
            Statement::from_sql_and_values(
                backend,
                "INSERT INTO source_health (source, failed_at, failing_since, failure, left_behind) \
                 VALUES ($1, $2, $3, $4, 0) ON CONFLICT (source) DO UPDATE SET \
                 failed_at = excluded.failed_at, failure = excluded.failure, \
                 failing_since = COALESCE(source_health.failing_since, excluded.failing_since)",
                [
                    source.into(),
                    now.into(),
                    now.into(),
                    why.replace('\0', "").into(),
                ],
            )
        }
    };
    ctx.db.execute_raw(statement).await?;
    Ok(())
}

/// Makes the name of a source known, so that screens can list it.
pub(super) async fn know(tx: &impl ConnectionTrait, source: &str) -> Result<(), StoreError> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "INSERT INTO source_health (source, left_behind) VALUES ($1, 0) \
         ON CONFLICT (source) DO NOTHING",
        [source.into()],
    ))
    .await?;
    Ok(())
}
