//! Two indexes: for what nobody has looked at yet, so that the queue shows which questions hold something
//! new however long their conversations are, and for the questions that a content came with.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "CREATE INDEX message_new ON message (ticket_id) WHERE state = 'new'",
            "CREATE INDEX attachment_content ON attachment (blob_key)",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in ["DROP INDEX attachment_content", "DROP INDEX message_new"] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
