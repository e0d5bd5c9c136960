//! The mail of somebody else that a sender passes on: who really asks, and what.

use std::borrow::Cow;

use super::body;
use super::mime::Tree;
use super::parsed::{Forwarded, ForwardedHow};
use super::quote::{self, HeaderBlock, has_text, is_quoted};
use super::sentence::{has, sentences, words_of};
use super::signature::name_words;
use crate::language::{Letter, lowercase};

/// How often a mail may have been passed on before it reached us.
const MAX_HOPS: usize = 6;

/// Letters of a cover; a longer text is a mail of its own, to which another mail happens to be
/// attached.
const MAX_COVER: usize = 400;

/// Words of a sentence that only hands over what comes with it.
const MAX_COVER_SENTENCE: usize = 14;

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
    below: Option<(HeaderBlock, &str)>,
    quoted: &str,
    says_forwarded: bool,
    subject: &str,
) -> Option<Forwarded> {
    if !says_forwarded && !is_forward_subject(subject) {
        return None;
    }
    match below {
        Some((block, text)) if block.from.is_some() || block.from_name.is_some() => {
            Some(unwrap(block, text, 0))
        }
        // Apple quotes what it forwards: the headers stand behind `>`
        _ => {
            let (block, text) = headers_in(&dequoted(quoted))?;
            Some(unwrap(block, &text, 0))
        }
    }
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
fn unwrap(block: HeaderBlock, text: &str, hops: usize) -> Forwarded {
    let first = text.lines().find(|line| has_text(line));
    let text = if first.is_some_and(is_quoted) {
        Cow::Owned(dequoted(text))
    } else {
        Cow::Borrowed(text)
    };
    let names = block
        .from_name
        .as_deref()
        .map(name_words)
        .unwrap_or_default();
    let written = body::split(&text, &names);
    if hops < MAX_HOPS
        && let Some((inner, below)) = written.below
        && (inner.from.is_some() || inner.from_name.is_some())
    {
        let passed_on = written.says_forwarded
            || block.subject.as_deref().is_some_and(is_forward_subject)
            || written.new.is_empty();
        if passed_on {
            return unwrap(inner, below, hops + 1);
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

/// Whether a text asks something else than to deal with the mail that comes with it.
pub(super) fn asks_itself(text: &str) -> bool {
    text.contains('?')
        && sentences(text, |_| false)
            .iter()
            .any(|sentence| sentence.contains('?') && !hands_over(sentence))
}

/// Whether a text only hands over what comes with it.
fn only_hands_over(text: &str) -> bool {
    let body = Letter::of(text).body;
    body.len() <= MAX_COVER
        && sentences(body, |_| false)
            .iter()
            .all(|sentence| hands_over(sentence))
}

/// What comes with the cover, as the cover calls it.
#[rustfmt::skip]
const ENCLOSED: &[&str] = &[
    "dit", "dat", "deze", "die", "hierop", "hierover", "hieraan", "hierin", "hierbij", "hieronder", "hem", "haar",
    "onderstaand", "bijgevoegd", "bijgaand", "bijlage", "gevoegd", "mail", "email", "bericht", "vraag",
    "ci", "ceci", "cela", "dessous", "joint", "jointe", "annexe", "message", "courriel", "question", "demande",
    "it", "this", "these", "below", "attached", "attachment", "enclosed", "request",
    "das", "dies", "diese", "unten", "anbei", "anhang", "beigefug", "nachricht", "anfrage", "frage",
];

/// What a cover says of it.
#[rustfmt::skip]
const HANDING: &[&str] = &[
    "info", "informatie", "kennisgeving", "kennisname", "attentie", "behandel", "beantwoord", "antwoord",
    "opvolg", "opnemen", "bekijk", "doorstuur", "doorgestuurd", "sturen", "bezorg", "gevolg", "zie", "vind", "vindt",
    "bijlage", "bijgevoegd", "onder", "kregen", "kreeg", "ontving", "binnen", "voor", "oppikken", "helpen",
    "information", "suite", "traite", "trait", "repond", "reponse", "voir", "trouver", "recu", "pour", "transmet",
    "transfer", "aider",
    "fyi", "handle", "answer", "reply", "respond", "look", "see", "find", "received", "for", "forward", "help",
    "kenntnis", "kenntnisnahme", "bearbeit", "beantwort", "antwort", "siehe", "erhalten", "fur", "weiterleit",
    "weitergeleitet", "helfen",
];

/// Whom a cover asks to deal with it.
const YOU: &[&str] = &[
    "u", "uw", "je", "jij", "jullie", "iemand", "wie", "vous", "votre", "tu", "you", "your",
    "anyone", "who", "sie", "ihr", "ihnen", "wer", "jemand",
];

/// What a writer wants to know or says for themselves, whatever comes with it.
const OWN: &[&str] = &[
    "advies",
    "mening",
    "standpunt",
    "weten",
    "geweten",
    "vernemen",
    "vernam",
    "klopt",
    "geldt",
    "gelden",
    "avis",
    "savoir",
    "opinion",
    "advice",
    "know",
    "wissen",
    "meinung",
    "viel",
    "valt",
];

/// Whether a sentence hands over what comes with it: "Ter info.", "Graag jullie antwoord hierop.",
/// "Kunnen jullie dit behandelen?"
fn hands_over(sentence: &str) -> bool {
    let words = words_of(sentence);
    if words.len() > MAX_COVER_SENTENCE || has(&words, OWN) {
        return words.is_empty();
    }
    let (handing, enclosed) = (has(&words, HANDING), has(&words, ENCLOSED));
    if sentence.contains('?') {
        return handing && enclosed && has(&words, YOU);
    }
    handing || enclosed && words.len() <= 4
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
    // who asks something about an attached mail asks it, and the mail is an attachment
    let passed_on = if is_forward_subject(subject) {
        !asks_itself(new_text)
    } else {
        only_hands_over(new_text)
    };
    if !passed_on {
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
    fn a_cover_only_hands_over() {
        for text in [
            "",
            "Ter info.",
            "Zie bijlage",
            "Ter info en verdere behandeling, zie bijlage.",
            "Graag jullie antwoord hierop.",
            "Beste collega's,\n\nOnderstaande vraag kregen wij van een inwoner. Kunnen jullie dit \
             behandelen?\n\nMvg\nAn",
            "Is dit voor jullie?",
            "Veuillez trouver ci-joint un message pour vous.",
            "See attached. Could you reply to this?",
            "Anbei zur Kenntnis.",
        ] {
            assert!(only_hands_over(text) && !asks_itself(text), "{text}");
        }
        for text in [
            "Zie de mail van de leverancier in bijlage. Mogen wij daarop ingaan?",
            "Geldt onderstaande mail ook voor ons?",
            "Klopt wat in de bijlage staat?",
            "Mag dit?",
        ] {
            assert!(!only_hands_over(text) && asks_itself(text), "{text}");
        }
        for text in [
            "Dit viel ons op in het dossier.",
            "Graag uw advies over de bijgevoegde mail.",
            "De raad beslist morgen over de nieuwe regio en vraagt dat het contactpunt hem vooraf schrijft.",
        ] {
            assert!(!only_hands_over(text), "{text}");
        }
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
