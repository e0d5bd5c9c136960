//! Getting somebody in who cannot get in otherwise.

use anyhow::ensure;

use crate::admin;
use crate::auth::{Actor, sign_in_links};
use crate::context::Context;

/// `user link`
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Link {
    /// The address of the account
    email: String,
    /// Who it is at the provider: the `sub` of the ID token
    #[arg(long, value_name = "SUB")]
    subject: String,
    /// The provider; without this the one of oidc.issuer
    #[arg(long, value_name = "URL")]
    issuer: Option<String>,
}

pub(super) async fn reset_totp(ctx: &Context, email: &str) -> anyhow::Result<()> {
    let account = super::account(ctx, email).await?;
    if admin::reset_second_step(ctx, &Actor::System, account.user.id).await? {
        println!("{email} signs in with a password alone; open sessions have ended");
    } else {
        println!("{email} had no second step");
    }
    Ok(())
}

pub(super) async fn sign_in_link(ctx: &Context, email: &str) -> anyhow::Result<()> {
    let account = super::account(ctx, email).await?;
    let key = admin::make_sign_in_link(ctx, &Actor::System, account.user.id).await?;
    let minutes = sign_in_links::LIFETIME.num_minutes();
    eprintln!("Works once, within {minutes} minutes, for whoever has it:");
    println!("{}", ctx.link(&format!("/desk/sign-in/link/{key}")));
    Ok(())
}

pub(super) async fn link(ctx: &Context, link: &Link) -> anyhow::Result<()> {
    let configured = &ctx.settings.oidc.issuer;
    let issuer = link.issuer.as_ref().unwrap_or(configured);
    ensure!(
        !issuer.is_empty(),
        "there is no oidc.issuer; say which provider with --issuer"
    );
    admin::link_account(ctx, &Actor::System, issuer, &link.email, &link.subject).await?;
    println!("{} is {} at {issuer}", link.email, link.subject);
    Ok(())
}
