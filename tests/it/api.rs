//! The API as a program uses it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::tokens::{self, NewToken};
use regiovraag::auth::{Actor, Grant, Role, Scope, attempts, sessions};
use regiovraag::entity::{idempotency_key, session, sign_in_attempt};
use regiovraag::faq::{self, EntryText};
use regiovraag::text::Language;
use regiovraag::web::Kind;
use reqwest::{Client, Method, RequestBuilder};
use sea_orm::{ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _};
use serde_json::{Value, json};

use crate::support::app::{App, question};
use crate::support::scenario;

async fn token(app: &App, scope: Scope) -> String {
    let new = NewToken {
        name: "proef".into(),
        grant: Grant::new(Role::Api, None, None).unwrap(),
        scopes: BTreeSet::from([scope]),
        days: 1,
    };
    tokens::create(&app.ctx, new).await.unwrap().text
}

/// A token of a program that works for one desk.
pub async fn token_of(app: &App, desk: &str) -> String {
    token_for(app, desk, [Scope::TicketsRead, Scope::TicketsWrite].into()).await
}

/// A token of a desk with these scopes.
pub async fn token_for(app: &App, desk: &str, scopes: BTreeSet<Scope>) -> String {
    let at = regiovraag::registry::desk_by_slug(&app.ctx.db, desk)
        .await
        .unwrap()
        .unwrap();
    let new = NewToken {
        name: "werkt".into(),
        grant: Grant::new(Role::Api, Some(at.id), None).unwrap(),
        scopes,
        days: 1,
    };
    tokens::create(&app.ctx, new).await.unwrap().text
}

async fn editor(app: &App) -> Actor {
    let account = NewAccount {
        email: "bram@vlaanderen.be".to_owned(),
        name: "Bram Cools".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Editor, None, None).unwrap()],
    };
    Actor::User(accounts::add(&app.ctx, account).await.unwrap())
}

async fn sent(request: RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

fn a_question() -> Value {
    json!({
        "subject": "Vervoerregio",
        "body": "Tot welke vervoerregio behoren wij?",
        "asker": { "name": "An Peeters", "email": "an.peeters@wetteren.be" },
    })
}

scenario!(a_program_registers_a_question_once, |app| {
    let token = token(app, Scope::TicketsWrite).await;
    let post_as = |key: &'static str, body: Value| {
        Client::new()
            .post(app.url("/api/v1/tickets"))
            .bearer_auth(&token)
            .header("Idempotency-Key", key)
            .json(&body)
    };
    let post = |body: Value| post_as("een", body);
    let (status, first) = sent(post(a_question())).await;
    assert_eq!(status, 201, "{first}");
    assert!(
        first["status_url"].as_str().unwrap().contains("/vraag/RV-"),
        "{first}"
    );
    let (_, again) = sent(post(a_question())).await;
    assert_eq!(again["reference"], first["reference"]);
    app.work().await;
    assert_eq!(
        app.only_case().await.ticket.reference.as_str(),
        first["reference"]
    );
    // Nobody has shown that the address is theirs: nothing that was typed goes there.
    let mails = app.mails_to("an.peeters@wetteren.be");
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(!mails[0].text.contains("vervoerregio"), "{mails:?}");

    let mut wrong = a_question();
    wrong["asker"]["email"] = json!("geen adres");
    let (status, problem) = sent(post(wrong)).await;
    assert_eq!(status, 422, "{problem}");
    let mut unknown = a_question();
    unknown["municipality"] = json!("Weteren");
    unknown["topic"] = json!("vervoer");
    let (status, problem) = sent(post_as("twee", unknown.clone())).await;
    assert_eq!(status, 422, "{problem}");
    let told = problem["errors"].to_string();
    for field in ["municipality", "topic", "vervoerregio"] {
        assert!(told.contains(field), "{told}");
    }
    unknown["municipality"] = json!("Wetteren");
    unknown["topic"] = json!("vervoerregio");
    assert_eq!(sent(post_as("drie", unknown)).await.0, 201);
    app.work().await;
    let nobody = Client::new()
        .post(app.url("/api/v1/tickets"))
        .json(&a_question());
    assert_eq!(sent(nobody).await.0, 401);
});

scenario!(a_program_hands_raw_mail_over, |app| {
    let token = token(app, Scope::Intake).await;
    let raw = question("an.peeters@wetteren.be", "Vervoerregio", "Welke?");
    let post = |kind: &'static str| {
        Client::new()
            .post(app.url("/api/v1/intake/mail"))
            .bearer_auth(&token)
            .header("Content-Type", kind)
            .body(raw.clone())
    };
    let (status, kept) = sent(post("message/rfc822")).await;
    assert_eq!(status, 202, "{kept}");
    let (_, again) = sent(post("message/rfc822")).await;
    assert_eq!(again["id"], kept["id"], "the same bytes are the same mail");
    assert_eq!(sent(post("text/plain")).await.0, 415);
    app.work().await;
    app.only_case().await;
});

scenario!(a_request_that_is_sent_again_gets_its_first_answer, |app| {
    let token = token(app, Scope::TicketsWrite).await;
    let post = |key: &'static str, body: Value| {
        Client::new()
            .post(app.url("/api/v1/tickets"))
            .bearer_auth(&token)
            .header("Idempotency-Key", key)
            .json(&body)
    };
    let first = post("een", a_question()).send().await.unwrap();
    assert_eq!(first.status(), 201);
    assert!(!first.headers().contains_key("idempotency-replayed"));
    let first = first.text().await.unwrap();
    let again = post("een", a_question()).send().await.unwrap();
    assert_eq!(again.status(), 201);
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(again.headers()["content-type"], "application/json");
    assert_eq!(again.text().await.unwrap(), first);

    let mut other = a_question();
    other["subject"] = json!("Iets anders");
    let (status, problem) = sent(post("een", other)).await;
    assert_eq!(status, 422);
    let name = problem["type"].as_str().unwrap();
    assert!(name.ends_with("#key-reused"), "{name}");

    // As if the process had died after registering, and before it could keep its answer.
    let forgotten = "UPDATE idempotency_key SET status = NULL, body = NULL, locked_until = ";
    let set = async |moment: &str| {
        let statement = format!("{forgotten}'{moment}'");
        app.ctx.db.execute_unprepared(&statement).await.unwrap();
    };
    set("2126-01-01T00:00:00Z").await;
    let busy = post("een", a_question()).send().await.unwrap();
    assert_eq!(busy.status(), 409);
    assert_eq!(busy.headers()["retry-after"], "5");
    assert!(busy.text().await.unwrap().contains("#in-progress"));
    set("2026-01-01T00:00:00Z").await;
    let redone = post("een", a_question()).send().await.unwrap();
    assert_eq!(redone.status(), 201);
    let (redone, first): (Value, Value) = (
        redone.json().await.unwrap(),
        serde_json::from_str(&first).unwrap(),
    );
    assert_eq!(redone["reference"], first["reference"], "it is done once");
    app.work().await;
    app.only_case().await;

    // Two at once: one is carried out, and the other is told to wait or gets the same answer.
    let (one, other) = futures::join!(
        post("twee", a_question()).send(),
        post("twee", a_question()).send()
    );
    let mut statuses = [one, other].map(|answer| answer.unwrap().status().as_u16());
    statuses.sort_unstable();
    assert!(matches!(statuses, [201, 201 | 409]), "{statuses:?}");
    app.work().await;
    assert_eq!(app.references().await.len(), 2);

    // After a week nobody asks again.
    app.later(TimeDelta::days(8)).await;
    let count = idempotency_key::Entity::find().count(&app.ctx.db).await;
    assert_eq!(count.unwrap(), 0);
});

scenario!(a_note_under_one_key_is_written_once, |app| {
    app.take(question(
        "an.peeters@wetteren.be",
        "Vervoerregio",
        "Tot welke vervoerregio behoren wij?",
    ))
    .await;
    let reference = app.only_case().await.ticket.reference;
    let token = token_of(app, "contactpunt-oost-vlaanderen").await;
    let note = async |key: &str, body: &str| {
        let url = app.url(&format!("/api/v1/tickets/{reference}/note"));
        let post = Client::new().post(url).bearer_auth(&token);
        let post = post.header("Idempotency-Key", key);
        sent(post.json(&json!({ "body": body }))).await.0
    };
    let notes = async || {
        let history = app.history(&reference).await;
        history.matches("noted").count()
    };
    assert_eq!(note("een", "Gebeld.").await, 200);
    // As if the process had died after writing it, and before it could keep its answer.
    let forgotten = "UPDATE idempotency_key SET status = NULL, body = NULL, \
        locked_until = '2026-01-01T00:00:00Z'";
    app.ctx.db.execute_unprepared(forgotten).await.unwrap();
    assert_eq!(note("een", "Gebeld.").await, 200);
    assert_eq!(notes().await, 1, "it is done once");
    // The same words once more are another note, and so is another one under a key that is over.
    assert_eq!(note("twee", "Gebeld.").await, 200);
    let swept = "DELETE FROM idempotency_key";
    app.ctx.db.execute_unprepared(swept).await.unwrap();
    assert_eq!(note("een", "Weer gebeld.").await, 200);
    assert_eq!(notes().await, 3);
});

scenario!(what_is_over_is_swept_and_what_is_not_stays, |app| {
    let from = Some("192.0.2.1".parse().unwrap());
    app.agent("contactpunt-limburg").await;
    let email = "els.contactpunt-limburg@vlaanderen.be";
    attempts::count(&app.ctx, email, from).await.unwrap();
    let password = "een lange zin als wachtwoord";
    let user = accounts::verify(&app.ctx, email, password, from)
        .await
        .unwrap();
    sessions::begin(&app.ctx, &user).await.unwrap();
    app.work().await;
    let left = async || {
        let sessions = session::Entity::find().count(&app.ctx.db).await.unwrap();
        let tries = sign_in_attempt::Entity::find().count(&app.ctx.db).await;
        (sessions, tries.unwrap())
    };
    assert_eq!(left().await.0, 1);
    assert!(left().await.1 > 0);
    app.later(TimeDelta::minutes(16)).await;
    assert_eq!(left().await, (1, 0));
    app.later(TimeDelta::hours(12)).await;
    assert_eq!(left().await, (0, 0));
});

scenario!(everybody_reads_the_answers_and_the_directory, |app| {
    let get = async |path: &str| sent(Client::new().get(app.url(path))).await;
    let editor = editor(app).await;
    for number in 1..=3 {
        let text = EntryText {
            question: format!("Vraag nummer {number}?"),
            answer: "Ja.".to_owned(),
            ..EntryText::default()
        };
        let entry = faq::create(&app.ctx, &editor, text.clone()).await.unwrap();
        let (id, seen) = (entry.id, entry.revision);
        let laid = faq::submit(&app.ctx, &editor, id, seen, text.clone())
            .await
            .unwrap();
        faq::publish(&app.ctx, &editor, id, laid.revision, text)
            .await
            .unwrap();
        app.ctx.clock.advance(TimeDelta::minutes(1));
    }
    let (mut read, mut path) = (Vec::new(), "/api/v1/faq?limit=2".to_owned());
    loop {
        let (status, page) = get(&path).await;
        assert_eq!(status, 200, "{page}");
        for item in page["items"].as_array().unwrap() {
            read.push(item["question"].as_str().unwrap().to_owned());
        }
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/api/v1/faq?limit=2&cursor={cursor}");
    }
    let expected = ["Vraag nummer 3?", "Vraag nummer 2?", "Vraag nummer 1?"];
    assert_eq!(read, expected);
    let (_, page) = get("/api/v1/faq").await;
    let slug = page["items"][0]["slug"].as_str().unwrap();
    let (status, entry) = get(&format!("/api/v1/faq/{slug}")).await;
    assert_eq!((status, &entry["answer"]), (200, &json!("Ja.")));
    assert!(
        entry["published_at"].as_str().unwrap().ends_with('Z'),
        "{entry}"
    );

    for (list, count) in [
        ("municipalities", 285),
        ("regions", 15),
        ("contact-points", 5),
    ] {
        let (status, page) = get(&format!("/api/v1/directory/{list}?limit=500")).await;
        assert_eq!(status, 200);
        assert_eq!(page["items"].as_array().unwrap().len(), count, "{list}");
        assert_eq!(page["next_cursor"], Value::Null);
    }
    let (_, page) = get("/api/v1/directory/administrations").await;
    let administrations = page["items"].as_array().unwrap();
    assert!(administrations.len() > 5, "{page}");
    assert!(!page.to_string().contains('@'), "whoever asks, asks here");

    // Whoever has it already gets nothing again.
    let url = app.url("/api/v1/directory/regions");
    let first = Client::new().get(&url).send().await.unwrap();
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(first.headers()["cache-control"], "public, max-age=3600");
    let again = Client::new().get(&url).header("If-None-Match", tag);
    let again = again.send().await.unwrap();
    assert_eq!(again.status(), 304);
    assert_eq!(again.text().await.unwrap(), "");
});

scenario!(the_description_of_the_api_says_what_the_api_does, |app| {
    let (status, document) = sent(Client::new().get(app.url("/api/openapi.json"))).await;
    assert_eq!((status, &document["openapi"]), (200, &json!("3.1.0")));
    let own = &app.ctx.settings.http.public_url;
    assert_eq!(document["servers"][0]["url"], own.as_str());
    let page = app.get("/api/docs").await;
    assert_eq!(page.status, 200);
    let english = app.get("/api/docs?taal=en").await;
    assert!(
        english.body.contains("What can go wrong"),
        "{}",
        english.body
    );

    // Every address and method that is described is there, and no other method is.
    for (path, item) in document["paths"].as_object().unwrap() {
        let url = app.url(&path.replace("{slug}", "onbekend"));
        let none = Client::new().request(Method::PATCH, url).send().await;
        let none = none.unwrap();
        assert_eq!(none.status(), 405, "{path}");
        let allowed = none.headers()["allow"].to_str().unwrap().to_lowercase();
        let mut allowed: Vec<_> = allowed.split(", ").filter(|it| *it != "head").collect();
        allowed.sort_unstable();
        let methods: Vec<_> = item.as_object().unwrap().keys().collect();
        assert_eq!(allowed, methods, "{path}");
        assert!(page.body.contains(path.as_str()), "{path}");
    }

    // Every address that the sources open is described, but for the description itself.
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/api/mod.rs");
    let sources = std::fs::read_to_string(sources).unwrap();
    let mut opened: BTreeSet<&str> = sources
        .split('"')
        .filter(|word| word.starts_with("/api/"))
        .collect();
    assert!(opened.remove("/api/openapi.json") && opened.remove("/api/docs"));
    let described: BTreeSet<&str> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(opened, described);

    // The `type` of a problem leads to where it is explained.
    for kind in Kind::all() {
        let anchor = format!("id=\"{}\"", kind.slug());
        assert_eq!(page.body.matches(&anchor).count(), 1, "{anchor}");
        let response = &document["components"]["responses"][kind.slug()];
        assert!(response["description"].is_string(), "{}", kind.slug());
    }
});

scenario!(a_program_reads_the_queue_and_a_question, |app| {
    let token = token(app, Scope::TicketsRead).await;
    let get = async |path: &str| {
        let url = app.url(path);
        sent(Client::new().get(url).bearer_auth(&token)).await
    };
    for (from, subject) in [
        ("an.peeters@wetteren.be", "Vervoerregio"),
        ("jan@brugge.be", "Zorgregio"),
        ("els@genk.be", "Burgemeestersoverleg"),
    ] {
        app.take(question(from, subject, "Tot welke regio behoren wij?"))
            .await;
    }

    let mut read = Vec::new();
    let mut next = String::new();
    loop {
        let (status, page) = get(&format!("/api/v1/tickets?limit=2{next}")).await;
        assert_eq!(status, 200, "{page}");
        let items = page["items"].as_array().unwrap();
        read.extend(
            items
                .iter()
                .map(|it| it["reference"].as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    let mut all: Vec<String> = app
        .references()
        .await
        .iter()
        .map(ToString::to_string)
        .collect();
    all.sort();
    read.sort();
    assert_eq!(read, all);

    let (_, of_west) = get("/api/v1/tickets?desk=contactpunt-west-vlaanderen&status=new").await;
    let items = of_west["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{of_west}");
    assert_eq!(items[0]["organisation"], "Brugge");
    let (_, none) = get("/api/v1/tickets?q=receipt:none+genk").await;
    assert_eq!(none["items"].as_array().unwrap().len(), 1, "{none}");
    let (_, none) = get("/api/v1/tickets?q=receipt:confirmed+genk").await;
    assert_eq!(none["items"], json!([]));
    let (_, late) = get("/api/v1/tickets?overdue=true").await;
    assert_eq!(late["items"], json!([]));
    for wrong in [
        "desk=nergens",
        "status=onzin",
        "cursor=%25",
        // A place in what was found is none in the queue.
        "cursor=MjAyNjAwMDAwMDAwMQ",
        "limit=0",
        "iets=1",
    ] {
        let (status, problem) = get(&format!("/api/v1/tickets?{wrong}")).await;
        assert_eq!(status, 400, "{wrong}: {problem}");
    }

    let reference = items[0]["reference"].as_str().unwrap();
    let (status, one) = get(&format!("/api/v1/tickets/{reference}")).await;
    assert_eq!(status, 200, "{one}");
    assert_eq!(one["subject"], "Zorgregio");
    assert_eq!(
        one["threads"][0]["messages"][0]["body"],
        "Tot welke regio behoren wij?"
    );
    assert_eq!(one["deliveries"][0]["kind"], "acknowledgement");
    assert!(one["explanation"]["how"].is_object(), "{one}");
    for none in ["RV-2026-999999", "onzin"] {
        assert_eq!(get(&format!("/api/v1/tickets/{none}")).await.0, 404);
    }
    let (status, _) = get(&format!(
        "/api/v1/tickets/{reference}/attachments/00000000-0000-0000-0000-000000000000"
    ))
    .await;
    assert_eq!(status, 404);
    // A token without the scope, and none at all.
    let other = self::token(app, Scope::Intake).await;
    let url = app.url("/api/v1/tickets");
    assert_eq!(
        sent(Client::new().get(&url).bearer_auth(other)).await.0,
        403
    );
    assert_eq!(sent(Client::new().get(&url)).await.0, 401);
});

scenario!(a_program_works_on_a_question, |app| {
    app.take(question(
        "an.peeters@wetteren.be",
        "Vervoerregio",
        "Tot welke vervoerregio behoren wij?",
    ))
    .await;
    let reference = app.only_case().await.ticket.reference;
    let token = token_of(app, "contactpunt-oost-vlaanderen").await;
    let other = token_of(app, "contactpunt-limburg").await;
    let post = async |verb: &str, body: Value, token: &str| {
        let url = app.url(&format!("/api/v1/tickets/{reference}/{verb}"));
        sent(Client::new().post(url).bearer_auth(token).json(&body)).await
    };
    let revision = async || app.case(&reference).await.ticket.revision;

    let looked = json!({"body": "Even nagekeken."});
    let (status, done) = post("note", looked.clone(), &token).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(post("note", looked, &other).await.0, 403);
    let wanted = json!({"revision": revision().await, "desk": "mow"});
    assert_eq!(post("forward", wanted.clone(), &other).await.0, 403);
    let (status, done) = post("forward", wanted.clone(), &token).await;
    assert_eq!(
        (status, &done["next_step"]),
        (200, &json!("follow_up")),
        "{done}"
    );
    assert_eq!(
        post("forward", wanted, &token).await.0,
        409,
        "it is another revision now"
    );
    let nowhere = json!({"revision": revision().await, "desk": "nergens"});
    assert_eq!(post("forward", nowhere, &token).await.0, 422);

    let empty = json!({"revision": revision().await, "body": " "});
    assert_eq!(post("answer", empty, &token).await.0, 422);
    let says = json!({"revision": revision().await, "body": "U hoort bij **Gent**."});
    let (status, done) = post("answer", says, &token).await;
    assert_eq!(
        (status, &done["status"]),
        (200, &json!("answered")),
        "{done}"
    );
    app.work().await;
    let mail = app.mails_to("an.peeters@wetteren.be").pop().unwrap();
    assert!(mail.text.contains("U hoort bij"), "{mail}");

    let why = json!({"revision": revision().await, "reason": "zomaar"});
    assert_eq!(post("close", why, &token).await.0, 422);
    let why = json!({"revision": revision().await, "reason": "answered"});
    let (status, done) = post("close", why, &token).await;
    assert_eq!((status, &done["status"]), (200, &json!("closed")), "{done}");
    let again = json!({"revision": revision().await, "body": "Toch niet."});
    let (status, done) = post("reopen", again, &token).await;
    assert_eq!((status, &done["status"]), (200, &json!("open")), "{done}");
    let more = json!({"revision": revision().await, "body": "Over welk jaar gaat het?"});
    let (status, done) = post("message", more, &token).await;
    assert_eq!(
        (status, &done["status"]),
        (200, &json!("waiting_on_asker")),
        "{done}"
    );
    app.work().await;
    let none = json!({"revision": 1, "body": "x"});
    let url = app.url("/api/v1/tickets/RV-2026-999999/answer");
    let (status, _) = sent(Client::new().post(url).bearer_auth(&token).json(&none)).await;
    assert_eq!(status, 404);
});
