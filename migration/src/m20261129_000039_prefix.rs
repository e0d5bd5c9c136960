//! The number of a question is derived from what stands behind the dashes of its reference: a prefix may have
//! another length than that of `RV-2026-000123`. Taken back, it counts as before: for such a prefix only.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The year times a milliard, and what follows: behind the first dash and behind the second, whatever stands
/// before them; or counted for a prefix of two characters.
fn number(engine: DbBackend, whatever_prefix: bool) -> &'static str {
    match (engine, whatever_prefix) {
        (_, false) => {
            "CAST(substr(reference, 4, 4) AS BIGINT) * 1000000000 + \
             CAST(substr(reference, 9) AS BIGINT)"
        }
        (DbBackend::Postgres, true) => {
            "CAST(split_part(reference, '-', 2) AS BIGINT) * 1000000000 + \
             CAST(split_part(reference, '-', 3) AS BIGINT)"
        }
        (_, true) => {
            "CAST(substr(reference, instr(reference, '-') + 1, 4) AS BIGINT) * 1000000000 + \
             CAST(substr(reference, instr(reference, '-') + 6) AS BIGINT)"
        }
    }
}

/// Puts the column in the place of the one that is there. In one go, so on one connection: another one of
/// SQLite would still see what is gone.
async fn replace(manager: &SchemaManager<'_>, whatever_prefix: bool) -> Result<(), DbErr> {
    let engine = manager.get_database_backend();
    // SQLite adds no stored one to a table that is there; the indexes hold it all the same.
    let (kept, longer) = match engine {
        DbBackend::Postgres => ("STORED", "strpos(reference, '-') <> 3"),
        _ => ("VIRTUAL", "instr(reference, '-') <> 3"),
    };
    let sql = format!(
        "DROP INDEX ticket_stale; DROP INDEX ticket_number; \
         ALTER TABLE ticket DROP COLUMN number; \
         ALTER TABLE ticket ADD COLUMN number BIGINT GENERATED ALWAYS AS ({}) {kept}; \
         CREATE UNIQUE INDEX ticket_number ON ticket (number); \
         CREATE INDEX ticket_stale ON ticket (number) WHERE search_stale; \
         DELETE FROM ticket_fts WHERE EXISTS (SELECT 1 FROM ticket WHERE {longer}); \
         UPDATE ticket SET search_stale = TRUE \
         WHERE EXISTS (SELECT 1 FROM ticket other WHERE {});",
        number(engine, whatever_prefix),
        longer.replace("reference", "other.reference"),
    );
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace(manager, false).await
    }
}
