//! The watch over the mail: a step that counts every few minutes whether all that was handed over is
//! somewhere, whether the sources work and whether mail still comes. What is wrong is an alarm until
//! it is over, and one mail a day to whoever must know.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sea_orm::{Statement, sea_query::Expr};
use tracing::warn;

use super::balance::{balance, longest_waiting};
use super::form::DESK;
use super::health::{SourceHealth, sources};
use super::imap;
use super::lmtp;
use super::maildir::maildir_source;
use super::silence::{Stretch, WEEKS, expected, is_alarming, is_long, working_hours};
use super::{IntakeError, PORTAL};
use crate::auth::upkeep::somebody_hands_over;
use crate::context::Context;
pub use crate::entity::alarm::AlarmKind;
use crate::entity::{alarm, mail_watch};
use crate::outbound::mails::AlarmMail;
pub use crate::outbound::mails::Alarming;
use crate::outbound::{Author, Draft, OutboundKind, enqueue, jam};
use crate::registry::{day_in_brussels, letterhead, mail_texts};
use crate::store::{StoreError, stuck_scans, write_tx};

/// How often it is counted.
const EVERY: TimeDelta = TimeDelta::minutes(5);
/// How long a source may fail before it is an alarm: a restart of a mail server is none.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);
/// A source that we look at and that has not been tried for so long is no longer watched at all.
const GIVEN_UP: TimeDelta = TimeDelta::hours(1);
/// A source that was not looked at so many times in a row is not looked at any more.
const LOOKS_MISSED: i32 = 3;
/// Hand-overs that say nothing of the mail: people at the portal, colleagues who write down what others
/// ask, and files by hand.
const NO_MAIL: [&str; 3] = [PORTAL, DESK, "files"];
/// The source of mails and questions that programs bring.
const API: &str = "api";
/// A mail that was tried leaves within this time, or the next one does.
const LEAVES_WITHIN: TimeDelta = TimeDelta::hours(1);
/// Alarms that are shown, at most.
const MOST_SHOWN: u64 = 20;
/// Mails of one stretch that are counted, at most: as many as that is not silence.
const MOST_COUNTED: u32 = 1000;

/// Something that somebody must look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// What it is about.
    pub kind: AlarmKind,
    /// What is wrong.
    pub what: Alarming,
    /// Since when it is known.
    pub raised_at: DateTime<Utc>,
}

/// The alarms that are not over, earliest first.
pub async fn open_alarms(db: &impl ConnectionTrait) -> Result<Vec<Alarm>, StoreError> {
    let rows = alarm::Entity::find()
        .filter(alarm::Column::ClearedAt.is_null())
        .order_by_asc(alarm::Column::RaisedAt)
        .limit(MOST_SHOWN)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let what = serde_json::from_str(&row.facts).map_err(|_| StoreError::Inconsistent {
                table: "alarm",
                column: "facts",
                row: row.id.to_string(),
            })?;
            Ok(Alarm {
                kind: row.kind,
                what,
                raised_at: row.raised_at,
            })
        })
        .collect()
}

/// When the mail was last counted.
pub async fn counted_at(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, StoreError> {
    let row = mail_watch::Entity::find_by_id("balance".to_owned())
        .one(db)
        .await?;
    Ok(row.and_then(|row| row.checked_at))
}

/// Counts the mail when it is time again; `false` when it is not. Any number may run at once: one of
/// them does it.
pub async fn watch_mail(ctx: &Context) -> Result<bool, IntakeError> {
    let now = ctx.clock.now();
    let due = |last: Option<DateTime<Utc>>| last.is_none_or(|at| at > now || now - at >= EVERY);
    if !due(counted_at(&ctx.db).await?) {
        return Ok(false);
    }
    let found = find(ctx, now).await?;
    let tx = write_tx(&ctx.db).await?;
    let taken = tx
        .execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "UPDATE mail_watch SET checked_at = $1 WHERE name = 'balance' AND \
             (checked_at IS NULL OR checked_at <= $2 OR checked_at > $3)",
            [now.into(), (now - EVERY).into(), now.into()],
        ))
        .await?;
    if taken.rows_affected() != 1 {
        return Ok(false);
    }
    for (key, what) in &found {
        raise(&tx, ctx, key, what, now).await?;
    }
    clear(&tx, &found, now).await?;
    tx.commit().await?;
    if !found.is_empty() {
        warn!(alarms = found.len(), "Something is wrong with the mail");
        ctx.work.notify_waiters();
    }
    Ok(true)
}

type Found = BTreeMap<(&'static str, String), Alarming>;

async fn find(ctx: &Context, now: DateTime<Utc>) -> Result<Found, StoreError> {
    let mut found = Found::new();
    for day in days_to_count(ctx, now).await? {
        let difference: u64 = balance(&ctx.db, day, now)
            .await?
            .values()
            .map(super::balance::Sum::difference)
            .sum();
        if difference > 0 {
            let key = (AlarmKind::Difference.slug(), day.to_string());
            let mails = difference;
            found.insert(key, Alarming::Difference { day, mails });
        }
    }
    if ctx.settings.scan.is_on()
        && let Some((files, failure)) = stuck_scans(&ctx.db).await?
    {
        let key = (AlarmKind::Scanner.slug(), "scanner".to_owned());
        found.insert(key, Alarming::ScannerFails { files, failure });
    }
    if let Some(jam) = jam(&ctx.db, now - LEAVES_WITHIN).await? {
        let key = (AlarmKind::Outgoing.slug(), "outgoing".to_owned());
        let what = Alarming::NothingLeaves {
            mails: jam.mails,
            since: jam.since,
            failure: jam.failure,
        };
        found.insert(key, what);
    }
    for SourceState {
        health,
        care,
        wrong,
    } in source_states(ctx, now).await?
    {
        if care != Care::Ended
            && let Some(what) = silence(ctx, &health.source, now).await?
        {
            found.insert((AlarmKind::Silence.slug(), health.source.clone()), what);
        }
        if let Some(what) = wrong {
            found.insert((AlarmKind::Source.slug(), health.source), what);
        }
    }
    Ok(found)
}

/// Today, yesterday, the day of the mail that has waited longest, and the days whose difference is not over.
async fn days_to_count(ctx: &Context, now: DateTime<Utc>) -> Result<Vec<NaiveDate>, StoreError> {
    let today = day_in_brussels(now);
    let mut days = vec![today];
    days.extend(today.checked_sub_days(Days::new(1)));
    let waiting = longest_waiting(&ctx.db, now).await?.map(day_in_brussels);
    days.extend(waiting.filter(|day| !days.contains(day)));
    for alarm in open_alarms(&ctx.db).await? {
        if let Alarming::Difference { day, .. } = alarm.what
            && !days.contains(&day)
        {
            days.push(day);
        }
    }
    Ok(days)
}

/// A source, and what this installation makes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceState {
    /// How it fares, by its own word.
    pub health: SourceHealth,
    /// How mail comes from it.
    pub care: Care,
    /// What is wrong with it, if anything is.
    pub wrong: Option<Alarming>,
}

/// How mail comes from a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// We look, so often at the least.
    Looked(TimeDelta),
    /// It is brought, and what failed is tried again when who brings it thinks fit: hours later perhaps.
    Awaited,
    /// It is in the settings no more, or nobody may bring anything: silent for good.
    Ended,
}

/// Every source that ever brought something, by name.
pub async fn source_states(
    ctx: &Context,
    now: DateTime<Utc>,
) -> Result<Vec<SourceState>, StoreError> {
    let watched = watched(ctx);
    let brought = somebody_hands_over(&ctx.db, now).await?;
    let states = sources(&ctx.db).await?.into_iter().map(|health| {
        let is_looked_at = ["imap:", "maildir:"]
            .iter()
            .any(|kind| health.source.starts_with(kind));
        let care = match health.source.as_str() {
            source if is_looked_at => watched
                .get(source)
                .map_or(Care::Ended, |each| Care::Looked(*each)),
            lmtp::SOURCE if ctx.settings.intake.lmtp.listen.is_empty() => Care::Ended,
            API if !brought => Care::Ended,
            _ => Care::Awaited,
        };
        let wrong = what_is_wrong(&health, care, now);
        SourceState {
            health,
            care,
            wrong,
        }
    });
    Ok(states.collect())
}

/// The sources that this installation looks at by itself, and how often at the least.
fn watched(ctx: &Context) -> BTreeMap<String, TimeDelta> {
    let intake = &ctx.settings.intake;
    let of_folders = imap::watched(&intake.imap);
    let of_maildirs = intake.maildirs.iter().map(|maildir| {
        let source = maildir_source(maildir);
        (source, TimeDelta::zero())
    });
    of_folders.into_iter().chain(of_maildirs).collect()
}

/// What is wrong with a source, if anything is.
fn what_is_wrong(source: &SourceHealth, care: Care, now: DateTime<Utc>) -> Option<Alarming> {
    let tried = source.succeeded_at.max(source.failed_at)?;
    match care {
        Care::Ended => return None,
        Care::Looked(each) if now - tried > GIVEN_UP.max(each * LOOKS_MISSED) => {
            return Some(Alarming::SourceFails {
                source: source.source.clone(),
                since: tried,
                failure: None,
            });
        }
        _ => {}
    }
    if let Some(since) = source.failing_since
        && now - since >= PATIENCE
    {
        return Some(Alarming::SourceFails {
            source: source.source.clone(),
            since,
            failure: source.failure.clone(),
        });
    }
    let mails = u64::try_from(source.left_behind).unwrap_or_default();
    (mails > 0).then(|| Alarming::LeftBehind {
        source: source.source.clone(),
        mails,
    })
}

async fn silence(
    ctx: &Context,
    source: &str,
    now: DateTime<Utc>,
) -> Result<Option<Alarming>, StoreError> {
    if NO_MAIL.contains(&source) {
        return Ok(None);
    }
    let edge = async |order: &str| -> Result<Option<DateTime<Utc>>, StoreError> {
        let sql = format!(
            "SELECT received_at FROM handover WHERE source = $1 ORDER BY received_at {order} LIMIT 1"
        );
        let backend = ctx.db.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, [source.into()]);
        let row = ctx.db.query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
    };
    let Some(last) = edge("DESC").await?.filter(|last| *last < now) else {
        return Ok(None);
    };
    let stretches = working_hours(last, now);
    if !is_long(&stretches) {
        return Ok(None);
    }
    let Some(first) = edge("ASC").await? else {
        return Ok(None);
    };
    let mut counts = Vec::with_capacity(stretches.len());
    for stretch in &stretches {
        let mut weeks = Vec::new();
        for earlier in (1..=WEEKS).filter_map(|weeks| stretch.weeks_earlier(weeks)) {
            // What was before the first mail was no silence: nobody listened.
            if earlier.from >= first {
                weeks.push(count(ctx, source, earlier).await?);
            }
        }
        counts.push(weeks);
    }
    let expected = expected(&counts);
    if !is_alarming(expected, ctx.settings.alarm.silence_mails) {
        return Ok(None);
    }
    Ok(Some(Alarming::Silence {
        source: source.to_owned(),
        since: last,
        expected: whole(expected.unwrap_or_default()),
    }))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a mean of counts, clamped just before"
)]
fn whole(mails: f64) -> u64 {
    mails.clamp(0.0, 1e9) as u64
}

async fn count(ctx: &Context, source: &str, stretch: Stretch) -> Result<u64, StoreError> {
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM handover WHERE source = $1 AND received_at >= $2 AND \
         received_at < $3 LIMIT {MOST_COUNTED}) counted"
    );
    let row = ctx
        .db
        .query_one_raw(Statement::from_sql_and_values(
            ctx.db.get_database_backend(),
            sql,
            [source.into(), stretch.from.into(), stretch.until.into()],
        ))
        .await?;
    let counted: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(counted
        .and_then(|n| u64::try_from(n).ok())
        .unwrap_or_default())
}

/// Raises an alarm, or keeps one that is raised; mails it once a day.
async fn raise(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    (kind, subject): &(&'static str, String),
    what: &Alarming,
    now: DateTime<Utc>,
) -> Result<(), IntakeError> {
    let facts = serde_json::to_string(what).unwrap_or_default();
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "INSERT INTO alarm (id, kind, subject, facts, raised_at, seen_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, subject) WHERE cleared_at IS NULL \
         DO UPDATE SET facts = excluded.facts, seen_at = excluded.seen_at",
        [
            ctx.new_id().into(),
            (*kind).into(),
            subject.clone().into(),
            facts.into(),
            now.into(),
            now.into(),
        ],
    ))
    .await?;
    let address = ctx.settings.alarm.address.trim();
    if address.is_empty() {
        return Ok(());
    }
    let mail = AlarmMail {
        what: what.clone(),
        url: ctx.link("/desk/mail/balance"),
    };
    let draft = Draft {
        kind: OutboundKind::Alarm,
        author: Author::Machine,
        ticket: None,
        thread: None,
        message: None,
        assignment: None,
        to: vec![address.to_owned()],
        reply_to: None,
        body: mail.write(&mail_texts(), &letterhead(ctx))?,
        in_reply_to: None,
        references: Vec::new(),
        enclosures: Vec::new(),
        idempotency_key: format!("alarm:{kind}:{subject}:{}", day_in_brussels(now)),
    };
    enqueue(ctx, tx, draft).await?;
    Ok(())
}

/// What was raised before and is not found any more, is over.
async fn clear(
    tx: &impl ConnectionTrait,
    found: &Found,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let open = alarm::Entity::find()
        .filter(alarm::Column::ClearedAt.is_null())
        .all(tx)
        .await?;
    let over: Vec<_> = open
        .into_iter()
        .filter(|row| !found.contains_key(&(row.kind.slug(), row.subject.clone())))
        .map(|row| row.id)
        .collect();
    if over.is_empty() {
        return Ok(());
    }
    alarm::Entity::update_many()
        .col_expr(alarm::Column::ClearedAt, Expr::value(Some(now)))
        .filter(alarm::Column::Id.is_in(over))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::SubmissionChannel;

    const NOW: &str = "2026-01-15T08:00:00Z";

    fn source(failing_minutes: Option<i64>, left_behind: i32) -> SourceHealth {
        let now: DateTime<Utc> = NOW.parse().unwrap();
        SourceHealth {
            source: "maildir:/post".to_owned(),
            succeeded_at: Some(now - TimeDelta::minutes(30)),
            failed_at: failing_minutes.map(|_| now),
            failing_since: failing_minutes.map(|minutes| now - TimeDelta::minutes(minutes)),
            failure: failing_minutes.map(|_| "weg".to_owned()),
            left_behind,
        }
    }

    #[test]
    fn people_who_put_nothing_in_a_form_are_no_silence_of_the_mail() {
        let check = |channel: SubmissionChannel, by_program: bool| {
            let counts = !NO_MAIL.contains(&channel.source());
            assert_eq!(counts, by_program, "{channel:?}");
        };
        check(SubmissionChannel::Portal, false);
        check(SubmissionChannel::Phone, false);
        check(SubmissionChannel::Meeting, false);
        check(SubmissionChannel::Mailbox, false);
        check(SubmissionChannel::Api, true);
        assert_eq!(SubmissionChannel::Api.source(), API);
    }

    #[test]
    fn a_source_is_alarming_when_it_keeps_failing_or_leaves_mail_behind() {
        let now = NOW.parse().unwrap();
        let wrong = |source: &SourceHealth| what_is_wrong(source, Care::Awaited, now);
        assert_eq!(wrong(&source(None, 0)), None);
        assert_eq!(wrong(&source(Some(9), 0)), None, "a restart is no alarm");
        assert!(matches!(
            wrong(&source(Some(10), 0)),
            Some(Alarming::SourceFails { .. })
        ));
        assert!(matches!(
            wrong(&source(None, 2)),
            Some(Alarming::LeftBehind { mails: 2, .. })
        ));
        let forgotten = SourceHealth {
            succeeded_at: None,
            failed_at: Some(now - TimeDelta::hours(2)),
            ..source(Some(300), 0)
        };
        assert!(
            wrong(&forgotten).is_some(),
            "a mail server tries again after hours"
        );
        let ended = what_is_wrong(&forgotten, Care::Ended, now);
        assert_eq!(ended, None, "nobody watches it any more");
        // One that we look at by ourselves, every half hour at the least.
        let stopped = |hours| {
            let source = SourceHealth {
                succeeded_at: Some(now - TimeDelta::hours(hours)),
                ..source(None, 0)
            };
            what_is_wrong(&source, Care::Looked(TimeDelta::minutes(30)), now).is_some()
        };
        assert!(!stopped(1) && stopped(2), "nothing looks at it any more");
    }
}
