//! Registering a question: the ticket, its first message, its number and its terms, in the caller's
//! transaction.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use uuid::Uuid;

use super::calendar::Term;
use super::deadlines::{DeadlineKind, start_deadline};
use super::messages::{NewMessage, append_message};
use super::records::stage_columns;
use super::threads::{self, Thread};
use super::{Reference, Standing, flood, reference};
use crate::context::Context;
use crate::entity::ticket::{self, Channel, Regime};
use crate::store::StoreError;

/// A question to register.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// The asker's own subject.
    pub subject: String,
    /// How it came in.
    pub channel: Channel,
    /// The language of the question.
    pub language: String,
    /// Who asks.
    pub asker_id: Uuid,
    /// For which organisation, when known.
    pub organisation_id: Option<Uuid>,
    /// In which municipality, when known.
    pub municipality_nis: Option<String>,
    /// In which province, when known.
    pub province_slug: Option<String>,
    /// In which reference region, when known.
    pub region_code: Option<String>,
    /// What it is about, when known.
    pub topic_slug: Option<String>,
    /// The desk that answers for the follow-up.
    pub owner_desk_id: Uuid,
    /// The desk that is proposed, and how sure we are.
    pub proposed: Option<(Uuid, f64)>,
    /// The closed question that it goes on with.
    pub follows_id: Option<Uuid>,
    /// The question itself.
    pub question: NewMessage,
}

/// A question that has just been registered.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The ticket's id.
    pub ticket_id: Uuid,
    /// Its number.
    pub reference: Reference,
    /// The asker's conversation.
    pub thread: Thread,
    /// The question.
    pub message_id: Uuid,
    /// Where it stands.
    pub standing: Standing,
    /// By when the asker has an answer.
    pub answer_term: Term,
    /// Whether it stands in a flood of its asker.
    pub in_flood: bool,
}

/// Registers a question and starts its terms.
pub async fn register(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    new: NewTicket,
) -> Result<Registered, StoreError> {
    let now = ctx.clock.now();
    let terms = &ctx.settings.terms;
    let ticket_id = ctx.new_id();
    let mut standing = Standing::registered(now);
    if new.proposed.is_some() {
        standing = standing.with_proposal();
    }
    let first = super::Term::from(now, super::WorkingDays(terms.first_reaction_working_days));
    let (close_reason, answered_at, closed_at) = stage_columns(standing.stage);
    let reference = reference::next(tx, now).await?;
    let row = ticket::ActiveModel {
        id: Set(ticket_id),
        reference: Set(reference.to_string()),
        subject: Set(new.subject),
        status: Set(standing.status()),
        close_reason: Set(close_reason),
        receipt: Set(standing.receipt),
        regime: Set(Regime::Question),
        channel: Set(new.channel),
        language: Set(new.language),
        asker_id: Set(new.asker_id),
        organisation_id: Set(new.organisation_id),
        municipality_nis: Set(new.municipality_nis),
        province_slug: Set(new.province_slug),
        region_code: Set(new.region_code),
        topic_slug: Set(new.topic_slug),
        owner_desk_id: Set(new.owner_desk_id),
        handler_user_id: Set(None),
        queue_rank: Set(standing.rank()),
        next_step: Set(standing.step),
        proposed_desk_id: Set(new.proposed.map(|(desk, _)| desk)),
        proposed_confidence: Set(new.proposed.map(|(_, sure)| sure)),
        ball: Set(standing.ball.holder),
        ball_desk_id: Set(standing.ball.desk),
        ball_since: Set(standing.ball.since),
        due_at: Set(first.due_at),
        registered_at: Set(now),
        answered_at: Set(answered_at),
        closed_at: Set(closed_at),
        last_activity_at: Set(now),
        revision: Set(1),
        link_version: Set(1),
        event_seq: Set(0),
        event_head: Set(None),
        follows_id: Set(new.follows_id),
        flood_id: Set(None),
    };
    ticket::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    let thread = threads::open(tx, ctx, ticket_id, None).await?;
    let message_id = append_message(tx, ctx, ticket_id, thread.id, new.question).await?;
    start_deadline(
        tx,
        ctx,
        ticket_id,
        None,
        DeadlineKind::FirstReaction,
        terms.first_reaction_working_days,
    )
    .await?;
    let answer_term = start_deadline(
        tx,
        ctx,
        ticket_id,
        None,
        DeadlineKind::Answer,
        terms.answer_working_days,
    )
    .await?;
    let in_flood = flood::note(tx, ctx, ticket_id, new.asker_id, new.owner_desk_id).await?;
    Ok(Registered {
        ticket_id,
        reference,
        thread,
        message_id,
        standing,
        answer_term,
        in_flood,
    })
}
