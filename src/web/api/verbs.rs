//! What a program does with a question: the same functions as the forms of the desk, and the same
//! answers when something is wrong. Every verb names the revision that the program saw, but a note: that is
//! known by the name of its request.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use sea_orm::Iterable as _;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::body;
use super::files::{self, File};
use super::repeat::once;
use super::tickets::parsed;
use crate::auth::{Subject, Verb};
use crate::context::Context;
use crate::dispatch::{self, Along, AskedBy};
use crate::followup;
use crate::intake::Understander;
use crate::registry::{self, CloseReason, Reference, RegistryError, Ticket, Told, Untold};
use crate::web::{Agent, Kind, Problem, Said};

/// An answer to the asker.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    /// The `revision` that was read.
    revision: i32,
    /// What it says, in Markdown; our mail greets and signs by itself.
    #[schema(min_length = 1)]
    body: String,
    /// The id of the message of an administration that it passes on.
    proposal: Option<Uuid>,
    /// The ids of the files of that message that go along.
    #[serde(default)]
    files: Vec<Uuid>,
    /// Files that go along besides; at most 20. The whole request, with its files, takes 1 MiB unless the
    /// setting `http.max_json_bytes` says otherwise.
    #[serde(default)]
    #[schema(max_items = 20)]
    attachments: Vec<File>,
    /// The slugs of the administrations that have the question and go on answering, or whose answer waits
    /// to be read (its state is `proposed`): then this is a part of the answer, and the question stays open
    /// with them. Every other one that still owes an answer is told by mail that it need not give one any
    /// more, and what every other one sent is left: the asker does not get it.
    #[serde(default)]
    still: Vec<String>,
}

/// What the asker wrote, for administrations that have the question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PassOn {
    /// The `revision` that was read.
    revision: i32,
    /// The id of the message of the asker; its state is `new`.
    message: Uuid,
    /// The slugs of the administrations; each has the question.
    #[schema(min_items = 1)]
    desks: Vec<String>,
    /// What is written to them, with the words of the asker in it.
    #[schema(min_length = 1)]
    body: String,
}

/// A message of the asker that was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    /// The `revision` that was read.
    revision: i32,
    /// The id of the message of the asker; its state is `new`.
    message: Uuid,
}

/// A closed question that opens again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reopen {
    /// The `revision` that was read.
    revision: i32,
    /// Why, for colleagues.
    #[schema(min_length = 1)]
    body: String,
    /// Why, for the asker: it stands in the mail that tells them.
    #[serde(default)]
    to_asker: String,
}

/// A question sent on to an administration.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Forward {
    /// The `revision` that was read.
    revision: i32,
    /// The slug of the administration.
    desk: String,
    /// What is added to the question.
    #[serde(default)]
    comment: String,
    /// The ids of what the asker wrote after the question that goes along with it, with its files; all of
    /// it when this is absent. What is named here counts as read.
    along: Option<Vec<Uuid>>,
}

/// Words, to the asker or to colleagues.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// The `revision` that was read.
    revision: i32,
    /// What it says.
    #[schema(min_length = 1)]
    body: String,
}

/// A note for colleagues.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    /// What it says.
    #[schema(min_length = 1)]
    body: String,
}

/// A question that comes to its end.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Close {
    /// The `revision` that was read.
    revision: i32,
    /// Why: `answered`, `answered_by_faq`, `duplicate`, `withdrawn`, `out_of_scope` or `spam`.
    reason: String,
    /// What is added for colleagues; not beside `noted`, which says what was answered.
    #[serde(default)]
    note: String,
    /// With `duplicate`: the number of the question that it is handled together with. The asker of this one is
    /// told so by mail, unless they may not have asked.
    duplicate_of: Option<String>,
    /// With `withdrawn` and `out_of_scope`: whether the asker is told so by mail. Without it they are,
    /// unless they may not have asked.
    tell_asker: Option<bool>,
    /// What that mail says besides, to the asker.
    #[serde(default)]
    message: String,
    /// With `answered`: how the asker has the answer, when it was given elsewhere, or when somebody said
    /// that ours arrived.
    noted: Option<Noted>,
}

/// How the asker has the answer, beside our mails. The asker reads on their page who, when and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Noted {
    /// Who gave the answer, or who said that ours arrived.
    #[schema(min_length = 1, max_length = 200)]
    by: String,
    /// The day: not before the question, nor one that has yet to come.
    #[schema(format = "date")]
    on: String,
    /// `phone`, `meeting`, `mail` or `otherwise`.
    how: String,
    /// What was said, in short; for colleagues.
    #[schema(min_length = 1)]
    what: String,
}

impl Noted {
    fn note(&self) -> followup::Note {
        followup::Note {
            by: self.by.clone(),
            on: self.on.trim().parse().ok(),
            how: Told::iter().find(|how| how.slug() == self.how),
            what: self.what.clone(),
        }
    }
}

/// How a question stands after a verb.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Done {
    /// Its number.
    reference: String,
    /// How far it is.
    status: &'static str,
    /// What is known of the answer having arrived.
    receipt: &'static str,
    /// What must be done now.
    next_step: &'static str,
    /// What the next verb must name.
    revision: i32,
    /// Why the house does not tell the asker, where they would have been told that the question is closed or
    /// open again: `spam`, `disowned`, `denied` or `machine`. What was written for them is kept as a note.
    /// Absent when they are told, and when the caller or the reason tells nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_told: Option<&'static str>,
    /// The number of the question that was made. Absent when none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
}

/// A request to do something with a question, from somebody who is signed in.
pub(super) struct Asked {
    pub ctx: web::Data<Context>,
    pub understander: web::Data<Understander>,
    pub agent: Agent,
    request: HttpRequest,
    pub reference: Reference,
    raw: Vec<u8>,
}

impl FromRequest for Asked {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        type Parts = (
            web::Data<Context>,
            web::Data<Understander>,
            Agent,
            HttpRequest,
            web::Path<String>,
            web::Payload,
        );
        let parts = Parts::from_request(request, payload);
        async move {
            let (ctx, understander, agent, request, reference, payload) = parts.await?;
            let reference = parsed(&reference)?;
            body::must_be_json(&request)?;
            let raw = body::read(&request, payload, ctx.settings.http.max_json_bytes).await?;
            Ok(Self {
                ctx,
                understander,
                agent,
                request,
                reference,
                raw,
            })
        }
        .boxed_local()
    }
}

impl Asked {
    /// Carries it out once, however often it is sent, and tells how the question stands then.
    async fn carry_out<T: DeserializeOwned>(
        self,
        work: impl AsyncFnOnce(&Self, T) -> Result<(), Problem>,
    ) -> Result<HttpResponse, Problem> {
        let work = async |asked: &Self, wanted: T| work(asked, wanted).await.map(|()| None);
        self.carry_out_telling(work).await
    }

    /// The same of what the asker is told about, unless the house does not write to them.
    async fn carry_out_telling<T: DeserializeOwned>(
        self,
        work: impl AsyncFnOnce(&Self, T) -> Result<Option<Untold>, Problem>,
    ) -> Result<HttpResponse, Problem> {
        once(
            &self.ctx,
            &self.agent,
            &self.request,
            &self.raw,
            async |_| {
                let wanted: T = body::parse(&self.raw)?;
                // A verb is a long walk; its future waits on the heap.
                let untold = Box::pin(work(&self, wanted)).await?;
                self.done(untold, None).await
            },
        )
        .await
    }

    /// The same, with all that is wrong with the body told at once, by the shape with this name in the
    /// description; the number of a question that it made is told.
    pub(super) async fn carry_out_checked<T: DeserializeOwned>(
        self,
        shape: &'static str,
        work: impl AsyncFnOnce(&Self, T) -> Result<Option<Reference>, Problem>,
    ) -> Result<HttpResponse, Problem> {
        once(
            &self.ctx,
            &self.agent,
            &self.request,
            &self.raw,
            async |_| {
                let wanted: T = body::checked(shape, &self.raw)?;
                let created = Box::pin(work(&self, wanted)).await?;
                self.done(None, created).await
            },
        )
        .await
    }

    /// The question, for whoever may do `verb` with it.
    pub(super) async fn may(&self, verb: Verb) -> Result<Ticket, Problem> {
        let db = &self.ctx.db;
        let ticket = registry::find(db, &self.reference)
            .await?
            .ok_or_else(|| RegistryError::UnknownTicket(self.reference.clone()))?;
        let about = registry::facts(db, &ticket).await?;
        self.agent.may(verb, Subject::Ticket(&about))?;
        Ok(ticket)
    }

    /// How the question stands now.
    async fn done(
        &self,
        untold: Option<Untold>,
        created: Option<Reference>,
    ) -> Result<(StatusCode, Done), Problem> {
        let ticket = registry::find(&self.ctx.db, &self.reference)
            .await?
            .ok_or_else(Problem::not_found)?;
        let done = Done {
            reference: ticket.reference.to_string(),
            status: ticket.standing.status().slug(),
            receipt: ticket.standing.receipt.slug(),
            next_step: ticket.standing.step.slug(),
            revision: ticket.revision,
            not_told: untold.map(Untold::slug),
            created: created.map(|created| created.to_string()),
        };
        Ok((StatusCode::OK, done))
    }
}

/// Answers the asker.
///
/// The answer leaves by mail in the asker's own thread; whether it arrives, the ticket tells.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/answer",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Answer,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn answer(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out(async |asked: &Asked, wanted: Answer| {
            let attached = files::decoded(wanted.attachments)?;
            if !attached.is_empty() {
                // Before a file is kept, so that nothing is kept of who may not.
                asked.may(Verb::Answer).await?;
            }
            let answer = dispatch::Answer {
                markdown: wanted.body,
                proposal: wanted.proposal,
                files: wanted.files,
                attached: files::kept(&asked.ctx, attached).await?,
                still: wanted.still,
            };
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let seen = wanted.revision;
            Ok(dispatch::answer(ctx, actor, &asked.reference, seen, answer).await?)
        })
        .await
}

/// Sends a question on to an administration.
///
/// It leaves by mail with everything in it; the administration answers by mail or by its link.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/forward",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Forward,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn forward(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out(async |asked: &Asked, wanted: Forward| {
            let forward = dispatch::Forward {
                desk: wanted.desk,
                comment: wanted.comment,
                asked_by: AskedBy::default(),
                along: wanted.along.map_or(Along::All, Along::Only),
            };
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let seen = wanted.revision;
            Ok(dispatch::forward(ctx, actor, &asked.reference, seen, forward).await?)
        })
        .await
}

/// Passes on what the asker wrote to administrations that have the question.
///
/// It leaves by mail in the conversation with each, and counts as read. Who must move stays who it was.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/pass-on",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = PassOn,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn pass_on(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out(async |asked: &Asked, wanted: PassOn| {
            let pass = dispatch::PassOn {
                message: wanted.message,
                desks: wanted.desks,
                words: wanted.body,
            };
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let seen = wanted.revision;
            Ok(dispatch::pass_on(ctx, actor, &asked.reference, seen, pass).await?)
        })
        .await
}

/// Notes that what the asker wrote was read.
///
/// Nothing need be done with it; who must move stays who it was.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/seen",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Seen,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn seen(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out(async |asked: &Asked, wanted: Seen| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let (reference, seen) = (&asked.reference, wanted.revision);
            Ok(registry::mark_seen(ctx, actor, reference, seen, wanted.message).await?)
        })
        .await
}

/// Asks the asker for more.
///
/// The terms stand still until they write back.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/message",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Words,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn message(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out(async |asked: &Asked, wanted: Words| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let seen = wanted.revision;
            Ok(dispatch::ask_asker(ctx, actor, &asked.reference, seen, &wanted.body).await?)
        })
        .await
}

/// Writes something down for colleagues.
///
/// Nobody outside reads it.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/note",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Note,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn note(asked: Asked) -> Result<HttpResponse, Problem> {
    let Asked {
        ctx,
        agent,
        request,
        reference,
        raw,
        ..
    } = &asked;
    once(ctx, agent, request, raw, async |name| {
        let wanted: Note = body::parse(raw)?;
        // It names no revision, by which a second time would be refused.
        let note = registry::note_once(ctx, &agent.actor, reference, &name, &wanted.body);
        Box::pin(note).await?;
        asked.done(None, None).await
    })
    .await
}

/// Closes a question.
///
/// `answered` only when an answer arrived, or with `noted`; `duplicate` only with `duplicate_of`. The
/// asker is told of `withdrawn` and `out_of_scope` by mail, unless `tell_asker` is `false`; never of `spam`.
/// Without `tell_asker`, who may not have asked is not told either: the domain of the address denies the mail,
/// its holder said that it was not theirs, or a machine sent it.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/close",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Close,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn close(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_telling(async |asked: &Asked, wanted: Close| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let (seen, reason) = (wanted.revision, reason(&wanted.reason)?);
            let unfit = |field: &str, key| Problem::new(Kind::Invalid).field(field, Said::key(key));
            if wanted.noted.is_some() && reason != CloseReason::Answered {
                return Err(unfit("noted", "problem-noted-reason"));
            }
            if wanted.noted.is_some() && !wanted.note.trim().is_empty() {
                return Err(unfit("note", "problem-noted-note"));
            }
            if wanted.duplicate_of.is_some() && reason != CloseReason::Duplicate {
                return Err(unfit("duplicate_of", "problem-double-reason"));
            }
            if dispatch::told_as(reason).is_none() {
                if wanted.tell_asker == Some(true) {
                    return Err(unfit("tell_asker", "problem-tell-reason"));
                }
                if !wanted.message.trim().is_empty() {
                    return Err(unfit("message", "problem-tell-reason"));
                }
            }
            let reference = &asked.reference;
            match (reason, wanted.noted) {
                (CloseReason::Duplicate, _) => {
                    let of = wanted.duplicate_of.unwrap_or_default();
                    let why = &wanted.note;
                    let untold =
                        dispatch::close_duplicate(ctx, actor, reference, seen, &of, why).await?;
                    return Ok(untold);
                }
                (_, Some(noted)) => {
                    followup::note_receipt(ctx, actor, reference, seen, &noted.note()).await?;
                }
                (_, None) => {
                    let closing = dispatch::Closing {
                        reason,
                        why: wanted.note,
                        tell: match wanted.tell_asker {
                            Some(true) => dispatch::Tell::Asker,
                            Some(false) => dispatch::Tell::Nobody,
                            None => dispatch::Tell::Usual,
                        },
                        words: wanted.message,
                    };
                    return Ok(dispatch::close(ctx, actor, reference, seen, closing).await?);
                }
            }
            Ok(None)
        })
        .await
}

fn reason(slug: &str) -> Result<CloseReason, Problem> {
    let allowed = || CloseReason::iter().map(CloseReason::slug);
    let unfit = || Problem::new(Kind::Invalid).field("reason", Said::none_of(allowed()));
    CloseReason::iter()
        .find(|reason| reason.slug() == slug)
        .ok_or_else(unfit)
}

/// Opens a closed question again.
///
/// Its term begins anew, and the asker is told so by mail. Not told is who may not have asked: the question
/// was closed as spam, the domain of the address denies the mail, its holder said that it was not theirs, or a
/// machine sent it.
#[utoipa::path(
    post,
    path = "/api/v1/tickets/{reference}/reopen",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number.")),
    request_body = Reopen,
    responses((status = 200, description = "How the question stands.", body = Done)),
    security(("token" = ["tickets:write"]))
)]
pub(super) async fn reopen(asked: Asked) -> Result<HttpResponse, Problem> {
    asked
        .carry_out_telling(async |asked: &Asked, wanted: Reopen| {
            let (ctx, actor) = (&asked.ctx, &asked.agent.actor);
            let (reference, seen) = (&asked.reference, wanted.revision);
            let (why, told) = (&wanted.body, &wanted.to_asker);
            Ok(registry::reopen(ctx, actor, reference, seen, why, told).await?)
        })
        .await
}
