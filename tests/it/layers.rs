//! Holds the order of the rooms: a room uses what stands below it, never what stands above or
//! beside it. Reads the paths in the sources themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The house from roof to ground, as in `ARCHITECTURE.md`. Rooms on one line do not see each other.
const LINES: &[&[&str]] = &[
    // The command line comes first among the doors: `serve` starts the other two.
    &["cli"],
    &["web", "worker", "demo"],
    &["intake"],
    &["dispatch", "followup", "faq", "report", "admin", "notices"],
    &["registry"],
    &["outbound"],
    &["directory", "language", "auth"],
    &["context"],
    GROUND,
];

/// The ground floor, whose rooms may lean on each other.
const GROUND: &[&str] = &["store", "entity", "clock", "config", "text"];

fn line_of(room: &str) -> Option<usize> {
    LINES.iter().position(|line| line.contains(&room))
}

fn may_use(room: &str, other: &str) -> bool {
    room == other
        || (GROUND.contains(&room) && GROUND.contains(&other))
        || matches!((line_of(room), line_of(other)), (Some(own), Some(used)) if own < used)
}

/// The rooms that a source names by a `crate::` path, with the line each stands on. `depth` is how
/// many `super::` lead from the file to the crate.
fn rooms_named(source: &str, depth: usize) -> BTreeSet<(String, usize)> {
    let mut found = BTreeSet::new();
    let code = without_comments(source);
    let up = "super::".repeat(depth);
    for root in ["crate::", up.as_str()] {
        for (at, _) in code.match_indices(root) {
            let continues = |c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '$';
            if code[..at].ends_with(continues) {
                continue;
            }
            let line = 1 + code[..at].matches('\n').count();
            for name in first_names(&code[at + root.len()..]) {
                found.insert((name.to_owned(), line));
            }
        }
    }
    found
}

/// The first name after a root: one, or each one of a braced list.
fn first_names(rest: &str) -> Vec<&str> {
    let Some(list) = rest.strip_prefix('{') else {
        return vec![leading_name(rest)];
    };
    let (mut names, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' | ',' if depth == 0 => {
                names.push(leading_name(list[start..at].trim_start()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn leading_name(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    &text[..end]
}

/// The source with its line comments blanked and its lines kept.
fn without_comments(source: &str) -> String {
    source
        .lines()
        .map(|line| {
            if line.trim_start().starts_with("//") {
                ""
            } else {
                line
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every Rust file below `folder`.
pub fn sources(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path, extension));
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn no_room_uses_what_stands_above_or_beside_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for path in sources(&src, "rs") {
        let inside = path.strip_prefix(&src).unwrap().with_extension("");
        let parts: Vec<_> = inside.iter().map(|part| part.to_str().unwrap()).collect();
        let room = parts[0];
        if matches!(room, "lib" | "main") {
            continue;
        }
        assert!(
            line_of(room).is_some(),
            "{room} has no line in the house yet"
        );
        let depth = parts.len() - usize::from(parts.last() == Some(&"mod"));
        for (used, line) in rooms_named(&fs::read_to_string(&path).unwrap(), depth) {
            if line_of(&used).is_some() && !may_use(room, &used) {
                wrong.push(format!(
                    "src/{}.rs:{line}: {room} uses {used}",
                    inside.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_room_of_the_crate_has_a_line() {
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let source = fs::read_to_string(lib).unwrap();
    let rooms: Vec<_> = source
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "))
        .map(leading_name)
        .collect();
    assert!(!rooms.is_empty());
    for room in rooms {
        assert!(line_of(room).is_some(), "{room} has no line in the house");
    }
}

#[test]
fn the_order_goes_down_only() {
    assert!(may_use("web", "registry"));
    assert!(may_use("store", "config"));
    assert!(!may_use("registry", "dispatch"));
    assert!(!may_use("dispatch", "followup"));
    assert!(!may_use("store", "context"));
}

#[test]
fn paths_are_read_however_they_are_written() {
    fn check(source: &str, depth: usize, expected: &[(&str, usize)]) {
        let expected: BTreeSet<_> = expected
            .iter()
            .map(|(name, line)| ((*name).to_owned(), *line))
            .collect();
        assert_eq!(rooms_named(source, depth), expected, "{source}");
    }
    check("use crate::clock::Clock;", 1, &[("clock", 1)]);
    check(
        "use crate::{\n  store::{self, X},\n  text,\n};",
        1,
        &[("store", 1), ("text", 1)],
    );
    check("fn f() {\n    crate::auth::may(x)\n}", 2, &[("auth", 2)]);
    check("// crate::web is above us", 1, &[]);
    check("use super::web::page;", 1, &[("web", 1)]);
    check("use super::super::web::page;", 2, &[("web", 1)]);
    check("use super::records;", 2, &[]);
    check("pub(crate) fn f() {}", 1, &[]);
}
