//! Mailboxes on IMAP servers (RFC 3501 and its extensions). A message is fetched without touching its
//! flags, handed to [`take_in_all`](super::take_in_all), and moved away only after the commit; where
//! nothing is moved, the highest number that was dealt with is remembered. People read these
//! mailboxes too: whether a message was seen says nothing to us and is never changed.
//!
//! A round over a folder may be cut off anywhere. The next one looks at what the folder has, asks the
//! register what it knows of that, and goes on with the rest.

mod account;
mod attend;
mod error;
mod names;
mod records;
mod round;
mod session;
mod windows;
mod xoauth2;

pub use account::{Account, AccountError, Mailbox, watched};
pub use attend::attend;
pub use error::ImapError;
pub use round::{Holding, Tally, holding, ingest, last_counts, visit};
