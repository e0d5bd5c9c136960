//! FAQ entries and their revisions, from draft to published to archived.

use chrono::{DateTime, Months, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait,
    FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement, UpdateMany,
};
use uuid::Uuid;

use super::FaqError;
use super::personal::{
    Personal, is_among, people_addressed, people_by_first_name, people_known, personal,
};
use crate::auth::{Actor, Subject, Verb, may};
use crate::context::Context;
pub use crate::entity::faq_entry::FaqStatus;
use crate::entity::faq_entry::{self, Column};
use crate::entity::faq_revision;
use crate::language::{fold, names_in, slug};
use crate::registry::{clean, people_named};
use crate::store::{StoreError, write_tx};

/// A published answer is looked at again after so many months.
const REVIEW_AFTER: Months = Months::new(12);
/// Entries of one status that are listed at most.
const MOST_ENTRIES: u64 = 1000;

/// The text of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryText {
    /// The question, as a local government would put it.
    pub question: String,
    /// The answer, in Markdown.
    pub answer: String,
    /// What it rests on, in Markdown.
    pub sources: String,
    /// What it is about.
    pub topic_slug: Option<String>,
    /// What looks like a name in it and is nobody's, as an editor says; not kept.
    pub nobody: Vec<String>,
}

/// An entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// Its name in links; never changes once published.
    pub slug: String,
    /// How far it is.
    pub status: FaqStatus,
    /// Its text.
    pub text: EntryText,
    /// The group it was drafted from.
    pub group_id: Option<Uuid>,
    /// Counts its changes; forms carry it.
    pub revision: i32,
    /// When it changed last.
    pub updated_at: DateTime<Utc>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// When somebody must look at it again.
    pub review_due_at: Option<DateTime<Utc>>,
    /// Why it was sent back to whoever writes it, until it is submitted again.
    pub remark: Option<String>,
}

impl From<faq_entry::Model> for Entry {
    fn from(row: faq_entry::Model) -> Self {
        Self {
            id: row.id,
            slug: row.slug,
            status: row.status,
            text: EntryText {
                question: row.question,
                answer: row.answer,
                sources: row.sources,
                topic_slug: row.topic_slug,
                nobody: Vec::new(),
            },
            group_id: row.group_id,
            revision: row.revision,
            updated_at: row.updated_at,
            published_at: row.published_at,
            review_due_at: row.review_due_at,
            remark: row.remark,
        }
    }
}

/// Tickets that ask the same.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct Group {
    /// Its id.
    pub id: Uuid,
    /// The question as it was put first.
    pub title: String,
    /// How many tickets ask it.
    pub tickets: i32,
    /// From how many organisations.
    pub organisations: i32,
    /// When it was asked last.
    pub last_asked_at: DateTime<Utc>,
    /// The entry that was made of it.
    pub entry_id: Option<Uuid>,
    /// How far that entry is.
    pub entry_status: Option<FaqStatus>,
}

/// The entries with this status, the latest change first.
pub async fn entries(db: &impl ConnectionTrait, status: FaqStatus) -> Result<Vec<Entry>, FaqError> {
    let rows = faq_entry::Entity::find()
        .filter(Column::Status.eq(status))
        .order_by_desc(Column::UpdatedAt)
        .order_by_asc(Column::Id)
        .limit(MOST_ENTRIES)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// The entries that wait for a person and that no group leads to, or that were laid before an editor:
/// in review first, then the latest change.
pub async fn waiting(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<Entry>, FaqError> {
    let loose = Condition::all()
        .add(Column::Status.eq(FaqStatus::Draft))
        .add(Column::GroupId.is_null());
    let rows = faq_entry::Entity::find()
        .filter(
            Condition::any()
                .add(Column::Status.eq(FaqStatus::InReview))
                .add(loose),
        )
        .order_by_desc(Column::Status)
        .order_by_desc(Column::UpdatedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// The published entries that somebody must look at again at `now`, the longest due first.
pub async fn due_for_review(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Entry>, FaqError> {
    let rows = faq_entry::Entity::find()
        .filter(Column::Status.eq(FaqStatus::Published))
        .filter(Column::ReviewDueAt.lte(now))
        .order_by_asc(Column::ReviewDueAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// The entry with this id, for those who may read drafts.
pub async fn entry(db: &impl ConnectionTrait, actor: &Actor, id: Uuid) -> Result<Entry, FaqError> {
    may(actor, Verb::ReadFaqDrafts, Subject::House)?;
    find(db, id).await
}

async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Entry, FaqError> {
    faq_entry::Entity::find_by_id(id)
        .one(db)
        .await?
        .map(Entry::from)
        .ok_or(FaqError::UnknownEntry(id))
}

/// The groups asked by at least `organisations` organisations, the most asked first.
pub async fn groups(
    db: &impl ConnectionTrait,
    organisations: u32,
    limit: u32,
) -> Result<Vec<Group>, FaqError> {
    let limit = limit.min(200);
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        format!(
            "SELECT g.id, g.title, g.tickets, g.organisations, g.last_asked_at, e.id AS entry_id, \
             e.status AS entry_status FROM recurrence_group g LEFT JOIN faq_entry e \
             ON e.group_id = g.id WHERE g.organisations >= $1 \
             ORDER BY g.organisations DESC, g.last_asked_at DESC, g.id LIMIT {limit}"
        ),
        [i32::try_from(organisations).unwrap_or(i32::MAX).into()],
    );
    Ok(Group::find_by_statement(statement).all(db).await?)
}

/// A person begins an entry.
pub async fn create(ctx: &Context, actor: &Actor, text: EntryText) -> Result<Entry, FaqError> {
    may(actor, Verb::EditFaq, Subject::House)?;
    let text = checked(text)?;
    let tx = write_tx(&ctx.db).await?;
    let id = ctx.new_id();
    insert(&tx, ctx, id, text, None).await?;
    let made = find(&tx, id).await?;
    keep_revision(&tx, ctx, actor, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Whether a group has its entry already.
pub(super) async fn of_group(db: &impl ConnectionTrait, group: Uuid) -> Result<bool, StoreError> {
    let found = faq_entry::Entity::find()
        .filter(Column::GroupId.eq(group))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Notes a draft; `false` when its group has one already.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    id: Uuid,
    text: EntryText,
    group_id: Option<Uuid>,
) -> Result<bool, StoreError> {
    let free = free_slug(tx, &text.question, id).await?;
    // Somebody else may take it at this moment; nobody takes one that ends in this id.
    for slug in [free.clone(), format!("{free}-{}", id.simple())] {
        if insert_as(tx, ctx, id, &slug, &text, group_id).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn insert_as(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    id: Uuid,
    slug: &str,
    text: &EntryText,
    group_id: Option<Uuid>,
) -> Result<bool, StoreError> {
    let now = ctx.clock.now();
    let done = tx
        .execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "INSERT INTO faq_entry (id, slug, status, question, answer, sources, topic_slug, group_id, \
             revision, created_at, updated_at) \
             VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, 1, $8, $9) ON CONFLICT DO NOTHING",
            [
                id.into(),
                slug.into(),
                text.question.clone().into(),
                text.answer.clone().into(),
                text.sources.clone().into(),
                text.topic_slug.clone().into(),
                group_id.into(),
                now.into(),
                now.into(),
            ],
        ))
        .await?;
    Ok(done.rows_affected() == 1)
}

/// A person changes the text; `seen` is the revision on their form.
pub async fn save(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    seen: i32,
    text: EntryText,
) -> Result<Entry, FaqError> {
    may(actor, Verb::EditFaq, Subject::House)?;
    let text = checked(text)?;
    let (tx, before) = opened(ctx, actor, Verb::EditFaq, id, seen).await?;
    must_be(&before, "changed", |status| status != FaqStatus::Archived)?;
    if before.status == FaqStatus::Published {
        fit_to_publish(&tx, ctx, before.group_id, &text).await?;
    }
    finish(tx, ctx, actor, id, seen, with_text(text)).await
}

/// A person lays an entry before an editor, with this text.
pub async fn submit(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    seen: i32,
    text: EntryText,
) -> Result<Entry, FaqError> {
    may(actor, Verb::EditFaq, Subject::House)?;
    let text = checked(text)?;
    let (tx, before) = opened(ctx, actor, Verb::EditFaq, id, seen).await?;
    must_be(&before, "submitted", |status| status == FaqStatus::Draft)?;
    let change = with_text(text)
        .col_expr(Column::Status, Expr::value(FaqStatus::InReview))
        .col_expr(Column::Remark, Expr::value(Option::<String>::None));
    finish(tx, ctx, actor, id, seen, change).await
}

/// An editor sends an entry back to whoever writes it, and says why.
pub async fn send_back(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    seen: i32,
    remark: &str,
) -> Result<Entry, FaqError> {
    may(actor, Verb::PublishFaq, Subject::House)?;
    let remark = clean(remark).ok_or(FaqError::Empty("remark"))?;
    let (tx, before) = opened(ctx, actor, Verb::PublishFaq, id, seen).await?;
    must_be(&before, "sent back", |status| status == FaqStatus::InReview)?;
    let change = faq_entry::Entity::update_many()
        .col_expr(Column::Status, Expr::value(FaqStatus::Draft))
        .col_expr(Column::Remark, Expr::value(Some(remark)));
    finish(tx, ctx, actor, id, seen, change).await
}

/// An editor publishes an entry for everybody, with this text.
pub async fn publish(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    seen: i32,
    text: EntryText,
) -> Result<Entry, FaqError> {
    may(actor, Verb::PublishFaq, Subject::House)?;
    let text = checked(text)?;
    let (tx, before) = opened(ctx, actor, Verb::PublishFaq, id, seen).await?;
    must_be(&before, "published", |status| status == FaqStatus::InReview)?;
    fit_to_publish(&tx, ctx, before.group_id, &text).await?;
    let now = ctx.clock.now();
    let change = with_text(text)
        .col_expr(Column::Status, Expr::value(FaqStatus::Published))
        .col_expr(Column::PublishedAt, Expr::value(Some(now)))
        .col_expr(
            Column::ReviewDueAt,
            Expr::value(now.checked_add_months(REVIEW_AFTER)),
        );
    finish(tx, ctx, actor, id, seen, change).await
}

/// An editor looked at a published entry again, and it still holds.
pub async fn reviewed(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    seen: i32,
) -> Result<Entry, FaqError> {
    let (tx, before) = opened(ctx, actor, Verb::PublishFaq, id, seen).await?;
    must_be(&before, "reviewed", |status| status == FaqStatus::Published)?;
    let next = ctx.clock.now().checked_add_months(REVIEW_AFTER);
    let change = faq_entry::Entity::update_many().col_expr(Column::ReviewDueAt, Expr::value(next));
    finish(tx, ctx, actor, id, seen, change).await
}

/// Begins a change of the entry that the actor saw, when they may. Whoever checks a text first asks the
/// policy before it: who may not is told nothing else.
async fn opened(
    ctx: &Context,
    actor: &Actor,
    verb: Verb,
    id: Uuid,
    seen: i32,
) -> Result<(DatabaseTransaction, Entry), FaqError> {
    may(actor, verb, Subject::House)?;
    let tx = write_tx(&ctx.db).await?;
    let before = find(&tx, id).await?;
    if before.revision != seen {
        return Err(StoreError::Stale.into());
    }
    Ok((tx, before))
}

fn must_be(
    entry: &Entry,
    verb: &'static str,
    allowed: impl FnOnce(FaqStatus) -> bool,
) -> Result<(), FaqError> {
    let status = entry.status;
    if allowed(status) {
        Ok(())
    } else {
        Err(FaqError::WrongStep { status, verb })
    }
}

fn with_text(text: EntryText) -> UpdateMany<faq_entry::Entity> {
    faq_entry::Entity::update_many()
        .col_expr(Column::Question, Expr::value(text.question))
        .col_expr(Column::Answer, Expr::value(text.answer))
        .col_expr(Column::Sources, Expr::value(text.sources))
        .col_expr(Column::TopicSlug, Expr::value(text.topic_slug))
}

/// An editor takes an entry away from everybody; its text and history stay.
pub async fn archive(ctx: &Context, actor: &Actor, id: Uuid, seen: i32) -> Result<Entry, FaqError> {
    let (tx, before) = opened(ctx, actor, Verb::PublishFaq, id, seen).await?;
    must_be(&before, "archived", |status| status != FaqStatus::Archived)?;
    let change =
        faq_entry::Entity::update_many().col_expr(Column::Status, Expr::value(FaqStatus::Archived));
    finish(tx, ctx, actor, id, seen, change).await
}

/// Writes a change of the entry that the actor saw, keeps its revision, and commits.
async fn finish(
    tx: DatabaseTransaction,
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    seen: i32,
    change: UpdateMany<faq_entry::Entity>,
) -> Result<Entry, FaqError> {
    let written = change
        .col_expr(Column::Revision, Expr::value(seen + 1))
        .col_expr(Column::UpdatedAt, Expr::value(ctx.clock.now()))
        .filter(Column::Id.eq(id))
        .filter(Column::Revision.eq(seen))
        .exec(&tx)
        .await?;
    if written.rows_affected != 1 {
        return Err(StoreError::Stale.into());
    }
    let after = find(&tx, id).await?;
    keep_revision(&tx, ctx, actor, &after).await?;
    tx.commit().await?;
    Ok(after)
}

async fn keep_revision(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    entry: &Entry,
) -> Result<(), FaqError> {
    let row = faq_revision::ActiveModel {
        id: Set(ctx.new_id()),
        entry_id: Set(entry.id),
        revision: Set(entry.revision),
        status: Set(entry.status),
        question: Set(entry.text.question.clone()),
        answer: Set(entry.text.answer.clone()),
        sources: Set(entry.text.sources.clone()),
        author_user_id: Set(actor.user().map(|user| user.id)),
        made_at: Set(ctx.clock.now()),
        remark: Set(entry.remark.clone()),
    };
    faq_revision::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// What keeps a text from being published: the addresses and numbers of persons, the numbers of
/// questions, and the names of whom it calls by what they are, whom the register knows, or who works
/// here. Nothing that an editor said to be nobody's name. `group` is where it was drafted from.
pub async fn unfit_to_publish(
    db: &impl ConnectionTrait,
    ctx: &Context,
    group: Option<Uuid>,
    text: &EntryText,
) -> Result<Vec<Personal>, FaqError> {
    let parts = [&text.question, &text.answer, &text.sources];
    found_in(db, ctx, group, &parts.map(String::as_str), &text.nobody).await
}

/// What is personal in an answer that one asker got, before another one gets it.
pub async fn personal_in(
    db: &impl ConnectionTrait,
    ctx: &Context,
    answer: &str,
) -> Result<Vec<Personal>, FaqError> {
    found_in(db, ctx, None, &[answer], &[]).await
}

/// What is personal in these texts, but for the names that are said to be nobody's.
async fn found_in(
    db: &impl ConnectionTrait,
    ctx: &Context,
    group: Option<Uuid>,
    parts: &[&str],
    nobody: &[String],
) -> Result<Vec<Personal>, FaqError> {
    let own = &ctx.settings.mail.address;
    let words = names_in(&parts.join("\n.\n"));
    let mut people = people_around(db, group).await?;
    people.extend(people_named(db, &words).await?);
    let places = places(db).await?;
    let known = people_known(&words, people.iter().map(String::as_str));
    let called = parts.iter().flat_map(|part| {
        let by_first_name = people_by_first_name(part, &places);
        people_addressed(part).into_iter().chain(by_first_name)
    });
    let mut names: Vec<String> = Vec::new();
    for name in known.into_iter().map(str::to_owned).chain(called) {
        let said = nobody.iter().chain(&names).map(String::as_str);
        if !is_among(&name, said) {
            names.push(name);
        }
    }
    let mut found: Vec<Personal> = Vec::new();
    let data = parts.iter().flat_map(|part| personal(part, own));
    for one in data.chain(names.into_iter().map(Personal::Name)) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    Ok(found)
}

async fn fit_to_publish(
    db: &impl ConnectionTrait,
    ctx: &Context,
    group: Option<Uuid>,
    text: &EntryText,
) -> Result<(), FaqError> {
    let found = unfit_to_publish(db, ctx, group, text).await?;
    if found.is_empty() {
        Ok(())
    } else {
        Err(FaqError::Personal(found))
    }
}

/// The names of municipalities and of organisations, folded: what looks like a name of a person in one
/// of them is none.
async fn places(db: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    let backend = db.get_database_backend();
    let all = "SELECT name FROM municipality UNION SELECT name FROM organisation";
    let rows = db
        .query_all_raw(Statement::from_string(backend, all))
        .await?;
    let names = rows.into_iter().map(|row| row.try_get_by_index(0));
    let names: Vec<String> = names.collect::<Result<_, _>>()?;
    Ok(names.iter().map(|name| fold(name)).collect())
}

/// The names of who asked in the questions of a group, and of everybody with an account: colleagues
/// are few, and one who never wrote stands nowhere else.
async fn people_around(
    db: &impl ConnectionTrait,
    group: Option<Uuid>,
) -> Result<Vec<String>, StoreError> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT c.name FROM recurrence_member m JOIN ticket t ON t.id = m.ticket_id \
         JOIN contact c ON c.id = t.asker_id WHERE m.group_id = $1 AND c.name IS NOT NULL \
         UNION SELECT name FROM user_account",
        [group.into()],
    );
    let rows = db.query_all_raw(statement).await?;
    let names = rows.into_iter().map(|row| row.try_get_by_index(0));
    Ok(names.collect::<Result<_, _>>()?)
}

fn checked(text: EntryText) -> Result<EntryText, FaqError> {
    Ok(EntryText {
        question: clean(&text.question).ok_or(FaqError::Empty("question"))?,
        answer: clean(&text.answer).ok_or(FaqError::Empty("answer"))?,
        sources: clean(&text.sources).unwrap_or_default(),
        topic_slug: text.topic_slug.filter(|slug| !slug.is_empty()),
        nobody: text.nobody,
    })
}

/// A name for links out of the question's words; with a piece of the id when it is taken.
async fn free_slug(
    tx: &impl ConnectionTrait,
    question: &str,
    id: Uuid,
) -> Result<String, StoreError> {
    let slug = slug(question);
    let taken = faq_entry::Entity::find()
        .filter(Column::Slug.eq(slug.as_str()))
        .one(tx)
        .await?;
    let tail = id.simple().to_string();
    Ok(match taken {
        None if !slug.is_empty() => slug,
        _ => format!("{slug}-{}", &tail[tail.len() - 8..])
            .trim_start_matches('-')
            .to_owned(),
    })
}
