//! `faq`: the published answers as a folder of files, and what the service would make of questions
//! in a file.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Subcommand;

use super::house;
use crate::config::Settings;
use crate::context::Context;
use crate::directory::Atlas;
use crate::faq::{self, Shelf};
use crate::web::portal::{Site, copy};

mod folder;
mod trial;
use trial::Trial;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the published answers as a site of files: HTML, JSON and Atom
    Export {
        /// The folder of the site; what an earlier export left in it is replaced
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Group questions from a file, taken one by one as they would arrive, and print for each its
    /// group and the earlier questions that may ask the same
    Groups {
        #[command(flatten)]
        trial: Trial,
    },
    /// Print for each question from a file which answers would be offered, and how surely
    Match {
        /// The answers, one JSON object a line: id, question and answer, perhaps topic
        #[arg(long, value_name = "JSONL")]
        entries: PathBuf,
        #[command(flatten)]
        trial: Trial,
    },
}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Groups { trial } => trial.groups(),
        Command::Match { entries, trial } => trial.matches(&entries),
        Command::Export { to } => {
            let settings = Settings::load(&[])?;
            house::block_on(async { export(&house::open(settings).await?, &to).await })
        }
    }
}

/// Writes the published answers to the folder `to`.
async fn export(ctx: &Context, to: &Path) -> anyhow::Result<()> {
    let published = Shelf::default().published(&ctx.db).await?;
    let own = &ctx.settings.mail.address;
    for entry in &published.entries {
        let text = &entry.text;
        for part in [&text.question, &text.answer, &text.sources] {
            if let Some(found) = faq::personal(part, own).next() {
                bail!(
                    "\"{}\" (/faq/{}) holds {found}; take it out on /desk/faq, then export again",
                    text.question,
                    entry.slug
                );
            }
        }
    }
    let atlas = Atlas::load(&ctx.db).await?;
    let files = copy::files(&published.entries, &atlas, &Site::of(ctx), ctx.clock.now())?;
    folder::replace(to, &files).with_context(|| format!("{} was not changed", to.display()))?;
    eprintln!(
        "{}: {} answers, {} files",
        to.display(),
        published.entries.len(),
        files.len()
    );
    Ok(())
}
