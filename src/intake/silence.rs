//! When silence says that something is wrong: no mail came in the working hours in which, on the same
//! weekdays before, mail always came. Pure; the counts are handed in.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Brussels;

use crate::registry::{day_in_brussels, skipped};

/// The hours in which mail is expected on a working day, in Brussels.
const OPENS: u32 = 8;
const CLOSES: u32 = 18;
/// Working days that are looked back on, at most: longer silence is no clearer.
const MOST_DAYS: usize = 5;
/// Weeks that are learned from.
pub const WEEKS: u32 = 8;
/// Weeks that must have been seen before anything is expected.
const LEAST_WEEKS: usize = 3;
/// Silence that is shorter, in working hours, says nothing.
const SHORTEST: TimeDelta = TimeDelta::hours(2);

/// A piece of the working hours of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// When it begins.
    pub from: DateTime<Utc>,
    /// When it ends.
    pub until: DateTime<Utc>,
}

impl Stretch {
    /// The same hours of the same weekday, so many weeks earlier; none when that was no working day.
    #[must_use]
    pub fn weeks_earlier(&self, weeks: u32) -> Option<Self> {
        let day = day_in_brussels(self.from).checked_sub_days(Days::new(u64::from(weeks) * 7))?;
        if skipped(day).is_some() {
            return None;
        }
        let shift = |moment: DateTime<Utc>| {
            let hour = moment.with_timezone(&Brussels).time();
            let local = Brussels
                .from_local_datetime(&day.and_time(hour))
                .earliest()?;
            Some(local.with_timezone(&Utc))
        };
        Some(Self {
            from: shift(self.from)?,
            until: shift(self.until)?,
        })
    }
}

/// The working hours between two moments: the latest days only.
#[must_use]
pub fn working_hours(since: DateTime<Utc>, now: DateTime<Utc>) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut day = day_in_brussels(now);
    let first = day_in_brussels(since);
    while day >= first && found.len() < MOST_DAYS {
        if skipped(day).is_none() {
            let at = |hour| {
                let local = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?);
                let moment = Brussels.from_local_datetime(&local).earliest()?;
                Some(moment.with_timezone(&Utc))
            };
            if let (Some(opens), Some(closes)) = (at(OPENS), at(CLOSES)) {
                let (from, until) = (opens.max(since), closes.min(now));
                if from < until {
                    found.push(Stretch { from, until });
                }
            }
        }
        let Some(earlier) = day.pred_opt() else { break };
        day = earlier;
    }
    found.reverse();
    found
}

/// Whether silence over `stretches` may be asked about at all: enough working hours have passed.
#[must_use]
pub fn is_long(stretches: &[Stretch]) -> bool {
    let quiet: TimeDelta = stretches
        .iter()
        .map(|stretch| stretch.until - stretch.from)
        .sum();
    quiet >= SHORTEST
}

/// How many mails would have come, by what came in the same hours of earlier weeks: for each stretch
/// the counts of the weeks that were seen. `None`: too little was seen to say.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of mails are far below 2^52"
)]
pub fn expected(counts: &[Vec<u64>]) -> Option<f64> {
    let mut sum = 0.0;
    let mut learned = false;
    for weeks in counts {
        if weeks.len() < LEAST_WEEKS {
            continue;
        }
        learned = true;
        sum += weeks.iter().sum::<u64>() as f64 / weeks.len() as f64;
    }
    learned.then_some(sum)
}

/// Whether silence is an alarm: at least `floor` mails would have come. With ten of them, chance
/// alone leaves none out once in twenty thousand times (Poisson).
#[must_use]
pub fn is_alarming(expected: Option<f64>, floor: u32) -> bool {
    expected.is_some_and(|mails| mails >= f64::from(floor.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(moment: &str) -> DateTime<Utc> {
        moment.parse().unwrap()
    }

    fn hours(since: &str, now: &str) -> Vec<String> {
        let local = |moment: DateTime<Utc>| moment.with_timezone(&Brussels).format("%d %H.%M");
        working_hours(at(since), at(now))
            .iter()
            .map(|stretch| format!("{}-{}", local(stretch.from), local(stretch.until)))
            .collect()
    }

    #[test]
    fn only_working_hours_in_brussels_count() {
        // Friday afternoon to Monday morning: the weekend says nothing.
        assert_eq!(
            hours("2026-01-16T15:30:00Z", "2026-01-19T08:10:00Z"),
            ["16 16.30-16 18.00", "19 08.00-19 09.10"]
        );
        // Easter Monday and the night say nothing either.
        assert!(hours("2026-04-04T10:00:00Z", "2026-04-06T16:00:00Z").is_empty());
        assert!(hours("2026-01-15T20:00:00Z", "2026-01-16T05:00:00Z").is_empty());
        // However long it lasts, a working week is enough.
        assert_eq!(
            hours("2025-01-01T00:00:00Z", "2026-01-16T12:00:00Z").len(),
            5
        );
    }

    #[test]
    fn the_same_hours_are_the_same_hours_in_summer_time() {
        let stretch = Stretch {
            from: at("2026-04-09T07:00:00Z"),
            until: at("2026-04-09T09:00:00Z"),
        };
        let before = stretch.weeks_earlier(2).unwrap();
        assert_eq!(before.from, at("2026-03-26T08:00:00Z"));
        // Twelve weeks earlier it was Thursday 15 January; thirteen weeks and a day, New Year.
        assert!(stretch.weeks_earlier(12).is_some());
        assert!(
            stretch.weeks_earlier(14).is_none(),
            "1 January is no working day"
        );
    }

    #[test]
    fn silence_is_alarming_only_where_mail_is_normal_and_known_to_be() {
        assert_eq!(expected(&[]), None);
        assert_eq!(expected(&[vec![9, 9]]), None, "two weeks are no habit");
        assert_eq!(expected(&[vec![6, 4, 5], vec![9]]), Some(5.0));
        assert!(!is_alarming(None, 1));
        assert!(!is_alarming(Some(9.9), 10));
        assert!(is_alarming(Some(10.0), 10));
        assert!(
            !is_alarming(Some(0.0), 0),
            "nothing expected is never silence"
        );
        let short = working_hours(at("2026-01-15T09:00:00Z"), at("2026-01-15T10:59:00Z"));
        assert!(!is_long(&short));
    }
}
