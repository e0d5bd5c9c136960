//! Mail servers that a test starts: aiosmtpd, which decides by the recipient what becomes of a mail,
//! and the papers (an authority and a certificate) for one that protects its connections.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use regiovraag::config::{Settings, SmtpSettings, SmtpTls};
use serde_json::Value;

pub const USER: &str = "regiovraag";
pub const PASSWORD: &str = "een lang wachtwoord";

/// Debian's interpreter: another python3 may come first in the path and lack Debian's modules.
const PYTHON: &str = "/usr/bin/python3";

pub struct Server {
    process: Child,
    pub port: u16,
    /// One for every mail that was accepted.
    pub accepted: Receiver<Value>,
}

impl Server {
    pub fn start(arguments: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/smtp_server.py");
        let mut process = Command::new(PYTHON)
            .arg(script)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|why| panic!("{PYTHON} does not start: {why}"));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines
            .next()
            .and_then(Result::ok)
            .and_then(|line| line.parse().ok());
        let Some(port) = port else {
            let mut said = String::new();
            process
                .stderr
                .take()
                .unwrap()
                .read_to_string(&mut said)
                .unwrap();
            panic!("the mail server did not start (apt-get install python3-aiosmtpd):\n{said}");
        };
        let (sender, accepted) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = sender.send(serde_json::from_str(&line).unwrap());
            }
        });
        Self {
            process,
            port,
            accepted,
        }
    }

    pub fn settings(&self) -> SmtpSettings {
        let mut settings = Settings::defaults().unwrap().mail.smtp;
        settings.host = "localhost".into();
        settings.port = self.port;
        settings.timeout_seconds = 10;
        settings
    }

    pub fn next_accepted(&self) -> Value {
        self.accepted
            .recv_timeout(Duration::from_secs(10))
            .expect("the server accepted a mail")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A certificate authority and a certificate that it gave to `localhost`.
pub struct Papers {
    _dir: tempfile::TempDir,
    pub authority: PathBuf,
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Papers {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let run = |arguments: &str| {
            let made = Command::new("openssl")
                .current_dir(dir.path())
                .args(arguments.split(' '))
                .output()
                .unwrap_or_else(|why| panic!("openssl does not start: {why}"));
            assert!(
                made.status.success(),
                "{}",
                String::from_utf8_lossy(&made.stderr)
            );
        };
        run(
            "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=test-ca \
             -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign",
        );
        run("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost");
        std::fs::write(
            dir.path().join("server.ext"),
            "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n",
        )
        .unwrap();
        run(
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile \
             server.ext -out server.pem",
        );
        Self {
            authority: dir.path().join("ca.pem"),
            certificate: dir.path().join("server.pem"),
            key: dir.path().join("server.key"),
            _dir: dir,
        }
    }

    pub fn start(&self, tls: &str) -> Server {
        let certificate = self.certificate.to_str().unwrap();
        let key = self.key.to_str().unwrap();
        Server::start(&[
            "--tls",
            tls,
            "--certificate",
            certificate,
            "--key",
            key,
            "--user",
            USER,
            "--password",
            PASSWORD,
        ])
    }

    /// Settings that fit a server with these papers.
    pub fn settings(&self, server: &Server, tls: SmtpTls) -> SmtpSettings {
        let password_file = self.authority.with_file_name("password");
        std::fs::write(&password_file, format!("{PASSWORD}\n")).unwrap();
        SmtpSettings {
            tls,
            username: USER.into(),
            password_file,
            ca_file: self.authority.clone(),
            ..server.settings()
        }
    }
}
