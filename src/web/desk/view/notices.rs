//! The colleagues that a note can name: a part of its form.

use askama::Template;

use crate::text::Texts;

/// The colleagues whose name begins as somebody typed it.
#[derive(Debug, Template)]
#[template(path = "desk/mentions.html")]
pub struct MentionsPage {
    /// The words.
    pub t: Texts,
    /// Their names.
    pub names: Vec<String>,
}
