//! Queues as somebody likes to see them: a name for what stands in the address.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{pk_uuid, text, timestamp_with_time_zone, uuid, uuid_null};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [&str; 2] = [
    "CREATE UNIQUE INDEX saved_view_own ON saved_view (user_id, name) WHERE desk_id IS NULL",
    "CREATE UNIQUE INDEX saved_view_shared ON saved_view (desk_id, name) WHERE desk_id IS NOT NULL",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("saved_view")
            .col(pk_uuid("id"))
            .col(text("name"))
            // What stands behind `/desk?`.
            .col(text("query"))
            // Who made it.
            .col(uuid("user_id"))
            // The desk that sees it; without one, only who made it.
            .col(uuid_null("desk_id"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut to("user_id", "user_account"))
            .foreign_key(&mut to("desk_id", "desk"))
            .to_owned();
        manager.create_table(table).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::drop().table(Alias::new("saved_view")).to_owned();
        manager.drop_table(table).await
    }
}
