//! What a browser that has nothing yet must fetch before the queue or a question stands there.

use std::fmt::Write as _;

use serde_json::Value;

use super::chromium::Browser;
use super::house::{AGENT, House, plain, set_up};
use crate::support::app::{App, play_with};
use crate::support::database::{Engine, Start, with_database};

/// Bytes, compressed as they were served.
const MOST: u64 = 60_000;
/// Rows on a full page of the queue, and then some.
const ROWS: usize = 60;

/// What the page and all that it fetched weigh; what listens for news never ends and is none of it.
const WEIGHT: &str = "return [...performance.getEntriesByType('navigation'), \
    ...performance.getEntriesByType('resource')]\
    .filter((one) => one.initiatorType !== 'eventsource' && !one.name.endsWith('/desk/live'))\
    .map((one) => [new URL(one.name).pathname, one.encodedBodySize, one.decodedBodySize])";

async fn story(app: &App) {
    let house = Box::pin(House::furnish(app)).await;
    for number in 0..ROWS {
        plain(
            app,
            &format!("vrager{number}@wetteren.be"),
            &format!("Onderwerp {number}"),
        )
        .await;
    }
    // A conversation of some length.
    for number in 0..8 {
        let mail = app.mails_to("bo@wetteren.be").pop().unwrap();
        let words =
            format!("Nog iets over de schoolroute, punt {number}: de bus stopt er niet meer.");
        Box::pin(app.take(mail.reply(&words))).await;
    }
    let ticket = format!("/desk/tickets/{}?do=answer", house.proposed);
    let mut heavy = String::new();
    for path in ["/desk?scope=all", &ticket] {
        let browser = Browser::open().await;
        browser.go(&app.url("/desk/sign-in")).await;
        browser.fill("#email", AGENT).await;
        browser
            .fill("#password", "een lange zin als wachtwoord")
            .await;
        browser
            .leave(async || {
                browser
                    .click("form[action='/desk/sign-in'] button[type=submit]")
                    .await;
            })
            .await;
        // As if it came for the first time.
        browser
            .tell("Network.clearBrowserCache", serde_json::json!({}))
            .await;
        browser.go("about:blank").await;
        browser.go(&app.url(path)).await;
        let parts = browser.run(WEIGHT, &[]).await;
        let parts = parts.as_array().unwrap();
        let of = |part: &Value, at: usize| part[at].as_u64().unwrap_or_default();
        assert!(
            parts.iter().all(|part| of(part, 1) > 0),
            "out of a cache: {parts:?}"
        );
        for kind in [".css", ".js", ".svg"] {
            let fetched = |part: &Value| part[0].as_str().is_some_and(|name| name.contains(kind));
            assert!(parts.iter().any(fetched), "no {kind}: {parts:?}");
        }
        let whole: u64 = parts.iter().map(|part| of(part, 1)).sum();
        println!("{path}: {whole} bytes");
        if whole > MOST {
            writeln!(heavy, "{path}: {whole} bytes: {parts:#?}").unwrap();
        }
        browser.close().await;
    }
    assert!(heavy.is_empty(), "{heavy}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_and_a_question_are_light() {
    with_database(Engine::Sqlite, Start::Filled, async |database| {
        play_with(database, set_up, async |app| Box::pin(story(app)).await).await;
    })
    .await;
}
