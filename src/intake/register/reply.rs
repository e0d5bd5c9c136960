//! Somebody wrote again: the asker, their colleague, or an administration that answers.

use std::cmp::Reverse;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::incoming::Incoming;
use crate::auth::Actor;
use crate::context::Context;
use crate::directory::{Atlas, Desk, Houses};
use crate::dispatch::{
    DeskReply, desk_says, named_instead, receive_acknowledgement, receive_notice, receive_proposal,
    receive_question_back, receive_refusal,
};
use crate::followup;
use crate::intake::IntakeError;
use crate::intake::SenderProof;
use crate::intake::mail::{FoundBy, Held, Kind, Notice, ParsedMail, Side, Understood};
use crate::intake::resolve::Resolved;
use crate::intake::understand::{Outcome, Reader};
use crate::outbound;
use crate::registry::{
    self, Assignment, AssignmentRole, Decided, Direction, MessageKind, MessageState, NewEvent,
    NewMessage, NextStep, Progress, Stage, Ticket, append_events, append_message, asker_thread,
    assignments, load_by_id, note_message_id, save, set_message_state,
};
use crate::store::StoreError;

impl Reader {
    pub(super) async fn reply(
        &self,
        tx: &impl ConnectionTrait,
        incoming: Incoming<'_>,
        resolved: Resolved,
        outcome: &mut Outcome,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let Incoming {
            row, mail, what, ..
        } = &incoming;
        let lost = || StoreError::Inconsistent {
            table: "ticket",
            column: "id",
            row: resolved.ticket.id.to_string(),
        };
        // Locked from here on: another mail of the same ticket waits.
        if resolved.ticket.goes_on_in().is_some() {
            registry::lock_with_next(tx, &resolved.ticket).await?;
        }
        let mut ticket = load_by_id(tx, resolved.ticket.id).await?.ok_or_else(lost)?;
        // Whoever asked before goes on in the conversation that they had.
        let writer = mail.from.as_ref().map_or("", |from| from.email.as_str());
        let former = registry::former_askers(tx, ticket.id).await?;
        let asker = match former.into_iter().find(|(_, email)| email == writer) {
            Some((own, _)) => own,
            None => asker_thread(tx, ticket.id).await?,
        };
        let received = ctx.new_id();
        let words = NewMessage {
            id: Some(received),
            ..incoming.message(MessageKind::Reply, mail.to_read().to_owned())
        };
        let held = match resolved.carried {
            // The desk answers a question that went on in this one.
            Some(of_source) => carry_over(tx, ctx, &ticket, of_source).await?,
            None => self.assignment_of(tx, &resolved, mail).await?,
        };
        let now = ctx.clock.now();
        // It came in before anything followed from it.
        let event = NewEvent::new("message_received")
            .fact("message", received.to_string())
            .fact("kind", outcome.kind.clone());
        append_events(tx, ctx, ticket.id, &Actor::System, vec![event]).await?;
        let mut thread = asker;
        let message = match (what.kind, &held) {
            // The question goes on in another one, whose asker does not read this.
            _ if ticket.goes_on_in().is_some() => {
                let of_desk = matches!(
                    what.kind,
                    Kind::ReplyFromAdministration | Kind::AnswerCc | Kind::AutoReply
                );
                let state = if of_desk || what.passed_on || self.waits(&incoming, held.as_ref()) {
                    MessageState::Held
                } else {
                    words.state
                };
                let words = NewMessage { state, ..words };
                let id = append_message(tx, ctx, ticket.id, asker.id, words).await?;
                registry::wrote_in_merged(tx, ctx, &mut ticket, id).await?;
                id
            }
            _ if self.waits(&incoming, held.as_ref()) => {
                let words = NewMessage {
                    state: MessageState::Held,
                    ..words
                };
                let id = append_message(tx, ctx, ticket.id, asker.id, words).await?;
                registry::due_anew(tx, ctx, &mut ticket).await?;
                if what.kind == Kind::ReplyFromAdministration {
                    let before = ticket.standing.stage;
                    ticket.standing = ticket.standing.needs_owner(now, NextStep::ReviewSender);
                    registry::resume_when_back(tx, ctx, &mut ticket, before).await?;
                } else {
                    ticket.standing = ticket.standing.sender_unknown();
                }
                save(tx, &ticket, Decided::Now, now).await?;
                id
            }
            (_, Some(held)) if what.passed_on => {
                thread = registry::assignment_thread(tx, ctx, ticket.id, held.id).await?;
                self.passed_on(tx, &incoming, &mut ticket, held, received)
                    .await?
            }
            // Whoever knows the desk's address may have written it: the owner looks, and the desk owes
            // its answer as before.
            (_, Some(held)) if what.notice.is_some() || what.unknown_sender => {
                thread = registry::assignment_thread(tx, ctx, ticket.id, held.id).await?;
                let by = Actor::AdministrationLink {
                    assignment: held.id,
                };
                if what.notice == Some(Notice::Acknowledgement) {
                    receive_acknowledgement(tx, ctx, &by, &ticket, held, words).await?
                } else {
                    let id = receive_notice(tx, ctx, &by, &mut ticket, held, words).await?;
                    save(tx, &ticket, Decided::Now, now).await?;
                    id
                }
            }
            (Kind::ReplyFromAdministration, Some(held)) => {
                thread = registry::assignment_thread(tx, ctx, ticket.id, held.id).await?;
                let by = Actor::AdministrationLink {
                    assignment: held.id,
                };
                let id = if self.refuses(held, mail) {
                    let id = append_message(tx, ctx, ticket.id, thread.id, words_of(held, words))
                        .await?;
                    self.note_refusal(tx, &by, &mut ticket, held, mail).await?;
                    id
                } else if what.asks_for_information {
                    let words = NewMessage {
                        kind: MessageKind::Request,
                        ..words
                    };
                    receive_question_back(tx, ctx, &by, &mut ticket, held, words).await?
                } else {
                    receive_proposal(tx, ctx, &by, &mut ticket, held, words).await?
                };
                save(tx, &ticket, Decided::Now, now).await?;
                id
            }
            (Kind::AnswerCc, Some(held)) if self.refuses(held, mail) => {
                // The asker has read it, but it is no answer: their question goes on.
                let id =
                    append_message(tx, ctx, ticket.id, asker.id, words_of(held, words)).await?;
                let by = Actor::AdministrationLink {
                    assignment: held.id,
                };
                self.note_refusal(tx, &by, &mut ticket, held, mail).await?;
                save(tx, &ticket, Decided::Now, now).await?;
                id
            }
            (Kind::AnswerCc, Some(held)) if what.asks_for_information => {
                // The desk asks the asker itself: no answer yet, and the asker has to move.
                let words = NewMessage {
                    kind: MessageKind::Request,
                    ..words_of(held, words)
                };
                let id = append_message(tx, ctx, ticket.id, asker.id, words).await?;
                if let Ok(progress) = held.progress.accept(now)
                    && progress != held.progress
                {
                    registry::save_progress(tx, held, progress).await?;
                }
                if let Ok(standing) = ticket.standing.asked_back(now) {
                    ticket.standing = standing;
                    registry::pause_answer_term(tx, &ticket, now).await?;
                }
                save(tx, &ticket, Decided::Now, now).await?;
                id
            }
            (Kind::AnswerCc, Some(held)) if is_courtesy(mail) => {
                // "Graag gedaan" to the asker's thanks answers nothing.
                append_message(tx, ctx, ticket.id, asker.id, words_of(held, words)).await?
            }
            (Kind::AnswerCc, _) => {
                let desk = match &held {
                    Some(held) => registry::desk_by_id(tx, held.desk_id).await?,
                    None => None,
                };
                let words = NewMessage {
                    kind: MessageKind::Answer,
                    desk_id: desk.as_ref().map(|desk| desk.id),
                    ..words
                };
                let name = desk
                    .map(|desk| desk.name)
                    .or_else(|| words.author_name.clone());
                let id = append_message(tx, ctx, ticket.id, asker.id, words).await?;
                if let Some(held) = &held
                    && let Ok(progress) = held.progress.answer(id, now)
                {
                    registry::save_progress(tx, held, progress).await?;
                }
                let who = name.unwrap_or_default();
                let at = mail.date.unwrap_or(now).min(now);
                followup::reported(tx, ctx, &mut ticket, &who, id, at, row.id).await?;
                id
            }
            _ => {
                let id = append_message(tx, ctx, ticket.id, asker.id, words).await?;
                let wrote = Wrote {
                    message: id,
                    text: &mail.new_text,
                    for_a_person: mail.brings_files()
                        || mail.speaks_unheard()
                        || takes_back(tx, ticket.id, mail).await?,
                    inbound_mail_id: row.id,
                    by_asker: self.surely_of_asker(&incoming, &resolved),
                    was_read: false,
                };
                asker_wrote(tx, ctx, &mut ticket, &wrote).await?;
                id
            }
        };
        if let Some(message_id) = &mail.message_id {
            note_message_id(tx, thread, message_id).await?;
        }
        outcome.ticket_id = Some(ticket.id);
        outcome.message_id = Some(message);
        Ok(())
    }

    /// A desk passes on what the asker wrote to it: those words stand in the asker's conversation under
    /// the asker's name. What the desk wrote above them, and its files, stay in its own; where that
    /// says more than that it hands them over, the owner looks whether it is an answer. `received` is the
    /// id of the message that came in: the asker's.
    async fn passed_on(
        &self,
        tx: &impl ConnectionTrait,
        incoming: &Incoming<'_>,
        ticket: &mut Ticket,
        held: &Assignment,
        received: Uuid,
    ) -> Result<Uuid, IntakeError> {
        let ctx = &self.ctx;
        let Incoming { row, mail, .. } = incoming;
        let asker = asker_thread(tx, ticket.id).await?;
        let inner = mail.forwarded.as_ref();
        let text = inner.map_or(mail.quoted_text.as_str(), |inner| inner.to_read());
        let of_asker = NewMessage {
            id: Some(received),
            author_name: inner.and_then(|inner| inner.from_name.clone()),
            author_email: inner.and_then(|inner| inner.from.clone()),
            subject: inner.and_then(|inner| inner.subject.clone()),
            language: mail.language.code().to_owned(),
            inbound_mail_id: Some(row.id),
            rfc_message_id: inner.and_then(|inner| inner.message_id.clone()),
            ..NewMessage::plain(Direction::Inbound, MessageKind::Reply, text.to_owned())
        };
        let cited = of_asker.rfc_message_id.clone();
        let id = append_message(tx, ctx, ticket.id, asker.id, of_asker).await?;
        if let Some(message_id) = cited {
            note_message_id(tx, asker, &message_id).await?;
        }
        let wrote = Wrote {
            message: id,
            text,
            for_a_person: false,
            inbound_mail_id: row.id,
            by_asker: false,
            was_read: false,
        };
        asker_wrote(tx, ctx, ticket, &wrote).await?;
        let cover = incoming.message(MessageKind::Reply, mail.to_read().to_owned());
        if cover.body.trim().is_empty() && cover.attachments.is_empty() {
            return Ok(id);
        }
        if mail.cover_says_no_more() && cover.attachments.is_empty() {
            let thread = registry::assignment_thread(tx, ctx, ticket.id, held.id).await?;
            append_message(tx, ctx, ticket.id, thread.id, words_of(held, cover)).await?;
            return Ok(id);
        }
        if let Some(now) = load_by_id(tx, ticket.id).await? {
            *ticket = now;
        }
        let by = Actor::AdministrationLink {
            assignment: held.id,
        };
        receive_notice(tx, ctx, &by, ticket, held, cover).await?;
        save(tx, ticket, Decided::Now, ctx.clock.now()).await?;
        Ok(id)
    }

    /// Whether the asker may confirm with this mail. A tag proves the thread, not the person, so it takes
    /// their own address; and who may write under it can also guess a number, so it takes an answer to a
    /// mail of ours, or a server that vouches for the sender.
    fn surely_of_asker(&self, incoming: &Incoming<'_>, resolved: &Resolved) -> bool {
        let Incoming {
            row, mail, what, ..
        } = incoming;
        let vouched =
            || mail.proof_of_sender(self.around(row).receiver()) == Some(SenderProof::Proven);
        resolved.by_asker
            && what.held != Some(Held::Refuted)
            && (resolved.found.how.answers_us() || vouched())
    }

    /// Whether a person looks at a mail before it counts. The words of a desk that was asked do not wait.
    fn waits(&self, incoming: &Incoming<'_>, held: Option<&Assignment>) -> bool {
        let Incoming {
            row, mail, what, ..
        } = incoming;
        if row.treat_as.is_some() {
            // Somebody has looked, and said where it belongs.
            return false;
        }
        match (what.kind, held) {
            // A machine of a desk that was not asked here.
            (_, None) if what.notice.is_some() => true,
            // In the conversation of a desk that was, the owner reads it as they would its words.
            (Kind::CalendarInvite, Some(_)) if what.notice.is_some() && what.held.is_none() => {
                false
            }
            (Kind::ReplyFromAdministration, Some(_)) => false,
            // A desk without an assignment here: a person places it.
            (Kind::ReplyFromAdministration, None) => true,
            // The same, unless a server vouches for who told the asker.
            (Kind::AnswerCc, None) => {
                mail.proof_of_sender(self.around(row).receiver()) != Some(SenderProof::Proven)
            }
            // What a desk that was not asked here says that the asker wrote.
            (_, None) if what.passed_on => true,
            // The thread is certain, the writer is not.
            _ => what.unknown_sender,
        }
    }

    /// Whether what a machine of a desk sent stands in a conversation: that of the desk, or else held
    /// for a person, when it says more than that it received something.
    pub(super) async fn hears(
        &self,
        tx: &impl ConnectionTrait,
        mail: &ParsedMail,
        what: &Understood,
        resolved: &Resolved,
    ) -> Result<bool, IntakeError> {
        Ok(what.notice != Some(Notice::Acknowledgement)
            || self.assignment_of(tx, resolved, mail).await?.is_some())
    }

    /// Whether all that a mail says is that the question is not for the desk that holds it.
    fn refuses(&self, held: &Assignment, mail: &ParsedMail) -> bool {
        let says = || desk_says(&self.atlas, &mail.new_text, held.desk_id);
        held.progress.is_open() && says() == DeskReply::Refusal
    }

    async fn note_refusal(
        &self,
        tx: &impl ConnectionTrait,
        by: &Actor,
        ticket: &mut Ticket,
        held: &Assignment,
        mail: &ParsedMail,
    ) -> Result<(), IntakeError> {
        let named = named_instead(&self.atlas, &mail.new_text, held.desk_id);
        receive_refusal(tx, &self.ctx, by, ticket, held, named).await?;
        Ok(())
    }

    /// The assignment that a mail of a desk is about: by its signed address or thread, else the one
    /// whose desk the writer speaks for.
    async fn assignment_of(
        &self,
        tx: &impl ConnectionTrait,
        resolved: &Resolved,
        mail: &ParsedMail,
    ) -> Result<Option<Assignment>, IntakeError> {
        if let Some(id) = resolved.thread.and_then(|thread| thread.assignment_id) {
            let all = assignments(tx, resolved.ticket.id).await?;
            let found = all.iter().find(|one| one.id == id);
            // It advised once and has the question now: it answers that, whatever mail it replies to.
            let now_handles = found
                .filter(|one| one.role == AssignmentRole::Consulted && !one.progress.is_open())
                .and_then(|advised| {
                    all.iter().find(|one| {
                        one.desk_id == advised.desk_id
                            && one.role == AssignmentRole::Handler
                            && one.progress.is_open()
                    })
                });
            return Ok(now_handles.or(found).cloned());
        }
        if matches!(resolved.found.how, FoundBy::SignedAddress(Side::Asker)) {
            return Ok(None);
        }
        match &mail.from {
            Some(from) => {
                Ok(
                    assignment_by_writer(tx, self.atlas.houses(), resolved.ticket.id, &from.email)
                        .await?,
                )
            }
            None => Ok(None),
        }
    }
}

/// What a desk owed in a question that went on in this one, as an assignment here: the desk is heard, and
/// owes nothing that it was told it need not give.
async fn carry_over(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &Ticket,
    of_source: Uuid,
) -> Result<Option<Assignment>, StoreError> {
    let Some(held) = registry::assignment(tx, of_source).await? else {
        return Ok(None);
    };
    let all = assignments(tx, ticket.id).await?;
    if let Some(here) = all.into_iter().rfind(|one| one.desk_id == held.desk_id) {
        return Ok(Some(here));
    }
    let new = Assignment {
        id: ctx.new_id(),
        ticket_id: ticket.id,
        progress: Progress::Sent,
        revision: 1,
        ..held
    };
    registry::insert_assignment(tx, &new).await?;
    if let Ok(over) = new.progress.withdraw(ctx.clock.now()) {
        registry::save_progress(tx, &new, over).await?;
    }
    registry::assignment(tx, new.id).await
}

/// Whether a mail is a courtesy and nothing else.
fn is_courtesy(mail: &ParsedMail) -> bool {
    !mail.brings_files() && followup::read_reply(&mail.new_text) == followup::Reply::Thanks
}

/// A message as the words of the desk that holds an assignment.
fn words_of(held: &Assignment, words: NewMessage) -> NewMessage {
    NewMessage {
        desk_id: Some(held.desk_id),
        ..words
    }
}

/// The assignment of the desk that the writer speaks for, an open one before others; none where several desks
/// could be meant, so that a person says which.
pub(in crate::intake) async fn assignment_by_writer(
    tx: &impl ConnectionTrait,
    houses: &Houses,
    ticket_id: Uuid,
    email: &str,
) -> Result<Option<Assignment>, StoreError> {
    let mut fits = Vec::new();
    for one in assignments(tx, ticket_id).await? {
        if let Some(desk) = registry::desk_by_id(tx, one.desk_id).await?
            && let Some(fit) = Fit::of(email, &desk.email, houses)
        {
            fits.push((fit, one));
        }
    }
    let is_exact = |(fit, _): &(Fit, Assignment)| *fit == Fit::Exact;
    let is_open = |(_, one): &(Fit, Assignment)| one.progress.is_open();
    if fits.iter().any(is_exact) {
        fits.retain(is_exact);
    }
    let open = fits.iter().any(is_open);
    if open {
        fits.retain(is_open);
    }
    let best = fits.iter().map(|(fit, _)| *fit).max();
    fits.retain(|(fit, _)| Some(*fit) == best);
    let several = |(_, one): &(Fit, Assignment)| one.desk_id != fits[0].1.desk_id;
    if fits.iter().any(several) {
        return Ok(None);
    }
    let found = if open {
        fits.into_iter().next()
    } else {
        fits.pop()
    };
    Ok(found.map(|(_, one)| one))
}

/// The desk that the writer speaks for, of all there are: whose address fits best, and of several the first.
pub(in crate::intake) fn desk_by_writer<'a>(atlas: &'a Atlas, email: &str) -> Option<&'a Desk> {
    let fits = |desk: &'a Desk| Some((Fit::of(email, &desk.email, atlas.houses())?, desk));
    let fitting = atlas.desks().filter_map(fits);
    let best = fitting.min_by_key(|(fit, _)| Reverse(*fit));
    best.map(|(_, desk)| desk)
}

/// How well a writer's address fits that of a desk, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Their domain stands under that of the desk.
    Under,
    /// They have the same domain, which is that of one house.
    House,
    /// It is the desk's own.
    Exact,
}

impl Fit {
    fn of(writer: &str, desk: &str, houses: &Houses) -> Option<Self> {
        let (writer, desk) = (writer.to_lowercase(), desk.to_lowercase());
        if writer == desk {
            return Some(Self::Exact);
        }
        let (_, theirs) = desk.rsplit_once('@')?;
        let above = houses.house_of(&writer)?.strip_suffix(theirs)?;
        match above {
            "" => Some(Self::House),
            above => above.ends_with('.').then_some(Self::Under),
        }
    }
}

/// A message of the asker's side, in its conversation.
pub(in crate::intake) struct Wrote<'a> {
    /// The message.
    pub message: Uuid,
    /// What is new in it.
    pub text: &'a str,
    /// Whether it says something that only a person can read: by its files, or by words that cannot be
    /// told from the older mail.
    pub for_a_person: bool,
    /// The mail it came in.
    pub inbound_mail_id: Uuid,
    /// Whether it surely came from the asker.
    pub by_asker: bool,
    /// Whether a person read it when they said where it belongs.
    pub was_read: bool,
}

/// Whether a yes may be taken back by words that were typed between the lines of a mail of ours below it.
async fn takes_back(
    tx: &impl ConnectionTrait,
    ticket: Uuid,
    mail: &ParsedMail,
) -> Result<bool, IntakeError> {
    let yes = followup::read_reply(&mail.new_text) == followup::Reply::Yes;
    if !yes || mail.quoted_text.trim().is_empty() {
        return Ok(false);
    }
    let ours = outbound::written_since(tx, &[ticket], Uuid::nil()).await?;
    let ours = ours.iter().map(|mail| (&*mail.body.text, &*mail.body.html));
    Ok(mail.speaks_between(ours))
}

/// The asker, or somebody of their side, wrote again.
pub(in crate::intake) async fn asker_wrote(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &mut Ticket,
    wrote: &Wrote<'_>,
) -> Result<(), IntakeError> {
    if ticket.goes_on_in().is_some() {
        // Whoever said that it belongs here has read it, and the question goes on in the other one.
        return Ok(());
    }
    let answered = match ticket.standing.stage {
        Stage::Answered { .. } => true,
        Stage::Closed { answered_at, .. } => answered_at.is_some(),
        _ => false,
    };
    let reads = followup::read_reply(wrote.text);
    let asks = matches!(reads, followup::Reply::Dispute | followup::Reply::More);
    // What we asked them is answered by it, be it with a word or a file; it says nothing of a part.
    let was_asked = ticket.standing.stage == Stage::WaitingOnAsker;
    let in_part = ticket.standing.part.is_some() && !was_asked;
    // A yes or a thanks to an answer asks nobody to read it, unless a file came with it. What a person read
    // already is for whoever else has the question.
    let tells = asks || wrote.for_a_person;
    let is_news = tells || !(answered || in_part);
    let unread = !wrote.was_read || registry::rest_owed(tx, ticket.id).await?.is_some();
    if is_news && unread {
        set_message_state(tx, wrote.message, MessageState::New).await?;
    }
    if answered || in_part {
        if wrote.by_asker || asks {
            let (message, mail) = (wrote.message, wrote.inbound_mail_id);
            let says = match reads {
                followup::Reply::Dispute => reads,
                _ if wrote.for_a_person => followup::Reply::More,
                _ => reads,
            };
            followup::asker_replied(tx, ctx, ticket, message, says, mail).await?;
        }
        let goes_on = reads == followup::Reply::More || wrote.for_a_person;
        if !goes_on || answered {
            return Ok(());
        }
    }
    let before = ticket.standing;
    ticket.standing = before.asker_wrote(ctx.clock.now());
    match before.stage {
        Stage::Closed { .. } => registry::restart_answer_term(tx, ctx, ticket).await?,
        Stage::WaitingOnAsker => {
            registry::resume_answer_term(tx, ctx, ticket).await?;
            if registry::step_of_owner(tx, ticket).await? == NextStep::AnswerDesk {
                // What a desk asked was asked of them.
                let now = ctx.clock.now();
                ticket.standing = ticket.standing.needs_owner(now, NextStep::AnswerDesk);
            }
        }
        _ => {}
    }
    save(tx, ticket, Decided::Now, ctx.clock.now()).await?;
    Ok(())
}
