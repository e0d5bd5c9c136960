//! What happens to a question and concerns somebody at a desk: noted with the event that tells it, for
//! whoever wants to hear of it (`notices`). What nobody wants to hear of is not noted.

use std::cmp::Reverse;

use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use uuid::Uuid;

use super::events::NewEvent;
use super::merged::going_on;
use super::records::find_by_id;
use crate::auth::{Actor, accounts};
use crate::context::Context;
use crate::entity::happening::NoticeKind;
use crate::entity::outbound_mail::OutboundKind;
use crate::store::StoreError;

/// Names in one note that tell their colleague, at most.
const MOST_MENTIONED: usize = 20;

/// What an event comes to, for whoever wants to hear of it.
fn told_by(event: &NewEvent) -> Option<NoticeKind> {
    match event.kind() {
        "registered" | "owner_changed" => Some(NoticeKind::New),
        "message_received" => Some(NoticeKind::Replied),
        "receipt_changed" if event.says("to", "undeliverable") => Some(NoticeKind::Undeliverable),
        // What becomes of an answer is told by its receipt.
        "mail_failed" if !event.says("mail", OutboundKind::Answer.slug()) => {
            Some(NoticeKind::Undeliverable)
        }
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
        let about = match kind {
            NoticeKind::Replied => Box::pin(read_in(tx, ticket_id)).await?,
            _ => ticket_id,
        };
        happened(tx, ctx, about, actor, kind).await?;
    }
    Ok(())
}

/// In which question somebody must read what came in by mail: in the one that goes on, where this one was
/// merged. Nobody works on this one any more.
async fn read_in(tx: &impl ConnectionTrait, ticket_id: Uuid) -> Result<Uuid, StoreError> {
    Ok(match find_by_id(tx, ticket_id).await? {
        Some(ticket) => going_on(tx, ticket).await?.id,
        None => ticket_id,
    })
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

/// Whether an `@` in a note stands before a name that no colleague has: nobody is told of that one.
pub async fn names_nobody(db: &impl ConnectionTrait, text: &str) -> Result<bool, StoreError> {
    if !text.contains('@') {
        return Ok(false);
    }
    let colleagues = accounts::colleagues(db).await?;
    let names = colleagues.iter().map(|it| it.name.as_str());
    Ok(has_other_name(text, names))
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

/// What stands in a text behind each `@`, but for those in an address.
fn mentions(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('@').filter_map(move |(at, _)| {
        let in_address = text[..at].ends_with(char::is_alphanumeric);
        (!in_address).then(|| &text[at + 1..])
    })
}

/// Whether a text begins with this whole name.
fn begins_with(text: &str, name: &str) -> bool {
    text.strip_prefix(name)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a word stands behind an `@` that begins none of these names.
fn has_other_name<'n>(text: &str, names: impl Iterator<Item = &'n str>) -> bool {
    let text = text.to_lowercase();
    let names: Vec<String> = names.map(str::to_lowercase).collect();
    let known = |after: &str| names.iter().any(|name| begins_with(after, name));
    mentions(&text).any(|after| after.starts_with(char::is_alphabetic) && !known(after))
}

/// The names, in small letters, that stand in a text behind an `@`; of two that begin alike the longer one.
fn mentioned<'n>(text: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let text = text.to_lowercase();
    let mut names: Vec<String> = names.map(str::to_lowercase).collect();
    names.sort_by_key(|name| Reverse(name.len()));
    let mut found = Vec::new();
    for after in mentions(&text) {
        let whole = |name: &&String| begins_with(after, name);
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

    #[test]
    fn a_name_that_no_colleague_has_is_told_from_an_address() {
        let check = |text: &str, expected: bool| {
            let names = ["Els Claes", "Bram Cools"].into_iter();
            assert_eq!(has_other_name(text, names), expected, "{text}");
        };
        check("@Niemand Bestaat, kijk jij?", true);
        check("@Els Claes en @Niemand", true);
        check("@Els Claeskens", true);
        check("@els claes, en @Bram Cools.", false);
        check("mail els@vlaanderen.be", false);
        check("om 9 uur @ kantoor, of @9 uur", false);
        check("", false);
    }
}
