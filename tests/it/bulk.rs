//! Several questions of the queue at once, and who handles a question and what it is about.

use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Actor, Grant, Reach, Role};
use regiovraag::dispatch;
use regiovraag::entity::user_account;
use regiovraag::registry::{self, MessageState, NextStep, QueueFilter, Reference, Scope, Status};
use regiovraag::text::Language;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use crate::api::token_of;
use crate::bad_input::sign_in_as;
use crate::placing::letter;
use crate::support::app::{App, Got, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";

/// Questions of Wetteren with these subjects, in this order, as the boxes in the queue name them.
async fn asked(app: &App, subjects: &[&str]) -> Vec<String> {
    for (at, subject) in subjects.iter().enumerate() {
        let from = format!("an{at}@wetteren.be");
        app.take(question(&from, subject, "Welke vervoerregio is dit?"))
            .await;
    }
    let mut boxes = Vec::new();
    for reference in app.references().await {
        boxes.push(named(app, &reference).await);
    }
    boxes.sort();
    boxes
}

async fn named(app: &App, reference: &Reference) -> String {
    format!("{reference}:{}", app.case(reference).await.ticket.revision)
}

fn number(named: &str) -> Reference {
    named.split(':').next().unwrap().parse().unwrap()
}

async fn send(app: &App, csrf: &str, verb: &str, tickets: &[String], more: &[(&str, &str)]) -> Got {
    let mut fields = vec![("csrf", csrf), ("do", verb), ("query", "scope=all&late=1")];
    fields.extend(tickets.iter().map(|it| ("t", it.as_str())));
    fields.extend(more);
    let got = app.post("/desk/bulk", &fields).await;
    app.work().await;
    got
}

async fn colleague(app: &App, email: &str, desk: &str) -> uuid::Uuid {
    let at = registry::desk_by_slug(&app.ctx.db, desk).await.unwrap();
    let account = NewAccount {
        email: email.to_owned(),
        name: "Jo Maes".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Agent, Some(at.unwrap().id), None).unwrap()],
    };
    accounts::add(&app.ctx, account).await.unwrap().id
}

scenario!(several_questions_are_taken_at_once, |app| {
    let boxes = asked(app, &["Een", "Twee", "Drie"]).await;
    let els = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let page = app.get("/desk").await.body;
    for each in &boxes {
        assert!(
            page.contains(&format!("value=\"{each}\"")),
            "{each}: {page}"
        );
    }
    let got = send(app, &csrf, "take", &boxes[..2], &[]).await;
    assert_eq!(
        (got.status, got.location.as_str()),
        (303, "/desk?scope=all&late=1")
    );
    let page = app.get("/desk").await.body;
    assert!(page.contains("U nam 2 vragen."), "{page}");
    let mut filter = QueueFilter::open(Scope::User(els.user().unwrap().id), Reach::Everything);
    let rows = registry::queue(&app.ctx.db, &filter, None, 10)
        .await
        .unwrap();
    assert_eq!(rows.rows.len(), 2);
    filter.scope = Scope::All;

    // One that somebody changed meanwhile stays, and keeps nothing from the others.
    let got = send(
        app,
        &csrf,
        "take",
        &[boxes[0].clone(), boxes[2].clone()],
        &[],
    )
    .await;
    assert_eq!(got.status, 409);
    assert!(
        got.body.contains("Gelukt bij 1. Niet gelukt bij 1"),
        "{}",
        got.body
    );
    assert!(
        got.body
            .contains("Iemand heeft deze vraag intussen veranderd"),
        "{}",
        got.body
    );
    assert_eq!(
        app.case(&number(&boxes[2])).await.ticket.handler_user_id,
        els.user().map(|user| user.id)
    );

    // Nothing chosen, or nothing that is there.
    let got = send(app, &csrf, "take", &["RV-2026-999999:1".to_owned()], &[]).await;
    assert_eq!(got.status, 303);
    let page = app.get("/desk").await.body;
    assert!(page.contains("Er is geen vraag gekozen"), "{page}");
    assert_eq!(send(app, &csrf, "verdwijn", &boxes, &[]).await.status, 400);
    assert_eq!(
        send(app, "niet echt", "take", &boxes, &[]).await.status,
        403
    );
});

scenario!(what_leaves_or_ends_is_shown_first, |app| {
    asked(app, &["Vervoerregio", "Nog eens"]).await;
    app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let before = app.mails_to("regiovorming@mow.be").len();
    let first = app.mails_to("an0@wetteren.be").remove(0);
    app.take(first.reply("Het gaat om Kalken.")).await;
    let mut boxes = Vec::new();
    for reference in app.references().await {
        boxes.push(named(app, &reference).await);
    }
    let asked = send(app, &csrf, "forward", &boxes, &[]).await;
    assert_eq!(asked.status, 200);
    let along = "Wat de vraagsteller er later bij schreef gaat mee.";
    assert_eq!(asked.body.matches(along).count(), 1, "{}", asked.body);
    let goes = "Naar Departement Mobiliteit en Openbare Werken, regiovorming@mow.be";
    assert_eq!(asked.body.matches(goes).count(), 2, "{}", asked.body);
    assert_eq!(app.mails_to("regiovorming@mow.be").len(), before);
    let more = [("sure", "1"), ("body", "Graag samen te bekijken.")];
    let sent = send(app, &csrf, "forward", &boxes, &more).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let mails = app.mails_to("regiovorming@mow.be");
    assert_eq!(mails.len(), before + 2);
    assert!(
        mails
            .last()
            .unwrap()
            .text
            .contains("Graag samen te bekijken.")
    );

    // Closing wants a reason, and none that an answer or another number goes with.
    let mut boxes = Vec::new();
    for reference in app.references().await {
        boxes.push(named(app, &reference).await);
    }
    for reason in ["", "answered", "duplicate"] {
        let refused = send(
            app,
            &csrf,
            "close",
            &boxes,
            &[("sure", "1"), ("reason", reason)],
        )
        .await;
        assert_eq!(refused.status, 422, "{reason}");
        assert!(refused.body.contains("role=\"alert\""), "{}", refused.body);
    }
    let shown = send(app, &csrf, "close", &boxes, &[]).await;
    assert_eq!(shown.status, 200);
    assert!(
        shown.body.contains("met dezelfde reden afgesloten"),
        "{}",
        shown.body
    );
    // It shows who gets a mail, and that one can be left out.
    for asker in ["an0@wetteren.be", "an1@wetteren.be"] {
        let goes = format!("mail naar {asker}, behalve bij ongewenste mail");
        assert!(shown.body.contains(&goes), "{}", shown.body);
    }
    let box_of_mail = "name=\"tell\" value=\"1\" checked";
    assert!(shown.body.contains(box_of_mail), "{}", shown.body);
    let silent = [("sure", "1"), ("reason", "")];
    let refused = send(app, &csrf, "close", &boxes, &silent).await.body;
    assert!(refused.contains("; geen mail"), "{refused}");
    assert!(!refused.contains(box_of_mail), "{refused}");
    let more = [
        ("sure", "1"),
        ("reason", "withdrawn"),
        ("tell", "1"),
        ("words", "Tot de volgende keer."),
    ];
    assert_eq!(send(app, &csrf, "close", &boxes, &more).await.status, 303);
    for each in &boxes {
        let standing = app.case(&number(each)).await.ticket.standing;
        assert_eq!(standing.status(), Status::Closed);
    }
    for asker in ["an0@wetteren.be", "an1@wetteren.be"] {
        let told = app.mails_to(asker).pop().unwrap().text;
        assert!(told.contains("omdat ze is ingetrokken"), "{told}");
        assert!(told.contains("Tot de volgende keer."), "{told}");
    }
});

scenario!(closing_several_ends_what_a_stranger_wrote_in_one, |app| {
    asked(app, &["Een", "Twee"]).await;
    app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let to = app.mails_to("an0@wetteren.be")[0].reply_to.clone();
    app.take(letter(&to, "een", "Re: Een", "Het gaat ook om glas."))
        .await;
    let mut boxes = Vec::new();
    for reference in app.references().await {
        boxes.push(named(app, &reference).await);
    }
    let states = async || {
        let (mut steps, mut messages) = (Vec::new(), Vec::new());
        for each in &boxes {
            let case = app.case(&number(each)).await;
            steps.push(case.ticket.standing.step);
            let all = case.threads.iter().flat_map(|it| &it.messages);
            messages.extend(all.map(|it| it.state));
        }
        (steps, messages)
    };
    let (steps, messages) = states().await;
    assert!(steps.contains(&NextStep::ReviewSender), "{steps:?}");
    assert!(messages.contains(&MessageState::Held), "{messages:?}");
    let more = [("sure", "1"), ("reason", "withdrawn")];
    let sent = send(app, &csrf, "close", &boxes, &more).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (steps, messages) = states().await;
    assert_eq!(steps, [NextStep::Done; 2]);
    assert!(!messages.contains(&MessageState::Held), "{messages:?}");
    assert!(messages.contains(&MessageState::Aside), "{messages:?}");
});

scenario!(a_question_goes_to_a_colleague_and_gets_its_topic, |app| {
    let boxes = asked(app, &["Een", "Twee"]).await;
    app.agent(DESK).await;
    let jo = colleague(app, "jo@vlaanderen.be", DESK).await;
    let far = colleague(app, "jan@vlaanderen.be", "contactpunt-limburg").await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let shown = send(app, &csrf, "assign", &boxes, &[]).await;
    assert!(shown.body.contains(&jo.to_string()) && !shown.body.contains(&far.to_string()));
    for wrong in [far.to_string(), String::new()] {
        let more = [("sure", "1"), ("to", wrong.as_str())];
        assert_eq!(send(app, &csrf, "assign", &boxes, &more).await.status, 422);
    }
    let to = jo.to_string();
    let more = [("sure", "1"), ("to", to.as_str())];
    assert_eq!(send(app, &csrf, "assign", &boxes, &more).await.status, 303);
    let case = app.case(&number(&boxes[0])).await;
    assert_eq!(case.ticket.handler_user_id, Some(jo));
    assert_eq!(case.ticket.standing.status(), Status::Open);

    // On the page of one question, too.
    let page = format!("/desk/tickets/{}", number(&boxes[0]));
    let form = async |form: &str, name: &str, value: &str| {
        let seen = app
            .case(&number(&boxes[0]))
            .await
            .ticket
            .revision
            .to_string();
        let fields = [("csrf", csrf.as_str()), ("revision", &seen), (name, value)];
        app.post(&format!("{page}/{form}"), &fields).await.status
    };
    assert_eq!(form("assign", "to", &far.to_string()).await, 422);
    assert_eq!(form("topic", "topic", "zwembad").await, 422);
    assert_eq!(form("topic", "topic", "kaartmateriaal").await, 303);
    assert_eq!(
        form("topic", "topic", "kaartmateriaal").await,
        303,
        "once more is nothing"
    );
    let case = app.case(&number(&boxes[0])).await;
    assert_eq!(case.ticket.topic_slug.as_deref(), Some("kaartmateriaal"));
    let body = app.get(&page).await.body;
    for told in ["Toegewezen aan Jo Maes", "Thema gewijzigd in"] {
        assert_eq!(body.matches(told).count(), 1, "{told}: {body}");
    }
});

scenario!(
    questions_of_nobody_and_of_who_left_are_found_and_given_away,
    |app| {
        let boxes = asked(app, &["Een", "Twee"]).await;
        let (mine, free) = (number(&boxes[0]), number(&boxes[1]));
        let els = app.agent(DESK).await;
        let jo = colleague(app, "jo@vlaanderen.be", DESK).await;
        let seen = app.case(&mine).await.ticket.revision;
        registry::assign(&app.ctx, &els, &mine, seen, jo)
            .await
            .unwrap();
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let listed = async |handler: &str| {
            let url = format!("/desk?scope=desk&handler={handler}");
            let page = app.get(&url).await.body;
            let has = |it: &Reference| page.contains(&format!("id=\"{it}\""));
            (has(&mine), has(&free), page)
        };
        let (first, second, page) = listed("none").await;
        assert!(!first && second, "{page}");
        assert!(
            page.contains("value=\"none\" selected>Niemand</option>"),
            "{page}"
        );
        assert!(page.contains("Jo Maes</option>"), "{page}");

        user_account::Entity::update_many()
            .col_expr(user_account::Column::Active, Expr::value(false))
            .filter(user_account::Column::Id.eq(jo))
            .exec(&app.ctx.db)
            .await
            .unwrap();
        let (first, second, page) = listed(&jo.to_string()).await;
        assert!(first && !second, "{page}");
        let said = "Jo Maes (niet meer bij het loket)";
        assert!(page.contains(said), "{page}");
        let token = token_of(app, DESK).await;
        let by_api = async |handler: &str| {
            let url = app.url(&format!("/api/v1/tickets?handler={handler}"));
            let got = reqwest::Client::new().get(url).bearer_auth(&token);
            let found: serde_json::Value = got.send().await.unwrap().json().await.unwrap();
            let items = found["items"].as_array().unwrap().iter();
            let numbers = items.map(|one| one["reference"].as_str().unwrap().to_owned());
            numbers.collect::<Vec<_>>()
        };
        assert_eq!(by_api("jo@vlaanderen.be").await, [mine.to_string()]);
        assert_eq!(by_api("none").await, [free.to_string()]);
        assert!(by_api("niemand@vlaanderen.be").await.is_empty());

        // Given to somebody else, nothing of them is left to choose.
        let to = els.user().unwrap().id.to_string();
        let more = [("sure", "1"), ("to", to.as_str())];
        let given = [named(app, &mine).await];
        assert_eq!(send(app, &csrf, "assign", &given, &more).await.status, 303);
        let page = app.get("/desk?scope=desk").await.body;
        assert!(!page.contains("Jo Maes"), "{page}");
    }
);

scenario!(another_topic_takes_its_proposal_along, |app| {
    asked(app, &["Vervoerregio", "Nog eens"]).await;
    let els = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let now = async || {
        let mut boxes = Vec::new();
        for reference in app.references().await {
            boxes.push(named(app, &reference).await);
        }
        boxes.sort();
        boxes
    };
    let about = async |topic: &str| {
        let more = [("sure", "1"), ("topic", topic)];
        let done = send(app, &csrf, "topic", &now().await, &more).await;
        assert_eq!(done.status, 303, "{}", done.body);
    };
    let first = number(&now().await[0]);
    let standing = async || app.case(&first).await.ticket.standing;
    let proposed = async || app.case(&first).await.proposed.map(|(slug, ..)| slug);
    assert_eq!(proposed().await.as_deref(), Some("mow"));

    // A topic of the contact points leads to nobody else.
    about("fusies").await;
    assert_eq!(proposed().await, None);
    assert_eq!(standing().await.step, NextStep::Read);
    let shown = send(app, &csrf, "forward", &now().await, &[]).await.body;
    assert_eq!(
        shown.matches("Geen voorstel, blijft staan").count(),
        2,
        "{shown}"
    );
    let page = format!("/desk/tickets/{first}");
    let body = app.get(&page).await.body;
    let told = "er geen voorstel meer voor een ander loket";
    assert!(body.contains(told), "{body}");

    about("politiezones").await;
    assert_eq!(proposed().await.as_deref(), Some("fod-ibz"));
    assert_eq!(standing().await.step, NextStep::ConfirmProposal);
    let body = app.get(&page).await.body;
    let told = "Daarom is nu FOD Binnenlandse Zaken voorgesteld";
    assert!(body.contains(told), "{body}");
    let sure = [("sure", "1")];
    let sent = send(app, &csrf, "forward", &now().await, &sure).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(app.mails_to("veiligheid@ibz.be").len(), 2);
    assert_eq!(app.mails_to("regiovorming@mow.be").len(), 0);

    // With the administration that has it, the topic is a word and no proposal.
    about("vervoerregio").await;
    assert_eq!(proposed().await, None);
    assert_eq!(standing().await.step, NextStep::FollowUp);

    // Back from it, that one is not proposed again.
    let case = app.case(&first).await;
    let held = case.threads.iter().find_map(|it| it.assignment.as_ref());
    let by = Actor::AdministrationLink {
        assignment: held.unwrap().id,
    };
    dispatch::refuse(&app.ctx, &by, held.unwrap().id, None, None, "")
        .await
        .unwrap();
    about("hulpverleningszones").await;
    assert_eq!(proposed().await, None);
    assert_eq!(standing().await.step, NextStep::Answer);
    about("politiezones").await;
    assert_eq!(proposed().await, None);
    about("vervoerregio").await;
    assert_eq!(proposed().await.as_deref(), Some("mow"));

    // Who takes it to answer it says what it is about, and is proposed nobody.
    let seen = app.case(&first).await.ticket.revision;
    registry::take_to_answer(&app.ctx, &els, &first, seen)
        .await
        .unwrap();
    about("politiezones").await;
    assert_eq!(standing().await.step, NextStep::Answer);
});

scenario!(several_questions_get_the_label_with_one_instrument, |app| {
    let boxes = asked(app, &["Een", "Twee"]).await;
    app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let queue = app.get("/desk").await.body;
    assert!(queue.contains("value=\"knelpunt\""), "{queue}");
    let shown = send(app, &csrf, "knelpunt", &boxes, &[]).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert!(shown.body.contains("Geen knelpunt"), "{}", shown.body);
    let empty = [("sure", "1"), ("instrument", " ")];
    assert_eq!(
        send(app, &csrf, "knelpunt", &boxes, &empty).await.status,
        422
    );
    let more = [("sure", "1"), ("instrument", "Decreet lokaal bestuur")];
    assert_eq!(
        send(app, &csrf, "knelpunt", &boxes, &more).await.status,
        303
    );
    for one in &boxes {
        let case = app.case(&number(one)).await;
        assert_eq!(case.knelpunt.as_deref(), Some("Decreet lokaal bestuur"));
    }
    let known = send(app, &csrf, "knelpunt", &boxes, &[]).await;
    assert!(
        known
            .body
            .contains("<option value=\"Decreet lokaal bestuur\">"),
        "{}",
        known.body
    );
});

scenario!(a_question_of_a_colleague_is_taken_over_on_its_page, |app| {
    let boxes = asked(app, &["Een", "Twee"]).await;
    let first = number(&boxes[0]);
    app.agent(DESK).await;
    let jo = colleague(app, "jo@vlaanderen.be", DESK).await;
    let csrf = sign_in_as(app, "jo@vlaanderen.be").await;
    assert_eq!(send(app, &csrf, "take", &boxes[..1], &[]).await.status, 303);

    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let chosen = [named(app, &first).await, boxes[1].clone()];
    let got = send(app, &csrf, "take", &chosen, &[]).await;
    assert_eq!(got.status, 409, "{}", got.body);
    for told in [
        "Gelukt bij 1. Niet gelukt bij 1",
        "De vraag is van Jo Maes. Open ze om ze over te nemen.",
    ] {
        assert!(got.body.contains(told), "{told}: {}", got.body);
    }
    let handler = async || app.case(&first).await.ticket.handler_user_id;
    assert_eq!(handler().await, Some(jo), "hers stays hers");

    let url = format!("/desk/tickets/{first}");
    let press = async |form: &str| {
        let seen = app.case(&first).await.ticket.revision.to_string();
        let fields = [("csrf", csrf.as_str()), ("revision", &seen)];
        app.post(&format!("{url}/{form}"), &fields).await.status
    };
    let page = app.get(&url).await.body;
    assert!(page.contains("Overnemen van Jo Maes"), "{page}");
    assert!(!page.contains("data-key=\"t\""), "{page}");
    // Neither taken in passing, nor given back by who does not have it.
    assert_eq!(press("take").await, 422);
    assert_eq!(press("release").await, 422);
    assert_eq!(handler().await, Some(jo));
    assert_eq!(press("takeover").await, 303);
    assert_eq!(app.case(&first).await.handler.as_deref(), Some("Els Claes"));
    let page = app.get(&url).await.body;
    for shown in ["Overgenomen van Jo Maes", "Teruggeven aan het loket"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("Overnemen van"), "{page}");

    assert_eq!(press("release").await, 303);
    assert_eq!(handler().await, None);
    let case = app.case(&first).await;
    assert_eq!(case.ticket.standing.status(), Status::Open);
    let page = app.get(&url).await.body;
    assert!(page.contains("data-key=\"t\""), "{page}");
    assert!(page.contains("Teruggegeven aan het loket"), "{page}");
});
