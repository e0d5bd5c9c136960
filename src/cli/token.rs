//! `regiovraag token`: tokens for programs that use the API.

use std::io::Write as _;

use clap::Subcommand;
use uuid::Uuid;

use super::house::{self, block_on};
use super::user::grants;
use crate::auth::tokens::{self, NewToken};
use crate::auth::{Role, Scope};
use crate::config::Settings;
use crate::context::Context;
use crate::directory::Atlas;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a token and print it: it is shown this once
    Create(Create),
    /// End a token before its time
    Revoke {
        /// The number that was printed when it was made
        id: Uuid,
    },
}

/// `token create`
#[derive(Debug, clap::Args)]
pub(super) struct Create {
    /// What the client acts as: api, or a role of people
    #[arg(long)]
    role: Role,
    /// The desk it acts for
    #[arg(long, value_name = "SLUG")]
    desk: Option<String>,
    /// The province of an observer
    #[arg(long, value_name = "SLUG")]
    province: Option<String>,
    /// What it is good for: tickets:read, tickets:write, intake; separated by commas or spaces
    #[arg(long, required = true, num_args = 1.., value_delimiter = ',')]
    scopes: Vec<Scope>,
    /// How long it lives
    #[arg(long, default_value_t = 365)]
    days: u16,
    /// What it is for, so that it can be recognised later
    #[arg(long)]
    name: Option<String>,
}

pub(super) fn run(command: Command, settings: Settings) -> anyhow::Result<()> {
    block_on(async {
        let ctx = house::open(settings).await?;
        match command {
            Command::Create(create) => make(&ctx, create).await,
            Command::Revoke { id } => {
                anyhow::ensure!(
                    tokens::revoke(&ctx, id).await?,
                    "there is no open token {id}"
                );
                println!("token {id} opens nothing any more");
                Ok(())
            }
        }
    })
}

async fn make(ctx: &Context, create: Create) -> anyhow::Result<()> {
    let atlas = Atlas::load(&ctx.db).await?;
    let desks: Vec<_> = create.desk.into_iter().collect();
    let provinces: Vec<_> = create.province.into_iter().collect();
    let mut grants = grants(&atlas, &[create.role], &desks, &provinces)?;
    let Some(grant) = grants.pop() else {
        anyhow::bail!("a token needs a role")
    };
    let new = NewToken {
        name: create.name.unwrap_or_else(|| create.role.to_string()),
        grant,
        scopes: create.scopes.into_iter().collect(),
        days: create.days,
    };
    let made = tokens::create(ctx, new).await?;
    // The token alone on standard output, so that it can go straight into a file.
    eprintln!(
        "token {} until {}",
        made.id,
        made.expires_at.format("%Y-%m-%d")
    );
    writeln!(std::io::stdout(), "{}", made.text)?;
    Ok(())
}
