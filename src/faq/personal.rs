//! What no published answer may hold: an e-mail address, a telephone number or the name of a person,
//! and the number of a question that somebody asked. Pure.

use std::fmt;

use crate::language::{NamesIn, PersonName, fold, is_first_name};
use crate::registry::Reference;

/// Something personal in a text, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Personal {
    /// An e-mail address.
    Address(String),
    /// A telephone number.
    Phone(String),
    /// The name of a person: somebody whom the register knows, or whoever else it reads like.
    Name(String),
    /// The number of a question: whose it is, is on record.
    Question(String),
}

impl fmt::Display for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(found) => write!(f, "the e-mail address {found}"),
            Self::Phone(found) => write!(f, "the telephone number {found}"),
            Self::Name(found) => write!(f, "the name {found}"),
            Self::Question(found) => write!(f, "the number of a question, {found}"),
        }
    }
}

/// The fewest digits of a Belgian telephone number, with its 0 or its country.
const FEWEST_DIGITS: usize = 9;
/// No telephone number has more (ITU-T E.164).
const MOST_DIGITS: usize = 15;

/// Every e-mail address, telephone number and number of a question in a text, in this order. `own` is
/// the address that everybody may know, since it stands on every page.
pub fn personal<'t>(text: &'t str, own: &'t str) -> impl Iterator<Item = Personal> + 't {
    let question = |word: &str| word.trim_matches('-').parse::<Reference>().ok();
    let questions = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .filter_map(question)
        .map(|found| Personal::Question(found.to_string()));
    addresses(text, own)
        .map(Personal::Address)
        .chain(phones(text).map(Personal::Phone))
        .chain(questions)
}

/// Those of these people whom a text names: in full, or by family name after "mevrouw" and the like.
/// A name of one word, or of a body, is nobody's.
#[must_use]
pub fn people_known<'n>(
    names: &NamesIn,
    people: impl IntoIterator<Item = &'n str>,
) -> Vec<&'n str> {
    let stands_there = |name: &&str| {
        PersonName::of(name).is_some_and(|it| {
            names.folded.binary_search(&it.folded).is_ok()
                || names.families.binary_search(&it.family).is_ok()
        })
    };
    let people = people.into_iter().map(str::trim);
    let mut found: Vec<&str> = people.filter(stands_there).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Words before the name of a person: what they are, or how one addresses them.
const BEFORE_A_NAME: &[&str] = &[
    "mevrouw",
    "mevr",
    "mw",
    "mijnheer",
    "meneer",
    "dhr",
    "heer",
    "collega",
    "burgemeester",
    "schepen",
    "schepenen",
    "raadslid",
    "gouverneur",
    "directeur",
    "minister",
    "voorzitter",
];

/// The names that a text gives to somebody by what stands before them ("mevrouw Janssens"), whoever
/// that is.
#[must_use]
pub fn people_addressed(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| -> String {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.to_owned()
    };
    let name_after = |at: usize| -> Option<String> {
        let title = fold(&bare(words[at]));
        // A title that ends its sentence names nobody; "dhr." does.
        let ends = words[at].ends_with(['.', ',', ';', ':', '?', '!', ')']) && title.len() > 4;
        if ends || !BEFORE_A_NAME.contains(&title.as_str()) {
            return None;
        }
        let capital = |word: &&&str| word.starts_with(char::is_uppercase);
        let run: Vec<String> = words[at + 1..]
            .iter()
            .take_while(capital)
            .take(4)
            .map(|word| bare(word))
            .collect();
        (!run.is_empty()).then(|| run.join(" "))
    };
    (0..words.len()).filter_map(name_after).collect()
}

/// Whether a name is one of these, or the end of one ("Janssens" of "An Janssens").
#[must_use]
pub fn is_among<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> bool {
    let name = fold(name.trim());
    let mut those = names.into_iter().map(|it| fold(it.trim()));
    those.any(|it| it == name || it.ends_with(&format!(" {name}")))
}

/// Words of a family name that may have no capital.
const PARTICLES: &[&str] = &[
    "van", "de", "der", "den", "ter", "ten", "te", "het", "'t", "’t", "von", "du", "el", "ben",
    "di", "la", "le",
];

/// What is named after somebody ends so: "Jan Breydelstraat", "Sint-Jan Berchmanscollege".
const NAMED_AFTER: &[&str] = &[
    "straat",
    "laan",
    "plein",
    "weg",
    "lei",
    "dreef",
    "kaai",
    "plaats",
    "park",
    "brug",
    "school",
    "college",
    "instituut",
    "zaal",
    "huis",
    "centrum",
    "prijs",
    "fonds",
    "hof",
    "gracht",
    "dijk",
    "baan",
    "singel",
    "markt",
    "stichting",
    "kliniek",
    "stadion",
    "dok",
    "tunnel",
    "campus",
    "site",
    "gebouw",
    "toren",
    "universiteit",
    "museum",
    "bibliotheek",
    "fusie",
    "decreet",
    "wet",
];

/// Who or what bears such a name and is no private person: "AZ Jan Palfijn", "Koning Albert".
const BEFORE_WHAT_IS_NAMED: &[&str] = &[
    "sint",
    "az",
    "wzc",
    "vzw",
    "koning",
    "koningin",
    "prins",
    "prinses",
    "campus",
    "school",
    "zaal",
    "site",
    "kliniek",
    "ziekenhuis",
    "zorgcentrum",
    "woonzorgcentrum",
    "centrum",
    "fonds",
    "gebouw",
    "stadion",
    "museum",
    "hotel",
];

/// The names of persons that a text holds by a common first name with a family name behind it, whoever
/// that is. `places` are the names of municipalities and of organisations, folded: what belongs to one
/// of them is no person.
#[must_use]
pub fn people_by_first_name(text: &str, places: &[String]) -> Vec<String> {
    let of_name = |c: char| c.is_alphanumeric() || c == '\'' || c == '’' || c == '-';
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &'_ str| -> String { word.trim_matches(|c| !of_name(c)).to_owned() };
    let name_at = |at: usize| -> Option<String> {
        let first = words[at].trim_start_matches(|c| !of_name(c));
        // Whatever ends a part of a sentence has no family name behind it.
        if !first.ends_with(of_name) || !is_first_name(first) {
            return None;
        }
        let before = at.checked_sub(1).map(|at| fold(&bare(words[at])));
        if before.is_some_and(|word| BEFORE_WHAT_IS_NAMED.contains(&word.as_str())) {
            return None;
        }
        let rest = &words[at + 1..];
        let small = |word: &&&str| PARTICLES.contains(&word.to_lowercase().as_str());
        let particles = rest.iter().take(3).take_while(small).count();
        let family = rest.get(particles)?;
        let begins = family.trim_start_matches("d'").trim_start_matches("d’");
        let opens = begins.starts_with(char::is_uppercase);
        let family = bare(family);
        let letters = family.chars().filter(|c| c.is_alphabetic()).count();
        let acronym = letters > 1 && !family.chars().any(char::is_lowercase);
        if !opens || letters < 2 || acronym {
            return None;
        }
        let folded = fold(&family);
        let after = rest.get(particles + 1).map(|word| fold(&bare(word)));
        let is_thing = |word: &str| NAMED_AFTER.iter().any(|end| word.ends_with(end));
        if is_thing(&folded) || after.is_some_and(|word| NAMED_AFTER.contains(&word.as_str())) {
            return None;
        }
        let name = words[at..at + 1 + particles]
            .iter()
            .map(|word| bare(word))
            .chain([family])
            .collect::<Vec<_>>()
            .join(" ");
        let whole = fold(&name);
        let known = places.iter().any(|place| {
            particles == 0 && *place == folded
                || place.split_once(&whole).is_some_and(|(before, after)| {
                    before.is_empty()
                        || before.ends_with(' ') && !after.starts_with(char::is_alphanumeric)
                })
        });
        (!known).then_some(name)
    };
    (0..words.len()).filter_map(name_at).collect()
}

fn addresses<'t>(text: &'t str, own: &'t str) -> impl Iterator<Item = String> + 't {
    text.match_indices('@').filter_map(move |(at, _)| {
        let of_local = |c: char| c.is_alphanumeric() || "._%+-'".contains(c);
        let of_domain = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
        let before = text[..at].trim_end_matches(of_local).len();
        let rest = &text[at + 1..];
        let length = rest.find(|c| !of_domain(c)).unwrap_or(rest.len());
        let domain = rest[..length].trim_end_matches(['.', '-']);
        let local = &text[before..at];
        let found = format!("{local}@{domain}");
        let whole = !local.is_empty() && domain.contains('.');
        (whole && !found.eq_ignore_ascii_case(own)).then_some(found)
    })
}

/// The runs of digits that begin with 0 or +, with the usual marks between them.
fn phones(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut before = ' ';
    let mut done = 0;
    text.char_indices().filter_map(move |(at, c)| {
        let begins =
            (c == '0' || c == '+') && !(before.is_alphanumeric() || ".,/-+".contains(before));
        before = c;
        if !begins || at < done {
            return None;
        }
        let rest = &text[at..];
        let part_of = |c: char| c.is_ascii_digit() || "+ ./-()\u{a0}".contains(c);
        let length = rest.find(|c| !part_of(c)).unwrap_or(rest.len());
        let run = rest[..length].trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits = run.chars().filter(char::is_ascii_digit).count();
        let is_one = (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits) && !is_something_else(run);
        is_one.then(|| {
            done = at + run.len();
            run.to_owned()
        })
    })
}

/// The number of an organisation in the Crossroads Bank for Enterprises (0123.456.789), a day
/// (01/01/2031) or the tail of a large amount (000 000 000).
fn is_something_else(run: &str) -> bool {
    let lengths = |mark| run.split(mark).map(str::len).collect::<Vec<_>>();
    let first = run.split(' ').next().unwrap_or_default();
    let day = |mark| {
        let parts: Vec<&str> = first.split(mark).collect();
        matches!(parts[..], [day, month, year] if day.len() <= 2 && month.len() <= 2 && year.len() == 4)
    };
    lengths('.') == [4, 3, 3] || day('/') || day('.') || run.starts_with("000")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::names_in;

    #[track_caller]
    fn check(text: &str, expected: Option<&Personal>) {
        assert_eq!(
            personal(text, "regiovorming@vlaanderen.be").next().as_ref(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn an_address_of_a_person_is_found_wherever_it_stands() {
        let of = |found: &str| Some(Personal::Address(found.to_owned()));
        check(
            "Mail an.peeters@wetteren.be.",
            of("an.peeters@wetteren.be").as_ref(),
        );
        check("[mail](mailto:an+x@bree.be)", of("an+x@bree.be").as_ref());
        check(
            "Mail regiovorming@vlaanderen.be of Jan@abb.be",
            of("Jan@abb.be").as_ref(),
        );
        check("Mail Regiovorming@vlaanderen.be.", None);
        check("Betaal 3 @ 5 euro, @iemand, x@y", None);
    }

    #[test]
    fn a_telephone_number_is_found_in_every_spelling() {
        let of = |found: &str| Some(Personal::Phone(found.to_owned()));
        for number in [
            "02 553 26 11",
            "0478/12.34.56",
            "0478 123 456",
            "+32 478 12 34 56",
            "(0)9 123 45 67",
        ] {
            let found = number.trim_start_matches('(');
            check(&format!("Bel {number}."), of(found).as_ref());
        }
    }

    #[test]
    fn a_number_of_a_question_is_found() {
        let found = personal("Zie ook [rv-2026-000123].", "").next().unwrap();
        assert_eq!(found, Personal::Question("RV-2026-000123".to_owned()));
    }

    #[test]
    fn all_that_is_personal_is_found_at_once() {
        let text =
            "Mail an@bree.be of tom@gent.be, bel 02 553 26 11 of 0478/12.34.56 (RV-2026-000123).";
        let found: Vec<String> = personal(text, "").map(|it| it.to_string()).collect();
        let expected = [
            "the e-mail address an@bree.be",
            "the e-mail address tom@gent.be",
            "the telephone number 02 553 26 11",
            "the telephone number 0478/12.34.56",
            "the number of a question, RV-2026-000123",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_people_of_the_register_are_found_by_name() {
        let people = ["Tom Maes", " Els Claes ", "Els Claes", "Gemeente Wetteren"];
        let found = |text| people_known(&names_in(text), people);
        assert_eq!(found("Tom Maes en Els Claes"), ["Els Claes", "Tom Maes"]);
        assert_eq!(found("Vraag mevrouw Claes."), ["Els Claes"]);
        assert!(found("Gemeente Wetteren vroeg het Tom.").is_empty());
    }

    #[test]
    fn a_family_name_is_that_of_the_whole_name() {
        assert!(is_among("Janssens", ["An Janssens"]));
        assert!(is_among("an janssens", [" An Janssens "]));
        assert!(!is_among("An Janssens", ["Janssens"]));
        assert!(!is_among("ssens", ["An Janssens"]));
    }

    #[test]
    fn other_numbers_are_no_telephone_numbers() {
        for text in [
            "Het decreet van 03/02/2023 en 01.01.2031.",
            "Ondernemingsnummer 0123.456.789",
            "25 000 euro, of 0,5 procent van 100 000 000",
            "Nummer 2026-000123 en 2026-03-05",
            "Van 01/01/2026 tot 31/12/2030",
            "Op 01/01/2026 100 euro, of 100 000 000 000 euro",
            "Bel 1700.",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_first_name_with_a_family_name_is_a_person_whoever_it_is() {
        let places = ["gent", "damme", "az jan palfijn", "wetteren"].map(str::to_owned);
        let found = |text: &str| people_by_first_name(text, &places).join(" + ");
        for (text, name) in [
            ("Bel Jan Peeters van de dienst.", "Jan Peeters"),
            ("(vraag het aan Els Van Damme)", "Els Van Damme"),
            (
                "Volgens Jean-Pierre de Smet, mag het.",
                "Jean-Pierre de Smet",
            ),
            ("Fatima El Amrani weet meer.", "Fatima El Amrani"),
            ("Zoë d'Hondt", "Zoë d'Hondt"),
            ("Rita D'Hondt", "Rita D'Hondt"),
            ("In de Jan Breydelstraat 5", ""),
            ("Het AZ Jan Palfijn doet mee.", ""),
            ("Koning Albert II-laan 15", ""),
            ("Sint-Jan Berchmanscollege", ""),
            ("Dat vroeg Jan. Wetteren antwoordde.", ""),
            ("Jan, Peeters en co", ""),
            ("Tom Gent", ""),
            ("Jan ABB", ""),
            ("Maria Hendrikaplein", ""),
            ("Martin", ""),
            ("Bel Jan Peeters of Els Maes.", "Jan Peeters + Els Maes"),
        ] {
            assert_eq!(found(text), name, "{text}");
        }
    }

    /// The municipalities and organisations that ship, folded.
    fn shipped_places() -> Vec<String> {
        let tables = [
            include_str!("../../config/directory/municipalities.csv"),
            include_str!("../../config/directory/organisations.csv"),
        ];
        let fields = tables.iter().flat_map(|table| table.lines());
        fields
            .flat_map(|line| line.split(','))
            .map(|field| fold(field.trim_matches('"')))
            .filter(|field| field.len() > 2)
            .collect()
    }

    #[test]
    fn hardly_a_text_without_a_person_is_stopped() {
        let places = shipped_places();
        let stopped = |text: &str| people_by_first_name(text, &places).into_iter().next();
        // What the project itself publishes: none.
        let published = include_str!("../../config/demo/faq.toml");
        for line in published.lines() {
            assert_eq!(stopped(line), None, "{line}");
        }
        let intents = include_str!("../../config/questions/intents.jsonl");
        for line in intents.lines() {
            let intent: serde_json::Value = serde_json::from_str(line).unwrap();
            for field in ["canonical_question", "model_answer"] {
                let text = intent[field].as_str().unwrap();
                assert_eq!(stopped(text), None, "{text}");
            }
        }
        // Questions as people write them: whoever is named in them is a person.
        let questions = include_str!("../../config/questions/dev.jsonl").lines();
        let found: Vec<String> = questions
            .filter_map(|line| {
                let question: serde_json::Value = serde_json::from_str(line).unwrap();
                let text = format!("{}\n{}", question["subject"], question["body"]);
                stopped(&text.replace("\\n", "\n"))
            })
            .collect();
        insta::assert_snapshot!("names_in_questions", found.join("\n"));
    }

    #[test]
    fn a_name_after_a_title_is_one_whoever_it_is() {
        let found = |text: &str| people_addressed(text).join(" + ");
        for (text, name) in [
            ("Mevrouw Janssens van de dienst weet het.", "Janssens"),
            ("Vraag het aan burgemeester Vandenbossche.", "Vandenbossche"),
            ("Volgens dhr. De Smedt mag het.", "De Smedt"),
            ("De burgemeester. Wetteren beslist.", ""),
            ("De burgemeester van Wetteren beslist.", ""),
            ("Een schepen mag de burgemeester vervangen.", ""),
            ("Directeur", ""),
        ] {
            assert_eq!(found(text), name, "{text}");
        }
    }
}
