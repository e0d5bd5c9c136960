//! What was sent is called back with one key, and every screen of it fits a phone.

use super::chromium::Browser;
use super::{Demo, alone};

const TYPED: &str = "Een projectvereniging past hierbij.";

/// The page is no wider than the window.
async fn fits(browser: &Browser) {
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    let over = browser.page.execute(wide, Vec::new()).await.unwrap();
    let over: i64 = over.convert().unwrap();
    let at = browser.page.current_url().await.unwrap();
    assert!(over <= 0, "{at} is {over} px too wide");
}

/// Sends the answer, wherever its button stands, and waits until it is about to leave.
async fn send(browser: &Browser) {
    let press = "document.querySelector('form[data-draft^=answer]').requestSubmit()";
    browser.page.execute(press, Vec::new()).await.unwrap();
    browser.find("[data-leaves] [data-counted]").await;
}

#[tokio::test]
async fn an_answer_is_called_back_with_one_key() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;
    let row = browser.find("tr:has(.rv-prop) .rv-q__link").await;
    let address = alone(&row.attr("href").await.unwrap().unwrap());
    browser.go(&demo.at(&format!("{address}?do=answer"))).await;
    browser.fill("#tekst", TYPED).await;
    send(&browser).await;
    browser.type_keys("z").await;
    let field = browser
        .find("form[data-draft^=answer][data-typed] #tekst")
        .await;
    let value = field.prop("value").await.unwrap();
    assert_eq!(value.as_deref(), Some(TYPED));

    // On a phone: the draft, the form of another asker, a note, the answer that leaves again.
    browser.page.set_window_rect(0, 0, 390, 844).await.unwrap();
    for path in ["", "/vraagsteller", "?do=note", "?do=answer"] {
        browser.go(&demo.at(&format!("{address}{path}"))).await;
        fits(&browser).await;
    }
    browser.fill("#tekst", TYPED).await;
    send(&browser).await;
    fits(&browser).await;
    for path in ["/desk/profiel", "/desk?scope=all&knelpunt=1"] {
        browser.go(&demo.at(path)).await;
        fits(&browser).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn a_colleague_is_found_behind_an_at_sign() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;
    let row = browser.find("tr:has(.rv-prop) .rv-q__link").await;
    let address = alone(&row.attr("href").await.unwrap().unwrap());
    browser
        .go(&demo.at(&format!("{address}?do=note#tekst")))
        .await;
    browser.fill("#tekst", "Kijk jij, @hil").await;
    browser.click("[data-mention]").await;
    let field = browser.find("#tekst").await;
    let value = field.prop("value").await.unwrap();
    assert_eq!(value.as_deref(), Some("Kijk jij, @Hilde Vermassen "));
    browser.close().await;
}
