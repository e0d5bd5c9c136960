//! The queue: what the address asks for, and the register's rows as a page.

use chrono::{DateTime, Datelike, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::ticket::{CONFIRM_PROPOSAL, ticket_url};
use super::view::parts::{Choice, Shell, Tone};
use super::view::queue::{Ball, FilterForm, QueuePage, Row, Scope, Section, SectionKind};
use super::words::{self, Due};
use crate::auth::Reach;
use crate::directory::{Atlas, DeskId};
use crate::entity::ticket::Ball as Holder;
use crate::registry::{
    self, Cursor, MOST_COUNTED, Page, QueueCounts, QueueFilter, QueueRow, Receipt, Reference,
    Status,
};
use crate::text::{Texts, dates};

/// Rows on a page.
pub const ROWS: u32 = 50;

/// What stands behind `/desk?`. Whatever it does not understand, it does not filter on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    /// `desk`, `me` or `all`.
    pub scope: String,
    /// A status.
    pub status: String,
    /// A receipt.
    pub receipt: String,
    /// A topic.
    pub topic: String,
    /// Where the page begins.
    pub after: String,
    /// A number to go to.
    pub q: String,
}

/// Whose queue is on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaching {
    /// The reader's desk.
    Desk(Uuid),
    /// The reader.
    Me(Uuid),
    /// Everybody.
    All,
}

impl Reaching {
    fn slug(self) -> &'static str {
        match self {
            Self::Desk(_) => "desk",
            Self::Me(_) => "me",
            Self::All => "all",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Desk(_) => "desk-scope-desk",
            Self::Me(_) => "desk-scope-me",
            Self::All => "desk-scope-all",
        }
    }

    fn scope(self) -> registry::Scope {
        match self {
            Self::Desk(desk) => registry::Scope::Desk(desk),
            Self::Me(user) => registry::Scope::User(user),
            Self::All => registry::Scope::All,
        }
    }
}

/// A request for the queue, understood.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Whose.
    pub reaching: Reaching,
    /// The reaches that the reader can choose from.
    pub reaches: Vec<Reaching>,
    /// What to ask the register.
    pub filter: QueueFilter,
    /// Where the page begins.
    pub after: Option<Cursor>,
}

impl QueueQuery {
    /// What the reader with this account, desk and reach asks for.
    #[must_use]
    pub fn wanted(&self, user: Uuid, desk: Option<Uuid>, reach: Reach, atlas: &Atlas) -> Wanted {
        let reaches: Vec<Reaching> = desk
            .map(Reaching::Desk)
            .into_iter()
            .chain([Reaching::Me(user), Reaching::All])
            .collect();
        // Who works at no desk came to see the whole.
        let first = if desk.is_some() {
            reaches[0]
        } else {
            Reaching::All
        };
        let reaching = reaches
            .iter()
            .copied()
            .find(|one| one.slug() == self.scope)
            .unwrap_or(first);
        let status = words::STATUSES
            .into_iter()
            .find(|one| one.slug() == self.status);
        let filter = QueueFilter {
            status,
            receipt: words::RECEIPTS
                .into_iter()
                .find(|one| one.slug() == self.receipt),
            topic: atlas.topic(&self.topic).map(|topic| topic.slug.clone()),
            ..QueueFilter::open(reaching.scope(), reach)
        };
        Wanted {
            reaching,
            reaches,
            filter,
            after: self.after.parse().ok(),
        }
    }

    /// The number that was typed: in full, or only its digits for one of this year.
    #[must_use]
    pub fn reference(&self, now: DateTime<Utc>) -> Option<Reference> {
        typed_reference(&self.q, now)
    }
}

/// The number of a question as somebody typed it: in full, or only its digits for one of this year.
#[must_use]
pub fn typed_reference(typed: &str, now: DateTime<Utc>) -> Option<Reference> {
    let typed = typed.trim();
    if let Ok(number) = typed.parse::<u32>() {
        let year = dates::local_day(now).year();
        return format!("RV-{year}-{number:06}").parse().ok();
    }
    typed.parse().ok()
}

impl Wanted {
    /// The address of this page with another reach, or without filters, or further on.
    fn url(&self, reaching: Reaching, filtered: bool, after: Option<Cursor>) -> String {
        let filter = &self.filter;
        let given = |value: Option<&str>| value.filter(|_| filtered).unwrap_or_default().to_owned();
        let parts = [
            ("scope", reaching.slug().to_owned()),
            ("status", given(filter.status.map(Status::slug))),
            ("receipt", given(filter.receipt.map(Receipt::slug))),
            ("topic", given(filter.topic.as_deref())),
            (
                "after",
                after.map(|cursor| cursor.to_string()).unwrap_or_default(),
            ),
        ];
        // Slugs and cursors are made of letters, digits, `-` and `_` only.
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("/desk?{}", parts.join("&"))
    }

    /// Whether floods stand on this page: the first one, without filters.
    #[must_use]
    pub fn shows_floods(&self) -> bool {
        self.after.is_none() && !self.is_filtered()
    }

    fn is_filtered(&self) -> bool {
        let filter = &self.filter;
        filter.status.is_some() || filter.receipt.is_some() || filter.topic.is_some()
    }

    fn form(&self, t: Texts, atlas: &Atlas) -> FilterForm {
        let choice = |value: &str, words: String, chosen| Choice {
            value: value.to_owned(),
            words,
            chosen,
        };
        let filter = &self.filter;
        FilterForm {
            scope: self.reaching.slug().to_owned(),
            statuses: words::STATUSES
                .into_iter()
                .map(|one| {
                    choice(
                        one.slug(),
                        words::status(t, one),
                        filter.status == Some(one),
                    )
                })
                .collect(),
            receipts: words::RECEIPTS
                .into_iter()
                .map(|one| {
                    let chosen = filter.receipt == Some(one);
                    choice(one.slug(), words::receipt(t, one).words, chosen)
                })
                .collect(),
            topics: atlas
                .topics()
                .filter(|topic| topic.active)
                .map(|topic| {
                    let chosen = filter.topic.as_ref() == Some(&topic.slug);
                    choice(&topic.slug, topic.title.clone(), chosen)
                })
                .collect(),
            clear: self
                .is_filtered()
                .then(|| self.url(self.reaching, false, None)),
        }
    }

    /// The page with these rows.
    #[must_use]
    pub fn page(
        &self,
        t: Texts,
        shell: Shell,
        rows: &Page<QueueRow>,
        counts: QueueCounts,
        atlas: &Atlas,
        now: DateTime<Utc>,
    ) -> QueuePage {
        let own = self.reaches.iter().find_map(|one| match one {
            Reaching::Desk(id) => atlas.desk(DeskId(*id)).map(|desk| desk.slug.as_str()),
            _ => None,
        });
        let mut sections: Vec<Section> = Vec::new();
        for row in &rows.rows {
            let kind = section(row.section(now));
            let shown = show(t, row, own, now);
            match sections.last_mut() {
                Some(last) if last.kind == kind => last.rows.push(shown),
                _ => sections.push(Section {
                    kind,
                    rows: vec![shown],
                }),
            }
        }
        QueuePage {
            t,
            shell,
            scopes: self
                .reaches
                .iter()
                .map(|&one| Scope {
                    url: self.url(one, true, None),
                    words: t.say(one.key()),
                    count: match one {
                        Reaching::Desk(_) => Some(counted(counts.desk)),
                        Reaching::Me(_) => Some(counted(counts.mine)),
                        Reaching::All => None,
                    },
                    chosen: one == self.reaching,
                })
                .collect(),
            filter: self.form(t, atlas),
            sections,
            floods: Vec::new(),
            next: rows
                .next
                .map(|cursor| self.url(self.reaching, true, Some(cursor))),
            missing: None,
            sees_none: false,
        }
    }
}

/// A count as it stands on screen: exact until the register stopped counting.
#[must_use]
pub fn counted(count: u64) -> String {
    if count < u64::from(MOST_COUNTED) {
        count.to_string()
    } else {
        format!("{}+", MOST_COUNTED - 1)
    }
}

fn section(of: registry::Section) -> SectionKind {
    match of {
        registry::Section::First => SectionKind::First,
        registry::Section::Today => SectionKind::Today,
        registry::Section::Todo => SectionKind::ToDo,
        registry::Section::Follow => SectionKind::FollowUp,
        registry::Section::Closed => SectionKind::Closed,
    }
}

fn show(t: Texts, row: &QueueRow, own: Option<&str>, now: DateTime<Utc>) -> Row {
    let (due, due_note) = words::due(
        t,
        Due {
            at: row.due_at,
            ball: row.ball,
            ball_since: row.ball_since,
            status: row.status,
            step: row.next_step,
        },
        now,
    );
    let over = row.section(now) == registry::Section::Closed;
    let asker = row.asker_name.as_deref().unwrap_or(&row.asker_email);
    let (who, who_note) = match &row.organisation {
        Some(organisation) => (organisation.clone(), asker.to_owned()),
        None => (asker.to_owned(), row.asker_email.clone()),
    };
    Row {
        reference: row.reference.clone(),
        url: ticket_url(&row.reference, ""),
        tone: match row.section(now) {
            registry::Section::First => Tone::Bad,
            registry::Section::Today => Tone::Warn,
            _ => Tone::Soft,
        },
        due,
        due_note,
        subject: row.subject.clone(),
        step: match row.status {
            Status::Closed if over => words::status_with_reason(t, row.status, row.close_reason),
            Status::Closed => t.say("desk-step-review-late"),
            _ => words::step(t, row.next_step, row.receipt, row.ball_desk.as_deref()),
        },
        who,
        who_note,
        topic: row
            .topic_title
            .clone()
            .unwrap_or_else(|| t.say("desk-topic-unknown")),
        ball: ball(t, row, own, now),
        receipt: if over {
            words::receipt_at_end(t, row.receipt)
        } else {
            words::receipt(t, row.receipt)
        },
    }
}

fn ball(t: Texts, row: &QueueRow, own: Option<&str>, now: DateTime<Utc>) -> Ball {
    if let (Some(name), Holder::Owner) = (&row.proposed_name, row.ball)
        && row.status != Status::Closed
    {
        return Ball::Proposal {
            url: ticket_url(&row.reference, CONFIRM_PROPOSAL),
            desk: name.clone(),
            percent: words::percent(row.proposed_confidence.unwrap_or_default()),
        };
    }
    if row.section(now) == registry::Section::Closed {
        let reason = row
            .close_reason
            .map(|reason| words::close_reason(t, reason));
        return Ball::With {
            who: t.say("desk-ball-nobody"),
            since: reason.unwrap_or_default(),
        };
    }
    let who = match row.ball {
        _ if row.status == Status::Closed => row.owner_name.clone(),
        Holder::Owner => match &row.handler {
            Some(handler) => handler.clone(),
            None if own == Some(row.owner_slug.as_str()) => t.say("desk-our-desk"),
            None => row.owner_name.clone(),
        },
        Holder::Asker => t.say("desk-side-asker"),
        Holder::Administration => row.ball_desk.clone().unwrap_or_default(),
    };
    Ball::With {
        who,
        since: words::since(t, row.ball_since, now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    const ME: Uuid = Uuid::from_u128(1);
    const DESK: Uuid = Uuid::from_u128(2);
    const NOW: &str = "2026-03-12T09:47:00Z";

    fn atlas() -> Atlas {
        Atlas::embedded().unwrap()
    }

    fn query(scope: &str, status: &str, topic: &str) -> QueueQuery {
        let text = str::to_owned;
        QueueQuery {
            scope: text(scope),
            status: text(status),
            topic: text(topic),
            ..QueueQuery::default()
        }
    }

    fn row() -> QueueRow {
        QueueRow {
            id: Uuid::from_u128(9),
            reference: "RV-2026-000214".to_owned(),
            subject: "Vervoerregio".to_owned(),
            status: Status::Open,
            close_reason: None,
            receipt: Receipt::None,
            next_step: registry::NextStep::ConfirmProposal,
            queue_rank: 1,
            due_at: "2026-03-26T16:00:00Z".parse().unwrap(),
            registered_at: NOW.parse().unwrap(),
            revision: 3,
            asker_name: Some("Lien Verstraeten".to_owned()),
            asker_email: "lien@wetteren.example".to_owned(),
            organisation: Some("Wetteren".to_owned()),
            topic_slug: None,
            topic_title: None,
            owner_slug: "contactpunt-oost-vlaanderen".to_owned(),
            owner_name: "Contactpunt Oost-Vlaanderen".to_owned(),
            ball: Holder::Owner,
            ball_desk: None,
            ball_since: NOW.parse().unwrap(),
            proposed_slug: Some("mow".to_owned()),
            proposed_name: Some("Departement MOW".to_owned()),
            proposed_confidence: Some(0.944),
            handler: None,
        }
    }

    #[test]
    fn an_agent_opens_on_the_own_desk_and_others_on_the_whole() {
        let wanted =
            |query: QueueQuery, desk| query.wanted(ME, desk, Reach::Everything, &atlas()).reaching;
        assert_eq!(wanted(query("", "", ""), Some(DESK)), Reaching::Desk(DESK));
        assert_eq!(wanted(query("", "", ""), None), Reaching::All);
        assert_eq!(wanted(query("me", "", ""), Some(DESK)), Reaching::Me(ME));
        assert_eq!(wanted(query("desk", "", ""), None), Reaching::All);
        assert_eq!(
            wanted(query("'; drop", "", ""), Some(DESK)),
            Reaching::Desk(DESK)
        );
    }

    #[test]
    fn the_address_keeps_what_it_understood_and_drops_the_rest() {
        let atlas = atlas();
        let wanted =
            query("all", "open", "vervoerregio").wanted(ME, None, Reach::Everything, &atlas);
        assert_eq!(
            wanted.url(wanted.reaching, true, None),
            "/desk?scope=all&status=open&topic=vervoerregio"
        );
        assert_eq!(wanted.url(wanted.reaching, false, None), "/desk?scope=all");
        let strange = query("all", "<b>", "geen-thema").wanted(ME, None, Reach::Everything, &atlas);
        assert!(!strange.is_filtered());
    }

    #[test]
    fn what_is_closed_is_calm_and_what_came_late_is_read() {
        let t = Texts::new(Language::Nl);
        let now = NOW.parse().unwrap();
        let closed = QueueRow {
            status: Status::Closed,
            close_reason: Some(registry::CloseReason::Withdrawn),
            receipt: Receipt::Disputed,
            next_step: registry::NextStep::Done,
            queue_rank: 9,
            due_at: "2026-03-10T09:00:00Z".parse().unwrap(),
            ball: Holder::Asker,
            ..row()
        };
        let shown = show(t, &closed, None, now);
        assert_eq!(
            (shown.due_note.as_str(), shown.receipt.tone),
            ("di 10 mrt", Tone::Soft)
        );
        let Ball::With { who, since } = shown.ball else {
            panic!("a proposal for what is closed");
        };
        assert_eq!(
            (who.as_str(), since.as_str()),
            ("niemand meer", "ingetrokken")
        );
        // An administration answered after all.
        let late = QueueRow {
            next_step: registry::NextStep::ReviewProposal,
            queue_rank: 1,
            due_at: "2026-03-17T16:00:00Z".parse().unwrap(),
            ..closed
        };
        let shown = show(t, &late, None, now);
        assert_eq!(shown.due.words, "nog 3 wd");
        assert!(shown.step.starts_with("Laat antwoord"), "{}", shown.step);
    }

    #[test]
    fn a_number_is_found_in_full_or_by_its_digits() {
        let now = NOW.parse().unwrap();
        let found = |q: &str| {
            let query = QueueQuery {
                q: q.to_owned(),
                ..QueueQuery::default()
            };
            query.reference(now).map(|reference| reference.to_string())
        };
        assert_eq!(found(" rv-2025-000871 ").as_deref(), Some("RV-2025-000871"));
        assert_eq!(found("214").as_deref(), Some("RV-2026-000214"));
        assert_eq!(found("vervoerregio"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn a_row_offers_the_proposal_only_while_the_ball_is_ours() {
        let t = Texts::new(Language::Nl);
        let now = NOW.parse().unwrap();
        let Ball::Proposal { url, desk, percent } = show(t, &row(), None, now).ball else {
            panic!("no proposal");
        };
        assert_eq!((desk.as_str(), percent), ("Departement MOW", 94));
        // It is a place to look: nothing leaves from the queue.
        assert_eq!(url, "/desk/tickets/RV-2026-000214?do=forward#doorsturen");
        let elsewhere = QueueRow {
            ball: Holder::Administration,
            ball_desk: Some("Departement MOW".to_owned()),
            ..row()
        };
        let Ball::With { who, since } = show(t, &elsewhere, None, now).ball else {
            panic!("a proposal for what is elsewhere already");
        };
        assert_eq!(
            (who.as_str(), since.as_str()),
            ("Departement MOW", "sinds vandaag 10.47")
        );
    }

    #[test]
    fn rows_stand_in_the_section_of_what_must_happen() {
        let t = Texts::new(Language::Nl);
        let at = |moment: &str| moment.parse().unwrap();
        let rows = vec![
            QueueRow {
                queue_rank: 0,
                ..row()
            },
            QueueRow {
                due_at: at("2026-03-10T16:00:00Z"),
                ..row()
            },
            QueueRow {
                due_at: at("2026-03-12T16:00:00Z"),
                ..row()
            },
            row(),
            QueueRow {
                queue_rank: 2,
                ..row()
            },
        ];
        let atlas = atlas();
        let wanted = QueueQuery::default().wanted(ME, Some(DESK), Reach::Everything, &atlas);
        let counts = QueueCounts {
            desk: 1000,
            mine: 2,
            first: 2,
        };
        let shell = super::super::view::parts::Shell {
            name: String::new(),
            desk: String::new(),
            csrf: super::super::view::parts::Csrf(String::new()),
            here: super::super::view::parts::Place::Queue,
            waiting: None,
            drafts: None,
            mail: None,
            alarms: Vec::new(),
            query: String::new(),
            done: None,
        };
        let page = wanted.page(
            t,
            shell,
            &Page { rows, next: None },
            counts,
            &atlas,
            at(NOW),
        );
        let sections: Vec<_> = page
            .sections
            .iter()
            .map(|one| (one.kind, one.rows.len()))
            .collect();
        assert_eq!(
            sections,
            [
                (SectionKind::First, 2),
                (SectionKind::Today, 1),
                (SectionKind::ToDo, 1),
                (SectionKind::FollowUp, 1),
            ]
        );
        assert_eq!(page.scopes[0].count.as_deref(), Some("999+"));
    }
}
