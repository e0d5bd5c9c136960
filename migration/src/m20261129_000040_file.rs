//! A file is found by its content: the messages that hold it are told when it is left out. And whether mail
//! leaves at all is seen from what left last.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "CREATE INDEX attachment_blob ON attachment (blob_key)",
            "CREATE INDEX delivery_left ON delivery (settled_at) WHERE server IS NOT NULL",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in ["DROP INDEX delivery_left", "DROP INDEX attachment_blob"] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
