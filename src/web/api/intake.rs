//! Questions that a program hands over: as raw mail, or as fields.

use actix_web::http::StatusCode;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::body;
use super::files::{File, decoded};
use super::repeat::once;
use crate::auth::{Subject, Verb};
use crate::context::Context;
use crate::directory::Atlas;
use crate::intake::{
    Handed, InboundFormat, Submission, SubmissionChannel, SubmittedFile, Understander, submit,
    take_in,
};
use crate::web::{Agent, CurrentAtlas, Kind, Problem, Said};

/// What became of a mail that was handed over.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Taken {
    /// The raw mail it is; the same bytes are the same one.
    id: Uuid,
}

/// Takes one raw mail in, and answers once it is safely stored.
///
/// What it is (a question, a reply, a
/// bounce) is found out afterwards; what is no mail stands in the quarantine with the reason.
#[utoipa::path(
    post,
    path = "/api/v1/intake/mail",
    tag = "intake",
    request_body(
        content = String,
        content_type = "message/rfc822",
        description = "The mail as it came, byte for byte (RFC 5322)."
    ),
    responses((status = 202, description = "The mail is safely stored.", body = Taken)),
    security(("token" = ["intake"]))
)]
pub(super) async fn mail(
    ctx: web::Data<Context>,
    agent: Agent,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::TakeInMail, Subject::House)?;
    if request.content_type() != "message/rfc822" {
        let wanted = Said::with("problem-media-type-wanted", "wanted", "message/rfc822");
        return Err(Problem::new(Kind::MediaType).because(wanted));
    }
    let raw = body::read(&request, body, ctx.settings.http.max_mail_bytes).await?;
    if raw.is_empty() {
        return Err(Problem::new(Kind::Malformed).because(Said::key("problem-no-mail")));
    }
    let kept = raw.clone();
    once(&ctx, &agent, &request, &raw, async |source_id| {
        let handed = Handed {
            source_id,
            raw: kept,
        };
        let taken = take_in(&ctx, "api", handed, InboundFormat::Mail).await?;
        let id = taken.inbound_id;
        Ok((StatusCode::ACCEPTED, Taken { id }))
    })
    .await
}

/// How an asker put a question to somebody.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Put {
    /// They called.
    Phone,
    /// At a meeting.
    Meeting,
    /// In a mailbox that is not ours, such as that of a contact point.
    Mailbox,
}

impl Put {
    fn channel(self) -> SubmissionChannel {
        match self {
            Self::Phone => SubmissionChannel::Phone,
            Self::Meeting => SubmissionChannel::Meeting,
            Self::Mailbox => SubmissionChannel::Mailbox,
        }
    }
}

/// A question, as a program puts it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// What it is about, in the asker's words; at most 200 characters.
    #[schema(max_length = 200, min_length = 1)]
    subject: String,
    /// The question, in plain text.
    #[schema(min_length = 1)]
    body: String,
    /// Who asks.
    asker: Asker,
    /// In which municipality, by name, when the asker says so: one of today, one that was merged
    /// away, or a part of one.
    municipality: Option<String>,
    /// A topic, by its slug, when the asker says so.
    topic: Option<String>,
    /// How the asker put it, when a person wrote it down for them: `phone`, `meeting` or `mailbox`.
    channel: Option<Put>,
    /// Files; at most 20. The whole request, with its files, takes 1 MiB unless the setting
    /// `http.max_json_bytes` says otherwise; a question with larger files goes in as a mail.
    #[serde(default)]
    #[schema(max_items = 20)]
    attachments: Vec<File>,
}

/// Who asks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Asker {
    /// Their name; at most 200 characters.
    #[schema(max_length = 200, min_length = 1)]
    name: String,
    /// Where the answer goes: a full e-mail address.
    #[schema(format = "email", max_length = 254)]
    email: String,
    /// For which organisation; at most 200 characters.
    #[schema(max_length = 200)]
    organisation: Option<String>,
}

/// A question that has its number.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Registered {
    /// Its number, such as `RV-2026-000123`.
    reference: String,
    /// What must happen next: `new`, or `open` for a question that has gone on to an administration.
    status: &'static str,
    /// The asker's own page about it. Whoever has this link can read the question.
    status_url: String,
}

/// Registers a question.
///
/// The asker gets a mail with its number and a link, and nothing else of what
/// was typed: nobody has shown yet that the address is theirs.
#[utoipa::path(
    post,
    path = "/api/v1/tickets",
    tag = "intake",
    request_body(content = Question, content_type = "application/json"),
    responses((status = 201, description = "The question has its number.", body = Registered)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn ticket(
    ctx: web::Data<Context>,
    understander: web::Data<Understander>,
    atlas: CurrentAtlas,
    agent: Agent,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::Register, Subject::House)?;
    body::must_be_json(&request)?;
    let raw = body::read(&request, body, ctx.settings.http.max_json_bytes).await?;
    once(&ctx, &agent, &request, &raw, async |nonce| {
        let question: Question = body::parse(&raw)?;
        known(&question, &atlas)?;
        // Registering is a long walk; its future waits on the heap.
        let registered = Box::pin(register(&ctx, &understander, question, nonce)).await?;
        Ok((StatusCode::CREATED, registered))
    })
    .await
}

async fn register(
    ctx: &Context,
    understander: &Understander,
    question: Question,
    nonce: String,
) -> Result<Registered, Problem> {
    let decoded = decoded(question.attachments)?;
    let submission = Submission {
        nonce,
        channel: question
            .channel
            .map_or(SubmissionChannel::Api, Put::channel),
        by: None,
        acknowledged: true,
        answered: false,
        held: false,
        subject: question.subject,
        body: question.body,
        asker_name: question.asker.name,
        asker_email: question.asker.email,
        organisation: question.asker.organisation,
        municipality: question.municipality,
        topic: question.topic,
        files: Vec::new(),
    };
    // Before a file is kept, so that nothing is kept of what is refused.
    let mut submission = submission.checked()?;
    for (file, content) in decoded {
        let key = ctx.blobs.put(content).await?;
        submission.files.push(SubmittedFile {
            blob_key: key.to_string(),
            ..file
        });
    }
    let registered = submit(understander, submission).await?;
    Ok(Registered {
        reference: registered.reference.to_string(),
        status: registered.status.slug(),
        status_url: registered.status_url,
    })
}

/// Says which name of a place or a topic means nothing: a person would see it misread, a program
/// would not.
fn known(question: &Question, atlas: &Atlas) -> Result<(), Problem> {
    let said = |field: &Option<String>| {
        let text = field.as_deref().unwrap_or_default().trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let mut wrong = None;
    let mut unfit = |field: &str, said| {
        let told = wrong.take().unwrap_or_else(|| Problem::new(Kind::Invalid));
        wrong = Some(told.field(field, said));
    };
    if said(&question.municipality).is_some_and(|name| atlas.municipality_named(&name).is_unknown())
    {
        unfit("municipality", Said::key("problem-no-municipality"));
    }
    if said(&question.topic).is_some_and(|slug| atlas.topic(&slug).is_none()) {
        let slugs: Vec<&str> = atlas.topics().map(|topic| topic.slug.as_str()).collect();
        unfit(
            "topic",
            Said::with("problem-no-topic", "topics", slugs.join(", ")),
        );
    }
    wrong.map_or(Ok(()), Err)
}
