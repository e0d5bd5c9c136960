//! One question by mail, from the door to the proof that the asker has the answer.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use regiovraag::auth::Actor;
use regiovraag::dispatch::{self, Answer, DispatchError, Forward};
use regiovraag::entity::dispatch_decision::DispatchMode;
use regiovraag::entity::inbound_mail::{self, InboundState};
use regiovraag::faq::{self, FaqStatus};
use regiovraag::intake::waiting_mail;
use regiovraag::outbound::Fate;
use regiovraag::registry::{Receipt, Reference, Status};
use regiovraag::store::{claim, give_back};
use sea_orm::EntityTrait as _;
use sea_orm::sea_query::Expr;

use crate::support::app::{App, question};
use crate::support::scenario;

const ASKER: &str = "an.peeters@wetteren.be";

async fn ask(app: &App) -> Reference {
    let from = format!("An Peeters <{ASKER}>");
    app.take(question(
        &from,
        "Vervoerregio",
        "Tot welke vervoerregio behoren wij?",
    ))
    .await;
    app.only_case().await.ticket.reference
}

async fn answer(app: &App, agent: &Actor, reference: &Reference) {
    let seen = app.case(reference).await.ticket.revision;
    let says = Answer {
        markdown: "U hoort bij de vervoerregio **Gent**.".into(),
        ..Answer::default()
    };
    dispatch::answer(&app.ctx, agent, reference, seen, says)
        .await
        .unwrap();
    app.work().await;
}

async fn stands(app: &App, reference: &Reference) -> (Status, Receipt) {
    let standing = app.case(reference).await.ticket.standing;
    (standing.status(), standing.receipt)
}

scenario!(
    a_mailed_question_reaches_the_contact_point_of_its_province,
    |app| {
        let reference = ask(app).await;
        assert_eq!(
            app.case(&reference).await.owner.0,
            "contactpunt-oost-vlaanderen"
        );

        let mails = app.mails_to(ASKER);
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert!(mails[0].subject.contains(reference.as_str()), "{mails:?}");
        assert_eq!(mails[0].in_reply_to, ["Vervoerregio@wetteren.be"]);
        assert_eq!(mails[0].envelope_from, None, "a machine's reply wants none");
    }
);

scenario!(the_same_mail_twice_is_one_question, |app| {
    let mail = question(ASKER, "Vervoerregio", "Tot welke vervoerregio behoren wij?");
    app.take(mail.clone()).await;
    app.take(mail).await;
    app.only_case().await;
    assert_eq!(app.mails_to(ASKER).len(), 1);
});

scenario!(a_mail_that_cannot_be_read_stands_in_the_quarantine, |app| {
    let id = app.take("dit is geen mail").await;
    assert_eq!(app.inbound(id).await.state, InboundState::Quarantined);
    assert!(app.references().await.is_empty());
    assert!(app.sent_mails().is_empty());
});

/// Where the log lines of a test go.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

scenario!(every_log_line_of_the_work_on_a_ticket_names_it, |app| {
    let lines = Lines::default();
    let own = lines.clone();
    // Every test is a process of its own.
    tracing_subscriber::fmt()
        .json()
        .with_writer(move || own.clone())
        .init();
    let reference = ask(app).await;
    let written = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for said in ["A mail was understood", "A mail is accepted"] {
        let line = written
            .lines()
            .find(|line| line.contains(said))
            .unwrap_or_else(|| panic!("nothing says {said:?}: {written}"));
        assert!(line.contains(reference.as_str()), "{line}");
    }
});

scenario!(
    a_mail_that_stops_whoever_reads_it_is_shown_to_a_person,
    |app| {
        let id = app.receive(question(ASKER, "Vraag", "Wie zit voor?")).await;
        let db = &app.ctx.db;
        // Five readers were cut off in the middle, and none could say why.
        for _ in 0..5 {
            assert_eq!(claim(db, &waiting_mail(&[], 1)).await.unwrap(), [id]);
            inbound_mail::Entity::update_many()
                .col_expr(
                    inbound_mail::Column::LockedUntil,
                    Expr::value(None::<DateTime<Utc>>),
                )
                .exec(db)
                .await
                .unwrap();
        }
        app.work().await;
        let mail = app.inbound(id).await;
        assert_eq!(mail.state, InboundState::Quarantined);
        assert!(mail.reason.unwrap().contains("stops the program"));
    }
);

scenario!(what_was_not_there_is_no_try, |app| {
    let id = app.receive(question(ASKER, "Vraag", "Wie zit voor?")).await;
    let db = &app.ctx.db;
    assert_eq!(claim(db, &waiting_mail(&[], 1)).await.unwrap(), [id]);
    assert_eq!(app.inbound(id).await.attempts, 1);
    give_back(db, "inbound_mail", id, TimeDelta::hours(1))
        .await
        .unwrap();
    assert_eq!(app.inbound(id).await.attempts, 0);
    assert!(
        claim(db, &waiting_mail(&[], 1)).await.unwrap().is_empty(),
        "others come first"
    );
    give_back(db, "inbound_mail", id, -TimeDelta::hours(1))
        .await
        .unwrap();
    app.work().await;
    assert_eq!(app.inbound(id).await.state, InboundState::Done);
});

scenario!(an_asker_who_says_yes_has_the_answer, |app| {
    let reference = ask(app).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    answer(app, &agent, &reference).await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Answered, Receipt::Sent)
    );

    let mails = app.mails_to(ASKER);
    let answer = mails.last().unwrap();
    assert!(answer.text.contains("vervoerregio Gent"), "{answer:?}");
    assert!(
        answer
            .in_reply_to
            .contains(&"Vervoerregio@wetteren.be".to_owned()),
        "{answer:?}"
    );
    assert!(
        answer.links().iter().any(|link| link.contains("/b/ja/")),
        "{answer:?}"
    );

    app.later(TimeDelta::hours(3)).await;
    app.take(answer.reply("Ja, bedankt, dat is duidelijk."))
        .await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Closed, Receipt::Confirmed)
    );
    insta::assert_snapshot!(app.history(&reference).await, @r"
    2026-01-15 09:00  registered                system
    2026-01-15 09:00  considered                system
    2026-01-15 09:00  mail_accepted             system
    2026-01-15 09:00  answered                  Els Claes
    2026-01-15 09:00  evidence                  system
    2026-01-15 09:00  receipt_changed           system
    2026-01-15 12:00  evidence                  asker
    2026-01-15 12:00  receipt_changed           asker
    2026-01-15 12:00  closed                    asker
    2026-01-15 12:00  message_received          system
    ");
});

scenario!(an_asker_says_yes_by_the_link_in_the_answer, |app| {
    let reference = ask(app).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    answer(app, &agent, &reference).await;
    let mails = app.mails_to(ASKER);
    let links = mails[1].links();
    let yes = links.iter().find(|link| link.contains("/b/ja/")).unwrap();

    // A scanner that follows the link changes nothing; the button does.
    let page = app.get(yes).await;
    assert_eq!(page.status, 200, "{page:?}");
    assert_eq!(
        stands(app, &reference).await,
        (Status::Answered, Receipt::Sent)
    );
    let said = app.post(yes, &[]).await;
    assert!(matches!(said.status, 200 | 303), "{said:?}");
    assert_eq!(
        stands(app, &reference).await,
        (Status::Closed, Receipt::Confirmed)
    );
});

scenario!(silence_for_ten_working_days_counts_as_received, |app| {
    let reference = ask(app).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    answer(app, &agent, &reference).await;
    app.later(TimeDelta::days(13)).await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Answered, Receipt::Sent)
    );
    app.later(TimeDelta::days(2)).await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Closed, Receipt::Presumed)
    );
});

scenario!(an_answer_that_is_refused_comes_back_to_its_desk, |app| {
    let reference = ask(app).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let refused = Fate::Refused {
        code: Some(550),
        reply: "550 5.1.1 user unknown".into(),
    };
    app.post_box.meet(ASKER, refused);
    answer(app, &agent, &reference).await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Open, Receipt::Undeliverable)
    );

    // Somebody calls, and hears another address.
    let seen = app.case(&reference).await.ticket.revision;
    let readdress =
        async |to: &str| dispatch::readdress(&app.ctx, &agent, &reference, seen, to).await;
    for wrong in ["an.peeters", "an peeters@wetteren.be", ""] {
        assert!(
            matches!(readdress(wrong).await, Err(DispatchError::NoAddress(_))),
            "{wrong}"
        );
    }
    readdress("a.peeters@wetteren.be").await.unwrap();
    // The same form again is late.
    readdress("b.peeters@wetteren.be").await.unwrap_err();
    app.work().await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Answered, Receipt::Sent)
    );
    let again = app.mails_to("a.peeters@wetteren.be");
    assert_eq!(again.len(), 1, "{again:?}");
    app.take(again[0].reply("Ja, dank u, dat is duidelijk."))
        .await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Closed, Receipt::Confirmed)
    );
});

scenario!(an_administration_answers_the_forward_by_mail, |app| {
    let reference = ask(app).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let seen = app.case(&reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".into(),
        comment: "Graag jullie antwoord.".into(),
    };
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;

    let forwarded = app.mails_to("regiovorming@mow.be");
    assert_eq!(forwarded.len(), 1, "{forwarded:?}");
    app.take(forwarded[0].reply("Wetteren hoort bij de vervoerregio Gent."))
        .await;

    let threads = app.case(&reference).await.threads;
    let assignment = threads
        .iter()
        .find(|thread| thread.assignment.is_some())
        .unwrap();
    assert_eq!(assignment.messages.len(), 2, "{assignment:?}");
    assert_eq!(
        app.mails_to(ASKER).len(),
        1,
        "the desk reads the proposal before the asker does"
    );
});

scenario!(
    a_question_of_three_local_governments_becomes_one_draft,
    |app| {
        const BODY: &str = "Mag een schepen de burgemeester vervangen op het burgemeestersoverleg?";
        let drafts = async || faq::entries(&app.ctx.db, FaqStatus::Draft).await.unwrap();
        for (from, subject) in [
            ("an@wetteren.be", "Vervanging op het burgemeestersoverleg"),
            ("bea@deinze.be", "burgemeestersoverleg: vervanging"),
            // The same local government twice counts once.
            ("cis@deinze.be", "Vervanging burgemeestersoverleg"),
        ] {
            app.take(question(from, subject, BODY)).await;
            assert!(drafts().await.is_empty());
        }
        app.take(question(
            "dirk@bree.be",
            "Burgemeestersoverleg, vervangen",
            BODY,
        ))
        .await;
        app.take(question(
            "els@gent.be",
            "Vervangen op burgemeestersoverleg",
            BODY,
        ))
        .await;
        let drafts = drafts().await;
        assert_eq!(drafts.len(), 1, "{drafts:?}");
        assert_eq!(drafts[0].text.question, BODY);
        let numbers = app.references().await;
        assert_eq!(
            drafts[0].text.sources.split(", ").count(),
            numbers.len() - 1,
            "{drafts:?}: all that were asked before it was made"
        );
    }
);

scenario!(a_refusal_stays_on_file_as_a_decision_of_a_person, |app| {
    let reference = ask(app).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let seen = app.case(&reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".into(),
        comment: String::new(),
    };
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let case = app.case(&reference).await;
    let assignment = case.threads.iter().find_map(|one| one.assignment.as_ref());
    let assignment = assignment.unwrap().id;
    let desk = Actor::AdministrationLink { assignment };
    dispatch::refuse(
        &app.ctx,
        &desk,
        assignment,
        Some("de-lijn"),
        "Voor De Lijn.",
    )
    .await
    .unwrap();

    let case = app.case(&reference).await;
    let decision = case.decision.unwrap();
    assert_eq!(decision.mode, DispatchMode::Person);
    assert_eq!(decision.desk_name.as_deref(), Some("De Lijn"));
    assert!(decision.explanation["refused"].is_string());
    assert_eq!(case.proposed.unwrap().0, "de-lijn");
});
