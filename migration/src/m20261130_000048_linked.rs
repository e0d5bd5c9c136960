//! Questions that a person linked because they belong together, each pair once.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{timestamp_with_time_zone, uuid};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

const LINK: &str = "ticket_link";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(LINK)
            // The one with the smaller id, then the other: a pair stands here once.
            .col(uuid("ticket_id"))
            .col(uuid("other_id"))
            .col(timestamp_with_time_zone("linked_at"))
            .primary_key(Index::create().col("ticket_id").col("other_id"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .foreign_key(&mut to("other_id", "ticket"))
            .to_owned();
        manager.create_table(table).await?;
        let other = "CREATE INDEX ticket_link_other ON ticket_link (other_id)";
        manager.get_connection().execute_unprepared(other).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::drop().table(LINK).to_owned();
        manager.drop_table(table).await
    }
}
