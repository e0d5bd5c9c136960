//! The only door to the tables of this room, and the reading of what happened in tickets.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Statement, Value as SqlValue,
};
use serde_json::Value;
use uuid::Uuid;

use super::log::{LogFilter, LogPlace, LogRow, Who};
use super::templates::{Template, TemplateText};
use crate::entity::event::ActorKind;
use crate::entity::{admin_event, answer_template};
use crate::store::StoreError;
use crate::text::Language;

// ---- the log

/// An event of the set-up that is to be written down.
pub(super) struct AdminEvent {
    pub(super) id: Uuid,
    pub(super) seq: i64,
    pub(super) at: DateTime<Utc>,
    pub(super) kind: &'static str,
    pub(super) actor_kind: ActorKind,
    pub(super) actor_id: Option<Uuid>,
    pub(super) subject_kind: &'static str,
    pub(super) subject_id: Option<Uuid>,
    pub(super) subject_slug: Option<String>,
    pub(super) body: String,
    pub(super) hash: String,
}

pub(super) async fn insert_event(
    tx: &impl ConnectionTrait,
    event: AdminEvent,
) -> Result<(), StoreError> {
    let row = admin_event::ActiveModel {
        id: Set(event.id),
        seq: Set(event.seq),
        at: Set(event.at),
        kind: Set(event.kind.to_owned()),
        actor_kind: Set(event.actor_kind),
        actor_id: Set(event.actor_id),
        subject_kind: Set(event.subject_kind.to_owned()),
        subject_id: Set(event.subject_id),
        subject_slug: Set(event.subject_slug),
        body: Set(event.body),
        hash: Set(event.hash),
    };
    admin_event::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub(super) async fn move_head(
    tx: &impl ConnectionTrait,
    seq: i64,
    hash: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE admin_event_head SET seq = $1, hash = $2 WHERE id = 1";
    let values: [SqlValue; 2] = [seq.into(), hash.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(statement).await?;
    Ok(())
}

/// The end of the chain.
pub(super) async fn head(db: &impl ConnectionTrait) -> Result<(i64, Option<String>), StoreError> {
    let sql = "SELECT seq, hash FROM admin_event_head WHERE id = 1";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    match db.query_one_raw(statement).await? {
        Some(row) => Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)),
        None => Ok((0, None)),
    }
}

/// Number, body and hash of the events after the number `seq`, some of them.
pub(super) async fn events_after(
    db: &impl ConnectionTrait,
    seq: i64,
) -> Result<Vec<(i64, String, String)>, StoreError> {
    Ok(admin_event::Entity::find()
        .select_only()
        .column(admin_event::Column::Seq)
        .column(admin_event::Column::Body)
        .column(admin_event::Column::Hash)
        .filter(admin_event::Column::Seq.gt(seq))
        .order_by_asc(admin_event::Column::Seq)
        .limit(500)
        .into_tuple()
        .all(db)
        .await?)
}

/// Conditions and their parameters, in step.
#[derive(Default)]
struct Conditions {
    parts: Vec<String>,
    values: Vec<SqlValue>,
}

impl Conditions {
    fn of(filter: &LogFilter, actors: Option<&[Uuid]>, after: Option<LogPlace>) -> Self {
        let mut all = Self::default();
        match (&filter.who, actors) {
            (Some(Who::Kind(kind)), _) => {
                let mark = all.bind(kind.slug());
                all.parts.push(format!("e.actor_kind = {mark}"));
            }
            (_, Some([])) => all.parts.push("1 = 0".to_owned()),
            (_, Some(actors)) => {
                let marks: Vec<String> = actors.iter().map(|id| all.bind(*id)).collect();
                all.parts
                    .push(format!("e.actor_id IN ({})", marks.join(", ")));
            }
            (_, None) => {}
        }
        if let Some(kind) = &filter.kind {
            let mark = all.bind(kind.clone());
            all.parts.push(format!("e.kind = {mark}"));
        }
        if let Some(from) = filter.from {
            let mark = all.bind(from);
            all.parts.push(format!("e.at >= {mark}"));
        }
        if let Some(until) = filter.until {
            let mark = all.bind(until);
            all.parts.push(format!("e.at < {mark}"));
        }
        if let Some((at, id)) = after {
            let (at, id) = (all.bind(at), all.bind(id));
            all.parts.push(format!("(e.at, e.id) < ({at}, {id})"));
        }
        all
    }

    fn bind(&mut self, value: impl Into<SqlValue>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn sql(&self) -> String {
        if self.parts.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", self.parts.join(" AND "))
        }
    }
}

#[derive(FromQueryResult)]
struct Read {
    id: Uuid,
    at: DateTime<Utc>,
    kind: String,
    actor_kind: ActorKind,
    actor: Option<String>,
    ticket: Option<String>,
    subject_kind: Option<String>,
    subject: Option<String>,
    body: Option<String>,
}

impl From<Read> for LogRow {
    fn from(row: Read) -> Self {
        let facts = row.body.and_then(|body| {
            let mut body: Value = serde_json::from_str(&body).ok()?;
            body.get_mut("facts").map(Value::take)
        });
        Self {
            id: row.id,
            at: row.at,
            kind: row.kind,
            actor_kind: row.actor_kind,
            actor: row.actor,
            ticket: row.ticket,
            subject: row
                .subject_kind
                .map(|kind| (kind, row.subject.unwrap_or_default())),
            facts: facts.unwrap_or_default(),
        }
    }
}

/// What happened in tickets, the latest first. The body of an event stays where it is.
pub(super) async fn ticket_events(
    db: &impl ConnectionTrait,
    filter: &LogFilter,
    actors: Option<&[Uuid]>,
    after: Option<LogPlace>,
    limit: usize,
) -> Result<Vec<LogRow>, StoreError> {
    let mut conditions = Conditions::of(filter, actors, after);
    if let Some(reference) = &filter.ticket {
        let mark = conditions.bind(reference.as_str());
        conditions.parts.push(format!(
            "e.ticket_id = (SELECT id FROM ticket WHERE reference = {mark})"
        ));
    }
    let sql = format!(
        "SELECT e.id, e.at, e.kind, e.actor_kind, COALESCE(u.name, k.name) AS actor, \
         t.reference AS ticket, NULL AS subject_kind, NULL AS subject, NULL AS body FROM event e \
         JOIN ticket t ON t.id = e.ticket_id LEFT JOIN user_account u ON u.id = e.actor_id \
         LEFT JOIN api_token k ON k.id = e.actor_id{} ORDER BY e.at DESC, e.id DESC LIMIT {limit}",
        conditions.sql()
    );
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, conditions.values);
    let rows = Read::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().map(LogRow::from).collect())
}

/// What was changed of the set-up, the latest first.
pub(super) async fn admin_events(
    db: &impl ConnectionTrait,
    filter: &LogFilter,
    actors: Option<&[Uuid]>,
    after: Option<LogPlace>,
    limit: usize,
) -> Result<Vec<LogRow>, StoreError> {
    let conditions = Conditions::of(filter, actors, after);
    let sql = format!(
        "SELECT e.id, e.at, e.kind, e.actor_kind, COALESCE(u.name, k.name) AS actor, \
         NULL AS ticket, e.subject_kind, \
         COALESCE(su.name, sk.name, st.name, sd.name, sp.title, e.subject_slug) AS subject, e.body \
         FROM admin_event e LEFT JOIN user_account u ON u.id = e.actor_id \
         LEFT JOIN api_token k ON k.id = e.actor_id \
         LEFT JOIN user_account su ON e.subject_kind = 'account' AND su.id = e.subject_id \
         LEFT JOIN api_token sk ON e.subject_kind = 'token' AND sk.id = e.subject_id \
         LEFT JOIN answer_template st ON e.subject_kind = 'template' AND st.id = e.subject_id \
         LEFT JOIN desk sd ON e.subject_kind = 'desk' AND sd.slug = e.subject_slug \
         LEFT JOIN topic sp ON e.subject_kind = 'topic' AND sp.slug = e.subject_slug{} \
         ORDER BY e.at DESC, e.id DESC LIMIT {limit}",
        conditions.sql()
    );
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, conditions.values);
    let rows = Read::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().map(LogRow::from).collect())
}

// ---- templates

fn template_of(row: answer_template::Model) -> Template {
    Template {
        id: row.id,
        text: TemplateText {
            name: row.name,
            body: row.body,
            language: match row.language.as_str() {
                "en" => Language::En,
                _ => Language::Nl,
            },
            desk: row.desk_id,
        },
        revision: row.revision,
        updated_at: row.updated_at,
        archived: row.archived_at.is_some(),
    }
}

/// The templates in use, or those that were put away; by name, after the name and id `after`.
pub(super) async fn templates(
    db: &impl ConnectionTrait,
    archived: bool,
    after: Option<(&str, Uuid)>,
    limit: u64,
) -> Result<Vec<Template>, StoreError> {
    use answer_template::Column;
    let mut find = answer_template::Entity::find()
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id);
    find = if archived {
        find.filter(Column::ArchivedAt.is_not_null())
    } else {
        find.filter(Column::ArchivedAt.is_null())
    };
    if let Some((name, id)) = after {
        let same_name = Condition::all()
            .add(Column::Name.eq(name))
            .add(Column::Id.gt(id));
        find = find.filter(Condition::any().add(Column::Name.gt(name)).add(same_name));
    }
    let rows = find.limit(limit).all(db).await?;
    Ok(rows.into_iter().map(template_of).collect())
}

/// The templates in use that a desk can take, those of its own first.
pub(super) async fn templates_of(
    db: &impl ConnectionTrait,
    desk: Uuid,
    limit: u64,
) -> Result<Vec<Template>, StoreError> {
    use answer_template::Column;
    let own_or_shared = Condition::any()
        .add(Column::DeskId.eq(desk))
        .add(Column::DeskId.is_null());
    let own_first = Expr::cust("CASE WHEN desk_id IS NULL THEN 1 ELSE 0 END");
    let rows = answer_template::Entity::find()
        .filter(Column::ArchivedAt.is_null())
        .filter(own_or_shared)
        .order_by_asc(own_first)
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(template_of).collect())
}

pub(super) async fn template(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Template>, StoreError> {
    let row = answer_template::Entity::find_by_id(id).one(db).await?;
    Ok(row.map(template_of))
}

/// Writes a template down, new or again.
pub(super) async fn insert_template(
    tx: &impl ConnectionTrait,
    id: Uuid,
    text: &TemplateText,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = answer_template::ActiveModel {
        id: Set(id),
        name: Set(text.name.clone()),
        body: Set(text.body.clone()),
        language: Set(text.language.code().to_owned()),
        desk_id: Set(text.desk),
        revision: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        archived_at: Set(None),
    };
    answer_template::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub(super) async fn update_template(
    tx: &impl ConnectionTrait,
    id: Uuid,
    seen: i32,
    text: &TemplateText,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    use answer_template::Column;
    let done = answer_template::Entity::update_many()
        .col_expr(Column::Name, Expr::value(text.name.clone()))
        .col_expr(Column::Body, Expr::value(text.body.clone()))
        .col_expr(Column::Language, Expr::value(text.language.code()))
        .col_expr(Column::DeskId, Expr::value(text.desk))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::Revision.eq(seen))
        .filter(Column::ArchivedAt.is_null())
        .exec(tx)
        .await?;
    written(done.rows_affected)
}

pub(super) async fn archive_template(
    tx: &impl ConnectionTrait,
    id: Uuid,
    seen: i32,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    use answer_template::Column;
    let done = answer_template::Entity::update_many()
        .col_expr(Column::ArchivedAt, Expr::value(now))
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::Revision.eq(seen))
        .filter(Column::ArchivedAt.is_null())
        .exec(tx)
        .await?;
    written(done.rows_affected)
}

fn written(rows: u64) -> Result<(), StoreError> {
    if rows == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}
