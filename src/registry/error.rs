//! What can go wrong when a ticket is changed.

use super::{CannotClose, NoLink, NoSignal, Reference, UnfitAsker, WrongStep};
use crate::auth::Refused;
use crate::outbound::OutboundError;
use crate::outbound::mails::MailError;
use crate::store::StoreError;

/// Why the register did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// No such ticket, or not one that this actor may know of.
    #[error("there is no ticket {0}")]
    UnknownTicket(Reference),
    /// The step cannot follow where the ticket stands.
    #[error(transparent)]
    WrongStep(#[from] WrongStep),
    /// It has no answer, so it cannot be closed as answered.
    #[error("{}", CannotClose::Unanswered)]
    Unanswered,
    /// A double is closed with the number of the question that it is the double of.
    #[error("it cannot be closed as a double of {0:?}: {1}")]
    NoDouble(String, NoDouble),
    /// It cannot go on in the question with this number.
    #[error("it cannot be merged with {0:?}: {1}")]
    NoMerge(String, NoMerge),
    /// The governor's office cannot be pointed at it so.
    #[error(transparent)]
    NoSignal(#[from] NoSignal),
    /// It cannot be linked so.
    #[error(transparent)]
    NoLink(#[from] NoLink),
    /// A mail that goes with the change could not be written.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// That mail could not be queued.
    #[error(transparent)]
    Enqueue(#[from] OutboundError),
    /// Who should handle it does not work at the desk that answers for it.
    #[error("that person does not work at the desk that answers for it")]
    NotAtDesk,
    /// The colleague with this name handles it.
    #[error("a colleague handles it")]
    HandledBy(String),
    /// Who should answer for it is no desk that answers for questions.
    #[error("that is no contact point, nor the central desk")]
    UnfitOwner,
    /// What was given is no name of an instrument.
    #[error("an instrument is named in 1 to 200 characters")]
    UnfitInstrument,
    /// Somebody cannot be the asker.
    #[error(transparent)]
    UnfitAsker(#[from] UnfitAsker),
    /// There is no such topic, or it is used no more.
    #[error("there is no such topic")]
    UnknownTopic,
    /// Something that the actor sent leaves in a moment, and this would cross it.
    #[error("something that they sent is about to leave")]
    OnItsWay,
    /// The actor may not.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A text that must be there is empty.
    #[error("the text is empty")]
    EmptyText,
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a question cannot be closed as the double of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoDouble {
    /// No number was given.
    #[error("no number was given")]
    Missing,
    /// What was given is the number of no question, or of none that may be seen.
    #[error("there is no such question")]
    Unknown,
    /// It is the question itself.
    #[error("that is the question itself")]
    Itself,
    /// That question was closed as a double of this one.
    #[error("that one was closed as a double of this one")]
    Circle,
    /// That question has its answer, which another asker does not have by that.
    #[error("that one is answered: its answer can be given here")]
    Answered,
    /// That question was closed without an answer: nobody works on it.
    #[error("that one was closed without an answer")]
    GivenUp,
}

/// Why two questions cannot be made one, or two again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoMerge {
    /// No number was given.
    #[error("no number was given")]
    Missing,
    /// What was given is the number of no question, or of none that may be seen.
    #[error("there is no such question")]
    Unknown,
    /// It is the question itself.
    #[error("that is the question itself")]
    Itself,
    /// That question is closed.
    #[error("that one is closed")]
    Closed,
    /// That question goes on in another one itself.
    #[error("that one goes on in another one")]
    Elsewhere,
    /// That question has its answer.
    #[error("that one is answered")]
    Answered,
    /// An answer of this question left already.
    #[error("this one has an answer")]
    HasAnswer,
    /// This question is closed.
    #[error("this one is closed")]
    Over,
    /// Somebody of another organisation asked it, and nobody confirmed that it is the same case.
    #[error("another organisation asked that one")]
    OtherAsker,
    /// Who asked this one is nobody in that one, so that their words are no message there.
    #[error("its asker is nobody in that one; merge the two")]
    Stranger,
    /// A mail of this question is being sent at this moment.
    #[error("a mail of this one is on its way")]
    Sending,
    /// It does not go on in another one, or does not any more.
    #[error("it is not merged")]
    NotMerged,
    /// It was merged too long ago to undo that.
    #[error("it was merged too long ago")]
    TooLate,
    /// The question that it went on in was answered since.
    #[error("the question that it went on in was answered since")]
    AnsweredSince,
}

impl From<CannotClose> for RegistryError {
    fn from(error: CannotClose) -> Self {
        match error {
            CannotClose::WrongStep(error) => Self::WrongStep(error),
            CannotClose::Unanswered => Self::Unanswered,
        }
    }
}

impl From<sea_orm::DbErr> for RegistryError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
