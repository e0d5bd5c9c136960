//! The keys of the desk, pressed in a real browser: what one types goes where one looks, and no single
//! key mails anybody.

use super::chromium::Browser;
use super::{Demo, alone};

/// Typed after a key that opens a form: each of its letters is a key itself, and D is that of the
/// proposal to send the question on.
const TYPED: &str = "dag";

#[tokio::test]
async fn letters_typed_after_a_key_go_into_its_form_and_mail_nobody() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;

    // A question with a proposal: D shows what would be sent to whom, at the button that says so.
    let proposal = browser.find("tr:has(.rv-prop) .rv-q__link").await;
    let ticket = alone(&proposal.attr("href").await.unwrap().unwrap());
    proposal.focus().await.unwrap();
    browser.type_keys("d").await;
    let button = browser.has_cursor("#doorsturen").await;
    let name = browser.said(".rv-forward b").await;
    let words = button.text().await.unwrap();
    assert!(words.contains(&name), "{words} does not name {name}");
    let form = browser.said("#formulier").await;
    assert!(form.contains('@'), "no address in {form}");

    for (key, other) in [("a", "note"), ("n", "answer"), ("f", "note")] {
        browser.go(&demo.at(&format!("{ticket}?do={other}"))).await;
        browser.type_keys(&format!("{key}{TYPED}")).await;
        let field = browser.has_cursor("#tekst").await;
        assert_eq!(field.prop("value").await.unwrap().unwrap(), TYPED, "{key}");
    }
    // The form that is on the page already only gets the cursor, and keeps what was typed.
    browser.go(&demo.at(&ticket)).await;
    browser.type_keys("a").await;
    browser.has_cursor("#tekst").await;
    browser.type_keys(".").await;
    let field = browser.has_cursor("#tekst").await;
    let kept = field.prop("value").await.unwrap().unwrap();
    assert_eq!(kept, format!("{TYPED}."));

    // Nobody got anything: the question is where it was, and its proposal waits for the words that
    // were begun beside it, until they are thrown away.
    browser.go(&demo.at(&ticket)).await;
    let sends = "document.querySelectorAll('button[data-key=d]').length";
    let offered = browser.run(&format!("return {sends}"), &[]).await;
    assert_eq!(
        offered, 0,
        "one key would send it on without the words of its draft"
    );
    let draft = "[...document.querySelectorAll('.rv-pending')].find(it => it.textContent.includes('Doorsturen'))";
    let discard = format!("{draft}.querySelector('form').requestSubmit()");
    browser
        .leave(async || drop(browser.run(&discard, &[]).await))
        .await;
    browser.find("button[data-key=d]").await;
    let side = browser.said(".rv-obl").await;
    assert!(side.contains("is eigenaar"), "{side}");
    let owing = browser.page.find_all(thirtyfour::By::Css(".rv-obl")).await;
    assert_eq!(owing.unwrap().len(), 1);
    browser.close().await;
}

#[tokio::test]
async fn any_action_is_found_by_its_name() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;
    let ask = || async {
        let press = serde_json::json!({
            "type": "rawKeyDown", "key": "k", "code": "KeyK", "windowsVirtualKeyCode": 75,
            "modifiers": 2,
        });
        browser.tell("Input.dispatchKeyEvent", press).await;
        browser.has_cursor("#actions[open] input").await;
    };
    let row = browser.find(".rv-q__link").await;
    let ticket = alone(&row.attr("href").await.unwrap().unwrap());
    browser.go(&demo.at(&ticket)).await;
    ask().await;
    // Letters in it are no keys; what does not fit is gone, and Enter does the first that is left.
    browser.write("NOTITIE").await;
    browser.press("Enter").await;
    browser.has_cursor("form[data-draft^=note] #tekst").await;

    // What has no key of its own is there too, by the arrows.
    browser.go(&demo.at(&ticket)).await;
    ask().await;
    browser.write("splits").await;
    browser.run("document.querySelector('#actions input').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))", &[]).await;
    let there = browser.has_cursor("#actions li:not([hidden]) button").await;
    assert!(
        there
            .text()
            .await
            .unwrap()
            .to_lowercase()
            .contains("splits")
    );
    browser.press("Enter").await;
    browser.find("form[action$='/split']").await;

    // A name that nothing has.
    browser.go(&demo.at(&ticket)).await;
    ask().await;
    browser.write("bestaat niet").await;
    assert!(
        browser
            .said("#actions [role=status]")
            .await
            .contains("Geen handeling")
    );
    browser.close().await;
}
