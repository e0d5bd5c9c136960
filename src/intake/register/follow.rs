//! Where a reply belongs: in its question, or, when that has been closed for longer than the policy
//! lets it be opened again, in a new question that is linked to the old one.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use crate::intake::IntakeError;
use crate::intake::mail::{Kind, ParsedMail, Understood};
use crate::intake::resolve::{Resolved, resolve_root};
use crate::intake::understand::Reader;
use crate::registry::{
    Stage, Standing, Term, Ticket, WorkingDays, latest_follower, load_by_id, terms,
};

/// Questions that follow each other, at most, before we stop looking for the last.
const LONGEST_CHAIN: usize = 20;

/// Where a mail goes.
#[derive(Debug)]
pub(super) enum Place {
    /// Into this question.
    In(Box<Resolved>),
    /// Into a new one, which may follow an old one.
    New(Option<Box<Ticket>>),
}

/// Whether a question has been closed for longer than a reply may open it again.
fn is_past(standing: &Standing, term: WorkingDays, now: DateTime<Utc>) -> bool {
    match standing.stage {
        Stage::Closed { at, .. } => now > Term::from(at, term).due_at,
        _ => false,
    }
}

impl Reader {
    /// Where a reply goes: an asker who writes long after their question was closed asks anew, in the
    /// question that followed it when there is one.
    pub(super) async fn place_of(
        &self,
        tx: &impl ConnectionTrait,
        mail: &ParsedMail,
        what: &Understood,
        resolved: Resolved,
    ) -> Result<Place, IntakeError> {
        let now = self.ctx.clock.now();
        let of_asker = match what.kind {
            Kind::ReplyFromAsker => true,
            // that of a desk is a notice
            Kind::CalendarInvite => what.notice.is_none(),
            _ => false,
        };
        // One that goes on in another one is not over.
        if !of_asker || resolved.ticket.goes_on_in().is_some() {
            return Ok(Place::In(Box::new(resolved)));
        }
        let terms = terms(tx, &self.ctx).await?;
        let term = WorkingDays(terms.reopen_working_days);
        // Locked: nobody opens it again while this mail is placed.
        let Some(mut last) = load_by_id(tx, resolved.ticket.id).await? else {
            return Ok(Place::In(Box::new(resolved)));
        };
        if !is_past(&last.standing, term, now) {
            return Ok(Place::In(Box::new(resolved)));
        }
        for _ in 0..LONGEST_CHAIN {
            let Some(next) = latest_follower(tx, last.id).await? else {
                break;
            };
            last = next;
        }
        if last.id != resolved.ticket.id
            && !is_past(&last.standing, term, now)
            && let Some(newer) = resolve_root(tx, &self.atlas, mail, last.id).await?
        {
            return Ok(Place::In(Box::new(newer)));
        }
        Ok(Place::New(Some(Box::new(last))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::CloseReason;

    #[test]
    fn a_question_is_past_after_its_term_in_working_days() {
        let at = |moment: &str| -> DateTime<Utc> { moment.parse().unwrap() };
        let open = Standing::registered(at("2026-01-12T08:00:00Z"));
        let closed = open
            .closed_by_person(at("2026-01-15T08:00:00Z"), CloseReason::Withdrawn)
            .unwrap();
        let check = |standing: &Standing, now, expected| {
            assert_eq!(
                is_past(standing, WorkingDays(2), at(now)),
                expected,
                "{now}"
            );
        };
        // Thursday and two working days: until Monday at closing time.
        check(&closed, "2026-01-19T15:59:00Z", false);
        check(&closed, "2026-01-19T16:01:00Z", true);
        check(&open, "2027-01-19T16:01:00Z", false);
    }
}
