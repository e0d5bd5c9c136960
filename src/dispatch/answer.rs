//! Answering the asker, and asking them for what is missing. State and mail are written together:
//! no answer is on file that the asker will not be sent.

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::DispatchError;
use super::assigned::{counts_as_answer, leave};
use super::mails::{self, Answering};
use super::merge::{answer_merged, lock_with_merged};
use super::pending::none_waits;
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::entity::deadline::DeadlineState;
use crate::entity::desk;
use crate::outbound::enqueue;
use crate::outbound::mails::{Moot, StillOwed};
use crate::registry::{
    Assignment, AssignmentRole, Attachment, Correspondence, DeadlineKind, Decided, Direction,
    MessageKind, MessageState, NOBODY, NewAttachment, NewEvent, NewMessage, NextStep, Reference,
    RegistryError, Stage, Term, Ticket, WorkingDays, append_events, append_message,
    assignment_of_thread, assignments, attachments_of, cancel_all, citation, clean, correspondence,
    day_in_brussels, desk_by_id, desks_of, end_deadline, load, looked_at, message,
    pause_answer_term, promised, resume_when_back, save, set_message_state, settle_messages,
    step_of_owner, terms, waiting_proposals, withdraw_all, withdraw_others,
};
use crate::store::{StoreError, write_tx};

/// An answer to the asker.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Answer {
    /// What it says, in Markdown.
    pub markdown: String,
    /// The proposal of an administration that it passes on.
    pub proposal: Option<Uuid>,
    /// The files of that proposal that go along.
    pub files: Vec<Uuid>,
    /// Files that go along besides.
    #[serde(skip)]
    pub attached: Vec<NewAttachment>,
    /// The slugs of the desks that answer the rest, or whose answer waits to be read: this is a part of the
    /// answer, and the question stays open with them. Every other desk that owes something is told that it
    /// need not answer any more, and what every other one sent is left.
    pub still: Vec<String>,
}

/// Records an answer and queues it for the asker.
pub async fn answer(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    answer: Answer,
) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    // Boxed: all that can follow from an answer is a large future.
    Box::pin(answer_in(&tx, ctx, actor, reference, seen, answer)).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// What a mail to the asker needs to know, when it is known who that is.
async fn with_asker(
    tx: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<Correspondence, DispatchError> {
    let about = correspondence(tx, ticket).await?;
    if about.asker.email == NOBODY {
        return Err(DispatchError::NoAsker);
    }
    Ok(about)
}

/// The same in the caller's transaction.
pub(super) async fn answer_in(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    answer: Answer,
) -> Result<(), DispatchError> {
    let markdown = clean(&answer.markdown).ok_or(RegistryError::EmptyText)?;
    let now = ctx.clock.now();
    let merged = lock_with_merged(tx, reference).await?;
    let mut ticket = load(tx, actor, Verb::Answer, reference, Some(seen)).await?;
    none_waits(tx, ticket.id).await?;
    let unread = unread_proposals(tx, ticket.id, answer.proposal).await?;
    let rest = still_answering(tx, &ticket, &answer.still, &unread).await?;
    let before = ticket.standing.stage;
    let completes = ticket.standing.part.is_some() && rest.is_empty();
    ticket.standing = match rest.last() {
        Some((last, _)) => ticket.standing.answered_in_part(now, last.desk_id)?,
        None => ticket.standing.answered(now)?,
    };
    let (desk, mut of_proposal) = match answer.proposal {
        Some(proposal) => used_proposal(tx, ctx, &ticket, proposal, &rest).await?,
        None => (None, Vec::new()),
    };
    of_proposal.retain(|file| answer.files.contains(&file.id) && file.can_go_along());
    // An answer never leaves with less than it was sent with.
    let goes = |id: &Uuid| of_proposal.iter().any(|file| file.id == *id);
    if let Some(lost) = answer.files.iter().find(|id| !goes(id)) {
        return Err(DispatchError::NoFile(*lost));
    }
    let about = with_asker(tx, &ticket).await?;
    let words = NewMessage {
        desk_id: desk.as_ref().map(|desk| desk.id),
        // The asker also finds them on the page of the question.
        attachments: of_proposal
            .iter()
            .filter_map(Attachment::again)
            .chain(answer.attached)
            .collect(),
        ..say(actor, MessageKind::Answer, markdown.clone())
    };
    let source = desk.map(|desk| desk.name);
    let message = append_message(tx, ctx, ticket.id, about.thread.id, words).await?;
    let files = attachments_of(tx, message).await?;
    let cited = citation(tx, about.thread.id).await?;
    let terms = terms(tx, ctx).await?;
    let answering = Answering {
        message,
        markdown: &markdown,
        source: source.clone(),
        files: &files,
        person: actor.user().map(|user| user.name.as_str()),
        rest: owed(&rest),
        completes,
        presumed_after: WorkingDays(terms.presume_working_days),
    };
    enqueue(ctx, tx, mails::answer(ctx, &about, cited, answering)?).await?;
    let mut event = NewEvent::new("answered").fact("message", message.to_string());
    if let Some(proposal) = answer.proposal {
        event = event.fact("proposal", proposal.to_string());
    }
    if !rest.is_empty() {
        let desks: Vec<String> = rest.iter().map(|(_, desk)| desk.slug.clone()).collect();
        event = event.fact("still", desks);
    }
    let mut events = vec![event];
    events.extend(leave_unread(tx, &unread, &rest).await?);
    append_events(tx, ctx, ticket.id, actor, events).await?;
    if rest.is_empty() {
        await_receipt(tx, ctx, &mut ticket, actor).await?;
        let source = source.as_deref();
        // Boxed: few answers have more than one asker, and all of them would carry the room for it.
        Box::pin(answer_merged(tx, ctx, actor, &ticket, &merged, source)).await
    } else {
        await_rest(tx, ctx, &mut ticket, actor, &rest, before).await
    }
}

/// What follows from an answer on its way: whoever owed one is done, and the ticket waits for proof.
pub(super) async fn await_receipt(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    actor: &Actor,
) -> Result<(), DispatchError> {
    let now = ctx.clock.now();
    for kind in [DeadlineKind::FirstReaction, DeadlineKind::Answer] {
        end_deadline(tx, ticket.id, None, kind, DeadlineState::Met, now).await?;
    }
    // Desks that still owe something are told that the question has its answer, and not reminded.
    withdraw_all(tx, ctx, actor, ticket, Moot::Answered).await?;
    cancel_all(tx, ticket.id, now).await?;
    let presume = WorkingDays(terms(tx, ctx).await?.presume_working_days);
    ticket.due_at = Term::from(now, presume).due_at;
    take_in_passing(ticket, actor);
    save(tx, ticket, Decided::Now, now).await?;
    Ok(())
}

/// A desk that still owes something, with its assignment; or one whose answer waits to be read.
pub(super) type Owing = (Assignment, desk::Model);

/// An answer of a desk that waits to be read, with the assignment that it is of.
type Unread = (Uuid, Assignment);

/// The answers of desks that wait to be read, but for the one that is `used`; advice is none.
async fn unread_proposals(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
    used: Option<Uuid>,
) -> Result<Vec<Unread>, StoreError> {
    let mut unread = Vec::new();
    for waiting in waiting_proposals(tx, ticket_id).await? {
        if Some(waiting.id) == used {
            continue;
        }
        let held = assignment_of_thread(tx, waiting.thread_id).await?;
        let held = held.filter(|held| held.role == AssignmentRole::Handler);
        unread.extend(held.map(|held| (waiting.id, held)));
    }
    Ok(unread)
}

/// Leaves what was sent by desks that do not go on: the owner read it, and the asker does not get it.
async fn leave_unread(
    tx: &impl ConnectionTrait,
    unread: &[Unread],
    rest: &[Owing],
) -> Result<Vec<NewEvent>, DispatchError> {
    let mut left = Vec::new();
    for (message, held) in unread {
        if rest.iter().any(|(one, _)| one.desk_id == held.desk_id) {
            continue;
        }
        left.push(leave(tx, *message).await?);
    }
    Ok(left)
}

/// The desks that go on answering, each of which must have the question, or have sent what is `unread`. Who
/// owes something stands last: the question is with them.
async fn still_answering(
    tx: &impl ConnectionTrait,
    ticket: &Ticket,
    slugs: &[String],
    unread: &[Unread],
) -> Result<Vec<Owing>, DispatchError> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let open = owing(tx, ticket.id).await?;
    let mut sent: Vec<Assignment> = Vec::new();
    for (_, held) in unread {
        let owes = open.iter().any(|(one, _)| one.desk_id == held.desk_id);
        let known = sent.iter().any(|one| one.desk_id == held.desk_id);
        if !owes && !known {
            sent.push(held.clone());
        }
    }
    let mut all = with_desks(tx, sent).await?;
    all.extend(open);
    for slug in slugs {
        if !all.iter().any(|(_, desk)| desk.slug == *slug) {
            return Err(DispatchError::OwesNothing(slug.clone()));
        }
    }
    all.retain(|(_, desk)| slugs.contains(&desk.slug));
    Ok(all)
}

/// The desks that owe an answer in a ticket, the one that was asked last behind the others; not those that
/// were asked for advice.
pub(super) async fn owing(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<Owing>, StoreError> {
    let mut open = assignments(tx, ticket_id).await?;
    open.retain(|held| held.progress.is_open() && held.role == AssignmentRole::Handler);
    with_desks(tx, open).await
}

/// Each of these assignments with its desk.
async fn with_desks(
    tx: &impl ConnectionTrait,
    all: Vec<Assignment>,
) -> Result<Vec<Owing>, StoreError> {
    let desks = desks_of(tx, &all).await?;
    let with_desk = |held: Assignment| {
        let desk = desks.iter().find(|desk| desk.id == held.desk_id)?.clone();
        Some((held, desk))
    };
    Ok(all.into_iter().filter_map(with_desk).collect())
}

/// Who still answers, as a mail to the asker says it.
pub(super) fn owed(rest: &[Owing]) -> Vec<StillOwed> {
    let one = |(held, desk): &Owing| StillOwed {
        desk: desk.name.clone(),
        due: day_in_brussels(held.due_at),
    };
    rest.iter().map(one).collect()
}

/// What follows from a part of the answer on its way: the desks in `rest` go on, each with its own term,
/// and the asker's term runs on with them. Whoever else owed something is done.
pub(super) async fn await_rest(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    actor: &Actor,
    rest: &[Owing],
    before: Stage,
) -> Result<(), DispatchError> {
    let now = ctx.clock.now();
    // Whoever was asked for something was given something instead: their term goes on.
    resume_when_back(tx, ctx, ticket, before).await?;
    looked_at(tx, ticket, now).await?;
    if let (None, Some((last, _))) = (promised(tx, ticket.id).await?, rest.last())
        && last.progress.is_open()
    {
        ticket.due_at = last.due_at;
    }
    // Advice may still be of use for the rest.
    let advises = |held: &Assignment| held.role == AssignmentRole::Consulted;
    let all = assignments(tx, ticket.id).await?;
    let advice = all.iter().filter(|held| advises(held)).map(|held| held.id);
    let kept: Vec<Uuid> = rest.iter().map(|(held, _)| held.id).chain(advice).collect();
    withdraw_others(tx, ctx, actor, ticket, Moot::Answered, &kept).await?;
    let step = step_of_owner(tx, ticket).await?;
    if matches!(step, NextStep::ReviewProposal | NextStep::AnswerDesk) {
        // What these desks sent still waits for the owner.
        ticket.standing = ticket.standing.needs_owner(now, step);
    } else if !rest.is_empty() && rest.iter().all(|(held, _)| !held.progress.is_open()) {
        // Nobody owes anything: once who wrote is known, the owner reads what was sent.
        let step = NextStep::ReviewProposal;
        ticket.standing = ticket.standing.needs_owner(now, step);
    }
    take_in_passing(ticket, actor);
    save(tx, ticket, Decided::Now, now).await?;
    Ok(())
}

/// Asks the asker for what is missing; their clock stands still, visibly, until they write.
pub async fn ask_asker(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    markdown: &str,
) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    ask_in(&tx, ctx, actor, reference, seen, markdown).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The same in the caller's transaction.
pub(super) async fn ask_in(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    markdown: &str,
) -> Result<(), DispatchError> {
    let markdown = clean(markdown).ok_or(RegistryError::EmptyText)?;
    let now = ctx.clock.now();
    let mut ticket = load(tx, actor, Verb::Message, reference, Some(seen)).await?;
    none_waits(tx, ticket.id).await?;
    ticket.standing = ticket.standing.asked_back(now)?;
    let about = with_asker(tx, &ticket).await?;
    let words = say(actor, MessageKind::Request, markdown.clone());
    let message = append_message(tx, ctx, ticket.id, about.thread.id, words).await?;
    let cited = citation(tx, about.thread.id).await?;
    let person = actor.user().map(|user| user.name.as_str());
    enqueue(
        ctx,
        tx,
        mails::request(ctx, &about, cited, message, &markdown, person)?,
    )
    .await?;
    settle_messages(tx, actor, ticket.id).await?;
    looked_at(tx, &mut ticket, now).await?;
    pause_answer_term(tx, &ticket, now).await?;
    take_in_passing(&mut ticket, actor);
    save(tx, &ticket, Decided::Now, now).await?;
    let event = NewEvent::new("asked_back").fact("message", message.to_string());
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(())
}

/// Whoever writes to the asker has taken the ticket, when nobody had.
fn take_in_passing(ticket: &mut Ticket, actor: &Actor) {
    if ticket.handler_user_id.is_none() {
        ticket.handler_user_id = actor.user().map(|user| user.id);
    }
}

fn say(actor: &Actor, kind: MessageKind, markdown: String) -> NewMessage {
    NewMessage {
        author_name: actor.user().map(|user| user.name.clone()),
        author_user_id: actor.user().map(|user| user.id),
        ..NewMessage::plain(Direction::Outbound, kind, markdown)
    }
}

/// Marks a proposal as used and finds the administration it came from, and its files. A proposal of
/// another ticket is none. `rest` is who goes on answering.
async fn used_proposal(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &Ticket,
    proposal: Uuid,
    rest: &[Owing],
) -> Result<(Option<desk::Model>, Vec<Attachment>), DispatchError> {
    let Some(found) = message(tx, proposal)
        .await?
        .filter(|found| found.ticket_id == ticket.id && found.kind == MessageKind::Proposal)
    else {
        return Err(DispatchError::UnknownAssignment(proposal));
    };
    set_message_state(tx, proposal, MessageState::Used).await?;
    // What a machine of a desk sent is not all that the desk owes, when it goes on answering.
    let goes_on = rest
        .iter()
        .any(|(held, _)| Some(held.desk_id) == found.desk_id);
    if !goes_on {
        counts_as_answer(tx, ctx, &found).await?;
    }
    let held = assignment_of_thread(tx, found.thread_id).await?;
    let advises = held.is_some_and(|held| held.role == AssignmentRole::Consulted);
    let desk = match found.desk_id.filter(|_| !advises) {
        Some(desk) => desk_by_id(tx, desk).await?,
        // What was made of advice is our own answer.
        None => None,
    };
    Ok((desk, attachments_of(tx, proposal).await?))
}
