//! The whole case of a ticket, as the ticket page and the API show it: a fixed number of queries,
//! whatever the number of tickets.

mod reading;

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};
use serde_json::Value;
use uuid::Uuid;

use super::DeadlineKind;
use super::attachments::Attachment;
use super::calendar::{Term, WorkingDays};
use super::contacts::Contact;
use super::deadlines::left_of;
use super::links::Linked;
use super::messages::{Direction, MessageKind, MessageState};
use super::records::Ticket;
use super::signals::Signal;
use super::standing::{NextStep, Stage, Told};
use super::untold::Untold;
use crate::auth::{Actor, Reach, TicketFacts, reach};
use crate::entity::assignment::{AssignmentRole, ProgressKind};
use crate::entity::deadline::DeadlineState;
use crate::entity::delivery::DeliveryState;
use crate::entity::dispatch_decision::DispatchMode;
use crate::entity::event::ActorKind;
use crate::entity::inbound_mail::{Mark, SenderProof};
use crate::entity::outbound_mail::OutboundKind;
use crate::entity::receipt_evidence::EvidenceKind;
use crate::entity::ticket;
use crate::entity::ticket::{Receipt, Status};
use crate::store::StoreError;
pub use reading::{asker_of, case};

/// A message of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageView {
    /// Its id.
    pub id: Uuid,
    /// Which way it went.
    pub direction: Direction,
    /// What it is.
    pub kind: MessageKind,
    /// Whether it waits for a person.
    pub state: MessageState,
    /// Who wrote it.
    pub author_name: Option<String>,
    /// Their address.
    pub author_email: Option<String>,
    /// The name of the desk whose words these are: of an answer, the administration it came from.
    pub desk: Option<String>,
    /// What is new in it.
    pub body: String,
    /// The quoted history.
    pub quoted: Option<String>,
    /// The signature.
    pub signature: Option<String>,
    /// The sanitised HTML.
    pub html: Option<String>,
    /// Whether it comes from the domain that it says, when a receiving mail server was asked.
    pub sender: Option<SenderView>,
    /// The raw mail or form that it came in.
    pub inbound_mail_id: Option<Uuid>,
    /// What is remarkable about how that came.
    pub marks: Vec<Mark>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The files that came with it.
    pub attachments: Vec<Attachment>,
    /// The mails it left in.
    pub deliveries: Vec<DeliveryView>,
}

impl MessageView {
    /// Whether it is what [`super::added_by_asker`] finds, where it stands in the asker's conversation.
    #[must_use]
    pub fn is_added_by_asker(&self) -> bool {
        self.direction == Direction::Inbound
            && self.kind == MessageKind::Reply
            && matches!(self.state, MessageState::Posted | MessageState::New)
            && self.desk.is_none()
    }
}

/// What the receiving mail server found out about the sender of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderView {
    /// What it found out.
    pub proof: SenderProof,
    /// The domain that it was asked about.
    pub domain: String,
}

/// A desk's obligation.
#[derive(Debug, Clone, PartialEq)]
pub struct AssignmentView {
    /// Its id.
    pub id: Uuid,
    /// The desk.
    pub desk_slug: String,
    /// Its name.
    pub desk_name: String,
    /// Its address.
    pub desk_email: String,
    /// What it owes.
    pub role: AssignmentRole,
    /// How far it is.
    pub progress: ProgressKind,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// By when it must have answered.
    pub due_at: DateTime<Utc>,
    /// When the progress changed last.
    pub changed_at: DateTime<Utc>,
    /// Since when the owner must call it: it is silent, puts its day off, or names one that is too late.
    pub chase_since: Option<DateTime<Utc>>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreadView {
    /// Its id.
    pub id: Uuid,
    /// The assignment it belongs to; none: it is the asker's.
    pub assignment: Option<AssignmentView>,
    /// Who asked before, when it is the conversation with them.
    pub former: Option<Contact>,
    /// Its messages, oldest first.
    pub messages: Vec<MessageView>,
}

/// The fate of one mail to one recipient.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct DeliveryView {
    /// Its id.
    pub id: Uuid,
    /// The message it carries, when it carries one.
    pub message_id: Option<Uuid>,
    /// Why it left.
    pub kind: OutboundKind,
    /// To whom.
    pub recipient: String,
    /// How it went.
    pub state: DeliveryState,
    /// Which server took or refused it.
    pub server: Option<String>,
    /// What that server said.
    pub reply: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// When its fate was known.
    pub settled_at: Option<DateTime<Utc>>,
}

/// What a colleague noted of how the asker has the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedView {
    /// Who gave the answer, or who said that it arrived.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
    /// How.
    pub how: Told,
    /// Whether the answer itself was given so; else it was ours, and it arrived.
    pub elsewhere: bool,
}

/// A proof about receipt.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceView {
    /// The message that it is about, or that tells it.
    pub message_id: Option<Uuid>,
    /// What was noted, when a colleague noted it.
    pub noted: Option<NotedView>,
    /// What it rests on.
    pub kind: EvidenceKind,
    /// The receipt that followed.
    pub receipt: Receipt,
    /// In words.
    pub note: Option<String>,
    /// The colleague who noted it.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A term with its sum.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadlineView {
    /// What must have happened.
    pub kind: DeadlineKind,
    /// The assignment it is for.
    pub assignment_id: Option<Uuid>,
    /// How it ended, if it did.
    pub state: DeadlineState,
    /// When it began.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub due_at: DateTime<Utc>,
    /// When it came to its end, or was called off.
    pub ended_at: Option<DateTime<Utc>>,
    /// The sum.
    pub term: Option<Term>,
}

/// What must have happened by a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueFor {
    /// What a kept term is for.
    Term(DeadlineKind),
    /// An answer that did not arrive gets another address.
    Repair,
    /// A late answer of an administration is read.
    LateAnswer,
    /// An answer that has just left is known to have arrived.
    Receipt,
}

/// How a date came about.
#[derive(Debug, Clone, PartialEq)]
pub struct DueSum {
    /// What must have happened by then.
    pub what: DueFor,
    /// The whole term.
    pub term: Term,
    /// The working days that it stood still.
    pub paused: u16,
}

/// Who must answer, as it was decided, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionView {
    /// Who decided.
    pub mode: DispatchMode,
    /// The desk it went or would go to.
    pub desk_slug: Option<String>,
    /// Its name.
    pub desk_name: Option<String>,
    /// How sure we were, 0 to 1.
    pub confidence: f64,
    /// Everything that made the decision.
    pub explanation: Value,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct EventView {
    /// Its number in the ticket.
    pub seq: i32,
    /// What.
    pub kind: String,
    /// What sort of actor did it.
    pub actor_kind: ActorKind,
    /// The colleague, when it was one.
    pub by: Option<String>,
    /// Their account.
    pub by_id: Option<Uuid>,
    /// What is known of it.
    pub facts: Value,
    /// When.
    pub at: DateTime<Utc>,
}

/// The facts of an event that are the number of a question: most often another one.
const NAMED: [&str; 2] = ["reference", "decided_in"];

impl EventView {
    /// The numbers of the questions that it tells of.
    fn names(&self) -> impl Iterator<Item = &str> {
        NAMED
            .into_iter()
            .filter_map(|fact| self.facts[fact].as_str())
    }
}

/// Another question of the same asker or organisation.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct EarlierTicket {
    /// Its number.
    pub reference: String,
    /// Its subject.
    pub subject: String,
    /// How far it is.
    pub status: Status,
    /// What is known of its answer.
    pub receipt: Receipt,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
}

/// The question that another one is handled together with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its number.
    pub reference: String,
    /// Whether the one who asked the double may know of it: they asked it themselves, or a colleague in
    /// their organisation did.
    pub is_theirs: bool,
    /// Whether it has its answer already.
    pub is_answered: bool,
}

impl Original {
    /// How `double` is told of `ticket`, the question that it is handled together with.
    #[must_use]
    pub fn of(double: &Ticket, ticket: &Ticket) -> Self {
        let organisation = double.organisation_id.is_some();
        Self {
            reference: ticket.reference.to_string(),
            is_answered: ticket.standing.is_answered(),
            is_theirs: ticket.asker_id == double.asker_id
                || organisation && ticket.organisation_id == double.organisation_id,
        }
    }
}

/// A ticket with everything around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The ticket.
    pub ticket: Ticket,
    /// What the policy asks about it.
    pub facts: TicketFacts,
    /// Who asks.
    pub asker: Contact,
    /// For which organisation.
    pub organisation: Option<String>,
    /// In which municipality.
    pub municipality: Option<String>,
    /// In which reference region.
    pub region: Option<String>,
    /// The topic's title.
    pub topic: Option<String>,
    /// The slug of the administration that answers for that topic, when one does.
    pub topic_desk: Option<String>,
    /// The desk that answers for it: slug and name.
    pub owner: (String, String),
    /// The administration that has the ball.
    pub ball_desk: Option<String>,
    /// The desk that is proposed: slug, name, and how sure we are.
    pub proposed: Option<(String, String, f64)>,
    /// The colleague who took it.
    pub handler: Option<String>,
    /// The conversations, the asker's first.
    pub threads: Vec<ThreadView>,
    /// Every mail that left and its fate, oldest first.
    pub deliveries: Vec<DeliveryView>,
    /// The proofs about receipt, oldest first.
    pub evidence: Vec<EvidenceView>,
    /// The terms, oldest first.
    pub deadlines: Vec<DeadlineView>,
    /// The last decision on who must answer.
    pub decision: Option<DecisionView>,
    /// What happened last, oldest first.
    pub events: Vec<EventView>,
    /// The last decision of the house itself, when a person decided after it.
    pub house_decision: Option<DecisionView>,
    /// Earlier questions of the same asker, latest first.
    pub earlier: Vec<EarlierTicket>,
    /// Earlier questions of others of the same organisation, latest first.
    pub earlier_of_organisation: Vec<EarlierTicket>,
    /// The number of the closed question that it goes on with.
    pub follows: Option<String>,
    /// The numbers of the questions that go on with it, earliest first.
    pub followed_by: Vec<String>,
    /// The question that it is handled together with, once it is closed as its double.
    pub duplicate_of: Option<Original>,
    /// The numbers of the questions that were closed as its doubles, earliest first.
    pub duplicates: Vec<String>,
    /// The questions that a person linked it with, by number.
    pub linked: Vec<Linked>,
    /// Whether another question goes on in it: see [`super::merged_into`].
    pub has_merged: bool,
    /// That the governor's office was pointed at it.
    pub signal: Option<Signal>,
    /// Why the asker is not told of an end or a beginning, when they are not.
    pub untold: Option<Untold>,
    /// The instrument that gets in the way, when it bears that label.
    pub knelpunt: Option<String>,
    /// The number of the question that it was a part of.
    pub split_from: Option<String>,
    /// The numbers of the questions that were parts of it, earliest first.
    pub splits: Vec<String>,
}

impl Case {
    /// Whether the holder of the asker's address said that they did not ask.
    #[must_use]
    pub fn is_disowned(&self) -> bool {
        self.events.iter().any(|event| event.kind == "disowned")
    }

    /// Whether the desk of this assignment named the day itself by which it answers.
    #[must_use]
    pub fn is_promised(&self, assignment: Uuid) -> bool {
        let id = assignment.to_string();
        self.events
            .iter()
            .any(|event| event.kind == "answer_promised" && event.facts["assignment"] == *id)
    }

    /// The number of the question that this one was the double of and that got the answer its asker
    /// still waits for.
    #[must_use]
    pub fn original_answered(&self) -> Option<&str> {
        let mut events = self.events.iter().rev();
        // What came of it last: it came back, went away again, or has an answer of its own.
        let last = events.find(|event| {
            let kind = event.kind.as_str();
            kind.starts_with("original_") || matches!(kind, "answered" | "doubles")
        });
        last.filter(|event| event.kind == "original_answered" && self.ticket.standing.is_open())
            .and_then(|event| event.facts["reference"].as_str())
    }

    /// How a term came to its end: the whole of it, and the working days that it stood still.
    #[must_use]
    pub fn sum(&self, of: &DeadlineView) -> Option<(Term, u16)> {
        let same = |one: &&DeadlineView| {
            one.kind == of.kind
                && one.assignment_id == of.assignment_id
                && one.starts_at < of.starts_at
        };
        let before = self.deadlines.iter().rev().filter(same);
        let first = before
            .take_while(|one| one.state == DeadlineState::Paused)
            .last()
            .unwrap_or(of);
        Some(first.term.as_ref()?.until(of.due_at))
    }

    /// How the date came about by which the next thing must have happened: by a term that is kept, or
    /// counted from what set it. `None` where nothing is due: it is over, or the asker has to write first.
    #[must_use]
    pub fn due_sum(&self) -> Option<DueSum> {
        let ticket = &self.ticket;
        let standing = &ticket.standing;
        match standing.stage {
            Stage::WaitingOnAsker => return None,
            Stage::Closed { .. } if standing.step == NextStep::Done => return None,
            _ => {}
        }
        let kept = self.deadlines.iter().rev().filter(|one| {
            let counts = matches!(one.state, DeadlineState::Pending | DeadlineState::Fired);
            counts && one.assignment_id.is_none() && one.due_at == ticket.due_at
        });
        // One that still runs tells more than one that passed at the same moment.
        let kept = kept.min_by_key(|one| one.state != DeadlineState::Pending);
        if let Some(kept) = kept {
            let (term, paused) = self.sum(kept)?;
            let what = DueFor::Term(kept.kind);
            return Some(DueSum { what, term, paused });
        }
        let (what, from) = match standing.stage {
            Stage::Answered { at } => (DueFor::Receipt, at),
            Stage::Closed { .. } => (DueFor::LateAnswer, self.last_proposal()?),
            _ if standing.receipt == Receipt::Undeliverable => {
                let failed = self.evidence.iter().rev().find(|proof| {
                    let kind = proof.kind;
                    matches!(kind, EvidenceKind::HardBounce | EvidenceKind::SoftFailure)
                });
                (DueFor::Repair, failed?.at)
            }
            _ => return None,
        };
        let term = Term::ending(from, ticket.due_at)?;
        let paused = 0;
        Some(DueSum { what, term, paused })
    }

    /// The sum of the term that an administration has for `of`.
    #[must_use]
    pub fn sum_of_assignment(&self, of: &AssignmentView) -> Option<DueSum> {
        let mut kept = self.deadlines.iter().rev();
        let kept = kept.find(|one| one.assignment_id == Some(of.id) && one.due_at == of.due_at)?;
        let (term, paused) = self.sum(kept)?;
        let what = DueFor::Term(kept.kind);
        Some(DueSum { what, term, paused })
    }

    /// When the last answer came in that an administration proposes.
    fn last_proposal(&self) -> Option<DateTime<Utc>> {
        let messages = self.threads.iter().flat_map(|thread| &thread.messages);
        let proposed = messages.filter(|it| it.state == MessageState::Proposed);
        proposed.map(|it| it.created_at).max()
    }

    /// By when the asker was promised an answer. While that term stands still: by when it would be,
    /// did it go on `now`.
    #[must_use]
    pub fn promised(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let of_asker = |one: &&DeadlineView| one.kind == DeadlineKind::Answer;
        let last = self.deadlines.iter().rfind(of_asker)?;
        match last.state {
            DeadlineState::Pending | DeadlineState::Fired => Some(last.due_at),
            DeadlineState::Paused => {
                let left = left_of(last.ended_at?, last.due_at).max(1);
                Some(Term::from(now, WorkingDays(left)).due_at)
            }
            DeadlineState::Cancelled | DeadlineState::Met => None,
        }
    }

    /// The question itself, as it stands first in the asker's conversation.
    #[must_use]
    pub fn question(&self) -> Option<&MessageView> {
        let asker = self
            .threads
            .iter()
            .find(|thread| thread.assignment.is_none())?;
        asker
            .messages
            .iter()
            .find(|message| message.kind == MessageKind::Question)
    }
}

impl Case {
    /// Leaves only those of the questions around it that an actor may see.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_what_reaches(
        &mut self,
        db: &impl ConnectionTrait,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        let provinces = match reach(actor) {
            Reach::Everything => return Ok(()),
            Reach::Provinces(provinces) => provinces,
            Reach::Ticket(_) | Reach::Assignment(_) | Reach::Nothing => Vec::new(),
        };
        let earlier = self.earlier.iter().chain(&self.earlier_of_organisation);
        let original = self.duplicate_of.iter().map(|one| &one.reference);
        let around: Vec<&str> = (self.followed_by.iter())
            .chain(&self.duplicates)
            .chain(&self.splits)
            .chain(&self.follows)
            .chain(&self.split_from)
            .chain(original)
            .chain(earlier.map(|one| &one.reference))
            .chain(self.linked.iter().map(|one| &one.reference))
            .map(String::as_str)
            .chain(self.events.iter().flat_map(EventView::names))
            .collect();
        let known: HashSet<String> = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::Reference)
            .filter(ticket::Column::Reference.is_in(around))
            .filter(ticket::Column::ProvinceSlug.is_in(provinces))
            .into_tuple()
            .all(db)
            .await?
            .into_iter()
            .collect();
        let sees = |reference: &String| known.contains(reference);
        let own = self.ticket.reference.as_str();
        let hidden = |fact: &Value| {
            fact.as_str()
                .is_some_and(|it| it != own && !known.contains(it))
        };
        for numbers in [
            &mut self.followed_by,
            &mut self.duplicates,
            &mut self.splits,
        ] {
            numbers.retain(sees);
        }
        for tickets in [&mut self.earlier, &mut self.earlier_of_organisation] {
            tickets.retain(|one| sees(&one.reference));
        }
        self.linked.retain(|one| sees(&one.reference));
        self.follows = self.follows.take().filter(sees);
        self.split_from = self.split_from.take().filter(sees);
        self.duplicate_of = self.duplicate_of.take().filter(|one| sees(&one.reference));
        for event in &mut self.events {
            for fact in NAMED {
                if hidden(&event.facts[fact]) {
                    event.facts[fact] = Value::Null;
                }
            }
        }
        Ok(())
    }
}
