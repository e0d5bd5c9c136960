//! Something that happened to a question and of which somebody may want to hear by mail.

use sea_orm::Iterable as _;
use sea_orm::entity::prelude::*;

/// Of what one can hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum NoticeKind {
    /// A question came to the desk.
    #[sea_orm(string_value = "new")]
    New,
    /// Somebody wrote in a question.
    #[sea_orm(string_value = "replied")]
    Replied,
    /// A mail about it did not arrive: our answer, or the question at an administration.
    #[sea_orm(string_value = "undeliverable")]
    Undeliverable,
    /// A term passed.
    #[sea_orm(string_value = "due")]
    Due,
    /// A term ends today.
    #[sea_orm(string_value = "due_today")]
    DueToday,
    /// A colleague named one in a note.
    #[sea_orm(string_value = "mentioned")]
    Mentioned,
}

impl NoticeKind {
    /// The word for it in tables and forms.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Replied => "replied",
            Self::Undeliverable => "undeliverable",
            Self::Due => "due",
            Self::DueToday => "due_today",
            Self::Mentioned => "mentioned",
        }
    }

    /// By which choice one hears of it: whoever wants to hear of terms hears when one ends today, and when it
    /// has passed.
    #[must_use]
    pub fn wish(self) -> Self {
        match self {
            Self::DueToday => Self::Due,
            own => own,
        }
    }

    /// What one can choose to hear of.
    pub fn wishes() -> impl Iterator<Item = Self> {
        Self::iter().filter(|kind| kind.wish() == *kind)
    }
}

/// Something that happened to a question and of which somebody may want to hear by mail.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "happening")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ticket_id: Uuid,
    pub kind: NoticeKind,
    pub by_user_id: Option<Uuid>,
    pub to_user_id: Option<Uuid>,
    pub at: DateTimeUtc,
    pub locked_until: Option<DateTimeUtc>,
    pub attempts: i32,
}

impl ActiveModelBehavior for ActiveModel {}
