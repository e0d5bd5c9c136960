//! `regiovraag record`: what happened in each ticket, as lines that anybody can check, and the check.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Subcommand;

use super::house::{self, block_on};
use crate::admin;
use crate::config::Settings;
use crate::context::Context;
use crate::registry::{
    self, BrokenRecord, RecordCheck, RecordLine, RecordWanted, Reference, read_record,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the record to standard output, one JSON object a line
    Export {
        #[command(flatten)]
        only: Only,
        /// With names, addresses and words; without this only their digests go along
        #[arg(long)]
        personal: bool,
    },
    /// Check that nothing was changed, taken out or put between: in the database, or in a file that was
    /// exported, which needs no database
    Verify {
        /// The exported record; `-` for standard input
        #[arg(conflicts_with = "ticket")]
        file: Option<PathBuf>,
        #[command(flatten)]
        only: Only,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Only {
    /// Only of this question, such as RV-2026-000123; may be given more than once
    #[arg(long, value_name = "REFERENCE")]
    ticket: Vec<Reference>,
}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Export { only, personal } => block_on(async {
            let ctx = house::open(Settings::load(&[])?).await?;
            must_exist(&ctx, &only.ticket).await?;
            let wanted = RecordWanted {
                only: only.ticket,
                personal,
            };
            export(&ctx, &wanted).await
        }),
        Command::Verify { file, only, json } => {
            let found = match file {
                Some(file) => read_file(&file)?,
                None => block_on(in_database(only.ticket))?,
            };
            found.tell(json)
        }
    }
}

async fn must_exist(ctx: &Context, tickets: &[Reference]) -> anyhow::Result<()> {
    for reference in tickets {
        registry::find(&ctx.db, reference)
            .await?
            .with_context(|| format!("there is no question {reference}"))?;
    }
    Ok(())
}

async fn export(ctx: &Context, wanted: &RecordWanted) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    read_record(
        &ctx.db,
        wanted,
        |line| -> anyhow::Result<()> {
            serde_json::to_writer(&mut out, &line)?;
            Ok(out.write_all(b"\n")?)
        },
        |flaw| eprintln!("{flaw}"),
    )
    .await?;
    Ok(out.flush()?)
}

/// What a check found.
#[derive(Debug, Default)]
struct Found {
    tickets: u64,
    events: u64,
    broken: Vec<BrokenRecord>,
    /// Where the log of the set-up is broken, when it was looked at.
    log: Option<i64>,
}

impl Found {
    fn tell(&self, json: bool) -> anyhow::Result<()> {
        let Self {
            tickets, events, ..
        } = self;
        if json {
            let broken: Vec<_> = self
                .broken
                .iter()
                .map(|one| {
                    serde_json::json!({
                        "reference": one.reference, "event": one.seq, "why": one.to_string(),
                    })
                })
                .collect();
            let all = serde_json::json!({
                "tickets": tickets, "events": events, "broken": broken, "log_broken_at": self.log,
            });
            println!("{all}");
        } else {
            for one in &self.broken {
                println!("{one}");
            }
            if let Some(seq) = self.log {
                println!(
                    "the log of the set-up: event {seq} does not follow from the one before it, or is missing"
                );
            }
        }
        let places = self.broken.len() + usize::from(self.log.is_some());
        if places > 0 {
            bail!("the record of {tickets} question(s) does not hold in {places} place(s)");
        }
        if !json {
            println!("{tickets} question(s), {events} event(s): whole");
        }
        Ok(())
    }
}

async fn in_database(only: Vec<Reference>) -> anyhow::Result<Found> {
    let ctx = house::open(Settings::load(&[])?).await?;
    must_exist(&ctx, &only).await?;
    let all = only.is_empty();
    let (broken, (tickets, events)) = registry::verify_record(&ctx.db, only).await?;
    if tickets == 0 {
        // Most often another database than was meant.
        bail!("there is no question in the register; does database.url name the right one?");
    }
    let log = if all {
        admin::verify_log(&ctx.db).await?
    } else {
        None
    };
    Ok(Found {
        tickets,
        events,
        broken,
        log,
    })
}

fn read_file(path: &Path) -> anyhow::Result<Found> {
    let input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?)
    };
    let mut check = RecordCheck::default();
    let mut broken = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(input).lines()) {
        let at = || format!("{}, line {number}", path.display());
        let line = line.with_context(at)?;
        let line: RecordLine = serde_json::from_str(&line)
            .with_context(|| format!("{}: this is no line of a record", at()))?;
        broken.extend(check.read(line));
    }
    broken.extend(check.end());
    let (tickets, events) = check.counted();
    if tickets == 0 {
        bail!("{}: there is no question in it", path.display());
    }
    Ok(Found {
        tickets,
        events,
        broken,
        log: None,
    })
}
