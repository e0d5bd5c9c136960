//! `regiovraag user`: local accounts. A password is asked for, or read from standard input; it never
//! stands on the command line, where other people of the machine can read it.

use std::io::{BufRead as _, IsTerminal as _};

use anyhow::{Context as _, bail, ensure};
use clap::Subcommand;
use serde_json::json;

use super::house::{self, block_on};
use crate::auth::accounts::{self, NewAccount};
use crate::auth::{Grant, Role};
use crate::config::Settings;
use crate::context::Context;
use crate::directory::{Atlas, DeskId, DeskKind};
use crate::text::Language;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an account; the password is asked for, or read from standard input
    Add(Add),
    /// Show every account
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
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
    /// coordinator, agent, editor, observer or admin; more than once for more roles
    #[arg(long, required = true)]
    role: Vec<Role>,
    /// The desk of an agent (more than once for more desks); a coordinator's is central
    #[arg(long, value_name = "SLUG")]
    desk: Vec<String>,
    /// The province of an observer
    #[arg(long, value_name = "SLUG")]
    province: Vec<String>,
    /// Show the screens in English
    #[arg(long)]
    english: bool,
}

pub(super) fn run(command: Command, settings: Settings) -> anyhow::Result<()> {
    block_on(async {
        let ctx = house::open(settings).await?;
        match command {
            Command::Add(add) => make(&ctx, add).await,
            Command::List { json } => list(&ctx, json).await,
        }
    })
}

async fn make(ctx: &Context, add: Add) -> anyhow::Result<()> {
    let atlas = Atlas::load(&ctx.db).await?;
    let grants = grants(&atlas, &add.role, &add.desk, &add.province)?;
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
    let user = accounts::add(ctx, new).await?;
    println!("{} can sign in", user.email);
    Ok(())
}

/// Every role with what it is held at; what nobody's role asks for is a mistake.
pub(super) fn grants(
    atlas: &Atlas,
    roles: &[Role],
    desks: &[String],
    provinces: &[String],
) -> anyhow::Result<Vec<Grant>> {
    let mut grants = Vec::new();
    for &role in roles {
        match role {
            Role::Agent | Role::Api => {
                for slug in desks {
                    grants.push(Grant::new(role, Some(staff_desk(atlas, slug)?), None)?);
                }
                if desks.is_empty() {
                    grants.push(Grant::new(role, None, None)?);
                }
            }
            Role::Coordinator => {
                let central = atlas
                    .central()
                    .context("the directory has no central desk")?;
                grants.push(Grant::new(role, Some(central.id.0), None)?);
            }
            Role::Observer => {
                for slug in provinces {
                    ensure!(
                        atlas.province(slug).is_some(),
                        "there is no province `{slug}`"
                    );
                    grants.push(Grant::new(role, None, Some(slug.clone()))?);
                }
                if provinces.is_empty() {
                    grants.push(Grant::new(role, None, None)?);
                }
            }
            Role::Editor | Role::Admin => grants.push(Grant::new(role, None, None)?),
        }
    }
    let at_a_desk = |role: &Role| matches!(role, Role::Agent | Role::Api);
    ensure!(
        desks.is_empty() || roles.iter().any(at_a_desk),
        "only an agent has a --desk"
    );
    let observer = roles.contains(&Role::Observer);
    ensure!(
        provinces.is_empty() || observer,
        "only an observer has a --province"
    );
    Ok(grants)
}

fn staff_desk(atlas: &Atlas, slug: &str) -> anyhow::Result<uuid::Uuid> {
    let desk = atlas
        .desk_by_slug(slug)
        .with_context(|| format!("there is no desk `{slug}`"))?;
    ensure!(
        desk.kind != DeskKind::Administration,
        "{} is an administration: it answers by mail or by its link and has no account",
        desk.name
    );
    Ok(desk.id.0)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_held_where_they_are_asked_for() {
        let atlas = Atlas::embedded().unwrap();
        let of = |roles: &[Role], desks: &[&str], provinces: &[&str]| {
            let desks: Vec<_> = desks.iter().map(ToString::to_string).collect();
            let provinces: Vec<_> = provinces.iter().map(ToString::to_string).collect();
            grants(&atlas, roles, &desks, &provinces).map_err(|refused| refused.to_string())
        };
        let point = atlas
            .desks()
            .find(|desk| desk.kind == DeskKind::ContactPoint)
            .unwrap();
        let office = atlas
            .desks()
            .find(|desk| desk.kind == DeskKind::Administration)
            .unwrap();
        let agent = of(&[Role::Agent], &[&point.slug], &[]).unwrap();
        assert_eq!(
            agent,
            [Grant::new(Role::Agent, Some(point.id.0), None).unwrap()]
        );
        let central = of(&[Role::Coordinator, Role::Editor], &[], &[]).unwrap();
        assert_eq!(central[0].desk, atlas.central().map(|desk| desk.id.0));
        let observer = of(&[Role::Observer], &[], &["limburg"]).unwrap();
        assert_eq!(observer[0].province.as_deref(), Some("limburg"));

        assert_eq!(
            of(&[Role::Agent], &[], &[]).unwrap_err(),
            "an agent needs a desk"
        );
        assert_eq!(
            of(&[Role::Agent], &["nergens"], &[]).unwrap_err(),
            "there is no desk `nergens`"
        );
        let refused = of(&[Role::Agent], &[&office.slug], &[]).unwrap_err();
        assert!(refused.contains("has no account"), "{refused}");
        assert_eq!(
            of(&[Role::Observer], &[], &[]).unwrap_err(),
            "an observer needs a province"
        );
        let refused = of(&[Role::Editor], &[&point.slug], &[]).unwrap_err();
        assert_eq!(refused, "only an agent has a --desk");
    }
}
