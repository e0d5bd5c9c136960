//! Questions that a person linked because they belong together, each pair once.

use sea_orm_migration::prelude::*;

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

const LINK: &str = "ticket_link";

fn named(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Alias::new(LINK))
            // The one with the smaller id, then the other: a pair stands here once.
            .col(named("ticket_id").uuid().not_null())
            .col(named("other_id").uuid().not_null())
            .col(named("linked_at").timestamp_with_time_zone().not_null())
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
        let table = Table::drop().table(Alias::new(LINK)).to_owned();
        manager.drop_table(table).await
    }
}
