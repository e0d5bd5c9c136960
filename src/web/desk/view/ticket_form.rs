//! A page of its own for something that is done with one question: what it is about, what follows from
//! it, and the form. What a person must see before they confirm stands beside the button.

use askama::Template;

use super::admin::{Field, Input};
use super::parts::Shell;
use super::pending::Keep;
use super::preview::MailPreview;
use crate::text::Texts;
use crate::web::assets::{asset_url, icon, labelled_icon};
use crate::web::prose::Prose;

/// The page.
#[derive(Debug, Template)]
#[template(path = "desk/ticket_form.html")]
pub struct TicketFormPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// The number of the question.
    pub reference: String,
    /// Its page.
    pub back: String,
    /// What is done.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// What is wrong, as far as it belongs to no field.
    pub wrong: Option<String>,
    /// What is known, a card each.
    pub cards: Vec<Card>,
    /// The mails that it sends, where they are shown before.
    pub previews: Vec<MailPreview>,
    /// The form.
    pub form: TicketForm,
    /// Where what is typed in the form is kept; none where nothing is typed that is worth it.
    pub keep: Option<Keep>,
    /// Whether the form holds words of the reader that are nowhere else yet.
    pub typed: bool,
}

/// The form on it.
#[derive(Debug, Clone)]
pub struct TicketForm {
    /// Where it goes.
    pub url: String,
    /// Whether it only shows what comes next, and changes nothing.
    pub asks: bool,
    /// What goes along: names and values.
    pub hidden: Vec<(&'static str, String)>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What follows when it is sent.
    pub follows: Vec<String>,
    /// What its button says.
    pub submit: String,
    /// A button beside it that does something else with the form: its name, and what it says.
    pub other: Option<(&'static str, String)>,
}

/// Something that is known, beside the form.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// What it tells of.
    pub title: String,
    /// What is known: names and values.
    pub facts: Vec<(String, String)>,
    /// A text of somebody.
    pub text: Option<String>,
    /// Ways to go on: addresses and words.
    pub links: Vec<(String, String)>,
}
