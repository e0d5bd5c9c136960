//! Which doubles come back to their desk when the question that they are handled together with has come
//! to its end: those of another asker, who has not got its answer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let falsity = match manager.get_database_backend() {
            DbBackend::Postgres => "FALSE",
            _ => "0",
        };
        for sql in [
            &format!(
                "ALTER TABLE ticket ADD COLUMN awaits_original BOOLEAN NOT NULL DEFAULT {falsity}"
            ),
            // Those that were closed so before this was known, and whose original is still open.
            "UPDATE ticket SET awaits_original = TRUE WHERE close_reason = 'duplicate' AND EXISTS \
             (SELECT 1 FROM ticket o WHERE o.id = ticket.duplicate_of_id \
             AND o.asker_id <> ticket.asker_id AND o.status NOT IN ('answered', 'closed'))",
            "CREATE INDEX ticket_awaits_original ON ticket (duplicate_of_id) WHERE awaits_original",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "DROP INDEX ticket_awaits_original",
            "ALTER TABLE ticket DROP COLUMN awaits_original",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
