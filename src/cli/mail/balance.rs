//! `regiovraag mail balance`: whether all that was handed over on a day is somewhere.

use anyhow::bail;
use chrono::NaiveDate;

use crate::cli::house::{self, block_on};
use crate::config::Settings;
use crate::intake::{Adrift, adrift, balance};
use crate::registry::day_in_brussels;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The day in Brussels, such as 2026-03-12; today when left out
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(in crate::cli) fn run(args: &Args, settings: Settings) -> anyhow::Result<()> {
    block_on(async {
        let ctx = house::open(settings).await?;
        let now = ctx.clock.now();
        let day = args.day.unwrap_or_else(|| day_in_brussels(now));
        let sums = balance(&ctx.db, day, now).await?;
        let lost = adrift(&ctx.db, day, now).await?;
        let difference: u64 = sums.values().map(crate::intake::Sum::difference).sum();
        if args.json {
            let sources: Vec<_> = sums
                .iter()
                .map(|(source, sum)| {
                    serde_json::json!({
                        "source": source, "sum": sum, "difference": sum.difference(),
                    })
                })
                .collect();
            let adrift: Vec<_> = lost
                .iter()
                .map(|mail| {
                    serde_json::json!({
                        "id": mail.id, "source": mail.source, "received_at": mail.received_at,
                        "why": why(mail.why),
                    })
                })
                .collect();
            let all = serde_json::json!({
                "day": day, "sources": sources, "difference": difference, "adrift": adrift,
            });
            println!("{all}");
        } else {
            println!(
                "{day}, by source: handed over = questions + follow-ups + automatic + receipts"
            );
            println!("            + quarantined + duplicates + waiting");
            for (source, sum) in &sums {
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
            for mail in &lost {
                println!("  {} from {}: {}", mail.id, mail.source, why(mail.why));
            }
        }
        if difference > 0 {
            bail!("{difference} message(s) that were handed over are nowhere");
        }
        Ok(())
    })
}

fn why(adrift: Adrift) -> &'static str {
    match adrift {
        Adrift::Waits => "it has waited for more than an hour to be understood",
        Adrift::NoMessage => "it is called a question or a reply, and no ticket has it",
        Adrift::NoFirst => "it is called a duplicate, and nobody knows of what",
        Adrift::NoKind => "it is done, and nobody knows what it was",
    }
}
