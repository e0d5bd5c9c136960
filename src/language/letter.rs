//! A letter taken apart: the greeting before it, what it says, and the name after it. Pure.

use std::sync::LazyLock;

use super::fold;
use super::phrases::{Phrases, lowercase, lowercase_in, start_of};

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
    "gegroet",
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
    "groetend",
    "gegroet",
    "grts",
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

/// Whether a text begins with a greeting.
#[must_use]
pub fn greets(text: &str) -> bool {
    after_greeting(text).is_some()
}

/// What follows the greeting that a text begins with; `None` when it begins with none.
fn after_greeting(text: &str) -> Option<&str> {
    let line = text.lines().next()?;
    let end = line.find([',', '!']);
    let greeting = &line[..end.unwrap_or(line.len())];
    let mut words = greeting
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let first = words.next()?;
    let known = if first.is_ascii() {
        GREETINGS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(first))
    } else {
        GREETINGS.contains(&fold(first).as_str())
    };
    let greets = known
        && words.count() < GREETING_WORDS
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

/// Formulas in full words.
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
        "met beleefde hoogachting",
        "met alle hoogachting",
        "met oprechte groet",
        "met welgemeende groet",
        "met vr. gr",
        "vriendelijk groetend",
        "hartelijk groetend",
        "beleefd groetend",
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

/// Shorter ones, that must stand alone.
static SHORT: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "mvg",
        "m.v.g",
        "mvrgr",
        "met vr. groet",
        "met vr. groeten",
        "vr. groeten",
        "vr.gr",
        "vr. gr",
        "vriendelijke gr",
        "met vriendelijke gr",
        "groet",
        "groeten",
        "groetjes",
        "grtjs",
        "grtz",
        "grt",
        "grts",
        "grtn",
        "gegroet",
        "met vr.gr",
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

/// With these the long French formulas begin.
static FORMAL: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "je vous prie d",
        "je vous prie, ",
        "nous vous prions d",
        "nous vous prions, ",
        "je te prie d",
        "veuillez agréer",
        "veuillez recevoir",
        "veuillez accepter",
        "veuillez croire",
        "recevez",
        "agréez",
        "croyez",
    ])
});

/// Thanks, and what is awaited, before a formula.
static LEADS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "alvast",
        "bij voorbaat",
        "dank",
        "hartelijk dank",
        "met dank",
        "met oprechte dank",
        "bedankt",
        "veel dank",
        "in afwachting",
        "in de hoop",
        "hopend",
        "uitkijkend",
        "en vous remerciant",
        "vous remerciant",
        "en te remerciant",
        "avec mes remerciements",
        "avec nos remerciements",
        "merci",
        "dans l'attente",
        "dans l’attente",
        "dans l'espoir",
        "dans l’espoir",
        "en espérant",
        "espérant",
        "restant",
        "thanks",
        "thank you",
        "many thanks",
        "with thanks",
        "looking forward",
        "awaiting",
        "vielen dank",
        "danke",
        "besten dank",
        "mit bestem dank",
        "im voraus",
        "in erwartung",
    ])
});

/// Whether a line is a closing formula, perhaps with the name on the same line. An informal one
/// with a name that ends the mail ("Groet, Dries") is part of the text.
#[must_use]
pub fn closes_letter(line: &str, last: bool) -> bool {
    let line = line.trim().trim_start_matches(['*', '_', '>', '-', ' ']);
    if line.is_empty() || line.len() > MAX_CLOSING || line.ends_with('?') {
        return false;
    }
    if line.len() > MAX_SHORT {
        // most long lines are sentences, and their first words tell
        let opening = start_of(line, MAX_OPENING);
        if !opens_formula(opening) && !FORMAL.open_lowercased(opening) {
            return false;
        }
        let lower = lowercase(line);
        return is_formal(&lower) || closes_in_parts(&lower);
    }
    let mut room = [0; MAX_SHORT];
    let lower = lowercase_in(line, &mut room);
    closes(&lower, Some(line), last)
        || is_formal(&lower)
        || opens_formula(&lower) && closes_in_parts(&lower)
}

/// Bytes of a line that may be one formula.
const MAX_SHORT: usize = 70;

/// Bytes of a line that are looked at for how it opens.
const MAX_OPENING: usize = 32;

/// Whether a text opens with a formula, or with thanks.
fn opens_formula(text: &str) -> bool {
    let all = [&LEADS, &FORMULAS, &SHORT];
    all.into_iter().any(|known| known.open_lowercased(text))
}

/// A closing formula, those in four languages and the long French ones included, has no more bytes.
const MAX_CLOSING: usize = 280;

/// Whether a line in lower case is one formula. `written`: the line as it was written, where it is known.
fn closes(lower: &str, written: Option<&str>, last: bool) -> bool {
    if FORMULAS.open(lower) {
        return true;
    }
    let bare = lower.trim_end_matches([',', '.', '!', '*', '_', ' ']);
    // "Sportieve groeten", "Avec nos salutations distinguées": any such line that says no more
    let ending = bare.rsplit(' ').next().unwrap_or_default();
    let greets = matches!(
        ending,
        "groet"
            | "groeten"
            | "groetjes"
            | "groetend"
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
    if thanks.iter().any(|word| lower.starts_with(word))
        && ends.iter().any(|end| bare.ends_with(end))
    {
        return true;
    }
    SHORT.opening(lower).any(|formula| {
        lower.strip_prefix(formula).is_some_and(|rest| {
            let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '-');
            let words = rest.split_whitespace().count();
            let informal = formula.starts_with("gr") && words > 0;
            ends && words <= 4 && !(informal && last) && signs(formula, rest, written)
        })
    }) || (lower.starts_with("grüße") || lower.starts_with("gruß")) && lower.len() < 40
        // these words alone: with others behind them they begin a sentence
        || matches!(bare, "best" | "all the best" | "bien à vous" | "u groetend" | "herzlichst" | "freundlichst")
}

/// Whether a line in lower case is one of the formulas of French letters, in which the greeting stands
/// behind the addressee.
fn is_formal(lower: &str) -> bool {
    static SAYS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "salutations",
            "sentiments",
            "considération",
            "expression",
            "l'assurance",
            "l’assurance",
            "hommages",
            "agréer",
        ])
    });
    FORMAL.opening(lower).any(|formula| {
        // the rest may stand on the next line
        SAYS.occur(lower) || lower[formula.len()..].starts_with(',')
    })
}

/// Whether a line in lower case is made of formulas: one in each language, or thanks and what is
/// awaited before the formula.
fn closes_in_parts(lower: &str) -> bool {
    // what may follow a formula, and tells nothing
    static WISHES: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "een fijne",
            "een goede",
            "een prettig",
            "een mooie",
            "een zonnig",
            "nog een",
            "fijne",
            "fijn ",
            "prettig",
            "tot ",
            "alvast",
            "bij voorbaat",
            "bonne ",
            "belle ",
            "excellente ",
            "have a ",
            "schönes ",
            "schönen ",
        ])
    });
    if !lower.contains([',', '/', '|', '\u{2013}', '-', '&', ' ']) {
        return false;
    }
    let bare = lower.trim_end_matches([',', '.', '!', '*', '_', ' ']);
    if bare.contains(['?', '!', ':', ';']) || bare.contains(". ") {
        return false;
    }
    let mut rest = bare;
    let (mut closed, mut parts) = (false, 0);
    while !rest.is_empty() {
        if parts == MAX_PARTS {
            return false;
        }
        if is_formal(rest) {
            return true;
        }
        let (part, after) = first_part(rest);
        let one = part.trim();
        let whole = one.is_empty()
            || is_exact(one)
            || LEADS.open(one) && !closed && one.split(' ').count() <= MAX_LEAD
            || closed && WISHES.open(one) && one.split(' ').count() <= 5;
        if !whole {
            return false;
        }
        closed |= is_exact(one);
        parts += 1;
        rest = after;
    }
    closed && parts > 1
}

/// Formulas that one line may hold, and words of a thank-you before them.
const MAX_PARTS: usize = 7;
const MAX_LEAD: usize = 12;

/// What stands before the first mark or "and" of a line, and what behind it.
fn first_part(line: &str) -> (&str, &str) {
    let marks = [
        ",", "/", "|", "\u{2013}", " - ", " & ", " en ", " et ", " and ", " und ",
    ];
    marks
        .iter()
        .filter_map(|mark| Some((line.find(mark)?, mark.len())))
        .min()
        .map_or((line, ""), |(at, length)| {
            (&line[..at], line[at + length..].trim_start())
        })
}

/// Whether a text in lower case is one formula and no more.
fn is_exact(text: &str) -> bool {
    text.split(' ').count() <= 5 && closes(text, None, false)
}

/// Letters of a formula that stands for other things too: GR is a council.
const LETTERS: usize = 2;

/// Whether what follows a short formula can be who signs; `written`: the line as it was written.
fn signs(formula: &str, rest: &str, written: Option<&str>) -> bool {
    if rest.contains(|c: char| c == ':' || c.is_ascii_digit()) {
        return false;
    }
    let mut words = words_of(rest);
    if words.next().is_none() || formula.len() > LETTERS {
        return true;
    }
    let alone = words.next().is_none();
    written
        .and_then(|line| line.split_at_checked(formula.len()))
        .is_some_and(|(formula, name)| formula != "GR" && (alone || is_name(name)))
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
    fn formulas_close_alone_and_together() {
        for line in [
            "Met vriendelijke groet / Kind regards / Cordialement / Mit freundlichen Grüßen",
            "Mit freundlichen Grüßen | Bien cordialement | Best regards | Vriendelijke groeten",
            "Vriendelijke groeten, cordialement, kind regards, mit freundlichen Grüßen,",
            "Bij voorbaat dank en met vriendelijke groet,",
            "Met dank bij voorbaat, en vriendelijke groeten",
            "In afwachting van uw antwoord en met de meeste hoogachting,",
            "En vous remerciant d'avance, bien à vous",
            "Thanking you, kind regards",
            "Many thanks and best regards,",
            "Vielen Dank im Voraus und mit freundlichen Grüßen",
            "Dans l'attente de votre réponse, je vous prie d'agréer, Madame, Monsieur, l'expression de mes \
             sentiments les meilleurs.",
            "Nous vous prions d'agréer, Monsieur le Directeur, l'assurance de notre considération distinguée, \
             et de croire en notre entier dévouement.",
            "Veuillez agréer, Madame la Ministre,",
            "Recevez, Monsieur, mes salutations",
            "Met oprechte groeten en een fijne dag verder",
            "Vriendelijke groeten en nog een prettig weekend!",
            "Vriendelijk groetend",
            "Met beleefde hoogachting",
            "Met vr. gr.",
            "Best,",
            "Grts",
            "Gegroet",
            "Herzlichst",
        ] {
            assert!(closes_letter(line, false), "{line}");
        }
    }

    #[test]
    fn behind_a_short_formula_stands_a_name() {
        for line in [
            "Gr. Lies",
            "gr lies",
            "gr",
            "Gr,",
            "KR, Jan Bos",
            "BR",
            "VG Jan van den Berg",
            "mvg",
            "MVG Jan",
            "Mvg lies",
            "mvg, Lies en Jan",
            "Groeten van Lies",
            "LG Anna",
            "Cdt, Luc",
        ] {
            assert!(closes_letter(line, false), "{line}");
        }
        for line in [
            "GR 26 maart",
            "GR maart",
            "GR: 26 maart",
            "gr van 26 maart",
            "Gr 3 van de tabel",
            "GR Lede",
            "GR maart, GR april",
            "BR voor de regio",
            "br: zie boven",
            "vg mei 2026",
            "Mvg: het college",
            "groeten 2026",
        ] {
            assert!(!closes_letter(line, false), "{line}");
        }
    }

    #[test]
    fn a_sentence_with_words_of_formulas_closes_nothing() {
        for line in [
            "Best, dan wachten wij op het besluit van de raad.",
            "Best mogelijk, maar de gemeente wil dat niet",
            "Bij voorbaat dank en laat ons weten of de groeten van de raad zijn aangekomen.",
            "Dank voor het dossier, de kaart en het verslag, wij lezen alles na",
            "Veuillez recevoir en annexe notre question sur la région.",
            "Veuillez croire que nous restons disponibles",
            "Dans l'attente de votre réponse, la commune ne décide rien.",
            "In afwachting van uw antwoord, beslist de raad niets",
            "Thanks for the map, the list and the report",
            "Met oprechte verbazing lazen wij het besluit.",
            "Looking forward to the decision, we wait",
            "Groeten uit Lede? Kind regards, dat is Engels?",
        ] {
            assert!(!closes_letter(line, false), "{line}");
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
