//! Desks, who works there, and topics. The tables are the directory's; here stands who may change them
//! and what is noted of it.

use serde_json::Value;
use uuid::Uuid;

use super::error::AdminError;
use super::grants::{GrantError, staff_desk};
use super::log::{Log, Subject};
use crate::auth::accounts::is_address;
use crate::auth::{Actor, Grant, Role, Subject as PolicySubject, Verb, may, upkeep};
use crate::context::Context;
use crate::directory::{self, Atlas, DeskKind, TopicChange};
use crate::outbound::mailable;
use crate::store;

/// Longest title of a topic, in characters.
const MOST_TITLE: usize = 120;
/// Longest description of a topic, in characters.
const MOST_DESCRIPTION: usize = 2000;

/// A desk as the form of its page says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskChange {
    /// Where its mail goes.
    pub email: String,
}

/// Changes where the mail of a desk goes.
pub async fn change_desk(
    ctx: &Context,
    actor: &Actor,
    slug: &str,
    seen: i32,
    change: &DeskChange,
) -> Result<(), AdminError> {
    may(actor, Verb::ManageDesks, PolicySubject::House)?;
    let email = change.email.trim().to_lowercase();
    if !is_address(&email) || mailable(&email).is_none() {
        return Err(AdminError::NotAnAddress(change.email.clone()));
    }
    if email.eq_ignore_ascii_case(&ctx.settings.mail.address) {
        return Err(AdminError::OwnAddress(email));
    }
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    // As the tables are, now that nobody else changes them.
    let atlas = Atlas::load(&tx).await?;
    let desk = atlas
        .desk_by_slug(slug)
        .ok_or_else(|| AdminError::UnknownDesk(slug.to_owned()))?;
    if desk.email.eq_ignore_ascii_case(&email) && desk.revision == seen {
        return Ok(());
    }
    if atlas
        .desk_by_email(&email)
        .is_some_and(|other| other.id != desk.id)
    {
        return Err(AdminError::AddressTaken(email));
    }
    directory::readdress_desk(&tx, slug, seen, &email).await?;
    let facts = [
        ("before", Value::from(desk.email.clone())),
        ("after", Value::from(email)),
    ];
    let subject = Subject::Desk(slug.to_owned());
    log.note(&tx, ctx, actor, "desk_changed", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Changes a topic. Questions that are understood from now on follow it, in every process.
pub async fn change_topic(
    ctx: &Context,
    actor: &Actor,
    slug: &str,
    seen: i32,
    change: TopicChange,
) -> Result<(), AdminError> {
    may(actor, Verb::ManageDesks, PolicySubject::House)?;
    let change = TopicChange {
        title: filled("title", &change.title, MOST_TITLE)?,
        description: filled("description", &change.description, MOST_DESCRIPTION)?,
        ..change
    };
    if change.automatic && change.administration.is_none() {
        return Err(AdminError::NobodyToSendTo);
    }
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let atlas = Atlas::load(&tx).await?;
    let topic = atlas
        .topic(slug)
        .ok_or_else(|| AdminError::UnknownTopic(slug.to_owned()))?;
    if let Some(wanted) = &change.administration {
        let desk = atlas.desk_by_slug(wanted);
        let fits = desk.is_some_and(|desk| desk.active && desk.kind == DeskKind::Administration);
        if !fits {
            return Err(AdminError::UnknownAdministration(wanted.clone()));
        }
    }
    let mut facts = Vec::new();
    if topic.title != change.title {
        facts.push(("title", Value::from(change.title.clone())));
    }
    if topic.description != change.description {
        facts.push(("description", Value::from(true)));
    }
    if topic.administration != change.administration {
        let name = change.administration.clone().unwrap_or_default();
        facts.push(("administration", Value::from(name)));
    }
    if topic.automatic != change.automatic {
        let word = if change.automatic { "confident" } else { "off" };
        facts.push(("automatic", Value::from(word)));
    }
    if topic.active != change.active {
        facts.push(("active", Value::from(change.active)));
    }
    if facts.is_empty() && topic.revision == seen {
        return Ok(());
    }
    directory::change_topic(&tx, slug, seen, change).await?;
    let subject = Subject::Topic(slug.to_owned());
    log.note(&tx, ctx, actor, "topic_changed", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(())
}

pub(super) fn filled(field: &'static str, text: &str, most: usize) -> Result<String, AdminError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AdminError::Empty(field));
    }
    if text.chars().count() > most {
        return Err(AdminError::TooLong(field));
    }
    Ok(text.to_owned())
}

fn members_desk(atlas: &Atlas, slug: &str) -> Result<Uuid, AdminError> {
    staff_desk(atlas, slug).map_err(|refused| match refused {
        GrantError::NoDesk(slug) => AdminError::UnknownDesk(slug),
        other => other.into(),
    })
}

/// Lets the account with this address work at a desk, as an agent.
pub async fn add_member(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    slug: &str,
    email: &str,
) -> Result<(), AdminError> {
    may(actor, Verb::ManageAccounts, PolicySubject::House)?;
    let desk = members_desk(atlas, slug)?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let account = upkeep::account_at(&tx, email).await?;
    let account = account.ok_or_else(|| AdminError::NoAccountAt(email.trim().to_owned()))?;
    let mut grants = account.user.grants;
    let agent = Grant::new(Role::Agent, Some(desk), None).map_err(GrantError::from)?;
    if grants.contains(&agent) {
        return Err(AdminError::AlreadyMember);
    }
    grants.push(agent);
    upkeep::touch(&tx, account.user.id, account.revision).await?;
    upkeep::replace_grants(&tx, ctx, account.user.id, &grants).await?;
    let subject = Subject::Account(account.user.id);
    let facts = [("desk", Value::from(slug))];
    log.note(&tx, ctx, actor, "member_added", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Ends the work of an account at a desk; who has no other role keeps it, or is disabled.
pub async fn remove_member(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    slug: &str,
    id: Uuid,
) -> Result<(), AdminError> {
    may(actor, Verb::ManageAccounts, PolicySubject::House)?;
    let desk = members_desk(atlas, slug)?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let account = upkeep::account(&tx, id).await?;
    let account = account.ok_or(AdminError::UnknownAccount(id))?;
    let mut grants = account.user.grants;
    let before = grants.len();
    grants.retain(|grant| grant.desk != Some(desk));
    if grants.len() == before {
        // Somebody else did it already.
        return Ok(());
    }
    if grants.is_empty() {
        return Err(AdminError::LastRole);
    }
    upkeep::touch(&tx, id, account.revision).await?;
    upkeep::replace_grants(&tx, ctx, id, &grants).await?;
    let (subject, facts) = (Subject::Account(id), [("desk", Value::from(slug))]);
    log.note(&tx, ctx, actor, "member_removed", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(())
}
