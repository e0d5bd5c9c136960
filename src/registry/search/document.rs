//! What is found of a ticket, as words for the index. Pure.

use crate::language::tokens;
use crate::store::Document;

/// The texts of a ticket that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Findable {
    /// Its subject.
    pub subject: String,
    /// The names of its files.
    pub files: Vec<String>,
    /// What was written in it, the latest first: of a long story the end counts.
    pub written: Vec<String>,
    /// Its notes, the latest first.
    pub notes: Vec<String>,
    /// Who asks, and whoever wrote: names and addresses.
    pub people: Vec<String>,
    /// For which organisation, and in which municipality.
    pub organisations: Vec<String>,
}

/// The most that is read of all that was written, in bytes, and of its notes: an index is no archive.
const MOST_READ: usize = 400_000;

impl Findable {
    /// Its words. Who, where and which file stand first, so that no long mail takes their place.
    pub fn document(&self) -> Document {
        let mut document = Document::default();
        let Document { title, parts, .. } = &mut document;
        take(&self.subject, title, parts);
        // Whoever types a name without saying that it is one means the same.
        let who = self.organisations.iter().chain(&self.people);
        for text in who.chain(&self.files).map(String::as_str) {
            take(text, &mut document.body, &mut document.parts);
        }
        for text in within(MOST_READ, &self.written) {
            take(text, &mut document.body, &mut document.parts);
        }
        for text in within(MOST_READ, &self.notes) {
            take(text, &mut document.inside, &mut Vec::new());
        }
        let names = |texts: &[String]| -> Vec<String> {
            let tokens = texts.iter().flat_map(|text| tokens(text));
            tokens.map(|token| token.stem).collect()
        };
        document.names = names(&self.people);
        document.organisation = names(&self.organisations);
        document.parts.sort_unstable();
        document.parts.dedup();
        document
    }
}

/// Adds the words of a text that say something, and the parts of its compounds.
fn take(text: &str, words: &mut Vec<String>, parts: &mut Vec<String>) {
    for token in tokens(text) {
        parts.extend(token.parts);
        words.extend((!token.stop).then_some(token.stem));
    }
}

/// The first `most` bytes of some texts.
fn within(most: usize, texts: &[String]) -> impl Iterator<Item = &str> {
    let mut left = most;
    let written = texts.iter().filter(|text| !text.is_empty());
    written.map_while(move |text| {
        let text = beginning(text, left);
        left -= text.len();
        (!text.is_empty()).then_some(text)
    })
}

fn beginning(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_mail_takes_nobody_s_place() {
        let long = "woorden ".repeat(100_000);
        let document = Findable {
            subject: "Zone".into(),
            files: vec!["statuten.pdf".into()],
            written: vec!["het slot".into(), long.clone(), "verloren".into()],
            people: vec!["An Peeters".into()],
            ..Findable::default()
        }
        .document();
        let words: Vec<&str> = document.body.iter().map(String::as_str).collect();
        assert_eq!(words[..5], ["an", "peeter", "statut", "pdf", "slot"]);
        assert!(words.len() < 60_000);
        assert!(!words.contains(&"verlor"));
        // A text that has none is no end of the others.
        let texts = ["", "een", "", "twee", "drie"].map(str::to_owned);
        assert_eq!(within(5, &texts).collect::<Vec<_>>(), ["een", "tw"]);
    }
}
