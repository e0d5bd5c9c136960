//! Mail servers that a test starts: aiosmtpd, which decides by the recipient what becomes of a mail,
//! in the clear or with papers.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use regiovraag::config::{Settings, SmtpSettings, SmtpTls};
use serde_json::Value;

use crate::support::papers::Papers;

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
                // Half a line is what a server wrote that was killed: it has not accepted that mail.
                if let Ok(mail) = serde_json::from_str(&line) {
                    let _ = sender.send(mail);
                }
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

    /// Ends it, whatever it is doing; returns what it accepted and nobody asked for yet.
    pub fn end(mut self) -> Vec<Value> {
        self.process.kill().unwrap();
        // Its last words are read to their end, which closes the channel.
        self.accepted.iter().collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A server with papers, and the settings that fit it.
impl Papers {
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
