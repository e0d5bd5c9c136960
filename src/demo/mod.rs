//! The demo: believable questions with their histories, accounts and published answers, so that a
//! newcomer sees a house that is lived in. What happens here goes through the same doors as real
//! work; nothing in this room may be reached when `demo` is off.

pub mod content;

/// The password of every account of the demo; it stands on the demo's sign-in page.
pub const PASSWORD: &str = "demo-regiovraag";
