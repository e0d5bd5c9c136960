//! The mails that sending on and answering leave in the outbox.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::auth::Addresses;
use crate::context::Context;
use crate::entity::desk;
use crate::outbound::mails::{
    Answer, ClosedAs, Closing, Duplicate, Forward, Given, InformationRequest, Later, MailError,
    Occasion, Passage, Reason, StillOwed, Wanted,
};
use crate::outbound::{Author, Draft, Enclosure, OutboundKind};
use crate::registry::{
    Assignment, Attachment, Citation, Correspondence, Original, Term, WorkingDays, action_links,
    administration_links, day_in_brussels, letterhead, mail_texts, reply_of_asker, status_link,
};
use crate::store::BlobKey;

/// Who sends a question on, and what they add.
pub(super) struct Sending<'a> {
    pub thread: Uuid,
    pub message: Uuid,
    pub comment: Option<&'a str>,
    pub person: Option<&'a str>,
    /// How long it is given; none when it has the question already, under a term of its own.
    pub term: Option<&'a Term>,
    /// Whether it answers the question, or advises on it.
    pub wanted: Wanted,
    pub occasion: Occasion,
    /// What the asker wrote after the question.
    pub added: &'a [Added],
    /// What is cited when the desk has the question already.
    pub cited: Option<Citation>,
}

/// Something that the asker wrote after the question, as it goes along with it.
pub(super) struct Added {
    pub message: Uuid,
    pub on: NaiveDate,
    pub words: String,
    pub files: Vec<Attachment>,
}

/// The same in one text, for whoever reads the conversation with the desk; none: nothing was added.
pub(super) fn as_added(all: &[Added]) -> Option<String> {
    let t = mail_texts();
    let one = |added: &Added| format!("{}\n\n{}", later(added).said(&t), added.words.trim());
    let all: Vec<String> = all.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join("\n\n"))
}

/// The question, as it goes to a desk that answers it or advises on it.
pub(super) fn forward(
    ctx: &Context,
    about: &Correspondence,
    desk: &desk::Model,
    assignment: &Assignment,
    sending: &Sending<'_>,
) -> Result<Draft, MailError> {
    let links = administration_links(ctx, assignment.id);
    let reason = match &about.topic {
        // Whoever was chosen by a person may answer for something else.
        Some(topic) if about.topic_desk.as_ref() == Some(&desk.slug) => {
            Reason::Topic(topic.clone())
        }
        _ => Reason::Words(desk.answers_for.clone()),
    };
    let body = Forward {
        occasion: sending.occasion,
        wanted: sending.wanted,
        reference: about.ticket.reference.to_string(),
        subject: about.ticket.subject.clone(),
        asker: about.asker_words(),
        question: Passage::plain(&about.question),
        asked_on: day_in_brussels(about.asked_at),
        later: sending.added.iter().map(later).collect(),
        attachments: about
            .files
            .iter()
            .filter(|file| file.can_go_along())
            .map(|file| file.filename.clone())
            .collect(),
        note: sending.comment.map(Passage::plain),
        reason,
        by_itself: sending.person.is_none(),
        due: day_in_brussels(assignment.due_at),
        given: sending.term.map(|term| Given {
            working_days: term.working_days.0,
            holidays: term
                .skipped
                .iter()
                .filter(|skipped| skipped.why != crate::registry::Skipped::Weekend)
                .map(|skipped| skipped.day)
                .collect(),
        }),
        answer_url: links.answer,
        refuse_url: links.refuse,
        signature: about.signature(sending.person),
    }
    .write(&mail_texts(), &letterhead(ctx))?;
    let kind = match sending.wanted {
        Wanted::Advice => OutboundKind::Consultation,
        Wanted::Answer | Wanted::AnswerRelayed => OutboundKind::Forward,
    };
    Ok(Draft {
        kind,
        author: if sending.person.is_some() {
            Author::Person
        } else {
            Author::Machine
        },
        ticket: Some(about.about()),
        thread: Some(sending.thread),
        message: Some(sending.message),
        assignment: Some(assignment.id),
        to: vec![desk.email.clone()],
        reply_to: Addresses::of(ctx)
            .ok()
            .map(|all| all.reply_of_assignment(assignment.id)),
        body,
        // Also when the desk has not written yet, it is the same conversation.
        in_reply_to: sending.cited.as_ref().and_then(|it| {
            let last = it.references.last();
            it.in_reply_to.as_ref().or(last).cloned()
        }),
        references: sending
            .cited
            .as_ref()
            .map(|it| it.references.clone())
            .unwrap_or_default(),
        enclosures: enclosures(&about.files),
        idempotency_key: match sending.cited {
            None => format!("{}:{}", kind.slug(), assignment.id),
            Some(_) => format!("{}:{}:{}", kind.slug(), assignment.id, sending.message),
        },
    })
}

fn later(added: &Added) -> Later {
    Later {
        words: Passage::plain(&added.words),
        on: added.on,
    }
}

/// The files of a message, as they go along.
fn enclosures(files: &[Attachment]) -> Vec<Enclosure> {
    files
        .iter()
        .filter(|file| file.can_go_along())
        .filter_map(|file| {
            Some(Enclosure {
                filename: file.filename.clone(),
                media_type: file.media_type.clone(),
                blob_key: BlobKey::parse(&file.blob_key)?,
            })
        })
        .collect()
}

/// What an answer says and brings along.
pub(super) struct Answering<'a> {
    pub message: Uuid,
    pub markdown: &'a str,
    /// The administration that it comes from.
    pub source: Option<String>,
    pub files: &'a [Attachment],
    pub person: Option<&'a str>,
    /// The administrations that still answer the rest.
    pub rest: Vec<StillOwed>,
    /// Whether it is the rest of an answer that left in part.
    pub completes: bool,
    /// Silence that counts as received.
    pub presumed_after: WorkingDays,
}

/// An answer to the asker.
pub(super) fn answer(
    ctx: &Context,
    about: &Correspondence,
    citation: Citation,
    answering: Answering<'_>,
) -> Result<Draft, MailError> {
    let message = answering.message;
    let (yes_url, no_url) = action_links(ctx, about.ticket.id, message);
    let body = Answer {
        asker_name: about.asker.name.clone(),
        reference: about.ticket.reference.to_string(),
        subject: about.ticket.subject.clone(),
        about: None,
        source: answering.source,
        answer: Passage::markdown(answering.markdown),
        yes_url,
        no_url,
        status_url: status_link(ctx, &about.ticket),
        closes_on: day_in_brussels(Term::from(ctx.clock.now(), answering.presumed_after).due_at),
        rest: answering.rest,
        completes: answering.completes,
        signature: about.signature(answering.person),
    }
    .write(&mail_texts(), &letterhead(ctx))?;
    let kind = OutboundKind::Answer;
    Ok(Draft {
        enclosures: enclosures(answering.files),
        ..to_asker(ctx, about, citation, kind, message, body)
    })
}

/// What we need from the asker.
pub(super) fn request(
    ctx: &Context,
    about: &Correspondence,
    citation: Citation,
    message: Uuid,
    markdown: &str,
    person: Option<&str>,
) -> Result<Draft, MailError> {
    let body = InformationRequest {
        asker_name: about.asker.name.clone(),
        reference: about.ticket.reference.to_string(),
        subject: about.ticket.subject.clone(),
        about: None,
        needed: Passage::markdown(markdown),
        status_url: status_link(ctx, &about.ticket),
        signature: about.signature(person),
    }
    .write(&mail_texts(), &letterhead(ctx))?;
    Ok(to_asker(
        ctx,
        about,
        citation,
        OutboundKind::Request,
        message,
        body,
    ))
}

/// That a question is closed as the double of another one.
pub(super) fn duplicate(
    ctx: &Context,
    about: &Correspondence,
    citation: Citation,
    of: &Original,
    person: Option<&str>,
) -> Result<Draft, MailError> {
    together(ctx, about, citation, of, person, false)
}

/// That a question goes on in another one.
pub(super) fn merged(
    ctx: &Context,
    about: &Correspondence,
    citation: Citation,
    with: &Original,
    person: Option<&str>,
) -> Result<Draft, MailError> {
    together(ctx, about, citation, with, person, true)
}

fn together(
    ctx: &Context,
    about: &Correspondence,
    citation: Citation,
    of: &Original,
    person: Option<&str>,
    merged: bool,
) -> Result<Draft, MailError> {
    let ticket = &about.ticket;
    let body = Duplicate {
        asker_name: about.asker.name.clone(),
        reference: ticket.reference.to_string(),
        subject: ticket.subject.clone(),
        about: None,
        other: of.is_theirs.then(|| of.reference.clone()),
        is_answered: of.is_answered,
        goes_on: merged,
        status_url: status_link(ctx, ticket),
        signature: about.signature(person),
    }
    .write(&mail_texts(), &letterhead(ctx))?;
    let kind = OutboundKind::Duplicate;
    Ok(Draft {
        message: None,
        // Opened again, it may be closed so once more.
        idempotency_key: format!("{}:{}:{}", kind.slug(), ticket.id, ticket.revision),
        ..to_asker(ctx, about, citation, kind, ticket.id, body)
    })
}

/// That a question is closed without an answer, and why.
pub(super) fn closing(
    ctx: &Context,
    about: &Correspondence,
    citation: Citation,
    message: Uuid,
    why: ClosedAs,
    words: Option<&str>,
    person: Option<&str>,
) -> Result<Draft, MailError> {
    let body = Closing {
        asker_name: about.asker.name.clone(),
        reference: about.ticket.reference.to_string(),
        subject: about.ticket.subject.clone(),
        about: None,
        why,
        words: words.map(Passage::plain),
        status_url: status_link(ctx, &about.ticket),
        signature: about.signature(person),
    }
    .write(&mail_texts(), &letterhead(ctx))?;
    let kind = OutboundKind::Closing;
    Ok(to_asker(ctx, about, citation, kind, message, body))
}

fn to_asker(
    ctx: &Context,
    about: &Correspondence,
    citation: Citation,
    kind: OutboundKind,
    message: Uuid,
    body: crate::outbound::mails::MailBody,
) -> Draft {
    Draft {
        kind,
        author: Author::Person,
        ticket: Some(about.about()),
        thread: Some(about.thread.id),
        message: Some(message),
        assignment: None,
        to: vec![about.asker.email.clone()],
        reply_to: reply_of_asker(ctx, about.ticket.id),
        body,
        in_reply_to: citation.in_reply_to,
        references: citation.references,
        enclosures: Vec::new(),
        idempotency_key: format!("{}:{message}", kind.slug()),
    }
}
