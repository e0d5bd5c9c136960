//! Saying what a question is about. The administration that the topic leads to goes with it: what was
//! proposed for another topic is proposed no more, so that nothing goes to a desk that fits no longer.

use sea_orm::ConnectionTrait;

use super::DispatchError;
use super::assigned::desks_that_had_it;
use super::forward::is_reachable;
use super::records::{NewDecision, keep_decision, person_chose_topic};
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::directory::{Atlas, Desk, Topic};
use crate::entity::dispatch_decision::DispatchMode;
use crate::registry::{
    Decided, NewEvent, NextStep, Reference, RegistryError, Ticket, append_events, load_beside,
    save, take_along,
};
use crate::store::{StoreError, write_tx};

/// A person says what a question is about.
pub async fn set_topic(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    reference: &Reference,
    seen: i32,
    topic: &str,
) -> Result<(), DispatchError> {
    let topic = atlas.topic(topic).filter(|topic| topic.active);
    let topic = topic.ok_or(RegistryError::UnknownTopic)?;
    let tx = write_tx(&ctx.db).await?;
    let mut ticket = load_beside(&tx, actor, Verb::Assign, reference, Some(seen)).await?;
    if ticket.topic_slug.as_deref() == Some(topic.slug.as_str()) {
        return Ok(());
    }
    let mut event = NewEvent::new("topic_set").fact("topic", topic.slug.clone());
    if let Some(before) = ticket.topic_slug.replace(topic.slug.clone()) {
        event = event.fact("before", before);
    }
    propose_anew(&tx, ctx, actor, atlas, &mut ticket, topic).await?;
    save(&tx, &ticket, Decided::Now, ctx.clock.now()).await?;
    take_along(&tx, actor, &ticket).await?;
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(tx.commit().await.map_err(StoreError::from)?)
}

/// Proposes the administration of `topic`, or nobody where it has none that can get the question; the
/// caller saves the ticket. Where nobody waits for a proposal, there is none afterwards either.
async fn propose_anew(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    ticket: &mut Ticket,
    topic: &Topic,
) -> Result<(), DispatchError> {
    // Whoever took it to answer it themselves has chosen already.
    let free = ticket.handler_user_id.is_none();
    if !ticket.standing.takes_proposal(free) {
        return Ok(());
    }
    let had = desks_that_had_it(tx, ticket.id).await?;
    let fits = |desk: &&Desk| is_reachable(ctx, &desk.email) && !had.contains(&desk.id.0);
    let desk = atlas.administration_of(topic).filter(fits);
    let id = desk.map(|desk| desk.id.0);
    if id == ticket.proposed.map(|(before, _)| before) {
        return Ok(());
    }
    let decision = NewDecision {
        mode: DispatchMode::Person,
        owner_desk_id: ticket.owner_desk_id,
        desk_id: id,
        topic_slug: Some(topic.slug.clone()),
        confidence: 1.0,
        explanation: person_chose_topic(actor.name(), &topic.slug),
    };
    keep_decision(tx, ctx, ticket.id, decision).await?;
    ticket.proposed = id.map(|desk| (desk, 1.0));
    let standing = ticket.standing;
    ticket.standing = match id {
        // Who wrote it is looked at first.
        Some(_) if standing.step == NextStep::ReviewSender => standing,
        Some(_) => standing.with_proposal(),
        None => standing.without_proposal(),
    };
    Ok(())
}
