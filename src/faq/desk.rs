//! What the desk of the editor shows besides the entry itself: where its question came from, and how
//! much waits to be read.

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

use super::FaqError;
use crate::entity::ticket::Receipt;

/// Questions of a group that are listed at most.
const MOST_MEMBERS: u32 = 50;
/// Drafts are counted no further than this.
const MOST_DRAFTS: u32 = 100;

/// A question of a group.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Member {
    /// Its number.
    pub reference: String,
    /// For which organisation it was asked.
    pub organisation: Option<String>,
    /// What we know about its answer having arrived.
    pub receipt: Receipt,
}

/// The questions of a group, the latest first.
pub async fn members(db: &impl ConnectionTrait, group: Uuid) -> Result<Vec<Member>, FaqError> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        format!(
            "SELECT t.reference, o.name AS organisation, t.receipt FROM recurrence_member m \
             JOIN ticket t ON t.id = m.ticket_id LEFT JOIN organisation o ON o.id = m.organisation_id \
             WHERE m.group_id = $1 ORDER BY m.joined_at DESC, t.reference DESC LIMIT {MOST_MEMBERS}"
        ),
        [group.into()],
    );
    Ok(Member::find_by_statement(statement).all(db).await?)
}

/// How many drafts wait for an editor, counted no further than a hundred.
pub async fn drafts(db: &impl ConnectionTrait) -> Result<u64, FaqError> {
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM faq_entry WHERE status IN ('draft', 'in_review') \
         LIMIT {MOST_DRAFTS}) counted"
    );
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    let counted: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(counted
        .and_then(|count| u64::try_from(count).ok())
        .unwrap_or_default())
}
