//! The directory of a running process, which follows what an import changes. The tables carry a
//! version; whoever is about to decide something compares it (one row, one column) and reads the
//! tables again only when it differs, so that all processes on one database agree.

use std::sync::{Arc, PoisonError, RwLock};

use sea_orm::{ConnectionTrait, Statement};
use tracing::info;

use super::atlas::Atlas;
use crate::store::StoreError;

/// The atlas of a running process. Cheap to clone; all clones see the same.
#[derive(Debug, Clone)]
pub struct LiveAtlas(Arc<RwLock<Seen>>);

#[derive(Debug)]
struct Seen {
    /// The version of the tables; none for an atlas that does not come from them.
    version: Option<i64>,
    atlas: Arc<Atlas>,
}

impl LiveAtlas {
    /// Reads the tables.
    pub async fn open(db: &impl ConnectionTrait) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(RwLock::new(read(db).await?))))
    }

    /// An atlas that follows no table, such as that of the program itself.
    #[must_use]
    pub fn fixed(atlas: Atlas) -> Self {
        Self(Arc::new(RwLock::new(Seen {
            version: None,
            atlas: Arc::new(atlas),
        })))
    }

    /// The atlas as it was last seen; asks the database nothing.
    #[must_use]
    pub fn now(&self) -> Arc<Atlas> {
        let seen = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&seen.atlas)
    }

    /// The atlas of the tables as they are, read again when they have changed.
    pub async fn fresh(&self, db: &impl ConnectionTrait) -> Result<Arc<Atlas>, StoreError> {
        let Some(known) = self.version() else {
            return Ok(self.now());
        };
        if version(db).await? != known {
            let seen = read(db).await?;
            info!(
                directory.version = seen.version,
                "The directory has changed"
            );
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = seen;
        }
        Ok(self.now())
    }

    fn version(&self) -> Option<i64> {
        let seen = self.0.read().unwrap_or_else(PoisonError::into_inner);
        seen.version
    }
}

async fn read(db: &impl ConnectionTrait) -> Result<Seen, StoreError> {
    // The version first: what changes in between is seen the next time.
    let version = Some(version(db).await?);
    let atlas = Arc::new(Atlas::load(db).await?);
    Ok(Seen { version, atlas })
}

/// Which state of the directory the tables hold.
async fn version(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let backend = db.get_database_backend();
    let row = db
        .query_one_raw(Statement::from_string(
            backend,
            "SELECT version FROM directory_version",
        ))
        .await?
        .ok_or_else(|| StoreError::Inconsistent {
            table: "directory_version",
            column: "version",
            row: "1".to_owned(),
        })?;
    Ok(row.try_get_by_index(0)?)
}

/// Notes, in the transaction that does it, that the tables change.
pub(super) async fn changed(tx: &impl ConnectionTrait) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    tx.execute_raw(Statement::from_string(
        backend,
        "UPDATE directory_version SET version = version + 1",
    ))
    .await?;
    Ok(())
}
