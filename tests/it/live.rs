//! A page that is open hears what changes, in whatever process, and who else is there.

use std::time::Duration;

use chrono::TimeDelta;
use regiovraag::auth::{Grant, Role, accounts};
use regiovraag::registry::{self, Doing};
use regiovraag::text::Language;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const ASKER: &str = "an.peeters@wetteren.be";
/// Longer than anything here takes: what does not come by then does not come.
const LONG: Duration = Duration::from_secs(30);

/// What a page hears.
struct Ear {
    answer: reqwest::Response,
    heard: String,
}

impl Ear {
    async fn open(app: &App) -> Self {
        let answer = app.visitor.get(app.url("/desk/live")).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let kind = answer.headers()["content-type"].to_str().unwrap();
        assert_eq!(kind, "text/event-stream; charset=utf-8");
        let mut ear = Self {
            answer,
            heard: String::new(),
        };
        ear.hears("event: listening").await;
        ear
    }

    /// Listens until `words` were said.
    async fn hears(&mut self, words: &str) {
        while !self.heard.contains(words) {
            let chunk = timeout(LONG, self.answer.chunk()).await;
            let chunk = chunk.unwrap_or_else(|_| panic!("no {words:?} in {:?}", self.heard));
            let chunk = chunk.unwrap().expect("the line goes on");
            self.heard += std::str::from_utf8(&chunk).unwrap();
        }
        let end = self.heard.find(words).unwrap() + words.len();
        self.heard.drain(..end);
    }

    /// Listens until the line ends.
    async fn ends(&mut self) {
        let end = async { while self.answer.chunk().await.unwrap().is_some() {} };
        timeout(LONG, end).await.expect("the line ends");
    }
}

/// What `serve` does beside its web server.
pub struct Relay(CancellationToken);

impl Relay {
    pub fn start(app: &App) -> Self {
        let stop = CancellationToken::new();
        let (ctx, until) = (app.ctx.clone(), stop.clone());
        tokio::spawn(async move { ctx.changes.relay(&ctx.db, &until).await });
        Self(stop)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

scenario!(an_open_page_hears_what_changes_and_who_is_there, |app| {
    app.agent(DESK).await;
    let csrf = sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    let colleague = app.agent("contactpunt-antwerpen").await;
    let colleague = colleague.user().unwrap().id;
    let mut ear = Ear::open(app).await;
    let _relay = Relay::start(app);
    // What came before it began to listen may have been missed.
    ear.hears("unknown").await;
    app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    let ticket = app.only_case().await.ticket;
    ear.hears(&format!("ticket {}", ticket.id)).await;

    let url = format!("/desk/tickets/{}/presence", ticket.reference);
    let here = async |doing: &str| {
        let form = [("csrf", csrf.as_str()), ("tab", "een"), ("doing", doing)];
        app.post(&url, &form).await
    };
    let alone = here("reading").await;
    assert_eq!(alone.status, 200, "{}", alone.body);
    assert!(
        !alone.body.contains("Els Claes"),
        "nobody sees themselves: {}",
        alone.body
    );
    ear.hears(&format!("presence {}", ticket.id)).await;

    registry::heard_of(&app.ctx, ticket.id, colleague, "twee", Doing::Reading)
        .await
        .unwrap();
    ear.hears(&format!("presence {}", ticket.id)).await;
    assert!(here("reading").await.body.contains("Els Claes kijkt mee"));
    // The same somebody in another page, who writes there.
    registry::heard_of(&app.ctx, ticket.id, colleague, "drie", Doing::Writing)
        .await
        .unwrap();
    ear.hears(&format!("presence {}", ticket.id)).await;
    let page = app
        .get(&format!("/desk/tickets/{}", ticket.reference))
        .await;
    assert!(page.body.contains("Els Claes schrijft"), "{}", page.body);
    assert!(!page.body.contains("Els Claes kijkt mee"), "{}", page.body);

    for tab in ["twee", "drie"] {
        registry::left(&app.ctx, ticket.id, colleague, tab)
            .await
            .unwrap();
    }
    ear.hears(&format!("presence {}", ticket.id)).await;
    assert!(!here("writing").await.body.contains("Els Claes"));
    assert_eq!(here("left").await.status, 204);
    let left = registry::present(&app.ctx.db, ticket.id, colleague)
        .await
        .unwrap();
    assert_eq!(left, []);

    let unproven = [("csrf", "x"), ("tab", "een"), ("doing", "writing")];
    assert_eq!(app.post(&url, &unproven).await.status, 403);
    let elsewhere = url.replace(ticket.reference.as_str(), "RV-2026-000099");
    let form = [
        ("csrf", csrf.as_str()),
        ("tab", "een"),
        ("doing", "writing"),
    ];
    assert_eq!(app.post(&elsewhere, &form).await.status, 404);

    // The house stops.
    app.ctx.changes.close();
    ear.ends().await;
});

scenario!(a_page_that_asks_by_itself_keeps_no_session_alive, |app| {
    app.agent(DESK).await;
    sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
    app.take(question(ASKER, "Vervoerregio", "Welke vervoerregio?"))
        .await;
    let by_itself = async |path: &str| {
        let asked = app.visitor.get(app.url(path)).header("X-By-Itself", "1");
        asked.send().await.unwrap().status()
    };
    let idle = i64::from(app.ctx.settings.sign_in.session_idle_minutes);
    app.ctx.clock.advance(TimeDelta::minutes(idle / 2 + 1));
    assert_eq!(by_itself("/desk").await, 200);
    app.ctx.clock.advance(TimeDelta::minutes(idle / 2 + 1));
    assert_eq!(by_itself("/desk").await, 303, "nobody pressed anything");
    assert_eq!(
        app.visitor
            .get(app.url("/desk/live"))
            .send()
            .await
            .unwrap()
            .status(),
        303
    );
});

scenario!(who_reads_no_questions_hears_nothing, |app| {
    let account = accounts::NewAccount {
        email: "nele@vlaanderen.be".to_owned(),
        name: "Nele Maes".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Admin, None, None).unwrap()],
    };
    accounts::add(&app.ctx, account).await.unwrap();
    let page = app.get("/desk/sign-in").await;
    let (_, csrf) = page.body.split_once("name=\"csrf\" value=\"").unwrap();
    let form = [
        ("csrf", csrf.split_once('"').unwrap().0),
        ("email", "nele@vlaanderen.be"),
        ("password", "een lange zin als wachtwoord"),
    ];
    assert_eq!(app.post("/desk/sign-in", &form).await.status, 303);
    assert_eq!(app.get("/desk/live").await.status, 403);
});
