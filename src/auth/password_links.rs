//! Links with which somebody sets their own password, once and within [`LIFETIME`]. The link holds a
//! random key, the table its digest. Nobody who keeps accounts needs to know a password.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::actor::User;
use super::{sessions, upkeep};
use crate::context::Context;
use crate::store::StoreError;

/// How long a link is good for.
pub const LIFETIME: TimeDelta = TimeDelta::days(3);
/// A key has this many characters; what has not is not looked for.
const KEY_CHARACTERS: usize = 43;

/// A link that was made; its key is shown once and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct MadeLink {
    /// What stands in the link.
    pub key: String,
    /// When it is over.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for MadeLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MadeLink(.., {})", self.expires_at)
    }
}

fn hash(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, key.as_bytes()))
}

/// Makes a link for a person, in place of any that was made before.
pub async fn make(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    user: Uuid,
) -> Result<MadeLink, StoreError> {
    let key = sessions::new_visit()?;
    let now = ctx.clock.now();
    let expires_at = now + LIFETIME;
    upkeep::put_link(tx, user, hash(&key), now, expires_at).await?;
    Ok(MadeLink { key, expires_at })
}

/// Whose password the link with this key sets, while it is good.
pub async fn owner(
    db: &impl ConnectionTrait,
    ctx: &Context,
    key: &str,
) -> Result<Option<User>, StoreError> {
    if key.len() != KEY_CHARACTERS {
        return Ok(None);
    }
    upkeep::link_owner(db, &hash(key), ctx.clock.now()).await
}

/// Uses a link up; `false` when somebody was first.
pub async fn take(tx: &impl ConnectionTrait, key: &str) -> Result<bool, StoreError> {
    upkeep::take_link(tx, &hash(key)).await
}
