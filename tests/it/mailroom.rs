//! The mailroom: a mail that was set aside becomes what a person says, once; the balance shows what is
//! nowhere; and what is wrong with the mail is an alarm until it is over.

use chrono::{DateTime, TimeDelta, Utc};
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Actor, Grant, Role};
use regiovraag::dispatch::{self, Forward};
use regiovraag::entity::assignment::ProgressKind;
use regiovraag::entity::inbound_mail::{self, Column, InboundState};
use regiovraag::intake::mail::Reason;
use regiovraag::intake::{
    Adrift, Alarming, Handed, InboundFormat, IntakeError, Mark, Rework, Sum, adrift, balance,
    mail_view, open_alarms, report_source, take_in_all,
};
use regiovraag::outbound::Fate;
use regiovraag::registry::{
    CloseReason, MessageKind, MessageState, NextStep, Status, day_in_brussels,
};
use regiovraag::store::StoreError;
use regiovraag::text::Language;
use regiovraag::worker::Works;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use crate::bad_input::sign_in_as;
use crate::reading::forwarded;
use crate::support::app::{App, changed, question};
use crate::support::post::with_file;
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const NEWSLETTER: &str = "From: Nieuws <nieuws@wetteren.be>\r\nTo: regiovorming@vlaanderen.be\r\n\
    Subject: Vraag over de vervoerregio\r\nMessage-ID: <brief-1@wetteren.be>\r\n\
    List-Unsubscribe: <mailto:weg@wetteren.be>\r\nList-Id: <nieuws.wetteren.be>\r\n\
    Date: Thu, 15 Jan 2026 08:55:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
    Tot welke vervoerregio behoren wij?\r\n";

async fn rework(
    app: &App,
    by: &Actor,
    id: Uuid,
    seen: i32,
    what: Rework,
) -> Result<(), IntakeError> {
    let done = app.works.understander().rework(by, id, seen, &what).await;
    app.work().await;
    done
}

fn is_stale(done: &Result<(), IntakeError>) -> bool {
    matches!(done, Err(IntakeError::Store(StoreError::Stale)))
}

scenario!(a_quarantined_mail_becomes_a_question_once, |app| {
    let id = app
        .take("Beste, dit is geen mail maar toch een vraag.")
        .await;
    assert_eq!(app.inbound(id).await.state, InboundState::Quarantined);
    let agent = app.agent("contactpunt-oost-vlaanderen").await;

    rework(app, &agent, id, 1, Rework::Question).await.unwrap();
    let case = app.only_case().await;
    assert_eq!(case.ticket.standing.status(), Status::New);
    assert_eq!(case.asker.email, "onbekend@ongeldig.invalid");
    let first = &case.threads[0].messages[0];
    assert!(first.body.contains("toch een vraag"), "{first:?}");
    assert_eq!(first.attachments[0].media_type, "message/rfc822");
    let row = app.inbound(id).await;
    assert_eq!(
        (row.state, row.message_id),
        (InboundState::Done, Some(first.id))
    );
    assert!(app.sent_mails().is_empty(), "nobody is known to write to");

    // A second press of the same button, and every other one, changes nothing.
    let again = rework(app, &agent, id, 1, Rework::Question).await;
    assert!(is_stale(&again), "{again:?}");
    for what in [Rework::Again, Rework::Bulk] {
        let late = rework(app, &agent, id, row.revision, what).await;
        assert!(
            matches!(late, Err(IntakeError::NothingToDecide)),
            "{late:?}"
        );
    }
    app.only_case().await;
    let view = mail_view(&app.ctx.db, id).await.unwrap().unwrap();
    assert_eq!(view.events.len(), 1, "{:?}", view.events);
    assert_eq!(view.events[0].by_name.as_deref(), Some("Els Claes"));
    assert_eq!(view.row.reference, Some(case.ticket.reference.to_string()));
});

scenario!(
    what_looked_like_a_mailing_is_a_question_when_a_person_says_so,
    |app| {
        let id = app.take(NEWSLETTER).await;
        let row = app.inbound(id).await;
        assert_eq!(row.kind.as_deref(), Some("spam_or_bulk"));
        let agent = app.agent("contactpunt-oost-vlaanderen").await;

        // Asking the program again gives the same answer, and keeps that it was asked.
        rework(app, &agent, id, row.revision, Rework::Again)
            .await
            .unwrap();
        assert_eq!(app.inbound(id).await.kind.as_deref(), Some("spam_or_bulk"));
        assert!(app.references().await.is_empty());

        rework(app, &agent, id, row.revision + 1, Rework::Question)
            .await
            .unwrap();
        let case = app.only_case().await;
        assert_eq!(case.asker.email, "nieuws@wetteren.be");
        assert!(
            app.sent_mails().is_empty(),
            "a machine never answers a mailing"
        );
    }
);

scenario!(
    of_a_message_that_is_too_large_the_headers_can_be_a_question,
    |app| {
        let id = app
            .receive("From: An <an@wetteren.be>\r\nSubject: Plannen\r\nMessage-ID: <groot@wetteren.be>\r\n")
            .await;
        // As the door for mailboxes keeps them: under the size of the whole.
        let left = Reason::LeftBehind {
            folder: "Te groot".into(),
            account: "centraal".into(),
        };
        let why = Reason::kept(&[left]);
        inbound_mail::Entity::update_many()
            .col_expr(Column::Size, Expr::value(90_000_000_i64))
            .col_expr(Column::State, Expr::value(InboundState::Quarantined))
            .col_expr(Column::Reason, Expr::value(Some(why.clone())))
            .filter(Column::Id.eq(id))
            .exec(&app.ctx.db)
            .await
            .unwrap();
        let agent = app.agent("contactpunt-oost-vlaanderen").await;
        rework(app, &agent, id, 1, Rework::Again).await.unwrap();
        let row = app.inbound(id).await;
        assert_eq!(row.state, InboundState::Quarantined);
        assert_eq!(row.reason, Some(why), "where it is, is not forgotten");

        rework(app, &agent, id, 2, Rework::Question).await.unwrap();
        let case = app.only_case().await;
        assert_eq!(case.asker.email, "an@wetteren.be");
        assert_eq!(case.ticket.subject, "Plannen");
        let said = &case.threads[0].messages[0].body;
        assert!(said.contains("te groot om over te nemen"), "{said}");
    }
);

scenario!(a_mail_is_put_in_the_question_it_replies_to, |app| {
    app.take(question(
        "an@wetteren.be",
        "Vervoerregio",
        "Tot welke behoren wij?",
    ))
    .await;
    let reference = app.only_case().await.ticket.reference;
    let id = app.take(NEWSLETTER).await;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let nowhere = Rework::Reply("RV-2026-009999".parse().unwrap());
    let done = rework(app, &agent, id, 1, nowhere).await;
    assert!(matches!(done, Err(IntakeError::UnknownTicket)), "{done:?}");
    assert_eq!(app.inbound(id).await.revision, 1, "nothing was decided");

    rework(app, &agent, id, 1, Rework::Reply(reference.clone()))
        .await
        .unwrap();
    let case = app.only_case().await;
    let kinds: Vec<_> = case.threads[0]
        .messages
        .iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(kinds, [MessageKind::Question, MessageKind::Reply]);
    assert_ne!(case.threads[0].messages[1].state, MessageState::Held);
});

scenario!(what_a_person_says_of_a_strangers_mail_is_final, |app| {
    app.take(question(
        "an@wetteren.be",
        "Vervoerregio",
        "Tot welke behoren wij?",
    ))
    .await;
    let reference = app.only_case().await.ticket.reference;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let treat = async |number: u8| {
        let raw = NEWSLETTER
            .replace("nieuws@wetteren.be", "leen@gmail.com")
            .replace("<brief-1@", &format!("<brief-{number}@"));
        let id = app.take(raw).await;
        rework(app, &agent, id, 1, Rework::Reply(reference.clone()))
            .await
            .unwrap();
        let case = app.only_case().await;
        let last = case.threads[0].messages.last().unwrap().clone();
        assert_eq!(last.author_email.as_deref(), Some("leen@gmail.com"));
        assert_eq!(last.state, MessageState::New);
        assert_ne!(case.ticket.standing.step, NextStep::ReviewSender);
        case
    };
    let case = treat(1).await;
    let (seen, why) = (case.ticket.revision, CloseReason::Withdrawn);
    app.close(&agent, &reference, seen, why).await.unwrap();
    let case = treat(2).await;
    assert!(case.ticket.standing.is_open(), "a reply opens it again");
});

scenario!(a_mail_is_left_aside_and_two_colleagues_decide_once, |app| {
    let id = app.take("geen mail").await;
    let one = app.agent("contactpunt-oost-vlaanderen").await;
    let other = app.agent("contactpunt-limburg").await;
    let understander = app.works.understander();
    let (first, second) = tokio::join!(
        understander.rework(&one, id, 1, &Rework::Bulk),
        understander.rework(&other, id, 1, &Rework::Question),
    );
    app.work().await;
    assert!(first.is_ok() ^ second.is_ok(), "{first:?} {second:?}");
    let tickets = app.references().await.len();
    assert_eq!(tickets, usize::from(second.is_ok()));
    let view = mail_view(&app.ctx.db, id).await.unwrap().unwrap();
    assert_eq!(view.events.len(), 1);
});

scenario!(only_who_works_questions_decides_about_mail, |app| {
    let id = app.take("geen mail").await;
    let account = NewAccount {
        email: "ed@vlaanderen.be".to_owned(),
        name: "Ed".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Editor, None, None).unwrap()],
    };
    let editor = Actor::User(accounts::add(&app.ctx, account).await.unwrap());
    let done = rework(app, &editor, id, 1, Rework::Question).await;
    assert!(matches!(done, Err(IntakeError::Refused(_))), "{done:?}");
    assert_eq!(app.inbound(id).await.state, InboundState::Quarantined);
});

async fn hand_over(app: &App, source: &str, mails: Vec<(String, Vec<u8>)>) {
    let handed = mails
        .into_iter()
        .map(|(source_id, raw)| Handed { source_id, raw })
        .collect();
    take_in_all(&app.ctx, source, handed, InboundFormat::Mail)
        .await
        .unwrap();
}

scenario!(everything_handed_over_is_in_the_balance, |app| {
    let mail = question("an@wetteren.be", "Een", "Vraag een?");
    hand_over(
        app,
        "imap",
        vec![
            ("1".into(), mail.clone()),
            ("2".into(), mail.clone()),
            ("3".into(), b"geen mail".to_vec()),
        ],
    )
    .await;
    hand_over(
        app,
        "lmtp",
        vec![("1".into(), mail), ("2".into(), NEWSLETTER.into())],
    )
    .await;
    let today = day_in_brussels(app.now());
    let waiting = balance(&app.ctx.db, today, app.now()).await.unwrap();
    assert_eq!(
        (waiting["imap"].waiting, waiting["imap"].duplicates),
        (2, 1)
    );
    app.work().await;
    let sums = balance(&app.ctx.db, today, app.now()).await.unwrap();
    let imap = sums["imap"];
    assert_eq!(
        (
            imap.handed_over,
            imap.questions,
            imap.quarantined,
            imap.duplicates
        ),
        (3, 1, 1, 1)
    );
    let lmtp = sums["lmtp"];
    assert_eq!(
        (lmtp.handed_over, lmtp.automatic, lmtp.duplicates),
        (2, 1, 1)
    );
    assert!(sums.values().all(|sum| sum.difference() == 0), "{sums:?}");
    assert!(open_alarms(&app.ctx.db).await.unwrap().is_empty());
});

/// The works of the same house with an address that is told of alarms.
async fn told(app: &App) -> Works {
    let ctx = changed(&app.ctx, |settings| {
        "beheer@vlaanderen.be".clone_into(&mut settings.alarm.address);
        settings.intake.maildirs = vec!["/post".into()];
    });
    Works::with_carrier(ctx, app.post_box.clone())
        .await
        .unwrap()
}

fn told_so(app: &App) -> usize {
    app.mails_to("beheer@vlaanderen.be").len()
}

scenario!(
    a_mail_that_is_nowhere_is_an_alarm_until_it_is_found,
    |app| {
        let works = told(app).await;
        let id = app
            .receive(question("an@wetteren.be", "Een", "Vraag een?"))
            .await;
        works.until_idle().await.unwrap();
        // Somebody loses the message of a question.
        let lose = async |message: Option<Uuid>| {
            inbound_mail::Entity::update_many()
                .col_expr(Column::MessageId, Expr::value(message))
                .filter(Column::Id.eq(id))
                .exec(&app.ctx.db)
                .await
                .unwrap();
        };
        let message = app.inbound(id).await.message_id;
        lose(None).await;
        app.ctx.clock.advance(TimeDelta::minutes(6));
        works.until_idle().await.unwrap();
        let alarms = open_alarms(&app.ctx.db).await.unwrap();
        let today = day_in_brussels(app.now());
        assert_eq!(alarms.len(), 1);
        assert_eq!(
            alarms[0].what,
            Alarming::Difference {
                day: today,
                mails: 1
            }
        );
        let nowhere = adrift(&app.ctx.db, today, app.now()).await.unwrap();
        assert_eq!((nowhere.len(), nowhere[0].id), (1, id));

        // It is told once a day, however often it is counted.
        app.ctx.clock.advance(TimeDelta::hours(3));
        works.until_idle().await.unwrap();
        assert_eq!(told_so(app), 1);
        app.ctx.clock.advance(TimeDelta::days(3));
        works.until_idle().await.unwrap();
        assert_eq!(
            (told_so(app), open_alarms(&app.ctx.db).await.unwrap().len()),
            (2, 1)
        );

        lose(message).await;
        app.ctx.clock.advance(TimeDelta::minutes(6));
        works.until_idle().await.unwrap();
        assert!(open_alarms(&app.ctx.db).await.unwrap().is_empty());
        let figures = app.get("/metrics").await.body;
        assert!(
            figures.contains("regiovraag_alarms_open{kind=\"difference\"} 0"),
            "{figures}"
        );
    }
);

scenario!(of_a_day_only_what_is_nowhere_is_picked_out, |app| {
    let at = app.now() - TimeDelta::hours(2);
    let done = InboundState::Done;
    // How far, what it is called, whether it is a message, whether it is known which mail it is again.
    let cases = [
        (done, Some("question"), true, false, None),
        (
            done,
            Some("question"),
            false,
            false,
            Some(Adrift::NoMessage),
        ),
        (
            done,
            Some("answer_cc"),
            false,
            false,
            Some(Adrift::NoMessage),
        ),
        (done, Some("auto_reply"), true, false, None),
        (done, Some("auto_reply"), false, false, None),
        (done, Some("spam_or_bulk"), false, false, None),
        (done, Some("calendar_invite"), false, false, None),
        (done, Some("bounce"), false, false, None),
        (done, Some("delivery_receipt"), false, false, None),
        (done, Some("duplicate"), false, true, None),
        (done, Some("duplicate"), false, false, Some(Adrift::NoFirst)),
        (
            done,
            Some("iets anders"),
            false,
            false,
            Some(Adrift::NoKind),
        ),
        (done, None, true, false, Some(Adrift::NoKind)),
        (InboundState::Quarantined, None, false, false, None),
        (
            InboundState::Received,
            None,
            false,
            false,
            Some(Adrift::Waits),
        ),
    ];
    let first = app
        .take(question("an@wetteren.be", "Eerste", "Welke vraag?"))
        .await;
    let of_first = app.inbound(first).await;
    let mut expected = Vec::new();
    for (number, (state, kind, is_message, is_again, why)) in cases.into_iter().enumerate() {
        let raw = question("an@wetteren.be", &format!("Geval {number}"), "Welke vraag?");
        let id = app.receive(raw).await;
        let message = of_first.message_id.filter(|_| is_message);
        inbound_mail::Entity::update_many()
            .col_expr(Column::State, Expr::value(state))
            .col_expr(Column::Kind, Expr::value(kind.map(str::to_owned)))
            .col_expr(Column::MessageId, Expr::value(message))
            .col_expr(Column::TicketId, Expr::value(of_first.ticket_id))
            .col_expr(Column::DuplicateOf, Expr::value(is_again.then_some(first)))
            .col_expr(Column::ReceivedAt, Expr::value(at))
            .filter(Column::Id.eq(id))
            .exec(&app.ctx.db)
            .await
            .unwrap();
        expected.extend(why.map(|why| (id, why)));
    }
    let today = day_in_brussels(app.now());
    let found = adrift(&app.ctx.db, today, app.now()).await.unwrap();
    let mut found: Vec<_> = found.iter().map(|mail| (mail.id, mail.why)).collect();
    found.sort_unstable_by_key(|(id, _)| *id);
    expected.sort_unstable_by_key(|(id, _)| *id);
    assert_eq!(found, expected);
    let sums = balance(&app.ctx.db, today, app.now()).await.unwrap();
    let difference: u64 = sums.values().map(Sum::difference).sum();
    assert_eq!(difference, expected.len() as u64);
    // Nothing waits to be understood when the story ends.
    inbound_mail::Entity::update_many()
        .col_expr(Column::State, Expr::value(InboundState::Quarantined))
        .filter(Column::State.eq(InboundState::Received))
        .exec(&app.ctx.db)
        .await
        .unwrap();
});

scenario!(that_no_mail_leaves_any_more_is_an_alarm, |app| {
    let works = told(app).await;
    for number in 1..=3 {
        let asker = format!("an@gemeente{number}.be");
        let reply = "535 5.7.8 Authentication failed".to_owned();
        app.post_box.meet(&asker, Fate::Deferred { reply });
        let subject = format!("Zorgregio {number}");
        app.receive(question(&asker, &subject, "Tot welke horen wij?"))
            .await;
    }
    works.until_idle().await.unwrap();
    app.ctx.clock.advance(TimeDelta::minutes(59));
    works.until_idle().await.unwrap();
    assert!(open_alarms(&app.ctx.db).await.unwrap().is_empty());
    app.ctx.clock.advance(TimeDelta::minutes(6));
    works.until_idle().await.unwrap();
    let alarms = open_alarms(&app.ctx.db).await.unwrap();
    let Alarming::NothingLeaves { mails, failure, .. } = &alarms[0].what else {
        panic!("{alarms:?}");
    };
    assert_eq!(
        (*mails, failure.as_str()),
        (3, "535 5.7.8 Authentication failed")
    );
    // The mail that tells it has left, and so it is over.
    assert_eq!(told_so(app), 1);
    app.ctx.clock.advance(TimeDelta::minutes(6));
    works.until_idle().await.unwrap();
    assert!(open_alarms(&app.ctx.db).await.unwrap().is_empty());
});

scenario!(
    a_source_that_keeps_failing_is_an_alarm_until_it_works,
    |app| {
        let works = told(app).await;
        let fails = async || {
            report_source(&app.ctx, "maildir:/post", Err("connection refused".into()))
                .await
                .unwrap();
            works.until_idle().await.unwrap();
            open_alarms(&app.ctx.db).await.unwrap()
        };
        assert!(fails().await.is_empty(), "a restart is no alarm");
        let since = app.now();
        app.ctx.clock.advance(TimeDelta::minutes(11));
        let alarms = fails().await;
        assert_eq!(
            alarms[0].what,
            Alarming::SourceFails {
                source: "maildir:/post".into(),
                since,
                failure: Some("connection refused".into()),
            }
        );
        assert_eq!(told_so(app), 1);
        let figures = app.get("/metrics").await.body;
        assert!(
            figures.contains("regiovraag_alarms_open{kind=\"source\"}"),
            "{figures}"
        );

        report_source(&app.ctx, "maildir:/post", Ok(0))
            .await
            .unwrap();
        app.ctx.clock.advance(TimeDelta::minutes(6));
        works.until_idle().await.unwrap();
        assert!(open_alarms(&app.ctx.db).await.unwrap().is_empty());
    }
);

scenario!(
    silence_where_mail_is_normal_is_an_alarm_until_mail_comes,
    |app| {
        let works = told(app).await;
        let at = |moment: &str| -> DateTime<Utc> { moment.parse().unwrap() };
        // Five Thursdays on which twelve mails came between nine and eleven.
        let mut number = 0;
        for week in 0..5 {
            app.ctx
                .clock
                .set(at("2026-02-05T08:30:00Z") + TimeDelta::weeks(week));
            let mails = (0..12)
                .map(|_| {
                    number += 1;
                    (
                        number.to_string(),
                        format!("geen mail {number}").into_bytes(),
                    )
                })
                .collect();
            hand_over(app, "imap", mails).await;
            works.until_idle().await.unwrap();
            assert!(
                open_alarms(&app.ctx.db).await.unwrap().is_empty(),
                "week {week}"
            );
        }
        // The Thursday after, nothing came in the morning.
        app.ctx.clock.set(at("2026-03-12T06:00:00Z"));
        hand_over(app, "imap", vec![("vroeg".into(), b"vroeg".to_vec())]).await;
        app.ctx.clock.set(at("2026-03-12T08:50:00Z"));
        works.until_idle().await.unwrap();
        assert!(
            open_alarms(&app.ctx.db).await.unwrap().is_empty(),
            "not yet two hours"
        );
        app.ctx.clock.set(at("2026-03-12T09:30:00Z"));
        works.until_idle().await.unwrap();
        let alarms = open_alarms(&app.ctx.db).await.unwrap();
        assert_eq!(
            alarms[0].what,
            Alarming::Silence {
                source: "imap".to_owned(),
                since: at("2026-03-12T06:00:00Z"),
                expected: 12,
            }
        );
        assert_eq!(told_so(app), 1);
        hand_over(app, "imap", vec![("laat".into(), b"laat".to_vec())]).await;
        app.ctx.clock.advance(TimeDelta::minutes(6));
        works.until_idle().await.unwrap();
        assert!(open_alarms(&app.ctx.db).await.unwrap().is_empty());
    }
);

scenario!(
    what_a_person_says_is_a_reply_stands_in_its_question_at_once,
    |app| {
        app.take(question("an@wetteren.be", "Vervoerregio", "Welke?"))
            .await;
        let reference = app.only_case().await.ticket.reference;
        let letter = NEWSLETTER.replace("nieuws@wetteren.be", "nieuws@mow.be");
        let id = app.take(letter).await;
        let row = app.inbound(id).await;
        assert_eq!(row.kind.as_deref(), Some("spam_or_bulk"));
        let agent = app.agent("contactpunt-oost-vlaanderen").await;
        rework(
            app,
            &agent,
            id,
            row.revision,
            Rework::Reply(reference.clone()),
        )
        .await
        .unwrap();
        let row = app.inbound(id).await;
        // Of a desk that was not asked here; nobody is asked a second time.
        assert_eq!(row.kind.as_deref(), Some("reply_from_administration"));
        let case = app.case(&reference).await;
        let message = case.threads[0].messages.last().unwrap();
        assert_eq!(Some(message.id), row.message_id);
        assert_eq!(message.state, MessageState::New);
        assert_ne!(case.ticket.standing.step, NextStep::ReviewSender);
    }
);

scenario!(
    what_a_desk_encloses_is_its_answer_whatever_carried_it,
    |app| {
        let (reference, reply, _) = forwarded(app).await;
        let reply = String::from_utf8(reply).unwrap();
        let reply = reply.replace(
            "Wetteren hoort bij de vervoerregio Gent.",
            "Uw melding werd geregistreerd onder nummer 48812.",
        );
        let raw = format!("Auto-Submitted: auto-generated\r\n{reply}");
        let raw = with_file(
            raw.as_bytes(),
            "antwoord.pdf",
            "application/pdf",
            b"%PDF-1.7",
        );
        let id = app.take(raw).await;
        let row = app.inbound(id).await;
        assert_eq!(row.kind.as_deref(), Some("reply_from_administration"));
        let case = app.case(&reference).await;
        let desk = case.threads[1].assignment.as_ref().unwrap();
        assert_eq!(desk.progress, ProgressKind::Answered);
    }
);

/// A signed question, with a file of which a piece fell out on the way.
fn signed(subject: &str) -> String {
    format!(
        "From: An Peeters <an@wetteren.be>\r\nTo: regiovorming@vlaanderen.be\r\n\
         Subject: {subject}\r\nMessage-ID: <{subject}@wetteren.be>\r\n\
         Date: Thu, 15 Jan 2026 08:55:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; \
         micalg=sha-256; boundary=buiten\r\n\r\n--buiten\r\n\
         Content-Type: multipart/mixed; boundary=binnen\r\n\r\n--binnen\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nTot welke vervoerregio behoren wij?\r\n\
         --binnen\r\nContent-Type: application/pdf\r\n\
         Content-Disposition: attachment; filename=plan.pdf\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQKJVBE*ERi0xLjQK\r\n--binnen--\r\n\
         --buiten\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nMIIBVQ==\r\n--buiten--\r\n"
    )
}

scenario!(how_a_mail_came_is_said_where_it_is_read, |app| {
    let id = app.take(signed("Vervoerregio")).await;
    let kept = app.inbound(id).await.marks;
    let marks = Mark::read(kept.as_deref());
    assert_eq!(marks, [Mark::SmimeSigned, Mark::BrokenBase64]);
    let reference = app.only_case().await.ticket.reference;
    let agent = app.agent(DESK).await;
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
    for said in [
        "Ondertekend (S/MIME), niet nagekeken",
        "Beschadigd: niet alles kwam heel aan",
        ", beschadigd aangekomen",
        &format!("href=\"/desk/mail/{id}\""),
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let mail = app.get(&format!("/desk/mail/{id}")).await.body;
    let said = "Ondertekend (S/MIME), niet nagekeken; Beschadigd: niet alles kwam heel aan";
    assert!(mail.contains(said), "{mail}");

    // The administration reads of its file that it did not come whole.
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    let seen = app.case(&reference).await.ticket.revision;
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let sent = app.mails_to("regiovorming@mow.be").pop().unwrap();
    let links = sent.links();
    let link = links.iter().find(|link| link.contains("/a/")).unwrap();
    let page = app.get(link).await.body;
    assert!(page.contains(", beschadigd aangekomen"), "{page}");
});

scenario!(a_mail_with_more_parts_than_are_read_says_so, |app| {
    let part = "--deel\r\nContent-Type: text/plain\r\n\r\nNog een deel.\r\n";
    let raw = format!(
        "From: An Peeters <an@wetteren.be>\r\nTo: regiovorming@vlaanderen.be\r\n\
         Subject: Delen\r\nMessage-ID: <delen@wetteren.be>\r\n\
         Date: Thu, 15 Jan 2026 08:55:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=deel\r\n\r\n{}--deel--\r\n",
        part.repeat(1200)
    );
    let id = app.take(raw).await;
    let kept = app.inbound(id).await.marks;
    assert!(Mark::read(kept.as_deref()).contains(&Mark::OverLimit));
    app.agent(DESK).await;
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let mail = app.get(&format!("/desk/mail/{id}")).await.body;
    assert!(mail.contains("Niet alles gelezen"), "{mail}");
});

scenario!(
    the_mail_of_one_question_and_of_one_sender_is_listed,
    |app| {
        let first = app
            .take(question("an@wetteren.be", "Een", "Vraag een?"))
            .await;
        let reference = app.references().await.pop().unwrap();
        app.take(question("rik@melle.be", "Twee", "Vraag twee?"))
            .await;
        let again = app.mails_to("an@wetteren.be")[0].reply("En dit nog: mag het?");
        app.take(again).await;
        app.agent(DESK).await;
        sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let listed = async |query: &str| {
            let page = app.get(&format!("/desk/mail?{query}")).await.body;
            page.matches("rv-mails__at").count()
        };
        assert_eq!(listed("from=rik@melle.be").await, 1);
        assert_eq!(listed(&format!("ticket={reference}")).await, 2);
        assert_eq!(listed("from=an@wetteren.be").await, 2);
        assert_eq!(listed("state=quarantined&from=an@wetteren.be").await, 0);
        assert_eq!(listed("ticket=RV-2026-000999").await, 0);
        let both = format!(
            "ticket={}&from=rik@melle.be",
            reference.as_str().to_lowercase()
        );
        assert_eq!(listed(&both).await, 0);
        let page = app.get(&format!("/desk/mail/{first}")).await.body;
        for url in [
            format!("/desk/mail?ticket={reference}"),
            "/desk/mail?from=an%40wetteren.be".to_owned(),
        ] {
            assert!(page.contains(&format!("href=\"{url}\"")), "{url}: {page}");
        }
    }
);
