//! Markup that somebody sends in, wherever it may end up on a page.

use regiovraag::dispatch::{self, Forward};
use regiovraag::entity::inbound_mail;
use regiovraag::faq::{self, EntryText};
use sea_orm::EntityTrait as _;

use super::routes::everybody;
use super::tags::faults;
use crate::bad_input::sign_in_as;
use crate::support::app::App;
use crate::support::scenario;

/// Each breaks out of another place: text, an attribute in either kind of quotes, a title, a text area,
/// a script, a comment.
const MARKUP: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</title></textarea><iframe srcdoc=x>",
    "<a href=javascript:alert(1) style=color:red>x</a>",
    "--><style>*{}</style><base href=//elders.example/>",
];

/// A mail that brings `markup` in every part that a page may show.
fn mail(markup: &str, number: usize) -> Vec<u8> {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let word = |text: &str| format!("=?utf-8?B?{}?=", STANDARD.encode(text));
    let quoted = markup.replace('\\', "").replace('"', "\\\"");
    format!(
        "From: {name} <an{number}@wetteren.be>\r\nTo: {name} <regiovorming@vlaanderen.be>\r\n\
         Cc: \"{quoted}\" <jan@brugge.be>\r\nReply-To: {name} <an{number}@wetteren.be>\r\n\
         Subject: {subject}\r\nMessage-ID: <m{number}@wetteren.be>\r\n\
         Date: Thu, 15 Jan 2026 08:55:00 +0100\r\nX-Mailer: {markup}\r\nOrganization: {word}\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n\
         --a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nMag dit {markup}?\r\n\
         \r\nMet vriendelijke groeten\r\n{markup}\r\nGemeente {markup}\r\n\
         --a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
         <html><head><title>{markup}</title></head><body onload=alert(1)><p>Mag dit {markup}?</p>\
         <p style='background:url(//elders.example/x)' onclick=alert(1)>Of dit?</p>\
         <img src='https://elders.example/pixel.gif'><form action='//elders.example/'><input name=x>\
         </form><object data=x></object><math><mi xlink:href='javascript:alert(1)'>x</mi></math>\
         </body></html>\r\n--a--\r\n\
         --b\r\nContent-Type: text/html; name=\"{quoted}.html\"\r\n\
         Content-Disposition: attachment; filename=\"{quoted}.html\"\r\n\r\n{markup}\r\n--b--\r\n",
        name = word(markup),
        word = word(markup),
        subject = word(&format!("Vraag {number} {markup}")),
    )
    .into_bytes()
}

/// A page holds the markup as text, and no element of it.
async fn is_harmless(app: &App, path: &str, wrong: &mut Vec<String>) -> String {
    let got = app.get(path).await;
    assert_eq!(got.status, 200, "{path}: {}", got.body);
    // A link of a mail and a form of its page name our own address in full.
    let own = format!("\"{}/", app.ctx.settings.http.public_url);
    wrong.extend(
        faults(&got.body.replace(&own, "\"/"))
            .into_iter()
            .map(|fault| format!("{path}: {fault}")),
    );
    got.body
}

scenario!(what_a_mail_brings_in_is_shown_and_never_run, |app| {
    everybody(app).await;
    for (number, markup) in MARKUP.iter().enumerate() {
        app.take(mail(markup, number)).await;
    }
    // What is no mail, and what a machine sent, stand in the mailroom with their headers.
    app.take(format!("X-Iets: {}\r\n\r\n", MARKUP[0])).await;
    app.take(
        String::from_utf8(mail(MARKUP[1], 90))
            .unwrap()
            .replace("X-Mailer:", "Auto-Submitted: auto-replied\r\nX-Mailer:"),
    )
    .await;
    let csrf = sign_in_as(app, "alles@vlaanderen.be").await;
    let mut wrong = Vec::new();
    let references = app.references().await;
    assert!(references.len() >= MARKUP.len(), "{references:?}");
    for path in [
        "/desk",
        "/desk?scope=all",
        "/desk?scope=all&q=Mag",
        "/desk/mail",
        "/desk/faq",
    ] {
        is_harmless(app, path, &mut wrong).await;
    }
    // What a colleague adds, and what is searched for.
    for (markup, reference) in MARKUP.iter().zip(&references) {
        let url = format!("/desk/tickets/{reference}");
        let seen = app.case(reference).await.ticket.revision.to_string();
        let note = [
            ("csrf", csrf.as_str()),
            ("revision", &seen),
            ("body", markup),
        ];
        let noted = app.post(&format!("{url}/note"), &note).await;
        assert_eq!(noted.status, 303, "{}", noted.body);
        let page = is_harmless(app, &url, &mut wrong).await;
        assert!(page.contains("alert(1)") || page.contains("elders") || page.contains("iframe"));
        for verb in ["answer", "forward", "note", "close", "ask", "readdress"] {
            is_harmless(app, &format!("{url}?do={verb}"), &mut wrong).await;
        }
        let mut search = reqwest::Url::parse(&app.url("/desk")).unwrap();
        search
            .query_pairs_mut()
            .append_pair("q", markup)
            .append_pair("scope", "all");
        is_harmless(app, search.as_str(), &mut wrong).await;
    }
    for id in app.inbound_ids().await {
        let page = is_harmless(app, &format!("/desk/mail/{id}"), &mut wrong).await;
        assert!(page.contains("</html>"));
    }
    // An attachment is handed over, and opened nowhere.
    let page = app
        .get(&format!("/desk/tickets/{}", references[0]))
        .await
        .body;
    let (_, after) = page.split_once("/attachments/").unwrap();
    let id = after.split_once('"').unwrap().0;
    let file = app
        .visitor
        .get(app.url(&format!("/desk/tickets/{}/attachments/{id}", references[0])))
        .send()
        .await
        .unwrap();
    let header = |name: &str| file.headers()[name].to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(wrong.is_empty(), "{wrong:#?}");
});

scenario!(what_a_form_brings_in_is_shown_and_never_run, |app| {
    everybody(app).await;
    for (number, markup) in MARKUP.iter().enumerate() {
        let mail = format!("an{number}@wetteren.be");
        let form = [
            ("onderwerp", *markup),
            ("vraag", *markup),
            ("naam", *markup),
            ("bestuur", *markup),
            ("gemeente", *markup),
            ("mail", &mail),
        ];
        let file = (markup.replace(['"', '/'], "_"), *markup);
        let sent = app
            .post_files("/vraag", &form, &[(file.0.as_str(), file.1)])
            .await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        // And once where something is to be corrected, so that all of it is shown again.
        let mut wrong = Vec::new();
        let again = [
            ("onderwerp", *markup),
            ("vraag", *markup),
            ("naam", *markup),
            ("mail", *markup),
        ];
        let again = app.post("/vraag", &again).await;
        assert_eq!(again.status, 422, "{}", again.body);
        wrong.extend(faults(&again.body));
        for path in ["/contactpunt", "/faq", "/status", "/vraag"] {
            let mut url = reqwest::Url::parse(&app.url(path)).unwrap();
            for name in ["q", "gemeente", "onderwerp", "mail", "nummer"] {
                url.query_pairs_mut().append_pair(name, markup);
            }
            is_harmless(app, url.as_str(), &mut wrong).await;
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
    app.work().await;
    sign_in_as(app, "alles@vlaanderen.be").await;
    let mut wrong = Vec::new();
    for reference in app.references().await {
        is_harmless(app, &format!("/desk/tickets/{reference}"), &mut wrong).await;
    }
    for mail in app.sent_mails() {
        for link in mail.links() {
            if link.contains("/vraag/") || link.contains("/b/") {
                is_harmless(app, link, &mut wrong).await;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
});

scenario!(
    what_an_administration_and_an_editor_write_is_never_run,
    |app| {
        let user = everybody(app).await;
        let actor = regiovraag::auth::Actor::User(user);
        let mut wrong = Vec::new();
        for (number, markup) in MARKUP.iter().enumerate() {
            app.take(mail(markup, number)).await;
            let reference = app.references().await.pop().unwrap();
            let seen = app.case(&reference).await.ticket.revision;
            let to = Forward {
                desk: "mow".into(),
                comment: (*markup).to_owned(),
                ..Forward::default()
            };
            dispatch::forward(&app.ctx, &actor, &reference, seen, to)
                .await
                .unwrap();
            app.work().await;
            let forwarded = app.mails_to("regiovorming@mow.be").pop().unwrap();
            let links = forwarded.links();
            let page = links.iter().find(|link| link.contains("/a/")).unwrap();
            is_harmless(app, page, &mut wrong).await;
            let answer = [("antwoord", *markup), ("naam", *markup)];
            let sent = app.post(&format!("{page}/antwoord"), &answer).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
            let case = app.case(&reference).await;
            let seen = case.ticket.revision;
            let says = dispatch::Answer {
                markdown: format!("Zie [hier](javascript:alert(1)) en {markup}"),
                ..dispatch::Answer::default()
            };
            dispatch::answer(&app.ctx, &actor, &reference, seen, says)
                .await
                .unwrap();
            app.work().await;
            let asker = format!("an{number}@wetteren.be");
            let mail = app.mails_to(&asker).pop().unwrap();
            for link in mail.links() {
                if link.starts_with(&app.ctx.settings.http.public_url) {
                    is_harmless(app, link, &mut wrong).await;
                }
            }
        }
        let csrf = sign_in_as(app, "alles@vlaanderen.be").await;
        for reference in app.references().await {
            is_harmless(app, &format!("/desk/tickets/{reference}"), &mut wrong).await;
        }
        for markup in MARKUP {
            let made = faq::create(
                &app.ctx,
                &actor,
                EntryText {
                    question: format!("Mag dit {markup}?"),
                    answer: format!("Nee, {markup} [niet](javascript:alert(1))."),
                    ..EntryText::default()
                },
            )
            .await
            .unwrap();
            let text = made.text.clone();
            let (question, answer) = (text.question.clone(), text.answer.clone());
            let laid = faq::submit(&app.ctx, &actor, made.id, made.revision, text)
                .await
                .unwrap();
            // On screen, so that the readers of this process see it at once.
            let revision = laid.revision.to_string();
            let form = [
                ("csrf", csrf.as_str()),
                ("revision", &revision),
                ("question", &question),
                ("answer", &answer),
            ];
            let url = format!("/desk/faq/{}", laid.id);
            let out = app.post(&format!("{url}/publish"), &form).await;
            assert_eq!(out.status, 303, "{}", out.body);
            is_harmless(app, &url, &mut wrong).await;
            is_harmless(app, &format!("/faq/{}", laid.slug), &mut wrong).await;
        }
        is_harmless(app, "/faq", &mut wrong).await;
        is_harmless(app, "/", &mut wrong).await;
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
);

impl App {
    /// Every mail that came in.
    pub async fn inbound_ids(&self) -> Vec<uuid::Uuid> {
        let all = inbound_mail::Entity::find()
            .all(&self.ctx.db)
            .await
            .unwrap();
        all.into_iter().map(|row| row.id).collect()
    }
}
