//! The draft of an answer to a question that returned: the question as it was put most typically, and
//! the last answer without its greeting. Pure; a person reads it before anybody else does.

use super::personal::personal;
use super::similarity::{Fingerprint, most_typical};

/// A question as it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The subject line.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// A question of a catalogue is one sentence of these lengths, in characters.
const SHORTEST: usize = 20;
const LONGEST: usize = 200;

/// The sentence that asks best what all of them ask: a question of the most typical member, or of
/// another when it has none that is fit; the subject of the most typical one when nobody wrote a
/// question mark. A sentence that `names` a place comes after those that do not, and one that holds
/// an address or a number is never taken.
pub fn typical_question(
    asked: &[Asked],
    prints: &[Fingerprint],
    print: impl Fn(&str) -> Fingerprint,
    names: impl Fn(&str) -> bool,
) -> Option<String> {
    let middle = most_typical(prints)?;
    let best = asked
        .iter()
        .enumerate()
        .flat_map(|(at, it)| questions_in(&it.body).map(move |sentence| (at, sentence)))
        .filter(|(_, sentence)| personal(sentence, "").next().is_none())
        .map(|(at, sentence)| {
            let print = print(&sentence);
            let fits: f32 = prints.iter().map(|it| print.alike(it)).sum();
            let place = (!names(&sentence), at == middle, fits);
            (place, sentence)
        })
        .max_by(|(a, _), (b, _)| {
            let flags = (a.0, a.1).cmp(&(b.0, b.1));
            flags.then(a.2.total_cmp(&b.2))
        });
    if let Some((_, sentence)) = best {
        return Some(sentence);
    }
    let subjects = std::iter::once(middle).chain(0..asked.len());
    let subject = subjects
        .filter_map(|at| asked.get(at))
        .map(|it| it.subject.trim())
        .find(|subject| !subject.is_empty() && personal(subject, "").next().is_none());
    subject.map(str::to_owned)
}

/// The sentences of a text that end in a question mark, in one line each.
fn questions_in(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split_inclusive(['?', '.', '!', '\n', ':'])
        .filter(|sentence| sentence.ends_with('?'))
        .map(|sentence| sentence.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|sentence| (SHORTEST..=LONGEST).contains(&sentence.chars().count()))
        .map(|sentence| {
            let mut letters = sentence.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
}

#[cfg(test)]
mod tests {
    use super::super::corpus::Corpus;
    use super::*;

    fn print(body: &str) -> Fingerprint {
        Fingerprint::of(Corpus::embedded(), "", body, Some("burgemeestersoverleg"))
    }

    fn question(bodies: &[&str]) -> Option<String> {
        let asked: Vec<Asked> = bodies
            .iter()
            .map(|body| Asked {
                subject: "vraagje".to_owned(),
                body: (*body).to_owned(),
            })
            .collect();
        let prints: Vec<Fingerprint> = bodies.iter().map(|it| print(it)).collect();
        typical_question(&asked, &prints, print, |it| it.contains("Bree"))
    }

    #[test]
    fn the_question_is_the_sentence_that_asks_it_without_names() {
        let asked = [
            "Dag\nmag een schepen de burgemeester van Bree vervangen op het burgemeestersoverleg?",
            "Hallo, een praktische vraag. Mag een schepen de burgemeester vervangen op het \
             burgemeestersoverleg? Mail mij op an@bree.be, kan dat voor het overleg van morgen?",
            "De burgemeester is ziek.",
        ];
        assert_eq!(
            question(&asked).unwrap(),
            "Mag een schepen de burgemeester vervangen op het burgemeestersoverleg?"
        );
    }

    #[test]
    fn without_a_question_mark_the_subject_has_to_do() {
        assert_eq!(question(&["Graag info.", "Wie?"]).unwrap(), "vraagje");
        assert_eq!(question(&[]), None);
    }
}
