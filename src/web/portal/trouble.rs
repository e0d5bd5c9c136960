//! What a visitor is told when a function of the rooms below says no.

use crate::dispatch::DispatchError;
use crate::faq::FaqError;
use crate::followup::FollowupError;
use crate::intake::IntakeError;
use crate::web::{Kind, Problem};

/// Why the FAQ could not be read.
#[must_use]
pub fn of_faq(error: FaqError) -> Problem {
    match error {
        FaqError::Store(error) => error.into(),
        FaqError::Refused(refused) => refused.into(),
        FaqError::UnknownEntry(_) => Problem::not_found(),
        FaqError::Empty(_) | FaqError::WrongStep { .. } => {
            Problem::new(Kind::Internal).caused_by(error)
        }
    }
}

/// Why what the asker said about an answer could not be noted.
#[must_use]
pub fn of_followup(error: FollowupError) -> Problem {
    match error {
        FollowupError::Registry(error) => error.into(),
        FollowupError::UnknownAnswer(_) => Problem::new(Kind::LinkOver).caused_by(error),
        FollowupError::Mail(_) | FollowupError::Enqueue(_) => {
            Problem::new(Kind::Internal).caused_by(error)
        }
    }
}

/// Why what an administration said could not be noted.
#[must_use]
pub fn of_dispatch(error: DispatchError) -> Problem {
    match error {
        DispatchError::Registry(error) => error.into(),
        DispatchError::UnknownAssignment(_) => Problem::new(Kind::LinkOver).caused_by(error),
        DispatchError::WrongProgress(_) => Problem::new(Kind::WrongStep).caused_by(error),
        DispatchError::UnknownDesk(_)
        | DispatchError::Placeholder(_)
        | DispatchError::AlreadyThere(_)
        | DispatchError::Mail(_)
        | DispatchError::Enqueue(_) => Problem::new(Kind::Internal).caused_by(error),
    }
}

/// Why a question could not be taken in.
#[must_use]
pub fn of_intake(error: IntakeError) -> Problem {
    match error {
        IntakeError::Store(error) => error.into(),
        IntakeError::Dispatch(error) => of_dispatch(error),
        IntakeError::Followup(error) => of_followup(error),
        IntakeError::TooLarge { .. } => Problem::new(Kind::TooLarge).caused_by(error),
        IntakeError::Unfit { .. } => Problem::new(Kind::Invalid).caused_by(error),
        IntakeError::NoDesk | IntakeError::Mail(_) | IntakeError::Outbound(_) => {
            Problem::new(Kind::Internal).caused_by(error)
        }
    }
}
