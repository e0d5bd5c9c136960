//! A question that a colleague writes down for somebody.

use regiovraag::entity::ticket::Channel;
use regiovraag::registry::{Receipt, Status};
use sea_orm::ConnectionTrait as _;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";

/// Somebody of the desk at the form: the proof for it, and the nonce that it carries.
async fn opened(app: &App) -> (String, String) {
    app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let page = app.get("/desk/nieuw").await;
    assert_eq!(page.status, 200, "{}", page.body);
    (csrf, nonce_in(&page.body))
}

/// The nonce of the form on a page.
fn nonce_in(page: &str) -> String {
    let (_, nonce) = page.split_once("name=\"nonce\" value=\"").unwrap();
    nonce.split('"').next().unwrap().to_owned()
}

/// The form with a question in it.
fn filled<'a>(
    (csrf, nonce): &'a (String, String),
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("csrf", csrf.as_str()), ("nonce", nonce)];
    for (name, value) in [
        ("way", "phone"),
        ("mail", ASKER),
        ("name", "An Peeters"),
        ("organisation", "Gemeente Wetteren"),
        ("subject", "Fietspad"),
        ("question", "Wie betaalt ons fietspad langs de gewestweg?"),
        ("confirmed", "1"),
    ] {
        if more.iter().all(|(other, _)| *other != name) {
            form.push((name, value));
        }
    }
    form.extend(more);
    form
}

async fn send(app: &App, form: &(String, String), more: &[(&str, &str)]) -> Got {
    app.post("/desk/nieuw", &filled(form, more)).await
}

scenario!(a_question_by_phone_is_registered_for_its_asker, |app| {
    let form = opened(app).await;
    let sent = send(app, &form, &[("told", "1")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let again = send(app, &form, &[("told", "1")]).await;
    assert_eq!(
        again.location, sent.location,
        "the same form is one question"
    );
    app.work().await;

    let case = app.only_case().await;
    assert_eq!(case.ticket.channel, Channel::Phone);
    assert_eq!(case.owner.0, DESK);
    let history = app.history(&case.ticket.reference).await;
    assert!(history.contains("put_for_asker"), "{history}");
    let page = app.get(&sent.location).await.body;
    assert!(page.contains("Opgeschreven voor de vrager"), "{page}");
    assert!(page.contains("per telefoon"), "{page}");
    // The asker hears of it, and can say that it was not theirs.
    let mail = app.mails_to(ASKER).remove(0);
    assert!(
        mail.text.contains("schreef een vraag van u op"),
        "{}",
        mail.text
    );
    assert!(mail.text.contains("Was u dat niet?"), "{}", mail.text);
});

scenario!(an_answer_that_was_given_is_noted_with_the_question, |app| {
    let form = opened(app).await;
    let given = [
        ("way", "meeting"),
        ("by", "Els Maes"),
        ("on", "2026-01-02"),
        ("how", "meeting"),
        ("what", "Het gewest betaalt."),
    ];
    let today = app.now().date_naive();
    assert!(today.to_string().as_str() > "2026-01-02", "{today}");
    let sent = send(app, &form, &given).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(send(app, &form, &given).await.status, 303);
    app.work().await;
    let case = app.only_case().await;
    assert_eq!(case.ticket.channel, Channel::Meeting);
    assert_eq!(case.ticket.standing.status(), Status::Closed);
    assert_eq!(case.ticket.standing.receipt, Receipt::Confirmed);
    assert!(case.threads.iter().all(|it| it.assignment.is_none()));
    assert_eq!(app.mails_to(ASKER).len(), 0, "nobody asked to be told");
    let second = (
        form.0.clone(),
        "00000000000000000000000000000002".to_owned(),
    );
    let told = [&given[..], &[("told", "1")]].concat();
    assert_eq!(send(app, &second, &told).await.status, 303);
    app.work().await;
    let mail = app.mails_to(ASKER).remove(0);
    assert!(mail.text.contains("met het antwoord"), "{}", mail.text);
    assert!(
        !mail.text.contains("wanneer u antwoord krijgt"),
        "{}",
        mail.text
    );
});

scenario!(
    a_question_that_broke_off_is_finished_from_its_draft,
    |app| {
        let form = opened(app).await;
        let more = [
            ("told", "1"),
            ("knelpunt", "Decreet lokaal bestuur"),
            ("by", "Els Maes"),
            ("on", "2026-01-02"),
            ("how", "meeting"),
            ("what", "Het gewest betaalt."),
        ];
        let kept = app
            .post("/desk/nieuw/drafts/new", &filled(&form, &more))
            .await;
        assert_eq!(kept.status, 200, "{}", kept.body);

        // The question is there; what comes after it finds no database.
        let alter = async |sql: &str| app.ctx.db.execute_unprepared(sql).await.unwrap();
        alter("ALTER TABLE knelpunt RENAME TO knelpunt_away").await;
        let broke = send(app, &form, &more).await;
        assert!(broke.status >= 500, "{}: {}", broke.status, broke.body);
        alter("ALTER TABLE knelpunt_away RENAME TO knelpunt").await;
        assert_eq!(app.references().await.len(), 1);

        // At another machine the form comes from the draft, and what it sends is the same question.
        let page = app.get("/desk/nieuw").await.body;
        assert!(page.contains("Het gewest betaalt.</textarea>"), "{page}");
        let again = (form.0.clone(), nonce_in(&page));
        assert_eq!(again.1, form.1);
        let sent = send(app, &again, &more).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        app.work().await;
        let case = app.only_case().await;
        assert_eq!(case.knelpunt.as_deref(), Some("Decreet lokaal bestuur"));
        assert_eq!(case.ticket.standing.status(), Status::Closed);
        assert_eq!(case.ticket.standing.receipt, Receipt::Confirmed);
        assert_eq!(app.mails_to(ASKER).len(), 1, "acknowledged once");

        // Then it is over: what is written down next is another one.
        let page = app.get("/desk/nieuw").await.body;
        assert!(!page.contains("Het gewest betaalt."), "{page}");
        assert_ne!(nonce_in(&page), form.1);
    }
);

scenario!(
    whoever_wrote_it_down_notes_the_answer_whose_ever_it_is,
    |app| {
        app.agent("contactpunt-antwerpen").await;
        let csrf = sign_in_as(app, "els.contactpunt-antwerpen@vlaanderen.be").await;
        let form = (csrf, "00000000000000000000000000000001".to_owned());
        let given = [
            ("by", "Els Maes"),
            ("on", "2026-01-02"),
            ("how", "meeting"),
            ("what", "Het gewest betaalt."),
        ];
        let sent = send(app, &form, &given).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let case = app.only_case().await;
        assert_eq!(case.owner.0, DESK, "of another desk");
        assert_eq!(case.ticket.standing.status(), Status::Closed);
    }
);

/// A question that the house would send on by itself.
const CLEAR: [(&str, &str); 3] = [
    ("subject", "Vervoerregio"),
    ("question", "Tot welke vervoerregio behoren wij?"),
    ("told", "1"),
];

scenario!(
    where_a_question_goes_is_shown_before_anything_leaves,
    |app| {
        let form = opened(app).await;
        let with = |more: &[(&'static str, &'static str)]| [&CLEAR[..], more].concat();
        let shown = send(app, &form, &with(&[("confirmed", "")])).await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        for told in [
            "Waar gaat deze vraag naartoe?",
            "Eigenaar wordt Contactpunt Oost-Vlaanderen.",
            "(regiovorming@mow.be), zoals voorgesteld",
            "Niet doorsturen: ik behandel ze zelf",
            "An Peeters krijgt het nummer van de vraag op an.peeters@wetteren.be.",
            "name=\"question\" value=\"Tot welke vervoerregio behoren wij?\"",
        ] {
            assert!(shown.body.contains(told), "{told}: {}", shown.body);
        }
        assert!(app.references().await.is_empty());
        let back = send(app, &form, &with(&[("again", "1")])).await;
        assert!(
            back.body
                .contains(">Tot welke vervoerregio behoren wij?</textarea>"),
            "{}",
            back.body
        );
        assert!(
            app.references().await.is_empty(),
            "and nothing is registered"
        );

        // Nothing leaves unless somebody says so.
        let sent = send(app, &form, &with(&[("onward", "")])).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = app.get(&sent.location).await.body;
        assert!(
            page.contains("De vraag is naar niemand doorgestuurd: u behandelt ze."),
            "{page}"
        );
        app.work().await;
        let case = app.only_case().await;
        assert!(case.threads.iter().all(|it| it.assignment.is_none()));
        assert_eq!(case.handler.as_deref(), Some("Els Claes"));
        assert!(app.mails_to("regiovorming@mow.be").is_empty());
    }
);

scenario!(a_confirmed_question_goes_where_its_writer_said, |app| {
    let form = opened(app).await;
    let more = [&CLEAR[..], &[("onward", "mow")]].concat();
    let sent = send(app, &form, &more).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(
        send(app, &form, &more).await.status,
        303,
        "sent twice it goes once"
    );
    let page = app.get(&sent.location).await.body;
    assert!(
        page.contains("De vraag gaat naar de administratie die u bevestigde"),
        "{page}"
    );
    app.work().await;
    assert_eq!(app.mails_to("regiovorming@mow.be").len(), 1);
    let history = app.history(&app.only_case().await.ticket.reference).await;
    assert_eq!(history.matches("forwarded").count(), 1, "{history}");
});

scenario!(
    who_answers_for_it_decides_when_another_desk_writes_it_down,
    |app| {
        app.agent("contactpunt-antwerpen").await;
        let csrf = sign_in_as(app, "els.contactpunt-antwerpen@vlaanderen.be").await;
        let form = (csrf, "00000000000000000000000000000003".to_owned());
        let shown = send(app, &form, &[&CLEAR[..], &[("confirmed", "")]].concat()).await;
        assert!(
            shown
                .body
                .contains("Niet doorsturen: Contactpunt Oost-Vlaanderen beslist"),
            "{}",
            shown.body
        );
        let sent = send(app, &form, &CLEAR).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        app.work().await;
        assert!(app.mails_to("regiovorming@mow.be").is_empty());
    }
);

scenario!(what_is_wrong_is_said_at_once_and_nothing_is_lost, |app| {
    let form = opened(app).await;
    let wrong = [
        ("mail", "geen adres"),
        ("name", " "),
        ("subject", "Fietspad <b>"),
        ("question", ""),
        ("way", "pigeon"),
        ("what", "Het gewest betaalt."),
        ("on", "2031-01-01"),
    ];
    let refused = send(app, &form, &wrong).await;
    assert_eq!(refused.status, 422);
    for said in [
        "Er moeten nog 7 dingen worden verbeterd",
        "href=\"#mail\"",
        "href=\"#question\"",
        "href=\"#by\"",
        "href=\"#on\"",
        "value=\"Fietspad &#60;b&#62;\"",
        "Het gewest betaalt.",
    ] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    assert!(app.references().await.is_empty());
});

scenario!(who_asked_before_is_found_while_one_types, |app| {
    for (from, subject) in [
        ("An Peeters <an.peeters@wetteren.be>", "Een"),
        ("Éva Peeters <eva@gent.be>", "Twee"),
        ("Jan Maes <jan@peer.be>", "Drie"),
    ] {
        app.take(question(from, subject, "Wat is een regio?")).await;
    }
    opened(app).await;
    let found = async |typed: &str| {
        let url = format!("/desk/nieuw/vragers?q={typed}");
        let body = app.get(&url).await.body;
        let names = ["An", "Éva", "Jan"].into_iter();
        names
            .filter(|name| body.contains(&format!(">{name} ")))
            .collect::<Vec<_>>()
    };
    assert_eq!(found("an.p").await, ["An"]);
    assert_eq!(found("AN").await, ["An"], "by name and by address");
    assert_eq!(found("peeters").await, ["An", "Éva"], "by family name");
    assert_eq!(found("jan%20m").await, ["Jan"]);
    assert!(found("e").await.is_empty(), "one letter is everybody");
    assert_eq!(found("év").await, ["Éva"], "as it is written");
    assert_eq!(found("eva").await, ["Éva"], "and as it is typed");
    assert_eq!(
        found("a%00n").await,
        ["An"],
        "what is no letter is not there"
    );
    for nobody in ["a%25", "%25%25", "zz"] {
        assert!(found(nobody).await.is_empty(), "{nobody}");
    }
    let an = app.get("/desk/nieuw/vragers?q=an.peeters").await.body;
    assert!(
        an.contains("data-organisation=\"Gemeente Wetteren\""),
        "{an}"
    );
    // Whoever may not register is told nothing of who asked.
    app.editor().await;
    sign_in_as(app, "bram.editor@vlaanderen.be").await;
    assert_eq!(app.get("/desk/nieuw/vragers?q=peeters").await.status, 403);
    assert_eq!(app.get("/desk/nieuw").await.status, 403);
    let queue = app.get("/desk").await.body;
    assert!(!queue.contains("/desk/nieuw"), "{queue}");
});
