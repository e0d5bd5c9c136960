//! What the tables' definitions share: how one table points at another.

use sea_orm_migration::prelude::{ForeignKey, ForeignKeyCreateStatement};

/// `column` points at the `id` of `table`.
pub(crate) fn to(column: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    to_key(column, table, "id")
}

/// `column` points at the column `key` of `table`.
pub(crate) fn to_key(
    column: &'static str,
    table: &'static str,
    key: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_col(column)
        .to(table, key)
        .to_owned()
}
