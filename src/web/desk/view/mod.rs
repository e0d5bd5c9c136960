//! What the desk's pages show: typed views over askama templates. A view holds words that are ready
//! to be read, in the reader's language; it asks nobody anything.

pub mod admin;
pub mod asker;
pub mod bulk;
pub mod faq;
pub mod knelpunt;
pub mod mail;
pub mod new;
pub mod notices;
pub mod parts;
pub mod pending;
pub mod preview;
pub mod problem;
pub mod queue;
pub mod second_step;
pub mod sign_in;
pub mod ticket;
pub mod ticket_form;

#[cfg(test)]
mod samples;
