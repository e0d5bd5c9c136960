//! The house as a scenario sees it: everything runs in this process, its doors are open on a free
//! port, time stands still until it is moved, and mail goes to a post box.

use std::fmt::Write as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::dev::ServerHandle;
use chrono::{DateTime, TimeDelta, Utc};
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Actor, Grant, Role};
use regiovraag::clock::Clock;
use regiovraag::config::{Automatic, DatabaseSettings, Settings};
use regiovraag::context::{Context, Secret};
use regiovraag::dispatch::{self, Closing, DispatchError, Tell};
use regiovraag::entity::delivery::{self, DeliveryState};
use regiovraag::entity::{inbound_mail, ticket};
use regiovraag::faq::Shelf;
use regiovraag::intake::{Handed, InboundFormat, take_in};
use regiovraag::registry::{self, Case, CloseReason, Reference};
use regiovraag::store::{self, Blobs, Changes};
use regiovraag::text::Language;
use regiovraag::web::desk::open_provider;
use regiovraag::web::{self, Doors};
use regiovraag::worker::Works;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
};
use tempfile::TempDir;
use tokio::sync::Notify;
use uuid::Uuid;

use super::post::{PostBox, SentMail};

/// Every scenario begins on a Thursday morning, at nine in Brussels.
const START: &str = "2026-01-15T08:00:00Z";

/// A running house with its post box.
pub struct App {
    pub ctx: Context,
    pub works: Works,
    pub post_box: Arc<PostBox>,
    /// A visitor with a cookie jar, who follows no redirect by himself.
    pub visitor: reqwest::Client,
    server: ServerHandle,
    handed: AtomicU64,
    _files: TempDir,
}

/// The same house with other settings.
pub fn changed(ctx: &Context, change: impl FnOnce(&mut Settings)) -> Context {
    let mut settings = (*ctx.settings).clone();
    change(&mut settings);
    Context {
        settings: Arc::new(settings),
        ..ctx.clone()
    }
}

/// Runs a scenario in a house over the database of `settings`.
pub async fn play(settings: DatabaseSettings, scenario: impl AsyncFnOnce(&App)) {
    play_with(settings, |_| (), scenario).await;
}

/// The same in a house that is set up otherwise; its address is known by then.
pub async fn play_with(
    settings: DatabaseSettings,
    change: impl FnOnce(&mut Settings),
    scenario: impl AsyncFnOnce(&App),
) {
    let app = App::start(settings, change).await;
    // Boxed: a long story is a large future, and the stack of a test is small.
    Box::pin(scenario(&app)).await;
    app.nothing_is_left().await;
    app.server.stop(false).await;
    app.ctx.db.clone().close().await.unwrap();
}

impl App {
    async fn start(database: DatabaseSettings, change: impl FnOnce(&mut Settings)) -> Self {
        let files = tempfile::tempdir().unwrap();
        let mut settings = Settings::defaults().unwrap();
        settings.database = database;
        // Scenarios decide themselves where a question goes.
        settings.dispatch.automatic = Automatic::Off;
        // What a person sends leaves at once, but where a scenario is about calling it back.
        settings.desk.undo_seconds = 0;
        settings.http.workers = 1;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        settings.http.listen = listener.local_addr().unwrap().to_string();
        settings.http.public_url = format!("http://{}", settings.http.listen);
        settings.blobs.dir = files.path().join("blobs");
        change(&mut settings);
        let ctx = Context {
            db: store::connect(&settings.database).await.unwrap(),
            blobs: Blobs::in_dir(&settings.blobs.dir).unwrap(),
            clock: Clock::still_at(START.parse().unwrap()),
            settings: Arc::new(settings),
            secret: Secret::new(b"the secret of the scenarios, 32+ bytes").unwrap(),
            work: Arc::new(Notify::new()),
            changes: Changes::default(),
        };
        let post = Arc::new(PostBox::default());
        let carrier = Arc::clone(&post);
        let works = Works::with_carrier(ctx.clone(), carrier).await.unwrap();
        let doors = Doors {
            ctx: ctx.clone(),
            understander: works.understander().clone(),
            atlas: works.atlas().clone(),
            shelf: Shelf::default(),
            demo_accounts: regiovraag::web::desk::DemoAccounts::default(),
            provider: open_provider(&ctx.settings, &works.atlas().now()).unwrap(),
        };
        let server = web::run(doors, listener).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        let visitor = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            ctx,
            works,
            post_box: post,
            visitor,
            server: handle,
            handed: AtomicU64::new(0),
            _files: files,
        }
    }

    /// The moment it is here.
    pub fn now(&self) -> DateTime<Utc> {
        self.ctx.clock.now()
    }

    /// Where `path` is, for a visitor; a full link is left as it is.
    pub fn url(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            self.ctx.link(path)
        }
    }

    /// What a visitor gets at a path or a link.
    pub async fn get(&self, path: &str) -> Got {
        Got::from(self.visitor.get(self.url(path)).send().await.unwrap()).await
    }

    /// What a visitor gets for a filled-in form.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Got {
        let url = self.url(path);
        // As a browser does: without it a form from elsewhere could not be told from our own.
        let own = self.ctx.settings.http.public_url.clone();
        let sent = self
            .visitor
            .post(url)
            .header("Origin", own)
            .form(form)
            .send()
            .await;
        Got::from(sent.unwrap()).await
    }

    /// What a visitor gets for a form with files, each a name and a content.
    pub async fn post_files(
        &self,
        path: &str,
        form: &[(&str, &str)],
        files: &[(&str, &str)],
    ) -> Got {
        let texts = form.iter().map(|(name, text)| {
            format!("--rv\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        });
        let files = files.iter().map(|(name, content)| {
            format!(
                "--rv\r\nContent-Disposition: form-data; name=\"bijlagen\"; \
                 filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n{content}\r\n"
            )
        });
        let body = texts.chain(files).chain(["--rv--\r\n".to_owned()]);
        let sent = self
            .visitor
            .post(self.url(path))
            .header("Origin", self.ctx.settings.http.public_url.clone())
            .header("Content-Type", "multipart/form-data; boundary=rv")
            .body(body.collect::<String>())
            .send()
            .await;
        Got::from(sent.unwrap()).await
    }

    /// Hands a raw mail over; returns which inbound mail it is.
    pub async fn receive(&self, raw: impl Into<Vec<u8>>) -> Uuid {
        let number = self.handed.fetch_add(1, Ordering::Relaxed);
        let handed = Handed {
            source_id: number.to_string(),
            raw: raw.into(),
        };
        take_in(&self.ctx, "scenario", handed, InboundFormat::Mail)
            .await
            .unwrap()
            .inbound_id
    }

    /// Does everything that is pending.
    pub async fn work(&self) {
        self.works.until_idle().await.unwrap();
    }

    /// Hands a raw mail over and does all that follows from it.
    pub async fn take(&self, raw: impl Into<Vec<u8>>) -> Uuid {
        let id = self.receive(raw).await;
        self.work().await;
        id
    }

    /// Lets time pass, and does what has become due.
    pub async fn later(&self, step: TimeDelta) {
        self.ctx.clock.advance(step);
        self.work().await;
    }

    /// Every mail that left, oldest first.
    pub fn sent_mails(&self) -> Vec<SentMail> {
        self.post_box.sent()
    }

    /// The mails that left for one address, oldest first.
    pub fn mails_to(&self, recipient: &str) -> Vec<SentMail> {
        let mut mails = self.post_box.sent();
        mails.retain(|mail| mail.to == recipient);
        mails
    }

    /// The numbers of all tickets, oldest first.
    pub async fn references(&self) -> Vec<Reference> {
        let tickets = ticket::Entity::find()
            .order_by_asc(ticket::Column::Reference)
            .all(&self.ctx.db)
            .await
            .unwrap();
        tickets
            .iter()
            .map(|ticket| ticket.reference.parse().unwrap())
            .collect()
    }

    /// A person closes a question, and nobody is told.
    pub async fn close(
        &self,
        agent: &Actor,
        reference: &Reference,
        seen: i32,
        reason: CloseReason,
    ) -> Result<(), DispatchError> {
        let closing = Closing {
            reason,
            why: String::new(),
            tell: Tell::Nobody,
            words: String::new(),
        };
        dispatch::close(&self.ctx, agent, reference, seen, closing).await?;
        Ok(())
    }

    /// The case of the only ticket there is.
    pub async fn only_case(&self) -> Case {
        let references = self.references().await;
        assert_eq!(references.len(), 1, "{references:?}");
        self.case(&references[0]).await
    }

    /// A ticket as its desk sees it.
    pub async fn case(&self, reference: &Reference) -> Case {
        registry::case(&self.ctx.db, reference)
            .await
            .unwrap()
            .unwrap()
    }

    /// What happened to a ticket: a line an event, in the time of Brussels.
    pub async fn history(&self, reference: &Reference) -> String {
        let mut lines = String::new();
        for event in self.case(reference).await.events {
            let at = event.at.with_timezone(&chrono_tz::Europe::Brussels);
            let by = event
                .by
                .unwrap_or_else(|| event.actor_kind.slug().to_owned());
            writeln!(
                lines,
                "{}  {:<24}  {by}",
                at.format("%Y-%m-%d %H:%M"),
                event.kind
            )
            .unwrap();
        }
        lines
    }

    /// A person who works at a desk, with an account made for the occasion.
    pub async fn agent(&self, desk: &str) -> Actor {
        let at = registry::desk_by_slug(&self.ctx.db, desk)
            .await
            .unwrap()
            .unwrap();
        let account = NewAccount {
            email: format!("els.{desk}@vlaanderen.be"),
            name: "Els Claes".to_owned(),
            password: "een lange zin als wachtwoord".to_owned(),
            language: Language::Nl,
            grants: vec![Grant::new(Role::Agent, Some(at.id), None).unwrap()],
        };
        Actor::User(accounts::add(&self.ctx, account).await.unwrap())
    }

    /// A person who writes and publishes the FAQ.
    pub async fn editor(&self) -> Actor {
        let account = NewAccount {
            email: "bram.editor@vlaanderen.be".to_owned(),
            name: "Bram Cools".to_owned(),
            password: "een lange zin als wachtwoord".to_owned(),
            language: Language::Nl,
            grants: vec![Grant::new(Role::Editor, None, None).unwrap()],
        };
        Actor::User(accounts::add(&self.ctx, account).await.unwrap())
    }

    /// The row of an inbound mail.
    pub async fn inbound(&self, id: Uuid) -> inbound_mail::Model {
        inbound_mail::Entity::find_by_id(id)
            .one(&self.ctx.db)
            .await
            .unwrap()
            .unwrap()
    }

    /// A scenario that leaves due mail behind has not looked at all that follows from it.
    async fn nothing_is_left(&self) {
        let due = delivery::Entity::find()
            .filter(delivery::Column::State.eq(DeliveryState::Queued))
            .filter(delivery::Column::RunAt.lte(self.now()))
            .count(&self.ctx.db)
            .await
            .unwrap();
        assert_eq!(due, 0, "mails are still due at the end of the scenario");
        let waiting = inbound_mail::Entity::find()
            .filter(inbound_mail::Column::State.eq(inbound_mail::InboundState::Received))
            .count(&self.ctx.db)
            .await
            .unwrap();
        assert_eq!(waiting, 0, "mails have come in that nobody has looked at");
    }
}

/// An answer of the web server.
#[derive(Debug)]
pub struct Got {
    pub status: u16,
    /// Where it leads, when it leads elsewhere.
    pub location: String,
    pub body: String,
}

impl Got {
    pub async fn from(answer: reqwest::Response) -> Self {
        let location = answer
            .headers()
            .get("location")
            .map(|to| to.to_str().unwrap().to_owned());
        Self {
            status: answer.status().as_u16(),
            location: location.unwrap_or_default(),
            body: answer.text().await.unwrap(),
        }
    }
}

/// A plain question by mail, from somebody at the start of a scenario.
pub fn question(from: &str, subject: &str, text: &str) -> Vec<u8> {
    let id: String = subject
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let domain = from.trim_end_matches('>').rsplit('@').next().unwrap();
    format!(
        "From: {from}\r\nTo: regiovorming@vlaanderen.be\r\nSubject: {subject}\r\n\
         Message-ID: <{id}@{domain}>\r\nDate: Thu, 15 Jan 2026 08:55:00 +0100\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
    .into_bytes()
}
