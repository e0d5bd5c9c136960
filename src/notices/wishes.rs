//! Of what somebody wants to hear, and how often. Nobody hears of anything that they did not ask for, but
//! that a colleague names them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Timelike as _, Utc};
use chrono_tz::Europe::Brussels;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{NoticeKind, Pace};
use crate::context::Context;
use crate::entity::notice_wish::{self, Column};
use crate::store::{StoreError, write_tx};
use crate::text::dates::local_day;

/// Between two mails to one person there is at least this long.
const APART: TimeDelta = TimeDelta::minutes(5);

/// The hour at which a day's notices leave, in Brussels.
const MORNING: u32 = 8;

/// What somebody chose, by kind.
pub type Wishes = BTreeMap<&'static str, Pace>;

/// How often one hears of this who never said.
fn unsaid(kind: NoticeKind) -> Pace {
    match kind {
        NoticeKind::Mentioned => Pace::AtOnce,
        _ => Pace::Off,
    }
}

/// What somebody chose; what they never chose is there too.
pub async fn wishes(db: &impl ConnectionTrait, user: Uuid) -> Result<Wishes, StoreError> {
    let rows = notice_wish::Entity::find()
        .filter(Column::UserId.eq(user))
        .all(db)
        .await?;
    let said = |kind| rows.iter().find(|row| row.kind == kind).map(|row| row.pace);
    Ok(NoticeKind::wishes()
        .map(|kind| (kind.slug(), said(kind).unwrap_or_else(|| unsaid(kind))))
        .collect())
}

/// How soon somebody wants to hear of this.
pub(super) async fn wish(
    db: &impl ConnectionTrait,
    user: Uuid,
    kind: NoticeKind,
) -> Result<Pace, StoreError> {
    let row = notice_wish::Entity::find_by_id((user, kind.wish()))
        .one(db)
        .await?;
    Ok(row.map_or_else(|| unsaid(kind), |row| row.pace))
}

/// Keeps what somebody chose of each kind.
pub async fn save_wishes(
    ctx: &Context,
    user: Uuid,
    chosen: &[(NoticeKind, Pace)],
) -> Result<(), StoreError> {
    let tx = write_tx(&ctx.db).await?;
    for &(kind, pace) in chosen {
        let row = notice_wish::ActiveModel {
            user_id: Set(user),
            kind: Set(kind),
            pace: Set(pace),
        };
        let again = OnConflict::columns([Column::UserId, Column::Kind])
            .update_column(Column::Pace)
            .to_owned();
        notice_wish::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(&tx)
            .await?;
    }
    Ok(tx.commit().await?)
}

/// When somebody hears of what happened `now`; their last mail left at `sent`. `None`: never.
pub(super) fn due(
    pace: Pace,
    now: DateTime<Utc>,
    sent: Option<DateTime<Utc>>,
) -> Option<DateTime<Utc>> {
    match pace {
        Pace::Off => None,
        Pace::AtOnce => Some(sent.map_or(now, |sent| now.max(sent + APART))),
        Pace::Hourly => {
            let over = TimeDelta::seconds(i64::from(now.minute() * 60 + now.second()))
                + TimeDelta::nanoseconds(i64::from(now.nanosecond()));
            Some(now - over + TimeDelta::hours(1))
        }
        Pace::Daily => {
            let today = local_day(now);
            let next = today.succ_opt().unwrap_or(today);
            morning_of(today)
                .filter(|moment| *moment > now)
                .or_else(|| morning_of(next))
        }
    }
}

/// When somebody hears of what must happen on the day of `now`: that morning, however often they want to
/// hear, because the next mail may come too late.
pub(super) fn due_today(
    pace: Pace,
    now: DateTime<Utc>,
    sent: Option<DateTime<Utc>>,
) -> Option<DateTime<Utc>> {
    let morning = morning_of(local_day(now)).unwrap_or(now);
    due(Pace::AtOnce, morning.max(now), sent).filter(|_| pace != Pace::Off)
}

/// When the notices of a day leave.
fn morning_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let morning = NaiveTime::from_hms_opt(MORNING, 0, 0).unwrap_or(NaiveTime::MIN);
    // 8.00 exists on every day: clocks change at night.
    let local = Brussels
        .from_local_datetime(&day.and_time(morning))
        .earliest();
    local.map(|moment| moment.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_leaves_at_once_at_the_hour_or_in_the_morning() {
        let check = |pace, now: &str, sent: Option<&str>, expected: Option<&str>| {
            let moment = |at: &str| at.parse::<DateTime<Utc>>().unwrap();
            let found = due(pace, moment(now), sent.map(moment));
            assert_eq!(found, expected.map(moment), "{pace:?} {now} {sent:?}");
        };
        let now = "2026-01-15T08:20:30Z";
        check(Pace::Off, now, None, None);
        check(Pace::AtOnce, now, None, Some(now));
        check(
            Pace::AtOnce,
            now,
            Some("2026-01-15T08:19:30Z"),
            Some("2026-01-15T08:24:30Z"),
        );
        check(Pace::AtOnce, now, Some("2026-01-15T08:00:00Z"), Some(now));
        check(Pace::Hourly, now, None, Some("2026-01-15T09:00:00Z"));
        check(Pace::Daily, now, None, Some("2026-01-16T07:00:00Z"));
        check(
            Pace::Daily,
            "2026-07-15T04:00:00Z",
            None,
            Some("2026-07-15T06:00:00Z"),
        );
    }

    #[test]
    fn what_is_due_today_is_heard_of_that_morning() {
        let moment = |at: &str| at.parse::<DateTime<Utc>>().unwrap();
        let check = |pace, now: &str, sent: Option<&str>, expected: Option<&str>| {
            let found = due_today(pace, moment(now), sent.map(moment));
            assert_eq!(found, expected.map(moment), "{pace:?} {now} {sent:?}");
        };
        let (early, morning) = ("2026-01-15T06:00:00Z", "2026-01-15T07:00:00Z");
        for pace in [Pace::AtOnce, Pace::Hourly, Pace::Daily] {
            check(pace, early, None, Some(morning));
            check(pace, early, Some("2026-01-14T07:00:00Z"), Some(morning));
        }
        check(Pace::Off, early, None, None);
        let late = "2026-01-15T10:00:00Z";
        check(Pace::Daily, late, Some(morning), Some(late));
    }
}
