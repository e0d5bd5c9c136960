//! Queues as somebody likes to see them: a name for a choice of filters, for oneself or for all who
//! work at a desk. What the filters mean is the doors' business; here they are a text.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::verbs::clean;
use crate::auth::{Actor, Refused, Subject, Verb, may, own_desks};
use crate::context::Context;
use crate::entity::saved_view::{self, Column};
use crate::store::{StoreError, write_tx};

/// Views that one person or one desk can have.
const MOST_VIEWS: u64 = 30;
/// The longest name, in characters.
const LONGEST_NAME: usize = 60;
/// The longest choice of filters, in bytes.
const LONGEST_QUERY: usize = 2_000;

/// A queue as somebody likes to see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// The filters, as they stand in an address.
    pub query: String,
    /// The desk that sees it; none: only who made it.
    pub desk: Option<Uuid>,
}

impl From<saved_view::Model> for SavedView {
    fn from(row: saved_view::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            query: row.query,
            desk: row.desk_id,
        }
    }
}

/// Why a view was not kept or not taken away.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// It has no name, or one that is too long.
    #[error("a name has 1 to {LONGEST_NAME} characters")]
    Name,
    /// There is one with this name already.
    #[error("there is a view with this name already")]
    Taken,
    /// There are as many as there can be.
    #[error("there are {MOST_VIEWS} views already")]
    TooMany,
    /// What is looked for is longer than a view holds.
    #[error("a view holds {LONGEST_QUERY} bytes")]
    TooLong,
    /// The actor may not.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for ViewError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// Those that `actor` made for themselves, and those of the desks they act for.
fn seen_by(actor: &Actor) -> Condition {
    Condition::any()
        .add(
            Condition::all()
                .add(Column::UserId.eq(actor.id()))
                .add(Column::DeskId.is_null()),
        )
        .add(Column::DeskId.is_in(own_desks(actor)))
}

/// The views that `actor` sees, by name.
pub async fn views(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<SavedView>, StoreError> {
    let rows = saved_view::Entity::find()
        .filter(seen_by(actor))
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .limit(4 * MOST_VIEWS)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(SavedView::from).collect())
}

/// Keeps a view under a name, for `actor` alone or for a desk they act for.
pub async fn save_view(
    ctx: &Context,
    actor: &Actor,
    name: &str,
    query: &str,
    desk: Option<Uuid>,
) -> Result<SavedView, ViewError> {
    may(actor, Verb::ReadQueue, Subject::House)?;
    let user = actor.user().ok_or(Refused::NotForTokens)?.id;
    if desk.is_some_and(|desk| !own_desks(actor).contains(&desk)) {
        return Err(Refused::OtherDesk.into());
    }
    let name = clean(name)
        .filter(|name| name.chars().count() <= LONGEST_NAME)
        .ok_or(ViewError::Name)?;
    if query.len() > LONGEST_QUERY {
        return Err(ViewError::TooLong);
    }
    let tx = write_tx(&ctx.db).await?;
    let of = match desk {
        Some(desk) => Condition::all().add(Column::DeskId.eq(desk)),
        None => Condition::all()
            .add(Column::UserId.eq(user))
            .add(Column::DeskId.is_null()),
    };
    let many = saved_view::Entity::find().filter(of).count(&tx).await?;
    if many >= MOST_VIEWS {
        return Err(ViewError::TooMany);
    }
    let view = SavedView {
        id: ctx.new_id(),
        name,
        query: query.to_owned(),
        desk,
    };
    let row = saved_view::ActiveModel {
        id: Set(view.id),
        name: Set(view.name.clone()),
        query: Set(view.query.clone()),
        user_id: Set(user),
        desk_id: Set(desk),
        created_at: Set(ctx.clock.now()),
    };
    let kept = saved_view::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    if kept == 0 {
        return Err(ViewError::Taken);
    }
    tx.commit().await?;
    Ok(view)
}

/// Takes a view away that `actor` sees; `false` when there is none.
pub async fn remove_view(ctx: &Context, actor: &Actor, id: Uuid) -> Result<bool, ViewError> {
    may(actor, Verb::ReadQueue, Subject::House)?;
    let removed = saved_view::Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(seen_by(actor))
        .exec(&ctx.db)
        .await?;
    Ok(removed.rows_affected == 1)
}
