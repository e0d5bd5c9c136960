//! "We have taken your question up again": the asker of a question that a person opens anew is told so,
//! with the new date. Whoever's own words opened it knows already.

use sea_orm::ConnectionTrait;

use super::correspondence::{
    citation, correspondence, letterhead, mail_texts, reply_of_asker, status_link,
};
use super::events::{NewEvent, append_events};
use super::messages::{Direction, MessageKind, NewMessage, append_message};
use super::records::Ticket;
use super::untold::{Untold, keep_unsent};
use super::{RegistryError, day_in_brussels};
use crate::auth::Actor;
use crate::context::Context;
use crate::outbound::mails::{Passage, Reopening};
use crate::outbound::{Author, Draft, OutboundKind, enqueue};

/// Tells the asker in the caller's transaction that their question is open again, and by when they have
/// an answer; `why` is what the person wrote for them. For whoever is not told, `untold` says why, and the
/// history keeps it, as the conversation keeps what was written for them.
pub async fn tell_reopened(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &Ticket,
    why: Option<&str>,
    untold: Option<Untold>,
) -> Result<(), RegistryError> {
    if let Some(untold) = untold {
        if let Some(why) = why {
            keep_unsent(tx, ctx, actor, ticket, why).await?;
        }
        let event = NewEvent::new("asker_not_told").fact("because", untold.slug());
        return Ok(append_events(tx, ctx, ticket.id, actor, vec![event]).await?);
    }
    let about = correspondence(tx, ticket).await?;
    let cited = citation(tx, about.thread.id).await?;
    let person = actor.user().map(|user| user.name.as_str());
    let message = match why {
        Some(why) => {
            let words = NewMessage {
                author_name: person.map(str::to_owned),
                author_user_id: actor.user().map(|user| user.id),
                ..NewMessage::plain(Direction::Outbound, MessageKind::Reopening, why.to_owned())
            };
            Some(append_message(tx, ctx, ticket.id, about.thread.id, words).await?)
        }
        None => None,
    };
    let body = Reopening {
        asker_name: about.asker.name.clone(),
        reference: ticket.reference.to_string(),
        subject: ticket.subject.clone(),
        about: None,
        why: why.map(Passage::plain),
        due: day_in_brussels(ticket.due_at),
        status_url: status_link(ctx, ticket),
        signature: about.signature(person),
    }
    .write(&mail_texts(), &letterhead(ctx))?;
    let kind = OutboundKind::Reopening;
    let draft = Draft {
        kind,
        author: Author::Person,
        ticket: Some(about.about()),
        thread: Some(about.thread.id),
        message,
        assignment: None,
        to: vec![about.asker.email.clone()],
        reply_to: reply_of_asker(ctx, ticket.id),
        body,
        in_reply_to: cited.in_reply_to,
        references: cited.references,
        enclosures: Vec::new(),
        // Closed once more, it may be opened once more.
        idempotency_key: format!("{}:{}:{}", kind.slug(), ticket.id, ticket.revision),
    };
    enqueue(ctx, tx, draft).await?;
    Ok(())
}
