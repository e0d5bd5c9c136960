//! What is found of a ticket, as words for the index. Pure.

use crate::language::tokens;
use crate::store::Document;

/// The texts of a ticket that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Findable {
    /// Its subject.
    pub subject: String,
    /// What was written in it, in order, and the names of its files.
    pub written: Vec<String>,
    /// Its notes.
    pub notes: Vec<String>,
    /// Who asks, and whoever wrote: names and addresses.
    pub people: Vec<String>,
    /// For which organisation, and in which municipality.
    pub organisations: Vec<String>,
}

/// The most of one text that is read, in bytes: an index is no archive.
const MOST_READ: usize = 200_000;

impl Findable {
    /// Its words.
    pub fn document(&self) -> Document {
        let mut document = Document {
            title: stems(&self.subject, Stops::Left),
            ..Document::default()
        };
        compounds(&self.subject, &mut document.parts);
        // Whoever types a name without saying that it is one means the same.
        let also = [&self.organisations[..], &self.people[..]].concat();
        for text in self.written.iter().chain(&also) {
            document.body.extend(stems(text, Stops::Left));
            compounds(text, &mut document.parts);
        }
        for text in &self.notes {
            document.inside.extend(stems(text, Stops::Left));
        }
        let names = |texts: &[String]| -> Vec<String> {
            texts.iter().flat_map(|it| stems(it, Stops::Kept)).collect()
        };
        document.names = names(&self.people);
        document.organisation = names(&self.organisations);
        document.parts.sort_unstable();
        document.parts.dedup();
        document
    }
}

/// What becomes of words that say nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stops {
    /// They are left out.
    Left,
    /// In a name they count.
    Kept,
}

fn stems(text: &str, stops: Stops) -> Vec<String> {
    tokens(beginning(text))
        .into_iter()
        .filter(|token| stops == Stops::Kept || !token.stop)
        .map(|token| token.stem)
        .collect()
}

fn compounds(text: &str, parts: &mut Vec<String>) {
    for token in tokens(beginning(text)) {
        parts.extend(token.parts);
    }
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(MOST_READ);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
