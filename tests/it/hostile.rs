//! Mails that are large or deep on purpose: read within bounded memory, and with work that grows as
//! the mail does and no faster.
//!
//! Work is counted as processor time of this thread, which other programs do not add to, and compared
//! only with itself: four times the mail may not take nine times the work.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;

use regiovraag::intake::mail::{self, Kind, Surroundings};

/// What reading one mail may take on top of the mail itself, in KiB.
const MAX_EXTRA_KIB: u64 = 64 * 1024;

/// Makes a mail of a size.
type Make<'a> = &'a dyn Fn(usize) -> Vec<u8>;

/// Everything that is done with a mail before a person sees it.
fn understand(raw: &[u8]) -> Option<Kind> {
    let mail = mail::read(raw).ok()?;
    black_box(mail.clues());
    let understood = mail::decide(&mail, &Surroundings::default(), None);
    black_box(mail::content_digest(&mail));
    black_box(mail.html());
    black_box(mail.readable());
    Some(understood.kind)
}

/// A field of `/proc/self/status`, in KiB.
fn status(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(field))
        .unwrap();
    line.trim_matches([':', ' ', '\t', 'k', 'B'])
        .parse()
        .unwrap()
}

/// How much memory a piece of work takes at its highest, in KiB. Each test has a process of its own, or
/// the others would count.
fn extra_kib(work: impl FnOnce()) -> u64 {
    // resets the high-water mark of this process
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = status("VmRSS");
    work();
    status("VmHWM").saturating_sub(before)
}

/// Nanoseconds that this thread was on a processor.
fn worked() -> u64 {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    times.split(' ').next().unwrap().parse().unwrap()
}

/// The least work of two tries.
fn work_for(raw: &[u8]) -> u64 {
    let tries = (0..2).map(|_| {
        let before = worked();
        understand(raw);
        worked() - before
    });
    tries.min().unwrap()
}

fn mail(headers: &str, body: &str) -> Vec<u8> {
    format!("From: a@x.be\nSubject: v\n{headers}\n{body}").into_bytes()
}

/// A line that differs with its number, so many times.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut all, number| {
        writeln!(all, "{}", line(number)).unwrap();
        all
    })
}

/// Parts inside parts.
fn nested(levels: usize) -> Vec<u8> {
    let mut raw = String::from("From: a@x.be\nSubject: v\n");
    for level in 0..levels {
        write!(
            raw,
            "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
        )
        .unwrap();
    }
    raw.push_str("Content-Type: text/plain\n\nMag dat?\n");
    for level in (0..levels).rev() {
        writeln!(raw, "--b{level}--").unwrap();
    }
    raw.into_bytes()
}

/// A stored zip of so many bytes of nothing: what is inside is no business of the parser's.
fn zip_of_nothing(bytes: usize) -> Vec<u8> {
    let content = "AAAA".repeat(bytes / 3);
    let content = lines(content.len() / 76, |line| {
        content[line * 76..line * 76 + 76].to_owned()
    });
    mail(
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n",
        &format!(
            "--a\nContent-Type: text/plain\n\nMag dat?\n--a\nContent-Type: application/zip; \
             name=niets.zip\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; \
             filename=niets.zip\n\n{content}--a--\n"
        ),
    )
}

/// One attribute of a winmail.dat.
fn attribute(id: u16, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    [
        &[2][..],
        &id.to_le_bytes(),
        &[6, 0],
        &length,
        content,
        &[0, 0],
    ]
    .concat()
}

/// The property that holds a compressed body, which says that it is endless.
fn rich_text(runs: &[u8]) -> Vec<u8> {
    let body = [&[0xff; 8][..], b"LZFu", &[0; 4], runs].concat();
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    [
        &1u32.to_le_bytes()[..],
        &[0x02, 0x01, 0x09, 0x10],
        &1u32.to_le_bytes(),
        &length,
        &body,
    ]
    .concat()
}

/// A mail of which a winmail.dat is all that there is.
fn tnef(attributes: &[u8]) -> Vec<u8> {
    let stream = [&[0x78, 0x9f, 0x3e, 0x22, 1, 0][..], attributes].concat();
    let head = "Content-Type: application/ms-tnef; name=winmail.dat\n\
                Content-Transfer-Encoding: binary\n";
    let mut raw = mail(head, "");
    raw.extend_from_slice(&stream);
    raw
}

/// A text of five megabytes in lines of one letter, with an older mail below the middle of it.
fn one_letter_lines() -> String {
    let half = "a\n".repeat(1_250_000);
    format!("{half}\nVan: R <r@x.be>\nVerzonden: 29/01\nAan: A\nOnderwerp: x\n\n{half}")
}

#[test]
fn what_was_there_before_is_found_in_millions_of_lines() {
    let read = mail::read(&mail("", &one_letter_lines())).unwrap();
    assert_eq!(read.new_text.len(), 2 * 1_250_000 - 1);
    assert!(read.quoted_text.starts_with("Van: R <r@x.be>"));
    assert!(read.quoted_text.len() > 2 * 1_250_000);
}

#[test]
fn a_large_or_deep_mail_is_read_in_bounded_memory() {
    let sentence = |number| format!("Punt {number}: de raad neemt kennis van verslag {number}.");
    let html = |number| format!("<p>Punt {number}: de raad neemt <b>kennis</b>.</p>");
    let rich = "Content-Type: text/html; charset=utf-8\n";
    let cases = [
        ("5 MB of text", mail("", &lines(100_000, sentence))),
        ("5 MB on one line", mail("", &"woord ".repeat(850_000))),
        ("5 MB in lines of a letter", mail("", &one_letter_lines())),
        ("5 MB of HTML", mail(rich, &lines(110_000, html))),
        ("1 MB of HTML, cleaned", mail(rich, &lines(20_000, html))),
        (
            "10,000 headers",
            mail(
                &lines(10_000, |hop| format!("X-Hop-{hop}: relay{hop}")),
                "Mag dat?",
            ),
        ),
        (
            "10,000 headers that are kept",
            mail(&lines(10_000, |hop| format!("Received: relay{hop}")), "x"),
        ),
        ("100 levels", nested(100)),
        ("1,000 levels", nested(1_000)),
        (
            "100 mails in mails",
            mail(
                &"Content-Type: message/rfc822\n\nFrom: a@x.be\n".repeat(100),
                "Mag dat?",
            ),
        ),
        ("a zip of nothing", zip_of_nothing(5_000_000)),
        (
            "uuencoded lines that hold nothing",
            mail("", &format!("begin 644 a\n{}", "_\n".repeat(2_500_000))),
        ),
        (
            "a TNEF of files without end",
            tnef(&attribute(0x800f, b"x").repeat(400_000)),
        ),
        (
            "rich text that unfolds without end",
            tnef(&attribute(
                0x9003,
                &rich_text(&[0xff, 0, 0xf, 0, 0xf].repeat(500_000)),
            )),
        ),
        (
            "100,000 quoted lines",
            mail("", &lines(100_000, |line| format!("> regel {line}"))),
        ),
    ];
    // tables that are made once do not count
    understand(&mail(rich, "<p>Mag dat?</p>"));
    for (name, raw) in &cases {
        let mut kind = None;
        let extra = extra_kib(|| kind = understand(raw));
        assert!(kind.is_some(), "{name}: not read");
        assert!(
            extra < MAX_EXTRA_KIB,
            "{name}: {extra} KiB on top of {} KiB",
            raw.len() / 1024
        );
    }
}

#[test]
fn work_grows_as_the_mail_does() {
    let rich = "Content-Type: text/html; charset=utf-8\n";
    let parts = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n";
    let image = |number: usize| {
        format!(
            "--a\nContent-Type: image/png\nContent-ID: <i{number}@x>\nContent-Transfer-Encoding: base64\n\niVBORw0K"
        )
    };
    // each is handed a size at which it takes tens of milliseconds or less
    let cases: &[(&str, usize, Make<'_>)] = &[
        ("lines", 10_000, &|n| {
            mail("", &lines(n, |line| format!("Punt {line} van de raad")))
        }),
        ("one line", 40_000, &|n| mail("", &"woord ".repeat(n))),
        ("blank lines", 40_000, &|n| mail("", &"\n".repeat(n))),
        ("headers", 5_000, &|n| {
            mail(&lines(n, |hop| format!("X-Hop-{hop}: relay")), "x")
        }),
        ("folded header", 10_000, &|n| {
            mail(&format!("To: a@x.be{}\n", ",\n b@x.be".repeat(n)), "x")
        }),
        ("encoded words", 4_000, &|n| {
            mail(&format!("Subject: {}\n", "=?utf-8?Q?a?= ".repeat(n)), "x")
        }),
        ("broken words", 10_000, &|n| {
            mail(&format!("Subject: {}\n", "=?a?b?".repeat(n)), "x")
        }),
        ("file name in pieces", 300, &|n| {
            let pieces = lines(n, |piece| format!(" filename*{piece}=x;"));
            mail(&format!("Content-Disposition: attachment;\n{pieces}"), "x")
        }),
        ("attributions", 10_000, &|n| {
            mail("", &"Op 1/1/2026 11:20 schreef\n".repeat(n))
        }),
        ("labels", 10_000, &|n| {
            mail("", &"Van: a\nAan: b\n".repeat(n))
        }),
        ("rules", 10_000, &|n| mail("", &"_____\n\n".repeat(n))),
        ("quotes and answers", 10_000, &|n| {
            mail("", &"> oud\nnieuw\n".repeat(n))
        }),
        ("closings", 10_000, &|n| {
            mail("", &"Mvg\n\nDeze mail is vertrouwelijk\n".repeat(n))
        }),
        ("Yahoo blocks", 2_000, &|n| {
            mail(
                "",
                &"----- Doorgestuurd bericht ----- Van: aAan: b\n".repeat(n),
            )
        }),
        ("uuencode", 5_000, &|n| {
            mail("", &"begin 644 a\n#0V%T\n".repeat(n))
        }),
        ("sealed", 10_000, &|n| {
            mail("", &"-----BEGIN PGP MESSAGE-----\n".repeat(n))
        }),
        ("references", 20_000, &|n| mail("", &"RV-2026- ".repeat(n))),
        ("bounce phrases", 10_000, &|n| {
            let headers = "Return-Path: <>\nFrom: mailer-daemon@x.be\n";
            mail(headers, &"5.1.1 permanent error a@b.be\n".repeat(n))
        }),
        ("flat HTML", 10_000, &|n| {
            mail(rich, &"<p>Punt</p>".repeat(n))
        }),
        ("deep HTML", 10_000, &|n| mail(rich, &"<div>".repeat(n))),
        ("hidden HTML", 10_000, &|n| {
            mail(rich, &"<div hidden>".repeat(n))
        }),
        ("hidden and closed", 5_000, &|n| {
            mail(rich, &"<b hidden>x</b><p hidden>y".repeat(n))
        }),
        ("open quotes", 10_000, &|n| {
            mail(rich, &"<a href=\"x".repeat(n))
        }),
        ("angle brackets", 40_000, &|n| mail(rich, &"<".repeat(n))),
        ("open comments", 10_000, &|n| mail(rich, &"<!--".repeat(n))),
        ("declarations", 10_000, &|n| mail(rich, &"<!x".repeat(n))),
        ("ampersands", 40_000, &|n| mail(rich, &"&".repeat(n))),
        ("entities", 10_000, &|n| mail(rich, &"&eacute;".repeat(n))),
        ("style sheets", 2_000, &|n| {
            mail(rich, &"<style>.a{display:none}</style>".repeat(n))
        }),
        ("open style sheets", 5_000, &|n| {
            mail(rich, &"<style>.a{".repeat(n))
        }),
        ("attributes", 10_000, &|n| {
            mail(rich, &format!("<p {}>x", "a=b ".repeat(n)))
        }),
        ("quotes in quotes", 5_000, &|n| {
            mail(rich, &"<blockquote>x".repeat(n))
        }),
        ("signatures", 5_000, &|n| {
            mail(rich, &"<div class=gmail_signature>x</div>".repeat(n))
        }),
        ("links", 5_000, &|n| {
            mail(rich, &"<a href='https://x.be/y'>hier</a>".repeat(n))
        }),
        ("images", 200, &|n| {
            let shown = "<img src='cid:x'>".repeat(n * 20);
            mail(
                parts,
                &format!("--a\n{rich}\n{shown}\n{}--a--\n", lines(n, image)),
            )
        }),
        ("boundaries", 5_000, &|n| {
            mail(
                "Content-Type: multipart/mixed; boundary=a\n",
                &"--a\n".repeat(n),
            )
        }),
        ("dash lines", 10_000, &|n| {
            mail(
                "Content-Type: multipart/mixed; boundary=a\n",
                &"--b\n".repeat(n),
            )
        }),
        ("levels", 200, &nested),
        ("broken base64", 10_000, &|n| {
            mail("Content-Transfer-Encoding: base64\n", &"!YQ==\n".repeat(n))
        }),
        ("quoted-printable", 10_000, &|n| {
            mail(
                "Content-Transfer-Encoding: quoted-printable\n",
                &"=C3=A9=\n".repeat(n),
            )
        }),
        ("winmail.dat", 5_000, &|n| {
            let mut stream = vec![0x78, 0x9f, 0x3e, 0x22, 0, 0];
            stream.extend([1, 2, 0x90, 0, 0, 0, 0, 0, 0, 0, 0].repeat(n));
            let head = mail("Content-Type: application/ms-tnef; name=winmail.dat\n", "");
            [head, stream].concat()
        }),
        ("sealed S/MIME", 20_000, &|n| {
            let head = mail(
                "Content-Type: application/pkcs7-mime; smime-type=signed-data\n",
                "",
            );
            [head, [0x30, 0x80].repeat(n)].concat()
        }),
        ("comments of a server", 10_000, &|n| {
            mail(
                &format!("Authentication-Results: x; {}\n", "(".repeat(n)),
                "x",
            )
        }),
        ("results of a server", 5_000, &|n| {
            mail(
                &format!("Authentication-Results: x{}\n", "; dkim=pass a=b".repeat(n)),
                "x",
            )
        }),
    ];
    let mut steep = String::new();
    for (name, size, make) in cases {
        let (once, four_times) = (make(size / 4), make(*size));
        let (little, much) = (work_for(&once), work_for(&four_times));
        // some kernels count in ticks of ten milliseconds
        let little = little.max(10_000_000);
        if much > little * 9 {
            writeln!(
                steep,
                "{name}: {} µs, then {} µs",
                little / 1_000,
                much / 1_000
            )
            .unwrap();
        }
    }
    assert!(
        steep.is_empty(),
        "four times the mail, more than nine times the work:\n{steep}"
    );
}
