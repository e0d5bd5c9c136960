//! `regiovraag mail balance`: whether all that was handed over on a day is somewhere, and whether the folders of
//! mail servers hold nothing that is not here.

use std::collections::BTreeMap;

use anyhow::bail;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::cli::house::{self, block_on};
use crate::config::Settings;
use crate::context::Context;
use crate::intake::imap::{self, Account, Holding};
use crate::intake::{Adrift, AdriftMail, Sum, adrift, balance};
use crate::registry::day_in_brussels;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The day in Brussels, such as 2026-03-12; today when left out
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Count the folders of the mail servers now, in place of showing the last count
    #[arg(long)]
    folders: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// A folder and when it was counted; none: not yet.
type Counted = (Holding, Option<DateTime<Utc>>);

pub(in crate::cli) fn run(args: &Args, settings: Settings) -> anyhow::Result<()> {
    block_on(async {
        let ctx = house::open(settings).await?;
        let now = ctx.clock.now();
        let day = args.day.unwrap_or_else(|| day_in_brussels(now));
        let sums = balance(&ctx.db, day, now).await?;
        let lost = adrift(&ctx.db, day, now).await?;
        let difference: u64 = sums.values().map(Sum::difference).sum();
        let folders = if args.folders {
            count(&ctx).await?
        } else {
            imap::last_counts(&ctx).await?
        };
        if args.json {
            println!("{}", as_json(day, &sums, &lost, &folders));
        } else {
            print(day, &sums, &lost, &folders);
        }
        let missing: u64 = folders.iter().map(|(folder, _)| folder.missing()).sum();
        match (difference, missing) {
            (0, 0) => Ok(()),
            (0, missing) => bail!("{missing} message(s) in folders are not here yet"),
            (lost, _) => bail!("{lost} message(s) that were handed over are nowhere"),
        }
    })
}

/// Counts every folder of the settings on its server.
async fn count(ctx: &Context) -> anyhow::Result<Vec<Counted>> {
    let mut counted = Vec::new();
    for account in Account::open_all(&ctx.settings.intake.imap)? {
        for mailbox in account.mailboxes() {
            let folder = imap::holding(ctx, &mailbox).await?;
            counted.push((folder, Some(ctx.clock.now())));
        }
    }
    Ok(counted)
}

fn as_json(
    day: NaiveDate,
    sums: &BTreeMap<String, Sum>,
    lost: &[AdriftMail],
    folders: &[Counted],
) -> Value {
    let sources = sums.iter().map(
        |(source, sum)| json!({ "source": source, "sum": sum, "difference": sum.difference() }),
    );
    let adrift = lost.iter().map(|mail| {
        json!({
            "id": mail.id, "source": mail.source, "received_at": mail.received_at,
            "why": why(mail.why),
        })
    });
    let folders = folders.iter().map(|(folder, at)| {
        let counted = at.map(|_| (folder.present, folder.known, folder.missing()));
        json!({
            "source": folder.source, "name": folder.name, "counted_at": at,
            "present": counted.map(|(present, ..)| present),
            "known": counted.map(|(_, known, _)| known),
            "missing": counted.map(|(.., missing)| missing),
        })
    });
    json!({
        "day": day,
        "sources": sources.collect::<Vec<_>>(),
        "difference": sums.values().map(Sum::difference).sum::<u64>(),
        "adrift": adrift.collect::<Vec<_>>(),
        "folders": folders.collect::<Vec<_>>(),
    })
}

fn print(day: NaiveDate, sums: &BTreeMap<String, Sum>, lost: &[AdriftMail], folders: &[Counted]) {
    println!("{day}, by source: handed over = questions + follow-ups + automatic + receipts");
    println!("            + quarantined + duplicates + waiting");
    for (source, sum) in sums {
        println!(
            "{source}: {} = {} + {} + {} + {} + {} + {} + {}; difference {}",
            sum.handed_over,
            sum.questions,
            sum.follow_ups,
            sum.automatic,
            sum.receipts,
            sum.quarantined,
            sum.duplicates,
            sum.waiting,
            sum.difference()
        );
    }
    if sums.is_empty() {
        println!("nothing was handed over");
    }
    for mail in lost {
        println!("  {} from {}: {}", mail.id, mail.source, why(mail.why));
    }
    if !folders.is_empty() {
        println!("folders, counted against what is here: present = known + missing");
    }
    for (folder, at) in folders {
        let Holding {
            source,
            present,
            known,
            ..
        } = folder;
        match at {
            Some(at) => println!(
                "{source}: {present} = {known} + {}; counted {}",
                folder.missing(),
                at.to_rfc3339()
            ),
            None => println!("{source}: not counted yet"),
        }
    }
}

fn why(adrift: Adrift) -> &'static str {
    match adrift {
        Adrift::Waits => "it has waited for more than an hour to be understood",
        Adrift::NoMessage => "it is called a question or a reply, and no ticket has it",
        Adrift::NoFirst => "it is called a duplicate, and nobody knows of what",
        Adrift::NoKind => "it is done, and nobody knows what it was",
    }
}
