//! How like two questions are: the words that count, weighed by how much they tell. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::language::tokens;

/// From here on two questions of one topic are taken to ask the same. On the labelled questions that
/// ship with the project two of three pairs above it do; a person reads what a group drafts.
pub const SAME: f32 = 0.3;
/// A part of a compound tells less than the whole word.
const PART_WEIGHT: f32 = 0.5;
/// The subject is said in fewer words, each of which counts double.
const SUBJECT_WEIGHT: f32 = 2.0;

/// What a question is about, as the analyser sees it: terms and their weights, of length 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fingerprint {
    terms: BTreeMap<String, f32>,
}

impl Fingerprint {
    /// The fingerprint of a question.
    #[must_use]
    pub fn of(subject: &str, body: &str) -> Self {
        let mut terms: BTreeMap<String, f32> = BTreeMap::new();
        for (text, weight) in [(subject, SUBJECT_WEIGHT), (body, 1.0)] {
            for token in tokens(text).into_iter().filter(|token| !token.stop) {
                for part in token.parts {
                    *terms.entry(part).or_default() += weight * PART_WEIGHT;
                }
                *terms.entry(token.stem).or_default() += weight;
            }
        }
        for weight in terms.values_mut() {
            *weight = weight.sqrt();
        }
        let length = terms
            .values()
            .map(|weight| weight * weight)
            .sum::<f32>()
            .sqrt();
        if length > 0.0 {
            for weight in terms.values_mut() {
                *weight /= length;
            }
        }
        Self { terms }
    }

    /// Its terms, the weightiest first.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        let mut all: Vec<(&String, f32)> = self.terms.iter().map(|(term, w)| (term, *w)).collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        all.into_iter().map(|(term, _)| term.as_str())
    }

    /// How like the other it is: 0 nothing in common, 1 the same.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f32 {
        self.terms
            .iter()
            .filter_map(|(term, weight)| Some(weight * other.terms.get(term)?))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_in_other_words_is_like_it() {
        let one = Fingerprint::of(
            "Hulpverleningszone en regio",
            "Moet onze hulpverleningszone de grens van de regio volgen?",
        );
        let same = Fingerprint::of(
            "regio en hulpverleningszones",
            "Moeten hulpverleningszones de grenzen van de regio's volgen?",
        );
        let other = Fingerprint::of("Huisvuil", "Wanneer wordt het huisvuil opgehaald?");
        assert!(one.similarity(&same) > SAME);
        assert!(one.similarity(&other) < 0.2);
    }
}
