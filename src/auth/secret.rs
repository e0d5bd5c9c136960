//! The one secret of an installation, and the keys that are derived from it. Each purpose has a key
//! of its own, so that nothing signed for one purpose can pass for another.

use std::fmt;

use aws_lc_rs::hmac;

/// Fewer bytes than this cannot be a secret.
pub const MIN_SECRET_BYTES: usize = 32;

/// What a derived key is for. The label goes into the derivation and therefore never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signed addresses and links, see [`crate::auth::tags`].
    Tags,
    /// API tokens.
    ApiTokens,
    /// The form token that goes with a session.
    Forms,
    /// Names of accounts and addresses in the sign-in counters.
    Throttle,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Tags => b"regiovraag tags 1",
            Self::ApiTokens => b"regiovraag api tokens 1",
            Self::Forms => b"regiovraag forms 1",
            Self::Throttle => b"regiovraag throttle 1",
        }
    }
}

/// A secret is shorter than [`MIN_SECRET_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the secret is {found} bytes long, it needs at least {MIN_SECRET_BYTES}")]
pub struct ShortSecret {
    /// How many bytes there were.
    pub found: usize,
}

/// The content of `secret.file`. Shows itself to nobody.
#[derive(Clone)]
pub struct Secret(hmac::Key);

impl Secret {
    /// Takes the bytes of `secret.file`; white space at the end, as editors leave it, is no part
    /// of a secret.
    ///
    /// # Errors
    /// When there are too few bytes to be a secret.
    pub fn new(bytes: &[u8]) -> Result<Self, ShortSecret> {
        let bytes = bytes.trim_ascii_end();
        if bytes.len() < MIN_SECRET_BYTES {
            return Err(ShortSecret { found: bytes.len() });
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, bytes)))
    }

    /// The 32 bytes that serve `purpose` and nothing else.
    #[must_use]
    pub fn derive(&self, purpose: Purpose) -> [u8; 32] {
        let mut key = [0; 32];
        key.copy_from_slice(hmac::sign(&self.0, purpose.label()).as_ref());
        key
    }

    /// The HMAC key that serves `purpose` and nothing else.
    #[must_use]
    pub fn hmac_key(&self, purpose: Purpose) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.derive(purpose))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_secret_is_refused_and_white_space_does_not_lengthen_it() {
        assert_eq!(
            Secret::new(b"short   \n").unwrap_err(),
            ShortSecret { found: 5 }
        );
        assert!(Secret::new(&[7; MIN_SECRET_BYTES]).is_ok());
    }

    #[test]
    fn every_purpose_has_a_key_of_its_own() {
        let secret = Secret::new(&[7; 32]).unwrap();
        let keys = [
            Purpose::Tags,
            Purpose::ApiTokens,
            Purpose::Forms,
            Purpose::Throttle,
        ]
        .map(|purpose| secret.derive(purpose));
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key));
        }
    }

    #[test]
    fn a_secret_does_not_print_itself() {
        assert_eq!(
            format!("{:?}", Secret::new(&[b'x'; 32]).unwrap()),
            "Secret(hidden)"
        );
    }
}
