//! Questions that a program hands over: as raw mail, or as fields.

use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::auth::{Subject, Verb};
use crate::context::Context;
use crate::entity::ticket::Status;
use crate::intake::{
    Handed, InboundFormat, Submission, SubmissionChannel, SubmittedFile, Understander, submit,
    take_in,
};
use crate::web::{Agent, Kind, Problem};

/// Makes a request that is sent again the same request, for the program that sent it.
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// What became of a mail that was handed over.
#[derive(Debug, Serialize)]
struct Taken {
    /// The raw mail it is; the same bytes are the same one.
    id: Uuid,
}

/// `POST /api/v1/intake/mail`: takes one raw mail in and answers once it is safely stored.
pub(super) async fn mail(
    ctx: web::Data<Context>,
    agent: Agent,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::TakeInMail, Subject::House)?;
    if request.content_type() != "message/rfc822" {
        return Err(Problem::new(Kind::MediaType));
    }
    let raw = read(body, ctx.settings.http.max_mail_bytes).await?;
    let handed = Handed {
        source_id: name_of(&ctx, &agent, &request),
        raw,
    };
    let taken = take_in(&ctx, "api", handed, InboundFormat::Mail).await?;
    Ok(HttpResponse::Accepted().json(Taken {
        id: taken.inbound_id,
    }))
}

async fn read(mut body: web::Payload, most: usize) -> Result<Vec<u8>, Problem> {
    let mut raw = Vec::new();
    while let Some(chunk) = body.next().await {
        let chunk =
            chunk.map_err(|cut| Problem::new(Kind::Malformed).caused_by(cut.to_string()))?;
        if raw.len() + chunk.len() > most {
            return Err(Problem::new(Kind::TooLarge));
        }
        raw.extend_from_slice(&chunk);
    }
    Ok(raw)
}

/// A question, as a program puts it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    subject: String,
    body: String,
    asker: Asker,
    municipality: Option<String>,
    topic: Option<String>,
    #[serde(default)]
    attachments: Vec<File>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asker {
    name: String,
    email: String,
    organisation: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    filename: String,
    media_type: String,
    /// Base64.
    content: String,
}

/// A question that has its number.
#[derive(Debug, Serialize)]
struct Registered {
    reference: String,
    status: &'static str,
    status_url: String,
}

/// `POST /api/v1/tickets`: registers a question.
pub(super) async fn ticket(
    ctx: web::Data<Context>,
    understander: web::Data<Understander>,
    agent: Agent,
    request: HttpRequest,
    question: web::Json<Question>,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::Register, Subject::House)?;
    let question = question.into_inner();
    let mut files = Vec::with_capacity(question.attachments.len());
    for file in question.attachments {
        let content = STANDARD
            .decode(file.content.as_bytes())
            .map_err(|wrong| Problem::new(Kind::Malformed).caused_by(wrong.to_string()))?;
        let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
        let key = ctx.blobs.put(content).await?;
        files.push(SubmittedFile {
            filename: file.filename,
            media_type: file.media_type,
            size,
            blob_key: key.to_string(),
        });
    }
    let submission = Submission {
        nonce: name_of(&ctx, &agent, &request),
        channel: SubmissionChannel::Api,
        subject: question.subject,
        body: question.body,
        asker_name: question.asker.name,
        asker_email: question.asker.email,
        organisation: question.asker.organisation,
        municipality: question.municipality,
        topic: question.topic,
        files,
    };
    let registered = submit(&understander, submission).await?;
    Ok(HttpResponse::Created().json(Registered {
        reference: registered.reference.to_string(),
        status: Status::New.slug(),
        status_url: registered.status_url,
    }))
}

/// What this request is called among those of the program that sent it.
fn name_of(ctx: &Context, agent: &Agent, request: &HttpRequest) -> String {
    let given = request
        .headers()
        .get(IDEMPOTENCY_KEY)
        .and_then(|key| key.to_str().ok());
    match given.map(str::trim).filter(|key| !key.is_empty()) {
        Some(key) => format!("{}:{key}", agent.actor.key()),
        None => format!("{}:{}", agent.actor.key(), ctx.new_id()),
    }
}
