//! What a person sent may be called back for a moment. Until then it waits as a row with everything that
//! its form said, and nobody outside sees anything of it; then the house does what the person asked, as
//! that person and with the revision that they had in sight. What cannot leave by then, and what is called
//! back, stays as a draft of its author: no word is lost.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait,
    FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef, Select, Value,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::DispatchError;
use super::answer::{Answer, answer_in, ask_in};
use super::consult::{Consult, consult_in};
use super::forward::{Forward, PassOn, forward_in, pass_on_in};
use super::merge::lock_with_merged;
use super::readdress::readdress_in;
use crate::auth::{Actor, Verb, accounts};
use crate::clock::real_now;
use crate::context::Context;
use crate::entity::pending_send::{self, Column};
use crate::entity::{pending_file, ticket, user_account};
use crate::registry::{
    NewAttachment, NewEvent, Reference, RegistryError, Status, TypedIn, append_events, attachment,
    find, forget_typed, load, load_by_id, typed_in,
};
use crate::store::{BlobKey, Change, Claim, StoreError, claim, write_tx};

pub use crate::entity::pending_send::Unsent;

/// How often it is tried to send what cannot be sent for a reason of the house.
const MOST_TRIES: i32 = 5;

/// What did not leave of one person that is told on every page, at most.
const MOST_UNSENT: u64 = 10;

/// What leaves for somebody outside.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outgoing {
    /// An answer to the asker.
    Answer(Answer),
    /// A message to the asker that asks for something.
    Request {
        /// What it says, in Markdown.
        markdown: String,
    },
    /// The question, or a word about it, to an administration.
    Forward(Forward),
    /// A question for advice to another desk.
    Consult(Consult),
    /// What did not arrive of an answer, once more.
    Readdress {
        /// The address that becomes that of the asker.
        address: String,
        /// Whether it may be the one that they have: its author said that it must.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        same: bool,
    },
    /// What the asker wrote, to administrations that have the question.
    PassOn(PassOn),
}

impl Outgoing {
    /// The word for it in events and texts.
    #[must_use]
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Answer(_) => "answer",
            Self::Request { .. } => "request",
            Self::Forward(_) => "forward",
            Self::Consult(_) => "consult",
            Self::Readdress { .. } => "readdress",
            Self::PassOn(_) => "pass_on",
        }
    }

    /// What the policy calls it.
    fn verb(&self) -> Verb {
        match self {
            Self::Answer(_) | Self::Readdress { .. } => Verb::Answer,
            Self::Request { .. } => Verb::Message,
            Self::Forward(_) | Self::PassOn(_) => Verb::Forward,
            Self::Consult(_) => Verb::Consult,
        }
    }

    /// What was written in it.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Answer(answer) => &answer.markdown,
            Self::Request { markdown } => markdown,
            Self::Forward(forward) => &forward.comment,
            Self::Consult(consult) => &consult.words,
            Self::Readdress { address, .. } => address,
            Self::PassOn(pass) => &pass.words,
        }
    }

    fn files(&self) -> &[NewAttachment] {
        match self {
            Self::Answer(answer) => &answer.attached,
            _ => &[],
        }
    }
}

/// What became of what somebody sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It leaves now.
    Now,
    /// It waits, and may be called back.
    Waits,
}

/// What a person sent and that did not leave yet, or that came back.
#[derive(Debug, Clone)]
pub struct Pending {
    /// Its id.
    pub id: Uuid,
    /// The ticket.
    pub ticket_id: Uuid,
    /// Its number.
    pub reference: Reference,
    /// Whose words they are.
    pub author: Uuid,
    /// Their name.
    pub author_name: String,
    /// What it is.
    pub outgoing: Outgoing,
    /// Why it did not leave, when it should have.
    pub unsent: Option<Unsent>,
    /// When it leaves.
    pub due_at: DateTime<Utc>,
    /// Which writing of it this is: other words are another one.
    pub version: String,
    /// The revision that its author had in sight.
    seen: i32,
    /// How often it was taken to be sent.
    attempts: i32,
    /// Whether it was called back, or could not leave.
    draft: bool,
}

/// The drafts of a person that something was written in: they are over once it is sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct WrittenIn<'a> {
    /// What was called back, or could not leave.
    pub draft: Option<Uuid>,
    /// The form that it was typed in.
    pub place: &'a str,
}

/// Sends what a person wrote, after the moment in which they may call it back; at once where there is no
/// such moment, or where a program sends it.
///
/// All that can be wrong with it is said now: it is carried out for trial, and nothing of that is kept.
pub async fn send(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    outgoing: Outgoing,
    written: WrittenIn<'_>,
) -> Result<Sent, DispatchError> {
    let pause = TimeDelta::seconds(ctx.settings.desk.undo_seconds.into());
    let trial = write_tx(&ctx.db).await?;
    carry_out(&trial, ctx, actor, reference, seen, outgoing.clone()).await?;
    let user = match actor.user() {
        Some(user) if !pause.is_zero() => user,
        user => {
            if let (Some(user), Some(ticket)) = (user, find(&trial, reference).await?) {
                end_drafts(&trial, user.id, ticket.id, written).await?;
            }
            trial.commit().await?;
            ctx.work.notify_waiters();
            return Ok(Sent::Now);
        }
    };
    trial.rollback().await?;

    let tx = write_tx(&ctx.db).await?;
    let ticket = load(&tx, actor, outgoing.verb(), reference, Some(seen)).await?;
    end_drafts(&tx, user.id, ticket.id, written).await?;
    let now = ctx.clock.now();
    let id = ctx.new_id();
    let row = pending_send::ActiveModel {
        id: Set(id),
        ticket_id: Set(ticket.id),
        user_id: Set(user.id),
        seen: Set(seen),
        form: Set(serde_json::to_string(&outgoing).map_err(|_| wrong("form", id))?),
        draft: Set(false),
        unsent: Set(None),
        created_at: Set(now),
        due_at: Set(now + pause),
        locked_until: Set(None),
        attempts: Set(0),
    };
    let other = OnConflict::new().do_nothing().to_owned();
    let written = pending_send::Entity::insert(row)
        .on_conflict(other)
        .exec_without_returning(&tx)
        .await?;
    if written == 0 {
        return Err(DispatchError::OnItsWay);
    }
    for (place, file) in (0..).zip(outgoing.files()) {
        let row = pending_file::ActiveModel {
            send_id: Set(id),
            place: Set(place),
            filename: Set(file.filename.clone()),
            media_type: Set(file.media_type.clone()),
            size: Set(file.size),
            blob_key: Set(file.blob.to_string()),
        };
        pending_file::Entity::insert(row)
            .exec_without_returning(&tx)
            .await?;
    }
    tx.commit().await?;
    // No event tells of it yet: nothing happened.
    ctx.changes
        .publish(&ctx.db, Change::Ticket(ticket.id))
        .await?;
    Ok(Sent::Waits)
}

/// What became of what its author called back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalledBack {
    /// It is a draft of theirs: it did not leave.
    Draft,
    /// Somebody carries it out at this moment.
    Leaving,
    /// It has left.
    Left,
}

/// Calls back what waits: it becomes a draft of its author.
pub async fn call_back(ctx: &Context, author: Uuid, id: Uuid) -> Result<CalledBack, StoreError> {
    let free = Condition::any()
        .add(Column::LockedUntil.is_null())
        .add(Column::LockedUntil.lt(real_now()));
    let called = pending_send::Entity::update_many()
        .col_expr(Column::Draft, Expr::value(true))
        .filter(Column::Id.eq(id))
        .filter(Column::UserId.eq(author))
        .filter(Column::Draft.eq(false))
        .filter(free)
        .exec(&ctx.db)
        .await?;
    let own = pending_send::Entity::find_by_id(id).filter(Column::UserId.eq(author));
    let Some(row) = own.one(&ctx.db).await? else {
        return Ok(CalledBack::Left);
    };
    if called.rows_affected != 0 {
        let change = Change::Ticket(row.ticket_id);
        ctx.changes.publish(&ctx.db, change).await?;
    }
    // Called back before, or kept here meanwhile, it is a draft all the same.
    Ok(if row.draft {
        CalledBack::Draft
    } else {
        CalledBack::Leaving
    })
}

/// Throws a draft away; its author says so.
pub async fn discard_draft(ctx: &Context, author: Uuid, id: Uuid) -> Result<(), StoreError> {
    remove_draft(&ctx.db, author, id).await
}

/// What was written in them is sent.
async fn end_drafts(
    tx: &impl ConnectionTrait,
    author: Uuid,
    ticket: Uuid,
    written: WrittenIn<'_>,
) -> Result<(), StoreError> {
    if let Some(draft) = written.draft {
        remove_draft(tx, author, draft).await?;
    }
    let typed = TypedIn {
        author,
        ticket: Some(ticket),
        place: written.place,
    };
    // Other words may stand in the same form, begun before what was called back was taken up again.
    let made_from = written.draft.map(|id| id.to_string()).unwrap_or_default();
    match typed_in(tx, typed).await? {
        Some(kept) if kept.field("draft") == made_from => forget_typed(tx, typed).await,
        _ => Ok(()),
    }
}

/// Keeps what its author changed in a draft, in place of the version that the page `saw` (one that names none
/// asks nothing), and returns which version it is now; `None` when it is no draft of theirs. Its files stay as
/// they are.
///
/// # Errors
/// [`StoreError::Stale`] where its author went on elsewhere meanwhile: nothing is overwritten.
pub async fn rewrite_draft(
    ctx: &Context,
    author: Uuid,
    id: Uuid,
    saw: Option<&str>,
    outgoing: &Outgoing,
) -> Result<Option<String>, StoreError> {
    let form = serde_json::to_string(outgoing).map_err(|_| wrong("form", id))?;
    let own = drafts_of(author).filter(Column::Id.eq(id));
    let Some(before) = own.one(&ctx.db).await? else {
        return Ok(None);
    };
    if saw.is_some_and(|saw| saw != version(&before.form)) {
        return Err(StoreError::Stale);
    }
    let now_kept = version(&form);
    let written = pending_send::Entity::update_many()
        .col_expr(Column::Form, Expr::value(form))
        .col_expr(Column::CreatedAt, Expr::value(ctx.clock.now()))
        .filter(Column::Id.eq(id))
        .filter(Column::UserId.eq(author))
        .filter(Column::Draft.eq(true))
        // Of two windows that saw the same at the same moment, one is too late.
        .filter(Column::Form.eq(before.form))
        .exec(&ctx.db)
        .await?;
    if written.rows_affected == 0 {
        return Err(StoreError::Stale);
    }
    Ok(Some(now_kept))
}

/// Which writing this is of what a form said. A digest of it all: two windows that hold the same words are in
/// nobody's way.
fn version(form: &str) -> String {
    BlobKey::of(form.as_bytes()).to_string()
}

async fn remove_draft(db: &impl ConnectionTrait, author: Uuid, id: Uuid) -> Result<(), StoreError> {
    pending_send::Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::UserId.eq(author))
        .filter(Column::Draft.eq(true))
        .exec(db)
        .await?;
    Ok(())
}

/// What waits to leave from a ticket, and the drafts of one person in it.
#[derive(Debug, Default)]
pub struct InTicket {
    /// What waits to leave.
    pub leaving: Option<Pending>,
    /// The drafts, the oldest first.
    pub drafts: Vec<Pending>,
}

/// What waits to leave from a ticket, and all drafts of `author` in it.
pub async fn pending_in(
    db: &impl ConnectionTrait,
    author: Uuid,
    ticket_id: Uuid,
) -> Result<InTicket, StoreError> {
    let draft = || Expr::col((pending_send::Entity, Column::Draft));
    let here = || Condition::all().add(Column::TicketId.eq(ticket_id));
    // As the indexes say it.
    let either = Condition::any()
        .add(here().add(draft().not()))
        .add(here().add(Column::UserId.eq(author)).add(draft()));
    let rows = pending_send::Entity::find()
        .filter(either)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id);
    let (drafts, mut waiting): (Vec<Pending>, Vec<Pending>) = found(db, rows)
        .await?
        .into_iter()
        .partition(|pending| pending.draft);
    Ok(InTicket {
        leaving: waiting.pop(),
        drafts,
    })
}

/// The draft with this id, when it is theirs.
pub async fn draft(
    db: &impl ConnectionTrait,
    author: Uuid,
    id: Uuid,
) -> Result<Option<Pending>, StoreError> {
    let own = drafts_of(author).filter(Column::Id.eq(id));
    Ok(found(db, own).await?.pop())
}

/// What did not leave of one person, the newest first; the older ones stand in their questions.
pub async fn unsent_drafts(
    db: &impl ConnectionTrait,
    author: Uuid,
) -> Result<Vec<Pending>, StoreError> {
    let own = drafts_of(author)
        .filter(Column::Unsent.is_not_null())
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(MOST_UNSENT);
    found(db, own).await
}

fn drafts_of(author: Uuid) -> Select<pending_send::Entity> {
    pending_send::Entity::find()
        .filter(Column::UserId.eq(author))
        // As the index says it.
        .filter(Expr::col((pending_send::Entity, Column::Draft)))
}

/// Whether something of somebody waits to leave from a ticket: another word would cross it.
pub(super) async fn none_waits(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<(), DispatchError> {
    let waits = pending_send::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::TicketId.eq(ticket_id))
        .filter(Column::Draft.eq(false))
        .into_tuple::<Uuid>()
        .one(tx)
        .await?;
    match waits {
        Some(_) => Err(DispatchError::OnItsWay),
        None => Ok(()),
    }
}

/// What is due by `now` (the one parameter).
#[must_use]
pub fn pending_sends(now: &[Value; 1]) -> Claim<'_> {
    Claim {
        table: "pending_send",
        due: "NOT draft AND due_at <= $1",
        order: "due_at, id",
        values: now,
        limit: 1,
    }
}

/// Sends what has waited long enough; `false` when nothing has.
pub async fn send_pending(ctx: &Context) -> Result<bool, DispatchError> {
    let now = [ctx.clock.now().into()];
    let Some(id) = claim(&ctx.db, &pending_sends(&now)).await?.pop() else {
        return Ok(false);
    };
    let own = pending_send::Entity::find_by_id(id);
    let Some(pending) = found(&ctx.db, own).await?.pop() else {
        return Ok(true);
    };
    let unsent = match leave(ctx, &pending).await {
        Ok(None) => {
            ctx.work.notify_waiters();
            return Ok(true);
        }
        Ok(Some(unsent)) => unsent,
        // A fault of ours, or a database that is away: it is tried again when the lease has ended.
        Err(error) if pending.attempts < MOST_TRIES => return Err(error),
        Err(error) => {
            tracing::error!(error = %error, "What somebody sent cannot leave");
            Unsent::Failed
        }
    };
    stays(ctx, &pending, unsent).await?;
    Ok(true)
}

/// Does what its author asked, in one transaction with the end of the row; says why not when it cannot be
/// done any more.
async fn leave(ctx: &Context, pending: &Pending) -> Result<Option<Unsent>, DispatchError> {
    let Some(author) = accounts::user(&ctx.db, pending.author).await? else {
        return Ok(Some(Unsent::NotAllowed));
    };
    if !files_are_there(ctx, &pending.outgoing).await? {
        return Ok(Some(Unsent::File));
    }
    let tx = write_tx(&ctx.db).await?;
    // The ticket comes first, as everywhere: whoever sends something else from it waits for it too. It comes
    // with those that get its answer, in the order of their ids.
    lock_with_merged(&tx, &pending.reference).await?;
    let Some(ticket) = load_by_id(&tx, pending.ticket_id).await? else {
        return Ok(None);
    };
    let taken = pending_send::Entity::delete_many()
        .filter(Column::Id.eq(pending.id))
        .filter(Column::Draft.eq(false))
        .exec(&tx)
        .await?;
    if taken.rows_affected == 0 {
        // Called back, or sent by another process after our lease had ended.
        return Ok(None);
    }
    let (actor, outgoing) = (Actor::User(author), pending.outgoing.clone());
    match carry_out(&tx, ctx, &actor, &ticket.reference, pending.seen, outgoing).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(None)
        }
        Err(error) => match unsent(&error) {
            Some(Unsent::Changed) if ticket.standing.status() == Status::Closed => {
                Ok(Some(Unsent::Closed))
            }
            Some(unsent) => Ok(Some(unsent)),
            None => Err(error),
        },
    }
}

/// What an error says about what was sent; none when it says something about us.
fn unsent(error: &DispatchError) -> Option<Unsent> {
    match error {
        DispatchError::Registry(RegistryError::Refused(_)) => Some(Unsent::NotAllowed),
        DispatchError::Registry(RegistryError::Store(StoreError::Stale)) => Some(Unsent::Changed),
        DispatchError::Registry(RegistryError::Store(_))
        | DispatchError::Mail(_)
        | DispatchError::Enqueue(_) => None,
        DispatchError::Registry(_)
        | DispatchError::UnknownDesk(_)
        | DispatchError::Placeholder(_)
        | DispatchError::NoAddress(_)
        | DispatchError::SameAddress(_)
        | DispatchError::NoAsker
        | DispatchError::NoFile(_)
        | DispatchError::AlreadyThere(_)
        | DispatchError::OwesNothing(_)
        | DispatchError::UnknownAssignment(_)
        | DispatchError::UnfitDay(_)
        | DispatchError::UnfitTerm(_)
        | DispatchError::OnItsWay
        | DispatchError::WrongProgress(_) => Some(Unsent::Changed),
    }
}

/// What was sent stays here: it becomes a draft of its author, and the question tells of it.
async fn stays(ctx: &Context, pending: &Pending, unsent: Unsent) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    if load_by_id(&tx, pending.ticket_id).await?.is_none() {
        return Ok(());
    }
    let written = pending_send::Entity::update_many()
        .col_expr(Column::Draft, Expr::value(true))
        .col_expr(Column::Unsent, Expr::value(unsent))
        .filter(Column::Id.eq(pending.id))
        .filter(Column::Draft.eq(false))
        .exec(&tx)
        .await?;
    if written.rows_affected == 0 {
        return Ok(());
    }
    let event = NewEvent::new("not_sent")
        .fact("what", pending.outgoing.slug())
        .fact("because", unsent.slug())
        .fact("of", pending.author_name.clone());
    append_events(&tx, ctx, pending.ticket_id, &Actor::System, vec![event]).await?;
    Ok(tx.commit().await?)
}

/// Does what was asked, in the caller's transaction.
pub(super) async fn carry_out(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    outgoing: Outgoing,
) -> Result<(), DispatchError> {
    // Boxed: all that can follow from one of these is a large future.
    match outgoing {
        Outgoing::Answer(answer) => {
            Box::pin(answer_in(tx, ctx, actor, reference, seen, answer)).await
        }
        Outgoing::Request { markdown } => {
            Box::pin(ask_in(tx, ctx, actor, reference, seen, &markdown)).await
        }
        Outgoing::Forward(forward) => {
            Box::pin(forward_in(tx, ctx, actor, reference, seen, forward)).await
        }
        Outgoing::Consult(consult) => {
            Box::pin(consult_in(tx, ctx, actor, reference, seen, consult)).await
        }
        Outgoing::Readdress { address, same } => {
            Box::pin(readdress_in(
                tx, ctx, actor, reference, seen, &address, same,
            ))
            .await
        }
        Outgoing::PassOn(pass) => Box::pin(pass_on_in(tx, ctx, actor, reference, seen, pass)).await,
    }
}

/// Whether every file that was to go along still can: an answer never leaves with less than it was sent with.
async fn files_are_there(ctx: &Context, outgoing: &Outgoing) -> Result<bool, StoreError> {
    for file in outgoing.files() {
        if !ctx.blobs.has(&file.blob).await? {
            return Ok(false);
        }
    }
    let Outgoing::Answer(answer) = outgoing else {
        return Ok(true);
    };
    for &file in &answer.files {
        let known = attachment(&ctx.db, file).await?;
        if !known.is_some_and(|file| file.can_go_along()) {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn found(
    db: &impl ConnectionTrait,
    which: Select<pending_send::Entity>,
) -> Result<Vec<Pending>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        own: pending_send::Model,
        reference: String,
        author_name: String,
    }
    let named = which
        .join(JoinType::InnerJoin, to_ticket())
        .join(JoinType::InnerJoin, to_author())
        .column(ticket::Column::Reference)
        .column_as(user_account::Column::Name, "author_name");
    let rows: Vec<Row> = named.into_model().all(db).await?;
    let mut all = Vec::with_capacity(rows.len());
    for Row {
        own,
        reference,
        author_name,
    } in rows
    {
        let mut outgoing = serde_json::from_str(&own.form).map_err(|_| wrong("form", own.id))?;
        if let Outgoing::Answer(answer) = &mut outgoing {
            answer.attached = files_of(db, own.id).await?;
        }
        all.push(Pending {
            id: own.id,
            ticket_id: own.ticket_id,
            reference: reference.parse().map_err(|_| wrong("ticket_id", own.id))?,
            author: own.user_id,
            author_name,
            outgoing,
            unsent: own.unsent,
            due_at: own.due_at,
            version: version(&own.form),
            seen: own.seen,
            attempts: own.attempts,
            draft: own.draft,
        });
    }
    Ok(all)
}

fn to_ticket() -> RelationDef {
    pending_send::Entity::belongs_to(ticket::Entity)
        .from(Column::TicketId)
        .to(ticket::Column::Id)
        .into()
}

fn to_author() -> RelationDef {
    pending_send::Entity::belongs_to(user_account::Entity)
        .from(Column::UserId)
        .to(user_account::Column::Id)
        .into()
}

/// The files that were uploaded with an answer that waits, in their order.
async fn files_of(db: &impl ConnectionTrait, send: Uuid) -> Result<Vec<NewAttachment>, StoreError> {
    let rows = pending_file::Entity::find()
        .filter(pending_file::Column::SendId.eq(send))
        .order_by_asc(pending_file::Column::Place)
        .all(db)
        .await?;
    let files = rows.into_iter().map(|file| {
        Ok(NewAttachment {
            blob: BlobKey::parse(&file.blob_key).ok_or_else(|| wrong("blob_key", send))?,
            filename: file.filename,
            media_type: file.media_type,
            size: file.size,
            damaged: false,
        })
    });
    files.collect()
}

fn wrong(column: &'static str, row: Uuid) -> StoreError {
    StoreError::Inconsistent {
        table: "pending_send",
        column,
        row: row.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::{Along, AskedBy};

    #[test]
    fn what_waits_reads_back_as_it_was_written() {
        let check = |outgoing: Outgoing, expected: &str| {
            let written = serde_json::to_string(&outgoing).unwrap();
            assert_eq!(written, expected);
            let read: Outgoing = serde_json::from_str(&written).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), expected);
        };
        check(
            Outgoing::Request {
                markdown: "Welke halte?".into(),
            },
            r#"{"kind":"request","markdown":"Welke halte?"}"#,
        );
        check(
            Outgoing::Forward(Forward {
                desk: "mow".into(),
                comment: String::new(),
                asked_by: AskedBy::BeyondPromise,
                along: Along::Only(vec![Uuid::nil()]),
            }),
            concat!(
                r#"{"kind":"forward","desk":"mow","comment":"","asked_by":"beyond_promise","#,
                r#""along":{"only":["00000000-0000-0000-0000-000000000000"]}}"#
            ),
        );
        check(
            Outgoing::Consult(Consult {
                desk: "mow".into(),
                words: "Mag dat?".into(),
                days: Some(5),
                along: Along::All,
            }),
            r#"{"kind":"consult","desk":"mow","words":"Mag dat?","days":5,"along":"all"}"#,
        );
        check(
            Outgoing::Answer(Answer {
                markdown: "Gent.".into(),
                still: vec!["mow".into()],
                ..Answer::default()
            }),
            r#"{"kind":"answer","markdown":"Gent.","proposal":null,"files":[],"still":["mow"]}"#,
        );
        check(
            Outgoing::Readdress {
                address: "an@wetteren.be".into(),
                same: false,
            },
            r#"{"kind":"readdress","address":"an@wetteren.be"}"#,
        );
        check(
            Outgoing::Readdress {
                address: "an@wetteren.be".into(),
                same: true,
            },
            r#"{"kind":"readdress","address":"an@wetteren.be","same":true}"#,
        );
        check(
            Outgoing::PassOn(PassOn {
                message: Uuid::nil(),
                desks: vec!["mow".into()],
                words: "Dit ook.".into(),
            }),
            concat!(
                r#"{"kind":"pass_on","message":"00000000-0000-0000-0000-000000000000","#,
                r#""desks":["mow"],"words":"Dit ook."}"#
            ),
        );
    }
}
