//! What happens to a question and concerns somebody at a desk: noted with the event that tells it, for
//! whoever wants to hear of it (`notices`). What nobody wants to hear of is not noted.

use std::cmp::Reverse;

use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use uuid::Uuid;

use super::events::NewEvent;
use crate::auth::{Actor, accounts};
use crate::context::Context;
use crate::entity::happening::NoticeKind;
use crate::store::StoreError;

/// Names in one note that tell their colleague, at most.
const MOST_MENTIONED: usize = 20;

/// What an event comes to, for whoever wants to hear of it.
fn told_by(event: &NewEvent) -> Option<NoticeKind> {
    match event.kind() {
        "registered" | "owner_changed" => Some(NoticeKind::New),
        "message_received" => Some(NoticeKind::Replied),
        "receipt_changed" if event.says("to", "undeliverable") => Some(NoticeKind::Undeliverable),
        "overdue" => Some(NoticeKind::Due),
        _ => None,
    }
}

/// Notes what these events come to.
pub(super) async fn note(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    actor: &Actor,
    events: &[NewEvent],
) -> Result<(), StoreError> {
    let mut kinds: Vec<NoticeKind> = events.iter().filter_map(told_by).collect();
    kinds.dedup();
    for kind in kinds {
        happened(tx, ctx, ticket_id, actor, kind).await?;
    }
    Ok(())
}

/// Notes that somebody wrote in a question by themselves, on a page. What comes by mail is noted as it comes
/// in, whatever it turns out to say.
pub async fn note_reply(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    actor: &Actor,
) -> Result<(), StoreError> {
    happened(tx, ctx, ticket_id, actor, NoticeKind::Replied).await
}

/// Notes that a term ends today.
pub async fn note_due_today(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
) -> Result<(), StoreError> {
    happened(tx, ctx, ticket_id, &Actor::System, NoticeKind::DueToday).await
}

/// Notes it, when somebody wants to hear of it.
async fn happened(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    actor: &Actor,
    kind: NoticeKind,
) -> Result<(), StoreError> {
    let wanted = format!(
        " WHERE EXISTS (SELECT 1 FROM notice_wish WHERE kind = '{}' AND pace <> 'off')",
        kind.wish().slug()
    );
    insert(tx, ctx, (ticket_id, kind), actor, None, &wanted).await
}

/// Notes the colleagues who are named in a note, each by an `@` and their whole name.
pub(super) async fn mention(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    actor: &Actor,
    text: &str,
) -> Result<(), StoreError> {
    if !text.contains('@') {
        return Ok(());
    }
    let colleagues = accounts::colleagues(tx).await?;
    let named = mentioned(text, colleagues.iter().map(|it| it.name.as_str()));
    let mut told = 0;
    for colleague in colleagues {
        if named.contains(&colleague.name.to_lowercase()) && told < MOST_MENTIONED {
            told += 1;
            let what = (ticket_id, NoticeKind::Mentioned);
            insert(tx, ctx, what, actor, Some(colleague.id), "").await?;
        }
    }
    Ok(())
}

async fn insert(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    (ticket_id, kind): (Uuid, NoticeKind),
    actor: &Actor,
    to: Option<Uuid>,
    wanted: &str,
) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    let sql = format!(
        "INSERT INTO happening (id, ticket_id, kind, by_user_id, to_user_id, at, attempts) \
         SELECT {}, {}, {}, {}, {}, {}, 0{wanted}",
        typed(backend, 1, "uuid"),
        typed(backend, 2, "uuid"),
        typed(backend, 3, "text"),
        typed(backend, 4, "uuid"),
        typed(backend, 5, "uuid"),
        typed(backend, 6, "timestamptz"),
    );
    let values: [Value; 6] = [
        ctx.new_id().into(),
        ticket_id.into(),
        kind.slug().into(),
        actor.user().map(|user| user.id).into(),
        to.into(),
        ctx.clock.now().into(),
    ];
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    Ok(())
}

/// A parameter of a `SELECT`, whose type PostgreSQL does not see from a column.
fn typed(backend: DbBackend, number: u8, kind: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("CAST(${number} AS {kind})"),
        _ => format!("${number}"),
    }
}

/// The names, in small letters, that stand in a text behind an `@`; of two that begin alike the longer one.
fn mentioned<'n>(text: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let text = text.to_lowercase();
    let mut names: Vec<String> = names.map(str::to_lowercase).collect();
    names.sort_by_key(|name| Reverse(name.len()));
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        if text[..at].ends_with(char::is_alphanumeric) {
            // An address.
            continue;
        }
        let after = &text[at + 1..];
        let whole = |name: &&String| {
            after
                .strip_prefix(name.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        found.extend(names.iter().find(whole).cloned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_behind_an_at_sign_is_a_mention() {
        let names = ["Els Claes", "Els Claessens", "Bram Cools", ""];
        let check = |text: &str, expected: &[&str]| {
            let names = names.into_iter().filter(|name| !name.is_empty());
            assert_eq!(mentioned(text, names), expected, "{text}");
        };
        check("@Els Claes, kijk jij?", &["els claes"]);
        check("vraag het @els claessens", &["els claessens"]);
        check("@Els", &[]);
        check("mail els@Els Claes", &[]);
        check("(@Bram Cools) en @Els Claes.", &["bram cools", "els claes"]);
        check("@Els Claeskens", &[]);
        check("@", &[]);
    }
}
