//! The mails of the house, one a file: what it needs to know, and its twin templates (`.txt` and
//! `.html`) with the same words in the same order. A mail is handed plain facts and finished links;
//! it looks nothing up and decides nothing.

#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "askama hands arguments over by reference, and one way everywhere reads best"
)]

mod acknowledgement;
mod alarm;
mod answer;
mod closing;
mod days;
mod duplicate;
mod forward;
mod information_request;
mod letter;
mod links;
mod marks;
mod notice;
mod passage;
mod receipt_question;
mod reminder;
mod reopening;
mod signal;
mod status_links;
mod subject;
mod unverified;
mod withdrawal;
mod wrap;

pub use acknowledgement::{Acknowledgement, Suggestion};
pub use alarm::{AlarmMail, Alarming};
pub use answer::{Answer, StillOwed};
pub use closing::{ClosedAs, Closing};
pub use duplicate::Duplicate;
pub use forward::{Forward, Given, Later, Occasion, Reason, Wanted};
pub use information_request::InformationRequest;
pub use letter::{Asker, Letterhead, MailBody, MailError, Signature};
pub use links::{LinkedFile, with_links};
pub use notice::{Heard, NoticeMail, Noticed};
pub use passage::{Passage, markdown_on_page};
pub use receipt_question::ReceiptQuestion;
pub use reminder::Reminder;
pub use reopening::Reopening;
pub use signal::Signal;
pub use status_links::{LinkedQuestion, StatusLinks};
pub use subject::{reply_subject, tidy_subject};
pub use unverified::{Came, UnverifiedAcknowledgement};
pub use withdrawal::{Moot, Withdrawal};
