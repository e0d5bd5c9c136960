//! One registered question and its whole case.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What must happen next with a ticket.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Status {
    #[sea_orm(string_value = "new")]
    New,
    #[sea_orm(string_value = "open")]
    Open,
    #[sea_orm(string_value = "waiting_on_asker")]
    WaitingOnAsker,
    #[sea_orm(string_value = "answered")]
    Answered,
    #[sea_orm(string_value = "closed")]
    Closed,
}

impl Status {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::WaitingOnAsker => "waiting_on_asker",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }
}

/// Why a ticket was closed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    #[sea_orm(string_value = "answered")]
    Answered,
    #[sea_orm(string_value = "answered_by_faq")]
    AnsweredByFaq,
    #[sea_orm(string_value = "duplicate")]
    Duplicate,
    #[sea_orm(string_value = "withdrawn")]
    Withdrawn,
    #[sea_orm(string_value = "out_of_scope")]
    OutOfScope,
    #[sea_orm(string_value = "spam")]
    Spam,
}

impl CloseReason {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::AnsweredByFaq => "answered_by_faq",
            Self::Duplicate => "duplicate",
            Self::Withdrawn => "withdrawn",
            Self::OutOfScope => "out_of_scope",
            Self::Spam => "spam",
        }
    }
}

/// What we know about the asker having the answer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    #[sea_orm(string_value = "none")]
    None,
    #[sea_orm(string_value = "sent")]
    Sent,
    #[sea_orm(string_value = "undeliverable")]
    Undeliverable,
    #[sea_orm(string_value = "reported")]
    Reported,
    #[sea_orm(string_value = "presumed")]
    Presumed,
    #[sea_orm(string_value = "confirmed")]
    Confirmed,
    #[sea_orm(string_value = "disputed")]
    Disputed,
}

impl Receipt {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Sent => "sent",
            Self::Undeliverable => "undeliverable",
            Self::Reported => "reported",
            Self::Presumed => "presumed",
            Self::Confirmed => "confirmed",
            Self::Disputed => "disputed",
        }
    }
}

/// Which legal terms run.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    #[sea_orm(string_value = "question")]
    Question,
    #[sea_orm(string_value = "complaint")]
    Complaint,
    #[sea_orm(string_value = "document_request")]
    DocumentRequest,
}

impl Regime {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Complaint => "complaint",
            Self::DocumentRequest => "document_request",
        }
    }
}

/// How the question came in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    #[sea_orm(string_value = "mail")]
    Mail,
    #[sea_orm(string_value = "api")]
    Api,
    #[sea_orm(string_value = "portal")]
    Portal,
    #[sea_orm(string_value = "phone")]
    Phone,
    #[sea_orm(string_value = "meeting")]
    Meeting,
    #[sea_orm(string_value = "mailbox")]
    Mailbox,
}

impl Channel {
    /// Whether a colleague wrote the question down for the asker.
    #[must_use]
    pub fn is_by_colleague(self) -> bool {
        matches!(self, Self::Phone | Self::Meeting | Self::Mailbox)
    }

    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Api => "api",
            Self::Portal => "portal",
            Self::Phone => "phone",
            Self::Meeting => "meeting",
            Self::Mailbox => "mailbox",
        }
    }
}

/// What somebody must do now; the line under the subject.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    #[sea_orm(string_value = "read")]
    Read,
    #[sea_orm(string_value = "confirm_proposal")]
    ConfirmProposal,
    #[sea_orm(string_value = "answer")]
    Answer,
    #[sea_orm(string_value = "review_proposal")]
    ReviewProposal,
    #[sea_orm(string_value = "answer_desk")]
    AnswerDesk,
    #[sea_orm(string_value = "repair_address")]
    RepairAddress,
    #[sea_orm(string_value = "reconsider")]
    Reconsider,
    #[sea_orm(string_value = "review_sender")]
    ReviewSender,
    #[sea_orm(string_value = "follow_up")]
    FollowUp,
    #[sea_orm(string_value = "chase")]
    Chase,
    #[sea_orm(string_value = "read_message")]
    ReadMessage,
    #[sea_orm(string_value = "read_notice")]
    ReadNotice,
    #[sea_orm(string_value = "wait_for_asker")]
    WaitForAsker,
    #[sea_orm(string_value = "await_receipt")]
    AwaitReceipt,
    #[sea_orm(string_value = "done")]
    Done,
}

impl NextStep {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::ConfirmProposal => "confirm_proposal",
            Self::Answer => "answer",
            Self::ReviewProposal => "review_proposal",
            Self::AnswerDesk => "answer_desk",
            Self::RepairAddress => "repair_address",
            Self::Reconsider => "reconsider",
            Self::ReviewSender => "review_sender",
            Self::FollowUp => "follow_up",
            Self::Chase => "chase",
            Self::ReadMessage => "read_message",
            Self::ReadNotice => "read_notice",
            Self::WaitForAsker => "wait_for_asker",
            Self::AwaitReceipt => "await_receipt",
            Self::Done => "done",
        }
    }
}

/// Who must move.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Ball {
    #[sea_orm(string_value = "owner")]
    Owner,
    #[sea_orm(string_value = "asker")]
    Asker,
    #[sea_orm(string_value = "administration")]
    Administration,
}

impl Ball {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Asker => "asker",
            Self::Administration => "administration",
        }
    }
}

/// One registered question and its whole case.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub reference: String,
    pub subject: String,
    pub status: Status,
    pub close_reason: Option<CloseReason>,
    pub receipt: Receipt,
    pub regime: Regime,
    pub channel: Channel,
    pub language: String,
    pub asker_id: Uuid,
    pub organisation_id: Option<Uuid>,
    pub municipality_nis: Option<String>,
    pub province_slug: Option<String>,
    pub region_code: Option<String>,
    pub topic_slug: Option<String>,
    pub owner_desk_id: Uuid,
    pub handler_user_id: Option<Uuid>,
    pub queue_rank: i16,
    pub next_step: NextStep,
    pub proposed_desk_id: Option<Uuid>,
    pub proposed_confidence: Option<f64>,
    pub ball: Ball,
    pub ball_desk_id: Option<Uuid>,
    pub ball_since: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub registered_at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub last_activity_at: DateTimeUtc,
    pub revision: i32,
    pub link_version: i32,
    pub event_seq: i32,
    pub event_head: Option<String>,
    pub follows_id: Option<Uuid>,
    pub flood_id: Option<Uuid>,
    pub duplicate_of_id: Option<Uuid>,
    pub awaits_original: bool,
    pub merged_into_id: Option<Uuid>,
    pub merged_at: Option<DateTimeUtc>,
    pub merged_before: Option<String>,
    pub split_from_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
