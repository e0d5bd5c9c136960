//! What can go wrong on the ground floor.

use std::path::PathBuf;

use sea_orm::{DbErr, SqlErr};

/// Why the store could not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or was not there.
    #[error("the database could not do it: {0}")]
    Database(#[from] DbErr),
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
    /// The machine gave no random bytes.
    #[error("the machine gave no random bytes")]
    Randomness,
}

impl StoreError {
    /// Whether trying again later may help: the database is down, busy or locked.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Database(DbErr::Conn(_) | DbErr::ConnectionAcquire(_)) => true,
            Self::Database(error) => {
                let said = error.to_string();
                said.contains("database is locked")
                    || said.contains("pool timed out")
                    || said.contains("Connection refused")
                    || said.contains("error communicating with database")
                    || said.contains("terminating connection")
            }
            _ => false,
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
