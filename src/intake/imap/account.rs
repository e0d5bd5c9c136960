//! An account as the settings give it, checked: where the server is, how the connection is protected,
//! and what is shown to be let in. Passwords are read when they are needed, so a new one counts at
//! the next sign-in, and are never printed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::auth::{OauthError, TokenSource};
use crate::config::{ImapSettings, ImapTls, is_loopback};

/// A server ends an IDLE after half an hour (RFC 2177); we end it well before.
const LONGEST_IDLE_SECONDS: u64 = 28 * 60;

/// Why an account of the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// A value that cannot work.
    #[error("[[intake.imap]] {name:?}: {key} = {value:?}: {why}")]
    Unfit {
        /// Which account.
        name: String,
        /// The key in its table.
        key: &'static str,
        /// What stands there.
        value: String,
        /// What is wrong with it and what would work.
        why: &'static str,
    },
    /// A file that cannot be read.
    #[error("[[intake.imap]] {name:?}: {key} = {}: {why}", path.display())]
    File {
        /// Which account.
        name: String,
        /// The key in its table.
        key: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said, or what it lacks.
        why: String,
    },
    /// No token can be asked for.
    #[error("[[intake.imap]] {name:?}: oauth: {why}")]
    Oauth {
        /// Which account.
        name: String,
        /// What is wrong with the settings.
        why: OauthError,
    },
    /// TLS cannot be set up at all.
    #[error("[[intake.imap]] {name:?}: connections cannot be protected: {why}")]
    Tls {
        /// Which account.
        name: String,
        /// What went wrong.
        why: String,
    },
}

/// How the connection is protected.
#[derive(Clone)]
pub(super) enum Security {
    None,
    Starttls(TlsConnector),
    Tls(TlsConnector),
}

/// What is shown to be let in.
pub(super) enum Credentials {
    /// The password in a file.
    PasswordFile(PathBuf),
    /// A password that somebody typed.
    Password(String),
    /// A token.
    Token(TokenSource),
}

impl Credentials {
    /// The key of the settings that leads to it.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::PasswordFile(_) => "password_file",
            Self::Password(_) => "the password",
            Self::Token(_) => "oauth",
        }
    }
}

/// An account on a mail server.
pub struct Account {
    pub(super) name: String,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) username: String,
    pub(super) security: Security,
    pub(super) credentials: Credentials,
    /// Longest wait for one step.
    pub(super) step: Duration,
    /// Longest wait for news.
    pub(super) idle: Duration,
    /// Pause between two looks without IDLE.
    pub(super) poll: Duration,
    pub(super) move_to: Option<String>,
    pub(super) move_too_large_to: Option<String>,
    folders: Vec<String>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.name)
    }
}

impl Account {
    /// Every account of the settings. Reads their files now, so that a wrong one shows at the start.
    pub fn open_all(settings: &[ImapSettings]) -> Result<Vec<Arc<Self>>, AccountError> {
        let mut accounts: Vec<Arc<Self>> = Vec::new();
        for one in settings {
            if accounts.iter().any(|known| known.name == one.name) {
                let why = "two accounts have this name; give each its own";
                return Err(unfit(one, "name", &one.name, why));
            }
            accounts.push(Arc::new(Self::open(one)?));
        }
        Ok(accounts)
    }

    /// One account.
    pub fn open(settings: &ImapSettings) -> Result<Self, AccountError> {
        checked(settings)?;
        let credentials = if settings.oauth.is_used() {
            let source = TokenSource::new(&settings.oauth);
            Credentials::Token(source.map_err(|why| AccountError::Oauth {
                name: settings.name.clone(),
                why,
            })?)
        } else {
            readable(settings, "password_file", &settings.password_file)?;
            Credentials::PasswordFile(settings.password_file.clone())
        };
        Self::with(settings, credentials)
    }

    /// One account with a password that somebody typed; the settings name no file for it.
    pub fn with_password(settings: &ImapSettings, password: String) -> Result<Self, AccountError> {
        reachable(settings)?;
        Self::with(settings, Credentials::Password(password))
    }

    fn with(settings: &ImapSettings, credentials: Credentials) -> Result<Self, AccountError> {
        let security = match settings.tls {
            ImapTls::None => Security::None,
            ImapTls::Starttls => Security::Starttls(connector(settings)?),
            ImapTls::Tls => Security::Tls(connector(settings)?),
        };
        let given = |folder: &String| Some(folder.clone()).filter(|folder| !folder.is_empty());
        Ok(Self {
            name: settings.name.clone(),
            host: settings.host.clone(),
            port: port_of(settings),
            username: settings.username.clone(),
            security,
            credentials,
            step: Duration::from_secs(settings.timeout_seconds),
            idle: Duration::from_secs(settings.idle_seconds),
            poll: Duration::from_secs(settings.poll_seconds),
            move_to: given(&settings.move_to),
            move_too_large_to: given(&settings.move_too_large_to),
            folders: settings.folders.clone(),
        })
    }

    /// The folders of it that are read.
    #[must_use]
    pub fn mailboxes(self: &Arc<Self>) -> Vec<Mailbox> {
        let all = self.folders.iter();
        all.map(|folder| Mailbox::new(self, folder.clone()))
            .collect()
    }

    /// Host and port, for people.
    pub(super) fn server(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// One folder of an account.
#[derive(Debug, Clone)]
pub struct Mailbox {
    pub(super) account: Arc<Account>,
    pub(super) folder: String,
    source: String,
    name: String,
}

/// The folders of these accounts, as sources are named, and how often each is looked at at the least.
/// By the settings alone: a password that cannot be read makes nobody forget the mailbox.
#[must_use]
pub fn watched(settings: &[ImapSettings]) -> Vec<(String, TimeDelta)> {
    let folders = settings
        .iter()
        .flat_map(|account| account.folders.iter().map(move |folder| (account, folder)));
    folders
        .map(|(account, folder)| {
            let each = Duration::from_secs(account.poll_seconds.max(account.idle_seconds));
            let source = source_of(&account.username, &account.host, port_of(account), folder);
            (source, TimeDelta::from_std(each).unwrap_or(TimeDelta::MAX))
        })
        .collect()
}

/// The port of an account: the usual one, unless its settings say another.
fn port_of(settings: &ImapSettings) -> u16 {
    match (settings.port, settings.tls) {
        (0, ImapTls::Tls) => 993,
        (0, _) => 143,
        (other, _) => other,
    }
}

/// What a folder is called as a source. The usual ports lead to the same mailboxes.
fn source_of(username: &str, host: &str, port: u16, folder: &str) -> String {
    let host = host.to_ascii_lowercase();
    match port {
        143 | 993 => format!("imap:{username}@{host}/{folder}"),
        other => format!("imap:{username}@{host}:{other}/{folder}"),
    }
}

impl Mailbox {
    /// The folder `folder` of `account`.
    #[must_use]
    pub fn new(account: &Arc<Account>, folder: String) -> Self {
        let Account {
            host,
            port,
            username,
            name,
            ..
        } = account.as_ref();
        Self {
            source: source_of(username, host, *port, &folder),
            name: format!("{name}/{folder}"),
            account: Arc::clone(account),
            folder,
        }
    }

    /// The source of its hand-overs: `imap:USER@HOST/FOLDER`.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What people call it: `ACCOUNT/FOLDER`, without any address.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

fn unfit(
    settings: &ImapSettings,
    key: &'static str,
    value: &str,
    why: &'static str,
) -> AccountError {
    AccountError::Unfit {
        name: settings.name.clone(),
        key,
        value: value.to_owned(),
        why,
    }
}

fn is_spelt(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(['\r', '\n', '\0'])
}

/// What must hold before anything is connected.
fn reachable(settings: &ImapSettings) -> Result<(), AccountError> {
    let unfit = |key, value: &str, why| Err(unfit(settings, key, value, why));
    if !is_spelt(&settings.host) {
        return unfit("host", &settings.host, "name the mail server");
    }
    if !is_spelt(&settings.username) {
        return unfit("username", &settings.username, "say who signs in");
    }
    if settings.tls == ImapTls::None && !is_loopback(&settings.host) {
        return unfit(
            "tls",
            "none",
            "mail and password would cross the network in the clear; use tls or starttls",
        );
    }
    Ok(())
}

fn checked(settings: &ImapSettings) -> Result<(), AccountError> {
    let unfit = |key, value: &str, why| Err(unfit(settings, key, value, why));
    if !is_spelt(&settings.name) {
        return unfit("name", &settings.name, "give the account a name");
    }
    reachable(settings)?;
    if settings.folders.is_empty() {
        return unfit("folders", "[]", "name at least one folder, such as INBOX");
    }
    for (nth, folder) in settings.folders.iter().enumerate() {
        if !is_spelt(folder) {
            return unfit("folders", folder, "this is not the name of a folder");
        }
        if settings.folders[..nth].contains(folder) {
            return unfit("folders", folder, "the same folder twice");
        }
        for (key, target) in [
            ("move_to", &settings.move_to),
            ("move_too_large_to", &settings.move_too_large_to),
        ] {
            if target.contains(['\r', '\n', '\0']) {
                return unfit(key, target, "this is not the name of a folder");
            }
            if target == folder {
                return unfit(key, target, "this folder is one of those that are read");
            }
        }
    }
    for (key, seconds, most) in [
        ("timeout_seconds", settings.timeout_seconds, 3600),
        ("idle_seconds", settings.idle_seconds, LONGEST_IDLE_SECONDS),
        ("poll_seconds", settings.poll_seconds, 24 * 3600),
    ] {
        if seconds == 0 || seconds > most {
            let why = match key {
                "idle_seconds" => "it must be from 1 to 1680: servers hang up after 30 minutes",
                "timeout_seconds" => "it must be from 1 to 3600",
                _ => "it must be from 1 to 86400",
            };
            return unfit(key, &seconds.to_string(), why);
        }
    }
    let has_file = !settings.password_file.as_os_str().is_empty();
    match (settings.oauth.is_used(), has_file) {
        (false, false) => unfit(
            "password_file",
            "",
            "name the file that holds the password, or add the table [intake.imap.oauth]",
        ),
        (true, true) => unfit(
            "password_file",
            &settings.password_file.display().to_string(),
            "there is an oauth table as well; keep one of the two",
        ),
        (true, false) | (false, true) => Ok(()),
    }
}

fn file_error(
    settings: &ImapSettings,
    key: &'static str,
    path: &Path,
    why: &impl ToString,
) -> AccountError {
    AccountError::File {
        name: settings.name.clone(),
        key,
        path: path.to_owned(),
        why: why.to_string(),
    }
}

fn readable(settings: &ImapSettings, key: &'static str, path: &Path) -> Result<(), AccountError> {
    let held = std::fs::read(path).map_err(|why| file_error(settings, key, path, &why))?;
    if held.iter().all(u8::is_ascii_whitespace) {
        return Err(file_error(settings, key, path, &"it is empty"));
    }
    Ok(())
}

fn connector(settings: &ImapSettings) -> Result<TlsConnector, AccountError> {
    let failed = |why: &dyn std::fmt::Display| AccountError::Tls {
        name: settings.name.clone(),
        why: why.to_string(),
    };
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|why| failed(&why))?;
    let path = &settings.ca_file;
    let config = if path.as_os_str().is_empty() {
        builder
            .with_platform_verifier()
            .map_err(|why| failed(&why))?
            .with_no_client_auth()
    } else {
        // With an authority of its own, an account trusts no other.
        let file_error =
            |why: &dyn std::fmt::Display| file_error(settings, "ca_file", path, &why.to_string());
        let mut authorities = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(path).map_err(|why| file_error(&why))? {
            let certificate = certificate.map_err(|why| file_error(&why))?;
            authorities
                .add(certificate)
                .map_err(|why| file_error(&why))?;
        }
        if authorities.is_empty() {
            return Err(file_error(&"it holds no certificate in PEM form"));
        }
        builder
            .with_root_certificates(authorities)
            .with_no_client_auth()
    };
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(more: &str) -> ImapSettings {
        let base = "name = \"centraal\"\nhost = \"mail.abb.example\"\nusername = \"els\"\n";
        toml::from_str(&format!("{base}{more}")).unwrap()
    }

    fn refused(more: &str) -> String {
        Account::open(&settings(more)).unwrap_err().to_string()
    }

    #[test]
    fn what_cannot_work_is_named_with_its_account_and_key() {
        for (more, said) in [
            ("", "password_file = \"\": name the file"),
            (
                "tls = \"none\"",
                "tls = \"none\": mail and password would cross",
            ),
            ("folders = []", "folders = \"[]\": name at least one"),
            ("folders = [\"A\", \"A\"]", "the same folder twice"),
            (
                "move_to = \"INBOX\"",
                "move_to = \"INBOX\": this folder is one of",
            ),
            (
                "idle_seconds = 1740",
                "idle_seconds = \"1740\": it must be from 1 to 1680",
            ),
            ("timeout_seconds = 0", "timeout_seconds = \"0\""),
            (
                "password_file = \"/nergens/geheim\"",
                "password_file = /nergens/geheim: No such",
            ),
            (
                "[oauth]\ntoken_url = \"http://login.example/token\"\nclient_id = \"a\"\n\
                 client_secret_file = \"b\"\nscope = \"c\"",
                "oauth: the token_url http://login.example/token must be https",
            ),
        ] {
            let error = refused(more);
            assert!(
                error.starts_with("[[intake.imap]] \"centraal\": "),
                "{error}"
            );
            assert!(error.contains(said), "{more}: {error}");
        }
    }

    #[test]
    fn files_are_read_at_the_start() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("imap");
        let with = |more: &str| format!("password_file = {:?}\n{more}", file.to_str().unwrap());
        std::fs::write(&file, "\n").unwrap();
        assert!(
            refused(&with("")).ends_with("it is empty"),
            "{}",
            refused(&with(""))
        );
        std::fs::write(&file, "geheim\n").unwrap();
        let said = refused(&with(&format!("ca_file = {:?}", file.to_str().unwrap())));
        assert!(
            said.contains("ca_file = ") && said.contains("no certificate"),
            "{said}"
        );
        let account = Account::open(&settings(&with("folders = [\"INBOX\", \"Vragen\"]"))).unwrap();
        let mailboxes = Arc::new(account).mailboxes();
        assert_eq!(mailboxes[1].source(), "imap:els@mail.abb.example/Vragen");
        assert_eq!(mailboxes[1].name(), "centraal/Vragen");
    }

    #[test]
    fn two_accounts_have_two_names() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("imap");
        std::fs::write(&file, "geheim").unwrap();
        let one = settings(&format!("password_file = {:?}", file.to_str().unwrap()));
        let error = Account::open_all(&[one.clone(), one])
            .unwrap_err()
            .to_string();
        assert!(error.contains("two accounts have this name"), "{error}");
    }
}
