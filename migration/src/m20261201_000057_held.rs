//! A message that a person must place waits for them in a question that is over as well: there it stood where
//! nobody would see it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "UPDATE ticket SET next_step = 'review_sender', queue_rank = 1 \
                   WHERE status = 'closed' AND next_step = 'done' AND EXISTS \
                   (SELECT 1 FROM message m WHERE m.ticket_id = ticket.id AND m.state = 'held')";
        let db = manager.get_connection();
        db.execute_unprepared(sql).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "UPDATE ticket SET next_step = 'done', queue_rank = 9 \
                   WHERE status = 'closed' AND next_step = 'review_sender'";
        let db = manager.get_connection();
        db.execute_unprepared(sql).await.map(drop)
    }
}
