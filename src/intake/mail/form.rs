//! A form that somebody filled in on a web site, and that the site mails to us: fields with what was
//! typed in them.

use super::quote::mailbox;
use super::sentence::{has, words_of};

/// Lines in which the fields of a form are looked for.
const MAX_LINES: usize = 60;

/// What forms call who fills them in, and what is typed in them.
#[rustfmt::skip]
const WHO: &[&str] = &[
    "naam", "voornaam", "achternaam", "familienaam", "email", "mail", "mailadres", "telefoon", "gsm", "gemeente",
    "organisatie", "bestuur", "functie", "postcode", "nom", "prenom", "courriel", "telephone", "commune", "organisme",
    "name", "phone", "organisation", "vorname", "telefon", "gemeinde",
];
const WHAT: &[&str] = &[
    "vraag",
    "bericht",
    "onderwerp",
    "opmerking",
    "boodschap",
    "toelichting",
    "question",
    "message",
    "objet",
    "sujet",
    "demande",
    "subject",
    "comment",
    "frage",
    "nachricht",
    "betreff",
    "anliegen",
];

/// Who filled in a form: the address that they typed in it, and their name. An address stands there once, or
/// it is not known whose the others are.
pub(super) fn writer(text: &str) -> Option<(String, Option<String>)> {
    const ADDRESS: &[&str] = &["email", "mail", "mailadres", "emailadres", "courriel"];
    const NAME: &[&str] = &["naam", "nom", "name"];
    if !is_filled_in(text) {
        return None;
    }
    let (mut email, mut name) = (None, None);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines.take(MAX_LINES) {
        let Some((label, value)) = line.split_once(':') else {
            continue;
        };
        let words = words_of(label);
        if words.len() > 3 {
            continue;
        }
        let value = value.trim();
        if value.contains('@') && has(&words, ADDRESS) {
            let (_, typed) = mailbox(value.trim_start_matches("mailto:"));
            if email.is_some() && email != typed {
                return None;
            }
            email = typed;
        } else if name.is_none() && words.len() <= 2 && has(&words, NAME) && !value.is_empty() {
            name = Some(value.to_owned());
        }
    }
    Some((email?, name))
}

/// Whether a text is a form that somebody filled in: it says who, and what.
pub(super) fn is_filled_in(text: &str) -> bool {
    let (mut who, mut what) = (0, 0);
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(MAX_LINES)
        .peekable();
    while let Some(line) = lines.next() {
        let Some((label, value)) = line.split_once(':') else {
            continue;
        };
        let words = words_of(label);
        // what was typed stands behind the label, or under it
        let filled = !value.trim().is_empty() || lines.peek().is_some();
        if !filled || words.is_empty() || words.len() > 3 {
            continue;
        }
        if has(&words, WHO) {
            who += 1;
        } else if has(&words, WHAT) {
            what += 1;
        }
    }
    who > 0 && what > 0 && who + what > 2 || who > 1 && what > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_filled_in_a_form_is_whose_address_stands_in_it() {
        let check = |text: &str, expected: Option<(&str, Option<&str>)>| {
            let found = writer(text);
            let found = found
                .as_ref()
                .map(|(email, name)| (email.as_str(), name.as_deref()));
            assert_eq!(found, expected, "{text}");
        };
        let griet = Some(("g@x.example", Some("Griet")));
        check("Naam: Griet\nE-mail: G@x.example\nVraag: mag dit?", griet);
        check(
            "Nom : Griet\nCourriel : g@x.example\nMessage :\nBonjour",
            griet,
        );
        check(
            "Naam: Griet\nE-mailadres: <g@x.example>\nVraag: mag dit?",
            griet,
        );
        check(
            "Naam: Griet\nE-mail: g@x.example\nE-mail burgemeester: b@x.example\nVraag: mag dit?",
            None,
        );
        check("Naam: Griet\nTelefoon: 09 1\nVraag: mag dit?", None);
        check("Mail naar: g@x.example", None);
    }

    #[test]
    fn a_form_says_who_and_what() {
        for text in [
            "Naam: Griet\nE-mail: g@x.example\nVraag: mag dit?",
            "Dit bericht komt van de website.\n\nVoornaam: Griet\nGemeente: Damme\n\nUw bericht:\nMag dit?",
            "Nom : Rik\nCourriel : r@x.example\nMessage :\nBonjour",
            "Name: A\nSubject: B\nMessage: C",
        ] {
            assert!(is_filled_in(text), "{text}");
        }
        for text in [
            "",
            "Mijn vraag: mag dit?",
            "Status: gesloten\nOnderwerp: x\nNummer: 12",
            "Naam: Griet\nTelefoon: 09 123",
            "Een vraag: mag dit?\nNog een vraag: en dat?",
        ] {
            assert!(!is_filled_in(text), "{text}");
        }
    }
}
