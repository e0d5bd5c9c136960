//! Requests that are sent again: who carries one out has it for a while, so that one that died
//! half-way may be taken over. And what the sweeping of what is over looks for.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::timestamp_with_time_zone_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [(&str, &str, &str); 2] = [
    ("ix_session_last_seen", "session", "last_seen_at"),
    (
        "ix_sign_in_attempt_window",
        "sign_in_attempt",
        "window_ends_at",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("idempotency_key")
                    // In real time. Empty once there is an answer.
                    .add_column(timestamp_with_time_zone_null("locked_until"))
                    .to_owned(),
            )
            .await?;
        for (name, table, column) in INDEXES {
            let index = Index::create()
                .name(name)
                .table(table)
                .col(column)
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table, _) in INDEXES {
            let index = Index::drop().name(name).table(table).to_owned();
            manager.drop_index(index).await?;
        }
        manager
            .alter_table(
                Table::alter()
                    .table("idempotency_key")
                    .drop_column("locked_until")
                    .to_owned(),
            )
            .await
    }
}
