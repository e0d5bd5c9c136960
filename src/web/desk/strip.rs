//! The working days of a question as a strip: a letter for whose each of them was, today ringed, and those
//! that are left of the term. The same in a sentence, for whoever hears the page.

use chrono::{DateTime, NaiveDate, Utc};

use super::view::ticket::{BallCell, BallStrip};
use crate::registry::{Ball, BallDay, Spell, ball_days, day_in_brussels, working_days};
use crate::text::{Texts, dates};

/// Cells that stand beside each other.
const CELLS: usize = 19;
/// Of these, at most so many are still to come: an ordinary term, seen from its first day.
const AHEAD: usize = 15;

/// What the strip is about.
#[derive(Debug, Clone, Copy)]
pub struct Days<'a> {
    /// Who had the ball.
    pub spells: &'a [Spell],
    /// When the question was registered.
    pub from: DateTime<Utc>,
    /// When it ended.
    pub ended: Option<DateTime<Utc>>,
    /// When the next thing must have happened, while something must.
    pub due: Option<DateTime<Utc>>,
    /// The moment it is.
    pub now: DateTime<Utc>,
}

/// The strip of a question; `None` where it has no working day yet.
#[must_use]
pub fn strip(t: Texts, of: &Days<'_>) -> Option<BallStrip> {
    let today = day_in_brussels(of.now);
    let mut past = ball_days(of.spells, of.from, of.ended.unwrap_or(of.now));
    let ahead: Vec<NaiveDate> = match (today.succ_opt(), of.due) {
        (Some(tomorrow), Some(due)) => working_days(tomorrow, day_in_brussels(due)).collect(),
        _ => Vec::new(),
    };
    let shown = ahead.len().min(AHEAD);
    past.drain(..past.len().saturating_sub(CELLS - shown));
    if past.is_empty() && shown == 0 {
        return None;
    }
    let mut cells: Vec<BallCell> = past
        .iter()
        .map(|one| BallCell {
            letter: letter(t, one.holder),
            class: class(one.holder),
            today: one.day == today && of.ended.is_none(),
        })
        .collect();
    // The last day is the end of the term, unless it lies beyond the strip.
    let last = |place: usize| place + 1 == shown && shown == ahead.len();
    cells.extend((0..shown).map(|place| BallCell {
        letter: if last(place) { "!" } else { "" }.to_owned(),
        class: "b-fut",
        today: false,
    }));
    Some(BallStrip {
        said: said(t, &past, today, of),
        cells,
        legend: [Ball::Owner, Ball::Asker, Ball::Administration]
            .map(|side| format!("{} {}", letter(t, Some(side)), name(t, Some(side))))
            .into(),
    })
}

fn class(holder: Option<Ball>) -> &'static str {
    match holder {
        Some(Ball::Owner) => "b-us",
        Some(Ball::Asker) => "b-ask",
        Some(Ball::Administration) => "b-adm",
        None => "b-fut",
    }
}

fn letter(t: Texts, holder: Option<Ball>) -> String {
    match holder {
        Some(Ball::Owner) => t.say("desk-strip-owner-letter"),
        Some(Ball::Asker) => t.say("desk-strip-asker-letter"),
        Some(Ball::Administration) => t.say("desk-strip-administration-letter"),
        None => "·".to_owned(),
    }
}

fn name(t: Texts, holder: Option<Ball>) -> String {
    t.say(match holder {
        Some(Ball::Owner) => "desk-strip-owner",
        Some(Ball::Asker) => "desk-strip-asker",
        Some(Ball::Administration) => "desk-strip-administration",
        None => "desk-strip-unknown",
    })
}

/// "2 tot 3 maart: contactpunt. Vandaag, 4 maart: vraagsteller. Termijn 26 maart."
fn said(t: Texts, past: &[BallDay], today: NaiveDate, of: &Days<'_>) -> String {
    let day = |day| dates::day_and_month(day, t.language());
    let runs = past.chunk_by(|a, b| a.holder == b.holder && b.day != today);
    let mut sentences: Vec<String> = runs
        .filter_map(|run| {
            let (first, last) = (run.first()?, run.last()?);
            let who = name(t, first.holder);
            Some(if first.day == today {
                t.with2("desk-strip-today", "day", day(first.day), "who", who)
            } else if first.day == last.day {
                t.with2("desk-strip-day", "day", day(first.day), "who", who)
            } else {
                let days = t.with2(
                    "desk-strip-days",
                    "from",
                    day(first.day),
                    "until",
                    day(last.day),
                );
                t.with2("desk-strip-day", "day", days, "who", who)
            })
        })
        .collect();
    sentences.extend(of.due.map(|due| {
        let due = day(day_in_brussels(due));
        t.with("desk-strip-due", "day", due)
    }));
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn at(moment: &str) -> DateTime<Utc> {
        format!("2026-{moment}Z").parse().unwrap()
    }

    fn since(holder: Ball, since: &str, until: Option<&str>) -> Spell {
        Spell {
            holder,
            since: at(since),
            until: until.map(at),
        }
    }

    fn letters(strip: &BallStrip) -> String {
        let one = |cell: &BallCell| match (cell.letter.as_str(), cell.today) {
            ("", _) => "_".to_owned(),
            (letter, true) => format!("[{letter}]"),
            (letter, false) => letter.to_owned(),
        };
        strip.cells.iter().map(one).collect()
    }

    #[test]
    fn the_days_up_to_the_term() {
        let spells = [
            since(Ball::Owner, "03-02T08:00:00", Some("03-04T09:00:00")),
            since(Ball::Asker, "03-04T09:00:00", Some("03-06T09:00:00")),
            since(
                Ball::Administration,
                "03-06T09:00:00",
                Some("03-12T08:12:00"),
            ),
            since(Ball::Owner, "03-12T08:12:00", None),
        ];
        let days = Days {
            spells: &spells,
            from: at("03-02T08:00:00"),
            ended: None,
            due: Some(at("03-26T16:00:00")),
            now: at("03-12T10:00:00"),
        };
        let strip = strip(Texts::new(Language::Nl), &days).unwrap();
        assert_eq!(letters(&strip), "CCVVAAAA[C]_________!");
        assert_eq!(
            strip.said,
            "2 maart tot 3 maart: contactpunt. 4 maart tot 5 maart: vraagsteller. \
             6 maart tot 11 maart: administratie. Vandaag, 12 maart: contactpunt. Termijn: 26 maart."
        );
        assert_eq!(
            strip.legend,
            ["C contactpunt", "V vraagsteller", "A administratie"]
        );
    }

    #[test]
    fn a_long_past_makes_room_for_the_term_and_a_long_term_for_the_past() {
        let spells = [since(Ball::Owner, "01-05T08:00:00", None)];
        let days = Days {
            spells: &spells,
            from: at("01-05T08:00:00"),
            ended: None,
            due: Some(at("03-16T16:00:00")),
            now: at("03-12T10:00:00"),
        };
        let long = strip(Texts::new(Language::En), &days).unwrap();
        assert_eq!(letters(&long), "CCCCCCCCCCCCCCCC[C]_!");
        let far = Days {
            due: Some(at("06-01T16:00:00")),
            ..days
        };
        let far = strip(Texts::new(Language::Nl), &far).unwrap();
        assert_eq!(letters(&far), "CCC[C]_______________");
    }

    #[test]
    fn what_ended_has_no_today_and_no_term() {
        let spells = [since(Ball::Owner, "03-03T08:00:00", None)];
        let days = Days {
            spells: &spells,
            from: at("03-02T08:00:00"),
            ended: Some(at("03-04T10:00:00")),
            due: None,
            now: at("03-04T12:00:00"),
        };
        let strip = strip(Texts::new(Language::Nl), &days).unwrap();
        assert_eq!(letters(&strip), "·CC");
    }
}
