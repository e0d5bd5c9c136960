//! How many working days everything may take, as an admin changes it.

use serde_json::Value;

use super::error::AdminError;
use super::log::{Log, Subject};
use crate::auth::{Actor, Subject as PolicySubject, Verb, may};
use crate::config::TermName;
use crate::context::Context;
use crate::registry;
use crate::store;

/// Makes a term so many working days. Terms that begin from now on follow it, in every process; one that
/// runs keeps its day.
pub async fn change_term(
    ctx: &Context,
    actor: &Actor,
    name: TermName,
    seen: i32,
    days: u16,
) -> Result<(), AdminError> {
    may(actor, Verb::ManageDesks, PolicySubject::House)?;
    if !name.may_be(days) {
        return Err(AdminError::UnfitTerm(name));
    }
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let before = registry::terms(&tx, ctx).await?.of(name);
    if before == days {
        return Ok(());
    }
    registry::change_term(&tx, name, seen, days).await?;
    let facts = [
        ("before", Value::from(before)),
        ("after", Value::from(days)),
    ];
    let subject = Subject::Term(name);
    log.note(&tx, ctx, actor, "term_changed", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(())
}
