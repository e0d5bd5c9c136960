//! Under construction.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum Command {}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    match command {}
}
