//! The queue: what must happen next, on top what must happen first.

use askama::Template;

use super::parts::{Choice, Moment, Shell, State, Tone};
use crate::registry::Excerpt;
use crate::text::{Language, Texts};
use crate::web::assets::{asset_url, icon, labelled_icon};

/// The queue of a desk, of one person or of all.
#[derive(Debug, Template)]
#[template(path = "desk/queue.html")]
pub struct QueuePage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// Mine, my desk's, all: with how many are open in each.
    pub scopes: Vec<Scope>,
    /// What the form filters on.
    pub filter: FilterForm,
    /// Keeping this page under a name.
    pub keeping: KeepForm,
    /// The rows by what must happen, in that order; sections without rows are left out.
    pub sections: Vec<Section>,
    /// Floods, each as one row: its page and what it says.
    pub floods: Vec<FloodRow>,
    /// The first page, where this is another one.
    pub first: Option<String>,
    /// The next page, when there is one.
    pub next: Option<String>,
    /// Whether the reader's account reaches no question at all.
    pub sees_none: bool,
}

/// Many questions of one address, as one row.
#[derive(Debug, Clone)]
pub struct FloodRow {
    /// The page with its questions.
    pub url: String,
    /// How many, of whom, since when.
    pub words: String,
    /// The desk that answers for them.
    pub desk: String,
}

impl FloodRow {
    /// What its row is called on the page.
    fn anchor(&self) -> String {
        self.url.trim_start_matches("/desk/").replace('/', "-")
    }
}

/// One of the three reaches of the queue.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Its address.
    pub url: String,
    /// Its name.
    pub words: String,
    /// How many questions are open in it, when that was counted.
    pub count: Option<String>,
    /// Whether it is the one on screen.
    pub chosen: bool,
}

/// The filters as the form shows them.
#[derive(Debug, Clone, Default)]
pub struct FilterForm {
    /// The reach, kept when the form is sent.
    pub scope: String,
    /// What is looked for, kept when the form is sent.
    pub typed: Option<String>,
    /// What one can choose from.
    pub selects: Vec<Select>,
    /// Whether only what is late is shown.
    pub late: bool,
    /// Whether only what the governor's office was pointed at is shown.
    pub signal: bool,
    /// The address without any filter, when one is set.
    pub clear: Option<String>,
}

impl FilterForm {
    /// How many filters are set.
    fn many(&self) -> usize {
        let selects = self.selects.iter().filter(|select| select.is_set());
        selects.count() + usize::from(self.late) + usize::from(self.signal)
    }
}

/// Keeping a page under a name.
#[derive(Debug, Clone, Default)]
pub struct KeepForm {
    /// The filters, as they stand in the address.
    pub query: String,
    /// The reader's desks, of which one may see it too: slug and name.
    pub desks: Vec<(String, String)>,
    /// The view that this page is already.
    pub kept: Option<String>,
    /// The same filters, each by itself.
    pub chosen: Vec<(String, String)>,
}

/// A filter with its choices.
#[derive(Debug, Clone)]
pub struct Select {
    /// Its name in the address.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// The choices.
    pub choices: Vec<Choice>,
}

impl Select {
    fn is_set(&self) -> bool {
        self.choices.iter().any(|choice| choice.chosen)
    }
}

/// What a search found.
#[derive(Debug, Template)]
#[template(path = "desk/search.html")]
pub struct SearchPage {
    /// The words.
    pub t: Texts,
    /// The frame; it holds what was typed.
    pub shell: Shell,
    /// How many, in words.
    pub count: String,
    /// Mine, my desk's, all.
    pub scopes: Vec<Scope>,
    /// What the form filters on.
    pub filter: FilterForm,
    /// Keeping this page under a name.
    pub keeping: KeepForm,
    /// The questions, the latest first.
    pub hits: Vec<FoundRow>,
    /// The first page, where this is another one.
    pub first: Option<String>,
    /// The next page, when there is one.
    pub next: Option<String>,
    /// That there is no question with the number that was typed, in words.
    pub missing: Option<String>,
    /// The published answer that fits best.
    pub entry: Option<FoundEntry>,
}

impl SearchPage {
    /// What one can type to look in one place, in the reader's language.
    fn tips(&self) -> [&'static str; 10] {
        match self.t.language() {
            Language::Nl => [
                "van:",
                "bestuur:",
                "thema:",
                "regio:",
                "loket:",
                "ontvangst:",
                "sinds:2/3/2026",
                "\"letterlijk\"",
                "begin*",
                "-niet",
            ],
            Language::En => [
                "from:",
                "organisation:",
                "topic:",
                "region:",
                "desk:",
                "receipt:",
                "since:2026-03-02",
                "\"literally\"",
                "start*",
                "-not",
            ],
        }
    }
}

/// A question that was found.
#[derive(Debug, Clone)]
pub struct FoundRow {
    /// What it is called, with the hits.
    pub subject: Excerpt,
    /// The words around the first hit.
    pub excerpt: Excerpt,
    /// Who asks, with the hits.
    pub who: Excerpt,
    /// See [`Row::who_note`], with the hits.
    pub who_note: Excerpt,
    /// Its number and its day.
    pub about: String,
    /// The same as in the queue.
    pub row: Row,
}

/// A published answer that was found.
#[derive(Debug, Clone)]
pub struct FoundEntry {
    /// Its page.
    pub url: String,
    /// The question, with the hits.
    pub question: Excerpt,
}

/// The rows that ask for the same kind of attention.
#[derive(Debug, Clone)]
pub struct Section {
    /// Which kind.
    pub kind: SectionKind,
    /// What they have in common, in words.
    pub about: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// The kinds of attention, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SectionKind {
    /// Undeliverable, disputed, or late with us.
    First,
    /// Due before the desk closes.
    Today,
    /// Others answer for it, and ask for advice.
    Advice,
    /// To be done, in time.
    ToDo,
    /// The ball is elsewhere.
    FollowUp,
    /// Closed; only shown when asked for.
    Closed,
}

impl SectionKind {
    fn key(self) -> &'static str {
        match self {
            Self::First => "desk-section-first",
            Self::Today => "desk-section-today",
            Self::Advice => "desk-section-advice",
            Self::ToDo => "desk-section-to-do",
            Self::FollowUp => "desk-section-follow-up",
            Self::Closed => "desk-section-closed",
        }
    }

    /// The key of what its rows have in common, for the desk that they wait for.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::First => "desk-section-first-about",
            Self::Today => "desk-section-today-about",
            Self::Advice => "desk-section-advice-about",
            Self::ToDo => "desk-section-to-do-about",
            Self::FollowUp => "desk-section-follow-up-about",
            Self::Closed => "desk-section-closed-about",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::First => "alert-circle-filled",
            Self::Today => "clock",
            Self::Advice => "comment",
            Self::ToDo => "inbox",
            Self::FollowUp => "eye",
            Self::Closed => "check",
        }
    }

    fn loud(self) -> bool {
        self == Self::First
    }
}

/// One question in the queue.
#[derive(Debug, Clone)]
pub struct Row {
    /// The number.
    pub reference: String,
    /// The number with the revision that is on screen.
    pub value: String,
    /// The address of its page.
    pub url: String,
    /// Whether somebody must act now or today.
    pub tone: Tone,
    /// When the next thing must have happened.
    pub due: State,
    /// The moment itself in short, or what the term waits for.
    pub due_note: String,
    /// The moment in full.
    pub due_at: Moment,
    /// What the question is called.
    pub subject: String,
    /// What to do now.
    pub step: String,
    /// The government that asks, or the person when none is known.
    pub who: String,
    /// Who it is there.
    pub who_note: String,
    /// What it is about.
    pub topic: String,
    /// With whom the ball is.
    pub ball: Ball,
    /// What we know about the answer.
    pub receipt: State,
    /// The instrument that gets in the way, when it bears that label.
    pub knelpunt: Option<String>,
}

/// With whom the ball is, or a proposal to pass it on.
#[derive(Debug, Clone)]
pub enum Ball {
    /// It is with somebody.
    With {
        /// Who has it.
        who: String,
        /// Since when, in words.
        since: String,
    },
    /// There is a proposal to send the question on. One looks at it before it goes: from the queue
    /// nothing is mailed.
    Proposal {
        /// Where one sees what would go to whom, and confirms it.
        url: String,
        /// The desk that would get it.
        desk: String,
        /// How sure we are, in whole percents.
        percent: u8,
        /// That somebody took it, and who, in words.
        taken: Option<String>,
    },
}

impl QueuePage {
    /// What the page is called: the view that it is, when it was kept under a name.
    fn title(&self) -> String {
        let view = self.shell.open_view();
        view.map_or_else(|| self.t.say("desk-queue"), |view| view.name.clone())
    }

    /// Puts a section in its place among the others.
    pub fn put(&mut self, section: Section) {
        let mut all = self.sections.iter();
        let at = all.position(|one| one.kind > section.kind);
        self.sections
            .insert(at.unwrap_or(self.sections.len()), section);
    }

    fn is_empty(&self) -> bool {
        self.sections.is_empty() && self.floods.is_empty()
    }
}
