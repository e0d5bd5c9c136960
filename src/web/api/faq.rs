//! The published answers, for everybody.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::list::{Page, Piece, kept, page};
use crate::context::Context;
use crate::directory::Atlas;
use crate::faq::{self, Shelf};
use crate::web::{CurrentAtlas, Problem};

/// Seconds that a program may keep an answer: a correction must show soon.
const KEEP: u32 = 60;

/// A published answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FaqEntry {
    /// Its name in links; it never changes.
    slug: String,
    /// The question, as a local government would put it.
    question: String,
    /// The answer, in Markdown.
    answer: String,
    /// What it rests on, in Markdown; null when nothing is named.
    sources: Option<String>,
    /// What it is about.
    topic: Option<FaqTopic>,
    /// When it was published (RFC 3339, UTC).
    published_at: DateTime<Utc>,
    /// When it changed last (RFC 3339, UTC).
    updated_at: DateTime<Utc>,
    /// Its page for people.
    url: String,
}

/// What an answer is about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FaqTopic {
    /// Its name in links.
    slug: String,
    /// Its name for people.
    title: String,
}

fn told(entry: &faq::Entry, ctx: &Context, atlas: &Atlas) -> FaqEntry {
    let topic = entry.text.topic_slug.as_deref();
    let sources = entry.text.sources.trim();
    FaqEntry {
        slug: entry.slug.clone(),
        question: entry.text.question.clone(),
        answer: entry.text.answer.clone(),
        sources: (!sources.is_empty()).then(|| sources.to_owned()),
        topic: topic
            .and_then(|slug| atlas.topic(slug))
            .map(|topic| FaqTopic {
                slug: topic.slug.clone(),
                title: topic.title.clone(),
            }),
        published_at: entry.published_at.unwrap_or(entry.updated_at),
        updated_at: entry.updated_at,
        url: ctx.link(&format!("/faq/{}", entry.slug)),
    }
}

/// The published answers, the last published first.
#[utoipa::path(
    get,
    path = "/api/v1/faq",
    tag = "faq",
    params(Piece),
    responses((status = 200, description = "The answers.", body = Page<FaqEntry>))
)]
pub(super) async fn list(
    ctx: web::Data<Context>,
    shelf: web::Data<Shelf>,
    atlas: CurrentAtlas,
    request: HttpRequest,
    piece: web::Query<Piece>,
) -> Result<HttpResponse, Problem> {
    let published = shelf.published(&ctx.db).await?;
    let items = published.entries.iter().map(|entry| {
        let entry_at = entry.published_at.unwrap_or(entry.updated_at);
        // Sorts the last published first.
        let key = format!(
            "{:020}.{}",
            i64::MAX - entry_at.timestamp_micros(),
            entry.id
        );
        (key, told(entry, &ctx, &atlas))
    });
    kept(&request, &page(items.collect(), &piece)?, KEEP)
}

/// One published answer.
#[utoipa::path(
    get,
    path = "/api/v1/faq/{slug}",
    tag = "faq",
    params(("slug" = String, Path, description = "The `slug` of the answer.")),
    responses((status = 200, description = "The answer.", body = FaqEntry))
)]
pub(super) async fn entry(
    ctx: web::Data<Context>,
    shelf: web::Data<Shelf>,
    atlas: CurrentAtlas,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let published = shelf.published(&ctx.db).await?;
    let entry = published.by_slug(&slug).ok_or_else(Problem::not_found)?;
    kept(&request, &told(entry, &ctx, &atlas), KEEP)
}
