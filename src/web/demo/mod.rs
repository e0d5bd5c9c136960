//! The demo's mailboxes: a newcomer writes as a municipality, sees every mail that left as its
//! receiver sees it, replies as asker or administration, or lets a mail fail. Only `serve --demo`
//! opens these pages. What is written here becomes a raw mail, as a mail program would make it, and
//! enters by the same door as any other; nothing here touches a question itself.

pub mod examples;
mod handlers;
pub mod letters;
pub mod pages;
pub mod post;
pub mod reading;

pub use handlers::configure;

#[cfg(test)]
mod samples;
