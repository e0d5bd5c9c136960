//! The names of people that the register knows: whoever wrote to us or was written to. A text can be
//! looked through for them without reading them all.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};

use crate::entity::known_name::{self, Column};
use crate::language::{NamesIn, PersonName};
use crate::store::StoreError;

/// Names that one query looks for.
const BATCH: usize = 500;
/// People of one family that are named at most.
const MOST_FOUND: u64 = 20;

/// Writes a name down, when it can be that of a person and is not known yet.
pub(super) async fn note_name(
    tx: &impl ConnectionTrait,
    name: Option<&str>,
) -> Result<(), StoreError> {
    let Some((name, person)) = name.and_then(|name| Some((name.trim(), PersonName::of(name)?)))
    else {
        return Ok(());
    };
    let sql = "INSERT INTO known_name (folded, family, name) VALUES ($1, $2, $3) \
               ON CONFLICT (folded) DO NOTHING";
    let values = [person.folded.into(), person.family.into(), name.into()];
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        sql,
        values,
    ))
    .await?;
    Ok(())
}

/// The people that the register knows by the names that may stand in a text, in the order of their
/// names. Of each family only the first are told.
pub async fn people_named(
    db: &impl ConnectionTrait,
    names: &NamesIn,
) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for some in names.folded.chunks(BATCH) {
        let known: Vec<String> = known_name::Entity::find()
            .select_only()
            .column(Column::Name)
            .filter(Column::Folded.is_in(some.iter().map(String::as_str)))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(known);
    }
    for some in names.families.chunks(BATCH) {
        let marks: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT name FROM (SELECT name, row_number() OVER (PARTITION BY family ORDER BY folded) \
             AS place FROM known_name WHERE family IN ({})) AS people WHERE place <= {MOST_FOUND}",
            marks.join(", ")
        );
        let values = some.iter().map(|family| family.as_str().into());
        let rows = db
            .query_all_raw(Statement::from_sql_and_values(
                db.get_database_backend(),
                sql,
                values.collect::<Vec<_>>(),
            ))
            .await?;
        for row in rows {
            found.push(row.try_get_by_index(0)?);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
