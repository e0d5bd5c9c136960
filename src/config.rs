//! The settings of the house, read once at the start: `config/default.toml` (built in), then
//! `config/<environment>.toml`, then `REGIOVRAAG__SECTION__KEY`, then flags. A key that does not
//! exist is refused, and no secret is ever printed.

use std::path::{Path, PathBuf};

use config::{Config, Environment, File, FileFormat};
use serde::Deserialize;

mod networks;
mod terms;

pub use networks::{Network, NoNetwork};
pub use terms::{MOST_CONSULT, TermName, TermSettings};

const DEFAULTS: &str = include_str!("../config/default.toml");

/// Every setting, with its section as field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the register is kept.
    pub database: DatabaseSettings,
    /// Where raw mail and attachments are kept.
    pub blobs: BlobSettings,
    /// The web server.
    pub http: HttpSettings,
    /// Outgoing mail and our own addresses.
    pub mail: MailSettings,
    /// Sources of incoming mail.
    pub intake: IntakeSettings,
    /// The key that signs links and addresses.
    pub secret: SecretSettings,
    /// Sessions, and whether passwords of ours are taken.
    pub sign_in: SignInSettings,
    /// The provider where people sign in.
    pub oidc: OidcSettings,
    /// The screens of the people who work the questions.
    pub desk: DeskSettings,
    /// Sending questions on.
    pub dispatch: DispatchSettings,
    /// Terms, in Flemish working days.
    pub terms: TermSettings,
    /// Recurring questions.
    pub faq: FaqSettings,
    /// Who is told when something is wrong with the mail.
    pub alarm: AlarmSettings,
    /// The virus scanner.
    pub scan: ScanSettings,
    /// Many questions of one address at once.
    pub flood: FloodSettings,
    /// The numbers of questions.
    pub reference: ReferenceSettings,
    /// Reference data.
    pub directory: DirectorySettings,
    /// Log lines.
    pub log: LogSettings,
    /// Whether this is the demo: placeholder addresses get mail, accounts stand on the sign-in page.
    /// Only `serve --demo` says so, with all that guards it: no file and no variable can.
    #[serde(skip)]
    pub demo: bool,
}

/// `[database]`
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSettings {
    /// `sqlite://FILE` or `postgres://...`.
    pub url: String,
    /// Whether `serve` migrates by itself.
    pub migrate: bool,
    /// Upper bound of the connection pool.
    pub max_connections: u32,
    /// How long a request waits for a connection, or for the one writer of SQLite, in milliseconds.
    pub busy_timeout_milliseconds: u64,
}

impl std::fmt::Debug for DatabaseSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address of a PostgreSQL database holds its password.
        let scheme = self.url.split(':').next().unwrap_or_default();
        f.debug_struct("DatabaseSettings")
            .field("url", &format!("{scheme}:..."))
            .finish_non_exhaustive()
    }
}

impl DatabaseSettings {
    /// Whether the register is the embedded database.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }
}

/// `[blobs]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlobSettings {
    /// The folder of the content-addressed files.
    pub dir: PathBuf,
}

/// `[http]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSettings {
    /// Address and port to listen on.
    pub listen: String,
    /// How people reach us; stands in every mailed link, without a slash at the end.
    pub public_url: String,
    /// Largest mail that is taken in, in bytes.
    pub max_mail_bytes: usize,
    /// Largest JSON body, in bytes.
    pub max_json_bytes: usize,
    /// Threads that answer requests.
    pub workers: usize,
    /// The proxies that are believed about whom they speak for (`X-Forwarded-For`).
    pub trusted_proxies: Vec<Network>,
}

impl HttpSettings {
    /// Whether `public_url` is https, so that cookies must be too.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// How a reply address carries its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subaddress {
    /// `local+tag@domain`
    Plus,
    /// `tag@domain`
    Domain,
    /// No signed addresses at all.
    Off,
}

/// What carries mail out of the building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CarrierKind {
    /// A mail server.
    Smtp,
    /// A folder: for the demo and for rehearsals.
    Files,
}

/// `[mail]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// The central address.
    pub address: String,
    /// The name before it.
    pub name: String,
    /// How replies find their ticket.
    pub subaddress: Subaddress,
    /// Right of the @ in our Message-IDs.
    pub message_id_domain: String,
    /// Where bounces return to; empty means the central address.
    pub bounce_address: String,
    /// What carries mail.
    pub carrier: CarrierKind,
    /// The folder of the `files` carrier.
    pub files_dir: PathBuf,
    /// Automatic mails to one address in one day, without what a desk is sent about its questions.
    pub daily_cap: u32,
    /// The mail server.
    pub smtp: SmtpSettings,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// Not at all: a relay on the same machine.
    None,
    /// `STARTTLS`, obligatory.
    Starttls,
    /// TLS from the first byte.
    Tls,
}

/// `[mail.smtp]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// Host name of the relay.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Protection of the connection.
    pub tls: SmtpTls,
    /// User name; empty means none is given.
    pub username: String,
    /// File that holds the password.
    pub password_file: PathBuf,
    /// PEM file of the authority that signed the server's certificate; empty: the machine's list.
    pub ca_file: PathBuf,
    /// Longest wait for one step of the conversation, in seconds.
    pub timeout_seconds: u64,
    /// Sign in with a token (XOAUTH2) in place of a password.
    pub oauth: OauthSettings,
}

/// An application that signs in at another server with a token (OAuth 2.0 client credentials), such
/// as `[mail.smtp.oauth]` and `[intake.imap.oauth]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OauthSettings {
    /// The token endpoint; empty means that no token is used.
    pub token_url: String,
    /// The name of the application there.
    pub client_id: String,
    /// File that holds its secret.
    pub client_secret_file: PathBuf,
    /// What the token is for.
    pub scope: String,
}

impl OauthSettings {
    /// Whether a token is used at all.
    #[must_use]
    pub fn is_used(&self) -> bool {
        !self.token_url.is_empty()
    }
}

/// How the connection to a mailbox is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ImapTls {
    /// Not at all: a server on the same machine.
    None,
    /// `STARTTLS`, obligatory.
    Starttls,
    /// TLS from the first byte.
    #[default]
    Tls,
}

/// `[[intake.imap]]`: an account on a mail server, of which some folders are read. It signs in with
/// the password of `password_file`, or with a token of `oauth`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImapSettings {
    /// What log lines, metrics and screens call it; no two accounts share a name.
    pub name: String,
    /// Host name of the server.
    pub host: String,
    /// Its port; 0 is 993 with `tls` and 143 otherwise.
    #[serde(default)]
    pub port: u16,
    /// Protection of the connection.
    #[serde(default)]
    pub tls: ImapTls,
    /// Who signs in: often the address of the mailbox.
    pub username: String,
    /// File that holds the password.
    #[serde(default)]
    pub password_file: PathBuf,
    /// Sign in with a token (XOAUTH2) in place of a password.
    #[serde(default)]
    pub oauth: OauthSettings,
    /// The folders that are read.
    #[serde(default = "inbox")]
    pub folders: Vec<String>,
    /// Where a message goes once it is safely stored; empty: it stays.
    #[serde(default)]
    pub move_to: String,
    /// Where a message goes that is too large to be taken in; empty: it stays.
    #[serde(default)]
    pub move_too_large_to: String,
    /// PEM file of the authority that signed the server's certificate; empty: the machine's list.
    #[serde(default)]
    pub ca_file: PathBuf,
    /// Longest wait for one step of the conversation, in seconds.
    #[serde(default = "a_minute")]
    pub timeout_seconds: u64,
    /// Longest wait for the server to say that there is mail, in seconds; below 29 minutes.
    #[serde(default = "nine_minutes")]
    pub idle_seconds: u64,
    /// Pause between two looks where the server cannot say that there is mail, in seconds.
    #[serde(default = "a_minute")]
    pub poll_seconds: u64,
}

fn inbox() -> Vec<String> {
    vec!["INBOX".to_owned()]
}

fn a_minute() -> u64 {
    60
}

fn nine_minutes() -> u64 {
    9 * 60
}

/// `[intake]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntakeSettings {
    /// Maildirs to watch.
    pub maildirs: Vec<PathBuf>,
    /// Accounts on mail servers to read.
    pub imap: Vec<ImapSettings>,
    /// Pause between two looks, in seconds.
    pub poll_seconds: u64,
    /// The receiving server that is believed about a sender.
    pub authserv_id: String,
    /// The machines that a mail passes behind that server, by the exact names in their `Received`.
    pub authserv_relays: Vec<String>,
    /// Where a mail server hands mail over.
    pub lmtp: LmtpSettings,
}

/// What a mail server speaks when it hands mail over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HandOver {
    /// LMTP (RFC 2033): an answer for each recipient.
    Lmtp,
    /// SMTP (RFC 5321).
    Smtp,
}

/// `[intake.lmtp]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LmtpSettings {
    /// Address and port to listen on; empty means that nobody is listened to.
    pub listen: String,
    /// What is spoken there.
    pub protocol: HandOver,
    /// The networks that may hand mail over, such as `192.0.2.0/24`.
    pub allowed_networks: Vec<Network>,
    /// Largest mail that is taken in, in bytes.
    pub max_mail_bytes: usize,
    /// Connections at the same time.
    pub max_connections: usize,
    /// Connections of one client at the same time.
    pub max_connections_per_client: usize,
    /// Longest silence of a client, in seconds.
    pub idle_seconds: u64,
    /// Longest that one mail may take to come in, in seconds.
    pub mail_seconds: u64,
}

/// `[secret]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretSettings {
    /// File of the signing key.
    pub file: PathBuf,
    /// Files of keys that were used before: links and reply addresses in mails that left stay good.
    #[serde(default)]
    pub earlier_files: Vec<PathBuf>,
}

/// `[sign_in]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInSettings {
    /// Whether people may sign in with a password of ours.
    pub local_accounts: bool,
    /// A session that is not used for so long is over, in minutes.
    pub session_idle_minutes: u32,
    /// A session lasts no longer, in minutes.
    pub session_longest_minutes: u32,
}

/// `[oidc]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcSettings {
    /// The provider; empty: there is none.
    pub issuer: String,
    /// Who we are there.
    pub client_id: String,
    /// File that holds the client's secret.
    pub client_secret_file: PathBuf,
    /// PEM file of a private key, in place of a secret.
    pub private_key_file: PathBuf,
    /// The `kid` of that key; empty: none is given.
    pub private_key_id: String,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// What people call the provider.
    pub label: String,
    /// Whom somebody without a role asks for one; empty: the central address.
    pub contact: String,
    /// Whether a verified address links to the account that has it.
    pub link_by_verified_email: bool,
    /// How much two clocks may differ, in seconds.
    pub clock_skew_seconds: u32,
    /// Longest wait for an answer of the provider, in seconds.
    pub timeout_seconds: u64,
    /// PEM file of the authority that signed the provider's certificate; empty: the machine's list.
    pub ca_file: PathBuf,
    /// Where the facts about a person stand.
    pub claims: OidcClaims,
    /// Which value stands for which role.
    #[serde(default)]
    pub grants: Vec<OidcGrant>,
}

impl OidcSettings {
    /// Whether people can sign in at a provider.
    #[must_use]
    pub fn is_used(&self) -> bool {
        !self.issuer.is_empty()
    }
}

/// `[oidc.claims]`: each a name, or a JSON pointer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcClaims {
    /// A text or a list of texts.
    pub roles: String,
    /// The address.
    pub email: String,
    /// Whether the provider verified that address; empty: `email_verified`, when the address is `email`.
    pub email_verified: String,
    /// The whole name.
    pub name: String,
    /// The first name, where there is no whole one.
    pub given_name: String,
    /// The last name, where there is no whole one.
    pub family_name: String,
}

/// `[[oidc.grants]]`: what one value of the roles stands for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcGrant {
    /// The value.
    pub value: String,
    /// The role.
    pub role: String,
    /// The desk it is held at.
    #[serde(default)]
    pub desk: String,
    /// The province it looks at.
    #[serde(default)]
    pub province: String,
}

/// `[desk]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskSettings {
    /// How long what a person sent can be called back, in seconds; 0: it leaves at once.
    pub undo_seconds: u32,
    /// How long a draft is kept that nobody touches, in days.
    pub draft_days: u16,
}

/// Whether an administration gets a question without a person in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Automatic {
    /// Where the confidence reaches the calibrated threshold.
    Confident,
    /// Never.
    Off,
}

/// `[dispatch]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DispatchSettings {
    /// When a question goes on by itself.
    pub automatic: Automatic,
    /// A model in place of the built-in one; empty: the built-in one.
    pub model_file: PathBuf,
}

/// `[faq]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaqSettings {
    /// Distinct organisations that must have asked before a draft is made.
    pub draft_from_organisations: u32,
}

/// `[alarm]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmSettings {
    /// Gets one mail a day for each alarm; empty: nobody does.
    pub address: String,
    /// Mails that must have been expected before silence is an alarm.
    pub silence_mails: u32,
}

/// `[scan]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanSettings {
    /// Where clamd listens: `unix:/PATH` or `tcp:HOST:PORT`; empty: nothing is scanned.
    pub clamd: String,
    /// Longest wait for one step of the conversation, in seconds.
    pub timeout_seconds: u64,
}

impl ScanSettings {
    /// Whether files are scanned.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.clamd.is_empty()
    }
}

/// `[flood]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FloodSettings {
    /// Questions of one address within an hour from which on they stand as one row in the queue.
    pub questions_an_hour: u32,
}

/// `[reference]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceSettings {
    /// What the number of a question begins with.
    pub prefix: String,
    /// What numbers began with before, and are still known by.
    pub earlier_prefixes: Vec<String>,
}

impl ReferenceSettings {
    /// All that the number of a question may begin with, that of new ones first.
    #[must_use]
    pub fn prefixes(&self) -> Vec<&str> {
        let earlier = self.earlier_prefixes.iter();
        std::iter::once(&self.prefix)
            .chain(earlier)
            .map(String::as_str)
            .collect()
    }

    /// The same in capitals; the first that is no prefix, when there is one.
    fn checked(&mut self) -> Result<(), SettingsError> {
        let first = std::iter::once(("reference.prefix", &mut self.prefix));
        let earlier = self.earlier_prefixes.iter_mut();
        for (key, prefix) in first.chain(earlier.map(|it| ("reference.earlier_prefixes", it))) {
            *prefix = prefix.trim().to_ascii_uppercase();
            let letter = prefix.starts_with(|c: char| c.is_ascii_alphabetic());
            let plain = prefix.chars().all(|c| c.is_ascii_alphanumeric());
            if !letter || !plain || prefix.len() > LONGEST_PREFIX {
                return Err(SettingsError::Unfit {
                    key,
                    value: prefix.clone(),
                    why: "it must be one to six letters and digits, and begin with a letter",
                });
            }
        }
        Ok(())
    }
}

/// The longest prefix of the number of a question.
pub const LONGEST_PREFIX: usize = 6;

/// `[directory]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectorySettings {
    /// The folder of reference data; empty: the built-in one.
    pub dir: PathBuf,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people at a terminal.
    Human,
    /// One JSON object a line.
    Json,
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// How lines look.
    pub format: LogFormat,
    /// What is logged, as `tracing_subscriber::EnvFilter` reads it.
    pub filter: String,
}

/// Why the settings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file or variable that cannot be understood, or a key that does not exist.
    #[error("the configuration is not right")]
    Unreadable(#[from] config::ConfigError),
    /// A value that fits its type but cannot work.
    #[error("{key} = {value}: {why}")]
    Unfit {
        /// The dotted key.
        key: &'static str,
        /// What stands there.
        value: String,
        /// What is wrong with it and what would work.
        why: &'static str,
    },
}

impl Settings {
    /// Reads every layer; `flags` are (dotted key, value) pairs and win over all.
    pub fn load(flags: &[(&str, String)]) -> Result<Self, SettingsError> {
        let mut layers = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Ok(environment) = std::env::var("REGIOVRAAG_ENV") {
            let dir = std::env::var("REGIOVRAAG_CONFIG_DIR").unwrap_or_else(|_| "config".into());
            let file = Path::new(&dir).join(format!("{environment}.toml"));
            layers = layers.add_source(File::from(file).format(FileFormat::Toml));
        }
        layers = layers.add_source(
            Environment::with_prefix("REGIOVRAAG")
                .prefix_separator("__")
                .separator("__")
                .try_parsing(true)
                .list_separator(",")
                .with_list_parse_key("http.trusted_proxies")
                .with_list_parse_key("intake.maildirs")
                .with_list_parse_key("intake.authserv_relays")
                .with_list_parse_key("oidc.scopes")
                .with_list_parse_key("reference.earlier_prefixes")
                .with_list_parse_key("intake.lmtp.allowed_networks"),
        );
        for (key, value) in flags {
            layers = layers.set_override(*key, value.clone())?;
        }
        let settings: Self = layers.build()?.try_deserialize()?;
        settings.checked()
    }

    /// The built-in settings alone, as tests start from.
    pub fn defaults() -> Result<Self, SettingsError> {
        let layers = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        Ok(layers.build()?.try_deserialize()?)
    }

    fn checked(mut self) -> Result<Self, SettingsError> {
        while self.http.public_url.ends_with('/') {
            self.http.public_url.pop();
        }
        let url = &self.http.public_url;
        let host = url
            .strip_prefix("http://")
            .or_else(|| url.strip_prefix("https://"));
        let Some(host) = host.filter(|host| !host.is_empty()) else {
            return Err(SettingsError::Unfit {
                key: "http.public_url",
                value: url.clone(),
                why: "it must start with https:// (or http:// on this machine alone)",
            });
        };
        if !self.http.is_https() && !is_loopback(host) {
            return Err(SettingsError::Unfit {
                key: "http.public_url",
                value: url.clone(),
                why: "mailed links to another machine must be https; put the service behind a proxy \
                      with a certificate and give its https address",
            });
        }
        if !self.mail.address.contains('@') {
            return Err(SettingsError::Unfit {
                key: "mail.address",
                value: self.mail.address.clone(),
                why: "it must be a full e-mail address",
            });
        }
        if !self.sign_in.local_accounts && !self.oidc.is_used() {
            return Err(SettingsError::Unfit {
                key: "sign_in.local_accounts",
                value: "false".to_owned(),
                why: "without an oidc.issuer nobody could sign in; set that first",
            });
        }
        let (idle, longest) = (
            self.sign_in.session_idle_minutes,
            self.sign_in.session_longest_minutes,
        );
        if idle == 0 || longest < idle {
            return Err(SettingsError::Unfit {
                key: "sign_in.session_idle_minutes",
                value: idle.to_string(),
                why: "it must be 1 or more, and no more than sign_in.session_longest_minutes",
            });
        }
        let clamd = &self.scan.clamd;
        if self.scan.is_on() && !clamd.starts_with("unix:/") && !clamd.starts_with("tcp:") {
            return Err(SettingsError::Unfit {
                key: "scan.clamd",
                value: clamd.clone(),
                why: "it must be unix:/PATH or tcp:HOST:PORT, or empty when nothing is scanned",
            });
        }
        for name in TermName::ALL {
            let days = self.terms.of(name);
            if !name.may_be(days) {
                return Err(SettingsError::Unfit {
                    key: name.setting(),
                    value: days.to_string(),
                    why: "it must be 1 to 250 working days, and no more than 60 for advice",
                });
            }
        }
        self.reference.checked()?;
        if self.flood.questions_an_hour < 2 {
            return Err(SettingsError::Unfit {
                key: "flood.questions_an_hour",
                value: self.flood.questions_an_hour.to_string(),
                why: "it must be 2 or more",
            });
        }
        Ok(self)
    }
}

/// Whether `host` (with or without a port) is this machine and no other.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let authority = host.split('/').next().unwrap_or_default();
    if let Some(v6) = authority.strip_prefix('[') {
        return v6.split(']').next() == Some("::1");
    }
    let name = authority.split(':').next().unwrap_or_default();
    name == "localhost"
        || name
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_begins_with_a_few_letters() {
        let with = |prefix: &str| {
            let mut settings = Settings::defaults().unwrap();
            prefix.clone_into(&mut settings.reference.prefix);
            settings.reference.earlier_prefixes = vec!["rv".to_owned()];
            settings.checked()
        };
        for fits in ["RV", "abb", "A1", "VRAAG1"] {
            let settings = with(fits).unwrap();
            assert_eq!(
                settings.reference.prefixes(),
                [fits.to_ascii_uppercase().as_str(), "RV"]
            );
        }
        for wrong in ["", "1A", "R-V", "TELANGE", "é"] {
            let said = with(wrong).unwrap_err().to_string();
            assert!(said.contains("begin with a letter"), "{said}");
        }
    }

    #[test]
    fn the_built_in_settings_are_complete_and_fit() {
        let settings = Settings::defaults().unwrap().checked().unwrap();
        assert_eq!(settings.mail.subaddress, Subaddress::Plus);
        assert!(settings.database.is_sqlite());
        assert!(!settings.demo);
    }

    #[test]
    fn links_to_another_machine_must_be_https() {
        let mut settings = Settings::defaults().unwrap();
        settings.http.public_url = "http://regiovraag.example".into();
        let refused = settings.clone().checked().unwrap_err().to_string();
        assert!(refused.contains("must be https"), "{refused}");
        settings.http.public_url = "https://regiovraag.example/".into();
        assert_eq!(
            settings.checked().unwrap().http.public_url,
            "https://regiovraag.example"
        );
    }

    #[test]
    fn somebody_can_always_sign_in_and_a_session_ends() {
        let refused = |change: &dyn Fn(&mut Settings)| {
            let mut settings = Settings::defaults().unwrap();
            change(&mut settings);
            settings.checked().err().map(|refused| refused.to_string())
        };
        let said = refused(&|settings| settings.sign_in.local_accounts = false).unwrap();
        assert!(said.contains("nobody could sign in"), "{said}");
        let with_provider = refused(&|settings| {
            settings.sign_in.local_accounts = false;
            settings.oidc.issuer = "https://authenticatie.vlaanderen.be/op".into();
        });
        assert_eq!(with_provider, None);
        for idle in [0, 721] {
            let said = refused(&|settings| settings.sign_in.session_idle_minutes = idle).unwrap();
            assert!(said.contains("session_longest_minutes"), "{said}");
        }
    }

    #[test]
    fn a_term_has_an_end_and_a_beginning() {
        for (name, days) in [
            (TermName::Answer, 0),
            (TermName::Consult, 61),
            (TermName::Reopen, 251),
        ] {
            let mut settings = Settings::defaults().unwrap();
            settings.terms.set(name, days);
            let said = settings.checked().unwrap_err().to_string();
            assert!(said.starts_with(name.setting()), "{said}");
        }
    }

    #[test]
    fn what_names_no_network_is_refused_with_its_key() {
        let with = |key: &str| {
            let layers = Config::builder()
                .add_source(File::from_str(DEFAULTS, FileFormat::Toml))
                .set_override(key, vec!["10.0.0.0/8", "hier"])
                .unwrap();
            let read = layers.build().unwrap().try_deserialize::<Settings>();
            read.unwrap_err().to_string()
        };
        for key in ["http.trusted_proxies", "intake.lmtp.allowed_networks"] {
            let said = with(key);
            assert!(said.contains("`hier` is no network such as"), "{said}");
            assert!(said.contains(key), "{said}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for host in ["localhost:8080", "127.0.0.1", "127.1.2.3:80", "[::1]:8080"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["localhost.example", "0.0.0.0:8080", "10.0.0.1", "[::2]"] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn the_database_password_is_never_printed() {
        let mut settings = Settings::defaults().unwrap();
        settings.database.url = "postgres://rv:geheim@db/rv".into();
        assert!(!format!("{settings:?}").contains("geheim"));
    }
}
