//! The keys that are derived from the one secret of an installation. Each purpose has a key of its
//! own, so that nothing signed for one purpose can pass for another.

use aws_lc_rs::hmac;

use crate::context::Secret;

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
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Tags => b"regiovraag tags 1",
            Self::ApiTokens => b"regiovraag api tokens 1",
            Self::Forms => b"regiovraag forms 1",
            Self::Attempts => b"regiovraag attempts 1",
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
    use super::*;

    #[test]
    fn every_purpose_has_a_key_of_its_own() {
        let secret = Secret::new(&[7; 32]).unwrap();
        let keys = [
            Purpose::Tags,
            Purpose::ApiTokens,
            Purpose::Forms,
            Purpose::Attempts,
        ]
        .map(|purpose| purpose.bytes(&secret));
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key));
        }
    }
}
