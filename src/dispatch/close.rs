//! Closing a question. Where it ends without an answer and its asker could still wait for one, they are
//! told by mail what was decided, why, and how to go on with it.

use super::DispatchError;
use super::mails;
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::outbound::enqueue;
use crate::outbound::mails::ClosedAs;
use crate::registry::{
    CloseReason, Direction, MessageKind, NewEvent, NewMessage, NoDouble, Reference, RegistryError,
    Untold, append_events, append_message, citation, clean, correspondence, end, keep_unsent, load,
    mail_texts, untold_in,
};
use crate::store::write_tx;

/// Who is told that a question is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// Its asker, whoever that is: a person chose so, knowing who it is.
    Asker,
    /// Its asker, unless they are one of those whom the house [does not write to](crate::registry::Untold).
    Usual,
    /// Nobody.
    Nobody,
}

/// How a question is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Why.
    pub reason: CloseReason,
    /// What is added for colleagues.
    pub why: String,
    /// Whether the asker is told so, where [`told_as`] has words for it.
    pub tell: Tell,
    /// What the mail to the asker says besides.
    pub words: String,
}

/// What the asker reads when their question is closed so; `None` where no such mail leaves: they have
/// their answer, are told with the question that it is handled together with, or never asked.
#[must_use]
pub fn told_as(reason: CloseReason) -> Option<ClosedAs> {
    match reason {
        CloseReason::Withdrawn => Some(ClosedAs::Withdrawn),
        CloseReason::OutOfScope => Some(ClosedAs::OutOfScope),
        CloseReason::Answered
        | CloseReason::AnsweredByFaq
        | CloseReason::Duplicate
        | CloseReason::Spam => None,
    }
}

/// Closes a question, and tells its asker; or says why the house does not tell them. A double is closed by
/// [`close_duplicate`](super::close_duplicate).
pub async fn close(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    closing: Closing,
) -> Result<Option<Untold>, DispatchError> {
    if closing.reason == CloseReason::Duplicate {
        return Err(RegistryError::NoDouble(String::new(), NoDouble::Missing).into());
    }
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Close, reference, Some(seen)).await?;
    let untold = untold_in(&tx, &ticket).await?;
    end(&tx, ctx, actor, &mut ticket, closing.reason, &closing.why).await?;
    let why = told_as(closing.reason).filter(|_| closing.tell != Tell::Nobody);
    let untold = untold.filter(|_| why.is_some() && closing.tell == Tell::Usual);
    let why = why.filter(|_| untold.is_none());
    let words = clean(&closing.words);
    if let (None, Some(words)) = (why, &words) {
        keep_unsent(&tx, ctx, actor, &ticket, words).await?;
    }
    if let Some(why) = why {
        let about = correspondence(&tx, &ticket).await?;
        let decision = why.decision(&mail_texts(), None);
        let said = match &words {
            Some(words) => format!("{decision}\n\n{words}"),
            None => decision,
        };
        let user = actor.user();
        let said = NewMessage {
            author_name: user.map(|user| user.name.clone()),
            author_user_id: user.map(|user| user.id),
            ..NewMessage::plain(Direction::Outbound, MessageKind::Closing, said)
        };
        let message = append_message(&tx, ctx, ticket.id, about.thread.id, said).await?;
        let cited = citation(&tx, about.thread.id).await?;
        let person = user.map(|user| user.name.as_str());
        let mail = mails::closing(ctx, &about, cited, message, why, words.as_deref(), person)?;
        enqueue(ctx, &tx, mail).await?;
        let event = NewEvent::new("closing_told").fact("message", message.to_string());
        append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(untold)
}
