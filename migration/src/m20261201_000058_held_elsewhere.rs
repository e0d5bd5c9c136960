//! A question that goes on in another one waits for nobody: what came for it since and is held in it was laid
//! before the owner of that one. What was held in it before stays in its queue, as nobody else knows of it. And a question that is over, and came back for what is held in it, kept the day on which it ended: it is
//! due three days from now, and not late already.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::Statement;
use sea_orm_migration::sea_orm::prelude::ChronoDateTimeUtc;

#[derive(DeriveMigrationName)]
pub struct Migration;

const ELSEWHERE: &str = "UPDATE ticket SET next_step = 'done', queue_rank = 9, due_at = closed_at \
    WHERE status = 'closed' AND close_reason = 'duplicate' AND merged_into_id IS NOT NULL \
    AND closed_at IS NOT NULL AND next_step = 'review_sender' \
    AND NOT EXISTS (SELECT 1 FROM message m WHERE m.ticket_id = ticket.id AND m.state = 'held' \
    AND m.created_at < ticket.merged_at)";
const DUE_ANEW: &str = "UPDATE ticket SET due_at = $1 \
    WHERE status = 'closed' AND next_step = 'review_sender' AND due_at < $2";

/// This moment and so much later, in whole seconds.
fn in_hours(hours: u64) -> ChronoDateTimeUtc {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = now.unwrap_or_default().as_secs() + hours * 3_600;
    ChronoDateTimeUtc::from(UNIX_EPOCH + Duration::from_secs(seconds))
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(ELSEWHERE).await?;
        let moments = [in_hours(3 * 24).into(), in_hours(0).into()];
        let statement =
            Statement::from_sql_and_values(db.get_database_backend(), DUE_ANEW, moments);
        db.execute_raw(statement).await.map(drop)
    }

    /// What was raised by mistake is not raised again.
    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
