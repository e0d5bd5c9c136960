//! The ticket's only door to its table.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect,
    Statement,
};
use uuid::Uuid;

use super::flood;
use super::leaving::nothing_leaves_of;
use super::merged::Merged;
use super::spells::end_spell;
use super::standing::{BallAt, NextStep, Stage, Standing};
use super::waits::waits;
use super::{Reference, RegistryError};
use crate::auth::{Actor, Subject, TicketFacts, Verb, may};
use crate::entity::assignment::{self, AssignmentRole, ProgressKind};
use crate::entity::ticket::{self, Channel, CloseReason, Column, Regime, Status};
use crate::store::StoreError;

/// One registered question.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub reference: Reference,
    /// The asker's own subject.
    pub subject: String,
    /// Where it stands.
    pub standing: Standing,
    /// Who had the ball when it was read.
    pub ball_was: BallAt,
    /// Which legal terms run.
    pub regime: Regime,
    /// How it came in.
    pub channel: Channel,
    /// The language of the question.
    pub language: String,
    /// Who asks.
    pub asker_id: Uuid,
    /// For which organisation, when known.
    pub organisation_id: Option<Uuid>,
    /// In which municipality, when known.
    pub municipality_nis: Option<String>,
    /// In which province, when known.
    pub province_slug: Option<String>,
    /// In which reference region, when known.
    pub region_code: Option<String>,
    /// What it is about, when known.
    pub topic_slug: Option<String>,
    /// The desk that answers for the follow-up.
    pub owner_desk_id: Uuid,
    /// The person of that desk who took it.
    pub handler_user_id: Option<Uuid>,
    /// The desk that is proposed, and how sure we are.
    pub proposed: Option<(Uuid, f64)>,
    /// When the next thing must have happened.
    pub due_at: DateTime<Utc>,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// Changes with what a person decides on; forms carry it.
    pub revision: i32,
    /// Raised to withdraw the view links.
    pub link_version: i32,
    /// The closed question that this one goes on with.
    pub follows: Option<Uuid>,
    /// The question that it is handled together with, once it is closed as its double.
    pub duplicate_of: Option<Uuid>,
    /// Whether it comes back to its desk when that question has come to its end: another asker waits.
    pub awaits_original: bool,
    /// The question that it goes on in, when a person made one case of the two.
    pub merged: Option<Box<Merged>>,
    /// The question that it was a part of.
    pub split_from: Option<Uuid>,
    /// The flood that it stands in, until a person or its asker does something with it.
    pub flood: Option<Uuid>,
}

impl Ticket {
    /// Whether it comes back to its desk when the ticket `id` has come to its end.
    #[must_use]
    pub fn waits_for(&self, id: Uuid) -> bool {
        self.awaits_original && self.duplicate_of == Some(id)
    }

    /// Whether nobody works on it any more, nor on another one in its place.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        match self.standing.stage {
            Stage::Closed { reason, .. } => reason != CloseReason::Duplicate,
            Stage::Answered { .. } => true,
            Stage::New | Stage::Open | Stage::WaitingOnAsker => false,
        }
    }
}

/// Whether a change rests on a decision of a person, whose form must not be stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// Somebody who saw this revision, or decided anew: later forms with the old one are stale.
    Now,
    /// Somebody, of what no form rests on, such as a label: forms stay good.
    Beside,
    /// The house itself: forms stay good.
    Unattended,
}

impl TryFrom<ticket::Model> for Ticket {
    type Error = StoreError;

    fn try_from(row: ticket::Model) -> Result<Self, Self::Error> {
        let wrong = |column: &'static str| StoreError::Inconsistent {
            table: "ticket",
            column,
            row: row.id.to_string(),
        };
        let stage = match row.status {
            Status::New => Stage::New,
            Status::Open => Stage::Open,
            Status::WaitingOnAsker => Stage::WaitingOnAsker,
            Status::Answered => Stage::Answered {
                at: row.answered_at.ok_or_else(|| wrong("answered_at"))?,
            },
            Status::Closed => Stage::Closed {
                at: row.closed_at.ok_or_else(|| wrong("closed_at"))?,
                reason: row.close_reason.ok_or_else(|| wrong("close_reason"))?,
                answered_at: row.answered_at,
            },
        };
        let ball = BallAt {
            holder: row.ball,
            desk: row.ball_desk_id,
            since: row.ball_since,
        };
        Ok(Self {
            reference: row.reference.parse().map_err(|_| wrong("reference"))?,
            ball_was: ball,
            standing: Standing {
                stage,
                receipt: row.receipt,
                ball,
                step: row.next_step,
                part: match row.status {
                    Status::Open | Status::WaitingOnAsker => row.answered_at,
                    Status::New | Status::Answered | Status::Closed => None,
                },
            },
            id: row.id,
            subject: row.subject,
            regime: row.regime,
            channel: row.channel,
            language: row.language,
            asker_id: row.asker_id,
            organisation_id: row.organisation_id,
            municipality_nis: row.municipality_nis,
            province_slug: row.province_slug,
            region_code: row.region_code,
            topic_slug: row.topic_slug,
            owner_desk_id: row.owner_desk_id,
            handler_user_id: row.handler_user_id,
            proposed: row.proposed_desk_id.zip(row.proposed_confidence),
            due_at: row.due_at,
            registered_at: row.registered_at,
            revision: row.revision,
            link_version: row.link_version,
            follows: row.follows_id,
            duplicate_of: row.duplicate_of_id,
            awaits_original: row.awaits_original,
            merged: Merged::read(
                row.merged_into_id,
                row.merged_at,
                row.merged_before.as_deref(),
            )
            .map_err(|()| wrong("merged_before"))?
            .map(Box::new),
            split_from: row.split_from_id,
            flood: row.flood_id,
        })
    }
}

/// What a stage comes to in columns: reason, moment of answer, moment of closing.
pub(super) fn stage_columns(
    stage: Stage,
) -> (
    Option<CloseReason>,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
) {
    match stage {
        Stage::New | Stage::Open | Stage::WaitingOnAsker => (None, None, None),
        Stage::Answered { at } => (None, Some(at), None),
        Stage::Closed {
            at,
            reason,
            answered_at,
        } => (Some(reason), answered_at, Some(at)),
    }
}

/// The ticket with this number.
pub async fn find(
    db: &impl ConnectionTrait,
    reference: &Reference,
) -> Result<Option<Ticket>, StoreError> {
    let row = ticket::Entity::find()
        .filter(Column::Reference.eq(reference.as_str()))
        .one(db)
        .await?;
    row.map(Ticket::try_from).transpose()
}

/// The ticket with this id.
pub async fn find_by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Ticket>, StoreError> {
    ticket::Entity::find_by_id(id)
        .one(db)
        .await?
        .map(Ticket::try_from)
        .transpose()
}

/// The questions of one asker, the last registered first, at most `most`.
pub async fn tickets_of_asker(
    db: &impl ConnectionTrait,
    asker: Uuid,
    most: u64,
) -> Result<Vec<Ticket>, StoreError> {
    let rows = ticket::Entity::find()
        .filter(Column::AskerId.eq(asker))
        .order_by_desc(Column::RegisteredAt)
        .order_by_desc(Column::Id)
        .limit(most)
        .all(db)
        .await?;
    rows.into_iter().map(Ticket::try_from).collect()
}

/// Whether the desk of such an assignment acts for the ticket: not when it only advises, nor when it has the
/// question no more.
pub(super) fn acts_for(role: AssignmentRole, progress: ProgressKind) -> bool {
    role == AssignmentRole::Handler
        && !matches!(progress, ProgressKind::Refused | ProgressKind::Withdrawn)
}

/// What the policy asks about a ticket.
pub async fn facts(db: &impl ConnectionTrait, ticket: &Ticket) -> Result<TicketFacts, StoreError> {
    let assigned: Vec<(Uuid, AssignmentRole, ProgressKind)> = assignment::Entity::find()
        .select_only()
        .columns([
            assignment::Column::DeskId,
            assignment::Column::Role,
            assignment::Column::Progress,
        ])
        .filter(assignment::Column::TicketId.eq(ticket.id))
        .into_tuple()
        .all(db)
        .await?;
    let acting = assigned
        .into_iter()
        .filter(|(_, role, progress)| acts_for(*role, *progress));
    Ok(TicketFacts {
        id: ticket.id,
        owner: ticket.owner_desk_id,
        desks: acting.map(|(desk, ..)| desk).collect(),
        province: ticket.province_slug.clone(),
    })
}

/// Loads a ticket to change it: locked, permitted to this actor, and as the actor saw it.
///
/// `seen` is the revision on the actor's form; another one is [`StoreError::Stale`]. While something that
/// the actor sent is about to leave from it, the ticket is changed by nothing else of theirs but what
/// `load_beside` loads it for.
pub async fn load(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    verb: Verb,
    reference: &Reference,
    seen: Option<i32>,
) -> Result<Ticket, RegistryError> {
    let ticket = load_beside(tx, actor, verb, reference, seen).await?;
    nothing_leaves_of(tx, actor, ticket.id).await?;
    Ok(ticket)
}

/// The same, for what does no harm to anything that the actor sent and that is about to leave.
pub(crate) async fn load_beside(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    verb: Verb,
    reference: &Reference,
    seen: Option<i32>,
) -> Result<Ticket, RegistryError> {
    let unknown = || RegistryError::UnknownTicket(reference.clone());
    let row = ticket::Entity::find()
        .filter(Column::Reference.eq(reference.as_str()))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or_else(unknown)?;
    let ticket = Ticket::try_from(row)?;
    may(actor, verb, Subject::Ticket(&facts(tx, &ticket).await?))?;
    if seen.is_some_and(|seen| seen != ticket.revision) {
        return Err(StoreError::Stale.into());
    }
    Ok(ticket)
}

/// What `sql` finds about these tickets; where it names them it is handed `$1, $2, ...`. Nothing is asked
/// about none.
pub(super) async fn about_tickets(
    db: &impl ConnectionTrait,
    tickets: &[Uuid],
    sql: impl FnOnce(&str) -> String,
) -> Result<Vec<QueryResult>, StoreError> {
    if tickets.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=tickets.len()).map(|n| format!("${n}")).collect();
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        sql(&marks.join(", ")),
        tickets.iter().map(|id| (*id).into()),
    );
    Ok(db.query_all_raw(statement).await?)
}

/// Loads a ticket by its id and locks it, for the house itself.
pub async fn load_by_id(tx: &impl ConnectionTrait, id: Uuid) -> Result<Option<Ticket>, StoreError> {
    let row = ticket::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx)
        .await?;
    let ticket = row.map(Ticket::try_from).transpose()?;
    if let Some(ticket) = &ticket {
        name_in_log(&ticket.reference);
    }
    Ok(ticket)
}

/// Puts the number on the log lines of the step or request that works on this ticket.
pub(super) fn name_in_log(reference: &Reference) {
    tracing::Span::current().record("ticket.reference", reference.as_str());
}

/// Writes where the ticket stands now. While the owner need do nothing else, the step is read anew from what
/// waits beside it: whatever was dealt with first, the rest is still there.
pub async fn save(
    tx: &impl ConnectionTrait,
    ticket: &Ticket,
    decided: Decided,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let standing = if ticket.standing.rests_in().is_some() {
        ticket.standing.attended(waits(tx, ticket).await?)
    } else {
        ticket.standing
    };
    let Standing {
        stage,
        receipt,
        ball,
        step,
        part,
    } = standing;
    let (close_reason, answered_at, closed_at) = stage_columns(stage);
    let answered_at = answered_at.or(part);
    let step_up = i32::from(decided == Decided::Now);
    // A proposal is over once the question went on or came to its end.
    let proposed = ticket.proposed.filter(|_| {
        matches!(
            step,
            NextStep::ConfirmProposal | NextStep::Read | NextStep::ReviewSender
        )
    });
    // Opened again, a question stands by itself.
    let duplicate_of = ticket
        .duplicate_of
        .filter(|_| close_reason == Some(CloseReason::Duplicate));
    // What was merged stays so with the answer that it got; open again, it goes on by itself.
    let merged = ticket.merged.as_deref().filter(|_| !standing.is_open());
    // Whatever somebody decides on stands by itself again.
    let leaves = ticket.flood.filter(|_| decided != Decided::Unattended);
    let flood = ticket.flood.filter(|_| leaves.is_none());
    let written = ticket::Entity::update_many()
        .col_expr(Column::Subject, Expr::value(ticket.subject.clone()))
        .col_expr(Column::Status, Expr::value(standing.status()))
        .col_expr(Column::CloseReason, Expr::value(close_reason))
        .col_expr(Column::Receipt, Expr::value(receipt))
        .col_expr(Column::QueueRank, Expr::value(standing.rank()))
        .col_expr(Column::NextStep, Expr::value(step))
        .col_expr(Column::Ball, Expr::value(ball.holder))
        .col_expr(Column::BallDeskId, Expr::value(ball.desk))
        .col_expr(Column::BallSince, Expr::value(ball.since))
        .col_expr(
            Column::ProposedDeskId,
            Expr::value(proposed.map(|(desk, _)| desk)),
        )
        .col_expr(
            Column::ProposedConfidence,
            Expr::value(proposed.map(|(_, sure)| sure)),
        )
        .col_expr(Column::AskerId, Expr::value(ticket.asker_id))
        .col_expr(Column::TopicSlug, Expr::value(ticket.topic_slug.clone()))
        .col_expr(Column::OwnerDeskId, Expr::value(ticket.owner_desk_id))
        .col_expr(Column::HandlerUserId, Expr::value(ticket.handler_user_id))
        .col_expr(Column::DueAt, Expr::value(due_column(ticket, &standing)))
        .col_expr(Column::AnsweredAt, Expr::value(answered_at))
        .col_expr(Column::ClosedAt, Expr::value(closed_at))
        .col_expr(Column::LastActivityAt, Expr::value(now))
        .col_expr(Column::LinkVersion, Expr::value(ticket.link_version))
        .col_expr(Column::DuplicateOfId, Expr::value(duplicate_of))
        .col_expr(
            Column::AwaitsOriginal,
            Expr::value(ticket.awaits_original && duplicate_of.is_some()),
        )
        .col_expr(Column::MergedIntoId, Expr::value(merged.map(|it| it.into)))
        .col_expr(Column::MergedAt, Expr::value(merged.map(|it| it.at)))
        .col_expr(
            Column::MergedBefore,
            Expr::value(merged.map(Merged::written)),
        )
        .col_expr(Column::FloodId, Expr::value(flood))
        .col_expr(Column::Revision, Expr::value(ticket.revision + step_up))
        .filter(Column::Id.eq(ticket.id))
        .filter(Column::Revision.eq(ticket.revision))
        .exec(tx)
        .await?;
    if written.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    if ball != ticket.ball_was {
        end_spell(tx, ticket.id, ticket.ball_was, now).await?;
    }
    if let Some(flood) = leaves {
        flood::one_less(tx, flood).await?;
    }
    Ok(())
}

/// The moment by which a ticket stands in the queue: when the next thing must have happened, and once
/// it is over, when it ended.
fn due_column(ticket: &Ticket, standing: &Standing) -> DateTime<Utc> {
    match standing.stage {
        Stage::Closed { at, .. } if standing.step == NextStep::Done => at,
        _ => ticket.due_at,
    }
}

/// The last question that goes on with this one, locked.
pub async fn latest_follower(
    tx: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Ticket>, StoreError> {
    let row = ticket::Entity::find()
        .filter(Column::FollowsId.eq(id))
        .order_by_desc(Column::RegisteredAt)
        .lock_exclusive()
        .one(tx)
        .await?;
    row.map(Ticket::try_from).transpose()
}
