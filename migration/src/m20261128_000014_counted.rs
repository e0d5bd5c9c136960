//! What a folder of a mail server held when it was last counted against the register, and the order
//! in which the mail of one source came.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "imap_mailbox";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            ColumnDef::new(Alias::new("counted_at"))
                .timestamp_with_time_zone()
                .null()
                .to_owned(),
            ColumnDef::new(Alias::new("uncounted"))
                .big_integer()
                .not_null()
                .default(0)
                .to_owned(),
        ] {
            let change = Table::alter()
                .table(Alias::new(TABLE))
                .add_column(column)
                .to_owned();
            manager.alter_table(change).await?;
        }
        let index = Index::create()
            .name("handover_by_source")
            .table(Alias::new("handover"))
            .col(Alias::new("source"))
            .col(Alias::new("received_at"))
            .to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop()
            .name("handover_by_source")
            .table(Alias::new("handover"))
            .to_owned();
        manager.drop_index(index).await?;
        for column in ["counted_at", "uncounted"] {
            let change = Table::alter()
                .table(Alias::new(TABLE))
                .drop_column(Alias::new(column))
                .to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }
}
