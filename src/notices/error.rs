//! What can go wrong when colleagues are told.

use crate::outbound::OutboundError;
use crate::outbound::mails::MailError;
use crate::store::StoreError;

/// Why nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum NoticeError {
    /// The mail could not be written.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The mail could not be queued.
    #[error(transparent)]
    Enqueue(#[from] OutboundError),
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for NoticeError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
