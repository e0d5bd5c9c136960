//! Two questions that are one case become one: the source goes on in the target. Nothing is moved. The
//! source is closed with a link, its desks are told that they need not answer, the earlier of the two dates
//! counts, and what is written to it later lands in the target. Its asker gets the target's answer by a
//! mail of their own when they are somebody else. All of it can be undone as long as the target was not
//! answered since.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::DispatchError;
use super::answer::{await_receipt, owing};
use super::duplicate::{lock_all, waiting_for};
use super::mails::{self, Answering};
use super::pending::none_waits;
use crate::auth::{Actor, Subject, Verb, may, may_name};
use crate::context::Context;
use crate::entity::deadline::DeadlineState;
use crate::outbound::enqueue;
use crate::outbound::mails::Moot;
use crate::registry::{
    Attachment, CloseReason, DeadlineKind, Decided, Direction, Merged, MessageKind, NewEvent,
    NewMessage, NextStep, NoMerge, Original, Progress, Reference, RegistryError, Stage, Ticket,
    WorkingDays, answering, answers_since, append_events, append_message, assignments,
    attachments_of, before_merge, citation, correspondence, end, end_deadline, facts, facts_of,
    find, give_back_promise, going_on, hasten, holds_message, is_sending, lay_before_owner, load,
    mail_texts, message, promised, put_back, save, save_progress, step_of_owner, tell_reopened,
    terms, untold_in, wait_elsewhere, waiting_merged, withdraw,
};
use crate::store::{StoreError, write_tx};

/// Days in which two questions that were made one can be made two again.
pub const DAYS_TO_UNDO: i64 = 7;

/// Which question goes on, and what a person says about it.
#[derive(Debug, Clone, Default)]
pub struct Merge {
    /// The number of the question that goes on, as somebody typed it.
    pub into: String,
    /// The revision of that question that they saw.
    pub into_seen: i32,
    /// Whether an asker who asked both is told; another one always is.
    pub tell: bool,
    /// Whether a person says that it is one case though another organisation asked it.
    pub confirmed: bool,
    /// What is added for colleagues.
    pub why: String,
}

/// Whether the one question can go on in the other. What depends on mail that is on its way is not asked
/// here.
pub fn can_merge(source: &Ticket, target: &Ticket, confirmed: bool) -> Result<(), NoMerge> {
    if source.id == target.id {
        return Err(NoMerge::Itself);
    }
    if source.standing.has_answer() || source.standing.is_answered() {
        return Err(NoMerge::HasAnswer);
    }
    if !source.standing.is_open() {
        return Err(NoMerge::Over);
    }
    match target.standing.stage {
        _ if target.goes_on_in().is_some() => Err(NoMerge::Elsewhere),
        _ if target.standing.is_answered() => Err(NoMerge::Answered),
        Stage::Closed { .. } => Err(NoMerge::Closed),
        _ if !confirmed && !Original::of(source, target).is_theirs => Err(NoMerge::OtherAsker),
        _ => Ok(()),
    }
}

/// Makes two questions one: the one with this number goes on in another one.
pub async fn merge(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    wanted: Merge,
) -> Result<(), DispatchError> {
    let into = wanted.into.trim();
    let refused = |why| DispatchError::from(RegistryError::NoMerge(into.to_owned(), why));
    let typed: Reference = match into {
        "" => return Err(refused(NoMerge::Missing)),
        into => into.parse().map_err(|_| refused(NoMerge::Unknown))?,
    };
    let tx = write_tx(&ctx.db).await?;
    let own = find(&tx, reference)
        .await?
        .ok_or_else(|| RegistryError::UnknownTicket(reference.clone()))?;
    let other = find(&tx, &typed)
        .await?
        .ok_or_else(|| refused(NoMerge::Unknown))?;
    let behind = waiting_for(&tx, own.id).await?;
    lock_all(&tx, behind.into_iter().chain([own.id, other.id])).await?;
    let mut source = load(&tx, actor, Verb::Merge, reference, Some(seen)).await?;
    // Whether there is one that they may not see, they are not told.
    let about = facts(&tx, &other).await?;
    if !may_name(actor, &about) {
        return Err(refused(NoMerge::Unknown));
    }
    let into_seen = (own.id != other.id).then_some(wanted.into_seen);
    let mut target = load(&tx, actor, Verb::Merge, &typed, into_seen).await?;
    can_merge(&source, &target, wanted.confirmed).map_err(refused)?;
    for ticket in [&source, &target] {
        none_waits(&tx, ticket.id).await?;
    }
    if is_sending(&tx, source.id).await? {
        return Err(refused(NoMerge::Sending));
    }
    let now = ctx.clock.now();
    let same_asker = source.asker_id == target.asker_id;
    let untold = untold_in(&tx, &source).await?;
    let mut before = before_merge(&tx, &source).await?;
    before.told = (wanted.tell || !same_asker) && untold.is_none();
    before.promise = hasten(&tx, &mut target, &source).await?;
    before.desks = leave_desks(&tx, ctx, actor, &source, &target).await?;
    before.doubles = wait_elsewhere(&tx, source.id, &target, None).await?;
    let told = before.told;
    source.duplicate_of = Some(target.id);
    // Who asked both has one answer by it.
    source.awaits_original = !same_asker;
    source.merged = Some(Box::new(Merged {
        into: target.id,
        at: now,
        before,
    }));
    let reason = CloseReason::Duplicate;
    end(&tx, ctx, actor, &mut source, reason, &wanted.why).await?;
    if told {
        let about = correspondence(&tx, &source).await?;
        let cited = citation(&tx, about.thread.id).await?;
        let with = Original::of(&source, &target);
        let person = actor.user().map(|user| user.name.as_str());
        enqueue(ctx, &tx, mails::merged(ctx, &about, cited, &with, person)?).await?;
    }
    if holds_message(&tx, source.id).await? {
        let number = source.reference.to_string();
        let said = mail_texts().with("mail-notice-merged-held", "reference", number);
        lay_before_owner(&tx, ctx, &mut target, said).await?;
    }
    save(&tx, &target, Decided::Now, now).await?;
    let here = NewEvent::new("merged")
        .fact("reference", target.reference.to_string())
        .fact("told", told);
    append_events(&tx, ctx, source.id, actor, vec![here]).await?;
    let there = NewEvent::new("merged_in").fact("reference", source.reference.to_string());
    append_events(&tx, ctx, target.id, actor, vec![there]).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Takes the source back from its desks. Those that have the target as well are told nothing: for them
/// nothing changes. Returns how far those were.
async fn leave_desks(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    source: &Ticket,
    target: &Ticket,
) -> Result<Vec<(Uuid, Progress)>, DispatchError> {
    let now = ctx.clock.now();
    let there: Vec<Uuid> = owing(tx, target.id)
        .await?
        .into_iter()
        .map(|(held, _)| held.desk_id)
        .collect();
    let mut silent = Vec::new();
    for held in assignments(tx, source.id).await? {
        if !held.progress.is_open() {
            continue;
        }
        if !there.contains(&held.desk_id) {
            withdraw(tx, ctx, actor, source, &held, Moot::Merged, None).await?;
            continue;
        }
        save_progress(tx, &held, held.progress.withdraw(now)?).await?;
        let (term, ended) = (DeadlineKind::Administration, DeadlineState::Cancelled);
        end_deadline(tx, source.id, Some(held.id), term, ended, now).await?;
        let event = NewEvent::new("taken_back")
            .fact("assignment", held.id.to_string())
            .fact("because", Moot::Merged.slug());
        append_events(tx, ctx, source.id, actor, vec![event]).await?;
        silent.push((held.id, held.progress));
    }
    Ok(silent)
}

/// Whether a question that was merged can still be put back as it was; `last` is the one that goes on for
/// it.
pub async fn can_unmerge(
    db: &impl ConnectionTrait,
    source: &Ticket,
    last: &Ticket,
    now: DateTime<Utc>,
) -> Result<Result<(), NoMerge>, StoreError> {
    let merged = source.merged.as_ref();
    let Some(merged) = merged.filter(|_| source.goes_on_in().is_some()) else {
        return Ok(Err(NoMerge::NotMerged));
    };
    let answered =
        last.standing.is_answered() || !answers_since(db, last.id, merged.at).await?.is_empty();
    Ok(if answered {
        Err(NoMerge::AnsweredSince)
    } else if now > merged.at + TimeDelta::days(DAYS_TO_UNDO) {
        Err(NoMerge::TooLate)
    } else {
        Ok(())
    })
}

/// Makes two questions of one again: the one with this number stands as it stood before it was merged, but
/// that desks that were told to stop owe nothing any more.
pub async fn unmerge(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<(), DispatchError> {
    let tx = write_tx(&ctx.db).await?;
    unmerge_in(&tx, ctx, actor, reference, seen).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The same in the caller's transaction.
pub(super) async fn unmerge_in(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<(), DispatchError> {
    let now = ctx.clock.now();
    let refused = |why| DispatchError::from(RegistryError::NoMerge(reference.to_string(), why));
    let own = find(tx, reference)
        .await?
        .ok_or_else(|| RegistryError::UnknownTicket(reference.clone()))?;
    may(actor, Verb::Merge, Subject::Ticket(&facts(tx, &own).await?))?;
    let into = own
        .goes_on_in()
        .ok_or_else(|| refused(NoMerge::NotMerged))?;
    let last = going_on(tx, own.clone()).await?;
    let doubles = own.merged.iter().flat_map(|it| it.before.doubles.clone());
    let all = doubles.chain([own.id, into, last.id]);
    let locked = lock_all(tx, all).await?;
    let mut source = load(tx, actor, Verb::Merge, reference, Some(seen)).await?;
    let find_locked = |id| locked.iter().find(|it| it.id == id).cloned();
    let (Some(mut target), Some(last)) = (find_locked(into), find_locked(last.id)) else {
        return Err(StoreError::Stale.into());
    };
    can_unmerge(tx, &source, &last, now)
        .await?
        .map_err(refused)?;
    let Some(merged) = source.merged.take() else {
        return Err(refused(NoMerge::NotMerged));
    };
    let before = merged.before;
    put_back(tx, source.id, &before).await?;
    // What waits for it waits for it again, as far as that still waits.
    let waits_for = source.duplicate_of.unwrap_or(target.id);
    wait_elsewhere(tx, waits_for, &source, Some(&before.doubles)).await?;
    source.standing = before.standing;
    if step_of_owner(tx, &source).await? == NextStep::ReviewSender {
        // Somebody whom nobody there knows wrote meanwhile.
        source.standing = source.standing.sender_unknown();
    }
    source.due_at = before.due_at;
    source.proposed = before.proposed;
    source.duplicate_of = None;
    source.awaits_original = false;
    if let Some(desk) = source.standing.ball.desk {
        let open = owing(tx, source.id).await?;
        if open.iter().all(|(held, _)| held.desk_id != desk) {
            let next = open.last().map(|(held, _)| held.desk_id);
            source.standing = source.standing.taken_back(now, desk, next);
        }
    }
    save(tx, &source, Decided::Now, now).await?;
    if let Some(promise) = &before.promise {
        give_back_promise(tx, &mut target, promise).await?;
    }
    save(tx, &target, Decided::Now, now).await?;
    let here = NewEvent::new("unmerged").fact("reference", target.reference.to_string());
    append_events(tx, ctx, source.id, actor, vec![here]).await?;
    let there = NewEvent::new("unmerged_from").fact("reference", source.reference.to_string());
    append_events(tx, ctx, target.id, actor, vec![there]).await?;
    if before.told {
        let promised = promised(tx, source.id).await?;
        let told = Ticket {
            due_at: promised.unwrap_or(source.due_at),
            revision: source.revision + 1,
            ..source
        };
        let why = mail_texts().say("mail-unmerged");
        tell_reopened(tx, ctx, actor, &told, Some(&why), None).await?;
    }
    Ok(())
}

/// Locks the question with this number and those that get its answer, in the order of their ids.
pub(super) async fn lock_with_merged(
    tx: &impl ConnectionTrait,
    reference: &Reference,
) -> Result<Vec<Ticket>, DispatchError> {
    let Some(own) = find(tx, reference).await? else {
        return Ok(Vec::new());
    };
    let waiting = waiting_merged(tx, own.id).await?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let ids = waiting.iter().map(|it| it.id).chain([own.id]);
    let mut locked = lock_all(tx, ids).await?;
    locked.retain(|it| it.id != own.id && it.waits_for(own.id));
    Ok(locked)
}

/// Gives the askers of the questions that went on in `target` its whole answer, each by a mail of their
/// own in their own conversation. `locked` is what [`lock_with_merged`] found.
pub(super) async fn answer_merged(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    target: &Ticket,
    locked: &[Ticket],
    source: Option<&str>,
) -> Result<(), DispatchError> {
    let now = ctx.clock.now();
    let waiting = waiting_merged(tx, target.id).await?;
    if waiting
        .iter()
        .any(|it| locked.iter().all(|one| one.id != it.id))
    {
        // One came to it while this was written down.
        return Err(StoreError::Stale.into());
    }
    let mut reached = vec![target.asker_id];
    let answered = facts_of(tx, target.id, "answered").await?;
    let parts = answering(answered.iter());
    for mut ticket in waiting {
        ticket.awaits_original = false;
        if reached.contains(&ticket.asker_id) {
            // They have it by the other question that they asked.
            save(tx, &ticket, Decided::Unattended, now).await?;
            continue;
        }
        reached.push(ticket.asker_id);
        let mut words = Vec::new();
        let mut files: Vec<Attachment> = Vec::new();
        // What left in parts goes as one, also what left before they came to it.
        for id in &parts {
            if let Some(part) = message(tx, *id).await? {
                files.extend(attachments_of(tx, part.id).await?);
                words.push(part.body);
            }
        }
        let markdown = words.join("\n\n");
        ticket.standing = ticket
            .standing
            .reopened(now)
            .and_then(|open| open.answered(now))?;
        let about = correspondence(tx, &ticket).await?;
        let user = actor.user();
        let answer = NewMessage {
            author_name: user.map(|user| user.name.clone()),
            author_user_id: user.map(|user| user.id),
            attachments: files.iter().filter_map(Attachment::again).collect(),
            ..NewMessage::plain(Direction::Outbound, MessageKind::Answer, markdown.clone())
        };
        let sent = append_message(tx, ctx, ticket.id, about.thread.id, answer).await?;
        let files = attachments_of(tx, sent).await?;
        let cited = citation(tx, about.thread.id).await?;
        let told = Answering {
            message: sent,
            markdown: &markdown,
            source: source.map(str::to_owned),
            files: &files,
            person: user.map(|user| user.name.as_str()),
            rest: Vec::new(),
            completes: false,
            presumed_after: WorkingDays(terms(tx, ctx).await?.presume_working_days),
        };
        enqueue(ctx, tx, mails::answer(ctx, &about, cited, told)?).await?;
        let event = NewEvent::new("answered")
            .fact("message", sent.to_string())
            .fact("with", target.reference.to_string());
        append_events(tx, ctx, ticket.id, actor, vec![event]).await?;
        await_receipt(tx, ctx, &mut ticket, actor).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::samples::ticket;

    #[test]
    fn a_question_goes_on_only_in_one_that_somebody_works_on() {
        let at: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let source = ticket(1, at);
        let target = ticket(2, at);
        assert_eq!(can_merge(&source, &target, false), Ok(()));
        assert_eq!(can_merge(&source, &source, false), Err(NoMerge::Itself));

        let other = Ticket {
            asker_id: Uuid::from_u128(99),
            ..target.clone()
        };
        assert_eq!(can_merge(&source, &other, false), Err(NoMerge::OtherAsker));
        assert_eq!(can_merge(&source, &other, true), Ok(()));

        let standing = target.standing.answered(at).unwrap();
        let answered = Ticket {
            standing,
            ..target.clone()
        };
        assert_eq!(can_merge(&source, &answered, true), Err(NoMerge::Answered));
        let own = Ticket {
            standing,
            ..source.clone()
        };
        assert_eq!(can_merge(&own, &target, true), Err(NoMerge::HasAnswer));

        let reason = CloseReason::Withdrawn;
        let standing = target.standing.closed_by_person(at, reason).unwrap();
        let closed = Ticket {
            standing,
            ..target.clone()
        };
        assert_eq!(can_merge(&source, &closed, true), Err(NoMerge::Closed));
        assert_eq!(can_merge(&closed, &source, true), Err(NoMerge::Over));
    }
}
