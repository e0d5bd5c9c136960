//! Names of places, spelled as people spell them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::model::{Municipality, NisCode};

/// The municipalities that bear the title of city. Source: `docs/sources.md`.
static CITIES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../config/cities.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

/// Whether the municipality with this name bears the title of city: *Stad Deinze*, not *Gemeente*.
#[must_use]
pub fn is_city(name: &str) -> bool {
    CITIES.contains(name)
}

/// Folds a name to what its spellings have in common: no case, no accents, no hyphens, and *Sint*
/// for *St.*
pub(super) fn fold(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            word.extend(plain(c));
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    if words.len() > 1 {
        for word in &mut words {
            if word == "st" {
                "sint".clone_into(word);
            }
        }
    }
    words.join(" ")
}

/// A character in lower case and without its accent.
fn plain(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().map(|c| match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    })
}

/// What a municipality is to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It bears the name.
    Current,
    /// A municipality of that name was merged into it.
    Former,
    /// One of its parts bears the name.
    Part,
}

/// A municipality that a name can mean, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match<'a> {
    /// The municipality.
    pub municipality: &'a Municipality,
    /// What it is to the name.
    pub standing: Standing,
}

/// Which municipalities a folded name can mean; the best standing first.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_name: HashMap<String, Vec<(NisCode, Standing)>>,
}

impl Names {
    pub fn of(municipalities: &[Municipality]) -> Self {
        let mut names = Self::default();
        for it in municipalities.iter().filter(|it| it.active) {
            names.add(&it.name, it.nis, Standing::Current);
            for name in &it.former_names {
                names.add(name, it.nis, Standing::Former);
            }
            for name in &it.parts {
                names.add(name, it.nis, Standing::Part);
            }
        }
        for found in names.by_name.values_mut() {
            found.sort_by_key(|&(nis, standing)| (standing, nis));
        }
        names
    }

    fn add(&mut self, name: &str, nis: NisCode, standing: Standing) {
        let found = self.by_name.entry(fold(name)).or_default();
        match found.iter_mut().find(|(known, _)| *known == nis) {
            Some((_, known)) => *known = standing.min(*known),
            None => found.push((nis, standing)),
        }
    }

    pub fn find(&self, folded: &str) -> &[(NisCode, Standing)] {
        self.by_name.get(folded).map_or(&[], Vec::as_slice)
    }

    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::{CITIES, fold, is_city};
    use crate::directory::Atlas;

    #[test]
    fn every_city_is_a_municipality() {
        let atlas = Atlas::embedded().unwrap();
        let cities: Vec<&str> = atlas
            .municipalities()
            .map(|it| it.name.as_str())
            .filter(|name| is_city(name))
            .collect();
        assert_eq!(cities.len(), CITIES.len());
        assert!(cities.contains(&"Deinze") && !cities.contains(&"Wetteren"));
    }

    #[test]
    fn a_name_is_the_same_however_it_is_spelled() {
        for (spelled, folded) in [
            ("Sint-Niklaas", "sint niklaas"),
            ("St. Niklaas", "sint niklaas"),
            ("ST-NIKLAAS ", "sint niklaas"),
            ("Sint-Job-in-'t-Goor", "sint job in t goor"),
            ("Geraardsbergen", "geraardsbergen"),
            ("Mère", "mere"),
            ("St", "st"),
            ("--", ""),
        ] {
            assert_eq!(fold(spelled), folded, "{spelled}");
        }
    }
}
