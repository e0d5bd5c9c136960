//! Which desks the owner must call, whatever else must be done first in the ticket, and which messages of
//! the asker nobody has looked at while a desk has the question.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::timestamp_with_time_zone_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter()
            .table("assignment")
            .add_column(timestamp_with_time_zone_null("chase_since"))
            .to_owned();
        manager.alter_table(column).await?;
        for sql in [
            // What stood only in the step of the ticket so far.
            "UPDATE assignment SET chase_since = (SELECT t.last_activity_at FROM ticket t \
             WHERE t.id = assignment.ticket_id) \
             WHERE progress IN ('sent', 'accepted', 'no_reaction') \
             AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = assignment.ticket_id \
             AND t.next_step = 'chase' AND t.ball_desk_id = assignment.desk_id)",
            "UPDATE message SET state = 'new' WHERE id IN (SELECT (SELECT m.id FROM message m \
             JOIN thread h ON h.id = m.thread_id WHERE m.ticket_id = t.id \
             AND h.assignment_id IS NULL AND m.direction = 'inbound' AND m.kind = 'reply' \
             AND m.state = 'posted' ORDER BY m.created_at DESC, m.id DESC LIMIT 1) \
             FROM ticket t WHERE t.ball = 'administration' AND t.next_step = 'answer')",
            "UPDATE ticket SET next_step = 'read_message' \
             WHERE ball = 'administration' AND next_step = 'answer'",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "UPDATE ticket SET next_step = 'answer' WHERE next_step = 'read_message'",
            "UPDATE message SET state = 'posted' WHERE state = 'new'",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        let column = Table::alter()
            .table("assignment")
            .drop_column("chase_since")
            .to_owned();
        manager.alter_table(column).await
    }
}
