//! What can go wrong on the ground floor.

use std::path::PathBuf;

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// Why the store could not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or was not there.
    #[error("the database could not do it: {0}")]
    Database(#[from] DbErr),
    /// The database cannot be opened.
    #[error(
        "the database at {place} cannot be opened: {why}. Check that it runs there and lets us in, and \
         that database.url (REGIOVRAAG__DATABASE__URL) names the right host, port, database and account"
    )]
    Closed {
        /// Where it should be, without the password.
        place: String,
        /// What was said when we tried.
        why: String,
    },
    /// The row was changed by somebody else since it was read.
    #[error("the record was changed in the meantime")]
    Stale,
    /// A row that cannot be true.
    #[error("{table} {row}: {column} holds a value that cannot be true")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
    },
    /// A blob could not be written or read.
    #[error("the file {path} could not be {did}: {why}")]
    Blob {
        /// The file.
        path: PathBuf,
        /// What was tried.
        did: &'static str,
        /// What the system said.
        why: std::io::Error,
    },
    /// A content that a row names is not among the blobs: the folder is away, or another one.
    #[error("the content {0} is not among the blobs; is the folder of the blobs there?")]
    LostBlob(String),
    /// The machine gave no random bytes.
    #[error("the machine gave no random bytes")]
    Randomness,
}

impl StoreError {
    /// Whether trying again later may help: the database is down, busy or locked.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        let error = match self {
            Self::Database(error) => error,
            Self::Blob { .. } | Self::LostBlob(_) | Self::Closed { .. } => return true,
            _ => return false,
        };
        match error {
            DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => true,
            DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => is_passing(error),
            other => other.to_string().contains("database is locked"),
        }
    }

    /// Whether a unique or foreign key constraint refused the write.
    #[must_use]
    pub fn constraint(&self) -> Option<SqlErr> {
        match self {
            Self::Database(error) => error.sql_err(),
            _ => None,
        }
    }
}

/// Whether the same statement may succeed a little later.
fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(said) => {
            let code = said.code().unwrap_or_default();
            // SQLite: busy or locked, with whatever detail in the higher bits.
            let of_sqlite = code
                .parse::<i64>()
                .is_ok_and(|code| matches!(code & 0xff, 5 | 6));
            // PostgreSQL (appendix A): connections, resources, somebody who shuts it down, and
            // two transactions in each other's way.
            let of_postgres = ["08", "53", "57P"]
                .iter()
                .any(|class| code.starts_with(class))
                || matches!(code.as_ref(), "40001" | "40P01" | "55P03");
            if code.len() == 5 {
                of_postgres
            } else {
                of_sqlite
            }
        }
        _ => false,
    }
}
