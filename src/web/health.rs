//! For whoever runs the service: is the process up, can it work, what are its figures. Figures are
//! labelled by route patterns, never by what somebody typed.

use std::sync::OnceLock;
use std::time::Duration;

use actix_web::{HttpResponse, web};
use metrics::gauge;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use sea_orm::ConnectionTrait as _;
use serde_json::json;

use super::problem::{Kind, Problem, Said};
use crate::context::Context;
use crate::intake;
use crate::store;

/// A database that thinks longer than this is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Upper bounds of the classes that answers are counted in, in seconds.
const CLASSES: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0];

/// Adds the three routes, each for `HEAD` as well.
pub fn configure(app: &mut web::ServiceConfig) {
    app.service(
        web::resource("/healthz")
            .route(web::get().to(health))
            .route(web::head().to(health)),
    )
    .service(
        web::resource("/readyz")
            .route(web::get().to(ready))
            .route(web::head().to(ready)),
    )
    .service(
        web::resource("/metrics")
            .route(web::get().to(figures))
            .route(web::head().to(figures)),
    );
}

/// `GET /healthz`: the process answers.
async fn health() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// `GET /readyz`: the database answers and has the schema that this program knows.
async fn ready(ctx: web::Data<Context>) -> Result<HttpResponse, Problem> {
    let looked = tokio::time::timeout(PATIENCE, async {
        ctx.db
            .execute_unprepared("SELECT 1")
            .await
            .map_err(store::StoreError::from)?;
        store::pending_migrations(&ctx.db).await
    });
    match looked.await {
        Err(_) => Err(Problem::new(Kind::Unavailable).because(Said::key("problem-slow-database"))),
        Ok(Err(error)) => Err(Problem::new(Kind::Unavailable)
            .because(Said::key("problem-no-database"))
            .caused_by(error)),
        Ok(Ok(pending)) if !pending.is_empty() => {
            Err(Problem::new(Kind::Unavailable).because(Said::key("problem-old-schema")))
        }
        Ok(Ok(_)) => Ok(HttpResponse::Ok().json(json!({ "status": "ready" }))),
    }
}

/// `GET /metrics`: the figures, as Prometheus reads them.
async fn figures(ctx: web::Data<Context>) -> HttpResponse {
    // Read where they are kept: another process may have raised them.
    let alarms = tokio::time::timeout(PATIENCE, intake::open_alarms(&ctx.db)).await;
    if let Ok(Ok(alarms)) = alarms {
        for kind in intake::AlarmKind::ALL {
            let open = alarms.iter().filter(|alarm| alarm.kind == kind).count();
            let open = u32::try_from(open).unwrap_or(u32::MAX);
            gauge!("regiovraag_alarms_open", "kind" => kind.slug()).set(open);
        }
    }
    let text = recorder().map(|recorder| {
        recorder.run_upkeep();
        recorder.render()
    });
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(text.unwrap_or_default())
}

/// The recorder of this process. It is one for all servers in it, as figures are about the process.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    RECORDER
        .get_or_init(|| {
            let classes = Matcher::Suffix("_seconds".to_owned());
            PrometheusBuilder::new()
                .set_buckets_for_metric(classes, &CLASSES)
                .and_then(PrometheusBuilder::install_recorder)
                .inspect_err(|error| tracing::error!(%error, "There will be no figures"))
                .ok()
        })
        .as_ref()
}
