//! Mail in: how quickly it is safe, beside what a bare commit costs; and how much work a mail is
//! until its acknowledgement stands in the outbox.

use std::fmt::Write as _;
use std::time::Instant;

use regiovraag::dispatch;
use regiovraag::entity::outbound_mail;
use regiovraag::intake::{Handed, InboundFormat, take_in_all};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _, SqliteConnection};
use sea_orm::{EntityTrait as _, PaginatorTrait as _};

use crate::Size;
use crate::machine::{cpu, median};
use crate::place::Place;
use crate::table::Table;

/// As many messages with one commit as `mail ingest` takes.
const BATCH: usize = 64;
/// Rounds in which the two rates are taken in turn, so that both meet the same disk.
const ROUNDS: usize = 8;

/// Measures both.
pub async fn measure(size: Size, table: &mut Table) {
    let place = Place::empty(None).await;
    let mails = mails(&place, size.mails);

    let mut bare = bare_register(&place).await;
    let (mut ratios, mut rates, mut bare_rates) = (Vec::new(), Vec::new(), Vec::new());
    let mut in_store = std::time::Duration::ZERO;
    for (number, round) in mails.chunks(size.mails.div_ceil(ROUNDS)).enumerate() {
        let bare_rate = commits(&mut bare, number, round.len()).await;
        let (before, started) = (cpu(), Instant::now());
        for batch in round.chunks(BATCH) {
            take_in_all(&place.ctx, "files", batch.to_vec(), InboundFormat::Mail)
                .await
                .unwrap();
        }
        let rate = count(round.len()) / started.elapsed().as_secs_f64();
        in_store += cpu().saturating_sub(before);
        ratios.push(rate / bare_rate);
        rates.push(rate);
        bare_rates.push(bare_rate);
    }
    bare.close().await.unwrap();
    let ratio = median(ratios);
    table.judged(
        format!("intake, step 1: {} mails", size.mails),
        "0.5 of bare commits",
        format!(
            "{ratio:.2} ({:.0} mails/s, {:.0} commits/s)",
            median(rates),
            median(bare_rates)
        ),
        ratio >= 0.5,
    );

    let before = cpu();
    place.works.understand_all().await.unwrap();
    let a_mail =
        (cpu().saturating_sub(before) + in_store).as_secs_f64() * 1000.0 / count(size.mails);
    let queued = outbound_mail::Entity::find()
        .count(&place.ctx.db)
        .await
        .unwrap();
    assert_eq!(
        usize::try_from(queued).unwrap(),
        size.mails,
        "a mail had no acknowledgement"
    );
    table.judged(
        "raw mail to queued acknowledgement",
        "1 ms CPU a mail",
        format!(
            "{a_mail:.2} ms (of which step 1: {:.2} ms)",
            in_store.as_secs_f64() * 1000.0 / count(size.mails)
        ),
        a_mail <= 1.0,
    );
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

/// A bare SQLite beside the register, as durable as the register.
async fn bare_register(place: &Place) -> SqliteConnection {
    let mut bare = SqliteConnectOptions::new()
        .filename(place.files.path().join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .connect()
        .await
        .unwrap();
    sqlx::query("CREATE TABLE bare (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL)")
        .execute(&mut bare)
        .await
        .unwrap();
    bare
}

/// Commits of one row a second.
async fn commits(bare: &mut SqliteConnection, round: usize, count: usize) -> f64 {
    let started = Instant::now();
    for number in 0..count {
        sqlx::query("INSERT INTO bare (id, sha256) VALUES (?, ?)")
            .bind(format!("{round:04}-{number:032}"))
            .bind("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
            .execute(&mut *bare)
            .await
            .unwrap();
    }
    self::count(count) / started.elapsed().as_secs_f64()
}

/// Questions by mail, as officials of many municipalities send them: half plain, half with HTML.
fn mails(place: &Place, count: usize) -> Vec<Handed> {
    let lessons = dispatch::questions().unwrap();
    let atlas = place.works.atlas().now();
    let domains: Vec<&str> = atlas
        .organisations()
        .filter_map(|organisation| organisation.domains.first())
        .map(|domain| domain.name.as_str())
        .collect();
    let central = &place.ctx.settings.mail.address;
    (0..count)
        .map(|number| {
            let lesson = &lessons[number % lessons.len()];
            let domain = domains[number * 7 % domains.len()];
            let mut raw = format!(
                "Received: from mx.{domain} by mail.vlaanderen.be; Thu, 15 Jan 2026 08:55:01 +0100\r\n\
                 From: An Peeters <an.peeters{number}@{domain}>\r\nTo: {central}\r\n\
                 Subject: {} {number}\r\nMessage-ID: <{number}.bench@{domain}>\r\n\
                 Date: Thu, 15 Jan 2026 08:55:00 +0100\r\nMIME-Version: 1.0\r\n",
                lesson.subject.replace(|c: char| !c.is_ascii(), "")
            );
            let text = format!(
                "Beste\r\n\r\n{}\r\n\r\nMet vriendelijke groeten\r\n\r\nAn Peeters\r\nGemeentebestuur\r\n",
                lesson.body
            );
            // Writing to a string cannot fail.
            let _ = if number % 2 == 0 {
                write!(raw, "Content-Type: text/plain; charset=utf-8\r\n\r\n{text}")
            } else {
                let html = text.replace("\r\n\r\n", "</p>\r\n<p>");
                write!(
                    raw,
                    "Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n\
                     --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n\
                     --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
                     <html><body><p>{html}</p></body></html>\r\n--b--\r\n"
                )
            };
            Handed {
                source_id: format!("bench/{number}.eml"),
                raw: raw.into_bytes(),
            }
        })
        .collect()
}
