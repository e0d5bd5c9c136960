//! The trained text model: features in, a probability for every topic out.
//!
//! A model is one small file: the topics it knows, the features it weighs and one byte for every
//! pair of the two. It does not know which administration answers for a topic; that is the
//! directory's, so that a topic that moves to another administration needs no training.

use std::sync::LazyLock;

use super::features::{self, Hash, Kind, WordFeatures};

/// The model that ships with the program, as `route train` wrote it.
const EMBEDDED: &[u8] = include_bytes!("../../config/dispatch/model.bin");

/// The first bytes of a model file; the last one is the version of the layout.
const MAGIC: &[u8; 8] = b"RVMODEL\x01";

/// Why a file is no model.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ModelError {
    /// The file does not start as a model does.
    #[error("this is not a model of this version of regiovraag; make one with `route train`")]
    NotAModel,
    /// The file ends too early, or holds what cannot be true.
    #[error("the model is damaged at byte {0}")]
    Damaged(usize),
}

/// A trained model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(super) topics: Vec<String>,
    /// The features it weighs, in the order of their hashes.
    pub(super) features: Vec<Hash>,
    /// How much a feature says by being there at all: rare ones say more.
    pub(super) rarity: Vec<f32>,
    /// For every feature one weight a topic, in units of the topic's scale.
    pub(super) weights: Vec<i8>,
    pub(super) scales: Vec<f32>,
    pub(super) biases: Vec<f32>,
    pub(super) calibration: Calibration,
}

/// What makes the model's own certainty the share of cases in which it is right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// How sharply a margin becomes a probability.
    pub sharpness: f32,
    /// Slope of the correction, on the scale of log odds.
    pub slope: f32,
    /// Offset of the correction.
    pub offset: f32,
    /// From this confidence on, at least 95 % of the questions it was tried on went to the right
    /// administration.
    pub threshold: f32,
}

impl Calibration {
    /// The sharpness a model is trained and judged with.
    pub(super) const SHARPNESS: f32 = 6.0;

    /// No correction yet, and nothing certain enough.
    pub(super) const NONE: Self = Self {
        sharpness: Self::SHARPNESS,
        slope: 1.0,
        offset: 0.0,
        threshold: 1.0,
    };

    /// The share of cases in which something this probable is right.
    #[must_use]
    pub fn confidence(&self, probability: f32) -> f32 {
        let odds = log_odds(probability);
        1.0 / (1.0 + (-(self.slope * odds + self.offset)).exp())
    }
}

/// Log odds, kept finite.
pub(super) fn log_odds(probability: f32) -> f32 {
    let p = probability.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

/// A question as a model reads it, once for everything that is asked about it.
#[derive(Debug)]
pub struct Reading<'q> {
    subject: &'q str,
    body: &'q str,
    words: Vec<WordFeatures>,
    counts: features::Counts,
    /// Where its features stand in the model that read it, and how much each says.
    vector: Vec<(usize, f32)>,
}

/// What the model thinks of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Every topic with its probability, the likeliest first; ties in the order of their names.
    pub topics: Vec<(String, f32)>,
}

/// A word that moved a decision, as the asker wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The word.
    pub word: String,
    /// How much it moved, beside the other words.
    pub weight: f32,
}

impl Model {
    /// The model that ships with the program.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            Model::from_bytes(EMBEDDED).unwrap_or_else(|error| {
                // A test reads the embedded file, so this can only follow a broken build.
                tracing::error!(%error, "The embedded model cannot be read; every question stays with its contact point");
                Model::empty()
            })
        });
        &MODEL
    }

    /// A model that knows nothing and decides nothing.
    pub(super) fn empty() -> Self {
        Self {
            topics: Vec::new(),
            features: Vec::new(),
            rarity: Vec::new(),
            weights: Vec::new(),
            scales: Vec::new(),
            biases: Vec::new(),
            calibration: Calibration::NONE,
        }
    }

    /// The topics it tells apart.
    #[must_use]
    pub fn topics(&self) -> &[String] {
        &self.topics
    }

    /// How its certainty is read.
    #[must_use]
    pub fn calibration(&self) -> Calibration {
        self.calibration
    }

    /// Reads a question.
    #[must_use]
    pub fn read<'q>(&self, subject: &'q str, body: &'q str) -> Reading<'q> {
        let words = features::words(subject, body);
        let counts = features::counts(&words);
        let vector = vector(&counts, |hash| {
            let at = self.features.binary_search(&hash).ok()?;
            Some((at, self.rarity[at]))
        });
        Reading {
            subject,
            body,
            words,
            counts,
            vector,
        }
    }

    /// Judges a question that this model has read.
    #[must_use]
    pub fn judge(&self, question: &Reading<'_>) -> Judgement {
        let mut margins = self.biases.clone();
        for &(at, value) in &question.vector {
            for ((margin, weight), scale) in margins
                .iter_mut()
                .zip(self.weights_of(at))
                .zip(&self.scales)
            {
                *margin += value * f32::from(*weight) * scale;
            }
        }
        let likely = softmax(&margins, self.calibration.sharpness);
        let mut topics: Vec<(String, f32)> = self.topics.iter().cloned().zip(likely).collect();
        topics.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Judgement { topics }
    }

    /// The words that most moved the question towards `topic`, the strongest first, at most `most`.
    #[must_use]
    pub fn moved_by(&self, question: &Reading<'_>, topic: &str, most: usize) -> Vec<Moved> {
        let Some(column) = self.topics.iter().position(|known| known == topic) else {
            return Vec::new();
        };
        let mut pull: Vec<(Hash, f32)> = question
            .vector
            .iter()
            .map(|&(at, value)| {
                let total: f32 = self
                    .weights_of(at)
                    .iter()
                    .zip(&self.scales)
                    .map(|(weight, scale)| f32::from(*weight) * scale)
                    .sum();
                let own = f32::from(self.weights_of(at)[column]) * self.scales[column];
                let mean = total / amount(self.topics.len());
                (self.features[at], value * (own - mean))
            })
            .collect();
        pull.sort_unstable_by_key(|(hash, _)| *hash);
        let mut moved: Vec<(String, Moved)> = Vec::new();
        for word in question.words.iter().filter(|word| !word.stop) {
            // A feature that several words share is shared out among them.
            let weight: f32 = word
                .features
                .iter()
                .filter_map(|(kind, hash)| {
                    let count = features::value_of(&question.counts[*kind as usize], *hash)?;
                    Some(features::value_of(&pull, *hash)? / count)
                })
                .sum();
            let text = if word.in_subject {
                question.subject
            } else {
                question.body
            };
            let original = text.get(word.span.clone()).unwrap_or_default();
            match moved.iter_mut().find(|(known, _)| *known == word.word) {
                Some((_, known)) => known.weight += weight,
                None => {
                    moved.push((
                        word.word.clone(),
                        Moved {
                            word: original.to_owned(),
                            weight,
                        },
                    ));
                }
            }
        }
        let mut moved: Vec<Moved> = moved
            .into_iter()
            .map(|(_, it)| it)
            .filter(|it| it.weight > 0.0)
            .collect();
        moved.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let strongest = moved.first().map_or(0.0, |it| it.weight);
        moved.retain(|it| it.weight >= strongest * 0.2);
        moved.truncate(most);
        moved
    }

    fn weights_of(&self, at: usize) -> &[i8] {
        let wide = self.topics.len();
        &self.weights[at * wide..(at + 1) * wide]
    }

    // ---- the file

    /// The model as a file; the same model is the same bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        put_count(&mut bytes, self.topics.len());
        for topic in &self.topics {
            put_count(&mut bytes, topic.len());
            bytes.extend_from_slice(topic.as_bytes());
        }
        let Calibration {
            sharpness,
            slope,
            offset,
            threshold,
        } = self.calibration;
        put_numbers(&mut bytes, &[sharpness, slope, offset, threshold]);
        put_numbers(&mut bytes, &self.scales);
        put_numbers(&mut bytes, &self.biases);
        put_count(&mut bytes, self.features.len());
        for feature in &self.features {
            bytes.extend_from_slice(&feature.to_le_bytes());
        }
        put_numbers(&mut bytes, &self.rarity);
        bytes.extend(self.weights.iter().map(|weight| weight.to_le_bytes()[0]));
        bytes
    }

    /// Reads a model file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let body = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let mut reader = Reader { all: body, at: 0 };
        let wide = reader.count()?;
        let mut topics = Vec::new();
        for _ in 0..wide {
            let length = reader.count()?;
            let name = std::str::from_utf8(reader.take(length)?).map_err(|_| reader.damaged())?;
            topics.push(name.to_owned());
        }
        let [sharpness, slope, offset, threshold] = reader.numbers(4)?[..] else {
            return Err(reader.damaged());
        };
        let scales = reader.numbers(wide)?;
        let biases = reader.numbers(wide)?;
        let long = reader.count()?;
        let features = reader
            .quads(long)?
            .map(u32::from_le_bytes)
            .collect::<Vec<_>>();
        if !features.is_sorted() {
            return Err(reader.damaged());
        }
        let rarity = reader.numbers(long)?;
        let size = long.checked_mul(wide).ok_or_else(|| reader.damaged())?;
        let weights = reader
            .take(size)?
            .iter()
            .map(|byte| i8::from_le_bytes([*byte]))
            .collect();
        if reader.at != body.len() {
            return Err(reader.damaged());
        }
        let calibration = Calibration {
            sharpness,
            slope,
            offset,
            threshold,
        };
        Ok(Self {
            topics,
            features,
            rarity,
            weights,
            scales,
            biases,
            calibration,
        })
    }
}

/// A vector of length one over the features that `known` has a place and a rarity for.
pub(super) fn vector(
    counts: &features::Counts,
    known: impl Fn(Hash) -> Option<(usize, f32)>,
) -> Vec<(usize, f32)> {
    let mut joined = Vec::new();
    for (kind, counts) in Kind::ALL.into_iter().zip(counts) {
        let mut part: Vec<(usize, f32)> = counts
            .iter()
            .filter_map(|(hash, count)| {
                let (at, rarity) = known(*hash)?;
                Some((at, (1.0 + count.ln()) * rarity))
            })
            .collect();
        scale_to(&mut part, kind.weight());
        joined.append(&mut part);
    }
    scale_to(&mut joined, 1.0);
    joined
}

fn scale_to(vector: &mut [(usize, f32)], length: f32) {
    let now = vector
        .iter()
        .map(|(_, value)| value * value)
        .sum::<f32>()
        .sqrt();
    if now > 0.0 {
        for (_, value) in vector {
            *value *= length / now;
        }
    }
}

/// Margins as probabilities that add up to one.
pub(super) fn softmax(margins: &[f32], sharpness: f32) -> Vec<f32> {
    let highest = margins.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let raised: Vec<f32> = margins
        .iter()
        .map(|margin| (sharpness * (margin - highest)).exp())
        .collect();
    let total: f32 = raised.iter().sum();
    raised.into_iter().map(|value| value / total).collect()
}

/// A count as a number to calculate with.
pub(super) fn amount(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}

fn put_count(bytes: &mut Vec<u8>, count: usize) {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    bytes.extend_from_slice(&count.to_le_bytes());
}

fn put_numbers(bytes: &mut Vec<u8>, numbers: &[f32]) {
    for number in numbers {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
}

struct Reader<'b> {
    all: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn damaged(&self) -> ModelError {
        ModelError::Damaged(self.at + MAGIC.len())
    }

    fn take(&mut self, length: usize) -> Result<&'b [u8], ModelError> {
        let end = self.at.checked_add(length).ok_or_else(|| self.damaged())?;
        let taken = self.all.get(self.at..end).ok_or_else(|| self.damaged())?;
        self.at = end;
        Ok(taken)
    }

    fn quads(&mut self, count: usize) -> Result<impl Iterator<Item = [u8; 4]> + 'b, ModelError> {
        let size = count.checked_mul(4).ok_or_else(|| self.damaged())?;
        Ok(self
            .take(size)?
            .chunks_exact(4)
            .map(|quad| [quad[0], quad[1], quad[2], quad[3]]))
    }

    fn count(&mut self) -> Result<usize, ModelError> {
        let count = self.quads(1)?.next().map(u32::from_le_bytes);
        count
            .and_then(|it| usize::try_from(it).ok())
            .ok_or_else(|| self.damaged())
    }

    fn numbers(&mut self, count: usize) -> Result<Vec<f32>, ModelError> {
        let numbers: Vec<f32> = self.quads(count)?.map(f32::from_le_bytes).collect();
        if numbers.iter().all(|number| number.is_finite()) {
            Ok(numbers)
        } else {
            Err(self.damaged())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_can_be_read_and_written_back() {
        let model = Model::from_bytes(EMBEDDED).unwrap();
        assert_eq!(model.topics().len(), 40);
        assert!(EMBEDDED.len() < 2_000_000, "{} bytes", EMBEDDED.len());
        assert_eq!(model.to_bytes(), EMBEDDED);
    }

    #[test]
    fn a_damaged_file_is_refused_at_every_length() {
        assert_eq!(
            Model::from_bytes(b"PK\x03\x04 something"),
            Err(ModelError::NotAModel)
        );
        for length in [8, 11, 12, 60, 1000, EMBEDDED.len() - 1] {
            let read = Model::from_bytes(&EMBEDDED[..length]);
            assert!(
                matches!(read, Err(ModelError::Damaged(_))),
                "{length} bytes"
            );
        }
        let mut longer = EMBEDDED.to_vec();
        longer.push(0);
        assert!(matches!(
            Model::from_bytes(&longer),
            Err(ModelError::Damaged(_))
        ));
    }

    #[test]
    fn a_question_without_words_gets_a_judgement_all_the_same() {
        let (model, empty) = (Model::embedded(), Model::empty());
        let judged = model.judge(&model.read("", ""));
        assert_eq!(judged.topics.len(), 40);
        let total: f32 = judged.topics.iter().map(|(_, likely)| likely).sum();
        assert!((total - 1.0).abs() < 1e-3);
        let judged = empty.judge(&empty.read("vraag", "over iets"));
        assert!(judged.topics.is_empty());
    }

    #[test]
    fn the_words_that_moved_it_are_quoted_as_written() {
        let model = Model::embedded();
        let question = model.read(
            "Vraagje",
            "Wie betaalt de dotatie van onze Hulpverleningszone?",
        );
        let moved = model.moved_by(&question, "hulpverleningszones", 4);
        assert_eq!(moved[0].word, "Hulpverleningszone");
        assert!(moved.iter().all(|it| it.word != "Wie"));
    }
}
