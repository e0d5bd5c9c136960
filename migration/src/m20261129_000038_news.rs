//! An index for what nobody has looked at yet, so that the queue shows which questions hold something new
//! however long their conversations are.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "CREATE INDEX message_new ON message (ticket_id) WHERE state = 'new'";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "DROP INDEX message_new";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }
}
