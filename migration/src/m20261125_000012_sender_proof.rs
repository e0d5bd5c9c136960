//! What the receiving mail server found out about the sender of a mail, so that a screen can say it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // proven, unproven, refuted; empty: nobody was asked.
        let column = &mut text_null("sender_proof");
        let table = Table::alter()
            .table("inbound_mail")
            .add_column(column)
            .to_owned();
        manager.alter_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("inbound_mail")
            .drop_column("sender_proof")
            .to_owned();
        manager.alter_table(table).await
    }
}
