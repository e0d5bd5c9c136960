//! The one secret of an installation, and the keys derived from it. Each purpose has a key of its
//! own, so that nothing signed for one purpose can pass for another.

use std::fmt;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::hmac;
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// The key that signs links and addresses; never shown, never logged.
#[derive(Clone)]
pub struct Secret {
    current: Arc<[u8]>,
    /// Those before it: what they signed is still read.
    earlier: Vec<Arc<[u8]>>,
}

/// Why there is no secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file is not there, and must be.
    #[error(
        "there is no {path}: processes that share a database share one secret; make a file of at \
         least {min} random bytes and point secret.file at it",
        path = path.display(),
        min = Secret::MIN_BYTES
    )]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be a secret.
    #[error(
        "{path} holds {found} bytes; a secret has at least {min}",
        path = path.display(),
        min = Secret::MIN_BYTES
    )]
    TooShort {
        /// The file.
        path: PathBuf,
        /// What it holds.
        found: usize,
    },
    /// The file could not be read or made.
    #[error("the secret {path} could not be {did}: {why}", path = path.display())]
    File {
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

impl Secret {
    /// Shortest secret that is accepted, in bytes.
    pub const MIN_BYTES: usize = 32;

    /// A secret from its bytes; `None` when it is too short to sign with.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        (bytes.len() >= Self::MIN_BYTES).then(|| Self {
            current: bytes.into(),
            earlier: Vec::new(),
        })
    }

    /// A fresh random secret.
    ///
    /// # Errors
    /// When the machine gives no random bytes.
    pub fn random() -> Result<Self, SecretError> {
        let mut bytes = [0_u8; Self::MIN_BYTES];
        SystemRandom::new()
            .fill(&mut bytes)
            .map_err(|_| SecretError::Randomness)?;
        Ok(Self {
            current: bytes.as_slice().into(),
            earlier: Vec::new(),
        })
    }

    /// The same, which still reads what was signed with the secrets in these files.
    pub fn with_earlier(mut self, paths: &[PathBuf]) -> Result<Self, SecretError> {
        for path in paths {
            self.earlier.push(Self::read(path)?.current);
        }
        Ok(self)
    }

    /// The secrets that were in use before this one.
    pub fn earlier(&self) -> impl Iterator<Item = Self> + '_ {
        self.earlier.iter().map(|bytes| Self {
            current: Arc::clone(bytes),
            earlier: Vec::new(),
        })
    }

    /// Reads the secret in the file `path`. White space at the end, as editors leave it, is no
    /// part of it.
    pub fn read(path: &Path) -> Result<Self, SecretError> {
        let bytes = fs::read(path).map_err(|why| match why.kind() {
            ErrorKind::NotFound => SecretError::Missing {
                path: path.to_owned(),
            },
            _ => failed(path, "read")(why),
        })?;
        let bytes = bytes.trim_ascii_end();
        Self::new(bytes).ok_or_else(|| SecretError::TooShort {
            path: path.to_owned(),
            found: bytes.len(),
        })
    }

    /// Reads the secret in the file `path`, and makes that file first when it is not there: only
    /// its owner can read it.
    pub fn read_or_make(path: &Path) -> Result<Self, SecretError> {
        match Self::read(path) {
            Err(SecretError::Missing { .. }) => {
                make(path)?;
                Self::read(path)
            }
            other => other,
        }
    }

    /// The bytes, for derivation only.
    fn bytes(&self) -> &[u8] {
        &self.current
    }
}

/// Writes a fresh secret beside `path` and links it there: a process that reads the file finds all
/// of it, and of two that make it at once, one wins and both read the same.
fn make(path: &Path) -> Result<(), SecretError> {
    let dir = path
        .parent()
        .filter(|dir| !dir.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(dir).map_err(failed(dir, "made"))?;
    let mut unique = [0_u8; 8];
    SystemRandom::new()
        .fill(&mut unique)
        .map_err(|_| SecretError::Randomness)?;
    let draft = dir.join(format!(".secret-{:016x}", u64::from_be_bytes(unique)));
    let text = STANDARD_NO_PAD.encode(Secret::random()?.bytes());
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
        })
        .map_err(failed(&draft, "written"))
        .and_then(|()| match fs::hard_link(&draft, path) {
            Err(why) if why.kind() != ErrorKind::AlreadyExists => Err(failed(path, "made")(why)),
            _ => Ok(()),
        });
    fs::remove_file(&draft).map_err(failed(&draft, "removed"))?;
    fs::File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(failed(dir, "synced"))?;
    written
}

fn failed(path: &Path, did: &'static str) -> impl FnOnce(std::io::Error) -> SecretError {
    let path = path.to_owned();
    move |why| SecretError::File { path, did, why }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// What a derived key is for. The label goes into the derivation and therefore never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signed addresses and links.
    Tags,
    /// API tokens.
    ApiTokens,
    /// The form token that goes with a session.
    Forms,
    /// Names of accounts and addresses in the counters of sign-in attempts.
    Attempts,
    /// The notes by which a form names files that it brought before.
    Uploads,
    /// What a browser keeps for us between two steps of signing in.
    SignIn,
    /// Keys of people's second step.
    SecondStep,
    /// The ID token of a session, for signing out where it came from.
    IdTokens,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Tags => b"regiovraag tags 1",
            Self::ApiTokens => b"regiovraag api tokens 1",
            Self::Forms => b"regiovraag forms 1",
            Self::Attempts => b"regiovraag attempts 1",
            Self::Uploads => b"regiovraag uploads 1",
            Self::SignIn => b"regiovraag sign-in 1",
            Self::SecondStep => b"regiovraag second step 1",
            Self::IdTokens => b"regiovraag id tokens 1",
        }
    }

    /// The 32 bytes that serve this purpose and nothing else.
    #[must_use]
    pub fn bytes(self, secret: &Secret) -> [u8; 32] {
        let master = hmac::Key::new(hmac::HMAC_SHA256, secret.bytes());
        let mut key = [0; 32];
        key.copy_from_slice(hmac::sign(&master, self.label()).as_ref());
        key
    }

    /// The HMAC-SHA-256 key that serves this purpose and nothing else.
    #[must_use]
    pub fn key(self, secret: &Secret) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.bytes(secret))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn every_purpose_has_a_key_of_its_own() {
        let secret = Secret::new(&[7; 32]).unwrap();
        let keys = [
            Purpose::Tags,
            Purpose::ApiTokens,
            Purpose::Forms,
            Purpose::Attempts,
            Purpose::Uploads,
            Purpose::SignIn,
            Purpose::SecondStep,
            Purpose::IdTokens,
        ]
        .map(|purpose| purpose.bytes(&secret));
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key));
        }
    }

    #[test]
    fn a_secret_is_made_once_for_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("var/secret.key");
        assert!(matches!(
            Secret::read(&path),
            Err(SecretError::Missing { .. })
        ));
        let made = Secret::read_or_make(&path).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(Secret::read_or_make(&path).unwrap().bytes(), made.bytes());
        assert_eq!(Secret::read(&path).unwrap().bytes(), made.bytes());
        assert_eq!(
            fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1,
            "no draft is left"
        );
    }

    #[test]
    fn a_short_file_is_no_secret_and_white_space_does_not_lengthen_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret.key");
        fs::write(&path, format!("kort{}", "\n".repeat(40))).unwrap();
        let refused = Secret::read_or_make(&path).unwrap_err();
        assert!(
            matches!(refused, SecretError::TooShort { found: 4, .. }),
            "{refused}"
        );
    }

    #[test]
    fn a_secret_does_not_print_itself() {
        assert_eq!(
            format!("{:?}", Secret::new(&[b'x'; 32]).unwrap()),
            "Secret(..)"
        );
    }
}
