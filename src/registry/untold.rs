//! Whom the house does not write to of its own accord: an asker who may not have asked, and a sender that
//! may be a machine. An answer goes to whoever is answered; that a question was closed or is open again does
//! not.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::correspondence::mail_texts;
use super::messages::{Direction, MessageKind, NewMessage, append_message};
use super::records::{Ticket, about_tickets};
use super::threads::asker_thread;
use crate::auth::Actor;
use crate::context::Context;
use crate::store::StoreError;

/// Why the asker of a question is not told that it is closed or open again, unless a person wants it so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untold {
    /// It was taken for spam.
    Spam,
    /// The holder of the address said that they did not ask.
    Disowned,
    /// The domain of the address denies the mail, and nobody has accepted its sender since, nor made a
    /// question of it.
    Denied,
    /// A machine or a mailing brought it, so that it was not acknowledged either.
    Machine,
}

impl Untold {
    /// The word for it in the history of a ticket.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Disowned => "disowned",
            Self::Denied => "denied",
            Self::Machine => "machine",
        }
    }
}

/// Keeps what a person wrote for an asker who is not told: a colleague reads it, and that it did not leave.
pub async fn keep_unsent(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &Ticket,
    words: &str,
) -> Result<(), StoreError> {
    let said = mail_texts().say("mail-notice-unsent");
    let thread = asker_thread(tx, ticket.id).await?;
    let note = NewMessage {
        author_name: actor.name().map(str::to_owned),
        author_user_id: actor.user().map(|user| user.id),
        ..NewMessage::plain(
            Direction::Internal,
            MessageKind::Note,
            format!("{said}\n\n{words}"),
        )
    };
    append_message(tx, ctx, ticket.id, thread.id, note).await?;
    Ok(())
}

/// Those of these tickets whose askers are not told, and why.
pub async fn untold(
    db: &impl ConnectionTrait,
    tickets: &[Uuid],
) -> Result<HashMap<Uuid, Untold>, StoreError> {
    let rows = about_tickets(db, tickets, |these| {
        format!("SELECT t.id, {SIGNS} FROM ticket t WHERE t.id IN ({these})")
    });
    let mut found = HashMap::new();
    for row in rows.await? {
        if let Some(why) = by_signs(&row)? {
            found.insert(row.try_get("", "id")?, why);
        }
    }
    Ok(found)
}

/// What a statement asks of a ticket `t` to know whether its asker is told: see [`by_signs`].
pub(super) const SIGNS: &str = "\
    EXISTS (SELECT 1 FROM event e WHERE e.ticket_id = t.id AND e.kind = 'disowned') AS is_disowned, \
    EXISTS (SELECT 1 FROM message m JOIN inbound_mail i ON i.id = m.inbound_mail_id \
    WHERE m.ticket_id = t.id AND m.kind = 'question' AND i.sender_proof = 'refuted') \
    AND NOT EXISTS (SELECT 1 FROM event e WHERE e.ticket_id = t.id \
    AND e.kind IN ('sender_cleared', 'parted_from')) AS is_denied, \
    t.channel = 'mail' AND NOT EXISTS (SELECT 1 FROM outbound_mail o \
    WHERE o.ticket_id = t.id AND o.kind = 'acknowledgement') AS is_of_machine";

/// Why the asker of a ticket is not told, by its [`SIGNS`]; whether it was taken for spam is not among them.
pub(super) fn by_signs(row: &QueryResult) -> Result<Option<Untold>, StoreError> {
    for (sign, why) in [
        ("is_disowned", Untold::Disowned),
        ("is_denied", Untold::Denied),
        ("is_of_machine", Untold::Machine),
    ] {
        if row.try_get("", sign)? {
            return Ok(Some(why));
        }
    }
    Ok(None)
}

/// The same of one ticket.
pub async fn untold_in(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<Option<Untold>, StoreError> {
    let known = ticket.standing.was_spam().then_some(Untold::Spam);
    match known {
        Some(spam) => Ok(Some(spam)),
        None => Ok(untold(db, &[ticket.id]).await?.remove(&ticket.id)),
    }
}
