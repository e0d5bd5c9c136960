//! A question put by form or by API: it takes the same door as a mail and is understood at once, so
//! that the asker gets their number in the same breath.

use sea_orm::EntityTrait;
use uuid::Uuid;

use super::form::Submission;
use super::take_in::{Handed, take_in};
use super::uploads::note_sent;
use super::{IntakeError, Understander};
use crate::dispatch::Considered;
use crate::entity::inbound_mail::{self, InboundFormat, InboundState};
use crate::entity::ticket::Status;
use crate::registry::{Reference, find_by_id, status_link};
use crate::store::{BlobKey, Claim, StoreError, claim};

/// A question that has its number.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// The ticket.
    pub ticket_id: Uuid,
    /// Its number.
    pub reference: Reference,
    /// What must happen next: a clear question has gone on already.
    pub status: Status,
    /// The asker's link to its status.
    pub status_url: String,
}

/// Registers a question that did not come by mail. The same submission twice is one question.
pub async fn submit(
    understander: &Understander,
    submission: Submission,
) -> Result<Submitted, IntakeError> {
    let ctx = &understander.ctx;
    let submission = submission.checked()?;
    let source = submission.channel.source();
    let raw = serde_json::to_vec(&submission).map_err(|_| IntakeError::Unfit {
        field: "form",
        why: "cannot be kept",
    })?;
    let handed = Handed {
        // Who goes back to a form that was sent, and sends other words, asks something else.
        source_id: format!("{}.{}", submission.nonce, BlobKey::of(&raw)),
        raw,
    };
    // Only the form itself names its files until it is understood.
    let files = submission.files.iter().map(|file| file.blob_key.as_str());
    note_sent(ctx, files).await?;
    let taken = take_in(ctx, source, handed, InboundFormat::Form).await?;
    let row = understand_at_once(understander, taken.inbound_id).await?;
    let lost = || StoreError::Inconsistent {
        table: "inbound_mail",
        column: "ticket_id",
        row: taken.inbound_id.to_string(),
    };
    if row.state == InboundState::Quarantined {
        return Err(lost().into());
    }
    let ticket_id = row.ticket_id;
    let ticket = find_by_id(&ctx.db, ticket_id.ok_or(IntakeError::NotYet)?)
        .await?
        .ok_or_else(lost)?;
    Ok(Submitted {
        ticket_id: ticket.id,
        status: ticket.standing.status(),
        status_url: status_link(ctx, &ticket),
        reference: ticket.reference,
    })
}

/// Where a question goes when it is put so, before it is.
pub async fn foresee(
    understander: &Understander,
    submission: &Submission,
) -> Result<Considered, IntakeError> {
    understander.reader().await?.consider_form(submission).await
}

/// Understands what was just taken in, and returns it as it stands then. A worker may be at it already: then
/// it gets a moment to finish.
pub async fn understand_at_once(
    understander: &Understander,
    inbound_id: Uuid,
) -> Result<inbound_mail::Model, IntakeError> {
    let ctx = &understander.ctx;
    understander.understand_unless_taken(inbound_id).await?;
    let read = async || {
        let row = inbound_mail::Entity::find_by_id(inbound_id)
            .one(&ctx.db)
            .await?;
        row.ok_or_else(|| StoreError::Inconsistent {
            table: "inbound_mail",
            column: "id",
            row: inbound_id.to_string(),
        })
    };
    let mut row = read().await?;
    for _ in 0..100 {
        if row.ticket_id.is_some() || row.state != InboundState::Received {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        row = read().await?;
    }
    Ok(row)
}

impl Understander {
    /// Understands this mail now. A worker may have been quicker; then it is being understood already, and
    /// there is nothing to do.
    pub(super) async fn understand_unless_taken(&self, id: Uuid) -> Result<(), IntakeError> {
        let values = [id.into()];
        let own = Claim {
            table: "inbound_mail",
            due: "state = 'received' AND id = $1",
            order: "id",
            values: &values,
            limit: 1,
        };
        if !claim(&self.ctx.db, &own).await?.is_empty() {
            self.understand(id).await?;
        }
        Ok(())
    }
}
