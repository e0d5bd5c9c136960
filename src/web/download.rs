//! A file of a question, for whoever may read that question: to keep, and never to open here.

use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use uuid::Uuid;

use super::{Agent, Problem};
use crate::auth::{Subject, Verb};
use crate::context::Context;
use crate::registry::{self, Reference};
use crate::store::BlobKey;

/// The file with this id; not found when it belongs to another question, or may not be handed out.
pub async fn download(
    ctx: &Context,
    agent: &Agent,
    reference: &Reference,
    id: Uuid,
) -> Result<HttpResponse, Problem> {
    let ticket = registry::find(&ctx.db, reference)
        .await?
        .ok_or_else(Problem::not_found)?;
    let facts = registry::facts(&ctx.db, &ticket).await?;
    agent.may(Verb::ReadTicket, Subject::Ticket(&facts))?;
    let file = registry::attachment(&ctx.db, id)
        .await?
        .filter(|file| file.ticket_id == ticket.id && file.can_be_had())
        .ok_or_else(Problem::not_found)?;
    let key = BlobKey::parse(&file.blob_key).ok_or_else(Problem::not_found)?;
    let content = ctx.blobs.get(&key).await?.ok_or_else(Problem::not_found)?;
    let name = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(file.filename)],
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/octet-stream"))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ))
        .insert_header(name)
        .body(content))
}
