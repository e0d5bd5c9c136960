//! How a case is read: what is one row each in one statement, and what there are several of in one statement
//! each. Going to the database costs more than finding a row there.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QueryResult, QuerySelect, Statement,
};
use serde_json::Value;
use uuid::Uuid;

use super::super::Reference;
use super::super::attachments::{Attachment, with_scans};
use super::super::contacts::Contact;
use super::super::links::Linked;
use super::super::messages::MessageKind;
use super::super::records::{Ticket, acts_for, find_by_id};
use super::super::signals::Signal;
use super::super::untold::{SIGNS, Untold, by_signs};
use super::{
    AssignmentView, Case, DeadlineView, DecisionView, DeliveryView, EarlierTicket, EventView,
    EvidenceView, MessageView, NotedView, Original, SenderView, ThreadView,
};
use crate::auth::TicketFacts;
use crate::entity::assignment::ProgressKind;
use crate::entity::dispatch_decision::DispatchMode;
use crate::entity::event::ActorKind;
use crate::entity::inbound_mail::{Mark, SenderProof};
use crate::entity::{assignment, attachment, deadline, message, receipt_evidence, ticket};
use crate::store::{StoreError, columns};

/// Earlier questions of one asker, or of one organisation, that are shown.
const MOST_EARLIER: u64 = 20;

/// Questions that came of one ticket that are shown, for each way of doing so.
const MOST_TIED: u64 = 20;

/// Messages of one ticket that are shown; the oldest beyond it are left out.
const MOST_MESSAGES: u64 = 500;

/// Assignments, events, deliveries and proofs of one ticket that are shown, each; the oldest beyond it are
/// left out.
const MOST_ROWS: u64 = 300;

/// Files of one ticket that are shown.
const MOST_FILES: u64 = 2000;

/// The case of the ticket with this number.
pub async fn case(
    db: &impl ConnectionTrait,
    reference: &Reference,
) -> Result<Option<Case>, StoreError> {
    let Some(Around {
        ticket,
        asker,
        signal,
        untold,
        names,
    }) = around(db, reference).await?
    else {
        return Ok(None);
    };
    let id = ticket.id;
    let assignments = assignments(db, id).await?;
    let messages = messages(db, id).await?;
    let deliveries = deliveries(db, id).await?;
    let files = if names.has_files {
        files(db, id).await?
    } else {
        Vec::new()
    };
    let Decisions { last, house } = decisions(db, id).await?;
    let kin = kin(db, &ticket).await?;
    Ok(Some(Case {
        facts: TicketFacts {
            id,
            owner: ticket.owner_desk_id,
            desks: assignments
                .iter()
                .filter(|one| acts_for(one.view.role, one.view.progress))
                .map(|one| one.desk_id)
                .collect(),
            province: ticket.province_slug.clone(),
        },
        organisation: names.organisation,
        municipality: names.municipality,
        region: names.region,
        topic_desk: names.topic_desk,
        topic: names.topic,
        knelpunt: names.knelpunt,
        owner: (names.owner_slug, names.owner_name),
        ball_desk: names.ball_desk,
        proposed: ticket.proposed.and_then(|(_, sure)| {
            let (slug, name) = names.proposed_slug.zip(names.proposed_name)?;
            Some((slug, name, sure))
        }),
        handler: names.handler,
        threads: filled(threads(db, id, &assignments).await?, messages, |one| {
            one.view(&files, &deliveries)
        }),
        evidence: evidence(db, id).await?,
        deadlines: deadlines(db, id).await?,
        decision: last,
        house_decision: house,
        events: events(db, id).await?,
        earlier: kin.earlier,
        earlier_of_organisation: kin.earlier_of_organisation,
        follows: reference_of(db, ticket.follows).await?,
        followed_by: kin.followed_by,
        duplicate_of: match ticket.duplicate_of {
            Some(id) => find_by_id(db, id)
                .await?
                .map(|original| Original::of(&ticket, &original)),
            None => None,
        },
        duplicates: kin.duplicates,
        split_from: reference_of(db, ticket.split_from).await?,
        splits: kin.splits,
        linked: kin.linked,
        has_merged: kin.has_merged,
        deliveries,
        signal,
        untold,
        asker,
        ticket,
    }))
}

/// Who asked, and for which organisation, when that is known.
pub async fn asker_of(
    db: &impl ConnectionTrait,
    ticket: &Ticket,
) -> Result<(Contact, Option<String>), StoreError> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT c.id, c.email, c.name, c.organisation_id, c.verified, \
         (SELECT o.name FROM organisation o WHERE o.id = t.organisation_id) AS organisation \
         FROM ticket t JOIN contact c ON c.id = t.asker_id WHERE t.id = $1",
        [ticket.id.into()],
    );
    let row = db.query_one_raw(statement).await?;
    let row = row.ok_or_else(|| StoreError::Inconsistent {
        table: "ticket",
        column: "asker_id",
        row: ticket.id.to_string(),
    })?;
    let asker = Contact::from_query_result(&row, "")?;
    Ok((asker, row.try_get("", "organisation")?))
}

/// The rows of `sql`, whose only parameter is the ticket.
async fn rows_of<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: String,
    ticket: Uuid,
) -> Result<Vec<T>, StoreError> {
    let of = Statement::from_sql_and_values(db.get_database_backend(), sql, [ticket.into()]);
    Ok(T::find_by_statement(of).all(db).await?)
}

/// A ticket with what is one row each round it.
struct Around {
    ticket: Ticket,
    asker: Contact,
    signal: Option<Signal>,
    untold: Option<Untold>,
    names: Names,
}

/// What goes by a name round a ticket, and whether there are files.
#[derive(FromQueryResult)]
struct Names {
    organisation: Option<String>,
    municipality: Option<String>,
    region: Option<String>,
    topic: Option<String>,
    topic_desk: Option<String>,
    knelpunt: Option<String>,
    owner_slug: String,
    owner_name: String,
    ball_desk: Option<String>,
    proposed_slug: Option<String>,
    proposed_name: Option<String>,
    handler: Option<String>,
    has_files: bool,
}

async fn around(
    db: &impl ConnectionTrait,
    reference: &Reference,
) -> Result<Option<Around>, StoreError> {
    let sql = format!(
        "SELECT {}, c.id AS by_id, c.email AS by_email, c.name AS by_name, \
         c.organisation_id AS by_organisation_id, c.verified AS by_verified, \
         (SELECT o.name FROM organisation o WHERE o.id = t.organisation_id) AS organisation, \
         (SELECT m.name FROM municipality m WHERE m.nis_code = t.municipality_nis) \
         AS municipality, \
         (SELECT r.name FROM reference_region r WHERE r.code = t.region_code) AS region, \
         tp.title AS topic, tp.administration AS topic_desk, \
         (SELECT k.instrument FROM knelpunt k WHERE k.ticket_id = t.id) AS knelpunt, \
         d.slug AS owner_slug, d.name AS owner_name, \
         (SELECT b.name FROM desk b WHERE b.id = t.ball_desk_id) AS ball_desk, \
         p.slug AS proposed_slug, p.name AS proposed_name, \
         (SELECT u.name FROM user_account u WHERE u.id = t.handler_user_id) AS handler, \
         s.id AS signal_id, s.why AS signal_why, s.raised_by AS signal_by, \
         s.raised_at AS signal_at, {SIGNS}, \
         EXISTS (SELECT 1 FROM attachment f WHERE f.ticket_id = t.id) AS has_files \
         FROM ticket t JOIN contact c ON c.id = t.asker_id JOIN desk d ON d.id = t.owner_desk_id \
         LEFT JOIN desk p ON p.id = t.proposed_desk_id LEFT JOIN topic tp ON tp.slug = t.topic_slug \
         LEFT JOIN signal s ON s.ticket_id = t.id AND s.withdrawn_at IS NULL WHERE t.reference = $1",
        columns::<ticket::Entity>("t")
    );
    let by_number = [reference.as_str().into()];
    let of = Statement::from_sql_and_values(db.get_database_backend(), sql, by_number);
    let read = |row: QueryResult| -> Result<Around, StoreError> {
        let ticket = Ticket::try_from(ticket::Model::from_query_result(&row, "")?)?;
        let spam = ticket.standing.was_spam().then_some(Untold::Spam);
        Ok(Around {
            ticket,
            untold: spam.or(by_signs(&row)?),
            asker: Contact::from_query_result(&row, "by_")?,
            signal: Option::<Signal>::from_query_result(&row, "signal_")?,
            names: Names::from_query_result(&row, "")?,
        })
    };
    db.query_one_raw(of).await?.map(read).transpose()
}

/// An assignment as it is shown, and whose it is.
struct Assigned {
    desk_id: Uuid,
    view: AssignmentView,
}

/// The assignments of a ticket, the first that was sent first.
async fn assignments(db: &impl ConnectionTrait, ticket: Uuid) -> Result<Vec<Assigned>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        own: assignment::Model,
        desk_slug: String,
        desk_name: String,
        desk_email: String,
    }
    let sql = format!(
        "SELECT {}, d.slug AS desk_slug, d.name AS desk_name, d.email AS desk_email \
         FROM assignment a JOIN desk d ON d.id = a.desk_id WHERE a.ticket_id = $1 \
         ORDER BY a.sent_at DESC, a.id DESC LIMIT {MOST_ROWS}",
        columns::<assignment::Entity>("a")
    );
    let rows: Vec<Row> = rows_of(db, sql, ticket).await?;
    let assigned = rows.into_iter().rev().map(|row| {
        let own = row.own;
        let changed_at = match own.progress {
            ProgressKind::Sent => None,
            ProgressKind::Accepted => own.accepted_at,
            ProgressKind::Refused => own.refused_at,
            ProgressKind::Answered => own.answered_at,
            ProgressKind::Withdrawn => own.withdrawn_at,
            ProgressKind::NoReaction => own.no_reaction_since,
        };
        Assigned {
            desk_id: own.desk_id,
            view: AssignmentView {
                id: own.id,
                desk_slug: row.desk_slug,
                desk_name: row.desk_name,
                desk_email: row.desk_email,
                role: own.role,
                progress: own.progress,
                sent_at: own.sent_at,
                due_at: own.due_at,
                changed_at: changed_at.unwrap_or(own.sent_at),
                chase_since: own.chase_since,
            },
        }
    });
    Ok(assigned.collect())
}

/// What was decided on who must answer.
struct Decisions {
    /// The last decision.
    last: Option<DecisionView>,
    /// The last one of the house itself, when a person decided after it.
    house: Option<DecisionView>,
}

async fn decisions(db: &impl ConnectionTrait, ticket: Uuid) -> Result<Decisions, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        mode: DispatchMode,
        desk_slug: Option<String>,
        desk_name: Option<String>,
        confidence: f64,
        explanation: String,
        made_at: DateTime<Utc>,
    }
    let latest = |which: &str| {
        format!(
            "(SELECT id FROM dispatch_decision WHERE ticket_id = $1{which} \
             ORDER BY made_at DESC, id DESC LIMIT 1)"
        )
    };
    let sql = format!(
        "SELECT d.mode, k.slug AS desk_slug, k.name AS desk_name, d.confidence, d.explanation, \
         d.made_at FROM dispatch_decision d LEFT JOIN desk k ON k.id = d.desk_id \
         WHERE d.id IN ({}, {}) ORDER BY d.made_at DESC, d.id DESC",
        latest(""),
        latest(" AND mode <> 'person'")
    );
    let rows: Vec<Row> = rows_of(db, sql, ticket).await?;
    let mut decided = rows.into_iter().map(|row| DecisionView {
        mode: row.mode,
        desk_slug: row.desk_slug,
        desk_name: row.desk_name,
        confidence: row.confidence,
        explanation: serde_json::from_str(&row.explanation).unwrap_or(Value::Null),
        made_at: row.made_at,
    });
    Ok(Decisions {
        last: decided.next(),
        house: decided.next(),
    })
}

/// A message with what is known of whose it is and how it came.
#[derive(FromQueryResult)]
struct MessageRow {
    #[sea_orm(nested)]
    own: message::Model,
    desk_name: Option<String>,
    sender_proof: Option<SenderProof>,
    from_email: Option<String>,
    marks: Option<String>,
}

impl MessageRow {
    /// What the receiving mail server found out about its sender.
    fn sender(&self) -> Option<SenderView> {
        let (_, domain) = self.from_email.as_deref()?.rsplit_once('@')?;
        Some(SenderView {
            proof: self.sender_proof?,
            domain: domain.to_lowercase(),
        })
    }

    fn view(self, files: &[Attachment], deliveries: &[DeliveryView]) -> MessageView {
        let sender = self.sender();
        let own = self.own;
        let carries = |one: &&DeliveryView| one.message_id == Some(own.id);
        MessageView {
            attachments: files
                .iter()
                .filter(|file| file.message_id == own.id)
                .cloned()
                .collect(),
            deliveries: deliveries.iter().filter(carries).cloned().collect(),
            sender,
            inbound_mail_id: own.inbound_mail_id,
            marks: Mark::read(self.marks.as_deref()),
            id: own.id,
            direction: own.direction,
            kind: own.kind,
            state: own.state,
            author_name: own.author_name,
            author_email: own.author_email,
            desk: self.desk_name,
            body: own.body,
            quoted: own.quoted,
            signature: own.signature,
            html: own.html,
            created_at: own.created_at,
        }
    }
}

/// The latest messages of a ticket, the oldest of them first.
async fn messages(db: &impl ConnectionTrait, ticket: Uuid) -> Result<Vec<MessageRow>, StoreError> {
    let sql = format!(
        "SELECT {}, d.name AS desk_name, i.sender_proof, i.from_email, i.marks FROM message m \
         LEFT JOIN desk d ON d.id = m.desk_id LEFT JOIN inbound_mail i ON i.id = m.inbound_mail_id \
         WHERE m.ticket_id = $1 ORDER BY m.created_at DESC, m.id DESC LIMIT {MOST_MESSAGES}",
        columns::<message::Entity>("m")
    );
    let mut latest: Vec<MessageRow> = rows_of(db, sql, ticket).await?;
    latest.reverse();
    Ok(latest)
}

/// The files of a ticket, those of one message in their order.
async fn files(db: &impl ConnectionTrait, ticket: Uuid) -> Result<Vec<Attachment>, StoreError> {
    let rows = attachment::Entity::find()
        .filter(attachment::Column::TicketId.eq(ticket))
        .order_by_asc(attachment::Column::Position)
        .limit(MOST_FILES)
        .all(db)
        .await?;
    with_scans(db, rows.into_iter().map(Attachment::from).collect()).await
}

/// The conversations of a ticket, the asker's first, without their messages.
async fn threads(
    db: &impl ConnectionTrait,
    ticket: Uuid,
    assignments: &[Assigned],
) -> Result<Vec<ThreadView>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        thread_id: Uuid,
        assignment_id: Option<Uuid>,
        #[sea_orm(nested)]
        former: Option<Contact>,
    }
    let sql = "SELECT th.id AS thread_id, th.assignment_id, c.id, c.email, c.name, \
               c.organisation_id, c.verified FROM thread th \
               LEFT JOIN contact c ON c.id = th.contact_id WHERE th.ticket_id = $1 ORDER BY th.id";
    let rows: Vec<Row> = rows_of(db, sql.to_owned(), ticket).await?;
    let assigned = |id| assignments.iter().find(|one| Some(one.view.id) == id);
    let mut views: Vec<ThreadView> = rows
        .into_iter()
        .map(|row| ThreadView {
            id: row.thread_id,
            former: row.former,
            assignment: assigned(row.assignment_id).map(|one| one.view.clone()),
            messages: Vec::new(),
        })
        .collect();
    views.sort_by_key(|view| {
        let held = view.assignment.as_ref().map(|one| (one.sent_at, one.id));
        (held, view.former.is_some(), view.id)
    });
    Ok(views)
}

/// The conversations with their messages in them.
fn filled(
    mut views: Vec<ThreadView>,
    messages: Vec<MessageRow>,
    shown: impl Fn(MessageRow) -> MessageView,
) -> Vec<ThreadView> {
    for one in messages {
        if let Some(view) = views.iter_mut().find(|view| view.id == one.own.thread_id) {
            view.messages.push(shown(one));
        }
    }
    with_question(&mut views);
    views
}

/// The question stands first in the conversation with whoever asks now, also when somebody else put it.
fn with_question(views: &mut [ThreadView]) {
    let is_question = |message: &&MessageView| message.kind == MessageKind::Question;
    let former = views.iter().filter(|view| view.former.is_some());
    let question = former
        .flat_map(|view| &view.messages)
        .find(is_question)
        .cloned();
    if let (Some(question), Some(own)) = (question, views.first_mut())
        && own.assignment.is_none()
        && own.former.is_none()
        && !own.messages.iter().any(|it| is_question(&it))
    {
        own.messages.insert(0, question);
    }
}

async fn deliveries(
    db: &impl ConnectionTrait,
    ticket: Uuid,
) -> Result<Vec<DeliveryView>, StoreError> {
    let sql = format!(
        "SELECT d.id, m.message_id, m.kind, d.recipient, d.state, d.server, d.reply, \
         d.attempts, m.created_at, d.settled_at FROM outbound_mail m JOIN delivery d \
         ON d.outbound_mail_id = m.id WHERE m.ticket_id = $1 \
         ORDER BY m.created_at DESC, d.id DESC LIMIT {MOST_ROWS}"
    );
    let mut latest: Vec<DeliveryView> = rows_of(db, sql, ticket).await?;
    latest.reverse();
    Ok(latest)
}

async fn deadlines(
    db: &impl ConnectionTrait,
    ticket: Uuid,
) -> Result<Vec<DeadlineView>, StoreError> {
    let mut rows = deadline::Entity::find()
        .filter(deadline::Column::TicketId.eq(ticket))
        .order_by_desc(deadline::Column::StartsAt)
        .order_by_desc(deadline::Column::DueAt)
        .limit(MOST_ROWS)
        .all(db)
        .await?;
    rows.reverse();
    Ok(rows
        .into_iter()
        .map(|row| DeadlineView {
            kind: row.kind,
            assignment_id: row.assignment_id,
            state: row.state,
            starts_at: row.starts_at,
            due_at: row.due_at,
            ended_at: row.ended_at,
            term: serde_json::from_str(&row.calculation).ok(),
        })
        .collect())
}

async fn evidence(
    db: &impl ConnectionTrait,
    ticket: Uuid,
) -> Result<Vec<EvidenceView>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        own: receipt_evidence::Model,
        by_name: Option<String>,
    }
    let sql = format!(
        "SELECT {}, u.name AS by_name FROM receipt_evidence r \
         LEFT JOIN user_account u ON u.id = r.user_id WHERE r.ticket_id = $1 \
         ORDER BY r.at DESC, r.id DESC LIMIT {MOST_ROWS}",
        columns::<receipt_evidence::Entity>("r")
    );
    let rows: Vec<Row> = rows_of(db, sql, ticket).await?;
    let proofs = rows.into_iter().rev().map(|Row { own, by_name }| {
        let noted = noted_view(&own);
        EvidenceView {
            message_id: own.message_id,
            noted,
            kind: own.kind,
            receipt: own.receipt,
            note: own.note,
            by: by_name,
            at: own.at,
        }
    });
    Ok(proofs.collect())
}

fn noted_view(row: &receipt_evidence::Model) -> Option<NotedView> {
    Some(NotedView {
        by: row.told_by.clone()?,
        on: row.told_on?,
        how: row.told_how?,
        elsewhere: row.told_elsewhere?,
    })
}

/// The latest events of a ticket, the oldest of them first.
async fn events(db: &impl ConnectionTrait, ticket: Uuid) -> Result<Vec<EventView>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        seq: i32,
        at: DateTime<Utc>,
        kind: String,
        actor_kind: ActorKind,
        actor_id: Option<Uuid>,
        body: String,
        by_name: Option<String>,
    }
    let sql = format!(
        "SELECT e.seq, e.at, e.kind, e.actor_kind, e.actor_id, e.body, u.name AS by_name \
         FROM event e LEFT JOIN user_account u ON u.id = e.actor_id AND e.actor_kind = 'user' \
         WHERE e.ticket_id = $1 ORDER BY e.seq DESC LIMIT {MOST_ROWS}"
    );
    let rows: Vec<Row> = rows_of(db, sql, ticket).await?;
    let views = rows.into_iter().rev().map(|row| {
        let mut body: Value = serde_json::from_str(&row.body).unwrap_or(Value::Null);
        EventView {
            seq: row.seq,
            kind: row.kind,
            actor_kind: row.actor_kind,
            by_id: row.actor_id.filter(|_| row.by_name.is_some()),
            by: row.by_name,
            facts: body.get_mut("facts").map(Value::take).unwrap_or_default(),
            at: row.at,
        }
    });
    Ok(views.collect())
}

/// The number of the ticket with this id.
async fn reference_of(
    db: &impl ConnectionTrait,
    id: Option<Uuid>,
) -> Result<Option<String>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    Ok(ticket::Entity::find_by_id(id)
        .select_only()
        .column(ticket::Column::Reference)
        .into_tuple()
        .one(db)
        .await?)
}

/// The other tickets that have to do with one.
#[derive(Default)]
struct Kin {
    /// The numbers of those that came of it, in each way the earliest first.
    followed_by: Vec<String>,
    splits: Vec<String>,
    duplicates: Vec<String>,
    /// Whether one goes on in it.
    has_merged: bool,
    /// Those that a person linked it with, by number.
    linked: Vec<Linked>,
    /// Those that came in before it, the latest first: of the same asker, and of others of the same
    /// organisation.
    earlier: Vec<EarlierTicket>,
    earlier_of_organisation: Vec<EarlierTicket>,
}

async fn kin(db: &impl ConnectionTrait, own: &Ticket) -> Result<Kin, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        tie: String,
        #[sea_orm(nested)]
        ticket: EarlierTicket,
    }
    let some = |tie: &str, which: &str| {
        format!(
            "SELECT * FROM (SELECT '{tie}' AS tie, reference, subject, status, receipt, \
             registered_at FROM ticket WHERE {which}) AS by_{tie}"
        )
    };
    let came_of = |tie: &str| {
        let which = format!("{tie} = $1 ORDER BY registered_at LIMIT {MOST_TIED}");
        some(tie, &which)
    };
    // Of one moment, the numbers tell.
    let before = |tie: &str, whose: &str| {
        let which = format!(
            "{whose} AND (registered_at < $3 OR (registered_at = $3 AND reference < $4)) \
             ORDER BY registered_at DESC LIMIT {MOST_EARLIER}"
        );
        some(tie, &which)
    };
    let mut parts = vec![
        came_of("follows_id"),
        came_of("split_from_id"),
        came_of("duplicate_of_id"),
        some(
            "linked",
            "id IN (SELECT other_id FROM ticket_link WHERE ticket_id = $1 \
             UNION ALL SELECT ticket_id FROM ticket_link WHERE other_id = $1)",
        ),
        some("merged_into_id", "merged_into_id = $1 LIMIT 1"),
        before("asker_id", "asker_id = $2"),
    ];
    let mut values: Vec<sea_orm::Value> = vec![
        own.id.into(),
        own.asker_id.into(),
        own.registered_at.into(),
        own.reference.as_str().into(),
    ];
    if let Some(organisation) = own.organisation_id {
        parts.push(before(
            "organisation_id",
            "organisation_id = $5 AND asker_id <> $2",
        ));
        values.push(organisation.into());
    }
    let sql = format!("{} ORDER BY registered_at", parts.join(" UNION ALL "));
    let of = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let mut kin = Kin::default();
    for Row { tie, ticket } in Row::find_by_statement(of).all(db).await? {
        match tie.as_str() {
            "follows_id" => kin.followed_by.push(ticket.reference),
            "split_from_id" => kin.splits.push(ticket.reference),
            "duplicate_of_id" => kin.duplicates.push(ticket.reference),
            "linked" => kin.linked.push(Linked {
                reference: ticket.reference,
                subject: ticket.subject,
            }),
            "merged_into_id" => kin.has_merged = true,
            "asker_id" => kin.earlier.push(ticket),
            _ => kin.earlier_of_organisation.push(ticket),
        }
    }
    kin.linked
        .sort_by(|one, other| one.reference.cmp(&other.reference));
    kin.earlier.reverse();
    kin.earlier_of_organisation.reverse();
    Ok(kin)
}
