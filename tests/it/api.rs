//! The API as a program uses it.

use std::collections::BTreeSet;

use regiovraag::auth::tokens::{self, NewToken};
use regiovraag::auth::{Grant, Role, Scope};
use reqwest::{Client, RequestBuilder};
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
    let post = |body: Value| {
        Client::new()
            .post(app.url("/api/v1/tickets"))
            .bearer_auth(&token)
            .header("Idempotency-Key", "een")
            .json(&body)
    };
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
