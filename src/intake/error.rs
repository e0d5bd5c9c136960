//! What can go wrong between the door and the register.

use uuid::Uuid;

use crate::auth::Refused;
use crate::dispatch::DispatchError;
use crate::followup::FollowupError;
use crate::outbound::OutboundError;
use crate::outbound::mails::MailError;
use crate::registry::RegistryError;
use crate::store::StoreError;

/// What is wrong with a part that should become a question of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SplitFault {
    /// It has no subject.
    NoSubject,
    /// Its subject is too long.
    LongSubject,
    /// It asks nothing.
    NoQuestion,
    /// It is too long.
    LongQuestion,
    /// It is all of the question that it should be a part of.
    WholeQuestion,
    /// There is no such topic.
    UnknownTopic(String),
    /// The asker sent no file with this id.
    UnknownFile(String),
}

/// Why a message could not be taken in or understood. The raw bytes are safe all the same.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// Too large for us.
    #[error("the message is {found} bytes; at most {most} are taken in")]
    TooLarge {
        /// How large it is.
        found: usize,
        /// How large it may be.
        most: usize,
    },
    /// It is kept, and will be registered as soon as that can be done; its number is not known yet.
    #[error("it is safely kept, and is registered later")]
    NotYet,
    /// No desk can own it: the directory is empty.
    #[error("there is no desk that can own a question; import the directory first")]
    NoDesk,
    /// A field of a form that cannot be used.
    #[error("{field}: {why}")]
    Unfit {
        /// Which field.
        field: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// What should become a question of its own will not do, in each of these ways.
    #[error("the part cannot become a question of its own: {0:?}")]
    UnfitSplit(Vec<SplitFault>),
    /// There is no such mail.
    #[error("there is no mail {0}")]
    UnknownMail(Uuid),
    /// The mail is part of a question, the same as another, or waits to be understood: nothing is
    /// left to decide about it.
    #[error("nothing is left to decide about this mail")]
    NothingToDecide,
    /// There is no ticket with the number that it is said to reply to.
    #[error("there is no ticket with that number")]
    UnknownTicket,
    /// The one who asks may not.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Sending it on failed.
    #[error(transparent)]
    Dispatch(#[from] DispatchError),
    /// Drawing conclusions failed.
    #[error(transparent)]
    Followup(#[from] FollowupError),
    /// The register does not know it, or it may not be done.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The acknowledgement could not be written.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The acknowledgement could not be queued.
    #[error(transparent)]
    Outbound(#[from] OutboundError),
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for IntakeError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}
