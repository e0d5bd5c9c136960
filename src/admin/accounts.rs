//! Keeping accounts: who has one, with which roles, and whether it may be used. An account is never
//! removed, because events name it. The last one that keeps accounts stays.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::Value;
use uuid::Uuid;

use super::error::AdminError;
use super::leaving::{LeftBehind, leave};
use super::log::{Log, Subject};
use crate::auth::accounts::{self, Account, NewAccount};
use crate::auth::{
    Actor, Grant, MadeLink, Role, Subject as PolicySubject, User, Verb, may, password_links,
    passwords, second_step, sessions, sign_in_links, upkeep,
};
use crate::context::Context;
use crate::directory::{Atlas, DeskId};
use crate::store;
use crate::text::Language;

/// The account with its chain held: whoever comes after sees what this leaves.
pub(super) struct Held {
    pub(super) tx: DatabaseTransaction,
    pub(super) log: Log,
    pub(super) account: Account,
}

impl Held {
    /// Takes an account to change it.
    async fn take(ctx: &Context, actor: &Actor, id: Uuid) -> Result<Self, AdminError> {
        may(actor, Verb::ManageAccounts, PolicySubject::House)?;
        let tx = store::write_tx(&ctx.db).await?;
        let log = Log::open(&tx).await?;
        let account = upkeep::account(&tx, id).await?;
        let account = account.ok_or(AdminError::UnknownAccount(id))?;
        Ok(Self { tx, log, account })
    }

    /// Notes a change, and ends.
    async fn done(
        mut self,
        ctx: &Context,
        actor: &Actor,
        kind: &'static str,
        facts: &[(&'static str, Value)],
    ) -> Result<(), AdminError> {
        let subject = Subject::Account(self.account.user.id);
        self.log
            .note(&self.tx, ctx, actor, kind, &subject, facts)
            .await?;
        self.tx.commit().await?;
        Ok(())
    }
}

/// Somebody must be left who keeps accounts.
async fn somebody_keeps_accounts(tx: &impl ConnectionTrait) -> Result<(), AdminError> {
    if upkeep::active_admins(tx).await? == 0 {
        return Err(AdminError::LastAdmin);
    }
    Ok(())
}

/// Grants as the log writes them down: `agent@contactpunt-limburg`.
pub(super) fn grant_words(atlas: &Atlas, grants: &[Grant]) -> Value {
    let word = |grant: &Grant| {
        let desk = grant.desk.and_then(|id| atlas.desk(DeskId(id)));
        let place = desk.map(|desk| &desk.slug).or(grant.province.as_ref());
        place.map_or_else(
            || grant.role.to_string(),
            |place| format!("{}@{place}", grant.role),
        )
    };
    let mut words: Vec<String> = grants.iter().map(word).collect();
    words.sort();
    Value::from(words)
}

/// Makes an account, and the link with which its owner sets a password. The password in `new` is not
/// looked at.
pub async fn add_account(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    new: NewAccount,
) -> Result<(User, MadeLink), AdminError> {
    may(actor, Verb::ManageAccounts, PolicySubject::House)?;
    let (_, user) = accounts::checked(ctx, new)?;
    let tx = insert(ctx, actor, atlas, &user, None).await?;
    let link = password_links::make(&tx, ctx, user.id).await?;
    tx.commit().await?;
    Ok((user, link))
}

/// Makes an account with a password.
pub async fn add_with_password(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    new: NewAccount,
) -> Result<User, AdminError> {
    may(actor, Verb::ManageAccounts, PolicySubject::House)?;
    let (password, user) = accounts::checked(ctx, new)?;
    let hash = passwords::hash(&password).await?;
    let tx = insert(ctx, actor, atlas, &user, Some(hash)).await?;
    tx.commit().await?;
    Ok(user)
}

async fn insert(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    user: &User,
    hash: Option<String>,
) -> Result<DatabaseTransaction, AdminError> {
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    accounts::insert(&tx, ctx, user, hash).await?;
    let facts = [("roles", grant_words(atlas, &user.grants))];
    let subject = Subject::Account(user.id);
    log.note(&tx, ctx, actor, "account_added", &subject, &facts)
        .await?;
    Ok(tx)
}

/// An account as the form of its page says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountChange {
    /// As colleagues see it.
    pub name: String,
    /// Of the screens.
    pub language: Language,
    /// What the person is there for.
    pub grants: Vec<Grant>,
}

/// Changes name, language and roles, and says what that leaves behind. It holds at once, in every open session.
pub async fn change_account(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    id: Uuid,
    seen: i32,
    change: AccountChange,
) -> Result<LeftBehind, AdminError> {
    let mut held = Held::take(ctx, actor, id).await?;
    upkeep::touch(&held.tx, id, seen).await?;
    let name = accounts::name_of(&change.name)?;
    let user = held.account.user.clone();
    if (&name, change.language) != (&user.name, user.language) {
        upkeep::rename(&held.tx, id, &name, change.language).await?;
        let subject = Subject::Account(id);
        held.log
            .note(&held.tx, ctx, actor, "account_changed", &subject, &[])
            .await?;
    }
    with_grants(ctx, actor, atlas, held, &change.grants).await
}

/// These roles in place of those that the account has.
pub async fn change_roles(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    id: Uuid,
    grants: &[Grant],
) -> Result<LeftBehind, AdminError> {
    let held = Held::take(ctx, actor, id).await?;
    upkeep::touch(&held.tx, id, held.account.revision).await?;
    with_grants(ctx, actor, atlas, held, grants).await
}

async fn with_grants(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    held: Held,
    grants: &[Grant],
) -> Result<LeftBehind, AdminError> {
    accounts::check_grants(grants)?;
    let id = held.account.user.id;
    let (before, after) = (
        grant_words(atlas, &held.account.user.grants),
        grant_words(atlas, grants),
    );
    if before == after {
        held.tx.commit().await?;
        return Ok(LeftBehind::default());
    }
    upkeep::replace_grants(&held.tx, ctx, id, grants).await?;
    if keeps_accounts(&held.account) {
        somebody_keeps_accounts(&held.tx).await?;
    }
    let (had, has): (&[Grant], &[Grant]) = if held.account.active {
        (&held.account.user.grants, grants)
    } else {
        // It works nowhere, whatever its roles.
        (&[], &[])
    };
    let left = leave(&held.tx, ctx, actor, id, had, has).await?;
    let facts = [("before", before), ("after", after)];
    held.done(ctx, actor, "roles_changed", &facts).await?;
    Ok(left)
}

fn keeps_accounts(account: &Account) -> bool {
    let admin = |grant: &Grant| grant.role == Role::Admin;
    account.active && account.user.grants.iter().any(admin)
}

/// Ends every session of an account and lets nobody in with it any more; what it did stays, and the open
/// questions that it had are free for its colleagues.
pub async fn disable(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    seen: i32,
) -> Result<LeftBehind, AdminError> {
    let held = Held::take(ctx, actor, id).await?;
    upkeep::touch(&held.tx, id, seen).await?;
    upkeep::set_active(&held.tx, id, false).await?;
    if keeps_accounts(&held.account) {
        somebody_keeps_accounts(&held.tx).await?;
    }
    upkeep::drop_link(&held.tx, id).await?;
    let ended = sessions::end_all_but(&held.tx, id, None).await?;
    let had = &held.account.user.grants;
    let left = leave(&held.tx, ctx, actor, id, had, &[]).await?;
    let facts = [("sessions", Value::from(ended))];
    held.done(ctx, actor, "account_disabled", &facts).await?;
    Ok(left)
}

/// Lets somebody in again.
pub async fn enable(ctx: &Context, actor: &Actor, id: Uuid, seen: i32) -> Result<(), AdminError> {
    let held = Held::take(ctx, actor, id).await?;
    upkeep::touch(&held.tx, id, seen).await?;
    upkeep::set_active(&held.tx, id, true).await?;
    held.done(ctx, actor, "account_enabled", &[]).await
}

/// Takes the password away, ends every session, and makes the link with which the owner sets a new one.
pub async fn reset_password(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    seen: i32,
) -> Result<MadeLink, AdminError> {
    let held = Held::take(ctx, actor, id).await?;
    upkeep::touch(&held.tx, id, seen).await?;
    upkeep::set_password(&held.tx, id, None).await?;
    let ended = sessions::end_all_but(&held.tx, id, None).await?;
    let link = password_links::make(&held.tx, ctx, id).await?;
    let facts = [("sessions", Value::from(ended))];
    held.done(ctx, actor, "password_reset", &facts).await?;
    Ok(link)
}

/// Gives an account this password, and ends every session.
pub async fn set_password(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    password: &str,
) -> Result<(), AdminError> {
    may(actor, Verb::ManageAccounts, PolicySubject::House)?;
    let hash = passwords::hash(password).await?;
    let held = Held::take(ctx, actor, id).await?;
    upkeep::set_password(&held.tx, id, Some(hash)).await?;
    let ended = sessions::end_all_but(&held.tx, id, None).await?;
    let facts = [("sessions", Value::from(ended))];
    held.done(ctx, actor, "password_reset", &facts).await
}

/// Takes the second step of an account away, for who lost both telephone and recovery codes, and ends every
/// session; `false` when it was not on.
pub async fn reset_second_step(ctx: &Context, actor: &Actor, id: Uuid) -> Result<bool, AdminError> {
    let held = Held::take(ctx, actor, id).await?;
    if !second_step::turn_off(&held.tx, id).await? {
        return Ok(false);
    }
    let ended = sessions::end_all_but(&held.tx, id, None).await?;
    let facts = [("sessions", Value::from(ended))];
    held.done(ctx, actor, "second_step_reset", &facts).await?;
    Ok(true)
}

/// The key of a link with which the owner of an account signs in once, without a password and without
/// the provider.
pub async fn make_sign_in_link(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
) -> Result<String, AdminError> {
    let held = Held::take(ctx, actor, id).await?;
    let key = sign_in_links::make(&held.tx, ctx, &held.account.user.email).await?;
    let key = key.ok_or(AdminError::SwitchedOff)?;
    held.done(ctx, actor, "sign_in_link_made", &[]).await?;
    Ok(key)
}

/// Ends every session of an account; says how many there were.
pub async fn end_sessions(ctx: &Context, actor: &Actor, id: Uuid) -> Result<u64, AdminError> {
    let held = Held::take(ctx, actor, id).await?;
    let ended = sessions::end_all_but(&held.tx, id, None).await?;
    let facts = [("sessions", Value::from(ended))];
    held.done(ctx, actor, "sessions_ended", &facts).await?;
    Ok(ended)
}
