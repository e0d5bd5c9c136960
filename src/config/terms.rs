//! How many working days everything may take.

use serde::Deserialize;

/// The longest term, in working days: about a year.
const MOST: u16 = 250;
/// The longest that advice may take, in working days.
pub const MOST_CONSULT: u16 = 60;

/// `[terms]`, all in Flemish working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermSettings {
    /// Until somebody has looked at the question.
    pub first_reaction_working_days: u16,
    /// Until the asker has an answer.
    pub answer_working_days: u16,
    /// Until an administration has answered.
    pub administration_working_days: u16,
    /// Until a desk that was asked for advice has given it.
    pub consult_working_days: u16,
    /// Silence after an accepted answer that counts as received.
    pub presume_working_days: u16,
    /// After a question has been closed for longer, a reply of the asker is a new question.
    pub reopen_working_days: u16,
}

/// One of the terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermName {
    /// Until somebody has looked at the question.
    FirstReaction,
    /// Until the asker has an answer.
    Answer,
    /// Until an administration has answered.
    Administration,
    /// Until a desk that was asked for advice has given it.
    Consult,
    /// Silence after an accepted answer that counts as received.
    Presume,
    /// Until a reply to a closed question is a new question.
    Reopen,
}

impl TermName {
    /// Every term, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::FirstReaction,
        Self::Answer,
        Self::Administration,
        Self::Consult,
        Self::Presume,
        Self::Reopen,
    ];

    /// The word for it in tables, addresses and events.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::FirstReaction => "first_reaction",
            Self::Answer => "answer",
            Self::Administration => "administration",
            Self::Consult => "consult",
            Self::Presume => "presume",
            Self::Reopen => "reopen",
        }
    }

    /// The term with this word.
    #[must_use]
    pub fn named(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.slug() == slug)
    }

    /// The dotted key of its setting.
    #[must_use]
    pub fn setting(self) -> &'static str {
        match self {
            Self::FirstReaction => "terms.first_reaction_working_days",
            Self::Answer => "terms.answer_working_days",
            Self::Administration => "terms.administration_working_days",
            Self::Consult => "terms.consult_working_days",
            Self::Presume => "terms.presume_working_days",
            Self::Reopen => "terms.reopen_working_days",
        }
    }

    /// The longest it may be, in working days.
    #[must_use]
    pub fn most(self) -> u16 {
        match self {
            Self::Consult => MOST_CONSULT,
            _ => MOST,
        }
    }

    /// Whether it may be so many working days.
    #[must_use]
    pub fn may_be(self, days: u16) -> bool {
        (1..=self.most()).contains(&days)
    }
}

impl TermSettings {
    /// How long this term is, in working days.
    #[must_use]
    pub fn of(&self, name: TermName) -> u16 {
        match name {
            TermName::FirstReaction => self.first_reaction_working_days,
            TermName::Answer => self.answer_working_days,
            TermName::Administration => self.administration_working_days,
            TermName::Consult => self.consult_working_days,
            TermName::Presume => self.presume_working_days,
            TermName::Reopen => self.reopen_working_days,
        }
    }

    /// Makes this term so many working days.
    pub fn set(&mut self, name: TermName, days: u16) {
        let term = match name {
            TermName::FirstReaction => &mut self.first_reaction_working_days,
            TermName::Answer => &mut self.answer_working_days,
            TermName::Administration => &mut self.administration_working_days,
            TermName::Consult => &mut self.consult_working_days,
            TermName::Presume => &mut self.presume_working_days,
            TermName::Reopen => &mut self.reopen_working_days,
        };
        *term = days;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn each_term_is_known_by_its_word_and_has_bounds() {
        let mut terms = Settings::defaults().unwrap().terms;
        for (place, name) in (7..).zip(TermName::ALL) {
            assert_eq!(TermName::named(name.slug()), Some(name));
            assert_eq!(
                name.setting(),
                format!("terms.{}_working_days", name.slug())
            );
            terms.set(name, place);
            assert!(name.may_be(place) && name.may_be(name.most()));
            assert!(!name.may_be(0) && !name.may_be(name.most() + 1));
        }
        let all = TermName::ALL.map(|name| terms.of(name));
        assert_eq!(all, [7, 8, 9, 10, 11, 12]);
        assert_eq!(TermName::named("altijd"), None);
    }
}
