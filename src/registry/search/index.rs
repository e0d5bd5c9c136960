//! Keeping the index up to date. Whatever happens in a ticket marks it as stale, in the transaction in
//! which it happens; a worker reads the ticket anew afterwards. A ticket that changed meanwhile stays
//! stale and is read again.

use sea_orm::{ColumnTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Statement};
use uuid::Uuid;

use super::document::Findable;
use crate::context::Context;
use crate::entity::message::MessageKind;
use crate::entity::{attachment, message};
use crate::store::{Document, StoreError, put_document, write_tx};

/// Tickets that are read and written together.
const AT_ONCE: u32 = 25;

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
    ticket_id: Uuid,
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
    let documents = read(&ctx.db, &stale).await?;
    // Written together: a commit costs more than a document.
    let tx = write_tx(&ctx.db).await?;
    for (ticket, document) in stale.iter().zip(&documents) {
        let same = tx
            .execute_raw(Statement::from_sql_and_values(
                tx.get_database_backend(),
                "UPDATE ticket SET search_stale = FALSE WHERE id = $1 AND event_seq = $2 \
                 AND search_stale",
                [ticket.id.into(), ticket.event_seq.into()],
            ))
            .await?;
        if same.rows_affected() == 1 {
            put_document(&tx, ticket.number, document).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
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

async fn read(db: &impl ConnectionTrait, stale: &[Stale]) -> Result<Vec<Document>, StoreError> {
    let ids = || stale.iter().map(|ticket| ticket.id);
    let written: Vec<Written> = message::Entity::find()
        .select_only()
        .columns([
            message::Column::TicketId,
            message::Column::Kind,
            message::Column::Body,
            message::Column::AuthorName,
            message::Column::AuthorEmail,
        ])
        .filter(message::Column::TicketId.is_in(ids()))
        .order_by_asc(message::Column::CreatedAt)
        .order_by_asc(message::Column::Id)
        .into_model()
        .all(db)
        .await?;
    let files: Vec<(Uuid, String)> = attachment::Entity::find()
        .select_only()
        .columns([attachment::Column::TicketId, attachment::Column::Filename])
        .filter(attachment::Column::TicketId.is_in(ids()))
        .order_by_asc(attachment::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let document = |ticket: &Stale| {
        let own = written.iter().filter(|it| it.ticket_id == ticket.id);
        let files = files.iter().filter(|(id, _)| *id == ticket.id);
        findable(ticket, own, files.map(|(_, name)| name)).document()
    };
    Ok(stale.iter().map(document).collect())
}

fn findable<'a>(
    ticket: &Stale,
    written: impl Iterator<Item = &'a Written>,
    files: impl Iterator<Item = &'a String>,
) -> Findable {
    let some = |it: &Option<String>| it.clone().into_iter();
    let mut findable = Findable {
        subject: ticket.subject.clone(),
        people: some(&ticket.asker_name)
            .chain([ticket.asker_email.clone()])
            .collect(),
        organisations: some(&ticket.organisation)
            .chain(some(&ticket.municipality))
            .collect(),
        ..Findable::default()
    };
    for message in written {
        match message.kind {
            MessageKind::Note => findable.notes.push(message.body.clone()),
            // The same words in every ticket tell none from another.
            MessageKind::Acknowledgement | MessageKind::ReceiptQuestion => {}
            MessageKind::Question | MessageKind::Reply | MessageKind::Proposal => {
                findable.written.push(message.body.clone());
                let writer = some(&message.author_name).chain(some(&message.author_email));
                findable.people.extend(writer);
            }
            MessageKind::Answer | MessageKind::Forward | MessageKind::Request => {
                findable.written.push(message.body.clone());
            }
        }
    }
    findable.written.extend(files.cloned());
    findable.people.sort_unstable();
    findable.people.dedup();
    findable
}
