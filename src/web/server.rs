//! Puts the rooms behind the doors together and opens the doors.

use std::io;
use std::net::TcpListener;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::error::{
    Error, JsonPayloadError, PathError, PayloadError, QueryPayloadError, UrlencodedError,
};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpResponse, HttpServer, web};

use super::desk::DemoAccounts;
use super::problem::{Kind, Problem};
use super::{api, assets, desk, frame, guesses, health, portal, problem};
use crate::auth::oidc::Provider;
use crate::context::Context;
use crate::directory::LiveAtlas;
use crate::faq::Shelf;
use crate::intake::Understander;

/// How long requests may take to finish when the service is told to stop, in seconds.
const GRACE: u64 = 15;
/// How long a client may take to send the head of a request.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the handlers share.
#[derive(Debug, Clone)]
pub struct Doors {
    /// What every function of the rooms below is handed.
    pub ctx: Context,
    /// Registers questions that are put by form or by API.
    pub understander: Understander,
    /// The directory, for look-ups.
    pub atlas: LiveAtlas,
    /// The published answers.
    pub shelf: Shelf,
    /// The accounts that the demo shows on its sign-in page; none elsewhere.
    pub demo_accounts: DemoAccounts,
    /// The provider where people sign in, if there is one.
    pub provider: Option<Provider>,
}

/// Serves on `listener` until the returned server is stopped by its handle.
///
/// It stops by nothing else: the one who starts it listens for signals, so that background work
/// stops together with it.
pub fn run(doors: Doors, listener: TcpListener) -> io::Result<Server> {
    health::recorder();
    let workers = doors.ctx.settings.http.workers.max(1);
    let server = HttpServer::new(move || app(doors.clone()))
        .workers(workers)
        .client_request_timeout(PATIENCE)
        .shutdown_timeout(GRACE)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}

/// Everything that answers requests.
pub fn app(
    doors: Doors,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let limit = doors.ctx.settings.http.max_json_bytes;
    let demo = doors.ctx.settings.demo;
    App::new()
        .app_data(web::Data::new(doors.ctx.clone()))
        .app_data(web::Data::new(doors.understander.clone()))
        .app_data(web::Data::new(doors.atlas.clone()))
        .app_data(web::Data::new(doors.shelf.clone()))
        .app_data(web::Data::new(doors.demo_accounts))
        .app_data(web::Data::new(doors.provider))
        .app_data(json(limit))
        .app_data(web::PayloadConfig::new(limit))
        .app_data(
            web::FormConfig::default()
                .limit(limit)
                .error_handler(|e, _| form(&e).into()),
        )
        .app_data(web::QueryConfig::default().error_handler(|e, _| query(e).into()))
        .app_data(web::PathConfig::default().error_handler(|e, _| path(&e).into()))
        // The last one stands outermost.
        .wrap(from_fn(guesses::limit))
        .wrap(from_fn(frame::own_forms_only))
        .wrap(from_fn(problem::render))
        .wrap(Compress::default())
        .wrap(from_fn(frame::around))
        .configure(health::configure)
        .configure(assets::configure)
        .configure(desk::configure)
        .configure(portal::configure)
        .configure(api::configure)
        .configure(|app| {
            if demo {
                super::demo::configure(app);
            }
        })
        .default_service(web::to(|| async {
            Err::<HttpResponse, _>(Problem::not_found())
        }))
}

/// JSON is taken when it says that it is JSON, up to `limit` bytes.
fn json(limit: usize) -> web::JsonConfig {
    web::JsonConfig::default()
        .limit(limit)
        .error_handler(|error, _| {
            let kind = match &error {
                JsonPayloadError::OverflowKnownLength { .. }
                | JsonPayloadError::Overflow { .. }
                | JsonPayloadError::Payload(PayloadError::Overflow) => Kind::TooLarge,
                JsonPayloadError::ContentType => Kind::MediaType,
                JsonPayloadError::Deserialize(error) => return Problem::of_json(error).into(),
                _ => Kind::Malformed,
            };
            Problem::new(kind).caused_by(error.to_string()).into()
        })
}

fn form(error: &UrlencodedError) -> Problem {
    let kind = match error {
        UrlencodedError::Overflow { .. } | UrlencodedError::Payload(PayloadError::Overflow) => {
            Kind::TooLarge
        }
        UrlencodedError::ContentType => Kind::MediaType,
        _ => Kind::Malformed,
    };
    Problem::new(kind).caused_by(error.to_string())
}

fn query(error: QueryPayloadError) -> Problem {
    match error {
        QueryPayloadError::Deserialize(said) => Problem::of_query(&said.to_string()),
        other => Problem::new(Kind::Malformed).caused_by(other),
    }
}

/// A path that cannot be what it stands for leads nowhere.
fn path(error: &PathError) -> Problem {
    Problem::not_found().caused_by(error.to_string())
}

#[cfg(test)]
mod tests {
    use actix_web::http::{Method, StatusCode, header};
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{HttpResponse, Responder, web};
    use serde::Deserialize;
    use serde_json::Value;

    use super::*;
    use crate::auth::actor::{Grant, Role, Scope};
    use crate::auth::testing::{context, somebody};
    use crate::auth::tokens::{self, NewToken};
    use crate::auth::{Session, SessionKey, sessions};
    use crate::directory::Atlas;
    use crate::dispatch::Dispatcher;
    use crate::web::{Agent, Posted, session};

    /// What a browser, or a program, gets for one request.
    struct Got {
        status: StatusCode,
        headers: header::HeaderMap,
        body: String,
    }

    impl Got {
        fn header(&self, name: &str) -> &str {
            self.headers
                .get(name)
                .map_or("", |value| value.to_str().unwrap())
        }

        fn problem(&self) -> Value {
            assert_eq!(
                self.header("content-type"),
                "application/problem+json",
                "{}",
                self.body
            );
            let mut problem: Value = serde_json::from_str(&self.body).unwrap();
            assert!(problem["request_id"].as_str().unwrap().len() > 8);
            problem.as_object_mut().unwrap().remove("request_id");
            problem
        }
    }

    #[derive(Deserialize)]
    struct Small {
        number: u8,
    }

    fn probes(app: &mut web::ServiceConfig) {
        async fn page(agent: Agent) -> impl Responder {
            format!("Dag {}", agent.user().unwrap().name)
        }
        async fn post(posted: Posted<Small>) -> impl Responder {
            posted.form.number.to_string()
        }
        async fn api(agent: Agent) -> impl Responder {
            agent.actor.key()
        }
        async fn take(small: web::Json<Small>) -> impl Responder {
            small.number.to_string()
        }
        async fn fail() -> Result<HttpResponse, Problem> {
            let cause = std::io::Error::other("geheim uit de databank");
            Err(Problem::new(Kind::Internal).caused_by(cause))
        }
        app.route("/desk/probe", web::get().to(page))
            .route("/desk/probe", web::post().to(post))
            .route("/api/probe", web::get().to(api))
            .service(web::resource("/api/take").route(web::post().to(take)))
            .route("/api/fail", web::get().to(fail))
            .route("/fail", web::post().to(fail));
    }

    fn doors(ctx: &Context) -> Doors {
        let atlas = LiveAtlas::fixed(Atlas::embedded().unwrap());
        let dispatcher = Dispatcher::new(atlas.now());
        Doors {
            ctx: ctx.clone(),
            understander: Understander::new(ctx.clone(), atlas.clone(), &dispatcher),
            atlas,
            shelf: Shelf::default(),
            demo_accounts: DemoAccounts::default(),
            provider: None,
        }
    }

    async fn ask(ctx: &Context, request: TestRequest) -> Got {
        let app = init_service(app(doors(ctx)).configure(probes)).await;
        let answer = call_service(&app, request.to_request()).await;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = String::from_utf8(read_body(answer).await.to_vec()).unwrap();
        Got {
            status,
            headers,
            body,
        }
    }

    async fn signed_in(ctx: &Context) -> (SessionKey, Session) {
        let key = sessions::begin(ctx, &somebody(ctx).await).await.unwrap();
        let session = sessions::open(ctx, &key).await.unwrap().unwrap();
        (key, session)
    }

    #[actix_web::test]
    async fn every_answer_carries_its_id_and_keeps_the_browser_in() {
        let ctx = context().await;
        let got = ask(&ctx, TestRequest::get().uri("/healthz")).await;
        assert_eq!(got.status, StatusCode::OK);
        assert_eq!(got.body, r#"{"status":"ok"}"#);
        assert!(
            got.header("content-security-policy")
                .contains("frame-ancestors 'none'")
        );
        assert_eq!(got.header("referrer-policy"), "no-referrer");
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert_eq!(
            got.header("strict-transport-security"),
            "",
            "plain http promises no https"
        );
        assert_eq!(got.header("x-request-id").len(), 36);
        let given = TestRequest::get()
            .uri("/healthz")
            .insert_header(("x-request-id", "abc-12345"));
        assert_eq!(ask(&ctx, given).await.header("x-request-id"), "abc-12345");
    }

    #[actix_web::test]
    async fn health_and_readiness_are_there_for_head_too() {
        let ctx = context().await;
        for path in ["/healthz", "/readyz", "/metrics"] {
            for method in [Method::GET, Method::HEAD] {
                let got = ask(&ctx, TestRequest::with_uri(path).method(method)).await;
                assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.body);
            }
        }
    }

    #[actix_web::test]
    async fn a_service_without_its_database_is_well_but_not_ready() {
        let ctx = context().await;
        ctx.db.close_by_ref().await.unwrap();
        let got = ask(&ctx, TestRequest::get().uri("/readyz")).await;
        assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(got.header("retry-after"), "5");
        insta::assert_snapshot!(
            got.problem(),
            @r##"{"type":"http://127.0.0.1:8080/api/docs#unavailable","title":"Even niet bereikbaar","status":503,"detail":"De databank antwoordt niet."}"##
        );
        assert_eq!(
            ask(&ctx, TestRequest::get().uri("/healthz")).await.status,
            StatusCode::OK
        );
        // A page says it to a person.
        let cookie = session::cookie(&ctx, &SessionKey::parse(&"A".repeat(43)).unwrap());
        let got = ask(&ctx, TestRequest::get().uri("/desk/probe").cookie(cookie)).await;
        assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(got.body.contains("Even niet bereikbaar"), "{}", got.body);
    }

    #[actix_web::test]
    async fn figures_are_labelled_by_the_route_and_not_by_what_was_typed() {
        let ctx = context().await;
        health::recorder();
        ask(&ctx, TestRequest::get().uri("/vraag/geheim-van-een-link")).await;
        ask(&ctx, TestRequest::get().uri("/desk/probe")).await;
        let figures = ask(&ctx, TestRequest::get().uri("/metrics")).await.body;
        let counted = r#"http_requests_total{method="GET",route="/desk/probe",status="303"}"#;
        assert!(figures.contains(counted), "{figures}");
        assert!(figures.contains("http_request_seconds_bucket"), "{figures}");
        assert!(!figures.contains("geheim"), "{figures}");
    }

    #[actix_web::test]
    async fn nothing_at_an_address_is_a_problem_for_programs_and_a_page_for_people() {
        let ctx = context().await;
        let got = ask(&ctx, TestRequest::get().uri("/api/v1/niets")).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND);
        insta::assert_snapshot!(
            got.problem(),
            @r##"{"type":"http://127.0.0.1:8080/api/docs#not-found","title":"We vinden dit niet","status":404}"##
        );
        for path in ["/niets", "/desk/niets"] {
            let got = ask(&ctx, TestRequest::get().uri(path)).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND);
            assert_eq!(got.header("content-type"), "text/html; charset=utf-8");
            assert!(got.body.contains("</html>"), "{path}");
        }
    }

    #[actix_web::test]
    async fn another_method_is_told_which_ones_there_are() {
        let ctx = context().await;
        let got = ask(&ctx, TestRequest::delete().uri("/api/take")).await;
        assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(got.problem()["title"], "Dit kan niet op dit adres");
        assert_eq!(got.header("allow"), "POST");
    }

    #[actix_web::test]
    async fn json_that_will_not_do_is_refused_with_the_right_status() {
        let ctx = context().await;
        let send = async |kind: &str, body: String| {
            let request = TestRequest::post()
                .uri("/api/take")
                .insert_header(("content-type", kind))
                .set_payload(body);
            let got = ask(&ctx, request).await;
            (
                got.status.as_u16(),
                got.problem()["detail"].as_str().unwrap_or("").to_owned(),
            )
        };
        let json = "application/json";
        let (status, said) = send(json, "{\"number\":".into()).await;
        assert_eq!(
            (status, said.as_str()),
            (400, "Dit is geen geldige JSON: regel 1, teken 10.")
        );
        let (status, said) = send(json, "{\"number\": \"veel\"}".into()).await;
        assert_eq!(status, 422);
        assert!(said.contains("regel 1, teken 17"), "{said}");
        assert_eq!(send("text/plain", "{}".into()).await.0, 415);
        let large = format!(
            "{{\"number\": 1{}}}",
            " ".repeat(ctx.settings.http.max_json_bytes)
        );
        assert_eq!(send(json, large).await.0, 413);
    }

    #[actix_web::test]
    async fn a_fault_of_ours_tells_nobody_what_is_inside() {
        let ctx = context().await;
        let got = ask(&ctx, TestRequest::get().uri("/api/fail")).await;
        assert_eq!(got.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!got.body.contains("geheim"), "{}", got.body);
        let got = ask(&ctx, TestRequest::post().uri("/fail")).await;
        assert_eq!(got.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!got.body.contains("geheim"));
        assert!(
            got.body.contains(got.header("x-request-id")),
            "the page says the number"
        );
    }

    #[actix_web::test]
    async fn a_stranger_is_sent_to_sign_in_and_back() {
        let ctx = context().await;
        let got = ask(&ctx, TestRequest::get().uri("/desk/probe?q=a%20b")).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER);
        let to = "/desk/sign-in?next=/desk/probe%3Fq%3Da%2520b";
        assert_eq!(got.header("location"), to);
        let got = ask(&ctx, TestRequest::get().uri("/api/probe")).await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED);
        assert_eq!(got.header("www-authenticate"), "Bearer");
        insta::assert_snapshot!(
            got.problem(),
            @r##"{"type":"http://127.0.0.1:8080/api/docs#sign-in","title":"Meld u eerst aan","status":401,"detail":"Stuur een toegangssleutel mee: Authorization: Bearer ..."}"##
        );
    }

    #[actix_web::test]
    async fn a_session_opens_pages_and_a_token_opens_the_api() {
        let ctx = context().await;
        let (key, _) = signed_in(&ctx).await;
        let cookie = session::cookie(&ctx, &key);
        let got = ask(
            &ctx,
            TestRequest::get().uri("/desk/probe").cookie(cookie.clone()),
        )
        .await;
        assert_eq!(got.body, "Dag An");
        // A cookie is worth nothing to the API: no other site can use it there.
        let got = ask(&ctx, TestRequest::get().uri("/api/probe").cookie(cookie)).await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED);

        let new = NewToken {
            name: "proef".into(),
            grant: Grant::new(Role::Api, None, None).unwrap(),
            scopes: [Scope::TicketsRead].into(),
            days: 1,
        };
        let token = tokens::create(&ctx, new).await.unwrap();
        let bearer = ("authorization", format!("Bearer {}", token.text));
        let got = ask(
            &ctx,
            TestRequest::get().uri("/api/probe").insert_header(bearer),
        )
        .await;
        assert_eq!(got.body, format!("api:{}", token.id));
        let wrong = ("authorization", format!("Bearer {}x", token.text));
        let got = ask(
            &ctx,
            TestRequest::get().uri("/api/probe").insert_header(wrong),
        )
        .await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED);
        assert!(!got.body.contains(&token.text));
    }

    #[actix_web::test]
    async fn a_form_counts_only_when_it_comes_from_a_page_of_this_session() {
        let ctx = context().await;
        let (key, open) = signed_in(&ctx).await;
        let token = open.form_token(&ctx.secret);
        let send = async |body: String, site: Option<&str>| {
            let mut request = TestRequest::post()
                .uri("/desk/probe")
                .cookie(session::cookie(&ctx, &key))
                .insert_header(("content-type", "application/x-www-form-urlencoded"))
                .set_payload(body);
            if let Some(site) = site {
                request = request.insert_header(("sec-fetch-site", site));
            }
            let got = ask(&ctx, request).await;
            (got.status.as_u16(), got.body)
        };
        assert_eq!(
            send(format!("number=7&csrf={token}"), None).await,
            (200, "7".into())
        );
        let same = Some("same-origin");
        assert_eq!(
            send(format!("number=7&csrf={token}"), same).await,
            (200, "7".into())
        );
        let (status, page) = send("number=7".into(), None).await;
        assert_eq!(status, 403);
        assert!(page.contains("Dit formulier is niet meer geldig"), "{page}");
        assert_eq!(send("number=7&csrf=fout".into(), None).await.0, 403);
        assert_eq!(
            send(format!("number=7&csrf={token}"), Some("cross-site"))
                .await
                .0,
            403
        );
        assert_eq!(send(format!("number=veel&csrf={token}"), None).await.0, 400);
    }
}
