//! Questions that look like each other, as the later one was compared with its likes when it was grouped: so
//! that its page finds them by two keys and compares nothing.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{double, uuid};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

const ALIKE: &str = "recurrence_alike";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(ALIKE)
            .col(uuid("ticket_id"))
            // The earlier one.
            .col(uuid("other_id"))
            // How like they are: see `similarity`.
            .col(double("alike"))
            .primary_key(Index::create().col("ticket_id").col("other_id"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .foreign_key(&mut to("other_id", "ticket"))
            .to_owned();
        manager.create_table(table).await?;
        let later = "CREATE INDEX recurrence_alike_other ON recurrence_alike (other_id, ticket_id)";
        manager.get_connection().execute_unprepared(later).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::drop().table(ALIKE).to_owned();
        manager.drop_table(table).await
    }
}
