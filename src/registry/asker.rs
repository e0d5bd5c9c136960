//! Another person asks, or the same person for another organisation. What was said stays where it is, and
//! what is said from here on is said to nobody else: a new asker has a conversation of their own, and
//! whoever asked before them gets nothing further and sees nothing further.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::contacts::{Contact, contact_by_id, upsert_contact};
use super::events::{NewEvent, append_events};
use super::merged::{lock_with_merged, wait_unless_asked_by};
use super::owner::give_to;
use super::records::{Decided, Ticket, load, save};
use super::threads;
use super::verbs::{clean, resume_when_back};
use super::{Reference, RegistryError};
use crate::auth::{Actor, Verb};
use crate::context::Context;
use crate::directory::{Atlas, Desk, Organisation, OrganisationId};
use crate::entity::ticket;
use crate::outbound::{mailable, withhold};
use crate::store::{StoreError, write_tx};

/// Longest name of a person, in characters.
const MOST_NAME: usize = 200;

/// Who asks from now on.
#[derive(Debug, Clone, Default)]
pub struct NewAsker {
    /// Their address.
    pub email: String,
    /// As they sign; empty where it is not known.
    pub name: String,
    /// For which organisation, when it is known.
    pub organisation: Option<OrganisationId>,
    /// Whether the contact point of its province answers from now on, where that is another desk.
    pub moves_owner: bool,
}

/// Why somebody cannot be the asker of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnfitAsker {
    /// Mail cannot go to what was given as their address.
    #[error("that is not an address that mail can go to")]
    NoAddress,
    /// The name is too long.
    #[error("the name is longer than 200 characters")]
    LongName,
    /// They ask already, for that organisation.
    #[error("that is who asks already")]
    Same,
}

/// What follows from another asker, before anything of it is done.
#[derive(Debug, Clone)]
pub struct AskerChange<'a> {
    /// The address that mail goes to from now on.
    pub email: String,
    /// Their name.
    pub name: Option<String>,
    /// Whether it is another person: they get a conversation and links of their own.
    pub another_person: bool,
    /// For which organisation.
    pub organisation: Option<&'a Organisation>,
    /// Whether that is another one.
    pub another_organisation: bool,
    /// The contact point of its province, where another desk answers now.
    pub owner: Option<&'a Desk>,
}

/// What follows when `new` asks in the place of `before`.
pub fn asker_change<'a>(
    atlas: &'a Atlas,
    ticket: &Ticket,
    before: &Contact,
    new: &NewAsker,
) -> Result<AskerChange<'a>, UnfitAsker> {
    let email = mailable(&new.email)
        .ok_or(UnfitAsker::NoAddress)?
        .to_string()
        .to_lowercase();
    let name = clean(&new.name);
    if name
        .as_deref()
        .is_some_and(|name| name.chars().count() > MOST_NAME)
    {
        return Err(UnfitAsker::LongName);
    }
    let organisation = new.organisation.and_then(|id| atlas.organisation(id));
    let another_person = email != before.email;
    let another_organisation = organisation.map(|it| it.id.0) != ticket.organisation_id;
    if !another_person && !another_organisation {
        return Err(UnfitAsker::Same);
    }
    let owner = organisation
        .and_then(Organisation::own_province)
        .and_then(|province| atlas.contact_point(province))
        .filter(|desk| desk.active && desk.id.0 != ticket.owner_desk_id);
    Ok(AskerChange {
        email,
        name,
        another_person,
        organisation,
        another_organisation,
        owner,
    })
}

/// Makes somebody else the asker of an open question, or the same person for another organisation.
///
/// Another person gets a conversation of their own, and the links and waiting mails of the one before end:
/// what those said stays in the conversation with them. The same person keeps both.
pub async fn change_asker(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    reference: &Reference,
    seen: i32,
    new: &NewAsker,
) -> Result<(), RegistryError> {
    let now = ctx.clock.now();
    let tx = write_tx(&ctx.db).await?;
    lock_with_merged(&tx, reference).await?;
    let mut ticket = load(&tx, actor, Verb::Assign, reference, Some(seen)).await?;
    let before =
        contact_by_id(&tx, ticket.asker_id)
            .await?
            .ok_or_else(|| StoreError::Inconsistent {
                table: "ticket",
                column: "asker_id",
                row: ticket.id.to_string(),
            })?;
    let change = asker_change(atlas, &ticket, &before, new)?;
    let stood = ticket.standing;
    ticket.standing = stood.asker_changed(now, change.another_person)?;
    let mut event = NewEvent::new("asker_changed")
        .fact("another_person", change.another_person)
        .fact("another_organisation", change.another_organisation);
    if let Some(organisation) = change.organisation {
        event = event.fact("organisation", organisation.name.clone());
    }
    if change.another_person {
        let organisation = change.organisation.map(|it| it.id.0);
        let name = change.name.as_deref();
        // Nobody has shown yet that the address is theirs.
        let asker = upsert_contact(&tx, ctx, &change.email, name, organisation, false).await?;
        threads::succeed(&tx, ctx, ticket.id, before.id, asker.id).await?;
        withhold(&tx, ticket.id, &before.email, now).await?;
        ticket.asker_id = asker.id;
        wait_unless_asked_by(&tx, ticket.id, asker.id).await?;
        ticket.link_version += 1;
        resume_when_back(&tx, ctx, &mut ticket, stood.stage).await?;
        event = event
            .personal("from", before.email.clone())
            .personal("to", asker.email.clone());
    }
    append_events(&tx, ctx, ticket.id, actor, vec![event]).await?;
    if change.another_organisation {
        place(&tx, atlas, &ticket, change.organisation).await?;
    }
    if let Some(owner) = change.owner.filter(|_| new.moves_owner) {
        let to = (owner.id.0, owner.slug.as_str());
        give_to(&tx, ctx, actor, &mut ticket, to).await?;
    }
    save(&tx, &ticket, Decided::Now, now).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Writes for whom a question is asked, and where that is.
async fn place(
    tx: &impl ConnectionTrait,
    atlas: &Atlas,
    ticket: &Ticket,
    organisation: Option<&Organisation>,
) -> Result<(), StoreError> {
    use ticket::Column;
    let municipality = organisation
        .and_then(|it| it.municipality)
        .and_then(|nis| atlas.municipality(nis));
    let region = match (municipality, organisation.map(|it| &it.regions[..])) {
        (Some(municipality), _) => Some(municipality.region.clone()),
        (None, Some([only])) => Some(only.clone()),
        _ => None,
    };
    let province = organisation.and_then(Organisation::own_province);
    ticket::Entity::update_many()
        .col_expr(
            Column::OrganisationId,
            Expr::value(organisation.map(|it| it.id.0)),
        )
        .col_expr(
            Column::MunicipalityNis,
            Expr::value(municipality.map(|it| it.nis.to_string())),
        )
        .col_expr(
            Column::ProvinceSlug,
            Expr::value(province.map(str::to_owned)),
        )
        .col_expr(Column::RegionCode, Expr::value(region))
        .filter(Column::Id.eq(ticket.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The conversations with those who asked before and ask no more, each with their address.
pub async fn former_askers(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
) -> Result<Vec<(threads::Thread, String)>, StoreError> {
    let mut all = Vec::new();
    for (thread, contact) in threads::former(db, ticket_id).await? {
        if let Some(contact) = contact_by_id(db, contact).await? {
            all.push((thread, contact.email));
        }
    }
    Ok(all)
}

/// Whether a conversation is one with somebody who asks no more.
pub async fn is_former(
    db: &impl ConnectionTrait,
    ticket_id: Uuid,
    thread_id: Uuid,
) -> Result<bool, StoreError> {
    let all = threads::former(db, ticket_id).await?;
    Ok(all.iter().any(|(thread, _)| thread.id == thread_id))
}
