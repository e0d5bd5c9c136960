//! Why a question is where it is: kept with the decision, told in one line.

use serde::{Deserialize, Serialize};

use super::locate::How;
use crate::text::{Texts, Value};

/// The reasons of a decision, as they are stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What the asker is called: a municipality, an organisation, a province; none when unknown.
    pub asker: Option<String>,
    /// Name of the asker's province.
    pub province: Option<String>,
    /// What gave the asker's place away.
    pub how: How,
    /// The organisation that the asker filled in, when nobody knows it.
    #[serde(default)]
    pub stated: Option<String>,
    /// Slug of the owning desk.
    pub owner: String,
    /// Who may have to answer, the likeliest first.
    pub candidates: Vec<Ranked>,
    /// How sure the first choice is.
    pub confidence: f32,
    /// The words that most made the choice, as the asker wrote them.
    pub words: Vec<String>,
    /// The rule that made it, when one did.
    pub rule: Option<String>,
    /// Whether it went on.
    pub onward: Moment,
    /// What kept it from going on by itself.
    pub hold: Option<Hold>,
}

/// Somebody who may have to answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// Slug of the administration, or `contact_point`.
    pub administration: String,
    /// Its name; none for the contact point, which is the owner's.
    pub name: Option<String>,
    /// Slug of the topic.
    pub topic: String,
    /// Title of the topic.
    pub title: Option<String>,
    /// How sure that is.
    pub confidence: f32,
}

/// Whether and how a question goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// By itself.
    Automatic,
    /// When a person says so.
    Proposed,
    /// Not.
    Stay,
}

/// What keeps a question from going on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// The policy says that a person confirms everything.
    SwitchedOff,
    /// The topic is one that a person confirms.
    TopicNeedsPerson,
    /// Too often wrong at this confidence.
    NotSureEnough,
    /// The desk's address is a placeholder that reaches nobody.
    Undeliverable,
    /// Mail to the desk's address came back, or nobody there reacted of late.
    AddressInDoubt,
    /// No model and no rule has an opinion.
    NothingKnown,
}

impl Explanation {
    /// The reasons in one line, for a reader.
    #[must_use]
    pub fn line(&self, texts: Texts) -> String {
        let sentences = [
            Some(self.where_from(texts)),
            self.what_about(texts),
            self.what_holds(texts),
        ];
        sentences
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Who asks, and how that is known; and what they filled in that nobody knows.
    #[must_use]
    pub fn where_from(&self, texts: Texts) -> String {
        let place = self.place(texts);
        match &self.stated {
            None => place,
            Some(stated) => {
                let stated = texts.with("desk-why-stated", "stated", stated.clone());
                format!("{place} {stated}")
            }
        }
    }

    fn place(&self, texts: Texts) -> String {
        let (key, clue): (&str, String) = match &self.how {
            How::Mailbox { address } => ("desk-why-mailbox", address.clone()),
            How::Domain { domain } => ("desk-why-domain", domain.clone()),
            How::AddressBook => ("desk-why-address-book", String::new()),
            How::Forwarded { address } => ("desk-why-forwarded", address.clone()),
            How::Claimed { name } => ("desk-why-claimed", name.clone()),
            How::Signature { words } => ("desk-why-signature", words.clone()),
            How::OwnWords { words } => ("desk-why-own-words", words.clone()),
            How::Mentioned { words } => ("desk-why-mentioned", words.clone()),
            How::Neighbours { words } => ("desk-why-neighbours", words.clone()),
            How::Area { words } => ("desk-why-area", words.clone()),
            How::Ambiguous { words } => ("desk-why-ambiguous", words.join(", ")),
            How::Unknown => ("desk-why-unknown", String::new()),
        };
        let asker = self.asker.clone().unwrap_or_default();
        let province = self.province.clone().unwrap_or_default();
        texts.fill(
            key,
            [
                ("asker", Value::from(asker)),
                ("province", Value::from(province)),
                ("clue", Value::from(clue)),
            ],
        )
    }

    /// What it is about, and what says so.
    #[must_use]
    pub fn what_about(&self, texts: Texts) -> Option<String> {
        let first = self.candidates.first()?;
        let Some(topic) = first.title.clone().or_else(|| first.name.clone()) else {
            let rule = self.rule.clone()?;
            return Some(texts.with("desk-why-rule-owner", "rule", rule));
        };
        let (key, rule) = match &self.rule {
            Some(rule) => ("desk-why-rule", rule.clone()),
            None if self.words.is_empty() => ("desk-why-topic-only", String::new()),
            None => ("desk-why-topic", String::new()),
        };
        Some(texts.fill(
            key,
            [
                ("topic", Value::from(topic)),
                (
                    "percent",
                    Value::from(f64::from((self.confidence * 100.0).floor())),
                ),
                ("words", Value::from(self.words.join(", "))),
                ("rule", Value::from(rule)),
            ],
        ))
    }

    /// What kept it from going on by itself.
    #[must_use]
    pub fn what_holds(&self, texts: Texts) -> Option<String> {
        Some(texts.say(match self.hold? {
            Hold::SwitchedOff => "desk-why-held-off",
            Hold::TopicNeedsPerson => "desk-why-held-topic",
            Hold::NotSureEnough => "desk-why-held-unsure",
            Hold::Undeliverable => "desk-why-held-undeliverable",
            Hold::AddressInDoubt => "desk-why-held-doubt",
            Hold::NothingKnown => "desk-why-held-nothing",
        }))
    }
}
