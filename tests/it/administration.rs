//! The page behind an administration's link: what it sends, promises and asks back.

use chrono::{DateTime, TimeDelta, Utc};
use regiovraag::auth::Actor;
use regiovraag::dispatch::{self, Along, Answer, Forward};
use regiovraag::entity::assignment::ProgressKind;
use regiovraag::registry::{
    self, Ball, Case, MessageKind, MessageState, NextStep, Reference, RegistryError,
};
use regiovraag::store::StoreError;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, question};
use crate::support::post::with_file;
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";

/// A question that a person sent on; its number, that person, and where the administration's page is.
async fn sent_on(app: &App) -> (Reference, Actor, String) {
    let text = "Tot welke vervoerregio behoren wij?";
    app.take(question(ASKER, "Vervoerregio", text)).await;
    let case = app.only_case().await;
    let agent = app.agent(DESK).await;
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    let (reference, seen) = (case.ticket.reference, case.ticket.revision);
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let case = app.case(&reference).await;
    let held = case.threads.iter().find_map(|it| it.assignment.as_ref());
    let mail = app.mails_to(&held.unwrap().desk_email).pop().unwrap();
    let links = mail.links();
    let page = links.iter().find(|link| link.contains("/a/")).unwrap();
    (reference, agent, (*page).to_owned())
}

scenario!(whose_it_is_may_be_said_in_words, |app| {
    let (reference, _, page) = sent_on(app).await;
    let words = "Volgens ons is dat de VDAB";
    let refused = format!("{page}/niet-voor-ons");
    let fields = [("dan", words), ("waarom", "Wij doen alleen haltes.")];
    let done = app.post(&refused, &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    app.work().await;
    let case = app.case(&reference).await;
    let (proposed, ..) = case.proposed.as_ref().unwrap();
    assert_eq!(proposed, "vdab");
    assert_eq!(case.ticket.standing.step, NextStep::ConfirmProposal);
    let said = case.threads[1].messages.last().unwrap();
    assert!(said.body.contains(words), "{said:?}");
    assert!(said.body.contains("alleen haltes"), "{said:?}");
});

scenario!(what_the_asker_added_goes_along_with_the_question, |app| {
    app.take(question(
        ASKER,
        "Vervoerregio",
        "Tot welke hoort onze school?",
    ))
    .await;
    let reference = app.only_case().await.ticket.reference;
    app.later(TimeDelta::hours(1)).await;
    for words in ["De school ligt in Kalken.", "Zie ook het plan."] {
        let reply = app.mails_to(ASKER).pop().unwrap().reply(words);
        app.take(with_file(
            &reply,
            "plan.txt",
            "text/plain",
            words.as_bytes(),
        ))
        .await;
    }
    let agent = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let url = format!("/desk/tickets/{reference}");
    let case = app.case(&reference).await;
    let later: Vec<_> = case.threads[0]
        .messages
        .iter()
        .filter(|it| it.kind == MessageKind::Reply)
        .map(|it| (it.id.to_string(), it.state))
        .collect();
    assert_eq!(later.len(), 2);
    assert!(later.iter().all(|(_, state)| *state == MessageState::New));
    let shown = app.get(&format!("{url}?do=forward")).await.body;
    for (id, _) in &later {
        assert!(shown.contains(&format!("name=\"along\" value=\"{id}\"")));
    }
    assert!(shown.contains("De school ligt in Kalken.” (1 bijlage)"));

    // One of the two goes along, and counts as read.
    let seen = case.ticket.revision.to_string();
    let form = [
        ("csrf", csrf.as_str()),
        ("revision", seen.as_str()),
        ("desk", "mow"),
        ("along_shown", "1"),
        ("along", later[0].0.as_str()),
    ];
    let done = app.post(&format!("{url}/forward"), &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    app.work().await;
    let case = app.case(&reference).await;
    let state = |case: &Case, id: &str| {
        let mut all = case.threads.iter().flat_map(|it| &it.messages);
        all.find(|it| it.id.to_string() == id).unwrap().state
    };
    assert_eq!(state(&case, &later[0].0), MessageState::Posted);
    assert_eq!(state(&case, &later[1].0), MessageState::New);
    let desk = |case: &Case, slug: &str| {
        let mut held = case.threads.iter().filter_map(|it| it.assignment.clone());
        held.find(|it| it.desk_slug == slug).unwrap().desk_email
    };
    let mail = app.mails_to(&desk(&case, "mow")).pop().unwrap();
    let said = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("schreef de vraagsteller er nog bij: De school ligt in Kalken."));
    assert!(!said.contains("Zie ook het plan"), "{said}");
    let content = b"De school ligt in Kalken.".to_vec();
    assert_eq!(mail.files(), [("plan.txt".to_owned(), content)]);
    // Its page says the same, and hands out the file.
    let links = mail.links();
    let link = links.iter().find(|link| link.contains("/a/")).unwrap();
    let page = app.get(link).await.body;
    assert!(page.contains("De school ligt in Kalken."), "{page}");
    assert!(!page.contains("Zie ook het plan"), "{page}");
    let (_, file) = page.split_once("/bijlage/").unwrap();
    let (id, _) = file.split_once('"').unwrap();
    assert_eq!(app.get(&format!("{link}/bijlage/{id}")).await.status, 200);
    let told = app.get(&url).await.body;
    assert!(told.contains("Doorgegeven aan "), "{told}");

    // Whoever is sent it without a look gets all of it, and what was new stays so.
    let to = Forward {
        desk: "vdab".to_owned(),
        ..Forward::default()
    };
    let seen = case.ticket.revision;
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let case = app.case(&reference).await;
    assert_eq!(state(&case, &later[1].0), MessageState::New);
    let mail = app.mails_to(&desk(&case, "vdab")).pop().unwrap();
    assert!(mail.text.contains("Kalken") && mail.text.contains("Zie ook het plan"));
    assert_eq!(mail.files().len(), 2);

    // Whoever has the question gets what they have not had, and no term anew.
    let ids = later.iter().map(|(id, _)| id.parse().unwrap());
    let to = Forward {
        desk: "mow".to_owned(),
        comment: "Dit hoort er ook bij.".to_owned(),
        along: Along::Only(ids.collect()),
        ..Forward::default()
    };
    app.later(TimeDelta::days(1)).await;
    let seen = app.case(&reference).await.ticket.revision;
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let case = app.case(&reference).await;
    assert_eq!(state(&case, &later[1].0), MessageState::Posted);
    let mail = app.mails_to(&desk(&case, "mow")).pop().unwrap();
    assert!(!mail.text.contains("Kalken"), "{}", mail.text);
    assert!(mail.text.contains("Zie ook het plan"), "{}", mail.text);
    assert!(!mail.text.contains("Termijn:"), "{}", mail.text);

    // What is no message of this asker goes nowhere.
    let to = Forward {
        desk: "ovam".to_owned(),
        along: Along::Only(vec![agent.user().unwrap().id]),
        ..Forward::default()
    };
    let seen = case.ticket.revision;
    let wrong = dispatch::forward(&app.ctx, &agent, &reference, seen, to).await;
    let past = RegistryError::Store(StoreError::Stale);
    let said = wrong.unwrap_err().to_string();
    assert!(said.contains(&past.to_string()), "{said}");
});

scenario!(what_an_administration_attaches_reaches_the_asker, |app| {
    let (reference, agent, page) = sent_on(app).await;
    let url = format!("{page}/antwoord");

    let empty = app
        .post_files(&url, &[("antwoord", " ")], &[("kaart.txt", "Gent")])
        .await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("Schrijf uw antwoord"), "{}", empty.body);
    let (_, kept) = empty.body.split_once("name=\"bewaard\" value=\"").unwrap();
    let kept = kept.split('"').next().unwrap();

    let form = [
        ("antwoord", "U hoort bij Gent."),
        ("naam", "Els Maes"),
        ("bewaard", kept),
    ];
    let sent = app
        .post_files(&url, &form, &[("lijst.txt", "een, twee")])
        .await;
    assert_eq!(
        (sent.status, sent.location.ends_with("klaar=antwoord")),
        (303, true)
    );
    let case = app.case(&reference).await;
    let proposal = case
        .threads
        .iter()
        .flat_map(|thread| &thread.messages)
        .find(|message| message.kind == MessageKind::Proposal)
        .unwrap();
    assert_eq!(proposal.state, MessageState::Proposed);
    assert!(proposal.body.ends_with("Els Maes"), "{}", proposal.body);
    let names: Vec<&str> = proposal
        .attachments
        .iter()
        .map(|it| it.filename.as_str())
        .collect();
    assert_eq!(names, ["kaart.txt", "lijst.txt"]);

    let says = Answer {
        markdown: "U hoort bij Gent.".into(),
        proposal: Some(proposal.id),
        files: proposal.attachments.iter().map(|it| it.id).collect(),
        ..Answer::default()
    };
    dispatch::answer(&app.ctx, &agent, &reference, case.ticket.revision, says)
        .await
        .unwrap();
    app.work().await;
    let mail = app.mails_to(ASKER).pop().unwrap();
    let files: Vec<_> = mail.files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(files, ["kaart.txt", "lijst.txt"]);
});

scenario!(an_administration_says_by_when_it_answers, |app| {
    let (reference, _, page) = sent_on(app).await;
    let opened = app.get(&format!("{page}/datum")).await;
    assert!(opened.body.contains("id=\"later\" open"), "{}", opened.body);
    // It is 2026; a Sunday, a day that has passed, one too far, and no day at all.
    let url = format!("{page}/datum");
    for day in ["2026-03-08", "2025-03-03", "2029-03-05", "", "morgen"] {
        let refused = app.post(&url, &[("datum", day)]).await;
        assert_eq!(refused.status, 422, "{day}");
    }
    let said = app.post(&url, &[("datum", "2026-03-10")]).await;
    assert_eq!(said.status, 303, "{}", said.body);
    let case = app.case(&reference).await;
    let held = case
        .threads
        .iter()
        .find_map(|it| it.assignment.as_ref())
        .unwrap();
    assert_eq!(held.progress, ProgressKind::Accepted);
    assert_eq!(held.due_at.to_rfc3339(), "2026-03-10T16:00:00+00:00");
    assert_eq!(case.ticket.standing.ball.holder, Ball::Administration);

    // No reminder before that day; one after it.
    let reminders = |app: &App| {
        let mails = app.mails_to(&held.desk_email);
        mails
            .iter()
            .filter(|mail| mail.subject.starts_with("Re:"))
            .count()
    };
    app.later("2026-03-10T15:00:00Z".parse::<DateTime<Utc>>().unwrap() - app.now())
        .await;
    assert_eq!(reminders(app), 0);
    app.later(TimeDelta::hours(18)).await;
    assert_eq!(reminders(app), 1);
});

scenario!(
    a_date_past_what_the_asker_was_promised_calls_the_owner,
    |app| {
        let (reference, _, page) = sent_on(app).await;
        let url = format!("{page}/datum");
        // The asker was promised an answer within twenty working days.
        assert_eq!(app.post(&url, &[("datum", "2026-06-15")]).await.status, 303);
        let standing = app.case(&reference).await.ticket.standing;
        assert_eq!((standing.step, standing.rank()), (NextStep::Chase, 1));
        assert_eq!(
            standing.ball.holder,
            Ball::Administration,
            "who has it keeps it"
        );
        // The same day again is nothing new; an earlier one puts it off no longer.
        assert_eq!(app.post(&url, &[("datum", "2026-06-15")]).await.status, 303);
        let messages = |case: &registry::Case| {
            case.threads
                .iter()
                .map(|it| it.messages.len())
                .sum::<usize>()
        };
        let before = messages(&app.case(&reference).await);
        assert_eq!(app.post(&url, &[("datum", "2026-06-15")]).await.status, 303);
        assert_eq!(messages(&app.case(&reference).await), before);
    }
);

scenario!(who_stays_silent_after_a_reminder_is_called, |app| {
    let (reference, ..) = sent_on(app).await;
    let step = async || app.case(&reference).await.ticket.standing.step;
    // Ten working days, and the reminder; three more, and the owner calls.
    app.later("2026-01-30T09:00:00Z".parse::<DateTime<Utc>>().unwrap() - app.now())
        .await;
    assert_eq!(step().await, NextStep::FollowUp);
    app.later(TimeDelta::days(7)).await;
    assert_eq!(step().await, NextStep::Chase);
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let queue = app.get("/desk").await;
    assert!(queue.body.contains("Nabellen:"), "{}", queue.body);
});

scenario!(a_button_pressed_twice_is_one_answer, |app| {
    let (reference, _, page) = sent_on(app).await;
    for (path, field) in [("antwoord", "antwoord"), ("vraag-terug", "terug")] {
        for _ in 0..2 {
            let sent = app
                .post(&format!("{page}/{path}"), &[(field, "Over welk jaar?")])
                .await;
            assert_eq!(sent.status, 303);
        }
    }
    let case = app.case(&reference).await;
    let of_desk = case.threads.iter().filter(|it| it.assignment.is_some());
    let said = of_desk
        .flat_map(|it| &it.messages)
        .filter(|it| it.body == "Over welk jaar?");
    assert_eq!(said.count(), 2, "an answer and a question");
});

scenario!(
    more_files_than_may_come_along_are_refused_with_a_word,
    |app| {
        let (_, _, page) = sent_on(app).await;
        let names: Vec<String> = (0..21).map(|number| format!("{number}.txt")).collect();
        let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
        let sent = app
            .post_files(
                &format!("{page}/antwoord"),
                &[("antwoord", "Zie bijlagen")],
                &files,
            )
            .await;
        assert_eq!(sent.status, 422);
        assert!(
            sent.body.contains("hoogstens 20 bestanden"),
            "{}",
            sent.body
        );
    }
);

scenario!(a_question_back_is_the_owners_to_answer, |app| {
    let (reference, agent, page) = sent_on(app).await;
    let url = format!("{page}/vraag-terug");
    assert_eq!(app.post(&url, &[("terug", " ")]).await.status, 422);
    let sent = app
        .post(&url, &[("terug", "Over welk jaar gaat het?")])
        .await;
    assert_eq!(sent.status, 303);
    let case = app.case(&reference).await;
    let standing = case.ticket.standing;
    assert_eq!(
        (standing.ball.holder, standing.step),
        (Ball::Owner, NextStep::AnswerDesk)
    );
    // The owner writes back: the same desk, the same conversation, nothing new to owe.
    let seen = app.case(&reference).await.ticket.revision;
    let more = Forward {
        desk: "mow".to_owned(),
        comment: "Over 2026.".to_owned(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, &agent, &reference, seen, more)
        .await
        .unwrap();
    app.work().await;
    let case = app.case(&reference).await;
    let held: Vec<_> = case
        .threads
        .iter()
        .filter_map(|it| it.assignment.as_ref())
        .collect();
    assert_eq!(held.len(), 1, "{held:?}");
    let mails = app.mails_to(&held[0].desk_email);
    assert_eq!(mails.len(), 2);
    assert!(mails[1].text.contains("Over 2026."), "{}", mails[1].text);
    let again = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    let refused =
        dispatch::forward(&app.ctx, &agent, &reference, case.ticket.revision, again).await;
    assert!(
        matches!(refused, Err(dispatch::DispatchError::AlreadyThere(_))),
        "{refused:?}"
    );
    let opened = app.get(&page).await;
    assert!(opened.body.contains("Over 2026."), "{}", opened.body);
    assert!(
        opened.body.contains("Over welk jaar gaat het?"),
        "{}",
        opened.body
    );
});
