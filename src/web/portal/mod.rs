//! The pages for everybody outside: ask a question, follow it, read what is asked often, find the
//! contact point, and, for an administration, the page behind its link. Every page is complete
//! HTML that needs no script, in Dutch or English. A page is handed what it shows; it may not look
//! anything up, decide whose turn it is or count a term, and it never shows what the desks say to
//! each other.

pub mod administration;
pub mod answers;
pub mod ask;
pub mod case;
pub mod confirm;
pub mod contact_point;
pub mod copy;
pub mod faq;
mod handlers;
mod kept;
pub mod limits;
pub mod link;
pub mod notices;
pub mod page;
pub mod start;
pub mod status;
pub mod telling;
pub mod visitor;
pub mod words;

pub use handlers::configure;
pub use page::{Menu, Page, ReadFrom, Site};
pub use words::{Markup, Phone, Words};

#[cfg(test)]
pub(super) mod samples;
