//! A question becomes a ticket, wherever it came from: with its terms, the reasons for where it
//! goes, and the mail that says we have it.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::acknowledge::Opening;
use super::incoming::Incoming;
use crate::auth::Actor;
use crate::context::Context;
use crate::dispatch::{
    Asked, Considered, NewDecision, Onward, forward_automatically, keep_decision,
};
use crate::entity::dispatch_decision::DispatchMode;
use crate::entity::ticket::Channel;
use crate::intake::IntakeError;
use crate::intake::mail::{Forwarded, Held, ParsedMail, Understood};
use crate::intake::understand::{Outcome, Reader};
use crate::outbound::mailed_lately;
use crate::outbound::mails::Came;
use crate::registry::{
    self, Contact, Decided, MessageKind, NOBODY, NewEvent, NewMessage, NewTicket, NextStep,
    Registered, Ticket, append_events, contact_by_email, note_message_id, save, upsert_contact,
};
use crate::store::StoreError;

/// Subject of a question that came without one.
const NO_SUBJECT: &str = "(geen onderwerp)";

/// A question, wherever it came from.
pub(in crate::intake) struct NewQuestion {
    pub subject: String,
    pub channel: Channel,
    pub language: String,
    pub email: String,
    pub name: Option<String>,
    pub verified: bool,
    pub follows: Option<Uuid>,
    /// The question that it was a part of, and when that one came in.
    pub split_from: Option<(Uuid, DateTime<Utc>)>,
    pub message: NewMessage,
}

/// Questions of one asker that another is compared with.
const LOOKED_BACK: u32 = 3;

/// Whether the same asker asked the same today, word for word; in what asks nothing, numbers and dates may
/// differ. It is what a machine does that answers each of our mails with its own.
async fn said_before(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    asker: Uuid,
    registered: &Registered,
) -> Result<bool, StoreError> {
    let questions = format!(
        "SELECT t.id, m.subject, m.body FROM ticket t JOIN message m ON m.ticket_id = t.id \
         WHERE t.asker_id = $1 AND t.registered_at > $2 AND m.kind = 'question' \
         ORDER BY t.registered_at DESC, t.id DESC LIMIT {LOOKED_BACK}"
    );
    let since = ctx.clock.now() - TimeDelta::days(1);
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            questions,
            [asker.into(), since.into()],
        ))
        .await?;
    let mut said = Vec::with_capacity(rows.len());
    for row in rows {
        let (id, subject, body): (Uuid, Option<String>, String) = (
            row.try_get_by_index(0)?,
            row.try_get_by_index(1)?,
            row.try_get_by_index(2)?,
        );
        let subject = subject.unwrap_or_default();
        let (whole, loose) = (gist(&subject, &body, false), gist(&subject, &body, true));
        said.push((id == registered.ticket.id, whole, loose));
    }
    let own = said.iter().find(|(own, ..)| *own);
    let Some((_, words, gist)) = own else {
        return Ok(false);
    };
    let others = said.iter().filter(|(own, ..)| !own);
    let alike = others.clone().filter(|(_, _, other)| other == gist).count();
    Ok(alike >= LIKE_A_MACHINE || others.clone().any(|(_, other, _)| other == words))
}

/// So many before say the same with other numbers, where something is asked: a person may ask one thing of two
/// files.
const LIKE_A_MACHINE: usize = 2;

/// Letters of a text that says nothing without its subject.
const FEW_LETTERS: usize = 60;

/// What two mails of one machine have in common. Where it asks something that is every word of it; `loosely`,
/// every word of what it asks ("Nog vragen?") and the letters of what it says ("Uw dossiernummer is 1007.").
fn gist(subject: &str, body: &str, loosely: bool) -> String {
    let asks = body.contains('?');
    let mut kept = String::with_capacity(body.len());
    if asks {
        kept.push_str(subject);
    }
    for paragraph in body.split("\n\n") {
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        for sentence in words.split_inclusive(|word| word.ends_with(['.', '!', '?'])) {
            let is_question = sentence.last().is_some_and(|word| word.ends_with('?'));
            for word in sentence {
                if is_question || asks && !loosely {
                    kept.push(' ');
                    kept.push_str(word);
                } else {
                    kept.extend(word.chars().filter(|c| c.is_alphabetic()));
                }
            }
        }
    }
    if kept.len() < FEW_LETTERS {
        kept.extend(subject.chars().filter(|c| c.is_alphabetic()));
    }
    kept
}

impl Reader {
    pub(super) async fn question(
        &self,
        tx: &impl ConnectionTrait,
        incoming: Incoming<'_>,
        considered: Considered,
        follows: Option<Box<Ticket>>,
        outcome: &mut Outcome,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let Incoming { mail, what, .. } = &incoming;
        let author = mail.from.as_ref();
        let email = what
            .asker
            .clone()
            .or_else(|| author.map(|from| from.email.clone()));
        let name = what
            .asker_name
            .clone()
            .or_else(|| author.and_then(|from| from.name.clone()));
        let held = what.held;
        let doubted = matches!(held, Some(Held::Refuted | Held::Unproven));
        let (follows, review) = match follows {
            // who may have forged a mail does not go on with the question of another
            Some(old) if doubted => (None, Some(old.reference.to_string())),
            follows => (follows, what.review.clone()),
        };
        let may_auto_reply = what.may_auto_reply && email.is_some();
        let brings_more = mail.brings_files() || mail.forwarded.is_some();
        let mailed = match &email {
            Some(email) if may_auto_reply => {
                let house = self.atlas.houses().house_of(email);
                mailed_lately(ctx, tx, email, house).await?
            }
            _ => false,
        };
        let author = mail.from.as_ref().or(mail.sender.as_ref());
        let author = author.map(|from| from.email.as_str());
        let own = |asker: &String| author.is_some_and(|it| it.eq_ignore_ascii_case(asker));
        // Whoever passes a mail on, or has the answer sent to another, has shown nothing of that one.
        let by_other = !email.as_ref().is_some_and(own);
        let new = NewQuestion {
            subject: subject_of(mail),
            channel: Channel::Mail,
            language: mail.language.code().to_owned(),
            name,
            verified: !doubted && !by_other,
            follows: follows.as_ref().map(|old| old.id),
            split_from: None,
            message: incoming.message(MessageKind::Question, question_to_read(mail)),
            email: email.unwrap_or_else(|| NOBODY.to_owned()),
        };
        let (asker, registered) = self.register_question(tx, new, &considered).await?;
        let mut ticket = registered.ticket.clone();
        // What a person made a question of was looked at by itself, and a desk passes on what it received,
        // a mailbox at once.
        let is_desk = |sender: &str| !doubted && self.atlas.desk_by_email(sender).is_some();
        let counts =
            |sender: &&str| by_other && incoming.row.treat_as.is_none() && !is_desk(sender);
        if let Some(sender) = author.filter(counts) {
            let row = incoming.row;
            ticket
                .join_flood_of_sender(tx, ctx, sender, row.id, row.received_at)
                .await?;
        }
        // Nobody gets a mail of ours for each mail that another sends under their name.
        let flooded = by_other && ticket.flood.is_some();
        // Two machines that acknowledge each other would never end: what reads as a receipt, and what
        // says again what it said a moment ago, is not answered.
        let echoes = mailed
            && (what.reads_as_receipt
                || !brings_more && said_before(tx, ctx, asker.id, &registered).await?);
        if let Some(message_id) = &mail.message_id {
            note_message_id(tx, registered.thread, message_id).await?;
        }
        // who may have forged a mail does not get its thread
        if let Some(root) = incoming.root.as_ref().filter(|_| !doubted) {
            registry::thread_root(tx, root, Some(ticket.id)).await?;
        }
        if let Some(old) = &follows {
            self.link(tx, old, &ticket).await?;
        }
        if review.is_some() || held.is_some() {
            // A stranger who names a ticket does not write into it unseen, and nobody's word is
            // taken for that of a desk.
            ticket.standing = ticket
                .standing
                .needs_owner(ctx.clock.now(), NextStep::ReviewSender);
            save(tx, &ticket, Decided::Unattended, ctx.clock.now()).await?;
            let named =
                review.map(|named| NewEvent::new("names_other_ticket").fact("reference", named));
            let why = held.map(|held| NewEvent::new(held.event()));
            let events = named.into_iter().chain(why).collect();
            append_events(tx, ctx, ticket.id, &Actor::System, events).await?;
        } else if ticket.flood.is_none() {
            // Whoever sends a flood does not flood an administration through us.
            self.go_on(tx, &mut ticket, &considered).await?;
        }
        if echoes || may_auto_reply && flooded {
            let event = NewEvent::new("not_acknowledged");
            let event = if echoes {
                event
            } else {
                event.fact("because", "flood")
            };
            append_events(tx, ctx, ticket.id, &Actor::System, vec![event]).await?;
        }
        if may_auto_reply && !echoes && !flooded {
            let opening = Opening {
                thread: registered.thread.id,
                due: registered.answer_term.due_at,
                cited: mail.message_id.clone(),
                references: mail.references.clone(),
                part_of: None,
            };
            let came = if by_other && mail.forwarded.is_some() {
                Some(Came::PassedOn)
            } else {
                (by_other || doubted).then_some(Came::InItsName)
            };
            if let Some(came) = came {
                self.acknowledge_unverified(tx, &ticket, asker, &registered, came)
                    .await?;
            } else {
                self.acknowledge(tx, &ticket, asker, opening).await?;
            }
        }
        outcome.ticket_id = Some(ticket.id);
        outcome.message_id = Some(registered.message_id);
        Ok(())
    }

    pub(super) async fn consider(
        &self,
        db: &impl ConnectionTrait,
        mail: &ParsedMail,
        what: &Understood,
    ) -> Result<Considered, IntakeError> {
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
            address_book: self.address_book(db, address).await?,
            municipality: None,
            organisation: None,
            topic: None,
        };
        self.dispatcher
            .consider(db, &self.ctx, &asked)
            .await?
            .ok_or(IntakeError::NoDesk)
    }

    /// The organisation of whom this address is known to be, from a mail of their own.
    pub(in crate::intake) async fn address_book(
        &self,
        db: &impl ConnectionTrait,
        address: Option<&str>,
    ) -> Result<Option<Uuid>, StoreError> {
        let Some(address) = address else {
            return Ok(None);
        };
        let known = contact_by_email(db, address).await?;
        Ok(known
            .filter(|contact| contact.verified)
            .and_then(|contact| contact.organisation_id))
    }

    /// Registers a question with its reasons, its event and its place in the recurrence queue.
    pub(in crate::intake) async fn register_question(
        &self,
        tx: &impl ConnectionTrait,
        new: NewQuestion,
        considered: &Considered,
    ) -> Result<(Contact, Registered), IntakeError> {
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
                follows_id: new.follows,
                split_from: new.split_from,
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
        keep_decision(tx, ctx, registered.ticket.id, decision).await?;
        let events = vec![
            NewEvent::new("registered")
                .fact("channel", channel.slug())
                .fact("reference", registered.ticket.reference.to_string()),
            NewEvent::new("considered").fact("mode", mode.slug()),
        ];
        append_events(tx, ctx, registered.ticket.id, &Actor::System, events).await?;
        tx.execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "INSERT INTO task (id, kind, ticket_id, run_at, attempts) \
             VALUES ($1, 'recurrence', $2, $3, 0) ON CONFLICT (kind, ticket_id) DO NOTHING",
            [
                ctx.new_id().into(),
                registered.ticket.id.into(),
                ctx.clock.now().into(),
            ],
        ))
        .await?;
        Ok((contact, registered))
    }

    /// Notes on both questions that the new one goes on with the old one.
    async fn link(
        &self,
        tx: &impl ConnectionTrait,
        old: &Ticket,
        new: &Ticket,
    ) -> Result<(), IntakeError> {
        let ctx = &self.ctx;
        let follows = NewEvent::new("follows").fact("reference", old.reference.to_string());
        append_events(tx, ctx, new.id, &Actor::System, vec![follows]).await?;
        let followed = NewEvent::new("followed_by").fact("reference", new.reference.to_string());
        append_events(tx, ctx, old.id, &Actor::System, vec![followed]).await?;
        Ok(())
    }

    /// Sends the question on by itself, where that was decided.
    pub(in crate::intake) async fn go_on(
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
}

/// The question itself: of the one who really asks, when somebody forwarded it; with what the
/// forwarder added above it.
fn question_text(mail: &ParsedMail) -> String {
    let inner = mail.forwarded.as_ref().map(|inner| inner.text.as_str());
    with_above(&mail.new_text, inner)
}

/// The same as it stands in the conversation.
fn question_to_read(mail: &ParsedMail) -> String {
    with_above(
        mail.to_read(),
        mail.forwarded.as_ref().map(Forwarded::to_read),
    )
}

fn with_above(new: &str, inner: Option<&str>) -> String {
    let Some(inner) = inner.filter(|inner| !inner.trim().is_empty()) else {
        return new.to_owned();
    };
    let above = new.trim();
    if above.is_empty() || inner.contains(above) {
        inner.to_owned()
    } else {
        format!("{above}\n\n{inner}")
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

#[cfg(test)]
mod tests {
    use super::gist;

    fn same(one: &str, other: &str) -> bool {
        gist("Uw bericht", one, true) == gist("Uw bericht", other, true)
    }

    #[test]
    fn a_machine_says_the_same_under_each_number_and_a_person_asks_something_else() {
        let machine = |number: u32| {
            format!("Bedankt. Uw dossiernummer is {number}. Heeft u nog vragen? Bel 053 60 00 00.")
        };
        assert!(same(&machine(1007), &machine(1014)));
        let word_for_word = |number| gist("Uw bericht", &machine(number), false);
        assert_ne!(word_for_word(1007), word_for_word(1014));
        let person =
            |post_code: u32| format!("Beste, tot welke regio behoort {post_code}? Groeten");
        assert!(!same(&person(9230), &person(9000)));
        let folded = "Geldt dat ook voor besluit 12\nvan dit jaar?";
        assert!(!same(folded, &folded.replace("12", "13")));
    }
}
