//! A mail of a stranger waits for a person, who says where it belongs.

use chrono::TimeDelta;
use regiovraag::auth::{Actor, Reach};
use regiovraag::dispatch::{self, Answer, Forward};
use regiovraag::entity::assignment::ProgressKind;
use regiovraag::intake::{IntakeError, Waiting, belongs, stands_alone};
use regiovraag::registry::{
    self, CloseReason, MessageKind, MessageState, MessageView, NextStep, NoMerge, QueueFilter,
    Receipt, Reference, RegistryError, Scope, Stage, Status,
};
use regiovraag::store::StoreError;
use uuid::Uuid;

use crate::bad_input::sign_in_as;
use crate::reading::forwarded;
use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const STRANGER: &str = "leen.maes@gmail.com";

/// The number of a question, and the address that its asker replies to.
async fn asked(app: &App) -> (Reference, String) {
    let raw = question(ASKER, "Afval", "Welk bestuur haalt ons afval op?");
    app.take(raw).await;
    let reply_to = app.mails_to(ASKER)[0].reply_to.clone();
    (app.only_case().await.ticket.reference, reply_to)
}

/// A mail of somebody whom nobody knows.
pub fn letter(to: &str, id: &str, subject: &str, text: &str) -> Vec<u8> {
    format!(
        "From: Leen Maes <{STRANGER}>\r\nTo: {to}\r\nSubject: {subject}\r\n\
         Message-ID: <{id}@example.com>\r\nDate: Thu, 15 Jan 2026 09:55:00 +0100\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
    .into_bytes()
}

async fn messages(app: &App, reference: &Reference) -> Vec<MessageView> {
    app.case(reference).await.threads.remove(0).messages
}

async fn revision(app: &App, reference: &Reference) -> i32 {
    app.case(reference).await.ticket.revision
}

/// A stranger writes along; returns the message that waits.
async fn held(app: &App, to: &str, reference: &Reference) -> Uuid {
    let raw = letter(
        to,
        "een",
        "Re: Afval",
        "Het is niet in orde, het gaat ook om glas.",
    );
    app.take(raw).await;
    let last = messages(app, reference).await.pop().unwrap();
    assert_eq!(last.state, MessageState::Held);
    let standing = app.case(reference).await.ticket.standing;
    assert_eq!(standing.step, NextStep::ReviewSender);
    last.id
}

/// A stranger names the question; returns the ticket that this becomes.
async fn naming(app: &App, reference: &Reference) -> Reference {
    let subject = format!("Over {reference}");
    let to = "regiovorming@vlaanderen.be";
    app.take(letter(to, "twee", &subject, "Het gaat ook om glas."))
        .await;
    let own = app.references().await.pop().unwrap();
    let standing = app.case(&own).await.ticket.standing;
    assert_eq!(standing.step, NextStep::ReviewSender);
    own
}

fn is_stale<T: std::fmt::Debug>(result: &Result<T, IntakeError>) {
    let stale = matches!(
        result,
        Err(IntakeError::Store(StoreError::Stale)
            | IntakeError::Registry(RegistryError::Store(StoreError::Stale)))
    );
    assert!(stale, "{result:?}");
}

scenario!(
    a_stranger_whom_the_owner_knows_belongs_to_the_question,
    |app| {
        let (reference, to) = asked(app).await;
        let owner = app.agent(DESK).await;
        let says = Answer {
            markdown: "Uw intercommunale.".into(),
            ..Answer::default()
        };
        let seen = revision(app, &reference).await;
        dispatch::answer(&app.ctx, &owner, &reference, seen, says)
            .await
            .unwrap();
        app.work().await;
        let message = held(app, &to, &reference).await;
        assert_eq!(
            app.case(&reference).await.ticket.standing.status(),
            Status::Answered,
            "a stranger reopens nothing"
        );
        let waiting = Waiting::Message(message);
        let seen = revision(app, &reference).await;
        is_stale(
            &belongs(
                &app.ctx,
                &app.works.atlas().now(),
                &owner,
                &reference,
                seen - 1,
                waiting,
            )
            .await,
        );
        for _ in 0..2 {
            belongs(
                &app.ctx,
                &app.works.atlas().now(),
                &owner,
                &reference,
                seen,
                waiting,
            )
            .await
            .unwrap();
        }
        let standing = app.case(&reference).await.ticket.standing;
        assert_eq!(
            (standing.status(), standing.receipt, standing.step),
            (Status::Open, Receipt::Disputed, NextStep::Reconsider),
            "it counts as if it had come in so"
        );
        let history = app.history(&reference).await;
        assert_eq!(history.matches("sender_accepted").count(), 1, "{history}");

        app.take(letter(&to, "drie", "Re: Afval", "En om papier."))
            .await;
        let all = messages(app, &reference).await;
        // The owner read the one that they placed; the other is new, and none is held.
        let state = |of: &dyn Fn(&MessageView) -> bool| {
            let mut found = all.iter().filter(|it| of(it)).map(|it| it.state);
            found.next()
        };
        let placed = state(&|it: &MessageView| it.id == message);
        assert_eq!(placed, Some(MessageState::Posted), "{all:?}");
        let later = state(&|it: &MessageView| it.body.contains("papier"));
        assert_eq!(later, Some(MessageState::New), "{all:?}");
    }
);

scenario!(
    a_message_that_does_not_belong_becomes_its_own_question,
    |app| {
        let (reference, to) = asked(app).await;
        let before = app.case(&reference).await.ticket.standing;
        let waiting = Waiting::Message(held(app, &to, &reference).await);
        let owner = app.agent(DESK).await;
        let seen = revision(app, &reference).await;
        let by = app.works.understander();
        is_stale(&stands_alone(by, &owner, &reference, seen - 1, waiting).await);
        let own = stands_alone(by, &owner, &reference, seen, waiting)
            .await
            .unwrap();
        let again = stands_alone(by, &owner, &reference, seen, waiting).await;
        assert_eq!(again.unwrap(), own, "pressed twice, done once");
        app.work().await;

        let left = messages(app, &reference).await;
        assert!(left.iter().all(|it| !it.body.contains("glas")), "{left:?}");
        let after = app.case(&reference).await.ticket.standing;
        assert_eq!(after, before, "as if it had never come");
        let case = app.case(&own).await;
        assert_eq!(case.asker.email, STRANGER);
        assert!(case.decision.is_some());
        assert!(messages(app, &own).await[0].body.contains("glas"));
        let acknowledged = app.mails_to(STRANGER);
        assert_eq!(acknowledged.len(), 1, "{acknowledged:?}");
        assert!(acknowledged[0].subject.contains(own.as_str()));
        assert_eq!(app.references().await.len(), 2);
    }
);

/// The ticket becomes a message of the question that it names.
async fn join(app: &App, by: &Actor, own: &Reference, seen: i32) -> Result<(), IntakeError> {
    let atlas = app.works.atlas().now();
    belongs(&app.ctx, &atlas, by, own, seen, Waiting::Ticket).await
}

scenario!(
    what_a_stranger_asked_never_becomes_a_word_of_the_asker,
    |app| {
        let (reference, _) = asked(app).await;
        let own = naming(app, &reference).await;
        let owner = app.agent(&app.case(&own).await.owner.0.clone()).await;
        let seen = revision(app, &own).await;
        let refused = join(app, &owner, &own, seen).await;
        let merge_instead = matches!(
            &refused,
            Err(IntakeError::Registry(RegistryError::NoMerge(of, NoMerge::Stranger)))
                if of == reference.as_str()
        );
        assert!(merge_instead, "{refused:?}");
        assert_eq!(messages(app, &reference).await.len(), 1);
        let standing = app.case(&own).await.ticket.standing;
        assert_eq!(standing.step, NextStep::ReviewSender, "nothing was done");
    }
);

scenario!(who_wrote_along_and_named_a_question_is_added_to_it, |app| {
    let (reference, to) = asked(app).await;
    let own = naming(app, &reference).await;
    // The desk of the question said of a mail of theirs that it belongs there.
    let waiting = Waiting::Message(held(app, &to, &reference).await);
    let first = app.agent(DESK).await;
    let seen = revision(app, &reference).await;
    let atlas = app.works.atlas().now();
    belongs(&app.ctx, &atlas, &first, &reference, seen, waiting)
        .await
        .unwrap();
    let central = app.case(&own).await.owner.0;
    let owner = if central == DESK {
        first
    } else {
        app.agent(&central).await
    };
    let seen = revision(app, &own).await;
    is_stale(&join(app, &owner, &own, seen - 1).await);
    for _ in 0..2 {
        join(app, &owner, &own, seen).await.unwrap();
    }
    let added = messages(app, &reference).await;
    let asked_too = |it: &&MessageView| it.body.starts_with("Het gaat ook om glas");
    assert_eq!(added.iter().filter(asked_too).count(), 1, "{added:?}");
    let page = app.mails_to(ASKER)[0].links()[0].to_owned();
    let shown = app.get(&page).await.body;
    assert!(shown.contains("Bericht van Leen Maes"), "{shown}");
    assert!(!shown.contains("<strong>Uw bericht</strong>"), "{shown}");
    let stage = app.case(&own).await.ticket.standing.stage;
    let double = matches!(
        stage,
        Stage::Closed {
            reason: CloseReason::Duplicate,
            ..
        }
    );
    assert!(double, "{stage:?}");

    // What cites that mail later comes to the question, and its writer is known there.
    let cites = String::from_utf8(letter(
        "regiovorming@vlaanderen.be",
        "drie",
        "Re: nog iets",
        "En om papier.",
    ));
    let cites = cites.unwrap().replace(
        "MIME-Version",
        "In-Reply-To: <twee@example.com>\r\nMIME-Version",
    );
    app.take(cites.into_bytes()).await;
    let last = messages(app, &reference).await.pop().unwrap();
    assert!(last.body.contains("papier"), "{last:?}");
    assert_eq!(last.state, MessageState::New);
});

scenario!(a_stranger_with_a_question_of_their_own_goes_on, |app| {
    let (reference, _) = asked(app).await;
    let own = naming(app, &reference).await;
    let owner = app.agent(&app.case(&own).await.owner.0.clone()).await;
    let seen = revision(app, &own).await;
    let by = app.works.understander();
    is_stale(&stands_alone(by, &owner, &own, seen - 1, Waiting::Ticket).await);
    for _ in 0..2 {
        let number = stands_alone(by, &owner, &own, seen, Waiting::Ticket).await;
        assert_eq!(number.unwrap(), own);
    }
    app.work().await;
    let standing = app.case(&own).await.ticket.standing;
    assert_eq!(standing.status(), Status::New);
    assert_ne!(standing.step, NextStep::ReviewSender);
    assert_eq!(app.mails_to(STRANGER).len(), 1, "acknowledged once");
    let late = belongs(
        &app.ctx,
        &app.works.atlas().now(),
        &owner,
        &own,
        seen,
        Waiting::Ticket,
    )
    .await;
    is_stale(&late);
    assert_eq!(messages(app, &reference).await.len(), 1);
});

scenario!(
    only_the_desk_of_a_question_says_where_a_mail_belongs,
    |app| {
        let (reference, to) = asked(app).await;
        let waiting = Waiting::Message(held(app, &to, &reference).await);
        let other: Actor = app.agent("contactpunt-limburg").await;
        let seen = revision(app, &reference).await;
        let refused = belongs(
            &app.ctx,
            &app.works.atlas().now(),
            &other,
            &reference,
            seen,
            waiting,
        )
        .await;
        let refused = matches!(
            refused,
            Err(IntakeError::Registry(RegistryError::Refused(_)))
        );
        assert!(refused);
        let by = app.works.understander();
        let refused = stands_alone(by, &other, &reference, seen, waiting).await;
        assert!(refused.is_err(), "{refused:?}");
        let last = messages(app, &reference).await.pop().unwrap();
        assert_eq!(last.state, MessageState::Held);
    }
);

scenario!(
    the_page_offers_both_and_says_so_when_a_form_is_late,
    |app| {
        let (reference, to) = asked(app).await;
        let own = naming(app, &reference).await;
        let message = held(app, &to, &reference).await.to_string();
        app.agent(DESK).await;
        let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let page = format!("/desk/tickets/{reference}");
        let shown = app.get(&page).await;
        // Why it waits, and what is done about it.
        let why = "Wij kennen deze afzender niet in deze vraag";
        for words in [why, "Hoort bij deze vraag", "Is een aparte vraag"] {
            assert!(shown.body.contains(words), "{words}: {}", shown.body);
        }
        let seen = revision(app, &reference).await;
        let form = |seen: i32| {
            [
                ("csrf", csrf.clone()),
                ("revision", seen.to_string()),
                ("message", message.clone()),
            ]
        };
        let press = async |seen: i32| {
            let form = form(seen);
            let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
            app.post(&format!("{page}/belong"), &form).await
        };
        let late = press(seen - 1).await;
        assert_eq!(late.status, 409, "{}", late.body);
        assert!(late.body.contains("Er is niets gebeurd"), "{}", late.body);
        let done = press(seen).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let after = app.get(&page).await;
        assert!(
            !after.body.contains("Is een aparte vraag"),
            "{}",
            after.body
        );

        let central = app.case(&own).await.owner.0;
        if central != DESK {
            app.agent(&central).await;
        }
        sign_in_as(app, &format!("els.{central}@vlaanderen.be")).await;
        let shown = app.get(&format!("/desk/tickets/{own}")).await;
        // Somebody else asked that one: their words are not put in this one's mouth.
        let merges = format!("/desk/tickets/{own}/merge?with={reference}");
        let words = format!("Samenvoegen met {reference}");
        for words in [merges.as_str(), &words, "Is een nieuwe vraag"] {
            assert!(shown.body.contains(words), "{words}: {}", shown.body);
        }
        let belongs = format!("Hoort bij {reference}");
        assert!(!shown.body.contains(&belongs), "{}", shown.body);
    }
);

const INTERNAL: &str = "Voor intern gebruik: zeg nog niets aan de gemeente over de subsidie.";

/// The reply of a desk, by one of its people, as another mail with other words.
fn by_jan(reply: &[u8], number: u8, to: Option<&str>, text: &str) -> String {
    let raw = std::str::from_utf8(reply).unwrap();
    let (head, _) = raw.split_once("\r\n\r\n").unwrap();
    let head = head
        .replacen("Message-ID: <", &format!("Message-ID: <{number}."), 1)
        .replacen(
            "From: regiovorming@mow.be",
            "From: Jan Dubois <jan.dubois@mow.be>",
            1,
        );
    let head = match to {
        Some(to) => head.replacen("To: ", &format!("To: {to}\r\nCc: "), 1),
        None => head,
    };
    assert!(head.contains("jan.dubois"), "{head}");
    format!("{head}\r\n\r\n{text}\r\n")
}

/// What the desk writes to us alone is for us alone: the owner reads it, the asker does not.
async fn stays_between_us(app: &App, reference: &Reference, internal: String) {
    app.take(internal).await;
    let case = app.case(reference).await;
    let mut said = case.threads.iter().flat_map(|thread| {
        let all = thread.messages.iter();
        all.map(|message| (thread.assignment.is_some(), message))
    });
    let (of_desk, message) = said
        .find(|(_, it)| it.body.contains("intern gebruik"))
        .unwrap();
    assert!(of_desk, "{message:?}");
    assert_eq!(message.kind, MessageKind::Proposal);
    assert_eq!(case.ticket.standing.step, NextStep::ReviewProposal);
    let mail = app.mails_to(ASKER)[0].clone();
    let page = mail.links()[0].to_owned();
    let shown = app.get(&page).await;
    assert_eq!(shown.status, 200, "{page}");
    assert!(!shown.body.contains("intern gebruik"), "{}", shown.body);
}

scenario!(
    a_desk_that_passed_on_words_of_the_asker_is_a_desk_as_before,
    |app| {
        let (reference, reply, _) = forwarded(app).await;
        let words = format!(
            "Ter info.\r\n\r\nVan: An Peeters <{ASKER}>\r\nVerzonden: donderdag 15 januari 2026 \
             10:30\r\nAan: Jan Dubois <jan.dubois@mow.be>\r\nOnderwerp: bijkomende info\r\n\r\n\
             Het gaat om het hoppinpunt aan het station."
        );
        let passed_on = by_jan(&reply, 1, None, &words).replacen("Subject: Re:", "Subject: FW:", 1);
        app.take(passed_on).await;
        let case = app.case(&reference).await;
        let said = case.threads[0].messages.last().unwrap();
        assert_eq!(said.author_email.as_deref(), Some(ASKER));
        assert!(
            said.body.starts_with("Het gaat om het hoppinpunt"),
            "{said:?}"
        );
        assert!(!said.body.contains("Ter info"), "{said:?}");
        let received = case.events.iter().rev();
        let received = received
            .clone()
            .find(|event| event.kind == "message_received")
            .unwrap();
        assert_eq!(received.facts["message"], said.id.to_string());
        let of_desk = case
            .threads
            .iter()
            .find(|it| it.assignment.is_some())
            .unwrap();
        let cover = of_desk.messages.last().unwrap();
        assert!(
            cover.body.contains("Ter info"),
            "no word is lost: {cover:?}"
        );

        stays_between_us(app, &reference, by_jan(&reply, 2, None, INTERNAL)).await;
    }
);

scenario!(a_desk_that_refused_in_copy_is_a_desk_as_before, |app| {
    let (reference, reply, _) = forwarded(app).await;
    let refuses = "Beste An,\r\n\r\nWij zijn hiervoor niet bevoegd.\r\n\r\nJan Dubois";
    app.take(by_jan(&reply, 1, Some(ASKER), refuses)).await;
    let said = app.case(&reference).await.threads[0].messages.clone();
    assert!(
        said.last().unwrap().body.contains("niet bevoegd"),
        "{said:?}"
    );
    stays_between_us(app, &reference, by_jan(&reply, 2, None, INTERNAL)).await;
});

scenario!(
    a_desk_that_was_let_in_with_the_asker_is_a_desk_once_it_is_asked,
    |app| {
        let (reference, _) = asked(app).await;
        let owner = app.agent(DESK).await;
        // A desk that was not asked writes in the question; a person says that it belongs there.
        let early = question(
            "Jan Dubois <jan.dubois@mow.be>",
            &format!("Re: Afval [{reference}]"),
            "Wij lazen dit toevallig, en denken graag mee.",
        );
        app.take(early).await;
        let message = messages(app, &reference).await.pop().unwrap();
        assert_eq!(message.state, MessageState::Held);
        let seen = revision(app, &reference).await;
        belongs(
            &app.ctx,
            &app.works.atlas().now(),
            &owner,
            &reference,
            seen,
            Waiting::Message(message.id),
        )
        .await
        .unwrap();
        // It is the desk's word to us, and none of the asker's.
        let placed = messages(app, &reference).await.pop().unwrap();
        assert_eq!(
            (placed.state, placed.kind),
            (MessageState::Posted, MessageKind::Proposal)
        );
        assert!(placed.desk.is_some(), "{placed:?}");
        let to = Forward {
            desk: "mow".into(),
            ..Forward::default()
        };
        let seen = revision(app, &reference).await;
        dispatch::forward(&app.ctx, &owner, &reference, seen, to)
            .await
            .unwrap();
        app.work().await;
        let reply = app.mails_to("regiovorming@mow.be")[0].reply("");
        stays_between_us(app, &reference, by_jan(&reply, 2, None, INTERNAL)).await;
    }
);

scenario!(
    what_a_stranger_wrote_waits_for_a_person_also_when_the_question_is_over,
    |app| {
        let (reference, to) = asked(app).await;
        let owner = app.agent(DESK).await;
        let says = Answer {
            markdown: "Uw intercommunale.".into(),
            ..Answer::default()
        };
        let seen = revision(app, &reference).await;
        dispatch::answer(&app.ctx, &owner, &reference, seen, says)
            .await
            .unwrap();
        app.work().await;
        let first = held(app, &to, &reference).await;
        // The asker is silent, and the question closes: the stranger still waits on top.
        app.later(TimeDelta::days(30)).await;
        let waits = async || {
            let ticket = app.case(&reference).await.ticket;
            let standing = ticket.standing;
            let step = (standing.status(), standing.step, standing.rank());
            assert_eq!(step, (Status::Closed, NextStep::ReviewSender, 1));
            ticket
        };
        let presumed = waits().await;
        assert_eq!(presumed.standing.receipt, Receipt::Presumed);
        let leave = async |message| {
            let seen = revision(app, &reference).await;
            let (atlas, waiting) = (app.works.atlas().now(), Waiting::Message(message));
            belongs(&app.ctx, &atlas, &owner, &reference, seen, waiting)
                .await
                .unwrap();
            app.case(&reference).await.ticket.standing
        };
        let answered = leave(first).await;
        assert_eq!(answered.step, NextStep::Reconsider, "{answered:?}");

        let seen = revision(app, &reference).await;
        app.close(&owner, &reference, seen, CloseReason::Withdrawn)
            .await
            .unwrap();
        let over = app.case(&reference).await.ticket;
        assert_eq!(over.standing.step, NextStep::Done);
        app.later(TimeDelta::days(20)).await;
        // A desk that nobody asked writes in it.
        let late = question(
            "Jan Dubois <jan.dubois@mow.be>",
            &format!("Re: Afval [{reference}]"),
            "Dit antwoord klopt volgens ons niet.",
        );
        app.take(late).await;
        let now = waits().await;
        assert!(now.due_at > app.ctx.clock.now(), "it is due anew");
        let to_do = QueueFilter::open(Scope::All, Reach::Everything);
        let rows = registry::queue(&app.ctx.db, &to_do, None, 10).await;
        let mut rows = rows.unwrap().rows.into_iter();
        assert!(rows.any(|row| row.reference == reference.as_str()));
    }
);

scenario!(
    whoever_closes_a_question_has_read_what_a_stranger_wrote_in_it,
    |app| {
        let (reference, to) = asked(app).await;
        let message = held(app, &to, &reference).await;
        let owner = app.agent(DESK).await;
        let seen = revision(app, &reference).await;
        app.close(&owner, &reference, seen, CloseReason::Withdrawn)
            .await
            .unwrap();
        let standing = app.case(&reference).await.ticket.standing;
        assert_eq!((standing.step, standing.rank()), (NextStep::Done, 9));
        let aside = async || {
            let all = messages(app, &reference).await;
            let it = all.into_iter().find(|it| it.id == message).unwrap();
            assert_eq!(it.state, MessageState::Aside);
            assert!(!it.is_added_by_asker());
        };
        aside().await;

        // Its page says whose words these are not; the asker's shows none of them.
        sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
        for told in [
            "opzijgelegd bij het afsluiten, telt niet mee",
            "Opzijgelegd door Els Claes",
            "Bericht van een onbekende afzender opzijgelegd",
            STRANGER,
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("Is een aparte vraag"), "{page}");
        let mail = app.mails_to(ASKER)[0].clone();
        let theirs = app.get(mail.links()[0]).await;
        assert_eq!(theirs.status, 200);
        assert!(!theirs.body.contains("glas"), "{}", theirs.body);

        // Open again, they wait again, and go nowhere with it.
        let seen = revision(app, &reference).await;
        registry::reopen(&app.ctx, &owner, &reference, seen, "", "")
            .await
            .unwrap();
        let standing = app.case(&reference).await.ticket.standing;
        let open = (standing.status(), standing.step);
        assert_eq!(open, (Status::Open, NextStep::ReviewSender));
        let to_mow = Forward {
            desk: "mow".into(),
            ..Forward::default()
        };
        let seen = revision(app, &reference).await;
        dispatch::forward(&app.ctx, &owner, &reference, seen, to_mow)
            .await
            .unwrap();
        app.work().await;
        let forwarded = app.mails_to("regiovorming@mow.be").pop().unwrap();
        assert!(!forwarded.text.contains("glas"), "{forwarded:?}");
        let all = messages(app, &reference).await;
        let it = all.into_iter().find(|it| it.id == message).unwrap();
        assert_eq!(it.state, MessageState::Held);

        // Their writer is known no better, and what comes in later waits.
        app.take(letter(&to, "drie", "Re: Afval", "En om papier."))
            .await;
        let last = messages(app, &reference).await.pop().unwrap();
        assert_eq!(last.state, MessageState::Held);
        let step = app.case(&reference).await.ticket.standing.step;
        assert_eq!(step, NextStep::ReviewSender);
    }
);

/// A mail to the address that only a desk was given, from somebody else.
fn to_desk_address(reply: &[u8], id: &str, text: &str) -> Vec<u8> {
    let reply = String::from_utf8(reply.to_vec()).unwrap();
    let to = reply
        .lines()
        .find_map(|line| line.strip_prefix("To: "))
        .unwrap();
    letter(to, id, "Re: Vervoerregio", text)
}

scenario!(
    whoever_was_left_aside_at_the_address_of_a_desk_is_no_voice_of_it,
    |app| {
        let (reference, reply, owner) = forwarded(app).await;
        let progress = async || {
            let case = app.case(&reference).await;
            let mut held = case.threads.iter().filter_map(|it| it.assignment.as_ref());
            held.next().unwrap().progress
        };
        let proposed = async || {
            let case = app.case(&reference).await;
            let mut all = case.threads[1].messages.iter().rev();
            let found = all.find(|it| it.state == MessageState::Proposed);
            found.map(|it| it.id)
        };
        for (id, text) in [
            ("een", "U hoort bij Antwerpen."),
            ("twee", "U hoort echt bij Antwerpen."),
        ] {
            app.take(to_desk_address(&reply, id, text)).await;
            assert_eq!(progress().await, ProgressKind::Sent, "{id}: no answer");
            let waits = proposed().await.unwrap();
            let seen = revision(app, &reference).await;
            dispatch::leave_proposal(&app.ctx, &owner, &reference, seen, waits)
                .await
                .unwrap();
        }

        // Whose words the owner used speaks for the desk from then on.
        app.take(to_desk_address(&reply, "drie", "U hoort bij Gent."))
            .await;
        let says = Answer {
            markdown: "U hoort bij Gent.".into(),
            proposal: proposed().await,
            still: vec!["mow".into()],
            ..Answer::default()
        };
        let seen = revision(app, &reference).await;
        dispatch::answer(&app.ctx, &owner, &reference, seen, says)
            .await
            .unwrap();
        app.work().await;
        assert_eq!(progress().await, ProgressKind::Sent);
        app.take(to_desk_address(&reply, "vier", "De lijn blijft."))
            .await;
        assert_eq!(progress().await, ProgressKind::Answered);
    }
);

scenario!(
    an_empty_mail_that_belongs_to_the_question_disputes_nothing,
    |app| {
        let (reference, to) = asked(app).await;
        let owner = app.agent(DESK).await;
        let says = Answer {
            markdown: "Uw intercommunale.".into(),
            ..Answer::default()
        };
        let seen = revision(app, &reference).await;
        dispatch::answer(&app.ctx, &owner, &reference, seen, says)
            .await
            .unwrap();
        app.work().await;
        let ours = app.mails_to(ASKER).pop().unwrap();
        let older = format!(
            "-----Oorspronkelijk bericht-----\r\nVan: Regiovorming <regiovorming@vlaanderen.be>\r\n\
             Verzonden: donderdag 15 januari 2026 9:05\r\nAan: An Peeters <{ASKER}>\r\n\
             Onderwerp: Re: Afval\r\n\r\n{}",
            ours.text
        );
        app.take(letter(&to, "leeg", "Re: Afval", &older)).await;
        let empty = messages(app, &reference).await.pop().unwrap();
        assert_eq!((&*empty.body, empty.state), ("", MessageState::Held));
        let stands = async || {
            let standing = app.case(&reference).await.ticket.standing;
            (standing.status(), standing.receipt, standing.step)
        };
        let (answered, sent) = (Status::Answered, Receipt::Sent);
        assert_eq!(stands().await, (answered, sent, NextStep::ReviewSender));
        let seen = revision(app, &reference).await;
        let (atlas, waiting) = (app.works.atlas().now(), Waiting::Message(empty.id));
        belongs(&app.ctx, &atlas, &owner, &reference, seen, waiting)
            .await
            .unwrap();
        app.work().await;
        assert_eq!(stands().await, (answered, sent, NextStep::AwaitReceipt));
    }
);
