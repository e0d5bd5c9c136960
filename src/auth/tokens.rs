//! API tokens: JWTs (RFC 7519) signed with HS256 and nothing else. A token only names its row in
//! the register; what it is good for stands there, and revoking the row ends the token.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::actor::{ApiClient, Grant, Scope};
use super::records;
use crate::context::{Context, Purpose};
use crate::store::StoreError;

const ISSUER: &str = "regiovraag";
const AUDIENCE: &str = "regiovraag-api";
/// A token lives no longer than this, in days.
pub const MOST_DAYS: u16 = 730;
/// Longest name of a token, in characters.
pub const MOST_NAME: usize = 120;
/// How exactly the last use is kept: not every request needs to write.
const PRECISION: TimeDelta = TimeDelta::minutes(5);

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    jti: Uuid,
    iat: i64,
    exp: i64,
}

/// A token that is to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// The role it acts in.
    pub grant: Grant,
    /// What it is good for.
    pub scopes: BTreeSet<Scope>,
    /// How long it lives, in days.
    pub days: u16,
}

/// A token that was made. The text is shown once and kept nowhere.
pub struct MadeToken {
    /// What the client sends along.
    pub text: String,
    /// Its row.
    pub id: Uuid,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Why there is no token, or this one opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// A lifetime that will not do.
    #[error("a token lives from 1 to {MOST_DAYS} days")]
    Lifetime,
    /// Good for nothing.
    #[error("a token needs at least one scope")]
    NoScope,
    /// No name to recognise it by.
    #[error("a token needs a name")]
    NoName,
    /// A name that fits on no line.
    #[error("the name of a token has at most {MOST_NAME} characters on one line")]
    LongName,
    /// Not one of ours, or over, or revoked.
    #[error("the token is not valid")]
    Invalid,
    /// It could not be signed.
    #[error("the token could not be signed: {0}")]
    Unsigned(jsonwebtoken::errors::Error),
    /// The register.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a token.
pub async fn create(ctx: &Context, new: NewToken) -> Result<MadeToken, TokenError> {
    create_by(&ctx.db, ctx, ctx.new_id(), None, new).await
}

/// Makes the token `id` for the account `by`, in the caller's transaction.
pub async fn create_by(
    db: &impl ConnectionTrait,
    ctx: &Context,
    id: Uuid,
    by: Option<Uuid>,
    new: NewToken,
) -> Result<MadeToken, TokenError> {
    if new.days == 0 || new.days > MOST_DAYS {
        return Err(TokenError::Lifetime);
    }
    if new.scopes.is_empty() {
        return Err(TokenError::NoScope);
    }
    let name = new.name.trim().to_owned();
    if name.is_empty() {
        return Err(TokenError::NoName);
    }
    if name.chars().count() > MOST_NAME || name.chars().any(char::is_control) {
        return Err(TokenError::LongName);
    }
    let now = ctx.clock.now();
    let expires_at = now + TimeDelta::days(i64::from(new.days));
    let client = ApiClient {
        id,
        name,
        grant: new.grant,
        scopes: new.scopes,
    };
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        jti: client.id,
        iat: now.timestamp(),
        exp: expires_at.timestamp(),
    };
    let key = EncodingKey::from_secret(&Purpose::ApiTokens.bytes(&ctx.secret));
    let text =
        encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(TokenError::Unsigned)?;
    records::insert_token(db, &client, now, expires_at, by).await?;
    Ok(MadeToken {
        text,
        id: client.id,
        expires_at,
    })
}

/// The client that `text` belongs to.
///
/// # Errors
/// [`TokenError::Invalid`] for whatever reason: a caller with a bad token learns no more.
pub async fn verify(ctx: &Context, text: &str) -> Result<ApiClient, TokenError> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_audience(&[AUDIENCE]);
    rules.set_issuer(&[ISSUER]);
    rules.set_required_spec_claims(&["exp", "aud", "iss"]);
    // Checked below, against the clock of the house.
    rules.validate_exp = false;
    let key = DecodingKey::from_secret(&Purpose::ApiTokens.bytes(&ctx.secret));
    let claims = decode::<Claims>(text, &key, &rules)
        .map_err(|_| TokenError::Invalid)?
        .claims;
    let now = ctx.clock.now();
    if claims.exp <= now.timestamp() {
        return Err(TokenError::Invalid);
    }
    let found = records::find_token(&ctx.db, claims.jti, now).await?;
    let (client, used) = found.ok_or(TokenError::Invalid)?;
    if used.is_none_or(|at| now - at >= PRECISION) {
        let noted = records::touch_token(&ctx.db, client.id, now).await;
        // Whoever only reads is not kept waiting for a writer that is busy.
        if let Err(error) = noted
            && !error.is_unavailable()
        {
            return Err(error.into());
        }
    }
    Ok(client)
}

/// Ends a token before its time; `false` when there is none to end.
pub async fn revoke(ctx: &Context, id: Uuid) -> Result<bool, StoreError> {
    revoke_in(&ctx.db, ctx, id).await
}

/// The same, in the caller's transaction.
pub async fn revoke_in(
    db: &impl ConnectionTrait,
    ctx: &Context,
    id: Uuid,
) -> Result<bool, StoreError> {
    records::revoke_token(db, id, ctx.clock.now()).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::actor::Role;
    use crate::auth::testing::context;
    use crate::context::Secret;

    fn new_token() -> NewToken {
        NewToken {
            name: "webformulier".into(),
            grant: Grant::new(Role::Api, None, None).unwrap(),
            scopes: [Scope::TicketsWrite, Scope::Intake].into(),
            days: 30,
        }
    }

    async fn is_invalid(ctx: &Context, text: &str) -> bool {
        matches!(verify(ctx, text).await, Err(TokenError::Invalid))
    }

    #[tokio::test]
    async fn a_token_is_good_for_its_scopes_until_it_ends() {
        let ctx = context().await;
        let made = create(&ctx, new_token()).await.unwrap();
        let client = verify(&ctx, &made.text).await.unwrap();
        assert_eq!(client.name, "webformulier");
        assert_eq!(
            client.scopes,
            BTreeSet::from([Scope::TicketsWrite, Scope::Intake])
        );
        ctx.clock.advance(TimeDelta::days(30));
        assert!(is_invalid(&ctx, &made.text).await);
    }

    #[tokio::test]
    async fn a_revoked_token_opens_nothing() {
        let ctx = context().await;
        let made = create(&ctx, new_token()).await.unwrap();
        assert!(revoke(&ctx, made.id).await.unwrap());
        assert!(!revoke(&ctx, made.id).await.unwrap());
        assert!(is_invalid(&ctx, &made.text).await);
    }

    #[tokio::test]
    async fn a_token_that_we_did_not_sign_opens_nothing() {
        let ctx = context().await;
        let made = create(&ctx, new_token()).await.unwrap();
        let other = Context {
            secret: Secret::random().unwrap(),
            ..ctx.clone()
        };
        assert!(is_invalid(&other, &made.text).await);

        let (head, rest) = made.text.split_once('.').unwrap();
        let (body, _) = rest.rsplit_once('.').unwrap();
        // {"alg":"none","typ":"JWT"}
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}.");
        for text in ["", "x", "a.b.c", &unsigned, &format!("{head}.{body}.")] {
            assert!(is_invalid(&ctx, text).await, "{text}");
        }
    }

    #[tokio::test]
    async fn a_token_for_somebody_else_opens_nothing() {
        let ctx = context().await;
        let made = create(&ctx, new_token()).await.unwrap();
        let key = EncodingKey::from_secret(&Purpose::ApiTokens.bytes(&ctx.secret));
        let sign = |iss: &str, aud: &str, algorithm| {
            let claims = Claims {
                iss: iss.into(),
                aud: aud.into(),
                jti: made.id,
                iat: 0,
                exp: made.expires_at.timestamp(),
            };
            encode(&Header::new(algorithm), &claims, &key).unwrap()
        };
        assert!(!is_invalid(&ctx, &sign(ISSUER, AUDIENCE, Algorithm::HS256)).await);
        assert!(is_invalid(&ctx, &sign("iemand", AUDIENCE, Algorithm::HS256)).await);
        assert!(is_invalid(&ctx, &sign(ISSUER, "iets", Algorithm::HS256)).await);
        assert!(is_invalid(&ctx, &sign(ISSUER, AUDIENCE, Algorithm::HS512)).await);
    }

    #[tokio::test]
    async fn a_token_that_cannot_be_is_not_made() {
        let ctx = context().await;
        let said = async |new: NewToken| match create(&ctx, new).await {
            Ok(_) => panic!("made"),
            Err(refused) => refused.to_string(),
        };
        assert_eq!(
            said(NewToken {
                days: 0,
                ..new_token()
            })
            .await,
            "a token lives from 1 to 730 days"
        );
        let none = BTreeSet::new();
        let refused = said(NewToken {
            scopes: none,
            ..new_token()
        })
        .await;
        assert_eq!(refused, "a token needs at least one scope");
        assert_eq!(
            said(NewToken {
                name: String::new(),
                ..new_token()
            })
            .await,
            "a token needs a name"
        );
    }
}
