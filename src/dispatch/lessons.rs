//! The lessons that ship with the program: labelled questions, the recurring questions with their
//! canonical wording, what each topic is about, and the glossary of words it is known by.

use serde::Deserialize;

use super::train::Lesson;

const QUESTIONS: &str = include_str!("../../config/questions/dev.jsonl");
const INTENTS: &str = include_str!("../../config/questions/intents.jsonl");
const TOPICS: &str = include_str!("../../config/directory/topics.csv");
const GLOSSARY: &str = include_str!("../../config/dispatch/glossary.csv");

/// Why lessons cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LessonError {
    /// A line of questions is not what it should be.
    #[error("line {line}: {cause}")]
    Question {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        cause: serde_json::Error,
    },
    /// A table is not what it should be.
    #[error(transparent)]
    Table(#[from] csv::Error),
}

/// A labelled question, as far as a lesson needs it.
#[derive(Debug, Deserialize)]
struct Question {
    subject: String,
    body: String,
    topic: String,
    #[serde(default)]
    intent: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Intent {
    id: String,
    topic: String,
    canonical_question: String,
}

#[derive(Debug, Deserialize)]
struct Described {
    slug: String,
    title: String,
    description: String,
}

#[derive(Debug, Deserialize)]
struct Glossary {
    topic: String,
    words: String,
}

/// The labelled questions that ship with the program.
pub fn questions() -> Result<Vec<Lesson>, LessonError> {
    labelled(QUESTIONS)
}

/// Reads labelled questions, one JSON object a line.
pub fn labelled(lines: &str) -> Result<Vec<Lesson>, LessonError> {
    let questions: Vec<Question> = json_lines(lines)?;
    Ok(questions
        .into_iter()
        .map(|it| Lesson {
            subject: it.subject,
            body: it.body,
            topic: it.topic,
            group: it.intent,
        })
        .collect())
}

/// What is known about the topics without any question: recurring questions, descriptions, words.
pub fn background() -> Result<Vec<Lesson>, LessonError> {
    let mut lessons = Vec::new();
    for intent in json_lines::<Intent>(INTENTS)? {
        lessons.push(Lesson {
            subject: String::new(),
            body: intent.canonical_question,
            topic: intent.topic,
            group: Some(intent.id),
        });
    }
    for topic in csv::Reader::from_reader(TOPICS.as_bytes()).deserialize::<Described>() {
        let topic = topic?;
        lessons.push(alone(
            &topic.slug,
            format!("{}. {}", topic.title, topic.description),
        ));
    }
    for entry in csv::Reader::from_reader(GLOSSARY.as_bytes()).deserialize::<Glossary>() {
        let entry = entry?;
        for phrase in entry.words.split(';') {
            lessons.push(alone(&entry.topic, phrase.trim().to_owned()));
        }
    }
    Ok(lessons)
}

fn alone(topic: &str, body: String) -> Lesson {
    Lesson {
        subject: String::new(),
        body,
        topic: topic.to_owned(),
        group: None,
    }
}

fn json_lines<T: for<'d> Deserialize<'d>>(lines: &str) -> Result<Vec<T>, LessonError> {
    lines
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|cause| LessonError::Question {
                line: at + 1,
                cause,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_topic_of_the_directory_has_a_glossary_and_no_other_has() {
        let topics: BTreeSet<String> = csv::Reader::from_reader(TOPICS.as_bytes())
            .deserialize::<Described>()
            .map(|it| it.unwrap().slug)
            .collect();
        let glossary: BTreeSet<String> = csv::Reader::from_reader(GLOSSARY.as_bytes())
            .deserialize::<Glossary>()
            .map(|it| it.unwrap().topic)
            .collect();
        assert_eq!(topics, glossary);
        for lesson in questions().unwrap().iter().chain(&background().unwrap()) {
            assert!(topics.contains(&lesson.topic), "{}", lesson.topic);
            assert!(!lesson.body.is_empty() || !lesson.subject.is_empty());
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let error =
            labelled("{\"subject\":\"a\",\"body\":\"b\",\"topic\":\"c\"}\n\nnee").unwrap_err();
        assert!(error.to_string().starts_with("line 3: "), "{error}");
    }
}
