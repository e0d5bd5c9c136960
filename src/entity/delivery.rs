//! The fate of one mail to one recipient.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// The fate of one mail to one recipient.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    #[sea_orm(string_value = "queued")]
    Queued,
    #[sea_orm(string_value = "accepted")]
    Accepted,
    #[sea_orm(string_value = "delivered")]
    Delivered,
    #[sea_orm(string_value = "refused")]
    Refused,
    #[sea_orm(string_value = "failed")]
    Failed,
    #[sea_orm(string_value = "bounced")]
    Bounced,
    #[sea_orm(string_value = "held")]
    Held,
}

impl DeliveryState {
    /// The word for it in tables, links and the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
            Self::Held => "held",
        }
    }
}

/// The fate of one mail to one recipient.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub outbound_mail_id: Uuid,
    pub recipient: String,
    pub state: DeliveryState,
    pub attempts: i32,
    pub run_at: DateTimeUtc,
    pub locked_until: Option<DateTimeUtc>,
    pub server: Option<String>,
    pub reply: Option<String>,
    pub settled_at: Option<DateTimeUtc>,
    pub noticed_at: Option<DateTimeUtc>,
    pub linked_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
