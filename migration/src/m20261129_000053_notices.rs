//! Who wants to hear of what by mail, and how often: what happened waits until it is known whom it
//! concerns, a notice waits for its person, and one row for each person says when their mail is due.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, pk_uuid, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [&str; 5] = [
    "CREATE INDEX notice_wish_kind ON notice_wish (kind) WHERE pace <> 'off'",
    "CREATE INDEX happening_waiting ON happening (at, id)",
    // The same of the same question is said once.
    "CREATE UNIQUE INDEX notice_once ON notice (user_id, ticket_id, kind)",
    "CREATE INDEX notice_due ON notice (user_id, due_at)",
    "CREATE INDEX notice_digest_due ON notice_digest (due_at) WHERE due_at IS NOT NULL",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            Table::create()
                .table("notice_wish")
                .col(uuid("user_id"))
                // new, replied, undeliverable, due, mentioned
                .col(text("kind"))
                // at_once, hourly, daily, off
                .col(text("pace"))
                .primary_key(Index::create().col("user_id").col("kind"))
                .foreign_key(to("user_id", "user_account").on_delete(ForeignKeyAction::Cascade))
                .to_owned(),
            Table::create()
                .table("happening")
                .col(pk_uuid("id"))
                .col(uuid("ticket_id"))
                .col(text("kind"))
                // Who did it: they are told nothing of it.
                .col(uuid_null("by_user_id"))
                // Whom it is for, when it is for one person.
                .col(uuid_null("to_user_id"))
                .col(timestamp_with_time_zone("at"))
                .col(timestamp_with_time_zone_null("locked_until"))
                .col(integer("attempts").default(0))
                .foreign_key(to("ticket_id", "ticket").on_delete(ForeignKeyAction::Cascade))
                .to_owned(),
            Table::create()
                .table("notice")
                .col(pk_uuid("id"))
                .col(uuid("user_id"))
                .col(uuid("ticket_id"))
                .col(text("kind"))
                .col(timestamp_with_time_zone("at"))
                .col(timestamp_with_time_zone("due_at"))
                .foreign_key(to("user_id", "user_account").on_delete(ForeignKeyAction::Cascade))
                .foreign_key(to("ticket_id", "ticket").on_delete(ForeignKeyAction::Cascade))
                .to_owned(),
            Table::create()
                .table("notice_digest")
                .col(pk_uuid("id"))
                .col(uuid("user_id").unique_key())
                // When the next mail leaves; none: nothing waits.
                .col(timestamp_with_time_zone_null("due_at"))
                // When the last one left.
                .col(timestamp_with_time_zone_null("sent_at"))
                .col(timestamp_with_time_zone_null("locked_until"))
                .col(integer("attempts").default(0))
                .foreign_key(to("user_id", "user_account").on_delete(ForeignKeyAction::Cascade))
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["notice_digest", "notice", "happening", "notice_wish"] {
            let table = Table::drop().table(Alias::new(table)).to_owned();
            manager.drop_table(table).await?;
        }
        Ok(())
    }
}
