//! What can go wrong with the FAQ.

use uuid::Uuid;

use super::personal::Personal;
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
    /// What everybody may read holds something personal.
    #[error("a published answer may not hold {}", listed(.0))]
    Personal(Vec<Personal>),
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn listed(found: &[Personal]) -> String {
    let each: Vec<String> = found.iter().map(ToString::to_string).collect();
    each.join(", ")
}

impl From<sea_orm::DbErr> for FaqError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
