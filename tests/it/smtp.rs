//! Sending through a real mail server: aiosmtpd, started by the test on a free port, with a
//! certificate authority and a server certificate of its own. Without it these tests fail; none is
//! skipped.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use regiovraag::config::{Settings, SmtpSettings, SmtpTls};
use regiovraag::outbound::{Carrier as _, Envelope, Fate, SmtpCarrier};
use serde_json::Value;
use uuid::Uuid;

const MAIL: &[u8] = b"Subject: Dag\r\n\r\nEen vraag.\r\n.een punt\r\n";
const USER: &str = "regiovraag";
const PASSWORD: &str = "een lang wachtwoord";

/// Debian's interpreter: another python3 may come first in the path and lack Debian's modules.
const PYTHON: &str = "/usr/bin/python3";

struct Server {
    process: Child,
    port: u16,
    /// One for every mail that was accepted.
    accepted: Receiver<Value>,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
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

    fn settings(&self) -> SmtpSettings {
        let mut settings = Settings::defaults().unwrap().mail.smtp;
        settings.host = "localhost".into();
        settings.port = self.port;
        settings.timeout_seconds = 10;
        settings
    }

    fn next_accepted(&self) -> Value {
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
struct Papers {
    _dir: tempfile::TempDir,
    authority: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

impl Papers {
    fn new() -> Self {
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

    fn start(&self, tls: &str) -> Server {
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
    fn settings(&self, server: &Server, tls: SmtpTls) -> SmtpSettings {
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

fn to(recipient: &str) -> Envelope {
    Envelope {
        delivery: Uuid::from_u128(1),
        sender: Some("regiovorming+tag@vlaanderen.be".into()),
        recipient: recipient.into(),
    }
}

fn deferred(fate: Fate) -> String {
    match fate {
        Fate::Deferred { reply } => reply,
        other => panic!("not deferred but {other:?}"),
    }
}

#[tokio::test]
async fn an_accepted_mail_keeps_the_servers_reply_and_the_connection_is_used_again() {
    let server = Server::start(&[]);
    let carrier = SmtpCarrier::new(&server.settings()).unwrap();
    let mut ports = Vec::new();
    for _ in 0..2 {
        let fate = carrier.carry(&to("katrien@wetteren.be"), MAIL).await;
        assert_eq!(
            fate,
            Fate::Delivered {
                server: format!("localhost:{}", server.port),
                reply: "250 2.0.0 Queued as 4TzQ9k".into()
            }
        );
        let accepted = server.next_accepted();
        assert_eq!(accepted["sender"], "regiovorming+tag@vlaanderen.be");
        assert_eq!(
            accepted["recipients"],
            serde_json::json!(["katrien@wetteren.be"])
        );
        let content = accepted["content"].as_str().unwrap();
        assert_eq!(
            content.as_bytes(),
            MAIL,
            "a line that starts with a dot arrives whole"
        );
        ports.push(accepted["port"].clone());
    }
    assert_eq!(ports[0], ports[1], "one connection for both");

    carrier.rest().await;
    let fate = carrier.carry(&to("katrien@wetteren.be"), MAIL).await;
    assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");
    assert_ne!(
        server.next_accepted()["port"],
        ports[0],
        "a rested carrier connects anew"
    );
}

#[tokio::test]
async fn a_machines_reply_has_the_empty_sender() {
    let server = Server::start(&[]);
    let carrier = SmtpCarrier::new(&server.settings()).unwrap();
    let envelope = Envelope {
        sender: None,
        ..to("katrien@wetteren.be")
    };
    let fate = carrier.carry(&envelope, MAIL).await;
    assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");
    assert_eq!(server.next_accepted()["sender"], "<>");
}

#[tokio::test]
async fn each_refusal_is_told_in_the_servers_own_words() {
    let server = Server::start(&[]);
    let carrier = SmtpCarrier::new(&server.settings()).unwrap();
    let fate = carrier.carry(&to("later@wetteren.be"), MAIL).await;
    assert_eq!(
        deferred(fate),
        "451 4.7.1 Greylisted, try again in five minutes"
    );

    let fate = carrier.carry(&to("nobody@wetteren.be"), MAIL).await;
    let reply = "550 5.1.1 No such person here: nobody".to_owned();
    assert_eq!(
        fate,
        Fate::Refused {
            code: Some(550),
            reply
        }
    );

    let fate = carrier.carry(&to("full@wetteren.be"), MAIL).await;
    let reply = "552 5.2.2 The mailbox is full".to_owned();
    assert_eq!(
        fate,
        Fate::Refused {
            code: Some(552),
            reply
        }
    );

    let fate = carrier.carry(&to("katrien@wetteren.be"), MAIL).await;
    assert!(
        matches!(fate, Fate::Delivered { .. }),
        "a refusal does not spoil the next: {fate:?}"
    );
}

#[tokio::test]
async fn starttls_with_a_password_carries_the_mail_protected() {
    let papers = Papers::new();
    let server = papers.start("starttls");
    let carrier = SmtpCarrier::new(&papers.settings(&server, SmtpTls::Starttls)).unwrap();
    let fate = carrier.carry(&to("katrien@wetteren.be"), MAIL).await;
    assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");
    let accepted = server.next_accepted();
    assert_eq!(accepted["tls"], true);
    assert_eq!(accepted["login"], USER);
}

#[tokio::test]
async fn tls_from_the_first_byte_carries_the_mail() {
    let papers = Papers::new();
    let server = papers.start("tls");
    let carrier = SmtpCarrier::new(&papers.settings(&server, SmtpTls::Tls)).unwrap();
    let fate = carrier.carry(&to("katrien@wetteren.be"), MAIL).await;
    assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");
    assert_eq!(server.next_accepted()["login"], USER);
}

#[tokio::test]
async fn a_wrong_password_makes_the_mail_wait() {
    let papers = Papers::new();
    let server = papers.start("starttls");
    let settings = papers.settings(&server, SmtpTls::Starttls);
    std::fs::write(&settings.password_file, "iets anders").unwrap();
    let carrier = SmtpCarrier::new(&settings).unwrap();
    let said = deferred(carrier.carry(&to("katrien@wetteren.be"), MAIL).await);
    assert!(said.starts_with("535 5.7.8"), "{said}");
    assert!(server.accepted.try_recv().is_err(), "nothing was accepted");
}

#[tokio::test]
async fn a_server_of_an_unknown_authority_gets_neither_mail_nor_password() {
    let (papers, stranger) = (Papers::new(), Papers::new());
    for (word, tls) in [("starttls", SmtpTls::Starttls), ("tls", SmtpTls::Tls)] {
        let server = stranger.start(word);
        let carrier = SmtpCarrier::new(&papers.settings(&server, tls)).unwrap();
        let said = deferred(carrier.carry(&to("katrien@wetteren.be"), MAIL).await);
        assert!(said.to_lowercase().contains("certificate"), "{said}");
        assert!(server.accepted.try_recv().is_err(), "nothing was accepted");
    }
}

#[tokio::test]
async fn starttls_is_obligatory_when_it_is_asked_for() {
    let papers = Papers::new();
    let server = Server::start(&[]);
    let carrier = SmtpCarrier::new(&papers.settings(&server, SmtpTls::Starttls)).unwrap();
    let said = deferred(carrier.carry(&to("katrien@wetteren.be"), MAIL).await);
    assert!(said.contains("STARTTLS is not supported"), "{said}");
}

#[tokio::test]
async fn a_server_that_is_gone_makes_the_mail_wait_and_its_return_is_noticed() {
    let server = Server::start(&[]);
    let settings = server.settings();
    let carrier = SmtpCarrier::new(&settings).unwrap();
    let fate = carrier.carry(&to("katrien@wetteren.be"), MAIL).await;
    assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");

    let port = server.port.to_string();
    drop(server);
    let said = deferred(carrier.carry(&to("katrien@wetteren.be"), MAIL).await);
    assert!(said.to_lowercase().contains("refused"), "{said}");

    let server = Server::start(&["--port", &port]);
    let fate = carrier.carry(&to("katrien@wetteren.be"), MAIL).await;
    assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");
    server.next_accepted();
}

#[test]
fn a_wrong_file_shows_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let mut settings = Settings::defaults().unwrap().mail.smtp;
    settings.tls = SmtpTls::Tls;
    settings.ca_file = dir.path().join("ca.pem");
    let said = SmtpCarrier::new(&settings).unwrap_err().to_string();
    assert!(said.starts_with("mail.smtp.ca_file = "), "{said}");
    std::fs::write(&settings.ca_file, "geen certificaat").unwrap();
    let said = SmtpCarrier::new(&settings).unwrap_err().to_string();
    assert!(said.contains("no certificate"), "{said}");
}
