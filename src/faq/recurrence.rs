//! Questions that return: each new ticket joins the group that asks the same, or begins one. A group
//! that enough organisations asked gets a draft, once.

use std::collections::BTreeSet;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveEnum, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QueryResult, QuerySelect, Statement, Value,
};
use uuid::Uuid;

use super::FaqError;
use super::alike::{keep, likest};
use super::corpus::Corpus;
use super::draft::{Asked, typical_question};
use super::entries::{self, EntryText};
use super::similarity::{COMPARED, Candidate, Fingerprint, LOOKED_AT, MEMBERS, join};
use crate::context::Context;
use crate::directory::Atlas;
use crate::entity::message::MessageKind;
use crate::entity::{recurrence_group, recurrence_member, task};
use crate::language::{Letter, fold, is_name, unwrapped};
use crate::registry::{Ticket, correspondence, find_by_id};
use crate::store::{Claim, claim, one_at_a_time, write_tx};

/// Everything that groups takes this lock, so that two like questions do not begin two groups.
const GROUPING: i64 = 0x7265_6375_7272_656e;

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
pub async fn recur_one(ctx: &Context, atlas: &Atlas) -> Result<bool, FaqError> {
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
        let print = Fingerprint::of(
            Corpus::embedded(),
            &ticket.subject,
            &asked.question,
            ticket.topic_slug.as_deref(),
        );
        let tx = write_tx(&ctx.db).await?;
        one_at_a_time(&tx, GROUPING).await?;
        place(&tx, ctx, atlas, &ticket, &print).await?;
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
    atlas: &Atlas,
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
    let near = candidates(tx, print).await?;
    let likes = likest(print, near.iter().flat_map(|group| &group.1));
    let groups: Vec<Candidate<Uuid>> = near
        .into_iter()
        .map(|(group, members)| Candidate {
            group,
            members: members.into_iter().map(|(_, print)| print).collect(),
        })
        .collect();
    let (group_id, similarity) = match join(print, &groups) {
        Some(found) => found,
        None => (begin_group(tx, ctx, ticket).await?, 1.0),
    };
    keep(tx, ticket.id, &likes).await?;
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
    for term in print.looked_up() {
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
    draft_when_due(tx, ctx, atlas, group_id).await
}

/// The groups of the questions that share most of what this one is looked up by, and the group of
/// the known question when it is one; each with its latest members, by their tickets.
async fn candidates(
    tx: &impl ConnectionTrait,
    print: &Fingerprint,
) -> Result<Vec<(Uuid, Vec<(Uuid, Fingerprint)>)>, FaqError> {
    let terms: Vec<Value> = print.looked_up().into_iter().map(Value::from).collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let backend = tx.get_database_backend();
    // Ids are in the order of their moments: the latest questions with each term, however many have it.
    let with_term = |n| {
        format!(
            "SELECT ticket_id FROM (SELECT ticket_id FROM recurrence_term WHERE term = ${n} \
             ORDER BY ticket_id DESC LIMIT {LOOKED_AT}) of_term_{n}"
        )
    };
    let with_terms: Vec<String> = (1..=terms.len()).map(with_term).collect();
    let likes = format!(
        "SELECT DISTINCT m.group_id FROM (SELECT ticket_id, COUNT(*) AS shared \
         FROM ({}) with_terms GROUP BY ticket_id ORDER BY shared DESC, ticket_id \
         LIMIT {COMPARED}) likes JOIN recurrence_member m ON m.ticket_id = likes.ticket_id",
        with_terms.join(" UNION ALL ")
    );
    let mut found = tx
        .query_all_raw(Statement::from_sql_and_values(backend, likes, terms))
        .await?;
    if let Some(term) = print.known_term() {
        let same = "SELECT m.group_id FROM recurrence_term t JOIN recurrence_member m \
                    ON m.ticket_id = t.ticket_id WHERE t.term = $1 ORDER BY t.ticket_id LIMIT 1";
        let same = Statement::from_sql_and_values(backend, same, [term.into()]);
        found.extend(tx.query_one_raw(same).await?);
    }
    let mut groups = BTreeSet::new();
    for row in found {
        groups.insert(row.try_get::<Uuid>("", "group_id")?);
    }
    let mut candidates = Vec::new();
    for group in groups {
        candidates.push((group, latest(tx, group).await?));
    }
    Ok(candidates)
}

/// The latest members of a group, by their tickets; one whose fingerprint cannot be read says
/// nothing.
async fn latest(
    db: &impl ConnectionTrait,
    group: Uuid,
) -> Result<Vec<(Uuid, Fingerprint)>, FaqError> {
    let rows = recurrence_member::Entity::find()
        .filter(recurrence_member::Column::GroupId.eq(group))
        .order_by_desc(recurrence_member::Column::JoinedAt)
        .order_by_desc(recurrence_member::Column::TicketId)
        .limit(u64::try_from(MEMBERS).unwrap_or(u64::MAX))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let print = serde_json::from_str(&row.fingerprint);
            (row.ticket_id, print.unwrap_or_default())
        })
        .collect())
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

/// Makes the draft of a group that enough organisations asked, for a person to work on: the
/// question as it was put most typically and the last answer that went out. The questions themselves
/// stand beside it at the desk; what it rests on, a person fills in.
async fn draft_when_due(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    atlas: &Atlas,
    group_id: Uuid,
) -> Result<(), FaqError> {
    let Some(group) = recurrence_group::Entity::find_by_id(group_id)
        .one(tx)
        .await?
    else {
        return Ok(());
    };
    let asked = u32::try_from(group.organisations).unwrap_or_default();
    if asked < ctx.settings.faq.draft_from_organisations || entries::of_group(tx, group_id).await? {
        return Ok(());
    }
    let topic = group.topic_slug.as_deref();
    let (mut asked, mut prints) = (Vec::new(), Vec::new());
    for (ticket, print) in latest(tx, group_id).await? {
        let Some(ticket) = find_by_id(tx, ticket).await? else {
            continue;
        };
        let body = correspondence(tx, &ticket).await?.question;
        prints.push(print);
        asked.push(Asked {
            subject: ticket.subject,
            body,
        });
    }
    let question = typical_question(
        &asked,
        &prints,
        |sentence| Fingerprint::of(Corpus::embedded(), "", sentence, topic),
        |sentence| !atlas.mentions(sentence).is_empty(),
    );
    let answer = last_answer(tx, group_id).await?;
    let text = EntryText {
        question: question.unwrap_or(group.title),
        answer: answer.map_or_else(String::new, |(text, writer)| {
            let body = Letter::of(&text).body;
            let desks = atlas.desks().map(|desk| desk.name.as_str());
            unwrapped(unsigned(body, desks.chain(writer.as_deref())))
        }),
        sources: String::new(),
        topic_slug: group.topic_slug,
        nobody: Vec::new(),
    };
    entries::insert(tx, ctx, ctx.new_id(), text, Some(group_id)).await?;
    Ok(())
}

/// A text without the paragraph at its end that says only who wrote it: names, or what somebody who signs
/// is called here.
fn unsigned<'t, 'n>(text: &'t str, known: impl Iterator<Item = &'n str>) -> &'t str {
    let Some((before, last)) = text.trim_end().rsplit_once("\n\n") else {
        return text;
    };
    let known: Vec<String> = known.map(fold).collect();
    let signs = |line: &str| is_name(line) || known.contains(&fold(line.trim()));
    // What a text leads up to is no signature.
    if !before.trim_end().ends_with(':') && last.lines().all(signs) {
        before.trim_end()
    } else {
        text
    }
}

/// The last answer that one of the group got, and who wrote it.
async fn last_answer(
    tx: &impl ConnectionTrait,
    group_id: Uuid,
) -> Result<Option<(String, Option<String>)>, FaqError> {
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "SELECT a.body, a.author_name FROM recurrence_member m JOIN message a ON a.ticket_id = m.ticket_id \
         WHERE m.group_id = $1 AND a.kind = $2 ORDER BY a.created_at DESC, a.id DESC LIMIT 1",
        [group_id.into(), MessageKind::Answer.to_value().into()],
    );
    let row = tx.query_one_raw(statement).await?;
    let told = |row: QueryResult| -> Result<_, DbErr> {
        Ok((row.try_get("", "body")?, row.try_get("", "author_name")?))
    };
    Ok(row.map(told).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::unsigned;

    #[test]
    fn who_signs_is_no_part_of_an_answer_for_all() {
        let known = || ["Dienst btw", "Sofie De Paepe"].into_iter();
        for (text, left) in [
            (
                "Dat mag.\n\nSofie De Paepe\nContactpunt Oost-Vlaanderen\n",
                "Dat mag.",
            ),
            ("Dat mag.\n\nJoke Willaert, Opgroeien", "Dat mag."),
            ("Dat mag.\n\nDienst btw", "Dat mag."),
            ("Dat mag.\n\nEn dat ook.", "Dat mag.\n\nEn dat ook."),
            (
                "Dat mag.\nSofie De Paepe mag ook.",
                "Dat mag.\nSofie De Paepe mag ook.",
            ),
            ("Gent", "Gent"),
            ("Bevoegd is:\n\nDienst btw", "Bevoegd is:\n\nDienst btw"),
        ] {
            assert_eq!(unsigned(text, known()), left);
        }
    }
}
