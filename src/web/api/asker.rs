//! Somebody else asks, or the same person for another organisation: the same function as the form of the
//! desk.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::ToSchema;

use super::verbs::{Asked, Done};
use crate::registry::{self, NewAsker};
use crate::web::{CurrentAtlas, Kind, Problem, Said};

/// Who asks from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WhoAsks {
    /// The `revision` that was read.
    revision: i32,
    /// Their address. Another one than that of who asks now is another person: whoever asks now gets no
    /// further mail, and their links end.
    #[schema(format = "email")]
    email: String,
    /// As they sign.
    #[serde(default)]
    name: String,
    /// The name of the organisation that they ask for, as the directory has it; absent: none that is known.
    organisation: Option<String>,
    /// Whether the contact point of its province answers from now on, where that is another desk.
    #[serde(default)]
    moves_owner: bool,
}

/// Says who asks.
///
/// What was said stays in its conversation; another person gets one of their own.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/asker",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = WhoAsks,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn change(atlas: CurrentAtlas, asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("WhoAsks", async |asked: &Asked, wanted: WhoAsks| {
            let organisation = match wanted.organisation.as_deref() {
                None => None,
                Some(name) => Some(atlas.organisation_named(name).ok_or_else(|| {
                    let said = Said::key("problem-asker-organisation");
                    Problem::new(Kind::Invalid).field("organisation", said)
                })?),
            };
            let new = NewAsker {
                email: wanted.email,
                name: wanted.name,
                organisation: organisation.map(|it| it.id),
                moves_owner: wanted.moves_owner,
            };
            let (ctx, actor, seen) = (&asked.ctx, &asked.agent.actor, wanted.revision);
            let reference = &asked.reference;
            registry::change_asker(ctx, actor, &atlas, reference, seen, &new).await?;
            Ok(None)
        })
        .await
}
