//! A question with several points becomes two: of which one a question was a part.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TICKET: &str = "ticket";
const PARTS: &str = "ticket_by_split_from";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new(Alias::new("split_from_id"));
        let change = Table::alter()
            .table(Alias::new(TICKET))
            .add_column(column.uuid().null())
            .to_owned();
        manager.alter_table(change).await?;
        let parts = Index::create()
            .name(PARTS)
            .table(Alias::new(TICKET))
            .col(Alias::new("split_from_id"))
            .to_owned();
        manager.create_index(parts).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let parts = Index::drop()
            .name(PARTS)
            .table(Alias::new(TICKET))
            .to_owned();
        manager.drop_index(parts).await?;
        let change = Table::alter()
            .table(Alias::new(TICKET))
            .drop_column(Alias::new("split_from_id"))
            .to_owned();
        manager.alter_table(change).await
    }
}
