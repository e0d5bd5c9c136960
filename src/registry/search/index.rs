//! Keeping the index up to date. Whatever may change the words of a ticket marks it as stale, in the
//! transaction in which it happens; a worker reads the ticket anew afterwards. A ticket that changed meanwhile stays
//! stale and is read again.

use metrics::counter;
use sea_orm::{ColumnTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Statement};
use tracing::{error, warn};
use uuid::Uuid;

use super::document::Findable;
use crate::context::Context;
use crate::entity::attachment;
use crate::entity::message::MessageKind;
use crate::store::{Document, StoreError, put_document, write_tx};

/// Tickets that are read and written together.
const AT_ONCE: u32 = 25;
/// Messages of one ticket that are read, the latest.
const MOST_MESSAGES: u32 = 300;
/// Characters of one message that are read.
const MOST_OF_ONE: u32 = 100_000;
/// Files of one ticket whose names are read, the latest.
const MOST_FILES: u64 = 200;

/// A ticket, as far as it can be found by what stands beside its messages.
#[derive(Debug, FromQueryResult)]
struct Stale {
    id: Uuid,
    number: i64,
    event_seq: i32,
    subject: String,
    asker_name: Option<String>,
    asker_email: String,
    organisation: Option<String>,
    municipality: Option<String>,
}

/// A message, as far as it can be found.
#[derive(Debug, FromQueryResult)]
struct Written {
    kind: MessageKind,
    body: String,
    author_name: Option<String>,
    author_email: Option<String>,
}

/// Reads some tickets anew whose words in the index lag behind; `false` when there are none.
pub async fn index_some(ctx: &Context) -> Result<bool, StoreError> {
    let stale = stale(&ctx.db).await?;
    if stale.is_empty() {
        return Ok(false);
    }
    let mut read = Vec::with_capacity(stale.len());
    for ticket in stale {
        let document = document(&ctx.db, &ticket).await?;
        read.push((ticket, document));
    }
    // Locked in the order of their ids, as everywhere.
    read.sort_unstable_by_key(|(ticket, _)| ticket.id);
    // Written together: a commit costs more than a document.
    let Err(error) = write(ctx, &read).await else {
        return Ok(true);
    };
    warn!(error = %error, "Some tickets cannot be indexed together");
    for one in read.chunks(1) {
        if let Err(error) = write(ctx, one).await {
            if error.is_unavailable() {
                return Err(error);
            }
            // One that the index does not take keeps no other from it.
            leave_out(ctx, &one[0].0).await?;
            let number = one[0].0.number;
            error!(number, error = %error, "A ticket cannot be indexed; it is found again when it changes");
            counter!("regiovraag_unindexed_total").increment(1);
        }
    }
    Ok(true)
}

async fn write(ctx: &Context, read: &[(Stale, Document)]) -> Result<(), StoreError> {
    let tx = write_tx(&ctx.db).await?;
    for (ticket, document) in read {
        if settle(&tx, ticket).await? {
            put_document(&tx, ticket.number, document).await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn leave_out(ctx: &Context, ticket: &Stale) -> Result<(), StoreError> {
    let tx = write_tx(&ctx.db).await?;
    settle(&tx, ticket).await?;
    Ok(tx.commit().await?)
}

/// Takes the mark off a ticket; `false` when it changed meanwhile or another worker was first.
async fn settle(tx: &impl ConnectionTrait, ticket: &Stale) -> Result<bool, StoreError> {
    let same = tx
        .execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "UPDATE ticket SET search_stale = FALSE WHERE id = $1 AND event_seq = $2 \
             AND search_stale",
            [ticket.id.into(), ticket.event_seq.into()],
        ))
        .await?;
    Ok(same.rows_affected() == 1)
}

/// Marks every ticket: names that stand beside their messages have changed.
pub async fn index_anew(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    // In the order in which tickets are locked.
    let in_order = match db.get_database_backend() {
        DbBackend::Postgres => {
            "id IN (SELECT id FROM ticket WHERE NOT search_stale ORDER BY id FOR UPDATE)"
        }
        _ => "NOT search_stale",
    };
    let sql = format!("UPDATE ticket SET search_stale = TRUE WHERE {in_order}");
    db.execute_unprepared(&sql).await?;
    Ok(())
}

async fn stale(db: &impl ConnectionTrait) -> Result<Vec<Stale>, StoreError> {
    // What comes in now is looked for now; an old register catches up behind it.
    let sql = format!(
        "SELECT t.id, t.number, t.event_seq, t.subject, c.name AS asker_name, \
         c.email AS asker_email, o.name AS organisation, m.name AS municipality FROM ticket t \
         JOIN contact c ON c.id = t.asker_id LEFT JOIN organisation o ON o.id = t.organisation_id \
         LEFT JOIN municipality m ON m.nis_code = t.municipality_nis WHERE t.search_stale \
         ORDER BY t.number DESC LIMIT {AT_ONCE}"
    );
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Ok(Stale::find_by_statement(statement).all(db).await?)
}

async fn document(db: &impl ConnectionTrait, ticket: &Stale) -> Result<Document, StoreError> {
    let sql = format!(
        "SELECT kind, substr(body, 1, {MOST_OF_ONE}) AS body, author_name, author_email \
         FROM message WHERE ticket_id = $1 ORDER BY created_at DESC, id DESC LIMIT {MOST_MESSAGES}"
    );
    let backend = db.get_database_backend();
    let sql = Statement::from_sql_and_values(backend, sql, [ticket.id.into()]);
    let written = Written::find_by_statement(sql).all(db).await?;
    let files: Vec<String> = attachment::Entity::find()
        .select_only()
        .column(attachment::Column::Filename)
        .filter(attachment::Column::TicketId.eq(ticket.id))
        .order_by_desc(attachment::Column::Id)
        .limit(MOST_FILES)
        .into_tuple()
        .all(db)
        .await?;
    Ok(findable(ticket, &written, files).document())
}

fn findable(ticket: &Stale, written: &[Written], files: Vec<String>) -> Findable {
    let some = |it: &Option<String>| it.clone().into_iter();
    let mut findable = Findable {
        subject: ticket.subject.clone(),
        people: some(&ticket.asker_name)
            .chain([ticket.asker_email.clone()])
            .collect(),
        organisations: some(&ticket.organisation)
            .chain(some(&ticket.municipality))
            .collect(),
        files,
        ..Findable::default()
    };
    for message in written {
        match message.kind {
            MessageKind::Note => findable.notes.push(message.body.clone()),
            // What a desk's machine writes holds the number under which it is known there.
            MessageKind::Acknowledgement if message.author_email.is_some() => {
                findable.written.push(message.body.clone());
            }
            // The same words in every ticket tell none from another.
            MessageKind::Acknowledgement | MessageKind::ReceiptQuestion => {}
            MessageKind::Question | MessageKind::Reply | MessageKind::Proposal => {
                findable.written.push(message.body.clone());
                let writer = some(&message.author_name).chain(some(&message.author_email));
                findable.people.extend(writer);
            }
            MessageKind::Answer
            | MessageKind::Forward
            | MessageKind::Request
            | MessageKind::Closing
            | MessageKind::Reopening => {
                findable.written.push(message.body.clone());
            }
        }
    }
    findable.people.sort_unstable();
    findable.people.dedup();
    findable
}
