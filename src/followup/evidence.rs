//! Evidence about receipt, and what follows from it. The same fact is evidence once, whoever brings
//! it and however often.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use uuid::Uuid;

use crate::auth::Actor;
use crate::context::Context;
use crate::entity::deadline::DeadlineState;
use crate::entity::receipt_evidence;
use crate::outbound::mails::Moot;
use crate::registry::{
    DeadlineKind, Decided, EvidenceKind, NewEvent, NotedView, Receipt, RegistryError, Status, Term,
    Ticket, WorkingDays, append_events, cancel_all, end_deadline, rest_owed, restart_answer_term,
    resume_when_back, save, start_deadline, terms, withdraw_all,
};
use crate::store::StoreError;

/// A fact about the asker having the answer.
#[derive(Debug, Clone)]
pub struct NewEvidence {
    /// What it rests on.
    pub kind: EvidenceKind,
    /// Names the fact: two pieces with the same key are one.
    pub key: String,
    /// The delivery it tells about.
    pub delivery_id: Option<Uuid>,
    /// The answer it tells about, or the message that tells it.
    pub message_id: Option<Uuid>,
    /// The mail that brought it.
    pub inbound_mail_id: Option<Uuid>,
    /// In words: what the server said, who was called.
    pub note: Option<String>,
    /// What a colleague noted: who, when, how.
    pub noted: Option<NotedView>,
}

/// What is done by a note, in the words of a step that cannot follow.
pub(super) const TOLD: &str = "noted as answered";

impl NewEvidence {
    /// A fact with nothing but its name.
    #[must_use]
    pub fn new(kind: EvidenceKind, key: String) -> Self {
        Self {
            kind,
            key,
            delivery_id: None,
            message_id: None,
            inbound_mail_id: None,
            note: None,
            noted: None,
        }
    }
}

/// Keeps a piece of evidence, draws the conclusion and saves the ticket. `false`: it was known.
pub async fn prove(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    new: NewEvidence,
) -> Result<bool, RegistryError> {
    let now = ctx.clock.now();
    let before = ticket.standing;
    let rest = match before.part {
        Some(_) => rest_owed(tx, ticket.id).await?,
        None => None,
    };
    let after = before.proven_with_rest(new.kind, now, rest);
    ticket.standing = after;
    if !keep(tx, ctx, actor, ticket, new.clone(), now).await? {
        ticket.standing = before;
        return Ok(false);
    }
    let mut told = NewEvent::new("evidence").fact("kind", new.kind.slug());
    if let Some(noted) = new.noted {
        told = told
            .fact("how", noted.how.slug())
            .fact("on", noted.on.to_string())
            .personal("by", noted.by);
    }
    let mut events = vec![told];
    if after.receipt != before.receipt {
        events.push(
            NewEvent::new("receipt_changed")
                .fact("from", before.receipt.slug())
                .fact("to", after.receipt.slug()),
        );
    }
    let closes = before.status() != Status::Closed && after.status() == Status::Closed;
    let reopens = matches!(before.status(), Status::Answered | Status::Closed)
        && after.status() == Status::Open;
    if closes {
        events.push(NewEvent::new("closed").fact("reason", "answered"));
    }
    if reopens {
        events.push(NewEvent::new("reopened").fact("because", after.receipt.slug()));
    }
    // What happened stands before what follows from it.
    append_events(tx, ctx, ticket.id, actor, events).await?;
    if closes {
        withdraw_all(tx, ctx, &Actor::System, ticket, Moot::Answered).await?;
        cancel_all(tx, ticket.id, now).await?;
    }
    if reopens {
        restart_answer_term(tx, ctx, ticket).await?;
        if after.receipt == Receipt::Undeliverable {
            // It did not arrive: that is for the first working day, not for the end of a new term.
            ticket.due_at = Term::from(now, WorkingDays(1)).due_at;
        }
    }
    resume_when_back(tx, ctx, ticket, before.stage).await?;
    let waits = after.status() == Status::Answered
        && matches!(after.receipt, Receipt::Sent | Receipt::Reported);
    if waits && after.receipt != before.receipt {
        end_deadline(
            tx,
            ticket.id,
            None,
            DeadlineKind::Answer,
            DeadlineState::Met,
            now,
        )
        .await?;
        let days = terms(tx, ctx).await?.presume_working_days;
        let term = start_deadline(tx, ctx, ticket.id, None, DeadlineKind::Presume, days).await?;
        ticket.due_at = term.due_at;
    }
    let decided = if after.status() == before.status() {
        Decided::Unattended
    } else {
        Decided::Now
    };
    save(tx, ticket, decided, now).await?;
    Ok(true)
}

/// Keeps a piece of evidence beside what is known now, as of the moment at which that followed. `false`: it was kept before.
pub(super) async fn keep(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &Ticket,
    new: NewEvidence,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let (by, noted) = match new.noted {
        Some(noted) => (Some(noted.by), Some((noted.on, noted.how, noted.elsewhere))),
        None => (None, None),
    };
    let kept = tx
        .query_one_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "INSERT INTO receipt_evidence (id, ticket_id, kind, receipt, delivery_id, message_id, \
             inbound_mail_id, user_id, note, at, fact_key, told_by, told_on, told_how, \
             told_elsewhere) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
             ON CONFLICT (fact_key) DO NOTHING RETURNING id",
            [
                ctx.new_id().into(),
                ticket.id.into(),
                new.kind.slug().into(),
                ticket.standing.receipt.slug().into(),
                new.delivery_id.into(),
                new.message_id.into(),
                new.inbound_mail_id.into(),
                actor.user().map(|user| user.id).into(),
                new.note.into(),
                at.into(),
                new.key.into(),
                by.into(),
                noted.map(|(on, ..)| on).into(),
                noted.map(|(_, how, _)| how.slug()).into(),
                noted.map(|(.., elsewhere)| elsewhere).into(),
            ],
        ))
        .await?;
    Ok(kept.is_some())
}

/// What the proofs of a ticket rest on, the oldest first.
pub(super) async fn proofs(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<EvidenceKind>, StoreError> {
    let rows = receipt_evidence::Entity::find()
        .filter(receipt_evidence::Column::TicketId.eq(ticket_id))
        .order_by_asc(receipt_evidence::Column::At)
        .order_by_asc(receipt_evidence::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.kind).collect())
}
