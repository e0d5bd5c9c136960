//! The start page, and the pages in the foot of every page.

use actix_web::{HttpResponse, web};

use crate::context::Context;
use crate::faq::Shelf;
use crate::web::Problem;
use crate::web::portal::faq::Related;
use crate::web::portal::notices::{AboutPage, AccessibilityPage, PrivacyPage};
use crate::web::portal::start::StartPage;
use crate::web::portal::visitor::Visitor;

/// Answers that the start page names.
const NAMED: usize = 3;

/// `GET /`.
pub async fn start(
    ctx: web::Data<Context>,
    shelf: web::Data<Shelf>,
    visitor: Visitor,
) -> Result<HttpResponse, Problem> {
    let published = shelf.published(&ctx.db).await?;
    let often = published.entries.iter().take(NAMED).map(|entry| Related {
        slug: entry.slug.clone(),
        question: entry.text.question.clone(),
    });
    let count = published.entries.len();
    visitor.page(&StartPage::new(
        visitor.t,
        &visitor.site,
        count,
        often.collect(),
    ))
}

/// `GET /toegankelijkheid`.
pub async fn accessibility(visitor: Visitor) -> Result<HttpResponse, Problem> {
    visitor.page(&AccessibilityPage::new(visitor.t, &visitor.site))
}

/// `GET /privacy`.
pub async fn privacy(visitor: Visitor) -> Result<HttpResponse, Problem> {
    visitor.page(&PrivacyPage::new(visitor.t, &visitor.site))
}

/// `GET /over`.
pub async fn about(visitor: Visitor) -> Result<HttpResponse, Problem> {
    visitor.page(&AboutPage::new(visitor.t, &visitor.site))
}
