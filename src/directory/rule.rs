//! What a person decided about sending on, once and for all questions like it. Here stands what a
//! rule says; dispatch reads it against a question.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::{OrganisationKind, ROWS, spelled};

spelled! {
    /// Where in a question the words of a rule must stand.
    Part {
        /// In the subject or in the text.
        Anywhere = "anywhere",
        /// In the subject.
        Subject = "subject",
        /// In the text.
        Body = "body",
    }
}

/// A rule: when it holds, the question goes where it says, whatever the text model thinks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Rules are tried from the lowest; the first that holds counts.
    pub position: i32,
    /// What it is called on screen; unique.
    pub name: String,
    /// When it holds.
    pub when: Condition,
    /// What follows.
    pub then: Target,
    /// Whether it counts.
    pub active: bool,
}

impl Rule {
    /// The id of the rule with this name, the same in every database.
    pub(super) fn id(name: &str) -> Uuid {
        Uuid::new_v5(&ROWS, format!("rule/{name}").as_bytes())
    }
}

/// When a rule holds: everything that is filled in must be so. An empty condition never holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Condition {
    /// One of these words or phrases stands in the question, in any of their forms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Where they stand.
    pub part: Part,
    /// The sender's address is this one, or is in this domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// An organisation of this kind asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<OrganisationKind>,
    /// Slug of the asker's province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
}

impl Default for Condition {
    fn default() -> Self {
        Self {
            words: Vec::new(),
            part: Part::Anywhere,
            sender: None,
            kind: None,
            province: None,
        }
    }
}

impl Condition {
    /// Whether it asks for nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
            && self.sender.is_none()
            && self.kind.is_none()
            && self.province.is_none()
    }
}

/// What follows from a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// It is about this topic; whoever answers for the topic answers.
    Topic(String),
    /// This administration answers, or `contact_point`: the asker's own.
    Administration(String),
}
