//! The whole case of a ticket, as the ticket page and the API show it: a fixed number of queries,
//! whatever the number of tickets.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use serde_json::Value;
use uuid::Uuid;

use super::attachments::{Attachment, with_scans};
use super::calendar::{Term, WorkingDays};
use super::contacts::Contact;
use super::deadlines::left_of;
use super::links::Linked;
use super::messages::{Direction, MessageKind, MessageState};
use super::records::{Ticket, find, find_by_id};
use super::standing::{NextStep, Stage, Told};
use super::{DeadlineKind, Reference};
use crate::auth::{Actor, Reach, reach};
use crate::entity::assignment::{AssignmentRole, ProgressKind};
use crate::entity::deadline::DeadlineState;
use crate::entity::delivery::DeliveryState;
use crate::entity::dispatch_decision::DispatchMode;
use crate::entity::event::ActorKind;
use crate::entity::inbound_mail::{Mark, SenderProof};
use crate::entity::outbound_mail::OutboundKind;
use crate::entity::receipt_evidence::EvidenceKind;
use crate::entity::ticket::{Receipt, Status};
use crate::entity::{
    assignment, attachment, contact, deadline, desk, dispatch_decision, event, message,
    receipt_evidence, thread, ticket, user_account,
};
use crate::store::StoreError;

/// Earlier questions of one asker, or of one organisation, that are shown.
const MOST_EARLIER: u64 = 20;

/// Questions that came of one ticket that are shown, for each way of doing so.
const MOST_TIED: u64 = 20;

/// Messages of one ticket that are shown; the oldest beyond it are left out.
const MOST_MESSAGES: u64 = 500;

/// Events, deliveries and proofs of one ticket that are shown, each; the oldest beyond it are left
/// out.
const MOST_ROWS: u64 = 300;
/// Files of one ticket that are shown.
const MOST_FILES: u64 = 2000;

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

/// The fact of an event that is the number of a question.
const NAMED: &str = "reference";

impl EventView {
    /// The number of the question that it is about: most often another one.
    fn names(&self) -> Option<String> {
        self.facts[NAMED].as_str().map(str::to_owned)
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
    /// Leaves only those of the questions around it, and of `linked`, that an actor may see.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_what_reaches(
        &mut self,
        db: &impl ConnectionTrait,
        actor: &Actor,
        linked: &mut Vec<Linked>,
    ) -> Result<(), StoreError> {
        let provinces = match reach(actor) {
            Reach::Everything => return Ok(()),
            Reach::Provinces(provinces) => provinces,
            Reach::Ticket(_) | Reach::Assignment(_) | Reach::Nothing => Vec::new(),
        };
        let earlier = self.earlier.iter().chain(&self.earlier_of_organisation);
        let original = self.duplicate_of.iter().map(|one| &one.reference);
        let around: Vec<String> = (self.followed_by.iter())
            .chain(&self.duplicates)
            .chain(&self.splits)
            .chain(&self.follows)
            .chain(&self.split_from)
            .chain(original)
            .chain(earlier.map(|one| &one.reference))
            .chain(linked.iter().map(|one| &one.reference))
            .cloned()
            .chain(self.events.iter().filter_map(EventView::names))
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
        linked.retain(|one| sees(&one.reference));
        self.follows = self.follows.take().filter(sees);
        self.split_from = self.split_from.take().filter(sees);
        self.duplicate_of = self.duplicate_of.take().filter(|one| sees(&one.reference));
        let own = self.ticket.reference.as_str();
        for event in &mut self.events {
            if event.names().is_some_and(|it| it != own && !sees(&it)) {
                event.facts[NAMED] = Value::Null;
            }
        }
        Ok(())
    }
}

/// The case of the ticket with this number.
pub async fn case(
    db: &impl ConnectionTrait,
    reference: &Reference,
) -> Result<Option<Case>, StoreError> {
    let Some(ticket) = find(db, reference).await? else {
        return Ok(None);
    };
    let around = around(db, &ticket).await?;
    let assignments = assignment::Entity::find()
        .filter(assignment::Column::TicketId.eq(ticket.id))
        .order_by_asc(assignment::Column::SentAt)
        .limit(MOST_ROWS)
        .all(db)
        .await?;
    let decision = dispatch_decision::Entity::find()
        .filter(dispatch_decision::Column::TicketId.eq(ticket.id))
        .order_by_desc(dispatch_decision::Column::MadeAt)
        .order_by_desc(dispatch_decision::Column::Id)
        .limit(1)
        .one(db)
        .await?;
    let by_person = |row: &&dispatch_decision::Model| row.mode == DispatchMode::Person;
    let house = match decision.as_ref().filter(by_person) {
        Some(_) => {
            dispatch_decision::Entity::find()
                .filter(dispatch_decision::Column::TicketId.eq(ticket.id))
                .filter(dispatch_decision::Column::Mode.ne(DispatchMode::Person))
                .order_by_desc(dispatch_decision::Column::MadeAt)
                .order_by_desc(dispatch_decision::Column::Id)
                .one(db)
                .await?
        }
        None => None,
    };
    let decisions = [&decision, &house].into_iter().flatten();
    let messages = messages(db, &ticket).await?;
    let desks = desks(db, &ticket, &assignments, decisions, &messages).await?;
    let named = |id: Option<Uuid>| id.and_then(|id| desks.get(&id));
    let deliveries = deliveries(db, ticket.id).await?;
    let mut events = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket.id))
        .order_by_desc(event::Column::Seq)
        .limit(MOST_ROWS)
        .all(db)
        .await?;
    events.reverse();
    let mut evidence = receipt_evidence::Entity::find()
        .filter(receipt_evidence::Column::TicketId.eq(ticket.id))
        .order_by_desc(receipt_evidence::Column::At)
        .order_by_desc(receipt_evidence::Column::Id)
        .limit(MOST_ROWS)
        .all(db)
        .await?;
    evidence.reverse();
    let people = people(db, &ticket, &events, &evidence).await?;
    let threads = threads(db, &ticket, &assignments, messages, &desks, &deliveries).await?;
    let owner = named(Some(ticket.owner_desk_id))
        .map(|desk| (desk.slug.clone(), desk.name.clone()))
        .unwrap_or_default();

    let tied = tied(db, &ticket).await?;
    let (earlier, earlier_of_organisation) = earlier(db, &ticket).await?;
    let decided = |row: dispatch_decision::Model| {
        let desk = named(row.desk_id);
        DecisionView {
            mode: row.mode,
            desk_slug: desk.map(|desk| desk.slug.clone()),
            desk_name: desk.map(|desk| desk.name.clone()),
            confidence: row.confidence,
            explanation: serde_json::from_str(&row.explanation).unwrap_or(Value::Null),
            made_at: row.made_at,
        }
    };
    Ok(Some(Case {
        organisation: around.organisation,
        municipality: around.municipality,
        region: around.region,
        topic_desk: around.topic_desk,
        topic: around.topic,
        knelpunt: around.knelpunt,
        ball_desk: named(ticket.standing.ball.desk).map(|desk| desk.name.clone()),
        proposed: ticket.proposed.and_then(|(id, sure)| {
            let desk = named(Some(id))?;
            Some((desk.slug.clone(), desk.name.clone(), sure))
        }),
        handler: ticket
            .handler_user_id
            .and_then(|id| people.get(&id).cloned()),
        house_decision: house.map(decided),
        decision: decision.map(decided),
        deadlines: deadlines(db, ticket.id).await?,
        evidence: evidence
            .into_iter()
            .map(|row| EvidenceView {
                message_id: row.message_id,
                noted: noted_view(&row),
                kind: row.kind,
                receipt: row.receipt,
                note: row.note,
                by: row.user_id.and_then(|id| people.get(&id).cloned()),
                at: row.at,
            })
            .collect(),
        events: events
            .into_iter()
            .map(|row| event_view(row, &people))
            .collect(),
        earlier,
        earlier_of_organisation,
        follows: reference_of(db, ticket.follows).await?,
        followed_by: tied.followed_by,
        duplicate_of: match ticket.duplicate_of {
            Some(id) => find_by_id(db, id)
                .await?
                .map(|original| Original::of(&ticket, &original)),
            None => None,
        },
        split_from: reference_of(db, ticket.split_from).await?,
        splits: tied.splits,
        duplicates: tied.duplicates,
        threads,
        deliveries,
        owner,
        asker: around.asker,
        ticket,
    }))
}

/// Who asks, and what goes by a name around a ticket.
struct Around {
    asker: Contact,
    organisation: Option<String>,
    municipality: Option<String>,
    region: Option<String>,
    topic: Option<String>,
    topic_desk: Option<String>,
    knelpunt: Option<String>,
}

/// Reads in one statement what is one row each: going there costs more than finding them.
async fn around(db: &impl ConnectionTrait, ticket: &Ticket) -> Result<Around, StoreError> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT c.id, c.email, c.name, c.organisation_id, c.verified, \
         (SELECT o.name FROM organisation o WHERE o.id = t.organisation_id) AS organisation, \
         (SELECT m.name FROM municipality m WHERE m.nis_code = t.municipality_nis) \
         AS municipality, \
         (SELECT r.name FROM reference_region r WHERE r.code = t.region_code) AS region, \
         (SELECT tp.title FROM topic tp WHERE tp.slug = t.topic_slug) AS topic, \
         (SELECT tp.administration FROM topic tp WHERE tp.slug = t.topic_slug) AS topic_desk, \
         (SELECT k.instrument FROM knelpunt k WHERE k.ticket_id = t.id) AS knelpunt \
         FROM ticket t JOIN contact c ON c.id = t.asker_id WHERE t.id = $1",
        [ticket.id.into()],
    );
    let row = db.query_one_raw(statement).await?;
    let row = row.ok_or_else(|| StoreError::Inconsistent {
        table: "ticket",
        column: "asker_id",
        row: ticket.id.to_string(),
    })?;
    Ok(Around {
        asker: Contact::from_query_result(&row, "")?,
        organisation: row.try_get("", "organisation")?,
        municipality: row.try_get("", "municipality")?,
        region: row.try_get("", "region")?,
        topic: row.try_get("", "topic")?,
        topic_desk: row.try_get("", "topic_desk")?,
        knelpunt: row.try_get("", "knelpunt")?,
    })
}

/// Who asked, and for which organisation, when that is known.
pub async fn asker_of(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<(Contact, Option<String>), StoreError> {
    let around = around(db, ticket).await?;
    Ok((around.asker, around.organisation))
}

/// The latest messages of a ticket, the oldest of them first.
async fn messages(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<Vec<message::Model>, StoreError> {
    let mut latest = message::Entity::find()
        .filter(message::Column::TicketId.eq(ticket.id))
        .order_by_desc(message::Column::CreatedAt)
        .order_by_desc(message::Column::Id)
        .limit(MOST_MESSAGES)
        .all(db)
        .await?;
    latest.reverse();
    Ok(latest)
}

type Desks = HashMap<Uuid, desk::Model>;
type People = HashMap<Uuid, String>;

async fn desks(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
    assignments: &[assignment::Model],
    decisions: impl Iterator<Item = &dispatch_decision::Model>,
    messages: &[message::Model],
) -> Result<Desks, StoreError> {
    let ids: HashSet<Uuid> = [
        Some(ticket.owner_desk_id),
        ticket.standing.ball.desk,
        ticket.proposed.map(|(id, _)| id),
    ]
    .into_iter()
    .chain(decisions.map(|row| row.desk_id))
    .chain(messages.iter().map(|row| row.desk_id))
    .flatten()
    .chain(assignments.iter().map(|row| row.desk_id))
    .collect();
    let rows = desk::Entity::find()
        .filter(desk::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn people(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
    events: &[event::Model],
    evidence: &[receipt_evidence::Model],
) -> Result<People, StoreError> {
    let mut ids: Vec<Uuid> = events
        .iter()
        .filter(|row| row.actor_kind == ActorKind::User)
        .filter_map(|row| row.actor_id)
        .chain(evidence.iter().filter_map(|row| row.user_id))
        .chain(ticket.handler_user_id)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(People::new());
    }
    let rows = user_account::Entity::find()
        .filter(user_account::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

async fn threads(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
    assignments: &[assignment::Model],
    messages: Vec<message::Model>,
    desks: &Desks,
    deliveries: &[DeliveryView],
) -> Result<Vec<ThreadView>, StoreError> {
    let rows = thread::Entity::find()
        .filter(thread::Column::TicketId.eq(ticket.id))
        .order_by_asc(thread::Column::Id)
        .all(db)
        .await?;
    let mut came = came(db, ticket).await?;
    let files = attachment::Entity::find()
        .filter(attachment::Column::TicketId.eq(ticket.id))
        .order_by_asc(attachment::Column::Position)
        .limit(MOST_FILES)
        .all(db)
        .await?;
    let files = with_scans(db, files.into_iter().map(Attachment::from).collect()).await?;
    let mut former: HashMap<Uuid, Contact> = HashMap::new();
    let contacts: Vec<Uuid> = rows.iter().filter_map(|row| row.contact_id).collect();
    if !contacts.is_empty() {
        let known = contact::Entity::find().filter(contact::Column::Id.is_in(contacts));
        let known = known.all(db).await?.into_iter().map(Contact::from);
        former.extend(known.map(|one| (one.id, one)));
    }
    let mut views: Vec<ThreadView> = rows
        .into_iter()
        .map(|row| ThreadView {
            id: row.id,
            former: row.contact_id.and_then(|id| former.get(&id)).cloned(),
            assignment: row
                .assignment_id
                .and_then(|id| assignments.iter().find(|one| one.id == id))
                .and_then(|one| Some(assignment_view(one, desks.get(&one.desk_id)?))),
            messages: Vec::new(),
        })
        .collect();
    views.sort_by_key(|view| {
        let held = view.assignment.as_ref().map(|one| (one.sent_at, one.id));
        (held, view.former.is_some(), view.id)
    });
    for row in messages {
        let Some(view) = views.iter_mut().find(|view| view.id == row.thread_id) else {
            continue;
        };
        let (sender, marks) = came.remove(&row.id).unwrap_or_default();
        view.messages.push(MessageView {
            attachments: files
                .iter()
                .filter(|file| file.message_id == row.id)
                .cloned()
                .collect(),
            deliveries: deliveries
                .iter()
                .filter(|one| one.message_id == Some(row.id))
                .cloned()
                .collect(),
            sender,
            inbound_mail_id: row.inbound_mail_id,
            marks,
            id: row.id,
            direction: row.direction,
            kind: row.kind,
            state: row.state,
            author_name: row.author_name,
            author_email: row.author_email,
            desk: row
                .desk_id
                .and_then(|id| desks.get(&id))
                .map(|desk| desk.name.clone()),
            body: row.body,
            quoted: row.quoted,
            signature: row.signature,
            html: row.html,
            created_at: row.created_at,
        });
    }
    with_question(&mut views);
    Ok(views)
}

/// The question stands first in the conversation with whoever asks now, also when somebody else put it.
fn with_question(views: &mut [ThreadView]) {
    let is_question = |message: &&MessageView| message.kind == MessageKind::Question;
    let former = views.iter().filter(|view| view.former.is_some());
    let question = former
        .flat_map(|view| &view.messages)
        .find(is_question)
        .cloned();
    if let (Some(question), Some(own)) = (question, views.first_mut())
        && own.assignment.is_none()
        && own.former.is_none()
        && !own.messages.iter().any(|it| is_question(&it))
    {
        own.messages.insert(0, question);
    }
}

/// What is known of how a ticket's mails came, by message: their senders, and what is remarkable.
async fn came(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<HashMap<Uuid, (Option<SenderView>, Vec<Mark>)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        sender_proof: Option<SenderProof>,
        from_email: Option<String>,
        marks: Option<String>,
    }
    let sql = format!(
        "SELECT m.id, i.sender_proof, i.from_email, i.marks FROM message m \
         JOIN inbound_mail i ON i.id = m.inbound_mail_id WHERE m.ticket_id = $1 \
         AND (i.sender_proof IS NOT NULL OR i.marks IS NOT NULL) \
         ORDER BY m.created_at DESC, m.id DESC LIMIT {MOST_MESSAGES}"
    );
    let of = Statement::from_sql_and_values(db.get_database_backend(), sql, [ticket.id.into()]);
    let rows = Row::find_by_statement(of).all(db).await?;
    let seen = rows.into_iter().map(|row| {
        let from = row.from_email.as_deref().and_then(|it| it.rsplit_once('@'));
        let sender = row
            .sender_proof
            .zip(from)
            .map(|(proof, (_, domain))| SenderView {
                proof,
                domain: domain.to_lowercase(),
            });
        (row.id, (sender, Mark::read(row.marks.as_deref())))
    });
    Ok(seen.collect())
}

fn assignment_view(row: &assignment::Model, desk: &desk::Model) -> AssignmentView {
    let changed_at = match row.progress {
        ProgressKind::Sent => None,
        ProgressKind::Accepted => row.accepted_at,
        ProgressKind::Refused => row.refused_at,
        ProgressKind::Answered => row.answered_at,
        ProgressKind::Withdrawn => row.withdrawn_at,
        ProgressKind::NoReaction => row.no_reaction_since,
    };
    AssignmentView {
        id: row.id,
        desk_slug: desk.slug.clone(),
        desk_name: desk.name.clone(),
        desk_email: desk.email.clone(),
        role: row.role,
        progress: row.progress,
        sent_at: row.sent_at,
        due_at: row.due_at,
        changed_at: changed_at.unwrap_or(row.sent_at),
        chase_since: row.chase_since,
    }
}

async fn deliveries(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<DeliveryView>, StoreError> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        format!(
            "SELECT d.id, m.message_id, m.kind, d.recipient, d.state, d.server, d.reply, \
             d.attempts, m.created_at, d.settled_at FROM outbound_mail m JOIN delivery d \
             ON d.outbound_mail_id = m.id WHERE m.ticket_id = $1 \
             ORDER BY m.created_at DESC, d.id DESC LIMIT {MOST_ROWS}"
        ),
        [ticket_id.into()],
    );
    let mut rows = DeliveryView::find_by_statement(statement).all(db).await?;
    rows.reverse();
    Ok(rows)
}

async fn deadlines(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<DeadlineView>, StoreError> {
    let mut rows = deadline::Entity::find()
        .filter(deadline::Column::TicketId.eq(ticket_id))
        .order_by_desc(deadline::Column::StartsAt)
        .order_by_desc(deadline::Column::DueAt)
        .limit(MOST_ROWS)
        .all(db)
        .await?;
    rows.reverse();
    Ok(rows
        .into_iter()
        .map(|row| DeadlineView {
            kind: row.kind,
            assignment_id: row.assignment_id,
            state: row.state,
            starts_at: row.starts_at,
            due_at: row.due_at,
            ended_at: row.ended_at,
            term: serde_json::from_str(&row.calculation).ok(),
        })
        .collect())
}

fn noted_view(row: &receipt_evidence::Model) -> Option<NotedView> {
    Some(NotedView {
        by: row.told_by.clone()?,
        on: row.told_on?,
        how: row.told_how?,
        elsewhere: row.told_elsewhere?,
    })
}

fn event_view(row: event::Model, people: &People) -> EventView {
    let body: Value = serde_json::from_str(&row.body).unwrap_or(Value::Null);
    EventView {
        seq: row.seq,
        kind: row.kind,
        actor_kind: row.actor_kind,
        by: row.actor_id.and_then(|id| people.get(&id).cloned()),
        by_id: row.actor_id.filter(|id| people.contains_key(id)),
        facts: body.get("facts").cloned().unwrap_or(Value::Null),
        at: row.at,
    }
}

/// The number of the ticket with this id.
async fn reference_of(
    db: &impl ConnectionTrait,
    id: Option<Uuid>,
) -> Result<Option<String>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    Ok(ticket::Entity::find_by_id(id)
        .select_only()
        .column(ticket::Column::Reference)
        .into_tuple()
        .one(db)
        .await?)
}

/// The numbers of the tickets that came of another one, in each way the earliest first.
#[derive(Default)]
struct Tied {
    followed_by: Vec<String>,
    splits: Vec<String>,
    duplicates: Vec<String>,
}

async fn tied(db: &impl ConnectionTrait, ticket: &Ticket) -> Result<Tied, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        tie: String,
        reference: String,
    }
    let ways = ["follows_id", "split_from_id", "duplicate_of_id"].map(|tie| {
        format!(
            "SELECT * FROM (SELECT '{tie}' AS tie, reference, registered_at FROM ticket \
             WHERE {tie} = $1 ORDER BY registered_at LIMIT {MOST_TIED}) AS by_{tie}"
        )
    });
    let sql = format!("{} ORDER BY registered_at", ways.join(" UNION ALL "));
    let of = Statement::from_sql_and_values(db.get_database_backend(), sql, [ticket.id.into()]);
    let mut tied = Tied::default();
    for row in Row::find_by_statement(of).all(db).await? {
        let way = match row.tie.as_str() {
            "follows_id" => &mut tied.followed_by,
            "split_from_id" => &mut tied.splits,
            _ => &mut tied.duplicates,
        };
        way.push(row.reference);
    }
    Ok(tied)
}

/// The questions that came in before `own`, the latest first: of the same asker, and of others of the same
/// organisation.
async fn earlier(
    db: &impl ConnectionTrait,
    own: &Ticket,
) -> Result<(Vec<EarlierTicket>, Vec<EarlierTicket>), StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        by_asker: bool,
        #[sea_orm(nested)]
        ticket: EarlierTicket,
    }
    // Of one moment, the numbers tell.
    let some = |by_asker: bool, whose: &str| {
        format!(
            "SELECT * FROM (SELECT {by_asker} AS by_asker, reference, subject, status, receipt, \
             registered_at FROM ticket WHERE {whose} \
             AND (registered_at < $2 OR (registered_at = $2 AND reference < $3)) \
             ORDER BY registered_at DESC LIMIT {MOST_EARLIER}) AS some_{by_asker}"
        )
    };
    let mut sql = some(true, "asker_id = $1");
    let mut values: Vec<sea_orm::Value> = vec![
        own.asker_id.into(),
        own.registered_at.into(),
        own.reference.as_str().into(),
    ];
    if let Some(organisation) = own.organisation_id {
        let others = some(false, "organisation_id = $4 AND asker_id <> $1");
        sql = format!("{sql} UNION ALL {others}");
        values.push(organisation.into());
    }
    let sql = format!("{sql} ORDER BY registered_at DESC");
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(db).await?;
    let (of_asker, of_others): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.by_asker);
    let tickets = |rows: Vec<Row>| rows.into_iter().map(|row| row.ticket).collect();
    Ok((tickets(of_asker), tickets(of_others)))
}
