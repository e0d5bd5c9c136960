//! The desk: the screens of the people who work the questions. A handler extracts, calls one
//! function of the rooms below and renders a view; what a view shows is decided here, what is true
//! is decided below. Every action is an ordinary form that works without a script.

pub mod queue;
pub mod ticket;
pub mod view;
pub mod words;
