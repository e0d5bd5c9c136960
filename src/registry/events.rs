//! What happened in a ticket: append-only, each row hashed over the previous one, so that a change
//! behind our back shows. What is personal stands in the hashed text as a salted digest only and
//! can be erased without breaking the chain.

use std::collections::BTreeMap;

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use serde_json::Value;
use uuid::Uuid;

use super::happenings;
use crate::auth::Actor;
use crate::context::Context;
use crate::entity::event::{self, ActorKind};
use crate::store::{BlobKey, StoreError};

/// Something that happened.
#[derive(Debug, Clone)]
pub struct NewEvent {
    kind: &'static str,
    facts: BTreeMap<&'static str, Value>,
    personal: BTreeMap<&'static str, Value>,
}

impl NewEvent {
    /// An event of this kind, a past participle: `registered`, `answered`.
    #[must_use]
    pub fn new(kind: &'static str) -> Self {
        Self {
            kind,
            facts: BTreeMap::new(),
            personal: BTreeMap::new(),
        }
    }

    /// What it is.
    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    /// Whether it has this fact.
    pub(super) fn says(&self, name: &str, fact: &str) -> bool {
        self.facts.get(name).is_some_and(|known| known == fact)
    }

    /// With a fact that is nobody's personal data.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.facts.insert(name, value.into());
        self
    }

    /// With something personal: a name, an address, words that somebody wrote.
    #[must_use]
    pub fn personal(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.personal.insert(name, value.into());
        self
    }
}

fn actor_kind(actor: &Actor) -> ActorKind {
    match actor {
        Actor::User(_) => ActorKind::User,
        Actor::Api(_) => ActorKind::Api,
        Actor::AskerLink { .. } => ActorKind::Asker,
        Actor::AdministrationLink { .. } => ActorKind::Administration,
        Actor::System => ActorKind::System,
    }
}

fn actor_id(actor: &Actor) -> Option<Uuid> {
    match actor {
        Actor::User(user) => Some(user.id),
        Actor::Api(client) => Some(client.id),
        Actor::AdministrationLink { assignment } => Some(*assignment),
        Actor::AskerLink { .. } | Actor::System => None,
    }
}

/// What moves a ticket and leaves its words as they are. After whatever else happens it is read anew for
/// the index.
const MOVES_ONLY: [&str; 9] = [
    "closed",
    "considered",
    "evidence",
    "overdue",
    "receipt_changed",
    "released",
    "reminded",
    "reopened",
    "taken",
];

/// Appends `events`, in this order.
pub async fn append_events(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    actor: &Actor,
    events: Vec<NewEvent>,
) -> Result<(), StoreError> {
    let Ok(count) = i32::try_from(events.len()) else {
        return Ok(());
    };
    if count == 0 {
        return Ok(());
    }
    let may_be_found_otherwise = events.iter().any(|event| !MOVES_ONLY.contains(&event.kind));
    let backend = tx.get_database_backend();
    let row = tx
        .query_one_raw(Statement::from_sql_and_values(
            backend,
            "UPDATE ticket SET event_seq = event_seq + $1, search_stale = search_stale OR $2 \
             WHERE id = $3 RETURNING event_seq, event_head",
            [
                count.into(),
                may_be_found_otherwise.into(),
                ticket_id.into(),
            ],
        ))
        .await?
        .ok_or(StoreError::Inconsistent {
            table: "event",
            column: "ticket_id",
            row: ticket_id.to_string(),
        })?;
    happenings::note(tx, ctx, ticket_id, actor, &events).await?;
    let last: i32 = row.try_get_by_index(0)?;
    let mut head: Option<String> = row.try_get_by_index(1)?;
    let at = ctx.clock.now();
    let mut rows = Vec::with_capacity(events.len());
    for (seq, event) in (last - count + 1..).zip(events) {
        let place = EventPlace {
            id: ctx.new_id(),
            ticket_id,
            seq,
            at,
        };
        let row = chained(&place, actor, head.as_deref(), &event)?;
        head = Some(row.hash.clone());
        rows.push(event::ActiveModel::from(row));
    }
    event::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    ctx.changes.move_head(tx, ticket_id, head).await
}

/// What a colleague does by which there is a question: for its asker, or of a part of another one.
const PUT: [&str; 3] = ["parted_from", "put_for_asker", "split_from"];

/// The colleague who wrote a question down for its asker or made it of a part of another one, when one did.
pub async fn put_by(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Option<Uuid>, StoreError> {
    let row = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket_id))
        .filter(event::Column::Kind.is_in(PUT))
        .one(db)
        .await?;
    Ok(row.and_then(|row| row.actor_id))
}

/// Whether it was this actor who wrote a question down for its asker: what belongs to it, only they know.
pub(super) async fn has_written_down(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ticket_id: Uuid,
) -> Result<bool, StoreError> {
    let Some(user) = actor.user() else {
        return Ok(false);
    };
    let found = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket_id))
        .filter(event::Column::Kind.eq("put_for_asker"))
        .filter(event::Column::ActorId.eq(user.id))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// The facts of the events of this kind in a ticket, the oldest first.
pub async fn facts_of(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    kind: &str,
) -> Result<Vec<Value>, StoreError> {
    let rows = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket_id))
        .filter(event::Column::Kind.eq(kind))
        .order_by_asc(event::Column::Seq)
        .all(db)
        .await?;
    let facts = |row: event::Model| {
        let mut body: Value = serde_json::from_str(&row.body).unwrap_or_default();
        body.get_mut("facts").map(Value::take).unwrap_or_default()
    };
    Ok(rows.into_iter().map(facts).collect())
}

/// Where an event stands.
#[derive(Debug, Clone, Copy)]
pub struct EventPlace {
    /// Its id.
    pub id: Uuid,
    /// In which ticket it happened.
    pub ticket_id: Uuid,
    /// Its number in the ticket, from 1.
    pub seq: i32,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// An event as a row that follows from `head`, the hash of the one before it.
pub fn chained(
    place: &EventPlace,
    actor: &Actor,
    head: Option<&str>,
    event: &NewEvent,
) -> Result<event::Model, StoreError> {
    let (personal, salt, digest) = sealed(&event.personal)?;
    let at = place.at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let mut body: BTreeMap<&str, Value> = BTreeMap::from([
        ("actor", Value::from(actor.key())),
        ("at", Value::from(at)),
        ("facts", canonical(&event.facts)),
        ("kind", Value::from(event.kind)),
        ("seq", Value::from(place.seq)),
        ("ticket", Value::from(place.ticket_id.to_string())),
    ]);
    if let Some(digest) = digest {
        body.insert("personal", Value::from(digest));
    }
    let body = text_of(&body);
    Ok(event::Model {
        id: place.id,
        ticket_id: place.ticket_id,
        seq: place.seq,
        at: place.at,
        kind: event.kind.to_owned(),
        actor_kind: actor_kind(actor),
        actor_id: actor_id(actor),
        hash: chain(head, &body),
        body,
        personal,
        salt,
    })
}

/// A map of facts as JSON. A `BTreeMap` keeps its keys in order, whatever `serde_json` is built with.
fn canonical(facts: &BTreeMap<&'static str, Value>) -> Value {
    Value::Object(
        facts
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    )
}

fn text_of(map: &BTreeMap<&str, Value>) -> String {
    // Maps with text keys always serialise.
    serde_json::to_string(map).unwrap_or_default()
}

type Sealed = (Option<String>, Option<String>, Option<String>);

fn sealed(personal: &BTreeMap<&'static str, Value>) -> Result<Sealed, StoreError> {
    if personal.is_empty() {
        return Ok((None, None, None));
    }
    let mut salt = [0_u8; 16];
    SystemRandom::new()
        .fill(&mut salt)
        .map_err(|_| StoreError::Randomness)?;
    let salt = STANDARD_NO_PAD.encode(salt);
    let text = text_of(
        &personal
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect(),
    );
    let digest = seal(&salt, &text);
    Ok((Some(text), Some(salt), Some(digest)))
}

pub(super) fn seal(salt: &str, text: &str) -> String {
    BlobKey::of(format!("{salt}\n{text}").as_bytes()).to_string()
}

pub(super) fn chain(head: Option<&str>, body: &str) -> String {
    BlobKey::of(format!("{}\n{body}", head.unwrap_or_default()).as_bytes()).to_string()
}
