//! The case of a question: who asked, the ticket and its conversation, mail in and out with the fate
//! of every delivery, the obligations of desks with the reasons for them, terms, proof of receipt,
//! and the event log.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, double, double_null, integer, pk_uuid, small_integer, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::keys::to;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn tables() -> Vec<TableCreateStatement> {
    vec![
        // The last number given out in a year of Europe/Brussels; upserted, so without gaps or doubles.
        Table::create()
            .table("reference_counter")
            .col(integer("year").primary_key())
            .col(integer("last"))
            .to_owned(),
        // A person who writes, by lower-case address.
        Table::create()
            .table("contact")
            .col(pk_uuid("id"))
            .col(text("email").unique_key())
            .col(text_null("name"))
            .col(uuid_null("organisation_id"))
            // Whether a mail of ours or theirs has proved that the address is theirs.
            .col(boolean("verified").default(false))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut to("organisation_id", "organisation"))
            .to_owned(),
        Table::create()
            .table("ticket")
            .col(pk_uuid("id"))
            .col(text("reference").unique_key())
            .col(text("subject"))
            // new, open, waiting_on_asker, answered, closed
            .col(text("status"))
            .col(text_null("close_reason"))
            // none, sent, undeliverable, reported, presumed, confirmed, disputed
            .col(text("receipt"))
            // question, complaint, document_request
            .col(text("regime"))
            // mail, api, portal
            .col(text("channel"))
            .col(text("language"))
            .col(uuid("asker_id"))
            .col(uuid_null("organisation_id"))
            .col(text_null("municipality_nis"))
            .col(text_null("province_slug"))
            .col(text_null("region_code"))
            .col(text_null("topic_slug"))
            // The desk that answers for the follow-up.
            .col(uuid("owner_desk_id"))
            // The person of that desk who took it.
            .col(uuid_null("handler_user_id"))
            // What must happen first: 0 somebody must act on a failure, 1 the owner must act, 2 the
            // ball is elsewhere, 9 closed. With due_at and id it is the order of the queue.
            .col(small_integer("queue_rank"))
            // read, confirm_proposal, answer, review_proposal, repair_address, reconsider,
            // review_sender, follow_up, wait_for_asker, await_receipt, done
            .col(text("next_step"))
            // The desk that is proposed until a person decides, and how sure we are, 0 to 1.
            .col(uuid_null("proposed_desk_id"))
            .col(double_null("proposed_confidence"))
            // owner, asker, administration
            .col(text("ball"))
            .col(uuid_null("ball_desk_id"))
            .col(timestamp_with_time_zone("ball_since"))
            // When the next thing must have happened.
            .col(timestamp_with_time_zone("due_at"))
            .col(timestamp_with_time_zone("registered_at"))
            .col(timestamp_with_time_zone_null("answered_at"))
            .col(timestamp_with_time_zone_null("closed_at"))
            .col(timestamp_with_time_zone("last_activity_at"))
            // Changes only with what a person decides on; forms carry it.
            .col(integer("revision"))
            // Raised to withdraw every view link of the ticket.
            .col(integer("link_version"))
            .col(integer("event_seq"))
            .col(text_null("event_head"))
            .foreign_key(&mut to("asker_id", "contact"))
            .foreign_key(&mut to("organisation_id", "organisation"))
            .foreign_key(&mut to("owner_desk_id", "desk"))
            .to_owned(),
        // Raw mail, understood once however often it is handed over.
        Table::create()
            .table("inbound_mail")
            .col(pk_uuid("id"))
            .col(text("sha256").unique_key())
            .col(big_integer("size"))
            // mail: RFC 5322 as it came; form: our own JSON of a question put by form or API
            .col(text("format"))
            // received, done, quarantined
            .col(text("state"))
            // What it turned out to be, as `mail parse` names it; also duplicate and held.
            .col(text_null("kind"))
            // Why it stands where it stands, in words.
            .col(text_null("reason"))
            .col(text_null("from_email"))
            .col(text_null("subject"))
            .col(uuid_null("ticket_id"))
            .col(uuid_null("message_id"))
            .col(uuid_null("duplicate_of"))
            .col(timestamp_with_time_zone("received_at"))
            .col(timestamp_with_time_zone_null("done_at"))
            .col(integer("attempts").default(0))
            .col(timestamp_with_time_zone_null("locked_until"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .to_owned(),
        // One row for each time a source handed a message over.
        Table::create()
            .table("handover")
            .col(pk_uuid("id"))
            .col(text("source"))
            .col(text("source_id"))
            .col(uuid("inbound_mail_id"))
            .col(timestamp_with_time_zone("received_at"))
            .foreign_key(&mut to("inbound_mail_id", "inbound_mail"))
            .to_owned(),
        // The same mail again: equal Message-ID and equal digest of From, Date, Subject and body.
        Table::create()
            .table("mail_identity")
            .col(text("identity").primary_key())
            .col(uuid("inbound_mail_id"))
            .foreign_key(&mut to("inbound_mail_id", "inbound_mail"))
            .to_owned(),
        // Mails of one thread root are taken one at a time, even before the first is a ticket.
        Table::create()
            .table("mail_root")
            .col(text("root_hash").primary_key())
            .col(uuid_null("ticket_id"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .to_owned(),
        // A desk's obligation in a ticket.
        Table::create()
            .table("assignment")
            .col(pk_uuid("id"))
            .col(uuid("ticket_id"))
            .col(uuid("desk_id"))
            // handler, consulted
            .col(text("role"))
            // sent, accepted, refused, answered, withdrawn, no_reaction
            .col(text("progress"))
            .col(timestamp_with_time_zone("sent_at"))
            .col(timestamp_with_time_zone("due_at"))
            .col(timestamp_with_time_zone_null("accepted_at"))
            .col(timestamp_with_time_zone_null("refused_at"))
            .col(uuid_null("refused_instead_desk_id"))
            .col(timestamp_with_time_zone_null("answered_at"))
            .col(uuid_null("answer_message_id"))
            .col(timestamp_with_time_zone_null("withdrawn_at"))
            .col(timestamp_with_time_zone_null("no_reaction_since"))
            .col(integer("revision"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .foreign_key(&mut to("desk_id", "desk"))
            .to_owned(),
        // One conversation: the asker's, or one per assignment. Two never share recipients.
        Table::create()
            .table("thread")
            .col(pk_uuid("id"))
            .col(uuid("ticket_id"))
            // asker, assignment
            .col(text("kind"))
            .col(uuid_null("assignment_id"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .foreign_key(&mut to("assignment_id", "assignment"))
            .to_owned(),
        Table::create()
            .table("message")
            .col(pk_uuid("id"))
            .col(uuid("ticket_id"))
            .col(uuid("thread_id"))
            // inbound, outbound, internal
            .col(text("direction"))
            // question, reply, answer, forward, proposal, request, note, acknowledgement, receipt_question
            .col(text("kind"))
            // posted; proposed: an answer that the owner has yet to review; used: it went to the
            // asker; held: from a stranger, waiting for a person
            .col(text("state"))
            .col(text_null("author_name"))
            .col(text_null("author_email"))
            .col(uuid_null("author_user_id"))
            .col(uuid_null("desk_id"))
            .col(text_null("subject"))
            // What the writer newly wrote.
            .col(text("body"))
            // The quoted history, folded on screen.
            .col(text_null("quoted"))
            .col(text_null("signature"))
            // Sanitised; what staff get to see of an HTML mail.
            .col(text_null("html"))
            .col(text("language"))
            .col(uuid_null("inbound_mail_id"))
            // Of the mail it came in, as the sender wrote it; our replies cite it.
            .col(text_null("rfc_message_id"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .foreign_key(&mut to("thread_id", "thread"))
            .foreign_key(&mut to("inbound_mail_id", "inbound_mail"))
            .to_owned(),
        Table::create()
            .table("attachment")
            .col(pk_uuid("id"))
            .col(uuid("ticket_id"))
            .col(uuid("message_id"))
            .col(integer("position"))
            .col(text("filename"))
            .col(text("media_type"))
            .col(big_integer("size"))
            .col(text("blob_key"))
            // The content was cut off on its way; what there is, is kept.
            .col(boolean("damaged"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .foreign_key(&mut to("message_id", "message"))
            .to_owned(),
        // Every Message-ID of a ticket, theirs and ours, as SHA-256 (an index key has its limits).
        Table::create()
            .table("mail_reference")
            .col(text("id_hash"))
            .col(uuid("ticket_id"))
            .col(uuid("thread_id"))
            .col(boolean("ours"))
            .primary_key(Index::create().col("id_hash").col("ticket_id"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .foreign_key(&mut to("thread_id", "thread"))
            .to_owned(),
        // A mail of ours, whole enough to be composed again byte for byte.
        Table::create()
            .table("outbound_mail")
            .col(pk_uuid("id"))
            .col(uuid_null("ticket_id"))
            .col(uuid_null("thread_id"))
            .col(uuid_null("message_id"))
            .col(uuid_null("assignment_id"))
            // acknowledgement, forward, answer, request, receipt_question, reminder
            .col(text("kind"))
            // No person wrote it: Auto-Submitted, counted against the daily cap.
            .col(boolean("automatic"))
            // A machine's reply to a mail that came in leaves with the empty envelope sender.
            .col(boolean("null_sender"))
            .col(text("rfc_message_id").unique_key())
            .col(text("subject"))
            .col(text_null("reply_to"))
            .col(text_null("in_reply_to"))
            // Message-IDs, separated by spaces.
            .col(text("mail_references"))
            .col(text("body_text"))
            .col(text("body_html"))
            // JSON list of {filename, media_type, blob_key}.
            .col(text("attachments"))
            // The same occasion never makes two mails.
            .col(text("idempotency_key").unique_key())
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .foreign_key(&mut to("thread_id", "thread"))
            .foreign_key(&mut to("message_id", "message"))
            .foreign_key(&mut to("assignment_id", "assignment"))
            .to_owned(),
        // The fate of one outbound mail to one recipient.
        Table::create()
            .table("delivery")
            .col(pk_uuid("id"))
            .col(uuid("outbound_mail_id"))
            .col(text("recipient"))
            // queued, accepted, delivered, refused, failed, bounced, held
            .col(text("state"))
            .col(integer("attempts").default(0))
            .col(timestamp_with_time_zone("run_at"))
            .col(timestamp_with_time_zone_null("locked_until"))
            // Which server took or refused it, and what it said.
            .col(text_null("server"))
            .col(text_null("reply"))
            .col(timestamp_with_time_zone_null("settled_at"))
            // When following up has turned this fate into evidence; empty: it has yet to.
            .col(timestamp_with_time_zone_null("noticed_at"))
            .foreign_key(&mut to("outbound_mail_id", "outbound_mail"))
            .to_owned(),
        // Automatic mails to one address in one day of Europe/Brussels.
        Table::create()
            .table("daily_mail_count")
            .col(text("address"))
            .col(text("day"))
            .col(integer("mails"))
            .primary_key(Index::create().col("address").col("day"))
            .to_owned(),
        // What we know about the asker having the answer, and from what.
        Table::create()
            .table("receipt_evidence")
            .col(pk_uuid("id"))
            .col(uuid("ticket_id"))
            // accepted, hard_bounce, soft_failure, delivery_notice, read_notice, said_yes, said_no,
            // replied_yes, replied_again, noted, silence, answered_in_cc
            .col(text("kind"))
            // The receipt that followed from it.
            .col(text("receipt"))
            .col(uuid_null("delivery_id"))
            .col(uuid_null("message_id"))
            .col(uuid_null("inbound_mail_id"))
            .col(uuid_null("user_id"))
            .col(text_null("note"))
            .col(timestamp_with_time_zone("at"))
            // The same fact is evidence once.
            .col(text("fact_key").unique_key())
            .foreign_key(&mut to("ticket_id", "ticket"))
            .to_owned(),
        // Who must answer and why, as it was decided.
        Table::create()
            .table("dispatch_decision")
            .col(pk_uuid("id"))
            .col(uuid("ticket_id"))
            .col(timestamp_with_time_zone("made_at"))
            // automatic, proposed, stay; person when somebody decided otherwise
            .col(text("mode"))
            .col(uuid("owner_desk_id"))
            .col(uuid_null("desk_id"))
            .col(text_null("topic_slug"))
            .col(double("confidence"))
            // JSON: ranked candidates, the words and rules, how the asker was located.
            .col(text("explanation"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .foreign_key(&mut to("owner_desk_id", "desk"))
            .foreign_key(&mut to("desk_id", "desk"))
            .to_owned(),
        // Something that must have happened by a moment, in Flemish working days.
        Table::create()
            .table("deadline")
            .col(pk_uuid("id"))
            .col(uuid("ticket_id"))
            .col(uuid_null("assignment_id"))
            // first_reaction, answer, administration, presume
            .col(text("kind"))
            .col(timestamp_with_time_zone("starts_at"))
            .col(timestamp_with_time_zone("due_at"))
            .col(integer("working_days"))
            // JSON: the days that were skipped and why.
            .col(text("calculation"))
            // pending, met, fired, cancelled
            .col(text("state"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .col(integer("attempts").default(0))
            .col(timestamp_with_time_zone_null("locked_until"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .foreign_key(&mut to("assignment_id", "assignment"))
            .to_owned(),
        // Append-only, each row hashed over the previous one.
        Table::create()
            .table("event")
            .col(pk_uuid("id"))
            .col(uuid("ticket_id"))
            .col(integer("seq"))
            .col(timestamp_with_time_zone("at"))
            .col(text("kind"))
            // system, user, api, asker, administration
            .col(text("actor_kind"))
            .col(uuid_null("actor_id"))
            // Canonical JSON, hashed as stored; what is personal stands in it as a digest only.
            .col(text("body"))
            // JSON of what is personal, and the salt of its digest; both can be erased.
            .col(text_null("personal"))
            .col(text_null("salt"))
            .col(text("hash"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .to_owned(),
        // Small work that is done after the commit, at least once.
        Table::create()
            .table("task")
            .col(pk_uuid("id"))
            // recurrence
            .col(text("kind"))
            .col(uuid("ticket_id"))
            .col(timestamp_with_time_zone("run_at"))
            .col(integer("attempts").default(0))
            .col(timestamp_with_time_zone_null("locked_until"))
            .col(timestamp_with_time_zone_null("done_at"))
            .foreign_key(&mut to("ticket_id", "ticket"))
            .to_owned(),
    ]
}

const INDEXES: &[&str] = &[
    // The queue, for a desk, for a person and for all.
    "CREATE INDEX ticket_queue_desk ON ticket (owner_desk_id, queue_rank, due_at, id)",
    "CREATE INDEX ticket_queue_user ON ticket (handler_user_id, queue_rank, due_at, id)",
    "CREATE INDEX ticket_queue ON ticket (queue_rank, due_at, id)",
    "CREATE INDEX ticket_asker ON ticket (asker_id, registered_at)",
    "CREATE INDEX ticket_organisation ON ticket (organisation_id, registered_at)",
    "CREATE UNIQUE INDEX handover_source ON handover (source, source_id)",
    "CREATE INDEX handover_mail ON handover (inbound_mail_id)",
    "CREATE INDEX inbound_mail_due ON inbound_mail (received_at, id) WHERE state = 'received'",
    "CREATE INDEX inbound_mail_ticket ON inbound_mail (ticket_id)",
    "CREATE INDEX inbound_mail_state ON inbound_mail (state, received_at, id)",
    "CREATE INDEX assignment_ticket ON assignment (ticket_id)",
    "CREATE UNIQUE INDEX assignment_open ON assignment (ticket_id, desk_id) \
     WHERE progress IN ('sent', 'accepted', 'no_reaction')",
    "CREATE UNIQUE INDEX thread_asker ON thread (ticket_id) WHERE kind = 'asker'",
    "CREATE UNIQUE INDEX thread_assignment ON thread (assignment_id) WHERE kind = 'assignment'",
    "CREATE INDEX message_ticket ON message (ticket_id, created_at, id)",
    "CREATE INDEX message_thread ON message (thread_id)",
    "CREATE INDEX attachment_message ON attachment (message_id, position)",
    "CREATE INDEX attachment_ticket ON attachment (ticket_id)",
    "CREATE INDEX mail_reference_ticket ON mail_reference (ticket_id)",
    "CREATE INDEX outbound_mail_ticket ON outbound_mail (ticket_id, created_at)",
    "CREATE UNIQUE INDEX delivery_recipient ON delivery (outbound_mail_id, recipient)",
    "CREATE INDEX delivery_due ON delivery (run_at, id) WHERE state = 'queued'",
    "CREATE INDEX delivery_unnoticed ON delivery (settled_at, id) WHERE noticed_at IS NULL AND \
     settled_at IS NOT NULL",
    "CREATE INDEX receipt_evidence_ticket ON receipt_evidence (ticket_id, at)",
    "CREATE INDEX dispatch_decision_ticket ON dispatch_decision (ticket_id, made_at)",
    "CREATE INDEX deadline_due ON deadline (due_at, id) WHERE state = 'pending'",
    "CREATE INDEX deadline_ticket ON deadline (ticket_id, kind)",
    // One running term of each kind in a ticket, and one for each assignment.
    "CREATE UNIQUE INDEX deadline_running ON deadline (ticket_id, kind) \
     WHERE state = 'pending' AND assignment_id IS NULL",
    "CREATE UNIQUE INDEX deadline_running_assignment ON deadline (assignment_id, kind) \
     WHERE state = 'pending' AND assignment_id IS NOT NULL",
    "CREATE UNIQUE INDEX event_seq ON event (ticket_id, seq)",
    "CREATE INDEX task_due ON task (run_at, id) WHERE done_at IS NULL",
    "CREATE UNIQUE INDEX task_once ON task (kind, ticket_id)",
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
