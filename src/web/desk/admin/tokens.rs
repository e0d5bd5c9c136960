//! Tokens for programs: made with a scope and an end, shown once, ended before their time.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::super::page::{html, see_other};
use super::super::shell::{Reader, leave_notice};
use super::super::view::admin::{Button, Cell, Field, FormPage, Input, ListPage, OncePage, Row};
use super::super::view::parts::{State, Tone};
use super::super::words;
use super::users::{grant_words, role_words, staff_desks};
use super::{
    ONCE, ROWS, Typed, again, choice, fault, fresh, new_page, read_place, reader, tabs, with_query,
    write_place,
};
use crate::admin::{self, AdminError, Wanted};
use crate::auth::tokens::{MOST_DAYS, NewToken};
use crate::auth::upkeep::{self, TokenRow};
use crate::auth::{Grant, Role, Scope, Verb};
use crate::context::Context;
use crate::directory::{Atlas, LiveAtlas};
use crate::text::{Texts, dates};
use crate::web::{Agent, Posted, Problem};

/// Where the list is.
pub(super) const LIST: &str = "/desk/beheer/tokens";
const NEW: &str = "/desk/beheer/tokens/nieuw";

/// The roles that a program may act in; one that keeps accounts is for people only.
const ROLES: [Role; 5] = [
    Role::Api,
    Role::Agent,
    Role::Coordinator,
    Role::Editor,
    Role::Observer,
];

/// What stands behind the address of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct TokensQuery {
    na: String,
}

fn scope_words(t: Texts, scope: Scope) -> String {
    t.say(match scope {
        Scope::TicketsRead => "admin-scope-read",
        Scope::TicketsWrite => "admin-scope-write",
        Scope::Intake => "admin-scope-intake",
    })
}

fn state(t: Texts, token: &TokenRow, now: DateTime<Utc>) -> State {
    if let Some(at) = token.revoked_at {
        let words = t.with("admin-token-revoked", "at", words::when(t, at, now));
        return State::new("minus-circle", Tone::Soft, words);
    }
    let day = dates::plain_day(dates::local_day(token.expires_at), t.language());
    if token.expires_at <= now {
        State::new(
            "minus-circle",
            Tone::Soft,
            t.with("admin-token-over", "day", day),
        )
    } else {
        State::new("check", Tone::Good, t.with("admin-token-until", "day", day))
    }
}

/// `GET /desk/beheer/tokens`: the tokens, the last one made first.
pub(super) async fn list(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
    query: web::Query<TokensQuery>,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    let (t, now) = (reader.t, ctx.clock.now());
    let found = upkeep::tokens(&ctx.db, read_place(&query.na), u64::from(ROWS)).await?;
    let row = |token: &TokenRow| {
        let client = &token.client;
        let scopes = client.scopes.iter().map(|scope| scope_words(t, *scope));
        let made = words::when(t, token.created_at, now);
        let by = token.created_by.clone();
        let by = by.unwrap_or_else(|| t.say("admin-by-command"));
        let open = token.revoked_at.is_none() && token.expires_at > now;
        let button = open.then(|| Button {
            url: format!("{LIST}/{}/intrekken", client.id),
            hidden: Vec::new(),
            words: t.say("admin-token-revoke"),
            label: t.with("admin-token-revoke-label", "name", client.name.as_str()),
        });
        let used = token.last_used_at;
        Row {
            cells: vec![
                Cell::Words(client.name.clone(), client.id.to_string()),
                Cell::Words(
                    grant_words(t, &atlas, &client.grant),
                    scopes.collect::<Vec<_>>().join(", "),
                ),
                Cell::Words(made, by),
                Cell::Words(
                    used.map_or_else(|| t.say("admin-never"), |at| words::when(t, at, now)),
                    String::new(),
                ),
                Cell::State(state(t, token, now)),
            ],
            button,
        }
    };
    let next = found
        .next
        .map(|place| with_query(LIST, &[("na", &write_place(place))]));
    let page = ListPage {
        t,
        tabs: tabs(t, LIST),
        title: t.say("admin-tokens"),
        about: t.say("admin-tokens-about"),
        add: Some((NEW, t.say("admin-token-add"))),
        wrong: None,
        url: LIST,
        filters: Vec::new(),
        clear: None,
        columns: vec![
            t.say("admin-name"),
            t.say("admin-token-for"),
            t.say("admin-made"),
            t.say("admin-token-used"),
            t.say("admin-state"),
        ],
        rows: found.rows.iter().map(row).collect(),
        none: t.say("admin-tokens-none"),
        next,
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

/// The fields of a new token, of the form that goes by `nonce`.
fn fields(t: Texts, atlas: &Atlas, typed: &Typed, nonce: Uuid) -> Vec<Field> {
    let role = typed.text("role");
    let roles = ROLES.map(|one| choice(one.slug(), role_words(t, one), one.slug() == role));
    let place = typed.text("place");
    let mut places = vec![choice("", t.say("admin-token-nowhere"), place.is_empty())];
    places.extend(
        staff_desks(atlas).map(|desk| choice(&desk.slug, desk.name.clone(), desk.slug == place)),
    );
    places.extend(atlas.provinces().map(|province| {
        let words = t.with("admin-token-province", "province", province.name.as_str());
        choice(&province.slug, words, province.slug == place)
    }));
    let scopes = Scope::ALL.map(|scope| {
        let chosen = typed.has("scope", scope.slug());
        choice(scope.slug(), scope_words(t, scope), chosen)
    });
    let days = match typed.text("days") {
        "" => "365",
        days => days,
    };
    let name = Input::Line("text", typed.text("name").to_owned(), "off");
    let days = Input::Line("number", days.to_owned(), "off");
    let nonce = Input::Hidden(nonce.simple().to_string());
    vec![
        Field::new(ONCE, String::new(), nonce),
        Field::new("name", t.say("admin-name"), name)
            .help(t.say("admin-token-name-help"))
            .required(),
        Field::new(
            "role",
            t.say("admin-token-role"),
            Input::Choose(roles.to_vec()),
        ),
        Field::new("place", t.say("admin-token-place"), Input::Choose(places))
            .help(t.say("admin-token-place-help")),
        Field::new(
            "scope",
            t.say("admin-token-scopes"),
            Input::Boxes(scopes.to_vec()),
        ),
        Field::new("days", t.say("admin-token-days"), days)
            .help(t.with("admin-token-days-help", "most", MOST_DAYS))
            .required(),
    ]
}

fn blank(reader: Reader, fields: Vec<Field>) -> FormPage {
    new_page(reader, LIST, "admin-token-add", "admin-token-make", fields)
}

/// `GET /desk/beheer/tokens/nieuw`: the form of a new token.
pub(super) async fn new(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    let fields = fields(reader.t, &atlas, &Typed::default(), ctx.new_id());
    html(blank(reader, fields).render(), StatusCode::OK)
}

/// The role that a form names, at the place it names.
fn grant(atlas: &Atlas, typed: &Typed) -> Result<Grant, AdminError> {
    let named = typed.text("role").parse::<Role>().ok();
    let role = named
        .filter(|role| ROLES.contains(role))
        .unwrap_or(Role::Api);
    let place = Some(typed.text("place").to_owned()).filter(|place| !place.is_empty());
    let province = place
        .as_deref()
        .is_some_and(|slug| atlas.province(slug).is_some());
    let (desks, provinces) = if province {
        (None, place)
    } else {
        (place, None)
    };
    let wanted = Wanted {
        roles: vec![role],
        desks: desks.into_iter().collect(),
        provinces: provinces.into_iter().collect(),
    };
    let mut grants = admin::grants(atlas, &wanted)?;
    let grant = grants.pop();
    grant.ok_or(AdminError::Account(
        crate::auth::accounts::AccountError::NoRole,
    ))
}

/// `POST /desk/beheer/tokens`: makes a token, and shows it this once. The form that is sent again, by whoever
/// loads that page anew, makes no second one.
pub(super) async fn create(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    let t = reader.t;
    let scopes: BTreeSet<Scope> = Scope::ALL
        .into_iter()
        .filter(|scope| form.has("scope", scope.slug()))
        .collect();
    let name = form.text("name").to_owned();
    let nonce = form.once().unwrap_or_else(|| ctx.new_id());
    let made = match grant(&atlas, &form) {
        Ok(grant) => {
            let new = NewToken {
                name: name.clone(),
                grant,
                scopes,
                days: form.text("days").trim().parse().unwrap_or_default(),
            };
            admin::create_token_once(&ctx, &agent.actor, &atlas, nonce, new).await
        }
        Err(refused) => Err(refused),
    };
    match made {
        Ok(None) => {
            leave_notice(&ctx, &agent, "admin-token-again").await?;
            Ok(see_other(LIST))
        }
        Ok(Some(made)) => {
            let until = dates::plain_day(dates::local_day(made.expires_at), t.language());
            let page = OncePage {
                t,
                tabs: tabs(t, LIST),
                title: t.with("admin-token-title", "name", name.trim()),
                about: t.with("admin-token-once", "until", until),
                label: t.say("admin-token"),
                value: made.text,
                on: (LIST.to_owned(), t.say("admin-token-back")),
                shell: reader.shell,
            };
            html(page.render(), StatusCode::CREATED)
        }
        Err(error) => {
            let fault = fault(t, error)?;
            again(blank(reader, fields(t, &atlas, &form, nonce)), fault, &[])
        }
    }
}

/// `POST /desk/beheer/tokens/{id}/intrekken`: ends a token before its time.
pub(super) async fn revoke(
    ctx: web::Data<Context>,
    id: web::Path<Uuid>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let agent = posted.agent;
    match admin::revoke_token(&ctx, &agent.actor, *id).await {
        Ok(()) => leave_notice(&ctx, &agent, "admin-token-done").await?,
        // Somebody else did, or it is over: the list says so.
        Err(AdminError::UnknownToken(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(see_other(LIST))
}
