//! What a program does with a question besides writing to its asker.

use std::collections::BTreeSet;

use chrono::{SecondsFormat, TimeDelta};
use regiovraag::auth::Scope;
use regiovraag::registry::Reference;
use reqwest::Client;
use serde_json::{Value, json};

use crate::api::{token_for, token_of};
use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";

async fn asked(app: &App, subject: &str) -> Reference {
    app.take(question(ASKER, subject, "Welke vervoerregio?"))
        .await;
    app.references().await.pop().unwrap()
}

async fn post(
    app: &App,
    token: &str,
    reference: &Reference,
    verb: &str,
    body: &Value,
) -> (u16, Value) {
    let url = app.url(&format!("/api/v1/tickets/{reference}/{verb}"));
    let sent = Client::new().post(url).bearer_auth(token).json(body);
    let answer = sent.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn seen(app: &App, reference: &Reference) -> i32 {
    app.case(reference).await.ticket.revision
}

fn fields(problem: &Value) -> BTreeSet<String> {
    let errors = problem["errors"].as_array().unwrap();
    let pointer = |error: &Value| error["pointer"].as_str().unwrap().to_owned();
    errors.iter().map(pointer).collect()
}

scenario!(a_program_is_told_all_that_is_wrong_at_once, |app| {
    let reference = asked(app, "Vervoerregio").await;
    let token = token_of(app, DESK).await;
    for (verb, body, wrong) in [
        ("take", json!({}), vec!["/revision"]),
        (
            "assign",
            json!({"handler": " "}),
            vec!["/handler", "/revision"],
        ),
        ("owner", json!({}), vec!["/desk", "/revision"]),
        (
            "accept",
            json!({"assignment": "x", "zomaar": 1}),
            vec!["/assignment", "/revision", "/zomaar"],
        ),
        (
            "refuse",
            json!({"note": 1}),
            vec!["/assignment", "/note", "/revision"],
        ),
        (
            "consult",
            json!({"revision": 1, "days": 0}),
            vec!["/body", "/days", "/desk"],
        ),
        (
            "merge",
            json!({"revision": 1, "confirmed": "ja"}),
            vec!["/confirmed", "/into", "/into_revision"],
        ),
        (
            "split",
            json!({"revision": 1, "files": "x"}),
            vec!["/body", "/files", "/subject"],
        ),
        ("signal", json!({"why": ""}), vec!["/revision", "/why"]),
        ("topic", json!({"topic": 1}), vec!["/revision", "/topic"]),
        (
            "knelpunt",
            json!({"instrument": "x".repeat(201)}),
            vec!["/instrument", "/revision"],
        ),
        (
            "asker",
            json!({"name": 1, "moves_owner": "ja"}),
            vec!["/email", "/moves_owner", "/name", "/revision"],
        ),
    ] {
        let (status, problem) = post(app, &token, &reference, verb, &body).await;
        assert_eq!(status, 422, "{verb}: {problem}");
        let wrong: BTreeSet<String> = wrong.into_iter().map(str::to_owned).collect();
        assert_eq!(fields(&problem), wrong, "{verb}: {problem}");
    }
    assert_eq!(app.references().await.len(), 1);
});

scenario!(a_program_works_the_desk, |app| {
    let reference = asked(app, "Vervoerregio").await;
    let token = token_of(app, DESK).await;
    let other = token_of(app, "contactpunt-limburg").await;
    app.agent(DESK).await;
    let revision = async || seen(app, &reference).await;

    let take = json!({"revision": revision().await});
    assert_eq!(post(app, &other, &reference, "take", &take).await.0, 403);
    let (status, done) = post(app, &token, &reference, "take", &take).await;
    assert_eq!((status, &done["status"]), (200, &json!("open")), "{done}");
    assert_eq!(post(app, &token, &reference, "take", &take).await.0, 409);

    let nobody = json!({"revision": revision().await, "handler": "niemand@vlaanderen.be"});
    let (status, problem) = post(app, &token, &reference, "assign", &nobody).await;
    assert_eq!(
        (status, fields(&problem)),
        (422, BTreeSet::from(["/handler".to_owned()]))
    );
    let to = format!("els.{DESK}@vlaanderen.be");
    let els = json!({"revision": revision().await, "handler": to});
    assert_eq!(post(app, &token, &reference, "assign", &els).await.0, 200);
    assert_eq!(
        app.case(&reference).await.handler.as_deref(),
        Some("Els Claes")
    );
    // Hers stays hers until a program says otherwise; and it goes back to the desk.
    let take = json!({"revision": revision().await});
    let (status, problem) = post(app, &token, &reference, "take", &take).await;
    assert_eq!(status, 409);
    assert!(problem.to_string().contains("Els Claes"), "{problem}");
    let handler = async || app.case(&reference).await.ticket.handler_user_id;
    assert!(handler().await.is_some());
    assert_eq!(post(app, &other, &reference, "release", &take).await.0, 403);
    assert_eq!(post(app, &token, &reference, "release", &take).await.0, 200);
    assert_eq!(handler().await, None);
    let els = json!({"revision": revision().await, "handler": to});
    assert_eq!(post(app, &token, &reference, "assign", &els).await.0, 200);
    let over = json!({"revision": revision().await, "take_over": true});
    assert_eq!(post(app, &token, &reference, "take", &over).await.0, 200);
    assert_eq!(handler().await, None, "a program is nobody");

    let mow = json!({"revision": revision().await, "desk": "mow"});
    let (status, problem) = post(app, &token, &reference, "owner", &mow).await;
    assert_eq!(
        (status, fields(&problem)),
        (422, BTreeSet::from(["/desk".to_owned()]))
    );
    let twin = asked(app, "Nog een vraag").await;
    let central = json!({"revision": seen(app, &twin).await, "desk": "central"});
    assert_eq!(post(app, &other, &twin, "owner", &central).await.0, 403);
    assert_eq!(post(app, &token, &twin, "owner", &central).await.0, 200);
    assert_eq!(app.case(&twin).await.owner.0, "central");

    let forward = json!({"revision": revision().await, "desk": "mow"});
    assert_eq!(
        post(app, &token, &reference, "forward", &forward).await.0,
        200
    );
    app.work().await;
    let case = app.case(&reference).await;
    let held = case
        .threads
        .iter()
        .find_map(|it| it.assignment.as_ref())
        .unwrap()
        .id;
    let accept = json!({"revision": revision().await, "assignment": held});
    assert_eq!(
        post(app, &token, &reference, "accept", &accept).await.0,
        200
    );
    let old = json!({"revision": revision().await - 1, "assignment": held});
    for verb in ["accept", "refuse"] {
        assert_eq!(post(app, &token, &reference, verb, &old).await.0, 409);
    }
    let none = json!({
        "revision": revision().await, "assignment": held, "instead": "nergens",
    });
    let (status, problem) = post(app, &token, &reference, "refuse", &none).await;
    assert_eq!(
        (status, fields(&problem)),
        (422, BTreeSet::from(["/instead".to_owned()]))
    );
    let refuse = json!({"revision": revision().await, "assignment": held, "note": "Niet van hen."});
    let (status, done) = post(app, &token, &reference, "refuse", &refuse).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(done["next_step"], json!("answer").clone(), "{done}");

    let consult = json!({"revision": revision().await, "desk": "mow", "body": "Wat denkt u?"});
    let (status, done) = post(app, &token, &reference, "consult", &consult).await;
    assert_eq!((status, &done["status"]), (200, &json!("open")), "{done}");
    app.work().await;
});

scenario!(a_program_says_what_a_question_is_about, |app| {
    let reference = asked(app, "Vervoerregio").await;
    let token = token_of(app, DESK).await;
    let other = token_of(app, "contactpunt-limburg").await;
    let revision = async || seen(app, &reference).await;

    let none = json!({"revision": revision().await, "topic": "nergens"});
    let (status, problem) = post(app, &token, &reference, "topic", &none).await;
    assert_eq!(
        (status, fields(&problem)),
        (422, BTreeSet::from(["/topic".to_owned()]))
    );
    let topic = json!({"revision": revision().await, "topic": "vervoerregio"});
    assert_eq!(post(app, &other, &reference, "topic", &topic).await.0, 403);
    let (status, done) = post(app, &token, &reference, "topic", &topic).await;
    assert_eq!(status, 200, "{done}");
    let now = app.case(&reference).await.ticket;
    assert_eq!(now.topic_slug.as_deref(), Some("vervoerregio"));
    assert_eq!(done["revision"], now.revision);

    let empty = json!({"instrument": " "});
    let (status, problem) = post(app, &token, &reference, "knelpunt", &empty).await;
    let both = ["/instrument", "/revision"].map(str::to_owned);
    assert_eq!((status, fields(&problem)), (422, BTreeSet::from(both)));
    let decree = json!({"revision": revision().await, "instrument": "Decreet lokaal bestuur"});
    let (status, done) = post(app, &token, &reference, "knelpunt", &decree).await;
    assert_eq!(status, 200, "{done}");
    let label = async || app.case(&reference).await.knelpunt;
    assert_eq!(label().await.as_deref(), Some("Decreet lokaal bestuur"));
    let stale = json!({"revision": 0});
    let verb = "knelpunt/remove";
    assert_eq!(post(app, &token, &reference, verb, &stale).await.0, 409);
    let remove = json!({"revision": revision().await});
    assert_eq!(post(app, &token, &reference, verb, &remove).await.0, 200);
    assert_eq!(label().await, None);
});

scenario!(a_program_answers_with_files, |app| {
    let reference = asked(app, "Vervoerregio").await;
    let token = token_of(app, DESK).await;
    let with = |revision: i32, content: &str| {
        json!({
            "revision": revision,
            "body": "Dat staat in de bijlage.",
            "attachments": [{
                "filename": "kaart.txt", "media_type": "text/plain", "content": content,
            }],
        })
    };
    let revision = seen(app, &reference).await;
    let wrong = with(revision, "geen base64");
    let (status, problem) = post(app, &token, &reference, "answer", &wrong).await;
    assert_eq!(
        (status, fields(&problem)),
        (422, BTreeSet::from(["/attachments/0/content".to_owned()]))
    );
    let answer = with(revision, "RGUga2FhcnQ=");
    let other = token_of(app, "contactpunt-limburg").await;
    assert_eq!(
        post(app, &other, &reference, "answer", &answer).await.0,
        403
    );
    let (status, done) = post(app, &token, &reference, "answer", &answer).await;
    assert_eq!(status, 200, "{done}");
    app.work().await;
    let case = app.case(&reference).await;
    let last = case.threads[0].messages.last().unwrap();
    let file = &last.attachments[0];
    assert_eq!((file.filename.as_str(), file.size), ("kaart.txt", 8));
    // It left with the answer.
    let mails = app.mails_to(ASKER);
    let left = String::from_utf8_lossy(&mails.last().unwrap().raw).into_owned();
    assert!(left.contains("filename=\"kaart.txt\""), "{left}");
});

scenario!(a_program_narrows_the_queue_as_the_screen_does, |app| {
    let first = asked(app, "Vervoerregio").await;
    app.later(TimeDelta::days(1)).await;
    let moment = app.now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let second = asked(app, "Zwembad").await;
    let token = token_of(app, DESK).await;
    app.agent(DESK).await;
    let els = format!("els.{DESK}@vlaanderen.be");
    let assign = json!({"revision": seen(app, &first).await, "handler": els});
    assert_eq!(post(app, &token, &first, "assign", &assign).await.0, 200);
    let why = json!({"revision": seen(app, &second).await, "why": "Speelt overal."});
    assert_eq!(post(app, &token, &second, "signal", &why).await.0, 200);
    let listed = async |query: &[(&str, &str)]| {
        let asked = Client::new().get(app.url("/api/v1/tickets")).query(query);
        let answer = asked.bearer_auth(&token).send().await.unwrap();
        let status = answer.status().as_u16();
        let list: Value = answer.json().await.unwrap();
        let items = list["items"].as_array().cloned().unwrap_or_default();
        let numbers = items.iter().map(|it| it["reference"].as_str().unwrap());
        (status, numbers.map(str::to_owned).collect::<Vec<_>>())
    };
    let only = |reference: &Reference| (200, vec![reference.to_string()]);
    assert_eq!(listed(&[("handler", &els)]).await, only(&first));
    let nobody = [("handler", "niemand@vlaanderen.be")];
    assert_eq!(listed(&nobody).await, (200, Vec::new()));
    assert_eq!(listed(&[("registered_from", &moment)]).await, only(&second));
    assert_eq!(listed(&[("registered_until", &moment)]).await, only(&first));
    let both = [
        ("registered_from", moment.as_str()),
        ("q", "since:2026-01-01"),
    ];
    assert_eq!(listed(&both).await, only(&second));
    assert_eq!(listed(&[("signal", "true")]).await, only(&second));
    assert_eq!(listed(&[("signal", "false")]).await.1.len(), 2);
    assert_eq!(listed(&[("registered_from", "gisteren")]).await.0, 400);
    app.work().await;
});

scenario!(a_program_that_only_writes_names_another_question, |app| {
    let [first, second, third, told] = [
        asked(app, "Vervoerregio").await,
        asked(app, "Nog over de vervoerregio").await,
        asked(app, "En nog eens").await,
        asked(app, "Gebeld").await,
    ];
    let token = token_for(app, DESK, [Scope::TicketsWrite].into()).await;
    let link = json!({"revision": seen(app, &first).await, "with": second.as_str()});
    let (status, done) = post(app, &token, &first, "link", &link).await;
    assert_eq!(status, 200, "{done}");
    let merge = json!({
        "revision": seen(app, &first).await, "into": second.as_str(),
        "into_revision": seen(app, &second).await,
    });
    let (status, done) = post(app, &token, &first, "merge", &merge).await;
    assert_eq!(status, 200, "{done}");
    let double = json!({
        "revision": seen(app, &third).await, "reason": "duplicate", "duplicate_of": second.as_str(),
    });
    let (status, done) = post(app, &token, &third, "close", &double).await;
    assert_eq!(status, 200, "{done}");
    let on = app.ctx.clock.now().date_naive();
    let noted = json!({
        "revision": seen(app, &told).await, "reason": "answered",
        "noted": { "by": "An", "on": on, "how": "phone", "what": "Die van Aalst." },
    });
    let (status, done) = post(app, &token, &told, "close", &noted).await;
    assert_eq!(status, 200, "{done}");
    app.work().await;
});

scenario!(a_program_merges_and_splits, |app| {
    let first = asked(app, "Vervoerregio").await;
    let again = asked(app, "Nog eens").await;
    let token = token_of(app, DESK).await;
    let merge = json!({
        "revision": seen(app, &first).await,
        "into": again.as_str(),
        "into_revision": seen(app, &again).await,
    });
    let mut unknown = merge.clone();
    unknown["into"] = json!("RV-2026-999999");
    let (status, problem) = post(app, &token, &first, "merge", &unknown).await;
    assert_eq!(
        (status, fields(&problem)),
        (422, BTreeSet::from(["/into".to_owned()]))
    );
    let (status, done) = post(app, &token, &first, "merge", &merge).await;
    assert_eq!((status, &done["status"]), (200, &json!("closed")), "{done}");
    let url = app.url(&format!("/api/v1/tickets/{first}"));
    let read: Value = Client::new()
        .get(url)
        .bearer_auth(&token)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(
        (&read["duplicate_of"], &read["is_merged"]),
        (&json!(again.as_str()), &json!(true))
    );
    let undo = json!({"revision": seen(app, &first).await});
    let (status, done) = post(app, &token, &first, "merge/undo", &undo).await;
    assert_eq!((status, &done["status"]), (200, &json!("new")), "{done}");
    app.work().await;

    let mut split = json!({
        "revision": seen(app, &first).await,
        "subject": "Wie keurt dat goed?",
        "body": "Wie keurt dat goed?",
        "files": ["geen"],
    });
    let (status, problem) = post(app, &token, &first, "split", &split).await;
    assert_eq!(status, 422);
    assert!(
        problem["errors"].to_string().contains("geen"),
        "named: {problem}"
    );
    split["files"] = json!([]);
    let url = app.url(&format!("/api/v1/tickets/{first}/split"));
    let send = async || {
        let sent = Client::new()
            .post(&url)
            .bearer_auth(&token)
            .header("Idempotency-Key", "splits")
            .json(&split);
        let answer = sent.send().await.unwrap();
        answer.json::<Value>().await.unwrap()
    };
    let (once, twice) = (send().await, send().await);
    assert_eq!(once, twice);
    app.work().await;
    let all = app.references().await;
    assert_eq!(all.len(), 3);
    assert_eq!(once["created"], json!(all.last().unwrap().as_str()));
});
