//! A settled delivery becomes evidence, exactly once: outbound commits each fate as a row that
//! nobody has noticed yet, and this step notices it.

use sea_orm::sea_query::{Expr, ExprTrait as _, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use super::FollowupError;
use super::evidence::{NewEvidence, prove};
use crate::auth::Actor;
use crate::context::Context;
use crate::entity::delivery::{self, Column, DeliveryState};
use crate::entity::outbound_mail::{self, OutboundKind};
use crate::entity::{assignment, desk};
use crate::registry::{
    Decided, EvidenceKind, NewEvent, NextStep, Ticket, append_events, load_by_id, save,
};
use crate::store::write_tx;

/// Turns the delivery that was settled longest ago into evidence; `false` when all are noticed.
pub async fn notice_one(ctx: &Context) -> Result<bool, FollowupError> {
    // Looking first keeps an idle worker from taking the write lock of SQLite.
    if unnoticed(&ctx.db, false).await?.is_none() {
        return Ok(false);
    }
    let tx = write_tx(&ctx.db).await?;
    let Some(found) = unnoticed(&tx, true).await? else {
        return Ok(false);
    };
    let mail = outbound_mail::Entity::find_by_id(found.outbound_mail_id)
        .one(&tx)
        .await?;
    if let Some(mail) = mail
        && let Some(ticket_id) = mail.ticket_id
        && let Some(mut ticket) = load_by_id(&tx, ticket_id).await?
    {
        draw_conclusion(&tx, ctx, &mut ticket, &mail, &found).await?;
    }
    delivery::Entity::update_many()
        .col_expr(Column::NoticedAt, Expr::value(Some(ctx.clock.now())))
        .filter(Column::Id.eq(found.id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(true)
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
        DeliveryState::Accepted | DeliveryState::Delivered => false,
        DeliveryState::Refused | DeliveryState::Failed | DeliveryState::Bounced => true,
        // Nothing has happened to it yet, or a person was told already.
        DeliveryState::Queued | DeliveryState::Held => return Ok(()),
    };
    let said = match (&found.server, &found.reply) {
        (Some(server), Some(reply)) => Some(format!("{server}: {reply}")),
        (server, reply) => server.clone().or_else(|| reply.clone()),
    };
    if mail.kind == OutboundKind::Answer {
        let kind = match found.state {
            DeliveryState::Refused | DeliveryState::Bounced => EvidenceKind::HardBounce,
            DeliveryState::Failed => EvidenceKind::SoftFailure,
            _ => EvidenceKind::Accepted,
        };
        let evidence = NewEvidence {
            delivery_id: Some(found.id),
            message_id: mail.message_id,
            note: said,
            ..NewEvidence::new(kind, format!("{}:{}", kind.slug(), found.id))
        };
        prove(tx, ctx, &Actor::System, ticket, evidence).await?;
        return Ok(());
    }
    if let Some(assignment_id) = mail.assignment_id {
        note_desk(tx, ctx, assignment_id, failed).await?;
    }
    if failed {
        ticket.standing = ticket
            .standing
            .needs_owner(ctx.clock.now(), NextStep::RepairAddress);
        save(tx, ticket, Decided::Unattended, ctx.clock.now()).await?;
    }
    let event = NewEvent::new(if failed {
        "mail_failed"
    } else {
        "mail_accepted"
    })
    .fact("mail", mail.kind.slug())
    .fact("delivery", found.id.to_string());
    append_events(tx, ctx, ticket.id, &Actor::System, vec![event]).await?;
    Ok(())
}

/// The directory tests itself: each address keeps its last proven delivery and its bounces.
async fn note_desk(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    assignment_id: Uuid,
    failed: bool,
) -> Result<(), FollowupError> {
    let Some(held) = assignment::Entity::find_by_id(assignment_id)
        .one(tx)
        .await?
    else {
        return Ok(());
    };
    let mut change = desk::Entity::update_many().filter(desk::Column::Id.eq(held.desk_id));
    change = if failed {
        change.col_expr(
            desk::Column::BounceCount,
            Expr::col(desk::Column::BounceCount).add(1),
        )
    } else {
        change
            .col_expr(
                desk::Column::LastProvenAt,
                Expr::value(Some(ctx.clock.now())),
            )
            .col_expr(desk::Column::BounceCount, Expr::value(0))
    };
    change.exec(tx).await?;
    Ok(())
}
