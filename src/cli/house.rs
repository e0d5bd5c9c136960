//! Opening the house for a command: settings, database, directory, works.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::config::Settings;
use crate::context::Context;
use crate::directory::{self, Directory};
use crate::store;
use crate::worker::Works;

/// Opens the database as the settings say, brings its schema up to date (or refuses an old one), and
/// fills an empty directory.
pub(super) async fn open(settings: Settings) -> anyhow::Result<Context> {
    let may_migrate = settings.database.migrate;
    let ctx = Context::open(settings).await?;
    let pending = store::pending_migrations(&ctx.db).await?;
    if !pending.is_empty() {
        if !may_migrate {
            bail!(
                "the database lacks {} change(s) of its schema ({}); run `regiovraag migrate up`, or \
                 set database.migrate = true",
                pending.len(),
                pending.join(", ")
            );
        }
        store::migrate(&ctx.db)
            .await
            .context("the schema could not be brought up to date")?;
    }
    if !directory::is_filled(&ctx.db).await? {
        let directory = read_directory(&ctx.settings.directory.dir)?;
        if let Some(rows) = directory::fill_if_empty(&ctx.db, &directory).await? {
            tracing::info!(rows, "The directory was empty and has been filled");
        }
    }
    Ok(ctx)
}

/// Opens everything that works in the background.
pub(super) async fn works(ctx: Context) -> anyhow::Result<Works> {
    Ok(Works::open(ctx).await?)
}

fn read_directory(dir: &Path) -> anyhow::Result<Directory> {
    Ok(if dir.as_os_str().is_empty() {
        Directory::embedded()?
    } else {
        Directory::read(dir)?
    })
}

/// Runs a command's future on a runtime of its own.
pub(super) fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the runtime could not start")?
        .block_on(work)
}
