//! What is wrong, too large, too late or not there, and a database that is away: each gets a clear
//! answer with the right status, nothing is half-written, and the house goes on.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::tokens::{self, NewToken};
use regiovraag::auth::{Grant, Role, Scope};
use regiovraag::config::DatabaseSettings;
use regiovraag::entity::inbound_mail::InboundState;
use regiovraag::registry::Reference;
use regiovraag::store::{self, BlobKey};
use regiovraag::text::Language;
use reqwest::{Client, RequestBuilder};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::support::app::{self, App, Got, question};
use crate::support::database::{Engine, Start, open, shut, with_database};
use crate::support::{on_each_engine, scenario};

const ASKER: &str = "An Peeters <an.peeters@wetteren.be>";
const DESK: &str = "contactpunt-oost-vlaanderen";

/// Every table in which a request could leave something.
const WRITTEN: [&str; 15] = [
    "handover",
    "inbound_mail",
    "ticket",
    "contact",
    "thread",
    "message",
    "attachment",
    "assignment",
    "deadline",
    "event",
    "task",
    "outbound_mail",
    "delivery",
    "faq_entry",
    "idempotency_key",
];

/// How many rows each of them has.
async fn rows(db: &DatabaseConnection) -> Vec<(&'static str, i64)> {
    let mut found = Vec::new();
    for table in WRITTEN {
        let count = format!("SELECT COUNT(*) FROM {table}");
        let statement = Statement::from_string(db.get_database_backend(), count);
        let row = db.query_one_raw(statement).await.unwrap().unwrap();
        found.push((table, row.try_get_by_index(0).unwrap()));
    }
    found
}

/// The house still does what it is for.
async fn goes_on(app: &App) {
    for path in ["/healthz", "/", "/faq", "/vraag", "/api/v1/faq"] {
        let got = app.get(path).await;
        assert_eq!(got.status, 200, "{path}: {}", got.body);
    }
}

async fn token(app: &App, scopes: &[Scope]) -> String {
    let new = NewToken {
        name: "proef".into(),
        grant: Grant::new(Role::Api, None, None).unwrap(),
        scopes: scopes.iter().copied().collect::<BTreeSet<_>>(),
        days: 1,
    };
    tokens::create(&app.ctx, new).await.unwrap().text
}

/// The problem that a program is told.
struct Told {
    status: u16,
    name: String,
    retry_after: Option<String>,
    body: Value,
}

async fn told(request: RequestBuilder) -> Told {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let header = |name: &str| {
        let value = answer.headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    let (kind, retry_after) = (header("content-type"), header("retry-after"));
    let text = answer.text().await.unwrap();
    assert_eq!(kind.as_deref(), Some("application/problem+json"), "{text}");
    let body: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(body["status"], status, "{body}");
    assert!(body["title"].as_str().is_some_and(|it| !it.is_empty()));
    assert!(body["request_id"].as_str().is_some_and(|it| it.len() > 7));
    let name = body["type"].as_str().unwrap().rsplit_once('#').unwrap().1;
    Told {
        status,
        name: name.to_owned(),
        retry_after,
        body,
    }
}

fn a_question() -> Value {
    json!({
        "subject": "Vervoerregio",
        "body": "Tot welke vervoerregio behoren wij?",
        "asker": { "name": "An Peeters", "email": "an.peeters@wetteren.be" },
    })
}

/// The question with one field, named by its pointer, set to something else.
fn a_question_but(pointer: &str, value: Value) -> String {
    let mut question = a_question();
    question["attachments"] =
        json!([{ "filename": "a.txt", "media_type": "text/plain", "content": "aGFsbG8=" }]);
    if let Some(field) = question.pointer_mut(pointer) {
        *field = value;
    } else {
        question[pointer.trim_start_matches('/')] = value;
    }
    question.to_string()
}

/// A page for people: whole, and in Dutch.
fn is_a_page(got: &Got, status: u16, says: &str) {
    assert_eq!(got.status, status, "{}", got.body);
    assert!(got.body.contains("</html>"), "{}", got.body);
    assert!(got.body.contains("<html lang=\"nl\""), "{}", got.body);
    assert!(got.body.contains(says), "{says}: {}", got.body);
}

/// Signs a person of the contact point in, and returns what its forms must carry.
async fn sign_in(app: &App) -> String {
    app.agent(DESK).await;
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await
}

pub async fn sign_in_as(app: &App, email: &str) -> String {
    let page = app.get("/desk/sign-in").await;
    let form = [
        ("csrf", csrf(&page.body)),
        ("email", email),
        ("password", "een lange zin als wachtwoord"),
    ];
    let got = app.post("/desk/sign-in", &form).await;
    assert_eq!(got.status, 303, "{}", got.body);
    // The one page that every role has.
    csrf(&app.get("/desk/profiel").await.body).to_owned()
}

fn csrf(page: &str) -> &str {
    let (_, after) = page.split_once("name=\"csrf\" value=\"").unwrap();
    after.split_once('"').unwrap().0
}

async fn ask(app: &App) -> Reference {
    app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    app.only_case().await.ticket.reference
}

scenario!(
    a_program_is_told_what_is_wrong_and_nothing_is_written,
    |app| {
        let bearer = token(app, &[Scope::TicketsWrite]).await;
        let before = rows(&app.ctx.db).await;
        let post = |kind: &str, body: String| {
            Client::new()
                .post(app.url("/api/v1/tickets"))
                .bearer_auth(&bearer)
                .header("Content-Type", kind)
                .header("Idempotency-Key", "een")
                .body(body)
        };
        let long = "x".repeat(201);
        let many = json!(vec![
            json!({ "filename": "a", "media_type": "text/plain", "content": "" });
            21
        ]);
        let file = "/attachments/0";
        let cases = [
            (400, "malformed", "", String::new()),
            (400, "malformed", "", "{\"subject\":".to_owned()),
            (400, "malformed", "", "\u{0}".to_owned()),
            (422, "invalid", "", "[]".to_owned()),
            (422, "invalid", "", "{}".to_owned()),
            (422, "invalid", "", a_question_but("/subject", json!(7))),
            (422, "invalid", "", a_question_but("/asker", json!("An"))),
            (422, "invalid", "", a_question_but("/haast", json!(true))),
            (
                422,
                "invalid",
                "/subject",
                a_question_but("/subject", json!(" ")),
            ),
            (
                422,
                "invalid",
                "/subject",
                a_question_but("/subject", json!(long)),
            ),
            (422, "invalid", "/body", a_question_but("/body", json!(""))),
            (
                422,
                "invalid",
                "/asker/name",
                a_question_but("/asker/name", json!(long)),
            ),
            (
                422,
                "invalid",
                "/asker/email",
                a_question_but("/asker/email", json!("an@")),
            ),
            (
                422,
                "invalid",
                "/asker/email",
                a_question_but("/asker/email", json!("an@wetteren.be, bert@wetteren.be")),
            ),
            (
                422,
                "invalid",
                "/attachments",
                a_question_but("/attachments", many),
            ),
            (
                422,
                "invalid",
                "/attachments/0/content",
                a_question_but(&format!("{file}/content"), json!("geen base64!")),
            ),
            (
                422,
                "invalid",
                "/attachments/0/filename",
                a_question_but(&format!("{file}/filename"), json!("../../etc/passwd")),
            ),
            (
                422,
                "invalid",
                "/attachments/0/media_type",
                a_question_but(&format!("{file}/media_type"), json!("tekst\r\nX: y")),
            ),
        ];
        for (status, name, pointer, body) in cases {
            let told = told(post("application/json", body.clone())).await;
            assert_eq!((told.status, told.name.as_str()), (status, name), "{body}");
            let said = told.body["errors"][0]["pointer"].as_str().unwrap_or("");
            assert_eq!(said, pointer, "{body}: {}", told.body);
        }
        let whole = || a_question().to_string();
        assert_eq!(told(post("text/plain", whole())).await.status, 415);
        for key in ["met spatie", &"k".repeat(256)] {
            let request = Client::new()
                .post(app.url("/api/v1/tickets"))
                .bearer_auth(&bearer)
                .header("Idempotency-Key", key)
                .json(&a_question());
            let told = told(request).await;
            assert_eq!(
                (told.status, told.name.as_str()),
                (400, "malformed"),
                "{key}"
            );
        }
        let stranger = Client::new().post(app.url("/api/v1/tickets"));
        assert_eq!(told(stranger.json(&a_question())).await.status, 401);
        let other = token(app, &[Scope::Intake]).await;
        let elsewhere = Client::new()
            .post(app.url("/api/v1/tickets"))
            .bearer_auth(other)
            .json(&a_question());
        assert_eq!(told(elsewhere).await.name, "forbidden");
        for query in ["limit=0", "limit=501", "limit=x", "cursor=%25", "pagina=2"] {
            let list = Client::new().get(app.url(&format!("/api/v1/faq?{query}")));
            assert_eq!(told(list).await.status, 400, "{query}");
        }
        assert_eq!(rows(&app.ctx.db).await, before);

        // What was refused changed nothing: corrected, it goes through under the same key.
        let corrected = post("application/json", whole()).send().await.unwrap();
        assert_eq!(corrected.status(), 201);
        app.work().await;
        app.only_case().await;
        goes_on(app).await;
    }
);

/// Sends bytes as they are; returns the status and the rest of the answer.
async fn raw(app: &App, head: &str, chunks: &[&[u8]], chunked: bool) -> (u16, String) {
    let listen = app.ctx.settings.http.listen.as_str();
    let mut stream = TcpStream::connect(listen).await.unwrap();
    let head = format!("{head}Host: {listen}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    for chunk in chunks {
        if chunked {
            let size = format!("{:x}\r\n", chunk.len());
            stream.write_all(size.as_bytes()).await.unwrap();
        }
        stream.write_all(chunk).await.unwrap();
        if chunked {
            stream.write_all(b"\r\n").await.unwrap();
        }
    }
    if chunked {
        stream.write_all(b"0\r\n\r\n").await.unwrap();
    }
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer)
}

scenario!(a_body_over_its_limit_is_refused_however_it_is_sent, |app| {
    let bearer = token(app, &[Scope::TicketsWrite, Scope::Intake]).await;
    let before = rows(&app.ctx.db).await;
    let http = &app.ctx.settings.http;
    assert_eq!(
        (http.max_json_bytes, http.max_mail_bytes),
        (1 << 20, 25 << 20)
    );
    let piece = vec![b' '; 1 << 20];
    for (path, kind, most) in [
        ("/api/v1/tickets", "application/json", http.max_json_bytes),
        ("/api/v1/intake/mail", "message/rfc822", http.max_mail_bytes),
    ] {
        let mut chunks: Vec<&[u8]> = vec![&piece; most >> 20];
        chunks.push(b"x");
        let head = format!(
            "POST {path} HTTP/1.1\r\nAuthorization: Bearer {bearer}\r\nContent-Type: {kind}\r\n"
        );
        let with_length = format!("{head}Content-Length: {}\r\n", most + 1);
        let without = format!("{head}Transfer-Encoding: chunked\r\n");
        for (head, chunked) in [(with_length, false), (without, true)] {
            let (status, answer) = raw(app, &head, &chunks, chunked).await;
            assert_eq!(status, 413, "{path}: {answer}");
            assert!(answer.contains("docs#too-large"), "{answer}");
            assert!(answer.contains(&most.to_string()), "{answer}");
        }
        // Cut off half-way: nobody is there to be told, and nothing may be left of it.
        let head = format!("{head}Content-Length: 1000\r\n");
        let listen = http.listen.as_str();
        let mut stream = TcpStream::connect(listen).await.unwrap();
        let half = format!("{head}Host: {listen}\r\n\r\n{{\"subject\": ");
        stream.write_all(half.as_bytes()).await.unwrap();
        drop(stream);
    }
    let csrf = sign_in(app).await;
    let large = "x".repeat(http.max_json_bytes);
    let form = [("csrf", csrf.as_str()), ("body", large.as_str())];
    let got = app.post("/desk/tickets/RV-2026-000001/note", &form).await;
    is_a_page(&got, 413, "Dit is te groot");
    assert_eq!(rows(&app.ctx.db).await, before);
    goes_on(app).await;
});

scenario!(what_is_not_there_is_told_apart_from_what_is_broken, |app| {
    let csrf = sign_in(app).await;
    let reference = ask(app).await;
    let before = rows(&app.ctx.db).await;
    let id = Uuid::nil();
    let form = [("csrf", csrf.as_str()), ("revision", "1"), ("body", "Dag")];

    for path in [
        "/desk/tickets/RV-2026-999999".to_owned(),
        "/desk/tickets/onzin".to_owned(),
        format!("/desk/tickets/RV-2026-999999/attachments/{id}"),
        format!("/desk/tickets/{reference}/attachments/{id}"),
        format!("/desk/tickets/{reference}/attachments/onzin"),
        format!("/desk/faq/{id}"),
        "/desk/faq/onzin".to_owned(),
        "/desk/onzin".to_owned(),
        "/faq/onbekend".to_owned(),
        "/onzin".to_owned(),
    ] {
        is_a_page(&app.get(&path).await, 404, "niet");
    }
    for path in [
        "/desk/tickets/RV-2026-999999/answer".to_owned(),
        "/desk/tickets/RV-2026-999999/forward".to_owned(),
        "/desk/tickets/RV-2026-999999/ask".to_owned(),
        "/desk/tickets/RV-2026-999999/note".to_owned(),
        "/desk/tickets/RV-2026-999999/receipt".to_owned(),
        "/desk/tickets/RV-2026-999999/take".to_owned(),
        "/desk/tickets/RV-2026-999999/reopen".to_owned(),
        "/desk/tickets/onzin/answer".to_owned(),
        format!("/desk/tickets/{reference}/onzin"),
    ] {
        is_a_page(&app.post(&path, &form).await, 404, "niet");
    }
    let close = [&form[..], &[("reason", "spam")]].concat();
    let closing = "/desk/tickets/RV-2026-999999/close";
    is_a_page(&app.post(closing, &close).await, 404, "niet");
    // An agent writes no FAQ, so that whether the entry is there is not even looked at.
    for verb in ["", "/publish", "/archive"] {
        let got = app.post(&format!("/desk/faq/{id}{verb}"), &form).await;
        is_a_page(&got, 403, "Dit mag u hier niet doen");
    }

    let editor = NewAccount {
        email: "bram@vlaanderen.be".to_owned(),
        name: "Bram Cools".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Editor, None, None).unwrap()],
    };
    accounts::add(&app.ctx, editor).await.unwrap();
    let csrf = sign_in_as(app, "bram@vlaanderen.be").await;
    let form = [
        ("csrf", csrf.as_str()),
        ("revision", "1"),
        ("question", "Wie?"),
    ];
    for verb in ["", "/publish", "/archive"] {
        let got = app.post(&format!("/desk/faq/{id}{verb}"), &form).await;
        is_a_page(&got, 404, "niet");
    }

    // A link that is none says no more than one that is over.
    for path in [
        format!("/vraag/{reference}?t=onzin"),
        "/vraag/RV-2026-999999?t=onzin".to_owned(),
        "/vraag/onzin?t=onzin".to_owned(),
        format!("/vraag/{reference}/verstuurd?t=onzin"),
        format!("/vraag/{reference}/bijlage/{id}?t=onzin"),
        "/b/ja/onzin".to_owned(),
        "/b/nee/onzin".to_owned(),
        "/b/niet-ik/onzin".to_owned(),
        "/a/onzin".to_owned(),
        "/a/onzin/bedankt".to_owned(),
        "/a/onzin/niet-voor-ons".to_owned(),
        format!("/a/onzin/bijlage/{id}"),
    ] {
        is_a_page(&app.get(&path).await, 410, "Deze link werkt niet meer");
    }
    for path in [
        format!("/vraag/{reference}/bericht?t=onzin"),
        "/b/ja/onzin".to_owned(),
        "/b/nee/onzin".to_owned(),
        "/b/niet-ik/onzin".to_owned(),
        "/a/onzin/antwoord".to_owned(),
        "/a/onzin/niet-voor-ons".to_owned(),
    ] {
        let got = app.post(&path, &[("bericht", "Dag")]).await;
        is_a_page(&got, 410, "Deze link werkt niet meer");
    }
    let own = app.mails_to("an.peeters@wetteren.be");
    let status = own[0]
        .links()
        .into_iter()
        .find(|link| link.contains("/vraag/"));
    let tag = status.unwrap().rsplit_once("?t=").unwrap().1;
    let path = format!("/vraag/{reference}/bijlage/{id}?t={tag}");
    is_a_page(&app.get(&path).await, 404, "niet");

    let client = Client::new();
    for path in ["/api/v1/faq/onbekend", "/api/v1/onzin", "/api/onzin"] {
        assert_eq!(told(client.get(app.url(path))).await.name, "not-found");
    }
    let method = told(client.delete(app.url("/api/v1/tickets"))).await;
    assert_eq!((method.status, method.name.as_str()), (405, "method"));
    assert_eq!(rows(&app.ctx.db).await, before);
    goes_on(app).await;
});

scenario!(a_form_that_is_too_late_changes_nothing, |app| {
    let csrf = sign_in(app).await;
    let reference = ask(app).await;
    let url = format!("/desk/tickets/{reference}");
    let seen = app.case(&reference).await.ticket.revision.to_string();
    let (csrf, seen) = (csrf.as_str(), seen.as_str());
    let form = [("csrf", csrf), ("revision", seen)];
    let taken = app.post(&format!("{url}/take"), &form).await;
    assert_eq!(taken.status, 303, "{}", taken.body);

    let before = rows(&app.ctx.db).await;
    let typed = "Dit antwoord mag niet verloren gaan.";
    let form = [
        ("csrf", csrf),
        ("revision", seen),
        ("body", typed),
        ("desk", "vlaanderen-mow"),
        ("reason", "spam"),
    ];
    for verb in ["answer", "ask", "receipt", "close"] {
        let got = app.post(&format!("{url}/{verb}"), &form).await;
        is_a_page(&got, 409, typed);
    }
    let answer = format!("{url}/answer");
    let form = [("csrf", csrf), ("revision", "veel")];
    let broken = app.post(&answer, &form).await;
    is_a_page(&broken, 400, "We kunnen uw aanvraag niet lezen");
    let form = [("csrf", "fout"), ("revision", seen)];
    let foreign = app.post(&answer, &form).await;
    is_a_page(&foreign, 403, "Dit formulier is niet meer geldig");
    assert_eq!(rows(&app.ctx.db).await, before);
    goes_on(app).await;
});

/// Sends a form with a file, as a browser does, or what looks like one.
async fn upload(app: &App, body: Vec<u8>) -> Got {
    let own = app.ctx.settings.http.public_url.clone();
    let request = app
        .visitor
        .post(app.url("/vraag"))
        .header("Origin", own)
        .header("Content-Type", "multipart/form-data; boundary=grens")
        .body(body);
    Got::from(request.send().await.unwrap()).await
}

fn text_part(name: &str, value: &str) -> Vec<u8> {
    format!("--grens\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        .into_bytes()
}

fn file_part(name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--grens\r\nContent-Disposition: form-data; name=\"bijlagen\"; filename=\"{name}\"\r\n\
         Content-Type: application/pdf\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n"].concat()
}

/// A question that lacks nothing, but for what stands in `more`.
fn form(mail: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let whole = [
        text_part("onderwerp", "Vervoerregio"),
        text_part("vraag", "Tot welke vervoerregio behoren wij?"),
        text_part("naam", "An Peeters"),
        text_part("mail", mail),
    ];
    let parts = [&whole[..], more].concat();
    [parts.concat(), b"--grens--\r\n".to_vec()].concat()
}

scenario!(
    an_upload_that_will_not_do_loses_nothing_that_was_typed,
    |app| {
        let before = rows(&app.ctx.db).await;
        let good = "an.peeters@wetteren.be";
        for mail in [
            "",
            "an",
            "an@wetteren",
            "an@wetteren.be, x@y.be",
            "an @x.be",
        ] {
            let got = upload(app, form(mail, &[])).await;
            is_a_page(&got, 422, "Tot welke vervoerregio behoren wij?");
        }
        let large = vec![b'x'; 20_000_001];
        let got = upload(app, form(good, &[file_part("kaart.pdf", &large)])).await;
        is_a_page(&got, 422, "kaart.pdf");
        let many = vec![file_part("a.pdf", b"x"); 101];
        is_a_page(
            &upload(app, form(good, &many)).await,
            413,
            "Dit is te groot",
        );
        let long = text_part("vraag", &"x".repeat(300_000));
        is_a_page(
            &upload(app, form(good, &[long])).await,
            413,
            "Dit is te groot",
        );
        for broken in ["", "--grens\r\nonzin", "--grens\r\n\r\n\r\n--gr"] {
            let got = upload(app, broken.into()).await;
            is_a_page(&got, 400, "We kunnen uw aanvraag niet lezen");
        }
        assert_eq!(rows(&app.ctx.db).await, before);
        let got = upload(app, form(good, &[file_part("plan.pdf", b"%PDF-1.7")])).await;
        assert_eq!(got.status, 303, "{}", got.body);
        app.work().await;
        app.only_case().await;
        goes_on(app).await;
    }
);

scenario!(what_is_no_mail_is_kept_and_set_aside, |app| {
    let bearer = token(app, &[Scope::Intake]).await;
    let post = |kind: &str, body: Vec<u8>| {
        Client::new()
            .post(app.url("/api/v1/intake/mail"))
            .bearer_auth(&bearer)
            .header("Content-Type", kind)
            .body(body)
    };
    let before = rows(&app.ctx.db).await;
    assert_eq!(told(post("message/rfc822", Vec::new())).await.status, 400);
    assert_eq!(told(post("text/html", b"<p>".to_vec())).await.status, 415);
    assert_eq!(rows(&app.ctx.db).await, before);

    let no_mails: [&[u8]; 4] = [
        b"dit is geen mail",
        b"%PDF-1.7\n\x00\xff\xfe\x80",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\0\0\0\0",
    ];
    for raw in no_mails {
        let answer = post("message/rfc822", raw.to_vec()).send().await.unwrap();
        assert_eq!(answer.status(), 202);
        let kept: Value = answer.json().await.unwrap();
        let id = kept["id"].as_str().unwrap().parse().unwrap();
        app.work().await;
        let row = app.inbound(id).await;
        assert_eq!(row.state, InboundState::Quarantined, "{raw:?}");
        let key = BlobKey::parse(&row.sha256).unwrap();
        assert_eq!(app.ctx.blobs.get(&key).await.unwrap().unwrap(), raw);
    }
    assert!(app.references().await.is_empty());
    assert!(app.sent_mails().is_empty());
    goes_on(app).await;
});

/// The program as somebody at a terminal runs it, in a folder of its own.
fn program(dir: &Path, database: &DatabaseSettings, arguments: &[&str]) -> Output {
    let secret = dir.join("secret.key");
    if !secret.exists() {
        fs::write(&secret, "the secret of this test, longer than 32").unwrap();
    }
    Command::new(env!("CARGO_BIN_EXE_regiovraag"))
        .args(arguments)
        .current_dir(dir)
        .env("REGIOVRAAG__DATABASE__URL", &database.url)
        .env("REGIOVRAAG__SECRET__FILE", secret)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    let all = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&all).into_owned()
}

on_each_engine!(files_that_are_no_mail_are_accounted_for, |engine| {
    with_database(engine, Start::Filled, async |database| {
        let dir = tempfile::tempdir().unwrap();
        let mails = dir.path().join("mails");
        fs::create_dir(&mails).unwrap();
        fs::write(mails.join("foto.eml"), b"\x89PNG\r\n\x1a\n\0\0").unwrap();
        fs::write(mails.join("leeg.eml"), b"").unwrap();
        fs::write(mails.join("vraag.eml"), question(ASKER, "Vraag", "Welke?")).unwrap();
        let ingest = ["mail", "ingest", "--json", "mails"];
        for (run, new) in [(1, 3), (2, 0)] {
            let output = program(dir.path(), &database, &ingest);
            assert!(output.status.success(), "{run}: {}", said(&output));
            let told: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(told["handed_over"], 3, "{told}");
            assert_eq!(told["new"], new, "{told}");
            assert_eq!(told["not_stored"], 0, "{told}");
            assert_eq!(told["register"]["quarantined"], 2, "{told}");
            assert_eq!(told["register"]["question"], 1, "{told}");
        }
        let large = "X: y\r\n".repeat((26 << 20) / 6);
        fs::write(mails.join("groot.eml"), large).unwrap();
        let both = ["mail", "ingest", "niet-hier", "mails"];
        let output = program(dir.path(), &database, &both);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("niet-hier"), "{}", said(&output));
        assert!(said(&output).contains("groot.eml"), "{}", said(&output));
        assert!(said(&output).contains("2 message(s)"), "{}", said(&output));
        let db = open(&database).await;
        let kept = rows(&db).await;
        assert!(kept.contains(&("inbound_mail", 3)), "{kept:?}");
        assert!(kept.contains(&("ticket", 1)), "{kept:?}");
        db.close().await.unwrap();
    })
    .await;
});

on_each_engine!(a_directory_with_errors_is_not_brought_in, |engine| {
    with_database(engine, Start::Empty, async |database| {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("directory");
        fs::create_dir(&folder).unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/directory");
        for entry in fs::read_dir(shipped).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
        let desks = fs::read_to_string(folder.join("desks.csv")).unwrap();
        let wrong = desks.replacen("regiovorming@abb.example", "geen adres", 1);
        assert_ne!(wrong, desks);
        fs::write(folder.join("desks.csv"), wrong).unwrap();

        let import = ["directory", "import", "directory", "--apply"];
        for command in [&["directory", "check", "directory"][..], &import] {
            let output = program(dir.path(), &database, command);
            assert_eq!(output.status.code(), Some(1), "{}", said(&output));
            let line = said(&output);
            let line = line.lines().find(|line| line.contains("desks.csv"));
            let line = line.unwrap_or_else(|| panic!("{}", said(&output)));
            assert!(
                line.contains("desks.csv:2, column 6 (email)") && line.contains("geen adres"),
                "{line}"
            );
        }
        let db = open(&database).await;
        let there = Statement::from_string(db.get_database_backend(), "SELECT 1 FROM desk");
        assert!(db.query_one_raw(there).await.is_err(), "not even a table");
        db.close().await.unwrap();
        fs::write(folder.join("desks.csv"), desks).unwrap();
        let output = program(dir.path(), &database, &import);
        assert!(output.status.success(), "{}", said(&output));
    })
    .await;
});

/// What a program and a person are told while nothing can be written, and that it passes.
async fn told_to_come_back(app: &App, bearer: &str) {
    let post = |key: &str| {
        Client::new()
            .post(app.url("/api/v1/tickets"))
            .bearer_auth(bearer)
            .header("Idempotency-Key", key)
            .json(&a_question())
    };
    for request in [
        post("een"),
        Client::new()
            .post(app.url("/api/v1/intake/mail"))
            .bearer_auth(bearer)
            .header("Content-Type", "message/rfc822")
            .body(question(ASKER, "Vraag", "Welke?")),
    ] {
        let told = told(request).await;
        assert_eq!((told.status, told.name.as_str()), (503, "unavailable"));
        assert_eq!(told.retry_after.as_deref(), Some("5"), "{}", told.body);
    }
    let got = upload(app, form("an.peeters@wetteren.be", &[])).await;
    is_a_page(&got, 503, "</main>");
    let got = app
        .post("/status", &[("mail", "an.peeters@wetteren.be")])
        .await;
    is_a_page(&got, 503, "</main>");
    assert_eq!(app.get("/healthz").await.status, 200);
}

/// Afterwards everything works, and nothing was left of what was refused.
async fn works_again(app: &App, bearer: &str, before: &[(&str, i64)]) {
    assert_eq!(rows(&app.ctx.db).await, before);
    let answer = Client::new()
        .post(app.url("/api/v1/tickets"))
        .bearer_auth(bearer)
        .header("Idempotency-Key", "een")
        .json(&a_question())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 201);
    app.work().await;
    app.only_case().await;
    goes_on(app).await;
}

on_each_engine!(a_database_that_is_away_is_no_end, |engine| {
    with_database(engine, Start::Filled, async |mut settings| {
        settings.busy_timeout_milliseconds = 300;
        let database = settings.clone();
        let story = app::play(settings, async |app| {
            let bearer = token(app, &[Scope::TicketsWrite, Scope::Intake]).await;
            sign_in(app).await;
            let before = rows(&app.ctx.db).await;
            if engine == Engine::Postgres {
                shut(&database, true).await;
                told_to_come_back(app, &bearer).await;
                is_a_page(&app.get("/faq").await, 503, "</main>");
                is_a_page(&app.get("/desk").await, 503, "Even niet bereikbaar");
                assert_eq!(app.get("/readyz").await.status, 503);
                shut(&database, false).await;
            } else {
                let foreign = open(&database).await;
                let held = store::write_tx(&foreign).await.unwrap();
                told_to_come_back(app, &bearer).await;
                // Whoever only reads does not notice.
                goes_on(app).await;
                assert_eq!(app.get("/desk").await.status, 200);
                held.rollback().await.unwrap();
                foreign.close().await.unwrap();
            }
            works_again(app, &bearer, &before).await;
        });
        // A whole house with its story is a large future; it waits on the heap.
        Box::pin(story).await;
    })
    .await;
});
