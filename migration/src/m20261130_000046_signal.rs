//! Signals: a contact point points the governor's office at a question, with one line why. One at most is
//! open for a question.

use sea_orm_migration::prelude::*;

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

const SIGNAL: &str = "signal";

fn named(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Alias::new(SIGNAL))
            .col(named("id").uuid().not_null().primary_key())
            .col(named("ticket_id").uuid().not_null())
            .col(named("why").text().not_null())
            .col(named("raised_by").text().null())
            .col(named("raised_at").timestamp_with_time_zone().not_null())
            .col(named("withdrawn_at").timestamp_with_time_zone().null())
            .foreign_key(&mut to("ticket_id", "ticket"))
            .to_owned();
        manager.create_table(table).await?;
        let open =
            "CREATE UNIQUE INDEX signal_open ON signal (ticket_id) WHERE withdrawn_at IS NULL";
        manager.get_connection().execute_unprepared(open).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::drop().table(Alias::new(SIGNAL)).to_owned();
        manager.drop_table(table).await
    }
}
