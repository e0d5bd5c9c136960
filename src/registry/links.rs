//! Questions that belong together and stay apart: a person links them, for instance because they are about
//! one project, and each shows the other. Nothing else follows from it.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement,
};
use uuid::Uuid;

use super::events::{NewEvent, append_events};
use super::records::{Decided, Ticket, facts, find, load, load_by_id, save};
use super::{Reference, RegistryError};
use crate::auth::{Actor, Verb, may_name};
use crate::context::Context;
use crate::entity::ticket_link::{self, Column};
use crate::store::{StoreError, write_tx};

/// Questions that one question is linked with, at most.
pub const MOST_LINKS: usize = 50;

/// Why two questions cannot be linked, or their link cannot be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoLink {
    /// It does not say with which question.
    #[error("it does not say with which question")]
    Missing,
    /// There is no question with that number, for this actor.
    #[error("there is no such question")]
    Unknown,
    /// It is the question itself.
    #[error("it is the question itself")]
    Itself,
    /// They are linked already.
    #[error("they are linked already")]
    Already,
    /// One of them is linked with as many as it can be.
    #[error("it is linked with as many questions as it can be")]
    TooMany,
    /// They are not linked.
    #[error("they are not linked")]
    NotThere,
}

/// A question that another one is linked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Its number.
    pub reference: String,
    /// What it is called.
    pub subject: String,
}

/// The questions that a ticket is linked with, the oldest number first.
pub async fn linked(db: &impl ConnectionTrait, ticket_id: Uuid) -> Result<Vec<Linked>, StoreError> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT t.reference, t.subject FROM ( \
             SELECT other_id AS id FROM ticket_link WHERE ticket_id = $1 \
             UNION ALL SELECT ticket_id FROM ticket_link WHERE other_id = $1 \
         ) linked JOIN ticket t ON t.id = linked.id ORDER BY t.reference",
        [ticket_id.into()],
    );
    let rows = db.query_all_raw(statement).await?.into_iter().map(|row| {
        Ok(Linked {
            reference: row.try_get("", "reference")?,
            subject: row.try_get("", "subject")?,
        })
    });
    rows.collect()
}

/// Links a question with another one that the actor may read.
pub async fn link(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    with: &str,
) -> Result<(), RegistryError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let (ticket, other) = both(&tx, actor, reference, seen, with).await?;
    for one in [&ticket, &other] {
        if linked(&tx, one.id).await?.len() >= MOST_LINKS {
            return Err(NoLink::TooMany.into());
        }
    }
    let (first, second) = in_order(&ticket, &other);
    let row = ticket_link::ActiveModel {
        ticket_id: Set(first.id),
        other_id: Set(second.id),
        linked_at: Set(now),
    };
    let once = OnConflict::new().do_nothing().to_owned();
    let written = ticket_link::Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(&tx)
        .await?;
    if written == 0 {
        return Err(NoLink::Already.into());
    }
    let event = NewEvent::new("linked");
    tell(&tx, ctx, actor, &event, [&ticket, &other]).await?;
    Ok(tx.commit().await?)
}

/// Takes the link between two questions away; from either of them.
pub async fn unlink(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    with: &str,
) -> Result<(), RegistryError> {
    let tx = write_tx(&ctx.db).await?;
    let (ticket, other) = both(&tx, actor, reference, seen, with).await?;
    let (first, second) = in_order(&ticket, &other);
    let removed = ticket_link::Entity::delete_many()
        .filter(Column::TicketId.eq(first.id))
        .filter(Column::OtherId.eq(second.id))
        .exec(&tx)
        .await?;
    if removed.rows_affected == 0 {
        return Err(NoLink::NotThere.into());
    }
    let event = NewEvent::new("unlinked");
    tell(&tx, ctx, actor, &event, [&ticket, &other]).await?;
    Ok(tx.commit().await?)
}

/// The question, which the actor may change, and the other one, which they may read; both locked, the one
/// with the smaller id first.
async fn both(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    with: &str,
) -> Result<(Ticket, Ticket), RegistryError> {
    if with.trim().is_empty() {
        return Err(NoLink::Missing.into());
    }
    let with: Reference = with.trim().parse().map_err(|_| NoLink::Unknown)?;
    if with == *reference {
        return Err(NoLink::Itself.into());
    }
    let other = find(tx, &with).await?.ok_or(NoLink::Unknown)?;
    let own = find(tx, reference)
        .await?
        .ok_or_else(|| RegistryError::UnknownTicket(reference.clone()))?;
    if other.id < own.id {
        load_by_id(tx, other.id).await?;
    }
    let ticket = load(tx, actor, Verb::Link, reference, Some(seen)).await?;
    let other = load_by_id(tx, other.id).await?.ok_or(NoLink::Unknown)?;
    let reads = facts(tx, &other).await?;
    if !may_name(actor, &reads) {
        return Err(NoLink::Unknown.into());
    }
    Ok((ticket, other))
}

fn in_order<'a>(one: &'a Ticket, other: &'a Ticket) -> (&'a Ticket, &'a Ticket) {
    if one.id < other.id {
        (one, other)
    } else {
        (other, one)
    }
}

/// Writes down on both sides what was done. No form of either rests on it.
async fn tell(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    event: &NewEvent,
    [ticket, other]: [&Ticket; 2],
) -> Result<(), RegistryError> {
    let now = ctx.clock.now();
    for (one, with) in [(ticket, other), (other, ticket)] {
        save(tx, one, Decided::Beside, now).await?;
        let event = event.clone().fact("reference", with.reference.to_string());
        append_events(tx, ctx, one.id, actor, vec![event]).await?;
    }
    Ok(())
}
