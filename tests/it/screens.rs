//! What screens tell: who chose and from what, whose a question is, what an asker asked before, and
//! what belongs to a role.

use chrono::TimeDelta;
use migration::Migrator;
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Actor, Grant, Role};
use regiovraag::dispatch::{self, Answer, Forward};
use regiovraag::registry::{self, Case, MessageState, Receipt, Reference};
use regiovraag::text::Language;
use sea_orm::ConnectionTrait as _;
use sea_orm_migration::MigratorTrait as _;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got, play_with, question};
use crate::support::database::{Start, steps_since, with_database};
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

scenario!(whoever_has_no_name_is_called_by_their_address_once, |app| {
    let from = "iemand@gmail.com";
    let reference = asked(app, from, "Vervoerregio").await;
    signed_in(app).await;
    let queue = app.get("/desk?scope=all").await.body;
    let who = format!(r#"<b class="rv-cut">{from}</b><span class="rv-q__l2 rv-q__role"><span>"#);
    assert!(queue.contains(&format!("{who}</span></span>")), "{queue}");
    let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
    let head = format!(r#"<span class="rv-small rv-soft">{from}. "#);
    assert!(page.contains(&head), "{page}");
});

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
    dispatch::refuse(&app.ctx, &desk, assignment, None, None, "Niet voor ons.")
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

on_each_engine!(a_prefix_of_any_length_leaves_numbers_in_order, |engine| {
    async fn story(app: &App) {
        let mut asked_so_far = Vec::new();
        for (days, subject) in [(0, "Een"), (1, "Twee"), (365, "Drie"), (1, "Vier")] {
            app.later(TimeDelta::days(days)).await;
            asked_so_far.push(asked(app, ASKER, subject).await.to_string());
            if asked_so_far == ["ABB-2026-000001", "ABB-2026-000002"] {
                counted_anew(app).await;
            }
        }
        let years: Vec<&str> = asked_so_far
            .iter()
            .map(|it| it.split_once('-').unwrap().1)
            .collect();
        assert_eq!(
            years,
            ["2026-000001", "2026-000002", "2027-000001", "2027-000002"]
        );
        signed_in(app).await;
        let found = app.get("/desk?q=vervoerregio").await.body;
        let places = asked_so_far.iter().map(|it| found.find(it.as_str()));
        let mut places: Vec<usize> = places.map(Option::unwrap).collect();
        // The latest stands first.
        places.reverse();
        assert!(places.is_sorted(), "{places:?}");
    }

    /// What was counted otherwise before is counted anew.
    async fn counted_anew(app: &App) {
        let back = steps_since("_000039_");
        Migrator::down(&app.ctx.db, Some(back)).await.unwrap();
        Migrator::up(&app.ctx.db, None).await.unwrap();
        app.work().await;
    }

    for prefix in ["V", "ABB", "VRAAGT"] {
        let set = |settings: &mut regiovraag::config::Settings| {
            prefix.clone_into(&mut settings.reference.prefix);
        };
        with_database(engine, Start::Filled, async |database| {
            play_with(database, set, story).await;
        })
        .await;
    }
});

/// What the form on the page of a question says that its sender saw.
fn steps_on(page: &str) -> &str {
    let (_, rest) = page.split_once("name=\"steps\" value=\"").unwrap();
    rest.split_once('"').unwrap().0
}

scenario!(who_came_second_reads_the_first_and_loses_no_word, |app| {
    let reference = asked(app, ASKER, "Vervoerregio").await;
    let (agent, csrf) = signed_in(app).await;
    let url = format!("/desk/tickets/{reference}");
    let page = app.get(&url).await.body;
    let (steps, seen) = (
        steps_on(&page).to_owned(),
        app.case(&reference).await.ticket.revision,
    );
    let Actor::User(mut bram) = agent else {
        panic!("an agent is a person")
    };
    let name = "Bram Cools";
    bram.id = accounts::add(
        &app.ctx,
        NewAccount {
            email: "bram@vlaanderen.be".to_owned(),
            name: name.to_owned(),
            password: "een lange zin als wachtwoord".to_owned(),
            language: Language::Nl,
            grants: bram.grants.clone(),
        },
    )
    .await
    .unwrap()
    .id;
    name.clone_into(&mut bram.name);
    let answer = Answer {
        markdown: "Wetteren ligt in de vervoerregio Gent.".to_owned(),
        ..Answer::default()
    };
    let first = Actor::User(bram);
    dispatch::answer(&app.ctx, &first, &reference, seen, answer)
        .await
        .unwrap();
    // The mail server takes it, and a colleague writes something down: the answer is not what came last.
    app.work().await;
    registry::note(&app.ctx, &first, &reference, "Gebeld met MOW.")
        .await
        .unwrap();

    let mine = "Dat zoeken wij nog voor u uit.";
    let fields = [("steps", steps.as_str()), ("body", mine)];
    let late = send(app, &csrf, &format!("{url}/answer"), seen, &fields).await;
    assert_eq!(late.status, 409);
    for said in [
        "Uw bericht is niet verstuurd. Bram Cools was u voor.",
        "Wetteren ligt in de vervoerregio Gent.",
        "Gebeld met MOW.",
        mine,
    ] {
        assert!(late.body.contains(said), "{said}: {}", late.body);
    }
    assert!(
        !late.body.contains("Tot welke vervoerregio"),
        "{}",
        late.body
    );
    // To read first is the button to press; to send all the same is not.
    let main = "class=\"au-c-button\" type=\"submit\" name=\"reread\"";
    assert!(late.body.contains(main), "{}", late.body);
    assert!(
        late.body
            .contains("au-c-button--secondary\" type=\"submit\" formaction"),
        "{}",
        late.body
    );
    let now = app.case(&reference).await.ticket.revision;
    let fields = [("reread", "1"), ("body", mine)];
    let opened = send(app, &csrf, &format!("{url}/answer"), now, &fields).await;
    assert_eq!(opened.status, 200);
    let (_, form) = opened.body.split_once("data-draft=\"answer-").unwrap();
    assert!(form.contains(mine), "{form}");
    assert!(
        opened
            .body
            .contains(&format!("data-url=\"{url}?do=answer\"")),
        "the page says where it is to be had: {}",
        opened.body
    );
    assert_eq!(app.mails_to(ASKER).len(), 2, "nothing more was sent");
});

scenario!(who_may_not_answer_a_question_cannot_take_it, |app| {
    let reference = asked(app, ASKER, "Vervoerregio").await;
    let central = registry::desk_by_slug(&app.ctx.db, "central")
        .await
        .unwrap();
    let grant = Grant::new(Role::Coordinator, central.map(|desk| desk.id), None).unwrap();
    let csrf = account(app, "griet@vlaanderen.be", grant).await;
    let url = format!("/desk/tickets/{reference}");
    let page = app.get(&url).await.body;
    assert!(!page.contains(&format!("action=\"{url}/take\"")), "{page}");
    assert!(!page.contains("data-draft=\"answer-"), "{page}");
    let seen = app.case(&reference).await.ticket.revision;
    let got = send(app, &csrf, &format!("{url}/take"), seen, &[]).await;
    assert_eq!(got.status, 403);
    let named = format!("{reference}:{seen}");
    let several = [("csrf", csrf.as_str()), ("do", "take"), ("t", &named)];
    let got = app.post("/desk/bulk", &several).await;
    assert_eq!(got.status, 409);
    assert!(
        got.body.contains("Deze vraag is van een ander loket."),
        "{}",
        got.body
    );
    assert_eq!(app.case(&reference).await.handler, None);
    // Whose it is can be put right as before.
    assert!(page.contains(&format!("action=\"{url}/topic\"")), "{page}");
});

scenario!(what_is_closed_is_told_as_over, |app| {
    let reference = asked(app, ASKER, "Vervoerregio").await;
    let (_, csrf) = signed_in(app).await;
    let url = format!("/desk/tickets/{reference}");
    let page = app.get(&url).await.body;
    let open = [
        "Nog bij geen administratie",
        "is eigenaar",
        "nog geen<",
        ">Vervalt<",
    ];
    for said in open {
        assert!(page.contains(said), "{said}: {page}");
    }
    let seen = app.case(&reference).await.ticket.revision;
    let fields = [("reason", "withdrawn"), ("body", "Per telefoon.")];
    let done = send(app, &csrf, &format!("{url}/close"), seen, &fields).await;
    assert_eq!(done.status, 303);
    app.work().await;
    let page = app.get(&url).await.body;
    for said in open
        .into_iter()
        .chain(["volgt op", "U kunt zelf antwoorden"])
    {
        assert!(!page.contains(said), "{said}: {page}");
    }
    for said in [
        "Bij geen administratie geweest",
        "was eigenaar",
        "Gesloten zonder antwoord",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
});

scenario!(a_message_stays_new_until_somebody_saw_it, |app| {
    let reference = asked(app, ASKER, "Vervoerregio").await;
    let (agent, csrf) = signed_in(app).await;
    let url = format!("/desk/tickets/{reference}");
    // The ball is ours already.
    let acknowledged = app.mails_to(ASKER).pop().unwrap();
    app.take(acknowledged.reply("Het gaat over de Kouter."))
        .await;
    let page = app.get(&url).await.body;
    assert!(page.contains("Nieuw bericht"), "{page}");
    let case = app.case(&reference).await;
    let new = |case: &Case| {
        let mut all = case.threads.iter().flat_map(|it| &it.messages);
        all.find(|it| it.state == MessageState::New)
            .map(|it| it.id.to_string())
    };
    let message = new(&case).unwrap();
    let fields = [("message", message.as_str())];
    let seen = send(
        app,
        &csrf,
        &format!("{url}/seen"),
        case.ticket.revision,
        &fields,
    )
    .await;
    assert_eq!(seen.status, 303);
    let page = app.get(&url).await.body;
    assert!(!page.contains("Nieuw bericht<"), "{page}");
    assert!(
        page.contains("Gezien door Els Claes, vandaag, 9.00"),
        "{page}"
    );

    // It opens an answered question again.
    let answer = Answer {
        markdown: "Vervoerregio Gent.".to_owned(),
        ..Answer::default()
    };
    let revision = app.case(&reference).await.ticket.revision;
    dispatch::answer(&app.ctx, &agent, &reference, revision, answer.clone())
        .await
        .unwrap();
    app.work().await;
    let answered = app.mails_to(ASKER).pop().unwrap();
    app.take(answered.reply("Dat klopt niet, het gaat over Aalst."))
        .await;
    let case = app.case(&reference).await;
    assert_eq!(case.ticket.standing.receipt, Receipt::Disputed);
    assert!(new(&case).is_some(), "{:?}", case.threads);
    // Whoever answers has read it.
    dispatch::answer(&app.ctx, &agent, &reference, case.ticket.revision, answer)
        .await
        .unwrap();
    app.work().await;
    assert_eq!(new(&app.case(&reference).await), None);
    // A thanks asks nobody to read it.
    let answered = app.mails_to(ASKER).pop().unwrap();
    app.take(answered.reply("Dank u wel!")).await;
    assert_eq!(new(&app.case(&reference).await), None);
});

scenario!(
    an_observer_reads_nothing_of_what_was_asked_elsewhere,
    |app| {
        let numbers = [
            asked(app, ASKER, "In Limburg gevraagd").await,
            asked(app, ASKER, "Hier gevraagd").await,
            asked(app, ASKER, "Vervoerregio").await,
        ];
        let elsewhere = format!(
            "UPDATE ticket SET province_slug = 'limburg' WHERE reference = '{}'",
            numbers[0]
        );
        app.ctx.db.execute_unprepared(&elsewhere).await.unwrap();
        let (agent, csrf) = signed_in(app).await;
        let link = format!("/desk/tickets/{}/link", numbers[2]);
        let seen = app.case(&numbers[2]).await.ticket.revision;
        let other = numbers[0].to_string();
        send(app, &csrf, &link, seen, &[("with", &other)]).await;
        let page = format!("/desk/tickets/{}", numbers[2]);
        let whole = app.get(&page).await.body;
        assert!(whole.contains("In Limburg gevraagd"), "{whole}");
        assert_eq!(
            registry::linked(&app.ctx.db, app.case(&numbers[2]).await.ticket.id)
                .await
                .unwrap()
                .len(),
            1,
            "{agent:?}"
        );

        let grant = Grant::new(Role::Observer, None, Some("oost-vlaanderen".to_owned())).unwrap();
        account(app, "griet@vlaanderen.be", grant).await;
        let seen = app.get(&page).await.body;
        assert!(seen.contains("Hier gevraagd"), "{seen}");
        assert!(!seen.contains("In Limburg gevraagd"), "{seen}");
        assert!(!seen.contains(&format!("/desk/tickets/{other}")), "{seen}");
        // Nor does the history name it.
        assert!(whole.contains(&other), "{whole}");
        assert!(!seen.contains(&other), "{seen}");
    }
);

scenario!(whoever_only_looks_on_is_told_so, |app| {
    let reference = asked(app, ASKER, "Vervoerregio").await;
    let grant = Grant::new(Role::Observer, None, Some("oost-vlaanderen".to_owned())).unwrap();
    account(app, "griet@vlaanderen.be", grant).await;
    let page = app.get(&format!("/desk/tickets/{reference}")).await.body;
    assert!(!page.contains("Niemand anders leest dit"), "{page}");
    assert!(page.contains("U leest mee"), "{page}");
});

scenario!(the_menu_is_had_by_itself_with_its_counts, |app| {
    asked(app, ASKER, "Vervoerregio").await;
    signed_in(app).await;
    let page = app.get("/desk/mail").await.body;
    assert!(page.contains("data-url=\"/desk/nav?here=mail\""), "{page}");
    let nav = app.get("/desk/nav?here=mail").await;
    assert_eq!(nav.status, 200);
    assert!(
        nav.body.starts_with("<nav class=\"rv-nav\" id=\"nav\""),
        "{}",
        nav.body
    );
    assert!(
        page.contains(nav.body.trim()),
        "it is the same: {}",
        nav.body
    );
    assert!(nav.body.contains("<span>1</span>"), "{}", nav.body);
    asked(app, "jo@wetteren.be", "Zwembad").await;
    let nav = app.get("/desk/nav?here=mail").await.body;
    assert!(nav.contains("<span>2</span>"), "{nav}");
    assert_eq!(app.get("/desk/nav?here=elders").await.status, 400);
});

scenario!(the_profile_says_where_somebody_is_signed_in, |app| {
    let desk = registry::desk_by_slug(&app.ctx.db, DESK).await.unwrap();
    let grant = Grant::new(Role::Agent, desk.map(|desk| desk.id), None).unwrap();
    account(app, "els@vlaanderen.be", grant).await;
    let elsewhere = reqwest::Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/2010 Firefox/145.0")
        .build()
        .unwrap();
    let url = app.url("/desk/sign-in");
    let page = elsewhere.get(&url).send().await.unwrap();
    let page = page.text().await.unwrap();
    let (_, csrf) = page.split_once("name=\"csrf\" value=\"").unwrap();
    let csrf = csrf.split('"').next().unwrap();
    let form = [
        ("csrf", csrf),
        ("email", "els@vlaanderen.be"),
        ("password", "een lange zin als wachtwoord"),
    ];
    let got = elsewhere.post(&url).form(&form).send().await.unwrap();
    assert_eq!(got.status(), 303);
    let profile = app.get("/desk/profiel").await.body;
    // Once in the list, once in the name of the button that ends it.
    let said = "Firefox op Windows, adres 127.0.0.1";
    assert_eq!(profile.matches(said).count(), 2, "{profile}");
    assert_eq!(profile.matches("adres 127.0.0.1").count(), 3, "{profile}");
    assert!(profile.contains("Deze browser"), "{profile}");
});
