//! Topics: what a question can be about, who answers for it, and whether it goes there by itself.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;

use super::super::page::{html, see_other};
use super::super::shell::{Reader, leave_notice};
use super::super::view::admin::{Cell, Field, Form, FormPage, Input, ListPage, Row};
use super::super::view::parts::{State, Tone};
use super::{Typed, again, choice, fault, fresh, new_page, reader, tabs};
use crate::admin;
use crate::auth::Verb;
use crate::config::Automatic;
use crate::context::Context;
use crate::directory::{Atlas, DeskKind, LiveAtlas, Topic, TopicChange};
use crate::text::Texts;
use crate::web::{Agent, Posted, Problem};

/// Where the list is.
pub(super) const LIST: &str = "/desk/beheer/themas";
/// Where another one is made.
const NEW: &str = "/desk/beheer/themas/nieuw";

fn url(slug: &str) -> String {
    format!("{LIST}/{slug}")
}

fn automatic_words(t: Texts, automatic: bool) -> String {
    t.say(if automatic {
        "admin-topic-confident"
    } else {
        "admin-topic-off"
    })
}

fn state(t: Texts, active: bool) -> State {
    if active {
        State::new("check", Tone::Good, t.say("admin-topic-used"))
    } else {
        State::new("minus-circle", Tone::Soft, t.say("admin-topic-unused"))
    }
}

/// `GET /desk/beheer/themas`: the topics.
pub(super) async fn list(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let t = reader.t;
    let row = |topic: &Topic| {
        let desk = atlas.administration_of(topic);
        let administration =
            desk.map_or_else(|| t.say("admin-topic-own"), |desk| desk.name.clone());
        Row {
            cells: vec![
                Cell::Link(
                    url(&topic.slug),
                    topic.title.clone(),
                    topic.description.clone(),
                ),
                Cell::Words(administration, String::new()),
                Cell::Words(automatic_words(t, topic.automatic), String::new()),
                Cell::State(state(t, topic.active)),
            ],
            button: None,
        }
    };
    let mut topics: Vec<&Topic> = atlas.directory().topics.iter().collect();
    topics.sort_by(|a, b| (!a.active, &a.title).cmp(&(!b.active, &b.title)));
    let off = ctx.settings.dispatch.automatic == Automatic::Off;
    let page = ListPage {
        t,
        tabs: tabs(t, LIST),
        title: t.say("admin-topics"),
        about: if off {
            t.say("admin-topics-about-off")
        } else {
            t.say("admin-topics-about")
        },
        add: Some((NEW, t.say("admin-topic-add"))),
        wrong: None,
        url: LIST,
        filters: Vec::new(),
        clear: None,
        columns: vec![
            t.say("admin-name"),
            t.say("admin-topic-administration"),
            t.say("admin-topic-automatic"),
            t.say("admin-state"),
        ],
        rows: topics.into_iter().map(row).collect(),
        none: t.say("admin-topics-none"),
        next: None,
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

fn fields(t: Texts, atlas: &Atlas, change: &TopicChange) -> Vec<Field> {
    let title = Input::Line("text", change.title.clone(), "off");
    let description = Input::Area(change.description.clone(), 4);
    let wanted = change.administration.as_deref();
    let mut administrations = vec![choice("", t.say("admin-topic-own"), wanted.is_none())];
    administrations.extend(
        atlas
            .desks()
            .filter(|desk| desk.kind == DeskKind::Administration)
            .map(|desk| {
                let chosen = wanted == Some(desk.slug.as_str());
                choice(&desk.slug, desk.name.clone(), chosen)
            }),
    );
    let automatic = [("confident", true), ("off", false)].map(|(value, automatic)| {
        let chosen = change.automatic == automatic;
        choice(value, automatic_words(t, automatic), chosen)
    });
    let active = [("yes", true), ("no", false)]
        .map(|(value, active)| choice(value, state(t, active).words, change.active == active));
    vec![
        Field::new("title", t.say("admin-name"), title).required(),
        Field::new("description", t.say("admin-topic-description"), description).required(),
        Field::new(
            "administration",
            t.say("admin-topic-administration"),
            Input::Choose(administrations),
        ),
        Field::new(
            "automatic",
            t.say("admin-topic-automatic"),
            Input::Choose(automatic.to_vec()),
        )
        .help(t.say("admin-topic-automatic-help")),
        Field::new(
            "active",
            t.say("admin-state"),
            Input::Choose(active.to_vec()),
        )
        .help(t.say("admin-topic-active-help")),
    ]
}

/// What a form says of a topic, which is in use.
fn typed(form: &Typed) -> TopicChange {
    let administration = form.text("administration");
    TopicChange {
        title: form.text("title").to_owned(),
        description: form.text("description").to_owned(),
        administration: (!administration.is_empty()).then(|| administration.to_owned()),
        automatic: form.text("automatic") == "confident",
        active: true,
    }
}

/// The fields of a topic that is not there yet: it is in use from the beginning.
fn new_fields(t: Texts, atlas: &Atlas, wanted: &TopicChange) -> Vec<Field> {
    let mut fields = fields(t, atlas, wanted);
    fields.retain(|field| field.name != "active");
    if let Some(title) = fields.first_mut() {
        title.help = Some(t.say("admin-topic-new-help"));
    }
    fields
}

fn blank(reader: Reader, fields: Vec<Field>) -> FormPage {
    new_page(reader, LIST, "admin-topic-add", "admin-save", fields)
}

/// `GET /desk/beheer/themas/nieuw`: the form of a new topic.
pub(super) async fn new(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let fields = new_fields(reader.t, &atlas, &typed(&Typed::default()));
    html(blank(reader, fields).render(), StatusCode::OK)
}

/// `POST /desk/beheer/themas`: adds a topic.
pub(super) async fn add(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let wanted = typed(&form);
    match admin::add_topic(&ctx, &agent.actor, wanted.clone()).await {
        Ok(slug) => {
            fresh(&ctx, &live).await?;
            leave_notice(&ctx, &agent, "admin-saved").await?;
            Ok(see_other(&url(&slug)))
        }
        Err(error) => {
            let t = reader.t;
            let fault = fault(t, error)?;
            again(blank(reader, new_fields(t, &atlas, &wanted)), fault, &[])
        }
    }
}

fn as_is(topic: &Topic) -> TopicChange {
    TopicChange {
        title: topic.title.clone(),
        description: topic.description.clone(),
        administration: topic.administration.clone(),
        automatic: topic.automatic,
        active: topic.active,
    }
}

fn page(reader: Reader, topic: &Topic, fields: Vec<Field>) -> FormPage {
    let t = reader.t;
    FormPage {
        t,
        tabs: tabs(t, LIST),
        back: Some((LIST, t.say("admin-topics"))),
        title: topic.title.clone(),
        state: Some(state(t, topic.active)),
        wrong: None,
        warning: None,
        theirs: Vec::new(),
        forms: vec![Form {
            url: url(&topic.slug),
            title: None,
            revision: Some(topic.revision),
            fields,
            submit: t.say("admin-save"),
        }],
        facts: vec![(t.say("admin-topic-slug"), topic.slug.clone())],
        actions: Vec::new(),
        blocks: Vec::new(),
        shell: reader.shell,
    }
}

fn found<'a>(atlas: &'a Atlas, slug: &str) -> Result<&'a Topic, Problem> {
    atlas.topic(slug).ok_or_else(Problem::not_found)
}

/// `GET /desk/beheer/themas/{slug}`: one topic.
pub(super) async fn one(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
    slug: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let topic = found(&atlas, &slug)?;
    let fields = fields(reader.t, &atlas, &as_is(topic));
    html(page(reader, topic, fields).render(), StatusCode::OK)
}

/// `POST /desk/beheer/themas/{slug}`: changes a topic.
pub(super) async fn change(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    slug: web::Path<String>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let change = TopicChange {
        active: form.text("active") == "yes",
        ..typed(&form)
    };
    let (seen, wanted) = (form.revision(), change.clone());
    let done = admin::change_topic(&ctx, &agent.actor, &slug, seen, wanted).await;
    let Err(error) = done else {
        fresh(&ctx, &live).await?;
        leave_notice(&ctx, &agent, "admin-saved").await?;
        return Ok(see_other(&url(&slug)));
    };
    let t = reader.t;
    let fault = fault(t, error)?;
    let atlas = fresh(&ctx, &live).await?;
    let topic = found(&atlas, &slug)?;
    let page = page(reader, topic, fields(t, &atlas, &change));
    again(page, fault, &fields(t, &atlas, &as_is(topic)))
}
