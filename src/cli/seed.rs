//! `regiovraag seed`: fills the database with a made-up past, for measuring at scale.

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use sea_orm::EntityTrait as _;

use super::house::{self, block_on};
use crate::config::Settings;
use crate::demo::history;
use crate::entity::ticket;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many tickets, spread over the last three years
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=900_000))]
    tickets: u32,
    /// The same number tells the same stories again
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Also when the database has questions already, which stay as they are
    #[arg(long)]
    add: bool,
}

pub(super) fn run(args: &Args, settings: Settings) -> anyhow::Result<()> {
    block_on(async {
        let ctx = house::open(settings).await?;
        if !args.add && ticket::Entity::find().one(&ctx.db).await?.is_some() {
            bail!(
                "this database has questions already, and nobody wants invented ones among real ones; \
                 name another one with REGIOVRAAG__DATABASE__URL, or say --add if you mean it"
            );
        }
        let bar = ProgressBar::new(args.tickets.into())
            .with_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}")?);
        history::fill(&ctx, args.tickets, args.seed, |more| bar.inc(more as u64)).await?;
        bar.finish_and_clear();
        println!(
            "{} tickets of a made-up past were written (--seed {})",
            args.tickets, args.seed
        );
        Ok(())
    })
}
