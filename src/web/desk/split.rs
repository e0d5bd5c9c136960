//! Making a second question of a part of one: its words, its topic and the files that go along.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;

use super::drafts;
use super::handlers::{parsed, permitted};
use super::merge::known;
use super::page::{html, see_other};
use super::shell::{Reader, leave_notice};
use super::ticket::ticket_url;
use super::view::admin::{Field, Input};
use super::view::parts::{Choice, Place};
use super::view::ticket_form::{TicketForm, TicketFormPage};
use super::words;
use crate::auth::Verb;
use crate::context::Context;
use crate::directory::Atlas;
use crate::intake::{self, IntakeError, Split, SplitFault, Understander};
use crate::registry::{Case, RegistryError};
use crate::store::StoreError;
use crate::text::Texts;
use crate::web::{Agent, CurrentAtlas, Posted, Problem};

/// The form: a box each for the files, so the name comes as often as there are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub(super) struct SplitPost {
    revision: i32,
    subject: String,
    body: String,
    topic: String,
    files: Vec<String>,
}

impl From<Vec<(String, String)>> for SplitPost {
    fn from(fields: Vec<(String, String)>) -> Self {
        let mut post = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "revision" => post.revision = value.parse().unwrap_or_default(),
                "subject" => post.subject = value,
                "body" => post.body = value,
                "topic" => post.topic = value,
                "files" => post.files.push(value),
                _ => {}
            }
        }
        post
    }
}

/// `GET /desk/tickets/{reference}/split`: the form, with the words of the question to begin with.
pub(super) async fn form(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    reference: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let case = permitted(&ctx, &agent, &parsed(&reference)?, Verb::Split).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let (typed, keep) = drafts::of_page(&ctx, &agent, &case.ticket, drafts::SPLIT).await?;
    let blank = || SplitPost {
        subject: case.ticket.subject.clone(),
        body: case
            .question()
            .map_or_else(String::new, |question| question.body.clone()),
        ..SplitPost::default()
    };
    let kept = typed.map(|draft| draft.fields.into());
    let post = kept.unwrap_or_else(blank);
    let mut page = page(reader, &atlas, &case, &post, Vec::new(), None);
    page.keep = Some(keep);
    html(page.render(), StatusCode::OK)
}

/// `POST /desk/tickets/{reference}/split`.
pub(super) async fn split(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    understander: web::Data<Understander>,
    reference: web::Path<String>,
    posted: Posted<SplitPost>,
) -> Result<HttpResponse, Problem> {
    let Posted {
        agent, form: post, ..
    } = posted;
    let reference = parsed(&reference)?;
    let wanted = Split {
        subject: post.subject.clone(),
        body: post.body.clone(),
        topic: Some(post.topic.clone()),
        files: post.files.clone(),
    };
    let actor = &agent.actor;
    let done = Box::pin(intake::split(
        &understander,
        actor,
        &reference,
        post.revision,
        wanted,
    ))
    .await;
    let (faults, conflict) = match done {
        Ok(own) => {
            drafts::end(&ctx, &agent, &reference, drafts::SPLIT).await?;
            leave_notice(&ctx, &agent, "desk-done-split").await?;
            return Ok(see_other(&ticket_url(own.as_str(), "")));
        }
        Err(IntakeError::UnfitSplit(faults)) => (faults, None),
        Err(IntakeError::Registry(RegistryError::OnItsWay)) => {
            (Vec::new(), Some("desk-wrong-leaving"))
        }
        Err(
            IntakeError::Store(StoreError::Stale)
            | IntakeError::Registry(RegistryError::Store(StoreError::Stale)),
        ) => (Vec::new(), Some("desk-form-stale")),
        Err(error) => return Err(error.into()),
    };
    let case = permitted(&ctx, &agent, &reference, Verb::Split).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let t = reader.t;
    let wrong = conflict.map(|key| t.say(key));
    let status = if conflict.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let said = faults.iter().map(|fault| in_words(t, fault)).collect();
    let page = page(reader, &atlas, &case, &post, said, wrong);
    let page = drafts::again(&ctx, &agent, &case.ticket, drafts::SPLIT, page).await?;
    html(page.render(), status)
}

/// What is wrong with which field.
fn in_words(t: Texts, fault: &SplitFault) -> (&'static str, String) {
    match fault {
        SplitFault::NoSubject | SplitFault::LongSubject => {
            ("subject", t.say("desk-new-wrong-subject"))
        }
        SplitFault::NoQuestion | SplitFault::LongQuestion => {
            ("body", t.say("desk-new-wrong-question"))
        }
        SplitFault::WholeQuestion => ("body", t.say("desk-split-wrong-whole")),
        SplitFault::UnknownTopic(_) => ("topic", t.say("desk-wrong-topic")),
        SplitFault::UnknownFile(file) => {
            let words = t.with("desk-split-wrong-file", "file", file.as_str());
            ("files", words)
        }
    }
}

fn page(
    reader: Reader,
    atlas: &Atlas,
    case: &Case,
    post: &SplitPost,
    faults: Vec<(&'static str, String)>,
    wrong: Option<String>,
) -> TicketFormPage {
    let t = reader.t;
    let number = case.ticket.reference.as_str();
    let mut fields = vec![
        Field::new(
            "subject",
            t.say("desk-new-subject"),
            Input::Line("text", post.subject.clone(), "off"),
        )
        .required(),
        Field::new(
            "body",
            t.say("desk-split-body"),
            Input::Area(post.body.clone(), 12),
        )
        .help(t.say("desk-split-body-help"))
        .required(),
        Field::new("topic", t.say("desk-new-topic"), topics(t, atlas, post)),
    ];
    let files = files(case, post);
    if !files.is_empty() {
        let boxes = Input::Boxes(files);
        fields.push(Field::new("files", t.say("desk-split-files"), boxes));
    }
    let mut wrong = wrong;
    for (name, words) in faults {
        match fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.wrong = Some(words),
            None => wrong = Some(words),
        }
    }
    let email = case.asker.email.as_str();
    let follows = [
        case.untold.map_or_else(
            || t.with("desk-split-follows-mail", "email", email),
            |why| words::untold(t, why),
        ),
        t.with("desk-split-follows-term", "reference", number),
        t.with("desk-split-follows-stays", "reference", number),
    ];
    TicketFormPage {
        t,
        reference: number.to_owned(),
        back: ticket_url(number, ""),
        title: t.say("desk-split"),
        about: t.say("desk-split-about"),
        wrong,
        cards: vec![known(t, case, t.say("desk-split-first"))],
        previews: Vec::new(),
        form: TicketForm {
            url: ticket_url(number, "/split"),
            asks: false,
            hidden: vec![("revision", case.ticket.revision.to_string())],
            fields,
            follows: follows.to_vec(),
            submit: t.say("desk-split-do"),
            other: None,
        },
        keep: None,
        typed: false,
        shell: reader.shell,
    }
}

fn topics(t: Texts, atlas: &Atlas, post: &SplitPost) -> Input {
    let choice = |value: &str, words: String| Choice {
        value: value.to_owned(),
        chosen: value == post.topic,
        words,
    };
    let mut topics = vec![choice("", t.say("desk-new-topic-none"))];
    let known = atlas.topics_by_title().into_iter();
    topics.extend(known.map(|it| choice(&it.slug, it.title.clone())));
    Input::Choose(topics)
}

/// The files that the asker sent, to choose from.
fn files(case: &Case, post: &SplitPost) -> Vec<Choice> {
    let asker = case.threads.iter().find(|it| it.assignment.is_none());
    let messages = asker.into_iter().flat_map(|thread| &thread.messages);
    let sent = messages.filter(|message| {
        use crate::registry::MessageKind::{Question, Reply};
        matches!(message.kind, Question | Reply)
    });
    sent.flat_map(|message| &message.attachments)
        .map(|file| {
            let value = file.id.to_string();
            Choice {
                chosen: post.files.contains(&value),
                words: file.filename.clone(),
                value,
            }
        })
        .collect()
}
