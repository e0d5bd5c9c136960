//! What is typed is never lost: it is kept as one types, comes back after a session that ended or a line that
//! was away, and what is put into it takes no file away.

use serde_json::json;
use thirtyfour::prelude::*;

use super::Demo;
use super::chromium::Browser;

const TYPED: &str = "Een projectvereniging past hierbij.";
const SEND: &str = "document.querySelector('form[data-draft^=answer]').requestSubmit()";

/// A question of the demo that can be answered.
async fn opened(demo: &Demo, browser: &Browser) -> String {
    demo.sign_in(browser).await;
    let row = browser.find("tr:has(.rv-prop) .rv-q__link").await;
    super::alone(&row.attr("href").await.unwrap().unwrap())
}

async fn words(browser: &Browser, field: &str) -> String {
    let field = browser.find(field).await;
    field.prop("value").await.unwrap().unwrap_or_default()
}

/// The server has what was typed.
async fn is_kept(browser: &Browser) {
    let line = browser.find("#form-kept:has([data-discard])").await;
    let said = line.text().await.unwrap();
    assert!(said.contains("Concept bewaard om "), "{said}");
}

#[tokio::test]
async fn what_is_typed_is_there_at_another_machine_until_it_is_thrown_away() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    let address = demo.at(&opened(&demo, &browser).await);
    browser.go(&format!("{address}?do=close")).await;
    browser.fill("#tekst", "De vraag is overbodig.").await;
    is_kept(&browser).await;
    browser.go(&format!("{address}?do=answer")).await;
    browser.fill("#tekst", TYPED).await;
    is_kept(&browser).await;

    let elsewhere = Browser::open().await;
    opened(&demo, &elsewhere).await;
    elsewhere.go(&format!("{address}?do=answer")).await;
    assert_eq!(words(&elsewhere, "#tekst").await, TYPED);
    let bar = elsewhere.said("#pending").await;
    assert!(bar.contains("Concept: Afsluiten"), "{bar}");
    elsewhere
        .leave(async || elsewhere.click("#form-kept [data-discard] button").await)
        .await;
    for form in ["?do=answer", "?do=close"] {
        elsewhere.go(&format!("{address}{form}")).await;
        let kept = if form == "?do=close" {
            "De vraag is overbodig."
        } else {
            ""
        };
        assert_eq!(words(&elsewhere, "#tekst").await, kept, "{form}");
    }
    elsewhere.close().await;
    browser.close().await;
}

#[tokio::test]
async fn an_answer_survives_a_session_that_ended_and_a_line_that_was_away() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    let address = demo.at(&opened(&demo, &browser).await);
    let form = format!("{address}?do=answer");

    // The line is away.
    browser.go(&form).await;
    browser.fill("#tekst", TYPED).await;
    let away = |offline: bool| {
        json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        })
    };
    browser.tell("Network.enable", json!({})).await;
    let network = "Network.emulateNetworkConditions";
    browser.tell(network, away(true)).await;
    let more = format!("{TYPED} Bel ons gerust.");
    browser.fill("#tekst", &more).await;
    browser.run(SEND, &[]).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    browser.tell(network, away(false)).await;
    browser.go(&form).await;
    assert_eq!(words(&browser, "#tekst").await, more);

    // The session ended before it was sent: after signing in one is at the form, with the text in it.
    browser.page.delete_all_cookies().await.unwrap();
    let last = format!("{more} Tot dan.");
    browser.fill("#tekst", &last).await;
    browser
        .leave(async || drop(browser.run(SEND, &[]).await))
        .await;
    let agent = format!("form:has(input[value='{}']) button", super::AGENT);
    browser.leave(async || browser.click(&agent).await).await;
    let at = browser.page.current_url().await.unwrap();
    assert!(at.as_str().starts_with(&form), "{at}");
    assert_eq!(words(&browser, "#tekst").await, last);
    is_kept(&browser).await;

    // Sent, it is over: nothing of it stands in the form any more.
    browser
        .leave(async || drop(browser.run(SEND, &[]).await))
        .await;
    browser.find("#pending [data-leaves] form").await;
    browser.go(&form).await;
    assert_eq!(words(&browser, "#tekst").await, "");
    let line = browser.page.find_all(By::Css("[data-discard]")).await;
    assert!(line.unwrap().is_empty());
    browser.close().await;
}

/// The way to put a published answer in.
const PUBLISHED: &str = ".rv-sugg a[data-insert][href*='faq=']";

#[tokio::test]
async fn an_answer_that_is_put_in_keeps_the_files_and_the_words() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("kaart.txt");
    std::fs::write(&file, "Een kaart.").unwrap();
    demo.sign_in(&browser).await;
    let rows = "return [...document.querySelectorAll('.rv-q__link')].map((it) => it.href)";
    let rows = browser.run(rows, &[]).await;
    let mut found = false;
    for row in rows.as_array().unwrap() {
        let address = super::alone(row.as_str().unwrap());
        browser.go(&format!("{address}?do=answer")).await;
        let insert = browser.page.find_all(By::Css(PUBLISHED)).await;
        let form = browser.page.find_all(By::Css("#bijlagen")).await;
        if !insert.unwrap().is_empty() && !form.unwrap().is_empty() {
            found = true;
            break;
        }
    }
    assert!(
        found,
        "a question of the demo has a published answer that fits"
    );
    browser
        .find("#bijlagen")
        .await
        .send_keys(file.to_str().unwrap())
        .await
        .unwrap();
    browser.fill("#tekst", TYPED).await;
    let before = browser.page.current_url().await.unwrap();
    browser.click(PUBLISHED).await;
    browser.has_cursor("#tekst").await;
    let put_in = words(&browser, "#tekst").await;
    assert!(put_in.starts_with(&format!("{TYPED}\n\n")), "{put_in}");
    assert!(put_in.contains("/faq/"), "{put_in}");
    assert_eq!(browser.page.current_url().await.unwrap(), before);
    let files = "return document.querySelector('#bijlagen').files[0].name";
    assert_eq!(browser.run(files, &[]).await, json!("kaart.txt"));
    is_kept(&browser).await;
    browser.close().await;
}
