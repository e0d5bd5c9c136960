//! `regiovraag token`: tokens for programs that use the API.

use std::io::Write as _;

use clap::Subcommand;
use serde_json::json;
use uuid::Uuid;

use super::house::{self, block_on};
use crate::admin::{self, Wanted};
use crate::auth::tokens::NewToken;
use crate::auth::{Actor, Role, Scope, upkeep};
use crate::config::Settings;
use crate::context::Context;
use crate::directory::{Atlas, DeskId};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a token and print it: it is shown this once
    Create(Create),
    /// Show every token: what it is for, and whether it still opens anything
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// End a token before its time
    Revoke {
        /// The number that was printed when it was made, and that the list shows
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
            Command::List { json } => list(&ctx, json).await,
            Command::Revoke { id } => {
                admin::revoke_token(&ctx, &Actor::System, id).await?;
                println!("token {id} opens nothing any more");
                Ok(())
            }
        }
    })
}

async fn make(ctx: &Context, create: Create) -> anyhow::Result<()> {
    let atlas = Atlas::load(&ctx.db).await?;
    let wanted = Wanted {
        roles: vec![create.role],
        desks: create.desk.into_iter().collect(),
        provinces: create.province.into_iter().collect(),
    };
    let mut grants = admin::grants(&atlas, &wanted)?;
    let Some(grant) = grants.pop() else {
        anyhow::bail!("a token needs a role")
    };
    let new = NewToken {
        name: create.name.unwrap_or_else(|| create.role.to_string()),
        grant,
        scopes: create.scopes.into_iter().collect(),
        days: create.days,
    };
    let made = admin::create_token(ctx, &Actor::System, &atlas, new).await?;
    // The token alone on standard output, so that it can go straight into a file.
    eprintln!(
        "token {} until {}",
        made.id,
        made.expires_at.format("%Y-%m-%d")
    );
    writeln!(std::io::stdout(), "{}", made.text)?;
    Ok(())
}

/// Tokens that are read at once.
const BATCH: u64 = 200;

async fn list(ctx: &Context, as_json: bool) -> anyhow::Result<()> {
    let atlas = Atlas::load(&ctx.db).await?;
    let mut after = None;
    loop {
        let page = upkeep::tokens(&ctx.db, after, BATCH).await?;
        for token in &page.rows {
            let grant = &token.client.grant;
            let desk = grant.desk.and_then(|id| atlas.desk(DeskId(id)));
            let place = desk.map(|desk| desk.slug.clone());
            let place = place.or_else(|| grant.province.clone());
            let role = place.map_or_else(
                || grant.role.to_string(),
                |place| format!("{}@{place}", grant.role),
            );
            let scopes: Vec<&str> = token.client.scopes.iter().map(|one| one.slug()).collect();
            if as_json {
                let line = json!({
                    "id": token.client.id,
                    "name": token.client.name,
                    "role": role,
                    "scopes": scopes,
                    "created_at": token.created_at,
                    "created_by": token.created_by,
                    "expires_at": token.expires_at,
                    "last_used_at": token.last_used_at,
                    "revoked_at": token.revoked_at,
                });
                println!("{line}");
                continue;
            }
            let state = match token.revoked_at {
                Some(at) => format!("revoked {}", at.format("%Y-%m-%d")),
                None if token.expires_at <= ctx.clock.now() => "over".to_owned(),
                None => format!("until {}", token.expires_at.format("%Y-%m-%d")),
            };
            println!(
                "{}  {}  {role}  {}  {state}",
                token.client.id,
                token.client.name,
                scopes.join(",")
            );
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}
