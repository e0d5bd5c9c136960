//! Somebody else asks, or the same person for another organisation: what was said stays with whom it was
//! said to, and nobody hears what is not meant for them.

use chrono::TimeDelta;
use regiovraag::auth::Actor;
use regiovraag::dispatch::{self, Along, Answer, Consult};
use regiovraag::registry::{self, Ball, MessageState, Reference, Status};
use reqwest::Client;
use sea_orm::ConnectionTrait as _;
use serde_json::json;

use crate::api::token_of;
use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const LIMBURG: &str = "contactpunt-limburg";
const AN: &str = "an.peeters@wetteren.be";
const BO: &str = "bo.janssens@genk.be";

/// A question of An, somebody of its desk who is signed in, and the proof for their forms.
async fn asked(app: &App) -> (Reference, Actor, String) {
    app.take(question(AN, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    let reference = app.only_case().await.ticket.reference;
    let agent = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    (reference, agent, csrf)
}

pub async fn change(app: &App, csrf: &str, reference: &Reference, more: &[(&str, &str)]) -> Got {
    let seen = app.case(reference).await.ticket.revision.to_string();
    let mut all = vec![("csrf", csrf), ("revision", seen.as_str())];
    all.extend(more);
    app.post(&format!("/desk/tickets/{reference}/vraagsteller"), &all)
        .await
}

fn status_link(app: &App, to: &str) -> String {
    let mails = app.mails_to(to);
    let links = mails.iter().flat_map(|mail| mail.links());
    let mut links = links.filter(|link| link.contains("/vraag/RV-"));
    links.next_back().unwrap().to_owned()
}

async fn answer(app: &App, agent: &Actor, reference: &Reference, words: &str) {
    let seen = app.case(reference).await.ticket.revision;
    let answer = Answer {
        markdown: words.into(),
        ..Answer::default()
    };
    dispatch::answer(&app.ctx, agent, reference, seen, answer)
        .await
        .unwrap();
    app.work().await;
}

const NEW: [(&str, &str); 3] = [
    ("mail", BO),
    ("name", "Bo Janssens"),
    ("organisation", "Stad Genk"),
];

scenario!(
    whoever_overtypes_an_address_alone_is_told_whose_name_stays,
    |app| {
        let (reference, _, csrf) = asked(app).await;
        let named = format!("UPDATE contact SET name = 'An Peeters' WHERE email = '{AN}'");
        app.ctx.db.execute_unprepared(&named).await.unwrap();
        let kept = [
            ("mail", BO),
            ("name", "An Peeters"),
            ("organisation", "Stad Genk"),
        ];
        let shown = change(app, &csrf, &reference, &kept).await.body;
        for said in [
            &format!("gaan voortaan naar An Peeters, {BO}"),
            "De naam blijft die van wie tot nu vroeg: An Peeters",
        ] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
    }
);

scenario!(
    another_person_asks_and_the_one_before_hears_nothing_more,
    |app| {
        let (reference, agent, csrf) = asked(app).await;
        let old = status_link(app, AN);
        let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
        assert!(page.contains("/vraagsteller\""), "{page}");
        let form = app
            .get(&format!("/desk/tickets/{reference}/vraagsteller"))
            .await;
        assert!(form.body.contains(AN), "{}", form.body);

        // What follows is shown first, and nothing is done.
        let shown = change(app, &csrf, &reference, &NEW).await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        for said in [
            &format!("gaan voortaan naar Bo Janssens, {BO}"),
            &format!("{AN} krijgt niets meer"),
            &format!("De links die {AN} kreeg, werken niet meer"),
            "op naam van Stad Genk",
            "Wie is voortaan eigenaar?",
        ] {
            assert!(shown.body.contains(said), "{said}: {}", shown.body);
        }
        assert_eq!(app.case(&reference).await.asker.email, AN);
        assert!(!shown.body.contains("De naam blijft"), "{}", shown.body);

        let sure = [&NEW[..], &[("owner", "1"), ("confirmed", "1")]].concat();
        let done = change(app, &csrf, &reference, &sure).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let case = app.case(&reference).await;
        assert_eq!(
            (case.asker.email.as_str(), case.owner.0.as_str()),
            (BO, LIMBURG)
        );
        assert_eq!(case.organisation.as_deref(), Some("Genk"));
        assert_eq!(case.ticket.province_slug.as_deref(), Some("limburg"));
        let history = app.history(&reference).await;
        assert!(
            history.contains("asker_changed") && history.contains("owner_changed"),
            "{history}"
        );
        assert_eq!(
            app.get(&old).await.status,
            410,
            "the link of the one before is over"
        );

        // The answer goes to the new asker alone, in a conversation of its own.
        let limburg = app.agent(LIMBURG).await;
        let before = app.mails_to(AN).len();
        answer(
            app,
            &limburg,
            &reference,
            "Genk ligt in de vervoerregio Limburg.",
        )
        .await;
        assert_eq!(app.mails_to(AN).len(), before);
        let mail = app.mails_to(BO).pop().unwrap();
        assert!(mail.in_reply_to.is_empty(), "{:?}", mail.in_reply_to);
        let raw = String::from_utf8_lossy(&mail.raw);
        assert!(!raw.contains(AN) && !raw.contains("References:"), "{raw}");
        let own = app.get(&status_link(app, BO)).await;
        assert_eq!(own.status, 200);
        assert!(own.body.contains("Welke vervoerregio?"), "{}", own.body);
        let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
        assert!(page.contains("Vorige vraagsteller: "), "{page}");
        drop(agent);
    }
);

scenario!(a_desk_that_answers_from_now_on_advises_no_more, |app| {
    let (reference, agent, csrf) = asked(app).await;
    let seen = app.case(&reference).await.ticket.revision;
    let wanted = Consult {
        desk: LIMBURG.to_owned(),
        words: "Hoe leest u dit?".to_owned(),
        days: None,
        along: Along::All,
    };
    dispatch::consult(&app.ctx, &agent, &reference, seen, wanted)
        .await
        .unwrap();
    app.work().await;
    let sure = [&NEW[..], &[("owner", "1"), ("confirmed", "1")]].concat();
    let done = change(app, &csrf, &reference, &sure).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let case = app.case(&reference).await;
    assert_eq!(case.owner.0, LIMBURG);
    let mut held = case.threads.iter().filter_map(|it| it.assignment.as_ref());
    let held = held.next().unwrap();
    assert_eq!(
        (held.desk_slug.as_str(), held.progress.slug()),
        (LIMBURG, "withdrawn")
    );
    let history = app.history(&reference).await;
    let at = |kind: &str| history.find(kind).unwrap();
    assert!(at("asker_changed") < at("owner_changed"), "{history}");
    assert!(at("owner_changed") < at("taken_back"), "{history}");
});

scenario!(what_the_one_before_writes_waits_for_a_person, |app| {
    let (reference, _, csrf) = asked(app).await;
    let last = app.mails_to(AN).pop().unwrap();
    let colleague = [
        ("mail", "cas.maes@wetteren.be"),
        ("name", "Cas Maes"),
        ("organisation", "Gemeente Wetteren"),
        ("confirmed", "1"),
    ];
    let done = change(app, &csrf, &reference, &colleague).await;
    assert_eq!(done.status, 303, "{}", done.body);
    app.take(last.reply("Nog iets van mij.")).await;
    let case = app.case(&reference).await;
    let former = case.threads.iter().find(|it| it.former.is_some()).unwrap();
    let written = former.messages.last().unwrap();
    assert_eq!(written.body, "Nog iets van mij.");
    assert_eq!(
        written.state,
        MessageState::Held,
        "of the same house, and no asker"
    );
    let own = &case.threads[0];
    assert!(own.former.is_none() && own.messages.len() == 1, "{own:?}");

    // Asked again, they go on in the conversation that they had.
    let back = [
        ("mail", AN),
        ("name", "An Peeters"),
        ("organisation", "Gemeente Wetteren"),
        ("confirmed", "1"),
    ];
    assert_eq!(change(app, &csrf, &reference, &back).await.status, 303);
    let case = app.case(&reference).await;
    assert_eq!(case.threads.len(), 2);
    assert!(case.threads[0].messages.len() > 1);
    app.later(TimeDelta::hours(1)).await;
});

scenario!(
    the_same_person_for_another_organisation_keeps_their_links,
    |app| {
        let (reference, _, csrf) = asked(app).await;
        let link = status_link(app, AN);
        let other = [
            ("mail", AN),
            ("organisation", "Stad Genk"),
            ("owner", "0"),
            ("confirmed", "1"),
        ];
        let done = change(app, &csrf, &reference, &other).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let case = app.case(&reference).await;
        assert_eq!(
            (case.asker.email.as_str(), case.owner.0.as_str()),
            (AN, DESK)
        );
        assert_eq!(case.organisation.as_deref(), Some("Genk"));
        assert_eq!(case.threads.len(), 1);
        assert_eq!(app.get(&link).await.status, 200);
    }
);

scenario!(what_was_asked_of_the_one_before_is_asked_of_nobody, |app| {
    let (reference, agent, csrf) = asked(app).await;
    let seen = app.case(&reference).await.ticket.revision;
    dispatch::ask_asker(&app.ctx, &agent, &reference, seen, "Welke halte?")
        .await
        .unwrap();
    // It has not left yet.
    let sure = [&NEW[..], &[("owner", "0"), ("confirmed", "1")]].concat();
    assert_eq!(change(app, &csrf, &reference, &sure).await.status, 303);
    let before = app.mails_to(AN).len();
    app.work().await;
    assert_eq!(
        app.mails_to(AN).len(),
        before,
        "what waited for them stays here"
    );
    let standing = app.case(&reference).await.ticket.standing;
    assert_eq!(
        (standing.status(), standing.ball.holder),
        (Status::Open, Ball::Owner)
    );
});

scenario!(
    what_is_wrong_or_too_late_is_said_and_changes_nothing,
    |app| {
        let (reference, agent, csrf) = asked(app).await;
        for (fields, said) in [
            (
                [("mail", "geen adres"), ("organisation", "")],
                "volledig e-mailadres",
            ),
            (
                [("mail", BO), ("organisation", "Nergenshuizen")],
                "geen bestuur met deze naam",
            ),
            (
                [("mail", AN), ("organisation", "Gemeente Wetteren")],
                "Zo staat het al",
            ),
        ] {
            let got = change(app, &csrf, &reference, &fields).await;
            assert_eq!(got.status, 422, "{said}: {}", got.body);
            assert!(got.body.contains(said), "{said}: {}", got.body);
        }
        let form = [
            &[
                ("csrf", csrf.as_str()),
                ("revision", "0"),
                ("confirmed", "1"),
                ("owner", "0"),
            ][..],
            &NEW,
        ]
        .concat();
        let stale = app
            .post(&format!("/desk/tickets/{reference}/vraagsteller"), &form)
            .await;
        assert_eq!(stale.status, 409, "{}", stale.body);
        assert!(stale.body.contains("intussen gewijzigd"), "{}", stale.body);
        assert_eq!(app.case(&reference).await.asker.email, AN);

        answer(app, &agent, &reference, "Gent.").await;
        let sure = [&NEW[..], &[("owner", "0"), ("confirmed", "1")]].concat();
        let late = change(app, &csrf, &reference, &sure).await;
        assert!(late.body.contains("Heropen ze eerst"), "{}", late.body);
        assert_eq!(app.case(&reference).await.asker.email, AN);
    }
);

scenario!(a_program_says_who_asks, |app| {
    let (reference, _, _) = asked(app).await;
    let token = token_of(app, DESK).await;
    let send = async |body: serde_json::Value| {
        let sent = Client::new()
            .post(app.url(&format!("/api/v1/tickets/{reference}/asker")))
            .bearer_auth(&token)
            .json(&body)
            .send()
            .await
            .unwrap();
        (sent.status().as_u16(), sent.text().await.unwrap())
    };
    let seen = app.case(&reference).await.ticket.revision;
    let wrong = json!({ "revision": seen, "email": BO, "organisation": "Nergenshuizen" });
    assert_eq!(send(wrong).await.0, 422);
    let right = json!({
        "revision": seen, "email": BO, "name": "Bo Janssens", "organisation": "Genk",
        "moves_owner": true
    });
    let (status, body) = send(right).await;
    assert_eq!(status, 200, "{body}");
    let case = registry::case(&app.ctx.db, &reference)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (case.asker.email.as_str(), case.owner.0.as_str()),
        (BO, LIMBURG)
    );
});
