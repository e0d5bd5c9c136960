//! `regiovraag mail ingest`: takes mail in from files, folders, maildirs, mboxes, mailboxes on a mail
//! server and standard input.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use sea_orm::{ConnectionTrait as _, Statement};

use super::mailbox;
use crate::cli::house::{self, block_on};
use crate::cli::logging;
use crate::config::Settings;
use crate::context::Context;
use crate::intake::imap;
use crate::intake::{Handed, InboundFormat, messages, take_in_all};

/// Messages that are kept with one commit at most, and their bytes together.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 16 * 1024 * 1024;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// .eml files, folders, maildirs, mboxes, `imaps://USER@HOST/FOLDER`, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// File with the password of a mailbox; without it, it is that of the settings, or asked for
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// PEM file of the authority that signed the certificate of a mailbox's server
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Only keep the messages; leave understanding them to `serve` or `work`
    #[arg(long)]
    only_store: bool,
    /// Print the counts as one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Default)]
struct Tally {
    handed: u64,
    new: u64,
    known: u64,
    refused: u64,
    left_aside: u64,
}

pub(in crate::cli) fn run(args: &Args, settings: Settings) -> anyhow::Result<()> {
    logging::start_warnings(&settings.log)?;
    block_on(async {
        let ctx = house::open(settings).await?;
        let tally = take_all(&ctx, args).await?;
        if !args.only_store {
            house::works(ctx.clone()).await?.understand_all().await?;
        }
        report(&ctx, args, &tally).await?;
        let mut missed = Vec::new();
        if tally.refused > 0 {
            missed.push(format!("{} message(s) could not be stored", tally.refused));
        }
        if tally.left_aside > 0 {
            missed.push(format!(
                "{} file(s) were left aside and may hold mail: name those that do, or take the others away",
                tally.left_aside
            ));
        }
        if !missed.is_empty() {
            bail!("{}; see the lines above", missed.join("; "));
        }
        Ok(())
    })
}

async fn take_all(ctx: &Context, args: &Args) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let most = ctx.settings.http.max_mail_bytes;
    for path in &args.paths {
        if mailbox::is_mailbox(path) {
            take_mailbox(ctx, args, path, &mut tally).await?;
            continue;
        }
        let mut found = match messages(path, most) {
            Ok(found) => found,
            Err(error) => {
                eprintln!("{error}");
                tally.refused += 1;
                continue;
            }
        };
        let bar = bar(found.waiting() as u64)?;
        let (mut batch, mut bytes) = (Vec::new(), 0);
        for next in found.by_ref() {
            bar.inc(1);
            match next {
                Ok(handed) => {
                    bytes += handed.raw.len();
                    batch.push(handed);
                }
                Err(error) => {
                    bar.suspend(|| eprintln!("{error}"));
                    tally.refused += 1;
                }
            }
            if batch.len() >= BATCH || bytes >= BATCH_BYTES {
                store(ctx, std::mem::take(&mut batch), &mut tally).await?;
                bytes = 0;
            }
        }
        store(ctx, batch, &mut tally).await?;
        bar.finish_and_clear();
        for left in &found.left_aside {
            eprintln!(
                "{}: left aside, its name is not that of a mail",
                left.display()
            );
        }
        tally.left_aside += found.left_aside.len() as u64;
    }
    Ok(tally)
}

fn bar(length: u64) -> anyhow::Result<ProgressBar> {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?;
    Ok(ProgressBar::new(length).with_style(style))
}

/// Takes in what a mailbox has and the register has not; a second run goes on where this one ends,
/// however it ends.
async fn take_mailbox(
    ctx: &Context,
    args: &Args,
    address: &Path,
    tally: &mut Tally,
) -> anyhow::Result<()> {
    let (password, authority) = (args.password_file.as_deref(), args.ca_file.as_deref());
    let mailbox = mailbox::open(address, &ctx.settings, password, authority)?;
    let bar = bar(0)?;
    let done = imap::ingest(
        ctx,
        &mailbox,
        |all| bar.set_length(all),
        |more| bar.inc(more),
    )
    .await;
    bar.finish_and_clear();
    let done = match done {
        Ok(done) => done,
        // What was stored before stays stored; the exit code says that this was not all.
        Err(error) => {
            eprintln!("{}: {error}", mailbox.name());
            tally.refused += 1;
            return Ok(());
        }
    };
    tally.handed += done.new + done.known;
    tally.new += done.new;
    tally.known += done.known;
    tally.refused += done.too_large + done.withheld;
    let name = mailbox.name();
    if done.too_large > 0 {
        eprintln!(
            "{name}: {} message(s) of more than {} bytes stay in the mailbox; their headers are in \
             the quarantine",
            done.too_large, ctx.settings.http.max_mail_bytes
        );
    }
    if done.withheld > 0 {
        eprintln!(
            "{name}: the server does not give {} message(s)",
            done.withheld
        );
    }
    Ok(())
}

async fn store(ctx: &Context, batch: Vec<Handed>, tally: &mut Tally) -> anyhow::Result<()> {
    for taken in take_in_all(ctx, "files", batch, InboundFormat::Mail).await? {
        tally.handed += 1;
        if taken.new_content {
            tally.new += 1;
        } else {
            tally.known += 1;
        }
    }
    Ok(())
}

async fn report(ctx: &Context, args: &Args, tally: &Tally) -> anyhow::Result<()> {
    let rows = ctx
        .db
        .query_all_raw(Statement::from_string(
            ctx.db.get_database_backend(),
            "SELECT CASE WHEN state = 'quarantined' THEN 'quarantined' WHEN state = 'received' \
             THEN 'waiting' ELSE kind END AS became, COUNT(*) FROM inbound_mail GROUP BY became",
        ))
        .await?;
    let mut kinds: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows {
        kinds.insert(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    }
    if args.json {
        let all = serde_json::json!({
            "handed_over": tally.handed, "new": tally.new, "already_known": tally.known,
            "not_stored": tally.refused, "left_aside": tally.left_aside, "register": kinds,
        });
        println!("{all}");
        return Ok(());
    }
    println!(
        "handed over {}: {} new, {} already known; not stored {}, left aside {}",
        tally.handed, tally.new, tally.known, tally.refused, tally.left_aside
    );
    println!("in the register, by what they became:");
    for (kind, count) in kinds {
        println!("{count:>8}  {kind}");
    }
    Ok(())
}
