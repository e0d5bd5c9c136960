//! Where a list goes on: the keys of the last row that was shown, opaque to the reader.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The place of a ticket in the order of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Which kind of row it was.
    pub rank: i16,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// Which it was.
    pub id: Uuid,
}

/// A text that is no cursor of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in the list")]
pub struct NotACursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = format!(
            "{}|{}|{}",
            self.rank,
            self.due_at.timestamp_micros(),
            self.id
        );
        f.write_str(&URL_SAFE_NO_PAD.encode(plain))
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotACursor)?;
        let plain = String::from_utf8(plain).map_err(|_| NotACursor)?;
        let mut parts = plain.splitn(3, '|');
        let mut part = || parts.next().ok_or(NotACursor);
        let rank = part()?.parse().map_err(|_| NotACursor)?;
        let micros = part()?.parse().map_err(|_| NotACursor)?;
        let id = part()?.parse().map_err(|_| NotACursor)?;
        let due_at = DateTime::from_timestamp_micros(micros).ok_or(NotACursor)?;
        Ok(Self { rank, due_at, id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nothing_else_does() {
        let cursor = Cursor {
            rank: 1,
            due_at: "2026-03-02T16:00:00.123456Z".parse().unwrap(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for wrong in ["", "%%", "MXwy", "bm9uc2Vuc2U"] {
            assert_eq!(wrong.parse::<Cursor>(), Err(NotACursor), "{wrong}");
        }
    }
}
