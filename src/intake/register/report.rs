//! A mail server reports on a mail of ours: it came back, it arrived, it was read.

use sea_orm::ConnectionTrait;

use super::incoming::Incoming;
use crate::entity::inbound_mail;
use crate::followup::{self, About, Notice};
use crate::intake::IntakeError;
use crate::intake::mail::{BounceType, Reason, ReceiptType};
use crate::intake::resolve::{Resolved, delivery_in};
use crate::intake::understand::{Outcome, Reader};

impl Reader {
    pub(super) async fn report(
        &self,
        tx: &impl ConnectionTrait,
        incoming: &Incoming<'_>,
        found: Option<&Resolved>,
        outcome: &mut Outcome,
    ) -> Result<(), IntakeError> {
        let Incoming {
            row, mail, clues, ..
        } = incoming;
        let delivery = delivery_in(&self.ctx, clues);
        let (what, original, said) = if let Some(bounce) = &mail.bounce {
            let what = match bounce.severity {
                BounceType::Hard => Notice::Failed,
                BounceType::Soft => Notice::Delayed,
            };
            let said = bounce.diagnostic.clone().or_else(|| bounce.status.clone());
            (what, bounce.original_message_id.as_deref(), said)
        } else if let Some(receipt) = &mail.receipt {
            let what = match receipt.testifies {
                ReceiptType::Delivered => Notice::Delivered,
                ReceiptType::Relayed | ReceiptType::Expanded => Notice::Relayed,
                ReceiptType::Read => Notice::Read,
                ReceiptType::Deleted => Notice::Deleted,
                ReceiptType::Unsaid => return self.unsaid(tx, row, found, outcome).await,
            };
            (what, receipt.original_message_id.as_deref(), None)
        } else {
            return Ok(());
        };
        let cited = clues.message_ids.first().map(String::as_str);
        let about = About {
            delivery,
            message_id: original.or(cited),
            recipient: mail.bounce.as_ref().and_then(|it| it.recipient.as_deref()),
            ticket: found.map(|found| found.ticket.id),
            certain: found.is_some_and(|found| found.found.how.answers_us()),
            too_large: mail
                .bounce
                .as_ref()
                .is_some_and(|it| matches!(it.status.as_deref(), Some("5.3.4" | "5.2.3"))),
        };
        outcome.ticket_id = followup::notice(tx, &self.ctx, about, what, said, row.id).await?;
        if outcome.ticket_id.is_none() {
            outcome.reason = Some(Reason::kept(&[Reason::OfNoMailOfOurs]));
        }
        Ok(())
    }

    /// A receipt that says nothing of our mail: it stands in the record, and proves nothing.
    async fn unsaid(
        &self,
        tx: &impl ConnectionTrait,
        row: &inbound_mail::Model,
        found: Option<&Resolved>,
        outcome: &mut Outcome,
    ) -> Result<(), IntakeError> {
        if let Some(resolved) = found {
            return self.note_automatic(tx, row, resolved, outcome).await;
        }
        outcome.reason = Some(Reason::kept(&[Reason::OfNoMailOfOurs]));
        Ok(())
    }
}
