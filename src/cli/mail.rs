//! `regiovraag mail`: reading mail from files and mailboxes.

use clap::Subcommand;

use crate::config::Settings;

mod balance;
#[cfg(test)]
mod conformance;
mod ingest;
mod mailbox;
mod parse;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print what mails are understood to be, one JSON object a line, without a database
    Parse(parse::Args),
    /// Take mail in from files or a mailbox; the same mail twice is one
    Ingest(ingest::Args),
    /// Show for a day that all that was handed over is somewhere; ends with 1 when it is not
    Balance(balance::Args),
}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Parse(args) => parse::run(&args, &Settings::load(&[])?),
        Command::Ingest(args) => ingest::run(&args, Settings::load(&[])?),
        Command::Balance(args) => balance::run(&args, Settings::load(&[])?),
    }
}
