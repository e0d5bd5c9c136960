//! "Where is my question?": whoever lost their link gets a new mail with it, at the address that the
//! question came from. What happens is the same whether we know that address or not, so that nobody
//! can find out who asks us questions.

use chrono::{DateTime, TimeDelta, Timelike as _, Utc};
use chrono_tz::Europe::Brussels;

use super::FollowupError;
use crate::auth::attempts;
use crate::context::Context;
use crate::directory::is_reserved;
use crate::entity::ticket::Channel;
use crate::outbound::mails::{LinkedQuestion, StatusLinks};
use crate::outbound::{Author, Draft, OutboundKind, enqueue};
use crate::registry::{
    CloseReason, Reference, Stage, Ticket, contact_by_email, day_in_brussels, letterhead,
    mail_texts, reply_of_asker, status_link, tickets_of_asker,
};
use crate::store::write_tx;

/// A question that was closed longer ago is linked only when its number is given.
const RECENT: TimeDelta = TimeDelta::days(60);
/// Questions that are looked through.
const MOST_LOOKED_AT: u64 = 200;
/// Links in one mail.
const MOST_LINKS: usize = 20;
/// Hours in a part of the day: one mail with the same links in each.
const HOURS_OF_A_PART: u32 = 6;

/// What came of asking for links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// If there is anything to mail, it is on its way.
    Done,
    /// It was asked for this address too often.
    TooOften,
}

/// Mails the links of the questions that `email` asked: of the one with `number`, or of all that
/// are open or were closed lately. Mail goes to the address that asked them and to no other.
pub async fn mail_status_links(
    ctx: &Context,
    email: &str,
    number: Option<&Reference>,
) -> Result<Asked, FollowupError> {
    let email = email.trim().to_lowercase();
    let tx = write_tx(&ctx.db).await?;
    if !attempts::count_mail_request(&tx, ctx, &email).await? {
        tx.commit().await?;
        return Ok(Asked::TooOften);
    }
    let now = ctx.clock.now();
    if let Some(contact) = contact_by_email(&tx, &email).await?
        && (ctx.settings.demo || !is_reserved(&email))
    {
        let mut tickets = tickets_of_asker(&tx, contact.id, MOST_LOOKED_AT).await?;
        tickets.retain(|ticket| is_wanted(ticket, number, now));
        tickets.truncate(MOST_LINKS);
        if !tickets.is_empty() {
            let local = now.with_timezone(&Brussels);
            let part = local.hour() / HOURS_OF_A_PART;
            let which = number.map_or("all", Reference::as_str);
            let day = day_in_brussels(now);
            let key = format!("status_links:{}:{which}:{day}:{part}", contact.id);
            enqueue(ctx, &tx, draft(ctx, &email, &tickets, key)?).await?;
        }
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(Asked::Done)
}

/// Whether the asker gets the link of this question. Who said "this was not me" gets nothing more
/// about it.
fn is_wanted(ticket: &Ticket, number: Option<&Reference>, now: DateTime<Utc>) -> bool {
    let (closed_at, disowned) = match ticket.standing.stage {
        Stage::Closed { at, reason, .. } => {
            let disowned = matches!(reason, CloseReason::Withdrawn | CloseReason::Spam);
            (Some(at), disowned)
        }
        _ => (None, false),
    };
    !disowned
        && match number {
            Some(number) => *number == ticket.reference,
            None => closed_at.is_none_or(|at| now - at <= RECENT),
        }
}

fn draft(
    ctx: &Context,
    email: &str,
    tickets: &[Ticket],
    idempotency_key: String,
) -> Result<Draft, FollowupError> {
    let told = |ticket: &Ticket| LinkedQuestion {
        reference: ticket.reference.to_string(),
        // Words that were typed into a form may be anybody's.
        subject: (ticket.channel == Channel::Mail).then(|| ticket.subject.clone()),
        asked_on: day_in_brussels(ticket.registered_at),
        status_url: status_link(ctx, ticket),
    };
    let words = StatusLinks {
        questions: tickets.iter().map(told).collect(),
    };
    let reply_to = match tickets {
        [only] => reply_of_asker(ctx, only.id),
        _ => None,
    };
    Ok(Draft {
        kind: OutboundKind::StatusLinks,
        author: Author::Machine,
        ticket: None,
        thread: None,
        message: None,
        assignment: None,
        to: vec![email.to_owned()],
        reply_to,
        body: words.write(&mail_texts(), &letterhead(ctx))?,
        in_reply_to: None,
        references: Vec::new(),
        enclosures: Vec::new(),
        idempotency_key,
    })
}
