//! Passwords: argon2id, computed off the async threads and only a few at a time, because each
//! computation takes 19 MiB of memory on purpose.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;

/// Shortest password, in characters.
pub const MIN_CHARACTERS: usize = 12;
/// Longest password, in bytes: room for any sentence, and a bound on the work.
pub const MAX_BYTES: usize = 1024;

/// Computations at once; the others wait their turn.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Checked against when there is no such account, so that an answer takes as long either way.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| {
    Argon2::default()
        .hash_password(b"nobody has this password")
        .ok()
        .map(|hash| hash.to_string())
});

/// Why there is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too easy to guess.
    #[error("a password needs at least {MIN_CHARACTERS} characters")]
    TooShort,
    /// Too much work.
    #[error("a password has at most {MAX_BYTES} bytes")]
    TooLong,
    /// The machine could not do it.
    #[error("the password could not be hashed")]
    Failed,
}

/// The PHC string to keep for `password`.
///
/// # Errors
/// When the password is too short or too long, or the machine gave no random salt.
pub async fn hash(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < MIN_CHARACTERS {
        return Err(PasswordError::TooShort);
    }
    if password.len() > MAX_BYTES {
        return Err(PasswordError::TooLong);
    }
    let password = password.to_owned();
    off_thread(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .ok()
            .map(|hash| hash.to_string())
    })
    .await
    .flatten()
    .ok_or(PasswordError::Failed)
}

/// Whether `password` belongs to `hash`. Without a hash the answer is no, in the same time.
pub async fn verify(password: &str, hash: Option<&str>) -> bool {
    if password.len() > MAX_BYTES {
        return false;
    }
    let password = password.to_owned();
    let known = hash.map(str::to_owned);
    off_thread(move || {
        let somebody = known.is_some();
        let Some(hash) = known.or_else(|| NOBODY.clone()) else {
            return false;
        };
        let Ok(hash) = PasswordHash::new(&hash) else {
            tracing::error!("A stored password hash cannot be read");
            return false;
        };
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
            && somebody
    })
    .await
    .unwrap_or(false)
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let turn = AT_ONCE.acquire().await.ok()?;
    let done = tokio::task::spawn_blocking(move || {
        // Held until the work is done, even when nobody waits for it any more.
        let _turn = turn;
        work()
    })
    .await;
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_and_no_other() {
        let kept = hash("een lange zin als wachtwoord").await.unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(verify("een lange zin als wachtwoord", Some(&kept)).await);
        assert!(!verify("een andere zin als wachtwoord", Some(&kept)).await);
        assert_ne!(hash("een lange zin als wachtwoord").await.unwrap(), kept);
    }

    #[tokio::test]
    async fn nobody_gets_in_without_a_hash() {
        assert!(!verify("nobody has this password", None).await);
        assert!(!verify("wat dan ook", Some("geen hash")).await);
    }

    #[tokio::test]
    async fn a_password_has_a_least_and_a_greatest_length() {
        assert_eq!(hash("elf tekens!").await, Err(PasswordError::TooShort));
        assert_eq!(
            hash(&"x".repeat(MAX_BYTES + 1)).await,
            Err(PasswordError::TooLong)
        );
    }
}
