//! The conversation with the provider.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient,
    CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreIdToken,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
    CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
    CoreTokenResponse,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, AdditionalProviderMetadata, AuthType,
    AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl,
    LogoutProviderMetadata, LogoutRequest, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadata, RedirectUrl, RequestTokenError,
    Scope, StandardErrorResponse, SubjectIdentifier, TokenResponse as _, UserInfoClaims,
    UserInfoError,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tokio::sync::Mutex;

use super::OidcError;
use super::claims::{Person, are_complete, person};
use super::setup::{self, OidcSetupError, Places, Proof, Rules};
use crate::clock::real_now;
use crate::config::{OidcSettings, Settings};
use crate::context::{Context, Purpose};
use crate::store::StoreError;

/// Where the provider sends people back to.
const RETURN: &str = "/desk/sign-in/oidc/return";
/// Where the provider sends people after signing out.
const AFTER_SIGN_OUT: &str = "/desk/sign-in";
/// What the text that a browser keeps is about.
const ABOUT: &str = "oidc";
/// How long somebody may take at the provider.
pub const PATIENCE: TimeDelta = TimeDelta::minutes(15);
/// How long nobody asks a provider again that did not answer: everybody would wait for the same silence.
const AFTER_SILENCE: Duration = Duration::from_secs(2);
/// How long the provider's own description of itself is believed.
const DESCRIPTION_LASTS: Duration = Duration::from_hours(1);
/// Longest answer of the provider that is read, in bytes.
const LARGEST_ANSWER: usize = 1024 * 1024;
/// How long a signed proof of ours is good for.
const PROOF_LASTS: TimeDelta = TimeDelta::minutes(2);
/// The algorithms of keys that only the provider has. What is signed with a secret that we share, or
/// not at all, proves nothing.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// How a provider describes itself.
type Metadata = ProviderMetadata<
    LogoutProviderMetadata<Announced>,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What it says beside the usual.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Announced {
    /// Its answers name it (RFC 9207): one that does not is not its own.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Announced {}

/// The provider where people sign in. Cheap to clone; shows no secret.
#[derive(Clone)]
pub struct Provider(Arc<Inside>);

struct Inside {
    settings: OidcSettings,
    issuer: IssuerUrl,
    rules: Rules,
    proof: Proof,
    back: RedirectUrl,
    after_sign_out: PostLogoutRedirectUrl,
    http: reqwest::Client,
    described: Mutex<Known>,
}

/// What is known of the provider.
#[derive(Default)]
struct Known {
    described: Option<Described>,
    /// When it last did not answer, and what went wrong.
    silent: Option<(Instant, String)>,
}

#[derive(Clone)]
struct Described {
    provider: Metadata,
    asked_at: Instant,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provider({})", self.0.settings.issuer)
    }
}

/// A sign-in that has begun.
#[derive(Clone)]
pub struct Begun {
    /// Where the browser goes.
    pub url: String,
    /// What the browser keeps until it comes back; sealed.
    pub kept: String,
}

/// What the provider sends a browser back with (RFC 6749, 4.1.2; RFC 9207).
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    code: String,
    state: String,
    iss: String,
    error: String,
}

/// Somebody who came back.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Who it is.
    pub person: Person,
    /// Proves to the provider at sign-out whose session ends.
    pub id_token: String,
    /// Where they were going.
    pub next: String,
}

/// What a browser keeps for us.
#[derive(Serialize, Deserialize)]
struct Kept {
    state: String,
    nonce: String,
    verifier: String,
    next: String,
    until: DateTime<Utc>,
}

/// Everything that the userinfo endpoint says beside the standard claims.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Others {
    #[serde(flatten)]
    claims: Map<String, Value>,
}

impl AdditionalClaims for Others {}

/// Why the provider gave no answer that can be read.
#[derive(Debug, thiserror::Error)]
enum HttpError {
    #[error("{}", root(.0))]
    Client(#[from] reqwest::Error),
    #[error("its answer is longer than {LARGEST_ANSWER} bytes")]
    TooLong,
}

/// An error of the client without the address, down to its root.
fn root(error: &reqwest::Error) -> String {
    let mut said = Vec::new();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        said.push(cause.to_string());
        source = cause.source();
    }
    if said.is_empty() {
        said.push(error.to_string());
    }
    said.join(": ")
}

async fn ask(http: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let mut answer = http.execute(request.try_into()?).await?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST_ANSWER {
            return Err(HttpError::TooLong);
        }
    }
    let mut read = HttpResponse::new(body);
    *read.status_mut() = answer.status();
    *read.headers_mut() = std::mem::take(answer.headers_mut());
    Ok(read)
}

impl Provider {
    /// The provider of `settings`; `None` when there is none. Looks at the settings and the files they
    /// name, and asks nobody yet: the service starts while the provider is away.
    pub fn new(settings: &Settings, places: &Places<'_>) -> Result<Option<Self>, OidcSetupError> {
        let oidc = &settings.oidc;
        if !oidc.is_used() {
            return Ok(None);
        }
        if oidc.client_id.is_empty() {
            return Err(OidcSetupError::Missing("client_id"));
        }
        let own = &settings.http.public_url;
        let unfit = |error: openidconnect::url::ParseError| OidcSetupError::Issuer {
            issuer: own.clone(),
            why: error.to_string(),
        };
        Ok(Some(Self(Arc::new(Inside {
            settings: oidc.clone(),
            issuer: setup::issuer(oidc)?,
            rules: Rules::new(oidc, places)?,
            proof: Proof::new(oidc)?,
            back: RedirectUrl::new(format!("{own}{RETURN}")).map_err(unfit)?,
            after_sign_out: PostLogoutRedirectUrl::new(format!("{own}{AFTER_SIGN_OUT}"))
                .map_err(unfit)?,
            http: setup::client(oidc)?,
            described: Mutex::default(),
        }))))
    }

    /// The provider, as the accounts know it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.0.settings.issuer
    }

    /// Begins a sign-in of somebody who is going to `next`, a path of ours.
    pub async fn begin(&self, ctx: &Context, next: &str) -> Result<Begun, OidcError> {
        let provider = self.described().await?;
        let client = self.client(&provider)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let scopes = self.0.settings.scopes.iter();
        let scopes = scopes.filter(|scope| *scope != "openid").cloned();
        let (url, state, nonce) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scopes(scopes.map(Scope::new))
            .set_pkce_challenge(challenge)
            .url();
        let kept = Kept {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            next: next.to_owned(),
            until: ctx.clock.now() + PATIENCE,
        };
        let kept = json!(kept).to_string();
        let kept = Purpose::SignIn.seal(&ctx.secret, ABOUT, &kept);
        Ok(Begun {
            url: url.into(),
            kept: kept.map_err(|_| StoreError::Randomness)?,
        })
    }

    /// Ends a sign-in that this browser began: `kept` is what it kept, `answer` what it comes back with.
    pub async fn finish(
        &self,
        ctx: &Context,
        kept: &str,
        answer: Answer,
    ) -> Result<Arrival, OidcError> {
        let kept = Purpose::SignIn
            .open(&ctx.secret, ABOUT, kept)
            .and_then(|kept| serde_json::from_str::<Kept>(&kept).ok())
            .filter(|kept| kept.until > ctx.clock.now())
            .filter(|kept| {
                let (ours, theirs) = (kept.state.as_bytes(), answer.state.as_bytes());
                verify_slices_are_equal(ours, theirs).is_ok()
            })
            .ok_or(OidcError::NotBegun)?;
        let provider = self.described().await?;
        let announced = &provider.additional_metadata().additional_metadata;
        let names_itself = announced.authorization_response_iss_parameter_supported;
        if (names_itself || !answer.iss.is_empty()) && answer.iss != self.0.issuer.as_str() {
            return Err(self.doubt(format!("it came from {:?}", answer.iss)));
        }
        if !answer.error.is_empty() {
            return Err(self.refusal(&answer.error));
        }
        if answer.code.is_empty() {
            return Err(OidcError::NotBegun);
        }

        let tokens = self
            .exchange(&provider, answer.code, PkceCodeVerifier::new(kept.verifier))
            .await?;
        let id_token = tokens
            .id_token()
            .ok_or_else(|| self.doubt("it holds no id_token".to_owned()))?;
        let (access, nonce) = (tokens.access_token(), Nonce::new(kept.nonce));
        let provider = match self.verify(&provider, id_token, access, &nonce) {
            Err(Wrong::Signature(_)) => {
                // Signed with a key that came after the last look: the keys are read again, once.
                let provider = self.described_anew().await?;
                self.verify(&provider, id_token, access, &nonce)
                    .map_err(|wrong| self.doubt(wrong.to_string()))?;
                provider
            }
            Err(wrong) => return Err(self.doubt(wrong.to_string())),
            Ok(()) => provider,
        };

        let text = id_token.to_string();
        let claims = payload(&text).ok_or_else(|| self.doubt("its id_token is none".to_owned()))?;
        let names = &self.0.settings.claims;
        let more = if are_complete(&claims, names) {
            Value::Null
        } else {
            self.user_info(&provider, access, &claims).await?
        };
        let person = person(&[&claims, &more], names, &self.0.rules)
            .ok_or_else(|| self.doubt("its id_token names nobody".to_owned()))?;
        Ok(Arrival {
            person,
            id_token: text,
            next: kept.next,
        })
    }

    /// What the `error` of its answer means for who hears it (RFC 6749, 4.1.2.1).
    fn refusal(&self, error: &str) -> OidcError {
        let said = error.chars().filter(char::is_ascii_graphic);
        let said: String = said.take(60).collect();
        match said.as_str() {
            "server_error" | "temporarily_unavailable" => self.silence(format!("it says {said}")),
            // It does not understand us: nobody gets in before somebody puts that right.
            "invalid_request"
            | "unauthorized_client"
            | "unsupported_response_type"
            | "invalid_scope"
            | "invalid_request_uri"
            | "invalid_request_object"
            | "request_not_supported"
            | "request_uri_not_supported"
            | "registration_not_supported" => self.doubt(format!("it says {said}")),
            _ => OidcError::Denied { said },
        }
    }

    /// Where a browser goes to sign out at the provider too; `None` when the provider knows no such
    /// thing, or does not answer.
    pub async fn sign_out_url(&self, id_token: &str) -> Option<String> {
        let provider = self.described().await.ok()?;
        let end = provider
            .additional_metadata()
            .end_session_endpoint
            .clone()?;
        let hint: CoreIdToken = id_token.parse().ok()?;
        let request = LogoutRequest::from(end)
            .set_id_token_hint(&hint)
            .set_client_id(ClientId::new(self.0.settings.client_id.clone()))
            .set_post_logout_redirect_uri(self.0.after_sign_out.clone());
        Some(request.http_get_url().into())
    }

    /// How the provider describes itself, with its keys.
    async fn described(&self) -> Result<Metadata, OidcError> {
        // Held while the provider is asked: the others want the same answer.
        let mut known = self.0.described.lock().await;
        let fresh = known.described.as_ref();
        let fresh = fresh.filter(|found| found.asked_at.elapsed() < DESCRIPTION_LASTS);
        if let Some(fresh) = fresh {
            return Ok(fresh.provider.clone());
        }
        let before = known.described.as_ref().map(|found| found.provider.clone());
        if let Some((at, why)) = &known.silent
            && at.elapsed() < AFTER_SILENCE
        {
            return before.ok_or_else(|| self.silence(why.clone()));
        }
        match self.discover().await {
            Ok(found) => {
                let provider = found.provider.clone();
                *known = Known {
                    described: Some(found),
                    silent: None,
                };
                Ok(provider)
            }
            Err(error) => {
                if let OidcError::Unreachable { why, .. } = &error {
                    known.silent = Some((Instant::now(), why.clone()));
                }
                // What it said an hour ago is better than nothing.
                before.ok_or(error)
            }
        }
    }

    async fn described_anew(&self) -> Result<Metadata, OidcError> {
        let found = self.discover().await?;
        let provider = found.provider.clone();
        self.0.described.lock().await.described = Some(found);
        Ok(provider)
    }

    async fn discover(&self) -> Result<Described, OidcError> {
        let http = |request| ask(self.0.http.clone(), request);
        let found = Metadata::discover_async(self.0.issuer.clone(), &http).await;
        let provider = found.map_err(|error| match error {
            DiscoveryError::Request(why) => self.silence(why.to_string()),
            DiscoveryError::Response(status, _, why) if status.is_server_error() => {
                self.silence(why)
            }
            DiscoveryError::Response(_, _, why) => self.doubt(why),
            other => self.doubt(other.to_string()),
        })?;
        Ok(Described {
            provider,
            asked_at: Instant::now(),
        })
    }

    fn client(&self, provider: &Metadata) -> Result<Client, OidcError> {
        let id = ClientId::new(self.0.settings.client_id.clone());
        let secret = match &self.0.proof {
            Proof::Secret(path) => {
                let secret = setup::read_secret(path);
                let secret = secret.map_err(|error| self.doubt(error.to_string()))?;
                Some(ClientSecret::new(secret))
            }
            Proof::Key(..) => None,
        };
        let by_header = provider
            .token_endpoint_auth_methods_supported()
            .is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let how = if by_header && secret.is_some() {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        };
        let client = CoreClient::from_provider_metadata(provider.clone(), id, secret);
        Ok(client
            .set_redirect_uri(self.0.back.clone())
            .set_auth_type(how))
    }

    async fn exchange(
        &self,
        provider: &Metadata,
        code: String,
        verifier: PkceCodeVerifier,
    ) -> Result<CoreTokenResponse, OidcError> {
        let client = self.client(provider)?;
        let mut request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| self.doubt(error.to_string()))?
            .set_pkce_verifier(verifier);
        if let Proof::Key(key, header) = &self.0.proof {
            let now = real_now();
            let us = &self.0.settings.client_id;
            let claims = json!({
                "iss": us,
                "sub": us,
                "aud": [self.0.issuer.as_str(), provider.token_endpoint().map(|url| url.as_str())],
                "jti": CsrfToken::new_random().into_secret(),
                "iat": now.timestamp(),
                "exp": (now + PROOF_LASTS).timestamp(),
            });
            let signed = jsonwebtoken::encode(header, &claims, key);
            let signed = signed.map_err(|error| self.doubt(error.to_string()))?;
            request = request
                .add_extra_param(
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                )
                .add_extra_param("client_assertion", signed);
        }
        let http = |request| ask(self.0.http.clone(), request);
        let answer = request.request_async(&http).await;
        answer.map_err(|error| self.no_tokens(error))
    }

    fn no_tokens(
        &self,
        error: RequestTokenError<HttpError, StandardErrorResponse<CoreErrorResponseType>>,
    ) -> OidcError {
        match error {
            RequestTokenError::ServerResponse(said)
                if *said.error() == CoreErrorResponseType::InvalidGrant =>
            {
                OidcError::CodeOver
            }
            RequestTokenError::ServerResponse(said) => {
                self.doubt(format!("it gives no tokens: {said}"))
            }
            RequestTokenError::Request(why) => self.silence(why.to_string()),
            // The cause is left out: it could repeat a token.
            RequestTokenError::Parse(..) => self.doubt("its tokens cannot be read".to_owned()),
            RequestTokenError::Other(why) => self.doubt(why),
        }
    }

    /// Whether the provider vouches for what `id_token` says, to us and for this sign-in.
    fn verify(
        &self,
        provider: &Metadata,
        id_token: &CoreIdToken,
        access: &AccessToken,
        nonce: &Nonce,
    ) -> Result<(), Wrong> {
        let may_differ = TimeDelta::seconds(self.0.settings.clock_skew_seconds.into());
        let client_id = ClientId::new(self.0.settings.client_id.clone());
        let keys = provider.jwks().clone();
        let verifier = openidconnect::IdTokenVerifier::new_public_client(
            client_id,
            self.0.issuer.clone(),
            keys,
        )
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(|| real_now() - may_differ)
        .set_issue_time_verifier_fn(|issued| {
            if issued > real_now() + may_differ {
                Err(format!("it was issued in the future, at {issued}"))
            } else {
                Ok(())
            }
        });
        let claims = id_token.claims(&verifier, nonce)?;
        if let Some(expected) = claims.access_token_hash() {
            let wrong = |error: &dyn fmt::Display| Wrong::Claims(error.to_string());
            let algorithm = id_token.signing_alg().map_err(|error| wrong(&error))?;
            let key = id_token
                .signing_key(&verifier)
                .map_err(|error| wrong(&error))?;
            let found = AccessTokenHash::from_token(access, algorithm, key)
                .map_err(|error| wrong(&error))?;
            if found != *expected {
                return Err(Wrong::Claims(
                    "it belongs to another access token".to_owned(),
                ));
            }
        }
        Ok(())
    }

    /// What the userinfo endpoint says about who `claims` name; nothing when there is no such endpoint.
    async fn user_info(
        &self,
        provider: &Metadata,
        access: &AccessToken,
        claims: &Value,
    ) -> Result<Value, OidcError> {
        if provider.userinfo_endpoint().is_none() {
            return Ok(Value::Null);
        }
        let client = self.client(provider)?;
        let subject = claims["sub"].as_str().unwrap_or_default();
        let request = client
            .user_info(
                access.clone(),
                Some(SubjectIdentifier::new(subject.to_owned())),
            )
            .map_err(|error| self.doubt(error.to_string()))?;
        let http = |request| ask(self.0.http.clone(), request);
        let said: Result<UserInfoClaims<Others, CoreGenderClaim>, _> =
            request.request_async(&http).await;
        let said = said.map_err(|error| match error {
            UserInfoError::Request(why) => self.silence(why.to_string()),
            UserInfoError::Response(status, _, why) if status.is_server_error() => {
                self.silence(why)
            }
            UserInfoError::ClaimsVerification(why) => self.doubt(why.to_string()),
            _ => self.doubt("its userinfo cannot be read".to_owned()),
        })?;
        serde_json::to_value(said).map_err(|error| self.doubt(error.to_string()))
    }

    fn silence(&self, why: String) -> OidcError {
        OidcError::Unreachable {
            issuer: self.issuer().to_owned(),
            why,
        }
    }

    fn doubt(&self, why: String) -> OidcError {
        OidcError::NotBelieved {
            issuer: self.issuer().to_owned(),
            why,
        }
    }
}

/// What is wrong with an ID token.
#[derive(Debug, thiserror::Error)]
enum Wrong {
    /// Perhaps only that we do not know the key yet.
    #[error("{0}")]
    Signature(String),
    #[error("{0}")]
    Claims(String),
}

impl From<ClaimsVerificationError> for Wrong {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(why) => Self::Signature(why.to_string()),
            other => Self::Claims(other.to_string()),
        }
    }
}

/// What a JWT says, whoever signed it.
fn payload(token: &str) -> Option<Value> {
    let payload = token.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}
