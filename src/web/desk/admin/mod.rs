//! The screens of the set-up, under `/desk/beheer`: accounts, desks, topics, terms, tokens, texts for
//! answers and the log. A handler asks the policy, calls one function of the room `admin` and shows what
//! came of it; what was typed is never lost, and what is wrong stands beside its field.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};
use uuid::Uuid;

use super::page::{html, see_other};
use super::shell::Reader;
use super::view::admin::{Field, Form, FormPage, Tab, note_in};
use super::view::parts::{Choice, Place};
use crate::admin::{AdminError, LeftBehind, TemplateError};
use crate::auth::accounts::{AccountError, MOST_NAME, SignInError};
use crate::auth::passwords::PasswordError;
use crate::auth::tokens::TokenError;
use crate::auth::{Subject, Verb, passwords, tokens as auth_tokens};
use crate::context::Context;
use crate::directory::{Atlas, LiveAtlas};
use crate::store::StoreError;
use crate::text::Texts;
use crate::web::{Agent, Problem};

mod desks;
mod log;
mod templates;
mod terms;
mod tokens;
mod topics;
mod users;

pub use users::role_words;
pub(super) use users::{grant_words, language, language_field};

/// Rows on a page.
const ROWS: u32 = 50;
/// The field that a form goes by, so that sending it again is not making another one.
const ONCE: &str = "eenmalig";

/// Adds the screens of the set-up.
pub(super) fn configure(app: &mut web::ServiceConfig) {
    app.route("/desk/beheer", web::get().to(home))
        .route("/desk/beheer/gebruikers", web::get().to(users::list))
        .route("/desk/beheer/gebruikers", web::post().to(users::add))
        .route("/desk/beheer/gebruikers/nieuw", web::get().to(users::new))
        .route("/desk/beheer/gebruikers/{id}", web::get().to(users::one))
        .route(
            "/desk/beheer/gebruikers/{id}",
            web::post().to(users::change),
        )
        .route(
            "/desk/beheer/gebruikers/{id}/{deed}",
            web::post().to(users::act),
        )
        .route("/desk/beheer/loketten", web::get().to(desks::list))
        .route("/desk/beheer/loketten", web::post().to(desks::add))
        .route("/desk/beheer/loketten/nieuw", web::get().to(desks::new))
        .route("/desk/beheer/loketten/{slug}", web::get().to(desks::one))
        .route(
            "/desk/beheer/loketten/{slug}",
            web::post().to(desks::change),
        )
        .route(
            "/desk/beheer/loketten/{slug}/leden",
            web::post().to(desks::add_member),
        )
        .route(
            "/desk/beheer/loketten/{slug}/leden/{id}/weg",
            web::post().to(desks::remove_member),
        )
        .route("/desk/beheer/themas", web::get().to(topics::list))
        .route("/desk/beheer/themas", web::post().to(topics::add))
        .route("/desk/beheer/themas/nieuw", web::get().to(topics::new))
        .route("/desk/beheer/themas/{slug}", web::get().to(topics::one))
        .route("/desk/beheer/themas/{slug}", web::post().to(topics::change))
        .route("/desk/beheer/termijnen", web::get().to(terms::list))
        .route("/desk/beheer/termijnen/{slug}", web::get().to(terms::one))
        .route(
            "/desk/beheer/termijnen/{slug}",
            web::post().to(terms::change),
        )
        .route("/desk/beheer/tokens", web::get().to(tokens::list))
        .route("/desk/beheer/tokens", web::post().to(tokens::create))
        .route("/desk/beheer/tokens/nieuw", web::get().to(tokens::new))
        .route(
            "/desk/beheer/tokens/{id}/intrekken",
            web::post().to(tokens::revoke),
        )
        .route("/desk/beheer/sjablonen", web::get().to(templates::list))
        .route("/desk/beheer/sjablonen", web::post().to(templates::add))
        .route(
            "/desk/beheer/sjablonen/nieuw",
            web::get().to(templates::new),
        )
        .route("/desk/beheer/sjablonen/{id}", web::get().to(templates::one))
        .route(
            "/desk/beheer/sjablonen/{id}",
            web::post().to(templates::change),
        )
        .route(
            "/desk/beheer/sjablonen/{id}/archiveren",
            web::post().to(templates::archive),
        )
        .route("/desk/beheer/logboek", web::get().to(log::list));
}

/// `GET /desk/beheer`: the first of the screens.
async fn home(agent: Agent) -> Result<HttpResponse, Problem> {
    agent.may(Verb::ManageAccounts, Subject::House)?;
    Ok(see_other(users::LIST))
}

/// Each of the screens: its address, and the key of its name.
const TABS: [(&str, &str); 7] = [
    (users::LIST, "admin-users"),
    (desks::LIST, "admin-desks"),
    (topics::LIST, "admin-topics"),
    (terms::LIST, "admin-terms"),
    (tokens::LIST, "admin-tokens"),
    (templates::LIST, "admin-templates"),
    (log::LIST, "admin-log"),
];

fn tabs(t: Texts, here: &str) -> Vec<Tab> {
    let tab = |(url, key): (&'static str, &str)| Tab {
        url,
        words: t.say(key),
        chosen: url == here,
    };
    TABS.into_iter().map(tab).collect()
}

/// The page of something new: an empty form of the list `list`, with the keys of its title and its button.
fn new_page(
    reader: Reader,
    list: &'static str,
    title: &str,
    submit: &str,
    fields: Vec<Field>,
) -> FormPage {
    let t = reader.t;
    let here = TABS.into_iter().find(|(url, _)| *url == list);
    FormPage {
        t,
        tabs: tabs(t, list),
        back: here.map(|(url, key)| (url, t.say(key))),
        title: t.say(title),
        state: None,
        wrong: None,
        warning: None,
        theirs: Vec::new(),
        forms: vec![Form {
            url: list.to_owned(),
            title: None,
            revision: None,
            fields,
            submit: t.say(submit),
        }],
        facts: Vec::new(),
        actions: Vec::new(),
        blocks: Vec::new(),
        shell: reader.shell,
    }
}

/// The directory as the tables are, whoever changed them.
async fn fresh(ctx: &Context, live: &LiveAtlas) -> Result<Arc<Atlas>, Problem> {
    Ok(live.fresh(&ctx.db).await?)
}

/// The frame, for whoever may do `verb`.
async fn reader(
    ctx: &Context,
    atlas: &Atlas,
    agent: &Agent,
    verb: Verb,
) -> Result<Reader, Problem> {
    agent.may(verb, Subject::House)?;
    Reader::of(ctx, atlas, agent, Place::Admin).await
}

/// What a form sent: names with values, some more than once.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub(super) struct Typed(Vec<(String, String)>);

impl From<Vec<(String, String)>> for Typed {
    fn from(fields: Vec<(String, String)>) -> Self {
        // As every form of ours is read: lines end in a line feed, and nothing holds a NUL.
        let clean = |text: String| text.replace("\r\n", "\n").replace(['\r', '\0'], "");
        let clean = fields.into_iter().map(|(name, text)| (name, clean(text)));
        Self(clean.collect())
    }
}

impl Typed {
    /// The first value of a field; empty when there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map_or("", |(_, value)| value)
    }

    /// Every value of a field.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let own = self.0.iter().filter(|(own, _)| own == name);
        own.map(|(_, value)| value.clone()).collect()
    }

    /// Whether a box with this name was ticked for `value`.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.0
            .iter()
            .any(|(own, said)| own == name && said == value)
    }

    /// What makes the same form the same, however often it is sent; none when it brought nothing of the kind.
    fn once(&self) -> Option<Uuid> {
        self.text(ONCE).parse().ok()
    }

    /// The revision that the form was made from; none was never seen.
    fn revision(&self) -> i32 {
        self.text("revision").parse().unwrap_or_default()
    }
}

/// What somebody left behind, behind the address of the page that comes after the change.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct LeftQuery {
    /// How many questions came free.
    vrij: String,
    /// The slugs of the desks at which nobody is left.
    leeg: String,
}

impl LeftQuery {
    /// The page at `url`, which is to say what was left behind.
    fn url(url: &str, atlas: &Atlas, left: &LeftBehind) -> String {
        let freed = match left.freed {
            0 => String::new(),
            freed => freed.to_string(),
        };
        let deserted = left.deserted.iter().filter_map(|id| atlas.desk(*id));
        let slugs: Vec<&str> = deserted.map(|desk| desk.slug.as_str()).collect();
        with_query(url, &[("vrij", &freed), ("leeg", &slugs.join(","))])
    }

    /// Says it with the notice of the change, and so this once.
    fn tell(&self, atlas: &Atlas, page: &mut FormPage) {
        let t = page.t;
        let Some(done) = &mut page.shell.done else {
            return;
        };
        if let Ok(count) = self.vrij.parse::<u64>() {
            *done = format!("{done} {}", t.with("admin-left-freed", "count", count));
        }
        let slugs = self.leeg.split(',');
        let names = slugs.filter_map(|slug| atlas.desk_by_slug(slug));
        let names: Vec<&str> = names.map(|desk| desk.name.as_str()).collect();
        if !names.is_empty() {
            let names = names.join(", ");
            let deserted = t.with("admin-left-deserted", "desks", names);
            page.warning = Some(match page.warning.take() {
                Some(other) => format!("{other} {deserted}"),
                None => deserted,
            });
        }
    }
}

/// A word of an address, without what no text holds.
fn word<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(String::deserialize(from)?.replace('\0', ""))
}

/// A form that was not carried out.
#[derive(Debug)]
pub(super) struct Fault {
    /// The field that is wrong.
    pub(super) field: &'static str,
    /// What is wrong with it.
    pub(super) words: String,
    /// Whether somebody else changed it meanwhile.
    pub(super) late: bool,
}

impl Fault {
    pub(super) fn status(&self) -> StatusCode {
        if self.late {
            StatusCode::CONFLICT
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}

/// What to say about `error`, and beside which field; a problem when it is about no field.
pub(super) fn fault(t: Texts, error: AdminError) -> Result<Fault, Problem> {
    let wrong = |field, words| {
        Ok(Fault {
            field,
            words,
            late: false,
        })
    };
    let say = |field, key: &str| wrong(field, t.say(key));
    match error {
        AdminError::Store(StoreError::Stale) => Ok(Fault {
            field: "",
            words: t.say("admin-late"),
            late: true,
        }),
        AdminError::NotAnAddress(_) | AdminError::Account(AccountError::NotAnAddress(_)) => {
            say("email", "admin-wrong-address")
        }
        AdminError::Account(AccountError::NoName) | AdminError::Token(TokenError::NoName) => {
            say("name", "admin-wrong-empty")
        }
        AdminError::Account(AccountError::LongName) | AdminError::Token(TokenError::LongName) => {
            wrong("name", t.with("admin-wrong-name", "most", MOST_NAME))
        }
        AdminError::Account(AccountError::NoRole | AccountError::RoleOfPrograms) => {
            say("role", "admin-wrong-role")
        }
        AdminError::Account(AccountError::Taken(_)) => say("email", "admin-wrong-taken"),
        AdminError::LastAdmin => say("role", "admin-wrong-last-admin"),
        AdminError::LastRole => say("member", "admin-wrong-last-role"),
        AdminError::AlreadyMember => say("member", "admin-wrong-member"),
        AdminError::NoAccountAt(_) => say("member", "admin-wrong-no-account"),
        AdminError::OwnAddress(_) => say("email", "admin-wrong-own-address"),
        AdminError::AddressTaken(_) => say("email", "admin-wrong-address-taken"),
        AdminError::Empty(field) => say(field, "admin-wrong-empty"),
        AdminError::TooLong(field) => say(field, "admin-wrong-long"),
        AdminError::NobodyToSendTo => say("automatic", "admin-wrong-automatic"),
        AdminError::NeededDesk => say("active", "admin-wrong-needed"),
        AdminError::AnswersTopics(titles) => wrong(
            "active",
            t.with("admin-wrong-topics", "topics", titles.join(", ")),
        ),
        AdminError::HoldsQuestions { count, some } => {
            let some = some.join(", ");
            wrong(
                "active",
                t.with2("admin-wrong-holds", "count", count, "some", some),
            )
        }
        AdminError::UnfitTerm(name) => wrong(
            "working_days",
            t.with("admin-wrong-term", "most", name.most()),
        ),
        AdminError::UnknownAdministration(_) => say("administration", "admin-wrong-choice"),
        AdminError::Grant(_) => say("role", "admin-wrong-grant"),
        AdminError::Password(error) | AdminError::Account(AccountError::Password(error)) => {
            match error {
                PasswordError::TooShort => wrong(
                    "password",
                    t.with("admin-wrong-short", "least", passwords::MIN_CHARACTERS),
                ),
                PasswordError::TooLong => say("password", "admin-wrong-long"),
                PasswordError::Failed => Err(AdminError::Password(error).into()),
            }
        }
        AdminError::SignIn(SignInError::Wrong) => say("present", "admin-wrong-present"),
        AdminError::SignIn(SignInError::TooMany { .. }) => {
            say("present", "problem-too-many-attempts")
        }
        AdminError::Token(TokenError::Lifetime) => wrong(
            "days",
            t.with("admin-wrong-days", "most", auth_tokens::MOST_DAYS),
        ),
        AdminError::Token(TokenError::NoScope) => say("scope", "admin-wrong-scope"),
        AdminError::Template(TemplateError::UnknownPlace(place)) => {
            wrong("body", t.with("admin-wrong-place", "place", place))
        }
        AdminError::Template(TemplateError::OpenPlace) => say("body", "admin-wrong-open-place"),
        AdminError::Template(TemplateError::NameTaken) => say("name", "admin-wrong-name-taken"),
        other => Err(other.into()),
    }
}

/// What stands in the fields now, where that is not what was typed.
fn theirs(now: &[Field], typed: &[Field]) -> Vec<(String, String)> {
    let differs = |(now, typed): &(&Field, &Field)| now.says() != typed.says();
    let both = now.iter().zip(typed).filter(differs);
    both.map(|(now, _)| (now.label.clone(), now.says()))
        .collect()
}

/// A form page again, with what is wrong with what was typed in its first form.
fn again(mut page: FormPage, fault: Fault, now: &[Field]) -> Result<HttpResponse, Problem> {
    let status = fault.status();
    if fault.late
        && let Some(form) = page.forms.first()
    {
        page.theirs = theirs(now, &form.fields);
    }
    page.wrong = note_in(&mut page.forms, fault.field, fault.words);
    html(page.render(), status)
}

fn choice(value: &str, words: impl Into<String>, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        words: words.into(),
        chosen,
    }
}

/// The address of a list with the fields of its query that say something.
fn with_query(list: &str, pairs: &[(&str, &str)]) -> String {
    let said = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(said)
        .finish();
    if query.is_empty() {
        list.to_owned()
    } else {
        format!("{list}?{query}")
    }
}

/// A place in a list as it stands in an address, opaque to the reader.
fn opaque(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(place)
}

fn plain(text: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// A place in a list by moment.
fn write_place((at, id): (DateTime<Utc>, Uuid)) -> String {
    opaque(&format!("{}|{id}", at.timestamp_micros()))
}

fn read_place(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let plain = plain(text)?;
    let (micros, id) = plain.split_once('|')?;
    let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
    Some((at, id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn a_form_is_read_without_what_no_text_holds() {
        let typed = Typed::from(vec![
            ("body".to_owned(), "een\r\ntwee\0".to_owned()),
            ("desk".to_owned(), "a".to_owned()),
            ("desk".to_owned(), "b".to_owned()),
            ("revision".to_owned(), "veel".to_owned()),
        ]);
        assert_eq!(typed.text("body"), "een\ntwee");
        assert_eq!(typed.all("desk"), ["a", "b"]);
        assert_eq!((typed.revision(), typed.text("niets")), (0, ""));
    }

    #[test]
    fn a_place_in_a_list_reads_back_and_nothing_else_does() {
        let at = "2026-03-02T16:00:00.123456Z".parse().unwrap();
        let place = (at, Uuid::from_u128(7));
        assert_eq!(read_place(&write_place(place)), Some(place));
        for wrong in ["", "%%", "MXwy", "bm9uc2Vuc2U"] {
            assert_eq!(read_place(wrong), None, "{wrong}");
        }
        assert_eq!(with_query("/a", &[("b", "")]), "/a");
        assert_eq!(with_query("/a", &[("b", "c d")]), "/a?b=c+d");
    }

    #[test]
    fn what_is_wrong_names_its_field() {
        let t = Texts::new(Language::Nl);
        let field = |error| fault(t, error).map(|fault| fault.field).ok();
        assert_eq!(field(AdminError::LastAdmin), Some("role"));
        assert_eq!(field(AdminError::Empty("title")), Some("title"));
        assert_eq!(field(AdminError::Store(StoreError::Stale)), Some(""));
        assert_eq!(field(AdminError::UnknownTopic("x".into())), None);
    }
}
