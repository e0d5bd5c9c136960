//! Following up: has the asker received an answer? Deliveries that were settled become evidence,
//! what the asker and the mail servers tell becomes evidence, and terms that pass are fired. Receipt
//! is never set by hand: it follows from evidence, and every piece is kept. Nothing here decides who
//! must answer.

mod bounces;
mod deliveries;
mod error;
mod evidence;
mod noted;
mod reading;
mod receipt;
mod status_links;
mod terms;

pub use bounces::{About, Notice, notice};
pub use deliveries::notice_one;
pub use error::FollowupError;
pub use evidence::{NewEvidence, prove};
pub use noted::{Note, UnfitNote, first_day, note_receipt};
pub use reading::{Reply, read_reply};
pub use receipt::{Said, asker_replied, correct, reported, say};
pub use status_links::{Asked, mail_status_links};
pub use terms::{due_terms, fire_one, tell_one_due};
