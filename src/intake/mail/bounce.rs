//! Reports of mail systems: not delivered, delayed, delivered, read.
//!
//! The machine-readable reports of RFC 3464 and RFC 8098 first; then what qmail, Exim and others
//! write in plain words.

use std::sync::LazyLock;

use super::automatic;
use super::form;
use super::headers::{self, Headers};
use super::mime::Tree;
use super::parsed::{Bounce, BounceType, Receipt, ReceiptType, Remark};
use crate::language::{Phrases, lowercase, start_of};

/// Recipients of one report that are looked at.
const MAX_GROUPS: usize = 200;

/// Letters of a report in words that are looked at: beyond lies the copy of the mail.
const MAX_WORDS: usize = 64 * 1024;

/// What still goes on, also where a report says when it will be given up.
const RETRIED: [&str; 20] = [
    "warning only",
    "warning message only",
    "still being retried",
    "will be retried",
    "will retry",
    "will continue",
    "keep trying",
    "keep on trying",
    "try again later",
    "still undelivered",
    "nieuwe poging",
    "opnieuw proberen",
    "opnieuw geprobeerd",
    "blijven het proberen",
    "nouvelles tentatives",
    "nouvelle tentative",
    "continuons d'essayer",
    "weitere versuche",
    "weiterer versuch",
    "erneut versuch",
];

/// What may still come to pass.
const TEMPORARY: [&str; 14] = [
    "delayed",
    "deferred",
    "temporar",
    "not yet been delivered",
    "pas encore",
    "noch nicht zugestellt",
    "vertraagd",
    "nog niet bezorgd",
    "tijdelijk",
    "retardé",
    "différé",
    "temporaire",
    "verzögert",
    "vorübergehend",
];

/// How the returned mail, or its headers, come in a report.
const RETURNED: [&str; 5] = [
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "message/rfc822-headers",
];

/// What a report says.
#[derive(Debug)]
pub(super) enum Report {
    Bounce(Bounce),
    Receipt(Receipt),
}

/// Reads a report, when the mail is one. The subject is in lower case, and `text` its body in words.
pub(super) fn report(
    tree: &Tree<'_>,
    subject: &str,
    text: &str,
    from_system: bool,
) -> Option<Report> {
    let mut remarks = Vec::new();
    let headers = &tree.parts[0].headers;
    // Parts of a report that a person passes on are files.
    let reports = from_system
        || tree.report().is_some()
        || headers.has("x-failed-recipients")
        || headers.has("auto-submitted");
    let leaves = if reports { tree.leaves() } else { &[] };
    let find = |kinds: &[&str]| {
        leaves
            .iter()
            .copied()
            .find(|&at| kinds.contains(&&*tree.parts[at].media_type))
    };
    let cited = || {
        headers
            .ids("in-reply-to")
            .into_iter()
            .chain(headers.ids("references"))
            .next()
    };
    let returned = find(&RETURNED).and_then(|at| {
        let decoded = tree.parts[at].decode();
        let (headers, _) = headers::split(strip_blank_lines(&decoded.bytes));
        headers.ids("message-id").into_iter().next()
    });
    if let Some(at) = find(&["message/delivery-status", "message/global-delivery-status"]) {
        let decoded = tree.parts[at].decode();
        let groups = groups(&decoded.bytes);
        let original = returned
            .or_else(|| {
                groups.iter().find_map(|group| {
                    let ids = group.ids("x-original-message-id").into_iter();
                    ids.chain(group.ids("original-message-id")).next()
                })
            })
            .or_else(|| id_in_words(text))
            .or_else(cited);
        // one that names no recipient says in words whom it did not reach
        return delivery_status(&groups, original.clone(), &mut remarks)
            .or_else(|| in_words(headers, subject, text, original).map(Report::Bounce));
    }
    let notification = find(&[
        "message/disposition-notification",
        "message/global-disposition-notification",
    ]);
    if let Some(at) = notification {
        let decoded = tree.parts[at].decode();
        return disposition(&groups(&decoded.bytes), returned.or_else(cited));
    }
    if !reports && let Some(receipt) = own_receipt(tree) {
        return Some(receipt);
    }
    if let Some(receipt) = read_in_words(headers, subject, text) {
        return Some(Report::Receipt(receipt));
    }
    let reported = tree
        .report()
        .and_then(|report| report.parameter("report-type"))
        .is_some_and(|kind| kind.eq_ignore_ascii_case("delivery-status"));
    (reported || from_system || headers.has("x-failed-recipients"))
        .then(|| in_words(headers, subject, text, returned.or_else(cited)))
        .flatten()
        .map(Report::Bounce)
}

/// What the headers of a returned mail say of its question: its subject, and the number that we put there.
#[cold]
pub(super) fn returned_words(tree: &Tree<'_>) -> Option<String> {
    let mut parts = tree.leaves().iter().map(|&at| &tree.parts[at]);
    let part = parts.find(|part| RETURNED.contains(&&*part.media_type))?;
    let decoded = part.decode();
    let (headers, _) = headers::split(strip_blank_lines(&decoded.bytes));
    let mut remarks = Vec::new();
    let said = ["x-regiovraag-ticket", "subject"].map(|name| headers.text(name, &mut remarks));
    let said: Vec<String> = said.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join("\n"))
}

/// The groups of fields in a report.
fn groups(raw: &[u8]) -> Vec<Headers<'_>> {
    let mut found = Vec::new();
    let mut rest = strip_blank_lines(raw);
    while !rest.is_empty() && found.len() < MAX_GROUPS {
        let (headers, after) = headers::split(rest);
        if !headers.is_empty() {
            found.push(headers);
        }
        // a line that is no field ends a group without being used up
        let after = if after.len() == rest.len() {
            headers::take_line(after).1
        } else {
            after
        };
        rest = strip_blank_lines(after);
    }
    found
}

fn strip_blank_lines(mut raw: &[u8]) -> &[u8] {
    while let Some(first) = raw.first()
        && matches!(first, b'\r' | b'\n')
    {
        raw = &raw[1..];
    }
    raw
}

/// The report of RFC 3464: the worst that happened to any recipient.
fn delivery_status(
    groups: &[Headers<'_>],
    original_message_id: Option<String>,
    remarks: &mut Vec<Remark>,
) -> Option<Report> {
    let rank = |group: &&Headers<'_>| match group.keyword("action").as_deref().map(first_word) {
        Some("failed") => 0,
        Some("delayed") => 1,
        Some("delivered" | "relayed" | "expanded") => 2,
        _ if group.has("status") => 3,
        _ => 4,
    };
    let group = groups
        .iter()
        .min_by_key(rank)
        .filter(|group| rank(group) < 4)?;
    let recipient = ["final-recipient", "original-recipient"]
        .into_iter()
        .find_map(|name| {
            let value = group.text(name, remarks)?;
            address(
                value
                    .rsplit_once(';')
                    .map_or(value.as_str(), |(_, address)| address),
            )
        });
    let diagnostic = group
        .text("diagnostic-code", remarks)
        .filter(|text| !text.is_empty());
    let status = group
        .text("status", remarks)
        .and_then(|status| status_code(&status))
        .or_else(|| diagnostic.as_deref().and_then(status_code));
    let action = group.keyword("action");
    let testifies = match action.as_deref().map(first_word) {
        Some("delivered") => Some(ReceiptType::Delivered),
        Some("relayed") => Some(ReceiptType::Relayed),
        Some("expanded") => Some(ReceiptType::Expanded),
        None if status
            .as_deref()
            .is_some_and(|status| status.starts_with('2')) =>
        {
            Some(ReceiptType::Delivered)
        }
        _ => None,
    };
    if let Some(testifies) = testifies {
        return Some(Report::Receipt(Receipt {
            testifies,
            recipient,
            original_message_id,
        }));
    }
    let soft = match action.as_deref().map(first_word) {
        Some("delayed") => true,
        Some("failed") => false,
        _ => status
            .as_deref()
            .is_some_and(|status| status.starts_with('4')),
    };
    let severity = if soft {
        BounceType::Soft
    } else {
        BounceType::Hard
    };
    Some(Report::Bounce(Bounce {
        severity,
        status,
        recipient,
        original_message_id,
        diagnostic,
    }))
}

/// The report of RFC 8098 in a mail that does not say that it is one, about what its own sender did.
fn own_receipt(tree: &Tree<'_>) -> Option<Report> {
    let mut parts = tree.leaves().iter().map(|&at| &tree.parts[at]);
    let part = parts.find(|part| part.media_type == "message/disposition-notification")?;
    let from = tree.parts[0].headers.addresses("from", &mut Vec::new());
    let report = disposition(&groups(&part.decode().bytes), None)?;
    let by = match &report {
        Report::Receipt(receipt) => receipt.recipient.as_deref(),
        Report::Bounce(_) => None,
    };
    from.iter()
        .any(|from| by == Some(&*from.email))
        .then_some(report)
}

/// The report of RFC 8098.
fn disposition(groups: &[Headers<'_>], cited: Option<String>) -> Option<Report> {
    let group = groups.iter().find(|group| group.has("disposition"))?;
    let disposition = group.keyword("disposition")?;
    let verb = disposition
        .rsplit_once(';')
        .map_or(&*disposition, |(_, verb)| verb);
    let mut words = verb.split(['/', ',', ' ']).filter(|word| !word.is_empty());
    let done = words.next()?;
    // a modifier may say that the program could do nothing with it
    let in_vain = words.any(|word| matches!(word.trim_end_matches(':'), "error" | "failure"));
    let testifies = match done {
        "deleted" => ReceiptType::Deleted,
        _ if in_vain => ReceiptType::Unsaid,
        "displayed" => ReceiptType::Read,
        // printed, sorted or passed on by a rule: it did arrive
        "dispatched" | "processed" | "printed" => ReceiptType::Delivered,
        // "denied" and "failed" (RFC 2298), and what no standard knows, prove nothing
        _ => ReceiptType::Unsaid,
    };
    let recipient = ["final-recipient", "original-recipient"]
        .into_iter()
        .find_map(|name| {
            let value = group.keyword(name)?;
            address(
                value
                    .rsplit_once(';')
                    .map_or(&*value, |(_, address)| address),
            )
        });
    let original_message_id = group
        .ids("original-message-id")
        .into_iter()
        .next()
        .or(cited);
    Some(Report::Receipt(Receipt {
        testifies,
        recipient,
        original_message_id,
    }))
}

/// A receipt without a report: "Gelezen: ...", and a text that says no more than that.
fn read_in_words(headers: &Headers<'_>, subject: &str, text: &str) -> Option<Receipt> {
    static OPENS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "gelezen:",
            "niet gelezen:",
            "verwijderd:",
            "read:",
            "not read:",
            "deleted:",
            "lu :",
            "lu:",
            "lu\u{a0}:",
            "non lu",
            "supprimé",
            "gelesen:",
            "ungelesen:",
            "nicht gelesen:",
            "gelöscht:",
            "leesbevestiging",
            "read receipt",
            "return receipt",
            "accusé de lecture",
            "lesebestätigung",
        ])
    });
    // the longer phrase first: "deleted without being read" also says "read"
    let says = [
        ("zonder te zijn gelezen", ReceiptType::Deleted),
        ("zonder dat het is gelezen", ReceiptType::Deleted),
        ("without being read", ReceiptType::Deleted),
        ("sans avoir été lu", ReceiptType::Deleted),
        ("sans être lu", ReceiptType::Deleted),
        ("ohne gelesen", ReceiptType::Deleted),
        ("ungelesen gelöscht", ReceiptType::Deleted),
        ("is gelezen op", ReceiptType::Read),
        ("werd gelezen op", ReceiptType::Read),
        ("was read on", ReceiptType::Read),
        ("a été lu", ReceiptType::Read),
        ("gelöscht", ReceiptType::Deleted),
        ("wurde gelesen", ReceiptType::Read),
        ("wurde am", ReceiptType::Read),
    ];
    if text.len() >= 1_000 || !OPENS.open(subject) {
        return None;
    }
    let cited = headers
        .ids("in-reply-to")
        .into_iter()
        .chain(headers.ids("references"))
        .next()?;
    let lower = lowercase(text);
    let (_, testifies) = says
        .into_iter()
        .find(|(phrase, _)| lower.contains(phrase))?;
    Some(Receipt {
        testifies,
        recipient: headers
            .addresses("from", &mut Vec::new())
            .into_iter()
            .next()
            .map(|a| a.email),
        original_message_id: Some(cited),
    })
}

/// A report in plain words.
fn in_words(
    headers: &Headers<'_>,
    subject: &str,
    text: &str,
    cited: Option<String>,
) -> Option<Bounce> {
    static SAYS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "could not be delivered",
            "able to deliver your message",
            "couldn't be delivered",
            "was not delivered",
            "delivery has failed",
            "delivery failed",
            "undeliverable",
            "kan niet worden bezorgd",
            "kon niet worden bezorgd",
            "niet bezorgd",
            "niet worden afgeleverd",
            "niet kon worden afgeleverd",
            "niet kon worden bezorgd",
            "is niet aangekomen bij de volgende",
            "de bezorging aan",
            "niet bezorgd bij",
            "bezorging onvolledig",
            "bezorgen van je bericht",
            "niet afgeleverd worden",
            "n'a pas pu être délivré",
            "n’a pas pu être délivré",
            "n'a pas pu être distribué",
            "n'a pas pu être livré",
            "n’a pas pu être livré",
            "n'a pas été distribué",
            "n’a pas été distribué",
            "n’a pas été remis",
            "message n'est pas parvenu",
            "message n’est pas parvenu",
            "n'a pas encore été remis",
            "n’a pas encore été remis",
            "distribution incomplète",
            "zustellung nicht möglich",
            "nachricht wurde nicht an",
            "zustellung an folgende",
            "noch nicht zugestellt",
            "zustellung unvollständig",
            "n'a pas pu être remis",
            "n’a pas pu être remis",
            "n'a pas été remis",
            "konnte nicht zugestellt",
            "nicht zugestellt werden",
            "has been delayed",
            "not yet been delivered",
            "not been delivered",
            "unable to deliver",
            "undelivered",
            "kan niet worden afgeleverd",
            "bezorging is mislukt",
            "bezorging aan de volgende",
            "is niet bezorgd",
            "non remis",
            "échec de la remise",
            "impossible de remettre",
            "zustellung ist fehlgeschlagen",
            "fehler bei der",
            "was rejected",
            "has been rejected",
            "was blocked",
            "permanent error",
            "delivery to the following",
        ])
    });
    let text = start_of(text, MAX_WORDS);
    let lower = lowercase(text);
    let failed = headers
        .addresses("x-failed-recipients", &mut Vec::new())
        .into_iter()
        .next();
    let from = headers
        .addresses("from", &mut Vec::new())
        .into_iter()
        .next();
    let of_system = from
        .as_ref()
        .is_some_and(|from| automatic::is_mail_system(&from.email));
    let failed_by_header = failed.is_some();
    let known = of_system || failed_by_header || headers.has("x-ms-exchange-message-is-ndr");
    let named = automatic::is_bounce_subject(subject);
    let cited = cited.or_else(|| id_in_words(text));
    // a form of a web site has no return address either, and people write about what did not arrive
    if !known && (form::is_filled_in(text) || !named && cited.is_none() && !is_report(headers)) {
        return None;
    }
    let said = || SAYS.occur(&lower);
    // a mail system that speaks to nobody in particular, in words of its own
    let coded = || {
        let nobody = headers.keyword("return-path").as_deref() == Some("<>");
        nobody && cited.is_some() && is_refusal_code(&lower)
    };
    // what answers by itself and speaks of articles and versions brings nothing back
    let answers = headers
        .keyword("auto-submitted")
        .is_some_and(|value| value.starts_with("auto-replied"));
    // what follows is the copy of our own mail: its addresses and codes say nothing
    let copy = copy_starts(&lower).unwrap_or(lower.len());
    let (words, copied) = (lower.get(..copy)?, &text[text.floor_char_boundary(copy)..]);
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(phrase));
    let to = headers.addresses("to", &mut Vec::new());
    // an id looks like an address
    let is_cited = |email: &str| {
        cited
            .as_ref()
            .is_some_and(|id| id.eq_ignore_ascii_case(email))
    };
    let recipient = failed.map(|failed| failed.email).or_else(|| {
        addresses_in(words).find(|email| {
            !is_cited(email)
                && from.as_ref().is_none_or(|from| from.email != *email)
                && !to.iter().any(|to| to.email == *email)
                && !automatic::is_mail_system(email)
        })
    });
    // a mail system that names somebody and speaks of what is late, to nobody in particular
    let late = || {
        let nobody = headers.keyword("return-path").as_deref() == Some("<>");
        of_system && nobody && recipient.is_some() && (says(&TEMPORARY) || says(&RETRIED))
    };
    if !failed_by_header && !named && (answers || !said() && !coded()) && !late() {
        return None;
    }
    let status = status_code(words);
    let code = words
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| {
            word.len() == 3
                && matches!(word.as_bytes(), [b'4' | b'5', b'0'..=b'5', _])
                && word.bytes().all(|byte| byte.is_ascii_digit())
        });
    let permanent = ["permanent", "definiti", "endgültig"];
    // a code tells why each try failed, these that there will be no other one
    let over = [
        "given up",
        "giving up",
        "not going to try again",
        "retry timeout exceeded",
        "long failure period",
        "been in the queue too long",
        "has expired",
        "endgültig aufgegeben",
    ];
    let delayed_subject = lowercase(subject).contains("delay");
    let soft = match (&status, code) {
        _ if says(&over) && !says(&RETRIED) => false,
        (Some(status), _) => status.starts_with('4'),
        (None, _) if says(&permanent) => false,
        (None, _) if says(&RETRIED) || says(&TEMPORARY) || delayed_subject => true,
        (None, Some(code)) => code.starts_with('4'),
        (None, None) => false,
    };
    // a ticket system without a return address speaks of refusals too, and of no mail
    if !named && !of_system && recipient.is_none() && status.is_none() {
        return None;
    }
    let diagnostic = words
        .lines()
        .map(str::trim)
        .find(|line| {
            status
                .as_deref()
                .is_some_and(|status| line.contains(status))
        })
        .map(str::to_owned);
    Some(Bounce {
        severity: if soft {
            BounceType::Soft
        } else {
            BounceType::Hard
        },
        status,
        recipient,
        original_message_id: id_in_words(copied).or_else(|| id_in_words(text)).or(cited),
        diagnostic,
    })
}

/// Whether the mail says that it is a report.
fn is_report(headers: &Headers<'_>) -> bool {
    headers.opens_with("content-type", "multipart/report")
}

/// Where the copy of the returned mail starts in a report in words.
fn copy_starts(lower: &str) -> Option<usize> {
    static OPENS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "below this line is a copy",
            "this is a copy of the message",
            "copy of the message",
            "original message follows",
            "original message headers",
            "message headers follow",
            "included below is",
            "returned message",
            "unsent message below",
            "original message -",
            "-- original message",
            "oorspronkelijke berichtkoppen",
            "oorspronkelijk bericht",
            "message d'origine",
            "ursprüngliche nachricht",
        ])
    });
    OPENS.find(lower, |_, _| true).map(|(at, _)| at)
}

/// The Message-ID in a copy of headers, or in words that name it: "Message-ID: <1@x.be>". Without its brackets it
/// is one only at the start of a line.
fn id_in_words(text: &str) -> Option<String> {
    const NAME: &str = "message-id:";
    text.lines().find_map(|line| {
        let inner = line.trim_start_matches(['>', ' ', '\t', '|', '*']);
        let opens = inner
            .get(..NAME.len())
            .is_some_and(|name| name.eq_ignore_ascii_case(NAME));
        let behind = if opens {
            &inner[NAME.len()..]
        } else {
            let mut colons = memchr::memchr_iter(b':', line.as_bytes());
            let at = colons.find(|&at| {
                let name = (at + 1)
                    .checked_sub(NAME.len())
                    .and_then(|start| line.get(start..=at));
                name.is_some_and(|name| name.eq_ignore_ascii_case(NAME))
            })?;
            &line[at + 1..]
        };
        let id = behind.trim_matches(['*', ' ', '\t', '\r']);
        match id.strip_prefix('<') {
            Some(id) => id.split_once('>').map(|(id, _)| id.trim().to_owned()),
            None => (opens && id.contains('@') && !id.contains(char::is_whitespace))
                .then(|| id.to_owned()),
        }
    })
}

/// The addresses in a text, in order.
fn addresses_in(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c))
        .filter_map(address)
}

/// An address, without what surrounds it.
fn address(word: &str) -> Option<String> {
    let word = word.trim().trim_matches(['<', '>', '.', '"', '\'']);
    let (local, domain) = word.rsplit_once('@')?;
    let valid = !local.is_empty() && domain.contains('.') && !word.contains(char::is_whitespace);
    valid.then(|| word.to_lowercase())
}

/// Whether a text holds the code of a refusal as mail servers write it: "550 5.1.1", "#5.1.1" or
/// "Status: 5.1.1". An article of a law or a version of a program is none.
fn is_refusal_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'4', b'5', bytes)
        .filter(|&at| {
            let end = text.floor_char_boundary(at + 12);
            status_code(&text[at..end]).is_some_and(|code| text[at..].starts_with(&code))
        })
        .any(|at| {
            let before = text[..at].trim_end_matches([' ', '-', '#', '(']);
            let marked = text[..at].ends_with('#') || before.ends_with("status:");
            let reply = before.len() >= 3 && before.is_char_boundary(before.len() - 3) && {
                let code = &before.as_bytes()[before.len() - 3..];
                matches!(code[0], b'4' | b'5')
                    && code.iter().all(u8::is_ascii_digit)
                    && !before[..before.len() - 3]
                        .ends_with(|c: char| c.is_ascii_digit() || c == '.')
            };
            marked || reply
        })
}

/// The first enhanced status code (RFC 3463) in a text; an IP address is none.
fn status_code(text: &str) -> Option<String> {
    let mut words = text
        .as_bytes()
        .split(|byte| !byte.is_ascii_digit() && *byte != b'.')
        .filter(|word| word.len() >= 5);
    words.find_map(|word| {
        let word = std::str::from_utf8(word).ok()?;
        let word = word.trim_matches('.');
        let mut numbers = word.split('.');
        let class = numbers.next()?;
        let (subject, detail) = (numbers.next()?, numbers.next()?);
        let fits = matches!(class, "2" | "4" | "5")
            && (1..=3).contains(&subject.len())
            && (1..=3).contains(&detail.len())
            && numbers.next().is_none();
        fits.then(|| word.to_owned())
    })
}

fn first_word(text: &str) -> &str {
    text.split([' ', '(', ';', '\t']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_codes_are_found_and_addresses_of_machines_are_not() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(status_code(text).as_deref(), expected, "{text}");
        };
        check("550 5.1.1 <a@b>: rejected", Some("5.1.1"));
        check("(#5.1.10)", Some("5.1.10"));
        check("host 5.1.1.2 said no", None);
        check("10.2.3 is a version", None);
        check("4.4.7 expired.", Some("4.4.7"));
    }

    #[test]
    fn a_report_without_a_recipient_is_read_in_its_words() {
        let check = |words: &str, status: &str| {
            let raw = format!(
                "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: vragen@regio.example\nSubject: \
                 Delivery failure\nContent-Type: multipart/report; report-type=delivery-status; \
                 boundary=a\n\n--a\n\n{words}\n--a\nContent-Type: message/delivery-status\n\n\
                 {status}\n--a\nContent-Type: message/rfc822\n\nMessage-ID: <1@regio.example>\n\nx\n\
                 --a--\n"
            );
            let bounce = crate::intake::mail::read(raw.as_bytes()).unwrap().bounce;
            let bounce = bounce.unwrap_or_else(|| panic!("no bounce: {words}"));
            assert_eq!(
                bounce.original_message_id.as_deref(),
                Some("1@regio.example")
            );
            bounce.recipient
        };
        let an = Some("an@lede.example".to_owned());
        let refused = "an@lede.example: 550 5.1.1 unknown";
        assert_eq!(check(refused, "Reporting-MTA: dns; mx.example"), an);
        assert_eq!(check("Fout bij bezorgen.\n\nan@lede.example", ""), an);
    }

    #[test]
    fn who_has_no_return_address_and_writes_of_what_did_not_arrive_reports_nothing() {
        let check = |headers: &str, text: &str, expected: bool| {
            let raw = format!("Return-Path: <>\nTo: vragen@regio.example\n{headers}\n\n{text}\n");
            let mail = crate::intake::mail::read(raw.as_bytes()).unwrap();
            assert_eq!(mail.bounce.is_some(), expected, "{headers} {text}");
        };
        let site = "From: Loket <loket@lede.example>\nSubject: Nieuw bericht";
        let text = "De brief aan rik@lede.example kon niet worden bezorgd (550 5.1.1). Wat nu?";
        let form = format!("Naam: Rik\nE-mail: rik@lede.example\nVraag: {text}");
        check(site, text, false);
        check(site, &form, false);
        check(&format!("{site}: undeliverable"), text, true);
        check(&format!("{site}: undeliverable"), &form, false);
        check(
            &format!("{site}\nReferences: <1@regio.example>"),
            text,
            true,
        );
        check("From: mailer-daemon@lede.example", text, true);
    }

    #[test]
    fn the_worst_fate_counts() {
        let raw = b"Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@x.be\r\nAction: \
            delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient: rfc822;<B@x.be>\r\nAction: \
            failed\r\nStatus: 5.2.2 (full)\r\n";
        let Some(Report::Bounce(bounce)) = delivery_status(&groups(raw), None, &mut Vec::new())
        else {
            panic!("a failed recipient is a bounce");
        };
        assert_eq!(bounce.recipient.as_deref(), Some("b@x.be"));
        assert_eq!(bounce.status.as_deref(), Some("5.2.2"));
        assert_eq!(bounce.severity, BounceType::Hard);
    }

    /// What a report in words of a mail system says: given up or still tried, and whom it did not reach.
    fn in_words_of(subject: &str, text: &str) -> Option<(BounceType, Option<String>)> {
        let raw = format!(
            "Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@mx.example>\nTo: \
             vragen@regio.example\nSubject: {subject}\nContent-Type: text/plain; \
             charset=utf-8\n\n{text}\n"
        );
        let mail = crate::intake::mail::read(raw.as_bytes()).unwrap();
        mail.bounce
            .map(|bounce| (bounce.severity, bounce.recipient))
    }

    #[test]
    fn reports_in_the_words_of_many_systems_are_read() {
        use BounceType::{Hard, Soft};
        let mut misread = Vec::new();
        for (subject, text, severity) in [
            (
                "Undelivered Mail Returned to Sender",
                "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that \
                 your message could not\nbe delivered to one or more recipients.\n\n<an@x.example>: \
                 host mx.x.example said: 550 5.1.1 User unknown",
                Hard,
            ),
            (
                "Mail kon niet worden bezorgd",
                "Het spijt ons u te moeten meedelen dat uw bericht niet kon worden afgeleverd aan \
                 an@x.example.",
                Hard,
            ),
            (
                "Uw bericht",
                "Uw bericht is niet aangekomen bij de volgende geadresseerden: an@x.example",
                Hard,
            ),
            (
                "Uw bericht",
                "De bezorging aan an@x.example is mislukt: de mailbox bestaat niet.",
                Hard,
            ),
            (
                "Onbestelbaar: Vraag",
                "Bezorging is mislukt voor deze geadresseerden of groepen:\n\nan@x.example",
                Hard,
            ),
            (
                "Non remis : Question",
                "Échec de la remise aux destinataires ou groupes suivants :\n\nan@x.example",
                Hard,
            ),
            (
                "Votre message",
                "Votre message n'a pas pu être livré à an@x.example : boîte inconnue.",
                Hard,
            ),
            (
                "Votre message",
                "Votre message n’a pas été distribué aux destinataires suivants :\nan@x.example",
                Hard,
            ),
            (
                "Adresse introuvable",
                "Votre message n'est pas parvenu à an@x.example, car l'adresse est introuvable.",
                Hard,
            ),
            (
                "Unzustellbar: Frage",
                "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder \
                 Gruppen:\n\nan@x.example",
                Hard,
            ),
            (
                "Ihre Nachricht",
                "Ihre Nachricht wurde nicht an an@x.example zugestellt, weil die Adresse nicht gefunden \
                 wurde.",
                Hard,
            ),
            (
                "Ihre Nachricht",
                "Die Zustellung an folgende Empfänger ist endgültig fehlgeschlagen: an@x.example",
                Hard,
            ),
            (
                "Mail delivery failed: returning message to sender",
                "A message that you sent could not be delivered to one or more of its\nrecipients. This \
                 is a permanent error. The following address(es) failed:\n\n  an@x.example\n    all \
                 relevant MX records point to non-existent hosts",
                Hard,
            ),
            (
                "Warning: message 1abcde-0001 delayed 24 hours",
                "A message that you have sent has not yet been delivered to one or more of its\n\
                 recipients after more than 24 hours on the queue.\n\n  an@x.example\n\nNo action is \
                 required on your part.",
                Soft,
            ),
            (
                "failure notice",
                "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver \
                 your message to the following addresses.\nThis is a permanent error; I've given up. \
                 Sorry it didn't work out.\n\n<an@x.example>:\nSorry, no mailbox here by that name. \
                 (#5.1.1)",
                Hard,
            ),
            (
                "Delivery Status Notification (Failure)",
                "** Adres niet gevonden **\n\nJe bericht is niet bezorgd bij an@x.example, omdat het \
                 adres niet kan worden gevonden.",
                Hard,
            ),
            (
                "Delivery Status Notification (Delay)",
                "** Bezorging onvolledig **\n\nEr is een tijdelijk probleem met het bezorgen van je \
                 bericht aan an@x.example. Gmail probeert het nog 46 uur.",
                Soft,
            ),
            (
                "Delivery Status Notification (Delay)",
                "** Distribution incomplète **\n\nUn problème temporaire est survenu lors de l'envoi de \
                 votre message à an@x.example.",
                Soft,
            ),
            (
                "Undeliverable: Vraag",
                "Your message to an@x.example couldn't be delivered.\nan wasn't found at x.example.",
                Hard,
            ),
            (
                "Uw e-mail",
                "Uw e-mail aan an@x.example kon niet bezorgd worden. Het postvak is vol.",
                Hard,
            ),
            (
                "Undeliverable mail",
                "Your message could not be delivered to an@x.example\n\nProofpoint Essentials\n<<< 550 \
                 5.4.1 Recipient address rejected: Access denied",
                Hard,
            ),
            (
                "**Message you sent blocked by our bulk email filter**",
                "Your message to: an@x.example\nwas blocked by our Spam Firewall. The email you sent \
                 with the following subject has NOT BEEN DELIVERED:\n\nSubject: Vraag",
                Hard,
            ),
            (
                "Vertraging",
                "Uw bericht aan an@x.example is vertraagd en nog niet bezorgd. Wij blijven het proberen.",
                Soft,
            ),
            (
                "Retard",
                "Votre message à an@x.example n'a pas encore été remis. Nous continuons d'essayer.",
                Soft,
            ),
            (
                "Warning: could not send message for past 2 hours",
                "** THIS IS A WARNING MESSAGE ONLY **\n** YOU DO NOT NEED TO RESEND YOUR MESSAGE **\n\n\
                 <an@x.example>... Deferred: Connection refused by mx.x.example.\nWarning: message still \
                 undelivered after 2 hours\nWill keep trying until message is 3 days old",
                Soft,
            ),
            (
                "Warning: could not send message for past 2 hours",
                "<an@x.example>... Deferred: mx.x.example.: No route to host",
                Soft,
            ),
            (
                "Bericht",
                "De aflevering aan an@x.example is vertraagd. Er volgen nieuwe pogingen.",
                Soft,
            ),
            (
                "Message",
                "La distribution à an@x.example est différée ; de nouvelles tentatives suivront.",
                Soft,
            ),
            (
                "Notice",
                "Temporary failure for an@x.example: 450 mailbox busy. We will keep trying.",
                Soft,
            ),
            (
                "Hinweis",
                "Die Zustellung an an@x.example ist vorübergehend gestört. Weitere Versuche folgen.",
                Soft,
            ),
            (
                "Verzögerung",
                "Ihre Nachricht an an@x.example konnte noch nicht zugestellt werden.",
                Soft,
            ),
        ] {
            let expected = Some((severity, Some("an@x.example".to_owned())));
            let found = in_words_of(subject, text);
            if found != expected {
                misread.push((subject, text, found));
            }
        }
        assert!(misread.is_empty(), "{misread:#?}");
    }

    #[test]
    fn a_ticket_system_that_refuses_something_returns_no_mail() {
        for text in [
            "Your request was rejected.",
            "De oproepingsbrief werd niet bezorgd. De gemeente verstuurt hem opnieuw.",
        ] {
            let raw = format!(
                "Return-Path: <>\nFrom: Servicedesk <jira@mow.example>\nTo: \
                 vragen@regio.example\nSubject: Uw vraag\nAuto-Submitted: auto-generated\n\n{text}\n"
            );
            let mail = crate::intake::mail::read(raw.as_bytes()).unwrap();
            assert_eq!(mail.bounce, None, "{text}");
        }
    }

    #[test]
    fn words_that_no_try_follows_outweigh_a_code_of_one_that_failed() {
        for (text, severity) in [
            (
                "This is a permanent error; I've given up. Sorry it didn't work out.\n\n\
                 <an@x.example>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\n\
                 I'm not going to try again; this message has been in the queue too long.",
                BounceType::Hard,
            ),
            (
                "The following address failed:\n\n  an@x.example\n    451 4.7.1 try later: retry \
                 timeout exceeded",
                BounceType::Hard,
            ),
            (
                "<an@x.example>: 451 4.7.1 greylisted. The message will be retried for 4 days, after \
                 which it is given up and has expired.",
                BounceType::Soft,
            ),
        ] {
            let found = in_words_of("failure notice", text).unwrap();
            assert_eq!(found.0, severity, "{text}");
        }
    }

    #[test]
    fn parts_of_a_report_that_a_person_passes_on_are_files() {
        let parts = "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: \
            text/plain\n\nIs dit adres nog juist?\n--a\nContent-Type: message/delivery-status\n\n\
            Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; an@x.be\nAction: failed\nStatus: \
            5.1.1\n--a--\n";
        let mail = |headers: &str| {
            let raw = format!("{headers}To: vragen@regio.example\nSubject: Adres\n{parts}");
            crate::intake::mail::read(raw.as_bytes()).unwrap()
        };
        let passed_on = mail("From: An <an@melle.be>\nReturn-Path: <an@melle.be>\n");
        assert_eq!(passed_on.bounce, None);
        assert_eq!(passed_on.new_text, "Is dit adres nog juist?");
        let reported = mail("From: MAILER-DAEMON@x.be\nReturn-Path: <>\n");
        assert!(reported.bounce.is_some());
    }

    #[test]
    fn a_late_mail_is_reported_by_an_automatic_answer_too() {
        let raw = |from: &str| {
            format!(
                "Return-Path: <>\nFrom: {from}\nTo: vragen@regio.example\nSubject: Uw vraag\n\
                 Auto-Submitted: auto-replied\n\nUw bericht aan rik@lede.example is vertraagd.\n"
            )
        };
        let bounce = |from: &str| {
            crate::intake::mail::read(raw(from).as_bytes())
                .unwrap()
                .bounce
        };
        let late = bounce("mailer-daemon@lede.example").unwrap();
        assert_eq!(late.severity, BounceType::Soft);
        assert_eq!(late.recipient.as_deref(), Some("rik@lede.example"));
        assert_eq!(bounce("an@lede.example"), None);
    }

    #[test]
    fn a_receipt_in_a_mail_of_another_kind_is_that_of_its_sender() {
        let read = |from: &str, outer: &str| {
            let raw = format!(
                "From: {from}\nTo: vragen@regio.example\nSubject: Antwoord\nContent-Type: {outer}\n\n--a\n\n\
                 Zie onder.\n--a\nContent-Type: message/disposition-notification\n\nFinal-Recipient: \
                 rfc822;an@lede.example\nOriginal-Message-ID: <1@regio.example>\nDisposition: \
                 manual-action/MDN-sent-manually; displayed\n\n--a--\n"
            );
            crate::intake::mail::read(raw.as_bytes()).unwrap().receipt
        };
        let mixed = "multipart/mixed; boundary=a";
        let receipt = read("An <an@lede.example>", mixed).unwrap();
        assert_eq!(receipt.testifies, ReceiptType::Read);
        assert_eq!(
            receipt.original_message_id.as_deref(),
            Some("1@regio.example")
        );
        assert_eq!(read("rik@lede.example", mixed), None, "passed on");
        let wrapped =
            "multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/report; boundary=a";
        assert!(read("scan@lede.example", wrapped).is_some());
    }

    #[test]
    fn a_reader_that_says_nothing_of_a_mail_proves_nothing() {
        let check = |disposition: &str, expected: ReceiptType| {
            let raw = format!(
                "From: an@lede.example\nTo: vragen@regio.example\nSubject: Antwoord\nContent-Type: \
                 multipart/report; report-type=disposition-notification; boundary=a\n\n--a\n\nZie \
                 onder.\n--a\nContent-Type: message/disposition-notification\n\nFinal-Recipient: \
                 rfc822;an@lede.example\nOriginal-Message-ID: <1@regio.example>\nDisposition: \
                 {disposition}\n\n--a--\n"
            );
            let mail = crate::intake::mail::read(raw.as_bytes()).unwrap();
            let receipt = mail.receipt.unwrap();
            assert_eq!(receipt.testifies, expected, "{disposition}");
        };
        let by_hand = "manual-action/MDN-sent-manually";
        let by_itself = "automatic-action/MDN-sent-automatically";
        check(&format!("{by_hand}; displayed"), ReceiptType::Read);
        check(&format!("{by_hand};Displayed"), ReceiptType::Read);
        for done in ["dispatched", "processed", "processed/warning", "printed"] {
            check(&format!("{by_itself}; {done}"), ReceiptType::Delivered);
        }
        for gone in ["deleted", "deleted/expired", "deleted/error"] {
            check(&format!("{by_itself}; {gone}"), ReceiptType::Deleted);
        }
        for unsaid in [
            "failed",
            "failed/failure: onbekend formaat",
            "denied",
            "processed/error",
            "processed/error: decryption-failed",
            "displayed/error",
            "x-iets-anders",
        ] {
            check(&format!("{by_itself}; {unsaid}"), ReceiptType::Unsaid);
        }
    }

    #[test]
    fn an_id_in_words_is_found_and_is_no_recipient() {
        let check = |named: &str| {
            let raw = format!(
                "Return-Path: <>\nFrom: postmaster@melle.be\nTo: vragen@regio.example\nSubject: Delivery \
                 failure\n\n{named}\n\nYour message was not delivered to: an@melle.be (5.1.1)\n"
            );
            let bounce = crate::intake::mail::read(raw.as_bytes()).unwrap().bounce;
            let bounce = bounce.unwrap();
            assert_eq!(
                bounce.original_message_id.as_deref(),
                Some("1@regio.example")
            );
            assert_eq!(bounce.recipient.as_deref(), Some("an@melle.be"), "{named}");
        };
        check("Message-ID: <1@regio.example>");
        check("Message-ID: 1@regio.example");
        check("This relates to: Subject: Vraag, Message-ID: <1@regio.example>");
    }

    #[test]
    fn a_returned_mail_without_id_tells_by_its_headers_which_question_it_was() {
        let raw = "Return-Path: <>\nFrom: MAILER-DAEMON@melle.be\nSubject: Undelivered\nContent-Type: \
                   multipart/report; report-type=delivery-status; boundary=a\n\n--a\n\nx\n--a\nContent-Type: \
                   message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; \
                   an@melle.be\nAction: failed\nStatus: 5.1.1\n\n--a\nContent-Type: \
                   text/rfc822-headers\n\nX-Regiovraag-Ticket: RV-2026-000125\nSubject: [RV-2026-000125] \
                   x\n\n--a--\n";
        let mail = crate::intake::mail::read(raw.as_bytes()).unwrap();
        assert_eq!(mail.body_references, ["RV-2026-000125"]);
    }

    #[test]
    fn who_is_away_returns_no_mail() {
        let raw = "Return-Path: <>\nFrom: An <an@melle.be>\nSubject: Re: uw vraag\n\
            Auto-Submitted: auto-replied\nIn-Reply-To: <1@regiovraag.example>\n\nIk ben afwezig; uw \
            mail is niet bezorgd bij een collega. Dringend: jan@wetteren.be\n";
        let mail = crate::intake::mail::read(raw.as_bytes()).unwrap();
        assert_eq!(mail.bounce, None);
    }

    #[test]
    fn a_mail_system_that_reports_nothing_returns_nothing() {
        for (subject, text) in [
            ("Onderhoud", "De mailserver is zaterdag niet bereikbaar."),
            ("Uw quotum", "Uw postvak an@x.example is voor 90% vol."),
            ("Welkom", "Welkom bij de lijst."),
        ] {
            assert_eq!(in_words_of(subject, text), None, "{subject}: {text}");
        }
    }
}
