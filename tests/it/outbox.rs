//! The outbox on both engines: what the constraints and the claims must do alike.

use std::collections::HashSet;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::TimeDelta;
use regiovraag::clock::Clock;
use regiovraag::config::Settings;
use regiovraag::context::{Context, Secret};
use regiovraag::entity::delivery;
use regiovraag::entity::delivery::DeliveryState;
use regiovraag::entity::inbound_mail::InboundState;
use regiovraag::intake::mail::Reason;
use regiovraag::outbound::mails::MailBody;
use regiovraag::outbound::{Author, Carrier, Draft, Envelope, Fate, OutboundKind, Outbox, enqueue};
use regiovraag::store::{self, Blobs, Changes};
use regiovraag::worker::Works;
use sea_orm::{ConnectionTrait as _, EntityTrait, QueryOrder};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::support::app::question;
use crate::support::database::{Start, open, with_database};
use crate::support::post::PostBox;
use crate::support::{on_each_engine, scenario, until};

/// Takes every mail at the second try, and remembers which it took.
#[derive(Debug, Default)]
struct SecondTry {
    seen: Mutex<HashSet<Uuid>>,
    taken: Mutex<Vec<Uuid>>,
}

#[async_trait]
impl Carrier for SecondTry {
    async fn carry(&self, envelope: &Envelope, _mail: &[u8]) -> Fate {
        let delivery = envelope.delivery;
        if self.seen.lock().unwrap().insert(delivery) {
            return Fate::Deferred {
                reply: "451 straks".into(),
            };
        }
        self.taken.lock().unwrap().push(delivery);
        Fate::Delivered {
            server: "mx".into(),
            reply: "250 Ok".into(),
        }
    }
}

fn draft(key: &str, author: Author, to: &str) -> Draft {
    Draft {
        kind: OutboundKind::StatusLinks,
        author,
        ticket: None,
        thread: None,
        message: None,
        assignment: None,
        to: vec![to.into()],
        reply_to: None,
        body: MailBody {
            subject: "Dag\0".into(),
            text: "Dag\0\n".into(),
            html: "<p>Dag\0</p>".into(),
        },
        in_reply_to: None,
        references: Vec::new(),
        enclosures: Vec::new(),
        idempotency_key: key.into(),
    }
}

async fn put(ctx: &Context, draft: Draft) -> bool {
    let tx = store::write_tx(&ctx.db).await.unwrap();
    let put = enqueue(ctx, &tx, draft).await.unwrap();
    tx.commit().await.unwrap();
    put.is_some()
}

async fn work(outbox: &Outbox) {
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let outbox = outbox.clone();
            tokio::spawn(async move { while outbox.send_one().await.unwrap() {} })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
}

on_each_engine!(
    many_workers_send_each_mail_once_and_the_cap_holds,
    |engine| {
        with_database(engine, Start::Filled, async |database| {
            let dir = tempfile::tempdir().unwrap();
            let mut settings = Settings::defaults().unwrap();
            settings.mail.daily_cap = 2;
            let ctx = Context {
                db: open(&database).await,
                blobs: Blobs::in_dir(dir.path()).unwrap(),
                clock: Clock::still_at("2026-04-28T07:14:00Z".parse().unwrap()),
                settings: Arc::new(settings),
                secret: Secret::random().unwrap(),
                work: Arc::default(),
                changes: Changes::default(),
            };
            for n in 0..20 {
                let to = format!("p{n:02}@wetteren.be");
                assert!(put(&ctx, draft(&format!("p{n}"), Author::Person, &to)).await);
                assert!(!put(&ctx, draft(&format!("p{n}"), Author::Person, &to)).await);
            }
            // A flood that comes in at once counts as one that comes in a row.
            let flood: Vec<_> = (0..6)
                .map(|n| {
                    let ctx = ctx.clone();
                    let to = if n % 2 == 0 {
                        "vloed@aalst.be"
                    } else {
                        "Vloed@Aalst.be"
                    };
                    let draft = draft(&format!("m{n}"), Author::Machine, to);
                    tokio::spawn(async move { put(&ctx, draft).await })
                })
                .collect();
            for one in flood {
                assert!(one.await.unwrap());
            }

            let carrier = Arc::new(SecondTry::default());
            let outbox = Outbox::new(&ctx, carrier.clone()).unwrap();
            work(&outbox).await;
            assert!(
                carrier.taken.lock().unwrap().is_empty(),
                "a pause is a pause"
            );
            ctx.clock.advance(TimeDelta::minutes(2));
            work(&outbox).await;
            assert!(outbox.lease_open().await.unwrap().is_none());

            let taken = carrier.taken.lock().unwrap().clone();
            let distinct: HashSet<_> = taken.iter().collect();
            assert_eq!((taken.len(), distinct.len()), (22, 22));
            let rows = delivery::Entity::find()
                .order_by_asc(delivery::Column::Id)
                .all(&ctx.db)
                .await
                .unwrap();
            let states = |attempts, state: &str| {
                let fits = |row: &&delivery::Model| {
                    row.attempts == attempts
                        && row.state.slug() == state
                        && row.settled_at.is_some()
                };
                rows.iter().filter(fits).count()
            };
            assert_eq!(
                (rows.len(), states(2, "accepted"), states(0, "held")),
                (26, 22, 4)
            );
            ctx.db.close().await.unwrap();
        })
        .await;
    }
);

/// Panics over the first mail, and hands every other to the post box.
#[derive(Debug)]
struct Trips {
    tripped: AtomicBool,
    kept: Arc<PostBox>,
}

#[async_trait]
impl Carrier for Trips {
    async fn carry(&self, envelope: &Envelope, mail: &[u8]) -> Fate {
        assert!(self.tripped.swap(true, Ordering::SeqCst), "injected");
        self.kept.carry(envelope, mail).await
    }
}

/// What is logged, for whoever asks.
#[derive(Debug, Default, Clone)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, said: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(said);
        Ok(said.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn holds(&self, words: &str) -> bool {
        String::from_utf8_lossy(&self.0.lock().unwrap()).contains(words)
    }
}

scenario!(a_step_that_panics_is_logged_and_tried_again, |app| {
    let log = Log::default();
    let written = log.clone();
    // Each test has a process of its own.
    tracing_subscriber::fmt()
        .with_writer(move || written.clone())
        .init();
    let carrier = Arc::new(Trips {
        tripped: AtomicBool::new(false),
        kept: Arc::clone(&app.post_box),
    });
    let works = Works::with_carrier(app.ctx.clone(), carrier).await.unwrap();
    let asker = "an@wetteren.be";
    app.receive(question(asker, "Vervoerregio", "Tot welke behoren wij?"))
        .await;
    let (tracker, stop) = (TaskTracker::new(), CancellationToken::new());
    works.start(&tracker, &stop);
    tracker.close();

    until("the panic is logged", async || {
        log.holds("A step failed and will be tried again") && log.holds("the step panicked")
    })
    .await;
    assert_eq!(app.mails_to(asker).len(), 0);
    // Its lease ends by itself in two minutes.
    app.ctx
        .db
        .execute_unprepared("UPDATE delivery SET locked_until = NULL")
        .await
        .unwrap();
    until("the mail has left", async || app.mails_to(asker).len() == 1).await;
    until("its fate is known", async || {
        let all = delivery::Entity::find().all(&app.ctx.db).await.unwrap();
        all.iter().all(|one| one.state == DeliveryState::Accepted)
    })
    .await;
    stop.cancel();
    tracker.wait().await;
    app.work().await;
    assert_eq!(app.mails_to(asker).len(), 1, "it left once");
});

scenario!(a_mail_that_stops_its_reader_each_time_is_set_aside, |app| {
    let id = app
        .receive(question("an@wetteren.be", "Vraag", "Welke stappen?"))
        .await;
    // Five readers took it, and none lived to say anything.
    app.ctx
        .db
        .execute_unprepared("UPDATE inbound_mail SET attempts = 5")
        .await
        .unwrap();
    app.work().await;
    let row = app.inbound(id).await;
    assert_eq!(row.state, InboundState::Quarantined);
    assert_eq!(row.reason, Some(Reason::kept(&[Reason::StopsUs])));
});
