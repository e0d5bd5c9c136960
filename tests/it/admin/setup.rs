//! Desks, topics and templates: what is changed holds in every process, and where it is used.

use regiovraag::admin::{self, TemplateText};
use regiovraag::auth::{Role, upkeep};
use regiovraag::directory::{self, DeskId, Directory, LiveAtlas};
use regiovraag::text::Language;

use super::{Keeper, LIMBURG, account, csrf_of, grant, hidden};
use crate::support::app::question;
use crate::support::scenario;

const DESKS: &str = "/desk/beheer/loketten";
const TOPICS: &str = "/desk/beheer/themas";
const TEMPLATES: &str = "/desk/beheer/sjablonen";

scenario!(another_address_of_a_desk_holds_for_every_process, |app| {
    let keeper = Keeper::begin(app).await;
    // Another process, which read the directory before.
    let elsewhere = LiveAtlas::open(&app.ctx.db).await.unwrap();
    let url = format!("{DESKS}/mow");
    let page = keeper.page(&url).await;
    assert!(!page.contains("voorbehouden voor voorbeelden"), "{page}");
    let revision = hidden(&page, "revision").to_owned();
    let own = app.ctx.settings.mail.address.clone();
    let of = |email: &str| {
        [
            ("revision".to_owned(), revision.clone()),
            ("email".to_owned(), email.to_owned()),
        ]
    };
    for (email, said) in [
        ("geen adres", "geen e-mailadres"),
        ("mow@vlaanderen", "geen e-mailadres"),
        ("mow@vlaanderen.be\u{7}", "geen e-mailadres"),
        (own.as_str(), "waarop alle vragen binnenkomen"),
        ("contactpunt.limburg@abb.be", "Een ander loket"),
    ] {
        let form = of(email);
        let form: Vec<_> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        keeper.refused(&url, &form, "email", said).await;
    }
    let form = [("revision", revision.as_str()), ("email", "Loket@MOW.be")];
    keeper.done(&url, &form).await;
    let atlas = elsewhere.fresh(&app.ctx.db).await.unwrap();
    assert_eq!(atlas.desk_by_slug("mow").unwrap().email, "loket@mow.be");

    // The form that was made before is late, and says what stands there now.
    let got = keeper
        .post(
            &url,
            &[("revision", revision.as_str()), ("email", "oud@mow.be")],
        )
        .await;
    assert_eq!(got.status, 409, "{}", got.body);
    assert!(got.body.contains("oud@mow.be"), "{}", got.body);
    assert!(got.body.contains("loket@mow.be"), "{}", got.body);

    // An example may stand there, with a warning that nothing leaves for it.
    let revision = hidden(&keeper.page(&url).await, "revision").to_owned();
    let form = [
        ("revision", revision.as_str()),
        ("email", "loket@mow.example"),
    ];
    keeper.done(&url, &form).await;
    let page = keeper.page(&url).await;
    assert!(page.contains("voorbehouden voor voorbeelden"), "{page}");

    // The files of the installation only show the difference.
    let folder = Directory::embedded().unwrap();
    let told = directory::differences(&app.ctx.db, &folder).await.unwrap();
    let told: Vec<_> = told
        .iter()
        .filter(|one| one.key == "mow")
        .map(|one| format!("{} {} {:?}", one.table, one.key, one.change))
        .collect();
    insta::allow_duplicates! {
        insta::assert_snapshot!(
            told.join("\n"),
            @r#"desk mow Changed([("email", "loket@mow.example", "regiovorming@mow.example")])"#
        );
    }
    assert_eq!(
        directory::fill_if_empty(&app.ctx.db, &folder)
            .await
            .unwrap(),
        None,
        "a start overwrites nothing"
    );
});

scenario!(who_works_at_a_desk_is_kept_from_its_page, |app| {
    let keeper = Keeper::begin(app).await;
    let nele = account(app, "nele@vlaanderen.be", vec![grant(Role::Editor)]).await;
    let url = format!("{DESKS}/{LIMBURG}");
    let add = format!("{url}/leden");
    let remove = format!("{url}/leden/{}/weg", nele.id);
    keeper
        .refused(
            &add,
            &[("member", "niemand@x.be")],
            "member",
            "geen account",
        )
        .await;
    keeper
        .done(&add, &[("member", " NELE@vlaanderen.be ")])
        .await;
    keeper
        .refused(
            &add,
            &[("member", "nele@vlaanderen.be")],
            "member",
            "werkt al",
        )
        .await;
    assert!(keeper.page(&url).await.contains("nele@vlaanderen.be"));
    let listed = keeper.page(DESKS).await;
    assert!(listed.contains("1 medewerker"), "{listed}");
    keeper.done(&remove, &[]).await;
    keeper.done(&remove, &[]).await;
    assert!(!keeper.page(&url).await.contains("nele@vlaanderen.be"));

    // Somebody without a role could do nothing: that is for the page of the account.
    let els = account(app, "els@vlaanderen.be", vec![grant(Role::Agent)]).await;
    let remove = format!("{url}/leden/{}/weg", els.id);
    keeper.refused(&remove, &[], "member", "enige rol").await;
    let members = upkeep::members(&app.ctx.db, DeskId::of(LIMBURG).0)
        .await
        .unwrap();
    assert_eq!(members.len(), 1);
    // An administration has no accounts.
    let form = [("member", "nele@vlaanderen.be")];
    let got = keeper.post(&format!("{DESKS}/mow/leden"), &form).await;
    assert_eq!(got.status, 422, "{}", got.body);
});

scenario!(
    a_topic_is_changed_for_every_process_and_for_questions_to_come,
    |app| {
        let keeper = Keeper::begin(app).await;
        let elsewhere = LiveAtlas::open(&app.ctx.db).await.unwrap();
        let url = format!("{TOPICS}/afval");
        let revision = hidden(&keeper.page(&url).await, "revision").to_owned();
        let whole = [
            ("revision", revision.as_str()),
            ("title", "Afval"),
            ("description", "Alles over afval"),
            ("administration", "mow"),
            ("automatic", "confident"),
            ("active", "yes"),
        ];
        let but = |field: &str, value: &'static str| {
            let mut form = whole.to_vec();
            for one in &mut form {
                if one.0 == field {
                    one.1 = value;
                }
            }
            form
        };
        keeper
            .refused(&url, &but("title", ""), "title", "Vul dit in")
            .await;
        keeper
            .refused(&url, &but("description", " "), "description", "Vul dit in")
            .await;
        keeper
            .refused(
                &url,
                &but("administration", "er-niet"),
                "administration",
                "uit de lijst",
            )
            .await;
        keeper
            .refused(
                &url,
                &but("administration", LIMBURG),
                "administration",
                "uit de lijst",
            )
            .await;
        keeper
            .refused(&url, &but("administration", ""), "automatic", "niemand")
            .await;
        keeper.done(&url, &whole).await;
        let atlas = elsewhere.fresh(&app.ctx.db).await.unwrap();
        let topic = atlas.topic("afval").unwrap();
        assert_eq!(
            (topic.title.as_str(), topic.administration.as_deref()),
            ("Afval", Some("mow"))
        );
        assert!(topic.automatic && topic.active);
        let got = keeper.post(&url, &but("title", "Te laat")).await;
        assert_eq!(got.status, 409, "{}", got.body);
        assert!(got.body.contains("Te laat") && got.body.contains("Dit staat er nu"));

        let revision = hidden(&keeper.page(&url).await, "revision").to_owned();
        let mut gone = but("active", "no");
        gone[0].1 = revision.as_str();
        keeper.done(&url, &gone).await;
        let atlas = elsewhere.fresh(&app.ctx.db).await.unwrap();
        assert!(!atlas.topic("afval").unwrap().active);
        assert!(keeper.page(TOPICS).await.contains("niet in gebruik"));
        assert_eq!(keeper.get(&format!("{TOPICS}/er-niet")).await.status, 404);
    }
);

scenario!(an_answer_begins_with_a_template_of_its_desk, |app| {
    let keeper = Keeper::begin(app).await;
    keeper
        .refused(
            TEMPLATES,
            &[("name", "Proef"), ("body", "Beste {{wie}}")],
            "body",
            "“wie” kan niet worden ingevuld",
        )
        .await;
    keeper
        .refused(
            TEMPLATES,
            &[("name", "Proef"), ("body", "Beste {{vraagsteller")],
            "body",
            "eindigt niet",
        )
        .await;
    keeper
        .refused(
            TEMPLATES,
            &[("name", "Proef"), ("body", "")],
            "body",
            "Vul dit in",
        )
        .await;
    let body = "Uw vraag {{nummer}}, {{vraagsteller}}:\r\n\r\n- {{contactpunt}}\r\n- {{afzender}}";
    let shared = [("name", "Doorverwijzing"), ("body", body)];
    let url = keeper.done(TEMPLATES, &shared).await;
    keeper
        .refused(TEMPLATES, &shared, "name", "al een sjabloon")
        .await;
    let east = [
        ("name", "Doorverwijzing"),
        ("language", "en"),
        ("body", "Van Oost-Vlaanderen"),
        ("desk", "contactpunt-oost-vlaanderen"),
    ];
    keeper.done(TEMPLATES, &east).await;
    let other = [
        ("name", "Van Limburg"),
        ("body", "Van Limburg"),
        ("desk", LIMBURG),
    ];
    let of_limburg = keeper.done(TEMPLATES, &other).await;

    app.take(question(
        "An <b>Peeters</b> <an.peeters@wetteren.be>",
        "Vervoerregio",
        "Welke vervoerregio?",
    ))
    .await;
    let reference = app.only_case().await.ticket.reference;
    app.agent("contactpunt-oost-vlaanderen").await;
    csrf_of(app, "els.contactpunt-oost-vlaanderen@vlaanderen.be").await;
    let ticket = format!("/desk/tickets/{reference}");
    let page = app.get(&format!("{ticket}?do=answer")).await.body;
    assert!(page.contains("Met een sjabloon beginnen"), "{page}");
    assert_eq!(page.matches("Doorverwijzing</a>").count(), 1, "{page}");
    assert!(page.contains("Doorverwijzing (EN)</a>"), "{page}");
    assert!(!page.contains("Van Limburg"), "of another desk: {page}");
    let id = url.rsplit('/').next().unwrap();
    let page = app
        .get(&format!("{ticket}?do=answer&sjabloon={id}"))
        .await
        .body;
    let (_, text) = page.split_once("<textarea").unwrap();
    let (_, text) = text.split_once('>').unwrap();
    let text = text.split("</textarea>").next().unwrap();
    let filled = format!("Uw vraag {reference}, An");
    assert!(text.starts_with(&filled), "{text}");
    assert!(!text.contains("<b>"), "{text}");
    assert!(
        text.ends_with("\n\n- Contactpunt Oost-Vlaanderen\n- Els Claes"),
        "{text}"
    );
    // Neither one of another desk nor one that is none is put in.
    for none in [
        of_limburg.rsplit('/').next().unwrap(),
        &uuid::Uuid::nil().to_string(),
    ] {
        let page = app
            .get(&format!("{ticket}?do=answer&sjabloon={none}"))
            .await
            .body;
        assert!(!page.contains("data-inserted"), "{page}");
    }
    app.work().await;
});

scenario!(
    a_template_is_changed_and_put_away_by_who_saw_it_last,
    |app| {
        let keeper = Keeper::begin(app).await;
        let url = keeper
            .done(TEMPLATES, &[("name", "Eerste"), ("body", "Een")])
            .await;
        let change = [("revision", "1"), ("name", "Eerste"), ("body", "Twee")];
        keeper.done(&url, &change).await;
        let late = [("revision", "1"), ("name", "Eerste"), ("body", "Drie")];
        let got = keeper.post(&url, &late).await;
        assert_eq!(got.status, 409, "{}", got.body);
        assert!(got.body.contains(">Drie</textarea>"), "{}", got.body);
        assert!(got.body.contains("rv-lines\">Twee"), "{}", got.body);
        let archive = format!("{url}/archiveren");
        assert_eq!(
            keeper.post(&archive, &[("revision", "1")]).await.status,
            409
        );
        keeper.done(&archive, &[("revision", "2")]).await;
        assert!(!keeper.page(TEMPLATES).await.contains("Eerste"));
        let away = format!("{TEMPLATES}?stand=weg");
        assert!(keeper.page(&away).await.contains("Eerste"));
        let page = keeper.page(&url).await;
        assert!(
            page.contains("weggelegd") && !page.contains("<textarea"),
            "{page}"
        );
        assert_eq!(keeper.post(&url, &change).await.status, 409);
        // The name is free again.
        keeper
            .done(TEMPLATES, &[("name", "Eerste"), ("body", "Nieuw")])
            .await;

        for n in 0..55 {
            let text = TemplateText {
                name: format!("Sjabloon {n:02}."),
                body: "x".to_owned(),
                language: Language::Nl,
                desk: None,
            };
            let atlas = app.works.atlas().now();
            admin::add_template(&app.ctx, &keeper.actor, &atlas, &text)
                .await
                .unwrap();
        }
        let first = keeper.page(TEMPLATES).await;
        let next = first.split("rel=\"next\"").next().unwrap();
        let next = next.rsplit("href=\"").next().unwrap();
        let second = keeper.page(next.split('"').next().unwrap()).await;
        let both = first.matches("Sjabloon ").count() + second.matches("Sjabloon ").count();
        assert!(second.contains("Sjabloon 54."), "{second}");
        assert!(both >= 55, "{both}");
    }
);

scenario!(terms_are_shown_with_where_they_come_from, |app| {
    let keeper = Keeper::begin(app).await;
    let page = keeper.page("/desk/beheer/termijnen").await;
    for words in [
        "terms.answer_working_days",
        "20 werkdagen",
        "standaard van Regiovraag",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("method=\"post\" action=\"/desk/beheer/termijnen"));
});
