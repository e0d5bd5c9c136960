//! The outbox on both engines: what the constraints and the claims must do alike.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::TimeDelta;
use regiovraag::clock::Clock;
use regiovraag::config::Settings;
use regiovraag::context::{Context, Secret};
use regiovraag::entity::delivery;
use regiovraag::outbound::mails::MailBody;
use regiovraag::outbound::{Author, Carrier, Draft, Envelope, Fate, OutboundKind, Outbox, enqueue};
use regiovraag::store::{self, Blobs};
use sea_orm::{EntityTrait, QueryOrder};
use uuid::Uuid;

use crate::support::database::{Start, open, with_database};
use crate::support::on_each_engine;

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
