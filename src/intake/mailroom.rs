//! The mailroom: every raw mail in a list, and one of them with all that is known of it. Reads only.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

use crate::entity::event::ActorKind;
use crate::entity::inbound_mail::{InboundFormat, InboundState, SenderProof, Treatment};
use crate::store::{ScanState, StoreError};

/// The longest page, in rows.
const MOST_ROWS: u32 = 200;
/// Hand-overs of one mail that are shown; the earliest first.
const MOST_HANDOVERS: u32 = 50;

/// Which mails to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailFilter {
    /// Only how far.
    pub state: Option<InboundState>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only what this source handed over first.
    pub source: Option<String>,
    /// Only of the question with this number.
    pub ticket: Option<String>,
    /// Only of this sender.
    pub sender: Option<String>,
    /// Only what came from this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Only what came before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// The place of a mail in the list, latest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailCursor {
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Which it is.
    pub id: Uuid,
}

/// A line of the list, or the head of one mail.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct MailRow {
    /// Its id.
    pub id: Uuid,
    /// The SHA-256 of its bytes: the name of its blob.
    pub sha256: String,
    /// In bytes.
    pub size: i64,
    /// A mail, or our own form.
    pub format: InboundFormat,
    /// How far it is.
    pub state: InboundState,
    /// What it turned out to be.
    pub kind: Option<String>,
    /// Why, as [`super::mail::Reason::kept`] writes it.
    pub reason: Option<String>,
    /// The sender, when it could be read.
    pub from_email: Option<String>,
    /// The subject, when it could be read.
    pub subject: Option<String>,
    /// The source that handed it over first.
    pub source: Option<String>,
    /// When that was.
    pub received_at: DateTime<Utc>,
    /// When it was understood.
    pub done_at: Option<DateTime<Utc>>,
    /// The ticket that it belongs to.
    pub reference: Option<String>,
    /// The message that it became.
    pub message_id: Option<Uuid>,
    /// The mail that it is again.
    pub duplicate_of: Option<Uuid>,
    /// What a person said that it is.
    pub treat_as: Option<Treatment>,
    /// Changes with what a person decides.
    pub revision: i32,
    /// What the receiving mail server found out about the sender's domain.
    pub sender_proof: Option<SenderProof>,
    /// What is remarkable about how it came, as [`Mark::kept`](super::Mark::kept) writes it.
    pub marks: Option<String>,
}

/// Some mails, and where the list goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct MailPage {
    /// The mails, latest first.
    pub rows: Vec<MailRow>,
    /// Where the next page begins; none: this was the last.
    pub next: Option<MailCursor>,
}

const COLUMNS: &str = "SELECT m.id, m.sha256, m.size, m.format, m.state, m.kind, m.reason, \
    m.from_email, m.subject, m.source, m.received_at, m.done_at, t.reference, m.message_id, \
    m.duplicate_of, m.treat_as, m.revision, m.sender_proof, m.marks FROM inbound_mail m \
    LEFT JOIN ticket t ON t.id = m.ticket_id";

/// The mails of `filter`, latest first, at most `limit` of them.
pub async fn mails(
    db: &impl ConnectionTrait,
    filter: &MailFilter,
    after: Option<MailCursor>,
    limit: u32,
) -> Result<MailPage, StoreError> {
    let limit = limit.clamp(1, MOST_ROWS);
    let mut values: Vec<Value> = Vec::new();
    let mut conditions: Vec<String> = Vec::new();
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if let Some(state) = filter.state {
        conditions.push(format!("m.state = {}", bind(state.slug().into())));
    }
    if let Some(kind) = &filter.kind {
        conditions.push(format!("m.kind = {}", bind(kind.clone().into())));
    }
    if let Some(source) = &filter.source {
        conditions.push(format!("m.source = {}", bind(source.clone().into())));
    }
    if let Some(ticket) = &filter.ticket {
        let number = bind(ticket.clone().into());
        conditions.push(format!(
            "m.ticket_id = (SELECT id FROM ticket WHERE reference = {number})"
        ));
    }
    if let Some(sender) = &filter.sender {
        conditions.push(format!("m.from_email = {}", bind(sender.clone().into())));
    }
    if let Some(from) = filter.from {
        conditions.push(format!("m.received_at >= {}", bind(from.into())));
    }
    if let Some(until) = filter.until {
        conditions.push(format!("m.received_at < {}", bind(until.into())));
    }
    if let Some(MailCursor { received_at, id }) = after {
        let (at, id) = (bind(received_at.into()), bind(id.into()));
        conditions.push(format!("(m.received_at, m.id) < ({at}, {id})"));
    }
    let filtered = if conditions.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", conditions.join(" AND "))
    };
    let last = limit + 1;
    let sql = format!("{COLUMNS}{filtered} ORDER BY m.received_at DESC, m.id DESC LIMIT {last}");
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let mut rows = MailRow::find_by_statement(statement).all(db).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| MailCursor {
        received_at: row.received_at,
        id: row.id,
    });
    Ok(MailPage { rows, next })
}

/// How many mails stand in the quarantine, counted no further than `most`.
pub async fn quarantined(db: &impl ConnectionTrait, most: u32) -> Result<u64, StoreError> {
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM inbound_mail WHERE state = 'quarantined' \
         LIMIT {most}) counted"
    );
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    let counted: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(counted
        .and_then(|n| u64::try_from(n).ok())
        .unwrap_or_default())
}

/// One hand-over of a mail.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct HandoverView {
    /// By which source.
    pub source: String,
    /// The source's own name for it.
    pub source_id: String,
    /// When.
    pub received_at: DateTime<Utc>,
}

/// What somebody did with a mail.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct MailEventView {
    /// When.
    pub at: DateTime<Utc>,
    /// What: `treated` or `processed_again`.
    pub kind: String,
    /// What sort of actor did it.
    pub actor_kind: ActorKind,
    /// The colleague, when it was one.
    pub by_name: Option<String>,
    /// JSON: what it was before and what it is treated as.
    pub facts: String,
}

/// One mail with all that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct MailView {
    /// The mail.
    pub row: MailRow,
    /// How often it was handed over, and by whom.
    pub handovers: Vec<HandoverView>,
    /// What people did with it, oldest first.
    pub events: Vec<MailEventView>,
    /// What keeps its source from being handed out: the whole, or a file in it, that a scanner has yet to
    /// look at, or in which it found something.
    pub barred: Option<ScanState>,
}

/// The mail with this id.
pub async fn mail_view(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<MailView>, StoreError> {
    let backend = db.get_database_backend();
    let of = |sql: String| Statement::from_sql_and_values(backend, sql, [id.into()]);
    let Some(row) = MailRow::find_by_statement(of(format!("{COLUMNS} WHERE m.id = $1")))
        .one(db)
        .await?
    else {
        return Ok(None);
    };
    let handovers = HandoverView::find_by_statement(of(format!(
        "SELECT source, source_id, received_at FROM handover WHERE inbound_mail_id = $1 \
         ORDER BY received_at, id LIMIT {MOST_HANDOVERS}"
    )))
    .all(db)
    .await?;
    let events = MailEventView::find_by_statement(of(
        "SELECT e.at, e.kind, e.actor_kind, u.name AS by_name, e.facts FROM mail_event e \
         LEFT JOIN user_account u ON u.id = e.actor_id WHERE e.inbound_mail_id = $1 \
         ORDER BY e.at, e.id"
            .to_owned(),
    ))
    .all(db)
    .await?;
    let scanned = Statement::from_sql_and_values(
        backend,
        "SELECT state FROM blob_scan WHERE state <> 'clean' AND (blob_key = $1 OR blob_key IN \
         (SELECT blob_key FROM attachment WHERE message_id = $2)) \
         ORDER BY CASE state WHEN 'infected' THEN 0 WHEN 'left_out' THEN 1 ELSE 2 END LIMIT 1",
        [row.sha256.as_str().into(), row.message_id.into()],
    );
    let barred = db
        .query_one_raw(scanned)
        .await?
        .map(|row| row.try_get_by_index(0))
        .transpose()?;
    Ok(Some(MailView {
        row,
        handovers,
        events,
        barred,
    }))
}
