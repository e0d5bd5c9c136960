//! Claims with a lease: a worker takes a row, works without holding a transaction, and settles it;
//! a dead worker's row comes free by itself. A lease runs on real time, whatever the clock says.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use uuid::Uuid;

use super::StoreError;
use crate::clock::real_now;

/// How long a claimed row belongs to its worker, in real time.
pub const LEASE: TimeDelta = TimeDelta::minutes(2);

/// What to claim. The table must have the columns `id`, `locked_until` and `attempts`.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// The table.
    pub table: &'static str,
    /// SQL condition that makes a row due; its parameters count from `$1`.
    pub due: &'static str,
    /// SQL order in which rows are taken.
    pub order: &'static str,
    /// The parameters of `due`.
    pub values: &'a [Value],
    /// At most so many rows.
    pub limit: u32,
}

/// Takes due rows for this worker alone and counts the attempt; empty when none is due.
pub async fn claim(db: &impl ConnectionTrait, claim: &Claim<'_>) -> Result<Vec<Uuid>, StoreError> {
    let backend = db.get_database_backend();
    let real = real_now();
    let Claim {
        table,
        due,
        order,
        limit,
        ..
    } = claim;
    let n = claim.values.len();
    let free = format!("(locked_until IS NULL OR locked_until < ${})", n + 1);

    // Looking first keeps an idle worker from taking the write lock of SQLite.
    if backend == DbBackend::Sqlite {
        let look = format!("SELECT 1 FROM {table} WHERE {due} AND {free} LIMIT 1");
        let values = claim.values.iter().cloned().chain([real.into()]);
        if db
            .query_one_raw(Statement::from_sql_and_values(backend, look, values))
            .await?
            .is_none()
        {
            return Ok(Vec::new());
        }
    }
    let skip = if backend == DbBackend::Postgres {
        " FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let sql = format!(
        "UPDATE {table} SET locked_until = ${}, attempts = attempts + 1 WHERE id IN (SELECT id \
         FROM {table} WHERE {due} AND {free} ORDER BY {order} LIMIT {limit}{skip}) RETURNING id",
        n + 2
    );
    let values = claim
        .values
        .iter()
        .cloned()
        .chain([real.into(), (real + LEASE).into()]);
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    let mut ids = Vec::with_capacity(rows.len());
    for row in rows {
        ids.push(row.try_get_by_index::<Uuid>(0)?);
    }
    Ok(ids)
}

/// Gives a claimed row back untried: what it needed was not there, and that is no fault of the row.
/// The attempt does not count, and nobody takes it before `pause` is over, so that others come first.
pub async fn give_back(
    db: &impl ConnectionTrait,
    table: &'static str,
    id: Uuid,
    pause: TimeDelta,
) -> Result<(), StoreError> {
    let sql =
        format!("UPDATE {table} SET locked_until = $1, attempts = attempts - 1 WHERE id = $2");
    db.execute_raw(Statement::from_sql_and_values(
        db.get_database_backend(),
        sql,
        [(real_now() + pause).into(), id.into()],
    ))
    .await?;
    Ok(())
}

/// Renews the lease on a row that is still worked on.
pub async fn hold_on(
    db: &impl ConnectionTrait,
    table: &'static str,
    id: Uuid,
) -> Result<(), StoreError> {
    let sql = format!("UPDATE {table} SET locked_until = $1 WHERE id = $2");
    db.execute_raw(Statement::from_sql_and_values(
        db.get_database_backend(),
        sql,
        [(real_now() + LEASE).into(), id.into()],
    ))
    .await?;
    Ok(())
}

/// When the last open lease on a due row of `table` ends, if any is open: work that another
/// process has in its hands.
pub async fn lease_open(
    db: &impl ConnectionTrait,
    claim: &Claim<'_>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let Claim { table, due, .. } = claim;
    let sql = format!(
        "SELECT locked_until FROM {table} WHERE {due} AND locked_until >= ${} ORDER BY locked_until \
         DESC LIMIT 1",
        claim.values.len() + 1
    );
    let values = claim.values.iter().cloned().chain([real_now().into()]);
    let row = db
        .query_one_raw(Statement::from_sql_and_values(
            db.get_database_backend(),
            sql,
            values,
        ))
        .await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}
