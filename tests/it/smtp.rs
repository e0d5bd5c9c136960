//! Sending through a real mail server: aiosmtpd, started by the test on a free port, with a
//! certificate authority and a server certificate of its own. Without it these tests fail; none is
//! skipped.

use regiovraag::config::{OauthSettings, Settings, SmtpSettings, SmtpTls};
use regiovraag::outbound::{Carrier as _, Envelope, Fate, SmtpCarrier};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::support::mail_server::{Server, USER};
use crate::support::papers::Papers;

const MAIL: &[u8] = b"Subject: Dag\r\n\r\nEen vraag.\r\n.een punt\r\n";
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
async fn a_refusal_of_our_sender_is_not_the_recipients_fate() {
    let server = Server::start(&[]);
    let carrier = SmtpCarrier::new(&server.settings()).unwrap();
    let envelope = Envelope {
        sender: Some("vreemd@vlaanderen.be".to_owned()),
        ..to("katrien@wetteren.be")
    };
    let reply = deferred(carrier.carry(&envelope, MAIL).await);
    assert_eq!(
        reply,
        "553 5.7.1 Sender address rejected: not owned by user"
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

/// A token endpoint that gives each of `tokens` once.
async fn token_endpoint(tokens: &'static [&'static str]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/token", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for token in tokens {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"scope=outlook") {
                stream.read_buf(&mut request).await.unwrap();
            }
            let body = format!(r#"{{"access_token":"{token}","expires_in":3600}}"#);
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    url
}

#[tokio::test]
async fn a_token_signs_in_and_one_that_is_not_taken_is_asked_for_anew() {
    let papers = Papers::new();
    let (certificate, key) = (
        papers.certificate.to_str().unwrap(),
        papers.key.to_str().unwrap(),
    );
    let server = Server::start(&[
        "--tls",
        "starttls",
        "--certificate",
        certificate,
        "--key",
        key,
        "--token",
        "goed",
    ]);
    let settings = papers.settings(&server, SmtpTls::Starttls);
    let settings = SmtpSettings {
        oauth: OauthSettings {
            token_url: token_endpoint(&["verlopen", "goed"]).await,
            client_id: "regiovraag".into(),
            client_secret_file: settings.password_file.clone(),
            scope: "outlook".into(),
        },
        ..settings
    };
    let carrier = SmtpCarrier::new(&settings).unwrap();
    let said = deferred(carrier.carry(&to("katrien@wetteren.be"), MAIL).await);
    assert!(said.starts_with("535 "), "{said}");
    assert!(
        said.ends_with(r#"{"status":"401","schemes":"bearer"}"#),
        "{said}"
    );
    assert!(!said.contains("verlopen"), "{said}");

    for _ in 0..2 {
        let fate = carrier.carry(&to("katrien@wetteren.be"), MAIL).await;
        assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");
        assert_eq!(server.next_accepted()["login"], USER);
        // The endpoint has no third token: the second connection takes the one that is kept.
        carrier.rest().await;
    }
}

#[tokio::test]
async fn a_server_that_says_how_large_is_not_sent_more() {
    let server = Server::start(&["--most", "1000"]);
    let carrier = SmtpCarrier::new(&server.settings()).unwrap();
    let large = [MAIL, &b"regel\r\n".repeat(200)].concat();
    let fate = carrier.carry(&to("katrien@wetteren.be"), &large).await;
    let Fate::TooLarge { reply } = fate else {
        panic!("{fate:?}")
    };
    assert!(
        reply.contains("at most 1000 bytes, and this one is 14"),
        "{reply}"
    );
    let fate = carrier.carry(&to("katrien@wetteren.be"), MAIL).await;
    assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");
    let accepted = server.next_accepted();
    assert_eq!(
        accepted["options"],
        serde_json::json!([format!("SIZE={}", MAIL.len())])
    );
}

#[tokio::test]
async fn a_refusal_does_not_cost_the_connection() {
    let server = Server::start(&[]);
    let carrier = SmtpCarrier::new(&server.settings()).unwrap();
    let mut ports = Vec::new();
    for refused in [
        "later@wetteren.be",
        "nobody@wetteren.be",
        "full@wetteren.be",
    ] {
        let fate = carrier.carry(&to(refused), MAIL).await;
        assert!(!matches!(fate, Fate::Delivered { .. }), "{fate:?}");
        let fate = carrier.carry(&to("katrien@wetteren.be"), MAIL).await;
        assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");
        ports.push(server.next_accepted()["port"].clone());
    }
    assert!(ports.iter().all(|port| *port == ports[0]), "{ports:?}");
}
