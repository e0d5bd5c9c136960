//! The queue: what the address asks for, and the register's rows as a page.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use uuid::Uuid;

use super::list;
use super::view::parts::{Choice, Moment, Shell, Tone};
use super::view::queue::{
    Ball, FilterForm, FoundRow, KeepForm, QueuePage, Row, Scope, SearchPage, Section, SectionKind,
    Select,
};
use super::words::{self, Due};
use crate::auth::{Actor, Reach, Subject, Verb, may, may_at_all, oversees, own_desks, reach};
use crate::directory::{Atlas, Desk, DeskId};
use crate::entity::ticket::Ball as Holder;
use crate::registry::{
    self, AdviceWanted, Among, Cursor, Excerpt, Handler, Knelpunten, MOST_COUNTED, Page,
    QueueCounts, QueueFilter, QueueRow, Reference, SearchQuery, Status, TakenBy,
};
use crate::store::StoreError;
use crate::text::{Texts, dates};

/// Rows on a page of the queue.
pub const ROWS: u32 = 50;
/// Rows on a page of what was found: they are longer.
pub const FOUND: u32 = 25;

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
    /// A province.
    pub province: String,
    /// A reference region.
    pub region: String,
    /// A desk that answers for them.
    pub desk: String,
    /// A colleague, or `none`.
    pub handler: String,
    /// The label: `1` for all that bear it, or the instrument that they concern.
    pub knelpunt: String,
    /// How far back: `week`, `month`, `quarter` or `year`.
    pub period: String,
    /// Only what is late, when it says anything.
    pub late: String,
    /// Only what the governor's office was pointed at, when it says anything.
    pub signal: String,
    /// Where the page begins.
    pub after: String,
    /// What is looked for, or a number to go to.
    pub q: String,
}

/// How an address asks for what nobody took.
const NOBODY: &str = "none";

/// How far back one can look, in days, and what that is called.
const PERIODS: [(&str, i64, &str); 4] = [
    ("week", 7, "desk-period-week"),
    ("month", 31, "desk-period-month"),
    ("quarter", 92, "desk-period-quarter"),
    ("year", 366, "desk-period-year"),
];

/// What is known round whoever asks for a queue, whichever queue it is.
#[derive(Debug, Clone)]
pub struct Around {
    /// The account.
    pub user: Uuid,
    /// The desks they work for.
    pub desks: Vec<Uuid>,
    /// Whether they watch the whole house.
    pub oversees: bool,
    /// What they have to do with the questions they see.
    pub part: Part,
    /// Whether they read notes.
    pub inside: bool,
    /// Which questions they see at all.
    pub reach: Reach,
    /// Who works at a desk whose questions they see, or has open ones of it still.
    pub people: Vec<Handler>,
}

/// What somebody has to do with the questions that they see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// They look on.
    LooksOn,
    /// They deal with them.
    Deals,
    /// They deal with them, and some are theirs by name.
    Takes,
}

impl Part {
    fn of(actor: &Actor) -> Self {
        if may_at_all(actor, Verb::Take) {
            Self::Takes
        } else if may_at_all(actor, Verb::Answer) || may_at_all(actor, Verb::Forward) {
            Self::Deals
        } else {
            Self::LooksOn
        }
    }
}

impl Around {
    /// What is known round this account.
    pub async fn of(
        db: &impl ConnectionTrait,
        atlas: &Atlas,
        actor: &Actor,
        user: Uuid,
    ) -> Result<Self, StoreError> {
        let reach = reach(actor);
        let seen: Vec<Uuid> = owners(atlas, &reach).map(|desk| desk.id.0).collect();
        Ok(Self {
            user,
            desks: own_desks(actor),
            oversees: oversees(actor),
            part: Part::of(actor),
            inside: may(actor, Verb::ReadNotes, Subject::House).is_ok(),
            people: registry::handlers(db, &seen).await?,
            reach,
        })
    }

    /// The same, with the words and the moment.
    #[must_use]
    pub fn asking<'a>(&'a self, atlas: &'a Atlas, t: Texts, now: DateTime<Utc>) -> Asking<'a> {
        Asking {
            around: self,
            colleagues: &self.people,
            instruments: &[],
            atlas,
            t,
            now,
        }
    }

    /// Whom one can choose from among the handlers: those of the chosen desk, of the own desks, or for who
    /// works at none or watches all, everybody.
    pub async fn colleagues(
        &self,
        db: &impl ConnectionTrait,
        atlas: &Atlas,
        query: &QueueQuery,
    ) -> Result<Vec<Handler>, StoreError> {
        let mut seen = owners(atlas, &self.reach);
        match seen.find(|desk| desk.slug == query.desk) {
            Some(desk) => registry::handlers(db, &[desk.id.0]).await,
            None if self.desks.is_empty() || self.oversees => Ok(self.people.clone()),
            None => registry::handlers(db, &self.desks).await,
        }
    }
}

/// The desks that answer for the questions one sees.
fn owners<'a>(atlas: &'a Atlas, reach: &'a Reach) -> impl Iterator<Item = &'a Desk> {
    let within = move |desk: &&Desk| match (reach, &desk.province) {
        (Reach::Provinces(provinces), Some(own)) => provinces.contains(own),
        _ => true,
    };
    atlas
        .central()
        .into_iter()
        .chain(atlas.contact_points())
        .filter(within)
}

/// Who asks for the queue, and what is known round them.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// Who.
    pub around: &'a Around,
    /// Whom they choose from among the handlers.
    pub colleagues: &'a [Handler],
    /// The instruments that were named before.
    pub instruments: &'a [String],
    /// The directory.
    pub atlas: &'a Atlas,
    /// The words, in their language.
    pub t: Texts,
    /// Now.
    pub now: DateTime<Utc>,
}

/// Whose queue is on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaching {
    /// The reader's desks.
    Desk,
    /// The reader.
    Me,
    /// Everybody.
    All,
}

impl Reaching {
    fn slug(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Me => "me",
            Self::All => "all",
        }
    }

    fn key(self, around: &Around) -> &'static str {
        match self {
            Self::Desk if around.desks.len() > 1 => "desk-scope-desks",
            Self::Desk => "desk-scope-desk",
            Self::Me => "desk-scope-me",
            Self::All => "desk-scope-all",
        }
    }

    fn scope(self, around: &Around) -> registry::Scope {
        match self {
            Self::Desk => registry::Scope::Desks(around.desks.clone()),
            Self::Me => registry::Scope::User(around.user),
            Self::All => registry::Scope::All,
        }
    }

    /// The desks that one can choose from.
    fn desks(self, asking: Asking<'_>) -> Vec<&Desk> {
        let Asking { around, atlas, .. } = asking;
        let own = around.desks.iter();
        match self {
            Self::All => owners(atlas, &around.reach).collect(),
            // Of one there is nothing to choose.
            Self::Desk | Self::Me if around.desks.len() < 2 => Vec::new(),
            Self::Desk | Self::Me => own.filter_map(|id| atlas.desk(DeskId(*id))).collect(),
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
    /// What is looked for, and how it was typed.
    pub search: Option<(String, SearchQuery)>,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// The filters that were understood, as they stand in the address.
    chosen: Vec<(&'static str, String)>,
}

impl QueueQuery {
    /// What the reader asks for.
    #[must_use]
    pub fn wanted(&self, asking: Asking<'_>) -> Wanted {
        let Asking {
            atlas, now, around, ..
        } = asking;
        let works = !around.desks.is_empty();
        let reaches: Vec<Reaching> = [
            works.then_some(Reaching::Desk),
            (around.part == Part::Takes).then_some(Reaching::Me),
            Some(Reaching::All),
        ]
        .into_iter()
        .flatten()
        .collect();
        let search = SearchQuery::of(&self.q).map(|query| (self.q.trim().to_owned(), query));
        // Who works at no desk or watches all of them came to see the whole, and who looks for
        // something looks everywhere.
        let first = if works && search.is_none() && !around.oversees {
            Reaching::Desk
        } else {
            Reaching::All
        };
        let reaching = reaches
            .iter()
            .copied()
            .find(|one| one.slug() == self.scope)
            .unwrap_or(first);
        let mut filter = QueueFilter::open(reaching.scope(around), around.reach.clone());
        let mut chosen = Vec::new();
        let mut understood = |name, value: &str| chosen.push((name, value.to_owned()));
        let statuses = words::STATUSES.into_iter();
        filter.status = statuses.into_iter().find(|one| one.slug() == self.status);
        if let Some(status) = filter.status {
            understood("status", status.slug());
        }
        let mut receipts = words::RECEIPTS.into_iter();
        if let Some(receipt) = receipts.find(|one| one.slug() == self.receipt) {
            understood("receipt", receipt.slug());
            filter.receipts = Among::some(vec![receipt]);
        }
        if let Some(topic) = atlas.topic(&self.topic) {
            understood("topic", &topic.slug);
            filter.topics = Among::some(vec![topic.slug.clone()]);
        }
        if let Some(province) = atlas.province(&self.province) {
            understood("province", &province.slug);
            filter.provinces = Among::some(vec![province.slug.clone()]);
        }
        if let Some(region) = atlas.region(&self.region) {
            understood("region", &region.code);
            filter.regions = Among::some(vec![region.code.clone()]);
        }
        let mut desks = reaching.desks(asking).into_iter();
        if let Some(desk) = desks.find(|desk| desk.slug == self.desk) {
            understood("desk", &desk.slug);
            filter.owner = Some(desk.id.0);
        }
        let mut people = around.people.iter().chain(asking.colleagues);
        if self.handler == NOBODY {
            understood("handler", NOBODY);
            filter.handler = Some(TakenBy::Nobody);
        } else if let Some(one) = people.find(|one| one.id.to_string() == self.handler) {
            understood("handler", &self.handler);
            filter.handler = Some(TakenBy::Person(one.id));
        }
        if !self.knelpunt.is_empty() {
            understood("knelpunt", &self.knelpunt);
            filter.knelpunten = Some(match self.knelpunt.as_str() {
                "1" => Knelpunten::All,
                instrument => Knelpunten::About(instrument.to_owned()),
            });
        }
        let mut periods = PERIODS.into_iter();
        if let Some((slug, days, _)) = periods.find(|(slug, _, _)| *slug == self.period) {
            understood("period", slug);
            filter.registered_from = Some(now - TimeDelta::days(days));
        }
        if !self.late.is_empty() {
            understood("late", "1");
            filter.due_before = Some(now);
        }
        if !self.signal.is_empty() {
            understood("signal", "1");
            filter.signaled = true;
        }
        if let Some((_, query)) = &search {
            let receipts = words::RECEIPTS.map(|one| (one, words::receipt(asking.t, one).words));
            query.narrow(&mut filter, atlas, around.inside, &receipts);
        }
        Wanted {
            reaching,
            reaches,
            filter,
            search,
            after: self.after.parse().ok(),
            chosen,
        }
    }

    /// The number that was typed: in full, or only its digits for one of this year.
    #[must_use]
    pub fn reference(&self, prefixes: &[&str], now: DateTime<Utc>) -> Option<Reference> {
        typed_reference(&self.q, prefixes, now)
    }
}

/// The number of a question as somebody typed it: in full, or only its digits for one of this year.
#[must_use]
pub fn typed_reference(typed: &str, prefixes: &[&str], now: DateTime<Utc>) -> Option<Reference> {
    Reference::typed(typed, dates::local_day(now).year(), prefixes)
}

impl Wanted {
    /// What stands behind `/desk?` on this page.
    fn query(&self) -> String {
        let url = self.url(self.reaching, true, self.after);
        url.trim_start_matches("/desk?").to_owned()
    }

    /// The address of this list where the page begins behind `after`.
    #[must_use]
    pub fn page_after(&self, after: Option<Cursor>) -> String {
        self.url(self.reaching, true, after)
    }

    /// Rows on a page of this list.
    #[must_use]
    pub fn rows(&self) -> u32 {
        if self.search.is_some() { FOUND } else { ROWS }
    }

    /// The address of this page with another reach, or without filters, or further on.
    fn url(&self, reaching: Reaching, filtered: bool, after: Option<Cursor>) -> String {
        let mut url = form_urlencoded::Serializer::for_suffix("/desk?".to_owned(), 6);
        url.append_pair("scope", reaching.slug());
        if filtered {
            url.extend_pairs(self.chosen.iter().map(|(name, value)| (*name, value)));
        }
        if let Some((typed, _)) = &self.search {
            url.append_pair("q", typed);
        }
        if let Some(cursor) = after {
            url.append_pair("after", &cursor.to_string());
        }
        url.finish()
    }

    /// Whether floods stand on this page: the first one, without other filters than for a desk.
    #[must_use]
    pub fn shows_floods(&self) -> bool {
        let mut chosen = self.chosen.iter();
        self.after.is_none() && self.search.is_none() && chosen.all(|(name, _)| *name == "desk")
    }

    /// Whether what others ask the reader's desks for advice on stands on this page: the first one of those
    /// desks, unless it shows one of them alone.
    #[must_use]
    pub fn shows_advice(&self) -> bool {
        self.reaching == Reaching::Desk
            && self.after.is_none()
            && self.search.is_none()
            && self.filter.owner.is_none()
    }

    /// The same filters over these questions.
    #[must_use]
    pub fn over(&self, tickets: Vec<Uuid>) -> QueueFilter {
        QueueFilter {
            scope: registry::Scope::These(tickets),
            ..self.filter.clone()
        }
    }

    /// What others ask the reader's desks for advice on, as a section of their queue: the rows in the order
    /// of `asked`. None when no row is left.
    #[must_use]
    pub fn advice(
        &self,
        asking: Asking<'_>,
        asked: &[AdviceWanted],
        rows: &[QueueRow],
    ) -> Option<Section> {
        let list = self.query();
        let rows = asked.iter().filter_map(|wanted| {
            let row = rows.iter().find(|row| row.id == wanted.ticket_id)?;
            Some(advised(asking, row, wanted.due_at, &list))
        });
        let rows: Vec<Row> = rows.collect();
        (!rows.is_empty()).then(|| Section {
            kind: SectionKind::Advice,
            about: asking.t.say(SectionKind::Advice.about()),
            rows,
        })
    }

    fn is_chosen(&self, name: &str, value: &str) -> bool {
        let mut chosen = self.chosen.iter();
        chosen.any(|(known, kept)| *known == name && kept == value)
    }

    /// A choice from `values`, each with its words.
    fn select(
        &self,
        name: &'static str,
        label: String,
        values: impl IntoIterator<Item = (String, String)>,
    ) -> Select {
        let choices = values.into_iter().map(|(value, words)| Choice {
            chosen: self.is_chosen(name, &value),
            value,
            words,
        });
        Select {
            name,
            label,
            choices: choices.collect(),
        }
    }

    fn form(&self, asking: Asking<'_>) -> FilterForm {
        let Asking { t, atlas, .. } = asking;
        let text = str::to_owned;
        let statuses = words::STATUSES.map(|one| (text(one.slug()), words::status(t, one)));
        let receipts = words::RECEIPTS.map(|one| (text(one.slug()), words::receipt(t, one).words));
        let topics = atlas.topics_by_title().into_iter();
        let topics = topics.map(|topic| (topic.slug.clone(), topic.title.clone()));
        let provinces = atlas.provinces();
        let provinces = provinces.map(|it| (it.slug.clone(), it.name.clone()));
        let regions = atlas.regions().map(|it| (it.code.clone(), it.name.clone()));
        let desks = self.reaching.desks(asking).into_iter();
        let desks: Vec<_> = desks
            .map(|desk| (desk.slug.clone(), desk.name.clone()))
            .collect();
        // One that is chosen is there, also when they work elsewhere.
        let chosen = asking.around.people.iter().filter(|one| {
            let id = one.id;
            let known = asking.colleagues.iter().any(|one| one.id == id);
            self.is_chosen("handler", &id.to_string()) && !known
        });
        let name = |one: &Handler| {
            if one.works {
                one.name.clone()
            } else {
                t.with("desk-filter-handler-left", "name", one.name.as_str())
            }
        };
        let colleagues = asking.colleagues.iter().chain(chosen);
        let colleagues = colleagues.map(|one| (one.id.to_string(), name(one)));
        let nobody = (NOBODY.to_owned(), t.say("desk-filter-handler-none"));
        let handlers = std::iter::once(nobody).chain(colleagues);
        let periods = PERIODS.map(|(slug, _, words)| (text(slug), t.say(words)));
        let mut selects = vec![
            self.select("status", t.say("desk-filter-status"), statuses),
            self.select("receipt", t.say("desk-filter-receipt"), receipts),
            self.select("topic", t.say("desk-filter-topic"), topics),
            self.select("province", t.say("desk-filter-province"), provinces),
            self.select("region", t.say("desk-filter-region"), regions),
        ];
        if !desks.is_empty() {
            selects.push(self.select("desk", t.say("desk-filter-desk"), desks));
        }
        selects.push(self.select("handler", t.say("desk-filter-handler"), handlers));
        let all = ("1".to_owned(), t.say("desk-filter-knelpunt-all"));
        // One that is chosen is there, also when nothing bears it any more.
        let chosen = self.chosen.iter().filter(|(name, value)| {
            *name == "knelpunt" && value != "1" && !asking.instruments.contains(value)
        });
        let chosen = chosen.map(|(_, value)| value.clone());
        let instruments = asking.instruments.iter().cloned().chain(chosen);
        let instruments = instruments.map(|name| (name.clone(), name));
        let instruments = std::iter::once(all).chain(instruments);
        selects.push(self.select("knelpunt", t.say("desk-filter-knelpunt"), instruments));
        selects.push(self.select("period", t.say("desk-filter-period"), periods));
        FilterForm {
            scope: self.reaching.slug().to_owned(),
            typed: self.search.as_ref().map(|(typed, _)| typed.clone()),
            selects,
            late: self.is_chosen("late", "1"),
            signal: self.is_chosen("signal", "1"),
            clear: (!self.chosen.is_empty()).then(|| self.url(self.reaching, false, None)),
        }
    }

    /// What it takes to keep this page under a name, or to take that name away.
    fn keeping(&self, asking: Asking<'_>, shell: &Shell) -> KeepForm {
        let url = self.page_after(None);
        let kept = shell.views.iter().find(|view| view.open);
        let desks = asking.around.desks.iter();
        let desks = desks.filter_map(|id| asking.atlas.desk(DeskId(*id)));
        KeepForm {
            query: url.trim_start_matches("/desk?").to_owned(),
            desks: desks
                .map(|desk| (desk.slug.clone(), desk.name.clone()))
                .collect(),
            kept: kept.map(|view| view.id.clone()),
            chosen: form_urlencoded::parse(url.trim_start_matches("/desk?").as_bytes())
                .into_owned()
                .collect(),
        }
    }

    /// The reaches to choose from; one alone is no choice.
    fn scopes(&self, asking: Asking<'_>, counts: QueueCounts) -> Vec<Scope> {
        let Asking { t, around, .. } = asking;
        if self.reaches.len() < 2 {
            return Vec::new();
        }
        // Counts are of what is open; a search finds more than that.
        let count = |count| self.search.is_none().then(|| counted(count));
        self.reaches
            .iter()
            .map(|&one| Scope {
                url: self.url(one, true, None),
                words: t.say(one.key(around)),
                count: match one {
                    Reaching::Desk => count(counts.of_desk()),
                    Reaching::Me => count(counts.mine),
                    Reaching::All => None,
                },
                chosen: one == self.reaching,
            })
            .collect()
    }

    /// The page with these rows.
    #[must_use]
    pub fn page(
        &self,
        asking: Asking<'_>,
        shell: Shell,
        rows: &Page<QueueRow>,
        counts: QueueCounts,
    ) -> QueuePage {
        let Asking { t, now, .. } = asking;
        let query = self.query();
        let mut sections: Vec<Section> = Vec::new();
        for row in &rows.rows {
            let kind = section(row.section(now));
            let shown = show(asking, row, shell.keys.has('f'), &query);
            match sections.last_mut() {
                Some(last) if last.kind == kind => last.rows.push(shown),
                _ => sections.push(Section {
                    kind,
                    about: about(asking, kind, &rows.rows),
                    rows: vec![shown],
                }),
            }
        }
        QueuePage {
            t,
            keeping: self.keeping(asking, &shell),
            shell,
            scopes: self.scopes(asking, counts),
            filter: self.form(asking),
            sections,
            floods: Vec::new(),
            first: self.after.map(|_| self.url(self.reaching, true, None)),
            next: rows
                .next
                .map(|cursor| self.url(self.reaching, true, Some(cursor))),
            sees_none: self.filter.reach == Reach::Nothing,
        }
    }

    /// The page with what was found: these rows, with the words around the hits.
    #[must_use]
    pub fn found(
        &self,
        asking: Asking<'_>,
        shell: Shell,
        rows: &Page<QueueRow>,
        excerpts: &HashMap<Uuid, Excerpt>,
    ) -> SearchPage {
        let t = asking.t;
        let list = self.query();
        let query = self.search.as_ref().map(|(_, query)| query);
        let marked = |text: &str| match query {
            Some(query) => query.marked(text),
            None => Excerpt::new(),
        };
        let many = rows.rows.len();
        let hits = rows.rows.iter().map(|row| {
            let shown = show(asking, row, shell.keys.has('f'), &list);
            FoundRow {
                subject: marked(&row.subject),
                who: marked(&shown.who),
                who_note: marked(&shown.who_note),
                excerpt: excerpts.get(&row.id).cloned().unwrap_or_default(),
                about: t.with2(
                    "desk-found-asked",
                    "number",
                    row.reference.as_str(),
                    "day",
                    dates::day(dates::local_day(row.registered_at), t.language()),
                ),
                row: shown,
            }
        });
        SearchPage {
            hits: hits.collect(),
            count: match (rows.next, self.after) {
                (None, None) => t.with("desk-found", "count", many),
                _ => t.say("desk-found-many"),
            },
            t,
            keeping: self.keeping(asking, &shell),
            shell,
            scopes: self.scopes(asking, QueueCounts::default()),
            filter: self.form(asking),
            first: self.after.map(|_| self.url(self.reaching, true, None)),
            next: rows
                .next
                .map(|cursor| self.url(self.reaching, true, Some(cursor))),
            missing: None,
            entry: None,
        }
    }
}

/// A count as it stands on screen: exact until the register stopped counting.
#[must_use]
pub fn counted(count: u64) -> String {
    counted_to(count, MOST_COUNTED)
}

/// A count that was counted no further than `most`.
#[must_use]
pub fn counted_to(count: u64, most: u32) -> String {
    if count < u64::from(most) {
        count.to_string()
    } else {
        format!("{}+", most - 1)
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

/// A row of `list`, as its address names it.
fn show(asking: Asking<'_>, row: &QueueRow, sends_on: bool, list: &str) -> Row {
    let Asking { t, now, .. } = asking;
    let term = Due {
        at: row.due_at,
        ball: row.ball,
        ball_since: row.ball_since,
        status: row.status,
        step: row.next_step,
    };
    let (due, due_note) = words::due(t, term, now);
    let over = row.section(now) == registry::Section::Closed;
    let asker = row.asker_name.as_deref().unwrap_or(&row.asker_email);
    let (who, who_note) = match &row.organisation {
        Some(organisation) => (organisation.clone(), asker.to_owned()),
        // Whoever has no name is called by their address: that stands there once.
        None if asker == row.asker_email => (asker.to_owned(), String::new()),
        None => (asker.to_owned(), row.asker_email.clone()),
    };
    Row {
        reference: row.reference.clone(),
        value: format!("{}:{}", row.reference, row.revision),
        url: list::row_url(&row.reference, list),
        tone: match row.section(now) {
            registry::Section::First => Tone::Bad,
            registry::Section::Today => Tone::Warn,
            _ => Tone::Soft,
        },
        due,
        due_note,
        due_at: Moment::new(t, words::due_moment(term)),
        subject: row.subject.clone(),
        knelpunt: row.knelpunt.clone(),
        step: match row.status {
            _ if !over && asking.around.part == Part::LooksOn => looked_on(t, row),
            Status::Closed if over => words::status_with_reason(t, row.status, row.close_reason),
            Status::Closed if row.next_step == registry::NextStep::ReadNotice => {
                t.say("desk-step-notice")
            }
            Status::Closed => t.say("desk-step-review-late"),
            _ => step(t, row),
        },
        who,
        who_note,
        topic: row
            .topic_title
            .clone()
            .unwrap_or_else(|| t.say("desk-topic-unknown")),
        ball: ball(asking, row, sends_on, list),
        receipt: if over {
            words::receipt_at_end(t, row.receipt)
        } else if row.is_answered_in_part() {
            words::receipt_of_part(t, row.receipt)
        } else {
            words::receipt(t, row.receipt)
        },
    }
}

/// The row of a question that somebody else answers for, and asks the reader's desk for advice on by `due`.
fn advised(asking: Asking<'_>, row: &QueueRow, due: DateTime<Utc>, list: &str) -> Row {
    let t = asking.t;
    // The advice is what is due here, and ours to give.
    let own = QueueRow {
        due_at: due,
        queue_rank: 1,
        status: Status::Open,
        next_step: registry::NextStep::Answer,
        ball: Holder::Owner,
        has_news: false,
        proposed_name: None,
        ..row.clone()
    };
    Row {
        step: t.with("desk-step-advise", "desk", row.owner_name.as_str()),
        ball: Ball::With {
            who: row.owner_name.clone(),
            since: t.say("desk-owes-owner"),
        },
        ..show(asking, &own, false, list)
    }
}

/// What must happen now with an open question, in one line.
fn step(t: Texts, row: &QueueRow) -> String {
    let chased = row.chased_desk.as_deref();
    let waits = row.asking_desk.as_deref().or(chased);
    let desk = waits.or(row.ball_desk.as_deref());
    if let (Some(desk), registry::NextStep::ReadMessage) = (chased, row.next_step) {
        // Both must be done, whichever is done first.
        return t.with("desk-step-both", "desk", desk);
    }
    let (_, domain) = row.asker_email.rsplit_once('@').unwrap_or_default();
    let step = words::step(t, row.next_step, row.receipt, desk, domain);
    match row.next_step {
        // These say it themselves.
        registry::NextStep::ReadMessage | registry::NextStep::Reconsider => step,
        _ if row.has_news => t.with("desk-step-and-message", "step", step),
        _ => step,
    }
}

/// The same for who only looks on: what is not theirs to do is told, and not asked of them.
fn looked_on(t: Texts, row: &QueueRow) -> String {
    match words::step_of_owner(row.next_step) {
        Some(key) => t.with(key, "desk", row.owner_name.as_str()),
        None => step(t, row),
    }
}

/// The slugs of the desks that the reader works for.
fn own_slugs(asking: Asking<'_>) -> impl Iterator<Item = &str> {
    let own = asking.around.desks.iter();
    own.filter_map(move |id| Some(asking.atlas.desk(DeskId(*id))?.slug.as_str()))
}

/// What the rows of a section have in common. Only those of the reader's own desks are "ours": of others
/// they read whose they are.
fn about(asking: Asking<'_>, kind: SectionKind, rows: &[QueueRow]) -> String {
    let t = asking.t;
    if kind != SectionKind::ToDo {
        return t.say(kind.about());
    }
    let of_section = |row: &&QueueRow| section(row.section(asking.now)) == kind;
    let mut owners = rows.iter().filter(of_section);
    if owners
        .clone()
        .all(|row| own_slugs(asking).any(|own| own == row.owner_slug))
    {
        return t.say(kind.about());
    }
    match owners.next() {
        Some(first) if owners.all(|one| one.owner_slug == first.owner_slug) => t.with(
            "desk-section-to-do-about-of",
            "desk",
            first.owner_name.as_str(),
        ),
        _ => t.say("desk-section-to-do-about-others"),
    }
}

fn ball(asking: Asking<'_>, row: &QueueRow, sends_on: bool, list: &str) -> Ball {
    let Asking { t, now, .. } = asking;
    if let (Some(name), Holder::Owner) = (&row.proposed_name, row.ball)
        && row.status != Status::Closed
        && sends_on
    {
        return Ball::Proposal {
            url: list::proposal_url(&row.reference, list),
            desk: name.clone(),
            percent: words::percent(row.proposed_confidence.unwrap_or_default()),
            taken: row
                .handler
                .as_deref()
                .map(|who| t.with("desk-ball-taken", "who", who)),
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
    let since = words::since(t, row.ball_since, now);
    let ours = || match &row.handler {
        Some(handler) => handler.clone(),
        // Who works for several reads which of them it is.
        None if own_slugs(asking).eq([row.owner_slug.as_str()]) => t.say("desk-our-desk"),
        None => row.owner_name.clone(),
    };
    let theirs = match row.ball {
        _ if row.status == Status::Closed => {
            let who = row.owner_name.clone();
            return Ball::With { who, since };
        }
        Holder::Owner => return Ball::With { who: ours(), since },
        Holder::Asker => t.say("desk-side-asker"),
        Holder::Administration => row.ball_desk.clone().unwrap_or_default(),
    };
    // What waits for the owner is theirs to do, whoever has the ball besides.
    if row.section(now) == registry::Section::Follow {
        return Ball::With { who: theirs, since };
    }
    Ball::With {
        who: ours(),
        since: t.with2("desk-ball-too", "who", theirs, "since", since),
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

    const T: Texts = Texts::new(Language::Nl);

    fn around(desks: &[Uuid]) -> Around {
        Around {
            user: ME,
            desks: desks.to_vec(),
            oversees: false,
            part: Part::Takes,
            inside: true,
            reach: Reach::Everything,
            people: Vec::new(),
        }
    }

    fn asking<'a>(around: &'a Around, atlas: &'a Atlas) -> Asking<'a> {
        around.asking(atlas, T, NOW.parse().unwrap())
    }

    fn wanted(query: &QueueQuery, around: &Around) -> Wanted {
        query.wanted(asking(around, &atlas()))
    }

    /// A row of the queue of East Flanders, as `around` reads it.
    fn shown_to(around: &Around, row: &QueueRow, sends_on: bool) -> Row {
        show(asking(around, &atlas()), row, sends_on, "scope=desk")
    }

    fn shown(row: &QueueRow) -> Row {
        shown_to(&around(&[DESK]), row, true)
    }

    fn row() -> QueueRow {
        QueueRow {
            id: Uuid::from_u128(9),
            number: 2_026_000_000_214,
            reference: "RV-2026-000214".to_owned(),
            subject: "Vervoerregio".to_owned(),
            status: Status::Open,
            close_reason: None,
            receipt: registry::Receipt::None,
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
            asking_desk: None,
            chased_desk: None,
            ball_desk: None,
            ball_since: NOW.parse().unwrap(),
            has_news: false,
            answered_at: None,
            proposed_slug: Some("mow".to_owned()),
            proposed_name: Some("Departement MOW".to_owned()),
            proposed_confidence: Some(0.944),
            handler: None,
            region: None,
            knelpunt: None,
        }
    }

    #[test]
    fn an_agent_opens_on_the_own_desk_and_others_on_the_whole() {
        let reaching = |query: QueueQuery, around: &Around| wanted(&query, around).reaching;
        let (agent, nowhere) = (around(&[DESK]), around(&[]));
        assert_eq!(reaching(query("", "", ""), &agent), Reaching::Desk);
        assert_eq!(reaching(query("", "", ""), &nowhere), Reaching::All);
        let coordinator = Around {
            oversees: true,
            ..around(&[DESK])
        };
        assert_eq!(reaching(query("", "", ""), &coordinator), Reaching::All);
        assert_eq!(reaching(query("me", "", ""), &agent), Reaching::Me);
        assert_eq!(reaching(query("desk", "", ""), &nowhere), Reaching::All);
        assert_eq!(reaching(query("'; drop", "", ""), &agent), Reaching::Desk);
    }

    #[test]
    fn who_takes_no_questions_has_none_and_one_reach_is_no_choice() {
        let observer = Around {
            part: Part::LooksOn,
            ..around(&[])
        };
        let wanted = wanted(&query("me", "", ""), &observer);
        assert_eq!(wanted.reaching, Reaching::All);
        let atlas = atlas();
        let scopes = wanted.scopes(asking(&observer, &atlas), QueueCounts::default());
        assert!(scopes.is_empty());
    }

    #[test]
    fn one_chooses_among_the_own_desks_or_those_that_one_sees() {
        let atlas = atlas();
        let slugs = |around: &Around, reaching: Reaching| -> Vec<String> {
            let desks = reaching.desks(asking(around, &atlas)).into_iter();
            desks.map(|desk| desk.slug.clone()).collect()
        };
        let desk = |slug: &str| atlas.desk_by_slug(slug).unwrap().id.0;
        let limburg = desk("contactpunt-limburg");
        let both = around(&[limburg, desk("contactpunt-antwerpen")]);
        assert_eq!(
            slugs(&both, Reaching::Desk),
            ["contactpunt-limburg", "contactpunt-antwerpen"]
        );
        assert!(slugs(&around(&[limburg]), Reaching::Desk).is_empty());
        let central = atlas.central().unwrap().slug.clone();
        let observer = Around {
            reach: Reach::Provinces(vec!["limburg".to_owned()]),
            ..around(&[])
        };
        assert_eq!(
            slugs(&observer, Reaching::All),
            [central, "contactpunt-limburg".to_owned()]
        );
        let chosen = |around: &Around| {
            let query = QueueQuery {
                desk: "contactpunt-limburg".to_owned(),
                ..query("desk", "", "")
            };
            query.wanted(asking(around, &atlas)).filter.owner
        };
        assert_eq!(chosen(&both), Some(limburg));
        // Somebody else's desk is no choice within one's own.
        assert_eq!(chosen(&around(&[desk("contactpunt-antwerpen")])), None);
    }

    #[test]
    fn the_address_keeps_what_it_understood_and_drops_the_rest() {
        let wanted = |query: QueueQuery| {
            let ours = Around {
                people: vec![Handler {
                    id: ME,
                    name: "Sofie".to_owned(),
                    works: true,
                }],
                ..around(&[])
            };
            wanted(&query, &ours)
        };
        let known = wanted(query("all", "open", "vervoerregio"));
        assert_eq!(
            known.url(known.reaching, true, None),
            "/desk?scope=all&status=open&topic=vervoerregio"
        );
        assert_eq!(known.url(known.reaching, false, None), "/desk?scope=all");
        let strange = wanted(QueueQuery {
            handler: DESK.to_string(),
            desk: "geen-loket".to_owned(),
            period: "eeuw".to_owned(),
            ..query("all", "<b>", "geen-thema")
        });
        assert_eq!(strange.chosen, []);
        let all = wanted(QueueQuery {
            province: "limburg".to_owned(),
            period: "week".to_owned(),
            late: "1".to_owned(),
            handler: ME.to_string(),
            ..QueueQuery::default()
        });
        assert_eq!(
            all.url(all.reaching, true, Some(Cursor::Number(7))),
            "/desk?scope=all&province=limburg&handler=00000000-0000-0000-0000-000000000001\
             &period=week&late=1&after=Nw"
        );
        assert_eq!(all.filter.handler, Some(TakenBy::Person(ME)));
        let untaken = wanted(QueueQuery {
            handler: "none".to_owned(),
            ..query("all", "", "")
        });
        assert_eq!(untaken.filter.handler, Some(TakenBy::Nobody));
        assert_eq!(
            untaken.url(untaken.reaching, true, None),
            "/desk?scope=all&handler=none"
        );
        let now: DateTime<Utc> = NOW.parse().unwrap();
        assert_eq!(all.filter.registered_from, Some(now - TimeDelta::days(7)));
        assert_eq!(all.filter.due_before, Some(now));
    }

    #[test]
    fn who_looks_for_something_looks_everywhere() {
        let agent = around(&[DESK]);
        let typed = QueueQuery {
            q: " raad & \"regio\" ".to_owned(),
            ..QueueQuery::default()
        };
        let found = wanted(&typed, &agent);
        assert_eq!(found.reaching, Reaching::All);
        assert!(found.filter.latest_first && found.filter.sought.is_some());
        assert_eq!(
            found.url(Reaching::Desk, true, None),
            "/desk?scope=desk&q=raad+%26+%22regio%22"
        );
        let nothing = QueueQuery {
            q: "  ".to_owned(),
            ..QueueQuery::default()
        };
        let found = wanted(&nothing, &agent);
        assert!(found.search.is_none() && !found.filter.latest_first);
    }

    #[test]
    fn what_is_closed_is_calm_and_what_came_late_is_read() {
        let closed = QueueRow {
            status: Status::Closed,
            close_reason: Some(registry::CloseReason::Withdrawn),
            receipt: registry::Receipt::Disputed,
            next_step: registry::NextStep::Done,
            queue_rank: 9,
            due_at: "2026-03-10T09:00:00Z".parse().unwrap(),
            ball: Holder::Asker,
            ..row()
        };
        let calm = shown(&closed);
        assert_eq!(
            (calm.due_note.as_str(), calm.receipt.tone),
            ("di 10 mrt", Tone::Soft)
        );
        let Ball::With { who, since } = calm.ball else {
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
        let late = shown(&late);
        assert_eq!(late.due.words, "nog 3 wd");
        assert_eq!(late.due_note, "di 17 mrt, 17.00");
        assert_eq!(late.due_at.machine, "2026-03-17T16:00:00Z");
        assert!(late.step.starts_with("Laat antwoord"), "{}", late.step);
    }

    #[test]
    fn a_number_is_found_in_full_or_by_its_digits() {
        let now = NOW.parse().unwrap();
        let found = |q: &str| {
            let query = QueueQuery {
                q: q.to_owned(),
                ..QueueQuery::default()
            };
            query
                .reference(&["RV"], now)
                .map(|reference| reference.to_string())
        };
        assert_eq!(found(" rv-2025-000871 ").as_deref(), Some("RV-2025-000871"));
        assert_eq!(found("214").as_deref(), Some("RV-2026-000214"));
        assert_eq!(found("rv-2026-57").as_deref(), Some("RV-2026-000057"));
        assert_eq!(found("vervoerregio"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn a_row_offers_the_proposal_only_while_the_ball_is_ours() {
        let Ball::Proposal {
            url,
            desk,
            percent,
            taken,
        } = shown(&row()).ball
        else {
            panic!("no proposal");
        };
        assert_eq!((desk.as_str(), percent), ("Departement MOW", 94));
        assert_eq!(taken, None);
        // It is a place to look: nothing leaves from the queue.
        assert_eq!(
            url,
            "/desk/tickets/RV-2026-000214?do=forward&from=scope%3Ddesk#doorsturen"
        );
        let elsewhere = QueueRow {
            ball: Holder::Administration,
            ball_desk: Some("Departement MOW".to_owned()),
            ..row()
        };
        // Who may not send it on sees with whom it is.
        let with = shown_to(&around(&[DESK]), &row(), false).ball;
        assert!(matches!(&with, Ball::With { who, .. } if who == "Contactpunt Oost-Vlaanderen"));
        let asked = QueueRow {
            next_step: registry::NextStep::AnswerDesk,
            asking_desk: Some("Departement MOW".to_owned()),
            proposed_name: None,
            ..row()
        };
        assert_eq!(shown(&asked).step, "Vraag van Departement MOW");
        let with = |row: &QueueRow| match shown(row).ball {
            Ball::With { who, since } => (who, since),
            Ball::Proposal { .. } => panic!("a proposal for what is elsewhere already"),
        };
        let follow = QueueRow {
            queue_rank: 2,
            next_step: registry::NextStep::FollowUp,
            ..elsewhere.clone()
        };
        let (who, since) = with(&follow);
        assert_eq!(
            (who.as_str(), since.as_str()),
            ("Departement MOW", "sinds vandaag 10.47")
        );
        // Among what the owner must do, the owner is who must act.
        let chase = QueueRow {
            next_step: registry::NextStep::Chase,
            ..elsewhere
        };
        let (who, since) = with(&chase);
        assert_eq!(
            (who.as_str(), since.as_str()),
            (
                "Contactpunt Oost-Vlaanderen",
                "ook Departement MOW, sinds vandaag 10.47"
            )
        );
    }

    #[test]
    fn a_row_with_a_proposal_says_who_took_it() {
        let mine = QueueRow {
            handler: Some("Sofie De Paepe".to_owned()),
            ..row()
        };
        let Ball::Proposal { taken, .. } = shown(&mine).ball else {
            panic!("no proposal");
        };
        assert_eq!(taken.as_deref(), Some("bij Sofie De Paepe"));
    }

    #[test]
    fn a_row_says_that_the_asker_wrote_again_and_that_only_a_part_was_answered() {
        let now = NOW.parse().unwrap();
        let wrote = shown(&QueueRow {
            has_news: true,
            ..row()
        });
        assert_eq!(
            wrote.step,
            "Voorstel bevestigen; nieuw bericht van de vraagsteller"
        );
        let read = shown(&QueueRow {
            has_news: true,
            next_step: registry::NextStep::ReadMessage,
            ..row()
        });
        assert_eq!(read.step, "Nieuw bericht van vraagsteller");
        let part = |status| {
            let row = QueueRow {
                status,
                receipt: registry::Receipt::Confirmed,
                answered_at: Some(now),
                ..row()
            };
            let receipt = shown(&row).receipt;
            (receipt.words, receipt.tone)
        };
        assert_eq!(part(Status::Open), ("deel bevestigd".to_owned(), Tone::Ink));
        assert_eq!(part(Status::Answered), ("bevestigd".to_owned(), Tone::Good));
    }

    #[test]
    fn rows_stand_in_the_section_of_what_must_happen() {
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
        let agent = around(&[DESK]);
        let asking = asking(&agent, &atlas);
        let wanted = QueueQuery::default().wanted(asking);
        let counts = QueueCounts {
            desk: 1000,
            mine: 2,
            first: 2,
            advice: 0,
        };
        let shell = super::super::view::parts::Shell {
            reads: true,
            balance: false,
            name: String::new(),
            desk: String::new(),
            csrf: super::super::view::parts::Csrf(String::new()),
            here: super::super::view::parts::Place::Queue,
            waiting: None,
            drafts: None,
            mail: None,
            views: Vec::new(),
            admin: false,
            alarms: Vec::new(),
            unsent: Vec::new(),
            query: String::new(),
            done: None,
            keys: super::super::view::parts::Keys("f".to_owned()),
        };
        let page = wanted.page(asking, shell, &Page { rows, next: None }, counts);
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

    #[test]
    fn only_what_the_own_desks_answer_for_is_ours() {
        let atlas = atlas();
        let about_of = |desks: &[&str], owners: &[&str]| {
            let own = desks
                .iter()
                .map(|slug| atlas.desk_by_slug(slug).unwrap().id.0);
            let around = around(&own.collect::<Vec<_>>());
            let rows = owners.iter().map(|slug| QueueRow {
                owner_slug: (*slug).to_owned(),
                owner_name: atlas.desk_by_slug(slug).unwrap().name.clone(),
                ..row()
            });
            let rows: Vec<QueueRow> = rows.collect();
            about(asking(&around, &atlas), SectionKind::ToDo, &rows)
        };
        let (east, limburg) = ("contactpunt-oost-vlaanderen", "contactpunt-limburg");
        assert_eq!(about_of(&[east], &[east]), "de bal ligt bij ons");
        assert_eq!(
            about_of(&[east, limburg], &[east, limburg]),
            "de bal ligt bij ons"
        );
        let name = &atlas.desk_by_slug(limburg).unwrap().name;
        assert_eq!(
            about_of(&[east], &[limburg]),
            format!("de bal ligt bij {name}")
        );
        assert_eq!(
            about_of(&[east], &[east, limburg]),
            "de bal ligt bij het loket dat eigenaar is"
        );
    }

    #[test]
    fn who_only_looks_on_is_told_and_not_asked() {
        let observer = Around {
            part: Part::LooksOn,
            ..around(&[])
        };
        let step = |next_step| {
            let row = QueueRow { next_step, ..row() };
            shown_to(&observer, &row, false).step
        };
        assert_eq!(
            step(registry::NextStep::Read),
            "Contactpunt Oost-Vlaanderen leest de vraag"
        );
        assert_eq!(
            step(registry::NextStep::FollowUp),
            "Wachten op het antwoord"
        );
    }
}
