//! What waits to leave from a question, and what came back: the bar at the top of its page; and the line at
//! a form that says that what is typed in it is kept.

use askama::Template;

use super::parts::{Csrf, Tone};
use crate::text::Texts;

/// The bar; empty where nothing waits and nothing came back.
#[derive(Debug, Clone, Default)]
pub struct PendingBar {
    /// What leaves in a moment.
    pub leaving: Option<Leaving>,
    /// What the reader wrote and that did not leave, the oldest first.
    pub drafts: Vec<Draft>,
}

/// What leaves in a moment.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// Its id.
    pub id: String,
    /// In how many seconds.
    pub seconds: i64,
    /// The same in words.
    pub words: String,
    /// Those words with a `#` for the number, for a script that counts.
    pub counted: String,
    /// What is said when the moment is over.
    pub now: String,
    /// Where the form goes that calls it back; none for whoever did not write it.
    pub call_back: Option<String>,
    /// Who gets it, and who gets a mail because of it, a sentence each.
    pub reaches: Vec<String>,
    /// What it says.
    pub body: String,
}

/// What did not leave.
#[derive(Debug, Clone)]
pub struct Draft {
    /// How loud it is said.
    pub tone: Tone,
    /// What became of it.
    pub words: String,
    /// Where it is opened in its form.
    pub open: String,
    /// Where the form goes that throws it away.
    pub discard: String,
}

impl Draft {
    /// The class of its box.
    #[must_use]
    pub fn alert(&self) -> &'static str {
        match self.tone {
            Tone::Warn => " au-c-alert--warning",
            _ => "",
        }
    }
}

/// Where what is typed in a form is kept, and what was kept of it.
#[derive(Debug, Clone)]
pub struct Keep {
    /// Where it goes as it is typed.
    pub url: String,
    /// Who types: what a tab keeps is theirs alone.
    pub reader: String,
    /// The proof for that.
    pub csrf: Csrf,
    /// What was kept; none as long as there is nothing.
    pub kept: Option<Kept>,
}

/// What was kept of what somebody typed.
#[derive(Debug, Clone)]
pub struct Kept {
    /// When, in words.
    pub words: String,
    /// Which writing of it this is.
    pub version: String,
    /// Where the form goes that throws it away.
    pub discard: String,
}

/// The line alone, for a page that has just sent what was typed.
#[derive(Debug, Template)]
#[template(path = "desk/kept.html")]
pub struct KeptPage {
    /// The words.
    pub t: Texts,
    /// The line.
    pub keep: Option<Keep>,
}
