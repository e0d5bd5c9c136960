//! A letter taken apart: the greeting before it, what it says, and the name after it. Pure.

use std::sync::LazyLock;

use super::fold;
use super::phrases::{Phrases, lowercase};

/// What a letter says, and what stands under its closing formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter<'a> {
    /// What it says, without the greeting before it and the closing formula after it.
    pub body: &'a str,
    /// What stands under the closing formula: nearly always a name.
    pub below: &'a str,
}

/// Words with which a letter begins; the line that holds them greets somebody.
const GREETINGS: &[&str] = &[
    "beste",
    "geachte",
    "waarde",
    "dag",
    "hallo",
    "hoi",
    "goedendag",
    "goedemorgen",
    "goeiemorgen",
    "goedemiddag",
    "goeiemiddag",
    "goedeavond",
    "mevrouw",
    "mijnheer",
    "bonjour",
    "madame",
    "monsieur",
    "cher",
    "chere",
    "dear",
    "hello",
    "hi",
    "guten",
    "liebe",
    "lieber",
    "sehr",
];

/// A greeting is no longer than this, in words.
const GREETING_WORDS: usize = 6;

/// With these a closing formula ends; what follows is who wrote.
const LAST_OF_CLOSING: &[&str] = &[
    "groet",
    "groeten",
    "groetjes",
    "hoogachting",
    "hoogachtend",
    "mvg",
    "gr",
    "regards",
    "wishes",
    "sincerely",
    "cordialement",
    "salutations",
    "gruß",
    "gruße",
    "grußen",
    "grusse",
    "grussen",
];

impl<'a> Letter<'a> {
    /// Takes a letter apart.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let mut body = text.trim();
        // "Beste collega," may stand under "Beste Sofie,": somebody's words were taken over.
        while let Some(rest) = after_greeting(body) {
            body = rest;
        }
        match closing(body) {
            Some(at) => Self {
                below: after_formula(&body[at..]),
                body: body[..at].trim_end_matches([' ', '\n', '\r', '\t', ',']),
            },
            None => Self { body, below: "" },
        }
    }
}

/// What follows the greeting that a text begins with; `None` when it begins with none.
fn after_greeting(text: &str) -> Option<&str> {
    let line = text.lines().next()?;
    let end = line.find([',', '!']);
    let greeting = &line[..end.unwrap_or(line.len())];
    let words: Vec<String> = words_of(greeting).collect();
    let greets = GREETINGS.contains(&words.first()?.as_str())
        && words.len() <= GREETING_WORDS
        && !greeting.contains(|c: char| ".?:;".contains(c) || c.is_ascii_digit());
    greets.then(|| text[end.map_or(line.len(), |at| at + 1)..].trim_start())
}

/// Where the closing formula begins: on a line of its own, or after a sentence on the same line.
fn closing(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let after_mark = line
            .match_indices(['.', '!', '?', ','])
            .map(|(mark, _)| mark + 1)
            .filter(|&next| line[next..].starts_with(' '));
        let start = std::iter::once(0)
            .chain(after_mark)
            .find(|&start| closes_letter(&line[start..], false));
        if let Some(start) = start {
            return Some(at + start);
        }
        at += line.len();
    }
    None
}

/// What stands behind the last word of the closing formula that a text begins with.
fn after_formula(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    let mut end = line.len();
    let mut at = 0;
    for word in line.split_inclusive(|c: char| !c.is_alphanumeric()) {
        at += word.len();
        if words_of(word).any(|word| LAST_OF_CLOSING.contains(&word.as_str())) {
            end = at;
        }
    }
    text[end..].trim_matches(|c: char| c.is_whitespace() || ",.!".contains(c))
}

fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(fold)
}

/// Whether a text can be the name of who wrote a letter: a few words with a capital, or nothing.
#[must_use]
pub fn is_name(text: &str) -> bool {
    /// Words of a name that have no capital.
    const PARTICLES: [&str; 9] = ["van", "de", "der", "den", "ter", "ten", "het", "von", "du"];
    const MOST_WORDS: usize = 4;
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    words.len() <= MOST_WORDS
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase) || PARTICLES.contains(word) && words.len() > 1
        })
}

/// Whether a line is a closing formula, perhaps with the name on the same line. An informal one
/// with a name that ends the mail ("Groet, Dries") is part of the text.
#[must_use]
pub fn closes_letter(line: &str, last: bool) -> bool {
    // in full words, and shorter ones that must stand alone
    static FORMULAS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "met vriendelijke groet",
            "met vriendelijk groet",
            "met vriendelijke  groet",
            "vriendelijke groet",
            "met beleefde groet",
            "beleefde groet",
            "met beste groet",
            "beste groet",
            "met collegiale groet",
            "collegiale groet",
            "met hartelijke groet",
            "hartelijke groet",
            "met warme groet",
            "warme groet",
            "met genegen groet",
            "genegen groet",
            "met sportieve groet",
            "zonnige groet",
            "veel groet",
            "met groet",
            "met de meeste hoogachting",
            "met bijzondere hoogachting",
            "met hoogachting",
            "hoogachtend",
            "met de meeste achting",
            "met achting",
            "met dank en vriendelijke groet",
            "alvast bedankt en vriendelijke groet",
            "alvast bedankt en groet",
            "alvast dank en groet",
            "dank en groet",
            "cordialement",
            "bien cordialement",
            "très cordialement",
            "salutations",
            "meilleures salutations",
            "sincères salutations",
            "mes salutations",
            "bien à vous",
            "bien à toi",
            "bien a vous",
            "bien sincèrement",
            "avec mes salutations",
            "avec mes meilleures",
            "je vous prie d'agréer",
            "je vous prie d’agréer",
            "veuillez agréer",
            "veuillez recevoir",
            "recevez, ",
            "respectueusement",
            "amicalement",
            "kind regards",
            "with kind regards",
            "best regards",
            "warm regards",
            "with best regards",
            "best wishes",
            "yours sincerely",
            "yours faithfully",
            "yours truly",
            "mit freundlich",
            "freundliche grü",
            "freundliche gru",
            "mit besten grü",
            "mit besten gru",
            "beste grü",
            "beste gruss",
            "beste gruess",
            "viele grü",
            "viele gru",
            "herzliche grü",
            "herzliche gru",
            "hochachtungsvoll",
        ])
    });
    static SHORT: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "mvg",
            "m.v.g",
            "mvrgr",
            "met vr. groet",
            "met vr. groeten",
            "vr. groeten",
            "vr.gr",
            "groet",
            "groeten",
            "groetjes",
            "grtjs",
            "grtz",
            "grt",
            "gr",
            "hoogachtend",
            "bav",
            "bàv",
            "cdlt",
            "cdt",
            "regards",
            "rgds",
            "sincerely",
            "cheers",
            "br",
            "kr",
            "mfg",
            "vg",
            "lg",
            "liebe grüße",
            "schöne grüße",
        ])
    });
    let line = line.trim().trim_start_matches(['*', '_', '>', '-', ' ']);
    let long = |line: &str| line.len() > 100 && line.chars().count() > 100;
    if line.is_empty() || line.ends_with('?') || long(line) {
        return false;
    }
    let lower = lowercase(line);
    let formal = [
        "je vous prie",
        "veuillez agréer",
        "veuillez recevoir",
        "recevez",
    ];
    if lower.len() > 70 && !formal.iter().any(|formula| lower.starts_with(formula)) {
        return false;
    }
    if FORMULAS.open(&lower) {
        return true;
    }
    // "Alvast bedankt en met vriendelijke groeten," closes as well
    let thanks = [
        "alvast",
        "dank",
        "bedankt",
        "met dank",
        "hartelijk dank",
        "merci",
        "thanks",
    ];
    let ends = [
        "groet",
        "groeten",
        "groetjes",
        "cordialement",
        "regards",
        "grüße",
    ];
    let bare = lower.trim_end_matches([',', '.', '!', '*', '_', ' ']);
    // "Sportieve groeten", "Avec nos salutations distinguées": any such line that says no more
    let ending = bare.rsplit(' ').next().unwrap_or_default();
    let greets = matches!(
        ending,
        "groet"
            | "groeten"
            | "groetjes"
            | "regards"
            | "grüße"
            | "grüßen"
            | "gruß"
            | "grüsse"
            | "grüssen"
            | "cordialement"
            | "salutations"
    ) || bare.ends_with("salutations distinguées");
    if greets && bare.split(' ').count() <= 5 && !bare.starts_with("doe ") {
        return true;
    }
    if thanks.iter().any(|word| lower.starts_with(word))
        && ends.iter().any(|end| bare.ends_with(end))
    {
        return true;
    }
    SHORT.opening(&lower).any(|formula| {
        lower.strip_prefix(formula).is_some_and(|rest| {
            let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '-');
            let words = rest.split_whitespace().count();
            let informal = formula.starts_with("gr") && words > 0;
            ends && words <= 4 && !(informal && last)
        })
    }) || (lower.starts_with("grüße") || lower.starts_with("gruß")) && lower.len() < 40
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_falls_into_what_it_says_and_who_wrote_it() {
        let check = |text: &str, body: &str, below: &str| {
            assert_eq!(Letter::of(text), Letter { body, below }, "{text}");
        };
        check(
            "Beste mevrouw Peeters,\n\nJa, dat mag.\nBeste is een beslissing vooraf te nemen.\n\n\
             Met vriendelijke groeten\nSofie De Paepe\n",
            "Ja, dat mag.\nBeste is een beslissing vooraf te nemen.",
            "Sofie De Paepe",
        );
        check(
            "Beste An\n\nBeste collega,\n\nDat mag.\n\nGroeten,\nPiet",
            "Dat mag.",
            "Piet",
        );
        check(
            "Dag Sofie, dat is niet voor ons.",
            "dat is niet voor ons.",
            "",
        );
        check("Ja. Groeten, bel mij", "Ja.", "bel mij");
        check("Ja, dank u. Mvg An", "Ja, dank u.", "An");
        check(
            "Merci, tout est clair.\nBien cordialement,\nLuc",
            "Merci, tout est clair.",
            "Luc",
        );
        for whole in [
            "Ja, dat mag.",
            "Dagelijks bestuur mag dat.",
            "Dag en nacht bereikbaar.",
            "Beste is een beslissing vooraf te nemen, in het college.",
            "Dag 30 is de laatste.",
            "De groet van de burgemeester telt niet.",
            "",
        ] {
            check(whole, whole, "");
        }
    }

    #[test]
    fn a_name_has_capitals() {
        for name in ["An", "An Peeters", "Sofie De Paepe", "Jan van den Berg", ""] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "bel mij",
            "An Peeters, bel mij morgen",
            "de",
            "Stuur ons het reglement",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }
}
