//! The sum that shows that nothing is lost: per source and day, what was handed over is what became
//! of it. The sum itself is pure; one indexed range of hand-overs is read for a day.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Brussels;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use serde::Serialize;
use uuid::Uuid;

use crate::entity::inbound_mail::InboundState;
use crate::store::StoreError;

/// A mail that waits longer than this to be understood is adrift.
pub const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);
/// Mails that are listed as adrift, at most.
const MOST_ADRIFT: u32 = 200;

/// What a hand-over came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Became {
    /// A new question.
    Question,
    /// A message in a question.
    FollowUp,
    /// A machine's mail, a mailing or an invitation: kept, and nothing follows.
    Automatic,
    /// A report about a mail of ours.
    Receipt,
    /// In the quarantine, with the reason.
    Quarantined,
    /// The same mail again.
    Duplicate,
    /// To be understood yet.
    Waiting,
}

/// Why a hand-over is in none of the places that it could be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Adrift {
    /// It has waited for more than an hour (`LONGEST_WAIT`).
    Waits,
    /// It is called a question or a reply, and no message in a ticket is it.
    NoMessage,
    /// It is called the same as another, and nobody knows which.
    NoFirst,
    /// It is done, and nobody knows what it was.
    NoKind,
}

/// What the register knows of a hand-over, as far as the sum asks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, not one state"
)]
pub struct Facts {
    /// The same bytes had been handed over before.
    pub repeats: bool,
    /// How far the mail is.
    pub state: InboundState,
    /// What it turned out to be.
    pub kind: Option<String>,
    /// It is a message in a ticket.
    pub has_message: bool,
    /// It is known which mail it is again.
    pub has_first: bool,
    /// It waits longer than it should.
    pub waits_long: bool,
}

/// What a hand-over came to, or why that cannot be said.
pub fn became(facts: &Facts) -> Result<Became, Adrift> {
    if facts.repeats {
        return Ok(Became::Duplicate);
    }
    match facts.state {
        InboundState::Quarantined => Ok(Became::Quarantined),
        InboundState::Received if facts.waits_long => Err(Adrift::Waits),
        InboundState::Received => Ok(Became::Waiting),
        InboundState::Done => {
            match facts.kind.as_deref() {
                Some(
                    "question" | "reply_from_asker" | "reply_from_administration" | "answer_cc",
                ) if !facts.has_message => Err(Adrift::NoMessage),
                Some("question") => Ok(Became::Question),
                Some("reply_from_asker" | "reply_from_administration" | "answer_cc") => {
                    Ok(Became::FollowUp)
                }
                // A machine carried it, and a person reads it in a conversation.
                Some("auto_reply" | "calendar_invite") if facts.has_message => Ok(Became::FollowUp),
                Some("auto_reply" | "spam_or_bulk" | "calendar_invite") => Ok(Became::Automatic),
                Some("bounce" | "delivery_receipt") => Ok(Became::Receipt),
                Some("duplicate") if facts.has_first => Ok(Became::Duplicate),
                Some("duplicate") => Err(Adrift::NoFirst),
                _ => Err(Adrift::NoKind),
            }
        }
    }
}

/// The sum of some hand-overs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// What the source handed over.
    pub handed_over: u64,
    /// New questions.
    pub questions: u64,
    /// Messages in questions.
    pub follow_ups: u64,
    /// Mail of machines, mailings, invitations.
    pub automatic: u64,
    /// Reports about mail of ours.
    pub receipts: u64,
    /// In the quarantine.
    pub quarantined: u64,
    /// The same again.
    pub duplicates: u64,
    /// To be understood yet.
    pub waiting: u64,
}

impl Sum {
    /// Adds `mails` hand-overs that came to `what`; those that are adrift are handed over and
    /// nothing else.
    fn add(&mut self, what: Result<Became, Adrift>, mails: u64) {
        self.handed_over += mails;
        let place = match what {
            Ok(Became::Question) => &mut self.questions,
            Ok(Became::FollowUp) => &mut self.follow_ups,
            Ok(Became::Automatic) => &mut self.automatic,
            Ok(Became::Receipt) => &mut self.receipts,
            Ok(Became::Quarantined) => &mut self.quarantined,
            Ok(Became::Duplicate) => &mut self.duplicates,
            Ok(Became::Waiting) => &mut self.waiting,
            Err(_) => return,
        };
        *place += mails;
    }

    /// What was handed over and is nowhere.
    #[must_use]
    pub fn difference(&self) -> u64 {
        let found = self.questions
            + self.follow_ups
            + self.automatic
            + self.receipts
            + self.quarantined
            + self.duplicates
            + self.waiting;
        self.handed_over.abs_diff(found)
    }
}

/// The sum of each source, by name.
pub fn sum<'a>(
    tallies: impl IntoIterator<Item = (&'a str, &'a Facts, u64)>,
) -> BTreeMap<String, Sum> {
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    for (source, facts, mails) in tallies {
        sums.entry(source.to_owned())
            .or_default()
            .add(became(facts), mails);
    }
    sums
}

/// A mail that is nowhere it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdriftMail {
    /// The mail.
    pub id: Uuid,
    /// The source that handed it over.
    pub source: String,
    /// When.
    pub received_at: DateTime<Utc>,
    /// The sender, when it could be read.
    pub from_email: Option<String>,
    /// The subject, when it could be read.
    pub subject: Option<String>,
    /// Why.
    pub why: Adrift,
}

/// The moments between which it is `day` in Brussels.
#[must_use]
pub fn day_range(day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let start = |day: NaiveDate| {
        let midnight = day.and_time(NaiveTime::MIN);
        // Clocks change at two and three: midnight is there on every day.
        Brussels
            .from_local_datetime(&midnight)
            .earliest()
            .map_or_else(|| midnight.and_utc(), |moment| moment.with_timezone(&Utc))
    };
    (start(day), start(day + Days::new(1)))
}

#[derive(Debug, FromQueryResult)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the columns of a row, not one state"
)]
struct TallyRow {
    source: String,
    repeats: bool,
    state: InboundState,
    kind: Option<String>,
    has_message: bool,
    has_first: bool,
    waits_long: bool,
    mails: i64,
}

/// The balance of one day: the sum of each source.
pub async fn balance(
    db: &impl ConnectionTrait,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<BTreeMap<String, Sum>, StoreError> {
    let (from, until) = day_range(day);
    let rows = TallyRow::find_by_statement(Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT h.source, h.repeats, m.state, m.kind, \
         (m.message_id IS NOT NULL AND m.ticket_id IS NOT NULL) AS has_message, \
         (m.duplicate_of IS NOT NULL) AS has_first, \
         (m.state = 'received' AND m.received_at < $1) AS waits_long, COUNT(*) AS mails \
         FROM handover h JOIN inbound_mail m ON m.id = h.inbound_mail_id \
         WHERE h.received_at >= $2 AND h.received_at < $3 GROUP BY 1, 2, 3, 4, 5, 6, 7",
        [(now - LONGEST_WAIT).into(), from.into(), until.into()],
    ))
    .all(db)
    .await?;
    let tallies: Vec<(String, Facts, u64)> = rows
        .into_iter()
        .map(|row| {
            let facts = Facts {
                repeats: row.repeats,
                state: row.state,
                kind: row.kind,
                has_message: row.has_message,
                has_first: row.has_first,
                waits_long: row.waits_long,
            };
            (
                row.source,
                facts,
                u64::try_from(row.mails).unwrap_or_default(),
            )
        })
        .collect();
    Ok(sum(tallies.iter().map(|(source, facts, mails)| {
        (source.as_str(), facts, *mails)
    })))
}

#[derive(Debug, FromQueryResult)]
struct AdriftRow {
    id: Uuid,
    source: String,
    handed_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
    state: InboundState,
    kind: Option<String>,
    ticket_id: Option<Uuid>,
    message_id: Option<Uuid>,
    duplicate_of: Option<Uuid>,
    from_email: Option<String>,
    subject: Option<String>,
}

/// What [`became`] calls adrift, for the database to pick out of a day of floods; `$3` is the moment before which
/// a mail waits too long.
const IS_ADRIFT: &str = "(m.state = 'received' AND m.received_at < $3 OR m.state = 'done' AND \
    (m.kind IS NULL \
    OR m.kind IN ('question', 'reply_from_asker', 'reply_from_administration', 'answer_cc') \
    AND (m.message_id IS NULL OR m.ticket_id IS NULL) \
    OR m.kind = 'duplicate' AND m.duplicate_of IS NULL \
    OR m.kind NOT IN ('question', 'reply_from_asker', 'reply_from_administration', 'answer_cc', \
    'auto_reply', 'spam_or_bulk', 'calendar_invite', 'bounce', 'delivery_receipt', 'duplicate')))";

/// The mails of a day that are nowhere, at most two hundred, earliest first. [`Sum::difference`] says how many
/// there are.
pub async fn adrift(
    db: &impl ConnectionTrait,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Vec<AdriftMail>, StoreError> {
    let (from, until) = day_range(day);
    let rows = AdriftRow::find_by_statement(Statement::from_sql_and_values(
        db.get_database_backend(),
        format!(
            "SELECT m.id, h.source, h.received_at AS handed_at, m.received_at, m.state, m.kind, \
             m.ticket_id, m.message_id, m.duplicate_of, m.from_email, m.subject \
             FROM handover h JOIN inbound_mail m ON m.id = h.inbound_mail_id \
             WHERE h.received_at >= $1 AND h.received_at < $2 AND h.repeats = FALSE AND {IS_ADRIFT} \
             ORDER BY h.received_at, h.id LIMIT {MOST_ADRIFT}"
        ),
        [from.into(), until.into(), (now - LONGEST_WAIT).into()],
    ))
    .all(db)
    .await?;
    let found = rows.into_iter().filter_map(|row| {
        let facts = Facts {
            repeats: false,
            state: row.state,
            kind: row.kind,
            has_message: row.ticket_id.is_some() && row.message_id.is_some(),
            has_first: row.duplicate_of.is_some(),
            waits_long: row.received_at < now - LONGEST_WAIT,
        };
        Some(AdriftMail {
            why: became(&facts).err()?,
            id: row.id,
            source: row.source,
            received_at: row.handed_at,
            from_email: row.from_email,
            subject: row.subject,
        })
    });
    Ok(found.collect())
}

/// When the mail came in that has waited longest to be understood, where that is longer than it should.
pub(super) async fn longest_waiting(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let asked = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT received_at FROM inbound_mail WHERE state = 'received' AND received_at < $1 \
         ORDER BY received_at LIMIT 1",
        [(now - LONGEST_WAIT).into()],
    );
    let row = db.query_one_raw(asked).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn done(kind: &str) -> Facts {
        Facts {
            repeats: false,
            state: InboundState::Done,
            kind: Some(kind.to_owned()),
            has_message: true,
            has_first: false,
            waits_long: false,
        }
    }

    #[test]
    fn every_kind_has_its_place_in_the_sum() {
        let waiting = |waits_long| Facts {
            state: InboundState::Received,
            kind: None,
            waits_long,
            ..done("")
        };
        let quarantined = Facts {
            state: InboundState::Quarantined,
            ..done("unparsable")
        };
        let again = Facts {
            repeats: true,
            ..done("question")
        };
        let all = [
            done("question"),
            done("reply_from_asker"),
            done("reply_from_administration"),
            done("answer_cc"),
            done("auto_reply"),
            Facts {
                has_message: false,
                ..done("auto_reply")
            },
            done("spam_or_bulk"),
            Facts {
                has_message: false,
                ..done("calendar_invite")
            },
            done("bounce"),
            done("delivery_receipt"),
            quarantined,
            again,
            waiting(false),
        ];
        let sums = sum(all.iter().map(|facts| ("imap", facts, 2)));
        let imap = sums["imap"];
        assert_eq!(imap.difference(), 0, "{imap:?}");
        insta::assert_snapshot!(serde_json::to_string(&imap).unwrap(), @r#"{"handed_over":26,"questions":2,"follow_ups":8,"automatic":6,"receipts":4,"quarantined":2,"duplicates":2,"waiting":2}"#);
    }

    #[test]
    fn what_is_nowhere_makes_a_difference() {
        let lost = [
            (
                Facts {
                    has_message: false,
                    ..done("question")
                },
                Adrift::NoMessage,
            ),
            (done("duplicate"), Adrift::NoFirst),
            (done("iets anders"), Adrift::NoKind),
            (
                Facts {
                    kind: None,
                    ..done("")
                },
                Adrift::NoKind,
            ),
            (
                Facts {
                    state: InboundState::Received,
                    waits_long: true,
                    ..done("")
                },
                Adrift::Waits,
            ),
        ];
        for (facts, why) in &lost {
            assert_eq!(became(facts), Err(*why), "{facts:?}");
            assert_eq!(sum([("m", facts, 3)])["m"].difference(), 3);
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_brussels_whatever_the_clocks_do() {
        let hours = |day: &str| {
            let (from, until) = day_range(day.parse().unwrap());
            (until - from).num_hours()
        };
        assert_eq!(
            ["2026-01-15", "2026-03-29", "2026-10-25"].map(hours),
            [24, 23, 25]
        );
        let (from, _) = day_range("2026-07-01".parse().unwrap());
        assert_eq!(from.to_rfc3339(), "2026-06-30T22:00:00+00:00");
    }

    proptest! {
        /// Whatever the register says, nothing is counted twice and nothing is left out unseen.
        #[test]
        fn a_sum_is_what_was_handed_over_less_what_is_adrift(
            mails in 0_u64..1000,
            repeats: bool,
            has_message: bool,
            has_first: bool,
            waits_long: bool,
            state in prop_oneof![
                Just(InboundState::Received),
                Just(InboundState::Done),
                Just(InboundState::Quarantined)
            ],
            kind in prop_oneof![
                Just(None),
                Just(Some("question".to_owned())),
                Just(Some("duplicate".to_owned())),
                "[a-z_]{0,12}".prop_map(Some)
            ],
        ) {
            let facts = Facts { repeats, state, kind, has_message, has_first, waits_long };
            let sums = sum([("m", &facts, mails)]);
            let adrift = became(&facts).is_err();
            prop_assert_eq!(sums["m"].handed_over, mails);
            prop_assert_eq!(sums["m"].difference(), if adrift { mails } else { 0 });
        }
    }
}
