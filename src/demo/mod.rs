//! The demo: believable questions with their histories, accounts and published answers, so that a
//! newcomer sees a house that is lived in. What happens here goes through the same doors as real
//! work; nothing of it may be reached when `demo` is off. The exception is [`history`], which a command
//! writes in bulk, for measuring.

pub mod content;
pub mod history;

/// The password of every account of the demo; it stands on the demo's sign-in page.
pub const PASSWORD: &str = "demo-regiovraag";
