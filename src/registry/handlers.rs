//! Who took questions of a desk: the people who work there, and those who do no more and still have open
//! questions, so that these can be found and given to somebody else.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Select, Statement, Value,
};
use uuid::Uuid;

use super::events::{NewEvent, append_events};
use super::records::{Decided, load_by_id, save};
use crate::auth::Actor;
use crate::context::Context;
use crate::entity::ticket::{self, Column};
use crate::store::StoreError;

/// Somebody who can have questions of a desk.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Handler {
    /// The account.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// Whether they work there, and may sign in.
    pub works: bool,
}

/// Who works at one of `desks` or has an open question of one, each once, by name.
pub async fn handlers(
    db: &impl ConnectionTrait,
    desks: &[Uuid],
) -> Result<Vec<Handler>, StoreError> {
    if desks.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=desks.len()).map(|n| format!("${n}")).collect();
    let these = marks.join(", ");
    let works = format!(
        "(u.active AND EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = u.id \
         AND r.desk_id IN ({these})))"
    );
    let sql = format!(
        "SELECT u.id, u.name, {works} AS works FROM user_account u WHERE {works} \
         OR EXISTS (SELECT 1 FROM ticket t WHERE t.handler_user_id = u.id \
         AND t.owner_desk_id IN ({these}) AND t.queue_rank < 9) ORDER BY u.name, u.id"
    );
    let values = desks.iter().map(|desk| Value::from(*desk));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Handler::find_by_statement(statement).all(db).await?)
}

/// The open questions that `user` has taken of other desks than these.
fn taken_outside(user: Uuid, desks: &[Uuid]) -> Select<ticket::Entity> {
    let taken = ticket::Entity::find()
        .filter(Column::HandlerUserId.eq(user))
        .filter(Column::QueueRank.lt(9));
    if desks.is_empty() {
        return taken;
    }
    taken.filter(Column::OwnerDeskId.is_not_in(desks.iter().copied()))
}

/// How many open questions `user` has taken of other desks than these.
pub async fn how_many_taken(
    db: &impl ConnectionTrait,
    user: Uuid,
    but_of: &[Uuid],
) -> Result<u64, StoreError> {
    Ok(taken_outside(user, but_of).count(db).await?)
}

/// The open questions that somebody has taken go back to their desks, but for those of the desks where they
/// go on working; says how many. Whoever works no more cannot give them back, and a colleague of another desk
/// cannot take them over.
pub async fn set_free(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    user: Uuid,
    stays_at: &[Uuid],
) -> Result<u64, StoreError> {
    let taken: Vec<Uuid> = taken_outside(user, stays_at)
        .select_only()
        .column(Column::Id)
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    let mut freed = 0;
    for id in taken {
        let Some(mut ticket) = load_by_id(tx, id).await? else {
            continue;
        };
        if ticket.handler_user_id != Some(user) {
            // A colleague took it over before we had hold of it.
            continue;
        }
        ticket.handler_user_id = None;
        // Nobody's form rests on who had it: what colleagues are writing stays good.
        save(tx, &ticket, Decided::Beside, ctx.clock.now()).await?;
        append_events(tx, ctx, ticket.id, actor, vec![NewEvent::new("released")]).await?;
        freed += 1;
    }
    Ok(freed)
}
