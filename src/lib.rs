//! regiovraag: registers the questions of Flemish local governments about *regiovorming*, sends
//! each to the desk that can answer it, and does not let go until the asker has the answer.
//!
//! The modules are the rooms a question travels through; `ARCHITECTURE.md` walks one question from
//! door to door. A room uses what is below it, never what is above or beside it.

pub mod admin;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod context;
pub mod demo;
pub mod directory;
pub mod dispatch;
pub mod entity;
pub mod faq;
pub mod followup;
pub mod intake;
pub mod language;
pub mod notices;
pub mod outbound;
pub mod registry;
pub mod store;
pub mod text;
pub mod web;
pub mod worker;
