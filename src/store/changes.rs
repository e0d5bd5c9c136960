//! What is told to pages that are open: a question changed, or somebody came to look at it. Nothing
//! depends on it: a page that heard nothing is as old as it is, and no form believes it.
//!
//! On PostgreSQL a change is told with the transaction that makes it (`NOTIFY`), to every process. SQLite
//! has one process: whoever appends an event gives a hint, and the events that were committed since are
//! looked up.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, RuntimeErr, SqlxError, Statement,
};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Notify, broadcast};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::warn;
use uuid::Uuid;

use super::StoreError;

/// What is listened to on PostgreSQL.
const CHANNEL: &str = "regiovraag_changes";
/// How many changes a slow listener may be behind before it is only told that it missed some.
const BEHIND: usize = 256;
/// How long a process rests that cannot listen.
const REST: Duration = Duration::from_secs(3);
/// How often SQLite is looked at without a hint: a command beside `serve` gives none.
const LOOK: Duration = Duration::from_secs(15);
/// After a hint: the transaction that gave it is not committed yet.
const AFTER_HINT: [Duration; 5] = [
    Duration::from_millis(5),
    Duration::from_millis(50),
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(2),
];
/// How many events are read at a time.
const BATCH: u64 = 500;

/// Something that an open page may want to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Something happened in this ticket.
    Ticket(Uuid),
    /// Somebody opened this ticket, began to write in it, or left.
    Presence(Uuid),
    /// Something may have been missed.
    Unknown,
}

impl Change {
    /// The word for it, to programs: `ticket ID`, `presence ID`, `unknown`.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Ticket(id) => format!("ticket {id}"),
            Self::Presence(id) => format!("presence {id}"),
            Self::Unknown => "unknown".to_owned(),
        }
    }

    /// What a word says; `Unknown` when it is none of ours.
    fn of(word: &str) -> Self {
        let id = |text: &str| text.parse().ok();
        match word.split_once(' ') {
            Some(("ticket", ticket)) => id(ticket).map(Self::Ticket),
            Some(("presence", ticket)) => id(ticket).map(Self::Presence),
            _ => None,
        }
        .unwrap_or(Self::Unknown)
    }
}

/// Where this process tells its open pages what changed.
#[derive(Debug, Clone)]
pub struct Changes {
    sender: broadcast::Sender<Change>,
    hint: Arc<Notify>,
    closed: CancellationToken,
}

impl Default for Changes {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(BEHIND).0,
            hint: Arc::new(Notify::new()),
            closed: CancellationToken::new(),
        }
    }
}

impl Changes {
    /// Listens from now on.
    #[must_use]
    pub fn listen(&self) -> Listening {
        Listening {
            receiver: self.sender.subscribe(),
            heard: BTreeSet::new(),
            closed: self.closed.clone(),
        }
    }

    /// Tells nobody anything any more: the pages that listen are let go, so that the process can stop.
    pub fn close(&self) {
        self.closed.cancel();
    }

    /// A transaction of this process is about to commit events.
    pub(crate) fn hint(&self) {
        self.hint.notify_one();
    }

    fn tell(&self, change: Change) {
        // Nobody listens: nobody is to be told.
        let _ = self.sender.send(change);
    }

    /// Tells every process something that no event tells.
    pub async fn publish(
        &self,
        db: &impl ConnectionTrait,
        change: Change,
    ) -> Result<(), StoreError> {
        if db.get_database_backend() != DbBackend::Postgres {
            self.tell(change);
            return Ok(());
        }
        db.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_notify($1, $2)",
            [CHANNEL.into(), change.word().into()],
        ))
        .await?;
        Ok(())
    }

    /// Moves the end of a ticket's chain of events and tells that the ticket changed, with the caller's
    /// transaction.
    pub(crate) async fn move_head(
        &self,
        tx: &impl ConnectionTrait,
        ticket: Uuid,
        head: Option<String>,
    ) -> Result<(), StoreError> {
        let backend = tx.get_database_backend();
        let sql = if backend == DbBackend::Postgres {
            "UPDATE ticket SET event_head = $1 WHERE id = $2 \
             RETURNING pg_notify('regiovraag_changes', 'ticket ' || id)"
        } else {
            "UPDATE ticket SET event_head = $1 WHERE id = $2"
        };
        tx.execute_raw(Statement::from_sql_and_values(
            backend,
            sql,
            [head.into(), ticket.into()],
        ))
        .await?;
        self.hint();
        Ok(())
    }

    /// Hears what changes, in whatever process, and tells the pages of this one, until `stop`.
    pub async fn relay(&self, db: &DatabaseConnection, stop: &CancellationToken) {
        loop {
            let done = tokio::select! {
                () = stop.cancelled() => return,
                done = self.hear(db) => done,
            };
            if let Err(error) = done {
                warn!(%error, "Open pages are not told what changes; trying again");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = sleep(REST) => {}
            }
        }
    }

    async fn hear(&self, db: &DatabaseConnection) -> Result<(), StoreError> {
        if db.get_database_backend() == DbBackend::Postgres {
            self.hear_notifications(db).await
        } else {
            self.look_at_events(db).await
        }
    }

    async fn hear_notifications(&self, db: &DatabaseConnection) -> Result<(), StoreError> {
        let failed = |error: SqlxError| {
            StoreError::Database(DbErr::Query(RuntimeErr::SqlxError(Arc::new(error))))
        };
        let pool = db.get_postgres_connection_pool();
        let mut listener = PgListener::connect_with(pool).await.map_err(failed)?;
        listener.listen(CHANNEL).await.map_err(failed)?;
        self.tell(Change::Unknown);
        loop {
            // Nothing: the connection was lost and is there again.
            let heard = listener.try_recv().await.map_err(failed)?;
            self.tell(heard.map_or(Change::Unknown, |it| Change::of(it.payload())));
        }
    }

    async fn look_at_events(&self, db: &DatabaseConnection) -> Result<(), StoreError> {
        let mut place = last_event(db).await?;
        self.tell(Change::Unknown);
        loop {
            let mut pauses: &[Duration] = &AFTER_HINT;
            tokio::select! {
                () = self.hint.notified() => {}
                // Nothing is about to be committed here: one look is enough.
                () = sleep(LOOK) => pauses = &[],
            }
            let mut found = false;
            loop {
                let (last, tickets) = events_after(db, place).await?;
                let more = !tickets.is_empty();
                for ticket in tickets {
                    self.tell(Change::Ticket(ticket));
                }
                place = last;
                found |= more;
                match pauses.split_first() {
                    _ if more => {}
                    Some((pause, rest)) if !found => {
                        pauses = rest;
                        sleep(*pause).await;
                    }
                    _ => break,
                }
            }
        }
    }
}

async fn last_event(db: &DatabaseConnection) -> Result<i64, StoreError> {
    let sql = "SELECT coalesce(max(rowid), 0) FROM event";
    let row = db
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await?;
    Ok(row.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

/// Which tickets the events after this place are of, and the place of the last of them.
async fn events_after(
    db: &DatabaseConnection,
    place: i64,
) -> Result<(i64, BTreeSet<Uuid>), StoreError> {
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(
            DbBackend::Sqlite,
            "SELECT rowid, ticket_id FROM event WHERE rowid > $1 ORDER BY rowid LIMIT $2",
            [place.into(), BATCH.into()],
        ))
        .await?;
    let mut last = place;
    let mut tickets = BTreeSet::new();
    for row in rows {
        last = row.try_get_by_index(0)?;
        tickets.insert(row.try_get_by_index(1)?);
    }
    Ok((last, tickets))
}

/// Somebody who listens.
#[derive(Debug)]
pub struct Listening {
    receiver: broadcast::Receiver<Change>,
    /// Kept here, so that nothing is lost when the caller stops waiting.
    heard: BTreeSet<Change>,
    closed: CancellationToken,
}

impl Listening {
    /// What changed since the last time, waiting until something did and then for `gather`, so that much
    /// at once is told once. `None`: there is no more to hear.
    pub async fn next(&mut self, gather: Duration) -> Option<BTreeSet<Change>> {
        let closed = self.closed.clone();
        if self.heard.is_empty() {
            tokio::select! {
                () = closed.cancelled() => return None,
                heard = self.receiver.recv() => self.heard.insert(told(heard)?),
            };
        }
        let end = sleep(gather);
        tokio::pin!(end);
        loop {
            tokio::select! {
                () = &mut end => return Some(std::mem::take(&mut self.heard)),
                () = closed.cancelled() => return None,
                heard = self.receiver.recv() => self.heard.insert(told(heard)?),
            };
        }
    }
}

fn told(heard: Result<Change, RecvError>) -> Option<Change> {
    heard
        .or_else(|error| match error {
            RecvError::Lagged(_) => Ok(Change::Unknown),
            RecvError::Closed => Err(error),
        })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn much_at_once_is_told_once_and_nothing_after_the_end() {
        let changes = Changes::default();
        let mut listening = changes.listen();
        let ticket = Uuid::from_u128(7);
        for change in [
            Change::Ticket(ticket),
            Change::Presence(ticket),
            Change::Ticket(ticket),
        ] {
            changes.tell(change);
        }
        let told = listening.next(Duration::from_millis(1)).await;
        let both = BTreeSet::from([Change::Ticket(ticket), Change::Presence(ticket)]);
        assert_eq!(told, Some(both));
        for number in 0..1000 {
            changes.tell(Change::Ticket(Uuid::from_u128(number)));
        }
        let told = listening.next(Duration::from_millis(1)).await.unwrap();
        assert!(told.contains(&Change::Unknown), "some were missed");
        changes.close();
        assert_eq!(listening.next(Duration::from_millis(1)).await, None);
    }

    #[test]
    fn a_word_says_what_changed() {
        for change in [
            Change::Ticket(Uuid::from_u128(7)),
            Change::Presence(Uuid::from_u128(8)),
            Change::Unknown,
        ] {
            assert_eq!(Change::of(&change.word()), change);
        }
        for other in ["", "ticket", "ticket x", "iets anders"] {
            assert_eq!(Change::of(other), Change::Unknown);
        }
    }
}
