//! A morning at a contact point, with the hands on the keys: whoever works there signs in at the provider and
//! deals with what came in, somebody else is in the same question, and what should not have happened is undone.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use regiovraag::registry::{Reference, Status};
use thirtyfour::By;

use super::chromium::{Browser, PATIENCE};
use super::house::plain;
use crate::live::Relay;
use crate::support::app::App;
use crate::support::database::Engine;
use crate::support::oidc::{Provider, Wishes, with_provider};

const ROLE: [&str; 1] = ["R-agent:ovl"];
/// Longer than anything can be called back.
const GONE: TimeDelta = TimeDelta::seconds(11);

/// Somebody at a browser, who has no mouse.
struct Hands<'a> {
    app: &'a App,
    browser: Browser,
}

impl<'a> Hands<'a> {
    /// Signs in at the provider as this person, by the one link on the page.
    async fn sign_in(app: &'a App, provider: &Provider, who: &str) -> Self {
        provider.person(who, &ROLE).await;
        let browser = Browser::open().await;
        browser.go(&app.url("/desk")).await;
        let hands = Self { app, browser };
        hands.go_to("a[href^='/desk/sign-in/oidc']").await;
        hands.enter().await;
        hands.browser.find("#nav").await;
        hands
    }

    /// Presses Tab until the cursor is there.
    async fn go_to(&self, selector: &str) {
        const THERE: &str = "return document.activeElement.matches(arguments[0])";
        self.browser.find(selector).await;
        for _ in 0..200 {
            let there = self.browser.run(THERE, &[selector.into()]).await;
            if there == serde_json::json!(true) {
                return;
            }
            self.browser.press("Tab").await;
        }
        panic!("Tab does not lead to {selector}");
    }

    /// Presses Enter where that leads to another page.
    async fn enter(&self) {
        self.browser
            .leave(async || self.browser.press("Enter").await)
            .await;
    }

    /// Presses the button there.
    fn press<'s>(&'s self, selector: &'s str) -> LocalBoxFuture<'s, ()> {
        async move {
            self.go_to(selector).await;
            self.enter().await;
        }
        .boxed_local()
    }

    /// Types a key that leads to another page.
    async fn key(&self, key: &str) {
        self.browser
            .leave(async || self.browser.type_keys(key).await)
            .await;
    }

    /// The queue of the desk, with the cursor at this question.
    async fn choose(&self, subject: &str) {
        const CHOSEN: &str = "return document.querySelector('.is-cursor .rv-q__link')?.textContent";
        if self
            .browser
            .page
            .find(By::Css("[data-ticket]"))
            .await
            .is_ok()
        {
            self.key("u").await;
        }
        self.browser.find("table.rv-q").await;
        // One comes back to the row that one left: from above.
        self.browser.type_keys(&"k".repeat(30)).await;
        for _ in 0..30 {
            if self.browser.run(CHOSEN, &[]).await == subject {
                return;
            }
            self.browser.type_keys("j").await;
        }
        panic!("no {subject} in the queue:\n{}", self.browser.text().await);
    }

    /// Opens the form of this key for the question at the cursor, with the cursor in its text.
    fn open<'s>(
        &'s self,
        subject: &'s str,
        key: &'s str,
        field: &'s str,
    ) -> LocalBoxFuture<'s, ()> {
        async move {
            self.choose(subject).await;
            self.key(key).await;
            self.browser.has_cursor(field).await;
        }
        .boxed_local()
    }

    /// Turns a list with the arrow until this is chosen.
    async fn turn_to(&self, list: &str, value: &str) {
        const CHOSEN: &str = "return document.querySelector(arguments[0]).value";
        for _ in 0..30 {
            if self.browser.run(CHOSEN, &[list.into()]).await == value {
                return;
            }
            self.go_to(list).await;
            self.browser.press("ArrowDown").await;
        }
        panic!("{list} has no {value}");
    }

    /// Waits until these words stand there.
    async fn says(&self, selector: &str, words: &str) {
        let begin = Instant::now();
        loop {
            let found = self.browser.said(selector).await;
            if found.contains(words) {
                return;
            }
            assert!(begin.elapsed() < PATIENCE, "{words:?} is not in {found:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn value(&self, selector: &str) -> String {
        let field = self.browser.find(selector).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }
}

async fn status(app: &App, reference: &Reference) -> Status {
    app.case(reference).await.ticket.standing.status()
}

const SEND_ANSWER: &str = "form[data-draft^=answer] button[type=submit]";

async fn story(app: &App, provider: &Provider) {
    let relay = Relay::start(app);
    let answered = plain(app, "an@wetteren.be", "Vervoerregio").await;
    let sent_on = plain(app, "bo@wetteren.be", "Buslijnen naar school").await;
    let noted = plain(app, "cas@wetteren.be", "Zwembad").await;
    let asked_back = plain(app, "dries@wetteren.be", "Vergunning").await;
    let closed = plain(app, "eva@wetteren.be", "Fietspad").await;
    let els = Hands::sign_in(app, provider, "els").await;

    // Answer: sent, called back within ten seconds, put right, and sent again.
    els.open("Vervoerregio", "a", "#tekst").await;
    els.browser.write("U hoort bij Brugge.").await;
    els.press(SEND_ANSWER).await;
    els.says("#pending", "vertrekt").await;
    let before = app.mails_to("an@wetteren.be").len();
    els.key("z").await;
    els.go_to("#tekst").await;
    assert_eq!(els.value("#tekst").await, "U hoort bij Brugge.");
    app.later(GONE).await;
    assert_eq!(
        app.mails_to("an@wetteren.be").len(),
        before,
        "it stayed here"
    );
    els.browser
        .run("document.activeElement.select()", &[])
        .await;
    els.browser.write("U hoort bij Gent.").await;
    els.press(SEND_ANSWER).await;
    app.later(GONE).await;
    let mail = app.mails_to("an@wetteren.be").pop().unwrap();
    assert!(mail.text.contains("U hoort bij Gent."), "{mail}");
    assert!(!mail.text.contains("Brugge"), "{mail}");
    assert_eq!(status(app, &answered).await, Status::Answered);

    // Send on: the button says to whom.
    els.open("Buslijnen naar school", "f", "#tekst").await;
    els.browser.write("Graag uw antwoord.").await;
    els.go_to("#doorsturen").await;
    let words = els.browser.said("#doorsturen").await;
    els.enter().await;
    app.later(GONE).await;
    let case = app.case(&sent_on).await;
    let held = case.threads.iter().find_map(|it| it.assignment.as_ref());
    let held = held.expect("an administration has it");
    assert!(words.contains(&held.desk_name), "{words}");
    let mail = app.mails_to(&held.desk_email).pop().unwrap();
    assert!(mail.text.contains("Graag uw antwoord."), "{mail}");

    // Note.
    els.open("Zwembad", "n", "#tekst").await;
    els.browser.write("Bel eerst de dienst vrije tijd.").await;
    els.press("form[data-draft^=note] button[type=submit]")
        .await;
    els.says(".rv-done[role=status]", "otitie").await;
    let note = app.case(&noted).await;
    let mut events = note.events.iter();
    assert!(events.any(|it| it.kind == "noted"), "{:?}", note.events);

    // Ask for more.
    els.choose("Vergunning").await;
    els.enter().await;
    els.press("#form-tabs a[href*='do=ask']").await;
    els.browser.has_cursor("#tekst").await;
    els.browser.write("Om welk perceel gaat het?").await;
    els.press("form[data-draft^=ask] button[type=submit]").await;
    app.later(GONE).await;
    assert_eq!(status(app, &asked_back).await, Status::WaitingOnAsker);

    // Close, with a reason.
    els.open("Fietspad", "e", "#reden").await;
    els.turn_to("#reden", "withdrawn").await;
    els.press("form[data-draft^=close] button[type=submit]")
        .await;
    els.says(".rv-t__acts", "afgesloten").await;
    app.work().await;
    assert_eq!(status(app, &closed).await, Status::Closed);

    let jo = Box::pin(two_in_one_question(app, provider, &els)).await;
    jo.browser.close().await;
    Box::pin(merged_and_undone(app, &els)).await;
    a_view_is_kept(&els).await;
    els.browser.close().await;
    drop(relay);
}

/// Els and Jo have the same question open: each sees the other, and whoever comes second reads the first.
async fn two_in_one_question<'a>(app: &'a App, provider: &Provider, els: &Hands<'_>) -> Hands<'a> {
    let both = plain(app, "fien@wetteren.be", "Politiezone").await;
    els.open("Politiezone", "a", "#tekst").await;
    els.browser.write("Volgens mij is dat zone Deinze.").await;
    let jo = Hands::sign_in(app, provider, "jo").await;
    // Who writes in a form on a page of its own is seen as well.
    let consult = app.url(&format!("/desk/tickets/{both}/consult"));
    jo.browser.go(&consult).await;
    jo.browser
        .fill(".rv-keep textarea", "Is dat zone Laarne?")
        .await;
    els.says("#presence", "Els Claes schrijft").await;
    jo.browser.go(&app.url("/desk")).await;
    jo.open("Politiezone", "a", "#tekst").await;
    // The account of each was made when they signed in: both are called Els Claes at the provider.
    els.says("#presence:not(:empty)", "Els Claes").await;
    jo.browser
        .write("Dat is de zone Laarne, Wetteren en Wichelen.")
        .await;
    jo.press(SEND_ANSWER).await;
    app.later(GONE).await;
    els.browser.find("#stale:not([hidden])").await;

    els.press(SEND_ANSWER).await;
    els.says(".rv-vs", "Dat is de zone Laarne, Wetteren en Wichelen.")
        .await;
    assert_eq!(
        els.value(".rv-vs #tekst").await,
        "Volgens mij is dat zone Deinze."
    );
    app.later(GONE).await;
    let mails = app.mails_to("fien@wetteren.be");
    assert!(mails.iter().any(|mail| mail.text.contains("zone Laarne")));
    assert!(
        !mails.iter().any(|mail| mail.text.contains("Deinze")),
        "{mails:?}"
    );
    assert_eq!(status(app, &both).await, Status::Answered);
    // What was written is kept as a note.
    els.press("button[formaction$='/note']").await;
    els.says(".rv-t__threads", "Volgens mij is dat zone Deinze.")
        .await;
    jo
}

/// The same asker asked twice: the one goes on in the other, and comes back.
async fn merged_and_undone(app: &App, els: &Hands<'_>) {
    let first = plain(app, "gust@wetteren.be", "Erfgoed").await;
    let again = plain(app, "gust@wetteren.be", "Nog eens erfgoed").await;
    els.choose("Erfgoed").await;
    els.enter().await;
    els.go_to(".rv-t__acts summary").await;
    els.browser.press("Enter").await;
    els.press(".rv-t__acts a[href$='/merge']").await;
    els.go_to("main form.rv-keep [name=with]").await;
    els.browser.write(again.as_str()).await;
    els.enter().await;
    els.press("main form.rv-keep button[type=submit]").await;
    app.work().await;
    assert_eq!(status(app, &first).await, Status::Closed);
    let merged = format!("#samen-{first}");
    els.go_to(&format!("{merged} summary")).await;
    els.browser.press("Enter").await;
    els.says(&merged, "Welk bestuur is bevoegd voor Erfgoed?")
        .await;
    els.press(&format!("{merged} a[href$='/unmerge']")).await;
    els.press("main form.rv-keep button[type=submit]").await;
    app.work().await;
    for reference in [&first, &again] {
        assert_ne!(status(app, reference).await, Status::Closed, "{reference}");
    }
}

/// What is on screen is kept under a name, and found again by it.
async fn a_view_is_kept(els: &Hands<'_>) {
    if els
        .browser
        .page
        .find(By::Css("[data-ticket]"))
        .await
        .is_ok()
    {
        els.key("u").await;
    }
    els.turn_to("select[name=status]", "closed").await;
    els.browser.find("#clear a").await;
    els.go_to("#keep summary").await;
    els.browser.press("Enter").await;
    els.go_to("#view-name").await;
    els.browser.write("Wat af is").await;
    els.enter().await;
    let view = ".rv-nav__view[title='Wat af is']";
    els.browser.find(view).await;
    els.browser.go(&els.app.url("/desk")).await;
    els.press(view).await;
    els.browser.find("select[name=status].is-set").await;
    els.says("#queue", "Fietspad").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_morning_is_worked_with_the_keys_alone() {
    let wishes = Wishes {
        undo_seconds: 10,
        ..Wishes::default()
    };
    Box::pin(with_provider(Engine::Sqlite, wishes, story)).await;
}
