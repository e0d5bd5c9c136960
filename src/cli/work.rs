//! `regiovraag work --until-idle`: does everything that is pending, and stops.

use chrono::{DateTime, Utc};

use super::house::{self, block_on};
use super::logging;
use crate::config::Settings;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Stop when nothing is due and no other process has work in its hands
    #[arg(long, required = true)]
    until_idle: bool,
    /// Work as if it were this moment (RFC 3339)
    #[arg(long, value_name = "MOMENT")]
    now: Option<DateTime<Utc>>,
}

pub(super) fn run(args: &Args, settings: Settings) -> anyhow::Result<()> {
    debug_assert!(args.until_idle, "the command line asks for it");
    logging::start(&settings.log)?;
    block_on(async {
        let ctx = house::open(settings).await?;
        if let Some(now) = args.now {
            ctx.clock.set(now);
        }
        let steps = house::works(ctx).await?.until_idle().await?;
        println!("{steps} steps; nothing is due");
        Ok(())
    })
}
