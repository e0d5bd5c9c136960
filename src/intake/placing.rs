//! A person says where a mail belongs that the house would not place by itself: a message of
//! somebody whom nobody in a ticket knows, or a ticket of somebody who named another one. Nothing is
//! lost either way, and what was done already is not done twice.

use sea_orm::{ConnectionTrait, EntityTrait as _};
use tracing::info;
use uuid::Uuid;

use super::IntakeError;
use super::mail::Kind;
use super::register::{
    NewQuestion, Opening, Wrote, asker_wrote, assignment_by_writer, desk_by_writer,
};
use super::understand::{Understander, slug_of};
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::directory::{Atlas, Desk};
use crate::dispatch::{Asked, go_on_as_decided, receive_proposal};
use crate::entity::inbound_mail;
use crate::entity::ticket::Channel;
use crate::followup;
use crate::outbound::mails::Moot;
use crate::registry::{
    self, CloseReason, DeadlineKind, Decided, Letter, MessageKind, MessageState, NewEvent,
    NextStep, NoMerge, Original, Reference, RegistryError, Ticket, append_events, append_message,
    asker_thread, facts_of, known_writers, letter, load, load_by_id, save, set_message_state,
    step_of_owner,
};
use crate::store::{StoreError, write_tx};

/// A mail that waits for a person to say where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// This message, in a ticket whose people do not know its writer.
    Message(Uuid),
    /// The whole ticket: its asker named another one, or nobody vouches for who they are.
    Ticket,
}

/// It belongs: the message to the question it is in, the ticket to the question that it names.
///
/// The writer is known there from now on, and what follows from a mail of theirs follows. A message
/// is placed by who may assign the ticket; who may write in the other ticket may add one to it. A whole
/// ticket is added only for who belongs to the other one already: the asker there would read a stranger's
/// words as their own, and the stranger would never get an answer.
///
/// # Errors
/// [`StoreError::Stale`] when the ticket is not as `seen`, unless it was placed so already;
/// [`NoMerge::Stranger`] when the two must be merged instead.
pub async fn belongs(
    ctx: &Context,
    atlas: &Atlas,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    waiting: Waiting,
) -> Result<(), IntakeError> {
    match waiting {
        Waiting::Message(id) => accept(ctx, atlas, actor, reference, seen, id).await,
        Waiting::Ticket => join(ctx, atlas, actor, reference, seen).await,
    }
}

/// It is a question of its own: a message leaves its ticket and is registered, dispatched and
/// acknowledged; a ticket goes on as was decided when it came in. Returns its number.
///
/// # Errors
/// As [`belongs`].
pub async fn stands_alone(
    understander: &Understander,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    waiting: Waiting,
) -> Result<Reference, IntakeError> {
    match waiting {
        Waiting::Message(id) => part(understander, actor, reference, seen, id).await,
        Waiting::Ticket => clear(understander, actor, reference, seen).await,
    }
}

async fn accept(
    ctx: &Context,
    atlas: &Atlas,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    id: Uuid,
) -> Result<(), IntakeError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Assign, reference, None).await?;
    let held = letter(&tx, ticket.id, id).await?.ok_or(StoreError::Stale)?;
    match held.state {
        MessageState::Held => {}
        // Somebody closed the question meanwhile.
        MessageState::Aside => return Err(StoreError::Stale.into()),
        _ => return Ok(()),
    }
    as_seen(&ticket, seen)?;
    set_message_state(&tx, held.id, MessageState::Posted).await?;
    reviewed(&tx, &mut ticket).await?;
    save(&tx, &ticket, Decided::Now, now).await?;
    ticket.revision += 1;
    match written_by_desk(&tx, atlas, &held).await? {
        Some((desk, kind)) => desk_wrote(&tx, ctx, &mut ticket, &held, desk, kind).await?,
        None => asker_wrote(&tx, ctx, &mut ticket, &wrote(&held, held.id)).await?,
    }
    let event = NewEvent::new("sender_accepted").fact("message", held.id.to_string());
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The desk that a mail was found to come from, and what its message is: an answer where it went to the asker
/// with us in copy, else words to us alone, which the asker does not read.
async fn written_by_desk<'a>(
    tx: &impl ConnectionTrait,
    atlas: &'a Atlas,
    held: &Letter,
) -> Result<Option<(&'a Desk, MessageKind)>, IntakeError> {
    let mail = inbound_mail::Entity::find_by_id(held.inbound_mail_id)
        .one(tx)
        .await
        .map_err(StoreError::from)?;
    let found = mail.and_then(|mail| mail.kind);
    let is = |kind| found.as_deref() == Some(slug_of(kind).as_str());
    let kind = if is(Kind::AnswerCc) {
        MessageKind::Answer
    } else if is(Kind::ReplyFromAdministration) {
        MessageKind::Proposal
    } else {
        return Ok(None);
    };
    let author = held.author_email.as_deref().unwrap_or_default();
    Ok(desk_by_writer(atlas, author).map(|desk| (desk, kind)))
}

/// A desk that was not asked here wrote, which is no word of the asker's.
async fn desk_wrote(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    held: &Letter,
    desk: &Desk,
    kind: MessageKind,
) -> Result<(), IntakeError> {
    registry::give_to_desk(tx, held.id, desk.id.0, kind).await?;
    if kind == MessageKind::Answer {
        let (by, now) = (desk.name.as_str(), ctx.clock.now());
        followup::reported(tx, ctx, ticket, by, held.id, now, held.inbound_mail_id).await?;
    }
    Ok(())
}

async fn part(
    understander: &Understander,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    id: Uuid,
) -> Result<Reference, IntakeError> {
    let ctx = &understander.ctx;
    let now = ctx.clock.now();
    let reader = understander.reader().await?;
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Assign, reference, None).await?;
    let Some(held) = letter(&tx, ticket.id, id).await? else {
        let this = id.to_string();
        let parted = facts_of(&tx, ticket.id, "message_parted").await?;
        let mut parted = parted.iter().filter(|one| one["message"] == *this);
        let own = parted.find_map(|one| one["reference"].as_str()?.parse().ok());
        return own.ok_or(StoreError::Stale.into());
    };
    as_seen(&ticket, seen)?;
    if held.state != MessageState::Held {
        return Err(StoreError::Stale.into());
    }
    let subject = held
        .subject
        .clone()
        .unwrap_or_else(|| ticket.subject.clone());
    let email = held.author_email.clone().unwrap_or_default();
    let asked = Asked {
        subject: &subject,
        body: &held.body,
        signature: held.signature.as_deref().unwrap_or_default(),
        from: held.author_email.as_deref(),
        address_book: reader
            .address_book(&tx, held.author_email.as_deref())
            .await?,
        municipality: None,
        organisation: None,
        topic: None,
    };
    let considered = reader
        .dispatcher
        .consider(&tx, ctx, &asked)
        .await?
        .ok_or(IntakeError::NoDesk)?;
    let question = NewQuestion {
        subject,
        channel: Channel::Mail,
        language: held.language.clone(),
        email,
        name: held.author_name.clone(),
        verified: true,
        follows: None,
        split_from: None,
        message: held.again(MessageKind::Question),
    };
    let (contact, registered) = reader.register_question(&tx, question, &considered).await?;
    registry::take_out(&tx, &held, registered.thread, registered.message_id).await?;
    let mut own = registered.ticket.clone();
    reader.go_on(&tx, &mut own, &considered).await?;
    let opening = Opening {
        thread: registered.thread.id,
        due: registered.answer_term.due_at,
        cited: held.rfc_message_id.clone(),
        references: Vec::new(),
        part_of: None,
    };
    reader.acknowledge(&tx, &own, contact, opening).await?;

    reviewed(&tx, &mut ticket).await?;
    save(&tx, &ticket, Decided::Now, now).await?;
    let left = NewEvent::new("message_parted")
        .fact("message", held.id.to_string())
        .fact("reference", own.reference.to_string());
    append_events(&tx, ctx, ticket.id, actor, vec![left]).await?;
    let came = NewEvent::new("parted_from").fact("reference", ticket.reference.to_string());
    append_events(&tx, ctx, own.id, actor, vec![came]).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    info!(ticket.reference = %own.reference, "A message became a question of its own");
    Ok(own.reference)
}

/// The ticket becomes a message of the one that it names, and is closed as its double; its own
/// conversation stays as it was.
async fn join(
    ctx: &Context,
    atlas: &Atlas,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<(), IntakeError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let unknown = || RegistryError::UnknownTicket(reference.clone());
    let own = registry::find(&tx, reference).await?.ok_or_else(unknown)?;
    let named = match named(&tx, &own).await? {
        Some(named) => registry::find(&tx, &named).await?,
        None => None,
    };
    let named = named.ok_or(StoreError::Stale)?;
    // Tickets are locked in the order of their ids, so that two people never wait for each other.
    let mut ids = [own.id, named.id];
    ids.sort_unstable();
    for id in ids {
        load_by_id(&tx, id).await?;
    }
    let mut own = load(&tx, actor, Verb::Assign, reference, None).await?;
    let mut named = load(&tx, actor, Verb::Note, &named.reference, None).await?;
    if own.standing.step != NextStep::ReviewSender {
        let joined = facts_of(&tx, own.id, "joined").await?;
        return if joined.is_empty() {
            Err(StoreError::Stale.into())
        } else {
            Ok(())
        };
    }
    as_seen(&own, seen)?;
    let question = registry::question_letter(&tx, own.id)
        .await?
        .ok_or(StoreError::Stale)?;
    let writer = question.author_email.as_deref().unwrap_or_default();
    let of_desk = assignment_by_writer(&tx, atlas.houses(), named.id, writer).await?;
    let message = if let Some(held) = of_desk {
        let by = Actor::AdministrationLink {
            assignment: held.id,
        };
        let words = question.again(MessageKind::Proposal);
        let id = receive_proposal(&tx, ctx, &by, &mut named, &held, words).await?;
        let thread = registry::assignment_thread(&tx, ctx, named.id, held.id).await?;
        registry::cite_in(&tx, &question, thread).await?;
        save(&tx, &named, Decided::Now, now).await?;
        id
    } else {
        let thread = asker_thread(&tx, named.id).await?;
        let is_known =
            Original::of(&own, &named).is_theirs || wrote_in(&tx, thread.id, writer).await?;
        if !is_known {
            let to = named.reference.to_string();
            return Err(RegistryError::NoMerge(to, NoMerge::Stranger).into());
        }
        let words = question.again(MessageKind::Reply);
        let id = append_message(&tx, ctx, named.id, thread.id, words).await?;
        registry::cite_in(&tx, &question, thread).await?;
        asker_wrote(&tx, ctx, &mut named, &wrote(&question, id)).await?;
        id
    };
    own.standing = own
        .standing
        .closed_by_person(now, CloseReason::Duplicate)
        .map_err(RegistryError::from)?;
    own.duplicate_of = Some(named.id);
    registry::withdraw_all(&tx, ctx, actor, &own, Moot::Closed).await?;
    registry::cancel_all(&tx, own.id, now).await?;
    save(&tx, &own, Decided::Now, now).await?;
    let came = NewEvent::new("message_joined")
        .fact("message", message.to_string())
        .fact("reference", own.reference.to_string());
    append_events(&tx, ctx, named.id, actor, vec![came]).await?;
    let left = NewEvent::new("joined").fact("reference", named.reference.to_string());
    append_events(&tx, ctx, own.id, actor, vec![left]).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Whether somebody with this address writes from the asker's side already.
async fn wrote_in(
    tx: &impl ConnectionTrait,
    asker_thread: Uuid,
    writer: &str,
) -> Result<bool, StoreError> {
    let known = known_writers(tx, asker_thread).await?;
    Ok(known.iter().any(|it| it.eq_ignore_ascii_case(writer)))
}

async fn clear(
    understander: &Understander,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<Reference, IntakeError> {
    let ctx = &understander.ctx;
    let reader = understander.reader().await?;
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Assign, reference, None).await?;
    if ticket.standing.step != NextStep::ReviewSender {
        let cleared = facts_of(&tx, ticket.id, "sender_cleared").await?;
        return if cleared.is_empty() {
            Err(StoreError::Stale.into())
        } else {
            Ok(ticket.reference)
        };
    }
    as_seen(&ticket, seen)?;
    reviewed(&tx, &mut ticket).await?;
    save(&tx, &ticket, Decided::Now, ctx.clock.now()).await?;
    ticket.revision += 1;
    let event = NewEvent::new("sender_cleared");
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    go_on_as_decided(&tx, ctx, &mut ticket).await?;
    if let Some(asker) = registry::contact_by_id(&tx, ticket.asker_id).await? {
        let due = registry::running_due(&tx, ticket.id, DeadlineKind::Answer).await?;
        let question = registry::question_letter(&tx, ticket.id).await?;
        let opening = Opening {
            thread: asker_thread(&tx, ticket.id).await?.id,
            due: due.unwrap_or(ticket.due_at),
            cited: question.and_then(|letter| letter.rfc_message_id),
            references: Vec::new(),
            part_of: None,
        };
        // Whoever had one already gets none again.
        reader.acknowledge(&tx, &ticket, asker, opening).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(ticket.reference)
}

fn as_seen(ticket: &Ticket, seen: i32) -> Result<(), StoreError> {
    if ticket.revision == seen {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// The ticket that the asker of this one named.
async fn named(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<Option<Reference>, StoreError> {
    let named = facts_of(db, ticket.id, "names_other_ticket").await?;
    Ok(named
        .iter()
        .find_map(|facts| facts["reference"].as_str()?.parse().ok()))
}

fn wrote(letter: &Letter, message: Uuid) -> Wrote<'_> {
    Wrote {
        message,
        text: &letter.body,
        for_a_person: !letter.files.is_empty(),
        inbound_mail_id: letter.inbound_mail_id,
        by_asker: false,
        was_read: true,
    }
}

/// The writer was looked at: what must be done is again what had to be done before.
async fn reviewed(tx: &impl ConnectionTrait, ticket: &mut Ticket) -> Result<(), StoreError> {
    let of_owner = step_of_owner(tx, ticket).await?;
    ticket.standing = ticket.standing.sender_reviewed(of_owner);
    Ok(())
}
