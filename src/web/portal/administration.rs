//! The page behind an administration's link: read the question, answer it, or say "niet voor ons".
//! It needs no account; whoever has the link acts for that desk in that one assignment.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use super::case::{Contact, Message, Sum};
use super::words::Words as _;
use super::{Menu, Page, Site};
use crate::text::Texts;

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

/// `GET /a/{tag}`.
#[derive(Debug, Template)]
#[template(path = "portal/administration.html")]
pub struct AdministrationPage {
    t: Texts,
    page: Page,
    desk: String,
    reference: String,
    asker: String,
    due: Option<Term>,
    promised: Option<NaiveDate>,
    done: Option<Done>,
    messages: Vec<Message>,
    why: Option<String>,
    contact: Contact,
    can_answer: bool,
    answer_url: String,
    refuse_url: String,
    answer: String,
    answered_by: String,
    answer_error: Option<String>,
    open_refusal: bool,
    other_desks: Vec<String>,
}

impl AdministrationPage {
    /// The page of `assignment`; `other_desks` are names to choose from for "niet voor ons".
    #[must_use]
    pub fn new(t: Texts, site: &Site, assignment: Assignment, other_desks: Vec<String>) -> Self {
        let title = t.say1("portal-adm-title", "desk", &assignment.desk);
        Self {
            page: Page::new(site, Menu::None, title).private(),
            t,
            // A late answer is as welcome as one in time, and a second one as the first.
            can_answer: !matches!(assignment.done, Some(Done::Refused(_) | Done::Withdrawn(_))),
            answer_url: format!("{}/antwoord", assignment.url),
            refuse_url: format!("{}/niet-voor-ons", assignment.url),
            desk: assignment.desk,
            reference: assignment.reference,
            asker: assignment.asker,
            due: assignment.due,
            promised: assignment.promised,
            done: assignment.done,
            messages: assignment.messages,
            why: assignment.why,
            contact: assignment.contact,
            answer: String::new(),
            answered_by: String::new(),
            answer_error: None,
            open_refusal: false,
            other_desks,
        }
    }

    /// Says what is wrong with the answer, and keeps what was typed.
    #[must_use]
    pub fn with_error(self, answer: String, answered_by: String, error: String) -> Self {
        let page = self.page.with_errors(&self.t);
        Self {
            page,
            answer,
            answered_by,
            answer_error: Some(error),
            ..self
        }
    }

    /// Opens "niet voor ons" at once: the link in the mail that leads there.
    #[must_use]
    pub fn with_refusal_open(self) -> Self {
        Self {
            open_refusal: true,
            ..self
        }
    }
}

/// "Bedankt": after an answer or after "niet voor ons".
#[derive(Debug, Template)]
#[template(path = "portal/administration_thanks.html")]
pub struct AdministrationThanksPage {
    t: Texts,
    page: Page,
    refused: bool,
    reference: String,
    asker: String,
    contact: Contact,
    url: String,
}

impl AdministrationThanksPage {
    /// Thanks for an answer; `url` is the page itself, to add to it.
    #[must_use]
    pub fn answered(
        t: Texts,
        site: &Site,
        reference: String,
        asker: String,
        contact: Contact,
        url: String,
    ) -> Self {
        let page = Page::new(site, Menu::None, t.say("portal-adm-thanks-title")).private();
        Self {
            t,
            page,
            refused: false,
            reference,
            asker,
            contact,
            url,
        }
    }

    /// Thanks for saying that it is for somebody else.
    #[must_use]
    pub fn refused(
        t: Texts,
        site: &Site,
        reference: String,
        asker: String,
        contact: Contact,
        url: String,
    ) -> Self {
        let page = Page::new(site, Menu::None, t.say("portal-adm-refused-heading")).private();
        Self {
            t,
            page,
            refused: true,
            reference,
            asker,
            contact,
            url,
        }
    }
}
