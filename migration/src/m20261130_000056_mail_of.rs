//! The mail of one question, and of one sender, in the order in which the mailroom lists it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "inbound_mail";
const INDEXES: [(&str, &str); 2] = [
    ("inbound_mail_of_ticket", "ticket_id"),
    ("inbound_mail_of_sender", "from_email"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in INDEXES {
            let index = Index::create()
                .name(name)
                .table(TABLE)
                .col(column)
                .col("received_at")
                .col("id")
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in INDEXES {
            let index = Index::drop().name(name).table(TABLE).to_owned();
            manager.drop_index(index).await?;
        }
        Ok(())
    }
}
