//! Who gets what: every role over every route and method, with a real request each, as a table. The routes
//! are read from the sources, so that a new one changes a table, or has no request yet and fails.
//!
//! A form that changes something is sent with a revision that has passed, and with all that any form asks
//! for: who may do it hears that it is stale (409), who may not hears that (403). So nothing changes under
//! the next one's hands. Advice alone names no revision: it is given, by the desk that is asked for it.

use std::fmt::Write as _;

use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::tokens::{self, NewToken};
use regiovraag::auth::{Actor, Grant, Role, Scope};
use regiovraag::dispatch::{self, Consult};
use regiovraag::entity::inbound_mail::{self, InboundState};
use regiovraag::faq::{self, EntryText};
use regiovraag::registry::{self, floods};
use regiovraag::text::Language;
use reqwest::{Client, Method, RequestBuilder, StatusCode, redirect};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use uuid::Uuid;

use super::routes::{everybody, routes};
use crate::support::app::{App, question};
use crate::support::scenario;

const OWN: &str = "contactpunt-oost-vlaanderen";
const OTHER: &str = "contactpunt-limburg";
const PASSWORD: &str = "een lange zin als wachtwoord";

/// The forms of a question that are one route.
const FORMS: [&str; 24] = [
    "answer",
    "readdress",
    "ask",
    "forward",
    "passon",
    "seen",
    "withdraw",
    "leave",
    "leaveout",
    "note",
    "receipt",
    "take",
    "takeover",
    "release",
    "close",
    "reopen",
    "belong",
    "alone",
    "refused",
    "correct",
    "assign",
    "topic",
    "owner",
    "advise",
];

/// What can be done with an account.
const DEEDS: [&str; 5] = [
    "uitschakelen",
    "inschakelen",
    "wachtwoord",
    "tweestaps",
    "afmelden",
];

/// How the page for several questions says of one that the reader may not.
const NOT_THEIRS: &str = "Deze vraag is van een ander loket.";

/// After which nobody is signed in any more.
const ENDS: [&str; 2] = ["/desk/sign-out", "/desk/profiel/afmelden"];

/// What a request is about.
struct About {
    reference: String,
    /// Another question of the same desk.
    second: String,
    /// By which the other contact point is asked for advice on the first.
    assignment: Uuid,
    /// A mail that was set aside.
    mail: Uuid,
    /// An entry of the FAQ that waits to be published.
    entry: Uuid,
    /// Somebody's account.
    account: Uuid,
    /// Many questions of one sender.
    flood: Uuid,
}

impl About {
    async fn made(app: &App) -> Self {
        app.take(question(
            "an@wetteren.be",
            "Vervoerregio",
            "Welke vervoerregio?",
        ))
        .await;
        let reference = app.only_case().await.ticket.reference.to_string();
        app.take(question("bo@wetteren.be", "Zwembad", "Welk zwembad?"))
            .await;
        let all = app.references().await.into_iter();
        let second = all.map(|it| it.to_string()).find(|it| *it != reference);
        for number in 0..=app.ctx.settings.flood.questions_an_hour {
            let subject = format!("Afval {number}");
            app.take(question("vloed@lede.be", &subject, "Wie haalt het op?"))
                .await;
        }
        let flood = floods(&app.ctx.db, &registry::Scope::All).await.unwrap()[0].id;
        app.take("Dit is geen mail.").await;
        let mail = inbound_mail::Entity::find()
            .filter(inbound_mail::Column::State.eq(InboundState::Quarantined))
            .one(&app.ctx.db)
            .await
            .unwrap()
            .unwrap();
        let all = everybody(app).await;
        let account = all.id;
        let assignment = consulted(app, &Actor::User(all), &reference).await;
        let editor = app.editor().await;
        let text = EntryText {
            question: "Mag dat?".to_owned(),
            answer: "Ja.".to_owned(),
            ..EntryText::default()
        };
        let made = faq::create(&app.ctx, &editor, text.clone()).await.unwrap();
        faq::submit(&app.ctx, &editor, made.id, made.revision, text)
            .await
            .unwrap();
        Self {
            reference,
            second: second.unwrap(),
            assignment,
            flood,
            mail: mail.id,
            entry: made.id,
            account,
        }
    }

    /// The addresses that a route stands for.
    fn paths(&self, pattern: &str) -> Vec<String> {
        let id = match pattern.split('/').nth(2) {
            Some("mail") => self.mail,
            Some("faq") => self.entry,
            Some("floods") => self.flood,
            Some("beheer") if pattern.contains("gebruikers") => self.account,
            _ => Uuid::nil(),
        };
        let path = pattern
            .replace("{reference}", &self.reference)
            .replace("{id}", &id.to_string())
            .replace("{file}", &Uuid::nil().to_string())
            .replace("{tag}", "onzin")
            .replace("{key}", "onzin")
            .replace("{place}", "note")
            // The menu asks on which page it stands.
            .replace("/desk/nav", "/desk/nav?here=mail");
        let slug = match pattern {
            _ if pattern.contains("loketten") => OWN,
            _ if pattern.contains("themas") => "vervoerregio",
            _ if pattern.contains("termijnen") => "answer",
            _ => "mag-dat",
        };
        let path = path.replace("{slug}", slug);
        let each =
            |part: &str, all: &[&str]| all.iter().map(|one| path.replace(part, one)).collect();
        if path.contains("{form}") {
            each("{form}", &FORMS)
        } else if path.contains("{deed}") {
            each("{deed}", &DEEDS)
        } else {
            assert!(
                !path.contains('{'),
                "{pattern}: nothing is known to fill it with"
            );
            vec![path]
        }
    }

    /// What every form asks for, together.
    fn form(&self, csrf: &str) -> Vec<(String, String)> {
        let nil = Uuid::nil().to_string();
        let nil = nil.as_str();
        let stale = format!("{}:0", self.reference);
        let assignment = self.assignment.to_string();
        let fields = [
            ("csrf", csrf),
            ("revision", "0"),
            ("steps", "0"),
            ("body", "bo@genk.be"),
            ("to_desk", "mow"),
            ("desk", "mow"),
            ("reason", "withdrawn"),
            ("topic", "vervoerregio"),
            ("message", nil),
            ("assignment", assignment.as_str()),
            ("to", nil),
            ("file", nil),
            ("id", nil),
            ("words", "Hoe leest u dit?"),
            ("days", "5"),
            ("confirmed", "1"),
            ("subject", "Een onderwerp"),
            ("into", self.second.as_str()),
            ("into_seen", "0"),
            ("with", self.second.as_str()),
            ("why", "Daarom."),
            ("mail", "bo@genk.be"),
            ("instrument", "Decreet"),
            ("name", "Een naam"),
            ("who", "me"),
            ("do", "close"),
            ("t", stale.as_str()),
            ("sure", "1"),
            ("tab", "proef"),
            ("doing", "reading"),
            ("as", "question"),
            ("question", "Mag dat?"),
            ("answer", "Ja."),
            ("remark", "Nog niet."),
            ("by", "Els"),
            ("on", "2026-01-15"),
            ("how", "phone"),
        ];
        fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    }
}

/// Has the desk of a question ask the other contact point for advice; the assignment by which it does.
async fn consulted(app: &App, by: &Actor, reference: &str) -> Uuid {
    let reference: registry::Reference = reference.parse().unwrap();
    let seen = app.case(&reference).await.ticket.revision;
    let wanted = Consult {
        desk: OTHER.to_owned(),
        words: "Hoe leest u dit?".to_owned(),
        ..Consult::default()
    };
    dispatch::consult(&app.ctx, by, &reference, seen, wanted)
        .await
        .unwrap();
    app.work().await;
    let case = app.case(&reference).await;
    let mut all = case.threads.iter().filter_map(|it| it.assignment.as_ref());
    all.next().unwrap().id
}

/// Somebody at a browser.
struct Visitor {
    client: Client,
    csrf: String,
}

impl Visitor {
    /// Signed in as the account with this address; nobody without one.
    async fn new(app: &App, email: Option<&str>) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        let mut visitor = Self {
            client,
            csrf: "geen".to_owned(),
        };
        if let Some(email) = email {
            let csrf = visitor.csrf_on(app, "/desk/sign-in").await;
            let form = [
                ("csrf", csrf.as_str()),
                ("email", email),
                ("password", PASSWORD),
            ];
            let url = app.url("/desk/sign-in");
            let got = visitor.client.post(url).form(&form).send().await.unwrap();
            assert_eq!(got.status(), 303, "{email}");
            visitor.csrf = visitor.csrf_on(app, "/desk/profiel").await;
        }
        visitor
    }

    async fn csrf_on(&self, app: &App, path: &str) -> String {
        let page = self.client.get(app.url(path)).send().await.unwrap();
        let page = page.text().await.unwrap();
        let (_, after) = page.split_once("name=\"csrf\" value=\"").unwrap();
        after.split_once('"').unwrap().0.to_owned()
    }
}

/// The answer in a word: its number, where somebody is sent first, or that of several questions the one was
/// not theirs. The rest of it is left: a stream has no end.
async fn told(request: RequestBuilder) -> String {
    let answer = request.send().await.unwrap();
    let to = answer.headers().get("location");
    let to = to.map_or("", |to| to.to_str().unwrap());
    if to.starts_with("/desk/sign-in") {
        return "sign in".to_owned();
    }
    let status = answer.status();
    if status == StatusCode::CONFLICT && answer.text().await.unwrap().contains(NOT_THEIRS) {
        return "refused".to_owned();
    }
    status.as_u16().to_string()
}

/// A line: the method, the route and what each column says.
fn line(table: &mut String, method: &str, route: &str, said: &[String]) {
    write!(table, "{method:<5}{route:<58}").unwrap();
    for one in said {
        write!(table, "{one:>9}").unwrap();
    }
    while table.ends_with(' ') {
        table.pop();
    }
    table.push('\n');
}

fn heading(table: &mut String, names: &[&str]) {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    line(table, "", "", &names);
}

async fn grant(app: &App, role: Role, desk: Option<&str>, province: Option<&str>) -> Grant {
    let desk = match desk {
        Some(slug) => registry::desk_by_slug(&app.ctx.db, slug).await.unwrap(),
        None => None,
    };
    Grant::new(
        role,
        desk.map(|desk| desk.id),
        province.map(ToOwned::to_owned),
    )
    .unwrap()
}

/// Roles, with the desk or the province that they are for.
const PEOPLE: [(&str, Role, Option<&str>, Option<&str>); 7] = [
    ("coord", Role::Coordinator, Some("central"), None),
    ("agent", Role::Agent, Some(OWN), None),
    ("other", Role::Agent, Some(OTHER), None),
    ("editor", Role::Editor, None, None),
    ("observer", Role::Observer, None, Some("oost-vlaanderen")),
    ("obs.else", Role::Observer, None, Some("limburg")),
    ("admin", Role::Admin, None, None),
];

scenario!(who_gets_what_at_the_desk, |app| {
    let about = About::made(app).await;
    let mut visitors = Vec::new();
    for (name, role, desk, province) in PEOPLE {
        let account = NewAccount {
            email: format!("{name}@vlaanderen.be"),
            name: "Mevrouw Rol".to_owned(),
            password: PASSWORD.to_owned(),
            language: Language::Nl,
            grants: vec![grant(app, role, desk, province).await],
        };
        accounts::add(&app.ctx, account).await.unwrap();
        let email = format!("{name}@vlaanderen.be");
        visitors.push((Visitor::new(app, Some(&email)).await, Some(email)));
    }
    visitors.push((Visitor::new(app, None).await, None));
    let mut table = String::new();
    let names: Vec<&str> = PEOPLE
        .iter()
        .map(|(name, ..)| *name)
        .chain(["nobody"])
        .collect();
    heading(&mut table, &names);
    let ask = async |visitor: &Visitor, method: &str, path: &str| {
        let url = app.url(path);
        let request = visitor
            .client
            .request(Method::from_bytes(method.as_bytes()).unwrap(), url);
        let own = app.ctx.settings.http.public_url.clone();
        told(match method {
            "GET" | "HEAD" => request,
            _ => request
                .header("Origin", own)
                .form(&about.form(&visitor.csrf)),
        })
        .await
    };
    for (pattern, methods) in routes() {
        if !pattern.starts_with("/desk") {
            continue;
        }
        for path in about.paths(&pattern) {
            for method in &methods {
                let mut said = Vec::new();
                for (visitor, email) in &mut visitors {
                    said.push(ask(visitor, method, &path).await);
                    if ENDS.contains(&pattern.as_str()) && email.is_some() {
                        *visitor = Visitor::new(app, email.as_deref()).await;
                    }
                }
                let shown = shown(&pattern, &path);
                if pattern.starts_with("/desk/tickets/") {
                    // Where all hear the same, the policy was not asked, and the row could not fail.
                    let by_role = &said[..PEOPLE.len()];
                    assert!(
                        by_role.iter().any(|one| *one != by_role[0]),
                        "{method} {shown}: {said:?}"
                    );
                }
                line(&mut table, method, &shown, &said);
            }
        }
    }
    insta::assert_snapshot!("who_gets_what_at_the_desk", table);
    app.work().await;
});

/// The route, with the form that it was asked for.
fn shown(pattern: &str, path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    pattern.replace("{form}", last).replace("{deed}", last)
}

/// What is sent to a route of the API that changes something: it fits, and its revision has passed.
fn wanted(about: &About, pattern: &str) -> Option<Value> {
    let nil = Uuid::nil();
    let verb = pattern.strip_prefix("/api/v1/tickets/{reference}/");
    Some(match verb.unwrap_or(pattern) {
        "/api/v1/tickets" => json!({
            "subject": "Vervoerregio", "body": "Welke?",
            "asker": { "name": "An Peeters", "email": "an@wetteren.be" },
        }),
        "answer" | "message" => json!({ "revision": 0, "body": "Een woord." }),
        "note" => json!({ "body": "Een woord." }),
        "forward" => json!({ "revision": 0, "desk": "mow" }),
        "pass-on" => json!({ "revision": 0, "message": nil, "desks": ["mow"], "body": "Dit ook." }),
        "seen" => json!({ "revision": 0, "message": nil }),
        "close" => json!({ "revision": 0, "reason": "withdrawn" }),
        "reopen" => json!({ "revision": 0, "body": "Toch niet." }),
        "asker" => json!({ "revision": 0, "email": "bo@genk.be" }),
        "take" | "release" | "merge/undo" | "signal/withdraw" | "knelpunt/remove" => {
            json!({ "revision": 0 })
        }
        "topic" => json!({ "revision": 0, "topic": "vervoerregio" }),
        "knelpunt" => json!({ "revision": 0, "instrument": "Decreet" }),
        "assign" => json!({ "revision": 0, "handler": "agent@vlaanderen.be" }),
        "owner" => json!({ "revision": 0, "desk": "contactpunt-limburg" }),
        "accept" | "refuse" => json!({ "revision": 0, "assignment": nil }),
        "consult" => json!({ "revision": 0, "desk": "mow", "body": "Hoe leest u dit?" }),
        "merge" => json!({ "revision": 0, "into": about.second, "into_revision": 0 }),
        "split" => json!({ "revision": 0, "subject": "Een deel", "body": "Welke?" }),
        "signal" => json!({ "revision": 0, "why": "Daarom." }),
        "link" | "link/remove" => json!({ "revision": 0, "with": about.second }),
        _ => return None,
    })
}

/// What a program shows.
enum Shows {
    Token(String),
    /// The cookie of somebody who may do everything at the desk.
    Cookie(Box<Visitor>),
    Nothing,
}

scenario!(who_gets_what_from_the_api, |app| {
    let about = About::made(app).await;
    let token = async |role, desk, province, scopes: &[Scope]| {
        let new = NewToken {
            name: "proef".to_owned(),
            grant: grant(app, role, desk, province).await,
            scopes: scopes.iter().copied().collect(),
            days: 1,
        };
        Shows::Token(tokens::create(&app.ctx, new).await.unwrap().text)
    };
    let all = [Scope::TicketsRead, Scope::TicketsWrite, Scope::Intake];
    let mut columns = vec![
        ("read", token(Role::Api, Some(OWN), None, &all[..1]).await),
        ("write", token(Role::Api, Some(OWN), None, &all[1..2]).await),
        ("intake", token(Role::Api, Some(OWN), None, &all[2..]).await),
        ("all", token(Role::Api, Some(OWN), None, &all).await),
        ("no desk", token(Role::Api, None, None, &all).await),
    ];
    for (name, role, desk, province) in PEOPLE {
        columns.push((name, token(role, desk, province, &all).await));
    }
    let everybody = Visitor::new(app, Some("alles@vlaanderen.be")).await;
    columns.push(("cookie", Shows::Cookie(Box::new(everybody))));
    columns.push(("nobody", Shows::Nothing));

    let mut table = String::new();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    heading(&mut table, &names);
    let stranger = Client::new();
    for (pattern, methods) in routes() {
        if !pattern.starts_with("/api/") {
            continue;
        }
        for path in about.paths(&pattern) {
            for method in &methods {
                let mut said = Vec::new();
                for (_, shows) in &columns {
                    let client = match shows {
                        Shows::Cookie(visitor) => &visitor.client,
                        _ => &stranger,
                    };
                    let method = Method::from_bytes(method.as_bytes()).unwrap();
                    let mut request = client.request(method.clone(), app.url(&path));
                    if let Shows::Token(token) = shows {
                        request = request.bearer_auth(token);
                    }
                    if method == Method::POST {
                        request = if pattern == "/api/v1/intake/mail" {
                            let mail = question("bo@wetteren.be", "Zorgregio", "Welke?");
                            request.header("Content-Type", "message/rfc822").body(mail)
                        } else {
                            let body = wanted(&about, &pattern);
                            request
                                .json(&body.unwrap_or_else(|| panic!("no request for {pattern}")))
                        };
                    }
                    said.push(told(request).await);
                }
                line(&mut table, method, &pattern, &said);
            }
        }
    }
    insta::assert_snapshot!("who_gets_what_from_the_api", table);
    app.work().await;
});

scenario!(who_gets_what_without_an_account, |app| {
    let about = About::made(app).await;
    let client = Client::builder()
        .redirect(redirect::Policy::none())
        .build()
        .unwrap();
    let mut table = String::new();
    for (pattern, methods) in routes() {
        if pattern.starts_with("/desk") || pattern.starts_with("/api/") {
            continue;
        }
        for path in about.paths(&pattern) {
            for method in &methods {
                let asks = Method::from_bytes(method.as_bytes()).unwrap();
                let request = client.request(asks.clone(), app.url(&path));
                let own = app.ctx.settings.http.public_url.clone();
                let said = told(if asks == Method::POST {
                    request.header("Origin", own).form(&about.form("geen"))
                } else {
                    request
                });
                let said = [said.await];
                line(&mut table, method, &pattern, &said);
            }
        }
    }
    insta::assert_snapshot!("who_gets_what_without_an_account", table);
    app.work().await;
});
