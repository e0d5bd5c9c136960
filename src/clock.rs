//! Every "now" of the service. Tests and rehearsals move it; nothing else in the house asks the
//! machine for the time, except leases and connection time-outs, which must be real.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

/// Where the house gets its time from. Cheap to clone; clones show the same time.
///
/// ```
/// use chrono::TimeDelta;
/// use regiovraag::clock::Clock;
///
/// let clock = Clock::still_at("2026-01-15T08:00:00Z".parse()?);
/// let shown_elsewhere = clock.clone();
/// clock.advance(TimeDelta::days(11));
/// assert_eq!(shown_elsewhere.now().to_rfc3339(), "2026-01-26T08:00:00+00:00");
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<Mutex<Setting>>);

#[derive(Debug, Default, Clone, Copy)]
enum Setting {
    /// The machine's own time.
    #[default]
    Machine,
    /// Stands still until somebody moves it.
    Still(DateTime<Utc>),
}

impl Clock {
    /// The machine's own clock.
    #[must_use]
    pub fn machine() -> Self {
        Self::default()
    }

    /// A clock that stands at `moment` until [`Clock::set`] or [`Clock::advance`] moves it.
    #[must_use]
    pub fn still_at(moment: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(Setting::Still(moment))))
    }

    /// The present moment, in whole microseconds: the precision that both databases keep.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match *self.setting() {
            Setting::Machine => real_now(),
            Setting::Still(moment) => to_micros(moment),
        }
    }

    /// Stops the clock at `moment`.
    pub fn set(&self, moment: DateTime<Utc>) {
        *self.setting() = Setting::Still(moment);
    }

    /// Moves the clock forward by `step` and leaves it standing there.
    pub fn advance(&self, step: TimeDelta) {
        let later = self.now() + step;
        self.set(later);
    }

    fn setting(&self) -> std::sync::MutexGuard<'_, Setting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The machine's time, for leases and connection time-outs only: those must expire in reality.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that asks the machine"
)]
pub fn real_now() -> DateTime<Utc> {
    to_micros(Utc::now())
}

fn to_micros(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment
        .duration_trunc(TimeDelta::microseconds(1))
        .unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_still_clock_moves_only_when_it_is_moved() {
        let start = "2026-01-15T08:00:00Z".parse().unwrap();
        let clock = Clock::still_at(start);
        assert_eq!(clock.now(), start);
        let copy = clock.clone();
        copy.advance(TimeDelta::days(1));
        assert_eq!(clock.now(), start + TimeDelta::days(1));
    }
}
