//! A desk's obligation in a ticket.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a desk owes in a ticket.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum AssignmentRole {
    #[sea_orm(string_value = "handler")]
    Handler,
    #[sea_orm(string_value = "consulted")]
    Consulted,
}

impl AssignmentRole {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Handler => "handler",
            Self::Consulted => "consulted",
        }
    }
}

/// How far a desk is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum ProgressKind {
    #[sea_orm(string_value = "sent")]
    Sent,
    #[sea_orm(string_value = "accepted")]
    Accepted,
    #[sea_orm(string_value = "refused")]
    Refused,
    #[sea_orm(string_value = "answered")]
    Answered,
    #[sea_orm(string_value = "withdrawn")]
    Withdrawn,
    #[sea_orm(string_value = "no_reaction")]
    NoReaction,
}

impl ProgressKind {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Answered => "answered",
            Self::Withdrawn => "withdrawn",
            Self::NoReaction => "no_reaction",
        }
    }
}

/// A desk's obligation in a ticket.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub desk_id: Uuid,
    pub role: AssignmentRole,
    pub progress: ProgressKind,
    pub sent_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub accepted_at: Option<DateTimeUtc>,
    pub refused_at: Option<DateTimeUtc>,
    pub refused_instead_desk_id: Option<Uuid>,
    pub answered_at: Option<DateTimeUtc>,
    pub answer_message_id: Option<Uuid>,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub no_reaction_since: Option<DateTimeUtc>,
    pub chase_since: Option<DateTimeUtc>,
    pub revision: i32,
}

impl ActiveModelBehavior for ActiveModel {}
