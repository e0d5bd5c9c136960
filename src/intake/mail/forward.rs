//! The mail of somebody else that a sender passes on: who really asks, and what.

use std::borrow::Cow;

use super::body;
use super::headers::cut;
use super::html::SET_APART;
use super::mime::{Part, Tree};
use super::parsed::{Forwarded, ForwardedHow, ParsedMail, domain_of};
use super::quote::{self, HeaderBlock, has_text, is_quoted};
use super::reading::Reading;
use super::sentence::{has, sentences, words_of};
use super::signature::name_words;
use crate::language::{Letter, is_name, lowercase_in};

/// How often a mail may have been passed on before it reached us.
const MAX_HOPS: usize = 6;

/// Letters of a cover; a longer text is a mail of its own, to which another mail happens to be
/// attached.
const MAX_COVER: usize = 400;

/// Words of a sentence that only hands over what comes with it.
const MAX_COVER_SENTENCE: usize = 14;

/// Words of a sentence without a question mark that may still ask something.
const MAX_WISH: usize = 40;

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
    let Some((prefix, _)) = cut(text, b':') else {
        return false;
    };
    if prefix.len() > 32 {
        return false;
    }
    let mut room = [0; 32];
    let prefix = lowercase_in(prefix.trim(), &mut room);
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

/// The forwarded mail in a body, when it holds one that the subject or a line says is passed on.
/// `sender`: whose own question counts where they pass on the answer that they got to it.
pub(super) fn inline(
    below: Option<(HeaderBlock, &str)>,
    quoted: &str,
    passed_on: bool,
    sender: Option<&str>,
    reading: Option<&Reading<'_>>,
) -> Option<Forwarded> {
    if !passed_on {
        return None;
    }
    match below {
        Some((block, text)) if block.from.is_some() || block.from_name.is_some() => {
            Some(unwrap(block, text, 0, sender, reading))
        }
        // Apple quotes what it forwards: the headers stand behind `>`
        _ => {
            let (block, text) = headers_in(&dequoted(quoted))?;
            Some(unwrap(block, &text, 0, sender, None))
        }
    }
}

/// Whether a mail only hands over the mail of somebody else under it, though its subject does not say that it is
/// passed on: people edit it. Neither its sender wrote that mail, nor anybody at the houses to which this one goes,
/// as of a mail that is answered.
pub(super) fn hands_over_other(mail: &ParsedMail, block: &HeaderBlock, new_text: &str) -> bool {
    let Some(writer) = &block.from else {
        return false;
    };
    let mut known = mail
        .all_from
        .iter()
        .chain(&mail.sender)
        .chain(&mail.reply_to)
        .chain(&mail.to)
        .chain(&mail.cc);
    mail.subject_reference.is_none()
        && !known.any(|address| address.email == *writer)
        && !mail
            .to
            .iter()
            .chain(&mail.cc)
            .any(|address| is_near(address.domain(), domain_of(writer)))
        && sentences(Letter::of(new_text).body, |_| false)
            .any(|sentence| has(&words_of(&sentence), HANDING))
        && only_hands_over(new_text)
}

/// Whether two domains are one, or one lies in the other: who answers a mail may do so to another address of who
/// wrote it.
fn is_near(one: &str, other: &str) -> bool {
    let inside = |inner: &str, outer: &str| {
        inner
            .strip_suffix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    inside(one, other) || inside(other, one)
}

/// Lines in which a forwarded mail begins, if it is one.
const FIRST_LINES: usize = 60;

/// The first header block in a text, and what follows it.
fn headers_in(text: &str) -> Option<(HeaderBlock, String)> {
    // Not all lines: a mail may have millions.
    let first: Vec<&str> = text.lines().take(FIRST_LINES + quote::AHEAD).collect();
    let mut starts = 0..first.len().min(FIRST_LINES);
    let (block, end) = starts.find_map(|at| quote::header_block(&first, at))?;
    let above: usize = text.split_inclusive('\n').take(end).map(str::len).sum();
    let below = &text[above..];
    Some((block, below.strip_suffix('\n').unwrap_or(below).to_owned()))
}

/// Takes off one level of quoting.
fn dequoted(text: &str) -> String {
    let lines = text.lines().map(|line| {
        if is_quoted(line) {
            let line = line.trim_start().trim_start_matches(['>', SET_APART]);
            line.strip_prefix(' ').unwrap_or(line)
        } else {
            line
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Follows a mail that was passed on more than once to the one who wrote first. `reading`: what readers get
/// of the text in which this one stands.
fn unwrap(
    block: HeaderBlock,
    text: &str,
    hops: usize,
    sender: Option<&str>,
    reading: Option<&Reading<'_>>,
) -> Forwarded {
    let first = text.lines().find(|line| has_text(line));
    let mut reading = reading.and_then(|reading| reading.below(text));
    let text = if first.is_some_and(is_quoted) {
        reading = reading.map(|reading| Reading {
            text: Cow::Owned(dequoted(&reading.text)),
            shown: Cow::Owned(dequoted(&reading.shown)),
        });
        Cow::Owned(dequoted(text))
    } else {
        Cow::Borrowed(text)
    };
    let text = match &reading {
        // where its lines stand tells what readers get of them
        Some(reading) => &*reading.text,
        None => &*text,
    };
    let name = block.from_name.as_deref().unwrap_or_default();
    let names: Vec<_> = name_words(name).collect();
    let written = body::split(text, &names, true, reading.is_some());
    if hops < MAX_HOPS
        && let Some((inner, below)) = written.below
        && (inner.from.is_some() || inner.from_name.is_some())
    {
        let passed_on = written.says_forwarded
            || block.subject.as_deref().is_some_and(is_forward_subject)
            || written.new.is_empty()
            || sender.is_some() && inner.from.as_deref() == sender;
        if passed_on {
            return unwrap(inner, below, hops + 1, sender, reading.as_ref());
        }
    }
    Forwarded {
        how: ForwardedHow::Inline,
        from: block.from,
        from_name: block.from_name,
        subject: block.subject,
        message_id: None,
        reading: reading
            .as_ref()
            .and_then(|reading| reading.of(&written.lines)),
        text: written.new,
    }
}

/// Whether a text asks something else than to deal with the mail that comes with it.
pub(super) fn asks_itself(text: &str) -> bool {
    sentences(text, |_| false).any(|sentence| {
        let words = words_of(&sentence);
        if sentence.contains('?') {
            !words.is_empty() && !request_hands_over(&words)
        } else {
            asks_without_mark(&words)
        }
    })
}

impl ParsedMail {
    /// Whether what stands above a mail that was passed on only hands it over.
    #[must_use]
    pub fn cover_says_no_more(&self) -> bool {
        only_hands_over(&self.new_text)
    }
}

/// Whether a text only hands over what comes with it.
fn only_hands_over(text: &str) -> bool {
    let body = without_signer(Letter::of(text).body);
    body.len() <= MAX_COVER && sentences(body, |_| false).all(|sentence| hands_over(&sentence))
}

/// A text without the name that stands alone under it.
fn without_signer(text: &str) -> &str {
    let text = text.trim_end();
    match text.rsplit_once("\n\n") {
        Some((above, line))
            if !line.contains('\n') && is_name(line) && !line.ends_with(['.', '?', '!']) =>
        {
            above
        }
        _ => text,
    }
}

/// Whether a cover speaks of a question of its writer: "Mijn vraag staat hieronder."
pub(super) fn names_own_question(text: &str) -> bool {
    asks_own(&words_of(text))
}

/// Whether words name a question of their writer: "onze vraag".
fn asks_own(words: &[String]) -> bool {
    words
        .windows(2)
        .any(|two| has(&two[..1], OURS) && has(&two[1..], QUESTIONS))
}

/// What comes with the cover, as the cover calls it.
#[rustfmt::skip]
const ENCLOSED: &[&str] = &[
    "hierop", "hierover", "hieraan", "hierin", "hierbij", "hiermee", "hiervoor", "hieronder", "erop", "ermee",
    "onderstaand", "bijgevoegd", "bijgaand", "bijlage", "gevoegd", "mail", "email", "bericht", "vraag",
    "dessous", "joint", "jointe", "annexe", "message", "courriel", "question", "demande",
    "below", "attached", "attachment", "enclosed", "request",
    "unten", "anbei", "anhang", "beigefug", "nachricht", "anfrage", "frage",
];

/// Words that stand for what comes with the cover, unless a noun follows: "dit behandelen", and not
/// "dit dossier".
#[rustfmt::skip]
const POINTING: &[&str] = &[
    "dit", "dat", "deze", "die", "het", "hem", "haar", "ze", "ce", "ci", "ceci", "cela", "y", "le", "la",
    "it", "this", "these", "that", "das", "dies", "diese", "es",
];

/// Small words after which such a word stands alone.
#[rustfmt::skip]
const SMALL: &[&str] = &[
    "aan", "aub", "bij", "dan", "eens", "even", "graag", "in", "iets", "is", "kan", "kunnen", "mee", "met", "naar",
    "nog", "om", "ook", "op", "svp", "van", "verder", "voor", "wel", "zelf", "zijn", "zo", "u", "jullie",
    "a", "au", "avec", "est", "pour", "que", "s", "vous",
    "and", "as", "by", "for", "further", "into", "on", "please", "to", "up", "with",
    "an", "auf", "bitte", "fur", "ist", "weiter",
];

/// What a cover says of it.
#[rustfmt::skip]
const HANDING: &[&str] = &[
    "info", "informatie", "kennisgeving", "kennisname", "attentie", "behandel", "beantwoord", "antwoord",
    "opvolg", "opnemen", "opneem", "bekijk", "doorstuur", "doorsturen", "doorgestuurd", "sturen", "bezorg", "gevolg",
    "zie", "vind", "vindt", "bijlage", "bijgevoegd", "onder", "kregen", "kreeg", "ontving", "binnen", "voor",
    "oppikken", "helpen", "registreren", "registreer", "afhandel", "nakijk", "overnemen", "overneem", "verwerk",
    "meenemen", "reageren", "reageer", "toewijzen", "uitklaren", "verder",
    "information", "suite", "traite", "trait", "repond", "reponse", "voir", "trouver", "recu", "pour", "transmet",
    "transfer", "aider", "occuper",
    "fyi", "handle", "answer", "reply", "respond", "look", "see", "find", "received", "for", "forward", "help",
    "register", "care",
    "kenntnis", "kenntnisnahme", "bearbeit", "beantwort", "antwort", "siehe", "erhalten", "fur", "weiterleit",
    "weitergeleitet", "helfen", "kummern",
];

/// Whom a cover asks to deal with it.
const YOU: &[&str] = &[
    "u", "uw", "je", "jij", "jullie", "iemand", "wie", "vous", "votre", "tu", "you", "your",
    "anyone", "who", "sie", "ihr", "ihnen", "wer", "jemand",
];

/// What a writer wants to know or says for themselves, whatever comes with it.
#[rustfmt::skip]
const OWN: &[&str] = &[
    "advies", "mening", "standpunt", "weten", "geweten", "vernemen", "vernam", "klopt", "geldt", "gelden", "viel",
    "valt",
    "avis", "savoir", "opinion",
    "advice", "know",
    "wissen", "meinung",
];

/// Words that make the question after them that of the writer: "onze vraag".
const OURS: &[&str] = &[
    "onze", "ons", "mijn", "notre", "nos", "ma", "our", "my", "unsere", "meine",
];
const QUESTIONS: &[&str] = &["vraag", "vragen", "question", "demande", "frage", "anfrage"];

/// With these a question begins that asks for an answer, not for somebody who deals with a mail.
#[rustfmt::skip]
const ASKS_FIRST: &[&str] = &[
    "moet", "moeten", "dient", "dienen", "hoe", "waarom", "wat", "wanneer", "welk", "welke", "hoeveel", "waar",
    "heeft", "hebben", "hebt", "mag", "mogen", "sinds", "vanaf", "tot",
    "doit", "devons", "devez", "comment", "pourquoi", "quand", "quel", "quelle", "quels", "quelles", "combien",
    "must", "should", "shall", "may", "how", "why", "what", "when", "which", "where", "do", "does", "did", "has",
    "have",
    "muss", "mussen", "darf", "warum", "wann", "welche", "welcher", "haben", "hat",
];

/// With these the question whose it is begins; it names whom.
const IS: &[&str] = &["is", "zijn", "hoort", "horen", "est", "are", "ist"];
const FOR: &[&str] = &["voor", "bij", "pour", "chez", "for", "with", "fur", "bei"];

/// What opens a question inside a sentence.
const WHETHER: &[&str] = &["of", "si", "s", "whether", "if", "ob"];
#[rustfmt::skip]
const WHICH: &[&str] = &[
    "hoe", "waarom", "wat", "wanneer", "welk", "welke", "wie", "hoeveel", "waar", "waarvoor",
    "comment", "pourquoi", "quand", "quel", "quelle", "quels", "quelles", "combien",
    "how", "why", "what", "when", "which", "who",
    "warum", "wann", "welche", "welcher",
];

/// Verbs with a subject. "Of" that only joins two things to do has none behind it: "behandelen of
/// doorsturen".
#[rustfmt::skip]
const FINITE: &[&str] = &[
    "moet", "moeten", "mag", "mogen", "kan", "kunnen", "kunt", "zal", "zullen", "zou", "zouden", "is", "zijn", "was",
    "waren", "heeft", "hebben", "hebt", "had", "wordt", "worden", "werd", "dient", "dienen", "blijft", "blijven",
    "gaat", "gaan", "komt", "komen", "krijgt", "betaalt", "bestaat", "hoort", "horen",
    "doit", "doivent", "devons", "peut", "peuvent", "pouvons", "est", "sont", "a", "ont", "avons", "sera", "reste",
    "must", "should", "may", "can", "could", "will", "has", "have", "are", "does", "do", "applies", "needs",
    "muss", "mussen", "darf", "durfen", "kann", "konnen", "ist", "sind", "hat", "haben", "wird", "gilt",
];

/// Verbs with which one asks, in a sentence that has no question mark.
#[rustfmt::skip]
const ASKING: &[&str] = &[
    "advies", "standpunt", "mening", "weten", "vernemen", "vragen", "vraag", "vroegen", "afvragen", "nagaan",
    "bevestigen", "meedelen", "meedeelt", "antwoorden", "zeggen", "uitleggen", "verduidelijken", "toelichten",
    "savoir", "confirmer", "dire", "demandons", "avis",
    "know", "confirm", "tell", "wonder", "advise", "advice",
    "wissen", "bestatigen", "mitteilen",
];
const NOT: &[&str] = &["niet", "geen", "pas", "not", "nicht", "kein"];

/// Whether words point at what comes with them.
fn points(words: &[String]) -> bool {
    let is = |word: &String, list: &[&str]| has(std::slice::from_ref(word), list);
    let named = words.iter().enumerate().any(|(at, word)| {
        let ours = at > 0 && is(&words[at - 1], OURS) && is(word, QUESTIONS);
        is(word, ENCLOSED) && !ours
    });
    named
        || words.iter().enumerate().any(|(at, word)| {
            POINTING.contains(&word.as_str())
                && words.get(at + 1).is_none_or(|next| {
                    SMALL.contains(&next.as_str()) || is(next, HANDING) || is(next, FINITE)
                })
        })
}

/// Where a question begins inside a sentence, when one does.
fn question_inside(words: &[String]) -> Option<usize> {
    (1..words.len()).find(|&at| {
        let word = words[at].as_str();
        let rest = &words[at + 1..];
        let finite = || {
            let last = rest.last().map(String::as_str).unwrap_or_default();
            has(rest, FINITE) || last.ends_with("dt") || last.ends_with("pt")
        };
        // "met wie", "aan wie" begin one as "wie" does, and "als wat" none
        WHICH.contains(&word) && !rest.is_empty() || WHETHER.contains(&word) && finite()
    })
}

/// Whether a question only asks somebody to deal with what comes with it: "Kunnen jullie dit
/// behandelen?", "Is dit voor jullie?"
fn request_hands_over(words: &[String]) -> bool {
    if words.len() > MAX_COVER_SENTENCE || has(words, OWN) {
        return false;
    }
    let ours = asks_own(words);
    let Some(first) = words.first() else {
        return true;
    };
    if ours || ASKS_FIRST.contains(&first.as_str()) {
        return false;
    }
    if let Some(at) = question_inside(words) {
        // "... of dit voor jullie is", "... wie dit kan behandelen"
        let inside = &words[at..];
        return inside.len() <= 8 && has(inside, YOU) && has(inside, HANDING) && points(inside);
    }
    if IS.contains(&first.as_str()) {
        return words
            .windows(2)
            .any(|two| FOR.contains(&two[0].as_str()) && YOU.contains(&two[1].as_str()))
            && points(words);
    }
    has(words, HANDING) && has(words, YOU) && (points(words) || is_bare(words))
}

/// Whether nothing is named at all: "Kunt u antwoorden?"
fn is_bare(words: &[String]) -> bool {
    #[rustfmt::skip]
    const AROUND: &[&str] = &[
        "kan", "kun", "kunt", "kunnen", "wil", "wilt", "willen", "zou", "zouden", "ons", "we", "wij", "mij",
        "pouvez", "pourriez", "nous", "can", "could", "would", "us", "konnen", "konnten", "uns",
    ];
    words.iter().all(|word| {
        let word = std::slice::from_ref(word);
        [YOU, HANDING, SMALL, AROUND]
            .iter()
            .any(|list| has(word, list))
    })
}

/// Whether a sentence without a question mark asks all the same: "Graag uw advies hierover.",
/// "Wij vernemen graag of wij moeten betalen."
pub(super) fn asks_without_mark(words: &[String]) -> bool {
    const WISHES: &[&str] = &[
        "graag",
        "gelieve",
        "kunt",
        "kan",
        "kunnen",
        "zou",
        "zouden",
        "willen",
        "wensen",
        "vragen",
        "vroegen",
        "veuillez",
        "merci",
        "pourriez",
        "souhaitons",
        "demandons",
        "please",
        "could",
        "would",
        "bitte",
    ];
    const OPINION: &[&str] = &["advies", "standpunt", "mening", "avis", "advice", "opinion"];
    if words.len() > MAX_WISH || has(words, NOT) || !has(words, WISHES) {
        return false;
    }
    if has(words, OPINION) {
        return true;
    }
    question_inside(words).is_some_and(|at| {
        let inside = &words[at..];
        has(&words[..at], ASKING) && !(has(inside, YOU) && has(inside, HANDING) && points(inside))
    })
}

/// Whether a sentence hands over what comes with it: "Ter info.", "Graag jullie antwoord hierop.",
/// "Kunnen jullie dit behandelen?"
fn hands_over(sentence: &str) -> bool {
    let words = words_of(sentence);
    if sentence.contains('?') {
        return request_hands_over(&words);
    }
    if words.len() > MAX_COVER_SENTENCE || has(&words, OWN) || asks_without_mark(&words) {
        return words.is_empty();
    }
    has(&words, HANDING) || points(&words) && words.len() <= 4
}

/// Whether a part is a mail, also when a program that does not know its kind attached it by its name.
fn is_mail(part: &Part<'_>) -> bool {
    let named = || {
        let name = part.filename().unwrap_or_default();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case("eml"))
    };
    part.media_type == "message/rfc822" || part.media_type.starts_with("application/") && named()
}

/// The forwarded mail among the attachments, when the sender's own text is no more than a cover.
pub(super) fn attached(
    tree: &Tree<'_>,
    passed_on: bool,
    new_text: &str,
    prefixes: &[&str],
    depth: usize,
) -> Option<Forwarded> {
    if depth >= super::MAX_NESTED_MAILS {
        return None;
    }
    let mut leaves = tree.leaves().iter();
    let &at = leaves.find(|&&at| is_mail(&tree.parts[at]))?;
    // who asks something about an attached mail asks it, and the mail is an attachment
    let only_cover = if passed_on {
        !asks_itself(new_text)
    } else {
        only_hands_over(new_text)
    };
    if !only_cover {
        return None;
    }
    let decoded = tree.parts[at].decode();
    let inner = super::read_nested(&decoded.bytes, prefixes, depth + 1).ok()?;
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
        reading: inner.reading,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, subject: &str, expected: Option<(&str, &str)>) {
        let written = body::split(text, &[], true, false);
        let found = inline(
            written.below,
            &written.quoted,
            written.says_forwarded || is_forward_subject(subject),
            Some("an@x.be").filter(|_| names_own_question(&written.new)),
            None,
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
        // wholly behind the sign of a quote, as Apple does it; its title tells, whatever the subject says
        let headers = "> \n> Van: Rik <r@x.be>\n> Onderwerp: x\n> Datum: z\n> Aan: a\n> ";
        for cover in ["", "Zie onder.\n\n", "Kan u dit beantwoorden:\n\n"] {
            for title in ["Begin doorgestuurd bericht:", "Begin forwarded message:"] {
                for asked in ["Mag het?", "Dag,\n> \n> Mag het?\n> \n> Mvg\n> Rik"] {
                    for subject in ["Fwd: x", "x"] {
                        let expected = asked.replace("> ", "");
                        let expected = expected.split("\n\nMvg").next().unwrap();
                        check(
                            &format!("{cover}> {title}\n{headers}\n> {asked}\n"),
                            subject,
                            Some(("r@x.be", expected)),
                        );
                    }
                }
            }
        }
        check(
            &format!("Zie deze vraag:\n\n{headers}\n> Mag het?\n\nMvg\nAn\n")
                .replace("\n> \n> Van", "\n> Van"),
            "Fwd: x",
            Some(("r@x.be", "Mag het?")),
        );
        check(
            "Ja.\n\nOp 9 mrt 2026 om 16:02 schreef R <r@x.be>:\n> Begin doorgestuurd bericht:\n> \n> Van: Rik \
             <k@x.be>\n> Onderwerp: x\n> Datum: z\n> Aan: a\n> \n> Mag het?\n",
            "Re: x",
            None,
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
    fn an_answer_that_is_passed_on_with_an_own_question_leads_to_the_question_of_who_passes_it_on()
    {
        let older = |from: &str, text: &str| {
            format!("\n\nVan: {from}\nVerzonden: z\nAan: a\nOnderwerp: RE: x\n\n{text}")
        };
        let answer = older("Rik <r@x.be>", "Dat weten wij niet.");
        let chain = |inner: &str| {
            format!(
                "Mijn vraag staat onder.{answer}{}",
                older(inner, "Mag het?")
            )
        };
        let mine = chain("An <an@x.be>");
        check(&mine, "FW: x", Some(("an@x.be", "Mag het?")));
        for kept in [
            chain("Els <els@x.be>"),
            mine.replace("Mijn vraag staat onder.", "Zie onder."),
        ] {
            check(&kept, "FW: x", Some(("r@x.be", "Dat weten wij niet.")));
        }
    }

    #[test]
    fn a_mail_of_another_is_passed_on_whatever_the_subject_says() {
        let check = |headers: &str, cover: &str, expected: Option<&str>| {
            let raw = format!(
                "From: Els <els@regio.example>\n{headers}\n\n{cover}\n\nVan: Rik \
                 <rik@melle.example>\nVerzonden: maandag 2 maart 2026 10:12\nAan: Els\nOnderwerp: \
                 Vraag\n\nMag het?\n"
            );
            let mail = super::super::read(raw.as_bytes()).unwrap();
            let from = mail
                .forwarded
                .as_ref()
                .and_then(|mail| mail.from.as_deref());
            assert_eq!(from, expected, "{headers} {cover}");
        };
        let (us, rik) = ("To: vragen@regio.example", Some("rik@melle.example"));
        for subject in ["Nieuwe vraag", "RE: Vraag"] {
            let headers = format!("{us}\nSubject: {subject}");
            check(&headers, "Graag registreren in het systeem.", rik);
            check(&headers, "Deze vraag is voor jullie.\n\nSarah", rik);
            check(&headers, "", None);
            check(&headers, "Dag Rik,", None);
            check(&headers, "Dat mag niet.", None);
            check(&headers, "Geldt dit ook voor ons?", None);
            for to_writer in [
                "Cc: rik@melle.example",
                "To: rik@melle.example, vragen@regio.example",
                "Cc: vragen+12@melle.example",
            ] {
                let headers = format!("{us}\n{to_writer}\nSubject: {subject}");
                check(&headers, "Ter info.", None);
            }
        }
        let numbered = format!("{us}\nSubject: RE: [RV-2026-000123] Vraag");
        check(&numbered, "Zie onder.", None);
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
    fn who_passes_a_mail_on_asks_or_only_hands_over() {
        let mut misread = Vec::new();
        for text in [
            "Kunnen jullie dit behandelen?",
            "Kunt u dit verder opvolgen?",
            "Kan u hierop antwoorden?",
            "Kunt u antwoorden?",
            "Kan iemand van jullie dit opnemen?",
            "Wie kan dit behandelen?",
            "Kunnen jullie onderstaande vraag van een inwoner beantwoorden?",
            "Kunt u deze mail doorsturen naar de juiste dienst?",
            "Kunnen jullie dit behandelen of doorsturen?",
            "Is dit voor jullie?",
            "Is dit iets voor jullie?",
            "Hoort deze vraag bij jullie?",
            "Kunt u bekijken of dit voor jullie is?",
            "Kunnen jullie nagaan wie dit kan behandelen?",
            "Zouden jullie hier het nodige gevolg aan kunnen geven met de mail hieronder?",
            "Wil je dit even registreren?",
            "Willen jullie ze rechtstreeks antwoorden op deze vraag?",
            "Kunnen jullie ons helpen met de vraag hieronder?",
            "Ik weet niet of dit voor jullie is.",
            "Geen idee wie hiervoor bevoegd is, ik stuur het door.",
            "Gelieve onderstaande vraag te behandelen.",
            "Graag jullie antwoord hierop.",
            "Ter info en voor verder gevolg.",
            "Pourriez-vous traiter cette demande ?",
            "Pouvez-vous y répondre ?",
            "Est-ce pour vous ?",
            "Could you handle this?",
            "Can you please look into this?",
            "Is this for you?",
            "Könnten Sie das bearbeiten?",
        ] {
            misread.extend(asks_itself(text).then_some(text));
        }
        for text in [
            "Kunt u ons antwoorden of de gemeente Wetteren moet betalen?",
            "Kunt u ons op onderstaande mail antwoorden of wij moeten betalen?",
            "Kunnen jullie zeggen hoe wij op deze mail moeten antwoorden?",
            "Kunt u bekijken welke regels voor die gemeente gelden?",
            "Kunt u die gemeente antwoorden?",
            "Kunnen jullie voor dit dossier een antwoord bezorgen?",
            "Kan u nagaan of onze hulpverleningszone hieronder valt?",
            "Kunt u een antwoord bezorgen op onze vraag?",
            "Moeten wij hierop antwoorden?",
            "Mogen wij hierop ingaan?",
            "Moet u hiervoor een beslissing nemen?",
            "Geldt onderstaande mail ook voor ons?",
            "Klopt wat in de bijlage staat?",
            "Is uw antwoord hierop nog geldig?",
            "Hoe moeten we dit behandelen?",
            "Wat doen jullie hiermee?",
            "Welke termijn geldt voor dit dossier?",
            "Is deze indeling voor onze gemeente definitief?",
            "Hebben jullie dit ook ontvangen?",
            "Kunt u ons laten weten of dit klopt?",
            "Kunt u ons laten weten of de gemeente moet betalen.",
            "Graag uw advies over onderstaande mail.",
            "Wij vernemen graag of wij dit mogen weigeren.",
            "Gelieve te bevestigen of de gemeente Melle hierin wordt opgenomen.",
            "Pouvez-vous nous dire si la commune doit répondre ?",
            "Devons-nous répondre à ce message ?",
            "Quel est le délai pour ce dossier ?",
            "Could you answer whether our municipality must pay for this?",
            "Do we have to reply to this?",
            "Müssen wir darauf antworten?",
        ] {
            misread.extend((!asks_itself(text) || only_hands_over(text)).then_some(text));
        }
        assert!(misread.is_empty(), "{misread:#?}");
        // "die gemeente" points at nothing that comes along
        for text in ["Die gemeente betaalt.", "Dit dossier loopt."] {
            assert!(!only_hands_over(text), "{text}");
        }
    }

    #[test]
    fn a_mail_that_is_attached_as_a_mere_file_is_one() {
        let check = |name: &str, inner: &str, expected: Option<&str>| {
            use base64::{Engine, engine::general_purpose::STANDARD};
            let raw = format!(
                "From: An <an@lede.example>\nSubject: FW: Vraag\nContent-Type: multipart/mixed; \
                 boundary=a\n\n--a\n\nGraag behandelen.\n--a\nContent-Type: application/octet-stream; \
                 name=\"{name}\"\nContent-Transfer-Encoding: base64\n\n{}\n--a--\n",
                STANDARD.encode(inner)
            );
            let mail = super::super::read(raw.as_bytes()).unwrap();
            let from = mail
                .forwarded
                .as_ref()
                .and_then(|mail| mail.from.as_deref());
            assert_eq!(from, expected, "{name}");
            assert_eq!(mail.attachments.len(), 1, "{name}");
        };
        let mail = "From: Rik <rik@melle.example>\nSubject: Vraag\n\nMag het?\n";
        check("Vraag.EML", mail, Some("rik@melle.example"));
        check("vraag.txt", mail, None);
        check("vraag.eml", "geen mail", None);
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
