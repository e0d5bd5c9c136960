//! A token by the client credentials grant (RFC 6749, 4.4), as Exchange Online wants it, and the
//! words of XOAUTH2 in which it is shown to a mail server.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use async_imap::Authenticator;
use serde::Deserialize;
use tokio::sync::Mutex;

use super::error::words;

/// A token is asked for anew so long before it ends, or after half its life if that is shorter.
const MARGIN: Duration = Duration::from_mins(5);
/// What a token lives when the endpoint does not say (RFC 6749, 5.1, leaves it out).
const USUAL_LIFE: u64 = 3600;
/// Longest answer that is read.
const MOST_BYTES: usize = 64 * 1024;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The secret cannot be read.
    #[error("client_secret_file = {}: {why}", path.display())]
    Secret {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// No answer.
    #[error("the token endpoint {url} cannot be reached: {why}")]
    Unreachable {
        /// The endpoint.
        url: String,
        /// What went wrong.
        why: String,
    },
    /// A refusal.
    #[error(
        "the token endpoint {url} gives no token ({status}): {said}; check client_id, \
         client_secret_file and scope"
    )]
    Refused {
        /// The endpoint.
        url: String,
        /// Its HTTP status.
        status: u16,
        /// Its words.
        said: String,
    },
}

/// Asks for tokens, and keeps the last one for as long as it is good.
#[derive(Debug)]
pub(super) struct TokenSource {
    http: reqwest::Client,
    url: String,
    client_id: String,
    secret_file: PathBuf,
    scope: String,
    kept: Mutex<Option<Token>>,
}

struct Token {
    value: String,
    fresh_until: Instant,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: Option<u64>,
}

#[derive(Deserialize)]
struct Denied {
    error: String,
    error_description: Option<String>,
}

impl TokenSource {
    pub(super) fn new(
        settings: &crate::config::OAuth2Settings,
        within: Duration,
    ) -> Result<Self, String> {
        let http = reqwest::Client::builder()
            .timeout(within)
            // A secret is shown to the endpoint of the settings and to no other.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| chain(&error))?;
        Ok(Self {
            http,
            url: settings.token_url.clone(),
            client_id: settings.client_id.clone(),
            secret_file: settings.client_secret_file.clone(),
            scope: settings.scope.clone(),
            kept: Mutex::default(),
        })
    }

    /// A token that is good for some time yet.
    pub(super) async fn token(&self) -> Result<String, TokenError> {
        let mut kept = self.kept.lock().await;
        if let Some(token) = kept.as_ref()
            && Instant::now() < token.fresh_until
        {
            return Ok(token.value.clone());
        }
        let granted = self.ask().await?;
        let life = Duration::from_secs(granted.expires_in.unwrap_or(USUAL_LIFE));
        let value = granted.access_token.clone();
        *kept = Some(Token {
            value: granted.access_token,
            fresh_until: Instant::now() + fresh_for(life),
        });
        Ok(value)
    }

    /// Lets go of a token that a server did not take.
    pub(super) async fn forget(&self) {
        *self.kept.lock().await = None;
    }

    async fn ask(&self) -> Result<Granted, TokenError> {
        let secret = tokio::fs::read_to_string(&self.secret_file)
            .await
            .map_err(|why| TokenError::Secret {
                path: self.secret_file.clone(),
                why,
            })?;
        let unreachable = |error: reqwest::Error| TokenError::Unreachable {
            url: self.url.clone(),
            why: chain(&error.without_url()),
        };
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.client_id),
            ("client_secret", secret.trim_end_matches(['\r', '\n'])),
            ("scope", &self.scope),
        ];
        let asked = self.http.post(&self.url).form(&form).send().await;
        let mut answer = asked.map_err(unreachable)?;
        let status = answer.status();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&chunk);
            if body.len() > MOST_BYTES {
                break;
            }
        }
        if status.is_success()
            && let Ok(granted) = serde_json::from_slice::<Granted>(&body)
        {
            return Ok(granted);
        }
        let said = serde_json::from_slice::<Denied>(&body).map_or_else(
            |_| "the answer is not that of RFC 6749".to_owned(),
            |denied| {
                let more = denied.error_description.unwrap_or_default();
                words(&format!("{} {more}", denied.error))
            },
        );
        Err(TokenError::Refused {
            url: self.url.clone(),
            status: status.as_u16(),
            said,
        })
    }
}

/// How long a token that lives for `life` is shown before another is asked for.
fn fresh_for(life: Duration) -> Duration {
    life.saturating_sub(MARGIN.min(life / 2))
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        said.push_str(": ");
        said.push_str(&cause.to_string());
        source = cause.source();
    }
    said
}

/// Shows a token. A server that does not take it sends its reason as a second challenge and waits
/// for an empty answer before it refuses.
pub(super) struct XOAuth2<'a> {
    pub user: &'a str,
    pub token: &'a str,
    pub shown: bool,
}

impl Authenticator for &mut XOAuth2<'_> {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        if std::mem::replace(&mut self.shown, true) {
            return String::new();
        }
        format!("user={}\x01auth=Bearer {}\x01\x01", self.user, self.token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_renewed_before_it_ends() {
        let seconds = |life| fresh_for(Duration::from_secs(life)).as_secs();
        assert_eq!(seconds(3600), 3300);
        assert_eq!(seconds(100), 50);
        assert_eq!(seconds(0), 0);
    }

    #[test]
    fn the_second_challenge_is_answered_by_nothing() {
        let mut shown = XOAuth2 {
            user: "els@abb.example",
            token: "abc",
            shown: false,
        };
        let mut shown = &mut shown;
        assert_eq!(
            shown.process(b""),
            "user=els@abb.example\x01auth=Bearer abc\x01\x01"
        );
        assert_eq!(shown.process(b"{\"status\":\"400\"}"), "");
    }
}
