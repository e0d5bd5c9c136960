//! Filling the demo: the scripts of `config/demo` are played through the same doors as real work,
//! each step at its own moment.

use anyhow::{Context as _, anyhow};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::auth::{Actor, Grant, Role, User, accounts};
use crate::clock::Clock;
use crate::config::Automatic;
use crate::context::Context;
use crate::demo::PASSWORD;
use crate::demo::content::{Account, Content, Deed, Entry, EntryState, How, Question};
use crate::dispatch::{self, Answer, Closing, Forward, Tell};
use crate::entity::message::MessageKind;
use crate::entity::outbound_mail::OutboundKind;
use crate::entity::{delivery, inbound_mail, message, outbound_mail, ticket};
use crate::faq;
use crate::followup::{self, Said};
use crate::intake::{Handed, InboundFormat, take_in};
use crate::registry::{self, CloseReason, Ticket};
use crate::text::{Language, Texts};
use crate::web::demo::letters::{self, Failure, Stamp, failure_notice};
use crate::web::demo::reading::{Party, Reading};
use crate::web::desk::view::sign_in::DemoAccount;
use crate::web::desk::{DemoAccounts, role_words};
use crate::worker::Works;

/// Fills an empty demo; one that has questions is left as it is.
pub(super) async fn fill(ctx: &Context, works: &Works) -> anyhow::Result<()> {
    if ticket::Entity::find().one(&ctx.db).await?.is_some() {
        return Ok(());
    }
    let now = ctx.clock.now();
    let content = Content::load(&works.atlas().now())?;
    let people = add_accounts(ctx, works, &content).await?;

    // A copy of the house whose clock is moved, and which leaves dispatching to the scripts.
    let mut settings = (*ctx.settings).clone();
    settings.dispatch.automatic = Automatic::Off;
    let past = Context {
        clock: Clock::still_at(now),
        settings: settings.into(),
        ..ctx.clone()
    };
    let works = Works::open(past.clone()).await?;
    let mut stage = Stage {
        ctx: past,
        works,
        people,
        tickets: vec![None; content.questions.len()],
    };
    stage.publish(&content.entries, now).await?;

    // Everything that happened, in the order in which it did.
    let mut plays: Vec<(DateTime<Utc>, usize, Option<usize>)> = Vec::new();
    for (index, question) in content.questions.iter().enumerate() {
        let (asked, steps) = question.moments(now);
        plays.push((asked, index, None));
        plays.extend(
            steps
                .into_iter()
                .enumerate()
                .map(|(step, at)| (at, index, Some(step))),
        );
    }
    plays.sort();
    for (at, index, step) in plays {
        stage.ctx.clock.set(at);
        stage.works.until_idle().await?;
        let question = &content.questions[index];
        let played = match step {
            None => stage.ask(index, question).await,
            Some(step) => {
                // A deed may be any verb of the house: its future is large, and it waits on the heap.
                Box::pin(stage.play(index, question, &question.steps[step].deed)).await
            }
        };
        played.with_context(|| format!("{} ({at})", question.subject))?;
        stage.works.until_idle().await?;
    }
    stage.ctx.clock.set(now);
    stage.works.until_idle().await?;
    Ok(())
}

/// The accounts, as the sign-in page shows them.
pub(super) fn accounts(works: &Works) -> anyhow::Result<DemoAccounts> {
    let atlas = works.atlas().now();
    let content = Content::load(&atlas)?;
    let t = Texts::new(Language::Nl);
    let shown = content.accounts.into_iter().map(|account| {
        let desk = account
            .desk
            .as_deref()
            .and_then(|slug| atlas.desk_by_slug(slug));
        let province = account.province.as_deref();
        let province = province.and_then(|slug| atlas.province(slug));
        let place = desk
            .map(|desk| desk.name.clone())
            .or(province.map(|province| province.name.clone()));
        let role = account.role.parse();
        let role = role.map_or(account.role, |role| role_words(t, role));
        DemoAccount {
            name: account.name,
            role: match place {
                Some(place) => format!("{role}, {place}"),
                None => role,
            },
            email: account.email,
            password: PASSWORD.to_owned(),
        }
    });
    Ok(DemoAccounts(shown.collect()))
}

struct Stage {
    ctx: Context,
    works: Works,
    people: Vec<(String, User)>,
    tickets: Vec<Option<Uuid>>,
}

async fn add_accounts(
    ctx: &Context,
    works: &Works,
    content: &Content,
) -> anyhow::Result<Vec<(String, User)>> {
    let atlas = works.atlas().now();
    let mut people = Vec::new();
    for Account {
        key,
        name,
        email,
        role,
        desk,
        province,
    } in &content.accounts
    {
        let role: Role = role.parse()?;
        let desk = desk
            .as_deref()
            .filter(|_| matches!(role, Role::Coordinator | Role::Agent))
            .and_then(|slug| atlas.desk_by_slug(slug))
            .map(|desk| desk.id.0);
        let user = accounts::add(
            ctx,
            accounts::NewAccount {
                email: email.clone(),
                name: name.clone(),
                password: PASSWORD.to_owned(),
                language: Language::Nl,
                grants: vec![Grant::new(role, desk, province.clone())?],
            },
        )
        .await?;
        people.push((key.clone(), user));
    }
    Ok(people)
}

impl Stage {
    fn person(&self, key: &str) -> anyhow::Result<Actor> {
        let found = self.people.iter().find(|(known, _)| known == key);
        found
            .map(|(_, user)| Actor::User(user.clone()))
            .with_context(|| format!("nobody is {key}"))
    }

    /// The one who publishes.
    fn editor(&self) -> anyhow::Result<Actor> {
        let editor = self
            .people
            .iter()
            .find(|(_, user)| user.grants.iter().any(|grant| grant.role == Role::Editor));
        editor
            .map(|(_, user)| Actor::User(user.clone()))
            .context("the demo has no editor")
    }

    async fn publish(&self, entries: &[Entry], now: DateTime<Utc>) -> anyhow::Result<()> {
        let editor = self.editor()?;
        for entry in entries {
            let sources: Vec<String> = entry.sources.iter().map(|one| format!("- {one}")).collect();
            let text = faq::EntryText {
                question: entry.question.clone(),
                answer: entry.answer.clone(),
                sources: sources.join("\n"),
                topic_slug: Some(entry.topic.clone()),
                nobody: Vec::new(),
            };
            match entry.state {
                EntryState::Published => {
                    let days = i64::from(entry.published_days_ago.unwrap_or_default());
                    self.ctx.clock.set(now - TimeDelta::days(days));
                    let made = faq::create(&self.ctx, &editor, text.clone()).await?;
                    let (id, seen) = (made.id, made.revision);
                    let laid = faq::submit(&self.ctx, &editor, id, seen, text.clone()).await?;
                    faq::publish(&self.ctx, &editor, id, laid.revision, text).await?;
                }
                // A draft that questions make is made by them.
                EntryState::Draft if entry.recurs.is_some() => {}
                EntryState::Draft => {
                    self.ctx.clock.set(now - TimeDelta::days(2));
                    faq::create(&self.ctx, &editor, text).await?;
                }
            }
        }
        Ok(())
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            at: self.ctx.clock.now(),
            id: self.ctx.new_id(),
        }
    }

    async fn hand_over(&self, raw: Vec<u8>) -> anyhow::Result<Uuid> {
        let handed = Handed {
            source_id: self.ctx.new_id().to_string(),
            raw,
        };
        let taken = take_in(&self.ctx, "demo", handed, InboundFormat::Mail).await?;
        self.works.understand_all().await?;
        Ok(taken.inbound_id)
    }

    async fn ask(&mut self, index: usize, question: &Question) -> anyhow::Result<()> {
        let central = self.ctx.settings.mail.address.clone();
        let raw = letters::question(
            &asker(question),
            &central,
            &question.subject,
            &question.body,
            Vec::new(),
            self.stamp(),
        )?;
        let inbound = self.hand_over(raw).await?;
        let row = inbound_mail::Entity::find_by_id(inbound)
            .one(&self.ctx.db)
            .await?;
        self.tickets[index] = row.and_then(|row| row.ticket_id);
        Ok(())
    }

    async fn ticket(&self, index: usize) -> anyhow::Result<Ticket> {
        let id = self.tickets[index].context("its mail did not become a question")?;
        registry::find_by_id(&self.ctx.db, id)
            .await?
            .context("the question is gone")
    }

    /// The assignment that a desk has in a ticket.
    async fn held_by(&self, ticket: &Ticket, desk: &str) -> anyhow::Result<Uuid> {
        let desk = self
            .works
            .atlas()
            .now()
            .desk_by_slug(desk)
            .context("no such desk")?
            .id
            .0;
        let all = registry::assignments(&self.ctx.db, ticket.id).await?;
        let last = all.iter().rev().find(|one| one.desk_id == desk);
        last.map(|one| one.id)
            .with_context(|| "the desk does not have the question".to_owned())
    }

    /// The last mail of ours of a kind, as it lies in its receiver's mailbox, with its envelope.
    async fn last_mail(
        &self,
        ticket: &Ticket,
        kinds: &[OutboundKind],
        assignment: Option<Uuid>,
    ) -> anyhow::Result<(Vec<u8>, delivery::Model)> {
        let mut query = outbound_mail::Entity::find()
            .filter(outbound_mail::Column::TicketId.eq(ticket.id))
            .filter(outbound_mail::Column::Kind.is_in(kinds.iter().copied()));
        if let Some(assignment) = assignment {
            query = query.filter(outbound_mail::Column::AssignmentId.eq(assignment));
        }
        let mail = query
            .order_by_desc(outbound_mail::Column::CreatedAt)
            .order_by_desc(outbound_mail::Column::Id)
            .one(&self.ctx.db)
            .await?
            .context("no such mail left")?;
        let sent = delivery::Entity::find()
            .filter(delivery::Column::OutboundMailId.eq(mail.id))
            .one(&self.ctx.db)
            .await?
            .context("the mail went to nobody")?;
        let path = self
            .ctx
            .settings
            .mail
            .files_dir
            .join(format!("{}.eml", sent.id));
        let raw = tokio::fs::read(&path)
            .await
            .with_context(|| path.display().to_string())?;
        Ok((raw, sent))
    }

    async fn reply(&self, original: &[u8], from: &Party, text: &str) -> anyhow::Result<()> {
        let raw = letters::reply(&Reading::of(original), from, text, Vec::new(), self.stamp())?;
        self.hand_over(raw).await?;
        Ok(())
    }

    /// The asker writes back on the last mail that reached them.
    async fn asker_writes(
        &self,
        ticket: &Ticket,
        question: &Question,
        text: &str,
    ) -> anyhow::Result<()> {
        const TO_ASKER: [OutboundKind; 4] = [
            OutboundKind::Answer,
            OutboundKind::Request,
            OutboundKind::ReceiptQuestion,
            OutboundKind::Acknowledgement,
        ];
        let (original, _) = self.last_mail(ticket, &TO_ASKER, None).await?;
        self.reply(&original, &asker(question), text).await
    }

    /// The last answer that the asker can say something about.
    async fn last_message(
        &self,
        ticket: &Ticket,
        kind: MessageKind,
    ) -> anyhow::Result<message::Model> {
        message::Entity::find()
            .filter(message::Column::TicketId.eq(ticket.id))
            .filter(message::Column::Kind.eq(kind))
            .order_by_desc(message::Column::CreatedAt)
            .order_by_desc(message::Column::Id)
            .one(&self.ctx.db)
            .await?
            .with_context(|| format!("no {} yet", kind.slug()))
    }

    fn desk_writes(&self, desk: &str, name: &str) -> anyhow::Result<Party> {
        let atlas = self.works.atlas().now();
        let desk = atlas.desk_by_slug(desk).context("no such desk")?;
        Ok(Party {
            name: Some(name.to_owned()),
            address: desk.email.clone(),
        })
    }

    async fn play(&self, index: usize, question: &Question, deed: &Deed) -> anyhow::Result<()> {
        let ticket = self.ticket(index).await?;
        let (ctx, reference, seen) = (&self.ctx, &ticket.reference, ticket.revision);
        match deed {
            Deed::Take { by } => registry::take(ctx, &self.person(by)?, reference, seen).await?,
            // The program proposes what it finds likely itself.
            Deed::Propose { .. } => {}
            Deed::Forward { by, desk, text } => {
                let actor = match by {
                    Some(by) => self.person(by)?,
                    None => Actor::System,
                };
                let forward = Forward {
                    desk: desk.clone(),
                    comment: text.clone().unwrap_or_default(),
                    ..Forward::default()
                };
                dispatch::forward(ctx, &actor, reference, seen, forward).await?;
            }
            Deed::Consult { by, desk, text } => {
                let forward = Forward {
                    desk: desk.clone(),
                    comment: text.clone(),
                    ..Forward::default()
                };
                dispatch::forward(ctx, &self.person(by)?, reference, seen, forward).await?;
            }
            Deed::Accept { desk } => {
                let assignment = self.held_by(&ticket, desk).await?;
                let actor = Actor::AdministrationLink { assignment };
                dispatch::accept(ctx, &actor, assignment, None).await?;
            }
            Deed::Refuse {
                desk,
                instead,
                text,
                ..
            } => {
                let assignment = self.held_by(&ticket, desk).await?;
                let actor = Actor::AdministrationLink { assignment };
                dispatch::refuse(ctx, &actor, assignment, None, instead.as_deref(), text).await?;
            }
            Deed::AdministrationReply { desk, by, text } => {
                let assignment = self.held_by(&ticket, desk).await?;
                let kinds = [OutboundKind::Forward, OutboundKind::Reminder];
                let (original, _) = self.last_mail(&ticket, &kinds, Some(assignment)).await?;
                self.reply(&original, &self.desk_writes(desk, by)?, text)
                    .await?;
            }
            Deed::Report { desk, by, text } => {
                let from = self.desk_writes(desk, by)?;
                let subject = format!("Re: {} [{reference}]", question.subject);
                let raw = letters::question(
                    &from,
                    &asker(question).address,
                    &subject,
                    text,
                    Vec::new(),
                    self.stamp(),
                )?;
                let copy = format!("Cc: {}\r\n", ctx.settings.mail.address);
                self.hand_over([copy.into_bytes(), raw].concat()).await?;
            }
            Deed::Relay { by } => {
                let proposal = self.last_message(&ticket, MessageKind::Proposal).await?;
                let files = registry::attachments_of(&ctx.db, proposal.id).await?;
                let answer = Answer {
                    markdown: proposal.body,
                    proposal: Some(proposal.id),
                    files: files.iter().map(|file| file.id).collect(),
                    attached: Vec::new(),
                    still: Vec::new(),
                };
                dispatch::answer(ctx, &self.person(by)?, reference, seen, answer).await?;
            }
            Deed::Answer { by, text } => {
                let answer = Answer {
                    markdown: text.clone(),
                    ..Answer::default()
                };
                dispatch::answer(ctx, &self.person(by)?, reference, seen, answer).await?;
            }
            Deed::AskMore { by, text } => {
                dispatch::ask_asker(ctx, &self.person(by)?, reference, seen, text).await?;
            }
            Deed::AskerReply { text } | Deed::Dispute { text } => {
                self.asker_writes(&ticket, question, text).await?;
            }
            Deed::Confirm { how, by, text } => {
                let text = text
                    .as_deref()
                    .unwrap_or("Ja, onze vraag is beantwoord. Dank u wel.");
                match (how, by) {
                    (How::Link, _) => {
                        let answer = self.last_message(&ticket, MessageKind::Answer).await?;
                        followup::say(ctx, ticket.id, answer.id, Said::Yes, "").await?;
                    }
                    (How::Reply, _) => self.asker_writes(&ticket, question, text).await?,
                    (How::Phone, Some(by)) => {
                        let party = asker(question);
                        let note = followup::Note {
                            by: party.name.unwrap_or(party.address),
                            on: Some(registry::day_in_brussels(ctx.clock.now())),
                            how: Some(registry::Told::Phone),
                            what: text.to_owned(),
                        };
                        let by = self.person(by)?;
                        followup::note_receipt(ctx, &by, reference, seen, &note).await?;
                    }
                    (How::Phone, None) => return Err(anyhow!("nobody noted the call")),
                }
            }
            Deed::Bounce { .. } => {
                let (original, sent) = self
                    .last_mail(&ticket, &[OutboundKind::Answer], None)
                    .await?;
                let back = crate::auth::Addresses::of(ctx)?.return_of_delivery(sent.id);
                let to = Party {
                    name: None,
                    address: sent.recipient,
                };
                let notice = failure_notice(
                    Failure::UnknownMailbox,
                    &original,
                    Some(&back),
                    &to,
                    self.stamp(),
                )?;
                if let Some(raw) = notice {
                    self.hand_over(raw).await?;
                }
            }
            Deed::Note { by, text } => {
                registry::note(ctx, &self.person(by)?, reference, text).await?;
            }
            Deed::Close { by, reason, text } => {
                let reason: CloseReason = serde_json::from_value(reason.clone().into())?;
                let closing = Closing {
                    reason,
                    why: text.clone(),
                    tell: Tell::Usual,
                    words: String::new(),
                };
                dispatch::close(ctx, &self.person(by)?, reference, seen, closing).await?;
            }
        }
        Ok(())
    }
}

fn asker(question: &Question) -> Party {
    let (name, address) = question.sender();
    Party {
        name: Some(name.to_owned()),
        address: address.to_owned(),
    }
}
