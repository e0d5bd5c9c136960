//! Desks, topics and templates: what is changed holds in every process, and where it is used.

use regiovraag::admin::{self, TemplateText};
use regiovraag::auth::{Role, upkeep};
use regiovraag::directory::{self, DeskId, Directory, LiveAtlas};
use regiovraag::dispatch;
use regiovraag::registry::{self, Term, WorkingDays};
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
    let atlas = elsewhere.now();
    let mow = atlas.desk_by_slug("mow").unwrap();
    let (name, answers_for) = (mow.name.clone(), mow.answers_for.clone());
    let of = |revision: &str, email: &str| {
        [
            ("revision", revision),
            ("name", name.as_str()),
            ("email", email),
            ("answers_for", answers_for.as_str()),
            ("active", "yes"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let sent = async |revision: &str, email: &str| {
        let form = of(revision, email);
        let form = form.each_ref().map(|(a, b)| (a.as_str(), b.as_str()));
        keeper.done(&url, &form).await;
    };
    for (email, said) in [
        ("geen adres", "geen e-mailadres"),
        ("mow@vlaanderen", "geen e-mailadres"),
        ("mow@vlaanderen.be\u{7}", "geen e-mailadres"),
        (own.as_str(), "waarop alle vragen binnenkomen"),
        ("contactpunt.limburg@abb.be", "Een ander loket"),
    ] {
        let form = of(&revision, email);
        let form: Vec<_> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        keeper.refused(&url, &form, "email", said).await;
    }
    sent(&revision, "Loket@MOW.be").await;
    let atlas = elsewhere.fresh(&app.ctx.db).await.unwrap();
    assert_eq!(atlas.desk_by_slug("mow").unwrap().email, "loket@mow.be");

    // The form that was made before is late, and says what stands there now.
    let late = of(&revision, "oud@mow.be");
    let late = late.each_ref().map(|(a, b)| (a.as_str(), b.as_str()));
    let got = keeper.post(&url, &late).await;
    assert_eq!(got.status, 409, "{}", got.body);
    assert!(got.body.contains("oud@mow.be"), "{}", got.body);
    assert!(got.body.contains("loket@mow.be"), "{}", got.body);

    // An example may stand there, with a warning that nothing leaves for it.
    let revision = hidden(&keeper.page(&url).await, "revision").to_owned();
    sent(&revision, "loket@mow.example").await;
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

/// The form of a desk, but for what a scenario is about.
fn desk_form<'f>(revision: &'f str, changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let whole = [
        ("revision", revision),
        ("name", "Natuur en Bos"),
        ("email", "vragen@natuur.be"),
        ("answers_for", "Bossen en natuurgebieden"),
        ("level", "flemish"),
        ("active", "yes"),
    ];
    let changed_to = |name| changed.iter().find(|(own, _)| *own == name);
    let field = |(name, value)| (name, changed_to(name).map_or(value, |(_, value)| *value));
    whole.map(field).into()
}

scenario!(an_administration_is_added_changed_and_switched_off, |app| {
    let keeper = Keeper::begin(app).await;
    let elsewhere = LiveAtlas::open(&app.ctx.db).await.unwrap();
    for (field, value, said) in [
        ("name", " ", "Vul dit in"),
        ("answers_for", "", "Vul dit in"),
        ("level", "gewestelijk", "Vul dit in"),
        ("email", "contactpunt.limburg@abb.be", "Een ander loket"),
    ] {
        let form = desk_form("0", &[(field, value)]);
        keeper.refused(DESKS, &form, field, said).await;
    }
    let url = keeper.done(DESKS, &desk_form("0", &[])).await;
    assert_eq!(url, format!("{DESKS}/natuur-en-bos"));
    // Another one of that name is another desk.
    let again = desk_form("0", &[("email", "bos@natuur.be")]);
    let second = keeper.done(DESKS, &again).await;
    assert_eq!(second, format!("{DESKS}/natuur-en-bos-2"));
    let atlas = elsewhere.fresh(&app.ctx.db).await.unwrap();
    let desk = atlas.desk_by_slug("natuur-en-bos").unwrap();
    assert!(atlas.administrations().any(|it| it.id == desk.id));

    // A question goes there, and then it cannot be switched off.
    app.take(question("an@wetteren.be", "Bos", "Van wie is ons bos?"))
        .await;
    let reference = app.only_case().await.ticket.reference;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let forward = dispatch::Forward {
        desk: "natuur-en-bos".to_owned(),
        ..dispatch::Forward::default()
    };
    let seen = app.only_case().await.ticket.revision;
    dispatch::forward(&app.ctx, &agent, &reference, seen, forward)
        .await
        .unwrap();
    app.work().await;
    assert_eq!(app.mails_to("vragen@natuur.be").len(), 1);
    let off = desk_form("1", &[("active", "no")]);
    let said = format!("nog 1 open vraag: {reference}");
    keeper.refused(&url, &off, "active", &said).await;
    let case = app.only_case().await;
    let held = case.threads.iter().find_map(|it| it.assignment.as_ref());
    let (seen, held) = (case.ticket.revision, held.unwrap().id);
    dispatch::withdraw(&app.ctx, &agent, &reference, seen, held, "")
        .await
        .unwrap();
    app.work().await;

    // Nor while a topic leads there.
    let topic = [
        ("title", "Bos en natuur"),
        ("description", "Bossen"),
        ("administration", "natuur-en-bos"),
        ("automatic", "off"),
    ];
    let of_topic = keeper.done(TOPICS, &topic).await;
    assert_eq!(of_topic, format!("{TOPICS}/bos-en-natuur"));
    keeper
        .refused(&url, &off, "active", "gaan naar dit loket: Bos en natuur")
        .await;
    let mut own = vec![("revision", "1"), ("active", "yes")];
    own.extend(topic.map(|(name, value)| match name {
        "administration" => (name, ""),
        _ => (name, value),
    }));
    keeper.done(&of_topic, &own).await;
    let renamed = desk_form("1", &[("active", "no"), ("name", "Agentschap Bos")]);
    keeper.done(&url, &renamed).await;
    let atlas = elsewhere.fresh(&app.ctx.db).await.unwrap();
    let desk = atlas.desk_by_slug("natuur-en-bos").unwrap();
    assert_eq!((desk.name.as_str(), desk.active), ("Agentschap Bos", false));
    let listed = keeper.page(DESKS).await;
    assert!(listed.contains("Agentschap Bos") && listed.contains("niet in gebruik"));
    // Its address is free, and it is not switched on with one that another desk has.
    let taken = desk_form("1", &[("email", "vragen@natuur.be")]);
    keeper.done(&second, &taken).await;
    keeper
        .refused(&url, &desk_form("2", &[]), "email", "Een ander loket")
        .await;
    let own = desk_form("2", &[("email", "agentschap@bos.be")]);
    keeper.done(&url, &own).await;

    // Questions come to a contact point by themselves.
    let point = format!("{DESKS}/{LIMBURG}");
    let page = keeper.page(&point).await;
    assert!(!page.contains("name=\"active\""), "{page}");
    let email = ("email", "contactpunt.limburg@abb.be");
    let off = desk_form(hidden(&page, "revision"), &[("active", "no"), email]);
    let got = keeper.post(&point, &off).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("blijft in gebruik"), "{}", got.body);

    let log = keeper.page("/desk/beheer/logboek").await;
    for said in ["Loket toegevoegd", "Thema toegevoegd", "Loket gewijzigd"] {
        assert!(log.contains(said), "{said}: {log}");
    }
});

scenario!(a_topic_that_was_added_can_be_chosen, |app| {
    let keeper = Keeper::begin(app).await;
    let topic = [
        ("title", "Nieuw"),
        ("description", "Wat nog nergens onder valt"),
        ("administration", ""),
        ("automatic", "off"),
    ];
    let empty = topic.map(|(name, value)| (name, if name == "title" { "" } else { value }));
    keeper.refused(TOPICS, &empty, "title", "Vul dit in").await;
    let url = keeper.done(TOPICS, &topic).await;
    // The way to the form is no topic.
    assert_eq!(url, format!("{TOPICS}/nieuw-2"));
    app.take(question("an@wetteren.be", "Bos", "Van wie is ons bos?"))
        .await;
    let reference = app.only_case().await.ticket.reference;
    let agent = app.agent("contactpunt-oost-vlaanderen").await;
    let seen = app.only_case().await.ticket.revision;
    let atlas = app.works.atlas().fresh(&app.ctx.db).await.unwrap();
    dispatch::set_topic(&app.ctx, &agent, &atlas, &reference, seen, "nieuw-2")
        .await
        .unwrap();
    let chosen = app.only_case().await.ticket.topic_slug;
    assert_eq!(chosen.as_deref(), Some("nieuw-2"));
});

scenario!(a_term_is_changed_for_all_that_begin_later, |app| {
    let keeper = Keeper::begin(app).await;
    let terms = "/desk/beheer/termijnen";
    let url = format!("{terms}/first_reaction");
    let page = keeper.page(terms).await;
    for words in [
        "terms.answer_working_days",
        "20 werkdagen",
        "standaard van Regiovraag",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    app.take(question("an@wetteren.be", "Eerst", "Welke vervoerregio?"))
        .await;
    let first = app.only_case().await.ticket;
    for days in ["0", "251", "", "drie", "-1"] {
        let form = [("revision", "0"), ("working_days", days)];
        let said = "van 1 tot 250";
        keeper.refused(&url, &form, "working_days", said).await;
    }
    let consult = [("revision", "0"), ("working_days", "61")];
    keeper
        .refused(
            &format!("{terms}/consult"),
            &consult,
            "working_days",
            "van 1 tot 60",
        )
        .await;
    let page = keeper.page(&url).await;
    assert!(page.contains("vanaf nu beginnen"), "{page}");
    let longer = [("revision", "0"), ("working_days", "8")];
    keeper.done(&url, &longer).await;
    let late = keeper
        .post(&url, &[("revision", "0"), ("working_days", "9")])
        .await;
    assert_eq!(late.status, 409, "{}", late.body);
    let listed = keeper.page(terms).await;
    assert!(listed.contains("8 werkdagen"), "{listed}");
    assert!(
        listed.contains("hier gewijzigd (installatie 3)"),
        "{listed}"
    );

    // What runs keeps its day; what begins, and what is told of it, follows.
    assert_eq!(app.case(&first.reference).await.ticket.due_at, first.due_at);
    app.take(question("bo@lede.be", "Daarna", "Welke zorgregio?"))
        .await;
    let second = app.references().await.pop().unwrap();
    let second = app.case(&second).await.ticket;
    let eight = Term::from(app.now(), WorkingDays(8)).due_at;
    assert_eq!(second.due_at, eight);
    let told = app.mails_to("bo@lede.be").pop().unwrap().text;
    assert!(told.contains("8 werkdagen"), "{told}");

    keeper
        .done(&url, &[("revision", "1"), ("working_days", "2")])
        .await;
    let now = registry::terms(&app.ctx.db, &app.ctx).await.unwrap();
    assert_eq!(now.first_reaction_working_days, 2);
    let log = keeper.page("/desk/beheer/logboek").await;
    assert!(
        log.contains("Termijn gewijzigd") && log.contains("8 → 2"),
        "{log}"
    );
    assert!(log.contains("Tot iemand de vraag bekijkt"), "{log}");
    assert_eq!(keeper.get(&format!("{terms}/altijd")).await.status, 404);
});
