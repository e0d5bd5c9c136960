//! The log: what happened in all questions and in the set-up, with filters. It tells who did what to
//! which thing, and nothing of what people wrote.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::super::page::html;
use super::super::ticket::ticket_url;
use super::super::view::admin::{Cell, Field, Input, ListPage, Row};
use super::super::words;
use super::{ROWS, choice, fresh, read_place, reader, tabs, terms, with_query, word, write_place};
use crate::admin::{self, ADMIN_KINDS, LogFilter, LogRow, Who};
use crate::auth::{Subject, Verb};
use crate::config::TermName;
use crate::context::Context;
use crate::directory::LiveAtlas;
use crate::entity::event::ActorKind;
use crate::intake::day_range;
use crate::registry::Reference;
use crate::text::Texts;
use crate::web::{Agent, Problem};

/// Where it is.
pub(super) const LIST: &str = "/desk/beheer/logboek";

/// Who can do something without an account or a token.
const NAMELESS: [ActorKind; 3] = [
    ActorKind::System,
    ActorKind::Asker,
    ActorKind::Administration,
];

/// What stands behind the address of the log. Whatever it does not understand, it does not filter on,
/// and says so.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct LogQuery {
    #[serde(deserialize_with = "word")]
    wie: String,
    soort_wie: String,
    #[serde(deserialize_with = "word")]
    wat: String,
    van: String,
    tot: String,
    nummer: String,
    na: String,
}

impl LogQuery {
    fn is_filtered(&self) -> bool {
        [
            &self.wie,
            &self.soort_wie,
            &self.wat,
            &self.van,
            &self.tot,
            &self.nummer,
        ]
        .iter()
        .any(|text| !text.is_empty())
    }

    fn url(&self, after: &str) -> String {
        with_query(
            LIST,
            &[
                ("wie", &self.wie),
                ("soort_wie", &self.soort_wie),
                ("wat", &self.wat),
                ("van", &self.van),
                ("tot", &self.tot),
                ("nummer", &self.nummer),
                ("na", after),
            ],
        )
    }

    /// What is asked for, or what of it cannot be read.
    fn filter(&self, t: Texts) -> Result<LogFilter, String> {
        let day = |text: &str| -> Result<Option<NaiveDate>, String> {
            if text.is_empty() {
                return Ok(None);
            }
            let day = text.parse().map(Some);
            day.map_err(|_| t.with("admin-log-no-day", "text", text))
        };
        let ticket = match self.nummer.trim() {
            "" => None,
            number => Some(
                number
                    .parse::<Reference>()
                    .map_err(|_| t.with("admin-log-no-number", "text", number))?,
            ),
        };
        let kind = NAMELESS
            .into_iter()
            .find(|kind| kind.slug() == self.soort_wie);
        Ok(LogFilter {
            who: match (self.wie.trim(), kind) {
                ("", kind) => kind.map(Who::Kind),
                (name, _) => Some(Who::Called(name.to_owned())),
            },
            kind: Some(self.wat.clone()).filter(|kind| !kind.is_empty()),
            from: day(&self.van)?.map(|day| day_range(day).0),
            until: day(&self.tot)?.map(|day| day_range(day).1),
            ticket,
        })
    }
}

/// What is noted of a question: the kind, and the key of its words. What the event says stays with the
/// question.
const TICKET_KINDS: &[(&str, &str)] = &[
    ("accepted", "admin-event-accepted"),
    ("answer_promised", "admin-event-answer-promised"),
    ("answer_unplaced", "admin-event-answer-unplaced"),
    ("answered", "admin-event-answered"),
    ("asked_back", "admin-event-asked-back"),
    ("asker_not_told", "admin-event-not-told"),
    ("auto_reply", "admin-event-auto-reply"),
    ("closed", "admin-event-closed"),
    ("closing_told", "admin-event-closing-told"),
    ("put_for_asker", "admin-event-put-for-asker"),
    ("consulted", "admin-event-consulted"),
    ("advice_received", "admin-event-advice-received"),
    ("advice_refused", "admin-event-advice-refused"),
    ("considered", "admin-event-considered"),
    ("desk_acknowledged", "admin-event-desk-acknowledged"),
    ("desk_replied", "admin-event-desk-replied"),
    ("disowned", "admin-event-disowned"),
    ("doubled_by", "admin-event-doubled-by"),
    ("doubles", "admin-event-doubles"),
    ("merged", "admin-event-merged"),
    ("merged_in", "admin-event-merged-in"),
    ("linked", "admin-event-linked"),
    ("unlinked", "admin-event-unlinked"),
    ("signaled", "admin-event-signaled"),
    ("signal_withdrawn", "admin-event-signal-withdrawn"),
    ("split_from", "admin-event-split-from"),
    ("split_off", "admin-event-split-off"),
    ("unmerged", "admin-event-unmerged"),
    ("unmerged_from", "admin-event-unmerged-from"),
    ("evidence", "admin-event-evidence"),
    ("file_left_out", "admin-event-file-left-out"),
    ("followed_by", "admin-event-followed-by"),
    ("follows", "admin-event-follows"),
    ("forwarded", "admin-event-forwarded"),
    ("joined", "admin-event-joined"),
    ("mail_accepted", "admin-event-mail-accepted"),
    ("mail_failed", "admin-event-mail-failed"),
    ("mail_reported", "admin-event-mail-reported"),
    ("mail_carried", "admin-event-mail-carried"),
    ("mail_sealed", "admin-event-mail-sealed"),
    ("message_joined", "admin-event-message-joined"),
    ("message_parted", "admin-event-message-parted"),
    ("message_passed_on", "admin-event-message-passed-on"),
    ("message_received", "admin-event-message-received"),
    ("message_seen", "admin-event-message-seen"),
    ("message_set_aside", "admin-event-message-set-aside"),
    ("names_other_ticket", "admin-event-names-other-ticket"),
    ("not_acknowledged", "admin-event-not-acknowledged"),
    ("noted", "admin-event-noted"),
    ("original_answered", "admin-event-original-answered"),
    ("original_given_up", "admin-event-original-given-up"),
    ("notice_received", "admin-event-notice-received"),
    ("overdue", "admin-event-overdue"),
    ("parted_from", "admin-event-parted-from"),
    ("proposal_left", "admin-event-proposal-left"),
    ("proposal_received", "admin-event-proposal-received"),
    ("question_back", "admin-event-question-back"),
    ("readdressed", "admin-event-readdressed"),
    ("receipt_changed", "admin-event-receipt-changed"),
    ("receipt_corrected", "admin-event-receipt-corrected"),
    ("refused", "admin-event-refused"),
    ("registered", "admin-event-registered"),
    ("reminded", "admin-event-reminded"),
    ("reopened", "admin-event-reopened"),
    ("sender_accepted", "admin-event-sender-accepted"),
    ("sender_cleared", "admin-event-sender-cleared"),
    ("sender_refuted", "admin-event-sender-refuted"),
    ("sender_unproven", "admin-event-sender-unproven"),
    ("assigned", "admin-event-assigned"),
    ("topic_set", "admin-event-topic-set"),
    ("asker_changed", "admin-event-asker-changed"),
    ("owner_changed", "admin-event-owner-changed"),
    ("not_sent", "admin-event-not-sent"),
    ("knelpunt_set", "admin-event-knelpunt-set"),
    ("knelpunt_removed", "admin-event-knelpunt-removed"),
    ("released", "admin-event-released"),
    ("taken", "admin-event-taken"),
    ("taken_back", "admin-event-taken-back"),
    ("withdrawn", "admin-event-withdrawn"),
];

/// What happened to a question.
fn event_words(t: Texts, kind: &str) -> String {
    let known = TICKET_KINDS.iter().find(|(own, _)| *own == kind);
    t.say(known.map_or("admin-event-other", |(_, key)| key))
}

/// What was done to the set-up.
fn admin_words(t: Texts, kind: &str) -> Option<String> {
    Some(t.say(match kind {
        "account_added" => "admin-did-account-added",
        "account_changed" => "admin-did-account-changed",
        "roles_changed" => "admin-did-roles-changed",
        "account_disabled" => "admin-did-account-disabled",
        "account_enabled" => "admin-did-account-enabled",
        "password_reset" => "admin-did-password-reset",
        "password_set" => "admin-did-password-set",
        "sessions_ended" => "admin-did-sessions-ended",
        "account_linked" => "admin-did-account-linked",
        "second_step_on" => "admin-did-second-step-on",
        "second_step_off" => "admin-did-second-step-off",
        "second_step_reset" => "admin-did-second-step-reset",
        "recovery_codes_made" => "admin-did-recovery-codes-made",
        "sign_in_link_made" => "admin-did-sign-in-link-made",
        "member_added" => "admin-did-member-added",
        "member_removed" => "admin-did-member-removed",
        "desk_added" => "admin-did-desk-added",
        "desk_changed" => "admin-did-desk-changed",
        "topic_added" => "admin-did-topic-added",
        "topic_changed" => "admin-did-topic-changed",
        "term_changed" => "admin-did-term-changed",
        "token_made" => "admin-did-token-made",
        "token_revoked" => "admin-did-token-revoked",
        "template_added" => "admin-did-template-added",
        "template_changed" => "admin-did-template-changed",
        "template_archived" => "admin-did-template-archived",
        _ => return None,
    }))
}

fn subject_words(t: Texts, kind: &str) -> String {
    t.say(match kind {
        "account" => "admin-about-account",
        "desk" => "admin-about-desk",
        "topic" => "admin-about-topic",
        "term" => "admin-about-term",
        "token" => "admin-about-token",
        _ => "admin-about-template",
    })
}

fn value_words(value: &Value) -> String {
    match value {
        Value::Array(all) => all.iter().map(value_words).collect::<Vec<_>>().join(", "),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The facts of a change, in a few words.
fn fact_words(t: Texts, facts: &Value) -> String {
    let Some(facts) = facts.as_object() else {
        return String::new();
    };
    let change = match (facts.get("before"), facts.get("after")) {
        (Some(before), Some(after)) => {
            Some(format!("{} → {}", value_words(before), value_words(after)))
        }
        _ => None,
    };
    let one = |(name, value): (&String, &Value)| match name.as_str() {
        "sessions" => {
            let count = value.as_u64().unwrap_or_default();
            (count > 0).then(|| t.with("admin-fact-sessions", "count", count))
        }
        "days" => {
            let days = value.as_u64().unwrap_or_default();
            Some(t.with("admin-fact-days", "days", days))
        }
        "before" | "after" => None,
        "answers_for" => Some(t.say("admin-desk-answers")),
        "description" => Some(t.say("admin-fact-description")),
        "link" => Some(t.say("admin-fact-link")),
        "provider" => Some(t.say("admin-fact-provider")),
        "automatic" if value == "confident" => Some(t.say("admin-topic-confident")),
        "automatic" => Some(t.say("admin-topic-off")),
        "active" if value == true => Some(t.say("admin-topic-used")),
        "active" => Some(t.say("admin-topic-unused")),
        _ => Some(value_words(value)),
    };
    let all: Vec<String> = change
        .into_iter()
        .chain(facts.iter().filter_map(one))
        .collect();
    all.join(", ")
}

fn row(t: Texts, row: &LogRow, now: DateTime<Utc>, reads: bool) -> Row {
    let who = row.actor.clone();
    let who = who.unwrap_or_else(|| words::actor(t, row.actor_kind));
    let what = match (&row.ticket, admin_words(t, &row.kind)) {
        (None, Some(words)) => words,
        _ => event_words(t, &row.kind),
    };
    let about = match (&row.ticket, &row.subject) {
        (Some(number), _) if reads => {
            Cell::Link(ticket_url(number, ""), number.clone(), String::new())
        }
        (Some(number), _) => Cell::Words(number.clone(), String::new()),
        (None, Some((kind, name))) => {
            let term = (kind == "term").then(|| TermName::named(name)).flatten();
            let name = term.map_or_else(|| name.clone(), |term| terms::words(t, term));
            Cell::Words(name, subject_words(t, kind))
        }
        (None, None) => Cell::Words(String::new(), String::new()),
    };
    Row {
        cells: vec![
            Cell::Words(words::when(t, row.at, now), String::new()),
            Cell::Words(who, String::new()),
            Cell::Words(what, fact_words(t, &row.facts)),
            about,
        ],
        button: None,
    }
}

fn filters(t: Texts, query: &LogQuery) -> Vec<Field> {
    let line = |name, key: &str, kind, value: &str| {
        Field::new(name, t.say(key), Input::Line(kind, value.to_owned(), "off"))
    };
    let mut kinds = vec![choice("", t.say("admin-all"), query.wat.is_empty())];
    let of_setup = ADMIN_KINDS
        .iter()
        .filter_map(|kind| Some((*kind, admin_words(t, kind)?)));
    let of_tickets = TICKET_KINDS.iter().map(|(kind, key)| (*kind, t.say(key)));
    let mut named: Vec<(&str, String)> = of_setup.chain(of_tickets).collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    kinds.extend(
        named
            .into_iter()
            .map(|(kind, words)| choice(kind, words, kind == query.wat)),
    );
    let mut actors = vec![choice("", t.say("admin-all"), query.soort_wie.is_empty())];
    actors.extend(NAMELESS.map(|kind| {
        let chosen = kind.slug() == query.soort_wie;
        choice(kind.slug(), words::actor(t, kind), chosen)
    }));
    vec![
        line("wie", "admin-log-called", "search", &query.wie),
        Field::new("soort_wie", t.say("admin-log-or"), Input::Choose(actors)),
        Field::new("wat", t.say("admin-log-what"), Input::Choose(kinds)),
        line("van", "admin-log-from", "date", &query.van),
        line("tot", "admin-log-until", "date", &query.tot),
        line("nummer", "admin-log-number", "search", &query.nummer)
            .help("RV-2026-000123".to_owned()),
    ]
}

/// `GET /desk/beheer/logboek`: the log, the latest first.
pub(super) async fn list(
    ctx: web::Data<Context>,
    live: web::Data<LiveAtlas>,
    agent: Agent,
    query: web::Query<LogQuery>,
) -> Result<HttpResponse, Problem> {
    let atlas = fresh(&ctx, &live).await?;
    let reader = reader(&ctx, &atlas, &agent, Verb::ReadLog).await?;
    let (t, now) = (reader.t, ctx.clock.now());
    let asked = query.filter(t);
    let (filter, wrong) = match asked {
        Ok(filter) => (filter, None),
        Err(wrong) => (LogFilter::default(), Some(wrong)),
    };
    let after = read_place(&query.na);
    let found = admin::log(&ctx, &agent.actor, &filter, after, ROWS as usize).await?;
    let reads = agent.may(Verb::ReadQueue, Subject::House).is_ok();
    let page = ListPage {
        t,
        tabs: tabs(t, LIST),
        title: t.say("admin-log"),
        about: t.say("admin-log-about"),
        add: None,
        wrong,
        url: LIST,
        filters: filters(t, &query),
        clear: query.is_filtered().then_some(LIST),
        columns: vec![
            t.say("admin-log-at"),
            t.say("admin-log-who"),
            t.say("admin-log-what"),
            t.say("admin-log-about-what"),
        ],
        rows: found
            .rows
            .iter()
            .map(|one| row(t, one, now, reads))
            .collect(),
        none: t.say("admin-log-none"),
        next: found.next.map(|place| query.url(&write_place(place))),
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::text::Language;

    fn kinds_in(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                kinds_in(&path, found);
            } else if path.extension().is_some_and(|own| own == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                let written = source.split(concat!("NewEvent", "::new(")).skip(1);
                let word = |rest: &str| {
                    let word = rest.trim_start().strip_prefix('"')?.split('"').next();
                    word.map(str::to_owned)
                };
                // Not the sources of tests such as this one.
                let is_kind =
                    |word: &String| word.chars().all(|c| c == '_' || c.is_ascii_lowercase());
                found.extend(written.filter_map(word).filter(is_kind));
            }
        }
    }

    #[test]
    fn every_choice_of_the_log_has_words_of_its_own() {
        for language in [Language::Nl, Language::En] {
            let t = Texts::new(language);
            let of_setup = ADMIN_KINDS.iter().filter_map(|kind| admin_words(t, kind));
            let of_tickets = TICKET_KINDS.iter().map(|(_, key)| t.say(key));
            let mut words: Vec<String> = of_setup.chain(of_tickets).collect();
            words.sort_unstable();
            let doubles: Vec<_> = words.windows(2).filter(|two| two[0] == two[1]).collect();
            assert!(doubles.is_empty(), "{doubles:?}");
        }
    }

    #[test]
    fn every_kind_of_event_has_words_in_the_log() {
        let t = Texts::new(Language::Nl);
        let mut kinds: Vec<String> = ADMIN_KINDS.map(str::to_owned).to_vec();
        assert!(kinds.iter().all(|kind| admin_words(t, kind).is_some()));
        kinds.clear();
        kinds_in(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut kinds,
        );
        assert!(kinds.len() > 30, "{kinds:?}");
        kinds.sort_unstable();
        kinds.dedup();
        let other = t.say("admin-event-other");
        let unnamed: Vec<_> = kinds
            .iter()
            .filter(|kind| event_words(t, kind) == other)
            .collect();
        assert!(unnamed.is_empty(), "{unnamed:?}");
    }
}
