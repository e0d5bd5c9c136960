//! Tokens for programs, as people make and end them.

use sea_orm::DatabaseTransaction;
use serde_json::Value;
use uuid::Uuid;

use super::accounts::grant_words;
use super::error::AdminError;
use super::log::{Log, Subject};
use crate::auth::tokens::{self, MadeToken, NewToken};
use crate::auth::{Actor, Subject as PolicySubject, Verb, may, upkeep};
use crate::context::Context;
use crate::directory::Atlas;
use crate::store;

/// The namespace of the tokens that a form makes.
const TOKENS: Uuid = Uuid::from_u128(0x2c57_90e1_44fb_4d86_9a3d_be70_18c6_f25d);

/// Makes a token; its text is shown once and kept nowhere.
pub async fn create_token(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    new: NewToken,
) -> Result<MadeToken, AdminError> {
    let (tx, log) = begin(ctx, actor).await?;
    let facts = facts(atlas, &new);
    make(ctx, actor, (tx, log), ctx.new_id(), &facts, new).await
}

/// The same once, however often a form with this nonce is sent; `None` when it made its token already, whose
/// text nobody can show again. The nonce with other fields makes another token.
pub async fn create_token_once(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    nonce: Uuid,
    new: NewToken,
) -> Result<Option<MadeToken>, AdminError> {
    let (tx, log) = begin(ctx, actor).await?;
    let facts = facts(atlas, &new);
    let said: Vec<String> = facts.iter().map(|(_, value)| value.to_string()).collect();
    let own = format!(
        "{nonce}\n{}\n{}\n{}",
        actor.key(),
        new.name,
        said.join("\n")
    );
    // It stands in the list by the moment of its form, which its nonce begins with (RFC 9562, version 7).
    let mut id = *nonce.as_bytes();
    id[12..].copy_from_slice(&Uuid::new_v5(&TOKENS, own.as_bytes()).as_bytes()[12..]);
    let id = Uuid::from_bytes(id);
    if upkeep::has_token(&tx, id).await? {
        return Ok(None);
    }
    make(ctx, actor, (tx, log), id, &facts, new).await.map(Some)
}

/// What the log tells of a token.
type Facts = [(&'static str, Value); 3];

fn facts(atlas: &Atlas, new: &NewToken) -> Facts {
    let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.slug()).collect();
    [
        ("role", grant_words(atlas, std::slice::from_ref(&new.grant))),
        ("scopes", Value::from(scopes)),
        ("days", Value::from(new.days)),
    ]
}

/// The end of the chain, for whoever may make tokens: of two forms that are sent at once, the second sees
/// what the first made.
async fn begin(ctx: &Context, actor: &Actor) -> Result<(DatabaseTransaction, Log), AdminError> {
    may(actor, Verb::ManageAccounts, PolicySubject::House)?;
    let tx = store::write_tx(&ctx.db).await?;
    let log = Log::open(&tx).await?;
    Ok((tx, log))
}

async fn make(
    ctx: &Context,
    actor: &Actor,
    (tx, mut log): (DatabaseTransaction, Log),
    id: Uuid,
    facts: &Facts,
    new: NewToken,
) -> Result<MadeToken, AdminError> {
    let by = actor.user().map(|user| user.id);
    let made = tokens::create_by(&tx, ctx, id, by, new).await?;
    let subject = Subject::Token(made.id);
    log.note(&tx, ctx, actor, "token_made", &subject, facts)
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
