//! The questions for programs: the queue, one question with everything around it, and its files.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use sea_orm::Iterable;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::list::limit;
use crate::auth::{Signer, Subject, Verb, may, reach, upkeep};
use crate::context::Context;
use crate::registry::{
    self, Among, AssignmentView, Attachment, Case, Cursor, DeliveryView, Direction, EvidenceView,
    Floods, Knelpunten, MessageView, QueueFilter, QueueRow, Receipt, Reference, Scope, SearchQuery,
    Status, TakenBy, Ticket as Registered,
};
use crate::web::download::download;
use crate::web::letter::shown_words;
use crate::web::{Agent, CurrentAtlas, Kind, Problem, Said};

/// Which questions are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only of the desk with this slug.
    desk: Option<String>,
    /// Only with this status: `new`, `open`, `waiting_on_asker`, `answered` or `closed`. Without one,
    /// everything that is not closed.
    status: Option<String>,
    /// Only with this receipt: `none`, `sent`, `reported`, `presumed`, `confirmed`, `disputed` or
    /// `undeliverable`.
    receipt: Option<String>,
    /// Only about the topic with this slug.
    topic: Option<String>,
    /// Only from the province with this slug.
    province: Option<String>,
    /// Only from the reference region with this code.
    region: Option<String>,
    /// Only what this colleague took, by the address of their account, also when they are there no more; `none`
    /// for what nobody took.
    handler: Option<String>,
    /// Only what bears the label `knelpunt`, when `1`; else only what concerns the decree or instrument with
    /// this name.
    knelpunt: Option<String>,
    /// Only what is found by these words, open and closed, the latest question first: words in any
    /// form, `"words in a row"`, a beginning with `*`, `-` before what must not be there, and `from:`,
    /// `organisation:`, `topic:`, `province:`, `region:`, `desk:`, `receipt:`, `since:` and `until:`.
    q: Option<String>,
    /// Only what is late, when `true`.
    overdue: Option<bool>,
    /// Only what was registered at this moment or later.
    registered_from: Option<DateTime<Utc>>,
    /// Only what was registered before this moment.
    registered_until: Option<DateTime<Utc>>,
    /// Only what the governor's office is pointed at, when `true`.
    signal: Option<bool>,
    /// Without it, or when `false`, what stands in a flood is left out: many questions of one address at once,
    /// which are one row in the queue. When `true`, only these. With `q` they are found wherever they stand.
    flooded: Option<bool>,
    /// The `next_cursor` of the piece before; none for the first piece.
    cursor: Option<String>,
    /// Most items in the answer, from 1 to 200; 50 when it is not given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A line of the queue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Line {
    /// Its number, such as `RV-2026-000123`.
    reference: String,
    /// The asker's own subject.
    subject: String,
    /// How far it is.
    status: &'static str,
    /// Why it was closed; null while it is not.
    close_reason: Option<&'static str>,
    /// What is known of the answer having arrived.
    receipt: &'static str,
    /// What must be done now.
    next_step: &'static str,
    /// By when.
    due: DateTime<Utc>,
    /// When it was registered.
    registered: DateTime<Utc>,
    /// What a verb must name, so that nobody overwrites what they did not see.
    revision: i32,
    /// Who asks.
    asker: Person,
    /// For which organisation.
    organisation: Option<String>,
    /// The slug of the topic.
    topic: Option<String>,
    /// The slug of the desk that answers for it.
    desk: String,
    /// Who must move: `owner`, `administration` or `asker`.
    ball: &'static str,
    /// The administration that must move.
    ball_desk: Option<String>,
    /// Who took it.
    handler: Option<String>,
    /// The decree or instrument that gets in the way, when it bears the label `knelpunt`.
    knelpunt: Option<String>,
}

/// Somebody with an address.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Person {
    /// Their name.
    name: Option<String>,
    /// Their address.
    email: String,
}

/// A piece of the queue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Lines {
    /// The questions, in the order of what must happen next.
    items: Vec<Line>,
    /// What to give as `cursor` for the next piece; null after the last one.
    next_cursor: Option<String>,
}

impl Line {
    fn of(row: QueueRow) -> Self {
        Self {
            reference: row.reference,
            subject: row.subject,
            status: row.status.slug(),
            close_reason: row.close_reason.map(registry::CloseReason::slug),
            receipt: row.receipt.slug(),
            next_step: row.next_step.slug(),
            due: row.due_at,
            registered: row.registered_at,
            revision: row.revision,
            asker: Person {
                name: row.asker_name,
                email: row.asker_email,
            },
            organisation: row.organisation,
            topic: row.topic_slug,
            desk: row.owner_slug,
            ball: row.ball.slug(),
            ball_desk: row.ball_desk,
            handler: row.handler,
            knelpunt: row.knelpunt,
        }
    }
}

/// Questions in one answer when nobody says how many, and at most.
const USUAL: u16 = 50;
const MOST: u16 = 200;

/// The queue.
///
/// The questions that the token may see, but for those that stand in a flood, in the order of what must happen next; the closed ones, the
/// latest first, when `status` is `closed`; what is found, the latest question first, when `q` says
/// what to look for.
#[utoipa::path(
    get,
    path = "/api/v1/tickets",
    tag = "tickets",
    params(Wanted),
    responses((status = 200, description = "A piece of the queue.", body = Lines)),
    security(("token" = ["tickets:read"]))
)]
pub(super) async fn list(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::ReadQueue, Subject::House)?;
    let limit = limit(wanted.limit, USUAL, MOST)?;
    let scope = match &wanted.desk {
        Some(slug) => {
            let desk = atlas.desk_by_slug(slug).ok_or_else(|| unknown("desk"))?;
            Scope::Desks(vec![desk.id.0])
        }
        None => Scope::All,
    };
    let cursor = wanted
        .cursor
        .as_deref()
        .map(str::parse::<Cursor>)
        .transpose()
        .map_err(|_| Problem::new(Kind::Malformed).because(Said::key("problem-cursor")))?;
    let handler = match wanted.handler.as_deref() {
        None => None,
        Some("none") => Some(TakenBy::Nobody),
        Some(email) => {
            let account = upkeep::account_at(&ctx.db, email).await?;
            // An account that is not there took nothing.
            let person = account.map(|account| account.user.id);
            Some(TakenBy::Person(person.unwrap_or_default()))
        }
    };
    let mut filter = QueueFilter {
        handler,
        status: chosen(wanted.status.as_deref(), Status::slug, "status")?,
        receipts: only(chosen(wanted.receipt.as_deref(), Receipt::slug, "receipt")?),
        topics: only(known(wanted.topic.as_deref(), "topic", |slug| {
            Some(atlas.topic(slug)?.slug.clone())
        })?),
        provinces: only(known(wanted.province.as_deref(), "province", |slug| {
            Some(atlas.province(slug)?.slug.clone())
        })?),
        regions: only(known(wanted.region.as_deref(), "region", |code| {
            Some(atlas.region(code)?.code.clone())
        })?),
        knelpunten: wanted.knelpunt.as_deref().map(|label| match label {
            "1" => Knelpunten::All,
            instrument => Knelpunten::About(instrument.to_owned()),
        }),
        due_before: wanted
            .overdue
            .filter(|overdue| *overdue)
            .map(|_| ctx.clock.now()),
        signaled: wanted.signal == Some(true),
        floods: match wanted.flooded {
            Some(true) => Floods::Only,
            _ => Floods::Apart,
        },
        ..QueueFilter::open(scope, reach(&agent.actor))
    };
    if let Some(query) = wanted.q.as_deref().and_then(SearchQuery::of) {
        let inside = agent.may(Verb::ReadNotes, Subject::House).is_ok();
        // A program names a receipt by its slug.
        let receipts: Vec<_> = Receipt::iter().map(|it| (it, String::new())).collect();
        query.narrow(&mut filter, &atlas, inside, &receipts);
    }
    // Beside the days that `q` names, whichever is narrower.
    filter.registered_from = filter.registered_from.max(wanted.registered_from);
    let ends = [filter.registered_until, wanted.registered_until];
    filter.registered_until = ends.into_iter().flatten().min();
    if cursor.is_some_and(|cursor| !filter.goes_on_at(cursor)) {
        return Err(Problem::new(Kind::Malformed).because(Said::key("problem-cursor")));
    }
    let page = registry::queue(&ctx.db, &filter, cursor, limit.into()).await?;
    Ok(HttpResponse::Ok().json(Lines {
        items: page.rows.into_iter().map(Line::of).collect(),
        next_cursor: page.next.map(|next| next.to_string()),
    }))
}

/// Only this value, or any.
fn only<T: PartialEq>(value: Option<T>) -> Among<T> {
    value.map_or_else(Among::default, |value| Among::some(vec![value]))
}

/// What `find` finds by this slug, of a parameter with this name.
fn known<T>(
    wanted: Option<&str>,
    name: &'static str,
    find: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    wanted
        .map(|slug| find(slug).ok_or_else(|| unknown(name)))
        .transpose()
}

/// The value with this slug, of a parameter with this name.
fn chosen<T: Iterable + Copy>(
    wanted: Option<&str>,
    slug: impl Fn(T) -> &'static str,
    name: &'static str,
) -> Result<Option<T>, Problem> {
    let of = |wanted| T::iter().find(|value| slug(*value) == wanted);
    let unknown = || {
        let allowed: Vec<&str> = T::iter().map(&slug).collect();
        let said = Said::with("problem-unknown-of", "name", name);
        Problem::new(Kind::Malformed).because(said.and("allowed", allowed.join(", ")))
    };
    wanted
        .map(|wanted| of(wanted).ok_or_else(unknown))
        .transpose()
}

fn unknown(parameter: &'static str) -> Problem {
    Problem::new(Kind::Malformed).because(Said::with("problem-unknown-value", "name", parameter))
}

/// A question with everything around it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ticket {
    /// Its number.
    reference: String,
    /// The asker's own subject.
    subject: String,
    /// How far it is.
    status: &'static str,
    /// What is known of the answer having arrived.
    receipt: &'static str,
    /// What must be done now.
    next_step: &'static str,
    /// By when.
    due: DateTime<Utc>,
    /// When it was registered.
    registered: DateTime<Utc>,
    /// How it came in: `mail`, `portal`, `api`, or written down by a colleague: `phone`, `meeting`, `mailbox`.
    channel: &'static str,
    /// What a verb must name.
    revision: i32,
    /// Who asks.
    asker: Person,
    /// For which organisation.
    organisation: Option<String>,
    /// In which municipality.
    municipality: Option<String>,
    /// The slug of the province.
    province: Option<String>,
    /// The slug of the topic.
    topic: Option<String>,
    /// The slug of the desk that answers for it.
    desk: String,
    /// Who took it.
    handler: Option<String>,
    /// Who must move: `owner`, `administration` or `asker`.
    ball: &'static str,
    /// The administration that must move.
    ball_desk: Option<String>,
    /// When a part of the answer left, while the rest is still to come.
    part_answered: Option<DateTime<Utc>>,
    /// The conversations: the asker's first, then one with each administration.
    threads: Vec<Thread>,
    /// Every mail that left, and its fate.
    deliveries: Vec<Delivery>,
    /// What the receipt rests on.
    evidence: Vec<Evidence>,
    /// The decree or instrument that gets in the way, when it bears the label `knelpunt`.
    knelpunt: Option<String>,
    /// The number of the question that it is handled together with; null when it is no double.
    duplicate_of: Option<String>,
    /// Whether it goes on in that one: a person merged the two.
    is_merged: bool,
    /// The numbers of the questions that were closed as its doubles.
    duplicates: Vec<String>,
    /// The numbers of the questions that a person linked it with.
    linked: Vec<String>,
    /// Why it is where it is, as it was decided last; null when nobody decided yet.
    explanation: Option<Value>,
}

/// A conversation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Thread {
    /// What an administration owes; null: this is the asker's.
    assignment: Option<Assignment>,
    /// Whether it is the conversation with somebody who asked before, and asks no more.
    former: bool,
    /// The messages, oldest first.
    messages: Vec<Message>,
}

/// What an administration owes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Assignment {
    /// Its id.
    id: Uuid,
    /// The slug of the administration.
    desk: String,
    /// Its name.
    desk_name: String,
    /// What it owes: `handler` (an answer) or `consulted` (advice).
    role: &'static str,
    /// How far it is.
    progress: &'static str,
    /// When it was asked.
    sent: DateTime<Utc>,
    /// By when it must have answered.
    due: DateTime<Utc>,
    /// Since when it must be called: it is silent, puts its day off, or names one that is too late.
    chase_since: Option<DateTime<Utc>>,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Message {
    /// Its id.
    id: Uuid,
    /// `inbound`, `outbound` or `internal`.
    direction: &'static str,
    /// What it is.
    kind: &'static str,
    /// `posted`, `new` (of the asker, while an administration has the question), `held` (nobody said yet whether
    /// its writer belongs there), `aside` (it was held when a person closed the question), `proposed`, `used` or
    /// `asks`.
    state: &'static str,
    /// Who wrote it.
    author: Option<String>,
    /// Their address.
    author_email: Option<String>,
    /// What is new in it.
    body: String,
    /// When.
    at: DateTime<Utc>,
    /// Its files.
    attachments: Vec<Attached>,
}

/// A file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Attached {
    /// Its id.
    id: Uuid,
    /// Its name.
    filename: String,
    /// Its type, as the sender said.
    media_type: String,
    /// Its size in bytes.
    size: i64,
    /// Where to get it; null while it may not be handed out.
    url: Option<String>,
}

/// A mail to one recipient.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Delivery {
    /// Why it left.
    kind: &'static str,
    /// To whom.
    recipient: String,
    /// How it went.
    state: &'static str,
    /// Which server took or refused it.
    server: Option<String>,
    /// What that server said.
    reply: Option<String>,
    /// When it was queued.
    queued: DateTime<Utc>,
    /// When its fate was known.
    settled: Option<DateTime<Utc>>,
}

/// A proof about receipt.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Evidence {
    /// What it rests on.
    kind: &'static str,
    /// The receipt that followed.
    receipt: &'static str,
    /// In words.
    note: Option<String>,
    /// What a colleague noted; null for every other proof.
    noted: Option<WasNoted>,
    /// When.
    at: DateTime<Utc>,
}

/// How the asker has the answer, as a colleague noted it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WasNoted {
    /// Who gave the answer, or who said that ours arrived.
    by: String,
    /// The day.
    #[schema(format = "date")]
    on: String,
    /// `phone`, `meeting`, `mail` or `otherwise`.
    how: &'static str,
    /// Whether the answer itself was given so; else it was ours.
    elsewhere: bool,
}

impl Ticket {
    /// `case` for a reader who may read notes, or not.
    fn of(ctx: &Context, case: Case, notes: bool) -> Self {
        let is_merged = case.ticket.goes_on_in().is_some();
        let Registered {
            reference,
            subject,
            standing,
            due_at,
            registered_at,
            channel,
            revision,
            province_slug,
            topic_slug,
            ..
        } = case.ticket;
        let signer = Signer::of(ctx);
        let threads = case.threads.into_iter().map(|thread| Thread {
            former: thread.former.is_some(),
            assignment: thread.assignment.map(Assignment::of),
            messages: thread
                .messages
                .into_iter()
                .filter(|message| notes || message.direction != Direction::Internal)
                .map(|message| Message::of(ctx, &signer, &reference, message))
                .collect(),
        });
        Self {
            threads: threads.collect(),
            knelpunt: case.knelpunt,
            subject,
            status: standing.status().slug(),
            receipt: standing.receipt.slug(),
            next_step: standing.step.slug(),
            due: due_at,
            registered: registered_at,
            channel: channel.slug(),
            revision,
            asker: Person {
                name: case.asker.name,
                email: case.asker.email,
            },
            organisation: case.organisation,
            municipality: case.municipality,
            province: province_slug,
            topic: topic_slug,
            desk: case.owner.0,
            handler: case.handler,
            ball: standing.ball.holder.slug(),
            ball_desk: case.ball_desk,
            part_answered: standing.part,
            deliveries: case.deliveries.into_iter().map(Delivery::of).collect(),
            evidence: case
                .evidence
                .into_iter()
                .map(|view| Evidence::of(view, notes))
                .collect(),
            duplicate_of: case.duplicate_of.map(|original| original.reference),
            is_merged,
            duplicates: case.duplicates,
            linked: case.linked.into_iter().map(|one| one.reference).collect(),
            explanation: case.decision.map(|decision| decision.explanation),
            reference: reference.to_string(),
        }
    }
}

impl Assignment {
    fn of(view: AssignmentView) -> Self {
        Self {
            id: view.id,
            desk: view.desk_slug,
            desk_name: view.desk_name,
            role: view.role.slug(),
            progress: view.progress.slug(),
            sent: view.sent_at,
            due: view.due_at,
            chase_since: view.chase_since,
        }
    }
}

impl Message {
    fn of(ctx: &Context, signer: &Signer, reference: &Reference, view: MessageView) -> Self {
        let file = |file: Attachment| Attached {
            url: file.can_be_had().then(|| {
                ctx.link(&format!(
                    "/api/v1/tickets/{reference}/attachments/{}",
                    file.id
                ))
            }),
            id: file.id,
            filename: file.filename,
            media_type: file.media_type,
            size: file.size,
        };
        Self {
            id: view.id,
            direction: view.direction.slug(),
            kind: view.kind.slug(),
            state: view.state.slug(),
            author: view.author_name,
            author_email: view.author_email,
            body: shown_words(signer, view.direction, &view.body),
            at: view.created_at,
            attachments: view.attachments.into_iter().map(file).collect(),
        }
    }
}

impl Delivery {
    fn of(view: DeliveryView) -> Self {
        Self {
            kind: view.kind.slug(),
            recipient: view.recipient,
            state: view.state.slug(),
            server: view.server,
            reply: view.reply,
            queued: view.created_at,
            settled: view.settled_at,
        }
    }
}

impl Evidence {
    fn of(view: EvidenceView, notes: bool) -> Self {
        Self {
            kind: view.kind.slug(),
            receipt: view.receipt.slug(),
            note: view.note.filter(|_| notes),
            noted: view.noted.map(|noted| WasNoted {
                by: noted.by,
                on: noted.on.to_string(),
                how: noted.how.slug(),
                elsewhere: noted.elsewhere,
            }),
            at: view.at,
        }
    }
}

/// The number in an address; whatever is none is not found.
pub(super) fn parsed(reference: &str) -> Result<Reference, Problem> {
    reference.parse().map_err(|_| Problem::not_found())
}

/// One question.
///
/// With its conversations, assignments, mails and their fate, what the receipt rests on, and why it is
/// where it is.
#[utoipa::path(
    get,
    path = "/api/v1/tickets/{reference}",
    tag = "tickets",
    params(("reference" = String, Path, description = "Its number, such as `RV-2026-000123`.")),
    responses((status = 200, description = "The question.", body = Ticket)),
    security(("token" = ["tickets:read"]))
)]
pub(super) async fn one(
    ctx: web::Data<Context>,
    agent: Agent,
    reference: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut case = registry::case(&ctx.db, &parsed(&reference)?)
        .await?
        .ok_or_else(Problem::not_found)?;
    let subject = Subject::Ticket(&case.facts);
    agent.may(Verb::ReadTicket, subject)?;
    let notes = may(&agent.actor, Verb::ReadNotes, subject).is_ok();
    case.keep_what_reaches(&ctx.db, &agent.actor).await?;
    Ok(HttpResponse::Ok().json(Ticket::of(&ctx, case, notes)))
}

/// A file of a question.
///
/// Its content, to keep: never to be shown as a page.
#[utoipa::path(
    get,
    path = "/api/v1/tickets/{reference}/attachments/{id}",
    tag = "tickets",
    params(
        ("reference" = String, Path, description = "The number of the question."),
        ("id" = Uuid, Path, description = "The id of the file.")
    ),
    responses((
        status = 200,
        description = "The content.",
        body = Vec<u8>,
        content_type = "application/octet-stream"
    )),
    security(("token" = ["tickets:read"]))
)]
pub(super) async fn attachment(
    ctx: web::Data<Context>,
    agent: Agent,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (reference, id) = path.into_inner();
    let id: Uuid = id.parse().map_err(|_| Problem::not_found())?;
    download(&ctx, &agent, &parsed(&reference)?, id).await
}
