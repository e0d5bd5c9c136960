//! Keeping the queue that is on screen under a name, and taking such a name away.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

use super::page::{own_query, see_other};
use super::shell::leave_notice;
use crate::auth::Refused;
use crate::context::Context;
use crate::registry::{self, ViewError};
use crate::web::{CurrentAtlas, Kind, Posted, Problem, Said};

/// The form of a view.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ViewPost {
    name: String,
    /// What stands behind `/desk?` on the page that is kept.
    query: String,
    /// The slug of a desk for all who work there; `me` for the reader alone.
    who: String,
}

/// `POST /desk/views`: keeps what is on screen.
pub async fn save(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    posted: Posted<ViewPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let query = own_query(&form.query);
    let desk = match form.who.as_str() {
        "" | "me" => None,
        slug => {
            let desk = atlas.desk_by_slug(slug).ok_or(Refused::OtherDesk)?;
            Some(desk.id.0)
        }
    };
    registry::save_view(&ctx, &agent.actor, &form.name, &query, desk)
        .await
        .map_err(problem)?;
    leave_notice(&ctx, &agent, "desk-view-saved").await?;
    Ok(see_other(&format!("/desk?{query}")))
}

fn problem(error: ViewError) -> Problem {
    let wrong = |kind, key| Problem::new(kind).because(Said::key(key));
    match error {
        ViewError::Name => wrong(Kind::Invalid, "desk-view-name"),
        ViewError::Taken => wrong(Kind::Invalid, "desk-view-taken"),
        ViewError::TooMany => wrong(Kind::Invalid, "desk-view-too-many"),
        ViewError::TooLong => wrong(Kind::Invalid, "desk-view-too-long"),
        ViewError::Refused(refused) => refused.into(),
        ViewError::Store(error) => error.into(),
    }
}

/// `POST /desk/views/{id}/remove`: takes a view away.
pub async fn remove(
    ctx: web::Data<Context>,
    id: web::Path<Uuid>,
    posted: Posted<ViewPost>,
) -> Result<HttpResponse, Problem> {
    let agent = posted.agent;
    let removed = registry::remove_view(&ctx, &agent.actor, *id).await;
    if !removed.map_err(problem)? {
        return Err(Problem::not_found());
    }
    leave_notice(&ctx, &agent, "desk-view-removed").await?;
    Ok(see_other("/desk"))
}
