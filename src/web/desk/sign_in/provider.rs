//! To the provider and back.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::page::see_other;
use super::super::view::problem::Way;
use super::{MaybeProvider, SignInQuery, let_in, query, refused, way_on, with_cookie};
use crate::admin;
use crate::auth::oidc::{Answer, OidcError, OidcSetupError, Places, Provider};
use crate::auth::{attempts, sessions};
use crate::config::Settings;
use crate::context::Context;
use crate::directory::{Atlas, DeskKind};
use crate::text::Texts;
use crate::web::{CurrentAtlas, Problem, session};

/// Longest address of ours that somebody is brought back to, in bytes.
const LONGEST_NEXT: usize = 1000;

/// The provider of `settings`, with the roles of its people at the desks of `atlas`; `None` when there
/// is none.
pub fn open_provider(
    settings: &Settings,
    atlas: &Atlas,
) -> Result<Option<Provider>, OidcSetupError> {
    let staff = |slug: &str| {
        let desk = atlas.desk_by_slug(slug)?;
        (desk.kind != DeskKind::Administration).then_some(desk.id.0)
    };
    let places = Places {
        desk: &staff,
        central: atlas.central().map(|desk| desk.id.0),
        province: &|slug| atlas.province(slug).is_some(),
    };
    Provider::new(settings, &places)
}

/// `GET /desk/sign-in/oidc`: the way to the provider.
pub(super) async fn begin(
    ctx: web::Data<Context>,
    request: HttpRequest,
    t: Texts,
    provider: MaybeProvider,
    asked: web::Query<SignInQuery>,
) -> Result<HttpResponse, Problem> {
    let provider = provider.as_ref().as_ref();
    let provider = provider.ok_or_else(Problem::not_found)?;
    // A cookie has room for 4,096 bytes.
    let next = Some(way_on(&asked.next)).filter(|next| next.len() <= LONGEST_NEXT);
    let next = next.unwrap_or("/desk");
    match provider.begin(&ctx, next).await {
        Ok(begun) => {
            let kept = session::kept_for_provider(&ctx, begun.kept);
            with_cookie(see_other(&begun.url), Some(kept))
        }
        Err(error) => not_in(&ctx, &request, t, error, next, None),
    }
}

/// `GET /desk/sign-in/oidc/return`: back from the provider.
pub(super) async fn back(
    ctx: web::Data<Context>,
    request: HttpRequest,
    t: Texts,
    provider: MaybeProvider,
    atlas: CurrentAtlas,
    answer: web::Query<Answer>,
) -> Result<HttpResponse, Problem> {
    let provider = provider.as_ref().as_ref();
    let provider = provider.ok_or_else(Problem::not_found)?;
    let from = session::client_address(&request);
    let counted = attempts::count_arrival(&ctx, from).await?;
    if counted.is_too_many() {
        return refused(
            &request,
            t,
            t.say("problem-too-many"),
            t.say("problem-too-many-attempts"),
            vec![again(t, "/desk")],
            StatusCode::TOO_MANY_REQUESTS,
        );
    }
    let kept = session::kept(&ctx, &request).unwrap_or_default();
    let response = arrive(
        &ctx,
        &atlas,
        &request,
        t,
        provider,
        &kept,
        answer.into_inner(),
    )
    .await?;
    // Neither who is in nor who finds the provider away is guessing.
    let no_guess = [StatusCode::SEE_OTHER, StatusCode::SERVICE_UNAVAILABLE];
    if no_guess.contains(&response.status()) {
        counted.forget(&ctx).await?;
    }
    // Used up, whatever came of it.
    with_cookie(response, Some(session::kept_no_longer(&ctx)))
}

async fn arrive(
    ctx: &Context,
    atlas: &Atlas,
    request: &HttpRequest,
    t: Texts,
    provider: &Provider,
    kept: &str,
    answer: Answer,
) -> Result<HttpResponse, Problem> {
    let arrival = match provider.finish(ctx, kept, answer).await {
        Ok(arrival) => arrival,
        // Somebody who is in already, and pressed "back".
        Err(OidcError::NotBegun) if is_in(ctx, request).await? => return Ok(see_other("/desk")),
        Err(error) => return not_in(ctx, request, t, error, "/desk", None),
    };
    match admin::admit(ctx, atlas, provider.issuer(), &arrival.person).await {
        Ok(user) => {
            let id_token = Some(arrival.id_token.as_str());
            let_in(ctx, request, &user, id_token, &arrival.next).await
        }
        Err(error) => {
            // The provider still knows them: without signing out there, they come back as the same.
            let elsewhere = provider.sign_out_url(&arrival.id_token).await;
            not_in(ctx, request, t, error, &arrival.next, elsewhere)
        }
    }
}

async fn is_in(ctx: &Context, request: &HttpRequest) -> Result<bool, Problem> {
    match session::key_of(ctx, request) {
        Some(key) => Ok(sessions::open(ctx, &key).await?.is_some()),
        None => Ok(false),
    }
}

fn again(t: Texts, next: &str) -> Way {
    Way {
        url: format!("/desk/sign-in?{}", query("next", next)),
        words: t.say("desk-oidc-again"),
    }
}

/// Says why somebody is not in: what they can do about it stands there, the cause in our log alone.
fn not_in(
    ctx: &Context,
    request: &HttpRequest,
    t: Texts,
    error: OidcError,
    next: &str,
    elsewhere: Option<String>,
) -> Result<HttpResponse, Problem> {
    let error = match error {
        OidcError::Store(error) => return Err(error.into()),
        other => other,
    };
    let (status, title, lead) = match &error {
        OidcError::NotBegun | OidcError::CodeOver => (
            StatusCode::BAD_REQUEST,
            "desk-oidc-over",
            "desk-oidc-over-about",
        ),
        OidcError::Denied { .. } => (
            StatusCode::FORBIDDEN,
            "desk-oidc-denied",
            "desk-oidc-denied-about",
        ),
        OidcError::NotBelieved { .. } => (
            StatusCode::BAD_GATEWAY,
            "desk-oidc-doubt",
            "desk-oidc-doubt-about",
        ),
        OidcError::NoRole => (
            StatusCode::FORBIDDEN,
            "desk-oidc-no-role",
            "desk-oidc-no-role-about",
        ),
        OidcError::NoAddress => (
            StatusCode::FORBIDDEN,
            "desk-oidc-no-address",
            "desk-oidc-no-address-about",
        ),
        OidcError::AddressTaken => (
            StatusCode::FORBIDDEN,
            "desk-oidc-taken",
            "desk-oidc-taken-about",
        ),
        OidcError::SwitchedOff => (
            StatusCode::FORBIDDEN,
            "desk-oidc-off",
            "desk-oidc-off-about",
        ),
        OidcError::Unreachable { .. } | OidcError::Store(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "desk-oidc-away",
            if ctx.settings.sign_in.local_accounts {
                "desk-oidc-away-or-password"
            } else {
                "desk-oidc-away-about"
            },
        ),
    };
    match &error {
        OidcError::Unreachable { .. } | OidcError::NotBelieved { .. } => {
            tracing::error!(cause = %error, "Nobody can sign in at the provider");
        }
        _ => tracing::info!(cause = %error, "Somebody is not let in from the provider"),
    }
    let oidc = &ctx.settings.oidc;
    let contact = if oidc.contact.is_empty() {
        &ctx.settings.mail.address
    } else {
        &oidc.contact
    };
    let label = oidc.label.as_str();
    let words = |key| t.with2(key, "provider", label, "contact", contact.as_str());
    let mut ways = vec![again(t, next)];
    if let Some(url) = elsewhere {
        ways.push(Way {
            url,
            words: t.with("desk-oidc-other-person", "provider", label),
        });
    }
    let mut response = refused(request, t, words(title), words(lead), ways, status)?;
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let soon = header::HeaderValue::from_static("30");
        response.headers_mut().insert(header::RETRY_AFTER, soon);
    }
    Ok(response)
}
