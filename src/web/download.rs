//! A file of a question, for whoever may read that question: to keep, and never to open here.

use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::http::header::{
    self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
};
use uuid::Uuid;

use super::portal::visitor::keep_private;
use super::{Agent, Problem};
use crate::auth::{Subject, Verb};
use crate::context::Context;
use crate::registry::{self, Attachment, Reference};
use crate::store::{BlobKey, StoreError};

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
    stored(ctx, &file).await
}

/// A file that its reader may have.
pub async fn stored(ctx: &Context, file: &Attachment) -> Result<HttpResponse, Problem> {
    let lost = || StoreError::LostBlob(file.blob_key.clone());
    let key = BlobKey::parse(&file.blob_key).ok_or_else(lost)?;
    let content = ctx.blobs.get(&key).await?.ok_or_else(lost)?;
    Ok(handed_out(&file.filename, content))
}

/// A file as a download that no browser opens as a page of ours.
#[must_use]
pub fn handed_out(name: &str, content: impl MessageBody + 'static) -> HttpResponse {
    let name = DispositionParam::FilenameExt(ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.as_bytes().to_vec(),
    });
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![name],
    };
    let mut response = HttpResponse::Ok()
        .insert_header(disposition)
        .insert_header((header::CONTENT_TYPE, "application/octet-stream"))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ))
        .body(content);
    keep_private(&mut response);
    response
}
