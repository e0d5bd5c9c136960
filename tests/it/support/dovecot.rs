//! A real IMAP server: Debian's Dovecot, started by a test on free ports of the loopback interface
//! with a folder, a configuration, users and certificates of its own. Root hands it to the accounts
//! that the package made; anybody else runs all of it as himself.

use std::fmt::Write as _;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use regiovraag::config::{ImapSettings, ImapTls};

use crate::support::papers::Papers;

pub const USER: &str = "regiovorming@abb.example";
pub const PASSWORD: &str = "een \"lang\" wachtwoord";
/// Where messages are moved to.
pub const DONE: &str = "Verwerkt";

const PROGRAM: &str = "/usr/sbin/dovecot";
/// How long it may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a test wants otherwise.
#[derive(Debug, Default, Clone)]
pub struct Wishes {
    /// What the server says it can do, in place of all that it can.
    pub capabilities: Option<&'static str>,
    /// Where it asks whether a token is good.
    pub introspection: Option<String>,
}

/// A running server, gone with the test.
pub struct Dovecot {
    dir: tempfile::TempDir,
    papers: Papers,
    process: Child,
    /// Of the connection that begins in the clear.
    pub port: u16,
    /// Of the connection that is protected from the first byte.
    pub tls_port: u16,
}

impl Dovecot {
    pub fn start() -> Self {
        Self::with(&Wishes::default())
    }

    pub fn with(wishes: &Wishes) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let open = fs::Permissions::from_mode(0o755);
        fs::set_permissions(dir.path(), open).unwrap();
        let papers = Papers::write(dir.path());
        fs::write(
            dir.path().join("users"),
            format!("{USER}:{{PLAIN}}{PASSWORD}::::::\n"),
        )
        .unwrap();
        fs::write(dir.path().join("password"), format!("{PASSWORD}\n")).unwrap();
        for folder in ["", "/.Verwerkt", "/.Groot"] {
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(dir.path().join(format!("mail{folder}/{part}"))).unwrap();
            }
        }
        give_to_server(&dir.path().join("mail"));
        // Nobody can ask for a free port and then have it: try some.
        for _ in 0..10 {
            let (port, tls_port) = (free_port(), free_port());
            configure(dir.path(), &papers, port, tls_port, wishes);
            if let Some(process) = run(dir.path(), port) {
                return Self {
                    dir,
                    papers,
                    process,
                    port,
                    tls_port,
                };
            }
        }
        let log = fs::read_to_string(dir.path().join("log")).unwrap_or_default();
        panic!("dovecot did not start (apt-get install dovecot-imapd):\n{log}");
    }

    /// Stops it; connections are told so.
    pub fn stop(&mut self) {
        let config = self.dir.path().join("dovecot.conf");
        let stopped = Command::new(PROGRAM)
            .arg("-c")
            .arg(config)
            .arg("stop")
            .status();
        assert!(stopped.unwrap().success());
        self.process.wait().unwrap();
    }

    /// Starts it again where it was.
    pub fn start_again(&mut self) {
        self.process = run(self.dir.path(), self.port).unwrap_or_else(|| {
            let log = fs::read_to_string(self.dir.path().join("log"));
            panic!("dovecot did not start again:\n{}", log.unwrap_or_default())
        });
    }

    /// The settings of an account on it: STARTTLS and a password, nothing is moved.
    pub fn settings(&self) -> ImapSettings {
        let mut settings = account(USER);
        settings.port = self.port;
        settings.tls = ImapTls::Starttls;
        settings.password_file = self.dir.path().join("password");
        settings.ca_file = self.authority();
        settings.timeout_seconds = 20;
        settings
    }

    /// The certificate of the authority.
    pub fn authority(&self) -> PathBuf {
        self.papers.authority.clone()
    }

    /// The file with the right password.
    pub fn password_file(&self) -> PathBuf {
        self.dir.path().join("password")
    }

    fn folder(&self, name: &str) -> PathBuf {
        let mail = self.dir.path().join("mail");
        if name == "INBOX" {
            mail
        } else {
            mail.join(format!(".{name}"))
        }
    }

    /// Delivers a message under a name that later ones sort after.
    pub fn deliver(&self, number: usize, raw: &[u8]) {
        let name = format!("{:010}.{number:06}.host", 1_768_000_000 + number);
        let tmp = self.folder("INBOX").join("tmp").join(&name);
        fs::write(&tmp, raw).unwrap();
        give_to_server(&tmp);
        fs::rename(tmp, self.folder("INBOX").join("new").join(name)).unwrap();
    }

    /// The files of a folder, with their flags.
    pub fn files(&self, folder: &str) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for part in ["cur", "new"] {
            for entry in fs::read_dir(self.folder(folder).join(part)).unwrap() {
                files.push(entry.unwrap().path());
            }
        }
        files.sort();
        files
    }

    /// Keeps the inbox as it is now.
    pub fn back_up(&self) -> tempfile::TempDir {
        let copy = tempfile::tempdir().unwrap();
        copied(&self.folder("INBOX"), &copy.path().join("INBOX"));
        copy
    }

    /// Puts the inbox of a stopped server back as it was then.
    pub fn put_back(&self, backup: &tempfile::TempDir) {
        let inbox = self.folder("INBOX");
        fs::remove_dir_all(&inbox).unwrap();
        copied(&backup.path().join("INBOX"), &inbox);
    }

    /// Makes a stopped server number the messages anew: the same numbers under another UIDVALIDITY.
    pub fn number_anew(&self) {
        let inbox = self.folder("INBOX");
        let list = inbox.join("dovecot-uidlist");
        let text = fs::read_to_string(&list).unwrap();
        let (header, rest) = text.split_once('\n').unwrap();
        let words = header.split(' ').map(|word| match word.strip_prefix('V') {
            Some(number) => format!("V{}", number.parse::<u32>().unwrap() + 1),
            None => word.to_owned(),
        });
        let header = words.collect::<Vec<_>>().join(" ");
        fs::write(&list, format!("{header}\n{rest}")).unwrap();
        for entry in fs::read_dir(&inbox).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with("dovecot.index") {
                fs::remove_file(path).unwrap();
            }
        }
    }
}

/// Copies a folder with all that is in it, its owners and moments with it.
fn copied(from: &Path, to: &Path) {
    let status = Command::new("cp")
        .arg("--archive")
        .args([from, to])
        .status()
        .unwrap();
    assert!(status.success(), "{} was not copied", from.display());
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let config = self.dir.path().join("dovecot.conf");
        let _ = Command::new(PROGRAM)
            .arg("-c")
            .arg(config)
            .arg("stop")
            .output();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn account(user: &str) -> ImapSettings {
    let account = serde_json::json!({ "name": "centraal", "host": "localhost", "username": user });
    serde_json::from_value(account).unwrap()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn said_by(command: &str, argument: &str) -> String {
    let done = Command::new(command).arg(argument).output().unwrap();
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

fn is_root() -> bool {
    said_by("id", "-u") == "0"
}

/// Whom the server's files belong to.
fn give_to_server(path: &Path) {
    if !is_root() {
        return;
    }
    let number = |flag: &str| {
        let done = Command::new("id").args([flag, "dovecot"]).output().unwrap();
        let said = String::from_utf8(done.stdout).unwrap();
        said.trim()
            .parse::<u32>()
            .expect("the package dovecot-core makes the account dovecot")
    };
    let (user, group) = (number("-u"), number("-g"));
    let mut waiting = vec![path.to_owned()];
    while let Some(path) = waiting.pop() {
        chown(&path, Some(user), Some(group)).unwrap();
        if path.is_dir() {
            waiting.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        }
    }
}

fn configure(dir: &Path, papers: &Papers, port: u16, tls_port: u16, wishes: &Wishes) {
    let at = dir.display();
    let (certificate, key) = (papers.certificate.display(), papers.key.display());
    let (user, group) = if is_root() {
        ("dovecot".to_owned(), "dovecot".to_owned())
    } else {
        (said_by("id", "-un"), said_by("id", "-gn"))
    };
    let mut config = format!(
        "base_dir = {at}/run\nstate_dir = {at}/state\nlog_path = {at}/log\nprotocols = imap\n\
         listen = 127.0.0.1\nfirst_valid_uid = 1\nfirst_valid_gid = 1\nmail_privileged_group =\n\
         ssl = yes\nssl_cert = <{certificate}\nssl_key = <{key}\n\
         disable_plaintext_auth = no\nauth_mechanisms = plain xoauth2\nauth_failure_delay = 0\n\
         mail_location = maildir:{at}/mail\nmail_fsync = never\n\
         passdb {{\n  driver = passwd-file\n  mechanisms = plain login\n  args = {at}/users\n}}\n\
         userdb {{\n  driver = static\n  args = uid={user} gid={group} home={at}/mail\n}}\n\
         service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {port}\n  }}\n  \
         inet_listener imaps {{\n    port = {tls_port}\n    ssl = yes\n  }}\n}}\n\
         service anvil {{\n  chroot =\n}}\nservice stats {{\n  chroot =\n}}\n\
         namespace inbox {{\n  inbox = yes\n  separator = /\n}}\n"
    );
    if !is_root() {
        write!(
            config,
            "default_internal_user = {user}\ndefault_internal_group = {group}\n\
             default_login_user = {user}\n"
        )
        .unwrap();
    }
    if let Some(capabilities) = wishes.capabilities {
        writeln!(
            config,
            "protocol imap {{\n  imap_capability = {capabilities}\n}}"
        )
        .unwrap();
    }
    if let Some(url) = &wishes.introspection {
        fs::write(
            dir.join("oauth2.conf"),
            format!(
                "introspection_mode = get\nintrospection_url = {url}\nusername_attribute = user\n\
                 active_attribute = active\nactive_value = true\n"
            ),
        )
        .unwrap();
        writeln!(
            config,
            "passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {at}/oauth2.conf\n}}"
        )
        .unwrap();
    }
    fs::write(dir.join("dovecot.conf"), config).unwrap();
}

/// Starts it and waits until it listens; `None` when it does not.
fn run(dir: &Path, port: u16) -> Option<Child> {
    let mut process = Command::new(PROGRAM)
        .arg("-c")
        .arg(dir.join("dovecot.conf"))
        .arg("-F")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|why| {
            panic!("{PROGRAM} does not start (apt-get install dovecot-imapd): {why}")
        });
    let begin = Instant::now();
    while process.try_wait().unwrap().is_none() && begin.elapsed() < PATIENCE {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some(process);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = process.kill();
    let _ = process.wait();
    None
}
