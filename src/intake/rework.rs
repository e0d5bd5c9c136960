//! What a person does with a raw mail that is nowhere yet: say what it is, or have it understood
//! again with what the program knows today. The decision is written in one transaction and the mail
//! waits again, decided; whoever is first understands it, and only once.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::IntakeError;
use super::mail::{Clues, Kind, ParsedMail, Understood, decide, decide_as};
use super::resolve::{Resolved, resolve, resolve_root};
use super::understand::{Reader, Understander};
use crate::auth::{Actor, Subject, Verb, may};
use crate::entity::inbound_mail::{self, Column, InboundState, Treatment};
use crate::entity::mail_event;
use crate::registry::{Reference, find};
use crate::store::{StoreError, write_tx};

/// What is to be done with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rework {
    /// It is a question, whatever it looks like.
    Question,
    /// It replies to this ticket.
    Reply(Reference),
    /// A machine wrote it: it is kept and nothing follows.
    AutoReply,
    /// It went to many, or is unwanted: it is kept and nothing follows.
    Bulk,
    /// The program is to decide again.
    Again,
}

impl Rework {
    fn treatment(&self) -> Option<Treatment> {
        match self {
            Self::Question => Some(Treatment::Question),
            Self::Reply(_) => Some(Treatment::Reply),
            Self::AutoReply => Some(Treatment::AutoReply),
            Self::Bulk => Some(Treatment::Bulk),
            Self::Again => None,
        }
    }
}

/// Whether a person can still decide about a mail that stands like this: nothing of it is in a
/// conversation, and it is not the same as another.
#[must_use]
pub fn can_rework(state: InboundState, kind: Option<&str>, message: Option<Uuid>) -> bool {
    match state {
        InboundState::Received => false,
        InboundState::Quarantined => true,
        InboundState::Done => message.is_none() && kind != Some("duplicate"),
    }
}

impl Understander {
    /// Does with a mail what a person says. `seen` is the revision on their form: a second press, or
    /// a colleague who was first, is [`StoreError::Stale`] and changes nothing.
    pub async fn rework(
        &self,
        actor: &Actor,
        id: Uuid,
        seen: i32,
        what: &Rework,
    ) -> Result<(), IntakeError> {
        may(actor, Verb::TreatMail, Subject::House)?;
        self.decide_about(actor, id, seen, what).await?;
        self.understand_unless_taken(id).await?;
        self.ctx.work.notify_waiters();
        Ok(())
    }

    async fn decide_about(
        &self,
        actor: &Actor,
        id: Uuid,
        seen: i32,
        what: &Rework,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let tx = write_tx(&ctx.db).await?;
        let row = inbound_mail::Entity::find_by_id(id)
            .lock_exclusive()
            .one(&tx)
            .await?
            .ok_or(IntakeError::UnknownMail(id))?;
        if row.revision != seen {
            return Err(StoreError::Stale.into());
        }
        let form = row.format == inbound_mail::InboundFormat::Form;
        if !can_rework(row.state, row.kind.as_deref(), row.message_id)
            || form && *what != Rework::Again
        {
            return Err(IntakeError::NothingToDecide);
        }
        let ticket = match what {
            Rework::Reply(reference) => {
                let ticket = find(&tx, reference).await?;
                Some(ticket.ok_or(IntakeError::UnknownTicket)?)
            }
            _ => None,
        };
        let ticket_id = ticket.as_ref().map(|ticket| ticket.id);
        let written = inbound_mail::Entity::update_many()
            .col_expr(Column::State, Expr::value(InboundState::Received))
            .col_expr(Column::TreatAs, Expr::value(what.treatment()))
            .col_expr(Column::TreatTicketId, Expr::value(ticket_id))
            .col_expr(Column::Revision, Expr::value(seen + 1))
            .col_expr(Column::Attempts, Expr::value(0))
            .col_expr(
                Column::LockedUntil,
                Expr::value(None::<chrono::DateTime<chrono::Utc>>),
            )
            .filter(Column::Id.eq(id))
            .filter(Column::Revision.eq(seen))
            .exec(&tx)
            .await?;
        if written.rows_affected != 1 {
            return Err(StoreError::Stale.into());
        }
        let facts = json!({
            "was": row.state.slug(),
            "kind": row.kind,
            "reason": row.reason,
            "as": what.treatment().map(Treatment::slug),
            "ticket": ticket.map(|ticket| ticket.reference.to_string()),
        });
        let event = mail_event::ActiveModel {
            id: Set(ctx.new_id()),
            inbound_mail_id: Set(id),
            at: Set(ctx.clock.now()),
            kind: Set(match what {
                Rework::Again => "processed_again".to_owned(),
                _ => "treated".to_owned(),
            }),
            actor_kind: Set(actor.kind()),
            actor_id: Set(actor.id()),
            facts: Set(facts.to_string()),
        };
        mail_event::Entity::insert(event)
            .exec_without_returning(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

impl Reader {
    /// What a mail is and which ticket it belongs to: as a person said, else as it looks.
    pub(super) async fn make_out(
        &self,
        row: &inbound_mail::Model,
        mail: &ParsedMail,
        clues: &Clues,
    ) -> Result<(Option<Resolved>, Understood), StoreError> {
        let ctx = &self.ctx;
        let Some(said) = row.treat_as else {
            let found = resolve(&ctx.db, ctx, &self.atlas, mail, clues).await?;
            let what = decide(mail, self.around(row), found.as_ref().map(|one| &one.found));
            return Ok((found, what));
        };
        let kind = match said {
            Treatment::Question => Kind::Question,
            Treatment::Reply => Kind::ReplyFromAsker,
            Treatment::AutoReply => Kind::AutoReply,
            Treatment::Bulk => Kind::SpamOrBulk,
        };
        let found = match row.treat_ticket_id {
            Some(ticket) => resolve_root(&ctx.db, &self.atlas, mail, ticket).await?,
            None => None,
        };
        let thread = found.as_ref().map(|one| &one.found);
        let what = decide_as(mail, self.around(row), kind, thread);
        Ok((found, what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_conversation_is_decided() {
        let message = Some(Uuid::nil());
        let check = |state, kind, message, expected| {
            assert_eq!(
                can_rework(state, kind, message),
                expected,
                "{state:?} {kind:?}"
            );
        };
        check(InboundState::Quarantined, Some("unparsable"), None, true);
        check(InboundState::Done, Some("spam_or_bulk"), None, true);
        check(InboundState::Done, Some("auto_reply"), None, true);
        check(InboundState::Done, Some("question"), message, false);
        check(InboundState::Done, Some("duplicate"), None, false);
        check(InboundState::Received, None, None, false);
    }
}
