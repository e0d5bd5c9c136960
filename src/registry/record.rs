//! The record of tickets as somebody outside can check it: what happened in each, line by line, every
//! event hashed over the one before it. The lines can be written to a file, and are checked without the
//! database that they came from.

use std::fmt;

use chrono::SecondsFormat;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::events::{chain, seal};
use super::reference::Reference;
use crate::entity::{event, ticket};
use crate::store::StoreError;

/// How many tickets are read at once.
const PAGE: u64 = 100;

/// A line of the record: a ticket, and after it what happened in it, the first event first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum RecordLine {
    /// Here a ticket begins.
    Ticket(RecordTicket),
    /// Something that happened in it.
    Event(RecordEvent),
}

/// Which ticket, and how its chain ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordTicket {
    /// Its id, which its events name.
    pub ticket: Uuid,
    /// Its number.
    pub reference: String,
    /// How many events follow.
    pub events: i32,
    /// The hash of the last of them.
    pub head: Option<String>,
}

/// An event as it was hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEvent {
    /// The canonical JSON, to the letter: who, when, what, the facts, and the digest of what is personal.
    pub body: String,
    /// SHA-256 over the hash before it, a line feed and `body`, in hexadecimal digits.
    pub hash: String,
    /// The personal part, with its salt; left out of a record that goes to others, and away when it was
    /// erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<Personal>,
}

/// What is personal in an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// The canonical JSON of it.
    pub text: String,
    /// With what it was hashed.
    pub salt: String,
}

/// Where a record does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRecord {
    /// In which ticket; empty before the first.
    pub reference: String,
    /// At which event, from 1.
    pub seq: i32,
    /// What is wrong there.
    pub flaw: Flaw,
}

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The hash is not that of the event and the one before it.
    Changed,
    /// The event says that it is another one, or of another ticket.
    Misplaced,
    /// The personal part is not the one that was hashed.
    PersonalChanged,
    /// The columns say otherwise than what was hashed.
    Columns,
    /// Events are missing, or there are too many.
    Count,
    /// An event before any ticket.
    NoTicket,
}

impl fmt::Display for BrokenRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            reference,
            seq,
            flaw,
        } = self;
        match flaw {
            Flaw::Changed => write!(
                f,
                "{reference}: event {seq} is not what was hashed, or does not follow from the one before it"
            ),
            Flaw::Misplaced => write!(f, "{reference}: event {seq} belongs elsewhere"),
            Flaw::PersonalChanged => {
                write!(
                    f,
                    "{reference}: the personal part of event {seq} was changed"
                )
            }
            Flaw::Columns => write!(
                f,
                "{reference}: the columns of event {seq} do not say what was hashed"
            ),
            Flaw::Count => write!(
                f,
                "{reference}: after event {seq} the record is not at its end, or goes beyond it"
            ),
            Flaw::NoTicket => write!(f, "the record begins with an event of no ticket"),
        }
    }
}

/// Reads a record line by line, and says where it does not hold: once a ticket, since nothing that comes
/// after a broken event can be proven.
#[derive(Debug, Default)]
pub struct RecordCheck {
    ticket: Option<RecordTicket>,
    seq: i32,
    head: Option<String>,
    broken: bool,
    tickets: u64,
    events: u64,
}

impl RecordCheck {
    /// The next line, and what is wrong with what has been read so far.
    pub fn read(&mut self, line: RecordLine) -> Option<BrokenRecord> {
        match line {
            RecordLine::Ticket(next) => {
                let flaw = self.end_of_ticket();
                self.tickets += 1;
                self.ticket = Some(next);
                (self.seq, self.head, self.broken) = (0, None, false);
                flaw
            }
            RecordLine::Event(event) => {
                self.events += 1;
                self.seq += 1;
                let flaw = self.flaw_of(&event)?;
                self.head = Some(event.hash);
                self.found(flaw)
            }
        }
    }

    /// The end: what is wrong with the last ticket.
    pub fn end(&mut self) -> Option<BrokenRecord> {
        let flaw = self.end_of_ticket();
        self.ticket = None;
        flaw
    }

    /// How many tickets and events were read.
    #[must_use]
    pub fn counted(&self) -> (u64, u64) {
        (self.tickets, self.events)
    }

    fn end_of_ticket(&mut self) -> Option<BrokenRecord> {
        let ticket = self.ticket.as_ref()?;
        let whole = ticket.events == self.seq && ticket.head == self.head;
        if whole { None } else { self.found(Flaw::Count) }
    }

    /// The flaw of an event; `None` and the chain goes on.
    fn flaw_of(&mut self, event: &RecordEvent) -> Option<Flaw> {
        let Some(ticket) = &self.ticket else {
            return Some(Flaw::NoTicket);
        };
        if event.hash != chain(self.head.as_deref(), &event.body) {
            return Some(Flaw::Changed);
        }
        let body: Value = serde_json::from_str(&event.body).unwrap_or_default();
        if body["seq"] != self.seq || body["ticket"] != ticket.ticket.to_string() {
            return Some(Flaw::Misplaced);
        }
        if let Some(personal) = &event.personal
            && body["personal"] != seal(&personal.salt, &personal.text)
        {
            return Some(Flaw::PersonalChanged);
        }
        self.head = Some(event.hash.clone());
        None
    }

    fn found(&mut self, flaw: Flaw) -> Option<BrokenRecord> {
        if std::mem::replace(&mut self.broken, true) {
            return None;
        }
        let ticket = self.ticket.as_ref();
        Some(BrokenRecord {
            reference: ticket.map(|own| own.reference.clone()).unwrap_or_default(),
            seq: self.seq,
            flaw,
        })
    }
}

/// Whether what stands in the columns is what was hashed.
fn columns_agree(row: &event::Model) -> bool {
    let body: Value = serde_json::from_str(&row.body).unwrap_or_default();
    body["kind"] == row.kind
        && body["seq"] == row.seq
        && body["at"] == row.at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Which part of the record.
#[derive(Debug, Clone, Default)]
pub struct RecordWanted {
    /// Only of these tickets; empty: of all.
    pub only: Vec<Reference>,
    /// With the personal parts.
    pub personal: bool,
}

/// Hands the record to `line`, ticket by ticket, as it stands when each is read. What the columns say
/// otherwise than what was hashed goes to `flaw`. Keeps a hundred tickets in memory at a time.
pub async fn read_record<E: From<StoreError>>(
    db: &impl ConnectionTrait,
    wanted: &RecordWanted,
    mut line: impl FnMut(RecordLine) -> Result<(), E>,
    mut flaw: impl FnMut(BrokenRecord),
) -> Result<(), E> {
    let mut after = Uuid::nil();
    loop {
        let tickets = tickets_after(db, wanted, after).await?;
        let Some((last, ..)) = tickets.last() else {
            return Ok(());
        };
        after = *last;
        let mut events = events_of(db, tickets.iter().map(|(id, ..)| *id))
            .await?
            .into_iter()
            .peekable();
        for (id, reference, count, head) in tickets {
            line(RecordLine::Ticket(RecordTicket {
                ticket: id,
                reference: reference.clone(),
                events: count,
                head,
            }))?;
            while let Some(row) = events.next_if(|row| row.ticket_id == id) {
                // Written after the ticket was read: it is not at the end that was read.
                if row.seq > count {
                    continue;
                }
                if !columns_agree(&row) {
                    flaw(BrokenRecord {
                        reference: reference.clone(),
                        seq: row.seq,
                        flaw: Flaw::Columns,
                    });
                }
                let personal = wanted
                    .personal
                    .then(|| row.personal.zip(row.salt))
                    .flatten()
                    .map(|(text, salt)| Personal { text, salt });
                line(RecordLine::Event(RecordEvent {
                    body: row.body,
                    hash: row.hash,
                    personal,
                }))?;
            }
        }
    }
}

type Ended = (Uuid, String, i32, Option<String>);

async fn tickets_after(
    db: &impl ConnectionTrait,
    wanted: &RecordWanted,
    after: Uuid,
) -> Result<Vec<Ended>, StoreError> {
    let mut query = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .column(ticket::Column::Reference)
        .column(ticket::Column::EventSeq)
        .column(ticket::Column::EventHead)
        .filter(ticket::Column::Id.gt(after))
        .order_by_asc(ticket::Column::Id)
        .limit(PAGE);
    if !wanted.only.is_empty() {
        let only = wanted.only.iter().map(Reference::as_str);
        query = query.filter(ticket::Column::Reference.is_in(only));
    }
    Ok(query.into_tuple().all(db).await?)
}

async fn events_of(
    db: &impl ConnectionTrait,
    tickets: impl Iterator<Item = Uuid>,
) -> Result<Vec<event::Model>, StoreError> {
    Ok(event::Entity::find()
        .filter(event::Column::TicketId.is_in(tickets))
        .order_by_asc(event::Column::TicketId)
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?)
}

/// What is wrong with the register, the personal parts too: every ticket, or those that are asked for.
/// Also how many tickets and events were read.
pub async fn verify_record(
    db: &impl ConnectionTrait,
    only: Vec<Reference>,
) -> Result<(Vec<BrokenRecord>, (u64, u64)), StoreError> {
    let wanted = RecordWanted {
        only,
        personal: true,
    };
    let mut check = RecordCheck::default();
    let (mut broken, mut columns) = (Vec::new(), Vec::new());
    read_record(
        db,
        &wanted,
        |line| {
            broken.extend(check.read(line));
            Ok::<_, StoreError>(())
        },
        |found| columns.push(found),
    )
    .await?;
    broken.extend(check.end());
    broken.append(&mut columns);
    Ok((broken, check.counted()))
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::auth::Actor;
    use crate::registry::events::{EventPlace, NewEvent, chained};

    fn record(ticket: u128, events: i32) -> Vec<RecordLine> {
        let ticket = Uuid::from_u128(ticket);
        let mut head: Option<String> = None;
        let mut lines = Vec::new();
        for seq in 1..=events {
            let place = EventPlace {
                id: Uuid::from_u128(9),
                ticket_id: ticket,
                seq,
                at: Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap(),
            };
            let event = NewEvent::new("noted")
                .fact("number", seq)
                .personal("name", "Els");
            let row = chained(&place, &Actor::System, head.as_deref(), &event).unwrap();
            head = Some(row.hash.clone());
            lines.push(RecordLine::Event(RecordEvent {
                body: row.body,
                hash: row.hash,
                personal: Some(Personal {
                    text: row.personal.unwrap(),
                    salt: row.salt.unwrap(),
                }),
            }));
        }
        let first = RecordLine::Ticket(RecordTicket {
            ticket,
            reference: format!("RV-2026-{:06}", ticket.as_u128()),
            events,
            head,
        });
        lines.insert(0, first);
        lines
    }

    fn flaws(lines: impl IntoIterator<Item = RecordLine>) -> Vec<(i32, Flaw)> {
        let mut check = RecordCheck::default();
        let mut found: Vec<_> = lines
            .into_iter()
            .filter_map(|line| check.read(line))
            .collect();
        found.extend(check.end());
        found.iter().map(|one| (one.seq, one.flaw)).collect()
    }

    fn event(lines: &mut [RecordLine], at: usize) -> &mut RecordEvent {
        match &mut lines[at] {
            RecordLine::Event(event) => event,
            RecordLine::Ticket(_) => panic!("a ticket stands there"),
        }
    }

    #[test]
    fn a_record_that_nobody_touched_holds() {
        let lines = [record(1, 3), record(2, 0), record(3, 1)].concat();
        assert_eq!(flaws(lines.clone()), []);
        let written: Vec<RecordLine> = lines
            .iter()
            .map(|line| serde_json::to_string(line).unwrap())
            .map(|text| serde_json::from_str(&text).unwrap())
            .collect();
        assert_eq!(written, lines, "as lines of JSON too");
    }

    #[test]
    fn what_was_changed_shows_once_a_ticket() {
        let mut words = record(1, 3);
        event(&mut words, 2).body = event(&mut words, 2)
            .body
            .replace("\"number\":2", "\"number\":7");
        assert_eq!(
            flaws([words, record(2, 2)].concat()),
            [(2, Flaw::Changed)],
            "and the next ticket holds"
        );

        let mut name = record(1, 3);
        event(&mut name, 1).personal.as_mut().unwrap().text = r#"{"name":"An"}"#.to_owned();
        assert_eq!(flaws(name), [(1, Flaw::PersonalChanged)]);

        let mut erased = record(1, 3);
        event(&mut erased, 1).personal = None;
        assert_eq!(flaws(erased), [], "what is erased leaves the chain whole");
    }

    #[test]
    fn what_was_taken_out_or_moved_shows() {
        let mut last = record(1, 3);
        last.pop();
        assert_eq!(flaws(last), [(2, Flaw::Count)]);

        let mut amid = record(1, 3);
        amid.remove(2);
        assert_eq!(flaws(amid), [(2, Flaw::Changed)]);

        // A whole chain under the number of another ticket.
        let mut moved = record(1, 2);
        moved[0] = RecordLine::Ticket(match (&moved[0], &record(2, 2)[0]) {
            (RecordLine::Ticket(own), RecordLine::Ticket(other)) => RecordTicket {
                head: own.head.clone(),
                ..other.clone()
            },
            _ => panic!("a record begins with its ticket"),
        });
        assert_eq!(flaws(moved), [(1, Flaw::Misplaced)]);

        let mut headless = record(1, 1);
        headless.remove(0);
        assert_eq!(flaws(headless), [(1, Flaw::NoTicket)]);
    }
}
