//! Two questions that are one case: the one goes on in the other. Nothing of the first is moved: its
//! conversations, files and record stay where they are, and what it takes to put it back as it was is kept
//! with the link.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::assignments::{Assignment, assignments, restore_progress};
use super::correspondence::mail_texts;
use super::deadlines::{DeadlineKind, last_of, running_due};
use super::messages::MessageState;
use super::progress::Progress;
use super::records::{Decided, Ticket, find, find_by_id, load_by_id, save};
use super::reference::Reference;
use super::standing::{CloseReason, Stage, Standing};
use super::waits::lay_before_owner;
use crate::clock::real_now;
use crate::context::Context;
use crate::entity::deadline::{self, DeadlineState};
use crate::entity::message;
use crate::entity::ticket;
use crate::store::StoreError;

/// Questions that go on in each other, one after the other, that are followed at most.
const LONGEST_CHAIN: usize = 50;

/// Questions that went on in one that are shown with it at most.
const MOST_SHOWN: usize = 20;

/// That a question goes on in another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The question that goes on.
    pub into: Uuid,
    /// Since when.
    pub at: DateTime<Utc>,
    /// How it stood before.
    pub before: Before,
}

/// How a question stood before it went on in another one: all that undoing that puts back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// Whether the asker was told.
    pub told: bool,
    /// Where it stood.
    pub standing: Standing,
    /// When the next thing had to have happened.
    pub due_at: DateTime<Utc>,
    /// The desk that was proposed, and how sure we were.
    pub proposed: Option<(Uuid, f64)>,
    /// Its terms that ran or stood still.
    pub terms: Vec<(Uuid, DeadlineState)>,
    /// The messages that waited.
    pub messages: Vec<(Uuid, MessageState)>,
    /// The assignments of desks that have the other question as well, which were told nothing.
    pub desks: Vec<(Uuid, Progress)>,
    /// The doubles that waited for it.
    pub doubles: Vec<Uuid>,
    /// What the other question's asker was promised by its own date, where both dates ran.
    pub promise: Option<Promise>,
}

/// By when the asker of a question was promised an answer, before any other question went on in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    term: Uuid,
    due_at: DateTime<Utc>,
    working_days: i32,
    calculation: String,
    /// The date that the question came with which went on in it.
    taken: DateTime<Utc>,
}

impl Merged {
    /// What stands in the columns of a ticket; an error when they cannot be true.
    pub(super) fn read(
        into: Option<Uuid>,
        at: Option<DateTime<Utc>>,
        before: Option<&str>,
    ) -> Result<Option<Self>, ()> {
        match (into, at, before) {
            (None, None, None) => Ok(None),
            (Some(into), Some(at), Some(before)) => {
                let before = serde_json::from_str(before).map_err(|_| ())?;
                Ok(Some(Self { into, at, before }))
            }
            _ => Err(()),
        }
    }

    /// What its column holds.
    pub(super) fn written(&self) -> String {
        serde_json::to_string(&self.before).unwrap_or_default()
    }
}

impl Ticket {
    /// The question that this one goes on in: closed for it, and not answered by itself since.
    #[must_use]
    pub fn goes_on_in(&self) -> Option<Uuid> {
        let closed = matches!(
            self.standing.stage,
            Stage::Closed {
                reason: CloseReason::Duplicate,
                ..
            }
        );
        let merged = self.merged.as_ref().filter(|_| closed);
        merged.map(|merged| merged.into)
    }
}

/// The question that goes on where this one was merged, also over several steps; itself when it was not.
pub async fn going_on(db: &impl ConnectionTrait, ticket: Ticket) -> Result<Ticket, StoreError> {
    let mut at = ticket;
    for _ in 0..LONGEST_CHAIN {
        let Some(next) = at.goes_on_in() else { break };
        match find_by_id(db, next).await? {
            Some(next) => at = next,
            None => break,
        }
    }
    Ok(at)
}

/// Locks a question that goes on in another one, and that one, in the order of their ids.
pub async fn lock_with_next(tx: &impl ConnectionTrait, ticket: &Ticket) -> Result<(), StoreError> {
    let mut ids = [ticket.id, going_on(tx, ticket.clone()).await?.id];
    ids.sort_unstable();
    for id in ids {
        load_by_id(tx, id).await?;
    }
    Ok(())
}

/// Lays before the owner of the question that goes on that somebody wrote in the conversation of `source`,
/// which went on in it. `message` waits to be read there once the two are apart again. Whoever wants to hear
/// of it does so by the event that it came in (`happenings`).
pub async fn wrote_in_merged(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    source: &mut Ticket,
    message: Uuid,
) -> Result<(), StoreError> {
    let last = going_on(tx, source.clone()).await?;
    if let Some(merged) = &mut source.merged {
        merged.before.messages.push((message, MessageState::New));
    }
    save(tx, source, Decided::Unattended, ctx.clock.now()).await?;
    if let Some(mut last) = load_by_id(tx, last.id).await? {
        let number = source.reference.to_string();
        let said = mail_texts().with("mail-notice-merged", "reference", number);
        lay_before_owner(tx, ctx, &mut last, said).await?;
    }
    Ok(())
}

/// The questions that went on in this one, also by way of others, the first that did so first.
pub async fn merged_into(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<Ticket>, StoreError> {
    let mut found: Vec<Ticket> = Vec::new();
    let mut of = vec![id];
    while !of.is_empty() && found.len() < MOST_SHOWN {
        let rows = ticket::Entity::find()
            .filter(ticket::Column::MergedIntoId.is_in(std::mem::take(&mut of)))
            .order_by_asc(ticket::Column::MergedAt)
            .order_by_asc(ticket::Column::Id)
            .limit(MOST_SHOWN as u64)
            .all(db)
            .await?;
        for row in rows {
            let one = Ticket::try_from(row)?;
            if one.id != id && found.iter().all(|known| known.id != one.id) {
                of.push(one.id);
                found.push(one);
            }
        }
    }
    found.truncate(MOST_SHOWN);
    Ok(found)
}

/// The questions that go on in this one and whose askers get its answer by a mail of their own. One that went
/// on in a question that is a double of this one is none of them: it comes back to its desk.
pub async fn waiting_merged(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Vec<Ticket>, StoreError> {
    let rows = ticket::Entity::find()
        .filter(handled_with(id))
        .filter(ticket::Column::AwaitsOriginal.eq(true))
        .order_by_asc(ticket::Column::Id)
        .all(db)
        .await?;
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let one = Ticket::try_from(row)?;
        if going_on(db, one.clone()).await?.id == id {
            waiting.push(one);
        }
    }
    Ok(waiting)
}

/// The questions that were merged into this one and are handled with it.
fn handled_with(id: Uuid) -> Condition {
    Condition::all()
        .add(ticket::Column::DuplicateOfId.eq(id))
        .add(ticket::Column::MergedIntoId.is_not_null())
}

/// Locks the question with this number and those that were merged into it, in the order of their ids.
pub(super) async fn lock_with_merged(
    tx: &impl ConnectionTrait,
    reference: &Reference,
) -> Result<(), StoreError> {
    let Some(own) = find(tx, reference).await? else {
        return Ok(());
    };
    let mut ids: Vec<Uuid> = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(handled_with(own.id))
        .into_tuple()
        .all(tx)
        .await?;
    ids.push(own.id);
    ids.sort_unstable();
    for id in ids {
        load_by_id(tx, id).await?;
    }
    Ok(())
}

/// The question `id` has this asker from now on: whoever else asked one that was merged into it gets its
/// answer by a mail of their own, and the asker does not get it twice.
pub(super) async fn wait_unless_asked_by(
    tx: &impl ConnectionTrait,
    id: Uuid,
    asker: Uuid,
) -> Result<(), StoreError> {
    ticket::Entity::update_many()
        .col_expr(
            ticket::Column::AwaitsOriginal,
            Expr::col(ticket::Column::AskerId).ne(asker),
        )
        .filter(handled_with(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether a mail of this question is on its way at this moment: a server has it, or what somebody wrote
/// was not tried yet.
pub async fn is_sending(db: &impl ConnectionTrait, ticket_id: Uuid) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM outbound_mail m JOIN delivery d ON d.outbound_mail_id = m.id \
               WHERE m.ticket_id = $1 AND d.state = 'queued' AND (d.locked_until > $2 \
               OR d.attempts = 0 AND m.kind IN ('answer', 'request', 'forward', 'consultation')) \
               LIMIT 1";
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        sql,
        [ticket_id.into(), real_now().into()],
    );
    Ok(db.query_one_raw(statement).await?.is_some())
}

/// How a question stands that is about to go on in another one.
pub async fn before_merge(
    tx: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<Before, StoreError> {
    let running = [DeadlineState::Pending, DeadlineState::Paused];
    let mut terms: Vec<(Uuid, DeadlineState)> = Vec::new();
    let last = last_of(tx, ticket.id, DeadlineKind::Answer).await?;
    let rows = deadline::Entity::find()
        .filter(deadline::Column::TicketId.eq(ticket.id))
        .filter(deadline::Column::State.is_in(running))
        .all(tx)
        .await?;
    for row in rows {
        // Of those that stand still, the last one goes on; the others went on already.
        let is_last = last.as_ref().is_some_and(|last| last.id == row.id);
        if row.state == DeadlineState::Pending || is_last {
            terms.push((row.id, row.state));
        }
    }
    let waiting = [MessageState::New, MessageState::Asks];
    let messages = message::Entity::find()
        .select_only()
        .columns([message::Column::Id, message::Column::State])
        .filter(message::Column::TicketId.eq(ticket.id))
        .filter(message::Column::State.is_in(waiting))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(Before {
        told: false,
        standing: ticket.standing,
        due_at: ticket.due_at,
        proposed: ticket.proposed,
        terms,
        messages,
        desks: Vec::new(),
        doubles: Vec::new(),
        promise: None,
    })
}

/// Puts back what ran and waited in a question, and what its desks owed that were told nothing.
pub async fn put_back(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
    before: &Before,
) -> Result<(), StoreError> {
    let held: Vec<Assignment> = assignments(tx, ticket_id).await?;
    for (id, progress) in &before.desks {
        if let Some(held) = held.iter().find(|held| held.id == *id) {
            restore_progress(tx, held, *progress).await?;
        }
    }
    let told = |assignment: Option<Uuid>| {
        assignment.is_some_and(|id| before.desks.iter().all(|(kept, _)| *kept != id))
    };
    for (id, state) in &before.terms {
        let Some(row) = deadline::Entity::find_by_id(*id).one(tx).await? else {
            continue;
        };
        // A desk that was told that it need not answer owes nothing any more.
        if told(row.assignment_id) {
            continue;
        }
        let ended_at = (*state == DeadlineState::Paused)
            .then_some(row.ended_at)
            .flatten();
        deadline::Entity::update_many()
            .col_expr(deadline::Column::State, Expr::value(*state))
            .col_expr(deadline::Column::EndedAt, Expr::value(ended_at))
            .filter(deadline::Column::Id.eq(*id))
            .filter(deadline::Column::State.eq(DeadlineState::Cancelled))
            .exec(tx)
            .await?;
    }
    for (id, state) in &before.messages {
        message::Entity::update_many()
            .col_expr(message::Column::State, Expr::value(*state))
            .filter(message::Column::Id.eq(*id))
            .filter(message::Column::State.eq(MessageState::Posted))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Takes over the date by which the asker of `source` was promised an answer, where that is the earlier
/// one; returns what `target` had promised of its own. A term that stands still promises nothing sooner.
pub async fn hasten(
    tx: &impl ConnectionTrait,
    target: &mut Ticket,
    source: &Ticket,
) -> Result<Option<Promise>, StoreError> {
    let own = last_of(tx, target.id, DeadlineKind::Answer).await?;
    let other = last_of(tx, source.id, DeadlineKind::Answer).await?;
    let (Some(own), Some(other)) = (own, other) else {
        return Ok(None);
    };
    let runs = |row: &deadline::Model, states: [DeadlineState; 2]| states.contains(&row.state);
    if !runs(&other, [DeadlineState::Pending, DeadlineState::Fired])
        || !runs(&own, [DeadlineState::Pending, DeadlineState::Paused])
    {
        return Ok(None);
    }
    if other.due_at < own.due_at {
        let (days, calculation) = (other.working_days, other.calculation.as_str());
        set_term(tx, own.id, other.due_at, days, calculation).await?;
        target.due_at = Ord::min(target.due_at, other.due_at);
    }
    // Its own date is the one that it had before any question went on in it.
    let earlier = promises(tx, target.id, own.id).await?;
    let first = earlier.into_iter().max_by_key(|(_, kept)| kept.due_at);
    Ok(Some(match first {
        Some((_, first)) => Promise {
            taken: other.due_at,
            ..first
        },
        None => Promise {
            term: own.id,
            due_at: own.due_at,
            working_days: own.working_days,
            calculation: own.calculation,
            taken: other.due_at,
        },
    }))
}

/// What the questions that go on in `target` keep of what it had promised by this term, each with the question
/// that keeps it.
async fn promises(
    tx: &impl ConnectionTrait,
    target: Uuid,
    term: Uuid,
) -> Result<Vec<(Uuid, Promise)>, StoreError> {
    let rows = ticket::Entity::find()
        .filter(ticket::Column::MergedIntoId.eq(target))
        .all(tx)
        .await?;
    let mut kept = Vec::new();
    for row in rows {
        let one = Ticket::try_from(row)?;
        if one.goes_on_in().is_some()
            && let Some(promise) = one.merged.and_then(|merged| merged.before.promise)
            && promise.term == term
        {
            kept.push((one.id, promise));
        }
    }
    Ok(kept)
}

/// Gives a question back the date that it has without the one that `promise` came with: its own, or that of
/// another question that still goes on in it. A date that was set otherwise since stays.
pub async fn give_back_promise(
    tx: &impl ConnectionTrait,
    target: &mut Ticket,
    promise: &Promise,
) -> Result<(), StoreError> {
    let Some(row) = deadline::Entity::find_by_id(promise.term).one(tx).await? else {
        return Ok(());
    };
    let others = promises(tx, target.id, promise.term).await?;
    let other = others.into_iter().min_by_key(|(_, kept)| kept.taken);
    let other = other.filter(|(_, kept)| kept.taken < promise.due_at);
    let rest = other
        .as_ref()
        .map_or(promise.due_at, |(_, kept)| kept.taken);
    let runs = matches!(row.state, DeadlineState::Pending | DeadlineState::Paused);
    if !runs || row.due_at != promise.taken || promise.taken >= rest {
        return Ok(());
    }
    let theirs = match other {
        Some((id, _)) => last_of(tx, id, DeadlineKind::Answer).await?,
        None => None,
    };
    let (days, calculation) = match &theirs {
        Some(theirs) => (theirs.working_days, &theirs.calculation),
        None => (promise.working_days, &promise.calculation),
    };
    set_term(tx, promise.term, rest, days, calculation).await?;
    if target.due_at == promise.taken {
        let first = running_due(tx, target.id, DeadlineKind::FirstReaction).await?;
        target.due_at = first.map_or(rest, |first| Ord::min(first, rest));
    }
    Ok(())
}

async fn set_term(
    tx: &impl ConnectionTrait,
    id: Uuid,
    due_at: DateTime<Utc>,
    working_days: i32,
    calculation: &str,
) -> Result<(), StoreError> {
    deadline::Entity::update_many()
        .col_expr(deadline::Column::DueAt, Expr::value(due_at))
        .col_expr(deadline::Column::WorkingDays, Expr::value(working_days))
        .col_expr(deadline::Column::Calculation, Expr::value(calculation))
        .filter(deadline::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The doubles that wait for the end of `from` wait for `to` instead: those of `only`, or all.
pub async fn wait_elsewhere(
    tx: &impl ConnectionTrait,
    from: Uuid,
    to: &Ticket,
    only: Option<&[Uuid]>,
) -> Result<Vec<Uuid>, StoreError> {
    let only = only.map(|ids| ticket::Column::Id.is_in(ids.iter().copied()));
    // Of those that are put back, some waited for nothing meanwhile: their asker had the other question.
    let waiting = only
        .is_none()
        .then(|| ticket::Column::AwaitsOriginal.eq(true));
    let rows = ticket::Entity::find()
        .filter(ticket::Column::DuplicateOfId.eq(from))
        .filter(
            Condition::all()
                .add_option(only)
                .add_option(waiting)
                .add(ticket::Column::Id.ne(to.id)),
        )
        .order_by_asc(ticket::Column::Id)
        .all(tx)
        .await?;
    let mut moved = Vec::with_capacity(rows.len());
    for row in rows {
        ticket::Entity::update_many()
            .col_expr(ticket::Column::DuplicateOfId, Expr::value(Some(to.id)))
            .col_expr(
                ticket::Column::AwaitsOriginal,
                Expr::value(row.asker_id != to.asker_id),
            )
            .filter(Expr::col(ticket::Column::Id).eq(row.id))
            .exec(tx)
            .await?;
        moved.push(row.id);
    }
    Ok(moved)
}
