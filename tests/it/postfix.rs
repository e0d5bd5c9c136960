//! Sending through a real Postfix: what it takes, defers and refuses, what it reports, and how large
//! a mail it takes. It hands on to a second server that says what arrived.

use std::sync::Arc;

use chrono::TimeDelta;
use regiovraag::clock::Clock;
use regiovraag::config::{Settings, SmtpSettings, SmtpTls};
use regiovraag::context::{Context, Secret};
use regiovraag::entity::delivery;
use regiovraag::outbound::mails::MailBody;
use regiovraag::outbound::{
    Author, Draft, Enclosure, OutboundKind, Outbox, SmtpCarrier, enqueue, linked_file,
};
use regiovraag::store::{self, Blobs, Changes};
use sea_orm::{EntityTrait as _, QueryOrder as _};
use serde_json::Value;

use crate::support::app::App;
use crate::support::database::{Engine, Start, open, with_database};
use crate::support::mail_server::Server;
use crate::support::papers::Papers;
use crate::support::postfix::Postfix;
use crate::support::scenario;

struct House {
    ctx: Context,
    outbox: Outbox,
    _dir: tempfile::TempDir,
}

impl House {
    /// One on SQLite: how mail travels is not the database's business.
    async fn with(smtp: &SmtpSettings, body: impl AsyncFnOnce(&Self)) {
        with_database(Engine::Sqlite, Start::Filled, async |database| {
            let dir = tempfile::tempdir().unwrap();
            let mut settings = Settings::defaults().unwrap();
            settings.mail.smtp = smtp.clone();
            let ctx = Context {
                db: open(&database).await,
                blobs: Blobs::in_dir(dir.path()).unwrap(),
                clock: Clock::still_at("2026-04-28T07:14:00Z".parse().unwrap()),
                settings: Arc::new(settings),
                secret: Secret::random().unwrap(),
                work: Arc::default(),
                changes: Changes::default(),
            };
            let carrier = Arc::new(SmtpCarrier::new(smtp).unwrap());
            let house = Self {
                outbox: Outbox::new(&ctx, carrier).unwrap(),
                ctx,
                _dir: dir,
            };
            body(&house).await;
        })
        .await;
    }

    async fn put(&self, draft: Draft) {
        put(&self.ctx, draft).await;
    }

    async fn send_all(&self) {
        while self.outbox.send_one().await.unwrap() {}
    }

    /// "recipient state attempts reply", sorted by recipient.
    async fn deliveries(&self) -> Vec<String> {
        let rows = delivery::Entity::find().order_by_asc(delivery::Column::Recipient);
        let rows = rows.all(&self.ctx.db).await.unwrap();
        rows.into_iter()
            .map(|row| {
                let (state, reply) = (row.state.slug(), row.reply.unwrap_or_default());
                format!("{} {state} {} {reply}", row.recipient, row.attempts)
            })
            .collect()
    }
}

/// Puts a mail in the outbox.
pub async fn put(ctx: &Context, draft: Draft) {
    let tx = store::write_tx(&ctx.db).await.unwrap();
    enqueue(ctx, &tx, draft).await.unwrap().unwrap();
    tx.commit().await.unwrap();
}

/// A mail to these.
pub fn draft(key: &str, to: &[&str]) -> Draft {
    Draft {
        kind: OutboundKind::Answer,
        author: Author::Person,
        ticket: None,
        thread: None,
        message: None,
        assignment: None,
        to: to.iter().map(ToString::to_string).collect(),
        reply_to: None,
        body: MailBody {
            subject: format!("Antwoord {key}"),
            text: "Hier is het.\n\n-- \nRegiovraag\n".into(),
            html: "<html lang=\"nl\"><p>Hier is het.</p></html>".into(),
        },
        in_reply_to: None,
        references: Vec::new(),
        enclosures: Vec::new(),
        idempotency_key: key.into(),
    }
}

/// The same with a file of this size.
pub async fn with_file(ctx: &Context, size: usize, draft: Draft) -> Draft {
    let blob_key = ctx.blobs.put(vec![b'x'; size]).await.unwrap();
    let file = Enclosure {
        filename: "plan van de zone.pdf".into(),
        media_type: "application/pdf".into(),
        blob_key,
    };
    Draft {
        enclosures: vec![file],
        ..draft
    }
}

fn hands_on_to(server: &Server) -> String {
    format!("default_transport = smtp:[127.0.0.1]:{}", server.port)
}

/// The next mail that arrives at its end for `recipient`.
fn arrived_for(server: &Server, recipient: &str) -> Value {
    loop {
        let accepted = server.next_accepted();
        if accepted["recipients"][0] == recipient {
            return accepted;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_recipient_has_the_fate_that_postfix_gives_in_its_own_words() {
    let end = Server::start(&[]);
    let restrict =
        "smtpd_recipient_restrictions = check_recipient_access texthash:{dir}/access, permit";
    let postfix = Postfix::start(&format!(
        "{}\n{restrict}\nsmtpd_delay_reject = yes",
        hands_on_to(&end)
    ));
    postfix.table(
        "access",
        "straks@wetteren.be 451 4.7.1 Greylisted\nnooit@wetteren.be 550 5.1.1 No such person\n",
    );
    House::with(&postfix.settings(), async |house| {
        let to = ["an@wetteren.be", "nooit@wetteren.be", "straks@wetteren.be"];
        house.put(draft("1", &to)).await;
        house.send_all().await;
        let said = house.deliveries().await;
        assert!(
            said[0].starts_with("an@wetteren.be accepted 1 250 2.0.0 Ok: queued as "),
            "{said:?}"
        );
        assert!(
            said[1].starts_with("nooit@wetteren.be refused 1 550 5.1.1 <nooit@wetteren.be>: "),
            "{said:?}"
        );
        assert!(
            said[2].starts_with("straks@wetteren.be queued 1 451 4.7.1 <straks@wetteren.be>: "),
            "{said:?}"
        );
        let first = arrived_for(&end, "an@wetteren.be");

        postfix.table("access", "nooit@wetteren.be 550 5.1.1 No such person\n");
        house.outbox.rest().await;
        house.send_all().await;
        assert!(
            house.deliveries().await[2].contains("queued 1"),
            "not before its time"
        );
        house.ctx.clock.advance(TimeDelta::minutes(2));
        house.send_all().await;
        let said = house.deliveries().await;
        assert!(
            said[2].starts_with("straks@wetteren.be accepted 2 250 2.0.0 Ok"),
            "{said:?}"
        );
        assert!(said[1].contains("refused 1"), "never again: {said:?}");
        let second = arrived_for(&end, "straks@wetteren.be");
        assert_ne!(
            first["sender"], second["sender"],
            "a return address for each delivery"
        );
        let id = |mail: &Value| {
            let content = mail["content"].as_str().unwrap();
            let line = content.lines().find(|line| line.starts_with("Message-ID:"));
            line.unwrap().to_owned()
        };
        assert_eq!(id(&first), id(&second), "one mail");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_mails_take_one_connection_and_their_reports_come_to_the_return_address() {
    let end = Server::start(&[]);
    let postfix = Postfix::start(&hands_on_to(&end));
    House::with(&postfix.settings(), async |house| {
        let before = postfix.logged(": connect from ");
        for n in 0..12 {
            let to = format!("p{n:02}@wetteren.be");
            house.put(draft(&n.to_string(), &[&to])).await;
        }
        let machine = Draft {
            author: Author::MachineReply,
            ..draft("machine", &["q@wetteren.be"])
        };
        house.put(machine).await;
        house.send_all().await;
        assert!(
            house
                .deliveries()
                .await
                .iter()
                .all(|it| it.contains(" accepted 1 250 ")),
            "{:?}",
            house.deliveries().await
        );
        assert_eq!(
            postfix.logged(": connect from ") - before,
            1,
            "one connection for 13 mails"
        );

        // Twelve mails and their twelve reports; the machine's mail has nobody to report to.
        let (mut reports, mut mails, mut senders) = (Vec::new(), 0, Vec::new());
        for _ in 0..25 {
            let arrived = end.next_accepted();
            let to = arrived["recipients"][0].as_str().unwrap().to_owned();
            if to.ends_with("@wetteren.be") {
                mails += 1;
                senders.push(arrived["sender"].as_str().unwrap().to_owned());
            } else {
                reports.push((to, arrived["content"].as_str().unwrap().to_owned()));
            }
        }
        assert_eq!((mails, reports.len()), (13, 12));
        assert_eq!(senders.iter().filter(|sender| *sender == "<>").count(), 1);
        for (to, report) in reports {
            assert!(
                senders.contains(&to),
                "{to} is no return address of {senders:?}"
            );
            for line in [
                "Action: relayed",
                "Original-Envelope-Id: ",
                "Final-Recipient: rfc822; p",
            ] {
                assert!(report.contains(line), "{line} not in {report}");
            }
            assert!(
                report.contains("Content-Description: Message Headers"),
                "{report}"
            );
        }
        postfix.wait("everything has left", || postfix.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_is_too_large_for_postfix_arrives_with_links() {
    let end = Server::start(&[]);
    let postfix = Postfix::start(&format!(
        "{}\nmessage_size_limit = 20000",
        hands_on_to(&end)
    ));
    House::with(&postfix.settings(), async |house| {
        let small = with_file(&house.ctx, 5_000, draft("klein", &["a@wetteren.be"])).await;
        let large = with_file(&house.ctx, 30_000, draft("groot", &["b@wetteren.be"])).await;
        house.put(small).await;
        house.put(large).await;
        house.send_all().await;
        let said = house.deliveries().await;
        assert!(
            said.iter().all(|it| it.contains(" accepted 1 250 ")),
            "{said:?}"
        );
        let whole = arrived_for(&end, "a@wetteren.be")["content"].to_string();
        assert!(whole.contains("Content-Disposition: attachment"), "{whole}");
        let linked = arrived_for(&end, "b@wetteren.be")["content"].clone();
        let linked = linked.as_str().unwrap().replace("=\r\n", "");
        assert!(
            !linked.contains("Content-Disposition: attachment"),
            "{linked}"
        );
        let (_, tag) = linked.split_once("/bijlage/").unwrap();
        let tag = tag.split_whitespace().next().unwrap();
        let file = linked_file(&house.ctx, tag).await.unwrap().unwrap();
        assert_eq!(
            (file.content.len(), &*file.filename),
            (30_000, "plan van de zone.pdf")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postfix_is_spoken_to_under_protection() {
    let papers = Papers::new();
    let end = Server::start(&[]);
    let postfix = Postfix::start(&format!(
        "{}\nsmtpd_tls_cert_file = {}\nsmtpd_tls_key_file = {}\nsmtpd_tls_security_level = encrypt\n\
         smtpd_tls_loglevel = 1",
        hands_on_to(&end),
        papers.certificate.display(),
        papers.key.display()
    ));
    let smtp = SmtpSettings {
        tls: SmtpTls::Starttls,
        ca_file: papers.authority.clone(),
        ..postfix.settings()
    };
    House::with(&smtp, async |house| {
        house.put(draft("1", &["an@wetteren.be"])).await;
        house.send_all().await;
        let said = house.deliveries().await;
        assert!(said[0].contains("accepted 1 250 2.0.0"), "{said:?}");
        assert_eq!(
            arrived_for(&end, "an@wetteren.be")["recipients"][0],
            "an@wetteren.be"
        );
        assert!(
            postfix.logged("TLS connection established") > 0,
            "{}",
            postfix.log()
        );
    })
    .await;
}

scenario!(
    a_file_that_was_too_large_for_a_mail_is_downloaded_from_our_page,
    |app| {
        app.post_box.take_at_most(20_000);
        let answer = with_file(&app.ctx, 30_000, draft("1", &["an@wetteren.be"])).await;
        put(&app.ctx, answer).await;
        app.work().await;
        let mail = &app.mails_to("an@wetteren.be")[0];
        assert!(
            mail.text.contains("neemt zo’n grote mail niet aan"),
            "{}",
            mail.text
        );
        let link = mail.links()[0];
        let answer = app.visitor.get(link).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert!(header("content-disposition").starts_with("attachment; "));
        assert!(header("content-disposition").contains("plan%20van%20de%20zone.pdf"));
        assert_eq!(header("content-type"), "application/octet-stream");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert!(header("content-security-policy").contains("sandbox"));
        assert_eq!(answer.bytes().await.unwrap().len(), 30_000);
        forged(app, link).await;
    }
);

async fn forged(app: &App, link: &str) {
    let last = link.chars().last().unwrap();
    let other = if last == 'a' { 'q' } else { 'a' };
    let forged = format!("{}{other}", &link[..link.len() - 1]);
    assert_eq!(app.get(&forged).await.status, 404);
}
