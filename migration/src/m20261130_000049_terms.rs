//! Terms that an admin changed on screen, in place of those of the settings; one without a row is as the
//! settings say.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TERM_SETTING: &str = "term_setting";

fn named(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Alias::new(TERM_SETTING))
            .col(named("name").text().not_null().primary_key())
            .col(named("working_days").integer().not_null())
            .col(named("revision").integer().not_null())
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::drop().table(Alias::new(TERM_SETTING)).to_owned();
        manager.drop_table(table).await
    }
}
