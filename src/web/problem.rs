//! What a caller is told when something cannot be done: one [`Problem`], shown as
//! `application/problem+json` (RFC 9457) to programs and as a page to people. Causes are logged
//! here, once, as a chain; callers see none of them.

use std::error::Error as StdError;
use std::fmt;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::Error;
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;

use super::desk::page_of_form;
use super::desk::view::problem::{ProblemPage, Way};
use super::frame::RequestId;
use super::language::texts_for;
use super::portal::Site;
use super::portal::notices::{ExpiredPage, FailurePage, NotFoundPage, RefusedPage};
use crate::admin::AdminError;
use crate::auth::accounts::{AccountError, SignInError};
use crate::auth::tokens::TokenError;
use crate::auth::{Refused, policy};
use crate::context::Context;
use crate::dispatch::{self, DispatchError};
use crate::faq::FaqError;
use crate::followup::{FollowupError, UnfitNote};
use crate::intake::{IntakeError, MOST_SPLIT, MOST_SUBJECT, SplitFault};
use crate::outbound::OutboundError;
use crate::registry::{
    MOST_LINKS, MOST_WHY, NoDouble, NoLink, NoMerge, NoSignal, RegistryError, UnfitAsker,
};
use crate::store::StoreError;
use crate::text::Texts;

/// What kind of problem it is. `docs/problems.md` lists them for callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request cannot be read: JSON, a form or a query that is broken.
    Malformed,
    /// The request can be read, and something in it will not do.
    Invalid,
    /// Nobody is signed in, or the token is not valid.
    SignIn,
    /// The one who asks may not.
    Forbidden,
    /// A form that did not come from one of our pages, or from a session that is over.
    ForeignForm,
    /// There is nothing at this address.
    NotFound,
    /// The address knows other methods.
    Method,
    /// Somebody else changed it in the meantime.
    Stale,
    /// The step cannot follow where the ticket stands.
    WrongStep,
    /// The first request with this `Idempotency-Key` is still being carried out.
    InProgress,
    /// The `Idempotency-Key` was used for something else.
    KeyReused,
    /// The link was replaced, or is over.
    LinkOver,
    /// The body is larger than we take.
    TooLarge,
    /// The body is of a type that we do not take.
    MediaType,
    /// Too many attempts.
    TooMany,
    /// Something went wrong on our side.
    Internal,
    /// The database is down or busy; later may work.
    Unavailable,
}

/// What one kind of problem is called.
struct Entry {
    kind: Kind,
    slug: &'static str,
    status: StatusCode,
    title: &'static str,
    advice: &'static str,
}

const fn entry(
    kind: Kind,
    slug: &'static str,
    status: StatusCode,
    title: &'static str,
    advice: &'static str,
) -> Entry {
    Entry {
        kind,
        slug,
        status,
        title,
        advice,
    }
}

/// The one table of problems.
const TABLE: &[Entry] = &[
    entry(
        Kind::Malformed,
        "malformed",
        StatusCode::BAD_REQUEST,
        "problem-malformed",
        "problem-advice-malformed",
    ),
    entry(
        Kind::Invalid,
        "invalid",
        StatusCode::UNPROCESSABLE_ENTITY,
        "problem-invalid",
        "problem-advice-invalid",
    ),
    entry(
        Kind::SignIn,
        "sign-in",
        StatusCode::UNAUTHORIZED,
        "problem-sign-in",
        "problem-advice-sign-in",
    ),
    entry(
        Kind::Forbidden,
        "forbidden",
        StatusCode::FORBIDDEN,
        "problem-forbidden",
        "problem-advice-forbidden",
    ),
    entry(
        Kind::ForeignForm,
        "foreign-form",
        StatusCode::FORBIDDEN,
        "problem-foreign-form",
        "problem-advice-foreign-form",
    ),
    entry(
        Kind::NotFound,
        "not-found",
        StatusCode::NOT_FOUND,
        "problem-not-found",
        "problem-advice-not-found",
    ),
    entry(
        Kind::Method,
        "method",
        StatusCode::METHOD_NOT_ALLOWED,
        "problem-method",
        "problem-advice-method",
    ),
    entry(
        Kind::Stale,
        "stale",
        StatusCode::CONFLICT,
        "problem-stale",
        "problem-advice-stale",
    ),
    entry(
        Kind::WrongStep,
        "wrong-step",
        StatusCode::CONFLICT,
        "problem-wrong-step",
        "problem-advice-wrong-step",
    ),
    entry(
        Kind::InProgress,
        "in-progress",
        StatusCode::CONFLICT,
        "problem-in-progress",
        "problem-advice-in-progress",
    ),
    entry(
        Kind::KeyReused,
        "key-reused",
        StatusCode::UNPROCESSABLE_ENTITY,
        "problem-key-reused",
        "problem-advice-key-reused",
    ),
    entry(
        Kind::LinkOver,
        "link-over",
        StatusCode::GONE,
        "problem-link-over",
        "problem-advice-link-over",
    ),
    entry(
        Kind::TooLarge,
        "too-large",
        StatusCode::PAYLOAD_TOO_LARGE,
        "problem-too-large",
        "problem-advice-too-large",
    ),
    entry(
        Kind::MediaType,
        "media-type",
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "problem-media-type",
        "problem-advice-media-type",
    ),
    entry(
        Kind::TooMany,
        "too-many",
        StatusCode::TOO_MANY_REQUESTS,
        "problem-too-many",
        "problem-advice-too-many",
    ),
    entry(
        Kind::Internal,
        "internal",
        StatusCode::INTERNAL_SERVER_ERROR,
        "problem-internal",
        "problem-advice-internal",
    ),
    entry(
        Kind::Unavailable,
        "unavailable",
        StatusCode::SERVICE_UNAVAILABLE,
        "problem-unavailable",
        "problem-advice-unavailable",
    ),
];

impl Kind {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|entry| entry.kind)
    }

    fn entry(self) -> &'static Entry {
        // The table has every kind: a test walks them. Without a row it is a fault of ours.
        const FAULT: Entry = entry(
            Kind::Internal,
            "internal",
            StatusCode::INTERNAL_SERVER_ERROR,
            "problem-internal",
            "problem-advice-internal",
        );
        TABLE
            .iter()
            .find(|entry| entry.kind == self)
            .unwrap_or(&FAULT)
    }

    /// The word for it in the `type` of a problem.
    #[must_use]
    pub fn slug(self) -> &'static str {
        self.entry().slug
    }

    /// The HTTP status that goes with it.
    #[must_use]
    pub fn status(self) -> StatusCode {
        self.entry().status
    }

    /// What it is called, in the reader's language.
    #[must_use]
    pub fn title(self, t: Texts) -> String {
        t.say(self.entry().title)
    }

    /// What whoever meets it can do, in the reader's language.
    #[must_use]
    pub fn advice(self, t: Texts) -> String {
        t.say(self.entry().advice)
    }

    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::SignIn,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::CONFLICT => Self::Stale,
            StatusCode::GONE => Self::LinkOver,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::MediaType,
            StatusCode::UNPROCESSABLE_ENTITY => Self::Invalid,
            StatusCode::TOO_MANY_REQUESTS => Self::TooMany,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            status if status.is_client_error() => Self::Malformed,
            _ => Self::Internal,
        }
    }
}

/// A text that is said later, when it is known in which language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    key: &'static str,
    values: Vec<(&'static str, String)>,
}

impl Said {
    /// The text of `key`.
    #[must_use]
    pub fn key(key: &'static str) -> Self {
        Self {
            key,
            values: Vec::new(),
        }
    }

    /// The text of `key` with one place filled in.
    #[must_use]
    pub fn with(key: &'static str, name: &'static str, value: impl fmt::Display) -> Self {
        Self {
            key,
            values: vec![(name, value.to_string())],
        }
    }

    /// The same with one more place filled in.
    #[must_use]
    pub fn and(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// That a value is none of those that there are.
    #[must_use]
    pub fn none_of(allowed: impl IntoIterator<Item = &'static str>) -> Self {
        let allowed: Vec<&str> = allowed.into_iter().collect();
        Self::with("problem-one-of", "allowed", allowed.join(", "))
    }

    /// What a reader of JSON or of a query says, in words of ours: its own are in English. What it
    /// quotes stays.
    fn of_reader(said: &str) -> Self {
        let quoted: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
        let (first, rest) = match quoted.split_first() {
            Some((first, rest)) => (*first, rest.join(", ")),
            None => ("", String::new()),
        };
        if said.starts_with("missing field") {
            return Self::with("problem-read-missing", "field", first);
        }
        if said.starts_with("unknown field") {
            return Self::with("problem-read-unknown", "field", first).and("allowed", rest);
        }
        if said.starts_with("unknown variant") {
            return Self::with("problem-read-variant", "value", first).and("allowed", rest);
        }
        if said.starts_with("duplicate field") {
            return Self::with("problem-read-double", "field", first);
        }
        Self::key("problem-read-other")
    }

    fn in_words(&self, t: Texts) -> String {
        let values = self.values.iter();
        t.fill(
            self.key,
            values.map(|(name, value)| (*name, value.as_str().into())),
        )
    }
}

/// Something that cannot be done, and what to say about it.
#[derive(Debug)]
pub struct Problem {
    kind: Kind,
    detail: Option<Said>,
    fields: Vec<(String, Said)>,
    retry_after: Option<u32>,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Problem {
    /// A problem of this kind.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        let retry_after = (kind == Kind::Unavailable).then_some(5);
        Self {
            kind,
            detail: None,
            fields: Vec::new(),
            retry_after,
            cause: None,
        }
    }

    /// There is nothing at this address.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound)
    }

    /// JSON that is broken, or that is not what is asked for.
    #[must_use]
    pub fn of_json(error: &serde_json::Error) -> Self {
        let place = |said: Said| said.and("line", error.line()).and("column", error.column());
        if error.is_data() {
            // Well-formed, and not what is asked for.
            let said = Said::of_reader(&error.to_string());
            let key = match said.key {
                "problem-read-other" => "problem-json-data",
                key => key,
            };
            let said = place(Said { key, ..said });
            return Self::new(Kind::Invalid)
                .because(said)
                .caused_by(error.to_string());
        }
        let said = place(Said::key("problem-json-syntax"));
        Self::new(Kind::Malformed)
            .because(said)
            .caused_by(error.to_string())
    }

    /// A query that is not what is asked for; `said` is what its reader says of it.
    #[must_use]
    pub fn of_query(said: &str) -> Self {
        Self::new(Kind::Malformed)
            .because(Said::of_reader(said))
            .caused_by(said.to_owned())
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What exactly is the matter.
    #[must_use]
    pub fn because(self, detail: Said) -> Self {
        Self {
            detail: Some(detail),
            ..self
        }
    }

    /// What is wrong with one field; a field inside another is `outer/inner`.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, said: Said) -> Self {
        self.fields.push((name.into(), said));
        self
    }

    /// When trying again makes sense, in seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// What made it so: for our log, never for the caller.
    #[must_use]
    pub fn caused_by(self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..self
        }
    }

    pub(in crate::web) fn log(&self) {
        let Some(cause) = &self.cause else { return };
        let mut chain = cause.to_string();
        let mut next = cause.source();
        while let Some(deeper) = next {
            let words = deeper.to_string();
            // A transparent error repeats what it wraps.
            if !chain.ends_with(&words) {
                chain.push_str(": ");
                chain.push_str(&words);
            }
            next = deeper.source();
        }
        if self.kind.status().is_server_error() {
            tracing::error!(
                problem = self.kind.slug(),
                cause = chain,
                "The request failed"
            );
        } else {
            tracing::debug!(
                problem = self.kind.slug(),
                cause = chain,
                "The request was refused"
            );
        }
    }

    fn words(&self, t: Texts) -> String {
        let mut words = self
            .detail
            .as_ref()
            .map_or_else(String::new, |said| said.in_words(t));
        for (_, said) in &self.fields {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&said.in_words(t));
        }
        words
    }

    fn json(&self, t: Texts, public_url: &str, request_id: &str) -> HttpResponse {
        let body = ProblemJson {
            r#type: format!("{public_url}/api/docs#{}", self.kind.slug()),
            title: self.kind.title(t),
            status: self.kind.status().as_u16(),
            detail: self.detail.as_ref().map(|said| said.in_words(t)),
            errors: self
                .fields
                .iter()
                .map(|(pointer, said)| FieldJson {
                    // Names of fields, which for a program are pointers into its JSON.
                    pointer: format!("/{pointer}"),
                    detail: said.in_words(t),
                })
                .collect(),
            request_id: request_id.to_owned(),
        };
        let text = serde_json::to_string(&body).unwrap_or_default();
        let mut response = HttpResponse::build(self.kind.status());
        response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        if self.kind == Kind::SignIn {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        response.body(text)
    }

    fn page(&self, request: &HttpRequest, t: Texts, site: &Site, request_id: &str) -> HttpResponse {
        let path = request.path();
        let html = if path == "/desk" || path.starts_with("/desk/") {
            let ways = vec![Way {
                url: "/desk".to_owned(),
                words: t.say("problem-way-desk"),
            }];
            let lead = match self.words(t) {
                said if said.is_empty() => t.say("problem-lead"),
                said => said,
            };
            let facts = vec![(t.say("problem-number"), request_id.to_owned())];
            let title = self.kind.title(t);
            ProblemPage {
                t,
                title,
                lead,
                ways,
                facts,
            }
            .render()
        } else {
            match self.kind {
                Kind::NotFound => NotFoundPage::new(t, site).render(),
                Kind::LinkOver => ExpiredPage::new(t, site).render(),
                Kind::Internal | Kind::Unavailable => {
                    let asking = request.method() == Method::POST;
                    FailurePage::new(t, site, asking, request_id.to_owned()).render()
                }
                _ => {
                    let said = match self.words(t) {
                        said if said.is_empty() => t.say("problem-lead"),
                        said => said,
                    };
                    RefusedPage::new(t, site, self.kind.title(t), said).render()
                }
            }
        };
        let html = html.unwrap_or_else(|error| {
            tracing::error!(%error, "The page of a problem could not be written");
            self.kind.title(t)
        });
        HttpResponse::build(self.kind.status())
            .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
            .body(html)
    }

    /// The way to the sign-in page, and from there back to what was asked for.
    fn to_sign_in(request: &HttpRequest) -> HttpResponse {
        let back = if request.method() == Method::GET {
            request
                .uri()
                .path_and_query()
                .map_or("/desk", |asked| asked.as_str())
                .to_owned()
        } else {
            page_of_form(request.path())
        };
        let next: String = percent_encoded(&back);
        let to = format!("/desk/sign-in?next={next}");
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, to))
            .finish()
    }

    fn answer(&self, request: &HttpRequest, ctx: &Context) -> HttpResponse {
        self.log();
        let t = texts_for(request);
        let id = RequestId::of(request);
        let mut response = if wants_json(request) {
            self.json(t, &ctx.settings.http.public_url, id.as_str())
        } else if self.kind == Kind::SignIn {
            Self::to_sign_in(request)
        } else {
            self.page(request, t, &Site::of(ctx), id.as_str())
        };
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response.headers_mut().insert(
            header::CACHE_CONTROL,
            header::HeaderValue::from_static("no-store"),
        );
        response
    }
}

/// Everything but letters, digits and `-._~/` as `%XX`, for a value in a query.
fn percent_encoded(text: &str) -> String {
    use fmt::Write as _;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Why something cannot be done (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemJson {
    /// Which problem it is: the end of this address is its name, which stays the same.
    #[schema(format = "uri")]
    r#type: String,
    /// What it is called, for people.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What exactly is the matter, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldJson>,
    /// Finds the request in our logs; also in the header `X-Request-Id`.
    request_id: String,
}

/// What is wrong with one field.
#[derive(Serialize, ToSchema)]
#[schema(as = ProblemField)]
struct FieldJson {
    /// The field, as a pointer into the JSON that was sent (RFC 6901).
    pointer: String,
    /// What is wrong with it, for people.
    detail: String,
}

fn wants_json(request: &HttpRequest) -> bool {
    let path = request.path();
    if path.starts_with("/api/") || matches!(path, "/healthz" | "/readyz" | "/metrics") {
        return true;
    }
    let accepts = |what: &str| {
        request
            .headers()
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains(what))
    };
    accepts("json") && !accepts("text/html")
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.slug())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    /// An empty answer: [`render`] writes the words, because only there the request is known.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.kind.status())
    }
}

/// Middleware: puts a problem into words wherever an answer says that something went wrong and has
/// no words of its own.
pub async fn render(
    ctx: web::Data<Context>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let answer = next.call(request).await?;
    let status = answer.status();
    if !status.is_client_error() && !status.is_server_error() {
        return Ok(answer.map_into_boxed_body());
    }
    let error = answer.response().error();
    let unsaid = matches!(
        answer.response().body().size(),
        BodySize::None | BodySize::Sized(0)
    );
    if error.is_none() && !unsaid {
        return Ok(answer.map_into_boxed_body());
    }
    let other;
    let problem = if let Some(problem) = error.and_then(|error| error.as_error::<Problem>()) {
        problem
    } else {
        other = Problem::new(Kind::of_status(status));
        if let Some(error) = error {
            tracing::debug!(%error, "The request was refused before it reached a handler");
        }
        &other
    };
    let mut worded = problem.answer(answer.request(), &ctx);
    for kept in [header::ALLOW, header::SET_COOKIE] {
        for value in answer.response().headers().get_all(&kept) {
            worded.headers_mut().append(kept.clone(), value.clone());
        }
    }
    let (request, _) = answer.into_parts();
    Ok(ServiceResponse::new(request, worded))
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let kind = match &error {
            StoreError::Stale => Kind::Stale,
            unavailable if unavailable.is_unavailable() => Kind::Unavailable,
            StoreError::Database(_)
            | StoreError::Closed { .. }
            | StoreError::Inconsistent { .. }
            | StoreError::Blob { .. }
            | StoreError::LostBlob(_)
            | StoreError::Randomness => Kind::Internal,
        };
        Self::new(kind).caused_by(error)
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let said = match refused {
            policy::Refused::Role => Said::key("problem-refused-role"),
            policy::Refused::OtherDesk => Said::key("problem-refused-desk"),
            policy::Refused::OtherProvince => Said::key("problem-refused-province"),
            policy::Refused::OtherLink => Said::key("problem-refused-link"),
            policy::Refused::Scope(scope) => Said::with("problem-refused-scope", "scope", scope),
            policy::Refused::NotForTokens => Said::key("problem-refused-token"),
        };
        Self::new(Kind::Forbidden).because(said).caused_by(refused)
    }
}

impl From<TokenError> for Problem {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Store(error) => error.into(),
            TokenError::Invalid => Self::new(Kind::SignIn).because(Said::key("problem-bad-token")),
            TokenError::Lifetime
            | TokenError::NoScope
            | TokenError::NoName
            | TokenError::LongName => Self::new(Kind::Invalid).caused_by(error),
            TokenError::Unsigned(_) => Self::new(Kind::Internal).caused_by(error),
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Store(error) => error.into(),
            SignInError::Wrong => {
                Self::new(Kind::Invalid).because(Said::key("problem-wrong-password"))
            }
            SignInError::TooMany { .. } => Self::new(Kind::TooMany)
                .because(Said::key("problem-too-many-attempts"))
                .retry_after(900),
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Store(error) => error.into(),
            AccountError::NotAnAddress(_) => {
                Self::new(Kind::Invalid).field("email", Said::key("problem-not-an-address"))
            }
            AccountError::NoName
            | AccountError::LongName
            | AccountError::NoRole
            | AccountError::RoleOfPrograms
            | AccountError::Taken(_)
            | AccountError::Password(_) => Self::new(Kind::Invalid).caused_by(error),
        }
    }
}

impl From<RegistryError> for Problem {
    fn from(error: RegistryError) -> Self {
        match error {
            RegistryError::UnknownTicket(reference) => {
                Self::not_found().because(Said::with("problem-no-ticket", "reference", reference))
            }
            RegistryError::WrongStep(_) => Self::new(Kind::WrongStep).caused_by(error),
            RegistryError::Unanswered => {
                Self::new(Kind::Invalid).field("reason", Said::key("problem-unanswered"))
            }
            RegistryError::NoDouble(of, why) => {
                let said = |key| Said::with(key, "reference", &of);
                let said = match why {
                    NoDouble::Missing => Said::key("problem-double-missing"),
                    NoDouble::Unknown => said("problem-double-unknown"),
                    NoDouble::Itself => said("problem-double-itself"),
                    NoDouble::Circle => said("problem-double-circle"),
                    NoDouble::Answered => said("problem-double-answered"),
                    NoDouble::GivenUp => said("problem-double-given-up"),
                };
                Self::new(Kind::Invalid).field("duplicate_of", said)
            }
            RegistryError::NoMerge(of, why) => {
                let said = |key| Said::with(key, "reference", &of);
                let (field, said) = match why {
                    NoMerge::Missing => ("into", Said::key("problem-merge-missing")),
                    NoMerge::Unknown => ("into", said("problem-double-unknown")),
                    NoMerge::Itself => ("into", said("problem-double-itself")),
                    NoMerge::Closed => ("into", said("problem-merge-closed")),
                    NoMerge::Elsewhere => ("into", said("problem-merge-elsewhere")),
                    NoMerge::Answered => ("into", said("problem-merge-answered")),
                    NoMerge::OtherAsker => ("confirmed", said("problem-merge-other")),
                    NoMerge::Stranger => ("into", said("problem-merge-stranger")),
                    NoMerge::Over => ("reference", Said::key("problem-merge-over")),
                    NoMerge::HasAnswer => ("reference", Said::key("problem-merge-has-answer")),
                    NoMerge::Sending => ("reference", Said::key("problem-merge-sending")),
                    NoMerge::NotMerged => ("reference", Said::key("problem-merge-not")),
                    NoMerge::TooLate => ("reference", Said::key("problem-merge-late")),
                    NoMerge::AnsweredSince => ("reference", Said::key("problem-merge-since")),
                };
                Self::new(Kind::Invalid).field(field, said)
            }
            RegistryError::NoSignal(why) => {
                let (field, said) = match why {
                    NoSignal::Missing => ("why", Said::key("problem-empty-text")),
                    NoSignal::Long => ("why", Said::with("problem-too-long", "most", MOST_WHY)),
                    NoSignal::NoProvince => ("reference", Said::key("problem-signal-province")),
                    NoSignal::Already => ("reference", Said::key("problem-signal-already")),
                    NoSignal::NotThere => ("reference", Said::key("problem-signal-not")),
                };
                Self::new(Kind::Invalid).field(field, said)
            }
            RegistryError::NoLink(why) => {
                let said = match why {
                    NoLink::Missing => Said::key("problem-empty-text"),
                    NoLink::Unknown => Said::key("problem-link-unknown"),
                    NoLink::Itself => Said::key("problem-link-itself"),
                    NoLink::Already => Said::key("problem-link-already"),
                    NoLink::TooMany => Said::with("problem-link-many", "most", MOST_LINKS),
                    NoLink::NotThere => Said::key("problem-link-not"),
                };
                Self::new(Kind::Invalid).field("with", said)
            }
            RegistryError::NotAtDesk => {
                Self::new(Kind::Invalid).field("handler", Said::key("problem-not-at-desk"))
            }
            RegistryError::HandledBy(name) => {
                Self::new(Kind::WrongStep).because(Said::with("problem-handled-by", "name", name))
            }
            RegistryError::UnfitOwner => {
                Self::new(Kind::Invalid).field("desk", Said::key("problem-no-owner"))
            }
            RegistryError::UnfitInstrument => {
                Self::new(Kind::Invalid).field("instrument", Said::key("problem-instrument"))
            }
            RegistryError::UnfitAsker(why) => {
                let (field, key) = match why {
                    UnfitAsker::NoAddress => ("email", "problem-asker-address"),
                    UnfitAsker::LongName => ("name", "problem-asker-name"),
                    UnfitAsker::Same => ("email", "problem-asker-same"),
                };
                Self::new(Kind::Invalid).field(field, Said::key(key))
            }
            RegistryError::UnknownTopic => {
                Self::new(Kind::Invalid).field("topic", Said::key("problem-unknown-topic"))
            }
            RegistryError::OnItsWay => Self::new(Kind::Stale).because(Said::key("problem-leaving")),
            RegistryError::Mail(_) => Self::new(Kind::Internal).caused_by(error),
            RegistryError::Enqueue(error) => error.into(),
            RegistryError::Refused(refused) => refused.into(),
            RegistryError::EmptyText => {
                Self::new(Kind::Invalid).field("text", Said::key("problem-empty-text"))
            }
            RegistryError::Store(error) => error.into(),
        }
    }
}

impl From<DispatchError> for Problem {
    fn from(error: DispatchError) -> Self {
        let invalid = |said| Self::new(Kind::Invalid).field("desk", said);
        match error {
            DispatchError::Registry(error) => error.into(),
            DispatchError::UnknownDesk(slug) => {
                invalid(Said::with("problem-no-desk", "desk", slug))
            }
            DispatchError::NoAddress(address) => Self::new(Kind::Invalid).field(
                "address",
                Said::with("problem-no-address", "address", address),
            ),
            DispatchError::SameAddress(address) => Self::new(Kind::Invalid).field(
                "address",
                Said::with("problem-same-address", "address", address),
            ),
            DispatchError::NoAsker => {
                Self::new(Kind::Invalid).because(Said::key("problem-no-asker"))
            }
            DispatchError::NoFile(file) => Self::new(Kind::Invalid).field(
                "files",
                Said::with("problem-no-file", "file", file.to_string()),
            ),
            DispatchError::Placeholder(desk) => {
                invalid(Said::with("problem-placeholder", "desk", desk))
            }
            DispatchError::AlreadyThere(desk) => {
                invalid(Said::with("problem-already-there", "desk", desk))
            }
            DispatchError::OwesNothing(desk) => {
                invalid(Said::with("problem-owes-nothing", "desk", desk))
            }
            DispatchError::UnfitDay(_) => {
                Self::new(Kind::Invalid).field("day", Said::key("problem-unfit-day"))
            }
            DispatchError::OnItsWay => Self::new(Kind::Stale),
            DispatchError::UnfitTerm(_) => Self::new(Kind::Invalid).field(
                "days",
                Said::with("problem-unfit-term", "most", dispatch::MOST_DAYS),
            ),
            DispatchError::UnknownAssignment(_) => Self::not_found(),
            DispatchError::WrongProgress(_) => Self::new(Kind::WrongStep).caused_by(error),
            DispatchError::Enqueue(error) => error.into(),
            DispatchError::Mail(_) => Self::new(Kind::Internal).caused_by(error),
        }
    }
}

impl From<FollowupError> for Problem {
    fn from(error: FollowupError) -> Self {
        match error {
            FollowupError::Registry(error) => error.into(),
            FollowupError::UnfitNote(all) => {
                all.into_iter()
                    .fold(Self::new(Kind::Invalid), |problem, unfit| {
                        let key = match unfit {
                            UnfitNote::By => "problem-noted-by",
                            UnfitNote::On => "problem-noted-on",
                            UnfitNote::Future => "problem-noted-future",
                            UnfitNote::BeforeQuestion => "problem-noted-before",
                            UnfitNote::How => "problem-noted-how",
                            UnfitNote::What => "problem-noted-what",
                        };
                        let field = format!("noted/{}", unfit.field());
                        problem.field(field, Said::key(key))
                    })
            }
            FollowupError::UnknownAnswer(_) => Self::not_found(),
            FollowupError::Enqueue(error) => error.into(),
            FollowupError::Mail(_) => Self::new(Kind::Internal).caused_by(error),
        }
    }
}

impl From<FaqError> for Problem {
    fn from(error: FaqError) -> Self {
        match error {
            FaqError::UnknownEntry(_) => Self::not_found(),
            FaqError::Refused(refused) => refused.into(),
            FaqError::Empty(field) => {
                Self::new(Kind::Invalid).field(field, Said::key("problem-empty-text"))
            }
            FaqError::Personal(_) => {
                Self::new(Kind::Invalid).field("answer", Said::key("problem-personal"))
            }
            FaqError::WrongStep { .. } => Self::new(Kind::WrongStep).caused_by(error),
            FaqError::Store(error) => error.into(),
        }
    }
}

impl From<AdminError> for Problem {
    fn from(error: AdminError) -> Self {
        match error {
            AdminError::Store(error) => error.into(),
            AdminError::Refused(refused) => refused.into(),
            AdminError::Account(error) => error.into(),
            AdminError::SignIn(error) => error.into(),
            AdminError::Token(error) => error.into(),
            AdminError::UnknownAccount(_)
            | AdminError::UnknownDesk(_)
            | AdminError::UnknownTopic(_)
            | AdminError::UnknownToken(_)
            | AdminError::UnknownTemplate(_) => Self::not_found().caused_by(error),
            AdminError::LinkOver => Self::new(Kind::LinkOver),
            AdminError::LastAdmin
            | AdminError::LastRole
            | AdminError::AlreadyMember
            | AdminError::NoAccountAt(_)
            | AdminError::NotAnAddress(_)
            | AdminError::OwnAddress(_)
            | AdminError::AddressTaken(_)
            | AdminError::Empty(_)
            | AdminError::TooLong(_)
            | AdminError::NobodyToSendTo
            | AdminError::NeededDesk
            | AdminError::AnswersTopics(_)
            | AdminError::HoldsQuestions { .. }
            | AdminError::UnfitTerm(_)
            | AdminError::UnknownAdministration(_)
            | AdminError::SwitchedOff
            | AdminError::Link(_)
            | AdminError::Grant(_)
            | AdminError::Password(_)
            | AdminError::Template(_) => Self::new(Kind::Invalid).caused_by(error),
        }
    }
}

impl From<OutboundError> for Problem {
    fn from(error: OutboundError) -> Self {
        match error {
            OutboundError::Store(error) => error.into(),
            OutboundError::NoRecipient | OutboundError::Address(_) => {
                Self::new(Kind::Internal).caused_by(error)
            }
        }
    }
}

impl From<IntakeError> for Problem {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::TooLarge { .. } => Self::new(Kind::TooLarge).caused_by(error),
            IntakeError::Unfit { field, .. } => {
                let said = match field {
                    "asker.email" => Said::key("problem-not-an-address"),
                    _ => Said::key("problem-unfit-field"),
                };
                Self::new(Kind::Invalid)
                    .field(field.replace('.', "/"), said)
                    .caused_by(error)
            }
            IntakeError::UnfitSplit(faults) => {
                let problem = Self::new(Kind::Invalid);
                faults.into_iter().fold(problem, |problem, fault| {
                    let most = |most| Said::with("problem-too-long", "most", most);
                    let (field, said) = match fault {
                        SplitFault::NoSubject => ("subject", Said::key("problem-empty-text")),
                        SplitFault::LongSubject => ("subject", most(MOST_SUBJECT)),
                        SplitFault::NoQuestion => ("body", Said::key("problem-empty-text")),
                        SplitFault::LongQuestion => ("body", most(MOST_SPLIT)),
                        SplitFault::WholeQuestion => ("body", Said::key("problem-whole-question")),
                        SplitFault::UnknownTopic(_) => {
                            ("topic", Said::key("problem-unknown-topic"))
                        }
                        SplitFault::UnknownFile(file) => {
                            ("files", Said::with("problem-unknown-file", "file", file))
                        }
                    };
                    problem.field(field, said)
                })
            }
            IntakeError::NotYet => Self::new(Kind::Unavailable).caused_by(error),
            IntakeError::UnknownMail(_) | IntakeError::UnknownTicket => {
                Self::not_found().caused_by(error)
            }
            IntakeError::NothingToDecide => Self::new(Kind::WrongStep).caused_by(error),
            IntakeError::Refused(refused) => refused.into(),
            IntakeError::Dispatch(error) => error.into(),
            IntakeError::Followup(error) => error.into(),
            IntakeError::Registry(error) => error.into(),
            IntakeError::Outbound(error) => error.into(),
            IntakeError::Store(error) => error.into(),
            IntakeError::NoDesk | IntakeError::Mail(_) => {
                Self::new(Kind::Internal).caused_by(error)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    /// `docs/problems.md` is what callers read: it says what the table says.
    #[test]
    fn a_program_reads_one_language_and_what_is_allowed() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum How {
            Phone,
            Mail,
        }
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only read into")]
        struct Wanted {
            revision: i32,
            how: How,
        }
        let check = |json: &str, nl: &str, en: &str| {
            let error = serde_json::from_str::<Wanted>(json).unwrap_err();
            let problem = Problem::of_json(&error);
            for (language, expected) in [(Language::Nl, nl), (Language::En, en)] {
                assert_eq!(problem.words(Texts::new(language)), expected, "{json}");
            }
        };
        check(
            r#"{"revision": 1}"#,
            "Het veld how ontbreekt.",
            "The field how is missing.",
        );
        check(
            r#"{"revision": 1, "how": "fax"}"#,
            "De waarde fax bestaat niet. Mogelijk zijn: phone, mail.",
            "There is no value fax. Possible are: phone, mail.",
        );
        check(
            r#"{"revisie": 1}"#,
            "Het veld revisie kennen we niet. Mogelijk zijn: revision, how.",
            "We do not know the field revisie. Possible are: revision, how.",
        );
        check(
            r#"{"revision": "een"}"#,
            "De JSON heeft niet de gevraagde vorm: regel 1, teken 18 is van een andere soort dan gevraagd.",
            "The JSON does not have the form that was asked for: line 1, character 18 is of another kind.",
        );
        check(
            r#"{"revision": 1"#,
            "Dit is geen geldige JSON: regel 1, teken 14.",
            "This is not valid JSON: line 1, character 14.",
        );
    }

    #[test]
    fn the_table_and_the_page_for_callers_say_the_same() {
        let page = include_str!("../../docs/problems.md");
        let documented: Vec<(String, String, String)> = page
            .lines()
            .filter_map(|line| line.strip_prefix("| `"))
            .map(|line| {
                let mut cells = line
                    .split('|')
                    .map(|cell| cell.trim().trim_matches('`').to_owned());
                let mut cell = || cells.next().unwrap_or_default();
                (cell(), cell(), cell())
            })
            .collect();
        let t = Texts::new(Language::Nl);
        let table: Vec<_> = Kind::all()
            .map(|kind| {
                (
                    kind.slug().to_owned(),
                    kind.status().as_u16().to_string(),
                    kind.title(t),
                )
            })
            .collect();
        assert_eq!(table, documented);
    }

    #[test]
    fn every_kind_stands_in_the_table_once() {
        for (index, entry) in TABLE.iter().enumerate() {
            assert!(
                TABLE[..index].iter().all(|other| other.slug != entry.slug),
                "{}",
                entry.slug
            );
            assert_eq!(entry.kind.slug(), entry.slug, "two rows for one kind");
        }
        // The match has an arm for each kind; without a row a kind would become a fault of ours.
        for kind in Kind::all() {
            let fault = kind.slug() == "internal";
            assert_eq!(fault, kind == Kind::Internal);
        }
    }

    #[test]
    fn a_database_that_is_busy_says_when_to_come_back() {
        let busy = sea_orm::DbErr::Custom("database is locked".into());
        let problem = Problem::from(StoreError::Database(busy));
        assert_eq!(problem.kind(), Kind::Unavailable);
        assert_eq!(problem.retry_after, Some(5));
        assert_eq!(Problem::from(StoreError::Stale).kind(), Kind::Stale);
    }

    #[test]
    fn the_way_back_after_signing_in_survives_its_own_query() {
        assert_eq!(
            percent_encoded("/desk?q=a b&x=é"),
            "/desk%3Fq%3Da%20b%26x%3D%C3%A9"
        );
    }
}
