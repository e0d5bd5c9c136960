//! `regiovraag user`: local accounts. A password is asked for, or read from standard input; it never
//! stands on the command line, where other people of the machine can read it.

use std::io::{BufRead as _, IsTerminal as _};

use anyhow::{Context as _, bail};
use clap::Subcommand;
use serde_json::json;

use super::house::{self, block_on};
use crate::admin::{self, GrantError, Wanted};
use crate::auth::accounts::{self, Account, NewAccount};
use crate::auth::{Actor, Grant, Role, upkeep};
use crate::config::Settings;
use crate::context::Context;
use crate::directory::{Atlas, DeskId};
use crate::text::Language;

mod access;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an account; the password is asked for, or read from standard input
    Add(Add),
    /// Take the second step of an account away, for who lost telephone and recovery codes
    ResetTotp {
        /// The address of the account
        email: String,
    },
    /// Print a link with which somebody signs in once, without a password and without the provider
    SignInLink {
        /// The address of the account
        email: String,
    },
    /// Say who an account is at the OpenID Connect provider
    Link(access::Link),
    /// Show every account
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Let nobody in with an account any more, and end its sessions
    Disable {
        /// The address of the account
        email: String,
    },
    /// Let somebody in again
    Enable {
        /// The address of the account
        email: String,
    },
    /// Give an account another password, and end its sessions
    ResetPassword {
        /// The address of the account
        email: String,
        /// Print a link with which the owner sets it; without this it is asked for, or read from
        /// standard input
        #[arg(long)]
        link: bool,
    },
    /// Give an account these roles, in place of those that it has
    Roles {
        /// The address of the account
        email: String,
        #[command(flatten)]
        held: Held,
    },
    /// End every session of an account
    SignOut {
        /// The address of the account
        email: String,
    },
}

/// Roles, and where they are held.
#[derive(Debug, clap::Args)]
pub(super) struct Held {
    /// coordinator, agent, editor, observer or admin; more than once for more roles
    #[arg(long, required = true)]
    role: Vec<Role>,
    /// The desk of an agent (more than once for more desks); a coordinator's is central
    #[arg(long, value_name = "SLUG")]
    desk: Vec<String>,
    /// The province of an observer
    #[arg(long, value_name = "SLUG")]
    province: Vec<String>,
}

impl Held {
    fn grants(self, atlas: &Atlas) -> Result<Vec<Grant>, GrantError> {
        let wanted = Wanted {
            roles: self.role,
            desks: self.desk,
            provinces: self.province,
        };
        admin::grants(atlas, &wanted)
    }
}

/// `user add`
#[derive(Debug, clap::Args)]
pub(super) struct Add {
    /// The address to sign in with
    #[arg(long)]
    email: String,
    /// As colleagues see it
    #[arg(long)]
    name: String,
    #[command(flatten)]
    held: Held,
    /// Show the screens in English
    #[arg(long)]
    english: bool,
}

pub(super) fn run(command: Command, settings: Settings) -> anyhow::Result<()> {
    block_on(async {
        let ctx = house::open(settings).await?;
        match command {
            Command::Add(add) => make(&ctx, add).await,
            Command::ResetTotp { email } => access::reset_totp(&ctx, &email).await,
            Command::SignInLink { email } => access::sign_in_link(&ctx, &email).await,
            Command::Link(link) => access::link(&ctx, &link).await,
            Command::List { json } => list(&ctx, json).await,
            Command::Disable { email } => {
                let account = account(&ctx, &email).await?;
                admin::disable(&ctx, &Actor::System, account.user.id, account.revision).await?;
                println!("{email} cannot sign in any more");
                Ok(())
            }
            Command::Enable { email } => {
                let account = account(&ctx, &email).await?;
                admin::enable(&ctx, &Actor::System, account.user.id, account.revision).await?;
                println!("{email} can sign in again");
                Ok(())
            }
            Command::ResetPassword { email, link } => reset(&ctx, &email, link).await,
            Command::Roles { email, held } => {
                let account = account(&ctx, &email).await?;
                let atlas = Atlas::load(&ctx.db).await?;
                let grants = held.grants(&atlas)?;
                admin::change_roles(&ctx, &Actor::System, &atlas, account.user.id, &grants).await?;
                println!("{email} has other roles now");
                Ok(())
            }
            Command::SignOut { email } => {
                let account = account(&ctx, &email).await?;
                let ended = admin::end_sessions(&ctx, &Actor::System, account.user.id).await?;
                println!("{email}: {ended} session(s) ended");
                Ok(())
            }
        }
    })
}

async fn make(ctx: &Context, add: Add) -> anyhow::Result<()> {
    let atlas = Atlas::load(&ctx.db).await?;
    let grants = add.held.grants(&atlas)?;
    let new = NewAccount {
        password: password(&add.email)?,
        email: add.email,
        name: add.name,
        language: if add.english {
            Language::En
        } else {
            Language::Nl
        },
        grants,
    };
    let user = admin::add_with_password(ctx, &Actor::System, &atlas, new).await?;
    println!("{} can sign in", user.email);
    Ok(())
}

async fn account(ctx: &Context, email: &str) -> anyhow::Result<Account> {
    let found = upkeep::account_at(&ctx.db, email).await?;
    found.with_context(|| format!("there is no account for {email}"))
}

async fn reset(ctx: &Context, email: &str, link: bool) -> anyhow::Result<()> {
    let account = account(ctx, email).await?;
    let id = account.user.id;
    if !link {
        let password = password(email)?;
        admin::set_password(ctx, &Actor::System, id, &password).await?;
        println!("{email} has another password");
        return Ok(());
    }
    let made = admin::reset_password(ctx, &Actor::System, id, account.revision).await?;
    // The link alone on standard output, so that it can go straight to its owner.
    eprintln!(
        "{email} has no password until it is set with this link, good until {}",
        made.expires_at.format("%Y-%m-%d %H:%M UTC")
    );
    println!("{}", ctx.link(&format!("/desk/wachtwoord/{}", made.key)));
    Ok(())
}

fn password(email: &str) -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password(format!("Password for {email}: "))?;
        if rpassword::prompt_password("The same again: ")? != first {
            bail!("the two passwords are not the same");
        }
        return Ok(first);
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .context("no password on standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn list(ctx: &Context, as_json: bool) -> anyhow::Result<()> {
    let atlas = Atlas::load(&ctx.db).await?;
    let desk_slug = |id: uuid::Uuid| {
        let desk = atlas.desk(DeskId(id));
        desk.map_or_else(|| id.to_string(), |desk| desk.slug.clone())
    };
    for account in accounts::list(ctx).await? {
        let user = &account.user;
        let roles: Vec<String> = user
            .grants
            .iter()
            .map(|grant| {
                let place = grant
                    .desk
                    .map(&desk_slug)
                    .or_else(|| grant.province.clone());
                place.map_or_else(
                    || grant.role.to_string(),
                    |at| format!("{}@{at}", grant.role),
                )
            })
            .collect();
        if as_json {
            let line = json!({
                "email": user.email,
                "name": user.name,
                "roles": roles,
                "active": account.active,
                "last_sign_in_at": account.last_sign_in_at,
            });
            println!("{line}");
        } else {
            let state = if account.active {
                ""
            } else {
                "  (switched off)"
            };
            println!("{}  {}  {}{state}", user.email, user.name, roles.join(" "));
        }
    }
    Ok(())
}
