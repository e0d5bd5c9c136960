//! What a person sent and may still call back for a moment, or what came back from there.

use sea_orm::entity::prelude::*;

/// Why something did not leave when its moment had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Unsent {
    /// Somebody did something else with the question meanwhile.
    #[sea_orm(string_value = "changed")]
    Changed,
    /// The question was closed meanwhile.
    #[sea_orm(string_value = "closed")]
    Closed,
    /// A file that should go along is not there any more, or may not leave.
    #[sea_orm(string_value = "file")]
    File,
    /// Whoever sent it may not do so any more.
    #[sea_orm(string_value = "not_allowed")]
    NotAllowed,
    /// It could not be sent, whatever we tried.
    #[sea_orm(string_value = "failed")]
    Failed,
}

impl Unsent {
    /// The word for it in tables and events.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Closed => "closed",
            Self::File => "file",
            Self::NotAllowed => "not_allowed",
            Self::Failed => "failed",
        }
    }
}

/// What a person sent and may still call back for a moment, or what came back from there.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_send")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub user_id: Uuid,
    pub seen: i32,
    pub form: String,
    pub draft: bool,
    pub unsent: Option<Unsent>,
    pub created_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub locked_until: Option<DateTimeUtc>,
    pub attempts: i32,
}

impl ActiveModelBehavior for ActiveModel {}
