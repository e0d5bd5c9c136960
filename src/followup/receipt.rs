//! What people say about receipt: the asker by a link or a reply, an administration that answered
//! the asker itself, a colleague who called.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::FollowupError;
use super::evidence::{NewEvidence, keep, proofs, prove};
use super::reading::Reply;
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::outbound::mails::ReceiptQuestion;
use crate::outbound::{Author, Draft, OutboundKind, enqueue};
use crate::registry::{
    Decided, Direction, EvidenceKind, MessageKind, MessageState, NewEvent, NewMessage, Receipt,
    Reference, RegistryError, Stage, Status, Term, Ticket, WorkingDays, action_links,
    append_events, append_message, citation, clean, correspondence, day_in_brussels, facts_of,
    find_by_id, is_former, judged_from_words, last_answer, last_message, letterhead, load,
    load_by_id, mail_texts, message, reply_of_asker, restart_answer_term, resume_when_back, save,
    status_link, tell_reopened, terms, untold_in,
};
use crate::store::{StoreError, write_tx};

/// What the asker says about an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The question is answered.
    Yes,
    /// It is not.
    No,
}

/// The asker says by link whether an answer was one; `why` is what they add to a no.
///
/// Saying it twice changes nothing, but that other words beside it are a message as by mail. The ticket is
/// returned as it stands now.
pub async fn say(
    ctx: &Context,
    ticket_id: Uuid,
    answer: Uuid,
    said: Said,
    why: &str,
) -> Result<Ticket, FollowupError> {
    let unknown = || FollowupError::UnknownAnswer(answer);
    let actor = Actor::AskerLink { ticket: ticket_id };
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load_by_id(&tx, ticket_id).await?.ok_or_else(unknown)?;
    let found = message(&tx, answer)
        .await?
        .filter(|found| found.ticket_id == ticket_id)
        .ok_or_else(unknown)?;
    if is_former(&tx, ticket_id, found.thread_id).await? {
        // Somebody else asks now, and what was answered before is no answer to them.
        return Err(unknown());
    }
    let kind = match said {
        Said::Yes => EvidenceKind::SaidYes,
        Said::No => EvidenceKind::SaidNo,
    };
    let evidence = NewEvidence {
        message_id: Some(answer),
        ..NewEvidence::new(kind, format!("{}:{answer}", kind.slug()))
    };
    let new = if said == Said::Yes && is_earlier_part(&tx, &ticket, answer).await? {
        // It says nothing of the rest, which left since: that closes the question, or nothing does.
        let told = NewEvent::new("evidence").fact("kind", kind.slug());
        let new = keep(&tx, ctx, &actor, &ticket, evidence, ctx.clock.now()).await?;
        if new {
            append_events(&tx, ctx, ticket.id, &actor, vec![told]).await?;
        }
        new
    } else {
        prove(&tx, ctx, &actor, &mut ticket, evidence).await?
    };
    if let Some(why) = clean(why) {
        let about = correspondence(&tx, &ticket).await?;
        let last = last_message(&tx, about.thread.id).await?;
        // The same form sent twice; other words after a first no are news.
        if new || last.is_none_or(|last| last.body != why) {
            let words = NewMessage {
                state: if new {
                    MessageState::Posted
                } else {
                    MessageState::New
                },
                author_name: about.asker.name,
                author_email: Some(about.asker.email),
                ..NewMessage::plain(Direction::Inbound, MessageKind::Reply, why)
            };
            let message = append_message(&tx, ctx, ticket_id, about.thread.id, words).await?;
            if !new {
                let event = NewEvent::new("message_received").fact("message", message.to_string());
                append_events(&tx, ctx, ticket_id, &actor, vec![event]).await?;
                // As a mail with these words would be.
                let (before, now) = (ticket.standing.stage, ctx.clock.now());
                ticket.standing = ticket.standing.asker_wrote(now);
                match before {
                    Stage::Answered { .. } | Stage::Closed { .. } => {
                        restart_answer_term(&tx, ctx, &mut ticket).await?;
                    }
                    _ => resume_when_back(&tx, ctx, &mut ticket, before).await?,
                }
                save(&tx, &ticket, Decided::Now, now).await?;
            }
        }
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    find_by_id(&ctx.db, ticket_id).await?.ok_or_else(unknown)
}

/// Whether an answer was a part only, and a later one left since.
async fn is_earlier_part(
    tx: &impl ConnectionTrait,
    ticket: &Ticket,
    answer: Uuid,
) -> Result<bool, FollowupError> {
    let last = last_answer(tx, ticket.id).await?;
    if last.is_none_or(|last| last.id == answer) {
        return Ok(false);
    }
    let this = answer.to_string();
    let sent = facts_of(tx, ticket.id, "answered").await?;
    let mut sent = sent.iter().filter(|facts| facts["message"] == *this);
    Ok(sent.any(|facts| facts["still"].is_array()))
}

/// What a reply of the asker means for a ticket that has an answer, in the caller's transaction.
/// `message` is the reply, already appended, and `reads` what it says. Saves the ticket when something follows.
pub async fn asker_replied(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    message: Uuid,
    reads: Reply,
    inbound_mail_id: Uuid,
) -> Result<(), FollowupError> {
    let kind = match reads {
        Reply::Yes => EvidenceKind::RepliedYes,
        Reply::Dispute => EvidenceKind::RepliedAgain,
        Reply::More => EvidenceKind::RepliedMore,
        Reply::Thanks => EvidenceKind::RepliedThanks,
        Reply::Nothing => return Ok(()),
    };
    let evidence = NewEvidence {
        message_id: Some(message),
        inbound_mail_id: Some(inbound_mail_id),
        ..NewEvidence::new(kind, format!("{}:{message}", kind.slug()))
    };
    prove(
        tx,
        ctx,
        &Actor::AskerLink { ticket: ticket.id },
        ticket,
        evidence,
    )
    .await?;
    Ok(())
}

/// The owner says that what the house read in the asker's words is not what they say: the receipt is
/// again what it was before, and the question is open. What was read stays on file, beside this.
pub async fn correct(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    why: &str,
) -> Result<(), FollowupError> {
    let why = clean(why).ok_or(RegistryError::EmptyText)?;
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::ConfirmReceipt, reference, Some(seen)).await?;
    let before = ticket.standing;
    let proofs = proofs(&tx, ticket.id).await?;
    if !judged_from_words(before.receipt, proofs.iter().copied()) {
        return Err(StoreError::Stale.into());
    }
    let changes = facts_of(&tx, ticket.id, "receipt_changed").await?;
    let was = changes.last().map(|change| change["from"].clone());
    let was = was.and_then(|slug| serde_json::from_value(slug).ok());
    let was = was.unwrap_or(Receipt::None);
    ticket.standing = before.read_otherwise(was, now);
    if before.status() == Status::Closed {
        restart_answer_term(&tx, ctx, &mut ticket).await?;
    }
    let evidence = NewEvidence {
        note: Some(why),
        ..NewEvidence::new(
            EvidenceKind::Corrected,
            format!("corrected:{}:{}", ticket.id, ticket.revision),
        )
    };
    keep(&tx, ctx, actor, &ticket, evidence, now).await?;
    save(&tx, &ticket, Decided::Now, now).await?;
    let event = NewEvent::new("receipt_changed")
        .fact("from", before.receipt.slug())
        .fact("to", was.slug());
    let events = vec![NewEvent::new("receipt_corrected"), event];
    append_events(&tx, ctx, ticket.id, actor, events).await?;
    if before.status() == Status::Closed {
        let untold = untold_in(&tx, &ticket).await?;
        tell_reopened(&tx, ctx, actor, &ticket, None, untold).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// An administration answered the asker itself, with us in copy: we ask the asker at once, in the
/// caller's transaction. `answer` is the message that holds what was answered.
pub async fn reported(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    administration: &str,
    answer: Uuid,
    answered_at: DateTime<Utc>,
    inbound_mail_id: Uuid,
) -> Result<(), FollowupError> {
    let evidence = NewEvidence {
        message_id: Some(answer),
        inbound_mail_id: Some(inbound_mail_id),
        ..NewEvidence::new(
            EvidenceKind::AnsweredInCc,
            format!("answered_in_cc:{answer}"),
        )
    };
    let known = !prove(tx, ctx, &Actor::System, ticket, evidence).await?;
    // What is over stays so: nobody is asked again about what they confirmed.
    if known || ticket.standing.receipt != Receipt::Reported {
        return Ok(());
    }
    let about = correspondence(tx, ticket).await?;
    let (yes_url, no_url) = action_links(ctx, ticket.id, answer);
    let presume = WorkingDays(terms(tx, ctx).await?.presume_working_days);
    let question = ReceiptQuestion {
        asker_name: about.asker.name.clone(),
        reference: ticket.reference.to_string(),
        about: None,
        administration: administration.to_owned(),
        answered_on: day_in_brussels(answered_at),
        yes_url,
        no_url,
        status_url: status_link(ctx, ticket),
        waits_until: day_in_brussels(Term::from(ctx.clock.now(), presume).due_at),
        signature: about.signature(None),
    };
    let body = question.write(&mail_texts(), &letterhead(ctx))?;
    let cited = citation(tx, about.thread.id).await?;
    let draft = Draft {
        kind: OutboundKind::ReceiptQuestion,
        author: Author::Machine,
        ticket: Some(about.about()),
        thread: Some(about.thread.id),
        message: None,
        assignment: None,
        to: vec![about.asker.email.clone()],
        reply_to: reply_of_asker(ctx, ticket.id),
        body,
        in_reply_to: cited.in_reply_to,
        references: cited.references,
        enclosures: Vec::new(),
        idempotency_key: format!("receipt_question:{answer}"),
    };
    enqueue(ctx, tx, draft).await?;
    Ok(())
}
