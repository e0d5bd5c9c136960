//! The history of a question, a sentence an event: what happened, to whom, and what it was before and
//! after. Pure.

use sea_orm::Iterable as _;
use serde::de::DeserializeOwned;

use super::{pending, words};
use crate::directory::Atlas;
use crate::dispatch::Unsent;
use crate::entity::deadline::DeadlineKind;
use crate::entity::dispatch_decision::DispatchMode;
use crate::entity::outbound_mail::OutboundKind;
use crate::entity::receipt_evidence::EvidenceKind;
use crate::entity::ticket::{Channel, CloseReason, Receipt};
use crate::registry::{AssignmentView, Case, EventView, Told};
use crate::text::{Texts, dates};

/// What an event is told from.
pub struct History<'a> {
    /// The words.
    pub t: Texts,
    /// The question that it happened to.
    pub case: &'a Case,
    /// The desks that it names.
    pub atlas: &'a Atlas,
}

impl History<'_> {
    /// What happened, in one sentence.
    #[must_use]
    pub fn sentence(&self, event: &EventView) -> String {
        self.known(event)
            .unwrap_or_else(|| self.t.with("desk-event-other", "kind", event.kind.as_str()))
    }

    /// The sentence of an event of a kind that there is; none for a kind that a later version knows.
    fn known(&self, event: &EventView) -> Option<String> {
        let t = self.t;
        let plain = |key| Some(t.say(key));
        match event.kind.as_str() {
            "put_for_asker" => plain("desk-event-put-for-asker"),
            "registered" => self.named("desk-event-registered", "channel", channel(t, event)),
            "considered" => self.named("desk-event-considered", "outcome", considered(t, event)),
            "taken" => match event.facts["from"].as_str() {
                Some(from) => Some(t.with("desk-event-taken-from", "name", from)),
                None => plain("desk-event-taken"),
            },
            "released" => plain("desk-event-released"),
            "assigned" => {
                let to = event.facts["to"].as_str().map(str::to_owned);
                self.named("desk-event-assigned", "name", to)
            }
            "topic_set" => {
                let slug = event.facts["topic"].as_str();
                let topic = slug.and_then(|slug| self.atlas.topic(slug));
                let title = topic.map(|topic| topic.title.clone());
                self.named("desk-event-topic-set", "topic", title)
            }
            "signaled" => plain("desk-event-signaled"),
            "signal_withdrawn" => plain("desk-event-signal-withdrawn"),
            "noted" => plain("desk-event-noted"),
            "closing_told" => plain("desk-event-closing-told"),
            "closed" => self.named("desk-event-closed", "reason", closed(t, event)),
            "reopened" => match fact::<Receipt>(event, "because") {
                Some(receipt) => self.named(
                    "desk-event-reopened-because",
                    "receipt",
                    Some(words::receipt(t, receipt).words),
                ),
                None => plain("desk-event-reopened"),
            },
            "evidence" => Some(evidence(t, event)),
            "receipt_changed" => Some(self.receipt_changed(event)),
            "receipt_corrected" => plain("desk-event-receipt-corrected"),
            "answered"
                if event.facts["proposal"].is_string() && !event.facts["still"].is_array() =>
            {
                plain("desk-event-answered-from-proposal")
            }
            "answered" if event.facts["still"].is_array() => {
                self.named("desk-event-answered-part", "desks", self.still(event))
            }
            "answered" => plain("desk-event-answered"),
            "readdressed" if event.facts["moved"] == false => plain("desk-event-readdressed-same"),
            "readdressed" => plain("desk-event-readdressed"),
            "asked_back" => plain("desk-event-asked-back"),
            "asker_not_told" => plain("desk-event-not-told"),
            "auto_reply" => plain("desk-event-auto-reply"),
            "disowned" => plain("desk-event-disowned"),
            "message_received" => plain("desk-event-message-received"),
            "not_acknowledged" if event.facts["because"] == "flood" => {
                plain("desk-event-not-acknowledged-flood")
            }
            "not_acknowledged" => plain("desk-event-not-acknowledged"),
            "answer_unplaced" => plain("desk-event-answer-unplaced"),
            "mail_carried" => plain("desk-event-mail-carried"),
            "mail_sealed" => plain("desk-event-mail-sealed"),
            "sender_accepted" => plain("desk-event-sender-accepted"),
            "sender_cleared" => plain("desk-event-sender-cleared"),
            "sender_refuted" => plain("desk-event-sender-refuted"),
            "sender_unproven" => plain("desk-event-sender-unproven"),
            "file_left_out" => {
                let why = event.facts["because"].as_str().unwrap_or("–");
                Some(match event.facts["decided_in"].as_str() {
                    Some(other) => t.with2(
                        "desk-event-file-left-out-too",
                        "why",
                        why,
                        "reference",
                        other,
                    ),
                    None => t.with("desk-event-file-left-out", "why", why),
                })
            }
            "message_seen" => plain("desk-event-message-seen"),
            "message_set_aside" => plain("desk-event-message-set-aside"),
            "proposal_left" => plain("desk-event-proposal-left"),
            "mail_accepted" | "mail_failed" | "mail_reported" => Some(mail(t, event)),
            "knelpunt_set" | "knelpunt_removed" => {
                let key = if event.kind == "knelpunt_set" {
                    "desk-event-knelpunt-set"
                } else {
                    "desk-event-knelpunt-removed"
                };
                let instrument = event.facts["instrument"].as_str().map(str::to_owned);
                self.named(key, "instrument", instrument)
            }
            "asker_changed" => Some(asker_changed(t, event)),
            "not_sent" => Some(not_sent(t, event)),
            "overdue" => self.named("desk-event-overdue", "term", term(t, event)),
            kind => self
                .of_desk(kind, event)
                .or_else(|| self.of_other(kind, event)),
        }
    }

    /// The sentence `key` with what is known for its one name; a fact that an old event lacks is a dash.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "it is an arm of a match of options"
    )]
    fn named(&self, key: &str, name: &'static str, value: Option<String>) -> Option<String> {
        let value = value.unwrap_or_else(|| "–".to_owned());
        Some(self.t.with(key, name, value))
    }

    fn receipt_changed(&self, event: &EventView) -> String {
        let said = |name| {
            fact::<Receipt>(event, name)
                .map_or_else(|| "–".to_owned(), |it| words::receipt(self.t, it).words)
        };
        let (from, to) = (said("from"), said("to"));
        self.t
            .with2("desk-event-receipt-changed", "from", from, "to", to)
    }

    /// What a desk did, or what was done with it.
    fn of_desk(&self, kind: &str, event: &EventView) -> Option<String> {
        let t = self.t;
        let desk = self.desk(event);
        let key = match kind {
            "accepted" => "desk-event-accepted",
            "refused" => "desk-event-refused",
            "proposal_received" => "desk-event-proposal-received",
            "notice_received" => "desk-event-notice-received",
            "desk_acknowledged" => "desk-event-desk-acknowledged",
            "question_back" => "desk-event-question-back",
            "desk_replied" => "desk-event-desk-replied",
            "owner_changed" => "desk-event-owner-changed",
            "message_passed_on" => "desk-event-message-passed-on",
            "reminded" => "desk-event-reminded",
            "advice_received" => "desk-event-advice-received",
            "advice_refused" => "desk-event-advice-refused",
            "withdrawn" => "desk-event-withdrawn",
            "taken_back" => match event.facts["because"].as_str() {
                Some("answered") => "desk-event-taken-back-answered",
                Some("closed") => "desk-event-taken-back-closed",
                Some("merged") => "desk-event-taken-back-merged",
                Some("forwarded") => "desk-event-taken-back-forwarded",
                _ => "desk-event-taken-back",
            },
            "forwarded" | "consulted" | "answer_promised" => {
                let key = match kind {
                    "forwarded" => "desk-event-forwarded",
                    "consulted" => "desk-event-consulted",
                    _ => "desk-event-answer-promised",
                };
                return Some(t.with2(key, "desk", desk, "day", due(t, event)));
            }
            _ => return None,
        };
        Some(t.with(key, "desk", desk))
    }

    /// What ties the question to another one.
    fn of_other(&self, kind: &str, event: &EventView) -> Option<String> {
        let key = match kind {
            "follows" => "desk-event-follows",
            "followed_by" => "desk-event-followed-by",
            "names_other_ticket" => "desk-event-names-other-ticket",
            "joined" => "desk-event-joined",
            "message_joined" => "desk-event-message-joined",
            "message_parted" => "desk-event-message-parted",
            "parted_from" => "desk-event-parted-from",
            "doubles" => "desk-event-doubles",
            "doubled_by" => "desk-event-doubled-by",
            "merged" => "desk-event-merged",
            "merged_in" => "desk-event-merged-in",
            "split_from" => "desk-event-split-from",
            "split_off" => "desk-event-split-off",
            "linked" => "desk-event-linked",
            "unlinked" => "desk-event-unlinked",
            "unmerged" => "desk-event-unmerged",
            "unmerged_from" => "desk-event-unmerged-from",
            "original_answered" => "desk-event-original-answered",
            "original_given_up" => "desk-event-original-given-up",
            _ => return None,
        };
        let reference = event.facts["reference"].as_str().map(str::to_owned);
        self.named(key, "reference", reference)
    }

    /// The desks that go on answering after a part of the answer.
    fn still(&self, event: &EventView) -> Option<String> {
        let slugs = event.facts["still"].as_array()?;
        let names = slugs.iter().filter_map(|slug| {
            let desk = self.atlas.desk_by_slug(slug.as_str()?)?;
            Some(desk.name.clone())
        });
        Some(names.collect::<Vec<_>>().join(", "))
    }

    /// The name of the desk that an event is about.
    #[must_use]
    pub fn desk(&self, event: &EventView) -> String {
        let slug = event.facts["desk"].as_str();
        let by_slug = slug.and_then(|slug| self.atlas.desk_by_slug(slug));
        let id = event.facts["assignment"].as_str();
        let here = |view: &&AssignmentView| Some(view.id.to_string().as_str()) == id;
        let all = self.case.threads.iter();
        let by_assignment = || {
            let mut held = all.filter_map(|thread| thread.assignment.as_ref());
            held.find(here)
        };
        by_slug
            .map(|desk| desk.name.clone())
            .or_else(|| by_assignment().map(|view| view.desk_name.clone()))
            .unwrap_or_else(|| self.t.say("desk-actor-administration"))
    }
}

/// A fact of an event, when it has one that there still is.
fn fact<T: DeserializeOwned>(event: &EventView, name: &str) -> Option<T> {
    serde_json::from_value(event.facts[name].clone()).ok()
}

fn channel(t: Texts, event: &EventView) -> Option<String> {
    Some(t.say(match fact::<Channel>(event, "channel")? {
        Channel::Mail => "portal-channel-mail",
        Channel::Portal => "portal-channel-portal",
        Channel::Api => "portal-channel-other",
        Channel::Phone => "portal-channel-phone",
        Channel::Meeting => "portal-channel-meeting",
        Channel::Mailbox => "desk-channel-mailbox",
    }))
}

fn considered(t: Texts, event: &EventView) -> Option<String> {
    Some(t.say(match fact::<DispatchMode>(event, "mode")? {
        DispatchMode::Automatic => "desk-considered-automatic",
        DispatchMode::Proposed => "desk-considered-proposed",
        DispatchMode::Stay => "desk-considered-stay",
        DispatchMode::Person => "desk-considered-person",
    }))
}

fn closed(t: Texts, event: &EventView) -> Option<String> {
    fact::<CloseReason>(event, "reason").map(|reason| words::close_reason(t, reason))
}

fn evidence(t: Texts, event: &EventView) -> String {
    let proof = fact::<EvidenceKind>(event, "kind")
        .map_or_else(|| "–".to_owned(), |kind| words::evidence(t, kind).words);
    let day = event.facts["on"].as_str().and_then(|day| day.parse().ok());
    let Some((how, day)) = fact::<Told>(event, "how").zip(day) else {
        return t.with("desk-event-evidence", "proof", proof);
    };
    let how = words::told(t, how);
    let day = dates::plain_day(day, t.language());
    let named = [
        ("proof", proof.into()),
        ("how", how.into()),
        ("day", day.into()),
    ];
    t.fill("desk-event-evidence-noted", named)
}

fn mail(t: Texts, event: &EventView) -> String {
    let mail = fact::<OutboundKind>(event, "mail").map(|kind| words::mail(t, kind));
    let key = match (event.kind.as_str(), event.facts["what"].as_str()) {
        ("mail_accepted", _) => "desk-event-mail-accepted",
        ("mail_failed", _) => "desk-event-mail-failed",
        (_, Some("delivered")) => "desk-event-mail-delivered",
        (_, Some("read")) => "desk-event-mail-read",
        (_, Some("delayed")) => "desk-event-mail-delayed",
        (_, Some("failed")) => "desk-event-mail-said-failed",
        (_, Some("too_large")) => "desk-event-mail-too-large",
        _ => "desk-event-mail-reported",
    };
    t.with(key, "mail", mail.unwrap_or_else(|| t.say("desk-mail-one")))
}

fn asker_changed(t: Texts, event: &EventView) -> String {
    let organisation = event.facts["organisation"].as_str();
    match (event.facts["another_person"].as_bool(), organisation) {
        (Some(false), Some(name)) => t.with("desk-event-asker-organisation", "organisation", name),
        (Some(false), None) => t.say("desk-event-asker-no-organisation"),
        (_, Some(name)) => t.with("desk-event-asker-of", "organisation", name),
        (_, None) => t.say("desk-event-asker"),
    }
}

fn not_sent(t: Texts, event: &EventView) -> String {
    let said = |name| event.facts[name].as_str().unwrap_or("–").to_owned();
    let because = said("because");
    let why = Unsent::iter().find(|unsent| unsent.slug() == because);
    let named = [
        ("what", said("what").into()),
        ("who", said("of").into()),
        (
            "why",
            why.map_or(because, |unsent| pending::why(t, unsent)).into(),
        ),
    ];
    t.fill("desk-event-not-sent", named)
}

fn term(t: Texts, event: &EventView) -> Option<String> {
    let kind = fact::<DeadlineKind>(event, "term")?;
    Some(words::term(t, kind, Receipt::None))
}

fn due(t: Texts, event: &EventView) -> String {
    let due = event.facts["due"].as_str();
    let due = due.and_then(|at| chrono::DateTime::parse_from_rfc3339(at).ok());
    due.map_or_else(
        || "–".to_owned(),
        |at| dates::plain_day(dates::local_day(at.to_utc()), t.language()),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use serde_json::{Value, json};

    use super::*;
    use crate::entity::event::ActorKind;
    use crate::text::Language;
    use crate::web::portal::telling::tests::with_administration;

    fn sentence(kind: &str, facts: Value) -> (bool, String) {
        let (case, atlas) = (with_administration(), Atlas::embedded().unwrap());
        let history = History {
            t: Texts::new(Language::Nl),
            case: &case,
            atlas: &atlas,
        };
        let event = EventView {
            seq: 1,
            kind: kind.to_owned(),
            actor_kind: ActorKind::System,
            by: None,
            by_id: None,
            facts,
            at: chrono::DateTime::UNIX_EPOCH,
        };
        (history.known(&event).is_some(), history.sentence(&event))
    }

    /// Every kind of event that the sources write.
    fn written() -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut elsewhere = 0;
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                if path.ends_with("web/desk/events.rs") {
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                for (_, after) in text
                    .match_indices("NewEvent::new(")
                    .map(|it| text.split_at(it.0))
                {
                    let after = after["NewEvent::new(".len()..].trim_start();
                    let literal = after.strip_prefix('"').and_then(|it| it.split_once('"'));
                    elsewhere += usize::from(literal.is_none());
                    found.extend(literal.map(|(kind, _)| kind.to_owned()));
                }
            }
        }
        // Those that are chosen where they are written.
        assert_eq!(elsewhere, 2, "name the kinds of a new one here");
        let chosen = [
            "mail_failed",
            "mail_accepted",
            "mail_sealed",
            "sender_refuted",
            "sender_unproven",
        ];
        found.extend(chosen.map(str::to_owned));
        found
    }

    #[test]
    fn every_kind_of_event_has_a_sentence() {
        let all = written();
        assert!(all.len() > 35, "{all:?}");
        for kind in all {
            let (known, said) = sentence(&kind, Value::Null);
            assert!(known, "nothing is said of {kind}: {said}");
            assert!(
                !said.contains("desk-") && !said.contains('{'),
                "{kind}: {said}"
            );
        }
        let (known, said) = sentence("from_the_future", Value::Null);
        assert!(!known);
        assert_eq!(said, "Gebeurtenis “from_the_future”");
    }

    #[test]
    fn an_acknowledgement_that_was_not_sent_has_its_reason() {
        let said = |facts| sentence("not_acknowledged", facts).1;
        let of_flood = said(json!({ "because": "flood" }));
        assert!(of_flood.contains("in naam van anderen"), "{of_flood}");
        let otherwise = said(json!({}));
        assert!(otherwise.contains("vorig bericht"), "{otherwise}");
    }

    #[test]
    fn a_sentence_says_what_changed() {
        let due = "2026-05-18T16:00:00+00:00";
        let said = [
            ("registered", json!({ "channel": "mail" })),
            ("considered", json!({ "mode": "proposed" })),
            ("forwarded", json!({ "desk": "mow", "due": due })),
            ("answer_promised", json!({ "desk": "mow", "due": due })),
            ("closed", json!({ "reason": "duplicate" })),
            ("closing_told", json!({ "message": "1" })),
            ("put_for_asker", json!({})),
            ("reopened", json!({ "because": "disputed" })),
            (
                "receipt_changed",
                json!({ "from": "sent", "to": "confirmed" }),
            ),
            ("evidence", json!({ "kind": "said_yes" })),
            (
                "evidence",
                json!({ "kind": "noted", "how": "phone", "on": "2026-05-18" }),
            ),
            ("mail_accepted", json!({ "mail": "forward" })),
            ("mail_reported", json!({ "mail": "answer", "what": "read" })),
            ("overdue", json!({ "term": "answer" })),
            ("taken_back", json!({ "because": "closed" })),
            ("doubled_by", json!({ "reference": "RV-2026-000123" })),
            ("assigned", json!({ "to": "Sofie De Clercq" })),
            ("topic_set", json!({ "topic": "vervoerregio" })),
            (
                "original_answered",
                json!({ "reference": "RV-2026-000123" }),
            ),
            (
                "original_given_up",
                json!({ "reference": "RV-2026-000123" }),
            ),
            (
                "refused",
                json!({ "assignment": "00000000-0000-0000-0000-000000000014" }),
            ),
        ]
        .map(|(kind, facts)| sentence(kind, facts).1);
        insta::assert_snapshot!(said.join("\n"));
    }
}
