//! Names of administrations inside a running text: *MOW*, *FOD IBZ*, *Agentschap Onroerend Erfgoed*.

use std::ops::Range;

use super::mention::{Word, words};
use super::model::{Desk, DeskId};
use super::names::fold;

/// An administration that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDesk {
    /// Where its name stands, in bytes of the text.
    pub range: Range<usize>,
    /// Which it is.
    pub desk: DeskId,
}

/// How a name must be written to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// In any way: no other Dutch words look like it.
    Anyhow,
    /// With a capital inside a sentence: *Omgeving* is an ordinary word.
    Capital,
    /// In capitals only: *OE*.
    Capitals,
}

/// The names of administrations, the longest first.
#[derive(Debug, Default)]
pub(super) struct DeskNames {
    names: Vec<(Vec<String>, Written, DeskId)>,
}

/// What stands before the name proper of an administration.
const COMMON: &[&str] = &["departement", "agentschap", "voor", "vlaams", "fod", "pod"];

/// Words that carry no name by themselves.
const SMALL: &[&str] = &["de", "het", "en", "in", "voor", "van"];

impl DeskNames {
    pub fn of<'d>(desks: impl Iterator<Item = &'d Desk>) -> Self {
        let mut names = Vec::new();
        for desk in desks {
            for (name, written) in names_of(&desk.slug, &desk.name) {
                let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
                names.push((words, written, desk.id));
            }
        }
        names.sort_by_key(|(words, ..)| std::cmp::Reverse(words.len()));
        Self { names }
    }

    /// The administrations that a text names, in the order in which they stand.
    pub fn find(&self, text: &str) -> Vec<NamedDesk> {
        let words = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let named = self.names.iter().find(|(name, written, _)| {
                words.len() >= at + name.len()
                    && name.iter().zip(&words[at..]).all(|(a, b)| *a == b.folded)
                    && is_written(&words[at..at + name.len()], text, *written)
            });
            let Some((name, _, desk)) = named else {
                at += 1;
                continue;
            };
            found.push(NamedDesk {
                range: words[at].range.start..words[at + name.len() - 1].range.end,
                desk: *desk,
            });
            at += name.len();
        }
        found
    }
}

fn is_written(words: &[Word], text: &str, written: Written) -> bool {
    match written {
        Written::Anyhow => true,
        Written::Capital => words.iter().any(|word| word.capital && !word.starts),
        Written::Capitals => words
            .iter()
            .all(|word| text[word.range.clone()].chars().all(char::is_uppercase)),
    }
}

/// All that an administration is called.
fn names_of(slug: &str, name: &str) -> Vec<(String, Written)> {
    let mut names = Vec::new();
    let mut add = |name: String, written| {
        if !name.is_empty() && names.iter().all(|(known, _)| *known != name) {
            names.push((name, written));
        }
    };
    // "VVSG - Labo Regiovorming" and "… (VLAIO)" are two names each
    for part in name.split([')', '(']).flat_map(|it| it.split(" - ")) {
        let folded = fold(part);
        let own = without_common(&folded);
        add(folded.clone(), way_of(part.trim(), &folded));
        add(own.to_owned(), way_of(part.trim(), own));
    }
    // a slug that is no word of the name is its abbreviation
    let words: Vec<&str> = slug.split('-').collect();
    if words.len() > 1 {
        add(words.join(" "), Written::Anyhow);
    }
    let whole = fold(name);
    let last = words[words.len() - 1];
    if !whole.split(' ').any(|word| word == last) {
        let known = words.len() == 1 && last.len() > 2;
        add(
            last.to_owned(),
            if known {
                Written::Anyhow
            } else {
                Written::Capitals
            },
        );
    }
    names
}

fn without_common(folded: &str) -> &str {
    let mut own = folded;
    while let Some((first, rest)) = own.split_once(' ')
        && COMMON.contains(&first)
    {
        own = rest;
    }
    own
}

/// How `folded` must be written, a name or the tail of one: two words that mean something are a name
/// by themselves, and so is an abbreviation.
fn way_of(name: &str, folded: &str) -> Written {
    let telling = folded
        .split(' ')
        .filter(|word| !SMALL.contains(word))
        .count();
    let abbreviation = !name.contains(' ') && name.chars().all(char::is_uppercase);
    if telling > 1 || abbreviation {
        Written::Anyhow
    } else {
        Written::Capital
    }
}

#[cfg(test)]
mod tests {
    use crate::directory::Atlas;

    #[test]
    fn administrations_are_found_by_every_name_they_have() {
        let atlas = Atlas::embedded().unwrap();
        let check = |text: &str, expected: &[&str]| {
            let found = atlas.administrations_named(text);
            let slugs: Vec<_> = found
                .iter()
                .map(|it| atlas.desk(it.desk).unwrap().slug.as_str())
                .collect();
            assert_eq!(slugs, expected, "{text}");
        };
        check("Dit hoort bij MOW.", &["mow"]);
        check("hoort bij mow of de VDAB", &["mow", "vdab"]);
        check(
            "Departement Mobiliteit en Openbare Werken (MOW)",
            &["mow", "mow"],
        );
        check("Vraag het aan mobiliteit en openbare werken", &["mow"]);
        check("voor De Lijn, niet voor de lijn 5", &["de-lijn"]);
        check(
            "De FOD Binnenlandse Zaken of FOD IBZ",
            &["fod-ibz", "fod-ibz"],
        );
        check("bij het departement Omgeving", &["omgeving"]);
        check(
            "Dat is voor Omgeving. Omgeving en zorg, in de omgeving.",
            &["omgeving"],
        );
        check("Agentschap Onroerend Erfgoed of OE, toe", &["oe", "oe"]);
        check("Sport Vlaanderen doet aan sport", &["sport"]);
        check("VLAIO en Toerisme Vlaanderen", &["vlaio", "toerisme"]);
        check(
            "het Vlaams Energie- en Klimaatagentschap (veka)",
            &["veka", "veka"],
        );
        check("Opgroeien is belangrijk voor kinderen die opgroeien.", &[]);
        check("Ik stuur dit naar Opgroeien", &["opgroeien"]);
        check("wonen in Gent, mi en fin", &[]);
        check("", &[]);
    }
}
