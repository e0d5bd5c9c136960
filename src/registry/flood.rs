//! Many questions of one address in a short time, as the one who asks or as the one who sends what
//! others ask. Each is registered like any other; together they stand in the queue as one row, until a
//! person or their asker does something with one of them.
//! Nothing here grows with the number of questions: one bounded look and one counter a question.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::contacts::{contact_by_email, upsert_contact};
use super::deadlines::cancel_all;
use super::events::{NewEvent, append_events};
use super::queue::Scope;
use super::records::{Decided, Ticket, load_by_id, save};
use super::standing::CloseReason;
use super::withdraw::withdraw_all;
use super::{RegistryError, facts};
use crate::auth::{Actor, Subject, Verb, may};
use crate::context::Context;
use crate::outbound::mails::Moot;
use crate::store::{StoreError, write_tx};

/// The time in which questions are counted.
const WINDOW: TimeDelta = TimeDelta::hours(1);
/// Floods that the queue shows, at most.
const MOST_FLOODS: u32 = 20;
/// What nobody looked at, and stands by itself.
const UNTOUCHED: &str = "status = 'new' AND handler_user_id IS NULL AND flood_id IS NULL";

/// A flood, as the queue shows it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Flood {
    /// Its id.
    pub id: Uuid,
    /// Who sends it.
    pub email: String,
    /// Their name, when known.
    pub name: Option<String>,
    /// The desk that answers for it.
    pub owner_desk_id: Uuid,
    /// Its name.
    pub owner_name: String,
    /// Questions that stand in it.
    pub tickets: i32,
    /// When the first of them came.
    pub began_at: DateTime<Utc>,
    /// When the last of them came.
    pub last_at: DateTime<Utc>,
}

/// A question that stands in a flood.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct FloodTicket {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub reference: String,
    /// Its subject.
    pub subject: String,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// Its revision.
    pub revision: i32,
}

/// Puts a question that was just registered in the flood of its asker, when there is one or this
/// question makes one: then the earlier ones that nobody looked at and nobody holds come along.
/// Says which flood.
pub(super) async fn note(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: Uuid,
    asker: Uuid,
    owner: Uuid,
) -> Result<Option<Uuid>, StoreError> {
    let since = ctx.clock.now() - WINDOW;
    let threshold = i64::from(threshold(ctx));
    let backend = tx.get_database_backend();
    let of = |sql: &str, values: Vec<sea_orm::Value>| {
        Statement::from_sql_and_values(backend, sql, values)
    };
    let look = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM ticket WHERE asker_id = $1 AND registered_at > $2 \
         LIMIT {threshold}) counted"
    );
    let row = tx
        .query_one_raw(of(&look, vec![asker.into(), since.into()]))
        .await?;
    let questions: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    if questions.unwrap_or_default() < threshold {
        return Ok(None);
    }
    // The asker's row is locked by this transaction, so their questions come here one at a time.
    let (flood, begins) = enter(tx, ctx, ticket, asker, owner).await?;
    if begins {
        let join = format!(
            "UPDATE ticket SET flood_id = $1 WHERE id IN (SELECT id FROM ticket \
             WHERE asker_id = $2 AND registered_at > $3 AND owner_desk_id = $4 AND {UNTOUCHED}{})",
            past_locked(backend)
        );
        let values = vec![flood.into(), asker.into(), since.into(), owner.into()];
        let earlier = tx.execute_raw(of(&join, values)).await?.rows_affected();
        grow(tx, flood, earlier).await?;
    }
    Ok(Some(flood))
}

/// Ends a query so that it takes rows for itself and leaves those that somebody holds: whoever holds a question may
/// wait for the next number, which this transaction has. SQLite has one writer.
fn past_locked(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => " FOR UPDATE SKIP LOCKED",
        _ => "",
    }
}

/// From how many questions within the hour on they are a flood.
fn threshold(ctx: &Context) -> u32 {
    ctx.settings.flood.questions_an_hour.max(2)
}

/// Puts a question in the flood of `who`; says which one, and whether it begins with this question.
async fn enter(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: Uuid,
    who: Uuid,
    owner: Uuid,
) -> Result<(Uuid, bool), StoreError> {
    let now = ctx.clock.now();
    let backend = tx.get_database_backend();
    let row = tx
        .query_one_raw(Statement::from_sql_and_values(
            backend,
            "INSERT INTO flood (id, asker_id, owner_desk_id, began_at, last_at, tickets) \
             VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (asker_id, owner_desk_id) \
             WHERE tickets > 0 DO UPDATE SET tickets = flood.tickets + 1, \
             last_at = excluded.last_at RETURNING id, tickets",
            [
                ctx.new_id().into(),
                who.into(),
                owner.into(),
                now.into(),
                now.into(),
            ],
        ))
        .await?
        .ok_or(StoreError::Stale)?;
    let (flood, tickets): (Uuid, i32) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    tx.execute_raw(Statement::from_sql_and_values(
        backend,
        "UPDATE ticket SET flood_id = $1 WHERE id = $2",
        [flood.into(), ticket.into()],
    ))
    .await?;
    Ok((flood, tickets == 1))
}

/// So many earlier questions came along.
async fn grow(tx: &impl ConnectionTrait, flood: Uuid, earlier: u64) -> Result<(), StoreError> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE flood SET tickets = tickets + $1, began_at = COALESCE((SELECT \
         MIN(registered_at) FROM ticket WHERE flood_id = $2), began_at) WHERE id = $3",
        [
            i32::try_from(earlier).unwrap_or(i32::MAX).into(),
            flood.into(),
            flood.into(),
        ],
    ))
    .await?;
    Ok(())
}

impl Ticket {
    /// Puts a question that was just registered in the flood of `sender`, who sent the mail and is somebody
    /// else than its asker: who passes on the mails of many, or has the answers to them sent to many, is
    /// counted by their own address. `mail` brought it, and came in `at`: what waited long to be read
    /// is counted by the hour in which it came. What stands in a flood already stays there.
    pub async fn join_flood_of_sender(
        &mut self,
        tx: &impl ConnectionTrait,
        ctx: &Context,
        sender: &str,
        mail: Uuid,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if self.flood.is_some() {
            return Ok(());
        }
        let enough = threshold(ctx) - 1;
        let earlier = brought_before(tx, sender, mail, at, enough).await?;
        if earlier.len() < usize::try_from(enough).unwrap_or(usize::MAX) {
            return Ok(());
        }
        // Not locked where it is there: whoever holds it may wait for the next number, which is ours.
        let who = match contact_by_email(tx, sender).await? {
            Some(known) => known,
            None => upsert_contact(tx, ctx, sender, None, None, false).await?,
        };
        let (flood, begins) = enter(tx, ctx, self.id, who.id, self.owner_desk_id).await?;
        if begins {
            let backend = tx.get_database_backend();
            let join = format!(
                "UPDATE ticket SET flood_id = $1 WHERE id IN (SELECT id FROM ticket \
                 WHERE id = $2 AND owner_desk_id = $3 AND {UNTOUCHED}{})",
                past_locked(backend)
            );
            let mut joined = 0;
            for one in earlier {
                let moved = tx
                    .execute_raw(Statement::from_sql_and_values(
                        backend,
                        &join,
                        [flood.into(), one.into(), self.owner_desk_id.into()],
                    ))
                    .await?;
                joined += moved.rows_affected();
            }
            grow(tx, flood, joined).await?;
        }
        self.flood = Some(flood);
        Ok(())
    }
}

/// The questions that other mails of `sender` brought in the hour before, the latest first, at most `limit`.
async fn brought_before(
    tx: &impl ConnectionTrait,
    sender: &str,
    mail: Uuid,
    at: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Uuid>, StoreError> {
    // By the index of the sender alone: by that of the kind, SQLite would wade through the mails of all.
    let sql = format!(
        "SELECT ticket_id FROM inbound_mail WHERE from_email = $1 AND received_at > $2 AND \
         COALESCE(kind, '') = 'question' AND ticket_id IS NOT NULL AND id <> $3 \
         ORDER BY received_at DESC, id DESC LIMIT {limit}"
    );
    let since = at - WINDOW;
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            sql,
            [sender.into(), since.into(), mail.into()],
        ))
        .await?;
    let found: Result<Vec<Uuid>, DbErr> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
    Ok(found?)
}

/// One question left the flood.
pub(super) async fn one_less(tx: &impl ConnectionTrait, flood: Uuid) -> Result<(), StoreError> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE flood SET tickets = tickets - 1 WHERE id = $1 AND tickets > 0",
        [flood.into()],
    ))
    .await?;
    Ok(())
}

const COLUMNS: &str = "SELECT f.id, c.email, c.name, f.owner_desk_id, d.name AS owner_name, \
    f.tickets, f.began_at, f.last_at FROM flood f JOIN contact c ON c.id = f.asker_id \
    JOIN desk d ON d.id = f.owner_desk_id";

/// The floods of `scope` that are not over, the latest first. Nobody takes a whole flood, so in the
/// queue of one person there is none.
pub async fn floods(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<Flood>, StoreError> {
    let (condition, values): (String, Vec<Value>) = match scope {
        Scope::Desks(desks) => {
            let marks: Vec<String> = (1..=desks.len()).map(|place| format!("${place}")).collect();
            let of_desks = format!(" AND f.owner_desk_id IN ({})", marks.join(", "));
            (of_desks, desks.iter().map(|desk| (*desk).into()).collect())
        }
        Scope::User(_) | Scope::These(_) => return Ok(Vec::new()),
        Scope::All => (String::new(), Vec::new()),
    };
    let sql = format!(
        "{COLUMNS} WHERE f.tickets > 0{condition} ORDER BY f.last_at DESC, f.id DESC \
         LIMIT {MOST_FLOODS}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Flood::find_by_statement(statement).all(db).await?)
}

/// The flood with this id.
pub async fn flood(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Flood>, StoreError> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        format!("{COLUMNS} WHERE f.id = $1"),
        [id.into()],
    );
    Ok(Flood::find_by_statement(statement).one(db).await?)
}

/// The questions of a flood in the order in which they came, after one of them, at most `limit`.
pub async fn flood_tickets(
    db: &impl ConnectionTrait,
    id: Uuid,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: u32,
) -> Result<Vec<FloodTicket>, StoreError> {
    let mut values: Vec<sea_orm::Value> = vec![id.into()];
    let mut beyond = "";
    if let Some((at, last)) = after {
        values.extend([at.into(), last.into()]);
        beyond = " AND (registered_at, id) > ($2, $3)";
    }
    let sql = format!(
        "SELECT id, reference, subject, registered_at, revision FROM ticket WHERE flood_id = $1{beyond} \
         ORDER BY registered_at, id LIMIT {limit}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(FloodTicket::find_by_statement(statement).all(db).await?)
}

/// Closes those questions of a flood that stand as somebody saw them, each by its id and revision, as
/// unwanted, in one transaction; how many it closed.
pub async fn close_flood(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    seen: &[(Uuid, i32)],
) -> Result<usize, RegistryError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    // In the order in which questions are locked everywhere.
    let mut seen = seen.to_vec();
    seen.sort_unstable();
    seen.dedup();
    let mut closed = 0;
    for (one, revision) in seen {
        let Some(mut ticket) = load_by_id(&tx, one).await? else {
            continue;
        };
        may(
            actor,
            Verb::Close,
            Subject::Ticket(&facts(&tx, &ticket).await?),
        )?;
        // Somebody was quicker.
        if ticket.flood != Some(id) || ticket.revision != revision {
            continue;
        }
        ticket.standing = ticket.standing.closed_by_person(now, CloseReason::Spam)?;
        withdraw_all(&tx, ctx, actor, &ticket, Moot::Closed).await?;
        cancel_all(&tx, ticket.id, now).await?;
        save(&tx, &ticket, Decided::Now, now).await?;
        let event = NewEvent::new("closed").fact("reason", CloseReason::Spam.slug());
        append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
        closed += 1;
    }
    tx.commit().await?;
    Ok(closed)
}
