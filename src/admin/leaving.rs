//! Somebody who works no more, or no more at some desk: what they had goes back to the desk, and a desk at
//! which nobody is left is named, so that whoever keeps accounts can do something about it.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::auth::accounts::Account;
use crate::auth::{Actor, Grant, upkeep};
use crate::context::Context;
use crate::directory::DeskId;
use crate::registry;
use crate::store::StoreError;

/// What somebody leaves behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftBehind {
    /// Open questions that they had taken, and that nobody has now.
    pub freed: u64,
    /// Desks at which nobody works any more.
    pub deserted: Vec<DeskId>,
}

/// The desks of these roles, each once.
fn desks(grants: &[Grant]) -> Vec<Uuid> {
    let mut desks: Vec<Uuid> = grants.iter().filter_map(|grant| grant.desk).collect();
    desks.sort_unstable();
    desks.dedup();
    desks
}

fn named(desks: Vec<Uuid>) -> Vec<DeskId> {
    desks.into_iter().map(DeskId).collect()
}

/// Sets free the questions of the account `user` at desks where it does not go on working: it had the roles
/// `before`, and was just left with those of `after`, none when nobody may use it.
pub(super) async fn leave(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    user: Uuid,
    before: &[Grant],
    after: &[Grant],
) -> Result<LeftBehind, StoreError> {
    let stays = desks(after);
    let mut gone = desks(before);
    gone.retain(|desk| !stays.contains(desk));
    Ok(LeftBehind {
        freed: registry::set_free(tx, ctx, actor, user, &stays).await?,
        deserted: named(upkeep::without_people(tx, &gone, None).await?),
    })
}

/// What would be left behind if nobody could use this account any more.
pub async fn would_leave(
    db: &impl ConnectionTrait,
    account: &Account,
) -> Result<LeftBehind, StoreError> {
    let id = account.user.id;
    let desks = desks(&account.user.grants);
    Ok(LeftBehind {
        freed: registry::how_many_taken(db, id, &[]).await?,
        deserted: named(upkeep::without_people(db, &desks, Some(id)).await?),
    })
}
