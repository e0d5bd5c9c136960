//! The tests that look at the house as a whole: one binary, because every further one would link
//! the whole service again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod api;
mod browser;
mod floods;
mod ingest;
mod killed;
mod layers;
mod mailroom;
mod outbox;
mod question;
mod scan;
mod schema;
mod smtp;
mod support;
mod texts;
