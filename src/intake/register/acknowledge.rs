//! "We have your question": the first mail of every question, and there is one at most.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::intake::IntakeError;
use crate::intake::understand::Reader;
use crate::outbound::mails::{Acknowledgement, Came, MailBody, UnverifiedAcknowledgement};
use crate::outbound::{Author, Draft, OutboundKind, enqueue};
use crate::registry::{
    Ball, BallAt, Contact, Registered, Ticket, day_in_brussels, desk_by_id, letterhead, mail_texts,
    not_me_link, owner_in_mails, reply_of_asker, status_link, terms,
};

/// What an acknowledgement tells of the question, and what it answers.
pub(in crate::intake) struct Opening {
    /// The asker's conversation.
    pub thread: Uuid,
    /// By when the asker has an answer.
    pub due: DateTime<Utc>,
    /// The Message-ID of the mail that is acknowledged.
    pub cited: Option<String>,
    /// What that mail cited itself.
    pub references: Vec<String>,
    /// The number of the question that it was a part of.
    pub part_of: Option<String>,
}

impl Reader {
    /// To an asker who wrote to us from their own address.
    pub(in crate::intake) async fn acknowledge(
        &self,
        tx: &impl ConnectionTrait,
        ticket: &Ticket,
        asker: Contact,
        opening: Opening,
    ) -> Result<(), IntakeError> {
        if asker.email.ends_with(".invalid") {
            return Ok(());
        }
        let ctx = &self.ctx;
        let (desk, phone) = owner_in_mails(tx, ticket).await?;
        let gone_to = match ticket.standing.ball {
            BallAt {
                holder: Ball::Administration,
                desk: Some(id),
                ..
            } => desk_by_id(tx, id).await?.map(|desk| desk.name),
            _ => None,
        };
        let body = Acknowledgement {
            gone_to,
            part_of: opening.part_of,
            asker_name: asker.name.clone(),
            reference: ticket.reference.to_string(),
            subject: ticket.subject.clone(),
            desk,
            phone,
            first_reaction_days: terms(tx, ctx).await?.first_reaction_working_days,
            due: day_in_brussels(opening.due),
            status_url: status_link(ctx, ticket),
            suggestions: Vec::new(),
        }
        .write(&mail_texts(), &letterhead(ctx))?;
        let draft = Draft {
            in_reply_to: opening.cited,
            references: opening.references,
            ..self.acknowledgement(ticket, asker, opening.thread, body)
        };
        enqueue(ctx, tx, draft).await?;
        Ok(())
    }

    /// To an address that nobody has shown to be theirs: it repeats nothing of what was written.
    pub(in crate::intake) async fn acknowledge_unverified(
        &self,
        tx: &impl ConnectionTrait,
        ticket: &Ticket,
        asker: Contact,
        registered: &Registered,
        came: Came,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let body = UnverifiedAcknowledgement {
            reference: ticket.reference.to_string(),
            came,
            status_url: status_link(ctx, ticket),
            not_me_url: not_me_link(ctx, ticket),
        }
        .write(&mail_texts(), &letterhead(ctx))?;
        enqueue(
            ctx,
            tx,
            self.acknowledgement(ticket, asker, registered.thread.id, body),
        )
        .await?;
        Ok(())
    }

    fn acknowledgement(
        &self,
        ticket: &Ticket,
        asker: Contact,
        thread: Uuid,
        body: MailBody,
    ) -> Draft {
        Draft {
            kind: OutboundKind::Acknowledgement,
            author: Author::MachineReply,
            ticket: Some(ticket.about()),
            thread: Some(thread),
            message: None,
            assignment: None,
            to: vec![asker.email],
            reply_to: reply_of_asker(&self.ctx, ticket.id),
            body,
            in_reply_to: None,
            references: Vec::new(),
            enclosures: Vec::new(),
            idempotency_key: format!("acknowledgement:{}", ticket.id),
        }
    }
}
