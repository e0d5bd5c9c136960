//! `route`: sends questions from a file through dispatch and prints what it would decide; `route
//! train` writes the model that it decides with. Neither touches a database.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Subcommand;
use serde::{Deserialize, Serialize};

use crate::config::Automatic;
use crate::directory::Atlas;
use crate::dispatch::{self, Asking, Decision, Explanation, Facts, Lesson, Model, Rulebook};
use crate::text::{Language, Texts};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,

    /// Questions, one JSON object a line
    ///
    /// Keys: `id` (required), `subject`, `body`, `sender_email`, `municipality`. A labelled question has
    /// `topic`, `administration_expected`, `province_expected` and `intent` too, which --cross-validate
    /// needs. Other keys are ignored.
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// More known senders: a CSV file with the columns domain, municipality, province
    #[arg(long, value_name = "CSV")]
    senders: Option<PathBuf>,
    /// Train in this many folds on the labelled questions in FILE, and judge each question with a
    /// model that saw neither it nor any question of its intent
    #[arg(long, value_name = "FOLDS", value_parser = clap::value_parser!(u8).range(2..=20))]
    cross_validate: Option<u8>,
    /// Take the municipality in FILE for what the asker filled in on the form; a mail has none
    #[arg(long)]
    form: bool,
    /// A model file in place of the one that ships with the program
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Print the figures of the cross-validation as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Learn from the labelled questions that ship with the program and write a model
    Train {
        /// More labelled questions, such as confirmed tickets: one JSON object a line
        #[arg(long, value_name = "JSONL")]
        also: Vec<PathBuf>,
        /// Where the model goes
        #[arg(
            long,
            value_name = "MODEL",
            default_value = "config/dispatch/model.bin"
        )]
        out: PathBuf,
    },
}

/// A question in a file; the labels are there in a labelled one only.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    pub id: String,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub body: String,
    sender_email: Option<String>,
    municipality: Option<String>,
    province_expected: Option<String>,
    pub topic: Option<String>,
    administration_expected: Option<String>,
    pub intent: Option<String>,
}

/// A row of the senders file; other columns are ignored.
#[derive(Debug, Deserialize)]
struct KnownSender {
    domain: String,
    municipality: Option<String>,
    province: Option<String>,
}

#[derive(Debug, Serialize)]
struct Routed<'a> {
    id: &'a str,
    administration: &'a str,
    province: Option<&'a str>,
    topic: Option<&'a str>,
    confidence: f32,
    explanation: Told<'a>,
}

#[derive(Debug, Serialize)]
struct Told<'a> {
    line: String,
    #[serde(flatten)]
    reasons: &'a Explanation,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    match (&args.command, &args.file) {
        (Some(Command::Train { also, out }), _) => train(also, out),
        (None, Some(file)) => route(args, file),
        (None, None) => bail!("a file with questions is needed"),
    }
}

fn train(also: &[PathBuf], out: &Path) -> anyhow::Result<()> {
    let mut questions = dispatch::questions()?;
    for file in also {
        let lines = read(file)?;
        questions.extend(dispatch::labelled(&lines).with_context(|| file.display().to_string())?);
    }
    let model = dispatch::train(&questions, &dispatch::background()?, &Atlas::embedded()?);
    let bytes = model.to_bytes();
    std::fs::write(out, &bytes).with_context(|| out.display().to_string())?;
    eprintln!(
        "{}: {} topics from {} questions, {} bytes",
        out.display(),
        model.topics().len(),
        questions.len(),
        bytes.len()
    );
    Ok(())
}

fn route(args: &Args, file: &Path) -> anyhow::Result<()> {
    let questions = questions(file)?;
    let atlas = atlas(args.senders.as_deref())?;
    let decisions = match args.cross_validate {
        None => {
            let read_model;
            let model = match &args.model {
                Some(path) => {
                    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
                    read_model =
                        Model::from_bytes(&bytes).with_context(|| path.display().to_string())?;
                    &read_model
                }
                None => Model::embedded(),
            };
            decide(&questions, args.form, &atlas, |_| model)?
        }
        Some(folds) => {
            let lessons = lessons(&questions, file)?;
            let background = dispatch::background()?;
            let trial = dispatch::cross_validate(&lessons, &background, &atlas, usize::from(folds));
            decide(&questions, args.form, &atlas, |at| {
                &trial.models[trial.tried[at].fold]
            })?
        }
    };
    print(&questions, &decisions)?;
    if args.cross_validate.is_some() {
        summarise(&questions, &decisions, &atlas, args.json)?;
    }
    Ok(())
}

pub(super) fn decide<'m>(
    questions: &[Question],
    form: bool,
    atlas: &Atlas,
    model_for: impl Fn(usize) -> &'m Model,
) -> anyhow::Result<Vec<Decision>> {
    let rules = Rulebook::of(atlas);
    questions
        .iter()
        .enumerate()
        .map(|(at, question)| {
            let asking = Asking {
                address: question.sender_email.as_deref(),
                claimed: question.municipality.as_deref().filter(|_| form),
                subject: &question.subject,
                body: &question.body,
                ..Asking::default()
            };
            let facts = Facts {
                asking,
                automatic: Automatic::Confident,
                topic: None,
                demo: true,
            };
            Ok(dispatch::decide(&facts, &rules, model_for(at), atlas)?)
        })
        .collect()
}

fn print(questions: &[Question], decisions: &[Decision]) -> anyhow::Result<()> {
    let nl = Texts::new(Language::Nl);
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (question, decision) in questions.iter().zip(decisions) {
        let reasons = &decision.explanation;
        let routed = Routed {
            id: &question.id,
            administration: administration(decision),
            province: decision.located.province.as_deref(),
            topic: decision.topic.as_deref(),
            confidence: decision.confidence,
            explanation: Told {
                line: reasons.line(nl),
                reasons,
            },
        };
        serde_json::to_writer(&mut out, &routed)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}

fn administration(decision: &Decision) -> &str {
    let first = decision.explanation.candidates.first();
    first.map_or(dispatch::CONTACT_POINT, |it| &it.administration)
}

/// The figures of a cross-validation.
#[derive(Debug, Serialize)]
struct Summary {
    questions: usize,
    administration: f64,
    administration_macro_recall: f64,
    topic: f64,
    province_where_domain_is_known: f64,
    questions_with_known_domain: usize,
    province: f64,
    sent_on_by_itself: f64,
    precision_of_those: f64,
}

fn summarise(
    questions: &[Question],
    decisions: &[Decision],
    atlas: &Atlas,
    json: bool,
) -> anyhow::Result<()> {
    let both = || questions.iter().zip(decisions);
    let right = |question: &Question, decision: &Decision| {
        question.administration_expected.as_deref() == Some(administration(decision))
    };
    let mut per_administration: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (question, decision) in both() {
        let name = question
            .administration_expected
            .as_deref()
            .unwrap_or_default();
        let (hit, all) = per_administration.entry(name).or_default();
        *hit += usize::from(right(question, decision));
        *all += 1;
    }
    let recalls = per_administration
        .values()
        .map(|(hit, all)| share(*hit, *all))
        .sum::<f64>();
    let in_place = |(question, decision): &(&Question, &Decision)| {
        question.province_expected == decision.located.province
    };
    let known: Vec<_> = both()
        .filter(|(question, _)| {
            question
                .sender_email
                .as_deref()
                .is_some_and(|it| atlas.sender(it).is_some())
        })
        .collect();
    let automatic: Vec<_> = both()
        .filter(|(_, it)| matches!(it.onward, dispatch::NextStep::Automatic(_)))
        .collect();
    let all = questions.len();
    let summary = Summary {
        questions: all,
        administration: share(both().filter(|(q, d)| right(q, d)).count(), all),
        administration_macro_recall: recalls / number(per_administration.len()).max(1.0),
        topic: share(both().filter(|(q, d)| q.topic == d.topic).count(), all),
        province_where_domain_is_known: share(
            known.iter().filter(|it| in_place(it)).count(),
            known.len(),
        ),
        questions_with_known_domain: known.len(),
        province: share(both().filter(in_place).count(), all),
        sent_on_by_itself: share(automatic.len(), all),
        precision_of_those: share(
            automatic.iter().filter(|(q, d)| right(q, d)).count(),
            automatic.len(),
        ),
    };
    if json {
        eprintln!("{}", serde_json::to_string(&summary)?);
        return Ok(());
    }
    eprintln!("questions                                {all:>7}");
    for (name, value) in [
        ("right administration", summary.administration),
        (
            "right administration, mean over them",
            summary.administration_macro_recall,
        ),
        ("right topic", summary.topic),
        (
            "right province, sender's domain known",
            summary.province_where_domain_is_known,
        ),
        ("right province, all", summary.province),
        ("would go on by itself", summary.sent_on_by_itself),
        (
            "of those to the right administration",
            summary.precision_of_those,
        ),
    ] {
        eprintln!("{name:<40} {:>6.1}%", value * 100.0);
    }
    Ok(())
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        number(part) / number(whole)
    }
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

pub(super) fn questions(file: &Path) -> anyhow::Result<Vec<Question>> {
    read(file)?
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("{}, line {}", file.display(), at + 1))
        })
        .collect()
}

/// The questions as lessons; a question without a topic cannot be learned from.
pub(super) fn lessons(questions: &[Question], file: &Path) -> anyhow::Result<Vec<Lesson>> {
    questions
        .iter()
        .map(|question| {
            let topic = question.topic.clone().with_context(|| {
                format!(
                    "{}: question {} has no topic to learn from",
                    file.display(),
                    question.id
                )
            })?;
            Ok(Lesson {
                subject: question.subject.clone(),
                body: question.body.clone(),
                topic,
                group: question.intent.clone(),
            })
        })
        .collect()
}

fn atlas(senders: Option<&Path>) -> anyhow::Result<Atlas> {
    let atlas = Atlas::embedded()?;
    let Some(file) = senders else {
        return Ok(atlas);
    };
    let known: Vec<KnownSender> = csv::Reader::from_path(file)
        .and_then(|mut rows| rows.deserialize().collect())
        .with_context(|| file.display().to_string())?;
    let filled = |field: &'_ Option<String>| field.clone().filter(|it| !it.trim().is_empty());
    let known: Vec<_> = known
        .iter()
        .map(|it| {
            (
                it.domain.as_str(),
                filled(&it.municipality),
                filled(&it.province),
            )
        })
        .collect();
    Ok(atlas.with_senders(
        known
            .iter()
            .map(|(domain, place, province)| (*domain, place.as_deref(), province.as_deref())),
    ))
}

pub(super) fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| file.display().to_string())
}
