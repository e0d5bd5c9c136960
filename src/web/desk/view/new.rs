//! A question that is written down for somebody.

use askama::Template;

use super::admin::{Field, Input};
use super::parts::Shell;
use super::pending::Keep;
use crate::text::Texts;
use crate::web::assets::{asset_url, icon, labelled_icon};
use crate::web::prose::Prose;

/// The form.
#[derive(Debug, Template)]
#[template(path = "desk/new.html")]
pub struct NewPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// Where it goes.
    pub url: &'static str,
    /// Makes the same form sent twice one question.
    pub nonce: String,
    /// The fields of the question.
    pub asked: Vec<Field>,
    /// The fields of an answer that the asker has already.
    pub answered: Vec<Field>,
    /// Whether those are filled in.
    pub opened: bool,
    /// The names of organisations to choose from; any other may be typed.
    pub organisations: Vec<String>,
    /// The instruments that were named before.
    pub instruments: Vec<String>,
    /// What is wrong, in the order of the fields.
    pub faults: Vec<(&'static str, String)>,
    /// Where what is typed in it is kept.
    pub keep: Option<Keep>,
}

/// The page that shows where the question goes, before it is registered.
#[derive(Debug, Template)]
#[template(path = "desk/new_confirm.html")]
pub struct ConfirmPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// Where it goes.
    pub url: &'static str,
    /// The fields of the form, as they were filled in.
    pub hidden: Vec<(&'static str, String)>,
    /// Where the question can go on; none where whoever writes it down has no say in it.
    pub onward: Option<Field>,
    /// What follows, and why.
    pub follows: Vec<String>,
    /// Who asks, and what it is called.
    pub facts: Vec<(String, String)>,
    /// The question.
    pub question: String,
}

/// The people who are known by what was typed: a part of the form.
#[derive(Debug, Template)]
#[template(path = "desk/new_askers.html")]
pub struct Suggestions {
    /// They.
    pub askers: Vec<SuggestedAsker>,
}

/// Somebody who asked before.
#[derive(Debug, Clone)]
pub struct SuggestedAsker {
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Where they work.
    pub organisation: String,
}
