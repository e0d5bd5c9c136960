//! Mails with anything done to them: none makes reading panic or hang, takes memory without end, or
//! breaks what must hold of every mail that was read.
//!
//! The fixtures are cut, glued, doubled and stained, and every third mail is grown from the grammar of
//! mail, each input by its number and the seed alone, so that a failure can be played again. Small with every change; `scripts/soak` plays ten million of
//! them, or as many as go in half an hour.

mod grown;

use std::collections::HashMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use regiovraag::intake::mail::{
    self, FoundBy, FoundThread, ParsedMail, Side, Surroundings, content_digest, thread_root,
};

use crate::support::size::{Dice, Size};

/// A mangled mail is not made longer than this; large ones have tests of their own.
const MAX_BYTES: usize = 64 * 1024;

/// Reading one takes less than a millisecond; after this long it hangs.
const HANGS: Duration = Duration::from_secs(20);

/// Memory that may come on top while they are read, in KiB.
const MAX_GROWTH_KIB: u64 = 256 * 1024;

/// Scraps that mean something to whoever reads mail.
const SCRAPS: [&str; 44] = [
    "\r\n\r\n",
    "\r\n",
    "\n",
    "\0",
    "\u{feff}",
    "\u{e000}",
    "\u{e002}x\u{e003}",
    "--",
    "=?utf-8?B?w6k",
    "=?utf-8?Q?=0D=0ABcc:?=",
    "=?",
    "?=",
    "=C3",
    "=\r\n",
    "&#0;",
    "&#x110000;",
    "<!--",
    "<div style='display:none'>",
    "<style>.a{display:none}",
    "<blockquote>",
    "</blockquote></div>",
    "<a href='cid:x",
    "> ",
    ">>> a 5/3/2026 10:12 >>>",
    "-- \r\n",
    "Van: A <a@x.be>\r\nVerzonden: z\r\nAan: b\r\nOnderwerp: FW: c\r\n",
    "Op 1/1/2026 11:20 schreef a@x.be:\r\n",
    "----- Doorgestuurd bericht ----- Van: aAan: bVerzonden: cOnderwerp: d",
    "Met vriendelijke groeten\r\n",
    "begin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n",
    "-----BEGIN PGP MESSAGE-----\r\n",
    "-----BEGIN PGP SIGNED MESSAGE-----\r\n",
    "RV-2026-000501",
    "Content-Type: multipart/mixed; boundary=a\r\n",
    "Content-Type: message/rfc822\r\n",
    "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n",
    "Content-Type: application/ms-tnef; name=winmail.dat\r\n",
    "Content-Type: text/html; charset=utf-16\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n",
    "Content-Disposition: attachment; filename*0*=utf-8''%C3; filename*1=x\r\n",
    "Authentication-Results: mx1.regiovraag.example; dmarc=(\r\n",
    "Auto-Submitted: auto-replied\r\n",
    "From: \"a\" <a@mobiliteit.example>, =?x?B?\r\n",
];

/// The fixtures that everything is made from.
fn seeds() -> Vec<Vec<u8>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<PathBuf> = ["mail", "mail-more"]
        .into_iter()
        .flat_map(|folder| fs::read_dir(fixtures.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .collect();
    files.sort();
    files.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// The mail with this number.
fn mangled(seeds: &[Vec<u8>], seed: u64, number: u64) -> Vec<u8> {
    let mut dice = Dice::rolled_from(seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
    // the first roll after a seed says little
    dice.below(2);
    let grown = number % 3 == 2;
    let (mut mail, spoils) = if grown {
        (grown::mail(&mut dice), dice.below(2))
    } else {
        let mail = seeds[dice.below(seeds.len())].clone();
        (mail, 1 + dice.below(6))
    };
    for _ in 0..spoils {
        let (from, to) = {
            let (one, other) = (dice.below(mail.len() + 1), dice.below(mail.len() + 1));
            (one.min(other), one.max(other))
        };
        match dice.below(10) {
            0 => {
                // the head of one on the body of another
                let other = &seeds[dice.below(seeds.len())];
                let cut = dice.below(other.len() + 1);
                mail.truncate(from);
                mail.extend_from_slice(&other[cut..]);
            }
            1 => mail.truncate(from),
            2 => drop(mail.drain(from..from + (to - from).min(200))),
            3 => {
                let piece = mail[from..from + (to - from).min(2_000)].to_vec();
                for _ in 0..=dice.below(8) {
                    mail.splice(to..to, piece.iter().copied());
                }
            }
            4 => {
                for _ in 0..=dice.below(8) {
                    let at = dice.below(mail.len());
                    if let Some(byte) = mail.get_mut(at) {
                        *byte ^= 1 << dice.below(8);
                    }
                }
            }
            5 => swap_lines(&mut mail, &mut dice),
            6 | 7 => {
                let scrap = SCRAPS[dice.below(SCRAPS.len())];
                mail.splice(from..from, scrap.bytes());
            }
            8 => {
                // a scrap where a line starts, so that it can be a header or a border
                let start = memchr::memchr(b'\n', &mail[from..]).map_or(0, |end| from + end + 1);
                let scrap = SCRAPS[dice.below(SCRAPS.len())];
                mail.splice(start..start, scrap.bytes());
            }
            _ => {
                let noise: Vec<u8> = (0..dice.below(40))
                    .map(|_| u8::try_from(dice.below(256)).unwrap())
                    .collect();
                mail.splice(from..from, noise);
            }
        }
        mail.truncate(MAX_BYTES);
    }
    mail
}

/// Swaps two lines: headers in another order, parts in the wrong place.
fn swap_lines(mail: &mut Vec<u8>, dice: &mut Dice) {
    let mut lines: Vec<&[u8]> = mail.split_inclusive(|&byte| byte == b'\n').collect();
    if lines.is_empty() {
        return;
    }
    let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
    lines.swap(one, other);
    *mail = lines.concat();
}

/// What the mails are read against: a ticket that some of them are about.
struct Known {
    around: Surroundings,
    thread: FoundThread,
}

impl Known {
    fn new() -> Self {
        Self {
            around: Surroundings {
                own_addresses: vec!["vragen@regio.example".into()],
                own_message_id_domain: "regiovraag.example".into(),
                contact_points: vec!["contactpunt.ovl@regio.example".into()],
                administration_domains: vec!["mobiliteit.example".into()],
                authserv_id: "mx1.regiovraag.example".into(),
                authserv_relays: Vec::new(),
                ..Surroundings::default()
            },
            thread: FoundThread {
                reference: "RV-2026-000501".into(),
                asker_emails: vec!["lies.vandamme@lievegem.example".into()],
                handler_emails: vec!["tom.aerts@veiligheid.example".into()],
                cc: Vec::new(),
                former: Vec::new(),
                over: false,
                how: FoundBy::MessageId(Some(Side::Asker)),
            },
        }
    }
}

/// Reads a mail the whole way and holds it against what must be true of every mail.
fn understand(raw: &[u8], known: &Known) {
    let Ok(mail) = mail::read(raw) else { return };
    let clues = mail.clues();
    for found in [None, Some(&known.thread)] {
        let understood = mail::decide(&mail, &known.around, found);
        assert!(
            !understood.reasons.is_empty(),
            "a decision without a reason"
        );
        assert!(
            !understood.is_loop || !understood.may_auto_reply,
            "a machine that answers us is answered"
        );
    }
    let (digest, root) = (content_digest(&mail), thread_root(&mail));
    assert_eq!(digest.len(), 64);
    let one_line = |text: &str| !text.contains(['\0', '\r', '\n']);
    assert!(root.is_none_or(|root| one_line(&root)));
    assert!(clues.message_ids.iter().all(|id| one_line(id)));
    assert!(mail.subject.as_deref().is_none_or(one_line));
    for address in mail.all_from.iter().chain(&mail.to).chain(&mail.cc) {
        assert!(one_line(&address.email) && address.name.as_deref().is_none_or(one_line));
    }
    for file in &mail.attachments {
        assert!(one_line(&file.filename) && !file.filename.is_empty());
    }
    let html = mail.html().unwrap_or_default();
    assert!(!html.contains("<script") && !html.contains("<img"));
    holds_together(&mail);
}

/// What is new stands in the mail, and the three parts of a text are all of it.
fn holds_together(mail: &ParsedMail) {
    let whole = mail.readable();
    for text in [&mail.new_text, &mail.quoted_text, &mail.signature, &whole] {
        assert!(!text.contains('\0'), "NUL in a text");
    }
    let mut there = whole.chars().filter(|c| c.is_alphanumeric());
    let mut new = mail.new_text.chars().filter(|c| c.is_alphanumeric());
    assert!(
        new.all(|c| there.any(|other| other == c)),
        "new text that does not stand in the mail, in that order: {:?} of {whole:?}",
        mail.new_text
    );
    if mail.html_only {
        // a person reads it with bullets and the targets of links
        return;
    }
    let mut letters: HashMap<char, i64> = HashMap::new();
    for (text, sign) in [
        (&whole, 1),
        (&mail.new_text, -1),
        (&mail.quoted_text, -1),
        (&mail.signature, -1),
    ] {
        for c in text.chars().filter(|c| c.is_alphanumeric()) {
            *letters.entry(c).or_default() += sign;
        }
    }
    letters.retain(|_, count| *count != 0);
    assert!(
        letters.is_empty(),
        "lost or doubled while splitting: {letters:?}"
    );
}

/// Peak memory of this process so far, in KiB, where the system tells.
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

/// Stops the program when a mail takes for ever: nothing else can stop a thread.
fn watch(started: Vec<AtomicU64>, numbers: Vec<AtomicU64>, over: mpsc::Receiver<()>) -> Watch {
    let shared = std::sync::Arc::new((started, numbers));
    let seen = std::sync::Arc::clone(&shared);
    let begin = Instant::now();
    thread::spawn(move || {
        while over.recv_timeout(Duration::from_secs(1)) == Err(mpsc::RecvTimeoutError::Timeout) {
            let now = millis(begin);
            for (started, number) in seen.0.iter().zip(&seen.1) {
                let since = started.load(Ordering::Relaxed);
                if since != 0
                    && now.saturating_sub(since) > u64::try_from(HANGS.as_millis()).unwrap()
                {
                    eprintln!("mail {} hangs", number.load(Ordering::Relaxed));
                    std::process::exit(101);
                }
            }
        }
    });
    Watch { shared, begin }
}

struct Watch {
    shared: std::sync::Arc<(Vec<AtomicU64>, Vec<AtomicU64>)>,
    begin: Instant,
}

fn millis(begin: Instant) -> u64 {
    u64::try_from(begin.elapsed().as_millis()).unwrap().max(1)
}

#[test]
fn no_mangled_mail_does_harm() {
    let size = Size::asked();
    let seed = size.seed();
    let (most, time) = size.pick(
        (4_000, Duration::from_mins(1)),
        (10_000_000, Duration::from_mins(30)),
    );
    let seeds = seeds();
    let known = Known::new();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    // the first mails set up tables that stay
    for number in 0..200 {
        understand(&mangled(&seeds, seed, number), &known);
    }
    let before = peak_kib();
    let zeroes = || (0..workers).map(|_| AtomicU64::new(0)).collect::<Vec<_>>();
    let (end, over) = mpsc::channel();
    let watched = watch(zeroes(), zeroes(), over);
    // REGIOVRAAG_NUMBER plays one of them again.
    let again = std::env::var("REGIOVRAAG_NUMBER").ok();
    let again = again.map(|number| number.parse::<u64>().unwrap());
    let most = again.map_or(most, |number| number + 1);
    let next = AtomicU64::new(again.unwrap_or(0));
    let failed = AtomicBool::new(false);
    thread::scope(|scope| {
        for worker in 0..workers {
            let (seeds, known, next, failed, watched) = (&seeds, &known, &next, &failed, &watched);
            scope.spawn(move || {
                let (started, numbers) = (&watched.shared.0[worker], &watched.shared.1[worker]);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= most
                        || watched.begin.elapsed() > time
                        || failed.load(Ordering::Relaxed)
                    {
                        next.fetch_sub(1, Ordering::Relaxed);
                        started.store(0, Ordering::Relaxed);
                        break;
                    }
                    numbers.store(number, Ordering::Relaxed);
                    started.store(millis(watched.begin), Ordering::Relaxed);
                    let raw = mangled(seeds, seed, number);
                    if catch_unwind(AssertUnwindSafe(|| understand(&raw, known))).is_err() {
                        failed.store(true, Ordering::Relaxed);
                        eprintln!(
                            "mail {number} of REGIOVRAAG_SEED={seed}:\n{}",
                            raw.escape_ascii()
                        );
                    }
                }
            });
        }
    });
    drop(end);
    let read = next.load(Ordering::Relaxed);
    let grown = peak_kib().saturating_sub(before);
    println!(
        "{read} mangled mails read in {} s with REGIOVRAAG_SEED={seed}; peak memory grew by {grown} KiB",
        watched.begin.elapsed().as_secs()
    );
    assert!(!failed.load(Ordering::Relaxed), "see the mail above");
    assert!(read > 0);
    assert!(grown < MAX_GROWTH_KIB, "{grown} KiB more than before");
}

#[test]
fn what_is_printed_of_a_mangled_mail_is_json() {
    let size = Size::asked();
    let seed = size.seed();
    let seeds = seeds();
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (0..size.pick(200, 5_000))
        .map(|number| {
            let path = folder.path().join(format!("{number}.eml"));
            fs::write(&path, mangled(&seeds, seed, number)).unwrap();
            path
        })
        .collect();
    let context =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/mail-more/context.json");
    let printed = Command::new(env!("CARGO_BIN_EXE_regiovraag"))
        .args(["mail", "parse", "--json", "--context"])
        .arg(context)
        .args(&files)
        .output()
        .unwrap();
    assert!(
        printed.status.success(),
        "{}",
        String::from_utf8_lossy(&printed.stderr)
    );
    let lines: Vec<serde_json::Value> = String::from_utf8(printed.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), files.len(), "a line a mail");
    assert!(lines.iter().all(|line| line["kind"].is_string()));
}
