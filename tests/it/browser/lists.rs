//! The lists of the desk in a real browser: one comes back to where one was, nothing moves under the cursor,
//! each key that is shown does something, and all of it fits its window.

use serde_json::{Value, json};
use thirtyfour::By;

use super::chromium::Browser;
use super::{ASKER, Demo, SUBJECT};

const COORDINATOR: &str = "hilde.vermassen@abb.example";

async fn watch_all(demo: &Demo, browser: &Browser) {
    browser.go(&demo.at("/desk")).await;
    let form = format!("form:has(input[value='{COORDINATOR}']) button");
    browser.click(&form).await;
    browser.find("table.rv-q").await;
}

/// The numbers of the rows, from above.
async fn rows(browser: &Browser) -> Vec<String> {
    const ROWS: &str = "return [...document.querySelectorAll('.rv-q tbody tr[id]')].map(r => r.id)";
    let rows = browser.run(ROWS, &[]).await;
    serde_json::from_value(rows).unwrap()
}

/// A window of this size, in its own pixels.
async fn window(browser: &Browser, width: u32, height: u32) {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    browser
        .tell("Emulation.setDeviceMetricsOverride", size)
        .await;
}

#[tokio::test]
async fn one_comes_back_to_the_row_that_one_left() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    watch_all(&demo, &browser).await;
    browser.go(&demo.at("/desk?scope=all&receipt=none")).await;
    let all = rows(&browser).await;
    assert!(all.len() > 3, "{all:?}");
    browser.type_keys("jj").await;
    browser.leave(async || browser.press("Enter").await).await;
    let crumb = || async { browser.said(".rv-t__crumb").await };
    assert!(crumb().await.contains(&all[1]), "{}", crumb().await);
    assert!(crumb().await.contains("2 van "), "{}", crumb().await);
    browser.leave(async || browser.type_keys("j").await).await;
    assert!(crumb().await.contains(&all[2]), "{}", crumb().await);
    browser.leave(async || browser.type_keys("k").await).await;
    assert!(crumb().await.contains(&all[1]), "{}", crumb().await);
    browser.leave(async || browser.type_keys("u").await).await;
    let at = browser.page.current_url().await.unwrap();
    assert_eq!(at.query(), Some("scope=all&receipt=none"));
    browser
        .has_cursor(&format!("#{}.is-cursor .rv-q__link", all[1]))
        .await;
    browser.close().await;
}

#[tokio::test]
async fn a_new_question_waits_until_it_is_asked_for() {
    let demo = Demo::start();
    let (mine, theirs) = (Browser::open().await, Browser::open().await);
    demo.sign_in(&mine).await;
    mine.type_keys("j").await;
    let before = rows(&mine).await;

    theirs.go(&demo.at("/demo/mail")).await;
    theirs.fill("#ander", ASKER).await;
    theirs.fill("#onderwerp", SUBJECT).await;
    theirs
        .fill(
            "#bericht",
            "Beste\n\nWelk samenwerkingsverband past hierbij?",
        )
        .await;
    theirs
        .click("form[action='/demo/mail'] button[type=submit]")
        .await;

    let button = mine.find("#fresh:not([hidden])").await;
    assert!(
        button
            .text()
            .await
            .unwrap()
            .contains("1 nieuwe vraag tonen"),
        "{}",
        mine.text().await
    );
    assert_eq!(rows(&mine).await, before);
    mine.has_cursor(&format!("#{}.is-cursor .rv-q__link", before[0]))
        .await;
    mine.type_keys(".").await;
    mine.find("#fresh[hidden]").await;
    let after = rows(&mine).await;
    assert_eq!(after.len(), before.len() + 1, "{after:?}");
    mine.has_cursor(&format!("#{}.is-cursor .rv-q__link", before[0]))
        .await;

    // A question that is over stays where it stood, in grey, until the list is loaded anew.
    let gone = &after[1];
    demo.sign_in(&theirs).await;
    let close = format!("/desk/tickets/{gone}?do=close");
    theirs.go(&demo.at(&close)).await;
    theirs.click("#reden option[value=out_of_scope]").await;
    theirs
        .click("form[data-draft^=close] button[type=submit]")
        .await;
    let row = mine.find(&format!("#{gone}.is-gone .rv-next")).await;
    assert_eq!(row.text().await.unwrap(), "Staat niet meer in deze lijst");
    assert_eq!(rows(&mine).await, after);
    mine.close().await;
    theirs.close().await;
}

/// The keys of what can be pressed, in the row of the cursor and beside the rows.
const SHOWN: &str = "return [...document.querySelectorAll('[data-key]:not([hidden])')] \
    .filter(it => it.closest('.is-cursor') || !it.closest('.rv-q')).map(it => it.dataset.key)";

/// How tall the tallest is.
const TALL: &str = "return Math.max(...[...document.querySelectorAll(arguments[0])]\
        .map(it => it.offsetHeight))";

/// By how much the filters are wider than their place.
const WIDE: &str = "const form = document.querySelector('form.rv-filters'); \
        return form.scrollWidth - form.clientWidth";

/// What sticks to an edge of the window.
const STUCK: &str = "return ['.rv-head', '.rv-tabbar', '.rv-hints'].filter(it => \
        ['sticky', 'fixed'].includes(getComputedStyle(document.querySelector(it)).position))";

/// What somebody at the keys sees change.
const SEEN: &str = "const at = document.activeElement; \
    return [location.href, window.rvBefore ?? false, at.tagName + at.id + at.className + at.textContent, \
    document.querySelectorAll('[open]').length, document.querySelectorAll(':checked').length, \
    document.querySelector('.is-cursor')?.id ?? '']";

/// The keys that the sheet lists on this page.
async fn listed(browser: &Browser) -> Vec<String> {
    const LISTED: &str = "return [...document.querySelectorAll('#keys [data-for]')]\
        .filter(line => !line.hidden).map(line => line.dataset.for)";
    browser.type_keys("?").await;
    browser.find("#keys[open]").await;
    let keys = browser.run(LISTED, &[]).await;
    serde_json::from_value(keys).unwrap()
}

/// Puts the page in the state in which a key makes sense.
async fn prepare(browser: &Browser, key: &str) {
    match key {
        "Escape" => {
            browser.type_keys("?").await;
            browser.find("#keys[open]").await;
        }
        "Control+Enter" => {
            browser.find("#tekst").await.focus().await.unwrap();
        }
        _ => {}
    }
}

async fn press(browser: &Browser, key: &str) {
    match key {
        "rows" => browser.type_keys("j").await,
        "Enter" | "Escape" => browser.press(key).await,
        "Control+Enter" => {
            let press = json!({
                "type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13,
                "modifiers": 2,
            });
            browser.tell("Input.dispatchKeyEvent", press).await;
        }
        key => browser.type_keys(&key.replace(' ', "")).await,
    }
}

/// Each key that the sheet of this page lists does something, each that is shown is listed, and no other
/// letter does anything.
async fn check_keys(demo: &Demo, browser: &Browser, page: &str, first: &str) {
    let fresh = async || {
        // Away first: another place on the same page is not loaded anew.
        browser.go("about:blank").await;
        browser.go(&demo.at(page)).await;
        browser.find("#keys").await;
        browser.type_keys(first).await;
        browser.run("window.rvBefore = true", &[]).await;
    };
    fresh().await;
    let keys = listed(browser).await;
    assert!(keys.len() > 8, "{page}: {keys:?}");
    let shown: Vec<String> = serde_json::from_value(browser.run(SHOWN, &[]).await).unwrap();
    // One line of the sheet is about all the digits.
    let covered = |key: &str| {
        let line = if key.parse::<u8>().is_ok() { "1" } else { key };
        keys.iter().any(|it| it == line)
    };
    for key in &shown {
        assert!(covered(key), "{page}: {key} is not listed in {keys:?}");
    }
    for key in &keys {
        fresh().await;
        prepare(browser, key).await;
        let before = browser.run(SEEN, &[]).await;
        press(browser, key).await;
        let mut seen = Value::Null;
        for _ in 0..100 {
            let now = browser.page.execute(SEEN, Vec::new()).await;
            // Between two pages there is none to ask.
            seen = now.map_or(Value::Null, |now| now.json().clone());
            if !seen.is_null() && seen != before {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert!(
            !seen.is_null() && seen != before,
            "{page}: {key} does nothing"
        );
    }
    fresh().await;
    let before = browser.run(SEEN, &[]).await;
    for key in ('a'..='z').chain('0'..='9').chain(['.', ';']) {
        let of_rows = covered("rows") && "jk".contains(key);
        if key != 'g' && !of_rows && !covered(&key.to_string()) {
            browser.type_keys(&key.to_string()).await;
        }
    }
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(browser.run(SEEN, &[]).await, before, "{page}");
}

#[tokio::test]
async fn every_key_of_the_sheet_does_something_and_no_other_does() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;
    check_keys(&demo, &browser, "/desk", "jj").await;
    browser.go(&demo.at("/desk")).await;
    let all = rows(&browser).await;
    let ticket = format!("/desk/tickets/{}?from=scope%3Ddesk", all[1]);
    check_keys(&demo, &browser, &ticket, "").await;
    check_keys(&demo, &browser, "/desk?q=regio", "j").await;
    browser.close().await;
}

#[tokio::test]
async fn a_form_for_several_has_the_cursor_and_a_row_is_taken_by_one_key() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;
    let all = rows(&browser).await;
    browser.type_keys("jjx").await;
    browser.leave(async || browser.type_keys("e").await).await;
    browser.has_cursor("#keuze").await;
    browser.go(&demo.at("/desk?scope=desk")).await;
    browser.type_keys("jj").await;
    browser.leave(async || browser.type_keys("t").await).await;
    browser.find(".rv-done").await;
    browser
        .has_cursor(&format!("#{}.is-cursor .rv-q__link", all[1]))
        .await;
    let row = browser.find(&format!("#{} .rv-q__ball", all[1])).await;
    assert!(
        row.text().await.unwrap().contains("Sofie"),
        "{}",
        browser.text().await
    );
    browser.close().await;
}

#[tokio::test]
async fn the_queue_fits_wide_narrow_and_low_windows() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    watch_all(&demo, &browser).await;
    window(&browser, 1440, 900).await;
    let tall = async |what: &str| browser.run(TALL, &[what.into()]).await.as_f64().unwrap();
    assert!(
        tall(".rv-q tbody tr[id]").await <= 52.0,
        "rows of two lines"
    );
    assert!(tall("form.rv-filters").await <= 40.0, "filters on one line");
    let all = rows(&browser).await;
    browser
        .go(&demo.at(&format!("/desk/tickets/{}", all[0])))
        .await;
    assert!(
        tall(".rv-t__do").await <= 40.0,
        "what one can do on one line"
    );

    // On a phone the filters are folded away, and say how many are set.
    window(&browser, 390, 844).await;
    browser.go(&demo.at("/desk?scope=all&receipt=none")).await;
    let fold = browser.find("#fold").await;
    assert_eq!(fold.text().await.unwrap(), "Filters (1)");
    let shown = async || {
        let form = browser.page.find(By::Css("form.rv-filters")).await.unwrap();
        form.is_displayed().await.unwrap()
    };
    assert!(!shown().await);
    fold.click().await.unwrap();
    assert!(shown().await);
    assert_eq!(browser.run(WIDE, &[]).await, json!(0));

    // At 200% nothing that sticks takes the place of the work.
    window(&browser, 720, 450).await;
    browser
        .go(&demo.at(&format!("/desk/tickets/{}?do=note#tekst", all[0])))
        .await;
    browser.has_cursor("#tekst").await;
    assert_eq!(browser.run(STUCK, &[]).await, json!([]));
    browser.close().await;
}
