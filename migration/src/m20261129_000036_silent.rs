//! How often a desk let a question pass in silence since it last reacted, and an index for how often it
//! does: its address is doubted before the next question goes there.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "ALTER TABLE desk ADD COLUMN silent_count INTEGER NOT NULL DEFAULT 0",
            "CREATE INDEX assignment_desk ON assignment (desk_id, sent_at)",
            // What went unanswered before this was counted, after the last question that was not.
            "UPDATE desk SET silent_count = (SELECT COUNT(*) FROM assignment a \
             WHERE a.desk_id = desk.id AND a.progress = 'no_reaction' AND NOT EXISTS \
             (SELECT 1 FROM assignment b WHERE b.desk_id = a.desk_id AND b.sent_at > a.sent_at \
             AND b.progress IN ('accepted', 'refused', 'answered')))",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in [
            "DROP INDEX assignment_desk",
            "ALTER TABLE desk DROP COLUMN silent_count",
        ] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
