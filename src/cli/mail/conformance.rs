//! Every fixture of `tests/fixtures/mail` and `tests/fixtures/mail-more`, every expected field.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::parse::{Known, Seen, describe};
use crate::intake::mail::sha256_hex;

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The raw mail; the two big ones are written here, line by line as they were.
fn raw(folder: &Path, file: &str) -> Vec<u8> {
    let mail = |id: &str, ip: &str, received: &str, headers: &str, body: &str| {
        let (from, date, bits) = match id {
            "057" => ("relay@ieper.be", "Mon, 9 Feb 2026 12:00:00 +0100", 8),
            _ => (
                "notulen@londerzeel.be",
                "Tue, 10 Feb 2026 10:00:00 +0100",
                7,
            ),
        };
        let (name, subject, message) = match id {
            "057" => ("Relay", "veel headers", "382558e436be6ee5efe8@ieper.be"),
            _ => (
                "Notulen",
                "lange mail",
                "99d22e156288b90a0873@londerzeel.be",
            ),
        };
        format!(
            "Return-Path: <{from}>\nDelivered-To: regiovorming@vlaanderen.be\nReceived: from {ip}\n\t\
             by mx1.regiovraag.example (Postfix) with ESMTPS id {received}\n\tfor \
             <regiovorming@vlaanderen.be>; {date}\n{headers}Date: {date}\nFrom: {name} <{from}>\nTo: \
             regiovorming@vlaanderen.be\nSubject: {subject}\nMessage-ID: <{message}>\nMIME-Version: \
             1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: \
             {bits}bit\n\n{body}"
        )
        .replace('\n', "\r\n")
        .into_bytes()
    };
    match file.get(..3) {
        Some("057") => {
            let hops = (0..10_000).fold(String::new(), |mut hops, hop| {
                let name = format!("relay{}.example.net", hop % 97);
                writeln!(hops, "X-Hop-{hop:05}: {name}; verwerkt in {} ms", hop % 13).unwrap();
                hops
            });
            mail(
                "057",
                "mail-3825.ieper.be (mail-3825.ieper.be [192.0.2.56])",
                "48F394EA9F",
                &hops,
                "Deze mail kwam langs zeer veel servers. De vraag blijft kort: wie is ons \
                 contactpunt?\n",
            )
        }
        Some("061") => {
            let minutes = (1..=64_000).fold(String::new(), |mut minutes, point| {
                writeln!(
                    minutes,
                    "Punt {point}: de raad neemt kennis van verslag nummer {point} en gaat over tot \
                     de orde van de dag."
                )
                .unwrap();
                minutes
            });
            mail(
                "061",
                "mail-99d2.londerzeel.be (mail-99d2.londerzeel.be [192.0.2.153])",
                "AB12EFCD57",
                "",
                &format!(
                    "Hieronder de volledige notulen. Vraag: moeten wij die bekendmaken?\n\n{minutes}"
                ),
            )
        }
        _ => std::fs::read(folder.join(file)).unwrap(),
    }
}

/// As the README compares texts: white space is one space, invisible characters do not count.
fn squash(text: &str) -> String {
    let invisible = ['\u{ad}', '\u{200b}', '\u{feff}', '\0'];
    let visible: String = text.chars().filter(|c| !invisible.contains(c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a found value is the expected one, or another that also counts as right.
fn is_right(field: &str, expected: &Value, found: &Value, row: &Value) -> bool {
    let same = |expected: &Value| match (field, expected, found) {
        ("new_text", Value::String(expected), Value::String(found)) => {
            let (expected, found) = (squash(expected), squash(found));
            found == expected || row["new_text_is_prefix"] == true && found.starts_with(&expected)
        }
        ("original_text", Value::String(expected), Value::String(found)) => {
            squash(expected) == squash(found)
        }
        ("attachments" | "tnef_inner", Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len()
                && expected
                    .iter()
                    .zip(found)
                    .all(|(expected, found)| file_is_right(expected, found))
        }
        ("bounce" | "receipt", Value::Object(expected), Value::Object(found)) => {
            expected.iter().all(|(key, value)| {
                let accepted = row[&format!("accept_{field}_{key}s")].as_array();
                found.get(key) == Some(value)
                    || accepted.is_some_and(|list| list.contains(&found[key]))
            })
        }
        _ => expected == found,
    };
    let more = row[&format!("accept_{field}")].as_array();
    let more = more.or_else(|| row[&format!("accept_{field}s")].as_array());
    same(expected) || more.is_some_and(|more| more.iter().any(same))
}

fn file_is_right(expected: &Value, found: &Value) -> bool {
    let tolerance = expected["size_tolerance"].as_u64().unwrap_or(0);
    let size = |file: &Value| file["size"].as_u64().unwrap();
    expected["filename"] == found["filename"]
        && expected["media_type"] == found["media_type"]
        && size(expected).abs_diff(size(found)) <= tolerance
        && (tolerance > 0 || expected["sha256"] == found["sha256"])
        && expected.get("damaged") == found.get("damaged")
}

/// What is wrong with one answer, a line a field.
fn faults(row: &Value, found: &Value) -> Vec<String> {
    let about_the_fixture = [
        "file",
        "client",
        "twists",
        "python_skips",
        "must_survive",
        "new_text_is_prefix",
        "text_must_not_contain",
        "html_must_not_contain",
        "html_must_contain",
        "from_email_ascii_domain",
        "same_message_id_as",
        "expected_ticket",
    ];
    let mut faults = Vec::new();
    for (field, expected) in row.as_object().unwrap() {
        if about_the_fixture.contains(&field.as_str()) || field.starts_with("accept_") {
            continue;
        }
        if !is_right(field, expected, &found[field], row) {
            faults.push(format!(
                "{field}: {expected} expected, {} found",
                found[field]
            ));
        }
    }
    // a mail that belongs to a ticket joins it, whatever the clue was
    let kind = row["kind"].as_str().unwrap();
    let ticket = row.get("expected_ticket").unwrap_or(&row["ticket_ref"]);
    let joins = !matches!(kind, "question" | "spam_or_bulk" | "unparsable");
    let reported = row["bounce"].is_object() || row["receipt"].is_object();
    if joins && !reported && found["expected_ticket"] != *ticket {
        faults.push(format!(
            "ticket: {ticket} expected, {} found",
            found["expected_ticket"]
        ));
    }
    if reported && found["expected_ticket"].is_null() {
        faults.push("ticket: the report belongs to none".to_owned());
    }
    // fields that are only written down where they matter are false or absent elsewhere
    for field in [
        "loop",
        "duplicate_of",
        "forwarded",
        "bounce",
        "receipt",
        "asks_for_information",
    ] {
        let unset = found[field].is_null() || found[field] == false;
        if row.get(field).is_none() && !unset {
            faults.push(format!("{field}: nothing expected, {} found", found[field]));
        }
    }
    let html = found["html"].as_str().unwrap_or_default().to_lowercase();
    let text = squash(found["new_text"].as_str().unwrap());
    let strings = |field: &str| -> Vec<String> {
        let list = row[field].as_array().cloned().unwrap_or_default();
        list.iter()
            .map(|string| string.as_str().unwrap().to_owned())
            .collect()
    };
    for string in strings("text_must_not_contain") {
        if text.contains(&squash(&string)) {
            faults.push(format!("new_text holds {string:?}"));
        }
    }
    for string in strings("html_must_not_contain") {
        if html.contains(&string.to_lowercase()) {
            faults.push(format!("html holds {string:?}"));
        }
    }
    for string in strings("html_must_contain") {
        if !html.contains(&string.to_lowercase()) {
            faults.push(format!("html lacks {string:?}"));
        }
    }
    faults
}

/// Reads a folder of fixtures and holds every mail against what is expected of it.
fn check(path: &str, mails: usize) {
    let folder = folder(path);
    let known = Known::read(&folder.join("context.json")).unwrap();
    let expected = std::fs::read_to_string(folder.join("expected.jsonl")).unwrap();
    let rows: Vec<Value> = expected
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), mails);
    let mut seen = Seen::default();
    let mut wrong = String::new();
    for row in &rows {
        let file = row["file"].as_str().unwrap();
        let found = describe(file, &raw(&folder, file), &["RV"], &known, &mut seen);
        for fault in faults(row, &found) {
            writeln!(wrong, "{file}: {fault}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_fixture_is_understood_as_expected() {
    check("tests/fixtures/mail", 68);
}

#[test]
fn every_further_client_is_understood_as_expected() {
    check("tests/fixtures/mail-more", 312);
}

#[test]
fn the_mails_written_here_are_the_ones_received() {
    for (file, sha256) in [
        (
            "057-10000-headers.eml",
            "a28a037e4486eb61b2e40eb35abf352ae1085f5e0c41f7a6e2fa1c32082456be",
        ),
        (
            "061-5mb-body.eml",
            "e821daf7a79447141630000bb32e11e6fb46592d7e7006d8fdadd494fd4955a8",
        ),
    ] {
        assert_eq!(
            sha256_hex(&raw(&folder("tests/fixtures/mail"), file)),
            sha256,
            "{file}"
        );
    }
}
