//! Who is of the house of whom: a domain of their own says so, and one that many houses share says nothing.

use regiovraag::auth::Actor;
use regiovraag::dispatch::{self, Along, Consult, Forward};
use regiovraag::registry::{MessageState, NextStep, Reference, ThreadView};
use sea_orm::ConnectionTrait as _;

use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";

/// Somebody asks; returns the number.
async fn asked(app: &App, from: &str) -> Reference {
    app.take(question(
        from,
        "Parkeren",
        "Mogen wij zelf parkeerboetes innen?",
    ))
    .await;
    app.references().await.pop().unwrap()
}

/// Somebody writes with no more than the number of the question, `nth` of this scenario.
async fn writes(app: &App, nth: u32, from: &str, reference: &Reference, text: &str) {
    app.take(question(from, &format!("Re: {reference} ({nth})"), text))
        .await;
}

/// Gives a desk another address.
async fn readdress(app: &App, desk: &str, email: &str) {
    app.ctx
        .db
        .execute_unprepared(&format!(
            "UPDATE desk SET email = '{email}' WHERE slug = '{desk}'"
        ))
        .await
        .unwrap();
    app.ctx
        .db
        .execute_unprepared("UPDATE directory_version SET version = version + 1")
        .await
        .unwrap();
}

async fn send_on(app: &App, agent: &Actor, reference: &Reference, desk: &str) {
    let to = Forward {
        desk: desk.into(),
        ..Forward::default()
    };
    let seen = app.case(reference).await.ticket.revision;
    dispatch::forward(&app.ctx, agent, reference, seen, to)
        .await
        .unwrap();
    app.work().await;
}

async fn consult(app: &App, agent: &Actor, reference: &Reference, desk: &str) {
    let wanted = Consult {
        desk: desk.into(),
        words: "Hoe leest u artikel 5?".into(),
        days: None,
        along: Along::All,
    };
    let seen = app.case(reference).await.ticket.revision;
    dispatch::consult(&app.ctx, agent, reference, seen, wanted)
        .await
        .unwrap();
    app.work().await;
}

/// What waits in each conversation to be used or placed, the asker's first, then that of each desk.
async fn waiting(app: &App, reference: &Reference) -> Vec<usize> {
    let waits = |thread: &ThreadView| {
        let states = thread.messages.iter().map(|it| it.state);
        states
            .filter(|state| matches!(state, MessageState::Held | MessageState::Proposed))
            .count()
    };
    app.case(reference)
        .await
        .threads
        .iter()
        .map(waits)
        .collect()
}

scenario!(
    whoever_shares_only_a_domain_of_many_houses_with_the_asker_is_a_stranger,
    |app| {
        for (nth, (asker, other)) in [
            ("an@police.belgium.eu", "rik@police.belgium.eu"),
            ("an@belgacom.net", "rik@belgacom.net"),
            ("an@post.publilink.be", "rik@post.publilink.be"),
        ]
        .into_iter()
        .enumerate()
        {
            let reference = asked(app, asker).await;
            let text = "Dat klopt niet, het is al geregeld. Sluit dit maar.";
            writes(app, 0, other, &reference, text).await;
            let case = app.case(&reference).await;
            assert_eq!(case.threads[0].messages.len(), 1, "{other} writes into it");
            let own = app.references().await.pop().unwrap();
            assert_eq!(app.references().await.len(), 2 * (nth + 1));
            let standing = app.case(&own).await.ticket.standing;
            assert_eq!(standing.step, NextStep::ReviewSender, "{other}");
        }
        // A colleague of a house with a domain of its own is known.
        let reference = asked(app, "an@wetteren.be").await;
        writes(
            app,
            0,
            "rik@wetteren.be",
            &reference,
            "En de boetes van GAS?",
        )
        .await;
        assert_eq!(app.case(&reference).await.threads[0].messages.len(), 2);
    }
);

scenario!(
    a_desk_on_a_domain_of_many_houses_makes_nobody_else_there_a_desk,
    |app| {
        const OTHER: &str = "piet@publilink.be";
        readdress(app, "mow", "mobiliteit@publilink.be").await;
        let reference = asked(app, "an@wetteren.be").await;
        let agent = app.agent(DESK).await;
        send_on(app, &agent, &reference, "mow").await;
        writes(app, 1, OTHER, &reference, "U mag dat zelf doen.").await;
        assert_eq!(waiting(app, &reference).await, [0, 0], "a stranger");
        let own = app.references().await.pop().unwrap();
        assert_ne!(own, reference);
        let standing = app.case(&own).await.ticket.standing;
        assert_eq!(standing.step, NextStep::ReviewSender);
        writes(
            app,
            2,
            "Mobiliteit@publilink.be",
            &reference,
            "U mag dat zelf innen, zie artikel 5.",
        )
        .await;
        assert_eq!(waiting(app, &reference).await, [0, 1], "the desk answers");
    }
);

scenario!(
    what_a_desk_answers_is_not_taken_for_that_of_its_neighbour,
    |app| {
        readdress(app, "de-lijn", "haltes@mow.be").await;
        let reference = asked(app, "an@wetteren.be").await;
        let agent = app.agent(DESK).await;
        send_on(app, &agent, &reference, "mow").await;
        consult(app, &agent, &reference, "de-lijn").await;
        let says = "Een halte ligt er niet, dus u mag dat zelf doen.";
        writes(app, 1, "haltes@mow.be", &reference, says).await;
        assert_eq!(waiting(app, &reference).await, [0, 0, 1], "its own address");
        // A colleague of either: a person says of which.
        writes(app, 2, "jan@mow.be", &reference, "Wij zien geen bezwaar.").await;
        assert_eq!(
            waiting(app, &reference).await,
            [0, 1, 1],
            "the other answered"
        );
        let third = "regiovorming@mow.be";
        writes(app, 3, third, &reference, "U mag dat ook zelf innen.").await;
        assert_eq!(waiting(app, &reference).await, [0, 2, 1], "its own address");
    }
);

scenario!(
    what_a_colleague_of_two_desks_answers_waits_for_a_person,
    |app| {
        readdress(app, "de-lijn", "haltes@mow.be").await;
        let reference = asked(app, "an@wetteren.be").await;
        let agent = app.agent(DESK).await;
        send_on(app, &agent, &reference, "mow").await;
        consult(app, &agent, &reference, "de-lijn").await;
        writes(app, 1, "jan@mow.be", &reference, "Wij zien geen bezwaar.").await;
        assert_eq!(waiting(app, &reference).await, [1, 0, 0]);
        let standing = app.case(&reference).await.ticket.standing;
        assert_eq!(standing.step, NextStep::ReviewSender);
        // Below the domain of one of both it is clear.
        readdress(app, "de-lijn", "haltes@lijn.mow.be").await;
        writes(app, 2, "jo@lijn.mow.be", &reference, "Wij wel.").await;
        assert_eq!(waiting(app, &reference).await, [1, 0, 1]);
    }
);
