//! Three sides in one question: the asker writes while an administration has it, an administration is
//! late or asks something back, a part of the answer leaves before the rest, and a question opens again.

use chrono::{NaiveDate, TimeDelta};
use migration::Migrator;
use regiovraag::auth::Actor;
use regiovraag::dispatch::{self, Forward};
use regiovraag::entity::assignment::ProgressKind;
use regiovraag::entity::ticket;
use regiovraag::outbound::Fate;
use regiovraag::registry::{
    self, AssignmentView, Ball, Case, CloseReason, MessageState, MessageView, NextStep, Receipt,
    Reference, Status, ThreadView,
};
use reqwest::Client;
use sea_orm::EntityTrait as _;
use sea_orm::sea_query::Expr;
use sea_orm_migration::MigratorTrait as _;
use serde_json::json;

use crate::api::token_of;
use crate::bad_input::sign_in_as;
use crate::closing::send;
use crate::support::app::{App, question};
use crate::support::database::steps_since;
use crate::support::post::with_file;
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const MOW: &str = "regiovorming@mow.be";

async fn forward(app: &App, agent: &Actor, reference: &Reference, desk: &str, words: &str) {
    let seen = app.case(reference).await.ticket.revision;
    let to = Forward {
        desk: desk.into(),
        comment: words.into(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, agent, reference, seen, to)
        .await
        .unwrap();
    app.work().await;
}

/// A question that is with MOW; the agent of its contact point, signed in, with the token of their forms.
async fn with_mow(app: &App) -> (Reference, Actor, String) {
    app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    let reference = app.only_case().await.ticket.reference;
    let agent = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    forward(app, &agent, &reference, "mow", "").await;
    (reference, agent, csrf)
}

/// The agent signs in anew: the session ended meanwhile.
async fn again(app: &App) -> String {
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await
}

/// The asker replies to the last mail that they got.
async fn asker_writes(app: &App, text: &str) {
    let last = app.mails_to(ASKER).pop().unwrap();
    app.take(last.reply(text)).await;
}

fn held<'a>(case: &'a Case, desk: &str) -> &'a AssignmentView {
    let mut all = case.threads.iter().filter_map(|it| it.assignment.as_ref());
    all.rfind(|it| it.desk_slug == desk).unwrap()
}

fn news(case: &Case) -> Option<&MessageView> {
    let mut all = case.threads.iter().flat_map(|it| &it.messages);
    all.find(|it| it.state == MessageState::New)
}

/// What a desk sent and the owner has not read yet.
fn unread<'a>(case: &'a Case, desk: &str) -> Option<&'a MessageView> {
    let of_desk = |thread: &&ThreadView| {
        let held = thread.assignment.as_ref();
        held.is_some_and(|it| it.desk_slug == desk)
    };
    let mut all = case
        .threads
        .iter()
        .filter(of_desk)
        .flat_map(|it| &it.messages);
    all.find(|it| it.state == MessageState::Proposed)
}

/// A question that MOW and De Lijn both answered, with the token of the forms and the answer of De Lijn.
async fn with_two_answers(app: &App) -> (Reference, String, String) {
    let (reference, agent, csrf) = with_mow(app).await;
    forward(app, &agent, &reference, "de-lijn", "").await;
    let case = app.case(&reference).await;
    let lijn = held(&case, "de-lijn").desk_email.as_str();
    let from_mow = app.mails_to(MOW)[0].reply("De halte blijft bestaan.");
    app.take(from_mow).await;
    let from_lijn = app.mails_to(lijn)[0].reply("U hoort bij vervoerregio Gent.");
    app.take(from_lijn).await;
    let case = app.case(&reference).await;
    assert!(unread(&case, "mow").is_some(), "{:?}", case.threads);
    let used = unread(&case, "de-lijn").unwrap().id.to_string();
    (reference, csrf, used)
}

scenario!(
    the_newest_answer_is_on_screen_and_each_tab_says_what_waits,
    |app| {
        let (reference, agent, _) = with_mow(app).await;
        forward(app, &agent, &reference, "de-lijn", "").await;
        let case = app.case(&reference).await;
        let (mow, lijn) = (held(&case, "mow"), held(&case, "de-lijn"));
        let from_lijn = app.mails_to(&lijn.desk_email)[0].reply("U hoort bij vervoerregio Gent.");
        app.take(from_lijn).await;
        app.later(TimeDelta::hours(1)).await;
        let from_mow = app.mails_to(MOW)[0].reply("De halte blijft bestaan.");
        app.take(from_mow).await;
        again(app).await;

        let url = format!("/desk/tickets/{reference}");
        let with = |desk: &AssignmentView| format!(r#"<h2 id="g2">{}</h2>"#, desk.desk_name);
        let page = app.get(&url).await.body;
        assert!(page.contains(&with(mow)), "{page}");
        assert!(page.contains("De halte blijft bestaan."), "{page}");
        // On a wide screen and on a phone, each desk once.
        let two = r#"<span class="rv-num">2</span><span class="rv-vh"> berichten</span>"#;
        assert_eq!(page.matches(two).count(), 4, "{page}");
        assert_eq!(page.matches("rv-tab__new").count(), 4, "{page}");

        // Whoever uses an answer sees that one.
        let case_now = app.case(&reference).await;
        let used = unread(&case_now, "de-lijn").unwrap().id;
        let page = app.get(&format!("{url}?do=answer&use={used}")).await.body;
        assert!(page.contains(&with(lijn)), "{page}");
    }
);

async fn stands(app: &App, reference: &Reference) -> (Status, NextStep, Ball) {
    let standing = app.case(reference).await.ticket.standing;
    (standing.status(), standing.step, standing.ball.holder)
}

async fn queue(app: &App) -> String {
    app.get("/desk").await.body
}

/// The page of the asker.
async fn status_page(app: &App, reference: &Reference) -> String {
    let mails = app.mails_to(ASKER);
    let links = mails.iter().flat_map(|mail| mail.links());
    let own = format!("/vraag/{reference}?");
    let mut links = links.filter(|link| link.contains(&own));
    let link = links.next_back().unwrap().to_owned();
    app.get(&link).await.body
}

fn link(app: &App, part: &str) -> String {
    let mail = app.mails_to(ASKER).pop().unwrap();
    let links = mail.links();
    let found = links.iter().find(|link| link.contains(part));
    (*found.unwrap()).to_owned()
}

scenario!(
    what_the_asker_writes_meanwhile_is_new_until_it_is_dealt_with,
    |app| {
        let (reference, _, _) = with_mow(app).await;
        let before = app.case(&reference).await.ticket;
        app.later(TimeDelta::days(1)).await;
        let csrf = again(app).await;
        asker_writes(app, "Het gaat om de halte in Schellebelle.").await;
        assert_eq!(
            stands(app, &reference).await,
            (Status::Open, NextStep::ReadMessage, Ball::Administration)
        );
        let ticket = app.case(&reference).await.ticket;
        assert_eq!(
            (ticket.due_at, ticket.standing.ball),
            (before.due_at, before.standing.ball)
        );
        let body = queue(app).await;
        assert!(body.contains("Nieuw bericht van vraagsteller"), "{body}");
        let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
        for shown in ["Nieuw bericht", "Doorgeven aan ", "?do=passon", "Gezien"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }

        // Read, and nothing to be done: the ball stays, the row leaves what is to do.
        let message = news(&app.case(&reference).await).unwrap().id.to_string();
        let fields = [("message", message.as_str())];
        let done = send(app, &csrf, &reference, "seen", &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(
            stands(app, &reference).await,
            (Status::Open, NextStep::FollowUp, Ball::Administration)
        );
        let case = app.case(&reference).await;
        assert_eq!(news(&case), None);
        let last = case.events.last().unwrap();
        assert_eq!(
            (last.kind.as_str(), last.by.as_deref()),
            ("message_seen", Some("Els Claes"))
        );
        assert_eq!(
            send(app, &csrf, &reference, "seen", &fields).await.status,
            409
        );

        // Another one goes on to MOW, in the same conversation.
        app.later(TimeDelta::days(1)).await;
        let csrf = again(app).await;
        asker_writes(app, "En om de nieuwe dienstregeling.").await;
        let message = news(&app.case(&reference).await).unwrap().id;
        let page = app
            .get(&format!(
                "/desk/tickets/{reference}?do=passon&about={message}"
            ))
            .await
            .body;
        let quoted = "&gt; En om de nieuwe dienstregeling.";
        let quoted_too = "&#62; En om de nieuwe dienstregeling.";
        assert!(page.contains(quoted) || page.contains(quoted_too), "{page}");
        assert!(page.contains(MOW), "{page}");
        let message = message.to_string();
        let fields = [
            ("message", message.as_str()),
            ("to_desk", "mow"),
            (
                "body",
                "De vraagsteller schreef:\n\n> En om de nieuwe dienstregeling.",
            ),
        ];
        let done = send(app, &csrf, &reference, "passon", &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let mails = app.mails_to(MOW);
        let (first, last) = (&mails[0], mails.last().unwrap());
        assert!(
            last.subject.starts_with("De vraagsteller schreef ons"),
            "{}",
            last.subject
        );
        assert!(last.text.contains("nieuwe dienstregeling"), "{}", last.text);
        assert_eq!(last.in_reply_to, std::slice::from_ref(&first.message_id));
        let case = app.case(&reference).await;
        assert_eq!(news(&case), None);
        assert_eq!(
            (case.ticket.standing.step, case.ticket.standing.ball),
            (NextStep::FollowUp, before.standing.ball)
        );
        assert!(case.events.iter().any(|it| it.kind == "message_passed_on"));
        // Both stand at their message, with who did it.
        let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
        let desk = &held(&case, "mow").desk_name;
        for shown in [
            "Gezien door Els Claes, 16 jan, 9.00".to_owned(),
            format!("Doorgegeven aan {desk} door Els Claes, vandaag"),
        ] {
            assert!(page.contains(&shown), "{shown}: {page}");
        }
        let (broken, _) = registry::verify_record(&app.ctx.db, Vec::new())
            .await
            .unwrap();
        assert_eq!(broken, []);
    }
);

scenario!(what_is_dealt_with_first_leaves_the_other_there, |app| {
    let (reference, agent, csrf) = with_mow(app).await;
    let assignment = held(&app.case(&reference).await, "mow").id;
    let mow = Actor::AdministrationLink { assignment };
    asker_writes(app, "Het gaat om de halte in Schellebelle.").await;
    // A Monday, long past the twenty working days that the asker was promised.
    let late = NaiveDate::from_ymd_opt(2026, 3, 30).unwrap();
    dispatch::promise_answer(&app.ctx, &mow, assignment, late)
        .await
        .unwrap();
    assert_eq!(stands(app, &reference).await.1, NextStep::ReadMessage);
    let body = queue(app).await;
    for both in ["Nieuw bericht van vraagsteller", "nabellen: "] {
        assert!(body.contains(both), "{both}: {body}");
    }
    let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
    assert!(
        page.contains("Nabellen: antwoordt tegen maandag 30 maart"),
        "{page}"
    );

    let message = news(&app.case(&reference).await).unwrap().id.to_string();
    let fields = [("message", message.as_str())];
    assert_eq!(
        send(app, &csrf, &reference, "seen", &fields).await.status,
        303
    );
    assert_eq!(stands(app, &reference).await.1, NextStep::Chase);
    asker_writes(app, "En wanneer mag ik iets verwachten?").await;
    assert_eq!(stands(app, &reference).await.1, NextStep::ReadMessage);
    // Called, in writing: what the asker wrote still waits.
    forward(app, &agent, &reference, "mow", "Kan het vroeger?").await;
    assert_eq!(stands(app, &reference).await.1, NextStep::ReadMessage);
    let case = app.case(&reference).await;
    assert_eq!(held(&case, "mow").chase_since, None);
    let message = news(&case).unwrap().id.to_string();
    let fields = [("message", message.as_str())];
    assert_eq!(
        send(app, &csrf, &reference, "seen", &fields).await.status,
        303
    );
    assert_eq!(stands(app, &reference).await.1, NextStep::FollowUp);
});

scenario!(silence_is_flagged_beside_what_the_asker_wrote, |app| {
    let (reference, _, _) = with_mow(app).await;
    asker_writes(app, "Het gaat om de halte in Schellebelle.").await;
    // Its term, the one reminder, and the patience after it.
    app.later(TimeDelta::days(16)).await;
    app.later(TimeDelta::days(8)).await;
    let csrf = again(app).await;
    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing.step, NextStep::ReadMessage);
    assert!(held(&case, "mow").chase_since.is_some());
    let message = news(&case).unwrap().id.to_string();
    let fields = [("message", message.as_str())];
    assert_eq!(
        send(app, &csrf, &reference, "seen", &fields).await.status,
        303
    );
    assert_eq!(stands(app, &reference).await.1, NextStep::Chase);
});

scenario!(a_part_of_the_answer_leaves_the_rest_with_its_desk, |app| {
    let (reference, agent, csrf) = with_mow(app).await;
    forward(app, &agent, &reference, "de-lijn", "").await;
    let before = app.case(&reference).await;
    let lijn = held(&before, "de-lijn").clone();
    let page = app
        .get(&format!("/desk/tickets/{reference}?do=answer"))
        .await
        .body;
    for shown in [
        "name=\"rest:mow\" value=\"\" checked",
        "name=\"rest:de-lijn\" value=\"still\"",
        "De Lijn krijgt een mail dat antwoorden niet meer hoeft.",
        "De Lijn blijft antwoorden, tegen",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let fields = [
        ("body", "U hoort bij vervoerregio Gent."),
        ("rest:mow", ""),
        ("rest:de-lijn", "still"),
    ];
    let done = send(app, &csrf, &reference, "answer", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = app.case(&reference).await;
    assert_eq!(held(&case, "mow").progress, ProgressKind::Withdrawn);
    let kept = held(&case, "de-lijn");
    assert_eq!(
        (kept.progress, kept.due_at),
        (ProgressKind::Sent, lijn.due_at)
    );
    let standing = case.ticket.standing;
    assert_eq!(
        (standing.status(), standing.receipt, standing.step),
        (Status::Open, Receipt::Sent, NextStep::FollowUp)
    );
    assert_eq!(case.ball_desk.as_deref(), Some("De Lijn"));
    // The asker's own term runs on.
    assert_eq!(case.ticket.due_at, before.ticket.due_at);
    let told = app.mails_to(MOW).pop().unwrap().text;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("U hoeft niet meer te antwoorden"), "{told}");
    assert_eq!(app.mails_to(&lijn.desk_email).len(), 1);
    let mail = app.mails_to(ASKER).pop().unwrap();
    let said = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("een deel van het antwoord"), "{said}");
    assert!(said.contains("komt nog, van De Lijn"), "{said}");
    assert!(said.contains("Ja, dit deel helpt:"), "{said}");
    assert!(!said.contains("Ja, beantwoord"), "{said}");
    assert!(!said.contains("sluiten we de vraag"), "{said}");
    let page = status_page(app, &reference).await;
    for shown in [
        "Dit is een deel van het antwoord.",
        "De Lijn antwoordt nog",
        ">Ja, dit deel helpt<",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }

    // A yes to the part is kept, and closes nothing; nor does silence.
    let yes = link(app, "/b/ja/");
    let page = app.get(&yes).await.body;
    assert!(page.contains("Uw vraag blijft open"), "{page}");
    assert!(page.contains(">Ja, dit deel helpt</button>"), "{page}");
    assert!(!page.contains("sluit mijn vraag"), "{page}");
    assert_eq!(app.post(&yes, &[]).await.status, 303);
    let page = app.get(&yes).await.body;
    assert!(page.contains("Bedankt. Uw vraag blijft open"), "{page}");
    let case = app.case(&reference).await;
    assert_eq!(
        (case.ticket.standing.status(), case.ticket.standing.receipt),
        (Status::Open, Receipt::Confirmed)
    );
    app.later(TimeDelta::days(20)).await;
    let csrf = again(app).await;
    assert_eq!(
        app.case(&reference).await.ticket.standing.status(),
        Status::Open
    );

    // The rest comes, leaves and is received: only then it is over.
    let asked = app.mails_to(&lijn.desk_email);
    app.take(asked[0].reply("De halte blijft tot 2030.")).await;
    assert_eq!(stands(app, &reference).await.1, NextStep::ReviewProposal);
    let fields = [("body", "De halte blijft tot 2030.")];
    assert_eq!(
        send(app, &csrf, &reference, "answer", &fields).await.status,
        303
    );
    let case = app.case(&reference).await;
    assert_eq!(
        (case.ticket.standing.status(), case.ticket.standing.part),
        (Status::Answered, None)
    );
    let mail = app.mails_to(ASKER).pop().unwrap().text;
    let said = mail.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("Hier is de rest van het antwoord op"),
        "{said}"
    );
    assert!(said.contains("Ja, beantwoord:"), "{said}");
    let page = status_page(app, &reference).await;
    for shown in [
        "We stuurden u een deel van het antwoord",
        "U zei dat dit deel van het antwoord helpt",
        "We stuurden u de rest van het antwoord",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    // The link in the mail with the part is about the part.
    app.post(&yes, &[]).await;
    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing.status(), Status::Answered);
    let yes = link(app, "/b/ja/");
    app.post(&yes, &[]).await;
    let case = app.case(&reference).await;
    assert_eq!(
        (case.ticket.standing.status(), case.ticket.standing.receipt),
        (Status::Closed, Receipt::Confirmed)
    );
});

scenario!(
    the_form_of_an_answer_says_who_is_told_that_theirs_is_not_needed,
    |app| {
        let (reference, _, _) = with_mow(app).await;
        let name = held(&app.case(&reference).await, "mow").desk_name.clone();
        let url = format!("/desk/tickets/{reference}?do=answer");
        let page = app.get(&url).await.body;
        let told = format!("Daarnaast krijgt een mail dat antwoorden niet meer hoeft: {name}");
        assert!(page.contains(&told), "{page}");
        let barred = format!("rv-chip--no\">{name}<");
        assert!(!page.contains(&barred), "they do get a mail: {page}");
    }
);

scenario!(
    an_answer_that_waits_is_asked_about_and_left_when_it_is_not_used,
    |app| {
        let (reference, csrf, used) = with_two_answers(app).await;
        let case = app.case(&reference).await;
        let name = held(&case, "mow").desk_name.as_str();
        let form = format!("/desk/tickets/{reference}?do=answer&use={used}");
        let page = app.get(&form).await.body;
        let asks = format!("{name} antwoordde; dat antwoord gebruikt u niet");
        for shown in [
            asks.as_str(),
            "name=\"rest:mow\" value=\"\" checked",
            "name=\"rest:mow\" value=\"still\"",
        ] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        assert!(!page.contains("rest:de-lijn"), "{page}");
        let told = app.mails_to(MOW).len();
        let fields = [
            ("body", "U hoort bij Gent."),
            ("proposal", used.as_str()),
            ("rest:mow", ""),
        ];
        let done = send(app, &csrf, &reference, "answer", &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let case = app.case(&reference).await;
        let standing = case.ticket.standing;
        assert_eq!(
            (standing.status(), standing.step),
            (Status::Answered, NextStep::AwaitReceipt)
        );
        assert_eq!(unread(&case, "mow"), None);
        let left = case.events.iter().filter(|it| it.kind == "proposal_left");
        assert_eq!(left.count(), 1, "{:?}", case.events);
        assert_eq!(app.mails_to(MOW).len(), told, "they answered");
    }
);

scenario!(
    an_answer_that_waits_is_used_after_a_part_of_the_answer,
    |app| {
        let (reference, csrf, used) = with_two_answers(app).await;
        let fields = [
            ("body", "U hoort bij Gent."),
            ("proposal", used.as_str()),
            ("rest:mow", "still"),
        ];
        let done = send(app, &csrf, &reference, "answer", &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(
            stands(app, &reference).await,
            (Status::Open, NextStep::ReviewProposal, Ball::Owner)
        );
        let part = app.mails_to(ASKER).pop().unwrap().text;
        assert!(part.contains("een deel van het antwoord"), "{part}");
        let case = app.case(&reference).await;
        let waits = unread(&case, "mow").unwrap().id.to_string();
        let left = case.events.iter().any(|it| it.kind == "proposal_left");
        assert!(!left, "{:?}", case.events);

        let fields = [
            ("body", "De halte blijft bestaan."),
            ("proposal", waits.as_str()),
        ];
        let done = send(app, &csrf, &reference, "answer", &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let (status, step, _) = stands(app, &reference).await;
        assert_eq!((status, step), (Status::Answered, NextStep::AwaitReceipt));
        let rest = app.mails_to(ASKER).pop().unwrap().text;
        assert!(rest.contains("de rest van het antwoord"), "{rest}");
    }
);

scenario!(a_program_uses_one_answer_and_keeps_the_other, |app| {
    let (reference, _, used) = with_two_answers(app).await;
    let token = token_of(app, DESK).await;
    let seen = app.case(&reference).await.ticket.revision;
    let words = json!({
        "revision": seen, "body": "Gent.", "proposal": used, "still": ["mow"]
    });
    let answer = Client::new()
        .post(app.url(&format!("/api/v1/tickets/{reference}/answer")))
        .bearer_auth(&token)
        .json(&words)
        .send()
        .await
        .unwrap();
    let told = answer.json::<serde_json::Value>().await.unwrap();
    app.work().await;
    assert_eq!(told["next_step"], "review_proposal", "{told}");
    let case = app.case(&reference).await;
    assert!(unread(&case, "mow").is_some());
});

scenario!(a_part_that_came_back_leaves_again_as_a_part, |app| {
    let (reference, _, csrf) = with_mow(app).await;
    let gone = Fate::Refused {
        code: Some(550),
        reply: "550 5.1.1 unknown".to_owned(),
    };
    app.post_box.meet(ASKER, gone);
    let fields = [("body", "U hoort bij Gent."), ("rest:mow", "still")];
    assert_eq!(
        send(app, &csrf, &reference, "answer", &fields).await.status,
        303
    );
    assert_eq!(
        stands(app, &reference).await,
        (Status::Open, NextStep::RepairAddress, Ball::Owner)
    );
    let fields = [("body", "an@wetteren.be")];
    let done = send(app, &csrf, &reference, "readdress", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = app.case(&reference).await;
    let standing = case.ticket.standing;
    assert_eq!(
        (standing.status(), standing.receipt, standing.ball.holder),
        (Status::Open, Receipt::Sent, Ball::Administration)
    );
    assert!(standing.part.is_some());
    assert_eq!(held(&case, "mow").progress, ProgressKind::Sent);
    let again = app.mails_to("an@wetteren.be").pop().unwrap();
    assert!(
        again.text.contains("een deel van het antwoord"),
        "{}",
        again.text
    );
});

scenario!(a_program_answers_in_part_and_passes_on, |app| {
    let (reference, _, _) = with_mow(app).await;
    let token = token_of(app, DESK).await;
    let call = async |verb: &str, body: serde_json::Value| {
        let answer = Client::new()
            .post(app.url(&format!("/api/v1/tickets/{reference}/{verb}")))
            .bearer_auth(&token)
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        let told = answer.json::<serde_json::Value>().await.unwrap();
        app.work().await;
        (status, told)
    };
    asker_writes(app, "Het gaat om Schellebelle.").await;
    let case = app.case(&reference).await;
    let (message, seen) = (news(&case).unwrap().id, case.ticket.revision);
    let words = json!({"revision": seen, "message": message, "desks": ["de-lijn"], "body": "Zie."});
    let (status, told) = call("pass-on", words).await;
    assert_eq!(status, 422, "{told}");
    let words = json!({"revision": seen, "message": message, "desks": ["mow"], "body": "Zie."});
    let (status, told) = call("pass-on", words).await;
    assert_eq!(
        (status, &told["next_step"]),
        (200, &json!("follow_up")),
        "{told}"
    );
    asker_writes(app, "Of om Wichelen.").await;
    let case = app.case(&reference).await;
    let (message, seen) = (news(&case).unwrap().id, case.ticket.revision);
    let (status, told) = call("seen", json!({"revision": seen, "message": message})).await;
    assert_eq!(
        (status, &told["next_step"]),
        (200, &json!("follow_up")),
        "{told}"
    );

    let seen = app.case(&reference).await.ticket.revision;
    let part = |desk: &str| json!({"revision": seen, "body": "Gent.", "still": [desk]});
    let (status, told) = call("answer", part("de-lijn")).await;
    assert_eq!(status, 422, "{told}");
    let (status, told) = call("answer", part("mow")).await;
    assert_eq!((status, &told["status"]), (200, &json!("open")), "{told}");
    let case = app.case(&reference).await;
    assert_eq!(held(&case, "mow").progress, ProgressKind::Sent);
});

scenario!(who_opens_a_question_again_tells_the_asker, |app| {
    let (reference, agent, _) = with_mow(app).await;
    let seen = app.case(&reference).await.ticket.revision;
    app.close(&agent, &reference, seen, CloseReason::OutOfScope)
        .await
        .unwrap();
    app.work().await;
    app.later(TimeDelta::days(5)).await;
    let csrf = again(app).await;
    let before = app.mails_to(ASKER);
    let page = app
        .get(&format!("/desk/tickets/{reference}?do=reopen"))
        .await
        .body;
    assert!(page.contains("name=\"told\""), "{page}");
    let fields = [
        ("body", "GEHEIM: het ging wel over ons"),
        ("told", "We sloten ze te vroeg."),
    ];
    let done = send(app, &csrf, &reference, "reopen", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let mails = app.mails_to(ASKER);
    assert_eq!(mails.len(), before.len() + 1);
    let mail = mails.last().unwrap();
    let said = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let due = app.case(&reference).await.ticket.due_at;
    let day = regiovraag::text::dates::day(
        regiovraag::text::dates::local_day(due),
        regiovraag::text::Language::Nl,
    );
    for told in [
        "opnieuw opgenomen",
        "We sloten ze te vroeg.",
        day.as_str(),
        "/vraag/",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(!said.contains("GEHEIM"), "{said}");
    assert_eq!(mail.in_reply_to.len(), 1);
    let page = status_page(app, &reference).await;
    assert!(page.contains("We sloten ze te vroeg."), "{page}");

    // Whoever opened it by their own words knows already.
    let seen = app.case(&reference).await.ticket.revision;
    app.close(&agent, &reference, seen, CloseReason::Withdrawn)
        .await
        .unwrap();
    let before = app.mails_to(ASKER).len();
    asker_writes(app, "Ik heb toch nog een vraag.").await;
    assert_eq!(stands(app, &reference).await.0, Status::Open);
    assert_eq!(app.mails_to(ASKER).len(), before);
});

scenario!(a_promise_stays_while_something_is_asked_back, |app| {
    let (reference, _, csrf) = with_mow(app).await;
    let assignment = held(&app.case(&reference).await, "mow").id;
    let mow = Actor::AdministrationLink { assignment };
    let by = NaiveDate::from_ymd_opt(2026, 1, 26).unwrap();
    dispatch::promise_answer(&app.ctx, &mow, assignment, by)
        .await
        .unwrap();
    let page = status_page(app, &reference).await;
    assert!(page.contains("26 januari"), "{page}");
    dispatch::ask_back(&app.ctx, &mow, assignment, "Om welke halte gaat het?")
        .await
        .unwrap();
    app.work().await;
    let page = status_page(app, &reference).await;
    for shown in ["26 januari", "vroeg ons meer informatie"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("Om welke halte"), "{page}");
    let fields = [("body", "Om welke halte gaat het?")];
    assert_eq!(
        send(app, &csrf, &reference, "ask", &fields).await.status,
        303
    );
    let page = status_page(app, &reference).await;
    assert!(page.contains("26 januari"), "{page}");
});

scenario!(what_a_desk_asks_is_answered_and_not_sent_on, |app| {
    let (reference, _, csrf) = with_mow(app).await;
    let assignment = held(&app.case(&reference).await, "mow").id;
    let mow = Actor::AdministrationLink { assignment };
    dispatch::ask_back(&app.ctx, &mow, assignment, "Om welke halte gaat het?")
        .await
        .unwrap();
    let page = app
        .get(&format!("/desk/tickets/{reference}?do=forward&to=mow"))
        .await
        .body;
    for shown in ["Antwoorden aan ", "Antwoord sturen aan ", MOW] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("Doorsturen naar"), "{page}");
    let fields = [
        ("desk", "mow"),
        ("reply", "1"),
        ("body", "Om Schellebelle."),
    ];
    let done = send(app, &csrf, &reference, "forward", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
    assert!(page.contains("Uw antwoord aan de administratie"), "{page}");
    let mail = app.mails_to(MOW).pop().unwrap();
    assert!(
        mail.subject.starts_with("Antwoord op uw vraag: "),
        "{}",
        mail.subject
    );
    let history = app.history(&reference).await;
    assert!(history.contains("desk_replied"), "{history}");
});

/// The events of a question from the first of `kind` on.
async fn since(app: &App, reference: &Reference, kind: &str) -> Vec<String> {
    let events = app.case(reference).await.events;
    let from = events.iter().rposition(|it| it.kind == kind).unwrap();
    events[from..].iter().map(|it| it.kind.clone()).collect()
}

scenario!(what_follows_stands_behind_what_it_follows_from, |app| {
    let (reference, _, csrf) = with_mow(app).await;
    let fields = [("body", "U hoort bij Gent.")];
    assert_eq!(
        send(app, &csrf, &reference, "answer", &fields).await.status,
        303
    );
    let answered = since(app, &reference, "answered").await;
    assert_eq!(answered[..2], ["answered", "taken_back"], "{answered:?}");
    app.later(TimeDelta::hours(1)).await;
    asker_writes(app, "Ja, bedankt.").await;
    let said = since(app, &reference, "message_received").await;
    let order = ["message_received", "evidence", "receipt_changed", "closed"];
    assert_eq!(said, order);
    let page = status_page(app, &reference).await;
    let place = |words: &str| {
        page.find(words)
            .unwrap_or_else(|| panic!("{words}: {page}"))
    };
    let order = [
        "We stuurden u het antwoord",
        "U schreef ons opnieuw",
        "U zei dat uw vraag beantwoord is",
        "Uw vraag werd gesloten",
    ];
    assert!(order.map(place).is_sorted(), "{page}");
});

scenario!(words_that_do_not_reach_a_desk_take_nothing_back, |app| {
    let (reference, agent, _) = with_mow(app).await;
    let gone = Fate::Refused {
        code: Some(550),
        reply: "550 5.1.1 unknown".to_owned(),
    };
    app.post_box.meet(MOW, gone);
    forward(app, &agent, &reference, "mow", "Kan het vroeger?").await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Open, NextStep::RepairAddress, Ball::Owner)
    );
    let case = app.case(&reference).await;
    assert_eq!(held(&case, "mow").progress, ProgressKind::Sent);
});

scenario!(
    a_file_alone_is_news_for_whoever_still_answers_the_rest,
    |app| {
        let (reference, _, csrf) = with_mow(app).await;
        let fields = [("body", "U hoort bij Gent."), ("rest:mow", "still")];
        let done = send(app, &csrf, &reference, "answer", &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let last = app.mails_to(ASKER).pop().unwrap();
        let (head, quoted) = {
            let reply = String::from_utf8(last.reply("")).unwrap();
            let (head, quoted) = reply.split_once("\r\n\r\n").unwrap();
            (head.to_owned(), quoted.trim_start().to_owned())
        };
        let reply = format!("{head}\r\n\r\n{quoted}");
        let raw = with_file(
            reply.as_bytes(),
            "besluit.pdf",
            "application/pdf",
            b"%PDF-1.7 x",
        );
        app.take(raw).await;
        let case = app.case(&reference).await;
        let message = case.threads[0].messages.last().unwrap();
        assert_eq!(message.body.trim(), "");
        assert_eq!(message.state, MessageState::New);
        assert_eq!(
            stands(app, &reference).await,
            (Status::Open, NextStep::ReadMessage, Ball::Administration)
        );
    }
);

scenario!(
    what_a_machine_sent_and_was_left_leaves_the_rest_with_its_desk,
    |app| {
        let (reference, agent, csrf) = with_mow(app).await;
        let reply = app.mails_to(MOW)[0].reply("De lijn blijft bestaan.");
        let reply = String::from_utf8(reply).unwrap();
        app.take(format!("Auto-Submitted: auto-generated\r\n{reply}"))
            .await;
        assert_eq!(
            stands(app, &reference).await,
            (Status::Open, NextStep::ReviewProposal, Ball::Administration)
        );
        let fields = [("body", "U hoort bij Gent."), ("rest:mow", "still")];
        let done = send(app, &csrf, &reference, "answer", &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let case = app.case(&reference).await;
        let waits = case.threads[1].messages.iter();
        let waits = waits
            .clone()
            .find(|it| it.state == MessageState::Proposed)
            .unwrap();
        let seen = case.ticket.revision;
        dispatch::leave_proposal(&app.ctx, &agent, &reference, seen, waits.id)
            .await
            .unwrap();
        assert_eq!(
            stands(app, &reference).await,
            (Status::Open, NextStep::FollowUp, Ball::Administration)
        );
    }
);

scenario!(
    a_question_that_was_said_to_hold_news_and_holds_none_rests_with_its_desk,
    |app| {
        let (reference, _, _) = with_mow(app).await;
        let back = steps_since("_000032_");
        Migrator::down(&app.ctx.db, Some(back)).await.unwrap();
        ticket::Entity::update_many()
            .col_expr(ticket::Column::NextStep, Expr::value(NextStep::ReadMessage))
            .col_expr(ticket::Column::QueueRank, Expr::value(1_i16))
            .exec(&app.ctx.db)
            .await
            .unwrap();
        Migrator::up(&app.ctx.db, None).await.unwrap();
        assert_eq!(stands(app, &reference).await.1, NextStep::FollowUp);
        let row = ticket::Entity::find().one(&app.ctx.db).await.unwrap();
        assert_eq!(row.unwrap().queue_rank, 2);
    }
);

scenario!(a_yes_with_a_file_is_read_by_a_person, |app| {
    let (reference, _, csrf) = with_mow(app).await;
    let done = send(
        app,
        &csrf,
        &reference,
        "answer",
        &[("body", "U hoort bij Gent.")],
    )
    .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let last = app.mails_to(ASKER).pop().unwrap();
    let yes = last.reply("Ja, bedankt.");
    app.take(with_file(
        &yes,
        "besluit.pdf",
        "application/pdf",
        b"%PDF-1.7 x",
    ))
    .await;
    let case = app.case(&reference).await;
    let message = case.threads[0].messages.last().unwrap();
    assert_eq!(message.state, MessageState::New);
    assert_ne!(case.ticket.standing.status(), Status::Closed);
    app.later(TimeDelta::days(60)).await;
    let case = app.case(&reference).await;
    assert_ne!(case.ticket.standing.status(), Status::Closed);
    assert_eq!(case.ticket.standing.ball.holder, Ball::Owner);
});

/// A reply as an invitation: the same mail, with a date in another form of its text.
pub fn inviting(reply: &[u8]) -> String {
    let reply = std::str::from_utf8(reply).unwrap();
    let (head, text) = reply.split_once("\r\n\r\n").unwrap();
    let (head, _) = head.split_once("Content-Type:").unwrap();
    format!(
        "{head}Content-Type: multipart/alternative; boundary=uur\r\n\r\n--uur\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n\
         --uur\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n\
         BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n--uur--\r\n"
    )
}

/// The same mail with other headers, under another Message-ID.
fn under(mail: &[u8], headers: &str, number: u8) -> Vec<u8> {
    let mail = std::str::from_utf8(mail).unwrap();
    let own = mail.replacen("Message-ID: <", &format!("Message-ID: <{number}."), 1);
    assert_ne!(own, mail);
    format!("{headers}{own}").into_bytes()
}

scenario!(
    what_the_asker_wrote_with_the_marks_of_a_machine_waits_for_a_person,
    |app| {
        let (reference, agent, _) = with_mow(app).await;
        let last = app.mails_to(ASKER).pop().unwrap();
        let sent = app.sent_mails().len();
        let before = app.case(&reference).await.threads[0].messages.len();
        let stamp = "Auto-Submitted: auto-generated\r\n";
        let pdf = |mail: &[u8]| with_file(mail, "kaart.pdf", "application/pdf", b"%PDF-1.7 x");
        let asks = last.reply(
            "Kunt u ons ook de kaart bezorgen?\r\n\r\nMet vriendelijke groeten\r\n\r\nAn Peeters",
        );
        let away = String::from_utf8(asks.clone()).unwrap();
        let subject = format!("Subject: Re: {}", last.subject);
        let away = away.replacen(&subject, "Subject: Afwezigheid: vervanging", 1);
        assert!(away.contains("Afwezigheid"), "{away}");
        let mails = [
            under(&pdf(&asks), stamp, 1),
            under(&pdf(&last.reply("Zie bijlage.")), stamp, 2),
            under(away.as_bytes(), "", 3),
        ];
        for (number, mail) in mails.iter().enumerate() {
            let id = app.take(mail.clone()).await;
            let row = app.inbound(id).await;
            assert_eq!(row.kind.as_deref(), Some("reply_from_asker"), "{number}");
            let case = app.case(&reference).await;
            let messages = &case.threads[0].messages[before..];
            assert_eq!(messages.len(), number + 1);
            let message = messages.last().unwrap();
            assert_eq!(Some(message.id), row.message_id, "{number}");
            assert_eq!(message.state, MessageState::Held, "{number}");
            assert_eq!(message.attachments.len(), usize::from(number < 2));
            assert_eq!(case.ticket.standing.step, NextStep::ReviewSender);
        }
        assert_eq!(app.sent_mails().len(), sent, "no machine hears of it");

        // Nobody looks into a closed question: there it stands on its own.
        let seen = app.case(&reference).await.ticket.revision;
        app.close(&agent, &reference, seen, CloseReason::Withdrawn)
            .await
            .unwrap();
        app.work().await;
        let sent = app.sent_mails().len();
        app.take(under(&pdf(&asks), stamp, 4)).await;
        let own = app.references().await.pop().unwrap();
        assert_ne!(own, reference);
        assert_eq!(stands(app, &own).await.1, NextStep::ReviewSender);
        assert_eq!(stands(app, &reference).await.0, Status::Closed);
        assert_eq!(app.sent_mails().len(), sent, "no machine hears of it");
    }
);

scenario!(
    a_file_that_came_with_the_marks_of_a_machine_is_a_question,
    |app| {
        let sends = question(ASKER, "Ons besluit", "Zie bijlage.");
        let sends = with_file(&sends, "besluit.pdf", "application/pdf", b"%PDF-1.7 x");
        let stamp = "Auto-Submitted: auto-generated\r\n";
        let id = app.take(under(&sends, stamp, 1)).await;
        assert_eq!(app.inbound(id).await.kind.as_deref(), Some("question"));
        let case = app.only_case().await;
        assert_eq!(case.ticket.standing.step, NextStep::ReviewSender);
        assert_eq!(case.threads[0].messages[0].attachments.len(), 1);
        assert_eq!(app.sent_mails().len(), 0, "no machine hears of it");
    }
);

scenario!(
    an_invitation_of_whom_nobody_knows_waits_for_a_person,
    |app| {
        let (reference, _, _) = with_mow(app).await;
        let last = app.mails_to(ASKER).pop().unwrap();
        let before = app.case(&reference).await.threads[0].messages.len();
        let words = "Ik bespreek dit graag met u, samen met An.";
        let by_piet = inviting(&last.reply(words)).replacen(
            &format!("From: {ASKER}"),
            "From: Piet Extern <piet.extern@gmail.com>",
            1,
        );
        assert!(by_piet.contains("piet.extern"), "{by_piet}");
        let id = app.take(by_piet).await;
        let kind = app.inbound(id).await.kind;
        assert_eq!(kind.as_deref(), Some("calendar_invite"));
        let case = app.case(&reference).await;
        let new = &case.threads[0].messages[before..];
        assert_eq!(new.len(), 1, "{new:?}");
        assert_eq!(new[0].state, MessageState::Held);
        assert!(new[0].body.contains(words), "{}", new[0].body);
        assert_eq!(case.ticket.standing.step, NextStep::ReviewSender);

        // Whoever only knows the number does not come in at all.
        let guess = question(
            "Rik Vreemd <rik.vreemd@gmail.com>",
            &format!("Overleg [{reference}]"),
            "Past dat?",
        );
        app.take(inviting(&guess)).await;
        let own = app.references().await.pop().unwrap();
        assert_ne!(own, reference);
        assert_eq!(stands(app, &own).await.1, NextStep::ReviewSender);
        let case = app.case(&reference).await;
        assert_eq!(case.threads[0].messages.len(), before + 1);
    }
);

scenario!(
    an_invitation_long_after_closing_is_a_new_question_as_its_words_would_be,
    |app| {
        let (reference, agent, _) = with_mow(app).await;
        let last = app.mails_to(ASKER).pop().unwrap();
        let seen = app.case(&reference).await.ticket.revision;
        app.close(&agent, &reference, seen, CloseReason::Withdrawn)
            .await
            .unwrap();
        let words = "Wij willen dit toch nog eens met u bespreken. Welke stukken brengen wij mee?";
        app.later(TimeDelta::days(5)).await;
        app.take(under(inviting(&last.reply(words)).as_bytes(), "", 1))
            .await;
        assert_eq!(stands(app, &reference).await.0, Status::Open, "in time");

        let seen = app.case(&reference).await.ticket.revision;
        app.close(&agent, &reference, seen, CloseReason::Withdrawn)
            .await
            .unwrap();
        app.later(TimeDelta::days(180)).await;
        let id = app
            .take(under(inviting(&last.reply(words)).as_bytes(), "", 2))
            .await;
        assert_eq!(app.inbound(id).await.kind.as_deref(), Some("question"));
        assert_eq!(stands(app, &reference).await.0, Status::Closed);
        let new = app.references().await.pop().unwrap();
        assert_ne!(new, reference);
        let case = app.case(&new).await;
        assert_eq!(case.follows.as_deref(), Some(reference.as_str()));
        assert!(case.threads[0].messages[0].body.contains(words));
    }
);

scenario!(
    an_invitation_to_the_address_of_a_desk_waits_in_its_conversation,
    |app| {
        let (reference, _, _) = with_mow(app).await;
        let before = app.case(&reference).await.threads[0].messages.len();
        let words = "Ik bespreek dit graag met u.";
        let own = format!("From: {MOW}");
        let by_piet = inviting(&app.mails_to(MOW)[0].reply(words)).replacen(
            &own,
            "From: Piet Extern <piet.extern@gmail.com>",
            1,
        );
        assert!(by_piet.contains("piet.extern"), "{by_piet}");
        let id = app.take(by_piet).await;
        let kind = app.inbound(id).await.kind;
        assert_eq!(kind.as_deref(), Some("calendar_invite"));
        let case = app.case(&reference).await;
        assert_eq!(case.threads[0].messages.len(), before);
        let waits = case.threads[1].messages.last().unwrap();
        assert!(waits.body.contains(words), "{waits:?}");
        assert_eq!(waits.state, MessageState::Proposed);
        assert_eq!(held(&case, "mow").progress, ProgressKind::Sent);
        assert_eq!(case.ticket.standing.step, NextStep::ReviewProposal);
    }
);
