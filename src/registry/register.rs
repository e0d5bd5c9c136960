//! Registering a question: the ticket, its first message, its number and its terms, in the caller's
//! transaction.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

use super::calendar::{Term, WorkingDays};
use super::deadlines::{DeadlineKind, NewTerm, insert_terms};
use super::messages::{NewMessage, append_message};
use super::records::{Ticket, name_in_log, stage_columns};
use super::terms::terms;
use super::threads::{self, Thread};
use super::{Standing, flood, reference};
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
    /// The question that it was a part of, and when that one came in: its terms began then.
    pub split_from: Option<(Uuid, DateTime<Utc>)>,
    /// The question itself.
    pub question: NewMessage,
}

/// A question that has just been registered.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The ticket, as it stands.
    pub ticket: Ticket,
    /// The asker's conversation.
    pub thread: Thread,
    /// The question.
    pub message_id: Uuid,
    /// By when the asker has an answer.
    pub answer_term: Term,
}

/// Registers a question and starts its terms.
pub async fn register(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    new: NewTicket,
) -> Result<Registered, StoreError> {
    let now = ctx.clock.now();
    let terms = terms(tx, ctx).await?;
    let ticket_id = ctx.new_id();
    let mut standing = Standing::registered(now);
    if new.proposed.is_some() {
        standing = standing.with_proposal();
    }
    let asked = new.split_from.map_or(now, |(_, asked)| asked);
    let first = Term::from(asked, WorkingDays(terms.first_reaction_working_days));
    let (close_reason, answered_at, closed_at) = stage_columns(standing.stage);
    let reference = reference::next(tx, &ctx.settings.reference.prefix, now).await?;
    name_in_log(&reference);
    let row = ticket::Model {
        id: ticket_id,
        reference: reference.to_string(),
        subject: new.subject,
        status: standing.status(),
        close_reason,
        receipt: standing.receipt,
        regime: Regime::Question,
        channel: new.channel,
        language: new.language,
        asker_id: new.asker_id,
        organisation_id: new.organisation_id,
        municipality_nis: new.municipality_nis,
        province_slug: new.province_slug,
        region_code: new.region_code,
        topic_slug: new.topic_slug,
        owner_desk_id: new.owner_desk_id,
        handler_user_id: None,
        queue_rank: standing.rank(),
        next_step: standing.step,
        proposed_desk_id: new.proposed.map(|(desk, _)| desk),
        proposed_confidence: new.proposed.map(|(_, sure)| sure),
        ball: standing.ball.holder,
        ball_desk_id: standing.ball.desk,
        ball_since: standing.ball.since,
        due_at: first.due_at,
        registered_at: now,
        answered_at,
        closed_at,
        last_activity_at: now,
        revision: 1,
        link_version: 1,
        event_seq: 0,
        event_head: None,
        follows_id: new.follows_id,
        flood_id: None,
        duplicate_of_id: None,
        awaits_original: false,
        merged_into_id: None,
        merged_at: None,
        merged_before: None,
        split_from_id: new.split_from.map(|(id, _)| id),
    };
    let mut ticket = Ticket::try_from(row.clone())?;
    ticket::Entity::insert(ticket::ActiveModel::from(row))
        .exec_without_returning(tx)
        .await?;
    let thread = threads::open(tx, ctx, ticket_id, None).await?;
    let message_id = append_message(tx, ctx, ticket_id, thread.id, new.question).await?;
    let new_term = |kind, term| NewTerm {
        ticket_id,
        assignment_id: None,
        kind,
        starts_at: asked,
        term,
    };
    let answer_term = Term::from(asked, WorkingDays(terms.answer_working_days));
    let both = [
        new_term(DeadlineKind::FirstReaction, &first),
        new_term(DeadlineKind::Answer, &answer_term),
    ];
    insert_terms(tx, ctx, &both).await?;
    // The row alone: what was counted for a flood is no decision, and raises no revision.
    ticket.flood = flood::note(tx, ctx, ticket_id, new.asker_id, new.owner_desk_id).await?;
    Ok(Registered {
        ticket,
        thread,
        message_id,
        answer_term,
    })
}
