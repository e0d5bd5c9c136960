//! What a desk does with a question that was sent to it: take it on, say that it is not theirs, or
//! answer. By the link in the mail, by plain reply, or noted by the owner's desk.

use chrono::{NaiveDate, TimeDelta};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::DispatchError;
use super::reading::{DeskReply, NameIn, read_desk_reply};
use super::records::{NewDecision, candidates_in, keep_decision, person_refused};
use crate::auth::{Actor, Subject, Verb, may};
use crate::context::Context;
use crate::directory::Atlas;
use crate::entity::deadline::DeadlineState;
use crate::entity::dispatch_decision::{self, DispatchMode};
use crate::outbound::mails::Moot;
use crate::registry::{
    Assignment, AssignmentRole, DeadlineKind, Decided, Direction, MessageKind, MessageState,
    NewAttachment, NewEvent, NewMessage, NextStep, Progress, Reference, RegistryError, Stage,
    StoredMessage, Term, Ticket, WorkingDays, append_events, append_message,
    assignment as assignment_by_id, assignment_of_thread, assignment_thread, assignments, clean,
    closing_time, desk_by_id, desk_by_slug, end_deadline, facts, last_message, lay_before_owner,
    load, load_by_id, mail_texts, mark_chase, message, note_reply, promised, proposals_waiting,
    rest_owed, resume_when_back, save, save_progress, save_promise, set_message_state,
    settle_as_reply, settle_chase, settle_questions_back, skipped, start_deadline, step_of_owner,
    terms, withdraw as take_back, working_days_between,
};
use crate::store::{StoreError, write_tx};
use crate::text::dates;

/// Loads an assignment with its ticket, which is locked first, and asks the policy.
async fn opened(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    verb: Verb,
    id: Uuid,
) -> Result<(Ticket, Assignment), DispatchError> {
    let unknown = || DispatchError::UnknownAssignment(id);
    let ticket_id = assignment_by_id(tx, id)
        .await?
        .ok_or_else(unknown)?
        .ticket_id;
    let ticket = load_by_id(tx, ticket_id).await?.ok_or_else(unknown)?;
    // Read again now that the ticket is locked: it may have changed in between.
    let assignment = assignment_by_id(tx, id).await?.ok_or_else(unknown)?;
    let about = facts(tx, &ticket).await?;
    may(
        actor,
        verb,
        Subject::Assignment {
            id,
            desk: assignment.desk_id,
            ticket: &about,
        },
    )?;
    Ok((ticket, assignment))
}

/// Lets go on only with the ticket as whoever acts had it in sight; the page of a desk names no revision.
fn as_seen(ticket: &Ticket, seen: Option<i32>) -> Result<(), StoreError> {
    if seen.is_some_and(|seen| seen != ticket.revision) {
        return Err(StoreError::Stale);
    }
    Ok(())
}

/// The desk takes the question on.
pub async fn accept(
    ctx: &Context,
    actor: &Actor,
    assignment: Uuid,
    seen: Option<i32>,
) -> Result<(), DispatchError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let (ticket, assignment) = opened(&tx, actor, Verb::Accept, assignment).await?;
    as_seen(&ticket, seen)?;
    let progress = assignment.progress.accept(now)?;
    if progress != assignment.progress {
        save_progress(&tx, &assignment, progress).await?;
        let event = NewEvent::new("accepted").fact("assignment", assignment.id.to_string());
        append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    }
    Ok(tx.commit().await?)
}

/// "Not ours": the question returns to its owner with the next candidate on top. It is training
/// data, too: the decision stays on file with what became of it.
pub async fn refuse(
    ctx: &Context,
    actor: &Actor,
    assignment: Uuid,
    seen: Option<i32>,
    instead: Option<&str>,
    why: &str,
) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    let (mut ticket, assignment) = opened(&tx, actor, Verb::Refuse, assignment).await?;
    as_seen(&ticket, seen)?;
    let named = match instead.filter(|slug| !slug.is_empty()) {
        Some(slug) => Some(
            desk_by_slug(&tx, slug)
                .await?
                .ok_or_else(|| DispatchError::UnknownDesk(slug.to_owned()))?,
        ),
        None => None,
    };
    let named = named.as_ref().map(|desk| desk.id);
    receive_refusal(&tx, ctx, actor, &mut ticket, &assignment, named).await?;
    save(&tx, &ticket, Decided::Now, ctx.clock.now()).await?;
    if let Some(why) = clean(why) {
        let thread = assignment_thread(&tx, ctx, ticket.id, assignment.id).await?;
        let words = NewMessage {
            desk_id: Some(assignment.desk_id),
            author_name: actor.user().map(|user| user.name.clone()),
            ..NewMessage::plain(Direction::Inbound, MessageKind::Reply, why)
        };
        append_message(&tx, ctx, ticket.id, thread.id, words).await?;
    }
    note_reply(&tx, ctx, ticket.id, actor).await?;
    Ok(tx.commit().await?)
}

/// The owner reads a proposed answer of a desk as what it is: a refusal. It stays in the
/// conversation, and the question returns with the next candidate on top.
pub async fn read_as_refusal(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    proposal: Uuid,
    atlas: &Atlas,
) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Forward, reference, Some(seen)).await?;
    let words = waiting_proposal(&tx, ticket.id, proposal)
        .await?
        .ok_or(StoreError::Stale)?;
    let answered = assignments(&tx, ticket.id)
        .await?
        .into_iter()
        .find_map(|one| {
            let progress = one.progress.without_answer(proposal)?;
            Some(Assignment { progress, ..one })
        });
    let held = match answered {
        Some(held) => Some(held),
        // What a machine sent has answered nothing.
        None => assignment_of_thread(&tx, words.thread_id)
            .await?
            .filter(|held| held.progress.is_open()),
    };
    let held = held.ok_or(StoreError::Stale)?;
    settle_as_reply(&tx, proposal).await?;
    let named = named_instead(atlas, &words.body, held.desk_id);
    receive_refusal(&tx, ctx, actor, &mut ticket, &held, named).await?;
    save(&tx, &ticket, Decided::Now, ctx.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Notes in the caller's transaction that a desk says that the question is not theirs; the caller
/// saves the ticket. `named` is whose it is, as the desk says: it comes on top, unless it has had the
/// question already.
pub async fn receive_refusal(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    assignment: &Assignment,
    named: Option<Uuid>,
) -> Result<(), DispatchError> {
    if assignment.role == AssignmentRole::Consulted {
        return no_advice(tx, ctx, actor, ticket, assignment, named).await;
    }
    let now = ctx.clock.now();
    let before = ticket.standing.stage;
    let progress = assignment.progress.refuse(named, now)?;
    save_progress(tx, assignment, progress).await?;
    let (kind, state) = (DeadlineKind::Administration, DeadlineState::Met);
    end_deadline(tx, ticket.id, Some(assignment.id), kind, state, now).await?;
    let thread = assignment_thread(tx, ctx, ticket.id, assignment.id).await?;
    settle_questions_back(tx, ticket.id, Some(thread.id)).await?;
    // A question whose answer has left is not sent on: nothing is proposed that nobody could confirm.
    if ticket.standing.is_open() {
        let had = desks_that_had_it(tx, ticket.id).await?;
        ticket.proposed = match named.filter(|desk| !had.contains(desk)) {
            Some(desk) => Some((desk, 1.0)),
            None => next_candidate(tx, ticket.id, &had).await?,
        };
    }
    let decision = NewDecision {
        mode: DispatchMode::Person,
        owner_desk_id: ticket.owner_desk_id,
        desk_id: named,
        topic_slug: ticket.topic_slug.clone(),
        confidence: 1.0,
        explanation: person_refused(
            actor.user().map(|user| user.name.as_str()),
            assignment.desk_id,
        ),
    };
    keep_decision(tx, ctx, ticket.id, decision).await?;
    ticket.standing = ticket.standing.refused(now, ticket.proposed.is_some());
    resume_when_back(tx, ctx, ticket, before).await?;
    let event = NewEvent::new("refused").fact("assignment", assignment.id.to_string());
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(())
}

/// Notes that a desk gives no advice: it is not theirs. Nothing follows for the question; the owner is told.
async fn no_advice(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    assignment: &Assignment,
    named: Option<Uuid>,
) -> Result<(), DispatchError> {
    let now = ctx.clock.now();
    save_progress(tx, assignment, assignment.progress.refuse(named, now)?).await?;
    let (kind, state) = (DeadlineKind::Administration, DeadlineState::Met);
    end_deadline(tx, ticket.id, Some(assignment.id), kind, state, now).await?;
    let event = NewEvent::new("advice_refused").fact("assignment", assignment.id.to_string());
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    if let Some(desk) = desk_by_id(tx, assignment.desk_id).await? {
        let said = mail_texts().with("mail-notice-no-advice", "desk", desk.name);
        lay_before_owner(tx, ctx, ticket, said).await?;
    }
    Ok(())
}

/// The first other administration that a desk names in its reply.
#[must_use]
pub fn named_instead(atlas: &Atlas, text: &str, desk: Uuid) -> Option<Uuid> {
    let named = atlas.administrations_named(text);
    named.iter().map(|it| it.desk.0).find(|id| *id != desk)
}

/// What the reply of a desk says, by the names of administrations that stand in it.
#[must_use]
pub fn desk_says(atlas: &Atlas, text: &str, desk: Uuid) -> DeskReply {
    let names: Vec<NameIn> = atlas
        .administrations_named(text)
        .into_iter()
        .map(|it| NameIn {
            range: it.range,
            own: it.desk.0 == desk,
        })
        .collect();
    read_desk_reply(text, &names)
}

pub(super) async fn desks_that_had_it(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<Uuid>, DispatchError> {
    let all = assignments(tx, ticket_id).await?;
    Ok(all.iter().map(|one| one.desk_id).collect())
}

/// Whom the house thought of with less confidence than this, it does not propose.
const LEAST_CONFIDENCE: f64 = 0.1;

/// The best candidate of the last decision of the house that has not had the question yet.
async fn next_candidate(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
    had: &[Uuid],
) -> Result<Option<(Uuid, f64)>, DispatchError> {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
    let decision = dispatch_decision::Entity::find()
        .filter(dispatch_decision::Column::TicketId.eq(ticket_id))
        .filter(dispatch_decision::Column::Mode.ne(DispatchMode::Person))
        .order_by_desc(dispatch_decision::Column::MadeAt)
        .one(tx)
        .await?;
    let Some(decision) = decision else {
        return Ok(None);
    };
    for (slug, confidence) in candidates_in(&decision.explanation) {
        if confidence >= LEAST_CONFIDENCE
            && let Some(desk) = desk_by_slug(tx, &slug).await?
            && desk.active
            && !had.contains(&desk.id)
        {
            return Ok(Some((desk.id, confidence)));
        }
    }
    Ok(None)
}

/// Nobody promises an answer later than this many days ahead.
const FARTHEST_PROMISE: TimeDelta = TimeDelta::days(366);

/// The desk says by when it answers: its term ends on that day, and the asker can read it.
pub async fn promise_answer(
    ctx: &Context,
    actor: &Actor,
    assignment: Uuid,
    day: NaiveDate,
) -> Result<(), DispatchError> {
    let now = ctx.clock.now();
    let due_at = closing_time(day);
    if due_at <= now || due_at > now + FARTHEST_PROMISE || skipped(day).is_some() {
        return Err(DispatchError::UnfitDay(day));
    }
    let tx = write_tx(&ctx.db).await?;
    let (ticket, assignment) = opened(&tx, actor, Verb::Accept, assignment).await?;
    if assignment.due_at == due_at {
        // Pressed twice, or nothing new.
        return Ok(());
    }
    let progress = assignment.progress.accept(now)?;
    let before = matches!(assignment.progress, Progress::Accepted { .. });
    let late = promised(&tx, ticket.id)
        .await?
        .is_some_and(|owed| due_at > owed);
    save_promise(&tx, &assignment, progress, due_at).await?;
    let days = u16::try_from(working_days_between(now, due_at)).unwrap_or_default();
    let kind = DeadlineKind::Administration;
    start_deadline(&tx, ctx, ticket.id, Some(assignment.id), kind, days).await?;
    let thread = assignment_thread(&tx, ctx, ticket.id, assignment.id).await?;
    let texts = mail_texts();
    let said = texts.with(
        "mail-desk-answers-by",
        "day",
        dates::day(day, texts.language()),
    );
    let words = NewMessage {
        desk_id: Some(assignment.desk_id),
        ..NewMessage::plain(Direction::Inbound, MessageKind::Reply, said)
    };
    append_message(&tx, ctx, ticket.id, thread.id, words).await?;
    // Later than the asker was promised, or put off again: somebody decides what to do about it.
    if before || late {
        mark_chase(&tx, ticket.id, Some(assignment.id), now).await?;
    } else {
        settle_chase(&tx, assignment.id).await?;
    }
    save(&tx, &ticket, Decided::Unattended, now).await?;
    let event = NewEvent::new("answer_promised")
        .fact("assignment", assignment.id.to_string())
        .fact("due", due_at.to_rfc3339());
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(tx.commit().await?)
}

/// The desk asks something back on its page: the owner answers, or asks the asker.
pub async fn ask_back(
    ctx: &Context,
    actor: &Actor,
    assignment: Uuid,
    text: &str,
) -> Result<(), DispatchError> {
    let text = clean(text).ok_or(RegistryError::EmptyText)?;
    let tx = write_tx(&ctx.db).await?;
    let (mut ticket, assignment) = opened(&tx, actor, Verb::Message, assignment).await?;
    // Who advises asks in one way with what they have to say.
    let kind = match assignment.role {
        AssignmentRole::Handler => MessageKind::Reply,
        AssignmentRole::Consulted => MessageKind::Proposal,
    };
    let words = NewMessage::plain(Direction::Inbound, kind, text);
    if said_last(&tx, ctx, &ticket, &assignment, &words).await? {
        return Ok(());
    }
    receive_question_back(&tx, ctx, actor, &mut ticket, &assignment, words).await?;
    said(tx, ctx, actor, &ticket).await
}

/// The desk answers on its page, with these files: the owner reviews it before it goes out.
pub async fn propose_answer(
    ctx: &Context,
    actor: &Actor,
    assignment: Uuid,
    text: &str,
    files: Vec<NewAttachment>,
) -> Result<(), DispatchError> {
    propose(ctx, actor, assignment, text, files, |_, _| Ok(())).await
}

/// Somebody of a desk that is asked for advice gives it in the question that they have open. Advice that
/// nobody waits for any more is given by nobody.
pub async fn give_advice(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    assignment: Uuid,
    text: &str,
    files: Vec<NewAttachment>,
) -> Result<(), DispatchError> {
    let wanted = |ticket: &Ticket, held: &Assignment| {
        if ticket.reference != *reference || held.role != AssignmentRole::Consulted {
            return Err(DispatchError::UnknownAssignment(held.id));
        }
        if held.progress.is_open() {
            Ok(())
        } else {
            Err(StoreError::Stale.into())
        }
    };
    propose(ctx, actor, assignment, text, files, wanted).await
}

async fn propose(
    ctx: &Context,
    actor: &Actor,
    assignment: Uuid,
    text: &str,
    files: Vec<NewAttachment>,
    fits: impl FnOnce(&Ticket, &Assignment) -> Result<(), DispatchError>,
) -> Result<(), DispatchError> {
    let text = clean(text).ok_or(RegistryError::EmptyText)?;
    let tx = write_tx(&ctx.db).await?;
    let (mut ticket, assignment) = opened(&tx, actor, Verb::Answer, assignment).await?;
    fits(&ticket, &assignment)?;
    let words = NewMessage {
        author_name: actor.user().map(|user| user.name.clone()),
        author_user_id: actor.user().map(|user| user.id),
        attachments: files,
        ..NewMessage::plain(Direction::Inbound, MessageKind::Proposal, text)
    };
    if said_last(&tx, ctx, &ticket, &assignment, &words).await? {
        return Ok(());
    }
    receive_proposal(&tx, ctx, actor, &mut ticket, &assignment, words).await?;
    said(tx, ctx, actor, &ticket).await
}

/// Saves what a desk said on its page, and commits.
async fn said(
    tx: DatabaseTransaction,
    ctx: &Context,
    actor: &Actor,
    ticket: &Ticket,
) -> Result<(), DispatchError> {
    save(&tx, ticket, Decided::Now, ctx.clock.now()).await?;
    note_reply(&tx, ctx, ticket.id, actor).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether these words are the last that the desk said: its button was pressed twice. The ticket is
/// locked, so the second press sees the first.
async fn said_last(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &Ticket,
    assignment: &Assignment,
    words: &NewMessage,
) -> Result<bool, DispatchError> {
    let thread = assignment_thread(tx, ctx, ticket.id, assignment.id).await?;
    let last = last_message(tx, thread.id).await?;
    Ok(last.is_some_and(|last| last.kind == words.kind && last.body == words.body))
}

/// Notes an answer of a desk as a proposal, in the caller's transaction; the caller saves the ticket.
/// A desk that had refused, or that the question was taken from, is heard all the same.
pub async fn receive_proposal(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    assignment: &Assignment,
    words: NewMessage,
) -> Result<Uuid, DispatchError> {
    let now = ctx.clock.now();
    let thread = assignment_thread(tx, ctx, ticket.id, assignment.id).await?;
    // Who answers waits no longer for what they asked.
    settle_questions_back(tx, ticket.id, Some(thread.id)).await?;
    let advises = assignment.role == AssignmentRole::Consulted;
    let over = matches!(ticket.standing.stage, Stage::Closed { .. });
    let words = NewMessage {
        kind: MessageKind::Proposal,
        // Advice on what is over asks for nobody.
        state: if advises && over {
            MessageState::Posted
        } else {
            MessageState::Proposed
        },
        desk_id: Some(assignment.desk_id),
        ..words
    };
    let message = append_message(tx, ctx, ticket.id, thread.id, words).await?;
    if let Ok(progress) = assignment.progress.answer(message, now) {
        save_progress(tx, assignment, progress).await?;
    }
    let kind = DeadlineKind::Administration;
    end_deadline(
        tx,
        ticket.id,
        Some(assignment.id),
        kind,
        DeadlineState::Met,
        now,
    )
    .await?;
    if advises {
        // Whoever has the ball keeps it: advice is used, or left.
        if !over {
            ticket.standing = ticket.standing.notice_received();
        }
        let event = NewEvent::new("advice_received")
            .fact("assignment", assignment.id.to_string())
            .fact("message", message.to_string());
        append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
        return Ok(message);
    }
    let before = ticket.standing.stage;
    ticket.standing = ticket.standing.proposal_received(now);
    resume_when_back(tx, ctx, ticket, before).await?;
    due_when_closed(tx, ctx, ticket).await?;
    let event = NewEvent::new("proposal_received")
        .fact("assignment", assignment.id.to_string())
        .fact("message", message.to_string());
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(message)
}

/// A closed question is over, and yet somebody must look: within the time of a first look.
async fn due_when_closed(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
) -> Result<(), StoreError> {
    if matches!(ticket.standing.stage, Stage::Closed { .. }) {
        let days = WorkingDays(terms(tx, ctx).await?.first_reaction_working_days);
        ticket.due_at = Term::from(ctx.clock.now(), days).due_at;
    }
    Ok(())
}

/// Lays before the owner what a machine of a desk sent, in the caller's transaction; the caller saves
/// the ticket. It can be used as an answer, and is none by itself: the desk owes one as before.
pub async fn receive_notice(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    assignment: &Assignment,
    words: NewMessage,
) -> Result<Uuid, DispatchError> {
    let thread = assignment_thread(tx, ctx, ticket.id, assignment.id).await?;
    let words = NewMessage {
        kind: MessageKind::Proposal,
        state: MessageState::Proposed,
        desk_id: Some(assignment.desk_id),
        ..words
    };
    let message = append_message(tx, ctx, ticket.id, thread.id, words).await?;
    ticket.standing = ticket.standing.notice_received();
    due_when_closed(tx, ctx, ticket).await?;
    let event = NewEvent::new("notice_received")
        .fact("assignment", assignment.id.to_string())
        .fact("message", message.to_string());
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(message)
}

/// Keeps in the conversation, in the caller's transaction, that a desk says that it received the
/// question. Nothing follows from it.
pub async fn receive_acknowledgement(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &Ticket,
    assignment: &Assignment,
    words: NewMessage,
) -> Result<Uuid, DispatchError> {
    let thread = assignment_thread(tx, ctx, ticket.id, assignment.id).await?;
    let words = NewMessage {
        kind: MessageKind::Acknowledgement,
        desk_id: Some(assignment.desk_id),
        ..words
    };
    let message = append_message(tx, ctx, ticket.id, thread.id, words).await?;
    let event = NewEvent::new("desk_acknowledged")
        .fact("assignment", assignment.id.to_string())
        .fact("message", message.to_string());
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(message)
}

/// Notes in the caller's transaction that what a desk sent is its answer, where it did not count as
/// one by itself.
pub(super) async fn counts_as_answer(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    proposal: &StoredMessage,
) -> Result<(), DispatchError> {
    let now = ctx.clock.now();
    let Some(held) = assignment_of_thread(tx, proposal.thread_id)
        .await?
        .filter(|held| held.progress.is_open())
    else {
        return Ok(());
    };
    let progress = held.progress.answer(proposal.id, now)?;
    save_progress(tx, &held, progress).await?;
    let (kind, state) = (DeadlineKind::Administration, DeadlineState::Met);
    end_deadline(tx, proposal.ticket_id, Some(held.id), kind, state, now).await?;
    Ok(())
}

/// The owner takes the question back from a desk, which is told that it need not answer; `note` is
/// what a person adds.
pub async fn withdraw(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    assignment: Uuid,
    note: &str,
) -> Result<(), DispatchError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Forward, reference, Some(seen)).await?;
    let all = assignments(&tx, ticket.id).await?;
    let held = all
        .iter()
        .find(|one| one.id == assignment)
        .ok_or(DispatchError::UnknownAssignment(assignment))?;
    held.progress.withdraw(now)?;
    let note = clean(note);
    take_back(
        &tx,
        ctx,
        actor,
        &ticket,
        held,
        Moot::TakenBack,
        note.as_deref(),
    )
    .await?;
    let next = all
        .iter()
        .rfind(|one| {
            let answers = one.role == AssignmentRole::Handler;
            answers && one.id != held.id && one.progress.is_open()
        })
        .map(|one| one.desk_id);
    let before = ticket.standing.stage;
    let of_owner = step_of_owner(&tx, &ticket).await?;
    ticket.standing = ticket
        .standing
        .taken_back(now, held.desk_id, next)
        .desks_answered(of_owner);
    resume_when_back(&tx, ctx, &mut ticket, before).await?;
    save(&tx, &ticket, Decided::Now, now).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The owner read an answer of a desk, and leaves it: the asker does not get it.
pub async fn leave_proposal(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    proposal: Uuid,
) -> Result<(), DispatchError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load(&tx, actor, Verb::Answer, reference, Some(seen)).await?;
    waiting_proposal(&tx, ticket.id, proposal)
        .await?
        .ok_or(DispatchError::UnknownAssignment(proposal))?;
    let left = leave(&tx, proposal).await?;
    if proposals_waiting(&tx, ticket.id).await? == 0 {
        let of_owner = step_of_owner(&tx, &ticket).await?;
        let rest = rest_owed(&tx, ticket.id).await?;
        ticket.standing = ticket.standing.proposals_left(now, of_owner, rest);
    }
    save(&tx, &ticket, Decided::Now, now).await?;
    append_events(&tx, ctx, ticket.id, actor, vec![left]).await?;
    Ok(tx.commit().await?)
}

/// Leaves an answer of a desk in the caller's transaction; what is to be told of it.
pub(super) async fn leave(
    tx: &impl ConnectionTrait,
    proposal: Uuid,
) -> Result<NewEvent, StoreError> {
    set_message_state(tx, proposal, MessageState::Posted).await?;
    Ok(NewEvent::new("proposal_left").fact("message", proposal.to_string()))
}

/// The proposed answer of a ticket that the owner has not dealt with yet.
async fn waiting_proposal(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
    proposal: Uuid,
) -> Result<Option<StoredMessage>, StoreError> {
    let found = message(tx, proposal).await?;
    Ok(found.filter(|it| it.ticket_id == ticket_id && it.state == MessageState::Proposed))
}

/// Notes a question back from a desk, in the caller's transaction; the caller saves the ticket.
pub async fn receive_question_back(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    assignment: &Assignment,
    words: NewMessage,
) -> Result<Uuid, DispatchError> {
    let advises = assignment.role == AssignmentRole::Consulted;
    if advises || matches!(ticket.standing.stage, Stage::Closed { .. }) {
        // Nobody waits for an answer any more; what a desk still says is read in one way.
        return receive_proposal(tx, ctx, actor, ticket, assignment, words).await;
    }
    let now = ctx.clock.now();
    let thread = assignment_thread(tx, ctx, ticket.id, assignment.id).await?;
    let words = NewMessage {
        state: MessageState::Asks,
        desk_id: Some(assignment.desk_id),
        ..words
    };
    let message = append_message(tx, ctx, ticket.id, thread.id, words).await?;
    // Whoever asks something back has taken the question on.
    if let Ok(progress @ Progress::Accepted { .. }) = assignment.progress.accept(now)
        && progress != assignment.progress
    {
        save_progress(tx, assignment, progress).await?;
    }
    let before = ticket.standing.stage;
    ticket.standing = ticket.standing.needs_owner(now, NextStep::AnswerDesk);
    resume_when_back(tx, ctx, ticket, before).await?;
    let event = NewEvent::new("question_back")
        .fact("assignment", assignment.id.to_string())
        .fact("message", message.to_string());
    append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(message)
}
