//! What is remarkable about how a mail came, and how many messages a folder of a mail server held when it was
//! last counted.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const MAIL: &str = "inbound_mail";
const MAILBOX: &str = "imap_mailbox";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let marks = ColumnDef::new("marks").text().null().to_owned();
        let counted = ColumnDef::new("counted").big_integer().null().to_owned();
        for (table, column) in [(MAIL, marks), (MAILBOX, counted)] {
            let change = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [(MAIL, "marks"), (MAILBOX, "counted")] {
            let change = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }
}
