//! Asking another desk for advice: in a conversation of its own, with a term of its own, and without the
//! question moving.

use chrono::TimeDelta;
use regiovraag::auth::Actor;
use regiovraag::dispatch::{self, Along, Consult, DispatchError, Forward};
use regiovraag::registry::{self, AssignmentRole, Ball, NextStep, Reference, Status};

use crate::bad_input::sign_in_as;
use crate::closing::send;
use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const MOW: &str = "regiovorming@mow.be";

async fn asked(app: &App) -> Reference {
    app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    app.references().await.pop().unwrap()
}

async fn consult(
    app: &App,
    agent: &Actor,
    reference: &Reference,
    desk: &str,
) -> Result<(), DispatchError> {
    let seen = app.case(reference).await.ticket.revision;
    let wanted = Consult {
        desk: desk.to_owned(),
        words: "Hoe leest u artikel 5?".to_owned(),
        days: None,
        along: Along::All,
    };
    let done = dispatch::consult(&app.ctx, agent, reference, seen, wanted).await;
    app.work().await;
    done
}

scenario!(advice_comes_back_to_be_used_and_moves_nothing, |app| {
    let reference = asked(app).await;
    let agent = app.agent(DESK).await;
    let before = app.case(&reference).await.ticket.standing;
    consult(app, &agent, &reference, "mow").await.unwrap();
    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing, before);
    let held = case
        .threads
        .iter()
        .find_map(|it| it.assignment.as_ref())
        .unwrap();
    assert_eq!(held.role, AssignmentRole::Consulted);
    let term = registry::Term::from(app.now(), registry::WorkingDays(5));
    assert_eq!(held.due_at, term.due_at);
    let mail = app.mails_to(MOW).pop().unwrap();
    assert!(
        mail.subject.starts_with("Advies over een vraag van"),
        "{mail:?}"
    );
    assert!(mail.text.contains("Hoe leest u artikel 5?"), "{mail:?}");
    assert!(mail.text.contains("Welke vervoerregio?"), "{mail:?}");
    let asker = app.mails_to(ASKER).len();
    // Its page says what becomes of it.
    let mut links = mail.links().into_iter();
    let link = links.find(|it| it.contains("/a/")).unwrap().to_owned();
    let page = app.get(&link).await.body;
    assert!(page.contains("Kunt u ons hierover advies geven?"), "{page}");
    assert!(
        page.contains("Het gaat niet naar de vraagsteller."),
        "{page}"
    );

    // What it writes is laid before the owner, and goes to nobody.
    app.take(mail.reply("Wij lezen het ruim: alle gemeenten vallen eronder."))
        .await;
    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing.status(), before.status());
    assert_eq!(case.ticket.standing.ball, before.ball);
    assert_eq!(case.ticket.standing.step, NextStep::ReviewProposal);
    assert_eq!(app.mails_to(ASKER).len(), asker);
    let advice = case
        .threads
        .iter()
        .flat_map(|it| &it.messages)
        .find(|it| it.body.contains("Wij lezen het ruim"))
        .unwrap()
        .id;

    // Used, it is our answer: the asker reads nothing of who advised.
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let advice = advice.to_string();
    let fields = [
        ("body", "Alle gemeenten vallen eronder."),
        ("proposal", advice.as_str()),
    ];
    assert_eq!(
        send(app, &csrf, &reference, "answer", &fields).await.status,
        303
    );
    let answer = app.mails_to(ASKER).pop().unwrap();
    assert!(
        answer.text.contains("Alle gemeenten vallen eronder."),
        "{answer:?}"
    );
    assert!(!answer.text.contains("Mobiliteit"), "{answer:?}");
});

scenario!(
    a_desk_that_is_silent_is_reminded_once_and_told_when_it_is_over,
    |app| {
        let reference = asked(app).await;
        let agent = app.agent(DESK).await;
        consult(app, &agent, &reference, "mow").await.unwrap();
        let sent = app.mails_to(MOW).len();
        app.later(TimeDelta::days(8)).await;
        assert_eq!(app.mails_to(MOW).len(), sent + 1);
        let reminder = app.mails_to(MOW).pop().unwrap();
        assert!(
            reminder.text.contains("wachten op uw advies"),
            "{reminder:?}"
        );
        app.later(TimeDelta::days(14)).await;
        assert_eq!(app.mails_to(MOW).len(), sent + 1);
        let case = app.case(&reference).await;
        assert_ne!(case.ticket.standing.step, NextStep::Chase);
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let body = [("body", "Het is vervoerregio Gent.")];
        assert_eq!(
            send(app, &csrf, &reference, "answer", &body).await.status,
            303
        );
        assert_eq!(app.mails_to(MOW).len(), sent + 2);
    }
);

scenario!(whom_one_asks_for_advice, |app| {
    let reference = asked(app).await;
    let agent = app.agent(DESK).await;
    for nobody in [DESK, "bestaat-niet", ""] {
        let refused = consult(app, &agent, &reference, nobody).await;
        assert!(
            matches!(refused, Err(DispatchError::UnknownDesk(_))),
            "{nobody}: {refused:?}"
        );
    }
    // A colleague at another contact point; and whoever answers it need not advise.
    consult(app, &agent, &reference, "contactpunt-limburg")
        .await
        .unwrap();
    let seen = app.case(&reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let refused = consult(app, &agent, &reference, "mow").await;
    assert!(
        matches!(refused, Err(DispatchError::AlreadyThere(_))),
        "{refused:?}"
    );
    let standing = app.case(&reference).await.ticket.standing;
    assert_eq!(standing.step, NextStep::FollowUp);

    // Advice while another desk has the question: that desk keeps it.
    let limburg = app.case(&reference).await;
    let held = limburg
        .threads
        .iter()
        .filter_map(|it| it.assignment.as_ref());
    let held = held
        .clone()
        .find(|it| it.role == AssignmentRole::Consulted)
        .unwrap()
        .id;
    let by = Actor::AdministrationLink { assignment: held };
    dispatch::propose_answer(&app.ctx, &by, held, "Bij ons was het zo.", Vec::new())
        .await
        .unwrap();
    let now = app.case(&reference).await.ticket.standing;
    assert_eq!((now.ball, now.status()), (standing.ball, Status::Open));
    assert_eq!(now.step, NextStep::ReviewProposal);

    // One who advised gets the question itself: it owes an answer, and no advice.
    let other = {
        app.take(question(ASKER, "Nog een", "Wie keurt dat goed?"))
            .await;
        app.references().await.pop().unwrap()
    };
    consult(app, &agent, &other, "mow").await.unwrap();
    let seen = app.case(&other).await.ticket.revision;
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, &agent, &other, seen, to)
        .await
        .unwrap();
    app.work().await;
    let case = app.case(&other).await;
    let roles: Vec<_> = case
        .threads
        .iter()
        .filter_map(|it| it.assignment.as_ref())
        .map(|it| (it.role, it.progress.slug()))
        .collect();
    assert_eq!(
        roles,
        [
            (AssignmentRole::Consulted, "withdrawn"),
            (AssignmentRole::Handler, "sent")
        ]
    );

    // It is heard as the desk that has the question, though it replies to the older mail.
    let mails = app.mails_to(MOW);
    let mut of_other = mails
        .iter()
        .filter(|it| it.subject.contains(other.as_str()));
    let older = of_other.next().unwrap();
    app.take(older.reply("De gemeente keurt dat goed.")).await;
    let case = app.case(&other).await;
    let thread = case
        .threads
        .iter()
        .find(|it| {
            let held = it.assignment.as_ref();
            held.is_some_and(|it| it.role == AssignmentRole::Handler)
        })
        .unwrap();
    assert_eq!(
        thread.assignment.as_ref().unwrap().progress.slug(),
        "answered"
    );
    let said = thread.messages.last().unwrap();
    assert!(said.body.contains("keurt dat goed"), "{said:?}");
    let standing = case.ticket.standing;
    assert_eq!(
        (standing.step, standing.ball.holder),
        (NextStep::ReviewProposal, Ball::Owner)
    );
});

scenario!(who_gets_it_is_shown_before_it_goes, |app| {
    let reference = asked(app).await;
    app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let url = format!("/desk/tickets/{reference}/consult");
    let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
    assert!(page.contains(&url), "{page}");
    assert!(app.get(&url).await.body.contains("Advies vragen"));
    let seen = app.case(&reference).await.ticket.revision.to_string();
    let post = async |desk: &str, words: &str, confirmed: &str| {
        let form = [
            ("csrf", csrf.as_str()),
            ("revision", seen.as_str()),
            ("desk", desk),
            ("words", words),
            ("days", "5"),
            ("confirmed", confirmed),
        ];
        let got = app.post(&url, &form).await;
        app.work().await;
        got
    };
    let refused = post("", " ", "").await;
    assert_eq!(refused.status, 422);
    for field in ["desk", "words"] {
        let beside = format!("id=\"{field}-fout\"");
        assert!(refused.body.contains(&beside), "{field}: {}", refused.body);
    }
    let mails = app.sent_mails().len();
    let shown = post("mow", "Hoe leest u dat?", "").await;
    assert_eq!(shown.status, 200);
    assert!(shown.body.contains(MOW), "{}", shown.body);
    assert!(shown.body.contains("Niet naar"), "{}", shown.body);
    assert_eq!(app.sent_mails().len(), mails, "nothing left yet");
    let done = post("mow", "Hoe leest u dat?", "1").await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(app.mails_to(MOW).len(), 1);
    assert_eq!(post("mow", "Hoe leest u dat?", "1").await.status, 409);
});

scenario!(
    advice_on_an_answered_question_cannot_be_asked_and_says_so,
    |app| {
        let reference = asked(app).await;
        let agent = app.agent(DESK).await;
        let seen = app.case(&reference).await.ticket.revision;
        let answer = dispatch::Answer {
            markdown: "Gent.".to_owned(),
            ..dispatch::Answer::default()
        };
        dispatch::answer(&app.ctx, &agent, &reference, seen, answer)
            .await
            .unwrap();
        app.work().await;
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let page = app.get(&format!("/desk/tickets/{reference}/consult")).await;
        assert_eq!(page.status, 409);
        assert!(
            page.body.contains("Dat kan niet in deze stap"),
            "{}",
            page.body
        );
        let fields = [("desk", "mow"), ("words", "Klopt dat?"), ("days", "5")];
        for confirmed in ["", "1"] {
            let more = [&fields[..], &[("confirmed", confirmed)]].concat();
            let refused = send(app, &csrf, &reference, "consult", &more).await;
            assert_eq!(refused.status, 409);
            assert!(
                !refused.body.contains("veranderde intussen"),
                "{}",
                refused.body
            );
        }
    }
);

scenario!(who_advises_hears_of_the_answer_as_its_form_says, |app| {
    const TOLD: &str = "Openbare Werken krijgt een mail dat advies niet meer hoeft";
    let reference = asked(app).await;
    let agent = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let form = async |form: &str| {
        let url = format!("/desk/tickets/{reference}?do={form}");
        app.get(&url).await.body
    };
    assert!(!form("answer").await.contains("niet meer hoeft"));
    consult(app, &agent, &reference, "mow").await.unwrap();
    for each in ["answer", "close", "receipt"] {
        let page = form(each).await;
        assert!(page.contains(&format!("{TOLD}.")), "{each}: {page}");
    }
    // While another desk can go on answering, its advice may still be of use.
    let to = Forward {
        desk: "vdab".to_owned(),
        ..Forward::default()
    };
    let seen = app.case(&reference).await.ticket.revision;
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let page = form("answer").await;
    assert!(
        page.contains(&format!("{TOLD}, als dit het hele antwoord is.")),
        "{page}"
    );
    let mails = app.mails_to(MOW).len();
    let fields = [("body", "Alle gemeenten vallen eronder.")];
    let sent = send(app, &csrf, &reference, "answer", &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(app.mails_to(MOW).len(), mails + 1);
});

scenario!(a_contact_point_gives_its_advice_at_the_desk, |app| {
    let limburg = "contactpunt-limburg";
    let reference = asked(app).await;
    let east = app.agent(DESK).await;
    app.agent(limburg).await;
    app.agent("contactpunt-antwerpen").await;
    consult(app, &east, &reference, limburg).await.unwrap();
    let held = {
        let case = app.case(&reference).await;
        let mut all = case.threads.iter().filter_map(|it| it.assignment.as_ref());
        all.next().unwrap().id.to_string()
    };
    let asker = app.mails_to(ASKER).len();
    let owner = "Contactpunt Oost-Vlaanderen";
    let page = format!("/desk/tickets/{reference}");
    let form = format!("action=\"{page}/advise\"");

    // It stands in the queue of who is asked, in a part of its own, and is counted there.
    let csrf = sign_in_as(app, &format!("els.{limburg}@vlaanderen.be")).await;
    let queue = app.get("/desk").await.body;
    for said in ["Advies gevraagd", &format!("Advies geven aan {owner}")] {
        assert!(queue.contains(said), "{said}: {queue}");
    }
    assert!(
        queue.contains("Mijn loket <span class=\"rv-num\">1</span>"),
        "{queue}"
    );
    let answered = app.get("/desk?scope=desk&status=answered").await.body;
    assert!(!answered.contains("Advies gevraagd"), "{answered}");
    let opened = app.get(&page).await.body;
    assert!(opened.contains(&form), "{opened}");
    assert!(!opened.contains("antwoordt op deze vraag"), "{opened}");

    let advice = "Alle gemeenten vallen eronder.";
    let said = [("assignment", held.as_str()), ("body", advice)];
    let empty = [("assignment", held.as_str()), ("body", " ")];
    let nothing = [("assignment", "x"), ("body", advice)];
    let give = async |csrf: &str, fields: &[(&str, &str)]| {
        let got = send(app, csrf, &reference, "advise", fields).await;
        got.status
    };
    assert_eq!(give(&csrf, &empty).await, 422);
    assert_eq!(give(&csrf, &nothing).await, 404);
    // Whoever is not asked gives none.
    let far = sign_in_as(app, "els.contactpunt-antwerpen@vlaanderen.be").await;
    assert!(!app.get(&page).await.body.contains(&form));
    assert_eq!(give(&far, &said).await, 403);
    // Nor does who asks it give it in the name of another desk.
    let own = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    assert_eq!(give(&own, &said).await, 403);
    let case = app.case(&reference).await;
    let mut all = case.threads.iter().filter_map(|it| it.assignment.as_ref());
    assert_eq!(all.next().unwrap().progress.slug(), "sent");
    let csrf = sign_in_as(app, &format!("els.{limburg}@vlaanderen.be")).await;
    let other = {
        app.take(question(ASKER, "Nog een", "Wie keurt dat goed?"))
            .await;
        app.references().await.pop().unwrap()
    };
    assert_ne!(other, reference);
    let elsewhere = send(app, &csrf, &other, "advise", &said).await;
    assert_eq!(elsewhere.status, 404, "of another question");
    assert_eq!(give(&csrf, &said).await, 303);

    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing.step, NextStep::ReviewProposal);
    let thread = case.threads.iter().find(|it| it.assignment.is_some());
    let message = thread.unwrap().messages.last().unwrap();
    assert_eq!(message.body, advice);
    assert_eq!(message.author_name.as_deref(), Some("Els Claes"));
    assert_eq!(
        app.mails_to(ASKER).len(),
        asker + 1,
        "of the other question"
    );
    let queue = app.get("/desk").await.body;
    assert!(!queue.contains("Advies gevraagd"), "{queue}");
    // Given once, by whoever is first.
    assert_eq!(give(&csrf, &said).await, 409);
});
