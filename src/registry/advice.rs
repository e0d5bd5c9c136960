//! The questions of others that a desk is asked for advice on, and has not advised on yet.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::queue::MOST_ROWS;
use crate::store::StoreError;

/// An assignment `a` by which advice is asked for that has yet to come.
pub(super) const WANTED: &str =
    "a.role = 'consulted' AND a.progress IN ('sent', 'accepted', 'no_reaction')";

/// A question that waits for advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct AdviceWanted {
    /// The ticket.
    pub ticket_id: Uuid,
    /// By when.
    pub due_at: DateTime<Utc>,
}

/// What others ask these desks for advice on, what must be given first on top; of their own questions they
/// are asked nothing.
pub async fn advice_wanted(
    db: &impl ConnectionTrait,
    desks: &[Uuid],
) -> Result<Vec<AdviceWanted>, StoreError> {
    if desks.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=desks.len()).map(|n| format!("${n}")).collect();
    let these = marks.join(", ");
    let sql = format!(
        "SELECT a.ticket_id, MIN(a.due_at) AS due_at FROM assignment a \
         JOIN ticket t ON t.id = a.ticket_id WHERE a.desk_id IN ({these}) AND {WANTED} \
         AND t.owner_desk_id NOT IN ({these}) AND t.queue_rank < 9 AND t.flood_id IS NULL \
         GROUP BY a.ticket_id ORDER BY due_at, a.ticket_id LIMIT {MOST_ROWS}"
    );
    let values = desks.iter().map(|desk| Value::from(*desk));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(AdviceWanted::find_by_statement(statement).all(db).await?)
}
