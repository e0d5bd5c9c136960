//! What a domain function is handed: the database, the blobs, the clock, ids, the settings and the
//! signing key. A context is cheap to clone and knows nothing of HTTP or of who is asking; no rule
//! of the work lives here.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use chrono::{DateTime, Utc};
use sea_orm::DatabaseConnection;
use tokio::sync::Notify;
use uuid::{Builder, Uuid};

use crate::clock::Clock;
use crate::config::Settings;
use crate::store::{self, Blobs, Changes, StoreError};

mod seal;
mod secret;

pub use secret::{Purpose, Secret, SecretError};

/// Ids that this process has asked for.
static ASKED_FOR: AtomicU32 = AtomicU32::new(0);

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
    /// Tells open pages what changes.
    pub changes: Changes,
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
            changes: Changes::default(),
        })
    }

    /// A new id that sorts by the clock, and within one moment in the order in which ids were asked
    /// for (UUID version 7 with a dedicated counter, RFC 9562, 6.2).
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        id_at(self.clock.now(), ASKED_FOR.fetch_add(1, Ordering::Relaxed))
    }

    /// An absolute link to `path` (which starts with a slash), as it stands in a mail.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.settings.http.public_url)
    }
}

/// The id that is asked for as number `count`, at `moment`.
fn id_at(moment: DateTime<Utc>, count: u32) -> Uuid {
    let millis = u64::try_from(moment.timestamp_millis()).unwrap_or_default();
    let [high, middle, low, last] = count.to_be_bytes();
    let mut tail = [0; 10];
    // A machine without random bytes still counts: the moment and the counter make the id.
    let _ = SystemRandom::new().fill(&mut tail[4..]);
    // The version takes four bits of the first byte and the variant two of the third: the counter
    // keeps clear of both.
    tail[0] = (high << 2 | middle >> 6) & 0x0F;
    tail[1] = middle << 2 | low >> 6;
    tail[2] = low & 0x3F;
    tail[3] = last;
    Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_moment_sort_in_the_order_they_were_asked_for() {
        let moment = "2026-01-15T08:00:00Z".parse().unwrap();
        let counts = [
            0, 1, 63, 64, 255, 256, 16_383, 16_384, 4_194_303, 4_194_304, 67_108_863,
        ];
        let ids: Vec<Uuid> = counts.iter().map(|&count| id_at(moment, count)).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
        assert!(id_at(moment + chrono::TimeDelta::milliseconds(1), 0) > ids[10]);
    }
}
