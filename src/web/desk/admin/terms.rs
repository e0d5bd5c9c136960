//! Terms: how many working days everything may take, with where that comes from and what a change of it
//! does.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;

use super::super::page::{html, see_other};
use super::super::shell::{Reader, leave_notice};
use super::super::view::admin::{Cell, Field, Form, FormPage, Input, ListPage, Row};
use super::super::view::parts::{State, Tone};
use super::{Typed, again, fault, fresh, reader, tabs};
use crate::admin::{self, AdminError};
use crate::auth::Verb;
use crate::config::{Settings, TermName, TermSettings};
use crate::context::Context;
use crate::directory::LiveAtlas;
use crate::registry::{self, ChangedTerm};
use crate::text::Texts;
use crate::web::{Agent, Kind, Posted, Problem};

/// Where they are.
pub(super) const LIST: &str = "/desk/beheer/termijnen";

fn url(name: TermName) -> String {
    format!("{LIST}/{}", name.slug())
}

/// What a term is called.
pub(super) fn words(t: Texts, name: TermName) -> String {
    t.say(match name {
        TermName::FirstReaction => "admin-term-first",
        TermName::Answer => "admin-term-answer",
        TermName::Administration => "admin-term-administration",
        TermName::Consult => "admin-term-consult",
        TermName::Presume => "admin-term-presume",
        TermName::Reopen => "admin-term-reopen",
    })
}

fn days_words(t: Texts, days: u16) -> String {
    t.with("admin-term-days", "days", days)
}

/// A term as it is now, and all that it comes from.
struct Known {
    name: TermName,
    /// As it is now.
    days: u16,
    /// As the settings of the installation say.
    set: u16,
    /// As the program says when nobody says otherwise.
    usual: u16,
    /// The revision of what was changed on screen; 0 when nothing was.
    revision: i32,
}

impl Known {
    fn of(name: TermName, set: TermSettings, usual: TermSettings, changed: &[ChangedTerm]) -> Self {
        let own = changed.iter().find(|changed| changed.name == name);
        Self {
            name,
            days: own.map_or(set.of(name), |own| own.working_days),
            set: set.of(name),
            usual: usual.of(name),
            revision: own.map_or(0, |own| own.revision),
        }
    }

    /// Where it comes from.
    fn state(&self, t: Texts) -> State {
        if self.revision > 0 {
            let words = t.with("admin-term-changed", "set", self.set);
            State::new("pencil-write", Tone::Ink, words)
        } else if self.set == self.usual {
            State::new("circle", Tone::Soft, t.say("admin-term-default"))
        } else {
            let words = t.with("admin-term-set", "usual", self.usual);
            State::new("settings", Tone::Ink, words)
        }
    }
}

/// Every term as it is now.
async fn known(ctx: &Context) -> Result<Vec<Known>, Problem> {
    let usual =
        Settings::defaults().map_err(|error| Problem::new(Kind::Internal).caused_by(error))?;
    let changed = registry::changed_terms(&ctx.db).await?;
    let of = |name| Known::of(name, ctx.settings.terms, usual.terms, &changed);
    Ok(TermName::ALL.map(of).into())
}

/// The one with this word in its address.
async fn found(ctx: &Context, slug: &str) -> Result<Known, Problem> {
    let all = known(ctx).await?.into_iter();
    let mut named = all.filter(|term| term.name.slug() == slug);
    named.next().ok_or_else(Problem::not_found)
}

/// `GET /desk/beheer/termijnen`: the terms.
pub(super) async fn list(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let t = reader.t;
    let row = |term: &Known| Row {
        cells: vec![
            Cell::Link(
                url(term.name),
                words(t, term.name),
                term.name.setting().to_owned(),
            ),
            Cell::Words(days_words(t, term.days), String::new()),
            Cell::State(term.state(t)),
        ],
        button: None,
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
        rows: known(&ctx).await?.iter().map(row).collect(),
        none: String::new(),
        next: None,
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

fn fields(t: Texts, name: TermName, typed: &str) -> Vec<Field> {
    let input = Input::Line("number", typed.to_owned(), "off");
    let field = Field::new("working_days", t.say("admin-term-long-in"), input);
    let help = t.with("admin-term-help", "most", name.most());
    vec![field.help(help).required()]
}

fn page(reader: Reader, term: &Known, fields: Vec<Field>) -> FormPage {
    let t = reader.t;
    FormPage {
        t,
        tabs: tabs(t, LIST),
        back: Some((LIST, t.say("admin-terms"))),
        title: words(t, term.name),
        state: Some(term.state(t)),
        wrong: None,
        warning: None,
        theirs: Vec::new(),
        forms: vec![Form {
            url: url(term.name),
            title: None,
            revision: Some(term.revision),
            fields,
            submit: t.say("admin-save"),
        }],
        facts: vec![
            (t.say("admin-term-setting"), term.name.setting().to_owned()),
            (t.say("admin-term-installation"), days_words(t, term.set)),
            (t.say("admin-term-usual"), days_words(t, term.usual)),
        ],
        actions: Vec::new(),
        blocks: Vec::new(),
        shell: reader.shell,
    }
}

/// `GET /desk/beheer/termijnen/{slug}`: one term.
pub(super) async fn one(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
    slug: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let term = found(&ctx, &slug).await?;
    let fields = fields(reader.t, term.name, &term.days.to_string());
    html(page(reader, &term, fields).render(), StatusCode::OK)
}

/// `POST /desk/beheer/termijnen/{slug}`: makes a term longer or shorter.
pub(super) async fn change(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    slug: web::Path<String>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let name = TermName::named(&slug).ok_or_else(Problem::not_found)?;
    let typed = form.text("working_days").trim();
    let done = match typed.parse() {
        Ok(days) => admin::change_term(&ctx, &agent.actor, name, form.revision(), days).await,
        Err(_) => Err(AdminError::UnfitTerm(name)),
    };
    let Err(error) = done else {
        leave_notice(&ctx, &agent, "admin-saved").await?;
        return Ok(see_other(&url(name)));
    };
    let t = reader.t;
    let fault = fault(t, error)?;
    let term = found(&ctx, &slug).await?;
    let page = page(reader, &term, fields(t, name, typed));
    again(page, fault, &fields(t, name, &term.days.to_string()))
}
