//! The outbox: where a mail waits until a server has taken it, one row and one fate a recipient.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use tokio::time::Instant;
use tracing::{info, warn};
use uuid::Uuid;

use super::compose::{
    Author, ComposeError, Draft, Enclosure, OutboundKind, OutboundMail, Sender, compose, mailable,
    message_id, reference_in,
};
use super::linked::with_links_for_files;
use super::records::{self, Claimed, Outcome};
use super::transport::{Carrier, Envelope, Fate};
use crate::auth::tags::AddressError;
use crate::auth::{Addresses, Signer};
use crate::context::Context;
use crate::directory::is_reserved;
use crate::entity::delivery::DeliveryState;
use crate::store::{self, Scan, ScanState, StoreError};
use crate::text::dates::local_day;

/// Pauses between tries. Together more than four days: what RFC 5321 (4.5.4.1) asks of a sender
/// before it gives up. After the last one the delivery is `failed` and a person takes over.
const PAUSES: [TimeDelta; 13] = [
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(15),
    TimeDelta::minutes(30),
    TimeDelta::hours(1),
    TimeDelta::hours(2),
    TimeDelta::hours(4),
    TimeDelta::hours(8),
    TimeDelta::hours(12),
    TimeDelta::hours(18),
    TimeDelta::hours(18),
    TimeDelta::hours(18),
    TimeDelta::hours(18),
];

/// How long a mail rests when what it needs of ours was not there.
const AFTER_OUTAGE: TimeDelta = TimeDelta::seconds(30);
/// How long a mail rests while the virus scanner has yet to look at a file of it.
const AFTER_SCANNER: TimeDelta = TimeDelta::minutes(1);
/// Counts that are removed at once: nobody waits long for the writer.
const SWEPT_AT_ONCE: u64 = 500;

/// Longest that one mail may take on its way to the server. A server that looks into a mail may take
/// ten minutes to say that it has it (RFC 5321, 4.5.3.2.6); giving up sooner sends it twice.
const LONGEST: Duration = Duration::from_mins(12);
/// Pauses before the fate of a mail is written down once more, well within its lease.
const BEFORE_WRITING_AGAIN: [Duration; 4] = [
    Duration::from_millis(200),
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(15),
];
/// How often the lease on it is renewed meanwhile.
const RENEWED_EACH: Duration = Duration::from_secs(45);

/// A mail of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OutboundMailId(pub Uuid);

/// Why the outbox could not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// A draft without a recipient.
    #[error("a mail for nobody cannot be sent")]
    NoRecipient,
    /// Our own address cannot carry a signed tag.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The register or the blobs could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts a mail in the outbox, inside the transaction that is the reason for it.
///
/// `None` when the occasion (the draft's idempotency key) has its mail already. An address that no
/// mail can go to, or that had its share of automatic mails today, does not stop the transaction:
/// its delivery stands on file as refused or held, for followup to notice. What a desk is sent about
/// its questions leaves once for each and counts for no share: a desk gets them all.
pub async fn enqueue(
    ctx: &Context,
    tx: &impl ConnectionTrait,
    draft: Draft,
) -> Result<Option<OutboundMailId>, OutboundError> {
    let mut recipients: Vec<&str> = Vec::new();
    for to in draft.to.iter().map(|to| to.trim()) {
        if !recipients
            .iter()
            .any(|earlier| earlier.eq_ignore_ascii_case(to))
        {
            recipients.push(to);
        }
    }
    if recipients.is_empty() {
        return Err(OutboundError::NoRecipient);
    }
    let now = ctx.clock.now();
    let settings = &ctx.settings.mail;
    let id = ctx.new_id();
    let reference = draft
        .ticket
        .as_ref()
        .map(|ticket| ticket.reference.as_str());
    let message_id = message_id(reference, draft.kind, id, &settings.message_id_domain);
    if !records::insert_mail(tx, id, &message_id, &draft, now).await? {
        return Ok(None);
    }
    if let (Some(ticket), Some(thread)) = (&draft.ticket, draft.thread) {
        records::register_reference(tx, &message_id, ticket.id, thread).await?;
    }
    // In one order everywhere, so that two transactions never wait for each other's counter.
    recipients.sort_unstable();
    let day = local_day(now).to_string();
    for recipient in recipients {
        let never = if mailable(recipient).is_none() {
            let reply = "this is not an address that mail can go to".to_owned();
            Some((DeliveryState::Refused, reply))
        } else if draft.author == Author::Person || is_for_desk(draft.kind) {
            None
        } else {
            let address = recipient.to_lowercase();
            let count = records::count_automatic(tx, &address, &day).await?;
            let cap = settings.daily_cap;
            (i64::from(count) > i64::from(cap)).then(|| {
                let reply = format!("more than {cap} automatic mails to this address in one day");
                (DeliveryState::Held, reply)
            })
        };
        records::insert_delivery(tx, ctx.new_id(), id, recipient, never, now).await?;
    }
    Ok(Some(OutboundMailId(id)))
}

/// Whether a machine of ours wrote yesterday or today to this address, or to another one of `house`,
/// the domain that they share.
pub async fn mailed_lately(
    ctx: &Context,
    tx: &impl ConnectionTrait,
    address: &str,
    house: Option<&str>,
) -> Result<bool, StoreError> {
    let yesterday = local_day(ctx.clock.now() - TimeDelta::days(1)).to_string();
    records::was_mailed(tx, &address.to_lowercase(), house, &yesterday).await
}

fn is_for_desk(kind: OutboundKind) -> bool {
    matches!(
        kind,
        OutboundKind::Forward
            | OutboundKind::Consultation
            | OutboundKind::Reminder
            | OutboundKind::Withdrawal
    )
}

/// Removes counts of automatic mails whose day is over; `false` when there were none. A transaction
/// that began before midnight still counts for its own day, so yesterday is left alone.
pub async fn sweep(ctx: &Context) -> Result<bool, StoreError> {
    let yesterday = local_day(ctx.clock.now() - TimeDelta::days(1)).to_string();
    Ok(records::sweep_counts(&ctx.db, &yesterday, SWEPT_AT_ONCE).await? > 0)
}

/// Sends what waits in the outbox. Any number may run at once, in any number of processes.
#[derive(Debug, Clone)]
pub struct Outbox {
    ctx: Context,
    carrier: Arc<dyn Carrier>,
    sender: Sender,
    returns: Addresses,
}

impl Outbox {
    /// The outbox of `ctx`, emptied by `carrier`.
    pub fn new(ctx: &Context, carrier: Arc<dyn Carrier>) -> Result<Self, OutboundError> {
        let mail = &ctx.settings.mail;
        let bounces = if mail.bounce_address.is_empty() {
            &mail.address
        } else {
            &mail.bounce_address
        };
        Ok(Self {
            returns: Addresses::new(Signer::new(&ctx.secret), bounces, mail.subaddress)?,
            sender: Sender {
                name: mail.name.clone(),
                address: mail.address.clone(),
            },
            ctx: ctx.clone(),
            carrier,
        })
    }

    /// Sends the mail that has waited longest; `false` when none is due.
    pub async fn send_one(&self) -> Result<bool, StoreError> {
        let Some(id) = records::claim(&self.ctx.db, self.ctx.clock.now()).await? else {
            return Ok(false);
        };
        let fate = match records::load(&self.ctx.db, id).await {
            Ok(Some(delivery)) => {
                let prefix = &self.ctx.settings.reference.prefix;
                if let Some(reference) = reference_in(&delivery.mail.message_id, prefix) {
                    tracing::Span::current().record("ticket.reference", reference);
                }
                match self.carry(&delivery).await {
                    Ok(Tried::Ended(fate)) => (fate, delivery.attempt),
                    Ok(Tried::Waits(reply)) => {
                        let run_at = self.ctx.clock.now() + AFTER_SCANNER;
                        let waits = Outcome::Waits { run_at, reply };
                        records::settle(&self.ctx.db, id, waits, run_at).await?;
                        return Ok(true);
                    }
                    Err(error) => {
                        // Ours is not the server's refusal: this was no try.
                        store::give_back(&self.ctx.db, "delivery", id, AFTER_OUTAGE).await?;
                        return Err(error);
                    }
                }
            }
            Ok(None) => return Ok(true),
            // A row that cannot be true will not become true by trying again.
            Err(error @ StoreError::Inconsistent { .. }) => {
                let fate = Fate::Refused {
                    code: None,
                    reply: error.to_string(),
                };
                (fate, 1)
            }
            Err(error) => return Err(error),
        };
        self.settle(id, fate).await?;
        Ok(true)
    }

    /// When the last lease on a due mail ends, if another worker has one in its hands.
    pub async fn lease_open(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        records::lease_open(&self.ctx.db, self.ctx.clock.now()).await
    }

    /// Lets go of open connections, when nothing is sent any more.
    pub async fn rest(&self) {
        self.carrier.rest().await;
    }

    async fn carry(&self, delivery: &Claimed) -> Result<Tried, StoreError> {
        if is_reserved(&delivery.recipient) && !self.ctx.settings.demo {
            return Ok(Tried::Ended(Fate::Held {
                reason: "the domain of this address is reserved for examples: nobody receives \
                         mail there"
                    .to_owned(),
            }));
        }
        let until = Instant::now() + LONGEST;
        let keys = delivery.mail.enclosures.iter();
        let keys = keys.map(|one| one.blob_key.to_string()).collect();
        let scanned = store::scans(&self.ctx.db, keys).await?;
        if scanned.iter().any(|one| one.state == ScanState::Waiting) {
            let reply = "a file that goes along has yet to be checked for viruses";
            return Ok(Tried::Waits(reply.to_owned()));
        }
        let fate = self.carry_harmless(delivery, &scanned, until).await?;
        Ok(Tried::Ended(fate))
    }

    async fn carry_harmless(
        &self,
        delivery: &Claimed,
        scanned: &[Scan],
        until: Instant,
    ) -> Result<Fate, StoreError> {
        let files = harmless(&delivery.mail, scanned);
        if delivery.linked && !files.is_empty() {
            return self.carry_with_links(delivery, &files, until).await;
        }
        let whole = OutboundMail {
            enclosures: files.iter().map(|(_, file)| file.clone()).collect(),
            ..delivery.mail.clone()
        };
        let fate = self.carry_mail(delivery, &whole, until).await?;
        if matches!(fate, Fate::TooLarge { .. }) && !files.is_empty() {
            info!(delivery.id = %delivery.id, "The files of a mail leave as links: it is too large");
            // Remembered before it leaves: a next try is the same mail.
            records::link_files(&self.ctx.db, delivery.id, self.ctx.clock.now()).await?;
            return self.carry_with_links(delivery, &files, until).await;
        }
        Ok(fate)
    }

    async fn carry_with_links(
        &self,
        delivery: &Claimed,
        files: &[(u16, Enclosure)],
        until: Instant,
    ) -> Result<Fate, StoreError> {
        match with_links_for_files(&self.ctx, &delivery.mail, files, delivery.id) {
            Ok(mail) => self.carry_mail(delivery, &mail, until).await,
            Err(error) => Ok(Fate::Refused {
                code: None,
                reply: error.to_string(),
            }),
        }
    }

    async fn carry_mail(
        &self,
        delivery: &Claimed,
        mail: &OutboundMail,
        until: Instant,
    ) -> Result<Fate, StoreError> {
        let mut contents = Vec::with_capacity(mail.enclosures.len());
        for enclosure in &mail.enclosures {
            match self.ctx.blobs.get(&enclosure.blob_key).await? {
                Some(content) => contents.push(content),
                None => {
                    return Ok(Fate::Deferred {
                        reply: format!("the content of {} is not there", enclosure.filename),
                    });
                }
            }
        }
        let bytes = match compose(mail, &self.sender, contents) {
            Ok(bytes) => bytes,
            Err(error @ (ComposeError::Address(_) | ComposeError::Incomplete(_))) => {
                return Ok(Fate::Refused {
                    code: None,
                    reply: error.to_string(),
                });
            }
        };
        let sender = match mail.author {
            Author::MachineReply => None,
            Author::Person | Author::Machine => Some(self.returns.return_of_delivery(delivery.id)),
        };
        let envelope = Envelope {
            delivery: delivery.id,
            sender,
            recipient: delivery.recipient.clone(),
        };
        let mut carrying = self.carrier.carry(&envelope, &bytes);
        loop {
            let next = until.min(Instant::now() + RENEWED_EACH);
            if let Ok(fate) = tokio::time::timeout_at(next, &mut carrying).await {
                return Ok(fate);
            }
            if next == until {
                return Ok(Fate::Deferred {
                    reply: format!("not taken within {} seconds", LONGEST.as_secs()),
                });
            }
            store::hold_on(&self.ctx.db, "delivery", delivery.id).await?;
        }
    }

    async fn settle(&self, id: Uuid, (fate, attempt): (Fate, i32)) -> Result<(), StoreError> {
        let now = self.ctx.clock.now();
        let (word, outcome) = outcome(id, fate, attempt, now);
        let done = self.write_down(id, &outcome, now).await?;
        metrics::counter!("regiovraag_sending_tries_total", "fate" => word).increment(1);
        match &outcome {
            Outcome::Later { .. } | Outcome::Waits { .. } => {
                warn!(delivery.id = %id, delivery.attempt = attempt, "A mail waits for its next try");
            }
            Outcome::Settled { .. } => {
                info!(delivery.id = %id, delivery.fate = word, "A mail is {word}");
            }
        }
        if !done {
            warn!(delivery.id = %id, "Somebody else settled this mail in the meantime");
        }
        Ok(())
    }

    /// Writes down how a delivery stands, and tries again for a moment where the database is away: what
    /// a server has taken and nobody noted is sent once more when the lease ends.
    async fn write_down(
        &self,
        id: Uuid,
        outcome: &Outcome,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        for pause in BEFORE_WRITING_AGAIN {
            match records::settle(&self.ctx.db, id, outcome.clone(), now).await {
                Err(error) => {
                    warn!(delivery.id = %id, error = %error, "The fate of a mail could not be noted yet");
                    tokio::time::sleep(pause).await;
                }
                done => return done,
            }
        }
        records::settle(&self.ctx.db, id, outcome.clone(), now).await
    }
}

/// How a try ended.
#[derive(Debug)]
enum Tried {
    /// The mail met this fate.
    Ended(Fate),
    /// It did not leave: something of ours is not there yet, and no server refused it.
    Waits(String),
}

/// The files of a mail that leave with it, each with its place among all of them: what was found
/// infected since the mail was written stays here, and so does what a person left out.
fn harmless(mail: &OutboundMail, scanned: &[Scan]) -> Vec<(u16, Enclosure)> {
    let stays = |file: &Enclosure| {
        scanned.iter().any(|scan| {
            let barred = matches!(scan.state, ScanState::Infected | ScanState::LeftOut);
            barred && scan.blob_key == file.blob_key.as_str()
        })
    };
    (0..=u16::MAX)
        .zip(&mail.enclosures)
        .filter(|(_, file)| !stays(file))
        .map(|(nth, file)| (nth, file.clone()))
        .collect()
}

/// What a fate means for the delivery, after so many tries.
fn outcome(id: Uuid, fate: Fate, attempt: i32, now: DateTime<Utc>) -> (&'static str, Outcome) {
    let settled = |state, server, reply| Outcome::Settled {
        state,
        server,
        reply,
    };
    match fate {
        Fate::Delivered { server, reply } => (
            "accepted",
            settled(DeliveryState::Accepted, Some(server), reply),
        ),
        // Still too large without its files: nothing of it will ever fit.
        Fate::Refused { reply, .. } | Fate::TooLarge { reply } => {
            ("refused", settled(DeliveryState::Refused, None, reply))
        }
        Fate::Held { reason } => ("held", settled(DeliveryState::Held, None, reason)),
        Fate::Deferred { reply } => match pause(id, attempt) {
            Some(pause) => (
                "deferred",
                Outcome::Later {
                    run_at: now + pause,
                    reply,
                },
            ),
            None => ("failed", settled(DeliveryState::Failed, None, reply)),
        },
    }
}

/// How long to wait after the `attempt`-th try (from 1); `None` after the last. Up to a fifth is
/// added, different for each mail and try, so that mails that failed together do not return as one.
fn pause(id: Uuid, attempt: i32) -> Option<TimeDelta> {
    let nth = usize::try_from(attempt.max(1) - 1).ok()?;
    let pause = *PAUSES.get(nth)?;
    // The last bytes of an id are random.
    let random =
        id.as_bytes()[15].wrapping_add(id.as_bytes()[14].rotate_left(attempt.unsigned_abs()));
    Some(pause + pause * i32::from(random) / (5 * 255))
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::Mutex;

    use async_trait::async_trait;
    use sea_orm::sea_query::Expr;
    use sea_orm::{EntityTrait, QueryFilter, QueryOrder};

    use super::super::linked::linked_file;
    use super::super::mails::MailBody;
    use super::*;
    use crate::auth::Tag;
    use crate::clock::Clock;
    use crate::config::Settings;
    use crate::context::Secret;
    use crate::entity::{blob_scan, daily_mail_count, delivery, outbound_mail};
    use crate::store::{self, BlobKey, Blobs, Changes};

    /// Answers with what it was given, and keeps what it got.
    #[derive(Debug, Default)]
    struct Scripted {
        fates: Mutex<VecDeque<Fate>>,
        carried: Mutex<Vec<(Envelope, String)>>,
    }

    #[async_trait]
    impl Carrier for Scripted {
        async fn carry(&self, envelope: &Envelope, mail: &[u8]) -> Fate {
            let mail = String::from_utf8(mail.to_vec()).unwrap();
            self.carried.lock().unwrap().push((envelope.clone(), mail));
            let fate = self.fates.lock().unwrap().pop_front();
            fate.unwrap_or(Fate::Delivered {
                server: "mx".into(),
                reply: "250 Ok".into(),
            })
        }
    }

    struct House {
        ctx: Context,
        carrier: Arc<Scripted>,
        outbox: Outbox,
        _dir: tempfile::TempDir,
    }

    async fn house(fates: impl IntoIterator<Item = Fate>) -> House {
        let dir = tempfile::tempdir().unwrap();
        let mut settings = Settings::defaults().unwrap();
        settings.database.url = format!("sqlite://{}", dir.path().join("rv.db").display());
        settings.mail.daily_cap = 2;
        let db = store::connect(&settings.database).await.unwrap();
        store::migrate(&db).await.unwrap();
        let ctx = Context {
            db,
            blobs: Blobs::in_dir(&dir.path().join("blobs")).unwrap(),
            clock: Clock::still_at("2026-04-28T07:14:00Z".parse().unwrap()),
            settings: Arc::new(settings),
            secret: Secret::random().unwrap(),
            work: Arc::default(),
            changes: Changes::default(),
        };
        let carrier = Arc::new(Scripted {
            fates: Mutex::new(fates.into_iter().collect()),
            ..Scripted::default()
        });
        let outbox = Outbox::new(&ctx, carrier.clone()).unwrap();
        House {
            ctx,
            carrier,
            outbox,
            _dir: dir,
        }
    }

    fn draft(key: &str, to: &[&str]) -> Draft {
        Draft {
            kind: OutboundKind::Acknowledgement,
            author: Author::MachineReply,
            ticket: None,
            thread: None,
            message: None,
            assignment: None,
            to: to.iter().map(ToString::to_string).collect(),
            reply_to: None,
            body: MailBody {
                subject: "Dag".into(),
                text: "Dag\n".into(),
                html: "<p>Dag</p>".into(),
            },
            in_reply_to: Some("<vraag@wetteren.be>".into()),
            references: Vec::new(),
            enclosures: Vec::new(),
            idempotency_key: key.into(),
        }
    }

    impl House {
        async fn put(&self, draft: Draft) -> Option<OutboundMailId> {
            let tx = store::write_tx(&self.ctx.db).await.unwrap();
            let id = enqueue(&self.ctx, &tx, draft).await.unwrap();
            tx.commit().await.unwrap();
            id
        }

        async fn send_all(&self) -> usize {
            let mut sent = 0;
            while self.outbox.send_one().await.unwrap() {
                sent += 1;
            }
            sent
        }

        /// "recipient state attempts reply", sorted by recipient.
        async fn deliveries(&self) -> Vec<String> {
            let rows = delivery::Entity::find()
                .order_by_asc(delivery::Column::Recipient)
                .all(&self.ctx.db)
                .await
                .unwrap();
            rows.into_iter()
                .map(|row| {
                    assert_eq!(row.settled_at.is_some(), row.state != DeliveryState::Queued);
                    assert_eq!(row.noticed_at, None);
                    let reply = row.reply.unwrap_or_default();
                    format!(
                        "{} {} {} {reply}",
                        row.recipient,
                        row.state.slug(),
                        row.attempts
                    )
                })
                .collect()
        }
    }

    #[tokio::test]
    async fn each_recipient_has_a_fate_of_their_own() {
        let refused = Fate::Refused {
            code: Some(550),
            reply: "550 5.1.1 wie?".into(),
        };
        let house = house([
            Fate::Delivered {
                server: "mx".into(),
                reply: "250 Ok".into(),
            },
            refused,
        ])
        .await;
        let mail = Draft {
            author: Author::Person,
            ..draft("1", &["b@wetteren.be", "a@wetteren.be", "A@wetteren.be"])
        };
        assert!(house.put(mail).await.is_some());
        assert_eq!(house.send_all().await, 2);
        assert_eq!(
            house.deliveries().await,
            [
                "a@wetteren.be accepted 1 250 Ok",
                "b@wetteren.be refused 1 550 5.1.1 wie?"
            ]
        );
        let carried = house.carrier.carried.lock().unwrap();
        for (envelope, mail) in carried.iter() {
            assert!(
                mail.contains("To: a@wetteren.be, b@wetteren.be\r\n"),
                "{mail}"
            );
            let sender = envelope.sender.as_deref().unwrap();
            let read = house.outbox.returns.read(sender);
            let delivery = envelope.delivery;
            assert_eq!(
                read,
                Some(crate::auth::Tag::Delivery { delivery }),
                "{sender}"
            );
        }
    }

    #[tokio::test]
    async fn the_same_occasion_makes_one_mail() {
        let house = house([]).await;
        assert!(house.put(draft("ack", &["a@wetteren.be"])).await.is_some());
        assert!(house.put(draft("ack", &["a@wetteren.be"])).await.is_none());
        assert_eq!(house.send_all().await, 1);
        let counts = daily_mail_count::Entity::find()
            .all(&house.ctx.db)
            .await
            .unwrap();
        assert_eq!(
            counts[0].mails, 1,
            "a mail that was not made is not counted"
        );
    }

    #[tokio::test]
    async fn a_machines_reply_leaves_with_the_empty_sender_and_says_so() {
        let house = house([]).await;
        house.put(draft("ack", &["a@wetteren.be"])).await;
        house.send_all().await;
        let carried = house.carrier.carried.lock().unwrap();
        let (envelope, mail) = &carried[0];
        assert_eq!(envelope.sender, None);
        for line in [
            // "Regiovorming (ABB)": brackets in a name must be encoded or quoted.
            "From: =?utf-8?b?UmVnaW92b3JtaW5nIChBQkIp?= <regiovorming@vlaanderen.be>\r\n",
            "Auto-Submitted: auto-replied\r\n",
            "In-Reply-To: <vraag@wetteren.be>\r\n",
            "References: <vraag@wetteren.be>\r\n",
            "Date: Tue, 28 Apr 2026 07:14:00 +0000\r\n",
            "Message-ID: <rv.0.acknowledgement.",
        ] {
            assert!(mail.contains(line), "{line} not in {mail}");
        }
    }

    #[tokio::test]
    async fn a_deferred_mail_is_tried_again_under_the_same_message_id_until_the_last_try() {
        let later = || Fate::Deferred {
            reply: "451 4.7.1 straks".into(),
        };
        let house = house(std::iter::repeat_with(later).take(14)).await;
        house.put(draft("ack", &["a@wetteren.be"])).await;
        for attempt in 1..=13 {
            assert_eq!(house.send_all().await, 1, "try {attempt}");
            assert_eq!(
                house.deliveries().await,
                [format!("a@wetteren.be queued {attempt} 451 4.7.1 straks")]
            );
            house.ctx.clock.advance(TimeDelta::hours(22));
        }
        assert_eq!(house.send_all().await, 1);
        assert_eq!(
            house.deliveries().await,
            ["a@wetteren.be failed 14 451 4.7.1 straks"]
        );
        house.ctx.clock.advance(TimeDelta::days(30));
        assert_eq!(house.send_all().await, 0);
        let carried = house.carrier.carried.lock().unwrap();
        assert_eq!(carried.len(), 14);
        assert!(
            carried.iter().all(|(_, mail)| *mail == carried[0].1),
            "always the same bytes"
        );
    }

    #[tokio::test]
    async fn a_flood_is_held_at_the_daily_cap_and_a_new_day_begins_anew() {
        let house = house([]).await;
        for key in ["1", "2", "3"] {
            house.put(draft(key, &["A@wetteren.be"])).await;
        }
        let person = Draft {
            author: Author::Person,
            ..draft("4", &["b@wetteren.be"])
        };
        house.put(person).await;
        assert_eq!(house.send_all().await, 3);
        insta::assert_snapshot!(house.deliveries().await.join("\n"), @r"
        A@wetteren.be accepted 1 250 Ok
        A@wetteren.be accepted 1 250 Ok
        A@wetteren.be held 0 more than 2 automatic mails to this address in one day
        b@wetteren.be accepted 1 250 Ok
        ");
        house.ctx.clock.advance(TimeDelta::days(1));
        house.put(draft("5", &["a@wetteren.be"])).await;
        assert_eq!(house.send_all().await, 1);

        // What was counted is kept for its day and the next.
        assert!(!sweep(&house.ctx).await.unwrap());
        house.ctx.clock.advance(TimeDelta::days(1));
        assert!(sweep(&house.ctx).await.unwrap());
        assert!(!sweep(&house.ctx).await.unwrap());
        let counts = daily_mail_count::Entity::find().all(&house.ctx.db).await;
        let days: Vec<_> = counts.unwrap().into_iter().map(|row| row.day).collect();
        assert_eq!(days, ["2026-04-29"]);
    }

    #[tokio::test]
    async fn a_desk_gets_all_the_questions_of_a_day() {
        let house = house([]).await;
        for key in ["1", "2", "3", "4"] {
            let forward = Draft {
                kind: OutboundKind::Forward,
                author: Author::Machine,
                ..draft(key, &["regiovorming@mow.be"])
            };
            house.put(forward).await;
        }
        assert_eq!(house.send_all().await, 4);
        let counts = daily_mail_count::Entity::find().all(&house.ctx.db).await;
        assert!(counts.unwrap().is_empty());
    }

    #[tokio::test]
    async fn an_address_that_cannot_receive_never_leaves_and_never_stops_the_transaction() {
        let house = house([]).await;
        house
            .put(draft("1", &["geen adres", "a@mow.example"]))
            .await;
        assert_eq!(house.send_all().await, 1);
        insta::assert_snapshot!(house.deliveries().await.join("\n"), @r"
        a@mow.example held 1 the domain of this address is reserved for examples: nobody receives mail there
        geen adres refused 0 this is not an address that mail can go to
        ");
        assert!(house.carrier.carried.lock().unwrap().is_empty());
        let tx = store::write_tx(&house.ctx.db).await.unwrap();
        let nobody = enqueue(&house.ctx, &tx, draft("2", &[])).await;
        assert!(matches!(nobody, Err(OutboundError::NoRecipient)));
    }

    #[tokio::test]
    async fn enclosures_leave_with_the_mail_and_a_missing_one_makes_it_wait() {
        let house = house([]).await;
        let kept = house.ctx.blobs.put(b"stappen".to_vec()).await.unwrap();
        let with = |key: &str, blob_key| Draft {
            enclosures: vec![Enclosure {
                filename: "stappen.txt".into(),
                media_type: "text/plain".into(),
                blob_key,
            }],
            ..draft(key, &["a@wetteren.be"])
        };
        house.put(with("1", kept)).await;
        house.put(with("2", BlobKey::of(b"weg"))).await;
        assert_eq!(house.send_all().await, 2);
        let said = house.deliveries().await.join("\n");
        assert!(
            said.contains("queued 1 the content of stappen.txt is not there"),
            "{said}"
        );
        let carried = house.carrier.carried.lock().unwrap();
        assert_eq!(carried.len(), 1);
        assert!(
            carried[0].1.contains("filename=\"stappen.txt\""),
            "{}",
            carried[0].1
        );
    }

    #[tokio::test]
    async fn a_mail_that_is_too_large_leaves_with_links_and_stays_that_mail() {
        let too_large = || Fate::TooLarge {
            reply: "552 5.3.4 te groot".into(),
        };
        let later = Fate::Deferred {
            reply: "451 4.3.0 straks".into(),
        };
        let accepted = Fate::Delivered {
            server: "mx".into(),
            reply: "250 Ok".into(),
        };
        let house = house([too_large(), later, accepted.clone(), accepted]).await;
        let blob_key = house.ctx.blobs.put(b"het plan".to_vec()).await.unwrap();
        let mail = Draft {
            author: Author::Person,
            enclosures: vec![Enclosure {
                filename: "plan.pdf".into(),
                media_type: "application/pdf".into(),
                blob_key,
            }],
            ..draft("1", &["a@wetteren.be", "b@wetteren.be"])
        };
        house.put(mail).await;
        assert_eq!(house.send_all().await, 2);
        house.ctx.clock.advance(TimeDelta::minutes(2));
        assert_eq!(house.send_all().await, 1);
        assert_eq!(
            house.deliveries().await,
            [
                "a@wetteren.be accepted 2 250 Ok",
                "b@wetteren.be accepted 1 250 Ok"
            ]
        );
        let carried = house.carrier.carried.lock().unwrap().clone();
        let of = |nth: usize| carried[nth].1.replace("=\r\n", "");
        let to: Vec<_> = carried.iter().map(|it| it.0.recipient.as_str()).collect();
        let (a, b) = ("a@wetteren.be", "b@wetteren.be");
        assert_eq!(to, [a, a, b, a]);
        assert!(of(0).contains("filename=\"plan.pdf\""), "{}", of(0));
        assert!(
            of(2).contains("filename=\"plan.pdf\""),
            "another server takes it whole"
        );
        assert_eq!(of(1), of(3), "a later try is the same mail");
        assert!(!of(1).contains("filename="), "{}", of(1));
        let id = |mail: &str| {
            let line = mail.lines().find(|line| line.starts_with("Message-ID"));
            line.unwrap().to_owned()
        };
        assert_eq!(id(&of(0)), id(&of(1)));

        let link = of(1);
        let (_, link) = link.split_once("/bijlage/").unwrap();
        let tag = link.split_whitespace().next().unwrap();
        let file = linked_file(&house.ctx, tag).await.unwrap().unwrap();
        assert_eq!(
            (file.filename.as_str(), &*file.content),
            ("plan.pdf", &b"het plan"[..])
        );
        let signer = Signer::of(&house.ctx);
        let whole = carried[2].0.delivery;
        for unknown in [
            signer.sign(Tag::File {
                delivery: whole,
                nth: 0,
            }),
            signer.sign(Tag::File {
                delivery: carried[0].0.delivery,
                nth: 1,
            }),
            signer.sign(Tag::Delivery {
                delivery: carried[0].0.delivery,
            }),
            "aaaa".to_owned(),
        ] {
            assert_eq!(linked_file(&house.ctx, &unknown).await.unwrap(), None);
        }
    }

    #[tokio::test]
    async fn what_a_scanner_found_stays_here_whole_or_as_a_link() {
        let too_large = Fate::TooLarge {
            reply: "552 5.3.4 te groot".into(),
        };
        let house = house([too_large]).await;
        let mut enclosures = Vec::new();
        for name in ["slecht.txt", "goed.txt"] {
            enclosures.push(Enclosure {
                filename: name.into(),
                media_type: "text/plain".into(),
                blob_key: house.ctx.blobs.put(name.into()).await.unwrap(),
            });
        }
        let (db, now) = (&house.ctx.db, house.ctx.clock.now());
        let bad = enclosures[0].blob_key.clone();
        store::want_scan(db, house.ctx.new_id(), &bad, now)
            .await
            .unwrap();
        let mail = Draft {
            enclosures,
            ..draft("1", &["a@wetteren.be"])
        };
        house.put(mail).await;
        assert_eq!(house.send_all().await, 1);
        // However long the scanner is away, that is no refusal of the receiver.
        for _ in 0..PAUSES.len() + 2 {
            house.ctx.clock.advance(TimeDelta::days(1));
            assert_eq!(house.send_all().await, 1);
        }
        let said = house.deliveries().await;
        assert!(said[0].contains("queued 0 a file that goes"), "{said:?}");
        assert!(house.carrier.carried.lock().unwrap().is_empty());

        let scan = |state: ScanState| {
            blob_scan::Entity::update_many()
                .col_expr(blob_scan::Column::State, Expr::value(state))
                .exec(db)
        };
        scan(ScanState::Infected).await.unwrap();
        house.ctx.clock.advance(TimeDelta::minutes(2));
        assert_eq!(house.send_all().await, 1);
        let carried = house.carrier.carried.lock().unwrap().clone();
        let of = |nth: usize| carried[nth].1.replace("=\r\n", "");
        assert_eq!(carried.len(), 2);
        assert!(of(0).contains("filename=\"goed.txt\""), "{}", of(0));
        for mail in [of(0), of(1)] {
            assert!(!mail.contains("slecht.txt"), "{mail}");
        }
        let link = of(1);
        let (_, link) = link.split_once("/bijlage/").unwrap();
        let tag = link.split_whitespace().next().unwrap();
        let file = linked_file(&house.ctx, tag).await.unwrap().unwrap();
        assert_eq!(file.filename, "goed.txt");

        // A link that was given before is closed by what the scanner says.
        let first = Signer::of(&house.ctx).sign(Tag::File {
            delivery: carried[0].0.delivery,
            nth: 0,
        });
        assert_eq!(linked_file(&house.ctx, &first).await.unwrap(), None);
        scan(ScanState::Clean).await.unwrap();
        let file = linked_file(&house.ctx, &first).await.unwrap().unwrap();
        assert_eq!(file.filename, "slecht.txt");
    }

    /// Takes a mail, and the table of deliveries away for a moment.
    #[derive(Debug)]
    struct Outage {
        db: sea_orm::DatabaseConnection,
        taken: std::sync::atomic::AtomicU32,
    }

    #[async_trait]
    impl Carrier for Outage {
        async fn carry(&self, _: &Envelope, _: &[u8]) -> Fate {
            let rename = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
            let away = rename("delivery", "away");
            self.db.execute_unprepared(&away).await.unwrap();
            let (db, back) = (self.db.clone(), rename("away", "delivery"));
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(100)).await;
                db.execute_unprepared(&back).await.unwrap();
            });
            self.taken.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Fate::Delivered {
                server: "mx".into(),
                reply: "250 Ok".into(),
            }
        }
    }

    #[tokio::test]
    async fn what_a_server_has_taken_is_noted_when_the_database_is_back() {
        let house = house([]).await;
        house.put(draft("1", &["a@wetteren.be"])).await;
        let outage = Arc::new(Outage {
            db: house.ctx.db.clone(),
            taken: 0.into(),
        });
        let carrier = Arc::clone(&outage);
        let outbox = Outbox::new(&house.ctx, carrier).unwrap();
        assert!(outbox.send_one().await.unwrap());
        assert_eq!(
            house.deliveries().await,
            ["a@wetteren.be accepted 1 250 Ok"]
        );
        assert!(!outbox.send_one().await.unwrap());
        assert_eq!(outage.taken.load(std::sync::atomic::Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_mail_that_is_too_large_without_files_is_refused() {
        let too_large = Fate::TooLarge {
            reply: "552 5.3.4 te groot".into(),
        };
        let house = house([too_large]).await;
        house.put(draft("1", &["a@wetteren.be"])).await;
        assert_eq!(house.send_all().await, 1);
        assert_eq!(
            house.deliveries().await,
            ["a@wetteren.be refused 1 552 5.3.4 te groot"]
        );
    }

    #[tokio::test]
    async fn a_row_that_cannot_be_true_is_put_aside_and_the_next_mail_leaves() {
        let house = house([]).await;
        house.put(draft("1", &["a@wetteren.be"])).await;
        house.put(draft("2", &["b@wetteren.be"])).await;
        outbound_mail::Entity::update_many()
            .col_expr(outbound_mail::Column::Attachments, Expr::value("{"))
            .filter(<outbound_mail::Column as sea_orm::ColumnTrait>::eq(
                &outbound_mail::Column::IdempotencyKey,
                "1",
            ))
            .exec(&house.ctx.db)
            .await
            .unwrap();
        assert_eq!(house.send_all().await, 2);
        let said = house.deliveries().await;
        assert!(
            said[0].starts_with("a@wetteren.be refused 1 outbound_mail"),
            "{said:?}"
        );
        assert!(said[1].starts_with("b@wetteren.be accepted"), "{said:?}");
    }

    #[tokio::test]
    async fn eight_workers_send_each_mail_once() {
        let house = house([]).await;
        for n in 0..40 {
            house
                .put(Draft {
                    author: Author::Person,
                    ..draft(&n.to_string(), &["a@wetteren.be"])
                })
                .await;
        }
        let workers = (0..8).map(|_| {
            let outbox = house.outbox.clone();
            tokio::spawn(async move { while outbox.send_one().await.unwrap() {} })
        });
        for worker in workers.collect::<Vec<_>>() {
            worker.await.unwrap();
        }
        assert!(house.outbox.lease_open().await.unwrap().is_none());
        let carried = house.carrier.carried.lock().unwrap();
        let distinct: std::collections::HashSet<_> = carried
            .iter()
            .map(|(envelope, _)| envelope.delivery)
            .collect();
        assert_eq!((carried.len(), distinct.len()), (40, 40));
    }

    #[test]
    fn pauses_grow_and_never_come_in_step() {
        let total: TimeDelta = PAUSES.iter().sum();
        assert!(
            total > TimeDelta::days(4),
            "RFC 5321 asks for four days: {total}"
        );
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(200));
        for attempt in 1..=13 {
            let nth = usize::try_from(attempt).unwrap() - 1;
            let pause_of = |id| pause(id, attempt).unwrap();
            assert!(pause_of(one) >= PAUSES[nth] && pause_of(one) <= PAUSES[nth] * 6 / 5);
            assert_ne!(pause_of(one), pause_of(other));
        }
        assert_eq!(pause(one, 14), None);
    }
}
