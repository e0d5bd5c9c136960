//! A *knelpunt*: a question that shows where a decree or another instrument gets in the way of local
//! governments. The label names the instrument, in words of one's own and by preference in those that
//! were used before, so that what concerns one instrument can be found together.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    Statement,
};
use uuid::Uuid;

use super::events::{NewEvent, append_events};
use super::records::{Decided, load_beside, save};
use super::verbs::unless_written_down;
use super::{Reference, RegistryError};
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::entity::knelpunt::{self, Column};
use crate::language::fold;
use crate::store::{StoreError, write_tx};

/// Longest name of an instrument, in characters.
pub const MOST_INSTRUMENT: usize = 200;

/// Instruments that are suggested at most, and that a filter offers.
const MOST_SUGGESTED: u64 = 500;

/// Which questions a list shows, by this label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Knelpunten {
    /// All that bear it.
    All,
    /// Those that concern this instrument, however it is spelt.
    About(String),
}

/// The name of an instrument as it is kept: on one line, and not longer than a name is.
fn instrument(typed: &str) -> Result<String, RegistryError> {
    let typed = typed.replace('\0', "");
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > MOST_INSTRUMENT {
        return Err(RegistryError::UnfitInstrument);
    }
    Ok(name)
}

/// Labels a question as a knelpunt, or names another instrument for it.
pub async fn set_knelpunt(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    typed: &str,
) -> Result<(), RegistryError> {
    let now = ctx.clock.now();
    let typed = instrument(typed)?;
    let tx = write_tx(&ctx.db).await?;
    // Whoever wrote a question down for another desk says what it shows too.
    let verb = unless_written_down(&tx, actor, reference, Verb::Assign).await?;
    let ticket = load_beside(&tx, actor, verb, reference, Some(seen)).await?;
    let folded = fold(&typed);
    // One instrument has one spelling: the first that anybody gave it.
    let known: Option<String> = knelpunt::Entity::find()
        .select_only()
        .column(Column::Instrument)
        .filter(Column::Folded.eq(folded.as_str()))
        .filter(Column::TicketId.ne(ticket.id))
        .into_tuple()
        .one(&tx)
        .await?;
    let name = known.unwrap_or(typed);
    let before = knelpunt_of(&tx, ticket.id).await?;
    if before.as_deref() == Some(name.as_str()) {
        return Ok(());
    }
    let row = knelpunt::ActiveModel {
        ticket_id: Set(ticket.id),
        instrument: Set(name.clone()),
        folded: Set(folded),
        user_id: Set(actor.user().map(|user| user.id)),
        set_at: Set(now),
    };
    let again = OnConflict::column(Column::TicketId)
        .update_columns([
            Column::Instrument,
            Column::Folded,
            Column::UserId,
            Column::SetAt,
        ])
        .to_owned();
    knelpunt::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(&tx)
        .await?;
    let mut event = NewEvent::new("knelpunt_set").fact("instrument", name);
    if let Some(before) = before {
        event = event.fact("before", before);
    }
    save(&tx, &ticket, Decided::Beside, now).await?;
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(tx.commit().await?)
}

/// Takes the label away.
pub async fn remove_knelpunt(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<(), RegistryError> {
    let tx = write_tx(&ctx.db).await?;
    let ticket = load_beside(&tx, actor, Verb::Assign, reference, Some(seen)).await?;
    let Some(before) = knelpunt_of(&tx, ticket.id).await? else {
        return Ok(());
    };
    knelpunt::Entity::delete_by_id(ticket.id).exec(&tx).await?;
    let event = NewEvent::new("knelpunt_removed").fact("instrument", before);
    save(&tx, &ticket, Decided::Beside, ctx.clock.now()).await?;
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(tx.commit().await?)
}

/// The instrument that a ticket concerns, when it bears the label.
pub async fn knelpunt_of(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Option<String>, StoreError> {
    let row = knelpunt::Entity::find_by_id(ticket_id).one(db).await?;
    Ok(row.map(|row| row.instrument))
}

/// The instruments that were named before, in the order of the alphabet: each is a step in the index, however
/// many questions name it.
pub async fn instruments(db: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    let sql = format!(
        "WITH RECURSIVE named(folded) AS (SELECT MIN(folded) FROM knelpunt UNION ALL \
         SELECT (SELECT MIN(k.folded) FROM knelpunt k WHERE k.folded > named.folded) \
         FROM named WHERE named.folded IS NOT NULL) \
         SELECT (SELECT k.instrument FROM knelpunt k WHERE k.folded = named.folded LIMIT 1) \
         FROM named WHERE named.folded IS NOT NULL LIMIT {MOST_SUGGESTED}"
    );
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(row.try_get_by_index(0)?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instrument_is_a_name_on_one_line() {
        let name = |typed: &str| instrument(typed).ok();
        assert_eq!(
            name(" Decreet\n lokaal  bestuur ").as_deref(),
            Some("Decreet lokaal bestuur")
        );
        assert_eq!(name(" \0 "), None);
        assert!(name(&"é".repeat(MOST_INSTRUMENT)).is_some());
        assert_eq!(name(&"é".repeat(MOST_INSTRUMENT + 1)), None);
    }
}
