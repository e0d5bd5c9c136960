//! A question with several points becomes two: a colleague writes down the second one as a question of its
//! own, in the asker's words and with the files that belong to it. It has a conversation of its own, so that
//! each reply finds its way; its term began when the first one came in.

use tracing::info;
use uuid::Uuid;

use super::IntakeError;
use super::register::NewQuestion;
use super::understand::Understander;
use super::{MOST_SUBJECT, SplitFault};
use crate::auth::{Actor, Subject, Verb, may};
use crate::dispatch::{Asked, Onward};
use crate::outbound::mails::Came;
use crate::registry::{
    self, Attachment, Decided, Direction, MessageKind, NewAttachment, NewEvent, NewMessage,
    Reference, RegistryError, Stage, Ticket, WrongStep, append_events, asker_thread, clean,
    contact_by_id, correspondence, load, looked_at, message, running_due, save, untold_in,
};
use crate::store::{StoreError, write_tx};

/// The longest second question, in characters.
pub const MOST_SPLIT: usize = 50_000;

/// The second question.
#[derive(Debug, Clone, Default)]
pub struct Split {
    /// What it is called.
    pub subject: String,
    /// What it asks, in the asker's words.
    pub body: String,
    /// The slug of its topic; without one it is read from the words.
    pub topic: Option<String>,
    /// The ids of the files of the asker that go along.
    pub files: Vec<String>,
}

impl Split {
    /// What is wrong with its words.
    fn faults(&self) -> Vec<SplitFault> {
        let mut faults = Vec::new();
        match clean(&self.subject).map_or(0, |subject| subject.chars().count()) {
            0 => faults.push(SplitFault::NoSubject),
            long if long > MOST_SUBJECT => faults.push(SplitFault::LongSubject),
            _ => {}
        }
        match clean(&self.body).map_or(0, |body| body.chars().count()) {
            0 => faults.push(SplitFault::NoQuestion),
            long if long > MOST_SPLIT => faults.push(SplitFault::LongQuestion),
            _ => {}
        }
        faults
    }
}

/// Makes a second question of a part of the one with this number; returns its number.
///
/// # Errors
/// [`IntakeError::UnfitSplit`] with all that is wrong with it at once.
pub async fn split(
    understander: &Understander,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    wanted: Split,
) -> Result<Reference, IntakeError> {
    let ctx = &understander.ctx;
    let reader = understander.reader().await?;
    let unknown = || RegistryError::UnknownTicket(reference.clone());
    let lost = |id: Uuid| StoreError::Inconsistent {
        table: "ticket",
        column: "asker_id",
        row: id.to_string(),
    };
    let first = registry::find(&ctx.db, reference)
        .await?
        .ok_or_else(unknown)?;
    let about = registry::facts(&ctx.db, &first).await?;
    may(actor, Verb::Split, Subject::Ticket(&about))?;
    let mut faults = wanted.faults();
    let whole = correspondence(&ctx.db, &first).await?.question;
    if !whole.trim().is_empty() && says_the_same(&wanted.body, &whole) {
        faults.push(SplitFault::WholeQuestion);
    }
    let topic = wanted.topic.as_deref().filter(|topic| !topic.is_empty());
    if let Some(topic) = topic
        && reader.atlas.topic(topic).is_none_or(|it| !it.active)
    {
        faults.push(SplitFault::UnknownTopic(topic.to_owned()));
    }
    let mut files: Vec<NewAttachment> = Vec::new();
    for name in &wanted.files {
        match file_of_asker(&ctx.db, &first, name).await? {
            Some(file) => files.extend(file.again()),
            None => faults.push(SplitFault::UnknownFile(name.clone())),
        }
    }
    if !faults.is_empty() {
        return Err(IntakeError::UnfitSplit(faults));
    }
    let asker = contact_by_id(&ctx.db, first.asker_id)
        .await?
        .ok_or_else(|| lost(first.id))?;
    let (subject, body) = (clean(&wanted.subject), clean(&wanted.body));
    let (subject, body) = (subject.unwrap_or_default(), body.unwrap_or_default());
    // What costs time is thought out before the transaction.
    let read = Asked {
        subject: &subject,
        body: &body,
        signature: "",
        from: Some(&asker.email),
        address_book: first.organisation_id,
        municipality: None,
        organisation: None,
        topic,
    };
    let mut considered = reader
        .dispatcher
        .consider(&ctx.db, ctx, &read)
        .await?
        .ok_or(IntakeError::NoDesk)?;

    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Split, reference, Some(seen)).await?;
    if matches!(ticket.standing.stage, Stage::Closed { .. }) {
        let wrong = WrongStep {
            status: ticket.standing.status(),
            verb: "split",
        };
        return Err(RegistryError::from(wrong).into());
    }
    // Who asks, and who answers for it, was known already.
    considered.organisation_id = ticket.organisation_id;
    considered
        .municipality_nis
        .clone_from(&ticket.municipality_nis);
    considered.province_slug.clone_from(&ticket.province_slug);
    considered.region_code.clone_from(&ticket.region_code);
    considered.owner_desk_id = ticket.owner_desk_id;
    if let Onward::Automatic(desk) = considered.onward {
        // Whoever split it was shown no mail to an administration: a person confirms that.
        considered.onward = Onward::Proposed(desk);
    }
    let question = NewQuestion {
        subject,
        channel: ticket.channel,
        language: ticket.language.clone(),
        email: asker.email.clone(),
        name: asker.name.clone(),
        verified: asker.verified,
        follows: None,
        split_from: Some((ticket.id, ticket.registered_at)),
        message: NewMessage {
            attachments: files,
            ..NewMessage::plain(Direction::Inbound, MessageKind::Question, body)
        },
    };
    let (contact, registered) = reader.register_question(&tx, question, &considered).await?;
    let mut own = registered.ticket.clone();
    let now = ctx.clock.now();
    let from = NewEvent::new("split_from").fact("reference", ticket.reference.to_string());
    append_events(&tx, ctx, own.id, actor, vec![from]).await?;
    // Whoever split it has looked at it.
    looked_at(&tx, &mut own, now).await?;
    save(&tx, &own, Decided::Unattended, now).await?;
    match untold_in(&tx, &ticket).await? {
        Some(untold) => {
            let event = NewEvent::new("asker_not_told").fact("because", untold.slug());
            append_events(&tx, ctx, own.id, actor, vec![event]).await?;
        }
        None if contact.verified => {
            let due = running_due(&tx, own.id, registry::DeadlineKind::Answer).await?;
            let part_of = Some(ticket.reference.to_string());
            let opening = super::register::Opening {
                thread: registered.thread.id,
                due: due.unwrap_or(own.due_at),
                // A conversation of its own: what cites it belongs to it.
                cited: None,
                references: Vec::new(),
                part_of,
            };
            reader.acknowledge(&tx, &own, contact, opening).await?;
        }
        None => {
            reader
                .acknowledge_unverified(&tx, &own, contact, &registered, Came::PartOf)
                .await?;
        }
    }
    save(&tx, &ticket, Decided::Now, now).await?;
    ticket.revision += 1;
    let off = NewEvent::new("split_off").fact("reference", own.reference.to_string());
    append_events(&tx, ctx, ticket.id, actor, vec![off]).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    info!(ticket.reference = %own.reference, "A part of a question became one of its own");
    Ok(own.reference)
}

/// Whether two texts have the same words, however their lines are broken.
fn says_the_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// The file with this id, when it came with the question of this ticket or the asker sent it with something
/// since.
async fn file_of_asker(
    db: &impl sea_orm::ConnectionTrait,
    ticket: &Ticket,
    id: &str,
) -> Result<Option<Attachment>, StoreError> {
    let Ok(id) = id.parse::<Uuid>() else {
        return Ok(None);
    };
    let thread = asker_thread(db, ticket.id).await?;
    let Some(file) = registry::attachment(db, id).await? else {
        return Ok(None);
    };
    let came_with = message(db, file.message_id).await?;
    let of_asker = came_with.is_some_and(|it| match it.kind {
        // It stands in the conversation with whoever asked first, and is that of whoever asks now.
        MessageKind::Question => it.ticket_id == ticket.id,
        MessageKind::Reply => it.thread_id == thread.id,
        _ => false,
    });
    Ok(Some(file).filter(|_| of_asker))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_with_a_part_is_told_at_once() {
        let blank = Split::default().faults();
        assert_eq!(blank, [SplitFault::NoSubject, SplitFault::NoQuestion]);
        let long = Split {
            subject: "a".repeat(MOST_SUBJECT + 1),
            body: "a".repeat(MOST_SPLIT + 1),
            ..Split::default()
        };
        let long = long.faults();
        assert_eq!(long, [SplitFault::LongSubject, SplitFault::LongQuestion]);
    }

    #[test]
    fn the_same_words_on_other_lines_are_the_same_question() {
        let whole = "1. Welke regio?\n2. Wie keurt goed?";
        let typed = "1. Welke regio?\r\n\r\n2. Wie keurt goed? ";
        assert!(says_the_same(typed, whole));
        assert!(!says_the_same("2. Wie keurt goed?", whole));
    }
}
