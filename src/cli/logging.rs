//! How log lines look: for people at a terminal, or one JSON object a line.

use std::io::IsTerminal as _;

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogSettings};

/// Starts logging to standard error, so that what a command prints stays clean.
pub(super) fn start(settings: &LogSettings) -> anyhow::Result<()> {
    start_with(settings, &settings.filter)
}

/// The same for a command with a progress bar: only what went wrong.
pub(super) fn start_warnings(settings: &LogSettings) -> anyhow::Result<()> {
    start_with(settings, "warn")
}

fn start_with(settings: &LogSettings, filter: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter)
        .with_context(|| format!("log.filter = {filter:?} cannot be read"))?
        // What it would log further down are passwords and mails, whole.
        .add_directive("async_imap=info".parse()?)
        .add_directive("async_imap::imap_stream=info".parse()?);
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // Colours are for a terminal; in a file they are noise.
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match settings.format {
        LogFormat::Human => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
    Ok(())
}
