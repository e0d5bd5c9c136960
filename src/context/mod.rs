//! What a domain function is handed: the database, the blobs, the clock, ids, the settings and the
//! signing key. A context is cheap to clone and knows nothing of HTTP or of who is asking; no rule
//! of the work lives here.

use std::sync::Arc;

use sea_orm::DatabaseConnection;
use tokio::sync::Notify;
use uuid::{NoContext, Timestamp, Uuid};

use crate::clock::Clock;
use crate::config::Settings;
use crate::store::{self, Blobs, StoreError};

mod secret;

pub use secret::{Purpose, Secret, SecretError};

/// Why the house could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database or the blobs.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The secret.
    #[error(transparent)]
    Secret(#[from] SecretError),
}

/// What a domain function is handed.
#[derive(Debug, Clone)]
pub struct Context {
    /// The register.
    pub db: DatabaseConnection,
    /// Raw mail and attachments.
    pub blobs: Blobs,
    /// Every "now".
    pub clock: Clock,
    /// How this house is set up.
    pub settings: Arc<Settings>,
    /// Signs links and addresses.
    pub secret: Secret,
    /// Wakes the background loops of this process when there is work.
    pub work: Arc<Notify>,
}

impl Context {
    /// Opens database, blobs and secret as `settings` say, with the machine's clock. The schema is
    /// left as it is.
    pub async fn open(settings: Settings) -> Result<Self, OpenError> {
        let secret = if settings.database.is_sqlite() {
            Secret::read_or_make(&settings.secret.file)?
        } else {
            Secret::read(&settings.secret.file)?
        };
        Ok(Self {
            db: store::connect(&settings.database).await?,
            blobs: Blobs::in_dir(&settings.blobs.dir)?,
            clock: Clock::machine(),
            settings: Arc::new(settings),
            secret,
            work: Arc::new(Notify::new()),
        })
    }

    /// A new id that sorts by the clock (UUID version 7, RFC 9562).
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let now = self.clock.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(
            NoContext,
            seconds,
            now.timestamp_subsec_nanos(),
        ))
    }

    /// An absolute link to `path` (which starts with a slash), as it stands in a mail.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.settings.http.public_url)
    }
}
