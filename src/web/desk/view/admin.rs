//! What somebody keeps: lists with filters, forms with what is wrong beside its field, and what is shown
//! once. The parts are few and every screen of the set-up and of the profile is made of them.

use askama::Template;

use super::parts::{Choice, Csrf, Shell, State};
use crate::text::Texts;
use crate::web::assets::{asset_url, icon, labelled_icon};

/// One of the screens, as the row above each of them shows it.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its address.
    pub url: &'static str,
    /// Its name.
    pub words: String,
    /// Whether it is the one on screen.
    pub chosen: bool,
}

/// What stands in a cell of a list.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Words, and smaller ones under them.
    Words(String, String),
    /// The way to a page, and smaller words under it.
    Link(String, String, String),
    /// A state.
    State(State),
}

/// A column of a list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its cells, as many as there are columns.
    pub cells: Vec<Cell>,
    /// A button at its end.
    pub button: Option<Button>,
}

/// A button that does something at once.
#[derive(Debug, Clone)]
pub struct Button {
    /// Where it goes.
    pub url: String,
    /// What goes along: names and values.
    pub hidden: Vec<(&'static str, String)>,
    /// What it says.
    pub words: String,
    /// The same for who hears it without seeing the row.
    pub label: String,
}

/// A list with its filters.
#[derive(Debug, Template)]
#[template(path = "desk/admin_list.html")]
pub struct ListPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// The screens.
    pub tabs: Vec<Tab>,
    /// What is listed.
    pub title: String,
    /// What the list is for.
    pub about: String,
    /// Where another one is made, and what the button says.
    pub add: Option<(&'static str, String)>,
    /// What is wrong with what was asked for.
    pub wrong: Option<String>,
    /// Where the filters go.
    pub url: &'static str,
    /// The filters.
    pub filters: Vec<Field>,
    /// The address without any filter, when one is set.
    pub clear: Option<&'static str>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is said when there are none.
    pub none: String,
    /// The next page, when there is one.
    pub next: Option<String>,
}

impl ListPage {
    fn has_buttons(&self) -> bool {
        self.rows.iter().any(|row| row.button.is_some())
    }
}

/// How a field is filled in.
#[derive(Debug, Clone)]
pub enum Input {
    /// One line: the kind of input, what stands in it, and how a browser may fill it in by itself.
    Line(&'static str, String, &'static str),
    /// More lines: what stands in it, and how many are shown.
    Area(String, u8),
    /// One of these.
    Choose(Vec<Choice>),
    /// Any of these.
    Boxes(Vec<Choice>),
    /// By nobody: it goes along as it is.
    Hidden(String),
}

/// A field of a form or a filter.
#[derive(Debug, Clone)]
pub struct Field {
    /// What the form sends it as, and what it is called on the page.
    pub name: &'static str,
    /// What stands above it.
    pub label: String,
    /// What helps to fill it in.
    pub help: Option<String>,
    /// What is wrong with what stands in it.
    pub wrong: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// How it is filled in.
    pub input: Input,
    /// The id of a list on the page that it offers, for a line.
    pub list: Option<&'static str>,
}

impl Field {
    /// A field called `label`.
    #[must_use]
    pub fn new(name: &'static str, label: String, input: Input) -> Self {
        Self {
            name,
            label,
            help: None,
            wrong: None,
            required: false,
            input,
            list: None,
        }
    }

    /// With words that help.
    #[must_use]
    pub fn help(mut self, words: String) -> Self {
        self.help = Some(words);
        self
    }

    /// That must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// That offers the list with this id.
    #[must_use]
    pub fn list(mut self, id: &'static str) -> Self {
        self.list = Some(id);
        self
    }

    /// What stands in it, in words.
    #[must_use]
    pub fn says(&self) -> String {
        match &self.input {
            Input::Line(_, value, _) | Input::Area(value, _) => value.clone(),
            Input::Hidden(_) => String::new(),
            Input::Choose(choices) | Input::Boxes(choices) => {
                let chosen = choices.iter().filter(|choice| choice.chosen);
                let words: Vec<&str> = chosen.map(|choice| choice.words.as_str()).collect();
                words.join(", ")
            }
        }
    }

    /// What a reader who cannot see it must hear as well.
    pub(super) fn described(&self) -> String {
        let wrong = self.wrong.as_ref().map(|_| format!("{}-fout", self.name));
        let help = self.help.as_ref().map(|_| format!("{}-hulp", self.name));
        let all: Vec<String> = wrong.into_iter().chain(help).collect();
        all.join(" ")
    }
}

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it goes.
    pub url: String,
    /// What stands above it, when the page has more of them.
    pub title: Option<String>,
    /// The revision on screen; the form carries it.
    pub revision: Option<i32>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What its button says.
    pub submit: String,
}

impl Form {
    /// Puts what is wrong beside its field; gives it back when no field has that name.
    pub fn note(&mut self, name: &str, words: String) -> Option<String> {
        match self.fields.iter_mut().find(|field| field.name == name) {
            Some(field) => {
                field.wrong = Some(words);
                None
            }
            None => Some(words),
        }
    }
}

/// Puts what is wrong beside its field, in the first of `forms` that has it; gives it back when none has.
pub fn note_in(forms: &mut [Form], name: &str, words: String) -> Option<String> {
    let has = |form: &&mut Form| form.fields.iter().any(|field| field.name == name);
    match forms.iter_mut().find(has) {
        Some(form) => form.note(name, words),
        None => Some(words),
    }
}

/// Something that is done apart from the form, with what it does.
#[derive(Debug, Clone)]
pub struct Action {
    /// What it does.
    pub about: String,
    /// Its button.
    pub button: Button,
}

/// Some lines, each with a button of its own.
#[derive(Debug, Clone)]
pub struct Block {
    /// What is listed.
    pub title: String,
    /// What is said when there is nothing.
    pub none: String,
    /// The lines: words, smaller words, a button.
    pub lines: Vec<(String, String, Option<Button>)>,
    /// The way to a page of its own, and what it says.
    pub link: Option<(&'static str, String)>,
    /// A small form at its end.
    pub form: Option<Form>,
}

/// One thing that is kept: its form, what is known of it, and what else can be done with it.
#[derive(Debug, Template)]
#[template(path = "desk/admin_form.html")]
pub struct FormPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// The screens; none on a page of somebody's own.
    pub tabs: Vec<Tab>,
    /// The list that it is in.
    pub back: Option<(&'static str, String)>,
    /// What it is.
    pub title: String,
    /// How it stands.
    pub state: Option<State>,
    /// What is wrong, as far as it belongs to no field.
    pub wrong: Option<String>,
    /// What somebody must know about it.
    pub warning: Option<String>,
    /// Somebody changed it meanwhile: what stands there now.
    pub theirs: Vec<(String, String)>,
    /// The forms.
    pub forms: Vec<Form>,
    /// What is known of it.
    pub facts: Vec<(String, String)>,
    /// What else can be done with it.
    pub actions: Vec<Action>,
    /// What belongs to it.
    pub blocks: Vec<Block>,
}

/// Something that is shown this once: a token, or a link.
#[derive(Debug, Template)]
#[template(path = "desk/admin_once.html")]
pub struct OncePage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// The screens.
    pub tabs: Vec<Tab>,
    /// What it is.
    pub title: String,
    /// What to do with it, and until when it is good.
    pub about: String,
    /// What stands above it.
    pub label: String,
    /// The thing itself.
    pub value: String,
    /// Where to go on.
    pub on: (String, String),
}

/// The page on which somebody who is not signed in sets their own password.
#[derive(Debug, Template)]
#[template(path = "desk/password.html")]
pub struct PasswordPage {
    /// The words.
    pub t: Texts,
    /// The proof for the form.
    pub csrf: Csrf,
    /// Where the form goes.
    pub url: String,
    /// Whose account it is.
    pub email: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// What is wrong, as far as it belongs to no field.
    pub wrong: Option<String>,
}
