//! Dutch, understood once: every room that looks into a question's words (routing, search,
//! recurrence) sees them through this analyser, so that "regio's", "Regio" and "regios" are one
//! word everywhere. Pure functions over text; nothing here knows a ticket, a table or a reader.

use std::ops::Range;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

mod compound;
mod fold;
mod letter;
mod names;
mod phrases;
mod slug;
mod stop;
mod synonyms;
mod unwrap;

pub use fold::fold;
pub use letter::{Letter, closes_letter, greets, is_name};
pub use names::{NamesIn, PersonName, is_first_name, names_in};
pub use phrases::{Phrases, lowercase, lowercase_in, start_of};
pub use slug::slug;
pub use stop::is_stop_word;
pub use synonyms::{Sought, sought};
pub use unwrap::unwrapped;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Dutch));

/// One word of a text, as the analyser sees it, and where it stands in the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word in lower case, without accents and without `'s`.
    pub word: String,
    /// What remains when the ending is taken off; equal for "vraag" and "vragen".
    pub stem: String,
    /// The stems of the parts of a compound ("hulpverleningszone": hulpverlening, zone); empty
    /// when the word is no compound that we know.
    pub parts: Vec<String>,
    /// The bytes of the word in the original text.
    pub span: Range<usize>,
    /// Whether the word is too common to tell one text from another.
    pub stop: bool,
}

impl Token {
    /// The word as the writer wrote it; `text` is the text the token was read from.
    #[must_use]
    pub fn original<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.span.clone()).unwrap_or_default()
    }

    /// Whether one of `stems` is this word or a part of it.
    #[must_use]
    pub fn is_one_of(&self, stems: &[String]) -> bool {
        stems
            .iter()
            .any(|stem| *stem == self.stem || self.parts.contains(stem))
    }
}

/// The words of a text in reading order.
///
/// A word is a run of letters and digits; an apostrophe inside a word stays with it until `'s` is
/// dropped. A hyphen separates.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    words(text)
        .map(|span| {
            let word = fold::word(&text[span.clone()]);
            let stem = stem(&word);
            let parts = compound::parts(&word)
                .iter()
                .map(|part| self::stem(part))
                .collect();
            let stop = stop::is_stop_word(&word);
            Token {
                word,
                stem,
                parts,
                span,
                stop,
            }
        })
        .filter(|token| !token.word.is_empty())
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = rest.find(|(_, c)| fold::is_word(*c))?;
        let mut end = start + text[start..].chars().next().map_or(0, char::len_utf8);
        while let Some(&(at, c)) = rest.peek() {
            let joins = fold::is_word(c)
                || (fold::is_apostrophe(c)
                    && text[at + c.len_utf8()..]
                        .chars()
                        .next()
                        .is_some_and(fold::is_word));
            if !joins {
                break;
            }
            end = at + c.len_utf8();
            rest.next();
        }
        Some(start..end)
    })
}

/// The stem of a folded word.
///
/// Snowball's Dutch stems, with what it leaves undone: the plural -s after a vowel
/// ("regios", "fusies"), the consonant that hardens when the ending goes ("huizen", "huis") and the
/// one that was doubled before it ("processen", "proces").
#[must_use]
pub fn stem(word: &str) -> String {
    let singular = without_plural_s(word);
    let stemmed = STEMMER.stem(singular);
    let mut stemmed = stemmed.into_owned();
    match stemmed.as_bytes() {
        [.., _, _, b'z'] => harden(&mut stemmed, 's'),
        [.., _, _, b'v'] => harden(&mut stemmed, 'f'),
        [.., _, before, last] if before == last && !b"aeiou".contains(last) => {
            stemmed.pop();
        }
        _ => {}
    }
    stemmed
}

fn harden(stem: &mut String, hard: char) {
    stem.pop();
    stem.push(hard);
}

/// Words whose final -s belongs to the word itself.
const OWN_S: &[&str] = &[
    "advies", "verlies", "precies", "proces", "succes", "congres", "adres", "expres", "kompas",
    "atlas", "terras", "basis",
];

fn without_plural_s(word: &str) -> &str {
    let Some(singular) = word.strip_suffix('s') else {
        return word;
    };
    let doubled = ["aa", "ee", "oo", "oe", "eu"]
        .iter()
        .any(|end| singular.ends_with(end));
    let after_vowel = singular.ends_with(['a', 'e', 'o']);
    let own = OWN_S.iter().any(|own| word.ends_with(own));
    if word.len() >= 5 && after_vowel && !doubled && !own {
        singular
    } else {
        word
    }
}

/// The stems that a text is looked up by: every word that is not a stop word, once per occurrence.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    tokens(text)
        .into_iter()
        .filter(|token| !token.stop)
        .map(|token| token.stem)
        .collect()
}

/// A text prepared for a search engine that knows no Dutch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Indexed {
    /// The stems of all words but stop words, in reading order, separated by spaces.
    pub stems: String,
    /// The parts of its compounds; in a column of their own, or phrases would break.
    pub parts: String,
}

/// Prepares a text for the index; a query is prepared with [`terms`].
#[must_use]
pub fn indexed(text: &str) -> Indexed {
    let mut indexed = Indexed::default();
    for token in tokens(text).iter().filter(|token| !token.stop) {
        push_word(&mut indexed.stems, &token.stem);
        for part in &token.parts {
            push_word(&mut indexed.parts, part);
        }
    }
    indexed
}

fn push_word(line: &mut String, word: &str) {
    if !line.is_empty() {
        line.push(' ');
    }
    line.push_str(word);
}

/// Where the words of a query stand in a text, for marking hits; whole words, in reading order.
#[must_use]
pub fn hits(text: &str, query: &str) -> Vec<Range<usize>> {
    let wanted = terms(query);
    tokens(text)
        .into_iter()
        .filter(|token| !token.stop && token.is_one_of(&wanted))
        .map(|token| token.span)
        .collect()
}

/// The character n-grams of a word whose edges are marked ([`edged`]): "zone" gives `_zo`, `zon`, ...
pub fn ngrams(edged: &str, sizes: std::ops::RangeInclusive<usize>) -> impl Iterator<Item = &str> {
    let starts = edged.char_indices().map(|(at, _)| at);
    let bounds: Vec<usize> = starts.chain([edged.len()]).collect();
    sizes.flat_map(move |size| {
        let ends = bounds.iter().skip(size.max(1));
        let grams: Vec<&str> = bounds
            .iter()
            .zip(ends)
            .map(|(start, end)| &edged[*start..*end])
            .collect();
        grams
    })
}

/// A folded word with its edges marked, as [`ngrams`] reads it.
#[must_use]
pub fn edged(word: &str) -> String {
    format!("_{word}_")
}

/// A language that a question may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Spoken {
    /// Dutch; also what a short or uncertain text counts as.
    #[default]
    Nl,
    /// French.
    Fr,
    /// German.
    De,
    /// English.
    En,
}

impl Spoken {
    /// The two-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::Fr => "fr",
            Self::De => "de",
            Self::En => "en",
        }
    }
}

/// Below this many letters a guess is worth less than the habit of the house.
const LETTERS_FOR_A_GUESS: usize = 40;

/// The language a text is written in.
#[must_use]
pub fn spoken(text: &str) -> Spoken {
    use whatlang::{Detector, Lang};
    static DETECTOR: LazyLock<Detector> = LazyLock::new(|| {
        Detector::with_allowlist(vec![Lang::Nld, Lang::Fra, Lang::Deu, Lang::Eng])
    });
    if text.chars().filter(|c| c.is_alphabetic()).count() < LETTERS_FOR_A_GUESS {
        return Spoken::Nl;
    }
    match DETECTOR.detect(text) {
        Some(guess) if guess.is_reliable() => match guess.lang() {
            Lang::Fra => Spoken::Fr,
            Lang::Deu => Spoken::De,
            Lang::Eng => Spoken::En,
            _ => Spoken::Nl,
        },
        _ => Spoken::Nl,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str) {
        let stem_of = |word| terms(word).join(" ");
        assert_eq!(stem_of(one), stem_of(other), "{one} and {other}");
    }

    #[track_caller]
    fn parts(word: &str, expected: &[&str]) {
        let token = tokens(word).remove(0);
        let expected: Vec<String> = expected.iter().map(|part| stem(part)).collect();
        assert_eq!(token.parts, expected, "{word}");
    }

    #[test]
    fn spellings_of_one_word_share_a_stem() {
        same("regio's", "Regio");
        same("regios", "regio");
        same("REGIO’S", "regio");
        same("fusies", "fusie");
        same("gemeentes", "gemeenten");
        same("OCMW's", "ocmw");
        same("geïntegreerd", "geintegreerd");
        same("adviezen", "advies");
        same("huizen", "huis");
        same("processen", "proces");
        same("zones", "zone");
        same("vergunningen", "vergunning");
    }

    #[test]
    fn words_that_end_in_s_by_nature_keep_it() {
        assert_eq!(stem("gas"), "gas");
        assert_eq!(stem("advies"), "advies");
        assert_eq!(stem("status"), "status");
        assert_eq!(stem("werkloos"), "werklos");
    }

    #[test]
    fn compounds_fall_into_their_parts() {
        parts("hulpverleningszone", &["hulpverlening", "zone"]);
        parts("burgemeestersoverleg", &["burgemeester", "overleg"]);
        parts("Eerstelijnszones", &["eerstelijn", "zones"]);
        parts("samenwerkingsverbanden", &["samenwerking", "verbanden"]);
        parts("recyclagepark", &["recyclage", "park"]);
        parts("vervoerregioraad", &["vervoer", "regio", "raad"]);
        parts(
            "gemeenteraadsbeslissing",
            &["gemeente", "raad", "beslissing"],
        );
        parts("vraag", &[]);
        parts("gemeenten", &[]);
    }

    #[test]
    fn a_token_remembers_where_it_stood() {
        let text = "Wie beheert dé Regio’s?";
        let words: Vec<&str> = tokens(text)
            .iter()
            .map(|token| token.original(text))
            .collect();
        assert_eq!(words, ["Wie", "beheert", "dé", "Regio’s"]);
        assert_eq!(tokens(text)[3].word, "regio");
    }

    #[test]
    fn hits_are_found_inside_compounds() {
        let text = "Het burgemeestersoverleg van de regio";
        let found: Vec<&str> = hits(text, "overleg regio's")
            .into_iter()
            .map(|at| &text[at])
            .collect();
        assert_eq!(found, ["burgemeestersoverleg", "regio"]);
    }

    #[test]
    fn an_index_keeps_stems_and_parts_apart() {
        let indexed = indexed("De politiezones van onze regio");
        assert_eq!(indexed.stems, "politiezon regio");
        assert_eq!(indexed.parts, "politie zon");
    }

    #[test]
    fn short_or_uncertain_text_is_dutch() {
        assert_eq!(spoken("Bonjour"), Spoken::Nl);
        assert_eq!(spoken(""), Spoken::Nl);
        assert_eq!(spoken("1234567890 1234567890 1234567890"), Spoken::Nl);
        assert_eq!(
            spoken(
                "Bonjour, nous voudrions savoir comment la commune peut adhérer à l'intercommunale de la région voisine."
            ),
            Spoken::Fr
        );
        assert_eq!(
            spoken(
                "Kunnen jullie ons laten weten tot welke referentieregio onze gemeente behoort en waarom?"
            ),
            Spoken::Nl
        );
    }

    #[test]
    fn odd_text_does_not_panic() {
        for odd in [
            "",
            "'",
            "’’",
            "'s",
            "a'",
            "'s-Gravenvoeren",
            "\u{301}",
            "ŁÓDŹ ß İ",
            "🚒's",
            "--",
        ] {
            let found = tokens(odd);
            assert!(
                found
                    .iter()
                    .all(|token| odd.get(token.span.clone()).is_some()),
                "{odd}"
            );
        }
    }

    #[test]
    fn ngrams_know_the_edges_of_a_word() {
        let grams = |word, sizes| {
            ngrams(&edged(word), sizes)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(grams("ovam", 3..=3), ["_ov", "ova", "vam", "am_"]);
        assert_eq!(grams("a", 5..=5), Vec::<String>::new());
        assert_eq!(grams("één", 4..=4), ["_één", "één_"]);
    }
}
