//! What a word is also called: whoever asks about the "brandweer" must find what is written about the
//! "hulpverleningszone". Used to widen what is looked for, never what is written; a text that holds
//! the word itself fits better than one that holds another word for it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Token, terms, tokens};

const SETS: &str = include_str!("synonyms.txt");

/// Sets of words that mean the same: each is one word or more, by their stems.
static KNOWN: LazyLock<Synonyms> = LazyLock::new(|| Synonyms::of(SETS));

/// A word that is looked for, and what else it may be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// The word as it was typed.
    pub token: Token,
    /// Other words for it, or for the words that it stands among: each by its stems, which must all be
    /// there for it to be found.
    pub also: Vec<Vec<String>>,
}

/// What a query looks for: its words but the stop words, each with what else it is called.
#[must_use]
pub fn sought(query: &str) -> Vec<Sought> {
    KNOWN.widen(query)
}

#[derive(Debug)]
struct Synonyms {
    sets: Vec<Vec<Vec<String>>>,
    /// In which sets, and where in them, the words are that begin with a stem.
    by_first: HashMap<String, Vec<(usize, usize)>>,
}

impl Synonyms {
    fn of(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let sets: Vec<Vec<Vec<String>>> = lines
            .map(|line| {
                line.split(',')
                    .map(terms)
                    .filter(|it| !it.is_empty())
                    .collect()
            })
            .collect();
        let mut by_first: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (set, words) in sets.iter().enumerate() {
            for (at, stems) in words.iter().enumerate() {
                by_first
                    .entry(stems[0].clone())
                    .or_default()
                    .push((set, at));
            }
        }
        Self { sets, by_first }
    }

    fn widen(&self, query: &str) -> Vec<Sought> {
        let mut found: Vec<Sought> = tokens(query)
            .into_iter()
            .filter(|token| !token.stop)
            .map(|token| Sought {
                token,
                also: Vec::new(),
            })
            .collect();
        for at in 0..found.len() {
            let first = self.by_first.get(&found[at].token.stem);
            for &(set, own) in first.into_iter().flatten() {
                let words = &self.sets[set];
                let length = words[own].len();
                let here = found.get(at..at + length).is_some_and(|run| {
                    run.iter()
                        .zip(&words[own])
                        .all(|(it, stem)| it.token.stem == *stem)
                });
                if !here {
                    continue;
                }
                for sought in &mut found[at..at + length] {
                    let others = words.iter().enumerate().filter(|(other, _)| *other != own);
                    for (_, stems) in others {
                        if !sought.also.contains(stems) {
                            sought.also.push(stems.clone());
                        }
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn also(query: &str) -> Vec<Vec<String>> {
        let found = sought(query);
        found
            .into_iter()
            .map(|it| it.also.iter().map(|it| it.join(" ")).collect())
            .collect()
    }

    #[test]
    fn a_word_brings_what_else_it_is_called() {
        let [brandweer] = &also("De brandweer?")[..] else {
            panic!()
        };
        assert!(
            brandweer.contains(&terms("hulpverleningszone").join(" ")),
            "{brandweer:?}"
        );
        assert!(
            !brandweer.contains(&"brandwer".to_owned())
                && !brandweer.contains(&"brandweer".to_owned())
        );
        assert_eq!(also("zzz"), [Vec::<String>::new()]);
        assert_eq!(also("de het"), Vec::<Vec<String>>::new());
    }

    #[test]
    fn words_of_several_parts_count_when_they_stand_together() {
        let together = also("openbaar vervoer in Gent");
        assert!(
            together[0].contains(&terms("bus").join(" ")),
            "{together:?}"
        );
        assert_eq!(together[0], together[1]);
        assert!(together[2].is_empty());
        assert_eq!(also("vervoer openbaar"), [Vec::<String>::new(), Vec::new()]);
    }

    #[test]
    fn every_set_has_two_words_and_none_twice() {
        let wrong: Vec<_> = KNOWN
            .sets
            .iter()
            .filter(|set| {
                let mut once = (*set).clone();
                once.sort();
                once.dedup();
                set.len() < 2 || once.len() != set.len()
            })
            .collect();
        assert!(
            wrong.is_empty(),
            "one word, or two spellings of one: {wrong:?}"
        );
    }
}
