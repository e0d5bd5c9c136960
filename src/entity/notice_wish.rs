//! Of what somebody wants to hear by mail, and how often.

use sea_orm::entity::prelude::*;

use super::happening::NoticeKind;

/// How soon somebody hears of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Pace {
    /// With the next mail, within minutes.
    #[sea_orm(string_value = "at_once")]
    AtOnce,
    /// Every full hour.
    #[sea_orm(string_value = "hourly")]
    Hourly,
    /// Every morning.
    #[sea_orm(string_value = "daily")]
    Daily,
    /// Never.
    #[sea_orm(string_value = "off")]
    Off,
}

impl Pace {
    /// The word for it in tables and forms.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Hourly => "hourly",
            Self::Daily => "daily",
            Self::Off => "off",
        }
    }
}

/// Of what somebody wants to hear by mail, and how often.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_wish")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: NoticeKind,
    pub pace: Pace,
}

impl ActiveModelBehavior for ActiveModel {}
