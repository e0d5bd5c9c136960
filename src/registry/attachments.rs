//! The files that came with a message: their rows here, their content among the blobs.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement,
};
use uuid::Uuid;

use super::events::{NewEvent, append_events};
use super::records::{facts, find, load_beside, load_by_id};
use super::{Reference, RegistryError};
use crate::auth::{Actor, Subject, Verb, may};
use crate::context::Context;
use crate::entity::attachment::{self, Column};
use crate::store::{BlobKey, Scan, ScanState, StoreError, leave_out, scans, want_scan, write_tx};

/// Questions that tell of a file that was left out in another one, at most; a logo may stand in all of them.
const MOST_TOLD: u32 = 100;

/// A file to note, whose content is already kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// Its name, as the sender gave it.
    pub filename: String,
    /// Its type, as the sender said.
    pub media_type: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its content.
    pub blob: BlobKey,
    /// It was cut off on its way.
    pub damaged: bool,
}

/// A file of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: Uuid,
    /// The ticket it belongs to.
    pub ticket_id: Uuid,
    /// The message it came with.
    pub message_id: Uuid,
    /// Its name.
    pub filename: String,
    /// Its type.
    pub media_type: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its content, as [`BlobKey::parse`] reads it.
    pub blob_key: String,
    /// It was cut off on its way.
    pub damaged: bool,
    /// What the virus scanner says of it; none: it was never asked.
    pub scan: Option<Scan>,
}

impl Attachment {
    /// The same file for another message; none when its content cannot be found again.
    #[must_use]
    pub fn again(&self) -> Option<NewAttachment> {
        Some(NewAttachment {
            filename: self.filename.clone(),
            media_type: self.media_type.clone(),
            size: self.size,
            blob: BlobKey::parse(&self.blob_key)?,
            damaged: self.damaged,
        })
    }

    /// Whether it may leave with a mail: not what a scanner found infected, nor what a person left out.
    /// The outbox waits for what is not checked yet.
    #[must_use]
    pub fn can_go_along(&self) -> bool {
        self.scan
            .as_ref()
            .is_none_or(|scan| matches!(scan.state, ScanState::Waiting | ScanState::Clean))
    }

    /// Whether it may be handed out: no scanner was asked, or it found nothing.
    #[must_use]
    pub fn can_be_had(&self) -> bool {
        self.scan
            .as_ref()
            .is_none_or(|scan| scan.state == ScanState::Clean)
    }
}

/// Adds to files what the virus scanner says of them.
pub(super) async fn with_scans(
    db: &impl ConnectionTrait,
    mut files: Vec<Attachment>,
) -> Result<Vec<Attachment>, StoreError> {
    let keys = files.iter().map(|file| file.blob_key.clone()).collect();
    let known = scans(db, keys).await?;
    for file in &mut files {
        file.scan = known
            .iter()
            .find(|scan| scan.blob_key == file.blob_key)
            .cloned();
    }
    Ok(files)
}

impl From<attachment::Model> for Attachment {
    fn from(row: attachment::Model) -> Self {
        Self {
            id: row.id,
            ticket_id: row.ticket_id,
            message_id: row.message_id,
            filename: row.filename,
            media_type: row.media_type,
            size: row.size,
            blob_key: row.blob_key,
            damaged: row.damaged,
            scan: None,
        }
    }
}

pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    message_id: Uuid,
    new: Vec<NewAttachment>,
) -> Result<(), StoreError> {
    if new.is_empty() {
        return Ok(());
    }
    if ctx.settings.scan.is_on() {
        for file in &new {
            want_scan(tx, ctx.new_id(), &file.blob, ctx.clock.now()).await?;
        }
    }
    let rows = (0..)
        .zip(new)
        .map(|(position, file)| attachment::ActiveModel {
            id: Set(ctx.new_id()),
            ticket_id: Set(ticket_id),
            message_id: Set(message_id),
            position: Set(position),
            filename: Set(file.filename),
            media_type: Set(file.media_type),
            size: Set(file.size),
            blob_key: Set(file.blob.to_string()),
            damaged: Set(file.damaged),
        });
    attachment::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The file with this id.
pub async fn attachment(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Attachment>, StoreError> {
    let row = attachment::Entity::find_by_id(id).one(db).await?;
    let found = row.map(Attachment::from).into_iter().collect();
    Ok(with_scans(db, found).await?.pop())
}

/// A person goes on without a file that the virus scanner cannot look at: it stays in its place, with the
/// reason, and is handed to nobody; the mails that waited for it leave without it. The same content in
/// another question is no better: there it is left out as well, and those that are open tell so.
pub async fn leave_out_file(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    file: Uuid,
) -> Result<(), RegistryError> {
    let tx = write_tx(&ctx.db).await?;
    let own = find(&tx, reference)
        .await?
        .ok_or_else(|| RegistryError::UnknownTicket(reference.clone()))?;
    may(
        actor,
        Verb::LeaveOutFile,
        Subject::Ticket(&facts(&tx, &own).await?),
    )?;
    let mut same = same_content(&tx, file).await?;
    same.entry(own.id).or_default();
    // Tickets are locked in the order of their ids.
    for other in same.keys() {
        load_by_id(&tx, *other).await?;
    }
    let ticket = load_beside(&tx, actor, Verb::LeaveOutFile, reference, Some(seen)).await?;
    let file = attachment(&tx, file)
        .await?
        .filter(|file| file.ticket_id == ticket.id)
        .ok_or(StoreError::Stale)?;
    if file.scan.as_ref().map(|scan| scan.state) == Some(ScanState::LeftOut) {
        // Pressed twice.
        return Ok(());
    }
    if !leave_out(&tx, &file.blob_key, ctx.clock.now()).await? {
        return Err(StoreError::Stale.into());
    }
    let why = file.scan.and_then(|scan| scan.failure);
    let why = why.unwrap_or_default();
    same.insert(ticket.id, file.filename.clone());
    for (other, name) in same {
        let event = NewEvent::new("file_left_out")
            .fact("because", why.as_str())
            .personal("name", name);
        let event = if other == ticket.id {
            event.fact("file", file.id.to_string())
        } else {
            event.fact("decided_in", reference.to_string())
        };
        append_events(&tx, ctx, other, actor, vec![event]).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The latest open tickets that came with the content of this file, and what the file is called there.
async fn same_content(
    db: &impl ConnectionTrait,
    file: Uuid,
) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let sql = format!(
        "SELECT t.id, MIN(a.filename) FROM attachment a JOIN ticket t ON t.id = a.ticket_id \
         WHERE a.blob_key = (SELECT blob_key FROM attachment WHERE id = $1) \
         AND t.status <> 'closed' GROUP BY t.id ORDER BY t.id DESC LIMIT {MOST_TOLD}"
    );
    let of = Statement::from_sql_and_values(db.get_database_backend(), sql, [file.into()]);
    let mut all = BTreeMap::new();
    for row in db.query_all_raw(of).await? {
        all.insert(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    }
    Ok(all)
}

/// The files of one message, in order.
pub async fn attachments_of(
    db: &impl ConnectionTrait,
    message_id: Uuid,
) -> Result<Vec<Attachment>, StoreError> {
    let rows = attachment::Entity::find()
        .filter(Column::MessageId.eq(message_id))
        .order_by_asc(Column::Position)
        .all(db)
        .await?;
    with_scans(db, rows.into_iter().map(Attachment::from).collect()).await
}
