//! The screens of the set-up: who may use them, and that what they change is so for everybody.

mod accounts;
mod command;
mod log;
mod setup;
mod tokens;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use regiovraag::auth::accounts::{NewAccount, add};
use regiovraag::auth::{Actor, Grant, Role, User};
use regiovraag::directory::DeskId;
use regiovraag::text::Language;
use uuid::Uuid;

use crate::support::app::{App, Got};
use crate::support::scenario;

const LIMBURG: &str = "contactpunt-limburg";
const TOM: &str = "tom.admin@vlaanderen.be";
const PASSWORD: &str = "een lange zin als wachtwoord";

/// Somebody with these roles, who can sign in.
async fn account(app: &App, email: &str, grants: Vec<Grant>) -> User {
    let new = NewAccount {
        email: email.to_owned(),
        name: format!("Mevrouw {}", email.split('.').next().unwrap()),
        password: PASSWORD.to_owned(),
        language: Language::Nl,
        grants,
    };
    add(&app.ctx, new).await.unwrap()
}

fn grant(role: Role) -> Grant {
    let desk = matches!(role, Role::Agent | Role::Coordinator).then(|| DeskId::of(LIMBURG).0);
    let province = (role == Role::Observer).then(|| "limburg".to_owned());
    Grant::new(role, desk, province).unwrap()
}

/// An admin who is signed in, and what their forms carry.
struct Keeper<'a> {
    app: &'a App,
    actor: Actor,
    csrf: String,
}

impl<'a> Keeper<'a> {
    async fn begin(app: &'a App) -> Self {
        let tom = account(app, TOM, vec![grant(Role::Admin)]).await;
        Self {
            app,
            actor: Actor::User(tom),
            csrf: csrf_of(app, TOM).await,
        }
    }

    async fn get(&self, path: &str) -> Got {
        self.app.get(path).await
    }

    /// A page that is there, in full.
    async fn page(&self, path: &str) -> String {
        let got = self.get(path).await;
        assert_eq!(got.status, 200, "{path}: {}", got.body);
        got.body
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Got {
        let mut form = vec![("csrf", self.csrf.as_str())];
        form.extend_from_slice(fields);
        self.app.post(path, &form).await
    }

    /// A form that is carried out, and leads on.
    async fn done(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let got = self.post(path, fields).await;
        assert_eq!(got.status, 303, "{path}: {}", got.body);
        got.location
    }

    /// A form that is not, with what it says about which field.
    async fn refused(&self, path: &str, fields: &[(&str, &str)], field: &str, said: &str) {
        let got = self.post(path, fields).await;
        assert_eq!(got.status, 422, "{path}: {}", got.body);
        let note = format!("id=\"{field}-fout\"");
        let (_, beside) = got.body.split_once(&note).unwrap_or_else(|| {
            panic!("{path}: nothing beside {field}: {}", got.body);
        });
        let beside = beside.split("</p>").next().unwrap();
        assert!(beside.contains(said), "{path}: {beside}");
    }
}

/// Signs somebody in, and gives what the forms of their pages carry.
async fn csrf_of(app: &App, email: &str) -> String {
    let page = app.get("/desk/sign-in").await.body;
    let form = [
        ("csrf", hidden(&page, "csrf")),
        ("email", email),
        ("password", PASSWORD),
    ];
    let got = app.post("/desk/sign-in", &form).await;
    assert_eq!(got.status, 303, "{}", got.body);
    let page = app.get("/desk/profiel").await.body;
    hidden(&page, "csrf").to_owned()
}

/// What stands in the first field of this name.
fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, after) = page
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("no {name}: {page}"));
    after.split_once('"').unwrap().0
}

/// What is shown this once.
fn shown_once(page: &str) -> &str {
    let (_, after) = page.split_once("id=\"geheim\"").unwrap();
    let (_, after) = after.split_once('>').unwrap();
    after.split_once("</textarea>").unwrap().0
}

/// Every route of the screens: the method, its pattern, and a path that fits it.
fn routes(id: Uuid) -> Vec<(&'static str, &'static str, String)> {
    let all = [
        ("get", "/desk/beheer"),
        ("get", "/desk/beheer/gebruikers"),
        ("post", "/desk/beheer/gebruikers"),
        ("get", "/desk/beheer/gebruikers/nieuw"),
        ("get", "/desk/beheer/gebruikers/{id}"),
        ("post", "/desk/beheer/gebruikers/{id}"),
        ("post", "/desk/beheer/gebruikers/{id}/{deed}"),
        ("get", "/desk/beheer/loketten"),
        ("post", "/desk/beheer/loketten"),
        ("get", "/desk/beheer/loketten/nieuw"),
        ("get", "/desk/beheer/loketten/{slug}"),
        ("post", "/desk/beheer/loketten/{slug}"),
        ("post", "/desk/beheer/loketten/{slug}/leden"),
        ("post", "/desk/beheer/loketten/{slug}/leden/{id}/weg"),
        ("get", "/desk/beheer/themas"),
        ("post", "/desk/beheer/themas"),
        ("get", "/desk/beheer/themas/nieuw"),
        ("get", "/desk/beheer/themas/{slug}"),
        ("post", "/desk/beheer/themas/{slug}"),
        ("get", "/desk/beheer/termijnen"),
        ("get", "/desk/beheer/termijnen/{slug}"),
        ("post", "/desk/beheer/termijnen/{slug}"),
        ("get", "/desk/beheer/tokens"),
        ("post", "/desk/beheer/tokens"),
        ("get", "/desk/beheer/tokens/nieuw"),
        ("post", "/desk/beheer/tokens/{id}/intrekken"),
        ("get", "/desk/beheer/sjablonen"),
        ("post", "/desk/beheer/sjablonen"),
        ("get", "/desk/beheer/sjablonen/nieuw"),
        ("get", "/desk/beheer/sjablonen/{id}"),
        ("post", "/desk/beheer/sjablonen/{id}"),
        ("post", "/desk/beheer/sjablonen/{id}/archiveren"),
        ("get", "/desk/beheer/logboek"),
        ("get", "/desk/profiel"),
        ("post", "/desk/profiel"),
        ("post", "/desk/profiel/wachtwoord"),
        ("post", "/desk/profiel/afmelden"),
        ("post", "/desk/profiel/sessies/{id}"),
    ];
    let path = |pattern: &str| {
        pattern
            .replace("{id}", &id.to_string())
            .replace("{deed}", "inschakelen")
            .replace("{slug}", "er-niet")
    };
    all.into_iter()
        .map(|(method, pattern)| (method, pattern, path(pattern)))
        .collect()
}

#[test]
fn every_route_of_the_screens_stands_in_the_table() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/desk");
    let mut built = BTreeSet::new();
    for file in ["admin/mod.rs", "profile.rs"] {
        let source = fs::read_to_string(src.join(file)).unwrap();
        let source = source.replace("HERE,", "\"/desk/profiel\",");
        for route in source.split(".route(").skip(1) {
            let pattern = route.split('"').nth(1).unwrap().to_owned();
            let (_, method) = route.split_once("web::").unwrap();
            built.insert((method.split('(').next().unwrap().to_owned(), pattern));
        }
    }
    // Open to whoever holds the link: looked at apart.
    built.retain(|(_, pattern)| pattern != "/desk/wachtwoord/{key}");
    let known: BTreeSet<_> = routes(Uuid::nil())
        .into_iter()
        .map(|(method, pattern, _)| (method.to_owned(), pattern.to_owned()))
        .collect();
    assert_eq!(built, known);
}

scenario!(each_role_over_each_screen, |app| {
    let mut table = String::new();
    let roles = [
        Role::Admin,
        Role::Coordinator,
        Role::Agent,
        Role::Editor,
        Role::Observer,
    ];
    let mut columns: Vec<Vec<u16>> = Vec::new();
    let id = Uuid::from_u128(7);
    for role in roles {
        let email = format!("{role}.rol@vlaanderen.be");
        account(app, &email, vec![grant(role)]).await;
        let csrf = csrf_of(app, &email).await;
        let mut column = Vec::new();
        for (method, _, path) in routes(id) {
            // Nobody signs out of the table by a form of it.
            let form = [("csrf", csrf.as_str()), ("language", "nl")];
            let got = if method == "get" {
                app.get(&path).await
            } else {
                app.post(&path, &form).await
            };
            column.push(got.status);
            if method == "post" {
                let got = app.post(&path, &[("language", "nl")]).await;
                assert_eq!(
                    got.status, 403,
                    "{role} {path} without a proof: {}",
                    got.body
                );
                assert!(got.body.contains("formulier"), "{path}: {}", got.body);
            }
        }
        columns.push(column);
    }
    for (index, (method, pattern, _)) in routes(id).into_iter().enumerate() {
        write!(table, "{method:<5}{pattern:<50}").unwrap();
        for column in &columns {
            write!(table, "{:>5}", column[index]).unwrap();
        }
        table.push('\n');
    }
    insta::assert_snapshot!("each_role_over_each_screen", table);

    let stranger = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    for (method, _, path) in routes(id) {
        let url = app.url(&path);
        let asked = match method {
            "get" => stranger.get(url),
            _ => stranger.post(url).form(&[("csrf", "x")]),
        };
        let got = Got::from(asked.send().await.unwrap()).await;
        assert_eq!(got.status, 303, "{path}: {}", got.body);
        assert!(
            got.location.starts_with("/desk/sign-in"),
            "{}",
            got.location
        );
    }
});

/// Words that a page must never take for markup.
const MARKUP: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

scenario!(markup_in_any_field_stays_words, |app| {
    let keeper = Keeper::begin(app).await;
    keeper
        .post(
            "/desk/beheer/gebruikers",
            &[
                ("name", MARKUP),
                ("email", "mar@vlaanderen.be"),
                ("role", "editor"),
            ],
        )
        .await;
    let topic = "/desk/beheer/themas/afval";
    let revision = hidden(&keeper.page(topic).await, "revision").to_owned();
    keeper
        .done(
            topic,
            &[
                ("revision", &revision),
                ("title", MARKUP),
                ("description", MARKUP),
                ("active", "yes"),
                ("automatic", "off"),
            ],
        )
        .await;
    let template = keeper
        .done(
            "/desk/beheer/sjablonen",
            &[("name", MARKUP), ("body", MARKUP)],
        )
        .await;
    keeper
        .post(
            "/desk/beheer/tokens",
            &[
                ("name", MARKUP),
                ("role", "api"),
                ("scope", "intake"),
                ("days", "1"),
            ],
        )
        .await;
    let asked = format!(
        "?naam={0}&wie={0}&wat={0}&van={0}&nummer={0}&stand={0}&na={0}",
        "%3Cscript%3Ealert(1)%3C/script%3E%22"
    );
    let mut pages = vec![
        topic.to_owned(),
        template.clone(),
        "/desk/profiel".to_owned(),
    ];
    for (_, _, path) in routes(Uuid::nil()) {
        if !path.contains(&Uuid::nil().to_string()) && !path.contains("er-niet") {
            pages.push(path.clone());
            pages.push(format!("{path}{asked}"));
        }
    }
    let mut seen = 0;
    for path in pages {
        let got = keeper.get(&path).await;
        assert!(
            [200, 303, 404].contains(&got.status),
            "{path}: {}",
            got.body
        );
        assert!(!got.body.contains("<script>"), "{path}: {}", got.body);
        assert!(!got.body.contains("<img"), "{path}: {}", got.body);
        seen += usize::from(got.body.contains("alert(1)"));
    }
    assert!(seen > 10, "the words themselves are shown: {seen}");
    // Nor where they come back with what is wrong.
    let wrong = [
        ("/desk/beheer/gebruikers", "email"),
        ("/desk/beheer/gebruikers", "name"),
        ("/desk/beheer/sjablonen", "name"),
        ("/desk/beheer/tokens", "name"),
        ("/desk/beheer/tokens", "days"),
    ];
    for (path, field) in wrong {
        let got = keeper.post(path, &[(field, MARKUP)]).await;
        assert_eq!(got.status, 422, "{path}: {}", got.body);
        assert!(!got.body.contains("<script>"), "{path}: {}", got.body);
        assert!(!got.body.contains("<img"), "{path}: {}", got.body);
    }
});

scenario!(what_no_text_holds_is_nothing_to_look_for, |app| {
    let keeper = Keeper::begin(app).await;
    for path in [
        "/desk/beheer/gebruikers?naam=to%00m&na=a%00b",
        "/desk/beheer/logboek?wie=to%00m&wat=noted%00",
        "/desk/beheer/logboek?soort_wie=%00&van=%00&nummer=%00&na=%00",
        "/desk/beheer/sjablonen?stand=%00&na=%00",
        "/desk/beheer/tokens?na=%00",
    ] {
        keeper.page(path).await;
    }
    let found = keeper.page("/desk/beheer/gebruikers?naam=to%00m").await;
    assert!(found.contains(TOM), "{found}");
    keeper.done("/desk/profiel/sessies/a%00b", &[]).await;
    for path in ["loketten/a%00b", "themas/a%00b"] {
        let got = keeper.get(&format!("/desk/beheer/{path}")).await;
        assert_eq!(got.status, 404, "{}", got.body);
    }
    let got = keeper.get("/desk/wachtwoord/a%00b").await;
    assert_eq!(got.status, 410, "{}", got.body);
});
