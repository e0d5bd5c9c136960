//! The pages of the FAQ as they were rendered, kept until what they show changes: they are the same
//! for every reader, and read far more often than written. Each worker of the server has its own.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::Uri;
use actix_web::web::Bytes;
use askama::Template;

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
    by_path: HashMap<(Language, String), Bytes>,
    bytes: usize,
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
    /// Sends the page at `uri`, which shows nothing but `published`: as it was kept, or as `make` makes
    /// it. An address with a query is somebody's own, and is not kept.
    pub fn page<T: Template>(
        &self,
        visitor: &Visitor,
        uri: &Uri,
        published: &Arc<Published>,
        make: impl FnOnce() -> Result<T, Problem>,
    ) -> Result<HttpResponse, Problem> {
        if uri.query().is_some() {
            return visitor.page(&make()?);
        }
        let mut pages = self.0.borrow_mut();
        pages.follow(published);
        let key = (visitor.t.language(), uri.path().to_owned());
        if let Some(page) = pages.by_path.get(&key) {
            return Ok(visitor.send(page.clone()));
        }
        let page = Bytes::from(visitor.render(&make()?)?);
        if pages.bytes + page.len() <= MOST_BYTES {
            pages.bytes += page.len();
            pages.by_path.insert(key, page.clone());
        }
        Ok(visitor.send(page))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

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
            let page = kept.page(&visitor, request.uri(), published, make).unwrap();
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
}
