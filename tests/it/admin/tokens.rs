//! Tokens: made and shown once, used, ended.

use regiovraag::auth::upkeep;

use super::{Keeper, LIMBURG, hidden, shown_once};
use crate::support::app::App;
use crate::support::scenario;

const LIST: &str = "/desk/beheer/tokens";

async fn status(app: &App, token: &str) -> u16 {
    let request = reqwest::Client::new()
        .get(app.url("/api/v1/tickets"))
        .bearer_auth(token);
    request.send().await.unwrap().status().as_u16()
}

scenario!(a_token_is_shown_once_used_and_ended, |app| {
    let keeper = Keeper::begin(app).await;
    let form = [
        ("name", "Webformulier"),
        ("role", "agent"),
        ("place", LIMBURG),
        ("scope", "tickets:read"),
        ("scope", "tickets:write"),
        ("days", "30"),
    ];
    let got = keeper.post(LIST, &form).await;
    assert_eq!(got.status, 201, "{}", got.body);
    let token = shown_once(&got.body).to_owned();
    let listed = keeper.page(LIST).await;
    assert!(!listed.contains(&token), "shown once");
    for words in [
        "Webformulier",
        "Medewerker (Contactpunt Limburg)",
        "vragen lezen, vragen registreren en behandelen",
        "Mevrouw tom",
        "nog nooit",
        "geldig tot",
    ] {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    assert_eq!(status(app, &token).await, 200);
    let row = async || {
        let mut page = upkeep::tokens(&app.ctx.db, None, 10).await.unwrap();
        page.rows.remove(0)
    };
    assert_eq!(row().await.last_used_at, Some(app.now()));
    // The use is kept to some minutes, not to each request.
    app.ctx.clock.advance(chrono::TimeDelta::minutes(2));
    assert_eq!(status(app, &token).await, 200);
    assert_ne!(row().await.last_used_at, Some(app.now()));
    app.ctx.clock.advance(chrono::TimeDelta::minutes(4));
    assert_eq!(status(app, &token).await, 200);
    assert_eq!(row().await.last_used_at, Some(app.now()));

    let id = row().await.client.id;
    keeper.done(&format!("{LIST}/{id}/intrekken"), &[]).await;
    assert_eq!(status(app, &token).await, 401);
    // Twice is once.
    keeper.done(&format!("{LIST}/{id}/intrekken"), &[]).await;
    let listed = keeper.page(LIST).await;
    assert!(listed.contains("ingetrokken"), "{listed}");
    assert!(!listed.contains("/intrekken"), "{listed}");
});

scenario!(a_form_that_is_sent_again_makes_no_second_token, |app| {
    let keeper = Keeper::begin(app).await;
    let page = keeper.page(&format!("{LIST}/nieuw")).await;
    let nonce = hidden(&page, "eenmalig");
    let form = |name| {
        [
            ("eenmalig", nonce),
            ("name", name),
            ("role", "api"),
            ("scope", "intake"),
            ("days", "30"),
        ]
    };
    let made = async || {
        let page = upkeep::tokens(&app.ctx.db, None, 10).await.unwrap();
        page.rows.len()
    };
    let got = keeper.post(LIST, &form("Webformulier")).await;
    assert_eq!(got.status, 201, "{}", got.body);
    assert_eq!(keeper.done(LIST, &form("Webformulier")).await, LIST);
    let listed = keeper.page(LIST).await;
    assert!(listed.contains("maakte zijn token al"), "{listed}");
    assert_eq!(made().await, 1);

    // Whoever goes back and fills in something else wants another one.
    let got = keeper.post(LIST, &form("Ander formulier")).await;
    assert_eq!(got.status, 201, "{}", got.body);
    assert_eq!(made().await, 2);
});

scenario!(a_token_that_cannot_be_says_which_field, |app| {
    let keeper = Keeper::begin(app).await;
    let whole = [
        ("name", "x"),
        ("role", "api"),
        ("scope", "intake"),
        ("days", "30"),
    ];
    let but = |field: &str, value: &'static str| {
        let mut form = whole.to_vec();
        form.retain(|(name, _)| *name != field);
        form.push((if field == "scope" { "scope" } else { "_" }, ""));
        form.push(match field {
            "name" => ("name", value),
            "role" => ("role", value),
            "days" => ("days", value),
            _ => ("scope", value),
        });
        form
    };
    for (field, value, said) in [
        ("name", " ", "Vul dit in"),
        ("scope", "alles", "minstens één recht"),
        ("days", "0", "van 1 tot 730"),
        ("days", "731", "van 1 tot 730"),
        ("days", "veel", "van 1 tot 730"),
    ] {
        keeper.refused(LIST, &but(field, value), field, said).await;
    }
    keeper
        .refused(LIST, &but("role", "agent"), "role", "gaan niet samen")
        .await;
    keeper
        .refused(LIST, &but("role", "observer"), "role", "gaan niet samen")
        .await;
    // A program keeps no accounts, whatever the form says.
    let got = keeper.post(LIST, &but("role", "admin")).await;
    assert_eq!(got.status, 201);
    let made = upkeep::tokens(&app.ctx.db, None, 10).await.unwrap().rows;
    assert_eq!(made.len(), 1, "the others made none");
    assert_eq!(made[0].client.grant.role.slug(), "api");
});

scenario!(the_list_of_tokens_goes_on, |app| {
    let keeper = Keeper::begin(app).await;
    for n in 0..52 {
        let name = format!("programma {n:02}.");
        let form = [
            ("name", name.as_str()),
            ("role", "api"),
            ("scope", "intake"),
            ("days", "1"),
        ];
        assert_eq!(keeper.post(LIST, &form).await.status, 201);
    }
    let first = keeper.page(LIST).await;
    assert!(first.contains("programma 51.") && !first.contains("programma 01."));
    let next = first.split("rel=\"next\"").next().unwrap();
    let next = next.rsplit("href=\"").next().unwrap();
    let second = keeper.page(next.split('"').next().unwrap()).await;
    assert!(second.contains("programma 01.") && second.contains("programma 00."));
    assert_eq!(
        second.matches("programma ").count(),
        2 * 2,
        "name and button"
    );
    assert_eq!(
        keeper.get(&format!("{LIST}?na=onzin")).await.status,
        200,
        "what is no place is the beginning"
    );
});
