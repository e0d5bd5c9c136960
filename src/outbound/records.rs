//! The outbox's only door to the tables `outbound_mail`, `delivery`, `daily_mail_count` and
//! `mail_reference`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement,
};
use uuid::Uuid;

use super::compose::{Author, Draft, OutboundMail, thread_references};
use super::mails::MailBody;
use crate::clock::real_now;
use crate::entity::delivery::DeliveryState;
use crate::entity::outbound_mail::OutboundKind;
use crate::entity::{delivery, mail_reference, outbound_mail};
use crate::store::{self, BlobKey, Claim, StoreError};

/// A mail to one recipient that this worker has in its hands.
#[derive(Debug, Clone)]
pub(super) struct Claimed {
    /// The delivery.
    pub id: Uuid,
    /// To whom.
    pub recipient: String,
    /// Which try this is, from 1.
    pub attempt: i32,
    /// Whether its files leave as links to this receiver.
    pub linked: bool,
    /// The mail.
    pub mail: OutboundMail,
}

/// How a delivery stands after a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It will be tried again.
    Later {
        run_at: DateTime<Utc>,
        reply: String,
    },
    /// What it needs of ours is not there yet; this was no try.
    Waits {
        run_at: DateTime<Utc>,
        reply: String,
    },
    /// It is over, one way or the other.
    Settled {
        state: DeliveryState,
        server: Option<String>,
        reply: String,
    },
}

/// Writes the mail down unless its occasion has one already; `false` when it has.
pub(super) async fn insert_mail(
    tx: &impl ConnectionTrait,
    id: Uuid,
    message_id: &str,
    draft: &Draft,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let enclosures =
        serde_json::to_string(&draft.enclosures).map_err(|_| unfit("attachments", id))?;
    let references = thread_references(&draft.references, None);
    let row = outbound_mail::ActiveModel {
        id: Set(id),
        ticket_id: Set(draft.ticket.as_ref().map(|ticket| ticket.id)),
        thread_id: Set(draft.thread),
        message_id: Set(draft.message),
        assignment_id: Set(draft.assignment),
        kind: Set(draft.kind),
        automatic: Set(draft.author != Author::Person),
        null_sender: Set(draft.author == Author::MachineReply),
        rfc_message_id: Set(message_id.to_owned()),
        subject: Set(without_nul(&draft.body.subject)),
        reply_to: Set(draft.reply_to.clone()),
        in_reply_to: Set(draft
            .in_reply_to
            .as_deref()
            .and_then(super::compose::bare_message_id)),
        mail_references: Set(references.join(" ")),
        body_text: Set(without_nul(&draft.body.text)),
        body_html: Set(without_nul(&draft.body.html)),
        attachments: Set(without_nul(&enclosures)),
        idempotency_key: Set(draft.idempotency_key.clone()),
        created_at: Set(at),
    };
    let once = OnConflict::column(outbound_mail::Column::IdempotencyKey)
        .do_nothing()
        .to_owned();
    let written = outbound_mail::Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(tx)
        .await?;
    Ok(written == 1)
}

/// Puts a delivery in the queue, or on file as settled when it will never be tried.
pub(super) async fn insert_delivery(
    tx: &impl ConnectionTrait,
    id: Uuid,
    mail: Uuid,
    recipient: &str,
    never: Option<(DeliveryState, String)>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let settled_at = never.is_some().then_some(at);
    let (state, reply) = match never {
        Some((state, reply)) => (state, Some(reply)),
        None => (DeliveryState::Queued, None),
    };
    let row = delivery::ActiveModel {
        id: Set(id),
        outbound_mail_id: Set(mail),
        recipient: Set(recipient.to_owned()),
        state: Set(state),
        attempts: Set(0),
        run_at: Set(at),
        locked_until: Set(None),
        server: Set(None),
        reply: Set(reply),
        settled_at: Set(settled_at),
        noticed_at: Set(None),
        linked_at: Set(None),
    };
    delivery::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Keeps here what waits for `recipient` about a ticket and is not on its way yet.
pub async fn withhold(
    tx: &impl ConnectionTrait,
    ticket: Uuid,
    recipient: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    // Noticed as well: nothing follows from it.
    let sql = "UPDATE delivery SET state = 'held', reply = $1, settled_at = $2, noticed_at = $3 \
               WHERE state = 'queued' AND LOWER(recipient) = $4 \
               AND (locked_until IS NULL OR locked_until < $5) AND outbound_mail_id IN \
               (SELECT id FROM outbound_mail WHERE ticket_id = $6)";
    let reply = "somebody else asks this question now";
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        sql,
        [
            reply.into(),
            at.into(),
            at.into(),
            recipient.to_lowercase().into(),
            real_now().into(),
            ticket.into(),
        ],
    ))
    .await?;
    Ok(())
}

/// Counts one more automatic mail to `address` on `day`; the count that it now stands at.
pub(super) async fn count_automatic(
    tx: &impl ConnectionTrait,
    address: &str,
    day: &str,
) -> Result<i32, StoreError> {
    let count = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "INSERT INTO daily_mail_count (address, day, mails) VALUES ($1, $2, 1) ON CONFLICT (address, \
         day) DO UPDATE SET mails = daily_mail_count.mails + 1 RETURNING mails",
        [address.into(), day.into()],
    );
    let row = tx.query_one_raw(count).await?.ok_or(StoreError::Stale)?;
    Ok(row.try_get_by_index(0)?)
}

/// Whether an automatic mail left on `day` or later for this address, or for any address of `house`.
pub(super) async fn was_mailed(
    tx: &impl ConnectionTrait,
    address: &str,
    house: Option<&str>,
    day: &str,
) -> Result<bool, StoreError> {
    let suffix = house.map(|domain| format!("@{domain}"));
    let ends = suffix.as_deref().unwrap_or(address);
    let length = i32::try_from(ends.chars().count()).unwrap_or(i32::MAX);
    let asked = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "SELECT address FROM daily_mail_count WHERE day >= $1 AND LENGTH(address) >= $2 \
         AND SUBSTR(address, LENGTH(address) - $3 + 1) = $4 LIMIT 1",
        [day.into(), length.into(), length.into(), ends.into()],
    );
    Ok(tx.query_one_raw(asked).await?.is_some())
}

/// Removes at most `most` counts of the days before `day`; says how many.
pub(super) async fn sweep_counts(
    db: &impl ConnectionTrait,
    day: &str,
    most: u64,
) -> Result<u64, StoreError> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let sweep = Statement::from_sql_and_values(
        db.get_database_backend(),
        "DELETE FROM daily_mail_count WHERE (address, day) IN (SELECT address, day \
         FROM daily_mail_count WHERE day < $1 LIMIT $2)",
        [day.into(), most.into()],
    );
    Ok(db.execute_raw(sweep).await?.rows_affected())
}

/// Makes our Message-ID known, so that a reply to it finds its ticket.
pub(super) async fn register_reference(
    tx: &impl ConnectionTrait,
    message_id: &str,
    ticket: Uuid,
    thread: Uuid,
) -> Result<(), StoreError> {
    let row = mail_reference::ActiveModel {
        id_hash: Set(message_id_hash(message_id)),
        ticket_id: Set(ticket),
        thread_id: Set(thread),
        ours: Set(true),
    };
    let columns = [
        mail_reference::Column::IdHash,
        mail_reference::Column::TicketId,
    ];
    let once = OnConflict::columns(columns).do_nothing().to_owned();
    mail_reference::Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// How a Message-ID is kept as a key, without its angle brackets: an index key has its limits, a
/// Message-ID has none.
#[must_use]
pub fn message_id_hash(message_id: &str) -> String {
    let bare = message_id
        .trim()
        .trim_start_matches('<')
        .trim_end_matches('>');
    BlobKey::of(bare.as_bytes()).to_string()
}

const DUE: &str = "state = 'queued' AND run_at <= $1";

/// Takes the delivery that has waited longest for this worker alone.
pub(super) async fn claim(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, StoreError> {
    let values = [now.into()];
    Ok(store::claim(db, &due(&values)).await?.pop())
}

/// When the last lease on a due delivery ends, if any worker has one in its hands.
pub(super) async fn lease_open(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let values = [now.into()];
    store::lease_open(db, &due(&values)).await
}

fn due(values: &[sea_orm::Value]) -> Claim<'_> {
    Claim {
        table: "delivery",
        due: DUE,
        order: "run_at, id",
        values,
        limit: 1,
    }
}

/// The delivery with the mail it carries.
pub(super) async fn load(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Claimed>, StoreError> {
    let Some(one) = delivery::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    let mail = outbound_mail::Entity::find_by_id(one.outbound_mail_id)
        .one(db)
        .await?
        .ok_or(StoreError::Inconsistent {
            table: "delivery",
            column: "outbound_mail_id",
            row: id.to_string(),
        })?;
    let everyone = delivery::Entity::find()
        .filter(delivery::Column::OutboundMailId.eq(mail.id))
        .order_by_asc(delivery::Column::Id)
        .all(db)
        .await?;
    // An address that nothing can go to may not spoil the mail of the others.
    let mut to: Vec<_> = everyone
        .into_iter()
        .map(|delivery| delivery.recipient)
        .filter(|recipient| super::compose::mailable(recipient).is_some())
        .collect();
    if to.is_empty() {
        to.push(one.recipient.clone());
    }
    Ok(Some(Claimed {
        id,
        recipient: one.recipient,
        attempt: one.attempts,
        linked: one.linked_at.is_some(),
        mail: mail_of(mail, to)?,
    }))
}

fn mail_of(row: outbound_mail::Model, to: Vec<String>) -> Result<OutboundMail, StoreError> {
    let enclosures =
        serde_json::from_str(&row.attachments).map_err(|_| unfit("attachments", row.id))?;
    let author = match (row.automatic, row.null_sender) {
        (false, false) => Author::Person,
        (true, false) => Author::Machine,
        (true, true) => Author::MachineReply,
        (false, true) => return Err(unfit("null_sender", row.id)),
    };
    Ok(OutboundMail {
        id: row.id,
        author,
        message_id: row.rfc_message_id,
        to,
        reply_to: row.reply_to,
        body: MailBody {
            subject: row.subject,
            text: row.body_text,
            html: row.body_html,
        },
        in_reply_to: row.in_reply_to,
        references: row
            .mail_references
            .split(' ')
            .filter(|id| !id.is_empty())
            .map(Into::into)
            .collect(),
        enclosures,
        at: row.created_at,
    })
}

/// Remembers that the files of a mail leave as links to this receiver, from now on.
pub(super) async fn link_files(
    db: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    delivery::Entity::update_many()
        .col_expr(delivery::Column::LinkedAt, Expr::value(now))
        .filter(delivery::Column::Id.eq(id))
        .filter(delivery::Column::LinkedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Takes back the mails of this kind about a ticket that no server was offered; how many those were.
pub async fn call_off(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
    kind: OutboundKind,
) -> Result<u64, StoreError> {
    let gone = tx
        .execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "DELETE FROM delivery WHERE state = 'queued' \
             AND (locked_until IS NULL OR locked_until < $3) AND outbound_mail_id IN \
             (SELECT id FROM outbound_mail WHERE ticket_id = $1 AND kind = $2)",
            [ticket_id.into(), kind.slug().into(), real_now().into()],
        ))
        .await?;
    Ok(gone.rows_affected())
}

/// Writes down how the delivery stands. A fate that is known is not changed by a worker whose lease
/// had run out; `false` when it was too late.
pub(super) async fn settle(
    db: &impl ConnectionTrait,
    id: Uuid,
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let none = Expr::value(Option::<DateTime<Utc>>::None);
    let update = delivery::Entity::update_many()
        .col_expr(delivery::Column::LockedUntil, none)
        .filter(delivery::Column::Id.eq(id))
        .filter(
            Expr::col(delivery::Column::State).eq(store::constant(DeliveryState::Queued.slug())),
        );
    let update = match outcome {
        Outcome::Later { run_at, reply } => update
            .col_expr(delivery::Column::RunAt, Expr::value(run_at))
            .col_expr(delivery::Column::Reply, Expr::value(without_nul(&reply))),
        Outcome::Waits { run_at, reply } => update
            .col_expr(delivery::Column::RunAt, Expr::value(run_at))
            .col_expr(delivery::Column::Reply, Expr::value(without_nul(&reply)))
            .col_expr(
                delivery::Column::Attempts,
                Expr::col(delivery::Column::Attempts).sub(1),
            ),
        Outcome::Settled {
            state,
            server,
            reply,
        } => update
            .col_expr(delivery::Column::State, Expr::value(state))
            .col_expr(delivery::Column::Server, Expr::value(server))
            .col_expr(delivery::Column::Reply, Expr::value(without_nul(&reply)))
            .col_expr(delivery::Column::SettledAt, Expr::value(now)),
    };
    Ok(update.exec(db).await?.rows_affected == 1)
}

fn unfit(column: &'static str, row: Uuid) -> StoreError {
    StoreError::Inconsistent {
        table: "outbound_mail",
        column,
        row: row.to_string(),
    }
}

/// PostgreSQL keeps no NUL in a text.
fn without_nul(words: &str) -> String {
    words.replace('\0', "")
}
/// Mail that does not leave: somebody must look at our own mail server, or at what we tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jam {
    /// Mails that wait, as far as they were counted.
    pub mails: u64,
    /// Since when nothing leaves.
    pub since: DateTime<Utc>,
    /// What was said of one of them.
    pub failure: String,
}

/// Fewer houses may each have a server of their own that is away.
const JAMMED: usize = 3;
/// Mails that are counted, at most.
const MOST_JAMMED: u32 = 1_000;

/// Whether mails to several houses that were written before `before` and were tried wait, and nothing at
/// all has left since the last of so many was written.
pub async fn jam(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
) -> Result<Option<Jam>, StoreError> {
    let backend = db.get_database_backend();
    let waiting = format!(
        "SELECT m.created_at, d.recipient, d.reply FROM delivery d JOIN outbound_mail m \
         ON m.id = d.outbound_mail_id WHERE d.state = 'queued' AND d.attempts > 0 \
         AND m.created_at < $1 ORDER BY d.run_at, d.id LIMIT {MOST_JAMMED}"
    );
    let waiting = Statement::from_sql_and_values(backend, waiting, [before.into()]);
    let mut youngest: BTreeMap<String, DateTime<Utc>> = BTreeMap::new();
    let (mut mails, mut failure) = (0, None);
    for row in db.query_all_raw(waiting).await? {
        let (written, recipient, reply): (DateTime<Utc>, String, Option<String>) = (
            row.try_get_by_index(0)?,
            row.try_get_by_index(1)?,
            row.try_get_by_index(2)?,
        );
        let house = recipient.rsplit('@').next().unwrap_or_default().to_owned();
        let last = youngest.entry(house).or_insert(written);
        *last = std::cmp::max(*last, written);
        mails += 1;
        failure = failure.or(reply);
    }
    // One house whose server is away is no fault of ours, however long it is.
    let mut last: Vec<DateTime<Utc>> = youngest.into_values().collect();
    last.sort_unstable();
    let Some(&since) = last.iter().rev().nth(JAMMED - 1) else {
        return Ok(None);
    };
    let left = Statement::from_sql_and_values(
        backend,
        "SELECT 1 FROM delivery WHERE server IS NOT NULL AND settled_at > $1 LIMIT 1",
        [since.into()],
    );
    let left = db.query_one_raw(left).await?;
    Ok(left.is_none().then(|| Jam {
        mails,
        since,
        failure: failure.unwrap_or_default(),
    }))
}
