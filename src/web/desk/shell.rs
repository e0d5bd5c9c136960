//! The frame round a page, for whoever is signed in.

use actix_web::web;
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::pending;
use super::queue::{Around, QueueQuery, counted, counted_to};
use super::view::parts::{Csrf, Keys, Place, Shell, ViewLink};
use crate::auth::{Actor, Grant, Role, Subject, Verb, may_at_all, sessions};
use crate::context::Context;
use crate::directory::{Atlas, DeskId};
use crate::faq;
use crate::intake;
use crate::registry::{self, MOST_COUNTED, QueueCounts};
use crate::store;
use crate::text::Texts;
use crate::web::{Agent, Problem};

/// The longest count of a kept queue that is shown exactly: there may be many of them on a page.
const MOST_IN_VIEW: u32 = 100;

/// Who reads a page, and what stands round it.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The words, in the reader's language.
    pub t: Texts,
    /// The account.
    pub user: Uuid,
    /// What is known round them.
    pub around: Around,
    /// How much there is to do.
    pub counts: QueueCounts,
    /// The frame.
    pub shell: Shell,
}

impl Reader {
    /// The frame for `agent`, on a page that belongs `here`.
    pub async fn of(
        ctx: &Context,
        atlas: &Atlas,
        agent: &Agent,
        here: Place,
    ) -> Result<Self, Problem> {
        let tx = store::read_tx(&ctx.db).await?;
        let mut reader = Self::beside(&tx, ctx, atlas, agent, here).await?;
        drop(tx);
        reader.shell.done = take_notice(ctx, agent, reader.t).await?;
        Ok(reader)
    }

    /// The same, read where the rest of the page is read. The text that was left for it is not in it yet:
    /// taking that is writing, and waits until all is read ([`take_notice`]).
    pub async fn beside(
        db: &impl ConnectionTrait,
        ctx: &Context,
        atlas: &Atlas,
        agent: &Agent,
        here: Place,
    ) -> Result<Self, Problem> {
        let user = agent.user()?;
        let t = Texts::new(user.language);
        let now = ctx.clock.now();
        let around = Around::of(db, atlas, &agent.actor, user.id).await?;
        let counts = registry::counts(db, &around.desks, user.id, now).await?;
        let own = around.desks.iter();
        let own = own.filter_map(|id| atlas.desk(DeskId(*id)));
        let own: Vec<&str> = own.map(|desk| desk.name.as_str()).collect();
        let views = views(db, atlas, agent, t, (&around, now)).await?;
        let edits = agent.may(Verb::ReadFaqDrafts, Subject::House).is_ok();
        let shell = Shell {
            name: user.name.clone(),
            desk: if own.is_empty() {
                place_of(t, &user.grants, atlas)
            } else {
                own.join(", ")
            },
            csrf: Csrf(agent.form_token(ctx)),
            here,
            reads: agent.may(Verb::ReadQueue, Subject::House).is_ok(),
            balance: agent.may(Verb::ReadMailBalance, Subject::House).is_ok()
                && agent.may(Verb::ReadMail, Subject::House).is_err(),
            waiting: (!around.desks.is_empty()).then(|| counted(counts.of_desk())),
            drafts: if edits {
                Some(faq::drafts(db).await?.to_string())
            } else {
                None
            },
            mail: if agent.may(Verb::ReadMail, Subject::House).is_ok() {
                Some(counted(intake::quarantined(db, MOST_COUNTED).await?))
            } else {
                None
            },
            views,
            admin: agent.may(Verb::ManageAccounts, Subject::House).is_ok(),
            alarms: if agent.may(Verb::SeeAlarms, Subject::House).is_ok() {
                let open = intake::open_alarms(db).await?;
                open.iter().map(|alarm| alarm.what.words(&t)).collect()
            } else {
                Vec::new()
            },
            unsent: pending::unsent(db, t, user.id).await?,
            query: String::new(),
            done: None,
            keys: keys_of(&agent.actor),
        };
        Ok(Self {
            t,
            user: user.id,
            around,
            counts,
            shell,
        })
    }
}

/// The queues that the reader kept, each with how many questions stand in it. What is looked for by its words
/// is not counted, nor what is over: that only grows, and asks nothing of anybody.
async fn views(
    db: &impl ConnectionTrait,
    atlas: &Atlas,
    agent: &Agent,
    t: Texts,
    (around, now): (&Around, DateTime<Utc>),
) -> Result<Vec<ViewLink>, Problem> {
    let asking = around.asking(atlas, t, now);
    let mut links = Vec::new();
    for view in registry::views(db, &agent.actor).await? {
        let query = web::Query::<QueueQuery>::from_query(&view.query);
        let wanted = query.map(web::Query::into_inner).unwrap_or_default();
        let wanted = wanted.wanted(asking);
        let count = if wanted.search.is_some() || !wanted.filter.is_to_do() {
            None
        } else {
            let many = registry::how_many(db, &wanted.filter, MOST_IN_VIEW).await?;
            Some(counted_to(many, MOST_IN_VIEW))
        };
        links.push(ViewLink {
            id: view.id.to_string(),
            url: format!("/desk?{}", view.query),
            name: view.name,
            shared: view.desk.is_some(),
            count,
            open: false,
        });
    }
    Ok(links)
}

/// The keys of what somebody may do to a question at all.
fn keys_of(actor: &Actor) -> Keys {
    let verb = |key| match key {
        'a' => Verb::Answer,
        'n' => Verb::Note,
        't' => Verb::Take,
        'x' => Verb::Assign,
        'e' => Verb::Close,
        'c' => Verb::Register,
        _ => Verb::Forward,
    };
    let all = Keys::ALL.chars();
    Keys(all.filter(|&key| may_at_all(actor, verb(key))).collect())
}

/// What somebody without a desk is here: their role, and the province that they look at.
fn place_of(t: Texts, grants: &[Grant], atlas: &Atlas) -> String {
    let Some(grant) = grants.first() else {
        return t.say("common-by");
    };
    let province = grant.province.as_deref();
    match (grant.role, province.and_then(|slug| atlas.province(slug))) {
        (Role::Observer, Some(province)) => {
            t.with("desk-role-observer-of", "province", province.name.as_str())
        }
        (Role::Observer, None) => t.say("desk-role-observer"),
        (Role::Editor, _) => t.say("desk-role-editor"),
        (Role::Admin, _) => t.say("desk-role-admin"),
        (Role::Coordinator, _) => t.say("desk-role-coordinator"),
        (Role::Agent | Role::Api, _) => t.say("common-by"),
    }
}

/// Takes the text that was left for this page: the next one does not show it again.
pub async fn take_notice(
    ctx: &Context,
    agent: &Agent,
    t: Texts,
) -> Result<Option<String>, Problem> {
    let notices = match &agent.session {
        Some(session) if !agent.by_itself => sessions::take_notices(ctx, session).await?,
        _ => Vec::new(),
    };
    Ok(notices.last().map(|notice| said(t, notice)))
}

/// What a notice says: a text by its key, and behind a space of how many.
fn said(t: Texts, notice: &str) -> String {
    let counted = notice.split_once(' ');
    let counted = counted.and_then(|(key, count)| Some((key, count.parse::<usize>().ok()?)));
    match counted {
        Some((key, count)) => t.with(key, "count", count),
        None => t.say(notice),
    }
}

/// The same as [`leave_notice`], of so many.
pub async fn leave_count(
    ctx: &Context,
    agent: &Agent,
    key: &str,
    count: usize,
) -> Result<(), Problem> {
    leave_notice(ctx, agent, &format!("{key} {count}")).await
}

/// Leaves a text for the page that comes after a form.
pub async fn leave_notice(ctx: &Context, agent: &Agent, key: &str) -> Result<(), Problem> {
    match &agent.session {
        Some(session) => Ok(sessions::leave_notice(ctx, session, key).await?),
        None => Ok(()),
    }
}
