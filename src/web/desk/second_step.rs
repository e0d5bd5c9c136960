//! The second step of one's own account: turning it on and off, and its recovery codes.

use std::fmt::Write as _;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template as _;
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Deserialize;

use super::page::{html, see_other};
use super::profile::own;
use super::shell::{Reader, leave_notice};
use super::view::parts::Place;
use super::view::second_step::{CodesPage, Key, SecondStepPage, Standing};
use super::words;
use crate::admin;
use crate::auth::second_step::{self, Offer, SecondStepError};
use crate::auth::{User, upkeep};
use crate::context::Context;
use crate::directory::Atlas;
use crate::web::{Agent, CurrentAtlas, Posted, Problem, session};

/// Where the page is.
pub(super) const HERE: &str = "/desk/profiel/tweestaps";

/// Adds the page and its forms.
pub fn configure(app: &mut web::ServiceConfig) {
    app.route("/desk/profiel/tweestaps", web::get().to(show))
        .route("/desk/profiel/tweestaps/aan", web::post().to(turn_on))
        .route("/desk/profiel/tweestaps/codes", web::post().to(renew))
        .route("/desk/profiel/tweestaps/uit", web::post().to(turn_off));
}

/// Every form of the page; each fills in what it asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    key: String,
    password: String,
    code: String,
}

/// What a form could not do.
struct Wrong {
    words: &'static str,
    status: StatusCode,
}

/// Says in words why a form did nothing.
fn wrong(error: SecondStepError) -> Result<Wrong, Problem> {
    let words = match error {
        SecondStepError::WrongCode => "desk-code-wrong",
        SecondStepError::WrongPassword => "desk-second-wrong-password",
        SecondStepError::Over => "desk-second-over",
        SecondStepError::AlreadyOn | SecondStepError::NotOn => "desk-second-changed",
        SecondStepError::TooMany { .. } => {
            return Ok(Wrong {
                words: "problem-too-many-attempts",
                status: StatusCode::TOO_MANY_REQUESTS,
            });
        }
        SecondStepError::Store(error) => return Err(error.into()),
    };
    Ok(Wrong {
        words,
        status: StatusCode::UNPROCESSABLE_ENTITY,
    })
}

/// The dark squares of the picture of `url`, as the path of an SVG, and how many fit on a side.
fn picture(url: &str) -> Option<(String, i32)> {
    let code = QrCode::encode_text(url, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
    }
    Some((path, code.size()))
}

fn shown(offer: Offer) -> Key {
    let (path, side) = picture(&offer.url).unwrap_or_default();
    Key {
        sealed: offer.sealed,
        key: offer.key,
        url: offer.url,
        path,
        side,
    }
}

async fn page(
    ctx: &Context,
    atlas: &Atlas,
    agent: &Agent,
    kept_key: Option<&str>,
    wrong: Option<Wrong>,
) -> Result<HttpResponse, Problem> {
    let user = agent.user()?;
    let reader = Reader::of(ctx, atlas, agent, Place::Profile).await?;
    let t = reader.t;
    let account = upkeep::account(&ctx.db, user.id).await?;
    let has_password = account.is_some_and(|account| account.has_password);
    let standing = match second_step::state(ctx, user.id).await? {
        Some(state) => Standing::On {
            since: words::when(t, state.since, ctx.clock.now()),
            codes_left: state.codes_left,
        },
        None if !has_password => Standing::Elsewhere {
            provider: ctx.settings.oidc.label.clone(),
        },
        None => Standing::Off(shown(offer(ctx, user, kept_key)?)),
    };
    let status = wrong.as_ref().map_or(StatusCode::OK, |wrong| wrong.status);
    let page = SecondStepPage {
        t,
        shell: reader.shell,
        here: HERE,
        wrong: wrong.map(|wrong| t.say(wrong.words)),
        standing,
    };
    html(page.render(), status)
}

/// The key that a form came with, so that nobody has to take another one into the app; else a fresh one.
fn offer(ctx: &Context, user: &User, kept: Option<&str>) -> Result<Offer, Problem> {
    if let Some(kept) = kept
        && let Some(offer) = second_step::offered(ctx, user, kept)?
    {
        return Ok(offer);
    }
    Ok(second_step::offer(ctx, user)?)
}

async fn codes_page(
    ctx: &Context,
    atlas: &Atlas,
    agent: &Agent,
    codes: Vec<String>,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::of(ctx, atlas, agent, Place::Profile).await?;
    let page = CodesPage {
        t: reader.t,
        shell: reader.shell,
        here: HERE,
        codes,
    };
    html(page.render(), StatusCode::OK)
}

/// `GET /desk/profiel/tweestaps`
async fn show(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    page(&ctx, &atlas, &agent, None, None).await
}

/// `POST /desk/profiel/tweestaps/aan`
async fn turn_on(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    request: HttpRequest,
    posted: Posted<Form>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let from = session::client_address(&request);
    let session = own(&agent)?;
    let (key, password, code) = (&form.key, &form.password, &form.code);
    match admin::turn_on_second_step(&ctx, session, key, password, code, from).await {
        Ok(codes) => codes_page(&ctx, &atlas, &agent, codes).await,
        Err(error) => page(&ctx, &atlas, &agent, Some(&form.key), Some(wrong(error)?)).await,
    }
}

/// `POST /desk/profiel/tweestaps/codes`
async fn renew(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    request: HttpRequest,
    posted: Posted<Form>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let from = session::client_address(&request);
    match admin::renew_recovery_codes(&ctx, agent.user()?, &form.code, from).await {
        Ok(codes) => codes_page(&ctx, &atlas, &agent, codes).await,
        Err(error) => page(&ctx, &atlas, &agent, None, Some(wrong(error)?)).await,
    }
}

/// `POST /desk/profiel/tweestaps/uit`
async fn turn_off(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    request: HttpRequest,
    posted: Posted<Form>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let from = session::client_address(&request);
    let user = agent.user()?;
    match admin::turn_off_second_step(&ctx, user, &form.password, &form.code, from).await {
        Ok(()) => {
            leave_notice(&ctx, &agent, "desk-second-is-off").await?;
            Ok(see_other(HERE))
        }
        Err(error) => page(&ctx, &atlas, &agent, None, Some(wrong(error)?)).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_the_three_corners_of_every_qr_code() {
        let (path, side) = picture("otpauth://totp/Regiovraag:els@abb.be?secret=AAAA").unwrap();
        for (x, y) in [(0, 0), (side - 1, 0), (0, side - 1)] {
            assert!(path.contains(&format!("M{x} {y}h1")), "{x} {y}");
        }
        assert!(!path.contains("M7 7h1"), "white beside a corner");
    }
}
