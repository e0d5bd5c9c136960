//! What the desk and the asker do between the question and the answer: a file of an administration
//! goes along, the term stands still while the asker owes us something, and a link does one thing.

use chrono::{DateTime, TimeDelta, Utc};
use regiovraag::auth::{Actor, Signer, Tag};
use regiovraag::dispatch::{self, DispatchError, Forward};
use regiovraag::entity::assignment::ProgressKind;
use regiovraag::entity::dispatch_decision::DispatchMode;
use regiovraag::entity::event::ActorKind;
use regiovraag::followup;
use regiovraag::registry::{
    Ball, Case, CloseReason, DeadlineKind, MessageKind, NextStep, Receipt, Reference, Stage,
    Status, find_by_id, running_due,
};
use uuid::Uuid;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, question};
use crate::support::post::with_file;
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const PDF: &[u8] = b"%PDF-1.7 een kaart van de vervoerregio";

async fn ask(app: &App) -> Reference {
    app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    app.only_case().await.ticket.reference
}

async fn forward(app: &App, agent: &Actor, reference: &Reference) {
    let seen = app.case(reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".into(),
        comment: String::new(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, agent, reference, seen, to)
        .await
        .unwrap();
    app.work().await;
}

fn proposal(case: &Case) -> (Uuid, Vec<Uuid>) {
    let mut messages = case.threads.iter().flat_map(|thread| &thread.messages);
    let found = messages.find(|it| it.kind == MessageKind::Proposal);
    let found = found.unwrap();
    (found.id, found.attachments.iter().map(|it| it.id).collect())
}

scenario!(the_files_of_an_administration_reach_the_asker, |app| {
    let reference = ask(app).await;
    let agent = app.agent(DESK).await;
    forward(app, &agent, &reference).await;
    let forwarded = app.mails_to("regiovorming@mow.be");
    let reply = forwarded[0].reply("Zie de kaart: Wetteren hoort bij Gent.");
    app.take(with_file(&reply, "kaart.pdf", "application/pdf", PDF))
        .await;

    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let (proposal, files) = proposal(&app.case(&reference).await);
    let (proposal, file) = (proposal.to_string(), files[0].to_string());
    let url = format!("/desk/tickets/{reference}");
    let page = app.get(&format!("{url}?do=answer&use={proposal}")).await;
    let ticked = format!("name=\"file\" value=\"{file}\" checked> kaart.pdf");
    assert!(page.body.contains(&ticked), "{}", page.body);

    let seen = app.case(&reference).await.ticket.revision.to_string();
    let form = |body| {
        [
            ("csrf", csrf.as_str()),
            ("revision", seen.as_str()),
            ("proposal", proposal.as_str()),
            ("body", body),
            ("file", file.as_str()),
        ]
    };
    // What was not accepted still has its file, and one that was unticked stays so.
    let empty = app.post(&format!("{url}/answer"), &form("")).await;
    assert_eq!(empty.status, 422, "{}", empty.body);
    assert!(empty.body.contains(&ticked), "{}", empty.body);
    let without = app.post(&format!("{url}/answer"), &form("")[..4]).await;
    assert!(without.body.contains("kaart.pdf"), "{}", without.body);
    assert!(!without.body.contains(&ticked), "{}", without.body);

    let sent = app
        .post(&format!("{url}/answer"), &form("Zie de kaart."))
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    app.work().await;
    let mails = app.mails_to(ASKER);
    assert_eq!(
        mails.last().unwrap().files(),
        [("kaart.pdf".to_owned(), PDF.to_vec())]
    );

    let links = mails.last().unwrap().links();
    let status = links.iter().find(|link| link.contains("/vraag/")).unwrap();
    let page = app.get(status).await;
    assert!(page.body.contains("kaart.pdf"), "{}", page.body);
    let (_, after) = page.body.split_once("/bijlage/").unwrap();
    let (path, _) = after.split_once('"').unwrap();
    let had = app.get(&format!("/vraag/{reference}/bijlage/{path}")).await;
    assert_eq!((had.status, had.body.as_bytes()), (200, PDF));
});

scenario!(a_file_that_was_unticked_stays_at_the_desk, |app| {
    let reference = ask(app).await;
    let agent = app.agent(DESK).await;
    forward(app, &agent, &reference).await;
    let reply = app.mails_to("regiovorming@mow.be")[0].reply("Zie de interne nota.");
    app.take(with_file(&reply, "nota.pdf", "application/pdf", PDF))
        .await;
    let case = app.case(&reference).await;
    let answer = dispatch::Answer {
        markdown: "U hoort bij Gent.".into(),
        proposal: Some(proposal(&case).0),
        files: Vec::new(),
        attached: Vec::new(),
        still: Vec::new(),
    };
    dispatch::answer(&app.ctx, &agent, &reference, case.ticket.revision, answer)
        .await
        .unwrap();
    app.work().await;
    assert!(app.mails_to(ASKER).last().unwrap().files().is_empty());
});

async fn ask_back(app: &App, agent: &Actor, reference: &Reference) {
    let seen = app.case(reference).await.ticket.revision;
    dispatch::ask_asker(
        &app.ctx,
        agent,
        reference,
        seen,
        "Om welke gemeente gaat het?",
    )
    .await
    .unwrap();
    app.work().await;
}

async fn answer_due(app: &App, reference: &Reference) -> Option<DateTime<Utc>> {
    let id = app.case(reference).await.ticket.id;
    running_due(&app.ctx.db, id, DeadlineKind::Answer)
        .await
        .unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

scenario!(the_term_stands_still_until_the_asker_writes, |app| {
    let reference = ask(app).await;
    let agent = app.agent(DESK).await;
    // Twenty working days from Thursday 15 January.
    assert_eq!(
        answer_due(app, &reference).await,
        Some(moment("2026-02-12T16:00:00Z"))
    );
    app.later(TimeDelta::days(5)).await;
    ask_back(app, &agent, &reference).await;
    assert_eq!(answer_due(app, &reference).await, None);
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    assert!(!csrf.is_empty());
    let page = app.get(&format!("/desk/tickets/{reference}")).await;
    assert!(page.body.contains("staat stil"), "{}", page.body);

    // The asker takes six weeks: nothing is late. Asking once more changes nothing of what is left.
    app.later(TimeDelta::days(21)).await;
    ask_back(app, &agent, &reference).await;
    app.later(TimeDelta::days(21)).await;
    let history = app.history(&reference).await;
    assert!(!history.contains("overdue"), "{history}");

    let request = app.mails_to(ASKER).pop().unwrap();
    app.take(request.reply("Het gaat om Wetteren.")).await;
    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing.stage, Stage::Open);
    // Seventeen were left on Tuesday 20 January; it is Tuesday 3 March now.
    let due = moment("2026-03-26T16:00:00Z");
    assert_eq!(answer_due(app, &reference).await, Some(due));
    assert_eq!(case.ticket.due_at, due);
    app.later(TimeDelta::days(24)).await;
    let history = app.history(&reference).await;
    assert_eq!(history.matches("overdue").count(), 1, "{history}");
});

scenario!(the_term_goes_on_when_the_question_is_sent_on, |app| {
    let reference = ask(app).await;
    let agent = app.agent(DESK).await;
    app.later(TimeDelta::days(27)).await;
    ask_back(app, &agent, &reference).await;
    app.later(TimeDelta::days(7)).await;
    forward(app, &agent, &reference).await;
    // One working day was left on Wednesday 11 February; it is Wednesday the 18th.
    let due = Some(moment("2026-02-19T16:00:00Z"));
    assert_eq!(answer_due(app, &reference).await, due);
    let ticket = app.case(&reference).await.ticket;
    assert_eq!(Some(ticket.due_at), due);
    assert_eq!(ticket.standing.ball.holder, Ball::Administration);
});

scenario!(a_refusal_after_the_answer_proposes_nothing, |app| {
    let reference = ask(app).await;
    let agent = app.agent(DESK).await;
    forward(app, &agent, &reference).await;
    let case = app.case(&reference).await;
    let says = dispatch::Answer {
        markdown: "U hoort bij Gent.".into(),
        ..dispatch::Answer::default()
    };
    dispatch::answer(&app.ctx, &agent, &reference, case.ticket.revision, says)
        .await
        .unwrap();
    app.work().await;

    let held = case.threads.iter().find_map(|it| it.assignment.as_ref());
    let assignment = held.unwrap().id;
    let desk = Actor::AdministrationLink { assignment };
    // The desk was told that it need not answer: what it sends on now goes nowhere.
    let refused = dispatch::refuse(
        &app.ctx,
        &desk,
        assignment,
        None,
        Some("de-lijn"),
        "Voor De Lijn.",
    )
    .await;
    assert!(
        matches!(refused, Err(DispatchError::WrongProgress(_))),
        "{refused:?}"
    );
    let case = app.case(&reference).await;
    let standing = case.ticket.standing;
    assert_eq!(
        (standing.status(), standing.step, standing.ball.holder),
        (Status::Answered, NextStep::AwaitReceipt, Ball::Asker)
    );
    assert_eq!(case.proposed, None);

    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let page = app.get(&format!("/desk/tickets/{reference}")).await;
    assert!(page.body.contains("?do=answer"), "{}", page.body);
    for gone in ["?do=ask", "?do=forward"] {
        assert!(!page.body.contains(gone), "{gone}: {}", page.body);
    }
});

/// A question that somebody typed on the portal; the links in the mail to the typed address.
async fn typed(app: &App) -> (Reference, String, String) {
    let form = [
        ("onderwerp", "Vervoerregio"),
        ("vraag", "Welke vervoerregio?"),
        ("naam", "Iemand"),
        ("mail", ASKER),
    ];
    assert_eq!(app.post("/vraag", &form).await.status, 303);
    app.work().await;
    let mail = app.mails_to(ASKER).pop().unwrap();
    let link = |part: &str| {
        let links = mail.links();
        let found = links.iter().find(|link| link.contains(part));
        (*found.unwrap()).to_owned()
    };
    let reference = app.only_case().await.ticket.reference;
    (reference, link("/vraag/"), link("/b/niet-ik/"))
}

scenario!(
    who_did_not_ask_closes_the_question_by_their_own_link,
    |app| {
        let (reference, status, not_me) = typed(app).await;
        let (_, tag) = status.split_once("?t=").unwrap();
        let wrong = format!("/b/niet-ik/{tag}");
        assert_eq!(app.get(&wrong).await.status, 410);
        assert_eq!(app.post(&wrong, &[]).await.status, 410);
        let case = app.case(&reference).await;
        assert_eq!(case.ticket.standing.status(), Status::New);
        // Nor does the link open the page of the asker.
        let (_, own) = not_me.rsplit_once('/').unwrap();
        let other = format!("/vraag/{reference}?t={own}");
        assert_eq!(app.get(&other).await.status, 410);

        let page = app.get(&not_me).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let was_me = status.replace('&', "&amp;");
        assert!(page.body.contains(&was_me), "{}", page.body);
        for _ in 0..2 {
            assert_eq!(app.post(&not_me, &[]).await.status, 303);
        }
        let page = app.get(&not_me).await;
        assert!(
            page.body.contains("Deze vraag is gesloten"),
            "{}",
            page.body
        );
        let case = app.case(&reference).await;
        assert!(matches!(
            case.ticket.standing.stage,
            Stage::Closed {
                reason: CloseReason::Withdrawn,
                ..
            }
        ));
        let by_asker = case.events.iter().rev().take(2);
        let by_asker: Vec<_> = by_asker
            .map(|event| (event.kind.as_str(), event.actor_kind))
            .collect();
        assert_eq!(
            by_asker,
            [("closed", ActorKind::Asker), ("disowned", ActorKind::Asker)]
        );
    }
);

scenario!(an_answered_question_cannot_be_disowned, |app| {
    let (reference, _, not_me) = typed(app).await;
    let case = app.case(&reference).await;
    let at = case.owner.0.clone();
    let agent = app.agent(&at).await;
    let says = dispatch::Answer {
        markdown: "U hoort bij Gent.".into(),
        ..dispatch::Answer::default()
    };
    dispatch::answer(&app.ctx, &agent, &reference, case.ticket.revision, says)
        .await
        .unwrap();
    app.work().await;
    assert_eq!(app.get(&not_me).await.status, 410);
    assert_eq!(app.post(&not_me, &[]).await.status, 410);
    let standing = app.case(&reference).await.ticket.standing;
    assert_eq!(standing.status(), Status::Answered);
});

scenario!(a_question_by_mail_is_nobody_elses, |app| {
    let reference = ask(app).await;
    let ticket = app.case(&reference).await.ticket.id;
    let ticket = find_by_id(&app.ctx.db, ticket).await.unwrap().unwrap();
    let tag = Signer::of(&app.ctx).sign(Tag::NotMe {
        ticket: ticket.id,
        version: u32::try_from(ticket.link_version).unwrap(),
    });
    let got = app.post(&format!("/b/niet-ik/{tag}"), &[]).await;
    assert_eq!(got.status, 410, "{}", got.body);
    assert_eq!(
        app.case(&reference).await.ticket.standing.status(),
        Status::New
    );
});

scenario!(a_second_press_adds_one_message, |app| {
    let (reference, status, _) = typed(app).await;
    let page = app.get(&status).await;
    let nonce = |body: &str| {
        let (_, after) = body.split_once("name=\"eenmalig\" value=\"").unwrap();
        after.split_once('"').unwrap().0.to_owned()
    };
    let (first, url) = (nonce(&page.body), status.replace("?t=", "/bericht?t="));
    let send = async |nonce: &str, text: &str| {
        let form = [("eenmalig", nonce), ("bericht", text)];
        let got = app.post(&url, &form).await;
        assert_eq!(got.status, 303, "{}", got.body);
        app.later(TimeDelta::seconds(2)).await;
        let threads = app.case(&reference).await.threads;
        threads.iter().map(|it| it.messages.len()).sum::<usize>()
    };
    let one = send(&first, "Het gaat om Wetteren.").await;
    assert_eq!(send(&first, "Het gaat om Wetteren.").await, one);
    // Another text is another message, also from the same form; and the same text from a new one.
    assert_eq!(send(&first, "En om Laarne.").await, one + 1);
    let second = nonce(&app.get(&status).await.body);
    assert_eq!(send(&second, "Het gaat om Wetteren.").await, one + 2);
});

/// How far the desk is that holds the question.
fn progress(case: &Case) -> ProgressKind {
    let mut held = case.threads.iter().filter_map(|it| it.assignment.as_ref());
    held.next().unwrap().progress
}

scenario!(a_desk_refuses_by_plain_mail, |app| {
    let reference = ask(app).await;
    let agent = app.agent(DESK).await;
    forward(app, &agent, &reference).await;
    let forwarded = &app.mails_to("regiovorming@mow.be")[0];
    app.take(forwarded.reply(
        "Beste collega,\n\nniet voor ons, hoort bij De Lijn.\n\nMet vriendelijke groeten\nPiet",
    ))
    .await;

    let case = app.case(&reference).await;
    let standing = case.ticket.standing;
    assert_eq!(progress(&case), ProgressKind::Refused);
    assert_eq!(
        (standing.status(), standing.step, standing.ball.holder),
        (Status::Open, NextStep::ConfirmProposal, Ball::Owner)
    );
    assert_eq!(case.proposed.as_ref().unwrap().0, "de-lijn");
    let said = case.threads.iter().flat_map(|it| &it.messages);
    assert!(said.clone().all(|it| it.kind != MessageKind::Proposal));
    assert!(said.clone().any(|it| it.body.contains("hoort bij De Lijn")));
    assert_eq!(case.decision.unwrap().mode, DispatchMode::Person);

    // Later they answer after all: that is as welcome as ever.
    app.take(with_other_id(
        &forwarded.reply("Toch: Wetteren ligt in vervoerregio Gent."),
    ))
    .await;
    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing.step, NextStep::ReviewProposal);
});

scenario!(
    what_sounds_like_a_refusal_is_for_the_owner_to_judge,
    |app| {
        let reference = ask(app).await;
        let agent = app.agent(DESK).await;
        forward(app, &agent, &reference).await;
        let forwarded = &app.mails_to("regiovorming@mow.be")[0];
        app.take(forwarded.reply("Dit hoort bij De Lijn.")).await;
        let case = app.case(&reference).await;
        assert_eq!(progress(&case), ProgressKind::Answered);
        assert_eq!(case.ticket.standing.step, NextStep::ReviewProposal);

        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let url = format!("/desk/tickets/{reference}");
        let page = app.get(&url).await.body;
        assert!(page.contains("Dit klinkt als een weigering"), "{page}");
        let (message, _) = proposal(&case);
        let (message, revision) = (message.to_string(), case.ticket.revision.to_string());
        let form = [
            ("csrf", csrf.as_str()),
            ("revision", &revision),
            ("message", &message),
        ];
        let done = app.post(&format!("{url}/refused"), &form).await;
        assert_eq!(done.status, 303, "{done:?}");
        let case = app.case(&reference).await;
        assert_eq!(progress(&case), ProgressKind::Refused);
        assert_eq!(case.ticket.standing.step, NextStep::ConfirmProposal);
        assert_eq!(case.proposed.unwrap().0, "de-lijn");
        let again = app.post(&format!("{url}/refused"), &form).await;
        assert_eq!(again.status, 409, "{again:?}");
    }
);

scenario!(an_answer_with_not_for_us_deep_inside_stays_one, |app| {
    let reference = ask(app).await;
    let agent = app.agent(DESK).await;
    forward(app, &agent, &reference).await;
    let forwarded = &app.mails_to("regiovorming@mow.be")[0];
    app.take(forwarded.reply(
        "Wetteren ligt in de vervoerregio Gent. De raad beslist over het vervoer op maat.\n\
         De gemeente wijst daarvoor een schepen aan. Het openbaar domein zelf is niet voor ons.",
    ))
    .await;
    let case = app.case(&reference).await;
    assert_eq!(progress(&case), ProgressKind::Answered);
    assert_eq!(case.ticket.standing.step, NextStep::ReviewProposal);
});

scenario!(a_refusal_written_to_the_asker_is_no_answer, |app| {
    let reference = ask(app).await;
    let agent = app.agent(DESK).await;
    forward(app, &agent, &reference).await;
    let reply = app.mails_to("regiovorming@mow.be")[0].reply("Dit is niet voor ons, sorry.");
    let reply = String::from_utf8(reply).unwrap();
    let (to, rest) = (
        reply.find("To: ").unwrap(),
        "To: an.peeters@wetteren.be\r\nCc: ",
    );
    app.take(format!("{}{rest}{}", &reply[..to], &reply[to + 4..]))
        .await;
    let case = app.case(&reference).await;
    assert_eq!(progress(&case), ProgressKind::Refused);
    assert_eq!(case.ticket.standing.receipt, Receipt::None);
    assert_eq!(case.ticket.standing.status(), Status::Open);
    assert_eq!(
        app.mails_to(ASKER).len(),
        1,
        "nothing but the acknowledgement"
    );
});

/// The same mail under another Message-ID.
fn with_other_id(mail: &[u8]) -> Vec<u8> {
    let mail = String::from_utf8(mail.to_vec()).unwrap();
    mail.replacen("Message-ID: <", "Message-ID: <nog-een.", 1)
        .into_bytes()
}

/// An answer leaves for the asker, and they write back.
async fn answered_and_replied(app: &App, reply: &str) -> (Reference, Actor) {
    let reference = ask(app).await;
    let agent = app.agent(DESK).await;
    let seen = app.case(&reference).await.ticket.revision;
    let says = dispatch::Answer {
        markdown: "U hoort bij Gent.".into(),
        ..dispatch::Answer::default()
    };
    dispatch::answer(&app.ctx, &agent, &reference, seen, says)
        .await
        .unwrap();
    app.work().await;
    let answer = app.mails_to(ASKER).pop().unwrap();
    app.take(answer.reply(reply)).await;
    (reference, agent)
}

async fn stands(app: &App, reference: &Reference) -> (Status, Receipt, NextStep) {
    let standing = app.case(reference).await.ticket.standing;
    (standing.status(), standing.receipt, standing.step)
}

scenario!(
    a_new_point_after_thanks_reopens_and_disputes_nothing,
    |app| {
        let text = "Dank u. Nog iets anders: mag dat ook voor het OCMW?";
        let (reference, _) = answered_and_replied(app, text).await;
        let open = (Status::Open, Receipt::Sent, NextStep::Answer);
        assert_eq!(stands(app, &reference).await, open);
        let due = answer_due(app, &reference).await;
        assert!(due > Some(app.now()), "a term of its own: {due:?}");
    }
);

scenario!(a_yes_with_a_request_closes_nothing, |app| {
    let (reference, _) = answered_and_replied(app, "Ja. Groeten, bel mij").await;
    let open = (Status::Open, Receipt::Sent, NextStep::Answer);
    assert_eq!(stands(app, &reference).await, open);
});

scenario!(what_the_house_misread_is_put_right_by_a_person, |app| {
    let (reference, _) = answered_and_replied(app, "Dat is duidelijk, behalve punt 3.").await;
    let disputed = (Status::Open, Receipt::Disputed, NextStep::Reconsider);
    assert_eq!(stands(app, &reference).await, disputed);

    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let url = format!("/desk/tickets/{reference}");
    let page = app.get(&url).await.body;
    assert!(page.contains("Klopt niet?"), "{page}");
    let revision = app.case(&reference).await.ticket.revision.to_string();
    let form = |body: &'static str| {
        let (csrf, revision) = (csrf.clone(), revision.clone());
        [
            ("csrf", csrf),
            ("revision", revision),
            ("body", body.to_owned()),
        ]
    };
    let send = async |body| {
        let form = form(body);
        let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (*a, b.as_str())).collect();
        app.post(&format!("{url}/correct"), &form).await
    };
    assert_eq!(send(" ").await.status, 422);
    assert_eq!(send("Punt 3 is een nieuwe vraag.").await.status, 303);
    let open = (Status::Open, Receipt::Sent, NextStep::Answer);
    assert_eq!(stands(app, &reference).await, open);
    assert_eq!(send("Nog eens.").await.status, 409);

    let case = app.case(&reference).await;
    let kept: Vec<_> = case.evidence.iter().map(|it| it.kind.slug()).collect();
    assert_eq!(kept, ["accepted", "replied_again", "corrected"]);
    let note = case.evidence.last().unwrap().note.as_deref();
    assert_eq!(note, Some("Punt 3 is een nieuwe vraag."));
    let page = app.get(&url).await.body;
    assert!(!page.contains("Klopt niet?"), "{page}");
    assert!(page.contains("Punt 3 is een nieuwe vraag."), "{page}");
});

scenario!(a_yes_that_was_none_opens_the_question_again, |app| {
    let (reference, agent) = answered_and_replied(app, "Ja, dank u wel.").await;
    let confirmed = (Status::Closed, Receipt::Confirmed, NextStep::Done);
    assert_eq!(stands(app, &reference).await, confirmed);
    let seen = app.case(&reference).await.ticket.revision;
    followup::correct(
        &app.ctx,
        &agent,
        &reference,
        seen,
        "Gebeld: niet zo bedoeld.",
    )
    .await
    .unwrap();
    let open = (Status::Open, Receipt::Sent, NextStep::Answer);
    assert_eq!(stands(app, &reference).await, open);
    assert!(answer_due(app, &reference).await > Some(app.now()));
    // The asker is told: they thought it was over.
    app.work().await;
    let mail = app.mails_to(ASKER).pop().unwrap();
    assert!(mail.text.contains("opnieuw opgenomen"), "{}", mail.text);
});

/// Nearly the name of a municipality.
const TYPED: &str = "Weteren";

scenario!(a_name_that_nobody_knows_is_asked_about_once, |app| {
    let form = |mail: &'static str, more: &[(&'static str, &'static str)]| {
        let mut form = vec![
            ("onderwerp", "Burgemeestersoverleg"),
            ("vraag", "Mag een schepen de burgemeester vervangen?"),
            ("naam", "Iemand"),
            ("mail", mail),
            ("bestuur", TYPED),
        ];
        form.extend_from_slice(more);
        form
    };
    let asked = app.post("/vraag", &form("iemand@gmail.com", &[])).await;
    assert_eq!(asked.status, 422);
    assert!(
        asked.body.contains("value=\"Gemeente Wetteren\""),
        "{}",
        asked.body
    );
    assert!(app.references().await.is_empty());

    let chosen = [("bedoeld-bij", TYPED), ("bedoeld", "Gemeente Wetteren")];
    let sent = app.post("/vraag", &form("iemand@gmail.com", &chosen)).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    app.work().await;
    let case = app.only_case().await;
    assert_eq!(case.organisation.as_deref(), Some("Wetteren"));
    let thanks = app.get(&sent.location).await;
    assert!(thanks.body.contains("iemand@gmail.com"), "{}", thanks.body);

    let meant = [("bedoeld-bij", TYPED), ("bedoeld", "-")];
    assert_eq!(
        app.post("/vraag", &form("ander@gmail.com", &meant))
            .await
            .status,
        303
    );
    app.work().await;
    let all = app.references().await;
    let case = app.case(all.last().unwrap()).await;
    assert_eq!(case.organisation, None);
    let reasons = case.decision.unwrap().explanation;
    assert_eq!(reasons["stated"], TYPED);
});

scenario!(
    who_goes_back_and_sends_other_words_asks_something_else,
    |app| {
        let page = app.get("/vraag").await.body;
        let (_, nonce) = page.split_once("name=\"eenmalig\" value=\"").unwrap();
        let nonce = nonce.split('"').next().unwrap();
        let send = async |question: &str| {
            let form = [
                ("eenmalig", nonce),
                ("onderwerp", "Vervoerregio"),
                ("vraag", question),
                ("naam", "Iemand"),
                ("mail", ASKER),
            ];
            app.post("/vraag", &form).await.location
        };
        let first = send("Welke vervoerregio?").await;
        assert_eq!(first, send("Welke vervoerregio?").await);
        assert_ne!(first, send("Welke zorgregio?").await);
        app.work().await;
        assert_eq!(app.references().await.len(), 2);
    }
);

scenario!(a_place_that_is_nearly_known_is_offered, |app| {
    let page = app.get(&format!("/contactpunt?q={TYPED}")).await;
    assert!(page.body.contains(">Wetteren</a>"), "{}", page.body);
    assert!(
        page.body.contains("Bedoelt u een van deze?"),
        "{}",
        page.body
    );
});

scenario!(
    words_on_the_page_of_a_closed_question_open_it_again,
    |app| {
        let (reference, status, _) = typed(app).await;
        let page = app.get(&status).await.body;
        let (_, nonce) = page.split_once("name=\"eenmalig\" value=\"").unwrap();
        let nonce = nonce.split('"').next().unwrap();
        let case = app.case(&reference).await;
        let agent = app.agent(&case.owner.0).await;
        let seen = case.ticket.revision;
        let why = regiovraag::registry::CloseReason::OutOfScope;
        app.close(&agent, &reference, seen, why).await.unwrap();
        let url = status.replace("?t=", "/bericht?t=");
        let form = [
            ("eenmalig", nonce),
            ("bericht", "Toch nog iets over het OCMW."),
        ];
        assert_eq!(app.post(&url, &form).await.status, 303);
        app.work().await;
        let case = app.case(&reference).await;
        assert!(case.ticket.standing.is_open(), "{:?}", case.ticket.standing);
        let said = case.threads[0]
            .messages
            .iter()
            .any(|it| it.body.contains("Toch nog iets"));
        assert!(said, "{case:?}");
    }
);

scenario!(
    a_mail_that_was_passed_on_proves_nothing_about_its_writer,
    |app| {
        let raw = format!(
            "From: Jan <jan@brugge.be>\r\nTo: regiovorming@vlaanderen.be\r\nSubject: FW: Vervoerregio\r\n\
         Message-ID: <door@brugge.be>\r\nDate: Thu, 15 Jan 2026 08:55:00 +0100\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n\
         -----Oorspronkelijk bericht-----\r\nVan: Koop nu <{ASKER}>\r\n\
         Verzonden: donderdag 15 januari 2026 8:00\r\nAan: jan@brugge.be\r\n\
         Onderwerp: Koop hier\r\n\r\nTot welke vervoerregio behoren wij?\r\n"
        );
        app.take(raw).await;
        let case = app.only_case().await;
        assert_eq!(case.asker.email, ASKER);
        assert!(!case.asker.verified);
        let mail = app.mails_to(ASKER).pop().unwrap();
        assert!(
            !mail.text.contains("Koop") && !mail.subject.contains("Koop"),
            "{mail}"
        );
        let links = mail.links();
        let not_me = links
            .iter()
            .find(|link| link.contains("/b/niet-ik/"))
            .unwrap();
        assert_eq!(app.post(not_me, &[]).await.status, 303);
        let standing = app.case(&case.ticket.reference).await.ticket.standing;
        assert_eq!(standing.status(), Status::Closed);
    }
);

scenario!(an_address_that_is_known_says_where_its_owner_is, |app| {
    let signed = "Tot welke vervoerregio behoren wij?\n\nMet vriendelijke groeten\n\nAn Peeters\nGemeente Wetteren";
    app.take(question("an@gmail.com", "Vervoerregio", signed))
        .await;
    let first = app.only_case().await;
    assert_eq!(first.organisation.as_deref(), Some("Wetteren"));
    app.take(question("an@gmail.com", "Zorgregio", "En de zorgregio?"))
        .await;
    let references = app.references().await;
    let other = references
        .iter()
        .find(|it| **it != first.ticket.reference)
        .unwrap();
    let case = app.case(other).await;
    assert_eq!(case.owner.0, DESK);
    let how = case.decision.unwrap().explanation["how"].to_string();
    assert!(how.contains("address_book"), "{how}");
});

scenario!(two_answers_to_one_circular_are_two_questions, |app| {
    let reply = |from: &str, number: u8| {
        format!(
            "From: {from}\r\nTo: regiovorming@vlaanderen.be\r\nSubject: Re: Omzendbrief\r\n\
             Message-ID: <{number}@antwoord.example>\r\nIn-Reply-To: <omzendbrief@abb.example>\r\n\
             References: <omzendbrief@abb.example>\r\nDate: Thu, 15 Jan 2026 08:55:00 +0100\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\r\n\
             Geldt dit ook voor onze zone nummer {number}?\r\n"
        )
    };
    app.take(reply(ASKER, 1)).await;
    app.take(reply("jan@brugge.be", 2)).await;
    assert_eq!(app.references().await.len(), 2);
    // Whoever asked goes on in their own.
    app.take(reply(ASKER, 3)).await;
    assert_eq!(app.references().await.len(), 2);
});

/// Addresses of nobody (RFC 5737).
const VISITORS: [&str; 2] = ["192.0.2.1", "192.0.2.2"];

scenario!(who_asks_too_often_is_known_behind_the_proxy, |app| {
    let ask = async |from: &str| {
        let sent = reqwest::Client::new()
            .post(app.url("/vraag"))
            .header("Origin", app.ctx.settings.http.public_url.clone())
            .header("X-Forwarded-For", from)
            .form(&[("doe", "kijk")])
            .send()
            .await;
        sent.unwrap().status().as_u16()
    };
    let mut last = 0;
    for _ in 0..60 {
        last = ask(VISITORS[0]).await;
    }
    assert_eq!(last, 429);
    assert_eq!(ask(VISITORS[1]).await, 200, "another visitor is served");
});
