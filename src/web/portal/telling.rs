//! From what is true of a question to what its asker, or one administration, is told. Pure, and the
//! one place that chooses: the asker sees the asker's conversation and plain facts, an
//! administration its own conversation; neither sees notes, other desks' words or held mail.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::administration::{Assignment, Done, Term as AskedFor};
use super::case::{
    Ball as BallBox, Contact, Due, File, Holiday, Message, Portion, Promise, Speaker, Step, Sum,
    What, When,
};
use super::status::{Channel, Closed, ClosedBecause, Closes, Noted, Question, Rest, StillOwed};
use super::words::{Markup, Phone, Words as _, file_size, organisation_name, paragraphs};
use crate::directory::{Atlas, OrganisationId};
use crate::entity::assignment::{AssignmentRole, ProgressKind};
use crate::entity::deadline::DeadlineState;
use crate::entity::delivery::DeliveryState;
use crate::entity::outbound_mail::OutboundKind;
use crate::entity::ticket;
use crate::registry::{
    AssignmentView, Attachment, Ball, Case, CloseReason, DeadlineKind, DeadlineView, DeliveryView,
    Direction, EvidenceKind, MessageKind, MessageState, MessageView, NextStep, Receipt, Skipped,
    Stage, ThreadView, working_days_between,
};
use crate::text::{Texts, dates};

/// What the asker's page is filled with.
#[derive(Debug)]
pub struct Told {
    /// What is known of the question itself.
    pub question: Question,
    /// Who has it, while it is under way.
    pub ball: Option<BallBox>,
    /// The answer that stands on top, with its id.
    pub answer: Option<(uuid::Uuid, Message)>,
    /// Who still answers the rest, when that answer is a part of it.
    pub rest: Option<Rest>,
    /// Our mail with the answer came back.
    pub undelivered: bool,
    /// The asker has not said yet whether it is an answer.
    pub asks: bool,
    /// When it closes by itself.
    pub closes: Option<Closes>,
    /// That it is closed.
    pub closed: Option<Closed>,
    /// What happened and what comes.
    pub steps: Vec<Step>,
    /// The rest of the conversation.
    pub messages: Vec<Message>,
    /// Who follows it up.
    pub contact: Contact,
}

/// What the asker is told of `case` at `now`. `file_url` is where a file of it is fetched.
#[must_use]
pub fn to_asker(
    t: Texts,
    case: &Case,
    atlas: &Atlas,
    now: DateTime<Utc>,
    file_url: &dyn Fn(&Attachment) -> String,
) -> Told {
    let thread = case
        .threads
        .iter()
        .find(|thread| thread.assignment.is_none());
    let shown: Vec<&MessageView> = thread.map(shown_to_asker).unwrap_or_default();
    let stage = case.ticket.standing.stage;
    let ended = matches!(stage, Stage::Answered { .. } | Stage::Closed { .. });
    let part = case.ticket.standing.part.is_some();
    let on_top = (ended || part)
        .then(|| shown.iter().rev().find(|it| is_answer(it)))
        .flatten()
        .copied();
    let told = |message: &MessageView| message_to(t, message, asker_hears(case, message), file_url);
    Told {
        question: question(case, atlas, t),
        ball: (!ended).then(|| ball(case, now, t)),
        answer: on_top.map(|message| (message.id, told(message))),
        rest: part.then(|| Rest(still_owed(case))),
        undelivered: case.ticket.standing.receipt == Receipt::Undeliverable,
        asks: (matches!(stage, Stage::Answered { .. }) || part)
            && matches!(
                case.ticket.standing.receipt,
                Receipt::Sent | Receipt::Reported
            ),
        // After an answer that was only reported, silence closes nothing.
        closes: pending(case, DeadlineKind::Presume, None)
            .filter(|_| case.ticket.standing.receipt == Receipt::Sent)
            .and_then(closes),
        closed: match stage {
            Stage::Closed { at, reason, .. } => Some(Closed {
                at,
                reason: match reason {
                    CloseReason::Withdrawn if case.is_disowned() => ClosedBecause::Disowned,
                    reason => because(reason),
                },
                together_with: case
                    .duplicate_of
                    .as_ref()
                    .filter(|it| it.is_theirs && reason == CloseReason::Duplicate)
                    .map(|it| it.reference.clone()),
                noted: noted(case).filter(|_| reason == CloseReason::Answered),
                goes_on: case.ticket.goes_on_in().is_some(),
                leads_to: None,
            }),
            _ => None,
        },
        steps: steps(case, &shown, now),
        messages: shown
            .into_iter()
            .filter(|message| on_top.is_none_or(|top| top.id != message.id))
            .map(told)
            .collect(),
        contact: owner(case, atlas),
    }
}

/// What the desk of `assignment` is told of `case` at `now`, on the page at `url`.
#[must_use]
pub fn to_administration(
    t: Texts,
    case: &Case,
    assignment: uuid::Uuid,
    atlas: &Atlas,
    now: DateTime<Utc>,
    url: String,
    file_url: &dyn Fn(&Attachment) -> String,
) -> Option<Assignment> {
    let own = |thread: &&ThreadView| {
        thread
            .assignment
            .as_ref()
            .is_some_and(|view| view.id == assignment)
    };
    let thread = case.threads.iter().find(own)?;
    let view = thread.assignment.as_ref()?;
    let asker = who_asks(case, atlas, t);
    let question = case
        .threads
        .iter()
        .filter(|thread| thread.assignment.is_none())
        .flat_map(|thread| &thread.messages)
        .find(|message| message.kind == MessageKind::Question);
    let between_us = thread.messages.iter().filter(|message| {
        message.direction != Direction::Internal
            && !matches!(message.state, MessageState::Held | MessageState::Aside)
            && (message.kind != MessageKind::Forward
                || message.quoted.is_some()
                || !message.body.trim().is_empty())
    });
    let messages = question.into_iter().chain(between_us).map(|message| {
        let speaker = match (message.kind, message.direction) {
            (MessageKind::Question, _) => Speaker::Asker(asker.clone()),
            (MessageKind::Proposal | MessageKind::Answer, Direction::Inbound) => {
                Speaker::Answer(view.desk_name.clone())
            }
            (_, Direction::Inbound) => Speaker::Desk(view.desk_name.clone()),
            _ => Speaker::Desk(case.owner.1.clone()),
        };
        message_to(t, message, speaker, file_url)
    });
    let term = pending(case, DeadlineKind::Administration, Some(view.id));
    let open = matches!(
        view.progress,
        ProgressKind::Sent | ProgressKind::Accepted | ProgressKind::NoReaction
    );
    let topic = topic_of(case, view);
    Some(Assignment {
        advises: view.role == AssignmentRole::Consulted,
        desk: view.desk_name.clone(),
        reference: case.ticket.reference.to_string(),
        asker: organisation(case, atlas, t).unwrap_or_else(|| asker.clone()),
        due: open.then(|| AskedFor {
            day: dates::local_day(view.due_at),
            working_days: i64::from(working_days_left(now, view.due_at)),
            sum: term.and_then(|deadline| sum(case, deadline, Promise::ByDesk, t)),
        }),
        promised: promised(case).map(|deadline| dates::local_day(deadline.due_at)),
        done: match view.progress {
            ProgressKind::Answered => Some(Done::Answered(view.changed_at)),
            ProgressKind::Refused => Some(Done::Refused(view.changed_at)),
            ProgressKind::Withdrawn => Some(Done::Withdrawn(view.changed_at)),
            _ => None,
        },
        messages: messages.collect(),
        why: topic.map(|topic| t.say1("portal-adm-why-topic", "topic", topic)),
        contact: owner(case, atlas),
        url,
    })
}

fn question(case: &Case, atlas: &Atlas, t: Texts) -> Question {
    Question {
        reference: case.ticket.reference.to_string(),
        subject: case.ticket.subject.clone(),
        asked_by: who_asks(case, atlas, t),
        asked_at: case.ticket.registered_at,
        channel: match case.ticket.channel {
            ticket::Channel::Mail | ticket::Channel::Mailbox => Channel::Mail,
            ticket::Channel::Portal => Channel::Portal,
            ticket::Channel::Phone => Channel::Phone,
            ticket::Channel::Meeting => Channel::Meeting,
            ticket::Channel::Api => Channel::Other,
        },
        topic: case.topic.clone(),
    }
}

/// The organisation that asks, as its people call it.
fn organisation(case: &Case, atlas: &Atlas, t: Texts) -> Option<String> {
    let known = case.ticket.organisation_id.map(OrganisationId);
    match known.and_then(|id| atlas.organisation(id)) {
        Some(organisation) => Some(organisation_name(organisation, &t)),
        None => case.organisation.clone(),
    }
}

/// The asker, with the organisation when it is known.
fn who_asks(case: &Case, atlas: &Atlas, t: Texts) -> String {
    let name = case.asker.name.as_deref().unwrap_or(&case.asker.email);
    match organisation(case, atlas, t) {
        Some(organisation) => t.say2(
            "portal-asked-by",
            "name",
            name,
            "organisation",
            organisation,
        ),
        None => name.to_owned(),
    }
}

fn owner(case: &Case, atlas: &Atlas) -> Contact {
    let (slug, name) = &case.owner;
    let desk = atlas.desk_by_slug(slug);
    Contact {
        name: name.clone(),
        person: case.handler.clone(),
        phone: desk.and_then(|desk| desk.phone.as_deref()).map(Phone::new),
    }
}

/// What of the asker's conversation the asker sees: no notes, nothing held, no mail of a machine.
#[must_use]
pub fn shown_to_asker(thread: &ThreadView) -> Vec<&MessageView> {
    let spoken = |message: &&MessageView| {
        matches!(
            message.state,
            MessageState::Posted | MessageState::Used | MessageState::New
        ) && message.direction != Direction::Internal
            && matches!(
                message.kind,
                MessageKind::Question
                    | MessageKind::Reply
                    | MessageKind::Answer
                    | MessageKind::Request
                    | MessageKind::Closing
                    | MessageKind::Reopening
            )
    };
    thread.messages.iter().filter(spoken).collect()
}

fn is_answer(message: &MessageView) -> bool {
    message.kind == MessageKind::Answer
}

fn asker_hears(case: &Case, message: &MessageView) -> Speaker {
    match (message.direction, message.kind) {
        // The administration's that it came from, or else the owner's.
        (_, MessageKind::Answer) => {
            Speaker::Answer(message.desk.clone().unwrap_or_else(|| case.owner.1.clone()))
        }
        (Direction::Inbound, MessageKind::Question) => Speaker::OwnQuestion,
        (Direction::Inbound, _) => match &message.desk {
            // It wrote to the asker itself.
            Some(desk) => Speaker::Desk(desk.clone()),
            None => other_writer(case, message).map_or(Speaker::Own, Speaker::Other),
        },
        _ => Speaker::Desk(case.owner.1.clone()),
    }
}

/// Who wrote a message of the asker's side, when that was not from the asker's own address.
fn other_writer(case: &Case, message: &MessageView) -> Option<String> {
    let email = message.author_email.as_ref()?;
    let other = !email.eq_ignore_ascii_case(&case.asker.email);
    other.then(|| message.author_name.as_ref().unwrap_or(email).clone())
}

/// The topic that this desk answers for; a person may have chosen a desk that answers for another one.
fn topic_of<'a>(case: &'a Case, assignment: &AssignmentView) -> Option<&'a str> {
    let answers = case.topic_desk.as_ref() == Some(&assignment.desk_slug);
    case.topic.as_deref().filter(|_| answers)
}

fn assignments(case: &Case) -> impl Iterator<Item = &AssignmentView> {
    case.threads
        .iter()
        .filter_map(|thread| thread.assignment.as_ref())
}

fn message_to(
    t: Texts,
    message: &MessageView,
    speaker: Speaker,
    file_url: &dyn Fn(&Attachment) -> String,
) -> Message {
    let own_words = message.direction != Direction::Outbound;
    let html = message.html.as_deref().filter(|_| !own_words);
    Message {
        speaker,
        at: message.created_at,
        body: html.map_or_else(|| paragraphs(&message.body), without_links),
        // What a mail brings along of older ones stands above it already.
        quoted: message
            .quoted
            .as_deref()
            .filter(|_| message.kind == MessageKind::Forward)
            .map(paragraphs),
        files: message
            .attachments
            .iter()
            // What is infected, or not checked yet, is nobody's to open outside.
            .filter(|file| file.can_be_had())
            .map(|file| File {
                url: file_url(file),
                name: file.filename.clone(),
                size: kind_and_size(file, t),
            })
            .collect(),
    }
}

/// The HTML of a mail of ours, without links: a page with a token leads to no other site.
fn without_links(html: &str) -> Markup {
    Markup(
        ammonia::Builder::new()
            .rm_tags(["a", "img"])
            .clean(html)
            .to_string(),
    )
}

fn kind_and_size(file: &Attachment, t: Texts) -> String {
    let size = file_size(u64::try_from(file.size).unwrap_or_default(), &t);
    let size = if file.damaged {
        t.with("portal-file-damaged", "size", size)
    } else {
        size
    };
    match file.filename.rsplit_once('.') {
        Some((_, kind)) if (1..=5).contains(&kind.len()) => {
            format!("{}, {size}", kind.to_lowercase())
        }
        _ => size,
    }
}

fn pending(case: &Case, kind: DeadlineKind, of: Option<uuid::Uuid>) -> Option<&DeadlineView> {
    case.deadlines.iter().rev().find(|deadline| {
        deadline.kind == kind
            && deadline.assignment_id == of
            && matches!(
                deadline.state,
                DeadlineState::Pending | DeadlineState::Fired
            )
    })
}

/// By when the asker was promised an answer; nothing while that term stands still.
fn promised(case: &Case) -> Option<&DeadlineView> {
    pending(case, DeadlineKind::Answer, None)
        .filter(|_| case.ticket.standing.stage != Stage::WaitingOnAsker)
}

fn closes(deadline: &DeadlineView) -> Option<Closes> {
    let term = deadline.term.as_ref()?;
    let working_days = i64::from(term.working_days.0);
    Some(Closes {
        on: dates::local_day(term.due_at),
        working_days,
    })
}

fn ball(case: &Case, now: DateTime<Utc>, t: Texts) -> BallBox {
    let standing = &case.ticket.standing;
    let waiting_on_asker = standing.stage == Stage::WaitingOnAsker;
    let deadline = promised(case);
    BallBox {
        holder: holder(case),
        since: dates::local_day(standing.ball.since),
        working_days: i64::from(working_days_between(standing.ball.since, now)),
        waiting_on_asker,
        due: deadline.map(|deadline| Due {
            day: dates::local_day(deadline.due_at),
            moved: false,
            passed: deadline.due_at < now,
        }),
        sum: deadline.and_then(|deadline| sum(case, deadline, Promise::ToAsker, t)),
        beyond: deadline.and_then(|deadline| {
            let promised = dates::local_day(deadline.due_at);
            let owing = owing(case).filter(|it| case.is_promised(it.id));
            let last = owing.max_by_key(|it| it.due_at)?;
            let day = dates::local_day(last.due_at);
            (day > promised).then(|| (last.desk_name.clone(), day))
        }),
    }
}

fn holder(case: &Case) -> String {
    let owner = || case.owner.1.clone();
    match case.ticket.standing.ball.holder {
        Ball::Administration => case.ball_desk.clone().unwrap_or_else(owner),
        Ball::Owner | Ball::Asker => owner(),
    }
}

fn working_days_left(now: DateTime<Utc>, due: DateTime<Utc>) -> i32 {
    if due < now {
        -working_days_between(due, now)
    } else {
        working_days_between(now, due)
    }
}

/// The sum of a term, as it is shown; `None` for a term that ends on the day it starts.
fn sum(case: &Case, deadline: &DeadlineView, promise: Promise, t: Texts) -> Option<Sum> {
    let (term, paused) = case.sum(deadline)?;
    let asked = dates::local_day(case.ticket.registered_at);
    let promise = match promise {
        Promise::ToAsker if term.starts_on > asked => Promise::Again,
        promise => promise,
    };
    let from = term.starts_on.succ_opt()?;
    let to = dates::local_day(term.due_at);
    let weekends = term
        .skipped
        .iter()
        .filter(|it| it.why == Skipped::Weekend)
        .count();
    let holiday = |day: NaiveDate, why| {
        Some(Holiday {
            day,
            name: t.say(holiday_key(why)?),
        })
    };
    (from <= to).then(|| Sum {
        counted: i64::from(term.working_days.0),
        promise,
        from,
        to,
        weekend_days: i64::try_from(weekends).unwrap_or_default(),
        holidays: term
            .skipped
            .iter()
            .filter_map(|it| holiday(it.day, it.why))
            .collect(),
        paused_days: i64::from(paused),
        changes: Vec::new(),
    })
}

fn holiday_key(why: Skipped) -> Option<&'static str> {
    Some(match why {
        Skipped::Weekend => return None,
        Skipped::NewYear => "portal-holiday-new-year",
        Skipped::SecondOfJanuary => "portal-holiday-second-of-january",
        Skipped::EasterMonday => "portal-holiday-easter-monday",
        Skipped::LabourDay => "portal-holiday-labour-day",
        Skipped::Ascension => "portal-holiday-ascension",
        Skipped::WhitMonday => "portal-holiday-whit-monday",
        Skipped::FlemishFeast => "portal-holiday-flemish-feast",
        Skipped::NationalDay => "portal-holiday-national-day",
        Skipped::Assumption => "portal-holiday-assumption",
        Skipped::AllSaints => "portal-holiday-all-saints",
        Skipped::AllSouls => "portal-holiday-all-souls",
        Skipped::Armistice => "portal-holiday-armistice",
        Skipped::Dynasty => "portal-holiday-dynasty",
        Skipped::Christmas => "portal-holiday-christmas",
        Skipped::BoxingDay => "portal-holiday-boxing-day",
    })
}

/// What the contact point noted, when that is how it is known that the asker has the answer.
fn noted(case: &Case) -> Option<Noted> {
    if case.ticket.standing.receipt != Receipt::Confirmed {
        return None;
    }
    let mut proofs = case.evidence.iter().rev();
    let last = proofs.find(|it| it.receipt == Receipt::Confirmed && it.kind.is_of_a_person())?;
    let noted = last.noted.as_ref()?;
    Some(Noted {
        message: last.message_id,
        by: noted.by.clone(),
        on: noted.on,
        how: noted.how,
        elsewhere: noted.elsewhere,
        desk: case.owner.1.clone(),
        not_url: None,
    })
}

fn because(reason: CloseReason) -> ClosedBecause {
    match reason {
        CloseReason::Answered => ClosedBecause::Answered,
        CloseReason::AnsweredByFaq => ClosedBecause::AnsweredByFaq,
        CloseReason::Duplicate => ClosedBecause::Duplicate,
        CloseReason::Withdrawn => ClosedBecause::Withdrawn,
        CloseReason::OutOfScope => ClosedBecause::OutOfScope,
        CloseReason::Spam => ClosedBecause::Spam,
    }
}

/// The timeline: what happened, in order, then what happens now, then what comes.
fn steps(case: &Case, shown: &[&MessageView], now: DateTime<Utc>) -> Vec<Step> {
    let mut past = happened(case, shown);
    // One step of ours writes down several things, each a little later than the one before, and not always
    // in the order in which one follows from the other: within a second, that order counts.
    past.sort_by_key(|(at, what)| (at.timestamp(), what.follows(), *at));
    let done = past.into_iter().map(|(at, what)| Step {
        when: When::Done(at),
        what,
    });
    done.chain(coming(case, now)).collect()
}

fn happened(case: &Case, shown: &[&MessageView]) -> Vec<(DateTime<Utc>, What)> {
    let mut past = vec![(
        case.ticket.registered_at,
        What::Received {
            acknowledged: acknowledged(case),
        },
    )];
    let mut tell = |at: DateTime<Utc>, what: What| past.push((at, what));
    let portions = portions(case);
    for event in &case.events {
        match event.kind.as_str() {
            "taken" => tell(event.at, What::ReadBy(case.owner.1.clone())),
            "reopened" => tell(event.at, What::Reopened),
            _ => {}
        }
    }
    for it in assignments(case).filter(|it| it.role == AssignmentRole::Handler) {
        let desk = || it.desk_name.clone();
        let topic = topic_of(case, it).map(ToOwned::to_owned);
        tell(
            it.sent_at,
            What::SentTo {
                desk: desk(),
                topic,
            },
        );
        match it.progress {
            ProgressKind::Accepted => tell(it.changed_at, What::AcceptedBy(desk())),
            ProgressKind::Refused => tell(it.changed_at, What::RefusedBy(desk())),
            ProgressKind::Answered => tell(it.changed_at, What::AnsweredBy(desk())),
            ProgressKind::Sent | ProgressKind::Withdrawn | ProgressKind::NoReaction => {}
        }
    }
    for delivery in case
        .deliveries
        .iter()
        .filter(|it| it.kind == OutboundKind::Reminder)
    {
        let reminded = assignments(case)
            .find(|it| it.role == AssignmentRole::Handler && it.desk_email == delivery.recipient);
        if let (Some(assignment), true) = (reminded, has_left(delivery)) {
            let at = delivery.settled_at.unwrap_or(delivery.created_at);
            tell(at, What::Reminded(assignment.desk_name.clone()));
        }
    }
    for message in shown {
        match (message.direction, message.kind) {
            (Direction::Inbound, MessageKind::Reply) => {
                let what = other_writer(case, message).map_or(What::AskerWrote, What::OtherWrote);
                tell(message.created_at, what);
            }
            (Direction::Outbound, MessageKind::Request) => {
                tell(message.created_at, What::AskedMore);
            }
            (_, MessageKind::Answer) => {
                let id = message.id.to_string();
                let portion = portions.get(id.as_str()).copied().unwrap_or_default();
                answered(case, message, portion, &mut tell);
            }
            _ => {}
        }
    }
    let corrected = |at| {
        let mut later = case.evidence.iter().filter(|it| it.at >= at);
        later.any(|it| it.kind == EvidenceKind::Corrected)
    };
    for evidence in &case.evidence {
        match evidence.kind {
            EvidenceKind::RepliedYes if corrected(evidence.at) => {}
            EvidenceKind::SaidYes | EvidenceKind::RepliedYes
                if evidence.receipt == Receipt::Confirmed =>
            {
                let before = |it: &&&MessageView| is_answer(it) && it.created_at <= evidence.at;
                let about = shown.iter().rev().find(before);
                let id = about.map(|it| it.id.to_string()).unwrap_or_default();
                let portion = portions.get(id.as_str()).copied().unwrap_or_default();
                tell(evidence.at, What::Confirmed { portion });
            }
            EvidenceKind::Noted => {
                if let Some(noted) = &evidence.noted {
                    let what = What::Noted {
                        desk: case.owner.1.clone(),
                        by: noted.by.clone(),
                        on: noted.on,
                        how: noted.how,
                    };
                    tell(evidence.at, what);
                }
            }
            EvidenceKind::SaidNo => tell(evidence.at, What::Disputed),
            _ => {}
        }
    }
    if let Stage::Closed { at, .. } = case.ticket.standing.stage {
        tell(at, What::Closed);
    }
    past
}

/// How much of the answer each message was that we sent as one.
fn portions(case: &Case) -> HashMap<&str, Portion> {
    let sent = case.events.iter().filter(|event| event.kind == "answered");
    let mut before = Portion::Whole;
    sent.filter_map(|event| {
        let portion = match (event.facts["still"].is_array(), before) {
            (true, _) => Portion::Part,
            (false, Portion::Part) => Portion::Rest,
            (false, _) => Portion::Whole,
        };
        before = portion;
        Some((event.facts["message"].as_str()?, portion))
    })
    .collect()
}

/// Where the acknowledgement went, once a server took it.
fn acknowledged(case: &Case) -> Option<String> {
    let taken = case
        .deliveries
        .iter()
        .find(|delivery| delivery.kind == OutboundKind::Acknowledgement && has_left(delivery));
    taken.map(|delivery| delivery.recipient.clone())
}

/// "Verstuurd" is only said when it is: an answer that still waits is not told.
fn answered(
    case: &Case,
    message: &MessageView,
    portion: Portion,
    tell: &mut impl FnMut(DateTime<Utc>, What),
) {
    if message.direction == Direction::Inbound {
        // An administration wrote straight to the asker, with us in copy.
        let taken_by = None;
        tell(message.created_at, What::AnswerSent { taken_by, portion });
    }
    // It was taken first, and came back after.
    let taken = case
        .evidence
        .iter()
        .find(|proof| proof.kind == EvidenceKind::Accepted && proof.message_id == Some(message.id));
    for delivery in &message.deliveries {
        let at = delivery.settled_at.unwrap_or(delivery.created_at);
        match delivery.state {
            DeliveryState::Accepted | DeliveryState::Delivered => {
                let taken_by = domain(delivery);
                tell(at, What::AnswerSent { taken_by, portion });
            }
            DeliveryState::Refused | DeliveryState::Failed | DeliveryState::Bounced => {
                if let Some(taken) = taken.filter(|taken| taken.at < at) {
                    let taken_by = domain(delivery);
                    tell(taken.at, What::AnswerSent { taken_by, portion });
                }
                let standing = &case.ticket.standing;
                let open = standing.is_open() && standing.receipt == Receipt::Undeliverable;
                tell(at, What::AnswerBounced { open });
            }
            DeliveryState::Queued | DeliveryState::Held => {}
        }
    }
}

/// The domain whose server a mail goes to.
fn domain(delivery: &DeliveryView) -> Option<String> {
    let domain = delivery.recipient.rsplit('@').next();
    domain.map(ToOwned::to_owned)
}

fn has_left(delivery: &DeliveryView) -> bool {
    matches!(
        delivery.state,
        DeliveryState::Accepted | DeliveryState::Delivered
    )
}

/// The administrations that still owe an answer, and by when.
fn still_owed(case: &Case) -> Vec<StillOwed> {
    let all = owing(case).map(|it| StillOwed {
        desk: it.desk_name.clone(),
        due: dates::local_day(it.due_at),
    });
    all.collect()
}

/// What administrations still owe.
fn owing(case: &Case) -> impl Iterator<Item = &AssignmentView> {
    assignments(case).filter(|it| {
        it.role == AssignmentRole::Handler
            && matches!(
                it.progress,
                ProgressKind::Sent | ProgressKind::Accepted | ProgressKind::NoReaction
            )
    })
}

/// The administration that waits for an answer to what it asked.
fn asking(case: &Case) -> Option<String> {
    case.threads.iter().find_map(|thread| {
        let asks = |message: &MessageView| message.state == MessageState::Asks;
        let held = thread.assignment.as_ref()?;
        let waits = thread.messages.iter().any(asks);
        waits.then(|| held.desk_name.clone())
    })
}

/// What happens today and what comes, as long as the question is not closed.
fn coming(case: &Case, now: DateTime<Utc>) -> Vec<Step> {
    let standing = &case.ticket.standing;
    let today = dates::local_day(now);
    let current = |what| Step {
        when: When::Now(today),
        what,
    };
    let answer_due = promised(case).map(|deadline| dates::local_day(deadline.due_at));
    let comes = match standing.part {
        Some(_) => What::RestComes,
        None => What::AnswerComes,
    };
    let answer = |due| Step {
        when: When::Next(due),
        what: comes.clone(),
    };
    let with_ball = holder(case);
    // Whoever promised an answer still owes it, also while we or the asker must do something first.
    let expected = |but: Option<&str>| -> Vec<Step> {
        still_owed(case)
            .into_iter()
            .filter(|owed| but != Some(owed.desk.as_str()))
            .map(|owed| Step {
                when: When::Next(Some(owed.due)),
                what: What::Expected(owed.desk),
            })
            .collect()
    };
    let review = || Step {
        when: When::Next(None),
        what: What::WeReview,
    };
    match (standing.stage, standing.ball.holder) {
        (Stage::Closed { .. }, _) => Vec::new(),
        (Stage::Answered { .. }, _) => vec![current(What::AskerSays)],
        (Stage::WaitingOnAsker, _) => {
            let mut all = vec![current(What::WaitingOnAsker)];
            all.extend(expected(None));
            all.push(answer(None));
            all
        }
        (_, Ball::Administration) => {
            let due = assignments(case)
                .filter(|it| it.desk_name == with_ball && it.role == AssignmentRole::Handler)
                .last()
                .map(|it| dates::local_day(it.due_at));
            let others = expected(Some(&with_ball));
            let desk = with_ball;
            let mut all = vec![current(What::WorkingOn { desk, due })];
            all.extend(others);
            all.extend([review(), answer(answer_due)]);
            all
        }
        (_, Ball::Owner | Ball::Asker) if standing.step == NextStep::ReviewProposal => {
            let mut all = vec![current(What::WeReview)];
            all.extend(expected(None));
            all.push(answer(answer_due));
            all
        }
        (_, Ball::Owner | Ball::Asker) => {
            let owner = case.owner.1.clone();
            let asks = asking(case).filter(|_| standing.step == NextStep::AnswerDesk);
            let mut all = vec![current(match asks {
                Some(desk) => What::DeskAsks { desk, owner },
                None => What::DeskReads(owner),
            })];
            all.extend(expected(None));
            all.push(answer(answer_due));
            all
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use askama::Template as _;
    use serde_json::Value;
    use uuid::Uuid;

    use super::*;
    use crate::auth::TicketFacts;
    use crate::entity::dispatch_decision::DispatchMode;
    use crate::entity::event::ActorKind;
    use crate::entity::ticket::Regime;
    use crate::registry::{
        BallAt, Contact as Asker, DecisionView, EventView, EvidenceView, Standing, Term, Ticket,
        WorkingDays,
    };
    use crate::web::portal::Site;
    use crate::web::portal::administration::AdministrationPage;
    use crate::web::portal::status::StatusPage;

    const HANDLER: Uuid = Uuid::from_u128(20);
    const ADVISER: Uuid = Uuid::from_u128(21);

    fn at(moment: &str) -> DateTime<Utc> {
        moment.parse().unwrap()
    }

    fn message(
        id: u128,
        direction: Direction,
        kind: MessageKind,
        moment: &str,
        body: &str,
    ) -> MessageView {
        MessageView {
            desk: None,
            id: Uuid::from_u128(id),
            direction,
            kind,
            state: MessageState::Posted,
            author_name: None,
            author_email: None,
            body: body.to_owned(),
            quoted: None,
            signature: None,
            html: None,
            sender: None,
            inbound_mail_id: None,
            marks: Vec::new(),
            created_at: at(moment),
            attachments: Vec::new(),
            deliveries: Vec::new(),
        }
    }

    fn delivery(
        kind: OutboundKind,
        recipient: &str,
        state: DeliveryState,
        moment: &str,
    ) -> DeliveryView {
        DeliveryView {
            id: Uuid::nil(),
            message_id: None,
            kind,
            recipient: recipient.to_owned(),
            state,
            server: None,
            reply: None,
            attempts: 1,
            created_at: at(moment),
            settled_at: Some(at(moment)),
        }
    }

    fn assignment(
        id: Uuid,
        role: AssignmentRole,
        name: &str,
        progress: ProgressKind,
    ) -> AssignmentView {
        AssignmentView {
            id,
            desk_slug: name.to_lowercase(),
            desk_name: name.to_owned(),
            desk_email: format!("{}@fod.example", name.to_lowercase()),
            role,
            progress,
            sent_at: at("2026-04-30T09:40:00Z"),
            due_at: at("2026-05-18T15:00:00Z"),
            changed_at: at("2026-05-04T12:20:00Z"),
            chase_since: None,
        }
    }

    /// A question with an administration and an adviser, and everything the asker must not see.
    pub(crate) fn with_administration() -> Case {
        let question = message(
            1,
            Direction::Inbound,
            MessageKind::Question,
            "2026-04-28T07:14:00Z",
            "Moet onze zone zich aanpassen?",
        );
        let note = message(
            2,
            Direction::Internal,
            MessageKind::Note,
            "2026-04-29T07:14:00Z",
            "GEHEIM",
        );
        let held = MessageView {
            state: MessageState::Held,
            ..message(
                3,
                Direction::Inbound,
                MessageKind::Reply,
                "2026-04-29T08:14:00Z",
                "VREEMDE",
            )
        };
        let advice = message(
            4,
            Direction::Inbound,
            MessageKind::Proposal,
            "2026-05-01T08:14:00Z",
            "ADVIES",
        );
        let forward = message(
            5,
            Direction::Outbound,
            MessageKind::Forward,
            "2026-04-30T09:40:00Z",
            "DOORGESTUURD",
        );
        let asked = message(
            6,
            Direction::Outbound,
            MessageKind::Request,
            "2026-05-02T09:40:00Z",
            "Lukt het?",
        );
        let handler = assignment(
            HANDLER,
            AssignmentRole::Handler,
            "IBZ",
            ProgressKind::Accepted,
        );
        let adviser = assignment(
            ADVISER,
            AssignmentRole::Consulted,
            "Zorg",
            ProgressKind::Answered,
        );
        let since = at("2026-04-30T09:40:00Z");
        let start = at("2026-04-28T07:14:00Z");
        let term = |kind, of, length| DeadlineView {
            ended_at: None,
            kind,
            assignment_id: of,
            state: DeadlineState::Pending,
            starts_at: start,
            due_at: Term::from(start, WorkingDays(length)).due_at,
            term: Some(Term::from(start, WorkingDays(length))),
        };
        let thread = |id, assignment, messages| ThreadView {
            id: Uuid::from_u128(id),
            assignment,
            former: None,
            messages,
        };
        let ball = BallAt {
            holder: Ball::Administration,
            desk: None,
            since,
        };
        Case {
            ticket: Ticket {
                ball_was: ball,
                id: Uuid::from_u128(9),
                reference: "RV-2026-000487".parse().unwrap(),
                subject: "Hulpverleningszone".to_owned(),
                standing: Standing {
                    stage: Stage::Open,
                    receipt: Receipt::None,
                    ball,
                    step: NextStep::FollowUp,
                    part: None,
                },
                regime: Regime::Question,
                channel: ticket::Channel::Mail,
                language: "nl".to_owned(),
                asker_id: Uuid::nil(),
                organisation_id: None,
                municipality_nis: None,
                province_slug: None,
                region_code: None,
                topic_slug: None,
                owner_desk_id: Uuid::nil(),
                handler_user_id: None,
                proposed: None,
                due_at: start,
                registered_at: start,
                revision: 1,
                link_version: 1,
                follows: None,
                duplicate_of: None,
                awaits_original: false,
                merged: None,
                split_from: None,
                flood: None,
            },
            facts: TicketFacts {
                id: Uuid::from_u128(9),
                owner: Uuid::nil(),
                desks: Vec::new(),
                province: None,
            },
            asker: Asker {
                id: Uuid::nil(),
                email: "katrien@wetteren.be".to_owned(),
                name: Some("Katrien Vermeersch".to_owned()),
                organisation_id: None,
                verified: true,
            },
            organisation: Some("Gemeente Wetteren".to_owned()),
            municipality: None,
            region: None,
            topic: Some("Hulpverleningszones en noodplanning".to_owned()),
            topic_desk: Some("ibz".to_owned()),
            owner: (
                "contactpunt-oost-vlaanderen".to_owned(),
                "Contactpunt Oost-Vlaanderen".to_owned(),
            ),
            ball_desk: Some("IBZ".to_owned()),
            proposed: None,
            handler: None,
            threads: vec![
                thread(1, None, vec![question, note, held]),
                thread(2, Some(handler), vec![forward, asked]),
                thread(3, Some(adviser), vec![advice]),
            ],
            deliveries: vec![
                delivery(
                    OutboundKind::Acknowledgement,
                    "katrien@wetteren.be",
                    DeliveryState::Accepted,
                    "2026-04-28T07:15:00Z",
                ),
                delivery(
                    OutboundKind::Reminder,
                    "ibz@fod.example",
                    DeliveryState::Accepted,
                    "2026-05-08T07:00:00Z",
                ),
            ],
            evidence: Vec::new(),
            deadlines: vec![
                term(DeadlineKind::Answer, None, 20),
                term(DeadlineKind::Administration, Some(HANDLER), 12),
            ],
            decision: Some(DecisionView {
                mode: DispatchMode::Automatic,
                desk_slug: Some("ibz".to_owned()),
                desk_name: Some("IBZ".to_owned()),
                confidence: 0.97,
                explanation: Value::Null,
                made_at: since,
            }),
            events: vec![EventView {
                seq: 2,
                kind: "taken".to_owned(),
                actor_kind: ActorKind::User,
                by: Some("Sofie De Clercq".to_owned()),
                by_id: None,
                facts: Value::Null,
                at: at("2026-04-29T08:05:00Z"),
            }],
            house_decision: None,
            earlier: Vec::new(),
            earlier_of_organisation: Vec::new(),
            follows: None,
            followed_by: Vec::new(),
            duplicate_of: None,
            knelpunt: None,
            duplicates: Vec::new(),
            linked: Vec::new(),
            has_merged: false,
            signal: None,
            untold: None,
            split_from: None,
            splits: Vec::new(),
        }
    }

    fn site() -> Site {
        Site {
            mail_address: "regiovorming@vlaanderen.be".to_owned(),
            public_url: "https://regiovraag.example".to_owned(),
            demo: false,
            other_language: None,
            read_from: crate::web::portal::ReadFrom::Service,
        }
    }

    fn told(case: &Case) -> Told {
        let atlas = Atlas::embedded().unwrap();
        let url = |file: &Attachment| format!("/bijlage/{}", file.id);
        to_asker(
            Texts::default(),
            case,
            &atlas,
            at("2026-05-12T08:00:00Z"),
            &url,
        )
    }

    /// The timeline as its reader sees it, a line a step.
    fn timeline(told: &Told) -> String {
        let t = Texts::default();
        let line = |step: &Step| {
            let date = step.date(&t).unwrap_or_default();
            format!(
                "{date:<30} {} {}\n",
                step.what.say(&t),
                step.what.more(&t).unwrap_or_default()
            )
        };
        told.steps
            .iter()
            .map(|step| line(step).replace(" \n", "\n"))
            .collect()
    }

    #[test]
    fn under_way_says_who_has_it_and_by_when() {
        let told = told(&with_administration());
        insta::assert_snapshot!(timeline(&told));
        let ball = told.ball.unwrap();
        assert_eq!((ball.holder.as_str(), ball.working_days), ("IBZ", 7));
        let sum = ball.sum.unwrap();
        let not_counted = sum.weekend_days + i64::try_from(sum.holidays.len()).unwrap();
        assert_eq!(sum.days() - not_counted, sum.counted);
        assert_eq!(ball.due.unwrap().day, sum.to);
    }

    #[test]
    fn nothing_that_desks_say_to_each_other_reaches_the_asker() {
        let told = told(&with_administration());
        let page = StatusPage::new(
            Texts::default(),
            &site(),
            told.question,
            told.steps,
            told.messages,
            Some(told.contact),
        );
        let html = page.render().unwrap();
        assert!(html.contains("Moet onze zone zich aanpassen?"));
        for secret in [
            "GEHEIM",
            "VREEMDE",
            "ADVIES",
            "DOORGESTUURD",
            "Lukt het?",
            "Zorg",
        ] {
            assert!(!html.contains(secret), "{secret}");
        }
    }

    #[test]
    fn what_somebody_else_wrote_is_not_told_as_the_askers() {
        let heard = |email: Option<&str>, name: Option<&str>| {
            let mut case = with_administration();
            case.threads[0].messages.push(MessageView {
                author_email: email.map(str::to_owned),
                author_name: name.map(str::to_owned),
                ..message(
                    8,
                    Direction::Inbound,
                    MessageKind::Reply,
                    "2026-05-04T08:14:00Z",
                    "Het gaat ook om glas.",
                )
            });
            let mut told = told(&case);
            (told.messages.pop().unwrap().speaker, timeline(&told))
        };
        let of = |who: &str| Speaker::Other(who.to_owned());
        let check = |email, name, expected: Speaker, step: &str| {
            let (speaker, steps) = heard(email, name);
            assert_eq!(speaker, expected, "{email:?}");
            assert!(steps.contains(step), "{step}: {steps}");
        };
        let own = "U schreef ons opnieuw";
        check(None, None, Speaker::Own, own);
        check(Some("Katrien@Wetteren.be"), None, Speaker::Own, own);
        let leen = Some("leen@laarne.be");
        check(
            leen,
            Some("Leen Maes"),
            of("Leen Maes"),
            "Leen Maes schreef ons",
        );
        check(
            leen,
            None,
            of("leen@laarne.be"),
            "leen@laarne.be schreef ons",
        );
    }

    #[test]
    fn an_administration_sees_the_question_and_its_own_conversation_only() {
        let case = with_administration();
        let atlas = Atlas::embedded().unwrap();
        let url = |_: &Attachment| String::new();
        let now = at("2026-05-12T08:00:00Z");
        let told = to_administration(
            Texts::default(),
            &case,
            HANDLER,
            &atlas,
            now,
            "/a/x".to_owned(),
            &url,
        );
        let page = AdministrationPage::new(
            Texts::default(),
            &site(),
            told.unwrap(),
            Vec::new(),
            String::new(),
            dates::local_day(now),
        );
        let html = page.render().unwrap();
        for shown in [
            "Moet onze zone zich aanpassen?",
            "Lukt het?",
            "Dat is nog 3 werkdagen.",
        ] {
            assert!(html.contains(shown), "{shown}");
        }
        for secret in ["GEHEIM", "VREEMDE", "ADVIES"] {
            assert!(!html.contains(secret), "{secret}");
        }
        let other = Uuid::from_u128(99);
        let url = |_: &Attachment| String::new();
        let none = to_administration(
            Texts::default(),
            &case,
            other,
            &atlas,
            now,
            String::new(),
            &url,
        );
        assert!(none.is_none());
    }

    /// The same question, answered; its mail had this fate.
    fn answered(state: DeliveryState, receipt: Receipt) -> Case {
        let mut case = with_administration();
        let mut answer = MessageView {
            desk: Some("IBZ".to_owned()),
            html: Some(r#"<p>Nee, <a href="https://x.example">dat</a> hoeft niet.</p>"#.to_owned()),
            ..message(
                7,
                Direction::Outbound,
                MessageKind::Answer,
                "2026-05-19T08:12:00Z",
                "Nee.",
            )
        };
        answer.deliveries = vec![delivery(
            OutboundKind::Answer,
            "katrien@wetteren.be",
            state,
            "2026-05-19T08:13:00Z",
        )];
        case.threads[0].messages.push(answer);
        if let Some(view) = &mut case.threads[1].assignment {
            view.progress = ProgressKind::Answered;
            view.changed_at = at("2026-05-18T14:31:00Z");
        }
        case.ticket.standing.stage = Stage::Answered {
            at: at("2026-05-19T08:12:00Z"),
        };
        case.ticket.standing.receipt = receipt;
        case
    }

    #[test]
    fn an_answer_stands_on_top_and_asks_whether_it_is_one() {
        let told = told(&answered(DeliveryState::Accepted, Receipt::Sent));
        assert!(told.asks && told.ball.is_none() && !told.undelivered);
        let (id, answer) = told.answer.as_ref().unwrap();
        assert_eq!(*id, Uuid::from_u128(7));
        assert_eq!(answer.speaker, Speaker::Answer("IBZ".to_owned()));
        // What the contact point wrote itself is not an administration's, whoever answered besides.
        let mut own = answered(DeliveryState::Accepted, Receipt::Sent);
        let last = own.threads[0].messages.last_mut().unwrap();
        last.desk = None;
        let (_, said) = self::told(&own).answer.unwrap();
        assert_eq!(said.speaker, Speaker::Answer(own.owner.1));
        assert_eq!(answer.body.0, "<p>Nee, dat hoeft niet.</p>");
        assert_eq!(told.messages.len(), 1);
        insta::assert_snapshot!(timeline(&told));
    }

    #[test]
    fn an_answer_that_still_waits_is_not_called_sent() {
        let told = told(&answered(DeliveryState::Queued, Receipt::None));
        assert!(!told.asks);
        assert!(
            !timeline(&told).contains("We stuurden u het antwoord"),
            "{}",
            timeline(&told)
        );
    }

    #[test]
    fn an_answer_that_came_back_is_said_to_have_come_back() {
        let told = told(&answered(DeliveryState::Bounced, Receipt::Undeliverable));
        assert!(told.undelivered && !told.asks);
        assert!(timeline(&told).contains("Ons antwoord kwam niet aan op uw adres"));
    }

    #[test]
    fn a_confirmed_question_is_closed_with_its_reason() {
        let mut case = answered(DeliveryState::Accepted, Receipt::Confirmed);
        let moment = at("2026-05-19T12:32:00Z");
        let evidence = |kind, receipt| EvidenceView {
            message_id: None,
            noted: None,
            kind,
            receipt,
            note: None,
            by: None,
            at: moment,
        };
        case.evidence = vec![
            evidence(EvidenceKind::Accepted, Receipt::Sent),
            evidence(EvidenceKind::SaidYes, Receipt::Confirmed),
        ];
        case.ticket.standing.stage = Stage::Closed {
            at: moment,
            reason: CloseReason::Answered,
            answered_at: Some(moment),
        };
        let told = told(&case);
        assert!(!told.asks && told.ball.is_none());
        assert_eq!(
            told.closed.as_ref().unwrap().reason,
            ClosedBecause::Answered
        );
        insta::assert_snapshot!(timeline(&told));
    }
}
