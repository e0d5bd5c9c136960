//! Somebody whom the provider vouches for: their account here, and what that changed of it.

use serde_json::Value;

use super::accounts::grant_words;
use super::error::AdminError;
use super::leaving::leave;
use super::log::{Log, Subject};
use crate::auth::oidc::{self, OidcError, Person};
use crate::auth::{Actor, Subject as PolicySubject, User, Verb, may};
use crate::context::Context;
use crate::directory::Atlas;
use crate::store::{self, StoreError};

/// The account of `person`, whom `issuer` vouches for, made or brought up to date; what changed stands in
/// the log.
pub async fn admit(
    ctx: &Context,
    atlas: &Atlas,
    issuer: &str,
    person: &Person,
) -> Result<User, OidcError> {
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let admitted = oidc::admit(&tx, ctx, issuer, person).await?;
    let user = admitted.user;
    let roles = |user: &User| grant_words(atlas, &user.grants);
    let mut lines = Vec::new();
    match &admitted.before {
        None => lines.push(("account_added", vec![("roles", roles(&user))])),
        Some(before) => {
            if admitted.linked {
                lines.push(("account_linked", Vec::new()));
            }
            if (&before.name, &before.email) != (&user.name, &user.email) {
                lines.push(("account_changed", Vec::new()));
            }
            if before.grants.len() != user.grants.len() || roles(before) != roles(&user) {
                let facts = vec![("before", roles(before)), ("after", roles(&user))];
                lines.push(("roles_changed", facts));
                let (had, has) = (&before.grants, &user.grants);
                leave(&tx, ctx, &Actor::System, user.id, had, has).await?;
            }
        }
    }
    let subject = Subject::Account(user.id);
    for (kind, mut facts) in lines {
        facts.push(("provider", Value::from(true)));
        log.note(&tx, ctx, &Actor::System, kind, &subject, &facts)
            .await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    if user.grants.is_empty() {
        tracing::info!(user.id = %user.id, "Somebody of the provider has no role any more");
        return Err(OidcError::NoRole);
    }
    Ok(user)
}

/// Says that the account `email` is who is `subject` at `issuer`.
pub async fn link_account(
    ctx: &Context,
    actor: &Actor,
    issuer: &str,
    email: &str,
    subject: &str,
) -> Result<(), AdminError> {
    may(actor, Verb::ManageAccounts, PolicySubject::House)?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let user = oidc::link(&tx, ctx, issuer, email, subject).await?;
    let about = Subject::Account(user.id);
    log.note(&tx, ctx, actor, "account_linked", &about, &[])
        .await?;
    tx.commit().await?;
    Ok(())
}
