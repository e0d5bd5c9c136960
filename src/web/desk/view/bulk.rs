//! One thing for several questions: what would happen to each, and what did not.

use askama::Template;

use super::parts::{Choice, Shell};
use super::ticket::TellForm;
use crate::text::Texts;
use crate::web::assets::{asset_url, icon, labelled_icon};

/// What would happen to several questions, to be confirmed; or what did not happen to some.
#[derive(Debug, Template)]
#[template(path = "desk/bulk.html")]
pub struct BulkPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// What it is about.
    pub title: String,
    /// What one should know before it happens, or what happened.
    pub about: String,
    /// What is wrong with the form.
    pub wrong: Option<String>,
    /// What the last column of the questions tells.
    pub what: &'static str,
    /// The questions.
    pub rows: Vec<BulkRow>,
    /// The form; without one, it is over.
    pub form: Option<BulkForm>,
    /// The queue that one came from.
    pub back: String,
}

impl BulkPage {
    /// The label of the note, while there is something that it could go with.
    fn note(&self) -> Option<&str> {
        let form = self.form.as_ref().filter(|form| form.go.is_some())?;
        form.note.as_deref()
    }
}

/// One of several questions.
#[derive(Debug, Clone)]
pub struct BulkRow {
    /// The number.
    pub reference: String,
    /// The address of its page.
    pub url: String,
    /// What the question is called.
    pub subject: String,
    /// Who asks.
    pub who: String,
    /// What would happen to it, or why nothing did.
    pub what: String,
    /// Whether nothing would, or did.
    pub left: bool,
    /// The number with the revision that the reader saw.
    pub value: String,
}

/// What one still chooses.
#[derive(Debug, Clone, Default)]
pub struct BulkForm {
    /// The name of what is done.
    pub verb: String,
    /// The query of the queue that one came from.
    pub query: String,
    /// The name and the label of the choice, when there is one.
    pub choice: Option<(&'static str, String)>,
    /// What one can choose.
    pub choices: Vec<Choice>,
    /// The name and the label of a line that one types, when there is one.
    pub line: Option<(&'static str, String)>,
    /// What stands in it.
    pub typed: String,
    /// What was typed there before, to choose from.
    pub known: Vec<String>,
    /// The label of a note that goes with it, when one can.
    pub note: Option<String>,
    /// What the note says.
    pub body: String,
    /// The mails to the askers, when some may leave.
    pub tell: Option<TellForm>,
    /// What stands on the button; none when there is nothing to confirm.
    pub go: Option<String>,
}
