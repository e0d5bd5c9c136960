//! The only door to the decisions.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use uuid::Uuid;

use crate::context::Context;
use crate::entity::dispatch_decision::{self, DispatchMode};
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

/// What is kept when a person decides: who, and whether they followed the proposal.
#[must_use]
pub fn person_decided(name: Option<&str>, as_proposed: bool) -> String {
    serde_json::json!({ "by": name, "as_proposed": as_proposed }).to_string()
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
