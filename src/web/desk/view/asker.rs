//! The form that makes somebody else the asker of a question, or the same person for another organisation.

use askama::Template;

use super::admin::{Field, Input};
use super::parts::{Choice, Shell};
use crate::text::Texts;
use crate::web::assets::{asset_url, icon, labelled_icon};

/// The form, and under it what follows from it.
#[derive(Debug, Template)]
#[template(path = "desk/asker.html")]
pub struct AskerPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// The number of the question.
    pub reference: String,
    /// What it is called.
    pub subject: String,
    /// Where the form goes.
    pub url: String,
    /// The address of the question.
    pub back: String,
    /// The revision that is on screen.
    pub revision: i32,
    /// The fields.
    pub fields: Vec<Field>,
    /// The names of organisations to choose from.
    pub organisations: Vec<String>,
    /// What is wrong, and in which field.
    pub fault: Option<(&'static str, String)>,
    /// Whether the question is not open: then nobody changes who asks.
    pub closed: bool,
    /// Whether the question changed since the form was opened.
    pub changed: bool,
    /// What was sent, to confirm.
    pub sent: Vec<(&'static str, String)>,
    /// What follows from it, when it was looked at.
    pub follows: Option<Follows>,
}

/// What follows from another asker.
#[derive(Debug, Clone)]
pub struct Follows {
    /// In words.
    pub lines: Vec<String>,
    /// Who may answer from now on, where there is a choice.
    pub owners: Vec<Choice>,
}
