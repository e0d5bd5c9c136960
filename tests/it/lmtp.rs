//! Mail servers hand mail over: a real Postfix by LMTP, and clients that mean no good.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use regiovraag::clock::Clock;
use regiovraag::config::{DatabaseSettings, HandOver, Network, Settings, SmtpSettings};
use regiovraag::context::{Context, Secret};
use regiovraag::entity::inbound_mail::InboundState;
use regiovraag::entity::{event, handover, inbound_mail, outbound_mail, ticket};
use regiovraag::intake::lmtp::Listener;
use regiovraag::intake::{balance, sources};
use regiovraag::outbound::mails::MailBody;
use regiovraag::outbound::{
    AboutTicket, Author, Carrier as _, Draft, Envelope, Fate, OutboundKind, SmtpCarrier, enqueue,
};
use regiovraag::registry::day_in_brussels;
use regiovraag::store::{self, Blobs, Changes};
use regiovraag::worker::Works;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::support::app::question;
use crate::support::database::{Engine, Start, open, with_database};
use crate::support::mail_server::Server;
use crate::support::on_each_engine;
use crate::support::postfix::{Postfix, free_port};

/// A house whose only open door is the one for mail servers.
async fn house(
    database: &DatabaseSettings,
    dir: &Path,
    change: impl FnOnce(&mut Settings),
) -> Context {
    let mut settings = Settings::defaults().unwrap();
    settings.intake.lmtp.listen = "127.0.0.1:0".into();
    settings.blobs.dir = dir.to_owned();
    change(&mut settings);
    Context {
        db: open(database).await,
        blobs: Blobs::in_dir(dir).unwrap(),
        clock: Clock::still_at("2026-01-15T08:00:00Z".parse().unwrap()),
        settings: Arc::new(settings),
        secret: Secret::new(&[7; 32]).unwrap(),
        work: Arc::default(),
        changes: Changes::default(),
    }
}

struct Door {
    address: SocketAddr,
    stop: CancellationToken,
    tracker: TaskTracker,
}

impl Door {
    async fn open(ctx: &Context) -> Self {
        let listener = Listener::bind(ctx).await.unwrap().unwrap();
        let (stop, tracker) = (CancellationToken::new(), TaskTracker::new());
        let address = listener.address();
        tracker.spawn(listener.run(stop.clone()));
        Self {
            address,
            stop,
            tracker,
        }
    }

    async fn close(self) {
        self.stop.cancel();
        self.tracker.close();
        self.tracker.wait().await;
    }

    /// A client that comes from `from`.
    async fn client(&self, from: [u8; 4]) -> Client {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(IpAddr::from(from), 0)).unwrap();
        Client(socket.connect(self.address).await.unwrap())
    }
}

struct Client(TcpStream);

impl Client {
    async fn say(&mut self, words: &str) {
        self.0.write_all(words.as_bytes()).await.unwrap();
    }

    /// All that is said until the connection is closed.
    async fn rest(&mut self) -> String {
        let mut said = String::new();
        // Who is turned away while talking may find the connection reset.
        let _ = self.0.read_to_string(&mut said).await;
        said
    }

    /// What is said, up to and with `last`.
    async fn hear(&mut self, last: &str) -> String {
        let mut said = Vec::new();
        while !String::from_utf8_lossy(&said).contains(last) {
            assert_ne!(self.0.read_buf(&mut said).await.unwrap(), 0, "{said:?}");
        }
        String::from_utf8(said).unwrap()
    }
}

const OPEN: &str =
    "LHLO mx\r\nMAIL FROM:<an@wetteren.be>\r\nRCPT TO:<regiovorming@vlaanderen.be>\r\nDATA\r\n";

fn whole(mail: &[u8]) -> String {
    format!(
        "{OPEN}{}.\r\nQUIT\r\n",
        String::from_utf8(mail.to_vec()).unwrap()
    )
}

async fn counted(ctx: &Context) -> (u64, u64) {
    (
        handover::Entity::find().count(&ctx.db).await.unwrap(),
        inbound_mail::Entity::find().count(&ctx.db).await.unwrap(),
    )
}

on_each_engine!(a_mail_handed_over_twice_is_one_mail, |engine| {
    with_database(engine, Start::Filled, async |database| {
        let dir = tempfile::tempdir().unwrap();
        let ctx = house(&database, dir.path(), |_| ()).await;
        let door = Door::open(&ctx).await;
        let mail = question("An <an@wetteren.be>", "Zone", "Welke stappen?");
        for _ in 0..2 {
            let mut client = door.client([127, 0, 0, 1]).await;
            client.say(&whole(&mail)).await;
            let said = client.rest().await;
            assert!(said.contains("\r\n250 2.0.0 Kept as "), "{said}");
            assert!(said.ends_with("221 2.0.0 Goodbye\r\n"), "{said}");
        }
        assert_eq!(counted(&ctx).await, (1, 1));
        let row = inbound_mail::Entity::find().one(&ctx.db).await.unwrap();
        assert_eq!(row.unwrap().source.as_deref(), Some("lmtp"));
        let now = ctx.clock.now();
        let sums = balance(&ctx.db, day_in_brussels(now), now).await.unwrap();
        assert_eq!((sums["lmtp"].handed_over, sums["lmtp"].waiting), (1, 1));
        let fares = sources(&ctx.db).await.unwrap();
        let fares: Vec<_> = fares
            .iter()
            .map(|one| (one.source.as_str(), one.succeeded_at, one.failing_since))
            .collect();
        assert_eq!(fares, [("lmtp", Some(now), None)]);
        door.close().await;
        ctx.db.clone().close().await.unwrap();
    })
    .await;
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sleeping_clients_and_a_flood_leave_room_for_others() {
    with_database(Engine::Sqlite, Start::Filled, async |database| {
        let dir = tempfile::tempdir().unwrap();
        let ctx = house(&database, dir.path(), |settings| {
            settings.intake.lmtp.max_connections = 5;
            settings.intake.lmtp.max_connections_per_client = 2;
        })
        .await;
        let door = Door::open(&ctx).await;
        let mut sleeping = Vec::new();
        for _ in 0..2 {
            let mut client = door.client([127, 0, 0, 1]).await;
            client.hear("\r\n").await;
            client.say(OPEN).await;
            client.hear("354").await;
            sleeping.push(client);
        }
        for _ in 0..50 {
            let said = door.client([127, 0, 0, 1]).await.rest().await;
            assert_eq!(
                said,
                "421 4.7.0 Too many connections of yours; try again later\r\n"
            );
        }
        let mail = question("An <an@wetteren.be>", "Zone", "Welke stappen?");
        let mut other = door.client([127, 0, 0, 2]).await;
        other.say(&whole(&mail)).await;
        assert!(other.rest().await.contains("\r\n250 2.0.0 Kept as "));

        // Who was killed before the end handed nothing over.
        sleeping[0].say("Subject: half\r\n\r\nHalf").await;
        drop(sleeping);
        assert_eq!(counted(&ctx).await, (1, 1));
        door.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_are_turned_away_and_a_wrong_setting_shows_at_the_start() {
    with_database(Engine::Sqlite, Start::Filled, async |database| {
        let dir = tempfile::tempdir().unwrap();
        let ctx = house(&database, dir.path(), |settings| {
            settings.intake.lmtp.allowed_networks = vec![Network::parse("127.0.0.2").unwrap()];
        })
        .await;
        let door = Door::open(&ctx).await;
        let said = door.client([127, 0, 0, 1]).await.rest().await;
        assert_eq!(said, "554 5.7.1 Not from there\r\n");
        let mut known = door.client([127, 0, 0, 2]).await;
        known.hear("220 ").await;

        let said = |ctx: Context| async move {
            let refused = Listener::bind(&ctx).await.unwrap_err();
            refused.to_string()
        };
        let taken = door.address.to_string();
        let ctx = house(&database, dir.path(), |it| it.intake.lmtp.listen = taken).await;
        assert!(said(ctx).await.contains("free address and port"));
        let ctx = house(&database, dir.path(), |it| {
            it.intake.lmtp.max_connections = 0;
        })
        .await;
        assert!(said(ctx).await.contains("max_connections must be"));
        let ctx = house(&database, dir.path(), |it| {
            it.intake.lmtp.listen = String::new();
        })
        .await;
        assert!(Listener::bind(&ctx).await.unwrap().is_none());

        door.close().await;
        assert!(
            known.rest().await.starts_with("421 4.3.2 "),
            "who is here hears that we stop"
        );
    })
    .await;
}

/// Postfix, which hands mail for us over at `port` and all other mail to `end`.
fn postfix(protocol: &str, port: u16, end: Option<&Server>) -> Postfix {
    let elsewhere = end.map_or_else(
        || "default_transport = error:nowhere".to_owned(),
        |end| format!("default_transport = smtp:[127.0.0.1]:{}", end.port),
    );
    let hand_over = match protocol {
        "lmtp" => format!("lmtp:inet:127.0.0.1:{port}"),
        _ => format!("smtp:[127.0.0.1]:{port}"),
    };
    Postfix::start(&format!(
        "{elsewhere}\ntransport_maps = inline:{{ {{ vlaanderen.be = {hand_over} }} }}\n\
         relay_domains = vlaanderen.be\nminimal_backoff_time = 1s\nmaximal_backoff_time = 2s\n\
         queue_run_delay = 1s"
    ))
}

/// A mail to the asker of `ticket`, as a person would have it sent.
fn request(ticket: AboutTicket) -> Draft {
    Draft {
        kind: OutboundKind::Request,
        author: Author::Person,
        ticket: Some(ticket),
        thread: None,
        message: None,
        assignment: None,
        to: vec!["an@wetteren.be".into()],
        reply_to: None,
        body: MailBody {
            subject: "Een vraag".into(),
            text: "Welke zone?\n".into(),
            html: "<p>Welke zone?</p>".into(),
        },
        in_reply_to: None,
        references: Vec::new(),
        enclosures: Vec::new(),
        idempotency_key: "request".into(),
    }
}

/// Somebody elsewhere mails us, by way of Postfix.
async fn mails(smtp: &SmtpSettings, mail: &[u8]) {
    let envelope = Envelope {
        delivery: Uuid::from_u128(1),
        sender: Some("an@wetteren.be".into()),
        recipient: "regiovorming@vlaanderen.be".into(),
    };
    let fate = SmtpCarrier::new(smtp).unwrap().carry(&envelope, mail).await;
    assert!(matches!(fate, Fate::Delivered { .. }), "{fate:?}");
}

on_each_engine!(
    a_question_comes_and_goes_by_postfix_and_its_report_is_noted,
    |engine| {
        let story = with_database(engine, Start::Filled, async |database| {
            let dir = tempfile::tempdir().unwrap();
            let ctx = house(&database, dir.path(), |_| ()).await;
            let door = Door::open(&ctx).await;
            let end = Server::start(&[]);
            let postfix = postfix("lmtp", door.address.port(), Some(&end));
            let carrier = Arc::new(SmtpCarrier::new(&postfix.settings()).unwrap());
            let works = Works::with_carrier(ctx.clone(), carrier).await.unwrap();

            mails(
                &postfix.settings(),
                &question("An <an@wetteren.be>", "Zone", "Welke stappen?"),
            )
            .await;
            postfix.wait("the question is handed over", || postfix.is_empty());
            works.until_idle().await.unwrap();
            let tickets = ticket::Entity::find().all(&ctx.db).await.unwrap();
            assert_eq!(tickets.len(), 1);
            let acknowledged = end.next_accepted();
            assert_eq!(acknowledged["recipients"][0], "an@wetteren.be");
            assert_eq!(acknowledged["sender"], "<>");

            // What a person sends about it has a return address, and Postfix reports there that it was
            // handed on.
            let ticket = AboutTicket {
                id: tickets[0].id,
                reference: tickets[0].reference.clone(),
            };
            let tx = store::write_tx(&ctx.db).await.unwrap();
            enqueue(&ctx, &tx, request(ticket)).await.unwrap().unwrap();
            tx.commit().await.unwrap();
            works.until_idle().await.unwrap();
            let sent = outbound_mail::Entity::find().all(&ctx.db).await.unwrap();
            let answerable = sent.iter().filter(|mail| !mail.null_sender).count();
            assert_eq!(answerable, 1, "{sent:?}");
            postfix.wait("the reports are handed over", || postfix.is_empty());
            works.until_idle().await.unwrap();
            let inbound = inbound_mail::Entity::find().all(&ctx.db).await.unwrap();
            assert_eq!(inbound.len(), 1 + answerable);
            assert!(
                inbound.iter().all(|row| row.state == InboundState::Done),
                "{inbound:?}"
            );
            let events = event::Entity::find().all(&ctx.db).await.unwrap();
            let relayed = events
                .iter()
                .filter(|event| event.body.contains("relayed"))
                .count();
            assert_eq!(relayed, answerable, "{events:?}");
            door.close().await;
            ctx.db.clone().close().await.unwrap();
        });
        // A house between two mail servers is a large future; it waits on the heap.
        Box::pin(story).await;
    }
);

on_each_engine!(
    postfix_keeps_what_we_cannot_commit_and_brings_it_later,
    |engine| {
        with_database(engine, Start::Filled, async |database| {
            let dir = tempfile::tempdir().unwrap();
            let port = free_port();
            let at = |settings: &mut Settings| {
                settings.intake.lmtp.listen = format!("127.0.0.1:{port}");
                settings.intake.lmtp.protocol = HandOver::Smtp;
            };
            let away = house(&database, dir.path(), at).await;
            away.db.close_by_ref().await.unwrap();
            let door = Door::open(&away).await;
            let postfix = postfix("smtp", port, None);
            mails(
                &postfix.settings(),
                &question("An <an@wetteren.be>", "Zone", "Welke stappen?"),
            )
            .await;
            postfix.wait("it was told to come back", || {
                postfix.logged("status=deferred") > 0
            });
            assert!(
                postfix.log().contains("said: 451 4.3.0"),
                "{}",
                postfix.log()
            );
            door.close().await;

            let ctx = house(&database, dir.path(), at).await;
            assert_eq!(counted(&ctx).await, (0, 0));
            let door = Door::open(&ctx).await;
            postfix.flush();
            postfix.wait("it has come back", || postfix.is_empty());
            assert_eq!(counted(&ctx).await, (1, 1));
            door.close().await;
            ctx.db.clone().close().await.unwrap();
        })
        .await;
    }
);

/// The service in a process of its own, to be killed.
struct Service(Child);

impl Service {
    fn start(database: &DatabaseSettings, dir: &Path, port: u16) -> Self {
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(dir.join("log"))
            .unwrap();
        let process = Command::new(env!("CARGO_BIN_EXE_regiovraag"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .current_dir(dir)
            .env("REGIOVRAAG__DATABASE__URL", &database.url)
            .env("REGIOVRAAG__BLOBS__DIR", dir.join("blobs"))
            .env("REGIOVRAAG__SECRET__FILE", dir.join("secret.key"))
            .env("REGIOVRAAG__MAIL__CARRIER", "files")
            .env("REGIOVRAAG__MAIL__FILES_DIR", dir.join("sent"))
            .env(
                "REGIOVRAAG__INTAKE__LMTP__LISTEN",
                format!("127.0.0.1:{port}"),
            )
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        Self(process)
    }

    async fn answers(&self, port: u16) {
        for _ in 0..1500 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the service does not listen on {port}");
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // SIGKILL: nothing is finished.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

on_each_engine!(
    no_mail_is_lost_when_we_are_killed_amid_a_hand_over,
    |engine| {
        const MAILS: u64 = 40;
        with_database(engine, Start::Filled, async |database| {
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join("secret.key"), [7; 32]).unwrap();
            let port = free_port();
            let postfix = postfix("lmtp", port, None);
            // Nobody is there yet: Postfix keeps them all.
            for n in 0..MAILS {
                let (from, subject) = (format!("p{n}@wetteren.be"), format!("Vraag {n}"));
                mails(
                    &postfix.settings(),
                    &question(&from, &subject, "Welke stappen?"),
                )
                .await;
            }
            let db = open(&database).await;
            let taken = || async { inbound_mail::Entity::find().count(&db).await.unwrap() };
            let mut kills = 0;
            for goal in [1, MAILS / 4, MAILS / 2] {
                let service = Service::start(&database, dir.path(), port);
                service.answers(port).await;
                postfix.flush();
                for _ in 0..3000 {
                    if taken().await >= goal {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                drop(service);
                kills += u64::from(taken().await < MAILS);
            }
            let service = Service::start(&database, dir.path(), port);
            service.answers(port).await;
            postfix.flush();
            postfix.wait("everything is handed over", || postfix.is_empty());
            drop(service);
            let handed = handover::Entity::find().count(&db).await.unwrap();
            println!("{engine:?}: {handed} of {MAILS} handed over, killed {kills} times amid it");
            assert_eq!((handed, taken().await), (MAILS, MAILS));
            assert!(kills > 0, "it was never killed amid a hand-over");
            db.close().await.unwrap();
        })
        .await;
    }
);
