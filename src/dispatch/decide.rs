//! Who must answer: facts in, a decision with its reasons out.
//!
//! The owner is always set at once and is always a person's desk: the contact point of the asker's
//! province, or the central desk. Sending on is a second matter, and sending wrongly costs more than
//! asking a person, so a question goes on by itself only when everything speaks for it.

use super::classify::{CONTACT_POINT, Candidate, classify};
use super::explanation::{Explanation, Hold, Moment, Ranked};
use super::locate::{Asking, Located, locate};
use super::model::Model;
use super::rules::Rulebook;
use crate::config::Automatic;
use crate::directory::{Atlas, Desk, DeskId, Rule, Target};
use crate::language;

/// Everything a decision rests on.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Who asks, and what.
    pub asking: Asking<'a>,
    /// Whether questions may go on by themselves.
    pub automatic: Automatic,
    /// Slug of the topic that the asker chose on the form.
    pub topic: Option<&'a str>,
    /// Whether this is the demo, where placeholder addresses get mail.
    pub demo: bool,
}

/// Whether the question goes on, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// It goes to this desk by itself.
    Automatic(DeskId),
    /// A person is asked whether it goes to this desk.
    Proposed(DeskId),
    /// It stays with its owner.
    Stay,
}

/// Who must answer a question, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Where the asker is.
    pub located: Located,
    /// The desk that answers for the follow-up.
    pub owner: DeskId,
    /// Whether it goes on.
    pub onward: NextStep,
    /// Slug of the topic.
    pub topic: Option<String>,
    /// How sure the first choice is.
    pub confidence: f32,
    /// The reasons.
    pub explanation: Explanation,
}

/// Why nobody can own a question.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DecideError {
    /// The directory has no active central desk and no contact point for the asker's province.
    #[error("the directory has no desk that can own this question")]
    NoOwner,
}

/// Candidates that an explanation keeps.
const KEPT: usize = 5;
/// Words that an explanation quotes.
const QUOTED: usize = 4;

/// Decides who owns a question and whether it goes on.
pub fn decide(
    facts: &Facts<'_>,
    rules: &Rulebook,
    model: &Model,
    atlas: &Atlas,
) -> Result<Decision, DecideError> {
    let located = locate(&facts.asking, atlas);
    let owner = located
        .province
        .as_deref()
        .and_then(|province| atlas.contact_point(province))
        .or_else(|| atlas.central())
        .ok_or(DecideError::NoOwner)?;

    let Asking { subject, body, .. } = facts.asking;
    let question = model.read(subject, body);
    let mut candidates = classify(model, atlas, &question);
    if let Some(topic) = facts.topic {
        prefer(topic, &mut candidates, atlas);
    }
    let rule = rules
        .holding(&facts.asking, &located, atlas)
        .find_map(|rule| Some((rule, chosen(rule, &candidates, atlas)?)));
    if let Some((_, chosen)) = &rule {
        candidates.retain(|it| it.administration != chosen.administration);
        candidates.insert(0, chosen.clone());
    }

    let first = candidates.first().cloned();
    let (onward, hold) = match &first {
        None => (NextStep::Stay, Some(Hold::NothingKnown)),
        Some(first) => onward(
            first,
            rule.is_some(),
            facts,
            model.calibration().threshold,
            atlas,
        ),
    };
    let topic = first
        .as_ref()
        .map(|it| it.topic.clone())
        .filter(|it| !it.is_empty());
    let moved = match (&rule, &topic) {
        (Some((rule, _)), _) => quoted(&rule.when.words, facts),
        (None, Some(topic)) => model
            .moved_by(&question, topic, QUOTED)
            .into_iter()
            .map(|it| it.word)
            .collect(),
        (None, None) => Vec::new(),
    };
    let confidence = first.map_or(0.0, |it| it.confidence);
    let explanation = Explanation {
        asker: located.name.clone(),
        province: located
            .province
            .as_deref()
            .and_then(|slug| atlas.province(slug))
            .map(|it| it.name.clone()),
        how: located.how.clone(),
        stated: None,
        owner: owner.slug.clone(),
        candidates: candidates
            .iter()
            .take(KEPT)
            .map(|it| ranked(it, atlas))
            .collect(),
        confidence,
        words: moved,
        rule: rule.map(|(rule, _)| rule.name.clone()),
        onward: match onward {
            NextStep::Automatic(_) => Moment::Automatic,
            NextStep::Proposed(_) => Moment::Proposed,
            NextStep::Stay => Moment::Stay,
        },
        hold,
    };
    Ok(Decision {
        owner: owner.id,
        located,
        onward,
        topic,
        confidence,
        explanation,
    })
}

/// Puts the topic that the asker chose on top, no surer of it than the model is: it goes on by
/// itself only when both agree.
fn prefer(topic: &str, candidates: &mut Vec<Candidate>, atlas: &Atlas) {
    let Some(known) = atlas.topic(topic).filter(|it| it.active) else {
        return;
    };
    let slug = atlas
        .administration_of(known)
        .map_or(CONTACT_POINT, |desk| &desk.slug);
    let at = candidates.iter().position(|it| it.administration == slug);
    let confidence = at.map_or(0.0, |at| candidates.remove(at).confidence);
    let chosen = Candidate {
        administration: slug.to_owned(),
        topic: topic.to_owned(),
        confidence,
    };
    candidates.insert(0, chosen);
}

/// What a rule leads to; none when the directory no longer knows it.
fn chosen(rule: &Rule, candidates: &[Candidate], atlas: &Atlas) -> Option<Candidate> {
    let (administration, topic) = match &rule.then {
        Target::Topic(slug) => {
            let topic = atlas.topic(slug).filter(|it| it.active)?;
            let desk = atlas
                .administration_of(topic)
                .map_or(CONTACT_POINT, |it| &it.slug);
            (desk.to_owned(), slug.clone())
        }
        Target::Administration(slug) => {
            if slug != CONTACT_POINT {
                atlas.administrations().find(|it| it.slug == *slug)?;
            }
            let known = candidates.iter().find(|it| it.administration == *slug);
            (
                slug.clone(),
                known.map(|it| it.topic.clone()).unwrap_or_default(),
            )
        }
    };
    Some(Candidate {
        administration,
        topic,
        confidence: 1.0,
    })
}

/// Whether the first candidate gets the question, and if not by itself, what holds it.
fn onward(
    first: &Candidate,
    by_rule: bool,
    facts: &Facts<'_>,
    threshold: f32,
    atlas: &Atlas,
) -> (NextStep, Option<Hold>) {
    let desk: Option<&Desk> = atlas
        .administrations()
        .find(|it| it.slug == first.administration);
    let Some(desk) = desk else {
        return (NextStep::Stay, None);
    };
    if desk.is_placeholder() && !facts.demo {
        return (NextStep::Stay, Some(Hold::Undeliverable));
    }
    let allowed = atlas.topic(&first.topic).is_some_and(|it| it.automatic);
    let hold = if facts.automatic == Automatic::Off {
        Some(Hold::SwitchedOff)
    } else if !allowed {
        Some(Hold::TopicNeedsPerson)
    } else if !by_rule && first.confidence < threshold {
        Some(Hold::NotSureEnough)
    } else {
        None
    };
    match hold {
        None => (NextStep::Automatic(desk.id), None),
        Some(_) => (NextStep::Proposed(desk.id), hold),
    }
}

fn ranked(candidate: &Candidate, atlas: &Atlas) -> Ranked {
    Ranked {
        administration: candidate.administration.clone(),
        name: atlas
            .desk_by_slug(&candidate.administration)
            .map(|it| it.name.clone()),
        title: atlas.topic(&candidate.topic).map(|it| it.title.clone()),
        topic: candidate.topic.clone(),
        confidence: candidate.confidence,
    }
}

/// The words of the question that a rule asked for, as the asker wrote them.
fn quoted(wanted: &[String], facts: &Facts<'_>) -> Vec<String> {
    let wanted = wanted.join(" ");
    let mut words: Vec<String> = Vec::new();
    for text in [facts.asking.subject, facts.asking.body] {
        for hit in language::hits(text, &wanted) {
            let word = text.get(hit).unwrap_or_default().to_owned();
            if words.len() < QUOTED && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::directory::Condition;
    use crate::text::{Language, Texts};

    static ATLAS: LazyLock<Atlas> = LazyLock::new(|| Atlas::embedded().unwrap());

    fn facts<'a>(subject: &'a str, body: &'a str) -> Facts<'a> {
        let asking = Asking {
            address: Some("an@wetteren.be"),
            subject,
            body,
            ..Asking::default()
        };
        Facts {
            asking,
            automatic: Automatic::Confident,
            topic: None,
            demo: true,
        }
    }

    fn decided(facts: &Facts<'_>, rules: &[Rule]) -> Decision {
        decide(facts, &Rulebook::new(rules), Model::embedded(), &ATLAS).unwrap()
    }

    fn slug(desk: DeskId) -> &'static str {
        ATLAS.desk(desk).map(|it| it.slug.as_str()).unwrap()
    }

    const CLEAR: (&str, &str) = (
        "Dotatie hulpverleningszone",
        "Wie keurt de dotatie aan de hulpverleningszone en de brandweer goed?",
    );

    #[test]
    fn a_clear_question_goes_on_by_itself_and_keeps_its_owner() {
        let decision = decided(&facts(CLEAR.0, CLEAR.1), &[]);
        assert_eq!(slug(decision.owner), "contactpunt-oost-vlaanderen");
        let NextStep::Automatic(desk) = decision.onward else {
            panic!("{:?}", decision.onward)
        };
        assert_eq!(slug(desk), "fod-ibz");
        assert_eq!(decision.topic.as_deref(), Some("hulpverleningszones"));
    }

    #[test]
    fn outside_the_demo_a_placeholder_address_is_never_mailed() {
        let facts = Facts {
            demo: false,
            ..facts(CLEAR.0, CLEAR.1)
        };
        let decision = decided(&facts, &[]);
        assert_eq!(decision.onward, NextStep::Stay);
        assert_eq!(decision.explanation.hold, Some(Hold::Undeliverable));
        assert_eq!(decision.explanation.candidates[0].administration, "fod-ibz");
    }

    #[test]
    fn switched_off_every_onward_step_is_a_proposal() {
        let facts = Facts {
            automatic: Automatic::Off,
            ..facts(CLEAR.0, CLEAR.1)
        };
        let decision = decided(&facts, &[]);
        assert!(matches!(decision.onward, NextStep::Proposed(_)));
        assert_eq!(decision.explanation.hold, Some(Hold::SwitchedOff));
    }

    #[test]
    fn what_is_not_sure_enough_is_proposed() {
        let unsure = facts(
            "vraagje",
            "Wie betaalt de bus naar het zwembad van de politie?",
        );
        let decision = decided(&unsure, &[]);
        assert!(decision.confidence < Model::embedded().calibration().threshold);
        assert!(!matches!(decision.onward, NextStep::Automatic(_)));
    }

    #[test]
    fn without_a_province_the_central_desk_owns_it() {
        let mut facts = facts("info", "Kan u mij bellen?");
        facts.asking.address = Some("jan@gmail.com");
        let decision = decided(&facts, &[]);
        assert_eq!(slug(decision.owner), "central");
        assert_eq!(decision.onward, NextStep::Stay);
    }

    #[test]
    fn the_first_rule_that_holds_beats_the_model() {
        let rule = |name: &str, words: &[&str], then: Target| Rule {
            position: 1,
            active: true,
            name: name.into(),
            when: Condition {
                words: words.iter().map(|it| (*it).to_owned()).collect(),
                ..Condition::default()
            },
            then,
        };
        let rules = [
            Rule {
                when: Condition::default(),
                ..rule("leeg", &[], Target::Topic("sport".into()))
            },
            rule("weg", &["dotaties"], Target::Topic("bestaat-niet".into())),
            rule(
                "dotaties",
                &["dotaties"],
                Target::Administration("fod-fin".into()),
            ),
            rule("later", &["brandweer"], Target::Topic("sport".into())),
        ];
        let decision = decided(&facts(CLEAR.0, CLEAR.1), &rules);
        assert_eq!(decision.explanation.rule.as_deref(), Some("dotaties"));
        assert_eq!(decision.explanation.candidates[0].administration, "fod-fin");
        assert_eq!(decision.explanation.words, ["Dotatie", "dotatie"]);
        assert!(matches!(decision.onward, NextStep::Proposed(desk) if slug(desk) == "fod-fin"));
        assert_eq!(decision.explanation.hold, Some(Hold::TopicNeedsPerson));
    }

    #[test]
    fn a_topic_chosen_by_the_asker_comes_first_but_proves_nothing() {
        let facts = Facts {
            topic: Some("sport"),
            ..facts(CLEAR.0, CLEAR.1)
        };
        let decision = decided(&facts, &[]);
        assert_eq!(decision.topic.as_deref(), Some("sport"));
        assert!(matches!(decision.onward, NextStep::Proposed(desk) if slug(desk) == "sport"));
        let unknown = Facts {
            topic: Some("niets"),
            ..facts
        };
        assert_eq!(
            decided(&unknown, &[]).topic.as_deref(),
            Some("hulpverleningszones")
        );
    }

    #[test]
    fn a_rule_to_the_contact_point_says_so_in_the_line() {
        let rule = Rule {
            position: 1,
            name: "Bedankingen".into(),
            when: Condition {
                words: vec!["bedankt".into()],
                ..Condition::default()
            },
            then: Target::Administration(CONTACT_POINT.into()),
            active: true,
        };
        let decision = decided(&facts("bedankt", "Bedankt voor alles!"), &[rule]);
        assert_eq!(decision.onward, NextStep::Stay);
        let line = decision.explanation.line(Texts::new(Language::Nl));
        assert!(line.contains("regel “Bedankingen”"), "{line}");
    }

    #[test]
    fn the_reasons_fit_in_one_line() {
        let nl = Texts::new(Language::Nl);
        let line = decided(&facts(CLEAR.0, CLEAR.1), &[]).explanation.line(nl);
        assert!(
            line.starts_with(
                "Wetteren hoort bij contactpunt Oost-Vlaanderen (herkend aan maildomein wetteren.be). \
                 Thema Hulpverleningszones en noodplanning ("
            ),
            "{line}"
        );
        assert!(
            line.contains("door: ") && line.contains("hulpverleningszone"),
            "{line}"
        );
    }

    #[test]
    fn reasons_survive_being_stored() {
        let explanation = decided(&facts(CLEAR.0, CLEAR.1), &[]).explanation;
        let stored = serde_json::to_string(&explanation).unwrap();
        assert_eq!(
            serde_json::from_str::<Explanation>(&stored).unwrap(),
            explanation
        );
    }
}
