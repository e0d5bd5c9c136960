//! What keeps an open page up to date: a stream that says that something changed (never what: the page
//! asks for itself anew, and the policy decides again), and who else has a question open.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::http::{StatusCode, header::CacheControl, header::CacheDirective};
use actix_web::web::{self, Bytes};
use askama::Template as _;

use futures::stream;
use serde::Deserialize;
use tokio::time::sleep;

use super::page::html;
use super::shell::Reader;
use super::ticket::presence_url;
use super::view::parts::{NavPage, Place};
use super::view::ticket::{Colleague, PresencePage};
use crate::auth::{Session, Subject, Verb, sessions};
use crate::context::Context;
use crate::registry::{self, Doing, Reference};
use crate::store::Listening;
use crate::text::Texts;
use crate::web::{Agent, CurrentAtlas, Posted, Problem};

/// How long changes are gathered before a page hears of them.
const GATHER: Duration = Duration::from_millis(250);
/// How often something is said when there is nothing to say, so that nobody between takes the line for
/// dead; whoever was signed out meanwhile is let go then.
const BREATH: Duration = Duration::from_secs(20);

/// A page that listens.
struct Line {
    ctx: web::Data<Context>,
    session: Session,
    listening: Listening,
    greeted: bool,
    /// When it was last looked whether the session is open still.
    looked: Instant,
}

/// `GET /desk/live`: server-sent events, as WHATWG's HTML says (section 9.2).
pub async fn listen(ctx: web::Data<Context>, agent: Agent) -> Result<HttpResponse, Problem> {
    agent.may(Verb::ReadQueue, Subject::House)?;
    agent.user()?;
    let Some(session) = agent.session else {
        return Err(Problem::not_found());
    };
    let line = Line {
        listening: ctx.changes.listen(),
        ctx,
        session,
        greeted: false,
        looked: Instant::now(),
    };
    let words = stream::unfold(line, |mut line| async move {
        let words = line.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(words)), line))
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream; charset=utf-8"))
        .insert_header(CacheControl(vec![CacheDirective::NoStore]))
        // Compressed it would wait until there is enough of it.
        .insert_header(ContentEncoding::Identity)
        .insert_header(("x-accel-buffering", "no"))
        .streaming(words))
}

impl Line {
    async fn next(&mut self) -> Option<String> {
        if !self.greeted {
            self.greeted = true;
            return Some("retry: 3000\nevent: listening\ndata:\n\n".to_owned());
        }
        if self.looked.elapsed() >= BREATH {
            self.looked = Instant::now();
            let open = sessions::is_open(&self.ctx.db, &self.ctx, &self.session).await;
            if !open.unwrap_or(true) {
                return None;
            }
        }
        tokio::select! {
            changes = self.listening.next(GATHER) => {
                let mut words = String::from("event: changed\n");
                for change in changes? {
                    // A String takes everything.
                    let _ = writeln!(words, "data: {}", change.word());
                }
                words.push('\n');
                Some(words)
            }
            () = sleep(BREATH) => Some(":\n\n".to_owned()),
        }
    }
}

/// Where the page is that the menu stands beside.
#[derive(Debug, Deserialize)]
pub struct Beside {
    here: Place,
}

/// `GET /desk/nav`: the menu with its counts, for an open page that has nothing else to renew.
pub async fn nav(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    beside: web::Query<Beside>,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::of(&ctx, &atlas, &agent, beside.here).await?;
    let page = NavPage {
        t: reader.t,
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

/// What a page of a question says of itself.
#[derive(Debug, Deserialize)]
pub struct Here {
    tab: String,
    doing: HereDoing,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum HereDoing {
    Reading,
    Writing,
    Left,
}

/// `POST /desk/tickets/{reference}/presence`: a page says that it is open; the answer is who else is there.
pub async fn presence(
    ctx: web::Data<Context>,
    path: web::Path<String>,
    posted: Posted<Here>,
) -> Result<HttpResponse, Problem> {
    let Posted {
        agent, form: here, ..
    } = posted;
    let reference: Reference = path.parse().map_err(|_| Problem::not_found())?;
    let user = agent.user()?;
    let ticket = registry::find(&ctx.db, &reference)
        .await?
        .ok_or_else(Problem::not_found)?;
    let facts = registry::facts(&ctx.db, &ticket).await?;
    agent.may(Verb::ReadTicket, Subject::Ticket(&facts))?;
    let doing = match here.doing {
        HereDoing::Reading => Doing::Reading,
        HereDoing::Writing => Doing::Writing,
        HereDoing::Left => {
            registry::left(&ctx, ticket.id, user.id, &here.tab).await?;
            return Ok(HttpResponse::NoContent().finish());
        }
    };
    // Who only looks on is not in anybody's way.
    if agent.may(Verb::Note, Subject::Ticket(&facts)).is_ok() {
        registry::heard_of(&ctx, ticket.id, user.id, &here.tab, doing).await?;
    }
    let t = Texts::new(user.language);
    let page = PresencePage {
        present: registry::present(&ctx.db, ticket.id, user.id)
            .await?
            .iter()
            .map(|one| Colleague::new(t, one))
            .collect(),
        presence_url: presence_url(ticket.reference.as_str()),
    };
    html(page.render(), StatusCode::OK)
}
