//! The mailroom: every mail that came in, what it became and why, what a person can still decide
//! about it, and the balance of a day.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::page::{html, see_other};
use super::queue::counted;
use super::shell::{Reader, leave_notice};
use super::ticket::ticket_url;
use super::view::mail::{
    AdriftLine, Balance, BalancePage, FloodLine, FloodPage, FolderLine, HealthLine, MailFilterForm,
    MailLine, MailPage, MailVerbs, MailroomPage, SourceSum, Tab,
};
use super::view::parts::{Choice, Place, State, Tone};
use super::words;
use crate::auth::{Subject, TicketFacts, Verb, may};
use crate::context::Context;
use crate::directory::Atlas;
use crate::intake::imap::{self, Holding};
use crate::intake::mail::Reason;
use crate::intake::{
    self, Adrift, Alarming, Care, InboundFormat, InboundState, IntakeError, MailCursor, MailFilter,
    MailRow, MailView, Mark, Rework, SourceState, Sum, Understander, can_rework, day_range,
};
use crate::registry::{self, MOST_COUNTED, day_in_brussels};
use crate::store::{BlobKey, ScanState, StoreError};
use crate::text::{Texts, dates};
use crate::web::download::handed_out;
use crate::web::{Agent, CurrentAtlas, Posted, Problem};

/// Rows on a page.
const ROWS: u32 = 50;
/// Questions of a flood on a page, and closed with one press.
const FLOOD_ROWS: u32 = 200;
/// Bytes of a raw mail that are shown; the whole can be downloaded.
const SHOWN_BYTES: usize = 64 * 1024;
/// Headers that are listed.
const SHOWN_HEADERS: usize = 200;

/// The kinds that the list can be narrowed to.
const KINDS: [&str; 11] = [
    "question",
    "reply_from_asker",
    "reply_from_administration",
    "answer_cc",
    "auto_reply",
    "bounce",
    "delivery_receipt",
    "spam_or_bulk",
    "calendar_invite",
    "duplicate",
    "unparsable",
];

/// What stands behind `/desk/mail?`. Whatever it does not understand, it does not filter on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MailQuery {
    state: String,
    kind: String,
    source: String,
    day: String,
    ticket: String,
    from: String,
    after: String,
}

impl MailQuery {
    /// How far the mails are that are asked for; without a word, what was set aside.
    fn state(&self) -> Option<InboundState> {
        match self.state.as_str() {
            "all" => None,
            // Of one question, or one sender, it is all of it that somebody wants to see.
            "" if self.ticket().or_else(|| self.sender()).is_some() => None,
            "received" => Some(InboundState::Received),
            "done" => Some(InboundState::Done),
            _ => Some(InboundState::Quarantined),
        }
    }

    fn state_slug(&self) -> &'static str {
        self.state().map_or("all", InboundState::slug)
    }

    fn ticket(&self) -> Option<String> {
        let number = self.ticket.trim().to_uppercase();
        (!number.is_empty()).then_some(number)
    }

    fn sender(&self) -> Option<String> {
        let email = self.from.trim().to_lowercase();
        (!email.is_empty()).then_some(email)
    }

    fn day(&self) -> Option<NaiveDate> {
        self.day.parse().ok()
    }

    fn filter(&self) -> MailFilter {
        let range = self.day().map(day_range);
        MailFilter {
            state: self.state(),
            kind: KINDS
                .into_iter()
                .find(|kind| *kind == self.kind)
                .map(str::to_owned),
            source: Some(self.source.clone()).filter(|source| !source.is_empty()),
            ticket: self.ticket(),
            sender: self.sender(),
            from: range.map(|(from, _)| from),
            until: range.map(|(_, until)| until),
        }
    }

    fn is_filtered(&self) -> bool {
        let filter = self.filter();
        filter
            != MailFilter {
                state: filter.state,
                ..MailFilter::default()
            }
    }

    fn url(&self, state: &str, filtered: bool, after: Option<MailCursor>) -> String {
        let mut url = form_urlencoded::Serializer::for_suffix("/desk/mail?".to_owned(), 11);
        url.append_pair("state", state);
        if filtered {
            let day = self.day().map(|day| day.to_string()).unwrap_or_default();
            for (name, value) in [
                ("kind", self.filter().kind.unwrap_or_default()),
                ("source", self.source.clone()),
                ("day", day),
                ("ticket", self.ticket().unwrap_or_default()),
                ("from", self.sender().unwrap_or_default()),
            ] {
                if !value.is_empty() {
                    url.append_pair(name, &value);
                }
            }
        }
        if let Some(cursor) = after {
            url.append_pair("after", &write_cursor(cursor));
        }
        url.finish()
    }
}

fn write_cursor(cursor: MailCursor) -> String {
    URL_SAFE_NO_PAD.encode(format!(
        "{}|{}",
        cursor.received_at.timestamp_micros(),
        cursor.id
    ))
}

fn read_cursor(text: &str) -> Option<MailCursor> {
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let (micros, id) = plain.split_once('|')?;
    Some(MailCursor {
        received_at: DateTime::from_timestamp_micros(micros.parse().ok()?)?,
        id: id.parse().ok()?,
    })
}

pub(super) fn mail_url(id: Uuid, rest: &str) -> String {
    format!("/desk/mail/{id}{rest}")
}

/// What a mail is, by its kind.
fn kind_words(t: Texts, kind: &str) -> String {
    t.say(match kind {
        "question" => "desk-kind-question",
        "reply_from_asker" => "desk-kind-reply",
        "reply_from_administration" => "desk-kind-administration",
        "answer_cc" => "desk-kind-cc",
        "auto_reply" => "desk-kind-auto",
        "bounce" => "desk-kind-bounce",
        "delivery_receipt" => "desk-kind-receipt",
        "spam_or_bulk" => "desk-kind-bulk",
        "calendar_invite" => "desk-kind-calendar",
        "duplicate" => "desk-kind-duplicate",
        _ => "desk-kind-unreadable",
    })
}

/// What a mail is, as a state.
fn mail_state(t: Texts, row: &MailRow) -> State {
    let kind = row.kind.as_deref().unwrap_or_default();
    match row.state {
        InboundState::Received => State::new("clock", Tone::Soft, t.say("desk-mail-waits")),
        InboundState::Quarantined => {
            State::new("alert-triangle", Tone::Warn, t.say("desk-mail-aside"))
        }
        InboundState::Done => {
            let (icon, tone) = match kind {
                "question" => ("inbox", Tone::Ink),
                "reply_from_asker" => ("reply", Tone::Ink),
                "reply_from_administration" | "answer_cc" => ("hand-hint", Tone::Ink),
                "bounce" => ("alert-triangle", Tone::Ink),
                "delivery_receipt" => ("check", Tone::Soft),
                "duplicate" => ("copy", Tone::Soft),
                _ => ("synchronize", Tone::Soft),
            };
            State::new(icon, tone, kind_words(t, kind))
        }
    }
}

fn subject_of(t: Texts, row: &MailRow) -> String {
    match (&row.subject, row.format) {
        (Some(subject), _) if !subject.trim().is_empty() => subject.clone(),
        (_, InboundFormat::Form) => t.say("desk-mail-form"),
        (Some(_), _) => t.say("desk-mail-no-subject"),
        (None, _) if row.state == InboundState::Done => t.say("desk-mail-no-subject"),
        (None, _) => t.say("desk-mail-not-read"),
    }
}

/// Why a mail is what it is, or was set aside, from what the register kept.
fn why(t: Texts, kept: &str) -> String {
    let Some(reasons) = Reason::read(kept) else {
        // Of before reasons were kept as words of their own.
        return kept.to_owned();
    };
    let said: Vec<String> = reasons.iter().map(|one| words::reason(t, one)).collect();
    said.join(" ")
}

fn line(t: Texts, row: &MailRow, now: DateTime<Utc>) -> MailLine {
    MailLine {
        url: mail_url(row.id, ""),
        at: words::when(t, row.received_at, now),
        subject: subject_of(t, row),
        from: row.from_email.clone().unwrap_or_default(),
        state: mail_state(t, row),
        why: match (row.state, &row.reason) {
            (InboundState::Quarantined, Some(reason)) => why(t, reason),
            _ => String::new(),
        },
        source: row.source.clone().unwrap_or_default(),
        ticket: ticket_of(row),
    }
}

fn ticket_of(row: &MailRow) -> Option<(String, String)> {
    row.reference
        .as_ref()
        .map(|reference| (reference.clone(), ticket_url(reference, "")))
}

fn total<'a>(sums: impl Iterator<Item = &'a Sum>) -> Sum {
    sums.fold(Sum::default(), |all, one| Sum {
        handed_over: all.handed_over + one.handed_over,
        questions: all.questions + one.questions,
        follow_ups: all.follow_ups + one.follow_ups,
        automatic: all.automatic + one.automatic,
        receipts: all.receipts + one.receipts,
        quarantined: all.quarantined + one.quarantined,
        duplicates: all.duplicates + one.duplicates,
        waiting: all.waiting + one.waiting,
    })
}

fn parts(t: Texts, sum: &Sum) -> Vec<(String, String, bool)> {
    let part = |key: &str, count: u64, loud: bool| (t.say(key), count.to_string(), loud);
    vec![
        part("desk-balance-questions", sum.questions, false),
        part("desk-balance-follow-ups", sum.follow_ups, false),
        part("desk-balance-automatic", sum.automatic, false),
        part("desk-balance-receipts", sum.receipts, false),
        part(
            "desk-balance-quarantined",
            sum.quarantined,
            sum.quarantined > 0,
        ),
        part("desk-balance-duplicates", sum.duplicates, false),
        part("desk-balance-waiting", sum.waiting, false),
    ]
}

fn show_balance(t: Texts, title: String, sum: &Sum) -> Balance {
    Balance {
        title,
        handed_over: sum.handed_over.to_string(),
        parts: parts(t, sum),
        difference: sum.difference().to_string(),
        even: sum.difference() == 0,
    }
}

/// `GET /desk/mail`: the mails, what was set aside first.
pub async fn list(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    query: web::Query<MailQuery>,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::ReadMail, Subject::House)?;
    let now = ctx.clock.now();
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Mail).await?;
    let t = reader.t;
    let found = intake::mails(&ctx.db, &query.filter(), read_cursor(&query.after), ROWS).await?;
    let sums = intake::balance(&ctx.db, day_in_brussels(now), now).await?;
    let aside = intake::quarantined(&ctx.db, MOST_COUNTED).await?;
    let sources = intake::sources(&ctx.db).await?;
    let state = query.state_slug();
    let tab = |slug: &str, key: &str, count: Option<String>| Tab {
        url: query.url(slug, true, None),
        words: t.say(key),
        count,
        chosen: slug == state,
    };
    let page = MailroomPage {
        t,
        balance: show_balance(t, t.say("desk-balance-today"), &total(sums.values())),
        tabs: vec![
            tab("quarantined", "desk-mail-tab-aside", Some(counted(aside))),
            tab("received", "desk-mail-tab-waiting", None),
            tab("all", "desk-mail-tab-all", None),
        ],
        filter: MailFilterForm {
            state: state.to_owned(),
            kinds: KINDS
                .into_iter()
                .map(|kind| Choice {
                    value: kind.to_owned(),
                    words: kind_words(t, kind),
                    chosen: kind == query.kind,
                })
                .collect(),
            sources: sources
                .into_iter()
                .map(|one| Choice {
                    chosen: one.source == query.source,
                    words: one.source.clone(),
                    value: one.source,
                })
                .collect(),
            day: query.day().map(|day| day.to_string()).unwrap_or_default(),
            ticket: query.ticket().unwrap_or_default(),
            sender: query.sender().unwrap_or_default(),
            clear: query.is_filtered().then(|| query.url(state, false, None)),
        },
        rows: found.rows.iter().map(|row| line(t, row, now)).collect(),
        next: found
            .next
            .map(|cursor| query.url(state, true, Some(cursor))),
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

/// The headers of a raw mail as they stand in it, unfolded.
fn headers(raw: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for text in raw.lines() {
        if text.is_empty() || found.len() > SHOWN_HEADERS {
            break;
        }
        if text.starts_with([' ', '\t']) {
            if let Some((_, value)) = found.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
            continue;
        }
        let Some((name, value)) = text.split_once(':') else {
            break;
        };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            break;
        }
        found.push((name.to_owned(), value.trim().to_owned()));
    }
    found
}

/// Raw bytes as text that a page can show: what is no letter is seen as such.
fn shown(raw: &[u8]) -> String {
    let piece = &raw[..raw.len().min(SHOWN_BYTES)];
    String::from_utf8_lossy(piece)
        .replace("\r\n", "\n")
        .chars()
        .map(|c| {
            // Signs that turn the direction of writing can make a text read as another.
            let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if turns || c.is_control() && !matches!(c, '\n' | '\t') {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}

fn event_words(t: Texts, event: &intake::MailEventView, now: DateTime<Utc>) -> String {
    let facts: Value = serde_json::from_str(&event.facts).unwrap_or(Value::Null);
    let said = |name: &str| facts.get(name).and_then(Value::as_str).unwrap_or_default();
    let who = event
        .by_name
        .clone()
        .unwrap_or_else(|| words::actor(t, event.actor_kind));
    let at = words::when(t, event.at, now);
    let key = match (event.kind.as_str(), said("as")) {
        ("treated", "question") => "desk-mail-did-question",
        ("treated", "reply") => "desk-mail-did-reply",
        ("treated", "auto_reply") => "desk-mail-did-auto",
        ("treated", _) => "desk-mail-did-bulk",
        _ => "desk-mail-did-again",
    };
    t.fill(
        key,
        [
            ("at", at.into()),
            ("who", who.into()),
            ("ticket", said("ticket").to_owned().into()),
        ],
    )
}

/// What was wrong with a form about a mail, to show it again.
#[derive(Debug, Default)]
struct Wrong {
    said: Option<&'static str>,
    reference: String,
}

async fn show(
    ctx: &Context,
    atlas: &Atlas,
    agent: &Agent,
    id: Uuid,
    wrong: Wrong,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::ReadMail, Subject::House)?;
    let view = intake::mail_view(&ctx.db, id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let raw = raw_of(ctx, &view).await?;
    let reader = Reader::of(ctx, atlas, agent, Place::Mail).await?;
    let (t, now) = (reader.t, ctx.clock.now());
    let MailView {
        row,
        handovers,
        events,
        barred,
    } = view;
    let text = shown(&raw);
    let decidable = can_rework(row.state, row.kind.as_deref(), row.message_id)
        && agent.may(Verb::TreatMail, Subject::House).is_ok();
    let mut facts = vec![(
        t.say("desk-mail-at"),
        dates::moment_without_year(row.received_at, t.language()),
    )];
    if let Some(from) = &row.from_email {
        facts.insert(0, (t.say("desk-mail-from"), from.clone()));
    }
    if let Some(at) = row.done_at {
        facts.push((t.say("desk-mail-done"), words::when(t, at, now)));
    }
    if let (InboundState::Done, Some(reason)) = (row.state, &row.reason) {
        facts.push((t.say("desk-mail-because"), why(t, reason)));
    }
    let marks = Mark::read(row.marks.as_deref());
    if !marks.is_empty() {
        let said: Vec<String> = marks
            .into_iter()
            .map(|mark| words::mark(t, mark).words)
            .collect();
        facts.push((t.say("desk-mail-marks"), said.join("; ")));
    }
    if row.treat_as.is_some() {
        facts.push((t.say("desk-mail-decided"), t.say("desk-mail-by-person")));
    }
    facts.push((
        t.say("desk-mail-kept"),
        t.with2(
            "desk-mail-kept-value",
            "size",
            words::size(t, row.size),
            "sha",
            format!("{}...", &row.sha256[..12.min(row.sha256.len())]),
        ),
    ));
    let page = MailPage {
        t,
        subject: subject_of(t, &row),
        state: mail_state(t, &row),
        why: match (row.state, &row.reason) {
            (InboundState::Quarantined, Some(reason)) => Some(why(t, reason)),
            _ => None,
        },
        wrong: wrong.said.map(|key| t.say(key)),
        sender: row
            .sender_proof
            .zip(
                row.from_email
                    .as_deref()
                    .and_then(|from| from.rsplit_once('@')),
            )
            .map(|(proof, (_, domain))| words::sender(t, proof, domain)),
        facts,
        ticket: ticket_of(&row),
        others: others(t, &row),
        first: row.duplicate_of.map(|first| mail_url(first, "")),
        handovers: handovers
            .into_iter()
            .map(|one| {
                (
                    words::when(t, one.received_at, now),
                    one.source,
                    one.source_id,
                )
            })
            .collect(),
        events: events
            .iter()
            .map(|event| event_words(t, event, now))
            .collect(),
        headers: headers(&text),
        raw: text,
        cut: (raw.len() > SHOWN_BYTES).then(|| {
            t.with2(
                "desk-mail-cut",
                "shown",
                words::size(t, i64::try_from(SHOWN_BYTES).unwrap_or_default()),
                "all",
                words::size(t, row.size),
            )
        }),
        download: barred.is_none().then(|| mail_url(id, "/source")),
        barred: t.say(match barred {
            Some(ScanState::Waiting) => "desk-file-waiting",
            Some(ScanState::LeftOut) => "desk-mail-left-out",
            _ => "desk-mail-infected",
        }),
        verbs: decidable.then(|| MailVerbs {
            treat: mail_url(id, "/treat"),
            again: mail_url(id, "/again"),
            revision: row.revision,
            treatable: row.format == InboundFormat::Mail,
            reference: wrong.reference,
        }),
        shell: reader.shell,
    };
    html(page.render(), status)
}

/// Where the rest of the mail is of its question, and of its sender.
fn others(t: Texts, row: &MailRow) -> Vec<(String, String)> {
    let list = |key: &str, name: &str, value: &Option<String>| {
        let value = value.as_deref()?;
        let mut url = form_urlencoded::Serializer::for_suffix("/desk/mail?".to_owned(), 11);
        url.append_pair(name, value);
        Some((t.say(key), url.finish()))
    };
    let of_ticket = list("desk-mail-all-of-ticket", "ticket", &row.reference);
    let of_sender = list("desk-mail-all-of-sender", "from", &row.from_email);
    of_ticket.into_iter().chain(of_sender).collect()
}

async fn raw_of(ctx: &Context, view: &MailView) -> Result<Vec<u8>, Problem> {
    let key = BlobKey::parse(&view.row.sha256).ok_or_else(Problem::not_found)?;
    ctx.blobs.get(&key).await?.ok_or_else(Problem::not_found)
}

/// `GET /desk/mail/{id}`: one mail.
pub async fn one(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    show(&ctx, &atlas, &agent, *id, Wrong::default(), StatusCode::OK).await
}

/// `GET /desk/mail/{id}/source`: the raw mail, to keep and never to open here.
pub async fn source(
    ctx: web::Data<Context>,
    agent: Agent,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::ReadMail, Subject::House)?;
    let view = intake::mail_view(&ctx.db, *id)
        .await?
        .filter(|view| view.barred.is_none())
        .ok_or_else(Problem::not_found)?;
    let raw = raw_of(&ctx, &view).await?;
    Ok(handed_out(&format!("{}.eml", view.row.id), raw))
}

/// What a form about a mail says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MailPost {
    revision: i32,
    #[serde(rename = "as")]
    treat_as: String,
    reference: String,
}

/// `POST /desk/mail/{id}/treat`: a person says what it is.
pub async fn treat(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    understander: web::Data<Understander>,
    id: web::Path<Uuid>,
    posted: Posted<MailPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let what = match form.treat_as.as_str() {
        "question" => Rework::Question,
        "auto_reply" => Rework::AutoReply,
        "bulk" => Rework::Bulk,
        _ => match super::queue::typed_reference(
            &form.reference,
            &ctx.settings.reference.prefixes(),
            ctx.clock.now(),
        ) {
            Some(reference) => Rework::Reply(reference),
            None => return wrong_number(&ctx, &atlas, &agent, *id, form.reference).await,
        },
    };
    carry_out(&ctx, &atlas, &understander, &agent, *id, &form, &what).await
}

/// `POST /desk/mail/{id}/again`: the program decides again.
pub async fn again(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    understander: web::Data<Understander>,
    id: web::Path<Uuid>,
    posted: Posted<MailPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    carry_out(
        &ctx,
        &atlas,
        &understander,
        &agent,
        *id,
        &form,
        &Rework::Again,
    )
    .await
}

async fn wrong_number(
    ctx: &Context,
    atlas: &Atlas,
    agent: &Agent,
    id: Uuid,
    reference: String,
) -> Result<HttpResponse, Problem> {
    let wrong = Wrong {
        said: Some("desk-mail-wrong-number"),
        reference,
    };
    show(
        ctx,
        atlas,
        agent,
        id,
        wrong,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await
}

async fn carry_out(
    ctx: &Context,
    atlas: &Atlas,
    understander: &Understander,
    agent: &Agent,
    id: Uuid,
    form: &MailPost,
    what: &Rework,
) -> Result<HttpResponse, Problem> {
    let said = match understander
        .rework(&agent.actor, id, form.revision, what)
        .await
    {
        Ok(()) => match what {
            Rework::Question => "desk-mail-done-question",
            Rework::Reply(_) => "desk-mail-done-reply",
            Rework::AutoReply | Rework::Bulk => "desk-mail-done-aside",
            Rework::Again => "desk-mail-done-again",
        },
        Err(IntakeError::UnknownTicket) => {
            return wrong_number(ctx, atlas, agent, id, form.reference.clone()).await;
        }
        // The same button twice, or a colleague who was first: the page shows what came of it.
        Err(IntakeError::Store(StoreError::Stale) | IntakeError::NothingToDecide) => {
            let wrong = Wrong {
                said: Some("desk-mail-late"),
                ..Wrong::default()
            };
            return show(ctx, atlas, agent, id, wrong, StatusCode::CONFLICT).await;
        }
        Err(error) => return Err(error.into()),
    };
    leave_notice(ctx, agent, said).await?;
    Ok(see_other(&mail_url(id, "")))
}

/// What stands behind `/desk/mail/balance?`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BalanceQuery {
    day: String,
}

fn adrift_words(t: Texts, why: Adrift) -> String {
    t.say(match why {
        Adrift::Waits => "desk-adrift-waits",
        Adrift::NoMessage => "desk-adrift-message",
        Adrift::NoFirst => "desk-adrift-first",
        Adrift::NoKind => "desk-adrift-kind",
    })
}

fn health_line(t: Texts, source: SourceState, now: DateTime<Utc>) -> HealthLine {
    let SourceState {
        health: source,
        care,
        wrong,
    } = source;
    let (state, note) = match (wrong, source.failing_since, source.succeeded_at) {
        _ if care == Care::Ended => (
            State::new("circle", Tone::Soft, t.say("desk-source-ended")),
            t.say("desk-source-ended-about"),
        ),
        (
            Some(Alarming::SourceFails {
                since,
                failure: None,
                ..
            }),
            ..,
        ) => (
            State::new(
                "alert-circle-filled",
                Tone::Bad,
                t.with("desk-source-unwatched", "since", words::when(t, since, now)),
            ),
            t.say("desk-source-unwatched-about"),
        ),
        (_, Some(since), _) => (
            State::new(
                "alert-circle-filled",
                Tone::Bad,
                t.with("desk-source-fails", "since", words::when(t, since, now)),
            ),
            t.with(
                "desk-source-failure",
                "words",
                source.failure.unwrap_or_default(),
            ),
        ),
        _ if source.left_behind > 0 => (
            State::new(
                "alert-triangle",
                Tone::Warn,
                t.with("desk-source-left", "mails", source.left_behind),
            ),
            t.say("desk-source-left-about"),
        ),
        (_, _, Some(at)) => (
            State::new("check-filled", Tone::Good, t.say("desk-source-works")),
            t.with("desk-source-seen", "at", words::when(t, at, now)),
        ),
        _ => (
            State::new("circle", Tone::Soft, t.say("desk-source-quiet")),
            String::new(),
        ),
    };
    HealthLine {
        source: source.source,
        state,
        note,
    }
}

fn folder_line(
    t: Texts,
    folder: Holding,
    at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> FolderLine {
    let figures = [folder.present, folder.known, folder.missing()];
    FolderLine {
        even: folder.missing() == 0,
        name: folder.name,
        figures: figures
            .map(|figure| at.map_or_else(String::new, |_| figure.to_string()))
            .to_vec(),
        at: match at {
            Some(at) => words::when(t, at, now),
            None => t.say("desk-balance-uncounted"),
        },
    }
}

/// `GET /desk/mail/balance`: the sum of a day.
pub async fn balance(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    query: web::Query<BalanceQuery>,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::ReadMailBalance, Subject::House)?;
    let reads = agent.may(Verb::ReadMail, Subject::House).is_ok();
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Mail).await?;
    let (t, now) = (reader.t, ctx.clock.now());
    let today = day_in_brussels(now);
    let day = query
        .day
        .parse()
        .map_or(today, |day: NaiveDate| day.min(today));
    let sums = intake::balance(&ctx.db, day, now).await?;
    let adrift = intake::adrift(&ctx.db, day, now).await?;
    let difference = total(sums.values()).difference();
    let listed = adrift.len() as u64;
    let link = |day: NaiveDate| format!("/desk/mail/balance?day={day}");
    let page = BalancePage {
        t,
        day: dates::weekday_and_day(day, t.language()),
        day_value: day.to_string(),
        earlier: link(day.pred_opt().unwrap_or(day)),
        later: day.succ_opt().filter(|next| *next <= today).map(link),
        counted: {
            let moment = words::when(t, now, now);
            match intake::counted_at(&ctx.db).await? {
                Some(at) => {
                    let at = words::when(t, at, now);
                    t.with2("desk-balance-counted", "now", moment, "at", at)
                }
                None => t.with("desk-balance-counted-now", "now", moment),
            }
        },
        total: show_balance(t, String::new(), &total(sums.values())),
        sources: sums
            .iter()
            .map(|(source, sum)| SourceSum {
                source: source.clone(),
                even: sum.difference() == 0,
                figures: std::iter::once(sum.handed_over.to_string())
                    .chain(parts(t, sum).into_iter().map(|(_, count, _)| count))
                    .chain([sum.difference().to_string()])
                    .collect(),
            })
            .collect(),
        adrift_some: (difference > listed).then(|| {
            t.with2(
                "desk-balance-adrift-some",
                "shown",
                listed,
                "all",
                difference,
            )
        }),
        folders: imap::last_counts(&ctx)
            .await?
            .into_iter()
            .map(|(folder, at)| folder_line(t, folder, at, now))
            .collect(),
        adrift: adrift
            .into_iter()
            .map(|mail| AdriftLine {
                url: reads.then(|| mail_url(mail.id, "")),
                at: words::when(t, mail.received_at, now),
                source: mail.source,
                subject: mail
                    .subject
                    .filter(|subject| reads && !subject.trim().is_empty())
                    .unwrap_or_else(|| t.say("desk-mail-no-subject")),
                why: adrift_words(t, mail.why),
            })
            .collect(),
        health: intake::source_states(&ctx, now)
            .await?
            .into_iter()
            .map(|source| health_line(t, source, now))
            .collect(),
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

/// What stands behind `/desk/floods/{id}?`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FloodQuery {
    after: String,
}

/// `GET /desk/floods/{id}`: the questions of a flood.
pub async fn flood(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    id: web::Path<Uuid>,
    query: web::Query<FloodQuery>,
) -> Result<HttpResponse, Problem> {
    // A flood is no ticket: whoever reads all of them reads it.
    agent.may(Verb::ReadMail, Subject::House)?;
    let flood = registry::flood(&ctx.db, *id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let after = read_cursor(&query.after).map(|cursor| (cursor.received_at, cursor.id));
    let mut tickets = registry::flood_tickets(&ctx.db, flood.id, after, FLOOD_ROWS + 1).await?;
    let more = tickets.len() > FLOOD_ROWS as usize;
    tickets.truncate(FLOOD_ROWS as usize);
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let (t, now) = (reader.t, ctx.clock.now());
    let facts = of_its_desk(&flood);
    let closes = may(&agent.actor, Verb::Close, Subject::Ticket(&facts)).is_ok();
    let next = tickets.last().filter(|_| more).map(|last| {
        let cursor = write_cursor(MailCursor {
            received_at: last.registered_at,
            id: last.id,
        });
        format!("/desk/floods/{}?after={cursor}", flood.id)
    });
    let page = FloodPage {
        t,
        title: flood_title(t, &flood, now),
        rows: tickets
            .into_iter()
            .map(|ticket| FloodLine {
                value: format!("{}:{}", ticket.id, ticket.revision),
                url: ticket_url(&ticket.reference, ""),
                at: words::when(t, ticket.registered_at, now),
                reference: ticket.reference,
                subject: ticket.subject,
            })
            .collect(),
        next,
        close: (closes && after.is_none()).then(|| format!("/desk/floods/{}/close", flood.id)),
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

/// What the policy asks about the questions of a flood, which share a desk.
fn of_its_desk(flood: &registry::Flood) -> TicketFacts {
    TicketFacts {
        id: Uuid::nil(),
        owner: flood.owner_desk_id,
        desks: Vec::new(),
        province: None,
    }
}

/// "312 vragen van x@y sinds vandaag 9.12".
#[must_use]
pub fn flood_title(t: Texts, flood: &registry::Flood, now: DateTime<Utc>) -> String {
    t.fill(
        "desk-flood-title",
        [
            ("count", flood.tickets.into()),
            ("email", flood.email.as_str().into()),
            ("since", words::since(t, flood.began_at, now).into()),
        ],
    )
}

/// The form that closes questions of a flood: those that stood on the page, each with its revision.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub struct FloodPost {
    seen: Vec<(Uuid, i32)>,
}

impl From<Vec<(String, String)>> for FloodPost {
    fn from(fields: Vec<(String, String)>) -> Self {
        let seen = |(name, value): (String, String)| {
            let (id, revision) = value.split_once(':').filter(|_| name == "t")?;
            Some((id.parse().ok()?, revision.parse().ok()?))
        };
        Self {
            seen: fields.into_iter().filter_map(seen).collect(),
        }
    }
}

/// `POST /desk/floods/{id}/close`: closes what stood on the page of a flood as unwanted.
pub async fn close_flood(
    ctx: web::Data<Context>,
    id: web::Path<Uuid>,
    posted: Posted<FloodPost>,
) -> Result<HttpResponse, Problem> {
    let (agent, mut seen) = (posted.agent, posted.form.seen);
    seen.truncate(FLOOD_ROWS as usize);
    let flood = registry::flood(&ctx.db, *id)
        .await?
        .ok_or_else(Problem::not_found)?;
    agent.may(Verb::Close, Subject::Ticket(&of_its_desk(&flood)))?;
    let closed = registry::close_flood(&ctx, &agent.actor, *id, &seen).await?;
    let done = if closed == seen.len() {
        "desk-flood-done"
    } else {
        "desk-flood-partly"
    };
    leave_notice(&ctx, &agent, done).await?;
    Ok(see_other(&format!("/desk/floods/{id}")))
}

#[cfg(test)]
mod tests {
    use sea_orm::Iterable as _;

    use super::*;
    use crate::text::Language;

    #[test]
    fn headers_are_listed_unfolded_until_the_first_empty_line() {
        let raw = shown(b"From: a@b\r\nSubject: een\r\n  lange\x00 zin\r\n\r\nNiet: een kop\r\n");
        assert_eq!(
            headers(&raw),
            [
                ("From".to_owned(), "a@b".to_owned()),
                ("Subject".to_owned(), "een lange\u{fffd} zin".to_owned()),
            ]
        );
        assert!(headers("geen mail").is_empty());
    }

    #[test]
    fn why_a_mail_was_set_aside_is_said_in_the_readers_language() {
        let t = Texts::new(Language::Nl);
        let check = |reasons: &[Reason], expected: &str| {
            assert_eq!(why(t, &Reason::kept(reasons)), expected);
        };
        check(&[Reason::Empty], "Het bericht is leeg.");
        let left = Reason::LeftBehind {
            folder: "Te groot".to_owned(),
            account: "centraal".to_owned(),
        };
        check(
            &[left],
            "Te groot om over te nemen: alleen de kopregels zijn hier. Het bericht zelf staat in de \
             map Te groot van centraal.",
        );
        let failed = Reason::Failed {
            words: "stuk".to_owned(),
        };
        check(
            &[Reason::PersonAsks, failed],
            "Het hoort bij geen vraag en geen programma stuurde het: iemand vraagt iets. De \
             verwerking mislukte vijf keer. Technische melding: stuk",
        );
        assert_eq!(why(t, "in the words of before"), "in the words of before");
    }

    #[test]
    fn every_reason_has_words_in_each_language() {
        let (nl, en) = (Texts::new(Language::Nl), Texts::new(Language::En));
        for reason in Reason::iter() {
            let (dutch, english) = (words::reason(nl, &reason), words::reason(en, &reason));
            assert!(dutch.contains(' ') && english.contains(' '), "{reason:?}");
            assert_ne!(dutch, english, "{reason:?}");
        }
    }

    #[test]
    fn raw_mail_is_shown_without_what_could_mislead() {
        assert_eq!(
            shown("a\u{202e}b\u{7}c\n".as_bytes()),
            "a\u{fffd}b\u{fffd}c\n"
        );
        assert_eq!(shown(&vec![b'x'; SHOWN_BYTES + 10]).len(), SHOWN_BYTES);
    }

    #[test]
    fn the_address_keeps_what_it_understood_and_drops_the_rest() {
        let query = MailQuery {
            state: "all".to_owned(),
            kind: "<b>".to_owned(),
            source: "maildir:/srv/a b".to_owned(),
            day: "2026-03-12".to_owned(),
            ticket: " rv-2026-000001 ".to_owned(),
            from: "An@wetteren.be".to_owned(),
            after: String::new(),
        };
        assert_eq!(
            query.url(query.state_slug(), true, None),
            "/desk/mail?state=all&source=maildir%3A%2Fsrv%2Fa+b&day=2026-03-12\
             &ticket=RV-2026-000001&from=an%40wetteren.be"
        );
        assert_eq!(query.url("all", false, None), "/desk/mail?state=all");
        assert_eq!(MailQuery::default().state_slug(), "quarantined");
        let of_one = MailQuery {
            state: String::new(),
            ..query
        };
        assert_eq!(
            of_one.state_slug(),
            "all",
            "all of the mail of one question"
        );
        let cursor = MailCursor {
            received_at: "2026-03-02T16:00:00.123456Z".parse().unwrap(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(read_cursor(&write_cursor(cursor)), Some(cursor));
        assert_eq!(read_cursor("%%"), None);
    }
}
