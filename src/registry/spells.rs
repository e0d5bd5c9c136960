//! Who had the ball on which working day: a row for every time in which one side had it, once that is over;
//! whoever has it now stands with the ticket itself.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::calendar::{day_in_brussels, skipped, start_of_day};
use super::records::Ticket;
use super::standing::{Ball, BallAt};
use crate::entity::ball_spell;
use crate::store::StoreError;

/// The latest spells that are looked at: more often no ball changes sides in the days that are shown.
const MOST_SPELLS: u64 = 100;

/// A time in which one side had the ball.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    /// Which side.
    pub holder: Ball,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when; `None` while they have it.
    pub until: Option<DateTime<Utc>>,
}

/// A working day of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BallDay {
    /// Which one, in Brussels.
    pub day: NaiveDate,
    /// Who had the ball when it was over, or has it now; `None` where that was not kept.
    pub holder: Option<Ball>,
}

/// Notes that one side gave the ball away at `until`.
pub(super) async fn end_spell(
    tx: &impl ConnectionTrait,
    ticket: Uuid,
    was: BallAt,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    if was.since >= until {
        return Ok(());
    }
    let row = ball_spell::ActiveModel {
        ticket_id: Set(ticket),
        since: Set(was.since),
        until: Set(until),
        holder: Set(was.holder),
    };
    // What was saved twice at one moment was noted the first time.
    let once = OnConflict::columns([ball_spell::Column::TicketId, ball_spell::Column::Since])
        .do_nothing()
        .to_owned();
    ball_spell::Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Who had the ball of `ticket`, oldest first, up to who has it now.
pub async fn spells(db: &impl ConnectionTrait, ticket: &Ticket) -> Result<Vec<Spell>, StoreError> {
    let mut rows = ball_spell::Entity::find()
        .filter(ball_spell::Column::TicketId.eq(ticket.id))
        .order_by_desc(ball_spell::Column::Since)
        .limit(MOST_SPELLS)
        .all(db)
        .await?;
    rows.reverse();
    let over = rows.into_iter().map(|row| Spell {
        holder: row.holder,
        since: row.since,
        until: Some(row.until),
    });
    let now = ticket.standing.ball;
    let current = Spell {
        holder: now.holder,
        since: now.since,
        until: None,
    };
    Ok(over.chain([current]).collect())
}

/// The working days from the one on which `from` falls up to the one on which `until` falls, or the last one
/// before it, with whoever had the ball at the end of each.
#[must_use]
pub fn ball_days(spells: &[Spell], from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<BallDay> {
    let holder_at = |moment: DateTime<Utc>| {
        let began = spells.iter().rev().find(|spell| spell.since <= moment)?;
        let lasted = began.until.is_none_or(|until| moment < until);
        lasted.then_some(began.holder)
    };
    working_days(day_in_brussels(from), day_in_brussels(until))
        .map(|day| {
            let over = day.succ_opt().map_or(until, start_of_day);
            BallDay {
                day,
                holder: holder_at(over.min(until)),
            }
        })
        .collect()
}

/// The working days from `first` up to and with `last`.
pub fn working_days(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    first
        .iter_days()
        .take_while(move |day| *day <= last)
        .filter(|day| skipped(*day).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(moment: &str) -> DateTime<Utc> {
        format!("2026-{moment}Z").parse().unwrap()
    }

    fn spell(holder: Ball, since: &str, until: Option<&str>) -> Spell {
        Spell {
            holder,
            since: at(since),
            until: until.map(at),
        }
    }

    #[test]
    fn a_day_is_whose_it_was_at_its_end() {
        let spells = [
            spell(Ball::Owner, "03-02T08:00:00", Some("03-04T09:00:00")),
            spell(Ball::Asker, "03-04T09:00:00", Some("03-06T15:00:00")),
            spell(Ball::Administration, "03-06T15:00:00", None),
        ];
        let days = ball_days(&spells, at("03-02T08:00:00"), at("03-09T10:00:00"));
        let told: Vec<(u32, Option<Ball>)> = days
            .iter()
            .map(|one| (chrono::Datelike::day(&one.day), one.holder))
            .collect();
        // Monday to Friday, and the Monday that has just begun.
        assert_eq!(
            told,
            [
                (2, Some(Ball::Owner)),
                (3, Some(Ball::Owner)),
                (4, Some(Ball::Asker)),
                (5, Some(Ball::Asker)),
                (6, Some(Ball::Administration)),
                (9, Some(Ball::Administration)),
            ]
        );
    }

    #[test]
    fn what_was_not_kept_is_not_guessed() {
        let spells = [spell(Ball::Asker, "03-04T09:00:00", None)];
        let days = ball_days(&spells, at("03-02T08:00:00"), at("03-05T10:00:00"));
        let told: Vec<Option<Ball>> = days.iter().map(|one| one.holder).collect();
        assert_eq!(told, [None, None, Some(Ball::Asker), Some(Ball::Asker)]);
    }

    #[test]
    fn now_counts_and_not_the_end_of_today() {
        let spells = [
            spell(Ball::Owner, "03-02T08:00:00", Some("03-02T09:00:00")),
            spell(Ball::Asker, "03-02T09:00:00", None),
        ];
        let days = ball_days(&spells, at("03-02T08:00:00"), at("03-02T08:30:00"));
        assert_eq!(days[0].holder, Some(Ball::Owner));
    }
}
