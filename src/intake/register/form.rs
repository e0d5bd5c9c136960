//! A form, a program, or a colleague puts a question: registered as a mail would be, for an asker who
//! has not shown yet that the address is theirs.

use tracing::info;

use super::question::NewQuestion;
use crate::auth::{Actor, upkeep};
use crate::dispatch::{Asked, Considered, Onward};
use crate::entity::inbound_mail;
use crate::intake::form::Submission;
use crate::intake::mail::Kind;
use crate::intake::understand::{Outcome, Reader, done, slug_of};
use crate::intake::{IntakeError, SubmittedFile};
use crate::outbound::mails::Came;
use crate::registry::{Direction, MessageKind, NewEvent, NewMessage, append_events};
use crate::store::write_tx;

impl Reader {
    /// Where the question of a form goes.
    pub(in crate::intake) async fn consider_form(
        &self,
        form: &Submission,
    ) -> Result<Considered, IntakeError> {
        let asked = Asked {
            subject: &form.subject,
            body: &form.body,
            signature: "",
            from: Some(&form.asker_email),
            address_book: self
                .address_book(&self.ctx.db, Some(&form.asker_email))
                .await?,
            municipality: form.municipality.as_deref(),
            organisation: form.organisation.as_deref(),
            topic: form.topic.as_deref(),
        };
        self.dispatcher
            .consider(&self.ctx.db, &self.ctx, &asked)
            .await?
            .ok_or(IntakeError::NoDesk)
    }

    pub(in crate::intake) async fn register_form(
        &self,
        row: &inbound_mail::Model,
        raw: &[u8],
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let form: Submission = serde_json::from_slice(raw).map_err(|_| IntakeError::Unfit {
            field: "form",
            why: "cannot be read",
        })?;
        let mut considered = self.consider_form(&form).await?;
        considered.onward = match considered.onward {
            _ if form.answered => Onward::Stay,
            Onward::Automatic(desk) if form.held => Onward::Proposed(desk),
            onward => onward,
        };
        let actor = match form.by {
            Some(id) => upkeep::account(&ctx.db, id).await?,
            None => None,
        };
        let actor = actor.map_or(Actor::System, |account| Actor::User(account.user));
        let tx = write_tx(&ctx.db).await?;
        let new = NewQuestion {
            subject: form.subject,
            channel: form.channel.channel(),
            language: "nl".to_owned(),
            email: form.asker_email,
            name: Some(form.asker_name),
            // Nobody has shown that the address is theirs.
            verified: false,
            follows: None,
            split_from: None,
            message: NewMessage {
                inbound_mail_id: Some(row.id),
                attachments: form
                    .files
                    .into_iter()
                    .filter_map(SubmittedFile::attachment)
                    .collect(),
                ..NewMessage::plain(Direction::Inbound, MessageKind::Question, form.body)
            },
        };
        let (contact, registered) = self.register_question(&tx, new, &considered).await?;
        let mut ticket = registered.ticket.clone();
        let by_colleague = form.channel.channel().is_by_colleague();
        if by_colleague {
            let event = NewEvent::new("put_for_asker");
            append_events(&tx, ctx, ticket.id, &actor, vec![event]).await?;
        }
        if ticket.flood.is_none() {
            self.go_on(&tx, &mut ticket, &considered).await?;
        }
        if form.acknowledged {
            let came = match (by_colleague, form.answered) {
                (true, true) => Came::Answered,
                (true, false) => Came::ByColleague,
                (false, _) => Came::ByForm,
            };
            self.acknowledge_unverified(&tx, &ticket, contact, &registered, came)
                .await?;
        }
        let outcome = Outcome {
            kind: slug_of(Kind::Question),
            ticket_id: Some(ticket.id),
            message_id: Some(registered.message_id),
            subject: Some(ticket.subject.clone()),
            ..Outcome::default()
        };
        done(&tx, ctx, row, outcome).await?;
        tx.commit().await?;
        ctx.work.notify_waiters();
        info!(ticket.reference = %ticket.reference, "A question was registered");
        Ok(())
    }
}
