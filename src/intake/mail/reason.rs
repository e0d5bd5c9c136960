//! Why a mail is what it is, or was set aside: a word for each, as the register keeps it. What it
//! says to a person stands with the texts of the desk, in the language of whoever reads.

use sea_orm::EnumIter;
use serde::{Deserialize, Serialize};

use super::parsed::Unparsable;

/// Why a mail is what it is, or was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, EnumIter)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It reports that a mail failed, or is late.
    FailureReport,
    /// It reports that a mail was delivered, or read.
    ReceiptReport,
    /// It reports about no mail of ours.
    OfNoMailOfOurs,
    /// Our own mail came back.
    OwnMail,
    /// It has a calendar part with a method.
    Calendar,
    /// The receiving server marked it as spam.
    MarkedSpam,
    /// Its headers are those of a mailing list or a campaign.
    Mailing,
    /// Its precedence is that of a mailing.
    MailingPrecedence,
    /// Its subject is that of an automatic reply.
    AutomaticSubject,
    /// It has a header of an auto-responder.
    ResponderHeader,
    /// Its `Auto-Submitted` says so.
    AutoSubmitted,
    /// It answers, with the null sender.
    NullSender,
    /// It was sent to the address to which only mail systems write.
    ReturnAddress,
    /// Its text says that it is automatic.
    AutomaticText,
    /// A mail system sent it.
    MailSystem,
    /// A stranger names a reference: a person must look.
    Stranger,
    /// It comes from the asker's side of the ticket.
    AskersSide,
    /// A desk passes on a mail of the asker.
    PassedOn,
    /// A desk writes to the asker.
    DeskToAsker,
    /// A desk of the ticket writes to us.
    DeskToUs,
    /// A desk writes to somebody, with us in copy.
    DeskInCopy,
    /// No ticket and no machine: a person asks.
    PersonAsks,
    /// A person said so.
    PersonSaid,
    /// The receiving server says that it does not come from the domain that it claims.
    SenderRefuted,
    /// The receiving server does not vouch for the domain that it claims.
    SenderUnproven,
    /// It is encrypted and cannot be read here.
    Sealed,
    /// It came the way that mailings come, or from a form, and seems to ask something.
    Carried,
    /// There is nothing in it.
    Empty,
    /// It has no headers of a mail.
    NoHeaders,
    /// It is larger than is read.
    TooLarge,
    /// It is larger than is taken in: only its headers were kept.
    HeadersOnly,
    /// The same, and where the message itself is.
    LeftBehind {
        /// In which folder.
        folder: String,
        /// Of which account.
        account: String,
    },
    /// It stops the program that reads it.
    StopsUs,
    /// Every try to deal with it failed.
    Failed {
        /// What went wrong the last time, as it was logged.
        words: String,
    },
}

impl Reason {
    /// Some reasons, as the register keeps them.
    #[must_use]
    pub fn kept(reasons: &[Self]) -> String {
        // Words and texts alone: that cannot fail.
        serde_json::to_string(reasons).unwrap_or_default()
    }

    /// What the register kept; `None` when it was not kept by [`Reason::kept`].
    #[must_use]
    pub fn read(kept: &str) -> Option<Vec<Self>> {
        serde_json::from_str(kept).ok()
    }
}

impl From<Unparsable> for Reason {
    fn from(why: Unparsable) -> Self {
        match why {
            Unparsable::Empty => Self::Empty,
            Unparsable::NoHeaders => Self::NoHeaders,
            Unparsable::TooLarge => Self::TooLarge,
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable as _;

    use super::*;

    #[test]
    fn every_reason_is_read_as_it_was_kept() {
        let all: Vec<Reason> = Reason::iter().collect();
        assert_eq!(Reason::read(&Reason::kept(&all)), Some(all));
        let left = Reason::LeftBehind {
            folder: "Te \"groot\"".into(),
            account: "centraal".into(),
        };
        let kept = Reason::kept(std::slice::from_ref(&left));
        assert_eq!(Reason::read(&kept), Some(vec![left]));
        assert_eq!(Reason::read("the file is empty"), None);
    }
}
