//! Rules come from the folder of the directory, so a name means one rule; and a running process can
//! see that the directory has changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("directory_version")
                    // There is one row, 1.
                    .col(integer("id").primary_key())
                    // Counts the changes of the tables of the directory.
                    .col(big_integer("version"))
                    .to_owned(),
            )
            .await?;
        let db = manager.get_connection();
        db.execute_unprepared("INSERT INTO directory_version (id, version) VALUES (1, 1)")
            .await?;
        db.execute_unprepared("CREATE UNIQUE INDEX rule_name ON rule (name)")
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP INDEX rule_name")
            .await?;
        manager
            .drop_table(Table::drop().table("directory_version").to_owned())
            .await
    }
}
