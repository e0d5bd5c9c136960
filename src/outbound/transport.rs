//! What takes a mail out of the building: a mail server, or a folder for the demo. A carrier gives
//! one mail to one recipient and comes back with its fate, in the server's own words; it knows no
//! table and never decides whether to try again.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{
    ClientId, Extension, MailBodyParameter, MailParameter, RcptParameter,
};
use lettre::transport::smtp::response::Response;
use serde::Serialize;
use uuid::Uuid;

use super::compose::mailable;
use crate::auth::{OauthError, TokenSource};
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
    /// Not at this size: the server takes no mail so large.
    TooLarge {
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
    /// A password or token would cross a network unprotected.
    #[error(
        "mail.smtp.tls = none with a user name would send the password to {0} in the clear; use \
         starttls or tls"
    )]
    PasswordInTheClear(String),
    /// A token without the mailbox that it is for.
    #[error("mail.smtp.oauth is set, but mail.smtp.username does not say which mailbox sends")]
    TokenForNobody,
    /// No token can be asked for.
    #[error("mail.smtp.oauth: {0}")]
    Oauth(#[from] OauthError),
}

/// Gives mails to a mail server, one transaction a recipient, so that each has a fate of its own.
pub struct SmtpCarrier {
    host: String,
    port: u16,
    security: Security,
    sign_in: SignIn,
    step: Duration,
    idle: Mutex<Vec<Idle>>,
}

enum Security {
    None,
    Starttls(TlsParameters),
    Tls(TlsParameters),
}

/// How we say who we are.
enum SignIn {
    No,
    Password(Credentials),
    Token {
        user: String,
        source: Arc<TokenSource>,
    },
}

struct Idle {
    connection: AsyncSmtpConnection,
    offer: Offer,
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
        let user = &settings.username;
        if !user.is_empty() && settings.tls == SmtpTls::None && !is_loopback(&host) {
            return Err(CarrierError::PasswordInTheClear(host));
        }
        let sign_in = if settings.oauth.is_used() {
            if user.is_empty() {
                return Err(CarrierError::TokenForNobody);
            }
            SignIn::Token {
                user: user.clone(),
                source: Arc::new(TokenSource::new(&settings.oauth)?),
            }
        } else if user.is_empty() {
            SignIn::No
        } else {
            let password = read(&settings.password_file, "mail.smtp.password_file")?;
            let password = String::from_utf8_lossy(&password);
            let password = password.trim_end_matches(['\r', '\n']).to_owned();
            SignIn::Password(Credentials::new(user.clone(), password))
        };
        Ok(Self {
            host,
            port: settings.port,
            security,
            sign_in,
            step: Duration::from_secs(settings.timeout_seconds.max(1)),
            idle: Mutex::default(),
        })
    }

    async fn try_carry(&self, envelope: &Envelope, mail: &[u8]) -> Result<Response, Failure> {
        let address = |address: &str| {
            let never = || format!("{address:?} is not an address that mail can go to");
            mailable(address).ok_or_else(|| Failure::ours(never(), End::Refused))
        };
        let sender = envelope.sender.as_deref().map(address).transpose()?;
        let recipient = address(&envelope.recipient)?;

        let mut open = self.connection().await.map_err(Failure::before_the_mail)?;
        let connection = &mut open.connection;
        // The end of the mail brings its own line break.
        let content = mail.strip_suffix(b"\r\n").unwrap_or(mail);
        if let Some(most) = open.offer.most
            && mail.len() > most
        {
            self.keep(open);
            let reply = format!(
                "the server takes mails of at most {most} bytes, and this one is {} (SIZE)",
                mail.len()
            );
            return Err(Failure::ours(reply, End::TooLarge));
        }
        let beyond_ascii = [sender.as_ref(), Some(&recipient)]
            .into_iter()
            .flatten()
            .any(|address| !address.to_string().is_ascii());
        let mut parameters = open.offer.of_mail(envelope, mail.len());
        if beyond_ascii {
            if !connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                let reply = "the mail server takes no address with letters like é".to_owned();
                self.keep(open);
                return Err(Failure::ours(reply, End::Refused));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !mail.is_ascii() {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let of_recipient = open.offer.of_recipient(envelope);
        let said = async {
            // A server that does not want our sender says nothing about the recipient.
            self.step(connection.command(Mail::new(sender, parameters)))
                .await
                .map_err(Failure::of_us)?;
            self.step(connection.command(Rcpt::new(recipient, of_recipient)))
                .await?;
            self.step(connection.command(Data)).await?;
            self.last_step(connection.message(content)).await
        }
        .await;
        open.carried += 1;
        // A refused step leaves a transaction open, which must not spoil the next. Where the server
        // does not say that it goes on, a fresh connection is the sure way.
        let goes_on = match &said {
            Ok(_) => true,
            Err(failure) if failure.code.is_none_or(|code| code == 421) => false,
            Err(_) => self.step(connection.command(Rset)).await.is_ok(),
        };
        if goes_on {
            self.keep(open);
        } else {
            let _ = tokio::time::timeout(Duration::from_secs(2), connection.abort()).await;
        }
        said
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
        match &self.sign_in {
            SignIn::No => {}
            SignIn::Password(credentials) => {
                let mechanisms = [Mechanism::Plain, Mechanism::Login];
                self.step(connection.auth(&mechanisms, credentials)).await?;
            }
            SignIn::Token { user, source } => {
                self.give_token(&mut connection, user, source).await?;
            }
        }
        // Asked by ourselves: what the server offers may differ for who has signed in, and the
        // connection keeps no more of it than it needs itself.
        let said = self.step(connection.command(Ehlo::new(name))).await?;
        Ok(Idle {
            offer: Offer::read(said.message()),
            connection,
            since: Instant::now(),
            carried: 0,
        })
    }

    /// Signs in with a token (SASL XOAUTH2). A server that does not take it explains itself in a
    /// challenge, which wants an empty answer before the refusal comes.
    async fn give_token(
        &self,
        connection: &mut AsyncSmtpConnection,
        user: &str,
        source: &TokenSource,
    ) -> Result<(), Failure> {
        let token = source.token().await;
        let token = token.map_err(|error| Failure::ours(error.to_string(), End::Deferred))?;
        let says = STANDARD.encode(format!("user={user}\x01auth=Bearer {token}\x01\x01"));
        let command = format!("AUTH XOAUTH2 {says}\r\n");
        let refused = match self.step(connection.command(command)).await {
            Ok(said) if said.has_code(334) => {
                let challenge: String = said.message().collect();
                let why = STANDARD.decode(challenge.trim()).unwrap_or_default();
                let why = String::from_utf8_lossy(&why).into_owned();
                match self.step(connection.command("\r\n")).await {
                    Ok(said) => Failure::ours(words(&said), End::Deferred),
                    Err(refused) => Failure {
                        reply: format!("{} {why}", refused.reply).trim_end().to_owned(),
                        ..refused
                    },
                }
            }
            Ok(_) => return Ok(()),
            Err(refused) => refused,
        };
        // It may have been taken back: the next try asks for a new one.
        source.forget(&token).await;
        Err(refused)
    }

    async fn step<T>(
        &self,
        step: impl Future<Output = Result<T, SmtpError>>,
    ) -> Result<T, Failure> {
        within(self.step, step).await
    }

    /// The step after which the server has the mail: it may look into it first, and whoever gives up
    /// too soon sends it again.
    async fn last_step<T>(
        &self,
        step: impl Future<Output = Result<T, SmtpError>>,
    ) -> Result<T, Failure> {
        within(self.step * PATIENCE_AT_THE_END, step).await
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
        match Box::pin(self.try_carry(envelope, mail)).await {
            Ok(response) => Fate::Delivered {
                server: format!("{}:{}", self.host, self.port),
                reply: words(&response),
            },
            Err(Failure { reply, code, end }) => match end {
                End::Refused => Fate::Refused { code, reply },
                End::TooLarge => Fate::TooLarge { reply },
                End::Deferred => Fate::Deferred { reply },
            },
        }
    }

    async fn rest(&self) {
        while let Some(mut kept) = self.take_idle() {
            let _ = tokio::time::timeout(Duration::from_secs(2), kept.connection.quit()).await;
        }
    }
}

/// How a try ended that did not get the mail across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Deferred,
    Refused,
    TooLarge,
}

#[derive(Debug)]
struct Failure {
    reply: String,
    code: Option<u16>,
    end: End,
}

impl Failure {
    /// One that no server told us.
    fn ours(reply: String, end: End) -> Self {
        Self {
            reply,
            code: None,
            end,
        }
    }

    /// A refusal of who we are, in the middle of a mail: ours to repair, unless it is about the size.
    fn of_us(self) -> Self {
        match self.end {
            End::Refused => self.before_the_mail(),
            _ => self,
        }
    }

    /// A server that does not let us in says nothing about the recipient: a wrong password or an
    /// unknown authority is ours to repair, and the mail waits until then.
    fn before_the_mail(self) -> Self {
        Self {
            end: End::Deferred,
            ..self
        }
    }
}

/// How many steps long the last step may take (RFC 5321, 4.5.3.2: ten minutes beside one or two).
const PATIENCE_AT_THE_END: u32 = 10;

async fn within<T>(
    patience: Duration,
    step: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Failure> {
    let late = |_| {
        let reply = format!("no reply within {} seconds", patience.as_secs());
        Failure::ours(reply, End::Deferred)
    };
    let done = tokio::time::timeout(patience, step).await.map_err(late)?;
    done.map_err(|error| Failure::from(&error))
}

impl From<&SmtpError> for Failure {
    fn from(error: &SmtpError) -> Self {
        let cause = chain(error);
        if let Some(code) = error.status() {
            let code: Option<u16> = code.to_string().parse().ok();
            let end = if !error.is_permanent() {
                End::Deferred
            } else if code.is_some_and(|code| is_about_size(code, &cause)) {
                End::TooLarge
            } else if matches!(code, Some(530 | 535)) || is_about_us(&cause) {
                // To sign in first, not to send as this sender, or not through this server at all: ours
                // to repair.
                End::Deferred
            } else {
                End::Refused
            };
            let digits = code.map(|code| code.to_string()).unwrap_or_default();
            return Self {
                reply: format!("{digits} {cause}").trim().to_owned(),
                code,
                end,
            };
        }
        let kind = error.to_string();
        let kind = kind.split(':').next().unwrap_or_default().to_lowercase();
        Self::ours(format!("{kind}: {cause}"), End::Deferred)
    }
}

/// Whether a refusal is about whom the server lets send, and not about the recipient or the mail: by
/// the codes of Exchange, or by the words of a relay that does not know us.
fn is_about_us(said: &str) -> bool {
    let codes = ["5.7.54", "5.7.60", "5.7.64"];
    let of_code = |word: &str| codes.contains(&word);
    let said = said.to_lowercase();
    let words = [
        "relay access denied",
        "relaying denied",
        "relay denied",
        "relay not permitted",
        "relaying not permitted",
        "relay not allowed",
        "relaying not allowed",
        "unable to relay",
    ];
    said.split_whitespace().any(of_code) || words.iter().any(|words| said.contains(words))
}

/// Whether a refusal is about the size of the mail, and not about a mailbox that is full, for which
/// the same 552 stands. The enhanced code tells them apart (RFC 3463: 5.2.3 and 5.3.4); a bare 552
/// is given the benefit of the doubt, since a smaller mail does no harm.
fn is_about_size(code: u16, said: &str) -> bool {
    let enhanced = said.split_whitespace().next().filter(|word| {
        let parts = word.split('.');
        parts.clone().count() == 3 && parts.into_iter().all(|part| part.parse::<u16>().is_ok())
    });
    match enhanced {
        Some(enhanced) => matches!(enhanced, "5.2.3" | "5.3.4"),
        None => code == 552,
    }
}

/// What a server says in reply to EHLO that it can do, as far as it matters to one mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Offer {
    /// It reports what became of a mail (DSN, RFC 3461).
    reports: bool,
    /// It wants to know how large a mail is (SIZE, RFC 1870).
    size: bool,
    /// The largest mail it takes, in bytes, where it says so.
    most: Option<usize>,
}

impl Offer {
    fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut offer = Self::default();
        // The first line greets.
        for line in lines.skip(1) {
            let mut words = line.split_whitespace();
            match words.next().map(str::to_ascii_uppercase).as_deref() {
                Some("DSN") => offer.reports = true,
                Some("SIZE") => {
                    offer.size = true;
                    let most = words.next().and_then(|most| most.parse().ok());
                    // Zero says that no size is too large.
                    offer.most = most.filter(|&most| most > 0);
                }
                _ => {}
            }
        }
        offer
    }

    /// Nobody hears of a mail with the empty sender, so no report is asked for (RFC 3461, 4.1).
    fn reports_on(self, envelope: &Envelope) -> bool {
        self.reports && envelope.sender.is_some()
    }

    fn of_mail(self, envelope: &Envelope, size: usize) -> Vec<MailParameter> {
        let mut parameters = Vec::new();
        if self.size {
            parameters.push(MailParameter::Size(size));
        }
        if self.reports_on(envelope) {
            let mut also = |keyword: &str, value: String| {
                parameters.push(MailParameter::Other {
                    keyword: keyword.to_owned(),
                    value: Some(value),
                });
            };
            // A report needs no copy of the files.
            also("RET", "HDRS".to_owned());
            also("ENVID", envelope.delivery.to_string());
        }
        parameters
    }

    fn of_recipient(self, envelope: &Envelope) -> Vec<RcptParameter> {
        if !self.reports_on(envelope) {
            return Vec::new();
        }
        let with = |keyword: &str, value: String| RcptParameter::Other {
            keyword: keyword.to_owned(),
            value: Some(value),
        };
        let mut parameters = vec![with("NOTIFY", "SUCCESS,FAILURE,DELAY".to_owned())];
        let recipient = envelope.recipient.trim();
        // The address as we know it comes back in the report, wherever it is forwarded to.
        if recipient.is_ascii() {
            parameters.push(with("ORCPT", format!("rfc822;{recipient}")));
        }
        parameters
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
    plays_receivers: bool,
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
            plays_receivers: false,
        })
    }

    /// The same, as if the receivers' own servers took the mail: for the demo.
    #[must_use]
    pub fn playing_receivers(self) -> Self {
        Self {
            plays_receivers: true,
            ..self
        }
    }

    fn server_of(&self, recipient: &str) -> String {
        match recipient.rsplit_once('@') {
            Some((_, domain)) if self.plays_receivers => domain.to_lowercase(),
            _ => "localhost".to_owned(),
        }
    }
}

#[async_trait]
impl Carrier for FileCarrier {
    async fn carry(&self, envelope: &Envelope, mail: &[u8]) -> Fate {
        let name = envelope.delivery.to_string();
        // A file is as sure as a mail server that took the mail; its name is the delivery's.
        let reply = "250 2.0.0 Ok".to_owned();
        let server = self.server_of(&envelope.recipient);
        let (dir, envelope, mail) = (self.dir.clone(), envelope.clone(), mail.to_vec());
        let written = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
            let json = serde_json::to_vec_pretty(&envelope)?;
            write_whole(&dir, &format!("{name}.json"), &json)?;
            write_whole(&dir, &format!("{name}.eml"), &mail)
        })
        .await
        .unwrap_or_else(|join| Err(std::io::Error::other(join)));
        match written {
            Ok(()) => Fate::Delivered { server, reply },
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
    fn a_password_never_leaves_in_the_clear() {
        let mut smtp = crate::config::Settings::defaults().unwrap().mail.smtp;
        smtp.host = "relay.vlaanderen.be".into();
        smtp.username = "regiovraag".into();
        let refused = SmtpCarrier::new(&smtp).unwrap_err().to_string();
        assert!(refused.contains("in the clear"), "{refused}");
    }

    #[test]
    fn a_token_is_for_a_mailbox_and_never_leaves_in_the_clear() {
        let mut smtp = crate::config::Settings::defaults().unwrap().mail.smtp;
        smtp.oauth.token_url = "https://login.vlaanderen.be/token".into();
        let said = |smtp: &SmtpSettings| SmtpCarrier::new(smtp).unwrap_err().to_string();
        assert!(said(&smtp).contains("which mailbox"), "{}", said(&smtp));
        smtp.username = "regiovorming@vlaanderen.be".into();
        assert!(
            said(&smtp).starts_with("mail.smtp.oauth: "),
            "{}",
            said(&smtp)
        );
        smtp.host = "smtp.office365.com".into();
        assert!(said(&smtp).contains("in the clear"), "{}", said(&smtp));
    }

    #[test]
    fn a_relay_that_does_not_know_us_says_nothing_of_the_recipient() {
        for said in [
            "5.7.1 <an@wetteren.be>: Relay access denied",
            "5.7.1 Relaying denied",
            "5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
            "5.7.64 TenantAttribution; Relay Access Denied",
            "5.7.60 SMTP; Client does not have permissions to send as this sender",
        ] {
            assert!(is_about_us(said), "{said}");
        }
        for said in [
            "5.1.1 <an@wetteren.be>: Recipient address rejected: User unknown",
            "5.7.1 Message rejected as spam by the relay",
            "5.7.640 x",
        ] {
            assert!(!is_about_us(said), "{said}");
        }
    }

    #[test]
    fn an_offer_is_read_from_the_greeting() {
        let read = |lines: &[&str]| Offer::read(lines.iter().copied());
        let none = Offer::default();
        assert_eq!(
            read(&["DSN", "8BITMIME"]),
            none,
            "the first line only greets"
        );
        let offer = read(&["mx.test", "size 100000", "DSN", "AUTH PLAIN"]);
        let most = Some(100_000);
        assert_eq!((offer.reports, offer.size, offer.most), (true, true, most));
        for unlimited in ["SIZE", "SIZE 0", "SIZE veel"] {
            let offer = read(&["mx.test", unlimited]);
            assert_eq!((offer.size, offer.most), (true, None), "{unlimited}");
        }
    }

    #[test]
    fn a_report_is_asked_where_somebody_will_read_it() {
        let envelope = Envelope {
            delivery: Uuid::from_u128(7),
            sender: Some("regiovorming+tag@vlaanderen.be".into()),
            recipient: "an+vragen@wetteren.be".into(),
        };
        let asked = |offer: Offer, envelope: &Envelope| {
            let mail = Mail::new(None, offer.of_mail(envelope, 42)).to_string();
            let to = mailable(&envelope.recipient).unwrap();
            let rcpt = Rcpt::new(to, offer.of_recipient(envelope)).to_string();
            mail + rcpt.as_str()
        };
        let all = Offer::read(["mx", "DSN", "SIZE 100"].into_iter());
        insta::assert_snapshot!(asked(all, &envelope).replace("\r\n", "\n"), @r"
        MAIL FROM:<> SIZE=42 RET=HDRS ENVID=00000000-0000-0000-0000-000000000007
        RCPT TO:<an+vragen@wetteren.be> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;an+2Bvragen@wetteren.be
        ");
        let nobody = Envelope {
            sender: None,
            ..envelope.clone()
        };
        assert!(!asked(all, &nobody).contains("NOTIFY"));
        assert!(!asked(all, &nobody).contains("ENVID"));
        assert!(!asked(Offer::default(), &envelope).contains('='));
    }

    #[test]
    fn a_full_mailbox_is_not_a_mail_that_is_too_large() {
        for (code, said) in [
            (552, "5.3.4 Message size exceeds fixed limit"),
            (554, "5.2.3 too long"),
            (552, "message too large"),
        ] {
            assert!(is_about_size(code, said), "{code} {said}");
        }
        for (code, said) in [
            (552, "5.2.2 The mailbox is full"),
            (550, "5.1.1 unknown"),
            (554, "no"),
        ] {
            assert!(!is_about_size(code, said), "{code} {said}");
        }
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
