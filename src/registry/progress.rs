//! How far a desk is with its assignment: pure steps.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entity::assignment::ProgressKind;

/// How far a desk is, with exactly the facts that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Progress {
    /// The question has gone to the desk.
    Sent,
    /// The desk said that it is theirs.
    Accepted {
        /// When.
        at: DateTime<Utc>,
    },
    /// "Not ours", and whose it is when the desk said so.
    Refused {
        /// When.
        at: DateTime<Utc>,
        /// Whose it is then.
        instead: Option<Uuid>,
    },
    /// The desk answered.
    Answered {
        /// When.
        at: DateTime<Utc>,
        /// With which message.
        message: Uuid,
    },
    /// We took the question back.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
    /// Its term passed in silence.
    NoReaction {
        /// Since when.
        since: DateTime<Utc>,
    },
}

/// A step that cannot follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an assignment that is {progress:?} cannot be {verb}")]
pub struct WrongProgress {
    /// How far it is.
    pub progress: ProgressKind,
    /// What was asked of it.
    pub verb: &'static str,
}

impl Progress {
    /// Without its facts.
    #[must_use]
    pub fn kind(&self) -> ProgressKind {
        match self {
            Self::Sent => ProgressKind::Sent,
            Self::Accepted { .. } => ProgressKind::Accepted,
            Self::Refused { .. } => ProgressKind::Refused,
            Self::Answered { .. } => ProgressKind::Answered,
            Self::Withdrawn { .. } => ProgressKind::Withdrawn,
            Self::NoReaction { .. } => ProgressKind::NoReaction,
        }
    }

    /// Whether the desk still owes something.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self,
            Self::Sent | Self::Accepted { .. } | Self::NoReaction { .. }
        )
    }

    /// Notes that the desk takes it on.
    pub fn accept(self, at: DateTime<Utc>) -> Result<Self, WrongProgress> {
        match self {
            Self::Sent | Self::NoReaction { .. } => Ok(Self::Accepted { at }),
            Self::Accepted { .. } => Ok(self),
            _ => Err(self.wrong("accepted")),
        }
    }

    /// Notes an answer of the desk; a late one is as welcome as one in time, and so is a second.
    pub fn answer(self, message: Uuid, at: DateTime<Utc>) -> Result<Self, WrongProgress> {
        match self {
            Self::Sent
            | Self::Accepted { .. }
            | Self::NoReaction { .. }
            | Self::Answered { .. } => Ok(Self::Answered { at, message }),
            Self::Refused { .. } | Self::Withdrawn { .. } => Err(self.wrong("answered")),
        }
    }

    /// Notes that it is not theirs.
    pub fn refuse(self, instead: Option<Uuid>, at: DateTime<Utc>) -> Result<Self, WrongProgress> {
        if self.is_open() {
            Ok(Self::Refused { at, instead })
        } else {
            Err(self.wrong("refused"))
        }
    }

    /// The same before `message` counted as its answer; `None` when that was not what answered it.
    #[must_use]
    pub fn without_answer(self, message: Uuid) -> Option<Self> {
        match self {
            Self::Answered { message: by, .. } if by == message => Some(Self::Sent),
            _ => None,
        }
    }

    /// Takes the question back.
    pub fn withdraw(self, at: DateTime<Utc>) -> Result<Self, WrongProgress> {
        if self.is_open() {
            Ok(Self::Withdrawn { at })
        } else {
            Err(self.wrong("withdrawn"))
        }
    }

    /// Notes that the term passed in silence; whoever accepted has reacted.
    #[must_use]
    pub fn pass(self, since: DateTime<Utc>) -> Self {
        match self {
            Self::Sent => Self::NoReaction { since },
            _ => self,
        }
    }

    fn wrong(self, verb: &'static str) -> WrongProgress {
        WrongProgress {
            progress: self.kind(),
            verb,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-03-02T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_late_answer_is_as_welcome_as_one_in_time() {
        let silent = Progress::Sent.pass(noon());
        assert_eq!(silent.kind(), ProgressKind::NoReaction);
        assert_eq!(
            silent.answer(Uuid::nil(), noon()).unwrap().kind(),
            ProgressKind::Answered
        );
    }

    #[test]
    fn only_a_desk_that_holds_the_question_can_answer_or_refuse() {
        let refused = Progress::Sent.refuse(None, noon()).unwrap();
        assert!(refused.answer(Uuid::nil(), noon()).is_err());
        assert!(refused.refuse(None, noon()).is_err());
        assert!(refused.withdraw(noon()).is_err());
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let answered = Progress::Sent.answer(one, noon()).unwrap();
        assert!(answered.refuse(None, noon()).is_err());
        assert_eq!(answered.without_answer(one), Some(Progress::Sent));
        assert_eq!(answered.without_answer(other), None);
    }
}
