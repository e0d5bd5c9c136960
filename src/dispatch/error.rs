//! What can go wrong when a question is sent on or answered.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::auth::Refused;
use crate::outbound::OutboundError;
use crate::outbound::mails::MailError;
use crate::registry::{RegistryError, WrongProgress, WrongStep};
use crate::store::StoreError;

/// Why a question was not sent on or answered.
#[derive(Debug, thiserror::Error)]
pub enum DispatchError {
    /// The ticket is not there, not permitted, stale or not ready for it.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// No desk has this slug, or it is not one that questions go to.
    #[error("there is no administration `{0}`")]
    UnknownDesk(String),
    /// The desk's address is a placeholder, which mail never goes to.
    #[error("the address of {0} is a placeholder; no mail can go there")]
    Placeholder(String),
    /// Mail cannot go to what was given as an address.
    #[error("{0:?} is not an address that mail can go to")]
    NoAddress(String),
    /// What did not arrive would leave again to the address at which it did not arrive.
    #[error("it did not arrive at {0:?}, which is the address that it would leave to again")]
    SameAddress(String),
    /// It is not known who asked.
    #[error("it is not known who asked; no mail can go there")]
    NoAsker,
    /// A file that was to go along is none of that answer, is gone or is held back.
    #[error("the file {0} cannot go along")]
    NoFile(Uuid),
    /// The desk already has it.
    #[error("{0} already has this question")]
    AlreadyThere(String),
    /// A desk that should go on answering does not owe anything in the question.
    #[error("{0} has no part of this question to answer")]
    OwesNothing(String),
    /// Something that a colleague sent is about to leave.
    #[error("something that somebody sent is about to leave")]
    OnItsWay,
    /// No such assignment, or not one that this actor may know of.
    #[error("there is no assignment {0}")]
    UnknownAssignment(Uuid),
    /// Nobody answers on this day.
    #[error("{0} is no day to promise an answer on")]
    UnfitDay(NaiveDate),
    /// Advice is not asked for within so many working days.
    #[error("{0} is no number of working days to ask for advice in")]
    UnfitTerm(u16),
    /// The step cannot follow where the assignment stands.
    #[error(transparent)]
    WrongProgress(#[from] WrongProgress),
    /// The mail could not be written.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The mail could not be queued.
    #[error(transparent)]
    Enqueue(#[from] OutboundError),
}

impl From<StoreError> for DispatchError {
    fn from(error: StoreError) -> Self {
        Self::Registry(error.into())
    }
}

impl From<WrongStep> for DispatchError {
    fn from(error: WrongStep) -> Self {
        Self::Registry(error.into())
    }
}

impl From<Refused> for DispatchError {
    fn from(error: Refused) -> Self {
        Self::Registry(error.into())
    }
}

impl From<sea_orm::DbErr> for DispatchError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Registry(error.into())
    }
}
