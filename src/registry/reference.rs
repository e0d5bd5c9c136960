//! The number of a question, `RV-2026-000123`, whatever it is set to begin with: given out without gaps or doubles, whatever happens.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Statement};
use serde::{Deserialize, Serialize};

use super::calendar::year_in_brussels;
use crate::config::LONGEST_PREFIX;
use crate::store::StoreError;

/// A ticket's number, in its normal form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// A text that is no reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a reference like RV-2026-000123")]
pub struct NotAReference(pub String);

impl Reference {
    /// The text of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(prefix: &str, year: i32, number: i32) -> Self {
        Self(format!("{prefix}-{year}-{number:06}"))
    }

    /// The reference that somebody means who types in a hurry: `rv-2026-57`, `2026-57`, `RV 2026 57`,
    /// or `57` for one of `this_year`. What it begins with is one of `prefixes`; the first, when it is
    /// left out.
    #[must_use]
    pub fn typed(text: &str, this_year: i32, prefixes: &[&str]) -> Option<Self> {
        let upper = text.trim().to_ascii_uppercase();
        let known = prefixes.iter().filter_map(|&prefix| {
            let rest = upper.strip_prefix(prefix)?;
            // One prefix may begin with another.
            let ends = !rest.starts_with(|c: char| c.is_ascii_alphabetic());
            ends.then_some((prefix, rest))
        });
        // "A1" before "A", where both are known.
        let (prefix, rest) = match known.max_by_key(|(prefix, _)| prefix.len()) {
            Some(known) => known,
            None => (*prefixes.first()?, upper.as_str()),
        };
        let parts: Vec<&str> = rest
            .split(|c: char| c == '-' || c.is_whitespace())
            .filter(|part| !part.is_empty())
            .collect();
        let (year, number) = match parts[..] {
            [number] => (this_year, number),
            [year, number] if year.len() == 4 => (year.parse().ok()?, number),
            _ => return None,
        };
        let digits = number.len() <= 9 && number.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| {
            number
                .parse()
                .ok()
                .map(|number| Self::of(prefix, year, number))
        })?
    }
}

impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotAReference(text.chars().take(40).collect());
        let upper = text.trim().to_ascii_uppercase();
        let (prefix, rest) = upper.split_once('-').ok_or_else(wrong)?;
        let (year, number) = rest.split_once('-').ok_or_else(wrong)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let begins = prefix.starts_with(|c: char| c.is_ascii_uppercase())
            && prefix.len() <= LONGEST_PREFIX
            && prefix.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !begins
            || year.len() != 4
            || !(6..=9).contains(&number.len())
            || !digits(year)
            || !digits(number)
        {
            return Err(wrong());
        }
        Ok(Self(upper))
    }
}

impl TryFrom<String> for Reference {
    type Error = NotAReference;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Gives out the next reference of the year it is in Brussels.
///
/// The counter row stays locked until the transaction ends, and rolls back with it: so there are no
/// gaps and no doubles, and it is asked as late in the transaction as can be.
pub(super) async fn next(
    tx: &impl ConnectionTrait,
    prefix: &str,
    now: DateTime<Utc>,
) -> Result<Reference, StoreError> {
    take(tx, prefix, year_in_brussels(now), 1)
        .await?
        .pop()
        .ok_or(StoreError::Stale)
}

/// Gives out the next `count` references of a year.
pub async fn take(
    tx: &impl ConnectionTrait,
    prefix: &str,
    year: i32,
    count: u32,
) -> Result<Vec<Reference>, StoreError> {
    let missing = || StoreError::Inconsistent {
        table: "reference_counter",
        column: "last",
        row: year.to_string(),
    };
    let count = i32::try_from(count).map_err(|_| missing())?;
    let row = tx
        .query_one_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "INSERT INTO reference_counter (year, last) VALUES ($1, $2) \
             ON CONFLICT (year) DO UPDATE SET last = reference_counter.last + $2 RETURNING last",
            [year.into(), count.into()],
        ))
        .await?
        .ok_or_else(missing)?;
    let last: i32 = row.try_get_by_index(0)?;
    Ok((last - count + 1..=last)
        .map(|number| Reference::of(prefix, year, number))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_however_it_is_typed() {
        for typed in [
            "57",
            " RV-2026-57 ",
            "rv-2026-000057",
            "2026-57",
            "rv 2026 57",
            "RV2026-57",
        ] {
            let meant = Reference::typed(typed, 2026, &["RV"]);
            assert_eq!(meant.unwrap().as_str(), "RV-2026-000057", "{typed}");
        }
        for other in [
            "",
            "RV-",
            "wetteren",
            "2026-57-1",
            "26-57",
            "-",
            "1234567890",
            "٥٧",
        ] {
            assert_eq!(Reference::typed(other, 2026, &["RV"]), None, "{other}");
        }
    }

    #[test]
    fn a_number_begins_with_what_is_set_or_was_set_before() {
        let check = |typed: &str, expected: Option<&str>| {
            let meant = Reference::typed(typed, 2026, &["ABB", "RV", "A1", "A"]);
            assert_eq!(meant.as_ref().map(Reference::as_str), expected, "{typed}");
        };
        check("57", Some("ABB-2026-000057"));
        check("abb-2026-57", Some("ABB-2026-000057"));
        check("RV 2026 57", Some("RV-2026-000057"));
        check("A1-2026-57", Some("A1-2026-000057"));
        check("A-2026-57", Some("A-2026-000057"));
        check("XX-2026-57", None);
        let read = "abb1-2026-000057".parse::<Reference>().unwrap();
        assert_eq!(read.as_str(), "ABB1-2026-000057");
    }

    #[test]
    fn a_reference_is_read_whatever_its_case() {
        assert_eq!(
            "rv-2026-000123".parse::<Reference>().unwrap().as_str(),
            "RV-2026-000123"
        );
        assert_eq!(Reference::of("RV", 2026, 7).to_string(), "RV-2026-000007");
        for wrong in [
            "",
            "2026-000123",
            "-2026-000123",
            "1V-2026-000123",
            "TELANGE-2026-000123",
            "RV-26-000123",
            "RV-2026-123",
            "RV-2026-00012x",
            "RV-2026-000123-1",
        ] {
            assert!(wrong.parse::<Reference>().is_err(), "{wrong}");
        }
    }
}
