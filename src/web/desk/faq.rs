//! The desk of the editor: the groups of recurring questions, and the entry that is written for all.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::page::{html, see_other};
use super::shell::{Reader, leave_notice};
use super::ticket::ticket_url;
use super::view::faq::{EntryForm, FaqPage, GroupLine, Member, Stage};
use super::view::parts::{Choice, Place, State, Tone};
use super::words;
use crate::auth::{Subject, Verb};
use crate::context::Context;
use crate::directory::Atlas;
use crate::faq::{self, Entry, EntryText, FaqError, FaqStatus, Group, Personal, Shelf};
use crate::store::StoreError;
use crate::text::{Texts, dates};
use crate::web::{Agent, CurrentAtlas, Posted, Problem};

/// Groups that are listed.
const GROUPS: u32 = 100;
/// Entries that are listed above them, of each sort.
const ENTRIES: u64 = 50;

/// The form of an entry.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub struct EntryPost {
    revision: i32,
    question: String,
    answer: String,
    sources: String,
    topic: String,
    /// The names that the editor says are nobody's.
    nobody: Vec<String>,
}

impl From<Vec<(String, String)>> for EntryPost {
    fn from(fields: Vec<(String, String)>) -> Self {
        let mut post = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                // What is no number is no revision that anybody saw: the form is stale.
                "revision" => post.revision = value.parse().unwrap_or_default(),
                "question" => post.question = value,
                "answer" => post.answer = value,
                "sources" => post.sources = value,
                "topic" => post.topic = value,
                "nobody" => post.nobody.push(value),
                _ => {}
            }
        }
        post
    }
}

impl EntryPost {
    fn text(&self) -> EntryText {
        EntryText {
            question: self.question.clone(),
            answer: self.answer.clone(),
            sources: self.sources.clone(),
            topic_slug: Some(self.topic.clone()).filter(|slug| !slug.is_empty()),
            nobody: self.nobody.clone(),
        }
    }
}

/// What is to be shown besides an entry as it stands in the register.
#[derive(Debug, Default)]
struct Shown {
    /// The text that was typed, when it was not saved.
    typed: Option<EntryText>,
    /// What is wrong with it.
    problems: Vec<String>,
    /// Whether somebody else saved meanwhile.
    late: bool,
    /// Whether it was refused for what it says of persons.
    personal: bool,
    /// What must still go before everybody may read it.
    found: Vec<Personal>,
}

/// The state of a group: how far its answer is.
fn group_state(t: Texts, status: Option<FaqStatus>) -> State {
    match status {
        None => State::new("circle", Tone::Soft, t.say("desk-faq-state-none")),
        Some(FaqStatus::Draft) => {
            State::new("pencil-write", Tone::Warn, t.say("desk-faq-state-draft"))
        }
        Some(FaqStatus::InReview) => State::new("eye", Tone::Warn, t.say("desk-faq-state-review")),
        Some(FaqStatus::Published) => State::new(
            "check-filled",
            Tone::Good,
            t.say("desk-faq-state-published"),
        ),
        Some(FaqStatus::Archived) => {
            State::new("minus-circle", Tone::Soft, t.say("desk-faq-state-archived"))
        }
    }
}

fn entry_url(id: Uuid, rest: &str) -> String {
    format!("/desk/faq/{id}{rest}")
}

/// What stands in the list: what was laid before an editor, what must be looked at again at `now`,
/// what somebody began, the groups that have no answer yet, those with a draft first, and what is
/// published, how often it was asked beside it when it came from a group.
fn sections(
    t: Texts,
    waiting: &[Entry],
    due: &[Entry],
    published: &[Entry],
    mut groups: Vec<Group>,
    chosen: Option<Uuid>,
    now: DateTime<Utc>,
) -> Vec<(String, Vec<GroupLine>)> {
    let listed = |id: Uuid| waiting.iter().chain(due).any(|entry| entry.id == id);
    groups.retain(|group| !group.entry_id.is_some_and(listed));
    let grouped: Vec<Uuid> = groups.iter().filter_map(|group| group.entry_id).collect();
    let elsewhere = |entry: &&Entry| !listed(entry.id) && !grouped.contains(&entry.id);
    groups.sort_by_key(|group| match group.entry_status {
        Some(FaqStatus::Draft | FaqStatus::InReview) => 0,
        None => 1,
        Some(FaqStatus::Archived | FaqStatus::Published) => 2,
    });
    let is_public = |group: &Group| group.entry_status == Some(FaqStatus::Published);
    let (answered, open): (Vec<Group>, Vec<Group>) = groups.into_iter().partition(is_public);
    let of_group = |group: Group| GroupLine {
        url: group.entry_id.map(|id| entry_url(id, "")),
        title: group.title,
        size: Some((
            group.tickets.unsigned_abs(),
            group.organisations.unsigned_abs(),
        )),
        state: group_state(t, group.entry_status),
        chosen: chosen.is_some() && group.entry_id == chosen,
    };
    let of_entry = |entry: &Entry| GroupLine {
        url: Some(entry_url(entry.id, "")),
        title: entry.text.question.clone(),
        size: None,
        state: match entry
            .review_due_at
            .filter(|due| entry.status == FaqStatus::Published && *due <= now)
        {
            Some(at) => {
                let day = dates::plain_day(dates::local_day(at), t.language());
                let words = t.with("desk-faq-state-due", "day", day);
                State::new("alarm", Tone::Warn, words)
            }
            None => group_state(t, Some(entry.status)),
        },
        chosen: chosen == Some(entry.id),
    };
    let with = |status| {
        let those = waiting.iter().filter(move |entry| entry.status == status);
        those.map(of_entry).collect()
    };
    let rest = published.iter().filter(elsewhere).map(of_entry);
    let all: [(&str, Vec<GroupLine>); 5] = [
        ("desk-faq-list-review", with(FaqStatus::InReview)),
        ("desk-faq-list-due", due.iter().map(of_entry).collect()),
        ("desk-faq-list-begun", with(FaqStatus::Draft)),
        (
            "desk-faq-list-groups",
            open.into_iter().map(of_group).collect(),
        ),
        (
            "desk-faq-list-published",
            answered.into_iter().map(of_group).chain(rest).collect(),
        ),
    ];
    all.into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(key, lines)| (t.say(key), lines))
        .collect()
}

fn stage(status: FaqStatus) -> Stage {
    match status {
        FaqStatus::Draft | FaqStatus::Archived => Stage::Draft,
        FaqStatus::InReview => Stage::InReview,
        FaqStatus::Published => Stage::Published,
    }
}

async fn page(
    ctx: &Context,
    atlas: &Atlas,
    agent: &Agent,
    entry: Option<Entry>,
    mut shown: Shown,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::of(ctx, atlas, agent, Place::Faq).await?;
    let t = reader.t;
    let least = ctx.settings.faq.draft_from_organisations;
    let groups = faq::groups(&ctx.db, least, GROUPS).await?;
    let group = entry.as_ref().and_then(|entry| {
        groups
            .iter()
            .find(|group| group.entry_id == Some(entry.id))
            .cloned()
    });
    let members = match entry.as_ref().and_then(|entry| entry.group_id) {
        Some(group) => faq::members(&ctx.db, group).await?,
        None => Vec::new(),
    };
    let waiting = faq::waiting(&ctx.db, ENTRIES).await?;
    let due = faq::due_for_review(&ctx.db, ctx.clock.now(), ENTRIES).await?;
    let published = faq::entries(&ctx.db, FaqStatus::Published).await?;
    let chosen = entry.as_ref().map(|entry| entry.id);
    let now = ctx.clock.now();
    if let Some(entry) = &entry {
        shown.found = still_personal(ctx, entry, &shown).await?;
    }
    let page = FaqPage {
        t,
        sections: sections(t, &waiting, &due, &published, groups, chosen, now),
        entry: entry.map(|entry| {
            let may = |verb| agent.may(verb, Subject::House).is_ok();
            let members = members
                .iter()
                .map(|member| show_member(t, member))
                .collect();
            let origin = Origin {
                group: group.as_ref(),
                members,
            };
            show(t, atlas, &may, entry, origin, shown, now)
        }),
        shell: reader.shell,
    };
    html(page.render(), status)
}

/// What must still go before everybody may read the text on screen. A text that is published already
/// was looked through then, and names that an editor let stand are not asked about again.
async fn still_personal(
    ctx: &Context,
    entry: &Entry,
    shown: &Shown,
) -> Result<Vec<Personal>, Problem> {
    let to_come = matches!(entry.status, FaqStatus::Draft | FaqStatus::InReview);
    if !to_come && !shown.personal {
        return Ok(Vec::new());
    }
    let text = shown.typed.as_ref().unwrap_or(&entry.text);
    Ok(faq::unfit_to_publish(&ctx.db, ctx, entry.group_id, text).await?)
}

/// Something personal in a text, in words.
pub(super) fn show_personal(t: Texts, found: &Personal) -> String {
    let (key, found) = match found {
        Personal::Address(found) => ("desk-faq-personal-address", found),
        Personal::Phone(found) => ("desk-faq-personal-phone", found),
        Personal::Name(found) => ("desk-faq-personal-name", found),
        Personal::Question(found) => ("desk-faq-personal-question", found),
    };
    t.with(key, "found", found.as_str())
}

/// The names of which whoever publishes may say that they are nobody's, and whether they did.
fn names_to_judge(found: &[Personal], nobody: &[String], asked: bool) -> Vec<(String, bool)> {
    let said = nobody.iter().map(|name| (name.clone(), true));
    let open = found.iter().filter_map(|one| match one {
        Personal::Name(name) => Some((name.clone(), false)),
        _ => None,
    });
    if asked {
        said.chain(open).collect()
    } else {
        Vec::new()
    }
}

fn show_member(t: Texts, member: &faq::Member) -> Member {
    Member {
        url: ticket_url(&member.reference, ""),
        reference: member.reference.clone(),
        who: member.organisation.clone().unwrap_or_default(),
        state: words::receipt(t, member.receipt),
    }
}

/// What an entry was drafted from.
struct Origin<'a> {
    group: Option<&'a Group>,
    members: Vec<Member>,
}

fn show(
    t: Texts,
    atlas: &Atlas,
    may: &dyn Fn(Verb) -> bool,
    entry: Entry,
    origin: Origin<'_>,
    shown: Shown,
    now: DateTime<Utc>,
) -> EntryForm {
    let in_review = entry.status == FaqStatus::InReview;
    let published = entry.status == FaqStatus::Published;
    let theirs = shown.late.then(|| entry.text.answer.clone());
    let found = shown.found;
    let text = shown.typed.unwrap_or(entry.text);
    let day = |at| dates::plain_day(dates::local_day(at), t.language());
    let mut facts = Vec::new();
    if let Some(group) = origin.group {
        facts.push((
            t.say("desk-faq-asked"),
            t.with("desk-faq-times", "count", group.tickets),
        ));
        facts.push((
            t.say("desk-faq-governments"),
            group.organisations.to_string(),
        ));
        facts.push((t.say("desk-faq-last"), day(group.last_asked_at)));
    }
    facts.push((t.say("desk-faq-changed"), day(entry.updated_at)));
    if let Some(at) = entry.published_at.filter(|_| published) {
        facts.push((t.say("desk-faq-published-on"), day(at)));
    }
    if let Some(at) = entry.review_due_at.filter(|_| published) {
        facts.push((t.say("desk-faq-review"), day(at)));
    }
    let can_publish = may(Verb::PublishFaq);
    EntryForm {
        url: entry_url(entry.id, ""),
        personal: (!found.is_empty()).then(|| {
            let said = found.iter().map(|one| show_personal(t, one)).collect();
            (shown.personal, said)
        }),
        names: names_to_judge(
            &found,
            &text.nobody,
            in_review && can_publish || shown.personal,
        ),
        editable: may(Verb::EditFaq) && entry.status != FaqStatus::Archived,
        submit: (entry.status == FaqStatus::Draft && may(Verb::EditFaq))
            .then(|| entry_url(entry.id, "/submit")),
        publish: (in_review && can_publish).then(|| entry_url(entry.id, "/publish")),
        send_back: (in_review && can_publish).then(|| entry_url(entry.id, "/send-back")),
        reviewed: (published && can_publish && entry.review_due_at.is_some_and(|at| at <= now))
            .then(|| entry_url(entry.id, "/reviewed")),
        remark: entry.remark.clone(),
        archive: (published && can_publish).then(|| entry_url(entry.id, "/archive")),
        public: published.then(|| format!("/faq/{}", entry.slug)),
        revision: entry.revision,
        stage: stage(entry.status),
        state: group_state(t, Some(entry.status)),
        question: text.question,
        answer: text.answer,
        sources: text.sources,
        topics: atlas
            .topics_by_title()
            .into_iter()
            .map(|topic| Choice {
                value: topic.slug.clone(),
                words: topic.title.clone(),
                chosen: text.topic_slug.as_ref() == Some(&topic.slug),
            })
            .collect(),
        problems: shown.problems,
        facts,
        members: origin.members,
        theirs,
    }
}

/// `GET /desk/faq`: the groups.
pub async fn groups(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::ReadFaqDrafts, Subject::House)?;
    page(&ctx, &atlas, &agent, None, Shown::default(), StatusCode::OK).await
}

/// `GET /desk/faq/{id}`: one entry beside the groups.
pub async fn entry(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let entry = faq::entry(&ctx.db, &agent.actor, *id).await?;
    page(
        &ctx,
        &atlas,
        &agent,
        Some(entry),
        Shown::default(),
        StatusCode::OK,
    )
    .await
}

/// `POST /desk/faq/{id}`: keeps the text.
pub async fn save(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    id: web::Path<Uuid>,
    posted: Posted<EntryPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    match faq::save(&ctx, &agent.actor, *id, form.revision, form.text()).await {
        Ok(_) => {
            leave_notice(&ctx, &agent, "desk-faq-done-saved").await?;
            Ok(see_other(&entry_url(*id, "")))
        }
        Err(error) => again(&ctx, &atlas, &agent, *id, &form, error).await,
    }
}

/// `POST /desk/faq/{id}/submit`: keeps the text and lays it before an editor.
pub async fn submit(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    id: web::Path<Uuid>,
    posted: Posted<EntryPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    match faq::submit(&ctx, &agent.actor, *id, form.revision, form.text()).await {
        Ok(_) => {
            leave_notice(&ctx, &agent, "desk-faq-done-submitted").await?;
            Ok(see_other(&entry_url(*id, "")))
        }
        Err(error) => again(&ctx, &atlas, &agent, *id, &form, error).await,
    }
}

/// `POST /desk/faq/{id}/publish`: keeps the text and shows it to everybody.
pub async fn publish(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    shelf: web::Data<Shelf>,
    id: web::Path<Uuid>,
    posted: Posted<EntryPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let published = faq::publish(&ctx, &agent.actor, *id, form.revision, form.text()).await;
    match published {
        Ok(_) => {
            shelf.forget();
            leave_notice(&ctx, &agent, "desk-faq-done-published").await?;
            Ok(see_other(&entry_url(*id, "")))
        }
        Err(error) => again(&ctx, &atlas, &agent, *id, &form, error).await,
    }
}

/// A form that decides about an entry, and changes none of its text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepPost {
    revision: i32,
    /// Why it is sent back.
    remark: String,
}

/// `POST /desk/faq/{id}/archive`: takes it from the site.
pub async fn archive(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    shelf: web::Data<Shelf>,
    id: web::Path<Uuid>,
    posted: Posted<StepPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let done = faq::archive(&ctx, &agent.actor, *id, form.revision).await;
    if done.is_ok() {
        shelf.forget();
    }
    stepped(&ctx, &atlas, &agent, *id, done, "desk-faq-done-archived").await
}

/// `POST /desk/faq/{id}/send-back`: back to whoever writes it, with a remark.
pub async fn send_back(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    id: web::Path<Uuid>,
    posted: Posted<StepPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let done = faq::send_back(&ctx, &agent.actor, *id, form.revision, &form.remark).await;
    stepped(&ctx, &atlas, &agent, *id, done, "desk-faq-done-sent-back").await
}

/// `POST /desk/faq/{id}/reviewed`: it was looked at again, and still holds.
pub async fn reviewed(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    shelf: web::Data<Shelf>,
    id: web::Path<Uuid>,
    posted: Posted<StepPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let done = faq::reviewed(&ctx, &agent.actor, *id, form.revision).await;
    if done.is_ok() {
        shelf.forget();
    }
    stepped(&ctx, &atlas, &agent, *id, done, "desk-faq-done-reviewed").await
}

/// The page after a step that changes no text, or what kept it from being taken.
async fn stepped(
    ctx: &Context,
    atlas: &Atlas,
    agent: &Agent,
    id: Uuid,
    done: Result<Entry, FaqError>,
    said: &'static str,
) -> Result<HttpResponse, Problem> {
    let (key, status) = match done {
        Ok(_) => {
            leave_notice(ctx, agent, said).await?;
            return Ok(see_other(&entry_url(id, "")));
        }
        Err(FaqError::Store(StoreError::Stale) | FaqError::WrongStep { .. }) => {
            ("desk-faq-late-archive", StatusCode::CONFLICT)
        }
        Err(FaqError::Empty("remark")) => ("desk-faq-no-remark", StatusCode::UNPROCESSABLE_ENTITY),
        Err(error) => return Err(error.into()),
    };
    let entry = faq::entry(&ctx.db, &agent.actor, id).await?;
    let t = Texts::new(agent.user()?.language);
    let shown = Shown {
        problems: vec![t.say(key)],
        ..Shown::default()
    };
    page(ctx, atlas, agent, Some(entry), shown, status).await
}

/// The form again, with everything that was typed and what is wrong with it.
async fn again(
    ctx: &Context,
    atlas: &Atlas,
    agent: &Agent,
    id: Uuid,
    form: &EntryPost,
    error: FaqError,
) -> Result<HttpResponse, Problem> {
    let t = Texts::new(agent.user()?.language);
    let personal = matches!(error, FaqError::Personal(_));
    let unfit = StatusCode::UNPROCESSABLE_ENTITY;
    let (said, late, status) = match error {
        FaqError::Personal(_) => (None, false, unfit),
        FaqError::Empty("question") => (Some("desk-faq-no-question"), false, unfit),
        FaqError::Empty(_) => (Some("desk-faq-no-answer"), false, unfit),
        FaqError::Store(StoreError::Stale) => (Some("desk-faq-late"), true, StatusCode::CONFLICT),
        FaqError::WrongStep { .. } => (Some("desk-faq-past"), true, StatusCode::CONFLICT),
        other => return Err(other.into()),
    };
    let entry = faq::entry(&ctx.db, &agent.actor, id).await?;
    let shown = Shown {
        typed: Some(form.text()),
        problems: said.map(|key| t.say(key)).into_iter().collect(),
        late,
        personal,
        found: Vec::new(),
    };
    page(ctx, atlas, agent, Some(entry), shown, status).await
}
