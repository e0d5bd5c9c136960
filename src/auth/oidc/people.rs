//! A person of the provider, and the account that is theirs. They are known by issuer and subject and
//! by nothing else: an address may be given to somebody else next year.

use sea_orm::ConnectionTrait;

use super::claims::Person;
use super::{OidcError, records};
use crate::auth::accounts::{self, Account, AccountError};
use crate::auth::actor::User;
use crate::auth::{sessions, upkeep};
use crate::context::Context;
use crate::store::StoreError;
use crate::text::Language;

/// Why an account was not linked.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// There is none.
    #[error("there is no account for {0}")]
    NoAccount(String),
    /// One of the two is taken.
    #[error("this account is somebody else at {0} already, or this subject has another account")]
    Taken(String),
    /// The register.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Somebody whom the provider vouches for, and their account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// As they are from now on. Without any role they are not let in.
    pub user: User,
    /// As they were; `None` when the account is new.
    pub before: Option<User>,
    /// Whether this brought the account and the person together.
    pub linked: bool,
}

/// The account of `person`, whom `issuer` vouches for, in the caller's transaction: made at the first
/// sign-in, and at each one given the roles that the provider names. Who has no role any more loses them
/// here too, with every session. That somebody was made to keep accounts here stays.
///
/// # Errors
/// Why they are not let in; then nothing was changed that the caller may keep.
pub async fn admit(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    issuer: &str,
    person: &Person,
) -> Result<Admitted, OidcError> {
    let known = records::by_identity(tx, issuer, &person.subject).await?;
    let linked = known.is_none();
    let account = match known {
        Some(known) => known,
        None if person.grants.is_empty() => return Err(OidcError::NoRole),
        None => {
            let email = person.email.as_deref().ok_or(OidcError::NoAddress)?;
            let Some(same_address) = upkeep::account_at(tx, email).await? else {
                let user = make(tx, ctx, issuer, person, email).await?;
                return Ok(Admitted {
                    user,
                    before: None,
                    linked,
                });
            };
            take_over(tx, ctx, issuer, person, &same_address).await?;
            same_address
        }
    };
    if !account.active {
        return Err(OidcError::SwitchedOff);
    }
    let before = account.user;
    let user = User {
        name: person.name.clone().unwrap_or_else(|| before.name.clone()),
        email: new_address(tx, &before, person).await?,
        grants: upkeep::give_grants(tx, ctx, before.id, issuer, &person.grants).await?,
        ..before.clone()
    };
    if user != before {
        // Whoever keeps accounts and has this one on screen sees it as it was.
        upkeep::touch(tx, user.id, account.revision).await?;
        upkeep::rename(tx, user.id, &user.name, user.language).await?;
        upkeep::readdress(tx, user.id, &user.email).await?;
    }
    if user.grants.is_empty() {
        sessions::end_all_but(tx, user.id, None).await?;
    }
    Ok(Admitted {
        user,
        before: Some(before),
        linked,
    })
}

/// Makes `account` the one of `person`. An address proves nothing unless the provider verified it, and the
/// house says that this is enough.
async fn take_over(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    issuer: &str,
    person: &Person,
    account: &Account,
) -> Result<(), OidcError> {
    let vouched = ctx.settings.oidc.link_by_verified_email && person.email_verified;
    if !vouched || records::is_known_at(tx, account.user.id, issuer).await? {
        return Err(OidcError::AddressTaken);
    }
    identify(tx, ctx, issuer, person, account.user.id).await
}

async fn identify(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    issuer: &str,
    person: &Person,
    user: uuid::Uuid,
) -> Result<(), OidcError> {
    let now = ctx.clock.now();
    if records::insert_identity(tx, issuer, &person.subject, user, now).await? {
        Ok(())
    } else {
        Err(OidcError::AddressTaken)
    }
}

async fn make(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    issuer: &str,
    person: &Person,
    email: &str,
) -> Result<User, OidcError> {
    let mut user = User {
        id: ctx.new_id(),
        name: person.name.clone().unwrap_or_else(|| email.to_owned()),
        email: email.to_owned(),
        language: if person.english {
            Language::En
        } else {
            Language::Nl
        },
        grants: Vec::new(),
    };
    match accounts::insert(tx, ctx, &user, None).await {
        Ok(()) => {}
        Err(AccountError::Store(error)) => return Err(error.into()),
        Err(_) => return Err(OidcError::AddressTaken),
    }
    identify(tx, ctx, issuer, person, user.id).await?;
    user.grants = upkeep::give_grants(tx, ctx, user.id, issuer, &person.grants).await?;
    Ok(user)
}

/// The address that the provider gives now, unless it did not verify it, or it is somebody else's here.
async fn new_address(
    tx: &impl ConnectionTrait,
    before: &User,
    person: &Person,
) -> Result<String, StoreError> {
    let verified = person.email.as_ref().filter(|_| person.email_verified);
    let Some(email) = verified.filter(|email| **email != before.email) else {
        return Ok(before.email.clone());
    };
    if upkeep::account_at(tx, email).await?.is_none() {
        return Ok(email.clone());
    }
    tracing::warn!(
        user.id = %before.id,
        "The provider gives an address that another account has; the old one stays"
    );
    Ok(before.email.clone())
}

/// Says, in the caller's transaction, that the account `email` is who is `subject` at `issuer`, because
/// somebody who keeps accounts knows it; gives whose account it is.
pub async fn link(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    issuer: &str,
    email: &str,
    subject: &str,
) -> Result<User, LinkError> {
    let account = upkeep::account_at(tx, email).await?;
    let account = account.ok_or_else(|| LinkError::NoAccount(email.trim().to_owned()))?;
    let now = ctx.clock.now();
    if !records::insert_identity(tx, issuer, subject, account.user.id, now).await? {
        return Err(LinkError::Taken(issuer.to_owned()));
    }
    Ok(account.user)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::auth::actor::{Grant, Role};
    use crate::auth::testing::{context, somebody};
    use crate::store;

    const ISSUER: &str = "https://authenticatie.example/op";

    fn person(subject: &str, email: &str) -> Person {
        Person {
            subject: subject.into(),
            name: Some("Els Claes".into()),
            email: Some(email.into()),
            email_verified: true,
            english: false,
            grants: vec![Grant::new(Role::Editor, None, None).unwrap()],
        }
    }

    /// Lets somebody in as the room above does.
    async fn admit(ctx: &Context, issuer: &str, person: &Person) -> Result<User, OidcError> {
        let tx = store::write_tx(&ctx.db).await?;
        let admitted = super::admit(&tx, ctx, issuer, person).await?;
        tx.commit().await.unwrap();
        let user = admitted.user;
        let kept = upkeep::account(&ctx.db, user.id).await.unwrap().unwrap();
        assert_eq!(kept.user, user, "what is said is what is kept");
        if user.grants.is_empty() {
            return Err(OidcError::NoRole);
        }
        Ok(user)
    }

    async fn link(ctx: &Context, email: &str, subject: &str) -> Result<User, LinkError> {
        let tx = store::write_tx(&ctx.db).await?;
        let user = super::link(&tx, ctx, ISSUER, email, subject).await?;
        tx.commit().await.unwrap();
        Ok(user)
    }

    #[tokio::test]
    async fn the_first_sign_in_makes_the_account_and_the_next_one_finds_it() {
        let ctx = context().await;
        let first = admit(&ctx, ISSUER, &person("1", "els@abb.be"))
            .await
            .unwrap();
        assert_eq!(first.grants, person("1", "").grants);
        // Another name and address, and another role: the same person.
        let later = Person {
            name: Some("Els Claes-Peeters".into()),
            grants: vec![Grant::new(Role::Admin, None, None).unwrap()],
            ..person("1", "els.peeters@abb.be")
        };
        let again = admit(&ctx, ISSUER, &later).await.unwrap();
        assert_eq!(again.id, first.id);
        assert_eq!(again.email, "els.peeters@abb.be");
        assert_eq!((Some(again.name), again.grants), (later.name, later.grants));
        // What it does not say any more stays as it was.
        let nameless = Person {
            name: None,
            email: None,
            ..person("1", "")
        };
        let again = admit(&ctx, ISSUER, &nameless).await.unwrap();
        assert_eq!(again.name, "Els Claes-Peeters");
        assert_eq!(again.email, "els.peeters@abb.be");
        // The same subject at another provider is somebody else.
        let other = admit(&ctx, "https://elders.example", &person("1", "bo@abb.be")).await;
        assert_ne!(other.unwrap().id, first.id);
    }

    #[tokio::test]
    async fn an_address_takes_over_no_account_unless_it_is_verified_and_the_house_allows_it() {
        let mut ctx = context().await;
        let local = somebody(&ctx).await;
        let comes = person("1", &local.email);
        let refused = admit(&ctx, ISSUER, &comes).await;
        assert!(
            matches!(refused, Err(OidcError::AddressTaken)),
            "{refused:?}"
        );

        let mut settings = (*ctx.settings).clone();
        settings.oidc.link_by_verified_email = true;
        ctx.settings = Arc::new(settings);
        let unverified = Person {
            email_verified: false,
            ..comes.clone()
        };
        let refused = admit(&ctx, ISSUER, &unverified).await;
        assert!(
            matches!(refused, Err(OidcError::AddressTaken)),
            "{refused:?}"
        );
        assert_eq!(admit(&ctx, ISSUER, &comes).await.unwrap().id, local.id);
        // Who holds the address afterwards is another person, however verified.
        let refused = admit(&ctx, ISSUER, &person("2", &local.email)).await;
        assert!(
            matches!(refused, Err(OidcError::AddressTaken)),
            "{refused:?}"
        );
    }

    #[tokio::test]
    async fn somebody_who_keeps_accounts_can_link_one() {
        let ctx = context().await;
        let local = somebody(&ctx).await;
        link(&ctx, &local.email.to_uppercase(), "1").await.unwrap();
        let user = admit(&ctx, ISSUER, &person("1", "elders@abb.be"))
            .await
            .unwrap();
        assert_eq!(user.id, local.id);
        let taken = link(&ctx, "elders@abb.be", "2").await;
        assert!(matches!(taken, Err(LinkError::Taken(_))), "{taken:?}");
        let nobody = link(&ctx, "niemand@abb.be", "3").await;
        assert!(matches!(nobody, Err(LinkError::NoAccount(_))), "{nobody:?}");
    }

    #[tokio::test]
    async fn who_has_no_role_is_not_let_in_and_loses_what_there_was() {
        let ctx = context().await;
        let none = Person {
            grants: Vec::new(),
            ..person("1", "els@abb.be")
        };
        let refused = admit(&ctx, ISSUER, &none).await;
        assert!(matches!(refused, Err(OidcError::NoRole)), "{refused:?}");
        let listed = crate::auth::accounts::list(&ctx).await.unwrap();
        assert!(listed.is_empty(), "no account is made");

        let user = admit(&ctx, ISSUER, &person("1", "els@abb.be"))
            .await
            .unwrap();
        let key = sessions::begin(&ctx, &user).await.unwrap();
        let refused = admit(&ctx, ISSUER, &none).await;
        assert!(matches!(refused, Err(OidcError::NoRole)), "{refused:?}");
        assert!(sessions::open(&ctx, &key).await.unwrap().is_none());
        let listed = crate::auth::accounts::list(&ctx).await.unwrap();
        assert!(listed[0].user.grants.is_empty());
    }

    #[tokio::test]
    async fn without_an_address_there_is_no_account() {
        let ctx = context().await;
        let nameless = Person {
            email: None,
            ..person("1", "")
        };
        let refused = admit(&ctx, ISSUER, &nameless).await;
        assert!(matches!(refused, Err(OidcError::NoAddress)), "{refused:?}");
    }

    #[tokio::test]
    async fn an_address_that_nobody_verified_replaces_none() {
        let ctx = context().await;
        admit(&ctx, ISSUER, &person("1", "els@abb.be"))
            .await
            .unwrap();
        let unverified = Person {
            email_verified: false,
            ..person("1", "baas@abb.be")
        };
        let again = admit(&ctx, ISSUER, &unverified).await.unwrap();
        assert_eq!(again.email, "els@abb.be");
        // Nor does one that is somebody else's here.
        admit(&ctx, ISSUER, &person("2", "bo@abb.be"))
            .await
            .unwrap();
        let again = admit(&ctx, ISSUER, &person("1", "bo@abb.be"))
            .await
            .unwrap();
        assert_eq!(again.email, "els@abb.be");
    }

    #[tokio::test]
    async fn roles_are_the_providers_and_who_keeps_accounts_here_goes_on() {
        let ctx = context().await;
        let local = somebody(&ctx).await;
        let role = |role| Grant::new(role, None, None).unwrap();
        let roles = |user: &User| {
            let mut roles: Vec<Role> = user.grants.iter().map(|grant| grant.role).collect();
            roles.sort_unstable();
            roles
        };
        let given_here = [role(Role::Admin), role(Role::Editor)];
        upkeep::replace_grants(&ctx.db, &ctx, local.id, &given_here)
            .await
            .unwrap();
        link(&ctx, &local.email, "1").await.unwrap();
        let names = |grants: &[Role]| Person {
            grants: grants.iter().copied().map(role).collect(),
            ..person("1", &local.email)
        };
        for (named, held) in [
            (&[Role::Editor][..], &[Role::Editor, Role::Admin][..]),
            (&[Role::Admin], &[Role::Admin]),
            (&[], &[Role::Admin]),
        ] {
            let user = admit(&ctx, ISSUER, &names(named)).await.unwrap();
            assert_eq!(roles(&user), held, "{named:?}");
        }
        // What the provider gave goes when it says so, this role as well, also after a change on screen
        // that left it.
        let other = |grants: &[Role]| Person {
            subject: "2".into(),
            email: Some("bo@abb.be".into()),
            ..names(grants)
        };
        let both = [Role::Admin, Role::Editor];
        let user = admit(&ctx, ISSUER, &other(&both)).await.unwrap();
        upkeep::replace_grants(&ctx.db, &ctx, user.id, &[role(Role::Admin)])
            .await
            .unwrap();
        let user = admit(&ctx, ISSUER, &other(&[Role::Editor])).await.unwrap();
        assert_eq!(roles(&user), [Role::Editor]);
    }
}
