//! Mail that means harm, or makes no sense: forged senders, and bytes of which nothing is right.

use std::sync::Arc;

use chrono::TimeDelta;
use regiovraag::auth::Actor;
use regiovraag::dispatch::{self, Forward};
use regiovraag::entity::inbound_mail::InboundState;
use regiovraag::intake::mail::Reason;
use regiovraag::intake::{Handed, InboundFormat, PORTAL, SenderProof, take_in};
use regiovraag::registry::{self, CloseReason, MessageKind, NextStep, Receipt, Reference};
use regiovraag::worker::Works;

use crate::bad_input::sign_in_as;
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

scenario!(
    a_desk_answers_through_its_ticket_system_and_its_receipt_is_no_answer,
    |app| {
        let (reference, reply, _) = forwarded(app).await;
        let answer = "Wetteren hoort bij de vervoerregio Gent.";
        let reply = String::from_utf8(reply).unwrap();
        let says = |number: usize, header: &str, text: &str| {
            let raw = reply.replacen("Message-ID: <", &format!("Message-ID: <{number}."), 1);
            let raw = raw.replace(answer, text);
            assert!(raw.contains(text));
            format!("{header}{raw}").into_bytes()
        };
        let receipt = "Wij hebben uw bericht goed ontvangen, uw dossiernummer is 2026/0113.";
        let stamp = "Auto-Submitted: auto-generated\r\nPrecedence: bulk\r\n";
        for (number, header) in ["", stamp].into_iter().enumerate() {
            let id = app.receive(says(number, header, receipt)).await;
            app.work().await;
            let kind = app.inbound(id).await.kind;
            assert_eq!(kind.as_deref(), Some("auto_reply"), "{header}");
        }
        let case = app.case(&reference).await;
        let assignment = case.threads.iter().find(|one| one.assignment.is_some());
        assert_eq!(assignment.unwrap().messages.len(), 1, "nothing is proposed");

        app.receive(says(2, stamp, answer)).await;
        app.work().await;
        let case = app.case(&reference).await;
        let assignment = case.threads.iter().find(|one| one.assignment.is_some());
        let proposed = assignment.unwrap().messages.last().unwrap();
        assert_eq!(proposed.kind, MessageKind::Proposal);
        assert!(proposed.body.contains(answer));
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
        registry::close(&app.ctx, &agent, &old.reference, old.revision, why, "")
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
