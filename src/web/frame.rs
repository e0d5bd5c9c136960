//! What stands around every request: its id, its span in the log, its place in the figures, and
//! the headers that keep a browser from doing more than our pages ask.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpRequest, web};
use tracing::Instrument as _;

use super::problem::{Kind, Problem};
use crate::context::Context;
use crate::registry::Reference;

/// Where a request id comes in and goes out.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a page may do: show itself with what comes from us, and send forms to us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src \
                                       'none'; base-uri 'none'; form-action 'self'; \
                                       frame-ancestors 'none'";

/// The name of one request, in the answer and on each of its log lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The id of `request`.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        request
            .extensions()
            .get()
            .cloned()
            .unwrap_or_else(|| Self("-".to_owned()))
    }

    /// The text of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id that a proxy before us gave, when it is one, so that its log and ours say the same.
    fn given(request: &ServiceRequest) -> Option<Self> {
        let given = request.headers().get(REQUEST_ID)?.to_str().ok()?;
        let fits = (8..=64).contains(&given.len())
            && given
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        fits.then(|| Self(given.to_owned()))
    }
}

/// Middleware: id, span, figures and headers. The outermost one.
pub async fn around(
    ctx: web::Data<Context>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let id = RequestId::given(&request).unwrap_or_else(|| RequestId(ctx.new_id().to_string()));
    // The pattern, never the path: a path may carry the token of a link.
    let route = request
        .match_pattern()
        .unwrap_or_else(|| "unmatched".to_owned());
    let method = request.method().clone();
    if method == Method::HEAD {
        // RFC 9110, section 9.3.2: as GET, and the server leaves the content out.
        request.head_mut().method = Method::GET;
    }
    let span = tracing::info_span!(
        "request",
        request.id = id.as_str(),
        http.method = %method,
        http.route = route,
        ticket.reference = tracing::field::Empty,
    );
    if let Some(reference) = reference_in(request.path()) {
        span.record("ticket.reference", reference.as_str());
    }
    request.extensions_mut().insert(id.clone());

    let mut answer = next.call(request).instrument(span.clone()).await?;

    let took = started.elapsed();
    let status = answer.status();
    let labels = [
        ("method", label(&method).to_owned()),
        ("route", route),
        ("status", status.as_u16().to_string()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", &labels[..2]).record(took.as_secs_f64());
    span.in_scope(|| {
        let (status, milliseconds) = (status.as_u16(), took.as_secs_f64() * 1000.0);
        if status >= 500 {
            tracing::warn!(http.status = status, milliseconds, "Answered");
        } else {
            tracing::debug!(http.status = status, milliseconds, "Answered");
        }
    });
    secure(&mut answer, &ctx, &id);
    Ok(answer)
}

/// One of the methods there are; whatever else a client makes up is one figure, not many.
fn label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn reference_in(path: &str) -> Option<Reference> {
    path.split('/').find_map(|part| part.parse().ok())
}

fn secure<B>(answer: &mut ServiceResponse<B>, ctx: &Context, id: &RequestId) {
    // An answer that does not change anything in the browser needs no more than its own headers.
    let unchanged = answer.status() == StatusCode::NOT_MODIFIED;
    let https = ctx.settings.http.is_https();
    let headers = answer.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    if !unchanged {
        set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
        set(header::REFERRER_POLICY, "no-referrer");
        set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(header::X_FRAME_OPTIONS, "DENY");
        set(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        );
        // What a person sees is for that person: nothing between us keeps it.
        set(header::CACHE_CONTROL, "no-store");
        if https {
            set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
        }
    }
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, value);
    }
}

/// Middleware: a page of another site cannot send a form in the name of somebody who is signed in
/// here. The API is left alone: it looks at tokens, never at cookies.
pub async fn own_forms_only(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe || request.path().starts_with("/api/") || comes_from_us(&request) {
        return next
            .call(request)
            .await
            .map(ServiceResponse::map_into_left_body);
    }
    let refused = request.error_response(Problem::new(Kind::ForeignForm));
    Ok(refused.map_into_right_body())
}

/// Browsers say so themselves: `Sec-Fetch-Site` where they trust the connection, and `Origin`
/// elsewhere. (`Origin: null` is what our own `no-referrer` makes of it.) What says nothing is no
/// browser, and carries nobody's cookies.
fn comes_from_us(request: &ServiceRequest) -> bool {
    let text = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        None | Some("null") => true,
        Some(origin) => {
            let host = origin.split_once("://").map_or(origin, |(_, host)| host);
            text("host").is_some_and(|own| own.eq_ignore_ascii_case(host))
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_form_of_another_site_is_recognised() {
        let check = |headers: &[(&'static str, &'static str)], ours: bool| {
            let mut request = TestRequest::post().insert_header(("host", "vraag.example"));
            for header in headers {
                request = request.insert_header(*header);
            }
            assert_eq!(
                comes_from_us(&request.to_srv_request()),
                ours,
                "{headers:?}"
            );
        };
        check(&[], true);
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "none")], true);
        check(
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://vraag.example"),
            ],
            false,
        );
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("origin", "https://vraag.example")], true);
        check(&[("origin", "https://elders.example")], false);
        check(&[("origin", "null")], true);
    }

    #[test]
    fn the_ticket_is_read_from_the_path_and_nothing_else_is() {
        let found = |path: &str| reference_in(path).map(|found| found.to_string());
        assert_eq!(
            found("/desk/tickets/rv-2026-000123/note").as_deref(),
            Some("RV-2026-000123")
        );
        assert_eq!(
            found("/v/aeazbkvkxo5xzten3xxo5777aaasvr4ojh4l6bftcnr4m"),
            None
        );
        assert_eq!(found("/"), None);
    }

    #[test]
    fn a_request_id_from_outside_is_taken_only_when_it_is_one() {
        let given = |id: &'static str| {
            let request = TestRequest::default().insert_header(("x-request-id", id));
            RequestId::given(&request.to_srv_request()).map(|id| id.0)
        };
        assert_eq!(given("7f3a-91c2-aa").as_deref(), Some("7f3a-91c2-aa"));
        for wrong in ["kort", "met spatie erin", "a\"b,c=d;e"] {
            assert_eq!(given(wrong), None, "{wrong}");
        }
    }
}
