//! "Stel een vraag": the form, what it says about mistakes, and the page after it. Everything typed
//! stays; a file that was received is kept on the server and named in the form.

use askama::Template;
use chrono::NaiveDate;

use super::case::Contact;
use super::words::Words as _;
use super::{Menu, Page, Site};
use crate::text::Texts;
use crate::web::uploads::KeptFile;

/// What somebody typed in the form, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskForm {
    /// Field `onderwerp`.
    pub subject: String,
    /// Field `vraag`.
    pub question: String,
    /// Field `naam`.
    pub name: String,
    /// Field `mail`.
    pub mail: String,
    /// Field `bestuur`.
    pub organisation: String,
    /// Field `eenmalig`: makes a question that is sent twice one question.
    pub nonce: String,
}

/// What is wrong with one field, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, which is also its anchor.
    pub field: &'static str,
    /// The sentence that stands at the field and in the summary.
    pub message: String,
}

/// What is wrong with a form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Adds what is wrong with `field`.
    pub fn add(&mut self, field: &'static str, message: String) {
        self.0.push(FieldError { field, message });
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields are wrong.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The errors, in the order of the fields.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// What is wrong with `field`.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.as_str())
    }

    /// Whether something is wrong with `field`.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.of(field).is_some()
    }

    /// The class that marks a field with an error.
    #[must_use]
    pub fn class(&self, field: &str) -> &'static str {
        if self.has(field) {
            " rv-field--error"
        } else {
            ""
        }
    }

    /// The ids of the hint and the error of a field with a hint, for `aria-describedby`.
    #[must_use]
    pub fn described(&self, field: &str) -> String {
        if self.has(field) {
            format!("{field}-hint {field}-fout")
        } else {
            format!("{field}-hint")
        }
    }
}

impl<'a> IntoIterator for &'a FieldErrors {
    type Item = &'a FieldError;
    type IntoIter = std::slice::Iter<'a, FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A published answer that may help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its place under `/faq/`.
    pub slug: String,
    /// The question it answers.
    pub question: String,
    /// The answer in one or two sentences.
    pub summary: String,
}

/// `GET /vraag`, and `POST /vraag` when it is not sent yet.
#[derive(Debug, Template)]
#[template(path = "portal/ask.html")]
pub struct AskPage {
    t: Texts,
    page: Page,
    form: AskForm,
    errors: FieldErrors,
    offers: Option<Vec<Offer>>,
    kept: Vec<KeptFile>,
    organisations: Vec<String>,
    meant: Vec<String>,
    max_upload: String,
}

impl AskPage {
    /// The form with what was typed so far. `organisations` are names to choose from; `max_upload`
    /// is the size that all attachments may have together, for a reader.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        form: AskForm,
        organisations: Vec<String>,
        max_upload: String,
    ) -> Self {
        let page = Page::new(site, Menu::Ask, t.say("portal-ask-heading"));
        Self {
            t,
            page,
            form,
            errors: FieldErrors::default(),
            offers: None,
            kept: Vec::new(),
            organisations,
            meant: Vec::new(),
            max_upload,
        }
    }

    /// Asks whether one of these organisations was meant by a name that nobody knows.
    #[must_use]
    pub fn with_meant(self, meant: Vec<String>) -> Self {
        Self { meant, ..self }
    }

    /// Says what must be corrected first.
    #[must_use]
    pub fn with_errors(self, errors: FieldErrors) -> Self {
        let page = if errors.is_empty() {
            self.page
        } else {
            self.page.with_errors(&self.t)
        };
        Self {
            page,
            errors,
            ..self
        }
    }

    /// Shows what a search for an existing answer found, if only that it found nothing.
    #[must_use]
    pub fn with_offers(self, offers: Vec<Offer>) -> Self {
        Self {
            offers: Some(offers),
            ..self
        }
    }

    /// Lists the files that were received already.
    #[must_use]
    pub fn with_kept(self, kept: Vec<KeptFile>) -> Self {
        Self { kept, ..self }
    }
}

/// The answers that fit what somebody is typing: a part of the form.
#[derive(Debug, Template)]
#[template(path = "portal/offers_part.html")]
pub struct OffersPart {
    t: Texts,
    offers: Vec<Offer>,
}

impl OffersPart {
    /// The part with these answers; empty without any.
    #[must_use]
    pub fn new(t: Texts, offers: Vec<Offer>) -> Self {
        Self { t, offers }
    }
}

/// A question that was sent.
#[derive(Debug)]
pub struct Sent {
    /// Its number.
    pub reference: String,
    /// The address that we write to.
    pub mail: String,
    /// Who reads it.
    pub contact: Contact,
    /// By when an answer comes.
    pub due: Option<NaiveDate>,
    /// Where to follow it.
    pub follow_url: String,
    /// Published answers that may help meanwhile.
    pub offers: Vec<Offer>,
}

/// The page after a question was sent.
#[derive(Debug, Template)]
#[template(path = "portal/sent.html")]
pub struct SentPage {
    t: Texts,
    page: Page,
    sent: Sent,
}

impl SentPage {
    /// What happens next with a question.
    #[must_use]
    pub fn new(t: Texts, site: &Site, sent: Sent) -> Self {
        let page = Page::new(site, Menu::Ask, t.say("portal-sent-title")).private();
        Self { t, page, sent }
    }
}
