//! What the scenarios stand on: a database of their own on either engine.

pub mod database;

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
