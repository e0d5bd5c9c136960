//! Answered questions that look like another one, to answer from. Which ones look like it is found once, when
//! the question is grouped, and kept: who opens its page waits for no comparison, however many questions
//! there are.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveEnum, ActiveValue::Set, ConnectionTrait, EntityTrait, Statement, Value};
use uuid::Uuid;

use super::similarity::{Fingerprint, MEMBERS, SAME};
use crate::auth::Reach;
use crate::entity::message::{Direction, MessageKind};
use crate::entity::recurrence_alike;
use crate::store::StoreError;

/// From here on an earlier question is kept as one that looks like this one. Whoever answers judges by a
/// glance, so more is offered than would be grouped.
const LOOKS_LIKE: f32 = 0.3;
/// Likes that are kept of a question, of each side of it: earlier ones, and later ones.
const KEPT: usize = 12;

/// A question that was answered and looks like another one.
#[derive(Debug, Clone, PartialEq)]
pub struct AnsweredAlike {
    /// Its number.
    pub reference: String,
    /// What it is called.
    pub subject: String,
    /// For whom it was asked.
    pub organisation: Option<String>,
    /// The last answer that left for whoever asked.
    pub answer: String,
    /// When that left.
    pub at: DateTime<Utc>,
}

/// The likest of these earlier questions, with how like they are.
pub(super) fn likest<'a>(
    question: &Fingerprint,
    earlier: impl Iterator<Item = &'a (Uuid, Fingerprint)>,
) -> Vec<(Uuid, f32)> {
    let mut likes: Vec<(Uuid, f32)> = earlier
        .map(|(id, print)| (*id, question.rank(print)))
        .filter(|(_, alike)| *alike >= LOOKS_LIKE)
        .collect();
    likes.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    likes.truncate(KEPT);
    likes
}

/// Keeps which earlier questions look like a ticket.
pub(super) async fn keep(
    tx: &impl ConnectionTrait,
    ticket_id: Uuid,
    likes: &[(Uuid, f32)],
) -> Result<(), StoreError> {
    let rows = likes
        .iter()
        .map(|(other, alike)| recurrence_alike::ActiveModel {
            ticket_id: Set(ticket_id),
            other_id: Set(*other),
            alike: Set(f64::from(*alike)),
        });
    if likes.is_empty() {
        return Ok(());
    }
    recurrence_alike::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The answered questions that look most like a ticket, of those that `reach` lets one read: its earlier
/// likes, the latest ones that look like it, and the latest of its group.
pub async fn answered_alike(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    reach: &Reach,
    most: u32,
) -> Result<Vec<AnsweredAlike>, StoreError> {
    let mut values: Vec<Value> = vec![
        ticket_id.into(),
        f64::from(SAME).into(),
        MessageKind::Answer.to_value().into(),
        Direction::Outbound.to_value().into(),
    ];
    let within = match reach {
        Reach::Everything => String::new(),
        Reach::Provinces(provinces) => {
            let marks = provinces.iter().map(|province| {
                values.push(province.as_str().into());
                format!("${}", values.len())
            });
            let marks: Vec<String> = marks.collect();
            format!(" AND t.province_slug IN ({})", marks.join(", "))
        }
        Reach::Ticket(_) | Reach::Assignment(_) | Reach::Nothing => return Ok(Vec::new()),
    };
    // Ids are in the order of their moments.
    let sql = format!(
        "SELECT t.reference, t.subject, o.name AS organisation, a.body, a.created_at \
         FROM (SELECT other_id, MAX(alike) AS alike FROM ( \
             SELECT other_id, alike FROM recurrence_alike WHERE ticket_id = $1 \
             UNION ALL SELECT * FROM (SELECT ticket_id, alike FROM recurrence_alike \
                 WHERE other_id = $1 ORDER BY ticket_id DESC LIMIT {KEPT}) later \
             UNION ALL SELECT * FROM (SELECT m.ticket_id, $2 FROM recurrence_member own \
                 JOIN recurrence_member m ON m.group_id = own.group_id \
                 WHERE own.ticket_id = $1 ORDER BY m.joined_at DESC LIMIT {MEMBERS}) same \
         ) found WHERE other_id <> $1 GROUP BY other_id) likes \
         JOIN ticket t ON t.id = likes.other_id \
         JOIN message a ON a.id = (SELECT id FROM message WHERE ticket_id = t.id AND kind = $3 \
             AND direction = $4 ORDER BY created_at DESC, id DESC LIMIT 1) \
         LEFT JOIN organisation o ON o.id = t.organisation_id \
         WHERE 1 = 1{within} ORDER BY likes.alike DESC, a.created_at DESC, t.id LIMIT {most}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(statement).await?;
    let told = rows.into_iter().map(|row| {
        Ok(AnsweredAlike {
            reference: row.try_get("", "reference")?,
            subject: row.try_get("", "subject")?,
            organisation: row.try_get("", "organisation")?,
            answer: row.try_get("", "body")?,
            at: row.try_get("", "created_at")?,
        })
    });
    told.collect()
}
