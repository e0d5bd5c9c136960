//! An answer may leave in parts: which messages answer a question together, and which of them did not
//! arrive.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;
use uuid::Uuid;

use super::events::facts_of;
use crate::entity::delivery::{self, DeliveryState};
use crate::entity::outbound_mail::{self, OutboundKind};
use crate::entity::receipt_evidence::{self, EvidenceKind};
use crate::store::StoreError;

/// A message of the answer whose last mail did not arrive.
#[derive(Debug, Clone, PartialEq)]
pub struct Undelivered {
    /// The message.
    pub message: Uuid,
    /// What became of that mail.
    pub delivery: delivery::Model,
}

/// What shows that the reader of a message has it, whatever became of its mail.
const SHOWN: [EvidenceKind; 3] = [
    EvidenceKind::SaidYes,
    EvidenceKind::ReadNotice,
    EvidenceKind::DeliveryNotice,
];

/// Whether such a proof shows that the reader of its message has it, whatever became of its mail.
#[must_use]
pub fn shows_arrival(kind: EvidenceKind) -> bool {
    SHOWN.contains(&kind)
}

/// Whether a mail with this fate will not arrive by itself.
#[must_use]
pub const fn has_failed(state: DeliveryState) -> bool {
    matches!(
        state,
        DeliveryState::Refused
            | DeliveryState::Failed
            | DeliveryState::Bounced
            | DeliveryState::Held
    )
}

/// The messages that answer a question together, the earliest first: the last answer, and the parts that
/// left before it while others still had to answer. `answered` holds the facts of each answer.
pub fn answering<'a>(answered: impl DoubleEndedIterator<Item = &'a Value>) -> Vec<Uuid> {
    let mut from_last = answered.rev();
    let last = from_last.next();
    let parts = from_last.take_while(|facts| facts["still"].is_array());
    let message = |facts: &Value| facts["message"].as_str()?.parse().ok();
    let mut all: Vec<Uuid> = last.into_iter().chain(parts).filter_map(message).collect();
    all.reverse();
    all
}

/// Whether this mail carries a part of the answer, and none carried the same again since.
pub async fn is_of_answer(
    db: &impl ConnectionTrait,
    mail: &outbound_mail::Model,
) -> Result<bool, StoreError> {
    let (Some(ticket), Some(message)) = (mail.ticket_id, mail.message_id) else {
        return Ok(false);
    };
    if !answering(facts_of(db, ticket, "answered").await?.iter()).contains(&message) {
        return Ok(false);
    }
    let last = outbound_mail::Entity::find()
        .filter(outbound_mail::Column::TicketId.eq(ticket))
        .filter(outbound_mail::Column::MessageId.eq(message))
        .filter(outbound_mail::Column::Kind.eq(OutboundKind::Answer))
        .order_by_desc(outbound_mail::Column::CreatedAt)
        .order_by_desc(outbound_mail::Column::Id)
        .one(db)
        .await?;
    Ok(last.is_some_and(|last| last.id == mail.id))
}

/// The messages of the answer that did not arrive, the earliest first. Each counts by the mail that
/// carried it last, unless its reader showed since that they have it.
pub async fn undelivered(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<Undelivered>, StoreError> {
    let messages = answering(facts_of(db, ticket_id, "answered").await?.iter());
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let mails = outbound_mail::Entity::find()
        .filter(outbound_mail::Column::TicketId.eq(ticket_id))
        .filter(outbound_mail::Column::Kind.eq(OutboundKind::Answer))
        .order_by_asc(outbound_mail::Column::CreatedAt)
        .order_by_asc(outbound_mail::Column::Id)
        .all(db)
        .await?;
    let carried = mails
        .iter()
        .filter_map(|mail| Some((mail.message_id?, mail.id)));
    let carried: HashMap<Uuid, Uuid> = carried.collect();
    let failed = delivery::Entity::find()
        .filter(delivery::Column::OutboundMailId.is_in(carried.values().copied()))
        .all(db)
        .await?;
    let mut failed: HashMap<Uuid, delivery::Model> = failed
        .into_iter()
        .filter(|one| has_failed(one.state))
        .map(|one| (one.outbound_mail_id, one))
        .collect();
    if failed.is_empty() {
        return Ok(Vec::new());
    }
    let seen = receipt_evidence::Entity::find()
        .filter(receipt_evidence::Column::TicketId.eq(ticket_id))
        .filter(receipt_evidence::Column::MessageId.is_in(messages.iter().copied()))
        .filter(receipt_evidence::Column::Kind.is_in(SHOWN))
        .all(db)
        .await?;
    let has_it = |message: Uuid| seen.iter().any(|proof| proof.message_id == Some(message));
    let one = |message: Uuid| {
        let delivery = failed.remove(carried.get(&message)?)?;
        Some(Undelivered { message, delivery })
    };
    Ok(messages
        .into_iter()
        .filter(|message| !has_it(*message))
        .filter_map(one)
        .collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_parts_before_the_last_answer_belong_to_it_and_an_earlier_answer_does_not() {
        let sent = |number: u128, still: bool| {
            let message = Uuid::from_u128(number).to_string();
            if still {
                json!({ "message": message, "still": ["mow"] })
            } else {
                json!({ "message": message })
            }
        };
        let check = |sent: &[Value], expected: &[u128]| {
            let expected: Vec<Uuid> = expected.iter().copied().map(Uuid::from_u128).collect();
            assert_eq!(answering(sent.iter()), expected);
        };
        check(&[], &[]);
        check(&[sent(1, false)], &[1]);
        check(&[sent(1, true)], &[1]);
        check(&[sent(1, true), sent(2, true), sent(3, false)], &[1, 2, 3]);
        check(&[sent(1, true), sent(2, false), sent(3, false)], &[3]);
        check(&[sent(1, false), sent(2, true), sent(3, false)], &[2, 3]);
    }
}
