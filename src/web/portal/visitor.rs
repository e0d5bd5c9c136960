//! Who asks for a page: in which language, at which address, and how the page leaves.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};

use actix_web::body::MessageBody;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use askama::Template;

use super::Site;
use super::page::{LANGUAGE_COOKIE, chosen_language, texts};
use crate::context::Context;
use crate::text::{Language, Texts};
use crate::web::session::client_address;
use crate::web::{Kind, Problem};

/// Somebody who asks for a page of the portal.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The words, in the visitor's language.
    pub t: Texts,
    /// What the pages know of this installation.
    pub site: Site,
    /// Where the visitor comes from, for limits only.
    pub from: IpAddr,
    chosen: Option<Language>,
    https: bool,
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl Visitor {
    fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let lacking = || Problem::new(Kind::Internal).caused_by("the portal has no context");
        let ctx = request
            .app_data::<web::Data<Context>>()
            .ok_or_else(lacking)?;
        let t = texts(request);
        let site = Site::of(ctx);
        Ok(Self {
            t,
            site: if may_be_asked_again(request) {
                site.at(&t, request.uri())
            } else {
                site
            },
            from: client_address(request).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            chosen: chosen_language(request),
            https: ctx.settings.http.is_https(),
        })
    }

    /// Sends a page.
    pub fn page(&self, page: &impl Template) -> Result<HttpResponse, Problem> {
        self.page_as(page, StatusCode::OK)
    }

    /// Sends a page with something to correct in it.
    pub fn page_again(&self, page: &impl Template) -> Result<HttpResponse, Problem> {
        self.page_as(page, StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Sends a page that stands behind somebody's link: no search engine keeps it.
    pub fn private_page(&self, page: &impl Template) -> Result<HttpResponse, Problem> {
        let mut response = self.page(page)?;
        keep_private(&mut response);
        Ok(response)
    }

    fn page_as(&self, page: &impl Template, status: StatusCode) -> Result<HttpResponse, Problem> {
        Ok(self.send_as(self.render(page)?, status))
    }

    /// The HTML of a page.
    pub fn render(&self, page: &impl Template) -> Result<String, Problem> {
        page.render()
            .map_err(|error| Problem::new(Kind::Internal).caused_by(error))
    }

    /// Sends a page that has been rendered.
    #[must_use]
    pub fn send(&self, html: web::Bytes) -> HttpResponse {
        self.send_as(html, StatusCode::OK)
    }

    fn send_as(&self, html: impl MessageBody + 'static, status: StatusCode) -> HttpResponse {
        let mut response = HttpResponse::build(status);
        response.content_type("text/html; charset=utf-8");
        if let Some(language) = self.chosen {
            response.cookie(self.language_cookie(language));
        }
        response.body(html)
    }

    /// Remembers the choice of language until the browser closes, and nothing else.
    fn language_cookie(&self, language: Language) -> Cookie<'static> {
        Cookie::build(LANGUAGE_COOKIE, language.code())
            .path("/")
            .same_site(SameSite::Lax)
            .http_only(true)
            .secure(self.https)
            .finish()
    }
}

/// Whether the same address answers when it is simply opened: most forms post elsewhere.
fn may_be_asked_again(request: &HttpRequest) -> bool {
    let own_form = matches!(request.path(), "/vraag" | "/status" | "/demo/mail");
    request.method() == Method::GET || own_form
}

/// Marks a response as one that no search engine may keep.
pub fn keep_private(response: &mut HttpResponse) {
    let name = header::HeaderName::from_static("x-robots-tag");
    response
        .headers_mut()
        .insert(name, header::HeaderValue::from_static("noindex"));
}

/// The way to another page, after a form.
#[must_use]
pub fn see_other(to: &str) -> HttpResponse {
    let mut response = HttpResponse::SeeOther()
        .insert_header((header::LOCATION, to))
        .finish();
    keep_private(&mut response);
    response
}
