//! What returns: tickets that ask the same are grouped, a group that enough organisations asked
//! becomes a draft, a person edits and publishes it. No entry is published by itself, and none holds
//! personal data of whoever asked or answered.

mod alike;
pub mod corpus;
mod desk;
mod draft;
mod entries;
mod error;
mod personal;
mod recurrence;
mod search;
mod shelf;
pub mod similarity;

pub use alike::{AnsweredAlike, answered_alike};
pub use desk::{Member, drafts, members};
pub use entries::{
    Entry, EntryText, FaqStatus, Group, archive, create, due_for_review, entries, entry, groups,
    personal_in, publish, reviewed, save, send_back, submit, unfit_to_publish, waiting,
};
pub use error::FaqError;
pub use personal::{Personal, personal};
pub use recurrence::{due_recurrence, recur_one};
pub use search::{Hit, search};
pub use shelf::{Published, Shelf};
