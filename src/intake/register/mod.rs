//! Step 3: one transaction makes of a mail what it is: a question with its terms, reasons and
//! acknowledgement, a message in a conversation, a proposal, a proof. All or nothing.
//!
//! This file opens the transaction and chooses the verb; each verb has a file of its own.

mod acknowledge;
mod again;
mod follow;
mod form;
mod incoming;
mod question;
mod reply;
mod report;

use sea_orm::ConnectionTrait;
use tracing::info;

pub(super) use self::acknowledge::Opening;
use self::follow::Place;
use self::incoming::{Incoming, keep_files};
pub(super) use self::question::NewQuestion;
pub(super) use self::reply::{Wrote, asker_wrote, assignment_by_writer, desk_by_writer};
use super::IntakeError;
use super::mail::{
    Address, FoundBy, Kind, ParsedMail, Reason, decide, go_on, set_apart, thread_root,
};
use super::resolve::{Resolved, resolve_root};
use super::understand::{Outcome, Reader, done, slug_of};
use crate::auth::Actor;
use crate::entity::inbound_mail;
use crate::registry::{self, NewEvent, Stage, append_events};
use crate::store::write_tx;

impl Reader {
    pub(in crate::intake) async fn register_mail(
        &self,
        row: &inbound_mail::Model,
        mut mail: ParsedMail,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let files = keep_files(ctx, &mut mail).await?;
        let clues = mail.clues();
        let (mut found, mut what) = self.make_out(row, &mail, &clues).await?;
        // What costs time is thought out before the transaction.
        let considered = if what.kind == Kind::Question {
            Some(self.consider(&ctx.db, &mail, &what).await?)
        } else {
            None
        };

        let tx = write_tx(&ctx.db).await?;
        let mut outcome = Outcome {
            from_email: mail.from.as_ref().map(|from| from.email.clone()),
            sender_proof: mail.proof_of_sender(self.around(row).receiver()),
            subject: mail.subject.clone(),
            marks: mail.marks(),
            ..Outcome::default()
        };
        if let Some((first, its_ticket)) = self.seen_before(&tx, row.id, &mail).await? {
            "duplicate".clone_into(&mut outcome.kind);
            outcome.duplicate_of = Some(first);
            outcome.ticket_id = its_ticket;
            done(&tx, ctx, row, outcome).await?;
            tx.commit().await?;
            return Ok(());
        }
        let root = thread_root(&mail);
        let undecided = row.treat_as.is_none();
        if let (Some(root), true) = (
            &root,
            undecided && found.is_none() && what.kind == Kind::Question,
        ) && let Some(ticket_id) = registry::thread_root(&tx, root, None).await?
            && let Some(resolved) = resolve_root(&tx, &self.atlas, &mail, ticket_id).await?
        {
            // The mail that began this thread became a ticket a moment ago. Others may answer the same
            // circular: whom nobody in that ticket knows asks a question of their own.
            let there = decide(&mail, self.around(row), Some(&resolved.found));
            if !there.unknown_sender {
                what = there;
                found = Some(resolved);
            }
        }
        // One to a desk waits in its conversation, whatever became of the question.
        let for_asker = what.kind == Kind::CalendarInvite && what.notice.is_none();
        let invites = for_asker && mail.invites_or_says();
        if undecided
            && what.unknown_sender
            && (what.kind == Kind::ReplyFromAsker || invites)
            && found.as_ref().is_some_and(|it| {
                let is_closed = matches!(it.ticket.standing.stage, Stage::Closed { .. });
                let by_number = matches!(it.found.how, FoundBy::Subject | FoundBy::Body);
                let knows = |author: &Address| it.found.knows(&author.email);
                let guessed = by_number && !mail.from.as_ref().is_some_and(knows);
                is_closed && it.ticket.goes_on_in().is_none() || invites && guessed
            })
        {
            // Nobody looks into a closed ticket: what a stranger writes to it stands on its own. One that
            // goes on in another one is looked into there. And to invite somebody under a number takes
            // more than to know it.
            what = set_apart(what, &mail, self.around(row));
        }
        outcome.kind = slug_of(what.kind);
        outcome.reason = (!what.reasons.is_empty()).then(|| Reason::kept(&what.reasons));
        let incoming = Incoming {
            row,
            mail: &mail,
            what: &what,
            clues: &clues,
            files,
            root,
        };
        match what.kind {
            Kind::Question => {
                let considered = match considered {
                    Some(considered) => considered,
                    None => self.consider(&tx, &mail, &what).await?,
                };
                self.question(&tx, incoming, considered, None, &mut outcome)
                    .await?;
            }
            Kind::ReplyFromAsker | Kind::ReplyFromAdministration | Kind::AnswerCc => {
                Box::pin(self.wrote_again(&tx, incoming, found, &mut outcome)).await?;
            }
            Kind::Bounce | Kind::DeliveryReceipt => {
                self.report(&tx, &incoming, found.as_ref(), &mut outcome)
                    .await?;
            }
            Kind::AutoReply => {
                let found = found.filter(|_| !what.is_loop);
                let heard = match (&found, what.notice) {
                    (Some(resolved), Some(_)) => self.hears(&tx, &mail, &what, resolved).await?,
                    _ => false,
                };
                if let Some(resolved) = found {
                    if heard {
                        Box::pin(self.reply(&tx, incoming, resolved, &mut outcome)).await?;
                    } else {
                        self.note_automatic(&tx, row, &resolved, &mut outcome)
                            .await?;
                    }
                }
            }
            Kind::CalendarInvite => {
                if let Some(resolved) = found {
                    // That somebody comes or not stands in the record; what they say with it is read.
                    if mail.invites_or_says() {
                        let found = Some(resolved);
                        Box::pin(self.wrote_again(&tx, incoming, found, &mut outcome)).await?;
                    } else {
                        self.note_automatic(&tx, row, &resolved, &mut outcome)
                            .await?;
                    }
                }
            }
            Kind::SpamOrBulk | Kind::Unparsable => {}
        }
        let kind = outcome.kind.clone();
        done(&tx, ctx, row, outcome).await?;
        tx.commit().await?;
        ctx.work.notify_waiters();
        info!(inbound.id = %row.id, kind, "A mail was understood");
        Ok(())
    }

    /// What somebody wrote goes into the question that it belongs to, or becomes one that goes on where that ended.
    /// An invitation, or what they say with one, goes where their words would.
    async fn wrote_again(
        &self,
        tx: &impl ConnectionTrait,
        incoming: Incoming<'_>,
        found: Option<Resolved>,
        outcome: &mut Outcome,
    ) -> Result<(), IntakeError> {
        let Incoming {
            row, mail, what, ..
        } = incoming;
        let place = match found {
            Some(resolved) => self.place_of(tx, mail, what, resolved).await?,
            // An answer to nothing that we know is held for a person: nobody is asked it.
            None => Place::New(None),
        };
        let follows = match place {
            Place::In(resolved) => {
                // Boxed: all that can follow from a reply is a large future.
                return Box::pin(self.reply(tx, incoming, *resolved, outcome)).await;
            }
            Place::New(follows) => follows,
        };
        if follows.is_some() {
            outcome.kind = slug_of(Kind::Question);
        }
        // What was no words of theirs is judged as a question first.
        let invites = what.kind == Kind::CalendarInvite;
        let anew = invites.then(|| go_on(what.clone(), mail, self.around(row)));
        let what = anew.as_ref().unwrap_or(what);
        let considered = self.consider(tx, mail, what).await?;
        let incoming = Incoming { what, ..incoming };
        self.question(tx, incoming, considered, follows, outcome)
            .await
    }

    /// An automatic mail in a ticket, of which only the record tells.
    async fn note_automatic(
        &self,
        tx: &impl ConnectionTrait,
        row: &inbound_mail::Model,
        resolved: &Resolved,
        outcome: &mut Outcome,
    ) -> Result<(), IntakeError> {
        let ticket = resolved.ticket.id;
        outcome.ticket_id = Some(ticket);
        let event = NewEvent::new("auto_reply").fact("inbound", row.id.to_string());
        append_events(tx, &self.ctx, ticket, &Actor::System, vec![event]).await?;
        Ok(())
    }
}
