//! Where a list goes on: the keys of the last row that was shown, opaque to the reader.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The place of a ticket in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// In the order of the queue.
    Place {
        /// Which kind of row it was.
        rank: i16,
        /// When it was due.
        due_at: DateTime<Utc>,
        /// Which it was.
        id: Uuid,
    },
    /// In the order in which questions came.
    Number(i64),
}

/// A text that is no cursor of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in the list")]
pub struct NotACursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = match self {
            Self::Place { rank, due_at, id } => {
                format!("{rank}|{}|{id}", due_at.timestamp_micros())
            }
            Self::Number(number) => number.to_string(),
        };
        f.write_str(&URL_SAFE_NO_PAD.encode(plain))
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotACursor)?;
        let plain = String::from_utf8(plain).map_err(|_| NotACursor)?;
        if let Ok(number) = plain.parse() {
            return Ok(Self::Number(number));
        }
        let mut parts = plain.splitn(3, '|');
        let mut part = || parts.next().ok_or(NotACursor);
        let rank = part()?.parse().map_err(|_| NotACursor)?;
        let micros = part()?.parse().map_err(|_| NotACursor)?;
        let id = part()?.parse().map_err(|_| NotACursor)?;
        let due_at = DateTime::from_timestamp_micros(micros).ok_or(NotACursor)?;
        Ok(Self::Place { rank, due_at, id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nothing_else_does() {
        let cursor = Cursor::Place {
            rank: 1,
            due_at: "2026-03-02T16:00:00.123456Z".parse().unwrap(),
            id: Uuid::from_u128(7),
        };
        for cursor in [cursor, Cursor::Number(2_026_000_000_123)] {
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for wrong in ["", "%%", "MXwy", "bm9uc2Vuc2U"] {
            assert_eq!(wrong.parse::<Cursor>(), Err(NotACursor), "{wrong}");
        }
    }
}
