//! Mails of ours that were written down, as their readers get them: for whoever looks at one before it
//! leaves.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::compose::Enclosure;
use super::mails::MailBody;
use crate::entity::{delivery, outbound_mail};
use crate::store::StoreError;

/// A mail as it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenMail {
    /// Who get it.
    pub to: Vec<String>,
    /// What it says.
    pub body: MailBody,
    /// The names of the files that go along.
    pub files: Vec<String>,
}

/// The mails about these tickets that were written after `mark`, an id of that moment; the first one first.
pub async fn written_since(
    db: &impl ConnectionTrait,
    tickets: &[Uuid],
    mark: Uuid,
) -> Result<Vec<WrittenMail>, StoreError> {
    let mails = outbound_mail::Entity::find()
        .filter(outbound_mail::Column::TicketId.is_in(tickets.iter().copied()))
        .filter(outbound_mail::Column::Id.gt(mark))
        .order_by_asc(outbound_mail::Column::Id)
        .all(db)
        .await?;
    let mut written = Vec::with_capacity(mails.len());
    for mail in mails {
        let deliveries = delivery::Entity::find()
            .filter(delivery::Column::OutboundMailId.eq(mail.id))
            .order_by_asc(delivery::Column::Recipient)
            .all(db)
            .await?;
        let files: Vec<Enclosure> = serde_json::from_str(&mail.attachments).unwrap_or_default();
        written.push(WrittenMail {
            to: deliveries.into_iter().map(|one| one.recipient).collect(),
            body: MailBody {
                subject: mail.subject,
                text: mail.body_text,
                html: mail.body_html,
            },
            files: files.into_iter().map(|file| file.filename).collect(),
        });
    }
    Ok(written)
}
