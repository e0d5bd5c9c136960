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

    // Nobody got anything: the question is where it was.
    browser.go(&demo.at(&ticket)).await;
    browser.find("button[data-key=d]").await;
    let side = browser.said(".rv-obl").await;
    assert!(side.contains("is eigenaar"), "{side}");
    let owing = browser.page.find_all(thirtyfour::By::Css(".rv-obl")).await;
    assert_eq!(owing.unwrap().len(), 1);
    browser.close().await;
}
