//! What somebody keeps of their own account: the password, the second step, the language of the screens, and
//! where they are signed in. The link with which a first password is set comes here too.

use std::net::IpAddr;

use serde_json::Value;

use super::error::AdminError;
use super::log::{Log, Subject};
use crate::auth::accounts::{self, SignInError};
use crate::auth::second_step::{self, SecondStepError};
use crate::auth::{Actor, Session, User, password_links, passwords, sessions, upkeep};
use crate::context::Context;
use crate::store::{self, StoreError};
use crate::text::Language;

/// Another password for who knows the present one. Every other session ends: whoever knew the old
/// password may have been in one.
pub async fn change_own_password(
    ctx: &Context,
    session: &Session,
    present: &str,
    new: &str,
    from: Option<IpAddr>,
) -> Result<(), AdminError> {
    let user = &session.user;
    // First, and counted: somebody else may be at an open screen.
    accounts::verify(ctx, &user.email, present, from).await?;
    let hash = passwords::hash(new).await?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    // An admin may have reset the password meanwhile: then this was not the present one any more.
    if !sessions::is_open(&tx, ctx, session).await? {
        return Err(SignInError::Wrong.into());
    }
    upkeep::set_password(&tx, user.id, Some(hash)).await?;
    let ended = sessions::end_all_but(&tx, user.id, Some(session.id())).await?;
    let facts = [("sessions", Value::from(ended))];
    let (actor, subject) = (Actor::User(user.clone()), Subject::Account(user.id));
    log.note(&tx, ctx, &actor, "password_set", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Sets a password with the link of `key`, which is good for that once.
pub async fn use_link(ctx: &Context, key: &str, password: &str) -> Result<User, AdminError> {
    let owner = password_links::owner(&ctx.db, ctx, key).await?;
    let owner = owner.ok_or(AdminError::LinkOver)?;
    let hash = passwords::hash(password).await?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    // Looked at again: it may have been used, replaced or ended meanwhile.
    let still = password_links::owner(&tx, ctx, key).await?;
    if still.as_ref() != Some(&owner) || !password_links::take(&tx, key).await? {
        return Err(AdminError::LinkOver);
    }
    upkeep::set_password(&tx, owner.id, Some(hash)).await?;
    sessions::end_all_but(&tx, owner.id, None).await?;
    let (actor, subject) = (Actor::User(owner.clone()), Subject::Account(owner.id));
    let facts = [("link", Value::from(true))];
    log.note(&tx, ctx, &actor, "password_set", &subject, &facts)
        .await?;
    tx.commit().await?;
    Ok(owner)
}

/// Another language of the screens.
pub async fn change_own_language(
    ctx: &Context,
    user: &User,
    language: Language,
) -> Result<(), AdminError> {
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    // The name as it is now: an admin may have changed it since this page was made.
    let account = upkeep::account(&tx, user.id).await?;
    let account = account.ok_or(AdminError::UnknownAccount(user.id))?;
    if account.user.language == language {
        return Ok(());
    }
    upkeep::touch(&tx, user.id, account.revision).await?;
    upkeep::rename(&tx, user.id, &account.user.name, language).await?;
    let (actor, subject) = (Actor::User(user.clone()), Subject::Account(user.id));
    log.note(&tx, ctx, &actor, "account_changed", &subject, &[])
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Which of their sessions somebody ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// The one with this name in the list of them.
    One(&'a str),
    /// Every one but the one they are in.
    Others,
}

/// Ends sessions of one's own; says how many there were.
pub async fn end_own_sessions(
    ctx: &Context,
    session: &Session,
    which: Which<'_>,
) -> Result<u64, AdminError> {
    let user = &session.user;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let ended = match which {
        Which::One(id) => sessions::end_one(&tx, user.id, id).await?,
        Which::Others => sessions::end_all_but(&tx, user.id, Some(session.id())).await?,
    };
    if ended > 0 {
        let facts = [("sessions", Value::from(ended))];
        let (actor, subject) = (Actor::User(user.clone()), Subject::Account(user.id));
        log.note(&tx, ctx, &actor, "sessions_ended", &subject, &facts)
            .await?;
    }
    tx.commit().await?;
    Ok(ended)
}

/// Turns the second step on, for who shows a password and a code; gives the recovery codes, which are shown
/// once. Every other session ends: it began without a code.
pub async fn turn_on_second_step(
    ctx: &Context,
    session: &Session,
    sealed: &str,
    password: &str,
    code: &str,
    from: Option<IpAddr>,
) -> Result<Vec<String>, SecondStepError> {
    let user = &session.user;
    let confirmed = second_step::confirm(ctx, user, sealed, password, code, from).await?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    // As for a new password: an admin may have reset it meanwhile.
    if !sessions::is_open(&tx, ctx, session).await? {
        return Err(SecondStepError::WrongPassword);
    }
    let codes = second_step::turn_on(&tx, ctx, user.id, confirmed).await?;
    let ended = sessions::end_all_but(&tx, user.id, Some(session.id())).await?;
    let facts = [("sessions", Value::from(ended))];
    let (actor, subject) = (Actor::User(user.clone()), Subject::Account(user.id));
    log.note(&tx, ctx, &actor, "second_step_on", &subject, &facts)
        .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(codes)
}

/// Gives a person new recovery codes in place of those they had, for a code.
pub async fn renew_recovery_codes(
    ctx: &Context,
    user: &User,
    code: &str,
    from: Option<IpAddr>,
) -> Result<Vec<String>, SecondStepError> {
    second_step::verify(ctx, user, code, from).await?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let codes = second_step::renew_codes(&tx, user.id).await?;
    let (actor, subject) = (Actor::User(user.clone()), Subject::Account(user.id));
    log.note(&tx, ctx, &actor, "recovery_codes_made", &subject, &[])
        .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(codes)
}

/// Turns the second step off, for who shows a password and a code.
pub async fn turn_off_second_step(
    ctx: &Context,
    user: &User,
    password: &str,
    code: &str,
    from: Option<IpAddr>,
) -> Result<(), SecondStepError> {
    accounts::verify(ctx, &user.email, password, from).await?;
    second_step::verify(ctx, user, code, from).await?;
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    second_step::turn_off(&tx, user.id).await?;
    let (actor, subject) = (Actor::User(user.clone()), Subject::Account(user.id));
    log.note(&tx, ctx, &actor, "second_step_off", &subject, &[])
        .await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
