//! Every route: which there are, who may send a form to it, and what an answer of it carries.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use chrono::TimeDelta;
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Grant, Role, User};
use regiovraag::entity::event;
use regiovraag::registry;
use regiovraag::text::Language;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, Response};
use sea_orm::{EntityTrait as _, PaginatorTrait as _};

use super::tags::faults;
use crate::bad_input::sign_in_as;
use crate::layers::sources;
use crate::support::app::{App, question};
use crate::support::scenario;

const DESK: &str = "contactpunt-oost-vlaanderen";
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri \
                      'none'; form-action 'self'; frame-ancestors 'none'";

/// Every route by its pattern, with its methods, as the sources of the web door tell them. Those of the
/// demo are on loopback only and left out.
pub fn routes() -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut found = BTreeMap::<_, BTreeSet<_>>::new();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), "rs") {
        if path.components().any(|part| part.as_os_str() == "demo") {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let end = source.find("#[cfg(test)]\nmod ").unwrap_or(source.len());
        read_routes(&source[..end], &mut found);
    }
    found
}

/// The route that answers at `path`: the one that leaves the least open.
pub fn pattern_of(path: &str) -> Option<String> {
    static ALL: LazyLock<BTreeMap<String, BTreeSet<&'static str>>> = LazyLock::new(routes);
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |pattern: &&String| {
        let own: Vec<&str> = pattern.split('/').collect();
        let same = |(own, part): (&&str, &&str)| own.starts_with('{') || own == part;
        own.len() == parts.len() && own.iter().zip(&parts).all(same)
    };
    ALL.keys()
        .filter(fits)
        .min_by_key(|pattern| pattern.matches('{').count())
        .cloned()
}

/// A method stands after the address that it is a method of.
fn read_routes<'s>(source: &'s str, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    const METHODS: [(&str, &str); 6] = [
        ("web::get()", "GET"),
        ("web::head()", "HEAD"),
        ("web::post()", "POST"),
        ("web::put()", "PUT"),
        ("web::patch()", "PATCH"),
        ("web::delete()", "DELETE"),
    ];
    for hidden in [
        "web::method(",
        "web::scope(",
        "web::route(",
        "#[post",
        "#[get",
        "guard::",
    ] {
        assert!(
            !source.contains(hidden),
            "{hidden} hides a route from this test"
        );
    }
    let address_before = |at: usize| -> Option<&'s str> {
        let start = source[..at].rfind("\"/")? + 1;
        source[start..].split('"').next()
    };
    for (call, method) in METHODS {
        for (at, _) in source.match_indices(call) {
            let Some(address) = address_before(at) else {
                // The one function that adds a method to a resource it is handed.
                continue;
            };
            found.entry(address.to_owned()).or_default().insert(method);
        }
    }
    // A resource of the API that is read has its method in a function of its own.
    for (at, _) in source.match_indices("read(own") {
        if let Some(address) = address_before(at) {
            found.entry(address.to_owned()).or_default().insert("GET");
        }
    }
}

#[test]
fn routes_are_read_as_they_are_written() {
    let mut found = BTreeMap::new();
    read_routes(
        "app.route(\"/a\", web::get().to(x)).route(\n \"/b/{c}\",\n web::post().to(y))\
         .service(web::resource(\"/d\").route(web::get().to(z)).route(web::post().to(z)));\
         match path { \"/e\" => read(own, f).route(web::post().to(g)) }",
        &mut found,
    );
    let found: Vec<_> = found
        .iter()
        .map(|(path, methods)| format!("{path} {methods:?}"))
        .collect();
    assert_eq!(
        found,
        [
            "/a {\"GET\"}",
            "/b/{c} {\"POST\"}",
            "/d {\"GET\", \"POST\"}",
            "/e {\"GET\", \"POST\"}"
        ]
    );
    let all = routes();
    for known in [
        "/desk/sign-out",
        "/vraag",
        "/api/v1/tickets/{reference}/close",
        "/metrics",
    ] {
        assert!(all.contains_key(known), "{known}: {all:?}");
    }
    assert!(all["/vraag"].contains("POST") && all["/api/v1/faq"].contains("GET"));
    let of = |path: &str| pattern_of(path).unwrap_or_default();
    assert_eq!(
        of("/desk/tickets/RV-2026-000001/merge"),
        "/desk/tickets/{reference}/merge"
    );
    assert_eq!(
        of("/desk/tickets/RV-2026-000001/close"),
        "/desk/tickets/{reference}/{form}"
    );
    assert_eq!(of("/niets"), "");
}

/// Somebody who may do everything that a person may.
pub async fn everybody(app: &App) -> User {
    let desk = registry::desk_by_slug(&app.ctx.db, DESK)
        .await
        .unwrap()
        .unwrap();
    let grants = [
        (Role::Agent, Some(desk.id)),
        (Role::Coordinator, Some(desk.id)),
        (Role::Editor, None),
        (Role::Admin, None),
    ];
    let account = NewAccount {
        email: "alles@vlaanderen.be".to_owned(),
        name: "Els Claes".to_owned(),
        password: "een lange zin als wachtwoord".to_owned(),
        language: Language::Nl,
        grants: grants
            .map(|(role, desk)| Grant::new(role, desk, None).unwrap())
            .into(),
    };
    accounts::add(&app.ctx, account).await.unwrap()
}

/// An address of each route: of a question that exists, and of nothing else.
async fn filled(app: &App) -> Vec<(String, BTreeSet<&'static str>)> {
    let reference = app.only_case().await.ticket.reference.to_string();
    let mail = app.inbound_ids().await[0].to_string();
    let fill = |pattern: &str| {
        let parts = pattern.split('/').map(|part| match part {
            "{reference}" => reference.clone(),
            "{id}" | "{file}" => mail.clone(),
            "{form}" => "note".to_owned(),
            "{deed}" => "afmelden".to_owned(),
            "{slug}" => "een-vraag".to_owned(),
            part if part.starts_with('{') => {
                "aeazbkvkxo5xzten3xxo5777aaasvr4ojh4l6bftcnr4m".to_owned()
            }
            part => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    };
    routes()
        .into_iter()
        .map(|(pattern, methods)| (fill(&pattern), methods))
        .collect()
}

async fn asked_and_signed_in(app: &App) -> String {
    app.take(question(
        "an@wetteren.be",
        "Vervoerregio",
        "Welke vervoerregio?",
    ))
    .await;
    everybody(app).await;
    sign_in_as(app, "alles@vlaanderen.be").await
}

async fn events(app: &App) -> u64 {
    event::Entity::find().count(&app.ctx.db).await.unwrap()
}

scenario!(no_form_of_another_site_changes_anything, |app| {
    let csrf = asked_and_signed_in(app).await;
    let before = events(app).await;
    let own = app.ctx.settings.http.public_url.clone();
    let mut tried = 0;
    for (path, methods) in filled(app).await {
        for method in methods {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            if method == Method::GET || method == Method::HEAD {
                continue;
            }
            tried += 1;
            let send = async |headers: &[(&str, &str)], form: &[(&str, &str)]| {
                let mut request = app.visitor.request(method.clone(), app.url(&path));
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                request.form(form).send().await.unwrap().status().as_u16()
            };
            if path.starts_with("/api/") {
                // A program shows a token. The cookie of a browser is worth nothing here.
                let own = [("origin", own.as_str()), ("sec-fetch-site", "same-origin")];
                assert_eq!(send(&own, &[("csrf", &csrf)]).await, 401, "{method} {path}");
                continue;
            }
            let right = [
                ("csrf", csrf.as_str()),
                ("body", "Dit mag niet."),
                ("revision", "1"),
            ];
            for foreign in [
                [
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "https://elders.example"),
                ],
                [("sec-fetch-site", "same-site"), ("origin", own.as_str())],
                [("origin", "https://elders.example"), ("x-nothing", "y")],
            ] {
                let status = send(&foreign, &right).await;
                assert_eq!(status, 403, "{method} {path} from elsewhere: {foreign:?}");
            }
            if path.starts_with("/desk") {
                let ours = [("sec-fetch-site", "same-origin"), ("origin", own.as_str())];
                for wrong in ["", "fout", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
                    let form = [
                        ("csrf", wrong),
                        ("body", "Dit mag niet."),
                        ("revision", "1"),
                    ];
                    let status = send(&ours, &form).await;
                    assert_eq!(status, 403, "{method} {path} without proof: {wrong:?}");
                }
            }
        }
    }
    assert!(tried > 30, "{tried}");
    assert_eq!(events(app).await, before, "nothing happened");
    assert_eq!(
        app.get("/desk").await.status,
        200,
        "and nobody was signed out"
    );
});

/// Of a text that others wrote: nothing in it does anything.
const SANDBOX: &str = "default-src 'none'; sandbox";

/// What is wrong with the headers of an answer.
fn unguarded(headers: &HeaderMap) -> Vec<String> {
    let expected = [
        ("content-security-policy", POLICY),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
    ];
    let value = |name: &str| {
        headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    };
    let mut wrong: Vec<_> = expected
        .iter()
        .filter(|(name, right)| value(name) != *right && value(name) != SANDBOX)
        .map(|(name, _)| format!("{name}: {:?}", value(name)))
        .collect();
    for cookie in headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        let has = |flag: &str| {
            cookie
                .split("; ")
                .any(|part| part.eq_ignore_ascii_case(flag))
        };
        if !has("HttpOnly") || !has("SameSite=Lax") || !has("Path=/") || cookie.contains("Domain") {
            wrong.push(format!("set-cookie: {cookie}"));
        }
    }
    wrong
}

/// Looks at an answer, whatever it is.
async fn looked_at(answer: Response, what: &str, wrong: &mut Vec<String>) {
    let headers = answer.headers().clone();
    wrong.extend(
        unguarded(&headers)
            .into_iter()
            .map(|fault| format!("{what}: {fault}")),
    );
    if let Some(to) = headers.get("location") {
        let to = to.to_str().unwrap();
        let own = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
        if !own {
            wrong.push(format!("{what}: leads to {to}"));
        }
    }
    let kind = headers
        .get("content-type")
        .map_or("", |kind| kind.to_str().unwrap());
    if kind.starts_with("text/html") {
        let cached = headers
            .get("cache-control")
            .map_or("", |value| value.to_str().unwrap());
        if !cached.contains("no-store")
            && !cached.contains("public")
            && !cached.contains("no-cache")
        {
            wrong.push(format!("{what}: cache-control: {cached:?}"));
        }
        let page = answer.text().await.unwrap();
        wrong.extend(
            faults(&page)
                .into_iter()
                .map(|fault| format!("{what}: {fault}")),
        );
    }
}

scenario!(every_page_keeps_the_browser_in, |app| {
    asked_and_signed_in(app).await;
    let stranger = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let mut wrong = Vec::new();
    let elsewhere = "https%3A%2F%2Felders.example%2F";
    let lures: String = [
        "next",
        "return",
        "url",
        "terug",
        "redirect",
        "redirect_uri",
        "taal",
        "naar",
    ]
    .map(|name| format!("{name}={elsewhere}"))
    .join("&");
    for (path, methods) in filled(app).await {
        if !methods.contains("GET") {
            continue;
        }
        for query in ["", "?taal=en", &format!("?{lures}&next=//elders.example")] {
            let url = format!("{}{query}", app.url(&path));
            for (who, client) in [("signed in", &app.visitor), ("a stranger", &stranger)] {
                let answer = client.get(&url).send().await.unwrap();
                let status = answer.status();
                assert!(!status.is_server_error(), "{path}: {status}");
                looked_at(answer, &format!("GET {path}{query}, {who}"), &mut wrong).await;
            }
        }
    }
    for path in ["/niets", "/desk/niets", "/api/v1/niets"] {
        let answer = app.visitor.get(app.url(path)).send().await.unwrap();
        looked_at(answer, path, &mut wrong).await;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
});

scenario!(signing_in_leads_to_no_other_site, |app| {
    app.agent(DESK).await;
    for elsewhere in [
        "https://elders.example",
        "//elders.example",
        "/\\elders.example",
        "\\\\elders.example",
        "/\t/elders.example",
        "javascript:alert(1)",
        "elders.example",
        "/desk/sign-in?next=//elders.example",
    ] {
        let mut url = reqwest::Url::parse(&app.url("/desk/sign-in")).unwrap();
        url.query_pairs_mut().append_pair("next", elsewhere);
        let page = app.get(url.as_str()).await;
        assert!(
            page.body.contains("name=\"next\" value=\"/desk\""),
            "{elsewhere}"
        );
        let (_, after) = page.body.split_once("name=\"csrf\" value=\"").unwrap();
        let email = format!("els.{DESK}@vlaanderen.be");
        let form = [
            ("csrf", after.split_once('"').unwrap().0),
            ("email", &email),
            ("password", "een lange zin als wachtwoord"),
            ("next", elsewhere),
        ];
        let got = app.post("/desk/sign-in", &form).await;
        assert_eq!(
            (got.status, got.location.as_str()),
            (303, "/desk"),
            "{elsewhere}"
        );
    }
    // Later than any limit on attempts: the scenario itself is no guesser.
    app.later(TimeDelta::hours(1)).await;
});
