//! What a person types is kept as they type, for them alone, until it is sent or thrown away.

use chrono::TimeDelta;
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Actor, Grant, Role};
use regiovraag::entity::{answer_template, draft, pending_send};
use regiovraag::registry::{self, CloseReason, Reference};
use regiovraag::text::Language;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};

use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ELS: &str = "els.contactpunt-oost-vlaanderen@vlaanderen.be";
const BRAM: &str = "bram.cools@vlaanderen.be";
const ASKER: &str = "an.peeters@wetteren.be";
const KEPT: &str = "Concept bewaard om ";

/// A question, and Els of its desk, who is signed in: she, and the proof for her forms.
async fn asked(app: &App) -> (Reference, Actor, String) {
    app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    let reference = app.only_case().await.ticket.reference;
    let agent = app.agent(DESK).await;
    let csrf = sign_in_as(app, ELS).await;
    (reference, agent, csrf)
}

/// A colleague of Els.
async fn bram(app: &App) {
    let at = registry::desk_by_slug(&app.ctx.db, DESK).await.unwrap();
    let account = NewAccount {
        email: BRAM.to_owned(),
        name: "Bram Cools".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Agent, Some(at.unwrap().id), None).unwrap()],
    };
    accounts::add(&app.ctx, account).await.unwrap();
}

/// What the page does a second after the last key.
async fn keep(app: &App, csrf: &str, at: &str, fields: &[(&str, &str)]) -> Got {
    let page = [("csrf", csrf), ("revision", "1"), ("steps", "1")];
    let form = [&page[..], fields].concat();
    let got = app.post(at, &form).await;
    assert_eq!(got.status, 200, "{at}: {}", got.body);
    got
}

async fn send(app: &App, csrf: &str, url: &str, of: &Reference, fields: &[(&str, &str)]) -> Got {
    let seen = app.case(of).await.ticket.revision.to_string();
    let form = [("csrf", csrf), ("revision", seen.as_str()), ("steps", "1")];
    app.post(url, &[&form[..], fields].concat()).await
}

async fn rows(app: &App) -> u64 {
    draft::Entity::find().count(&app.ctx.db).await.unwrap()
}

/// Where the form goes that throws the draft of this page away.
fn discard(page: &str) -> String {
    let (before, _) = page.split_once("\" data-discard").unwrap();
    before.rsplit_once("action=\"").unwrap().1.to_owned()
}

scenario!(what_is_typed_stands_in_its_form_again, |app| {
    let (reference, _, csrf) = asked(app).await;
    bram(app).await;
    let url = format!("/desk/tickets/{reference}");
    for words in ["Gent", "Gent, wellicht"] {
        let at = format!("{url}/drafts/answer");
        let said = keep(app, &csrf, &at, &[("body", words)]).await;
        assert!(said.body.contains(KEPT), "{}", said.body);
    }
    let reason = [
        ("reason", "withdrawn"),
        ("body", "Hoeft niet"),
        ("tell", "1"),
    ];
    let more = [&reason[..], &[("words", "Dank u")]].concat();
    keep(app, &csrf, &format!("{url}/drafts/close"), &more).await;
    assert_eq!(rows(app).await, 2, "one of each form");

    // At another machine.
    sign_in_as(app, ELS).await;
    let answer = app.get(&format!("{url}?do=answer")).await.body;
    for shown in ["Gent, wellicht</textarea>", KEPT, "Concept: Afsluiten"] {
        assert!(answer.contains(shown), "{shown}: {answer}");
    }
    let close = app.get(&format!("{url}?do=close")).await.body;
    for shown in [
        "Hoeft niet</textarea>",
        "Dank u</textarea>",
        "value=\"withdrawn\" selected",
        KEPT,
    ] {
        assert!(close.contains(shown), "{shown}: {close}");
    }

    // Nobody else sees any of it, nor can throw it away.
    let theirs = sign_in_as(app, BRAM).await;
    for form in ["", "?do=answer", "?do=close"] {
        let page = app.get(&format!("{url}{form}")).await.body;
        for hidden in ["wellicht", "Hoeft niet", KEPT, "Concept:"] {
            assert!(!page.contains(hidden), "{form}, {hidden}: {page}");
        }
    }
    let theirs = [("csrf", theirs.as_str())];
    app.post(&discard(&answer), &theirs).await;
    assert_eq!(rows(app).await, 2);

    // Whose it is can; and wiping it all out is the same.
    let csrf = sign_in_as(app, ELS).await;
    let mine = [("csrf", csrf.as_str())];
    assert_eq!(app.post(&discard(&answer), &mine).await.status, 303);
    assert_eq!(rows(app).await, 1);
    let wiped = [("reason", "withdrawn"), ("body", " "), ("words", "")];
    let at = format!("{url}/drafts/close");
    let said = keep(app, &csrf, &at, &wiped).await;
    assert!(!said.body.contains(KEPT), "{}", said.body);
    assert_eq!(rows(app).await, 0);
    for nowhere in ["take", "nergens", "passon.%2F", "answer.a%20b"] {
        let form = [("csrf", csrf.as_str()), ("body", "x")];
        let got = app.post(&format!("{url}/drafts/{nowhere}"), &form).await;
        assert_eq!(got.status, 404, "{nowhere}");
    }
});

scenario!(a_draft_is_over_once_its_form_was_carried_out, |app| {
    let (reference, agent, csrf) = asked(app).await;
    let url = format!("/desk/tickets/{reference}");
    let post = async |form: &str, fields: &[(&str, &str)]| {
        let at = format!("{url}/drafts/{form}");
        keep(app, &csrf, &at, fields).await;
        let before = rows(app).await;
        let got = send(app, &csrf, &format!("{url}/{form}"), &reference, fields).await;
        app.work().await;
        (got.status, before - rows(app).await)
    };
    assert_eq!(post("note", &[("body", "Gebeld.")]).await, (303, 1));
    let consult = [("desk", "mow"), ("words", "Mag dat?"), ("days", "5")];
    let sure = [&consult[..], &[("confirmed", "1")]].concat();
    assert_eq!(post("consult", &consult).await, (200, 0), "not yet");
    let page = app.get(&format!("{url}/consult")).await.body;
    for shown in ["Mag dat?</textarea>", "value=\"mow\" selected", KEPT] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert_eq!(post("consult", &sure).await, (303, 1));
    let part = [("subject", "Halte"), ("body", "Waar is de halte?")];
    keep(app, &csrf, &format!("{url}/drafts/split"), &part).await;
    let page = app.get(&format!("{url}/split")).await.body;
    assert!(page.contains("Waar is de halte?</textarea>"), "{page}");
    assert_eq!(post("split", &part).await, (303, 1));

    // What is refused stays.
    assert_eq!(post("close", &[("body", "Waarom?")]).await, (422, 0));
    let seen = app.case(&reference).await.ticket.revision;
    registry::take(&app.ctx, &agent, &reference, seen)
        .await
        .unwrap();
    let late = [
        ("csrf", csrf.as_str()),
        ("revision", "0"),
        ("body", "Gent."),
    ];
    let at = format!("{url}/drafts/answer");
    keep(app, &csrf, &at, &[("body", "Gent.")]).await;
    assert_eq!(app.post(&format!("{url}/answer"), &late).await.status, 409);
    assert_eq!(rows(app).await, 2);
    assert_eq!(post("answer", &[("body", "Gent.")]).await, (303, 1));

    // A question that is not there yet.
    let new = [
        ("way", "phone"),
        ("mail", "bo@lede.be"),
        ("name", "Bo"),
        ("subject", "Zwembad"),
        ("question", "Welk zwembad?"),
    ];
    keep(app, &csrf, "/desk/nieuw/drafts/new", &new).await;
    let page = app.get("/desk/nieuw").await.body;
    for shown in ["Welk zwembad?</textarea>", "bo@lede.be", KEPT] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let nonce = [("csrf", csrf.as_str()), ("nonce", "een")];
    let form = [&nonce[..], &new].concat();
    // First it is shown where it goes; what was typed stays until it is registered.
    assert_eq!(app.post("/desk/nieuw", &form).await.status, 200);
    assert_eq!(rows(app).await, 2);
    let form = [&form[..], &[("confirmed", "1")]].concat();
    assert_eq!(app.post("/desk/nieuw", &form).await.status, 303);
    app.work().await;
    assert_eq!(rows(app).await, 1, "the reason for closing");
    assert!(!app.get("/desk/nieuw").await.body.contains(KEPT));
    keep(app, &csrf, "/desk/nieuw/drafts/new", &new).await;
    let page = app.get("/desk/nieuw").await.body;
    let mine = [("csrf", csrf.as_str())];
    assert_eq!(
        app.post(&discard(&page), &mine).await.location,
        "/desk/nieuw"
    );
    assert_eq!(rows(app).await, 1);
});

scenario!(what_was_written_elsewhere_is_not_overwritten, |app| {
    let (reference, _, csrf) = asked(app).await;
    let at = format!("/desk/tickets/{reference}/drafts/answer");
    let keeps = async |saw: &str, body: &str| {
        let fields = [("csrf", csrf.as_str()), ("saw", saw), ("body", body)];
        let said = app.post(&at, &fields).await;
        let version = said.body.split("data-version=\"").nth(1);
        let version = version.and_then(|rest| rest.split('"').next());
        (said.status, version.unwrap_or_default().to_owned())
    };
    let (status, first) = keeps("", "Gent").await;
    assert_eq!((status, first.is_empty()), (200, false));
    app.later(TimeDelta::minutes(1)).await;
    let (status, second) = keeps(&first, "Gent, denk ik").await;
    assert_eq!((status, second == first), (200, false));
    for (saw, body) in [("", "Iets anders"), (first.as_str(), "Aalst"), (&first, "")] {
        assert_eq!(keeps(saw, body).await.0, 409, "{saw} {body}");
    }
    let form = format!("/desk/tickets/{reference}?do=answer");
    let page = app.get(&form).await.body;
    assert!(page.contains(">Gent, denk ik</textarea>"), "{page}");
    assert_eq!(keeps(&second, "").await.0, 200);
    assert_eq!(rows(app).await, 0);
});

scenario!(what_is_put_in_comes_after_what_was_typed, |app| {
    let (reference, _, csrf) = asked(app).await;
    let url = format!("/desk/tickets/{reference}");
    let at = format!("{url}/drafts/answer");
    keep(app, &csrf, &at, &[("body", "Ik zocht het op.")]).await;
    let letter = "Dit staat in het decreet.";
    let (id, now) = (app.ctx.new_id(), app.now());
    let template = answer_template::Model {
        id,
        name: "Decreet".to_owned(),
        body: letter.to_owned(),
        language: "nl".to_owned(),
        desk_id: None,
        revision: 1,
        created_at: now,
        updated_at: now,
        archived_at: None,
    };
    answer_template::Entity::insert(answer_template::ActiveModel::from(template))
        .exec_without_returning(&app.ctx.db)
        .await
        .unwrap();
    let inserted = format!("{url}?do=answer&sjabloon={id}");
    let page = app.get(&inserted).await.body;
    let both = format!("Ik zocht het op.\n\n{letter}");
    for shown in [
        format!("data-inserted=\"{letter}\""),
        format!("{both}</textarea>"),
    ] {
        assert!(page.contains(&shown), "{shown}: {page}");
    }

    // Once that is kept too, a page that is loaded again puts nothing in twice.
    keep(app, &csrf, &at, &[("body", &both)]).await;
    let page = app.get(&inserted).await.body;
    assert!(page.contains(&format!("{both}</textarea>")), "{page}");
});

scenario!(an_old_draft_ends, |app| {
    let (reference, agent, csrf) = asked(app).await;
    let url = format!("/desk/tickets/{reference}");
    keep(app, &csrf, &format!("{url}/drafts/note"), &[("body", "x")]).await;
    keep(app, &csrf, "/desk/nieuw/drafts/new", &[("question", "x")]).await;
    app.later(TimeDelta::days(60)).await;
    assert_eq!(rows(app).await, 2);
    let csrf = sign_in_as(app, ELS).await;
    keep(app, &csrf, &format!("{url}/drafts/note"), &[("body", "y")]).await;
    app.later(TimeDelta::days(31)).await;
    assert_eq!(rows(app).await, 1, "the one that nobody touched is gone");

    // In a closed question sooner.
    let seen = app.case(&reference).await.ticket.revision;
    app.close(&agent, &reference, seen, CloseReason::Withdrawn)
        .await
        .unwrap();
    app.later(TimeDelta::days(29)).await;
    assert_eq!(rows(app).await, 1);
    app.later(TimeDelta::days(2)).await;
    assert_eq!(rows(app).await, 0);
    let sent = pending_send::Entity::find().count(&app.ctx.db).await;
    assert_eq!(sent.unwrap(), 0);
});

scenario!(a_form_without_a_session_leads_back_to_its_page, |app| {
    let (reference, ..) = asked(app).await;
    let url = format!("/desk/tickets/{reference}");
    let nobody = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    for (form, page) in [
        (
            format!("{url}/answer"),
            format!("{url}%3Fdo%3Danswer%23tekst"),
        ),
        (format!("{url}/split"), format!("{url}/split")),
        ("/desk/nieuw".to_owned(), "/desk/nieuw".to_owned()),
    ] {
        let post = nobody.post(app.url(&form)).form(&[("body", "Gent.")]);
        let got = Got::from(post.send().await.unwrap()).await;
        assert_eq!(got.location, format!("/desk/sign-in?next={page}"), "{form}");
    }
});
