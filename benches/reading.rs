//! What understanding a mail costs beside only parsing it: 2,000 varied mails, made from the fixtures,
//! read both ways in turns within one run. The ratio holds on any machine; the times only on this one.
//!
//! `cargo bench --bench reading`

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use mail_parser::MessageParser;
use regiovraag::intake::mail::{self, Surroundings};

/// Mails in one round.
const MAILS: usize = 2_000;

/// Rounds of each way; the quickest counts, because everything else only adds to it.
const ROUNDS: usize = 9;

fn main() {
    let mails = mails();
    let bytes: usize = mails.iter().map(Vec::len).sum();
    let around = Surroundings {
        own_addresses: vec!["vragen@regio.example".into()],
        own_message_id_domain: "regiovraag.example".into(),
        contact_points: vec!["contactpunt.ovl@regio.example".into()],
        administration_domains: vec!["mobiliteit.example".into(), "veiligheid.example".into()],
        authserv_id: "mx1.regiovraag.example".into(),
        authserv_relays: Vec::new(),
        ..Surroundings::default()
    };
    let (mut parsed, mut understood) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        parsed = parsed.min(time(&mails, |raw| {
            black_box(MessageParser::default().parse(raw));
        }));
        understood = understood.min(time(&mails, |raw| {
            if let Ok(mail) = mail::read(raw) {
                black_box(mail.clues());
                black_box(mail::decide(&mail, &around, None));
            }
        }));
    }
    println!(
        "{MAILS} mails, {} KiB, the best of {ROUNDS} rounds",
        bytes / 1024
    );
    for (way, took) in [
        ("parsed by mail-parser", parsed),
        ("read and understood", understood),
    ] {
        let each = took / u32::try_from(MAILS).unwrap();
        println!(
            "{way:<24}{:>10.1} ms{:>10} µs a mail",
            took.as_secs_f64() * 1e3,
            each.as_micros()
        );
    }
    println!(
        "ratio {:.2}",
        understood.as_secs_f64() / parsed.as_secs_f64()
    );
}

/// Reads every mail once.
fn time(mails: &[Vec<u8>], read: impl Fn(&[u8])) -> Duration {
    let start = Instant::now();
    for raw in mails {
        read(raw);
    }
    start.elapsed()
}

/// The fixtures in turns, each time under a line of its own.
fn mails() -> Vec<Vec<u8>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files = Vec::new();
    for folder in ["mail", "mail-more"] {
        for entry in fs::read_dir(fixtures.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "eml") {
                files.push(path);
            }
        }
    }
    files.sort();
    let raws: Vec<Vec<u8>> = files.iter().map(|path| fs::read(path).unwrap()).collect();
    (0..MAILS)
        .map(|number| {
            let line = format!("X-Number: {number}\r\n");
            [line.as_bytes(), &raws[number % raws.len()]].concat()
        })
        .collect()
}
