//! What a program does with a question besides writing to its asker: who works on it, who is asked for
//! advice, which questions are one or two, what it is about, and what the governor's office is pointed at.
//! The same functions as the screens; what is wrong with a body is told all at once.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::verbs::{Asked, Done};
use crate::auth::{Verb, accounts};
use crate::dispatch::{self, Along};
use crate::intake;
use crate::registry;
use crate::web::{CurrentAtlas, Kind, Problem, Said};

/// A question that somebody takes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TakeOn {
    /// The `revision` that was read.
    revision: i32,
    /// Whether it is also taken from a colleague who has it; without it such a question stays theirs.
    #[serde(default)]
    take_over: bool,
}

/// Nothing but the revision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Take {
    /// The `revision` that was read.
    revision: i32,
}

/// Who handles a question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Assign {
    /// The `revision` that was read.
    revision: i32,
    /// The e-mail address of the colleague's account; they work at the desk that answers for it.
    #[schema(min_length = 1)]
    handler: String,
}

/// Which desk answers for a question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Owner {
    /// The `revision` that was read.
    revision: i32,
    /// The slug of a contact point, or of the central desk.
    #[schema(min_length = 1)]
    desk: String,
}

/// An assignment that a desk takes on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Accept {
    /// The `revision` that was read.
    revision: i32,
    /// The id of the assignment.
    assignment: Uuid,
}

/// An assignment that is not for that desk.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Refuse {
    /// The `revision` that was read.
    revision: i32,
    /// The id of the assignment.
    assignment: Uuid,
    /// The slug of the desk whose it is, when that is known.
    instead: Option<String>,
    /// Why, in words that stay in the conversation with that desk.
    #[serde(default)]
    note: String,
}

/// A desk that is asked for advice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Consult {
    /// The `revision` that was read.
    revision: i32,
    /// The slug of an administration, or of another contact point.
    #[schema(min_length = 1)]
    desk: String,
    /// What is asked of it.
    #[schema(min_length = 1)]
    body: String,
    /// Within how many working days; five when it is absent and nobody set it otherwise.
    #[schema(minimum = 1, maximum = 60)]
    days: Option<u16>,
    /// The ids of what the asker wrote after the question that goes along with it; all of it when this is
    /// absent.
    along: Option<Vec<Uuid>>,
}

/// A question that goes on in another one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Merge {
    /// The `revision` that was read.
    revision: i32,
    /// The number of the question that goes on.
    #[schema(min_length = 1)]
    into: String,
    /// The `revision` of that question that was read.
    into_revision: i32,
    /// Whether an asker who asked both is told by mail; another one always is. Without it they are.
    tell_asker: Option<bool>,
    /// Whether it is one case though another organisation asked it.
    #[serde(default)]
    confirmed: bool,
    /// What is added for colleagues.
    #[serde(default)]
    note: String,
}

/// A part of a question that becomes one of its own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Split {
    /// The `revision` that was read.
    revision: i32,
    /// What the second question is called.
    #[schema(min_length = 1, max_length = 200)]
    subject: String,
    /// What it asks, in the asker's words.
    #[schema(min_length = 1, max_length = 50_000)]
    body: String,
    /// The slug of its topic; without one it is read from the words.
    topic: Option<String>,
    /// The ids of the files of the asker that go along.
    #[serde(default)]
    files: Vec<String>,
}

/// A question that the governor's office is pointed at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Signal {
    /// The `revision` that was read.
    revision: i32,
    /// Why, in one line. It stands on the page of the question, and in no mail.
    #[schema(min_length = 1, max_length = 200)]
    why: String,
}

/// What a question is about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    /// The `revision` that was read.
    revision: i32,
    /// The slug of a topic that is in use.
    #[schema(min_length = 1)]
    topic: String,
}

/// A question that shows where an instrument gets in the way.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Knelpunt {
    /// The `revision` that was read.
    revision: i32,
    /// The decree or other instrument. One that was named before keeps the spelling that it had first.
    #[schema(min_length = 1, max_length = 200)]
    instrument: String,
}

/// A question that belongs with another one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    /// The `revision` that was read.
    revision: i32,
    /// The number of the other question.
    #[schema(min_length = 1)]
    with: String,
}

/// Takes a question.
///
/// Its desk works on it from now on. One that somebody has already stays theirs, unless `take_over` is set.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/take",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = TakeOn,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn take(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("TakeOn", async |asked: &Asked, wanted: TakeOn| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let (reference, seen) = (&asked.reference, wanted.revision);
            if wanted.take_over {
                registry::take_over(ctx, actor, reference, seen).await?;
            } else {
                registry::take(ctx, actor, reference, seen).await?;
            }
            Ok(None)
        })
        .await
}

/// Gives a question back to its desk.
///
/// Nobody handles it from now on.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/release",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Take,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn release(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Take", async |asked: &Asked, wanted: Take| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            registry::release(ctx, actor, &asked.reference, wanted.revision).await?;
            Ok(None)
        })
        .await
}

/// Gives a question to a colleague.
///
/// They work at the desk that answers for it.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/assign",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Assign,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn assign(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Assign", async |asked: &Asked, wanted: Assign| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let account = accounts::active_by_email(&ctx.db, &wanted.handler).await?;
            // An account that is not there works at no desk.
            let to = account.unwrap_or_default();
            registry::assign(ctx, actor, &asked.reference, wanted.revision, to).await?;
            Ok(None)
        })
        .await
}

/// Gives a question to another desk.
///
/// That desk answers for it from now on, and nobody there has taken it yet. Whoever has the question to answer
/// it or to advise on it keeps it.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/owner",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Owner,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn hand_over(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Owner", async |asked: &Asked, wanted: Owner| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let (reference, seen) = (&asked.reference, wanted.revision);
            registry::hand_over(ctx, actor, reference, seen, &wanted.desk).await?;
            Ok(None)
        })
        .await
}

/// Takes an assignment on.
///
/// The desk that has it says that the question is theirs.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/accept",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Accept,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn accept(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Accept", async |asked: &Asked, wanted: Accept| {
            held_there(asked, Verb::Accept, wanted.assignment).await?;
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            dispatch::accept(ctx, actor, wanted.assignment, Some(wanted.revision)).await?;
            Ok(None)
        })
        .await
}

/// Says that an assignment is not for that desk.
///
/// The question comes back to its owner, with the next candidate on top.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/refuse",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Refuse,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn refuse(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Refuse", async |asked: &Asked, wanted: Refuse| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            held_there(asked, Verb::Refuse, wanted.assignment).await?;
            let (seen, instead) = (Some(wanted.revision), wanted.instead.as_deref());
            dispatch::refuse(ctx, actor, wanted.assignment, seen, instead, &wanted.note)
                .await
                .map_err(|error| match error {
                    dispatch::DispatchError::UnknownDesk(slug) => {
                        let said = Said::with("problem-no-desk", "desk", slug);
                        Problem::new(Kind::Invalid).field("instead", said)
                    }
                    error => error.into(),
                })?;
            Ok(None)
        })
        .await
}

/// Lets go on only when the assignment is one of this question; who may not do it at all is not told which
/// are.
async fn held_there(asked: &Asked, verb: Verb, assignment: Uuid) -> Result<(), Problem> {
    let ticket = asked.may(verb).await?;
    let held = registry::assignment(&asked.ctx.db, assignment).await?;
    if held.is_none_or(|held| held.ticket_id != ticket.id) {
        let said = Said::key("problem-no-assignment");
        return Err(Problem::new(Kind::Invalid).field("assignment", said));
    }
    Ok(())
}

/// Asks another desk for advice.
///
/// It leaves by mail in a conversation of its own; the question stays where it is. The advice is laid
/// before the owner, and goes to the asker only when somebody uses it.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/consult",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Consult,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn consult(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Consult", async |asked: &Asked, wanted: Consult| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let consult = dispatch::Consult {
                desk: wanted.desk,
                words: wanted.body,
                days: wanted.days,
                along: wanted.along.map_or(Along::All, Along::Only),
            };
            dispatch::consult(ctx, actor, &asked.reference, wanted.revision, consult).await?;
            Ok(None)
        })
        .await
}

/// Makes one question of two.
///
/// This one goes on in the other: it is closed, what is written to it joins the other, and its asker gets
/// the answer by a mail of their own when they are somebody else. It can be undone for seven days, as long
/// as nobody answered.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/merge",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Merge,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn merge(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Merge", async |asked: &Asked, wanted: Merge| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let merge = dispatch::Merge {
                into: wanted.into,
                into_seen: wanted.into_revision,
                tell: wanted.tell_asker.unwrap_or(true),
                confirmed: wanted.confirmed,
                why: wanted.note,
            };
            dispatch::merge(ctx, actor, &asked.reference, wanted.revision, merge).await?;
            Ok(None)
        })
        .await
}

/// Makes two questions of one again.
///
/// This one stands as it stood before it was merged; its asker is told by mail when they were told then.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/merge/undo",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Take,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn unmerge(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Take", async |asked: &Asked, wanted: Take| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            dispatch::unmerge(ctx, actor, &asked.reference, wanted.revision).await?;
            Ok(None)
        })
        .await
}

/// Makes a second question of a part of this one.
///
/// It has a conversation and an answer of its own; its term runs from the day on which this one came in.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/split",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Split,
    responses((status = 200, description = "How the question stands; `created` is the number of the new one.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn split(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Split", async |asked: &Asked, wanted: Split| {
            let split = intake::Split {
                subject: wanted.subject,
                body: wanted.body,
                topic: wanted.topic,
                files: wanted.files,
            };
            let (actor, seen) = (&asked.agent.actor, wanted.revision);
            let understander = &asked.understander;
            let own = intake::split(understander, actor, &asked.reference, seen, split).await?;
            Ok(Some(own))
        })
        .await
}

/// Points the governor's office at a question.
///
/// The observers of its province get a mail with its number, its topic and the way to it, and never a word
/// of it.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/signal",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Signal,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn signal(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Signal", async |asked: &Asked, wanted: Signal| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let (reference, seen) = (&asked.reference, wanted.revision);
            registry::signal(ctx, actor, reference, seen, &wanted.why).await?;
            Ok(None)
        })
        .await
}

/// Takes a signal back.
///
/// A mail about it that has not left yet does not leave any more.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/signal/withdraw",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Take,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn withdraw_signal(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Take", async |asked: &Asked, wanted: Take| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            registry::withdraw_signal(ctx, actor, &asked.reference, wanted.revision).await?;
            Ok(None)
        })
        .await
}

/// Links a question with another one.
///
/// They belong together and stay apart: each shows the other, and nothing else follows.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/link",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Link,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn link(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Link", async |asked: &Asked, wanted: Link| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let (reference, seen) = (&asked.reference, wanted.revision);
            registry::link(ctx, actor, reference, seen, &wanted.with).await?;
            Ok(None)
        })
        .await
}

/// Takes the link between two questions away.
///
/// It is taken away on both sides.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/link/remove",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Link,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn unlink(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Link", async |asked: &Asked, wanted: Link| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let (reference, seen) = (&asked.reference, wanted.revision);
            registry::unlink(ctx, actor, reference, seen, &wanted.with).await?;
            Ok(None)
        })
        .await
}

/// Says what a question is about.
///
/// The question stays where it is.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/topic",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Topic,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn topic(atlas: CurrentAtlas, asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Topic", async |asked: &Asked, wanted: Topic| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let (reference, seen) = (&asked.reference, wanted.revision);
            dispatch::set_topic(ctx, actor, &atlas, reference, seen, &wanted.topic).await?;
            Ok(None)
        })
        .await
}

/// Labels a question as a `knelpunt`.
///
/// It names the decree or the instrument that gets in the way, in place of the one that was named before.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/knelpunt",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Knelpunt,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn knelpunt(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Knelpunt", async |asked: &Asked, wanted: Knelpunt| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let (reference, seen) = (&asked.reference, wanted.revision);
            registry::set_knelpunt(ctx, actor, reference, seen, &wanted.instrument).await?;
            Ok(None)
        })
        .await
}

/// Takes the label `knelpunt` away.
///
/// A question without it stays as it is.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/knelpunt/remove",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Take,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn remove_knelpunt(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_checked("Take", async |asked: &Asked, wanted: Take| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            registry::remove_knelpunt(ctx, actor, &asked.reference, wanted.revision).await?;
            Ok(None)
        })
        .await
}
