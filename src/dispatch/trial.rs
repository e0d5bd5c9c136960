//! Trying a model on questions it did not learn from, and the training that rests on it.

use std::collections::HashSet;

use super::classify::{CONTACT_POINT, Candidate, likely};
use super::model::{Calibration, Model};
use super::train::{Lesson, Lessons, calibrate, folds};
use crate::directory::Atlas;

/// Parts that the questions are cut into to calibrate a model.
const PARTS: usize = 5;

/// What a model that had not seen a question made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The fold the question was kept out with.
    pub fold: usize,
    /// The candidates; calibrated on the other folds.
    pub candidates: Vec<Candidate>,
}

/// A model for each fold, and what it made of the questions of that fold.
#[derive(Debug)]
pub struct Trial {
    /// By question, in the order given.
    pub tried: Vec<Tried>,
    /// By fold: the model that saw none of its questions.
    pub models: Vec<Model>,
    /// The calibration that fits all questions together.
    pub calibration: Calibration,
}

/// Learns from the questions and the background, and calibrates on questions kept out.
#[must_use]
pub fn train(questions: &[Lesson], background: &[Lesson], atlas: &Atlas) -> Model {
    let lessons = Lessons::prepare(questions.iter().chain(background));
    let trial = try_out(&lessons, questions, background, atlas, PARTS);
    let all: Vec<usize> = (0..questions.len() + background.len()).collect();
    let mut model = lessons.learn(&all);
    model.calibration = trial.calibration;
    model
}

/// Cross-validation: for each fold a model that saw neither its questions nor anything of their
/// groups.
#[must_use]
pub fn cross_validate(
    questions: &[Lesson],
    background: &[Lesson],
    atlas: &Atlas,
    parts: usize,
) -> Trial {
    let lessons = Lessons::prepare(questions.iter().chain(background));
    try_out(&lessons, questions, background, atlas, parts)
}

fn try_out(
    lessons: &Lessons,
    questions: &[Lesson],
    background: &[Lesson],
    atlas: &Atlas,
    parts: usize,
) -> Trial {
    let groups: Vec<Option<&str>> = questions.iter().map(|it| it.group.as_deref()).collect();
    let folds = folds(&groups, parts);
    let mut raw: Vec<Vec<Candidate>> = vec![Vec::new(); questions.len()];
    let mut models = Vec::new();
    for fold in 0..parts {
        let held: HashSet<&str> = folds
            .iter()
            .zip(&groups)
            .filter(|(it, _)| **it == fold)
            .filter_map(|(_, it)| *it)
            .collect();
        let seen = (0..questions.len()).filter(|at| folds[*at] != fold);
        let known = background
            .iter()
            .enumerate()
            .filter(|(_, it)| {
                it.group
                    .as_deref()
                    .is_none_or(|group| !held.contains(group))
            })
            .map(|(at, _)| questions.len() + at);
        let model = lessons.learn(&seen.chain(known).collect::<Vec<_>>());
        for (at, question) in questions
            .iter()
            .enumerate()
            .filter(|(at, _)| folds[*at] == fold)
        {
            raw[at] = likely(
                &model,
                atlas,
                &model.read(&question.subject, &question.body),
            );
        }
        models.push(model);
    }
    let outcome = |at: usize| {
        let first = raw[at].first();
        let likely = first.map_or(0.0, |it| it.confidence);
        let right =
            first.is_some_and(|it| it.administration == answers(atlas, &questions[at].topic));
        (likely, right)
    };
    for (fold, model) in models.iter_mut().enumerate() {
        let others: Vec<(f32, bool)> = (0..questions.len())
            .filter(|at| folds[*at] != fold)
            .map(outcome)
            .collect();
        model.calibration = calibrate(&others);
    }
    let calibration = calibrate(&(0..questions.len()).map(outcome).collect::<Vec<_>>());
    let tried = raw
        .into_iter()
        .zip(&folds)
        .map(|(candidates, fold)| Tried {
            fold: *fold,
            candidates: candidates
                .into_iter()
                .map(|it| Candidate {
                    confidence: models[*fold].calibration.confidence(it.confidence),
                    ..it
                })
                .collect(),
        })
        .collect();
    Trial {
        tried,
        models,
        calibration,
    }
}

/// The slug of the administration that answers for a topic.
fn answers<'a>(atlas: &'a Atlas, topic: &str) -> &'a str {
    atlas
        .topic(topic)
        .and_then(|topic| atlas.administration_of(topic))
        .map_or(CONTACT_POINT, |desk| &desk.slug)
}

#[cfg(test)]
mod tests {
    use super::super::lessons;
    use super::*;

    #[test]
    fn questions_it_has_not_seen_reach_the_right_administration() {
        let atlas = Atlas::embedded().unwrap();
        let questions = lessons::questions().unwrap();
        let trial = cross_validate(&questions, &lessons::background().unwrap(), &atlas, 5);
        let right = trial
            .tried
            .iter()
            .zip(&questions)
            .filter(|(tried, question)| {
                tried.candidates[0].administration == answers(&atlas, &question.topic)
            })
            .count();
        assert!(
            right * 100 >= questions.len() * 85,
            "{right} of {}",
            questions.len()
        );
    }

    #[test]
    fn the_committed_model_is_what_training_gives() {
        let atlas = Atlas::embedded().unwrap();
        let background = lessons::background().unwrap();
        let model = train(&lessons::questions().unwrap(), &background, &atlas);
        assert!(
            model == *Model::embedded(),
            "run `regiovraag route train` and commit the result"
        );
    }
}
