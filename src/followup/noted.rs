//! What a colleague notes of how the asker has the answer, beside our mails: who, when, how and what.
//! It is proof like any other, and the asker can read on their page what was noted.

use chrono::{DateTime, Months, NaiveDate, Utc};

use super::FollowupError;
use super::evidence::{NewEvidence, TOLD, prove};
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::registry::{
    Direction, EvidenceKind, MessageKind, NewMessage, NotedView, Reference, Status, Ticket, Told,
    append_message, asker_thread, clean, day_in_brussels, load, unless_written_down,
};
use crate::store::write_tx;

/// The longest name of whoever gave an answer, in characters.
const MOST_NAME: usize = 200;

/// What a colleague notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Who gave the answer; when it was ours, who said that it arrived.
    pub by: String,
    /// The day.
    pub on: Option<NaiveDate>,
    /// How.
    pub how: Option<Told>,
    /// What was said, in short; for colleagues.
    pub what: String,
}

/// Why a note proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnfitNote {
    /// It does not say who, or at length.
    #[error("it does not say in short who gave the answer")]
    By,
    /// It does not say when.
    #[error("it does not say on which day")]
    On,
    /// That day has yet to come.
    #[error("that day has yet to come")]
    Future,
    /// That day lies before the question.
    #[error("that day lies before the question")]
    BeforeQuestion,
    /// It does not say how.
    #[error("it does not say how")]
    How,
    /// It does not say what.
    #[error("it does not say what was said")]
    What,
}

impl UnfitNote {
    /// The field of the note that is wrong.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::By => "by",
            Self::On | Self::Future | Self::BeforeQuestion => "on",
            Self::How => "how",
            Self::What => "what",
        }
    }
}

impl Note {
    /// All that is wrong with it at `now`, for a question that a colleague is about to register: how long
    /// ago it was answered, only they know.
    #[must_use]
    pub fn faults(&self, now: DateTime<Utc>) -> Vec<UnfitNote> {
        let today = day_in_brussels(now);
        let checked = self.checked(long_ago(today), today, true);
        checked.err().unwrap_or_default()
    }

    /// The note with what it must say, or all that is wrong with it; about a question asked on the day `asked`.
    fn checked(
        &self,
        asked: NaiveDate,
        today: NaiveDate,
        elsewhere: bool,
    ) -> Result<(NotedView, String), Vec<UnfitNote>> {
        let by = clean(&self.by)
            .map(|by| by.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|by| by.chars().count() <= MOST_NAME)
            .ok_or(UnfitNote::By);
        let on = match self.on {
            None => Err(UnfitNote::On),
            Some(on) if on > today => Err(UnfitNote::Future),
            Some(on) if on < asked => Err(UnfitNote::BeforeQuestion),
            Some(on) => Ok(on),
        };
        let how = self.how.ok_or(UnfitNote::How);
        let what = clean(&self.what).ok_or(UnfitNote::What);
        match (by, on, how, what) {
            (Ok(by), Ok(on), Ok(how), Ok(what)) => {
                let noted = NotedView {
                    by,
                    on,
                    how,
                    elsewhere,
                };
                Ok((noted, what))
            }
            (by, on, how, what) => {
                let unfit = [by.err(), on.err(), how.err(), what.err()];
                Err(unfit.into_iter().flatten().collect())
            }
        }
    }
}

/// The first day on which the asker can have had an answer: a question that a colleague wrote down was
/// asked before it was registered.
#[must_use]
pub fn first_day(ticket: &Ticket) -> NaiveDate {
    let registered = day_in_brussels(ticket.registered_at);
    if ticket.channel.is_by_colleague() {
        long_ago(registered)
    } else {
        registered
    }
}

/// The first day on which a question can have been asked that is registered on `day`.
fn long_ago(day: NaiveDate) -> NaiveDate {
    const LATEST: Months = Months::new(12);
    day.checked_sub_months(LATEST).unwrap_or(day)
}

/// A colleague notes that the asker has the answer: it was given elsewhere, by phone or at a meeting;
/// or it was ours, and somebody said that it arrived.
pub async fn note_receipt(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    note: &Note,
) -> Result<(), FollowupError> {
    let tx = write_tx(&ctx.db).await?;
    // Whoever wrote it down for its asker knows what they were told.
    let verb = unless_written_down(&tx, actor, reference, Verb::ConfirmReceipt).await?;
    let mut ticket = load(&tx, actor, verb, reference, Some(seen)).await?;
    let elsewhere = ticket.standing.status() != Status::Answered;
    let today = day_in_brussels(ctx.clock.now());
    let asked = first_day(&ticket);
    let (noted, what) = note
        .checked(asked, today, elsewhere)
        .map_err(FollowupError::UnfitNote)?;
    if !ticket.standing.can_be_noted() {
        return Err(ticket.standing.wrong(TOLD).into());
    }
    let thread = asker_thread(&tx, ticket.id).await?;
    let words = NewMessage {
        author_name: actor.user().map(|user| user.name.clone()),
        author_user_id: actor.user().map(|user| user.id),
        ..NewMessage::plain(Direction::Internal, MessageKind::Note, what.clone())
    };
    let message = append_message(&tx, ctx, ticket.id, thread.id, words).await?;
    let evidence = NewEvidence {
        message_id: Some(message),
        note: Some(what),
        noted: Some(noted),
        ..NewEvidence::new(EvidenceKind::Noted, format!("noted:{message}"))
    };
    prove(&tx, ctx, actor, &mut ticket, evidence).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(change: impl FnOnce(&mut Note), expected: Option<UnfitNote>) {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut note = Note {
            by: "  Els\nMaes ".to_owned(),
            on: Some(day("2026-03-03")),
            how: Some(Told::Phone),
            what: "Het mag.".to_owned(),
        };
        change(&mut note);
        let found = note.checked(day("2026-03-02"), day("2026-03-04"), true);
        let unfit = found.as_ref().err().map(Vec::as_slice);
        assert_eq!(
            unfit,
            expected.as_ref().map(std::slice::from_ref),
            "{note:?}"
        );
        if let Ok((noted, _)) = found {
            assert_eq!(noted.by, "Els Maes");
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let empty = Note {
            by: " ".to_owned(),
            on: None,
            how: None,
            what: String::new(),
        };
        let day: NaiveDate = "2026-03-02".parse().unwrap();
        let all = [
            UnfitNote::By,
            UnfitNote::On,
            UnfitNote::How,
            UnfitNote::What,
        ];
        assert_eq!(empty.checked(day, day, true).unwrap_err(), all);
    }

    #[test]
    fn a_note_says_who_when_how_and_what() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        check(|_| {}, None);
        check(|it| it.by = " ".to_owned(), Some(UnfitNote::By));
        check(|it| it.by = "x".repeat(201), Some(UnfitNote::By));
        check(|it| it.on = None, Some(UnfitNote::On));
        check(|it| it.on = day("2026-03-05"), Some(UnfitNote::Future));
        check(|it| it.on = day("2026-03-04"), None);
        check(|it| it.on = day("2026-03-02"), None);
        check(
            |it| it.on = day("2026-03-01"),
            Some(UnfitNote::BeforeQuestion),
        );
        check(|it| it.how = None, Some(UnfitNote::How));
        check(|it| it.what = "\n".to_owned(), Some(UnfitNote::What));
    }
}
