//! The forms of a question: how each is called in its address, what the policy calls it, and the keys of what is
//! said of it.

use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use serde::de::value::StrDeserializer;
use uuid::Uuid;

use crate::auth::Verb;

/// The forms of a question, each the name of its verb in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Answer the asker.
    Answer,
    /// Send the answer that did not arrive to another address.
    Readdress,
    /// Ask the asker for something.
    Ask,
    /// Send the question on.
    Forward,
    /// Pass on what the asker wrote to administrations that have the question.
    PassOn,
    /// Say that what the asker wrote was read, and that nothing need be done.
    Seen,
    /// Take the question back from an administration.
    Withdraw,
    /// Leave an answer of an administration: the asker does not get it.
    Leave,
    /// Go on without a file that the virus scanner cannot look at.
    LeaveOut,
    /// Write a note.
    Note,
    /// Note that the asker has the answer.
    Receipt,
    /// Take the question.
    Take,
    /// Take it from the colleague who has it.
    TakeOver,
    /// Give it back to the desk.
    Release,
    /// Close it.
    Close,
    /// Open it again.
    Reopen,
    /// Say that a mail of a stranger belongs to a question.
    Belong,
    /// Say that it is a question of its own.
    Alone,
    /// Say that a proposed answer is a refusal.
    Refused,
    /// Say that the house misread what the asker wrote about an answer.
    Correct,
    /// Give it to a colleague.
    Assign,
    /// Say what it is about.
    Topic,
    /// Let another desk answer for it.
    Owner,
    /// Give the advice that one's desk was asked for.
    Advise,
}

impl Form {
    /// The key that opens it and what that is said to do, for those that stand in the line of keys.
    pub(super) fn key_hint(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Answer => Some(("A", "desk-key-answer")),
            Self::Forward => Some(("F", "desk-key-forward")),
            Self::Note => Some(("N", "desk-key-note")),
            Self::Close => Some(("E", "desk-key-close")),
            _ => None,
        }
    }

    /// The form with this name in the address.
    #[must_use]
    pub fn named(slug: &str) -> Option<Self> {
        let slug: StrDeserializer<'_, serde::de::value::Error> = slug.into_deserializer();
        Self::deserialize(slug).ok()
    }

    /// The last part of the address.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Readdress => "readdress",
            Self::Ask => "ask",
            Self::Forward => "forward",
            Self::PassOn => "passon",
            Self::Seen => "seen",
            Self::Withdraw => "withdraw",
            Self::Leave => "leave",
            Self::LeaveOut => "leaveout",
            Self::Note => "note",
            Self::Receipt => "receipt",
            Self::Take => "take",
            Self::TakeOver => "takeover",
            Self::Release => "release",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Belong => "belong",
            Self::Alone => "alone",
            Self::Refused => "refused",
            Self::Correct => "correct",
            Self::Assign => "assign",
            Self::Topic => "topic",
            Self::Owner => "owner",
            Self::Advise => "advise",
        }
    }

    /// The address that opens it on the page of a question, with the cursor in its first field: a
    /// browser moves there by itself, with or without a script.
    #[must_use]
    pub fn address(self) -> String {
        format!("?do={}#{}", self.slug(), self.first_field())
    }

    /// The address that opens a draft in it, in the same way.
    #[must_use]
    pub fn address_with(self, draft: Uuid) -> String {
        format!("?do={}&draft={draft}#{}", self.slug(), self.first_field())
    }

    fn first_field(self) -> &'static str {
        match self {
            Self::Readdress => "adres",
            Self::Close => "reden",
            Self::Receipt => "wie",
            _ => "tekst",
        }
    }

    /// Whether something is typed in it: it has a place of its own on the page, and is no button.
    #[must_use]
    pub fn is_typed(self) -> bool {
        match self {
            Self::Answer
            | Self::Readdress
            | Self::Ask
            | Self::Forward
            | Self::PassOn
            | Self::Withdraw
            | Self::Note
            | Self::Receipt
            | Self::Close
            | Self::Advise
            | Self::Reopen => true,
            Self::Seen
            | Self::Leave
            | Self::LeaveOut
            | Self::Take
            | Self::TakeOver
            | Self::Release
            | Self::Belong
            | Self::Alone
            | Self::Refused
            | Self::Correct
            | Self::Assign
            | Self::Topic
            | Self::Owner => false,
        }
    }

    /// What the policy calls it.
    #[must_use]
    pub fn verb(self) -> Verb {
        match self {
            Self::Answer | Self::Readdress | Self::Leave => Verb::Answer,
            Self::Ask => Verb::Message,
            Self::Forward | Self::PassOn | Self::Withdraw | Self::Refused => Verb::Forward,
            // Advice is that of one's own desk, which `forms` knows.
            Self::Note | Self::Advise => Verb::Note,
            Self::Receipt | Self::Correct => Verb::ConfirmReceipt,
            Self::Take | Self::TakeOver | Self::Release => Verb::Take,
            Self::Seen | Self::Belong | Self::Alone | Self::Assign | Self::Topic | Self::Owner => {
                Verb::Assign
            }
            Self::LeaveOut => Verb::LeaveOutFile,
            Self::Close => Verb::Close,
            Self::Reopen => Verb::Reopen,
        }
    }

    pub(super) fn tab(self, answered: bool) -> &'static str {
        match self {
            Self::Answer => "desk-form-answer",
            Self::Readdress => "desk-form-readdress",
            Self::Ask => "desk-form-ask",
            Self::Forward => "desk-do-forward",
            Self::PassOn => "desk-do-pass-on",
            Self::Seen => "desk-do-seen",
            Self::Withdraw => "desk-do-withdraw",
            Self::Leave => "desk-do-leave",
            Self::LeaveOut => "desk-do-leave-out",
            Self::Note => "desk-do-note",
            Self::Receipt if answered => "desk-form-receipt",
            Self::Receipt => "desk-form-elsewhere",
            Self::Take | Self::TakeOver => "desk-do-take",
            Self::Release => "desk-do-release",
            Self::Close => "desk-form-close",
            Self::Reopen => "desk-form-reopen",
            Self::Belong => "desk-do-belong",
            Self::Alone => "desk-do-alone",
            Self::Refused => "desk-do-refused",
            Self::Correct => "desk-do-correct",
            Self::Assign => "desk-do-assign",
            Self::Topic => "desk-do-topic",
            Self::Owner => "desk-do-owner",
            Self::Advise => "desk-do-advise",
        }
    }

    pub(super) fn again(self) -> &'static str {
        match self {
            Self::Answer | Self::Readdress | Self::Ask | Self::PassOn | Self::Advise => {
                "desk-again-send"
            }
            Self::Forward => "desk-again-forward",
            Self::Withdraw => "desk-again-withdraw",
            Self::Leave
            | Self::LeaveOut
            | Self::Seen
            | Self::Note
            | Self::Receipt
            | Self::Take
            | Self::TakeOver
            | Self::Release
            | Self::Belong
            | Self::Alone
            | Self::Refused
            | Self::Correct
            | Self::Assign
            | Self::Topic
            | Self::Owner => "desk-again-note",
            Self::Close => "desk-again-close",
            Self::Reopen => "desk-again-reopen",
        }
    }

    pub(super) fn late(self) -> &'static str {
        match self {
            Self::Answer | Self::Readdress | Self::Ask | Self::PassOn | Self::Advise => {
                "desk-late-send"
            }
            Self::Forward => "desk-late-forward",
            Self::Withdraw => "desk-late-withdraw",
            Self::Note | Self::Receipt | Self::Refused | Self::Correct | Self::Topic => {
                "desk-late-note"
            }
            Self::Take | Self::TakeOver | Self::Assign => "desk-late-take",
            Self::Close => "desk-late-close",
            Self::Reopen => "desk-late-reopen",
            Self::Leave
            | Self::LeaveOut
            | Self::Seen
            | Self::Release
            | Self::Belong
            | Self::Owner
            | Self::Alone => "desk-late-place",
        }
    }

    pub(super) fn late_by(self) -> &'static str {
        match self {
            Self::Answer | Self::Readdress | Self::Ask | Self::PassOn | Self::Advise => {
                "desk-late-send-by"
            }
            Self::Forward => "desk-late-forward-by",
            Self::Withdraw => "desk-late-withdraw-by",
            Self::Note | Self::Receipt | Self::Refused | Self::Correct | Self::Topic => {
                "desk-late-note-by"
            }
            Self::Take | Self::TakeOver | Self::Assign => "desk-late-take-by",
            Self::Close => "desk-late-close-by",
            Self::Reopen => "desk-late-reopen-by",
            Self::Leave
            | Self::LeaveOut
            | Self::Seen
            | Self::Release
            | Self::Belong
            | Self::Owner
            | Self::Alone => "desk-late-place-by",
        }
    }

    pub(super) fn late_by_me(self) -> &'static str {
        match self {
            Self::Answer | Self::Readdress | Self::Ask | Self::PassOn | Self::Advise => {
                "desk-late-send-by-me"
            }
            Self::Forward => "desk-late-forward-by-me",
            Self::Withdraw => "desk-late-withdraw-by-me",
            Self::Note | Self::Receipt | Self::Refused | Self::Correct | Self::Topic => {
                "desk-late-note-by-me"
            }
            Self::Take | Self::TakeOver | Self::Assign => "desk-late-take-by-me",
            Self::Close => "desk-late-close-by-me",
            Self::Reopen => "desk-late-reopen-by-me",
            Self::Leave
            | Self::LeaveOut
            | Self::Seen
            | Self::Release
            | Self::Belong
            | Self::Owner
            | Self::Alone => "desk-late-place-by-me",
        }
    }

    /// The text that says that it was done.
    #[must_use]
    pub fn done(self) -> &'static str {
        match self {
            Self::Answer => "desk-done-answer",
            Self::Readdress => "desk-done-readdress",
            Self::Ask => "desk-done-ask",
            Self::Forward => "desk-done-forward",
            Self::PassOn => "desk-done-pass-on",
            Self::Seen => "desk-done-seen",
            Self::Withdraw => "desk-done-withdraw",
            Self::Leave => "desk-done-leave",
            Self::LeaveOut => "desk-done-leave-out",
            Self::Note => "desk-done-note",
            Self::Receipt => "desk-done-receipt",
            Self::Take => "desk-done-take",
            Self::TakeOver => "desk-done-take-over",
            Self::Release => "desk-done-release",
            Self::Close => "desk-done-close",
            Self::Reopen => "desk-done-reopen",
            Self::Belong => "desk-done-belong",
            Self::Alone => "desk-done-alone",
            Self::Refused => "desk-done-refused",
            Self::Correct => "desk-done-correct",
            Self::Assign => "desk-done-assign",
            Self::Topic => "desk-done-topic",
            Self::Owner => "desk-done-owner",
            Self::Advise => "desk-done-advise",
        }
    }
}
