//! Askers are found by the beginning of their address or of their name, while somebody types it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Byte by byte, whatever the language of the database: a beginning is a range then.
        let plain = match manager.get_database_backend() {
            DbBackend::Postgres => " COLLATE \"C\"",
            _ => "",
        };
        for sql in [
            format!("CREATE INDEX contact_by_email ON contact ((email{plain}))"),
            // As many letters as an index takes of a name that somebody else wrote.
            format!(
                "CREATE INDEX contact_by_name ON contact ((LOWER(SUBSTR(name, 1, 200)){plain}))"
            ),
            format!("CREATE INDEX known_name_begins ON known_name ((folded{plain}))"),
        ] {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "DROP INDEX known_name_begins",
            "DROP INDEX contact_by_name",
            "DROP INDEX contact_by_email",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
