//! Who rings is known by a name: a few letters of it find whoever asked before, with their address.

use super::Demo;
use super::chromium::Browser;

#[tokio::test]
async fn somebody_on_the_phone_is_found_by_name() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    demo.sign_in(&browser).await;
    browser.go(&demo.at("/desk/nieuw")).await;
    browser.fill("#name", "mertens").await;
    let offered = browser.find("#namen option").await;
    let offered = offered.attr("value").await.unwrap().unwrap();
    assert_eq!(offered, "Sarah Mertens (sarah.mertens@mechelen.be)");

    // Chosen from the list, the field holds what was offered for a moment.
    browser.fill("#name", &offered).await;
    let value = async |field: &str| {
        let field = browser.find(field).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    };
    assert_eq!(value("#name").await, "Sarah Mertens");
    assert_eq!(value("#mail").await, "sarah.mertens@mechelen.be");
    assert_eq!(value("#organisation").await, "Stad Mechelen");

    // A name beside an address that stands there is whose it is.
    browser.fill("#name", "Sarah Mertens-Claes").await;
    assert_eq!(value("#mail").await, "sarah.mertens@mechelen.be");
    browser.close().await;
}
