//! `regiovraag mail`: reading mail from files.

use clap::Subcommand;

#[cfg(test)]
mod conformance;
mod parse;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print what mails are understood to be, one JSON object a line, without a database
    Parse(parse::Args),
}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Parse(args) => parse::run(&args),
    }
}
