//! Signing in with a password and the code of an app.

use chrono::TimeDelta;
use regiovraag::admin::{self, LogFilter};
use regiovraag::auth::{Actor, attempts, second_step, sessions};
use totp_rs::Totp;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, Got};
use crate::support::scenario;

const DESK: &str = "contactpunt-limburg";
const EMAIL: &str = "els.contactpunt-limburg@vlaanderen.be";
const PASSWORD: &str = "een lange zin als wachtwoord";
const PAGE: &str = "/desk/profiel/tweestaps";

fn value<'p>(page: &'p str, name: &str) -> &'p str {
    let field = format!("name=\"{name}\" value=\"");
    let (_, after) = page
        .split_once(&field)
        .unwrap_or_else(|| panic!("{name}: {page}"));
    after.split_once('"').unwrap().0
}

/// The app that read the key of the page.
fn app_with(page: &str) -> Totp {
    let (_, after) = page.split_once("href=\"otpauth:").unwrap();
    let url = after
        .split_once('"')
        .unwrap()
        .0
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    Totp::from_url(format!("otpauth:{url}")).unwrap()
}

/// What an app shows at this moment.
fn code(app: &App, totp: &Totp) -> String {
    totp.generate(u64::try_from(app.now().timestamp()).unwrap())
        .to_string()
}

/// Turns the second step on; the app, and the recovery codes.
async fn turned_on(app: &App) -> (Totp, Vec<String>) {
    app.agent(DESK).await;
    turn_on(app).await
}

async fn turn_on(app: &App) -> (Totp, Vec<String>) {
    sign_in_as(app, EMAIL).await;
    let page = app.get(PAGE).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("<svg class=\"rv-qr\""), "{}", page.body);
    let totp = app_with(&page.body);
    let form = |code: &str| {
        [
            ("csrf", value(&page.body, "csrf").to_owned()),
            ("key", value(&page.body, "key").to_owned()),
            ("password", PASSWORD.to_owned()),
            ("code", code.to_owned()),
        ]
    };
    let send = async |code: &str| {
        let form = form(code);
        let form: Vec<_> = form
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        app.post(&format!("{PAGE}/aan"), &form).await
    };
    let wrong = send("000000").await;
    assert_eq!(wrong.status, 422);
    assert_eq!(
        value(&wrong.body, "key"),
        value(&page.body, "key"),
        "the same key again"
    );
    let done = send(&code(app, &totp)).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let codes: Vec<_> = done
        .body
        .split("<li><code class=\"rv-secret\">")
        .skip(1)
        .map(|part| part.split_once('<').unwrap().0.to_owned())
        .collect();
    assert_eq!(codes.len(), second_step::RECOVERY_CODES);
    let again = app.get(PAGE).await.body;
    assert!(again.contains("De tweede stap staat aan") && !again.contains(&codes[0]));
    assert!(again.contains("nog 10 herstelcodes"), "{again}");
    (totp, codes)
}

async fn sign_out(app: &App) {
    let page = app.get("/desk").await.body;
    app.post("/desk/sign-out", &[("csrf", value(&page, "csrf"))])
        .await;
    assert_eq!(app.get("/desk").await.status, 303);
}

/// Types the password; the page that asks for the code.
async fn half_in(app: &App, next: &str) -> Got {
    let page = app.get(&format!("/desk/sign-in?next={next}")).await.body;
    let form = [
        ("csrf", value(&page, "csrf")),
        ("email", EMAIL),
        ("password", PASSWORD),
        ("next", value(&page, "next")),
    ];
    app.post("/desk/sign-in", &form).await
}

async fn type_code(app: &App, page: &Got, code: &str) -> Got {
    let form = [
        ("csrf", value(&page.body, "csrf")),
        ("half", value(&page.body, "half")),
        ("next", value(&page.body, "next")),
        ("code", code),
    ];
    app.post("/desk/sign-in/code", &form).await
}

scenario!(
    a_password_alone_opens_nothing_when_the_second_step_is_on,
    |app| {
        let (totp, codes) = turned_on(app).await;
        let used = code(app, &totp);
        sign_out(app).await;
        app.later(TimeDelta::minutes(1)).await;

        let asks = half_in(app, "/desk/mail").await;
        assert_eq!(asks.status, 200, "{}", asks.body);
        assert!(asks.body.contains("Nog één stap"), "{}", asks.body);
        assert_eq!(app.get("/desk").await.status, 303, "not in yet");
        for wrong in ["000000", used.as_str(), "", "abc"] {
            let refused = type_code(app, &asks, wrong).await;
            assert_eq!(refused.status, 422, "{wrong}");
            assert!(
                refused.body.contains("Die code klopt niet"),
                "{}",
                refused.body
            );
        }
        let right = code(app, &totp);
        let got = type_code(app, &asks, &right).await;
        assert_eq!((got.status, got.location.as_str()), (303, "/desk/mail"));
        assert_eq!(app.get("/desk").await.status, 200);

        // The same code, seen over a shoulder, opens nothing.
        sign_out(app).await;
        let asks = half_in(app, "/desk").await;
        assert_eq!(type_code(app, &asks, &right).await.status, 422);
        // A recovery code does, once.
        assert_eq!(type_code(app, &asks, &codes[0]).await.status, 303);
        sign_out(app).await;
        let asks = half_in(app, "/desk").await;
        assert_eq!(type_code(app, &asks, &codes[0]).await.status, 422);

        // The page that asks is good for a while, in one browser.
        app.later(second_step::PATIENCE + TimeDelta::seconds(1))
            .await;
        let late = type_code(app, &asks, &code(app, &totp)).await;
        assert_eq!(late.status, 403);
        assert!(late.body.contains("Meld u opnieuw aan"), "{}", late.body);
        let asks = half_in(app, "/desk").await;
        let stranger = reqwest::Client::new()
            .post(app.url("/desk/sign-in/code"))
            .form(&[
                ("csrf", value(&asks.body, "csrf")),
                ("half", value(&asks.body, "half")),
                ("code", &code(app, &totp)),
            ])
            .send()
            .await
            .unwrap();
        assert_eq!(stranger.status(), 403);
    }
);

scenario!(codes_are_not_guessed, |app| {
    let (totp, codes) = turned_on(app).await;
    sign_out(app).await;
    app.later(TimeDelta::minutes(1)).await;
    for _ in 0..attempts::PER_ACCOUNT {
        // Showing the password again and again starts nothing anew.
        let asks = half_in(app, "/desk").await;
        assert_eq!(type_code(app, &asks, "000000").await.status, 422);
    }
    let asks = half_in(app, "/desk").await;
    assert_eq!(type_code(app, &asks, &code(app, &totp)).await.status, 429);
    assert_eq!(type_code(app, &asks, &codes[0]).await.status, 429);
    app.later(attempts::WINDOW + TimeDelta::seconds(1)).await;
    let asks = half_in(app, "/desk").await;
    assert_eq!(type_code(app, &asks, &code(app, &totp)).await.status, 303);
});

scenario!(
    the_second_step_is_turned_off_with_a_password_and_a_code,
    |app| {
        let (totp, codes) = turned_on(app).await;
        app.later(TimeDelta::minutes(1)).await;
        let page = app.get(PAGE).await.body;
        let csrf = value(&page, "csrf");
        let off = async |password: &str, code: &str| {
            let form = [("csrf", csrf), ("password", password), ("code", code)];
            app.post(&format!("{PAGE}/uit"), &form).await
        };
        assert_eq!(off("fout", &code(app, &totp)).await.status, 422);
        assert_eq!(off(PASSWORD, "000000").await.status, 422);
        let renewed = [("csrf", csrf), ("code", codes[1].as_str())];
        let renewed = app.post(&format!("{PAGE}/codes"), &renewed).await;
        assert_eq!(renewed.status, 200);
        assert_eq!(
            off(PASSWORD, &codes[2]).await.status,
            422,
            "those before are over"
        );
        let done = off(PASSWORD, &code(app, &totp)).await;
        assert_eq!((done.status, done.location.as_str()), (303, PAGE));
        let page = app.get(PAGE).await.body;
        assert!(page.contains("De tweede stap staat uit"), "{page}");
        sign_out(app).await;
        assert_eq!(half_in(app, "/desk").await.location, "/desk");
    }
);

scenario!(turning_it_on_ends_what_began_without_a_code, |app| {
    let els = app.agent(DESK).await;
    let els = els.user().unwrap();
    let elsewhere = sessions::begin(&app.ctx, els).await.unwrap();
    turn_on(app).await;
    let open = sessions::open(&app.ctx, &elsewhere).await.unwrap();
    assert!(open.is_none(), "whoever had the password may be there");
    assert_eq!(app.get("/desk").await.status, 200, "and still here");
});

scenario!(
    whoever_is_halfway_with_an_old_password_is_not_in_with_a_code,
    |app| {
        let els = app.agent(DESK).await;
        let (totp, codes) = turn_on(app).await;
        sign_out(app).await;
        app.later(TimeDelta::minutes(1)).await;
        let asks = half_in(app, "/desk").await;
        let id = els.id().unwrap();
        admin::set_password(&app.ctx, &Actor::System, id, "een heel andere lange zin")
            .await
            .unwrap();
        for code in [code(app, &totp), codes[0].clone()] {
            let got = type_code(app, &asks, &code).await;
            assert_eq!(got.status, 403, "{}", got.body);
        }
        assert_eq!(app.get("/desk").await.status, 303, "not in");
    }
);

scenario!(what_is_done_with_it_stands_in_the_log, |app| {
    let els = app.agent(DESK).await;
    let (_, codes) = turn_on(app).await;
    app.later(TimeDelta::minutes(1)).await;
    let user = els.user().unwrap();
    let new = admin::renew_recovery_codes(&app.ctx, user, &codes[0], None)
        .await
        .unwrap();
    app.later(TimeDelta::minutes(1)).await;
    admin::turn_off_second_step(&app.ctx, user, PASSWORD, &new[0], None)
        .await
        .unwrap();
    let log = LogFilter::default();
    let log = admin::log(&app.ctx, &Actor::System, &log, None, 9).await;
    let kinds: Vec<_> = log.unwrap().rows.into_iter().map(|row| row.kind).collect();
    let expected = ["second_step_off", "recovery_codes_made", "second_step_on"];
    assert_eq!(kinds, expected);
});
