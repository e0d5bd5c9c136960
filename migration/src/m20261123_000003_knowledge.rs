//! What returns: groups of tickets that ask the same, and the answers published for all.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    double, integer, pk_uuid, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn tables() -> Vec<TableCreateStatement> {
    vec![
        // Tickets that ask the same.
        Table::create()
            .table("recurrence_group")
            .col(pk_uuid("id"))
            // The question as it was put first.
            .col(text("title"))
            .col(text_null("topic_slug"))
            .col(integer("tickets"))
            .col(integer("organisations"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("last_asked_at"))
            .to_owned(),
        Table::create()
            .table("recurrence_member")
            .col(uuid("ticket_id").primary_key())
            .col(uuid("group_id"))
            .col(uuid_null("organisation_id"))
            // How like the group it was when it joined, 0 to 1.
            .col(double("similarity"))
            // JSON: what the question is about, as the analyser sees it.
            .col(text("fingerprint"))
            .col(timestamp_with_time_zone("joined_at"))
            .foreign_key(
                &mut ForeignKey::create()
                    .from_col("ticket_id")
                    .to("ticket", "id")
                    .to_owned(),
            )
            .foreign_key(&mut to("group_id", "recurrence_group"))
            .to_owned(),
        // In which tickets a term occurs, so that a new question meets only its likes.
        Table::create()
            .table("recurrence_term")
            .col(text("term"))
            .col(uuid("ticket_id"))
            .primary_key(Index::create().col("term").col("ticket_id"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .to_owned(),
        Table::create()
            .table("faq_entry")
            .col(pk_uuid("id"))
            .col(text("slug").unique_key())
            // draft, in_review, published, archived
            .col(text("status"))
            .col(text("question"))
            // Markdown.
            .col(text("answer"))
            .col(text("sources"))
            .col(text_null("topic_slug"))
            // The group it was drafted from: one draft a group.
            .col(uuid_null("group_id").unique_key())
            .col(integer("revision"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"))
            .col(timestamp_with_time_zone_null("published_at"))
            .col(timestamp_with_time_zone_null("review_due_at"))
            .foreign_key(&mut to("group_id", "recurrence_group"))
            .to_owned(),
        Table::create()
            .table("faq_revision")
            .col(pk_uuid("id"))
            .col(uuid("entry_id"))
            .col(integer("revision"))
            .col(text("status"))
            .col(text("question"))
            .col(text("answer"))
            .col(text("sources"))
            .col(uuid_null("author_user_id"))
            .col(timestamp_with_time_zone("made_at"))
            .foreign_key(&mut to("entry_id", "faq_entry"))
            .to_owned(),
    ]
}

const INDEXES: &[&str] = &[
    "CREATE INDEX recurrence_group_size ON recurrence_group (organisations, last_asked_at, id)",
    "CREATE INDEX recurrence_member_group ON recurrence_member (group_id, joined_at)",
    "CREATE INDEX recurrence_term_ticket ON recurrence_term (ticket_id)",
    "CREATE INDEX faq_entry_status ON faq_entry (status, published_at, id)",
    "CREATE UNIQUE INDEX faq_revision_number ON faq_revision (entry_id, revision)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables().into_iter().rev() {
            let Some(name) = table.get_table_name() else {
                continue;
            };
            manager
                .drop_table(Table::drop().table(name.clone()).to_owned())
                .await?;
        }
        Ok(())
    }
}
