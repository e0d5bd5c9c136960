//! The second step of a local account: a code of an app (TOTP, RFC 6238), or one of ten recovery codes.
//! The key that makes the codes is kept sealed, recovery codes are kept as digests, and no code is
//! taken twice.

mod records;

use std::net::IpAddr;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use totp_rs::{Builder, Secret as Key, Totp};
use uuid::Uuid;

use super::accounts::{self, SignInError};
use super::actor::User;
use super::attempts;
use super::records as shared;
use crate::context::{Context, Purpose};
use crate::store::{self, StoreError};

/// Recovery codes that are given at once.
pub const RECOVERY_CODES: usize = 10;
/// How long somebody may take from the password to the code.
pub const PATIENCE: TimeDelta = TimeDelta::minutes(10);
/// Steps before and after the present one whose codes are taken too: a telephone's clock may be off.
const SKEW: u16 = 1;
/// Bytes of a key, as RFC 4226 asks.
const KEY_BYTES: usize = 20;
/// Characters of a recovery code: 80 bits.
const RECOVERY_CHARACTERS: usize = 16;
/// Letters and digits that nobody takes for another one (Crockford's base32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Who the app says that the code is for.
const ISSUER: &str = "Regiovraag";

/// A key that somebody may take into their app; nothing is kept until they confirm it.
#[derive(Clone)]
pub struct Offer {
    /// The key, for the form that confirms it.
    pub sealed: String,
    /// The key in groups of four, to type over.
    pub key: String,
    /// The key as an app reads it from a picture.
    pub url: String,
}

/// Why the second step did not change, or nobody got in by it.
#[derive(Debug, thiserror::Error)]
pub enum SecondStepError {
    /// The code is not right, or was used before.
    #[error("the code is not right, or was used before")]
    WrongCode,
    /// Too many codes were tried; the counter starts again at this moment.
    #[error("too many codes, until {until}")]
    TooMany {
        /// When trying again makes sense.
        until: DateTime<Utc>,
    },
    /// The form is too old.
    #[error("the form is too old")]
    Over,
    /// Somebody turned it on in the meantime.
    #[error("the second step is on already")]
    AlreadyOn,
    /// It is not on.
    #[error("the second step is not on")]
    NotOn,
    /// Not the password of the account, or it has none of ours.
    #[error("the password is not right")]
    WrongPassword,
    /// The register.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SignInError> for SecondStepError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wrong => Self::WrongPassword,
            SignInError::TooMany { until } => Self::TooMany { until },
            SignInError::Store(error) => Self::Store(error),
        }
    }
}

/// How the second step of an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// When it was turned on.
    pub since: DateTime<Utc>,
    /// Recovery codes that have not been used.
    pub codes_left: usize,
}

/// How the second step of `user` stands; `None` when it is not on.
pub async fn state(ctx: &Context, user: Uuid) -> Result<Option<State>, StoreError> {
    let Some(row) = records::find(&ctx.db, user).await? else {
        return Ok(None);
    };
    Ok(Some(State {
        since: row.created_at,
        codes_left: records::codes_left(&ctx.db, user).await?,
    }))
}

/// Whether `user` signs in with a second step.
pub async fn is_on(ctx: &Context, user: Uuid) -> Result<bool, StoreError> {
    Ok(records::find(&ctx.db, user).await?.is_some())
}

fn totp(key: &[u8], user: &User) -> Result<Totp, StoreError> {
    let name: String = user.email.chars().filter(|&c| c != ':').collect();
    let built = Builder::new()
        .with_secret(Key::from(key))
        .with_skew(SKEW)
        .with_account_name(name)
        .with_issuer(Some(ISSUER))
        .build();
    built.map_err(|_| unreadable(user.id))
}

fn unreadable(user: Uuid) -> StoreError {
    StoreError::Inconsistent {
        table: "user_second_step",
        column: "sealed_key",
        row: user.to_string(),
    }
}

fn about_offer(user: &User) -> String {
    format!("offer {}", user.id)
}

/// A fresh key for `user`.
pub fn offer(ctx: &Context, user: &User) -> Result<Offer, StoreError> {
    let mut key = [0_u8; KEY_BYTES];
    SystemRandom::new()
        .fill(&mut key)
        .map_err(|_| StoreError::Randomness)?;
    let sealed = URL_SAFE_NO_PAD.encode(key);
    let until = (ctx.clock.now() + PATIENCE).timestamp();
    let sealed = Purpose::SecondStep
        .seal(
            &ctx.secret,
            &about_offer(user),
            &format!("{until} {sealed}"),
        )
        .map_err(|_| StoreError::Randomness)?;
    show(&key, user, sealed)
}

/// The offer of a form that comes back; `None` when it is too old, or somebody else's.
pub fn offered(ctx: &Context, user: &User, sealed: &str) -> Result<Option<Offer>, StoreError> {
    let Some(key) = offered_key(ctx, user, sealed) else {
        return Ok(None);
    };
    show(&key, user, sealed.to_owned()).map(Some)
}

fn offered_key(ctx: &Context, user: &User, sealed: &str) -> Option<Vec<u8>> {
    let opened = Purpose::SecondStep.open(&ctx.secret, &about_offer(user), sealed)?;
    let (until, key) = opened.split_once(' ')?;
    let until: i64 = until.parse().ok()?;
    if until < ctx.clock.now().timestamp() {
        return None;
    }
    URL_SAFE_NO_PAD.decode(key).ok()
}

fn show(key: &[u8], user: &User, sealed: String) -> Result<Offer, StoreError> {
    let totp = totp(key, user)?;
    let url = totp.to_url().map_err(|_| unreadable(user.id))?;
    Ok(Offer {
        sealed,
        key: in_groups(&totp.secret().to_base32()),
        url,
    })
}

fn in_groups(text: &str) -> String {
    let mut grouped = String::with_capacity(text.len() + text.len() / 4);
    for (at, c) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(c);
    }
    grouped
}

/// The time step of `code` when it is a code of `key` that was not taken before.
fn step_of(totp: &Totp, code: &str, now: DateTime<Utc>, last_step: i64) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let step = totp.check(&digits, u64::try_from(now.timestamp()).ok()?)?;
    let step = i64::try_from(step).ok()?;
    (step > last_step).then_some(step)
}

/// A key that its owner confirmed, to be kept.
#[derive(Debug)]
pub struct Confirmed {
    sealed_key: String,
    step: i64,
}

/// Whether `user` shows with a password and a code that it is theirs and that their app has the key that
/// they were offered.
pub async fn confirm(
    ctx: &Context,
    user: &User,
    sealed: &str,
    password: &str,
    code: &str,
    from: Option<IpAddr>,
) -> Result<Confirmed, SecondStepError> {
    let key = offered_key(ctx, user, sealed).ok_or(SecondStepError::Over)?;
    accounts::verify(ctx, &user.email, password, from).await?;
    let now = ctx.clock.now();
    let step = step_of(&totp(&key, user)?, code, now, -1).ok_or(SecondStepError::WrongCode)?;
    let sealed_key = Purpose::SecondStep
        .seal(
            &ctx.secret,
            &user.id.to_string(),
            &URL_SAFE_NO_PAD.encode(&key),
        )
        .map_err(|_| StoreError::Randomness)?;
    Ok(Confirmed { sealed_key, step })
}

/// Turns the second step of an account on. The recovery codes are shown once.
pub async fn turn_on(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    user: Uuid,
    confirmed: Confirmed,
) -> Result<Vec<String>, SecondStepError> {
    let Confirmed { sealed_key, step } = confirmed;
    if !records::insert(tx, user, sealed_key, step, ctx.clock.now()).await? {
        return Err(SecondStepError::AlreadyOn);
    }
    Ok(renew_codes(tx, user).await?)
}

/// Gives an account new recovery codes in place of those it had.
pub async fn renew_codes(tx: &impl ConnectionTrait, user: Uuid) -> Result<Vec<String>, StoreError> {
    let codes = new_codes()?;
    records::replace_codes(tx, user, hashes(user, &codes)).await?;
    Ok(codes)
}

/// Takes the second step of an account away; `false` when it was not on.
pub async fn turn_off(tx: &impl ConnectionTrait, user: Uuid) -> Result<bool, StoreError> {
    records::delete(tx, user).await
}

/// Whether `code`, of the app or a recovery code, lets `user` in; it lets nobody in again.
///
/// The attempt is counted before the code is looked at, apart from those on the password: who knows the
/// password could start that counter anew.
pub async fn verify(
    ctx: &Context,
    user: &User,
    code: &str,
    from: Option<IpAddr>,
) -> Result<(), SecondStepError> {
    let subject = format!("second step of {}", user.id);
    let counted = attempts::count(ctx, &subject, from).await?;
    if let Some(until) = counted.too_many_until() {
        tracing::warn!(user.id = %user.id, "Somebody tries too many codes");
        return Err(SecondStepError::TooMany { until });
    }
    let tx = store::write_tx(&ctx.db).await?;
    let row = records::find(&tx, user.id).await?;
    let row = row.ok_or(SecondStepError::NotOn)?;
    let key = Purpose::SecondStep
        .open(&ctx.secret, &user.id.to_string(), &row.sealed_key)
        .and_then(|key| URL_SAFE_NO_PAD.decode(key).ok())
        .ok_or_else(|| unreadable(user.id))?;
    let step = step_of(&totp(&key, user)?, code, ctx.clock.now(), row.last_step);
    let right = match step {
        Some(step) => records::take_step(&tx, user.id, step).await?,
        None => match plain(code) {
            Some(code) => records::take_code(&tx, user.id, &hash(user.id, &code)).await?,
            None => false,
        },
    };
    if !right {
        return Err(SecondStepError::WrongCode);
    }
    counted.forget(&tx).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// What a form carries from the password to the code: who it is that has shown the password, and which.
pub async fn halfway(ctx: &Context, user: &User) -> Result<String, StoreError> {
    let until = (ctx.clock.now() + PATIENCE).timestamp();
    let password = mark(ctx, user.id).await?;
    let said = format!("{until} {} {password}", user.id);
    Purpose::SignIn
        .seal(&ctx.secret, "halfway", &said)
        .map_err(|_| StoreError::Randomness)
}

/// Who it is that has shown the password; `None` when that was too long ago, or they have another one
/// since.
pub async fn who(ctx: &Context, halfway: &str) -> Result<Option<User>, StoreError> {
    let opened = Purpose::SignIn.open(&ctx.secret, "halfway", halfway);
    let known = opened.and_then(|opened| {
        let mut parts = opened.split(' ');
        let until: i64 = parts.next()?.parse().ok()?;
        let user: Uuid = parts.next()?.parse().ok()?;
        let password = parts.next()?.to_owned();
        (until >= ctx.clock.now().timestamp()).then_some((user, password))
    });
    match known {
        Some((user, password)) if mark(ctx, user).await? == password => {
            shared::find_user(&ctx.db, user).await
        }
        _ => Ok(None),
    }
}

/// Tells one password of an account from the next.
async fn mark(ctx: &Context, user: Uuid) -> Result<String, StoreError> {
    let hash = shared::password_of(&ctx.db, user).await?;
    let hash = hash.unwrap_or_default();
    Ok(URL_SAFE_NO_PAD.encode(digest(&SHA256, hash.as_bytes())))
}

fn new_codes() -> Result<Vec<String>, StoreError> {
    let random = SystemRandom::new();
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0_u8; RECOVERY_CHARACTERS];
        random
            .fill(&mut bytes)
            .map_err(|_| StoreError::Randomness)?;
        let letters: String = bytes
            .iter()
            .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
            .collect();
        codes.push(in_groups(&letters).replace(' ', "-"));
    }
    Ok(codes)
}

/// A recovery code as it is digested, however it was typed; `None` when it cannot be one.
fn plain(code: &str) -> Option<String> {
    let letters: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        })
        .collect();
    (letters.len() == RECOVERY_CHARACTERS).then_some(letters)
}

fn hash(user: Uuid, code: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, format!("{user} {code}").as_bytes()))
}

fn hashes(user: Uuid, codes: &[String]) -> Vec<String> {
    let plain = codes.iter().filter_map(|code| plain(code));
    plain.map(|code| hash(user, &code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::testing::{context, somebody};
    use crate::auth::upkeep;

    const PASSWORD: &str = "een lange zin als wachtwoord";

    /// The code that the app of an offer shows at this moment.
    fn code(ctx: &Context, offer: &Offer) -> String {
        let totp = Totp::from_url(&offer.url).unwrap();
        let now = u64::try_from(ctx.clock.now().timestamp()).unwrap();
        totp.generate(now).to_string()
    }

    /// As the room above does each of these.
    async fn turn_on(
        ctx: &Context,
        user: &User,
        sealed: &str,
        password: &str,
        code: &str,
    ) -> Result<Vec<String>, SecondStepError> {
        let confirmed = confirm(ctx, user, sealed, password, code, None).await?;
        super::turn_on(&ctx.db, ctx, user.id, confirmed).await
    }

    async fn turned_on(ctx: &Context) -> (User, Offer, Vec<String>) {
        let user = somebody(ctx).await;
        let offer = offer(ctx, &user).unwrap();
        let code = code(ctx, &offer);
        let codes = turn_on(ctx, &user, &offer.sealed, PASSWORD, &code)
            .await
            .unwrap();
        (user, offer, codes)
    }

    #[tokio::test]
    async fn it_is_on_after_a_password_and_a_code_and_not_before() {
        let ctx = context().await;
        let user = somebody(&ctx).await;
        let offer = offer(&ctx, &user).unwrap();
        let right = code(&ctx, &offer);
        let with = async |sealed: &str, password: &str, code: &str| {
            turn_on(&ctx, &user, sealed, password, code).await
        };
        let refused = with(&offer.sealed, PASSWORD, "000000").await;
        assert!(
            matches!(refused, Err(SecondStepError::WrongCode)),
            "{refused:?}"
        );
        let refused = with(&offer.sealed, "fout", &right).await;
        assert!(
            matches!(refused, Err(SecondStepError::WrongPassword)),
            "{refused:?}"
        );
        let refused = with("niets", PASSWORD, &right).await;
        assert!(matches!(refused, Err(SecondStepError::Over)), "{refused:?}");
        assert!(!is_on(&ctx, user.id).await.unwrap());

        let codes = with(&offer.sealed, PASSWORD, &right).await.unwrap();
        assert_eq!(codes.len(), RECOVERY_CODES);
        let state = state(&ctx, user.id).await.unwrap().unwrap();
        assert_eq!(state.codes_left, RECOVERY_CODES);
        let again = with(&offer.sealed, PASSWORD, &right).await;
        assert!(
            matches!(again, Err(SecondStepError::AlreadyOn)),
            "{again:?}"
        );
        ctx.clock.advance(PATIENCE + TimeDelta::seconds(1));
        assert!(offered(&ctx, &user, &offer.sealed).unwrap().is_none());
    }

    #[tokio::test]
    async fn a_code_is_taken_once_and_near_its_time() {
        let ctx = context().await;
        let (user, offer, _) = turned_on(&ctx).await;
        let try_code = async |code: &str| verify(&ctx, &user, code, None).await;
        let first = code(&ctx, &offer);
        assert!(
            try_code(&first).await.is_err(),
            "the code that turned it on was used then"
        );
        ctx.clock.advance(TimeDelta::seconds(60));
        let next = code(&ctx, &offer);
        // A telephone that is half a minute late.
        ctx.clock.advance(TimeDelta::seconds(30));
        try_code(&format!("{} {}", &next[..3], &next[3..]))
            .await
            .unwrap();
        assert!(try_code(&next).await.is_err());
        let late = code(&ctx, &offer);
        ctx.clock.advance(TimeDelta::minutes(2));
        assert!(try_code(&late).await.is_err());
    }

    #[tokio::test]
    async fn a_recovery_code_works_once_however_it_is_typed() {
        let ctx = context().await;
        let (user, _, codes) = turned_on(&ctx).await;
        let typed = codes[3].to_uppercase().replace('-', " ").replace('0', "O");
        verify(&ctx, &user, &typed, None).await.unwrap();
        assert!(verify(&ctx, &user, &codes[3], None).await.is_err());
        let left = state(&ctx, user.id).await.unwrap().unwrap().codes_left;
        assert_eq!(left, RECOVERY_CODES - 1);

        let new = renew_codes(&ctx.db, user.id).await.unwrap();
        assert!(verify(&ctx, &user, &codes[1], None).await.is_err());
        verify(&ctx, &user, &new[1], None).await.unwrap();
    }

    #[tokio::test]
    async fn guessing_codes_is_slowed_down_and_a_known_password_does_not_help() {
        let ctx = context().await;
        let (user, _, codes) = turned_on(&ctx).await;
        for _ in 0..attempts::PER_ACCOUNT {
            let wrong = verify(&ctx, &user, "000000", None).await;
            assert!(
                matches!(wrong, Err(SecondStepError::WrongCode)),
                "{wrong:?}"
            );
        }
        accounts::verify(&ctx, &user.email, PASSWORD, None)
            .await
            .unwrap();
        let refused = verify(&ctx, &user, &codes[0], None).await;
        assert!(
            matches!(refused, Err(SecondStepError::TooMany { .. })),
            "{refused:?}"
        );
        ctx.clock.advance(attempts::WINDOW + TimeDelta::seconds(1));
        verify(&ctx, &user, &codes[0], None).await.unwrap();
    }

    #[tokio::test]
    async fn it_goes_off_and_on_again() {
        let ctx = context().await;
        let (user, ..) = turned_on(&ctx).await;
        assert!(turn_off(&ctx.db, user.id).await.unwrap());
        assert!(!is_on(&ctx, user.id).await.unwrap());
        assert!(!turn_off(&ctx.db, user.id).await.unwrap());

        let offer = offer(&ctx, &user).unwrap();
        let code = code(&ctx, &offer);
        turn_on(&ctx, &user, &offer.sealed, PASSWORD, &code)
            .await
            .unwrap();
        assert!(is_on(&ctx, user.id).await.unwrap());
    }

    #[tokio::test]
    async fn who_is_halfway_is_known_for_a_while() {
        let ctx = context().await;
        let user = somebody(&ctx).await;
        let first = halfway(&ctx, &user).await.unwrap();
        assert_eq!(who(&ctx, &first).await.unwrap().as_ref(), Some(&user));
        assert_eq!(who(&ctx, "niets").await.unwrap(), None);
        ctx.clock.advance(PATIENCE + TimeDelta::seconds(1));
        assert_eq!(who(&ctx, &first).await.unwrap(), None);
    }

    #[tokio::test]
    async fn who_is_halfway_with_a_password_that_was_changed_begins_again() {
        let ctx = context().await;
        let user = somebody(&ctx).await;
        for hash in [Some("een andere".to_owned()), None] {
            let known = halfway(&ctx, &user).await.unwrap();
            assert_eq!(who(&ctx, &known).await.unwrap().as_ref(), Some(&user));
            upkeep::set_password(&ctx.db, user.id, hash).await.unwrap();
            assert_eq!(who(&ctx, &known).await.unwrap(), None);
        }
    }
}
