//! Tokens for programs, as people make and end them.

use serde_json::Value;
use uuid::Uuid;

use super::accounts::grant_words;
use super::error::AdminError;
use super::log::{Log, Subject};
use crate::auth::tokens::{self, MadeToken, NewToken};
use crate::auth::{Actor, Subject as PolicySubject, Verb, may};
use crate::context::Context;
use crate::directory::Atlas;
use crate::store;

/// Makes a token; its text is shown once and kept nowhere.
pub async fn create_token(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    new: NewToken,
) -> Result<MadeToken, AdminError> {
    may(actor, Verb::ManageAccounts, PolicySubject::House)?;
    let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.slug()).collect();
    let facts = [
        ("role", grant_words(atlas, std::slice::from_ref(&new.grant))),
        ("scopes", Value::from(scopes)),
        ("days", Value::from(new.days)),
    ];
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let by = actor.user().map(|user| user.id);
    let made = tokens::create_by(&tx, ctx, by, new).await?;
    let subject = Subject::Token(made.id);
    log.note(&tx, ctx, actor, "token_made", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(made)
}

/// Ends a token before its time. It opens nothing from the next request on, in every process.
pub async fn revoke_token(ctx: &Context, actor: &Actor, id: Uuid) -> Result<(), AdminError> {
    may(actor, Verb::ManageAccounts, PolicySubject::House)?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    if !tokens::revoke_in(&tx, ctx, id).await? {
        return Err(AdminError::UnknownToken(id));
    }
    let subject = Subject::Token(id);
    log.note(&tx, ctx, actor, "token_revoked", &subject, &[])
        .await?;
    tx.commit().await?;
    Ok(())
}
