//! Reading mailboxes on a real IMAP server: Debian's Dovecot, which each test starts for itself.
//! Without it these tests fail; none is skipped.

use std::fmt::Write as _;
use std::io::{BufRead as _, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use regiovraag::clock::real_now;
use regiovraag::config::{ImapSettings, ImapTls, OauthSettings, Settings};
use regiovraag::context::Context;
use regiovraag::entity::inbound_mail::InboundState;
use regiovraag::entity::{handover, imap_mailbox, inbound_mail};
use regiovraag::intake::imap::{
    Account, ImapError, Mailbox, Tally, attend, holding, ingest, last_counts, visit,
};
use regiovraag::intake::mail::Reason;
use regiovraag::intake::{SourceHealth, Sum, balance, sources};
use regiovraag::registry::day_in_brussels;
use regiovraag::worker::Works;
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, EntityTrait as _, ModelTrait as _,
    PaginatorTrait as _,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, changed, play_with, question};
use crate::support::database::{Engine, Start, open, with_database};
use crate::support::dovecot::{DONE, Dovecot, PASSWORD, USER, Wishes};
use crate::support::size::{Dice, Size};
use crate::support::{on_each_engine, scenario, until};

pub fn mail(number: usize) -> Vec<u8> {
    question(
        "Katrien Maes <katrien.maes@wetteren.be>",
        &format!("Vraag {number}"),
        "Welke stappen moeten wij zetten, en tegen wanneer?",
    )
}

fn inbox(settings: &ImapSettings) -> Mailbox {
    let account = Arc::new(Account::open(settings).unwrap());
    account.mailboxes().remove(0)
}

async fn row(ctx: &Context, mailbox: &Mailbox) -> imap_mailbox::Model {
    let row = imap_mailbox::Entity::find_by_id(mailbox.source());
    row.one(&ctx.db).await.unwrap().unwrap()
}

/// How many raw mails there are, and how many hand-overs of them.
pub async fn counts(db: &DatabaseConnection) -> (u64, u64) {
    let mails = inbound_mail::Entity::find().count(db).await.unwrap();
    (mails, handover::Entity::find().count(db).await.unwrap())
}

/// What came of a mailbox today.
async fn balance_of(ctx: &Context, source: &str) -> Sum {
    let now = ctx.clock.now();
    let sums = balance(&ctx.db, day_in_brussels(now), now).await.unwrap();
    assert_eq!(sums[source].difference(), 0, "{sums:?}");
    sums[source]
}

/// How a mailbox fares, as the watch over the mail sees it.
async fn health_of(ctx: &Context, source: &str) -> SourceHealth {
    let all = sources(&ctx.db).await.unwrap();
    all.into_iter().find(|one| one.source == source).unwrap()
}

fn tally(present: u64, new: u64, known: u64, moved: u64) -> Tally {
    Tally {
        present,
        new,
        known,
        moved,
        ..Tally::default()
    }
}

scenario!(
    a_question_in_a_mailbox_is_registered_and_moved_away,
    |app| {
        let server = Dovecot::start();
        let mailbox = inbox(&ImapSettings {
            move_to: DONE.into(),
            ..server.settings()
        });
        server.deliver(1, &mail(1));
        server.deliver(2, &mail(2));

        assert_eq!(visit(&app.ctx, &mailbox).await.unwrap(), tally(2, 2, 0, 2));
        assert_eq!(server.files("INBOX"), [] as [PathBuf; 0]);
        assert_eq!(server.files(DONE).len(), 2);
        app.work().await;
        assert_eq!(app.references().await.len(), 2);
        assert_eq!(app.mails_to("katrien.maes@wetteren.be").len(), 2);

        let row = row(&app.ctx, &mailbox).await;
        assert_eq!((row.taken_in, row.present, row.failures), (2, Some(2), 0));
        assert_eq!(row.last_success_at, Some(app.now()));
        let sum = balance_of(&app.ctx, mailbox.source()).await;
        assert_eq!((sum.handed_over, sum.questions), (2, 2));
        let fares = health_of(&app.ctx, mailbox.source()).await;
        assert_eq!(fares.succeeded_at, Some(app.now()));
        let first = inbound_mail::Entity::find().one(&app.ctx.db).await.unwrap();
        assert_eq!(first.unwrap().source.as_deref(), Some(mailbox.source()));
        assert_eq!(visit(&app.ctx, &mailbox).await.unwrap(), tally(0, 0, 0, 0));
    }
);

scenario!(
    a_server_without_move_gets_copies_that_are_expunged_by_number,
    |app| {
        let server = Dovecot::with(&Wishes {
            capabilities: Some("IMAP4rev1 UIDPLUS"),
            ..Wishes::default()
        });
        let mailbox = inbox(&ImapSettings {
            move_to: DONE.into(),
            ..server.settings()
        });
        server.deliver(1, &mail(1));
        assert_eq!(visit(&app.ctx, &mailbox).await.unwrap(), tally(1, 1, 0, 1));
        assert_eq!(
            (server.files("INBOX").len(), server.files(DONE).len()),
            (0, 1)
        );

        // And where the server knows neither, nothing is removed and a person is told.
        let server = Dovecot::with(&Wishes {
            capabilities: Some("IMAP4rev1"),
            ..Wishes::default()
        });
        let mailbox = inbox(&ImapSettings {
            move_to: DONE.into(),
            ..server.settings()
        });
        server.deliver(2, &mail(2));
        let error = visit(&app.ctx, &mailbox).await.unwrap_err().to_string();
        assert!(error.starts_with("move_to = \"Verwerkt\""), "{error}");
        assert!(error.contains("neither MOVE nor UIDPLUS"), "{error}");
        assert_eq!(counts(&app.ctx.db).await, (2, 2), "taken in all the same");
        assert_eq!(server.files("INBOX").len(), 1);
        app.work().await;
    }
);

scenario!(
    where_nothing_is_moved_the_last_number_is_kept_and_nothing_is_seen,
    |app| {
        let server = Dovecot::start();
        let mailbox = inbox(&server.settings());
        for number in 1..=3 {
            server.deliver(number, &mail(number));
        }
        assert_eq!(visit(&app.ctx, &mailbox).await.unwrap(), tally(3, 3, 0, 0));
        assert_eq!(row(&app.ctx, &mailbox).await.last_uid, 3);
        server.deliver(4, &mail(4));
        assert_eq!(visit(&app.ctx, &mailbox).await.unwrap(), tally(4, 1, 0, 0));
        assert_eq!(row(&app.ctx, &mailbox).await.last_uid, 4);
        assert_eq!(counts(&app.ctx.db).await, (4, 4));
        for file in server.files("INBOX") {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let flags = name.rsplit_once(":2,").map_or("", |(_, flags)| flags);
            assert!(!flags.contains('S'), "{name} was marked as seen");
        }

        // What the register has is not fetched again when the number is lost, and moved when wanted.
        let forget = "UPDATE imap_mailbox SET last_uid = 0";
        app.ctx.db.execute_unprepared(forget).await.unwrap();
        assert_eq!(visit(&app.ctx, &mailbox).await.unwrap(), tally(4, 0, 4, 0));
        let moving = inbox(&ImapSettings {
            move_to: DONE.into(),
            ..server.settings()
        });
        assert_eq!(visit(&app.ctx, &moving).await.unwrap(), tally(4, 0, 4, 4));
        assert_eq!(server.files(DONE).len(), 4);
        assert_eq!(counts(&app.ctx.db).await, (4, 4));
        app.work().await;
    }
);

scenario!(
    a_mailbox_that_is_numbered_anew_is_looked_at_again_and_doubles_nothing,
    |app| {
        let mut server = Dovecot::start();
        let mailbox = inbox(&server.settings());
        for number in 1..=3 {
            server.deliver(number, &mail(number));
        }
        visit(&app.ctx, &mailbox).await.unwrap();
        let before = row(&app.ctx, &mailbox).await.uid_validity.unwrap();

        server.stop();
        server.number_anew();
        server.deliver(4, &mail(4));
        server.start_again();
        assert_eq!(visit(&app.ctx, &mailbox).await.unwrap(), tally(4, 1, 3, 0));
        assert_eq!(row(&app.ctx, &mailbox).await.uid_validity, Some(before + 1));
        assert_eq!(
            counts(&app.ctx.db).await,
            (4, 7),
            "each hand-over is counted"
        );
        app.work().await;
        assert_eq!(app.references().await.len(), 4);
    }
);

scenario!(
    after_a_backup_was_put_back_the_same_numbers_are_other_messages,
    |app| {
        let mut server = Dovecot::start();
        let mailbox = inbox(&server.settings());
        for number in 1..=2 {
            server.deliver(number, &mail(number));
        }
        visit(&app.ctx, &mailbox).await.unwrap();
        let backup = server.back_up();
        server.deliver(3, &mail(3));
        visit(&app.ctx, &mailbox).await.unwrap();
        assert_eq!(row(&app.ctx, &mailbox).await.last_uid, 3);

        // The number of the third is free again, and is given to another before we look.
        server.stop();
        server.put_back(&backup);
        server.deliver(4, &[&mail(4)[..], b"En nog een zin.\r\n"].concat());
        server.start_again();
        app.ctx.clock.advance(TimeDelta::hours(2));
        let done = visit(&app.ctx, &mailbox).await.unwrap();
        assert_eq!((done.present, done.new), (3, 1), "{done:?}");
        assert_eq!(counts(&app.ctx.db).await, (4, 4));

        // It is put back once more, and this time we look before anything comes.
        server.stop();
        server.put_back(&backup);
        server.start_again();
        assert_eq!(visit(&app.ctx, &mailbox).await.unwrap().new, 0);
        assert_eq!(row(&app.ctx, &mailbox).await.last_uid, 2);
        server.deliver(5, &mail(55));
        assert_eq!(visit(&app.ctx, &mailbox).await.unwrap().new, 1);
        app.work().await;
        assert_eq!(app.references().await.len(), 5);
    }
);

scenario!(
    what_the_folder_has_and_the_register_has_not_is_taken_in_again,
    |app| {
        let mut server = Dovecot::start();
        let mailbox = inbox(&ImapSettings {
            move_to: String::new(),
            ..server.settings()
        });
        for number in 1..=3 {
            server.deliver(number, &mail(number));
        }
        visit(&app.ctx, &mailbox).await.unwrap();
        app.work().await;
        // As if one of them had been lost here, long after it was dealt with.
        let one = handover::Entity::find()
            .one(&app.ctx.db)
            .await
            .unwrap()
            .unwrap();
        one.delete(&app.ctx.db).await.unwrap();
        let again = async || {
            app.ctx.clock.advance(TimeDelta::hours(2));
            let done = visit(&app.ctx, &mailbox).await.unwrap();
            assert_eq!(
                health_of(&app.ctx, mailbox.source()).await.left_behind,
                0,
                "{done:?}"
            );
            counts(&app.ctx.db).await
        };
        assert_eq!(counts(&app.ctx.db).await, (3, 2));
        assert_eq!(again().await, (3, 3), "it is taken in again");
        assert_eq!(again().await, (3, 3));
        server.stop();
        app.work().await;
    }
);

scenario!(
    mail_that_comes_while_waiting_is_taken_in_and_a_restart_is_survived,
    |app| {
        let mut server = Dovecot::start();
        let ctx = changed(&app.ctx, |settings| {
            settings.intake.imap = vec![server.settings()];
        });
        let works = Works::with_carrier(ctx.clone(), app.post_box.clone())
            .await
            .unwrap();
        let mailbox = works.mailboxes()[0].clone();
        assert_eq!(mailbox.name(), "centraal/INBOX");
        let (tracker, stop) = (TaskTracker::new(), CancellationToken::new());
        works.start(&tracker, &stop);
        tracker.close();

        let has = async |mails| counts(&ctx.db).await.0 == mails;
        until("it waits", async || {
            let found = imap_mailbox::Entity::find_by_id(mailbox.source());
            let found = found.one(&ctx.db).await.unwrap();
            found.is_some_and(|row| row.last_success_at.is_some())
        })
        .await;
        server.deliver(1, &mail(1));
        until("the first is there", async || has(1).await).await;

        server.stop();
        until("the loss is noticed", async || {
            row(&ctx, &mailbox).await.failures > 0
        })
        .await;
        let lost = row(&ctx, &mailbox).await.last_error.unwrap();
        assert!(
            lost.contains("the connection was ended") || lost.contains("no connection"),
            "{lost}"
        );
        server.deliver(2, &mail(2));
        server.start_again();
        until("the second is there", async || has(2).await).await;
        until("all is well again", async || {
            row(&ctx, &mailbox).await.failures == 0
        })
        .await;

        stop.cancel();
        tracker.wait().await;
        assert_eq!(row(&ctx, &mailbox).await.held_by, None, "given back");
        app.work().await;
        assert_eq!(app.references().await.len(), 2);
    }
);

scenario!(
    a_server_that_cannot_speak_up_is_looked_at_now_and_then,
    |app| {
        let server = Dovecot::with(&Wishes {
            capabilities: Some("IMAP4rev1 UIDPLUS MOVE"),
            ..Wishes::default()
        });
        let mailbox = inbox(&ImapSettings {
            poll_seconds: 1,
            ..server.settings()
        });
        let stop = CancellationToken::new();
        let reading = tokio::spawn({
            let (ctx, mailbox, stop) = (app.ctx.clone(), mailbox.clone(), stop.clone());
            async move { attend(&ctx, &mailbox, &stop).await }
        });
        for number in 1..=2 {
            server.deliver(number, &mail(number));
            let mails = number as u64;
            until("it is there", async || counts(&app.ctx.db).await.0 == mails).await;
        }
        stop.cancel();
        reading.await.unwrap();
        app.work().await;
    }
);

scenario!(one_process_at_a_time_reads_a_mailbox, |app| {
    let server = Dovecot::start();
    let mailbox = inbox(&server.settings());
    visit(&app.ctx, &mailbox).await.unwrap();
    // Another process has it, and lives.
    let hold = |until| {
        let held = imap_mailbox::ActiveModel {
            source: sea_orm::ActiveValue::Unchanged(mailbox.source().to_owned()),
            held_by: sea_orm::ActiveValue::Set(Some(app.ctx.new_id())),
            held_until: sea_orm::ActiveValue::Set(Some(until)),
            ..Default::default()
        };
        imap_mailbox::Entity::update(held)
    };
    hold(real_now() + TimeDelta::minutes(2))
        .exec(&app.ctx.db)
        .await
        .unwrap();
    let other = row(&app.ctx, &mailbox).await.held_by;
    server.deliver(1, &mail(1));
    let stop = CancellationToken::new();
    let readers: Vec<_> = (0..2)
        .map(|_| {
            let (ctx, mailbox, stop) = (app.ctx.clone(), mailbox.clone(), stop.clone());
            tokio::spawn(async move { attend(&ctx, &mailbox, &stop).await })
        })
        .collect();
    // Longer than a process waits between two looks.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(
        counts(&app.ctx.db).await,
        (0, 0),
        "it is left to who has it"
    );
    assert_eq!(row(&app.ctx, &mailbox).await.held_by, other);

    // It died: its lease runs out, and one of the two takes over.
    hold(real_now() - TimeDelta::seconds(1))
        .exec(&app.ctx.db)
        .await
        .unwrap();
    until("the mail is there", async || {
        counts(&app.ctx.db).await == (1, 1)
    })
    .await;
    assert!(row(&app.ctx, &mailbox).await.held_by.is_some());
    stop.cancel();
    for reader in readers {
        reader.await.unwrap();
    }
    assert_eq!(row(&app.ctx, &mailbox).await.held_by, None);
    app.work().await;
});

scenario!(a_wrong_password_is_told_clearly_and_tried_rarely, |app| {
    let server = Dovecot::start();
    let settings = ImapSettings {
        password_file: server.password_file().with_file_name("wrong"),
        ..server.settings()
    };
    std::fs::write(&settings.password_file, "iets anders\n").unwrap();
    let mailbox = inbox(&settings);
    let stop = CancellationToken::new();
    let reading = tokio::spawn({
        let (ctx, mailbox, stop) = (app.ctx.clone(), mailbox.clone(), stop.clone());
        async move { attend(&ctx, &mailbox, &stop).await }
    });
    until("it failed", async || {
        let found = imap_mailbox::Entity::find_by_id(mailbox.source());
        let found = found.one(&app.ctx.db).await.unwrap();
        found.is_some_and(|row| row.failures > 0)
    })
    .await;
    stop.cancel();
    reading.await.unwrap();
    let row = row(&app.ctx, &mailbox).await;
    let fares = health_of(&app.ctx, mailbox.source()).await;
    assert_eq!(fares.failing_since, Some(app.now()));
    assert_eq!(fares.failure, row.last_error);
    let said = row.last_error.unwrap();
    assert!(said.contains("Authentication failed"), "{said}");
    assert!(said.contains("check username and password_file"), "{said}");
    assert!(
        !said.contains(USER) && !said.contains("iets anders"),
        "{said}"
    );
    let pause = row.retry_at.unwrap() - real_now();
    assert!(pause > TimeDelta::seconds(15), "{pause}");
    assert_eq!((row.failures, row.held_by), (1, None));

    // A new password in the file counts at once.
    std::fs::write(&settings.password_file, PASSWORD).unwrap();
    server.deliver(1, &mail(1));
    assert_eq!(visit(&app.ctx, &mailbox).await.unwrap().new, 1);
    let fares = health_of(&app.ctx, mailbox.source()).await;
    assert_eq!((fares.failing_since, fares.failure), (None, None));
    app.work().await;
});

scenario!(
    no_password_goes_to_a_server_that_cannot_prove_itself,
    |app| {
        let (server, stranger) = (Dovecot::start(), Dovecot::start());
        for tls in [ImapTls::Tls, ImapTls::Starttls] {
            let port = if tls == ImapTls::Tls {
                server.tls_port
            } else {
                server.port
            };
            let right = ImapSettings {
                tls,
                port,
                ..server.settings()
            };
            visit(&app.ctx, &inbox(&right)).await.unwrap();
            let wrong = ImapSettings {
                ca_file: stranger.authority(),
                ..right
            };
            let error = visit(&app.ctx, &inbox(&wrong)).await.unwrap_err();
            assert!(matches!(error, ImapError::Unprotected { .. }), "{error}");
            assert!(
                error.to_string().to_lowercase().contains("certificate"),
                "{error}"
            );
        }
        // In the clear only on this machine, which this is.
        let plain = ImapSettings {
            tls: ImapTls::None,
            ca_file: PathBuf::new(),
            ..server.settings()
        };
        visit(&app.ctx, &inbox(&plain)).await.unwrap();
    }
);

scenario!(a_folder_that_is_not_there_is_named, |app| {
    let server = Dovecot::start();
    let settings = ImapSettings {
        folders: vec!["Nergens".into()],
        ..server.settings()
    };
    let error = visit(&app.ctx, &inbox(&settings))
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("the folder \"Nergens\" cannot be opened"),
        "{error}"
    );

    let settings = ImapSettings {
        move_to: "Nergens".into(),
        ..server.settings()
    };
    server.deliver(1, &mail(1));
    let error = visit(&app.ctx, &inbox(&settings))
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("move_to = \"Nergens\": messages cannot be moved"),
        "{error}"
    );
    assert_eq!(counts(&app.ctx.db).await, (1, 1), "taken in all the same");
    assert_eq!(server.files("INBOX").len(), 1);
    app.work().await;
});

scenario!(a_message_that_is_too_large_stays_and_is_counted, |app| {
    let server = Dovecot::start();
    let mailbox = inbox(&server.settings());
    let mut large = mail(2);
    large.extend(b"Nog een regel.\r\n".repeat(1000));
    server.deliver(1, &mail(1));
    server.deliver(2, &large);
    server.deliver(3, &mail(3));
    let narrow = changed(&app.ctx, |settings| settings.http.max_mail_bytes = 10_000);

    let done = visit(&narrow, &mailbox).await.unwrap();
    assert_eq!((done.new, done.too_large), (2, 1));
    let again = visit(&narrow, &mailbox).await.unwrap();
    assert_eq!(
        (again.new, again.too_large),
        (0, 0),
        "the number is past it"
    );
    assert_eq!(server.files("INBOX").len(), 3, "nothing is lost");
    assert_eq!(counts(&app.ctx.db).await, (3, 3));
    let aside = inbound_mail::Entity::find().all(&app.ctx.db).await.unwrap();
    let aside = aside
        .iter()
        .find(|row| row.state == InboundState::Quarantined)
        .unwrap();
    let left = Reason::LeftBehind {
        folder: "INBOX".into(),
        account: "centraal".into(),
    };
    assert_eq!(aside.reason, Some(Reason::kept(&[left])));
    assert_eq!(usize::try_from(aside.size).unwrap(), large.len());
    assert_eq!(aside.subject.as_deref(), Some("Vraag 2"));
    assert_eq!(
        aside.from_email.as_deref(),
        Some("katrien.maes@wetteren.be")
    );
    assert_eq!(aside.source.as_deref(), Some(mailbox.source()));
    assert_eq!(row(&app.ctx, &mailbox).await.too_large, 1);
    let sum = balance_of(&app.ctx, mailbox.source()).await;
    assert_eq!((sum.handed_over, sum.quarantined), (3, 1));
    let counted = holding(&narrow, &mailbox).await.unwrap();
    assert_eq!((counted.present, counted.known), (3, 3));
    let read = changed(&narrow, |settings| {
        settings.intake.imap = vec![server.settings()];
    });
    let last = last_counts(&read).await.unwrap();
    assert_eq!(last, [(counted, Some(app.now()))], "as it was counted then");
    let unread = last_counts(&app.ctx).await.unwrap();
    assert_eq!(unread, [], "no folder of the settings");

    // Moved aside where a folder for it is given; and once it may come in, it comes in whole.
    let moving = inbox(&ImapSettings {
        move_to: DONE.into(),
        move_too_large_to: "Groot".into(),
        ..server.settings()
    });
    let done = visit(&narrow, &moving).await.unwrap();
    assert_eq!((done.known, done.too_large, done.moved), (2, 1, 3));
    assert_eq!(server.files("Groot").len(), 1);
    let aside = inbox(&ImapSettings {
        folders: vec!["Groot".into()],
        ..server.settings()
    });
    let whole = ingest(&app.ctx, &aside, |all| assert_eq!(all, 1), |_| {})
        .await
        .unwrap();
    assert_eq!((whole.new, whole.too_large), (1, 0));
    app.work().await;
    assert_eq!(app.references().await.len(), 3);
});

/// Passes a conversation on, and calls `before` when a message is about to be fetched.
async fn between(port: u16, before: impl FnOnce() + Send + 'static) -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (client, _) = listener.accept().await.unwrap();
        let server = tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .unwrap();
        let (mut from_client, mut to_client) = client.into_split();
        let (mut from_server, mut to_server) = server.into_split();
        tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
        let (mut before, mut said, mut chunk) = (Some(before), Vec::new(), vec![0; 4096]);
        loop {
            let read = from_client.read(&mut chunk).await.unwrap_or(0);
            if read == 0 {
                return;
            }
            said.extend_from_slice(&chunk[..read]);
            if said.windows(10).any(|words| words == b"BODY.PEEK[")
                && let Some(before) = before.take()
            {
                before();
            }
            to_server.write_all(&chunk[..read]).await.unwrap();
        }
    });
    own
}

scenario!(
    a_message_that_goes_between_list_and_fetch_stops_nobody,
    |app| {
        let server = Dovecot::start();
        for number in 1..=3 {
            server.deliver(number, &mail(number));
        }
        let plain = ImapSettings {
            tls: ImapTls::None,
            ..server.settings()
        };
        let gone = server.files("INBOX")[1].clone();
        let port = between(server.port, move || {
            // Where Dovecot has put it by now.
            let name = gone.file_name().unwrap().to_string_lossy().into_owned();
            let folders = ["new", "cur"].map(|part| gone.parent().unwrap().with_file_name(part));
            let files = folders
                .iter()
                .flat_map(|folder| std::fs::read_dir(folder).unwrap());
            let mut file = files
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.to_string_lossy().contains(&name));
            std::fs::remove_file(file.next().unwrap()).unwrap();
        })
        .await;
        let mailbox = inbox(&ImapSettings {
            port,
            ..plain.clone()
        });
        let done = visit(&app.ctx, &mailbox).await.unwrap();
        assert_eq!((done.new, done.withheld), (2, 0), "{done:?}");
        assert_eq!(row(&app.ctx, &mailbox).await.last_uid, 3);
        assert_eq!(counts(&app.ctx.db).await, (2, 2));
        app.work().await;
    }
);

/// A mail server with six messages that hangs up whenever it comes to the third, as long as `ails`; and
/// that tells whoever waits for news how many messages it has, each time anew.
struct Ailing {
    port: u16,
    ails: Arc<AtomicBool>,
    /// How often somebody began to wait for news.
    waits: Arc<AtomicUsize>,
}

impl Ailing {
    const MESSAGES: usize = 6;
    const CULPRIT: usize = 3;

    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let ails = Arc::new(AtomicBool::new(true));
        let waits = Arc::new(AtomicUsize::new(0));
        let (ill, counted) = (Arc::clone(&ails), Arc::clone(&waits));
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let (ill, counted) = (Arc::clone(&ill), Arc::clone(&counted));
                // Whoever is gone hears no more.
                std::thread::spawn(move || Self::talk(connection.unwrap(), &ill, &counted).ok());
            }
        });
        Self { port, ails, waits }
    }

    fn talk(
        mut connection: TcpStream,
        ails: &AtomicBool,
        waits: &AtomicUsize,
    ) -> std::io::Result<()> {
        let lines = std::io::BufReader::new(connection.try_clone()?).lines();
        connection.write_all(b"* OK ready\r\n")?;
        let mut waiting = String::new();
        for line in lines {
            let line = line?;
            if line == "DONE" {
                connection.write_all(format!("{waiting} OK done\r\n").as_bytes())?;
                continue;
            }
            let (tag, said) = line.split_once(' ').unwrap_or((&line, ""));
            let mut answer = String::new();
            if said == "IDLE" {
                tag.clone_into(&mut waiting);
                waits.fetch_add(1, Ordering::SeqCst);
                let again = format!("+ idling\r\n* {} EXISTS\r\n", Self::MESSAGES);
                connection.write_all(again.as_bytes())?;
                continue;
            }
            if said.starts_with("CAPABILITY") {
                answer.push_str("* CAPABILITY IMAP4rev1 UIDPLUS MOVE IDLE\r\n");
            } else if said.starts_with("EXAMINE") {
                let next = Self::MESSAGES + 1;
                write!(
                    answer,
                    "* {} EXISTS\r\n* OK [UIDVALIDITY 7] numbered\r\n* OK [UIDNEXT {next}] next\r\n",
                    Self::MESSAGES
                )
                .unwrap();
            } else if let Some(asked) = said.strip_prefix("UID FETCH ") {
                let set = asked.split(' ').next().unwrap();
                for uid in Self::named(set) {
                    let raw = String::from_utf8(mail(uid)).unwrap();
                    if said.contains("RFC822.SIZE") {
                        // Of the last one it never says the size, and of the first it also says a flag.
                        let size = match uid {
                            Self::MESSAGES => String::new(),
                            _ => format!(" RFC822.SIZE {}", raw.len()),
                        };
                        write!(answer, "* {uid} FETCH (UID {uid}{size})\r\n").unwrap();
                        if uid == 1 {
                            answer.push_str("* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n");
                        }
                        continue;
                    }
                    if uid == Self::CULPRIT && ails.load(Ordering::SeqCst) {
                        answer.push_str("* BYE Connection is closed. 13\r\n");
                        return connection.write_all(answer.as_bytes());
                    }
                    let length = raw.len();
                    write!(
                        answer,
                        "* {uid} FETCH (UID {uid} BODY[]<0> {{{length}}}\r\n{raw})\r\n"
                    )
                    .unwrap();
                }
            }
            write!(answer, "{tag} OK done\r\n").unwrap();
            connection.write_all(answer.as_bytes())?;
        }
        Ok(())
    }

    /// The messages in a set of numbers.
    fn named(set: &str) -> Vec<usize> {
        let number = |text: &str| text.parse().unwrap_or(Self::MESSAGES);
        let ranges = set
            .split(',')
            .map(|range| range.split_once(':').unwrap_or((range, range)));
        let named = ranges.flat_map(|(from, to)| number(from)..=number(to));
        named
            .filter(|uid| (1..=Self::MESSAGES).contains(uid))
            .collect()
    }
}

scenario!(
    a_message_at_which_the_server_hangs_up_keeps_nobody_out,
    |app| {
        let server = Ailing::start();
        let password = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(password.path(), "geheim").unwrap();
        let settings = serde_json::json!({
            "name": "ziek", "host": "127.0.0.1", "port": server.port, "tls": "none",
            "username": USER, "password_file": password.path(), "timeout_seconds": 20,
        });
        let mailbox = inbox(&serde_json::from_value(settings).unwrap());
        for _ in 0..2 {
            let error = visit(&app.ctx, &mailbox).await.unwrap_err();
            assert!(matches!(error, ImapError::Withheld { count: 1 }), "{error}");
            assert_eq!(counts(&app.ctx.db).await, (5, 5), "all the others are in");
            assert_eq!(
                row(&app.ctx, &mailbox).await.last_uid,
                0,
                "it is not forgotten"
            );
        }
        server.ails.store(false, Ordering::SeqCst);
        let done = visit(&app.ctx, &mailbox).await.unwrap();
        assert_eq!((done.new, done.known, done.withheld), (1, 5, 0), "{done:?}");
        assert_eq!(counts(&app.ctx.db).await, (6, 6));

        // What the server says again and again is no news.
        let stop = CancellationToken::new();
        let looks = async {
            until("somebody waits for news", async || {
                server.waits.load(Ordering::SeqCst) > 0
            })
            .await;
            tokio::time::sleep(Duration::from_millis(500)).await;
            stop.cancel();
        };
        tokio::join!(attend(&app.ctx, &mailbox, &stop), looks);
        assert_eq!(server.waits.load(Ordering::SeqCst), 1);
        app.work().await;
    }
);

/// A token endpoint, and where Dovecot asks about tokens.
#[derive(Clone)]
struct Tokens {
    port: u16,
    state: Arc<Mutex<TokenState>>,
}

#[derive(Default)]
struct TokenState {
    given: usize,
    good: Vec<String>,
}

impl Tokens {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let tokens = Self {
            port,
            state: Arc::default(),
        };
        let own = tokens.clone();
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                own.answer(connection.unwrap());
            }
        });
        tokens
    }

    fn answer(&self, mut connection: TcpStream) {
        let (mut said, mut chunk) = (Vec::new(), [0; 4096]);
        let request = loop {
            let read = connection.read(&mut chunk).unwrap();
            if read == 0 {
                return;
            }
            said.extend_from_slice(&chunk[..read]);
            let text = String::from_utf8_lossy(&said).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| {
                    let (name, value) = line.split_once(':')?;
                    name.eq_ignore_ascii_case("content-length")
                        .then(|| value.trim().parse())
                });
                if body.len() >= length.map_or(0, Result::unwrap) {
                    break text;
                }
            }
        };
        let mut state = self.state.lock().unwrap();
        let (status, body) = if request.starts_with("POST /token ") {
            let right = [
                "grant_type=client_credentials",
                "client_id=regiovraag",
                "client_secret=geheim",
            ];
            if right.iter().all(|part| request.contains(part)) {
                state.given += 1;
                let token = format!("token-{}", state.given);
                let body = format!(
                    "{{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"{token}\"}}"
                );
                state.good.push(token);
                ("200 OK", body)
            } else {
                let said = "AADSTS7000215: Invalid client secret provided.";
                let body =
                    format!("{{\"error\":\"invalid_client\",\"error_description\":\"{said}\"}}");
                ("401 Unauthorized", body)
            }
        } else {
            let active = state
                .good
                .iter()
                .any(|token| request.contains(&format!("token={token}&")));
            (
                "200 OK",
                format!("{{\"active\":{active},\"user\":\"{USER}\"}}"),
            )
        };
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        );
        connection.write_all(answer.as_bytes()).unwrap();
    }
}

scenario!(a_token_lets_us_in_and_is_kept_until_it_is_refused, |app| {
    let tokens = Tokens::start();
    let server = Dovecot::with(&Wishes {
        introspection: Some(format!(
            "http://127.0.0.1:{}/introspect?token=",
            tokens.port
        )),
        ..Wishes::default()
    });
    let secret = server.password_file().with_file_name("secret");
    std::fs::write(&secret, "geheim\n").unwrap();
    let settings = ImapSettings {
        password_file: PathBuf::new(),
        oauth: OauthSettings {
            token_url: format!("http://127.0.0.1:{}/token", tokens.port),
            client_id: "regiovraag".into(),
            client_secret_file: secret.clone(),
            scope: "https://outlook.office365.com/.default".into(),
        },
        ..server.settings()
    };
    let mailbox = inbox(&settings);
    server.deliver(1, &mail(1));
    assert_eq!(visit(&app.ctx, &mailbox).await.unwrap().new, 1);
    server.deliver(2, &mail(2));
    assert_eq!(visit(&app.ctx, &mailbox).await.unwrap().new, 1);
    assert_eq!(tokens.state.lock().unwrap().given, 1, "one token for both");

    // Taken back: the refusal comes as a second challenge, and the next try brings a new token.
    tokens.state.lock().unwrap().good.clear();
    let error = visit(&app.ctx, &mailbox).await.unwrap_err();
    assert!(
        matches!(
            error,
            ImapError::SignIn {
                secret: "oauth",
                ..
            }
        ),
        "{error}"
    );
    server.deliver(3, &mail(3));
    assert_eq!(visit(&app.ctx, &mailbox).await.unwrap().new, 1);
    assert_eq!(tokens.state.lock().unwrap().given, 2);

    std::fs::write(&secret, "iets anders").unwrap();
    let error = visit(&app.ctx, &inbox(&settings)).await.unwrap_err();
    let said = error.to_string();
    assert!(matches!(error, ImapError::Token(_)), "{said}");
    assert!(said.contains("invalid_client AADSTS7000215"), "{said}");
    app.work().await;
});

/// `mail ingest` over a server, as a person runs it.
struct Ingest<'a> {
    server: &'a Dovecot,
    dir: &'a std::path::Path,
    database: &'a str,
}

impl Ingest<'_> {
    fn command(&self, more: &[&str]) -> Command {
        let server = self.server;
        let address = format!("imaps://{USER}@localhost:{}/INBOX", server.tls_port);
        let mut command = Command::new(env!("CARGO_BIN_EXE_regiovraag"));
        command
            .args(["mail", "ingest", "--json"])
            .args(more)
            .arg("--password-file")
            .arg(server.password_file())
            .arg("--ca-file")
            .arg(server.authority())
            .arg(address)
            .current_dir(self.dir)
            .env("REGIOVRAAG__DATABASE__URL", self.database)
            .env("REGIOVRAAG__BLOBS__DIR", self.dir.join("blobs"))
            .env("REGIOVRAAG__SECRET__FILE", self.dir.join("secret.key"))
            .env("REGIOVRAAG__MAIL__CARRIER", "files")
            .env("REGIOVRAAG__MAIL__FILES_DIR", self.dir.join("sent"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn finish(child: Child) -> serde_json::Value {
        let done = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{said}");
        serde_json::from_slice(&done.stdout).unwrap()
    }
}

mod large {
    use super::*;

    on_each_engine!(an_ingest_that_is_killed_goes_on_where_it_was, |engine| {
        let size = Size::asked();
        let (mails, kills) = size.pick((400, 4), (5_000, 20));
        let mut dice = Dice::rolled_from(size.seed());
        with_database(engine, Start::Filled, async |database| {
            let dir = tempfile::tempdir().unwrap();
            std::fs::write(dir.path().join("secret.key"), [7; 32]).unwrap();
            let server = Dovecot::start();
            for number in 0..mails {
                server.deliver(number, &mail(number));
            }
            let run = Ingest {
                server: &server,
                dir: dir.path(),
                database: &database.url,
            };
            let db = open(&database).await;
            let (mut amid, mut reached) = (0, 0);
            for nth in 1..=kills {
                let mut child = run.command(&["--only-store"]).spawn().unwrap();
                let aim = mails as u64 * nth / (kills + 1);
                until("enough is stored", async || {
                    counts(&db).await.1 >= aim || child.try_wait().unwrap().is_some()
                })
                .await;
                // A commit is under way, or a fetch, or nothing: the dice say which.
                tokio::time::sleep(Duration::from_secs_f64(dice.between(0.0, 0.02))).await;
                child.kill().unwrap();
                child.wait().unwrap();
                let (stored, handed) = counts(&db).await;
                assert_eq!(stored, handed);
                assert!(handed >= reached, "what was stored stays");
                amid += usize::from(handed > reached && handed < mails as u64);
                reached = handed;
            }
            println!("{engine:?}: {mails} mails, {kills} kills, {amid} of them mid-way");
            assert!(amid > 0, "no kill came mid-way");
            let done = Ingest::finish(run.command(&["--only-store"]).spawn().unwrap());
            assert_eq!(done["handed_over"], mails, "{done}");
            assert_eq!(done["already_known"], reached, "{done}");
            let again = Ingest::finish(run.command(&["--only-store"]).spawn().unwrap());
            assert_eq!(
                (&again["new"], &again["already_known"]),
                (&0.into(), &mails.into())
            );
            assert_eq!(counts(&db).await, (mails as u64, mails as u64));
            db.close().await.unwrap();
        })
        .await;
    });

    /// The most that a process ever had in memory, in KiB, as the kernel counts it.
    fn peak(process: u32) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix(" kB")?.parse().ok()
    }

    on_each_engine!(a_large_mailbox_takes_little_memory, |engine| {
        let (mails, large_every) = Size::asked().pick((600, 6), (10_000, 40));
        let large =
            b"Een lange regel van een lange mail, met een bijlage in de tekst.\r\n".repeat(16_000);
        with_database(engine, Start::Filled, async |database| {
            let dir = tempfile::tempdir().unwrap();
            std::fs::write(dir.path().join("secret.key"), [7; 32]).unwrap();
            let server = Dovecot::start();
            let mut bytes = 0;
            for number in 0..mails {
                let mut raw = mail(number);
                if number % large_every == 0 {
                    raw.extend_from_slice(&large);
                }
                bytes += raw.len();
                server.deliver(number, &raw);
            }
            let run = Ingest {
                server: &server,
                dir: dir.path(),
                database: &database.url,
            };
            let begin = Instant::now();
            let mut child = run.command(&["--only-store"]).spawn().unwrap();
            let mut most = 0;
            while child.try_wait().unwrap().is_none() {
                most = most.max(peak(child.id()).unwrap_or(0));
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let took = begin.elapsed();
            let done = Ingest::finish(child);
            assert_eq!(done["new"], mails, "{done}");
            let (most, all) = (most / 1024, bytes / (1024 * 1024));
            println!(
                "{engine:?}: {mails} messages, {all} MiB, in {took:?}, at most {most} MiB in memory"
            );
            assert!(most > 0 && most < 96, "{most} MiB");
            assert!(all > 96, "all of it would not fit");
        })
        .await;
    });
}

/// A house that reads the mailbox of a server.
async fn with_mailbox(engine: Engine, server: &Dovecot, story: impl AsyncFnOnce(&App)) {
    with_database(engine, Start::Filled, async |database| {
        let set = |settings: &mut Settings| settings.intake.imap = vec![server.settings()];
        play_with(database, set, story).await;
    })
    .await;
}

on_each_engine!(what_a_mailbox_holds_is_counted_on_the_screen, |engine| {
    let server = Dovecot::start();
    with_mailbox(engine, &server, async |app: &App| {
        let mailbox = inbox(&server.settings());
        app.agent("contactpunt-oost-vlaanderen").await;
        sign_in_as(app, "els.contactpunt-oost-vlaanderen@vlaanderen.be").await;
        server.deliver(1, &mail(1));
        server.deliver(2, &mail(2));
        visit(&app.ctx, &mailbox).await.unwrap();
        app.work().await;
        let row = async || {
            let page = app.get("/desk/mail/balance").await.body;
            let (_, after) = page.split_once("id=\"mappen\"").unwrap();
            let (_, rows) = after.split_once("<tbody>").unwrap();
            let (row, _) = rows.split_once("</tbody>").unwrap();
            row.to_owned()
        };
        let shown = row().await;
        assert_eq!(shown.matches(">2</td>").count(), 2, "{shown}");
        assert!(shown.contains(">0</td>"), "{shown}");
        // Of one the register loses the hand-over: the next count misses it.
        app.ctx.clock.advance(TimeDelta::hours(2));
        let lost = handover::Entity::find()
            .one(&app.ctx.db)
            .await
            .unwrap()
            .unwrap();
        handover::Entity::delete_by_id(lost.id)
            .exec(&app.ctx.db)
            .await
            .unwrap();
        let counted = holding(&app.ctx, &mailbox).await.unwrap();
        assert_eq!((counted.known, counted.missing()), (1, 1));
    })
    .await;
});
