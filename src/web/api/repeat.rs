//! `Idempotency-Key`: a program that lost our answer sends its request again and gets the same answer.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;
use actix_web::{HttpRequest, HttpResponse};
use aws_lc_rs::digest::{Context as Digest, SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use crate::auth::repeats::{self, Begun, Keyed, Stored};
use crate::context::Context;
use crate::web::{Agent, Kind, Problem, Said};

/// Names a request, for the program that sends it again.
pub(super) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Characters of a key at most.
pub(super) const LONGEST_KEY: usize = 255;

/// The key of a request, if it has one.
fn key_of(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let unfit = || Problem::new(Kind::Malformed).because(Said::key("problem-key"));
    let mut given = request.headers().get_all(IDEMPOTENCY_KEY);
    let Some(key) = given.next() else {
        return Ok(None);
    };
    let key = key.to_str().map_err(|_| unfit())?;
    let fits = (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if !fits || given.next().is_some() {
        return Err(unfit());
    }
    Ok(Some(key.to_owned()))
}

/// Digest of what is asked: method, path and body, each with its length, so that no two requests
/// read as one.
fn hash(request: &HttpRequest, body: &[u8]) -> String {
    let mut digest = Digest::new(&SHA256);
    let head = request.uri().path_and_query().map_or("", |it| it.as_str());
    for part in [request.method().as_str().as_bytes(), head.as_bytes(), body] {
        digest.update(&(part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    URL_SAFE_NO_PAD.encode(digest.finish())
}

/// Carries a request out, or repeats the answer that it had before.
///
/// `work` is handed the name of this request among all of this client: the hand-over that it makes
/// under that name is unique, so doing it twice does no harm. Only an answer is kept; a request that
/// was refused changed nothing, and may be corrected and sent again under the same key.
pub(super) async fn once<T: Serialize>(
    ctx: &Context,
    agent: &Agent,
    request: &HttpRequest,
    body: &[u8],
    work: impl AsyncFnOnce(String) -> Result<(StatusCode, T), Problem>,
) -> Result<HttpResponse, Problem> {
    let principal = agent.actor.key();
    let Some(key) = key_of(request)? else {
        let name = format!("{principal}:{}", ctx.new_id());
        let (status, answer) = work(name).await?;
        return Ok(HttpResponse::build(status).json(answer));
    };
    let name = format!("{principal}:{key}");
    let keyed = Keyed {
        principal,
        key,
        request_hash: hash(request, body),
    };
    match repeats::begin(ctx, &keyed).await? {
        Begun::First => {}
        Begun::Again(stored) => return Ok(replayed(stored)),
        Begun::InProgress(seconds) => {
            return Err(Problem::new(Kind::InProgress).retry_after(seconds));
        }
        Begun::Reused => {
            return Err(Problem::new(Kind::KeyReused).because(Said::key("problem-key-reused-how")));
        }
    }
    let done = work(name).await;
    let kept = match &done {
        Ok((status, answer)) => match serde_json::to_string(answer) {
            Ok(body) => {
                let stored = Stored {
                    status: status.as_u16(),
                    content_type: "application/json".to_owned(),
                    location: None,
                    body,
                };
                repeats::settle(ctx, &keyed, stored).await
            }
            Err(error) => return Err(Problem::new(Kind::Internal).caused_by(error)),
        },
        Err(_) => repeats::free(ctx, &keyed).await,
    };
    if let Err(error) = kept {
        // What was asked is done, or not; only the key still stands open, until its lease ends.
        tracing::warn!(%error, "What became of an Idempotency-Key could not be kept");
    }
    done.map(|(status, answer)| HttpResponse::build(status).json(answer))
}

fn replayed(stored: Stored) -> HttpResponse {
    let status = StatusCode::from_u16(stored.status).unwrap_or(StatusCode::OK);
    HttpResponse::build(status)
        .insert_header((REPLAYED, "true"))
        .content_type(stored.content_type)
        .body(stored.body)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_key_is_short_and_can_be_written_down() {
        let key = |keys: &[&str]| {
            let mut request = TestRequest::post();
            for key in keys {
                request = request.append_header((IDEMPOTENCY_KEY, *key));
            }
            key_of(&request.to_http_request()).map_err(|problem| problem.kind())
        };
        assert_eq!(key(&[]), Ok(None));
        assert_eq!(key(&["7f3a-91"]), Ok(Some("7f3a-91".to_owned())));
        assert_eq!(key(&[&"k".repeat(255)]), Ok(Some("k".repeat(255))));
        for wrong in ["", "met spatie", &"k".repeat(256), "sleutel\u{e9}"] {
            assert_eq!(key(&[wrong]), Err(Kind::Malformed), "{wrong}");
        }
        assert_eq!(key(&["een", "twee"]), Err(Kind::Malformed));
    }

    #[test]
    fn another_body_or_address_is_another_request() {
        let hash = |path: &str, body: &[u8]| {
            super::hash(&TestRequest::post().uri(path).to_http_request(), body)
        };
        assert_eq!(hash("/a", b"x"), hash("/a", b"x"));
        assert_ne!(hash("/a", b"x"), hash("/a", b"y"));
        assert_ne!(hash("/a", b"bx"), hash("/ab", b"x"));
    }
}
