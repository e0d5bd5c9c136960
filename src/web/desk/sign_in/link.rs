//! Signing in with a link of `regiovraag user sign-in-link`. Opening it shows a button and uses nothing
//! up.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;

use super::super::page;
use super::super::view::parts::Csrf;
use super::super::view::sign_in::LinkPage;
use super::{after_password, with_cookie};
use crate::auth::sign_in_links;
use crate::context::Context;
use crate::text::Texts;
use crate::web::{Kind, Problem, session};

/// The form with the button.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LinkForm {
    csrf: String,
}

/// `GET /desk/sign-in/link/{key}`
pub(super) async fn show(
    ctx: web::Data<Context>,
    request: HttpRequest,
    t: Texts,
    key: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let owner = sign_in_links::owner(&ctx, &key).await?;
    let owner = owner.ok_or_else(|| Problem::new(Kind::LinkOver))?;
    let (token, cookie) = session::visit(&ctx, &request)?;
    let page = LinkPage {
        t,
        csrf: Csrf(token),
        url: format!("/desk/sign-in/link/{key}"),
        email: owner.email,
    };
    with_cookie(page::html(page.render(), StatusCode::OK)?, cookie)
}

/// `POST /desk/sign-in/link/{key}`
pub(super) async fn use_up(
    ctx: web::Data<Context>,
    request: HttpRequest,
    t: Texts,
    key: web::Path<String>,
    form: web::Form<LinkForm>,
) -> Result<HttpResponse, Problem> {
    if !session::is_visit(&ctx, &request, &form.csrf) {
        return Err(Problem::new(Kind::ForeignForm));
    }
    let user = sign_in_links::take(&ctx, &key).await?;
    let user = user.ok_or_else(|| Problem::new(Kind::LinkOver))?;
    tracing::warn!(user.id = %user.id, "Somebody signs in with a link of the command line");
    after_password(&ctx, &request, t, &user, "/desk").await
}
