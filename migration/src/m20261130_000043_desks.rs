//! Indexes for what a desk must find at once: who took its questions, also when they work there no more, and
//! the questions that it is asked for advice on.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [(&str, &str); 2] = [
    (
        "ticket_handler",
        "ticket (handler_user_id, owner_desk_id) WHERE queue_rank < 9 AND handler_user_id IS NOT NULL",
    ),
    (
        "assignment_advice",
        "assignment (desk_id, due_at) WHERE role = 'consulted' \
         AND progress IN ('sent', 'accepted', 'no_reaction')",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, rows) in INDEXES {
            let sql = format!("CREATE INDEX {name} ON {rows}");
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in INDEXES {
            let sql = format!("DROP INDEX {name}");
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
