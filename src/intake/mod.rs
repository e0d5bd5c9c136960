//! The doors through which a question comes in: mail from a folder, a maildir, a mailbox or by HTTP,
//! and forms. All end in [`take_in`], which keeps the raw bytes before anybody looks into them; an
//! [`Understander`] then finds out what they are and has them registered. Nothing is ever thrown
//! away here: what cannot be understood stands in the quarantine with the reason.

mod alarms;
mod balance;
mod error;
mod files;
mod form;
mod health;
pub mod imap;
pub mod lmtp;
pub mod mail;
mod maildir;
mod mailroom;
mod placing;
mod register;
mod resolve;
mod rework;
mod silence;
mod split;
mod submit;
mod take_in;
mod understand;
mod uploads;

pub use alarms::{
    Alarm, AlarmKind, Alarming, Care, SourceState, counted_at, open_alarms, source_states,
    watch_mail,
};
pub use balance::{Adrift, AdriftMail, Sum, adrift, balance, day_range};
pub use error::{IntakeError, SplitFault};
pub use files::{FolderError, Messages, messages};
pub use form::{MOST_EMAIL, MOST_NAME, MOST_SUBJECT, Submission, SubmissionChannel, SubmittedFile};
pub use health::{SourceHealth, report_source, sources};
pub use maildir::{Maildir, WatchError, Watched, maildir_source};
pub use mailroom::{
    HandoverView, MailCursor, MailEventView, MailFilter, MailPage, MailRow, MailView, mail_view,
    mails, quarantined,
};
pub use placing::{Waiting, belongs, stands_alone};
pub use rework::{Rework, can_rework};
pub use split::{MOST_SPLIT, Split, split};
pub use submit::{Submitted, foresee, submit, understand_at_once};
pub use take_in::{Handed, TakenIn, take_in, take_in_all};
pub use understand::{Understander, waiting_mail};
pub use uploads::{UPLOAD_KEPT, note_uploads, sweep_uploads};

pub use crate::entity::inbound_mail::{InboundFormat, InboundState, Mark, SenderProof, Treatment};

/// The source of what comes in by a page of ours.
pub const PORTAL: &str = "portal";
