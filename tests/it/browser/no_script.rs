//! The portal in a browser that runs no scripts: whoever asks misses nothing but the offers while typing.

use super::chromium::Browser;
use super::house::{link, publish};
use crate::owasp::routes::everybody;
use crate::support::app::{App, play};
use crate::support::database::{Engine, Start, with_database};
use regiovraag::auth::Actor;
use regiovraag::dispatch::{self, Answer};
use regiovraag::registry::{Receipt, Status};

const ASKER: &str = "lien@wetteren.be";
const PROBE: &str = "data:text/html,<title>uit</title><script>document.title='aan'</script>";

async fn story(app: &App) {
    let all = Actor::User(everybody(app).await);
    Box::pin(publish(
        app,
        &all,
        "Mag een schepen de burgemeester vervangen?",
    ))
    .await;
    let browser = Browser::without_scripts().await;
    browser.go(PROBE).await;
    assert_eq!(browser.page.title().await.unwrap(), "uit", "no script runs");

    // Ask; what is wrong is said first.
    browser.go(&app.url("/")).await;
    browser.follow("a[href='/vraag']").await;
    let send = "form[action='/vraag'] button.au-c-button--primary";
    browser.follow(send).await;
    browser.find(".rv-errors[role=alert]").await;
    browser.fill("#onderwerp", "Zwembad").await;
    let words = "Mag een schepen de burgemeester vervangen op het overleg over ons zwembad?";
    browser.fill("#vraag", words).await;
    // The answers that fit are there for who asks for them.
    browser.follow("button[name=doe][value=kijk]").await;
    browser.find("#misschien").await;
    assert_eq!(
        browser
            .find("#vraag")
            .await
            .prop("value")
            .await
            .unwrap()
            .as_deref(),
        Some(words)
    );
    browser.fill("#naam", "Lien De Smet").await;
    browser.fill("#mail", ASKER).await;
    browser.fill("#bestuur", "Wetteren").await;
    browser.follow(send).await;
    let heading = browser.said("main h1").await;
    let reference = app.references().await.pop().unwrap();
    let page = browser.text().await;
    assert!(page.contains(reference.as_str()), "{heading}: {page}");
    Box::pin(app.work()).await;

    // See how it stands, and write something more.
    let status = link(app, ASKER, &format!("/vraag/{reference}?"));
    browser.go(&status).await;
    let page = browser.text().await;
    assert!(
        page.contains("Zwembad") && page.contains("Contactpunt Oost-Vlaanderen"),
        "{page}"
    );
    browser.click("#meer-schrijven summary").await;
    browser
        .fill("#meer", "Het gaat om het overleg van maart.")
        .await;
    browser
        .follow("form[action*='/bericht'] button[type=submit]")
        .await;
    browser.find("[role=status]").await;
    assert!(browser.text().await.contains("het overleg van maart"));

    // Say yes.
    let seen = app.case(&reference).await.ticket.revision;
    let says = Answer {
        markdown: "Ja, met een besluit van de raad.".to_owned(),
        ..Answer::default()
    };
    Box::pin(dispatch::answer(&app.ctx, &all, &reference, seen, says))
        .await
        .unwrap();
    Box::pin(app.work()).await;
    browser.go(&status).await;
    assert!(browser.text().await.contains("met een besluit van de raad"));
    browser.follow(".rv-yesno form button").await;
    browser.find(".rv-done h1").await;
    let standing = app.case(&reference).await.ticket.standing;
    assert_eq!(
        (standing.status(), standing.receipt),
        (Status::Closed, Receipt::Confirmed)
    );

    // Search the answers.
    browser.go(&app.url("/faq")).await;
    browser
        .fill(
            "form[action='/faq'] input[name=q]",
            "vervanging burgemeester",
        )
        .await;
    browser.follow("form[action='/faq'] button").await;
    browser.follow(".rv-faqs a").await;
    let entry = browser.said("main").await;
    assert!(entry.contains("besluit van de raad"), "{entry}");

    // Who is my contact point.
    browser.go(&app.url("/contactpunt")).await;
    browser
        .fill("form[action='/contactpunt'] [name=q]", "9230")
        .await;
    browser.follow("form[action='/contactpunt'] button").await;
    let found = browser.said("main").await;
    assert!(found.contains("Oost-Vlaanderen"), "{found}");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_portal_is_whole_without_scripts() {
    with_database(Engine::Sqlite, Start::Filled, async |database| {
        play(database, async |app| Box::pin(story(app)).await).await;
    })
    .await;
}
