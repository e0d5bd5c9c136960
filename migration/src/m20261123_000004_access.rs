//! Who may come in: local accounts with their roles, browser sessions, the counters that slow down
//! guessing, API tokens, and the answers that are kept for a repeated `Idempotency-Key`.
//!
//! No password, session key or token is here in a form that opens anything.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, integer, text, text_null, timestamp_with_time_zone};
use sea_orm_migration::schema::{timestamp_with_time_zone_null, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("user_account")
                    .col(uuid("id").primary_key())
                    // Lower-case, so that unique means one account a person.
                    .col(text("email").unique_key())
                    .col(text("name"))
                    // A PHC string (argon2id); null for who signs in elsewhere.
                    .col(text_null("password_hash"))
                    // Of the screens: `nl` or `en`.
                    .col(text("language").default("nl"))
                    // An account is switched off, never removed: events name it.
                    .col(boolean("active").default(true))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("last_sign_in_at"))
                    .check(Expr::cust("email = lower(email)"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("user_role")
                    .col(uuid("id").primary_key())
                    .col(uuid("user_id"))
                    .col(text("role"))
                    // The desk the role is held at: always for an agent.
                    .col(uuid_null("desk_id"))
                    // The province that is looked at: for an observer, and for nobody else.
                    .col(text_null("province_slug"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_user_role_user")
                            .from("user_role", "user_id")
                            .to("user_account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_user_role_desk")
                            .from("user_role", "desk_id")
                            .to("desk", "id"),
                    )
                    .check(Expr::cust(
                        "role IN ('coordinator', 'agent', 'editor', 'observer', 'admin')",
                    ))
                    .check(Expr::cust("role <> 'agent' OR desk_id IS NOT NULL"))
                    .check(Expr::cust(
                        "(role = 'observer') = (province_slug IS NOT NULL)",
                    ))
                    .to_owned(),
            )
            .await?;
        // Null equals nothing in a unique index, so each shape of a role has one of its own.
        for index in [
            "CREATE UNIQUE INDEX uq_user_role_bare ON user_role (user_id, role) \
             WHERE desk_id IS NULL AND province_slug IS NULL",
            "CREATE UNIQUE INDEX uq_user_role_desk ON user_role (user_id, role, desk_id) \
             WHERE desk_id IS NOT NULL",
            "CREATE UNIQUE INDEX uq_user_role_province ON user_role (user_id, role, province_slug) \
             WHERE province_slug IS NOT NULL",
        ] {
            manager.get_connection().execute_unprepared(index).await?;
        }

        manager
            .create_table(
                Table::create()
                    .table("session")
                    // SHA-256 of the key in the cookie, in hex: who reads the table gets in nowhere.
                    .col(text("key_hash").primary_key())
                    .col(uuid_null("user_id"))
                    // What a session remembers between two pages, as JSON.
                    .col(text("state"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("last_seen_at"))
                    // The absolute end; the idle end follows from last_seen_at.
                    .col(timestamp_with_time_zone("expires_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_session_user")
                            .from("session", "user_id")
                            .to("user_account", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        for (name, column) in [
            ("ix_session_user", "user_id"),
            ("ix_session_expires", "expires_at"),
        ] {
            manager
                .create_index(
                    Index::create()
                        .name(name)
                        .table("session")
                        .col(column)
                        .to_owned(),
                )
                .await?;
        }

        manager
            .create_table(
                Table::create()
                    .table("sign_in_attempt")
                    // Digest of "account" or "address" and its name: one counter each, shared by
                    // all processes, and no list of who tried.
                    .col(text("subject").primary_key())
                    .col(integer("attempts"))
                    // The counter starts again when this window is over.
                    .col(timestamp_with_time_zone("window_ends_at"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("api_token")
                    // The `jti` of the token; the token itself is kept nowhere.
                    .col(uuid("id").primary_key())
                    .col(text("name"))
                    .col(text("role"))
                    .col(uuid_null("desk_id"))
                    .col(text_null("province_slug"))
                    // Separated by spaces, as in OAuth 2.
                    .col(text("scopes"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(timestamp_with_time_zone_null("revoked_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_api_token_desk")
                            .from("api_token", "desk_id")
                            .to("desk", "id"),
                    )
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("idempotency_key")
                    // Whose key it is: two clients may choose the same one.
                    .col(text("principal"))
                    .col(text("key"))
                    // SHA-256 of method, path and body: the same key for something else is an error.
                    .col(text("request_hash"))
                    // Null while the first request is still being carried out.
                    .col(ColumnDef::new("status").integer().null())
                    .col(text_null("content_type"))
                    .col(text_null("location"))
                    .col(text_null("body"))
                    .col(timestamp_with_time_zone("created_at"))
                    .primary_key(Index::create().col("principal").col("key"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_idempotency_key_created")
                    .table("idempotency_key")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "idempotency_key",
            "api_token",
            "sign_in_attempt",
            "session",
            "user_role",
            "user_account",
        ] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}
