//! What a person changes on screen. Afterwards the tables differ from the folder that filled them, and an
//! import shows that difference before it writes anything; every running process sees the change.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use super::addresses::forget_address;
use super::live;
use super::model::{DeskId, DeskKind, Level};
use crate::entity::{desk, topic};
use crate::store::StoreError;

/// A desk as the form of its page says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskChange {
    /// Its name.
    pub name: String,
    /// Where its mail goes.
    pub email: String,
    /// What it answers for.
    pub answers_for: String,
    /// Whether questions may go there.
    pub active: bool,
}

/// Changes a desk. What was known of its address is forgotten when it `moves` to another.
///
/// # Errors
/// [`StoreError::Stale`] when the desk is no longer as the reader saw it.
pub async fn change_desk(
    tx: &impl ConnectionTrait,
    slug: &str,
    seen: i32,
    change: DeskChange,
    moves: bool,
) -> Result<(), StoreError> {
    use desk::Column;
    let update = desk::Entity::update_many();
    let update = if moves {
        forget_address(update)
    } else {
        update
    };
    let done = update
        .col_expr(Column::Name, Expr::value(change.name))
        .col_expr(Column::Email, Expr::value(change.email))
        .col_expr(Column::AnswersFor, Expr::value(change.answers_for))
        .col_expr(Column::Active, Expr::value(change.active))
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .filter(Column::Slug.eq(slug))
        .filter(Column::Revision.eq(seen))
        .exec(tx)
        .await?;
    if done.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    live::changed(tx).await
}

/// Adds an administration, under a slug that no desk has.
pub async fn add_administration(
    tx: &impl ConnectionTrait,
    slug: &str,
    level: Level,
    wanted: DeskChange,
) -> Result<(), StoreError> {
    let row = desk::Model {
        id: DeskId::of(slug).0,
        slug: slug.to_owned(),
        kind: DeskKind::Administration.to_string(),
        level: Some(level.to_string()),
        name: wanted.name,
        province_slug: None,
        email: wanted.email,
        phone: None,
        answers_for: wanted.answers_for,
        active: wanted.active,
        revision: 1,
        last_proven_at: None,
        bounce_count: 0,
        silent_count: 0,
    };
    desk::Entity::insert(desk::ActiveModel::from(row))
        .exec_without_returning(tx)
        .await?;
    live::changed(tx).await
}

/// A topic as the form of its page says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicChange {
    /// Its name.
    pub title: String,
    /// What falls under it.
    pub description: String,
    /// Slug of the administration that answers; none: the asker's own contact point.
    pub administration: Option<String>,
    /// Whether a question may go there without a person.
    pub automatic: bool,
    /// Whether it is in use.
    pub active: bool,
}

/// Changes a topic.
///
/// # Errors
/// [`StoreError::Stale`] when the topic is no longer as the reader saw it.
pub async fn change_topic(
    tx: &impl ConnectionTrait,
    slug: &str,
    seen: i32,
    change: TopicChange,
) -> Result<(), StoreError> {
    use topic::Column;
    let done = topic::Entity::update_many()
        .col_expr(Column::Title, Expr::value(change.title))
        .col_expr(Column::Description, Expr::value(change.description))
        .col_expr(Column::Administration, Expr::value(change.administration))
        .col_expr(Column::Automatic, Expr::value(change.automatic))
        .col_expr(Column::Active, Expr::value(change.active))
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .filter(Column::Slug.eq(slug))
        .filter(Column::Revision.eq(seen))
        .exec(tx)
        .await?;
    if done.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    live::changed(tx).await
}

/// Adds a topic, under a slug that no topic has.
pub async fn add_topic(
    tx: &impl ConnectionTrait,
    slug: &str,
    wanted: TopicChange,
) -> Result<(), StoreError> {
    let row = topic::Model {
        slug: slug.to_owned(),
        title: wanted.title,
        description: wanted.description,
        administration: wanted.administration,
        automatic: wanted.automatic,
        active: wanted.active,
        revision: 1,
    };
    topic::Entity::insert(topic::ActiveModel::from(row))
        .exec_without_returning(tx)
        .await?;
    live::changed(tx).await
}
