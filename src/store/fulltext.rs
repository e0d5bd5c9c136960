//! The full-text index of tickets. The engines see prepared words only and never a text: so both find
//! the same. SQLite keeps them in an FTS5 table without content, PostgreSQL in a `tsvector` whose
//! weights are the fields; a document is named by the ticket's number.

use std::fmt::Write as _;

use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};

use super::StoreError;

/// A part of a document that can be asked for by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What the ticket is called.
    Title,
    /// What was written in it.
    Body,
    /// The parts of its compounds; their order says nothing.
    Parts,
    /// Who wrote.
    Names,
    /// For which organisation.
    Organisation,
    /// What stays inside the house.
    Inside,
}

impl Field {
    const ALL: [Self; 6] = [
        Self::Title,
        Self::Body,
        Self::Parts,
        Self::Names,
        Self::Organisation,
        Self::Inside,
    ];

    /// The most words of it that are indexed. A `tsvector` numbers its words up to 16,383 and holds less
    /// than a mebibyte.
    fn most_words(self) -> usize {
        match self {
            Self::Title | Self::Names | Self::Organisation => 200,
            Self::Inside => 3_000,
            Self::Body => 10_000,
            Self::Parts => 6_000,
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Parts => "parts",
            Self::Names => "names",
            Self::Organisation => "organisation",
            Self::Inside => "inside",
        }
    }

    /// Its weight in a `tsvector`, which has four; fields without one mark their words instead.
    fn weight(self) -> Option<char> {
        match self {
            Self::Title => Some('A'),
            Self::Body => Some('B'),
            Self::Parts => Some('C'),
            Self::Inside => Some('D'),
            Self::Names | Self::Organisation => None,
        }
    }

    /// What stands before its words in a `tsvector`. No word holds it.
    fn mark(self) -> &'static str {
        match self {
            Self::Names => "@",
            Self::Organisation => "#",
            _ => "",
        }
    }
}

/// The words of a ticket, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// What it is called.
    pub title: Vec<String>,
    /// What was written in it.
    pub body: Vec<String>,
    /// The parts of its compounds.
    pub parts: Vec<String>,
    /// Who wrote.
    pub names: Vec<String>,
    /// For which organisation.
    pub organisation: Vec<String>,
    /// What stays inside the house.
    pub inside: Vec<String>,
}

impl Document {
    fn words(&self, field: Field) -> impl Iterator<Item = &str> {
        let words = match field {
            Field::Title => &self.title,
            Field::Body => &self.body,
            Field::Parts => &self.parts,
            Field::Names => &self.names,
            Field::Organisation => &self.organisation,
            Field::Inside => &self.inside,
        };
        words
            .iter()
            .take(field.most_words())
            .map(|word| shortened(word))
    }
}

/// Words that stand one after another in one of some fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// In one of these.
    pub fields: Vec<Field>,
    /// The words.
    pub words: Vec<String>,
    /// Whether the last one may go on.
    pub open_ended: bool,
}

/// What a document must hold: of each list, one of its phrases. Nothing holds an empty one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sought(pub Vec<Vec<Phrase>>);

/// The longest word that is told apart, in bytes.
const LONGEST_WORD: usize = 40;

fn shortened(word: &str) -> &str {
    let mut end = word.len().min(LONGEST_WORD);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    &word[..end]
}

/// Puts a document in the index, in the place of the one with this number.
pub async fn put_document(
    tx: &impl ConnectionTrait,
    number: i64,
    document: &Document,
) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    let (sql, values): (_, Vec<Value>) = if backend == DbBackend::Postgres {
        (
            "INSERT INTO ticket_fts (number, document) VALUES ($1, CAST($2 AS tsvector)) \
             ON CONFLICT (number) DO UPDATE SET document = excluded.document",
            vec![number.into(), vector(document).into()],
        )
    } else {
        let column = |field| {
            let words: Vec<&str> = document.words(field).collect();
            Value::from(words.join(" "))
        };
        let columns = Field::ALL.into_iter().map(column);
        (
            "REPLACE INTO ticket_fts (rowid, title, body, parts, names, organisation, inside) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [number.into()].into_iter().chain(columns).collect(),
        )
    };
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    Ok(())
}

/// The last place that a `tsvector` knows.
const LAST_PLACE: usize = 16_383;

/// A document as the text of a `tsvector`. Between two fields a place stays empty: no phrase runs on.
fn vector(document: &Document) -> String {
    let mut text = String::new();
    let mut place = 0;
    for field in Field::ALL {
        let weight = field.weight().unwrap_or('A');
        for word in document.words(field) {
            let at = if field == Field::Parts {
                LAST_PLACE
            } else {
                place += 1;
                place
            };
            // Writing to a string cannot fail.
            let _ = write!(text, "{}:{at}{weight} ", lexeme(field, word));
        }
        place += 1;
    }
    text
}

/// A word as `tsvector` and `tsquery` quote it.
fn lexeme(field: Field, word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('\'', "''");
    format!("'{}{escaped}'", field.mark())
}

/// The table with its key, for a statement that begins with what is found: `FROM` and the join that
/// follows it, with `s` for the index and `t` for the ticket.
#[must_use]
pub fn from_found(backend: DbBackend) -> &'static str {
    if backend == DbBackend::Postgres {
        "ticket_fts s JOIN ticket t ON t.number = s.number"
    } else {
        // Not to be turned round: the index hands its rows over in the order of their numbers.
        "ticket_fts s CROSS JOIN ticket t ON t.number = s.rowid"
    }
}

/// The number of a document in the index `s`.
#[must_use]
pub fn number_found(backend: DbBackend) -> &'static str {
    if backend == DbBackend::Postgres {
        "s.number"
    } else {
        "s.rowid"
    }
}

/// The condition that a document of the index `s` holds what the parameter `mark` seeks.
#[must_use]
pub fn is_found(backend: DbBackend, mark: &str) -> String {
    if backend == DbBackend::Postgres {
        format!("s.document @@ CAST({mark} AS tsquery)")
    } else {
        format!("s.ticket_fts MATCH {mark}")
    }
}

/// The condition that the ticket `t` does not hold what the parameter `mark` seeks.
#[must_use]
pub fn is_not_found(backend: DbBackend, mark: &str) -> String {
    if backend == DbBackend::Postgres {
        // Looked up for each ticket, so that a list ends where its page does.
        format!(
            "NOT EXISTS (SELECT 1 FROM ticket_fts x WHERE x.number = t.number \
             AND x.document @@ CAST({mark} AS tsquery))"
        )
    } else {
        format!(
            "t.number NOT IN (SELECT s.rowid FROM ticket_fts s WHERE {})",
            is_found(backend, mark)
        )
    }
}

impl Sought {
    /// The parameter of [`is_found`]; none when nothing can be found.
    #[must_use]
    pub fn value(&self, backend: DbBackend) -> Option<Value> {
        let possible = !self.0.is_empty()
            && self
                .0
                .iter()
                .all(|any| !any.is_empty() && any.iter().all(|phrase| !phrase.words.is_empty()));
        if !possible {
            return None;
        }
        let (one, and, or): (fn(&Phrase) -> String, _, _) = if backend == DbBackend::Postgres {
            (in_tsquery, " & ", " | ")
        } else {
            (in_fts5, " AND ", " OR ")
        };
        let all: Vec<String> = self
            .0
            .iter()
            .map(|any| {
                let any: Vec<String> = any.iter().map(one).collect();
                format!("({})", any.join(or))
            })
            .collect();
        Some(all.join(and).into())
    }
}

fn in_fts5(phrase: &Phrase) -> String {
    let columns: Vec<&str> = phrase.fields.iter().map(|field| field.column()).collect();
    let words: Vec<String> = phrase
        .words
        .iter()
        .map(|word| shortened(word).replace('"', "\"\""))
        .collect();
    let open = if phrase.open_ended { " *" } else { "" };
    format!("{{{}}} : \"{}\"{open}", columns.join(" "), words.join(" "))
}

fn in_tsquery(phrase: &Phrase) -> String {
    let weights: String = phrase.fields.iter().filter_map(|f| f.weight()).collect();
    let plain = phrase.fields.iter().find(|field| field.weight().is_some());
    let marked = phrase
        .fields
        .iter()
        .filter(|field| field.weight().is_none());
    let ways: Vec<String> = plain
        .into_iter()
        .chain(marked)
        .map(|&field| {
            let weights = field.weight().map(|_| weights.as_str()).unwrap_or_default();
            let last = phrase.words.len() - 1;
            let words = phrase.words.iter().enumerate().map(|(at, word)| {
                let open = if phrase.open_ended && at == last {
                    "*"
                } else {
                    ""
                };
                let colon = if open.is_empty() && weights.is_empty() {
                    ""
                } else {
                    ":"
                };
                format!("{}{colon}{open}{weights}", lexeme(field, shortened(word)))
            });
            format!("({})", words.collect::<Vec<_>>().join(" <-> "))
        })
        .collect();
    ways.join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn phrase(fields: &[Field], text: &str, open_ended: bool) -> Phrase {
        Phrase {
            fields: fields.to_vec(),
            words: words(text),
            open_ended,
        }
    }

    fn said(sought: &[Vec<Phrase>], backend: DbBackend) -> String {
        match Sought(sought.to_vec()).value(backend) {
            Some(Value::String(Some(text))) => text,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn one_search_is_said_to_both_engines() {
        use Field::{Body, Names, Parts, Title};
        let sought = [
            vec![
                phrase(&[Title, Body, Parts], "politiezon", false),
                phrase(&[Title, Body], "politie zon", false),
            ],
            vec![phrase(&[Names], "d'hondt \"", true)],
        ];
        assert_eq!(
            said(&sought, DbBackend::Sqlite),
            r#"({title body parts} : "politiezon" OR {title body} : "politie zon") AND ({names} : "d'hondt """ *)"#
        );
        assert_eq!(
            said(&sought, DbBackend::Postgres),
            r#"(('politiezon':ABC) | ('politie':AB <-> 'zon':AB)) & (('@d''hondt' <-> '@"':*))"#
        );
    }

    #[test]
    fn nothing_is_found_by_nothing() {
        for nothing in [
            vec![],
            vec![vec![]],
            vec![vec![phrase(&[Field::Body], "", false)]],
        ] {
            for backend in [DbBackend::Sqlite, DbBackend::Postgres] {
                assert_eq!(Sought(nothing.clone()).value(backend), None);
            }
        }
    }

    #[test]
    fn the_fields_of_a_vector_do_not_touch() {
        let document = Document {
            title: words("een twee"),
            body: words("drie"),
            parts: words("vier"),
            names: words("vijf"),
            ..Document::default()
        };
        assert_eq!(
            vector(&document),
            "'een':1A 'twee':2A 'drie':4B 'vier':16383C '@vijf':7A "
        );
    }

    #[test]
    fn a_long_document_is_cut_where_a_vector_ends() {
        let many = || vec!["x".repeat(100); 20_000];
        let document = Document {
            title: many(),
            body: many(),
            parts: many(),
            names: many(),
            organisation: many(),
            inside: many(),
        };
        let text = vector(&document);
        assert!(text.len() < 2_000_000, "{}", text.len());
        let last = text
            .rsplit(':')
            .next()
            .unwrap()
            .trim_end_matches(['D', ' ']);
        assert!(last.parse::<usize>().unwrap() < LAST_PLACE);
        assert!(!text.contains(&"x".repeat(LONGEST_WORD + 1)));
    }
}
