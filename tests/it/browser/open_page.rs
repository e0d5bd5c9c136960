//! A page of the desk that stays open: what others do reaches it, and no word that is being typed is lost.

use thirtyfour::By;

use super::chromium::Browser;
use super::{Demo, alone};

const COORDINATOR: &str = "hilde.vermassen@abb.example";
const TYPED: &str = "Beste, wij zoeken dit uit.";

/// The page of a question that nobody has taken yet, for whoever is signed in as the agent.
async fn open_question(demo: &Demo, browser: &Browser) -> String {
    demo.sign_in(browser).await;
    let row = browser.find("tr:has(.rv-prop) .rv-q__link").await;
    let address = row.attr("href").await.unwrap().unwrap();
    browser.go(&demo.at(&address)).await;
    alone(&address)
}

async fn sign_in_as(demo: &Demo, browser: &Browser, email: &str) {
    browser.go(&demo.at("/desk")).await;
    let form = format!("form:has(input[value='{email}']) button");
    browser.click(&form).await;
    browser.find("#nav").await;
}

#[tokio::test]
async fn what_a_colleague_does_stands_over_the_form_and_round_its_words() {
    let demo = Demo::start();
    let (mine, theirs) = (Browser::open().await, Browser::open().await);
    let address = open_question(&demo, &mine).await;
    mine.fill("#tekst", TYPED).await;
    sign_in_as(&demo, &theirs, COORDINATOR).await;

    // A note changes nothing that the form rests on, and is told all the same.
    theirs.go(&demo.at(&format!("{address}?do=note"))).await;
    theirs.fill("#tekst", "Bel eerst even met mij.").await;
    theirs
        .click("form[data-draft^=note] button[type=submit]")
        .await;
    let news = mine.said("#stale:not([hidden]) li").await;
    assert!(news.contains("Notitie geschreven"), "{news}");
    assert!(news.contains("Hilde Vermassen"), "{news}");
    assert!(
        mine.page
            .find(By::Css("[data-changed]:not([hidden])"))
            .await
            .is_err()
    );

    // The question goes on: the tabs and the choices of the open form follow, its words stay.
    theirs.go(&demo.at(&format!("{address}?do=forward"))).await;
    theirs.click("#doorsturen").await;
    theirs.find("#pending [data-leaves]").await;
    mine.find("#stale [data-changed]:not([hidden])").await;
    mine.find("#form-tabs a[href*='do=withdraw']").await;
    mine.find("#form-rest input[value=still]").await;
    let kept = mine.find("#tekst").await.prop("value").await.unwrap();
    assert_eq!(kept.as_deref(), Some(TYPED));

    // Go on from there: the page is as it is now, with the words.
    mine.click("#stale a").await;
    mine.find("#stale[hidden]").await;
    let kept = mine.find("#tekst").await.prop("value").await.unwrap();
    assert_eq!(kept.as_deref(), Some(TYPED));
    mine.close().await;
    theirs.close().await;
}

#[tokio::test]
async fn what_was_typed_stays_above_a_proposal_that_is_put_in() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;
    let row = "//tr[.//span[contains(@class,'rv-next') and contains(.,'nalezen')]]//a";
    let link = browser.find_path_in_time(row).await;
    let address = alone(&link.attr("href").await.unwrap().unwrap());
    browser
        .go(&demo.at(&format!("{address}?do=answer#tekst")))
        .await;
    browser.fill("#tekst", TYPED).await;
    browser.click(".rv-msg a[href*='use=']").await;
    let field = browser.find("#tekst[data-inserted]").await;
    let value = field.prop("value").await.unwrap().unwrap();
    let proposal = value.strip_prefix(TYPED);
    assert!(proposal.is_some_and(|it| it.trim().len() > 20), "{value}");
    browser.close().await;
}

#[tokio::test]
async fn a_chosen_filter_is_looked_up_at_once_and_can_be_gone_back_on() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;
    browser.find(".rv-q tr:has(.rv-prop)").await;
    browser
        .click("select[name=status] option[value=closed]")
        .await;
    browser.find("#clear a").await;
    let at = browser.page.current_url().await.unwrap();
    assert_eq!(at.query(), Some("scope=desk&status=closed"));
    browser.find("select[name=status].is-set").await;
    assert!(
        browser
            .page
            .find(By::Css(".rv-q tr:has(.rv-prop)"))
            .await
            .is_err()
    );
    browser.page.back().await.unwrap();
    browser.find(".rv-q tr:has(.rv-prop)").await;
    browser.close().await;
}
