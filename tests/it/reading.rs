//! Mail that means harm, or makes no sense: forged senders, and bytes of which nothing is right.

use std::sync::Arc;

use chrono::TimeDelta;
use regiovraag::auth::Actor;
use regiovraag::config::Automatic;
use regiovraag::dispatch::{self, Answer, Forward};
use regiovraag::entity::assignment::ProgressKind;
use regiovraag::entity::deadline::DeadlineState;
use regiovraag::entity::inbound_mail::InboundState;
use regiovraag::intake::mail::Reason;
use regiovraag::intake::{
    Handed, InboundFormat, PORTAL, SenderProof, Waiting, stands_alone, take_in,
};
use regiovraag::registry::{
    Ball, CloseReason, MessageKind, MessageState, MessageView, NextStep, Receipt, Reference, Status,
};
use regiovraag::worker::Works;

use crate::bad_input::sign_in_as;
use crate::dialogue::inviting;
use crate::support::app::{App, changed, question};
use crate::support::scenario;

pub const ASKER: &str = "an.peeters@wetteren.be";
const SERVER: &str = "mx1.regiovorming.example";

/// A house that believes what its receiving server says of senders.
async fn believing(app: &App) -> Works {
    let ctx = changed(&app.ctx, |settings| {
        SERVER.clone_into(&mut settings.intake.authserv_id);
    });
    let carrier = Arc::clone(&app.post_box);
    Works::with_carrier(ctx, carrier).await.unwrap()
}

/// The same mail with what a receiving server wrote above it.
fn judged(raw: Vec<u8>, verdict: &str) -> Vec<u8> {
    let line = format!("Authentication-Results: {SERVER}; {verdict}\r\n");
    [line.into_bytes(), raw].concat()
}

/// A question that was sent on, what the desk replies, and who sent it on.
pub async fn forwarded(app: &App) -> (Reference, Vec<u8>, Actor) {
    let from = format!("An Peeters <{ASKER}>");
    app.take(question(
        &from,
        "Vervoerregio",
        "Tot welke vervoerregio behoren wij?",
    ))
    .await;
    let reference = app.only_case().await.ticket.reference;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let seen = app.case(&reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".into(),
        comment: "Graag jullie antwoord.".into(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let mails = app.mails_to("regiovorming@mow.be");
    (
        reference,
        mails[0].reply("Wetteren hoort bij de vervoerregio Gent."),
        agent,
    )
}

scenario!(a_forged_answer_of_an_administration_is_held, |app| {
    let (reference, reply, _) = forwarded(app).await;
    let house = believing(app).await;
    let before = app.mails_to(ASKER).len();
    let verdicts = [
        "dmarc=fail header.from=mow.be",
        "spf=pass smtp.mailfrom=kwaad.example; dmarc=none",
        "none",
    ];
    for (number, verdict) in verdicts.into_iter().enumerate() {
        // another Message-ID each time, or it would be the same mail again
        let raw = String::from_utf8(reply.clone()).unwrap();
        let raw = raw.replacen("Message-ID: <", &format!("Message-ID: <{number}."), 1);
        let forged = format!(
            "Received: from kwaad.example\r\nAuthentication-Results: {SERVER}; dmarc=pass \
             header.from=mow.be\r\n{raw}"
        );
        let id = app.receive(judged(forged.into_bytes(), verdict)).await;
        house.until_idle().await.unwrap();

        let row = app.inbound(id).await;
        assert_eq!(row.state, InboundState::Done, "{verdict}");
        assert_eq!(row.kind.as_deref(), Some("question"), "{verdict}");
        let why = Reason::read(&row.reason.unwrap_or_default()).unwrap();
        let doubted = [Reason::SenderRefuted, Reason::SenderUnproven];
        assert!(
            why.iter().any(|one| doubted.contains(one)),
            "{verdict}: {why:?}"
        );
        let held = app.references().await.pop().unwrap();
        assert_ne!(held, reference, "{verdict}");
        let ticket = app.case(&held).await.ticket;
        assert_eq!(ticket.standing.step, NextStep::ReviewSender, "{verdict}");
    }
    let case = app.case(&reference).await;
    let assignment = case.threads.iter().find(|one| one.assignment.is_some());
    assert_eq!(
        assignment.unwrap().messages.len(),
        1,
        "nothing was taken for a proposal"
    );
    assert_eq!(app.mails_to(ASKER).len(), before, "the asker hears nothing");
    assert_eq!(
        app.mails_to("regiovorming@mow.be").len(),
        1,
        "whose name was used is not bothered"
    );
});

const ANSWER: &str = "Wetteren hoort bij de vervoerregio Gent.";
const STAMP: &str = "Auto-Submitted: auto-generated\r\nPrecedence: bulk\r\n";

/// The reply of a desk with other words and headers, as the mail of that number.
fn says(reply: &[u8], number: usize, headers: &str, text: &str) -> Vec<u8> {
    let raw = std::str::from_utf8(reply).unwrap();
    let raw = raw.replacen("Message-ID: <", &format!("Message-ID: <{number}."), 1);
    let raw = raw.replace(ANSWER, text);
    assert!(raw.contains(text));
    format!("{headers}{raw}").into_bytes()
}

/// How far the only assignment of a question is, whether its term runs, and its last message.
async fn asked_of(app: &App, reference: &Reference) -> (ProgressKind, bool, MessageView) {
    let case = app.case(reference).await;
    let mut of_desks = case.threads.iter().filter(|one| one.assignment.is_some());
    let thread = of_desks.next().unwrap();
    let held = thread.assignment.as_ref().unwrap();
    let runs = case
        .deadlines
        .iter()
        .any(|term| term.assignment_id == Some(held.id) && term.state == DeadlineState::Pending);
    let last = thread.messages.last().unwrap().clone();
    (held.progress, runs, last)
}

scenario!(
    a_receipt_of_a_desk_stays_in_sight_and_its_term_goes_on,
    |app| {
        let (reference, reply, _) = forwarded(app).await;
        let before = app.case(&reference).await.ticket.standing;
        let receipt = "Wij hebben uw bericht goed ontvangen, uw dossiernummer is 2026/0113.";
        for (number, headers) in ["", STAMP].into_iter().enumerate() {
            let id = app.receive(says(&reply, number, headers, receipt)).await;
            app.work().await;
            let kind = app.inbound(id).await.kind;
            assert_eq!(kind.as_deref(), Some("auto_reply"), "{headers}");
        }
        let (progress, runs, last) = asked_of(app, &reference).await;
        assert_eq!((progress, runs), (ProgressKind::Sent, true));
        assert_eq!(last.kind, MessageKind::Acknowledgement);
        assert_eq!(last.state, MessageState::Posted);
        let case = app.case(&reference).await;
        assert_eq!(case.ticket.standing, before, "nothing is proposed");
        let of_desk = case.threads.iter().find(|one| one.assignment.is_some());
        let count = of_desk.unwrap().messages.len();
        assert_eq!(count, 2, "what says so in its headers is an event");

        sign_in_as(app, "els.contactpunt-oost-vlaanderen@vlaanderen.be").await;
        let page = app.get(&format!("/desk/tickets/{reference}")).await;
        for words in [receipt, "Ontvangstbevestiging: geen antwoord"] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
    }
);

scenario!(
    what_nobody_signed_in_a_ticket_system_is_laid_before_the_owner_and_ends_no_term,
    |app| {
        let (reference, reply, agent) = forwarded(app).await;
        app.receive(says(&reply, 0, STAMP, ANSWER)).await;
        let nobody = "From: noreply@mow.be\r\n";
        let raw = says(&reply, 1, STAMP, "De aanvraag van Wetteren werd geweigerd.");
        let from = "From: regiovorming@mow.be\r\n";
        let raw = String::from_utf8(raw).unwrap().replacen(from, nobody, 1);
        assert!(raw.contains(nobody));
        app.receive(raw.into_bytes()).await;
        app.work().await;

        let (progress, runs, last) = asked_of(app, &reference).await;
        assert_eq!((progress, runs), (ProgressKind::Sent, true));
        assert_eq!(last.state, MessageState::Proposed);
        let case = app.case(&reference).await;
        let standing = case.ticket.standing;
        assert_eq!(
            (standing.step, standing.ball.holder, standing.rank()),
            (NextStep::ReviewProposal, Ball::Administration, 1)
        );
        sign_in_as(app, "els.contactpunt-oost-vlaanderen@vlaanderen.be").await;
        let page = app.get(&format!("/desk/tickets/{reference}")).await;
        let words = "Misschien geen antwoord: automatisch verstuurd";
        assert_eq!(page.body.matches(words).count(), 2, "{}", page.body);

        // Left, it was nothing: the desk is waited for.
        let seen = case.ticket.revision;
        dispatch::leave_proposal(&app.ctx, &agent, &reference, seen, last.id)
            .await
            .unwrap();
        let seen = app.case(&reference).await.ticket.revision;
        let of_desk = case.threads.iter().find(|one| one.assignment.is_some());
        let first = of_desk.unwrap().messages[1].clone();
        assert!(first.body.contains(ANSWER));
        dispatch::leave_proposal(&app.ctx, &agent, &reference, seen, first.id)
            .await
            .unwrap();
        let standing = app.case(&reference).await.ticket.standing;
        assert_eq!(
            (standing.step, standing.ball.holder),
            (NextStep::FollowUp, Ball::Administration)
        );
    }
);

scenario!(
    what_a_ticket_system_sends_is_an_answer_once_it_is_used_or_signed,
    |app| {
        let (reference, reply, agent) = forwarded(app).await;
        app.receive(says(&reply, 0, STAMP, ANSWER)).await;
        app.work().await;
        let (_, _, proposed) = asked_of(app, &reference).await;
        let with = Answer {
            markdown: ANSWER.into(),
            proposal: Some(proposed.id),
            ..Answer::default()
        };
        let seen = app.case(&reference).await.ticket.revision;
        dispatch::answer(&app.ctx, &agent, &reference, seen, with)
            .await
            .unwrap();
        app.work().await;
        let (progress, runs, _) = asked_of(app, &reference).await;
        assert_eq!((progress, runs), (ProgressKind::Answered, false));
        let mails = app.mails_to("regiovorming@mow.be").len();
        assert_eq!(mails, 1, "who answered is not told that it need not");
    }
);

scenario!(
    a_person_who_writes_through_a_ticket_system_has_answered,
    |app| {
        let (reference, reply, _) = forwarded(app).await;
        let signed = format!("{ANSWER}\r\n\r\nMet vriendelijke groeten\r\n\r\nEls Maes\r\nMOW");
        app.receive(says(&reply, 0, STAMP, &signed)).await;
        app.work().await;
        let (progress, runs, last) = asked_of(app, &reference).await;
        assert_eq!((progress, runs), (ProgressKind::Answered, false));
        assert_eq!(last.state, MessageState::Proposed);
        assert!(last.body.contains(ANSWER));
    }
);

scenario!(
    a_refusal_by_a_ticket_system_is_the_owners_to_read_as_one,
    |app| {
        let (reference, reply, agent) = forwarded(app).await;
        let refusal =
            "Dit is geen bevoegdheid van MOW. Gelieve u te wenden tot het Departement Zorg.";
        app.receive(says(&reply, 0, STAMP, refusal)).await;
        app.work().await;
        let (progress, runs, last) = asked_of(app, &reference).await;
        assert_eq!((progress, runs), (ProgressKind::Sent, true));
        let case = app.case(&reference).await;
        let seen = case.ticket.revision;
        let atlas = app.works.atlas().now();
        dispatch::read_as_refusal(&app.ctx, &agent, &reference, seen, last.id, &atlas)
            .await
            .unwrap();
        let (progress, runs, _) = asked_of(app, &reference).await;
        assert_eq!((progress, runs), (ProgressKind::Refused, false));
    }
);

scenario!(a_forged_answer_with_us_in_copy_is_no_answer, |app| {
    let (reference, ..) = forwarded(app).await;
    let house = believing(app).await;
    let acknowledged = &app.mails_to(ASKER)[0];
    let forged = format!(
        "From: Departement MOW <regiovorming@mow.be>\r\nTo: {ASKER}\r\n\
         Cc: regiovorming@vlaanderen.be\r\nSubject: {}\r\nMessage-ID: <vals@mow.be>\r\n\
         In-Reply-To: <{}>\r\nDate: Thu, 15 Jan 2026 10:00:00 +0100\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nWetteren hoort bij Gent.\r\n",
        acknowledged.subject, acknowledged.message_id
    );
    let before = app.mails_to(ASKER).len();
    app.receive(judged(forged.into_bytes(), "dmarc=fail header.from=mow.be"))
        .await;
    house.until_idle().await.unwrap();

    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing.receipt, Receipt::None, "{case:?}");
    let answers = case.threads[0].messages.iter();
    assert_eq!(
        answers
            .filter(|one| one.kind == MessageKind::Answer)
            .count(),
        0
    );
    let held = app.references().await.pop().unwrap();
    assert_eq!(
        app.case(&held).await.ticket.standing.step,
        NextStep::ReviewSender
    );
    assert_eq!(app.mails_to(ASKER).len(), before, "the asker hears nothing");
});

scenario!(an_answer_that_its_domain_stands_by_is_a_proposal, |app| {
    let (reference, reply, _) = forwarded(app).await;
    let house = believing(app).await;
    app.receive(judged(reply, "dmarc=pass header.from=mow.be"))
        .await;
    house.until_idle().await.unwrap();

    let case = app.case(&reference).await;
    let assignment = case.threads.iter().find(|one| one.assignment.is_some());
    assert_eq!(assignment.unwrap().messages.len(), 2, "{case:?}");
});

scenario!(
    what_the_receiving_server_found_out_is_told_at_the_desk,
    |app| {
        let house = believing(app).await;
        let verdicts = [
            (
                "dmarc=pass header.from=wetteren.be",
                SenderProof::Proven,
                "De mailserver bevestigt dat dit van wetteren.be komt",
            ),
            (
                "spf=none smtp.mailfrom=wetteren.be",
                SenderProof::Unproven,
                "Niet bevestigd dat dit van wetteren.be komt",
            ),
            (
                "dmarc=fail header.from=wetteren.be",
                SenderProof::Refuted,
                "De mailserver zegt dat dit niet van wetteren.be komt",
            ),
        ];
        app.agent("contactpunt-oost-vlaanderen").await;
        sign_in_as(app, "els.contactpunt-oost-vlaanderen@vlaanderen.be").await;
        for (number, (verdict, proof, words)) in verdicts.into_iter().enumerate() {
            let text = format!("Tot welke vervoerregio behoren wij? Vraag {number}.");
            let raw = question(ASKER, &format!("Vervoerregio {number}"), &text);
            let id = app.receive(judged(raw, verdict)).await;
            house.until_idle().await.unwrap();

            assert_eq!(app.inbound(id).await.sender_proof, Some(proof));
            let reference = app.references().await.pop().unwrap();
            let case = app.case(&reference).await;
            let sender = case.threads[0].messages[0].sender.as_ref().unwrap();
            assert_eq!(
                (sender.proof, sender.domain.as_str()),
                (proof, "wetteren.be")
            );
            for page in [
                format!("/desk/tickets/{reference}"),
                format!("/desk/mail/{id}"),
            ] {
                let page = app.get(&page).await;
                assert!(page.body.contains(words), "{verdict}: {}", page.body);
            }
        }

        // Where no server was asked, or none stood in between, there is nothing to say.
        let by_page = Handed {
            source_id: "blad".into(),
            raw: question(
                ASKER,
                "Van onze bladzijde",
                "Nog iets over de vervoerregio?",
            ),
        };
        let taken = take_in(&app.ctx, PORTAL, by_page, InboundFormat::Mail)
            .await
            .unwrap();
        house.until_idle().await.unwrap();
        assert_eq!(app.inbound(taken.inbound_id).await.sender_proof, None);
        let id = app
            .take(question(ASKER, "Zonder server", "En nog iets?"))
            .await;
        assert_eq!(app.inbound(id).await.sender_proof, None);
    }
);

scenario!(
    a_forged_word_long_after_closing_is_linked_to_nothing,
    |app| {
        app.take(question(ASKER, "Vervoerregio", "Tot welke behoren wij?"))
            .await;
        let old = app.only_case().await.ticket;
        let agent = app.agent("contactpunt-oost-vlaanderen").await;
        let why = CloseReason::Withdrawn;
        app.close(&agent, &old.reference, old.revision, why)
            .await
            .unwrap();
        let reply = app.mails_to(ASKER)[0].reply("Een half jaar later: ja, dat klopt.");
        app.later(TimeDelta::days(180)).await;
        let house = believing(app).await;
        app.receive(judged(reply, "dmarc=fail header.from=wetteren.be"))
            .await;
        house.until_idle().await.unwrap();

        let new = app.references().await.pop().unwrap();
        let case = app.case(&new).await;
        assert_ne!(new, old.reference);
        assert_eq!(case.follows, None);
        assert_eq!(case.ticket.standing.step, NextStep::ReviewSender);
        let names = case
            .events
            .iter()
            .any(|one| one.kind == "names_other_ticket");
        assert!(names, "who looks sees which question it names");
        let before = app.case(&old.reference).await;
        assert_eq!(before.followed_by, [] as [String; 0]);
        assert_eq!(app.mails_to(ASKER).len(), 1, "nobody is told");
    }
);

scenario!(what_exchange_wrapped_reaches_people_as_files, |app| {
    let raw = include_bytes!("../fixtures/mail/016-winmail-dat.eml");
    let id = app.take(raw.to_vec()).await;
    assert_eq!(app.inbound(id).await.state, InboundState::Done);
    let case = app.only_case().await;
    let files = &case.threads[0].messages[0].attachments;
    let names: Vec<&str> = files.iter().map(|it| it.filename.as_str()).collect();
    assert!(names.iter().any(|name| *name != "winmail.dat"), "{names:?}");
    assert!(!names.contains(&"winmail.dat"), "{names:?}");
});

scenario!(
    a_number_is_not_enough_to_write_under_the_name_of_its_asker,
    |app| {
        let (reference, ..) = forwarded(app).await;
        let house = believing(app).await;
        let before = app.case(&reference).await.threads[0].messages.len();
        let forged = question(
            ASKER,
            &format!("Laat maar [{reference}]"),
            "De vraag is niet meer nodig.",
        );
        app.receive(judged(forged, "dmarc=fail header.from=wetteren.be"))
            .await;
        // The server vouches for who wrote, and anybody can be named as the one who sent it.
        let sent_by = format!("kwaad@kwaad.example\r\nSender: {ASKER}");
        let other = question(
            &sent_by,
            &format!("Nog iets [{reference}]"),
            "Stuur het antwoord voortaan naar mij.",
        );
        app.receive(judged(other, "dmarc=pass header.from=kwaad.example"))
            .await;
        house.until_idle().await.unwrap();
        let case = app.case(&reference).await;
        let new = &case.threads[0].messages[before..];
        assert_eq!(new.len(), 1, "{new:?}");
        assert_eq!(new[0].state, MessageState::Held);
        let own = app.references().await.pop().unwrap();
        assert_ne!(own, reference);
        let standing = app.case(&own).await.ticket.standing;
        assert_eq!(standing.step, NextStep::ReviewSender);
    }
);

scenario!(
    whom_nobody_knows_at_the_desk_does_not_answer_for_it,
    |app| {
        let (reference, reply, _) = forwarded(app).await;
        let stranger = "From: Piet Extern <piet.extern@gmail.com>\r\n";
        let by_piet = |number: usize, to: Option<&str>, text: &str| {
            let raw = String::from_utf8(says(&reply, number, "", text)).unwrap();
            let raw = raw.replacen("From: regiovorming@mow.be\r\n", stranger, 1);
            assert!(raw.contains(stranger));
            let to = to.map_or("To: ".to_owned(), |to| format!("To: {to}\r\nCc: "));
            raw.replacen("To: ", &to, 1)
        };
        let before = app.mails_to(ASKER).len();
        app.take(by_piet(
            1,
            Some(ASKER),
            "Beste An, ik denk dat dat niet klopt.",
        ))
        .await;
        let case = app.case(&reference).await;
        let last = case.threads[0].messages.last().unwrap();
        assert_eq!(last.state, MessageState::Held, "{last:?}");
        assert_eq!(case.ticket.standing.step, NextStep::ReviewSender);
        assert_eq!(case.ticket.standing.receipt, Receipt::None);
        assert_eq!(app.mails_to(ASKER).len(), before, "nothing is asked");
        // Written to us alone it is laid before the owner, marked, twice as well as once.
        for number in [2, 3] {
            app.take(by_piet(number, None, "Wij zijn hiervoor niet bevoegd."))
                .await;
            let (progress, runs, last) = asked_of(app, &reference).await;
            assert_eq!((progress, runs), (ProgressKind::Sent, true), "{number}");
            assert_eq!(last.state, MessageState::Proposed, "{number}");
        }
    }
);

/// What the house answers to senders, and sends on by itself.
async fn sending_on(app: &App) -> Works {
    let ctx = changed(&app.ctx, |settings| {
        SERVER.clone_into(&mut settings.intake.authserv_id);
        settings.dispatch.automatic = Automatic::Confident;
    });
    let carrier = Arc::clone(&app.post_box);
    Works::with_carrier(ctx, carrier).await.unwrap()
}

/// A question that the house sends on by itself.
fn clear_question(from: &str) -> Vec<u8> {
    question(
        from,
        "Openbaar vervoer",
        "Wat is een vervoerregio? Komt er een halte van De Lijn, en hoe vragen wij een hoppinpunt aan?",
    )
}

scenario!(
    an_answer_to_a_question_of_somebody_else_is_asked_of_nobody,
    |app| {
        let house = sending_on(app).await;
        let vouched = "dmarc=pass header.from=wetteren.be";
        app.receive(judged(clear_question(ASKER), vouched)).await;
        house.until_idle().await.unwrap();
        let sent = app.sent_mails();
        assert!(
            sent.len() > 1,
            "such a question goes on by itself: {sent:?}"
        );

        let raw = clear_question("Jan Dubois <jan.dubois@mow.be>");
        let raw = String::from_utf8(raw)
            .unwrap()
            .replacen("To: ", "To: burger@gent.be\r\nCc: ", 1);
        let vouched = "dmarc=pass header.from=mow.be";
        let id = app.receive(judged(raw.into_bytes(), vouched)).await;
        house.until_idle().await.unwrap();
        assert_eq!(app.inbound(id).await.kind.as_deref(), Some("answer_cc"));
        assert_eq!(app.sent_mails().len(), sent.len(), "nobody hears of it");
        let own = app.references().await.pop().unwrap();
        let standing = app.case(&own).await.ticket.standing;
        assert_eq!(standing.step, NextStep::ReviewSender);
        let history = app.history(&own).await;
        assert!(history.contains("answer_unplaced"), "{history}");
    }
);

scenario!(
    a_question_that_its_domain_denies_goes_nowhere_by_itself,
    |app| {
        let house = sending_on(app).await;
        let denied = "dmarc=fail header.from=wetteren.be";
        app.receive(judged(clear_question(ASKER), denied)).await;
        house.until_idle().await.unwrap();
        let case = app.only_case().await;
        assert_eq!(case.ticket.standing.step, NextStep::ReviewSender);
        assert!(case.threads.iter().all(|it| it.assignment.is_none()));
        let sent = app.sent_mails();
        assert_eq!(sent.len(), 1, "{sent:?}");
        let told = std::str::from_utf8(&sent[0].raw).unwrap();
        assert_eq!(sent[0].to, ASKER);
        assert!(sent[0].subject.contains(case.ticket.reference.as_str()));
        for word in ["Openbaar vervoer", "hoppinpunt"] {
            assert!(
                !told.contains(word) && !sent[0].text.contains(word),
                "{told}"
            );
        }
        assert!(sent[0].text.contains("Was u dat niet?"), "{}", sent[0]);

        // A person knows the asker: it goes its way.
        let agent = app.agent(&case.owner.0).await;
        let seen = case.ticket.revision;
        let reference = &case.ticket.reference;
        stands_alone(
            house.understander(),
            &agent,
            reference,
            seen,
            Waiting::Ticket,
        )
        .await
        .unwrap();
        house.until_idle().await.unwrap();
        assert_eq!(app.mails_to(ASKER).len(), 1, "told once");
        let case = app.case(reference).await;
        assert!(case.threads.iter().any(|it| it.assignment.is_some()));
    }
);

/// What qmail says when a mail failed: it comes to our plain address, and names no Message-ID unless `more`
/// of the headers of the original does.
pub fn failed(recipient: &str, number: u8, subject: &str, more: &str) -> String {
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.wetteren.be\r\n\
         To: regiovorming@vlaanderen.be\r\nSubject: failure notice\r\n\
         Message-ID: <{number}@mx.wetteren.be>\r\nContent-Type: text/plain\r\n\r\n\
         Hi. This is the qmail-send program.\r\n\
         I'm afraid I wasn't able to deliver your message to the following addresses.\r\n\r\n\
         <{recipient}>:\r\n550 5.1.1 user unknown\r\n\r\n\
         --- Below this line is a copy of the message.\r\n\r\n\
         Subject: {subject}\r\n{more}From: regiovorming@vlaanderen.be\r\n"
    )
}

scenario!(
    a_bounce_that_names_only_the_number_stands_with_its_question_and_changes_nothing,
    |app| {
        let (reference, _, agent) = forwarded(app).await;
        let says = Answer {
            markdown: "U hoort bij Gent.".into(),
            ..Answer::default()
        };
        let seen = app.case(&reference).await.ticket.revision;
        dispatch::answer(&app.ctx, &agent, &reference, seen, says)
            .await
            .unwrap();
        app.work().await;
        let subject = app.mails_to(ASKER).pop().unwrap().subject;
        assert!(subject.contains(reference.as_str()), "{subject}");
        let before = app.case(&reference).await.ticket.standing;

        let id = app.take(failed("iemand@elders.be", 1, &subject, "")).await;
        assert_eq!(app.inbound(id).await.kind.as_deref(), Some("bounce"));
        let case = app.case(&reference).await;
        let standing = case.ticket.standing;
        assert_eq!(
            standing.receipt, before.receipt,
            "no mail of ours went there"
        );
        assert_eq!(standing.step, NextStep::ReadNotice);
        assert_eq!(app.inbound(id).await.ticket_id, Some(case.ticket.id));
        let history = app.history(&reference).await;
        assert!(history.contains("mail_reported"), "{history}");

        // Whoever knows the number and the address could have written it.
        app.take(failed(&ASKER.to_uppercase(), 2, &subject, ""))
            .await;
        let standing = app.case(&reference).await.ticket.standing;
        assert_eq!(standing.receipt, before.receipt);
    }
);

scenario!(
    a_forged_invitation_writes_into_no_question_and_opens_none,
    |app| {
        let (reference, _, agent) = forwarded(app).await;
        let house = believing(app).await;
        let last = app.mails_to(ASKER).pop().unwrap();
        let denied = "dmarc=fail header.from=wetteren.be";
        let words = "Wij willen dit nog eens met u bespreken.";
        let before = app.case(&reference).await.threads[0].messages.len();
        let forged = inviting(&last.reply(words));
        app.receive(judged(forged.clone().into_bytes(), denied))
            .await;
        house.until_idle().await.unwrap();
        let case = app.case(&reference).await;
        let new = &case.threads[0].messages[before..];
        assert_eq!(new.len(), 1, "{new:?}");
        assert_eq!(new[0].state, MessageState::Held);
        assert_eq!(case.ticket.standing.step, NextStep::ReviewSender);

        let seen = case.ticket.revision;
        app.close(&agent, &reference, seen, CloseReason::Withdrawn)
            .await
            .unwrap();
        house.until_idle().await.unwrap();
        let before = app.case(&reference).await.threads[0].messages.len();
        let again = forged.replacen("Message-ID: <", "Message-ID: <2.", 1);
        app.receive(judged(again.into_bytes(), denied)).await;
        house.until_idle().await.unwrap();
        let case = app.case(&reference).await;
        assert_eq!(case.ticket.standing.status(), Status::Closed);
        assert_eq!(case.threads[0].messages.len(), before);
        let own = app.references().await.pop().unwrap();
        assert_ne!(own, reference);
        let standing = app.case(&own).await.ticket.standing;
        assert_eq!(standing.step, NextStep::ReviewSender);
    }
);

scenario!(
    a_reader_that_refuses_to_say_has_not_received_the_answer,
    |app| {
        let (reference, _, agent) = forwarded(app).await;
        let says = Answer {
            markdown: "U hoort bij Gent.".into(),
            ..Answer::default()
        };
        let seen = app.case(&reference).await.ticket.revision;
        dispatch::answer(&app.ctx, &agent, &reference, seen, says)
            .await
            .unwrap();
        app.work().await;
        let answer = app.mails_to(ASKER).pop().unwrap();
        let says = |done: &str| {
            format!(
                "From: {ASKER}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{done}.{id}>\r\n\
                 MIME-Version: 1.0\r\nContent-Type: multipart/report; \
                 report-type=disposition-notification; boundary=b\r\n\r\n\
                 --b\r\nContent-Type: text/plain\r\n\r\nOver uw bericht.\r\n--b\r\n\
                 Content-Type: message/disposition-notification\r\n\r\n\
                 Final-Recipient: rfc822; {ASKER}\r\nOriginal-Message-ID: <{id}>\r\n\
                 Disposition: automatic-action/MDN-sent-automatically; {done}\r\n\r\n--b--\r\n",
                to = answer.reply_to,
                subject = answer.subject,
                id = answer.message_id,
            )
        };
        let proofs = async || {
            let history = app.history(&reference).await;
            history.matches("evidence").count()
        };
        let (before, proven) = (app.case(&reference).await.ticket.standing, proofs().await);
        for done in ["failed", "denied", "deleted", "x-weg"] {
            let id = app.take(says(done)).await;
            let row = app.inbound(id).await;
            assert_eq!(row.kind.as_deref(), Some("delivery_receipt"), "{done}");
            let case = app.case(&reference).await;
            assert_eq!(row.ticket_id, Some(case.ticket.id), "{done}");
            assert_eq!(case.ticket.standing, before, "{done}");
        }
        assert_eq!(proofs().await, proven);
        app.take(says("displayed")).await;
        assert_eq!(proofs().await, proven + 1);
    }
);

scenario!(
    who_names_their_question_that_is_over_asks_anew_and_a_desk_answers_nothing_by_a_number,
    |app| {
        let (reference, _, agent) = forwarded(app).await;
        let from = format!("An Peeters <{ASKER}>");
        let named = |subject: &str| {
            let text = format!("Naar aanleiding van {reference}: mag dit ook voor onze zwembaden?");
            question(&from, subject, &text)
        };
        // While it goes on, it is about that one.
        app.take(named("Zwembaden")).await;
        let case = app.only_case().await;
        let last = case.threads[0].messages.last().unwrap();
        assert!(last.body.contains("zwembaden"), "{last:?}");

        let speaks = format!("Over {reference}: de lijn naar het station blijft bestaan.");
        app.take(question("regiovorming@mow.be", "De lijn", &speaks))
            .await;
        let (progress, runs, last) = asked_of(app, &reference).await;
        assert_eq!((progress, runs), (ProgressKind::Sent, true));
        assert_eq!(last.body, speaks);
        assert_eq!(last.state, MessageState::Proposed, "the owner looks");

        let seen = app.case(&reference).await.ticket.revision;
        app.close(&agent, &reference, seen, CloseReason::Withdrawn)
            .await
            .unwrap();
        app.work().await;
        app.take(named("Sporthallen")).await;
        let over = app.case(&reference).await.ticket.standing.status();
        assert_eq!(over, Status::Closed);
        let all = app.references().await;
        assert_eq!(all.len(), 2, "it is a question of its own");
    }
);

scenario!(
    of_several_numbers_in_a_text_the_one_counts_in_which_the_writer_is_known,
    |app| {
        const TOM: &str = "tom@lede.be";
        let (first, _, _) = forwarded(app).await;
        app.take(question(TOM, "Lijnen", "Welke lijnen blijven er?"))
            .await;
        let own = app.references().await.pop().unwrap();
        assert_ne!(own, first);
        let text =
            format!("Zoals Wetteren in {first} vroeg, vragen wij dit in {own} voor twee lijnen.");
        app.take(question(TOM, "Toelichting", &text)).await;
        assert_eq!(app.references().await.len(), 2);
        let case = app.case(&own).await;
        assert_eq!(case.threads[0].messages.last().unwrap().body, text);
    }
);
