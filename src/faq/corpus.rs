//! The recurring questions that we know by their words: labelled questions that ship with the
//! program, each of which asks a known question or asks none. A new question is recognised by its
//! nearest examples, which are also the reason that can be given for it. Pure, and the same in every
//! process: nothing is learned while the service runs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::language::{self, Token};

const QUESTIONS: &str = include_str!("../../config/questions/dev.jsonl");
const KNOWN: &str = include_str!("../../config/questions/intents.jsonl");

/// From this confidence on a question counts as the known one, when that is also [`AHEAD`] of every
/// other known question.
///
/// Questions that look alike and ask something else end up together the less, the more is asked
/// (`faq groups --cross-validate 5`, the share of them and the pairwise F1 of all): 0.45 alone 0.31
/// and 0.427, 0.5 alone 0.27 and 0.423, 0.55 alone 0.23 and 0.403, 0.6 alone 0.21 and 0.394; 0.45
/// with a lead of 0.3 0.25 and 0.416, 0.5 with it 0.23 and 0.411.
pub const RECOGNISED: f32 = 0.5;
/// How far the confidence of the known question must be ahead of that of the next one.
pub const AHEAD: f32 = 0.3;

/// The nearest examples that have a say.
const NEIGHBOURS: usize = 30;
/// A near example says more than several far ones.
const NEARNESS: i32 = 3;
/// Examples of the known question itself that are looked at.
const OWN: usize = 3;
/// The sizes of the character n-grams, within words.
const NGRAMS: std::ops::RangeInclusive<usize> = 3..=5;
/// How much n-grams, stems and pairs of stems weigh beside each other.
const WEIGHTS: [f32; 3] = [1.0, 0.5, 0.2];

/// A logistic regression over how the nearest examples vote. Fitted on the labelled questions, with
/// a question's own fold kept out of its examples, and half of the time its whole known question
/// with it, so that one nobody has labelled is seldom taken for one that somebody has.
mod fitted {
    pub const OFFSET: f32 = -2.98;
    /// The lead over the next known question.
    pub const LEAD: f32 = 0.95;
    /// The lead over the questions of any topic that ask nothing known.
    pub const LEAD_OVER_REST: f32 = 2.24;
    /// How near its own examples are.
    pub const OWN: f32 = 1.45;
    /// How near its canonical wording is.
    pub const CANONICAL: f32 = 2.5;
    /// Dispatch found the topic that it belongs to.
    pub const TOPIC: f32 = 1.56;
}

/// A labelled question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Example {
    /// The subject line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Slug of the topic.
    pub topic: String,
    /// The known question that it asks, if any.
    #[serde(rename = "intent")]
    pub known: Option<String>,
}

/// A known question in its canonical wording.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct KnownQuestion {
    /// Its name.
    pub id: String,
    /// Slug of its topic.
    pub topic: String,
    /// The wording.
    #[serde(rename = "canonical_question")]
    pub question: String,
}

/// A known question that a text may ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// Its name.
    pub id: String,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
}

/// The known question that a text asks, when that is sure; `found` has the surest first.
#[must_use]
pub fn sure_of(found: &[Recognised]) -> Option<&Recognised> {
    let next = found.get(1).map_or(0.0, |next| next.confidence);
    let sure =
        |best: &&Recognised| best.confidence >= RECOGNISED && best.confidence - next >= AHEAD;
    found.first().filter(sure)
}

/// What an example stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    /// A known question.
    Known(String),
    /// Something else about a topic.
    Rest(String),
}

#[derive(Debug)]
struct Kept {
    /// Its place among the labels.
    label: usize,
    canonical: bool,
}

/// The examples, ready to be compared with.
#[derive(Debug)]
pub struct Corpus {
    kept: Vec<Kept>,
    /// What they stand for, each once and in order.
    labels: Vec<Label>,
    topics: BTreeMap<String, String>,
    /// The features of each kind.
    features: [Features; WEIGHTS.len()],
    /// The words that tell a text from others.
    words: Features,
}

/// A question whose words were read: reading them costs more than all that is then made of them.
#[derive(Debug)]
pub struct Words {
    subject: Vec<Token>,
    body: Vec<Token>,
    /// The words of both with their edges marked, as n-grams are cut from them.
    edged: Vec<String>,
}

impl Words {
    /// The words of a question.
    #[must_use]
    pub fn of(subject: &str, body: &str) -> Self {
        let (subject, body) = (language::tokens(subject), language::tokens(body));
        let edged = subject.iter().chain(&body);
        Self {
            edged: edged.map(|token| language::edged(&token.word)).collect(),
            subject,
            body,
        }
    }

    /// N-grams, stems and pairs of stems. Stop words count: "wanneer" and "wie" ask something else
    /// about the same thing.
    fn features(&self) -> [Counts<'_>; WEIGHTS.len()] {
        let grams = self.edged.iter();
        let grams = grams.flat_map(|word| language::ngrams(word, NGRAMS).map(Cow::Borrowed));
        let all = self.subject.iter().chain(&self.body);
        let stems = all.flat_map(|token| std::iter::once(&token.stem).chain(&token.parts));
        let pairs = [&self.subject, &self.body].into_iter().flat_map(|text| {
            let telling: Vec<&Token> = text.iter().filter(|token| !token.stop).collect();
            let pair = |two: &[&Token]| Cow::Owned(format!("{} {}", two[0].stem, two[1].stem));
            telling.windows(2).map(pair).collect::<Vec<_>>()
        });
        [
            counted(grams),
            counted(stems.map(|stem| Cow::Borrowed(stem.as_str()))),
            counted(pairs),
        ]
    }

    /// The stems that are no stop words, and the parts of compounds.
    fn telling(&self) -> BTreeMap<String, f32> {
        let mut words: BTreeMap<String, f32> = BTreeMap::new();
        let mut add = |word: &String, weight: f32| match words.get_mut(word) {
            Some(so_far) => *so_far += weight,
            None => {
                words.insert(word.clone(), weight);
            }
        };
        for (text, weight) in [(&self.subject, SUBJECT_WEIGHT), (&self.body, 1.0)] {
            for token in text.iter().filter(|token| !token.stop) {
                for part in &token.parts {
                    add(part, weight * PART_WEIGHT);
                }
                add(&token.stem, weight);
            }
        }
        words
    }
}

/// How often each feature occurs, in the order of their names so that sums never depend on chance.
type Counts<'w> = Vec<(Cow<'w, str>, f32)>;

fn counted<'w>(features: impl Iterator<Item = Cow<'w, str>>) -> Counts<'w> {
    let mut all: Vec<Cow<'w, str>> = features.collect();
    all.sort_unstable();
    let mut counts: Counts<'w> = Vec::with_capacity(all.len());
    for feature in all {
        match counts.last_mut() {
            Some((last, count)) if *last == feature => *count += 1.0,
            _ => counts.push((feature, 1.0)),
        }
    }
    counts
}

/// The features of one kind that the examples have.
#[derive(Debug, Default)]
struct Features {
    /// Examples that were counted.
    texts: usize,
    known: FxHashMap<String, Feature>,
}

#[derive(Debug, Default)]
struct Feature {
    /// In how many of the counted examples it is.
    occurs: usize,
    /// In which texts it is, and with what weight.
    places: Vec<(usize, f32)>,
}

impl Features {
    fn count<'f>(&mut self, features: impl Iterator<Item = &'f str>) {
        self.texts += 1;
        for feature in features {
            self.note(Cow::Borrowed(feature), |it| it.occurs += 1);
        }
    }

    /// Notes something of a feature, whose name is copied the first time only.
    fn note(&mut self, feature: Cow<'_, str>, note: impl FnOnce(&mut Feature)) {
        if let Some(known) = self.known.get_mut(&*feature) {
            note(known);
        } else {
            note(self.known.entry(feature.into_owned()).or_default());
        }
    }

    /// A feature that no example has is as rare as one that a single example has.
    fn rarity(&self, feature: Option<&Feature>) -> f32 {
        let occurs = feature.map_or(1, |it| it.occurs.max(1));
        ((number(self.texts) + 1.0) / (number(occurs) + 0.5)).ln()
    }
}

/// A feature of a text: how much it weighs there, and what the examples know of it.
struct Weighed<'w, 'c> {
    feature: Cow<'w, str>,
    weight: f32,
    known: Option<&'c Feature>,
}

fn number(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}

impl Corpus {
    /// The examples that ship with the program.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
            let read = examples().and_then(|examples| Ok((examples, known()?)));
            let (examples, known) = read.unwrap_or_else(|error| {
                // A test reads the embedded files, so this can only follow a broken build.
                tracing::error!(%error, "The labelled questions cannot be read; none is recognised");
                (Vec::new(), Vec::new())
            });
            Corpus::of(&examples, &known)
        });
        &CORPUS
    }

    /// These examples and known questions.
    #[must_use]
    pub fn of(examples: &[Example], known: &[KnownQuestion]) -> Self {
        let mut features: [Features; WEIGHTS.len()] = Default::default();
        let mut words = Features::default();
        let mut read: Vec<(Label, bool, Words)> = Vec::new();
        for example in examples {
            let asked = Words::of(&example.subject, &example.body);
            for (features, counts) in features.iter_mut().zip(&asked.features()) {
                features.count(counts.iter().map(|(feature, _)| &**feature));
            }
            words.count(asked.telling().keys().map(String::as_str));
            let label = match &example.known {
                Some(id) => Label::Known(id.clone()),
                None => Label::Rest(example.topic.clone()),
            };
            read.push((label, false, asked));
        }
        for question in known {
            let label = Label::Known(question.id.clone());
            read.push((label, true, Words::of("", &question.question)));
        }
        let mut labels: Vec<Label> = read.iter().map(|(label, ..)| label.clone()).collect();
        labels.sort_unstable();
        labels.dedup();
        let mut corpus = Self {
            kept: Vec::new(),
            labels,
            topics: known
                .iter()
                .map(|it| (it.id.clone(), it.topic.clone()))
                .collect(),
            features,
            words,
        };
        for (at, (label, canonical, asked)) in read.into_iter().enumerate() {
            let weighed = corpus.weigh(asked.features()).map(|kind| {
                let named = kind.into_iter().map(|it| (it.feature, it.weight));
                named.collect::<Vec<_>>()
            });
            for (features, weighed) in corpus.features.iter_mut().zip(weighed) {
                for (feature, weight) in weighed {
                    features.note(feature, |it| it.places.push((at, weight)));
                }
            }
            let label = corpus.labels.partition_point(|known| *known < label);
            corpus.kept.push(Kept { label, canonical });
        }
        corpus
    }

    /// The known questions that a text may ask, the surest first. `topic` is what dispatch made of
    /// it.
    #[must_use]
    pub fn recognise(&self, words: &Words, topic: Option<&str>) -> Vec<Recognised> {
        let mut near = vec![0.0_f32; self.kept.len()];
        for Weighed { weight, known, .. } in self.weigh(words.features()).iter().flatten() {
            for (at, other) in known.iter().flat_map(|it| &it.places) {
                near[*at] += weight * other;
            }
        }
        let mut order: Vec<usize> = (0..near.len()).collect();
        order.sort_by(|a, b| near[*b].total_cmp(&near[*a]).then(a.cmp(b)));

        let mut votes: BTreeMap<usize, f32> = BTreeMap::new();
        for at in order.iter().take(NEIGHBOURS) {
            *votes.entry(self.kept[*at].label).or_default() += near[*at].powi(NEARNESS);
        }
        let total: f32 = votes.values().sum();
        if total <= 0.0 {
            return Vec::new();
        }
        let best_but = |own: usize| {
            let others = votes.iter().filter(|(label, _)| **label != own);
            let best = |known: bool| {
                others
                    .clone()
                    .filter(|(label, _)| matches!(self.labels[**label], Label::Known(_)) == known)
                    .map(|(_, vote)| *vote)
                    .fold(0.0, f32::max)
            };
            (best(true), best(false))
        };
        let mut found: Vec<Recognised> = votes
            .iter()
            .filter_map(|(label, vote)| {
                let Label::Known(id) = &self.labels[*label] else {
                    return None;
                };
                let own = |at: &&usize| self.kept[**at].label == *label;
                let nearest: f32 = order.iter().filter(own).take(OWN).map(|at| near[*at]).sum();
                let canonical = order
                    .iter()
                    .filter(own)
                    .find(|at| self.kept[**at].canonical);
                let (next, rest) = best_but(*label);
                let of_topic = topic.is_some() && self.topics.get(id).map(String::as_str) == topic;
                let sum = fitted::OFFSET
                    + fitted::LEAD * (vote - next) / total
                    + fitted::LEAD_OVER_REST * (vote - rest) / total
                    + fitted::OWN * nearest / number(OWN)
                    + fitted::CANONICAL * canonical.map_or(0.0, |at| near[*at])
                    + if of_topic { fitted::TOPIC } else { 0.0 };
                Some(Recognised {
                    id: id.clone(),
                    confidence: logistic(sum),
                })
            })
            .collect();
        found.sort_by(|a, b| {
            b.confidence
                .total_cmp(&a.confidence)
                .then_with(|| a.id.cmp(&b.id))
        });
        found
    }

    /// The words of a question that tell it from others, a vector of length 1.
    #[must_use]
    pub fn words(&self, words: &Words) -> BTreeMap<String, f32> {
        let mut words = words.telling();
        for (word, count) in &mut words {
            *count = damped(*count) * self.words.rarity(self.words.known.get(word));
        }
        scale(words.values_mut(), 1.0);
        words
    }

    /// Whether so many questions have the word that it leads nowhere: every tenth one.
    #[must_use]
    pub fn is_common(&self, word: &str) -> bool {
        let occurs = self.words.known.get(word).map_or(0, |it| it.occurs);
        occurs * 10 > self.words.texts
    }

    /// The counts as one vector of length 1.
    fn weigh<'w>(
        &self,
        counts: [Counts<'w>; WEIGHTS.len()],
    ) -> [Vec<Weighed<'w, '_>>; WEIGHTS.len()] {
        let mut counts = counts;
        let mut length: f32 = 0.0;
        let mut weighed: [Vec<Weighed<'w, '_>>; WEIGHTS.len()] = std::array::from_fn(|kind| {
            let (features, weight) = (&self.features[kind], WEIGHTS[kind]);
            let weigh = |(feature, count): (Cow<'w, str>, f32)| {
                let known = features.known.get(&*feature);
                Weighed {
                    weight: damped(count) * features.rarity(known),
                    feature,
                    known,
                }
            };
            let counted = std::mem::take(&mut counts[kind]).into_iter();
            let mut weighed: Vec<Weighed<'_, '_>> = counted.map(weigh).collect();
            if scale(weighed.iter_mut().map(|it| &mut it.weight), weight) {
                length += weight * weight;
            }
            weighed
        });
        for it in weighed.iter_mut().flatten() {
            it.weight /= length.sqrt();
        }
        weighed
    }
}

/// One over one plus e to the minus x: a sum of reasons as a probability.
pub(super) fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// A word that comes back says a little more, not twice as much.
fn damped(count: f32) -> f32 {
    if count > 1.0 { 1.0 + count.ln() } else { count }
}

/// Gives a vector this length; `false` when it is empty.
fn scale<'c>(vector: impl Iterator<Item = &'c mut f32>, length: f32) -> bool {
    let vector: Vec<&mut f32> = vector.collect();
    let now = vector.iter().map(|it| **it * **it).sum::<f32>().sqrt();
    if now > 0.0 {
        for value in vector {
            *value *= length / now;
        }
    }
    now > 0.0
}

/// A word of the subject says more, and a part of a compound less than the whole.
const SUBJECT_WEIGHT: f32 = 1.5;
const PART_WEIGHT: f32 = 0.7;

/// The labelled questions that ship with the program.
pub fn examples() -> Result<Vec<Example>, serde_json::Error> {
    lines(QUESTIONS)
}

/// The known questions that ship with the program.
pub fn known() -> Result<Vec<KnownQuestion>, serde_json::Error> {
    lines(KNOWN)
}

fn lines<T: for<'d> Deserialize<'d>>(text: &str) -> Result<Vec<T>, serde_json::Error> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_questions_can_be_read() {
        assert_eq!(examples().unwrap().len(), 430);
        assert_eq!(known().unwrap().len(), 30);
    }

    #[test]
    fn a_known_question_comes_first_in_words_that_no_example_uses() {
        let asked = Words::of(
            "van regio veranderen",
            "Onze raad wil liever bij een andere referentieregio horen. Hoe pakken wij die overstap aan?",
        );
        let found = Corpus::embedded().recognise(&asked, Some("regio-afbakening"));
        assert_eq!(found[0].id, "regio-wijzigen");
        assert!(found[0].confidence > found[1].confidence + 0.1, "{found:?}");
        assert!(found.is_sorted_by(|a, b| a.confidence >= b.confidence));
    }

    #[test]
    fn a_question_about_something_else_is_not_recognised() {
        let corpus = Corpus::embedded();
        for (subject, body, topic) in [
            (
                "Huisvuil",
                "Wanneer wordt het huisvuil opgehaald in onze straat?",
                Some("afval"),
            ),
            ("", "", None),
            ("???", "12345", None),
        ] {
            let found = corpus.recognise(&Words::of(subject, body), topic);
            assert_eq!(sure_of(&found), None, "{subject}: {found:?}");
        }
    }

    #[test]
    fn two_known_questions_that_are_nearly_as_likely_are_not_told_apart() {
        let found = |confidences: [f32; 2]| {
            let one = |confidence: f32| Recognised {
                id: confidence.to_string(),
                confidence,
            };
            sure_of(&confidences.map(one)).map(|it| it.confidence)
        };
        assert_eq!(found([0.9, 0.5]), Some(0.9));
        assert_eq!(found([0.9, 0.7]), None);
        assert_eq!(found([0.49, 0.1]), None);
    }

    #[test]
    fn the_same_question_gets_the_same_answer_every_time() {
        let again = || {
            let corpus = Corpus::of(&examples().unwrap(), &known().unwrap());
            let asked = Words::of("fusie", "Tot welke regio behoort een fusiegemeente?");
            corpus.recognise(&asked, None)
        };
        assert_eq!(again(), again());
    }

    #[test]
    fn without_examples_nothing_is_recognised() {
        let none = Corpus::of(&[], &[]);
        let asked = Words::of("regio", "Welke regio?");
        assert!(none.recognise(&asked, None).is_empty());
    }
}
