//! Finding a question by its words, the same on both databases.

use chrono::TimeDelta;
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Grant, Reach, Role};
use regiovraag::dispatch;
use regiovraag::registry::{
    self, QueueFilter, QueueRow, Reference, Scope, SearchQuery, index_some,
};
use regiovraag::text::Language;
use sea_orm::{ConnectionTrait as _, DbBackend};

use crate::bad_input::sign_in_as;
use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";

/// The subjects of what is found by what is typed.
async fn found(app: &App, typed: &str) -> Vec<String> {
    found_by(app, typed, Reach::Everything, true).await
}

async fn found_by(app: &App, typed: &str, reach: Reach, inside: bool) -> Vec<String> {
    let mut filter = QueueFilter::open(Scope::All, reach);
    let query = SearchQuery::of(typed).unwrap();
    query.narrow(&mut filter, &app.works.atlas().now(), inside, &[]);
    let page = registry::queue(&app.ctx.db, &filter, None, 50).await;
    let subject = |row: QueueRow| row.subject;
    page.unwrap().rows.into_iter().map(subject).collect()
}

async fn three(app: &App) -> Vec<Reference> {
    for (from, subject, text) in [
        (
            "Lien Verstraeten <lien@wetteren.be>",
            "Vervoerregio",
            "Vallen de vervoerregio's samen met onze referentieregio?",
        ),
        (
            "Koen D'hondt <koen.dhondt@gent.be>",
            "Brandweer",
            "Moet de hulpverleningszone de regio's volgen? De raad van de zone wil het weten.",
        ),
        (
            "jan@hasselt.be",
            "Burgemeestersoverleg: 100% \"aanwezig\"?",
            "Wie vervangt de burgemeester \\ schepen? De zone van de raad niet.",
        ),
    ] {
        app.take(question(from, subject, text)).await;
    }
    app.references().await
}

scenario!(words_find_a_question_in_any_form, |app| {
    three(app).await;
    let (brand, overleg) = ("Brandweer", "Burgemeestersoverleg: 100% \"aanwezig\"?");
    for (typed, subjects) in [
        ("regio", vec![brand, "Vervoerregio"]),
        ("REGIO’S raad", vec![brand]),
        ("overleg", vec![overleg]),
        ("hulpverlenings-zone", vec![brand]),
        ("hulpverleningszones", vec![brand]),
        ("\"raad van de zone\"", vec![brand]),
        ("\"zone van de raad\"", vec![overleg]),
        ("vervang*", vec![overleg]),
        ("van:verstraeten", vec!["Vervoerregio"]),
        ("van:lien@wetteren.be", vec!["Vervoerregio"]),
        ("van:d'hondt", vec![brand]),
        ("bestuur:gent", vec![brand]),
        ("hasselt", vec![overleg]),
        ("provincie:limburg", vec![overleg]),
        ("provincie:oost regio", vec![brand, "Vervoerregio"]),
        ("zone -bestuur:gent", vec![overleg]),
        ("-zone", vec!["Vervoerregio"]),
        ("sinds:2000-01-01 zone", vec![overleg, brand]),
        ("tot:2001-01-01", vec![]),
        ("regio zwembad", vec![]),
        ("de van een", vec![]),
        ("' OR \"1\" NEAR/2 * : ) \\", vec![]),
        ("aanwezig\" (", vec![overleg]),
    ] {
        assert_eq!(found(app, typed).await, subjects, "{typed}");
    }
    let limburg = || Reach::Provinces(vec!["limburg".to_owned()]);
    assert_eq!(found_by(app, "zone", limburg(), true).await, [overleg]);
    assert_eq!(
        found_by(app, "zone", Reach::Nothing, true).await,
        Vec::<String>::new()
    );
});

scenario!(what_happens_later_is_found_too, |app| {
    let references = three(app).await;
    let els = app.agent(DESK).await;
    let wetteren = &references[0];
    registry::note(&app.ctx, &els, wetteren, "Gebeld over zwembaden.")
        .await
        .unwrap();
    assert_eq!(found(app, "zwembad").await, Vec::<String>::new());
    assert!(index_some(&app.ctx).await.unwrap());
    assert!(!index_some(&app.ctx).await.unwrap());
    assert_eq!(found(app, "zwembad").await, ["Vervoerregio"]);
    // A note is nothing for who may not read it.
    assert_eq!(
        found_by(app, "zwembad", Reach::Everything, false).await,
        Vec::<String>::new()
    );
    // What is closed is found as well.
    let revision = app.case(wetteren).await.ticket.revision;
    app.close(&els, wetteren, revision, registry::CloseReason::OutOfScope)
        .await
        .unwrap();
    app.work().await;
    assert_eq!(found(app, "zwembad").await, ["Vervoerregio"]);
});

scenario!(a_question_that_went_on_without_a_word_is_found, |app| {
    let references = three(app).await;
    let agent = app.agent(DESK).await;
    let seen = app.case(&references[0]).await.ticket.revision;
    let on = dispatch::Forward {
        desk: "mow".to_owned(),
        ..dispatch::Forward::default()
    };
    dispatch::forward(&app.ctx, &agent, &references[0], seen, on)
        .await
        .unwrap();
    app.work().await;
    assert_eq!(
        found(app, "samenvallen referentieregio").await,
        Vec::<String>::new()
    );
    assert_eq!(
        found(app, "\"onze referentieregio\"").await,
        ["Vervoerregio"]
    );
});

scenario!(
    a_question_that_cannot_be_indexed_keeps_no_other_from_it,
    |app| {
        let references = three(app).await;
        let all = QueueFilter::open(Scope::All, Reach::Everything);
        let rows = registry::queue(&app.ctx.db, &all, None, 50).await.unwrap();
        let of_first = |row: &&QueueRow| row.reference == references[0].to_string();
        let bad = rows.rows.iter().find(of_first).unwrap().number;
        let sql = match app.ctx.db.get_database_backend() {
            DbBackend::Postgres => {
                format!("ALTER TABLE ticket_fts ADD CHECK (number <> {bad}) NOT VALID")
            }
            // What FTS5 keeps beside its words.
            _ => format!(
                "CREATE TRIGGER bad BEFORE INSERT ON ticket_fts_docsize WHEN NEW.id = {bad} \
                 BEGIN SELECT RAISE(ABORT, 'not this one'); END"
            ),
        };
        app.ctx.db.execute_unprepared(&sql).await.unwrap();
        app.ctx
            .db
            .execute_unprepared("UPDATE ticket SET subject = 'Zwembad'")
            .await
            .unwrap();
        registry::index_anew(&app.ctx.db).await.unwrap();
        app.works.until_idle().await.unwrap();
        assert_eq!(found(app, "zwembad").await.len(), 2);
    }
);

scenario!(a_long_list_goes_on_where_it_stopped, |app| {
    for at in 0..7 {
        let text = format!("Vraag {at} over de vervoerregio.");
        app.take(question(
            &format!("an{at}@wetteren.be"),
            &format!("Vraag {at}"),
            &text,
        ))
        .await;
    }
    let mut filter = QueueFilter::open(Scope::All, Reach::Everything);
    let query = SearchQuery::of("vervoerregio's").unwrap();
    query.narrow(&mut filter, &app.works.atlas().now(), true, &[]);
    let (mut subjects, mut after) = (Vec::new(), None);
    loop {
        let page = registry::queue(&app.ctx.db, &filter, after, 3)
            .await
            .unwrap();
        subjects.extend(page.rows.into_iter().map(|row| row.subject));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let all: Vec<String> = (0..7).rev().map(|at| format!("Vraag {at}")).collect();
    assert_eq!(subjects, all);
});

scenario!(the_desk_searches_from_every_page, |app| {
    let references = three(app).await;
    app.agent(DESK).await;
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let page = app.get("/desk?q=regio").await.body;
    assert!(page.contains("2 vragen gevonden"), "{page}");
    assert!(page.contains("<mark>referentieregio</mark>") || page.contains("<mark>vervoerregio"));
    assert!(
        page.contains("value=\"regio\""),
        "what was typed stands in its field"
    );
    let page = app
        .get("/desk?q=regio&topic=hulpverleningszones")
        .await
        .body;
    assert!(page.contains("Zonder filters"), "{page}");
    let page = app.get("/desk?q=zwembad").await.body;
    assert!(page.contains("Geen resultaat voor “zwembad”"), "{page}");
    // A number, however it is typed, is the question itself.
    let number = references[0].as_str();
    let short = number.trim_start_matches("RV-").replace("-0000", "-");
    for typed in [number.to_lowercase(), short] {
        let got = app.get(&format!("/desk?q={typed}")).await;
        assert_eq!(got.status, 303, "{typed}");
    }
    let got = app.get("/desk?q=RV-2026-987654").await;
    assert!(
        got.body
            .contains("Er is geen vraag met nummer RV-2026-987654")
    );
    // An observer of another province finds nothing of it.
    let account = NewAccount {
        email: "gouverneur@limburg.be".to_owned(),
        name: "Mia Claes".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Observer, None, Some("limburg".to_owned())).unwrap()],
    };
    accounts::add(&app.ctx, account).await.unwrap();
    sign_in_as(app, "gouverneur@limburg.be").await;
    let page = app.get("/desk?q=wetteren").await.body;
    assert!(page.contains("Geen resultaat"), "{page}");
});

scenario!(a_queue_is_kept_under_a_name, |app| {
    let els = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let keep = async |name: &str, query: &str, who: &str| {
        let form = [
            ("csrf", csrf.as_str()),
            ("name", name),
            ("query", query),
            ("who", who),
        ];
        app.post("/desk/views", &form).await
    };
    let got = keep("Laat", "scope=all&late=1", "me").await;
    assert_eq!(
        (got.status, got.location.as_str()),
        (303, "/desk?scope=all&late=1")
    );
    assert_eq!(
        keep("Van ons", "scope=desk&q=regio+%26+raad", DESK)
            .await
            .status,
        303
    );
    let page = app.get("/desk?scope=all&late=1").await.body;
    for shown in [
        "Mijn weergaven",
        "Van het loket",
        "href=\"/desk?scope=desk&#38;q=regio+%26+raad\"",
        "Weergave verwijderen",
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    // The same name twice, none, one that is too long, and what is no address of ours.
    assert_eq!(keep("Laat", "scope=me", "me").await.status, 422);
    assert_eq!(keep("  ", "scope=me", "me").await.status, 422);
    assert_eq!(keep(&"x".repeat(61), "scope=me", "me").await.status, 422);
    let got = keep("Kort", "//elders.example", "me").await;
    assert_eq!(got.location, "/desk?%2F%2Felders.example=");
    for at in 0..40 {
        keep(&format!("Nog {at}"), "scope=me", "me").await;
    }
    let views = registry::views(&app.ctx.db, &els).await.unwrap();
    assert_eq!(views.len(), 31, "30 of one person and one of the desk");

    // A colleague sees what the desk keeps and nothing else, and may take it away.
    let desk = registry::desk_by_slug(&app.ctx.db, DESK)
        .await
        .unwrap()
        .unwrap();
    let account = |email: &str, grant| NewAccount {
        email: email.to_owned(),
        name: "Jo Maes".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![grant],
    };
    let grant = Grant::new(Role::Agent, Some(desk.id), None).unwrap();
    accounts::add(&app.ctx, account("jo@vlaanderen.be", grant))
        .await
        .unwrap();
    let grant = Grant::new(Role::Editor, None, None).unwrap();
    accounts::add(&app.ctx, account("ed@vlaanderen.be", grant))
        .await
        .unwrap();
    let remove = async |csrf: &str, name: &str| {
        let view = views.iter().find(|view| view.name == name).unwrap();
        let url = format!("/desk/views/{}/remove", view.id);
        app.post(&url, &[("csrf", csrf)]).await.status
    };
    let editor = sign_in_as(app, "ed@vlaanderen.be").await;
    assert_eq!(remove(&editor, "Van ons").await, 404);
    let keep = async |who: &str, query: &str| {
        let (csrf, name) = (("csrf", editor.as_str()), ("name", "Mijn"));
        let form = [csrf, name, ("who", who), ("query", query)];
        app.post("/desk/views", &form).await
    };
    // Not of a desk that is not theirs, or that is none.
    assert_eq!(keep(DESK, "scope=all").await.status, 403);
    assert_eq!(keep("geen", "scope=all").await.status, 403);
    let long = keep("me", &format!("q={}", "x".repeat(2_000))).await;
    assert_eq!(long.status, 422);
    assert!(long.body.contains("te lang om te bewaren"), "{}", long.body);
    assert_eq!(keep("me", "scope=all").await.status, 303);
    assert!(app.get("/desk").await.body.contains("Mijn weergaven"));
    let colleague = sign_in_as(app, "jo@vlaanderen.be").await;
    let page = app.get("/desk").await.body;
    assert!(
        page.contains("Van ons") && !page.contains("Mijn weergaven"),
        "{page}"
    );
    assert_eq!(remove(&colleague, "Laat").await, 404);
    assert_eq!(remove(&colleague, "Van ons").await, 303);
    assert!(!app.get("/desk").await.body.contains("Van ons"));
});

scenario!(what_is_over_is_late_no_more, |app| {
    for subject in ["Fietspad langs de vaart", "Fietspad langs de trein"] {
        app.take(question(
            "an.peeters@wetteren.be",
            subject,
            "Welk fietspad?",
        ))
        .await;
    }
    let els = app.agent(DESK).await;
    let over = app.references().await.remove(0);
    let seen = app.case(&over).await.ticket.revision;
    app.close(&els, &over, seen, registry::CloseReason::OutOfScope)
        .await
        .unwrap();
    app.later(TimeDelta::days(40)).await;
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    for query in ["", "&status=closed", "&status=open"] {
        let page = app
            .get(&format!("/desk?scope=all&q=fietspad&late=1{query}"))
            .await
            .body;
        assert!(!page.contains(over.as_str()), "{query}: {page}");
    }
    let page = app.get("/desk?scope=all&q=fietspad&late=1").await.body;
    assert!(page.contains("langs de"), "{page}");
});
