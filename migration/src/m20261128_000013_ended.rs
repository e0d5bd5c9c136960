//! What came to its end says when: a closed ticket stands in the queue by the moment of its closing,
//! and a term that stands still is told from one that was called off.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: [&str; 2] = [
    "UPDATE ticket SET due_at = closed_at WHERE status = 'closed' AND closed_at IS NOT NULL",
    "UPDATE deadline SET state = 'paused' WHERE kind = 'answer' AND state = 'cancelled' \
     AND ticket_id IN (SELECT id FROM ticket WHERE status = 'waiting_on_asker') \
     AND starts_at = (SELECT MAX(d.starts_at) FROM deadline d \
     WHERE d.ticket_id = deadline.ticket_id AND d.kind = 'answer')",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in UP {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "UPDATE deadline SET state = 'cancelled' WHERE state = 'paused'";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }
}
