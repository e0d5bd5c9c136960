//! From a question to who owns it and where it goes: the directory, the model and the settings
//! brought to the pure functions beside this file.

use std::sync::Arc;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::decide::{Decision, Facts, NextStep, decide};
use super::explanation::{Hold, Moment};
use super::locate::Asking;
use super::model::{Model, ModelError};
use super::rules::Rulebook;
use crate::config::DispatchSettings;
use crate::context::Context;
use crate::directory::{self, Atlas, OrganisationId};
use crate::store::StoreError;

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
    /// The organisation that this address is known to be of.
    pub address_book: Option<Uuid>,
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

/// Why the model that the settings name cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenModelError {
    /// The file cannot be read.
    #[error("the model file {path} cannot be read: {cause}")]
    File {
        /// The file.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
    /// The file is no model.
    #[error("the model file {path}: {cause}")]
    Model {
        /// The file.
        path: String,
        /// Why.
        cause: ModelError,
    },
}

/// Decides where questions go.
#[derive(Debug, Clone)]
pub struct Dispatcher {
    atlas: Arc<Atlas>,
    rules: Arc<Rulebook>,
    /// The model of the settings; none: the one that ships with the program.
    model: Option<Arc<Model>>,
}

impl Dispatcher {
    /// One that knows the directory and uses the model that ships with the program.
    #[must_use]
    pub fn new(atlas: Arc<Atlas>) -> Self {
        Self {
            rules: Arc::new(Rulebook::of(&atlas)),
            atlas,
            model: None,
        }
    }

    /// One that uses the model that the settings name, if they name one.
    pub fn open(atlas: Arc<Atlas>, settings: &DispatchSettings) -> Result<Self, OpenModelError> {
        let path = &settings.model_file;
        if path.as_os_str().is_empty() {
            return Ok(Self::new(atlas));
        }
        let named = || path.display().to_string();
        let bytes = std::fs::read(path).map_err(|cause| OpenModelError::File {
            path: named(),
            cause,
        })?;
        let model = Model::from_bytes(&bytes).map_err(|cause| OpenModelError::Model {
            path: named(),
            cause,
        })?;
        Ok(Self {
            model: Some(Arc::new(model)),
            ..Self::new(atlas)
        })
    }

    /// The same with another directory, and the rules that stand in it.
    #[must_use]
    pub fn with(&self, atlas: Arc<Atlas>) -> Self {
        Self {
            model: self.model.clone(),
            ..Self::new(atlas)
        }
    }

    /// Decides about a question; `None` when the directory has no desk that could own it. What would go
    /// by itself to an address that is in doubt is laid before a person.
    pub async fn consider(
        &self,
        db: &impl ConnectionTrait,
        ctx: &Context,
        asked: &Asked<'_>,
    ) -> Result<Option<Considered>, StoreError> {
        let Some(mut decision) = self.decide(ctx, asked) else {
            return Ok(None);
        };
        if let NextStep::Automatic(desk) = decision.onward
            && directory::doubt(db, desk).await?.is_some()
        {
            decision.onward = NextStep::Proposed(desk);
            decision.explanation.onward = Moment::Proposed;
            decision.explanation.hold = Some(Hold::AddressInDoubt);
        }
        let Ok(explanation) = serde_json::to_string(&decision.explanation) else {
            return Ok(None);
        };
        Ok(Some(Considered {
            organisation_id: decision.located.organisation.map(|it| it.0),
            municipality_nis: decision.located.municipality.map(|it| it.to_string()),
            province_slug: decision.located.province,
            region_code: decision.located.region,
            topic_slug: decision.topic,
            owner_desk_id: decision.owner.0,
            onward: match decision.onward {
                NextStep::Automatic(desk) => Onward::Automatic(desk.0),
                NextStep::Proposed(desk) => Onward::Proposed(desk.0),
                NextStep::Stay => Onward::Stay,
            },
            confidence: f64::from(decision.confidence),
            explanation,
        }))
    }

    fn decide(&self, ctx: &Context, asked: &Asked<'_>) -> Option<Decision> {
        // A form may name both; whichever the directory knows is the asker's.
        let known = |name: &&str| self.atlas.organisation_named(name).is_some();
        let claimed = asked
            .organisation
            .filter(known)
            .or(asked.municipality)
            .or(asked.organisation);
        let facts = Facts {
            asking: Asking {
                address: asked.from,
                claimed,
                subject: asked.subject,
                body: asked.body,
                signature: Some(asked.signature).filter(|it| !it.is_empty()),
                address_book: asked.address_book.map(OrganisationId),
                ..Asking::default()
            },
            automatic: ctx.settings.dispatch.automatic,
            topic: asked.topic,
            demo: ctx.settings.demo,
        };
        let model = self.model.as_deref().unwrap_or_else(|| Model::embedded());
        let mut decision = decide(&facts, &self.rules, model, &self.atlas).ok()?;
        decision.explanation.stated = asked
            .organisation
            .filter(|name| !known(name) && self.atlas.seat_of(name).is_unknown())
            .map(str::to_owned);
        Some(decision)
    }
}
