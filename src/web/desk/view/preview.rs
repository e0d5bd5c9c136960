//! A mail before it leaves.

use crate::web::portal::Markup;

/// A mail as its readers will get it.
#[derive(Debug, Clone)]
pub struct MailPreview {
    /// Who get it.
    pub to: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// Its HTML, cleaned.
    pub page: Markup,
    /// Its plain text.
    pub text: String,
    /// The names of the files that go along.
    pub files: Vec<String>,
}
