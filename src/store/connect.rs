//! Opening the database, bringing its schema up to date, and beginning writing transactions.

use std::path::Path;
use std::time::Duration;

use migration::Migrator;
use sea_orm::sea_query::Expr;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, EntityTrait, IdenStatic, Iterable, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use super::StoreError;
use crate::config::DatabaseSettings;

/// Key of the advisory lock under which PostgreSQL is migrated; any constant of our own will do.
const MIGRATION_LOCK: i64 = 0x7265_6769_6f76_7267;

/// How long a port gets to say why it lets nobody in.
const PATIENCE: Duration = Duration::from_secs(2);

/// A connection that rested this long is tried before it is used: its server may be gone. One that was
/// used a moment ago is not: that would double the way of every statement.
const RESTED: Duration = Duration::from_secs(1);

/// Most of the database that one connection to SQLite keeps in memory; negative: in KiB.
const SQLITE_CACHE: &str = "-16384";

/// Opens the register. An SQLite file (and its folder) is made when it is not there.
///
/// SQLite runs in WAL mode with `synchronous=FULL`: a committed question survives a power cut.
pub async fn connect(settings: &DatabaseSettings) -> Result<DatabaseConnection, StoreError> {
    if let Some(file) = settings.url.strip_prefix("sqlite://") {
        let file = Path::new(file.split('?').next().unwrap_or(file));
        if let Some(dir) = file.parent().filter(|dir| !dir.as_os_str().is_empty()) {
            std::fs::create_dir_all(dir).map_err(|why| StoreError::Blob {
                path: dir.to_owned(),
                did: "made",
                why,
            })?;
        }
    }
    let busy = Duration::from_millis(settings.busy_timeout_milliseconds);
    let mut options = ConnectOptions::new(settings.url.clone());
    options
        .max_connections(settings.max_connections)
        .acquire_timeout(busy)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(busy)
                // Memory is taken as pages are read; the default of 2 MiB is read over and over.
                .pragma("cache_size", SQLITE_CACHE)
        });
    if settings.is_sqlite() {
        // A file does not go away.
        options.test_before_acquire(false);
    } else {
        options.test_before_acquire_if_idle_for(RESTED);
    }
    match Database::connect(options).await {
        Ok(db) => Ok(db),
        Err(error) => {
            let place = without_account(&settings.url);
            // The pool only says that it waited; the port says why.
            let why = match refused(&place).await {
                Some(why) => why.to_string(),
                None => error.to_string(),
            };
            Err(StoreError::Closed { place, why })
        }
    }
}

/// Why nobody answers where a PostgreSQL should be; `None` when somebody does, or for a file.
async fn refused(place: &str) -> Option<std::io::Error> {
    const PORT: &str = "5432";
    let host = place.split_once("://")?.1.split('/').next()?;
    if place.starts_with("sqlite") || host.is_empty() {
        return None;
    }
    let bare = !host.rsplit(']').next()?.contains(':');
    let address = if bare {
        format!("{host}:{PORT}")
    } else {
        host.to_owned()
    };
    let tried = tokio::time::timeout(PATIENCE, tokio::net::TcpStream::connect(address)).await;
    match tried {
        Ok(answered) => answered.err(),
        Err(_) => Some(std::io::ErrorKind::TimedOut.into()),
    }
}

/// The address of a database without who signs in there and with what: it is told to people.
fn without_account(url: &str) -> String {
    let bare = url.split('?').next().unwrap_or(url);
    match bare.split_once("://") {
        Some((kind, rest)) => {
            let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
            format!("{kind}://{place}")
        }
        None => "database.url".to_owned(),
    }
}

/// Begins a writing transaction: the only way to do so.
///
/// On SQLite it takes the write lock at once (`IMMEDIATE`); a transaction that reads first and
/// writes later would otherwise fail when another writer came in between.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place where writing begins"
)]
pub async fn write_tx(db: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    Ok(db
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        })
        .await?)
}

/// Begins reading what belongs together, such as all that a page shows; it ends when it is dropped.
///
/// A pool fetches a connection, tries it and takes it back for every statement that it is handed. Here that
/// happens once, and on SQLite all is read as it was at one moment. Whatever writes meanwhile does so
/// elsewhere, before or after: a pool may have no second connection.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place where reading begins"
)]
pub async fn read_tx(db: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    Ok(db.begin().await?)
}

/// Brings the schema up to date, wholly or not at all; several processes may try at once.
pub async fn migrate(db: &DatabaseConnection) -> Result<(), StoreError> {
    // What is pending is read under the lock: on SQLite that of the one writer.
    let tx = write_tx(db).await?;
    one_at_a_time(&tx, MIGRATION_LOCK).await?;
    Migrator::up(&tx, None).await?;
    Ok(tx.commit().await?)
}

/// Lets the rest of the transaction run for one worker of all processes at a time, for each `key`.
///
/// SQLite has one writer anyway; PostgreSQL has advisory locks, which end with the transaction.
pub async fn one_at_a_time(tx: &DatabaseTransaction, key: i64) -> Result<(), StoreError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_advisory_xact_lock($1)",
            [key.into()],
        ))
        .await?;
    }
    Ok(())
}

/// A word of the schema, such as a state, written into the statement itself.
///
/// SQLite plans a statement anew at each use when a parameter is compared with a column that the
/// condition of a partial index names.
#[must_use]
pub fn constant(word: &'static str) -> Expr {
    Expr::cust(format!("'{word}'"))
}

/// The columns of `E` in a statement that calls its table `alias`: `t.id, t.number, ...`.
#[must_use]
pub fn columns<E: EntityTrait>(alias: &str) -> String {
    let of_table = |column: E::Column| format!("{alias}.{}", column.as_str());
    E::Column::iter()
        .map(of_table)
        .collect::<Vec<_>>()
        .join(", ")
}

/// Tells PostgreSQL what a bulk of new rows looks like, so that it plans well before it finds out by
/// itself. SQLite plans by its indexes alone.
pub async fn refresh_statistics(db: &DatabaseConnection) -> Result<(), StoreError> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared("ANALYZE").await?;
    }
    Ok(())
}

/// Names of the migrations that this program knows and the database has not had.
pub async fn pending_migrations(db: &DatabaseConnection) -> Result<Vec<String>, StoreError> {
    let pending: Result<_, DbErr> = Migrator::get_pending_migrations(db).await;
    Ok(pending?
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    async fn opened(dir: &Path) -> DatabaseConnection {
        let mut settings = Settings::defaults().unwrap().database;
        settings.url = format!("sqlite://{}/rv.db", dir.display());
        connect(&settings).await.unwrap()
    }

    async fn tables(db: &DatabaseConnection) -> i64 {
        let sql = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'";
        let row = db
            .query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))
            .await;
        row.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    #[tokio::test]
    async fn a_schema_that_cannot_be_brought_up_to_date_stays_what_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let db = opened(dir.path()).await;
        // Something of the last steps is in the way.
        db.execute_unprepared("CREATE TABLE saved_view (id INTEGER)")
            .await
            .unwrap();
        assert!(migrate(&db).await.is_err());
        assert_eq!(tables(&db).await, 1);
        db.execute_unprepared("DROP TABLE saved_view")
            .await
            .unwrap();
        migrate(&db).await.unwrap();
        assert!(pending_migrations(&db).await.unwrap().is_empty());
    }

    #[test]
    fn the_address_of_a_database_is_told_without_its_password() {
        let check = |url, expected: &str| assert_eq!(without_account(url), expected);
        let secret = "postgres://rv:ge@heim@db:5433/rv?sslmode=require";
        check(secret, "postgres://db:5433/rv");
        check("postgres://db/rv", "postgres://db/rv");
        check("sqlite://var/rv.db", "sqlite://var/rv.db");
        check("geheim", "database.url");
    }

    #[tokio::test]
    async fn a_closed_port_is_named_with_what_to_do() {
        // Nobody listens on a port that was just given back.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut settings = Settings::defaults().unwrap().database;
        settings.url = format!("postgres://rv:geheim@127.0.0.1:{port}/rv");
        settings.busy_timeout_milliseconds = 2_000;
        let said = connect(&settings).await.unwrap_err().to_string();
        let named = format!("postgres://127.0.0.1:{port}/rv cannot be opened");
        for part in [named.as_str(), "refused", "REGIOVRAAG__DATABASE__URL"] {
            assert!(said.contains(part), "{said}");
        }
        assert!(!said.contains("geheim"), "{said}");
    }

    #[tokio::test]
    async fn two_processes_may_bring_it_up_to_date_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let (one, other) = (opened(dir.path()).await, opened(dir.path()).await);
        let (a, b) = tokio::join!(migrate(&one), migrate(&other));
        a.unwrap();
        b.unwrap();
        assert!(pending_migrations(&other).await.unwrap().is_empty());
    }
}
