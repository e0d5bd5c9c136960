//! Mails that nobody wrote: put together from what mail is made of, part inside part, with headings
//! that tell the truth about what is below them or do not.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::support::size::Dice;

/// Parts inside parts go no deeper.
const DEEPEST: usize = 6;

const ADDRESSES: [&str; 12] = [
    "An <an@wetteren.be>",
    "\"Peeters, An\" <an.peeters@wetteren.be>",
    "vragen@regio.example",
    "tom.aerts@veiligheid.example",
    "MAILER-DAEMON@mx.example (Mail Delivery System)",
    "=?utf-8?Q?Ren=C3=A9?= <rene@x.be>",
    "=?iso-8859-1?B?6Q==?= =?iso-8859-1?Q?=E9?= <e@x.be>",
    "<>",
    "groep: a@x.be, b@x.be;",
    "no-reply@x.be",
    "a@[192.0.2.1]",
    "@,;:<\"",
];

const SUBJECTS: [&str; 10] = [
    "Vraag",
    "Re: Vraag [RV-2026-000501]",
    "Antw: FW: Re: TR: WG: Vraag",
    "Automatisch antwoord: Vraag",
    "Undelivered Mail Returned to Sender",
    "=?utf-8?B?VnJhYWcg8J+YgA==?=",
    "=?utf-8?Q?Vraag_=0D=0A_Bcc:_x?=",
    "Gelezen: Vraag",
    "",
    "=?x-onbekend?Q?=FF?=",
];

const DATES: [&str; 5] = [
    "Thu, 15 Jan 2026 08:55:00 +0100",
    "32 Mar 2026 25:61:61 +9999",
    "gisteren",
    "1 Jan 1 00:00:00 Z",
    "Sat, 31 Feb 2026 10:00:00 (CET)",
];

const MARKS: [&str; 14] = [
    "Auto-Submitted: auto-replied",
    "Precedence: bulk",
    "List-Id: <nieuws.x.be>",
    "X-Autoreply: yes",
    "Return-Path: <>",
    "In-Reply-To: <een@x.be>",
    "References: <een@x.be>\r\n <twee@x.be>",
    "Message-ID: <drie@x.be>",
    "Reply-To: b@x.be",
    "X-Failed-Recipients: nobody@x.be",
    "Disposition-Notification-To: a@x.be",
    "Authentication-Results: mx1.regiovraag.example; dmarc=fail header.from=x.be",
    "X-MS-Exchange-Organization-SCL: 9",
    "Delivered-To: vragen+abcdefgh@regio.example",
];

const CHARSETS: [&str; 9] = [
    "utf-8",
    "iso-8859-15",
    "windows-1252",
    "us-ascii",
    "utf-16le",
    "utf-7",
    "iso-2022-jp",
    "gb18030",
    "bestaat-niet",
];

const LINES: [&str; 24] = [
    "Beste",
    "Moeten wij onze politiezone aanpassen?",
    "Is dat zo? En tegen wanneer? Wie beslist?",
    "> Op ma 5 jan 2026 om 10:00 schreef An <an@wetteren.be>:",
    "Op ma 5 jan 2026 om 10:00 schreef An <an@wetteren.be>:",
    "On Mon, Jan 5, 2026 at 10:00 AM An <an@wetteren.be> wrote:",
    "Le lun. 5 janv. 2026 à 10:00, An <an@wetteren.be> a écrit :",
    "Am 05.01.2026 um 10:00 schrieb An:",
    "-----Oorspronkelijk bericht-----",
    "________________________________",
    "Van: An <an@wetteren.be>\r\nVerzonden: maandag 5 januari 2026\r\nAan: vragen@regio.example\r\nOnderwerp: Vraag",
    "---------- Forwarded message ---------\r\nFrom: An <an@wetteren.be>\r\nDate: ma 5 jan 2026\r\nSubject: Vraag\r\nTo: <b@x.be>",
    "> aangehaald",
    ">> tweemaal",
    "-- ",
    "Met vriendelijke groeten",
    "An Peeters",
    "Disclaimer: deze mail is vertrouwelijk",
    "Verzonden vanaf mijn iPhone",
    "begin 644 a\r\n#0V%T\r\n`\r\nend",
    "-----BEGIN PGP SIGNED MESSAGE-----",
    "RV-2026-000501",
    "é à ü ŋ 😀 \u{202e}om\u{202c}",
    "",
];

const TAGS: [&str; 20] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<br>",
    "<blockquote type=cite>",
    "</blockquote>",
    "<div class=gmail_quote>",
    "<div id=divRplyFwdMsg>",
    "<hr>",
    "<table><tr><td>",
    "</td></tr></table>",
    "<ul><li>",
    "<a href='https://x.be/?a=1&b'>hier</a>",
    "<img src='cid:a@x' width=1>",
    "<style>.a{display:none}</style><span class=a>",
    "<script>alert(1)</script>",
    "<!-- <p> -->",
    "<o:p>&nbsp;</o:p>",
    "<![if !vml]>",
];

fn one<'a>(dice: &mut Dice, of: &[&'a str]) -> &'a str {
    of[dice.below(of.len())]
}

/// A whole mail.
pub fn mail(dice: &mut Dice) -> Vec<u8> {
    let mut raw = Vec::new();
    head(dice, &mut raw);
    part(dice, &mut raw, 0);
    raw
}

fn head(dice: &mut Dice, raw: &mut Vec<u8>) {
    for (name, values) in [
        ("From", &ADDRESSES[..]),
        ("To", &ADDRESSES),
        ("Cc", &ADDRESSES),
        ("Subject", &SUBJECTS),
        ("Date", &DATES),
    ] {
        for _ in 0..[1, 1, 1, 0, 2][dice.below(5)] {
            line(raw, &format!("{name}: {}", one(dice, values)));
        }
    }
    for _ in 0..dice.below(5) {
        line(raw, one(dice, &MARKS));
    }
    if dice.below(3) > 0 {
        line(raw, "MIME-Version: 1.0");
    }
}

fn line(raw: &mut Vec<u8>, text: &str) {
    raw.extend_from_slice(text.as_bytes());
    raw.extend_from_slice(b"\r\n");
}

/// A part: its own headers, and what they announce.
fn part(dice: &mut Dice, raw: &mut Vec<u8>, depth: usize) {
    let kinds = if depth < DEEPEST { 11 } else { 8 };
    match dice.below(kinds) {
        0 | 1 => text(dice, raw, "text/plain"),
        2 | 3 => text(dice, raw, "text/html"),
        4 => text(dice, raw, "text/calendar; method=REQUEST"),
        5 => text(dice, raw, "message/delivery-status"),
        6 => {
            line(raw, "Content-Type: application/ms-tnef; name=winmail.dat");
            let content = tnef(dice);
            encoded(dice, raw, &content);
        }
        7 => {
            let name = one(
                dice,
                &["a.pdf", "=?utf-8?Q?=E9?=.zip", "../../x", "a\tb", ""],
            );
            line(
                raw,
                &format!("Content-Type: application/octet-stream; name=\"{name}\""),
            );
            line(
                raw,
                &format!("Content-Disposition: attachment; filename=\"{name}\""),
            );
            let content = noise(dice, 300);
            encoded(dice, raw, &content);
        }
        8 => {
            line(raw, "Content-Type: message/rfc822");
            line(raw, "");
            head(dice, raw);
            part(dice, raw, depth + 1);
        }
        _ => {
            let kind = one(
                dice,
                &[
                    "mixed",
                    "alternative",
                    "related",
                    "report; report-type=delivery-status",
                    "signed; protocol=\"application/pgp-signature\"",
                    "digest",
                ],
            );
            let border = one(dice, &["a", "a", "b", "=_c d", ""]);
            line(
                raw,
                &format!("Content-Type: multipart/{kind}; boundary=\"{border}\""),
            );
            line(raw, "");
            for _ in 0..dice.below(4) {
                line(raw, &format!("--{border}"));
                part(dice, raw, depth + 1);
                line(raw, "");
            }
            if dice.below(4) > 0 {
                line(raw, &format!("--{border}--"));
            }
        }
    }
}

fn text(dice: &mut Dice, raw: &mut Vec<u8>, kind: &str) {
    let charset = one(dice, &CHARSETS);
    let flowed = one(dice, &["", "; format=flowed", "; format=flowed; delsp=yes"]);
    line(
        raw,
        &format!("Content-Type: {kind}; charset={charset}{flowed}"),
    );
    let mut said = String::new();
    for _ in 0..dice.below(24) {
        if kind == "text/html" {
            said.push_str(one(dice, &TAGS));
        }
        said.push_str(one(dice, &LINES));
        said.push_str(one(dice, &["\r\n", "\r\n", "\n", " \r\n", "\r\n\r\n"]));
    }
    // Sometimes it is what its charset says.
    let bytes = match (charset, dice.below(2)) {
        ("utf-16le", 0) => said.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ("iso-8859-15" | "windows-1252", 0) => said
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect(),
        _ => said.into_bytes(),
    };
    encoded(dice, raw, &bytes);
}

/// Content under the encoding that it has, or under another.
fn encoded(dice: &mut Dice, raw: &mut Vec<u8>, content: &[u8]) {
    let names = ["7bit", "8bit", "base64", "quoted-printable", "x-uuencode"];
    let (said, done) = {
        let said = dice.below(names.len());
        (
            said,
            if dice.below(5) == 0 {
                dice.below(5)
            } else {
                said
            },
        )
    };
    line(raw, &format!("Content-Transfer-Encoding: {}", names[said]));
    line(raw, "");
    match names[done] {
        "base64" => {
            for piece in STANDARD.encode(content).as_bytes().chunks(76) {
                raw.extend_from_slice(piece);
                raw.extend_from_slice(b"\r\n");
            }
        }
        "quoted-printable" => {
            for &byte in content {
                if byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'\r' | b'\n') {
                    raw.push(byte);
                } else {
                    raw.extend_from_slice(format!("={byte:02X}").as_bytes());
                }
            }
        }
        _ => raw.extend_from_slice(content),
    }
    line(raw, "");
}

/// A TNEF stream, with attributes of which some are whole.
fn tnef(dice: &mut Dice) -> Vec<u8> {
    let mut stream = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
    for _ in 0..dice.below(8) {
        let level = u8::try_from(dice.below(3)).unwrap_or_default();
        let ids = [0x8004, 0x800c, 0x8010, 0x800f, 0x9002, 0x9003, 0x9005, 1];
        let id: u32 = ids[dice.below(ids.len())];
        let content = noise(dice, 120);
        let length = u32::try_from(content.len()).unwrap_or_default();
        let length = length.wrapping_add(u32::try_from(dice.below(8) / 7).unwrap_or_default() * 99);
        stream.push(level);
        stream.extend(id.to_le_bytes());
        stream.extend(length.to_le_bytes());
        stream.extend(&content);
        let sum = content
            .iter()
            .fold(0_u16, |sum, &b| sum.wrapping_add(b.into()));
        stream.extend(sum.to_le_bytes());
    }
    stream
}

fn noise(dice: &mut Dice, most: usize) -> Vec<u8> {
    (0..dice.below(most))
        .map(|_| u8::try_from(dice.below(256)).unwrap_or_default())
        .collect()
}
