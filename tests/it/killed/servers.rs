//! `serve` reads a mailbox on a real IMAP server and sends through a real SMTP server. It is killed
//! again and again, and both servers go away and come back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::{Duration, Instant};

use mail_parser::MessageParser;
use regiovraag::config::{DatabaseSettings, ImapSettings};
use regiovraag::entity::delivery::DeliveryState;
use regiovraag::entity::inbound_mail::InboundState;
use regiovraag::entity::outbound_mail::OutboundKind;
use regiovraag::entity::{delivery, handover, inbound_mail, message, outbound_mail};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseConnection, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _,
};
use tokio::time::sleep;

use super::{House, everything_is_there_once, expire_leases, mail, under_way};
use crate::support::database::{Engine, Start, open, with_database};
use crate::support::dovecot::{DONE, Dovecot, USER};
use crate::support::mail_server::Server;
use crate::support::on_each_engine;
use crate::support::size::{Dice, Size};

/// How much may go by in which nothing is registered or sent before that counts as standing still:
/// longer than a lease and a first pause together.
const PATIENCE: Duration = Duration::from_mins(5);
/// How often the register is looked at.
const GLANCE: Duration = Duration::from_millis(40);

on_each_engine!(
    no_mail_is_lost_or_doubled_between_servers_when_serve_is_killed,
    |engine| {
        with_database(engine, Start::Filled, async |database| {
            kill_serve_between_servers(engine, &database).await;
        })
        .await;
    }
);

async fn kill_serve_between_servers(engine: Engine, database: &DatabaseSettings) {
    let size = Size::asked();
    let (mails, kills, restarts) = size.pick((120, 4, 1), (5_000, 50, 5));
    let mut dice = Dice::rolled_from(size.seed());
    let begin = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let mut dovecot = Dovecot::start();
    let mut post = Post::open();
    let house = House {
        dir: folder.path(),
        database,
        post: settings(folder.path(), &dovecot, &post),
    };
    fs::write(folder.path().join("secret.key"), [7; 32]).unwrap();

    let db = open(database).await;
    let (mut delivered, mut amid) = (0, 0);
    for kill in 1..=kills {
        // A share of the mail for each kill, so that none comes when all is done.
        let share = mails * kill / (kills + 1);
        for number in delivered..share {
            dovecot.deliver(number, mail(number).as_bytes());
        }
        let waits = steps(share - delivered) + steps_open(&db).await;
        delivered = share;
        let mut serve = house.start(&["serve", "--listen", "127.0.0.1:0"]);
        if kill * restarts / kills > (kill - 1) * restarts / kills {
            // Under its hands: what it was doing with them fails.
            let first = steps_done(&db).await + 1;
            wait_for(&db, PATIENCE, first).await;
            dovecot.stop();
            post.go_away();
            sleep(Duration::from_secs_f64(dice.between(0.0, 0.5))).await;
            dovecot.start_again();
            post.come_back();
        }
        if dice.below(5) == 0 {
            // While it gets up, or just after.
            sleep(Duration::from_secs_f64(dice.between(0.0, 1.5))).await;
        } else {
            let aim = steps_done(&db).await + dice.below(waits);
            wait_for(&db, size.pick(Duration::from_secs(5), PATIENCE), aim).await;
            sleep(Duration::from_secs_f64(dice.between(0.0, 0.03))).await;
        }
        assert_eq!(serve.try_wait().unwrap(), None, "{}", house.log());
        serve.kill().unwrap();
        serve.wait().unwrap();
        amid += usize::from(under_way(&db).await || !dovecot.files("INBOX").is_empty());
        if kill < kills || size == Size::Small {
            release(&db).await;
        }
    }
    for number in delivered..mails {
        dovecot.deliver(number, mail(number).as_bytes());
    }
    let mut serve = house.start(&["serve", "--listen", "127.0.0.1:0"]);
    let mut last = (Instant::now(), 0);
    // In the order in which mail goes, or one could slip from what is looked at last to what was first.
    while !dovecot.files("INBOX").is_empty() || steps_open(&db).await > 0 {
        let done = steps_done(&db).await;
        if done > last.1 {
            last = (Instant::now(), done);
        }
        assert!(last.0.elapsed() < PATIENCE, "{}", house.log());
        sleep(GLANCE).await;
    }
    serve.kill().unwrap();
    serve.wait().unwrap();

    everything_is_there_once(&db, mails).await;
    assert_eq!(dovecot.files(DONE).len(), mails, "each is moved, once");
    let accepted = post.all();
    let (acknowledgements, tries) = each_was_accepted_under_one_id(&db, &accepted).await;
    println!(
        "{engine:?}: {mails} mails, serve killed {kills} times ({amid} amid unfinished work), both \
         servers restarted {restarts} times: each mail is in the register once; {acknowledgements} \
         acknowledgements were accepted {tries} times, each under one Message-ID; {:?}",
        begin.elapsed()
    );
    let enough = size.pick(1, kills / 2);
    assert!(amid >= enough, "most kills met nothing to interrupt");
    db.close().await.unwrap();
}

/// Where `serve` finds the servers; returns the variables that it starts with.
fn settings(dir: &std::path::Path, dovecot: &Dovecot, post: &Post) -> Vec<(&'static str, String)> {
    let ImapSettings {
        port,
        password_file,
        ca_file,
        ..
    } = dovecot.settings();
    let account = format!(
        "[[intake.imap]]\nname = \"centraal\"\nhost = \"localhost\"\nusername = \"{USER}\"\n\
         password_file = \"{}\"\nfolders = [\"INBOX\"]\nmove_to = \"{DONE}\"\ntls = \"starttls\"\n\
         port = {port}\nca_file = \"{}\"\ntimeout_seconds = 20\n\
         [mail.smtp]\nhost = \"localhost\"\nport = {}\ntimeout_seconds = 10\n",
        password_file.display(),
        ca_file.display(),
        post.port,
    );
    fs::write(dir.join("killed.toml"), account).unwrap();
    vec![
        ("REGIOVRAAG_ENV", "killed".to_owned()),
        ("REGIOVRAAG_CONFIG_DIR", dir.display().to_string()),
        // Nothing here has to survive a power cut, and the log is read when a test fails.
        ("REGIOVRAAG__LOG__FILTER", "warn".to_owned()),
    ]
}

/// The steps that so many mails take at least: handed over and understood.
fn steps(mails: usize) -> usize {
    mails * 2
}

/// How many steps have been taken: mails handed over, understood, and mails of ours accepted.
async fn steps_done(db: &DatabaseConnection) -> usize {
    let handed = handover::Entity::find().count(db).await.unwrap();
    let understood = message::Entity::find().count(db).await.unwrap();
    let accepted = delivery::Entity::find()
        .filter(delivery::Column::State.eq(DeliveryState::Accepted))
        .count(db)
        .await
        .unwrap();
    usize::try_from(handed + understood + accepted).unwrap()
}

/// How many are known to be due.
async fn steps_open(db: &DatabaseConnection) -> usize {
    let waiting = inbound_mail::Entity::find()
        .filter(inbound_mail::Column::State.eq(InboundState::Received))
        .count(db)
        .await
        .unwrap();
    let queued = delivery::Entity::find()
        .filter(delivery::Column::State.eq(DeliveryState::Queued))
        .count(db)
        .await
        .unwrap();
    usize::try_from(waiting + queued).unwrap()
}

/// Waits until so many steps have been taken, or time is up.
async fn wait_for(db: &DatabaseConnection, most: Duration, aim: usize) {
    let begin = Instant::now();
    while steps_done(db).await < aim && begin.elapsed() < most {
        sleep(GLANCE).await;
    }
}

/// Plays that time has passed: the leases of the killed are over, and what waits for another try is due.
async fn release(db: &DatabaseConnection) {
    expire_leases(db).await;
    for due in [
        "UPDATE imap_mailbox SET held_until = NULL, held_by = NULL, retry_at = NULL",
        "UPDATE delivery SET run_at = (SELECT created_at FROM outbound_mail WHERE id = \
         delivery.outbound_mail_id) WHERE state = 'queued'",
    ] {
        db.execute_unprepared(due).await.unwrap();
    }
}

/// The recipient's mail server, and what it has accepted each time it was there.
struct Post {
    server: Option<Server>,
    port: u16,
    accepted: Vec<Accepted>,
}

/// A mail that the server said "250" to, or died before it could.
struct Accepted {
    recipient: String,
    message_id: String,
}

impl Post {
    fn open() -> Self {
        let server = Server::start(&[]);
        Self {
            port: server.port,
            server: Some(server),
            accepted: Vec::new(),
        }
    }

    fn go_away(&mut self) {
        let server = self.server.take().unwrap();
        for mail in server.end() {
            let content = mail["content"].as_str().unwrap();
            let read = MessageParser::default().parse(content.as_bytes()).unwrap();
            self.accepted.push(Accepted {
                recipient: mail["recipients"][0].as_str().unwrap().to_owned(),
                message_id: read.message_id().unwrap().to_owned(),
            });
        }
    }

    fn come_back(&mut self) {
        self.server = Some(Server::start(&["--port", &self.port.to_string()]));
    }

    fn all(mut self) -> Vec<Accepted> {
        self.go_away();
        self.accepted
    }
}

/// Every mail of ours was accepted by the server, and no asker has an acknowledgement under two
/// Message-IDs. Returns how many acknowledgements there are and how often one was accepted.
async fn each_was_accepted_under_one_id(
    db: &DatabaseConnection,
    accepted: &[Accepted],
) -> (usize, usize) {
    let known: BTreeSet<_> = accepted.iter().map(|one| one.message_id.clone()).collect();
    let ours = outbound_mail::Entity::find().all(db).await.unwrap();
    let expected = ours.iter().map(|mail| mail.rfc_message_id.clone());
    assert_eq!(known, expected.collect::<BTreeSet<_>>());

    let acknowledgements: BTreeSet<_> = ours
        .iter()
        .filter(|mail| mail.kind == OutboundKind::Acknowledgement)
        .map(|mail| mail.rfc_message_id.as_str())
        .collect();
    let mut received: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let mut tries = 0;
    for mail in accepted {
        if acknowledgements.contains(mail.message_id.as_str()) {
            tries += 1;
            let ids = received.entry(mail.recipient.as_str()).or_default();
            ids.insert(mail.message_id.as_str());
        }
    }
    // Every asker of these mails asks once.
    assert_eq!(received.len(), acknowledgements.len());
    assert!(received.values().all(|ids| ids.len() == 1), "{received:?}");
    (acknowledgements.len(), tries)
}
