//! Signals to the governor's office: a contact point points the observers of a province at a question, with
//! one line why. They find it in their queue, and get a mail that holds its number, its topic and the way
//! to it, and never a word of the question.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use uuid::Uuid;

use super::correspondence::{letterhead, mail_texts, owner_in_mails};
use super::events::{NewEvent, append_events};
use super::records::{Decided, Ticket, load_beside, save};
use super::verbs::clean;
use super::{Reference, RegistryError};
use crate::auth::{Actor, Verb, accounts};
use crate::context::Context;
use crate::entity::signal::{self, Column};
use crate::entity::topic;
use crate::outbound::mails::Signal as SignalMail;
use crate::outbound::{Author, Draft, OutboundKind, call_off, enqueue};
use crate::store::{StoreError, write_tx};

/// The longest line, in characters.
pub const MOST_WHY: usize = 200;

/// A signal that was not withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Signal {
    /// Its id.
    pub id: Uuid,
    /// Why, in one line.
    pub why: String,
    /// Who raised it.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What is wrong with a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSignal {
    /// It does not say why.
    #[error("it does not say why")]
    Missing,
    /// It says more than one short line.
    #[error("it is longer than one short line")]
    Long,
    /// Nobody knows of which province the question is.
    #[error("the province is not known")]
    NoProvince,
    /// The question is signaled already.
    #[error("it is signaled already")]
    Already,
    /// There is nothing to withdraw.
    #[error("it is not signaled")]
    NotThere,
}

/// The signal of a ticket, when there is one.
async fn open_signal(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Option<Signal>, StoreError> {
    let row = signal::Entity::find()
        .filter(Column::TicketId.eq(ticket_id))
        .filter(Column::WithdrawnAt.is_null())
        .one(db)
        .await?;
    Ok(row.map(|row| Signal {
        id: row.id,
        why: row.why,
        by: row.raised_by,
        at: row.raised_at,
    }))
}

/// One line of what somebody typed.
fn line(why: &str) -> Result<String, NoSignal> {
    let why = clean(why).ok_or(NoSignal::Missing)?;
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    if why.chars().count() > MOST_WHY {
        return Err(NoSignal::Long);
    }
    Ok(why)
}

/// Points the observers of the question's province at it.
pub async fn signal(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
    why: &str,
) -> Result<(), RegistryError> {
    let why = line(why)?;
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let ticket = load_beside(&tx, actor, Verb::Signal, reference, Some(seen)).await?;
    let province = ticket.province_slug.clone().ok_or(NoSignal::NoProvince)?;
    let id = ctx.new_id();
    let raised = tx
        .execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "INSERT INTO signal (id, ticket_id, why, raised_by, raised_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            [
                id.into(),
                ticket.id.into(),
                why.clone().into(),
                actor.name().map(str::to_owned).into(),
                now.into(),
            ],
        ))
        .await?;
    if raised.rows_affected() == 0 {
        return Err(NoSignal::Already.into());
    }
    save(&tx, &ticket, Decided::Beside, now).await?;
    let event = NewEvent::new("signaled")
        .fact("province", province.clone())
        .personal("why", why);
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    tell_observers(&tx, ctx, &ticket, id, &province).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// A mail each: observers do not read who else is one.
async fn tell_observers(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    ticket: &Ticket,
    signal: Uuid,
    province: &str,
) -> Result<(), RegistryError> {
    let topic = match &ticket.topic_slug {
        Some(slug) => topic::Entity::find_by_id(slug.clone()).one(tx).await?,
        None => None,
    };
    let (desk, _) = owner_in_mails(tx, ticket).await?;
    let mail = SignalMail {
        reference: ticket.reference.to_string(),
        topic: topic.map(|topic| topic.title),
        desk,
        url: ctx.link(&format!("/desk/tickets/{}", ticket.reference)),
    };
    let body = mail.write(&mail_texts(), &letterhead(ctx))?;
    for observer in accounts::observers(tx, province).await? {
        let draft = Draft {
            kind: OutboundKind::Signal,
            author: Author::Machine,
            ticket: Some(ticket.about()),
            thread: None,
            message: None,
            assignment: None,
            to: vec![observer.email],
            reply_to: None,
            body: body.clone(),
            in_reply_to: None,
            references: Vec::new(),
            enclosures: Vec::new(),
            idempotency_key: format!("{}:{}", key_of(signal), observer.id),
        };
        enqueue(ctx, tx, draft).await?;
    }
    Ok(())
}

/// What the keys of the mails of a signal begin with.
fn key_of(signal: Uuid) -> String {
    format!("{}:{signal}", OutboundKind::Signal.slug())
}

/// Takes a signal back; a mail that has not left yet does not leave any more.
pub async fn withdraw_signal(
    ctx: &Context,
    actor: &Actor,
    reference: &Reference,
    seen: i32,
) -> Result<(), RegistryError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    let ticket = load_beside(&tx, actor, Verb::Signal, reference, Some(seen)).await?;
    let open = open_signal(&tx, ticket.id)
        .await?
        .ok_or(NoSignal::NotThere)?;
    signal::Entity::update_many()
        .col_expr(Column::WithdrawnAt, Expr::value(Some(now)))
        .filter(Column::Id.eq(open.id))
        .exec(&tx)
        .await?;
    let unsent = call_off(&tx, ticket.id, OutboundKind::Signal).await?;
    save(&tx, &ticket, Decided::Beside, now).await?;
    let event = NewEvent::new("signal_withdrawn").fact("unsent", unsent);
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_says_why_in_one_short_line() {
        assert_eq!(
            line(" Raakt\n de hele regio. "),
            Ok("Raakt de hele regio.".to_owned())
        );
        assert_eq!(line(" \n"), Err(NoSignal::Missing));
        assert_eq!(line(&"a".repeat(MOST_WHY + 1)), Err(NoSignal::Long));
    }
}
