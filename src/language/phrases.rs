//! Words that are looked for in every mail: texts in lower case, and lists of phrases that a text may
//! open with or hold, ready to be looked through once.

use std::borrow::Cow;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// A text in lower case, as [`str::to_lowercase`] makes it.
///
/// That walks a text letter by letter from the first one that is not ASCII; but in the languages that
/// we read, nearly all such letters are in lower case already, or have no case.
#[must_use]
pub fn lowercase(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    // without an end before the last letter, many are looked at in one go
    let cased = |found, pair: &[u8]| found | may_have_case(pair[0], pair[1]);
    if !text.is_ascii() && bytes.windows(2).fold(false, cased) {
        return Cow::Owned(text.to_lowercase());
    }
    if bytes.iter().any(u8::is_ascii_uppercase) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// The same of a text that is short: where `room` holds it, it takes no memory of its own.
#[must_use]
pub fn lowercase_in<'a>(text: &'a str, room: &'a mut [u8]) -> Cow<'a, str> {
    if text.is_ascii()
        && let Some(room) = room.get_mut(..text.len())
    {
        room.copy_from_slice(text.as_bytes());
        room.make_ascii_lowercase();
        if let Ok(lower) = std::str::from_utf8(room) {
            return Cow::Borrowed(lower);
        }
    }
    lowercase(text)
}

/// Whether the character beyond ASCII whose first two bytes these are may be a capital: not
/// U+0080-U+00BF and the small letters of Latin-1, and not the marks of U+2000-U+203F.
fn may_have_case(first: u8, second: u8) -> bool {
    let latin = first == 0xc3 && second <= 0x9e;
    let mark = first == 0xe2 && second == 0x80;
    latin || first > 0xc3 && !mark
}

/// The start of a text, at most so many bytes.
#[must_use]
pub fn start_of(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// Phrases that a text may open with or hold. At the opening they are compared by their first byte, few at a
/// time; inside, all are looked for at once.
#[derive(Debug)]
pub struct Phrases {
    listed: Vec<&'static str>,
    /// Where those that open with a byte start among the phrases; the next one is their end.
    starts: [u16; 257],
    /// Made when a text is first looked through; nothing where there are too many for it.
    searcher: OnceLock<Option<AhoCorasick>>,
}

impl Phrases {
    /// These phrases, none of them empty.
    #[must_use]
    pub fn new(phrases: &[&'static str]) -> Self {
        let mut phrases = phrases.to_vec();
        phrases.sort_by_key(|phrase| phrase.as_bytes()[0]);
        let mut starts = [0; 257];
        for phrase in &phrases {
            for start in &mut starts[usize::from(phrase.as_bytes()[0]) + 1..] {
                *start += 1;
            }
        }
        Self {
            listed: phrases,
            starts,
            searcher: OnceLock::new(),
        }
    }

    /// The phrases that open with a byte.
    fn alike(&self, first: u8) -> &[&'static str] {
        let first = usize::from(first);
        &self.listed[usize::from(self.starts[first])..usize::from(self.starts[first + 1])]
    }

    /// The phrases that the text opens with.
    pub fn opening<'t>(&self, text: &'t str) -> impl Iterator<Item = &'static str> + use<'_, 't> {
        let alike = text
            .as_bytes()
            .first()
            .map_or(&[][..], |&first| self.alike(first));
        let alike = alike.iter().copied();
        alike.filter(move |phrase| opens(text.as_bytes(), phrase.as_bytes(), |a, b| a == b))
    }

    /// Whether the text opens with one of them.
    #[must_use]
    pub fn open(&self, text: &str) -> bool {
        self.opening(text).next().is_some()
    }

    /// Whether the text, in lower case, opens with one of them; they are in lower case themselves. Most
    /// texts are told by their first letter, and then need not be made so.
    #[must_use]
    pub fn open_lowercased(&self, text: &str) -> bool {
        let Some(&first) = text.as_bytes().first() else {
            return false;
        };
        let alike = self.alike(first.to_ascii_lowercase());
        if first.is_ascii() && alike.is_empty() {
            return false;
        }
        if text.is_ascii() {
            let same = <[u8]>::eq_ignore_ascii_case;
            return alike
                .iter()
                .any(|phrase| opens(text.as_bytes(), phrase.as_bytes(), same));
        }
        self.open(&lowercase(text))
    }

    /// The first phrase in the text, and where it stands, that is accepted.
    pub fn find(
        &self,
        text: &str,
        mut accept: impl FnMut(usize, &'static str) -> bool,
    ) -> Option<(usize, &'static str)> {
        // Nearly every text holds none of them.
        if !self.occur(text) {
            return None;
        }
        let bytes = text.as_bytes();
        for (at, &first) in bytes.iter().enumerate() {
            // whole letters are compared with whole letters, so that bytes will do
            for &phrase in self.alike(first) {
                if opens(&bytes[at..], phrase.as_bytes(), |a, b| a == b) && accept(at, phrase) {
                    return Some((at, phrase));
                }
            }
        }
        None
    }

    /// Whether the text holds one of them.
    #[must_use]
    pub fn occur(&self, text: &str) -> bool {
        let searcher = self.searcher.get_or_init(|| {
            // The first match is all that is asked, and for this kind many bytes are skipped at once.
            let mut made = AhoCorasick::builder();
            let made = made.match_kind(MatchKind::LeftmostFirst);
            made.build(&self.listed).ok()
        });
        match searcher {
            Some(searcher) => searcher.is_match(text),
            None => self.listed.iter().any(|phrase| text.contains(phrase)),
        }
    }
}

/// Whether a text opens with a phrase that is not empty. The last letter tells most of those apart that
/// share their first.
#[inline]
fn opens(text: &[u8], phrase: &[u8], same: impl Fn(&[u8], &[u8]) -> bool) -> bool {
    let last = phrase.len() - 1;
    text.get(..=last)
        .is_some_and(|opening| same(&opening[last..], &phrase[last..]) && same(opening, phrase))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lower_case_is_what_the_standard_makes_of_it(text in "\\PC{0,20}[A-Za-zÀ-ÿĀ-ſΑ-ωK-’…]{0,9}") {
            prop_assert_eq!(lowercase(&text), text.to_lowercase());
            let mut room = [0; 9];
            prop_assert_eq!(lowercase_in(&text, &mut room), text.to_lowercase());
        }
    }

    #[test]
    fn an_opening_is_found_among_those_with_its_first_byte() {
        let phrases = Phrases::new(&["op ", "en ", "op de ", "één"]);
        let found: Vec<&str> = phrases.opening("op de dag").collect();
        assert_eq!(found, ["op ", "op de "]);
        assert!(phrases.open("één") && !phrases.open("opa") && !phrases.open(""));
        assert!(!phrases.open("\u{ff}"));
    }

    proptest! {
        #[test]
        fn what_a_text_holds_is_what_the_standard_finds(text in "[ae né’d]{0,12}") {
            let phrases = ["e", "een", "n é", "één", "’", "d a"];
            let mut expected: Vec<(usize, &str)> = phrases
                .iter()
                .flat_map(|phrase| text.match_indices(phrase))
                .collect();
            expected.sort_unstable();
            let phrases = Phrases::new(&phrases);
            let mut found = Vec::new();
            phrases.find(&text, |at, phrase| {
                found.push((at, phrase));
                false
            });
            found.sort_unstable();
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!(phrases.occur(&text), !expected.is_empty());
        }
    }
}
