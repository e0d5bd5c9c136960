//! What can go wrong when a ticket is changed.

use super::{CannotClose, Reference, WrongStep};
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
    /// A mail that goes with the change could not be written.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// That mail could not be queued.
    #[error(transparent)]
    Enqueue(#[from] OutboundError),
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
