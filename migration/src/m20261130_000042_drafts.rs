//! What a person is typing in a form, kept until it is sent or thrown away; and which browser a session
//! began in, and where.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    pk_uuid, text, text_null, timestamp_with_time_zone, uuid, uuid_null,
};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [&str; 3] = [
    // One draft a person of each form: of a question, and of the form of a new one.
    "CREATE UNIQUE INDEX draft_place ON draft (user_id, ticket_id, place)",
    "CREATE UNIQUE INDEX draft_new ON draft (user_id, place) WHERE ticket_id IS NULL",
    "CREATE INDEX draft_kept ON draft (kept_at)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("draft")
            .col(pk_uuid("id"))
            // Whose words they are.
            .col(uuid("user_id"))
            // The question that they are about; empty for one that is not there yet.
            .col(uuid_null("ticket_id"))
            // The form that they stand in.
            .col(text("place"))
            // The fields of that form, names and values, as JSON.
            .col(text("fields"))
            .col(timestamp_with_time_zone("kept_at"))
            .foreign_key(to("user_id", "user_account").on_delete(ForeignKeyAction::Cascade))
            .foreign_key(to("ticket_id", "ticket").on_delete(ForeignKeyAction::Cascade))
            .to_owned();
        manager.create_table(table).await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        for column in ["user_agent", "address"] {
            let change = Table::alter()
                .table("session")
                .add_column(text_null(column))
                .to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["address", "user_agent"] {
            let change = Table::alter()
                .table("session")
                .drop_column(column)
                .to_owned();
            manager.alter_table(change).await?;
        }
        manager
            .drop_table(Table::drop().table("draft").to_owned())
            .await
    }
}
