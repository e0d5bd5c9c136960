//! The FAQ: the list, its search and one answer.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use std::collections::BTreeMap;

use crate::context::Context;
use crate::directory::Atlas;
use crate::faq::{self, Published, Shelf};
use crate::web::portal::Site;
use crate::web::portal::answers::{answer, line};
use crate::web::portal::copy;
use crate::web::portal::faq::{FaqEntryPage, FaqPage, Topic};
use crate::web::portal::kept::Kept;
use crate::web::portal::visitor::Visitor;
use crate::web::{CurrentAtlas, Kind, Problem};

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// Words, as they were typed.
    #[serde(default)]
    q: String,
    /// The slug of a topic.
    #[serde(default)]
    thema: String,
}

/// `GET /faq`.
pub async fn list(
    ctx: web::Data<Context>,
    shelf: web::Data<Shelf>,
    atlas: CurrentAtlas,
    kept: web::Data<Kept>,
    visitor: Visitor,
    wanted: web::Query<Wanted>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let published = shelf.published(&ctx.db).await?;
    kept.page(&visitor, &request, &published, || {
        Ok(list_page(&visitor, &published, &atlas, &wanted))
    })
}

fn list_page(visitor: &Visitor, published: &Published, atlas: &Atlas, wanted: &Wanted) -> FaqPage {
    let query: String = wanted.q.trim().chars().take(200).collect();
    let topics = topics(&published.entries, atlas, &wanted.thema);
    let found: Vec<&faq::Entry> = if query.is_empty() {
        let chosen = topics
            .iter()
            .find(|topic| topic.current)
            .map(|topic| topic.slug.as_str());
        let of_topic =
            |entry: &&faq::Entry| chosen.is_none() || entry.text.topic_slug.as_deref() == chosen;
        published.entries.iter().filter(of_topic).collect()
    } else {
        faq::search(&published.entries, &query)
            .into_iter()
            .map(|hit| hit.entry)
            .collect()
    };
    let entries = found
        .into_iter()
        .map(|entry| line(entry, &query, atlas))
        .collect();
    let total = published.entries.len();
    FaqPage::new(visitor.t, &visitor.site, query, topics, total, entries)
}

/// `GET /faq/{slug}`.
pub async fn entry(
    ctx: web::Data<Context>,
    shelf: web::Data<Shelf>,
    atlas: CurrentAtlas,
    kept: web::Data<Kept>,
    visitor: Visitor,
    slug: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let published = shelf.published(&ctx.db).await?;
    kept.page(&visitor, &request, &published, || {
        let entry = published.by_slug(&slug).ok_or_else(Problem::not_found)?;
        let answer = answer(entry, &published.entries, &atlas);
        Ok(FaqEntryPage::new(visitor.t, &visitor.site, answer))
    })
}

/// `GET /faq.atom`: the published answers for a reader program, the last changed first.
pub async fn feed(
    ctx: web::Data<Context>,
    shelf: web::Data<Shelf>,
    atlas: CurrentAtlas,
) -> Result<HttpResponse, Problem> {
    let published = shelf.published(&ctx.db).await?;
    let site = Site::of(&ctx);
    let feed = copy::feed(&published.entries, &atlas, &site, ctx.clock.now())
        .map_err(|error| Problem::new(Kind::Internal).caused_by(error))?;
    Ok(HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .body(feed))
}

/// The topics that have answers, by name.
fn topics(entries: &[faq::Entry], atlas: &Atlas, chosen: &str) -> Vec<Topic> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for slug in entries
        .iter()
        .filter_map(|entry| entry.text.topic_slug.as_deref())
    {
        *counts.entry(slug).or_default() += 1;
    }
    let mut topics: Vec<Topic> = counts
        .into_iter()
        .filter_map(|(slug, count)| {
            let name = atlas.topic(slug)?.title.clone();
            Some(Topic {
                slug: slug.to_owned(),
                name,
                count,
                current: slug == chosen,
            })
        })
        .collect();
    topics.sort_by(|a, b| a.name.cmp(&b.name));
    topics
}
