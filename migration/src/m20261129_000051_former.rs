//! With whom a conversation was that ended because somebody else asks: a question may have had another
//! asker before.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::uuid_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter()
            .table("thread")
            .add_column(uuid_null("contact_id"))
            .to_owned();
        manager.alter_table(column).await?;
        let sql = "CREATE INDEX thread_former ON thread (ticket_id) WHERE contact_id IS NOT NULL";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "DROP INDEX thread_former";
        manager.get_connection().execute_unprepared(sql).await?;
        let column = Table::alter()
            .table("thread")
            .drop_column("contact_id")
            .to_owned();
        manager.alter_table(column).await
    }
}
