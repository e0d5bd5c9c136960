//! Step 3: one transaction makes of a mail what it is: a question with its terms, reasons and
//! acknowledgement, a message in a conversation, a proposal, a proof. All or nothing.

use sea_orm::{ConnectionTrait, Statement};
use tracing::info;
use uuid::Uuid;

use super::form::{Submission, SubmissionChannel};
use super::mail::{
    BounceType, Clues, FoundBy, Kind, ParsedMail, ReceiptType, Side, Understood, content_digest,
    decide, thread_root,
};
use super::resolve::{Resolved, delivery_in, resolve, resolve_root};
use super::understand::{Outcome, Understander, done, slug_of};
use super::{IntakeError, SubmittedFile};
use crate::auth::{Actor, Signer, Tag};
use crate::dispatch::{
    Asked, Considered, NewDecision, Onward, forward_automatically, keep_decision, receive_proposal,
    receive_question_back,
};
use crate::entity::dispatch_decision::DispatchMode;
use crate::entity::inbound_mail;
use crate::entity::ticket::Channel;
use crate::followup::{self, Notice};
use crate::outbound::mails::{Acknowledgement, UnverifiedAcknowledgement};
use crate::outbound::{Author, Draft, OutboundKind, enqueue};
use crate::registry::{
    self, Assignment, Decided, Direction, MessageKind, NewAttachment, NewEvent, NewMessage,
    NewTicket, NextStep, Registered, Stage, Ticket, append_events, append_message, asker_thread,
    assignments, correspondence, day_in_brussels, letterhead, load_by_id, mail_texts,
    message_id_hash, note_message_id, reply_of_asker, save, status_link, upsert_contact,
};
use crate::store::{BlobKey, write_tx};

/// A mail without an author is registered under this name; nothing is ever sent there.
const NOBODY: &str = "onbekend@ongeldig.invalid";
/// Subject of a question that came without one.
const NO_SUBJECT: &str = "(geen onderwerp)";

impl Understander {
    pub(super) async fn register_mail(
        &self,
        row: &inbound_mail::Model,
        mut mail: ParsedMail,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let files = keep_files(ctx, &mut mail).await?;
        let clues = mail.clues();
        let mut found = resolve(&ctx.db, ctx, &self.atlas, &mail, &clues).await?;
        let mut what = decide(&mail, &self.around, found.as_ref().map(|one| &one.found));
        // What costs time is thought out before the transaction.
        let considered = if what.kind == Kind::Question {
            Some(self.consider(&mail, &what)?)
        } else {
            None
        };

        let tx = write_tx(&ctx.db).await?;
        let mut outcome = Outcome {
            from_email: mail.from.as_ref().map(|from| from.email.clone()),
            subject: mail.subject.clone(),
            ..Outcome::default()
        };
        if let Some((first, its_ticket)) = self.seen_before(&tx, row.id, &mail).await? {
            "duplicate".clone_into(&mut outcome.kind);
            outcome.duplicate_of = Some(first);
            outcome.ticket_id = its_ticket;
            done(&tx, ctx, row.id, outcome).await?;
            tx.commit().await?;
            return Ok(());
        }
        let root = thread_root(&mail);
        if let (Some(root), true) = (&root, found.is_none() && what.kind == Kind::Question)
            && let Some(ticket_id) = registry::thread_root(&tx, root, None).await?
            && let Some(resolved) = resolve_root(&tx, &self.atlas, &mail, ticket_id).await?
        {
            // The mail that began this thread became a ticket a moment ago.
            what = decide(&mail, &self.around, Some(&resolved.found));
            found = Some(resolved);
        }
        outcome.kind = slug_of(what.kind);
        outcome.reason = (!what.reasons.is_empty()).then(|| what.reasons.join("; "));
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
                    None => self.consider(&mail, &what)?,
                };
                self.question(&tx, incoming, considered, &mut outcome)
                    .await?;
            }
            Kind::ReplyFromAsker | Kind::ReplyFromAdministration | Kind::AnswerCc => {
                if let Some(resolved) = found {
                    self.reply(&tx, incoming, resolved, &mut outcome).await?;
                } else {
                    // An answer to nothing that we know is a question for a person.
                    let considered = self.consider(&mail, &what)?;
                    self.question(&tx, incoming, considered, &mut outcome)
                        .await?;
                }
            }
            Kind::Bounce | Kind::DeliveryReceipt => {
                self.report(&tx, &incoming, &mut outcome).await?;
            }
            Kind::AutoReply => {
                if let (Some(resolved), false) = (&found, what.is_loop) {
                    outcome.ticket_id = Some(resolved.ticket.id);
                    let event = NewEvent::new("auto_reply").fact("inbound", row.id.to_string());
                    append_events(&tx, ctx, resolved.ticket.id, &Actor::System, vec![event])
                        .await?;
                }
            }
            Kind::SpamOrBulk | Kind::CalendarInvite | Kind::Unparsable => {}
        }
        let kind = outcome.kind.clone();
        done(&tx, ctx, row.id, outcome).await?;
        tx.commit().await?;
        ctx.work.notify_waiters();
        info!(inbound.id = %row.id, kind, "A mail was understood");
        Ok(())
    }

    fn consider(&self, mail: &ParsedMail, what: &Understood) -> Result<Considered, IntakeError> {
        let forwarded = mail.forwarded.as_ref();
        let text = question_text(mail);
        let address = what
            .asker
            .as_deref()
            .or_else(|| Some(mail.from.as_ref()?.email.as_str()));
        let asked = Asked {
            subject: forwarded
                .and_then(|inner| inner.subject.as_deref())
                .or(mail.subject.as_deref())
                .unwrap_or_default(),
            body: &text,
            signature: &mail.signature,
            from: address,
            municipality: None,
            organisation: None,
            topic: None,
        };
        self.dispatcher
            .consider(&self.ctx, &asked)
            .ok_or(IntakeError::NoDesk)
    }

    /// The raw mail that this one is again, and its ticket. Equal Message-ID with other content is
    /// new mail.
    async fn seen_before(
        &self,
        tx: &impl ConnectionTrait,
        id: Uuid,
        mail: &ParsedMail,
    ) -> Result<Option<(Uuid, Option<Uuid>)>, IntakeError> {
        let Some(message_id) = &mail.message_id else {
            return Ok(None);
        };
        let identity = format!("{}:{}", message_id_hash(message_id), content_digest(mail));
        let backend = tx.get_database_backend();
        let first = tx
            .execute_raw(Statement::from_sql_and_values(
                backend,
                "INSERT INTO mail_identity (identity, inbound_mail_id) VALUES ($1, $2) \
                 ON CONFLICT (identity) DO NOTHING",
                [identity.clone().into(), id.into()],
            ))
            .await?;
        if first.rows_affected() == 1 {
            return Ok(None);
        }
        let row = tx
            .query_one_raw(Statement::from_sql_and_values(
                backend,
                "SELECT m.id, m.ticket_id FROM mail_identity i JOIN inbound_mail m \
                 ON m.id = i.inbound_mail_id WHERE i.identity = $1",
                [identity.into()],
            ))
            .await?;
        match row {
            Some(row) => {
                let first: Uuid = row.try_get_by_index(0)?;
                // The same raw mail tried again after a failure is not its own double.
                if first == id {
                    Ok(None)
                } else {
                    Ok(Some((first, row.try_get_by_index(1)?)))
                }
            }
            None => Ok(None),
        }
    }

    async fn question(
        &self,
        tx: &impl ConnectionTrait,
        incoming: Incoming<'_>,
        considered: Considered,
        outcome: &mut Outcome,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let Incoming {
            row, mail, what, ..
        } = &incoming;
        let author = mail.from.as_ref();
        let email = what
            .asker
            .clone()
            .or_else(|| author.map(|from| from.email.clone()));
        let name = what
            .asker_name
            .clone()
            .or_else(|| author.and_then(|from| from.name.clone()));
        let review = what.review.clone();
        let may_auto_reply = what.may_auto_reply && email.is_some();
        let new = NewQuestion {
            subject: subject_of(mail),
            channel: Channel::Mail,
            language: mail.language.code().to_owned(),
            email: email.unwrap_or_else(|| NOBODY.to_owned()),
            name,
            verified: true,
            message: NewMessage {
                subject: mail.subject.clone(),
                quoted: keep(&mail.quoted_text),
                signature: keep(&mail.signature),
                html: mail.html(),
                language: mail.language.code().to_owned(),
                inbound_mail_id: Some(row.id),
                rfc_message_id: mail.message_id.clone(),
                attachments: incoming.files.clone(),
                ..NewMessage::plain(
                    Direction::Inbound,
                    MessageKind::Question,
                    question_text(mail),
                )
            },
        };
        let (mut ticket, registered) = self.register_question(tx, new, &considered).await?;
        if let Some(message_id) = &mail.message_id {
            note_message_id(tx, registered.thread, message_id).await?;
        }
        if let Some(root) = &incoming.root {
            registry::thread_root(tx, root, Some(ticket.id)).await?;
        }
        if let Some(named) = review {
            // A stranger who names a ticket does not write into it unseen.
            ticket.standing = ticket
                .standing
                .needs_owner(ctx.clock.now(), NextStep::ReviewSender);
            save(tx, &ticket, Decided::Unattended, ctx.clock.now()).await?;
            let event = NewEvent::new("names_other_ticket").fact("reference", named);
            append_events(tx, ctx, ticket.id, &Actor::System, vec![event]).await?;
        } else {
            self.go_on(tx, &mut ticket, &considered).await?;
        }
        if may_auto_reply {
            self.acknowledge(tx, &ticket, &registered, mail).await?;
        }
        outcome.ticket_id = Some(ticket.id);
        outcome.message_id = Some(registered.message_id);
        Ok(())
    }

    /// Registers a question with its reasons, its event and its place in the recurrence queue.
    async fn register_question(
        &self,
        tx: &impl ConnectionTrait,
        new: NewQuestion,
        considered: &Considered,
    ) -> Result<(Ticket, Registered), IntakeError> {
        let ctx = &self.ctx;
        let contact = upsert_contact(
            tx,
            ctx,
            &new.email,
            new.name.as_deref(),
            considered.organisation_id,
            new.verified,
        )
        .await?;
        let proposed = match considered.onward {
            Onward::Proposed(desk) => Some((desk, considered.confidence)),
            Onward::Automatic(_) | Onward::Stay => None,
        };
        let channel = new.channel;
        let message = NewMessage {
            author_name: new.name,
            author_email: Some(new.email),
            ..new.message
        };
        let registered = registry::register(
            tx,
            ctx,
            NewTicket {
                subject: new.subject,
                channel,
                language: new.language,
                asker_id: contact.id,
                organisation_id: considered.organisation_id.or(contact.organisation_id),
                municipality_nis: considered.municipality_nis.clone(),
                province_slug: considered.province_slug.clone(),
                region_code: considered.region_code.clone(),
                topic_slug: considered.topic_slug.clone(),
                owner_desk_id: considered.owner_desk_id,
                proposed,
                question: message,
            },
        )
        .await?;
        let (mode, desk_id) = match considered.onward {
            Onward::Automatic(desk) => (DispatchMode::Automatic, Some(desk)),
            Onward::Proposed(desk) => (DispatchMode::Proposed, Some(desk)),
            Onward::Stay => (DispatchMode::Stay, None),
        };
        let decision = NewDecision {
            mode,
            owner_desk_id: considered.owner_desk_id,
            desk_id,
            topic_slug: considered.topic_slug.clone(),
            confidence: considered.confidence,
            explanation: considered.explanation.clone(),
        };
        keep_decision(tx, ctx, registered.ticket_id, decision).await?;
        let events = vec![
            NewEvent::new("registered")
                .fact("channel", channel.slug())
                .fact("reference", registered.reference.to_string()),
            NewEvent::new("considered").fact("mode", mode.slug()),
        ];
        append_events(tx, ctx, registered.ticket_id, &Actor::System, events).await?;
        tx.execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "INSERT INTO task (id, kind, ticket_id, run_at, attempts) \
             VALUES ($1, 'recurrence', $2, $3, 0) ON CONFLICT (kind, ticket_id) DO NOTHING",
            [
                ctx.new_id().into(),
                registered.ticket_id.into(),
                ctx.clock.now().into(),
            ],
        ))
        .await?;
        let ticket = load_by_id(tx, registered.ticket_id).await?.ok_or_else(|| {
            crate::store::StoreError::Inconsistent {
                table: "ticket",
                column: "id",
                row: registered.ticket_id.to_string(),
            }
        })?;
        Ok((ticket, registered))
    }

    /// Sends the question on by itself, where that was decided.
    async fn go_on(
        &self,
        tx: &impl ConnectionTrait,
        ticket: &mut Ticket,
        considered: &Considered,
    ) -> Result<(), IntakeError> {
        if let Onward::Automatic(desk) = considered.onward {
            forward_automatically(tx, &self.ctx, ticket, desk).await?;
        }
        Ok(())
    }

    async fn acknowledge(
        &self,
        tx: &impl ConnectionTrait,
        ticket: &Ticket,
        registered: &Registered,
        mail: &ParsedMail,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let about = correspondence(tx, ticket).await?;
        let words = Acknowledgement {
            asker_name: about.asker.name.clone(),
            reference: ticket.reference.to_string(),
            subject: ticket.subject.clone(),
            desk: about.desk.clone(),
            phone: about.phone.clone(),
            first_reaction_days: ctx.settings.terms.first_reaction_working_days,
            due: day_in_brussels(registered.answer_term.due_at),
            status_url: status_link(ctx, ticket),
            suggestions: Vec::new(),
        };
        let body = words.write(&mail_texts(), &letterhead(ctx))?;
        // Cite the mail that is acknowledged, unless somebody else forwarded it to us.
        let cited = mail.message_id.clone().filter(|_| mail.forwarded.is_none());
        let draft = Draft {
            kind: OutboundKind::Acknowledgement,
            author: Author::MachineReply,
            ticket: Some(about.about()),
            thread: Some(registered.thread.id),
            message: None,
            assignment: None,
            to: vec![about.asker.email],
            reply_to: reply_of_asker(ctx, ticket.id),
            body,
            in_reply_to: cited,
            references: mail.references.clone(),
            enclosures: Vec::new(),
            idempotency_key: format!("acknowledgement:{}", ticket.id),
        };
        enqueue(ctx, tx, draft).await?;
        Ok(())
    }

    async fn reply(
        &self,
        tx: &impl ConnectionTrait,
        incoming: Incoming<'_>,
        resolved: Resolved,
        outcome: &mut Outcome,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let Incoming {
            row, mail, what, ..
        } = &incoming;
        let lost = || crate::store::StoreError::Inconsistent {
            table: "ticket",
            column: "id",
            row: resolved.ticket.id.to_string(),
        };
        // Locked from here on: another mail of the same ticket waits.
        let mut ticket = load_by_id(tx, resolved.ticket.id).await?.ok_or_else(lost)?;
        let asker = asker_thread(tx, ticket.id).await?;
        let words = NewMessage {
            author_name: mail.from.as_ref().and_then(|from| from.name.clone()),
            author_email: mail.from.as_ref().map(|from| from.email.clone()),
            subject: mail.subject.clone(),
            quoted: keep(&mail.quoted_text),
            signature: keep(&mail.signature),
            html: mail.html(),
            language: mail.language.code().to_owned(),
            inbound_mail_id: Some(row.id),
            rfc_message_id: mail.message_id.clone(),
            attachments: incoming.files.clone(),
            ..NewMessage::plain(
                Direction::Inbound,
                MessageKind::Reply,
                mail.new_text.clone(),
            )
        };
        let held = self.assignment_of(tx, &resolved, mail).await?;
        let now = ctx.clock.now();
        let mut thread = asker;
        let message = match (what.kind, &held) {
            (Kind::ReplyFromAdministration, Some(held)) => {
                thread = registry::assignment_thread(tx, ctx, ticket.id, held.id).await?;
                let by = Actor::AdministrationLink {
                    assignment: held.id,
                };
                let id = if what.asks_for_information {
                    let words = NewMessage {
                        kind: MessageKind::Request,
                        ..words
                    };
                    receive_question_back(tx, ctx, &by, &mut ticket, held, words).await?
                } else {
                    receive_proposal(tx, ctx, &by, &mut ticket, held, words).await?
                };
                save(tx, &ticket, Decided::Now, now).await?;
                id
            }
            (Kind::AnswerCc, _) => {
                let desk = match &held {
                    Some(held) => registry::desk_by_id(tx, held.desk_id).await?,
                    None => None,
                };
                let words = NewMessage {
                    kind: MessageKind::Answer,
                    desk_id: desk.as_ref().map(|desk| desk.id),
                    ..words
                };
                let name = desk
                    .map(|desk| desk.name)
                    .or_else(|| words.author_name.clone());
                let id = append_message(tx, ctx, ticket.id, asker.id, words).await?;
                if let Some(held) = &held
                    && let Ok(progress) = held.progress.answer(id, now)
                {
                    registry::save_progress(tx, held, progress).await?;
                }
                let who = name.unwrap_or_default();
                let at = mail.date.unwrap_or(now).min(now);
                followup::reported(tx, ctx, &mut ticket, &who, id, at, row.id).await?;
                id
            }
            (Kind::ReplyFromAdministration, None) => {
                // A desk without an assignment here: a person places it.
                let id = append_message(tx, ctx, ticket.id, asker.id, words).await?;
                ticket.standing = ticket.standing.needs_owner(now, NextStep::ReviewSender);
                save(tx, &ticket, Decided::Now, now).await?;
                id
            }
            _ => {
                let id = append_message(tx, ctx, ticket.id, asker.id, words).await?;
                self.asker_wrote(tx, &mut ticket, &resolved, id, &incoming)
                    .await?;
                id
            }
        };
        if let Some(message_id) = &mail.message_id {
            note_message_id(tx, thread, message_id).await?;
        }
        let event = NewEvent::new("message_received")
            .fact("message", message.to_string())
            .fact("kind", outcome.kind.clone());
        append_events(tx, ctx, ticket.id, &Actor::System, vec![event]).await?;
        outcome.ticket_id = Some(ticket.id);
        outcome.message_id = Some(message);
        Ok(())
    }

    /// The asker, or somebody of their house, wrote again.
    async fn asker_wrote(
        &self,
        tx: &impl ConnectionTrait,
        ticket: &mut Ticket,
        resolved: &Resolved,
        message: Uuid,
        incoming: &Incoming<'_>,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let text = &incoming.mail.new_text;
        let answered = match ticket.standing.stage {
            Stage::Answered { .. } => true,
            Stage::Closed { answered_at, .. } => answered_at.is_some(),
            _ => false,
        };
        if answered {
            let reads = followup::read_reply(text);
            // A tag proves the thread, not the person: only the asker's own address confirms.
            if resolved.by_asker || reads == followup::Reply::Again {
                followup::asker_replied(tx, ctx, ticket, message, text, incoming.row.id).await?;
            }
            return Ok(());
        }
        let before = ticket.standing;
        ticket.standing = before.asker_wrote(ctx.clock.now());
        if matches!(before.stage, Stage::Closed { .. }) {
            registry::restart_answer_term(tx, ctx, ticket).await?;
        }
        save(tx, ticket, Decided::Now, ctx.clock.now()).await?;
        Ok(())
    }

    /// The assignment that a mail of a desk is about: by its signed address or thread, else the one
    /// whose desk shares the writer's domain, else the only open one.
    async fn assignment_of(
        &self,
        tx: &impl ConnectionTrait,
        resolved: &Resolved,
        mail: &ParsedMail,
    ) -> Result<Option<Assignment>, IntakeError> {
        let all = assignments(tx, resolved.ticket.id).await?;
        if let Some(id) = resolved.thread.and_then(|thread| thread.assignment_id) {
            return Ok(all.into_iter().find(|one| one.id == id));
        }
        if matches!(resolved.found.how, FoundBy::SignedAddress(Side::Asker)) {
            return Ok(None);
        }
        let Some(from) = &mail.from else {
            return Ok(None);
        };
        let domain = from.domain().to_lowercase();
        let mut fits = Vec::new();
        for one in all {
            let Some(desk) = registry::desk_by_id(tx, one.desk_id).await? else {
                continue;
            };
            let theirs = desk
                .email
                .rsplit_once('@')
                .map(|(_, theirs)| theirs.to_lowercase());
            if theirs
                .is_some_and(|theirs| domain == theirs || domain.ends_with(&format!(".{theirs}")))
            {
                fits.push(one);
            }
        }
        let open = fits.iter().position(|one| one.progress.is_open());
        Ok(match open {
            Some(index) => Some(fits.swap_remove(index)),
            None => fits.pop(),
        })
    }

    async fn report(
        &self,
        tx: &impl ConnectionTrait,
        incoming: &Incoming<'_>,
        outcome: &mut Outcome,
    ) -> Result<(), IntakeError> {
        let Incoming {
            row, mail, clues, ..
        } = incoming;
        let delivery = delivery_in(&self.ctx, clues);
        let (what, original, said) = if let Some(bounce) = &mail.bounce {
            let what = match bounce.severity {
                BounceType::Hard => Notice::Failed,
                BounceType::Soft => Notice::Delayed,
            };
            let said = bounce.diagnostic.clone().or_else(|| bounce.status.clone());
            (what, bounce.original_message_id.as_deref(), said)
        } else if let Some(receipt) = &mail.receipt {
            let what = match receipt.testifies {
                ReceiptType::Delivered => Notice::Delivered,
                ReceiptType::Relayed | ReceiptType::Expanded => Notice::Relayed,
                ReceiptType::Read => Notice::Read,
                ReceiptType::Deleted => Notice::Deleted,
            };
            (what, receipt.original_message_id.as_deref(), None)
        } else {
            return Ok(());
        };
        let cited = clues.message_ids.first().map(String::as_str);
        outcome.ticket_id = followup::notice(
            tx,
            &self.ctx,
            delivery,
            original.or(cited),
            what,
            said,
            row.id,
        )
        .await?;
        if outcome.ticket_id.is_none() {
            outcome.reason = Some("it reports about no mail of ours".to_owned());
        }
        Ok(())
    }

    pub(super) async fn register_form(
        &self,
        row: &inbound_mail::Model,
        raw: &[u8],
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let form: Submission = serde_json::from_slice(raw).map_err(|_| IntakeError::Unfit {
            field: "form",
            why: "cannot be read",
        })?;
        let asked = Asked {
            subject: &form.subject,
            body: &form.body,
            signature: "",
            from: Some(&form.asker_email),
            municipality: form.municipality.as_deref(),
            organisation: form.organisation.as_deref(),
            topic: form.topic.as_deref(),
        };
        let considered = self
            .dispatcher
            .consider(ctx, &asked)
            .ok_or(IntakeError::NoDesk)?;
        let tx = write_tx(&ctx.db).await?;
        let new = NewQuestion {
            subject: form.subject,
            channel: match form.channel {
                SubmissionChannel::Portal => Channel::Portal,
                SubmissionChannel::Api => Channel::Api,
            },
            language: "nl".to_owned(),
            email: form.asker_email,
            name: Some(form.asker_name),
            // Nobody has shown that the address is theirs.
            verified: false,
            message: NewMessage {
                inbound_mail_id: Some(row.id),
                attachments: form.files.into_iter().filter_map(submitted_file).collect(),
                ..NewMessage::plain(Direction::Inbound, MessageKind::Question, form.body)
            },
        };
        let (mut ticket, registered) = self.register_question(&tx, new, &considered).await?;
        self.go_on(&tx, &mut ticket, &considered).await?;
        let about = correspondence(&tx, &ticket).await?;
        let version = u32::try_from(ticket.link_version).unwrap_or_default();
        let tag = Signer::of(ctx).sign(Tag::View {
            ticket: ticket.id,
            version,
        });
        let words = UnverifiedAcknowledgement {
            reference: ticket.reference.to_string(),
            status_url: status_link(ctx, &ticket),
            not_me_url: ctx.link(&format!("/b/niet-ik/{tag}")),
        };
        let draft = Draft {
            kind: OutboundKind::Acknowledgement,
            author: Author::MachineReply,
            ticket: Some(about.about()),
            thread: Some(registered.thread.id),
            message: None,
            assignment: None,
            to: vec![about.asker.email],
            reply_to: reply_of_asker(ctx, ticket.id),
            body: words.write(&mail_texts(), &letterhead(ctx))?,
            in_reply_to: None,
            references: Vec::new(),
            enclosures: Vec::new(),
            idempotency_key: format!("acknowledgement:{}", ticket.id),
        };
        enqueue(ctx, &tx, draft).await?;
        let outcome = Outcome {
            kind: slug_of(Kind::Question),
            ticket_id: Some(ticket.id),
            message_id: Some(registered.message_id),
            subject: Some(ticket.subject.clone()),
            ..Outcome::default()
        };
        done(&tx, ctx, row.id, outcome).await?;
        tx.commit().await?;
        ctx.work.notify_waiters();
        info!(ticket.reference = %ticket.reference, "A question was registered");
        Ok(())
    }
}

/// A mail on its way into the register.
struct Incoming<'a> {
    row: &'a inbound_mail::Model,
    mail: &'a ParsedMail,
    what: &'a Understood,
    clues: &'a Clues,
    files: Vec<NewAttachment>,
    root: Option<String>,
}

/// A question, wherever it came from.
struct NewQuestion {
    subject: String,
    channel: Channel,
    language: String,
    email: String,
    name: Option<String>,
    verified: bool,
    message: NewMessage,
}

/// Keeps the files of a mail as blobs before any row names them.
async fn keep_files(
    ctx: &crate::context::Context,
    mail: &mut ParsedMail,
) -> Result<Vec<NewAttachment>, IntakeError> {
    let attachments = std::mem::take(&mut mail.attachments);
    if attachments.is_empty() {
        return Ok(Vec::new());
    }
    let mut facts = Vec::with_capacity(attachments.len());
    let mut contents = Vec::with_capacity(attachments.len());
    for file in attachments {
        let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
        facts.push((file.filename, file.media_type, size, file.damaged));
        contents.push(file.bytes);
    }
    let keys = ctx.blobs.put_all(contents).await?;
    Ok(facts
        .into_iter()
        .zip(keys)
        .map(
            |((filename, media_type, size, damaged), blob)| NewAttachment {
                filename,
                media_type,
                size,
                blob,
                damaged,
            },
        )
        .collect())
}

fn submitted_file(file: SubmittedFile) -> Option<NewAttachment> {
    Some(NewAttachment {
        blob: BlobKey::parse(&file.blob_key)?,
        filename: file.filename,
        media_type: file.media_type,
        size: file.size,
        damaged: false,
    })
}

/// The question itself: of the one who really asks, when somebody forwarded it; with what the
/// forwarder added above it.
fn question_text(mail: &ParsedMail) -> String {
    match &mail.forwarded {
        Some(inner) if !inner.text.trim().is_empty() => {
            let above = mail.new_text.trim();
            if above.is_empty() || inner.text.contains(above) {
                inner.text.clone()
            } else {
                format!("{above}\n\n{}", inner.text)
            }
        }
        _ => mail.new_text.clone(),
    }
}

fn subject_of(mail: &ParsedMail) -> String {
    let inner = mail
        .forwarded
        .as_ref()
        .and_then(|inner| inner.subject.as_deref());
    inner
        .or(mail.subject.as_deref())
        .map(|subject| subject.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|subject| !subject.is_empty())
        .unwrap_or_else(|| NO_SUBJECT.to_owned())
}

fn keep(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
