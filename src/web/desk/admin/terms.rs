//! Terms: how many working days everything may take. They are settings, and shown with where they come
//! from.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;

use super::super::page::html;
use super::super::view::admin::{Cell, ListPage, Row};
use super::super::view::parts::{State, Tone};
use super::{fresh, reader, tabs};
use crate::auth::Verb;
use crate::config::{Settings, TermSettings};
use crate::context::Context;
use crate::directory::LiveAtlas;
use crate::web::{Agent, Kind, Problem};

/// Where they are.
pub(super) const LIST: &str = "/desk/beheer/termijnen";

/// A term: the key of its words, the name of its setting, and how to read it.
type Term = (&'static str, &'static str, fn(&TermSettings) -> u16);

const TERMS: [Term; 6] = [
    (
        "admin-term-first",
        "terms.first_reaction_working_days",
        |terms| terms.first_reaction_working_days,
    ),
    ("admin-term-answer", "terms.answer_working_days", |terms| {
        terms.answer_working_days
    }),
    (
        "admin-term-administration",
        "terms.administration_working_days",
        |terms| terms.administration_working_days,
    ),
    (
        "admin-term-consult",
        "terms.consult_working_days",
        |terms| terms.consult_working_days,
    ),
    (
        "admin-term-presume",
        "terms.presume_working_days",
        |terms| terms.presume_working_days,
    ),
    ("admin-term-reopen", "terms.reopen_working_days", |terms| {
        terms.reopen_working_days
    }),
];

/// `GET /desk/beheer/termijnen`: the terms.
pub(super) async fn list(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let t = reader.t;
    let defaults =
        Settings::defaults().map_err(|error| Problem::new(Kind::Internal).caused_by(error))?;
    let row = |(key, setting, read): Term| {
        let (days, usual) = (read(&ctx.settings.terms), read(&defaults.terms));
        let from = if days == usual {
            State::new("circle", Tone::Soft, t.say("admin-term-default"))
        } else {
            let words = t.with("admin-term-set", "usual", usual);
            State::new("settings", Tone::Ink, words)
        };
        Row {
            cells: vec![
                Cell::Words(t.say(key), setting.to_owned()),
                Cell::Words(t.with("admin-term-days", "days", days), String::new()),
                Cell::State(from),
            ],
            button: None,
        }
    };
    let page = ListPage {
        t,
        tabs: tabs(t, LIST),
        title: t.say("admin-terms"),
        about: t.say("admin-terms-about"),
        add: None,
        wrong: None,
        url: LIST,
        filters: Vec::new(),
        clear: None,
        columns: vec![
            t.say("admin-term"),
            t.say("admin-term-long"),
            t.say("admin-term-from"),
        ],
        rows: TERMS.into_iter().map(row).collect(),
        none: String::new(),
        next: None,
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}
