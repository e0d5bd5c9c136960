//! The number of a question as a number is derived by the database: a process that knows no such column
//! still registers questions while a new one is rolled out. One that writes it itself does not.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The number of a reference like `RV-2026-000123`: the year times a milliard, and what follows.
const NUMBER: &str = "CAST(substr(reference, 4, 4) AS BIGINT) * 1000000000 + \
                      CAST(substr(reference, 9) AS BIGINT)";

/// Puts the column in the place of the one that is there, and runs `fill` before its indexes are made. In
/// one go, so on one connection: another one of SQLite would still see what is gone.
async fn replace(manager: &SchemaManager<'_>, column: &str, fill: &str) -> Result<(), DbErr> {
    let sql = format!(
        "DROP INDEX ticket_stale; DROP INDEX ticket_number; \
         ALTER TABLE ticket DROP COLUMN number; ALTER TABLE ticket ADD COLUMN {column}; {fill}\
         CREATE UNIQUE INDEX ticket_number ON ticket (number); \
         CREATE INDEX ticket_stale ON ticket (number) WHERE search_stale"
    );
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds no stored one to a table that is there; the indexes hold it all the same.
        let kept = match manager.get_database_backend() {
            DbBackend::Postgres => "STORED",
            _ => "VIRTUAL",
        };
        let column = format!("number BIGINT GENERATED ALWAYS AS ({NUMBER}) {kept}");
        replace(manager, &column, "").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let fill = format!("UPDATE ticket SET number = {NUMBER}; ");
        replace(manager, "number BIGINT NOT NULL DEFAULT 0", &fill).await
    }
}
