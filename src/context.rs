//! What a domain function is handed: the database, the blobs, the clock, ids, the settings and the
//! signing key. A context is cheap to clone and knows nothing of HTTP or of who is asking; no rule
//! of the work lives here.

use std::sync::Arc;

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use sea_orm::DatabaseConnection;
use tokio::sync::Notify;
use uuid::{NoContext, Timestamp, Uuid};

use crate::clock::Clock;
use crate::config::Settings;
use crate::store::{Blobs, StoreError};

/// The key that signs links and addresses; never shown, never logged.
#[derive(Clone)]
pub struct Secret(Arc<[u8]>);

impl Secret {
    /// Shortest key that is accepted, in bytes.
    pub const MIN_BYTES: usize = 32;

    /// A key from its bytes; `None` when it is too short to sign with.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        (bytes.len() >= Self::MIN_BYTES).then(|| Self(bytes.into()))
    }

    /// A fresh random key.
    pub fn random() -> Result<Self, StoreError> {
        let mut bytes = [0_u8; Self::MIN_BYTES];
        SystemRandom::new()
            .fill(&mut bytes)
            .map_err(|_| StoreError::Randomness)?;
        Ok(Self(bytes.as_slice().into()))
    }

    /// The bytes, for signing only.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
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
