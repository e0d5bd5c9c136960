//! Processes are killed at random moments while mail goes through them. Afterwards every mail is
//! exactly one ticket or message, and every asker has exactly one acknowledgement.
//!
//! `scripts/soak` plays it at full size and with real patience; `REGIOVRAAG_SEED` plays the same
//! moments again.

mod processes;
mod servers;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use regiovraag::config::DatabaseSettings;
use regiovraag::entity::delivery::DeliveryState;
use regiovraag::entity::inbound_mail::InboundState;
use regiovraag::entity::message::Direction;
use regiovraag::entity::outbound_mail::OutboundKind;
use regiovraag::entity::{
    assignment, delivery, handover, inbound_mail, message, outbound_mail, ticket,
};
use regiovraag::registry;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, EntityTrait as _};

/// Senders from all over, so that every contact point has its share.
const DOMAINS: [&str; 8] = [
    "wetteren.be",
    "aalst.be",
    "brugge.be",
    "genk.be",
    "leuven.be",
    "mechelen.be",
    "turnhout.be",
    "kortrijk.be",
];

/// Every fourth mail is a second word on the question before it.
const FOLLOW_UP_EVERY: usize = 4;

fn mail(number: usize) -> String {
    let follows = number % FOLLOW_UP_EVERY == FOLLOW_UP_EVERY - 1;
    let asker = if follows { number - 1 } else { number };
    let domain = DOMAINS[asker % DOMAINS.len()];
    let (subject, answers, text) = if follows {
        let first = format!("In-Reply-To: <vraag-{asker}@{domain}>\r\n");
        ("Re: ", first, "Ik vergat te zeggen dat het dringend is.")
    } else {
        (
            "",
            String::new(),
            "Welke stappen moeten wij zetten, en tegen wanneer?",
        )
    };
    format!(
        "From: Medewerker {asker} <medewerker{asker}@{domain}>\r\n\
         To: regiovorming@vlaanderen.be\r\nSubject: {subject}Vraag nummer {asker}\r\n\
         Message-ID: <vraag-{number}@{domain}>\r\n{answers}\
         Date: Thu, 15 Jan 2026 08:55:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         Beste\r\n\r\n{text} Dit is vraag nummer {asker}.\r\n\r\nMet vriendelijke groeten\r\n"
    )
}

/// A house in a folder, of which only the processes are ours.
struct House<'a> {
    dir: &'a Path,
    database: &'a DatabaseSettings,
    /// Which variables say where mail comes from and goes to.
    post: Vec<(&'static str, String)>,
}

impl House<'_> {
    fn start(&self, arguments: &[&str]) -> Child {
        let mut append = fs::OpenOptions::new();
        let log = append
            .create(true)
            .append(true)
            .open(self.dir.join("log"))
            .unwrap();
        Command::new(env!("CARGO_BIN_EXE_regiovraag"))
            .args(arguments)
            .current_dir(self.dir)
            .env("REGIOVRAAG__DATABASE__URL", &self.database.url)
            .env("REGIOVRAAG__BLOBS__DIR", self.dir.join("blobs"))
            .env("REGIOVRAAG__SECRET__FILE", self.dir.join("secret.key"))
            .envs(self.post.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir.join("log")).unwrap()
    }
}

/// Whether mail stands half way: taken in and not understood, or due and not sent.
async fn under_way(db: &DatabaseConnection) -> bool {
    let inbound = inbound_mail::Entity::find().all(db).await.unwrap();
    let deliveries = delivery::Entity::find().all(db).await.unwrap();
    inbound
        .iter()
        .any(|row| row.state == InboundState::Received)
        || deliveries
            .iter()
            .any(|row| row.state == DeliveryState::Queued)
}

/// The leases of the killed end by themselves in two minutes; this plays that they have.
async fn expire_leases(db: &DatabaseConnection) {
    for table in ["inbound_mail", "delivery", "deadline", "task"] {
        let none = format!("UPDATE {table} SET locked_until = NULL");
        db.execute_unprepared(&none).await.unwrap();
    }
}

/// The first so many mails stand in the register once each, and every mail of ours has been accepted.
async fn everything_is_there_once(db: &DatabaseConnection, mails: usize) {
    let questions = (0..mails).filter(|number| number % FOLLOW_UP_EVERY != FOLLOW_UP_EVERY - 1);
    let questions = questions.count();

    let inbound = inbound_mail::Entity::find().all(db).await.unwrap();
    assert_eq!(inbound.len(), mails);
    assert!(
        inbound.iter().all(|row| row.state == InboundState::Done),
        "{inbound:?}"
    );
    let handovers = handover::Entity::find().all(db).await.unwrap();
    let counted: BTreeSet<_> = handovers.iter().map(|row| row.inbound_mail_id).collect();
    assert_eq!((handovers.len(), counted.len()), (mails, mails));

    let messages = message::Entity::find().all(db).await.unwrap();
    let came_in = messages
        .iter()
        .filter(|row| row.direction == Direction::Inbound);
    let from: Vec<_> = came_in.map(|row| row.inbound_mail_id.unwrap()).collect();
    assert_eq!(from.len(), mails);
    assert_eq!(from.into_iter().collect::<BTreeSet<_>>(), counted);

    let tickets = ticket::Entity::find().all(db).await.unwrap();
    let mut references: Vec<_> = tickets.iter().map(|row| row.reference.clone()).collect();
    references.sort();
    let expected = references[0].split_once("-000001").map(|(year, _)| {
        (1..=questions)
            .map(|number| format!("{year}-{number:06}"))
            .collect::<Vec<_>>()
    });
    assert_eq!(
        Some(references),
        expected,
        "references without gaps or doubles"
    );
    let (broken, _) = registry::verify_record(db, Vec::new()).await.unwrap();
    assert_eq!(broken, []);
    for ticket in &tickets {
        let own = messages
            .iter()
            .filter(|row| row.ticket_id == ticket.id)
            .count();
        assert!(own >= 1, "{ticket:?}");
    }

    let mut acknowledged: BTreeMap<_, usize> = BTreeMap::new();
    let mut forwarded: BTreeMap<_, usize> = BTreeMap::new();
    for mail in outbound_mail::Entity::find().all(db).await.unwrap() {
        match mail.kind {
            OutboundKind::Acknowledgement => {
                *acknowledged.entry(mail.ticket_id.unwrap()).or_default() += 1;
            }
            OutboundKind::Forward => {
                *forwarded.entry(mail.assignment_id.unwrap()).or_default() += 1;
            }
            other => panic!("nobody asked for a mail of kind {other:?}"),
        }
    }
    let once = |(id, count): (_, _)| (count == 1).then_some(id);
    let acknowledged: Option<BTreeSet<_>> = acknowledged.into_iter().map(once).collect();
    assert_eq!(
        acknowledged,
        Some(tickets.iter().map(|row| row.id).collect())
    );
    let assignments = assignment::Entity::find().all(db).await.unwrap();
    let forwarded: Option<BTreeSet<_>> = forwarded.into_iter().map(once).collect();
    assert_eq!(
        forwarded,
        Some(assignments.iter().map(|row| row.id).collect())
    );

    let deliveries = delivery::Entity::find().all(db).await.unwrap();
    assert!(
        deliveries
            .iter()
            .all(|row| row.state == DeliveryState::Accepted),
        "{deliveries:?}"
    );
}
