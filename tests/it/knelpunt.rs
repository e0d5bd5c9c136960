//! The label knelpunt: set and taken away, found together by its instrument, and taken along as a table in
//! which nobody is named.

use std::collections::BTreeSet;

use regiovraag::entity::ticket;
use regiovraag::registry::{self, Reference};
use reqwest::Client;
use sea_orm::{ConnectionTrait as _, DbBackend, IdenStatic as _, Iterable as _};
use serde_json::Value;

use crate::api::token_of;
use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const DECREE: &str = "Decreet lokaal bestuur";

async fn asked(app: &App, subject: &str) -> Reference {
    app.take(question(ASKER, subject, "Welke vervoerregio?"))
        .await;
    app.references().await.pop().unwrap()
}

async fn signed_in(app: &App) -> String {
    app.agent(DESK).await;
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await
}

async fn label(app: &App, csrf: &str, reference: &Reference, more: &[(&str, &str)]) -> Got {
    let seen = app.case(reference).await.ticket.revision.to_string();
    let mut all = vec![("csrf", csrf), ("revision", seen.as_str())];
    all.extend(more);
    app.post(&format!("/desk/tickets/{reference}/knelpunt"), &all)
        .await
}

async fn by_api(app: &App, path: &str) -> (u16, Value) {
    let token = token_of(app, DESK).await;
    let answer = Client::new()
        .get(app.url(path))
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

scenario!(a_label_is_set_found_and_taken_away, |app| {
    let (first, second) = (asked(app, "Fietspad").await, asked(app, "Voetpad").await);
    let csrf = signed_in(app).await;
    let url = format!("/desk/tickets/{first}");
    assert_eq!(
        label(app, &csrf, &first, &[("instrument", DECREE)])
            .await
            .status,
        303
    );
    let page = app.get(&url).await.body;
    assert!(page.contains("Knelpunt: Decreet lokaal bestuur"), "{page}");
    // One instrument has one spelling, and is suggested from then on.
    let fields = [("instrument", "  decreet  LOKAAL bestuur ")];
    assert_eq!(label(app, &csrf, &second, &fields).await.status, 303);
    let case = app.case(&second).await;
    assert_eq!(case.knelpunt.as_deref(), Some(DECREE));
    assert_eq!(registry::instruments(&app.ctx.db).await.unwrap(), [DECREE]);
    let third = asked(app, "Zebrapad").await;
    let page = app.get(&format!("/desk/tickets/{third}")).await.body;
    assert!(
        page.contains("<option value=\"Decreet lokaal bestuur\">"),
        "{page}"
    );

    for path in [
        "/desk?knelpunt=1",
        "/desk?scope=all&knelpunt=decreet+lokaal+bestuur",
    ] {
        let queue = app.get(path).await.body;
        assert!(
            queue.contains("Fietspad") && queue.contains("Voetpad"),
            "{path}: {queue}"
        );
        assert!(!queue.contains("Zebrapad"), "{path}: {queue}");
    }
    let (status, list) = by_api(app, "/api/v1/tickets?knelpunt=1").await;
    assert_eq!(status, 200, "{list}");
    assert_eq!(list["items"].as_array().unwrap().len(), 2, "{list}");
    assert_eq!(list["items"][0]["knelpunt"], DECREE);
    let (_, none) = by_api(app, "/api/v1/tickets?knelpunt=Kieswet").await;
    assert_eq!(none["items"], Value::Array(Vec::new()));
    let (_, one) = by_api(app, &format!("/api/v1/tickets/{first}")).await;
    assert_eq!(one["knelpunt"], DECREE);

    assert_eq!(
        label(app, &csrf, &first, &[("remove", "1")]).await.status,
        303
    );
    assert_eq!(app.case(&first).await.knelpunt, None);
    let history = app.history(&first).await;
    for kind in ["knelpunt_set", "knelpunt_removed"] {
        assert!(history.contains(kind), "{history}");
    }
});

scenario!(
    a_label_that_names_nothing_or_comes_too_late_is_not_set,
    |app| {
        let reference = asked(app, "Fietspad").await;
        let csrf = signed_in(app).await;
        let url = format!("/desk/tickets/{reference}");
        let long = "x".repeat(201);
        for instrument in [" ", long.as_str()] {
            label(app, &csrf, &reference, &[("instrument", instrument)]).await;
            let page = app.get(&url).await.body;
            assert!(page.contains("Niet bewaard: noem"), "{page}");
        }
        let stale = [
            ("csrf", csrf.as_str()),
            ("revision", "0"),
            ("instrument", DECREE),
        ];
        app.post(&format!("{url}/knelpunt"), &stale).await;
        let page = app.get(&url).await.body;
        assert!(page.contains("intussen gewijzigd"), "{page}");
        assert_eq!(app.case(&reference).await.knelpunt, None);
        // Of another desk's question.
        app.agent("contactpunt-limburg").await;
        let other = sign_in_as(app, "els.contactpunt-limburg@vlaanderen.be").await;
        let got = label(app, &other, &reference, &[("instrument", DECREE)]).await;
        assert_eq!(got.status, 403);
    }
);

scenario!(a_list_is_taken_along_as_a_table_without_who_asks, |app| {
    let reference = asked(app, "=Fietspad; \"breed\"").await;
    asked(app, "Voetpad").await;
    let csrf = signed_in(app).await;
    label(app, &csrf, &reference, &[("instrument", DECREE)]).await;
    let table = app.get("/desk/export?knelpunt=1").await;
    assert_eq!(table.status, 200);
    let mut lines = table.body.trim_start_matches('\u{FEFF}').split("\r\n");
    assert!(table.body.starts_with('\u{FEFF}') || lines.clone().count() == 3);
    assert_eq!(
        lines.next().unwrap(),
        "Nummer;Datum;Bestuur;Regio;Thema;Decreet of instrument;Status"
    );
    let line = lines.next().unwrap();
    assert!(
        line.starts_with(&format!("{reference};2026-01-15;Wetteren;")),
        "{line}"
    );
    assert!(line.contains(DECREE), "{line}");
    assert_eq!(lines.next(), Some(""), "nothing that bears no label");
    assert!(!table.body.contains("an.peeters") && !table.body.contains("Fietspad"));
    let table = app.get("/desk/export?knelpunt=1&subject=1").await;
    assert!(
        table.body.contains("\"'=Fietspad; \"\"breed\"\"\""),
        "{}",
        table.body
    );
    let stranger = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let got = stranger.get(app.url("/desk/export")).send().await.unwrap();
    assert_eq!(got.status(), 303);
});

/// Questions of a table that is longer than any page of ours, beside the one that they are copies of.
const COPIES: usize = 20_200;

scenario!(a_table_holds_every_question_however_many, |app| {
    asked(app, "Fietspad").await;
    let columns = ticket::Column::iter().map(|column| column.as_str().to_owned());
    let same: Vec<String> = columns
        .filter(|name| !matches!(name.as_str(), "id" | "reference"))
        .collect();
    let same = same.join(", ");
    let id = match app.ctx.db.get_database_backend() {
        DbBackend::Postgres => "gen_random_uuid()",
        _ => "randomblob(16)",
    };
    let copies = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {COPIES}) \
         INSERT INTO ticket (id, reference, {same}) \
         SELECT {id}, 'RV-2025-' || (100000 + i), {same} FROM ticket, n"
    );
    app.ctx.db.execute_unprepared(&copies).await.unwrap();
    signed_in(app).await;
    let table = app.visitor.get(app.url("/desk/export?scope=all"));
    let table = table.send().await.unwrap();
    assert_eq!(table.status(), 200);
    // Nobody waits for the whole before the first of it comes.
    assert!(!table.headers().contains_key("content-length"));
    let table = table.text().await.unwrap();
    let lines = table.lines().skip(1);
    let numbers: BTreeSet<&str> = lines.filter_map(|line| line.split(';').next()).collect();
    assert_eq!(numbers.len(), COPIES + 1);
});

scenario!(a_new_question_bears_the_label_that_it_was_given, |app| {
    let csrf = signed_in(app).await;
    let page = app.get("/desk/nieuw").await.body;
    assert!(page.contains("Knelpunt: decreet of instrument"), "{page}");
    let (_, nonce) = page.split_once("name=\"nonce\" value=\"").unwrap();
    let form = [
        ("csrf", csrf.as_str()),
        ("nonce", nonce.split('"').next().unwrap()),
        ("way", "phone"),
        ("mail", ASKER),
        ("name", "An Peeters"),
        ("subject", "Fietspad"),
        ("question", "Wie betaalt ons fietspad?"),
        ("knelpunt", DECREE),
        ("confirmed", "1"),
    ];
    for _ in 0..2 {
        let sent = app.post("/desk/nieuw", &form).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
    app.work().await;
    assert_eq!(app.only_case().await.knelpunt.as_deref(), Some(DECREE));
});
