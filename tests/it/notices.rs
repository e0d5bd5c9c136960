//! Colleagues hear by mail of what they asked to hear of: which question, what, where; never what somebody
//! wrote. Each mail once, and nobody of what they did themselves.

use chrono::TimeDelta;
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Actor, Grant, Role};
use regiovraag::dispatch::{self, Along, Consult, Forward, Merge};
use regiovraag::entity::{happening, notice, user_account};
use regiovraag::intake::{self, Split, Waiting};
use regiovraag::notices::{self, NoticeKind, Pace};
use regiovraag::outbound::Fate;
use regiovraag::registry::{self, MessageState, Reference};
use regiovraag::text::Language;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use crate::bad_input::sign_in_as;
use crate::support::app::{App, question};
use crate::support::post::SentMail;
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
const ELS: &str = "els.contactpunt-oost-vlaanderen@vlaanderen.be";
const BRAM: &str = "bram.cools@vlaanderen.be";

/// A second colleague at the desk.
async fn bram(app: &App) -> Actor {
    let desk = registry::desk_by_slug(&app.ctx.db, DESK)
        .await
        .unwrap()
        .unwrap();
    let account = NewAccount {
        email: BRAM.to_owned(),
        name: "Bram Cools".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Agent, Some(desk.id), None).unwrap()],
    };
    Actor::User(accounts::add(&app.ctx, account).await.unwrap())
}

async fn wants(app: &App, who: &Actor, chosen: &[(NoticeKind, Pace)]) {
    let user = who.user().unwrap().id;
    notices::save_wishes(&app.ctx, user, chosen).await.unwrap();
}

async fn asked(app: &App, subject: &str) -> Reference {
    app.take(question(ASKER, subject, "GEHEIM: welke vervoerregio?"))
        .await;
    app.references().await.pop().unwrap()
}

/// A notice tells what happened and where, and nothing that anybody wrote.
fn tells(mail: &SentMail, said: &[&str]) {
    for said in said {
        assert!(mail.text.contains(said), "{said}: {}", mail.text);
    }
    let raw = String::from_utf8_lossy(&mail.raw);
    for hidden in ["GEHEIM", "An Peeters", ASKER] {
        assert!(!raw.contains(hidden), "{hidden}: {raw}");
    }
}

scenario!(
    a_desk_hears_of_a_question_at_once_hourly_daily_or_never,
    |app| {
        let (els, bram) = (app.agent(DESK).await, bram(app).await);
        wants(app, &els, &[(NoticeKind::New, Pace::AtOnce)]).await;
        wants(app, &bram, &[(NoticeKind::New, Pace::Hourly)]).await;
        let first = asked(app, "Fietspad").await;
        let mail = app.mails_to(ELS).pop().unwrap();
        assert_eq!(mail.subject, format!("{first}: nieuwe vraag voor uw loket"));
        tells(&mail, &[first.as_str(), &format!("/desk/tickets/{first}")]);

        // The next ones wait a little, and come together.
        let second = asked(app, "Voetpad").await;
        let third = asked(app, "Zebrapad").await;
        assert_eq!(app.mails_to(ELS).len(), 1);
        app.later(TimeDelta::minutes(5)).await;
        let mails = app.mails_to(ELS);
        assert_eq!(mails.len(), 2);
        assert_eq!(mails[1].subject, "2 meldingen van regiovraag");
        tells(&mails[1], &[second.as_str(), third.as_str()]);

        assert_eq!(app.mails_to(BRAM).len(), 0, "not before the hour");
        app.later(TimeDelta::minutes(55)).await;
        let mails = app.mails_to(BRAM);
        assert_eq!(mails.len(), 1);
        tells(
            &mails[0],
            &[first.as_str(), second.as_str(), third.as_str()],
        );

        wants(app, &bram, &[(NoticeKind::New, Pace::Daily)]).await;
        wants(app, &els, &[(NoticeKind::New, Pace::Off)]).await;
        asked(app, "Jaagpad").await;
        app.later(TimeDelta::hours(21)).await;
        assert_eq!((app.mails_to(ELS).len(), app.mails_to(BRAM).len()), (2, 1));
        app.later(TimeDelta::hours(1)).await;
        assert_eq!(app.mails_to(BRAM).len(), 2, "in the morning");
        assert_eq!(notice::Entity::find().count(&app.ctx.db).await.unwrap(), 0);
    }
);

scenario!(
    whoever_took_a_question_hears_of_replies_failures_and_terms,
    |app| {
        let (els, bram) = (app.agent(DESK).await, bram(app).await);
        let all = [
            NoticeKind::Replied,
            NoticeKind::Undeliverable,
            NoticeKind::Due,
        ];
        let all = all.map(|kind| (kind, Pace::AtOnce));
        wants(app, &els, &all).await;
        wants(app, &bram, &all).await;
        let reference = asked(app, "Fietspad").await;
        let seen = app.case(&reference).await.ticket.revision;
        registry::take(&app.ctx, &els, &reference, seen)
            .await
            .unwrap();
        let own = app.mails_to(ASKER).pop().unwrap();
        app.take(own.reply("Nog iets GEHEIM.")).await;
        let mail = app.mails_to(ELS).pop().unwrap();
        tells(&mail, &["nieuw bericht"]);
        assert_eq!(app.mails_to(BRAM).len(), 0, "who took it");

        app.later(TimeDelta::minutes(10)).await;
        app.post_box.meet(
            ASKER,
            Fate::Refused {
                code: Some(550),
                reply: "550 5.1.1 unknown".to_owned(),
            },
        );
        let seen = app.case(&reference).await.ticket.revision;
        let answer = dispatch::Answer {
            markdown: "Gent.".into(),
            ..dispatch::Answer::default()
        };
        dispatch::answer(&app.ctx, &els, &reference, seen, answer)
            .await
            .unwrap();
        app.work().await;
        tells(
            &app.mails_to(ELS).pop().unwrap(),
            &["niet aangekomen", reference.as_str()],
        );
        // A term passes.
        let late = asked(app, "Voetpad").await;
        app.later(TimeDelta::days(10)).await;
        let told = app.mails_to(BRAM).pop().unwrap();
        tells(&told, &["termijn verstreken", late.as_str()]);
    }
);

scenario!(a_colleague_who_is_named_in_a_note_hears_of_it, |app| {
    let (els, bram) = (app.agent(DESK).await, bram(app).await);
    let reference = asked(app, "Fietspad").await;
    let csrf = sign_in_as(app, ELS).await;
    let found = app.get("/desk/collegas?q=co").await.body;
    assert!(found.contains("data-mention=\"Bram Cools\""), "{found}");
    assert!(
        !app.get("/desk/collegas?q=els").await.body.contains("Els"),
        "not oneself"
    );
    let form = [
        ("csrf", csrf.as_str()),
        ("body", "@Bram Cools en @Els Claes: GEHEIM"),
    ];
    let url = format!("/desk/tickets/{reference}/note");
    assert_eq!(app.post(&url, &form).await.status, 303);
    app.work().await;
    let mail = app.mails_to(BRAM).pop().unwrap();
    tells(
        &mail,
        &["een collega noemt u in een notitie", reference.as_str()],
    );
    assert_eq!(app.mails_to(ELS).len(), 0, "who wrote it knows");

    // Not when they do not want it, and not when their account is locked.
    wants(app, &bram, &[(NoticeKind::Mentioned, Pace::Off)]).await;
    app.post(&url, &form).await;
    app.later(TimeDelta::hours(1)).await;
    assert_eq!(app.mails_to(BRAM).len(), 1);
    wants(app, &bram, &[(NoticeKind::Mentioned, Pace::Hourly)]).await;
    app.post(&url, &form).await;
    app.work().await;
    user_account::Entity::update_many()
        .col_expr(user_account::Column::Active, Expr::value(false))
        .filter(user_account::Column::Email.eq(BRAM))
        .exec(&app.ctx.db)
        .await
        .unwrap();
    app.later(TimeDelta::hours(1)).await;
    assert_eq!(app.mails_to(BRAM).len(), 1);
    assert_eq!(notice::Entity::find().count(&app.ctx.db).await.unwrap(), 0);
    drop(els);
});

scenario!(
    who_makes_a_question_of_a_part_is_not_told_that_it_is_new,
    |app| {
        let (els, bram) = (app.agent(DESK).await, bram(app).await);
        let first = asked(app, "Fietspad").await;
        let to_asker = app.mails_to(ASKER).pop().unwrap();
        let stranger = String::from_utf8(to_asker.reply("Wie haalt het glas op?"))
            .unwrap()
            .replace(&format!("From: {ASKER}"), "From: leen.maes@gent.be");
        for who in [&els, &bram] {
            wants(app, who, &[(NoticeKind::New, Pace::AtOnce)]).await;
        }
        let understander = app.works.understander();
        let seen = async || app.case(&first).await.ticket.revision;
        let part = Split {
            subject: "Voetpad".to_owned(),
            body: "En het voetpad?".to_owned(),
            ..Split::default()
        };
        let own = intake::split(understander, &els, &first, seen().await, part)
            .await
            .unwrap();
        app.work().await;
        tells(&app.mails_to(BRAM).pop().unwrap(), &[own.as_str()]);
        assert_eq!(app.mails_to(ELS).len(), 0, "who split it knows");

        app.later(TimeDelta::hours(1)).await;
        app.take(stranger).await;
        let case = app.case(&first).await;
        let mut messages = case.threads.iter().flat_map(|it| &it.messages);
        let held = messages.rfind(|it| it.state == MessageState::Held);
        let waiting = Waiting::Message(held.unwrap().id);
        let own = intake::stands_alone(understander, &els, &first, seen().await, waiting)
            .await
            .unwrap();
        let desk = registry::desk_by_slug(&app.ctx.db, DESK).await.unwrap();
        let ticket = app.case(&own).await.ticket;
        assert_eq!(ticket.owner_desk_id, desk.unwrap().id);
        app.work().await;
        tells(&app.mails_to(BRAM).pop().unwrap(), &[own.as_str()]);
        assert_eq!(app.mails_to(ELS).len(), 0, "nor who set it apart");
    }
);

scenario!(two_processes_write_one_mail, |app| {
    let els = app.agent(DESK).await;
    wants(app, &els, &[(NoticeKind::New, Pace::AtOnce)]).await;
    app.receive(question(ASKER, "Fietspad", "Welke vervoerregio?"))
        .await;
    let (one, other) = tokio::join!(app.works.until_idle(), app.works.until_idle());
    one.unwrap();
    other.unwrap();
    assert_eq!(app.mails_to(ELS).len(), 1);
});

scenario!(one_chooses_on_the_own_page_of_what_one_hears, |app| {
    let els = app.agent(DESK).await;
    asked(app, "Fietspad").await;
    let waits = happening::Entity::find().count(&app.ctx.db).await.unwrap();
    assert_eq!(waits, 0, "nothing is noted that nobody wants to hear of");
    let csrf = sign_in_as(app, ELS).await;
    let page = app.get("/desk/profiel").await.body;
    for said in [
        "Meldingen per mail",
        "Nieuwe vraag voor mijn loket",
        "Elke ochtend",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let form = [
        ("csrf", csrf.as_str()),
        ("new", "daily"),
        ("due", "wat?"),
        ("mentioned", "off"),
    ];
    let saved = app.post("/desk/profiel/meldingen", &form).await;
    assert_eq!(
        (saved.status, saved.location.as_str()),
        (303, "/desk/profiel")
    );
    let kept = notices::wishes(&app.ctx.db, els.user().unwrap().id)
        .await
        .unwrap();
    assert_eq!(kept["new"], Pace::Daily);
    assert_eq!((kept["due"], kept["mentioned"]), (Pace::Off, Pace::Off));
});

scenario!(what_a_desk_does_on_its_page_is_heard_of_once, |app| {
    let els = app.agent(DESK).await;
    wants(app, &els, &[(NoticeKind::Replied, Pace::AtOnce)]).await;
    let forwarded = async |subject: &str| {
        let reference = asked(app, subject).await;
        let seen = app.case(&reference).await.ticket.revision;
        let forward = Forward {
            desk: "mow".to_owned(),
            ..Forward::default()
        };
        dispatch::forward(&app.ctx, &els, &reference, seen, forward)
            .await
            .unwrap();
        app.work().await;
        let case = app.case(&reference).await;
        let mut held = case.threads.iter().filter_map(|it| it.assignment.as_ref());
        (reference, held.next().unwrap().id)
    };
    // Each is told by one mail, whichever way it came.
    let told = async |reference: &Reference, so_far: usize| {
        app.later(TimeDelta::minutes(10)).await;
        let mails = app.mails_to(ELS);
        assert_eq!(mails.len(), so_far, "{reference}");
        tells(
            mails.last().unwrap(),
            &["nieuw bericht", reference.as_str()],
        );
    };
    let (answered, held) = forwarded("Fietspad").await;
    let by = Actor::AdministrationLink { assignment: held };
    dispatch::propose_answer(&app.ctx, &by, held, "GEHEIM: Gent.", Vec::new())
        .await
        .unwrap();
    told(&answered, 1).await;
    let (asks, held) = forwarded("Voetpad").await;
    let by = Actor::AdministrationLink { assignment: held };
    dispatch::ask_back(&app.ctx, &by, held, "GEHEIM: welk dorp?")
        .await
        .unwrap();
    told(&asks, 2).await;
    dispatch::refuse(&app.ctx, &by, held, None, None, "GEHEIM")
        .await
        .unwrap();
    told(&asks, 3).await;
    let (mailed, _) = forwarded("Zebrapad").await;
    let mail = app.mails_to("regiovorming@mow.be").pop().unwrap();
    app.take(mail.reply("GEHEIM: het is vervoerregio Gent."))
        .await;
    told(&mailed, 4).await;
});

scenario!(a_term_that_ends_today_is_told_that_morning_once, |app| {
    let (els, bram) = (app.agent(DESK).await, bram(app).await);
    wants(app, &els, &[(NoticeKind::Due, Pace::AtOnce)]).await;
    wants(app, &bram, &[(NoticeKind::Due, Pace::Daily)]).await;
    // Thursday 15 January 2026, 9.00; the first look is due the next working day but one, at 17.00.
    let reference = asked(app, "Fietspad").await;
    let due = app.case(&reference).await.ticket.due_at;
    let morning = due - TimeDelta::hours(9);
    app.later(morning - TimeDelta::hours(2) - app.now()).await;
    assert_eq!(app.mails_to(ELS).len(), 0);
    app.later(TimeDelta::minutes(90)).await;
    assert_eq!(app.mails_to(ELS).len(), 0, "not before 8.00");
    app.later(TimeDelta::minutes(30)).await;
    for who in [ELS, BRAM] {
        let mails = app.mails_to(who);
        assert_eq!(mails.len(), 1, "{who}");
        tells(&mails[0], &["termijn loopt vandaag af", reference.as_str()]);
    }
    app.later(TimeDelta::hours(6)).await;
    assert_eq!(app.mails_to(ELS).len(), 1, "once");
    app.later(TimeDelta::hours(4)).await;
    tells(&app.mails_to(ELS).pop().unwrap(), &["termijn verstreken"]);
    assert_eq!(app.mails_to(ELS).len(), 2);

    // What is dealt with is due no more.
    let second = asked(app, "Voetpad").await;
    let seen = app.case(&second).await.ticket.revision;
    registry::take(&app.ctx, &els, &second, seen).await.unwrap();
    let before = app.mails_to(ELS).len();
    app.later(TimeDelta::days(4)).await;
    assert_eq!(app.mails_to(ELS).len(), before);
});

scenario!(
    what_happens_to_questions_of_a_colleague_who_left_is_told_to_the_desk,
    |app| {
        let (els, bram) = (app.agent(DESK).await, bram(app).await);
        wants(app, &els, &[(NoticeKind::Replied, Pace::AtOnce)]).await;
        wants(app, &bram, &[(NoticeKind::Replied, Pace::AtOnce)]).await;
        let reference = asked(app, "Fietspad").await;
        let seen = app.case(&reference).await.ticket.revision;
        registry::take(&app.ctx, &bram, &reference, seen)
            .await
            .unwrap();
        user_account::Entity::update_many()
            .col_expr(user_account::Column::Active, Expr::value(false))
            .filter(user_account::Column::Email.eq(BRAM))
            .exec(&app.ctx.db)
            .await
            .unwrap();
        let own = app.mails_to(ASKER).pop().unwrap();
        app.take(own.reply("Nog iets GEHEIM.")).await;
        tells(&app.mails_to(ELS).pop().unwrap(), &["nieuw bericht"]);
        assert_eq!(app.mails_to(BRAM).len(), 0);
    }
);

scenario!(
    what_is_written_in_a_merged_question_is_heard_by_who_has_the_other,
    |app| {
        let (els, bram) = (app.agent(DESK).await, bram(app).await);
        let target = asked(app, "Fietspad").await;
        app.take(question("tom@lede.be", "Voetpad", "Wie legt dat aan?"))
            .await;
        let source = app.references().await.pop().unwrap();
        let seen = async |reference: &Reference| app.case(reference).await.ticket.revision;
        registry::take(&app.ctx, &els, &source, seen(&source).await)
            .await
            .unwrap();
        registry::take(&app.ctx, &bram, &target, seen(&target).await)
            .await
            .unwrap();
        let into = Merge {
            into: target.to_string(),
            into_seen: seen(&target).await,
            confirmed: true,
            ..Merge::default()
        };
        dispatch::merge(&app.ctx, &els, &source, seen(&source).await, into)
            .await
            .unwrap();
        app.work().await;
        for who in [&els, &bram] {
            wants(app, who, &[(NoticeKind::Replied, Pace::AtOnce)]).await;
        }
        let mails = app.mails_to("tom@lede.be");
        let [first, .., last] = &mails[..] else {
            panic!("{mails:?}");
        };
        app.take(last.reply("Nog iets GEHEIM.")).await;
        let told = app.mails_to(BRAM).pop().unwrap();
        tells(&told, &["nieuw bericht", target.as_str()]);
        assert!(!told.text.contains(source.as_str()), "{}", told.text);
        assert_eq!(app.mails_to(ELS).len(), 0, "the closed one is nobody's");

        // Whoever has both hears it once.
        app.later(TimeDelta::minutes(10)).await;
        registry::take_over(&app.ctx, &els, &target, seen(&target).await)
            .await
            .unwrap();
        app.take(first.reply("En dit GEHEIM ook.")).await;
        app.later(TimeDelta::minutes(10)).await;
        let mails = app.mails_to(ELS);
        assert_eq!((mails.len(), app.mails_to(BRAM).len()), (1, 1));
        assert_eq!(mails[0].subject, format!("{target}: nieuw bericht"));
    }
);

scenario!(
    a_question_that_does_not_reach_its_desk_is_told_to_who_has_it,
    |app| {
        let (els, bram) = (app.agent(DESK).await, bram(app).await);
        for who in [&els, &bram] {
            wants(app, who, &[(NoticeKind::Undeliverable, Pace::AtOnce)]).await;
        }
        let refused = Fate::Refused {
            code: Some(550),
            reply: "550 5.1.1 unknown".to_owned(),
        };
        app.post_box.meet("regiovorming@mow.be", refused);
        let seen = async |reference: &Reference| app.case(reference).await.ticket.revision;
        let forwarded = asked(app, "Fietspad").await;
        registry::take(&app.ctx, &els, &forwarded, seen(&forwarded).await)
            .await
            .unwrap();
        let forward = Forward {
            desk: "mow".to_owned(),
            ..Forward::default()
        };
        let now = seen(&forwarded).await;
        dispatch::forward(&app.ctx, &els, &forwarded, now, forward)
            .await
            .unwrap();
        app.work().await;
        assert_eq!(app.case(&forwarded).await.ticket.standing.rank(), 0);
        let told = app.mails_to(ELS);
        assert_eq!((told.len(), app.mails_to(BRAM).len()), (1, 0));
        tells(&told[0], &["niet aangekomen", forwarded.as_str()]);

        // Nor is advice to be had of a desk that was never asked.
        app.later(TimeDelta::minutes(10)).await;
        let consulted = asked(app, "Voetpad").await;
        let consult = Consult {
            desk: "mow".to_owned(),
            words: "Hoe leest u dit?".to_owned(),
            days: None,
            along: Along::All,
        };
        let now = seen(&consulted).await;
        dispatch::consult(&app.ctx, &els, &consulted, now, consult)
            .await
            .unwrap();
        app.work().await;
        assert_eq!((app.mails_to(ELS).len(), app.mails_to(BRAM).len()), (2, 1));
        let told = app.mails_to(BRAM).pop().unwrap();
        tells(&told, &["niet aangekomen", consulted.as_str()]);
    }
);
