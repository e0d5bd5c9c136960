//! Two questions that are one case: which question one goes on in, since when, and what puts it back as
//! it was.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TICKET: &str = "ticket";
const MERGED: &str = "ticket_by_merged_into";

fn named(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            named("merged_into_id").uuid().null().to_owned(),
            named("merged_at")
                .timestamp_with_time_zone()
                .null()
                .to_owned(),
            named("merged_before").text().null().to_owned(),
        ];
        for mut column in columns {
            let change = Table::alter()
                .table(Alias::new(TICKET))
                .add_column(&mut column)
                .to_owned();
            manager.alter_table(change).await?;
        }
        let merged = Index::create()
            .name(MERGED)
            .table(Alias::new(TICKET))
            .col(Alias::new("merged_into_id"))
            .to_owned();
        manager.create_index(merged).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let merged = Index::drop()
            .name(MERGED)
            .table(Alias::new(TICKET))
            .to_owned();
        manager.drop_index(merged).await?;
        for column in ["merged_before", "merged_at", "merged_into_id"] {
            let change = Table::alter()
                .table(Alias::new(TICKET))
                .drop_column(Alias::new(column))
                .to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }
}
