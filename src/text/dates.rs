//! Dates and hours as the house writes them: "vrijdag 29 mei 2026", "9.14 uur", on a screen in
//! passing "wo 11 mrt, 17.00". Everything a person reads is in the time of Brussels, whatever the
//! clock of the machine says.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use super::Language;

/// The time zone in which the house lives, counts its days and says its hours.
pub const ZONE: Tz = chrono_tz::Europe::Brussels;

/// The hour and day on a clock in Brussels at `moment`.
#[must_use]
pub fn local(moment: DateTime<Utc>) -> NaiveDateTime {
    moment.with_timezone(&ZONE).naive_local()
}

/// The day in Brussels at `moment`.
#[must_use]
pub fn local_day(moment: DateTime<Utc>) -> NaiveDate {
    local(moment).date()
}

/// A day in full, with its weekday: "vrijdag 29 mei 2026".
#[must_use]
pub fn day(day: NaiveDate, language: Language) -> String {
    format!("{} {}", weekday_and_day(day, language), day.year())
}

/// A day in full without its year: "vrijdag 29 mei". For lists where the year is plain.
#[must_use]
pub fn weekday_and_day(day: NaiveDate, language: Language) -> String {
    format!(
        "{} {}",
        weekday(day.weekday(), language),
        day_and_month(day, language)
    )
}

/// A day without weekday or year: "29 mei".
#[must_use]
pub fn day_and_month(day: NaiveDate, language: Language) -> String {
    format!("{} {}", day.day(), month(day, language))
}

/// A day without its weekday: "12 mei 2026".
#[must_use]
pub fn plain_day(day: NaiveDate, language: Language) -> String {
    format!("{} {}", day_and_month(day, language), day.year())
}

/// The hour of `moment`: "9.14 uur".
#[must_use]
pub fn hour(moment: DateTime<Utc>, language: Language) -> String {
    let clock = bare_hour(local(moment), language);
    match language {
        Language::Nl => format!("{clock} uur"),
        Language::En => clock,
    }
}

/// A moment in full: "dinsdag 28 april 2026, 9.14 uur".
#[must_use]
pub fn moment(moment: DateTime<Utc>, language: Language) -> String {
    format!(
        "{}, {}",
        day(local_day(moment), language),
        hour(moment, language)
    )
}

/// A moment in full but for its year: "dinsdag 28 april, 9.14 uur".
#[must_use]
pub fn moment_without_year(moment: DateTime<Utc>, language: Language) -> String {
    format!(
        "{}, {}",
        weekday_and_day(local_day(moment), language),
        hour(moment, language)
    )
}

/// A day in the narrow columns of the desk: "wo 11 mrt".
#[must_use]
pub fn short_day(day: NaiveDate, language: Language) -> String {
    format!(
        "{} {} {}",
        short(weekday(day.weekday(), language), 2, 3, language),
        day.day(),
        short_month(day, language)
    )
}

/// A moment in the narrow columns of the desk: "wo 11 mrt, 17.00".
#[must_use]
pub fn short_moment(moment: DateTime<Utc>, language: Language) -> String {
    let local = local(moment);
    format!(
        "{}, {}",
        short_day(local.date(), language),
        bare_hour(local, language)
    )
}

/// A day in passing, with its year only when that is not the year of `today`: "2 mrt", "2 nov 2025".
#[must_use]
pub fn short_date(day: NaiveDate, today: NaiveDate, language: Language) -> String {
    let date = format!("{} {}", day.day(), short_month(day, language));
    if day.year() == today.year() {
        date
    } else {
        format!("{date} {}", day.year())
    }
}

/// The bare hour of `moment`, where a word before it says what it is: "9.14".
#[must_use]
pub fn clock(moment: DateTime<Utc>, language: Language) -> String {
    bare_hour(local(moment), language)
}

/// A day as machines write it, for `<time datetime>` and date fields: "2026-05-29".
#[must_use]
pub fn machine_day(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

fn bare_hour(local: NaiveDateTime, language: Language) -> String {
    match language {
        Language::Nl => format!("{}.{:02}", local.hour(), local.minute()),
        Language::En => format!("{}:{:02}", local.hour(), local.minute()),
    }
}

fn weekday(day: Weekday, language: Language) -> &'static str {
    const DUTCH: [&str; 7] = [
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    ];
    const ENGLISH: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let number = day.num_days_from_monday() as usize;
    match language {
        Language::Nl => DUTCH[number],
        Language::En => ENGLISH[number],
    }
}

const DUTCH_MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(day: NaiveDate, language: Language) -> &'static str {
    match language {
        Language::Nl => DUTCH_MONTHS[day.month0() as usize],
        Language::En => ENGLISH_MONTHS[day.month0() as usize],
    }
}

/// Dutch shortens March as "mrt": its first three letters are another word.
fn short_month(day: NaiveDate, language: Language) -> &'static str {
    match (day.month(), language) {
        (3, Language::Nl) => "mrt",
        _ => short(month(day, language), 3, 3, language),
    }
}

fn short(name: &'static str, dutch: usize, english: usize, language: Language) -> &'static str {
    let letters = match language {
        Language::Nl => dutch,
        Language::En => english,
    };
    name.get(..letters).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(moment: &str) -> DateTime<Utc> {
        moment.parse().unwrap()
    }

    fn on(date: &str) -> NaiveDate {
        date.parse().unwrap()
    }

    #[test]
    fn a_day_is_written_in_full_with_its_weekday() {
        assert_eq!(day(on("2026-05-29"), Language::Nl), "vrijdag 29 mei 2026");
        assert_eq!(day(on("2026-05-29"), Language::En), "Friday 29 May 2026");
        assert_eq!(plain_day(on("2026-05-12"), Language::Nl), "12 mei 2026");
        assert_eq!(
            weekday_and_day(on("2026-04-28"), Language::Nl),
            "dinsdag 28 april"
        );
        assert_eq!(day_and_month(on("2026-01-09"), Language::En), "9 January");
    }

    #[test]
    fn an_hour_is_the_hour_of_brussels_in_summer_and_in_winter() {
        assert_eq!(hour(at("2026-04-28T07:14:00Z"), Language::Nl), "9.14 uur");
        assert_eq!(hour(at("2026-01-28T08:05:00Z"), Language::Nl), "9.05 uur");
        assert_eq!(hour(at("2026-01-28T08:05:00Z"), Language::En), "9:05");
    }

    #[test]
    fn late_in_the_evening_it_is_already_the_next_day_in_brussels() {
        assert_eq!(local_day(at("2026-04-28T22:30:00Z")), on("2026-04-29"));
        let moment = moment(at("2026-04-28T22:30:00Z"), Language::Nl);
        assert_eq!(moment, "woensdag 29 april 2026, 0.30 uur");
    }

    #[test]
    fn a_narrow_column_gets_the_short_form() {
        assert_eq!(
            short_moment(at("2026-03-11T16:00:00Z"), Language::Nl),
            "wo 11 mrt, 17.00"
        );
        assert_eq!(
            short_moment(at("2026-03-11T16:00:00Z"), Language::En),
            "Wed 11 Mar, 17:00"
        );
        assert_eq!(short_day(on("2026-05-03"), Language::Nl), "zo 3 mei");
        assert_eq!(
            moment_without_year(at("2026-04-28T07:14:00Z"), Language::Nl),
            "dinsdag 28 april, 9.14 uur"
        );
    }

    #[test]
    fn every_day_of_a_year_has_a_short_name_of_its_own() {
        let first = on("2026-01-01");
        let names: std::collections::BTreeSet<_> = first
            .iter_days()
            .take(365)
            .map(|day| short_day(day, Language::Nl))
            .collect();
        assert_eq!(names.len(), 365);
        assert_eq!(machine_day(first), "2026-01-01");
    }
}
