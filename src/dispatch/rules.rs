//! Reads the rules against a question. The words of a rule go through the same analyser as those of
//! the question, so one form of a word stands for all of them.

use super::locate::{Asking, Located};
use crate::directory::{Atlas, Condition, Part, Rule};
use crate::language::{self, Token};

/// The rules that count, in the order in which they are tried, their words analysed once.
#[derive(Debug, Clone, Default)]
pub struct Rulebook(Vec<Analysed>);

#[derive(Debug, Clone)]
struct Analysed {
    rule: Rule,
    /// The stems of each word or phrase.
    phrases: Vec<Vec<String>>,
}

/// Where the words of one rule may stand.
struct Words {
    subject: Vec<Token>,
    body: Vec<Token>,
}

impl Rulebook {
    /// Analyses rules; those that do not count are left out.
    #[must_use]
    pub fn new(rules: &[Rule]) -> Self {
        let mut all: Vec<Analysed> = rules
            .iter()
            .filter(|rule| rule.active && !rule.when.is_empty())
            .map(|rule| Analysed {
                phrases: rule.when.words.iter().map(|it| stems(it)).collect(),
                rule: rule.clone(),
            })
            .collect();
        all.sort_by_key(|it| it.rule.position);
        Self(all)
    }

    /// The rules of the directory.
    #[must_use]
    pub fn of(atlas: &Atlas) -> Self {
        Self::new(&atlas.directory().rules)
    }

    /// The rules that hold for a question, the first one first.
    pub(super) fn holding<'r>(
        &'r self,
        asking: &Asking<'_>,
        located: &Located,
        atlas: &Atlas,
    ) -> impl Iterator<Item = &'r Rule> {
        let words = (!self.0.is_empty()).then(|| Words {
            subject: language::tokens(asking.subject),
            body: language::tokens(asking.body),
        });
        let address = asking.forwarded_from.or(asking.address).map(str::to_owned);
        let kind = located
            .organisation
            .and_then(|id| atlas.organisation(id))
            .map(|it| it.kind);
        let province = located.province.clone();
        self.0.iter().filter_map(move |it| {
            let Condition {
                sender,
                kind: wanted,
                province: place,
                part,
                ..
            } = &it.rule.when;
            let sent = sender
                .as_deref()
                .is_none_or(|sender| address.as_deref().is_some_and(|it| is_from(it, sender)));
            let asks = wanted.is_none_or(|wanted| kind == Some(wanted));
            let there = place.is_none() || *place == province;
            let said = it.phrases.is_empty()
                || words
                    .as_ref()
                    .is_some_and(|words| it.phrases.iter().any(|phrase| words.say(phrase, *part)));
            (sent && asks && there && said).then_some(&it.rule)
        })
    }
}

impl Words {
    fn say(&self, phrase: &[String], part: Part) -> bool {
        let subject = part != Part::Body && says(&self.subject, phrase);
        subject || part != Part::Subject && says(&self.body, phrase)
    }
}

fn stems(phrase: &str) -> Vec<String> {
    language::tokens(phrase)
        .into_iter()
        .map(|it| it.stem)
        .collect()
}

/// Whether these words stand in a row; one word may be part of a compound.
fn says(tokens: &[Token], phrase: &[String]) -> bool {
    match phrase {
        [] => false,
        [_] => tokens.iter().any(|token| token.is_one_of(phrase)),
        _ => tokens.windows(phrase.len()).any(|window| {
            window
                .iter()
                .zip(phrase)
                .all(|(token, stem)| token.stem == *stem)
        }),
    }
}

fn is_from(address: &str, sender: &str) -> bool {
    let address = address.trim().to_lowercase();
    let sender = sender.trim().to_lowercase();
    if sender.trim_start_matches('@').contains('@') {
        return address == sender;
    }
    let domain = sender.trim_start_matches('@');
    address
        .rsplit_once('@')
        .is_some_and(|(_, host)| host == domain || host.ends_with(&format!(".{domain}")))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::directory::{OrganisationKind, Target};
    use crate::dispatch::locate;

    static ATLAS: LazyLock<Atlas> = LazyLock::new(|| Atlas::embedded().unwrap());

    fn rule(when: Condition) -> Rule {
        Rule {
            position: 1,
            name: "regel".into(),
            when,
            then: Target::Topic("afval".into()),
            active: true,
        }
    }

    fn words(words: &[&str], part: Part) -> Condition {
        Condition {
            words: words.iter().map(|it| (*it).to_owned()).collect(),
            part,
            ..Condition::default()
        }
    }

    fn holds(when: Condition, asking: &Asking<'_>) -> bool {
        let located = locate(asking, &ATLAS);
        let book = Rulebook::new(&[rule(when)]);
        book.holding(asking, &located, &ATLAS).next().is_some()
    }

    fn check(when: Condition, subject: &str, body: &str, expected: bool) {
        let asking = Asking {
            address: Some("an@wetteren.be"),
            subject,
            body,
            ..Asking::default()
        };
        let told = format!("{when:?} in {subject:?}, {body:?}");
        assert_eq!(holds(when, &asking), expected, "{told}");
    }

    #[test]
    fn words_hold_in_any_form_and_phrases_in_a_row() {
        let park = || words(&["recyclagepark"], Part::Anywhere);
        check(park(), "Recyclageparken", "", true);
        check(park(), "", "Onze recyclageparken zijn te klein.", true);
        check(park(), "", "Ons park is te klein.", false);
        let phrase = || words(&["Huis van het Kind"], Part::Anywhere);
        check(phrase(), "", "Wij openen een huis van het kind.", true);
        check(phrase(), "", "Het kind van het huis.", false);
        check(
            words(&["niets", "vuilnis"], Part::Anywhere),
            "Vuilnis",
            "",
            true,
        );
    }

    #[test]
    fn words_hold_only_where_the_rule_wants_them() {
        check(words(&["afval"], Part::Subject), "Afval", "vraag", true);
        check(words(&["afval"], Part::Subject), "vraag", "Afval", false);
        check(words(&["afval"], Part::Body), "vraag", "Afval", true);
        check(words(&["afval"], Part::Body), "Afval", "vraag", false);
    }

    #[test]
    fn a_rule_can_ask_who_asks_and_from_where() {
        let sender = |sender: &str| Condition {
            sender: Some(sender.into()),
            ..Condition::default()
        };
        check(sender("wetteren.be"), "", "", true);
        check(sender("@Wetteren.be"), "", "", true);
        check(sender("an@wetteren.be"), "", "", true);
        check(sender("jan@wetteren.be"), "", "", false);
        check(sender("eteren.be"), "", "", false);
        let kind = |kind| Condition {
            kind: Some(kind),
            ..Condition::default()
        };
        check(kind(OrganisationKind::Municipality), "", "", true);
        check(kind(OrganisationKind::PoliceZone), "", "", false);
        let province = |slug: &str| Condition {
            province: Some(slug.into()),
            ..Condition::default()
        };
        check(province("oost-vlaanderen"), "", "", true);
        check(province("limburg"), "", "", false);
    }

    #[test]
    fn everything_that_is_filled_in_must_be_so() {
        let both = |province: &str| Condition {
            province: Some(province.into()),
            ..words(&["afval"], Part::Anywhere)
        };
        check(both("oost-vlaanderen"), "Afval", "", true);
        check(both("oost-vlaanderen"), "Sport", "", false);
        check(both("limburg"), "Afval", "", false);
    }

    #[test]
    fn what_asks_nothing_or_does_not_count_never_holds() {
        check(Condition::default(), "Afval", "Afval", false);
        check(words(&["..."], Part::Anywhere), "Afval", "...", false);
        let resting = Rule {
            active: false,
            ..rule(words(&["afval"], Part::Anywhere))
        };
        assert!(Rulebook::new(&[resting]).0.is_empty());
    }

    #[test]
    fn every_shipped_rule_can_hold() {
        for it in &ATLAS.directory().rules {
            for phrase in &it.when.words {
                assert!(!stems(phrase).is_empty(), "{}: {phrase}", it.name);
                check(it.when.clone(), phrase, "", it.when.part != Part::Body);
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_rule_panic(
            phrase in "\\PC{0,40}", subject in "\\PC{0,80}", body in "\\PC{0,300}", from in "\\PC{0,30}",
        ) {
            let asking = Asking {
                address: Some(&from),
                subject: &subject,
                body: &body,
                ..Asking::default()
            };
            let located = crate::dispatch::locate(&Asking::default(), &ATLAS);
            let when = Condition {
                sender: Some(from.clone()),
                ..words(&[&phrase], Part::Anywhere)
            };
            let rules = [rule(when), rule(words(&[&phrase, &subject], Part::Anywhere))];
            let held = Rulebook::new(&rules).holding(&asking, &located, &ATLAS).count();
            prop_assert!(held <= 2);
        }
    }
}
