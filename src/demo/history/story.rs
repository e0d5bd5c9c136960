//! What happened to one ticket of a made-up past: who asked what, who looked at it, where it went and
//! how it ended, as the rows it left behind. Rolls the dice, and asks neither database nor clock.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;
use uuid::{Builder, Uuid};

use super::HistoryError;
use super::rows::Rows;
use crate::auth::{Actor, User};
use crate::config::TermSettings;
use crate::context::Context;
use crate::directory::{Atlas, Desk, Municipality};
use crate::dispatch::{CONTACT_POINT, Explanation, Hold, How, Lesson, Moment, Ranked};
use crate::entity::assignment::{self, AssignmentRole, ProgressKind};
use crate::entity::deadline::{self, DeadlineState};
use crate::entity::delivery::{self, DeliveryState};
use crate::entity::dispatch_decision::{self, DispatchMode};
use crate::entity::inbound_mail::{self, InboundFormat, InboundState};
use crate::entity::ticket::{self, Channel, Regime};
use crate::entity::{
    ball_spell, handover, mail_reference, message, outbound_mail, receipt_evidence, thread,
};
use crate::outbound::{OutboundKind, message_id, message_id_hash};
use crate::registry::{
    CloseReason, DeadlineKind, Direction, EventPlace, EvidenceKind, MessageKind, MessageState,
    NewEvent, NextStep, Reference, Stage, Standing, Term, ThreadKind, WorkingDays, chained,
};
use crate::store::BlobKey;

/// The source that the made-up mails are counted under.
const SOURCE: &str = "history";
/// Where made-up askers live: a domain that can never exist (RFC 2606).
const NOWHERE: &str = "example";

const FIRST_NAMES: [&str; 24] = [
    "An", "Bart", "Carine", "Dirk", "Eva", "Filip", "Greet", "Hans", "Ilse", "Jan", "Katrien",
    "Luc", "Mieke", "Nele", "Olivier", "Petra", "Rik", "Sofie", "Tom", "Ulrike", "Veerle", "Wim",
    "Yves", "Zita",
];
const LAST_NAMES: [&str; 24] = [
    "Aerts",
    "Bogaert",
    "Claes",
    "De Smet",
    "Everaert",
    "Geerts",
    "Hermans",
    "Janssens",
    "Lemmens",
    "Maes",
    "Nijs",
    "Olbrechts",
    "Peeters",
    "Raes",
    "Segers",
    "Thys",
    "Van Damme",
    "Verhoeven",
    "Wauters",
    "Willems",
    "Wouters",
    "Baert",
    "Coppens",
    "Daems",
];

/// Somebody who asks.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub organisation: Uuid,
    municipality: String,
    nis: String,
    province: String,
    region: String,
}

impl Asker {
    /// Somebody who works for a municipality.
    pub fn of(municipality: &Municipality, dice: &mut Rng) -> Self {
        let name = format!(
            "{} {}",
            one_of(&FIRST_NAMES, dice),
            one_of(&LAST_NAMES, dice)
        );
        let place: String = municipality
            .name
            .to_lowercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let local = name.to_lowercase().replace(' ', ".");
        Self {
            id: id_at(DateTime::UNIX_EPOCH, dice),
            email: format!("{local}@{place}.{NOWHERE}"),
            name,
            organisation: municipality.organisation.0,
            municipality: municipality.name.clone(),
            nis: municipality.nis.to_string(),
            province: municipality.province.clone(),
            region: municipality.region.clone(),
        }
    }
}

/// Where a story has come to by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Unread,
    Proposed,
    Taken,
    Forwarded,
    AnswerProposed,
    AskedBack,
    AwaitsReceipt,
    Undeliverable,
    Disputed,
    Confirmed,
    Presumed,
    Closed(CloseReason),
}

impl Ending {
    /// How many in a hundred questions of this age end so: of the last weeks most are being worked
    /// on, of those before most are over and a few have been left lying.
    fn by_age(age: TimeDelta, dice: &mut Rng) -> Self {
        const RECENT: [(Ending, u32); 9] = [
            (Ending::Unread, 140),
            (Ending::Proposed, 150),
            (Ending::Taken, 150),
            (Ending::Forwarded, 200),
            (Ending::AnswerProposed, 60),
            (Ending::AskedBack, 50),
            (Ending::AwaitsReceipt, 120),
            (Ending::Undeliverable, 20),
            (Ending::Disputed, 20),
        ];
        const OLD: [(Ending, u32); 10] = [
            (Ending::Unread, 8),
            (Ending::Proposed, 8),
            (Ending::Taken, 10),
            (Ending::Forwarded, 12),
            (Ending::AnswerProposed, 6),
            (Ending::AskedBack, 4),
            (Ending::Undeliverable, 2),
            (Ending::Disputed, 5),
            (Ending::Confirmed, 385),
            (Ending::Presumed, 490),
        ];
        const OTHERWISE: [CloseReason; 4] = [
            CloseReason::Duplicate,
            CloseReason::Withdrawn,
            CloseReason::OutOfScope,
            CloseReason::Spam,
        ];
        let (shares, rest): (&[_], _) = if age < TimeDelta::days(18) {
            (&RECENT, Self::Confirmed)
        } else {
            (&OLD, Self::Closed(one_of(&OTHERWISE, dice)))
        };
        let mut roll = dice.u32(0..1000);
        for &(ending, share) in shares {
            if roll < share {
                return ending;
            }
            roll -= share;
        }
        rest
    }
}

/// What there is to tell about.
#[derive(Debug)]
pub(super) struct Past<'a> {
    pub ctx: &'a Context,
    pub now: DateTime<Utc>,
    pub terms: TermSettings,
    pub atlas: Atlas,
    pub central: Uuid,
    pub askers: Vec<Asker>,
    pub agents: HashMap<Uuid, Vec<User>>,
    pub lessons: Vec<Lesson>,
    pub answers: Vec<String>,
}

impl Past<'_> {
    /// Tells what happened to one question, as rows.
    pub fn tell(
        &self,
        asked: DateTime<Utc>,
        reference: &Reference,
        dice: &mut Rng,
        rows: &mut Rows,
    ) -> Result<(), HistoryError> {
        let ending = Ending::by_age(self.now - asked, dice);
        let mut story = Story::begin(self, asked, reference, dice, rows, ending)?;
        story.go_on(ending)?;
        story.write_ticket();
        Ok(())
    }

    fn owner_of(&self, asker: &Asker) -> Uuid {
        self.atlas
            .contact_point(&asker.province)
            .map_or(self.central, |desk| desk.id.0)
    }

    /// The administration that answers questions about a topic.
    fn administration(&self, topic: &str) -> Option<&Desk> {
        self.atlas.administration_of(self.atlas.topic(topic)?)
    }
}

/// A story while it is told.
struct Story<'p, 'r> {
    past: &'p Past<'p>,
    dice: &'r mut Rng,
    rows: &'r mut Rows,
    asker: &'p Asker,
    lesson: &'p Lesson,
    owner: Uuid,
    ticket: Uuid,
    reference: &'r Reference,
    asked: DateTime<Utc>,
    channel: Channel,
    /// The moment that the story has come to.
    at: DateTime<Utc>,
    standing: Standing,
    due_at: DateTime<Utc>,
    handler: Option<User>,
    proposed: Option<(Uuid, f64)>,
    revision: i32,
    thread: Uuid,
    seq: i32,
    head: Option<String>,
    /// Rows of the terms that run, by their place.
    running: Vec<usize>,
}

impl<'p, 'r> Story<'p, 'r> {
    /// The question comes in and is registered.
    fn begin(
        past: &'p Past<'p>,
        asked: DateTime<Utc>,
        reference: &'r Reference,
        dice: &'r mut Rng,
        rows: &'r mut Rows,
        ending: Ending,
    ) -> Result<Self, HistoryError> {
        let person = &past.askers[dice.usize(..past.askers.len())];
        let lesson = &past.lessons[dice.usize(..past.lessons.len())];
        let owner = past.owner_of(person);
        let channel = match dice.u8(0..10) {
            0 => Channel::Api,
            1 | 2 => Channel::Portal,
            _ => Channel::Mail,
        };
        let (ticket, thread) = (id_at(asked, dice), id_at(asked, dice));
        let mut story = Self {
            standing: Standing::registered(asked),
            handler: None,
            proposed: None,
            revision: 1,
            due_at: asked,
            seq: 0,
            head: None,
            running: Vec::new(),
            at: asked,
            past,
            dice,
            rows,
            asker: person,
            lesson,
            owner,
            ticket,
            reference,
            asked,
            channel,
            thread,
        };
        story.rows.threads.push(thread::Model {
            id: thread,
            ticket_id: ticket,
            kind: ThreadKind::Asker,
            contact_id: None,
            assignment_id: None,
        });
        story.take_in();
        let terms = &past.terms;
        story.start_term(DeadlineKind::Answer, None, terms.answer_working_days);
        story.due_at = story.start_term(
            DeadlineKind::FirstReaction,
            None,
            terms.first_reaction_working_days,
        );
        story.decide(ending)?;
        story.acknowledge();
        Ok(story)
    }

    fn go_on(&mut self, ending: Ending) -> Result<(), HistoryError> {
        if matches!(ending, Ending::Unread | Ending::Proposed) {
            return self.pass_terms();
        }
        if let Ending::Closed(reason) = ending {
            self.wait_hours(2..72);
            self.take()?;
            return self.close(reason);
        }
        self.wait_hours(1..60);
        self.take()?;
        self.confer()?;
        let desk = self.past.administration(&self.lesson.topic);
        let must_go_on = matches!(ending, Ending::Forwarded | Ending::AnswerProposed);
        let goes_on = must_go_on || self.dice.bool();
        if let Some(desk) = desk.filter(|_| goes_on) {
            self.wait_hours(1..48);
            let held = self.forward(desk)?;
            if ending == Ending::Forwarded {
                return self.pass_terms();
            }
            self.wait_hours(20..200);
            self.propose_answer(held, desk)?;
        }
        if matches!(
            ending,
            Ending::Taken | Ending::Forwarded | Ending::AnswerProposed
        ) {
            return self.pass_terms();
        }
        if ending == Ending::AskedBack {
            self.wait_hours(2..60);
            self.ask_back()?;
            return self.pass_terms();
        }
        self.wait_hours(2..60);
        let answer = self.answer()?;
        match ending {
            Ending::Undeliverable => self.bounce(answer)?,
            Ending::Disputed => {
                self.prove(EvidenceKind::Accepted, answer)?;
                self.wait_hours(4..100);
                self.prove(EvidenceKind::SaidNo, answer)?;
            }
            Ending::Confirmed => {
                self.prove(EvidenceKind::Accepted, answer)?;
                self.wait_hours(1..120);
                let how = [
                    EvidenceKind::SaidYes,
                    EvidenceKind::RepliedYes,
                    EvidenceKind::ReadNotice,
                ];
                let how = one_of(&how, self.dice);
                self.prove(how, answer)?;
            }
            Ending::Presumed => {
                self.prove(EvidenceKind::Accepted, answer)?;
                if self.due_at <= self.past.now {
                    self.at = self.due_at;
                    self.prove(EvidenceKind::Silence, answer)?;
                }
            }
            _ => self.prove(EvidenceKind::Accepted, answer)?,
        }
        self.pass_terms()
    }

    fn new_id(&mut self) -> Uuid {
        id_at(self.at, self.dice)
    }

    /// Time passes, but not past the present.
    fn wait_hours(&mut self, hours: std::ops::Range<i64>) {
        let wait = TimeDelta::minutes(self.dice.i64(hours.start * 60..hours.end * 60));
        self.at = (self.at + wait).min(self.past.now);
    }

    fn agent(&mut self) -> Option<User> {
        let at_desk = self.past.agents.get(&self.owner)?;
        at_desk.get(self.dice.usize(..at_desk.len())).cloned()
    }

    /// Whoever took the ticket, or the house where nobody works at the desk.
    fn actor(&self) -> Actor {
        self.handler.clone().map_or(Actor::System, Actor::User)
    }

    fn event(&mut self, actor: &Actor, event: &NewEvent) -> Result<(), HistoryError> {
        self.seq += 1;
        let place = EventPlace {
            id: self.new_id(),
            ticket_id: self.ticket,
            seq: self.seq,
            at: self.at,
        };
        let row = chained(&place, actor, self.head.as_deref(), event)?;
        self.head = Some(row.hash.clone());
        self.rows.events.push(row);
        Ok(())
    }

    /// The question itself.
    fn take_in(&mut self) {
        let body = format!("Beste\n\n{}\n\nMet vriendelijke groeten", self.lesson.body);
        self.receive(MessageKind::Question, self.lesson.subject.clone(), body);
    }

    /// The raw mail or form, and the message in it; which message it is.
    fn receive(&mut self, kind: MessageKind, subject: String, body: String) -> Uuid {
        let (inbound, handover, message) = (self.new_id(), self.new_id(), self.new_id());
        let by_mail = self.channel == Channel::Mail;
        let came_as = match kind {
            MessageKind::Reply => "reply_from_asker",
            _ => "question",
        };
        let rfc_message_id = by_mail.then(|| format!("{}@mail.{NOWHERE}", message.simple()));
        self.rows.inbound.push(inbound_mail::Model {
            id: inbound,
            sha256: BlobKey::of(inbound.as_bytes()).to_string(),
            size: i64::try_from(body.len()).unwrap_or(i64::MAX),
            format: if by_mail {
                InboundFormat::Mail
            } else {
                InboundFormat::Form
            },
            state: InboundState::Done,
            kind: Some(came_as.to_owned()),
            reason: None,
            from_email: Some(self.asker.email.clone()),
            subject: Some(subject.clone()),
            ticket_id: Some(self.ticket),
            message_id: Some(message),
            duplicate_of: None,
            received_at: self.at,
            done_at: Some(self.at),
            attempts: 1,
            locked_until: None,
            source: Some(SOURCE.to_owned()),
            treat_as: None,
            treat_ticket_id: None,
            revision: 1,
            sender_proof: None,
            marks: None,
        });
        self.rows.handovers.push(handover::Model {
            id: handover,
            source: SOURCE.to_owned(),
            source_id: inbound.to_string(),
            inbound_mail_id: inbound,
            received_at: self.at,
            repeats: false,
        });
        if let Some(id) = &rfc_message_id {
            self.rows.references.push(mail_reference::Model {
                id_hash: message_id_hash(id),
                ticket_id: self.ticket,
                thread_id: self.thread,
                ours: false,
            });
        }
        let signature = format!("{}\nGemeente {}", self.asker.name, self.asker.municipality);
        let row = message::Model {
            subject: Some(subject),
            signature: Some(signature),
            inbound_mail_id: Some(inbound),
            rfc_message_id,
            author_name: Some(self.asker.name.clone()),
            author_email: Some(self.asker.email.clone()),
            ..self.message(message, Direction::Inbound, kind, body)
        };
        self.rows.messages.push(row);
        message
    }

    fn message(
        &self,
        id: Uuid,
        direction: Direction,
        kind: MessageKind,
        body: String,
    ) -> message::Model {
        message::Model {
            id,
            ticket_id: self.ticket,
            thread_id: self.thread,
            direction,
            kind,
            state: MessageState::Posted,
            author_name: None,
            author_email: None,
            author_user_id: None,
            desk_id: None,
            subject: None,
            body,
            quoted: None,
            signature: None,
            html: None,
            language: "nl".to_owned(),
            inbound_mail_id: None,
            rfc_message_id: None,
            created_at: self.at,
        }
    }

    fn say(&mut self, kind: MessageKind, body: String) -> Uuid {
        let id = self.new_id();
        let author = self.handler.clone();
        let row = message::Model {
            author_name: author.as_ref().map(|user| user.name.clone()),
            author_user_id: author.map(|user| user.id),
            desk_id: Some(self.owner),
            ..self.message(id, Direction::Outbound, kind, body)
        };
        self.rows.messages.push(row);
        id
    }

    /// Who must answer, and why.
    fn decide(&mut self, ending: Ending) -> Result<(), HistoryError> {
        let desk = self.past.administration(&self.lesson.topic);
        let topic = self.past.atlas.topic(&self.lesson.topic);
        let confidence = self.dice.f64().mul_add(0.6, 0.4);
        let is_proposed = ending == Ending::Proposed && desk.is_some();
        if let Some(desk) = desk.filter(|_| is_proposed) {
            self.proposed = Some((desk.id.0, confidence));
            let standing = self.standing.with_proposal();
            self.stand(standing);
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a share of one has no need of more"
        )]
        let sure = confidence as f32;
        let owner = self.past.atlas.contact_point(&self.asker.province);
        let explanation = Explanation {
            asker: Some(self.asker.municipality.clone()),
            province: Some(self.asker.province.clone()),
            how: How::AddressBook,
            stated: None,
            owner: owner.map(|desk| desk.slug.clone()).unwrap_or_default(),
            candidates: vec![Ranked {
                administration: desk.map_or(CONTACT_POINT, |desk| &desk.slug).to_owned(),
                name: desk.map(|desk| desk.name.clone()),
                topic: self.lesson.topic.clone(),
                title: topic.map(|topic| topic.title.clone()),
                confidence: sure,
            }],
            confidence: sure,
            words: self
                .lesson
                .subject
                .split_whitespace()
                .take(3)
                .map(str::to_owned)
                .collect(),
            rule: None,
            onward: if is_proposed {
                Moment::Proposed
            } else {
                Moment::Stay
            },
            hold: is_proposed.then_some(Hold::NotSureEnough),
        };
        let mode = if is_proposed {
            DispatchMode::Proposed
        } else {
            DispatchMode::Stay
        };
        let row = dispatch_decision::Model {
            id: self.new_id(),
            ticket_id: self.ticket,
            made_at: self.at,
            mode,
            owner_desk_id: self.owner,
            desk_id: desk.filter(|_| is_proposed).map(|desk| desk.id.0),
            topic_slug: topic.map(|topic| topic.slug.clone()),
            confidence,
            // An explanation always serialises.
            explanation: serde_json::to_string(&explanation).unwrap_or_default(),
        };
        self.rows.decisions.push(row);
        let registered = NewEvent::new("registered")
            .fact("channel", self.channel.slug())
            .fact("reference", self.reference.to_string());
        self.event(&Actor::System, &registered)?;
        self.event(
            &Actor::System,
            &NewEvent::new("considered").fact("mode", mode.slug()),
        )
    }

    /// A mail of ours that the receiving server took; which delivery it is.
    fn mail(
        &mut self,
        kind: OutboundKind,
        to: &str,
        message: Option<Uuid>,
        thread: Uuid,
        assignment: Option<Uuid>,
        text: &str,
    ) -> Uuid {
        let (mail, id) = (self.new_id(), self.new_id());
        let domain = &self.past.ctx.settings.mail.message_id_domain;
        let rfc_message_id = message_id(Some(self.reference.as_str()), kind, mail, domain);
        let automatic = kind == OutboundKind::Acknowledgement;
        self.rows.references.push(mail_reference::Model {
            id_hash: message_id_hash(&rfc_message_id),
            ticket_id: self.ticket,
            thread_id: thread,
            ours: true,
        });
        self.rows.mails.push(outbound_mail::Model {
            id: mail,
            ticket_id: Some(self.ticket),
            thread_id: Some(thread),
            message_id: message,
            assignment_id: assignment,
            kind,
            automatic,
            null_sender: automatic,
            rfc_message_id,
            subject: format!("Re: {} [{}]", self.lesson.subject, self.reference),
            reply_to: None,
            in_reply_to: None,
            mail_references: String::new(),
            body_text: text.to_owned(),
            body_html: format!("<p>{}</p>", text.replace("\n\n", "</p>\n<p>")),
            attachments: "[]".to_owned(),
            idempotency_key: format!("{}:{mail}", kind.slug()),
            created_at: self.at,
        });
        let settled = self.at + TimeDelta::seconds(self.dice.i64(1..90));
        self.rows.deliveries.push(delivery::Model {
            id,
            outbound_mail_id: mail,
            recipient: to.to_owned(),
            state: DeliveryState::Accepted,
            attempts: 1,
            run_at: self.at,
            locked_until: None,
            server: Some(format!("mx.{NOWHERE}")),
            reply: Some("250 2.0.0 Ok: queued".to_owned()),
            settled_at: Some(settled),
            linked_at: None,
            noticed_at: Some(settled),
        });
        id
    }

    fn acknowledge(&mut self) {
        let (to, thread) = (&self.asker.email, self.thread);
        let text = format!(
            "Beste\n\nWe hebben uw vraag goed ontvangen. Ze heeft het nummer {}.\n\nU schreef:\n\n{}",
            self.reference, self.lesson.body
        );
        self.mail(OutboundKind::Acknowledgement, to, None, thread, None, &text);
    }

    /// Starts a term; when it ends.
    fn start_term(
        &mut self,
        kind: DeadlineKind,
        assignment: Option<Uuid>,
        working_days: u16,
    ) -> DateTime<Utc> {
        let term = Term::from(self.at, WorkingDays(working_days));
        let row = deadline::Model {
            id: self.new_id(),
            ticket_id: self.ticket,
            assignment_id: assignment,
            kind,
            starts_at: self.at,
            due_at: term.due_at,
            working_days: i32::from(working_days),
            // A term always serialises.
            calculation: serde_json::to_string(&term).unwrap_or_default(),
            state: DeadlineState::Pending,
            ended_at: None,
            told_at: None,
            attempts: 0,
            locked_until: None,
        };
        self.running.push(self.rows.deadlines.len());
        self.rows.deadlines.push(row);
        term.due_at
    }

    /// Ends the running terms that `which` names: in time, or by having passed before.
    fn end_terms(&mut self, state: DeadlineState, which: impl Fn(DeadlineKind) -> bool) {
        let at = self.at;
        let deadlines = &mut self.rows.deadlines;
        self.running.retain(|&place| {
            let row = &mut deadlines[place];
            if !which(row.kind) {
                return true;
            }
            let in_time = at <= row.due_at;
            row.state = if in_time { state } else { DeadlineState::Fired };
            row.ended_at = Some(at.min(row.due_at));
            row.attempts = i32::from(!in_time);
            false
        });
    }

    /// What has run out by now has been noticed: nothing is due when the past is over.
    fn pass_terms(&mut self) -> Result<(), HistoryError> {
        let now = self.past.now;
        let passed: Vec<usize> = self
            .running
            .iter()
            .copied()
            .filter(|&place| self.rows.deadlines[place].due_at <= now)
            .collect();
        for place in passed {
            let row = &mut self.rows.deadlines[place];
            row.state = DeadlineState::Fired;
            row.ended_at = Some(row.due_at);
            row.attempts = 1;
            self.at = self.at.max(row.due_at);
            if matches!(row.kind, DeadlineKind::FirstReaction | DeadlineKind::Answer) {
                let event = NewEvent::new("overdue").fact("term", row.kind.slug());
                self.event(&Actor::System, &event)?;
            }
        }
        Ok(())
    }

    /// It stands so from now on; whose ball it was is kept.
    fn stand(&mut self, standing: Standing) {
        let was = self.standing.ball;
        if was != standing.ball && was.since < self.at {
            self.rows.spells.push(ball_spell::Model {
                ticket_id: self.ticket,
                since: was.since,
                until: self.at,
                holder: was.holder,
            });
        }
        self.standing = standing;
    }

    /// Somebody of the desk has looked at it.
    fn looked_at(&mut self) {
        self.end_terms(DeadlineState::Met, |kind| {
            kind == DeadlineKind::FirstReaction
        });
        let answer = self
            .running
            .iter()
            .map(|&place| &self.rows.deadlines[place])
            .find(|row| row.kind == DeadlineKind::Answer);
        if let Some(row) = answer {
            self.due_at = row.due_at;
        }
        self.revision += 1;
    }

    fn take(&mut self) -> Result<(), HistoryError> {
        self.handler = self.agent();
        let standing = self.standing.taken();
        self.stand(standing);
        self.looked_at();
        self.event(&self.actor(), &NewEvent::new("taken"))
    }

    /// Sends the question on; the place of the assignment among the rows.
    fn forward(&mut self, desk: &Desk) -> Result<usize, HistoryError> {
        let standing = self.standing.forwarded(desk.id.0, self.at)?;
        self.stand(standing);
        let (id, thread) = (self.new_id(), self.new_id());
        let days = self.past.terms.administration_working_days;
        let due_at = self.start_term(DeadlineKind::Administration, Some(id), days);
        let silent = due_at <= self.past.now;
        self.rows.assignments.push(assignment::Model {
            id,
            ticket_id: self.ticket,
            desk_id: desk.id.0,
            role: AssignmentRole::Handler,
            progress: if silent {
                ProgressKind::NoReaction
            } else {
                ProgressKind::Sent
            },
            sent_at: self.at,
            due_at,
            accepted_at: None,
            refused_at: None,
            refused_instead_desk_id: None,
            answered_at: None,
            answer_message_id: None,
            withdrawn_at: None,
            no_reaction_since: silent.then_some(due_at),
            chase_since: None,
            revision: 1,
        });
        self.rows.threads.push(thread::Model {
            id: thread,
            ticket_id: self.ticket,
            kind: ThreadKind::Assignment,
            contact_id: None,
            assignment_id: Some(id),
        });
        let text = format!(
            "Beste collega\n\nKunt u dit beantwoorden?\n\n{}",
            self.lesson.body
        );
        let message = self.say(MessageKind::Forward, text.clone());
        if let Some(row) = self.rows.messages.last_mut() {
            row.thread_id = thread;
        }
        self.mail(
            OutboundKind::Forward,
            &desk.email,
            Some(message),
            thread,
            Some(id),
            &text,
        );
        self.looked_at();
        let event = NewEvent::new("forwarded")
            .fact("desk", desk.slug.clone())
            .fact("assignment", id.to_string())
            .fact("due", due_at.to_rfc3339());
        self.event(&self.actor(), &event)?;
        Ok(self.rows.assignments.len() - 1)
    }

    /// The administration answers, for the owner to review.
    fn propose_answer(&mut self, held: usize, desk: &Desk) -> Result<(), HistoryError> {
        let id = self.new_id();
        let body = one_of(&self.past.answers, self.dice);
        let assignment = &mut self.rows.assignments[held];
        assignment.progress = ProgressKind::Answered;
        assignment.no_reaction_since = None;
        assignment.answered_at = Some(self.at);
        assignment.answer_message_id = Some(id);
        assignment.revision += 1;
        let assignment = assignment.id;
        let thread = self
            .rows
            .threads
            .last()
            .map_or(self.thread, |thread| thread.id);
        let row = message::Model {
            thread_id: thread,
            state: MessageState::Proposed,
            author_name: Some(desk.name.clone()),
            author_email: Some(desk.email.clone()),
            desk_id: Some(desk.id.0),
            ..self.message(id, Direction::Inbound, MessageKind::Proposal, body)
        };
        self.rows.messages.push(row);
        self.end_terms(DeadlineState::Met, |kind| {
            kind == DeadlineKind::Administration
        });
        let standing = self.standing.proposal_received(self.at);
        self.stand(standing);
        let event = NewEvent::new("proposal_received")
            .fact("assignment", assignment.to_string())
            .fact("message", id.to_string());
        self.event(&Actor::AdministrationLink { assignment }, &event)
    }

    fn ask_back(&mut self) -> Result<(), HistoryError> {
        let standing = self.standing.asked_back(self.at)?;
        self.stand(standing);
        let text = "Beste\n\nOm welke gemeenten gaat het, en vanaf wanneer?".to_owned();
        let message = self.say(MessageKind::Request, text.clone());
        let (to, thread) = (&self.asker.email, self.thread);
        self.mail(
            OutboundKind::Request,
            to,
            Some(message),
            thread,
            None,
            &text,
        );
        self.looked_at();
        self.end_terms(DeadlineState::Cancelled, |kind| {
            kind == DeadlineKind::Answer
        });
        let event = NewEvent::new("asked_back").fact("message", message.to_string());
        self.event(&self.actor(), &event)
    }

    /// What goes to and fro before the answer: the desk asks for more, the asker says it, and whoever works on
    /// it notes what follows. As often as leaves some ten messages in a question.
    fn confer(&mut self) -> Result<(), HistoryError> {
        for _ in 0..self.dice.u8(2..=3) {
            self.wait_hours(1..20);
            self.ask_back()?;
            self.wait_hours(1..20);
            self.write_back()?;
            self.note()?;
        }
        Ok(())
    }

    /// The asker says what they were asked.
    fn write_back(&mut self) -> Result<(), HistoryError> {
        let text = one_of(&self.past.lessons, self.dice).body;
        let body = format!("Beste\n\nHet gaat om het volgende. {text}\n\nMet vriendelijke groeten");
        let subject = format!("Re: {} [{}]", self.lesson.subject, self.reference);
        let message = self.receive(MessageKind::Reply, subject, body);
        let standing = self.standing.asker_wrote(self.at);
        self.stand(standing);
        let days = self.past.terms.answer_working_days;
        self.due_at = self.start_term(DeadlineKind::Answer, None, days);
        self.revision += 1;
        let event = NewEvent::new("message_received").fact("message", message.to_string());
        self.event(&Actor::System, &event)
    }

    fn note(&mut self) -> Result<(), HistoryError> {
        let id = self.new_id();
        let author = self.handler.clone();
        let body = format!("Nagekeken bij {}.", self.asker.municipality);
        let row = message::Model {
            author_name: author.as_ref().map(|user| user.name.clone()),
            author_user_id: author.map(|user| user.id),
            ..self.message(id, Direction::Internal, MessageKind::Note, body)
        };
        self.rows.messages.push(row);
        let event = NewEvent::new("noted").fact("message", id.to_string());
        self.event(&self.actor(), &event)
    }

    /// The answer leaves for the asker; its message and its delivery.
    fn answer(&mut self) -> Result<(Uuid, Uuid), HistoryError> {
        let standing = self.standing.answered(self.at)?;
        self.stand(standing);
        for proposal in self.rows.messages.iter_mut().rev().take(3) {
            if proposal.ticket_id == self.ticket && proposal.state == MessageState::Proposed {
                proposal.state = MessageState::Used;
            }
        }
        let text = one_of(&self.past.answers, self.dice);
        let message = self.say(MessageKind::Answer, text.clone());
        let (to, thread) = (&self.asker.email, self.thread);
        let delivery = self.mail(OutboundKind::Answer, to, Some(message), thread, None, &text);
        self.looked_at();
        let days = self.past.terms.presume_working_days;
        self.due_at = Term::from(self.at, WorkingDays(days)).due_at;
        let event = NewEvent::new("answered").fact("message", message.to_string());
        self.event(&self.actor(), &event)?;
        Ok((message, delivery))
    }

    fn bounce(&mut self, answer: (Uuid, Uuid)) -> Result<(), HistoryError> {
        if let Some(delivery) = self.rows.deliveries.last_mut() {
            delivery.state = DeliveryState::Bounced;
            delivery.reply = Some("550 5.1.1 User unknown".to_owned());
        }
        self.at = (self.at + TimeDelta::minutes(1)).min(self.past.now);
        self.prove(EvidenceKind::HardBounce, answer)
    }

    /// A piece of evidence about the answer, and what follows from it.
    fn prove(&mut self, kind: EvidenceKind, answer: (Uuid, Uuid)) -> Result<(), HistoryError> {
        let before = self.standing;
        let standing = before.proven(kind, self.at);
        self.stand(standing);
        let (receipt, was) = (self.standing.receipt, before.receipt);
        let row = receipt_evidence::Model {
            id: self.new_id(),
            ticket_id: self.ticket,
            kind,
            receipt,
            delivery_id: Some(answer.1),
            message_id: Some(answer.0),
            inbound_mail_id: None,
            user_id: None,
            note: None,
            at: self.at,
            fact_key: format!("{}:{}", kind.slug(), answer.1),
            told_by: None,
            told_on: None,
            told_how: None,
            told_elsewhere: None,
        };
        self.rows.evidence.push(row);
        let actor = match kind {
            EvidenceKind::SaidYes | EvidenceKind::SaidNo => Actor::AskerLink {
                ticket: self.ticket,
            },
            _ => Actor::System,
        };
        self.event(&actor, &NewEvent::new("evidence").fact("kind", kind.slug()))?;
        if receipt != was {
            let event = NewEvent::new("receipt_changed")
                .fact("from", was.slug())
                .fact("to", receipt.slug());
            self.event(&actor, &event)?;
        }
        let terms = &self.past.terms;
        match (before.stage, self.standing.stage) {
            (Stage::Answered { .. }, Stage::Answered { .. }) => {
                self.end_terms(DeadlineState::Met, |kind| kind == DeadlineKind::Answer);
                self.due_at =
                    self.start_term(DeadlineKind::Presume, None, terms.presume_working_days);
            }
            (_, Stage::Closed { .. }) => {
                self.end_terms(DeadlineState::Cancelled, |_| true);
                self.revision += 1;
                self.event(&actor, &NewEvent::new("closed").fact("reason", "answered"))?;
            }
            _ => {
                self.end_terms(DeadlineState::Cancelled, |_| true);
                self.due_at =
                    self.start_term(DeadlineKind::Answer, None, terms.answer_working_days);
                if self.standing.step == NextStep::RepairAddress {
                    // It did not arrive: that is for the same day.
                    self.due_at = self.at;
                }
                self.revision += 1;
                self.event(
                    &actor,
                    &NewEvent::new("reopened").fact("because", receipt.slug()),
                )?;
            }
        }
        Ok(())
    }

    fn close(&mut self, reason: CloseReason) -> Result<(), HistoryError> {
        self.wait_hours(1..30);
        let standing = self.standing.closed_by_person(self.at, reason)?;
        self.stand(standing);
        self.end_terms(DeadlineState::Cancelled, |_| true);
        self.revision += 1;
        self.event(
            &self.actor(),
            &NewEvent::new("closed").fact("reason", reason.slug()),
        )
    }

    fn write_ticket(self) {
        let (close_reason, answered_at, closed_at) = match self.standing.stage {
            Stage::Answered { at } => (None, Some(at), None),
            Stage::Closed {
                at,
                reason,
                answered_at,
            } => (Some(reason), answered_at, Some(at)),
            Stage::New | Stage::Open | Stage::WaitingOnAsker => (None, None, None),
        };
        self.rows.tickets.push(ticket::Model {
            id: self.ticket,
            reference: self.reference.to_string(),
            subject: self.lesson.subject.clone(),
            status: self.standing.status(),
            close_reason,
            receipt: self.standing.receipt,
            regime: Regime::Question,
            channel: self.channel,
            language: "nl".to_owned(),
            asker_id: self.asker.id,
            organisation_id: Some(self.asker.organisation),
            municipality_nis: Some(self.asker.nis.clone()),
            province_slug: Some(self.asker.province.clone()),
            region_code: Some(self.asker.region.clone()),
            topic_slug: Some(self.lesson.topic.clone()),
            owner_desk_id: self.owner,
            handler_user_id: self.handler.map(|user| user.id),
            queue_rank: self.standing.rank(),
            next_step: self.standing.step,
            proposed_desk_id: self.proposed.map(|(desk, _)| desk),
            proposed_confidence: self.proposed.map(|(_, sure)| sure),
            ball: self.standing.ball.holder,
            ball_desk_id: self.standing.ball.desk,
            ball_since: self.standing.ball.since,
            due_at: self.due_at,
            registered_at: self.asked,
            answered_at,
            closed_at,
            last_activity_at: self.at,
            revision: self.revision,
            link_version: 1,
            event_seq: self.seq,
            event_head: self.head,
            follows_id: None,
            flood_id: None,
            duplicate_of_id: None,
            awaits_original: false,
            merged_into_id: None,
            merged_at: None,
            merged_before: None,
            split_from_id: None,
        });
    }
}

fn one_of<T: Clone>(all: &[T], dice: &mut Rng) -> T {
    all[dice.usize(..all.len())].clone()
}

/// An id that sorts by its moment (UUID version 7), from the dice.
fn id_at(moment: DateTime<Utc>, dice: &mut Rng) -> Uuid {
    let mut tail = [0; 10];
    dice.fill(&mut tail);
    let millis = u64::try_from(moment.timestamp_millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}
