//! Accounts: who has one, what for, and whether it may be used.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;
use uuid::Uuid;

use super::super::page::{html, see_other};
use super::super::shell::{Reader, leave_notice};
use super::super::view::admin::{
    Action, Button, Cell, Field, Form, FormPage, Input, ListPage, OncePage, Row,
};
use super::super::view::parts::{State, Tone};
use super::super::words;
use super::{
    LeftQuery, ROWS, Typed, again, choice, fault, fresh, new_page, reader, tabs, with_query, word,
};
use crate::admin::{self, AccountChange, AdminError, LeftBehind, Wanted};
use crate::auth::accounts::{Account, NewAccount};
use crate::auth::upkeep::{self, AccountFilter};
use crate::auth::{Grant, MadeLink, Role, Verb, second_step};
use crate::context::Context;
use crate::directory::{Atlas, Desk, DeskId, DeskKind, LiveAtlas};
use crate::text::{Language, Texts, dates};
use crate::web::{Agent, Posted, Problem};

/// Where the list is.
pub(super) const LIST: &str = "/desk/beheer/gebruikers";
const NEW: &str = "/desk/beheer/gebruikers/nieuw";

/// The roles that are held at no place that is chosen.
const BARE: [Role; 3] = [Role::Coordinator, Role::Editor, Role::Admin];

/// What a role is called.
#[must_use]
pub fn role_words(t: Texts, role: Role) -> String {
    t.say(match role {
        Role::Coordinator => "admin-role-coordinator",
        Role::Agent => "admin-role-agent",
        Role::Editor => "admin-role-editor",
        Role::Observer => "admin-role-observer",
        Role::Admin => "admin-role-admin",
        Role::Api => "admin-role-api",
    })
}

/// A role with the place where it is held.
pub(in crate::web::desk) fn grant_words(t: Texts, atlas: &Atlas, grant: &Grant) -> String {
    let role = role_words(t, grant.role);
    let desk = grant.desk.and_then(|id| atlas.desk(DeskId(id)));
    let province = grant.province.as_deref();
    let province = province.and_then(|slug| atlas.province(slug));
    let place = desk
        .filter(|desk| desk.kind != DeskKind::Central || grant.role != Role::Coordinator)
        .map(|desk| desk.name.as_str())
        .or(province.map(|province| province.name.as_str()));
    match place {
        Some(place) => format!("{role} ({place})"),
        None => role,
    }
}

/// The desks that people work at.
pub(super) fn staff_desks(atlas: &Atlas) -> impl Iterator<Item = &Desk> {
    atlas
        .desks()
        .filter(|desk| desk.kind != DeskKind::Administration)
}

fn url(id: Uuid, rest: &str) -> String {
    format!("{LIST}/{id}{rest}")
}

fn state(t: Texts, account: &Account) -> State {
    if !account.active {
        State::new("minus-circle", Tone::Soft, t.say("admin-user-off"))
    } else if account.has_password || account.last_sign_in_at.is_some() {
        State::new("check", Tone::Good, t.say("admin-user-on"))
    } else {
        State::new("clock", Tone::Warn, t.say("admin-user-waits"))
    }
}

/// What stands behind the address of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct UsersQuery {
    #[serde(deserialize_with = "word")]
    naam: String,
    rol: String,
    loket: String,
    stand: String,
    #[serde(deserialize_with = "word")]
    na: String,
}

/// `GET /desk/beheer/gebruikers`: the accounts.
pub(super) async fn list(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
    query: web::Query<UsersQuery>,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    let (t, now) = (reader.t, ctx.clock.now());
    let role = query.rol.parse::<Role>().ok();
    let desk = atlas.desk_by_slug(&query.loket);
    let filter = AccountFilter {
        name: Some(query.naam.trim().to_owned()).filter(|name| !name.is_empty()),
        role,
        desk: desk.map(|desk| desk.id.0),
        active: match query.stand.as_str() {
            "aan" => Some(true),
            "uit" => Some(false),
            _ => None,
        },
    };
    let after = Some(query.na.as_str()).filter(|after| !after.is_empty());
    let found = upkeep::accounts(&ctx.db, &filter, after, u64::from(ROWS)).await?;
    let row = |account: &Account| {
        let grants = account.user.grants.iter();
        let roles: Vec<String> = grants.map(|grant| grant_words(t, &atlas, grant)).collect();
        let seen = account.last_sign_in_at;
        Row {
            cells: vec![
                Cell::Link(
                    url(account.user.id, ""),
                    account.user.name.clone(),
                    account.user.email.clone(),
                ),
                Cell::Words(roles.join(", "), String::new()),
                Cell::State(state(t, account)),
                Cell::Words(
                    seen.map_or_else(|| t.say("admin-never"), |at| words::when(t, at, now)),
                    String::new(),
                ),
            ],
            button: None,
        }
    };
    let roles = Role::ALL.into_iter().filter(|role| *role != Role::Api);
    let mut role_choices = vec![choice("", t.say("admin-all"), false)];
    role_choices.extend(roles.map(|one| choice(one.slug(), role_words(t, one), role == Some(one))));
    let mut desk_choices = vec![choice("", t.say("admin-all"), false)];
    desk_choices.extend(
        staff_desks(&atlas).map(|one| choice(&one.slug, one.name.clone(), one.slug == query.loket)),
    );
    let states = [
        ("", "admin-all"),
        ("aan", "admin-user-on"),
        ("uit", "admin-user-off"),
    ];
    let state_choices = states.map(|(value, key)| choice(value, t.say(key), value == query.stand));
    let next = found.next.as_ref().map(|after| {
        with_query(
            LIST,
            &[
                ("naam", &query.naam),
                ("rol", &query.rol),
                ("loket", &query.loket),
                ("stand", &query.stand),
                ("na", after),
            ],
        )
    });
    let page = ListPage {
        t,
        tabs: tabs(t, LIST),
        title: t.say("admin-users"),
        about: t.say("admin-users-about"),
        add: Some((NEW, t.say("admin-user-add"))),
        wrong: None,
        url: LIST,
        filters: vec![
            Field::new(
                "naam",
                t.say("admin-user-called"),
                Input::Line("search", query.naam.clone(), "off"),
            ),
            Field::new(
                "rol",
                t.say("admin-user-roles"),
                Input::Choose(role_choices),
            ),
            Field::new("loket", t.say("admin-desk"), Input::Choose(desk_choices)),
            Field::new(
                "stand",
                t.say("admin-state"),
                Input::Choose(state_choices.to_vec()),
            ),
        ],
        clear: (filter != AccountFilter::default()).then_some(LIST),
        columns: vec![
            t.say("admin-name"),
            t.say("admin-user-roles"),
            t.say("admin-state"),
            t.say("admin-user-seen"),
        ],
        rows: found.rows.iter().map(row).collect(),
        none: t.say("admin-users-none"),
        next,
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

/// What the form of an account says.
struct Filled {
    email: Option<String>,
    name: String,
    language: Language,
    roles: Vec<Role>,
    desks: Vec<String>,
    provinces: Vec<String>,
}

impl Filled {
    fn of(atlas: &Atlas, account: &Account) -> Self {
        let user = &account.user;
        let bare = |role: &Role| user.grants.iter().any(|grant| grant.role == *role);
        let agent = user.grants.iter().filter(|grant| grant.role == Role::Agent);
        let desks = agent.filter_map(|grant| atlas.desk(DeskId(grant.desk?)));
        Self {
            email: None,
            name: user.name.clone(),
            language: user.language,
            roles: BARE.into_iter().filter(bare).collect(),
            desks: desks.map(|desk| desk.slug.clone()).collect(),
            provinces: user
                .grants
                .iter()
                .filter_map(|grant| grant.province.clone())
                .collect(),
        }
    }

    fn typed(typed: &Typed, new: bool) -> Self {
        Self {
            email: new.then(|| typed.text("email").to_owned()),
            name: typed.text("name").to_owned(),
            language: language(typed.text("language")),
            roles: BARE
                .into_iter()
                .filter(|role| typed.has("role", role.slug()))
                .collect(),
            desks: typed.all("desk"),
            provinces: typed.all("province"),
        }
    }

    fn grants(&self, atlas: &Atlas) -> Result<Vec<Grant>, AdminError> {
        let agent = (!self.desks.is_empty()).then_some(Role::Agent);
        let observer = (!self.provinces.is_empty()).then_some(Role::Observer);
        let roles = self.roles.iter().copied();
        let wanted = Wanted {
            roles: roles.chain(agent).chain(observer).collect(),
            desks: self.desks.clone(),
            provinces: self.provinces.clone(),
        };
        Ok(admin::grants(atlas, &wanted)?)
    }

    fn fields(&self, t: Texts, atlas: &Atlas) -> Vec<Field> {
        let name = Input::Line("text", self.name.clone(), "off");
        let mut fields = vec![Field::new("name", t.say("admin-name"), name).required()];
        if let Some(email) = &self.email {
            let email = Input::Line("email", email.clone(), "off");
            fields.push(Field::new("email", t.say("admin-email"), email).required());
        }
        let bare = BARE.map(|role| {
            let chosen = self.roles.contains(&role);
            choice(role.slug(), role_words(t, role), chosen)
        });
        let desks = staff_desks(atlas).map(|desk| {
            choice(
                &desk.slug,
                desk.name.clone(),
                self.desks.contains(&desk.slug),
            )
        });
        let provinces = atlas.provinces().map(|province| {
            let chosen = self.provinces.contains(&province.slug);
            choice(&province.slug, province.name.clone(), chosen)
        });
        fields.extend([
            language_field(t, self.language),
            Field::new(
                "role",
                t.say("admin-user-roles"),
                Input::Boxes(bare.to_vec()),
            ),
            Field::new(
                "desk",
                t.say("admin-user-desks"),
                Input::Boxes(desks.collect()),
            ),
            Field::new(
                "province",
                t.say("admin-user-provinces"),
                Input::Boxes(provinces.collect()),
            ),
        ]);
        fields
    }
}

/// The language that a form names.
pub(in crate::web::desk) fn language(code: &str) -> Language {
    match code {
        "en" => Language::En,
        _ => Language::Nl,
    }
}

/// The field that chooses a language.
pub(in crate::web::desk) fn language_field(t: Texts, chosen: Language) -> Field {
    let languages = [
        (Language::Nl, "admin-dutch"),
        (Language::En, "admin-english"),
    ];
    let choices = languages.map(|(one, key)| choice(one.code(), t.say(key), one == chosen));
    Field::new(
        "language",
        t.say("admin-language"),
        Input::Choose(choices.to_vec()),
    )
}

fn blank(reader: Reader, fields: Vec<Field>) -> FormPage {
    new_page(reader, LIST, "admin-user-add", "admin-user-make", fields)
}

/// `GET /desk/beheer/gebruikers/nieuw`: the form of a new account.
pub(super) async fn new(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    let fields = Filled::typed(&Typed::default(), true).fields(reader.t, &atlas);
    html(blank(reader, fields).render(), StatusCode::OK)
}

/// The page that shows a link with which a password is set, this once.
fn once(ctx: &Context, reader: Reader, name: &str, id: Uuid, link: &MadeLink) -> OncePage {
    let t = reader.t;
    let until = dates::moment(link.expires_at, t.language());
    OncePage {
        t,
        tabs: tabs(t, LIST),
        title: t.with("admin-link-title", "name", name),
        about: t.with("admin-link-about", "until", until),
        label: t.say("admin-link"),
        value: ctx.link(&format!("/desk/wachtwoord/{}", link.key)),
        on: (url(id, ""), t.say("admin-user-back")),
        shell: reader.shell,
    }
}

/// `POST /desk/beheer/gebruikers`: makes an account.
pub(super) async fn add(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    let filled = Filled::typed(&form, true);
    let made = match filled.grants(&atlas) {
        Ok(grants) => {
            let new = NewAccount {
                email: filled.email.clone().unwrap_or_default(),
                name: filled.name.clone(),
                password: String::new(),
                language: filled.language,
                grants,
            };
            admin::add_account(&ctx, &agent.actor, &atlas, new).await
        }
        Err(refused) => Err(refused),
    };
    match made {
        Ok((user, link)) => {
            let page = once(&ctx, reader, &user.name, user.id, &link);
            html(page.render(), StatusCode::CREATED)
        }
        Err(error) => {
            let fault = fault(reader.t, error)?;
            let fields = filled.fields(reader.t, &atlas);
            again(blank(reader, fields), fault, &[])
        }
    }
}

async fn found(ctx: &Context, id: Uuid) -> Result<Account, Problem> {
    upkeep::account(&ctx.db, id)
        .await?
        .ok_or_else(Problem::not_found)
}

/// What switching an account off does, with what it leaves behind.
fn disable_about(t: Texts, atlas: &Atlas, left: &LeftBehind) -> String {
    let mut about = t.with("admin-user-disable-about", "count", left.freed);
    let desks = left.deserted.iter().filter_map(|id| atlas.desk(*id));
    let names: Vec<&str> = desks.map(|desk| desk.name.as_str()).collect();
    if !names.is_empty() {
        let last = t.with("admin-user-disable-last", "desks", names.join(", "));
        about = format!("{about} {last}");
    }
    about
}

async fn page(
    ctx: &Context,
    atlas: &Atlas,
    reader: Reader,
    account: &Account,
    fields: Vec<Field>,
) -> Result<FormPage, Problem> {
    let (t, now) = (reader.t, ctx.clock.now());
    let (id, revision) = (account.user.id, account.revision);
    let sessions = crate::auth::sessions::open_of(ctx, id).await?;
    let action = |deed: &str, words: &str, about: String| Action {
        about,
        button: Button {
            url: url(id, deed),
            hidden: vec![("revision", revision.to_string())],
            words: t.say(words),
            label: String::new(),
        },
    };
    let mut actions = Vec::new();
    let second_step = second_step::is_on(ctx, id).await?;
    if account.active {
        if ctx.settings.sign_in.local_accounts {
            actions.push(action(
                "/wachtwoord",
                "admin-user-reset",
                t.say("admin-user-reset-about"),
            ));
        }
        if second_step {
            actions.push(action(
                "/tweestaps",
                "admin-user-second-reset",
                t.say("admin-user-second-reset-about"),
            ));
        }
        if !sessions.is_empty() {
            actions.push(action(
                "/afmelden",
                "admin-user-sign-out",
                t.say("admin-user-sign-out-about"),
            ));
        }
        let left = admin::would_leave(&ctx.db, account).await?;
        actions.push(action(
            "/uitschakelen",
            "admin-user-disable",
            disable_about(t, atlas, &left),
        ));
    } else {
        actions.push(action(
            "/inschakelen",
            "admin-user-enable",
            t.say("admin-user-enable-about"),
        ));
    }
    let seen = account.last_sign_in_at;
    Ok(FormPage {
        t,
        tabs: tabs(t, LIST),
        back: Some((LIST, t.say("admin-users"))),
        title: account.user.name.clone(),
        state: Some(state(t, account)),
        wrong: None,
        warning: None,
        theirs: Vec::new(),
        forms: vec![Form {
            url: url(id, ""),
            title: None,
            revision: Some(revision),
            fields,
            submit: t.say("admin-save"),
        }],
        facts: vec![
            (t.say("admin-email"), account.user.email.clone()),
            (t.say("admin-made"), words::when(t, account.created_at, now)),
            (
                t.say("admin-user-seen"),
                seen.map_or_else(|| t.say("admin-never"), |at| words::when(t, at, now)),
            ),
            (
                t.say("admin-user-second"),
                t.say(if second_step {
                    "admin-user-second-on"
                } else {
                    "admin-user-second-off"
                }),
            ),
            (t.say("admin-user-sessions"), sessions.len().to_string()),
        ],
        actions,
        blocks: Vec::new(),
        shell: reader.shell,
    })
}

/// `GET /desk/beheer/gebruikers/{id}`: one account.
pub(super) async fn one(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
    id: web::Path<Uuid>,
    left: web::Query<LeftQuery>,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    let account = found(&ctx, *id).await?;
    let fields = Filled::of(&atlas, &account).fields(reader.t, &atlas);
    let mut page = page(&ctx, &atlas, reader, &account, fields).await?;
    left.tell(&atlas, &mut page);
    html(page.render(), StatusCode::OK)
}

/// `POST /desk/beheer/gebruikers/{id}`: changes name, language and roles.
pub(super) async fn change(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    id: web::Path<Uuid>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    let filled = Filled::typed(&form, false);
    let done = match filled.grants(&atlas) {
        Ok(grants) => {
            let change = AccountChange {
                name: filled.name.clone(),
                language: filled.language,
                grants,
            };
            let seen = form.revision();
            admin::change_account(&ctx, &agent.actor, &atlas, *id, seen, change).await
        }
        Err(refused) => Err(refused),
    };
    let error = match done {
        Ok(left) => {
            leave_notice(&ctx, &agent, "admin-saved").await?;
            return Ok(see_other(&LeftQuery::url(&url(*id, ""), &atlas, &left)));
        }
        Err(error) => error,
    };
    let t = reader.t;
    let fault = fault(t, error)?;
    let account = found(&ctx, *id).await?;
    let now = Filled::of(&atlas, &account).fields(t, &atlas);
    let page = page(&ctx, &atlas, reader, &account, filled.fields(t, &atlas)).await?;
    again(page, fault, &now)
}

/// What is done with an account apart from its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Deed {
    /// Nobody gets in with it any more.
    Uitschakelen,
    /// Its owner gets in again.
    Inschakelen,
    /// Its password is taken away.
    Wachtwoord,
    /// Its second step is taken away.
    Tweestaps,
    /// Its sessions end.
    Afmelden,
}

/// `POST /desk/beheer/gebruikers/{id}/{deed}`: disables, enables, resets the password, signs out.
pub(super) async fn act(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    path: web::Path<(Uuid, Deed)>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, Problem> {
    let (id, deed) = path.into_inner();
    let Posted { agent, form, .. } = posted;
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ManageAccounts).await?;
    let (actor, seen) = (&agent.actor, form.revision());
    let mut left = LeftBehind::default();
    let done = match deed {
        Deed::Uitschakelen => admin::disable(&ctx, actor, id, seen).await.map(|behind| {
            left = behind;
            "admin-user-disabled"
        }),
        Deed::Inschakelen => admin::enable(&ctx, actor, id, seen)
            .await
            .map(|()| "admin-user-enabled"),
        Deed::Afmelden => admin::end_sessions(&ctx, actor, id)
            .await
            .map(|_| "admin-user-signed-out"),
        Deed::Tweestaps => admin::reset_second_step(&ctx, actor, id)
            .await
            .map(|_| "admin-user-second-done"),
        Deed::Wachtwoord => match admin::reset_password(&ctx, actor, id, seen).await {
            Ok(link) => {
                let account = found(&ctx, id).await?;
                let page = once(&ctx, reader, &account.user.name, id, &link);
                return html(page.render(), StatusCode::OK);
            }
            Err(error) => Err(error),
        },
    };
    let error = match done {
        Ok(notice) => {
            // Whoever ended their own sessions has none to be told in.
            leave_notice(&ctx, &agent, notice).await?;
            return Ok(see_other(&LeftQuery::url(&url(id, ""), &atlas, &left)));
        }
        Err(error) => error,
    };
    let t = reader.t;
    let fault = fault(t, error)?;
    let account = found(&ctx, id).await?;
    let fields = Filled::of(&atlas, &account).fields(t, &atlas);
    let page = page(&ctx, &atlas, reader, &account, fields).await?;
    again(page, fault, &[])
}
