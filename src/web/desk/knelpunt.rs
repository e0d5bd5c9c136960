//! The label *knelpunt* of a question: set and taken away on its page, and a list of those that bear it as
//! a table for a spreadsheet.

use std::future::ready;

use actix_web::HttpResponse;
use actix_web::body::BodyStream;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{self, Bytes};
use futures::stream::{self, Stream, StreamExt as _};
use serde::Deserialize;
use tracing::warn;

use super::page::see_other;
use super::queue::{Around, QueueQuery};
use super::shell::leave_notice;
use super::ticket::{Reading, ticket_url};
use super::trouble::Trouble;
use super::view::knelpunt::KnelpuntPanel;
use super::words;
use crate::auth::{Subject, Verb};
use crate::context::Context;
use crate::registry::{self, Cursor, Floods, MOST_INSTRUMENT, QueueFilter, QueueRow, Reference};
use crate::store::StoreError;
use crate::text::{Texts, dates};
use crate::web::download::handed_out;
use crate::web::{Agent, CurrentAtlas, Kind, Posted, Problem};

/// Rows that are read at once for a table.
const PIECE: u32 = 200;

impl Reading<'_> {
    /// The label at the side of the page; `known` are the instruments that were named before.
    pub(super) fn knelpunt(&self, known: Vec<String>) -> KnelpuntPanel {
        let reference = self.case.ticket.reference.as_str();
        KnelpuntPanel {
            instrument: self.case.knelpunt.clone(),
            list: self.case.knelpunt.as_deref().map(list_url),
            url: (self.may)(Verb::Assign).then(|| ticket_url(reference, "/knelpunt")),
            most: MOST_INSTRUMENT,
            known,
        }
    }
}

/// The queue of what concerns this instrument.
fn list_url(instrument: &str) -> String {
    let mut url = form_urlencoded::Serializer::for_suffix("/desk?".to_owned(), 6);
    url.append_pair("scope", "all");
    url.append_pair("knelpunt", instrument);
    url.finish()
}

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct KnelpuntPost {
    revision: i32,
    instrument: String,
    /// Whether the label is taken away: `1`.
    remove: String,
}

/// `POST /desk/tickets/{reference}/knelpunt`: sets the label or takes it away.
pub async fn change(
    ctx: web::Data<Context>,
    path: web::Path<String>,
    posted: Posted<KnelpuntPost>,
) -> Result<HttpResponse, Problem> {
    let Posted {
        agent, form: post, ..
    } = posted;
    let reference: Reference = path.parse().map_err(|_| Problem::not_found())?;
    let (actor, seen) = (&agent.actor, post.revision);
    let done = if post.remove == "1" {
        registry::remove_knelpunt(&ctx, actor, &reference, seen)
            .await
            .map(|()| "desk-knelpunt-removed")
    } else {
        registry::set_knelpunt(&ctx, actor, &reference, seen, &post.instrument)
            .await
            .map(|()| "desk-knelpunt-done")
    };
    let said = match done.map_err(Trouble::from) {
        Ok(said) => said,
        Err(Trouble::Late) => "desk-knelpunt-late",
        Err(Trouble::Wrong(_)) => "desk-knelpunt-wrong",
        Err(Trouble::Problem(problem)) => return Err(problem),
    };
    leave_notice(&ctx, &agent, said).await?;
    Ok(see_other(&ticket_url(reference.as_str(), "")))
}

/// What stands behind the address of a table, beside the filters of the queue.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ExportQuery {
    /// Whether the closed ones come too: `1`.
    closed: String,
    /// Whether the subject that the asker wrote comes too: `1`.
    subject: String,
}

/// `GET /desk/export?`: the questions of a queue as a table, without who asks.
///
/// Semicolons between the columns and a mark in front: a Dutch Excel opens it by a double click, with its
/// accents.
pub async fn export(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    query: web::Query<QueueQuery>,
    more: web::Query<ExportQuery>,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::ReadQueue, Subject::House)?;
    let user = agent.user()?;
    let t = Texts::new(user.language);
    let now = ctx.clock.now();
    let around = Around::of(&ctx.db, &atlas, &agent.actor, user.id).await?;
    let mut wanted = query.wanted(around.asking(&atlas, t, now));
    if more.closed == "1" {
        wanted.filter.latest_first = true;
    }
    let export = Export {
        ctx,
        filter: wanted.filter,
        t,
        subject: more.subject == "1",
    };
    // What fails before anything is sent is told as a page.
    let first = export.piece((Floods::Apart, None)).await?;
    let day = dates::local_day(now);
    let name = format!("{}-{day}.csv", t.say("desk-export-name"));
    let mut response = handed_out(&name, BodyStream::new(export.pieces(first)));
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

/// A table that is read as it is sent: however long it is, one piece of it is in memory.
struct Export {
    ctx: web::Data<Context>,
    filter: QueueFilter,
    t: Texts,
    subject: bool,
}

/// Some lines of a table, and where it goes on.
struct Piece {
    lines: Vec<u8>,
    next: Option<Place>,
}

/// Where a table goes on: in which part of it, and after which question there.
type Place = (Floods, Option<Cursor>);

/// Why a table ends before its end.
#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Table(#[from] csv::Error),
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Store(error) => error.into(),
            ExportError::Table(error) => Self::new(Kind::Internal).caused_by(error),
        }
    }
}

impl Export {
    /// The questions from this place on; the head comes before the first. Those that stand in a flood come
    /// after all others: on screen they are one row, and each of them is a question.
    async fn piece(&self, (floods, after): Place) -> Result<Piece, ExportError> {
        let filter = QueueFilter {
            floods,
            ..self.filter.clone()
        };
        let page = registry::queue(&self.ctx.db, &filter, after, PIECE).await?;
        let head = floods == Floods::Apart && after.is_none();
        let next = match page.next {
            Some(next) => Some((floods, Some(next))),
            None if floods == Floods::Apart && !filter.seeks() => Some((Floods::Only, None)),
            None => None,
        };
        Ok(Piece {
            lines: table(self.t, &page.rows, head, self.subject)?,
            next,
        })
    }

    /// `first` and all that comes after it. An error breaks the connection off, so that nobody takes half a
    /// table for a whole one.
    fn pieces(self, first: Piece) -> impl Stream<Item = Result<Bytes, ExportError>> {
        let rest = (self, first.next);
        let rest = stream::try_unfold(rest, async |(export, place): (Self, Option<Place>)| {
            let Some(place) = place else { return Ok(None) };
            let piece = export.piece(place).await.inspect_err(|error| {
                warn!(error = %error, "A table was not read to its end");
            })?;
            Ok(Some((Bytes::from(piece.lines), (export, piece.next))))
        });
        stream::once(ready(Ok(Bytes::from(first.lines)))).chain(rest)
    }
}

/// A line for each question; before the first of a table a byte order mark and the head.
fn table(t: Texts, rows: &[QueueRow], head: bool, subject: bool) -> Result<Vec<u8>, csv::Error> {
    let mark = if head { "\u{FEFF}" } else { "" };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(mark.as_bytes().to_vec());
    if head {
        let names = [
            "desk-export-number",
            "desk-export-date",
            "desk-export-organisation",
            "desk-export-region",
            "desk-export-topic",
            "desk-export-instrument",
            "desk-export-status",
        ];
        let mut names = names.map(|key| t.say(key)).to_vec();
        if subject {
            names.push(t.say("desk-export-subject"));
        }
        writer.write_record(&names)?;
    }
    for row in rows {
        let mut cells = vec![
            row.reference.clone(),
            dates::local_day(row.registered_at).to_string(),
            row.organisation.clone().unwrap_or_default(),
            row.region.clone().unwrap_or_default(),
            row.topic_title.clone().unwrap_or_default(),
            row.knelpunt.clone().unwrap_or_default(),
            words::status_with_reason(t, row.status, row.close_reason),
        ];
        if subject {
            cells.push(row.subject.clone());
        }
        writer.write_record(cells.iter().map(|cell| harmless(cell)))?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// What a spreadsheet would take for a formula is text to it with a quote in front.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn nothing_in_a_table_is_a_formula() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("Regio Gent", "Regio Gent"),
        ] {
            assert_eq!(harmless(cell), expected);
        }
    }

    #[test]
    fn an_empty_table_has_its_mark_and_its_head() {
        let table = table(Texts::new(Language::Nl), &[], true, false).unwrap();
        let table = String::from_utf8(table).unwrap();
        assert_eq!(
            table,
            "\u{FEFF}Nummer;Datum;Bestuur;Regio;Thema;Decreet of instrument;Status\r\n"
        );
    }
}
