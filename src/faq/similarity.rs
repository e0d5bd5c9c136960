//! How like two questions are, and whether that is enough: which earlier group a new question
//! joins. Pure: the service hands over what it found in its tables, the command line what it read
//! from a file.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, RECOGNISED, Words, logistic, sure_of};

/// From here on a question joins the group that it is likest to. A person reads what a group
/// drafts, and a wrong merge costs trust: so more is missed than mixed.
pub const SAME: f32 = 0.5;
/// Terms of a question by which its likes are looked up.
pub const LOOKED_UP: usize = 16;
/// Earlier questions that are looked at for each of those terms: a word that everybody writes tells no
/// questions apart.
pub const LOOKED_AT: usize = 500;
/// Likes whose groups are compared in full.
pub const COMPARED: usize = 60;
/// Members of a group that a question is compared with: its latest ones.
pub const MEMBERS: usize = 12;
/// What stands before the name of a known question where it is kept among the terms; no word
/// begins with it.
const KNOWN_MARK: char = '=';

/// A logistic regression, fitted on the pairs of the labelled questions, over what two questions
/// have in common.
mod fitted {
    pub const OFFSET: f32 = -6.58;
    /// The square root of the cosine of their words.
    pub const WORDS: f32 = 9.04;
    /// Dispatch found the same topic for both.
    pub const TOPIC: f32 = 2.52;
}

/// What a question is about: its words by how much they tell, its topic, and the known question that
/// it was recognised as.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fingerprint {
    terms: BTreeMap<String, f32>,
    /// The weightiest words that not every tenth question has.
    #[serde(skip)]
    telling: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    known: Option<String>,
}

impl Fingerprint {
    /// The fingerprint of a question about `topic`, as far as dispatch knows it.
    #[must_use]
    pub fn of(corpus: &Corpus, subject: &str, body: &str, topic: Option<&str>) -> Self {
        let words = Words::of(subject, body);
        let known = sure_of(&corpus.recognise(&words, topic)).map(|it| it.id.clone());
        let terms = corpus.words(&words);
        let mut telling: Vec<(&String, f32)> = terms
            .iter()
            .filter(|(term, _)| !corpus.is_common(term))
            .map(|(term, weight)| (term, *weight))
            .collect();
        telling.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let telling = telling.into_iter().map(|(term, _)| term.clone());
        Self {
            telling: telling.take(LOOKED_UP).collect(),
            terms,
            topic: topic.map(str::to_owned),
            known,
        }
    }

    /// What its likes are looked up by, and what it is found by later: the known question when it is
    /// one, then its weightiest words.
    #[must_use]
    pub fn looked_up(&self) -> Vec<String> {
        self.known_term()
            .into_iter()
            .chain(self.telling.iter().cloned())
            .collect()
    }

    /// The term by which questions that ask the same known question find each other.
    #[must_use]
    pub fn known_term(&self) -> Option<String> {
        let known = self.known.as_ref()?;
        Some(format!("{KNOWN_MARK}{known}"))
    }

    /// How like the other it is by its words: 0 nothing in common, 1 the same.
    fn words_in_common(&self, other: &Self) -> f32 {
        self.terms
            .iter()
            .filter_map(|(term, weight)| Some(weight * other.terms.get(term)?))
            .sum()
    }

    /// How likely it is that both ask the same, by their words and their topic.
    #[must_use]
    pub fn alike(&self, other: &Self) -> f32 {
        let same_topic = self.topic.is_some() && self.topic == other.topic;
        alike(self.words_in_common(other), same_topic)
    }

    /// The same for a list of earlier questions: two that ask one known question come first, by one more.
    #[must_use]
    pub fn rank(&self, other: &Self) -> f32 {
        let known = self.known.is_some() && self.known == other.known;
        self.alike(other) + if known { 1.0 } else { 0.0 }
    }
}

/// How likely it is that two texts ask the same that have so much of their words in common.
fn alike(words_in_common: f32, same_topic: bool) -> f32 {
    let words = words_in_common.max(0.0).sqrt();
    let topic = if same_topic { fitted::TOPIC } else { 0.0 };
    logistic(fitted::OFFSET + fitted::WORDS * words + topic)
}

/// A group that a question might join.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<G> {
    /// Which group.
    pub group: G,
    /// Its latest members, at most [`MEMBERS`].
    pub members: Vec<Fingerprint>,
}

/// The group that a question joins, and how like it is; none: it begins one.
///
/// One that asks a known question joins those that ask it, and never those that ask another known
/// one. Any other is compared with the likest member and with the group as a whole, half and half:
/// a single like question among strangers is not enough.
#[must_use]
pub fn join<G: Copy + Ord>(question: &Fingerprint, groups: &[Candidate<G>]) -> Option<(G, f32)> {
    let knows = |group: &Candidate<G>| {
        let one = group.members.iter().find_map(|it| it.known.clone());
        (one.is_some() && one == question.known, one)
    };
    if let Some(same) = groups
        .iter()
        .filter(|it| knows(it).0)
        .map(|it| it.group)
        .min()
    {
        return Some((same, 1.0));
    }
    let mut best: Option<(G, f32)> = None;
    for candidate in groups {
        let (_, asked) = knows(candidate);
        if candidate.members.is_empty() || (asked.is_some() && question.known.is_some()) {
            continue;
        }
        let alike: Vec<f32> = candidate
            .members
            .iter()
            .map(|it| question.alike(it))
            .collect();
        let likest = alike.iter().copied().fold(0.0, f32::max);
        let count = u16::try_from(alike.len()).unwrap_or(u16::MAX);
        let score = f32::midpoint(likest, alike.iter().sum::<f32>() / f32::from(count));
        let better = best.is_none_or(|(group, so_far)| {
            score > so_far || (score.total_cmp(&so_far).is_eq() && candidate.group < group)
        });
        if score >= SAME && better {
            best = Some((candidate.group, score));
        }
    }
    best
}

/// The member whose question stands for the group: the one that is likest to all others.
#[must_use]
pub fn most_typical(members: &[Fingerprint]) -> Option<usize> {
    let middle = |at: usize| -> f32 {
        members
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, other)| members[at].alike(other))
            .sum()
    };
    (0..members.len()).max_by(|a, b| middle(*a).total_cmp(&middle(*b)).then(b.cmp(a)))
}

/// Groups in memory: questions from a file, taken as they come.
#[derive(Debug, Default)]
pub struct Groups {
    prints: Vec<Fingerprint>,
    /// The group of each question.
    joined: Vec<usize>,
    members: Vec<Vec<usize>>,
    places: HashMap<String, Vec<usize>>,
}

/// What became of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its group, counted from 0.
    pub group: usize,
    /// Earlier questions that may ask the same, the likest first.
    pub earlier: Vec<usize>,
}

impl Groups {
    /// Takes the next question.
    pub fn take(&mut self, question: Fingerprint, suggestions: usize) -> Placed {
        let likes = self.likes(&question);
        let mut near: Vec<usize> = likes.iter().map(|at| self.joined[*at]).collect();
        near.sort_unstable();
        near.dedup();
        let candidates: Vec<Candidate<usize>> = near
            .into_iter()
            .map(|group| Candidate {
                group,
                members: self.members[group]
                    .iter()
                    .rev()
                    .take(MEMBERS)
                    .map(|at| self.prints[*at].clone())
                    .collect(),
            })
            .collect();
        let group = join(&question, &candidates).map_or(self.members.len(), |(group, _)| group);
        let mut earlier = likes;
        earlier.sort_by(|a, b| {
            let rank = |at: &usize| question.rank(&self.prints[*at]);
            rank(b).total_cmp(&rank(a)).then(b.cmp(a))
        });
        earlier.truncate(suggestions);

        let at = self.prints.len();
        if group == self.members.len() {
            self.members.push(Vec::new());
        }
        self.members[group].push(at);
        self.joined.push(group);
        for term in question.looked_up() {
            self.places.entry(term).or_default().push(at);
        }
        self.prints.push(question);
        Placed { group, earlier }
    }

    /// The earlier questions that share most of what this one is looked up by.
    fn likes(&self, question: &Fingerprint) -> Vec<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for term in question.looked_up() {
            for at in self.places.get(&term).into_iter().flatten() {
                *shared.entry(*at).or_default() += 1;
            }
        }
        let mut likes: Vec<(usize, usize)> = shared.into_iter().collect();
        likes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let first_of_known = question
            .known_term()
            .and_then(|term| self.places.get(&term)?.first().copied());
        first_of_known
            .into_iter()
            .chain(likes.into_iter().map(|(at, _)| at))
            .take(COMPARED)
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect()
    }
}

/// Published answers, ready to be compared with questions.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    about: Vec<About>,
    /// In which answers a word stands, and how much it tells there: a question then looks up its own words
    /// once, however many answers there are.
    places: HashMap<String, Vec<(usize, f32)>>,
}

/// What an answer is about besides its words.
#[derive(Debug, Clone)]
struct About {
    topic: Option<String>,
    known: Option<String>,
}

impl Answers {
    /// Takes the next answer: to `question`, about `topic`.
    pub fn take(&mut self, corpus: &Corpus, question: &str, answer: &str, topic: Option<&str>) {
        // It needs no lead over the next one: an answer that does not fit costs a glance.
        let known = corpus
            .recognise(&Words::of("", question), topic)
            .into_iter()
            .next()
            .filter(|best| best.confidence >= RECOGNISED)
            .map(|best| best.id);
        let at = self.about.len();
        for (term, weight) in corpus.words(&Words::of(question, answer)) {
            self.places.entry(term).or_default().push((at, weight));
        }
        self.about.push(About {
            topic: topic.map(str::to_owned),
            known,
        });
    }

    /// How sure it is of each that it answers the question about `topic`, when that is known; from 0 to 1.
    #[must_use]
    pub fn sure(
        &self,
        corpus: &Corpus,
        subject: &str,
        body: &str,
        topic: Option<&str>,
    ) -> Vec<f32> {
        if self.about.is_empty() {
            return Vec::new();
        }
        let words = Words::of(subject, body);
        let recognised = corpus.recognise(&words, topic);
        let mut in_common = vec![0.0; self.about.len()];
        for (term, weight) in corpus.words(&words) {
            for (at, there) in self.places.get(&term).into_iter().flatten() {
                in_common[*at] += weight * there;
            }
        }
        let sure = |(about, in_common): (&About, f32)| {
            let known = recognised
                .iter()
                .find(|it| Some(&it.id) == about.known.as_ref());
            let same_topic = topic.is_some() && about.topic.as_deref() == topic;
            known
                .map_or(0.0, |it| it.confidence)
                .max(alike(in_common, same_topic))
        };
        self.about.iter().zip(in_common).map(sure).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(subject: &str, body: &str, topic: &str) -> Fingerprint {
        let mut print = Fingerprint::of(Corpus::embedded(), subject, body, Some(topic));
        print.known = None;
        print
    }

    fn known(id: &str) -> Fingerprint {
        Fingerprint {
            known: Some(id.to_owned()),
            ..Fingerprint::default()
        }
    }

    #[test]
    fn the_same_question_in_other_words_joins_and_another_begins_a_group() {
        let mut groups = Groups::default();
        let zones = "hulpverleningszones";
        let mut take = |print| groups.take(print, 10);
        let first = take(print(
            "Hulpverleningszone en regio",
            "Moet onze hulpverleningszone de grens van de regio volgen?",
            zones,
        ));
        let other = take(print(
            "Huisvuil",
            "Wanneer wordt het huisvuil opgehaald?",
            "afval",
        ));
        let same = take(print(
            "regio en hulpverleningszones",
            "Moeten hulpverleningszones de grenzen van de regio's volgen?",
            zones,
        ));
        assert_eq!(
            first,
            Placed {
                group: 0,
                earlier: vec![]
            }
        );
        assert_eq!(other.group, 1);
        assert_eq!(
            same,
            Placed {
                group: 0,
                earlier: vec![0]
            }
        );
    }

    #[test]
    fn one_known_question_never_joins_another() {
        let candidate = |group, members| Candidate { group, members };
        let groups = [
            candidate(1, vec![known("regio-wijzigen")]),
            candidate(2, vec![Fingerprint::default(), known("welke-regio")]),
        ];
        assert_eq!(join(&known("welke-regio"), &groups), Some((2, 1.0)));
        assert_eq!(join(&known("hvz-regiogrens"), &groups), None);
        assert_eq!(join(&Fingerprint::default(), &[]), None::<(u8, f32)>);
    }

    #[test]
    fn a_single_like_member_among_strangers_is_not_enough() {
        let asked = print("Erkenning", "Wie erkent een sportregio?", "sport");
        let stranger = print("Huisvuil", "Wanneer wordt het huisvuil opgehaald?", "afval");
        let alone = Candidate {
            group: 1,
            members: vec![asked.clone()],
        };
        assert!(join(&asked, &[alone]).is_some());
        let mut members = vec![stranger; 11];
        members.push(asked.clone());
        let crowd = [Candidate { group: 1, members }];
        let (_, score) = join(&asked, &crowd).unwrap_or((1, 0.0));
        assert!(score < 0.6, "{score}");
    }

    #[test]
    fn the_middle_of_a_group_speaks_for_it() {
        let members = [
            print(
                "zwembad",
                "Subsidie voor een zwembad en een sporthal?",
                "sport",
            ),
            print("zwembad", "Subsidie voor een zwembad?", "sport"),
            print(
                "zwembad bouwen",
                "Bestaat er subsidie om een zwembad te bouwen?",
                "sport",
            ),
        ];
        assert_eq!(most_typical(&members), Some(1));
        assert_eq!(most_typical(&[]), None);
    }

    #[test]
    fn of_all_answers_the_one_that_shares_its_words_is_surest() {
        let corpus = Corpus::embedded();
        let sure = |answers: &Answers| {
            answers.sure(
                corpus,
                "Huisvuil",
                "Wanneer wordt het huisvuil opgehaald?",
                None,
            )
        };
        let mut answers = Answers::default();
        assert!(sure(&answers).is_empty());
        let sport = "De erkenning van een sportregio vraagt u aan bij Sport Vlaanderen.";
        answers.take(corpus, "Wie erkent een sportregio?", sport, Some("sport"));
        let waste = "Het huisvuil wordt elke dinsdag opgehaald.";
        answers.take(corpus, "Wanneer haalt u huisvuil op?", waste, Some("afval"));
        let [sport, waste] = sure(&answers)[..] else {
            panic!("two answers");
        };
        assert!(sport < 0.3 && waste > 0.5, "{sport} {waste}");
    }

    #[test]
    fn a_fingerprint_of_an_earlier_release_can_still_be_read() {
        let read: Fingerprint = serde_json::from_str(r#"{"terms":{"regio":1.0}}"#).unwrap();
        assert!((read.alike(&read) - logistic(-6.58 + 9.04)).abs() < 1e-4);
    }
}
