//! The reader's own account: password, language, and where they are signed in; and the page on which
//! somebody who is not signed in yet sets their first password with a link.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;

use super::admin::{Fault, Typed, fault, language, language_field};
use super::browser;
use super::notices;
use super::page::{html, see_other};
use super::shell::{Reader, leave_notice};
use super::view::admin::{Block, Button, Field, Form, FormPage, Input, PasswordPage, note_in};
use super::view::parts::{Csrf, Place};
use super::words;
use crate::admin::{self, AdminError, Which};
use crate::auth::{Session, User, password_links, passwords, second_step, sessions, upkeep};
use crate::context::Context;
use crate::text::Texts;
use crate::web::{Agent, CurrentAtlas, Kind, Posted, Problem, session};

const HERE: &str = "/desk/profiel";

/// Adds the pages of the reader's own account.
pub(super) fn configure(app: &mut web::ServiceConfig) {
    app.route(HERE, web::get().to(show))
        .route(HERE, web::post().to(change))
        .route("/desk/profiel/wachtwoord", web::post().to(change_password))
        .route("/desk/profiel/afmelden", web::post().to(end_others))
        .route("/desk/profiel/sessies/{id}", web::post().to(end_one))
        .route("/desk/wachtwoord/{key}", web::get().to(with_link))
        .route("/desk/wachtwoord/{key}", web::post().to(set_with_link));
}

/// The session of a person; a page is never asked for by a program.
pub(super) fn own(agent: &Agent) -> Result<&Session, Problem> {
    agent
        .session
        .as_ref()
        .ok_or_else(|| Problem::new(Kind::SignIn))
}

/// The fields that set a password.
fn password_fields(t: Texts) -> Vec<Field> {
    let hidden = || Input::Line("password", String::new(), "new-password");
    let least = passwords::MIN_CHARACTERS;
    vec![
        Field::new("password", t.say("admin-password-new"), hidden())
            .help(t.with("admin-password-help", "least", least))
            .required(),
        Field::new("again", t.say("admin-password-again"), hidden()).required(),
    ]
}

/// Typed twice, and not the same.
fn unlike(t: Texts, form: &Typed) -> Option<Fault> {
    (form.text("password") != form.text("again")).then(|| Fault {
        field: "again",
        words: t.say("admin-wrong-again"),
        late: false,
    })
}

async fn page(
    ctx: &Context,
    atlas: &CurrentAtlas,
    agent: &Agent,
    fault: Option<Fault>,
) -> Result<HttpResponse, Problem> {
    let session = own(agent)?;
    let user = &session.user;
    let reader = Reader::of(ctx, atlas, agent, Place::Profile).await?;
    let t = reader.t;
    let account = upkeep::account(&ctx.db, user.id).await?;
    let has_password = account.is_some_and(|account| account.has_password);
    let mut forms = vec![Form {
        url: HERE.to_owned(),
        title: Some(t.say("admin-language")),
        revision: None,
        fields: vec![language_field(t, user.language)],
        submit: t.say("admin-save"),
    }];
    forms.extend(notices::form(ctx, t, agent, user).await?);
    if has_password {
        let present = Input::Line("password", String::new(), "current-password");
        let present = Field::new("present", t.say("admin-password-present"), present).required();
        let mut fields = vec![present];
        fields.extend(password_fields(t));
        forms.push(Form {
            url: format!("{HERE}/wachtwoord"),
            title: Some(t.say("admin-password")),
            revision: None,
            fields,
            submit: t.say("admin-password-change"),
        });
    }
    let grants = user.grants.iter();
    let roles: Vec<String> = grants
        .map(|grant| super::admin::grant_words(t, atlas, grant))
        .collect();
    let mut blocks = vec![sessions_block(ctx, t, session).await?];
    if has_password {
        blocks.push(second_step_block(ctx, t, session).await?);
    }
    let status = fault.as_ref().map_or(StatusCode::OK, Fault::status);
    let wrong = fault.and_then(|fault| note_in(&mut forms, fault.field, fault.words));
    let page = FormPage {
        t,
        tabs: Vec::new(),
        back: None,
        title: t.say("admin-profile"),
        state: None,
        wrong,
        warning: None,
        theirs: Vec::new(),
        forms,
        facts: vec![
            (t.say("admin-name"), user.name.clone()),
            (t.say("admin-email"), user.email.clone()),
            (t.say("admin-user-roles"), roles.join(", ")),
        ],
        actions: Vec::new(),
        blocks,
        shell: reader.shell,
    };
    html(page.render(), status)
}

async fn sessions_block(ctx: &Context, t: Texts, session: &Session) -> Result<Block, Problem> {
    let now = ctx.clock.now();
    let open = sessions::open_of(ctx, session.user.id).await?;
    let others = open.len() > 1;
    let line = |one: sessions::OpenSession| {
        let began = words::when(t, one.created_at, now);
        let began = t.with("admin-session-began", "at", began);
        let browser = browser::named(t, one.user_agent.as_deref());
        let place = one
            .address
            .map(|address| t.with("admin-session-at", "address", address));
        let known = [Some(browser), place].into_iter().flatten();
        let known: Vec<String> = known.filter(|it| !it.is_empty()).collect();
        let all = [known.as_slice(), std::slice::from_ref(&began)].concat();
        let label = format!("{}: {}", t.say("admin-session-end"), all.join(", "));
        let seen = if one.id == session.id() {
            t.say("admin-session-this")
        } else {
            let seen = words::when(t, one.last_seen_at, now);
            t.with("admin-session-seen", "at", seen)
        };
        let (title, times) = if known.is_empty() {
            (began, seen)
        } else {
            (known.join(", "), format!("{began}. {seen}"))
        };
        let button = (one.id != session.id()).then(|| Button {
            url: format!("{HERE}/sessies/{}", one.id),
            hidden: Vec::new(),
            words: t.say("admin-session-end"),
            label,
        });
        (title, times, button)
    };
    Ok(Block {
        title: t.say("admin-sessions"),
        none: String::new(),
        lines: open.into_iter().map(line).collect(),
        link: None,
        form: others.then(|| Form {
            url: format!("{HERE}/afmelden"),
            title: None,
            revision: None,
            fields: Vec::new(),
            submit: t.say("admin-sessions-end"),
        }),
    })
}

async fn second_step_block(ctx: &Context, t: Texts, session: &Session) -> Result<Block, Problem> {
    let state = second_step::state(ctx, session.user.id).await?;
    let now = ctx.clock.now();
    let (says, on) = match state {
        Some(state) => {
            let since = words::when(t, state.since, now);
            (
                t.with("desk-second-on", "since", since),
                "admin-second-keep",
            )
        }
        None => (t.say("desk-second-off"), "admin-second-begin"),
    };
    Ok(Block {
        title: t.say("desk-second"),
        none: says,
        lines: Vec::new(),
        link: Some((super::second_step::HERE, t.say(on))),
        form: None,
    })
}

/// `GET /desk/profiel`: the reader's own account.
async fn show(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    page(&ctx, &atlas, &agent, None).await
}

/// `POST /desk/profiel`: another language of the screens.
async fn change(ctx: web::Data<Context>, posted: Posted<Typed>) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let wanted = language(form.text("language"));
    admin::change_own_language(&ctx, &own(&agent)?.user, wanted).await?;
    leave_notice(&ctx, &agent, "admin-saved").await?;
    Ok(see_other(HERE))
}

/// `POST /desk/profiel/wachtwoord`: another password.
async fn change_password(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    request: HttpRequest,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let session = own(&agent)?;
    let t = Texts::new(session.user.language);
    if let Some(unlike) = unlike(t, &form) {
        return page(&ctx, &atlas, &agent, Some(unlike)).await;
    }
    let (present, new) = (form.text("present"), form.text("password"));
    let from = session::client_address(&request);
    match admin::change_own_password(&ctx, session, present, new, from).await {
        Ok(()) => {
            leave_notice(&ctx, &agent, "admin-password-changed").await?;
            Ok(see_other(HERE))
        }
        Err(error) => {
            let fault = fault(t, error)?;
            page(&ctx, &atlas, &agent, Some(fault)).await
        }
    }
}

/// `POST /desk/profiel/afmelden`: ends every session but this one.
async fn end_others(
    ctx: web::Data<Context>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    admin::end_own_sessions(&ctx, own(&posted.agent)?, Which::Others).await?;
    leave_notice(&ctx, &posted.agent, "admin-sessions-ended").await?;
    Ok(see_other(HERE))
}

/// `POST /desk/profiel/sessies/{id}`: ends one session.
async fn end_one(
    ctx: web::Data<Context>,
    id: web::Path<String>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    admin::end_own_sessions(&ctx, own(&posted.agent)?, Which::One(&id)).await?;
    leave_notice(&ctx, &posted.agent, "admin-session-ended").await?;
    Ok(see_other(HERE))
}

/// The form that sets a password with a link.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LinkForm {
    csrf: String,
    password: String,
    again: String,
}

fn link_page(
    ctx: &Context,
    request: &HttpRequest,
    key: &str,
    owner: &User,
    fault: Option<Fault>,
) -> Result<HttpResponse, Problem> {
    let t = Texts::new(owner.language);
    let (token, cookie) = session::visit(ctx, request)?;
    let mut status = StatusCode::OK;
    let (mut fields, mut wrong) = (password_fields(t), None);
    if let Some(fault) = fault {
        status = fault.status();
        let field = fields.iter_mut().find(|field| field.name == fault.field);
        match field {
            Some(field) => field.wrong = Some(fault.words),
            None => wrong = Some(fault.words),
        }
    }
    let page = PasswordPage {
        t,
        csrf: Csrf(token),
        url: format!("/desk/wachtwoord/{key}"),
        email: owner.email.clone(),
        fields,
        wrong,
    };
    let mut response = html(page.render(), status)?;
    if let Some(cookie) = cookie {
        response
            .add_cookie(&cookie)
            .map_err(|error| Problem::new(Kind::Internal).caused_by(error))?;
    }
    Ok(response)
}

async fn owner(ctx: &Context, key: &str) -> Result<User, Problem> {
    let owner = password_links::owner(&ctx.db, ctx, key).await?;
    owner.ok_or_else(|| AdminError::LinkOver.into())
}

/// `GET /desk/wachtwoord/{key}`: the form; opening it changes nothing, as mail scanners do.
async fn with_link(
    ctx: web::Data<Context>,
    request: HttpRequest,
    key: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let owner = owner(&ctx, &key).await?;
    link_page(&ctx, &request, &key, &owner, None)
}

/// `POST /desk/wachtwoord/{key}`: sets the password, once.
async fn set_with_link(
    ctx: web::Data<Context>,
    request: HttpRequest,
    key: web::Path<String>,
    form: web::Form<LinkForm>,
) -> Result<HttpResponse, Problem> {
    if !session::is_visit(&ctx, &request, &form.csrf) {
        return Err(Problem::new(Kind::ForeignForm));
    }
    let owner = owner(&ctx, &key).await?;
    let t = Texts::new(owner.language);
    if form.password != form.again {
        let fault = Fault {
            field: "again",
            words: t.say("admin-wrong-again"),
            late: false,
        };
        return link_page(&ctx, &request, &key, &owner, Some(fault));
    }
    match admin::use_link(&ctx, &key, &form.password).await {
        Ok(_) => Ok(see_other("/desk/sign-in")),
        Err(error) => {
            let fault = fault(t, error)?;
            link_page(&ctx, &request, &key, &owner, Some(fault))
        }
    }
}
