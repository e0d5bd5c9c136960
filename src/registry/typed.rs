//! What a person is typing: kept on the house's side from the first second, for them alone, so that it is
//! there on any machine until it is sent or thrown away. One draft a person of each form of a question, and
//! of the form of a question that is not there yet. What was sent and called back is kept in `dispatch`.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, Statement,
};
use uuid::Uuid;

use crate::context::Context;
use crate::entity::draft::{self, Column};
use crate::store::{StoreError, write_tx};

/// How long a draft in a closed question is kept after it was last touched.
const KEPT_IN_CLOSED: TimeDelta = TimeDelta::days(30);
/// Drafts that are removed at once: nobody waits long for the writer.
const BATCH: u64 = 500;

/// Whose draft it is, of which question and in which form.
#[derive(Debug, Clone, Copy)]
pub struct TypedIn<'a> {
    /// Whose words they are.
    pub author: Uuid,
    /// The question that they are about; none for one that is not there yet.
    pub ticket: Option<Uuid>,
    /// What the form is called.
    pub place: &'a str,
}

impl TypedIn<'_> {
    fn row(self) -> Condition {
        Condition::all()
            .add(Column::UserId.eq(self.author))
            .add(match self.ticket {
                Some(ticket) => Column::TicketId.eq(ticket),
                None => Column::TicketId.is_null(),
            })
            .add(Column::Place.eq(self.place))
    }
}

/// What somebody typed in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedDraft {
    /// Its id.
    pub id: Uuid,
    /// What the form is called.
    pub place: String,
    /// Its fields: names and values.
    pub fields: Vec<(String, String)>,
    /// When it was last kept.
    pub kept_at: DateTime<Utc>,
}

impl TypedDraft {
    /// What stands in a field; nothing when it has none of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        let mut fields = self.fields.iter();
        fields
            .find(|(own, _)| own == name)
            .map_or("", |(_, value)| value)
    }

    /// Which writing of it this is: another one after each time that it is kept.
    #[must_use]
    pub fn version(&self) -> String {
        self.kept_at.timestamp_micros().to_string()
    }
}

impl TryFrom<draft::Model> for TypedDraft {
    type Error = StoreError;

    fn try_from(row: draft::Model) -> Result<Self, Self::Error> {
        let fields = serde_json::from_str(&row.fields);
        Ok(Self {
            fields: fields.map_err(|_| wrong(row.id))?,
            id: row.id,
            place: row.place,
            kept_at: row.kept_at,
        })
    }
}

fn wrong(row: Uuid) -> StoreError {
    StoreError::Inconsistent {
        table: "draft",
        column: "fields",
        row: row.to_string(),
    }
}

/// Keeps what stands in a form now, in place of what stood in it before: of the version that the page `saw`
/// (none of it when that is empty). Where its writer went on elsewhere meanwhile, `None`: nothing is
/// overwritten.
pub async fn keep_typed(
    ctx: &Context,
    typed: TypedIn<'_>,
    saw: Option<&str>,
    fields: &[(String, String)],
) -> Result<Option<TypedDraft>, StoreError> {
    let (id, now) = (ctx.new_id(), ctx.clock.now());
    let written = serde_json::to_string(fields).map_err(|_| wrong(id))?;
    let tx = write_tx(&ctx.db).await?;
    if !is_last(&tx, typed, saw).await? {
        return Ok(None);
    }
    let row = draft::ActiveModel {
        id: Set(id),
        user_id: Set(typed.author),
        ticket_id: Set(typed.ticket),
        place: Set(typed.place.to_owned()),
        fields: Set(written.clone()),
        kept_at: Set(now),
    };
    let other = OnConflict::new().do_nothing().to_owned();
    draft::Entity::insert(row)
        .on_conflict(other)
        .exec_without_returning(&tx)
        .await?;
    draft::Entity::update_many()
        .col_expr(Column::Fields, Expr::value(written))
        .col_expr(Column::KeptAt, Expr::value(now))
        .filter(typed.row())
        .exec(&tx)
        .await?;
    let kept = typed_in(&tx, typed).await?;
    tx.commit().await?;
    kept.map(Some).ok_or_else(|| wrong(id))
}

/// Forgets what stood in a form, all of which was wiped out of the version that the page `saw`; `false`, and
/// nothing is forgotten, where its writer went on elsewhere meanwhile.
pub async fn wipe_typed(
    ctx: &Context,
    typed: TypedIn<'_>,
    saw: Option<&str>,
) -> Result<bool, StoreError> {
    let tx = write_tx(&ctx.db).await?;
    if !is_last(&tx, typed, saw).await? {
        return Ok(false);
    }
    forget_typed(&tx, typed).await?;
    tx.commit().await?;
    Ok(true)
}

/// Whether nothing was kept after the version that a page `saw`; one that names none asks nothing.
async fn is_last(
    tx: &impl ConnectionTrait,
    typed: TypedIn<'_>,
    saw: Option<&str>,
) -> Result<bool, StoreError> {
    let Some(saw) = saw else { return Ok(true) };
    let kept = typed_in(tx, typed).await?;
    Ok(saw == kept.map(|kept| kept.version()).unwrap_or_default())
}

/// What stands in a form.
pub async fn typed_in(
    db: &impl ConnectionTrait,
    typed: TypedIn<'_>,
) -> Result<Option<TypedDraft>, StoreError> {
    let row = draft::Entity::find().filter(typed.row()).one(db).await?;
    row.map(TypedDraft::try_from).transpose()
}

/// All that a person typed in the forms of a question, the oldest first.
pub async fn typed_of(
    db: &impl ConnectionTrait,
    author: Uuid,
    ticket: Uuid,
) -> Result<Vec<TypedDraft>, StoreError> {
    let rows = draft::Entity::find()
        .filter(Column::UserId.eq(author))
        .filter(Column::TicketId.eq(ticket))
        .order_by_asc(Column::KeptAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(TypedDraft::try_from).collect()
}

/// Forgets what stood in a form: it was sent, or nothing is left of it.
pub async fn forget_typed(db: &impl ConnectionTrait, typed: TypedIn<'_>) -> Result<(), StoreError> {
    draft::Entity::delete_many()
        .filter(typed.row())
        .exec(db)
        .await?;
    Ok(())
}

/// Throws a draft away; its author says so.
pub async fn discard_typed(
    db: &impl ConnectionTrait,
    author: Uuid,
    id: Uuid,
) -> Result<(), StoreError> {
    draft::Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::UserId.eq(author))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes some drafts that nobody touched for long, and sooner where the question is closed: of what was
/// typed, and of what was sent and came back. `false` when there are none.
pub async fn sweep_drafts(ctx: &Context) -> Result<bool, StoreError> {
    let now = ctx.clock.now();
    let old = now - TimeDelta::days(ctx.settings.desk.draft_days.into());
    let mut gone = 0;
    for (table, touched, which) in [
        ("draft", "kept_at", ""),
        ("pending_send", "created_at", "d.draft AND "),
    ] {
        let sql = format!(
            "DELETE FROM {table} WHERE id IN (SELECT d.id FROM {table} d \
             LEFT JOIN ticket t ON t.id = d.ticket_id WHERE {which}(d.{touched} < $1 \
             OR (d.{touched} < $2 AND t.closed_at < $2)) LIMIT {BATCH})"
        );
        let values = [old.into(), (now - KEPT_IN_CLOSED).into()];
        let sweep = Statement::from_sql_and_values(ctx.db.get_database_backend(), sql, values);
        gone += ctx.db.execute_raw(sweep).await?.rows_affected();
    }
    Ok(gone > 0)
}
