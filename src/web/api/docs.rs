//! `GET /api/docs`: the API's description for people who write programs. The page's own words follow
//! the reader's language; what comes out of the document is English, as programs are. Each problem
//! stands under its name, where the `type` of a problem leads.

use actix_web::HttpResponse;
use askama::Template;
use serde_json::Value;

use super::openapi::{described, operation};
use super::{EVERYWHERE, ROUTES, Route};
use crate::text::Texts;
use crate::web::Problem;
use crate::web::portal::visitor::Visitor;
use crate::web::portal::words::{Words as _, escape};
use crate::web::portal::{Markup, Menu, Page};
use crate::web::problem::Kind;

/// How deep a shape is taken apart; ours are not deeper.
const DEEPEST: usize = 4;

/// A field of a shape, or a parameter.
#[derive(Debug)]
struct Field {
    name: String,
    kind: String,
    required: bool,
    about: String,
}

/// A body: its media type and its fields, when it has any.
#[derive(Debug)]
struct Body {
    media: String,
    about: String,
    fields: Vec<Field>,
}

/// An answer that is no problem.
#[derive(Debug)]
struct Answer {
    status: String,
    body: Body,
}

/// A route as the page tells it.
#[derive(Debug)]
struct Told {
    anchor: String,
    method: &'static str,
    path: &'static str,
    title: String,
    about: String,
    scope: Option<String>,
    parameters: Vec<Field>,
    body: Option<Body>,
    answers: Vec<Answer>,
    problems: Vec<ToldProblem>,
}

/// A problem as the page tells it.
#[derive(Debug)]
struct ToldProblem {
    slug: &'static str,
    status: u16,
    title: String,
    advice: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "api/docs.html")]
struct DocsPage {
    t: Texts,
    page: Page,
    public_url: String,
    routes: Vec<Told>,
    problems: Vec<ToldProblem>,
}

/// `GET /api/docs`.
pub(super) async fn page(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let t = visitor.t;
    let page = Page::new(&visitor.site, Menu::Elsewhere, t.say("api-heading"));
    visitor.page(&DocsPage {
        t,
        page,
        public_url: visitor.site.public_url.clone(),
        routes: ROUTES.iter().map(|route| told(route, t)).collect(),
        problems: Kind::all().map(|kind| problem(kind, t)).collect(),
    })
}

fn problem(kind: Kind, t: Texts) -> ToldProblem {
    ToldProblem {
        slug: kind.slug(),
        status: kind.status().as_u16(),
        title: kind.title(t),
        advice: kind.advice(t),
    }
}

fn told(route: &Route, t: Texts) -> Told {
    let operation = operation(described(), route);
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let content = &operation["requestBody"]["content"];
    let answers = operation["responses"].as_object().into_iter().flatten();
    let answers = answers.filter(|(status, _)| status.starts_with('2'));
    let mut problems: Vec<_> = route.problems.iter().chain(&EVERYWHERE).copied().collect();
    problems.sort_by_key(|kind| kind.status());
    Told {
        anchor: anchor(route),
        method: route.method,
        path: route.path,
        title: t.say(route.title),
        about: about(operation),
        scope: operation["security"][0]["token"][0]
            .as_str()
            .map(str::to_owned),
        parameters: parameters.map(parameter).collect(),
        body: body(content, &operation["requestBody"]["description"]),
        answers: answers
            .map(|(status, answer)| Answer {
                status: status.clone(),
                body: body(&answer["content"], &answer["description"]).unwrap_or_else(|| Body {
                    media: String::new(),
                    about: text(&answer["description"]),
                    fields: Vec::new(),
                }),
            })
            .collect(),
        problems: problems.into_iter().map(|kind| problem(kind, t)).collect(),
    }
}

/// What a route does: the first paragraph of what is written about it, and the rest.
fn about(operation: &Value) -> String {
    let said = [&operation["summary"], &operation["description"]].map(text);
    said.join(" ").trim().to_owned()
}

/// The name of a route in links on the page.
fn anchor(route: &Route) -> String {
    let path = route.path.trim_start_matches("/api/v1/");
    let path = path.replace('/', "-").replace(['{', '}'], "");
    format!("{}-{path}", route.method.to_lowercase())
}

/// What is written about something, with its `names` as such.
fn marked(text: &str) -> Markup {
    let mut html = String::with_capacity(text.len() + 32);
    for (place, part) in text.split('`').enumerate() {
        let part = escape(part);
        if place % 2 == 1 {
            html.push_str("<code>");
            html.push_str(&part);
            html.push_str("</code>");
        } else {
            html.push_str(&part);
        }
    }
    Markup(html)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn parameter(parameter: &Value) -> Field {
    let place = text(&parameter["in"]);
    Field {
        name: text(&parameter["name"]),
        kind: format!("{}, {place}", kind_of(&parameter["schema"])),
        required: parameter["required"] == true,
        about: text(&parameter["description"]),
    }
}

fn body(content: &Value, about: &Value) -> Option<Body> {
    let (media, content) = content.as_object()?.iter().next()?;
    let mut fields = Vec::new();
    take_apart(&content["schema"], "", DEEPEST, &mut fields);
    Some(Body {
        media: media.clone(),
        about: text(about),
        fields,
    })
}

/// The shape itself, wherever it is written down; of "this or nothing" the this.
fn shape(schema: &Value) -> &Value {
    if let Some(to) = schema["$ref"].as_str() {
        let pointer = to.trim_start_matches('#');
        return described().pointer(pointer).unwrap_or(&Value::Null);
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(choices) = schema[several].as_array() {
            let this = choices.iter().find(|choice| choice["type"] != "null");
            return this.map_or(schema, shape);
        }
    }
    schema
}

/// The fields of a shape and of the shapes in it, each under its full name.
fn take_apart(schema: &Value, before: &str, deep: usize, fields: &mut Vec<Field>) {
    let schema = shape(schema);
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    let required = |name: &str| {
        let required = schema["required"].as_array();
        required.is_some_and(|names| names.iter().any(|it| it == name))
    };
    for (name, property) in properties {
        let full = format!("{before}{name}");
        let inside = shape(property);
        let about = [&property["description"], &inside["description"]];
        fields.push(Field {
            kind: kind_of(property),
            required: required(name),
            about: about
                .into_iter()
                .map(text)
                .find(|it| !it.is_empty())
                .unwrap_or_default(),
            name: full.clone(),
        });
        if deep > 0 {
            take_apart(inside, &format!("{full}."), deep - 1, fields);
            take_apart(&inside["items"], &format!("{full}[]."), deep - 1, fields);
        }
    }
}

/// "string", "string or null", "list of string".
fn kind_of(schema: &Value) -> String {
    let own = shape(schema);
    let names: Vec<&str> = match &own["type"] {
        Value::String(name) => vec![name.as_str()],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => vec!["any"],
    };
    let mut said: Vec<String> = names
        .into_iter()
        .map(|name| match (name, own["format"].as_str()) {
            ("array", _) => format!("list of {}", kind_of(&own["items"])),
            ("string", Some(format)) => format!("string ({format})"),
            (name, _) => name.to_owned(),
        })
        .collect();
    let choices = schema["oneOf"].as_array();
    if choices.is_some_and(|all| all.iter().any(|choice| choice["type"] == "null")) {
        said.push("null".to_owned());
    }
    said.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn a_question_is_taken_apart_into_its_fields() {
        let route = ROUTES
            .iter()
            .find(|it| it.path == "/api/v1/tickets")
            .unwrap();
        let told = told(route, Texts::new(Language::Nl));
        assert_eq!(told.scope.as_deref(), Some("tickets:write"));
        let fields: Vec<_> = told
            .body
            .iter()
            .flat_map(|body| &body.fields)
            .map(|field| {
                let must = if field.required { "!" } else { "" };
                assert!(!field.about.is_empty(), "{}", field.name);
                format!("{}{must}: {}", field.name, field.kind)
            })
            .collect();
        let mut sorted = fields.clone();
        sorted.sort();
        insta::assert_snapshot!(sorted.join("\n"), @r"
        asker!: object
        asker.email!: string (email)
        asker.name!: string
        asker.organisation: string or null
        attachments: list of object
        attachments[].content!: string
        attachments[].filename!: string
        attachments[].media_type!: string
        body!: string
        channel: string or null
        municipality: string or null
        subject!: string
        topic: string or null
        ");
    }

    #[test]
    fn names_are_marked_and_everything_is_escaped() {
        assert_eq!(
            marked("a < `b&c` d").to_string(),
            "a &#60; <code>b&#38;c</code> d"
        );
        assert_eq!(marked("").to_string(), "");
    }

    #[test]
    fn each_route_is_told_whole() {
        for route in &ROUTES {
            let told = told(route, Texts::new(Language::En));
            assert!(!told.about.is_empty(), "{}", route.path);
            assert_eq!(told.answers.len(), 1, "{}", route.path);
            let answer = &told.answers[0].body;
            let is_file = answer.media == "application/octet-stream";
            assert_eq!(answer.fields.is_empty(), is_file, "{}", route.path);
            assert_eq!(told.body.is_some(), route.method == "POST");
            let of_questions = route.path.starts_with("/api/v1/tickets");
            assert_eq!(told.scope.is_some(), of_questions || route.method == "POST");
        }
    }
}
