//! Desks, who works there, and topics. The tables are the directory's; here stands who may change them
//! and what is noted of it.

use sea_orm::ConnectionTrait;
use serde_json::Value;
use uuid::Uuid;

use super::error::AdminError;
use super::grants::{GrantError, staff_desk};
use super::leaving::{LeftBehind, leave};
use super::log::{Log, Subject};
use crate::auth::accounts::is_address;
use crate::auth::{Actor, Grant, Role, Subject as PolicySubject, Verb, may, upkeep};
use crate::context::Context;
use crate::directory::{self, Atlas, Desk, DeskChange, DeskId, DeskKind, Level, TopicChange};
use crate::language;
use crate::outbound::mailable;
use crate::registry;
use crate::store;

/// Longest name of a desk or title of a topic, in characters.
const MOST_TITLE: usize = 120;
/// Longest description of a topic or of what a desk answers for, in characters.
const MOST_DESCRIPTION: usize = 2000;
/// Questions that are named when a desk still has some.
const MOST_NAMED: usize = 10;
/// What stands in an address where a slug does, and is none.
const RESERVED: [&str; 1] = ["nieuw"];

/// `change` with its fields as they are kept.
fn checked_desk(ctx: &Context, change: &DeskChange) -> Result<DeskChange, AdminError> {
    let email = change.email.trim().to_lowercase();
    if !is_address(&email) || mailable(&email).is_none() {
        return Err(AdminError::NotAnAddress(change.email.clone()));
    }
    if email.eq_ignore_ascii_case(&ctx.settings.mail.address) {
        return Err(AdminError::OwnAddress(email));
    }
    let name = change.name.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(DeskChange {
        name: filled("name", &name, MOST_TITLE)?,
        email,
        answers_for: filled("answers_for", &change.answers_for, MOST_DESCRIPTION)?,
        active: change.active,
    })
}

/// Refuses an address by which another desk is known.
fn free_address(atlas: &Atlas, email: &str, own: Option<DeskId>) -> Result<(), AdminError> {
    match atlas.desk_by_email(email) {
        Some(other) if Some(other.id) != own => Err(AdminError::AddressTaken(email.to_owned())),
        _ => Ok(()),
    }
}

/// Refuses to switch a desk off to which something still goes.
async fn dispensable(
    tx: &impl ConnectionTrait,
    atlas: &Atlas,
    desk: &Desk,
) -> Result<(), AdminError> {
    if desk.kind != DeskKind::Administration {
        return Err(AdminError::NeededDesk);
    }
    let topics = atlas
        .topics()
        .filter(|topic| topic.administration.as_deref() == Some(desk.slug.as_str()));
    let titles: Vec<String> = topics.map(|topic| topic.title.clone()).collect();
    if !titles.is_empty() {
        return Err(AdminError::AnswersTopics(titles));
    }
    let (count, some) = registry::open_at_desk(tx, desk.id.0, MOST_NAMED).await?;
    if count > 0 {
        return Err(AdminError::HoldsQuestions { count, some });
    }
    Ok(())
}

/// Changes a desk. Questions that are sent on from now on follow it, in every process.
pub async fn change_desk(
    ctx: &Context,
    actor: &Actor,
    slug: &str,
    seen: i32,
    change: &DeskChange,
) -> Result<(), AdminError> {
    may(actor, Verb::ManageDesks, PolicySubject::House)?;
    let change = checked_desk(ctx, change)?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    // As the tables are, now that nobody else changes them.
    let atlas = Atlas::load(&tx).await?;
    let desk = atlas
        .desk_by_slug(slug)
        .ok_or_else(|| AdminError::UnknownDesk(slug.to_owned()))?;
    let mut facts = Vec::new();
    if desk.name != change.name {
        facts.push(("name", Value::from(change.name.clone())));
    }
    let moves = !desk.email.eq_ignore_ascii_case(&change.email);
    if moves {
        facts.push(("before", Value::from(desk.email.clone())));
        facts.push(("after", Value::from(change.email.clone())));
    }
    if desk.answers_for != change.answers_for {
        facts.push(("answers_for", Value::from(true)));
    }
    if desk.active != change.active {
        facts.push(("active", Value::from(change.active)));
    }
    if facts.is_empty() && desk.revision == seen {
        return Ok(());
    }
    if change.active {
        free_address(&atlas, &change.email, Some(desk.id))?;
    } else if desk.active && desk.revision == seen {
        dispensable(&tx, &atlas, desk).await?;
    }
    directory::change_desk(&tx, slug, seen, change, moves).await?;
    let subject = Subject::Desk(slug.to_owned());
    log.note(&tx, ctx, actor, "desk_changed", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Adds an administration, and tells by which slug it is known.
pub async fn add_administration(
    ctx: &Context,
    actor: &Actor,
    level: Option<Level>,
    wanted: &DeskChange,
) -> Result<String, AdminError> {
    may(actor, Verb::ManageDesks, PolicySubject::House)?;
    let wanted = checked_desk(ctx, wanted)?;
    let level = level.ok_or(AdminError::Empty("level"))?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let atlas = Atlas::load(&tx).await?;
    free_address(&atlas, &wanted.email, None)?;
    let slug = free_slug(&wanted.name, "loket", |slug| {
        atlas.desk_by_slug(slug).is_some()
    });
    let facts = [("email", Value::from(wanted.email.clone()))];
    directory::add_administration(&tx, &slug, level, wanted).await?;
    let subject = Subject::Desk(slug.clone());
    log.note(&tx, ctx, actor, "desk_added", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(slug)
}

/// A slug of these words that nobody has: with a number behind it when it is `taken`.
fn free_slug(words: &str, otherwise: &str, taken: impl Fn(&str) -> bool) -> String {
    let slug = match language::slug(words) {
        slug if slug.is_empty() => otherwise.to_owned(),
        slug => slug,
    };
    let numbered = (2_u32..).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.clone())
        .chain(numbered)
        .find(|slug| !RESERVED.contains(&slug.as_str()) && !taken(slug))
        // A number is always free.
        .unwrap_or_default()
}

/// `change` with its fields as they are kept.
fn checked_topic(change: TopicChange) -> Result<TopicChange, AdminError> {
    let change = TopicChange {
        title: filled("title", &change.title, MOST_TITLE)?,
        description: filled("description", &change.description, MOST_DESCRIPTION)?,
        ..change
    };
    if change.automatic && change.administration.is_none() {
        return Err(AdminError::NobodyToSendTo);
    }
    Ok(change)
}

/// Refuses an administration that is none, or that is not in use.
fn known_administration(atlas: &Atlas, wanted: Option<&str>) -> Result<(), AdminError> {
    let Some(wanted) = wanted else { return Ok(()) };
    let desk = atlas.desk_by_slug(wanted);
    let fits = desk.is_some_and(|desk| desk.active && desk.kind == DeskKind::Administration);
    if fits {
        Ok(())
    } else {
        Err(AdminError::UnknownAdministration(wanted.to_owned()))
    }
}

/// Adds a topic, and tells by which slug it is known.
pub async fn add_topic(
    ctx: &Context,
    actor: &Actor,
    wanted: TopicChange,
) -> Result<String, AdminError> {
    may(actor, Verb::ManageDesks, PolicySubject::House)?;
    let wanted = checked_topic(wanted)?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let atlas = Atlas::load(&tx).await?;
    known_administration(&atlas, wanted.administration.as_deref())?;
    let slug = free_slug(&wanted.title, "thema", |slug| atlas.topic(slug).is_some());
    let facts = [("title", Value::from(wanted.title.clone()))];
    directory::add_topic(&tx, &slug, wanted).await?;
    let subject = Subject::Topic(slug.clone());
    log.note(&tx, ctx, actor, "topic_added", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(slug)
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
    let change = checked_topic(change)?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let atlas = Atlas::load(&tx).await?;
    let topic = atlas
        .topic(slug)
        .ok_or_else(|| AdminError::UnknownTopic(slug.to_owned()))?;
    known_administration(&atlas, change.administration.as_deref())?;
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

/// Ends the work of an account at a desk, and says what that leaves behind; who has no other role keeps it, or
/// is disabled.
pub async fn remove_member(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    slug: &str,
    id: Uuid,
) -> Result<LeftBehind, AdminError> {
    may(actor, Verb::ManageAccounts, PolicySubject::House)?;
    let desk = members_desk(atlas, slug)?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let account = upkeep::account(&tx, id).await?;
    let account = account.ok_or(AdminError::UnknownAccount(id))?;
    let before = account.user.grants;
    let mut grants = before.clone();
    grants.retain(|grant| grant.desk != Some(desk));
    if grants.len() == before.len() {
        // Somebody else did it already.
        return Ok(LeftBehind::default());
    }
    if grants.is_empty() {
        return Err(AdminError::LastRole);
    }
    upkeep::touch(&tx, id, account.revision).await?;
    upkeep::replace_grants(&tx, ctx, id, &grants).await?;
    let left = leave(&tx, ctx, actor, id, &before, &grants).await?;
    let (subject, facts) = (Subject::Account(id), [("desk", Value::from(slug))]);
    log.note(&tx, ctx, actor, "member_removed", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_free_and_never_the_way_to_a_form() {
        let taken = ["wonen", "wonen-2", "thema"];
        let free = |words: &str| free_slug(words, "thema", |slug| taken.contains(&slug));
        assert_eq!(free("Natuur & bos"), "natuur-bos");
        assert_eq!(free("Wonen"), "wonen-3");
        assert_eq!(free("Nieuw"), "nieuw-2");
        assert_eq!(free("???"), "thema-2");
    }
}
