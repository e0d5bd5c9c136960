//! Questions that return: each new ticket joins the group that asks the same, or begins one. A group
//! that enough organisations asked gets a draft, once.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    Statement, Value,
};
use uuid::Uuid;

use super::FaqError;
use super::entries::{self, EntryText};
use super::similarity::{Fingerprint, SAME};
use crate::context::Context;
use crate::entity::message::MessageKind;
use crate::entity::{message, recurrence_group, recurrence_member, task};
use crate::registry::{Ticket, correspondence, find_by_id};
use crate::store::{Claim, StoreError, claim, one_at_a_time, write_tx};

/// Everything that groups takes this lock, so that two like questions do not begin two groups.
const GROUPING: i64 = 0x7265_6375_7272_656e;
/// Terms of a question by which its likes are looked up.
const LOOKED_UP: usize = 24;
/// Likes that are compared in full.
const COMPARED: u32 = 60;

/// The tickets that wait to be grouped, as a worker claims them; `values` holds the present moment.
#[must_use]
pub fn due_recurrence(values: &[Value]) -> Claim<'_> {
    Claim {
        table: "task",
        due: "done_at IS NULL AND run_at <= $1",
        order: "run_at, id",
        values,
        limit: 1,
    }
}

/// Groups the ticket that has waited longest; `false` when none waits.
pub async fn recur_one(ctx: &Context) -> Result<bool, FaqError> {
    let values = [ctx.clock.now().into()];
    let Some(id) = claim(&ctx.db, &due_recurrence(&values))
        .await?
        .first()
        .copied()
    else {
        return Ok(false);
    };
    let Some(waiting) = task::Entity::find_by_id(id).one(&ctx.db).await? else {
        return Ok(true);
    };
    if let Some(ticket) = find_by_id(&ctx.db, waiting.ticket_id).await? {
        let asked = correspondence(&ctx.db, &ticket).await?;
        let print = Fingerprint::of(&ticket.subject, &asked.question);
        let tx = write_tx(&ctx.db).await?;
        one_at_a_time(&tx, GROUPING).await?;
        place(&tx, ctx, &ticket, &print).await?;
        finished(&tx, ctx, id).await?;
        tx.commit().await?;
    } else {
        finished(&ctx.db, ctx, id).await?;
    }
    Ok(true)
}

async fn finished(db: &impl ConnectionTrait, ctx: &Context, id: Uuid) -> Result<(), FaqError> {
    task::Entity::update_many()
        .col_expr(task::Column::DoneAt, Expr::value(Some(ctx.clock.now())))
        .filter(task::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

async fn place(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &Ticket,
    print: &Fingerprint,
) -> Result<(), FaqError> {
    if recurrence_member::Entity::find_by_id(ticket.id)
        .one(tx)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let (group_id, similarity) = match likest(tx, ticket, print).await? {
        Some(found) => found,
        None => (begin_group(tx, ctx, ticket).await?, 1.0),
    };
    let row = recurrence_member::ActiveModel {
        ticket_id: Set(ticket.id),
        group_id: Set(group_id),
        organisation_id: Set(ticket.organisation_id),
        similarity: Set(f64::from(similarity)),
        fingerprint: Set(serde_json::to_string(print).unwrap_or_default()),
        joined_at: Set(ctx.clock.now()),
    };
    recurrence_member::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    for term in print.terms() {
        tx.execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "INSERT INTO recurrence_term (term, ticket_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            [term.into(), ticket.id.into()],
        ))
        .await?;
    }
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE recurrence_group SET tickets = tickets + 1, last_asked_at = $1, organisations = \
         (SELECT COUNT(DISTINCT organisation_id) FROM recurrence_member WHERE group_id = $2) \
         WHERE id = $3",
        [ctx.clock.now().into(), group_id.into(), group_id.into()],
    ))
    .await?;
    draft_when_due(tx, ctx, group_id).await
}

/// The group of the likest question, when it asks the same. A question about another topic is never
/// the same one.
async fn likest(
    tx: &impl ConnectionTrait,
    ticket: &Ticket,
    print: &Fingerprint,
) -> Result<Option<(Uuid, f32)>, FaqError> {
    let terms: Vec<Value> = print.terms().take(LOOKED_UP).map(Value::from).collect();
    if terms.is_empty() {
        return Ok(None);
    }
    let marks: Vec<String> = (1..=terms.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT m.group_id, m.fingerprint, t.topic_slug FROM (SELECT ticket_id, COUNT(*) AS shared \
         FROM recurrence_term WHERE term IN ({}) GROUP BY ticket_id ORDER BY shared DESC, ticket_id \
         LIMIT {COMPARED}) likes JOIN recurrence_member m ON m.ticket_id = likes.ticket_id \
         JOIN ticket t ON t.id = m.ticket_id",
        marks.join(", ")
    );
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            sql,
            terms,
        ))
        .await?;
    let mut best: Option<(Uuid, f32)> = None;
    for row in rows {
        let topic: Option<String> = row.try_get("", "topic_slug")?;
        if topic.is_some() && ticket.topic_slug.is_some() && topic != ticket.topic_slug {
            continue;
        }
        let kept: String = row.try_get("", "fingerprint")?;
        let Ok(other) = serde_json::from_str::<Fingerprint>(&kept) else {
            continue;
        };
        let similarity = print.similarity(&other);
        if similarity >= SAME && best.is_none_or(|(_, so_far)| similarity > so_far) {
            best = Some((row.try_get("", "group_id")?, similarity));
        }
    }
    Ok(best)
}

async fn begin_group(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &Ticket,
) -> Result<Uuid, FaqError> {
    let id = ctx.new_id();
    let now = ctx.clock.now();
    let row = recurrence_group::ActiveModel {
        id: Set(id),
        title: Set(ticket.subject.clone()),
        topic_slug: Set(ticket.topic_slug.clone()),
        tickets: Set(0),
        organisations: Set(0),
        created_at: Set(now),
        last_asked_at: Set(now),
    };
    recurrence_group::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(id)
}

/// Makes the draft of a group that enough organisations asked: the question as it was put first, and
/// the last answer that went out, for a person to work on.
async fn draft_when_due(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    group_id: Uuid,
) -> Result<(), FaqError> {
    let Some(group) = recurrence_group::Entity::find_by_id(group_id)
        .one(tx)
        .await?
    else {
        return Ok(());
    };
    let asked = u32::try_from(group.organisations).unwrap_or_default();
    if asked < ctx.settings.faq.draft_from_organisations {
        return Ok(());
    }
    let answer = last_answer(tx, group_id).await?;
    let text = EntryText {
        question: group.title,
        answer: answer.unwrap_or_default(),
        sources: String::new(),
        topic_slug: group.topic_slug,
    };
    entries::insert(tx, ctx, ctx.new_id(), text, Some(group_id)).await?;
    Ok(())
}

async fn last_answer(
    tx: &impl ConnectionTrait,
    group_id: Uuid,
) -> Result<Option<String>, StoreError> {
    let members = recurrence_member::Entity::find()
        .filter(recurrence_member::Column::GroupId.eq(group_id))
        .order_by_desc(recurrence_member::Column::JoinedAt)
        .all(tx)
        .await?;
    let tickets: Vec<Uuid> = members
        .into_iter()
        .take(50)
        .map(|member| member.ticket_id)
        .collect();
    Ok(message::Entity::find()
        .filter(message::Column::TicketId.is_in(tickets))
        .filter(message::Column::Kind.eq(MessageKind::Answer))
        .order_by_desc(message::Column::CreatedAt)
        .one(tx)
        .await?
        .map(|row| row.body))
}
