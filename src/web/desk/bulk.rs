//! One thing for several questions of the queue. What concerns nobody outside and can be undone happens at
//! once; the rest is shown first, question by question and with who would get a mail. Each question is a
//! change of its own: what cannot be done to one keeps nothing from the others.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;
use tracing::warn;
use uuid::Uuid;

use super::handlers::MOST_ADVICE;
use super::page::{html, own_query, see_other};
use super::queue::ROWS;
use super::shell::{Reader, leave_count, leave_notice};
use super::ticket::ticket_url;
use super::trouble::{Said, Trouble};
use super::view::bulk::{BulkForm, BulkPage, BulkRow};
use super::view::parts::{Choice, Place};
use super::view::ticket::TellForm;
use super::words;
use crate::auth::accounts::{self, Member};
use crate::auth::{Subject, Verb, reach};
use crate::context::Context;
use crate::directory::{self, Atlas, Desk, DeskId, Doubt};
use crate::dispatch::{self, Closing, Forward, Tell};
use crate::registry::{
    self, Among, CloseReason, MOST_INSTRUMENT, QueueFilter, QueueRow, Reference, Scope, Untold,
};
use crate::text::Texts;
use crate::web::{Agent, CurrentAtlas, Kind, Posted, Problem};

/// Questions that can be dealt with at once: as many as one page can hold.
const MOST: usize = (ROWS + MOST_ADVICE) as usize;

/// What is done to all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bulk {
    /// Each goes on to the desk that is proposed for it.
    Forward,
    /// The reader takes them.
    Take,
    /// A colleague gets them.
    Assign,
    /// They are about this.
    Topic,
    /// They show where this instrument gets in the way.
    Knelpunt,
    /// They are closed, for the same reason.
    Close,
}

impl Bulk {
    fn slug(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Take => "take",
            Self::Assign => "assign",
            Self::Topic => "topic",
            Self::Knelpunt => "knelpunt",
            Self::Close => "close",
        }
    }

    /// Whether it is shown before it happens.
    fn asks_first(self) -> bool {
        self != Self::Take
    }

    /// What its page is called.
    fn title(self) -> &'static str {
        match self {
            Self::Forward => "desk-bulk-forward",
            Self::Take => "desk-bulk-take",
            Self::Assign => "desk-bulk-assign",
            Self::Topic => "desk-bulk-topic",
            Self::Knelpunt => "desk-bulk-knelpunt",
            Self::Close => "desk-bulk-close",
        }
    }

    /// What its page tells of each question.
    fn column(self) -> &'static str {
        match self {
            Self::Forward => "desk-bulk-then",
            Self::Close => "desk-bulk-now-and-mail",
            _ => "desk-bulk-now",
        }
    }

    /// What is told when it is done to all of them.
    fn done(self) -> &'static str {
        match self {
            Self::Forward => "desk-bulk-forward-done",
            Self::Take => "desk-bulk-take-done",
            Self::Assign => "desk-bulk-assign-done",
            Self::Topic => "desk-bulk-topic-done",
            Self::Knelpunt => "desk-bulk-knelpunt-done",
            Self::Close => "desk-bulk-close-done",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Forward => "desk-bulk-forward-about",
            Self::Take | Self::Assign => "desk-bulk-assign-about",
            Self::Topic => "desk-bulk-topic-about",
            Self::Knelpunt => "desk-bulk-knelpunt-about",
            Self::Close => "desk-bulk-close-about",
        }
    }
}

/// The form: which questions, as the reader saw them, and what to do.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub struct BulkPost {
    /// Numbers, each with a revision: `RV-2026-000123:4`.
    tickets: Vec<String>,
    verb: String,
    sure: bool,
    /// What stands behind `/desk?` on the page that one came from.
    query: String,
    to: String,
    topic: String,
    instrument: String,
    reason: String,
    body: String,
    /// Whether the askers are told, and what is added for them.
    tell: bool,
    words: String,
}

impl From<Vec<(String, String)>> for BulkPost {
    fn from(fields: Vec<(String, String)>) -> Self {
        let mut post = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "t" => post.tickets.push(value),
                "do" => post.verb = value,
                "sure" => post.sure = value == "1",
                "query" => post.query = value,
                "to" => post.to = value,
                "topic" => post.topic = value,
                "instrument" => post.instrument = value,
                "reason" => post.reason = value,
                "body" => post.body = value,
                "tell" => post.tell = value == "1",
                "words" => post.words = value,
                _ => {}
            }
        }
        post
    }
}

/// A question as the reader saw it.
struct Seen {
    row: QueueRow,
    revision: i32,
}

/// What is needed to show and to do it.
struct Work<'a> {
    ctx: &'a Context,
    atlas: &'a Atlas,
    agent: &'a Agent,
    t: Texts,
    post: &'a BulkPost,
    /// Who works at a desk that answers for one of them.
    colleagues: Vec<Member>,
    /// The instruments that were named before.
    instruments: Vec<String>,
    /// Whose askers are not told that their question is closed.
    untold: HashMap<Uuid, Untold>,
    /// The desks whose address is in doubt.
    doubts: Vec<(DeskId, Doubt)>,
    /// How many messages of the asker go along with each.
    added: HashMap<Uuid, u64>,
}

/// `POST /desk/bulk`: shows what would happen to several questions, or does it.
pub async fn bulk(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    posted: Posted<BulkPost>,
) -> Result<HttpResponse, Problem> {
    let Posted {
        agent, form: post, ..
    } = posted;
    agent.may(Verb::ReadQueue, Subject::House)?;
    let verb = Bulk::deserialize(
        serde::de::value::StrDeserializer::<serde::de::value::Error>::new(&post.verb),
    );
    let verb = verb.map_err(|error| Problem::new(Kind::Malformed).caused_by(error))?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let mut work = Work {
        ctx: &ctx,
        atlas: &atlas,
        agent: &agent,
        t: reader.t,
        post: &post,
        colleagues: Vec::new(),
        instruments: Vec::new(),
        untold: HashMap::new(),
        doubts: Vec::new(),
        added: HashMap::new(),
    };
    let query = own_query(&post.query);
    let back = format!("/desk?{query}");
    let chosen = work.chosen().await?;
    if chosen.is_empty() {
        leave_notice(&ctx, &agent, "desk-bulk-none").await?;
        return Ok(see_other(&back));
    }
    if verb == Bulk::Assign {
        let owners = chosen.iter().map(|one| one.row.owner_slug.as_str());
        let owners = owners.filter_map(|slug| atlas.desk_by_slug(slug));
        let owners: Vec<Uuid> = owners.map(|desk| desk.id.0).collect();
        work.colleagues = accounts::members_of_any(&ctx.db, &owners).await?;
    }
    if verb == Bulk::Forward {
        work.doubts = directory::doubts(&ctx.db).await?;
        let ids: Vec<Uuid> = chosen.iter().map(|one| one.row.id).collect();
        work.added = registry::added_to(&ctx.db, &ids).await?;
    }
    if verb == Bulk::Knelpunt {
        work.instruments = registry::instruments(&ctx.db).await?;
    }
    if verb == Bulk::Close {
        let ids: Vec<Uuid> = chosen.iter().map(|one| one.row.id).collect();
        work.untold = registry::untold(&ctx.db, &ids).await?;
    }
    let page = |title, about, wrong, what, rows, form| BulkPage {
        t: reader.t,
        shell: reader.shell.clone(),
        title,
        about,
        wrong,
        what,
        rows,
        form,
        back: back.clone(),
    };
    let wrong = if post.sure { work.wrong(verb) } else { None };
    if verb.asks_first() && (!post.sure || wrong.is_some()) {
        let rows: Vec<BulkRow> = chosen.iter().map(|one| work.plan(verb, one)).collect();
        let some = rows.iter().any(|row| !row.left);
        let form = BulkForm {
            query,
            go: some.then(|| reader.t.say(verb.title())),
            ..work.form(verb)
        };
        let status = match &wrong {
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        };
        let (title, about) = (reader.t.say(verb.title()), reader.t.say(verb.about()));
        let wrong = wrong.map(|said| said.in_words(reader.t));
        let page = page(title, about, wrong, verb.column(), rows, Some(form));
        return html(page.render(), status);
    }
    let many = chosen.len();
    let mut left = Vec::new();
    let mut to_do = chosen.iter();
    while let Some(one) = to_do.next() {
        let Err(trouble) = work.carry_out(verb, one).await else {
            continue;
        };
        let (row, goes_on) = work.left(one, trouble);
        left.push(row);
        if !goes_on {
            // What was done before stays done: it is told, with what is still to do.
            let unreached = || reader.t.say("desk-bulk-unreached");
            left.extend(to_do.by_ref().map(|one| Work::line(one, unreached(), true)));
        }
    }
    if left.is_empty() {
        leave_count(&ctx, &agent, verb.done(), many).await?;
        // The cursor goes back to the one that it was about.
        return Ok(see_other(&match chosen.as_slice() {
            [one] => format!("{back}#{}", one.row.reference),
            _ => back,
        }));
    }
    let done = many - left.len();
    let about = reader
        .t
        .with2("desk-bulk-partly", "done", done, "left", left.len());
    let title = reader.t.say(verb.title());
    let page = page(title, about, None, "desk-bulk-why-not", left, None);
    html(page.render(), StatusCode::CONFLICT)
}

impl Work<'_> {
    /// The questions that were chosen and that the reader may see, in the order of their numbers.
    async fn chosen(&self) -> Result<Vec<Seen>, Problem> {
        let chosen = self.post.tickets.iter().take(MOST);
        let seen: HashMap<String, i32> = chosen
            .filter_map(|value| {
                let (number, revision) = value.split_once(':')?;
                let number: Reference = number.parse().ok()?;
                Some((number.to_string(), revision.parse().ok()?))
            })
            .collect();
        let filter = QueueFilter {
            references: Among::some(seen.keys().cloned().collect()),
            latest_first: true,
            ..QueueFilter::open(Scope::All, reach(&self.agent.actor))
        };
        let limit = u32::try_from(MOST).unwrap_or_default();
        let page = registry::queue(&self.ctx.db, &filter, None, limit).await?;
        let row = |row: QueueRow| {
            let revision = *seen.get(&row.reference)?;
            Some(Seen { row, revision })
        };
        Ok(page.rows.into_iter().filter_map(row).collect())
    }

    fn line(one: &Seen, what: String, left: bool) -> BulkRow {
        let row = &one.row;
        let asker = row.asker_name.as_ref().unwrap_or(&row.asker_email);
        BulkRow {
            reference: row.reference.clone(),
            url: ticket_url(&row.reference, ""),
            subject: row.subject.clone(),
            who: row.organisation.as_ref().unwrap_or(asker).clone(),
            what,
            left,
            value: format!("{}:{}", row.reference, one.revision),
        }
    }

    /// What would happen to a question.
    fn plan(&self, verb: Bulk, one: &Seen) -> BulkRow {
        let t = self.t;
        let (what, left) = match verb {
            Bulk::Forward => match self.proposed(one) {
                Some(desk) => {
                    let (name, email) = (desk.name.as_str(), desk.email.as_str());
                    let to = t.with2("desk-bulk-to", "desk", name, "email", email);
                    let doubt = self.doubts.iter().find(|(id, _)| *id == desk.id);
                    let doubt = doubt.map(|(_, doubt)| words::doubt(t, *doubt));
                    let added = self.added.get(&one.row.id);
                    let added = added.map(|many| t.with("desk-proposal-along", "count", *many));
                    let all = [Some(to), added, doubt];
                    let all: Vec<String> = all.into_iter().flatten().collect();
                    (all.join(" "), false)
                }
                None => (t.say("desk-bulk-no-proposal"), true),
            },
            Bulk::Take | Bulk::Assign => {
                let now = one.row.handler.clone();
                (now.unwrap_or_else(|| t.say("desk-bulk-nobody")), false)
            }
            Bulk::Topic => {
                let now = one.row.topic_title.clone();
                (now.unwrap_or_else(|| t.say("desk-topic-unknown")), false)
            }
            Bulk::Knelpunt => {
                let now = one.row.knelpunt.clone();
                (
                    now.unwrap_or_else(|| t.say("desk-bulk-knelpunt-none")),
                    false,
                )
            }
            Bulk::Close => {
                let status = words::status(t, one.row.status);
                let what = if self.tells() && !self.untold.contains_key(&one.row.id) {
                    let email = one.row.asker_email.as_str();
                    t.with2("desk-bulk-close-mail", "status", status, "email", email)
                } else {
                    t.with("desk-bulk-close-silent", "status", status)
                };
                (what, false)
            }
        };
        Self::line(one, what, left)
    }

    /// Why nothing happened to a question, and whether the others can go on.
    fn left(&self, one: &Seen, trouble: Trouble) -> (BulkRow, bool) {
        let (why, goes_on) = match trouble {
            Trouble::Wrong(said) => (said.in_words(self.t), true),
            Trouble::Late => (self.t.say("desk-bulk-late"), true),
            Trouble::Problem(problem) if problem.kind() == Kind::Forbidden => {
                (self.t.say("desk-bulk-refused"), true)
            }
            Trouble::Problem(problem) => {
                warn!(
                    ticket.reference = one.row.reference,
                    "One of several questions failed"
                );
                problem.log();
                (self.t.say("desk-bulk-failed"), false)
            }
        };
        (Self::line(one, why, true), goes_on)
    }

    /// The desk that is proposed for a question.
    fn proposed(&self, one: &Seen) -> Option<&Desk> {
        self.atlas.desk_by_slug(one.row.proposed_slug.as_deref()?)
    }

    /// What is wrong with what was chosen for all.
    fn wrong(&self, verb: Bulk) -> Option<Said> {
        let post = self.post;
        match verb {
            Bulk::Forward | Bulk::Take => None,
            Bulk::Assign => {
                let known = |member: &Member| member.id.to_string() == post.to;
                (!self.colleagues.iter().any(known)).then_some(Said::NotAtDesk)
            }
            Bulk::Topic => {
                let topic = self.atlas.topic(&post.topic);
                topic.is_none_or(|it| !it.active).then_some(Said::NoTopic)
            }
            Bulk::Knelpunt => {
                let typed = post.instrument.trim();
                let fits = !typed.is_empty() && typed.chars().count() <= MOST_INSTRUMENT;
                (!fits).then_some(Said::NoInstrument)
            }
            Bulk::Close => self.reason().is_none().then_some(Said::NoReason),
        }
    }

    /// A double has a number of its own, and an answer is given question by question.
    fn reasons() -> impl Iterator<Item = CloseReason> {
        words::CLOSE_REASONS.into_iter().filter(|reason| {
            matches!(
                reason,
                CloseReason::Withdrawn | CloseReason::OutOfScope | CloseReason::Spam
            )
        })
    }

    fn reason(&self) -> Option<CloseReason> {
        Self::reasons().find(|reason| reason.slug() == self.post.reason)
    }

    fn form(&self, verb: Bulk) -> BulkForm {
        let (t, post) = (self.t, self.post);
        let choice = |value: String, words: String, chosen: &str| Choice {
            chosen: value == chosen,
            value,
            words,
        };
        let empty = BulkForm {
            verb: verb.slug().to_owned(),
            body: post.body.clone(),
            ..BulkForm::default()
        };
        match verb {
            Bulk::Take => empty,
            Bulk::Forward => BulkForm {
                note: Some(t.say("desk-bulk-comment")),
                ..empty
            },
            Bulk::Assign => BulkForm {
                choice: Some(("to", t.say("desk-assign-to"))),
                choices: self
                    .colleagues
                    .iter()
                    .map(|one| choice(one.id.to_string(), one.name.clone(), &post.to))
                    .collect(),
                ..empty
            },
            Bulk::Topic => BulkForm {
                choice: Some(("topic", t.say("desk-topic-is"))),
                choices: self
                    .atlas
                    .topics_by_title()
                    .into_iter()
                    .map(|it| choice(it.slug.clone(), it.title.clone(), &post.topic))
                    .collect(),
                ..empty
            },
            Bulk::Knelpunt => BulkForm {
                line: Some(("instrument", t.say("desk-bulk-knelpunt-is"))),
                typed: post.instrument.clone(),
                known: self.instruments.clone(),
                ..empty
            },
            Bulk::Close => BulkForm {
                choice: Some(("reason", t.say("desk-close-reason"))),
                choices: Self::reasons()
                    .map(|it| {
                        let words = words::close_reason(t, it);
                        choice(it.slug().to_owned(), words, &post.reason)
                    })
                    .collect(),
                note: Some(t.say("desk-close-note")),
                tell: Some(self.tell_form()),
                ..empty
            },
        }
    }

    /// Whether the askers are told: yes, until somebody says otherwise.
    fn tells(&self) -> bool {
        self.post.tell || !self.post.sure
    }

    /// The mail that each asker gets, as it will leave.
    fn tell_form(&self) -> TellForm {
        let mails = registry::mail_texts();
        let says = Self::reasons().filter_map(|reason| {
            let told = dispatch::told_as(reason)?.decision(&mails, None);
            Some((words::close_reason(self.t, reason), told))
        });
        TellForm {
            to: self.t.say("desk-tell-each"),
            chosen: self.tells(),
            untold: None,
            words: self.post.words.clone(),
            says: says.collect(),
            more: mails.say("mail-closing-more"),
        }
    }

    async fn carry_out(&self, verb: Bulk, one: &Seen) -> Result<(), Trouble> {
        let (ctx, actor, seen) = (self.ctx, &self.agent.actor, one.revision);
        let reference = one.row.reference.parse();
        let reference: &Reference =
            &reference.map_err(|_| Trouble::Problem(Problem::not_found()))?;
        match verb {
            Bulk::Take => registry::take(ctx, actor, reference, seen).await?,
            Bulk::Assign => {
                let to = self.post.to.parse::<Uuid>();
                let to = to.map_err(|_| Trouble::Wrong(Said::NotAtDesk))?;
                registry::assign(ctx, actor, reference, seen, to).await?;
            }
            Bulk::Topic => {
                let topic = &self.post.topic;
                dispatch::set_topic(ctx, actor, self.atlas, reference, seen, topic).await?;
            }
            Bulk::Knelpunt => {
                let instrument = &self.post.instrument;
                registry::set_knelpunt(ctx, actor, reference, seen, instrument).await?;
            }
            Bulk::Close => {
                let reason = self.reason().ok_or(Trouble::Wrong(Said::NoReason))?;
                let closing = Closing {
                    reason,
                    why: self.post.body.clone(),
                    tell: if self.post.tell {
                        Tell::Usual
                    } else {
                        Tell::Nobody
                    },
                    words: self.post.words.clone(),
                };
                dispatch::close(ctx, actor, reference, seen, closing).await?;
            }
            Bulk::Forward => {
                let desk = one.row.proposed_slug.clone();
                let forward = Forward {
                    desk: desk.ok_or(Trouble::Late)?,
                    comment: self.post.body.clone(),
                    ..Forward::default()
                };
                dispatch::forward(ctx, actor, reference, seen, forward).await?;
            }
        }
        Ok(())
    }
}
