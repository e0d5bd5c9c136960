//! A register in memory, for unit tests.

use std::sync::Arc;

use tokio::sync::Notify;

use super::accounts::{self, NewAccount};
use super::actor::{Grant, Role, User};
use crate::clock::Clock;
use crate::config::Settings;
use crate::context::{Context, Secret};
use crate::store::{self, Blobs, Changes};
use crate::text::Language;

/// A migrated register of its own, and a clock that stands still.
pub(crate) async fn context() -> Context {
    let mut settings = Settings::defaults().unwrap();
    settings.database.url = "sqlite::memory:".into();
    // Each connection to memory is a register of its own.
    settings.database.max_connections = 1;
    let db = store::connect(&settings.database).await.unwrap();
    store::migrate(&db).await.unwrap();
    Context {
        db,
        blobs: Blobs::in_dir(&std::env::temp_dir()).unwrap(),
        clock: Clock::still_at("2026-01-15T08:00:00Z".parse().unwrap()),
        settings: Arc::new(settings),
        secret: Secret::random().unwrap(),
        work: Arc::new(Notify::new()),
        changes: Changes::default(),
    }
}

/// Somebody with an account.
pub(crate) async fn somebody(ctx: &Context) -> User {
    let new = NewAccount {
        email: "an@vlaanderen.example".into(),
        name: "An".into(),
        password: "een lange zin als wachtwoord".into(),
        language: Language::Nl,
        grants: vec![Grant::new(Role::Editor, None, None).unwrap()],
    };
    accounts::add(ctx, new).await.unwrap()
}
