//! Guessing: passwords, tokens, links, and which questions there are.

use regiovraag::auth::attempts::{PER_ACCOUNT, PER_ADDRESS};
use regiovraag::web::guesses::AT_ONCE;
use reqwest::Client;

use super::routes::everybody;
use crate::support::app::{App, Got, question};
use crate::support::scenario;

/// Addresses of nobody (RFC 5737).
const GUESSER: &str = "192.0.2.66";
const NEIGHBOUR: &str = "192.0.2.67";

async fn get(app: &App, path: &str, from: &str, token: Option<&str>) -> Got {
    let mut request = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
        .get(app.url(path))
        .header("x-forwarded-for", from);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    Got::from(request.send().await.unwrap()).await
}

async fn sign_in(app: &App, email: &str, password: &str, from: &str) -> Got {
    let page = app.get("/desk/sign-in").await;
    let (_, after) = page.body.split_once("name=\"csrf\" value=\"").unwrap();
    let form = [
        ("csrf", after.split_once('"').unwrap().0),
        ("email", email),
        ("password", password),
    ];
    let sent = app
        .visitor
        .post(app.url("/desk/sign-in"))
        .header("origin", &app.ctx.settings.http.public_url)
        .header("x-forwarded-for", from)
        .form(&form)
        .send()
        .await;
    Got::from(sent.unwrap()).await
}

scenario!(passwords_are_not_guessed, |app| {
    everybody(app).await;
    let email = "alles@vlaanderen.be";
    // One account, from a different address each time.
    for number in 0..PER_ACCOUNT {
        let got = sign_in(app, email, "fout", &format!("192.0.2.{number}")).await;
        assert_eq!(got.status, 422, "{number}");
    }
    let right = "een lange zin als wachtwoord";
    assert_eq!(sign_in(app, email, right, "192.0.2.99").await.status, 429);

    // One address, a different account each time.
    for number in 0..PER_ADDRESS {
        let got = sign_in(app, &format!("p{number}@abb.be"), "fout", GUESSER).await;
        assert_eq!(got.status, 422, "{number}");
    }
    assert_eq!(
        sign_in(app, "nog@abb.be", "fout", GUESSER).await.status,
        429
    );
    assert_eq!(
        sign_in(app, "nog@abb.be", "fout", NEIGHBOUR).await.status,
        422
    );
});

scenario!(whether_an_account_exists_is_told_to_nobody, |app| {
    everybody(app).await;
    let known = sign_in(app, "alles@vlaanderen.be", "fout", GUESSER).await;
    let unknown = sign_in(app, "niemand@vlaanderen.be", "fout", GUESSER).await;
    let plain = |got: &Got, email: &str| {
        let (before, after) = got.body.split_once("name=\"csrf\" value=\"").unwrap();
        let (_, after) = after.split_once('"').unwrap();
        format!("{} {before}{after}", got.status).replace(email, "")
    };
    assert_eq!(
        plain(&known, "alles@vlaanderen.be"),
        plain(&unknown, "niemand@vlaanderen.be")
    );
});

scenario!(which_questions_there_are_is_told_to_nobody, |app| {
    app.take(question(
        "an@wetteren.be",
        "Vervoerregio",
        "Welke vervoerregio?",
    ))
    .await;
    let there = app.only_case().await.ticket.reference.to_string();
    let nowhere = "RV-2026-000999";
    let id = |page: &str, reference: &str| {
        // The number of the request differs, and the number that was asked for.
        let mut page = page.replace(reference, "");
        while let Some(at) = page.find("0199").or_else(|| page.find("019b")) {
            page.replace_range(at..at + 36, "");
        }
        page
    };
    for path in [
        "/vraag/{}",
        "/vraag/{}?t=",
        "/vraag/{}?t=aeazbkvkxo5xzten3xxo5777aaasvr4ojh4l6bftcnr4m",
        "/vraag/{}/verstuurd?t=x",
        "/vraag/{}/bijlage/0199f6a2-5b1c-7c3e-9d0e-3f1f5a6b7c8d?t=x",
        "/desk/tickets/{}",
        "/api/v1/tickets/{}",
    ] {
        let known = get(app, &path.replace("{}", &there), GUESSER, None).await;
        let unknown = get(app, &path.replace("{}", nowhere), GUESSER, None).await;
        assert_eq!(known.status, unknown.status, "{path}");
        assert_eq!(
            id(&known.location, &there),
            id(&unknown.location, nowhere),
            "{path}"
        );
        assert_eq!(
            id(&known.body, &there),
            id(&unknown.body, nowhere),
            "{path}"
        );
    }
});

scenario!(links_and_tokens_are_not_guessed, |app| {
    app.take(question(
        "an@wetteren.be",
        "Vervoerregio",
        "Welke vervoerregio?",
    ))
    .await;
    let mail = app.mails_to("an@wetteren.be").pop().unwrap();
    let links = mail.links();
    let right = links.iter().find(|link| link.contains("/vraag/")).unwrap();
    let reference = app.only_case().await.ticket.reference;
    let mut last = 0;
    for number in 0..AT_ONCE.get() + 5 {
        let path = match number % 3 {
            0 => format!("/vraag/{reference}?t=aeazbkvkxo{number}"),
            1 => format!("/a/aeazbkvkxo{number}"),
            _ => format!("/b/ja/aeazbkvkxo{number}"),
        };
        last = get(app, &path, GUESSER, None).await.status;
    }
    assert_eq!(last, 429, "who guesses links is slowed down");
    // Tokens are counted with them, for each address apart.
    let token = "eyJhbGciOiJIUzI1NiJ9.e30.AAAA";
    let queue = "/api/v1/tickets";
    assert_eq!(get(app, queue, GUESSER, Some(token)).await.status, 429);
    assert_eq!(get(app, queue, NEIGHBOUR, Some(token)).await.status, 401);
    let told = get(app, "/api/openapi.json", NEIGHBOUR, None).await;
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    let answers = &told["paths"][queue]["get"]["responses"];
    assert!(answers["429"].is_object(), "programs know of it: {answers}");
    // Who is right is not kept out by a neighbour behind the same address.
    let path = right.split_once("/vraag/").unwrap().1;
    let got = get(app, &format!("/vraag/{path}"), GUESSER, None).await;
    assert_eq!(got.status, 200, "{}", got.body);
    assert!(got.body.contains("</html>"));
});
