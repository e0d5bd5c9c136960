//! What is found of a question: its number as a number, whether its words in the index lag behind, and
//! the index itself. The two engines index in their own way; `store` alone knows how.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The number of a reference like `RV-2026-000123`: the year times a milliard, and what follows.
const NUMBER: &str = "CAST(substr(reference, 4, 4) AS BIGINT) * 1000000000 + \
                      CAST(substr(reference, 9) AS BIGINT)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let (truth, index) = match db.get_database_backend() {
            DbBackend::Postgres => (
                "TRUE",
                "CREATE TABLE ticket_fts (number BIGINT PRIMARY KEY, document tsvector NOT NULL); \
                 CREATE INDEX ticket_fts_document ON ticket_fts USING gin (document)",
            ),
            // Only the words are kept, prepared; a text is cut from its message.
            _ => (
                "1",
                "CREATE VIRTUAL TABLE ticket_fts USING fts5(title, body, parts, names, \
                 organisation, inside, content = '', contentless_delete = 1, \
                 tokenize = 'unicode61 remove_diacritics 0')",
            ),
        };
        for sql in [
            "ALTER TABLE ticket ADD COLUMN number BIGINT NOT NULL DEFAULT 0",
            &format!("ALTER TABLE ticket ADD COLUMN search_stale BOOLEAN NOT NULL DEFAULT {truth}"),
            &format!("UPDATE ticket SET number = {NUMBER}"),
            "CREATE UNIQUE INDEX ticket_number ON ticket (number)",
            "CREATE INDEX ticket_stale ON ticket (number) WHERE search_stale",
            index,
        ] {
            db.execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "DROP TABLE ticket_fts",
            "DROP INDEX ticket_stale",
            "DROP INDEX ticket_number",
            "ALTER TABLE ticket DROP COLUMN search_stale",
            "ALTER TABLE ticket DROP COLUMN number",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
