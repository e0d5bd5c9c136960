//! The parts that several pages share: states, avatars, running text, the frame round a page.

use std::fmt;

use askama::Template;
use askama::filters::{Escaper as _, Html, HtmlSafe};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;

use crate::text::{Texts, dates};
use crate::web::assets::icon;

/// How loud a state is. Only what somebody must act on is filled with colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Informs, in the background.
    #[default]
    Soft,
    /// Informs, in ink.
    Ink,
    /// Proven.
    Good,
    /// Somebody must act today.
    Warn,
    /// Somebody must act now.
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Soft => "",
            Self::Ink => " rv-st--ink",
            Self::Good => " rv-st--good",
            Self::Warn => " rv-st--warn",
            Self::Bad => " rv-st--bad",
        }
    }

    /// The class of a pill in this tone.
    #[must_use]
    pub fn pill(self) -> &'static str {
        match self {
            Self::Soft | Self::Ink => "au-c-pill--default",
            Self::Good => "au-c-pill--success",
            Self::Warn => "au-c-pill--warning",
            Self::Bad => "au-c-pill--error",
        }
    }

    /// The class of a table row or a rung of the ladder in this tone.
    #[must_use]
    pub fn row(self) -> &'static str {
        match self {
            Self::Soft | Self::Ink => "",
            Self::Good => "is-good",
            Self::Warn => "is-warn",
            Self::Bad => "is-bad",
        }
    }
}

/// A state: an icon and a word, always both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The name of the icon.
    pub icon: &'static str,
    /// How loud it is.
    pub tone: Tone,
    /// What it says.
    pub words: String,
}

impl State {
    /// The state that says `words` beside `icon`.
    #[must_use]
    pub fn new(icon: &'static str, tone: Tone, words: impl Into<String>) -> Self {
        Self {
            icon,
            tone,
            words: words.into(),
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            r#"<span class="rv-st{}">{}"#,
            self.tone.class(),
            icon(self.icon)
        )?;
        Html.write_escaped_str(&mut *f, &self.words)?;
        f.write_str("</span>")
    }
}

/// A state escapes its own words.
impl HtmlSafe for State {}

/// A moment, for machines and in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// As `<time datetime>` has it.
    pub machine: String,
    /// With its weekday, year and hour.
    pub words: String,
}

impl Moment {
    /// This moment, in the reader's words.
    #[must_use]
    pub fn new(t: Texts, at: DateTime<Utc>) -> Self {
        Self {
            machine: at.to_rfc3339_opts(SecondsFormat::Secs, true),
            words: dates::moment(at, t.language()),
        }
    }
}

/// On whose side of the conversation somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The asker.
    Asker,
    /// A desk of ours.
    Us,
    /// An administration.
    Administration,
    /// A colleague of ours who is here at this moment.
    Here,
}

/// The initials of somebody in the colour of their side; the name always stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Avatar {
    side: Side,
    initials: String,
}

impl Avatar {
    /// The avatar of `name`: the first letters of its first and its last word.
    #[must_use]
    pub fn new(side: Side, name: &str) -> Self {
        let mut words = name
            .split(|c: char| c.is_whitespace() || c == '-')
            .filter_map(first_letter);
        let first = words.next();
        Self {
            side,
            initials: first.into_iter().chain(words.next_back()).collect(),
        }
    }
}

fn first_letter(word: &str) -> Option<char> {
    word.chars()
        .find(|c| c.is_alphanumeric())?
        .to_uppercase()
        .next()
}

impl fmt::Display for Avatar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::Asker => "",
            Side::Us => " rv-avatar--us",
            Side::Administration => " rv-avatar--adm",
            Side::Here => " rv-avatar--live",
        };
        write!(
            f,
            r#"<span class="rv-avatar{side}" aria-hidden="true">{}</span>"#,
            self.initials
        )
    }
}

/// Initials are letters and digits only.
impl HtmlSafe for Avatar {}

/// The hidden field that proves that a form came from one of our pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Csrf(pub String);

impl fmt::Display for Csrf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#"<input type="hidden" name="csrf" value=""#)?;
        Html.write_escaped_str(&mut *f, &self.0)?;
        f.write_str(r#"">"#)
    }
}

/// The field escapes its token.
impl HtmlSafe for Csrf {}

/// Which part of the desk a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The queue and the tickets in it.
    Queue,
    /// The recurring questions and their answers.
    Faq,
    /// The mail that came in.
    Mail,
    /// What the house is set up with.
    Admin,
    /// The reader's own account.
    Profile,
}

impl Place {
    fn slug(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Faq => "faq",
            Self::Mail => "mail",
            Self::Admin => "admin",
            Self::Profile => "profile",
        }
    }
}

/// The menu beside a page, by itself: the counts in it change while the page stays open.
#[derive(Debug, Template)]
#[template(path = "desk/nav.html")]
pub struct NavPage {
    /// The words.
    pub t: Texts,
    /// The frame that it is part of.
    pub shell: Shell,
}

/// The frame round every page of somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The name of who is signed in.
    pub name: String,
    /// The desk they work for.
    pub desk: String,
    /// The proof for the forms on the page.
    pub csrf: Csrf,
    /// Where the page belongs.
    pub here: Place,
    /// Whether the reader sees questions at all.
    pub reads: bool,
    /// Whether the reader sees the balance of the mail and not the mail itself.
    pub balance: bool,
    /// How many questions wait at the desk.
    pub waiting: Option<String>,
    /// How many drafts wait for an editor; `None` hides the entry for those who may not edit.
    pub drafts: Option<String>,
    /// How many mails were set aside; `None` hides the entry for those who may not read them.
    pub mail: Option<String>,
    /// The queues that the reader kept, their own first.
    pub views: Vec<ViewLink>,
    /// Whether the reader keeps what the house is set up with.
    pub admin: bool,
    /// What is wrong with the mail, for those who must know.
    pub alarms: Vec<String>,
    /// What the reader sent that did not leave: what is said of it, and where the draft is.
    pub unsent: Vec<(String, String)>,
    /// What stands in the search field.
    pub query: String,
    /// What just happened, said once after a form.
    pub done: Option<String>,
    /// The keys that do something for the reader.
    pub keys: Keys,
}

/// The letters that do something for the reader, of those that act on a question: A answers, F sends on
/// and D confirms a proposal to, N writes a note, T takes, E closes and X chooses it among several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys(pub String);

impl Keys {
    /// All of them.
    pub const ALL: &'static str = "afdntexc";

    /// Whether this letter does something.
    #[must_use]
    pub fn has(&self, key: char) -> bool {
        self.0.contains(key)
    }

    /// The columns of the queue: whoever may deal with several questions chooses among them.
    pub(super) fn columns(&self) -> usize {
        if self.has('x') { 7 } else { 6 }
    }

    /// The letters that open a form of the chosen row.
    pub(super) fn of_rows(&self) -> String {
        "afne".chars().filter(|&key| self.has(key)).collect()
    }
}

/// A queue that was kept under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewLink {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Whether all who work at the desk see it.
    pub shared: bool,
    /// How many questions stand in it, where that was counted.
    pub count: Option<String>,
    /// Whether it is on screen.
    pub open: bool,
}

impl Shell {
    fn views_of(&self, shared: bool) -> impl Iterator<Item = &ViewLink> {
        self.views.iter().filter(move |view| view.shared == shared)
    }

    /// The views with their headings: the reader's own, then those of the desk.
    pub(super) fn shelves(&self) -> Vec<(&'static str, &'static str, Vec<&ViewLink>)> {
        [
            (
                "desk-views-own",
                "vote-star",
                self.views_of(false).collect(),
            ),
            ("desk-views-shared", "users", self.views_of(true).collect()),
        ]
        .into_iter()
        .filter(|(_, _, views): &(_, _, Vec<_>)| !views.is_empty())
        .collect()
    }

    /// Where the menu beside the page is had anew.
    pub(super) fn nav(&self) -> String {
        format!("/desk/nav?here={}", self.here.slug())
    }

    pub(super) fn me(&self) -> Avatar {
        Avatar::new(Side::Us, &self.name)
    }

    /// Whether the queue itself is where the reader is, and not one that was kept under a name.
    pub(super) fn at_queue(&self) -> bool {
        self.here == Place::Queue && self.open_view().is_none()
    }

    /// The queue that is on screen, when it was kept under a name.
    pub(super) fn open_view(&self) -> Option<&ViewLink> {
        self.views.iter().find(|view| view.open)
    }

    pub(super) fn at_mail(&self) -> bool {
        self.here == Place::Mail
    }

    pub(super) fn at_admin(&self) -> bool {
        self.here == Place::Admin
    }

    pub(super) fn at_profile(&self) -> bool {
        self.here == Place::Profile
    }

    pub(super) fn at_faq(&self) -> bool {
        self.here == Place::Faq
    }
}

/// One choice of a select or a set of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub words: String,
    /// Whether it is the present one.
    pub chosen: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        let check = |name: &str, expected: &str| {
            assert_eq!(Avatar::new(Side::Us, name).initials, expected, "{name}");
        };
        check("Lien Verstraeten", "LV");
        check("An Van den Broeck", "AB");
        check("Élise", "É");
        check("", "");
        check("<script>", "S");
    }
}
