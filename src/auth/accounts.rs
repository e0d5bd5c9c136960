//! Local accounts: making one, and signing in with it.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::actor::{Grant, Role, User};
use super::passwords::{self, PasswordError};
use super::policy::Verb;
use super::{attempts, records};
use crate::context::Context;
use crate::store::{self, StoreError};
use crate::text::Language;

/// Longest name of an account, in characters.
pub const MOST_NAME: usize = 120;

/// An account that is to be made.
#[derive(Clone)]
pub struct NewAccount {
    /// Any case; it is kept in lower case.
    pub email: String,
    /// As colleagues see it.
    pub name: String,
    /// In the clear: it is hashed before it is kept.
    pub password: String,
    /// Of the screens.
    pub language: Language,
    /// What the person is there for.
    pub grants: Vec<Grant>,
}

/// An account as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose it is.
    pub user: User,
    /// Whether it may be used.
    pub active: bool,
    /// When somebody last signed in with it.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whether it has a password of ours; without one, its owner signs in elsewhere or has yet to set one.
    pub has_password: bool,
    /// Changes with what a person changes.
    pub revision: i32,
}

/// Why there is no account.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Not an address.
    #[error("`{0}` is not an e-mail address")]
    NotAnAddress(String),
    /// No name.
    #[error("an account needs a name")]
    NoName,
    /// A name that is no name.
    #[error("the name of an account has at most {MOST_NAME} characters on one line")]
    LongName,
    /// No role.
    #[error("an account needs a role")]
    NoRole,
    /// A role that is for programs.
    #[error("the role api is for tokens, not for people")]
    RoleOfPrograms,
    /// The address has one already.
    #[error("there is an account for {0} already")]
    Taken(String),
    /// A password that will not do.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The register.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether `text` can be the address of an account: one `@`, something on both sides, a dot in the
/// domain, nothing that has no place in an address.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let no_place = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"@".contains(c);
    text.len() <= 254
        && !local.is_empty()
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
        && !text.replacen('@', "", 1).contains(no_place)
}

/// The name of an account, as it is kept.
pub fn name_of(text: &str) -> Result<String, AccountError> {
    let name = text.trim();
    if name.is_empty() {
        return Err(AccountError::NoName);
    }
    if name.chars().count() > MOST_NAME || name.chars().any(char::is_control) {
        return Err(AccountError::LongName);
    }
    Ok(name.to_owned())
}

/// Whether a person can have these roles.
pub fn check_grants(grants: &[Grant]) -> Result<(), AccountError> {
    if grants.is_empty() {
        return Err(AccountError::NoRole);
    }
    if grants.iter().any(|grant| grant.role == Role::Api) {
        return Err(AccountError::RoleOfPrograms);
    }
    Ok(())
}

/// Makes an account.
pub async fn add(ctx: &Context, new: NewAccount) -> Result<User, AccountError> {
    let (password, user) = checked(ctx, new)?;
    let hash = passwords::hash(&password).await?;
    let tx = store::write_tx(&ctx.db).await?;
    insert(&tx, ctx, &user, Some(hash)).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(user)
}

/// The account that `new` asks for, with its password in the clear.
pub fn checked(ctx: &Context, new: NewAccount) -> Result<(String, User), AccountError> {
    let email = new.email.trim().to_lowercase();
    if !is_address(&email) {
        return Err(AccountError::NotAnAddress(new.email));
    }
    let user = User {
        id: ctx.new_id(),
        name: name_of(&new.name)?,
        email,
        language: new.language,
        grants: new.grants,
    };
    check_grants(&user.grants)?;
    Ok((new.password, user))
}

/// Writes an account down; without `hash` its owner has yet to set a password.
pub async fn insert(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    user: &User,
    hash: Option<String>,
) -> Result<(), AccountError> {
    let now = ctx.clock.now();
    if records::insert_account(tx, user, hash, now, || ctx.new_id()).await? {
        Ok(())
    } else {
        Err(AccountError::Taken(user.email.clone()))
    }
}

/// Every account, by address.
pub async fn list(ctx: &Context) -> Result<Vec<Account>, StoreError> {
    records::all_accounts(&ctx.db).await
}

/// The person of an account that may be used.
pub async fn user(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<User>, StoreError> {
    records::find_user(db, id).await
}

/// Somebody who works at a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The account.
    pub id: Uuid,
    /// Their name.
    pub name: String,
}

/// An observer, as they are mailed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observer {
    /// The account.
    pub id: Uuid,
    /// Their address.
    pub email: String,
}

/// Who looks at `province` and may sign in.
pub async fn observers(
    db: &impl ConnectionTrait,
    province: &str,
) -> Result<Vec<Observer>, StoreError> {
    records::observers_of(db, province).await
}

/// The account with this address that may sign in.
pub async fn active_by_email(
    db: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<Uuid>, StoreError> {
    records::active_by_email(db, &email.trim().to_lowercase()).await
}

/// Who works at `desk`, by name.
pub async fn members(db: &impl ConnectionTrait, desk: Uuid) -> Result<Vec<Member>, StoreError> {
    records::members_of(db, &[desk]).await
}

/// Who works at one of `desks`, each once, by name.
pub async fn members_of_any(
    db: &impl ConnectionTrait,
    desks: &[Uuid],
) -> Result<Vec<Member>, StoreError> {
    records::members_of(db, desks).await
}

/// Everybody who reads what colleagues write down for each other, by name.
pub async fn colleagues(db: &impl ConnectionTrait) -> Result<Vec<Member>, StoreError> {
    let roles = super::policy::roles_with(Verb::ReadNotes);
    records::members_as(db, &roles).await
}

/// Why somebody did not get in. Whether the account exists is told to nobody.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The address and the password do not belong together.
    #[error("the address and the password do not belong together")]
    Wrong,
    /// Too many attempts; the counter starts again at this moment.
    #[error("too many attempts, until {until}")]
    TooMany {
        /// When trying again makes sense.
        until: DateTime<Utc>,
    },
    /// The register.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who it is that signs in with `email` and `password` from the network address `from`. They are not
/// in yet: a second step may follow, and `sessions::begin` lets them in.
///
/// The attempt is counted before the password is looked at: a thousand at once count a thousand.
pub async fn verify(
    ctx: &Context,
    email: &str,
    password: &str,
    from: Option<IpAddr>,
) -> Result<User, SignInError> {
    let email = email.trim().to_lowercase();
    let counted = attempts::count(ctx, &email, from).await?;
    if let Some(until) = counted.too_many_until() {
        tracing::warn!("Somebody tries to sign in too often");
        return Err(SignInError::TooMany { until });
    }
    let found = records::find_account(&ctx.db, &email).await?;
    let hash = found.as_ref().and_then(|(_, hash)| hash.as_deref());
    if !passwords::verify(password, hash).await {
        return Err(SignInError::Wrong);
    }
    let Some((user, _)) = found else {
        return Err(SignInError::Wrong);
    };
    let tx = store::write_tx(&ctx.db).await?;
    counted.forget(&tx).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(user)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::auth::sessions;
    use crate::auth::testing::context;

    fn account(email: &str) -> NewAccount {
        NewAccount {
            email: email.into(),
            name: "Ine Claes".into(),
            password: "een lange zin als wachtwoord".into(),
            language: Language::Nl,
            grants: vec![
                Grant::new(Role::Editor, None, None).unwrap(),
                Grant::new(Role::Observer, None, Some("limburg".into())).unwrap(),
            ],
        }
    }

    #[tokio::test]
    async fn an_account_signs_in_with_its_address_in_any_case() {
        let ctx = context().await;
        let made = add(&ctx, account("Ine.Claes@Vlaanderen.example"))
            .await
            .unwrap();
        let right = "een lange zin als wachtwoord";
        let user = verify(&ctx, " ine.claes@VLAANDEREN.example", right, None)
            .await
            .unwrap();
        assert_eq!(user, made);
        assert_eq!(user.email, "ine.claes@vlaanderen.example");
        let listed = list(&ctx).await.unwrap();
        assert_eq!(listed[0].user, made);
        assert_eq!(listed[0].last_sign_in_at, None, "not in yet");
        sessions::begin(&ctx, &user).await.unwrap();
        let listed = list(&ctx).await.unwrap();
        assert_eq!(listed[0].last_sign_in_at, Some(ctx.clock.now()));
    }

    #[tokio::test]
    async fn an_address_has_one_account() {
        let ctx = context().await;
        add(&ctx, account("ine@vlaanderen.example")).await.unwrap();
        let again = add(&ctx, account("INE@vlaanderen.example")).await;
        assert!(matches!(again, Err(AccountError::Taken(_))), "{again:?}");
        assert_eq!(list(&ctx).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn what_cannot_be_an_account_is_refused_with_its_reason() {
        let ctx = context().await;
        let said = |wrong: NewAccount| {
            let ctx = ctx.clone();
            async move { add(&ctx, wrong).await.unwrap_err().to_string() }
        };
        let new = || account("ine@vlaanderen.example");
        for address in [
            "", "ine", "ine@", "@x.y", "a b@x.y", "a@b@c.d", "ine@x..y", "ine@x", "i,n@x.y",
        ] {
            let refused = said(account(address)).await;
            assert!(
                refused.contains("not an e-mail address"),
                "{address}: {refused}"
            );
        }
        assert_eq!(
            said(NewAccount {
                name: " ".into(),
                ..new()
            })
            .await,
            "an account needs a name"
        );
        assert_eq!(
            said(NewAccount {
                grants: vec![],
                ..new()
            })
            .await,
            "an account needs a role"
        );
        let grants = vec![Grant::new(Role::Api, None, None).unwrap()];
        let refused = said(NewAccount { grants, ..new() }).await;
        assert_eq!(refused, "the role api is for tokens, not for people");
        let refused = said(NewAccount {
            password: "kort".into(),
            ..new()
        })
        .await;
        assert_eq!(refused, "a password needs at least 12 characters");
    }

    #[tokio::test]
    async fn guessing_is_slowed_down_per_account_until_the_window_is_over() {
        let ctx = context().await;
        add(&ctx, account("ine@vlaanderen.example")).await.unwrap();
        let attempt = |password: &'static str| {
            let ctx = ctx.clone();
            async move { verify(&ctx, "ine@vlaanderen.example", password, None).await }
        };
        let wrong_once = attempt("fout").await;
        assert!(matches!(wrong_once, Err(SignInError::Wrong)));
        for _ in 1..attempts::PER_ACCOUNT {
            // The counter alone: what it counts is the same, without the work of argon2.
            attempts::count(&ctx, "ine@vlaanderen.example", None)
                .await
                .unwrap();
        }
        let right = "een lange zin als wachtwoord";
        let Err(SignInError::TooMany { until }) = attempt(right).await else {
            panic!()
        };
        assert_eq!(until, ctx.clock.now() + attempts::WINDOW);
        ctx.clock.advance(attempts::WINDOW + TimeDelta::seconds(1));
        attempt(right).await.unwrap();
    }

    #[tokio::test]
    async fn an_unknown_address_is_answered_like_a_wrong_password() {
        let ctx = context().await;
        let answer = verify(&ctx, "niemand@vlaanderen.example", "wat dan ook", None).await;
        assert!(matches!(answer, Err(SignInError::Wrong)));
    }
}
