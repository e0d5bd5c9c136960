//! What stands under a mail: closing, name, function, footer of a phone, disclaimer.
//!
//! Nothing of it is lost: it goes to `signature`, and what comes after a "P.S." goes back to the
//! text.

use std::sync::LazyLock;

use super::html::{SIGNATURE_ENDS, SIGNATURE_STARTS};
use super::quote::{has_text, is_decoration, is_rule};
use crate::language::{Phrases, closes_letter, lowercase, start_of};

/// Lines that may stand under a closing; more is no signature.
const MAX_LINES: usize = 30;

/// Bytes of a line that are looked at for how it opens.
const MAX_OPENING: usize = 48;

/// The letters of a signature line; a longer one is a sentence.
const MAX_LINE: usize = 75;

/// Splits one piece of new text in text and signature. `names` are the words of the sender's name,
/// in lower case.
pub(super) fn split<'a>(lines: &[&'a str], names: &[String]) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut text: Vec<&str> = Vec::with_capacity(lines.len());
    let mut signature: Vec<&str> = Vec::new();
    // what the HTML itself marks as a signature
    let mut marked = false;
    for &line in lines {
        let plain = line.is_ascii();
        if !plain && line.contains(SIGNATURE_STARTS) {
            marked = true;
        } else if !plain && line.contains(SIGNATURE_ENDS) {
            marked = false;
        } else if marked {
            signature.push(line);
        } else if is_decoration(line) {
            signature.extend((!is_rule(line)).then_some(line));
        } else {
            text.push(line);
        }
    }
    let mut cut = text.len();
    // each finds the signature in what the ones before left over
    for find in [delimiter, footer, disclaimer, closing] {
        if let Some(at) = find(&text[..cut]) {
            cut = at;
        }
    }
    if let Some(at) = closing_name(&text[..cut], names) {
        cut = at;
    }
    if let Some(at) = contact_lines(&text[..cut]) {
        cut = at;
    }
    let mut below = text.split_off(cut);
    if let Some(at) = below.iter().position(|line| is_postscript(line)) {
        let end = (at..below.len())
            .find(|&line| !has_text(below[line]) || delimiter(&below[line..=line]).is_some())
            .unwrap_or(below.len());
        while text.last().is_some_and(|line| !has_text(line)) {
            text.pop();
        }
        text.push("");
        text.extend(below.drain(at..end));
    }
    let mut all = below;
    all.append(&mut signature);
    while text
        .last()
        .is_some_and(|line| !has_text(line) || is_rule(line))
    {
        text.pop();
    }
    (text, all)
}

/// The line "-- " that starts a signature.
fn delimiter(lines: &[&str]) -> Option<usize> {
    lines
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line.trim_end(), "--" | "—" | "--\u{a0}"))
        // a rule between two parts of a text looks the same: below it somebody still asks
        .find(|(at, line)| {
            line.ends_with(' ')
                || !lines[at + 1..]
                    .iter()
                    .any(|line| line.trim_end().ends_with('?'))
        })
        .map(|(at, _)| at)
}

/// The footer of a phone or a webmail; what little follows it goes along.
fn footer(lines: &[&str]) -> Option<usize> {
    last_lines(lines, 6)
        .into_iter()
        .find(|&at| is_footer(lines[at]))
}

/// Whether a line is one that a program adds by itself: it names a device or a program, and says that
/// the mail was sent with it or where to get it.
fn is_footer(line: &str) -> bool {
    const SENT: [&str; 24] = [
        "verzonden",
        "verstuurd",
        "gestuurd",
        "verzend",
        "sent ",
        "envoyé",
        "gesendet",
        "geschickt",
        "get ",
        "download",
        "obten",
        "télécharg",
        "beziehen",
        "holen",
        "laden",
        "ontvang",
        "beveiligd",
        "secured",
        "sécurisé",
        "geschützt",
        "excuseer",
        "excuse",
        "verontschuldig",
        "verschickt",
    ];
    static OPENS: LazyLock<Phrases> = LazyLock::new(|| {
        let sent = SENT.iter().map(|word| word.trim_end());
        let others = [
            "outlook ",
            "von meine",
            "von outlook",
            "diese nachricht",
            "dit bericht",
            "this message",
        ];
        Phrases::new(&sent.chain(others).collect::<Vec<_>>())
    });
    const WITH: [&str; 37] = [
        "iphone",
        "ipad",
        "android",
        "galaxy",
        "samsung",
        "huawei",
        "blackberry",
        "outlook",
        "k-9",
        "proton",
        "yahoo",
        "aol",
        "gmail",
        "nokia",
        "xiaomi",
        "oneplus",
        "fairphone",
        "pixel",
        "xperia",
        "windows",
        "thunderbird",
        "fairemail",
        "spark",
        "bluemail",
        "webmail",
        "smartphone",
        "telefoon",
        "gsm",
        "mobiel",
        "mobile",
        "mobil",
        "handy",
        "tablet",
        "phone",
        "icloud",
        "zimbra",
        "tutanota",
    ];
    let line = line.trim();
    if line.is_empty() || line.len() > 200 || line.ends_with('?') {
        return false;
    }
    let line = lowercase(line);
    if !OPENS.open(&line) {
        return false;
    }
    // the target of a link, as plain text writes it, is no word
    let words = line
        .split([' ', '<', '(', '[', '\u{a0}'])
        .filter(|word| !word.is_empty() && !word.starts_with("http"))
        .count();
    words <= 16
        && WITH.iter().any(|word| line.contains(word))
        && (line.starts_with("outlook ") || SENT.iter().any(|word| line.contains(word)))
        && (words <= 6 || !line.starts_with("outlook "))
}

/// A disclaimer or a plea for the trees, up to the end.
fn disclaimer(lines: &[&str]) -> Option<usize> {
    // by these alone nobody begins a paragraph of a question
    static SURE: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "disclaimer",
            "denk aan het milieu",
            "spaar het milieu",
            "bespaar papier",
            "gelieve rekening te houden met het milieu",
            "vertrouwelijk",
            "please consider the environment",
            "think before you print",
            "confidential",
            "pensez à l",
            "avant d'imprimer",
            "avis de confidentialité",
            "bitte denken sie",
            "denken sie an die umwelt",
            "vrijwaring",
            "proclaimer",
            "clause de non",
        ])
    });
    static PERHAPS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "deze e-mail",
            "deze email",
            "deze mail",
            "dit bericht",
            "dit e-mailbericht",
            "dit mailbericht",
            "de informatie in",
            "de inhoud van",
            "this e-mail",
            "this email",
            "this message",
            "the information",
            "the content",
            "ce message",
            "ce courriel",
            "cet e-mail",
            "cet email",
            "le présent",
            "les informations",
            "diese e-mail",
            "diese mail",
            "diese nachricht",
            "der inhalt",
            "die information",
        ])
    });
    let means = [
        "vertrouwelijk",
        "geadresseerde",
        "bestemd voor",
        "bestemmeling",
        "aansprakelijk",
        "per vergissing",
        "milieu",
        "afdruk",
        "confidential",
        "intended",
        "recipient",
        "liab",
        "environment",
        "print",
        "confidentiel",
        "destinataire",
        "destiné",
        "imprimer",
        "vertraulich",
        "empfänger",
        "bestimmt",
        "umwelt",
        "ausdruck",
        "haftung",
        "virus",
        "disclaimer",
    ];
    // never the whole mail, and never a text that goes on for pages
    let first = (0..lines.len()).find(|&at| has_text(lines[at]))?;
    last_lines(lines, MAX_LINES)
        .into_iter()
        .filter(|&at| at > first)
        .find(|&at| {
            let opens_paragraph = !has_text(lines[at - 1]) || is_rule(lines[at - 1]);
            let line =
                lines[at].trim_start_matches(['*', '_', ' ', '\t', '-', '\u{2022}', '"', '(']);
            let opening = lowercase(start_of(line, MAX_OPENING));
            let sure = SURE.open(&opening);
            opens_paragraph && (sure || PERHAPS.open(&opening)) && {
                let paragraph = lines[at..]
                    .iter()
                    .take_while(|line| has_text(line))
                    .copied();
                let paragraph = paragraph.collect::<Vec<_>>().join(" ");
                let paragraph = lowercase(&paragraph);
                let found = means
                    .iter()
                    .filter(|word| paragraph.contains(**word))
                    .count();
                // nobody asks anything below a disclaimer
                let asks = lines[at..]
                    .iter()
                    .any(|line| line.trim_end().ends_with('?'));
                found >= 2 && (sure || !asks)
                    || found == 1 && sure && paragraph.len() < 200 && !asks
            }
        })
}

/// The closing formula and what stands under it.
fn closing(lines: &[&str]) -> Option<usize> {
    let tail = last_lines(lines, MAX_LINES);
    let last = *tail.last()?;
    // a letter does not begin with its end
    let first = (0..lines.len()).find(|&at| has_text(lines[at]))?;
    tail.into_iter().filter(|&at| at > first).find(|&at| {
        closes_letter(lines[at], at == last)
            && lines[at + 1..]
                .iter()
                .filter(|line| line.len() > 4 * MAX_LINE)
                .count()
                <= 1
    })
}

/// The sender's own name on a line near the end, and the few short lines under it.
fn closing_name(lines: &[&str], names: &[String]) -> Option<usize> {
    if names.is_empty() {
        return None;
    }
    let paragraphs = paragraphs(lines);
    // the last two paragraphs: the name, and an address below it
    for &(start, _) in paragraphs.iter().rev().take(2) {
        if start == 0 {
            return None;
        }
        let tail: Vec<&str> = lines[start..]
            .iter()
            .filter(|line| has_text(line))
            .copied()
            .collect();
        let short = tail.len() <= 8
            && tail.iter().all(|line| {
                line.chars().count() <= MAX_LINE && !line.trim_end().ends_with(['?', '.', '!', ':'])
            });
        let by_name = tail.iter().take(2).any(|line| is_name(line, names));
        if short && by_name {
            return Some(start);
        }
    }
    // a first name right under the last sentence
    let last = (0..lines.len()).rev().find(|&at| has_text(lines[at]))?;
    (last > 0 && is_name(lines[last], names)).then_some(last)
}

/// Whether a line holds nothing but (a part of) the sender's name.
fn is_name(line: &str, names: &[String]) -> bool {
    if line.len() > 80 {
        return false;
    }
    let lower = lowercase(line);
    let mut count = 0;
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
        .filter(|word| !word.is_empty())
        .all(|word| {
            count += 1;
            count <= 5 && names.iter().any(|name| name == word)
        })
        && count > 0
}

/// A last paragraph of short lines with a telephone number or an address in it.
fn contact_lines(lines: &[&str]) -> Option<usize> {
    let (start, end) = *paragraphs(lines).last()?;
    let tail = &lines[start..end];
    let fits = start > 0
        && (2..=10).contains(&tail.len())
        && tail.iter().all(|line| {
            line.chars().count() <= MAX_LINE
                && !line.trim_end().ends_with(['?', '.', '!', ':', ';'])
        })
        && !tail.iter().any(|line| is_form_field(line) || is_item(line))
        // a list that the text announces
        && !lines[..start]
            .iter()
            .rfind(|line| has_text(line))
            .is_some_and(|line| line.trim_end().ends_with(':'));
    (fits && tail.iter().any(|line| is_contact(line))).then_some(start)
}

/// Whether a line is a field of a web form: "Naam: Jo", but not "T: 09 000 00 00".
fn is_form_field(line: &str) -> bool {
    let fields = [
        "naam",
        "bestuur",
        "gemeente",
        "vraag",
        "onderwerp",
        "bericht",
        "nom",
        "name",
    ];
    line.split_once(':')
        .is_some_and(|(field, _)| fields.contains(&&*lowercase(field.trim())))
}

/// Whether a line is an item of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    line.starts_with(['-', '*', '\u{2022}'])
        || digits > 0 && digits <= 2 && line[digits..].starts_with(['.', ')'])
}

/// Whether a line is a telephone number, a mail address or a site.
fn is_contact(line: &str) -> bool {
    let lower = lowercase(line);
    let phone_words = [
        "tel", "gsm", "t ", "t:", "t.", "m ", "m:", "tél", "mob", "phone", "+32",
    ];
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 8
        && (phone_words
            .iter()
            .any(|word| lower.trim_start().starts_with(word))
            || letters <= 6)
        || lower.trim_start().starts_with("www.")
        || !line.trim().contains(' ') && line.contains('@') && line.contains('.')
}

/// Whether a line is a postscript.
fn is_postscript(line: &str) -> bool {
    let line = line.trim_start();
    [
        "PS:", "PS.", "PS ", "P.S.", "P.S:", "Ps:", "Ps.", "ps:", "NB:", "N.B.",
    ]
    .iter()
    .any(|opening| line.starts_with(opening))
}

/// The last lines with text, in order, at most so many.
fn last_lines(lines: &[&str], most: usize) -> Vec<usize> {
    let mut last: Vec<usize> = (0..lines.len())
        .rev()
        .filter(|&at| has_text(lines[at]))
        .take(most)
        .collect();
    last.reverse();
    last
}

/// The first line of each paragraph, and the one after its last.
fn paragraphs(lines: &[&str]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, line) in lines.iter().enumerate() {
        match (has_text(line), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| (from, lines.len())));
    found
}

/// Words of a name that are looked for, and the bytes of one: a name of thousands is none, and each is
/// compared with each word of the text.
const MAX_NAME_WORDS: usize = 12;
const MAX_NAME_WORD: usize = 60;

/// The words of a name, in lower case.
pub(super) fn name_words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
        .filter(|word| (1..=MAX_NAME_WORD).contains(&word.len()))
        .take(MAX_NAME_WORDS)
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mail: &str, name: &str, expected: &str) {
        let lines: Vec<&str> = mail.lines().collect();
        let (text, signature) = split(&lines, &name_words(name));
        assert_eq!(text.join("\n").trim(), expected, "{mail}");
        let kept = text.len() + signature.len();
        assert!(kept + 6 >= lines.len(), "lines were lost: {mail}");
    }

    #[test]
    fn a_closing_ends_the_text_in_four_languages() {
        for closing in [
            "Met vriendelijke groeten,",
            "Met vriendelijke groet",
            "Vriendelijke groeten",
            "Mvg",
            "mvg,",
            "Groetjes",
            "Groet, Jan",
            "Hoogachtend,",
            "Met de meeste hoogachting",
            "Met vriendelijke groeten / Bien cordialement,",
            "Bien à vous,",
            "Cordialement",
            "Sincères salutations",
            "Je vous prie d'agréer, Madame, mes salutations distinguées.",
            "Kind regards,",
            "Best regards",
            "Yours sincerely",
            "Mit freundlichen Grüßen",
            "Viele Grüße",
            "MfG",
            "Alvast bedankt en met vriendelijke groet,",
            "*Met vriendelijke groeten*",
            "Gr.",
        ] {
            check(
                &format!("Mag dat?\n\n{closing}\nJan Smit\nJurist"),
                "",
                "Mag dat?",
            );
        }
    }

    #[test]
    fn a_sentence_is_no_closing() {
        for sentence in [
            "Groeten aan de collega's van de dienst die ons zo goed hielpen.",
            "Regards croisés op de regio is de titel van de nota.",
            "Gr 3 van de tabel klopt niet, want het totaal is fout.",
            "Vertrouwelijk is deze vraag niet.",
        ] {
            check(
                &format!("{sentence}\nTweede zin."),
                "",
                &format!("{sentence}\nTweede zin."),
            );
        }
    }

    #[test]
    fn names_footers_and_disclaimers_go() {
        check("Vraag?\n\nAn Smit\nschepen Herzele", "An Smit", "Vraag?");
        check("Vraag?\n\nAn", "Smit, An", "Vraag?");
        check("Vraag?\n\nVerzonden vanaf mijn iPhone", "", "Vraag?");
        check("Vraag?\n\nOutlook voor iOS downloaden", "", "Vraag?");
        check("Question ?\n\nEnvoyé de mon iPhone", "", "Question ?");
        check("Frage?\n\nVon meinem iPhone gesendet", "", "Frage?");
        check("Vraag?\n--\nAn\nDienst", "", "Vraag?");
        check("Vraag?\n\nGroet, Dries", "", "Vraag?\n\nGroet, Dries");
        check("Vraag?\n\nGroeten, Dries\nTel. 09 000 00 00", "", "Vraag?");
        check(
            "Vraag?\n\nDit bericht is vertrouwelijk en enkel bestemd voor de geadresseerde.",
            "",
            "Vraag?",
        );
        check("Vraag?\n\nJan Smit\nT 09 000 00 01", "", "Vraag?");
        check(
            "Naam: Jo\nTelefoon: 03 000 00 09\n\nVraag:\nMag het?",
            "",
            "Naam: Jo\nTelefoon: 03 000 00 09\n\nVraag:\nMag het?",
        );
    }

    #[test]
    fn a_name_is_no_longer_than_names_are() {
        let name = "an ".repeat(32_000) + "x".repeat(64_000).as_str();
        assert_eq!(name_words(&name).len(), MAX_NAME_WORDS);
        assert_eq!(name_words(&format!("An {}", "x".repeat(64_000))), ["an"]);
    }

    #[test]
    fn a_postscript_is_text() {
        check(
            "Vraag?\n\nMvg\nAn\n\nPS: het is dringend.",
            "",
            "Vraag?\n\nPS: het is dringend.",
        );
    }
}
