//! A settled delivery becomes evidence, exactly once: outbound commits each fate as a row that
//! nobody has noticed yet, and this step notices it.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use tracing::error;
use uuid::Uuid;

use super::FollowupError;
use super::bounces::Notice;
use super::evidence::{NewEvidence, prove};
use crate::auth::Actor;
use crate::context::Context;
use crate::directory::{DeskId, note_arrived, note_bounced};
use crate::entity::deadline::DeadlineState;
use crate::entity::delivery::{self, Column, DeliveryState};
use crate::entity::outbound_mail::{self, OutboundKind};
use crate::registry::{
    DeadlineKind, Decided, EvidenceKind, NewEvent, NextStep, Receipt, RegistryError, Ticket,
    append_events, assignment, desk_by_id, end_deadline, facts_of, has_failed, is_of_answer,
    lay_before_owner, load_by_id, mail_texts, resume_when_back, save, save_progress, undelivered,
};
use crate::store::{StoreError, write_tx};

/// Turns the delivery that was settled longest ago into evidence; `false` when all are noticed. One
/// whose ticket cannot be read is put aside with a line in the log.
pub async fn notice_one(ctx: &Context) -> Result<bool, FollowupError> {
    // Looking first keeps an idle worker from taking the write lock of SQLite.
    if unnoticed(&ctx.db, false).await?.is_none() {
        return Ok(false);
    }
    let tx = write_tx(&ctx.db).await?;
    let Some(found) = unnoticed(&tx, true).await? else {
        return Ok(false);
    };
    match conclude(&tx, ctx, &found).await {
        Ok(()) => {
            mark_noticed(&tx, ctx, found.id).await?;
            tx.commit().await?;
        }
        // What cannot be true will not become true by trying again, and the others wait behind it.
        Err(FollowupError::Registry(RegistryError::Store(
            error @ StoreError::Inconsistent { .. },
        ))) => {
            tx.rollback().await?;
            error!(delivery.id = %found.id, %error, "The fate of a mail is put aside, unheard");
            mark_noticed(&ctx.db, ctx, found.id).await?;
        }
        Err(error) => return Err(error),
    }
    Ok(true)
}

async fn conclude(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    found: &delivery::Model,
) -> Result<(), FollowupError> {
    let mail = outbound_mail::Entity::find_by_id(found.outbound_mail_id)
        .one(tx)
        .await?;
    if let Some(mail) = mail
        && let Some(ticket_id) = mail.ticket_id
        && let Some(mut ticket) = load_by_id(tx, ticket_id).await?
    {
        draw_conclusion(tx, ctx, &mut ticket, &mail, found).await?;
    }
    Ok(())
}

async fn mark_noticed(
    db: &impl ConnectionTrait,
    ctx: &Context,
    id: Uuid,
) -> Result<(), FollowupError> {
    delivery::Entity::update_many()
        .col_expr(Column::NoticedAt, Expr::value(Some(ctx.clock.now())))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

async fn unnoticed(
    db: &impl ConnectionTrait,
    lock: bool,
) -> Result<Option<delivery::Model>, FollowupError> {
    let mut query = delivery::Entity::find()
        .filter(Column::NoticedAt.is_null())
        .filter(Column::SettledAt.is_not_null())
        .order_by_asc(Column::SettledAt)
        .order_by_asc(Column::Id)
        .limit(1);
    if lock && db.get_database_backend() == DbBackend::Postgres {
        QueryTrait::query(&mut query)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    Ok(query.one(db).await?)
}

async fn draw_conclusion(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    mail: &outbound_mail::Model,
    found: &delivery::Model,
) -> Result<(), FollowupError> {
    let failed = match found.state {
        // Whoever sends so much that we stop acknowledging it has heard from us often enough.
        DeliveryState::Held if mail.kind == OutboundKind::Acknowledgement => return Ok(()),
        // Nothing has happened to it yet.
        DeliveryState::Queued => return Ok(()),
        state => has_failed(state),
    };
    if mail.kind == OutboundKind::Answer {
        let is_last = is_last_answer(tx, mail).await?;
        // An answer that left in parts did not arrive when one of them did not.
        if is_last || failed && is_of_answer(tx, mail).await? {
            let evidence = NewEvidence {
                message_id: mail.message_id,
                ..fate_of(found)
            };
            prove(tx, ctx, &Actor::System, ticket, evidence).await?;
            if !failed {
                bring_back_undelivered(tx, ctx, ticket, &mail.id.to_string()).await?;
            }
            return Ok(());
        }
    }
    if failed && let Some(key) = untold_by(mail.kind) {
        return tell_owner(tx, ctx, ticket, mail.kind, key, found).await;
    }
    let now = ctx.clock.now();
    let mut events = Vec::new();
    if let Some(held) = match mail.assignment_id {
        Some(id) => assignment(tx, id).await?,
        None => None,
    } {
        // What we held back ourselves tells nothing about the address.
        let desk = DeskId(held.desk_id);
        let address = desk_by_id(tx, desk.0).await?.map(|desk| desk.email);
        // Nor does what happens to mail at an address that the desk had before.
        let is_there = address.is_some_and(|it| it.eq_ignore_ascii_case(&found.recipient));
        if found.state != DeliveryState::Held && is_there {
            if failed {
                note_bounced(tx, desk).await?;
            } else {
                note_arrived(tx, desk, now).await?;
            }
        }
        // What was written to it later takes nothing back: it has the question.
        let first = format!("{}:{}", mail.kind.slug(), held.id);
        if failed
            && matches!(
                mail.kind,
                OutboundKind::Forward | OutboundKind::Consultation
            )
            && mail.idempotency_key == first
            && let Ok(progress) = held.progress.withdraw(now)
        {
            // The desk never had the question, so it may be sent there again.
            save_progress(tx, &held, progress).await?;
            let (term, ended) = (DeadlineKind::Administration, DeadlineState::Cancelled);
            end_deadline(tx, ticket.id, Some(held.id), term, ended, now).await?;
            events.push(NewEvent::new("withdrawn").fact("assignment", held.id.to_string()));
        }
    }
    // An earlier answer that comes back late says nothing about the last one.
    if failed && mail.kind == OutboundKind::Consultation {
        // The question stays where it is: the owner asks elsewhere, or answers without it.
        let email = found.recipient.as_str();
        let words = mail_texts().with("mail-notice-consultation", "email", email);
        lay_before_owner(tx, ctx, ticket, words).await?;
    } else if failed && !matches!(mail.kind, OutboundKind::Answer | OutboundKind::Signal) {
        let before = ticket.standing.stage;
        ticket.standing = ticket.standing.needs_owner(now, NextStep::RepairAddress);
        resume_when_back(tx, ctx, ticket, before).await?;
        save(tx, ticket, Decided::Unattended, now).await?;
    }
    let fate = NewEvent::new(if failed {
        "mail_failed"
    } else {
        "mail_accepted"
    })
    .fact("mail", mail.kind.slug())
    .fact("delivery", found.id.to_string());
    events.insert(0, fate);
    append_events(tx, ctx, ticket.id, &Actor::System, events).await?;
    Ok(())
}

/// How the owner reads that the asker was not told of an end or a beginning; `None` for other mails.
const fn untold_by(kind: OutboundKind) -> Option<&'static str> {
    match kind {
        OutboundKind::Closing => Some("mail-notice-closing"),
        OutboundKind::Duplicate => Some("mail-notice-duplicate"),
        OutboundKind::Reopening => Some("mail-notice-reopening"),
        _ => None,
    }
}

/// The asker was not told that their question is over, or open again: no answer is lost by it, and the
/// owner decides whether to tell them otherwise.
async fn tell_owner(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    kind: OutboundKind,
    key: &str,
    found: &delivery::Model,
) -> Result<(), FollowupError> {
    let fate = NewEvent::new("mail_failed")
        .fact("mail", kind.slug())
        .fact("delivery", found.id.to_string());
    append_events(tx, ctx, ticket.id, &Actor::System, vec![fate]).await?;
    let words = mail_texts().with(key, "email", found.recipient.as_str());
    let words = match fate_of(found).note {
        Some(said) => format!("{words}\n\n{said}"),
        None => words,
    };
    lay_before_owner(tx, ctx, ticket, words).await?;
    Ok(())
}

/// What the fate of a mail proves.
fn fate_of(found: &delivery::Model) -> NewEvidence {
    let kind = match found.state {
        DeliveryState::Refused | DeliveryState::Bounced => EvidenceKind::HardBounce,
        DeliveryState::Failed | DeliveryState::Held => EvidenceKind::SoftFailure,
        _ => EvidenceKind::Accepted,
    };
    let note = match (&found.server, &found.reply) {
        (Some(server), Some(reply)) => Some(format!("{server}: {reply}")),
        (server, reply) => server.clone().or_else(|| reply.clone()),
    };
    NewEvidence {
        delivery_id: Some(found.id),
        note,
        ..NewEvidence::new(kind, format!("{}:{}", kind.slug(), found.id))
    }
}

/// Brings a ticket back to its owner when a part of the answer did not arrive, though the rest did since.
/// `occasion` is when that counts anew. Whether it is undeliverable now.
pub(super) async fn bring_back_undelivered(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    occasion: &str,
) -> Result<bool, FollowupError> {
    let missing = undelivered(tx, ticket.id).await?;
    for part in &missing {
        // The ticket as the proof before this one left it.
        if let Some(now) = load_by_id(tx, ticket.id).await? {
            *ticket = now;
        }
        let fate = fate_of(&part.delivery);
        let evidence = NewEvidence {
            message_id: Some(part.message),
            key: format!("{}:{occasion}", fate.key),
            ..fate
        };
        prove(tx, ctx, &Actor::System, ticket, evidence).await?;
    }
    Ok(!missing.is_empty() && ticket.standing.receipt == Receipt::Undeliverable)
}

/// The delivery of the answer, or of a part of it, that a mail server last said to be held up, and of which
/// nothing was heard since.
pub(super) async fn held_up(
    tx: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<Option<delivery::Model>, FollowupError> {
    let mut last: BTreeMap<Uuid, bool> = BTreeMap::new();
    for facts in facts_of(tx, ticket.id, "mail_reported").await? {
        let delivery = facts["delivery"].as_str().and_then(|id| id.parse().ok());
        if let Some(id) = delivery {
            last.insert(id, facts["what"] == Notice::Delayed.slug());
        }
    }
    for (id, _) in last.into_iter().filter(|(_, delayed)| *delayed) {
        let found = delivery::Entity::find_by_id(id).one(tx).await?;
        let Some(found) = found.filter(|it| it.state == DeliveryState::Accepted) else {
            continue;
        };
        let mail = outbound_mail::Entity::find_by_id(found.outbound_mail_id);
        let Some(mail) = mail
            .one(tx)
            .await?
            .filter(|it| it.kind == OutboundKind::Answer)
        else {
            continue;
        };
        let is_owed = is_last_answer(tx, &mail).await? || is_of_answer(tx, &mail).await?;
        if is_owed && !was_seen_arriving(tx, &found).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Whether a mail server or its reader said that it arrived.
async fn was_seen_arriving(
    tx: &impl ConnectionTrait,
    found: &delivery::Model,
) -> Result<bool, FollowupError> {
    use crate::entity::receipt_evidence::{Column, Entity};
    let seen = Entity::find()
        .filter(Column::DeliveryId.eq(found.id))
        .filter(Column::Kind.is_in([EvidenceKind::DeliveryNotice, EvidenceKind::ReadNotice]))
        .one(tx)
        .await?;
    Ok(seen.is_some())
}

/// Whether no later answer was mailed in this ticket, nor the same one to another address.
pub(super) async fn is_last_answer(
    tx: &impl ConnectionTrait,
    mail: &outbound_mail::Model,
) -> Result<bool, FollowupError> {
    let last: Option<Uuid> = outbound_mail::Entity::find()
        .select_only()
        .column(outbound_mail::Column::Id)
        .filter(outbound_mail::Column::TicketId.eq(mail.ticket_id))
        .filter(outbound_mail::Column::Kind.eq(OutboundKind::Answer))
        .order_by_desc(outbound_mail::Column::CreatedAt)
        .order_by_desc(outbound_mail::Column::Id)
        .limit(1)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last == Some(mail.id))
}
