//! Every page and what opens on it, looked at by axe-core, at three widths and by the keyboard alone
//! ([`Walk`]). A route with a page that nobody looks at fails.

use std::collections::BTreeSet;

use regiovraag::admin;
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::tokens::NewToken;
use regiovraag::auth::{self, Actor, Grant, Role};
use regiovraag::directory::Atlas;
use regiovraag::entity::inbound_mail::{self, InboundState};
use regiovraag::registry::{Reference, Scope, floods};
use regiovraag::text::Language;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use thirtyfour::By;
use totp_rs::Totp;

use super::Demo;
use super::house::{AGENT, EVERYBODY, House, forward, link, plain, set_up};
use super::walk::Act::{Look, Press, Submit};
use super::walk::Walk;
use crate::owasp::routes::routes;
use crate::support::app::{App, play_with};
use crate::support::database::{Engine, Start, with_database};

/// What is read at an address and is no page: files, feeds, streams, parts of pages, answers to programs,
/// and doors that lead on at once.
const NO_PAGE: [&str; 20] = [
    "/a/{tag}/bijlage/{file}",
    "/api/openapi.json",
    "/api/v1/",
    "/assets/{file}",
    "/bijlage/{tag}",
    "/desk/export",
    "/desk/live",
    "/desk/mail/{id}/source",
    "/desk/nav",
    "/desk/nieuw/vragers",
    "/desk/collegas",
    "/desk/sign-in/oidc",
    "/desk/sign-in/oidc/return",
    "/desk/tickets/{reference}/attachments/{id}",
    "/faq.atom",
    "/healthz",
    "/metrics",
    "/readyz",
    "/vraag/{reference}/bijlage/{file}",
    "/desk/beheer",
];

/// Plays `story` in a house with everything in it.
async fn in_a_house(story: impl AsyncFnOnce(&App, &House)) {
    with_database(Engine::Sqlite, Start::Filled, async |database| {
        play_with(database, set_up, async |app| {
            let house = Box::pin(House::furnish(app)).await;
            Box::pin(story(app, &house)).await;
        })
        .await;
    })
    .await;
}

/// Whether a person looks at what is read there.
fn is_page(pattern: &str) -> bool {
    !NO_PAGE
        .iter()
        .any(|none| *none == pattern || (none.ends_with('/') && pattern.starts_with(none)))
}

/// Fails where a route with a page that begins like this was not come by.
fn all_seen(seen: &BTreeSet<String>, belongs: impl Fn(&str) -> bool) {
    let missed: Vec<String> = routes()
        .into_iter()
        .filter(|(pattern, methods)| {
            methods.contains("GET") && is_page(pattern) && belongs(pattern)
        })
        .map(|(pattern, _)| pattern)
        .filter(|pattern| !seen.contains(pattern))
        .collect();
    assert!(
        missed.is_empty(),
        "nobody looked at {missed:#?}, of {seen:#?}"
    );
}

fn of_set_up(pattern: &str) -> bool {
    [
        "/desk/beheer",
        "/desk/profiel",
        "/desk/sign-in",
        "/desk/wachtwoord",
    ]
    .iter()
    .any(|start| pattern.starts_with(start))
}

fn of_desk(pattern: &str) -> bool {
    pattern.starts_with("/desk") && !of_set_up(pattern)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_question_at_the_desk() {
    in_a_house(async |app, house| {
        let mut walk = Walk::begin(&app.url("")).await;
        walk.sign_in(EVERYBODY).await;
        let ticket = |reference: &Reference| format!("/desk/tickets/{reference}");
        let fresh = ticket(&house.fresh);

        // Each form as it opens, and with what is wrong in it.
        for form in ["answer", "forward", "note", "ask", "close", "receipt"] {
            walk.at(&format!("{fresh}?do={form}"), Look).await;
        }
        for (form, fields) in [
            ("answer", &[("body", "")][..]),
            ("forward", &[("desk", ""), ("other", "")]),
            ("note", &[("body", "")]),
            ("ask", &[("body", "")]),
            ("close", &[("reason", "")]),
            ("receipt", &[("by", ""), ("on", ""), ("body", "")]),
        ] {
            let sent = format!("form[action$='/{form}'][data-draft]");
            walk.at(&format!("{fresh}?do={form}"), Submit(&sent, fields))
                .await;
        }
        for page in [
            "vraagsteller",
            "consult",
            "split",
            "merge",
            "signal",
            "link",
        ] {
            walk.at(&format!("{fresh}/{page}"), Look).await;
        }
        let asker = format!("{fresh}/vraagsteller");
        let form = "form[data-askers]";
        walk.at(&asker, Submit(form, &[("mail", "geen adres")]))
            .await;
        let other = [
            ("mail", "bo.janssens@genk.be"),
            ("name", "Bo Janssens"),
            ("organisation", "Genk"),
        ];
        walk.at(&asker, Submit(form, &other)).await;
        let form = "main form.rv-keep";
        walk.at(
            &format!("{fresh}/consult"),
            Submit(form, &[("words", ""), ("days", "")]),
        )
        .await;
        let asks = [
            ("desk", "mow"),
            ("words", "Hoe leest u dit?"),
            ("days", "5"),
        ];
        walk.at(&format!("{fresh}/consult"), Submit(form, &asks))
            .await;
        walk.at(
            &format!("{fresh}/split"),
            Submit(form, &[("body", ""), ("subject", "")]),
        )
        .await;
        for why in ["", "Hier botsen twee decreten."] {
            walk.at(&format!("{fresh}/signal"), Submit(form, &[("why", why)]))
                .await;
        }
        let with = house.answered.to_string();
        walk.at(
            &format!("{fresh}/merge"),
            Submit(form, &[("with", "niets")]),
        )
        .await;
        walk.at(
            &format!("{fresh}/merge"),
            Submit(form, &[("with", with.as_str())]),
        )
        .await;
        for number in ["niets", with.as_str()] {
            walk.at(&format!("{fresh}/link"), Submit(form, &[("with", number)]))
                .await;
        }
        let knelpunt = "form[action$='/knelpunt']";
        walk.at(&fresh, Submit(knelpunt, &[("instrument", "")]))
            .await;
        walk.at(
            &fresh,
            Submit(knelpunt, &[("instrument", "Decreet lokaal bestuur")]),
        )
        .await;
        // Somebody was first.
        let stale = [("revision", "0"), ("body", "Een antwoord.")];
        walk.at(
            &format!("{fresh}?do=answer"),
            Submit("form[action$='/answer']", &stale),
        )
        .await;
        let stale = [("revision", "0"), ("reason", "withdrawn")];
        walk.at(
            &format!("{fresh}?do=close"),
            Submit("form[action$='/close']", &stale),
        )
        .await;

        // Every state.
        for (reference, forms) in [
            (&house.proposed, &["answer", "withdraw", "passon"][..]),
            (&house.answered, &["answer", "receipt"]),
            (&house.in_part, &["answer"]),
            (&house.undelivered, &["readdress"]),
            (&house.closed, &["reopen"]),
            (&house.asked_back, &["answer"]),
            (&house.held, &["answer"]),
            (&house.consulted, &["answer"]),
            (&house.advised, &["advise"]),
            (&house.merged, &["note"]),
            (&house.target, &["answer"]),
            (&house.disputed, &["answer"]),
        ] {
            for form in forms {
                walk.at(&format!("{}?do={form}", ticket(reference)), Look)
                    .await;
            }
        }
        walk.at(&format!("{}?thread=1", ticket(&house.proposed)), Look)
            .await;
        walk.at(&format!("{}/unmerge", ticket(&house.merged)), Look)
            .await;
        for (reference, form, fields) in [
            (
                &house.undelivered,
                "readdress",
                &[("body", "geen adres")][..],
            ),
            (&house.closed, "reopen", &[("body", "")]),
            (&house.advised, "advise", &[("body", "")]),
        ] {
            let sent = format!("form[action$='/{form}']");
            walk.at(
                &format!("{}?do={form}", ticket(reference)),
                Submit(&sent, fields),
            )
            .await;
        }

        // What leaves in a moment, and what was called back.
        let fields = [("body", "Een antwoord dat nog even wacht.")];
        let asked_back = ticket(&house.asked_back);
        walk.at(
            &format!("{asked_back}?do=answer"),
            Submit("form[action$='/answer']", &fields),
        )
        .await;
        walk.at(&asked_back, Submit("form[action$='/undo']", &[]))
            .await;
        walk.at("/desk/tickets/RV-2026-999999", Look).await;
        let seen = walk.end().await;
        Box::pin(app.work()).await;
        all_seen(&seen, |pattern| {
            pattern.starts_with("/desk/tickets/{reference}/")
        });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_desk() {
    in_a_house(async |app, house| {
        let entries = Box::pin(house.entries(app)).await;
        let mut walk = Walk::begin(&app.url("")).await;
        walk.sign_in(EVERYBODY).await;

        walk.at("/desk", Look).await;
        for opens in [
            "#keys summary",
            ".rv-me summary",
            "#keep details:first-of-type summary",
            "#keep details:last-of-type summary",
            ".rv-q__sel input[name]",
        ] {
            walk.at("/desk?scope=all", Press(opens)).await;
        }
        for query in [
            "scope=mine",
            "scope=desk",
            "scope=all&status=closed",
            "scope=all&status=answered&receipt=sent",
            "scope=all&knelpunt=1",
            "q=vervoerregio",
            "q=bestaatniet",
            "q=van%3Awetteren",
            "q=RV-2026-999999",
        ] {
            walk.at(&format!("/desk?{query}"), Look).await;
        }
        let view = [
            ("name", "Mijn laatste"),
            ("query", "scope=all&status=answered"),
            ("who", "me"),
        ];
        walk.at("/desk", Submit("form[action='/desk/views']", &view))
            .await;
        walk.at("/desk", Submit("form[action='/desk/views']", &view))
            .await;
        let chosen = format!(
            "{}:{}",
            house.fresh,
            app.case(&house.fresh).await.ticket.revision
        );
        for verb in ["forward", "assign", "topic", "close"] {
            let fields = [("do", verb), ("t", chosen.as_str())];
            walk.at("/desk", Submit("#bulk", &fields)).await;
        }
        let unsure = [("do", "close"), ("t", chosen.as_str()), ("sure", "1")];
        walk.at("/desk", Submit("#bulk", &unsure)).await;
        walk.at("/desk/nieuw", Look).await;
        walk.at(
            "/desk/nieuw",
            Submit("form[data-askers]", &[("mail", "geen adres")]),
        )
        .await;

        let flood = floods(&app.ctx.db, &Scope::All).await.unwrap()[0].id;
        walk.at(&format!("/desk/floods/{flood}"), Look).await;
        for path in [
            "/desk/mail",
            "/desk/mail?state=all",
            "/desk/mail?state=all&day=2020-01-01",
            "/desk/mail/balance",
            "/desk/mail/balance?day=2020-01-01",
        ] {
            walk.at(path, Look).await;
        }
        let inbound = app.inbound_ids().await;
        let (first, last) = (inbound[0], inbound[inbound.len() - 8]);
        walk.at(&format!("/desk/mail/{first}"), Look).await;
        let set_aside = inbound_mail::Entity::find()
            .filter(inbound_mail::Column::State.eq(InboundState::Quarantined))
            .one(&app.ctx.db)
            .await
            .unwrap()
            .unwrap()
            .id;
        let one = format!("/desk/mail/{set_aside}");
        walk.at(&one, Look).await;
        let nowhere = [("as", "reply"), ("reference", "RV-2026-999999")];
        walk.at(&one, Submit("form[action$='/treat']", &nowhere))
            .await;
        walk.at(&format!("/desk/mail/{last}"), Look).await;

        walk.at("/desk/faq", Look).await;
        for entry in &entries {
            walk.at(&format!("/desk/faq/{}", entry.id), Look).await;
        }
        let named = [("answer", "Mail an.peeters@wetteren.be.")];
        let public = format!("/desk/faq/{}", entries[0].id);
        walk.at(&public, Submit("#antwoord", &named)).await;

        // Others see other menus, and lists with nothing in them.
        walk.sign_in(AGENT).await;
        walk.at("/desk?scope=mine", Look).await;
        walk.at("/desk/beheer/gebruikers", Look).await;
        let limburg = Grant::new(Role::Observer, None, Some("limburg".to_owned())).unwrap();
        let griet = NewAccount {
            email: "griet@vlaanderen.be".to_owned(),
            name: "Griet Moerman".to_owned(),
            password: "een lange zin als wachtwoord".to_owned(),
            language: Language::Nl,
            grants: vec![limburg],
        };
        accounts::add(&app.ctx, griet).await.unwrap();
        walk.sign_in("griet@vlaanderen.be").await;
        walk.at("/desk", Look).await;
        walk.at(&format!("/desk/tickets/{}", house.fresh), Look)
            .await;
        let seen = walk.end().await;
        // The other walk comes by what is under a question.
        all_seen(&seen, |pattern| {
            of_desk(pattern) && !pattern.starts_with("/desk/tickets/{reference}/")
        });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_set_up() {
    in_a_house(async |app, house| {
        let mut walk = Walk::begin(&app.url("")).await;
        walk.at("/desk/sign-in", Look).await;
        let sign_in = "form[action='/desk/sign-in']";
        walk.at(
            "/desk/sign-in",
            Submit(sign_in, &[("email", "x@y.be"), ("password", "fout")]),
        )
        .await;
        walk.at("/desk/sign-in/link/onzin", Look).await;
        walk.at("/desk/wachtwoord/onzin", Look).await;
        walk.sign_in(EVERYBODY).await;

        let here = "/desk/beheer";
        for page in [
            "gebruikers",
            "gebruikers?naam=niemand",
            "gebruikers/nieuw",
            "loketten",
            "loketten/mow",
            "loketten/nieuw",
            "themas",
            "themas/afval",
            "themas/nieuw",
            "termijnen",
            "termijnen/answer",
            "tokens",
            "tokens/nieuw",
            "sjablonen",
            "sjablonen/nieuw",
            "logboek",
            "logboek?wie=niemand",
            "gebruikers/nieuw?taal=en",
        ] {
            walk.at(&format!("{here}/{page}"), Look).await;
        }
        for page in ["gebruikers", "tokens", "sjablonen", "loketten"] {
            let form = format!("form[action='{here}/{page}'][method=post]");
            walk.at(
                &format!("{here}/{page}/nieuw"),
                Submit(&form, &[("name", "")]),
            )
            .await;
        }
        // Made, with what is shown this once.
        let user = [
            ("name", "Nele Gielen"),
            ("email", "nele@vlaanderen.be"),
            ("role", "editor"),
        ];
        let form = format!("form[action='{here}/gebruikers'][method=post]");
        walk.at(&format!("{here}/gebruikers/nieuw"), Submit(&form, &user))
            .await;
        let key = walk
            .browser
            .run("return document.querySelector('#geheim').value", &[])
            .await;
        let password_page = key.as_str().unwrap().trim().to_owned();
        let token = [
            ("name", "Proef"),
            ("role", "api"),
            ("scope", "intake"),
            ("days", "1"),
        ];
        let form = format!("form[action='{here}/tokens'][method=post]");
        walk.at(&format!("{here}/tokens/nieuw"), Submit(&form, &token))
            .await;
        let template = [("name", "Groet"), ("body", "Beste {vraagsteller}")];
        let form = format!("form[action='{here}/sjablonen'][method=post]");
        walk.at(&format!("{here}/sjablonen/nieuw"), Submit(&form, &template))
            .await;
        walk.at(&format!("{here}/tokens"), Look).await;

        // One of each.
        for (list, form) in [
            ("gebruikers", "name"),
            ("loketten", "email"),
            ("themas", "title"),
            ("sjablonen", "name"),
        ] {
            let list = format!("{here}/{list}");
            walk.browser.go(&app.url(&list)).await;
            let first = walk
                .browser
                .find("table.rv-list td a")
                .await
                .attr("href")
                .await;
            let first = first.unwrap().unwrap();
            walk.at(&first, Look).await;
            let wrong = format!("main form:has([name={form}])");
            walk.at(&first, Submit(&wrong, &[(form, "")])).await;
        }
        walk.at("/desk/profiel", Look).await;
        let wrong = [
            ("current", "fout"),
            ("password", "kort"),
            ("again", "anders"),
        ];
        walk.at(
            "/desk/profiel",
            Submit("form[action$='/wachtwoord']", &wrong),
        )
        .await;

        // The second step: not on yet, wrong, on with its codes, and asked for.
        walk.sign_in(AGENT).await;
        let step = "/desk/profiel/tweestaps";
        walk.at(step, Look).await;
        walk.at(
            step,
            Submit(
                "form[action$='/aan']",
                &[("password", "x"), ("code", "000000")],
            ),
        )
        .await;
        let code = code_of(app, &walk).await;
        let right = [
            ("password", "een lange zin als wachtwoord"),
            ("code", code.as_str()),
        ];
        walk.go_on("form[action$='/aan']", &right).await;
        walk.at(step, Look).await;
        walk.at(
            step,
            Submit("form[action$='/uit']", &[("password", "x"), ("code", "x")]),
        )
        .await;
        walk.at(step, Submit("form[action='/desk/sign-out']", &[]))
            .await;
        let half = [
            ("email", AGENT),
            ("password", "een lange zin als wachtwoord"),
        ];
        walk.at("/desk/sign-in", Submit(sign_in, &half)).await;
        walk.go_on("form[action='/desk/sign-in/code']", &[("code", "000000")])
            .await;

        // Links that somebody was given.
        walk.at(&password_page, Look).await;
        walk.at(
            &password_page,
            Submit("main form, form", &[("password", "kort"), ("again", "k")]),
        )
        .await;
        let Actor::User(all) = &house.all else {
            unreachable!("a person")
        };
        let key = admin::make_sign_in_link(&app.ctx, &Actor::System, all.id)
            .await
            .unwrap();
        walk.at(&format!("/desk/sign-in/link/{key}"), Look).await;
        let seen = walk.end().await;
        all_seen(&seen, of_set_up);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_demo() {
    let demo = Demo::start();
    let mut walk = Walk::begin(&demo.url).await;
    for path in ["/demo/mail", "/", "/desk/sign-in"] {
        walk.at(path, Look).await;
    }
    walk.at("/demo/mail", Submit("form[action='/demo/mail']", &[]))
        .await;
    let boxes = "return [...new Set([...document.querySelectorAll('main a[href^=\"/demo/mail/\"]')]\
        .map((one) => one.pathname))].slice(0, 3)";
    walk.browser.go(&demo.at("/demo/mail")).await;
    let boxes = walk.browser.run(boxes, &[]).await;
    let boxes = boxes.as_array().unwrap().clone();
    assert!(!boxes.is_empty(), "nobody has mail");
    for mailbox in &boxes {
        walk.at(mailbox.as_str().unwrap(), Look).await;
        let first = walk.browser.page.find(By::Css(".rv-mbx__list a")).await;
        if let Ok(first) = first {
            let mail = first.attr("href").await.unwrap().unwrap();
            walk.at(&mail, Look).await;
            walk.at(&format!("{}/bron", mail.split('#').next().unwrap()), Look)
                .await;
        }
    }
    walk.end().await;
}

/// What the app of somebody shows, who read the key on the page.
async fn code_of(app: &App, walk: &Walk) -> String {
    let script = "return document.querySelector('a[href^=\"otpauth:\"]').getAttribute('href')";
    let url = walk.browser.run(script, &[]).await;
    let totp = Totp::from_url(url.as_str().unwrap()).unwrap();
    let now = u64::try_from(app.now().timestamp()).unwrap();
    totp.generate(now).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_words_that_do_not_end() {
    in_a_house(async |app, _| {
        let long = plain(app, "lang@wetteren.be", &"x".repeat(180)).await;
        let token = NewToken {
            name: "y".repeat(90),
            grant: Grant::new(Role::Api, None, None).unwrap(),
            scopes: [auth::Scope::Intake].into(),
            days: 1,
        };
        let atlas = Atlas::load(&app.ctx.db).await.unwrap();
        admin::create_token(&app.ctx, &Actor::System, &atlas, token)
            .await
            .unwrap();
        let mut walk = Walk::begin(&app.url("")).await;
        walk.sign_in(EVERYBODY).await;
        walk.at(&format!("/desk/tickets/{long}?do=answer"), Look)
            .await;
        for page in [
            "/desk?scope=all",
            "/desk/beheer/tokens",
            "/desk/beheer/logboek",
        ] {
            walk.at(page, Look).await;
        }
        walk.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_portal() {
    in_a_house(async |app, house| {
        let [entry, ..] = Box::pin(house.entries(app)).await;
        let mut walk = Walk::begin(&app.url("")).await;
        let faq = format!("/faq/{}", entry.slug);
        for path in [
            "/",
            "/?taal=en",
            "/vraag",
            "/vraag?taal=en",
            "/status",
            "/faq",
            "/faq?q=schepen",
            "/faq?q=xyzzy",
            &faq,
            "/faq/bestaat-niet",
            "/contactpunt",
            "/contactpunt?q=Wetteren",
            "/contactpunt?q=9230",
            "/contactpunt?q=Weteren",
            "/contactpunt?q=Nergens",
            "/over",
            "/privacy",
            "/toegankelijkheid",
            "/niets",
            "/api/docs",
            "/api/docs?taal=en",
        ] {
            walk.at(path, Look).await;
        }
        let ask = "form[action='/vraag']";
        walk.at("/vraag", Submit(ask, &[])).await;
        let filled = [
            ("onderwerp", "Vervoerregio"),
            ("vraag", "Mag een schepen de burgemeester vervangen?"),
            ("naam", "Lien De Smet"),
            ("mail", "lien@wetteren.be"),
            ("bestuur", "Weteren"),
        ];
        walk.at("/vraag", Submit(ask, &filled)).await;
        let look = [filled[0], filled[1], ("doe", "kijk")];
        walk.at("/vraag", Submit(ask, &look)).await;
        let whole = [
            filled[0],
            filled[1],
            filled[2],
            filled[3],
            ("bestuur", "Wetteren"),
        ];
        walk.at("/vraag", Submit(ask, &whole)).await;
        Box::pin(app.work()).await;
        let not_me = link(app, "lien@wetteren.be", "/b/niet-ik/");
        walk.at(&not_me, Look).await;
        walk.at(
            "/status",
            Submit("form[action='/status']", &[("mail", "geen adres")]),
        )
        .await;
        walk.at(
            "/status",
            Submit("form[action='/status']", &[("mail", "cas@wetteren.be")]),
        )
        .await;

        // The page of a question, in each of its states.
        for (asker, reference) in [
            ("an.peeters@wetteren.be", &house.fresh),
            ("bo@wetteren.be", &house.proposed),
            ("cas@wetteren.be", &house.answered),
            ("dries@wetteren.be", &house.in_part),
            ("eva@wetteren.be", &house.undelivered),
            ("fien@wetteren.be", &house.closed),
            ("gust@wetteren.be", &house.asked_back),
            ("jef@wetteren.be", &house.merged),
            ("kim@wetteren.be", &house.disputed),
        ] {
            let page = link(app, asker, &format!("/vraag/{reference}?"));
            walk.at(&page, Look).await;
        }
        let page = link(app, "an.peeters@wetteren.be", "/vraag/");
        walk.at(&format!("{page}&taal=en"), Look).await;
        walk.at(
            &page,
            Submit("form[action*='/bericht']", &[("bericht", "")]),
        )
        .await;
        walk.at(
            &page,
            Submit("form[action*='/bericht']", &[("bericht", "Nog iets.")]),
        )
        .await;
        walk.at(&format!("/vraag/{}?t=onzin", house.fresh), Look)
            .await;

        // Yes and no, before and after.
        let (yes, no) = (
            link(app, "dries@wetteren.be", "/b/ja/"),
            link(app, "cas@wetteren.be", "/b/nee/"),
        );
        walk.at(&link(app, "cas@wetteren.be", "/b/ja/"), Look).await;
        walk.at(&no, Look).await;
        walk.at(
            &no,
            Submit(
                "form[action*='/b/nee/']",
                &[("wat", "Het gaat over iets anders.")],
            ),
        )
        .await;
        walk.at(&yes, Submit("form[action*='/b/ja/']", &[])).await;
        walk.at(&link(app, "cas@wetteren.be", "/b/ja/"), Look).await;
        walk.at("/b/ja/onzin", Look).await;

        // The page of an administration.
        let page = {
            let asked = plain(app, "mia@wetteren.be", "Lijn 27").await;
            forward(app, &house.all, &asked, "mow").await;
            link(app, "regiovorming@mow.be", "/a/")
        };
        // The last link of the mail says that it is not for them.
        let page = page.strip_suffix("/niet-voor-ons").unwrap().to_owned();
        for path in ["", "/niet-voor-ons", "/datum"] {
            walk.at(&format!("{page}{path}"), Look).await;
        }
        for (form, fields) in [
            ("antwoord", &[("antwoord", "")][..]),
            ("vraag-terug", &[("terug", "")]),
            ("datum", &[("datum", "2020-01-01")]),
            ("datum", &[("datum", "2026-01-20")]),
            ("vraag-terug", &[("terug", "Om welke halte gaat het?")]),
            (
                "antwoord",
                &[("antwoord", "De halte blijft."), ("wie", "Jan Maes")],
            ),
        ] {
            walk.at(&page, Submit(&format!("form[action$='/{form}']"), fields))
                .await;
        }
        walk.at(&format!("{page}/bedankt"), Look).await;
        walk.at(&page, Look).await;
        Box::pin(app.work()).await;
        let seen = walk.end().await;
        all_seen(&seen, |pattern| !pattern.starts_with("/desk"));
    })
    .await;
}
