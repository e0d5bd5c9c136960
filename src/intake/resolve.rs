//! Which ticket a mail belongs to: the clues of the mail held against the register, strongest first.

use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::mail::{Clues, FoundBy, FoundThread, ParsedMail, Side};
use crate::auth::{Addresses, Tag};
use crate::context::Context;
use crate::directory::Atlas;
use crate::registry::{
    Assignment, Reference, Stage, Thread, Ticket, asker_thread, assignment, assignments,
    contact_by_id, find, find_by_id, former_askers, going_on, known_by_message_ids, known_writers,
    thread_of_assignment,
};
use crate::store::StoreError;

/// What the register knows about a mail.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The ticket.
    pub ticket: Ticket,
    /// The conversation, when the clue tells which.
    pub thread: Option<Thread>,
    /// The same, as the deciding function wants it.
    pub found: FoundThread,
    /// Whether the writer is the asker, by address.
    pub by_asker: bool,
    /// The assignment that a desk answers of a question that went on in this one, when the desk does not
    /// have this one, too.
    pub carried: Option<Uuid>,
}

/// The delivery that a return address of ours speaks for, when the mail was sent to one.
#[must_use]
pub fn delivery_in(ctx: &Context, clues: &Clues) -> Option<Uuid> {
    let addresses = Addresses::of(ctx).ok()?;
    clues
        .recipients
        .iter()
        .chain(clues.tagged.iter().map(|tagged| &tagged.email))
        .find_map(|address| match addresses.read(address) {
            Some(Tag::Delivery { delivery }) => Some(delivery),
            _ => None,
        })
}

/// Finds the ticket that a mail belongs to.
pub async fn resolve(
    db: &impl ConnectionTrait,
    ctx: &Context,
    atlas: &Atlas,
    mail: &ParsedMail,
    clues: &Clues,
) -> Result<Option<Resolved>, StoreError> {
    if let Ok(addresses) = Addresses::of(ctx) {
        let all = clues
            .tagged
            .iter()
            .map(|tagged| &tagged.email)
            .chain(&clues.recipients);
        for tag in all.filter_map(|address| addresses.read(address)) {
            let found = match tag {
                Tag::Asker { ticket } => find_by_id(db, ticket)
                    .await?
                    .map(|t| (t, None, Side::Asker)),
                Tag::Assignment { assignment: id } => match assignment(db, id).await? {
                    Some(held) => find_by_id(db, held.ticket_id)
                        .await?
                        .map(|t| (t, Some(held.id), Side::Desk)),
                    None => None,
                },
                Tag::Delivery { delivery } => {
                    if let Some(found) = by_delivery(db, atlas, mail, delivery).await? {
                        return Ok(Some(found));
                    }
                    None
                }
                _ => None,
            };
            if let Some((ticket, held, side)) = found {
                let thread = thread_of(db, &ticket, held).await?;
                let how = FoundBy::SignedAddress(side);
                return Ok(Some(
                    with_parties(db, atlas, mail, ticket, thread, how).await?,
                ));
            }
        }
    }
    if let Some((thread, ours)) = known_by_message_ids(db, &clues.message_ids).await?
        && let Some(ticket) = find_by_id(db, thread.ticket_id).await?
    {
        let side = if thread.assignment_id.is_some() {
            Side::Desk
        } else {
            Side::Asker
        };
        let how = FoundBy::MessageId(ours.then_some(side));
        return Ok(Some(
            with_parties(db, atlas, mail, ticket, Some(thread), how).await?,
        ));
    }
    for (named, how) in [
        (&clues.subject_references, FoundBy::Subject),
        (&clues.body_references, FoundBy::Body),
    ] {
        if let Some(found) = by_numbers(db, atlas, mail, named, how).await? {
            return Ok(Some(found));
        }
    }
    if let Some(ticket) = by_parties(db, atlas, mail, clues).await? {
        return Ok(Some(
            with_parties(db, atlas, mail, ticket, None, FoundBy::Parties).await?,
        ));
    }
    Ok(None)
}

/// Numbers in a subject, or in a text, that are looked up, at most.
const MOST_NAMED: usize = 10;

/// The ticket that the subject or the text names: of several, the first one in which the writer is known.
async fn by_numbers(
    db: &impl ConnectionTrait,
    atlas: &Atlas,
    mail: &ParsedMail,
    named: &[String],
    how: FoundBy,
) -> Result<Option<Resolved>, StoreError> {
    let mut first = None;
    for reference in named.iter().take(MOST_NAMED) {
        let Some(ticket) = by_reference(db, reference).await? else {
            continue;
        };
        let found = with_parties(db, atlas, mail, ticket, None, how).await?;
        let author = mail.from.as_ref();
        if author.is_some_and(|from| found.found.knows(&from.email)) {
            return Ok(Some(found));
        }
        first.get_or_insert(found);
    }
    Ok(first)
}

/// The ticket and the conversation of a mail of ours, by the return address of one of its deliveries.
async fn by_delivery(
    db: &impl ConnectionTrait,
    atlas: &Atlas,
    mail: &ParsedMail,
    delivery: Uuid,
) -> Result<Option<Resolved>, StoreError> {
    let sql = "SELECT t.id, t.ticket_id, t.assignment_id FROM delivery d \
               JOIN outbound_mail m ON m.id = d.outbound_mail_id \
               JOIN thread t ON t.id = m.thread_id WHERE d.id = $1";
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), sql, [delivery.into()]);
    let Some(row) = db.query_one_raw(statement).await? else {
        return Ok(None);
    };
    let thread = Thread {
        id: row.try_get_by_index(0)?,
        ticket_id: row.try_get_by_index(1)?,
        assignment_id: row.try_get_by_index(2)?,
    };
    let Some(ticket) = find_by_id(db, thread.ticket_id).await? else {
        return Ok(None);
    };
    let how = FoundBy::ReturnAddress(match thread.assignment_id {
        Some(_) => Side::Desk,
        None => Side::Asker,
    });
    with_parties(db, atlas, mail, ticket, Some(thread), how)
        .await
        .map(Some)
}

/// The same for a ticket that the root of the mail's thread has become.
pub async fn resolve_root(
    db: &impl ConnectionTrait,
    atlas: &Atlas,
    mail: &ParsedMail,
    ticket_id: Uuid,
) -> Result<Option<Resolved>, StoreError> {
    let Some(ticket) = find_by_id(db, ticket_id).await? else {
        return Ok(None);
    };
    let thread = asker_thread(db, ticket.id).await?;
    Ok(Some(
        with_parties(
            db,
            atlas,
            mail,
            ticket,
            Some(thread),
            FoundBy::MessageId(None),
        )
        .await?,
    ))
}

async fn by_reference(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<Ticket>, StoreError> {
    match reference.parse::<Reference>() {
        Ok(reference) => find(db, &reference).await,
        Err(_) => Ok(None),
    }
}

async fn thread_of(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
    held: Option<Uuid>,
) -> Result<Option<Thread>, StoreError> {
    match held {
        None => asker_thread(db, ticket.id).await.map(Some),
        Some(assignment) => thread_of_assignment(db, assignment).await,
    }
}

/// The one open ticket in which the writer's desk has the question of somebody the mail goes to.
async fn by_parties(
    db: &impl ConnectionTrait,
    atlas: &Atlas,
    mail: &ParsedMail,
    clues: &Clues,
) -> Result<Option<Ticket>, StoreError> {
    let Some(from) = &mail.from else {
        return Ok(None);
    };
    // Most writers are no desk, and then there is nothing to ask.
    let of_writer = |email: &str| {
        email.eq_ignore_ascii_case(&from.email) || atlas.houses().share_house(email, &from.email)
    };
    let desks: Vec<Uuid> = atlas
        .directory()
        .desks
        .iter()
        .filter(|desk| of_writer(&desk.email))
        .map(|desk| desk.id.0)
        .collect();
    if desks.is_empty() {
        return Ok(None);
    }
    let marks: Vec<String> = (2..desks.len() + 2).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT t.id FROM contact c JOIN ticket t ON t.asker_id = c.id JOIN assignment a \
         ON a.ticket_id = t.id WHERE c.email = $1 AND t.queue_rank < 9 \
         AND a.progress IN ('sent', 'accepted', 'no_reaction') AND a.desk_id IN ({}) LIMIT 2",
        marks.join(", ")
    );
    let mut found: Option<Uuid> = None;
    for recipient in clues.recipients.iter().take(20) {
        let rows = db
            .query_all_raw(Statement::from_sql_and_values(
                db.get_database_backend(),
                sql.as_str(),
                std::iter::once(recipient.to_lowercase().into())
                    .chain(desks.iter().map(|desk| (*desk).into())),
            ))
            .await?;
        for row in rows {
            let id: Uuid = row.try_get_by_index(0)?;
            if found.is_some_and(|earlier| earlier != id) {
                return Ok(None);
            }
            found = Some(id);
        }
    }
    match found {
        Some(id) => find_by_id(db, id).await,
        None => Ok(None),
    }
}

async fn with_parties(
    db: &impl ConnectionTrait,
    atlas: &Atlas,
    mail: &ParsedMail,
    ticket: Ticket,
    thread: Option<Thread>,
    how: FoundBy,
) -> Result<Resolved, StoreError> {
    // Boxed: few mails are of a question that went on in another one.
    let Followed {
        ticket,
        thread,
        source,
        carried,
    } = Box::pin(followed(db, atlas, ticket, thread, mail)).await?;
    let asker = contact_by_id(db, ticket.asker_id).await?;
    let asker_emails: Vec<String> = asker.iter().map(|contact| contact.email.clone()).collect();
    let mut handler_emails = handlers(db, ticket.id).await?;
    if let Some(source) = &source {
        handler_emails.extend(handlers(db, source.id).await?);
    }
    // A colleague of the asker, by the domain of their organisation, writes along; so does whoever a
    // person vouched for.
    let own = asker_thread(db, ticket.id).await?;
    let mut cc = Vec::new();
    if thread.is_none_or(|thread| thread.assignment_id.is_none()) && carried.is_none() {
        // Who was let in with the asker is not let in with a desk.
        cc = known_writers(db, own.id).await?;
    }
    let former = former_askers(db, ticket.id).await?;
    let former: Vec<String> = former.into_iter().map(|(_, email)| email).collect();
    if let Some(from) = &mail.from {
        let same_house = atlas
            .sender(&from.email)
            .is_some_and(|sender| Some(sender.organisation.id.0) == ticket.organisation_id);
        if same_house && !former.contains(&from.email) {
            cc.push(from.email.clone());
        }
    }
    let by_asker = mail
        .from
        .as_ref()
        .is_some_and(|from| asker_emails.contains(&from.email));
    let found = FoundThread {
        reference: ticket.reference.to_string(),
        asker_emails,
        handler_emails,
        cc,
        former,
        over: matches!(ticket.standing.stage, Stage::Closed { .. })
            && ticket.goes_on_in().is_none(),
        how,
    };
    Ok(Resolved {
        ticket,
        thread,
        found,
        by_asker,
        carried,
    })
}

/// Where a mail lands of a question that went on in another one.
struct Followed {
    ticket: Ticket,
    thread: Option<Thread>,
    /// The question that the mail names, when it is another one.
    source: Option<Ticket>,
    /// See [`Resolved::carried`].
    carried: Option<Uuid>,
}

/// Follows a question to the one that it went on in, also over several steps: the conversation with the same
/// asker to the asker's, that with a desk to the one with the same desk.
async fn followed(
    db: &impl ConnectionTrait,
    atlas: &Atlas,
    ticket: Ticket,
    thread: Option<Thread>,
    mail: &ParsedMail,
) -> Result<Followed, StoreError> {
    let here = Followed {
        thread,
        source: None,
        carried: None,
        ticket,
    };
    if here.ticket.goes_on_in().is_none() {
        return Ok(here);
    }
    let target = going_on(db, here.ticket.clone()).await?;
    let of_asker = here.thread.is_none_or(|it| it.assignment_id.is_none());
    if of_asker && stays(db, atlas, &here.ticket, &target, mail).await? {
        return Ok(here);
    }
    let (thread, carried) = match here.thread {
        None => (None, None),
        Some(Thread {
            assignment_id: None,
            ..
        }) => (Some(asker_thread(db, target.id).await?), None),
        Some(Thread {
            assignment_id: Some(held),
            ..
        }) => {
            let held = assignment(db, held).await?;
            let all = assignments(db, target.id).await?;
            let same = held.as_ref().and_then(|held| {
                let same = |one: &&Assignment| one.desk_id == held.desk_id;
                all.iter().rfind(same)
            });
            match same {
                Some(same) => (thread_of(db, &target, Some(same.id)).await?, None),
                None => (None, held.map(|held| held.id)),
            }
        }
    };
    Ok(Followed {
        ticket: target,
        thread,
        source: Some(here.ticket),
        carried,
    })
}

/// Whether what somebody writes to a question that went on in `target` stays in its own conversation: where
/// another person asked that one, what is said to the one is not said to the other, and whoever asked before
/// goes on in the conversation that they had. What a desk says is for the owner, and goes on.
async fn stays(
    db: &impl ConnectionTrait,
    atlas: &Atlas,
    source: &Ticket,
    target: &Ticket,
    mail: &ParsedMail,
) -> Result<bool, StoreError> {
    let writer = mail.from.as_ref().map_or("", |from| from.email.as_str());
    let former = former_askers(db, source.id).await?;
    if former.iter().any(|(_, email)| email == writer) {
        return Ok(true);
    }
    if source.asker_id == target.asker_id {
        return Ok(false);
    }
    let asker = contact_by_id(db, source.asker_id).await?;
    let asker = asker.map_or_else(String::new, |contact| contact.email);
    let mut desks = handlers(db, source.id).await?;
    desks.extend(handlers(db, target.id).await?);
    let shares_house = |email: &str| atlas.houses().share_house(writer, email);
    let of_desk = desks.iter().any(|desk| desk == writer)
        || desks.iter().any(|desk| shares_house(desk)) && !shares_house(&asker);
    Ok(writer == asker || !of_desk)
}

/// The addresses that speak for the desks of a ticket.
async fn handlers(db: &impl ConnectionTrait, ticket_id: Uuid) -> Result<Vec<String>, StoreError> {
    let backend = db.get_database_backend();
    // Whoever knows the desk's signed address may have written what waits to be read, or was left aside:
    // only words that counted make their writer known.
    let rows = db
        .query_all_raw(Statement::from_sql_and_values(
            backend,
            "SELECT d.email FROM assignment a JOIN desk d ON d.id = a.desk_id WHERE a.ticket_id = $1 \
             UNION SELECT m.author_email FROM message m JOIN thread t ON t.id = m.thread_id \
             WHERE m.ticket_id = $2 AND t.kind = 'assignment' AND m.author_email IS NOT NULL \
             AND m.kind <> 'acknowledgement' AND (m.kind <> 'proposal' OR m.state = 'used')",
            [ticket_id.into(), ticket_id.into()],
        ))
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(row.try_get_by_index::<String>(0)?.to_lowercase());
    }
    Ok(found)
}
