//! What mail servers and mail programs report about a mail of ours: bounces, delays, delivery and
//! read notices.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use uuid::Uuid;

use super::FollowupError;
use super::deliveries::is_last_answer;
use super::evidence::{NewEvidence, keep, prove};
use crate::auth::Actor;
use crate::context::Context;
use crate::entity::delivery::{self, Column, DeliveryState};
use crate::entity::outbound_mail::{self, OutboundKind};
use crate::registry::{
    EvidenceKind, NewEvent, append_events, lay_before_owner, load_by_id, mail_texts,
    notices_waiting, undelivered,
};

/// So many notices that say the same wait to be read in a question at most.
const MOST_SAID: u64 = 3;

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

impl Notice {
    /// The word for it in the history of a ticket.
    pub(super) fn slug(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// Whether it says that a mail did not arrive, or not yet.
    const fn is_of_trouble(self) -> bool {
        matches!(self, Self::Failed | Self::Delayed)
    }
}

/// What a report says of the mail that it is about, surest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// The delivery whose return address it came to.
    pub delivery: Option<Uuid>,
    /// The Message-ID of the mail.
    pub message_id: Option<&'a str>,
    /// To whom the mail went.
    pub recipient: Option<&'a str>,
    /// The ticket that it belongs to.
    pub ticket: Option<Uuid>,
    /// Whether that ticket is certain: the report came to a signed address of ours, or cites a mail of
    /// ours. Else somebody wrote down a number, as anybody may.
    pub certain: bool,
    /// Whether it is larger than the receiving server takes (RFC 3463: X.3.4, X.2.3).
    pub too_large: bool,
}

/// Notes what was reported about one of our mails, in the caller's transaction, and returns the
/// ticket it is about. The mail is found by its delivery, or else by its Message-ID. Where a report has
/// neither, a failure is taken to be about the last mail of a certain ticket to that recipient, or stands in
/// the history of the ticket: a proof of receipt is never guessed. What only a number ties to a ticket
/// changes nothing: the owner reads that somebody says so.
pub async fn notice(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    about: About<'_>,
    what: Notice,
    said: Option<String>,
    inbound_mail_id: Uuid,
) -> Result<Option<Uuid>, FollowupError> {
    let Some((mail, found)) = find(tx, &about, what).await? else {
        let Some(ticket) = about.ticket.filter(|_| what.is_of_trouble()) else {
            return Ok(None);
        };
        let event = NewEvent::new("mail_reported").fact("what", what.slug());
        append_events(tx, ctx, ticket, &Actor::System, vec![event]).await?;
        if !about.certain && what == Notice::Failed {
            somebody_says(tx, ctx, ticket, about.recipient, said.as_deref()).await?;
        }
        return Ok(Some(ticket));
    };
    let now = ctx.clock.now();
    let linked = what == Notice::Failed
        && about.too_large
        && send_with_links(tx, &mail, &found, now).await?;
    if what == Notice::Failed && !linked {
        // The step that notices deliveries draws the conclusion, as for a refusal.
        delivery::Entity::update_many()
            .col_expr(Column::State, Expr::value(DeliveryState::Bounced))
            .col_expr(Column::Reply, Expr::value(said.clone()))
            .col_expr(Column::SettledAt, Expr::value(Some(now)))
            .col_expr(Column::NoticedAt, Expr::value(None::<DateTime<Utc>>))
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
            let missing = undelivered(tx, ticket_id).await?;
            if missing
                .iter()
                .any(|part| Some(part.message) != mail.message_id)
            {
                // It tells nothing of the part that did not arrive: that closes the question, or nothing.
                let told = NewEvent::new("evidence").fact("kind", kind.slug());
                if keep(tx, ctx, &Actor::System, &ticket, evidence, now).await? {
                    append_events(tx, ctx, ticket_id, &Actor::System, vec![told]).await?;
                }
            } else {
                prove(tx, ctx, &Actor::System, &mut ticket, evidence).await?;
            }
        }
        _ => {
            let event = NewEvent::new("mail_reported")
                .fact("mail", mail.kind.slug())
                .fact("delivery", found.id.to_string())
                .fact(
                    "what",
                    if linked {
                        "too_large".to_owned()
                    } else {
                        what.slug()
                    },
                );
            append_events(tx, ctx, ticket_id, &Actor::System, vec![event]).await?;
        }
    }
    Ok(Some(ticket_id))
}

/// Somebody who knows the number of a question says that a mail did not arrive. A mail server may say it
/// so, and so may anybody: the owner looks.
async fn somebody_says(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: Uuid,
    recipient: Option<&str>,
    said: Option<&str>,
) -> Result<(), FollowupError> {
    let Some(mut ticket) = load_by_id(tx, ticket).await? else {
        return Ok(());
    };
    let texts = mail_texts();
    let words = match recipient {
        Some(recipient) => texts.with("mail-notice-reported", "email", recipient),
        None => texts.say("mail-notice-reported-nowhere"),
    };
    if notices_waiting(tx, ticket.id, &words).await? >= MOST_SAID {
        // Whoever goes on saying so of this address says nothing new: one look deals with all.
        return Ok(());
    }
    let words = match said {
        Some(said) => format!("{words}\n\n{said}"),
        None => words,
    };
    lay_before_owner(tx, ctx, &mut ticket, words).await?;
    Ok(())
}

async fn find(
    tx: &impl ConnectionTrait,
    about: &About<'_>,
    what: Notice,
) -> Result<Option<(outbound_mail::Model, delivery::Model)>, FollowupError> {
    if let Some(id) = about.delivery
        && let Some(found) = delivery::Entity::find_by_id(id).one(tx).await?
        && let Some(mail) = mail_of(tx, &found).await?
    {
        return Ok(Some((mail, found)));
    }
    if let Some(message_id) = about.message_id
        && let Some(mail) = outbound_mail::Entity::find()
            .filter(outbound_mail::Column::RfcMessageId.eq(message_id))
            .one(tx)
            .await?
    {
        let all = delivery::Entity::find()
            .filter(Column::OutboundMailId.eq(mail.id))
            .all(tx)
            .await?;
        // Ours go to one recipient each; with more, a report that names none is about the first.
        let named = all.iter().position(|one| about.names(&one.recipient));
        let found = all.into_iter().nth(named.unwrap_or_default());
        return Ok(found.map(|found| (mail, found)));
    }
    let guesses = about.certain && what.is_of_trouble();
    let (Some(ticket), Some(recipient), true) = (about.ticket, about.recipient, guesses) else {
        return Ok(None);
    };
    let last = tx
        .query_one_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "SELECT d.id FROM delivery d JOIN outbound_mail m ON m.id = d.outbound_mail_id \
             WHERE m.ticket_id = $1 AND LOWER(d.recipient) = $2 AND d.state = 'accepted' \
             ORDER BY d.settled_at DESC, d.id DESC LIMIT 1",
            [ticket.into(), recipient.to_lowercase().into()],
        ))
        .await?;
    let Some(last) = last else { return Ok(None) };
    let id: Uuid = last.try_get_by_index(0)?;
    let Some(found) = delivery::Entity::find_by_id(id).one(tx).await? else {
        return Ok(None);
    };
    let mail = mail_of(tx, &found).await?;
    Ok(mail.map(|mail| (mail, found)))
}

/// Sends a mail once more with links in place of its files, as the receiving server asks by refusing its
/// size; `false` where it has none, or left so already.
async fn send_with_links(
    tx: &impl ConnectionTrait,
    mail: &outbound_mail::Model,
    found: &delivery::Model,
    now: DateTime<Utc>,
) -> Result<bool, FollowupError> {
    if mail.attachments == "[]" {
        return Ok(false);
    }
    let leaves = matches!(found.state, DeliveryState::Queued | DeliveryState::Accepted);
    if found.linked_at.is_some() && leaves {
        // Two servers said so of the same mail. It left again, or does so; links alone are never too large.
        return Ok(true);
    }
    let again = delivery::Entity::update_many()
        .col_expr(Column::State, Expr::value(DeliveryState::Queued))
        .col_expr(Column::LinkedAt, Expr::value(Some(now)))
        .col_expr(Column::RunAt, Expr::value(now))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::NoticedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::SettledAt, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::Id.eq(found.id))
        .filter(Column::State.eq(DeliveryState::Accepted))
        .filter(Column::LinkedAt.is_null())
        .exec(tx)
        .await?;
    Ok(again.rows_affected == 1)
}

async fn mail_of(
    tx: &impl ConnectionTrait,
    found: &delivery::Model,
) -> Result<Option<outbound_mail::Model>, FollowupError> {
    let mail = outbound_mail::Entity::find_by_id(found.outbound_mail_id);
    Ok(mail.one(tx).await?)
}

impl About<'_> {
    fn names(&self, recipient: &str) -> bool {
        let named = self.recipient;
        named.is_some_and(|named| named.eq_ignore_ascii_case(recipient))
    }
}
