//! Signing in and out with a local account.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;

use super::page::{self, see_other};
use super::view::parts::Csrf;
use super::view::sign_in::{DemoAccount, SignInPage};
use crate::auth::accounts::{self, SignInError};
use crate::auth::sessions;
use crate::context::Context;
use crate::text::Texts;
use crate::web::{Kind, Posted, Problem, session};

/// The accounts of the demo, which its sign-in page shows; no other house has any.
#[derive(Debug, Clone, Default)]
pub struct DemoAccounts(pub Vec<DemoAccount>);

/// What stands behind the address of the sign-in page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInQuery {
    next: String,
}

/// The form of the sign-in page.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct SignInForm {
    csrf: String,
    email: String,
    password: String,
    next: String,
}

/// Where somebody goes after signing in: a page of ours that is not this one.
fn way_on(next: &str) -> &str {
    session::own_path(next)
        .filter(|path| !path.starts_with("/desk/sign-"))
        .unwrap_or("/desk")
}

fn page(
    ctx: &Context,
    request: &HttpRequest,
    t: Texts,
    form: SignInForm,
    error: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let (token, cookie) = session::visit(ctx, request)?;
    let demo = request
        .app_data::<web::Data<DemoAccounts>>()
        .filter(|_| ctx.settings.demo);
    let page = SignInPage {
        t,
        csrf: Csrf(token),
        next: way_on(&form.next).to_owned(),
        email: form.email,
        error,
        demo: demo.map(|accounts| accounts.0.clone()).unwrap_or_default(),
    };
    let mut response = page::html(page.render(), status)?;
    if let Some(cookie) = cookie {
        response
            .add_cookie(&cookie)
            .map_err(|error| Problem::new(Kind::Internal).caused_by(error))?;
    }
    Ok(response)
}

/// `GET /desk/sign-in`
pub async fn show(
    ctx: web::Data<Context>,
    request: HttpRequest,
    t: Texts,
    query: web::Query<SignInQuery>,
) -> Result<HttpResponse, Problem> {
    let form = SignInForm {
        next: query.into_inner().next,
        ..SignInForm::default()
    };
    page(&ctx, &request, t, form, None, StatusCode::OK)
}

/// `POST /desk/sign-in`
pub async fn sign_in(
    ctx: web::Data<Context>,
    request: HttpRequest,
    t: Texts,
    form: web::Form<SignInForm>,
) -> Result<HttpResponse, Problem> {
    let form = form.into_inner();
    if !session::is_visit(&ctx, &request, &form.csrf) {
        let said = Some(t.say("desk-sign-in-again"));
        return page(&ctx, &request, t, form, said, StatusCode::FORBIDDEN);
    }
    let from = session::client_address(&request);
    let user = match accounts::verify(&ctx, &form.email, &form.password, from).await {
        Ok(user) => user,
        Err(SignInError::Wrong) => {
            let said = Some(t.say("problem-wrong-password"));
            return page(
                &ctx,
                &request,
                t,
                form,
                said,
                StatusCode::UNPROCESSABLE_ENTITY,
            );
        }
        Err(SignInError::TooMany { .. }) => {
            let said = Some(t.say("problem-too-many-attempts"));
            return page(&ctx, &request, t, form, said, StatusCode::TOO_MANY_REQUESTS);
        }
        Err(SignInError::Store(error)) => return Err(error.into()),
    };
    let key = sessions::begin(&ctx, &user).await?;
    let mut response = see_other(way_on(&form.next));
    response
        .add_cookie(&session::cookie(&ctx, &key))
        .map_err(|error| Problem::new(Kind::Internal).caused_by(error))?;
    Ok(response)
}

/// The form that signs out: it says nothing but that it is ours.
#[derive(Debug, Deserialize)]
pub struct SignOut {}

/// `POST /desk/sign-out`
pub async fn sign_out(
    ctx: web::Data<Context>,
    request: HttpRequest,
    _posted: Posted<SignOut>,
) -> Result<HttpResponse, Problem> {
    if let Some(key) = session::key_of(&ctx, &request) {
        sessions::end(&ctx, &key).await?;
    }
    let mut response = see_other("/desk/sign-in");
    response
        .add_cookie(&session::farewell(&ctx))
        .map_err(|error| Problem::new(Kind::Internal).caused_by(error))?;
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_a_page_of_ours_and_never_back_to_itself() {
        let check = |next: &str, expected: &str| assert_eq!(way_on(next), expected, "{next}");
        check("", "/desk");
        check(
            "/desk/tickets/RV-2026-000214",
            "/desk/tickets/RV-2026-000214",
        );
        check("https://elders.example", "/desk");
        check("//elders.example", "/desk");
        check("/desk/sign-in?next=/desk", "/desk");
        check("/desk/sign-out", "/desk");
    }
}
