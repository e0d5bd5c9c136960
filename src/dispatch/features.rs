//! What a question looks like to the model: a bag of features, each traceable to a word.

use std::ops::Range;

use crate::language::{self, Token};

/// A feature, known by its hash; two that share one count as the same.
pub(super) type Hash = u32;

/// How often a word of the subject counts: askers say there what it is about.
const SUBJECT_WEIGHT: f32 = 1.0;

/// The sizes of the character n-grams, within words.
const NGRAMS: std::ops::RangeInclusive<usize> = 3..=5;

/// The kinds of features, each a vector of its own length before they are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A run of characters inside a word.
    Ngram,
    /// The stem of a word, or of a part of it.
    Stem,
    /// The stems of two words in a row.
    Pair,
}

impl Kind {
    /// Every kind, in the order of their vectors.
    pub const ALL: [Self; 3] = [Self::Ngram, Self::Stem, Self::Pair];

    /// How much the kind weighs beside the others.
    pub fn weight(self) -> f32 {
        match self {
            Self::Ngram => 1.0,
            Self::Stem => 0.5,
            Self::Pair => 0.2,
        }
    }

    fn sign(self) -> u8 {
        match self {
            Self::Ngram => b'c',
            Self::Stem => b'w',
            Self::Pair => b'p',
        }
    }
}

/// How often each feature occurs, a kind at a time, in the order of their hashes.
pub(super) type Counts = [Vec<(Hash, f32)>; Kind::ALL.len()];

/// The value beside `hash` in pairs that stand in the order of their hashes.
pub(super) fn value_of(pairs: &[(Hash, f32)], hash: Hash) -> Option<f32> {
    let at = pairs
        .binary_search_by_key(&hash, |(known, _)| *known)
        .ok()?;
    Some(pairs[at].1)
}

/// A word of the question and the features that it brings.
#[derive(Debug)]
pub(super) struct WordFeatures {
    /// The folded word.
    pub word: String,
    /// Where it stands in the subject or the body.
    pub span: Range<usize>,
    /// Whether it stands in the subject.
    pub in_subject: bool,
    /// Whether it is too common to be named as a reason.
    pub stop: bool,
    /// Its features.
    pub features: Vec<(Kind, Hash)>,
}

/// The words of a question with their features.
pub(super) fn words(subject: &str, body: &str) -> Vec<WordFeatures> {
    let mut words = Vec::new();
    for (text, in_subject) in [(subject, true), (body, false)] {
        let tokens = language::tokens(text);
        let mut before: Option<&Token> = None;
        for token in &tokens {
            let edged = language::edged(&token.word);
            let mut features: Vec<(Kind, Hash)> = language::ngrams(&edged, NGRAMS)
                .map(|gram| (Kind::Ngram, hash(Kind::Ngram, &[gram])))
                .collect();
            features.push((Kind::Stem, hash(Kind::Stem, &[&token.stem])));
            for part in &token.parts {
                features.push((Kind::Stem, hash(Kind::Stem, &[part])));
            }
            if !token.stop {
                if let Some(before) = before {
                    features.push((Kind::Pair, hash(Kind::Pair, &[&before.stem, &token.stem])));
                }
                before = Some(token);
            }
            words.push(WordFeatures {
                word: token.word.clone(),
                span: token.span.clone(),
                in_subject,
                stop: token.stop,
                features,
            });
        }
    }
    words
}

/// Counts the features of a question.
pub(super) fn counts(words: &[WordFeatures]) -> Counts {
    let mut counts = Counts::default();
    for word in words {
        let weight = if word.in_subject { SUBJECT_WEIGHT } else { 1.0 };
        for (kind, hash) in &word.features {
            counts[*kind as usize].push((*hash, weight));
        }
    }
    for counts in &mut counts {
        counts.sort_unstable_by_key(|(hash, _)| *hash);
        counts.dedup_by(|next, first| {
            let same = next.0 == first.0;
            if same {
                first.1 += next.1;
            }
            same
        });
    }
    counts
}

/// FNV-1a, the same on every machine and in every release.
fn hash(kind: Kind, parts: &[&str]) -> Hash {
    const OFFSET: u32 = 0x811c_9dc5;
    const PRIME: u32 = 0x0100_0193;
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(PRIME);
    let mut hash = step(OFFSET, kind.sign());
    for part in parts {
        hash = part.bytes().fold(step(hash, b' '), step);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_never_changes() {
        assert_eq!(hash(Kind::Stem, &["zon"]), hash(Kind::Stem, &["zon"]));
        assert_ne!(hash(Kind::Stem, &["zon"]), hash(Kind::Ngram, &["zon"]));
        assert_ne!(
            hash(Kind::Pair, &["ab", "c"]),
            hash(Kind::Pair, &["a", "bc"])
        );
    }

    #[test]
    fn every_feature_belongs_to_a_word() {
        let words = words("Politiezone", "Wat doet de politieraad?");
        let total: f32 = counts(&words)
            .iter()
            .flatten()
            .map(|(_, count)| count)
            .sum();
        let features: usize = words.iter().map(|word| word.features.len()).sum();
        assert_eq!(total.to_string(), features.to_string());
        assert!(words[0].in_subject && !words[1].in_subject);
    }
}
