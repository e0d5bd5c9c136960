//! What it takes to keep accounts and tokens up: lists, roles, switching off and on, passwords. Each
//! is one write or one look in the caller's transaction; what may be done when is decided above.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, IntoColumnRef, LikeExpr, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Statement,
};
use uuid::Uuid;

use super::accounts::Account;
use super::actor::{ApiClient, Grant, Role, Scope, User};
use super::records::{account_of, client_of, grant};
use crate::context::Context;
use crate::entity::{api_token, password_link, user_account, user_role};
use crate::store::StoreError;
use crate::text::Language;

/// The longest page, in rows.
const MOST_ROWS: u64 = 200;

/// Which accounts to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Only with this in the name or the address.
    pub name: Option<String>,
    /// Only with this role.
    pub role: Option<Role>,
    /// Only with a role at this desk.
    pub desk: Option<Uuid>,
    /// Only those that may be used, or only those that may not.
    pub active: Option<bool>,
}

/// Some rows, and what the next page comes after; none: this was the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T, C> {
    /// The rows.
    pub rows: Vec<T>,
    /// What the next page comes after.
    pub next: Option<C>,
}

/// `text` as part of a LIKE pattern, with `!` before what would stand for something else.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Whether the words in `column` hold `text`, in any case. SQLite lowers ASCII only, so a capital at the
/// beginning is tried too.
fn holds(column: impl IntoColumnRef + Copy, text: &str) -> Condition {
    let lower = text.trim().to_lowercase();
    let mut letters = lower.chars();
    let capital: String = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters.clone()).collect(),
        None => String::new(),
    };
    let like = |text: &str| LikeExpr::new(pattern(text)).escape('!');
    Condition::any()
        .add(Expr::expr(Func::lower(Expr::col(column))).like(like(&lower)))
        .add(Expr::col(column).like(like(&capital)))
}

/// Whether name or address hold `text`.
fn called(text: &str) -> Condition {
    holds(user_account::Column::Name, text).add(holds(user_account::Column::Email, text))
}

/// The accounts of `filter` by address, at most `limit` of them, after the address `after`.
pub async fn accounts(
    db: &impl ConnectionTrait,
    filter: &AccountFilter,
    after: Option<&str>,
    limit: u64,
) -> Result<Listed<Account, String>, StoreError> {
    use user_account::Column;
    let limit = limit.clamp(1, MOST_ROWS);
    let mut find = user_account::Entity::find().order_by_asc(Column::Email);
    if let Some(name) = &filter.name {
        find = find.filter(called(name));
    }
    if filter.role.is_some() || filter.desk.is_some() {
        let mut held = Query::select();
        held.column(user_role::Column::UserId)
            .from(user_role::Entity);
        if let Some(role) = filter.role {
            held.and_where(user_role::Column::Role.eq(role.slug()));
        }
        if let Some(desk) = filter.desk {
            held.and_where(user_role::Column::DeskId.eq(desk));
        }
        find = find.filter(Column::Id.in_subquery(held));
    }
    if let Some(active) = filter.active {
        find = find.filter(Column::Active.eq(active));
    }
    if let Some(after) = after {
        find = find.filter(Column::Email.gt(after));
    }
    let mut found = find.limit(limit + 1).all(db).await?;
    let more = found.len() as u64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        rows.push(account_of(db, row).await?);
    }
    let next = rows.last().filter(|_| more);
    let next = next.map(|account: &Account| account.user.email.clone());
    Ok(Listed { rows, next })
}

/// The accounts with `text` in name or address, at most `limit` of them: who is meant by a filter.
pub async fn accounts_called(
    db: &impl ConnectionTrait,
    text: &str,
    limit: u64,
) -> Result<Vec<Uuid>, StoreError> {
    Ok(user_account::Entity::find()
        .select_only()
        .column(user_account::Column::Id)
        .filter(called(text))
        .order_by_asc(user_account::Column::Email)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// One account.
pub async fn account(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Account>, StoreError> {
    match user_account::Entity::find_by_id(id).one(db).await? {
        Some(row) => Ok(Some(account_of(db, row).await?)),
        None => Ok(None),
    }
}

/// The account with this address.
pub async fn account_at(
    db: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<Account>, StoreError> {
    let row = user_account::Entity::find()
        .filter(user_account::Column::Email.eq(email.trim().to_lowercase()))
        .one(db)
        .await?;
    match row {
        Some(row) => Ok(Some(account_of(db, row).await?)),
        None => Ok(None),
    }
}

/// Counts a change of the account that the reader saw at `seen`.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it since.
pub async fn touch(db: &impl ConnectionTrait, id: Uuid, seen: i32) -> Result<(), StoreError> {
    use user_account::Column;
    let done = user_account::Entity::update_many()
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::Revision.eq(seen))
        .exec(db)
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}

/// Another address.
pub async fn readdress(db: &impl ConnectionTrait, id: Uuid, email: &str) -> Result<(), StoreError> {
    use user_account::Column;
    user_account::Entity::update_many()
        .col_expr(Column::Email, Expr::value(email))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Another name and language.
pub async fn rename(
    db: &impl ConnectionTrait,
    id: Uuid,
    name: &str,
    language: Language,
) -> Result<(), StoreError> {
    use user_account::Column;
    user_account::Entity::update_many()
        .col_expr(Column::Name, Expr::value(name))
        .col_expr(Column::Language, Expr::value(language.code()))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// These roles in place of those that the account has. What it has already stays as it is, with who gave it.
pub async fn replace_grants(
    db: &impl ConnectionTrait,
    ctx: &Context,
    id: Uuid,
    grants: &[Grant],
) -> Result<(), StoreError> {
    let held = keep_grants(db, id, |_, grant| grants.contains(grant)).await?;
    insert_grants(db, ctx, id, grants, &held, None).await
}

/// The roles that the provider `issuer` names, in place of those that the account has; gives all that it
/// has then. Who was made to keep accounts here goes on doing so: a provider that names nobody any more
/// must not shut the house.
pub async fn give_grants(
    db: &impl ConnectionTrait,
    ctx: &Context,
    id: Uuid,
    issuer: &str,
    grants: &[Grant],
) -> Result<Vec<Grant>, StoreError> {
    let keeps_accounts =
        |issuer: Option<&str>, grant: &Grant| issuer.is_none() && grant.role == Role::Admin;
    let mut held = keep_grants(db, id, keeps_accounts).await?;
    insert_grants(db, ctx, id, grants, &held, Some(issuer)).await?;
    let new = grants.iter().filter(|grant| !held.contains(grant));
    let new: Vec<Grant> = new.cloned().collect();
    held.extend(new);
    Ok(held)
}

/// Takes away the roles of an account that `kept` does not hold for, by who gave them and what they are;
/// gives those that it has left.
async fn keep_grants(
    db: &impl ConnectionTrait,
    id: Uuid,
    kept: impl Fn(Option<&str>, &Grant) -> bool,
) -> Result<Vec<Grant>, StoreError> {
    let rows = user_role::Entity::find()
        .filter(user_role::Column::UserId.eq(id))
        .order_by_asc(user_role::Column::Role)
        .order_by_asc(user_role::Column::Id)
        .all(db)
        .await?;
    let (mut held, mut gone) = (Vec::new(), Vec::new());
    for row in rows {
        let held_at = (row.desk_id, row.province_slug);
        let grant = grant("user_role", row.id, &row.role, held_at.0, held_at.1)?;
        if kept(row.issuer.as_deref(), &grant) {
            held.push(grant);
        } else {
            gone.push(row.id);
        }
    }
    if !gone.is_empty() {
        user_role::Entity::delete_many()
            .filter(user_role::Column::Id.is_in(gone))
            .exec(db)
            .await?;
    }
    Ok(held)
}

async fn insert_grants(
    db: &impl ConnectionTrait,
    ctx: &Context,
    id: Uuid,
    grants: &[Grant],
    held: &[Grant],
    issuer: Option<&str>,
) -> Result<(), StoreError> {
    for grant in grants.iter().filter(|grant| !held.contains(grant)) {
        let row = user_role::ActiveModel {
            id: Set(ctx.new_id()),
            user_id: Set(id),
            role: Set(grant.role.slug().to_owned()),
            desk_id: Set(grant.desk),
            province_slug: Set(grant.province.clone()),
            issuer: Set(issuer.map(str::to_owned)),
        };
        row.insert(db).await?;
    }
    Ok(())
}

/// Whether the account may be used.
pub async fn set_active(
    db: &impl ConnectionTrait,
    id: Uuid,
    active: bool,
) -> Result<(), StoreError> {
    use user_account::Column;
    user_account::Entity::update_many()
        .col_expr(Column::Active, Expr::value(active))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Another password, or none; a link that waits to set one is over.
pub async fn set_password(
    db: &impl ConnectionTrait,
    id: Uuid,
    hash: Option<String>,
) -> Result<(), StoreError> {
    use user_account::Column;
    user_account::Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(hash))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    drop_link(db, id).await
}

/// How many accounts that may be used keep accounts.
pub async fn active_admins(db: &impl ConnectionTrait) -> Result<u64, StoreError> {
    let mut admins = Query::select();
    admins
        .column(user_role::Column::UserId)
        .from(user_role::Entity)
        .and_where(user_role::Column::Role.eq(Role::Admin.slug()));
    Ok(user_account::Entity::find()
        .filter(user_account::Column::Active.eq(true))
        .filter(user_account::Column::Id.in_subquery(admins))
        .count(db)
        .await?)
}

/// The accounts with a role at a desk, by address.
pub async fn members(db: &impl ConnectionTrait, desk: Uuid) -> Result<Vec<Account>, StoreError> {
    let mut held = Query::select();
    held.column(user_role::Column::UserId)
        .from(user_role::Entity)
        .and_where(user_role::Column::DeskId.eq(desk));
    let rows = user_account::Entity::find()
        .filter(user_account::Column::Id.in_subquery(held))
        .order_by_asc(user_account::Column::Email)
        .all(db)
        .await?;
    let mut members = Vec::with_capacity(rows.len());
    for row in rows {
        members.push(account_of(db, row).await?);
    }
    Ok(members)
}

/// Those of `desks` at which nobody works who may sign in, not counting the account `but`.
pub async fn without_people(
    db: &impl ConnectionTrait,
    desks: &[Uuid],
    but: Option<Uuid>,
) -> Result<Vec<Uuid>, StoreError> {
    use user_role::Column;
    if desks.is_empty() {
        return Ok(Vec::new());
    }
    let mut active = Query::select();
    active
        .column(user_account::Column::Id)
        .from(user_account::Entity)
        .and_where(user_account::Column::Active.eq(true));
    let mut held = user_role::Entity::find()
        .select_only()
        .column(Column::DeskId)
        .filter(Column::DeskId.is_in(desks.iter().copied()))
        .filter(Column::UserId.in_subquery(active));
    if let Some(but) = but {
        held = held.filter(Column::UserId.ne(but));
    }
    let held: Vec<Uuid> = held.into_tuple().all(db).await?;
    let empty = desks.iter().filter(|desk| !held.contains(*desk));
    Ok(empty.copied().collect())
}

/// How many accounts that may be used have a role at each desk.
pub async fn member_counts(db: &impl ConnectionTrait) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let statement = Statement::from_string(
        db.get_database_backend(),
        "SELECT r.desk_id, COUNT(DISTINCT r.user_id) FROM user_role r \
         JOIN user_account u ON u.id = r.user_id WHERE r.desk_id IS NOT NULL AND u.active \
         GROUP BY r.desk_id",
    );
    let rows = db.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
        .collect()
}

// ---- links that set a password

pub(super) async fn put_link(
    db: &impl ConnectionTrait,
    user: Uuid,
    key_hash: String,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    drop_link(db, user).await?;
    let row = password_link::ActiveModel {
        user_id: Set(user),
        key_hash: Set(key_hash),
        created_at: Set(now),
        expires_at: Set(expires_at),
    };
    let mut newest = OnConflict::column(password_link::Column::UserId);
    newest.update_columns([
        password_link::Column::KeyHash,
        password_link::Column::CreatedAt,
        password_link::Column::ExpiresAt,
    ]);
    password_link::Entity::insert(row)
        .on_conflict(newest)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

pub(super) async fn link_owner(
    db: &impl ConnectionTrait,
    key_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<User>, StoreError> {
    let link = password_link::Entity::find()
        .filter(password_link::Column::KeyHash.eq(key_hash))
        .filter(password_link::Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    let Some(link) = link else { return Ok(None) };
    let owner = account(db, link.user_id).await?;
    Ok(owner
        .filter(|account| account.active)
        .map(|account| account.user))
}

pub(super) async fn take_link(
    db: &impl ConnectionTrait,
    key_hash: &str,
) -> Result<bool, StoreError> {
    let done = password_link::Entity::delete_many()
        .filter(password_link::Column::KeyHash.eq(key_hash))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends the link that waits to set a password, if there is one.
pub async fn drop_link(db: &impl ConnectionTrait, user: Uuid) -> Result<(), StoreError> {
    password_link::Entity::delete_many()
        .filter(password_link::Column::UserId.eq(user))
        .exec(db)
        .await?;
    Ok(())
}

// ---- tokens

/// The tokens with `text` in their name, at most `limit` of them: who is meant by a filter.
pub async fn tokens_called(
    db: &impl ConnectionTrait,
    text: &str,
    limit: u64,
) -> Result<Vec<Uuid>, StoreError> {
    Ok(api_token::Entity::find()
        .select_only()
        .column(api_token::Column::Id)
        .filter(holds(api_token::Column::Name, text))
        .order_by_desc(api_token::Column::CreatedAt)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// Whether there is a token with this id, open or over.
pub async fn has_token(db: &impl ConnectionTrait, id: Uuid) -> Result<bool, StoreError> {
    let found = api_token::Entity::find_by_id(id).one(db).await?;
    Ok(found.is_some())
}

/// Whether somebody has a token with which questions or mail may be handed over.
pub async fn somebody_hands_over(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let scopes: Vec<String> = api_token::Entity::find()
        .select_only()
        .column(api_token::Column::Scopes)
        .filter(api_token::Column::RevokedAt.is_null())
        .filter(api_token::Column::ExpiresAt.gt(now))
        .into_tuple()
        .all(db)
        .await?;
    let hands_over = |scope: &str| {
        [Scope::TicketsWrite, Scope::Intake]
            .map(Scope::slug)
            .contains(&scope)
    };
    Ok(scopes
        .iter()
        .any(|scopes| scopes.split(' ').any(hands_over)))
}

/// A token as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Whose, in which role, and what it is good for.
    pub client: ApiClient,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// By whom; none for the command line.
    pub created_by: Option<String>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, give or take some minutes.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When somebody ended it before its time.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// What a page of tokens comes after: when a token was made, and which it is.
pub type TokenPlace = (DateTime<Utc>, Uuid);

/// The tokens, the last one made first, at most `limit` of them.
pub async fn tokens(
    db: &impl ConnectionTrait,
    after: Option<TokenPlace>,
    limit: u64,
) -> Result<Listed<TokenRow, TokenPlace>, StoreError> {
    use api_token::Column;
    let limit = limit.clamp(1, MOST_ROWS);
    let mut find = api_token::Entity::find()
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id);
    if let Some((at, id)) = after {
        let same_moment = Condition::all()
            .add(Column::CreatedAt.eq(at))
            .add(Column::Id.lt(id));
        find = find.filter(
            Condition::any()
                .add(Column::CreatedAt.lt(at))
                .add(same_moment),
        );
    }
    let mut found = find.limit(limit + 1).all(db).await?;
    let more = found.len() as u64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let makers: Vec<Uuid> = found.iter().filter_map(|row| row.created_by).collect();
    let makers = user_account::Entity::find()
        .filter(user_account::Column::Id.is_in(makers))
        .all(db)
        .await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let maker = makers.iter().find(|maker| Some(maker.id) == row.created_by);
        rows.push(TokenRow {
            created_at: row.created_at,
            created_by: maker.map(|maker| maker.name.clone()),
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
            client: client_of(row)?,
        });
    }
    let next = rows.last().filter(|_| more);
    let next = next.map(|row: &TokenRow| (row.created_at, row.client.id));
    Ok(Listed { rows, next })
}
