//! The page behind an administration's link: read the question, answer it, say "niet voor ons", ask
//! something back, or say by when the answer comes.
//! It needs no account; whoever has the link acts for that desk in that one assignment.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use super::ask::FieldErrors;
use super::case::{Contact, Message, Sum};
use super::words::Words as _;
use super::{Menu, Page, Site};
use crate::text::Texts;
use crate::web::uploads::KeptFile;

/// By when we asked for an answer.
#[derive(Debug, Clone)]
pub struct Term {
    /// The day.
    pub day: NaiveDate,
    /// Working days until then; below zero when it has passed.
    pub working_days: i64,
    /// How that day was counted.
    pub sum: Option<Sum>,
}

/// What became of the assignment.
#[derive(Debug, Clone, Copy)]
pub enum Done {
    /// The desk answered.
    Answered(DateTime<Utc>),
    /// The desk said it is not theirs.
    Refused(DateTime<Utc>),
    /// We took it back.
    Withdrawn(DateTime<Utc>),
}

impl Done {
    /// The key of the sentence that says it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Answered(_) => "portal-adm-state-answered",
            Self::Refused(_) => "portal-adm-state-refused",
            Self::Withdrawn(_) => "portal-adm-state-withdrawn",
        }
    }

    /// When.
    #[must_use]
    pub fn at(self) -> DateTime<Utc> {
        match self {
            Self::Answered(at) | Self::Refused(at) | Self::Withdrawn(at) => at,
        }
    }
}

/// What an administration is asked.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// The administration: "FOD Binnenlandse Zaken".
    pub desk: String,
    /// Whether it is asked for advice, and not for the answer.
    pub advises: bool,
    /// "RV-2026-000487".
    pub reference: String,
    /// Who asks: "Wetteren: Regio Gent, provincie Oost-Vlaanderen".
    pub asker: String,
    /// By when we asked for an answer.
    pub due: Option<Term>,
    /// What the asker was promised.
    pub promised: Option<NaiveDate>,
    /// What became of it, if it is no longer open.
    pub done: Option<Done>,
    /// The question, and what was said with this administration about it.
    pub messages: Vec<Message>,
    /// Why it came here, in words.
    pub why: Option<String>,
    /// Who follows it up.
    pub contact: Contact,
    /// Where the page itself stands; its forms post under it.
    pub url: String,
}

/// What a desk may do instead of answering now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// It is not theirs.
    Refuse,
    /// They need to know more first.
    AskBack,
    /// They answer later.
    Promise,
}

/// What somebody typed on the page, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdministrationForm {
    /// Field `antwoord`.
    pub answer: String,
    /// Field `naam`.
    pub name: String,
    /// Field `terug`: what they want to know.
    pub back: String,
    /// Field `datum`, as the browser writes a day.
    pub day: String,
}

/// `GET /a/{tag}`.
#[derive(Debug, Template)]
#[template(path = "portal/administration.html")]
pub struct AdministrationPage {
    t: Texts,
    page: Page,
    desk: String,
    advises: bool,
    reference: String,
    asker: String,
    due: Option<Term>,
    promised: Option<NaiveDate>,
    done: Option<Done>,
    messages: Vec<Message>,
    why: Option<String>,
    contact: Contact,
    can_answer: bool,
    is_owed: bool,
    url: String,
    form: AdministrationForm,
    errors: FieldErrors,
    kept: Vec<KeptFile>,
    max_upload: String,
    /// Of what they may do otherwise, what stands open, before the answer.
    first: Option<Otherwise>,
    today: NaiveDate,
    other_desks: Vec<String>,
}

impl AdministrationPage {
    /// The page of `assignment`; `other_desks` are names to choose from for "niet voor ons", and
    /// `max_upload` is the size that all attachments may have together, for a reader.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        assignment: Assignment,
        other_desks: Vec<String>,
        max_upload: String,
        today: NaiveDate,
    ) -> Self {
        let title = t.say1("portal-adm-title", "desk", &assignment.desk);
        Self {
            page: Page::new(site, Menu::None, title).private(),
            t,
            // A late answer is as welcome as one in time, and a second one as the first.
            can_answer: !matches!(assignment.done, Some(Done::Refused(_) | Done::Withdrawn(_))),
            is_owed: assignment.done.is_none(),
            url: assignment.url,
            desk: assignment.desk,
            advises: assignment.advises,
            reference: assignment.reference,
            asker: assignment.asker,
            due: assignment.due,
            promised: assignment.promised,
            done: assignment.done,
            messages: assignment.messages,
            why: assignment.why,
            contact: assignment.contact,
            form: AdministrationForm::default(),
            errors: FieldErrors::default(),
            kept: Vec::new(),
            max_upload,
            first: None,
            today,
            other_desks,
        }
    }

    /// Says what is wrong, and keeps what was typed and the files that were received.
    #[must_use]
    pub fn with_errors(
        self,
        form: AdministrationForm,
        kept: Vec<KeptFile>,
        errors: FieldErrors,
    ) -> Self {
        let page = self.page.with_errors(&self.t);
        Self {
            page,
            form,
            errors,
            kept,
            ..self
        }
    }

    /// Opens this part at once, before the answer: the link in the mail that leads there.
    #[must_use]
    pub fn with_first(self, first: Otherwise) -> Self {
        Self {
            first: Some(first),
            ..self
        }
    }

    fn is_open(&self, part: Otherwise) -> bool {
        self.first == Some(part)
    }
}

/// "Bedankt": after what a desk did.
#[derive(Debug, Template)]
#[template(path = "portal/administration_thanks.html")]
pub struct AdministrationThanksPage {
    t: Texts,
    page: Page,
    done: JustDone,
    reference: String,
    asker: String,
    contact: Contact,
    url: String,
    advises: bool,
}

/// What a desk did just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JustDone {
    /// Sent an answer.
    Answered,
    /// Said that it is for somebody else.
    Refused,
    /// Asked something back.
    AskedBack,
    /// Said by when the answer comes.
    Promised,
}

impl JustDone {
    /// The words in the address of the page that thanks for it.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Answered => "antwoord",
            Self::Refused => "niet-voor-ons",
            Self::AskedBack => "vraag-terug",
            Self::Promised => "datum",
        }
    }

    /// What a slug says; an answer when it says nothing.
    #[must_use]
    pub fn named(slug: &str) -> Self {
        [Self::Refused, Self::AskedBack, Self::Promised]
            .into_iter()
            .find(|done| done.slug() == slug)
            .unwrap_or(Self::Answered)
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Answered => "portal-adm-thanks-heading",
            Self::Refused => "portal-adm-refused-heading",
            Self::AskedBack => "portal-adm-asked-heading",
            Self::Promised => "portal-adm-dated-heading",
        }
    }
}

impl AdministrationThanksPage {
    /// Thanks for what was `done`; `url` is the page itself, to add to it.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        done: JustDone,
        reference: String,
        asker: String,
        contact: Contact,
        url: String,
    ) -> Self {
        let page = Page::new(site, Menu::None, t.say(done.heading())).private();
        Self {
            t,
            page,
            done,
            reference,
            asker,
            contact,
            url,
            advises: false,
        }
    }

    /// The same for a desk that was asked for advice, or not.
    #[must_use]
    pub fn advised(self, advises: bool) -> Self {
        Self { advises, ..self }
    }
}
