//! The queue: tickets by what must happen next, or what a search finds among them. One query, one
//! index, a fixed number of rows whatever the number of tickets.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::Cursor;
use super::advice::WANTED;
use super::calendar::{closing_time, day_in_brussels};
use super::knelpunt::Knelpunten;
use super::records::Ticket;
use crate::auth::Reach;
use crate::entity::ticket::{Ball, CloseReason, NextStep, Receipt, Status};
use crate::language::fold;
use crate::store::{Sought, StoreError, from_found, is_found, is_not_found, number_found};

/// Whose tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Of these desks.
    Desks(Vec<Uuid>),
    /// Taken by one person.
    User(Uuid),
    /// Of all desks.
    All,
    /// These, whosever they are.
    These(Vec<Uuid>),
}

/// Which values a ticket may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Among<T> {
    /// Only these; none: any, or none at all.
    pub within: Option<Vec<T>>,
    /// None of these.
    pub without: Vec<T>,
}

impl<T> Default for Among<T> {
    fn default() -> Self {
        Self {
            within: None,
            without: Vec::new(),
        }
    }
}

impl<T: PartialEq> Among<T> {
    /// Whether it leaves anything out.
    fn narrows(&self) -> bool {
        self.within.is_some() || !self.without.is_empty()
    }

    /// Only these.
    #[must_use]
    pub fn some(within: Vec<T>) -> Self {
        Self {
            within: Some(within),
            without: Vec::new(),
        }
    }

    /// Of what is allowed so far only these.
    pub fn keep(&mut self, named: Vec<T>) {
        self.within = Some(match self.within.take() {
            None => named,
            Some(before) => before.into_iter().filter(|it| named.contains(it)).collect(),
        });
    }
}

/// Who took a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBy {
    /// This person.
    Person(Uuid),
    /// Nobody.
    Nobody,
}

/// What becomes of the tickets that stand in a flood: many of one asker at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Floods {
    /// They are left out, as in the queue, where a flood is one row of its own: see [`super::floods`].
    #[default]
    Apart,
    /// They alone.
    Only,
}

/// Which tickets to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueFilter {
    /// Whose.
    pub scope: Scope,
    /// Which of them this actor may see at all.
    pub reach: Reach,
    /// Only with this status.
    pub status: Option<Status>,
    /// By receipt.
    pub receipts: Among<Receipt>,
    /// By number.
    pub references: Among<String>,
    /// By topic.
    pub topics: Among<String>,
    /// By province.
    pub provinces: Among<String>,
    /// By reference region.
    pub regions: Among<String>,
    /// By the desk that answers for it or has to answer now.
    pub desks: Among<Uuid>,
    /// Only what this desk answers for.
    pub owner: Option<Uuid>,
    /// By who took it.
    pub handler: Option<TakenBy>,
    /// Only what bears the label, or concerns one instrument.
    pub knelpunten: Option<Knelpunten>,
    /// Only what the governor's office was pointed at.
    pub signaled: bool,
    /// Only what was due before this moment.
    pub due_before: Option<DateTime<Utc>>,
    /// Only what was registered at this moment or later.
    pub registered_from: Option<DateTime<Utc>>,
    /// Only what was registered before this moment.
    pub registered_until: Option<DateTime<Utc>>,
    /// Only what holds these words.
    pub sought: Option<Sought>,
    /// Only what holds none of these words.
    pub unsought: Option<Sought>,
    /// Open and closed, the latest question first, as a search shows them.
    pub latest_first: bool,
    /// The closed ones in place of the open ones, latest first.
    pub closed: bool,
    /// Those of a flood; whoever looks for certain ones finds each wherever it stands.
    pub floods: Floods,
}

impl QueueFilter {
    /// Everything open in `scope`.
    #[must_use]
    pub fn open(scope: Scope, reach: Reach) -> Self {
        Self {
            scope,
            reach,
            status: None,
            receipts: Among::default(),
            references: Among::default(),
            topics: Among::default(),
            provinces: Among::default(),
            regions: Among::default(),
            desks: Among::default(),
            owner: None,
            handler: None,
            knelpunten: None,
            signaled: false,
            due_before: None,
            registered_from: None,
            registered_until: None,
            sought: None,
            unsought: None,
            latest_first: false,
            closed: false,
            floods: Floods::Apart,
        }
    }

    /// Whether somebody looks for certain questions in it, by words or by number; then another index finds them
    /// than those of the queue, which leave out floods.
    #[must_use]
    pub fn seeks(&self) -> bool {
        self.sought.is_some() || self.references.narrows()
    }

    /// Whether `cursor` is a place in this list; one of a list in another order is none.
    #[must_use]
    pub fn goes_on_at(&self, cursor: Cursor) -> bool {
        let by_number = matches!(cursor, Cursor::Number(_));
        by_number == (self.order() == Order::Latest)
    }

    /// Whether it lists what is open, by what must happen next.
    #[must_use]
    pub fn is_to_do(&self) -> bool {
        self.order() == Order::ToDo
    }

    fn order(&self) -> Order {
        // What was presumed closed its ticket. What was confirmed may be a part, while the rest is owed.
        let any = self.status.is_none() && !self.closed;
        let within = self.receipts.within.as_deref().unwrap_or_default();
        let is_end = |it: &Receipt| matches!(it, Receipt::Presumed | Receipt::Confirmed);
        let ends = any && !within.is_empty() && within.iter().all(is_end);
        let both = ends && within.contains(&Receipt::Confirmed);
        let closed = self.closed || self.status == Some(Status::Closed) || ends;
        match (self.latest_first || both, closed) {
            (true, _) => Order::Latest,
            (false, true) => Order::Closed,
            (false, false) => Order::ToDo,
        }
    }
}

/// In which order tickets stand, and which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// The open ones, by what must happen next.
    ToDo,
    /// The closed ones, the latest first.
    Closed,
    /// All of them, the latest question first.
    Latest,
}

impl Order {
    /// Where a list in this order goes on after a ticket.
    fn cursor(self, number: i64, rank: i16, due_at: DateTime<Utc>, id: Uuid) -> Cursor {
        match self {
            Self::ToDo | Self::Closed => Cursor::Place { rank, due_at, id },
            Self::Latest => Cursor::Number(number),
        }
    }
}

/// One line of the queue.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct QueueRow {
    /// The ticket.
    pub id: Uuid,
    /// Its place among all questions.
    pub number: i64,
    /// Its number.
    pub reference: String,
    /// The asker's own subject.
    pub subject: String,
    /// How far it is.
    pub status: Status,
    /// Why it was closed.
    pub close_reason: Option<CloseReason>,
    /// What we know about the answer having arrived.
    pub receipt: Receipt,
    /// What must be done now.
    pub next_step: NextStep,
    /// Its place: see [`super::Standing::rank`].
    pub queue_rank: i16,
    /// When the next thing must have happened.
    pub due_at: DateTime<Utc>,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// Changes with what a person decides on.
    pub revision: i32,
    /// Who asks.
    pub asker_name: Option<String>,
    /// Their address.
    pub asker_email: String,
    /// For which organisation.
    pub organisation: Option<String>,
    /// The topic.
    pub topic_slug: Option<String>,
    /// Its title.
    pub topic_title: Option<String>,
    /// The desk that answers for it.
    pub owner_slug: String,
    /// Its name.
    pub owner_name: String,
    /// Who must move.
    pub ball: Ball,
    /// The administration that has the ball.
    pub ball_desk: Option<String>,
    /// The administration that waits for an answer to what it asked, when that is what must be done.
    pub asking_desk: Option<String>,
    /// The administration that must be called, also when what the asker wrote comes first.
    pub chased_desk: Option<String>,
    /// Since when.
    pub ball_since: DateTime<Utc>,
    /// Whether the asker wrote something that nobody has looked at.
    pub has_news: bool,
    /// When the last part of the answer left, or all of it.
    pub answered_at: Option<DateTime<Utc>>,
    /// The desk that is proposed.
    pub proposed_slug: Option<String>,
    /// Its name.
    pub proposed_name: Option<String>,
    /// How sure we are, 0 to 1.
    pub proposed_confidence: Option<f64>,
    /// The person who took it.
    pub handler: Option<String>,
    /// The reference region.
    pub region: Option<String>,
    /// The instrument that gets in the way, when it bears that label.
    pub knelpunt: Option<String>,
}

/// The part of the queue a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Undeliverable, disputed, or late with us.
    First,
    /// Due before the desk closes.
    Today,
    /// With us, later.
    Todo,
    /// The ball is elsewhere.
    Follow,
    /// Over.
    Closed,
}

impl QueueRow {
    /// Whether a part of the answer left and the rest is still to come.
    #[must_use]
    pub fn is_answered_in_part(&self) -> bool {
        self.answered_at.is_some() && matches!(self.status, Status::Open | Status::WaitingOnAsker)
    }

    /// The part of the queue it stands in at `now`.
    #[must_use]
    pub fn section(&self, now: DateTime<Utc>) -> Section {
        match self.queue_rank {
            0 => Section::First,
            1 if self.due_at < now => Section::First,
            1 if self.due_at <= closing_time(day_in_brussels(now)) => Section::Today,
            1 => Section::Todo,
            2 => Section::Follow,
            _ => Section::Closed,
        }
    }
}

/// Some rows, and where the list goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins; none: this was the last.
    pub next: Option<Cursor>,
}

/// The longest page, in rows.
pub(super) const MOST_ROWS: u32 = 200;

/// The tickets of `filter`, in the order of what must happen next, at most `limit` of them.
pub async fn queue(
    db: &impl ConnectionTrait,
    filter: &QueueFilter,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Page<QueueRow>, StoreError> {
    let limit = limit.clamp(1, MOST_ROWS);
    let backend = db.get_database_backend();
    let Listed {
        from,
        mut conditions,
        number,
        by,
    } = Listed::of(filter, backend);
    let order = filter.order();
    match (order, after) {
        (Order::ToDo | Order::Closed, Some(Cursor::Place { rank, due_at, id })) => {
            let (a, b, c) = (
                conditions.bind(rank),
                conditions.bind(due_at),
                conditions.bind(id),
            );
            let compare = if order == Order::ToDo { ">" } else { "<" };
            conditions.and(format!(
                "(t.queue_rank, t.due_at, t.id) {compare} ({a}, {b}, {c})"
            ));
        }
        (Order::Latest, Some(Cursor::Number(last))) => {
            let mark = conditions.bind(last);
            conditions.and(format!("{number} < {mark}"));
        }
        // A place in another list, or none: the beginning.
        _ => {}
    }
    // A name that is looked up is no join: PostgreSQL weighs every order of joining, which took it a hundred
    // times as long as reading the rows.
    let sql = format!(
        "SELECT t.id, t.number, t.reference, t.subject, t.status, t.close_reason, t.receipt, \
         t.next_step, t.queue_rank, t.due_at, t.registered_at, t.revision, t.answered_at, \
         EXISTS (SELECT 1 FROM message nm WHERE nm.ticket_id = t.id AND nm.state = 'new' \
         AND nm.direction <> 'internal') AS has_news, c.name AS asker_name, \
         c.email AS asker_email, (SELECT o.name FROM organisation o \
         WHERE o.id = t.organisation_id) AS organisation, t.topic_slug, (SELECT tp.title \
         FROM topic tp WHERE tp.slug = t.topic_slug) AS topic_title, d.slug AS owner_slug, \
         d.name AS owner_name, t.ball, (SELECT bd.name FROM desk bd WHERE bd.id = t.ball_desk_id) \
         AS ball_desk, t.ball_since, \
         CASE WHEN t.next_step = 'answer_desk' THEN (SELECT ad.name FROM message m \
         JOIN desk ad ON ad.id = m.desk_id WHERE m.ticket_id = t.id AND m.state = 'asks' \
         ORDER BY m.created_at, m.id LIMIT 1) END AS asking_desk, \
         CASE WHEN t.next_step IN ('chase', 'read_message') THEN (SELECT cd.name FROM assignment a \
         JOIN desk cd ON cd.id = a.desk_id WHERE a.ticket_id = t.id AND a.chase_since IS NOT NULL \
         AND a.progress IN ('sent', 'accepted', 'no_reaction') \
         ORDER BY a.chase_since, a.id LIMIT 1) END AS chased_desk, pd.slug AS proposed_slug, \
         pd.name AS proposed_name, t.proposed_confidence, \
         (SELECT u.name FROM user_account u WHERE u.id = t.handler_user_id) AS handler, \
         (SELECT r.name FROM reference_region r WHERE r.code = t.region_code) AS region, \
         (SELECT k.instrument FROM knelpunt k WHERE k.ticket_id = t.id) AS knelpunt FROM {from} \
         JOIN contact c ON c.id = t.asker_id JOIN desk d ON d.id = t.owner_desk_id \
         LEFT JOIN desk pd ON pd.id = t.proposed_desk_id WHERE {} ORDER BY {by} LIMIT {}",
        conditions.sql(),
        limit + 1
    );
    let statement = Statement::from_sql_and_values(backend, sql, conditions.values);
    let mut rows = QueueRow::find_by_statement(statement).all(db).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| order.cursor(row.number, row.queue_rank, row.due_at, row.id));
    Ok(Page { rows, next })
}

/// A list as the database is asked for it.
struct Listed {
    /// The table, joined with what was found when something is looked for.
    from: &'static str,
    conditions: Conditions,
    /// The column with the place of a ticket among all.
    number: &'static str,
    /// The order.
    by: String,
}

impl Listed {
    fn of(filter: &QueueFilter, backend: DbBackend) -> Self {
        let mut conditions = Conditions::of(filter);
        let mut from = "ticket t";
        if let Some(sought) = &filter.sought {
            from = from_found(backend);
            match sought.value(backend) {
                Some(words) => {
                    let mark = conditions.bind(words);
                    conditions.and(is_found(backend, &mark));
                }
                None => conditions.and("1 = 0".to_owned()),
            }
        }
        if let Some(words) = filter.unsought.as_ref().and_then(|it| it.value(backend)) {
            let mark = conditions.bind(words);
            conditions.and(is_not_found(backend, &mark));
        }
        let number = match filter.sought {
            Some(_) => number_found(backend),
            None => "t.number",
        };
        let by = match filter.order() {
            Order::ToDo => "t.queue_rank, t.due_at, t.id".to_owned(),
            Order::Closed => "t.queue_rank DESC, t.due_at DESC, t.id DESC".to_owned(),
            Order::Latest => format!("{number} DESC"),
        };
        Self {
            from,
            conditions,
            number,
            by,
        }
    }
}

/// A ticket of a list, and where the list goes on after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Its number.
    pub reference: String,
    /// What a page that begins after it begins with.
    pub cursor: Cursor,
}

#[derive(FromQueryResult)]
struct ListingRow {
    reference: String,
    number: i64,
    queue_rank: i16,
    due_at: DateTime<Utc>,
    id: Uuid,
}

/// Where a ticket stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Its place, the first being 1; none when it is not among the first [`MOST_COUNTED`].
    pub place: Option<u32>,
    /// How many there are, counted no further than [`MOST_COUNTED`].
    pub all: u32,
}

/// Where `ticket` stands in the list of `filter`. The list is only counted: none of its rows is read.
pub async fn spot(
    db: &impl ConnectionTrait,
    filter: &QueueFilter,
    ticket: &Ticket,
) -> Result<Spot, StoreError> {
    let backend = db.get_database_backend();
    let Listed {
        from,
        mut conditions,
        number,
        ..
    } = Listed::of(filter, backend);
    let all = conditions.sql();
    let own = conditions.bind(ticket.id);
    let until = match filter.order() {
        Order::Latest => format!("{number} >= (SELECT n.number FROM ticket n WHERE n.id = {own})"),
        order => {
            let rank = conditions.bind(ticket.standing.rank());
            let due_at = conditions.bind(ticket.due_at);
            let compare = if order == Order::ToDo { "<=" } else { ">=" };
            format!("(t.queue_rank, t.due_at, t.id) {compare} ({rank}, {due_at}, {own})")
        }
    };
    let counting = |condition: &str| counting(from, condition, MOST_COUNTED + 1);
    let parts = [
        counting(&format!("{all} AND t.id = {own}")),
        counting(&format!("{all} AND {until}")),
        counting(&all),
    ];
    let [listed, place, all] = counted(db, parts, conditions.values).await?;
    Ok(Spot {
        place: (listed > 0 && place <= MOST_COUNTED).then_some(place),
        all: all.min(MOST_COUNTED),
    })
}

/// The part of a statement that counts the rows of `from` that meet `condition`, no further than `most`.
fn counting(from: &str, condition: &str, most: u32) -> String {
    format!("(SELECT COUNT(*) FROM (SELECT 1 FROM {from} WHERE {condition} LIMIT {most}) c)")
}

/// The numbers that such parts come to, counted in one statement.
async fn counted<const N: usize>(
    db: &impl ConnectionTrait,
    parts: [String; N],
    values: Vec<Value>,
) -> Result<[u32; N], StoreError> {
    let sql = format!("SELECT {}", parts.join(", "));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let mut numbers = [0; N];
    if let Some(row) = db.query_one_raw(statement).await? {
        for (index, number) in numbers.iter_mut().enumerate() {
            let counted: i64 = row.try_get_by_index(index)?;
            *number = u32::try_from(counted).unwrap_or(u32::MAX);
        }
    }
    Ok(numbers)
}

/// The tickets of `filter` in their order, nothing but which they are: `many` of them, after the first `skip`,
/// which is less than [`MOST_COUNTED`].
pub async fn listed_from(
    db: &impl ConnectionTrait,
    filter: &QueueFilter,
    skip: u32,
    many: u32,
) -> Result<Vec<Listing>, StoreError> {
    let backend = db.get_database_backend();
    let Listed {
        from,
        conditions,
        by,
        ..
    } = Listed::of(filter, backend);
    let many = many.min(MOST_COUNTED.saturating_sub(skip));
    let sql = format!(
        "SELECT t.reference, t.number, t.queue_rank, t.due_at, t.id FROM {from} WHERE {} \
         ORDER BY {by} LIMIT {many} OFFSET {skip}",
        conditions.sql()
    );
    let statement = Statement::from_sql_and_values(backend, sql, conditions.values);
    let rows = ListingRow::find_by_statement(statement).all(db).await?;
    let order = filter.order();
    let listing = |row: ListingRow| Listing {
        cursor: order.cursor(row.number, row.queue_rank, row.due_at, row.id),
        reference: row.reference,
    };
    Ok(rows.into_iter().map(listing).collect())
}

/// How many tickets stand in the list of `filter`, counted no further than `most`.
pub async fn how_many(
    db: &impl ConnectionTrait,
    filter: &QueueFilter,
    most: u32,
) -> Result<u64, StoreError> {
    let Listed {
        from, conditions, ..
    } = Listed::of(filter, db.get_database_backend());
    let all = counting(from, &conditions.sql(), most);
    let [many] = counted(db, [all], conditions.values).await?;
    Ok(u64::from(many))
}

/// How much there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueCounts {
    /// Open at the desk.
    pub desk: u64,
    /// Open and taken by this person.
    pub mine: u64,
    /// Of the desk: undeliverable, disputed or late with us.
    pub first: u64,
    /// Of others, who ask the desk for advice.
    pub advice: u64,
}

impl QueueCounts {
    /// What stands in the queue of the desk: its own, and what others ask it.
    #[must_use]
    pub fn of_desk(&self) -> u64 {
        self.desk + self.advice
    }
}

/// The longest count that is shown exactly; more is shown as "999+" and not counted further.
pub const MOST_COUNTED: u32 = 1000;

/// How much there is to do for some desks and a person, counted no further than [`MOST_COUNTED`].
pub async fn counts(
    db: &impl ConnectionTrait,
    desks: &[Uuid],
    user: Uuid,
    now: DateTime<Utc>,
) -> Result<QueueCounts, StoreError> {
    let mut values: Vec<Value> = vec![user.into(), now.into()];
    let mut marks = Vec::new();
    for desk in desks {
        values.push((*desk).into());
        marks.push(format!("${}", values.len()));
    }
    // Without a desk there is nothing of a desk: no row's desk equals NULL.
    let (own, advises) = match marks.as_slice() {
        [] => ("owner_desk_id = NULL".to_owned(), "1 = 0".to_owned()),
        marks => {
            let these = marks.join(", ");
            let advises = format!(
                "owner_desk_id NOT IN ({these}) AND id IN (SELECT a.ticket_id FROM assignment a \
                 WHERE a.desk_id IN ({these}) AND {WANTED})"
            );
            (format!("owner_desk_id IN ({these})"), advises)
        }
    };
    // What stands first is one range of the index: rank 0, and of rank 1 what is late. A flood is
    // counted as none of them.
    let open = |whose: &str| {
        let condition = format!("{whose} AND flood_id IS NULL");
        counting("ticket", &condition, MOST_COUNTED)
    };
    let parts = [
        open(&format!("{own} AND queue_rank < 9")),
        open("handler_user_id = $1 AND queue_rank < 9"),
        open(&format!("{own} AND (queue_rank, due_at) < (1, $2)")),
        open(&format!("{advises} AND queue_rank < 9")),
    ];
    let [desk, mine, first, advice] = counted(db, parts, values).await?.map(u64::from);
    Ok(QueueCounts {
        desk,
        mine,
        first,
        advice,
    })
}

/// The label of a ticket that is listed.
const LABELLED: &str = "SELECT 1 FROM knelpunt k WHERE k.ticket_id = t.id";

/// Conditions and their parameters, in step.
struct Conditions {
    parts: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn of(filter: &QueueFilter) -> Self {
        let mut all = Self {
            parts: Vec::new(),
            values: Vec::new(),
        };
        if !filter.seeks() {
            all.and(match filter.floods {
                Floods::Apart => "t.flood_id IS NULL".to_owned(),
                Floods::Only => "t.flood_id IS NOT NULL".to_owned(),
            });
        }
        match &filter.scope {
            // One desk is one range of the index.
            Scope::Desks(desks) => match desks.as_slice() {
                [desk] => all.equal("t.owner_desk_id", *desk),
                desks => all.among(&["t.owner_desk_id"], &Among::some(desks.to_vec())),
            },
            Scope::User(user) => all.equal("t.handler_user_id", *user),
            Scope::All => {}
            Scope::These(tickets) => all.among(&["t.id"], &Among::some(tickets.clone())),
        }
        if let Some(owner) = filter.owner {
            all.equal("t.owner_desk_id", owner);
        }
        match &filter.reach {
            Reach::Everything => {}
            Reach::Provinces(provinces) => {
                all.among(&["t.province_slug"], &Among::some(provinces.clone()));
            }
            Reach::Assignment(assignment) => {
                let mark = all.bind(*assignment);
                all.and(format!(
                    "EXISTS (SELECT 1 FROM assignment a WHERE a.ticket_id = t.id AND a.id = {mark})"
                ));
            }
            Reach::Ticket(ticket) => all.equal("t.id", *ticket),
            Reach::Nothing => all.and("1 = 0".to_owned()),
        }
        match filter.order() {
            Order::ToDo => all.and("t.queue_rank < 9".to_owned()),
            Order::Closed => all.and("t.queue_rank = 9".to_owned()),
            Order::Latest => {}
        }
        if let Some(status) = filter.status {
            all.equal("t.status", status.slug());
        }
        if filter.signaled {
            all.and(
                "EXISTS (SELECT 1 FROM signal s WHERE s.ticket_id = t.id AND s.withdrawn_at IS NULL)"
                    .to_owned(),
            );
        }
        all.among(&["t.reference"], &filter.references);
        all.among(&["t.topic_slug"], &filter.topics);
        all.among(&["t.province_slug"], &filter.provinces);
        all.among(&["t.region_code"], &filter.regions);
        all.among(&["t.receipt"], &filter.receipts);
        all.among(&["t.owner_desk_id", "t.ball_desk_id"], &filter.desks);
        match filter.handler {
            None => {}
            Some(TakenBy::Person(handler)) => all.equal("t.handler_user_id", handler),
            Some(TakenBy::Nobody) => all.and("t.handler_user_id IS NULL".to_owned()),
        }
        match &filter.knelpunten {
            None => {}
            Some(Knelpunten::All) => all.and(format!("EXISTS ({LABELLED})")),
            Some(Knelpunten::About(instrument)) => {
                let mark = all.bind(fold(instrument));
                all.and(format!("EXISTS ({LABELLED} AND k.folded = {mark})"));
            }
        }
        for (moment, compare) in [
            (filter.registered_from, ">="),
            (filter.registered_until, "<"),
        ] {
            if let Some(moment) = moment {
                let mark = all.bind(moment);
                all.and(format!("t.registered_at {compare} {mark}"));
            }
        }
        if let Some(moment) = filter.due_before {
            let mark = all.bind(moment);
            // What is over stands by when it ended, and is late no more.
            all.and(format!("t.due_at < {mark} AND t.queue_rank < 9"));
        }
        all
    }

    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn and(&mut self, condition: String) {
        self.parts.push(condition);
    }

    fn equal(&mut self, column: &str, value: impl Into<Value>) {
        let mark = self.bind(value);
        self.and(format!("{column} = {mark}"));
    }

    /// One of `columns` is among these values, and none of them among those.
    fn among<T: Clone + Into<Value>>(&mut self, columns: &[&str], among: &Among<T>) {
        if let Some(within) = &among.within {
            let marks = self.marks(within);
            let one = columns
                .iter()
                .map(|column| format!("{column} IN ({marks})"));
            self.and(if marks.is_empty() {
                "1 = 0".to_owned()
            } else {
                format!("({})", one.collect::<Vec<_>>().join(" OR "))
            });
        }
        if !among.without.is_empty() {
            let marks = self.marks(&among.without);
            for column in columns {
                self.and(format!("({column} IS NULL OR {column} NOT IN ({marks}))"));
            }
        }
    }

    fn marks<T: Clone + Into<Value>>(&mut self, values: &[T]) -> String {
        let marks: Vec<String> = values.iter().map(|it| self.bind(it.clone())).collect();
        marks.join(", ")
    }

    fn sql(&self) -> String {
        self.parts.join(" AND ")
    }
}
