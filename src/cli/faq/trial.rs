//! What the service would make of questions in a file: which group each joins, which answer it would
//! be offered. The same functions decide as in the service, on the same shipped model and examples.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::super::route::{self, Question};
use crate::directory::Atlas;
use crate::dispatch::{self, Model};
use crate::faq::corpus::{Corpus, Example, KnownQuestion, known};
use crate::faq::similarity::{Answers, Fingerprint, Groups};

/// Suggestions for one question at most.
const SUGGESTIONS: usize = 10;

/// The questions, and with which model and examples they are judged.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Trial {
    /// Questions, one JSON object a line: id, subject, body, and who sent it
    file: PathBuf,
    /// Judge each question in this many folds with a model and examples that lack its own fold; FILE
    /// must be labelled
    #[arg(long, value_name = "FOLDS", value_parser = clap::value_parser!(u8).range(2..=20))]
    cross_validate: Option<u8>,
    /// With --cross-validate: no question of the same intent among the examples either, as when
    /// nobody has labelled it yet
    #[arg(long, requires = "cross_validate")]
    unseen: bool,
}

#[derive(Debug, Serialize)]
struct Grouped<'a> {
    id: &'a str,
    cluster_id: usize,
    suggestions: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Matched<'a> {
    id: &'a str,
    entries: Vec<(&'a str, f32)>,
}

/// A published answer in a file.
#[derive(Debug, Deserialize)]
struct Answer {
    id: String,
    #[serde(alias = "canonical_question")]
    question: String,
    #[serde(rename = "answer", alias = "model_answer", default)]
    text: String,
    topic: Option<String>,
}

/// Everything that judges the questions.
struct Judges {
    questions: Vec<Question>,
    topics: Vec<Option<String>>,
    /// One, or one a fold.
    corpora: Vec<Corpus>,
    fold_of: Vec<usize>,
}

impl Judges {
    fn corpus(&self, at: usize) -> &Corpus {
        match self.corpora.get(self.fold_of[at]) {
            Some(corpus) => corpus,
            None => Corpus::embedded(),
        }
    }
}

impl Trial {
    pub(super) fn groups(&self) -> anyhow::Result<()> {
        let judges = self.judges()?;
        let questions = &judges.questions;
        let mut groups = Groups::default();
        let grouped = questions.iter().enumerate().map(|(at, question)| {
            let Question { subject, body, .. } = question;
            let topic = judges.topics[at].as_deref();
            let print = Fingerprint::of(judges.corpus(at), subject, body, topic);
            let placed = groups.take(print, SUGGESTIONS);
            Grouped {
                id: &question.id,
                cluster_id: placed.group,
                suggestions: placed
                    .earlier
                    .iter()
                    .map(|earlier| questions[*earlier].id.as_str())
                    .collect(),
            }
        });
        print(grouped)
    }

    pub(super) fn matches(&self, entries: &Path) -> anyhow::Result<()> {
        let judges = self.judges()?;
        let answers: Vec<Answer> = route::read(entries)?
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(at, line)| {
                serde_json::from_str(line)
                    .with_context(|| format!("{}, line {}", entries.display(), at + 1))
            })
            .collect::<anyhow::Result<_>>()?;
        let ready = |corpus: &Corpus| {
            let mut prepared = Answers::default();
            for it in &answers {
                prepared.take(corpus, &it.question, &it.text, it.topic.as_deref());
            }
            prepared
        };
        let prepared: Vec<Answers> = if judges.corpora.is_empty() {
            vec![ready(Corpus::embedded())]
        } else {
            judges.corpora.iter().map(ready).collect()
        };
        let matched = judges.questions.iter().enumerate().map(|(at, question)| {
            let topic = judges.topics[at].as_deref();
            let sure = prepared[judges.fold_of[at]].sure(
                judges.corpus(at),
                &question.subject,
                &question.body,
                topic,
            );
            let ids = answers.iter().map(|answer| answer.id.as_str());
            let mut sure: Vec<(&str, f32)> = ids.zip(sure).collect();
            sure.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
            sure.truncate(SUGGESTIONS);
            Matched {
                id: &question.id,
                entries: sure,
            }
        });
        print(matched)
    }

    fn judges(&self) -> anyhow::Result<Judges> {
        let questions = route::questions(&self.file)?;
        let atlas = Atlas::embedded()?;
        let Some(parts) = self.cross_validate else {
            let decided = route::decide(&questions, false, &atlas, |_| Model::embedded())?;
            return Ok(Judges {
                topics: decided.into_iter().map(|it| it.topic).collect(),
                corpora: Vec::new(),
                fold_of: vec![0; questions.len()],
                questions,
            });
        };
        let lessons = route::lessons(&questions, &self.file)?;
        let background = dispatch::background()?;
        let trial = dispatch::cross_validate(&lessons, &background, &atlas, usize::from(parts));
        let decided = route::decide(&questions, false, &atlas, |at| {
            &trial.models[trial.tried[at].fold]
        })?;
        let intents: Vec<Option<&str>> = questions
            .iter()
            .map(|it| it.intent.as_deref().filter(|_| self.unseen))
            .collect();
        let fold_of = dispatch::folds(&intents, usize::from(parts));
        let corpora = (0..usize::from(parts))
            .map(|fold| self.without(&questions, &fold_of, fold))
            .collect::<anyhow::Result<_>>()?;
        Ok(Judges {
            topics: decided.into_iter().map(|it| it.topic).collect(),
            corpora,
            fold_of,
            questions,
        })
    }

    /// The examples without those of a fold, and without its known questions when they are to be
    /// unseen.
    fn without(
        &self,
        questions: &[Question],
        fold_of: &[usize],
        fold: usize,
    ) -> anyhow::Result<Corpus> {
        let held = |at: &usize| fold_of[*at] == fold;
        let examples: Vec<Example> = (0..questions.len())
            .filter(|at| !held(at))
            .map(|at| {
                let question = &questions[at];
                Example {
                    subject: question.subject.clone(),
                    body: question.body.clone(),
                    topic: question.topic.clone().unwrap_or_default(),
                    known: question.intent.clone(),
                }
            })
            .collect();
        let unseen = |it: &KnownQuestion| {
            self.unseen
                && (0..questions.len())
                    .filter(held)
                    .any(|at| questions[at].intent.as_ref() == Some(&it.id))
        };
        let mut known = known()?;
        known.retain(|it| !unseen(it));
        Ok(Corpus::of(&examples, &known))
    }
}

fn print(lines: impl Iterator<Item = impl Serialize>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in lines {
        serde_json::to_writer(&mut out, &line)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}
