//! A folder of a mail server that is read.

use sea_orm::entity::prelude::*;

/// A folder of a mail server that is read.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imap_mailbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub source: String,
    pub name: String,
    pub uid_validity: Option<i64>,
    pub last_uid: i64,
    pub held_by: Option<Uuid>,
    pub held_until: Option<DateTimeUtc>,
    pub retry_at: Option<DateTimeUtc>,
    pub failures: i32,
    pub last_success_at: Option<DateTimeUtc>,
    pub last_error_at: Option<DateTimeUtc>,
    pub last_error: Option<String>,
    pub present: Option<i64>,
    pub taken_in: i64,
    pub too_large: i64,
    pub counted_at: Option<DateTimeUtc>,
    pub uncounted: i64,
    /// The messages in the folder when it was counted.
    pub counted: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
