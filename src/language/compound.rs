//! Compounds: Dutch writes "hulpverleningszone" as one word, and an asker who writes "zone" means
//! the same thing. A short list of the words that this domain builds its compounds from is enough.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Words that compounds in this domain are made of, folded, in the form they take inside one.
const WORDS: &str = include_str!("compounds.txt");

static KNOWN: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    WORDS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
});

/// A shorter word is never taken for a compound, nor a shorter piece for an unknown part.
const SHORTEST_COMPOUND: usize = 7;
const SHORTEST_UNKNOWN: usize = 4;
const SHORTEST_PART: usize = 3;

/// What may stand between two parts.
const LINKS: &[&str] = &["", "s", "en", "e", "n"];

/// What a last part may end in besides its listed form.
const ENDINGS: &[&str] = &["", "s", "en", "n", "es", "ers", "te"];

/// The parts of a folded word, or nothing when it is no compound that we know.
pub(super) fn parts(word: &str) -> Vec<&str> {
    if word.len() < SHORTEST_COMPOUND || !word.is_ascii() || is_known(word) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    if split(word, &mut parts) && parts.len() > 1 {
        return parts;
    }
    known_ends(word)
}

fn is_known(word: &str) -> bool {
    ENDINGS.iter().any(|ending| {
        word.strip_suffix(ending)
            .is_some_and(|stem| KNOWN.contains(stem))
    }) || doubled(word)
}

/// "raden" for "raad", "plannen" for "plan": the listed form with its vowel or consonant changed.
fn doubled(word: &str) -> bool {
    let Some(stem) = word.strip_suffix("en") else {
        return false;
    };
    let bytes = stem.as_bytes();
    match bytes {
        [.., a, b] if a == b => KNOWN.contains(&stem[..stem.len() - 1]),
        [.., vowel @ (b'a' | b'e' | b'o' | b'u'), _] => {
            let at = stem.len() - 1;
            let long = format!("{}{}{}", &stem[..at], char::from(*vowel), &stem[at..]);
            KNOWN.contains(long.as_str())
        }
        _ => false,
    }
}

/// Cuts the whole of `rest` into known parts, the longest first.
fn split<'w>(rest: &'w str, parts: &mut Vec<&'w str>) -> bool {
    if is_known(rest) {
        parts.push(rest);
        return true;
    }
    for at in (SHORTEST_PART..=rest.len().saturating_sub(SHORTEST_PART)).rev() {
        let (head, tail) = rest.split_at(at);
        if !KNOWN.contains(head) {
            continue;
        }
        for link in LINKS {
            let Some(tail) = tail.strip_prefix(link) else {
                continue;
            };
            if tail.len() < SHORTEST_PART {
                continue;
            }
            parts.push(head);
            if split(tail, parts) {
                return true;
            }
            parts.pop();
        }
    }
    false
}

/// For a word that is known only at one end: the known end and what is left, the end first tried.
fn known_ends(word: &str) -> Vec<&str> {
    let cuts = SHORTEST_UNKNOWN..=word.len().saturating_sub(SHORTEST_UNKNOWN);
    for at in cuts.clone() {
        let (head, tail) = word.split_at(at);
        if is_known(tail) {
            let head = match head.strip_suffix('s') {
                Some(bare) if bare.len() >= SHORTEST_UNKNOWN => bare,
                _ => head,
            };
            return vec![head, tail];
        }
    }
    for at in cuts.rev() {
        let (head, tail) = word.split_at(at);
        if head.len() > SHORTEST_UNKNOWN && KNOWN.contains(head) {
            let tail = match tail.strip_prefix('s') {
                Some(bare) if bare.len() >= SHORTEST_UNKNOWN => bare,
                _ => tail,
            };
            return vec![head, tail];
        }
    }
    Vec::new()
}
