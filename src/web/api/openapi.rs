//! The API's description (OpenAPI 3.1): the shapes come from the types that the handlers read and
//! write, the problems from the one table of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use super::list::kept;
use super::repeat::{IDEMPOTENCY_KEY, LONGEST_KEY};
use super::{EVERYWHERE, ROUTES, Route, asker, casework, directory, faq, intake, tickets, verbs};
use crate::context::Context;
use crate::text::{Language, Texts};
use crate::web::problem::{Kind, Problem, ProblemJson};

/// Seconds that a program may keep the document.
const KEEP: u32 = 300;

/// What the types and handlers say of themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Regiovraag",
        description = "Questions of Flemish local governments about regiovorming: hand them over, \
                       read the published answers, look up who is where. Times are RFC 3339 in UTC. \
                       Errors are `application/problem+json` (RFC 9457); the end of `type` names \
                       the problem and stays the same. Texts for people are Dutch; \
                       `Accept-Language: en` gives English."
    ),
    paths(
        intake::ticket,
        tickets::list,
        tickets::one,
        tickets::attachment,
        verbs::answer,
        verbs::forward,
        verbs::pass_on,
        verbs::seen,
        verbs::message,
        verbs::note,
        verbs::close,
        verbs::reopen,
        asker::change,
        casework::take,
        casework::release,
        casework::assign,
        casework::hand_over,
        casework::accept,
        casework::refuse,
        casework::consult,
        casework::merge,
        casework::unmerge,
        casework::split,
        casework::link,
        casework::unlink,
        casework::topic,
        casework::knelpunt,
        casework::remove_knelpunt,
        casework::signal,
        casework::withdraw_signal,
        intake::mail,
        faq::list,
        faq::entry,
        directory::municipalities,
        directory::regions,
        directory::contact_points,
        directory::administrations
    ),
    components(schemas(ProblemJson)),
    tags(
        (name = "intake", description = "Hand questions over. Wants a token."),
        (name = "tickets", description = "Read questions and work on them. Wants a token."),
        (name = "faq", description = "Published answers. Public."),
        (name = "directory", description = "Who is where. Public.")
    )
)]
struct Shapes;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::to_value(Shapes::openapi()).unwrap_or_default();
    complete(&mut document);
    document
});

/// The document, but for the address of this installation.
pub(super) fn described() -> &'static Value {
    &DOCUMENT
}

/// The operation of a route in the document.
pub(super) fn operation<'d>(document: &'d Value, route: &Route) -> &'d Value {
    &document["paths"][route.path][route.method.to_lowercase()]
}

/// Adds what no type says: the problems, by name and on each route, and how to show a token.
fn complete(document: &mut Value) {
    let t = Texts::new(Language::En);
    let mut responses = Map::new();
    for kind in Kind::all() {
        responses.insert(kind.slug().to_owned(), response([kind], t));
    }
    document["components"]["responses"] = Value::Object(responses);
    document["components"]["securitySchemes"] = json!({
        "token": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "A token of `regiovraag token create`, with the scopes that a route asks for.",
        }
    });
    let mail = &mut document["paths"]["/api/v1/intake/mail"]["post"]["requestBody"]["content"];
    mail["message/rfc822"]["schema"]["minLength"] = json!(1);
    for route in &ROUTES {
        let operation = &mut document["paths"][route.path][route.method.to_lowercase()];
        if route.method == "POST" {
            if !operation["parameters"].is_array() {
                operation["parameters"] = json!([]);
            }
            if let Some(parameters) = operation["parameters"].as_array_mut() {
                parameters.push(idempotency_key());
            }
        }
        if let Some(parameters) = operation["parameters"].as_array_mut() {
            for parameter in parameters {
                // It may be left out; "null" cannot be written in an address or a header.
                let only = parameter["schema"]["type"].as_array().and_then(|types| {
                    let mut types = types.iter();
                    types.find(|name| *name != "null").cloned()
                });
                if let Some(only) = only {
                    parameter["schema"]["type"] = only;
                }
            }
        }
        let mut by_status: BTreeMap<u16, Vec<Kind>> = BTreeMap::new();
        for &kind in route.problems.iter().chain(&EVERYWHERE) {
            by_status
                .entry(kind.status().as_u16())
                .or_default()
                .push(kind);
        }
        let answers = &mut document["paths"][route.path][route.method.to_lowercase()]["responses"];
        for (status, kinds) in by_status {
            answers[status.to_string()] = match kinds[..] {
                [only] => json!({ "$ref": format!("#/components/responses/{}", only.slug()) }),
                _ => response(kinds, t),
            };
        }
    }
}

/// What every request that changes something may carry.
fn idempotency_key() -> Value {
    json!({
        "name": IDEMPOTENCY_KEY,
        "in": "header",
        "required": false,
        "description": "Makes this request safe to send again: 1 to 255 visible ASCII characters, \
                        your own for each request.",
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_KEY,
            "pattern": "^[!-~]+$",
        },
    })
}

/// An answer that says that one of these went wrong.
fn response(kinds: impl IntoIterator<Item = Kind>, t: Texts) -> Value {
    let mut said = Vec::new();
    let mut headers = Map::new();
    for kind in kinds {
        said.push(format!(
            "`{}`: {}. {}",
            kind.slug(),
            kind.title(t),
            kind.advice(t)
        ));
        if matches!(kind, Kind::InProgress | Kind::TooMany | Kind::Unavailable) {
            let retry = json!({
                "description": "Seconds to wait before the request is sent again.",
                "schema": { "type": "integer" },
            });
            headers.insert("Retry-After".to_owned(), retry);
        }
    }
    let mut response = json!({
        "description": said.join("\n\n"),
        "content": {
            "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
        },
    });
    if !headers.is_empty() {
        response["headers"] = Value::Object(headers);
    }
    response
}

/// `GET /api/openapi.json`.
pub(super) async fn document(
    ctx: web::Data<Context>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut document = described().clone();
    document["servers"] = json!([{ "url": ctx.settings.http.public_url }]);
    kept(&request, &document, KEEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_in_the_document_leads_somewhere() {
        fn walk<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
            match value {
                Value::Object(fields) => {
                    if let Some(Value::String(to)) = fields.get("$ref") {
                        found.push(to);
                    }
                    fields.values().for_each(|value| walk(value, found));
                }
                Value::Array(items) => items.iter().for_each(|value| walk(value, found)),
                _ => {}
            }
        }
        let document = described();
        let mut found = Vec::new();
        walk(document, &mut found);
        assert!(found.len() > 20, "{found:?}");
        for to in found {
            let pointer = to.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{to}");
        }
        assert_eq!(document["openapi"], "3.1.0");
    }

    #[test]
    fn every_kind_of_problem_is_described() {
        let responses = described()["components"]["responses"].as_object().unwrap();
        let mut kinds: Vec<_> = Kind::all().map(Kind::slug).collect();
        kinds.sort_unstable();
        let mut found: Vec<_> = responses.keys().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!(found, kinds);
    }
}
