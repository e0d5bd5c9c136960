//! Desks: what they answer for, where their mail goes, and who works there.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use uuid::Uuid;

use super::super::page::{html, see_other};
use super::super::shell::{Reader, leave_notice};
use super::super::view::admin::{Block, Button, Cell, Field, Form, FormPage, Input, ListPage, Row};
use super::super::view::parts::{State, Tone};
use super::super::words;
use super::users::grant_words;
use super::{LeftQuery, Typed, again, choice, fault, fresh, new_page, reader, tabs};
use crate::admin;
use crate::auth::Verb;
use crate::auth::upkeep;
use crate::context::Context;
use crate::directory::{Atlas, Desk, DeskChange, DeskKind, Doubt, Level, LiveAtlas};
use crate::registry;
use crate::text::Texts;
use crate::web::{Agent, Posted, Problem};

/// Where the list is.
pub(super) const LIST: &str = "/desk/beheer/loketten";
/// Where another one is made.
const NEW: &str = "/desk/beheer/loketten/nieuw";

fn url(slug: &str, rest: &str) -> String {
    format!("{LIST}/{slug}{rest}")
}

fn kind_words(t: Texts, kind: DeskKind) -> String {
    t.say(match kind {
        DeskKind::Central => "admin-desk-central",
        DeskKind::ContactPoint => "admin-desk-point",
        DeskKind::Administration => "admin-desk-administration",
    })
}

/// Whether mail arrives there, as far as we know.
fn state(t: Texts, desk: &Desk) -> State {
    let doubt = desk.doubt();
    if !desk.active {
        State::new("minus-circle", Tone::Soft, t.say("admin-topic-unused"))
    } else if desk.is_placeholder() {
        State::new("alert-triangle", Tone::Warn, t.say("admin-desk-example"))
    } else if let Some(Doubt::Bounces(count)) = doubt {
        let words = t.with("admin-desk-bounces", "count", count);
        State::new("alert-triangle", Tone::Warn, words)
    } else if let Some(Doubt::Silent(count)) = doubt {
        let words = t.with("admin-desk-silent", "count", count);
        State::new("alert-triangle", Tone::Warn, words)
    } else if desk.last_proven_at.is_some() {
        State::new("check", Tone::Good, t.say("admin-desk-proven"))
    } else {
        State::new("circle", Tone::Soft, t.say("admin-desk-unproven"))
    }
}

/// `GET /desk/beheer/loketten`: the desks.
pub(super) async fn list(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let t = reader.t;
    let counts: HashMap<Uuid, i64> = upkeep::member_counts(&ctx.db).await?.into_iter().collect();
    let row = |desk: &Desk| {
        let members = if desk.kind == DeskKind::Administration {
            t.say("admin-desk-no-accounts")
        } else {
            let count = counts.get(&desk.id.0).copied().unwrap_or_default();
            t.with("admin-desk-count", "count", count)
        };
        Row {
            cells: vec![
                Cell::Link(
                    url(&desk.slug, ""),
                    desk.name.clone(),
                    kind_words(t, desk.kind),
                ),
                Cell::Words(desk.email.clone(), String::new()),
                Cell::State(state(t, desk)),
                Cell::Words(members, String::new()),
            ],
            button: None,
        }
    };
    let mut desks: Vec<&Desk> = atlas.directory().desks.iter().collect();
    desks.sort_by(|a, b| (!a.active, a.kind, &a.name).cmp(&(!b.active, b.kind, &b.name)));
    let page = ListPage {
        t,
        tabs: tabs(t, LIST),
        title: t.say("admin-desks"),
        about: t.say("admin-desks-about"),
        add: Some((NEW, t.say("admin-desk-add"))),
        wrong: None,
        url: LIST,
        filters: Vec::new(),
        clear: None,
        columns: vec![
            t.say("admin-name"),
            t.say("admin-desk-address"),
            t.say("admin-state"),
            t.say("admin-desk-members"),
        ],
        rows: desks.into_iter().map(row).collect(),
        none: t.say("admin-desks-none"),
        next: None,
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

fn as_is(desk: &Desk) -> DeskChange {
    DeskChange {
        name: desk.name.clone(),
        email: desk.email.clone(),
        answers_for: desk.answers_for.clone(),
        active: desk.active,
    }
}

/// What a form says of a desk. Whether it is in use is asked of an administration only.
fn typed(form: &Typed) -> DeskChange {
    DeskChange {
        name: form.text("name").to_owned(),
        email: form.text("email").to_owned(),
        answers_for: form.text("answers_for").to_owned(),
        active: form.text("active") != "no",
    }
}

/// What any desk has.
fn common_fields(t: Texts, change: &DeskChange) -> Vec<Field> {
    let name = Input::Line("text", change.name.clone(), "off");
    let email = Input::Line("email", change.email.clone(), "off");
    let answers_for = Input::Area(change.answers_for.clone(), 4);
    vec![
        Field::new("name", t.say("admin-name"), name).required(),
        Field::new("email", t.say("admin-desk-address"), email)
            .help(t.say("admin-desk-address-help"))
            .required(),
        Field::new("answers_for", t.say("admin-desk-answers"), answers_for).required(),
    ]
}

fn fields(t: Texts, kind: DeskKind, change: &DeskChange) -> Vec<Field> {
    let mut fields = common_fields(t, change);
    if kind == DeskKind::Administration {
        let states = [
            ("yes", true, "admin-topic-used"),
            ("no", false, "admin-topic-unused"),
        ];
        let active =
            states.map(|(value, active, key)| choice(value, t.say(key), change.active == active));
        let field = Field::new(
            "active",
            t.say("admin-state"),
            Input::Choose(active.to_vec()),
        );
        fields.push(field.help(t.say("admin-desk-active-help")));
    }
    fields
}

fn level_words(t: Texts, level: Level) -> String {
    t.say(match level {
        Level::Flemish => "admin-level-flemish",
        Level::Federal => "admin-level-federal",
        Level::Partner => "admin-level-partner",
    })
}

fn blank(reader: Reader, level: Option<Level>, wanted: &DeskChange) -> FormPage {
    let t = reader.t;
    let mut fields = common_fields(t, wanted);
    let levels = Level::ALL.iter().map(|one| {
        let chosen = level == Some(*one);
        choice(one.as_str(), level_words(t, *one), chosen)
    });
    let levels = Input::Choose(levels.collect());
    fields.insert(1, Field::new("level", t.say("admin-level"), levels));
    new_page(reader, LIST, "admin-desk-add", "admin-save", fields)
}

/// `GET /desk/beheer/loketten/nieuw`: the form of a new administration.
pub(super) async fn new(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let page = blank(reader, None, &typed(&Typed::default()));
    html(page.render(), StatusCode::OK)
}

/// `POST /desk/beheer/loketten`: adds an administration.
pub(super) async fn add(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let wanted = DeskChange {
        active: true,
        ..typed(&form)
    };
    let level = form.text("level").parse().ok();
    match admin::add_administration(&ctx, &agent.actor, level, &wanted).await {
        Ok(slug) => {
            fresh(&ctx, &live).await?;
            leave_notice(&ctx, &agent, "admin-saved").await?;
            Ok(see_other(&url(&slug, "")))
        }
        Err(error) => {
            let fault = fault(reader.t, error)?;
            again(blank(reader, level, &wanted), fault, &[])
        }
    }
}

async fn page(
    ctx: &Context,
    atlas: &Atlas,
    reader: Reader,
    desk: &Desk,
    fields: Vec<Field>,
) -> Result<FormPage, Problem> {
    let (t, now) = (reader.t, ctx.clock.now());
    let blocks = if desk.kind == DeskKind::Administration {
        Vec::new()
    } else {
        vec![members(ctx, atlas, t, desk).await?]
    };
    let proven = desk.last_proven_at;
    let kind = match desk.level {
        Some(level) => format!("{} ({})", kind_words(t, desk.kind), level_words(t, level)),
        None => kind_words(t, desk.kind),
    };
    let mut facts = vec![
        (t.say("admin-kind"), kind),
        (t.say("admin-topic-slug"), desk.slug.clone()),
        (
            t.say("admin-desk-last-proven"),
            proven.map_or_else(|| t.say("admin-never"), |at| words::when(t, at, now)),
        ),
        (t.say("admin-desk-bounced"), desk.bounce_count.to_string()),
    ];
    let (reacted, asked) = registry::reactions(&ctx.db, desk.id.0).await?;
    if asked > 0 {
        let words = t.with2("admin-desk-reacted-of", "count", reacted, "asked", asked);
        facts.push((t.say("admin-desk-reacted"), words));
    }
    if desk.kind == DeskKind::Administration {
        facts.push((
            t.say("admin-desk-policy"),
            t.say("admin-desk-policy-review"),
        ));
    }
    Ok(FormPage {
        t,
        tabs: tabs(t, LIST),
        back: Some((LIST, t.say("admin-desks"))),
        title: desk.name.clone(),
        state: Some(state(t, desk)),
        wrong: None,
        warning: desk
            .is_placeholder()
            .then(|| t.say("admin-desk-example-about")),
        theirs: Vec::new(),
        forms: vec![Form {
            url: url(&desk.slug, ""),
            title: None,
            revision: Some(desk.revision),
            fields,
            submit: t.say("admin-save"),
        }],
        facts,
        actions: Vec::new(),
        blocks,
        shell: reader.shell,
    })
}

async fn members(ctx: &Context, atlas: &Atlas, t: Texts, desk: &Desk) -> Result<Block, Problem> {
    let found = upkeep::members(&ctx.db, desk.id.0).await?;
    let line = |account: &crate::auth::accounts::Account| {
        let user = &account.user;
        let grants = user.grants.iter().map(|grant| grant_words(t, atlas, grant));
        let roles: Vec<String> = grants.collect();
        let mut small = format!("{}, {}", user.email, roles.join(", "));
        if !account.active {
            small = format!("{small} ({})", t.say("admin-user-off"));
        }
        let button = Button {
            url: url(&desk.slug, &format!("/leden/{}/weg", user.id)),
            hidden: Vec::new(),
            words: t.say("admin-member-remove"),
            label: t.with("admin-member-remove-label", "name", user.name.as_str()),
        };
        (user.name.clone(), small, Some(button))
    };
    let input = Input::Line("email", String::new(), "off");
    let field = Field::new("member", t.say("admin-member-email"), input);
    Ok(Block {
        title: t.say("admin-desk-members"),
        none: t.say("admin-members-none"),
        lines: found.iter().map(line).collect(),
        link: None,
        form: Some(Form {
            url: url(&desk.slug, "/leden"),
            title: None,
            revision: None,
            fields: vec![field.help(t.say("admin-member-help")).required()],
            submit: t.say("admin-member-add"),
        }),
    })
}

fn found<'a>(atlas: &'a Atlas, slug: &str) -> Result<&'a Desk, Problem> {
    atlas.desk_by_slug(slug).ok_or_else(Problem::not_found)
}

/// `GET /desk/beheer/loketten/{slug}`: one desk.
pub(super) async fn one(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
    slug: web::Path<String>,
    left: web::Query<LeftQuery>,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let desk = found(&atlas, &slug)?;
    let fields = fields(reader.t, desk.kind, &as_is(desk));
    let mut page = page(&ctx, &atlas, reader, desk, fields).await?;
    left.tell(&atlas, &mut page);
    html(page.render(), StatusCode::OK)
}

/// `POST /desk/beheer/loketten/{slug}`: changes a desk.
pub(super) async fn change(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    slug: web::Path<String>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageDesks).await?;
    let change = typed(&form);
    let seen = form.revision();
    let done = admin::change_desk(&ctx, &agent.actor, &slug, seen, &change).await;
    let Err(error) = done else {
        // This process sees it at once, the others before they decide anything.
        fresh(&ctx, &live).await?;
        leave_notice(&ctx, &agent, "admin-saved").await?;
        return Ok(see_other(&url(&slug, "")));
    };
    let t = reader.t;
    let fault = fault(t, error)?;
    let atlas = fresh(&ctx, &live).await?;
    let desk = found(&atlas, &slug)?;
    let page = page(&ctx, &atlas, reader, desk, fields(t, desk.kind, &change)).await?;
    again(page, fault, &fields(t, desk.kind, &as_is(desk)))
}

/// The page of a desk again, with what is wrong beside the field that adds a member.
async fn members_again(
    ctx: &Context,
    live: &LiveAtlas,
    reader: Reader,
    slug: &str,
    typed: &str,
    error: crate::admin::AdminError,
) -> Result<HttpResponse, Problem> {
    let t = reader.t;
    let fault = fault(t, error)?;
    let atlas = fresh(ctx, live).await?;
    let desk = found(&atlas, slug)?;
    let fields = fields(t, desk.kind, &as_is(desk));
    let mut page = page(ctx, &atlas, reader, desk, fields).await?;
    let status = fault.status();
    let form = page.blocks.iter_mut().find_map(|block| block.form.as_mut());
    page.wrong = match form {
        Some(form) => {
            if let Some(field) = form.fields.first_mut() {
                field.input = Input::Line("email", typed.to_owned(), "off");
            }
            form.note(fault.field, fault.words)
        }
        None => Some(fault.words),
    };
    html(page.render(), status)
}

/// `POST /desk/beheer/loketten/{slug}/leden`: lets somebody work there.
pub(super) async fn add_member(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    slug: web::Path<String>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    let email = form.text("member");
    match admin::add_member(&ctx, &agent.actor, &atlas, &slug, email).await {
        Ok(()) => {
            leave_notice(&ctx, &agent, "admin-member-added").await?;
            Ok(see_other(&url(&slug, "")))
        }
        Err(error) => members_again(&ctx, &live, reader, &slug, email, error).await,
    }
}

/// `POST /desk/beheer/loketten/{slug}/leden/{id}/weg`: ends somebody's work there.
pub(super) async fn remove_member(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    path: web::Path<(String, Uuid)>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let (slug, id) = path.into_inner();
    let Posted { agent, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    match admin::remove_member(&ctx, &agent.actor, &atlas, &slug, id).await {
        Ok(left) => {
            leave_notice(&ctx, &agent, "admin-member-removed").await?;
            Ok(see_other(&LeftQuery::url(&url(&slug, ""), &atlas, &left)))
        }
        Err(error) => members_again(&ctx, &live, reader, &slug, "", error).await,
    }
}
