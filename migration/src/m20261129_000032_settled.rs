//! A question that was said to hold a message nobody had looked at, where no message does: nobody could have
//! put it away. It rests with the desk that has it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let nothing_new = "next_step = 'read_message' AND NOT EXISTS (SELECT 1 FROM message m \
                           WHERE m.ticket_id = ticket.id AND m.state = 'new')";
        let called = "EXISTS (SELECT 1 FROM assignment a WHERE a.ticket_id = ticket.id \
                      AND a.chase_since IS NOT NULL \
                      AND a.progress IN ('sent', 'accepted', 'no_reaction'))";
        for sql in [
            format!("UPDATE ticket SET next_step = 'chase' WHERE {nothing_new} AND {called}"),
            format!(
                "UPDATE ticket SET next_step = 'follow_up', queue_rank = 2 WHERE {nothing_new}"
            ),
        ] {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Steps and states that the program before this knows nothing of.
        for sql in [
            "UPDATE message SET state = 'posted' WHERE state = 'new' AND direction = 'internal'",
            "UPDATE ticket SET next_step = 'done', queue_rank = 9 \
             WHERE next_step = 'read_notice' AND status = 'closed'",
            "UPDATE ticket SET queue_rank = 2, next_step = CASE status \
             WHEN 'answered' THEN 'await_receipt' WHEN 'waiting_on_asker' THEN 'wait_for_asker' \
             ELSE 'follow_up' END WHERE next_step = 'read_notice'",
            "UPDATE blob_scan SET state = 'infected' WHERE state = 'left_out'",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
