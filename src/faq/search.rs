//! Searching the published entries: words in any form, compounds by their parts, and what else a word
//! is called. Pure: the entries are few and lie in memory.

use super::entries::Entry;
use crate::language::{Sought, Token, sought, tokens};

/// Words in the question say more than words in the answer.
const QUESTION_WEIGHT: f32 = 3.0;
/// A part of a compound says less than the whole word.
const PART_WEIGHT: f32 = 0.5;

/// Another word for what was typed says less than that word itself.
const SYNONYM_WEIGHT: f32 = 0.45;

/// An entry that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit<'e> {
    /// The entry.
    pub entry: &'e Entry,
    /// How well it fits: 1 is every word in the question.
    pub score: f32,
}

/// The entries that hold the words of `query`, best first.
#[must_use]
pub fn search<'e>(entries: &'e [Entry], query: &str) -> Vec<Hit<'e>> {
    let wanted = sought(query);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<Hit<'_>> = entries
        .iter()
        .filter_map(|entry| {
            let question = tokens(&entry.text.question);
            let answer = tokens(&entry.text.answer);
            let found: f32 = wanted
                .iter()
                .map(|word| {
                    let asked = best(word, &question) * QUESTION_WEIGHT;
                    asked.max(best(word, &answer))
                })
                .sum();
            let most = QUESTION_WEIGHT * f32::from(u16::try_from(wanted.len()).unwrap_or(u16::MAX));
            let score = found / most;
            (score > 0.1).then_some(Hit { entry, score })
        })
        .collect();
    hits.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.entry.slug.cmp(&b.entry.slug))
    });
    hits
}

/// How well a word occurs in a text: 1 the word in some form, less a part, another word for it, or a
/// slip of the pen.
fn best(sought: &Sought, text: &[Token]) -> f32 {
    let found = itself(&sought.token, text);
    if found >= SYNONYM_WEIGHT {
        return found;
    }
    let holds = |stem: &String| text.iter().any(|token| token.stem == *stem);
    if sought.also.iter().any(|stems| stems.iter().all(holds)) {
        SYNONYM_WEIGHT
    } else {
        found
    }
}

fn itself(word: &Token, text: &[Token]) -> f32 {
    let mut found: f32 = 0.0;
    for token in text {
        if token.stem == word.stem {
            return 1.0;
        }
        let part = token.parts.contains(&word.stem)
            || word.parts.contains(&token.stem)
            || word.parts.iter().any(|part| token.parts.contains(part));
        if part {
            found = found.max(PART_WEIGHT);
        } else if found < 0.4 && slip(&word.stem, &token.stem) {
            found = 0.4;
        }
    }
    found
}

/// Whether two longer words differ by one letter: typed too much, forgotten, wrong or swapped.
fn slip(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a.len() < 6 || b.len() < 6 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same_start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let same_end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let longest = a.len().max(b.len());
    if same_start + same_end + 1 >= longest {
        return true;
    }
    a.len() == b.len()
        && same_start + same_end + 2 == longest
        && a[same_start] == b[same_start + 1]
        && a[same_start + 1] == b[same_start]
}

#[cfg(test)]
mod tests {
    use super::super::entries::{EntryText, FaqStatus};
    use super::*;
    use uuid::Uuid;

    fn entry(question: &str, answer: &str) -> Entry {
        Entry {
            id: Uuid::nil(),
            slug: question.to_owned(),
            status: FaqStatus::Published,
            text: EntryText {
                question: question.to_owned(),
                answer: answer.to_owned(),
                ..EntryText::default()
            },
            group_id: None,
            revision: 1,
            updated_at: chrono::DateTime::UNIX_EPOCH,
            published_at: None,
            review_due_at: None,
            remark: None,
        }
    }

    #[test]
    fn words_are_found_in_any_form_and_with_a_slip() {
        let all = [
            entry("Moeten hulpverleningszones de regio volgen?", "Nee."),
            entry(
                "Wie zit in het burgemeestersoverleg?",
                "De burgemeesters van de gemeenten.",
            ),
        ];
        let found = |query: &str| {
            search(&all, query)
                .first()
                .map(|hit| hit.entry.slug.clone())
                .unwrap_or_default()
        };
        assert!(found("hulpverleningszone").starts_with("Moeten"));
        assert!(found("burgemeestersovrleg").starts_with("Wie"));
        assert!(found("regio's").starts_with("Moeten"));
        assert_eq!(found("belastingen"), "");
        assert!(found("brandweer").starts_with("Moeten"));
        assert_eq!(found("de het een"), "");
    }

    #[test]
    fn the_word_itself_comes_before_another_word_for_it() {
        let all = [
            entry("Moet onze hulpverleningszone de regio volgen?", "Nee."),
            entry("Wie betaalt de brandweer?", "De gemeenten."),
            entry("Waar rijdt de bus?", "Overal."),
        ];
        let found: Vec<&str> = search(&all, "brandweer")
            .iter()
            .map(|hit| hit.entry.slug.as_str())
            .collect();
        assert_eq!(
            found,
            [
                "Wie betaalt de brandweer?",
                "Moet onze hulpverleningszone de regio volgen?"
            ]
        );
        let bus = search(&all, "openbaar vervoer");
        assert_eq!(bus[0].entry.slug, "Waar rijdt de bus?");
    }
}
