//! Texts that others keep for us, or that stand in the database, and that nobody but us may read or
//! change: sealed with AES-256-GCM under a key of their purpose.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Purpose, Secret, SecretError};

impl Purpose {
    /// Seals `text`. It opens only for the same purpose and the same `about`: whose it is, say.
    pub fn seal(self, secret: &Secret, about: &str, text: &str) -> Result<String, SecretError> {
        let mut sealed = text.as_bytes().to_vec();
        let nonce = RandomizedNonceKey::new(&AES_256_GCM, &self.bytes(secret))
            .and_then(|key| key.seal_in_place_append_tag(Aad::from(about), &mut sealed))
            .map_err(|_| SecretError::Randomness)?;
        let whole = [&nonce.as_ref()[..], &sealed].concat();
        Ok(URL_SAFE_NO_PAD.encode(whole))
    }

    /// Opens what [`Purpose::seal`] made, with this secret or one that was in use before; `None` when
    /// it is no such text, or was changed, or is about something else. What somebody signs in with lives
    /// for minutes and opens with this secret alone: whoever came by an earlier one makes no way in.
    #[must_use]
    pub fn open(self, secret: &Secret, about: &str, sealed: &str) -> Option<String> {
        let whole = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = whole.split_at_checked(NONCE_LEN)?;
        let open = |secret: &Secret| {
            let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
            let mut text = sealed.to_vec();
            let key = RandomizedNonceKey::new(&AES_256_GCM, &self.bytes(secret)).ok()?;
            let text = key.open_in_place(nonce, Aad::from(about), &mut text).ok()?;
            String::from_utf8(text.to_vec()).ok()
        };
        let lasts = !matches!(self, Self::SignIn);
        let mut earlier = secret.earlier().filter(|_| lasts);
        open(secret).or_else(|| earlier.find_map(|secret| open(&secret)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_for_its_purpose_and_its_subject_alone() {
        let secret = Secret::new(&[7; 32]).unwrap();
        let sealed = Purpose::SignIn.seal(&secret, "an", "geheim").unwrap();
        assert!(!sealed.contains("geheim"));
        let open =
            |purpose: Purpose, about: &str, sealed: &str| purpose.open(&secret, about, sealed);
        assert_eq!(
            open(Purpose::SignIn, "an", &sealed).as_deref(),
            Some("geheim")
        );
        assert_eq!(open(Purpose::SignIn, "bert", &sealed), None);
        assert_eq!(open(Purpose::SecondStep, "an", &sealed), None);
        for wrong in ["", "AAAA", "é", &sealed[2..], &format!("{sealed}AAAA")] {
            assert_eq!(open(Purpose::SignIn, "an", wrong), None, "{wrong}");
        }
        assert_ne!(
            Purpose::SignIn.seal(&secret, "an", "geheim").unwrap(),
            sealed
        );
    }

    #[test]
    fn what_an_earlier_secret_sealed_still_opens() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("before");
        std::fs::write(&path, [b'a'; 32]).unwrap();
        let before = Secret::read(&path).unwrap();
        let sealed = Purpose::SecondStep.seal(&before, "an", "geheim").unwrap();
        let now = Secret::new(&[b'b'; 32]).unwrap();
        assert_eq!(Purpose::SecondStep.open(&now, "an", &sealed), None);
        let now = now.with_earlier(&[path]).unwrap();
        let way_in = Purpose::SignIn.seal(&before, "an", "geheim").unwrap();
        assert_eq!(Purpose::SignIn.open(&now, "an", &way_in), None);
        let opened = Purpose::SecondStep.open(&now, "an", &sealed);
        assert_eq!(opened.as_deref(), Some("geheim"));
    }
}
