//! A house to measure in: a database and files of its own, gone afterwards.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{App, HttpServer, web};
use regiovraag::auth::accounts::{self, NewAccount};
use regiovraag::auth::{Grant, Role, User, sessions};
use regiovraag::config::{CarrierKind, Settings};
use regiovraag::context::Context;
use regiovraag::demo::history;
use regiovraag::directory::{self, Directory};
use regiovraag::faq::Shelf;
use regiovraag::store;
use regiovraag::text::Language;
use regiovraag::web::desk::DemoAccounts;
use regiovraag::web::{self as doors, Doors};
use regiovraag::worker::Works;
use tempfile::TempDir;
use uuid::Uuid;

/// The desk that the measured pages belong to.
pub const DESK: &str = "contactpunt-oost-vlaanderen";
/// The stories are the same in every run.
const SEED: u64 = 1;

/// A house of its own.
pub struct Place {
    pub ctx: Context,
    pub works: Works,
    pub files: TempDir,
    /// Statements that the database was handed so far.
    pub statements: Arc<AtomicUsize>,
}

impl Place {
    /// An empty house, on SQLite unless `url` names another database.
    pub async fn empty(url: Option<String>) -> Self {
        let files = tempfile::tempdir().unwrap();
        let mut settings = Settings::defaults().unwrap();
        let database = files.path().join("register.db");
        settings.database.url = url.unwrap_or_else(|| format!("sqlite://{}", database.display()));
        settings.blobs.dir = files.path().join("blobs");
        settings.secret.file = files.path().join("secret.key");
        if !settings.database.is_sqlite() {
            std::fs::write(
                &settings.secret.file,
                "bm90IGEgc2VjcmV0LCBidXQgbG9uZyBlbm91Z2ggZm9yIHRoaXM=",
            )
            .unwrap();
        }
        settings.mail.carrier = CarrierKind::Files;
        settings.mail.files_dir = files.path().join("sent");
        settings.http.workers = 1;
        let mut ctx = Context::open(settings).await.unwrap();
        let statements = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&statements);
        ctx.db.set_metric_callback(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        store::migrate(&ctx.db).await.unwrap();
        let shipped = Directory::embedded().unwrap();
        directory::fill_if_empty(&ctx.db, &shipped).await.unwrap();
        let works = Works::open(ctx.clone()).await.unwrap();
        Self {
            ctx,
            works,
            files,
            statements,
        }
    }

    /// Somebody with an account in this role.
    pub async fn person(&self, role: Role, desk: Option<Uuid>) -> User {
        let account = NewAccount {
            email: format!("{}@bench.example", role.slug()),
            name: "Els Claes".to_owned(),
            password: "een lange zin als wachtwoord".to_owned(),
            language: Language::Nl,
            grants: vec![Grant::new(role, desk, None).unwrap()],
        };
        accounts::add(&self.ctx, account).await.unwrap()
    }

    /// Writes a history of so many tickets more.
    pub async fn grow(&self, tickets: u32) {
        history::fill(&self.ctx, tickets, SEED + u64::from(tickets), |_| ())
            .await
            .unwrap();
    }

    /// The cookie of somebody who has just signed in.
    pub async fn signed_in(&self, user: &User) -> actix_web::cookie::Cookie<'static> {
        let key = sessions::begin(&self.ctx, user).await.unwrap();
        doors::session::cookie(&self.ctx, &key)
    }

    /// What the doors share.
    pub fn doors(&self) -> Doors {
        Doors {
            ctx: self.ctx.clone(),
            understander: self.works.understander().clone(),
            atlas: self.works.atlas().clone(),
            shelf: Shelf::default(),
            demo_accounts: DemoAccounts::default(),
            provider: None,
        }
    }
}

/// Opens the real doors on a free port, in threads of their own.
pub fn open_doors(shared: Doors) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async { doors::run(shared, listener).unwrap().await })
    });
    address
}

/// The least that actix-web can do: "hello", with as many workers as the doors have.
pub fn open_hello() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            HttpServer::new(|| App::new().route("/", web::get().to(|| async { "hello" })))
                .workers(1)
                .disable_signals()
                .listen(listener)
                .unwrap()
                .run()
                .await
        })
    });
    address
}
