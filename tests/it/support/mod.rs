//! What the scenarios stand on: a database of their own on either engine, and a house over it.

pub mod app;
pub mod database;
pub mod dovecot;
pub mod mail_server;
pub mod oidc;
pub mod papers;
pub mod post;
pub mod postfix;
pub mod size;

use std::time::{Duration, Instant};

/// How long something may take that happens in another process.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Waits for what another task or process is about to do.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let begin = Instant::now();
    while !holds().await {
        assert!(begin.elapsed() < PATIENCE, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Makes two tests of one body, `name::sqlite` and `name::postgres`, that is handed the engine.
macro_rules! on_each_engine {
    ($name:ident, |$engine:ident| $body:block) => {
        mod $name {
            use super::*;

            async fn body($engine: $crate::support::database::Engine) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                body($crate::support::database::Engine::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                body($crate::support::database::Engine::Postgres).await;
            }
        }
    };
}
pub(crate) use on_each_engine;

/// Makes two tests of one story, `name::sqlite` and `name::postgres`, that is handed a running
/// house: an [`app::App`]. Mail that is still due at its end fails the test.
macro_rules! scenario {
    ($name:ident, |$app:ident| $body:block) => {
        $crate::support::on_each_engine!($name, |engine| {
            use $crate::support::{app, database};

            async fn story($app: &app::App) $body
            database::with_database(engine, database::Start::Filled, async |settings| {
                app::play(settings, story).await;
            })
            .await;
        });
    };
}
pub(crate) use scenario;
