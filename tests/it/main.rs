//! The tests that look at the house as a whole: one binary, because every further one would link
//! the whole service again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod addresses;
mod admin;
mod administration;
mod api;
mod asked;
mod asker;
mod bad_input;
mod broken;
mod browser;
mod bulk;
mod closing;
mod dialogue;
mod faq;
mod floods;
mod history;
mod hostile;
mod imap;
mod ingest;
mod killed;
mod knelpunt;
mod layers;
mod live;
mod lmtp;
mod lost_link;
mod maildir;
mod mailroom;
mod mangled;
mod merge;
mod new;
mod oidc;
mod outbox;
mod owasp;
mod people;
mod placing;
mod postfix;
mod question;
mod reading;
mod route;
mod rules;
mod scan;
mod schema;
mod screens;
mod search;
mod second_step;
mod smtp;
mod split;
mod support;
mod texts;
mod undelivered;
mod unsaid;
mod undo;
mod uploads;
mod worked;
