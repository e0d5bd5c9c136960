//! Links with which somebody signs in without a password: whoever runs the service makes one on its
//! machine when nobody gets in otherwise. A link works once and for [`LIFETIME`].
//!
//! Nothing is kept of it: it names the moment of the account's last sign-in, and signing in with it
//! changes that moment.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::actor::User;
use super::records;
use crate::context::{Context, Purpose};
use crate::store::StoreError;

/// How long a link is good for.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(15);
const ABOUT: &str = "link";

/// What a link says.
#[derive(Debug, PartialEq, Eq)]
struct Link {
    user: Uuid,
    until: i64,
    /// In microseconds, as both databases keep it.
    last_sign_in: Option<i64>,
}

fn micros(moment: Option<DateTime<Utc>>) -> Option<i64> {
    moment.map(|moment| moment.timestamp_micros())
}

fn read(ctx: &Context, key: &str) -> Option<Link> {
    let opened = Purpose::SignIn.open(&ctx.secret, ABOUT, key)?;
    let (user, until, last_sign_in): (Uuid, i64, Option<i64>) =
        serde_json::from_str(&opened).ok()?;
    (until >= ctx.clock.now().timestamp()).then_some(Link {
        user,
        until,
        last_sign_in,
    })
}

/// The key of a link for the account `email`; `None` when there is none that may be used.
pub async fn make(
    db: &impl ConnectionTrait,
    ctx: &Context,
    email: &str,
) -> Result<Option<String>, StoreError> {
    let email = email.trim().to_lowercase();
    let Some((user, _)) = records::find_account(db, &email).await? else {
        return Ok(None);
    };
    let last = micros(records::last_sign_in(db, user.id).await?);
    let until = (ctx.clock.now() + LIFETIME).timestamp();
    let link = serde_json::json!([user.id, until, last]).to_string();
    let sealed = Purpose::SignIn.seal(&ctx.secret, ABOUT, &link);
    Ok(Some(sealed.map_err(|_| StoreError::Randomness)?))
}

/// Whom the link with this key lets in, while it is good. Looking uses nothing up: mail scanners look.
pub async fn owner(ctx: &Context, key: &str) -> Result<Option<User>, StoreError> {
    let Some(link) = read(ctx, key) else {
        return Ok(None);
    };
    if micros(records::last_sign_in(&ctx.db, link.user).await?) != link.last_sign_in {
        return Ok(None);
    }
    records::find_user(&ctx.db, link.user).await
}

/// Uses a link up: whom it lets in, once.
pub async fn take(ctx: &Context, key: &str) -> Result<Option<User>, StoreError> {
    let Some(link) = read(ctx, key) else {
        return Ok(None);
    };
    let before = link
        .last_sign_in
        .and_then(DateTime::<Utc>::from_timestamp_micros);
    // Never the moment that the link names, even when the clock stands still.
    let step = TimeDelta::microseconds(1);
    let now = ctx.clock.now();
    let now = before.map_or(now, |before| now.max(before + step));
    if !records::signed_in_after(&ctx.db, link.user, before, now).await? {
        return Ok(None);
    }
    records::find_user(&ctx.db, link.user).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::sessions;
    use crate::auth::testing::{context, somebody};

    #[tokio::test]
    async fn a_link_lets_its_owner_in_once_and_for_a_while() {
        let ctx = context().await;
        let user = somebody(&ctx).await;
        assert_eq!(
            make(&ctx.db, &ctx, "niemand@vlaanderen.example")
                .await
                .unwrap(),
            None
        );
        for _ in 0..2 {
            let key = make(&ctx.db, &ctx, &user.email).await.unwrap().unwrap();
            assert_eq!(owner(&ctx, &key).await.unwrap().as_ref(), Some(&user));
            assert_eq!(take(&ctx, &key).await.unwrap().as_ref(), Some(&user));
            assert_eq!(take(&ctx, &key).await.unwrap(), None);
            assert_eq!(owner(&ctx, &key).await.unwrap(), None);
        }
        let over = make(&ctx.db, &ctx, &user.email).await.unwrap().unwrap();
        ctx.clock.advance(LIFETIME + TimeDelta::seconds(1));
        assert_eq!(take(&ctx, &over).await.unwrap(), None);
        // Who signed in otherwise needs no link any more.
        let unused = make(&ctx.db, &ctx, &user.email).await.unwrap().unwrap();
        sessions::begin(&ctx, &user).await.unwrap();
        assert_eq!(take(&ctx, &unused).await.unwrap(), None);
        assert_eq!(take(&ctx, "niets").await.unwrap(), None);
    }
}
