//! Who took questions of a desk: the people who work there, and those who do no more and still have open
//! questions, so that these can be found and given to somebody else.

use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

use crate::store::StoreError;

/// Somebody who can have questions of a desk.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Handler {
    /// The account.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// Whether they work there, and may sign in.
    pub works: bool,
}

/// Who works at one of `desks` or has an open question of one, each once, by name.
pub async fn handlers(
    db: &impl ConnectionTrait,
    desks: &[Uuid],
) -> Result<Vec<Handler>, StoreError> {
    if desks.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=desks.len()).map(|n| format!("${n}")).collect();
    let these = marks.join(", ");
    let works = format!(
        "(u.active AND EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = u.id \
         AND r.desk_id IN ({these})))"
    );
    let sql = format!(
        "SELECT u.id, u.name, {works} AS works FROM user_account u WHERE {works} \
         OR EXISTS (SELECT 1 FROM ticket t WHERE t.handler_user_id = u.id \
         AND t.owner_desk_id IN ({these}) AND t.queue_rank < 9) ORDER BY u.name, u.id"
    );
    let values = desks.iter().map(|desk| Value::from(*desk));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Handler::find_by_statement(statement).all(db).await?)
}
