//! The mailroom: what a person decided about a raw mail, how the sources fare, the alarms that were
//! raised, what a virus scanner said of a file, questions that follow a closed one, and floods of
//! questions from one address, which stand as one row in the queue.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, integer, pk_uuid, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn columns() -> Vec<(&'static str, &'static str, ColumnDef)> {
    vec![
        // The source that handed it over first.
        ("inbound_mail", "source", text_null("source")),
        // What a person said that it is: question, reply, auto_reply, bulk; empty: nobody did.
        ("inbound_mail", "treat_as", text_null("treat_as")),
        // The ticket that it replies to, when a person said so.
        (
            "inbound_mail",
            "treat_ticket_id",
            uuid_null("treat_ticket_id"),
        ),
        // Changes with what a person decides; forms carry it.
        (
            "inbound_mail",
            "revision",
            integer("revision").default(1).to_owned(),
        ),
        // The same bytes had been handed over before.
        (
            "handover",
            "repeats",
            boolean("repeats").default(false).to_owned(),
        ),
        // The closed question that this one goes on with.
        ("ticket", "follows_id", uuid_null("follows_id")),
        // The flood that it stands in, until somebody takes it out.
        ("ticket", "flood_id", uuid_null("flood_id")),
    ]
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        // What people did with a raw mail, append-only.
        Table::create()
            .table("mail_event")
            .col(pk_uuid("id"))
            .col(uuid("inbound_mail_id"))
            .col(timestamp_with_time_zone("at"))
            // treated, processed_again
            .col(text("kind"))
            .col(text("actor_kind"))
            .col(uuid_null("actor_id"))
            // JSON: what it was before, and what it is treated as.
            .col(text("facts"))
            .foreign_key(&mut to("inbound_mail_id", "inbound_mail"))
            .to_owned(),
        // How each source of mail fares.
        Table::create()
            .table("source_health")
            .col(text("source").primary_key())
            .col(timestamp_with_time_zone_null("succeeded_at"))
            .col(timestamp_with_time_zone_null("failed_at"))
            // Since when every try failed; empty: the last one succeeded.
            .col(timestamp_with_time_zone_null("failing_since"))
            .col(text_null("failure"))
            // Messages that lie at the source and cannot be taken in.
            .col(integer("left_behind").default(0))
            .to_owned(),
        // What somebody must look at.
        Table::create()
            .table("alarm")
            .col(pk_uuid("id"))
            // difference, source, silence
            .col(text("kind"))
            // The day, or the source.
            .col(text("subject"))
            // JSON: the figures or the words of the failure.
            .col(text("facts"))
            .col(timestamp_with_time_zone("raised_at"))
            .col(timestamp_with_time_zone("seen_at"))
            .col(timestamp_with_time_zone_null("cleared_at"))
            .to_owned(),
        // When the mail was last counted: one process at a time does it.
        Table::create()
            .table("mail_watch")
            .col(text("name").primary_key())
            .col(timestamp_with_time_zone_null("checked_at"))
            .to_owned(),
        // What the virus scanner said of a content.
        Table::create()
            .table("blob_scan")
            .col(pk_uuid("id"))
            .col(text("blob_key").unique_key())
            // waiting, clean, infected
            .col(text("state"))
            // The name of what was found.
            .col(text_null("signature"))
            // Why the last try came to nothing.
            .col(text_null("failure"))
            .col(integer("attempts").default(0))
            .col(timestamp_with_time_zone("run_at"))
            .col(timestamp_with_time_zone_null("locked_until"))
            .col(timestamp_with_time_zone_null("scanned_at"))
            .to_owned(),
        // Many questions of one address in a short time, shown as one.
        Table::create()
            .table("flood")
            .col(pk_uuid("id"))
            .col(uuid("asker_id"))
            .col(uuid("owner_desk_id"))
            .col(timestamp_with_time_zone("began_at"))
            .col(timestamp_with_time_zone("last_at"))
            // Questions that stand in it now.
            .col(integer("tickets"))
            .foreign_key(&mut to("asker_id", "contact"))
            .foreign_key(&mut to("owner_desk_id", "desk"))
            .to_owned(),
    ]
}

/// The indexes of the queue, as they were: what stands in a flood must not be waded through. With the
/// flood as their last column, SQLite counts by the index alone.
const QUEUE: [(&str, &str); 3] = [
    ("ticket_queue_desk", "owner_desk_id, queue_rank, due_at, id"),
    (
        "ticket_queue_user",
        "handler_user_id, queue_rank, due_at, id",
    ),
    ("ticket_queue", "queue_rank, due_at, id"),
];

const INDEXES: &[&str] = &[
    "CREATE INDEX inbound_mail_received ON inbound_mail (received_at, id)",
    "CREATE INDEX inbound_mail_kind ON inbound_mail (kind, received_at, id)",
    "CREATE INDEX inbound_mail_source ON inbound_mail (source, received_at, id)",
    "CREATE INDEX handover_received ON handover (received_at, source)",
    "CREATE INDEX daily_mail_count_day ON daily_mail_count (day)",
    "CREATE INDEX mail_event_mail ON mail_event (inbound_mail_id, at, id)",
    "CREATE UNIQUE INDEX alarm_open ON alarm (kind, subject) WHERE cleared_at IS NULL",
    "CREATE INDEX blob_scan_due ON blob_scan (run_at, id) WHERE state = 'waiting'",
    "CREATE INDEX ticket_follows ON ticket (follows_id) WHERE follows_id IS NOT NULL",
    "CREATE INDEX ticket_flood ON ticket (flood_id, registered_at, id) WHERE flood_id IS NOT NULL",
    "CREATE UNIQUE INDEX flood_open ON flood (asker_id, owner_desk_id) WHERE tickets > 0",
    "CREATE INDEX flood_desk ON flood (owner_desk_id, last_at, id) WHERE tickets > 0",
];

/// Indexes on columns that go away again; those on the new tables go with them.
const ON_OLD_TABLES: [&str; 7] = [
    "daily_mail_count_day",
    "inbound_mail_received",
    "inbound_mail_kind",
    "inbound_mail_source",
    "handover_received",
    "ticket_follows",
    "ticket_flood",
];

const FILL: [&str; 3] = [
    "UPDATE inbound_mail SET source = (SELECT h.source FROM handover h \
     WHERE h.inbound_mail_id = inbound_mail.id ORDER BY h.received_at, h.id LIMIT 1)",
    "UPDATE handover SET repeats = TRUE WHERE EXISTS (SELECT 1 FROM handover e \
     WHERE e.inbound_mail_id = handover.inbound_mail_id \
     AND (e.received_at, e.id) < (handover.received_at, handover.id))",
    "INSERT INTO mail_watch (name, checked_at) VALUES ('balance', NULL)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, _, mut column) in columns() {
            manager
                .alter_table(
                    Table::alter()
                        .table(table)
                        .add_column(&mut column)
                        .to_owned(),
                )
                .await?;
        }
        for table in tables() {
            manager.create_table(table).await?;
        }
        let db = manager.get_connection();
        for sql in FILL {
            db.execute_unprepared(sql).await?;
        }
        for (name, keys) in QUEUE {
            // On one connection: another one may still remember the index that is gone.
            db.execute_unprepared(&format!(
                "DROP INDEX {name}; CREATE INDEX {name} ON ticket ({keys}, flood_id) WHERE \
                 flood_id IS NULL"
            ))
            .await?;
        }
        for index in INDEXES {
            db.execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for name in ON_OLD_TABLES {
            db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        for (name, keys) in QUEUE {
            db.execute_unprepared(&format!(
                "DROP INDEX {name}; CREATE INDEX {name} ON ticket ({keys})"
            ))
            .await?;
        }
        for table in tables().into_iter().rev() {
            let Some(name) = table.get_table_name() else {
                continue;
            };
            manager
                .drop_table(Table::drop().table(name.clone()).to_owned())
                .await?;
        }
        for (table, name, _) in columns().into_iter().rev() {
            manager
                .alter_table(Table::alter().table(table).drop_column(name).to_owned())
                .await?;
        }
        Ok(())
    }
}
