//! What a person changes on screen. Afterwards the tables differ from the folder that filled them, and an
//! import shows that difference before it writes anything; every running process sees the change.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use super::addresses::forget_address;
use super::live;
use crate::entity::{desk, topic};
use crate::store::StoreError;

/// Sends the mail of a desk to another address.
///
/// # Errors
/// [`StoreError::Stale`] when the desk is no longer as the reader saw it.
pub async fn readdress_desk(
    tx: &impl ConnectionTrait,
    slug: &str,
    seen: i32,
    email: &str,
) -> Result<(), StoreError> {
    use desk::Column;
    let done = forget_address(desk::Entity::update_many())
        .col_expr(Column::Email, Expr::value(email))
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
