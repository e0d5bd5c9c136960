//! What screens tell: who chose and from what, whose a question is, what an asker asked before, and
//! what belongs to a role.

use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Actor, Grant, Role};
use regiovraag::dispatch::{self, Forward};
use regiovraag::registry::{self, Reference};
use regiovraag::text::Language;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got, play_with, question};
use crate::support::database::{Start, with_database};
use crate::support::{on_each_engine, scenario};

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";

async fn asked(app: &App, from: &str, subject: &str) -> Reference {
    let before = app.references().await;
    app.take(question(
        from,
        subject,
        "Tot welke vervoerregio behoren wij?",
    ))
    .await;
    let all = app.references().await;
    all.into_iter().find(|it| !before.contains(it)).unwrap()
}

async fn signed_in(app: &App) -> (Actor, String) {
    let agent = app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    (agent, csrf)
}

async fn send(app: &App, csrf: &str, url: &str, seen: i32, fields: &[(&str, &str)]) -> Got {
    let seen = seen.to_string();
    let mut all = vec![("csrf", csrf), ("revision", seen.as_str())];
    all.extend(fields);
    app.post(url, &all).await
}

async fn account(app: &App, email: &str, grant: Grant) -> String {
    let account = NewAccount {
        email: email.to_owned(),
        name: "Griet Moerman".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![grant],
    };
    accounts::add(&app.ctx, account).await.unwrap();
    sign_in_as(app, email).await
}

scenario!(why_it_is_here_names_who_chose_when_and_from_what, |app| {
    let reference = asked(app, ASKER, "Vervoerregio").await;
    let (agent, csrf) = signed_in(app).await;
    let url = format!("/desk/tickets/{reference}");
    let case = app.case(&reference).await;
    let (proposed, name, _) = case.proposed.clone().unwrap();
    let before = app.get(&url).await.body;
    assert!(before.contains("Thema "), "{before}");
    assert!(!before.contains("Els Claes koos"), "{before}");

    // As proposed.
    let seen = case.ticket.revision;
    let to = Forward {
        desk: proposed,
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, &agent, &reference, seen, to)
        .await
        .unwrap();
    app.work().await;
    let page = app.get(&url).await.body;
    let told = format!("voor {name}, zoals voorgesteld.");
    assert!(page.contains("Els Claes koos vandaag"), "{page}");
    assert!(page.contains(&told), "{page}");
    assert!(page.contains("hoort bij contactpunt"), "{page}");
    assert!(!page.contains("Woorden die beslisten"), "{page}");
    let sure = "<td class=\"rv-right\">9";
    assert!(page.contains(sure), "{page}");

    // What it is about is chosen, too.
    let seen = app.case(&reference).await.ticket.revision;
    let atlas = app.works.atlas().now();
    let other = atlas
        .topics_by_title()
        .into_iter()
        .find(|it| Some(&it.slug) != case.ticket.topic_slug.as_ref())
        .unwrap();
    let got = send(
        app,
        &csrf,
        &format!("{url}/topic"),
        seen,
        &[("topic", other.slug.as_str())],
    )
    .await;
    assert_eq!(got.status, 303, "{}", got.body);
    let page = app.get(&url).await.body;
    assert!(page.contains("Els Claes koos vandaag"), "{page}");
    assert!(page.contains("; ervoor was het "), "{page}");

    // The administration refuses: it is no candidate any more, and stands last.
    let case = app.case(&reference).await;
    let mut held = case.threads.iter().filter_map(|it| it.assignment.as_ref());
    let assignment = held.next().unwrap().id;
    let desk = Actor::AdministrationLink { assignment };
    dispatch::refuse(&app.ctx, &desk, assignment, None, "Niet voor ons.")
        .await
        .unwrap();
    app.work().await;
    let page = app.get(&url).await.body;
    let (_, table) = page.split_once("Kandidaten").unwrap();
    let (table, _) = table.split_once("</table>").unwrap();
    let last = table.rsplit("<tr>").next().unwrap();
    assert!(
        last.contains("niet voor hen") && last.contains(&name),
        "{table}"
    );
    assert!(page.contains("dat de vraag niet voor haar is"), "{page}");
});

scenario!(
    whoever_was_first_in_another_window_is_not_somebody_else,
    |app| {
        let reference = asked(app, ASKER, "Vervoerregio").await;
        let (_, csrf) = signed_in(app).await;
        let url = format!("/desk/tickets/{reference}");
        let seen = app.case(&reference).await.ticket.revision;
        let taken = send(app, &csrf, &format!("{url}/take"), seen, &[]).await;
        assert_eq!(taken.status, 303);
        let fields = [("reason", "withdrawn"), ("body", "Per telefoon.")];
        let late = send(app, &csrf, &format!("{url}/close"), seen, &fields).await;
        assert_eq!(late.status, 409);
        let said = "De vraag is niet afgesloten. U hebt deze vraag intussen in een ander venster veranderd.";
        assert!(late.body.contains(said), "{}", late.body);
        assert!(!late.body.contains("was u voor"), "{}", late.body);
    }
);

scenario!(an_account_that_only_keeps_the_house_begins_there, |app| {
    asked(app, ASKER, "Vervoerregio").await;
    account(
        app,
        "tom@vlaanderen.be",
        Grant::new(Role::Admin, None, None).unwrap(),
    )
    .await;
    let got = app.get("/desk").await;
    assert_eq!((got.status, got.location.as_str()), (303, "/desk/beheer"));
    let page = app.get("/desk/beheer/gebruikers").await.body;
    for absent in ["role=\"search\"", ">Wachtrij<", "id=\"keys\""] {
        assert!(!page.contains(absent), "{absent}: {page}");
    }
    assert!(page.contains("href=\"/desk/mail/balance\""), "{page}");
    let balance = app.get("/desk/mail/balance").await.body;
    assert!(!balance.contains("href=\"/desk/mail\""), "{balance}");
    assert!(
        balance.contains("Deze cijfers zijn van vandaag"),
        "{balance}"
    );
});

scenario!(an_observer_reads_at_which_desk_a_question_is, |app| {
    asked(app, ASKER, "Vervoerregio").await;
    let province = Some("oost-vlaanderen".to_owned());
    let grant = Grant::new(Role::Observer, None, province).unwrap();
    account(app, "griet@vlaanderen.be", grant).await;
    let page = app.get("/desk").await.body;
    assert!(
        page.contains("de bal ligt bij Contactpunt Oost-Vlaanderen"),
        "{page}"
    );
    assert!(!page.contains("bij ons"), "{page}");
});

scenario!(
    earlier_questions_are_of_this_asker_and_before_this_one,
    |app| {
        let numbers = [
            asked(app, ASKER, "De eerste").await,
            asked(app, "jan.maes@wetteren.be", "Van een collega").await,
            asked(app, ASKER, "De tweede").await,
            asked(app, ASKER, "De derde").await,
        ];
        let case = app.case(&numbers[2]).await;
        let of = |all: &[registry::EarlierTicket]| -> Vec<String> {
            all.iter().map(|it| it.subject.clone()).collect()
        };
        assert_eq!(of(&case.earlier), ["De eerste"]);
        assert_eq!(of(&case.earlier_of_organisation), ["Van een collega"]);
        signed_in(app).await;
        let page = app.get(&format!("/desk/tickets/{}", numbers[2])).await.body;
        assert!(
            page.contains("Eén eerdere vraag van deze vraagsteller"),
            "{page}"
        );
        assert!(
            page.contains("Eén eerdere vraag van anderen bij Wetteren"),
            "{page}"
        );
    }
);

on_each_engine!(a_number_begins_with_what_is_set, |engine| {
    async fn story(app: &App) {
        let reference = asked(app, ASKER, "Vervoerregio").await;
        assert_eq!(reference.as_str(), "ABB-2026-000001");
        let mails = app.mails_to(ASKER);
        assert!(mails[0].subject.contains("[ABB-2026-000001]"));
        // It is known by its subject alone.
        let text = "En ook nog dit: geldt dat ook voor ons OCMW?";
        app.take(question(ASKER, "Re: Vervoerregio [ABB-2026-000001]", text))
            .await;
        assert_eq!(app.references().await.len(), 1);
        signed_in(app).await;
        for typed in ["1", "abb-2026-1"] {
            let got = app.get(&format!("/desk?q={typed}")).await;
            assert_eq!(got.location, "/desk/tickets/ABB-2026-000001", "{typed}");
        }
    }

    let set = |settings: &mut regiovraag::config::Settings| {
        "ABB".clone_into(&mut settings.reference.prefix);
        settings.reference.earlier_prefixes = vec!["RV".to_owned()];
    };
    with_database(engine, Start::Filled, async |database| {
        play_with(database, set, story).await;
    })
    .await;
});
