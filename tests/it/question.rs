//! One question by mail, from the door to the proof that the asker has the answer.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use regiovraag::auth::{Actor, Reach};
use regiovraag::dispatch::{self, Answer, DispatchError, Forward};
use regiovraag::entity::assignment::ProgressKind;
use regiovraag::entity::dispatch_decision::DispatchMode;
use regiovraag::entity::inbound_mail::{self, InboundState};
use regiovraag::entity::outbound_mail::OutboundKind;
use regiovraag::entity::{delivery, ticket};
use regiovraag::faq::{self, FaqStatus};
use regiovraag::followup::{self, Note, Notice};
use regiovraag::intake::mail::Reason;
use regiovraag::intake::waiting_mail;
use regiovraag::outbound::Fate;
use regiovraag::registry::{
    self, Among, Ball, CloseReason, DeadlineKind, DueFor, MessageKind, MessageState, NextStep,
    QueueFilter, Scope,
};
use regiovraag::registry::{Receipt, Reference, Status, Told};
use regiovraag::store::{claim, give_back, write_tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use crate::bad_input::sign_in_as;
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

/// The house forwards the question to the desk `mow`.
async fn forward(app: &App, agent: &Actor, reference: &Reference) -> Result<(), DispatchError> {
    let seen = app.case(reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".into(),
        comment: String::new(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, agent, reference, seen, to).await
}

/// The deliveries of the answers, oldest first.
async fn answers(app: &App, reference: &Reference) -> Vec<Uuid> {
    let all = app.case(reference).await.deliveries;
    let answers = all.iter().filter(|one| one.kind == OutboundKind::Answer);
    answers.map(|one| one.id).collect()
}

/// A mail server or program reports on one of our mails, by the mail `by`.
async fn report(app: &App, delivery: Uuid, what: Notice, by: Uuid) {
    let tx = write_tx(&app.ctx.db).await.unwrap();
    let about = followup::About {
        delivery: Some(delivery),
        ..followup::About::default()
    };
    followup::notice(&tx, &app.ctx, about, what, None, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
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

scenario!(
    who_is_named_for_the_answer_has_shown_nothing_and_reads_no_words_of_another,
    |app| {
        let machine = "Formulier <no-reply@kwaad.example>";
        let raw = question(
            machine,
            "Goudvissen te koop",
            "Tot welke vervoerregio behoren wij?",
        );
        let raw = String::from_utf8(raw).unwrap();
        let to = format!("\r\nReply-To: An Goudvis <{ASKER}>\r\nSubject: ");
        app.take(raw.replacen("\r\nSubject: ", &to, 1)).await;

        let case = app.only_case().await;
        assert_eq!(case.asker.email, ASKER);
        assert!(
            !case.asker.verified,
            "the address was typed by somebody else"
        );
        let mail = app.mails_to(ASKER).pop().unwrap();
        let said = format!("{} {}", mail.subject, mail.text);
        assert!(!said.contains("Goudvis"), "{said}");
        assert!(mail.in_reply_to.is_empty(), "{:?}", mail.in_reply_to);
        assert!(
            mail.links().iter().any(|link| link.contains("/b/niet-ik/")),
            "{mail:?}"
        );

        // Who writes under their own address shows that it is theirs.
        app.take(question(ASKER, "Zorgregio", "En tot welke zorgregio?"))
            .await;
        let reference = app.references().await.pop().unwrap();
        assert!(app.case(&reference).await.asker.verified);
        let mail = app.mails_to(ASKER).pop().unwrap();
        assert_eq!(mail.in_reply_to, ["Zorgregio@wetteren.be"]);
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
        assert_eq!(mail.reason, Some(Reason::kept(&[Reason::StopsUs])));
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

scenario!(blobs_that_are_away_cost_a_mail_nothing, |app| {
    let id = app.receive(question(ASKER, "Vraag", "Wie zit voor?")).await;
    let (blobs, away) = (
        &app.ctx.settings.blobs.dir,
        app.ctx.settings.blobs.dir.with_extension("weg"),
    );
    std::fs::rename(blobs, &away).unwrap();
    for _ in 0..8 {
        release(app, id).await;
        assert!(app.works.understander().understand_one().await.unwrap());
    }
    assert_eq!(app.inbound(id).await.state, InboundState::Received);
    std::fs::remove_dir_all(blobs).ok();
    std::fs::rename(&away, blobs).unwrap();
    release(app, id).await;
    app.work().await;
    assert_eq!(app.inbound(id).await.state, InboundState::Done);
});

/// Plays that the pause before the next try is over.
async fn release(app: &App, id: Uuid) {
    let free = inbound_mail::Entity::update_many()
        .col_expr(
            inbound_mail::Column::LockedUntil,
            Expr::value(Option::<DateTime<Utc>>::None),
        )
        .filter(inbound_mail::Column::Id.eq(id));
    free.exec(&app.ctx.db).await.unwrap();
}

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
    // Whoever asks for what was confirmed is shown it, though it is closed.
    let confirmed = QueueFilter {
        receipts: Among::some(vec![Receipt::Confirmed]),
        ..QueueFilter::open(Scope::All, Reach::Everything)
    };
    let found = registry::queue(&app.ctx.db, &confirmed, None, 10)
        .await
        .unwrap();
    assert_eq!(found.rows.len(), 1);
    insta::assert_snapshot!(app.history(&reference).await, @r"
    2026-01-15 09:00  registered                system
    2026-01-15 09:00  considered                system
    2026-01-15 09:00  mail_accepted             system
    2026-01-15 09:00  answered                  Els Claes
    2026-01-15 09:00  evidence                  system
    2026-01-15 09:00  receipt_changed           system
    2026-01-15 12:00  message_received          system
    2026-01-15 12:00  evidence                  asker
    2026-01-15 12:00  receipt_changed           asker
    2026-01-15 12:00  closed                    asker
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

scenario!(a_no_that_is_said_again_brings_its_words, |app| {
    let reference = ask(app).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    answer(app, &agent, &reference).await;
    let mails = app.mails_to(ASKER);
    let links = mails[1].links();
    let no = links.iter().find(|link| link.contains("/b/nee/")).unwrap();
    let added = async || {
        let case = app.case(&reference).await;
        let added = case.threads[0].messages.clone().into_iter();
        let added = added.filter(|it| it.kind == MessageKind::Reply);
        added.map(|it| (it.body, it.state)).collect::<Vec<_>>()
    };
    app.post(no, &[("wat", "")]).await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Open, Receipt::Disputed)
    );
    assert_eq!(added().await, []);
    // Pressed without a word, and then with them; and once more by the same form.
    let words = "Vanaf wanneer geldt het?".to_owned();
    for _ in 0..2 {
        app.post(no, &[("wat", &words)]).await;
        assert_eq!(added().await, [(words.clone(), MessageState::New)]);
    }
    // Answered once more, the no of the first answer still brings words that open the question.
    answer(app, &agent, &reference).await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Answered, Receipt::Sent)
    );
    app.post(no, &[("wat", "Dat zei u al.")]).await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Open, Receipt::Disputed)
    );
    let step = app.case(&reference).await.ticket.standing.step;
    assert_eq!(step, NextStep::Reconsider);
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
    let status = app.mails_to(ASKER)[0].links().join(" ");
    let status = status.split(' ').find(|link| link.contains("?t="));
    let status = status.unwrap().to_owned();
    assert_eq!(app.get(&status).await.status, 200);
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
    // Whoever reads the old mailbox no longer reads the question.
    assert_eq!(app.get(&status).await.status, 410);
    let links = again[0].links();
    let new = links.iter().find(|link| link.contains("?t=")).unwrap();
    assert_eq!(app.get(new).await.status, 200);
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
        ..Forward::default()
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
        assert_eq!(drafts[0].text.sources, "", "that is for a person");
        let members = faq::members(&app.ctx.db, drafts[0].group_id.unwrap())
            .await
            .unwrap();
        assert_eq!(members.len(), app.references().await.len());
    }
);

scenario!(a_refusal_stays_on_file_as_a_decision_of_a_person, |app| {
    let reference = ask(app).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let seen = app.case(&reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".into(),
        comment: String::new(),
        ..Forward::default()
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
        None,
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

scenario!(
    a_ticket_closed_too_early_hears_that_its_answer_came_back,
    |app| {
        let reference = ask(app).await;
        let agent = app.agent("contactpunt-oost-vlaanderen").await;
        let says = Answer {
            markdown: "U hoort bij de vervoerregio **Gent**.".into(),
            ..Answer::default()
        };
        let seen = app.case(&reference).await.ticket.revision;
        dispatch::answer(&app.ctx, &agent, &reference, seen, says)
            .await
            .unwrap();
        let seen = app.case(&reference).await.ticket.revision;
        let why = CloseReason::Answered;
        app.close(&agent, &reference, seen, why).await.unwrap();
        // The server takes it: it stays closed, and no term runs.
        app.work().await;
        assert_eq!(
            stands(app, &reference).await,
            (Status::Closed, Receipt::Sent)
        );
        app.later(TimeDelta::days(20)).await;
        assert_eq!(
            stands(app, &reference).await,
            (Status::Closed, Receipt::Sent)
        );
        // It comes back after all.
        let by = app.take("dit is geen mail").await;
        let answer = answers(app, &reference).await[0];
        report(app, answer, Notice::Failed, by).await;
        assert_eq!(
            stands(app, &reference).await,
            (Status::Open, Receipt::Undeliverable)
        );
        let standing = app.case(&reference).await.ticket.standing;
        assert_eq!(
            (standing.ball.holder, standing.step),
            (Ball::Owner, NextStep::RepairAddress)
        );
    }
);

scenario!(silence_after_a_reported_answer_comes_to_the_owner, |app| {
    let reference = ask(app).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    forward(app, &agent, &reference).await.unwrap();
    app.work().await;
    let sent = app.mails_to("regiovorming@mow.be").remove(0);
    let raw = String::from_utf8(sent.reply("Wetteren hoort bij de vervoerregio Gent.")).unwrap();
    let to = format!("To: {}", sent.reply_to);
    let in_copy = raw.replacen(&to, &format!("To: {ASKER}\r\nCc: {}", sent.reply_to), 1);
    app.take(in_copy).await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Answered, Receipt::Reported)
    );
    let asked = app.mails_to(ASKER).pop().unwrap();
    assert!(asked.text.contains("blijft"), "{asked:?}");
    assert!(!asked.text.contains("sluiten"), "{asked:?}");

    app.later(TimeDelta::days(15)).await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Answered, Receipt::Reported)
    );
    let ticket = app.case(&reference).await.ticket;
    assert_eq!(
        (ticket.standing.ball.holder, ticket.standing.step),
        (Ball::Owner, NextStep::FollowUp)
    );
    let seen = ticket.revision;
    let note = Note {
        by: "An Peeters".to_owned(),
        on: Some(registry::day_in_brussels(app.now())),
        how: Some(Told::Phone),
        what: "Het is er.".to_owned(),
    };
    followup::note_receipt(&app.ctx, &agent, &reference, seen, &note)
        .await
        .unwrap();
    assert_eq!(
        stands(app, &reference).await,
        (Status::Closed, Receipt::Confirmed)
    );
});

scenario!(
    what_befalls_an_older_answer_says_nothing_of_the_last,
    |app| {
        let reference = ask(app).await;
        let agent = app.agent("contactpunt-oost-vlaanderen").await;
        answer(app, &agent, &reference).await;
        app.later(TimeDelta::hours(1)).await;
        let first = app.mails_to(ASKER).pop().unwrap();
        let by = app.take(first.reply("Dat helpt ons niet.")).await;
        assert_eq!(
            stands(app, &reference).await,
            (Status::Open, Receipt::Disputed)
        );
        let older = answers(app, &reference).await[0];
        report(app, older, Notice::Read, by).await;
        assert_eq!(
            stands(app, &reference).await,
            (Status::Open, Receipt::Disputed),
            "a mail program does not overrule the asker"
        );

        app.later(TimeDelta::hours(1)).await;
        answer(app, &agent, &reference).await;
        let sent = (Status::Answered, Receipt::Sent);
        for what in [Notice::Delivered, Notice::Failed] {
            report(app, older, what, by).await;
            assert_eq!(stands(app, &reference).await, sent, "{what:?}");
        }
        let last = answers(app, &reference).await[1];
        report(app, last, Notice::Read, by).await;
        assert_eq!(
            stands(app, &reference).await,
            (Status::Closed, Receipt::Confirmed)
        );
    }
);

scenario!(every_due_date_opens_to_its_sum, |app| {
    let reference = ask(app).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let check = async |expected: DueFor, rule: &str| {
        let case = app.case(&reference).await;
        let sum = case.due_sum().unwrap();
        assert_eq!(sum.what, expected);
        assert_eq!(sum.term.due_at, case.ticket.due_at, "{expected:?}");
        // Time passes, and sessions end.
        sign_in_as(app, "els.contactpunt-oost-vlaanderen@vlaanderen.be").await;
        let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
        assert!(page.contains(rule), "{rule}: {page}");
    };
    let answer_term = DueFor::Term(DeadlineKind::Answer);
    check(
        DueFor::Term(DeadlineKind::FirstReaction),
        "eerste reactie binnen 3 wd",
    )
    .await;
    let seen = app.case(&reference).await.ticket.revision;
    registry::take(&app.ctx, &agent, &reference, seen)
        .await
        .unwrap();
    check(answer_term, "antwoord binnen 20 wd").await;
    app.later(TimeDelta::days(40)).await;
    check(answer_term, "antwoord binnen 20 wd").await;

    // The answer waits to leave, is refused, and nobody looks for three days.
    let refused = Fate::Refused {
        code: Some(550),
        reply: "550 5.1.1 user unknown".into(),
    };
    app.post_box.meet(ASKER, refused);
    let says = Answer {
        markdown: "U hoort bij de vervoerregio Gent.".into(),
        ..Answer::default()
    };
    let seen = app.case(&reference).await.ticket.revision;
    dispatch::answer(&app.ctx, &agent, &reference, seen, says)
        .await
        .unwrap();
    check(DueFor::Receipt, "ontvangst bekend binnen 10 wd").await;
    app.work().await;
    check(
        DueFor::Repair,
        "een ander adres voor het antwoord binnen 1 wd",
    )
    .await;
    app.later(TimeDelta::days(5)).await;
    check(
        DueFor::Repair,
        "een ander adres voor het antwoord binnen 1 wd",
    )
    .await;
    let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
    assert!(page.contains("wd te laat"), "{page}");

    let seen = app.case(&reference).await.ticket.revision;
    dispatch::readdress(&app.ctx, &agent, &reference, seen, "a.peeters@wetteren.be")
        .await
        .unwrap();
    app.work().await;
    check(
        DueFor::Term(DeadlineKind::Presume),
        "sluit vanzelf binnen 10 wd",
    )
    .await;
    app.later(TimeDelta::days(30)).await;
    assert!(app.case(&reference).await.due_sum().is_none());
});

scenario!(an_answer_that_is_held_comes_back_to_its_desk, |app| {
    app.take(question(
        "an@wetteren.example",
        "Vervoerregio",
        "Tot welke vervoerregio behoren wij?",
    ))
    .await;
    let case = app.only_case().await;
    let reference = case.ticket.reference;
    assert_ne!(
        case.ticket.standing.step,
        NextStep::RepairAddress,
        "an acknowledgement that is held asks for nobody"
    );
    let agent = app.agent(&case.owner.0).await;
    answer(app, &agent, &reference).await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Open, Receipt::Undeliverable)
    );
    let proof = app.case(&reference).await.evidence.pop().unwrap();
    assert!(proof.note.unwrap().contains("reserved"));
});

scenario!(
    a_question_that_did_not_reach_a_desk_can_be_sent_there_again,
    |app| {
        let reference = ask(app).await;
        let agent = app.agent("contactpunt-oost-vlaanderen").await;
        let desk = "regiovorming@mow.be";
        let refused = Fate::Refused {
            code: Some(550),
            reply: "550 5.1.1 user unknown".into(),
        };
        app.post_box.meet(desk, refused);
        forward(app, &agent, &reference).await.unwrap();
        app.work().await;
        let case = app.case(&reference).await;
        let standing = case.ticket.standing;
        assert_eq!(
            (standing.ball.holder, standing.step),
            (Ball::Owner, NextStep::RepairAddress)
        );
        let progress = |case: &registry::Case| -> Vec<ProgressKind> {
            let all = case
                .threads
                .iter()
                .filter_map(|one| one.assignment.as_ref());
            all.map(|one| one.progress).collect()
        };
        assert_eq!(progress(&case), [ProgressKind::Withdrawn]);

        let taken = Fate::Delivered {
            server: "mx.mow.be".into(),
            reply: "250 Ok".into(),
        };
        app.post_box.meet(desk, taken);
        app.later(TimeDelta::hours(1)).await;
        forward(app, &agent, &reference).await.unwrap();
        app.work().await;
        let case = app.case(&reference).await;
        assert_eq!(
            progress(&case),
            [ProgressKind::Withdrawn, ProgressKind::Sent]
        );
        assert_eq!(case.ticket.standing.step, NextStep::FollowUp);
        // The term of the first time ended: one reminder comes, for the second.
        app.later(TimeDelta::days(60)).await;
        let case = app.case(&reference).await;
        let reminders = case.deliveries.iter();
        let reminders = reminders.filter(|one| one.kind == OutboundKind::Reminder);
        assert_eq!(reminders.count(), 1);
    }
);

scenario!(a_ticket_that_cannot_be_read_holds_up_no_evidence, |app| {
    app.take(question(
        "bea@deinze.be",
        "Afval",
        "Wie haalt ons afval op?",
    ))
    .await;
    let broken = app.only_case().await.ticket;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    app.take(question(
        ASKER,
        "Vervoerregio",
        "Tot welke vervoerregio behoren wij?",
    ))
    .await;
    let mut numbers = app.references().await;
    numbers.retain(|number| *number != broken.reference);
    let reference = numbers.remove(0);
    let says = || Answer {
        markdown: "Zie de kaart.".into(),
        ..Answer::default()
    };
    for number in [&broken.reference, &reference] {
        let seen = app.case(number).await.ticket.revision;
        dispatch::answer(&app.ctx, &agent, number, seen, says())
            .await
            .unwrap();
    }
    let answered = ticket::Entity::find_by_id(broken.id).one(&app.ctx.db).await;
    let answered = answered.unwrap().unwrap().answered_at;
    // Answered, and nobody knows when: no such ticket can be read.
    let answer_at = async |at: Option<DateTime<Utc>>| {
        ticket::Entity::update_many()
            .col_expr(ticket::Column::AnsweredAt, Expr::value(at))
            .filter(ticket::Column::Id.eq(broken.id))
            .exec(&app.ctx.db)
            .await
            .unwrap();
    };
    answer_at(None).await;
    app.work().await;
    assert_eq!(
        stands(app, &reference).await,
        (Status::Answered, Receipt::Sent)
    );
    let unheard = delivery::Entity::find()
        .filter(delivery::Column::NoticedAt.is_null())
        .count(&app.ctx.db)
        .await
        .unwrap();
    assert_eq!(unheard, 0);
    answer_at(answered).await;
    assert_eq!(
        stands(app, &broken.reference).await,
        (Status::Answered, Receipt::None),
        "its evidence is lost, and nothing else"
    );
});

scenario!(who_is_named_as_sender_alone_writes_for_themselves, |app| {
    let raw = String::from_utf8(question(ASKER, "Afval", "Wie haalt het op?")).unwrap();
    app.take(raw.replacen("From: ", "Sender: ", 1)).await;
    assert_eq!(app.only_case().await.asker.email, ASKER);
    let known = registry::contact_by_email(&app.ctx.db, ASKER).await;
    assert!(known.unwrap().unwrap().verified);
});
