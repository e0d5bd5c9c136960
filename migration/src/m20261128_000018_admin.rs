//! What people keep on screen: accounts and topics with a revision, links to set a password, what is
//! known of a token's use, texts for answers, and the log of who changed what.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, integer, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
    uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

fn tables() -> Vec<TableCreateStatement> {
    vec![
        // A link with which somebody sets their own password, once.
        Table::create()
            .table("password_link")
            // Whose: a new link takes the place of the one before it.
            .col(uuid("user_id").primary_key())
            // SHA-256 of the key in the link: who reads the table sets nobody's password.
            .col(text("key_hash").unique_key())
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_password_link_user")
                    .from("password_link", "user_id")
                    .to("user_account", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
        // A text to begin an answer with.
        Table::create()
            .table("answer_template")
            .col(uuid("id").primary_key())
            .col(text("name"))
            // With places such as {{vraagsteller}}.
            .col(text("body"))
            // Of the asker's letter: `nl` or `en`.
            .col(text("language"))
            // The desk that uses it; null: every desk.
            .col(uuid_null("desk_id"))
            .col(integer("revision"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"))
            .col(timestamp_with_time_zone_null("archived_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_answer_template_desk")
                    .from("answer_template", "desk_id")
                    .to("desk", "id"),
            )
            .to_owned(),
        // What people changed that belongs to no ticket. Append-only, and chained as `event` is.
        Table::create()
            .table("admin_event")
            .col(uuid("id").primary_key())
            .col(big_integer("seq").unique_key())
            .col(timestamp_with_time_zone("at"))
            .col(text("kind"))
            .col(text("actor_kind"))
            .col(uuid_null("actor_id"))
            // account, desk, topic, token, template; and which one.
            .col(text("subject_kind"))
            .col(uuid_null("subject_id"))
            .col(text_null("subject_slug"))
            // The hashed JSON: what was changed, never anything of a person.
            .col(text("body"))
            .col(text("hash"))
            .to_owned(),
        // The end of that chain: one row. Who changes anything takes it first, so changes go one by one.
        Table::create()
            .table("admin_event_head")
            .col(integer("id").primary_key())
            .col(big_integer("seq"))
            .col(text_null("hash"))
            .to_owned(),
    ]
}

/// The columns that are added: table and column.
fn columns() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("user_account", integer("revision").default(1).take()),
        ("topic", integer("revision").default(1).take()),
        ("api_token", uuid_null("created_by").take()),
        (
            "api_token",
            timestamp_with_time_zone_null("last_used_at").take(),
        ),
    ]
}

const INDEXES: &[(&str, &str)] = &[
    (
        "uq_answer_template_shared",
        "CREATE UNIQUE INDEX uq_answer_template_shared ON answer_template (name, language) \
         WHERE desk_id IS NULL AND archived_at IS NULL",
    ),
    (
        "uq_answer_template_desk",
        "CREATE UNIQUE INDEX uq_answer_template_desk ON answer_template (desk_id, name, language) \
         WHERE desk_id IS NOT NULL AND archived_at IS NULL",
    ),
    (
        "ix_answer_template_name",
        "CREATE INDEX ix_answer_template_name ON answer_template (name, id)",
    ),
    (
        "admin_event_at",
        "CREATE INDEX admin_event_at ON admin_event (at, id)",
    ),
    (
        "admin_event_actor",
        "CREATE INDEX admin_event_actor ON admin_event (actor_id, at, id)",
    ),
    (
        "admin_event_kind",
        "CREATE INDEX admin_event_kind ON admin_event (kind, at, id)",
    ),
    ("event_at", "CREATE INDEX event_at ON event (at, id)"),
    (
        "event_actor",
        "CREATE INDEX event_actor ON event (actor_id, at, id)",
    ),
    (
        "event_kind",
        "CREATE INDEX event_kind ON event (kind, at, id)",
    ),
    (
        "ix_user_role_user",
        "CREATE INDEX ix_user_role_user ON user_role (user_id)",
    ),
    (
        "ix_user_role_desk",
        "CREATE INDEX ix_user_role_desk ON user_role (desk_id)",
    ),
    (
        "ix_api_token_created",
        "CREATE INDEX ix_api_token_created ON api_token (created_at, id)",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for (table, column) in columns() {
            let change = Table::alter()
                .table(Alias::new(table))
                .add_column(column)
                .to_owned();
            manager.alter_table(change).await?;
        }
        let db = manager.get_connection();
        for (_, index) in INDEXES {
            db.execute_unprepared(index).await?;
        }
        db.execute_unprepared("INSERT INTO admin_event_head (id, seq) VALUES (1, 0)")
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for (name, _) in INDEXES.iter().rev() {
            db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        for (table, column) in columns().into_iter().rev() {
            let change = Table::alter()
                .table(Alias::new(table))
                .drop_column(column.get_column_name())
                .to_owned();
            manager.alter_table(change).await?;
        }
        for table in [
            "admin_event_head",
            "admin_event",
            "answer_template",
            "password_link",
        ] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}
