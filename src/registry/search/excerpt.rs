//! The words around a hit, with the hits marked.

use std::collections::HashMap;
use std::ops::Range;

use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::SearchQuery;
use crate::store::StoreError;

/// A piece of text, and whether it was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Whether it is a hit.
    pub hit: bool,
}

/// A line out of a text with its hits.
pub type Excerpt = Vec<Span>;

/// How long an excerpt is, in characters, and how much of it stands before the first hit.
const LENGTH: usize = 160;
const BEFORE: usize = 50;

/// The most of a message that is looked through, in characters, and of all together, in bytes.
const MOST_OF_ONE: u32 = 8_000;
const MOST_OF_ALL: usize = 300_000;

#[derive(Debug, FromQueryResult)]
struct Text {
    ticket_id: Uuid,
    body: String,
}

/// For each of `tickets` in which a message holds what `query` seeks, the words around it. `inside`:
/// also in notes.
pub async fn excerpts(
    db: &impl ConnectionTrait,
    query: &SearchQuery,
    tickets: &[Uuid],
    inside: bool,
) -> Result<HashMap<Uuid, Excerpt>, StoreError> {
    if tickets.is_empty() {
        return Ok(HashMap::new());
    }
    let marks: Vec<String> = (1..=tickets.len()).map(|at| format!("${at}")).collect();
    let notes = if inside { "" } else { ", 'note'" };
    let sql = format!(
        "SELECT ticket_id, substr(body, 1, {MOST_OF_ONE}) AS body FROM message WHERE ticket_id IN \
         ({}) AND kind NOT IN ('acknowledgement', 'receipt_question'{notes}) \
         ORDER BY ticket_id, created_at, id",
        marks.join(", ")
    );
    let values = tickets.iter().map(|&id| Value::from(id));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let mut found = HashMap::new();
    let mut read = 0;
    for text in Text::find_by_statement(statement).all(db).await? {
        if found.contains_key(&text.ticket_id) || read > MOST_OF_ALL {
            continue;
        }
        read += text.body.len();
        let body = one_line(&text.body);
        let hits = query.hits(&body);
        if let Some(first) = hits.first() {
            found.insert(text.ticket_id, marked(&body, around(&body, first), &hits));
        }
    }
    Ok(found)
}

impl SearchQuery {
    /// A whole text with its hits.
    #[must_use]
    pub fn marked(&self, text: &str) -> Excerpt {
        marked(text, 0..text.len(), &self.hits(text))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is shown of `text` for a hit: some before it and more after it, on borders of words.
fn around(text: &str, hit: &Range<usize>) -> Range<usize> {
    let back = text[..hit.start].char_indices().rev();
    let start = match back.take(BEFORE).last() {
        None | Some((0, _)) => 0,
        // From the first whole word on.
        Some((at, _)) => text[at..hit.start]
            .find(' ')
            .map_or(hit.start, |space| at + space + 1),
    };
    let shown = text[start..].char_indices();
    let end = match shown.map(|(at, _)| start + at).nth(LENGTH) {
        None => text.len(),
        Some(at) => text[hit.end.min(at)..at]
            .rfind(' ')
            .map_or(at.max(hit.end), |space| hit.end.min(at) + space),
    };
    start..end
}

/// `text` in `shown` as spans, with dots where it was cut.
fn marked(text: &str, shown: Range<usize>, hits: &[Range<usize>]) -> Excerpt {
    let mut spans = Vec::new();
    let mut push = |text: &str, hit| {
        if !text.is_empty() {
            spans.push(Span {
                text: text.to_owned(),
                hit,
            });
        }
    };
    let mut at = shown.start;
    if shown.start > 0 {
        push("… ", false);
    }
    for hit in hits {
        if hit.start < at || hit.end > shown.end {
            continue;
        }
        push(&text[at..hit.start], false);
        push(&text[hit.clone()], true);
        at = hit.end;
    }
    push(&text[at..shown.end], false);
    if shown.end < text.len() {
        push(" …", false);
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, typed: &str) -> String {
        let query = SearchQuery::of(typed).unwrap();
        let hits = query.hits(text);
        let shown = around(text, &hits[0]);
        marked(text, shown, &hits)
            .into_iter()
            .map(|span| {
                if span.hit {
                    format!("[{}]", span.text)
                } else {
                    span.text
                }
            })
            .collect()
    }

    #[test]
    fn an_excerpt_shows_whole_words_round_the_first_hit() {
        assert_eq!(said("De regio's.", "regio"), "De [regio's].");
        let before = "Ons college van burgemeester en schepenen heeft in zitting beslist dat wij";
        let after = "de gevolgen voor de dienstverlening en de financiën van onze gemeente \
                     volledig willen kennen voor het einde van het jaar en daarna nog eens.";
        let text = format!("{before} overleg met de regio willen, en {after}");
        insta::assert_snapshot!(said(&text, "overleg regio"));
    }

    #[test]
    fn odd_texts_do_not_panic() {
        for text in ["regio", "é regio", &format!("{}regio", "é".repeat(300))] {
            assert!(said(text, "regio*").contains('['), "{text}");
        }
        let long = format!("regio{}", "é".repeat(400));
        assert!(said(&long, "regio*").starts_with('['));
    }
}
