//! Notices to colleagues: who wants to hear by mail of what happened, how often, and the mail that says so.
//! The register notes what happened; here it is known whom it concerns. A notice says which question, what
//! happened and where to read it, and never what somebody wrote or who asks. Nothing of the work depends on
//! it.

mod digest;
mod error;
mod tell;
mod wishes;

pub use crate::entity::happening::NoticeKind;
pub use crate::entity::notice_wish::Pace;
pub use digest::{due_digests, send_digest};
pub use error::NoticeError;
pub use tell::{happenings, tell_one};
pub use wishes::{Wishes, save_wishes, wishes};
