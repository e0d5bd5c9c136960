//! The mail of somebody else that a sender passes on: who really asks, and what.

use super::body;
use super::mime::Tree;
use super::parsed::{Forwarded, ForwardedHow};
use super::quote::{self, HeaderBlock, has_text, is_quoted};
use super::signature::name_words;
use crate::language::lowercase;

/// How often a mail may have been passed on before it reached us.
const MAX_HOPS: usize = 6;

/// A longer text is a mail of its own, to which another mail happens to be attached.
const MAX_COVER: usize = 600;

/// Whether a subject says that the mail is passed on; the outermost prefix decides.
pub(super) fn is_forward_subject(subject: &str) -> bool {
    // a ticket number in brackets may stand before the prefix; SOGo puts all of it in brackets
    let mut rest = subject.trim_start();
    while let Some(inner) = rest.strip_prefix('[') {
        if opens_forwarded(inner) {
            return true;
        }
        let Some((_, after)) = inner.split_once(']') else {
            break;
        };
        rest = after.trim_start();
    }
    opens_forwarded(rest)
}

/// Whether a text opens with the prefix of a forwarded mail.
fn opens_forwarded(text: &str) -> bool {
    let Some((prefix, _)) = text.split_once(':') else {
        return false;
    };
    if prefix.len() > 32 {
        return false;
    }
    let prefix = lowercase(prefix.trim());
    // "Fwd[2]", "FW (2)"
    let prefix = prefix.trim_end_matches(|c: char| c.is_ascii_digit() || "[]() ".contains(c));
    [
        "fw",
        "fwd",
        "tr",
        "wg",
        "doorst",
        "doorgest",
        "doorgestuurd",
        "doorgez",
        "doorgezonden",
        "doorsturen",
        "fyi",
        "transf",
        "transféré",
        "weitergeleitet",
        "wtrlt",
    ]
    .contains(&prefix)
}

/// The forwarded mail in a body, when it holds one.
pub(super) fn inline(
    below: Option<(HeaderBlock, Vec<&str>)>,
    quoted: &str,
    says_forwarded: bool,
    subject: &str,
) -> Option<Forwarded> {
    if !says_forwarded && !is_forward_subject(subject) {
        return None;
    }
    let (block, lines) = match below {
        Some((block, lines)) if block.from.is_some() || block.from_name.is_some() => {
            (block, lines.join("\n"))
        }
        // Apple quotes what it forwards: the headers stand behind `>`
        _ => headers_in(&dequoted(quoted))?,
    };
    Some(unwrap(block, lines, 0))
}

/// The first header block in a text, and what follows it.
fn headers_in(text: &str) -> Option<(HeaderBlock, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let (block, end) = (0..lines.len().min(60)).find_map(|at| quote::header_block(&lines, at))?;
    Some((block, lines[end..].join("\n")))
}

/// Takes off one level of quoting.
fn dequoted(text: &str) -> String {
    let lines = text.lines().map(|line| {
        if is_quoted(line) {
            let line = line.trim_start().trim_start_matches('>');
            line.strip_prefix(' ').unwrap_or(line)
        } else {
            line
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Follows a mail that was passed on more than once to the one who wrote first.
fn unwrap(block: HeaderBlock, text: String, hops: usize) -> Forwarded {
    let first = text.lines().find(|line| has_text(line));
    let text = if first.is_some_and(is_quoted) {
        dequoted(&text)
    } else {
        text
    };
    let names = block
        .from_name
        .as_deref()
        .map(name_words)
        .unwrap_or_default();
    let written = body::split(&text, &names);
    if hops < MAX_HOPS
        && let Some((inner, lines)) = written.below
        && (inner.from.is_some() || inner.from_name.is_some())
    {
        let passed_on = written.says_forwarded
            || block.subject.as_deref().is_some_and(is_forward_subject)
            || written.new.is_empty();
        if passed_on {
            return unwrap(inner, lines.join("\n"), hops + 1);
        }
    }
    Forwarded {
        how: ForwardedHow::Inline,
        from: block.from,
        from_name: block.from_name,
        subject: block.subject,
        message_id: None,
        text: written.new,
    }
}

/// The forwarded mail among the attachments, when the sender's own text is no more than a cover.
pub(super) fn attached(
    tree: &Tree<'_>,
    subject: &str,
    new_text: &str,
    depth: usize,
) -> Option<Forwarded> {
    if depth >= super::MAX_NESTED_MAILS {
        return None;
    }
    let at = tree
        .leaves()
        .into_iter()
        .find(|&at| tree.parts[at].media_type == "message/rfc822")?;
    if !is_forward_subject(subject) && new_text.chars().count() > MAX_COVER {
        return None;
    }
    let decoded = tree.parts[at].decode();
    let inner = super::read_nested(&decoded.bytes, depth + 1).ok()?;
    let from = inner.from?;
    // a mail that was itself passed on: the first writer asks
    if let Some(original) = inner.forwarded {
        return Some(original);
    }
    Some(Forwarded {
        how: ForwardedHow::Attached,
        from: Some(from.email),
        from_name: from.name,
        subject: inner.subject,
        message_id: inner.message_id,
        text: inner.new_text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, subject: &str, expected: Option<(&str, &str)>) {
        let written = body::split(text, &[]);
        let found = inline(
            written.below,
            &written.quoted,
            written.says_forwarded,
            subject,
        );
        let found = found
            .as_ref()
            .map(|f| (f.from.as_deref().unwrap_or(""), f.text.as_str()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_real_asker_is_found_in_every_dress() {
        let mail = "Mag het?\n\nMvg\nRik";
        for (subject, block) in [
            (
                "FW: x",
                "________________________________\nVan: Rik <r@x.be>\nVerzonden: z\nAan: a\nOnderwerp: x",
            ),
            (
                "Fwd: x",
                "---------- Forwarded message ---------\nVan: Rik <r@x.be>\nDate: ma 2 feb\nSubject: x\nTo: <a@x.be>",
            ),
            (
                "x",
                "-------- Doorgestuurd bericht --------\nOnderwerp: \tx\nDatum: \tz\nVan: \tRik <r@x.be>\nAan: \ta",
            ),
            ("TR: x", "De : Rik <r@x.be>\nEnvoyé : z\nÀ : a\nObjet : x"),
            ("WG: x", "Von: Rik <r@x.be>\nGesendet: z\nAn: a\nBetreff: x"),
            (
                "Fwd: x",
                "Begin doorgestuurd bericht:\n\nVan: Rik <r@x.be>\nOnderwerp: x\nDatum: z\nAan: a",
            ),
        ] {
            check(
                &format!("Ter info.\n\n{block}\n\n{mail}\n"),
                subject,
                Some(("r@x.be", "Mag het?")),
            );
        }
        check(
            "> Begin doorgestuurd bericht:\n> \n> Van: Rik <r@x.be>\n> Onderwerp: x\n> Datum: z\n> \
             Aan: a\n> \n> Mag het?\n",
            "Fwd: x",
            Some(("r@x.be", "Mag het?")),
        );
    }

    #[test]
    fn a_mail_passed_on_twice_leads_to_its_first_writer() {
        check(
            "Zie onder.\n\nVan: Kabinet <k@x.be>\nVerzonden: z\nAan: a\nOnderwerp: FW: x\n\nVoor \
             jullie.\n\nVan: Rik <r@x.be>\nVerzonden: z\nAan: k\nOnderwerp: x\n\nMag het?\n",
            "FW: x",
            Some(("r@x.be", "Mag het?")),
        );
    }

    #[test]
    fn a_reply_is_not_forwarded() {
        check(
            "Ja.\n\nVan: R <r@x.be>\nVerzonden: z\nAan: a\nOnderwerp: x\n\nMag het?\n",
            "RE: x",
            None,
        );
    }
}
