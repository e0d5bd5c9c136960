//! Of what the reader hears by mail, on their own page; and the colleagues that a note can name.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use sea_orm::Iterable as _;
use serde::Deserialize;

use super::admin::Typed;
use super::page::{html, see_other};
use super::profile::own;
use super::shell::leave_notice;
use super::ticket;
use super::view::admin::{Field, Form, Input};
use super::view::notices::MentionsPage;
use super::view::parts::Choice;
use crate::auth::{Subject, User, Verb, accounts, own_desks};
use crate::context::Context;
use crate::notices::{self, NoticeKind, Pace};
use crate::registry;
use crate::text::Texts;
use crate::web::{Agent, Posted, Problem};

/// Where the choices are kept.
const HERE: &str = "/desk/profiel/meldingen";
/// Colleagues that are offered at most while one types.
const OFFERED: usize = 8;

/// Adds the pages of notices.
pub(super) fn configure(app: &mut web::ServiceConfig) {
    app.route("/desk/profiel/meldingen", web::post().to(save))
        .route("/desk/collegas", web::get().to(colleagues));
}

/// What somebody who works so can hear of: whoever works at no desk is only named by others.
fn kinds(agent: &Agent) -> Vec<NoticeKind> {
    let at_desk = !own_desks(&agent.actor).is_empty();
    NoticeKind::wishes()
        .filter(|kind| at_desk || *kind == NoticeKind::Mentioned)
        .collect()
}

fn label(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::New => "admin-notice-new",
        NoticeKind::Replied => "admin-notice-replied",
        NoticeKind::Undeliverable => "admin-notice-undeliverable",
        NoticeKind::Due | NoticeKind::DueToday => "admin-notice-due",
        NoticeKind::Mentioned => "admin-notice-mentioned",
    }
}

fn pace_words(t: Texts, pace: Pace) -> String {
    t.say(match pace {
        Pace::AtOnce => "admin-pace-at-once",
        Pace::Hourly => "admin-pace-hourly",
        Pace::Daily => "admin-pace-daily",
        Pace::Off => "admin-pace-off",
    })
}

/// The form on the page of the reader's own account; none for whoever reads no questions.
pub(super) async fn form(
    ctx: &Context,
    t: Texts,
    agent: &Agent,
    user: &User,
) -> Result<Option<Form>, Problem> {
    if agent.may(Verb::ReadNotes, Subject::House).is_err() {
        return Ok(None);
    }
    let wishes = notices::wishes(&ctx.db, user.id).await?;
    let fields = kinds(agent).into_iter().map(|kind| {
        let now = wishes.get(kind.slug()).copied();
        let choices = Pace::iter().map(|pace| Choice {
            value: pace.slug().to_owned(),
            words: pace_words(t, pace),
            chosen: Some(pace) == now,
        });
        Field::new(
            kind.slug(),
            t.say(label(kind)),
            Input::Choose(choices.collect()),
        )
    });
    Ok(Some(Form {
        url: HERE.to_owned(),
        title: Some(t.say("admin-notices")),
        revision: None,
        fields: fields.collect(),
        submit: t.say("admin-save"),
    }))
}

/// `POST /desk/profiel/meldingen`: of what the reader hears, and how often.
async fn save(ctx: web::Data<Context>, posted: Posted<Typed>) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    agent.may(Verb::ReadNotes, Subject::House)?;
    let chosen = kinds(&agent).into_iter().filter_map(|kind| {
        let pace = Pace::iter().find(|pace| pace.slug() == form.text(kind.slug()))?;
        Some((kind, pace))
    });
    let chosen: Vec<_> = chosen.collect();
    notices::save_wishes(&ctx, own(&agent)?.user.id, &chosen).await?;
    leave_notice(&ctx, &agent, "admin-saved").await?;
    Ok(see_other("/desk/profiel"))
}

/// What stands behind the address of the suggestions.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
}

/// `GET /desk/collegas?q=`: the colleagues whose name, or a word of it, begins so.
async fn colleagues(
    ctx: web::Data<Context>,
    agent: Agent,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::ReadNotes, Subject::House)?;
    let user = agent.user()?;
    let me = user.id;
    let typed = asked.q.trim().to_lowercase();
    let begins = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with(&typed) || name.split_whitespace().any(|word| word.starts_with(&typed))
    };
    let all = if typed.is_empty() {
        Vec::new()
    } else {
        accounts::colleagues(&ctx.db).await?
    };
    let names = all
        .into_iter()
        .filter(|one| one.id != me && begins(&one.name));
    let page = MentionsPage {
        t: Texts::new(user.language),
        names: names.take(OFFERED).map(|one| one.name).collect(),
    };
    html(page.render(), StatusCode::OK)
}

/// What is said of a note that was kept: whoever wrote a name that no colleague has must not think that
/// somebody was told.
pub(super) async fn kept_note(ctx: &Context, text: &str) -> Result<&'static str, Problem> {
    Ok(if registry::names_nobody(&ctx.db, text).await? {
        "desk-done-note-nobody"
    } else {
        ticket::Form::Note.done()
    })
}
