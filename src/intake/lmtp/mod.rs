//! The door for a mail server of the organisation: it hands mail over by LMTP (RFC 2033) or SMTP
//! (RFC 5321) and keeps each until we have committed it. Off unless `[intake.lmtp]` says where.
//!
//! What is said (`session`) and where content ends (`content`) are pure; `talk` moves the bytes
//! and `listener` decides who may talk. Only mail for our own addresses is taken, and only bytes
//! are kept here: nobody looks into them before [`take_in`](super::take_in) has committed.

mod content;
mod listener;
mod session;
mod spool;
mod talk;

pub use listener::{ListenError, Listener};
pub(super) use talk::SOURCE;
