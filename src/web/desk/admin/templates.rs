//! Texts that answers begin with, as they are kept.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;
use uuid::Uuid;

use super::super::page::{html, see_other};
use super::super::shell::{Reader, leave_notice};
use super::super::view::admin::{
    Action, Button, Cell, Field, Form, FormPage, Input, ListPage, Row,
};
use super::super::view::parts::{State, Tone};
use super::super::words;
use super::users::{language, language_field, staff_desks};
use super::{
    ROWS, Typed, again, choice, fault, fresh, new_page, opaque, plain, reader, tabs, with_query,
};
use crate::admin::{self, PLACES, Template, TemplateText};
use crate::auth::Verb;
use crate::context::Context;
use crate::directory::{Atlas, DeskId, LiveAtlas};
use crate::text::{Language, Texts};
use crate::web::{Agent, Posted, Problem};

/// Where the list is.
pub(super) const LIST: &str = "/desk/beheer/sjablonen";
const NEW: &str = "/desk/beheer/sjablonen/nieuw";

/// What stands behind the address of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct TemplatesQuery {
    stand: String,
    na: String,
}

fn url(id: Uuid, rest: &str) -> String {
    format!("{LIST}/{id}{rest}")
}

fn desk_words(t: Texts, atlas: &Atlas, desk: Option<Uuid>) -> String {
    let desk = desk.and_then(|id| atlas.desk(DeskId(id)));
    desk.map_or_else(|| t.say("admin-template-shared"), |desk| desk.name.clone())
}

fn language_words(t: Texts, language: Language) -> String {
    t.say(match language {
        Language::Nl => "admin-dutch",
        Language::En => "admin-english",
    })
}

fn write_after((name, id): &(String, Uuid)) -> String {
    opaque(&format!("{id}|{name}"))
}

fn read_after(text: &str) -> Option<(String, Uuid)> {
    let plain = plain(text)?;
    let (id, name) = plain.split_once('|')?;
    Some((name.replace('\0', ""), id.parse().ok()?))
}

/// `GET /desk/beheer/sjablonen`: the templates.
pub(super) async fn list(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
    query: web::Query<TemplatesQuery>,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let (t, now) = (reader.t, ctx.clock.now());
    let archived = query.stand == "weg";
    let after = read_after(&query.na);
    let after = after.as_ref().map(|(name, id)| (name.as_str(), *id));
    let found = admin::templates(&ctx.db, archived, after, u64::from(ROWS)).await?;
    let row = |template: &Template| Row {
        cells: vec![
            Cell::Link(
                url(template.id, ""),
                template.text.name.clone(),
                String::new(),
            ),
            Cell::Words(desk_words(t, &atlas, template.text.desk), String::new()),
            Cell::Words(language_words(t, template.text.language), String::new()),
            Cell::Words(words::when(t, template.updated_at, now), String::new()),
        ],
        button: None,
    };
    let states = [
        ("", "admin-template-used", !archived),
        ("weg", "admin-template-away", archived),
    ];
    let states = states.map(|(value, key, chosen)| choice(value, t.say(key), chosen));
    let next = found.next.as_ref().map(|after| {
        let after = write_after(after);
        with_query(LIST, &[("stand", &query.stand), ("na", &after)])
    });
    let page = ListPage {
        t,
        tabs: tabs(t, LIST),
        title: t.say("admin-templates"),
        about: t.say("admin-templates-about"),
        add: Some((NEW, t.say("admin-template-add"))),
        wrong: None,
        url: LIST,
        filters: vec![Field::new(
            "stand",
            t.say("admin-state"),
            Input::Choose(states.to_vec()),
        )],
        clear: None,
        columns: vec![
            t.say("admin-name"),
            t.say("admin-desk"),
            t.say("admin-language"),
            t.say("admin-template-changed"),
        ],
        rows: found.rows.iter().map(row).collect(),
        none: t.say("admin-templates-none"),
        next,
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

fn fields(t: Texts, atlas: &Atlas, text: &TemplateText) -> Vec<Field> {
    let mut desks = vec![choice(
        "",
        t.say("admin-template-shared"),
        text.desk.is_none(),
    )];
    desks.extend(staff_desks(atlas).map(|desk| {
        let chosen = text.desk == Some(desk.id.0);
        choice(&desk.slug, desk.name.clone(), chosen)
    }));
    let places = PLACES.map(|place| format!("{{{{{place}}}}}"));
    let name = Input::Line("text", text.name.clone(), "off");
    let body = Input::Area(text.body.clone(), 12);
    vec![
        Field::new("name", t.say("admin-name"), name).required(),
        Field::new("body", t.say("admin-template-body"), body)
            .help(t.with("admin-template-places", "places", places.join(", ")))
            .required(),
        Field::new("desk", t.say("admin-desk"), Input::Choose(desks)),
        language_field(t, text.language),
    ]
}

fn typed(atlas: &Atlas, form: &Typed) -> TemplateText {
    let desk = atlas.desk_by_slug(form.text("desk"));
    TemplateText {
        name: form.text("name").to_owned(),
        body: form.text("body").to_owned(),
        language: language(form.text("language")),
        desk: desk.map(|desk| desk.id.0),
    }
}

fn blank(reader: Reader, fields: Vec<Field>) -> FormPage {
    new_page(reader, LIST, "admin-template-add", "admin-save", fields)
}

/// `GET /desk/beheer/sjablonen/nieuw`: the form of a new template.
pub(super) async fn new(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let fields = fields(reader.t, &atlas, &typed(&atlas, &Typed::default()));
    html(blank(reader, fields).render(), StatusCode::OK)
}

/// `POST /desk/beheer/sjablonen`: keeps a new template.
pub(super) async fn add(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let text = typed(&atlas, &form);
    match admin::add_template(&ctx, &agent.actor, &atlas, &text).await {
        Ok(id) => {
            leave_notice(&ctx, &agent, "admin-saved").await?;
            Ok(see_other(&url(id, "")))
        }
        Err(error) => {
            let t = reader.t;
            let fault = fault(t, error)?;
            again(blank(reader, fields(t, &atlas, &text)), fault, &[])
        }
    }
}

fn page(ctx: &Context, reader: Reader, template: &Template, fields: Vec<Field>) -> FormPage {
    let (t, id) = (reader.t, template.id);
    let changed = words::when(t, template.updated_at, ctx.clock.now());
    let form = Form {
        url: url(id, ""),
        title: None,
        revision: Some(template.revision),
        fields,
        submit: t.say("admin-save"),
    };
    let archive = Action {
        about: t.say("admin-template-archive-about"),
        button: Button {
            url: url(id, "/archiveren"),
            hidden: vec![("revision", template.revision.to_string())],
            words: t.say("admin-template-archive"),
            label: String::new(),
        },
    };
    let mut facts = vec![(t.say("admin-template-changed"), changed)];
    if template.archived {
        // It is read only: what it said.
        let says = |field: &Field| (field.label.clone(), field.says());
        facts.extend(form.fields.iter().map(says));
    }
    FormPage {
        t,
        tabs: tabs(t, LIST),
        back: Some((LIST, t.say("admin-templates"))),
        title: template.text.name.clone(),
        state: template
            .archived
            .then(|| State::new("minus-circle", Tone::Soft, t.say("admin-template-away"))),
        wrong: None,
        warning: None,
        theirs: Vec::new(),
        forms: (!template.archived).then_some(form).into_iter().collect(),
        facts,
        actions: (!template.archived)
            .then_some(archive)
            .into_iter()
            .collect(),
        blocks: Vec::new(),
        shell: reader.shell,
    }
}

async fn found(ctx: &Context, id: Uuid) -> Result<Template, Problem> {
    admin::template(&ctx.db, id)
        .await?
        .ok_or_else(Problem::not_found)
}

/// `GET /desk/beheer/sjablonen/{id}`: one template.
pub(super) async fn one(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let template = found(&ctx, *id).await?;
    let fields = fields(reader.t, &atlas, &template.text);
    let page = page(&ctx, reader, &template, fields);
    html(page.render(), StatusCode::OK)
}

/// `POST /desk/beheer/sjablonen/{id}`: changes a template.
pub(super) async fn change(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    id: web::Path<Uuid>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let (text, seen) = (typed(&atlas, &form), form.revision());
    let done = admin::change_template(&ctx, &agent.actor, &atlas, *id, seen, &text).await;
    let Err(error) = done else {
        leave_notice(&ctx, &agent, "admin-saved").await?;
        return Ok(see_other(&url(*id, "")));
    };
    let t = reader.t;
    let fault = fault(t, error)?;
    let template = found(&ctx, *id).await?;
    let page = page(&ctx, reader, &template, fields(t, &atlas, &text));
    again(page, fault, &fields(t, &atlas, &template.text))
}

/// `POST /desk/beheer/sjablonen/{id}/archiveren`: puts a template away.
pub(super) async fn archive(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    id: web::Path<Uuid>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let seen = form.revision();
    let Err(error) = admin::archive_template(&ctx, &agent.actor, *id, seen).await else {
        leave_notice(&ctx, &agent, "admin-template-done").await?;
        return Ok(see_other(LIST));
    };
    let t = reader.t;
    let fault = fault(t, error)?;
    let template = found(&ctx, *id).await?;
    let now = fields(t, &atlas, &template.text);
    let page = page(&ctx, reader, &template, now.clone());
    again(page, fault, &now)
}
