//! The rows of many tickets, and writing them in bulk.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable};

use super::story::Asker;
use crate::entity::{
    assignment, ball_spell, contact, deadline, delivery, dispatch_decision, event, handover,
    inbound_mail, mail_reference, message, outbound_mail, receipt_evidence, thread, ticket,
};
use crate::store::StoreError;

/// Parameters of one statement; SQLite takes 32,766, PostgreSQL 65,535.
const MOST_PARAMETERS: usize = 20_000;

/// The rows of many tickets.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub tickets: Vec<ticket::Model>,
    pub inbound: Vec<inbound_mail::Model>,
    pub handovers: Vec<handover::Model>,
    pub assignments: Vec<assignment::Model>,
    pub threads: Vec<thread::Model>,
    pub messages: Vec<message::Model>,
    pub mails: Vec<outbound_mail::Model>,
    pub deliveries: Vec<delivery::Model>,
    pub references: Vec<mail_reference::Model>,
    pub evidence: Vec<receipt_evidence::Model>,
    pub decisions: Vec<dispatch_decision::Model>,
    pub deadlines: Vec<deadline::Model>,
    pub events: Vec<event::Model>,
    pub spells: Vec<ball_spell::Model>,
}

impl Rows {
    /// Writes everything, each row after those it points at.
    pub async fn insert(self, tx: &impl ConnectionTrait) -> Result<(), StoreError> {
        all::<ticket::Entity, _>(tx, self.tickets).await?;
        all::<inbound_mail::Entity, _>(tx, self.inbound).await?;
        all::<handover::Entity, _>(tx, self.handovers).await?;
        all::<assignment::Entity, _>(tx, self.assignments).await?;
        all::<thread::Entity, _>(tx, self.threads).await?;
        all::<message::Entity, _>(tx, self.messages).await?;
        all::<outbound_mail::Entity, _>(tx, self.mails).await?;
        all::<delivery::Entity, _>(tx, self.deliveries).await?;
        all::<mail_reference::Entity, _>(tx, self.references).await?;
        all::<receipt_evidence::Entity, _>(tx, self.evidence).await?;
        all::<dispatch_decision::Entity, _>(tx, self.decisions).await?;
        all::<deadline::Entity, _>(tx, self.deadlines).await?;
        all::<ball_spell::Entity, _>(tx, self.spells).await?;
        all::<event::Entity, _>(tx, self.events).await
    }
}

/// Inserts `rows` of one table, as many with one statement as it takes.
async fn all<E, A>(tx: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<(), StoreError>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E> + Send,
    E::Model: IntoActiveModel<A>,
{
    let at_once = MOST_PARAMETERS / E::Column::iter().count();
    let mut rows = rows
        .into_iter()
        .map(IntoActiveModel::into_active_model)
        .peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(at_once))
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Puts the askers on file, but for those who are.
pub(super) async fn insert_contacts(
    tx: &impl ConnectionTrait,
    askers: &[Asker],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for some in askers.chunks(1000) {
        let rows = some.iter().map(|asker| contact::Model {
            id: asker.id,
            email: asker.email.clone(),
            name: Some(asker.name.clone()),
            organisation_id: Some(asker.organisation),
            verified: true,
            created_at: now,
        });
        let once = OnConflict::new().do_nothing().to_owned();
        contact::Entity::insert_many(rows.map(contact::ActiveModel::from))
            .on_conflict(once)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
