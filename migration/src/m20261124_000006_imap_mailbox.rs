//! The folders of mail servers that `serve` reads: how far it is in each, which process has it in
//! its hands, and how the last visit went.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, text, text_null, timestamp_with_time_zone_null,
    uuid_null,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("imap_mailbox")
                    // As in `handover.source`: imap:USER@HOST/FOLDER.
                    .col(text("source").primary_key())
                    // What the settings call it, for screens and log lines.
                    .col(text("name"))
                    // The numbering of the folder; when the server begins another, all is looked at
                    // again.
                    .col(big_integer_null("uid_validity"))
                    // Every message up to this number is in the register, or was gone.
                    .col(big_integer("last_uid").default(0))
                    // One process at a time, by a lease on real time.
                    .col(uuid_null("held_by"))
                    .col(timestamp_with_time_zone_null("held_until"))
                    // After a failure nobody tries before this moment (real time).
                    .col(timestamp_with_time_zone_null("retry_at"))
                    // Failures since the last success.
                    .col(integer("failures").default(0))
                    .col(timestamp_with_time_zone_null("last_success_at"))
                    .col(timestamp_with_time_zone_null("last_error_at"))
                    .col(text_null("last_error"))
                    // Messages in the folder at the last visit.
                    .col(big_integer_null("present"))
                    // Since the row was made: messages taken in, and those that were too large.
                    .col(big_integer("taken_in").default(0))
                    .col(big_integer("too_large").default(0))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("imap_mailbox").to_owned())
            .await
    }
}
