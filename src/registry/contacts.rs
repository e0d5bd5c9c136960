//! The people who write to us, one row an address.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement,
};
use uuid::Uuid;

use crate::context::Context;
use crate::entity::contact;
use crate::language::fold;
use crate::store::StoreError;

/// Who asked, where no mail says: a question without an author stands under this address, and nothing is ever
/// sent there.
pub const NOBODY: &str = "onbekend@ongeldig.invalid";

/// Somebody who writes to us.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Contact {
    /// Their id.
    pub id: Uuid,
    /// Lower-case.
    pub email: String,
    /// As they sign.
    pub name: Option<String>,
    /// Where they work, when known.
    pub organisation_id: Option<Uuid>,
    /// Whether a mail proved that the address is theirs.
    pub verified: bool,
}

impl From<contact::Model> for Contact {
    fn from(row: contact::Model) -> Self {
        Self {
            id: row.id,
            email: row.email,
            name: row.name,
            organisation_id: row.organisation_id,
            verified: row.verified,
        }
    }
}

/// The contact with `email`, made when new. What was known before is kept where nothing better came.
pub async fn upsert_contact(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    email: &str,
    name: Option<&str>,
    organisation_id: Option<Uuid>,
    verified: bool,
) -> Result<Contact, StoreError> {
    let email = email.to_lowercase();
    let row = tx
        .query_one_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "INSERT INTO contact (id, email, name, organisation_id, verified, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email) DO UPDATE SET \
             name = CASE WHEN excluded.verified AND NOT contact.verified THEN excluded.name \
             ELSE COALESCE(contact.name, excluded.name) END, \
             organisation_id = CASE WHEN excluded.verified AND NOT contact.verified \
             THEN excluded.organisation_id \
             ELSE COALESCE(contact.organisation_id, excluded.organisation_id) END, \
             verified = contact.verified OR excluded.verified \
             RETURNING id, email, name, organisation_id, verified",
            [
                ctx.new_id().into(),
                email.clone().into(),
                name.into(),
                organisation_id.into(),
                verified.into(),
                ctx.clock.now().into(),
            ],
        ))
        .await?
        .ok_or(StoreError::Inconsistent {
            table: "contact",
            column: "email",
            row: email,
        })?;
    Ok(Contact::from_query_result(&row, "")?)
}

/// The contact with this address.
pub async fn contact_by_email(
    db: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<Contact>, StoreError> {
    Ok(contact::Entity::find()
        .filter(contact::Column::Email.eq(email.to_lowercase()))
        .one(db)
        .await?
        .map(Contact::from))
}

/// The contact with this id.
pub async fn contact_by_id(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Contact>, StoreError> {
    Ok(contact::Entity::find_by_id(id)
        .one(db)
        .await?
        .map(Contact::from))
}

/// The people whose address or name begins so, or who bear this family name, by their address; at most
/// `limit`. Fewer than two letters find nobody.
pub async fn contacts_like(
    db: &impl ConnectionTrait,
    typed: &str,
    limit: u8,
) -> Result<Vec<Contact>, StoreError> {
    let typed: String = typed.trim().chars().filter(|c| !c.is_control()).collect();
    if typed.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let backend = db.get_database_backend();
    // As the indexes are: byte by byte, so that what begins so is a range.
    let plain = match backend {
        DbBackend::Postgres => " COLLATE \"C\"",
        _ => "",
    };
    let begins = |what: &str, mark: &str| {
        format!("{what}{plain} >= {mark} AND {what}{plain} < {mark} || '\u{10FFFF}'")
    };
    let name = |table: &str| format!("LOWER(SUBSTR({table}.name, 1, 200)){plain}");
    let columns = "c.id, c.email, c.name, c.organisation_id, c.verified, c.created_at";
    let sql = format!(
        "SELECT * FROM (SELECT {columns} FROM contact c WHERE {} \
         UNION SELECT {columns} FROM known_name k JOIN contact c ON {} = {} \
         WHERE ({}) OR k.family = $2) AS found ORDER BY email LIMIT {limit}",
        begins("c.email", "$1"),
        name("c"),
        name("k"),
        begins("k.folded", "$2"),
    );
    let values = [typed.to_lowercase().into(), fold(&typed).into()];
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let found = contact::Model::find_by_statement(statement);
    Ok(found
        .all(db)
        .await?
        .into_iter()
        .map(Contact::from)
        .collect())
}
