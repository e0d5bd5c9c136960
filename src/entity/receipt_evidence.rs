//! A proof about receipt.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a proof rests on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    #[sea_orm(string_value = "accepted")]
    Accepted,
    #[sea_orm(string_value = "hard_bounce")]
    HardBounce,
    #[sea_orm(string_value = "soft_failure")]
    SoftFailure,
    #[sea_orm(string_value = "delivery_notice")]
    DeliveryNotice,
    #[sea_orm(string_value = "read_notice")]
    ReadNotice,
    #[sea_orm(string_value = "said_yes")]
    SaidYes,
    #[sea_orm(string_value = "said_no")]
    SaidNo,
    #[sea_orm(string_value = "replied_yes")]
    RepliedYes,
    #[sea_orm(string_value = "replied_thanks")]
    RepliedThanks,
    #[sea_orm(string_value = "replied_again")]
    RepliedAgain,
    #[sea_orm(string_value = "replied_more")]
    RepliedMore,
    #[sea_orm(string_value = "noted")]
    Noted,
    #[sea_orm(string_value = "corrected")]
    Corrected,
    #[sea_orm(string_value = "silence")]
    Silence,
    #[sea_orm(string_value = "answered_in_cc")]
    AnsweredInCc,
}

impl EvidenceKind {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::HardBounce => "hard_bounce",
            Self::SoftFailure => "soft_failure",
            Self::DeliveryNotice => "delivery_notice",
            Self::ReadNotice => "read_notice",
            Self::SaidYes => "said_yes",
            Self::SaidNo => "said_no",
            Self::RepliedYes => "replied_yes",
            Self::RepliedThanks => "replied_thanks",
            Self::RepliedAgain => "replied_again",
            Self::RepliedMore => "replied_more",
            Self::Noted => "noted",
            Self::Corrected => "corrected",
            Self::Silence => "silence",
            Self::AnsweredInCc => "answered_in_cc",
        }
    }
}

impl EvidenceKind {
    /// Whether a person says it, and no machine.
    #[must_use]
    pub fn is_of_a_person(self) -> bool {
        matches!(
            self,
            Self::SaidYes
                | Self::SaidNo
                | Self::RepliedYes
                | Self::RepliedThanks
                | Self::RepliedAgain
                | Self::RepliedMore
                | Self::Noted
                | Self::Corrected
        )
    }
}

/// How somebody heard something, beside our mails.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Told {
    #[sea_orm(string_value = "phone")]
    Phone,
    #[sea_orm(string_value = "meeting")]
    Meeting,
    #[sea_orm(string_value = "mail")]
    Mail,
    #[sea_orm(string_value = "otherwise")]
    Otherwise,
}

impl Told {
    /// The word for it in tables, forms and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Meeting => "meeting",
            Self::Mail => "mail",
            Self::Otherwise => "otherwise",
        }
    }
}

/// A proof about receipt.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "receipt_evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub kind: EvidenceKind,
    pub receipt: super::ticket::Receipt,
    pub delivery_id: Option<Uuid>,
    pub message_id: Option<Uuid>,
    pub inbound_mail_id: Option<Uuid>,
    pub user_id: Option<Uuid>,
    pub note: Option<String>,
    pub at: DateTimeUtc,
    #[sea_orm(unique)]
    pub fact_key: String,
    pub told_by: Option<String>,
    pub told_on: Option<Date>,
    pub told_how: Option<Told>,
    pub told_elsewhere: Option<bool>,
}

impl ActiveModelBehavior for ActiveModel {}
