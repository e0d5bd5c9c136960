//! The body of a request, within its limit, and JSON in it.

use actix_web::http::header;
use actix_web::{HttpMessage as _, HttpRequest, web};
use futures::StreamExt as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::shape;
use crate::web::{Kind, Problem, Said};

/// Bytes that are read and let go of when a body is too large: most programs look at our answer only
/// after they have sent everything.
const LET_GO: usize = 100_000_000;

/// The whole body; too large when it is more than `most` bytes, whether it says so beforehand or not.
pub(super) async fn read(
    request: &HttpRequest,
    mut body: web::Payload,
    most: usize,
) -> Result<Vec<u8>, Problem> {
    let declared = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok())
        .unwrap_or_default();
    let too_large =
        || Problem::new(Kind::TooLarge).because(Said::with("problem-too-large-most", "most", most));
    if declared > LET_GO {
        return Err(too_large());
    }
    let mut raw = Vec::new();
    let mut size = 0;
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|cut| {
            Problem::new(Kind::Malformed)
                .because(Said::key("problem-cut-off"))
                .caused_by(cut.to_string())
        })?;
        size += chunk.len();
        if size > LET_GO {
            break;
        }
        if size <= most {
            raw.extend_from_slice(&chunk);
        }
    }
    if size > most {
        return Err(too_large());
    }
    Ok(raw)
}

/// Lets go on only when the body says that it is JSON.
pub(super) fn must_be_json(request: &HttpRequest) -> Result<(), Problem> {
    let kind = request.content_type();
    if kind == "application/json" || kind.ends_with("+json") {
        Ok(())
    } else {
        let wanted = Said::with("problem-media-type-wanted", "wanted", "application/json");
        Err(Problem::new(Kind::MediaType).because(wanted))
    }
}

/// What the JSON says, or all that is wrong with it by the shape with this name in the description.
pub(super) fn checked<T: DeserializeOwned>(shape: &str, body: &[u8]) -> Result<T, Problem> {
    let value: Value = serde_json::from_slice(body).map_err(|error| Problem::of_json(&error))?;
    let faults = shape::faults(shape, &value);
    if faults.is_empty() {
        return parse(body);
    }
    let problem = Problem::new(Kind::Invalid);
    let tell = |problem: Problem, (field, said): (String, Said)| problem.field(field, said);
    Err(faults.into_iter().fold(problem, tell))
}

/// What the JSON says.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::of_json(&error))
}
