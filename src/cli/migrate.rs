//! `regiovraag migrate`: the schema, apart from `serve`.

use clap::Subcommand;

use super::house::block_on;
use crate::config::Settings;
use crate::store;

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum Command {
    /// Bring the schema up to date
    Up,
    /// Say what is missing; exit code 1 when something is
    Status,
}

pub(super) fn run(command: Command, settings: &Settings) -> anyhow::Result<()> {
    block_on(async {
        let db = store::connect(&settings.database).await?;
        if matches!(command, Command::Up) {
            store::migrate(&db).await?;
        }
        let pending = store::pending_migrations(&db).await?;
        if pending.is_empty() {
            println!("the schema is up to date");
            return Ok(());
        }
        for name in &pending {
            println!("missing: {name}");
        }
        anyhow::bail!(
            "{} change(s) of the schema are missing; run `regiovraag migrate up`",
            pending.len()
        )
    })
}
