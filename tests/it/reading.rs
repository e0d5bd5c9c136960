//! Mail that means harm, or makes no sense: forged senders, and bytes of which nothing is right.

use std::sync::Arc;

use chrono::TimeDelta;
use regiovraag::context::Context;
use regiovraag::dispatch::{self, Forward};
use regiovraag::entity::inbound_mail::InboundState;
use regiovraag::registry::{self, CloseReason, NextStep, Reference};
use regiovraag::worker::Works;

use crate::support::app::{App, question};
use crate::support::scenario;

const ASKER: &str = "an.peeters@wetteren.be";
const SERVER: &str = "mx1.regiovorming.example";

/// A house that believes what its receiving server says of senders.
async fn believing(app: &App) -> Works {
    let mut settings = (*app.ctx.settings).clone();
    SERVER.clone_into(&mut settings.intake.authserv_id);
    let ctx = Context {
        settings: Arc::new(settings),
        ..app.ctx.clone()
    };
    let carrier = Arc::clone(&app.post_box);
    Works::with_carrier(ctx, carrier).await.unwrap()
}

/// The same mail with what a receiving server wrote above it.
fn judged(raw: Vec<u8>, verdict: &str) -> Vec<u8> {
    let line = format!("Authentication-Results: {SERVER}; {verdict}\r\n");
    [line.into_bytes(), raw].concat()
}

/// A question that was sent on, and what the desk was sent.
async fn forwarded(app: &App) -> (Reference, Vec<u8>) {
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
    )
}

scenario!(a_forged_answer_of_an_administration_is_held, |app| {
    let (reference, reply) = forwarded(app).await;
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
        let why = row.reason.unwrap_or_default();
        assert!(why.contains("receiving server"), "{verdict}: {why}");
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

scenario!(an_answer_that_its_domain_stands_by_is_a_proposal, |app| {
    let (reference, reply) = forwarded(app).await;
    let house = believing(app).await;
    app.receive(judged(reply, "dmarc=pass header.from=mow.be"))
        .await;
    house.until_idle().await.unwrap();

    let case = app.case(&reference).await;
    let assignment = case.threads.iter().find(|one| one.assignment.is_some());
    assert_eq!(assignment.unwrap().messages.len(), 2, "{case:?}");
});

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
