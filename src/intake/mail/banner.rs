//! What a gateway puts above a mail that comes from outside: a warning for those who receive it.

use std::sync::LazyLock;

use crate::language::{Phrases, greets, lowercase};

/// The letters of a banner, at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 20..=700;

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
    (greets(below) && warns(first)).then_some((first, below))
}

/// Whether a paragraph warns of a mail from outside: it speaks of the mail, and of clicking or opening,
/// or draws attention; or it opens with a label in brackets.
fn warns(text: &str) -> bool {
    let lower = lowercase(text);
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
    let alerts = [
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
    ];
    let alerted = alerts.iter().any(|word| {
        lower
            .trim_start_matches(|c: char| !c.is_alphabetic())
            .starts_with(word)
    });
    let label = lower
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .is_some_and(|(label, _)| {
            label.len() <= 30
                && ["extern", "outside", "buiten"]
                    .iter()
                    .any(|word| label.contains(word))
        });
    of_mail && (clicks && (files || alerted) || opens && files && alerted || label)
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
            "U krijgt niet vaak mail van an@lede.be. Waarom dat telt<https://aka.ms/LearnAboutSenderIdentification>",
        ] {
            let text = format!("{banner}\n\nBeste collega,\n\nMag dat?");
            assert_eq!(
                split(&text),
                Some((banner, "Beste collega,\n\nMag dat?")),
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
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
