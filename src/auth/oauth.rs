//! Access tokens for servers that take no password, such as Exchange Online: the client credentials
//! grant of OAuth 2.0 (RFC 6749, 4.4). A [`TokenSource`] asks the token endpoint, keeps the token
//! until shortly before it ends, and asks once however many connections want it.
//!
//! A token ends in real time and not by the clock of the house: another machine counts it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use reqwest::redirect::Policy;
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::config::{OauthSettings, is_loopback};

/// Longest wait for the token endpoint.
const PATIENCE: Duration = Duration::from_secs(30);
/// A token is not used in its last minutes: it might end on the way.
const BEFORE_ITS_END: Duration = Duration::from_mins(2);
/// How long a token counts as good when the endpoint does not say (RFC 6749, 5.1, only recommends
/// that it does).
const WHEN_UNSAID: u64 = 600;
/// Longest answer of the endpoint that is read, in bytes.
const LARGEST_ANSWER: usize = 256 * 1024;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum OauthError {
    /// The secret would cross a network unprotected.
    #[error("the token_url {0} must be https, or the client's secret would be sent in the clear")]
    InTheClear(String),
    /// A setting that a token cannot be asked for without.
    #[error("the {0} of the oauth settings is empty")]
    Missing(&'static str),
    /// The file of the client's secret cannot be read.
    #[error("the client_secret_file {}: {why}", path.display())]
    Secret {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The endpoint does not answer, or not in a way that can be read.
    #[error("the token endpoint {url} could not be asked: {why}")]
    Unreachable {
        /// The endpoint.
        url: String,
        /// What went wrong on the way.
        why: String,
    },
    /// The endpoint gives us no token.
    #[error("the token endpoint {url} gave no token: {said}")]
    Refused {
        /// The endpoint.
        url: String,
        /// The status of its answer, its `error` and `error_description` (RFC 6749, 5.2).
        said: String,
    },
}

/// Gives access tokens to one application for one scope. Shows neither secret nor token.
pub struct TokenSource {
    settings: OauthSettings,
    http: reqwest::Client,
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    token: String,
    good_until: Instant,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: Option<u64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Denied {
    error: String,
    error_description: String,
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenSource({})", self.settings.token_url)
    }
}

impl TokenSource {
    /// A source of the tokens that `settings` describe. Looks at the settings and the file of the
    /// secret now, so that a wrong one shows at the start; asks nobody yet.
    pub fn new(settings: &OauthSettings) -> Result<Self, OauthError> {
        let url = &settings.token_url;
        for (name, value) in [("token_url", url), ("client_id", &settings.client_id)] {
            if value.is_empty() {
                return Err(OauthError::Missing(name));
            }
        }
        let on_this_machine = url.strip_prefix("http://").is_some_and(is_loopback);
        if !url.starts_with("https://") && !on_this_machine {
            return Err(OauthError::InTheClear(url.clone()));
        }
        read_secret(&settings.client_secret_file)?;
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            // A secret is not carried on to wherever the answer points.
            .redirect(Policy::none())
            .build()
            .map_err(|why| unreachable(url, &why))?;
        Ok(Self {
            settings: settings.clone(),
            http,
            kept: Mutex::default(),
        })
    }

    /// A token that is still good for some minutes: the kept one, or a new one.
    pub async fn token(&self) -> Result<String, OauthError> {
        // Held while the endpoint is asked: the others want the same answer.
        let mut kept = self.kept.lock().await;
        if let Some(kept) = &*kept
            && kept.good_until > Instant::now()
        {
            return Ok(kept.token.clone());
        }
        let granted = self.ask().await?;
        let lasts = Duration::from_secs(granted.expires_in.unwrap_or(WHEN_UNSAID));
        *kept = Some(Kept {
            token: granted.access_token.clone(),
            good_until: Instant::now() + lasts.saturating_sub(BEFORE_ITS_END),
        });
        Ok(granted.access_token)
    }

    /// Forgets `token`, which a server did not accept, so that the next one is new. One that was
    /// renewed in the meantime is kept.
    pub async fn forget(&self, token: &str) {
        let mut kept = self.kept.lock().await;
        if kept.as_ref().is_some_and(|kept| kept.token == token) {
            *kept = None;
        }
    }

    async fn ask(&self) -> Result<Granted, OauthError> {
        let settings = &self.settings;
        let url = &settings.token_url;
        // Read each time: a renewed secret needs no restart.
        let secret = read_secret(&settings.client_secret_file)?;
        let mut form = vec![
            ("grant_type", "client_credentials"),
            ("client_id", &settings.client_id),
            ("client_secret", &secret),
        ];
        if !settings.scope.is_empty() {
            form.push(("scope", &settings.scope));
        }
        let sent = self.http.post(url).form(&form).send().await;
        let mut answer = sent.map_err(|why| unreachable(url, &why))?;
        let status = answer.status();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|why| unreachable(url, &why))? {
            body.extend_from_slice(&chunk);
            if body.len() > LARGEST_ANSWER {
                return Err(OauthError::Unreachable {
                    url: url.clone(),
                    why: format!("its answer is longer than {LARGEST_ANSWER} bytes"),
                });
            }
        }
        if !status.is_success() {
            let denied: Denied = serde_json::from_slice(&body).unwrap_or_default();
            let (error, why) = (denied.error, denied.error_description);
            return Err(OauthError::Refused {
                url: url.clone(),
                said: format!("{} {error} {why}", status.as_u16())
                    .trim_end()
                    .to_owned(),
            });
        }
        // The cause is left out: it could repeat a token.
        let granted: Option<Granted> = serde_json::from_slice(&body).ok();
        granted
            .filter(|granted| !granted.access_token.is_empty())
            .ok_or_else(|| OauthError::Unreachable {
                url: url.clone(),
                why: "its answer holds no access_token".to_owned(),
            })
    }
}

fn read_secret(file: &Path) -> Result<String, OauthError> {
    let secret = std::fs::read_to_string(file).map_err(|why| OauthError::Secret {
        path: file.to_owned(),
        why,
    })?;
    Ok(secret.trim_end_matches(['\r', '\n']).to_owned())
}

/// An error of the client without the address, which the message names already, down to its root.
fn unreachable(url: &str, error: &reqwest::Error) -> OauthError {
    let mut said: Vec<String> = Vec::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        said.push(cause.to_string());
        source = cause.source();
    }
    if said.is_empty() {
        said.push(error.to_string());
    }
    OauthError::Unreachable {
        url: url.to_owned(),
        why: said.join(": "),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    use super::*;

    /// An endpoint that gives each of `answers` once; the forms it was asked with.
    async fn endpoint(answers: &[(u16, &str)]) -> (String, UnboundedReceiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/token", listener.local_addr().unwrap());
        let answers: Vec<_> = answers
            .iter()
            .map(|(status, body)| (*status, (*body).to_owned()))
            .collect();
        let (asked, forms) = unbounded_channel();
        tokio::spawn(async move {
            for (status, body) in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                let form = loop {
                    stream.read_buf(&mut request).await.unwrap();
                    let text = String::from_utf8(request.clone()).unwrap();
                    let Some((head, form)) = text.split_once("\r\n\r\n") else {
                        continue;
                    };
                    let length = head
                        .lines()
                        .find_map(|line| line.strip_prefix("content-length: "))
                        .map_or(0, |length| length.parse().unwrap());
                    if form.len() >= length {
                        break form.to_owned();
                    }
                };
                asked.send(form).unwrap();
                let answer = format!(
                    "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        (url, forms)
    }

    fn source(url: &str) -> (TokenSource, tempfile::TempDir) {
        let dir = tempfile::tempdir().unwrap();
        let client_secret_file = dir.path().join("client.secret");
        std::fs::write(&client_secret_file, "een geheim & meer\n").unwrap();
        let settings = OauthSettings {
            token_url: url.to_owned(),
            client_id: "regiovraag".into(),
            client_secret_file,
            scope: "https://outlook.office365.com/.default".into(),
        };
        (TokenSource::new(&settings).unwrap(), dir)
    }

    #[tokio::test]
    async fn a_token_is_asked_for_once_and_again_when_it_was_not_accepted() {
        let (url, mut forms) = endpoint(&[
            (200, r#"{"access_token":"een","expires_in":3599}"#),
            (200, r#"{"access_token":"twee","expires_in":"later","x":1}"#),
            (200, r#"{"access_token":"drie"}"#),
        ])
        .await;
        let (source, _dir) = source(&url);
        let (one, other) = tokio::join!(source.token(), source.token());
        assert_eq!((one.unwrap(), other.unwrap()), ("een".into(), "een".into()));
        insta::assert_snapshot!(
            forms.recv().await.unwrap(),
            @"grant_type=client_credentials&client_id=regiovraag&client_secret=een+geheim+%26+meer&scope=https%3A%2F%2Foutlook.office365.com%2F.default"
        );
        assert!(forms.try_recv().is_err(), "asked once for both");

        source.forget("een ander").await;
        assert_eq!(source.token().await.unwrap(), "een");
        source.forget("een").await;
        let said = source.token().await.unwrap_err().to_string();
        assert!(said.ends_with("its answer holds no access_token"), "{said}");
        assert_eq!(source.token().await.unwrap(), "drie");
        assert!(!format!("{source:?}").contains("drie"));
    }

    #[tokio::test]
    async fn a_token_that_is_about_to_end_is_not_used_again() {
        let (url, _forms) = endpoint(&[
            (200, r#"{"access_token":"een","expires_in":120}"#),
            (200, r#"{"access_token":"twee","expires_in":3600}"#),
        ])
        .await;
        let (source, _dir) = source(&url);
        assert_eq!(source.token().await.unwrap(), "een");
        assert_eq!(source.token().await.unwrap(), "twee");
        assert_eq!(source.token().await.unwrap(), "twee");
    }

    #[tokio::test]
    async fn a_refusal_is_told_in_the_endpoints_own_words() {
        let (url, _forms) = endpoint(&[
            (
                401,
                r#"{"error":"invalid_client","error_description":"AADSTS7000215: secret"}"#,
            ),
            (302, ""),
        ])
        .await;
        let (source, _dir) = source(&url);
        let said = source.token().await.unwrap_err().to_string();
        assert!(
            said.ends_with("gave no token: 401 invalid_client AADSTS7000215: secret"),
            "{said}"
        );
        let said = source.token().await.unwrap_err().to_string();
        assert!(said.ends_with("gave no token: 302"), "{said}");
        let said = source.token().await.unwrap_err().to_string();
        assert!(said.contains("could not be asked"), "{said}");
    }

    #[test]
    fn wrong_settings_show_at_the_start() {
        let dir = tempfile::tempdir().unwrap();
        let settings = OauthSettings {
            token_url: "http://login.vlaanderen.be/token".into(),
            client_id: "regiovraag".into(),
            client_secret_file: dir.path().join("er niet"),
            scope: String::new(),
        };
        let said = |settings: &OauthSettings| TokenSource::new(settings).unwrap_err().to_string();
        assert!(said(&settings).contains("must be https"));
        let https = OauthSettings {
            token_url: "https://login.vlaanderen.be/token".into(),
            ..settings.clone()
        };
        assert!(said(&https).contains("er niet"), "{}", said(&https));
        let nobody = OauthSettings {
            client_id: String::new(),
            ..https
        };
        assert!(said(&nobody).contains("client_id"));
    }
}
