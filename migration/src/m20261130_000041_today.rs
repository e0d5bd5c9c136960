//! When it was told that a term ends today: once a term.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::timestamp_with_time_zone_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let told = Table::alter()
            .table("deadline")
            .add_column(timestamp_with_time_zone_null("told_at"))
            .to_owned();
        manager.alter_table(told).await?;
        let untold = "CREATE INDEX deadline_untold ON deadline (due_at, id) \
                      WHERE state = 'pending' AND told_at IS NULL";
        manager.get_connection().execute_unprepared(untold).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = "DROP INDEX deadline_untold";
        manager.get_connection().execute_unprepared(index).await?;
        let told = Table::alter()
            .table("deadline")
            .drop_column("told_at")
            .to_owned();
        manager.alter_table(told).await
    }
}
