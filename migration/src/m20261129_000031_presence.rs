//! Who has a question open at this moment, so that two colleagues do not answer it both.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, text, timestamp_with_time_zone, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("presence")
            .col(uuid("ticket_id"))
            .col(uuid("user_id"))
            // A page in a browser; somebody may have the same question open in two.
            .col(text("tab"))
            .col(boolean("writing"))
            // In real time, as leases are: whoever is not heard of for a while is away.
            .col(timestamp_with_time_zone("seen_at"))
            .primary_key(Index::create().col("ticket_id").col("user_id").col("tab"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_presence_ticket")
                    .from("presence", "ticket_id")
                    .to("ticket", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_presence_user")
                    .from("presence", "user_id")
                    .to("user_account", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(table).await?;
        // For the sweep.
        let index = Index::create()
            .name("presence_seen")
            .table("presence")
            .col("seen_at")
            .to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("presence").to_owned())
            .await
    }
}
