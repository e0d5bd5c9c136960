//! What a person sent and may still call back for a moment, and what came back from there: it waits with
//! all that stood in its form, and stays as a draft when it does not leave.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, integer, pk_uuid, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [&str; 4] = [
    // One thing at a time leaves from a question.
    "CREATE UNIQUE INDEX pending_send_waiting ON pending_send (ticket_id) WHERE NOT draft",
    "CREATE INDEX pending_send_due ON pending_send (due_at) WHERE NOT draft",
    "CREATE INDEX pending_send_draft ON pending_send (user_id, ticket_id) WHERE draft",
    "CREATE INDEX pending_file_blob ON pending_file (blob_key)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("pending_send")
            .col(pk_uuid("id"))
            .col(uuid("ticket_id"))
            // Whose words they are.
            .col(uuid("user_id"))
            // The revision of the question that they had in sight.
            .col(integer("seen"))
            // Everything that the form said, as JSON.
            .col(text("form"))
            // Whether it waits no more: it was called back, or could not leave.
            .col(boolean("draft"))
            // Why it could not; empty when it was called back.
            .col(text_null("unsent"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("due_at"))
            .col(timestamp_with_time_zone_null("locked_until"))
            .col(integer("attempts").default(0))
            .foreign_key(to("ticket_id", "ticket").on_delete(ForeignKeyAction::Cascade))
            .foreign_key(to("user_id", "user_account").on_delete(ForeignKeyAction::Cascade))
            .to_owned();
        manager.create_table(table).await?;
        let table = Table::create()
            .table("pending_file")
            .col(uuid("send_id"))
            .col(integer("place"))
            .col(text("filename"))
            .col(text("media_type"))
            .col(big_integer("size"))
            .col(text("blob_key"))
            .primary_key(Index::create().col("send_id").col("place"))
            .foreign_key(to("send_id", "pending_send").on_delete(ForeignKeyAction::Cascade))
            .to_owned();
        manager.create_table(table).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["pending_file", "pending_send"] {
            let table = Table::drop().table(Alias::new(table)).to_owned();
            manager.drop_table(table).await?;
        }
        Ok(())
    }
}
