//! A database for one test alone: an empty one, or a copy of a template that was migrated once for
//! all tests of this build. An SQLite copy is a file, a PostgreSQL copy a `CREATE DATABASE ...
//! TEMPLATE`.

use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use futures::FutureExt as _;
use migration::Migrator;
use regiovraag::config::{DatabaseSettings, Settings};
use regiovraag::directory::{self, Directory};
use regiovraag::store;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait as _;

/// The two databases that the service runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What a test's database holds at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Nothing, not even tables.
    Empty,
    /// The schema and the directory.
    Filled,
}

/// Runs `body` with the settings of a database of its own, and removes that afterwards, also when
/// the body panics.
pub async fn with_database(engine: Engine, start: Start, body: impl AsyncFnOnce(DatabaseSettings)) {
    match engine {
        Engine::Sqlite => {
            let dir = tempfile::tempdir().unwrap();
            let file = dir.path().join("register.db");
            if start == Start::Filled {
                fs::copy(sqlite_template().await, &file).unwrap();
            }
            body(settings(format!("sqlite://{}", file.display()))).await;
        }
        Engine::Postgres => {
            let server = Server::connect().await;
            let name = format!("scenario_{}", unique());
            let copied = match start {
                Start::Empty => "template0".to_owned(),
                Start::Filled => server.template().await,
            };
            server
                .run(&format!("CREATE DATABASE {name} TEMPLATE {copied}"))
                .await;
            let outcome = AssertUnwindSafe(body(settings(server.url_of(&name))))
                .catch_unwind()
                .await;
            // A body that panicked may have left connections open.
            server
                .run(&format!("DROP DATABASE {name} WITH (FORCE)"))
                .await;
            if let Err(panic) = outcome {
                resume_unwind(panic);
            }
        }
    }
}

/// Has the server refuse a database that was opened, and end every connection to it; or let it in
/// again.
pub async fn shut(settings: &DatabaseSettings, shut: bool) {
    let server = Server::connect().await;
    let (_, name) = settings.url.rsplit_once('/').unwrap();
    server
        .run(&format!(
            "ALTER DATABASE {name} ALLOW_CONNECTIONS {}",
            !shut
        ))
        .await;
    if shut {
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ";
        server.run(&format!("{end}'{name}'")).await;
    }
}

/// Opens the database that `settings` names.
pub async fn open(settings: &DatabaseSettings) -> DatabaseConnection {
    store::connect(settings).await.unwrap()
}

fn settings(url: String) -> DatabaseSettings {
    DatabaseSettings {
        url,
        migrate: false,
        ..Settings::defaults().unwrap().database
    }
}

/// Distinguishes the builds of the tests, whose templates may differ.
fn build() -> String {
    let program = std::env::current_exe().unwrap();
    let made = fs::metadata(program).unwrap();
    let moment = made.modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    format!("{:x}_{:x}", moment.as_nanos(), made.len())
}

fn unique() -> String {
    let since = std::time::SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap();
    format!("{}_{:x}", std::process::id(), since.as_nanos())
}

/// The migrated file of this build, made by the first test that asks for it.
async fn sqlite_template() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(folder).unwrap();
    let template = folder.join(format!("template-{}.db", build()));
    let lock = File::create(folder.join("template.lock")).unwrap();
    lock.lock().unwrap();
    if !template.exists() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy();
            if name.starts_with("template-") {
                fs::remove_file(&path).unwrap();
            }
        }
        let draft = folder.join("template-draft");
        fill(&settings(format!("sqlite://{}", draft.display()))).await;
        fs::rename(&draft, &template).unwrap();
    }
    template
}

/// Brings a template into the state that every test starts from.
async fn fill(settings: &DatabaseSettings) {
    let db = open(settings).await;
    store::migrate(&db).await.unwrap();
    let directory = Directory::embedded().unwrap();
    directory::fill_if_empty(&db, &directory).await.unwrap();
    // No mail is ever sent to the addresses that ship with the program: they are placeholders. The
    // scenarios are about administrations that can be reached.
    let reachable = "UPDATE desk SET email = REPLACE(email, '.example', '.be')";
    db.execute_unprepared(reachable).await.unwrap();
    // The last connection of SQLite to leave empties the log into the file.
    db.close().await.unwrap();
}

/// The PostgreSQL of this run, by its maintenance database.
struct Server {
    url: String,
    db: DatabaseConnection,
}

impl Server {
    async fn connect() -> Self {
        let url = std::env::var("REGIOVRAAG_TEST_POSTGRES_URL").expect(
            "REGIOVRAAG_TEST_POSTGRES_URL names the PostgreSQL to test on: \
             run this through scripts/with-services",
        );
        let db = Database::connect(&url).await.unwrap();
        Self { url, db }
    }

    fn url_of(&self, database: &str) -> String {
        let (server, _) = self.url.rsplit_once('/').unwrap();
        format!("{server}/{database}")
    }

    async fn run(&self, statement: &str) {
        self.db.execute_unprepared(statement).await.unwrap();
    }

    /// The migrated database of this build, made by the first test that asks for it.
    async fn template(&self) -> String {
        let name = format!("template_{}", build());
        // A transaction of its own carries the lock, and gives it back whatever happens.
        let lock = store::write_tx(&self.db).await.unwrap();
        lock.execute_unprepared("SELECT pg_advisory_xact_lock(1)")
            .await
            .unwrap();
        let known = Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT 1 FROM pg_database WHERE datname = $1",
            [name.clone().into()],
        );
        if self.db.query_one_raw(known).await.unwrap().is_none() {
            let draft = format!("draft_{}", build());
            self.run(&format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)"))
                .await;
            self.run(&format!("CREATE DATABASE {draft} TEMPLATE template0"))
                .await;
            fill(&settings(self.url_of(&draft))).await;
            self.run(&format!("ALTER DATABASE {draft} RENAME TO {name}"))
                .await;
        }
        lock.commit().await.unwrap();
        name
    }
}

/// How many steps of the schema are taken back to be before the one that this is in the name of.
pub fn steps_since(name: &str) -> u32 {
    let all = Migrator::migrations();
    let at = all.iter().position(|it| it.name().contains(name)).unwrap();
    u32::try_from(all.len() - at).unwrap()
}
