//! Training: one linear support vector machine a topic, by coordinate descent on the dual
//! (Hsieh et al., 2008), then a calibration on questions the model had not seen.
//!
//! Nothing here is left to chance: the order in which lessons are taken comes from a fixed
//! sequence, every topic is trained apart, and the weights end as whole bytes, so that the same
//! lessons give the same file.

use std::collections::BTreeMap;

use super::features::{self, Counts, Hash};
use super::model::{Calibration, Model, amount, log_odds, softmax, vector};

/// Something to learn from: a text and the topic it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// The subject line; empty when the text has none.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Slug of the topic.
    pub topic: String,
    /// Lessons of one group say the same thing: a model is never judged on a question of a group
    /// that it learned from. None: the lesson stands alone.
    pub group: Option<String>,
}

/// How much a lesson may push the model.
const PENALTY: f32 = 3.0;
/// Rounds over all lessons; fewer when nothing moves any more.
const ROUNDS: usize = 40;
const SETTLED: f32 = 0.02;
/// The precision from which a question may go on by itself.
const PRECISION: f32 = 0.95;

/// A lesson as the trainer sees it.
pub(super) struct Prepared {
    counts: Counts,
    topic: usize,
}

/// All lessons with their features counted, so that several models can learn from parts of them.
pub(super) struct Lessons {
    topics: Vec<String>,
    prepared: Vec<Prepared>,
}

impl Lessons {
    /// Counts the features of all lessons.
    pub fn prepare<'l>(lessons: impl IntoIterator<Item = &'l Lesson>) -> Self {
        let lessons: Vec<&Lesson> = lessons.into_iter().collect();
        let mut topics: Vec<String> = lessons.iter().map(|it| it.topic.clone()).collect();
        topics.sort();
        topics.dedup();
        let prepared = lessons
            .iter()
            .map(|lesson| Prepared {
                counts: features::counts(&features::words(&lesson.subject, &lesson.body)),
                topic: topics.binary_search(&lesson.topic).unwrap_or_default(),
            })
            .collect();
        Self { topics, prepared }
    }

    /// A model that learned from the lessons `taken`, not yet calibrated.
    pub fn learn(&self, taken: &[usize]) -> Model {
        let lessons: Vec<&Prepared> = taken.iter().map(|at| &self.prepared[*at]).collect();
        let (features, rarity) = vocabulary(&lessons);
        let known = |hash: Hash| {
            let at = features.binary_search(&hash).ok()?;
            Some((at, rarity[at]))
        };
        let vectors: Vec<Vec<(usize, f32)>> = lessons
            .iter()
            .map(|lesson| vector(&lesson.counts, known))
            .collect();
        let labels: Vec<usize> = lessons.iter().map(|lesson| lesson.topic).collect();

        let columns = all_topics(self.topics.len(), |topic| {
            separate(&vectors, &labels, topic, features.len())
        });
        let scales: Vec<f32> = columns
            .iter()
            .map(|column| scale_of(&column.weights))
            .collect();
        let mut weights = Vec::with_capacity(features.len() * columns.len());
        for at in 0..features.len() {
            for (column, scale) in columns.iter().zip(&scales) {
                weights.push(whole(column.weights[at] / scale));
            }
        }
        Model {
            topics: self.topics.clone(),
            features,
            rarity,
            weights,
            scales,
            biases: columns.iter().map(|column| column.bias).collect(),
            calibration: Calibration::NONE,
        }
    }
}

/// Every feature of the lessons, with what it says by being rare.
fn vocabulary(lessons: &[&Prepared]) -> (Vec<Hash>, Vec<f32>) {
    let mut seen: BTreeMap<Hash, usize> = BTreeMap::new();
    for hash in lessons
        .iter()
        .flat_map(|it| it.counts.iter().flatten())
        .map(|(hash, _)| *hash)
    {
        *seen.entry(hash).or_default() += 1;
    }
    let all = 1.0 + amount(lessons.len());
    seen.into_iter()
        .map(|(hash, times)| (hash, 1.0 + (all / (1.0 + amount(times))).ln()))
        .unzip()
}

/// What tells one topic from all others.
struct Column {
    weights: Vec<f32>,
    bias: f32,
}

/// Trains the topics on as many threads as there are processors; each is trained apart, so the
/// number of threads changes nothing but the time.
fn all_topics(count: usize, train: impl Fn(usize) -> Column + Sync) -> Vec<Column> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = count.div_ceil(threads).max(1);
    let train = &train;
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..count)
            .step_by(share)
            .map(|from| {
                scope.spawn(move || {
                    (from..(from + share).min(count))
                        .map(train)
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_default())
            .collect()
    })
}

fn separate(vectors: &[Vec<(usize, f32)>], labels: &[usize], topic: usize, wide: usize) -> Column {
    let mut weights = vec![0.0_f32; wide];
    let mut bias = 0.0_f32;
    let mut pushes = vec![0.0_f32; vectors.len()];
    let give = 1.0 / (2.0 * PENALTY);
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    let mut sequence = Sequence(0x9e37_79b9_7f4a_7c15);
    for _ in 0..ROUNDS {
        sequence.shuffle(&mut order);
        let mut furthest = 0.0_f32;
        for &at in &order {
            let vector = &vectors[at];
            let side = if labels[at] == topic { 1.0 } else { -1.0 };
            let mut margin = bias;
            for (feature, value) in vector {
                margin += weights[*feature] * value;
            }
            let slope = side * margin - 1.0 + give * pushes[at];
            let slope = if pushes[at] > 0.0 {
                slope
            } else {
                slope.min(0.0)
            };
            if slope == 0.0 {
                continue;
            }
            furthest = furthest.max(slope.abs());
            // A vector has length one, and the bias counts as one more feature.
            let raised = (pushes[at] - slope / (2.0 + give)).max(0.0);
            let step = (raised - pushes[at]) * side;
            pushes[at] = raised;
            for (feature, value) in vector {
                weights[*feature] += step * value;
            }
            bias += step;
        }
        if furthest < SETTLED {
            break;
        }
    }
    Column { weights, bias }
}

/// A fixed sequence of numbers that look like chance (xorshift).
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.0 % limit).unwrap_or_default()
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            order.swap(at, self.below(at + 1));
        }
    }
}

fn scale_of(weights: &[f32]) -> f32 {
    let most = weights
        .iter()
        .fold(0.0_f32, |most, weight| most.max(weight.abs()));
    if most > 0.0 {
        most / f32::from(i8::MAX)
    } else {
        1.0
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the range of a byte first"
)]
fn whole(weight: f32) -> i8 {
    weight.round().clamp(f32::from(i8::MIN), f32::from(i8::MAX)) as i8
}

/// The fold of each lesson: whole groups together, the folds of nearly the same size, and the
/// same folds for the same lessons.
#[must_use]
pub fn folds(groups: &[Option<&str>], count: usize) -> Vec<usize> {
    let count = count.max(1);
    let mut members: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        let name = group.map_or_else(|| format!("{at:08}"), str::to_owned);
        members.entry((group.is_none(), name)).or_default().push(at);
    }
    let mut groups: Vec<Vec<usize>> = members.into_values().collect();
    groups.sort_by_key(|members| std::cmp::Reverse(members.len()));
    let mut sizes = vec![0; count];
    let mut folds = vec![0; groups.iter().map(Vec::len).sum()];
    for members in groups {
        let smallest = (0..count)
            .min_by_key(|fold| sizes[*fold])
            .unwrap_or_default();
        sizes[smallest] += members.len();
        for at in members {
            folds[at] = smallest;
        }
    }
    folds
}

/// Fits how certainty is read: `tried` holds the probability of each first choice on a question
/// the model had not seen, and whether it was right.
#[must_use]
pub fn calibrate(tried: &[(f32, bool)]) -> Calibration {
    let points: Vec<(f32, f32)> = tried
        .iter()
        .map(|(likely, right)| (log_odds(*likely), if *right { 1.0 } else { 0.0 }))
        .collect();
    let (slope, offset) = fit(&points);
    let mut calibration = Calibration {
        sharpness: Calibration::SHARPNESS,
        slope,
        offset,
        threshold: 1.0,
    };
    let mut sure: Vec<(f32, bool)> = tried
        .iter()
        .map(|(likely, right)| (calibration.confidence(*likely), *right))
        .collect();
    sure.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut right = 0;
    for (at, (confidence, was_right)) in sure.iter().enumerate() {
        right += usize::from(*was_right);
        if amount(right) / amount(at + 1) >= PRECISION {
            calibration.threshold = *confidence;
        }
    }
    calibration
}

/// The line through log odds that makes the outcomes likeliest: Newton's method with a slight pull
/// towards no correction, each step halved until it helps.
fn fit(points: &[(f32, f32)]) -> (f32, f32) {
    let chance = |x: f32| softmax(&[x, 0.0], 1.0)[0];
    let loss = |slope: f32, offset: f32| {
        let pull = 0.5 * ((slope - 1.0).powi(2) + offset * offset);
        let missed = |(x, y): &(f32, f32)| {
            let p = chance(slope * x + offset);
            -(if *y > 0.5 { p } else { 1.0 - p }).max(1e-12).ln()
        };
        pull + points.iter().map(missed).sum::<f32>()
    };
    let (mut slope, mut offset) = (1.0_f32, 0.0_f32);
    for _ in 0..50 {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (slope - 1.0, offset, 1.0, 0.0, 1.0);
        for (x, y) in points {
            let p = chance(slope * x + offset);
            let spread = p * (1.0 - p);
            g0 += (p - y) * x;
            g1 += p - y;
            h00 += spread * x * x;
            h01 += spread * x;
            h11 += spread;
        }
        let size = h00 * h11 - h01 * h01;
        let (d0, d1) = ((h11 * g0 - h01 * g1) / size, (h00 * g1 - h01 * g0) / size);
        let now = loss(slope, offset);
        let mut step = 1.0_f32;
        while step > 1e-4 && loss(slope - step * d0, offset - step * d1) >= now {
            step /= 2.0;
        }
        if step <= 1e-4 {
            break;
        }
        slope -= step * d0;
        offset -= step * d1;
    }
    (slope, offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(body: &str, topic: &str) -> Lesson {
        Lesson {
            subject: String::new(),
            body: body.into(),
            topic: topic.into(),
            group: None,
        }
    }

    #[test]
    fn a_model_learns_to_tell_topics_apart() {
        let lessons = [
            lesson("brandweer kazerne zonecommandant", "brand"),
            lesson("dotatie voor de brandweerzone", "brand"),
            lesson("kapmachtiging voor een bos", "bos"),
            lesson("bomen kappen in het natuurgebied", "bos"),
        ];
        let model = Lessons::prepare(&lessons).learn(&[0, 1, 2, 3]);
        assert_eq!(
            model.judge(&model.read("", "de brandweer")).topics[0].0,
            "brand"
        );
        assert_eq!(
            model.judge(&model.read("", "een boom in het bos")).topics[0].0,
            "bos"
        );
    }

    #[test]
    fn the_same_lessons_give_the_same_file() {
        let lessons = [lesson("brandweer", "brand"), lesson("bos en bomen", "bos")];
        let learn = || Lessons::prepare(&lessons).learn(&[0, 1]).to_bytes();
        assert_eq!(learn(), learn());
    }

    #[test]
    fn a_group_is_never_in_two_folds() {
        let groups = [
            Some("a"),
            None,
            Some("b"),
            Some("a"),
            None,
            Some("b"),
            Some("a"),
            None,
            None,
        ];
        let folds = folds(&groups, 3);
        assert_eq!(folds[0], folds[3]);
        assert_eq!(folds[0], folds[6]);
        assert_eq!(folds[2], folds[5]);
        for fold in 0..3 {
            assert_eq!(folds.iter().filter(|it| **it == fold).count(), 3);
        }
    }

    #[test]
    fn calibration_tells_how_often_it_is_right() {
        let tried: Vec<(f32, bool)> = (0..400)
            .map(|at| {
                if at % 2 == 0 {
                    (0.99, at % 20 != 0)
                } else {
                    (0.6, at % 4 == 1)
                }
            })
            .collect();
        let calibration = calibrate(&tried);
        assert!((calibration.confidence(0.99) - 0.9).abs() < 0.02);
        assert!((calibration.confidence(0.6) - 0.5).abs() < 0.02);
        assert!(calibration.threshold > 0.99, "90 % is not sure enough");
    }
}
