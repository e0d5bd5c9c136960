//! `regiovraag mail`: reading mail from files and mailboxes.

use clap::Subcommand;

use crate::config::Settings;

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
}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Parse(args) => parse::run(&args),
        Command::Ingest(args) => ingest::run(&args, Settings::load(&[])?),
    }
}
