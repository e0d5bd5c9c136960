//! What a text asks: how many questions, and whether an answer is really a question back.

use std::sync::LazyLock;

use crate::language::{Phrases, lowercase};

/// Letters within which a question back stands; a longer text is an answer that also asks.
const MAX_QUESTION_BACK: usize = 900;

/// How many questions a text holds: the items of its list that ask something, else one.
pub(super) fn count(text: &str) -> usize {
    // a list of one is a question too
    if memchr::memchr_iter(b'?', text.as_bytes()).take(2).count() < 2 {
        return 1;
    }
    let mut items = 0;
    let mut open = false;
    for line in text.lines() {
        let line = line.trim();
        if is_item(line) {
            open = true;
        } else if line.is_empty() {
            open = false;
        }
        if open && line.ends_with('?') {
            items += 1;
            open = false;
        }
    }
    items.max(longest_row(text)).max(1)
}

/// The most lines in a row that each ask something: a list that lost its bullets.
fn longest_row(text: &str) -> usize {
    let (mut longest, mut row) = (0, 0);
    for line in text.lines() {
        row = if line.trim_end().ends_with('?') {
            row + 1
        } else {
            0
        };
        longest = longest.max(row);
    }
    longest
}

/// Whether a line is an item of a list: "1.", "2)", "a)", "-", "Vraag 3:".
fn is_item(line: &str) -> bool {
    if line.starts_with(['-', '*', '\u{2022}', '\u{2013}', '\u{25cf}']) {
        return true;
    }
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    let core = word
        .trim_start_matches('(')
        .trim_end_matches(['.', ')', ':', '/', '-', '\u{b0}']);
    let marked = core.len() < word.len();
    let number = !core.is_empty() && core.len() <= 2 && core.bytes().all(|b| b.is_ascii_digit());
    let letter = core.len() == 1 && core.bytes().all(|byte| byte.is_ascii_lowercase());
    if marked && (number || letter) {
        return true;
    }
    let lower: String = line.chars().take(12).flat_map(char::to_lowercase).collect();
    ["vraag ", "question ", "frage "].iter().any(|title| {
        lower
            .strip_prefix(title)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// Whether a text of a desk asks for information instead of answering.
pub(super) fn asks_back(text: &str) -> bool {
    static NEEDS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "zonder die informatie",
            "zonder deze informatie",
            "zonder die gegevens",
            "meer informatie nodig",
            "bijkomende informatie",
            "meer info nodig",
            "extra informatie",
            "aanvullende informatie",
            "bijkomende gegevens",
            "verduidelijken",
            "verduidelijking",
            "preciseren",
            "nader toelichten",
            "kunt u ons bezorgen",
            "kan u ons bezorgen",
            "kunnen jullie bezorgen",
            "laten weten over welke",
            "laten weten welke",
            "om welke",
            "over welke",
            "wat bedoelt",
            "préciser",
            "précisions",
            "complément d'information",
            "informations complémentaires",
            "could you clarify",
            "please clarify",
            "could you specify",
            "more information",
            "additional information",
            "which exactly",
            "genauer",
            "nähere informationen",
            "weitere informationen",
            "präzisieren",
        ])
    });
    // where to learn more is what an answer says at its end
    static OFFERS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "voor meer informatie",
            "voor bijkomende informatie",
            "voor extra informatie",
            "voor verdere informatie",
            "for more information",
            "for additional information",
            "for further information",
            "pour plus d'information",
            "pour toute information",
            "für weitere informationen",
            "weitere informationen finden",
        ])
    });
    if text.chars().count() > MAX_QUESTION_BACK {
        return false;
    }
    let lower = lowercase(text);
    let asks = |sentence: &str| {
        sentence.contains('?')
            || [
                "gelieve", "graag", "merci de", "veuillez", "please", "bitte", "zonder d",
            ]
            .iter()
            .any(|word| sentence.contains(word))
    };
    // what is needed and the word that asks for it stand near each other
    let sentences: Vec<&str> = lower.split_inclusive(['.', '!', '?']).collect();
    sentences.iter().enumerate().any(|(at, sentence)| {
        NEEDS.occur(sentence)
            && !OFFERS.occur(sentence)
            && sentences[at.saturating_sub(1)..(at + 2).min(sentences.len())]
                .iter()
                .any(|near| asks(near) && !OFFERS.occur(near))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_in_a_list_are_counted() {
        let check = |text: &str, expected: usize| assert_eq!(count(text), expected, "{text}");
        check("Mag het?", 1);
        check("Mag het? En hoe?", 1);
        check("1. Een?\n2. Twee, die\ndoorloopt?\n3. Geen vraag.", 2);
        check("a) Een?\nb) Twee?\n\n- drie?", 3);
        check("Vraag 1: mag het?\nVraag 2: hoe?", 2);
        check("2026 is ver?\n\nJa, zeker?", 1);
        check("Onze vragen:\n\nMag het?\nHoe?", 2);
        check("", 1);
    }

    #[test]
    fn a_question_back_is_no_answer() {
        let check = |text: &str, expected: bool| assert_eq!(asks_back(text), expected, "{text}");
        check(
            "Kan Deinze verduidelijken over welke buslijnen het gaat?",
            true,
        );
        check("Pourriez-vous préciser la commune ?", true);
        check("De zone blijft bestaan. Is dat duidelijk?", false);
        check("De zone blijft bestaan.", false);
    }

    #[test]
    fn an_answer_that_says_where_to_learn_more_asks_nothing() {
        for text in [
            "Ja, dat mag. Voor bijkomende informatie kan u terecht bij onze dienst, wij helpen u graag.",
            "Yes, it may. For more information, please contact our service.",
        ] {
            assert!(!asks_back(text), "{text}");
        }
        for text in [
            "Kan u verduidelijken om welke straat het gaat?",
            "Wij hebben meer informatie nodig. Gelieve ons te zeggen wie erbij is.",
        ] {
            assert!(asks_back(text), "{text}");
        }
    }
}
