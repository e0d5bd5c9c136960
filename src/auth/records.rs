//! The only door to the tables of this room.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select, Statement,
};
use uuid::Uuid;

use super::accounts::{Account, Member, Observer};
use super::actor::{ApiClient, Grant, Role, User};
use super::repeats::Stored;
use crate::entity::{api_token, idempotency_key, session, user_account, user_role};
use crate::store::StoreError;
use crate::text::Language;

fn language(code: &str) -> Language {
    if code == "en" {
        Language::En
    } else {
        Language::Nl
    }
}

pub(super) fn grant(
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
        revision: Set(1),
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
            issuer: Set(None),
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

pub(super) async fn account_of(
    db: &impl ConnectionTrait,
    row: user_account::Model,
) -> Result<Account, StoreError> {
    Ok(Account {
        active: row.active,
        last_sign_in_at: row.last_sign_in_at,
        created_at: row.created_at,
        has_password: row.password_hash.is_some(),
        revision: row.revision,
        user: user_of(db, row).await?,
    })
}

/// The person of an account that may be used.
pub(super) async fn find_user(
    db: &impl ConnectionTrait,
    user: Uuid,
) -> Result<Option<User>, StoreError> {
    let row = user_account::Entity::find_by_id(user)
        .filter(user_account::Column::Active.eq(true))
        .one(db)
        .await?;
    match row {
        Some(row) => user_of(db, row).await.map(Some),
        None => Ok(None),
    }
}

/// The digest of the password of an account, when it has one.
pub(super) async fn password_of(
    db: &impl ConnectionTrait,
    user: Uuid,
) -> Result<Option<String>, StoreError> {
    let row = user_account::Entity::find_by_id(user).one(db).await?;
    Ok(row.and_then(|row| row.password_hash))
}

/// When somebody last signed in with an account.
pub(super) async fn last_sign_in(
    db: &impl ConnectionTrait,
    user: Uuid,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let row = user_account::Entity::find_by_id(user).one(db).await?;
    Ok(row.and_then(|row| row.last_sign_in_at))
}

/// Notes that somebody signed in, unless somebody has since the moment `before`; `false` when so.
pub(super) async fn signed_in_after(
    db: &impl ConnectionTrait,
    user: Uuid,
    before: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let last = user_account::Column::LastSignInAt;
    let done = user_account::Entity::update_many()
        .col_expr(last, Expr::value(now))
        .filter(user_account::Column::Id.eq(user))
        .filter(before.map_or_else(|| last.is_null(), |before| last.eq(before)))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Every account, by name.
pub(super) async fn all_accounts(db: &impl ConnectionTrait) -> Result<Vec<Account>, StoreError> {
    let rows = user_account::Entity::find()
        .order_by_asc(user_account::Column::Email)
        .all(db)
        .await?;
    let mut accounts = Vec::with_capacity(rows.len());
    for row in rows {
        accounts.push(account_of(db, row).await?);
    }
    Ok(accounts)
}

/// Whoever has a role at one of `desks` and may sign in, by name.
pub(super) async fn members_of(
    db: &impl ConnectionTrait,
    desks: &[Uuid],
) -> Result<Vec<Member>, StoreError> {
    members(db, user_role::Column::DeskId.is_in(desks.iter().copied())).await
}

/// Everybody with an account who holds one of these roles, by name.
pub(super) async fn members_as(
    db: &impl ConnectionTrait,
    roles: &[Role],
) -> Result<Vec<Member>, StoreError> {
    let slugs = roles.iter().map(|role| role.slug());
    members(db, user_role::Column::Role.is_in(slugs)).await
}

async fn members(db: &impl ConnectionTrait, holds: SimpleExpr) -> Result<Vec<Member>, StoreError> {
    let rows: Vec<(Uuid, String)> = who_may_sign_in(holds)
        .columns([user_account::Column::Id, user_account::Column::Name])
        .order_by_asc(user_account::Column::Name)
        .order_by_asc(user_account::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let member = |(id, name)| Member { id, name };
    Ok(rows.into_iter().map(member).collect())
}

/// Whoever is an observer of `province` and may sign in.
pub(super) async fn observers_of(
    db: &impl ConnectionTrait,
    province: &str,
) -> Result<Vec<Observer>, StoreError> {
    let rows: Vec<(Uuid, String)> = who_may_sign_in(user_role::Column::ProvinceSlug.eq(province))
        .columns([user_account::Column::Id, user_account::Column::Email])
        .order_by_asc(user_account::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let observer = |(id, email)| Observer { id, email };
    Ok(rows.into_iter().map(observer).collect())
}

/// The accounts that may sign in and hold such a role, each once; what is read of them is still to be said.
fn who_may_sign_in(holds: SimpleExpr) -> Select<user_account::Entity> {
    user_account::Entity::find()
        .select_only()
        .inner_join(user_role::Entity)
        .filter(holds)
        .filter(user_account::Column::Active.eq(true))
        .distinct()
}

/// The account with this address, in lower case, that may sign in.
pub(super) async fn active_by_email(
    db: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<Uuid>, StoreError> {
    let found = user_account::Entity::find()
        .filter(user_account::Column::Email.eq(email))
        .filter(user_account::Column::Active.eq(true))
        .one(db)
        .await?;
    Ok(found.map(|row| row.id))
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

/// The open sessions of a person, the one used last first.
pub(super) async fn sessions_of(
    db: &impl ConnectionTrait,
    user: Uuid,
    now: DateTime<Utc>,
    seen_since: DateTime<Utc>,
) -> Result<Vec<session::Model>, StoreError> {
    Ok(session::Entity::find()
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::LastSeenAt.gt(seen_since))
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_desc(session::Column::KeyHash)
        .all(db)
        .await?)
}

/// Ends one session of a person.
pub(super) async fn delete_session_of(
    db: &impl ConnectionTrait,
    user: Uuid,
    key_hash: &str,
) -> Result<u64, StoreError> {
    let done = session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::KeyHash.eq(key_hash))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Ends every session of a person but the one that is kept.
pub(super) async fn delete_sessions_but(
    db: &impl ConnectionTrait,
    user: Uuid,
    kept: Option<&str>,
) -> Result<u64, StoreError> {
    let mut all = session::Entity::delete_many().filter(session::Column::UserId.eq(user));
    if let Some(kept) = kept {
        all = all.filter(session::Column::KeyHash.ne(kept));
    }
    Ok(all.exec(db).await?.rows_affected)
}

/// Removes at most `most` sessions that have reached one of their ends.
pub(super) async fn sweep_sessions(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    seen_since: DateTime<Utc>,
    most: u64,
) -> Result<u64, StoreError> {
    let over = session::Column::ExpiresAt
        .lte(now)
        .or(session::Column::LastSeenAt.lte(seen_since));
    let keys: Vec<String> = session::Entity::find()
        .select_only()
        .column(session::Column::KeyHash)
        .filter(over.clone())
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    if keys.is_empty() {
        return Ok(0);
    }
    // One that came into use again in between stays.
    let done = session::Entity::delete_many()
        .filter(session::Column::KeyHash.is_in(keys))
        .filter(over)
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

/// Removes at most `most` counters whose window is over.
pub(super) async fn sweep_attempts(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    most: u64,
) -> Result<u64, StoreError> {
    use crate::entity::sign_in_attempt as table;
    let over = table::Column::WindowEndsAt.lte(now);
    let subjects: Vec<String> = table::Entity::find()
        .select_only()
        .column(table::Column::Subject)
        .filter(over.clone())
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    if subjects.is_empty() {
        return Ok(0);
    }
    // One whose window began again in between stays.
    let done = table::Entity::delete_many()
        .filter(table::Column::Subject.is_in(subjects))
        .filter(over)
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// The request under a key, as far as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RepeatRow {
    pub(super) request_hash: String,
    pub(super) stored: Option<Stored>,
    pub(super) locked_until: Option<DateTime<Utc>>,
}

/// Takes a key for one request: a new one, or one whose holder did not finish in time. `false` when
/// it is somebody's, or has its answer, or stands for another request.
pub(super) async fn take_key(
    db: &impl ConnectionTrait,
    own: (&str, &str, &str),
    now: DateTime<Utc>,
    real_now: DateTime<Utc>,
    locked_until: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let sql = "INSERT INTO idempotency_key (principal, key, request_hash, created_at, locked_until) \
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT (principal, key) DO UPDATE SET \
               locked_until = excluded.locked_until WHERE idempotency_key.status IS NULL \
               AND idempotency_key.request_hash = excluded.request_hash \
               AND (idempotency_key.locked_until IS NULL OR idempotency_key.locked_until < $6)";
    let (principal, key, hash) = own;
    let values = [
        principal.into(),
        key.into(),
        hash.into(),
        now.into(),
        locked_until.into(),
        real_now.into(),
    ];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected() == 1)
}

/// What is known of a key.
pub(super) async fn find_key(
    db: &impl ConnectionTrait,
    principal: &str,
    key: &str,
) -> Result<Option<RepeatRow>, StoreError> {
    let id = (principal.to_owned(), key.to_owned());
    let row = idempotency_key::Entity::find_by_id(id).one(db).await?;
    Ok(row.map(|row| RepeatRow {
        request_hash: row.request_hash,
        stored: row.status.map(|status| Stored {
            status: u16::try_from(status).unwrap_or(500),
            content_type: row.content_type.unwrap_or_default(),
            location: row.location,
            body: row.body.unwrap_or_default(),
        }),
        locked_until: row.locked_until,
    }))
}

/// Keeps the answer, unless there is one already.
pub(super) async fn settle_key(
    db: &impl ConnectionTrait,
    principal: &str,
    key: &str,
    answer: Stored,
) -> Result<(), StoreError> {
    use idempotency_key::Column;
    idempotency_key::Entity::update_many()
        .col_expr(Column::Status, Expr::value(i32::from(answer.status)))
        .col_expr(Column::ContentType, Expr::value(answer.content_type))
        .col_expr(Column::Location, Expr::value(answer.location))
        .col_expr(Column::Body, Expr::value(answer.body))
        .col_expr(Column::LockedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::Principal.eq(principal))
        .filter(Column::Key.eq(key))
        .filter(Column::Status.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets a key whose request came to nothing.
pub(super) async fn free_key(
    db: &impl ConnectionTrait,
    principal: &str,
    key: &str,
) -> Result<(), StoreError> {
    use idempotency_key::Column;
    idempotency_key::Entity::delete_many()
        .filter(Column::Principal.eq(principal))
        .filter(Column::Key.eq(key))
        .filter(Column::Status.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Removes at most `most` keys that were first seen before `before`.
pub(super) async fn sweep_keys(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
    most: u64,
) -> Result<u64, StoreError> {
    let sql = format!(
        "DELETE FROM idempotency_key WHERE (principal, key) IN (SELECT principal, key \
         FROM idempotency_key WHERE created_at <= $1 ORDER BY created_at LIMIT {most})"
    );
    let look = idempotency_key::Entity::find()
        .select_only()
        .column(idempotency_key::Column::Key)
        .filter(idempotency_key::Column::CreatedAt.lte(before))
        .limit(1)
        .into_tuple::<String>()
        .one(db)
        .await?;
    if look.is_none() {
        return Ok(0);
    }
    let backend = db.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [before.into()]);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// Keeps what a new token is good for.
pub(super) async fn insert_token(
    db: &impl ConnectionTrait,
    client: &ApiClient,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    created_by: Option<Uuid>,
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
        created_by: Set(created_by),
        last_used_at: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// What the token is good for, and when it was last used; `None` when there is none, or it is over or
/// revoked.
pub(super) async fn find_token(
    db: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<(ApiClient, Option<DateTime<Utc>>)>, StoreError> {
    let row = api_token::Entity::find_by_id(id)
        .filter(api_token::Column::RevokedAt.is_null())
        .filter(api_token::Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let last_used_at = row.last_used_at;
    Ok(Some((client_of(row)?, last_used_at)))
}

/// The client that a row of `api_token` stands for.
pub(super) fn client_of(row: api_token::Model) -> Result<ApiClient, StoreError> {
    let wrong = |column| StoreError::Inconsistent {
        table: "api_token",
        column,
        row: row.id.to_string(),
    };
    let scopes: Result<BTreeSet<_>, _> = row.scopes.split_whitespace().map(str::parse).collect();
    Ok(ApiClient {
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
    })
}

/// Notes that a token is in use.
pub(super) async fn touch_token(
    db: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    api_token::Entity::update_many()
        .col_expr(api_token::Column::LastUsedAt, Expr::value(now))
        .filter(api_token::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
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
