//! The language of a text: by its small words first, which even a short text has.

use std::borrow::Cow;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use super::parsed::Language;
use crate::language::{lowercase, start_of};

/// Bytes of a text that are looked at.
const SAMPLE: usize = 500;

/// What the small words do not decide; only the four languages we tell apart.
static DETECTOR: LazyLock<Detector> =
    LazyLock::new(|| Detector::with_allowlist(vec![Lang::Nld, Lang::Fra, Lang::Eng, Lang::Deu]));

/// The language of a text; Dutch when it is too short or too uncertain to tell.
pub(super) fn of(text: &str) -> Language {
    let sample = start_of(text, SAMPLE);
    // a text in ASCII is put in lower case on the way
    let letters = if sample.is_ascii() {
        Cow::Borrowed(sample)
    } else {
        lowercase(sample)
    };
    let mut votes = SMALL_WORDS.map(|(language, _)| (language, 0_usize));
    let (mut count, mut word) = (0, Packed::default());
    for c in letters.chars().chain([' ']) {
        if c.is_alphabetic() {
            word.push(c.to_ascii_lowercase());
        } else if word.length > 0 {
            count += 1;
            let languages = languages_of(word);
            for (place, (_, votes)) in votes.iter_mut().enumerate() {
                *votes += usize::from(languages >> place & 1);
            }
            word = Packed::default();
        }
    }
    votes.sort_by_key(|&(_, votes)| std::cmp::Reverse(votes));
    let [(first, most), (_, second), ..] = votes;
    if most >= 2 && most > second + second / 3 {
        return first;
    }
    if count < 6 {
        return Language::Nl;
    }
    match DETECTOR.detect(&lowercase(sample)) {
        Some(found) if found.is_reliable() => match found.lang() {
            Lang::Fra => Language::Fr,
            Lang::Eng => Language::En,
            Lang::Deu => Language::De,
            _ => Language::Nl,
        },
        _ if most > second => first,
        _ => Language::Nl,
    }
}

/// The words that every sentence of a language has.
const SMALL_WORDS: [(Language, &[&str]); 4] = [
    (
        Language::Nl,
        &[
            "de", "het", "een", "en", "van", "dat", "die", "niet", "voor", "met", "op", "te",
            "wij", "ik", "is", "zijn", "aan", "ook", "er", "of", "om", "naar", "onze", "ons",
            "wat", "waar", "moet", "kan", "kunt", "jullie", "u", "uw", "wel", "nog", "bij", "hoe",
            "dag", "beste", "graag", "welke", "deze",
        ],
    ),
    (
        Language::Fr,
        &[
            "le", "la", "les", "des", "du", "et", "est", "une", "un", "que", "qui", "nous", "vous",
            "pour", "dans", "sur", "avec", "pas", "ne", "il", "elle", "notre", "votre", "au",
            "aux", "ce", "cette", "je", "sont", "par", "si", "merci", "bonjour", "madame",
            "monsieur", "j", "l", "d", "donc", "de",
        ],
    ),
    (
        Language::En,
        &[
            "the", "and", "of", "to", "you", "your", "our", "we", "it", "that", "this", "for",
            "with", "are", "be", "have", "has", "not", "from", "which", "would", "can", "could",
            "please", "dear", "thank", "thanks", "i", "is", "will", "there", "what", "if", "do",
            "does",
        ],
    ),
    (
        Language::De,
        &[
            "der", "die", "das", "und", "ist", "nicht", "wir", "sie", "ich", "ein", "eine", "mit",
            "von", "zu", "für", "auf", "den", "dem", "im", "auch", "sind", "unsere", "unser",
            "werden", "oder", "ob", "welche", "haben", "sehr", "geehrte", "damen", "herren",
            "können", "bitte", "guten", "tag",
        ],
    ),
];

/// Places for these words, most of them empty: each word stands at its own ([`place_of`]) or soon
/// behind it.
const PLACES: usize = 1 << 9;

/// These words, packed, each with the languages that have it: a bit for the place in
/// [`SMALL_WORDS`].
static LANGUAGES_OF: LazyLock<Vec<(u64, u8)>> = LazyLock::new(|| {
    let mut found = vec![(0, 0); PLACES];
    for (place, (_, words)) in SMALL_WORDS.iter().enumerate() {
        for key in words.iter().filter_map(|word| Packed::of(word).key()) {
            let mut at = place_of(key);
            while found[at].0 != 0 && found[at].0 != key {
                at = (at + 1) % PLACES;
            }
            found[at].0 = key;
            found[at].1 |= 1 << place;
        }
    }
    found
});

/// Where a packed word is looked for first.
fn place_of(key: u64) -> usize {
    // the bits that a product of all letters has at its top
    usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55).unwrap_or_default()
}

/// A word as a number, so that looking it up compares no texts.
#[derive(Debug, Clone, Copy, Default)]
struct Packed {
    letters: u64,
    length: usize,
}

impl Packed {
    fn push(&mut self, c: char) {
        self.letters = self.letters << 8 | u64::from(c) & 0xff;
        // all small words are of Latin-1
        self.length += if c <= '\u{ff}' { 1 } else { LONGEST + 1 };
    }

    fn of(word: &str) -> Self {
        let mut packed = Self::default();
        word.chars().for_each(|c| packed.push(c));
        packed
    }

    /// The number, unless the word is empty, or has letters that no small word has, or more of them.
    fn key(self) -> Option<u64> {
        (1..=LONGEST).contains(&self.length).then_some(self.letters)
    }
}

/// Letters of the longest small word.
const LONGEST: usize = 8;

/// The languages that have a word among their small words: a bit for the place of each.
fn languages_of(word: Packed) -> u8 {
    let Some(key) = word.key() else { return 0 };
    let mut at = place_of(key);
    loop {
        match LANGUAGES_OF[at] {
            (0, _) => return 0,
            (known, languages) if known == key => return languages,
            _ => at = (at + 1) % PLACES,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_told_apart() {
        let check = |text: &str, expected: Language| assert_eq!(of(text), expected, "{text}");
        check(
            "Hallo,\nkan iemand mij de contactpersoon voor Limburg doorgeven?",
            Language::Nl,
        );
        check(
            "Merci, j’attends donc la réponse du service compétent.",
            Language::Fr,
        );
        check(
            "Could you please tell us which region we belong to?",
            Language::En,
        );
        check(
            "Guten Tag, welche Gemeinde ist für uns zuständig?",
            Language::De,
        );
        check("Prima, dank u wel.", Language::Nl);
        check("In bijlage het pdf-bestand.", Language::Nl);
        check("ok", Language::Nl);
        check("", Language::Nl);
    }

    #[test]
    fn every_small_word_is_known() {
        for (place, (_, words)) in SMALL_WORDS.iter().enumerate() {
            for word in *words {
                let languages = languages_of(Packed::of(word));
                assert_eq!(languages >> place & 1, 1, "{word}");
            }
        }
        assert_eq!(languages_of(Packed::of("regiovorming")), 0);
    }
}
