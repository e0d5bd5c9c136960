//! The log: what happened in all tickets, and who changed what of the set-up. A line names who did what
//! to which thing, never what stands in a question or a mail.
//!
//! The events of the set-up form one chain, as those of a ticket do. Whoever changes anything first takes
//! the end of the chain, so that changes go one by one: what is checked after it still holds at the end.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use uuid::Uuid;

use super::error::AdminError;
use super::records;
use crate::auth::Subject as PolicySubject;
use crate::auth::{Actor, Verb, may, upkeep};
use crate::config::TermName;
use crate::context::Context;
use crate::entity::event::ActorKind;
use crate::registry::Reference;
use crate::store::{BlobKey, StoreError};

/// Everything that is noted about the set-up.
pub const ADMIN_KINDS: [&str; 26] = [
    "account_added",
    "account_changed",
    "roles_changed",
    "account_disabled",
    "account_enabled",
    "password_reset",
    "password_set",
    "sessions_ended",
    "account_linked",
    "second_step_on",
    "second_step_off",
    "second_step_reset",
    "recovery_codes_made",
    "sign_in_link_made",
    "member_added",
    "member_removed",
    "desk_added",
    "desk_changed",
    "topic_added",
    "topic_changed",
    "term_changed",
    "token_made",
    "token_revoked",
    "template_added",
    "template_changed",
    "template_archived",
];

/// What was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// An account.
    Account(Uuid),
    /// A desk, by its slug.
    Desk(String),
    /// A topic, by its slug.
    Topic(String),
    /// A term.
    Term(TermName),
    /// A token.
    Token(Uuid),
    /// A template.
    Template(Uuid),
}

impl Subject {
    fn kind(&self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Desk(_) => "desk",
            Self::Topic(_) => "topic",
            Self::Term(_) => "term",
            Self::Token(_) => "token",
            Self::Template(_) => "template",
        }
    }

    fn id(&self) -> Option<Uuid> {
        match self {
            Self::Account(id) | Self::Token(id) | Self::Template(id) => Some(*id),
            Self::Desk(_) | Self::Topic(_) | Self::Term(_) => None,
        }
    }

    fn slug(&self) -> Option<&str> {
        match self {
            Self::Desk(slug) | Self::Topic(slug) => Some(slug),
            Self::Term(name) => Some(name.slug()),
            Self::Account(_) | Self::Token(_) | Self::Template(_) => None,
        }
    }
}

/// The end of the chain, held until the transaction ends.
#[derive(Debug)]
pub(super) struct Log {
    seq: i64,
    head: Option<String>,
}

impl Log {
    /// Takes the end of the chain: no other change goes on until this one is done.
    pub(super) async fn open(tx: &impl ConnectionTrait) -> Result<Self, StoreError> {
        let sql = "UPDATE admin_event_head SET seq = seq WHERE id = 1 RETURNING seq, hash";
        let statement = Statement::from_string(tx.get_database_backend(), sql);
        let row = tx.query_one_raw(statement).await?;
        let row = row.ok_or_else(|| StoreError::Inconsistent {
            table: "admin_event_head",
            column: "id",
            row: "1".to_owned(),
        })?;
        Ok(Self {
            seq: row.try_get_by_index(0)?,
            head: row.try_get_by_index(1)?,
        })
    }

    /// Notes what was changed, with facts that are nobody's personal data.
    pub(super) async fn note(
        &mut self,
        tx: &impl ConnectionTrait,
        ctx: &Context,
        actor: &Actor,
        kind: &'static str,
        subject: &Subject,
        facts: &[(&'static str, Value)],
    ) -> Result<(), StoreError> {
        self.seq += 1;
        let at = ctx.clock.now();
        let facts: BTreeMap<&str, &Value> =
            facts.iter().map(|(name, value)| (*name, value)).collect();
        let what = match (subject.id(), subject.slug()) {
            (Some(id), _) => id.to_string(),
            (None, slug) => slug.unwrap_or_default().to_owned(),
        };
        let said = BTreeMap::from([
            ("actor", Value::from(actor.key())),
            (
                "at",
                Value::from(at.to_rfc3339_opts(SecondsFormat::Micros, true)),
            ),
            ("facts", serde_json::to_value(facts).unwrap_or_default()),
            ("kind", Value::from(kind)),
            ("seq", Value::from(self.seq)),
            ("subject", Value::from(format!("{}:{what}", subject.kind()))),
        ]);
        // Maps with text keys always serialise.
        let body = serde_json::to_string(&said).unwrap_or_default();
        let hash = chain(self.head.as_deref(), &body);
        let row = records::AdminEvent {
            id: ctx.new_id(),
            seq: self.seq,
            at,
            kind,
            actor_kind: actor.kind(),
            actor_id: actor.id(),
            subject_kind: subject.kind(),
            subject_id: subject.id(),
            subject_slug: subject.slug().map(str::to_owned),
            body,
            hash: hash.clone(),
        };
        records::insert_event(tx, row).await?;
        records::move_head(tx, self.seq, &hash).await?;
        self.head = Some(hash);
        Ok(())
    }
}

fn chain(head: Option<&str>, body: &str) -> String {
    BlobKey::of(format!("{}\n{body}", head.unwrap_or_default()).as_bytes()).to_string()
}

/// Where the chain of the set-up is broken: the number of the first event that does not follow from the
/// one before it. `None`: it is whole.
pub async fn verify_log(db: &impl ConnectionTrait) -> Result<Option<i64>, StoreError> {
    let mut head: Option<String> = None;
    let mut last = 0;
    loop {
        let rows = records::events_after(db, last).await?;
        if rows.is_empty() {
            break;
        }
        for (seq, body, hash) in rows {
            if seq != last + 1 || hash != chain(head.as_deref(), &body) {
                return Ok(Some(seq));
            }
            (head, last) = (Some(hash), seq);
        }
    }
    let end = records::head(db).await?;
    Ok((end != (last, head)).then_some(last + 1))
}

/// Who did something, as a filter says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Somebody or something with this in the name or the address.
    Called(String),
    /// Every actor of this kind.
    Kind(ActorKind),
}

/// Which events to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Only of these.
    pub who: Option<Who>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only from this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Only before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Only of this ticket.
    pub ticket: Option<Reference>,
}

/// What a page of the log comes after: when, and which event.
pub type LogPlace = (DateTime<Utc>, Uuid);

/// A line of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRow {
    /// The event.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// What: of a ticket, or one of [`ADMIN_KINDS`].
    pub kind: String,
    /// What sort of actor.
    pub actor_kind: ActorKind,
    /// A colleague or a program.
    pub actor: Option<String>,
    /// The number of the ticket.
    pub ticket: Option<String>,
    /// What was changed: its sort, and what it is called now.
    pub subject: Option<(String, String)>,
    /// The facts of a change of the set-up.
    pub facts: Value,
}

/// Some lines, and what the next page comes after.
#[derive(Debug, Clone, PartialEq)]
pub struct LogPage {
    /// The lines, the latest first.
    pub rows: Vec<LogRow>,
    /// What the next page comes after; none: this was the last.
    pub next: Option<LogPlace>,
}

/// People that one name can stand for in a filter.
const MOST_CALLED: u64 = 50;
/// The longest page, in rows.
const MOST_ROWS: usize = 200;

/// The log, the latest first, at most `limit` lines.
pub async fn log(
    ctx: &Context,
    actor: &Actor,
    filter: &LogFilter,
    after: Option<LogPlace>,
    limit: usize,
) -> Result<LogPage, AdminError> {
    may(actor, Verb::ReadLog, PolicySubject::House)?;
    let limit = limit.clamp(1, MOST_ROWS);
    let actors = match &filter.who {
        Some(Who::Called(name)) => {
            let mut ids = upkeep::accounts_called(&ctx.db, name, MOST_CALLED).await?;
            ids.extend(upkeep::tokens_called(&ctx.db, name, MOST_CALLED).await?);
            Some(ids)
        }
        _ => None,
    };
    // One more than is shown, of either sort: then the first of both together are among them.
    let more = limit + 1;
    let mut rows = records::ticket_events(&ctx.db, filter, actors.as_deref(), after, more).await?;
    if filter.ticket.is_none() {
        rows.extend(records::admin_events(&ctx.db, filter, actors.as_deref(), after, more).await?);
    }
    rows.sort_by_key(|row| Reverse((row.at, row.id)));
    let goes_on = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| goes_on).map(|row| (row.at, row.id));
    Ok(LogPage { rows, next })
}
