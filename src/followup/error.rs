//! What can go wrong when following up.

use uuid::Uuid;

use crate::outbound::OutboundError;
use crate::outbound::mails::MailError;
use crate::registry::RegistryError;
use crate::store::StoreError;

/// Why following up did not happen.
#[derive(Debug, thiserror::Error)]
pub enum FollowupError {
    /// The ticket is not there, not permitted, stale or not ready for it.
    #[error(transparent)]
    Registry(#[from] RegistryError),
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
