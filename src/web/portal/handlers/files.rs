//! Files of a question, for who may read it. Always a download, never shown from our own address.

use actix_web::{HttpResponse, web};
use uuid::Uuid;

use super::administration::opened;
use super::status::{Link, asked};
use crate::context::Context;
use crate::outbound::linked_file;
use crate::registry::{Attachment, MessageKind, MessageView};
use crate::web::Problem;
use crate::web::download::{handed_out, stored};

/// `GET /vraag/{reference}/bijlage/{file}?t={tag}`.
pub async fn of_asker(
    ctx: web::Data<Context>,
    path: web::Path<(String, Uuid)>,
    link: web::Query<Link>,
) -> Result<HttpResponse, Problem> {
    let (reference, file) = path.into_inner();
    let case = asked(&ctx, &reference, &link.t).await?;
    let thread = case
        .threads
        .iter()
        .find(|thread| thread.assignment.is_none());
    let shown = thread
        .map(crate::web::portal::telling::shown_to_asker)
        .unwrap_or_default();
    send(&ctx, find(shown.into_iter(), file)).await
}

/// `GET /a/{tag}/bijlage/{file}`.
pub async fn of_administration(
    ctx: web::Data<Context>,
    path: web::Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (tag, file) = path.into_inner();
    let (case, assignment) = opened(&ctx, &tag).await?;
    let own = |of: Option<Uuid>| {
        case.threads
            .iter()
            .filter(move |thread| thread.assignment.as_ref().map(|it| it.id) == of)
            .flat_map(|thread| &thread.messages)
    };
    let question = own(None)
        .filter(|message| message.kind == MessageKind::Question)
        .take(1);
    send(&ctx, find(question.chain(own(Some(assignment))), file)).await
}

/// `GET /bijlage/{tag}`: a file that was too large to leave with its mail.
pub async fn of_mail(
    ctx: web::Data<Context>,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let file = linked_file(&ctx, &tag).await?;
    let file = file.ok_or_else(Problem::not_found)?;
    Ok(handed_out(&file.filename, file.content))
}

fn find<'a>(
    mut shown: impl Iterator<Item = &'a MessageView>,
    file: Uuid,
) -> Option<&'a Attachment> {
    shown.find_map(|message| message.attachments.iter().find(|it| it.id == file))
}

async fn send(ctx: &Context, file: Option<&Attachment>) -> Result<HttpResponse, Problem> {
    let file = file
        .filter(|file| file.can_be_had())
        .ok_or_else(Problem::not_found)?;
    stored(ctx, file).await
}
