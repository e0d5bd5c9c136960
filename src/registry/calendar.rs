//! Flemish working days: which days count, which are skipped and why. Pure; every due date keeps
//! its sum, so that a screen can open it.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Europe::Brussels;
use serde::{Deserialize, Serialize};

/// The hour at which a working day ends for a term, in Brussels.
const CLOSING_HOUR: u32 = 17;

/// A number of Flemish working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingDays(pub u16);

/// Why a day does not count.
///
/// Source: the ten legal holidays (royal decree of 18 April 1974), and the days on which the
/// Flemish administration is closed besides (Vlaams personeelsstatuut, articles X 9 to X 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skipped {
    /// Saturday or Sunday.
    Weekend,
    /// 1 January.
    NewYear,
    /// 2 January.
    SecondOfJanuary,
    /// The Monday after Easter.
    EasterMonday,
    /// 1 May.
    LabourDay,
    /// Forty days after Easter.
    Ascension,
    /// The Monday after Pentecost.
    WhitMonday,
    /// 11 July, feast of the Flemish Community.
    FlemishFeast,
    /// 21 July.
    NationalDay,
    /// 15 August.
    Assumption,
    /// 1 November.
    AllSaints,
    /// 2 November.
    AllSouls,
    /// 11 November.
    Armistice,
    /// 15 November, feast of the Dynasty.
    Dynasty,
    /// 25 December.
    Christmas,
    /// 26 December.
    BoxingDay,
}

impl Skipped {
    /// The word for it in tables and text keys.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Weekend => "weekend",
            Self::NewYear => "new-year",
            Self::SecondOfJanuary => "second-of-january",
            Self::EasterMonday => "easter-monday",
            Self::LabourDay => "labour-day",
            Self::Ascension => "ascension",
            Self::WhitMonday => "whit-monday",
            Self::FlemishFeast => "flemish-feast",
            Self::NationalDay => "national-day",
            Self::Assumption => "assumption",
            Self::AllSaints => "all-saints",
            Self::AllSouls => "all-souls",
            Self::Armistice => "armistice",
            Self::Dynasty => "dynasty",
            Self::Christmas => "christmas",
            Self::BoxingDay => "boxing-day",
        }
    }
}

/// The feasts of a year, whatever day of the week they fall on.
fn feasts(year: i32) -> impl Iterator<Item = (NaiveDate, Skipped)> {
    let fixed = [
        (1, 1, Skipped::NewYear),
        (1, 2, Skipped::SecondOfJanuary),
        (5, 1, Skipped::LabourDay),
        (7, 11, Skipped::FlemishFeast),
        (7, 21, Skipped::NationalDay),
        (8, 15, Skipped::Assumption),
        (11, 1, Skipped::AllSaints),
        (11, 2, Skipped::AllSouls),
        (11, 11, Skipped::Armistice),
        (11, 15, Skipped::Dynasty),
        (12, 25, Skipped::Christmas),
        (12, 26, Skipped::BoxingDay),
    ];
    let moving = [
        (1, Skipped::EasterMonday),
        (39, Skipped::Ascension),
        (50, Skipped::WhitMonday),
    ];
    let fixed = fixed.into_iter().filter_map(move |(month, day, why)| {
        Some((NaiveDate::from_ymd_opt(year, month, day)?, why))
    });
    let moving = moving.into_iter().filter_map(move |(after, why)| {
        Some((easter(year)?.checked_add_days(Days::new(after))?, why))
    });
    fixed.chain(moving)
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Why `day` is no working day; `None` when it is one.
#[must_use]
pub fn skipped(day: NaiveDate) -> Option<Skipped> {
    if is_weekend(day) {
        return Some(Skipped::Weekend);
    }
    let feast = feasts(day.year()).find(|(feast, _)| *feast == day);
    feast.map(|(_, why)| why)
}

/// Easter Sunday of a year of the Gregorian calendar (the anonymous computus of 1876).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let epact =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(sum / 31).ok()?,
        u32::try_from(sum % 31 + 1).ok()?,
    )
}

/// A day that did not count, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedDay {
    /// The day.
    pub day: NaiveDate,
    /// Why it did not count.
    pub why: Skipped,
}

/// A term with its sum: counted from the day after `starts_on`, until closing time of the last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The day in Brussels on which the term began; it does not count itself.
    pub starts_on: NaiveDate,
    /// How many working days it has.
    pub working_days: WorkingDays,
    /// The days in between that did not count.
    pub skipped: Vec<SkippedDay>,
    /// The moment it ends.
    pub due_at: DateTime<Utc>,
}

impl Term {
    /// The term of `length` that begins at `start`.
    #[must_use]
    pub fn from(start: DateTime<Utc>, length: WorkingDays) -> Self {
        let starts_on = day_in_brussels(start);
        let mut day = starts_on;
        let mut left = length.0;
        let mut skipped_days = Vec::new();
        while left > 0 {
            let Some(next) = day.checked_add_days(Days::new(1)) else {
                break;
            };
            day = next;
            match skipped(day) {
                Some(why) => skipped_days.push(SkippedDay { day, why }),
                None => left -= 1,
            }
        }
        Self {
            starts_on,
            working_days: length,
            skipped: skipped_days,
            due_at: closing_time(day),
        }
    }

    /// The term that began at `start` and ends at `due_at`, when that is the end of a working day.
    #[must_use]
    pub fn ending(start: DateTime<Utc>, due_at: DateTime<Utc>) -> Option<Self> {
        let days = u16::try_from(working_days_between(start, due_at)).ok()?;
        Some(Self::from(start, WorkingDays(days))).filter(|term| term.due_at == due_at)
    }

    /// The whole of a term that stood still and went on: it begins as this one did and ends at
    /// `due_at`. And the working days that it stood still.
    #[must_use]
    pub fn until(&self, due_at: DateTime<Utc>) -> (Self, u16) {
        let end = day_in_brussels(due_at);
        let days = std::iter::successors(self.starts_on.succ_opt(), NaiveDate::succ_opt)
            .take_while(|day| *day <= end);
        let skipped_days: Vec<SkippedDay> = days
            .clone()
            .filter_map(|day| skipped(day).map(|why| SkippedDay { day, why }))
            .collect();
        let counted = usize::from(self.working_days.0) + skipped_days.len();
        let paused = days.count().saturating_sub(counted);
        let whole = Self {
            starts_on: self.starts_on,
            working_days: self.working_days,
            skipped: skipped_days,
            due_at,
        };
        (whole, u16::try_from(paused).unwrap_or(u16::MAX))
    }
}

/// The day it is in Brussels at `moment`.
#[must_use]
pub fn day_in_brussels(moment: DateTime<Utc>) -> NaiveDate {
    moment.with_timezone(&Brussels).date_naive()
}

/// The year it is in Brussels at `moment`; references are counted by it.
#[must_use]
pub fn year_in_brussels(moment: DateTime<Utc>) -> i32 {
    day_in_brussels(moment).year()
}

/// The moment at which `day` closes in Brussels.
#[must_use]
pub fn closing_time(day: NaiveDate) -> DateTime<Utc> {
    let hour = NaiveTime::from_hms_opt(CLOSING_HOUR, 0, 0).unwrap_or(NaiveTime::MIN);
    // 17.00 exists on every day: clocks change at night.
    Brussels
        .from_local_datetime(&day.and_time(hour))
        .earliest()
        .map_or_else(
            || day.and_time(hour).and_utc(),
            |moment| moment.with_timezone(&Utc),
        )
}

/// The moment at which `day` begins in Brussels.
#[must_use]
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Midnight exists on every day, but for the last days of the calendar.
    Brussels
        .from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc(), |moment| moment.with_timezone(&Utc))
}

/// Days from Monday to Friday up to and with `day`, counted from a Monday before our era.
fn weekdays_until(day: NaiveDate) -> i32 {
    // Day 1 of the common era was a Monday.
    let (weeks, rest) = (
        (day.num_days_from_ce() - 1).div_euclid(7),
        (day.num_days_from_ce() - 1).rem_euclid(7),
    );
    weeks * 5 + (rest + 1).min(5)
}

/// Working days from `from` until `until`: negative when `until` lies before it, 0 on the same day.
#[must_use]
pub fn working_days_between(from: DateTime<Utc>, until: DateTime<Utc>) -> i32 {
    let (start, end) = (day_in_brussels(from), day_in_brussels(until));
    let (first, last, sign) = if start <= end {
        (start, end, 1)
    } else {
        (end, start, -1)
    };
    let weekdays = weekdays_until(last) - weekdays_until(first);
    let mut feasts: Vec<NaiveDate> = (first.year()..=last.year())
        .flat_map(feasts)
        .map(|(day, _)| day)
        .filter(|day| first < *day && *day <= last && !is_weekend(*day))
        .collect();
    // Ascension may fall on Labour Day.
    feasts.sort_unstable();
    feasts.dedup();
    let days = weekdays - i32::try_from(feasts.len()).unwrap_or_default();
    sign * days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_that_stood_still_is_one_sum() {
        // Monday 2 March 2026: five working days end on Monday the 9th.
        let term = Term::from("2026-03-02T09:00:00Z".parse().unwrap(), WorkingDays(5));
        let (same, paused) = term.until(term.due_at);
        assert_eq!((same, paused), (term.clone(), 0));
        // It stood still for three working days, over a weekend.
        let (whole, paused) = term.until("2026-03-12T16:00:00Z".parse().unwrap());
        assert_eq!(paused, 3);
        assert_eq!(
            (whole.working_days, whole.skipped.len()),
            (WorkingDays(5), 2)
        );
        // Of a term that goes on for less than it had, nothing was waited for.
        let (_, paused) = term.until("2026-03-05T16:00:00Z".parse().unwrap());
        assert_eq!(paused, 0);
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(start: &str, working_days: u16, last: &str) {
        let term = Term::from(start.parse().unwrap(), WorkingDays(working_days));
        assert_eq!(
            day_in_brussels(term.due_at),
            day(last),
            "{working_days} days from {start}"
        );
    }

    #[test]
    fn a_term_skips_weekends_and_holidays() {
        // 1 May, Ascension (14 May) and Whit Monday (25 May) of 2026 fall in it.
        check("2026-04-28T07:14:00Z", 20, "2026-05-29");
        check("2026-10-30T09:00:00Z", 1, "2026-11-03");
        check("2026-11-10T09:00:00Z", 1, "2026-11-12");
        check("2026-12-31T09:00:00Z", 1, "2027-01-04");
        check("2025-04-18T09:00:00Z", 1, "2025-04-22");
        check("2026-07-10T09:00:00Z", 1, "2026-07-13");
        check("2026-03-06T09:00:00Z", 0, "2026-03-06");
    }

    #[test]
    fn a_day_begins_at_midnight_in_brussels() {
        assert_eq!(
            day_in_brussels("2026-07-01T22:30:00Z".parse().unwrap()),
            day("2026-07-02")
        );
        assert_eq!(
            year_in_brussels("2026-12-31T23:30:00Z".parse().unwrap()),
            2027
        );
    }

    #[test]
    fn easter_falls_where_the_almanac_puts_it() {
        for (year, sunday) in [
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(easter(year), Some(day(sunday)));
        }
    }

    #[test]
    fn distance_counts_working_days_only() {
        let friday = "2026-03-06T12:00:00Z".parse().unwrap();
        let tuesday = "2026-03-10T12:00:00Z".parse().unwrap();
        assert_eq!(working_days_between(friday, tuesday), 2);
        assert_eq!(working_days_between(tuesday, friday), -2);
        assert_eq!(working_days_between(friday, friday), 0);
    }

    #[test]
    fn distance_is_what_counting_day_by_day_gives() {
        let begins: DateTime<Utc> = "2025-12-20T12:00:00Z".parse().unwrap();
        let mut counted = 0;
        for days in 1..1200 {
            let until = begins + chrono::TimeDelta::days(days);
            counted += i32::from(skipped(day_in_brussels(until)).is_none());
            assert_eq!(working_days_between(begins, until), counted, "{until}");
            assert_eq!(working_days_between(until, begins), -counted, "{until}");
        }
    }
}
