//! Where a ticket stands, as a state machine: which step may follow which, who must move next, and
//! what is known about the asker having the answer. Pure: no database, no clock.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use crate::entity::receipt_evidence::{EvidenceKind, Told};
pub use crate::entity::ticket::{Ball, CloseReason, NextStep, Receipt, Status};

/// How far a ticket is, with exactly the facts that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Nobody has looked at it.
    New,
    /// It is being handled.
    Open,
    /// The asker owes us information; their clock stands still, visibly.
    WaitingOnAsker,
    /// An answer has left.
    Answered {
        /// When.
        at: DateTime<Utc>,
    },
    /// It is over.
    Closed {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        reason: CloseReason,
        /// When it was answered, if it was.
        answered_at: Option<DateTime<Utc>>,
    },
}

/// Who must move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallAt {
    /// Which side.
    pub holder: Ball,
    /// The desk, when it is an administration.
    pub desk: Option<Uuid>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// How far it is.
    pub stage: Stage,
    /// What we know about the asker having the answer.
    pub receipt: Receipt,
    /// Who must move.
    pub ball: BallAt,
    /// What must be done now.
    pub step: NextStep,
    /// When a part of the answer left, while the question is open and the rest is still to come.
    pub part: Option<DateTime<Utc>>,
}

/// What waits for the owner while somebody else has the ball, or nobody. Each stands by itself: what is
/// dealt with first leaves the other as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each waits or not, whatever the others do"
)]
pub struct Waits {
    /// Somebody wrote of whom a person must say whether they belong here.
    pub held: bool,
    /// The asker wrote, and nobody has looked at it yet.
    pub message: bool,
    /// The house found something out that somebody must know.
    pub notice: bool,
    /// A desk that still owes something must be called.
    pub chase: bool,
}

/// A step that cannot follow where the ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a ticket that is {status:?} cannot be {verb}")]
pub struct WrongStep {
    /// Where it stands.
    pub status: Status,
    /// What was asked of it.
    pub verb: &'static str,
}

/// Why a person cannot close a ticket so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotClose {
    /// It is closed already.
    #[error(transparent)]
    WrongStep(#[from] WrongStep),
    /// Answered is what a ticket is by its answer, not by anybody's word: none was given, or it did
    /// not arrive.
    #[error("no answer was given that arrived, so it cannot be closed as answered")]
    Unanswered,
}

impl Standing {
    /// A question that has just come in.
    #[must_use]
    pub fn registered(at: DateTime<Utc>) -> Self {
        Self {
            stage: Stage::New,
            receipt: Receipt::None,
            ball: BallAt {
                holder: Ball::Owner,
                desk: None,
                since: at,
            },
            step: NextStep::Read,
            part: None,
        }
    }

    /// The status, without its facts.
    #[must_use]
    pub fn status(&self) -> Status {
        match self.stage {
            Stage::New => Status::New,
            Stage::Open => Status::Open,
            Stage::WaitingOnAsker => Status::WaitingOnAsker,
            Stage::Answered { .. } => Status::Answered,
            Stage::Closed { .. } => Status::Closed,
        }
    }

    /// Whether it still wants an answer: it can be sent on, and the asker can be asked something.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.stage, Stage::New | Stage::Open | Stage::WaitingOnAsker)
    }

    /// Its place in the queue: 0 somebody must act on a failure, 1 the owner must act, 2 the ball is
    /// elsewhere, 9 over.
    #[must_use]
    pub fn rank(&self) -> i16 {
        match (self.stage, self.step) {
            // An answer of an administration came too late, somebody unknown wrote, or the asker was not told
            // that it is over: somebody reads it all the same.
            (
                Stage::Closed { .. },
                NextStep::ReviewProposal | NextStep::ReviewSender | NextStep::ReadNotice,
            ) => 1,
            (Stage::Closed { .. }, _) => 9,
            (_, NextStep::RepairAddress | NextStep::Reconsider) => 0,
            (
                _,
                NextStep::ReviewSender
                | NextStep::ReviewProposal
                | NextStep::Answer
                | NextStep::AnswerDesk
                | NextStep::ReadMessage
                | NextStep::ReadNotice
                | NextStep::Chase,
            ) => 1,
            _ if self.ball.holder == Ball::Owner => 1,
            _ => 2,
        }
    }

    /// A proposal for the onward dispatch waits for a person.
    #[must_use]
    pub fn with_proposal(self) -> Self {
        match self.stage {
            Stage::New | Stage::Open => Self {
                step: NextStep::ConfirmProposal,
                ..self
            },
            _ => self,
        }
    }

    /// Another desk answers for it; it stands where it stood.
    pub fn handed_over(&self) -> Result<(), WrongStep> {
        match self.stage {
            Stage::Closed { .. } => Err(self.wrong("handed to another desk")),
            _ => Ok(()),
        }
    }

    /// Whether it waits for somebody to say who answers it; `free` when nobody took it. What came back with
    /// its failure, or with a part of the answer, is for the owner.
    #[must_use]
    pub fn takes_proposal(&self, free: bool) -> bool {
        let waits = match self.step {
            NextStep::Read | NextStep::ConfirmProposal | NextStep::ReviewSender => true,
            NextStep::Answer => free,
            _ => false,
        };
        let open = matches!(self.stage, Stage::New | Stage::Open);
        waits && open && self.ball.holder == Ball::Owner && self.part.is_none()
    }

    /// No onward dispatch is proposed any more.
    #[must_use]
    pub fn without_proposal(self) -> Self {
        let step = match (self.stage, self.step) {
            (Stage::New, NextStep::ConfirmProposal) => NextStep::Read,
            (_, NextStep::ConfirmProposal) => NextStep::Answer,
            (_, step) => step,
        };
        Self { step, ..self }
    }

    /// A person of the owner's desk has taken it to answer it, whoever is proposed.
    #[must_use]
    pub fn kept(self) -> Self {
        let step = match self.step {
            NextStep::ConfirmProposal => NextStep::Answer,
            step => step,
        };
        Self { step, ..self }.taken()
    }

    /// A person of the owner's desk has taken it.
    #[must_use]
    pub fn taken(self) -> Self {
        match (self.stage, self.step) {
            (Stage::New, NextStep::Read) => Self {
                stage: Stage::Open,
                step: NextStep::Answer,
                ..self
            },
            (Stage::New, _) => Self {
                stage: Stage::Open,
                ..self
            },
            _ => self,
        }
    }

    /// It has gone on to `desk`.
    pub fn forwarded(self, desk: Uuid, at: DateTime<Utc>) -> Result<Self, WrongStep> {
        self.must_be_open("forwarded")?;
        Ok(Self {
            stage: Stage::Open,
            ball: BallAt {
                holder: Ball::Administration,
                desk: Some(desk),
                since: at,
            },
            step: NextStep::FollowUp,
            ..self
        })
    }

    /// The step while nothing else asks for the owner: whoever nobody knows comes first, also where the question
    /// is over; then, while an administration has the ball, what the asker wrote; then what the house found out,
    /// then the desk that must be called.
    #[must_use]
    pub fn attended(self, waits: Waits) -> Self {
        let Some(rest) = self.rests_in() else {
            return self;
        };
        let followed = rest == NextStep::FollowUp;
        let step = match waits {
            Waits { held: true, .. } => NextStep::ReviewSender,
            Waits { message: true, .. } if followed => NextStep::ReadMessage,
            Waits { notice: true, .. } => NextStep::ReadNotice,
            Waits { chase: true, .. } if followed => NextStep::Chase,
            _ => rest,
        };
        Self { step, ..self }
    }

    /// The step that it rests in while the owner need do nothing; `None` when they must do something else
    /// than read what waits, or the ball is theirs.
    #[must_use]
    pub fn rests_in(&self) -> Option<NextStep> {
        let rest = match (self.stage, self.ball.holder) {
            (Stage::Closed { .. }, _) => NextStep::Done,
            (Stage::Answered { .. }, Ball::Asker) => NextStep::AwaitReceipt,
            (Stage::WaitingOnAsker, Ball::Asker) => NextStep::WaitForAsker,
            (Stage::Open, Ball::Administration) => NextStep::FollowUp,
            _ => return None,
        };
        let reads = self.step == rest || self.step == NextStep::ReadNotice;
        let follows = matches!(self.step, NextStep::Chase | NextStep::ReadMessage);
        (reads || rest == NextStep::FollowUp && follows).then_some(rest)
    }

    /// Whether an administration has the ball, and nothing that it sent waits for the owner.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.rests_in() == Some(NextStep::FollowUp)
    }

    /// What the asker wrote went on to `desk`, which has the question. Whoever has the ball keeps it; what
    /// had come back for the asker's words goes on with the desk.
    pub fn passed_on(self, desk: Uuid, at: DateTime<Utc>) -> Result<Self, WrongStep> {
        self.must_be_open("passed on")?;
        match (self.ball.holder, self.step) {
            (Ball::Owner, NextStep::Answer | NextStep::AnswerDesk) => self.forwarded(desk, at),
            _ => Ok(self),
        }
    }

    /// A desk said that it is not theirs. Once an answer has left, nobody else need be found.
    #[must_use]
    pub fn refused(self, at: DateTime<Utc>, next_is_proposed: bool) -> Self {
        if !self.is_open() {
            return self;
        }
        let step = if next_is_proposed {
            NextStep::ConfirmProposal
        } else {
            NextStep::Answer
        };
        self.back_with_owner(at, step)
    }

    /// A desk sent an answer, which the owner has yet to review, also when the ticket is closed: it
    /// stays so until somebody decides that the asker must have it.
    #[must_use]
    pub fn proposal_received(self, at: DateTime<Utc>) -> Self {
        match self.stage {
            Stage::Closed { .. } => Self {
                step: NextStep::ReviewProposal,
                ..self
            },
            _ => self.back_with_owner(at, NextStep::ReviewProposal),
        }
    }

    /// A machine of a desk sent what may be an answer. The owner looks; the desk owes its answer as
    /// before, and whoever has the ball keeps it.
    #[must_use]
    pub fn notice_received(self) -> Self {
        match self.stage {
            Stage::Closed { .. } => {}
            _ if self.rank() == 0 => return self,
            _ => {}
        }
        Self {
            step: NextStep::ReviewProposal,
            ..self
        }
    }

    /// The owner read the answers of desks that waited, and leaves them. `of_owner` is what the owner must
    /// do when the ball is theirs, `rest` the desk that still owes something: after a part of the answer,
    /// the question is with that desk.
    #[must_use]
    pub fn proposals_left(self, at: DateTime<Utc>, of_owner: NextStep, rest: Option<Uuid>) -> Self {
        if self.step != NextStep::ReviewProposal {
            return self;
        }
        match self.stage {
            Stage::Open if self.ball.holder == Ball::Owner && of_owner == NextStep::Answer => {
                match (self.receipt, self.part, rest) {
                    // What did not arrive, or did not help, is the owner's whoever owes the rest.
                    (Receipt::Undeliverable, ..) => Self {
                        step: NextStep::RepairAddress,
                        ..self
                    },
                    (Receipt::Disputed, ..) => Self {
                        step: NextStep::Reconsider,
                        ..self
                    },
                    (_, Some(_), Some(rest)) => self.back_with_desk(at, rest),
                    _ => Self {
                        step: of_owner,
                        ..self
                    },
                }
            }
            Stage::Closed { .. } => Self {
                step: NextStep::Done,
                ..self
            },
            Stage::Answered { .. } if self.ball.holder == Ball::Asker => Self {
                step: NextStep::AwaitReceipt,
                ..self
            },
            Stage::Answered { .. } => Self {
                ball: BallAt {
                    holder: Ball::Asker,
                    desk: None,
                    since: at,
                },
                step: NextStep::AwaitReceipt,
                ..self
            },
            stage => Self {
                step: match (stage, self.ball.holder) {
                    (_, Ball::Administration) => NextStep::FollowUp,
                    (_, Ball::Asker) => NextStep::WaitForAsker,
                    (_, Ball::Owner) => of_owner,
                },
                ..self
            },
        }
    }

    /// Whether an answer may leave: it has not come to its end, or a late one waits to be read.
    #[must_use]
    pub fn can_be_answered(&self) -> bool {
        !matches!(self.stage, Stage::Closed { .. }) || self.step == NextStep::ReviewProposal
    }

    /// The question was taken back from a desk; `next` is one that still has it.
    #[must_use]
    pub fn taken_back(self, at: DateTime<Utc>, from: Uuid, next: Option<Uuid>) -> Self {
        if self.ball.holder != Ball::Administration || self.ball.desk != Some(from) {
            return self;
        }
        match next {
            Some(desk) => Self {
                ball: BallAt {
                    desk: Some(desk),
                    since: at,
                    ..self.ball
                },
                ..self
            },
            None if self.step == NextStep::ReviewProposal => self.back_with_owner(at, self.step),
            None => self.back_with_owner(at, NextStep::Answer),
        }
    }

    /// No question of a desk waits any more: it was answered, taken back or made moot. `of_owner` is
    /// what the owner must do then.
    #[must_use]
    pub fn desks_answered(self, of_owner: NextStep) -> Self {
        if self.step == NextStep::AnswerDesk {
            Self {
                step: of_owner,
                ..self
            }
        } else {
            self
        }
    }

    /// A desk asks something back, or a message waits that only a person can place.
    #[must_use]
    pub fn needs_owner(self, at: DateTime<Utc>, step: NextStep) -> Self {
        self.back_with_owner(at, step)
    }

    /// Somebody whom nobody in the ticket knows wrote in it. The owner looks; whoever has the ball
    /// keeps it.
    #[must_use]
    pub fn sender_unknown(self) -> Self {
        match self.stage {
            Stage::Closed { .. } => self,
            _ if self.rank() == 0 => self,
            _ => Self {
                step: NextStep::ReviewSender,
                ..self
            },
        }
    }

    /// The owner looked at who wrote: what comes next is what came next before. `of_owner` is what
    /// the owner must do when the ball is theirs.
    #[must_use]
    pub fn sender_reviewed(self, of_owner: NextStep) -> Self {
        if self.step != NextStep::ReviewSender {
            return self;
        }
        let step = match (self.stage, self.ball.holder) {
            // what a machine of a desk sent waits to be read, whoever has the ball
            _ if matches!(of_owner, NextStep::ReviewSender | NextStep::ReviewProposal) => of_owner,
            (Stage::Closed { .. }, _) => NextStep::Done,
            (Stage::New, _) if of_owner == NextStep::Answer => NextStep::Read,
            (Stage::Answered { .. }, Ball::Asker) => NextStep::AwaitReceipt,
            (_, Ball::Asker) => NextStep::WaitForAsker,
            (_, Ball::Administration) => NextStep::FollowUp,
            (_, Ball::Owner) => of_owner,
        };
        Self { step, ..self }
    }

    fn back_with_owner(self, at: DateTime<Utc>, step: NextStep) -> Self {
        match self.stage {
            Stage::Closed { .. } => self,
            // A failure stays on top until somebody repairs it.
            _ if self.rank() == 0 => self,
            _ => Self {
                // Who has the ball is not waited for: the asker's clock goes on.
                stage: match self.stage {
                    Stage::WaitingOnAsker => Stage::Open,
                    stage => stage,
                },
                ball: owner_since(self.ball, at),
                step,
                ..self
            },
        }
    }

    /// An answer has been queued for the asker. What is known about receipt begins anew.
    pub fn answered(self, at: DateTime<Utc>) -> Result<Self, WrongStep> {
        if !self.can_be_answered() {
            return Err(self.wrong("answered"));
        }
        Ok(Self {
            stage: Stage::Answered { at },
            receipt: Receipt::None,
            ball: BallAt {
                holder: Ball::Asker,
                desk: None,
                since: at,
            },
            step: NextStep::AwaitReceipt,
            part: None,
        })
    }

    /// A part of the answer has been queued for the asker; `rest` is the desk that still answers. The
    /// question stays open with that desk, and nothing that is known of the part closes it.
    pub fn answered_in_part(self, at: DateTime<Utc>, rest: Uuid) -> Result<Self, WrongStep> {
        if matches!(self.stage, Stage::Closed { .. }) {
            return Err(self.wrong("answered in part"));
        }
        let sent = Self {
            stage: Stage::Open,
            receipt: Receipt::None,
            part: Some(at),
            ..self
        };
        Ok(sent.back_with_desk(at, rest))
    }

    /// The answer that did not arrive leaves again, for another address of the asker. `rest` is the desk
    /// that still answers, when it was a part.
    pub fn readdressed(self, at: DateTime<Utc>, rest: Option<Uuid>) -> Result<Self, WrongStep> {
        match (self.receipt, self.part, rest) {
            (Receipt::Undeliverable, Some(_), Some(rest)) => self.answered_in_part(at, rest),
            // Whoever owed the rest owes it no longer: it is for the owner to give.
            (Receipt::Undeliverable, Some(_), None) => Ok(Self {
                stage: Stage::Open,
                receipt: Receipt::None,
                ball: owner_since(self.ball, at),
                step: NextStep::Answer,
                part: Some(at),
            }),
            (Receipt::Undeliverable, None, _) => self.answered(at),
            _ => Err(self.wrong("sent to another address")),
        }
    }

    /// The desk that still answers has the ball; it keeps it since when it had it.
    fn back_with_desk(self, at: DateTime<Utc>, desk: Uuid) -> Self {
        let has_it = self.ball.holder == Ball::Administration && self.ball.desk == Some(desk);
        Self {
            ball: BallAt {
                holder: Ball::Administration,
                desk: Some(desk),
                since: if has_it { self.ball.since } else { at },
            },
            step: NextStep::FollowUp,
            ..self
        }
    }

    /// We asked the asker for something.
    pub fn asked_back(self, at: DateTime<Utc>) -> Result<Self, WrongStep> {
        self.must_be_open("put back to the asker")?;
        Ok(Self {
            stage: Stage::WaitingOnAsker,
            ball: BallAt {
                holder: Ball::Asker,
                desk: None,
                since: at,
            },
            step: NextStep::WaitForAsker,
            ..self
        })
    }

    /// Somebody else asks from now on, or the same person for another organisation. What another person was
    /// asked before is answered by nobody any more, and what they said of an answer is not said of the next
    /// one; a part of an answer that left cannot be taken along.
    pub fn asker_changed(self, at: DateTime<Utc>, another_person: bool) -> Result<Self, WrongStep> {
        let verb = "given another asker";
        self.must_be_open(verb)?;
        if !another_person {
            return Ok(self);
        }
        if self.part.is_some() {
            return Err(self.wrong(verb));
        }
        let fresh = Self {
            receipt: Receipt::None,
            ..self
        };
        let waited = self.stage == Stage::WaitingOnAsker;
        let failed = matches!(self.step, NextStep::RepairAddress | NextStep::Reconsider);
        Ok(if waited || failed {
            Self {
                stage: Stage::Open,
                ball: owner_since(self.ball, at),
                step: NextStep::Answer,
                ..fresh
            }
        } else {
            fresh
        })
    }

    /// The asker wrote again. After an answer that means it was not one, or not enough.
    #[must_use]
    pub fn asker_wrote(self, at: DateTime<Utc>) -> Self {
        match self.stage {
            // The ball stays with the administration; the owner reads the new message, after what
            // waits to be looked at already.
            Stage::Open if self.is_followed() => Self {
                step: NextStep::ReadMessage,
                ..self
            },
            Stage::New | Stage::Open => self,
            Stage::WaitingOnAsker => Self {
                stage: Stage::Open,
                ball: owner_since(self.ball, at),
                step: NextStep::Answer,
                ..self
            },
            Stage::Answered { .. } | Stage::Closed { .. } => self.disputed(at),
        }
    }

    fn disputed(self, at: DateTime<Utc>) -> Self {
        let was_answered = self.has_answer();
        Self {
            stage: Stage::Open,
            receipt: if was_answered {
                Receipt::Disputed
            } else {
                Receipt::None
            },
            ball: BallAt {
                holder: Ball::Owner,
                desk: None,
                since: at,
            },
            step: if was_answered {
                NextStep::Reconsider
            } else {
                NextStep::Answer
            },
            // The rest is still to come, whatever was wrong with the part.
            part: self.part,
        }
    }

    /// A person opens a closed ticket again.
    pub fn reopened(self, at: DateTime<Utc>) -> Result<Self, WrongStep> {
        match self.stage {
            Stage::Closed { .. } => Ok(Self {
                stage: Stage::Open,
                receipt: Receipt::None,
                ball: BallAt {
                    holder: Ball::Owner,
                    desk: None,
                    since: at,
                },
                step: NextStep::Answer,
                part: None,
            }),
            _ => Err(self.wrong("reopened")),
        }
    }

    /// A named person closes it, with a reason. Whoever answered outside this service
    /// [notes](EvidenceKind::Noted) that instead: who, when and how.
    pub fn closed_by_person(
        self,
        at: DateTime<Utc>,
        reason: CloseReason,
    ) -> Result<Self, CannotClose> {
        let as_answered = matches!(reason, CloseReason::Answered | CloseReason::AnsweredByFaq);
        let has_answer = self.has_answer() && self.receipt != Receipt::Undeliverable;
        match self.stage {
            Stage::Closed { .. } => Err(self.wrong("closed").into()),
            _ if as_answered && !has_answer => Err(CannotClose::Unanswered),
            _ => Ok(self.closed(at, reason)),
        }
    }

    fn closed(self, at: DateTime<Utc>, reason: CloseReason) -> Self {
        let answered_at = match self.stage {
            Stage::Answered { at } => Some(at),
            Stage::Closed { answered_at, .. } => answered_at,
            _ => self.part,
        };
        Self {
            stage: Stage::Closed {
                at,
                reason,
                answered_at,
            },
            step: NextStep::Done,
            part: None,
            ..self
        }
    }

    /// Nobody looked when it closed: an answer that waits to be read still does.
    fn closed_by_house(self, at: DateTime<Utc>) -> Self {
        let step = match self.step {
            NextStep::ReviewProposal => NextStep::ReviewProposal,
            _ => NextStep::Done,
        };
        Self {
            step,
            ..self.closed(at, CloseReason::Answered)
        }
    }

    /// What follows from a proof about receipt; the same standing when it adds nothing.
    ///
    /// Weaker proof never undoes stronger proof: a late "accepted" does not touch a confirmation, and
    /// a bounce that comes after the asker's yes is about something else. What machines say is about
    /// an answer that we mailed: it adds nothing to a dispute, nor to what an administration reports.
    /// A ticket that a person closed as answered before the fate of the answer was known still hears it.
    #[must_use]
    pub fn proven(self, proof: EvidenceKind, at: DateTime<Utc>) -> Self {
        if self.part.is_some() {
            return self.part_proven(proof, at);
        }
        let answered = matches!(self.stage, Stage::Answered { .. });
        match proof {
            EvidenceKind::Accepted if self.ends_in_answer() && self.receipt == Receipt::None => {
                Self {
                    receipt: Receipt::Sent,
                    ..self
                }
            }
            EvidenceKind::HardBounce | EvidenceKind::SoftFailure
                if self.ends_in_answer()
                    && matches!(
                        self.receipt,
                        Receipt::None | Receipt::Sent | Receipt::Presumed
                    ) =>
            {
                Self {
                    stage: Stage::Open,
                    receipt: Receipt::Undeliverable,
                    ball: BallAt {
                        holder: Ball::Owner,
                        desk: None,
                        since: at,
                    },
                    step: NextStep::RepairAddress,
                    part: None,
                }
            }
            EvidenceKind::Silence if answered && self.receipt == Receipt::Sent => Self {
                receipt: Receipt::Presumed,
                ..self
            }
            .closed_by_house(at),
            // No server of ours saw that answer arrive, so silence proves nothing: the owner asks.
            EvidenceKind::Silence if answered && self.receipt == Receipt::Reported => Self {
                ball: owner_since(self.ball, at),
                step: NextStep::FollowUp,
                ..self
            },
            EvidenceKind::ReadNotice | EvidenceKind::DeliveryNotice
                if self.has_answer()
                    && !matches!(
                        self.receipt,
                        Receipt::Confirmed | Receipt::Disputed | Receipt::Reported
                    ) =>
            {
                self.said_yes(at)
            }
            EvidenceKind::SaidYes | EvidenceKind::RepliedYes
                if self.has_answer() && self.receipt != Receipt::Confirmed =>
            {
                self.said_yes(at)
            }
            // Without an answer of ours, a person saw to it that they got it otherwise: by phone, at a
            // meeting.
            EvidenceKind::Noted if self.can_be_noted() => Self {
                step: NextStep::Done,
                ..self.confirmed(at)
            },
            EvidenceKind::SaidNo | EvidenceKind::RepliedAgain if self.has_answer() => {
                self.disputed(at)
            }
            EvidenceKind::RepliedMore if self.has_left() => Self {
                stage: Stage::Open,
                ball: owner_since(self.ball, at),
                step: NextStep::Answer,
                ..self
            },
            EvidenceKind::AnsweredInCc if !matches!(self.stage, Stage::Closed { .. }) => Self {
                stage: Stage::Answered { at },
                receipt: Receipt::Reported,
                ball: BallAt {
                    holder: Ball::Asker,
                    desk: None,
                    since: at,
                },
                step: NextStep::AwaitReceipt,
                part: None,
            },
            _ => self,
        }
    }

    /// What follows from a proof about the part of the answer that left: it is known, and closes
    /// nothing, because the rest is still to come.
    fn part_proven(self, proof: EvidenceKind, at: DateTime<Utc>) -> Self {
        match proof {
            EvidenceKind::Accepted if self.receipt == Receipt::None => Self {
                receipt: Receipt::Sent,
                ..self
            },
            EvidenceKind::HardBounce | EvidenceKind::SoftFailure
                if matches!(self.receipt, Receipt::None | Receipt::Sent) =>
            {
                Self {
                    stage: Stage::Open,
                    receipt: Receipt::Undeliverable,
                    ball: owner_since(self.ball, at),
                    step: NextStep::RepairAddress,
                    ..self
                }
            }
            EvidenceKind::ReadNotice | EvidenceKind::DeliveryNotice
                if matches!(
                    self.receipt,
                    Receipt::Confirmed | Receipt::Disputed | Receipt::Reported
                ) =>
            {
                self
            }
            EvidenceKind::ReadNotice
            | EvidenceKind::DeliveryNotice
            | EvidenceKind::SaidYes
            | EvidenceKind::RepliedYes => Self {
                receipt: Receipt::Confirmed,
                // Nothing is wrong with the part any more; the rest is still owed.
                step: if matches!(self.receipt, Receipt::Undeliverable | Receipt::Disputed) {
                    NextStep::Answer
                } else {
                    self.step
                },
                ..self
            },
            EvidenceKind::Noted => self.confirmed(at),
            EvidenceKind::SaidNo | EvidenceKind::RepliedAgain => self.disputed(at),
            // An administration gave the rest itself.
            EvidenceKind::AnsweredInCc => Self { part: None, ..self }.proven(proof, at),
            _ => self,
        }
    }

    /// What follows from a proof while `rest` still owes the rest of the answer: the desk has the ball
    /// again once nothing is wrong with the part, and whoever answers besides does not end it.
    #[must_use]
    pub fn proven_with_rest(
        self,
        proof: EvidenceKind,
        at: DateTime<Utc>,
        rest: Option<Uuid>,
    ) -> Self {
        let after = self.proven(proof, at);
        match (self.part, rest) {
            (Some(_), Some(_)) if proof == EvidenceKind::AnsweredInCc => Self {
                receipt: Receipt::Reported,
                ..self
            },
            (Some(_), Some(rest)) if self.rank() == 0 && after.rank() != 0 && after.is_open() => {
                after.back_with_desk(at, rest)
            }
            _ => after,
        }
    }

    /// What a reading of the asker's words made of it, undone: what was known before, `was`, is known
    /// again, and the owner decides what the words ask.
    #[must_use]
    pub fn read_otherwise(self, was: Receipt, at: DateTime<Utc>) -> Self {
        Self {
            stage: Stage::Open,
            receipt: was,
            ball: owner_since(self.ball, at),
            step: NextStep::Answer,
            part: self.part,
        }
    }

    /// The asker, or their mail program, says that they have the answer.
    fn said_yes(self, at: DateTime<Utc>) -> Self {
        let made_open = matches!(self.receipt, Receipt::Disputed | Receipt::Undeliverable);
        if self.has_left() || made_open {
            self.confirmed(at)
        } else {
            // A new point of the asker is still open: the yes is about the answer before it.
            Self {
                receipt: Receipt::Confirmed,
                ..self
            }
        }
    }

    fn confirmed(self, at: DateTime<Utc>) -> Self {
        let answered_at = match self.stage {
            Stage::Answered { at } => at,
            Stage::Closed { answered_at, .. } => answered_at.unwrap_or(at),
            _ => self.part.unwrap_or(at),
        };
        Self {
            receipt: Receipt::Confirmed,
            stage: Stage::Answered { at: answered_at },
            ..self
        }
        .closed_by_house(at)
    }

    /// Whether a person can note that the asker has the answer.
    #[must_use]
    pub fn can_be_noted(&self) -> bool {
        self.is_open() || self.has_left() && self.receipt != Receipt::Confirmed
    }

    /// Whether it has its answer, or came to its end by one.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(
            self.stage,
            Stage::Answered { .. }
                | Stage::Closed {
                    reason: CloseReason::Answered | CloseReason::AnsweredByFaq,
                    ..
                }
        )
    }

    /// Whether it was closed as spam.
    #[must_use]
    pub fn was_spam(&self) -> bool {
        let reason = CloseReason::Spam;
        matches!(self.stage, Stage::Closed { reason: it, .. } if it == reason)
    }

    /// Whether the last word is an answer of which the fate matters.
    fn ends_in_answer(&self) -> bool {
        matches!(
            self.stage,
            Stage::Answered { .. }
                | Stage::Closed {
                    reason: CloseReason::Answered,
                    answered_at: Some(_),
                    ..
                }
        )
    }

    /// Whether the last word of the ticket is an answer.
    fn has_left(&self) -> bool {
        match self.stage {
            Stage::Answered { .. } => true,
            Stage::Closed { answered_at, .. } => answered_at.is_some(),
            _ => false,
        }
    }

    /// Whether there is an answer that can be confirmed: one that was disputed, did not arrive or was
    /// followed by a new point is one, too.
    #[must_use]
    pub fn has_answer(&self) -> bool {
        self.has_left() || self.is_open() && (self.receipt != Receipt::None || self.part.is_some())
    }

    fn must_be_open(self, verb: &'static str) -> Result<(), WrongStep> {
        if self.is_open() {
            Ok(())
        } else {
            Err(self.wrong(verb))
        }
    }

    /// That `verb` cannot follow where it stands.
    #[must_use]
    pub fn wrong(self, verb: &'static str) -> WrongStep {
        WrongStep {
            status: self.status(),
            verb,
        }
    }
}

/// Whether the house itself read in the asker's words what is known about receipt, so that a person
/// may read them otherwise. `proofs` is what it rests on, the oldest first.
#[must_use]
pub fn judged_from_words(
    receipt: Receipt,
    proofs: impl DoubleEndedIterator<Item = EvidenceKind>,
) -> bool {
    let says_nothing = |kind: &EvidenceKind| {
        matches!(
            kind,
            EvidenceKind::Accepted
                | EvidenceKind::HardBounce
                | EvidenceKind::SoftFailure
                | EvidenceKind::RepliedMore
                | EvidenceKind::RepliedThanks
        )
    };
    let deciding = proofs.rev().find(|kind| !says_nothing(kind));
    matches!(
        (receipt, deciding),
        (Receipt::Confirmed, Some(EvidenceKind::RepliedYes))
            | (Receipt::Disputed, Some(EvidenceKind::RepliedAgain))
    )
}

fn owner_since(ball: BallAt, at: DateTime<Utc>) -> BallAt {
    match ball.holder {
        Ball::Owner => ball,
        _ => BallAt {
            holder: Ball::Owner,
            desk: None,
            since: at,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(hour: u32) -> DateTime<Utc> {
        format!("2026-03-02T{hour:02}:00:00Z").parse().unwrap()
    }

    fn answered() -> Standing {
        Standing::registered(moment(8)).answered(moment(9)).unwrap()
    }

    #[test]
    fn a_proposal_waits_for_whoever_has_not_chosen_yet() {
        let new = Standing::registered(moment(8));
        assert!(new.takes_proposal(true) && new.takes_proposal(false));
        assert_eq!(new.with_proposal().without_proposal(), new);
        let taken = new.taken();
        assert_eq!(taken.step, NextStep::Answer);
        assert!(taken.takes_proposal(true) && !taken.takes_proposal(false));
        let proposed = new.with_proposal().taken();
        assert!(proposed.takes_proposal(false));
        assert_eq!(proposed.without_proposal(), taken);
        let elsewhere = new.forwarded(Uuid::nil(), moment(9)).unwrap();
        assert!(!elsewhere.takes_proposal(true));
        assert!(!answered().takes_proposal(true));
    }

    #[test]
    fn a_yes_closes_an_answered_ticket_as_confirmed() {
        let sent = answered().proven(EvidenceKind::Accepted, moment(10));
        assert_eq!(sent.receipt, Receipt::Sent);
        let done = sent.proven(EvidenceKind::SaidYes, moment(11));
        assert_eq!(
            (done.status(), done.receipt),
            (Status::Closed, Receipt::Confirmed)
        );
        assert_eq!(done.proven(EvidenceKind::SaidYes, moment(12)), done);
        assert_eq!(done.proven(EvidenceKind::HardBounce, moment(12)), done);
    }

    #[test]
    fn a_bounce_brings_the_ticket_back_on_top() {
        let back = answered()
            .proven(EvidenceKind::Accepted, moment(10))
            .proven(EvidenceKind::HardBounce, moment(11));
        assert_eq!(
            (back.status(), back.receipt, back.rank()),
            (Status::Open, Receipt::Undeliverable, 0)
        );
        assert_eq!(back.step, NextStep::RepairAddress);
        let again = back.readdressed(moment(12), None).unwrap();
        assert_eq!(
            (again.status(), again.receipt, again.step),
            (Status::Answered, Receipt::None, NextStep::AwaitReceipt)
        );
        assert!(again.readdressed(moment(13), None).is_err());
    }

    #[test]
    fn silence_counts_only_after_the_server_took_the_answer() {
        assert_eq!(
            answered().proven(EvidenceKind::Silence, moment(11)),
            answered()
        );
        let sent = answered().proven(EvidenceKind::Accepted, moment(10));
        let closed = sent.proven(EvidenceKind::Silence, moment(11));
        assert_eq!(
            (closed.status(), closed.receipt),
            (Status::Closed, Receipt::Presumed)
        );
        let again = closed.asker_wrote(moment(12));
        assert_eq!(
            (again.status(), again.receipt, again.rank()),
            (Status::Open, Receipt::Disputed, 0)
        );
    }

    #[test]
    fn a_late_answer_of_a_desk_is_read_though_the_ticket_stays_closed() {
        let closed = Standing::registered(moment(8))
            .closed_by_person(moment(9), CloseReason::Withdrawn)
            .unwrap();
        assert!(closed.answered(moment(10)).is_err());
        let late = closed.proposal_received(moment(10));
        assert_eq!(
            (late.stage, late.step, late.rank()),
            (closed.stage, NextStep::ReviewProposal, 1)
        );
        assert_eq!(
            late.proposals_left(moment(11), NextStep::Answer, None),
            closed
        );
        let sent = late.answered(moment(11)).unwrap();
        assert_eq!(
            (sent.status(), sent.step),
            (Status::Answered, NextStep::AwaitReceipt)
        );
    }

    #[test]
    fn another_asker_has_heard_nothing_and_owes_nothing() {
        let waits = Standing::registered(moment(8))
            .asked_back(moment(9))
            .unwrap();
        let changed = waits.asker_changed(moment(10), true).unwrap();
        assert_eq!(
            (changed.status(), changed.ball.holder, changed.step),
            (Status::Open, Ball::Owner, NextStep::Answer)
        );
        assert_eq!(waits.asker_changed(moment(10), false), Ok(waits));
        let part = Standing::registered(moment(8))
            .answered_in_part(moment(9), Uuid::nil())
            .unwrap();
        assert!(part.asker_changed(moment(10), true).is_err());
        assert!(part.asker_changed(moment(10), false).is_ok());
        assert!(answered().asker_changed(moment(10), true).is_err());
    }

    #[test]
    fn the_clock_of_the_asker_goes_on_as_soon_as_the_ball_is_ours() {
        let waits = Standing::registered(moment(8))
            .forwarded(Uuid::nil(), moment(9))
            .and_then(|standing| standing.asked_back(moment(10)))
            .unwrap();
        for back in [
            waits.proposal_received(moment(11)),
            waits.refused(moment(11), false),
            waits.needs_owner(moment(11), NextStep::RepairAddress),
        ] {
            assert_eq!(
                (back.status(), back.ball.holder),
                (Status::Open, Ball::Owner),
                "{back:?}"
            );
        }
        assert_eq!(waits.sender_unknown().status(), Status::WaitingOnAsker);
    }

    #[test]
    fn a_question_that_is_taken_back_is_with_the_next_desk_or_with_us() {
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let sent = Standing::registered(moment(8))
            .forwarded(first, moment(9))
            .unwrap();
        let ours = sent.taken_back(moment(10), first, None);
        assert_eq!(
            (ours.ball.holder, ours.step),
            (Ball::Owner, NextStep::Answer)
        );
        let theirs = sent.taken_back(moment(10), first, Some(second));
        assert_eq!(
            (theirs.ball.desk, theirs.step),
            (Some(second), NextStep::FollowUp)
        );
        assert_eq!(sent.taken_back(moment(10), second, None), sent);
    }

    #[test]
    fn a_refusal_after_the_answer_moves_nothing() {
        let open = Standing::registered(moment(8))
            .forwarded(Uuid::nil(), moment(9))
            .unwrap();
        assert_eq!(
            open.refused(moment(10), true).step,
            NextStep::ConfirmProposal
        );
        assert_eq!(answered().refused(moment(10), true), answered());
        assert!(answered().forwarded(Uuid::nil(), moment(10)).is_err());
        assert!(answered().asked_back(moment(10)).is_err());
    }

    #[test]
    fn what_an_asker_adds_is_seen_by_the_owner_and_takes_the_ball_from_nobody() {
        let with_desk = Standing::registered(moment(8))
            .forwarded(Uuid::nil(), moment(9))
            .unwrap();
        let added = with_desk.asker_wrote(moment(10));
        assert_eq!(added.ball, with_desk.ball);
        assert_eq!((added.step, added.rank()), (NextStep::ReadMessage, 1));
        let handed_on = added.forwarded(Uuid::nil(), moment(11)).unwrap();
        assert_eq!((handed_on.step, handed_on.rank()), (NextStep::FollowUp, 2));
    }

    #[test]
    fn whatever_is_dealt_with_first_leaves_the_other_need() {
        let with_desk = Standing::registered(moment(8))
            .forwarded(Uuid::nil(), moment(9))
            .unwrap();
        let check = |message, chase, expected| {
            for from in [NextStep::FollowUp, NextStep::Chase, NextStep::ReadMessage] {
                let standing = Standing {
                    step: from,
                    ..with_desk
                };
                let waits = Waits {
                    message,
                    chase,
                    ..Waits::default()
                };
                let step = standing.attended(waits).step;
                assert_eq!(step, expected, "{from:?}");
            }
        };
        check(true, true, NextStep::ReadMessage);
        check(false, true, NextStep::Chase);
        check(true, false, NextStep::ReadMessage);
        check(false, false, NextStep::FollowUp);
        // What waits to be looked at comes first, and what is elsewhere is not followed.
        let review = with_desk.notice_received();
        let all = Waits {
            message: true,
            chase: true,
            ..Waits::default()
        };
        assert_eq!(review.attended(all), review);
        assert_eq!(review.asker_wrote(moment(10)), review);
        assert_eq!(answered().attended(all), answered());
    }

    #[test]
    fn what_the_house_found_out_waits_wherever_the_ball_is_and_goes_when_it_was_seen() {
        let notice = Waits {
            notice: true,
            ..Waits::default()
        };
        let with_desk = Standing::registered(moment(8))
            .forwarded(Uuid::nil(), moment(9))
            .unwrap();
        let asked = Standing::registered(moment(8))
            .asked_back(moment(9))
            .unwrap();
        let closed = answered().proven(EvidenceKind::SaidYes, moment(10));
        for rests in [with_desk, asked, answered(), closed] {
            let noticed = rests.attended(notice);
            assert_eq!(
                (noticed.step, noticed.rank(), noticed.ball),
                (NextStep::ReadNotice, 1, rests.ball)
            );
            assert_eq!(noticed.attended(Waits::default()), rests);
        }
        // Where the owner must do something else, they see it on the way.
        let new = Standing::registered(moment(8));
        let review = with_desk.notice_received();
        let bounced = answered().proven(EvidenceKind::HardBounce, moment(10));
        for busy in [new, review, bounced] {
            assert_eq!(busy.attended(notice), busy);
        }
    }

    #[test]
    fn what_a_machine_sent_is_left_and_the_rest_is_still_with_its_desk() {
        let desk = Uuid::from_u128(1);
        let part = Standing::registered(moment(8))
            .forwarded(desk, moment(9))
            .and_then(|standing| standing.answered_in_part(moment(10), desk))
            .unwrap()
            .needs_owner(moment(10), NextStep::ReviewProposal);
        let left = part.proposals_left(moment(11), NextStep::Answer, Some(desk));
        for (receipt, step) in [
            (Receipt::Undeliverable, NextStep::RepairAddress),
            (Receipt::Disputed, NextStep::Reconsider),
        ] {
            let lost = Standing { receipt, ..part };
            let left = lost.proposals_left(moment(11), NextStep::Answer, Some(desk));
            assert_eq!((left.step, left.ball), (step, part.ball), "{receipt:?}");
        }
        assert_eq!(
            (left.ball.holder, left.ball.desk, left.step),
            (Ball::Administration, Some(desk), NextStep::FollowUp)
        );
        // A desk that asks something back waits for the owner all the same.
        let asks = part.proposals_left(moment(11), NextStep::AnswerDesk, Some(desk));
        assert_eq!(
            (asks.ball.holder, asks.step),
            (Ball::Owner, NextStep::AnswerDesk)
        );
        let ours = part.proposals_left(moment(11), NextStep::Answer, None);
        assert_eq!(
            (ours.ball.holder, ours.step),
            (Ball::Owner, NextStep::Answer)
        );
    }

    #[test]
    fn a_part_of_the_answer_closes_nothing_while_the_rest_is_owed() {
        let desk = Uuid::from_u128(1);
        let part = Standing::registered(moment(8))
            .forwarded(desk, moment(9))
            .unwrap()
            .answered_in_part(moment(10), desk)
            .unwrap();
        assert_eq!(
            (part.status(), part.ball.desk, part.ball.since, part.step),
            (Status::Open, Some(desk), moment(9), NextStep::FollowUp)
        );
        let sent = part.proven(EvidenceKind::Accepted, moment(11));
        assert_eq!((sent.receipt, sent.ball), (Receipt::Sent, part.ball));
        assert_eq!(sent.proven(EvidenceKind::Silence, moment(12)), sent);
        for yes in [EvidenceKind::SaidYes, EvidenceKind::RepliedYes] {
            let said = sent.proven(yes, moment(12));
            assert_eq!(
                (said.status(), said.receipt, said.ball, said.step),
                (Status::Open, Receipt::Confirmed, part.ball, part.step)
            );
        }
        // The rest makes it an answer like any other.
        let whole = sent
            .proposal_received(moment(12))
            .answered(moment(13))
            .unwrap();
        assert_eq!(
            (whole.status(), whole.receipt, whole.part),
            (Status::Answered, Receipt::None, None)
        );
        // A person may end it with what was given.
        let ended = sent
            .closed_by_person(moment(12), CloseReason::Answered)
            .unwrap();
        assert!(matches!(
            ended.stage,
            Stage::Closed { answered_at: Some(at), .. } if at == moment(10)
        ));
        assert!(ended.answered_in_part(moment(13), desk).is_err());
    }

    #[test]
    fn what_is_wrong_with_a_part_comes_to_the_owner_and_goes_back_to_the_desk() {
        let desk = Uuid::from_u128(1);
        let sent = Standing::registered(moment(8))
            .forwarded(desk, moment(9))
            .and_then(|standing| standing.answered_in_part(moment(10), desk))
            .unwrap()
            .proven(EvidenceKind::Accepted, moment(11));
        let bounced = sent.proven(EvidenceKind::HardBounce, moment(12));
        assert_eq!(
            (bounced.receipt, bounced.rank(), bounced.ball.holder),
            (Receipt::Undeliverable, 0, Ball::Owner)
        );
        let again = bounced.readdressed(moment(13), Some(desk)).unwrap();
        assert_eq!(
            (again.status(), again.ball.desk, again.part),
            (Status::Open, Some(desk), Some(moment(13)))
        );
        let ours = bounced.readdressed(moment(13), None).unwrap();
        assert_eq!(
            (ours.status(), ours.ball.holder),
            (Status::Open, Ball::Owner)
        );
        let no = sent.proven(EvidenceKind::SaidNo, moment(12));
        assert_eq!((no.receipt, no.rank()), (Receipt::Disputed, 0));
        let yes = no.proven_with_rest(EvidenceKind::RepliedYes, moment(13), Some(desk));
        assert_eq!(
            (yes.receipt, yes.ball.desk, yes.step),
            (Receipt::Confirmed, Some(desk), NextStep::FollowUp)
        );
        // Another desk that answers by itself does not end what this one owes.
        let cc = EvidenceKind::AnsweredInCc;
        let other = sent.proven_with_rest(cc, moment(12), Some(desk));
        assert_eq!(
            (other.status(), other.receipt, other.ball),
            (Status::Open, Receipt::Reported, sent.ball)
        );
        let last = sent.proven_with_rest(cc, moment(12), None);
        assert_eq!(
            (last.status(), last.receipt),
            (Status::Answered, Receipt::Reported)
        );
    }

    #[test]
    fn a_ticket_closed_as_answered_hears_the_fate_of_its_answer() {
        let closed = answered()
            .closed_by_person(moment(10), CloseReason::Answered)
            .unwrap();
        let sent = closed.proven(EvidenceKind::Accepted, moment(11));
        assert_eq!(
            (sent.status(), sent.receipt),
            (Status::Closed, Receipt::Sent)
        );
        for before in [closed, sent] {
            let back = before.proven(EvidenceKind::HardBounce, moment(12));
            assert_eq!(
                (back.status(), back.receipt, back.step, back.ball.holder),
                (
                    Status::Open,
                    Receipt::Undeliverable,
                    NextStep::RepairAddress,
                    Ball::Owner
                )
            );
        }
        // Without an answer, or closed for another reason, there is nothing to hear.
        let never = Standing::registered(moment(8))
            .closed_by_person(moment(9), CloseReason::Duplicate)
            .unwrap();
        let spam = answered()
            .closed_by_person(moment(10), CloseReason::Spam)
            .unwrap();
        for over in [never, spam] {
            assert_eq!(over.proven(EvidenceKind::HardBounce, moment(12)), over);
            assert_eq!(over.proven(EvidenceKind::Accepted, moment(12)), over);
        }
    }

    #[test]
    fn nothing_closes_as_answered_without_an_answer_that_arrived() {
        let new = Standing::registered(moment(8));
        let with_desk = new.forwarded(Uuid::nil(), moment(9)).unwrap();
        let bounced = answered().proven(EvidenceKind::HardBounce, moment(10));
        for standing in [new, with_desk, bounced] {
            for reason in [CloseReason::Answered, CloseReason::AnsweredByFaq] {
                let closed = standing.closed_by_person(moment(11), reason);
                assert_eq!(closed, Err(CannotClose::Unanswered), "{standing:?}");
            }
            let otherwise = standing.closed_by_person(moment(11), CloseReason::Withdrawn);
            assert!(otherwise.is_ok());
        }
        let disputed = answered().proven(EvidenceKind::SaidNo, moment(10));
        for standing in [answered(), disputed] {
            let closed = standing.closed_by_person(moment(11), CloseReason::Answered);
            assert!(closed.is_ok());
        }
    }

    #[test]
    fn an_answer_given_outside_is_noted_and_closes_the_ticket() {
        let open = Standing::registered(moment(8))
            .forwarded(Uuid::nil(), moment(9))
            .unwrap();
        let noted = open.proven(EvidenceKind::Noted, moment(10));
        assert_eq!(noted.receipt, Receipt::Confirmed);
        let Stage::Closed {
            reason,
            answered_at,
            ..
        } = noted.stage
        else {
            panic!("{noted:?} is not closed");
        };
        assert_eq!(
            (reason, answered_at),
            (CloseReason::Answered, Some(moment(10)))
        );
        // Whoever comes back on it disputes that answer.
        assert_eq!(noted.asker_wrote(moment(11)).receipt, Receipt::Disputed);
        // What is closed otherwise is not answered by a note.
        let spam = open
            .closed_by_person(moment(10), CloseReason::Spam)
            .unwrap();
        assert_eq!(spam.proven(EvidenceKind::Noted, moment(11)), spam);
    }

    #[test]
    fn what_waits_to_be_read_still_does_when_the_house_closes() {
        let sent = answered().proven(EvidenceKind::Accepted, moment(10));
        for proof in [EvidenceKind::Silence, EvidenceKind::SaidYes] {
            let closed = sent.notice_received().proven(proof, moment(11));
            assert_eq!(closed.step, NextStep::ReviewProposal, "{proof:?}");
            assert_eq!((closed.status(), closed.rank()), (Status::Closed, 1));
        }
        let closed = sent.proven(EvidenceKind::SaidYes, moment(11));
        assert_eq!((closed.step, closed.rank()), (NextStep::Done, 9));
        let stranger = Waits {
            held: true,
            ..Waits::default()
        };
        let waits = closed.attended(stranger);
        assert_eq!((waits.step, waits.rank()), (NextStep::ReviewSender, 1));
        assert_eq!(waits.sender_reviewed(NextStep::Answer), closed);
    }

    #[test]
    fn a_bounce_undoes_what_was_presumed_from_silence() {
        let presumed = answered()
            .proven(EvidenceKind::Accepted, moment(10))
            .proven(EvidenceKind::Silence, moment(11));
        let back = presumed.proven(EvidenceKind::HardBounce, moment(12));
        assert_eq!(
            (back.status(), back.receipt),
            (Status::Open, Receipt::Undeliverable)
        );
    }

    #[test]
    fn silence_after_a_reported_answer_brings_it_to_the_owner() {
        let reported =
            Standing::registered(moment(8)).proven(EvidenceKind::AnsweredInCc, moment(9));
        assert_eq!(reported.receipt, Receipt::Reported);
        let back = reported.proven(EvidenceKind::Silence, moment(11));
        assert_eq!(
            (back.status(), back.receipt, back.ball.holder, back.step),
            (
                Status::Answered,
                Receipt::Reported,
                Ball::Owner,
                NextStep::FollowUp
            )
        );
        assert_eq!((back.ball.since, back.rank()), (moment(11), 1));
        let noted = back.proven(EvidenceKind::Noted, moment(12));
        assert_eq!(
            (noted.status(), noted.receipt),
            (Status::Closed, Receipt::Confirmed)
        );
    }

    #[test]
    fn a_new_point_reopens_and_keeps_what_is_known_of_the_answer() {
        let sent = answered().proven(EvidenceKind::Accepted, moment(10));
        for (before, known) in [
            (sent, Receipt::Sent),
            (
                sent.proven(EvidenceKind::SaidYes, moment(11)),
                Receipt::Confirmed,
            ),
            (
                sent.proven(EvidenceKind::Silence, moment(11)),
                Receipt::Presumed,
            ),
        ] {
            let open = before.proven(EvidenceKind::RepliedMore, moment(12));
            assert_eq!(
                (open.status(), open.receipt, open.step, open.rank()),
                (Status::Open, known, NextStep::Answer, 1)
            );
            let yes = open.proven(EvidenceKind::SaidYes, moment(13));
            assert_eq!(
                (yes.status(), yes.receipt),
                (Status::Open, Receipt::Confirmed)
            );
            let no = open.proven(EvidenceKind::SaidNo, moment(13));
            assert_eq!((no.status(), no.receipt), (Status::Open, Receipt::Disputed));
        }
        let new = Standing::registered(moment(8));
        assert_eq!(new.proven(EvidenceKind::RepliedMore, moment(9)), new);
    }

    #[test]
    fn only_what_was_read_in_words_can_be_read_otherwise() {
        use EvidenceKind::{Accepted, Corrected, Noted, RepliedAgain, RepliedYes, SaidNo};
        let check = |receipt, proofs: &[EvidenceKind], expected| {
            let judged = judged_from_words(receipt, proofs.iter().copied());
            assert_eq!(judged, expected, "{receipt:?} {proofs:?}");
        };
        check(Receipt::Confirmed, &[Accepted, RepliedYes, Accepted], true);
        check(Receipt::Disputed, &[Accepted, RepliedAgain], true);
        check(Receipt::Disputed, &[RepliedAgain, SaidNo], false);
        check(Receipt::Confirmed, &[RepliedYes, Noted], false);
        check(Receipt::Sent, &[Accepted, RepliedAgain, Corrected], false);
        check(Receipt::Sent, &[], false);
    }

    #[test]
    fn what_was_read_wrongly_is_as_it_was_before() {
        let sent = answered().proven(EvidenceKind::Accepted, moment(10));
        for wrong in [EvidenceKind::RepliedYes, EvidenceKind::RepliedAgain] {
            let right = sent
                .proven(wrong, moment(11))
                .read_otherwise(sent.receipt, moment(12));
            assert_eq!(
                (right.status(), right.receipt, right.step, right.ball.holder),
                (Status::Open, Receipt::Sent, NextStep::Answer, Ball::Owner)
            );
        }
    }

    #[test]
    fn a_machine_does_not_overrule_the_no_of_the_asker() {
        let disputed = answered()
            .proven(EvidenceKind::Accepted, moment(10))
            .proven(EvidenceKind::SaidNo, moment(11));
        for notice in [EvidenceKind::ReadNotice, EvidenceKind::DeliveryNotice] {
            assert_eq!(disputed.proven(notice, moment(12)), disputed, "{notice:?}");
        }
        let yes = disputed.proven(EvidenceKind::SaidYes, moment(12));
        assert_eq!(yes.receipt, Receipt::Confirmed);
    }

    #[test]
    fn no_proof_of_receipt_without_an_answer() {
        let new = Standing::registered(moment(8));
        for proof in [
            EvidenceKind::SaidYes,
            EvidenceKind::Silence,
            EvidenceKind::ReadNotice,
            EvidenceKind::SaidNo,
        ] {
            assert_eq!(new.proven(proof, moment(9)), new, "{proof:?}");
        }
    }

    #[test]
    fn a_closed_ticket_is_neither_answered_nor_forwarded() {
        let closed = Standing::registered(moment(8))
            .closed_by_person(moment(9), CloseReason::Spam)
            .unwrap();
        assert!(closed.answered(moment(10)).is_err());
        assert!(closed.forwarded(Uuid::nil(), moment(10)).is_err());
        assert!(
            closed
                .closed_by_person(moment(10), CloseReason::Spam)
                .is_err()
        );
        assert_eq!(closed.reopened(moment(10)).unwrap().status(), Status::Open);
    }
}
