//! The pages of the FAQ as they were rendered, plain and compressed, kept until what they show
//! changes: they are the same for every reader, and read far more often than written. Each worker of
//! the server has its own.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Write as _;
use std::sync::Arc;

use actix_web::http::header::{self, AcceptEncoding, Encoding, Header as _, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::visitor::Visitor;
use crate::faq::Published;
use crate::text::Language;
use crate::web::Problem;

/// Most that one worker keeps, in bytes; the pages beyond are rendered each time.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Rendered pages, by language and path.
#[derive(Debug, Default)]
pub struct Kept(RefCell<Pages>);

#[derive(Debug, Default)]
struct Pages {
    /// The answers that the pages were made of.
    of: Option<Arc<Published>>,
    by_path: HashMap<(Language, String), Page>,
    bytes: usize,
}

/// A page, and the same compressed once for everybody whose browser reads that.
#[derive(Debug, Clone)]
struct Page {
    plain: Bytes,
    gzip: Bytes,
}

impl Page {
    fn of(html: String) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        // Writing to memory cannot fail; a page that did would go out plain.
        let compressed = encoder
            .write_all(html.as_bytes())
            .and_then(|()| encoder.finish());
        Self {
            plain: Bytes::from(html),
            gzip: compressed.map(Bytes::from).unwrap_or_default(),
        }
    }

    fn bytes(&self) -> usize {
        self.plain.len() + self.gzip.len()
    }

    fn send(&self, visitor: &Visitor, request: &HttpRequest) -> HttpResponse {
        if self.gzip.is_empty() || !takes_gzip(request) {
            return visitor.send(self.plain.clone());
        }
        let mut response = visitor.send(self.gzip.clone());
        let headers = response.headers_mut();
        let gzip = HeaderValue::from_static("gzip");
        headers.insert(header::CONTENT_ENCODING, gzip);
        let depends = HeaderValue::from_static("accept-encoding");
        headers.insert(header::VARY, depends);
        response
    }
}

/// Whether the browser says that it reads gzip (RFC 9110, 12.5.3); one that says nothing gets the page
/// plain.
fn takes_gzip(request: &HttpRequest) -> bool {
    let offered = [Encoding::gzip(), Encoding::identity()];
    request.headers().contains_key(header::ACCEPT_ENCODING)
        && AcceptEncoding::parse(request)
            .is_ok_and(|accepted| accepted.negotiate(offered.iter()) == Some(Encoding::gzip()))
}

impl Pages {
    /// Forgets everything that was made of other answers than these.
    fn follow(&mut self, published: &Arc<Published>) {
        let same = self
            .of
            .as_ref()
            .is_some_and(|of| Arc::ptr_eq(of, published));
        if !same {
            *self = Self {
                of: Some(Arc::clone(published)),
                ..Self::default()
            };
        }
    }
}

impl Kept {
    /// Sends the page that was asked for, which shows nothing but `published`: as it was kept, or as
    /// `make` makes it. An address with a query is somebody's own, and is not kept.
    pub fn page<T: Template>(
        &self,
        visitor: &Visitor,
        request: &HttpRequest,
        published: &Arc<Published>,
        make: impl FnOnce() -> Result<T, Problem>,
    ) -> Result<HttpResponse, Problem> {
        if request.uri().query().is_some() {
            return visitor.page(&make()?);
        }
        let mut pages = self.0.borrow_mut();
        pages.follow(published);
        let key = (visitor.t.language(), request.path().to_owned());
        if let Some(page) = pages.by_path.get(&key) {
            return Ok(page.send(visitor, request));
        }
        let html = visitor.render(&make()?)?;
        if pages.bytes + html.len() > MOST_BYTES {
            return Ok(visitor.send(Bytes::from(html)));
        }
        let page = Page::of(html);
        pages.bytes += page.bytes();
        let response = page.send(visitor, request);
        pages.by_path.insert(key, page);
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Read as _;

    use actix_web::FromRequest as _;
    use actix_web::body::to_bytes;
    use actix_web::cookie::Cookie;
    use actix_web::test::TestRequest;

    use super::*;
    use crate::auth::testing::context;
    use crate::web::portal::page::LANGUAGE_COOKIE;

    #[derive(Template)]
    #[template(source = "{{ made }}", ext = "txt")]
    struct Counted {
        made: u32,
    }

    #[actix_web::test]
    async fn a_page_is_made_once_until_the_answers_change() {
        let ctx = context().await;
        let (kept, made) = (Kept::default(), Cell::new(0));
        let (before, after) = (
            Arc::new(Published::default()),
            Arc::new(Published::default()),
        );
        let ask = async |uri: &str, language: &str, published: &Arc<Published>| {
            let request = TestRequest::with_uri(uri)
                .app_data(actix_web::web::Data::new(ctx.clone()))
                .cookie(Cookie::new(LANGUAGE_COOKIE, language.to_owned()))
                .to_http_request();
            let visitor = Visitor::extract(&request).await.unwrap();
            let make = || {
                made.set(made.get() + 1);
                Ok(Counted { made: made.get() })
            };
            let page = kept.page(&visitor, &request, published, make).unwrap();
            String::from_utf8(to_bytes(page.into_body()).await.unwrap().to_vec()).unwrap()
        };
        assert_eq!(ask("/faq", "nl", &before).await, "1");
        assert_eq!(ask("/faq", "nl", &before).await, "1");
        assert_eq!(ask("/faq", "en", &before).await, "2");
        assert_eq!(ask("/faq/een-vraag", "nl", &before).await, "3");
        assert_eq!(ask("/faq?q=burgemeester", "nl", &before).await, "4");
        assert_eq!(ask("/faq?q=burgemeester", "nl", &before).await, "5");
        assert_eq!(ask("/faq", "nl", &after).await, "6");
        assert_eq!(ask("/faq", "nl", &after).await, "6");
        let left = kept.0.borrow().by_path.len();
        assert_eq!(left, 1, "pages of the answers before are gone");
    }

    #[actix_web::test]
    async fn a_page_goes_out_as_the_browser_reads_it() {
        let ctx = context().await;
        let (kept, published) = (Kept::default(), Arc::new(Published::default()));
        for (says, encoding) in [
            (None, None),
            (Some("gzip, deflate, br, zstd"), Some("gzip")),
            (Some("*"), None),
            (Some("gzip;q=0"), None),
            (Some("br"), None),
            (Some("identity, gzip;q=0.5"), None),
        ] {
            let mut request =
                TestRequest::with_uri("/faq").app_data(actix_web::web::Data::new(ctx.clone()));
            if let Some(says) = says {
                request = request.insert_header((header::ACCEPT_ENCODING, says));
            }
            let request = request.to_http_request();
            let visitor = Visitor::extract(&request).await.unwrap();
            let page = kept
                .page(&visitor, &request, &published, || Ok(Counted { made: 7 }))
                .unwrap();
            let said = page.headers().get(header::CONTENT_ENCODING);
            assert_eq!(said.map(|it| it.to_str().unwrap()), encoding, "{says:?}");
            let body = to_bytes(page.into_body()).await.unwrap();
            let mut text = String::new();
            if encoding.is_some() {
                flate2::read::GzDecoder::new(&*body)
                    .read_to_string(&mut text)
                    .unwrap();
            } else {
                text = String::from_utf8(body.to_vec()).unwrap();
            }
            assert_eq!(text, "7");
        }
    }
}
