//! Who is asking. A handler that has an [`Agent`] has somebody who is signed in: by a session on
//! the pages, by a token on the API, never by the other's means.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::fields::Fields;
use super::problem::{Kind, Problem, Said};
use super::session;
use crate::auth::{Actor, Session, Subject, User, Verb, may, sessions, tokens};
use crate::context::Context;

/// Where a page listens for changes, which nobody presses either.
const LIVE: &str = "/desk/live";
/// The header of a request that a page makes by itself. (`EventSource` sends none.)
const BY_ITSELF: &str = "x-by-itself";

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Who it is, as the verbs of the work want it.
    pub actor: Actor,
    /// The session, when it is a person with a browser.
    pub session: Option<Session>,
    /// Whether a page asks that keeps itself up to date, and nobody who presses anything: the session
    /// grows idle all the same, and what is shown once stays for the next page.
    pub by_itself: bool,
}

impl Agent {
    /// Lets a handler go on only when the policy says so.
    pub fn may(&self, verb: Verb, subject: Subject<'_>) -> Result<(), Problem> {
        Ok(may(&self.actor, verb, subject)?)
    }

    /// The person; a page is never asked for by a program.
    pub fn user(&self) -> Result<&User, Problem> {
        self.actor.user().ok_or_else(|| Problem::new(Kind::SignIn))
    }

    /// The proof that the forms on a page carry.
    #[must_use]
    pub fn form_token(&self, ctx: &Context) -> String {
        self.session
            .as_ref()
            .map_or_else(String::new, |session| session.form_token(&ctx.secret))
    }

    /// Lets a handler go on only when the form came from one of our pages in this session.
    pub fn check_form(&self, ctx: &Context, token: &str) -> Result<(), Problem> {
        let ours = self
            .session
            .as_ref()
            .is_some_and(|session| session.is_form_token(&ctx.secret, token));
        if ours {
            Ok(())
        } else {
            Err(Problem::new(Kind::ForeignForm))
        }
    }
}

fn context(request: &HttpRequest) -> Result<web::Data<Context>, Problem> {
    request
        .app_data::<web::Data<Context>>()
        .cloned()
        .ok_or_else(|| Problem::new(Kind::Internal))
}

async fn signed_in(request: &HttpRequest) -> Result<Agent, Problem> {
    let ctx = context(request)?;
    let nobody = || Problem::new(Kind::SignIn);
    if request.path().starts_with("/api/") {
        let token = bearer(request)
            .ok_or_else(|| Problem::new(Kind::SignIn).because(Said::key("problem-no-token")))?;
        let client = tokens::verify(&ctx, token).await?;
        return Ok(Agent {
            actor: Actor::Api(client),
            session: None,
            by_itself: false,
        });
    }
    let key = session::key_of(&ctx, request).ok_or_else(nobody)?;
    let by_itself = request.path() == LIVE || request.headers().contains_key(BY_ITSELF);
    let session = if by_itself {
        sessions::look(&ctx, &key).await?
    } else {
        sessions::open(&ctx, &key).await?
    };
    let session = session.ok_or_else(nobody)?;
    request.extensions_mut().insert(session.user.language);
    Ok(Agent {
        actor: Actor::User(session.user.clone()),
        session: Some(session),
        by_itself,
    })
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request
        .headers()
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl FromRequest for Agent {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { signed_in(&request).await })
    }
}

/// A form that somebody who is signed in sent from one of our pages: the proof in its field `csrf`
/// has been checked.
#[derive(Debug, Clone)]
pub struct Posted<T> {
    /// Who sent it.
    pub agent: Agent,
    /// What it says.
    pub form: T,
    /// The files that came with it, and what names those of an earlier try.
    pub files: Fields,
}

#[derive(Deserialize)]
struct Proof {
    #[serde(default)]
    csrf: String,
}

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let parts = request.content_type() == "multipart/form-data";
        let fields = parts.then(|| Fields::from_request(request, payload));
        let body = String::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let agent = signed_in(&request).await?;
            let (body, files) = match fields {
                Some(fields) => {
                    let fields = fields.await?;
                    let body = serde_urlencoded::to_string(fields.pairs());
                    let malformed = |error| Problem::new(Kind::Malformed).caused_by(error);
                    (body.map_err(malformed)?, fields)
                }
                None => (plain_body(&request, body).await?, Fields::default()),
            };
            // A form is written like a query.
            let malformed = |error: actix_web::error::QueryPayloadError| {
                Problem::new(Kind::Malformed).caused_by(error)
            };
            let proof = web::Query::<Proof>::from_query(&body).map_err(malformed)?;
            let ctx = context(&request)?;
            agent.check_form(&ctx, &proof.csrf)?;
            let form = web::Query::<T>::from_query(&body)
                .map_err(malformed)?
                .into_inner();
            Ok(Self { agent, form, files })
        })
    }
}

/// The text of a form without files.
async fn plain_body(
    request: &HttpRequest,
    body: impl Future<Output = Result<String, actix_web::Error>>,
) -> Result<String, Problem> {
    if request.content_type() != "application/x-www-form-urlencoded" {
        return Err(Problem::new(Kind::MediaType));
    }
    body.await.map_err(|error| {
        let status = error.as_response_error().status_code();
        let kind = if status == 413 {
            Kind::TooLarge
        } else {
            Kind::Malformed
        };
        Problem::new(kind)
    })
}
