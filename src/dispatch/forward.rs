//! Sending a question on to an administration: by a person, or by itself where we are sure enough.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::DispatchError;
use super::answer::owing;
use super::mails::{self, Added, Sending};
use super::pending::none_waits;
use super::records::{NewDecision, keep_decision, last_of_house, person_decided};
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::directory::{self, DeskId, DeskKind, is_reserved};
use crate::entity::desk;
use crate::entity::dispatch_decision::DispatchMode;
use crate::outbound::enqueue;
use crate::outbound::mails::{Occasion, Wanted};
use crate::registry::{
    Assignment, AssignmentRole, Attachment, Correspondence, DeadlineKind, Decided, Direction,
    MessageKind, MessageState, NewEvent, NewMessage, NextStep, Progress, Reference, RegistryError,
    Term, Ticket, WorkingDays, added_by_asker, append_events, append_message, assignment_thread,
    assignments, attachments_of, citation, clean, correspondence, day_in_brussels, desk_by_id,
    desk_by_slug, end_advice, facts_of, insert_assignment, load, looked_at, message, promised,
    resume_when_back, save, set_message_state, settle_chase, settle_questions_back, start_deadline,
    step_of_owner, terms, working_days_between,
};
use crate::store::{StoreError, write_tx};

/// Where a question goes, and what the person adds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Forward {
    /// The desk.
    pub desk: String,
    /// A word for that desk; empty when there is none.
    pub comment: String,
    /// By when that desk is asked to answer.
    pub asked_by: AskedBy,
    /// What the asker wrote after the question, of which this desk has not had everything.
    pub along: Along,
}

/// Which of what the asker wrote after the question goes along with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Along {
    /// All of it with the question, and nothing with other words to a desk that has it; nobody need have
    /// read it.
    #[default]
    All,
    /// These messages, which the person who sends it on had in sight.
    Only(Vec<Uuid>),
}

impl Along {
    fn names_some(&self) -> bool {
        matches!(self, Self::Only(chosen) if !chosen.is_empty())
    }
}

/// By when an administration is asked to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedBy {
    /// Within the ordinary term, and before the day that the asker was promised an answer on, where a
    /// working day is left for it.
    #[default]
    BeforePromise,
    /// Within the ordinary term, though it ends on or after that day.
    BeyondPromise,
}

impl AskedBy {
    /// The word for it in forms.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::BeforePromise => "before",
            Self::BeyondPromise => "beyond",
        }
    }

    /// What a form says; whatever is not understood asks for an answer in time.
    #[must_use]
    pub fn parse(slug: &str) -> Self {
        if slug == Self::BeyondPromise.slug() {
            Self::BeyondPromise
        } else {
            Self::BeforePromise
        }
    }

    /// The term of a desk that gets the question `now`, when the asker was promised an answer by
    /// `promised`.
    #[must_use]
    pub fn term(
        self,
        now: DateTime<Utc>,
        promised: Option<DateTime<Utc>>,
        ordinary: WorkingDays,
    ) -> Term {
        let whole = Term::from(now, ordinary);
        match promised {
            Some(promised) if self == Self::BeforePromise && is_late(&whole, promised) => {
                let left = u16::try_from(working_days_between(now, promised)).unwrap_or_default();
                Term::from(now, WorkingDays(left.saturating_sub(1).max(1)))
            }
            _ => whole,
        }
    }
}

/// Whether a term leaves no working day to read the answer before the asker must have it.
#[must_use]
pub fn is_late(term: &Term, promised: DateTime<Utc>) -> bool {
    day_in_brussels(term.due_at) >= day_in_brussels(promised)
}

/// A person sends a question on, or confirms the proposal to do so.
pub async fn forward(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    forward: Forward,
) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    forward_in(&tx, ctx, actor, reference, seen, forward).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The same in the caller's transaction.
pub(super) async fn forward_in(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    forward: Forward,
) -> Result<(), DispatchError> {
    let mut ticket = load(tx, actor, Verb::Forward, reference, Some(seen)).await?;
    none_waits(tx, ticket.id).await?;
    let desk = desk_by_slug(tx, &forward.desk)
        .await?
        .filter(|desk| desk.active && desk.kind == DeskKind::Administration.as_str())
        .ok_or_else(|| DispatchError::UnknownDesk(forward.desk.clone()))?;
    let as_proposed = ticket
        .proposed
        .is_some_and(|(proposed, _)| proposed == desk.id);
    let decision = NewDecision {
        mode: DispatchMode::Person,
        owner_desk_id: ticket.owner_desk_id,
        desk_id: Some(desk.id),
        topic_slug: ticket.topic_slug.clone(),
        confidence: 1.0,
        explanation: person_decided(actor.user().map(|user| user.name.as_str()), as_proposed),
    };
    keep_decision(tx, ctx, ticket.id, decision).await?;
    let comment = clean(&forward.comment);
    let onward = Onward {
        desk: &desk,
        comment: comment.as_deref(),
        asked_by: forward.asked_by,
        along: forward.along,
        passes_on: None,
    };
    send_to_desk(tx, ctx, actor, &mut ticket, onward).await?;
    save(tx, &ticket, Decided::Now, ctx.clock.now()).await?;
    Ok(())
}

/// What the asker wrote, for the desks that have the question.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PassOn {
    /// The message of the asker.
    pub message: Uuid,
    /// The slugs of the desks; each has the question.
    pub desks: Vec<String>,
    /// What is written to them, with the words of the asker in it.
    pub words: String,
}

/// A person passes on what the asker wrote to desks that have the question. Whoever does so has read it;
/// the ball stays where it is.
pub async fn pass_on(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    pass: PassOn,
) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    pass_on_in(&tx, ctx, actor, reference, seen, pass).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The same in the caller's transaction.
pub(super) async fn pass_on_in(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    pass: PassOn,
) -> Result<(), DispatchError> {
    let words = clean(&pass.words).ok_or(RegistryError::EmptyText)?;
    if pass.desks.is_empty() {
        return Err(DispatchError::UnknownDesk(String::new()));
    }
    let mut ticket = load(tx, actor, Verb::Forward, reference, Some(seen)).await?;
    none_waits(tx, ticket.id).await?;
    message(tx, pass.message)
        .await?
        .filter(|it| it.ticket_id == ticket.id && it.state == MessageState::New)
        .ok_or(StoreError::Stale)?;
    set_message_state(tx, pass.message, MessageState::Posted).await?;
    let open = owing(tx, ticket.id).await?;
    let once: BTreeSet<&String> = pass.desks.iter().collect();
    for slug in once {
        let owes = open.iter().find(|(_, desk)| desk.slug == *slug);
        let (_, desk) = owes.ok_or_else(|| DispatchError::OwesNothing(slug.clone()))?;
        let onward = Onward {
            desk,
            comment: Some(&words),
            asked_by: AskedBy::default(),
            along: Along::Only(Vec::new()),
            passes_on: Some(pass.message),
        };
        send_to_desk(tx, ctx, actor, &mut ticket, onward).await?;
    }
    save(tx, &ticket, Decided::Now, ctx.clock.now()).await?;
    Ok(())
}

/// Sends a question on by itself, inside the transaction that registers it.
pub async fn forward_automatically(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    desk_id: Uuid,
) -> Result<(), DispatchError> {
    let desk = desk_by_id(tx, desk_id)
        .await?
        .ok_or_else(|| DispatchError::UnknownDesk(desk_id.to_string()))?;
    let onward = Onward {
        desk: &desk,
        comment: None,
        asked_by: AskedBy::default(),
        along: Along::All,
        passes_on: None,
    };
    send_to_desk(tx, ctx, &Actor::System, ticket, onward).await?;
    save(tx, ticket, Decided::Unattended, ctx.clock.now()).await?;
    Ok(())
}

/// Does what the house decided when the question came in, now that a person let it go on.
pub async fn go_on_as_decided(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
) -> Result<(), DispatchError> {
    match last_of_house(tx, ticket.id).await? {
        Some((DispatchMode::Automatic, Some(desk)))
            if directory::doubt(tx, DeskId(desk)).await?.is_none() =>
        {
            forward_automatically(tx, ctx, ticket, desk).await
        }
        _ => Ok(()),
    }
}

/// Whether mail can go to this desk at all: a placeholder address gets none outside the demo.
#[must_use]
pub fn is_reachable(ctx: &Context, email: &str) -> bool {
    ctx.settings.demo || !is_reserved(email)
}

/// Notes that a desk owes an answer or advice, and until when.
pub(super) async fn assign(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &Ticket,
    desk: &desk::Model,
    role: AssignmentRole,
    term: &Term,
) -> Result<Assignment, DispatchError> {
    let assignment = Assignment {
        id: ctx.new_id(),
        ticket_id: ticket.id,
        desk_id: desk.id,
        role,
        progress: Progress::Sent,
        sent_at: ctx.clock.now(),
        due_at: term.due_at,
        revision: 1,
    };
    insert_assignment(tx, &assignment)
        .await?
        .ok_or_else(|| DispatchError::AlreadyThere(desk.name.clone()))?;
    start_deadline(
        tx,
        ctx,
        ticket.id,
        Some(assignment.id),
        DeadlineKind::Administration,
        term.working_days.0,
    )
    .await?;
    Ok(assignment)
}

/// To which desk it goes, and with what.
struct Onward<'a> {
    desk: &'a desk::Model,
    comment: Option<&'a str>,
    asked_by: AskedBy,
    along: Along,
    /// The message of the asker that is passed on.
    passes_on: Option<Uuid>,
}

async fn send_to_desk(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    ticket: &mut Ticket,
    onward: Onward<'_>,
) -> Result<(), DispatchError> {
    let Onward {
        desk,
        comment,
        asked_by,
        along,
        passes_on,
    } = onward;
    if !is_reachable(ctx, &desk.email) {
        return Err(DispatchError::Placeholder(desk.name.clone()));
    }
    let now = ctx.clock.now();
    let before = ticket.standing.stage;
    ticket.standing = match passes_on {
        Some(_) => ticket.standing.passed_on(desk.id, now)?,
        None => ticket.standing.forwarded(desk.id, now)?,
    };
    // Whoever sends it on waits for the asker no longer.
    resume_when_back(tx, ctx, ticket, before).await?;
    let ordinary = WorkingDays(terms(tx, ctx).await?.administration_working_days);
    let term = asked_by.term(now, promised(tx, ticket.id).await?, ordinary);
    end_advice(tx, ctx, actor, ticket.id, desk.id).await?;
    let held = assignments(tx, ticket.id)
        .await?
        .into_iter()
        .find(|held| held.desk_id == desk.id && held.progress.is_open());
    let again = held.is_some();
    let assignment = match held {
        // A desk that has it already is written to again, under the term that it has.
        Some(held) if comment.is_some() || along.names_some() => held,
        Some(_) => return Err(DispatchError::AlreadyThere(desk.name.clone())),
        None => assign(tx, ctx, ticket, desk, AssignmentRole::Handler, &term).await?,
    };
    looked_at(tx, ticket, now).await?;

    let mut about = correspondence(tx, ticket).await?;
    let added = if again && along == Along::All {
        Vec::new()
    } else {
        added(tx, &about, &assignment, &along).await?
    };
    if again && comment.is_none() && added.is_empty() {
        // They have had all that was chosen.
        return Err(DispatchError::AlreadyThere(desk.name.clone()));
    }
    let thread = assignment_thread(tx, ctx, ticket.id, assignment.id).await?;
    let words = NewMessage {
        author_name: actor.user().map(|user| user.name.clone()),
        author_user_id: actor.user().map(|user| user.id),
        // The desk also finds it on its page.
        quoted: mails::as_added(&added),
        attachments: added
            .iter()
            .flat_map(|one| &one.files)
            .filter_map(Attachment::again)
            .collect(),
        ..NewMessage::plain(
            Direction::Outbound,
            MessageKind::Forward,
            comment.unwrap_or_default().to_owned(),
        )
    };
    let message = append_message(tx, ctx, ticket.id, thread.id, words).await?;
    let answers = settle_questions_back(tx, ticket.id, Some(thread.id)).await?;
    let occasion = match passes_on {
        Some(_) => Occasion::AskerWrote,
        None if answers => Occasion::Reply,
        None => Occasion::Question,
    };
    if again && occasion == Occasion::Question {
        // Whoever writes to a desk by themselves has called it.
        settle_chase(tx, assignment.id).await?;
    }
    if step_of_owner(tx, ticket).await? == NextStep::AnswerDesk {
        // Another desk still waits for what it asked.
        ticket.standing = ticket.standing.needs_owner(now, NextStep::AnswerDesk);
    }
    if let Some(passed) = passes_on {
        // What came with these words; the desk has the files of the question.
        about.files = attachments_of(tx, passed).await?;
    }
    for one in &added {
        about.files.extend(one.files.iter().cloned());
    }
    let person = actor.user().map(|user| user.name.as_str());
    let sending = Sending {
        thread: thread.id,
        message,
        comment,
        person,
        term: (!again).then_some(&term),
        wanted: Wanted::Answer,
        occasion,
        added: &added,
        cited: if again {
            Some(citation(tx, thread.id).await?)
        } else {
            None
        },
    };
    enqueue(
        ctx,
        tx,
        mails::forward(ctx, &about, desk, &assignment, &sending)?,
    )
    .await?;
    let event = match (occasion, passes_on) {
        (Occasion::AskerWrote, Some(message)) => {
            NewEvent::new("message_passed_on").fact("message", message.to_string())
        }
        (Occasion::Reply, _) => NewEvent::new("desk_replied"),
        _ => NewEvent::new("forwarded").fact("due", assignment.due_at.to_rfc3339()),
    };
    let mut events = vec![
        event
            .fact("desk", desk.slug.clone())
            .fact("assignment", assignment.id.to_string()),
    ];
    events.extend(went_along(tx, &along, &added, desk, &assignment).await?);
    append_events(tx, ctx, ticket.id, actor, events).await?;
    Ok(())
}

/// What of the asker's went along is read by now, and each of it is told.
pub(super) async fn went_along(
    tx: &impl ConnectionTrait,
    along: &Along,
    added: &[Added],
    desk: &desk::Model,
    assignment: &Assignment,
) -> Result<Vec<NewEvent>, DispatchError> {
    if let Along::Only(chosen) = along {
        for id in chosen {
            set_message_state(tx, *id, MessageState::Posted).await?;
        }
    }
    let told = added.iter().map(|one| {
        NewEvent::new("message_passed_on")
            .fact("message", one.message.to_string())
            .fact("desk", desk.slug.clone())
            .fact("assignment", assignment.id.to_string())
    });
    Ok(told.collect())
}

/// What the asker wrote after the question that goes along to whoever has this assignment, without what
/// they have had already.
pub(super) async fn added(
    tx: &impl ConnectionTrait,
    about: &Correspondence,
    assignment: &Assignment,
    along: &Along,
) -> Result<Vec<Added>, DispatchError> {
    let only = match along {
        Along::All => None,
        Along::Only(chosen) if chosen.is_empty() => return Ok(Vec::new()),
        Along::Only(chosen) => Some(chosen.as_slice()),
    };
    let written = added_by_asker(tx, about.thread.id, only).await?;
    if only.is_some_and(|chosen| {
        let known = |id: &Uuid| written.iter().any(|one| one.id == *id);
        !chosen.iter().all(known)
    }) {
        return Err(StoreError::Stale.into());
    }
    let passed = facts_of(tx, about.ticket.id, "message_passed_on").await?;
    let had = |message: Uuid| {
        passed.iter().any(|facts| {
            facts["message"] == *message.to_string()
                && facts["assignment"] == *assignment.id.to_string()
        })
    };
    let mut added = Vec::with_capacity(written.len());
    for one in written.into_iter().filter(|one| !had(one.id)) {
        added.push(Added {
            message: one.id,
            on: day_in_brussels(one.created_at),
            files: attachments_of(tx, one.id).await?,
            words: one.body,
        });
    }
    Ok(added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_is_asked_to_answer_before_the_asker_was_promised_an_answer() {
        // Monday 2 March 2026; the ordinary term ends on Monday the 16th.
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let check = |asked_by: AskedBy, promised: Option<&str>, expected: &str| {
            let promised = promised.map(|day| format!("{day}T16:00:00Z").parse().unwrap());
            let term = asked_by.term(now, promised, WorkingDays(10));
            assert_eq!(
                day_in_brussels(term.due_at).to_string(),
                expected,
                "{asked_by:?} {promised:?}"
            );
        };
        let before = AskedBy::BeforePromise;
        check(before, Some("2026-03-30"), "2026-03-16");
        check(before, Some("2026-03-17"), "2026-03-16");
        check(before, Some("2026-03-16"), "2026-03-13");
        check(before, Some("2026-03-09"), "2026-03-06");
        // No working day is left before it: one day is the least that can be asked.
        check(before, Some("2026-03-03"), "2026-03-03");
        check(before, Some("2026-02-20"), "2026-03-03");
        check(before, None, "2026-03-16");
        check(AskedBy::BeyondPromise, Some("2026-03-09"), "2026-03-16");
    }
}
