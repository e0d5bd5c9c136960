//! What can go wrong when following up.

use uuid::Uuid;

use super::UnfitNote;
use crate::outbound::OutboundError;
use crate::outbound::mails::MailError;
use crate::registry::{RegistryError, WrongStep};
use crate::store::StoreError;

/// Why following up did not happen.
#[derive(Debug, thiserror::Error)]
pub enum FollowupError {
    /// The ticket is not there, not permitted, stale or not ready for it.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// What a colleague noted does not say what it must: each field that is wrong.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    UnfitNote(Vec<UnfitNote>),
    /// The link speaks of a ticket or answer that is not there.
    #[error("there is no answer {0}")]
    UnknownAnswer(Uuid),
    /// The mail could not be written.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The mail could not be queued.
    #[error(transparent)]
    Enqueue(#[from] OutboundError),
}

impl From<WrongStep> for FollowupError {
    fn from(error: WrongStep) -> Self {
        Self::Registry(error.into())
    }
}

impl From<StoreError> for FollowupError {
    fn from(error: StoreError) -> Self {
        Self::Registry(error.into())
    }
}

impl From<sea_orm::DbErr> for FollowupError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Registry(error.into())
    }
}
