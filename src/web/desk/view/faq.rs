//! The questions that keep coming back: their groups, and the answer that is written for all.

use std::cmp::Ordering;

use askama::Template;

use super::parts::{Choice, Shell, State};
use crate::text::Texts;
use crate::web::assets::{asset_url, icon, labelled_icon};
use crate::web::prose::Prose;

/// The desk of the editor.
#[derive(Debug, Template)]
#[template(path = "desk/faq.html")]
pub struct FaqPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// The lines of the list, under what they are: what waits for a person first.
    pub sections: Vec<(String, Vec<GroupLine>)>,
    /// The entry on screen.
    pub entry: Option<EntryForm>,
}

/// A group of questions that ask the same, or an entry by itself.
#[derive(Debug, Clone)]
pub struct GroupLine {
    /// Where its entry is, when it has one.
    pub url: Option<String>,
    /// The question as it was put first.
    pub title: String,
    /// How many questions it has, and how many governments asked; none for an entry by itself.
    pub size: Option<(u32, u32)>,
    /// How far its answer is.
    pub state: State,
    /// Whether it is the one on screen.
    pub chosen: bool,
}

/// How far an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Being written.
    Draft,
    /// Read by a second person.
    InReview,
    /// For everybody to read.
    Published,
}

/// The entry as it is edited.
#[derive(Debug, Clone)]
pub struct EntryForm {
    /// Where the form goes.
    pub url: String,
    /// What must still go before everybody may read it, and whether it was refused for that.
    pub personal: Option<(bool, Vec<String>)>,
    /// The names of which the editor may say that they are nobody's, and whether they did.
    pub names: Vec<(String, bool)>,
    /// Whether the reader may change it.
    pub editable: bool,
    /// Where it is laid before an editor, when the reader may.
    pub submit: Option<String>,
    /// Where it is published from, when the reader may.
    pub publish: Option<String>,
    /// Where it is sent back with a remark, when the reader may.
    pub send_back: Option<String>,
    /// Where one says that it still holds, when that is due.
    pub reviewed: Option<String>,
    /// Why it was sent back.
    pub remark: Option<String>,
    /// Where it is taken from the site.
    pub archive: Option<String>,
    /// The public page, once there is one.
    pub public: Option<String>,
    /// The revision on screen; the form carries it.
    pub revision: i32,
    /// How far it is.
    pub stage: Stage,
    /// The same in words.
    pub state: State,
    /// The question, as a government would put it.
    pub question: String,
    /// The answer, in Markdown.
    pub answer: String,
    /// Where the answer comes from.
    pub sources: String,
    /// What it can be about.
    pub topics: Vec<Choice>,
    /// What keeps it from being saved or published.
    pub problems: Vec<String>,
    /// How often it was asked and by how many, as facts: what, and how much.
    pub facts: Vec<(String, String)>,
    /// The questions it was drafted from.
    pub members: Vec<Member>,
    /// Somebody saved meanwhile: their answer, while ours stands in the form.
    pub theirs: Option<String>,
}

/// A question that an entry was drafted from.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its address.
    pub url: String,
    /// Its number.
    pub reference: String,
    /// Who asked.
    pub who: String,
    /// What we know about their answer.
    pub state: State,
}

impl EntryForm {
    /// The class of the step `stage` in the row of steps.
    fn step(&self, stage: Stage) -> &'static str {
        if self.stage == stage { "is-now" } else { "" }
    }

    fn step_icon(&self, stage: Stage) -> &'static str {
        match self.stage.cmp(&stage) {
            Ordering::Greater => "check",
            Ordering::Equal => "pencil-write",
            Ordering::Less => "circle",
        }
    }
}
