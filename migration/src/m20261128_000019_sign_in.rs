//! Other ways to be known than by a password: who somebody is at an OpenID Connect provider, with the roles
//! that it names, and the second step of a local account with its recovery codes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, timestamp_with_time_zone, uuid};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What leads to the account in the column `user_id` of `table`, and ends with it.
fn account(table: &str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_user"))
        .from(Alias::new(table), Alias::new("user_id"))
        .to(Alias::new("user_account"), Alias::new("id"))
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            Table::create()
                .table("user_identity")
                // A person is known by both: a subject means nothing at another issuer.
                .col(text("issuer"))
                .col(text("subject"))
                .col(uuid("user_id"))
                .col(timestamp_with_time_zone("created_at"))
                .primary_key(Index::create().col("issuer").col("subject"))
                .foreign_key(&mut account("user_identity"))
                .to_owned(),
            Table::create()
                .table("user_second_step")
                .col(uuid("user_id").primary_key())
                // Sealed: who reads the table makes no codes.
                .col(text("sealed_key"))
                // The time step of the last code that was taken: no code is taken twice.
                .col(big_integer("last_step"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut account("user_second_step"))
                .to_owned(),
            Table::create()
                .table("user_recovery_code")
                .col(uuid("user_id"))
                // SHA-256 of account and code. The row goes when its code is used.
                .col(text("code_hash"))
                .primary_key(Index::create().col("user_id").col("code_hash"))
                .foreign_key(&mut account("user_recovery_code"))
                .to_owned(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        // One account is one person at an issuer.
        let index = Index::create()
            .name("uq_user_identity_account")
            .table("user_identity")
            .col("user_id")
            .col("issuer")
            .unique()
            .to_owned();
        manager.create_index(index).await?;
        let change = Table::alter()
            .table("session")
            // Sealed; null when the session did not begin at a provider.
            .add_column(ColumnDef::new("id_token").text().null())
            .to_owned();
        manager.alter_table(change).await?;
        let change = Table::alter()
            .table("user_role")
            // The provider that names the role; null when it was given here.
            .add_column(ColumnDef::new("issuer").text().null())
            .to_owned();
        manager.alter_table(change).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let change = Table::alter()
            .table("session")
            .drop_column("id_token")
            .to_owned();
        manager.alter_table(change).await?;
        let change = Table::alter()
            .table("user_role")
            .drop_column("issuer")
            .to_owned();
        manager.alter_table(change).await?;
        for table in ["user_recovery_code", "user_second_step", "user_identity"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}
