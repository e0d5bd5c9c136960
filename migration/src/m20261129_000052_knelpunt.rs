//! A question that shows where a decree or another instrument gets in the way: its label, with the
//! instrument that it concerns.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, timestamp_with_time_zone, uuid, uuid_null};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("knelpunt")
            .col(uuid("ticket_id").primary_key())
            // As somebody wrote it, and folded: one instrument has one spelling.
            .col(text("instrument"))
            .col(text("folded"))
            // Who set it; a program has no account.
            .col(uuid_null("user_id"))
            .col(timestamp_with_time_zone("set_at"))
            .foreign_key(to("ticket_id", "ticket").on_delete(ForeignKeyAction::Cascade))
            .foreign_key(to("user_id", "user_account").on_delete(ForeignKeyAction::SetNull))
            .to_owned();
        manager.create_table(table).await?;
        let index = Index::create()
            .name("knelpunt_instrument")
            .table("knelpunt")
            .col("folded")
            .col("instrument")
            .to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::drop().table(Alias::new("knelpunt")).to_owned();
        manager.drop_table(table).await
    }
}
