//! The frame round a page, for whoever is signed in.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::pending;
use super::queue::counted;
use super::view::parts::{Csrf, Keys, Place, Shell, ViewLink};
use crate::auth::{Actor, Grant, Role, Subject, Verb, may_at_all, own_desks, sessions};
use crate::context::Context;
use crate::directory::{Atlas, DeskId};
use crate::faq;
use crate::intake;
use crate::registry::{self, MOST_COUNTED, QueueCounts};
use crate::store;
use crate::text::Texts;
use crate::web::{Agent, Problem};

/// Who reads a page, and what stands round it.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The words, in the reader's language.
    pub t: Texts,
    /// The account.
    pub user: Uuid,
    /// The desk they work for.
    pub desk: Option<Uuid>,
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
        let desk = own_desks(&agent.actor).first().copied();
        let counts = registry::counts(db, desk, user.id, ctx.clock.now()).await?;
        let edits = agent.may(Verb::ReadFaqDrafts, Subject::House).is_ok();
        let shell = Shell {
            name: user.name.clone(),
            desk: desk.and_then(|id| atlas.desk(DeskId(id))).map_or_else(
                || place_of(t, &user.grants, atlas),
                |desk| desk.name.clone(),
            ),
            csrf: Csrf(agent.form_token(ctx)),
            here,
            reads: agent.may(Verb::ReadQueue, Subject::House).is_ok(),
            balance: agent.may(Verb::ReadMailBalance, Subject::House).is_ok()
                && agent.may(Verb::ReadMail, Subject::House).is_err(),
            waiting: desk.map(|_| counted(counts.desk)),
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
            views: registry::views(db, &agent.actor)
                .await?
                .into_iter()
                .map(|view| ViewLink {
                    id: view.id.to_string(),
                    url: format!("/desk?{}", view.query),
                    name: view.name,
                    shared: view.desk.is_some(),
                })
                .collect(),
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
            desk,
            counts,
            shell,
        })
    }
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
    Ok(notices.last().map(|key| t.say(key)))
}

/// Leaves a text for the page that comes after a form.
pub async fn leave_notice(ctx: &Context, agent: &Agent, key: &str) -> Result<(), Problem> {
    match &agent.session {
        Some(session) => Ok(sessions::leave_notice(ctx, session, key).await?),
        None => Ok(()),
    }
}
