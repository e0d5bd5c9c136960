//! Cookies and what they open.

use regiovraag::auth::sessions::{self, SessionKey};
use reqwest::{Client, Response};

use super::routes::everybody;
use crate::support::app::{App, play_with, question};
use crate::support::database::{Start, with_database};
use crate::support::{on_each_engine, scenario};

const EMAIL: &str = "alles@vlaanderen.be";
const PASSWORD: &str = "een lange zin als wachtwoord";

/// A browser that carries exactly the cookies it is told to.
fn bare() -> Client {
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// `name=value` of every cookie that an answer sets.
fn set_by(answer: &Response) -> Vec<String> {
    let cookies = answer.headers().get_all("set-cookie").iter();
    cookies
        .map(|cookie| {
            cookie
                .to_str()
                .unwrap()
                .split(';')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

async fn send(app: &App, cookies: &str, form: Option<&[(&str, &str)]>) -> Response {
    let url = app.url("/desk/sign-in");
    let request = match form {
        None => bare().get(url),
        Some(form) => bare()
            .post(url)
            .header("origin", &app.ctx.settings.http.public_url)
            .form(form),
    };
    request.header("cookie", cookies).send().await.unwrap()
}

/// Signs in with a browser that already has `cookies`; what the answer sets.
async fn sign_in(app: &App, cookies: &str) -> Vec<String> {
    let page = send(app, cookies, None).await;
    let visit = set_by(&page).join("; ");
    let page = page.text().await.unwrap();
    let (_, after) = page.split_once("name=\"csrf\" value=\"").unwrap();
    let form = [
        ("csrf", after.split_once('"').unwrap().0),
        ("email", EMAIL),
        ("password", PASSWORD),
    ];
    let answer = send(app, &format!("{cookies}; {visit}"), Some(&form)).await;
    assert_eq!(answer.status(), 303);
    set_by(&answer)
}

async fn opens(app: &App, cookie: &str) -> bool {
    let got = bare()
        .get(app.url("/desk"))
        .header("cookie", cookie)
        .send()
        .await
        .unwrap();
    got.status() == 200
}

scenario!(a_key_that_somebody_planted_opens_nothing, |app| {
    let user = everybody(app).await;
    // A key that nobody made.
    let planted = format!("regiovraag={}", "A".repeat(43));
    let own = sign_in(app, &planted).await;
    assert_eq!(own.len(), 1);
    assert_ne!(own[0], planted);
    assert!(opens(app, &own[0]).await);
    assert!(!opens(app, &planted).await);

    // A key of a session that is open: the attacker's own, say. It is over once its browser signs in.
    let theirs = sessions::begin(&app.ctx, &user).await.unwrap();
    let planted = format!("regiovraag={}", theirs.as_str());
    assert!(opens(app, &planted).await);
    let next = sign_in(app, &planted).await;
    assert_ne!(next[0], planted);
    assert!(opens(app, &next[0]).await);
    assert!(
        !opens(app, &planted).await,
        "the same browser, the same key no more"
    );
    assert!(opens(app, &own[0]).await, "another browser is left alone");

    // Every sign-in has a key of its own, and what is not a key is not looked for.
    assert_ne!(sign_in(app, "").await, sign_in(app, "").await);
    for wrong in ["", "regiovraag=", "regiovraag=../../x", "regiovraag=%00"] {
        assert!(!opens(app, wrong).await, "{wrong}");
    }
});

scenario!(signing_out_everywhere_leaves_no_key_that_opens, |app| {
    let user = everybody(app).await;
    let (one, other) = (sign_in(app, "").await, sign_in(app, "").await);
    assert!(opens(app, &one[0]).await && opens(app, &other[0]).await);
    assert_eq!(
        sessions::end_all_but(&app.ctx.db, user.id, None)
            .await
            .unwrap(),
        2
    );
    assert!(!opens(app, &one[0]).await && !opens(app, &other[0]).await);
    let (_, key) = one[0].split_once('=').unwrap();
    let key = SessionKey::parse(key).unwrap();
    assert!(sessions::open(&app.ctx, &key).await.unwrap().is_none());
});

on_each_engine!(cookies_are_for_our_pages_over_https_alone, |engine| {
    with_database(engine, Start::Filled, async |database| {
        let https = |settings: &mut regiovraag::config::Settings| {
            settings.http.public_url = "https://vraag.example".into();
        };
        play_with(database, https, async |app| {
            everybody(app).await;
            app.take(question("an@wetteren.be", "Zone", "Welke zone?"))
                .await;
            let at = |path: &str| format!("http://{}{path}", app.ctx.settings.http.listen);
            let page = bare().get(at("/desk/sign-in")).send().await.unwrap();
            let hsts = page.headers()["strict-transport-security"]
                .to_str()
                .unwrap();
            assert!(hsts.starts_with("max-age="), "{hsts}");
            let whole = |answer: &Response| -> Vec<String> {
                let cookies = answer.headers().get_all("set-cookie").iter();
                cookies
                    .map(|one| one.to_str().unwrap().to_owned())
                    .collect()
            };
            let mut seen = whole(&page);
            let visit = set_by(&page).join("; ");
            let text = page.text().await.unwrap();
            let (_, after) = text.split_once("name=\"csrf\" value=\"").unwrap();
            let form = [
                ("csrf", after.split_once('"').unwrap().0),
                ("email", EMAIL),
                ("password", PASSWORD),
            ];
            let signed_in = bare()
                .post(at("/desk/sign-in"))
                .header("cookie", visit)
                .form(&form)
                .send()
                .await
                .unwrap();
            assert_eq!(signed_in.status(), 303);
            seen.extend(whole(&signed_in));
            let english = bare().get(at("/?taal=en")).send().await.unwrap();
            seen.extend(whole(&english));
            assert_eq!(seen.len(), 3, "{seen:?}");
            for cookie in &seen {
                let flags: Vec<_> = cookie.split("; ").collect();
                for flag in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
                    assert!(flags.contains(&flag), "{flag}: {cookie}");
                }
                assert!(!cookie.contains("Domain"), "{cookie}");
            }
            let named = seen
                .iter()
                .filter(|cookie| cookie.starts_with("__Host-"))
                .count();
            assert_eq!(named, 2, "who signs in: {seen:?}");
        })
        .await;
    })
    .await;
});
