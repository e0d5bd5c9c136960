//! The only door to the tables of this room.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, Statement,
};
use uuid::Uuid;

use super::accounts::Account;
use super::actor::{ApiClient, Grant, User};
use crate::entity::{api_token, session, user_account, user_role};
use crate::store::StoreError;
use crate::text::Language;

fn language(code: &str) -> Language {
    if code == "en" {
        Language::En
    } else {
        Language::Nl
    }
}

fn grant(
    table: &'static str,
    row: Uuid,
    role: &str,
    desk: Option<Uuid>,
    province: Option<String>,
) -> Result<Grant, StoreError> {
    let wrong = |column| StoreError::Inconsistent {
        table,
        column,
        row: row.to_string(),
    };
    let role = role.parse().map_err(|_| wrong("role"))?;
    Grant::new(role, desk, province).map_err(|_| wrong("desk_id"))
}

async fn grants_of(db: &impl ConnectionTrait, user: Uuid) -> Result<Vec<Grant>, StoreError> {
    let rows = user_role::Entity::find()
        .filter(user_role::Column::UserId.eq(user))
        .order_by_asc(user_role::Column::Role)
        .order_by_asc(user_role::Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            grant(
                "user_role",
                row.id,
                &row.role,
                row.desk_id,
                row.province_slug,
            )
        })
        .collect()
}

async fn user_of(db: &impl ConnectionTrait, row: user_account::Model) -> Result<User, StoreError> {
    Ok(User {
        grants: grants_of(db, row.id).await?,
        id: row.id,
        name: row.name,
        language: language(&row.language),
        email: row.email,
    })
}

/// A new account with its roles; `false` when the address has one already.
pub(super) async fn insert_account(
    db: &impl ConnectionTrait,
    user: &User,
    password_hash: Option<String>,
    now: DateTime<Utc>,
    mut new_id: impl FnMut() -> Uuid,
) -> Result<bool, StoreError> {
    let written = user_account::Entity::insert(user_account::ActiveModel {
        id: Set(user.id),
        email: Set(user.email.clone()),
        name: Set(user.name.clone()),
        password_hash: Set(password_hash),
        language: Set(user.language.code().to_owned()),
        active: Set(true),
        created_at: Set(now),
        last_sign_in_at: Set(None),
    })
    .on_conflict(
        OnConflict::column(user_account::Column::Email)
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(db)
    .await?;
    if written == 0 {
        return Ok(false);
    }
    for grant in &user.grants {
        let row = user_role::ActiveModel {
            id: Set(new_id()),
            user_id: Set(user.id),
            role: Set(grant.role.slug().to_owned()),
            desk_id: Set(grant.desk),
            province_slug: Set(grant.province.clone()),
        };
        row.insert(db).await?;
    }
    Ok(true)
}

/// The account of `email` with its hash, when it may be used.
pub(super) async fn find_account(
    db: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<(User, Option<String>)>, StoreError> {
    let row = user_account::Entity::find()
        .filter(user_account::Column::Email.eq(email))
        .filter(user_account::Column::Active.eq(true))
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let hash = row.password_hash.clone();
    Ok(Some((user_of(db, row).await?, hash)))
}

/// Every account, by name.
pub(super) async fn all_accounts(db: &impl ConnectionTrait) -> Result<Vec<Account>, StoreError> {
    let rows = user_account::Entity::find()
        .order_by_asc(user_account::Column::Email)
        .all(db)
        .await?;
    let mut accounts = Vec::with_capacity(rows.len());
    for row in rows {
        let (active, last_sign_in_at) = (row.active, row.last_sign_in_at);
        accounts.push(Account {
            user: user_of(db, row).await?,
            active,
            last_sign_in_at,
        });
    }
    Ok(accounts)
}

/// Notes that somebody signed in.
pub(super) async fn signed_in(
    db: &impl ConnectionTrait,
    user: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    user_account::Entity::update_many()
        .col_expr(user_account::Column::LastSignInAt, Expr::value(now))
        .filter(user_account::Column::Id.eq(user))
        .exec(db)
        .await?;
    Ok(())
}

/// Begins a session.
pub(super) async fn insert_session(
    db: &impl ConnectionTrait,
    row: session::Model,
) -> Result<(), StoreError> {
    let row: session::ActiveModel = row.into();
    session::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// A session that has not reached either of its ends, with who is signed in.
pub(super) async fn find_session(
    db: &impl ConnectionTrait,
    key_hash: &str,
    now: DateTime<Utc>,
    seen_since: DateTime<Utc>,
) -> Result<Option<(session::Model, User)>, StoreError> {
    let found = session::Entity::find_by_id(key_hash.to_owned())
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::LastSeenAt.gt(seen_since))
        .find_also_related(user_account::Entity)
        .filter(user_account::Column::Active.eq(true))
        .one(db)
        .await?;
    match found {
        Some((row, Some(user))) => Ok(Some((row, user_of(db, user).await?))),
        _ => Ok(None),
    }
}

/// Notes that a session is in use.
pub(super) async fn touch_session(
    db: &impl ConnectionTrait,
    key_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(now))
        .filter(session::Column::KeyHash.eq(key_hash))
        .exec(db)
        .await?;
    Ok(())
}

/// Keeps what a session remembers.
pub(super) async fn save_state(
    db: &impl ConnectionTrait,
    key_hash: &str,
    state: String,
) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::State, Expr::value(state))
        .filter(session::Column::KeyHash.eq(key_hash))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends a session.
pub(super) async fn delete_session(
    db: &impl ConnectionTrait,
    key_hash: &str,
) -> Result<(), StoreError> {
    session::Entity::delete_many()
        .filter(session::Column::KeyHash.eq(key_hash))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends every session of a person.
pub(super) async fn delete_sessions_of(
    db: &impl ConnectionTrait,
    user: Uuid,
) -> Result<u64, StoreError> {
    let done = session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Removes the sessions that have reached one of their ends.
pub(super) async fn sweep_sessions(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    seen_since: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let done = session::Entity::delete_many()
        .filter(
            session::Column::ExpiresAt
                .lte(now)
                .or(session::Column::LastSeenAt.lte(seen_since)),
        )
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Counts one attempt and says how many there are in this window, this one included, and when the
/// window ends. One statement, so that attempts at the same moment all count.
pub(super) async fn count_attempt(
    db: &impl ConnectionTrait,
    subject: &str,
    now: DateTime<Utc>,
    window_ends_at: DateTime<Utc>,
) -> Result<(i32, DateTime<Utc>), StoreError> {
    let sql = "INSERT INTO sign_in_attempt (subject, attempts, window_ends_at) VALUES ($1, 1, $2) \
               ON CONFLICT (subject) DO UPDATE SET \
               attempts = CASE WHEN sign_in_attempt.window_ends_at <= $3 THEN 1 \
               ELSE sign_in_attempt.attempts + 1 END, \
               window_ends_at = CASE WHEN sign_in_attempt.window_ends_at <= $3 \
               THEN excluded.window_ends_at ELSE sign_in_attempt.window_ends_at END \
               RETURNING attempts, window_ends_at";
    let values = [subject.into(), window_ends_at.into(), now.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let Some(row) = db.query_one_raw(statement).await? else {
        return Ok((1, window_ends_at));
    };
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
}

/// Forgets the attempts of `subject`.
pub(super) async fn forget_attempts(
    db: &impl ConnectionTrait,
    subject: &str,
) -> Result<(), StoreError> {
    use crate::entity::sign_in_attempt as table;
    table::Entity::delete_many()
        .filter(table::Column::Subject.eq(subject))
        .exec(db)
        .await?;
    Ok(())
}

/// Takes back one counted attempt.
pub(super) async fn take_back_attempt(
    db: &impl ConnectionTrait,
    subject: &str,
) -> Result<(), StoreError> {
    use crate::entity::sign_in_attempt as table;
    table::Entity::update_many()
        .col_expr(
            table::Column::Attempts,
            Expr::col(table::Column::Attempts).sub(1),
        )
        .filter(table::Column::Subject.eq(subject))
        .filter(table::Column::Attempts.gt(0))
        .exec(db)
        .await?;
    Ok(())
}

/// Removes the counters whose window is over.
pub(super) async fn sweep_attempts(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    use crate::entity::sign_in_attempt as table;
    let done = table::Entity::delete_many()
        .filter(table::Column::WindowEndsAt.lte(now))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Keeps what a new token is good for.
pub(super) async fn insert_token(
    db: &impl ConnectionTrait,
    client: &ApiClient,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let scopes: Vec<&str> = client.scopes.iter().map(|scope| scope.slug()).collect();
    let row = api_token::ActiveModel {
        id: Set(client.id),
        name: Set(client.name.clone()),
        role: Set(client.grant.role.slug().to_owned()),
        desk_id: Set(client.grant.desk),
        province_slug: Set(client.grant.province.clone()),
        scopes: Set(scopes.join(" ")),
        created_at: Set(now),
        expires_at: Set(expires_at),
        revoked_at: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// What the token is good for; `None` when there is none, or it is over or revoked.
pub(super) async fn find_token(
    db: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<ApiClient>, StoreError> {
    let row = api_token::Entity::find_by_id(id)
        .filter(api_token::Column::RevokedAt.is_null())
        .filter(api_token::Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let wrong = |column| StoreError::Inconsistent {
        table: "api_token",
        column,
        row: row.id.to_string(),
    };
    let scopes: Result<BTreeSet<_>, _> = row.scopes.split_whitespace().map(str::parse).collect();
    Ok(Some(ApiClient {
        id: row.id,
        scopes: scopes.map_err(|_| wrong("scopes"))?,
        grant: grant(
            "api_token",
            row.id,
            &row.role,
            row.desk_id,
            row.province_slug,
        )?,
        name: row.name,
    }))
}

/// Ends a token before its time; `false` when there is none to end.
pub(super) async fn revoke_token(
    db: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = api_token::Entity::update_many()
        .col_expr(api_token::Column::RevokedAt, Expr::value(now))
        .filter(api_token::Column::Id.eq(id))
        .filter(api_token::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
