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
    println!("mails that are made to be heavy");
    for (what, raw) in heavy() {
        let took = time(&[raw], |raw| {
            let mail = mail::read(raw).unwrap();
            black_box(mail::decide(&mail, &around, None));
        });
        println!("{what:<24}{:>10.1} ms", took.as_secs_f64() * 1e3);
    }
}

/// A mail of 5 MB, one with 10,000 headers, one 100 levels deep, and one whose zip unfolds to nothing.
fn heavy() -> [(&'static str, Vec<u8>); 4] {
    let mail = |headers: &str, body: &str| {
        format!("From: a@x.be\nSubject: v\n{headers}\n{body}").into_bytes()
    };
    let sentences =
        (0..100_000).map(|n| format!("Punt {n}: de raad neemt kennis van verslag {n}.\n"));
    let headers = (0..10_000).map(|n| format!("X-Hop-{n}: relay{n}\n"));
    let levels =
        (0..100).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"));
    let nested = format!(
        "{}Content-Type: text/plain\n\nMag dat?\n",
        levels.collect::<Vec<_>>().concat()
    );
    let content = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
    let zip = format!(
        "--a\nContent-Type: text/plain\n\nMag dat?\n--a\nContent-Type: application/zip; \
         name=niets.zip\nContent-Transfer-Encoding: base64\n\n{}--a--\n",
        content.repeat(65_000)
    );
    [
        (
            "5 MB of text",
            mail("", &sentences.collect::<Vec<_>>().concat()),
        ),
        (
            "10,000 headers",
            mail(&headers.collect::<Vec<_>>().concat(), "Mag dat?"),
        ),
        (
            "100 levels",
            [b"From: a@x.be\nSubject: v\n", nested.as_bytes()].concat(),
        ),
        (
            "a zip of nothing",
            mail(
                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n",
                &zip,
            ),
        ),
    ]
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
