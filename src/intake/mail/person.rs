//! Signs that a person wrote what a machine sent. A ticket system puts the same headers on what
//! somebody wrote in it as on what it says by itself, and only what stands in the mail tells.

use super::parsed::ParsedMail;
use super::sentence::sentences;
use crate::language::{PersonName, closes_letter, fold};

/// Lines of a signature in which a name is looked for.
const MAX_LINES: usize = 12;

/// Words in the name under which a house answers, besides those of bodies.
const HOUSES: &[&str] = &[
    "afdeling",
    "balie",
    "callcenter",
    "centrum",
    "contact",
    "contactcenter",
    "contactcentrum",
    "customer",
    "desk",
    "helpcenter",
    "helpdesk",
    "jira",
    "klantendienst",
    "klantenservice",
    "loket",
    "meldpunt",
    "ministerie",
    "notification",
    "onthaal",
    "portaal",
    "portal",
    "service",
    "servicecenter",
    "servicedesk",
    "servicenow",
    "servicepunt",
    "spf",
    "support",
    "systeem",
    "system",
    "ticket",
    "tickets",
    "topdesk",
    "zendesk",
];

/// Whether the mail shows who wrote it: by its author's name, under the text, or above it.
pub(super) fn is_named(mail: &ParsedMail) -> bool {
    let author = mail.from.iter().chain(&mail.reply_to);
    author
        .filter_map(|address| address.name.as_deref())
        .any(is_person)
        || signs(mail)
}

/// Whether its author has the name of a person.
pub(super) fn is_author(mail: &ParsedMail) -> bool {
    let name = mail.from.as_ref().and_then(|from| from.name.as_deref());
    name.is_some_and(is_person)
}

/// Whether somebody put a name to the text: under it, or above it.
pub(super) fn signs(mail: &ParsedMail) -> bool {
    is_signed(&mail.signature)
        || ends_with_name(&mail.new_text)
        || mail.new_text.lines().take(MAX_LINES).any(says_who_wrote)
}

/// Whether a text can be the name of a person: "Els Maes (Servicedesk)", "Els Maes via MOW".
fn is_person(name: &str) -> bool {
    let alone = before(name, &["(", ",", "|", " via ", " - ", " \u{2013} "]);
    PersonName::of(alone).is_some_and(|name| !is_house(&name.folded))
}

fn is_house(folded: &str) -> bool {
    folded.split(' ').any(|word| HOUSES.contains(&word))
}

/// What stands before the first of these marks.
fn before<'a>(text: &'a str, marks: &[&str]) -> &'a str {
    let end = marks.iter().filter_map(|mark| text.find(mark)).min();
    text[..end.unwrap_or(text.len())].trim()
}

/// Whether a first name stands there alone: "Mieke", and not "MOW".
fn is_first_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().next().is_some()
        && letters.all(|c| c.is_lowercase() || c == '-' || c.is_uppercase() && text.contains('-'))
        && PersonName::of(&format!("{text} {text}")).is_some_and(|name| !is_house(&name.folded))
}

/// Whether a name stands in a signature: a whole one on a line, or a first name under the closing.
fn is_signed(signature: &str) -> bool {
    let mut closed = false;
    signature
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(MAX_LINES)
        .any(|line| {
            let after_closing = std::mem::replace(&mut closed, closes_letter(line, false));
            if closed {
                // "Groeten, Mieke"
                return line
                    .split_once(',')
                    .is_some_and(|(_, name)| is_first_name(name.trim()) || is_person(name));
            }
            is_person(line) || after_closing && is_first_name(line)
        })
}

/// Whether a text ends with who wrote it: "An, MOW".
fn ends_with_name(text: &str) -> bool {
    let all: Vec<String> = sentences(text, |_| false).collect();
    all.len() > 1
        && all.last().is_some_and(|last| {
            let name = before(last, &[","]);
            !last.ends_with(['.', '!', '?'])
                && (is_person(last) || last.contains(',') && is_first_name(name))
        })
}

/// Whether a line says who wrote what follows: "Els Maes heeft gereageerd:".
fn says_who_wrote(line: &str) -> bool {
    const VERBS: &[&str] = &[
        " heeft gereageerd",
        " heeft geantwoord",
        " heeft een reactie",
        " heeft een opmerking",
        " reageerde",
        " schreef",
        " commented",
        " added a comment",
        " replied",
        " wrote",
        " a repondu",
        " a ecrit",
        " a ajoute",
        " a commente",
        " hat geantwortet",
        " hat kommentiert",
        " schrieb",
    ];
    let folded = fold(line);
    VERBS.iter().any(|verb| folded.contains(verb)) && {
        let words: Vec<&str> = line.split_whitespace().take(3).collect();
        (2..=words.len()).any(|count| is_person(&words[..count].join(" ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::mail::read;

    fn check(from: &str, text: &str, expected: bool) {
        let raw = format!("From: {from} <servicedesk@mow.example>\n\n{text}\n");
        let mail = read(raw.as_bytes()).unwrap();
        assert_eq!(is_named(&mail), expected, "{from} {text}");
    }

    #[test]
    fn who_wrote_is_seen_in_the_author_the_signature_and_the_text() {
        let answer = "De lijn blijft bestaan.";
        for (from, text) in [
            ("Els Maes (Servicedesk)", answer),
            ("\"Els Maes via Jira\"", answer),
            (
                "Servicedesk",
                "De lijn blijft bestaan.\n\nMet vriendelijke groeten\n\nEls Maes\nDienst Mobiliteit",
            ),
            ("Servicedesk", "De lijn blijft bestaan.\n\nGroeten,\nMieke"),
            ("Servicedesk", "De lijn blijft bestaan. An, MOW"),
            (
                "Servicedesk",
                "Els Maes heeft gereageerd op uw melding:\n\nDe lijn blijft bestaan.",
            ),
            ("Servicedesk", "Els Maes commented: the line remains."),
        ] {
            check(from, text, true);
        }
    }

    #[test]
    fn a_house_is_nobody() {
        for (from, text) in [
            ("Servicedesk", "De lijn blijft bestaan."),
            ("MOW Contactcentrum", "De lijn blijft bestaan."),
            (
                "Mobiliteit Helpdesk",
                "De lijn blijft bestaan.\n\nMet vriendelijke groeten\n\nServicedesk Mobiliteit\nMOW",
            ),
            ("Servicedesk", "Uw ticket gaat naar Team Wegen."),
            (
                "Servicedesk",
                "U heeft nog niet gereageerd. Uw ticket wordt volgende week gesloten.",
            ),
            ("Servicedesk", "Groeten,\nVlaamse overheid"),
            ("Servicedesk", ""),
        ] {
            check(from, text, false);
        }
    }
}
