//! What was sent is called back with one key, and every screen of it fits a phone; the queue fits a window beside
//! another one.

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
async fn the_queue_fits_a_window_beside_another_one() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;
    let room = "return document.querySelector('td.rv-q__sub:not([colspan])').clientWidth";
    for width in [800, 900, 1000] {
        browser.resize(width).await;
        browser.go(&demo.at("/desk?scope=all")).await;
        browser.find(".rv-q tr:has(.rv-prop)").await;
        fits(&browser).await;
        let left = browser.run(room, &[]).await.as_i64();
        assert!(left > Some(120), "{left:?} px for the question at {width}");
        // The topic has no room there; the number has.
        let number = browser.said("td.rv-q__sub .rv-q__no").await;
        assert!(number.starts_with("RV-"), "{number:?} at {width}");
    }
    browser.resize(390).await;
    let number = browser.said("td.rv-q__sub .rv-q__no").await;
    assert!(number.starts_with("RV-"), "{number:?} on a phone");
    browser.resize(1440).await;
    assert_eq!(browser.said("td.rv-q__sub .rv-q__no").await, "");
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
    browser.has_cursor("#tekst").await;
    browser.type_keys(" ").await;
    assert_eq!(written(&browser).await.as_deref(), Some(" "));
    browser.fill("#tekst", "Kijk jij, @hil").await;
    browser.click("[data-mention]").await;
    let field = browser.find("#tekst").await;
    let value = field.prop("value").await.unwrap();
    assert_eq!(value.as_deref(), Some("Kijk jij, @Hilde Vermassen "));
    // Whoever goes on typing types no second space.
    browser.type_keys(" nu").await;
    let value = written(&browser).await;
    assert_eq!(value.as_deref(), Some("Kijk jij, @Hilde Vermassen nu"));
    // Enter takes the first name that is offered; where none is, it begins a line.
    browser.fill("#tekst", "En @hil").await;
    browser.find("[data-mention]").await;
    browser.press("Enter").await;
    let value = written(&browser).await;
    assert_eq!(value.as_deref(), Some("En @Hilde Vermassen "));
    browser.press("Enter").await;
    let value = written(&browser).await;
    assert_eq!(value.as_deref(), Some("En @Hilde Vermassen \n"));
    browser.close().await;
}

/// What stands in the field.
async fn written(browser: &Browser) -> Option<String> {
    browser.find("#tekst").await.prop("value").await.unwrap()
}

#[tokio::test]
async fn an_answer_is_marked_up_by_buttons_and_keys_and_seen_as_a_mail() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;
    let row = browser.find("tr:has(.rv-prop) .rv-q__link").await;
    let address = row.attr("href").await.unwrap().unwrap();
    browser.go(&demo.at(&format!("{address}?do=answer"))).await;
    browser.fill("#tekst", "Dat mag.").await;
    let chosen = async |from: u8, to: u8| {
        let script = format!(
            "const field = document.getElementById('tekst'); field.focus(); field.setSelectionRange({from}, {to})"
        );
        browser.page.execute(&script, Vec::new()).await.unwrap();
    };
    chosen(4, 7).await;
    browser.click("[data-mark=bold]").await;
    assert_eq!(written(&browser).await.as_deref(), Some("Dat **mag**."));
    browser.click("[data-mark=bold]").await;
    assert_eq!(
        written(&browser).await.as_deref(),
        Some("Dat mag."),
        "and off again"
    );
    let press = |key: &str| {
        format!(
            "document.getElementById('tekst').dispatchEvent(new KeyboardEvent('keydown', \
             {{ key: '{key}', ctrlKey: true, bubbles: true, cancelable: true }}))"
        )
    };
    chosen(0, 3).await;
    browser.page.execute(&press("i"), Vec::new()).await.unwrap();
    assert_eq!(written(&browser).await.as_deref(), Some("_Dat_ mag."));
    chosen(0, 5).await;
    browser.page.execute(&press("k"), Vec::new()).await.unwrap();
    assert_eq!(
        written(&browser).await.as_deref(),
        Some("[_Dat_](https://) mag.")
    );
    for (button, text) in [
        ("list", "- [_Dat_](https://) mag."),
        ("numbers", "1. [_Dat_](https://) mag."),
        ("quote", "> [_Dat_](https://) mag."),
        ("quote", "[_Dat_](https://) mag."),
    ] {
        browser.click(&format!("[data-mark={button}]")).await;
        assert_eq!(written(&browser).await.as_deref(), Some(text), "{button}");
    }

    browser.fill("#tekst", "Dat **mag**.").await;
    let press = "document.querySelector('form[data-draft^=answer] [name=voorbeeld]').click()";
    browser.page.execute(press, Vec::new()).await.unwrap();
    let shown = browser.find("#voorbeeld .rv-preview__page strong").await;
    assert_eq!(shown.text().await.unwrap(), "mag");
    assert_eq!(written(&browser).await.as_deref(), Some("Dat **mag**."));
    browser.page.set_window_rect(0, 0, 390, 844).await.unwrap();
    fits(&browser).await;
    browser.close().await;
}
