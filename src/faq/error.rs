//! What can go wrong with the FAQ.

use uuid::Uuid;

use crate::auth::Refused;
use crate::entity::faq_entry::FaqStatus;
use crate::store::StoreError;

/// Why the FAQ did not change.
#[derive(Debug, thiserror::Error)]
pub enum FaqError {
    /// No such entry.
    #[error("there is no FAQ entry {0}")]
    UnknownEntry(Uuid),
    /// The actor may not.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A text that must be there is empty.
    #[error("the {0} is empty")]
    Empty(&'static str),
    /// The step cannot follow where the entry stands.
    #[error("an entry that is {status:?} cannot be {verb}")]
    WrongStep {
        /// Where it stands.
        status: FaqStatus,
        /// What was asked of it.
        verb: &'static str,
    },
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for FaqError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
