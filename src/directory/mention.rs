//! Names of places inside a running text.

use std::collections::HashMap;
use std::ops::Range;

use super::atlas::Named;
use super::names::fold;

/// A name of a place in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention<'a> {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// What it can mean.
    pub named: Named<'a>,
    /// Whether the words before it say that it is a local government: *gemeente*, *stad*, *OCMW*.
    pub as_government: bool,
}

/// Names that are also ordinary Dutch words. Such a word counts as a place only with a capital
/// inside a sentence, or after a word that announces a place.
const ORDINARY: &[&str] = &[
    "alken", "as", "baal", "balen", "beek", "berg", "bever", "boom", "bree", "doel", "donk",
    "duffel", "eine", "eke", "elst", "geel", "gits", "ham", "hees", "heks", "herk", "hove", "jeuk",
    "kampen", "kluis", "laar", "lede", "leke", "leut", "lier", "lint", "linter", "lo", "lot",
    "male", "meer", "melden", "menen", "mere", "moen", "mol", "paal", "peer", "perk", "reet",
    "rode", "schilde", "tienen", "velm", "vorst", "wellen", "westen", "werm", "zwalm",
];

/// Words after which a name is a local government.
const GOVERNMENT: &[&str] = &[
    "gemeente",
    "gemeentebestuur",
    "stad",
    "stadsbestuur",
    "ocmw",
    "bestuur",
    "burgemeester",
];

/// Words after which a name is a place.
const PLACE: &[&str] = &[
    "in",
    "te",
    "uit",
    "van",
    "naar",
    "bij",
    "regio",
    "deelgemeente",
    "tussen",
];

/// The names of places by their first word.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// First word -> the words that follow it, the longest name first.
    by_first_word: HashMap<String, Vec<Vec<String>>>,
}

/// A word of the text: where, what it folds to, whether it has a capital, whether a sentence
/// starts with it.
pub(super) struct Word {
    pub range: Range<usize>,
    pub folded: String,
    pub capital: bool,
    pub starts: bool,
}

impl Places {
    pub fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut places = Self::default();
        for name in names {
            let mut words = name.split(' ').map(str::to_owned);
            if let Some(first) = words.next() {
                places
                    .by_first_word
                    .entry(first)
                    .or_default()
                    .push(words.collect());
            }
        }
        for rest in places.by_first_word.values_mut() {
            rest.sort_by_key(|words| std::cmp::Reverse(words.len()));
        }
        places
    }

    pub fn find<'a>(&self, text: &str, named: impl Fn(&str) -> Named<'a>) -> Vec<Mention<'a>> {
        let words = words(text);
        let mut mentions = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let Some(length) = self.length(&words[at..]) else {
                at += 1;
                continue;
            };
            let before = at.checked_sub(1).map(|it| words[it].folded.as_str());
            let name: Vec<_> = words[at..at + length]
                .iter()
                .map(|word| word.folded.as_str())
                .collect();
            let name = name.join(" ");
            let as_government = before.is_some_and(|word| GOVERNMENT.contains(&word));
            let announced = as_government || before.is_some_and(|word| PLACE.contains(&word));
            let word = &words[at];
            if !ORDINARY.contains(&name.as_str()) || (word.capital && (announced || !word.starts)) {
                mentions.push(Mention {
                    range: word.range.start..words[at + length - 1].range.end,
                    named: named(&name),
                    as_government,
                });
            }
            at += length;
        }
        mentions
    }

    /// How many words the longest name takes that these words begin with.
    fn length(&self, words: &[Word]) -> Option<usize> {
        let rests = self.by_first_word.get(&words[0].folded)?;
        rests
            .iter()
            .find(|rest| {
                words.len() > rest.len()
                    && rest
                        .iter()
                        .zip(&words[1..])
                        .all(|(name, word)| *name == word.folded)
            })
            .map(|rest| rest.len() + 1)
    }
}

/// The words of a text, without those inside addresses and links: `aalst.be` in a signature says
/// what the domain says already.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut starts = true;
    let mut next = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        let offset = next;
        next += chunk.len();
        let address = chunk.contains('@') || chunk.contains("://") || chunk.starts_with("www.");
        if !address {
            let mut start = None;
            for (index, c) in chunk.char_indices().chain([(chunk.len(), ' ')]) {
                if c.is_alphanumeric() {
                    start.get_or_insert(index);
                    continue;
                }
                if let Some(start) = start.take() {
                    let word = &chunk[start..index];
                    let mut folded = fold(word);
                    if folded == "st" && (c == '.' || c == '-') {
                        "sint".clone_into(&mut folded);
                    }
                    words.push(Word {
                        range: offset + start..offset + index,
                        folded,
                        capital: word.chars().next().is_some_and(char::is_uppercase),
                        starts,
                    });
                    starts = false;
                }
                starts |= matches!(c, '.' | '!' | '?' | ':' | '\n' | '"' | '•');
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::directory::Atlas;

    #[test]
    fn places_are_found_in_running_text_and_ordinary_words_are_not() {
        let atlas = Atlas::embedded().unwrap();
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<_> = atlas
                .mentions(text)
                .into_iter()
                .map(|it| text[it.range].to_owned())
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "Wij zijn gemeente wetteren en vragen dit voor Sint-Niklaas.",
            &["wetteren", "Sint-Niklaas"],
        );
        check("Meer uitleg over het doel van de regio graag.", &[]);
        check("Wij wonen in Meer en in Mol.", &["Meer", "Mol"]);
        check("As. Peer? Mol!", &[]);
        check("De stad Peer vraagt meer.", &["Peer"]);
        check("Groeten, jan@aalst.be of www.aalst.be", &[]);
        check(
            "tussen Merelbeke-Melle en Melle ligt St. Lievens Houtem",
            &["Merelbeke-Melle", "Melle", "St. Lievens Houtem"],
        );
        check(
            "'s-Gravenwezel en Sint-Job-in-'t-Goor",
            &["s-Gravenwezel", "Sint-Job-in-'t-Goor"],
        );
        check("", &[]);
    }

    #[test]
    fn a_mention_says_whether_it_is_a_government() {
        let atlas = Atlas::embedded().unwrap();
        let found = atlas.mentions("OCMW Ninove vraagt dit ook voor Denderleeuw");
        assert_eq!(
            found.iter().map(|it| it.as_government).collect::<Vec<_>>(),
            [true, false]
        );
        assert_eq!(found[0].named.certain().unwrap().name, "Ninove");
    }
}
