//! The mailroom: all mail that came in, one mail with all that is known of it, the balance of a day,
//! and the questions of a flood.

use askama::Template;

use super::parts::{Choice, Shell, State};
use crate::text::Texts;
use crate::web::assets::{asset_url, icon, labelled_icon};

/// The list of mails.
#[derive(Debug, Template)]
#[template(path = "desk/mail.html")]
pub struct MailroomPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// Today's sum.
    pub balance: Balance,
    /// Set aside, everything, and what waits.
    pub tabs: Vec<Tab>,
    /// What the form filters on.
    pub filter: MailFilterForm,
    /// The mails, latest first.
    pub rows: Vec<MailLine>,
    /// The next page, when there is one.
    pub next: Option<String>,
}

/// A choice above the list.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its address.
    pub url: String,
    /// Its name.
    pub words: String,
    /// How many, when that was counted.
    pub count: Option<String>,
    /// Whether it is the one on screen.
    pub chosen: bool,
}

/// The filters as the form shows them.
#[derive(Debug, Clone, Default)]
pub struct MailFilterForm {
    /// How far, kept when the form is sent.
    pub state: String,
    /// What it turned out to be.
    pub kinds: Vec<Choice>,
    /// Where it came from.
    pub sources: Vec<Choice>,
    /// The day, as a date field writes it.
    pub day: String,
    /// The number of a question.
    pub ticket: String,
    /// The address of a sender.
    pub sender: String,
    /// The address without any filter, when one is set.
    pub clear: Option<String>,
}

/// One mail in the list.
#[derive(Debug, Clone)]
pub struct MailLine {
    /// Its page.
    pub url: String,
    /// When it came.
    pub at: String,
    /// Its subject.
    pub subject: String,
    /// Who sent it.
    pub from: String,
    /// What it is.
    pub state: State,
    /// Why, when it was set aside.
    pub why: String,
    /// Which source handed it over.
    pub source: String,
    /// The question it belongs to: number and page.
    pub ticket: Option<(String, String)>,
}

/// The sum of a day, as a strip of figures.
#[derive(Debug, Clone)]
pub struct Balance {
    /// Whose, and of which day.
    pub title: String,
    /// What was handed over.
    pub handed_over: String,
    /// What became of it: name, number, and whether somebody must look.
    pub parts: Vec<(String, String, bool)>,
    /// What is nowhere.
    pub difference: String,
    /// Whether that is nothing.
    pub even: bool,
}

/// The balance of a day, by source.
#[derive(Debug, Template)]
#[template(path = "desk/mail_balance.html")]
pub struct BalancePage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// The day in words.
    pub day: String,
    /// The day as a date field writes it.
    pub day_value: String,
    /// The day before, and the day after when it has begun.
    pub earlier: String,
    /// The day after.
    pub later: Option<String>,
    /// When it was last counted by itself.
    pub counted: String,
    /// All sources together.
    pub total: Balance,
    /// Each source.
    pub sources: Vec<SourceSum>,
    /// What is nowhere, mail by mail.
    pub adrift: Vec<AdriftLine>,
    /// How many are nowhere, when not all of them are listed.
    pub adrift_some: Option<String>,
    /// What each folder of a mail server held when it was last counted.
    pub folders: Vec<FolderLine>,
    /// How the sources fare.
    pub health: Vec<HealthLine>,
}

/// A folder of a mail server, counted against the register.
#[derive(Debug, Clone)]
pub struct FolderLine {
    /// What people call it.
    pub name: String,
    /// Messages in it, those of them that are known here, and those that are not.
    pub figures: Vec<String>,
    /// Whether all are known.
    pub even: bool,
    /// When that was.
    pub at: String,
}

/// A row of the sum.
#[derive(Debug, Clone)]
pub struct SourceSum {
    /// The source.
    pub source: String,
    /// Handed over, what became of it, difference.
    pub figures: Vec<String>,
    /// Whether there is no difference.
    pub even: bool,
}

/// A mail that is nowhere.
#[derive(Debug, Clone)]
pub struct AdriftLine {
    /// Its page, for who may read it.
    pub url: Option<String>,
    /// When it came.
    pub at: String,
    /// Its source.
    pub source: String,
    /// Its subject, for who may read it.
    pub subject: String,
    /// Why.
    pub why: String,
}

/// How a source fares.
#[derive(Debug, Clone)]
pub struct HealthLine {
    /// Its name.
    pub source: String,
    /// How it fares.
    pub state: State,
    /// Since when, or what it said.
    pub note: String,
}

/// One mail.
#[derive(Debug, Template)]
#[template(path = "desk/mail_one.html")]
pub struct MailPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// Its subject.
    pub subject: String,
    /// What it is.
    pub state: State,
    /// Why it was set aside.
    pub why: Option<String>,
    /// What is wrong with the form that was sent.
    pub wrong: Option<String>,
    /// Whether it comes from the domain that it says, as far as anybody asked.
    pub sender: Option<State>,
    /// Everything about it in pairs.
    pub facts: Vec<(String, String)>,
    /// The question it belongs to: number and page.
    pub ticket: Option<(String, String)>,
    /// Where the rest of the mail is of its question, and of its sender: words and page.
    pub others: Vec<(String, String)>,
    /// The mail that it is again.
    pub first: Option<String>,
    /// Each time it was handed over: when, by which source, under which name.
    pub handovers: Vec<(String, String, String)>,
    /// What people did with it.
    pub events: Vec<String>,
    /// The headers: name and value.
    pub headers: Vec<(String, String)>,
    /// The raw source, as far as it is shown.
    pub raw: String,
    /// How much of it is not shown, in words.
    pub cut: Option<String>,
    /// Where the whole of it can be had; none: a scanner found something in it.
    pub download: Option<String>,
    /// Why it cannot be had, where it cannot.
    pub barred: String,
    /// What can be done with it.
    pub verbs: Option<MailVerbs>,
}

/// The forms of a mail.
#[derive(Debug, Clone)]
pub struct MailVerbs {
    /// Where "treat as" goes.
    pub treat: String,
    /// Where "process again" goes.
    pub again: String,
    /// The revision that the forms were made for.
    pub revision: i32,
    /// Whether a person can say what it is; our own forms can only be processed again.
    pub treatable: bool,
    /// What stands in the field for the number.
    pub reference: String,
}

/// The questions of a flood.
#[derive(Debug, Template)]
#[template(path = "desk/flood.html")]
pub struct FloodPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// Its title.
    pub title: String,
    /// The questions: number, page, subject, when.
    pub rows: Vec<FloodLine>,
    /// The next page, when there is one.
    pub next: Option<String>,
    /// Where the form goes that closes what is shown as unwanted, for who may.
    pub close: Option<String>,
}

/// A question of a flood.
#[derive(Debug, Clone)]
pub struct FloodLine {
    /// Its id and its revision, as the form sends them.
    pub value: String,
    /// Its number.
    pub reference: String,
    /// Its page.
    pub url: String,
    /// Its subject.
    pub subject: String,
    /// When it came.
    pub at: String,
}
