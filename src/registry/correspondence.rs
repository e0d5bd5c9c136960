//! What every mail about a ticket needs: who asks, for whom, who signs, what to cite so that the
//! reader's mail program keeps one thread, and the links that belong to this ticket alone.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use super::attachments::{Attachment, attachments_of};
use super::contacts::{Contact, contact_by_id};
use super::messages::MessageKind;
use super::records::Ticket;
use super::threads::{Thread, asker_thread};
use crate::auth::{Addresses, Signer, Tag};
use crate::context::Context;
use crate::directory::{DeskKind, OrganisationKind};
use crate::entity::{desk, message, organisation, province, reference_region, topic};
use crate::outbound::AboutTicket;
use crate::outbound::mails::{Asker, Letterhead, Signature};
use crate::store::StoreError;
use crate::text::{Language, Texts};

/// Mails of one thread that are cited at most; the outbox shortens further.
const MOST_CITED: u64 = 30;

/// What every mail about a ticket needs.
#[derive(Debug, Clone)]
pub struct Correspondence {
    /// The ticket.
    pub ticket: Ticket,
    /// Who asks.
    pub asker: Contact,
    /// Their organisation inside a sentence: `gemeente Wetteren`.
    pub organisation: Option<String>,
    /// The reference region: `Regio Gent`.
    pub region: Option<String>,
    /// The province: `Oost-Vlaanderen`.
    pub province: Option<String>,
    /// The topic's title.
    pub topic: Option<String>,
    /// The slug of the administration that answers for that topic, when one does.
    pub topic_desk: Option<String>,
    /// The name of the desk that answers for it.
    pub desk: String,
    /// Where to call it.
    pub phone: Option<String>,
    /// The asker's conversation.
    pub thread: Thread,
    /// The question, as it was put.
    pub question: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// The files that came with it.
    pub files: Vec<Attachment>,
}

impl Ticket {
    /// The ticket, as the outbox names it.
    #[must_use]
    pub fn about(&self) -> AboutTicket {
        AboutTicket {
            id: self.id,
            reference: self.reference.to_string(),
        }
    }
}

impl Correspondence {
    /// Who asks, as a mail to a desk says it.
    #[must_use]
    pub fn asker_words(&self) -> Asker {
        Asker {
            name: self.asker.name.clone(),
            organisation: self.organisation.clone(),
            region: self.region.clone(),
            province: self.province.clone(),
        }
    }

    /// Who signs, with the person's name when a person writes.
    #[must_use]
    pub fn signature(&self, person: Option<&str>) -> Signature {
        Signature {
            person: person.map(str::to_owned),
            desk: self.desk.clone(),
            phone: self.phone.clone(),
        }
    }

    /// The ticket, as the outbox names it.
    #[must_use]
    pub fn about(&self) -> AboutTicket {
        self.ticket.about()
    }
}

/// Gathers what the mails about `ticket` need.
pub async fn correspondence(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<Correspondence, StoreError> {
    let lost = |column: &'static str| StoreError::Inconsistent {
        table: "ticket",
        column,
        row: ticket.id.to_string(),
    };
    let asker = contact_by_id(db, ticket.asker_id)
        .await?
        .ok_or_else(|| lost("asker_id"))?;
    let (desk, phone) = owner_in_mails(db, ticket).await?;
    let organisation = match ticket.organisation_id {
        Some(id) => organisation::Entity::find_by_id(id)
            .one(db)
            .await?
            .map(|row| {
                if row.kind == OrganisationKind::Municipality.as_str() {
                    format!("gemeente {}", row.name)
                } else {
                    row.name
                }
            }),
        None => None,
    };
    let region = match &ticket.region_code {
        Some(code) => reference_region::Entity::find_by_id(code.clone())
            .one(db)
            .await?
            .map(|row| region_in_words(&row.name)),
        None => None,
    };
    let province = match &ticket.province_slug {
        Some(slug) => province::Entity::find_by_id(slug.clone())
            .one(db)
            .await?
            .map(|row| row.name),
        None => None,
    };
    let topic = match &ticket.topic_slug {
        Some(slug) => topic::Entity::find_by_id(slug.clone())
            .one(db)
            .await?
            .map(|row| (row.title, row.administration)),
        None => None,
    };
    let (topic, topic_desk) = topic.unzip();
    let thread = asker_thread(db, ticket.id).await?;
    // It stands in the conversation with whoever asked first.
    let question = message::Entity::find()
        .filter(message::Column::TicketId.eq(ticket.id))
        .filter(message::Column::Kind.eq(MessageKind::Question))
        .order_by_asc(message::Column::CreatedAt)
        .order_by_asc(message::Column::Id)
        .one(db)
        .await?
        .ok_or_else(|| lost("id"))?;
    Ok(Correspondence {
        files: attachments_of(db, question.id).await?,
        question: question.body,
        asked_at: question.created_at,
        desk,
        ticket: ticket.clone(),
        phone,
        asker,
        organisation,
        region,
        province,
        topic,
        topic_desk: topic_desk.flatten(),
        thread,
    })
}

/// The desk that answers for a ticket, as our mails name it: its name, and where to call it.
pub async fn owner_in_mails(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<(String, Option<String>), StoreError> {
    let desk = desk::Entity::find_by_id(ticket.owner_desk_id)
        .one(db)
        .await?
        .ok_or_else(|| StoreError::Inconsistent {
            table: "ticket",
            column: "owner_desk_id",
            row: ticket.id.to_string(),
        })?;
    // The central desk has no province; its own name says enough.
    let phone = desk
        .phone
        .filter(|_| desk.kind != DeskKind::Administration.as_str());
    Ok((desk.name, phone))
}

fn region_in_words(name: &str) -> String {
    if name.starts_with("Regio ") {
        name.to_owned()
    } else {
        format!("Regio {name}")
    }
}

/// What a mail of ours cites (RFC 5322, 3.6.4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citation {
    /// The last mail of the other side.
    pub in_reply_to: Option<String>,
    /// Every mail of the thread, oldest first.
    pub references: Vec<String>,
}

/// What the next mail in this conversation cites.
pub async fn citation(db: &impl ConnectionTrait, thread_id: Uuid) -> Result<Citation, StoreError> {
    let theirs = message::Entity::find()
        .filter(message::Column::ThreadId.eq(thread_id))
        .filter(message::Column::RfcMessageId.is_not_null())
        .order_by_desc(message::Column::CreatedAt)
        .order_by_desc(message::Column::Id)
        .limit(MOST_CITED)
        .all(db)
        .await?;
    let in_reply_to = theirs.first().and_then(|row| row.rfc_message_id.clone());
    let ours = db
        .query_all_raw(Statement::from_sql_and_values(
            db.get_database_backend(),
            format!(
                "SELECT rfc_message_id, created_at FROM outbound_mail WHERE thread_id = $1 \
                 ORDER BY created_at DESC LIMIT {MOST_CITED}"
            ),
            [thread_id.into()],
        ))
        .await?;
    let mut all: Vec<(DateTime<Utc>, String)> = theirs
        .into_iter()
        .filter_map(|row| Some((row.created_at, row.rfc_message_id?)))
        .collect();
    for row in ours {
        all.push((
            row.try_get("", "created_at")?,
            row.try_get("", "rfc_message_id")?,
        ));
    }
    all.sort();
    Ok(Citation {
        in_reply_to,
        references: all.into_iter().map(|(_, id)| id).collect(),
    })
}

/// The asker's link to the status of their question; it lives as long as the ticket, until it is
/// withdrawn.
#[must_use]
pub fn status_link(ctx: &Context, ticket: &Ticket) -> String {
    let version = u32::try_from(ticket.link_version).unwrap_or_default();
    let tag = Signer::of(ctx).sign(Tag::View {
        ticket: ticket.id,
        version,
    });
    ctx.link(&format!("/vraag/{}?t={tag}", ticket.reference))
}

/// The link of an address that somebody typed: "this was not me". It opens nothing else, and is
/// withdrawn with the other links of the ticket.
#[must_use]
pub fn not_me_link(ctx: &Context, ticket: &Ticket) -> String {
    let version = u32::try_from(ticket.link_version).unwrap_or_default();
    let tag = Signer::of(ctx).sign(Tag::NotMe {
        ticket: ticket.id,
        version,
    });
    ctx.link(&format!("/b/niet-ik/{tag}"))
}

/// The two links under an answer: yes and no.
#[must_use]
pub fn action_links(ctx: &Context, ticket: Uuid, answer: Uuid) -> (String, String) {
    let tag = Signer::of(ctx).sign(Tag::Action {
        ticket,
        message: answer,
    });
    (
        ctx.link(&format!("/b/ja/{tag}")),
        ctx.link(&format!("/b/nee/{tag}")),
    )
}

/// The links of a desk without an account.
#[must_use]
pub fn administration_links(ctx: &Context, assignment: Uuid) -> AdministrationLinks {
    let tag = Signer::of(ctx).sign(Tag::Administration { assignment });
    let page = ctx.link(&format!("/a/{tag}"));
    AdministrationLinks {
        refuse: format!("{page}/niet-voor-ons"),
        promise: format!("{page}/datum"),
        answer: page,
    }
}

/// Where an administration goes from our mails; none of these does anything when it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdministrationLinks {
    /// To answer.
    pub answer: String,
    /// To say that it is not theirs.
    pub refuse: String,
    /// To say by when they answer.
    pub promise: String,
}

/// Under which letterhead our mails go out.
#[must_use]
pub fn letterhead(ctx: &Context) -> Letterhead {
    Letterhead {
        address: ctx.settings.mail.address.clone(),
    }
}

/// Mails go out in Dutch; the second language is for screens.
#[must_use]
pub fn mail_texts() -> Texts {
    Texts::new(Language::Nl)
}

/// Where an asker's reply goes; without signed addresses, to the central one.
#[must_use]
pub fn reply_of_asker(ctx: &Context, ticket: Uuid) -> Option<String> {
    Addresses::of(ctx)
        .ok()
        .map(|addresses| addresses.reply_of_asker(ticket))
}
