//! What is asked often: the list with its search, and one answer.

use askama::Template;
use chrono::NaiveDate;

use super::words::{Markup, Words as _};
use super::{Menu, Page, Site};
use crate::text::Texts;

/// An answer as it stands in a list.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its place under `/faq/`.
    pub slug: String,
    /// The question; a search marks what it found.
    pub question: Markup,
    /// The answer in one or two sentences, marked likewise.
    pub summary: Markup,
    /// The name of its topic.
    pub topic: Option<String>,
    /// The day somebody last looked whether it still holds.
    pub checked: NaiveDate,
}

/// An answer that is only named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Its place under `/faq/`.
    pub slug: String,
    /// The question.
    pub question: String,
}

impl Entry {
    /// Its place in the portal.
    #[must_use]
    pub fn path(&self) -> String {
        entry_path(&self.slug)
    }
}

impl Related {
    /// Its place in the portal.
    #[must_use]
    pub fn path(&self) -> String {
        entry_path(&self.slug)
    }
}

/// The place in the portal of the answer with this name.
#[must_use]
pub fn entry_path(slug: &str) -> String {
    format!("/faq/{slug}")
}

/// A topic to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its value for `thema`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How many answers it has.
    pub count: usize,
    /// Whether the list shows this one.
    pub current: bool,
}

/// `GET /faq`.
#[derive(Debug, Template)]
#[template(path = "portal/faq.html")]
pub struct FaqPage {
    t: Texts,
    page: Page,
    query: String,
    topic: Option<String>,
    topics: Vec<Topic>,
    total: usize,
    entries: Vec<Entry>,
    ask_url: String,
}

impl FaqPage {
    /// The list: of everything, of the topic that is current, or of what was found for `query`.
    /// `total` is how many answers there are.
    #[must_use]
    pub fn new(
        t: Texts,
        site: &Site,
        query: String,
        topics: Vec<Topic>,
        total: usize,
        entries: Vec<Entry>,
    ) -> Self {
        Self {
            page: Page::new(site, Menu::Faq, t.say("portal-menu-faq")),
            topic: topics
                .iter()
                .find(|topic| topic.current)
                .map(|topic| topic.name.clone()),
            ask_url: format!("/vraag?onderwerp={}", query_value(&query)),
            t,
            query,
            topics,
            total,
            entries,
        }
    }
}

/// One answer, with all there is to read.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its place under `/faq/`.
    pub slug: String,
    /// The question.
    pub question: String,
    /// The answer in one or two sentences.
    pub summary: String,
    /// The rest of it, cleaned HTML.
    pub body: Markup,
    /// The name of its topic.
    pub topic: Option<String>,
    /// The day somebody last looked whether it still holds.
    pub checked: NaiveDate,
    /// What it rests on, cleaned HTML.
    pub sources: Option<Markup>,
    /// Answers that readers of this one look for as well.
    pub related: Vec<Related>,
}

/// `GET /faq/{slug}`.
#[derive(Debug, Template)]
#[template(path = "portal/faq_entry.html")]
pub struct FaqEntryPage {
    t: Texts,
    page: Page,
    permanent: String,
    question: String,
    summary: String,
    body: Markup,
    topic: Option<String>,
    checked: NaiveDate,
    sources: Option<Markup>,
    related: Vec<Related>,
    permanent_url: String,
}

impl FaqEntryPage {
    /// The page of `answer`.
    #[must_use]
    pub fn new(t: Texts, site: &Site, answer: Answer) -> Self {
        let path = entry_path(&answer.slug);
        Self {
            page: Page::new(site, Menu::Faq, answer.question.clone()),
            permanent_url: format!("{}{path}", site.public_url),
            permanent: site.read_from.to(&path),
            t,
            question: answer.question,
            summary: answer.summary,
            body: answer.body,
            topic: answer.topic,
            checked: answer.checked,
            sources: answer.sources,
            related: answer.related,
        }
    }
}

/// `text` as the value of a query parameter.
#[must_use]
pub fn query_value(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                value.push(char::from(byte));
            }
            b' ' => value.push('+'),
            other => {
                use std::fmt::Write as _;
                // Writing to a string cannot fail.
                let _ = write!(value, "%{other:02X}");
            }
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_a_query_parameter() {
        assert_eq!(
            query_value("fusie & regio's é"),
            "fusie+%26+regio%27s+%C3%A9"
        );
    }
}
