//! Names of persons: what can be one, and how it is looked for in a text.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::fold;
use super::letter::is_name;

/// Words in the name of a body that writes under its own name. With one of these a name is nobody's.
const BODIES: &[&str] = &[
    "agentschap",
    "algemeen",
    "bestuur",
    "cel",
    "contactpunt",
    "departement",
    "dienst",
    "directie",
    "federale",
    "fod",
    "gemeente",
    "gemeentebestuur",
    "gouverneur",
    "hulpverleningszone",
    "info",
    "interlokale",
    "intergemeentelijke",
    "lokaal",
    "lokale",
    "ocmw",
    "overheid",
    "politiezone",
    "provincie",
    "provinciebestuur",
    "regio",
    "regiovorming",
    "secretariaat",
    "stad",
    "stadsbestuur",
    "team",
    "vereniging",
    "vlaanderen",
    "vlaamse",
    "zone",
];

/// The forms of address that stand before a family name alone.
const FORMS_OF_ADDRESS: &[&str] = &[
    "mevrouw", "mevr", "mw", "mijnheer", "meneer", "dhr", "heer", "collega", "madame", "monsieur",
];

/// First names that are common in Belgium, folded. Source: `docs/sources.md`.
static FIRST_NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("../../config/first_names.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .map(fold)
        .collect()
});

/// Whether a word is a common first name, or several of them joined ("Jean-Pierre").
#[must_use]
pub fn is_first_name(word: &str) -> bool {
    let capital = |part: &str| part.starts_with(char::is_uppercase);
    word.split('-')
        .all(|part| capital(part) && FIRST_NAMES.contains(&fold(part)))
}

/// The words of names and of family names that are looked for in a text, at most.
const MOST_WORDS: usize = 5;

/// The name of a person, folded: as it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    /// All its words.
    pub folded: String,
    /// All but the first.
    pub family: String,
}

impl PersonName {
    /// The name, when it can be that of a person: one of a single word, or of a body, is nobody's.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let name = name.trim();
        let words = folded_words(name);
        let acronym = |word: &str| word.len() > 2 && word.chars().all(char::is_uppercase);
        let nobody = words.len() < 2
            || words.len() > MOST_WORDS
            || !is_name(name)
            || name.split_whitespace().all(acronym)
            || words.iter().any(|word| BODIES.contains(&word.as_str()));
        (!nobody).then(|| Self {
            folded: words.join(" "),
            family: words[1..].join(" "),
        })
    }
}

/// What in a text may be the name of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamesIn {
    /// Runs of words that may be a whole name: one of them begins with a capital.
    pub folded: Vec<String>,
    /// Runs of words after "mevrouw" and the like, which may be a family name.
    pub families: Vec<String>,
}

/// Looks in a text for what may be the names of persons. They are looked up after: a text alone does
/// not tell a name from another word with a capital.
#[must_use]
pub fn names_in(text: &str) -> NamesIn {
    let words: Vec<(String, bool)> = text
        .split(|c: char| !(c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)))
        .filter(|word| !word.is_empty())
        .map(|word| (fold(word), word.starts_with(char::is_uppercase)))
        .collect();
    let mut found = NamesIn::default();
    for at in 0..words.len() {
        let rest = &words[at..];
        let run = |length: usize| {
            let run: Vec<&str> = rest[..length]
                .iter()
                .map(|(word, _)| word.as_str())
                .collect();
            run.join(" ")
        };
        let longest = rest.len().min(MOST_WORDS);
        found.folded.extend(
            (2..=longest)
                .filter(|&length| rest[..length].iter().any(|(_, capital)| *capital))
                .map(run),
        );
        if at > 0 && FORMS_OF_ADDRESS.contains(&words[at - 1].0.as_str()) {
            found
                .families
                .extend((1..=longest.min(MOST_WORDS - 1)).map(run));
        }
    }
    for runs in [&mut found.folded, &mut found.families] {
        runs.sort_unstable();
        runs.dedup();
    }
    found
}

fn folded_words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expected: bool) {
        let looked_for = PersonName::of(name);
        let there = names_in(text);
        let found = looked_for.is_some_and(|name| {
            there.folded.contains(&name.folded) || there.families.contains(&name.family)
        });
        assert_eq!(found, expected, "{name} in {text:?}");
    }

    #[test]
    fn a_person_is_found_by_full_name_or_after_a_form_of_address() {
        check("Katrien De Smet", "Volgens Katrien de Smet mag het.", true);
        check("Katrien De Smet", "katrien\nDe Smet zei dat.", true);
        check("Katrien De Smet", "Vraag het aan mevrouw De Smet.", true);
        check("André Peeters", "Dat zei Andre Peeters", true);
        check("Andre Peeters", "Dat zei Andre\u{301} Peeters", true);
        check("Jan-Baptist Maes", "Mail jan-baptist Maes.", true);
        check("Katrien De Smet", "De smet op het blazoen", false);
        check("Katrien De Smet", "Katrien en De Smet & Zonen", false);
        check("Jan Peeters", "jan peeters", false);
        check("Gemeente Wetteren", "Gemeente Wetteren vroeg het.", false);
        check(
            "Agentschap Binnenlands Bestuur",
            "Het Agentschap Binnenlands Bestuur",
            false,
        );
        check("VVSG ABB", "De VVSG ABB", false);
        check("Tom", "Tom vroeg het.", false);
        check("", "", false);
    }

    #[test]
    fn a_long_text_has_no_more_runs_than_its_words_allow() {
        let text = "Woord ".repeat(500) + "Ander Woord ".repeat(500).as_str();
        assert!(names_in(&text).folded.len() < 50);
    }
}
