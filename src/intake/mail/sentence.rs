//! Sentences, and the sorts of words that stand together in one.

use crate::language::fold;

/// The sentences of a text, each with its mark. A blank line ends one, and so does a line that
/// `apart` takes out of the text.
pub(super) fn sentences(text: &str, apart: impl Fn(&str) -> bool) -> impl Iterator<Item = String> {
    let mut lines = text.lines().map(str::trim).chain([""]);
    let (mut words, mut length) = ("".split_whitespace(), 0);
    let mut open = String::new();
    std::iter::from_fn(move || {
        loop {
            while let Some(word) = words.next() {
                if open.is_empty() {
                    open.reserve(length);
                } else {
                    open.push(' ');
                }
                open.push_str(word);
                let day = || is_day(word, words.clone().next());
                if word.ends_with(['.', '!', '?']) && !day() {
                    return Some(std::mem::take(&mut open));
                }
            }
            let line = lines.next()?;
            let taken = apart(line);
            if !taken {
                (words, length) = (line.split_whitespace(), line.len());
            }
            if (line.is_empty() || taken) && !open.is_empty() {
                return Some(std::mem::take(&mut open));
            }
        }
    })
}

/// Whether a word with a point is a day as German writes it, and ends no sentence: "2. März", "16. bis".
fn is_day(word: &str, next: Option<&str>) -> bool {
    #[rustfmt::skip]
    const BEHIND: [&str; 14] = [
        "bis", "Januar", "J\u{e4}nner", "Februar", "M\u{e4}rz", "April", "Mai", "Juni", "Juli", "August", "September",
        "Oktober", "November", "Dezember",
    ];
    let number = word.strip_suffix('.').unwrap_or_default();
    (1..=2).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && next
            .is_some_and(|next| BEHIND.contains(&next.trim_end_matches(['.', ',', '!', '?', ')'])))
}

/// The words of a text, in lower case and without accents.
pub(super) fn words_of(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether one of the words is in a list. What has five letters and more in it stands for all words
/// that begin so: "registr" for "registered" and "registriert".
pub(super) fn has(words: &[String], list: &[&str]) -> bool {
    let is = |word: &str, known: &str| {
        if opening(word) != opening(known) {
            false
        } else if stands_for_all(known) {
            word.starts_with(known)
        } else {
            word == known
        }
    };
    // None of the words opens with the letter that most of a list open with.
    let opened = words.iter().fold(0, |bits, word| bits | opening(word));
    let mut like = list
        .iter()
        .filter(|known| opened & opening(known) == opening(known));
    like.any(|known| words.iter().any(|word| is(word, known)))
}

/// A bit for the first letter of a word; few letters share one.
fn opening(word: &str) -> u64 {
    word.bytes().next().map_or(0, |first| 1 << (first % 64))
}

/// Whether a word of a list stands for all words that begin so.
pub(super) fn stands_for_all(known: &str) -> bool {
    known.len() >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_no_sentence() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = sentences(text, |_| false).collect();
            assert_eq!(found, expected, "{text}");
        };
        let away = "Ich bin vom 2. bis 9. Juni im Urlaub.";
        check(away, &[away]);
        check(
            "Das war am 2. Juli. Danke!",
            &["Das war am 2. Juli.", "Danke!"],
        );
        check(
            "Nummer 12. Wij antwoorden.",
            &["Nummer 12.", "Wij antwoorden."],
        );
    }
}
