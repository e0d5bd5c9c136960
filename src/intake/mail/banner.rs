//! What a gateway puts above a mail that comes from outside: a warning for those who receive it.

use std::sync::LazyLock;

use crate::language::{Phrases, greets, lowercase};

/// The letters of a banner, at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=700;

/// The letters of a banner that is no more than a label.
const LABEL: usize = 40;

/// The banner above a text, and the text below it.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    static OUTSIDE: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "xtern",
            "XTERN",
            "utside",
            "UTSIDE",
            "buiten",
            "Buiten",
            "BUITEN",
            "u\u{df}erhalb",
            "ext\u{e9}rieur",
            "aka.ms/",
            "afzender",
        ])
    });
    let blank = |&end: &usize| text[end..].starts_with("\n\n");
    let end = memchr::memchr_iter(b'\n', text.as_bytes()).find(blank)?;
    let (first, below) = (&text[..end], &text[end + 2..]);
    // most mails open with a greeting or with a short sentence
    if !LENGTH.contains(&first.len()) || first.ends_with('?') || !OUTSIDE.occur(first) {
        return None;
    }
    // the tip of Exchange is known by its link
    if first.contains("aka.ms/LearnAboutSenderIdentification") {
        return Some((first, below));
    }
    let below = below.trim_start();
    let lower = lowercase(first);
    let above =
        greets(below) && (warns(&lower) || tells(&lower)) || labels(&lower) || alerts(&lower);
    above.then_some((first, below))
}

/// Whether a text in lower case is no more than a label that says "from outside": "*** EXTERNE MAIL ***".
fn labels(lower: &str) -> bool {
    let inner = lower.trim_matches(|c: char| !c.is_alphanumeric());
    lower.len() <= LABEL
        && lower.starts_with(['[', '*', '<', '=', '-'])
        && lower.ends_with([']', '*', '>', '=', '-'])
        && inner.split(' ').count() <= 4
        && is_outside(inner)
}

/// Whether a text in lower case draws attention first, and then tells that this mail comes from outside, or
/// what not to open of one whose sender is not known. A person who says so of a mail says no more of it.
fn alerts(lower: &str) -> bool {
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let opening = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    let drawn =
        opens_alert(opening) || lower.starts_with('[') && is_labelled(lower) || is_titled(opening);
    let sender = holds(&["afzender", "sender", "exp\u{e9}diteur", "absender"]);
    let opens = holds(&["klik", "click", "cliqu", "open", "ouvr", "\u{f6}ffnen"]);
    !lower.contains('?') && drawn && (tells(lower) || sender && opens)
}

/// Whether a text in lower case tells that this mail comes from outside.
fn tells(lower: &str) -> bool {
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let this_mail = holds(&[
        "deze e-mail",
        "deze mail",
        "deze email",
        "dit bericht",
        "dit e-mailbericht",
        "this e-mail",
        "this email",
        "this message",
        "this mail",
        "ce courriel",
        "ce message",
        "cet e-mail",
        "cet email",
        "ce mail",
        "diese e-mail",
        "diese mail",
        "diese nachricht",
    ]);
    let comes = holds(&[
        "afkomstig",
        "komt van",
        "komt uit",
        "verzonden door",
        "originated",
        "originates",
        "comes from",
        "came from",
        "was sent",
        "provient",
        "vient de",
        "stammt",
        "kommt von",
        "wurde von",
    ]);
    this_mail && comes && is_outside(lower)
}

/// Whether a text in lower case speaks of what is outside.
fn is_outside(lower: &str) -> bool {
    [
        "extern",
        "outside",
        "buiten",
        "ext\u{e9}rieur",
        "au\u{df}erhalb",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Whether a text in lower case opens with a word that draws attention.
fn opens_alert(lower: &str) -> bool {
    [
        "let op",
        "opgelet",
        "caution",
        "warning",
        "attention",
        "achtung",
        "waarschuwing",
        "voorzichtig",
        "vorsicht",
        "prudence",
        "opgepast",
    ]
    .iter()
    .any(|word| lower.starts_with(word))
}

/// Whether a text in lower case opens with a label in brackets that says "from outside".
fn is_labelled(lower: &str) -> bool {
    lower
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .is_some_and(|(label, _)| label.len() <= 30 && is_outside(label))
}

/// Whether a text in lower case opens with a title that says "from outside": "external email: ...".
fn is_titled(lower: &str) -> bool {
    lower
        .split_once(':')
        .is_some_and(|(title, _)| title.len() <= LABEL && is_outside(title))
}

/// Whether a paragraph, in lower case, warns of a mail from outside: it speaks of the mail, and of clicking or
/// opening, or draws attention; or it opens with a label in brackets.
fn warns(lower: &str) -> bool {
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let of_mail = holds(&["mail", "bericht", "message", "courriel", "nachricht"]);
    let clicks = holds(&["klik", "click", "cliqu", "klicken"]);
    let opens = holds(&["open", "ouvr", "\u{f6}ffnen"]);
    let files = holds(&[
        "bijlage",
        "attachment",
        "link",
        "lien",
        "pi\u{e8}ce",
        "anh\u{e4}ng",
        "anhang",
    ]);
    let opening = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    let alerted = opens_alert(opening) || is_titled(opening);
    of_mail && (clicks && (files || alerted) || opens && files && alerted || is_labelled(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_above_the_greeting_is_no_part_of_the_letter() {
        for banner in [
            "[EXTERN] Dit bericht komt van buiten de stad.",
            "[EXTERNE MAIL] Klik niet op links in deze mail, tenzij u de afzender kent.",
            "CAUTION: This message comes from outside the town. Do not click on links or open attachments.",
            "Opgelet! Deze e-mail komt van een externe afzender.\nOpen geen bijlagen die u niet verwacht.",
            "ATTENTION : ce courriel vient de l'ext\u{e9}rieur. Ne cliquez pas sur les liens.",
            "Achtung: Diese Nachricht kommt von au\u{df}erhalb. Klicken Sie auf keine Links.",
            "Dit bericht is afkomstig van buiten de organisatie",
            "External email: think before you click!",
            "Ce message provient de l'ext\u{e9}rieur",
            "U krijgt niet vaak mail van an@lede.be. Waarom dat telt<https://aka.ms/LearnAboutSenderIdentification>",
        ] {
            let text = format!("{banner}\n\nBeste collega,\n\nMag dat?");
            assert_eq!(
                split(&text),
                Some((banner, "Beste collega,\n\nMag dat?")),
                "{text}"
            );
        }
        for banner in [
            "[EXTERN]",
            "*** EXTERNE MAIL ***",
            "[EXTERNAL] Do not click on links unless you know the sender.",
            "EXTERN: Open geen links van een afzender die u niet kent.",
            "Waarschuwing: deze mail is afkomstig van een externe afzender.",
            "WARNING! This email was sent from outside the town.",
            "Attention : ce message provient de l'ext\u{e9}rieur de la commune.",
            "Vorsicht: Diese E-Mail stammt von au\u{df}erhalb der Stadt.",
        ] {
            let text = format!("{banner}\n\nWij kiezen de Dender.");
            assert_eq!(
                split(&text),
                Some((banner, "Wij kiezen de Dender.")),
                "{text}"
            );
        }
    }

    #[test]
    fn what_somebody_wrote_is_no_banner() {
        for text in [
            "Wat met de externe afzender van deze mail: mogen wij klikken op zijn links?\n\nBeste An,",
            "De externe link in de bijlage werkt niet.\n\nBeste An,\n\nMag dat?",
            "De lijn rijdt buiten de bebouwde kom. Zie de bijlage bij deze mail.\n\nBeste An,",
            "Opgelet: de kaart buiten de bijlage is niet juist.\n\nBeste An,",
            "Deze mail komt van buiten de organisatie. Klik niet op links.\n\nMag dat?",
            "Beste,\n\nDeze mail komt van buiten. Klik niet op links.\n\nBeste groet",
            "CAUTION: This message comes from outside the town. Do not click on links.",
            "Opgelet: de lijn buiten de kom rijdt niet meer.\n\nMag dat?",
            "Let op: deze mail gaat over de lijnen buiten de stad.\n\nMag dat?",
            "Externe afzender: wat betekent dat?\n\nBeste An,",
            "De externe audit is klaar.\n\nMag dat?",
            "(buiten de kom)\n\nMag dat?",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
