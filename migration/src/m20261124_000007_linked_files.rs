//! Files of a mail that was too large for the server of one receiver leave as links: since when, so
//! that every later try is the same mail and a link that was never handed out opens nothing.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::timestamp_with_time_zone_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter()
            .table("delivery")
            .add_column(timestamp_with_time_zone_null("linked_at"))
            .to_owned();
        manager.alter_table(column).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter()
            .table("delivery")
            .drop_column("linked_at")
            .to_owned();
        manager.alter_table(column).await
    }
}
