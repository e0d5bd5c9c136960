//! What a question is about, and who answers for that: the model's topics, summed up per
//! administration.

use serde::{Deserialize, Serialize};

use super::model::{Model, Reading};
use crate::directory::Atlas;

/// Stands for the asker's own contact point where an administration is named.
pub const CONTACT_POINT: &str = "contact_point";

/// Somebody who may have to answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Slug of the administration, or [`CONTACT_POINT`].
    pub administration: String,
    /// The likeliest of its topics.
    pub topic: String,
    /// The share of cases in which a first choice this certain is right.
    pub confidence: f32,
}

/// The candidates for a question, the likeliest first.
///
/// A topic that the directory does not know, or no longer uses, leads to the contact point.
#[must_use]
pub fn classify(model: &Model, atlas: &Atlas, question: &Reading<'_>) -> Vec<Candidate> {
    likely(model, atlas, question)
        .into_iter()
        .map(|it| Candidate {
            confidence: model.calibration().confidence(it.confidence),
            ..it
        })
        .collect()
}

/// The candidates with the model's own probability, before calibration.
pub(super) fn likely(model: &Model, atlas: &Atlas, question: &Reading<'_>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for (topic, likely) in model.judge(question).topics {
        let administration = atlas
            .topic(&topic)
            .filter(|topic| topic.active)
            .and_then(|topic| atlas.administration_of(topic))
            .map_or(CONTACT_POINT, |desk| &desk.slug);
        // Topics come with the likeliest first, so the first one of an administration names it.
        match candidates
            .iter_mut()
            .find(|it| it.administration == administration)
        {
            Some(known) => known.confidence += likely,
            None => candidates.push(Candidate {
                administration: administration.to_owned(),
                topic,
                confidence: likely,
            }),
        }
    }
    candidates.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    candidates
}
