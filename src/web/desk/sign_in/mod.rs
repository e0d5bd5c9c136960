//! Signing in and out: with a local account and its second step, at an OpenID Connect provider, or with
//! a link that whoever runs the service made. However somebody came in, `let_in` opens the door.

use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;

use super::page::{self, see_other};
use super::view::parts::Csrf;
use super::view::problem::{ProblemPage, Way};
use super::view::sign_in::{CodePage, DemoAccount, FarewellPage, SignInPage};
use crate::auth::accounts::{self, SignInError};
use crate::auth::oidc::Provider;
use crate::auth::second_step::{self, SecondStepError};
use crate::auth::sessions::Browser;
use crate::auth::{User, sessions};
use crate::context::Context;
use crate::text::Texts;
use crate::web::frame::RequestId;
use crate::web::{Kind, Posted, Problem, session};

mod link;
mod provider;

pub use provider::open_provider;

/// The accounts of the demo, which its sign-in page shows; no other house has any.
#[derive(Debug, Clone, Default)]
pub struct DemoAccounts(pub Vec<DemoAccount>);

/// The provider where people sign in, if there is one.
type MaybeProvider = web::Data<Option<Provider>>;

/// Adds what signs in and out.
pub fn configure(app: &mut web::ServiceConfig) {
    app.route("/desk/sign-in", web::get().to(show))
        .route("/desk/sign-in", web::post().to(sign_in))
        .route("/desk/sign-in/code", web::post().to(code))
        .route("/desk/sign-in/oidc", web::get().to(provider::begin))
        .route("/desk/sign-in/oidc/return", web::get().to(provider::back))
        .route("/desk/sign-in/link/{key}", web::get().to(link::show))
        .route("/desk/sign-in/link/{key}", web::post().to(link::use_up))
        .route("/desk/sign-out", web::post().to(sign_out));
}

/// What stands behind the address of the sign-in page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SignInQuery {
    next: String,
}

/// The form of the sign-in page.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct SignInForm {
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

fn with_cookie(
    mut response: HttpResponse,
    cookie: Option<Cookie<'_>>,
) -> Result<HttpResponse, Problem> {
    if let Some(cookie) = cookie {
        response
            .add_cookie(&cookie)
            .map_err(|error| Problem::new(Kind::Internal).caused_by(error))?;
    }
    Ok(response)
}

fn query(name: &str, value: &str) -> String {
    serde_urlencoded::to_string([(name, value)]).unwrap_or_default()
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
    let next = way_on(&form.next).to_owned();
    let oidc = &ctx.settings.oidc;
    let page = SignInPage {
        t,
        csrf: Csrf(token),
        provider: oidc.is_used().then(|| Way {
            url: format!("/desk/sign-in/oidc?{}", query("next", &next)),
            words: t.with("desk-sign-in-at", "provider", oidc.label.as_str()),
        }),
        local: ctx.settings.sign_in.local_accounts,
        next,
        email: form.email,
        error,
        demo: demo.map(|accounts| accounts.0.clone()).unwrap_or_default(),
    };
    with_cookie(page::html(page.render(), status)?, cookie)
}

/// Says on a page of its own why somebody is not in, and what they can do.
fn refused(
    request: &HttpRequest,
    t: Texts,
    title: String,
    lead: String,
    ways: Vec<Way>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let page = ProblemPage {
        t,
        title,
        lead,
        ways,
        facts: vec![(
            t.say("problem-number"),
            RequestId::of(request).as_str().to_owned(),
        )],
    };
    page::html(page.render(), status)
}

/// Lets `user` in under a new key, on the way to `next`. What this browser was signed in as before is
/// over: a key that somebody planted opens nothing.
async fn let_in(
    ctx: &Context,
    request: &HttpRequest,
    user: &User,
    id_token: Option<&str>,
    next: &str,
) -> Result<HttpResponse, Problem> {
    if let Some(before) = session::key_of(ctx, request) {
        sessions::end(ctx, &before).await?;
    }
    let said = request.headers().get(header::USER_AGENT);
    let browser = Browser {
        user_agent: said.and_then(|said| said.to_str().ok()),
        address: session::client_address(request),
    };
    let key = sessions::begin_in(ctx, user, browser, id_token).await?;
    with_cookie(see_other(way_on(next)), Some(session::cookie(ctx, &key)))
}

/// Lets `user` in, or asks for the second step of an account that has one.
async fn after_password(
    ctx: &Context,
    request: &HttpRequest,
    t: Texts,
    user: &User,
    next: &str,
) -> Result<HttpResponse, Problem> {
    if !second_step::is_on(ctx, user.id).await? {
        return let_in(ctx, request, user, None, next).await;
    }
    let form = CodeForm {
        half: second_step::halfway(ctx, user).await?,
        next: next.to_owned(),
        ..CodeForm::default()
    };
    code_page(ctx, request, t, form, None, StatusCode::OK)
}

/// `GET /desk/sign-in`
async fn show(
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
async fn sign_in(
    ctx: web::Data<Context>,
    request: HttpRequest,
    t: Texts,
    form: web::Form<SignInForm>,
) -> Result<HttpResponse, Problem> {
    let form = form.into_inner();
    let again = |form, key, status| page(&ctx, &request, t, form, Some(t.say(key)), status);
    if !session::is_visit(&ctx, &request, &form.csrf) {
        return again(form, "desk-sign-in-again", StatusCode::FORBIDDEN);
    }
    if !ctx.settings.sign_in.local_accounts {
        return again(form, "desk-sign-in-no-passwords", StatusCode::FORBIDDEN);
    }
    let from = session::client_address(&request);
    match accounts::verify(&ctx, &form.email, &form.password, from).await {
        Ok(user) => after_password(&ctx, &request, t, &user, &form.next).await,
        Err(SignInError::Wrong) => again(
            form,
            "problem-wrong-password",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Err(SignInError::TooMany { .. }) => again(
            form,
            "problem-too-many-attempts",
            StatusCode::TOO_MANY_REQUESTS,
        ),
        Err(SignInError::Store(error)) => Err(error.into()),
    }
}

/// The form that asks for the code of the second step.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CodeForm {
    csrf: String,
    half: String,
    code: String,
    next: String,
}

fn code_page(
    ctx: &Context,
    request: &HttpRequest,
    t: Texts,
    form: CodeForm,
    error: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let (token, cookie) = session::visit(ctx, request)?;
    let page = CodePage {
        t,
        csrf: Csrf(token),
        half: form.half,
        next: way_on(&form.next).to_owned(),
        error,
    };
    with_cookie(page::html(page.render(), status)?, cookie)
}

/// `POST /desk/sign-in/code`: the second step.
async fn code(
    ctx: web::Data<Context>,
    request: HttpRequest,
    t: Texts,
    form: web::Form<CodeForm>,
) -> Result<HttpResponse, Problem> {
    let form = form.into_inner();
    let user = if session::is_visit(&ctx, &request, &form.csrf) {
        second_step::who(&ctx, &form.half).await?
    } else {
        None
    };
    let Some(user) = user else {
        let begin = SignInForm {
            next: form.next,
            ..SignInForm::default()
        };
        let said = Some(t.say("desk-sign-in-again"));
        return page(&ctx, &request, t, begin, said, StatusCode::FORBIDDEN);
    };
    let from = session::client_address(&request);
    let again = |form, key, status| code_page(&ctx, &request, t, form, Some(t.say(key)), status);
    match second_step::verify(&ctx, &user, &form.code, from).await {
        // Taken away in the meantime by who keeps accounts: the password was right.
        Ok(()) | Err(SecondStepError::NotOn) => {
            let_in(&ctx, &request, &user, None, &form.next).await
        }
        Err(SecondStepError::TooMany { .. }) => again(
            form,
            "problem-too-many-attempts",
            StatusCode::TOO_MANY_REQUESTS,
        ),
        Err(SecondStepError::Store(error)) => Err(error.into()),
        Err(_) => again(form, "desk-code-wrong", StatusCode::UNPROCESSABLE_ENTITY),
    }
}

/// The form that signs out: it says nothing but that it is ours.
#[derive(Debug, Deserialize)]
struct SignOut {}

/// `POST /desk/sign-out`
async fn sign_out(
    ctx: web::Data<Context>,
    request: HttpRequest,
    provider: MaybeProvider,
    posted: Posted<SignOut>,
) -> Result<HttpResponse, Problem> {
    if let Some(key) = session::key_of(&ctx, &request) {
        sessions::end(&ctx, &key).await?;
    }
    let session = posted.agent.session.as_ref();
    let id_token = session.and_then(|session| session.id_token(&ctx.secret));
    let elsewhere = match (provider.as_ref(), id_token) {
        (Some(provider), Some(token)) => provider.sign_out_url(&token).await,
        _ => None,
    };
    let farewell = session::farewell(&ctx);
    let Some(url) = elsewhere else {
        return with_cookie(see_other("/desk/sign-in"), Some(farewell));
    };
    // A form may lead to our own pages alone, so a page of ours leads on.
    let refresh = header::HeaderValue::try_from(format!("0; url={url}"));
    let page = FarewellPage {
        t: Texts::new(posted.agent.user()?.language),
        provider: ctx.settings.oidc.label.clone(),
        url,
    };
    let mut response = page::html(page.render(), StatusCode::OK)?;
    if let Ok(refresh) = refresh {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    with_cookie(response, Some(farewell))
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
