//! How a page leaves: as HTML, or as the way to another one.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};

use crate::web::{Kind, Problem};

/// A rendered page.
pub fn html(
    rendered: Result<String, askama::Error>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let html = rendered.map_err(|error| Problem::new(Kind::Internal).caused_by(error))?;
    Ok(HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(html))
}

/// A query that was sent along, written anew: whatever it holds is part of an address and nothing else.
#[must_use]
pub fn own_query(sent: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form_urlencoded::parse(sent.as_bytes()))
        .finish()
}

/// The way to another page, after a form.
#[must_use]
pub fn see_other(to: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, to))
        .finish()
}
