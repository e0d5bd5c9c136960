//! The only door to the decisions.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::context::Context;
use crate::entity::dispatch_decision::{self, Column, DispatchMode};
use crate::store::StoreError;

/// A decision on who must answer, with its reasons.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// Who decided.
    pub mode: DispatchMode,
    /// The desk that answers for the follow-up.
    pub owner_desk_id: Uuid,
    /// The desk it goes or would go to.
    pub desk_id: Option<Uuid>,
    /// What it is about.
    pub topic_slug: Option<String>,
    /// How sure we are, 0 to 1.
    pub confidence: f64,
    /// Everything that made it, as JSON.
    pub explanation: String,
}

/// Keeps a decision.
pub async fn keep_decision(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket_id: Uuid,
    new: NewDecision,
) -> Result<(), StoreError> {
    let row = dispatch_decision::ActiveModel {
        id: Set(ctx.new_id()),
        ticket_id: Set(ticket_id),
        made_at: Set(ctx.clock.now()),
        mode: Set(new.mode),
        owner_desk_id: Set(new.owner_desk_id),
        desk_id: Set(new.desk_id),
        topic_slug: Set(new.topic_slug),
        confidence: Set(new.confidence),
        explanation: Set(new.explanation),
    };
    dispatch_decision::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// What the house itself decided last in a ticket: how, and for which desk.
pub async fn last_of_house(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Option<(DispatchMode, Option<Uuid>)>, StoreError> {
    let decision = dispatch_decision::Entity::find()
        .filter(Column::TicketId.eq(ticket_id))
        .filter(Column::Mode.ne(DispatchMode::Person))
        .order_by_desc(Column::MadeAt)
        .one(db)
        .await?;
    Ok(decision.map(|row| (row.mode, row.desk_id)))
}

/// What is kept when a person decides: who, and whether they followed the proposal.
#[must_use]
pub fn person_decided(name: Option<&str>, as_proposed: bool) -> String {
    serde_json::json!({ "by": name, "as_proposed": as_proposed }).to_string()
}

/// What is kept when a person says what a question is about, from which another proposal follows, or none:
/// who, and the topic.
#[must_use]
pub fn person_chose_topic(name: Option<&str>, topic: &str) -> String {
    serde_json::json!({ "by": name, "topic": topic }).to_string()
}

/// What is kept when a desk says that a question is not theirs: who said so, and which desk.
#[must_use]
pub fn person_refused(name: Option<&str>, desk: Uuid) -> String {
    serde_json::json!({ "by": name, "refused": desk }).to_string()
}

/// The desks that a decision ranked, best first, with how sure it was of each.
#[must_use]
pub fn candidates_in(explanation: &str) -> Vec<(String, f64)> {
    let Ok(kept) = serde_json::from_str::<serde_json::Value>(explanation) else {
        return Vec::new();
    };
    kept.get("candidates")
        .and_then(serde_json::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|one| {
            let desk = one.get("administration")?.as_str()?.to_owned();
            Some((desk, one.get("confidence")?.as_f64()?))
        })
        .collect()
}
