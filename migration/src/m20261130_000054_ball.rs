//! Who had the ball of a question before whoever has it now, for the days on its page.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, timestamp_with_time_zone, uuid};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

const SPELL: &str = "ball_spell";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(SPELL)
            .col(uuid("ticket_id"))
            .col(timestamp_with_time_zone("since"))
            .col(timestamp_with_time_zone("until"))
            .col(text("holder"))
            .primary_key(Index::create().col("ticket_id").col("since"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::drop().table(SPELL).to_owned();
        manager.drop_table(table).await
    }
}
