//! Terms that pass: silence after an answer counts as received, a silent desk is reminded, and what
//! is late is noted as late. What ends today is told that morning.

use chrono::TimeDelta;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Value};
use uuid::Uuid;

use super::FollowupError;
use super::deliveries::{bring_back_undelivered, held_up};
use super::evidence::{NewEvidence, prove};
use crate::auth::{Actor, Addresses};
use crate::context::Context;
use crate::entity::deadline::{self, Column, DeadlineKind, DeadlineState};
use crate::entity::delivery;
use crate::outbound::mails::{Passage, Reminder, Wanted};
use crate::outbound::{Author, Draft, OutboundKind, enqueue};
use crate::registry::{
    self, AssignmentRole, Decided, EvidenceKind, NewEvent, Receipt, Ticket, administration_links,
    append_events, assignment, assignment_thread, citation, correspondence, day_in_brussels,
    desk_by_id, lay_before_owner, letterhead, load_by_id, mail_texts, mark_chase, note_due_today,
    notices_waiting, save, save_progress, start_deadline, working_days_between,
};
use crate::store::{Claim, claim, constant, write_tx};

/// The terms that are due, as a worker claims them; `values` holds the present moment.
#[must_use]
pub fn due_terms(values: &[Value]) -> Claim<'_> {
    Claim {
        table: "deadline",
        due: "state = 'pending' AND due_at <= $1",
        order: "due_at, id",
        values,
        limit: 1,
    }
}

/// Fires the term that passed longest ago; `false` when none is due.
pub async fn fire_one(ctx: &Context) -> Result<bool, FollowupError> {
    let values = [ctx.clock.now().into()];
    let Some(id) = claim(&ctx.db, &due_terms(&values)).await?.first().copied() else {
        return Ok(false);
    };
    let tx = write_tx(&ctx.db).await?;
    let Some(found) = deadline::Entity::find_by_id(id).one(&tx).await? else {
        return Ok(true);
    };
    let Some(mut ticket) = load_by_id(&tx, found.ticket_id).await? else {
        return Ok(true);
    };
    let fired = deadline::Entity::update_many()
        .col_expr(Column::State, Expr::value(DeadlineState::Fired))
        .col_expr(Column::EndedAt, Expr::value(Some(ctx.clock.now())))
        .filter(Column::Id.eq(id))
        .filter(Expr::col(Column::State).eq(constant(DeadlineState::Pending.slug())))
        .exec(&tx)
        .await?;
    // The ticket was locked only now: its verbs may have ended the term in between.
    if fired.rows_affected == 1 {
        act(&tx, ctx, &mut ticket, &found).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// How long before a term ends it is told that this is its day: the day begins at 7.00, so that it stands in
/// the mail of 8.00, and ends at 17.00. No clock changes in between.
const TOLD_BEFORE: TimeDelta = TimeDelta::hours(10);

/// Tells of one term that it ends today, once; `false` when there is none. What the owner owes counts, and not
/// what others owe us.
pub async fn tell_one_due(ctx: &Context) -> Result<bool, FollowupError> {
    let now = ctx.clock.now();
    let due = deadline::Entity::find()
        .filter(Expr::col(Column::State).eq(constant(DeadlineState::Pending.slug())))
        .filter(Column::ToldAt.is_null())
        .filter(Column::Kind.is_in([DeadlineKind::FirstReaction, DeadlineKind::Answer]))
        .filter(Column::DueAt.gt(now))
        .filter(Column::DueAt.lte(now + TOLD_BEFORE))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .one(&ctx.db)
        .await?;
    let Some(term) = due else {
        return Ok(false);
    };
    let tx = write_tx(&ctx.db).await?;
    // Its ticket is locked first, as every verb does.
    load_by_id(&tx, term.ticket_id).await?;
    let told = deadline::Entity::update_many()
        .col_expr(Column::ToldAt, Expr::value(Some(now)))
        .filter(Column::Id.eq(term.id))
        .filter(Column::State.eq(DeadlineState::Pending))
        .filter(Column::ToldAt.is_null())
        .exec(&tx)
        .await?;
    // Another process told it, or its question was dealt with meanwhile.
    if told.rows_affected == 1 {
        note_due_today(&tx, ctx, term.ticket_id).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(true)
}

async fn act(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    term: &deadline::Model,
) -> Result<(), FollowupError> {
    match term.kind {
        DeadlineKind::Presume => {
            let occasion = term.id.to_string();
            if bring_back_undelivered(tx, ctx, ticket, &occasion).await? {
                // Silence about what did not arrive proves nothing.
                return Ok(());
            }
            if ticket.standing.receipt == Receipt::Sent
                && let Some(late) = held_up(tx, ticket).await?
            {
                // Nor does silence where a mail server said that it lies there still.
                return tell_held_up(tx, ctx, ticket, &late).await;
            }
            let evidence = NewEvidence::new(EvidenceKind::Silence, format!("silence:{}", term.id));
            prove(tx, ctx, &Actor::System, ticket, evidence).await?;
        }
        DeadlineKind::Administration => remind(tx, ctx, ticket, term).await?,
        DeadlineKind::FirstReaction | DeadlineKind::Answer => {
            if term.kind == DeadlineKind::Answer {
                chase(tx, ctx, ticket, None).await?;
            }
            let event = NewEvent::new("overdue").fact("term", term.kind.slug());
            append_events(tx, ctx, ticket.id, &Actor::System, vec![event]).await?;
        }
    }
    Ok(())
}

/// The owner hears that a mail server reported a delay of the answer and nothing since: nobody knows whether
/// it arrived. They hear it again for as long as it is so.
async fn tell_held_up(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    late: &delivery::Model,
) -> Result<(), FollowupError> {
    let days = registry::terms(tx, ctx).await?.presume_working_days;
    let term = start_deadline(tx, ctx, ticket.id, None, DeadlineKind::Presume, days).await?;
    ticket.due_at = term.due_at;
    let words = mail_texts().with("mail-notice-delayed", "email", late.recipient.as_str());
    if notices_waiting(tx, ticket.id, &words).await? == 0 {
        lay_before_owner(tx, ctx, ticket, words).await?;
    } else {
        save(tx, ticket, Decided::Unattended, ctx.clock.now()).await?;
    }
    Ok(())
}

/// The owner's desk calls an administration that still owes something, or each of them.
async fn chase(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &Ticket,
    only: Option<Uuid>,
) -> Result<(), FollowupError> {
    let now = ctx.clock.now();
    mark_chase(tx, ticket.id, only, now).await?;
    // The step follows from what waits.
    if ticket.standing.is_followed() {
        save(tx, ticket, Decided::Unattended, now).await?;
    }
    Ok(())
}

/// Whether this desk was reminded already.
async fn was_reminded(
    db: &impl ConnectionTrait,
    term: &deadline::Model,
) -> Result<bool, FollowupError> {
    let before = deadline::Entity::find()
        .filter(Column::TicketId.eq(term.ticket_id))
        .filter(Column::AssignmentId.eq(term.assignment_id))
        .filter(Column::Kind.eq(DeadlineKind::Administration))
        .filter(Expr::col(Column::State).eq(constant(DeadlineState::Fired.slug())))
        .filter(Column::Id.ne(term.id))
        .one(db)
        .await?;
    Ok(before.is_some())
}

/// Reminds a silent desk, once; when it stays silent, the owner's desk calls.
async fn remind(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    term: &deadline::Model,
) -> Result<(), FollowupError> {
    let now = ctx.clock.now();
    let Some(id) = term.assignment_id else {
        return Ok(());
    };
    let Some(held) = assignment(tx, id)
        .await?
        .filter(|held| held.progress.is_open())
    else {
        return Ok(());
    };
    let Some(desk) = desk_by_id(tx, held.desk_id).await? else {
        return Ok(());
    };
    let progress = held.progress.pass(now);
    if progress != held.progress {
        save_progress(tx, &held, progress).await?;
    }
    if was_reminded(tx, term).await? {
        // Nobody is called for advice.
        return chase(tx, ctx, ticket, Some(held.id)).await;
    }
    let patience = registry::terms(tx, ctx).await?.first_reaction_working_days;
    start_deadline(
        tx,
        ctx,
        ticket.id,
        Some(held.id),
        DeadlineKind::Administration,
        patience,
    )
    .await?;
    let about = correspondence(tx, ticket).await?;
    let thread = assignment_thread(tx, ctx, ticket.id, held.id).await?;
    let cited = citation(tx, thread.id).await?;
    let links = administration_links(ctx, held.id);
    let reminder = Reminder {
        wanted: match held.role {
            AssignmentRole::Handler => Wanted::Answer,
            AssignmentRole::Consulted => Wanted::Advice,
        },
        reference: ticket.reference.to_string(),
        subject: ticket.subject.clone(),
        asker: about.asker_words(),
        about: None,
        question: Passage::plain(&about.question),
        asked_on: day_in_brussels(about.asked_at),
        due: day_in_brussels(held.due_at),
        days_left: working_days_between(now, held.due_at),
        date_url: links.promise,
        answer_url: links.answer,
        refuse_url: links.refuse,
        signature: about.signature(None),
    };
    let body = reminder.write(&mail_texts(), &letterhead(ctx))?;
    let draft = Draft {
        kind: OutboundKind::Reminder,
        author: Author::Machine,
        ticket: Some(about.about()),
        thread: Some(thread.id),
        message: None,
        assignment: Some(held.id),
        to: vec![desk.email.clone()],
        reply_to: Addresses::of(ctx)
            .ok()
            .map(|all| all.reply_of_assignment(held.id)),
        body,
        in_reply_to: cited
            .in_reply_to
            .or_else(|| cited.references.last().cloned()),
        references: cited.references,
        enclosures: Vec::new(),
        idempotency_key: format!("reminder:{}", term.id),
    };
    enqueue(ctx, tx, draft).await?;
    let event = NewEvent::new("reminded")
        .fact("desk", desk.slug)
        .fact("assignment", held.id.to_string());
    append_events(tx, ctx, ticket.id, &Actor::System, vec![event]).await?;
    Ok(())
}
