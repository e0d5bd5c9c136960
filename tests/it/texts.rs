//! Holds texts, templates and sources together: every key that is used exists, every key that
//! exists is used, and both languages say the same things.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::layers::sources;

/// A text as it stands in its file: the places that it leaves open, and the texts that it cites.
#[derive(Debug, Default, PartialEq, Eq)]
struct Text {
    places: BTreeSet<String>,
    cites: BTreeSet<String>,
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every text of a language by its key, and the file (without ending) that it stands in.
fn texts(language: &str) -> BTreeMap<String, (String, Text)> {
    let mut found = BTreeMap::new();
    for path in sources(&src().join("text").join(language), "ftl") {
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for (key, text) in read_texts(&fs::read_to_string(&path).unwrap()) {
            let before = found.insert(key.clone(), (file.clone(), text));
            assert!(before.is_none(), "{key} stands twice in {language}");
        }
    }
    assert!(!found.is_empty());
    found
}

fn read_texts(source: &str) -> Vec<(String, Text)> {
    let mut found: Vec<(String, Text)> = Vec::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_lowercase())
            && let Some((key, _)) = line.split_once('=')
        {
            found.push((key.trim().to_owned(), Text::default()));
        }
        let Some((_, text)) = found.last_mut() else {
            continue;
        };
        for (at, _) in line.match_indices('{') {
            let inside = line[at + 1..].trim_start();
            if let Some(place) = inside.strip_prefix('$') {
                text.places.insert(name(place).to_owned());
            } else if !name(inside).is_empty() {
                text.cites.insert(name(inside).to_owned());
            }
        }
    }
    found
}

fn name(text: &str) -> &str {
    let end = text.find(|c: char| !is_of_a_name(c)).unwrap_or(text.len());
    &text[..end]
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Every quoted word in a source that could be a key, and whether it is handed to `Texts` there.
fn quoted_words(source: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices('"') {
        let word = name(&source[at + 1..]);
        if !source[at + 1 + word.len()..].starts_with('"')
            || !word.contains('-')
            || word.ends_with('-')
        {
            continue;
        }
        let before = source[..at].trim_end();
        let asked = [".say(", ".with(", ".with2(", ".fill("];
        found.push((word, asked.iter().any(|call| before.ends_with(call))));
    }
    found
}

/// Templates and sources, without the tests below a source: those may name what does not exist.
fn readers() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for extension in ["rs", "html", "txt"] {
        for path in sources(&src(), extension) {
            let source = fs::read_to_string(&path).unwrap();
            let end = source.find("#[cfg(test)]\nmod ").unwrap_or(source.len());
            found.push((path, source[..end].to_owned()));
        }
    }
    found
}

/// Words in the sources that begin like the key of a text and are none.
const NO_TEXTS: [&str; 3] = [
    // The password of the demo.
    "demo-regiovraag",
    // What machines that write mail call themselves, and a class in their HTML.
    "mail-daemon",
    "mail-editor-reference-message-container",
];

#[test]
fn every_text_that_is_used_exists() {
    let texts = texts("nl");
    let files: BTreeSet<_> = texts.values().map(|(file, _)| file.as_str()).collect();
    let mut missing = BTreeSet::new();
    for (path, source) in readers() {
        let rust = path.extension().is_some_and(|extension| extension == "rs");
        for (word, asked) in quoted_words(&source) {
            // In Rust a key may travel a while before it is looked up, and every word that
            // begins with the name of a text file is one. In a template it may be a CSS class.
            let room = word.split('-').next().unwrap_or_default();
            if NO_TEXTS.contains(&word) {
                continue;
            }
            if (asked || (rust && files.contains(room))) && !texts.contains_key(word) {
                missing.insert(format!("{}: {word}", path.display()));
            }
        }
    }
    for (key, (_, text)) in &texts {
        for cited in text
            .cites
            .iter()
            .filter(|cited| !texts.contains_key(*cited))
        {
            missing.insert(format!("nl: {key} cites {cited}"));
        }
    }
    assert!(missing.is_empty(), "no such text:\n{missing:#?}");
}

#[test]
fn every_text_is_used() {
    let texts = texts("nl");
    let readers = readers();
    let mut used: BTreeSet<&str> = readers
        .iter()
        .flat_map(|(_, source)| quoted_words(source))
        .map(|(word, _)| word)
        .collect();
    used.extend(
        texts
            .values()
            .flat_map(|(_, text)| text.cites.iter().map(String::as_str)),
    );
    let unused: Vec<_> = texts
        .keys()
        .filter(|key| !used.contains(key.as_str()))
        .collect();
    assert!(unused.is_empty(), "nobody says these texts:\n{unused:#?}");
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_open_places() {
    let (nl, en) = (texts("nl"), texts("en"));
    let untranslated: Vec<_> = nl.keys().filter(|key| !en.contains_key(*key)).collect();
    assert!(
        untranslated.is_empty(),
        "not in English:\n{untranslated:#?}"
    );
    let unknown: Vec<_> = en.keys().filter(|key| !nl.contains_key(*key)).collect();
    assert!(unknown.is_empty(), "only in English:\n{unknown:#?}");
    for (key, (_, dutch)) in &nl {
        assert_eq!(dutch.places, en[key].1.places, "the open places of {key}");
    }
}

#[test]
fn a_key_starts_with_the_name_of_its_file() {
    for language in ["nl", "en"] {
        for (key, (file, _)) in texts(language) {
            assert!(
                key.starts_with(&format!("{file}-")),
                "{language}/{file}.ftl: {key}"
            );
        }
    }
}

#[test]
fn texts_and_their_uses_are_read_as_they_are_written() {
    let read = read_texts(
        "# desk-no = a remark\ndesk-due = Nog { $days ->\n    [one] één dag\n   *[other] { $days } \
         dagen\n } bij { common-product }\ndesk-plain = Niets\n",
    );
    let keys: Vec<_> = read.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["desk-due", "desk-plain"]);
    assert_eq!(read[0].1.places, BTreeSet::from(["days".to_owned()]));
    assert_eq!(
        read[0].1.cites,
        BTreeSet::from(["common-product".to_owned()])
    );
    assert_eq!(read[1].1, Text::default());

    assert_eq!(
        quoted_words("t.say(\"desk-due\"), x == \"mail-key\", \"two words\", \"plain\""),
        [("desk-due", true), ("mail-key", false)]
    );
    assert_eq!(
        quoted_words("t.with(\n        \"desk-due\", 3)"),
        [("desk-due", true)]
    );
}
