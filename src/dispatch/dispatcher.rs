//! From a question to who owns it and where it goes: the directory, the model and the settings
//! brought to the pure functions beside this file.

use std::sync::Arc;

use serde_json::json;
use uuid::Uuid;

use crate::context::Context;
use crate::directory::Atlas;

/// A question, as far as dispatch needs it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// What it is about, in the asker's words.
    pub subject: &'a str,
    /// The question.
    pub body: &'a str,
    /// What stands under it.
    pub signature: &'a str,
    /// Who really asks.
    pub from: Option<&'a str>,
    /// The municipality, as a form says.
    pub municipality: Option<&'a str>,
    /// The organisation, as a form says.
    pub organisation: Option<&'a str>,
    /// The topic, as a form says.
    pub topic: Option<&'a str>,
}

/// Where a question goes after its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onward {
    /// To this desk, by itself.
    Automatic(Uuid),
    /// To this desk, when a person says so.
    Proposed(Uuid),
    /// Nowhere: the owner answers.
    Stay,
}

/// What was decided about a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Considered {
    /// For which organisation it is asked.
    pub organisation_id: Option<Uuid>,
    /// In which municipality.
    pub municipality_nis: Option<String>,
    /// In which province.
    pub province_slug: Option<String>,
    /// In which reference region.
    pub region_code: Option<String>,
    /// What it is about.
    pub topic_slug: Option<String>,
    /// The desk that answers for the follow-up.
    pub owner_desk_id: Uuid,
    /// Where it goes from there.
    pub onward: Onward,
    /// How sure we are, 0 to 1.
    pub confidence: f64,
    /// Everything that made the decision, as JSON.
    pub explanation: String,
}

/// Decides where questions go.
#[derive(Debug, Clone)]
pub struct Dispatcher {
    atlas: Arc<Atlas>,
}

impl Dispatcher {
    /// One that knows the directory.
    #[must_use]
    pub fn new(atlas: Arc<Atlas>) -> Self {
        Self { atlas }
    }

    /// Decides about a question; `None` when the directory has no desk that could own it.
    #[must_use]
    pub fn consider(&self, _ctx: &Context, asked: &Asked<'_>) -> Option<Considered> {
        let sender = asked.from.and_then(|from| self.atlas.sender(from));
        let organisation = sender.as_ref().map(|sender| sender.organisation);
        let province = organisation
            .and_then(|one| one.own_province())
            .map(str::to_owned);
        let owner = province
            .as_deref()
            .and_then(|slug| self.atlas.contact_point(slug))
            .or_else(|| self.atlas.central())?;
        let explanation = json!({
            "located": { "province": province, "organisation": organisation.map(|one| &one.name) },
            "candidates": [],
        });
        Some(Considered {
            organisation_id: organisation.map(|one| one.id.0),
            municipality_nis: organisation
                .and_then(|one| one.municipality)
                .map(|nis| nis.to_string()),
            region_code: organisation.and_then(|one| one.regions.first().cloned()),
            topic_slug: asked
                .topic
                .filter(|slug| self.atlas.topic(slug).is_some())
                .map(str::to_owned),
            owner_desk_id: owner.id.0,
            onward: Onward::Stay,
            confidence: 0.0,
            explanation: explanation.to_string(),
            province_slug: province,
        })
    }
}
