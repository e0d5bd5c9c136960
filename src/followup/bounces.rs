//! What mail servers and mail programs report about a mail of ours: bounces, delays, delivery and
//! read notices.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::FollowupError;
use super::deliveries::is_last_answer;
use super::evidence::{NewEvidence, prove};
use crate::auth::Actor;
use crate::context::Context;
use crate::entity::delivery::{self, Column, DeliveryState};
use crate::entity::outbound_mail::{self, OutboundKind};
use crate::registry::{EvidenceKind, NewEvent, append_events, load_by_id};

/// What was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// It will not arrive.
    Failed,
    /// It has not arrived yet; the other server goes on trying.
    Delayed,
    /// It lies in the mailbox.
    Delivered,
    /// It was handed on to a server that reports nothing.
    Relayed,
    /// It was opened.
    Read,
    /// It was thrown away unread.
    Deleted,
}

/// Notes what was reported about one of our mails, in the caller's transaction, and returns the
/// ticket it is about. The mail is found by its delivery, or else by its Message-ID.
pub async fn notice(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    delivery_id: Option<Uuid>,
    original_message_id: Option<&str>,
    what: Notice,
    said: Option<String>,
    inbound_mail_id: Uuid,
) -> Result<Option<Uuid>, FollowupError> {
    let Some((mail, found)) = find(tx, delivery_id, original_message_id).await? else {
        return Ok(None);
    };
    let now = ctx.clock.now();
    if what == Notice::Failed {
        // The step that notices deliveries draws the conclusion, as for a refusal.
        delivery::Entity::update_many()
            .col_expr(Column::State, Expr::value(DeliveryState::Bounced))
            .col_expr(Column::Reply, Expr::value(said.clone()))
            .col_expr(Column::SettledAt, Expr::value(Some(now)))
            .col_expr(
                Column::NoticedAt,
                Expr::value(None::<chrono::DateTime<chrono::Utc>>),
            )
            .filter(Column::Id.eq(found.id))
            .filter(Column::State.ne(DeliveryState::Bounced))
            .exec(tx)
            .await?;
        return Ok(mail.ticket_id);
    }
    let Some(ticket_id) = mail.ticket_id else {
        return Ok(None);
    };
    let Some(mut ticket) = load_by_id(tx, ticket_id).await? else {
        return Ok(None);
    };
    let proof = match what {
        Notice::Delivered => Some(EvidenceKind::DeliveryNotice),
        Notice::Read => Some(EvidenceKind::ReadNotice),
        _ => None,
    };
    match proof {
        Some(kind) if mail.kind == OutboundKind::Answer && is_last_answer(tx, &mail).await? => {
            let evidence = NewEvidence {
                delivery_id: Some(found.id),
                message_id: mail.message_id,
                inbound_mail_id: Some(inbound_mail_id),
                note: said,
                ..NewEvidence::new(kind, format!("{}:{}", kind.slug(), found.id))
            };
            prove(tx, ctx, &Actor::System, &mut ticket, evidence).await?;
        }
        _ => {
            let event = NewEvent::new("mail_reported")
                .fact("mail", mail.kind.slug())
                .fact("delivery", found.id.to_string())
                .fact("what", format!("{what:?}").to_lowercase());
            append_events(tx, ctx, ticket_id, &Actor::System, vec![event]).await?;
        }
    }
    Ok(Some(ticket_id))
}

async fn find(
    tx: &impl ConnectionTrait,
    delivery_id: Option<Uuid>,
    original_message_id: Option<&str>,
) -> Result<Option<(outbound_mail::Model, delivery::Model)>, FollowupError> {
    if let Some(id) = delivery_id
        && let Some(found) = delivery::Entity::find_by_id(id).one(tx).await?
        && let Some(mail) = outbound_mail::Entity::find_by_id(found.outbound_mail_id)
            .one(tx)
            .await?
    {
        return Ok(Some((mail, found)));
    }
    let Some(message_id) = original_message_id else {
        return Ok(None);
    };
    let Some(mail) = outbound_mail::Entity::find()
        .filter(outbound_mail::Column::RfcMessageId.eq(message_id))
        .one(tx)
        .await?
    else {
        return Ok(None);
    };
    // Ours go to one recipient each; with more, a report that names none is about the first.
    let found = delivery::Entity::find()
        .filter(Column::OutboundMailId.eq(mail.id))
        .one(tx)
        .await?;
    Ok(found.map(|found| (mail, found)))
}
