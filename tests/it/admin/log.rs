//! The log: everything that was done, by whom, and nothing of what people wrote.

use regiovraag::admin::{self, LogFilter};
use regiovraag::auth::{Actor, Role};
use regiovraag::registry;
use sea_orm::ConnectionTrait as _;

use super::{Keeper, LIMBURG, TOM, account, csrf_of, grant};
use crate::support::app::question;
use crate::support::scenario;

const LOG: &str = "/desk/beheer/logboek";
const SECRET: &str = "Mijn buurman Jozef Geheim";

fn rows(page: &str) -> usize {
    page.matches("<tr role=\"row\">").count().saturating_sub(1)
}

scenario!(
    the_log_tells_who_did_what_and_nothing_of_what_was_written,
    |app| {
        let keeper = Keeper::begin(app).await;
        app.take(question(
            "Jozef Geheim <jozef.geheim@wetteren.be>",
            SECRET,
            SECRET,
        ))
        .await;
        let ticket = app.only_case().await.ticket;
        let els = app.agent("contactpunt-oost-vlaanderen").await;
        registry::note(&app.ctx, &els, &ticket.reference, SECRET)
            .await
            .unwrap();
        app.ctx.clock.advance(chrono::TimeDelta::days(1));
        let nele = account(app, "nele@vlaanderen.be", vec![grant(Role::Editor)]).await;
        let keeper = Keeper {
            csrf: csrf_of(app, TOM).await,
            ..keeper
        };
        let url = format!("/desk/beheer/gebruikers/{}", nele.id);
        keeper
            .done(
                &url,
                &[
                    ("revision", "1"),
                    ("name", "Nele"),
                    ("language", "nl"),
                    ("desk", LIMBURG),
                ],
            )
            .await;

        let page = keeper.page(LOG).await;
        for words in [
            "Rollen gewijzigd",
            "editor → agent@contactpunt-limburg",
            "Gebruiker gewijzigd",
            "Mevrouw tom",
            "Els Claes",
            ticket.reference.as_str(),
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        for personal in [SECRET, "Jozef", "jozef.geheim", "wetteren"] {
            assert!(!page.contains(personal), "{personal}: {page}");
        }
        assert!(
            !page.contains("/desk/tickets/"),
            "who reads no questions is led to none"
        );

        let count = async |query: &str| rows(&keeper.page(&format!("{LOG}?{query}")).await);
        assert_eq!(count("wie=tom.admin").await, 2);
        assert_eq!(count("wie=claes").await, 1);
        assert_eq!(count("wie=niemand").await, 0);
        assert_eq!(count("wat=roles_changed").await, 1);
        assert_eq!(count("wat=noted&wie=els").await, 1);
        assert_eq!(count("van=2026-01-16").await, 2);
        assert_eq!(count("tot=2026-01-15&wat=roles_changed").await, 0);
        assert_eq!(count("van=2026-01-16&tot=2026-01-16&wie=tom").await, 2);
        let of_ticket = count(&format!("nummer={}", ticket.reference)).await;
        assert_eq!(of_ticket, app.only_case().await.events.len());
        assert!(count("soort_wie=system").await > 1);
        for (query, said) in [("nummer=onzin", "geen nummer"), ("van=ooit", "geen dag")] {
            let wrong = keeper.page(&format!("{LOG}?{query}")).await;
            assert!(wrong.contains(said), "{wrong}");
            assert!(rows(&wrong) > 2, "{wrong}");
        }
        app.work().await;
    }
);

scenario!(the_log_goes_on_without_a_gap_or_a_double, |app| {
    let keeper = Keeper::begin(app).await;
    app.take(question("an@wetteren.be", "Een", "Welke vervoerregio?"))
        .await;
    let nele = account(app, "nele@vlaanderen.be", vec![grant(Role::Editor)]).await;
    for _ in 0..40 {
        // Many of them at one moment.
        admin::end_sessions(&app.ctx, &keeper.actor, nele.id)
            .await
            .unwrap();
    }
    let filter = LogFilter::default();
    let all = admin::log(&app.ctx, &keeper.actor, &filter, None, 200)
        .await
        .unwrap();
    assert_eq!(all.next, None);
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = admin::log(&app.ctx, &keeper.actor, &filter, after, 7)
            .await
            .unwrap();
        seen.extend(page.rows.iter().map(|row| row.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let expected: Vec<_> = all.rows.iter().map(|row| row.id).collect();
    assert_eq!(seen, expected);
    let agent = Actor::User(nele);
    let refused = admin::log(&app.ctx, &agent, &filter, None, 7).await;
    assert!(refused.is_err());
    app.work().await;
});

scenario!(a_change_behind_our_back_shows_in_the_log, |app| {
    let keeper = Keeper::begin(app).await;
    let db = &app.ctx.db;
    assert_eq!(admin::verify_log(db).await.unwrap(), None, "empty is whole");
    let nele = account(app, "nele@vlaanderen.be", vec![grant(Role::Editor)]).await;
    // At once, and still one after the other.
    let ends = (0..6).map(|_| admin::end_sessions(&app.ctx, &keeper.actor, nele.id));
    for done in futures::future::join_all(ends).await {
        done.unwrap();
    }
    assert_eq!(admin::verify_log(db).await.unwrap(), None);
    db.execute_unprepared("UPDATE admin_event SET body = replace(body, '\"sessions\":0', '\"sessions\":9') WHERE seq = 4")
        .await
        .unwrap();
    assert_eq!(admin::verify_log(db).await.unwrap(), Some(4));
    db.execute_unprepared("UPDATE admin_event SET body = replace(body, '\"sessions\":9', '\"sessions\":0') WHERE seq = 4")
        .await
        .unwrap();
    assert_eq!(admin::verify_log(db).await.unwrap(), None);
    db.execute_unprepared("DELETE FROM admin_event WHERE seq = 6")
        .await
        .unwrap();
    assert_eq!(
        admin::verify_log(db).await.unwrap(),
        Some(6),
        "the last one too"
    );
});
