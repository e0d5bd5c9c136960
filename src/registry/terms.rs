//! How many working days everything may take now: as the settings say, and in their place what was changed
//! on screen. It is read where a term begins, in the transaction that begins it, so that all processes on
//! one database agree; a term that runs keeps its day.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use crate::config::{TermName, TermSettings};
use crate::context::Context;
use crate::entity::term_setting::{self, Column};
use crate::store::StoreError;

/// A term that was changed on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedTerm {
    /// Which.
    pub name: TermName,
    /// How long it is.
    pub working_days: u16,
    /// Counts the changes.
    pub revision: i32,
}

/// The terms as they are now.
pub async fn terms(db: &impl ConnectionTrait, ctx: &Context) -> Result<TermSettings, StoreError> {
    let mut terms = ctx.settings.terms;
    for changed in changed_terms(db).await? {
        terms.set(changed.name, changed.working_days);
    }
    Ok(terms)
}

/// The terms that were changed on screen.
pub async fn changed_terms(db: &impl ConnectionTrait) -> Result<Vec<ChangedTerm>, StoreError> {
    let rows = term_setting::Entity::find().all(db).await?;
    let known = rows
        .into_iter()
        // One that this program does not know is of a newer one.
        .filter_map(|row| Some((TermName::named(&row.name)?, row)));
    known
        .map(|(name, row)| {
            let days = u16::try_from(row.working_days).ok();
            let working_days = days.filter(|days| name.may_be(*days));
            Ok(ChangedTerm {
                name,
                working_days: working_days.ok_or_else(|| StoreError::Inconsistent {
                    table: "term_setting",
                    column: "working_days",
                    row: row.name,
                })?,
                revision: row.revision,
            })
        })
        .collect()
}

/// Makes a term so many working days, in the caller's transaction, which keeps others from changing terms.
///
/// # Errors
/// [`StoreError::Stale`] when it is no longer as the reader saw it; 0 is a term that nobody had changed.
pub async fn change_term(
    tx: &impl ConnectionTrait,
    name: TermName,
    seen: i32,
    days: u16,
) -> Result<(), StoreError> {
    let row = term_setting::Entity::find_by_id(name.slug())
        .one(tx)
        .await?;
    if row.map_or(0, |row| row.revision) != seen {
        return Err(StoreError::Stale);
    }
    if seen == 0 {
        let row = term_setting::ActiveModel {
            name: Set(name.slug().to_owned()),
            working_days: Set(days.into()),
            revision: Set(1),
        };
        term_setting::Entity::insert(row)
            .exec_without_returning(tx)
            .await?;
        return Ok(());
    }
    term_setting::Entity::update_many()
        .col_expr(Column::WorkingDays, Expr::value(i32::from(days)))
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .filter(Column::Name.eq(name.slug()))
        .exec(tx)
        .await?;
    Ok(())
}
