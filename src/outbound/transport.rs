//! What takes a mail out of the building: a mail server, or a folder for the demo. A carrier gives
//! one mail to one recipient and comes back with its fate, in the server's own words; it knows no
//! table and never decides whether to try again.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use serde::Serialize;
use uuid::Uuid;

use super::compose::mailable;
use crate::config::{SmtpSettings, SmtpTls, is_loopback};

/// How long an unused connection is kept for the next mail.
const KEEP_IDLE: Duration = Duration::from_secs(20);
/// How many mails one connection carries; some servers hang up on more.
const MAILS_PER_CONNECTION: u32 = 100;

/// Between whom a mail travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Envelope {
    /// The delivery, which names the mail to one recipient.
    pub delivery: Uuid,
    /// Where a bounce goes; `None` is the empty sender (`<>`), to which nobody replies.
    pub sender: Option<String>,
    /// To whom.
    pub recipient: String,
}

/// What became of a mail to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The server took it upon itself.
    Delivered {
        /// Which server.
        server: String,
        /// What it said.
        reply: String,
    },
    /// Not now; trying later may help.
    Deferred {
        /// What the server said, or what went wrong on the way to it.
        reply: String,
    },
    /// Never.
    Refused {
        /// The code of the reply, when a server gave one.
        code: Option<u16>,
        /// What the server said.
        reply: String,
    },
    /// Our own rules keep it here.
    Held {
        /// Which rule.
        reason: String,
    },
}

/// Takes a mail to one recipient.
#[async_trait]
pub trait Carrier: Send + Sync + fmt::Debug {
    /// Gives `mail` (the bytes of RFC 5322) to the recipient of `envelope`.
    async fn carry(&self, envelope: &Envelope, mail: &[u8]) -> Fate;

    /// Lets go of what is kept open between two mails.
    async fn rest(&self) {}
}

/// Why a carrier cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum CarrierError {
    /// A file named in the settings cannot be read.
    #[error("{key} = {}: {why}", path.display())]
    File {
        /// The dotted key.
        key: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The file holds no certificates.
    #[error("mail.smtp.ca_file = {}: it holds no certificate in PEM form", .0.display())]
    NoCertificate(PathBuf),
    /// The protection of the connection cannot be set up.
    #[error("the connection to the mail server cannot be protected: {0}")]
    Tls(String),
    /// A password would cross a network unprotected.
    #[error(
        "mail.smtp.tls = none with a user name would send the password to {0} in the clear; use \
         starttls or tls"
    )]
    PasswordInTheClear(String),
}

/// Whether nobody can ever receive mail at `address`: its domain is reserved for examples and tests
/// (RFC 2606, RFC 6761).
#[must_use]
pub fn is_reserved(address: &str) -> bool {
    let domain = address.trim().rsplit('@').next().unwrap_or_default();
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    let mut labels = domain.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let second = labels.next();
    matches!(top, "example" | "test" | "invalid" | "localhost")
        || (second == Some("example") && matches!(top, "com" | "net" | "org"))
}

/// Gives mails to a mail server, one transaction a recipient, so that each has a fate of its own.
pub struct SmtpCarrier {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
    step: Duration,
    idle: Mutex<Vec<Idle>>,
}

enum Security {
    None,
    Starttls(TlsParameters),
    Tls(TlsParameters),
}

struct Idle {
    connection: AsyncSmtpConnection,
    since: Instant,
    carried: u32,
}

impl fmt::Debug for SmtpCarrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpCarrier({}:{})", self.host, self.port)
    }
}

impl SmtpCarrier {
    /// A carrier to the server of `[mail.smtp]`. Reads the password and the certificate authority
    /// now, so that a wrong setting shows at the start.
    pub fn new(settings: &SmtpSettings) -> Result<Self, CarrierError> {
        let host = settings.host.clone();
        let security = match settings.tls {
            SmtpTls::None => Security::None,
            SmtpTls::Starttls => Security::Starttls(tls_parameters(settings)?),
            SmtpTls::Tls => Security::Tls(tls_parameters(settings)?),
        };
        let credentials = if settings.username.is_empty() {
            None
        } else {
            if settings.tls == SmtpTls::None && !is_loopback(&host) {
                return Err(CarrierError::PasswordInTheClear(host));
            }
            let password = read(&settings.password_file, "mail.smtp.password_file")?;
            let password = String::from_utf8_lossy(&password);
            let password = password.trim_end_matches(['\r', '\n']).to_owned();
            Some(Credentials::new(settings.username.clone(), password))
        };
        Ok(Self {
            host,
            port: settings.port,
            security,
            credentials,
            step: Duration::from_secs(settings.timeout_seconds.max(1)),
            idle: Mutex::default(),
        })
    }

    async fn try_carry(&self, envelope: &Envelope, mail: &[u8]) -> Result<Response, Failure> {
        let address = |address: &str| {
            mailable(address).ok_or_else(|| Failure {
                reply: format!("{address:?} is not an address that mail can go to"),
                code: None,
                permanent: true,
            })
        };
        let sender = envelope.sender.as_deref().map(address).transpose()?;
        let recipient = address(&envelope.recipient)?;

        let mut open = self.connection().await.map_err(Failure::before_the_mail)?;
        let connection = &mut open.connection;
        let mut parameters = Vec::new();
        let beyond_ascii = [sender.as_ref(), Some(&recipient)]
            .into_iter()
            .flatten()
            .any(|address| !address.to_string().is_ascii());
        if beyond_ascii {
            if !connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(Failure {
                    reply: "the mail server takes no address with letters like é".into(),
                    code: None,
                    permanent: true,
                });
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !mail.is_ascii() {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        // The end of the mail brings its own line break.
        let mail = mail.strip_suffix(b"\r\n").unwrap_or(mail);
        let said = async {
            self.step(connection.command(Mail::new(sender, parameters)))
                .await?;
            self.step(connection.command(Rcpt::new(recipient, Vec::new())))
                .await?;
            self.step(connection.command(Data)).await?;
            self.step(connection.message(mail)).await
        }
        .await;
        match said {
            Ok(reply) => {
                open.carried += 1;
                self.keep(open);
                Ok(reply)
            }
            Err(said) => {
                // A refused step leaves a transaction open; a fresh connection is the sure way on.
                let _ = tokio::time::timeout(Duration::from_secs(2), connection.abort()).await;
                Err(said)
            }
        }
    }

    /// An open connection, a fresh one when none is at hand that still works.
    async fn connection(&self) -> Result<Idle, Failure> {
        while let Some(mut kept) = self.take_idle() {
            let fresh = kept.since.elapsed() < KEEP_IDLE && kept.carried < MAILS_PER_CONNECTION;
            if fresh {
                let alive = kept.connection.test_connected();
                if matches!(tokio::time::timeout(self.step, alive).await, Ok(true)) {
                    return Ok(kept);
                }
            }
            let _ = tokio::time::timeout(Duration::from_secs(2), kept.connection.abort()).await;
        }
        let name = ClientId::default();
        let tls = match &self.security {
            Security::Tls(parameters) => Some(parameters.clone()),
            Security::None | Security::Starttls(_) => None,
        };
        let server = (self.host.as_str(), self.port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(server, Some(self.step), &name, tls, None);
        let mut connection = self.step(connecting).await?;
        if let Security::Starttls(parameters) = &self.security {
            self.step(connection.starttls(parameters.clone(), &name))
                .await?;
        }
        if let Some(credentials) = &self.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            self.step(connection.auth(&mechanisms, credentials)).await?;
        }
        Ok(Idle {
            connection,
            since: Instant::now(),
            carried: 0,
        })
    }

    async fn step<T>(
        &self,
        step: impl Future<Output = Result<T, SmtpError>>,
    ) -> Result<T, Failure> {
        match tokio::time::timeout(self.step, step).await {
            Ok(done) => done.map_err(|error| Failure::from(&error)),
            Err(_) => Err(Failure {
                reply: format!("no reply within {} seconds", self.step.as_secs()),
                code: None,
                permanent: false,
            }),
        }
    }

    fn take_idle(&self) -> Option<Idle> {
        self.idle
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .pop()
    }

    fn keep(&self, open: Idle) {
        let kept = Idle {
            since: Instant::now(),
            ..open
        };
        self.idle
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(kept);
    }
}

#[async_trait]
impl Carrier for SmtpCarrier {
    async fn carry(&self, envelope: &Envelope, mail: &[u8]) -> Fate {
        match self.try_carry(envelope, mail).await {
            Ok(response) => Fate::Delivered {
                server: format!("{}:{}", self.host, self.port),
                reply: words(&response),
            },
            Err(Failure {
                reply,
                code,
                permanent: true,
            }) => Fate::Refused { code, reply },
            Err(Failure {
                reply,
                permanent: false,
                ..
            }) => Fate::Deferred { reply },
        }
    }

    async fn rest(&self) {
        while let Some(mut kept) = self.take_idle() {
            let _ = tokio::time::timeout(Duration::from_secs(2), kept.connection.quit()).await;
        }
    }
}

struct Failure {
    reply: String,
    code: Option<u16>,
    permanent: bool,
}

impl Failure {
    /// A server that does not let us in says nothing about the recipient: a wrong password or an
    /// unknown authority is ours to repair, and the mail waits until then.
    fn before_the_mail(self) -> Self {
        Self {
            permanent: false,
            ..self
        }
    }
}

impl From<&SmtpError> for Failure {
    fn from(error: &SmtpError) -> Self {
        let cause = chain(error);
        if let Some(code) = error.status() {
            return Self {
                reply: format!("{code} {cause}").trim_end().to_owned(),
                code: code.to_string().parse().ok(),
                permanent: error.is_permanent(),
            };
        }
        let kind = error.to_string();
        let kind = kind.split(':').next().unwrap_or_default().to_lowercase();
        Self {
            reply: format!("{kind}: {cause}"),
            code: None,
            permanent: false,
        }
    }
}

/// What lies below an error, down to its root.
fn chain(error: &SmtpError) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let words = cause.to_string();
        // Many errors repeat the one below them.
        if !said.iter().any(|earlier| earlier.contains(&words)) {
            said.push(words);
        }
        source = cause.source();
    }
    said.join(": ")
}

fn words(response: &Response) -> String {
    let lines: Vec<_> = response.message().collect();
    format!("{} {}", response.code(), lines.join(" "))
        .trim_end()
        .to_owned()
}

/// Every certificate in a PEM file begins so.
const MARK: &[u8] = b"-----BEGIN CERTIFICATE-----";

fn tls_parameters(settings: &SmtpSettings) -> Result<TlsParameters, CarrierError> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    let path = &settings.ca_file;
    if !path.as_os_str().is_empty() {
        // With an authority of its own, a house trusts no other.
        let pem = read(path, "mail.smtp.ca_file")?;
        let marked = pem.windows(MARK.len()).any(|window| window == MARK);
        let authority = Certificate::from_pem(&pem).ok().filter(|_| marked);
        let authority = authority.ok_or_else(|| CarrierError::NoCertificate(path.clone()))?;
        builder = builder
            .certificate_store(CertificateStore::None)
            .add_root_certificate(authority);
    }
    builder
        .build()
        .map_err(|error| CarrierError::Tls(error.to_string()))
}

fn read(path: &Path, key: &'static str) -> Result<Vec<u8>, CarrierError> {
    std::fs::read(path).map_err(|why| CarrierError::File {
        key,
        path: path.to_owned(),
        why,
    })
}

/// Leaves each mail in a folder: `<delivery>.eml`, with its envelope beside it in
/// `<delivery>.json`. The envelope is there first, so whoever sees a mail can read both.
#[derive(Debug)]
pub struct FileCarrier {
    dir: PathBuf,
}

impl FileCarrier {
    /// A carrier into `dir`, which is made when it is not there.
    pub fn new(dir: &Path) -> Result<Self, CarrierError> {
        std::fs::create_dir_all(dir).map_err(|why| CarrierError::File {
            key: "mail.files_dir",
            path: dir.to_owned(),
            why,
        })?;
        Ok(Self {
            dir: dir.to_owned(),
        })
    }
}

#[async_trait]
impl Carrier for FileCarrier {
    async fn carry(&self, envelope: &Envelope, mail: &[u8]) -> Fate {
        let name = envelope.delivery.to_string();
        let reply = format!("250 kept as {name}.eml");
        let (dir, envelope, mail) = (self.dir.clone(), envelope.clone(), mail.to_vec());
        let written = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
            let json = serde_json::to_vec_pretty(&envelope)?;
            write_whole(&dir, &format!("{name}.json"), &json)?;
            write_whole(&dir, &format!("{name}.eml"), &mail)
        })
        .await
        .unwrap_or_else(|join| Err(std::io::Error::other(join)));
        match written {
            Ok(()) => Fate::Delivered {
                server: self.dir.display().to_string(),
                reply,
            },
            Err(why) => Fate::Deferred {
                reply: why.to_string(),
            },
        }
    }
}

fn write_whole(dir: &Path, name: &str, content: &[u8]) -> std::io::Result<()> {
    let temporary = dir.join(format!(".{name}"));
    std::fs::write(&temporary, content)?;
    std::fs::rename(&temporary, dir.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_domains_are_known() {
        for reserved in [
            "a@mow.example",
            "a@B.EXAMPLE.",
            "a@example.com",
            "a@x.example.org",
            "a@localhost",
            "a@b.test",
        ] {
            assert!(is_reserved(reserved), "{reserved}");
        }
        for real in [
            "a@wetteren.be",
            "a@example.be",
            "a@notexample.com",
            "a@test.be",
            "",
        ] {
            assert!(!is_reserved(real), "{real}");
        }
    }

    #[test]
    fn a_password_never_leaves_in_the_clear() {
        let mut smtp = crate::config::Settings::defaults().unwrap().mail.smtp;
        smtp.host = "relay.vlaanderen.be".into();
        smtp.username = "regiovraag".into();
        let refused = SmtpCarrier::new(&smtp).unwrap_err().to_string();
        assert!(refused.contains("in the clear"), "{refused}");
    }

    #[tokio::test]
    async fn the_demo_finds_each_mail_with_its_envelope() {
        let dir = tempfile::tempdir().unwrap();
        let carrier = FileCarrier::new(&dir.path().join("sent")).unwrap();
        let envelope = Envelope {
            delivery: Uuid::from_u128(7),
            sender: None,
            recipient: "a@mow.example".into(),
        };
        for _ in 0..2 {
            let fate = carrier
                .carry(&envelope, b"Subject: Dag\r\n\r\nDag\r\n")
                .await;
            assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");
        }
        let mut names: Vec<_> = std::fs::read_dir(dir.path().join("sent"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let id = envelope.delivery;
        assert_eq!(names, [format!("{id}.eml"), format!("{id}.json")]);
        let json = std::fs::read_to_string(dir.path().join("sent").join(&names[1])).unwrap();
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["recipient"], "a@mow.example");
        assert_eq!(read["sender"], serde_json::Value::Null);
    }
}
